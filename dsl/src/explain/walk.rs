//! Judges one row by walking the checked tree.

use std::rc::Rc;

use crate::bind::{BoundParam, BoundRule};
use crate::column::Column;
use crate::evaluate::{Truth, glob_matches, tick_value};
use crate::explain::portfolio::Shared;
use crate::explain::{missing, words};
use crate::explanation::{Node, NodeKind, Operand, Raw, Value, ValueKind};
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, Metric};
use crate::span::Span;
use crate::table::{AttributeColumn, AttributeValue, MissingReason, Moment, Supplied, Table};
use crate::typed::{
    Comparison, Condition, ConditionNode, Expression, Missable, Number, Quantity, Text, TextNode,
};
use crate::window::{Period, ResolvedWindow, elapsed_share};

/// What the tree belongs to.
#[derive(Clone, Copy)]
pub(super) enum Ground<'a> {
    Rule(&'a BoundRule),
    /// A guard knows of the account its currency alone: platform and account are asked of the table.
    Guard {
        text: &'a str,
        currency: Currency,
    },
}

/// One row of one table at one moment.
pub(super) struct Row<'a> {
    ground: Ground<'a>,
    pub(super) table: &'a dyn Table,
    pub(super) moment: &'a Moment,
    row: usize,
    /// What is the same whichever row asks: found once for each explanation.
    shared: Rc<Shared>,
}

/// A number, and what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Known(Rational),
    Infinite,
    /// A quotient over zero whose numerator is above it: what `else infinite` replaces.
    OverZero,
    Missing(MissingReason),
}

impl Found {
    pub(super) fn reason(&self) -> Option<MissingReason> {
        match self {
            Self::Known(_) | Self::Infinite => None,
            Self::OverZero => Some(MissingReason::Undefined),
            Self::Missing(reason) => Some(*reason),
        }
    }

    /// What two operands come to when one of them is not known: the heavier reason, so that an outage never looks like a division.
    pub(super) fn unknown_of(&self, other: &Self) -> Option<Self> {
        match (self.reason(), other.reason()) {
            (None, None) => None,
            (one, two) => one.max(two).map(Self::Missing),
        }
    }
}

/// A number with its explanation.
pub(super) struct Measured {
    pub(super) found: Found,
    pub(super) operand: Operand,
}

/// A condition with its explanation.
pub(super) struct Judged {
    pub(super) truth: Truth,
    pub(super) reason: Option<MissingReason>,
    pub(super) node: Node,
    /// The sentences that decide the truth.
    pub(super) because: Vec<String>,
}

impl<'a> Row<'a> {
    pub(super) fn new(ground: Ground<'a>, table: &'a dyn Table, moment: &'a Moment, row: usize) -> Self {
        Self {
            ground,
            table,
            moment,
            row,
            shared: Rc::default(),
        }
    }

    /// The same explanation, for another row.
    pub(super) fn other(&self, row: usize) -> Self {
        Self {
            ground: self.ground,
            table: self.table,
            moment: self.moment,
            row,
            shared: Rc::clone(&self.shared),
        }
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }

    pub(super) fn rows(&self) -> usize {
        self.table.rows()
    }

    pub(super) const fn row(&self) -> usize {
        self.row
    }

    /// A metric of every row over one window; as each adds to its account, or as its own.
    pub(super) fn cells(
        &self,
        metric: Metric,
        window: usize,
        of_account: bool,
    ) -> Result<Vec<Result<i64, MissingReason>>, MissingReason> {
        let resolved = self.window(window)?;
        let resolved = if of_account {
            resolved.of_account()
        } else {
            resolved
        };
        let mut column = Column::default();
        self.table.sums(metric, &resolved, 0..self.rows(), &mut column);
        Ok((0..self.rows())
            .map(|row| column.get(row).unwrap_or(Err(MissingReason::NoSync)))
            .collect())
    }

    /// Which rows stand in the same object as this one.
    pub(super) fn family(&self, row: usize) -> usize {
        self.table.family(row)
    }

    /// Which rows spend from the same budget as others.
    pub(super) fn budget_at(&self, row: usize) -> usize {
        self.table.budget_of(row)
    }

