//! How a rule stands to others and to its own past: `yields to`, `formerly`, `hold out`.

use std::collections::BTreeMap;

use crate::check::names::Scope;
use crate::check::structure::first;
use crate::diagnostics::Diagnostic;
use crate::rational::Rational;
use crate::rule::Rule;
use crate::span::Span;
use crate::syntax::tree::{Clause, Item, ItemKind, LiteralSyntax, Spanned};

pub(super) fn yields_to(scope: &mut Scope<'_>, item: &Item) -> Vec<String> {
    let clause = first(item, |clause| match clause {
        Clause::YieldsTo(names) => Some(names),
        _ => None,
    });
    names(scope, clause.map(|(names, _)| names), |name| {
        (name.value == item.name.value).then(|| {
            Diagnostic::new("E0514", name.span, "a rule does not step back before itself")
                .help("name another rule, or remove the clause")
        })
    })
}

pub(super) fn formerly(scope: &mut Scope<'_>, item: &Item) -> Vec<String> {
    let clause = first(item, |clause| match clause {
        Clause::Formerly(names) => Some(names),
        _ => None,
    });
    names(scope, clause.map(|(names, _)| names), |name| {
        (name.value == item.name.value).then(|| {
            Diagnostic::new(
                "E0515",
                name.span,
                format!("the rule is called `{}` now", name.value),
            )
            .help("`formerly` names what it was called before")
        })
    })
}

/// The names of a clause, each once.
fn names(
    scope: &mut Scope<'_>,
    clause: Option<&Vec<Spanned<String>>>,
    wrong: impl Fn(&Spanned<String>) -> Option<Diagnostic>,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in clause.into_iter().flatten() {
        if let Some(diagnostic) = wrong(name) {
            scope.say(diagnostic);
        } else if found.contains(&name.value) {
            scope.say(
                Diagnostic::new("E0111", name.span, format!("`{}` is named twice", name.value))
                    .help("keep one of them"),
            );
        } else {
            found.push(name.value.clone());
        }
    }
    found
}

/// The share of the objects that a rule never acts on.
pub(super) fn hold_out(scope: &mut Scope<'_>, item: &Item) -> Option<Rational> {
    let (share, _) = first(item, |clause| match clause {
        Clause::HoldOut(share) => Some(share),
        _ => None,
    })?;
    let LiteralSyntax::Percent(part) = &share.value else {
        return None;
    };
    if part.is_positive() && *part < Rational::integer(1) {
        return Some(part.clone());
    }
    scope.say(
        Diagnostic::new(
            "E0516",
            share.span,
            "the share that is held out lies above 0% and below 100%",
        )
        .help("write `hold out 10%`; to keep a rule from acting at all, disable it"),
    );
    None
}

/// What only several rules together can get wrong: stepping back in a circle, and claiming one past.
pub(super) fn among(items: &[Item], rules: &[Rule], diagnostics: &mut Vec<Diagnostic>) {
    let yields: Vec<(&str, &[String])> = rules.iter().map(|rule| (rule.name(), rule.yields_to())).collect();
    if let Some(circle) = yield_circle(&yields) {
        let span = circle.first().and_then(|name| clause_of(items, name, true));
        if let Some(span) = span {
            diagnostics.push(
                Diagnostic::new("E0514", span, circle_words(&circle))
                    .help("somebody has to act: take one of these `yields to` away"),
            );
        }
    }
    let mut claims: BTreeMap<&str, &Rule> = BTreeMap::new();
    for rule in rules {
        for name in rule.formerly() {
            let rival = rules
                .iter()
                .find(|other| other.name() == name)
                .or_else(|| claims.get(name.as_str()).copied());
            if let (Some(rival), Some(span)) = (rival, clause_of(items, rule.name(), false)) {
                let found = if rival.name() == name {
                    format!("`{name}` is another rule, which keeps its own past")
                } else {
                    format!(
                        "`{}` was called `{name}`, too: only one of the two can go on from it",
                        rival.name()
                    )
                };
                diagnostics
                    .push(Diagnostic::new("E0515", span, found).help("remove the name here, or there"));
            }
            claims.entry(name).or_insert(rule);
        }
    }
}

fn clause_of(items: &[Item], rule: &str, yields: bool) -> Option<Span> {
    let item = items
        .iter()
        .find(|item| item.kind == ItemKind::Rule && item.name.value == rule)?;
    item.clauses
        .iter()
        .find(|clause| match clause.value {
            Clause::YieldsTo(_) => yields,
            Clause::Formerly(_) => !yields,
            _ => false,
        })
        .map(|clause| clause.span)
}

/// Rules that step back in a circle, in its order, beginning with the first that is named; `None` where every chain ends.
#[must_use]
pub fn yield_circle(rules: &[(&str, &[String])]) -> Option<Vec<String>> {
    let of: BTreeMap<&str, &[String]> = rules.iter().copied().collect();
    rules.iter().find_map(|(start, _)| {
        // Each rule once: a shortest way back, if there is one.
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut waiting = std::collections::VecDeque::from([*start]);
        while let Some(name) = waiting.pop_front() {
            for next in of.get(name).copied().unwrap_or_default() {
                if next == start {
                    let mut circle = vec![name.to_owned()];
                    let mut at = name;
                    while let Some(before) = came_from.get(at) {
                        circle.push((*before).to_owned());
                        at = before;
                    }
                    circle.reverse();
                    return Some(circle);
                }
                if !came_from.contains_key(next.as_str()) {
                    came_from.insert(next, name);
                    waiting.push_back(next);
                }
            }
        }
        None
    })
}

/// `` `A` yields to `B`, which yields to `A`: none of them would ever act``.
#[must_use]
pub fn circle_words(circle: &[String]) -> String {
    let mut names = circle.iter().chain(circle.first());
    let mut words = names
        .next()
        .map_or_else(String::new, |first| format!("`{first}`"));
    for (index, name) in names.enumerate() {
        words.push_str(if index == 0 {
            " yields to "
        } else {
            ", which yields to "
        });
        words.push_str(&format!("`{name}`"));
    }
    words.push_str(": none of them would act where they meet");
    words
}
