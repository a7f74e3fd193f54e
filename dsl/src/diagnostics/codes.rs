//! The one registry of codes. A code that appeared in a release is never used for anything else.

use crate::diagnostics::{
    pages_language, pages_meaning, pages_rule, pages_scripts, pages_tests, pages_warnings,
};

/// What there is to say about a code.
#[derive(Clone, Copy, Debug)]
pub struct CodePage {
    pub code: &'static str,
    /// One line, lower case, no full stop.
    pub title: &'static str,
    /// Markdown: what it means, why it matters, what to do.
    pub explanation: &'static str,
    /// A text that raises the code; a test runs it.
    pub example: &'static str,
    /// The same without it; a test runs that too. Empty where the language has no way to say it yet.
    pub better: &'static str,
}

/// A rule with these lines between its schedule and its end.
macro_rules! in_rule {
    ($($line:literal),+ $(,)?) => {
        concat!("rule \"Example\" {\n  for campaigns on google\n  every 1h\n", $("  ", $line, "\n",)+ "}\n")
    };
}
pub(super) use in_rule;

/// A guard with these lines.
macro_rules! in_guard {
    ($($line:literal),+ $(,)?) => { concat!("guard \"Example\" {\n", $("  ", $line, "\n",)+ "}\n") };
}
pub(super) use in_guard;

/// The pages, room by room.
static PAGES: [&[CodePage]; 6] = [
    pages_language::PAGES,
    pages_meaning::PAGES,
    pages_rule::PAGES,
    pages_scripts::PAGES,
    pages_tests::PAGES,
    pages_warnings::PAGES,
];

/// Every page in the order of the codes, errors first.
pub(super) fn all() -> impl Iterator<Item = &'static CodePage> {
    let mut pages: Vec<&'static CodePage> = PAGES.iter().flat_map(|pages| pages.iter()).collect();
    pages.sort_by_key(|page| page.code);
    pages.into_iter()
}

/// The page of a code such as `E0204`.
#[must_use]
pub fn explain_code(code: &str) -> Option<&'static CodePage> {
    PAGES
        .iter()
        .flat_map(|pages| pages.iter())
        .find(|page| page.code == code)
}