    /// A metric of what this row stands in.
    pub(super) fn of_parent(&self, metric: Metric, window: usize) -> Found {
        let cell = self.window(window).and_then(|resolved| {
            let mut column = Column::default();
            let rows = self.row..self.row.saturating_add(1);
            self.table.parent_sums(metric, &resolved, rows, &mut column);
            column.get(0).unwrap_or(Err(MissingReason::NoSync))
        });
        match cell {
            Ok(cell) => Found::Known(Rational::integer(cell).times(&metric.cell_scale())),
            Err(reason) => Found::Missing(reason),
        }
    }

    fn window(&self, window: usize) -> Result<ResolvedWindow, MissingReason> {
        let rule = self.rule().ok_or(MissingReason::NotSupplied)?;
        let entry = rule.rule.body.windows.get(window).ok_or(MissingReason::NoSync)?;
        let lag = rule.lag_days(entry);
        entry.resolve(self.moment, &rule.binding.zone, lag)
    }

    pub(super) fn source(&self, span: Span) -> String {
        let text = match &self.ground {
            Ground::Rule(rule) => rule.rule.body.text.as_str(),
            Ground::Guard { text, .. } => text,
        };
        crate::display::one_line(span.of(text))
    }

    pub(super) fn currency(&self) -> Option<Currency> {
        match &self.ground {
            Ground::Rule(rule) => Some(rule.binding.currency),
            Ground::Guard { currency, .. } => Some(*currency),
        }
    }

