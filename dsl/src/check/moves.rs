//! Pools: what is judged as one, and the budget that moves inside of it.
//!
//! Whoever stands on a side of the move is asked like any other condition: the branch of a move is true for exactly those, once
//! everything that the move is made of is known for everybody in the pool.

use std::collections::{BTreeSet, HashSet};

use crate::check::names::Scope;
use crate::diagnostics::Diagnostic;
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, Metric, Property};
use crate::rule::{self, ActionKind};
use crate::span::Span;
use crate::syntax::tree::{
    ActionSyntax, AggregateForm, Clause, Expr, ExprKind, Item, LiteralSyntax, MostMovedSyntax, MoveSyntax,
    RankingSyntax, Spanned,
};
use crate::typed::{
    Action, ActionDetail, Aggregate, Comparison, Condition, ConditionNode, Counted, Expression, Group,
    Missable, Move, Number, NumberNode, Quantity, Ranking, ScriptArgument, Take, TypedBranch,
};

const HOW_TO_MOVE: &str = "`move budget from bottom 20% by spend to top 20% by spend moving at most 10% of pool budget each keeping $20`";

impl Scope<'_> {
    pub(super) fn move_budget(
        &mut self,
        syntax: &MoveSyntax,
        span: Span,
    ) -> Option<(ActionKind, ActionDetail)> {
        self.writes(Property::Budget, span)?;
        let from = self.side_of_move(&syntax.from);
        let to = self.side_of_move(&syntax.to);
        let at_most = match &syntax.at_most {
            Some(most) => self.most_moved(most),
            None => {
                self.say(
                    Diagnostic::new(
                        "E0363",
                        span.after(),
                        "this move does not say how much it moves at most",
                    )
                    .help("write `moving at most 10% of pool budget`, or an amount: `moving at most $100`"),
                );
                None
            }
        };
        let keeping = match &syntax.keeping {
            Some(keeping) => self.fixed_amount(&keeping.value, keeping.span, "what each keeps"),
            None => {
                self.say(
                    Diagnostic::new(
                        "E0363",
                        span.after(),
                        "this move does not say what is left to those who give",
                    )
                    .help("write `each keeping $20`: nobody is cut below it"),
                );
                None
            }
        };
        let (from, to) = (from?, to?);
        self.sides_differ(&from, &to, syntax)?;
        self.counts_alike(&from, &to, syntax)?;
        Some((
            ActionKind::Move,
            ActionDetail::Move(Box::new(Move {
                from,
                to,
                at_most: at_most?,
                keeping: keeping?,
            })),
        ))
    }

    fn side_of_move(&mut self, side: &Spanned<RankingSyntax>) -> Option<Ranking> {
        let ranked = self.ranking(side.span, &side.value)?;
        match ranked.node {
            ConditionNode::Ranked(ranking) => Some(*ranking),
            _ => None,
        }
    }

    /// A share of all budgets, or an amount.
    fn most_moved(&mut self, most: &Spanned<MostMovedSyntax>) -> Option<Number> {
        let expr = match &most.value {
            MostMovedSyntax::Amounts(amounts) => {
                return self.fixed_amount(amounts, most.span, "what moves at most");
            }
            MostMovedSyntax::ShareOfPool(expr) => expr,
        };
        let share = self.number(expr)?;
        let whole = match &share.node {
            NumberNode::Constant(share) => share.is_positive() && *share <= Rational::integer(1),
            NumberNode::Parameter(_) => true,
            _ => false,
        };
        if share.quantity == Quantity::Percent && whole {
            return Some(share);
        }
        self.say(
            Diagnostic::new(
                "E0363",
                expr.span,
                "what moves at most is a percentage of the pool's budget, up to 100%",
            )
            .help("write `moving at most 10% of pool budget`, or name a parameter that is a percent"),
        );
        None
    }

    /// One amount per currency, or a parameter.
    fn fixed_amount(&mut self, written: &[Expr], span: Span, what: &str) -> Option<Number> {
        if let [only] = written {
            let amount = self.number(only)?;
            let fixed = match &amount.node {
                NumberNode::Amounts(amounts) => amounts.iter().all(|(_, micros)| *micros > 0),
                NumberNode::Parameter(_) => true,
                _ => false,
            };
            if amount.quantity == Quantity::Money && fixed {
                return Some(amount);
            }
            self.say(
                Diagnostic::new(
                    "E0363",
                    only.span,
                    format!("{what} is an amount of money above zero"),
                )
                .help("write an amount, one per currency, `$20, 18 EUR`, or name a parameter that is money"),
            );
            return None;
        }
        let mut amounts: Vec<(Currency, i64)> = Vec::new();
        for literal in written {
            let ExprKind::Literal(LiteralSyntax::Money(currency, micros)) = &literal.kind else {
                return None;
            };
            if *micros <= 0 || amounts.iter().any(|(other, _)| other == currency) {
                self.say(
                    Diagnostic::new(
                        "E0363",
                        literal.span,
                        format!("{what} is one amount above zero for each currency"),
                    )
                    .help("write `$20, 18 EUR`"),
                );
                return None;
            }
            amounts.push((*currency, *micros));
        }
        let currencies: BTreeSet<Currency> = amounts.iter().map(|(currency, _)| *currency).collect();
        self.amounts.push((span, currencies));
        Some(Number {
            span: self.relative(span),
            quantity: Quantity::Money,
            node: NumberNode::Amounts(amounts),
        })
    }

    /// Nobody gives and takes at once.
    fn sides_differ(&mut self, from: &Ranking, to: &Ranking, syntax: &MoveSyntax) -> Option<()> {
        let alike = self.source(syntax.from.value.by.span) == self.source(syntax.to.value.by.span);
        let found = if alike && from.top == to.top {
            let side = if from.top { "top" } else { "bottom" };
            Diagnostic::new(
                "E0362",
                syntax.to.span,
                format!(
                    "both sides are the {side}: the same {} would give and take",
                    self.level()
                ),
            )
            .help("write `from bottom 20% by …` and `to top 20% by …`")
        } else if let (Take::Share(gives), Take::Share(takes)) = (&from.take, &to.take)
            && gives.plus(takes) > Rational::integer(1)
        {
            Diagnostic::new(
                "E0362",
                syntax.to.span,
                format!(
                    "together the sides are more than all {}: some would give and take",
                    self.level()
                ),
            )
            .help("let both shares come to 100% or less")
        } else {
            return Some(());
        };
        self.say(found.label(syntax.from.span, "the side that gives"));
        None
    }

    /// Platforms count clicks, conversions and revenue each in its own way.
    fn counts_alike(&mut self, from: &Ranking, to: &Ranking, syntax: &MoveSyntax) -> Option<()> {
        let one_platform = self
            .about
            .as_ref()
            .is_none_or(|(_, platforms)| platforms.len() == 1);
        if one_platform || syntax.as_each_counts {
            return Some(());
        }
        let mut counted = None;
        for side in [from, to] {
            self.behind(&side.by).walk(&mut |part| {
                if let NumberNode::Metric { metric, .. }
                | NumberNode::Part { metric, .. }
                | NumberNode::Total { metric, .. } = &part.node
                    && *metric != Metric::Spend
                {
                    counted = counted.or(Some(*metric));
                }
            });
        }
        let Some(metric) = counted else {
            return Some(());
        };
        self.say(
            Diagnostic::new(
                "E0365",
                syntax.from.span.to(syntax.to.span),
                format!("the pool is on several platforms, and each counts {} in its own way", metric.as_str()),
            )
            .help("write `as each platform counts` at the end of the move where that is all right, or rank by spend"),
        );
        None
    }

    /// The first thing in the condition that is asked of one object, where a pool has no single one.
    fn asks_one<'c>(&'c self, condition: &'c Condition) -> Option<Span> {
        let mut found = None;
        condition.walk(&mut |part| {
            let here = match &part.node {
                ConditionNode::Member { attribute, .. }
                | ConditionNode::Has {
                    labels: attribute, ..
                } => !attribute.is_ambient(),
                ConditionNode::IsMissing {
                    of: Missable::Attribute(attribute),
                    ..
                } => !attribute.is_ambient(),
                ConditionNode::IsMissing {
                    of: Missable::Text(_),
                    ..
                } => true,
                ConditionNode::TextIs { .. } | ConditionNode::Matches { .. } | ConditionNode::Ranked(_) => {
                    true
                }
                ConditionNode::Let(index) => match self.lets.get(*index).map(|found| &found.value) {
                    Some(Expression::Condition(inner)) => self.asks_one(inner).is_some(),
                    _ => false,
                },
                _ => part.numbers().into_iter().any(|number| self.is_of_one(number)),
            };
            if here {
                found = found.or(Some(part.span));
            }
        });
        found
    }

    fn is_of_one(&self, number: &Number) -> bool {
        let mut inside: HashSet<*const Number> = HashSet::new();
        number.walk(&mut |part| {
            if let NumberNode::Aggregate(aggregate) = &part.node {
                match &aggregate.of {
                    Counted::Members => {}
                    Counted::Number(number) => number.walk(&mut |part| {
                        inside.insert(std::ptr::from_ref(part));
                    }),
                    Counted::Condition(condition) => condition.walk(&mut |asked| {
                        for number in asked.numbers() {
                            number.walk(&mut |part| {
                                inside.insert(std::ptr::from_ref(part));
                            });
                        }
                    }),
                }
            }
        });
        let mut found = false;
        number.walk(&mut |part| {
            let is_own = match &part.node {
                NumberNode::Metric { .. } | NumberNode::LookedUp { .. } => true,
                NumberNode::Attribute(attribute) => !attribute.is_ambient(),
                NumberNode::Total { group, .. } => matches!(group, Group::Parent | Group::Siblings),
                NumberNode::Aggregate(aggregate) => {
                    matches!(aggregate.group, Group::Parent | Group::Siblings)
                }
                NumberNode::Script { arguments, .. } => arguments
                    .iter()
                    .flat_map(ScriptArgument::numbers)
                    .any(|number| self.is_of_one(number)),
                NumberNode::Let(index) => match self.lets.get(*index).map(|found| &found.value) {
                    Some(Expression::Number(value)) => self.is_of_one(value),
                    _ => false,
                },
                _ => false,
            };
            found |= is_own && !inside.contains(&std::ptr::from_ref(part));
        });
        found
    }
}

