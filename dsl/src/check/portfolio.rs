//! What is asked of more than one object: metrics of the account, of siblings and of the scope, sums and counts, rankings.

use num_traits::ToPrimitive;

use crate::check::conditions::Side;
use crate::check::names::{DefaultWindow, Place, Scope};
use crate::check::windows;
use crate::diagnostics::Diagnostic;
use crate::rational::Rational;
use crate::registry::{Level, Metric};
use crate::span::Span;
use crate::syntax::tree::{
    AggregateForm, Expr, ExprKind, LiteralSyntax, RankingSyntax, Relation, WindowSyntax,
};
use crate::typed::{
    Aggregate, Condition, ConditionNode, Counted, Group, Number, NumberNode, Quantity, Ranking, Take,
};
use crate::window::WindowBase;

/// A sum to which a lookup belongs; a quotient of two sums is taken apart first.
fn is_looked_up(number: &Number) -> bool {
    let is_quotient = number.parts_of_quotient().is_some();
    asks_lookups(number) && !is_quotient && !matches!(number.node, NumberNode::Own { .. })
}

/// What one member adds to the sum of its group.
fn part(number: &Number, at: Span) -> Number {
    let copy = |number: &Number| part(number, at);
    let node = match &number.node {
        NumberNode::Metric { metric, window } => NumberNode::Part {
            metric: *metric,
            window: *window,
        },
        NumberNode::Own { metric, value } => NumberNode::Own {
            metric: std::sync::Arc::clone(metric),
            value: Box::new(copy(value)),
        },
        NumberNode::Sum(terms) => {
            NumberNode::Sum(terms.iter().map(|(sign, term)| (*sign, copy(term))).collect())
        }
        NumberNode::Product(factors) => NumberNode::Product(
            factors
                .iter()
                .map(|(operator, factor)| (*operator, copy(factor)))
                .collect(),
        ),
        NumberNode::Negated(inner) => NumberNode::Negated(Box::new(copy(inner))),
        node => node.clone(),
    };
    Number {
        span: at,
        quantity: number.quantity,
        node,
    }
}

/// Whether a member has a row of a lookup of its own.
fn asks_lookups(number: &Number) -> bool {
    let mut found = false;
    number.walk(&mut |part| found |= matches!(part.node, NumberNode::LookedUp { .. }));
    found
}

/// The same quotient of sums, or sum, over the rows of a group. `by_members`: each sum is that of the members, also where what they
/// stand in measured one of its own.
fn total(number: &Number, group: Group, by_members: bool, at: Span) -> Option<Number> {
    let is_sum = number.parts_of_quotient().is_none()
        && !matches!(
            number.node,
            NumberNode::Own { .. } | NumberNode::Constant(_) | NumberNode::Amounts(_)
        );
    if is_looked_up(number) || by_members && is_sum {
        // Each member with its own row of the lookup, then added up.
        let of = if group == Group::Scope {
            number.clone()
        } else {
            part(number, at)
        };
        return Some(Number {
            span: at,
            quantity: number.quantity,
            node: NumberNode::Aggregate(Box::new(Aggregate {
                form: AggregateForm::Sum,
                of: Counted::Number(of),
                group,
                ignoring_missing: false,
            })),
        });
    }
    let total = |number: &Number, group, at| total(number, group, by_members, at);
    let boxed = |number: &Number| total(number, group, at).map(Box::new);
    let node = match &number.node {
        NumberNode::Metric { metric, window } => NumberNode::Total {
            metric: *metric,
            window: *window,
            group,
        },
        NumberNode::Derived { metric, over, under } => NumberNode::Derived {
            metric: *metric,
            over: boxed(over)?,
            under: boxed(under)?,
        },
        NumberNode::Own { metric, value } => NumberNode::Own {
            metric: std::sync::Arc::clone(metric),
            value: boxed(value)?,
        },
        NumberNode::Sum(terms) => NumberNode::Sum(
            terms
                .iter()
                .map(|(sign, term)| Some((*sign, total(term, group, at)?)))
                .collect::<Option<_>>()?,
        ),
        NumberNode::Product(factors) => NumberNode::Product(
            factors
                .iter()
                .map(|(operator, factor)| Some((*operator, total(factor, group, at)?)))
                .collect::<Option<_>>()?,
        ),
        NumberNode::Negated(inner) => NumberNode::Negated(boxed(inner)?),
        NumberNode::Constant(_) | NumberNode::Amounts(_) => number.node.clone(),
        _ => return None,
    };
    Some(Number {
        span: at,
        quantity: number.quantity,
        node,
    })
}

/// The largest number of objects in front that can be asked for.
const MOST_TAKEN: i64 = 10_000;