    pub(super) fn rule(&self) -> Option<&'a BoundRule> {
        match &self.ground {
            Ground::Rule(rule) => Some(rule),
            Ground::Guard { .. } => None,
        }
    }

    pub(super) fn let_value(&self, index: usize) -> Option<&'a Expression> {
        self.rule()?.rule.body.lets.get(index).map(|found| &found.value)
    }

    /// One attribute of this row.
    pub(super) fn attribute(&self, attribute: Attribute) -> Result<AttributeValue, MissingReason> {
        if let Some(rule) = self.rule() {
            if let Some(value) = tick_value(
                attribute,
                self.moment,
                &rule.binding.zone,
                Some(rule.rule.schedule()),
            ) {
                return Ok(value);
            }
            match attribute {
                Attribute::Platform => return Ok(AttributeValue::Enum(rule.binding.platform.member())),
                Attribute::Account => return Ok(AttributeValue::Text(rule.binding.account.as_str().into())),
                Attribute::Currency => {
                    return Ok(AttributeValue::Text(rule.binding.currency.as_str().into()));
                }
                _ => {}
            }
        }
        let mut column = AttributeColumn::default();
        self.table
            .attribute(attribute, self.row..self.row.saturating_add(1), &mut column);
        column
            .cells()
            .first()
            .cloned()
            .unwrap_or(Err(MissingReason::NoSync))
    }

    /// A row of a lookup.
    pub(super) fn supplied(&self, lookup: &str, key: &str) -> Result<Supplied, MissingReason> {
        self.table.lookup(lookup, key)
    }

    pub(super) fn at(&self) -> jiff::Timestamp {
        self.moment.at
    }

    pub(super) fn sum(&self, metric: Metric, window: usize) -> Result<Rational, MissingReason> {
        let resolved = self.window(window)?;
        let mut column = Column::default();
        self.table.sums(
            metric,
            &resolved,
            self.row..self.row.saturating_add(1),
            &mut column,
        );
        let cell = column.get(0).unwrap_or(Err(MissingReason::NoSync))?;
        Ok(Rational::integer(cell).times(&metric.cell_scale()))
    }

    /// What this row adds to a sum over others: nothing where the window holds no day of its life.
    pub(super) fn part(&self, metric: Metric, window: usize) -> Result<Rational, MissingReason> {
        let resolved = self.window(window)?.of_account();
        let mut column = Column::default();
        let rows = self.row..self.row.saturating_add(1);
        self.table.sums(metric, &resolved, rows, &mut column);
        match column.get(0).unwrap_or(Err(MissingReason::NoSync)) {
            Err(MissingReason::NotYet) => Ok(Rational::zero()),
            cell => Ok(Rational::integer(cell?).times(&metric.cell_scale())),
        }
    }

    /// How much of the period has passed, in the account's calendar.
    pub(super) fn elapsed(&self, period: Period) -> Option<Rational> {
        elapsed_share(period, self.moment.at, &self.rule()?.binding.zone)
    }

    pub(super) fn judge(&self, condition: &Condition) -> Judged {
        let text = self.source(condition.span);
        match &condition.node {
            ConditionNode::And(parts) => self.joined(parts, NodeKind::And, text),
            ConditionNode::Or(parts) => self.joined(parts, NodeKind::Or, text),
            ConditionNode::Not(inner) => {
                let inner = self.judge(inner);
                let node = node(
                    NodeKind::Not,
                    text,
                    inner.truth.negated(),
                    inner.reason,
                    vec![inner.node],
                );
                Judged {
                    truth: inner.truth.negated(),
                    reason: inner.reason,
                    node,
                    because: inner.because,
                }
            }
            ConditionNode::Let(index) => match self.let_value(*index) {
                Some(Expression::Condition(inner)) => {
                    let inner = self.judge(inner);
                    let node = node(NodeKind::Named, text, inner.truth, inner.reason, vec![inner.node]);
                    Judged {
                        truth: inner.truth,
                        reason: inner.reason,
                        node,
                        because: inner.because,
                    }
                }
                _ => self.constant(false, text),
            },
            ConditionNode::Constant(value) => self.constant(*value, text),
            ConditionNode::Parameter { index, negated } => {
                let value = match self.rule().and_then(|rule| rule.params.get(*index)) {
                    Some(BoundParam::Bool(value)) => *value,
                    _ => false,
                };
                self.constant(value != *negated, text)
            }
            ConditionNode::Ranked(ranking) => self.ranked(ranking, text),
            ConditionNode::AllKnown { of, asked } => self.all_known(of, asked),
            ConditionNode::Compare {
                operator,
                left,
                right,
            } => self.compared(*operator, left, right, text),
            ConditionNode::IsMissing { of, negated } => self.is_missing(of, *negated, text),
            ConditionNode::Member {
                attribute,
                members,
                negated,
                right,
            } => {
                let value = self.attribute(*attribute);
                let outcome = match &value {
                    Ok(AttributeValue::Enum(member)) => Ok(members.contains(&member.as_str()) != *negated),
                    Ok(_) => Err(MissingReason::NotSupplied),
                    Err(reason) => Err(*reason),
                };
                let left = self.attribute_operand(*attribute, &value);
                let right = words::listed(self.source(*right), members, ValueKind::Enum);
                let op = match (members.len(), negated) {
                    (1, false) => "is",
                    (1, true) => "is not",
                    _ => "in",
                };
                self.asked(outcome, text, left, op, right)
            }
            ConditionNode::TextIs {
                left,
                right,
                negated,
                right_span,
            } => {
                let left = self.text_operand(left);
                let rights: Vec<Operand> = right.iter().map(|text| self.text_operand(text)).collect();
                let mut outcome = Ok(false);
                for right in &rights {
                    outcome = either(
                        outcome,
                        text_pair(&left.value, &right.value, |one, other| one == other),
                    );
                }
                let outcome = outcome.map(|found| found != *negated);
                let values: Vec<&str> = rights.iter().map(|right| raw_text(&right.value)).collect();
                let op = match (rights.len(), negated) {
                    (1, false) => "is",
                    (1, true) => "is not",
                    _ => "in",
                };
                let right = words::listed(self.source(*right_span), &values, ValueKind::Text);
                self.asked(outcome, text, left, op, right)
            }
            ConditionNode::Matches { text: left, glob } => {
                let left = self.text_operand(left);
                let right = self.text_operand(glob);
                let outcome = text_pair(&left.value, &right.value, |text, glob| {
                    glob_matches(&glob.to_lowercase(), &text.to_lowercase())
                });
                self.asked(outcome, text, left, "matches", right)
            }
            ConditionNode::Has { labels, label } => {
                let value = self.attribute(*labels);
                let right = self.text_operand(label);
                let outcome = match (&value, &right.value.missing) {
                    (Ok(AttributeValue::Labels(labels)), None) => {
                        Ok(labels.iter().any(|own| own.as_ref() == raw_text(&right.value)))
                    }
                    (Err(one), Some(other)) => Err(*one.max(&other.reason)),
                    (Err(reason), None) => Err(*reason),
                    (Ok(_), Some(other)) => Err(other.reason),
                    (Ok(_), None) => Err(MissingReason::NotSupplied),
                };
                let left = self.attribute_operand(*labels, &value);
                self.asked(outcome, text, left, "has", right)
            }
        }
    }

    fn joined(&self, parts: &[Condition], kind: NodeKind, text: String) -> Judged {
        let judged: Vec<Judged> = parts.iter().map(|part| self.judge(part)).collect();
        let truths = judged.iter().map(|part| part.truth);
        let (truth, decides_alone) = if kind == NodeKind::And {
            (truths.min().unwrap_or(Truth::True), Truth::False)
        } else {
            (truths.max().unwrap_or(Truth::False), Truth::True)
        };
        let reason = match truth {
            Truth::Unknown => judged.iter().filter_map(|part| part.reason).max(),
            _ => None,
        };
        let because = judged
            .iter()
            .filter(|part| match truth {
                Truth::Unknown => part.truth == Truth::Unknown,
                _ if truth == decides_alone => part.truth == truth,
                _ => true,
            })
            .flat_map(|part| part.because.iter().cloned())
            .collect();
        let node = node(
            kind,
            text,
            truth,
            reason,
            judged.into_iter().map(|part| part.node).collect(),
        );
        Judged {
            truth,
            reason,
            node,
            because,
        }
    }

    fn constant(&self, value: bool, text: String) -> Judged {
        let because = vec![format!("{text} is {value}")];
        let truth = Truth::known(value);
        Judged {
            truth,
            reason: None,
            node: node(NodeKind::Constant, text, truth, None, Vec::new()),
            because,
        }
    }

    fn compared(&self, operator: Comparison, left: &Number, right: &Number, text: String) -> Judged {
        let mut left_side = self.operand(left);
        let mut right_side = self.operand(right);
        let ordering = match (&left_side.found, &right_side.found) {
            (Found::Known(left), Found::Known(right)) => Some(left.cmp(right)),
            (Found::Infinite, Found::Infinite) => Some(std::cmp::Ordering::Equal),
            (Found::Infinite, Found::Known(_)) => Some(std::cmp::Ordering::Greater),
            (Found::Known(_), Found::Infinite) => Some(std::cmp::Ordering::Less),
            _ => None,
        };
        let truth = ordering.map_or(Truth::Unknown, |ordering| Truth::known(operator.holds(ordering)));
        let reason = left_side
            .found
            .unknown_of(&right_side.found)
            .and_then(|found| found.reason());
        let quantity = stronger(left, right);
        words::tell_apart(&mut left_side, &mut right_side, quantity, self.currency());
        let distance = words::distance(&left_side.found, &right_side.found, quantity, self.currency());
        let because = words::comparison(operator, left, &left_side, right, &right_side, truth);
        let mut node = node(NodeKind::Comparison, text, truth, reason, Vec::new());
        node.left = Some(left_side.operand);
        node.op = Some(operator.symbol().to_owned());
        node.right = Some(right_side.operand);
        node.distance = distance;
        Judged {
            truth,
            reason,
            node,
            because: vec![because],
        }
    }

    fn is_missing(&self, of: &Missable, negated: bool, text: String) -> Judged {
        let (operand, reason) = match of {
            Missable::Number(number) => {
                let measured = self.operand(number);
                (measured.operand, measured.found.reason())
            }
            Missable::Text(text) => {
                let operand = self.text_operand(text);
                let reason = operand.value.missing.as_ref().map(|missing| missing.reason);
                (operand, reason)
            }
            Missable::Attribute(attribute) => {
                let value = self.attribute(*attribute);
                (self.attribute_operand(*attribute, &value), value.err())
            }
        };
        let truth = Truth::known(reason.is_some() != negated);
        let because = match reason {
            Some(reason) => format!("{} is missing: {}", operand.text, reason.words()),
            None => format!("{} is known", operand.text),
        };
        let mut node = node(NodeKind::IsMissing, text, truth, None, Vec::new());
        node.left = Some(operand);
        node.op = Some(if negated { "is not missing" } else { "is missing" }.to_owned());
        Judged {
            truth,
            reason: None,
            node,
            because: vec![because],
        }
    }

    fn asked(
        &self,
        outcome: Result<bool, MissingReason>,
        text: String,
        left: Operand,
        op: &str,
        right: Operand,
    ) -> Judged {
        let (truth, reason) = match outcome {
            Ok(value) => (Truth::known(value), None),
            Err(reason) => (Truth::Unknown, Some(reason)),
        };
        let because = words::membership(&left, op, &right, truth, reason);
        let mut node = node(NodeKind::Attribute, text, truth, reason, Vec::new());
        node.left = Some(left);
        node.op = Some(op.to_owned());
        node.right = Some(right);
        Judged {
            truth,
            reason,
            node,
            because: vec![because],
        }
    }

    pub(super) fn attribute_operand(
        &self,
        attribute: Attribute,
        value: &Result<AttributeValue, MissingReason>,
    ) -> Operand {
        Operand {
            text: attribute.as_str().to_owned(),
            value: words::attribute_value(attribute, value, self.currency()),
            parts: Vec::new(),
        }
    }

    pub(super) fn text_operand(&self, text: &Text) -> Operand {
        let known = |content: &str| Value {
            display: format!("\"{content}\""),
            kind: ValueKind::Text,
            raw: Raw::Text(content.to_owned()),
            missing: None,
        };
        let mut parts = Vec::new();
        let value = match &text.node {
            TextNode::LookedUp { lookup, key } => {
                let (found, asked, why) = self.looked_up_text(lookup, key);
                parts = asked;
                match found {
                    Ok(content) => known(&content),
                    Err(reason) => {
                        let mut missing = missing(reason);
                        if let Some(why) = why {
                            missing.detail = why;
                        }
                        Value {
                            display: "unknown".to_owned(),
                            kind: ValueKind::Text,
                            raw: Raw::Nothing,
                            missing: Some(missing),
                        }
                    }
                }
            }
            TextNode::Constant(content) => known(content),
            TextNode::Parameter(index) => match self.rule().and_then(|rule| rule.params.get(*index)) {
                Some(BoundParam::Text(content)) => known(content),
                _ => known(""),
            },
            TextNode::Attribute(attribute) => {
                words::attribute_value(*attribute, &self.attribute(*attribute), None)
            }
            TextNode::Let(index) => match self.let_value(*index) {
                Some(Expression::Text(inner)) => self.text_operand(inner).value,
                _ => known(""),
            },
        };
        Operand {
            text: self.source(text.span),
            value,
            parts,
        }
    }
}