/// The branch's condition where it moves budget: its own, everything known of everybody, and standing on one of the sides.
pub(super) fn on_a_side(condition: Option<Condition>, actions: &[(Action, Span)]) -> Option<Condition> {
    let moved = actions.iter().find_map(|(action, _)| match &action.detail {
        ActionDetail::Move(moved) => Some((action.span, moved)),
        _ => None,
    });
    let Some((span, moved)) = moved else {
        return condition;
    };
    let budget = Number {
        span,
        quantity: Quantity::Money,
        node: NumberNode::Attribute(Attribute::Budget),
    };
    let side = |ranking: &Ranking| Condition {
        span: ranking.by.span,
        node: ConditionNode::Ranked(Box::new(ranking.clone())),
    };
    let sides = Condition {
        span,
        node: ConditionNode::Or(vec![side(&moved.from), side(&moved.to)]),
    };
    let known = [&moved.from.by, &moved.to.by, &budget].map(all_known);
    Some(Condition {
        span: condition.as_ref().map_or(span, |condition| condition.span),
        node: ConditionNode::And(condition.into_iter().chain(known).chain([sides]).collect()),
    })
}

/// Counting those for which a value equals itself takes knowing all of them.
fn all_known(of: &Number) -> Condition {
    let span = of.span;
    let number = |node| Number {
        span,
        quantity: Quantity::Count,
        node,
    };
    let compare = |left, right| Condition {
        span,
        node: ConditionNode::Compare {
            operator: Comparison::AtLeast,
            left,
            right,
        },
    };
    let counted = number(NumberNode::Aggregate(Box::new(Aggregate {
        form: AggregateForm::Count,
        group: Group::Scope,
        of: Counted::Condition(compare(of.clone(), of.clone())),
        ignoring_missing: false,
    })));
    Condition {
        span,
        node: ConditionNode::AllKnown {
            of: Box::new(of.clone()),
            asked: Box::new(compare(counted, number(NumberNode::Constant(Rational::zero())))),
        },
    }
}