impl Scope<'_> {
    /// `spend of account`, `cpa of scope`.
    pub(super) fn related(
        &mut self,
        expr: &Expr,
        inner: &Expr,
        of: Relation,
        of_span: Span,
    ) -> Option<Number> {
        let group = match of {
            Relation::Account => Group::Account,
            Relation::Parent => self.parent_group(),
            Relation::Siblings => Group::Siblings,
            Relation::Scope => Group::Scope,
        };
        if self.level() == Level::Accounts && matches!(of, Relation::Parent | Relation::Siblings) {
            self.say(
                Diagnostic::new(
                    "E0310",
                    of_span,
                    format!(
                        "there is no `of {}` for an account: each is judged by itself",
                        of.words()
                    ),
                )
                .help("ask for its own numbers, without it"),
            );
            return None;
        }
        let number = self.number(inner)?;
        // What the parent measured itself is no sum; what those in it have with their own rows of a lookup is one.
        let by_members = group == Group::Parent && asks_lookups(&number);
        if group != Group::Parent || by_members {
            self.can_be_added_up(&number, expr.span)?;
        }
        let at = self.relative(expr.span);
        let node = match &number.node {
            NumberNode::Metric { .. } | NumberNode::Derived { .. } | NumberNode::Own { .. } => {
                total(&number, group, by_members, at).map(|number| number.node)
            }
            _ => None,
        };
        let Some(node) = node else {
            let written = self.source(inner.span);
            self.say(
                Diagnostic::new(
                    "E0310",
                    of_span,
                    format!("`of {}` follows a metric, and `{written}` is none", of.words()),
                )
                .help(format!("write `spend of {} over last 7 days`", of.words())),
            );
            return None;
        };
        if group != Group::Scope && self.is_since_change(&number) {
            self.say(
                Diagnostic::new(
                    "E0310",
                    expr.span,
                    format!(
                        "`since last change` begins on another day for each {}, so there is no sum of it for the {}",
                        self.level().one(),
                        of.words()
                    ),
                )
                .help("use a window such as `last 7 days`"),
            );
            return None;
        }
        Some(Number {
            span: self.relative(expr.span),
            quantity: number.quantity,
            node,
        })
    }

    /// The parent of a campaign is its account.
    fn parent_group(&self) -> Group {
        match &self.about {
            Some((level, _)) if *level != Level::Campaigns => Group::Parent,
            _ => Group::Account,
        }
    }

    /// What the item is about, for messages.
    pub(super) fn level(&self) -> Level {
        self.about.as_ref().map_or(Level::Campaigns, |(level, _)| *level)
    }

    fn is_since_change(&self, number: &Number) -> bool {
        let mut found = false;
        number.walk(&mut |part| {
            if let NumberNode::Metric { window, .. } = part.node {
                found |= self
                    .windows
                    .get(window)
                    .is_some_and(|entry| entry.window.base == WindowBase::SinceLastChange);
            }
        });
        found
    }

    /// Nothing of other objects may decide who is in the scope.
    fn outside_of_where(&mut self, what: &str, span: Span) -> Option<()> {
        if matches!(self.place, Place::Where | Place::GuardWhere) {
            self.say(
                Diagnostic::new(
                    "E0210",
                    span,
                    format!("{what} is measured, and `where` reads attributes only"),
                )
                .help(format!(
                    "put it behind `when`; `where` says which {} the rule is about",
                    self.level()
                )),
            );
            return None;
        }
        Some(())
    }

    /// `sum of E in scope`, `count of (P) in scope`, `average of E in scope ignoring missing`.
    pub(super) fn aggregate(
        &mut self,
        expr: &Expr,
        form: AggregateForm,
        inner: &Expr,
        over: Option<&WindowSyntax>,
        (placed, ignoring_missing): (bool, bool),
    ) -> Option<Number> {
        self.outside_of_where(&format!("`{} …`", form.words()), expr.span)?;
        if !placed {
            self.say(
                Diagnostic::new(
                    "E0310",
                    expr.span,
                    format!("`{}` does not say of which {}", form.words(), self.level()),
                )
                .help(format!(
                    "write `in scope` behind it: the {} for which the rule's `where` is true",
                    self.level()
                ))
                .safe_fix("write `in scope`", expr.span.after(), " in scope"),
            );
            return None;
        }
        let (quantity, of) = self.with_window(over, |scope| scope.counted(form, inner))??;
        Some(Number {
            span: self.relative(expr.span),
            quantity,
            node: NumberNode::Aggregate(Box::new(Aggregate {
                form,
                of,
                group: Group::Scope,
                ignoring_missing,
            })),
        })
    }

    fn counted(&mut self, form: AggregateForm, inner: &Expr) -> Option<(Quantity, Counted)> {
        if form == AggregateForm::Count {
            let level = self.level();
            if let ExprKind::Name {
                name,
                of: None,
                attribution: None,
                over: None,
            } = &inner.kind
                && let Ok(named) = name.parse::<Level>()
            {
                if named != level {
                    self.say(
                        Diagnostic::new(
                            "E0310",
                            inner.span,
                            format!(
                                "the rule is about {level}, so there are no {named} in its scope to count"
                            ),
                        )
                        .help(format!("write `count of {level} in scope`"))
                        .possible_fix(
                            format!("write `{level}`"),
                            inner.span,
                            level.as_str(),
                        ),
                    );
                    return None;
                }
                return Some((Quantity::Count, Counted::Members));
            }
            if !matches!(self.side(inner)?, Side::Condition | Side::Silent) {
                let written = self.source(inner.span);
                self.say(
                    Diagnostic::new("E0310", inner.span, format!("`count of` counts {level}, and `{written}` is a value"))
                        .help(format!("write `count of {level} in scope`, or a condition: `count of (spend > $100) in scope`")),
                );
                return None;
            }
            let condition = self.condition(inner)?;
            return Some((Quantity::Count, Counted::Condition(condition)));
        }
        let number = self.number(inner)?;
        self.finite([&number].into_iter())?;
        if number.quantity == Quantity::Date {
            self.say(Diagnostic::new("E0206", inner.span, "dates cannot be added up"));
            return None;
        }
        if form == AggregateForm::Sum {
            self.can_be_added_up(&number, inner.span)?;
        }
        Some((number.quantity, Counted::Number(number)))
    }

    /// Runs `read` with this window for every metric that names none.
    pub(super) fn with_window<T>(
        &mut self,
        over: Option<&WindowSyntax>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let Some(over) = over else {
            return Some(read(self));
        };
        let window = windows::window(over, self.diagnostics)?;
        let own = DefaultWindow::Is {
            window,
            text: self.source(over.span),
            entry: None,
        };
        let outer = std::mem::replace(&mut self.default_window, own);
        let found = read(self);
        self.default_window = outer;
        Some(found)
    }

    /// `in top 3 by E within account having P`.
    pub(super) fn ranking(&mut self, at: Span, syntax: &RankingSyntax) -> Option<Condition> {
        self.outside_of_where("a ranking", at)?;
        if let Some(subject) = &syntax.subject {
            let written = self.source(subject.span);
            self.say(
                Diagnostic::new(
                    "E0310",
                    subject.span,
                    format!(
                        "the {} itself is ranked, so nothing stands before `in`; `{written}` does",
                        self.level().one()
                    ),
                )
                .help("write `in top 3 by spend over last 7 days`")
                .possible_fix(
                    format!("remove `{written}`"),
                    Span::new(subject.span.start, at.start.max(subject.span.end)),
                    "",
                ),
            );
            return None;
        }
        let take = match &syntax.take.value {
            LiteralSyntax::Number(count) => count
                .to_i64()
                .filter(|count| (1..=MOST_TAKEN).contains(count))
                .and_then(|count| count.to_u32())
                .map(Take::Count),
            LiteralSyntax::Percent(share) => {
                (share.is_positive() && *share <= Rational::integer(1)).then(|| Take::Share(share.clone()))
            }
            _ => None,
        };
        if take.is_none() {
            self.say(
                Diagnostic::new("E0310", syntax.take.span, "so many cannot stand in front").help(format!(
                    "write a whole number of {}, `top 3`, or a share of them, `bottom 20%`",
                    self.level()
                )),
            );
        }
        let by = self.number(&syntax.by);
        let having = match &syntax.having {
            Some(having) => Some(self.condition(having)?),
            None => None,
        };
        let by = by?;
        if self.is_constant(&by) {
            let written = self.source(syntax.by.span);
            self.say(
                Diagnostic::new(
                    "E0310",
                    syntax.by.span,
                    format!("`{written}` is the same for every {}", self.level().one()),
                )
                .help("rank by a metric or an attribute: `in top 3 by spend over last 7 days`"),
            );
            return None;
        }
        let tie = self.first_window(&by);
        if let Some(entry) = tie.and_then(|index| self.windows.get_mut(index)) {
            windows::add(&mut entry.metrics, &[Metric::Spend]);
        }
        Some(Condition {
            span: self.relative(at),
            node: ConditionNode::Ranked(Box::new(Ranking {
                top: syntax.top,
                take: take?,
                by,
                within: match syntax.within {
                    Some(Relation::Account) => Group::Account,
                    Some(Relation::Parent) => self.parent_group(),
                    _ => Group::Scope,
                },
                having,
                tie,
            })),
        })
    }

    /// The window of the first metric in the number.
    fn first_window(&self, number: &Number) -> Option<usize> {
        let mut found = None;
        self.behind(number).walk(&mut |part| {
            if let NumberNode::Metric { window, .. }
            | NumberNode::Part { window, .. }
            | NumberNode::Total { window, .. } = part.node
            {
                found = found.or(Some(window));
            }
        });
        found
    }
}
