//! What an expression waits for.

use super::windows::{
    WINDOW_SUFFIXES, attribution, before_attribution, in_window, over_at, takes_window, window,
};
use super::{
    Before, DURATION_UNITS, DeclaredKind, Operand, Piece, Slot, TextOf, ValuePlace, Wanted, ahead, has,
    is_after, levels, unit_is_written,
};
use crate::registry::{Attribute, AttributeKind, Spelling, attributes, metrics};
use crate::syntax::scan::TokenKind;

/// What can stand at the end of an expression that begins at `start`.
pub(in crate::editor) fn expression(before: &Before<'_>, start: usize, place: ValuePlace) -> Vec<Slot> {
    let pieces = before.pieces.get(start..).unwrap_or(&[]);
    if !in_conversion(pieces) {
        return continued(before, pieces, place);
    }
    match pieces.last().map_or("", |piece| piece.text) {
        "to" => return vec![Slot::Words(&["EUR", "USD", "GBP", "account currency"])],
        "account" if is_after(ahead(pieces, 1), "to") => return vec![Slot::Words(&["currency"])],
        _ => {}
    }
    let mut slots = continued(before, pieces, place);
    if slots.iter().any(|slot| matches!(slot, Slot::Operator { .. })) {
        slots.push(Slot::Words(&["to"]));
    }
    slots
}

