//! Numbers with what makes amounts, shares, durations and times of them.

use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::money::Currency;
use crate::rational::Rational;
use crate::span::Span;
use crate::syntax::cursor::{Expected, Place, Reader};
use crate::syntax::scan::{self, Token, TokenKind};
use crate::syntax::tree::{LiteralSyntax, Literals, Spanned};

/// Most digits before and behind the point of a number.
const MOST_WHOLE_DIGITS: usize = 15;
const MOST_DECIMALS: usize = 9;

/// What a number with its surroundings is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    Number,
    Money,
    Percent,
    Duration,
    Date,
    Time,
}

/// Every numeral.
pub(super) const ANY: &[Numeral] = &[
    Numeral::Money,
    Numeral::Percent,
    Numeral::Duration,
    Numeral::Date,
    Numeral::Time,
    Numeral::Number,
];

/// A numeral found in the text: its parts, and how many tokens it has.
struct Written<'t> {
    numeral: Numeral,
    decimal: &'t str,
    /// Unit, code or currency sign.
    unit: &'t str,
    unit_span: Span,
    tokens: usize,
}

impl<'t> Reader<'t> {
    /// One of the numerals, if one comes next.
    pub(super) fn numeral(&mut self, among: &[Numeral]) -> Option<Spanned<LiteralSyntax>> {
        let place = self.place();
        let Some(written) = self.numeral_here(among) else {
            if among.contains(&Numeral::Money) && is_currency_sign(self.here()) {
                self.advance(1);
                self.note(Expected::Number);
                self.back_to(place);
            }
            return None;
        };
        self.advance(written.tokens);
        let span = self.since(place);
        let value = match written.numeral {
            Numeral::Number => self
                .decimal(written.decimal, span)
                .map_or(LiteralSyntax::Broken, LiteralSyntax::Number),
            Numeral::Percent => self
                .decimal(written.decimal, span)
                .and_then(|number| number.over(&Rational::integer(100)))
                .map_or(LiteralSyntax::Broken, LiteralSyntax::Percent),
            Numeral::Money => self.money(&written, span),
            Numeral::Duration => self.duration(&written, span),
            Numeral::Date => self.date(place, span),
            Numeral::Time => self.time(written.decimal, span),
        };
        Some(Spanned { value, span })
    }

