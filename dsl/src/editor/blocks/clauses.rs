//! Clauses as sentences: which piece says what, and where it stands. Those that keep a rule in bounds are in `safety`.

use super::edits::insertion;
use super::operands::{unit_named, unit_of_literal};
use super::{Around, Block, BlockKind, Choice, Field, FieldForm, Offer, OfferWord, Part, PartWord, Unit};
use crate::registry::{Level, Platform};
use crate::span::Span;
use crate::syntax::ClauseText;
use crate::syntax::scan::TokenKind;
use crate::syntax::tree::{
    CadenceSyntax, Clause, EveryClause, EveryPart, Expr, ExprKind, ForClause, LastingSyntax, LimitClause,
    LiteralSyntax, ParamClause, Spanned, WhenClause,
};

const CADENCES: [&str; 9] = ["15m", "30m", "1h", "2h", "3h", "6h", "12h", "24h", "sync"];
const WEEKDAYS: [&str; 8] = ["weekdays", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Around<'_> {
    /// The clause as a sentence, where it has that shape.
    pub(super) fn shape(&self, index: usize, clause: &ClauseText, read: &Clause) -> Option<Block> {
        let (kind, parts) = match read {
            Clause::Param(param) => return Some(self.param(clause, param)),
            Clause::For(scope) => return Some(self.scope(clause, scope)),
            Clause::Every(every) => return Some(self.schedule(clause, every)),
            Clause::Window(window) => (
                BlockKind::Window,
                vec![Part::of(PartWord::Window, self.window_field(window))],
            ),
            Clause::Let(value) => (
                BlockKind::Let,
                vec![
                    Part::of(PartWord::Name, self.name(&value.name)),
                    Part::of(
                        PartWord::Is,
                        self.field(value.value.span, FieldForm::Expression(self.unit(&value.value))),
                    ),
                ],
            ),
            Clause::When(when) => return Some(self.when(index, clause, when, BlockKind::When)),
            Clause::OtherwiseWhen(when) => {
                return Some(self.when(index, clause, when, BlockKind::OtherwiseWhen));
            }
            Clause::Otherwise => {
                return Some(Block {
                    kind: BlockKind::Otherwise,
                    span: clause.span,
                    parts: Vec::new(),
                    condition: None,
                    removal: Vec::new(),
                    offers: self.action_offer(index).into_iter().collect(),
                });
            }
            Clause::Action(action) => return self.action(clause, action),
            Clause::Approve(approve) => return Some(self.approve(clause, approve)),
            Clause::Release(release) => return Some(self.release(clause, release)),
            Clause::WithoutApproval => (BlockKind::WithoutApproval, Vec::new()),
            Clause::WithoutData(without) => (BlockKind::WithoutData, self.without_data(clause, without)?),
            Clause::Cooldown(length) => (
                BlockKind::Cooldown,
                vec![Part::of(PartWord::Cooldown, self.literal(length, None))],
            ),
            Clause::YieldsTo(rules) => (BlockKind::YieldsTo, self.texts(PartWord::Rules, rules)?),
            Clause::Formerly(names) => (BlockKind::Formerly, self.texts(PartWord::Names, names)?),
            Clause::HoldOut(share) => (
                BlockKind::HoldOut,
                vec![Part::of(
                    PartWord::HeldOut,
                    self.literal(share, Some(Unit::Percent)),
                )],
            ),
            Clause::Accept(accept) => (
                BlockKind::Accept,
                vec![
                    Part::of(PartWord::Code, self.field(accept.code.span, FieldForm::Fixed)),
                    Part::of(PartWord::Reason, self.field(accept.reason.span, FieldForm::Text)),
                ],
            ),
            Clause::Limit(LimitClause::Count {
                count,
                reach,
                highest,
                ..
            }) => {
                return self.limit(clause, count.span, reach.as_ref(), highest.as_ref());
            }
            Clause::Limit(LimitClause::ShareOfSpend(share)) => (
                BlockKind::Limit,
                vec![Part::of(
                    PartWord::AtMostOfSpend,
                    self.literal(share, Some(Unit::Percent)),
                )],
            ),
            _ => return None,
        };
        Some(sentence(kind, clause, parts))
    }

    pub(super) fn literal(&self, literal: &Spanned<LiteralSyntax>, unit: Option<Unit>) -> Field {
        let form = unit
            .or_else(|| unit_of_literal(&literal.value))
            .map_or(FieldForm::Expression(None), FieldForm::Literal);
        self.field(literal.span, form)
    }

    /// A name as declared: changing it is a renaming, which every use takes part in.
    fn name(&self, name: &Spanned<String>) -> Field {
        self.field(name.span, FieldForm::Fixed)
    }

    /// Quoted texts with commas between them.
    fn texts(&self, word: PartWord, texts: &[Spanned<String>]) -> Option<Vec<Part>> {
        let field = self.field(spread(texts)?, FieldForm::Texts);
        Some(vec![Part::of(word, field)])
    }

    /// An amount: a literal, a name, or anything else.
    pub(super) fn amount(&self, value: &Expr) -> Field {
        let form = match &value.kind {
            ExprKind::Literal(literal) => {
                unit_of_literal(literal).map_or(FieldForm::Expression(None), FieldForm::Literal)
            }
            ExprKind::Name { over: None, .. } => FieldForm::Name(self.unit(value)),
            _ => FieldForm::Expression(self.unit(value)),
        };
        self.field(value.span, form)
    }

    fn param(&self, clause: &ClauseText, param: &ParamClause) -> Block {
        let unit = unit_named(&param.kind.value);
        let value = |span| match unit {
            Some(Unit::Text) => self.field(span, FieldForm::Text),
            Some(unit) => self.field(span, FieldForm::Literal(unit)),
            None => self.field(span, FieldForm::Expression(None)),
        };
        let mut parts = vec![
            Part::of(PartWord::Name, self.name(&param.name)),
            Part::of(PartWord::Is, value(param.default.span)),
        ];
        if let Some((from, to)) = &param.bounds {
            let start = self
                .words(Span::new(param.default.span.end, clause.span.end), &["from"])
                .unwrap_or(from.span);
            parts
                .push(Part::of(PartWord::From, value(from.span)).removed_by(self.cut_out(start.to(to.span))));
            parts.push(Part::of(PartWord::To, value(to.span)));
        }
        let mut offers = Vec::new();
        match &param.help {
            Some(help) => parts.push(
                Part::of(PartWord::Help, self.field(help.span, FieldForm::Text))
                    .removed_by(self.cut_out(help.span)),
            ),
            None => offers.push(Offer {
                what: OfferWord::Help,
                edits: insertion(clause.span.end, " \"what it is for\""),
            }),
        }
        Block {
            offers,
            ..sentence(BlockKind::Param, clause, parts)
        }
    }

    fn scope(&self, clause: &ClauseText, scope: &ForClause) -> Block {
        let levels = Level::ALL.iter().map(|level| level.as_str());
        let mut parts = Vec::new();
        if scope.pooled {
            parts.push(Part::word(PartWord::Pool));
        }
        parts.push(Part::of(
            PartWord::Level,
            self.field(scope.level.span, FieldForm::words(&scope.level.value, levels)),
        ));
        let mut offers = Vec::new();
        let mut end = scope.level.span;
        match spread(&scope.platforms) {
            Some(span) => {
                let form =
                    FieldForm::Choices(Platform::ALL.iter().map(|platform| platform.as_str()).collect());
                let on = self
                    .words(Span::new(end.end, span.start), &["on"])
                    .unwrap_or(span);
                parts.push(
                    Part::of(PartWord::On, self.field(span, form)).removed_by(self.cut_out(on.to(span))),
                );
                end = span;
            }
            None => offers.push(Offer {
                what: OfferWord::Platforms,
                edits: insertion(end.end, " on google"),
            }),
        }
        if let Some(span) = spread(&scope.accounts) {
            let inside = self
                .words(Span::new(end.end, span.start), &["in", "account"])
                .unwrap_or(span);
            parts.push(
                Part::of(PartWord::InAccount, self.field(span, FieldForm::Texts))
                    .removed_by(self.cut_out(inside.to(span))),
            );
            end = span;
        } else {
            offers.push(Offer {
                what: OfferWord::Accounts,
                edits: insertion(end.end, " in account \"Account\""),
            });
        }
        let condition = scope.condition.as_ref().map(|condition| {
            let mut whole = self.whole_condition(condition, "status is active");
            let place = self
                .words(Span::new(end.end, condition.span.start), &["where"])
                .unwrap_or(condition.span);
            whole.removal = self.cut_out(place.to(condition.span));
            whole
        });
        if condition.is_none() {
            offers.push(Offer {
                what: OfferWord::Where,
                edits: insertion(end.end, " where status is active"),
            });
        }
        Block {
            condition,
            offers,
            ..sentence(BlockKind::Scope, clause, parts)
        }
    }

    fn schedule(&self, clause: &ClauseText, every: &EveryClause) -> Block {
        let written = every.cadence.span.of(self.text);
        let now = match &every.cadence.value {
            CadenceSyntax::DayAt(_) => "day at".to_owned(),
            CadenceSyntax::StatusChange => "status change".to_owned(),
            _ => crate::display::one_line(written),
        };
        let mut choices: Vec<Choice> = CADENCES
            .iter()
            .map(|cadence| Choice {
                word: (*cadence).to_owned(),
                text: (*cadence).to_owned(),
            })
            .collect();
        choices.push(Choice {
            word: "day at".to_owned(),
            text: "day at 09:00".to_owned(),
        });
        choices.push(Choice {
            word: "status change".to_owned(),
            text: "status change".to_owned(),
        });
        let mut parts = vec![Part::of(
            PartWord::Every,
            self.field(every.cadence.span, FieldForm::Choice { now, choices }),
        )];
        if let CadenceSyntax::DayAt(time) = &every.cadence.value {
            parts.push(Part::of(PartWord::At, self.literal(time, Some(Unit::Time))));
        }
        let (mut hours, mut days, mut zone) = (false, false, false);
        let mut end = every.cadence.span.end;
        for part in &every.parts {
            end = end.max(part.span.end);
            let removal = self.cut_out(part.span);
            match &part.value {
                EveryPart::Between(from, until) => {
                    hours = true;
                    parts.push(
                        Part::of(PartWord::Between, self.literal(from, Some(Unit::Time))).removed_by(removal),
                    );
                    parts.push(Part::of(PartWord::And, self.literal(until, Some(Unit::Time))));
                }
                EveryPart::On(words) => {
                    days = true;
                    if let Some(span) = spread(words) {
                        let field = self.field(span, FieldForm::Choices(WEEKDAYS.to_vec()));
                        parts.push(Part::of(PartWord::OnDays, field).removed_by(removal));
                    }
                }
                EveryPart::In(place) => {
                    zone = true;
                    let field = self.field(place.span, FieldForm::Text);
                    parts.push(Part::of(PartWord::InZone, field).removed_by(removal));
                }
                EveryPart::CatchUp => parts.push(Part::word(PartWord::CatchUp).removed_by(removal)),
            }
        }
        let wanted = [
            (hours, OfferWord::Between, " between 06:00 and 22:00"),
            (days, OfferWord::OnDays, " on weekdays"),
            (zone, OfferWord::InZone, " in \"Europe/Berlin\""),
        ];
        let offers = wanted
            .into_iter()
            .filter(|(has, ..)| !has)
            .map(|(_, what, written)| Offer {
                what,
                edits: insertion(end, written),
            })
            .collect();
        Block {
            offers,
            ..sentence(BlockKind::Schedule, clause, parts)
        }
    }

    fn when(&self, index: usize, clause: &ClauseText, when: &WhenClause, kind: BlockKind) -> Block {
        let mut parts = Vec::new();
        let mut offers: Vec<Offer> = Vec::new();
        match &when.lasting {
            Some(lasting) => {
                let (word, field) = match &lasting.value {
                    LastingSyntax::For(length) => {
                        (PartWord::Lasting, self.literal(length, Some(Unit::Duration)))
                    }
                    LastingSyntax::Checks(_) => {
                        let count = self
                            .tokens(lasting.span)
                            .into_iter()
                            .find(|token| token.kind == TokenKind::Number);
                        let field = self.field(
                            count.map_or(lasting.span, |count| count.span()),
                            FieldForm::Literal(Unit::Count),
                        );
                        (PartWord::LastingChecks, field)
                    }
                };
                parts.push(Part::of(word, field).removed_by(self.cut_out(lasting.span)));
            }
            None if self.is_pool() => {}
            None => offers.push(Offer {
                what: OfferWord::Lasting,
                edits: insertion(clause.span.end, " lasting 2 checks"),
            }),
        }
        offers.extend(self.action_offer(index));
        Block {
            condition: Some(self.whole_condition(&when.condition, &self.sample())),
            offers,
            ..sentence(kind, clause, parts)
        }
    }
}

pub(super) fn sentence(kind: BlockKind, clause: &ClauseText, parts: Vec<Part>) -> Block {
    Block {
        kind,
        span: clause.span,
        parts,
        condition: None,
        removal: Vec::new(),
        offers: Vec::new(),
    }
}

/// From the first to the last of a list.
fn spread(words: &[Spanned<String>]) -> Option<Span> {
    words.iter().map(|word| word.span).reduce(Span::to)
}
