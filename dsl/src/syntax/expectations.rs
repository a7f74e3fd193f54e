//! What a test expects of a rule, and how people answer in it.

use crate::syntax::cursor::{Expected, Place, Reader};
use crate::syntax::literals::{Numeral, negated};
use crate::syntax::scan::TokenKind;
use crate::syntax::test_trees::{
    ExpectClause, ExpectSyntax, ExpectedAction, GroundSyntax, GroundValue, TestClause,
};
use crate::syntax::tree::{AmountVerb, Spanned};

impl Reader<'_> {
    /// `decide_clause = ("approve" | "reject") text ("," text)* ("as" word)?`
    pub(super) fn decide_clause(&mut self) -> Option<TestClause> {
        let approves = self.word("approve");
        if !approves {
            self.expect("reject")?;
        }
        let names = self.list(Self::quoted)?;
        let role = if self.word("as") {
            Some(self.any_word()?)
        } else {
            None
        };
        Some(TestClause::Decide {
            approves,
            names,
            role,
        })
    }

    /// `expect_clause = "expect" (("nothing" | "unknown") whose | acts) because?`
    pub(super) fn expect_clause(&mut self) -> Option<TestClause> {
        let place = self.place();
        self.expect("expect")?;
        let quiet = match self.here() {
            "nothing" => Some(ExpectSyntax::Nothing),
            "unknown" => Some(ExpectSyntax::Unknown),
            _ => None,
        };
        let (of, by, what) = match quiet {
            Some(what) => {
                self.advance(1);
                let (of, by) = self.whose()?;
                (of, by, what)
            }
            None => self.acts()?,
        };
        let because = if self.word("because") {
            self.grounds()?
        } else {
            Vec::new()
        };
        Some(TestClause::Expect(ExpectClause {
            span: self.since(place),
            of,
            by,
            what,
            because,
        }))
    }

    /// `acts = expected_action whose word`
    fn acts(&mut self) -> Option<(Spanned<String>, Option<Spanned<String>>, ExpectSyntax)> {
        let place = self.place();
        let value = self.expected_action()?;
        let action = Spanned {
            value,
            span: self.since(place),
        };
        let (of, by) = self.whose()?;
        let state = self.any_word()?;
        Some((of, by, ExpectSyntax::Acts { action, state }))
    }

    /// `whose = "of" text ("by" text)?`
    ///
    /// The object, and the rule whose doing it is.
    fn whose(&mut self) -> Option<(Spanned<String>, Option<Spanned<String>>)> {
        self.expect("of")?;
        let of = self.quoted()?;
        let by = if self.word("by") {
            Some(self.quoted()?)
        } else {
            None
        };
        Some((of, by))
    }

    /// `expected_action = "pause" | "resume" | ("set" | "increase" | "decrease") word ("to" (money | number))?
    ///        | "move" "budget" ("to" money)? | "add" negative_match text? | ("add" | "remove") "label" text? | "notify" text?`
    fn expected_action(&mut self) -> Option<ExpectedAction> {
        let verb = self.here();
        if !matches!(
            verb,
            "pause" | "resume" | "set" | "increase" | "decrease" | "move" | "add" | "remove" | "notify"
        ) {
            self.note(Expected::Word("nothing"));
            self.note(Expected::Word("unknown"));
            return self.fail(Expected::Action);
        }
        self.advance(1);
        let amount_verb = match verb {
            "pause" => return Some(ExpectedAction::Pause),
            "resume" => return Some(ExpectedAction::Resume),
            "add" if self.here() == "negative" => {
                return Some(ExpectedAction::Negative {
                    matching: self.negative_match()?,
                    text: self.quoted(),
                });
            }
            "add" | "remove" => {
                self.expect("label")?;
                return Some(ExpectedAction::Label {
                    is_there: verb == "add",
                    label: self.quoted(),
                });
            }
            "notify" => {
                return Some(ExpectedAction::Notify { says: self.quoted() });
            }
            "move" => {
                self.expect("budget")?;
                let to = if self.word("to") {
                    Some(self.expect_numeral(Numeral::Money, Expected::Money)?)
                } else {
                    None
                };
                return Some(ExpectedAction::Move { to });
            }
            "set" => AmountVerb::Set,
            "increase" => AmountVerb::Increase,
            _ => AmountVerb::Decrease,
        };
        let property = self.any_word()?;
        let to = if self.word("to") {
            match self.numeral(&[Numeral::Money, Numeral::Number]) {
                Some(to) => Some(to),
                None => return self.fail(Expected::Money),
            }
        } else {
            None
        };
        Some(ExpectedAction::Amount {
            verb: amount_verb,
            property,
            to,
        })
    }

    /// `because = "because" ground ("and" ground)*`
    fn grounds(&mut self) -> Option<Vec<GroundSyntax>> {
        let mut grounds = vec![self.ground()?];
        while self.word("and") {
            grounds.push(self.ground()?);
        }
        Some(grounds)
    }

    /// `ground = path ("over" window)? ("is" "missing" | "=" ground_value)`
    fn ground(&mut self) -> Option<GroundSyntax> {
        let place = self.place();
        self.path()?;
        let name = self.piece_since(place);
        let value = if self.word("over") {
            self.window()?;
            self.piece_since(place)
        } else {
            name.clone()
        };
        let mut part = self.place();
        let is = if self.word("is") {
            self.expect("missing")?;
            GroundValue::Missing
        } else {
            self.expect("=")?;
            part = self.place();
            self.ground_value()?
        };
        Some(GroundSyntax {
            span: self.since(place),
            value,
            name,
            is: Spanned {
                value: is,
                span: self.since(part),
            },
        })
    }

    /// What was read from a place on, on one line and spaced the one way, so that blanks of the author's mean nothing.
    pub(super) fn piece_since(&self, place: Place) -> Spanned<String> {
        let mut value = String::new();
        let mut before = "";
        for piece in self.pieces_since(place) {
            let holds = matches!(piece, "." | "[" | "]") || matches!(before, "" | "." | "[");
            if !holds {
                value.push(' ');
            }
            value.push_str(piece);
            before = piece;
        }
        Spanned {
            value,
            span: self.since(place),
        }
    }

    /// `ground_value = "-"? (money | percent | duration | date | number) | text | truth | "infinite" | word`
    fn ground_value(&mut self) -> Option<GroundValue> {
        const AMONG: &[Numeral] = &[
            Numeral::Money,
            Numeral::Percent,
            Numeral::Duration,
            Numeral::Date,
            Numeral::Number,
        ];
        let negative = self.takes("-");
        if let Some(literal) = self.numeral(AMONG) {
            let literal = if negative {
                negated(literal.value)
            } else {
                literal.value
            };
            return Some(GroundValue::Literal(literal));
        }
        if negative {
            return self.fail(Expected::Value);
        }
        if let Some(literal) = self.text_literal().or_else(|| self.truth()) {
            return Some(GroundValue::Literal(literal.value));
        }
        if self.takes("infinite") {
            return Some(GroundValue::Infinite);
        }
        if self.kind() != Some(TokenKind::Word) {
            return self.fail(Expected::Value);
        }
        Some(GroundValue::Word(self.any_word()?.value))
    }
}
