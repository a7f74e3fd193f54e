//! Parameters: typed defaults, bounds, and the literals an override may use.

use std::collections::BTreeSet;

use crate::check::names::{Declared, Scope};
use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::money::Currency;
use crate::rational::Rational;
use crate::rule::{Param, ParamKind};
use crate::span::Span;
use crate::syntax::is_reserved;
use crate::syntax::tree::{LiteralSyntax, ParamClause, Spanned};
use crate::typed::{Literal, ReadIn, TypedParam};

/// Why literals do not make a value of a kind.
pub(crate) enum Reading {
    /// Something about it has been said.
    Silent,
    WrongKind {
        at: Span,
        found: &'static str,
    },
    SeveralValues {
        at: Span,
    },
    CurrencyTwice {
        at: Span,
        currency: Currency,
    },
}

/// The value that literals make for a parameter of `kind`; only money may have several.
pub(crate) fn read_literal(kind: ParamKind, literals: &[Spanned<LiteralSyntax>]) -> Result<Literal, Reading> {
    let Some(first) = literals.first() else {
        return Err(Reading::Silent);
    };
    if let (Some(second), true) = (literals.get(1), kind != ParamKind::Money) {
        return Err(Reading::SeveralValues { at: second.span });
    }
    let mut amounts: Vec<(Currency, i64)> = Vec::new();
    for literal in literals {
        let wrong = |found| {
            Err(Reading::WrongKind {
                at: literal.span,
                found,
            })
        };
        let number = match (kind, &literal.value) {
            (_, LiteralSyntax::Broken) => return Err(Reading::Silent),
            (ParamKind::Money, LiteralSyntax::Money(currency, micros)) => {
                if amounts.iter().any(|(other, _)| other == currency) {
                    return Err(Reading::CurrencyTwice {
                        at: literal.span,
                        currency: *currency,
                    });
                }
                amounts.push((*currency, *micros));
                continue;
            }
            (ParamKind::Percent, LiteralSyntax::Percent(share)) => share.clone(),
            (ParamKind::Ratio | ParamKind::Count, LiteralSyntax::Number(number)) => number.clone(),
            (ParamKind::Duration, LiteralSyntax::Duration(seconds)) => Rational::integer(*seconds),
            (ParamKind::Text, LiteralSyntax::Text(text)) => return Ok(Literal::Text(text.clone())),
            (ParamKind::Bool, LiteralSyntax::Bool(value)) => return Ok(Literal::Bool(*value)),
            (_, LiteralSyntax::Number(_)) => return wrong("a plain number"),
            (_, LiteralSyntax::Money(..)) => return wrong("an amount of money"),
            (_, LiteralSyntax::Percent(_)) => return wrong("a percentage"),
            (_, LiteralSyntax::Duration(_)) => return wrong("a duration"),
            (_, LiteralSyntax::Date(_)) => return wrong("a date"),
            (_, LiteralSyntax::Time(_)) => return wrong("a time of day"),
            (_, LiteralSyntax::Text(_)) => return wrong("a text"),
            (_, LiteralSyntax::Bool(_)) => return wrong("`true` or `false`"),
        };
        return Ok(Literal::Number(number));
    }
    match first.value {
        LiteralSyntax::Money(..) => Ok(Literal::Money(amounts)),
        _ => Err(Reading::WrongKind {
            at: first.span,
            found: "no amount of money",
        }),
    }
}

impl ParamKind {
    /// How messages call a value of this kind.
    const fn words(self) -> &'static str {
        match self {
            Self::Money => "an amount of money",
            Self::Percent => "a percentage",
            Self::Ratio => "a ratio",
            Self::Count => "a count",
            Self::Duration => "a duration",
            Self::Text => "a text",
            Self::Bool => "`true` or `false`",
        }
    }

    /// What a value of this kind looks like.
    pub(crate) const fn example(self) -> &'static str {
        match self {
            Self::Money => "an amount with its currency, such as `$45` or `40 EUR`",
            Self::Percent => "a percentage, such as `20%`",
            Self::Ratio => "a ratio, such as `3` or `2.5`",
            Self::Count => "a number, such as `10`",
            Self::Duration => "a duration, such as `24h` or `7d`",
            Self::Text => "a text in quotes",
            Self::Bool => "`true` or `false`",
        }
    }
}

