//! The clauses of `test` items: what was written, and how pest's pairs become it.

use jiff::civil::{Date, Time};
use pest::iterators::Pair;

use crate::span::Span;
use crate::syntax::Rule;
use crate::syntax::expressions::Reader;
use crate::syntax::literals::negated;
use crate::syntax::tree::{AmountVerb, LiteralSyntax, Spanned};
use crate::table::MissingReason;

type P<'i> = Pair<'i, Rule>;

/// What a clause of a test is by its opener alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TestClauseKind {
    At,
    SettledLag,
    With,
    Given,
    Expect,
    /// `approve` and `reject`.
    Decide,
}

/// One clause of a test.
#[derive(Clone, Debug)]
pub(crate) enum TestClause {
    At {
        instants: Vec<Spanned<InstantSyntax>>,
        zone: Option<Spanned<String>>,
    },
    SettledLag(Spanned<LiteralSyntax>),
    /// A parameter's value here: name, and where its literals stand.
    With {
        name: Spanned<String>,
        value: Span,
    },
    Given(GivenClause),
    /// `given lookup margins { "A" 40% }`: its rows from here on.
    Supply {
        lookup: Spanned<String>,
        rows: Vec<(Spanned<String>, Spanned<LiteralSyntax>)>,
    },
    Expect(ExpectClause),
    Decide {
        approves: bool,
        names: Vec<Spanned<String>>,
        /// Whose answer it is.
        role: Option<Spanned<String>>,
    },
}

/// `2026-03-04 10:00`, or a time on the day of the instant before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InstantSyntax {
    pub(crate) date: Option<Date>,
    pub(crate) time: Time,
}

#[derive(Clone, Debug)]
pub(crate) struct GivenClause {
    pub(crate) level: Spanned<String>,
    pub(crate) name: Spanned<String>,
    /// What it stands in, as written: `in ad group "Shoes" of campaign "Brand US"`.
    pub(crate) path: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) platform: Option<Spanned<String>>,
    pub(crate) account: Option<Spanned<String>>,
    /// The budget it shares with others.
    pub(crate) shares: Vec<Spanned<String>>,
    pub(crate) facts: Vec<FactSyntax>,
    pub(crate) series: Vec<SeriesSyntax>,
}

