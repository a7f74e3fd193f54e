//! What a rule may do at most, and what a guard forbids every rule.

use crate::rational::Rational;
use crate::span::Span;
use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::literals::{Numeral, count};
use crate::syntax::scan::TokenKind;
use crate::syntax::tree::{
    CeilingSyntax, Clause, Expr, LimitClause, LimitReachSyntax, LiteralSyntax, NeverClause, RiskVerb, Spanned,
};

impl Reader<'_> {
    /// `limit_clause = "at" "most" (limit_share | limit_paused | limit_count)`
    pub(super) fn limit_clause(&mut self) -> Option<Clause> {
        self.expect("at")?;
        self.expect("most")?;
        let limit = if let Some(share) = self.numeral(&[Numeral::Percent]) {
            if self.here() == "of" && self.ahead(1) == "scope" {
                self.limit_share(share)
            } else {
                self.limit_paused(share)
            }
        } else {
            let most = self.expect_numeral(Numeral::Number, Expected::Number)?;
            if self.word("per") {
                self.limit_count(count(most))
            } else {
                self.limit_paused(most)
            }
        };
        limit.map(Clause::Limit)
    }

    /// `limit_share = percent "of" "scope" "spend" "per" "day"`
    fn limit_share(&mut self, share: Spanned<LiteralSyntax>) -> Option<LimitClause> {
        for word in ["of", "scope", "spend", "per", "day"] {
            self.expect(word)?;
        }
        Some(LimitClause::ShareOfSpend(share))
    }

    /// `limit_paused = (percent | number) "of"? word word? "paused" "per" "day"`
    fn limit_paused(&mut self, most: Spanned<LiteralSyntax>) -> Option<LimitClause> {
        self.word("of");
        let place = self.place();
        self.any_word()?;
        if self.kind() == Some(TokenKind::Word) && self.ahead(1) == "paused" {
            self.advance(1);
        }
        let level = Spanned {
            value: crate::display::one_line(self.text_since(place)),
            span: self.since(place),
        };
        for word in ["paused", "per", "day"] {
            self.expect(word)?;
        }
        Some(LimitClause::Paused { most, level })
    }

    /// `limit_count = number "per" ("run" | "day") ("per" "object" | "in" "total")? limit_order?`
    fn limit_count(&mut self, count: Spanned<Rational>) -> Option<LimitClause> {
        let per_run = self.word("run");
        if !per_run {
            self.expect("day")?;
        }
        let place = self.place();
        let reach = if self.word("per") {
            self.expect("object")?;
            Some(LimitReachSyntax::Object)
        } else if self.word("in") {
            self.expect("total")?;
            Some(LimitReachSyntax::Total)
        } else {
            None
        };
        let reach = reach.map(|value| Spanned {
            value,
            span: self.since(place),
        });
        Some(LimitClause::Count {
            count,
            per_run,
            reach,
            highest: self.limit_order()?,
        })
    }

    /// `limit_order = ","? "highest" sum "first"`
    ///
    /// `Some(None)` when none comes next.
    fn limit_order(&mut self) -> Option<Option<Expr>> {
        if self.takes(",") {
            self.expect("highest")?;
        } else if !self.word("highest") {
            return Some(None);
        }
        let by = self.sum()?;
        self.expect("first")?;
        Some(Some(by))
    }

    /// `never_clause = "never" (never_raise_total | never_raise | never_lower | never_change | never_pause)`
    pub(super) fn never_clause(&mut self) -> Option<Clause> {
        self.expect("never")?;
        let place = self.place();
        let never = if self.word("raise") {
            if self.here() == "total" && self.ahead(1) == "budget" {
                self.never_raise_total()
            } else {
                self.never_raise(self.since(place))
            }
        } else if self.word("lower") {
            self.never_lower(self.since(place))
        } else if self.word("change") {
            self.never_change()
        } else {
            self.expect("pause")?;
            self.never_pause()
        };
        never.map(Clause::Never)
    }

    /// `never_raise_total = "raise" "total" "budget" "of" "account" "above" ceiling ("," ceiling)*`
    fn never_raise_total(&mut self) -> Option<NeverClause> {
        for word in ["total", "budget", "of", "account", "above"] {
            self.expect(word)?;
        }
        Some(NeverClause::RaiseTotalAbove {
            ceilings: self.list(Self::ceiling)?,
        })
    }

    /// `never_raise = "raise" word "above" ceiling ("," ceiling)*`
    fn never_raise(&mut self, verb: Span) -> Option<NeverClause> {
        self.beyond((RiskVerb::Raise, verb), "above")
    }

    /// `never_lower = "lower" word "below" ceiling ("," ceiling)*`
    fn never_lower(&mut self, verb: Span) -> Option<NeverClause> {
        self.beyond((RiskVerb::Lower, verb), "below")
    }

    fn beyond(&mut self, (value, span): (RiskVerb, Span), side: &'static str) -> Option<NeverClause> {
        let property = self.any_word()?;
        self.expect(side)?;
        Some(NeverClause::Beyond {
            verb: Spanned { value, span },
            property,
            ceilings: self.list(Self::ceiling)?,
        })
    }

    /// `never_change = "change" word "by" "more" "than" ceiling ("," ceiling)* "per" "day"`
    fn never_change(&mut self) -> Option<NeverClause> {
        let property = self.any_word()?;
        for word in ["by", "more", "than"] {
            self.expect(word)?;
        }
        let steps = self.list(Self::ceiling)?;
        self.expect("per")?;
        self.expect("day")?;
        Some(NeverClause::ChangeByMore { property, steps })
    }

    /// `never_pause = "pause" ("where" expression)?`
    fn never_pause(&mut self) -> Option<NeverClause> {
        let condition = if self.word("where") {
            Some(self.expression()?)
        } else {
            None
        };
        Some(NeverClause::Pause { condition })
    }

    /// `ceiling = percent "of" word "at" "start" "of" "day" | money | percent | number`
    fn ceiling(&mut self) -> Option<Spanned<CeilingSyntax>> {
        let place = self.place();
        let Some(literal) = self.numeral(&[Numeral::Money, Numeral::Percent, Numeral::Number]) else {
            return self.fail(Expected::Value);
        };
        let value = if matches!(literal.value, LiteralSyntax::Percent(_)) && self.word("of") {
            let property = self.any_word()?;
            for word in ["at", "start", "of", "day"] {
                self.expect(word)?;
            }
            CeilingSyntax::ShareOfStart(literal.value, property)
        } else {
            CeilingSyntax::Literal(literal.value)
        };
        Some(Spanned {
            value,
            span: self.since(place),
        })
    }
}
