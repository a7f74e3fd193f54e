//! From text to checked rules.
use crate::diagnostics::Diagnostic;
use crate::guard::Guard;
use crate::rule::Rule;

/// What a text holds.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The rules without an error of their own.
    pub rules: Vec<Rule>,
    /// The guards without an error of their own.
    pub guards: Vec<Guard>,
    /// In the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// No errors; warnings do not count.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads and checks a text.
#[must_use]
pub fn check(text: &str) -> Checked {
    let _ = text;
    Checked::default()
}
