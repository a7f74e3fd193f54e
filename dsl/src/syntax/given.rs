//! What a test sets up: its instants, its parameters, and the objects with their history.

use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::literals::Numeral;
use crate::syntax::scan::TokenKind;
use crate::syntax::test_trees::{
    FactSyntax, GivenClause, GivenRate, GivenValue, InstantSyntax, PeriodSyntax, SeriesSyntax, TestClause,
};
use crate::syntax::tree::{LiteralSyntax, Spanned};
use crate::table::MissingReason;

impl Reader<'_> {
    /// `at_clause = "at" instant ("," instant)* ("in" text)?`
    pub(super) fn test_at(&mut self) -> Option<TestClause> {
        self.expect("at")?;
        let instants = self.list(Self::instant)?;
        let zone = if self.word("in") {
            Some(self.quoted()?)
        } else {
            None
        };
        Some(TestClause::At {
            instants: instants.into_iter().flatten().collect(),
            zone,
        })
    }

    /// `instant = date? time`
    ///
    /// `Some(None)` when there is no such day or time.
    fn instant(&mut self) -> Option<Option<Spanned<InstantSyntax>>> {
        let place = self.place();
        let date = self.numeral(&[Numeral::Date]);
        let time = self.expect_time()?;
        let date = match date.map(|date| date.value) {
            Some(LiteralSyntax::Date(date)) => Some(date),
            _ => None,
        };
        let LiteralSyntax::Time(time) = time.value else {
            return Some(None);
        };
        Some(Some(Spanned {
            value: InstantSyntax { date, time },
            span: self.since(place),
        }))
    }

    /// `settled_lag_clause = "settled" "lag" duration`
    pub(super) fn settled_lag(&mut self) -> Option<TestClause> {
        self.expect("settled")?;
        self.expect("lag")?;
        self.expect_duration().map(TestClause::SettledLag)
    }

    /// `with_clause = "with" name "=" literals`
    pub(super) fn with_clause(&mut self) -> Option<TestClause> {
        self.expect("with")?;
        let name = self.name()?;
        self.expect("=")?;
        let value = self.literals()?.span;
        Some(TestClause::With { name, value })
    }

    /// `given_clause = "given" (supply | rate | given)`
    pub(super) fn given_clause(&mut self) -> Option<TestClause> {
        self.expect("given")?;
        if self.here() == "lookup" && self.is_name(1) {
            self.supply()
        } else if self.here() == "rate" {
            self.rate()
        } else {
            self.given().map(TestClause::Given)
        }
    }

    /// `supply = "lookup" name "{" (text (text | money | percent | number))* "}"`
    fn supply(&mut self) -> Option<TestClause> {
        self.expect("lookup")?;
        let lookup = self.name()?;
        self.expect("{")?;
        let mut rows = Vec::new();
        while !self.word("}") {
            let key = self.quoted()?;
            if self.token().is_some_and(|token| token.kind == TokenKind::Text) {
                let Spanned { value, span } = self.quoted()?;
                let value = LiteralSyntax::Text(value);
                rows.push((key, Spanned { value, span }));
                continue;
            }
            let Some(value) = self.numeral(&[Numeral::Money, Numeral::Percent, Numeral::Number]) else {
                return self.fail(Expected::Value);
            };
            rows.push((key, value));
        }
        Some(TestClause::Supply { lookup, rows })
    }

    /// `rate = "rate" word "to" word number ("on" date)?`
    fn rate(&mut self) -> Option<TestClause> {
        self.expect("rate")?;
        let from = self.any_word()?;
        self.expect("to")?;
        let to = self.any_word()?;
        let value = self.expect_numeral(Numeral::Number, Expected::Value)?;
        let on = if self.takes("on") {
            Some(self.expect_numeral(Numeral::Date, Expected::Date)?)
        } else {
            None
        };
        Some(TestClause::Rate(GivenRate { from, to, value, on }))
    }

    /// `given = given_level text (("of" | "in") given_level text)* ("on" word)? ("in" "account" text)? "{" entry* "}"`
    fn given(&mut self) -> Option<GivenClause> {
        let level = self.given_level()?;
        let name = self.quoted()?;
        let mut path = Vec::new();
        while self.here() == "of" || self.here() == "in" && self.ahead(1) != "account" {
            self.advance(1);
            let level = self.given_level()?;
            path.push((level, self.quoted()?));
        }
        let platform = if self.word("on") {
            Some(self.any_word()?)
        } else {
            None
        };
        let account = if self.two("in", "account") {
            Some(self.quoted()?)
        } else {
            None
        };
        let mut given = GivenClause {
            level,
            name,
            path,
            platform,
            account,
            shares: Vec::new(),
            facts: Vec::new(),
            windowed: Vec::new(),
            series: Vec::new(),
        };
        self.expect("{")?;
        while !self.word("}") {
            self.entry(&mut given)?;
        }
        Some(given)
    }

    /// `given_level = word word?`
    ///
    /// One object of a level, which may be called by two words.
    fn given_level(&mut self) -> Option<Spanned<String>> {
        let place = self.place();
        let first = self.any_word()?;
        if self.kind() != Some(TokenKind::Word) {
            return Some(first);
        }
        self.advance(1);
        Some(Spanned {
            value: crate::display::one_line(self.text_since(place)),
            span: self.since(place),
        })
    }

    /// `entry = series | "shares" "budget" text | fact ("over" window)?`
    fn entry(&mut self, given: &mut GivenClause) -> Option<()> {
        match self.here() {
            "each" | "last" | "today" | "yesterday" | "on" => given.series.push(self.series()?),
            "shares" => {
                self.advance(1);
                self.expect("budget")?;
                given.shares.push(self.quoted()?);
            }
            _ => {
                let fact = self.fact(Self::fact_value)?;
                if self.word("over") {
                    given.windowed.push((fact, self.window()?));
                } else {
                    given.facts.push(fact);
                }
            }
        }
        Some(())
    }

    /// `fact = word attribution? fact_value ("," fact_value)*`
    fn fact(&mut self, value: impl Fn(&mut Self) -> Option<Spanned<GivenValue>>) -> Option<FactSyntax> {
        let place = self.place();
        let mut name = self.any_word()?;
        if let Some(window) = self.attribution()? {
            name = Spanned {
                value: format!("{}[{}]", name.value, window.value),
                span: self.since(place),
            };
        }
        Some(FactSyntax {
            name,
            values: self.list(value)?,
        })
    }

    /// `fact_value = gap | money | percent | duration | date | number | text | truth | word`
    fn fact_value(&mut self) -> Option<Spanned<GivenValue>> {
        const AMONG: &[Numeral] = &[
            Numeral::Money,
            Numeral::Percent,
            Numeral::Duration,
            Numeral::Date,
            Numeral::Number,
        ];
        let place = self.place();
        let value = if let Some(reason) = self.gap() {
            GivenValue::Gap(reason)
        } else if let Some(literal) = self
            .numeral(AMONG)
            .or_else(|| self.text_literal())
            .or_else(|| self.truth())
        {
            GivenValue::Literal(literal.value)
        } else if self.kind() == Some(TokenKind::Word) {
            GivenValue::Word(self.any_word()?.value)
        } else {
            return self.fail(Expected::Value);
        };
        Some(Spanned {
            value,
            span: self.since(place),
        })
    }

    /// `series = period "{" (gap | cell)* "}"`
    /// `cell = word attribution? cell_value ("," cell_value)*`
    fn series(&mut self) -> Option<SeriesSyntax> {
        let place = self.place();
        let value = self.period()?;
        let period = Spanned {
            value,
            span: self.since(place),
        };
        self.expect("{")?;
        let mut cells = Vec::new();
        let mut gaps = Vec::new();
        while !self.word("}") {
            let place = self.place();
            match self.gap() {
                Some(value) => gaps.push(Spanned {
                    value,
                    span: self.since(place),
                }),
                None => cells.push(self.fact(Self::cell_value)?),
            }
        }
        // A day that no calendar has is answered for.
        Some(SeriesSyntax { period, cells, gaps })
    }

    /// `cell_value = gap | money | percent | number`
    fn cell_value(&mut self) -> Option<Spanned<GivenValue>> {
        let place = self.place();
        let value = match self.gap() {
            Some(reason) => GivenValue::Gap(reason),
            None => match self.numeral(&[Numeral::Money, Numeral::Percent, Numeral::Number]) {
                Some(literal) => GivenValue::Literal(literal.value),
                None => return self.fail(Expected::Value),
            },
        };
        Some(Spanned {
            value,
            span: self.since(place),
        })
    }

    /// `gap = "_" | "stale"`
    fn gap(&mut self) -> Option<MissingReason> {
        if self.takes("_") {
            Some(MissingReason::NoSync)
        } else if self.takes("stale") {
            Some(MissingReason::Stale)
        } else {
            None
        }
    }

    /// `period = "each" "of" "last" duration | "last" duration | "today" | "yesterday" | "on" date`
    fn period(&mut self) -> Option<PeriodSyntax> {
        if self.takes("today") {
            return Some(PeriodSyntax::Today);
        }
        if self.takes("yesterday") {
            return Some(PeriodSyntax::Yesterday);
        }
        if self.takes("on") {
            let date = self.expect_numeral(Numeral::Date, Expected::Date)?;
            return Some(match date.value {
                LiteralSyntax::Date(date) => PeriodSyntax::On(date),
                // Answered for already.
                _ => PeriodSyntax::Today,
            });
        }
        let each = self.takes("each");
        if each {
            self.expect("of")?;
        }
        self.expect("last")?;
        let length = self.expect_duration()?;
        Some(if each {
            PeriodSyntax::Each(length)
        } else {
            PeriodSyntax::Last(length)
        })
    }
}
