//! `metric` items: a quotient of sums, or a sum of money, made of what platforms report. Each is typed once, without a window, and
//! copied to the place and window of every use. Lookups, of which metrics are made, are read in `lookups`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::item::new_scope;
use crate::check::names::{DefaultWindow, Place, Scope};
use crate::check::suggestion::nearest;
use crate::check::windows;
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::display::one_line;
use crate::registry::{Attribute, Attribution, bases_within, foreseen_name, metric_named};
use crate::span::Span;
use crate::syntax::is_reserved;
use crate::syntax::tree::{Clause, Expr, ExprKind, Item, ItemKind, MetricClause, WindowSyntax};
use crate::typed::{Number, NumberNode, Operator, OwnMetric, Quantity};
use crate::window::{Window, WindowBase};

/// The units a metric can be written in.
const UNITS: [(&str, Quantity); 3] = [
    ("percent", Quantity::Percent),
    ("ratio", Quantity::Ratio),
    ("money", Quantity::Money),
];
/// Names that expressions, windows or amounts give a meaning of their own.
const WORDS: [&str; 14] = [
    "today",
    "yesterday",
    "lifetime",
    "last",
    "since",
    "usual",
    "change",
    "sum",
    "count",
    "average",
    "scope",
    "account",
    "siblings",
    "lookup",
];

/// Adds the definitions of a text to those that are known already.
pub(super) fn define(
    text: &str,
    items: &[Item],
    known: &Definitions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Definitions {
    let mut definer = Definer {
        text,
        items: BTreeMap::new(),
        shared: known.names().map(str::to_owned).collect(),
        found: known.clone(),
        open: Vec::new(),
        done: BTreeSet::new(),
    };
    for item in items.iter().filter(|item| item.kind.is_definition()) {
        // The second of two items of one name has been answered for.
        definer.items.entry(item.name.value.as_str()).or_insert(item);
    }
    let mut names: Vec<&str> = definer.items.keys().copied().collect();
    // Metrics are made of lookups.
    names.sort_by_key(|name| definer.items.get(name).map(|item| item.kind == ItemKind::Metric));
    for name in names {
        definer.define(name, diagnostics);
    }
    definer.found
}

pub(super) struct Definer<'i> {
    pub(super) text: &'i str,
    items: BTreeMap<&'i str, &'i Item>,
    /// Names that come from beside the text.
    shared: BTreeSet<String>,
    found: Definitions,
    /// Those being defined, the outermost first.
    open: Vec<&'i str>,
    done: BTreeSet<&'i str>,
}

impl<'i> Definer<'i> {
    fn define(&mut self, name: &'i str, diagnostics: &mut Vec<Diagnostic>) {
        let Some(item) = self.items.get(name).copied() else {
            return;
        };
        if !self.done.insert(name) {
            return;
        }
        let before = diagnostics.len();
        self.open.push(name);
        let clause = item.clauses.first().map(|clause| &clause.value);
        let free = self.named(item, diagnostics).is_some();
        let (mut metric, mut lookup) = (None, None);
        match clause.filter(|_| free) {
            Some(Clause::Metric(clause)) => metric = self.metric(item, clause, diagnostics),
            Some(Clause::Lookup(clause)) => lookup = self.lookup(item, clause, diagnostics),
            _ => {}
        }
        self.open.pop();
        let failed = item.broken || diagnostics.iter().skip(before).any(Diagnostic::is_error);
        match (metric, lookup) {
            (Some(metric), _) if !failed => self.found.metrics.push(Arc::new(metric)),
            (_, Some(lookup)) if !failed => self.found.lookups.push(Arc::new(lookup)),
            _ => {
                self.found.doubtful.insert(name.to_owned());
            }
        }
    }

    /// The name is free.
    fn named(&self, item: &Item, diagnostics: &mut Vec<Diagnostic>) -> Option<()> {
        let name = item.name.value.as_str();
        let taken = if metric_named(name).is_some() {
            Some("there is a metric of the platforms with this name".to_owned())
        } else if name.parse::<Attribute>().is_ok() {
            Some("there is an attribute with this name".to_owned())
        } else if is_reserved(name) || WORDS.contains(&name) {
            Some("it is a word of the language".to_owned())
        } else if let Some(foreseen) = foreseen_name(name) {
            Some(format!("`{}` says that", foreseen.instead))
        } else if self.shared.contains(name) {
            Some("the organisation has a definition with this name".to_owned())
        } else {
            None
        };
        // What cannot be read has been answered for.
        let Some(why) = taken.filter(|_| !item.broken) else {
            return Some(());
        };
        diagnostics.push(
            Diagnostic::new(
                "E0321",
                item.name.span,
                format!("a {} cannot be called `{name}`: {why}", item.kind.word()),
            )
            .help("choose a name of its own, so that every rule means what its reader thinks"),
        );
        None
    }