    /// `numeral = money | percent | duration | date | time | number`
    /// `money = ("$" | "€" | "£" | "₹" | "¥") number | number code`
    /// `percent = number "%"`
    /// `duration = number ("m" | "minute" | "minutes" | "h" | "hour" | "hours" | "d" | "day" | "days" | "w" | "week" | "weeks")`
    ///
    /// What makes more of a number stands on its line.
    fn numeral_here(&self, among: &[Numeral]) -> Option<Written<'t>> {
        let token = self.token()?;
        let first = self.here();
        let of = |numeral| among.contains(&numeral);
        let written = |numeral, decimal, unit, unit_span, tokens| {
            of(numeral).then_some(Written {
                numeral,
                decimal,
                unit,
                unit_span,
                tokens,
            })
        };
        let next = self.later(1).filter(|next| !next.first_on_line);
        if token.kind == TokenKind::Symbol && is_currency_sign(first) {
            let decimal = self.written(next.filter(|next| next.kind == TokenKind::Number)?);
            return (scan::decimal_length(decimal) == decimal.len())
                .then(|| written(Numeral::Money, decimal, first, token.span(), 2))?;
        }
        if token.kind != TokenKind::Number {
            return None;
        }
        let (decimal, glued) = first.split_at_checked(scan::decimal_length(first))?;
        if !glued.is_empty() {
            let span = Span::from_offsets(token.start.saturating_add(decimal.len()), token.end);
            return match glued {
                "%" => written(Numeral::Percent, decimal, glued, span, 1),
                _ if is_unit(glued) => written(Numeral::Duration, decimal, glued, span, 1),
                _ if is_code(glued) => written(Numeral::Money, decimal, glued, span, 1),
                _ if is_time(first) => written(Numeral::Time, first, "", span, 1),
                _ => None,
            };
        }
        let unit = next.map_or("", |next| self.written(next));
        let span = next.map_or(Span::default(), Token::span);
        match unit {
            "%" => written(Numeral::Percent, decimal, unit, span, 2),
            _ if is_unit(unit) => written(Numeral::Duration, decimal, unit, span, 2),
            _ if is_code(unit) => written(Numeral::Money, decimal, unit, span, 2),
            "-" if self.is_date() => written(Numeral::Date, "", "", span, 5),
            _ => None,
        }
        .or_else(|| written(Numeral::Number, decimal, "", span, 1))
    }

    /// `2026-03-31`, held together.
    fn is_date(&self) -> bool {
        let digits = |offset: usize, count: usize| {
            let written = self.ahead(offset);
            written.len() == count && written.bytes().all(|byte| byte.is_ascii_digit())
        };
        let ends = self.token().map(|token| token.start.saturating_add(10));
        digits(0, 4)
            && digits(2, 2)
            && self.ahead(3) == "-"
            && digits(4, 2)
            && self.later(4).map(|last| last.end) == ends
    }

    /// `decimal`, exactly.
    fn decimal(&mut self, source: &str, span: Span) -> Option<Rational> {
        let (whole, decimals) = source.split_once('.').unwrap_or((source, ""));
        let whole_digits = whole.bytes().filter(u8::is_ascii_digit).count();
        if whole_digits > MOST_WHOLE_DIGITS || decimals.len() > MOST_DECIMALS {
            self.refuse(
                span,
                format!("`{source}` has more digits than a number here can have"),
                "at most 15 digits before the point and 9 behind it",
            );
            return None;
        }
        // At most 24 digits, and a power of at most 9.
        let numerator = source
            .bytes()
            .filter(u8::is_ascii_digit)
            .fold(0_i128, |sum, digit| {
                sum.saturating_mul(10)
                    .saturating_add(i128::from(digit.saturating_sub(b'0')))
            });
        let denominator = 10_i64.pow(u32::try_from(decimals.len()).ok()?);
        Rational::fraction(numerator, denominator)
    }

    fn refuse(&mut self, span: Span, message: String, help: &str) -> LiteralSyntax {
        self.say(Diagnostic::new("E0214", span, message).help(help));
        LiteralSyntax::Broken
    }

    fn money(&mut self, written: &Written<'_>, span: Span) -> LiteralSyntax {
        let currency = if is_currency_sign(written.unit) {
            let Some(currency) = Currency::from_symbol(written.unit) else {
                return self.refuse(
                    written.unit_span,
                    format!("`{}` stands for more than one currency", written.unit),
                    "write the code: `500 JPY` or `500 CNY`",
                );
            };
            currency
        } else {
            match written.unit.parse::<Currency>() {
                Ok(currency) => currency,
                Err(unknown) => return self.no_currency(written, &unknown.to_string()),
            }
        };
        let Some(amount) = self.decimal(written.decimal, span) else {
            return LiteralSyntax::Broken;
        };
        let micros = amount.times(&Rational::integer(crate::money::MICROS_PER_UNIT));
        match micros.to_i64() {
            Some(micros) => LiteralSyntax::Money(currency, micros),
            None => self.refuse(
                span,
                "this amount is larger or finer than an amount can be".to_owned(),
                "at most 9,000,000,000,000, and at most 6 digits behind the point",
            ),
        }
    }

    /// Three capital letters behind a number that are no currency.
    fn no_currency(&mut self, written: &Written<'_>, message: &str) -> LiteralSyntax {
        let (code, span) = (written.unit, written.unit_span);
        let word = code.to_lowercase();
        if word == "and" || word == "not" {
            self.say(
                Diagnostic::new("E0116", span, format!("`{code}` is written `{word}` here"))
                    .help("the words of the language are written small")
                    .safe_fix(format!("write `{word}`"), span, word.clone()),
            );
            return LiteralSyntax::Broken;
        }
        let help = nearest(code, Currency::all().map(Currency::as_str)).map_or_else(
            || "currencies are written as their ISO code: `45 EUR`".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        self.refuse(span, message.to_owned(), &help)
    }

    fn duration(&mut self, written: &Written<'_>, span: Span) -> LiteralSyntax {
        // A thousand years: beyond it every comparison is a slip of the finger.
        const LONGEST: i64 = 86_400 * 366_000;
        let Some(amount) = self.decimal(written.decimal, span) else {
            return LiteralSyntax::Broken;
        };
        match amount
            .times(&Rational::integer(unit_seconds(written.unit)))
            .to_i64()
            .filter(|seconds| *seconds <= LONGEST)
        {
            Some(seconds) => LiteralSyntax::Duration(seconds),
            None => self.refuse(
                span,
                "this duration is too long, or finer than a second".to_owned(),
                "write it as `90m`, `6h` or `7d`",
            ),
        }
    }

    fn date(&mut self, place: Place, span: Span) -> LiteralSyntax {
        let written = self.text_since(place);
        match written.parse::<jiff::civil::Date>() {
            Ok(date) => LiteralSyntax::Date(date),
            Err(_) => self.refuse(
                span,
                format!("there is no day `{written}`"),
                "write year-month-day, as in `2026-03-31`",
            ),
        }
    }

    fn time(&mut self, written: &str, span: Span) -> LiteralSyntax {
        let mut parts = written.split(':').map(str::parse::<i8>);
        let time = match (parts.next(), parts.next()) {
            (Some(Ok(hour)), Some(Ok(minute))) => jiff::civil::Time::new(hour, minute, 0, 0).ok(),
            _ => None,
        };
        match time {
            Some(time) => LiteralSyntax::Time(time),
            None => self.refuse(
                span,
                format!("there is no time of day `{written}`"),
                "times run from `00:00` to `23:59`",
            ),
        }
    }

    /// The number and the unit of a duration, as written.
    pub(super) fn amount_of_time(&mut self) -> Option<(Rational, &'t str)> {
        let Some(written) = self.numeral_here(&[Numeral::Duration]) else {
            self.note_unit();
            return self.fail(Expected::Number);
        };
        let place = self.place();
        self.advance(written.tokens);
        let span = self.since(place);
        let number = self.decimal(written.decimal, span).unwrap_or_else(Rational::zero);
        Some((number, written.unit))
    }

    /// A number alone lacks its unit.
    pub(super) fn note_unit(&mut self) {
        let place = self.place();
        if self.numeral_here(&[Numeral::Number]).is_some() {
            self.advance(1);
            self.note(Expected::Unit);
            self.back_to(place);
        }
    }

    pub(super) fn expect_numeral(
        &mut self,
        numeral: Numeral,
        expected: Expected,
    ) -> Option<Spanned<LiteralSyntax>> {
        let found = self.numeral(&[numeral]);
        if found.is_none() {
            self.note(expected);
        }
        found
    }

    pub(super) fn expect_duration(&mut self) -> Option<Spanned<LiteralSyntax>> {
        let found = self.expect_numeral(Numeral::Duration, Expected::Duration);
        if found.is_none() {
            self.note_unit();
        }
        found
    }

    pub(super) fn expect_time(&mut self) -> Option<Spanned<LiteralSyntax>> {
        self.expect_numeral(Numeral::Time, Expected::Time)
    }

    pub(super) fn expect_percent(&mut self) -> Option<Spanned<LiteralSyntax>> {
        self.expect_numeral(Numeral::Percent, Expected::Percent)
    }

    /// `truth = "true" | "false"`
    pub(super) fn truth(&mut self) -> Option<Spanned<LiteralSyntax>> {
        let value = match self.here() {
            "true" => true,
            "false" => false,
            _ => return None,
        };
        let place = self.place();
        self.advance(1);
        Some(Spanned {
            value: LiteralSyntax::Bool(value),
            span: self.since(place),
        })
    }

    /// `literals = literal ("," literal)*`
    ///
    /// One value, or one amount per currency.
    pub(super) fn literals(&mut self) -> Option<Literals> {
        let place = self.place();
        let value = self.list(Self::signed_literal)?;
        Some(Spanned {
            value,
            span: self.since(place),
        })
    }

    /// `literal = "-"? (money | percent | duration | number | text | truth)`
    fn signed_literal(&mut self) -> Option<Spanned<LiteralSyntax>> {
        const AMONG: &[Numeral] = &[
            Numeral::Money,
            Numeral::Percent,
            Numeral::Duration,
            Numeral::Number,
        ];
        let place = self.place();
        let negative = self.takes("-");
        let found = self
            .numeral(AMONG)
            .or_else(|| self.text_literal())
            .or_else(|| self.truth());
        let Some(found) = found else {
            return self.fail(Expected::Value);
        };
        Some(Spanned {
            value: if negative {
                negated(found.value)
            } else {
                found.value
            },
            span: self.since(place),
        })
    }
}

