//! Overrides of parameters: typed literals given when a rule is enabled.

use crate::check::{Reading, read_literal, within};
use crate::money::Currency;
use crate::rule::ParamKind;
use crate::syntax::read_override;
use crate::typed::{Literal, TypedParam};

/// Why an override is refused; the texts go on after "does not fit: ".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverrideError {
    #[error("{message}")]
    Unreadable { message: String },
    #[error("write {expected}")]
    WrongKind { expected: &'static str },
    #[error("there are two amounts in {currency}")]
    CurrencyTwice { currency: Currency },
    #[error("there is no amount in {currency}, {whose}")]
    NoAmount { currency: Currency, whose: &'static str },
    #[error("it lies outside of the bounds of the parameter")]
    OutOfBounds,
    #[error("the rule has no parameter of this name")]
    NoSuchParameter,
}

/// Reads the override of one parameter in one account.
pub(crate) struct Override<'a> {
    pub(crate) kind: ParamKind,
    pub(crate) spec: &'a TypedParam,
    /// The account's; `None` asks for no amount in particular.
    pub(crate) currency: Option<Currency>,
}

impl<'a> Override<'a> {
    /// What is asked of a value before any account is known.
    pub(crate) const fn any_account(kind: ParamKind, spec: &'a TypedParam) -> Self {
        Self {
            kind,
            spec,
            currency: None,
        }
    }

    pub(crate) fn read(&self, text: &str) -> Result<Literal, OverrideError> {
        let literals = read_override(text).map_err(|diagnostic| OverrideError::Unreadable {
            message: diagnostic.message,
        })?;
        let literal = read_literal(self.kind, &literals).map_err(|reading| match reading {
            Reading::CurrencyTwice { currency, .. } => OverrideError::CurrencyTwice { currency },
            Reading::Silent | Reading::WrongKind { .. } | Reading::SeveralValues { .. } => {
                OverrideError::WrongKind {
                    expected: self.kind.example(),
                }
            }
        })?;
        if let Literal::Money(amounts) = &literal {
            let mut needed = self.spec.read_in.needed(self.currency).into_iter();
            let lacks = |wanted: &Currency| !amounts.iter().any(|(currency, _)| currency == wanted);
            if let Some(currency) = needed.find(lacks) {
                let whose = if self.currency == Some(currency) {
                    "the account's currency"
                } else {
                    "in which the rule reads it"
                };
                return Err(OverrideError::NoAmount { currency, whose });
            }
        }
        if within(&literal, self.spec.from.as_ref(), self.spec.to.as_ref()) {
            Ok(literal)
        } else {
            Err(OverrideError::OutOfBounds)
        }
    }
}
