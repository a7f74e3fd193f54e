//! Pest's pairs → expressions, windows and literals.

use num_bigint::BigInt;
use pest::iterators::Pair;

use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::money::Currency;
use crate::rational::Rational;
use crate::span::Span;
use crate::syntax::Rule;
use crate::syntax::tree::{Expr, ExprKind, LiteralSyntax, NameOf, Spanned, WindowKind, WindowSyntax};
use crate::typed::{Comparison, Operator, Sign};

/// Most digits before and behind the point of a number.
const MOST_WHOLE_DIGITS: usize = 15;
const MOST_DECIMALS: usize = 9;

pub(crate) struct Reader<'a> {
    /// Offset of the clause in the text.
    pub(crate) base: u32,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
}

type P<'i> = Pair<'i, Rule>;

impl Reader<'_> {
    pub(crate) fn span(&self, pair: &P<'_>) -> Span {
        let span = pair.as_span();
        // Trailing blanks and comments that a rule swallowed do not belong to it.
        let trimmed = crate::syntax::mistakes::trim_end(span.as_str());
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let start = self.base.saturating_add(narrow(span.start()));
        Span::new(start, start.saturating_add(narrow(trimmed.len())))
    }

    /// Rules `expression` and `disjunction`.
    pub(crate) fn expression(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::expression => match pair.into_inner().next() {
                Some(inner) => self.expression(inner),
                None => broken(span),
            },
            Rule::disjunction => self.several(pair, Rule::conjunction, Self::conjunction, ExprKind::Or),
            _ => broken(span),
        }
    }

    fn conjunction(&mut self, pair: P<'_>) -> Expr {
        self.several(pair, Rule::negation, Self::negation, ExprKind::And)
    }

    /// The parts between a repeated operator; a single part stands for itself.
    fn several(
        &mut self,
        pair: P<'_>,
        part: Rule,
        read: impl Fn(&mut Self, P<'_>) -> Expr,
        join: impl Fn(Vec<Expr>) -> ExprKind,
    ) -> Expr {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        for inner in pair.into_inner().filter(|inner| inner.as_rule() == part) {
            parts.push(read(self, inner));
        }
        single_or(parts, span, join)
    }

    fn negation(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut starts = Vec::new();
        let mut value = broken(span);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::k_not => starts.push(self.span(&inner)),
                _ => value = self.comparison(inner),
            }
        }
        for start in starts.into_iter().rev() {
            let span = start.to(value.span);
            value = Expr {
                span,
                kind: ExprKind::Not(Box::new(value)),
            };
        }
        value
    }

    fn comparison(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let Some(left) = inner.next().map(|left| self.fallback(left)) else {
            return broken(span);
        };
        let Some(tail) = inner.next() else { return left };
        if let Some(second) = inner.next() {
            return Expr {
                span,
                kind: ExprKind::Chained(self.span(&second)),
            };
        }
        let kind = tail
            .into_inner()
            .next()
            .map_or(ExprKind::Literal(LiteralSyntax::Broken), |tail| {
                self.tail(left, tail)
            });
        Expr { span, kind }
    }

    fn tail(&mut self, left: Expr, pair: P<'_>) -> ExprKind {
        let left = Box::new(left);
        let rule = pair.as_rule();
        let negated = pair
            .clone()
            .into_inner()
            .any(|inner| inner.as_rule() == Rule::k_not);
        let mut values = Vec::new();
        let mut operator = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::fallback => values.push(self.fallback(inner)),
                Rule::members => {
                    for member in inner.into_inner() {
                        values.push(self.fallback(member));
                    }
                }
                Rule::compare => operator = Some((comparison(inner.as_str()), self.span(&inner))),
                _ => {}
            }
        }
        let right = values.first().cloned().map(Box::new);
        match (rule, right) {
            (Rule::missing_tail, _) => ExprKind::IsMissing { of: left, negated },
            (Rule::is_tail, Some(right)) => ExprKind::Is { left, right, negated },
            (Rule::matches_tail, Some(right)) => ExprKind::Matches { left, right },
            (Rule::has_tail, Some(right)) => ExprKind::Has { left, right },
            (Rule::in_tail, Some(_)) => {
                // `in ("a", "b")` and `in "a", "b"` are the same list.
                let flat = values.into_iter().flat_map(|value| match value.kind {
                    ExprKind::List(members) => members,
                    _ => vec![value],
                });
                ExprKind::In {
                    left,
                    right: flat.collect(),
                }
            }
            (Rule::compare_tail, Some(right)) => match operator {
                Some((operator, operator_span)) => ExprKind::Compare {
                    operator,
                    operator_span,
                    left,
                    right,
                },
                None => ExprKind::Literal(LiteralSyntax::Broken),
            },
            (Rule::top_tail, _) => ExprKind::Foreseen("rankings (`in top …`)"),
            _ => ExprKind::Literal(LiteralSyntax::Broken),
        }
    }

    pub(crate) fn fallback(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::sum => parts.push(self.sum(inner)),
                Rule::infinite => parts.push(Expr {
                    span: self.span(&inner),
                    kind: ExprKind::Infinite,
                }),
                _ => {}
            }
        }
        let mut parts = parts.into_iter().rev();
        let Some(mut value) = parts.next() else {
            return broken(span);
        };
        // `a else b else c` tries them in order.
        for part in parts {
            let span = part.span.to(value.span);
            value = Expr {
                span,
                kind: ExprKind::Else {
                    value: Box::new(part),
                    fallback: Box::new(value),
                },
            };
        }
        value
    }

    pub(crate) fn sum(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut sign = Sign::Plus;
        let mut terms = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::sign => {
                    sign = if inner.as_str() == "-" {
                        Sign::Minus
                    } else {
                        Sign::Plus
                    }
                }
                _ => terms.push((sign, self.product(inner))),
            }
        }
        if terms.len() == 1 {
            return terms.pop().map_or_else(|| broken(span), |(_, term)| term);
        }
        Expr {
            span,
            kind: ExprKind::Sum(terms),
        }
    }

    fn product(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut operator = Operator::Times;
        let mut factors = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::factor => {
                    operator = if inner.as_str() == "/" {
                        Operator::Over
                    } else {
                        Operator::Times
                    }
                }
                _ => factors.push((operator, self.unary(inner))),
            }
        }
        if factors.len() == 1 {
            return factors.pop().map_or_else(|| broken(span), |(_, factor)| factor);
        }
        Expr {
            span,
            kind: ExprKind::Product(factors),
        }
    }

    fn unary(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut starts = Vec::new();
        let mut value = broken(span);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::minus => starts.push(self.span(&inner)),
                _ => value = self.operand(inner),
            }
        }
        for start in starts.into_iter().rev() {
            let span = start.to(value.span);
            value = Expr {
                span,
                kind: ExprKind::Negated(Box::new(value)),
            };
        }
        value
    }

    fn operand(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let mut value = broken(span);
        for inner in pair.into_inner() {
            let part = self.span(&inner);
            match inner.as_rule() {
                Rule::primary => {
                    value = inner
                        .into_inner()
                        .next()
                        .map_or_else(|| broken(span), |inner| self.primary(inner))
                }
                Rule::attribution => value = foreseen(span, "attribution windows (`conversions[7d click]`)"),
                Rule::relation => {
                    value = foreseen(
                        span,
                        "metrics of the account, the parent, the siblings or the scope",
                    )
                }
                Rule::ignoring => value = foreseen(span, "`ignoring missing`"),
                Rule::over => {
                    if matches!(value.kind, ExprKind::Foreseen(_)) {
                        continue;
                    }
                    let window = inner.into_inner().find(|inner| inner.as_rule() == Rule::window);
                    let Some(window) = window.map(|window| self.window(window)) else {
                        continue;
                    };
                    value = match value.kind {
                        ExprKind::Name { name, of, over: None } => Expr {
                            span: value.span.to(part),
                            kind: ExprKind::Name {
                                name,
                                of,
                                over: Some(window),
                            },
                        },
                        _ => Expr {
                            span: value.span.to(part),
                            kind: ExprKind::MisplacedOver {
                                inner: Box::new(value),
                                over: part,
                            },
                        },
                    };
                }
                _ => {}
            }
        }
        value
    }

    fn primary(&mut self, pair: P<'_>) -> Expr {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::group => {
                let mut parts = Vec::new();
                for inner in pair.into_inner() {
                    parts.push(self.expression(inner));
                }
                if parts.len() != 1 {
                    return Expr {
                        span,
                        kind: ExprKind::List(parts),
                    };
                }
                let inner = parts.pop().unwrap_or_else(|| broken(span));
                // A compound keeps its parentheses in whatever is said about it; a single word needs none.
                return match inner.kind {
                    ExprKind::Name { .. } | ExprKind::Literal(_) => inner,
                    kind => Expr { span, kind },
                };
            }
            Rule::infinite => ExprKind::Infinite,
            Rule::convert => ExprKind::Foreseen("`convert`"),
            Rule::aggregate => ExprKind::Foreseen("`sum of`, `count of` and `average of`"),
            Rule::change_of => ExprKind::Foreseen("`change of`"),
            Rule::usual => ExprKind::Foreseen("`usual`"),
            Rule::elapsed => ExprKind::Foreseen("`elapsed_share`"),
            Rule::call => ExprKind::Foreseen("script calls"),
            Rule::path => {
                let mut of = None;
                let mut name = String::new();
                for inner in pair.into_inner() {
                    match inner.as_rule() {
                        Rule::this_dot => of = Some(NameOf::This),
                        Rule::parent_dot => of = Some(NameOf::Parent),
                        _ => inner.as_str().clone_into(&mut name),
                    }
                }
                ExprKind::Name { name, of, over: None }
            }
            _ => ExprKind::Literal(self.literal(pair)),
        };
        Expr { span, kind }
    }

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

    fn refuse(&mut self, span: Span, message: String, help: &str) -> LiteralSyntax {
        self.diagnostics
            .push(Diagnostic::new("E0214", span, message).help(help));
        LiteralSyntax::Broken
    }

    fn decimal(&mut self, source: &str, span: Span) -> Option<Rational> {
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

    fn money(&mut self, pair: P<'_>, span: Span) -> LiteralSyntax {
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

    fn duration(&mut self, pair: P<'_>, span: Span) -> LiteralSyntax {
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
        let mut settled = None;
        for part in pair.into_inner() {
            let part_span = self.span(&part);
            match part.as_rule() {
                Rule::window_base => {
                    kind = part
                        .into_inner()
                        .next()
                        .map_or(WindowKind::Today, |base| self.window_base(base));
                }
                _ => match part.into_inner().next().map(|suffix| suffix.as_rule()) {
                    Some(Rule::k_settled) => settled = Some(part_span),
                    Some(Rule::including) => kind = WindowKind::Foreseen("`including today`"),
                    Some(Rule::ending) => {
                        kind = WindowKind::Foreseen("shifted windows (`ending 7 days ago`)")
                    }
                    Some(Rule::or_since) => kind = WindowKind::Foreseen("`or since creation`"),
                    _ => {}
                },
            }
        }
        WindowSyntax { span, kind, settled }
    }

    fn window_base(&mut self, base: P<'_>) -> WindowKind {
        match base.as_rule() {
            Rule::k_yesterday => WindowKind::Yesterday,
            Rule::this_window => WindowKind::Foreseen("`this week` and `this month`"),
            Rule::k_lifetime => WindowKind::Foreseen("`lifetime`"),
            Rule::since_window => WindowKind::Foreseen("`since last change`"),
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

fn single_or(mut parts: Vec<Expr>, span: Span, join: impl Fn(Vec<Expr>) -> ExprKind) -> Expr {
    if parts.len() == 1 {
        return parts.pop().unwrap_or_else(|| broken(span));
    }
    Expr {
        span,
        kind: join(parts),
    }
}

fn broken(span: Span) -> Expr {
    Expr {
        span,
        kind: ExprKind::Literal(LiteralSyntax::Broken),
    }
}

fn foreseen(span: Span, what: &'static str) -> Expr {
    Expr {
        span,
        kind: ExprKind::Foreseen(what),
    }
}

fn comparison(symbol: &str) -> Comparison {
    match symbol {
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::Greater,
        ">=" => Comparison::AtLeast,
        _ => Comparison::Equal,
    }
}

fn unit_seconds(unit: &str) -> i64 {
    match unit.as_bytes().first() {
        Some(b'w') => 7 * 86_400,
        Some(b'd') => 86_400,
        Some(b'h') => 3_600,
        _ => 60,
    }
}

fn negated(literal: LiteralSyntax) -> LiteralSyntax {
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
