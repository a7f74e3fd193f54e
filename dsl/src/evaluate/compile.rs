//! Makes a plan of a checked rule: each operation is put down once, however often the rule says it.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use crate::bind::{BindError, Binding, BoundParam, amount_in};
use crate::evaluate::fused::Fused;
use crate::evaluate::globs::glob_matches;
use crate::evaluate::needed::Needed;
use crate::evaluate::plan::{ArgumentOp, C, ConditionOp, CountedOp, N, NumberOp, Plan, RankedOp, TextOp};

use crate::rational::Rational;
use crate::registry::{Attribute, Metric};
use crate::typed::{
    ActionDetail, Condition, ConditionNode, Counted, Expression, Fallback, Group, Missable, Number,
    NumberNode, Operator, Piece, RuleBody, ScriptArgument, Sign, Text, TextNode,
};

impl Plan {
    /// # Errors
    /// [`BindError::NoAmount`] when any amount of the rule, in its actions too, lacks the account's currency.
    pub(crate) fn compile(
        body: &RuleBody,
        binding: &Binding,
        params: &[BoundParam],
    ) -> Result<Self, BindError> {
        amounts_exist(body, binding)?;
        let mut compiler = Compiler {
            body,
            binding,
            params,
            numbers: Store::new(),
            conditions: Store::new(),
        };
        let scope = body
            .scope_condition
            .as_ref()
            .map(|condition| compiler.condition(condition))
            .transpose()?;
        let mut branches = Vec::new();
        for branch in &body.branches {
            branches.push(
                branch
                    .condition
                    .as_ref()
                    .map(|condition| compiler.condition(condition))
                    .transpose()?,
            );
        }
        let release = body
            .release
            .when
            .as_ref()
            .map(|condition| compiler.condition(condition))
            .transpose()?;
        let (numbers, conditions) = (compiler.numbers.ops, compiler.conditions.ops);
        let attributes = read_attributes(&numbers, &conditions);
        let fused = conditions
            .iter()
            .map(|op| match op {
                ConditionOp::Compare {
                    operator,
                    left,
                    right,
                } => Fused::of(&numbers, *operator, *left, *right),
                _ => None,
            })
            .collect();
        let outputs = scope
            .iter()
            .chain(branches.iter().flatten())
            .chain(&release)
            .copied()
            .collect();
        let mut plan = Self {
            numbers,
            conditions,
            scope,
            branches,
            release,
            scripts: body.scripts.clone(),
            attributes,
            fused,
            live: Needed::default(),
        };
        plan.live = Needed::of(&plan, Vec::new(), outputs);
        Ok(plan)
    }
}

/// Every amount of the rule has a value in the account's currency.
fn amounts_exist(body: &RuleBody, binding: &Binding) -> Result<(), BindError> {
    let mut result = Ok(());
    let mut see = |number: &Number| {
        number.walk(&mut |part| {
            if let (NumberNode::Amounts(amounts), true) = (&part.node, result.is_ok()) {
                result = amount_in(amounts, part.quantity.currency(binding.currency)).map(|_| ());
            }
        });
    };
    let mut conditions: Vec<&Condition> = body.scope_condition.iter().chain(&body.release.when).collect();
    for found in &body.lets {
        match &found.value {
            Expression::Number(number) => see(number),
            Expression::Condition(condition) => conditions.push(condition),
            Expression::Text(_) => {}
        }
    }
    for branch in &body.branches {
        conditions.extend(&branch.condition);
        for action in &branch.actions {
            match &action.detail {
                ActionDetail::Amount {
                    amount,
                    up_to,
                    down_to,
                    changing,
                    ..
                } => {
                    [
                        Some(amount),
                        up_to.as_ref(),
                        down_to.as_ref(),
                        changing.as_deref(),
                    ]
                    .into_iter()
                    .flatten()
                    .for_each(&mut see);
                }
                ActionDetail::Notify { template, .. } => {
                    for piece in template {
                        if let Piece::Value(Expression::Number(number)) = piece {
                            see(number);
                        }
                    }
                }
                ActionDetail::Move(_) | ActionDetail::Script { .. } => action.numbers().for_each(&mut see),
                ActionDetail::Switch | ActionDetail::Negative { .. } | ActionDetail::Label { .. } => {}
            }
        }
    }
    for condition in conditions {
        condition.walk(&mut |part| part.numbers().into_iter().for_each(&mut see));
    }
    result
}

