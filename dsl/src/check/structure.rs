//! Which clauses an item has: which must be there, which only once, which belong to the other kind of item.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::tree::{Clause, ClauseKind, Item, ItemKind, LimitClause, ReleaseClause};

/// What may stand only once, and what belongs to the other kind of item.
pub(super) fn structure(item: &Item, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&'static str, Span> = BTreeMap::new();
    for clause in &item.clauses {
        let word = clause_word(&clause.value);
        if matches!(clause.value, Clause::Broken(_)) {
            continue;
        }
        let guards_only = word == "never";
        let pauses = matches!(clause.value, Clause::Limit(LimitClause::Paused { .. }));
        let guards_only = guards_only || pauses;
        let word = if pauses {
            "at most … paused per day"
        } else {
            word
        };
        let fits = match item.kind {
            ItemKind::Rule => !guards_only,
            ItemKind::Guard => pauses || matches!(word, "for" | "never" | "accept"),
            ItemKind::Test => word == "test",
            ItemKind::Metric => word == "metric",
            ItemKind::Lookup => word == "lookup",
        };
        if !fits {
            // Actions follow a `then` that has been answered for already.
            if word == "action" {
                continue;
            }
            let other = if guards_only { "guard" } else { "rule" };
            let found = Diagnostic::new(
                "E0112",
                clause.span,
                format!("`{word}` does not belong in a {}", item.kind.word()),
            )
            .help(if item.kind == ItemKind::Guard && word == "at most" {
                "it belongs in a rule; a guard has `at most 30% of campaigns paused per day`".to_owned()
            } else {
                format!("it belongs in a {other}")
            });
            diagnostics.push(found);
            continue;
        }
        let once = matches!(
            word,
            "for"
                | "pool"
                | "every"
                | "window"
                | "approve"
                | "without approval"
                | "without data"
                | "cooldown"
                | "yields to"
                | "formerly"
                | "hold out"
                | "release when"
                | "release after"
                | "release without approval"
                | "otherwise"
                | "when"
        );
        // Both say what the rule is about.
        let place = if word == "pool" { "for" } else { word };
        if let (true, Some(earlier)) = (once, seen.get(place)) {
            let help = match word {
                "when" => {
                    "write `otherwise when` for a second condition: it is tried when the first is false"
                }
                "otherwise" => "only one `otherwise` can be the last",
                _ => "keep one of them",
            };
            diagnostics.push(
                Diagnostic::new(
                    "E0111",
                    clause.span,
                    format!("there are two `{word}` in this {}", item.kind.word()),
                )
                .help(help)
                .label(*earlier, "the first one"),
            );
        }
        seen.entry(place).or_insert(clause.span);
    }
}

/// The opener of a clause, for messages and for "only once".
const fn clause_word(clause: &Clause) -> &'static str {
    match clause {
        Clause::For(found) if found.pooled => "pool",
        Clause::For(_) => "for",
        Clause::Every(_) => "every",
        Clause::Window(_) => "window",
        Clause::Let(_) => "let",
        Clause::Param(_) => "param",
        Clause::When(_) => "when",
        Clause::OtherwiseWhen(_) => "otherwise when",
        Clause::Otherwise => "otherwise",
        Clause::Then => "then",
        Clause::Action(_) => "action",
        Clause::Approve(_) => "approve",
        Clause::WithoutApproval => "without approval",
        Clause::WithoutData(_) => "without data",
        Clause::Cooldown(_) => "cooldown",
        Clause::YieldsTo(_) => "yields to",
        Clause::Formerly(_) => "formerly",
        Clause::HoldOut(_) => "hold out",
        Clause::Release(ReleaseClause::When(_)) => "release when",
        Clause::Release(ReleaseClause::After(_)) => "release after",
        Clause::Release(ReleaseClause::WithoutApproval) => "release without approval",
        Clause::Limit(_) => "at most",
        Clause::Never(_) => "never",
        Clause::Accept(_) => "accept",
        Clause::Test(_) => "test",
        Clause::Metric(_) => "metric",
        Clause::Lookup(_) => "lookup",
        Clause::Broken(kind) => broken_kind(*kind),
    }
}

const fn broken_kind(kind: ClauseKind) -> &'static str {
    match kind {
        ClauseKind::For | ClauseKind::Pool => "for",
        ClauseKind::Every => "every",
        ClauseKind::Window => "window",
        ClauseKind::Let => "let",
        ClauseKind::Param => "param",
        ClauseKind::When => "when",
        ClauseKind::OtherwiseWhen => "otherwise when",
        ClauseKind::Otherwise => "otherwise",
        ClauseKind::Then => "then",
        ClauseKind::Action => "action",
        ClauseKind::Approve => "approve",
        ClauseKind::WithoutApproval => "without approval",
        ClauseKind::WithoutData => "without data",
        ClauseKind::Cooldown => "cooldown",
        ClauseKind::Limit => "at most",
        ClauseKind::Never => "never",
        ClauseKind::Release => "release",
        ClauseKind::Accept => "accept",
        ClauseKind::YieldsTo => "yields to",
        ClauseKind::Formerly => "formerly",
        ClauseKind::HoldOut => "hold out",
        ClauseKind::Test(_) | ClauseKind::Metric | ClauseKind::Lookup => "later",
    }
}

pub(super) const fn broken_word(clause: &Clause) -> Option<&'static str> {
    match clause {
        Clause::Broken(kind) => Some(broken_kind(*kind)),
        _ => None,
    }
}

pub(super) fn first<'i, T>(
    item: &'i Item,
    pick: impl Fn(&'i Clause) -> Option<&'i T>,
) -> Option<(&'i T, Span)> {
    item.clauses
        .iter()
        .find_map(|clause| pick(&clause.value).map(|found| (found, clause.span)))
}

pub(super) fn all<'i, T: 'i>(
    item: &'i Item,
    pick: impl Fn(&'i Clause) -> Option<&'i T>,
) -> impl Iterator<Item = (&'i T, Span)> {
    item.clauses
        .iter()
        .filter_map(move |clause| pick(&clause.value).map(|found| (found, clause.span)))
}

pub(super) fn missing(item: &Item, diagnostics: &mut Vec<Diagnostic>, what: &str, help: &str) {
    let name = &item.name.value;
    diagnostics.push(
        Diagnostic::new(
            "E0110",
            item.name.span,
            format!("the {} `{name}` {what}", item.kind.word()),
        )
        .help(help),
    );
}

pub(super) fn missing_scope(item: &Item, diagnostics: &mut Vec<Diagnostic>) {
    missing(
        item,
        diagnostics,
        "does not say what it is about",
        "add a line `for campaigns`",
    );
}
