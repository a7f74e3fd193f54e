//! What a test gives: an object in its place, and its attributes. Its history is in `series` and `windowed`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::check::suggestion::nearest;
use crate::check::tests::windowed::of_a_window;
use crate::check::tests::{MOST_OBJECTS, Reading};
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::registry::{Attribute, AttributeKind, DerivedMetric, Level, Metric, Platform};
use crate::syntax::test_trees::{FactSyntax, GivenClause, GivenValue};
use crate::syntax::tree::{LiteralSyntax, Spanned};
use crate::table::AttributeValue;
use crate::testing::script::{Fact, Object, Step};

/// How an object of this level is given.
pub(super) fn form(level: Level) -> String {
    let mut out = "given ".to_owned();
    let mut next = Some(level);
    let mut first = true;
    while let Some(level) = next {
        if !first {
            out.push_str(if level == Level::Campaigns { " of " } else { " in " });
        }
        first = false;
        out.push_str(level.one());
        out.push_str(" \"…\"");
        next = level.parent().filter(|level| *level != Level::Accounts);
    }
    out.push_str(" { … }");
    out
}

/// The attributes a test gives to an object of this level.
fn own(level: Level) -> impl Iterator<Item = &'static str> {
    level
        .info()
        .attributes()
        .filter(|attribute| attribute.in_parent().is_none() && *attribute != Attribute::Name)
        .map(Attribute::as_str)
}