pub(super) fn node(
    kind: NodeKind,
    text: String,
    truth: Truth,
    reason: Option<MissingReason>,
    children: Vec<Node>,
) -> Node {
    Node {
        kind,
        text,
        truth,
        missing: reason.map(missing),
        left: None,
        op: None,
        right: None,
        distance: None,
        children,
    }
}

/// The kind both sides of a comparison are shown in: a plain number takes the other side's.
fn stronger(left: &Number, right: &Number) -> Quantity {
    match (left.quantity, right.quantity) {
        (Quantity::Scalar, other) => other,
        (Quantity::Quotient, other) if other.is_quotient() => other,
        (own, _) => own,
    }
}

pub(super) fn raw_text(value: &Value) -> &str {
    match &value.raw {
        Raw::Text(text) => text,
        Raw::Integer(_) | Raw::Nothing => "",
    }
}

fn text_pair(left: &Value, right: &Value, ask: impl Fn(&str, &str) -> bool) -> Result<bool, MissingReason> {
    match (&left.missing, &right.missing) {
        (None, None) => Ok(ask(raw_text(left), raw_text(right))),
        (one, other) => {
            let heavier = one.iter().chain(other).map(|missing| missing.reason).max();
            Err(heavier.unwrap_or(MissingReason::NotSupplied))
        }
    }
}

/// Kleene's `or`.
fn either(
    one: Result<bool, MissingReason>,
    other: Result<bool, MissingReason>,
) -> Result<bool, MissingReason> {
    match (one, other) {
        (Ok(true), _) | (_, Ok(true)) => Ok(true),
        (Err(one), Err(other)) => Err(one.max(other)),
        (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(reason),
        (Ok(false), Ok(false)) => Ok(false),
    }
}
