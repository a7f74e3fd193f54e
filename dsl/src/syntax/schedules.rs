//! Which objects a rule looks at, when, and over how much data.

use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::literals::Numeral;
use crate::syntax::scan::TokenKind;
use crate::syntax::tree::{
    CadenceSyntax, Clause, EveryClause, EveryPart, ForClause, Spanned, WithoutDataSyntax,
};

impl Reader<'_> {
    /// `for_clause = "for" level ("on" words)? ("in" "account" texts)? ("where" expression)?`
    /// `pool_clause = "pool" level ("on" words)? ("in" "account" texts)? ("where" expression)?`
    /// `words = word ("," word)*`
    /// `texts = text ("," text)*`
    pub(super) fn scope_clause(&mut self, opener: &'static str) -> Option<Clause> {
        self.expect(opener)?;
        let level = self.level()?;
        let mut platforms = Vec::new();
        if self.word("on") {
            platforms = self.list(Self::any_word)?;
        }
        let mut accounts = Vec::new();
        if self.word("in") {
            self.expect("account")?;
            accounts = self.list(Self::quoted)?;
        }
        let condition = if self.word("where") {
            Some(self.expression()?)
        } else {
            None
        };
        Some(Clause::For(ForClause {
            pooled: opener == "pool",
            level,
            platforms,
            accounts,
            condition,
        }))
    }

    /// `level = word+`
    ///
    /// Up to `on`, `in` or `where`.
    fn level(&mut self) -> Option<Spanned<String>> {
        let place = self.place();
        while self.kind() == Some(TokenKind::Word) && !matches!(self.here(), "on" | "in" | "where") {
            self.advance(1);
        }
        if self.place() == place {
            return self.fail(Expected::Level);
        }
        Some(Spanned {
            value: crate::display::one_line(self.text_since(place)),
            span: self.since(place),
        })
    }

    /// `every_clause = "every" cadence every_part*`
    pub(super) fn every_clause(&mut self) -> Option<Clause> {
        self.expect("every")?;
        let place = self.place();
        let value = self.cadence()?;
        let cadence = Spanned {
            value,
            span: self.since(place),
        };
        let mut parts = Vec::new();
        loop {
            let place = self.place();
            let Some(value) = self.every_part()? else { break };
            parts.push(Spanned {
                value,
                span: self.since(place),
            });
        }
        Some(Clause::Every(EveryClause { cadence, parts }))
    }

    /// `cadence = "sync" | "status" "change" | "day" "at" time | duration`
    fn cadence(&mut self) -> Option<CadenceSyntax> {
        if self.takes("sync") {
            return Some(CadenceSyntax::Sync);
        }
        if self.takes("status") {
            self.expect("change")?;
            return Some(CadenceSyntax::StatusChange);
        }
        if self.takes("day") {
            self.expect("at")?;
            return Some(CadenceSyntax::DayAt(self.expect_time()?));
        }
        let found = self.numeral(&[Numeral::Duration]);
        if found.is_none() {
            self.note_unit();
            self.note(Expected::Cadence);
        }
        found.map(CadenceSyntax::Every)
    }

    /// `every_part = "between" time "and" time | "on" words | "in" text | "catch" "up"`
    ///
    /// `Some(None)` when none comes next.
    fn every_part(&mut self) -> Option<Option<EveryPart>> {
        Some(Some(if self.word("between") {
            let from = self.expect_time()?;
            self.expect("and")?;
            EveryPart::Between(from, self.expect_time()?)
        } else if self.word("on") {
            EveryPart::On(self.list(Self::any_word)?)
        } else if self.word("in") {
            EveryPart::In(self.quoted()?)
        } else if self.takes("catch") {
            self.expect("up")?;
            EveryPart::CatchUp
        } else {
            self.note(Expected::Word("catch up"));
            return Some(None);
        }))
    }

    /// `window_clause = "window" window`
    pub(super) fn window_clause(&mut self) -> Option<Clause> {
        self.expect("window")?;
        self.window().map(Clause::Window)
    }

    /// `cooldown_clause = "cooldown" duration`
    pub(super) fn cooldown_clause(&mut self) -> Option<Clause> {
        self.expect("cooldown")?;
        self.expect_duration().map(Clause::Cooldown)
    }

    /// `without_data_clause = "without" "data" ("hold" | "alert" "after" duration)`
    pub(super) fn without_data_clause(&mut self) -> Option<Clause> {
        self.expect("without")?;
        self.expect("data")?;
        if self.word("hold") {
            return Some(Clause::WithoutData(WithoutDataSyntax::Hold));
        }
        self.expect("alert")?;
        self.expect("after")?;
        let after = self.expect_duration()?;
        Some(Clause::WithoutData(WithoutDataSyntax::AlertAfter(after)))
    }

    /// `hold_out_clause = "hold" "out" percent`
    pub(super) fn hold_out_clause(&mut self) -> Option<Clause> {
        self.expect("hold")?;
        self.expect("out")?;
        self.expect_percent().map(Clause::HoldOut)
    }
}
