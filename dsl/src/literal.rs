//! Typed literals: defaults, bounds and overrides of parameters.
use crate::money::Currency;
use crate::rule::ParamKind;
use crate::typed::{Literal, TypedParam};

/// Why an override is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverrideError {
    #[error("it cannot be read: {reason}")]
    Unreadable { reason: String },
    #[error("{expected} is needed")]
    WrongKind { expected: String },
    #[error("it lies below {bound}")]
    Below { bound: String },
    #[error("it lies above {bound}")]
    Above { bound: String },
}

pub(crate) struct Override<'a> {
    pub(crate) kind: ParamKind,
    pub(crate) spec: &'a TypedParam,
    pub(crate) currency: Currency,
}

impl Override<'_> {
    pub(crate) fn read(&self, _text: &str) -> Result<Literal, OverrideError> {
        Ok(self.spec.default.clone())
    }
}