impl Reading<'_> {
    pub(super) fn given(&mut self, given: &GivenClause, at: Timestamp) {
        let Some(object) = self.object(given) else {
            return;
        };
        let level = self
            .objects
            .get(object)
            .map_or(Level::Campaigns, |object| object.level);
        let mut facts: BTreeMap<Attribute, Fact> = BTreeMap::new();
        for fact in &given.facts {
            if let Some((attribute, value)) = self.fact(fact, level)
                && facts.insert(attribute, value).is_some()
            {
                self.say(
                    Diagnostic::new("E0804", fact.name.span, format!("`{attribute}` is given twice"))
                        .help("keep one of them"),
                );
            }
        }
        self.shared(given, object, at, &facts);
        let cells = self.days_and_hours(given, object, at);
        let fetched = self.windowed(given, object, at);
        self.steps.push(Step::Given {
            object,
            at,
            facts,
            cells,
            fetched,
        });
    }

    /// The budget it shares: always the same one, with one amount for all who share it.
    fn shared(
        &mut self,
        given: &GivenClause,
        object: usize,
        at: Timestamp,
        facts: &BTreeMap<Attribute, Fact>,
    ) {
        for name in &given.shares {
            let Some(own) = self.objects.get_mut(object) else {
                continue;
            };
            let is_new = own.shares.is_none();
            let same = own.shares.get_or_insert_with(|| name.value.clone()) == &name.value;
            let has_history = is_new
                && self
                    .steps
                    .iter()
                    .any(|step| matches!(step, Step::Given { object: other, .. } if *other == object));
            if !same || has_history {
                let found = Diagnostic::new(
                    "E0804",
                    name.span,
                    format!("`{}` spends from another budget above", given.name.value),
                );
                self.say(found.help("a campaign keeps its budget through the test; give another campaign"));
            }
        }
        let Some(budget) = facts.get(&Attribute::Budget) else {
            return;
        };
        let span = given
            .facts
            .iter()
            .find(|fact| fact.name.value == Attribute::Budget.as_str())
            .map_or(given.name.span, |fact| fact.name.span);
        let other = self.budgets.iter().find(|(other, instant, amount, _)| {
            let shares = self
                .objects
                .get(object)
                .zip(self.objects.get(*other))
                .is_some_and(|(own, other)| own.shares_with(other));
            shares && *other != object && *instant == at && amount != budget
        });
        if let Some((_, _, _, first)) = other {
            let found = Diagnostic::new(
                "E0804",
                span,
                "a shared budget has one amount, whoever spends from it",
            )
            .help("give the amount once, on one of its campaigns")
            .label(*first, "another amount of the same budget");
            self.say(found);
        }
        self.budgets.push((object, at, budget.clone(), span));
    }

    /// The object that is given: a new one, or one given above.
    fn object(&mut self, given: &GivenClause) -> Option<usize> {
        let level = self.given_level(&given.level)?;
        let platform = self.given_platform(given)?;
        let parent = self.above(given, level, platform)?;
        let account = match (level, &given.account) {
            (Level::Accounts, Some(other)) => {
                self.say(
                    Diagnostic::new("E0804", other.span, "an account stands in no other")
                        .help(format!("write `{}`", form(level))),
                );
                return None;
            }
            // It stands in itself: a rule `in account "…"` is about it by this name.
            (Level::Accounts, None) => Some(given.name.value.as_str()),
            (_, account) => account.as_ref().map(|account| account.value.as_str()),
        };
        self.placed(&given.name, level, parent, platform, account)
    }

    /// A level that a test of this rule gives: that of the rule or of a guard in its text, or one above them.
    fn given_level(&mut self, word: &Spanned<String>) -> Option<Level> {
        let spoken_of = self.guarded.iter().copied().chain([self.level]);
        let wanted: BTreeSet<Level> = spoken_of.flat_map(Level::with_those_above).collect();
        let found = wanted.iter().copied().find(|level| level.one() == word.value);
        if found.is_none() {
            let names: Vec<&str> = wanted.iter().map(|level| level.one()).collect();
            let plural: Vec<&str> = wanted.iter().map(|level| level.as_str()).collect();
            let one = self.level.one();
            self.say(
                Diagnostic::new(
                    "E0804",
                    word.span,
                    format!(
                        "a test of this rule gives {}, no `{}`",
                        list(&plural, "and"),
                        word.value
                    ),
                )
                .help(format!("write `{}`", form(self.level)))
                .possible_fix(
                    format!(
                        "write `{}`",
                        nearest(&word.value, names.iter().copied()).unwrap_or(one)
                    ),
                    word.span,
                    nearest(&word.value, names.iter().copied()).unwrap_or(one),
                ),
            );
        }
        found
    }

    /// The platform as written; `Some(None)` where none is.
    fn given_platform(&mut self, given: &GivenClause) -> Option<Option<Platform>> {
        let Some(word) = &given.platform else {
            return Some(None);
        };
        if let Ok(platform) = word.value.parse::<Platform>() {
            return Some(Some(platform));
        }
        let names: Vec<&str> = Platform::ALL.iter().map(|platform| platform.as_str()).collect();
        let found = Diagnostic::new(
            "E0508",
            word.span,
            format!("there is no platform `{}`", word.value),
        );
        self.say(match nearest(&word.value, names.iter().copied()) {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                format!("write `{meant}`"),
                word.span,
                meant,
            ),
            None => found.help(format!("there are {}", list(&names, "and"))),
        });
        None
    }

    /// What the object stands in, from `in ad group "…" of campaign "…"`; `Some(None)` for a campaign.
    fn above(
        &mut self,
        given: &GivenClause,
        level: Level,
        platform: Option<Platform>,
    ) -> Option<Option<usize>> {
        let account = given.account.as_ref().map(|account| account.value.as_str());
        let mut expected = level.parent().filter(|parent| *parent != Level::Accounts);
        for (word, _) in &given.path {
            let Some(wanted) = expected else {
                self.say(
                    Diagnostic::new("E0804", word.span, "nothing of a test stands above a campaign")
                        .help("write `in account \"…\"` for its account"),
                );
                return None;
            };
            if word.value != wanted.one() {
                self.say(
                    Diagnostic::new(
                        "E0804",
                        word.span,
                        format!(
                            "here stands {} {}, not a {}",
                            crate::display::article(wanted.one()),
                            wanted.one(),
                            word.value
                        ),
                    )
                    .help(format!("write `{}`", form(level))),
                );
                return None;
            }
            expected = wanted.parent().filter(|parent| *parent != Level::Accounts);
        }
        let known = |reading: &Self, name: &str, level: Level| {
            reading
                .objects
                .iter()
                .position(|object| object.level == level && object.name == name)
        };
        // From the top down; what was given above need not say again where it stands.
        let mut parent = None;
        let mut has_top = expected.is_none();
        let mut levels = Vec::new();
        let mut next = level.parent();
        for _ in &given.path {
            levels.extend(next);
            next = next.and_then(Level::parent);
        }
        for ((_, name), level) in given.path.iter().zip(&levels).rev() {
            if let Some(found) = known(self, &name.value, *level)
                && !has_top
            {
                parent = Some(found);
                has_top = true;
                continue;
            }
            if !has_top {
                return self.unplaced(name, *level);
            }
            parent = Some(self.placed(name, *level, parent, platform, account)?);
        }
        if expected.is_none() && level.below_campaigns().is_empty() || parent.is_some() {
            return Some(parent);
        }
        match known(self, &given.name.value, level) {
            Some(before) => Some(self.objects.get(before)?.parent),
            None => self.unplaced(&given.name, level),
        }
    }

    fn unplaced(&mut self, name: &Spanned<String>, level: Level) -> Option<Option<usize>> {
        self.say(
            Diagnostic::new(
                "E0804",
                name.span,
                format!("where does the {} `{}` stand?", level.one(), name.value),
            )
            .help(format!("write `{}`", form(level))),
        );
        None
    }

    /// An object in its place: a new one, or the same as above.
    fn placed(
        &mut self,
        name: &Spanned<String>,
        level: Level,
        parent: Option<usize>,
        platform: Option<Platform>,
        account: Option<&str>,
    ) -> Option<usize> {
        let above = parent.and_then(|parent| self.objects.get(parent));
        let platform = platform.or_else(|| above.map(|above| above.platform));
        let account = account
            .map(str::to_owned)
            .or_else(|| above.map(|above| above.account.clone()));
        let known = self
            .objects
            .iter()
            .position(|object| object.level == level && object.name == name.value);
        if let Some(index) = known {
            let before = self.objects.get(index)?;
            let moved = platform.is_some_and(|platform| platform != before.platform)
                || account.is_some_and(|account| account != before.account)
                || parent != before.parent;
            if moved {
                let one = level.one();
                self.say(
                    Diagnostic::new(
                        "E0804",
                        name.span,
                        format!("`{}` is given in another place above", name.value),
                    )
                    .help(format!(
                        "{} {one} stays where it is; give another one another name",
                        crate::display::article(one)
                    )),
                );
                return None;
            }
            return Some(index);
        }
        if self.objects.len() >= MOST_OBJECTS {
            self.say(
                Diagnostic::new(
                    "E0804",
                    name.span,
                    format!("a test has at most {MOST_OBJECTS} objects"),
                )
                .help("split it into several tests"),
            );
            return None;
        }
        let scope = self.rules.first().map(|rule| rule.scope());
        self.objects.push(Object {
            level,
            name: name.value.clone(),
            parent,
            platform: platform
                .or_else(|| scope.and_then(|scope| scope.platforms.first().copied()))
                .unwrap_or(Platform::Google),
            account: account
                .or_else(|| scope.and_then(|scope| scope.accounts.first().cloned()))
                .unwrap_or_else(|| "Test account".to_owned()),
            shares: None,
        });
        Some(self.objects.len().saturating_sub(1))
    }

    /// An attribute and its value.
    fn fact(&mut self, fact: &FactSyntax, level: Level) -> Option<(Attribute, Fact)> {
        let name = &fact.name;
        let Ok(attribute) = name.value.parse::<Attribute>() else {
            self.unknown_attribute(name, level);
            return None;
        };
        if level.info().has(attribute).is_empty() {
            let has: Vec<&str> = own(level).collect();
            let found = Diagnostic::new("E0804", name.span, format!("{level} have no `{attribute}`"));
            self.say(match has.as_slice() {
                [] => found.help("a test gives their numbers alone"),
                has => found.help(format!("there are {}", list(has, "and"))),
            });
            return None;
        }
        if attribute.is_ambient() || attribute == Attribute::Name {
            let help = match attribute {
                Attribute::Name => "the name stands in quotes behind the level",
                Attribute::Platform => "write `on google` behind the name",
                Attribute::Account => "write `in account \"…\"` behind the name",
                Attribute::Currency => "it follows from the amounts of the test",
                _ => "it follows from the `at` of the test",
            };
            self.say(
                Diagnostic::new(
                    "E0804",
                    name.span,
                    format!("`{attribute}` is not given among the attributes"),
                )
                .help(help),
            );
            return None;
        }
        if let [only] = fact.values.as_slice()
            && let GivenValue::Gap(reason) = only.value
        {
            return Some((attribute, Err(reason)));
        }
        let value = if attribute.kind() == AttributeKind::Labels {
            let labels: Option<Vec<Arc<str>>> = fact
                .values
                .iter()
                .map(|value| match &value.value {
                    GivenValue::Literal(LiteralSyntax::Text(text)) => Some(Arc::from(text.as_str())),
                    _ => None,
                })
                .collect();
            labels.map(|labels| AttributeValue::Labels(labels.into()))
        } else {
            match fact.values.as_slice() {
                [only] => single(attribute, &only.value),
                _ => None,
            }
        };
        if value.is_none() {
            self.misfit(attribute, fact);
        }
        value.map(|value| (attribute, Ok(value)))
    }

    fn unknown_attribute(&mut self, name: &Spanned<String>, level: Level) {
        let word = &name.value;
        if let Some(metric) = word.parse::<Metric>().ok().filter(|metric| metric.is_windowed()) {
            self.say(of_a_window(metric, name.span));
            return;
        }
        if word.parse::<Metric>().is_ok() || word.parse::<DerivedMetric>().is_ok() {
            self.say(
                Diagnostic::new(
                    "E0804",
                    name.span,
                    format!("`{word}` is a metric: it happens on days"),
                )
                .help("give it in a series: `each of last 3 days { spend $60  conversions 1 }`"),
            );
            return;
        }
        let known: Vec<&str> = own(level).collect();
        let found = Diagnostic::new("E0804", name.span, format!("there is no attribute `{word}`"));
        self.say(match nearest(word, known.iter().copied()) {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                format!("write `{meant}`"),
                name.span,
                meant,
            ),
            None => found.help(format!("there are {}", list(&known, "and"))),
        });
    }

    fn misfit(&mut self, attribute: Attribute, fact: &FactSyntax) {
        let span = fact
            .values
            .first()
            .zip(fact.values.last())
            .map_or(fact.name.span, |(first, last)| first.span.to(last.span));
        let written = crate::display::one_line(span.of(self.text));
        let found = Diagnostic::new("E0804", span, format!("`{attribute}` cannot be `{written}`"));
        let members = attribute.members();
        let help = match attribute.kind() {
            AttributeKind::Money => format!("write an amount: `{attribute} $100`"),
            AttributeKind::Ratio => format!("write a ratio: `{attribute} 3.5`"),
            AttributeKind::Duration => format!("write a duration: `{attribute} 60d`"),
            AttributeKind::Date => format!("write a day: `{attribute} 2026-03-31`"),
            AttributeKind::Labels => format!("write texts: `{attribute} \"brand\", \"autumn\"`"),
            AttributeKind::Text => format!("write a text: `{attribute} \"…\"`"),
            AttributeKind::Enum => match nearest(&written, members.iter().copied()) {
                Some(meant) => {
                    self.say(found.help(format!("did you mean `{meant}`?")).safe_fix(
                        format!("write `{meant}`"),
                        span,
                        meant,
                    ));
                    return;
                }
                None => format!("there are {}", list(members, "and")),
            },
            _ => "it follows from the test".to_owned(),
        };
        self.say(found.help(help));
    }
}

/// A value of one attribute that takes one.
fn single(attribute: Attribute, value: &GivenValue) -> Option<AttributeValue> {
    match (attribute.kind(), value) {
        (AttributeKind::Money, GivenValue::Literal(LiteralSyntax::Money(_, micros))) if *micros >= 0 => {
            Some(AttributeValue::Money(*micros))
        }
        (AttributeKind::Ratio, GivenValue::Literal(LiteralSyntax::Number(ratio))) if !ratio.is_negative() => {
            ratio.to_millionths().map(AttributeValue::Ratio)
        }
        (AttributeKind::Text, GivenValue::Literal(LiteralSyntax::Text(text))) => {
            Some(AttributeValue::Text(text.as_str().into()))
        }
        (AttributeKind::Enum, GivenValue::Word(word)) => attribute.member(word).map(AttributeValue::Enum),
        (AttributeKind::Duration, GivenValue::Literal(LiteralSyntax::Duration(seconds))) => {
            Some(AttributeValue::Duration(*seconds))
        }
        (AttributeKind::Date, GivenValue::Literal(LiteralSyntax::Date(date))) => {
            Some(AttributeValue::Date(*date))
        }
        _ => None,
    }
}
