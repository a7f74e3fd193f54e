//! What a rule does, as sentences: a verb with what it changes and how far, a message, or budget that moves inside of a pool.

use super::clauses::sentence;
use super::edits::insertion;
use super::operands::scope_of;
use super::{Around, Block, BlockKind, Choice, Field, FieldForm, Offer, OfferWord, Part, PartWord, Unit};
use crate::registry::{Level, NotifyChannel, Property};
use crate::span::Span;
use crate::syntax::ClauseText;
use crate::syntax::tree::{
    ActionSyntax, ActionSyntaxKind, AmountVerb, CapSyntax, Expr, ExprKind, MostMovedSyntax, MoveSyntax,
    RankingSyntax, Spanned,
};

const HOLDS: [&str; 3] = ["for today", "until tomorrow", "until 06:00"];

impl Around<'_> {
    pub(super) fn action(&self, clause: &ClauseText, action: &ActionSyntax) -> Option<Block> {
        let mut parts = Vec::new();
        let mut offers = Vec::new();
        match &action.kind {
            ActionSyntaxKind::Pause => parts.push(self.verb(clause, "pause", None)),
            ActionSyntaxKind::Resume => parts.push(self.verb(clause, "resume", None)),
            ActionSyntaxKind::Amount {
                verb,
                property,
                preposition,
                amount,
                caps,
            } => {
                // A property that the registry does not have a form for stays text.
                let changed = property.value.parse::<Property>().ok()?;
                let now = format!("{} {changed}", verb_word(*verb));
                parts.push(self.verb(clause, &now, Some(changed)));
                let by = if preposition.value == "to" {
                    PartWord::To
                } else {
                    PartWord::By
                };
                parts.push(Part::of(by, self.amount(amount)));
                self.caps(*verb, changed, amount.span.end, caps, &mut parts, &mut offers);
            }
            ActionSyntaxKind::Notify {
                channel,
                target,
                template,
            } => {
                let channels = NotifyChannel::ALL.iter().map(|channel| channel.as_str());
                parts.push(self.verb(clause, "notify", None));
                parts.push(Part::of(
                    PartWord::Channel,
                    self.field(channel.span, FieldForm::words(&channel.value, channels)),
                ));
                parts.push(Part::of(
                    PartWord::Target,
                    self.field(target.span, FieldForm::Text),
                ));
                parts.push(Part::of(
                    PartWord::Message,
                    self.field(template.span, FieldForm::Text),
                ));
            }
            ActionSyntaxKind::Move(moving) if action.hold.is_none() => {
                return self.moving(clause, moving);
            }
            _ => return None,
        }
        if let Some(hold) = &action.hold {
            parts.push(
                Part::of(
                    PartWord::Hold,
                    self.field(
                        hold.span,
                        FieldForm::words(&crate::display::one_line(hold.span.of(self.text)), HOLDS),
                    ),
                )
                .removed_by(self.cut_out(hold.span)),
            );
        } else if !matches!(action.kind, ActionSyntaxKind::Notify { .. }) {
            offers.push(Offer {
                what: OfferWord::Hold,
                edits: insertion(clause.span.end, " until tomorrow"),
            });
        }
        Some(Block {
            offers,
            ..sentence(BlockKind::Action, clause, parts)
        })
    }

    /// How far a change may go, and what else could bound it.
    fn caps(
        &self,
        verb: AmountVerb,
        property: Property,
        amount_end: u32,
        caps: &[Spanned<CapSyntax>],
        parts: &mut Vec<Part>,
        offers: &mut Vec<Offer>,
    ) {
        let mut end = amount_end;
        let (mut up, mut down, mut changing) =
            (verb == AmountVerb::Decrease, verb == AmountVerb::Increase, false);
        for cap in caps {
            end = end.max(cap.span.end);
            let (word, value, has) = match &cap.value {
                CapSyntax::UpTo(value) => (PartWord::UpTo, value, &mut up),
                CapSyntax::DownTo(value) => (PartWord::DownTo, value, &mut down),
                CapSyntax::Changing(value) => (PartWord::Changing, value, &mut changing),
            };
            *has = true;
            parts.push(Part::of(word, self.amount(value)).removed_by(self.cut_out(cap.span)));
        }
        let sample = self.sample_of(property);
        let wanted = [
            (up, OfferWord::UpTo, format!(" up to {sample}")),
            (down, OfferWord::DownTo, format!(" down to {sample}")),
            (changing, OfferWord::Changing, " changing at most 20%".to_owned()),
        ];
        offers.extend(
            wanted
                .into_iter()
                .filter(|(has, ..)| !has)
                .map(|(_, what, written)| Offer {
                    what,
                    edits: insertion(end, written),
                }),
        );
    }

    /// What is done; another action takes the place of the whole.
    fn verb(&self, clause: &ClauseText, now: &str, changed: Option<Property>) -> Part {
        let mut choices = vec![written("pause", "pause"), written("resume", "resume")];
        for property in self.changeable(changed) {
            let sample = self.sample_of(property);
            choices.extend([
                written(
                    &format!("increase {property}"),
                    &format!("increase {property} by 10% up to {sample}"),
                ),
                written(
                    &format!("decrease {property}"),
                    &format!("decrease {property} by 10%"),
                ),
                written(&format!("set {property}"), &format!("set {property} to {sample}")),
            ]);
        }
        choices.push(written(
            "notify",
            "notify email \"team@example.com\" \"{this.name}\"",
        ));
        Part::of(
            PartWord::Action,
            self.field(
                clause.span,
                FieldForm::Choice {
                    now: now.to_owned(),
                    choices,
                },
            ),
        )
    }

    /// What the rule's level has an amount of, on one of its platforms at least; always what it changes already.
    fn changeable(&self, already: Option<Property>) -> impl Iterator<Item = Property> {
        let scope = scope_of(self.item);
        let level = scope.and_then(|scope| scope.level.value.parse::<Level>().ok());
        let info = level.unwrap_or(Level::Campaigns).info();
        let named = scope.map_or(&[][..], |scope| scope.platforms.as_slice());
        Property::AMOUNTS.iter().copied().filter(move |property| {
            let mut on = info.writes(*property).iter();
            Some(*property) == already
                || if named.is_empty() {
                    on.next().is_some()
                } else {
                    on.any(|platform| named.iter().any(|name| name.value == platform.as_str()))
                }
        })
    }

    /// An amount of it to begin with.
    fn sample_of(&self, property: Property) -> &str {
        match property {
            Property::TargetRoas => "2",
            Property::Status
            | Property::Budget
            | Property::Bid
            | Property::TargetCpa
            | Property::Negative
            | Property::Label => &self.money,
        }
    }

    /// Whether what the rule is about is judged as one.
    pub(super) fn is_pool(&self) -> bool {
        scope_of(self.item).is_some_and(|scope| scope.pooled)
    }

    /// Budget that moves; `None` where it is ranked in a way of its own.
    fn moving(&self, clause: &ClauseText, moving: &MoveSyntax) -> Option<Block> {
        let mut parts = self.end_of_ranking(PartWord::MoveFrom, &moving.from)?;
        parts.extend(self.end_of_ranking(PartWord::MoveTo, &moving.to)?);
        let mut offers = Vec::new();
        let mut end = moving.to.span.end;
        if let Some(most) = &moving.at_most {
            end = most.span.end;
            let part = match &most.value {
                MostMovedSyntax::ShareOfPool(share) => Part::of(PartWord::MovingShare, self.amount(share)),
                MostMovedSyntax::Amounts(amounts) => Part::of(PartWord::MovingAmount, self.amounts(amounts)?),
            };
            parts.push(part.removed_by(self.cut_out(most.span)));
        } else {
            offers.push(Offer {
                what: OfferWord::Moving,
                edits: insertion(end, " moving at most 10% of pool budget"),
            });
        }
        if let Some(keeping) = &moving.keeping {
            end = keeping.span.end;
            let field = self.amounts(&keeping.value)?;
            parts.push(Part::of(PartWord::Keeping, field).removed_by(self.cut_out(keeping.span)));
        } else if moving.at_most.is_some() {
            offers.push(Offer {
                what: OfferWord::Keeping,
                edits: insertion(end, format!(" each keeping {}", self.money)),
            });
        }
        if moving.as_each_counts {
            let rest = Span::new(end, clause.span.end);
            let said = self.words(rest, &["as", "each", "platform", "counts"])?;
            parts.push(Part::word(PartWord::AsEachCounts).removed_by(self.cut_out(said)));
        }
        Some(Block {
            offers,
            ..sentence(BlockKind::Action, clause, parts)
        })
    }

    /// One side of a move: which end of the ranking, how many stand there, and by what they are ranked.
    fn end_of_ranking(&self, word: PartWord, ranking: &Spanned<RankingSyntax>) -> Option<Vec<Part>> {
        let RankingSyntax {
            subject: None,
            top,
            take,
            by,
            within: None,
            having: None,
        } = &ranking.value
        else {
            return None;
        };
        let now = if *top { "top" } else { "bottom" };
        let side = self.words(ranking.span, &[now])?;
        Some(vec![
            Part::of(word, self.field(side, FieldForm::words(now, ["bottom", "top"]))),
            Part::of(PartWord::Ranked, self.literal(take, None)),
            Part::of(
                PartWord::RankedBy,
                self.field(by.span, FieldForm::Expression(self.unit(by))),
            ),
        ])
    }

    /// One amount, or one for each currency.
    fn amounts(&self, amounts: &[Expr]) -> Option<Field> {
        if let [amount] = amounts {
            return Some(self.amount(amount));
        }
        let span = amounts.iter().map(|amount| amount.span).reduce(Span::to)?;
        let literal = |amount: &Expr| matches!(amount.kind, ExprKind::Literal(_));
        let form = if amounts.iter().all(literal) {
            FieldForm::Literal(Unit::Money)
        } else {
            FieldForm::Expression(Some(Unit::Money))
        };
        Some(self.field(span, form))
    }
}

const fn verb_word(verb: AmountVerb) -> &'static str {
    match verb {
        AmountVerb::Set => "set",
        AmountVerb::Increase => "increase",
        AmountVerb::Decrease => "decrease",
    }
}

fn written(word: &str, text: &str) -> Choice {
    Choice {
        word: word.to_owned(),
        text: text.to_owned(),
    }
}
