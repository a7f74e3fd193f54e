//! When a rule acts, and what it does then.

use crate::registry::NegativeMatch;
use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::literals::{Numeral, count};
use crate::syntax::tree::{
    ActionSyntax, ActionSyntaxKind, AmountVerb, CapSyntax, Clause, Expr, ExprKind, HoldSyntax, LastingSyntax,
    MostMovedSyntax, MoveSyntax, RankingSyntax, Spanned, WhenClause,
};

impl Reader<'_> {
    /// `when_clause = "when" condition`
    pub(super) fn when_clause(&mut self) -> Option<Clause> {
        self.expect("when")?;
        self.condition().map(Clause::When)
    }

    /// `otherwise_clause = "otherwise" "when" condition`
    pub(super) fn otherwise_clause(&mut self) -> Option<Clause> {
        self.expect("otherwise")?;
        self.expect("when")?;
        self.condition().map(Clause::OtherwiseWhen)
    }

    /// `condition = expression ("lasting" lasting)?`
    fn condition(&mut self) -> Option<WhenClause> {
        let condition = self.expression()?;
        let place = self.place();
        let lasting = if self.word("lasting") {
            let value = self.lasting()?;
            Some(Spanned {
                value,
                span: self.since(place),
            })
        } else {
            None
        };
        Some(WhenClause { condition, lasting })
    }

    /// `lasting = number ("checks" | "check") | duration`
    fn lasting(&mut self) -> Option<LastingSyntax> {
        if let Some(duration) = self.numeral(&[Numeral::Duration]) {
            return Some(LastingSyntax::For(duration));
        }
        let Some(checks) = self.numeral(&[Numeral::Number]) else {
            self.note(Expected::Duration);
            return self.fail(Expected::Checks);
        };
        if !self.takes("check") {
            self.expect("checks")?;
        }
        Some(LastingSyntax::Checks(count(checks).value))
    }

    /// `action_clause = action hold?`
    pub(super) fn action_clause(&mut self) -> Option<Clause> {
        let place = self.place();
        let kind = self.action()?;
        let hold = self.hold()?;
        Some(Clause::Action(ActionSyntax {
            span: self.since(place),
            kind,
            hold,
        }))
    }

    /// `hold = "until" (time | "tomorrow" | word) | "for" "today"`
    ///
    /// `Some(None)` when none comes next.
    fn hold(&mut self) -> Option<Option<Spanned<HoldSyntax>>> {
        let place = self.place();
        let value = if self.two("for", "today") {
            HoldSyntax::Today
        } else if !self.word("until") {
            return Some(None);
        } else if self.takes("tomorrow") {
            HoldSyntax::Tomorrow
        } else if let Some(time) = self.numeral(&[Numeral::Time]) {
            HoldSyntax::Until(time.value)
        } else {
            self.note(Expected::Time);
            self.note(Expected::Word("tomorrow"));
            HoldSyntax::Other(self.any_word()?.value)
        };
        Some(Some(Spanned {
            value,
            span: self.since(place),
        }))
    }

    /// `action = "pause" | "resume" | amount_action | notify | ("add" | "remove") "label" text | negative_keyword
    ///        | "run" "script" call | move_budget`
    fn action(&mut self) -> Option<ActionSyntaxKind> {
        let verb = self.here();
        match verb {
            "pause" | "resume" | "set" | "increase" | "decrease" | "notify" | "add" | "remove" | "run"
            | "move" => {
                self.advance(1);
            }
            _ => return self.fail(Expected::Action),
        }
        match verb {
            "pause" => Some(ActionSyntaxKind::Pause),
            "resume" => Some(ActionSyntaxKind::Resume),
            "set" => self.amount_action(AmountVerb::Set),
            "increase" => self.amount_action(AmountVerb::Increase),
            "decrease" => self.amount_action(AmountVerb::Decrease),
            "notify" => self.notify(),
            "add" if self.here() == "negative" => self.negative_keyword(),
            "run" => {
                self.expect("script")?;
                let (name, arguments) = self.call()?;
                Some(ActionSyntaxKind::Script { name, arguments })
            }
            "move" => self.move_budget(),
            _ => {
                self.expect("label")?;
                Some(ActionSyntaxKind::Label {
                    is_there: verb == "add",
                    label: self.quoted()?,
                })
            }
        }
    }

    /// `amount_action = ("set" | "increase" | "decrease") word ("to" | "by") sum cap*`
    fn amount_action(&mut self, verb: AmountVerb) -> Option<ActionSyntaxKind> {
        let property = self.any_word()?;
        let place = self.place();
        let preposition = if self.word("to") {
            "to"
        } else {
            self.expect("by")?;
            "by"
        };
        let preposition = Spanned {
            value: preposition,
            span: self.since(place),
        };
        let amount = self.sum()?;
        let mut caps = Vec::new();
        loop {
            let place = self.place();
            let Some(value) = self.cap()? else { break };
            caps.push(Spanned {
                value,
                span: self.since(place),
            });
        }
        Some(ActionSyntaxKind::Amount {
            verb,
            property,
            preposition,
            amount,
            caps,
        })
    }

    /// `cap = "up" "to" sum | "down" "to" sum | "changing" "at" "most" sum`
    ///
    /// `Some(None)` when none comes next.
    fn cap(&mut self) -> Option<Option<CapSyntax>> {
        let as_cap: fn(Expr) -> CapSyntax = if self.takes("up") {
            self.expect("to")?;
            CapSyntax::UpTo
        } else if self.takes("down") {
            self.expect("to")?;
            CapSyntax::DownTo
        } else if self.word("changing") {
            self.expect("at")?;
            self.expect("most")?;
            CapSyntax::Changing
        } else {
            self.note(Expected::Word("up to"));
            self.note(Expected::Word("down to"));
            return Some(None);
        };
        Some(Some(as_cap(self.sum()?)))
    }

    /// `move_budget = "move" "budget" "from" end_of "to" end_of ("moving" "at" "most" most_moved)? ("each" "keeping" amounts)?
    ///        ("as" "each" "platform" "counts")?`
    fn move_budget(&mut self) -> Option<ActionSyntaxKind> {
        self.expect("budget")?;
        self.expect("from")?;
        let from = self.side()?;
        self.expect("to")?;
        let to = self.side()?;
        let place = self.place();
        let at_most = if self.word("moving") {
            self.expect("at")?;
            self.expect("most")?;
            let value = self.most_moved()?;
            Some(Spanned {
                value,
                span: self.since(place),
            })
        } else {
            None
        };
        let place = self.place();
        let keeping = if self.word("each") {
            self.expect("keeping")?;
            let first = self.sum()?;
            let value = self.amounts(first)?;
            Some(Spanned {
                value,
                span: self.since(place),
            })
        } else {
            None
        };
        let as_each_counts = self.word("as");
        if as_each_counts {
            self.expect("each")?;
            self.expect("platform")?;
            self.expect("counts")?;
        }
        Some(ActionSyntaxKind::Move(Box::new(MoveSyntax {
            from,
            to,
            at_most,
            keeping,
            as_each_counts,
        })))
    }

    fn side(&mut self) -> Option<Spanned<RankingSyntax>> {
        let place = self.place();
        let value = self.end_of()?;
        Some(Spanned {
            value,
            span: self.since(place),
        })
    }

    /// `most_moved = sum "of" "pool" "budget" | amounts`
    fn most_moved(&mut self) -> Option<MostMovedSyntax> {
        let first = self.sum()?;
        if self.two("of", "pool") {
            self.expect("budget")?;
            return Some(MostMovedSyntax::ShareOfPool(first));
        }
        self.amounts(first).map(MostMovedSyntax::Amounts)
    }

    /// `amounts = sum ("," money)*`
    ///
    /// One value, or one amount per currency; the first is read already.
    fn amounts(&mut self, first: Expr) -> Option<Vec<Expr>> {
        let mut amounts = vec![first];
        while self.takes(",") {
            let money = self.expect_numeral(Numeral::Money, Expected::Money)?;
            amounts.push(Expr {
                span: money.span,
                kind: ExprKind::Literal(money.value),
            });
        }
        Some(amounts)
    }

    /// `notify = "notify" word text text`
    fn notify(&mut self) -> Option<ActionSyntaxKind> {
        Some(ActionSyntaxKind::Notify {
            channel: self.any_word()?,
            target: self.quoted()?,
            // Its values have places in the text.
            template: self.quoted_as_written()?,
        })
    }

    /// `negative_keyword = "add" negative_match sum?`
    fn negative_keyword(&mut self) -> Option<ActionSyntaxKind> {
        let matching = self.negative_match()?;
        let text = if self.token().is_some() && !matches!(self.here(), "until" | "for") {
            Some(self.sum()?)
        } else {
            None
        };
        Some(ActionSyntaxKind::Negative { matching, text })
    }

    /// `negative_match = "negative" "keyword" ("exact" | "phrase")`
    pub(super) fn negative_match(&mut self) -> Option<NegativeMatch> {
        self.expect("negative")?;
        self.expect("keyword")?;
        if self.word("exact") {
            return Some(NegativeMatch::Exact);
        }
        self.expect("phrase")?;
        Some(NegativeMatch::Phrase)
    }
}
