//! What keeps a rule in bounds, as sentences: who is asked, what ends what it holds, what missing data means, how often it acts.

use super::clauses::sentence;
use super::edits::insertion;
use super::{Around, Block, BlockKind, Choice, FieldForm, Offer, OfferWord, Part, PartWord, Unit};
use crate::registry::Role;
use crate::span::Span;
use crate::syntax::ClauseText;
use crate::syntax::scan::Token;
use crate::syntax::tree::{
    ApproveClause, Expr, LimitReachSyntax, LiteralSyntax, ReleaseClause, Spanned, UnansweredSyntax,
    WithoutDataSyntax,
};

/// How often a limit counts, and over what: without more, in each account by itself.
const LIMITS: [&str; 6] = [
    "day",
    "day per object",
    "day in total",
    "run",
    "run per object",
    "run in total",
];

impl Around<'_> {
    pub(super) fn approve(&self, clause: &ClauseText, approve: &ApproveClause) -> Block {
        let mut parts = Vec::new();
        let mut offers = Vec::new();
        match approve {
            ApproveClause::By {
                role,
                quorum,
                within,
                unanswered,
            } => {
                let roles = Role::ALL.iter().map(|role| role.as_str());
                parts.push(Part::of(
                    PartWord::By,
                    self.field(role.span, FieldForm::words(&role.value, roles)),
                ));
                let mut end = role.span.end;
                match quorum {
                    Some(quorum) => {
                        end = self
                            .words(Span::new(quorum.span.end, clause.span.end), &["of"])
                            .map_or(quorum.span.end, |of| of.end);
                        parts.push(
                            Part::of(
                                PartWord::Quorum,
                                self.field(quorum.span, FieldForm::Literal(Unit::Count)),
                            )
                            .removed_by(self.cut_out(Span::new(quorum.span.start, end))),
                        );
                    }
                    None => offers.push(Offer {
                        what: OfferWord::Quorum,
                        edits: insertion(end, " 2 of"),
                    }),
                }
                match within {
                    Some(within) => {
                        let place = self
                            .words(Span::new(end, within.span.start), &["within"])
                            .unwrap_or(within.span);
                        parts.push(
                            Part::of(PartWord::Within, self.literal(within, Some(Unit::Duration)))
                                .removed_by(self.cut_out(place.to(within.span))),
                        );
                    }
                    None => offers.push(Offer {
                        what: OfferWord::Within,
                        edits: insertion(end, " within 24h"),
                    }),
                }
                match unanswered {
                    Some(unanswered) => {
                        let now = match &unanswered.value {
                            UnansweredSyntax::Expire => "expire".to_owned(),
                            UnansweredSyntax::Apply => "apply".to_owned(),
                            UnansweredSyntax::Escalate(role) => format!("escalate to {}", role.value),
                        };
                        let place = self
                            .words(Span::new(end, unanswered.span.start), &["unanswered"])
                            .unwrap_or(unanswered.span);
                        let answers = ["expire", "escalate to manager", "escalate to admin", "apply"];
                        parts.push(
                            Part::of(
                                PartWord::Unanswered,
                                self.field(unanswered.span, FieldForm::words(&now, answers)),
                            )
                            .removed_by(self.cut_out(place.to(unanswered.span))),
                        );
                    }
                    None => offers.push(Offer {
                        what: OfferWord::Unanswered,
                        edits: insertion(clause.span.end, " unanswered expire"),
                    }),
                }
            }
            ApproveClause::If(thresholds) => {
                parts.extend(thresholds.iter().map(|threshold| {
                    let unit = match threshold.value.first().map(|first| &first.value) {
                        Some(LiteralSyntax::Percent(_)) => FieldForm::Literal(Unit::Percent),
                        Some(LiteralSyntax::Money(..)) => FieldForm::Literal(Unit::Money),
                        _ => FieldForm::Expression(None),
                    };
                    Part::of(PartWord::MovesMore, self.field(threshold.span, unit))
                }));
            }
        }
        Block {
            offers,
            ..sentence(BlockKind::Approve, clause, parts)
        }
    }

    pub(super) fn release(&self, clause: &ClauseText, release: &ReleaseClause) -> Block {
        let (parts, condition) = match release {
            ReleaseClause::When(condition) => {
                (Vec::new(), Some(self.whole_condition(condition, &self.sample())))
            }
            ReleaseClause::After(length) => (
                vec![Part::of(
                    PartWord::ReleaseAfter,
                    self.literal(length, Some(Unit::Duration)),
                )],
                None,
            ),
            ReleaseClause::WithoutApproval => (vec![Part::word(PartWord::ReleaseWithoutApproval)], None),
        };
        Block {
            condition,
            ..sentence(BlockKind::Release, clause, parts)
        }
    }

    pub(super) fn without_data(&self, clause: &ClauseText, without: &WithoutDataSyntax) -> Option<Vec<Part>> {
        let data = self.words(clause.span, &["without", "data"])?;
        let first = clause
            .tokens
            .iter()
            .map(Token::span)
            .find(|token| token.start >= data.end)?;
        let (now, length) = match without {
            WithoutDataSyntax::Hold => ("hold", None),
            WithoutDataSyntax::AlertAfter(length) => ("alert", Some(length)),
        };
        let choices = [("hold", "hold"), ("alert", "alert after 6h")];
        let mut parts = vec![Part::of(
            PartWord::WithoutData,
            self.field(
                Span::new(first.start, clause.span.end),
                FieldForm::Choice {
                    now: now.to_owned(),
                    choices: choices
                        .into_iter()
                        .map(|(word, text)| Choice {
                            word: word.to_owned(),
                            text: text.to_owned(),
                        })
                        .collect(),
                },
            ),
        )];
        parts.extend(
            length.map(|length| Part::of(PartWord::After, self.literal(length, Some(Unit::Duration)))),
        );
        Some(parts)
    }

    pub(super) fn limit(
        &self,
        clause: &ClauseText,
        count: Span,
        reach: Option<&Spanned<LimitReachSyntax>>,
        highest: Option<&Expr>,
    ) -> Option<Block> {
        let per = self.words(Span::new(count.end, clause.span.end), &["per"])?;
        let period = clause
            .tokens
            .iter()
            .map(Token::span)
            .find(|token| token.start >= per.end)?;
        let counted = reach.map_or(period, |reach| period.to(reach.span));
        let now = match reach.map(|reach| reach.value) {
            None => period.of(self.text).to_owned(),
            Some(LimitReachSyntax::Object) => format!("{} per object", period.of(self.text)),
            Some(LimitReachSyntax::Total) => format!("{} in total", period.of(self.text)),
        };
        let mut parts = vec![
            Part::of(
                PartWord::AtMost,
                self.field(count, FieldForm::Literal(Unit::Count)),
            ),
            Part::of(PartWord::Per, self.field(counted, FieldForm::words(&now, LIMITS))),
        ];
        let mut offers = Vec::new();
        match highest {
            Some(highest) => {
                // A comma, or the word itself.
                let start = clause
                    .tokens
                    .iter()
                    .map(Token::span)
                    .find(|token| token.start >= counted.end)?
                    .start;
                parts.push(
                    Part::of(PartWord::Highest, self.amount(highest))
                        .removed_by(self.cut_out(Span::new(start, clause.span.end))),
                );
            }
            None => offers.push(Offer {
                what: OfferWord::Highest,
                edits: insertion(clause.span.end, ", highest spend over last 7 days first"),
            }),
        }
        Some(Block {
            offers,
            ..sentence(BlockKind::Limit, clause, parts)
        })
    }
}