fn read_attributes(numbers: &[NumberOp], conditions: &[ConditionOp]) -> BTreeSet<Attribute> {
    let mut found = BTreeSet::new();
    let mut see = |attribute: Attribute| {
        if !attribute.is_ambient() {
            found.insert(attribute);
        }
    };
    for op in numbers {
        match op {
            NumberOp::Attribute(attribute) => see(*attribute),
            NumberOp::LookedUp { key, .. } => key.attribute().into_iter().for_each(&mut see),
            _ => {}
        }
    }
    for op in conditions {
        match op {
            ConditionOp::Member { attribute, .. } | ConditionOp::AttributeMissing { attribute, .. } => {
                see(*attribute)
            }
            ConditionOp::TextIs { text, among, .. } => {
                see(*text);
                among.iter().filter_map(TextOp::attribute).for_each(&mut see);
            }
            ConditionOp::Texts { left, among, .. } => {
                let texts = [left].into_iter().chain(among);
                texts.filter_map(TextOp::attribute).for_each(&mut see);
            }
            ConditionOp::TextMissing { text, .. } => text.attribute().into_iter().for_each(&mut see),
            ConditionOp::Matches { text, .. } => see(*text),
            ConditionOp::Has { labels, label } => {
                see(*labels);
                label.attribute().into_iter().for_each(&mut see);
            }
            _ => {}
        }
    }
    found
}

/// Operations in order, each only once.
struct Store<T> {
    ops: Vec<T>,
    /// Where each stands, as soon as there are more than a few.
    known: HashMap<T, usize>,
}

/// So many are found faster by looking at each.
const FEW: usize = 64;

impl<T: Clone + Eq + Hash> Store<T> {
    fn new() -> Self {
        Self {
            ops: Vec::with_capacity(16),
            known: HashMap::new(),
        }
    }

    fn put(&mut self, op: T) -> usize {
        let index = self.ops.len();
        let found = if index <= FEW {
            self.ops.iter().position(|own| *own == op)
        } else {
            self.known.get(&op).copied()
        };
        if let Some(found) = found {
            return found;
        }
        if index == FEW {
            self.known.extend(self.ops.iter().cloned().zip(0..));
        }
        if index >= FEW {
            self.known.insert(op.clone(), index);
        }
        self.ops.push(op);
        index
    }
}

struct Compiler<'a> {
    body: &'a RuleBody,
    binding: &'a Binding,
    params: &'a [BoundParam],
    numbers: Store<NumberOp>,
    conditions: Store<ConditionOp>,
}

