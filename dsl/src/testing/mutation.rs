//! Whether the tests notice a change of the rule: thresholds moved by a quarter, comparisons turned round, `and` and `or`
//! exchanged, windows a day longer or shorter, one mutant at a time. A mutant that every test still passes survives, and says which number nobody watches.

use serde::Serialize;

use crate::check::{Checked, check_among};
use crate::display::decimal;
use crate::money::MICROS_PER_UNIT;
use crate::rational::Rational;
use crate::rule::{ParamKind, Rule};
use crate::span::Span;
use crate::syntax;
use crate::syntax::scan::{TokenKind, tokens};
use crate::syntax::tree::{
    ActionSyntaxKind, CapSyntax, Clause, Expr, ExprKind, ItemKind, LastingSyntax, LiteralSyntax,
    MostMovedSyntax, WindowKind, WindowSyntax,
};
use crate::testing::rules_of;
use crate::testing::run;
use crate::testing::script::Test;
use crate::testing::stage::Forced;
use crate::typed::Comparison;

/// Most mutants of one rule.
const MOST_MUTANTS: usize = 400;
/// Most checks that the mutants of one rule may take.
const MOST_CHECKS: usize = 100_000;

/// The mutants of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mutation {
    pub rule: String,
    /// In the order of the text.
    pub mutants: Vec<Mutant>,
}

/// One change of the rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mutant {
    pub kind: MutationKind,
    /// What is changed, in the text.
    pub span: Span,
    pub was: String,
    pub is: String,
    /// No test noticed.
    pub survived: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MutationKind {
    /// A comparison turned round: `>` becomes `<`.
    Comparison,
    /// A number in the rule moved by a quarter.
    Threshold,
    /// A parameter's value moved by a quarter.
    Parameter,
    /// One check more or less.
    Lasting,
    /// `and` where `or` stands, and the other way round.
    Logic,
    /// A window of one day, or one hour, more or less.
    Window,
}

impl Mutation {
    #[must_use]
    pub fn survivors(&self) -> usize {
        self.mutants.iter().filter(|mutant| mutant.survived).count()
    }
}

/// A change to be tried.
struct Site {
    kind: MutationKind,
    span: Span,
    was: String,
    is: String,
}

/// Tries every mutant of every rule that has tests. The tests must pass as they are: see [`crate::testing::Suite::passed`].
#[must_use]
pub fn mutate(text: &str, checked: &Checked) -> Vec<Mutation> {
    let file = syntax::read(text);
    let mut found = Vec::new();
    for rule in &checked.rules {
        let tests: Vec<&Test> = checked
            .tests
            .iter()
            .filter(|test| test.is_of(rule.name()))
            .collect();
        let item = file
            .items
            .iter()
            .find(|item| item.kind == ItemKind::Rule && item.name.value == rule.name());
        let Some(item) = item.filter(|_| !tests.is_empty()) else {
            continue;
        };
        let mut sites = Vec::new();
        for clause in &item.clauses {
            clause_sites(text, &clause.value, &mut sites);
        }
        let checks: usize = tests.iter().map(|test| test.checks().max(1)).sum();
        sites.truncate(MOST_MUTANTS.min(MOST_CHECKS.checked_div(checks).unwrap_or(0)));
        let mut mutants: Vec<Mutant> = sites
            .into_iter()
            .filter_map(|site| {
                let survived = survives(text, checked, rule.name(), &site)?;
                Some(Mutant {
                    kind: site.kind,
                    span: site.span,
                    was: site.was,
                    is: site.is,
                    survived,
                })
            })
            .collect();
        for clause in &item.clauses {
            if let Clause::Param(param) = &clause.value {
                mutants.extend(parameter(
                    text,
                    checked,
                    rule,
                    &tests,
                    &param.name.value,
                    param.default.span,
                ));
            }
        }
        mutants.sort_by_key(|mutant| mutant.span);
        found.push(Mutation {
            rule: rule.name().to_owned(),
            mutants,
        });
    }
    found
}

/// Whether every test of the rule still passes; `None` when the mutant is no rule.
fn survives(text: &str, checked: &Checked, rule: &str, site: &Site) -> Option<bool> {
    let mut mutated = text.to_owned();
    let range = site.span.start as usize..site.span.end as usize;
    mutated.get(range.clone())?;
    mutated.replace_range(range, &site.is);
    let again = check_among(&mutated, &checked.among);
    let rule = again.rules.iter().find(|found| found.name() == rule)?;
    let tests: Vec<&Test> = again
        .tests
        .iter()
        .filter(|test| test.is_of(rule.name()))
        .collect();
    let before = checked.tests.iter().filter(|test| test.is_of(rule.name()));
    // A mutant that makes a test unreadable is noticed as little as it is tried.
    if tests.len() != before.count() {
        return None;
    }
    let mut survived = true;
    for test in tests {
        let rules = rules_of(test, &again)?;
        survived &= run::run(&mutated, test, &rules, &again.guards, &mut [], None).passed;
    }
    Some(survived)
}