    fn metric(
        &mut self,
        item: &'i Item,
        clause: &'i MetricClause,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<OwnMetric> {
        let mut names = Vec::new();
        names_in(&clause.value, &mut names);
        for (name, span) in names {
            let Some((inner, _)) = self.items.get_key_value(name) else {
                continue;
            };
            if let Some(at) = self.open.iter().position(|open| open == inner) {
                let way: Vec<String> = self
                    .open
                    .iter()
                    .skip(at)
                    .chain([inner])
                    .map(|name| format!("`{name}`"))
                    .collect();
                diagnostics.push(
                    Diagnostic::new(
                        "E0323",
                        span,
                        format!("this goes round in a circle: {}", way.join(", made of ")),
                    )
                    .help("write one of them out in sums of its own"),
                );
                return None;
            }
            let inner = *inner;
            self.define(inner, diagnostics);
        }
        let mut scope = new_scope(self.text, item, &self.found, diagnostics);
        scope.place = Place::Definition;
        // Stands for the window of the use.
        scope.default_window = DefaultWindow::Is {
            window: Window::of(WindowBase::Lifetime),
            text: String::new(),
            entry: None,
        };
        let value = scope.number(&clause.value)?;
        let (value, divides) = shaped(&mut scope, value)?;
        let quantity = unit(&mut scope, clause, &value, divides)?;
        let mut bases = Vec::new();
        value.walk(&mut |part| {
            if let NumberNode::Metric { metric, .. } = part.node {
                windows::add(&mut bases, &[metric]);
            }
        });
        let uses = std::mem::take(&mut scope.used_definitions);
        let attributes = std::mem::take(&mut scope.attributes);
        Some(OwnMetric {
            name: item.name.value.clone(),
            help: clause.help.as_ref().map(|help| help.value.clone()),
            formula: one_line(clause.value.span.of(self.text)),
            text: item.span.of(self.text).trim_end().to_owned(),
            quantity,
            value,
            bases,
            uses,
            attributes,
        })
    }
}

/// The names an expression is made of, with their places.
fn names_in<'e>(expr: &'e Expr, found: &mut Vec<(&'e str, Span)>) {
    match &expr.kind {
        ExprKind::Name { name, of: None, .. } => found.push((name, expr.span)),
        ExprKind::Sum(terms) => terms.iter().for_each(|(_, term)| names_in(term, found)),
        ExprKind::Product(factors) => factors.iter().for_each(|(_, factor)| names_in(factor, found)),
        ExprKind::Negated(inner) | ExprKind::Share { of: inner, .. } => names_in(inner, found),
        _ => {}
    }
}

/// The quotient of two sums, or the one sum; and whether it divides.
fn shaped(scope: &mut Scope<'_>, value: Number) -> Option<(Number, bool)> {
    let mut divides = false;
    let value = match value.node {
        NumberNode::Product(factors) => {
            let mut over = Vec::new();
            let mut under = None;
            for (operator, factor) in factors {
                let sums = degree(scope, &factor)?;
                if operator == Operator::Over && sums == 1 && under.is_none() {
                    under = Some(factor);
                } else if operator == Operator::Over && sums > 0 {
                    say(scope, factor.span, "this divides by sums twice", None);
                    return None;
                } else {
                    over.push((operator, factor));
                }
            }
            match (under, over.as_slice()) {
                (None, _) => Number {
                    node: NumberNode::Product(over),
                    ..value
                },
                (Some(under), _) => {
                    divides = true;
                    let quantity = value.quantity;
                    let over = match <[_; 1]>::try_from(over) {
                        Ok([(_, only)]) => only,
                        Err(over) => Number {
                            span: value.span,
                            quantity,
                            node: NumberNode::Product(over),
                        },
                    };
                    if degree(scope, &over)? != 1 {
                        say(scope, over.span, "what is divided is no sum", None);
                        return None;
                    }
                    Number {
                        span: value.span,
                        quantity,
                        node: NumberNode::Product(vec![(Operator::Times, over), (Operator::Over, under)]),
                    }
                }
            }
        }
        node => Number { node, ..value },
    };
    if !divides && degree(scope, &value)? != 1 {
        say(scope, value.span, "this is made of no sum at all", None);
        return None;
    }
    Some((value, divides))
}