/// Whether the last parenthesis that is open is that of `convert(`.
fn in_conversion(pieces: &[Piece<'_>]) -> bool {
    let mut closed = 0_usize;
    for (place, piece) in pieces.iter().enumerate().rev() {
        match piece.kind {
            TokenKind::Close => closed = closed.saturating_add(1),
            TokenKind::Open if closed == 0 => {
                return is_after(pieces.get(..place).unwrap_or(&[]), "convert");
            }
            TokenKind::Open => closed = closed.saturating_sub(1),
            _ => {}
        }
    }
    false
}

fn continued(before: &Before<'_>, pieces: &[Piece<'_>], place: ValuePlace) -> Vec<Slot> {
    let value = |wanted| Slot::Value { place, wanted };
    let Some(last) = pieces.last() else {
        let wanted = if place == ValuePlace::Amount {
            Wanted::Money
        } else {
            Wanted::Anything
        };
        return vec![value(wanted)];
    };
    if let Some(slots) = attribution(pieces) {
        return slots;
    }
    let ahead = pieces.get(..pieces.len().saturating_sub(1)).unwrap_or(&[]);
    match last.kind {
        TokenKind::Symbol => match last.text {
            "." if is_after(ahead, "parent") => vec![Slot::ParentField],
            "." => vec![Slot::Field],
            "=" | "!=" | "<" | "<=" | ">" | ">=" => compared(before, ahead, place, false),
            "+" | "-" => vec![value(
                kind_of(before, ahead).map_or(Wanted::Anything, |kind| kind.wanted()),
            )],
            "*" | "/" => vec![value(Wanted::Anything)],
            "," => listed(before, ahead, place),
            "%" => vec![after(before, pieces), Slot::Words(&["of"])],
            _ => Vec::new(),
        },
        // A lookup's key.
        TokenKind::Open if is_after(self::ahead(pieces, 2), "lookup") => vec![Slot::Value {
            place: ValuePlace::Condition,
            wanted: Wanted::Text,
        }],
        TokenKind::Open => vec![value(Wanted::Anything)],
        TokenKind::Close if takes_window(pieces) => vec![Slot::Words(&["over"]), after(before, pieces)],
        TokenKind::Close | TokenKind::Text => vec![after(before, pieces)],
        TokenKind::Number => number(before, pieces, ahead),
        TokenKind::Word => match last.text {
            "or" if over_at(ahead).is_some() => {
                vec![value(Wanted::Anything), Slot::Words(&["since creation"])]
            }
            "and" | "or" | "not" if !is_after(ahead, "is") => vec![value(Wanted::Anything)],
            "change" if over_at(pieces).is_none() => vec![Slot::Words(&["of"])],
            "elapsed_share" => vec![Slot::Words(&["of"])],
            "of" if is_after(ahead, "elapsed_share") => {
                vec![Slot::Words(&["today", "this week", "this month"])]
            }
            word if is_after(ahead, "of")
                && has(pieces, "count")
                && !levels::second_of_many(word).is_empty() =>
            {
                levels::second_of_many(word)
            }
            "of" if is_after(ahead, "count") => vec![value(Wanted::Anything), levels::many()],
            "of" if ["change", "sum", "average"]
                .iter()
                .any(|word| is_after(ahead, word)) =>
            {
                vec![value(Wanted::Anything)]
            }
            "of" if is_percent(ahead.last()) => vec![value(Wanted::Anything)],
            "of" => vec![Slot::Words(&["account", "parent", "siblings", "scope"])],
            "sum" | "average" | "count" => vec![Slot::Words(&["of"])],
            "top" | "bottom" => vec![Slot::Literals(&["3", "20%"])],
            "by" => vec![value(Wanted::Anything)],
            "having" => vec![value(Wanted::Anything)],
            "within" => vec![Slot::Words(&["account", "parent", "scope"])],
            "ignoring" => vec![Slot::Words(&["missing"])],
            "in" if value_begins(ahead) => vec![Slot::Words(&["top", "bottom"])],
            "usual" => vec![value(Wanted::Anything)],
            "lookup" => vec![Slot::Lookup],
            "this" if is_after(ahead, "of") => vec![Slot::Words(&["week", "month"])],
            "not" => compared(
                before,
                ahead.get(..ahead.len().saturating_sub(1)).unwrap_or(&[]),
                place,
                true,
            )
            .into_iter()
            .chain([Slot::Words(&["missing"])])
            .collect(),
            "is" => {
                let mut slots = compared(before, ahead, place, true);
                slots.push(Slot::Words(&["not", "missing", "not missing"]));
                slots
            }
            "in" => {
                let mut slots = compared(before, ahead, place, true);
                slots.push(Slot::Words(&["scope"]));
                slots
            }
            "account" | "parent" | "scope" if is_after(ahead, "within") => {
                vec![Slot::Words(&["having"]), after(before, pieces)]
            }
            "account" | "parent" | "siblings" | "scope" if is_after(ahead, "of") => {
                vec![Slot::Words(&["over"]), after(before, pieces)]
            }
            "matches" => vec![Slot::Text(TextOf::CampaignPattern), value(Wanted::Text)],
            "has" => vec![Slot::Text(TextOf::Label), value(Wanted::Text)],
            "else" => {
                let wanted = kind_of(before, ahead).map_or(Wanted::Anything, |kind| kind.wanted());
                vec![Slot::Words(&["infinite"]), value(wanted)]
            }
            "over" => vec![Slot::Window],
            "last" | "ending" | "including" => window(pieces),
            "since" | "this" if in_window(pieces) => window(pieces),
            "day" | "days" | "week" | "weeks" if is_after(self::ahead(pieces, 2), "ending") => window(pieces),
            "day" | "days" if in_window(pieces) => vec![Slot::Words(WINDOW_SUFFIXES), after(before, pieces)],
            "h" | "hours" | "today" | "yesterday" | "week" | "month" | "ago" | "settled"
                if in_window(pieces) =>
            {
                let mut slots = window(pieces);
                slots.push(after(before, pieces));
                slots
            }
            "this" => Vec::new(),
            _ => vec![after(before, pieces)],
        },
        _ => Vec::new(),
    }
}