/// `status active`, `labels "a", "b"`.
#[derive(Clone, Debug)]
pub(crate) struct FactSyntax {
    pub(crate) name: Spanned<String>,
    pub(crate) values: Vec<Spanned<GivenValue>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum GivenValue {
    Literal(LiteralSyntax),
    Word(String),
    /// `_` or `stale`.
    Gap(MissingReason),
}

/// `each of last 6 days { spend $60 conversions 1 }`.
#[derive(Clone, Debug)]
pub(crate) struct SeriesSyntax {
    pub(crate) period: Spanned<PeriodSyntax>,
    pub(crate) cells: Vec<FactSyntax>,
    /// `{ _ }`: every metric that a platform reports.
    pub(crate) gaps: Vec<Spanned<MissingReason>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PeriodSyntax {
    Today,
    Yesterday,
    On(Date),
    /// The same values in each.
    Each(Spanned<LiteralSyntax>),
    /// One value each, the oldest first.
    Last(Spanned<LiteralSyntax>),
}

#[derive(Clone, Debug)]
pub(crate) struct ExpectClause {
    pub(crate) span: Span,
    pub(crate) of: Spanned<String>,
    /// The rule whose doing it is.
    pub(crate) by: Option<Spanned<String>>,
    pub(crate) what: ExpectSyntax,
    pub(crate) because: Vec<GroundSyntax>,
}

#[derive(Clone, Debug)]
pub(crate) enum ExpectSyntax {
    Nothing,
    Unknown,
    Acts {
        action: Spanned<ExpectedAction>,
        state: Spanned<String>,
    },
}

#[derive(Clone, Debug)]
pub(crate) enum ExpectedAction {
    Pause,
    Resume,
    Amount {
        verb: AmountVerb,
        property: Spanned<String>,
        to: Option<Spanned<LiteralSyntax>>,
    },
    Notify {
        says: Option<Spanned<String>>,
    },
}

/// `cost = $60`, `clicks is missing`.
#[derive(Clone, Debug)]
pub(crate) struct GroundSyntax {
    pub(crate) span: Span,
    /// The value as it stands in the rule.
    pub(crate) value: Spanned<String>,
    /// Its name alone, without a window.
    pub(crate) name: Spanned<String>,
    pub(crate) is: Spanned<GroundValue>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum GroundValue {
    Literal(LiteralSyntax),
    Word(String),
    Infinite,
    Missing,
}

impl Reader<'_> {
    pub(super) fn test_clause(&mut self, kind: TestClauseKind, pair: P<'_>) -> Option<TestClause> {
        match kind {
            TestClauseKind::At => Some(self.test_at(pair)),
            TestClauseKind::SettledLag => {
                let lag = pair
                    .into_inner()
                    .find(|inner| inner.as_rule() == Rule::duration)?;
                Some(TestClause::SettledLag(self.spanned_literal(lag)))
            }
            TestClauseKind::With => {
                let mut name = None;
                let mut value = None;
                for inner in pair.into_inner() {
                    match inner.as_rule() {
                        Rule::name => name = Some(self.word(&inner)),
                        Rule::literals => value = Some(self.span(&inner)),
                        _ => {}
                    }
                }
                Some(TestClause::With {
                    name: name?,
                    value: value?,
                })
            }
            TestClauseKind::Given => {
                let supply = pair
                    .clone()
                    .into_inner()
                    .find(|inner| inner.as_rule() == Rule::given_lookup);
                match supply {
                    Some(supply) => self.supply(supply),
                    None => self.given(pair).map(TestClause::Given),
                }
            }
            TestClauseKind::Expect => self.expectation(pair).map(TestClause::Expect),
            TestClauseKind::Decide => {
                let mut approves = false;
                let mut names = Vec::new();
                let mut role = None;
                for inner in pair.into_inner() {
                    match inner.as_rule() {
                        Rule::k_approve => approves = true,
                        Rule::text => names.push(self.quoted(&inner)),
                        Rule::as_role => {
                            let word = inner.into_inner().find(|part| part.as_rule() == Rule::word);
                            role = word.map(|word| self.word(&word));
                        }
                        _ => {}
                    }
                }
                Some(TestClause::Decide {
                    approves,
                    names,
                    role,
                })
            }
        }
    }

    fn supply(&mut self, pair: P<'_>) -> Option<TestClause> {
        let mut lookup = None;
        let mut rows = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::name => lookup = Some(self.word(&inner)),
                Rule::lookup_row => {
                    let mut parts = inner.into_inner();
                    let key = self.quoted(&parts.next()?);
                    rows.push((key, self.spanned_literal(parts.next()?)));
                }
                _ => {}
            }
        }
        Some(TestClause::Supply {
            lookup: lookup?,
            rows,
        })
    }

    fn test_at(&mut self, pair: P<'_>) -> TestClause {
        let mut instants = Vec::new();
        let mut zone = None;
        for inner in pair.into_inner() {
            let span = self.span(&inner);
            match inner.as_rule() {
                Rule::instant => {
                    let mut date = None;
                    let mut time = None;
                    for part in inner.into_inner() {
                        match self.literal(part) {
                            LiteralSyntax::Date(found) => date = Some(found),
                            LiteralSyntax::Time(found) => time = Some(found),
                            _ => {}
                        }
                    }
                    if let Some(time) = time {
                        let value = InstantSyntax { date, time };
                        instants.push(Spanned { value, span });
                    }
                }
                Rule::zone => {
                    zone = inner
                        .into_inner()
                        .find(|part| part.as_rule() == Rule::text)
                        .map(|text| self.quoted(&text));
                }
                _ => {}
            }
        }
        TestClause::At { instants, zone }
    }

