//! Amounts of another currency: what `convert` takes and gives, and what may stand beside it.

use std::collections::BTreeSet;

use crate::check::names::{Place, Scope};
use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::money::Currency;
use crate::rule::currency_names;
use crate::span::Span;
use crate::syntax::tree::{ConvertTo, Expr, Spanned};
use crate::typed::{
    ActionDetail, Expression, Literal, Number, NumberNode, Operator, Piece, Quantity, ReadIn, Sign,
    TypedBranch,
};

/// The currency of this code. Of a code that is none something is said.
pub(super) fn currency_named(
    code: &str,
    span: Span,
    number: &'static str,
    say: impl FnOnce(Diagnostic),
) -> Option<Currency> {
    if let Ok(currency) = code.parse() {
        return Some(currency);
    }
    let upper = code.to_uppercase();
    let found = Diagnostic::new(number, span, format!("`{code}` is no currency"));
    let codes = Currency::all().map(Currency::as_str);
    say(match nearest(&upper, codes) {
        Some(meant) => found.help(format!("did you mean `{meant}`?")).possible_fix(
            format!("write `{meant}`"),
            span,
            meant,
        ),
        None => found.help("currencies are written as their ISO code: `EUR`"),
    });
    None
}

impl Scope<'_> {
    /// `convert(spend over today to EUR)`.
    pub(super) fn converted(&mut self, expr: &Expr, inner: &Expr, to: &Spanned<ConvertTo>) -> Option<Number> {
        self.may_convert(expr.span)?;
        let number = self.number(inner)?;
        self.finite([&number].into_iter())?;
        let written = self.source(inner.span);
        if !number.quantity.is_money() {
            let found = Diagnostic::new(
                "E0376",
                inner.span,
                format!(
                    "`{written}` is {}, and only amounts of money are converted",
                    number.quantity.words()
                ),
            );
            self.say(match number.quantity {
                Quantity::Scalar => found.help(format!("write its currency: `{written} EUR`")),
                _ => found.help("take it out of `convert`"),
            });
            return None;
        }
        let number = self.of_one_currency(number, inner.span)?;
        let quantity = match &to.value {
            ConvertTo::Account => Quantity::Money,
            ConvertTo::Code(code) => {
                let currency = currency_named(code, to.span, "E0375", |found| self.say(found))?;
                self.other_currencies.insert(currency);
                Quantity::MoneyIn(currency)
            }
        };
        if quantity == number.quantity {
            let currency = in_words(quantity);
            self.say(
                Diagnostic::new(
                    "E0376",
                    expr.span,
                    format!("`{written}` is in {currency} already"),
                )
                .help("it needs no conversion")
                .possible_fix(format!("write `{written}`"), expr.span, written),
            );
            return None;
        }
        Some(Number {
            span: self.relative(expr.span),
            quantity,
            node: NumberNode::Converted(Box::new(number)),
        })
    }

    fn may_convert(&mut self, span: Span) -> Option<()> {
        let found = match self.place {
            Place::Where | Place::GuardWhere => Diagnostic::new(
                "E0210",
                span,
                "rates change from day to day, and `where` reads attributes only",
            )
            .help("put it behind `when`"),
            Place::Definition => Diagnostic::new(
                "E0320",
                span,
                "a metric is counted in the account's currency, and rates change from day to day",
            )
            .help("convert it where it is used: `convert(gain over last 7 days to EUR)`"),
            Place::Elsewhere | Place::Template => return Some(()),
        };
        self.say(found);
        None
    }

    /// An amount that is written down is in the currency that it is written in; everything else is in the account's.
    fn of_one_currency(&mut self, number: Number, span: Span) -> Option<Number> {
        if number.quantity != Quantity::Money || !self.is_written(&number) {
            return Some(number);
        }
        let Some(currencies) = self.currencies(&number) else {
            return Some(number);
        };
        let mut each = currencies.iter().copied();
        match (each.next(), each.next()) {
            (Some(currency), None) => Some(self.in_currency(number, currency)),
            (None, _) => None,
            _ => {
                let written = self.source(span);
                self.say(
                    Diagnostic::new(
                        "E0376",
                        span,
                        format!(
                            "`{written}` has an amount in each of {}, so there is nothing to convert",
                            currency_names(&currencies)
                        ),
                    )
                    .help("the account's currency decides which of them counts; an amount in one currency alone can be converted"),
                );
                None
            }
        }
    }

    /// Values that meet are counted within one attribution window, and amounts are of one currency: what is written beside an amount
    /// of a fixed one is taken in it.
    pub(super) fn met(&mut self, numbers: Vec<Number>) -> Option<Vec<Number>> {
        self.one_attribution(&numbers)?;
        let fixed = numbers.iter().find_map(|number| match number.quantity {
            Quantity::MoneyIn(currency) => Some((currency, number.span)),
            _ => None,
        });
        let Some((currency, beside)) = fixed else {
            return Some(numbers);
        };
        numbers
            .into_iter()
            .map(|number| match number.quantity {
                Quantity::Money if self.has_amount(&number, currency) => {
                    Some(self.in_currency(number, currency))
                }
                Quantity::Money => self.cannot_meet(&number, currency, beside),
                Quantity::MoneyIn(other) if other != currency => self.cannot_meet(&number, currency, beside),
                _ => Some(number),
            })
            .collect()
    }

    /// As [`Self::met`], of two.
    pub(super) fn met_pair(&mut self, pair: [Number; 2]) -> Option<[Number; 2]> {
        self.met(pair.into())?.try_into().ok()
    }

    fn cannot_meet<T>(&mut self, number: &Number, currency: Currency, beside: Span) -> Option<T> {
        let (here, there) = (self.absolute(number.span), self.absolute(beside));
        let (written, other) = (self.source(here), self.source(there));
        let found = if self.is_written(number) {
            let own = self.currencies(number).unwrap_or_default();
            Diagnostic::new(
                "E0208",
                here,
                format!(
                    "an amount in {} cannot meet one in {currency}",
                    currency_names(&own)
                ),
            )
            .help(format!("write it in {currency}"))
        } else {
            let meant = format!("convert({written} to {currency})");
            let found = Diagnostic::new(
                "E0377",
                here,
                format!(
                    "`{written}` is in {}, and beside it is an amount in {currency}",
                    in_words(number.quantity)
                ),
            );
            match (&number.node, number.quantity) {
                (NumberNode::Converted(_), _) => found.help("convert both to one currency"),
                (NumberNode::Let(_), Quantity::Money) if self.is_written(self.behind(number)) => {
                    found.help("write the amount here, or make it a `param`: those are taken in the currency beside them")
                }
                _ => found
                    .help(format!("convert it too: `{meant}`"))
                    .possible_fix(format!("write `{meant}`"), here, meant),
            }
        };
        self.say(found.label(there, format!("`{other}` is in {currency}")));
        None
    }

    /// Made of literals and parameters alone.
    fn is_written(&self, number: &Number) -> bool {
        match &number.node {
            NumberNode::Constant(_) | NumberNode::Amounts(_) | NumberNode::Parameter(_) => true,
            NumberNode::Negated(inner) => self.is_written(inner),
            NumberNode::Sum(terms) => terms.iter().all(|(_, term)| self.is_written(term)),
            NumberNode::Product(factors) => factors.iter().all(|(_, factor)| self.is_written(factor)),
            _ => false,
        }
    }

    fn has_amount(&self, number: &Number, currency: Currency) -> bool {
        self.is_written(number)
            && self
                .currencies(number)
                .is_none_or(|currencies| currencies.contains(&currency))
    }

    /// The same amount in this currency, whatever the account's: it no longer says for which accounts the rule is.
    fn in_currency(&mut self, number: Number, currency: Currency) -> Number {
        if number.quantity != Quantity::Money {
            return number;
        }
        self.other_currencies.insert(currency);
        let node = match number.node {
            NumberNode::Amounts(amounts) => {
                let written = self.absolute(number.span);
                self.amounts.retain(|(span, _)| *span != written);
                NumberNode::Amounts(amounts)
            }
            NumberNode::Parameter(index) => {
                self.param_uses.insert((index, number.span), Some(currency));
                NumberNode::Parameter(index)
            }
            NumberNode::Negated(inner) => NumberNode::Negated(Box::new(self.in_currency(*inner, currency))),
            NumberNode::Sum(terms) => {
                let each = |(sign, term): (Sign, Number)| (sign, self.in_currency(term, currency));
                NumberNode::Sum(terms.into_iter().map(each).collect())
            }
            NumberNode::Product(factors) => {
                let each =
                    |(operator, factor): (Operator, Number)| (operator, self.in_currency(factor, currency));
                NumberNode::Product(factors.into_iter().map(each).collect())
            }
            node => node,
        };
        Number {
            span: number.span,
            quantity: Quantity::MoneyIn(currency),
            node,
        }
    }

    /// A parameter that a message shows is not read in any currency for that.
    pub(super) fn only_shows(&mut self, number: &Number) {
        if let NumberNode::Parameter(index) = number.node {
            self.param_uses.remove(&(index, number.span));
        }
    }

    /// Notes in which currencies each parameter is read. One that is read in fixed ones alone says nothing about accounts.
    pub(super) fn settle_params(&mut self) {
        for (index, param) in self.params.iter_mut().enumerate() {
            let Literal::Money(_) = &param.typed.default else {
                continue;
            };
            let uses = self
                .param_uses
                .range((index, Span::default())..)
                .take_while(|((of, _), _)| *of == index);
            let (mut fixed, mut account, mut unused) = (BTreeSet::new(), false, true);
            for (_, currency) in uses {
                unused = false;
                match currency {
                    Some(currency) => {
                        fixed.insert(*currency);
                    }
                    None => account = true,
                }
            }
            param.typed.read_in = ReadIn {
                account: account || unused,
                fixed,
            };
            if !param.typed.read_in.account {
                self.amounts.retain(|(span, _)| *span != param.default);
            }
        }
    }
}

/// Messages show a parameter in the currency that the rule reads it in.
pub(super) fn show_params(scope: &Scope<'_>, branches: &mut [TypedBranch]) {
    let actions = branches.iter_mut().flat_map(|branch| &mut branch.actions);
    for action in actions {
        let ActionDetail::Notify { template, .. } = &mut action.detail else {
            continue;
        };
        for piece in template {
            if let Piece::Value(Expression::Number(number)) = piece
                && let NumberNode::Parameter(index) = number.node
                && let Some(read_in) = scope.params.get(index).map(|param| &param.typed.read_in)
                && let (false, Some(currency)) = (read_in.account, read_in.fixed.first())
            {
                number.quantity = Quantity::MoneyIn(*currency);
            }
        }
    }
}

/// How messages call the currency of an amount.
fn in_words(quantity: Quantity) -> String {
    match quantity {
        Quantity::MoneyIn(currency) => currency.to_string(),
        _ => "the account's currency".to_owned(),
    }
}