impl Scope<'_> {
    pub(super) fn param(&mut self, clause: &ParamClause) -> Option<Param> {
        let name = &clause.name;
        self.fresh_name(&name.value, name.span)?;
        let kinds: Vec<&str> = ParamKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let Some(kind) = ParamKind::ALL
            .iter()
            .copied()
            .find(|kind| kind.as_str() == clause.kind.value)
        else {
            let found = Diagnostic::new(
                "E0601",
                clause.kind.span,
                format!("a parameter cannot be of the kind `{}`", clause.kind.value),
            );
            let meant = nearest(&clause.kind.value, kinds.iter().copied());
            let known = list(&kinds, "and");
            self.doubtful.insert(name.value.clone());
            self.say(match meant {
                Some(meant) => found.help(format!("did you mean `{meant}`?")).possible_fix(
                    format!("write `{meant}`"),
                    clause.kind.span,
                    meant,
                ),
                None => found.help(format!("the kinds are {known}")),
            });
            return None;
        };
        self.doubtful.insert(name.value.clone());
        let default = self.literal_value(kind, &clause.default)?;
        let (from, to) = match &clause.bounds {
            None => (None, None),
            Some((from, to)) => (
                Some(self.literal_value(kind, from)?),
                Some(self.literal_value(kind, to)?),
            ),
        };
        if let (Some(from), Some(to), Some((from_syntax, to_syntax))) = (&from, &to, &clause.bounds) {
            let whole = from_syntax.span.to(to_syntax.span);
            if matches!(kind, ParamKind::Text | ParamKind::Bool) {
                self.say(Diagnostic::new(
                    "E0603",
                    whole,
                    format!("a {} has no bounds", kind.as_str()),
                ));
                return None;
            }
            if !within(from, None, Some(to)) {
                self.say(
                    Diagnostic::new("E0603", whole, "the lower bound lies above the upper one")
                        .help("write the smaller value first"),
                );
                return None;
            }
            if !within(&default, Some(from), Some(to)) {
                self.say(
                    Diagnostic::new(
                        "E0603",
                        clause.default.span,
                        "the default lies outside of its bounds",
                    )
                    .help("move the bounds, or choose another default")
                    .label(whole, "the bounds"),
                );
                return None;
            }
        }
        self.doubtful.remove(&name.value);
        let mut currencies: Vec<Currency> = match &default {
            Literal::Money(amounts) => amounts.iter().map(|(code, _)| *code).collect(),
            _ => Vec::new(),
        };
        if !currencies.is_empty() {
            self.amounts.push((
                clause.default.span,
                currencies.iter().copied().collect::<BTreeSet<_>>(),
            ));
        }
        currencies.sort_unstable();
        let param = Param {
            name: name.value.clone(),
            kind,
            default: self.source(clause.default.span),
            bounds: clause
                .bounds
                .as_ref()
                .map(|(from, to)| (self.source(from.span), self.source(to.span))),
            help: clause.help.as_ref().map(|help| help.value.clone()),
            currencies,
        };
        self.params.push(Declared {
            name: name.value.clone(),
            span: name.span,
            default: clause.default.span,
            kind,
            typed: TypedParam {
                default,
                from,
                to,
                read_in: ReadIn::default(),
            },
        });
        Some(param)
    }

    /// A name that is neither reserved nor taken.
    pub(super) fn fresh_name(&mut self, name: &str, span: Span) -> Option<()> {
        if is_reserved(name) {
            self.say(
                Diagnostic::new(
                    "E0211",
                    span,
                    format!("`{name}` is a word of the language and cannot be a name"),
                )
                .help("choose another name"),
            );
            return None;
        }
        let taken = self
            .params
            .iter()
            .map(|declared| (declared.name.as_str(), declared.span))
            .chain(
                self.lets
                    .iter()
                    .map(|declared| declared.name.as_str())
                    .zip(self.let_spans.iter().copied()),
            )
            .find(|(other, _)| *other == name)
            .map(|(_, span)| span);
        if let Some(first) = taken {
            self.say(
                Diagnostic::new("E0211", span, format!("there are two things called `{name}`"))
                    .help("give one of them another name")
                    .label(first, "the first one"),
            );
            return None;
        }
        Some(())
    }

    fn literal_value(
        &mut self,
        kind: ParamKind,
        literals: &Spanned<Vec<Spanned<LiteralSyntax>>>,
    ) -> Option<Literal> {
        let found = match read_literal(kind, &literals.value) {
            Ok(literal) => return Some(literal),
            Err(Reading::Silent) => return None,
            Err(Reading::WrongKind { at, found }) => {
                let written = self.source(at);
                let diagnostic = Diagnostic::new(
                    "E0601",
                    at,
                    format!("{} is needed here, and `{written}` is {found}", kind.words()),
                )
                .help(format!("write {}", kind.example()));
                match (kind, found) {
                    (ParamKind::Percent, "a plain number") => {
                        diagnostic.possible_fix(format!("write `{written}%`"), at, format!("{written}%"))
                    }
                    (ParamKind::Money, "a plain number") => {
                        diagnostic.possible_fix(format!("write `${written}`"), at, format!("${written}"))
                    }
                    _ => diagnostic,
                }
            }
            Err(Reading::SeveralValues { at }) => {
                Diagnostic::new("E0601", at, format!("{} has one value", kind.words()))
                    .help("only money may have several, one per currency")
            }
            Err(Reading::CurrencyTwice { at, currency }) => {
                Diagnostic::new("E0602", at, format!("there are two amounts in {currency}"))
                    .help("give one amount per currency")
            }
        };
        self.say(found);
        None
    }
}

/// Whether a value lies within bounds; money is compared in the currencies both have.
pub(crate) fn within(value: &Literal, from: Option<&Literal>, to: Option<&Literal>) -> bool {
    let ordered = |low: &Literal, high: &Literal| match (low, high) {
        (Literal::Number(low), Literal::Number(high)) => low <= high,
        (Literal::Money(low), Literal::Money(high)) => low.iter().all(|(currency, micros)| {
            high.iter()
                .filter(|(other, _)| other == currency)
                .all(|(_, limit)| micros <= limit)
        }),
        _ => true,
    };
    from.is_none_or(|from| ordered(from, value)) && to.is_none_or(|to| ordered(value, to))
}