/// Nothing stands before that a word could continue: a value begins here.
fn value_begins(pieces: &[Piece<'_>]) -> bool {
    pieces
        .last()
        .is_none_or(|piece| piece.kind == TokenKind::Open || matches!(piece.text, "and" | "or" | "not" | "="))
}

fn is_percent(piece: Option<&Piece<'_>>) -> bool {
    piece.is_some_and(|piece| piece.text.ends_with('%'))
}

fn number(before: &Before<'_>, pieces: &[Piece<'_>], ahead: &[Piece<'_>]) -> Vec<Slot> {
    if is_after(ahead, "top") || is_after(ahead, "bottom") {
        return vec![Slot::Words(&["by"]), Slot::Unit(&["%"])];
    }
    if is_percent(pieces.last()) {
        return vec![after(before, pieces), Slot::Words(&["of"])];
    }
    if unit_is_written(pieces.last().copied()) {
        return vec![after(before, pieces)];
    }
    if is_after(ahead, "last") {
        return window(pieces);
    }
    // A number beside a duration waits for its unit; every other one may be whole.
    let mut slots = Vec::new();
    let operator = ahead.last().map_or("", |piece| piece.text);
    let left = ahead.get(..ahead.len().saturating_sub(1)).unwrap_or(&[]);
    let wanted = kind_of(before, left).map(|kind| kind.wanted());
    if matches!(operator, "=" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-") {
        match wanted {
            Some(Wanted::Duration) => return vec![Slot::Unit(DURATION_UNITS)],
            Some(Wanted::Percent) => slots.push(Slot::Unit(&["%"])),
            Some(Wanted::Money) if !matches!(operator, "+" | "-") => {
                slots.push(Slot::Unit(&["EUR", "USD", "GBP"]));
            }
            _ => {}
        }
    }
    if matches!(operator, "by" | "to") {
        slots.push(Slot::Unit(&["%", "EUR", "USD", "GBP"]));
    }
    slots.push(after(before, pieces));
    slots
}

/// What a name is, as far as its word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Metric(Spelling, bool),
    Attribute(Attribute),
    Param(Wanted),
    Let,
}

impl Kind {
    fn wanted(self) -> Wanted {
        match self {
            Self::Metric(Spelling::Money, _) => Wanted::Money,
            Self::Metric(Spelling::Percent, _) => Wanted::Percent,
            Self::Metric(Spelling::Ratio, _) => Wanted::Ratio,
            Self::Metric(Spelling::Count, _) => Wanted::Count,
            Self::Attribute(attribute) => match attribute.kind() {
                AttributeKind::Money => Wanted::Money,
                AttributeKind::Ratio => Wanted::Ratio,
                AttributeKind::Duration => Wanted::Duration,
                AttributeKind::Date => Wanted::Date,
                AttributeKind::Count => Wanted::Count,
                AttributeKind::Text | AttributeKind::Labels => Wanted::Text,
                AttributeKind::Enum => Wanted::Anything,
            },
            Self::Param(wanted) => wanted,
            Self::Let => Wanted::Anything,
        }
    }
}

/// The kind of the value at the end of these tokens.
fn kind_of(before: &Before<'_>, pieces: &[Piece<'_>]) -> Option<Kind> {
    let end = over_at(pieces).unwrap_or(pieces.len());
    let last = end.checked_sub(1)?;
    // `spend of account` is spend.
    let related = pieces
        .get(last)
        .is_some_and(|piece| matches!(piece.text, "account" | "parent" | "siblings" | "scope"))
        && is_after(pieces.get(..last).unwrap_or(&[]), "of");
    let at = if related { last.checked_sub(2)? } else { last };
    let at = before_attribution(pieces, at).unwrap_or(at);
    let piece = pieces.get(at).filter(|piece| piece.kind == TokenKind::Word)?;
    let field = at
        .checked_sub(1)
        .and_then(|dot| pieces.get(dot))
        .is_some_and(|dot| dot.text == ".");
    // A change is a percentage, whatever it is a change of.
    let before_name = pieces.get(..at).unwrap_or(&[]);
    let changes = is_after(before_name, "of") && is_after(ahead(before_name, 1), "change");
    if !field && let Some(declared) = before.declared.iter().find(|known| known.name == piece.text) {
        return Some(match &declared.kind {
            DeclaredKind::Let | DeclaredKind::Script | DeclaredKind::ScriptOfActions => Kind::Let,
            DeclaredKind::Metric { .. } if changes => Kind::Metric(Spelling::Percent, true),
            DeclaredKind::Metric { spelling, partial } => Kind::Metric(*spelling, *partial),
            DeclaredKind::Lookup(_) => Kind::Let,
            DeclaredKind::Param(word) => Kind::Param(match word.as_str() {
                "money" => Wanted::Money,
                "percent" => Wanted::Percent,
                "ratio" => Wanted::Ratio,
                "count" => Wanted::Count,
                "duration" => Wanted::Duration,
                "text" => Wanted::Text,
                _ => Wanted::Anything,
            }),
        });
    }
    attributes()
        .iter()
        .find(|info| info.name == piece.text)
        .map(|info| Kind::Attribute(info.attribute))
        .or_else(|| {
            metrics().iter().find(|info| info.name == piece.text).map(|info| {
                if changes {
                    Kind::Metric(Spelling::Percent, true)
                } else {
                    Kind::Metric(info.spelling, info.partial)
                }
            })
        })
}

