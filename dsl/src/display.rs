//! Numbers as people read them. Only what is shown is rounded; nothing here reaches a verdict.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use crate::rational::Rational;

/// `value` is an integer count of `10^-scale`; prints it with thousands separators, at least `least` decimals,
/// and more only while they are not zero.
pub(crate) fn group_decimal(value: u128, scale: u32, least: u32) -> String {
    let digits = format!("{value:0>width$}", width = (scale as usize).saturating_add(1));
    let split = digits.len().saturating_sub(scale as usize);
    let (whole, decimals) = digits.split_at(split);
    let keep = decimals
        .trim_end_matches('0')
        .len()
        .max((least as usize).min(decimals.len()));
    let mut out = group_thousands(whole);
    if keep > 0 {
        out.push('.');
        out.push_str(decimals.get(..keep).unwrap_or(decimals));
    }
    out
}

/// `1234567` as `1,234,567`.
pub(crate) fn group_thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len().saturating_add(digits.len() / 3));
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(index);
        if index > 0 && left % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Half away from zero at `digits` decimals, printed with separators and at least `least` of them.
pub(crate) fn decimal(value: &Rational, digits: u32, least: u32) -> String {
    let scaled = value.round_at(digits);
    let sign = if scaled.is_negative() { "-" } else { "" };
    let magnitude: BigInt = scaled.abs();
    match magnitude.to_u128() {
        Some(small) => format!("{sign}{}", group_decimal(small, digits, least)),
        // Beyond 38 digits separators help nobody: the power of ten does.
        None => {
            let text = magnitude.to_string();
            let (head, tail) = text.split_at(1.min(text.len()));
            let exponent = text.len().saturating_sub(1).saturating_sub(digits as usize);
            format!("{sign}{head}.{}e{exponent}", tail.get(..3).unwrap_or(tail))
        }
    }
}

/// Seconds as `2 days`, `90 minutes`, `24 hours`: the largest unit that leaves nothing over.
pub(crate) fn duration(seconds: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let (size, name) = UNITS
        .into_iter()
        .find(|(size, _)| seconds != 0 && seconds.checked_rem(*size) == Some(0))
        .unwrap_or((1, "second"));
    let count = seconds.checked_div(size).unwrap_or(seconds);
    // An age is rarely a whole number of days: say it in the largest two units.
    if size < 3_600 && seconds > 86_400 {
        let days = seconds.checked_div(86_400).unwrap_or(0);
        let hours = seconds
            .checked_rem(86_400)
            .unwrap_or(0)
            .checked_div(3_600)
            .unwrap_or(0);
        let tail = if hours == 0 {
            String::new()
        } else {
            format!(" {}", plural(hours, "hour"))
        };
        return format!("{}{tail}", plural(days, "day"));
    }
    plural(count, name)
}

/// How long ago something was: `490 days`, `3 days 4 hours`, `5 hours`. Days alone from a hundred on, where an hour more or
/// less says nothing; as [`duration`] below two days.
pub(crate) fn age(seconds: i64) -> String {
    const DAY: i64 = 86_400;
    let days = seconds.checked_div(DAY).unwrap_or(0);
    if days < 2 {
        return duration(seconds);
    }
    let hours = seconds
        .checked_rem(DAY)
        .unwrap_or(0)
        .checked_div(3_600)
        .unwrap_or(0);
    if hours == 0 || days >= 100 {
        return plural(days, "day");
    }
    format!("{} {}", plural(days, "day"), plural(hours, "hour"))
}

/// `1 day`, `3 days`.
pub(crate) fn plural(count: i64, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// `a` or `an`, as the word wants it.
pub(crate) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(items: &[S], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [head @ .., tail] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", head.join(", "), tail.as_ref())
        }
    }
}

/// One line of source, blanks collapsed: how a piece of a rule is quoted.
pub(crate) fn one_line(source: &str) -> String {
    // Most pieces stand on one line already.
    let is_plain = |byte: &u8| byte.is_ascii_graphic() && *byte != b'#';
    let mut words = source.as_bytes().split(|byte| *byte == b' ');
    if words.all(|word| !word.is_empty() && word.iter().all(is_plain)) {
        return source.to_owned();
    }
    let mut out = String::with_capacity(source.len());
    for line in source.lines() {
        for word in before_comment(line).split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// A comment runs from a `#` outside of quotes to the line's end.
fn before_comment(line: &str) -> &str {
    if !line.contains('#') {
        return line;
    }
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '#' if !quoted => return line.get(..at).unwrap_or(line),
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_and_needless_decimals_left_out() {
        assert_eq!(group_decimal(1_234_500_000, 6, 2), "1,234.50");
        assert_eq!(group_decimal(370_000, 6, 0), "0.37");
        assert_eq!(group_decimal(3_000_000, 6, 0), "3");
        assert_eq!(group_decimal(0, 6, 2), "0.00");
        assert_eq!(group_decimal(999, 0, 0), "999");
    }

    #[test]
    fn durations_use_the_largest_whole_unit() {
        assert_eq!(duration(86_400), "1 day");
        assert_eq!(duration(5_400), "90 minutes");
        assert_eq!(duration(0), "0 seconds");
        assert_eq!(duration(86_400 * 60 + 61), "60 days");
        assert_eq!(duration(86_400 + 3_601), "1 day 1 hour");
    }

    #[test]
    fn an_age_is_said_in_days_once_it_is_days() {
        assert_eq!(age(3_600 * 11_770), "490 days");
        assert_eq!(age(3_600 * 76), "3 days 4 hours");
        assert_eq!(age(86_400 * 7), "7 days");
        assert_eq!(age(3_600 * 36), "36 hours");
        assert_eq!(age(5_400), "90 minutes");
    }

    #[test]
    fn a_quoted_piece_of_a_rule_is_one_line_without_comments() {
        assert_eq!(
            one_line("spend >  $5 # dear\n   and name is \"a # b\""),
            "spend > $5 and name is \"a # b\""
        );
    }
}
