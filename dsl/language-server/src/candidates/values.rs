//! What can stand in an expression: values, and what goes on behind one.

use dsl::editor::{DeclaredKind, Operand, Place, ValuePlace, Wanted};
use dsl::{AttributeKind, MetricClass, Spelling, attributes, metrics};

use super::{Candidate, Insert, attribute, declared, kind, metric, plain, word_candidate};

pub(super) fn values(place: &Place, at: ValuePlace, wanted: Wanted, base: u8, found: &mut Vec<Candidate>) {
    let literals: &[&str] = match wanted {
        Wanted::Money if at == ValuePlace::Amount => &["20%", "$50"],
        Wanted::Money => &["$45", "45 EUR"],
        Wanted::Percent => &["2%"],
        Wanted::Ratio => &["3"],
        Wanted::Count => &["10"],
        Wanted::Duration => &["7d", "24h"],
        Wanted::Date => &["2026-12-31"],
        Wanted::Anything | Wanted::Text | Wanted::Fallback => &[],
    };
    found.extend(
        literals
            .iter()
            .map(|text| plain(*text, kind::VALUE, "", "", base)),
    );
    found.extend(
        place
            .declared
            .iter()
            .filter(|name| match name.kind {
                // Behind the words `lookup` and `run script`.
                DeclaredKind::Lookup(_) | DeclaredKind::ScriptOfActions => false,
                DeclaredKind::Metric { .. } => at != ValuePlace::Where,
                _ => true,
            })
            .map(|name| declared(name, base)),
    );
    if at == ValuePlace::Definition {
        let sums = metrics().iter().filter(|info| info.class != MetricClass::Derived);
        found.extend(sums.map(|info| metric(info, base.saturating_add(1))));
        lookups(place, false, base.saturating_add(2), found);
        return;
    }
    for info in metrics() {
        if at == ValuePlace::Where || matches!(wanted, Wanted::Text | Wanted::Duration | Wanted::Date) {
            break;
        }
        let fits = match wanted {
            Wanted::Money => info.spelling == Spelling::Money,
            Wanted::Percent => info.spelling == Spelling::Percent,
            Wanted::Ratio => info.spelling == Spelling::Ratio,
            Wanted::Count => info.spelling == Spelling::Count,
            _ => true,
        };
        let is_supplied = place.platforms.is_empty()
            || info
                .platforms
                .iter()
                .any(|platform| place.platforms.iter().any(|named| named == platform.as_str()));
        found.push(metric(
            info,
            base.saturating_add(if fits && is_supplied { 1 } else { 4 }),
        ));
    }
    for info in attributes() {
        let fits = match wanted {
            Wanted::Money => info.kind == AttributeKind::Money,
            Wanted::Ratio => info.kind == AttributeKind::Ratio,
            Wanted::Text => info.kind == AttributeKind::Text,
            Wanted::Duration => info.kind == AttributeKind::Duration,
            Wanted::Date => info.kind == AttributeKind::Date,
            Wanted::Count => info.kind == AttributeKind::Count,
            Wanted::Anything => at != ValuePlace::Amount || info.kind == AttributeKind::Money,
            _ => false,
        };
        found.push(attribute(info, base.saturating_add(if fits { 2 } else { 5 })));
    }
    let number = !matches!(
        wanted,
        Wanted::Text | Wanted::Duration | Wanted::Date | Wanted::Fallback
    );
    if number {
        found.push(word_candidate("elapsed_share of", base.saturating_add(7)));
        if at != ValuePlace::Where {
            for word in [
                "change of",
                "sum of",
                "average of",
                "count of",
                "in top",
                "in bottom",
            ] {
                found.push(word_candidate(word, base.saturating_add(7)));
            }
            found.push(word_candidate("usual", base.saturating_add(7)));
            found.push(Candidate {
                insert: Insert::Snippet("convert(${1:spend} to ${2:EUR})".to_owned()),
                ..word_candidate("convert", base.saturating_add(7))
            });
            lookups(place, false, base.saturating_add(3), found);
        }
    }
    if matches!(wanted, Wanted::Text | Wanted::Anything)
        && !matches!(at, ValuePlace::Where | ValuePlace::Amount)
    {
        lookups(place, true, base.saturating_add(3), found);
    }
    if wanted == Wanted::Anything && at != ValuePlace::Amount {
        found.push(word_candidate("not", base.saturating_add(6)));
        found.push(word_candidate("this", base.saturating_add(6)));
        for truth in ["true", "false"] {
            found.push(word_candidate(truth, base.saturating_add(8)));
        }
    } else {
        found.push(word_candidate("this", base.saturating_add(8)));
    }
}

/// Each lookup that supplies texts, or numbers, asked by the campaign's name.
fn lookups(place: &Place, texts: bool, base: u8, found: &mut Vec<Candidate>) {
    for name in &place.declared {
        if matches!(name.kind, DeclaredKind::Lookup(spelling) if spelling.is_none() == texts) {
            found.push(Candidate {
                label: format!("lookup {}", name.name),
                insert: Insert::Text(format!("lookup {}[this.name]", name.name)),
                ..declared(name, base)
            });
        }
    }
}

pub(super) fn operators(left: Operand, compared: bool, base: u8, found: &mut Vec<Candidate>) {
    let numbers = [">", "<", ">=", "<=", "=", "!="];
    let mut push = |words: &[&str], rank: u8| {
        for (order, word) in words.iter().enumerate() {
            let rank = base
                .saturating_add(rank)
                .saturating_add(u8::try_from(order).unwrap_or(9));
            found.push(word_candidate(word, rank));
        }
    };
    let (joins, compares) = if compared { (0, 3) } else { (12, 0) };
    if matches!(left, Operand::Metric { .. } | Operand::Number | Operand::Unknown) {
        push(&["in scope", "ignoring missing", "within", "having"], 13);
    }
    match left {
        Operand::Metric { partial, windowed } => {
            push(&numbers, compares);
            if !windowed {
                push(&["over", "of account", "of parent", "of siblings", "of scope"], 6);
            }
            if partial {
                push(&["else"], 7);
            }
            push(&["is missing", "is not missing", "+", "-", "*", "/"], 8);
            if windowed {
                push(&["settled", "including today", "ending", "or since creation"], 9);
            }
        }
        Operand::Member(_) => push(&["is", "is not", "in", "is missing", "is not missing"], compares),
        Operand::Text => push(
            &["matches", "is", "is not", "in", "is missing", "is not missing"],
            compares,
        ),
        Operand::Labels => push(&["has", "is missing", "is not missing"], compares),
        Operand::Number => {
            push(&numbers, compares);
            push(&["+", "-", "*", "/", "else", "is missing", "is not missing"], 8);
        }
        Operand::Unknown => {
            push(&numbers, compares);
            push(
                &[
                    "matches",
                    "is",
                    "is not",
                    "in",
                    "else",
                    "+",
                    "-",
                    "*",
                    "/",
                    "is missing",
                    "is not missing",
                ],
                8,
            );
        }
    }
    push(&["and", "or"], joins);
}