/// What stands right of a comparison, whose left side ends these tokens. `wordy`: the comparison asks for words or texts.
fn compared(before: &Before<'_>, left: &[Piece<'_>], place: ValuePlace, wordy: bool) -> Vec<Slot> {
    let kind = kind_of(before, left);
    match kind {
        Some(Kind::Attribute(attribute)) => match attribute.kind() {
            AttributeKind::Enum => vec![Slot::Member(attribute)],
            AttributeKind::Text => vec![
                Slot::Text(if attribute == Attribute::Account {
                    TextOf::Account
                } else {
                    TextOf::Campaign
                }),
                Slot::Value {
                    place,
                    wanted: Wanted::Text,
                },
            ],
            _ if wordy => Vec::new(),
            _ => vec![Slot::Value {
                place,
                wanted: Kind::Attribute(attribute).wanted(),
            }],
        },
        Some(Kind::Metric(..)) if wordy => Vec::new(),
        _ => vec![Slot::Value {
            place,
            wanted: kind.map_or(Wanted::Anything, Kind::wanted),
        }],
    }
}

/// Behind a comma: another word of the enumeration or another text, or another amount.
fn listed(before: &Before<'_>, pieces: &[Piece<'_>], place: ValuePlace) -> Vec<Slot> {
    let in_at = pieces
        .iter()
        .rposition(|piece| piece.kind == TokenKind::Word && piece.text == "in");
    match in_at {
        Some(at) => compared(before, pieces.get(..at).unwrap_or(&[]), place, true),
        None => vec![Slot::Value {
            place,
            wanted: Wanted::Anything,
        }],
    }
}

/// The operators that fit behind the value at the end of these tokens.
fn after(before: &Before<'_>, pieces: &[Piece<'_>]) -> Slot {
    let since = pieces
        .iter()
        .rposition(|piece| {
            piece.kind == TokenKind::Word && matches!(piece.text, "and" | "or")
                || piece.kind == TokenKind::Open
        })
        .map_or(0, |at| at.saturating_add(1));
    let part = pieces.get(since..).unwrap_or(&[]);
    let compared = part.iter().any(|piece| match piece.kind {
        TokenKind::Symbol => matches!(piece.text, "=" | "!=" | "<" | "<=" | ">" | ">="),
        TokenKind::Word => matches!(piece.text, "is" | "in" | "matches" | "has"),
        // What stands in closed parentheses is most often a condition.
        TokenKind::Close => piece.text == ")",
        _ => false,
    });
    let left = match kind_of(before, pieces) {
        Some(Kind::Metric(_, partial)) => Operand::Metric {
            partial: partial || part.iter().any(|piece| piece.text == "/"),
            windowed: in_window(pieces),
        },
        Some(Kind::Attribute(attribute)) => match attribute.kind() {
            AttributeKind::Enum => Operand::Member(attribute),
            AttributeKind::Text => Operand::Text,
            AttributeKind::Labels => Operand::Labels,
            _ => Operand::Number,
        },
        Some(Kind::Param(Wanted::Text)) => Operand::Text,
        Some(Kind::Param(Wanted::Anything) | Kind::Let) => Operand::Unknown,
        Some(Kind::Param(_)) => Operand::Number,
        None => match pieces.last().map(|piece| piece.kind) {
            Some(TokenKind::Number) => Operand::Number,
            Some(TokenKind::Text) => Operand::Text,
            _ => Operand::Unknown,
        },
    };
    // A parameter or `let` may be a condition by itself.
    let compared = compared || left == Operand::Unknown;
    Slot::Operator { left, compared }
}