/// A parameter's value, the test's own or the default, moved down and up.
fn parameter(
    text: &str,
    checked: &Checked,
    rule: &Rule,
    tests: &[&Test],
    name: &str,
    span: Span,
) -> Vec<Mutant> {
    let Some(param) = rule.params().iter().find(|param| param.name == name) else {
        return Vec::new();
    };
    if matches!(param.kind, ParamKind::Text | ParamKind::Bool) {
        return Vec::new();
    }
    [(3, 4), (5, 4)]
        .into_iter()
        .filter_map(|(over, under)| {
            let factor = Rational::fraction(over, under)?;
            let mut survived = true;
            for test in tests {
                let pinned = test.body.overrides.iter().find(|(other, _)| other == name);
                let value = pinned.map_or(param.default.as_str(), |(_, value)| value.as_str());
                let moved = moved_literals(value, &factor)?;
                rule.check_override(name, &moved).ok()?;
                let forced = Forced {
                    rule: rule.name(),
                    name,
                    value: &moved,
                };
                let rules = rules_of(test, checked)?;
                let report = run::run(text, test, &rules, &checked.guards, &mut [], Some(forced));
                if report.error.is_some() {
                    return None;
                }
                survived &= report.passed;
            }
            let was = crate::display::one_line(span.of(text));
            Some(Mutant {
                kind: MutationKind::Parameter,
                span,
                is: moved_literals(&was, &factor)?,
                was,
                survived,
            })
        })
        .collect()
}

fn moved_literals(written: &str, factor: &Rational) -> Option<String> {
    let literals = syntax::read_override(written).ok()?;
    let moved: Option<Vec<String>> = literals
        .iter()
        .map(|literal| moved(&literal.value, factor))
        .collect();
    moved.map(|all| all.join(", "))
}

/// A literal times a factor, as it is written; a zero becomes one. `None` for what is no number, or does not move.
fn moved(literal: &LiteralSyntax, factor: &Rational) -> Option<String> {
    let scaled = |number: &Rational| {
        if number.is_zero() {
            Rational::integer(1)
        } else {
            number.times(factor)
        }
    };
    Some(match literal {
        LiteralSyntax::Number(number) => decimal(&scaled(number), 6, 0),
        LiteralSyntax::Percent(share) => {
            format!(
                "{}%",
                decimal(&share.times(factor).times(&Rational::integer(100)), 6, 0)
            )
        }
        LiteralSyntax::Money(currency, micros) => {
            let amount = Rational::integer(*micros).over(&Rational::integer(MICROS_PER_UNIT))?;
            format!("{} {currency}", decimal(&amount.times(factor), 6, 0))
        }
        LiteralSyntax::Duration(seconds) => {
            let minutes = Rational::integer(*seconds)
                .times(factor)
                .over(&Rational::integer(60))?
                .floor();
            format!("{minutes}m")
        }
        _ => return None,
    })
}

fn clause_sites(text: &str, clause: &Clause, sites: &mut Vec<Site>) {
    match clause {
        Clause::For(found) => {
            if let Some(condition) = &found.condition {
                expression_sites(text, condition, sites);
            }
        }
        Clause::Window(found) => window_sites(text, found, sites),
        Clause::Let(found) => expression_sites(text, &found.value, sites),
        Clause::When(found) | Clause::OtherwiseWhen(found) => {
            expression_sites(text, &found.condition, sites);
            if let Some(lasting) = &found.lasting
                && let LastingSyntax::Checks(count) = &lasting.value
                && let Some(count) = count.to_i64()
            {
                for checks in [count.saturating_sub(1), count.saturating_add(1)] {
                    let word = if checks == 1 { "check" } else { "checks" };
                    sites.push(Site {
                        kind: MutationKind::Lasting,
                        span: lasting.span,
                        was: crate::display::one_line(lasting.span.of(text)),
                        is: format!("lasting {checks} {word}"),
                    });
                }
            }
        }
        Clause::Action(action) => {
            if let ActionSyntaxKind::Move(moved) = &action.kind {
                let most: &[Expr] = match moved.at_most.as_ref().map(|most| &most.value) {
                    Some(MostMovedSyntax::ShareOfPool(share)) => std::slice::from_ref(share),
                    Some(MostMovedSyntax::Amounts(amounts)) => amounts,
                    None => &[],
                };
                let kept = moved.keeping.iter().flat_map(|keeping| &keeping.value);
                for value in [&moved.from.value.by, &moved.to.value.by]
                    .into_iter()
                    .chain(most)
                    .chain(kept)
                {
                    expression_sites(text, value, sites);
                }
            }
            if let ActionSyntaxKind::Negative {
                text: Some(words), ..
            } = &action.kind
            {
                expression_sites(text, words, sites);
            }
            if let ActionSyntaxKind::Script { arguments, .. } = &action.kind {
                for argument in arguments {
                    expression_sites(text, argument, sites);
                }
            }
            if let ActionSyntaxKind::Amount { amount, caps, .. } = &action.kind {
                expression_sites(text, amount, sites);
                for cap in caps {
                    match &cap.value {
                        CapSyntax::UpTo(cap) | CapSyntax::DownTo(cap) | CapSyntax::Changing(cap) => {
                            expression_sites(text, cap, sites);
                        }
                    }
                }
            }
        }
        _ => {}
    }
}

