//! `test` items: instants, campaigns with their history, what is expected. Runs behind the rules, whose names it knows.
//!
//! `given` reads what is so, `expected` what should come of it, `currency` what its amounts are in. What a test means is in `crate::testing`.

mod currency;
mod expected;
mod given;
mod series;
mod supplied;
mod windowed;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::check::clauses::time_zone;
use crate::check::suggestion::nearest;
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::guard::Guard;
use crate::money::Currency;
use crate::registry::{Level, Role};
use crate::rule::Rule;
use crate::span::Span;
use crate::syntax::test_trees::{InstantSyntax, TestClause};
use crate::syntax::tree::{Clause, Item, Spanned};
use crate::testing::script::{Object, Script, Step, Test};

/// The most ticks of one test.
const MOST_TICKS: usize = 200;
/// The most campaigns of one test.
const MOST_OBJECTS: usize = 50;

/// The rules of the text: those without errors, and the names of all.
pub(super) struct Rules<'a> {
    pub(super) sound: &'a [Rule],
    pub(super) guards: &'a [Guard],
    pub(super) names: &'a BTreeSet<&'a str>,
    pub(super) definitions: &'a Definitions,
}

/// Checks a test. `None` when it has an error of its own, or its rule has.
pub(super) fn test(
    text: &str,
    item: &Item,
    rules: &Rules<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Test> {
    let before = diagnostics.len();
    let subjects = subjects(item, rules, diagnostics);
    let mut reading = Reading {
        text,
        rules: &subjects,
        level: level_of(item, &subjects),
        guarded: rules.guards.iter().flat_map(Guard::levels).collect(),
        complete: subjects.len() == item.subjects.len(),
        definitions: rules.definitions,
        zone: TimeZone::UTC,
        currency: None,
        objects: Vec::new(),
        budgets: Vec::new(),
        steps: Vec::new(),
        settled_lag: None,
        diagnostics,
    };
    reading.complete(item);
    reading.settled_lag = reading.find_settled_lag(item);
    let overrides = reading.overrides(item);
    reading.find_zone(item);
    reading.find_currency(item);
    reading.script(item);
    let Reading {
        zone,
        currency,
        objects,
        steps,
        settled_lag,
        ..
    } = reading;
    let failed = item.broken || diagnostics.iter().skip(before).any(Diagnostic::is_error);
    if failed || subjects.is_empty() || subjects.len() != item.subjects.len() {
        return None;
    }
    let first_of_rule = || {
        subjects
            .iter()
            .find_map(|rule| rule.currencies().and_then(|all| all.first().copied()))
    };
    Some(Test {
        body: Arc::new(Script {
            name: item.name.value.clone(),
            rules: subjects.iter().map(|rule| rule.name().to_owned()).collect(),
            span: item.span,
            zone,
            currency: currency
                .map(|(currency, _)| currency)
                .or_else(first_of_rule)
                .unwrap_or(Currency::USD),
            settled_lag,
            overrides,
            objects,
            steps,
        }),
    })
}

/// The rules that the test is of; those with errors are left out.
fn subjects<'a>(item: &Item, rules: &Rules<'a>, diagnostics: &mut Vec<Diagnostic>) -> Vec<&'a Rule> {
    let mut found: Vec<&Rule> = Vec::new();
    for subject in &item.subjects {
        let Some(rule) = named_rule(subject, rules, diagnostics) else {
            continue;
        };
        if found.iter().any(|other| other.name() == rule.name()) {
            let message = format!("the test is of `{}` twice", subject.value);
            diagnostics.push(Diagnostic::new("E0801", subject.span, message).help("name each rule once"));
            continue;
        }
        let first = found.first().map(|other| other.scope().level);
        if let Some(level) = first.filter(|level| *level != rule.scope().level) {
            let message = format!(
                "the rules of one test are about one level, and `{}` is about {}, not about {level}",
                subject.value,
                rule.scope().level
            );
            diagnostics.push(Diagnostic::new("E0801", subject.span, message).help("write a test for each"));
            continue;
        }
        found.push(rule);
    }
    found
}

