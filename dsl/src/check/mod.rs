//! Syntax tree → checked rules and guards: names, kinds, windows, schedules, and everything there is to say about them.
//!
//! `item` drives; `names`, `numbers`, `conditions` and `windows` type expressions; `clauses` reads schedules, parameters and the like;
//! `actions` reads what branches do, `notices` the messages among it; `partial` makes sure that every possible division by zero is
//! answered for, and `unanswered` says where it is not; `advice` warns.
//! Called through [`check`] alone. No evaluation here, and no text that is not in the marketer's words.

mod accept;
mod actions;
mod advice;
mod approval;
mod arithmetic;
mod attribution;
mod branches;
mod calls;
mod ceilings;
mod characters;
mod clauses;
mod comparisons;
mod conditions;
mod definitions;
mod guards;
mod item;
mod labels;
mod lookups;
mod moves;
mod names;
mod negatives;
mod notices;
mod numbers;
mod params;
mod partial;
mod past;
mod portfolio;
mod rates;
mod release;
mod scripts;
mod standing;
mod structure;
pub(crate) mod suggestion;
mod supply;
mod tests;
mod timing;
mod unanswered;
mod windows;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::analyse;
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::guard::Guard;
use crate::rule::Rule;
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{Item, ItemKind};
use crate::testing::Test;

pub(crate) use accept::idle;
pub use accept::{Accept, Accepted, offer_acceptance};
pub(crate) use numbers::epoch_days;
pub(crate) use params::{Reading, read_literal, within};
pub use standing::{circle_words, yield_circle};

/// What a text holds.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The rules without an error of their own.
    pub rules: Vec<Rule>,
    /// The guards without an error of their own.
    pub guards: Vec<Guard>,
    /// The tests without an error of their own, of rules without one.
    pub tests: Vec<Test>,
    /// The definitions that the text may use: its own and those it was checked among.
    pub definitions: Definitions,
    /// Those alone that do not stand in the text.
    pub(crate) among: Definitions,
    /// What the text's `accept` lines silence.
    pub accepted: Vec<Accepted>,
    /// In the order of the text, without what is accepted.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// No errors; warnings do not count.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads and checks a text. Never fails: three mistakes give three messages, and what is sound is given back.
#[must_use]
pub fn check(text: &str) -> Checked {
    check_among(text, &Definitions::default())
}

/// As [`check`], among definitions that do not stand in the text: those of its organisation.
#[must_use]
pub fn check_among(text: &str, definitions: &Definitions) -> Checked {
    check_with(text, definitions, Duty::Answer, Warnings::Sought)
}

/// Reads a text that was checked when it was saved. Every error is found as by [`check`]; warnings, whose proofs are most of the work,
/// are not looked for again.
#[must_use]
pub fn load(text: &str) -> Checked {
    let mut checked = check_with(text, &Definitions::default(), Duty::Answer, Warnings::Left);
    checked.diagnostics.retain(Diagnostic::is_error);
    checked
}

/// The definitions of a text, and what there is to say about them.
pub(crate) fn definitions(text: &str) -> (Definitions, Vec<Diagnostic>) {
    let file = syntax::read(text);
    let mut diagnostics = file.diagnostics;
    doubled_names(&file.items, &mut diagnostics);
    let found = definitions::define(text, &file.items, &Definitions::default(), &mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    (found, diagnostics)
}

/// Tests of the evaluator need quotients that stay undefined, which a rule has to answer for.
#[cfg(test)]
pub(crate) fn check_waiving_the_duty(text: &str) -> Checked {
    check_with(text, &Definitions::default(), Duty::Waived, Warnings::Sought)
}

/// Whether every possible division by zero must be answered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Duty {
    Answer,
    #[cfg(test)]
    Waived,
}

/// Whether what can be proved about each rule is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Warnings {
    Sought,
    Left,
}

/// Says which names are given twice, and gives back where.
fn doubled_names(items: &[Item], diagnostics: &mut Vec<Diagnostic>) -> BTreeSet<Span> {
    let mut names: BTreeMap<(ItemKind, &str), Span> = BTreeMap::new();
    let mut doubled = BTreeSet::new();
    for item in items {
        if let Some(first) = names.insert((item.kind, &item.name.value), item.name.span) {
            doubled.insert(item.name.span);
            diagnostics.push(
                Diagnostic::new(
                    "E0114",
                    item.name.span,
                    format!("there are two {}s called `{}`", item.kind.word(), item.name.value),
                )
                .help("the name is the identity: history, cooldowns and approvals hang on it")
                .label(first, "the first one"),
            );
        }
    }
    doubled
}

fn check_with(text: &str, known: &Definitions, duty: Duty, warnings: Warnings) -> Checked {
    let file = syntax::read(text);
    let mut checked = Checked {
        diagnostics: file.diagnostics,
        among: known.clone(),
        ..Checked::default()
    };
    let doubled = doubled_names(&file.items, &mut checked.diagnostics);
    let definitions = definitions::define(text, &file.items, known, &mut checked.diagnostics);
    let (sound, doubtful) = scripts::scripts(text, &file.scripts, &mut checked.diagnostics);
    let scripts = names::Scripts {
        sound: &sound,
        doubtful: &doubtful,
    };
    for item in &file.items {
        let twice = doubled.contains(&item.name.span).then_some(());
        match item.kind {
            ItemKind::Rule => {
                let rule = item::rule(text, item, &definitions, scripts, duty, &mut checked.diagnostics);
                if let (Some(rule), Warnings::Sought) = (&rule, warnings) {
                    analyse::advise(rule, item.span.start, &mut checked.diagnostics);
                }
                checked.rules.extend(rule.filter(|_| twice.is_none()));
            }
            ItemKind::Guard => checked.guards.extend(
                guards::guard(text, item, &definitions, &mut checked.diagnostics).filter(|_| twice.is_none()),
            ),
            // Behind the rules, and before them, whatever stands where.
            ItemKind::Test | ItemKind::Metric | ItemKind::Lookup => {}
        }
    }
    standing::among(&file.items, &checked.rules, &mut checked.diagnostics);
    let rule_names: BTreeSet<&str> = file
        .items
        .iter()
        .filter(|item| item.kind == ItemKind::Rule)
        .map(|item| item.name.value.as_str())
        .collect();
    let rules = tests::Rules {
        sound: &checked.rules,
        guards: &checked.guards,
        names: &rule_names,
        definitions: &definitions,
    };
    for item in file.items.iter().filter(|item| item.kind == ItemKind::Test) {
        let found = tests::test(text, item, &rules, &mut checked.diagnostics);
        checked.tests.extend(found);
    }
    checked.definitions = definitions;
    scripts::unused(&file.scripts, &checked.rules, &mut checked.diagnostics);
    characters::warn(text, &mut checked.diagnostics);
    for item in file
        .items
        .iter()
        .filter(|item| matches!(item.kind, ItemKind::Rule | ItemKind::Guard))
    {
        let name = item.name.value.as_str();
        let sound = match item.kind {
            ItemKind::Rule => checked.rules.iter().any(|rule| rule.name() == name),
            _ => checked.guards.iter().any(|guard| guard.name() == name),
        };
        accept::settle(text, item, sound, &mut checked.accepted, &mut checked.diagnostics);
    }
    checked
        .diagnostics
        .sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    checked
}