impl Compiler<'_> {
    fn constant(&mut self, value: Rational) -> N {
        self.numbers.put(NumberOp::Constant(value))
    }

    fn number(&mut self, number: &Number) -> Result<N, BindError> {
        let op = match &number.node {
            NumberNode::Constant(value) => NumberOp::Constant(value.clone()),
            NumberNode::Amounts(amounts) => {
                let currency = number.quantity.currency(self.binding.currency);
                NumberOp::Constant(amount_in(amounts, currency)?)
            }
            NumberNode::Parameter(index) => {
                let currency = number.quantity.currency(self.binding.currency);
                let value = self.params.get(*index).and_then(|param| param.number(currency));
                NumberOp::Constant(value.unwrap_or_else(Rational::zero))
            }
            NumberNode::Let(index) => {
                let body = self.body;
                return match body.lets.get(*index).map(|found| &found.value) {
                    Some(Expression::Number(value)) => self.number(value),
                    _ => Ok(self.constant(Rational::zero())),
                };
            }
            NumberNode::Attribute(attribute) => NumberOp::Attribute(*attribute),
            NumberNode::Metric { metric, window } => NumberOp::Metric {
                metric: *metric,
                window: *window,
            },
            NumberNode::Part { metric, window } => NumberOp::Part {
                metric: *metric,
                window: *window,
            },
            NumberNode::Derived { metric, over, under } => {
                let over = self.number(over)?;
                let under = self.number(under)?;
                let over = if metric.factor() == 1 {
                    over
                } else {
                    let factor = self.constant(Rational::integer(metric.factor()));
                    self.numbers.put(NumberOp::Multiply(over, factor))
                };
                NumberOp::Divide(over, under)
            }
            NumberNode::LookedUp { lookup, key } => NumberOp::LookedUp {
                lookup: Arc::clone(lookup),
                key: self.text(key),
            },
            NumberNode::Converted(inner) => {
                let from = inner.quantity.currency(self.binding.currency);
                let to = number.quantity.currency(self.binding.currency);
                let amount = self.number(inner)?;
                if from == to {
                    return Ok(amount);
                }
                let rate = self.numbers.put(NumberOp::Rate { from, to });
                NumberOp::Convert(amount, rate)
            }
            NumberNode::Own { value, .. } => return self.number(value),
            NumberNode::Sum(terms) => {
                let mut sum = self.constant(Rational::zero());
                for (index, (sign, term)) in terms.iter().enumerate() {
                    let mut term = self.number(term)?;
                    if *sign == Sign::Minus {
                        term = self.negated(term);
                    }
                    sum = if index == 0 {
                        term
                    } else {
                        self.numbers.put(NumberOp::Add(sum, term))
                    };
                }
                return Ok(sum);
            }
            NumberNode::Product(factors) => {
                let mut product = self.constant(Rational::integer(1));
                for (index, (operator, factor)) in factors.iter().enumerate() {
                    let factor = self.number(factor)?;
                    product = match operator {
                        _ if index == 0 => factor,
                        Operator::Times => self.numbers.put(NumberOp::Multiply(product, factor)),
                        Operator::Over => self.numbers.put(NumberOp::Divide(product, factor)),
                    };
                }
                return Ok(product);
            }
            NumberNode::Negated(inner) => {
                let inner = self.number(inner)?;
                return Ok(self.negated(inner));
            }
            NumberNode::Change { now, before } => {
                let now = self.number(now)?;
                let before = self.number(before)?;
                let minus = self.negated(before);
                let gap = self.numbers.put(NumberOp::Add(now, minus));
                NumberOp::Divide(gap, before)
            }
            NumberNode::Usual { weeks, .. } => {
                let weeks: Result<Vec<N>, BindError> = weeks.iter().map(|week| self.number(week)).collect();
                NumberOp::Median(weeks?)
            }
            NumberNode::Elapsed(period) => NumberOp::Elapsed(*period),
            NumberNode::Total {
                metric,
                window,
                group,
            } if *group == Group::Parent => NumberOp::OfParent {
                metric: *metric,
                window: *window,
            },
            NumberNode::Total {
                metric,
                window,
                group,
            } => NumberOp::Total {
                metric: *metric,
                window: *window,
                group: *group,
            },
            NumberNode::Aggregate(aggregate) => NumberOp::Aggregate {
                form: aggregate.form,
                group: aggregate.group,
                of: match &aggregate.of {
                    Counted::Members => CountedOp::Members,
                    Counted::Number(number) => CountedOp::Number(self.number(number)?),
                    Counted::Condition(condition) => CountedOp::Condition(self.condition(condition)?),
                },
                ignoring_missing: aggregate.ignoring_missing,
            },
            NumberNode::Script { script, arguments } => {
                let index = self
                    .body
                    .scripts
                    .iter()
                    .position(|known| known.name == script.name);
                let mut compiled = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    compiled.push(match argument {
                        ScriptArgument::One(number) => ArgumentOp::One(self.number(number)?),
                        ScriptArgument::Daily { days, .. } => {
                            ArgumentOp::Daily(days.iter().map(|day| self.number(day)).collect::<Result<
                                Vec<N>,
                                BindError,
                            >>(
                            )?)
                        }
                    });
                }
                NumberOp::Script {
                    script: index.unwrap_or(usize::MAX),
                    arguments: compiled,
                }
            }
            NumberNode::Else { value, fallback } => {
                let value = self.number(value)?;
                match fallback {
                    Fallback::Infinite => NumberOp::ElseInfinite(value),
                    Fallback::Value(other) => NumberOp::Else(value, self.number(other)?),
                }
            }
        };
        Ok(self.numbers.put(op))
    }

    fn negated(&mut self, number: N) -> N {
        let minus = self.constant(Rational::integer(-1));
        self.numbers.put(NumberOp::Multiply(number, minus))
    }

    fn condition(&mut self, condition: &Condition) -> Result<C, BindError> {
        let op = match &condition.node {
            ConditionNode::And(parts) => ConditionOp::And(self.all(parts)?),
            ConditionNode::Or(parts) => ConditionOp::Or(self.all(parts)?),
            ConditionNode::Not(inner) => ConditionOp::Not(self.condition(inner)?),
            ConditionNode::AllKnown { asked, .. } => return self.condition(asked),
            ConditionNode::Compare {
                operator,
                left,
                right,
            } => ConditionOp::Compare {
                operator: *operator,
                left: self.number(left)?,
                right: self.number(right)?,
            },
            ConditionNode::Member {
                attribute: Attribute::Platform,
                members,
                negated,
                ..
            } => ConditionOp::Constant(members.contains(&self.binding.platform.as_str()) != *negated),
            ConditionNode::Member {
                attribute,
                members,
                negated,
                ..
            } => ConditionOp::Member {
                attribute: *attribute,
                members: members.clone(),
                negated: *negated,
            },
            ConditionNode::TextIs {
                left, right, negated, ..
            } => {
                let among: Vec<TextOp> = right.iter().map(|text| self.text(text)).collect();
                match self.text(left) {
                    left if left.is_looked_up() || among.iter().any(TextOp::is_looked_up) => {
                        ConditionOp::Texts {
                            left,
                            among,
                            matches: false,
                            negated: *negated,
                        }
                    }
                    // INVARIANT: taken above.
                    TextOp::LookedUp { .. } => ConditionOp::Constant(false),
                    TextOp::Attribute(text) => ConditionOp::TextIs {
                        text,
                        among,
                        negated: *negated,
                    },
                    TextOp::Constant(value) => self.constant_text_is(&value, among, *negated),
                }
            }
            ConditionNode::Matches { text, glob } => {
                let (text, glob) = (self.text(text), self.text(glob));
                if text.is_looked_up() || glob.is_looked_up() {
                    let op = ConditionOp::Texts {
                        left: text,
                        among: vec![glob],
                        matches: true,
                        negated: false,
                    };
                    return Ok(self.conditions.put(op));
                }
                let TextOp::Constant(glob) = glob else {
                    return Ok(self.conditions.put(ConditionOp::Constant(false)));
                };
                let glob = glob.to_lowercase();
                match text {
                    // INVARIANT: taken above.
                    TextOp::LookedUp { .. } => ConditionOp::Constant(false),
                    TextOp::Attribute(text) => ConditionOp::Matches { text, glob },
                    TextOp::Constant(value) => {
                        ConditionOp::Constant(glob_matches(&glob, &value.to_lowercase()))
                    }
                }
            }
            ConditionNode::Has { labels, label } => ConditionOp::Has {
                labels: *labels,
                label: self.text(label),
            },
            ConditionNode::IsMissing { of, negated } => match of {
                Missable::Attribute(attribute) => ConditionOp::AttributeMissing {
                    attribute: *attribute,
                    negated: *negated,
                },
                Missable::Text(text) => ConditionOp::TextMissing {
                    text: self.text(text),
                    negated: *negated,
                },
                Missable::Number(number) => ConditionOp::NumberMissing {
                    number: self.number(number)?,
                    negated: *negated,
                },
            },
            ConditionNode::Ranked(ranking) => ConditionOp::Ranked(RankedOp {
                top: ranking.top,
                take: ranking.take.clone(),
                by: self.number(&ranking.by)?,
                within: ranking.within,
                having: ranking
                    .having
                    .as_ref()
                    .map(|having| self.condition(having))
                    .transpose()?,
                tie: ranking.tie.map(|window| {
                    self.numbers.put(NumberOp::Metric {
                        metric: Metric::Spend,
                        window,
                    })
                }),
            }),
            ConditionNode::Constant(value) => ConditionOp::Constant(*value),
            ConditionNode::Parameter { index, negated } => ConditionOp::Constant(
                matches!(self.params.get(*index), Some(BoundParam::Bool(true))) != *negated,
            ),
            ConditionNode::Let(index) => {
                let body = self.body;
                return match body.lets.get(*index).map(|found| &found.value) {
                    Some(Expression::Condition(inner)) => self.condition(inner),
                    _ => Ok(self.conditions.put(ConditionOp::Constant(false))),
                };
            }
        };
        Ok(self.conditions.put(op))
    }

    fn all(&mut self, parts: &[Condition]) -> Result<Vec<C>, BindError> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    /// The account's name and currency, and parameters, are known here; other attributes differ by row.
    fn text(&self, text: &Text) -> TextOp {
        match &text.node {
            TextNode::Constant(value) => TextOp::Constant(value.clone()),
            TextNode::Parameter(index) => match self.params.get(*index) {
                Some(BoundParam::Text(value)) => TextOp::Constant(value.clone()),
                _ => TextOp::Constant(String::new()),
            },
            TextNode::Attribute(Attribute::Account) => TextOp::Constant(self.binding.account.clone()),
            TextNode::Attribute(Attribute::Currency) => {
                TextOp::Constant(self.binding.currency.as_str().to_owned())
            }
            TextNode::LookedUp { lookup, key } => TextOp::LookedUp {
                lookup: Arc::clone(lookup),
                key: Box::new(self.text(key)),
            },
            TextNode::Attribute(attribute) => TextOp::Attribute(*attribute),
            TextNode::Let(index) => match self.body.lets.get(*index).map(|found| &found.value) {
                Some(Expression::Text(inner)) => self.text(inner),
                _ => TextOp::Constant(String::new()),
            },
        }
    }

    fn constant_text_is(&self, value: &str, among: Vec<TextOp>, negated: bool) -> ConditionOp {
        // `"Brand" is name` reads the same in both directions.
        if let [TextOp::Attribute(text)] = among.as_slice() {
            return ConditionOp::TextIs {
                text: *text,
                among: vec![TextOp::Constant(value.to_owned())],
                negated,
            };
        }
        let found = among
            .iter()
            .any(|text| matches!(text, TextOp::Constant(other) if other == value));
        ConditionOp::Constant(found != negated)
    }
}