fn named_rule<'a>(
    subject: &Spanned<String>,
    rules: &Rules<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Rule> {
    if !rules.names.contains(subject.value.as_str()) {
        let found = Diagnostic::new(
            "E0801",
            subject.span,
            format!("there is no rule `{}` in this text", subject.value),
        );
        diagnostics.push(match nearest(&subject.value, rules.names.iter().copied()) {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                format!("write `{meant}`"),
                subject.span,
                format!("\"{meant}\""),
            ),
            None => found.help("a test stands in the text of its rule and names it in quotes"),
        });
    }
    rules.sound.iter().find(|rule| rule.name() == subject.value)
}

/// What the rule of the test is about; of a rule with errors, the lowest level that the test gives.
fn level_of(item: &Item, rules: &[&Rule]) -> Level {
    let given = || {
        item.clauses.iter().filter_map(|clause| match &clause.value {
            Clause::Test(TestClause::Given(given)) => Level::ALL
                .iter()
                .copied()
                .find(|level| level.one() == given.level.value),
            _ => None,
        })
    };
    let lowest = || given().max_by_key(|level| level.below_campaigns().len());
    rules
        .first()
        .map(|rule| rule.scope().level)
        .or_else(lowest)
        .unwrap_or(Level::Campaigns)
}

struct Reading<'a> {
    text: &'a str,
    /// Those without errors.
    rules: &'a [&'a Rule],
    level: Level,
    /// What the guards of the text speak of.
    guarded: BTreeSet<Level>,
    /// None of its rules has errors: what is not found here is nowhere.
    complete: bool,
    definitions: &'a Definitions,
    zone: TimeZone,
    /// The currency of every amount, and where it was first written.
    currency: Option<(Currency, Span)>,
    objects: Vec<Object>,
    /// Shared budgets that were given: object, instant, amount and where.
    budgets: Vec<(usize, Timestamp, crate::testing::script::Fact, Span)>,
    steps: Vec<Step>,
    settled_lag: Option<u32>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A time, something given and something expected.
    fn complete(&mut self, item: &Item) {
        if item.broken {
            return;
        }
        let has = |pick: fn(&TestClause) -> bool| {
            item.clauses
                .iter()
                .any(|clause| matches!(&clause.value, Clause::Test(found) if pick(found)))
        };
        let name = &item.name.value;
        let gives_nothing = format!("has no {}", self.level.one());
        let give = format!("add `{}`", given::form(self.level));
        let lacks = if !has(|clause| matches!(clause, TestClause::At { .. })) {
            Some((
                "does not say when it happens",
                "add a line such as `at 2026-03-04 10:00`",
            ))
        } else if !has(|clause| matches!(clause, TestClause::Given(_))) {
            Some((gives_nothing.as_str(), give.as_str()))
        } else if !has(|clause| matches!(clause, TestClause::Expect(_))) {
            Some((
                "expects nothing",
                "add a line such as `expect pause of \"Prospecting\" proposed`, or `expect nothing of \"Prospecting\"`",
            ))
        } else {
            None
        };
        if let Some((what, help)) = lacks {
            self.say(
                Diagnostic::new("E0802", item.name.span, format!("the test `{name}` {what}")).help(help),
            );
        }
    }

    fn find_settled_lag(&mut self, item: &Item) -> Option<u32> {
        let mut lag = None;
        let mut seen: Option<Span> = None;
        for (clause, span) in clauses(item) {
            let TestClause::SettledLag(duration) = clause else {
                continue;
            };
            if let Some(first) = seen {
                self.say(
                    Diagnostic::new("E0111", span, "there are two `settled lag` in this test")
                        .help("keep one of them")
                        .label(first, "the first one"),
                );
                continue;
            }
            seen = Some(span);
            let days = duration.seconds().filter(|seconds| *seconds % 86_400 == 0);
            lag = days.and_then(|seconds| u32::try_from(seconds / 86_400).ok());
            if lag.is_none_or(|days| days > 90) {
                lag = None;
                self.say(
                    Diagnostic::new(
                        "E0803",
                        duration.span,
                        "a settled lag is a whole number of days, 90 at most",
                    )
                    .help("write `settled lag 2 days`"),
                );
            }
        }
        lag
    }

    fn overrides(&mut self, item: &Item) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for (clause, span) in clauses(item) {
            let TestClause::With { name, value } = clause else {
                continue;
            };
            if found.iter().any(|(other, _)| *other == name.value) {
                self.say(
                    Diagnostic::new(
                        "E0111",
                        span,
                        format!("`{}` is set twice in this test", name.value),
                    )
                    .help("keep one of them"),
                );
                continue;
            }
            let written = crate::display::one_line(value.of(self.text));
            // Every rule that has the parameter gets it; where none has, the first one says so.
            let has = |rule: &&&Rule| rule.params().iter().any(|param| param.name == name.value);
            let mut takers: Vec<&Rule> = self.rules.iter().filter(has).copied().collect();
            if takers.is_empty() && self.complete {
                takers.extend(self.rules.first());
            }
            let wrong = takers
                .iter()
                .find_map(|rule| rule.check_override(&name.value, &written).err());
            if let Some(error) = wrong {
                let params = self.rules.iter().flat_map(|rule| rule.params());
                let known: Vec<&str> = params.map(|param| param.name.as_str()).collect();
                let message = format!("`{written}` does not fit the parameter `{}`: {error}", name.value);
                let mut diagnostic = Diagnostic::new("E0808", name.span.to(*value), message);
                if let Some(meant) =
                    nearest(&name.value, known.into_iter()).filter(|meant| *meant != name.value)
                {
                    diagnostic = diagnostic.help(format!("did you mean `{meant}`?")).possible_fix(
                        format!("write `{meant}`"),
                        name.span,
                        meant,
                    );
                }
                self.say(diagnostic);
                continue;
            }
            found.push((name.value.clone(), written));
        }
        found
    }

    /// One test has one zone: that of its accounts.
    fn find_zone(&mut self, item: &Item) {
        let mut named: Option<&Spanned<String>> = None;
        for (clause, _) in clauses(item) {
            let TestClause::At { zone: Some(zone), .. } = clause else {
                continue;
            };
            if let Some(first) = named {
                if first.value != zone.value {
                    self.say(
                        Diagnostic::new("E0803", zone.span, "the accounts of one test are in one zone")
                            .help("write two tests for two zones")
                            .label(first.span, "the first one"),
                    );
                }
                continue;
            }
            named = Some(zone);
            if let Some(found) = time_zone(zone, self.diagnostics) {
                self.zone = found;
            }
        }
    }

    /// The steps in order: at each time first what is given, then the ticks, then what is expected and answered.
    fn script(&mut self, item: &Item) {
        let all: Vec<(&TestClause, Span)> = clauses(item).collect();
        let is_at = |(clause, _): &(&TestClause, Span)| matches!(clause, TestClause::At { .. });
        let starts: Vec<usize> = all
            .iter()
            .enumerate()
            .filter(|(_, clause)| is_at(clause))
            .map(|(index, _)| index)
            .collect();
        let mut last: Option<(Date, Timestamp)> = None;
        let mut ticks = 0_usize;
        for (position, start) in starts.iter().enumerate() {
            let end = starts
                .get(position.saturating_add(1))
                .copied()
                .unwrap_or(all.len());
            // What stands above the first `at` belongs to it.
            let from = if position == 0 { 0 } else { *start };
            let stage = all.get(from..end).unwrap_or(&[]);
            let mut instants = Vec::new();
            if let Some((
                TestClause::At {
                    instants: written, ..
                },
                _,
            )) = all.get(*start)
            {
                for instant in written {
                    instants.extend(self.instant(instant, &mut last));
                }
            }
            ticks = ticks.saturating_add(instants.len());
            if ticks > MOST_TICKS {
                let span = all.get(*start).map_or(item.name.span, |(_, span)| *span);
                self.say(
                    Diagnostic::new("E0803", span, format!("a test has at most {MOST_TICKS} times"))
                        .help("split it into several tests"),
                );
                return;
            }
            let Some(first) = instants.first().copied() else {
                continue;
            };
            self.stage(stage, first, &instants);
        }
    }

    /// What is given at a time is said before what is expected there.
    fn stands_above(&mut self, span: Span, expected: Option<Span>) {
        if let Some(before) = expected {
            self.say(
                Diagnostic::new("E0802", span, "what is given stands above what is expected")
                    .help("begin a later time with another `at`, or move this up")
                    .label(before, "expected here"),
            );
        }
    }

    fn stage(&mut self, stage: &[(&TestClause, Span)], first: Timestamp, instants: &[Timestamp]) {
        let mut expected: Option<Span> = None;
        for (clause, span) in stage {
            match clause {
                TestClause::Given(given) => {
                    self.stands_above(*span, expected);
                    self.given(given, first);
                }
                TestClause::Supply { lookup, rows } => {
                    self.stands_above(*span, expected);
                    self.supply(lookup, rows, first);
                }
                TestClause::Rate(rate) => {
                    self.stands_above(*span, expected);
                    self.rate(rate, first);
                }
                TestClause::Expect(_) | TestClause::Decide { .. } => expected = Some(*span),
                _ => {}
            }
        }
        self.steps.extend(instants.iter().map(|at| Step::Tick(*at)));
        for (clause, span) in stage {
            match clause {
                TestClause::Expect(expect) => self.expectation(expect),
                TestClause::Decide {
                    approves,
                    names,
                    role,
                } => {
                    let role = self.role(role.as_ref());
                    for name in names {
                        if let Some(object) = self.known(name) {
                            self.steps.push(Step::Decide {
                                span: *span,
                                object,
                                approves: *approves,
                                role,
                            });
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Whose answer it is.
    fn role(&mut self, written: Option<&Spanned<String>>) -> Option<Role> {
        let written = written?;
        let found = Role::ALL
            .iter()
            .find(|role| role.as_str() == written.value)
            .copied();
        if found.is_none() {
            let names: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
            let diagnostic = Diagnostic::new(
                "E0806",
                written.span,
                format!("there is no role `{}`", written.value),
            );
            self.say(match nearest(&written.value, names.iter().copied()) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")).safe_fix(
                    format!("write `{meant}`"),
                    written.span,
                    meant,
                ),
                None => diagnostic.help(format!("there are {}", list(&names, "and"))),
            });
        }
        found
    }

    /// An instant of the zone, later than the one before.
    fn instant(
        &mut self,
        written: &Spanned<InstantSyntax>,
        last: &mut Option<(Date, Timestamp)>,
    ) -> Option<Timestamp> {
        let Some(day) = written.value.date.or_else(|| last.map(|(day, _)| day)) else {
            self.say(
                Diagnostic::new("E0803", written.span, "the first time of a test says its day")
                    .help("write `at 2026-03-04 10:00`"),
            );
            return None;
        };
        let wall = day.to_datetime(written.value.time);
        let ambiguous = self.zone.to_ambiguous_timestamp(wall);
        let later_than = last.map(|(_, at)| at);
        let found = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => ambiguous.unambiguous().ok(),
            // A time that is written twice in a repeated hour means its second pass the second time.
            AmbiguousOffset::Fold { .. } => {
                let first = ambiguous.earlier().ok();
                if first.zip(later_than).is_some_and(|(first, last)| first <= last) {
                    ambiguous.later().ok()
                } else {
                    first
                }
            }
            AmbiguousOffset::Gap { .. } => {
                self.say(
                    Diagnostic::new(
                        "E0803",
                        written.span,
                        format!(
                            "there is no {} on {day} in this zone: the clock jumps over it",
                            wall.strftime("%H:%M")
                        ),
                    )
                    .help("write the first time after the jump"),
                );
                return None;
            }
        }?;
        if later_than.is_some_and(|last| found <= last) {
            self.say(
                Diagnostic::new("E0803", written.span, "the times of a test go forward")
                    .help("write the day of a time that lies on a later one: `2026-03-05 09:00`"),
            );
            return None;
        }
        *last = Some((day, found));
        Some(found)
    }

    /// The campaign of this name, given above.
    fn known(&mut self, name: &Spanned<String>) -> Option<usize> {
        let level = self.level;
        let found = self
            .objects
            .iter()
            .position(|object| object.level == level && object.name == name.value);
        if found.is_none() {
            let one = level.one();
            let diagnostic = Diagnostic::new(
                "E0806",
                name.span,
                format!("no {one} `{}` is given above", name.value),
            );
            let names: Vec<String> = self
                .objects
                .iter()
                .filter(|object| object.level == level)
                .map(|object| object.name.clone())
                .collect();
            self.say(match nearest(&name.value, names.iter().map(String::as_str)) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")).safe_fix(
                    format!("write `{meant}`"),
                    name.span,
                    format!("\"{meant}\""),
                ),
                None => diagnostic.help(format!("give it with `{}`", given::form(level))),
            });
        }
        found
    }
}

fn clauses(item: &Item) -> impl Iterator<Item = (&TestClause, Span)> {
    item.clauses.iter().filter_map(|clause| match &clause.value {
        Clause::Test(found) => Some((found, clause.span)),
        _ => None,
    })
}