    fn given(&mut self, pair: P<'_>) -> Option<GivenClause> {
        let mut level = None;
        let mut name = None;
        let mut path = Vec::new();
        let mut platform = None;
        let mut account = None;
        let mut shares = Vec::new();
        let mut facts = Vec::new();
        let mut series = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::given_level => level = Some(self.level_word(&inner)),
                Rule::text => name = Some(self.quoted(&inner)),
                Rule::given_path => {
                    let mut above = None;
                    for part in inner.into_inner() {
                        match part.as_rule() {
                            Rule::given_level => above = Some(self.level_word(&part)),
                            Rule::text => path.push((above.take()?, self.quoted(&part))),
                            _ => {}
                        }
                    }
                }
                Rule::given_on => {
                    let word = inner.into_inner().find(|part| part.as_rule() == Rule::word);
                    platform = word.map(|word| self.word(&word));
                }
                Rule::given_account => {
                    let text = inner.into_inner().find(|part| part.as_rule() == Rule::text);
                    account = text.map(|text| self.quoted(&text));
                }
                Rule::given_entry => {
                    let entry = inner.into_inner().next()?;
                    match entry.as_rule() {
                        Rule::series => series.push(self.series(entry)?),
                        Rule::shared => {
                            let text = entry.into_inner().find(|part| part.as_rule() == Rule::text)?;
                            shares.push(self.quoted(&text));
                        }
                        _ => facts.push(self.fact(entry)?),
                    }
                }
                _ => {}
            }
        }
        Some(GivenClause {
            level: level?,
            name: name?,
            path,
            platform,
            account,
            shares,
            facts,
            series,
        })
    }

    /// `ad group`, on one line.
    fn level_word(&self, pair: &P<'_>) -> Spanned<String> {
        Spanned {
            value: crate::display::one_line(pair.as_str()),
            span: self.span(pair),
        }
    }

    /// Rules `fact` and `cell`.
    fn fact(&mut self, pair: P<'_>) -> Option<FactSyntax> {
        let mut name = None;
        let mut values = Vec::new();
        for inner in pair.into_inner() {
            let span = self.span(&inner);
            match inner.as_rule() {
                Rule::word => name = Some(self.word(&inner)),
                Rule::fact_value | Rule::cell_value => {
                    let value = inner.into_inner().next()?;
                    let value = match value.as_rule() {
                        Rule::gap_word => GivenValue::Gap(gap_reason(&value)),
                        Rule::word => GivenValue::Word(value.as_str().to_owned()),
                        _ => GivenValue::Literal(self.literal(value)),
                    };
                    values.push(Spanned { value, span });
                }
                _ => {}
            }
        }
        Some(FactSyntax { name: name?, values })
    }

    fn series(&mut self, pair: P<'_>) -> Option<SeriesSyntax> {
        let mut period = None;
        let mut cells = Vec::new();
        let mut gaps = Vec::new();
        for inner in pair.into_inner() {
            let span = self.span(&inner);
            match inner.as_rule() {
                Rule::period => {
                    let written = inner.into_inner().next()?;
                    let value = match written.as_rule() {
                        Rule::k_today => PeriodSyntax::Today,
                        Rule::k_yesterday => PeriodSyntax::Yesterday,
                        Rule::day_period => {
                            let date = written.into_inner().find(|part| part.as_rule() == Rule::date)?;
                            match self.literal(date) {
                                LiteralSyntax::Date(date) => PeriodSyntax::On(date),
                                _ => return None,
                            }
                        }
                        rule => {
                            let length = written
                                .into_inner()
                                .find(|part| part.as_rule() == Rule::duration)?;
                            let length = self.spanned_literal(length);
                            if rule == Rule::each_period {
                                PeriodSyntax::Each(length)
                            } else {
                                PeriodSyntax::Last(length)
                            }
                        }
                    };
                    period = Some(Spanned { value, span });
                }
                Rule::cell => cells.push(self.fact(inner)?),
                Rule::gap_of_all => {
                    let word = inner.into_inner().next()?;
                    gaps.push(Spanned {
                        value: gap_reason(&word),
                        span,
                    });
                }
                _ => {}
            }
        }
        Some(SeriesSyntax {
            period: period?,
            cells,
            gaps,
        })
    }

    fn expectation(&mut self, pair: P<'_>) -> Option<ExpectClause> {
        let span = self.span(&pair);
        let mut of = None;
        let mut by = None;
        let mut what = None;
        let mut because = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::expect_quiet => {
                    for part in inner.into_inner() {
                        match part.as_rule() {
                            Rule::k_nothing => what = Some(ExpectSyntax::Nothing),
                            Rule::k_unknown => what = Some(ExpectSyntax::Unknown),
                            Rule::text => of = Some(self.quoted(&part)),
                            Rule::by_rule => by = self.by_rule(part),
                            _ => {}
                        }
                    }
                }
                Rule::expect_acts => {
                    let mut action = None;
                    let mut state = None;
                    for part in inner.into_inner() {
                        let span = self.span(&part);
                        match part.as_rule() {
                            Rule::expected_action => {
                                let value = self.expected_action(part.into_inner().next()?)?;
                                action = Some(Spanned { value, span });
                            }
                            Rule::expected_state => state = Some(self.word(&part)),
                            Rule::text => of = Some(self.quoted(&part)),
                            Rule::by_rule => by = self.by_rule(part),
                            _ => {}
                        }
                    }
                    what = Some(ExpectSyntax::Acts {
                        action: action?,
                        state: state?,
                    });
                }
                Rule::because => {
                    for ground in inner.into_inner().filter(|part| part.as_rule() == Rule::ground) {
                        because.push(self.ground(ground)?);
                    }
                }
                _ => {}
            }
        }
        Some(ExpectClause {
            span,
            of: of?,
            by,
            what: what?,
            because,
        })
    }

    fn by_rule(&self, pair: P<'_>) -> Option<Spanned<String>> {
        let text = pair.into_inner().find(|part| part.as_rule() == Rule::text)?;
        Some(self.quoted(&text))
    }

    fn expected_action(&mut self, pair: P<'_>) -> Option<ExpectedAction> {
        Some(match pair.as_rule() {
            Rule::k_pause => ExpectedAction::Pause,
            Rule::k_resume => ExpectedAction::Resume,
            Rule::expected_budget => {
                let mut verb = None;
                let mut property = None;
                let mut to = None;
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::amount_verb => {
                            verb = match part.as_str() {
                                "set" => Some(AmountVerb::Set),
                                "increase" => Some(AmountVerb::Increase),
                                _ => Some(AmountVerb::Decrease),
                            }
                        }
                        Rule::word => property = Some(self.word(&part)),
                        Rule::money => to = Some(self.spanned_literal(part)),
                        _ => {}
                    }
                }
                ExpectedAction::Amount {
                    verb: verb?,
                    property: property?,
                    to,
                }
            }
            _ => ExpectedAction::Notify {
                says: pair
                    .into_inner()
                    .find(|part| part.as_rule() == Rule::text)
                    .map(|text| self.quoted(&text)),
            },
        })
    }

    fn ground(&mut self, pair: P<'_>) -> Option<GroundSyntax> {
        let span = self.span(&pair);
        let mut name: Option<Spanned<String>> = None;
        let mut whole: Option<Spanned<String>> = None;
        let mut is = None;
        for part in pair.into_inner() {
            let part_span = self.span(&part);
            match part.as_rule() {
                Rule::path => {
                    let found = Spanned {
                        value: crate::display::one_line(part.as_str()),
                        span: part_span,
                    };
                    whole = Some(found.clone());
                    name = Some(found);
                }
                Rule::over => {
                    if let Some(found) = &mut whole {
                        found.value = format!("{} {}", found.value, crate::display::one_line(part.as_str()));
                        found.span = found.span.to(part_span);
                    }
                }
                Rule::ground_missing => {
                    is = Some(Spanned {
                        value: GroundValue::Missing,
                        span: part_span,
                    });
                }
                Rule::ground_value => {
                    let mut negative = false;
                    let mut value = None;
                    for inner in part.into_inner() {
                        match inner.as_rule() {
                            Rule::minus => negative = true,
                            Rule::infinite => value = Some(GroundValue::Infinite),
                            Rule::word => value = Some(GroundValue::Word(inner.as_str().to_owned())),
                            _ => {
                                let literal = self.literal(inner);
                                let literal = if negative { negated(literal) } else { literal };
                                value = Some(GroundValue::Literal(literal));
                            }
                        }
                    }
                    is = Some(Spanned {
                        value: value?,
                        span: part_span,
                    });
                }
                _ => {}
            }
        }
        Some(GroundSyntax {
            span,
            value: whole?,
            name: name?,
            is: is?,
        })
    }
}

fn gap_reason(pair: &P<'_>) -> MissingReason {
    if pair.as_str().starts_with("stale") {
        MissingReason::Stale
    } else {
        MissingReason::NoSync
    }
}