/// What a pool takes of the other clauses, and that nothing else moves budget.
pub(super) fn pooled(
    scope: &mut Scope<'_>,
    item: &Item,
    about: Option<&rule::Scope>,
    branches: &[TypedBranch],
    cooldown: Option<i64>,
) {
    let Some(about) = about else {
        return;
    };
    let moves = |action: &Action| matches!(action.detail, ActionDetail::Move(_));
    for action in branches.iter().flat_map(|branch| &branch.actions) {
        if moves(action) == about.pooled {
            continue;
        }
        let span = scope.absolute(action.span);
        let found = if about.pooled {
            Diagnostic::new(
                "E0360",
                span,
                format!(
                    "a pool is judged as one, and this acts on one {}",
                    about.level.one()
                ),
            )
            .help(format!(
                "a rule `for {}` does that; what a pool does is {HOW_TO_MOVE}",
                about.level
            ))
        } else {
            Diagnostic::new(
                "E0360",
                span,
                format!(
                    "budget moves inside of a pool, and this rule is about one {} at a time",
                    about.level.one()
                ),
            )
            .help(format!(
                "write `pool {}` in the place of `for {}`",
                about.level, about.level
            ))
        };
        scope.say(found);
    }
    if !about.pooled {
        return;
    }
    for clause in &item.clauses {
        let (what, help) = match &clause.value {
            Clause::When(when) => {
                if let Some(lasting) = &when.lasting {
                    refuse(
                        scope,
                        lasting.span,
                        "`lasting`",
                        "a pool moves at the check at which its condition is true; leave `lasting` out",
                    );
                }
                continue;
            }
            Clause::OtherwiseWhen(_) | Clause::Otherwise => {
                ("`otherwise`", "a pool has one branch; write a second rule")
            }
            Clause::Release(_) => (
                "`release`",
                "what a pool moved stays where it is; the next move may go the other way",
            ),
            Clause::HoldOut(_) => (
                "`hold out`",
                "who is held out could neither give nor take, and the move would not come out even",
            ),
            Clause::Action(ActionSyntax { hold: Some(hold), .. }) => {
                refuse(
                    scope,
                    hold.span,
                    "an end of its own",
                    "what a pool moved stays where it is; the next move may go the other way",
                );
                continue;
            }
            _ => continue,
        };
        refuse(scope, clause.span, what, help);
    }
    if cooldown.is_none() {
        scope.say(
            Diagnostic::new(
                "E0364",
                item.name.span,
                format!(
                    "the rule `{}` does not say how long the pool rests after a move",
                    item.name.value
                ),
            )
            .help("write `cooldown 3d`: numbers need some days to show what a move did"),
        );
    }
}

