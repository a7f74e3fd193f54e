//! The one registry of codes.

/// What there is to say about a code.
#[derive(Clone, Copy, Debug)]
pub struct CodePage {
    pub code: &'static str,
    /// One line.
    pub title: &'static str,
    /// Markdown: what it means and what to do.
    pub explanation: &'static str,
    /// A text that raises the code.
    pub example: &'static str,
    /// The same, put right.
    pub better: &'static str,
}

pub(super) fn all() -> &'static [CodePage] {
    &[]
}

/// The page of a code such as `E0204`.
#[must_use]
pub fn explain_code(code: &str) -> Option<&'static CodePage> {
    all().iter().find(|page| page.code == code)
}
