//! Pest's pairs → literals and windows.

use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::money::Currency;
use crate::rational::Rational;
use crate::span::Span;
use crate::syntax::Rule;
use crate::syntax::expressions::Reader;
use crate::syntax::tree::{LiteralSyntax, Spanned, WindowKind, WindowSuffix, WindowSyntax};
use num_bigint::BigInt;
use pest::iterators::Pair;

type P<'i> = Pair<'i, Rule>;

/// Most digits before and behind the point of a number.
const MOST_WHOLE_DIGITS: usize = 15;
const MOST_DECIMALS: usize = 9;

impl Reader<'_> {
    /// Rule `literals`.
    pub(crate) fn literals(&mut self, pair: P<'_>) -> Spanned<Vec<Spanned<LiteralSyntax>>> {
        let span = self.span(&pair);
        let mut found = Vec::new();
        for literal in pair.into_inner() {
            let span = self.span(&literal);
            let mut negative = false;
            for inner in literal.into_inner() {
                if inner.as_rule() == Rule::minus {
                    negative = true;
                    continue;
                }
                let mut value = self.literal(inner);
                if negative {
                    value = negated(value);
                }
                found.push(Spanned { value, span });
            }
        }
        Spanned { value: found, span }
    }

    /// Rules `money`, `percent`, `duration`, `date`, `time`, `number`, `text` and `truth`.
    pub(crate) fn literal(&mut self, pair: P<'_>) -> LiteralSyntax {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::number => self
                .decimal(pair.as_str(), span)
                .map_or(LiteralSyntax::Broken, LiteralSyntax::Number),
            Rule::money => self.money(pair, span),
            Rule::percent => {
                let number = pair
                    .into_inner()
                    .next()
                    .and_then(|inner| self.decimal(inner.as_str(), span));
                let share = number.and_then(|number| number.over(&Rational::integer(100)));
                share.map_or(LiteralSyntax::Broken, LiteralSyntax::Percent)
            }
            Rule::duration => self.duration(pair, span),
            Rule::date => match pair.as_str().parse::<jiff::civil::Date>() {
                Ok(date) => LiteralSyntax::Date(date),
                Err(_) => self.refuse(
                    span,
                    format!("there is no day `{}`", pair.as_str()),
                    "write year-month-day, as in `2026-03-31`",
                ),
            },
            Rule::time => {
                let mut parts = pair.as_str().split(':').map(str::parse::<i8>);
                let time = match (parts.next(), parts.next()) {
                    (Some(Ok(hour)), Some(Ok(minute))) => jiff::civil::Time::new(hour, minute, 0, 0).ok(),
                    _ => None,
                };
                match time {
                    Some(time) => LiteralSyntax::Time(time),
                    None => self.refuse(
                        span,
                        format!("there is no time of day `{}`", pair.as_str()),
                        "times run from `00:00` to `23:59`",
                    ),
                }
            }
            Rule::text => LiteralSyntax::Text(unquoted(pair.as_str())),
            Rule::truth => LiteralSyntax::Bool(pair.as_str().starts_with("true")),
            _ => LiteralSyntax::Broken,
        }
    }

    pub(super) fn refuse(&mut self, span: Span, message: String, help: &str) -> LiteralSyntax {
        self.diagnostics
            .push(Diagnostic::new("E0214", span, message).help(help));
        LiteralSyntax::Broken
    }

    pub(super) fn decimal(&mut self, source: &str, span: Span) -> Option<Rational> {
        let digits: String = source.chars().filter(|character| *character != ',').collect();
        let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
        if whole.len() > MOST_WHOLE_DIGITS || decimals.len() > MOST_DECIMALS {
            self.refuse(
                span,
                format!("`{source}` has more digits than a number here can have"),
                "at most 15 digits before the point and 9 behind it",
            );
            return None;
        }
        let numerator = format!("{whole}{decimals}").parse::<BigInt>().ok()?;
        let denominator = BigInt::from(10).pow(u32::try_from(decimals.len()).ok()?);
        Rational::fraction(numerator, denominator)
    }

    pub(super) fn money(&mut self, pair: P<'_>, span: Span) -> LiteralSyntax {
        let mut amount = None;
        let mut currency = None;
        for inner in pair.into_inner() {
            let part = self.span(&inner);
            match inner.as_rule() {
                Rule::symbol => match Currency::from_symbol(inner.as_str()) {
                    Some(found) => currency = Some(found),
                    None => {
                        return self.refuse(
                            part,
                            format!("`{}` stands for more than one currency", inner.as_str()),
                            "write the code: `500 JPY` or `500 CNY`",
                        );
                    }
                },
                Rule::code => match inner.as_str().parse::<Currency>() {
                    Ok(found) => currency = Some(found),
                    Err(unknown) => {
                        let word = inner.as_str().to_lowercase();
                        if word == "and" || word == "not" {
                            self.diagnostics.push(
                                Diagnostic::new(
                                    "E0116",
                                    part,
                                    format!("`{}` is written `{word}` here", inner.as_str()),
                                )
                                .help("the words of the language are written small")
                                .safe_fix(
                                    format!("write `{word}`"),
                                    part,
                                    word.clone(),
                                ),
                            );
                            return LiteralSyntax::Broken;
                        }
                        let meant = nearest(inner.as_str(), Currency::all().map(Currency::as_str));
                        let help = meant.map_or_else(
                            || "currencies are written as their ISO code: `45 EUR`".to_owned(),
                            |meant| format!("did you mean `{meant}`?"),
                        );
                        return self.refuse(part, unknown.to_string(), &help);
                    }
                },
                _ => amount = self.decimal(inner.as_str(), span),
            }
        }
        let (Some(amount), Some(currency)) = (amount, currency) else {
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

    pub(super) fn duration(&mut self, pair: P<'_>, span: Span) -> LiteralSyntax {
        let mut amount = None;
        let mut seconds = 0;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::unit => seconds = unit_seconds(inner.as_str()),
                _ => amount = self.decimal(inner.as_str(), span),
            }
        }
        let Some(amount) = amount else {
            return LiteralSyntax::Broken;
        };
        // A thousand years: beyond it every comparison is a slip of the finger.
        const LONGEST: i64 = 86_400 * 366_000;
        match amount
            .times(&Rational::integer(seconds))
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

    /// Rule `window`.
    pub(crate) fn window(&mut self, pair: P<'_>) -> WindowSyntax {
        let span = self.span(&pair);
        let mut kind = WindowKind::Today;
        let mut suffixes = Vec::new();
        for part in pair.into_inner() {
            let part_span = self.span(&part);
            let is_base = part.as_rule() == Rule::window_base;
            let Some(inner) = part.into_inner().next() else {
                continue;
            };
            if is_base {
                kind = self.window_base(inner);
                continue;
            }
            let value = match inner.as_rule() {
                Rule::k_settled => WindowSuffix::Settled,
                Rule::including => WindowSuffix::IncludingToday,
                Rule::ending => WindowSuffix::Ending(self.days_of(inner)),
                _ => WindowSuffix::OrSinceCreation,
            };
            suffixes.push(Spanned {
                value,
                span: part_span,
            });
        }
        WindowSyntax { span, kind, suffixes }
    }

    /// The days of a duration written in days or weeks.
    fn days_of(&mut self, pair: P<'_>) -> Option<Rational> {
        let duration = pair
            .into_inner()
            .find(|inner| inner.as_rule() == Rule::duration)?;
        let (mut number, mut days) = (None, None);
        for inner in duration.into_inner() {
            let span = self.span(&inner);
            match inner.as_rule() {
                Rule::unit => days = unit_seconds(inner.as_str()).checked_div(86_400),
                _ => number = self.decimal(inner.as_str(), span),
            }
        }
        match days {
            Some(0) | None => None,
            Some(days) => number.map(|number| number.times(&Rational::integer(days))),
        }
    }

    pub(super) fn window_base(&mut self, base: P<'_>) -> WindowKind {
        match base.as_rule() {
            Rule::k_yesterday => WindowKind::Yesterday,
            Rule::this_window if base.as_str().ends_with("week") => WindowKind::ThisWeek,
            Rule::this_window => WindowKind::ThisMonth,
            Rule::k_lifetime => WindowKind::Lifetime,
            Rule::since_window => WindowKind::SinceLastChange,
            Rule::last_window => {
                let mut number = Rational::zero();
                let mut unit = String::new();
                let duration = base.into_inner().find(|inner| inner.as_rule() == Rule::duration);
                for inner in duration.into_iter().flat_map(Pair::into_inner) {
                    let span = self.span(&inner);
                    match inner.as_rule() {
                        Rule::unit => inner.as_str().clone_into(&mut unit),
                        _ => number = self.decimal(inner.as_str(), span).unwrap_or_else(Rational::zero),
                    }
                }
                match unit.as_str() {
                    "day" | "days" => WindowKind::Days(number),
                    "h" | "hour" | "hours" => WindowKind::Hours(number),
                    "d" => WindowKind::ShortDays(number),
                    "w" | "week" | "weeks" => WindowKind::OtherUnit("weeks"),
                    _ => WindowKind::OtherUnit("minutes"),
                }
            }
            _ => WindowKind::Today,
        }
    }
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

/// The text between the quotes, its escapes resolved.
pub(crate) fn unquoted(source: &str) -> String {
    let inner = source
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(source);
    let mut out = String::with_capacity(inner.len());
    let mut escaped = false;
    for character in inner.chars() {
        if character == '\\' && !escaped {
            escaped = true;
        } else {
            out.push(character);
            escaped = false;
        }
    }
    out
}