fn refuse(scope: &mut Scope<'_>, span: Span, what: &str, help: &str) {
    scope.say(Diagnostic::new("E0364", span, format!("{what} does not go with a pool")).help(help));
}

/// A pool's condition is asked of the pool.
pub(super) fn asks_the_pool(scope: &mut Scope<'_>, condition: Option<&Condition>) {
    let Some(span) = condition.and_then(|condition| scope.asks_one(condition)) else {
        return;
    };
    let span = scope.absolute(span);
    let one = scope.level().one();
    let found = Diagnostic::new(
        "E0361",
        span,
        format!("this is asked of one {one}, and a pool is judged as one"),
    )
    .help(format!(
        "ask the pool: `spend of scope over last 7 days`, `count of {} in scope`; which {} belong to it, its `where` says",
        scope.level(),
        scope.level()
    ));
    scope.say(found);
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_help_of_a_move_is_a_move() {
        let text = format!(
            "rule \"A\" {{\n  pool campaigns on google\n  every day at 09:00\n  window last 7 days\n  then {}\n  cooldown 3d\n}}\n",
            super::HOW_TO_MOVE.trim_matches('`')
        );
        let checked = crate::check(&text);
        assert!(checked.rules.len() == 1, "{:?}", checked.diagnostics);
    }
}