/// How many sums are multiplied in it: one in a sum, none in what is fixed.
fn degree(scope: &mut Scope<'_>, number: &Number) -> Option<u32> {
    match &number.node {
        NumberNode::Constant(_) | NumberNode::Amounts(_) | NumberNode::LookedUp { .. } => Some(0),
        NumberNode::Metric { .. } => Some(1),
        NumberNode::Negated(inner) => degree(scope, inner),
        NumberNode::Own { metric, .. } if !metric.divides() => Some(1),
        NumberNode::Sum(terms) => {
            let mut found: Option<u32> = None;
            for (_, term) in terms {
                let own = degree(scope, term)?;
                if let Some(other) = found
                    && other != own
                {
                    say(
                        scope,
                        term.span,
                        "a fixed value cannot be added to a sum",
                        Some(
                            "over seven days the sum grows and the fixed value does not: multiply it by a count, as in `clicks * 2 EUR`",
                        ),
                    );
                    return None;
                }
                found = Some(own);
            }
            Some(found.unwrap_or(0))
        }
        NumberNode::Product(factors) => {
            let mut found = 0_u32;
            for (operator, factor) in factors {
                let own = degree(scope, factor)?;
                if *operator == Operator::Over && own > 0 {
                    say(
                        scope,
                        number.span,
                        "there is a quotient inside of it",
                        Some("write the whole as one quotient of sums, such as `(revenue - spend) / spend`"),
                    );
                    return None;
                }
                found = found.saturating_add(own);
            }
            if found > 1 {
                say(scope, number.span, "two sums are multiplied", None);
                return None;
            }
            Some(found)
        }
        NumberNode::Derived { metric, .. } => {
            let help = format!("write it out: {}", metric.formula());
            let why = format!("`{metric}` is a quotient of its own");
            say(scope, number.span, &why, Some(&help));
            None
        }
        NumberNode::Own { metric, .. } => {
            let help = format!("write it out: {}", metric.formula);
            let why = format!("`{}` is a quotient of its own", metric.name);
            say(scope, number.span, &why, Some(&help));
            None
        }
        NumberNode::Attribute(attribute) => {
            let why = format!("`{attribute}` is an attribute, which has one value and no sum over a window");
            say(scope, number.span, &why, None);
            None
        }
        _ => {
            say(scope, number.span, "this is no sum over the window", None);
            None
        }
    }
}

fn say(scope: &mut Scope<'_>, span: Span, why: &str, help: Option<&str>) {
    let span = scope.absolute(span);
    scope.say(
        Diagnostic::new("E0320", span, format!("a metric is one sum, or one sum divided by another: {why}")).help(
            help.unwrap_or("write it like `(revenue - spend) / spend`, of impressions, clicks, spend, conversions and revenue"),
        ),
    );
}

fn unit(scope: &mut Scope<'_>, clause: &MetricClause, value: &Number, divides: bool) -> Option<Quantity> {
    let written = clause.unit.value.as_str();
    let Some((_, quantity)) = UNITS.iter().find(|(unit, _)| *unit == written) else {
        let found = Diagnostic::new(
            "E0322",
            clause.unit.span,
            format!("a metric is written as `percent`, `ratio` or `money`, not as `{written}`"),
        );
        let found = match nearest(written, UNITS.iter().map(|(unit, _)| *unit)) {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                format!("write `{meant}`"),
                clause.unit.span,
                meant,
            ),
            None => {
                found.help("`as percent` is compared with `20%`, `as ratio` with `3`, `as money` with `$45`")
            }
        };
        scope.say(found);
        return None;
    };
    let fits = match quantity {
        Quantity::Money => value.quantity == Quantity::Money,
        _ => divides && value.quantity.is_quotient(),
    };
    if fits {
        return Some(*quantity);
    }
    let found = Diagnostic::new(
        "E0322",
        clause.unit.span,
        format!(
            "this is {}, and cannot be written as `{written}`",
            value.quantity.words()
        ),
    )
    .label(clause.value.span, format!("this is {}", value.quantity.words()));
    scope.say(match value.quantity {
        Quantity::Money => found.help("write `as money`").safe_fix("write `money`", clause.unit.span, "money"),
        quantity if quantity.is_quotient() && divides => {
            found.help("money divided by money, and a count by a count, is a percentage or a ratio: write `as percent` or `as ratio`")
        }
        _ => found.help("divide money by a count for an amount, or two of one kind for a percentage or a ratio"),
    });
    None
}

impl Scope<'_> {
    /// A metric of the organisation's or the text's own, over the window of this use.
    pub(super) fn own_metric(
        &mut self,
        index: usize,
        attribution: Option<Attribution>,
        over: Option<&WindowSyntax>,
        span: Span,
    ) -> Option<Number> {
        let metric = Arc::clone(self.definitions.metrics.get(index)?);
        let window = self.window_of(&bases_within(&metric.bases, attribution), over, span)?;
        self.used_definitions.insert(metric.name.clone());
        self.used_definitions.extend(metric.uses.iter().cloned());
        self.attributes.extend(metric.attributes.iter().copied());
        let at = self.relative(span);
        let value = metric.value.placed(window, attribution, at);
        value.walk(&mut |part| {
            if let NumberNode::Amounts(amounts) = &part.node {
                let currencies = amounts.iter().map(|(currency, _)| *currency).collect();
                self.amounts.push((span, currencies));
            }
        });
        Some(Number {
            span: at,
            quantity: metric.quantity,
            node: NumberNode::Own {
                metric,
                value: Box::new(value),
            },
        })
    }
}
