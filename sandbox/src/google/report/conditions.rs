//! Conditions on values, as a query writes them.

use std::cmp::Ordering;

use crate::google::fields::Field;
use crate::google::gaql::Operator;
use crate::google::gaql::check::Test;
use crate::google::value::{Kind, Value};

/// Whether every condition holds; `value` tells the value of a field.
pub fn all_hold<'t>(tests: impl Iterator<Item = &'t Test>, value: impl Fn(&'static Field) -> Value) -> bool {
    tests.into_iter().all(|test| holds(test, &value(test.field)))
}

/// One condition on one value. An absent value meets only IS NULL and negations.
fn holds(test: &Test, value: &Value) -> bool {
    use Operator as Op;
    let same = |other: &Value| compare(test.field.kind, value, other) == Some(Ordering::Equal);
    let against = |index: usize| {
        test.values
            .get(index)
            .and_then(|other| compare(test.field.kind, value, other))
    };
    let pattern = test.values.first().and_then(Value::as_text).unwrap_or_default();
    let matches_pattern = || value.as_text().is_some_and(|text| like(text, pattern));
    let contains = |wanted: &Value| match (value, wanted.as_text()) {
        (Value::List(list), Some(wanted)) => list.iter().any(|item| item == wanted),
        _ => false,
    };
    match test.operator {
        Op::Equal => test.values.first().is_some_and(same),
        Op::NotEqual => !test.values.first().is_some_and(same),
        Op::Less => against(0) == Some(Ordering::Less),
        Op::Greater => against(0) == Some(Ordering::Greater),
        Op::AtMost => matches!(against(0), Some(Ordering::Less | Ordering::Equal)),
        Op::AtLeast => matches!(against(0), Some(Ordering::Greater | Ordering::Equal)),
        Op::Between => {
            matches!(against(0), Some(Ordering::Greater | Ordering::Equal))
                && matches!(against(1), Some(Ordering::Less | Ordering::Equal))
        }
        Op::In => test.values.iter().any(same),
        Op::NotIn => !test.values.iter().any(same),
        Op::Like => matches_pattern(),
        Op::NotLike => !matches_pattern(),
        Op::ContainsAny => test.values.iter().any(contains),
        Op::ContainsAll => test.values.iter().all(contains),
        Op::ContainsNone => !test.values.iter().any(contains),
        Op::IsNull => is_null(value),
        Op::IsNotNull => !is_null(value),
        // Turned into BETWEEN when the query was checked.
        Op::During => false,
    }
}

fn is_null(value: &Value) -> bool {
    matches!(value, Value::Absent) || matches!(value, Value::List(list) if list.is_empty())
}

pub fn compare(kind: Kind, a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        // Stored times have no fraction, literals may; both become fixed width.
        (Value::Text(a), Value::Text(b)) if kind == Kind::DateTime => Some(wide(a).cmp(&wide(b))),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn wide(text: &str) -> String {
    crate::google::gaql::dates::date_time(text)
        .map_or_else(|| text.to_owned(), crate::google::gaql::check::stamp)
}

/// LIKE: `%` any run, `_` any one character, `[x]` the character itself; without regard to case.
fn like(text: &str, pattern: &str) -> bool {
    let mut parts: Vec<Option<Option<char>>> = Vec::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '%' => parts.push(None),
            '_' => parts.push(Some(None)),
            '[' => {
                if let Some(inner) = letters.next() {
                    parts.push(Some(Some(inner)));
                    if letters.peek() == Some(&']') {
                        letters.next();
                    }
                }
            }
            other => parts.push(Some(Some(other))),
        }
    }
    // Reachable positions of the pattern after each letter of the text.
    let mut reach = vec![false; parts.len() + 1];
    let close = |reach: &mut Vec<bool>, parts: &[Option<Option<char>>]| {
        for (at, part) in parts.iter().enumerate() {
            if part.is_none()
                && reach.get(at) == Some(&true)
                && let Some(next) = reach.get_mut(at + 1)
            {
                *next = true;
            }
        }
    };
    if let Some(start) = reach.first_mut() {
        *start = true;
    }
    close(&mut reach, &parts);
    for letter in text.chars().flat_map(char::to_lowercase) {
        let mut next = vec![false; parts.len() + 1];
        for (at, part) in parts.iter().enumerate() {
            if reach.get(at) != Some(&true) {
                continue;
            }
            let to = match part {
                None => at,
                Some(None) => at + 1,
                Some(Some(wanted)) if wanted.to_lowercase().eq(std::iter::once(letter)) => at + 1,
                Some(Some(_)) => continue,
            };
            if let Some(slot) = next.get_mut(to) {
                *slot = true;
            }
        }
        reach = next;
        close(&mut reach, &parts);
    }
    reach.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn like_knows_runs_single_letters_and_escapes() {
        assert!(like("Brand US - Exact", "%brand%"));
        assert!(like("Brand US", "Brand __"));
        assert!(!like("Brand USA", "Brand __"));
        assert!(like("100%", "100[%]"));
        assert!(!like("1000", "100[%]"));
        assert!(like("", "%"));
        assert!(!like("a", ""));
    }
}