/// A plain number that counts something.
pub(super) fn count(number: Spanned<LiteralSyntax>) -> Spanned<Rational> {
    Spanned {
        value: match number.value {
            LiteralSyntax::Number(number) => number,
            _ => Rational::zero(),
        },
        span: number.span,
    }
}

pub(super) fn is_currency_sign(sign: &str) -> bool {
    matches!(sign, "$" | "€" | "£" | "₹" | "¥")
}

fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "minutes" | "minute" | "hours" | "hour" | "days" | "day" | "weeks" | "week" | "m" | "h" | "d" | "w"
    )
}

fn is_code(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `6:00` or `06:00`.
fn is_time(written: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    written.split_once(':').is_some_and(|(hour, minute)| {
        matches!(hour.len(), 1 | 2) && digits(hour) && minute.len() == 2 && digits(minute)
    })
}

pub(super) fn unit_seconds(unit: &str) -> i64 {
    match unit.as_bytes().first() {
        Some(b'w') => 7 * 86_400,
        Some(b'd') => 86_400,
        Some(b'h') => 3_600,
        _ => 60,
    }
}

pub(super) fn negated(literal: LiteralSyntax) -> LiteralSyntax {
    match literal {
        LiteralSyntax::Number(number) => LiteralSyntax::Number(number.negated()),
        LiteralSyntax::Percent(share) => LiteralSyntax::Percent(share.negated()),
        LiteralSyntax::Money(currency, micros) => LiteralSyntax::Money(currency, micros.saturating_neg()),
        LiteralSyntax::Duration(seconds) => LiteralSyntax::Duration(seconds.saturating_neg()),
        _ => LiteralSyntax::Broken,
    }
}