fn expression_sites(text: &str, whole: &Expr, sites: &mut Vec<Site>) {
    let mut waiting = vec![whole];
    while let Some(expression) = waiting.pop() {
        if let ExprKind::Name { over, .. } | ExprKind::Past { over, .. } | ExprKind::Aggregate { over, .. } =
            &expression.kind
        {
            over.iter().for_each(|window| window_sites(text, window, sites));
        }
        match &expression.kind {
            ExprKind::And(parts) => {
                logic_sites(text, parts, ("and", "or"), sites);
                waiting.extend(parts);
            }
            ExprKind::Or(parts) => {
                logic_sites(text, parts, ("or", "and"), sites);
                waiting.extend(parts);
            }
            ExprKind::List(parts) => waiting.extend(parts),
            ExprKind::Not(inner)
            | ExprKind::Negated(inner)
            | ExprKind::Past { inner, .. }
            | ExprKind::Related { inner, .. }
            | ExprKind::Aggregate { inner, .. } => {
                waiting.push(inner);
            }
            ExprKind::Compare {
                operator,
                operator_span,
                left,
                right,
            } => {
                sites.push(Site {
                    kind: MutationKind::Comparison,
                    span: *operator_span,
                    was: operator.symbol().to_owned(),
                    is: turned(*operator).symbol().to_owned(),
                });
                waiting.extend([&**left, &**right]);
            }
            ExprKind::Ranking(ranking) => {
                waiting.push(&ranking.by);
                waiting.extend(&ranking.having);
            }
            ExprKind::Else { value, fallback } => waiting.extend([&**value, &**fallback]),
            ExprKind::Share { share, of } => waiting.extend([&**share, &**of]),
            ExprKind::Sum(terms) => waiting.extend(terms.iter().map(|(_, term)| term)),
            ExprKind::Product(factors) => waiting.extend(factors.iter().map(|(_, factor)| factor)),
            ExprKind::Literal(literal) => {
                for (over, under) in [(3, 4), (5, 4)] {
                    let Some(is) = Rational::fraction(over, under).and_then(|factor| moved(literal, &factor))
                    else {
                        continue;
                    };
                    let was = crate::display::one_line(expression.span.of(text));
                    let twice = sites
                        .iter()
                        .any(|site| site.span == expression.span && site.is == is);
                    if is != was && !twice {
                        sites.push(Site {
                            kind: MutationKind::Threshold,
                            span: expression.span,
                            was,
                            is,
                        });
                    }
                }
            }
            _ => {}
        }
    }
}

/// Each word between two parts, turned into the other one.
fn logic_sites(text: &str, parts: &[Expr], (was, is): (&str, &str), sites: &mut Vec<Site>) {
    for pair in parts.windows(2) {
        let [left, right] = pair else { continue };
        // Brackets and comments may stand around the word.
        let between = tokens(text, left.span.end as usize, right.span.start as usize);
        if let Some(word) = between.iter().find(|token| token.text(text) == was) {
            sites.push(Site {
                kind: MutationKind::Logic,
                span: word.span(),
                was: was.to_owned(),
                is: is.to_owned(),
            });
        }
    }
}

/// A window of days or hours, one shorter and one longer.
fn window_sites(text: &str, window: &WindowSyntax, sites: &mut Vec<Site>) {
    let (WindowKind::Days(length) | WindowKind::Hours(length)) = &window.kind else {
        return;
    };
    let Some(length) = length.to_i64() else { return };
    let inside = tokens(text, window.span.start as usize, window.span.end as usize);
    // `72h` is one word, `3 days` are two.
    let Some(written) = inside.iter().find(|token| token.kind == TokenKind::Number) else {
        return;
    };
    let digits = length.to_string();
    let Some(unit) = written.text(text).strip_prefix(&digits) else {
        return;
    };
    for moved in [length.saturating_sub(1), length.saturating_add(1)] {
        if moved > 0 {
            sites.push(Site {
                kind: MutationKind::Window,
                span: written.span(),
                was: crate::display::one_line(window.span.of(text)),
                is: format!("{moved}{unit}"),
            });
        }
    }
}

/// The comparison turned round.
const fn turned(operator: Comparison) -> Comparison {
    match operator {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        other => other.mirrored(),
    }
}
