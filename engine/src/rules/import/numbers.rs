//! Values of an export as literals of our language, exactly: no value goes through a floating-point number of ours.

use dsl::Currency;
use serde_json::Value;

/// What a number of an export measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// In the currency's smallest coin: 1000 is $10.00.
    MinorMoney,
    /// In the currency itself: 10 is $10.00.
    Money,
    Count,
    /// A number that is a percentage: 1.5 is 1.5%.
    Percent,
    Ratio,
    Hours,
    Days,
}

/// Digits before and behind the point, without superfluous noughts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    pub negative: bool,
    whole: String,
    fraction: String,
}

impl Decimal {
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Self::parse(&number.to_string()),
            Value::String(text) => Self::parse(text.trim()),
            _ => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.chars().all(|digit| digit.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || text.len() > 24 {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        Some(Self {
            negative: negative && !(whole.is_empty() && fraction.is_empty()),
            whole: if whole.is_empty() { "0" } else { whole }.to_owned(),
            fraction: fraction.to_owned(),
        })
    }

    pub(super) fn is_zero(&self) -> bool {
        self.whole == "0" && self.fraction.is_empty()
    }

    pub(super) fn abs(&self) -> Self {
        Self {
            negative: false,
            ..self.clone()
        }
    }

    /// The number times so many millionths, where that is a whole number of them.
    fn times(&self, micros: i64) -> Option<i64> {
        let scale = u32::try_from(self.fraction.len()).ok()?;
        let digits: i128 = format!("{}{}", self.whole, self.fraction).parse().ok()?;
        let below = 10_i128.checked_pow(scale)?;
        let product = digits.checked_mul(i128::from(micros))?;
        let sign = if self.negative { -1 } else { 1 };
        if product.checked_rem(below)? != 0 {
            return None;
        }
        i64::try_from(product.checked_div(below)?.checked_mul(sign)?).ok()
    }

    fn written(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        if self.fraction.is_empty() {
            format!("{sign}{}", self.whole)
        } else {
            format!("{sign}{}.{}", self.whole, self.fraction)
        }
    }
}

/// The literal of this number, or why there is none.
pub(super) fn literal(value: &Decimal, kind: Kind, currency: Option<Currency>) -> Result<String, String> {
    let money = |unit: fn(Currency) -> i64| {
        let Some(currency) = currency else {
            return Err(
                "the export does not say its currency: add `--currency`, such as `--currency EUR`".to_owned(),
            );
        };
        let micros = value
            .times(unit(currency))
            .ok_or_else(|| "the amount is finer than a millionth of the currency, or too large".to_owned())?;
        Ok(currency.display(micros))
    };
    match kind {
        Kind::MinorMoney => money(Currency::minor_unit_micros),
        Kind::Money => money(|_| dsl::MICROS_PER_UNIT),
        Kind::Count | Kind::Ratio => Ok(value.written()),
        Kind::Percent => Ok(format!("{}%", value.written())),
        Kind::Hours | Kind::Days => {
            if value.negative || !value.fraction.is_empty() {
                return Err("a duration is a whole number of hours or days".to_owned());
            }
            let unit = if kind == Kind::Hours { "h" } else { "d" };
            Ok(format!("{}{unit}", value.written()))
        }
    }
}

/// A number of the export as a literal.
pub(super) fn number(value: &Value, kind: Kind, currency: Option<Currency>) -> Result<String, String> {
    let value = Decimal::of(value).ok_or_else(|| "it is not a plain number".to_owned())?;
    literal(&value, kind, currency)
}

/// A text of the export as a literal.
pub(super) fn text(value: &str) -> String {
    let mut out = String::from("\"");
    for letter in value.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// The pattern for this text with something around it; `None` where a sign of the text would mean something else in it.
pub(super) fn pattern(before: &str, value: &str, after: &str) -> Result<String, String> {
    if value.contains(['*', '?']) {
        return Err(
            "`*` and `?` stand for any letters in our patterns, so this text cannot be looked for".to_owned(),
        );
    }
    Ok(text(&format!("{before}{value}{after}")))
}
