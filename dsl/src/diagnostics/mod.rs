//! What the checker has to say about a text: stable codes, messages in the marketer's words, and fixes that can be applied.
//!
//! The checker and the parser make diagnostics; the command line, the editor and the API render them.
//! No rendering and no colour here, and no text that names a Rust type.

mod codes;
mod document;
mod pages_language;
mod pages_meaning;
mod pages_rule;
mod pages_scripts;
mod pages_tests;
mod pages_warnings;

use serde::Serialize;

use crate::history::{History, Question};
use crate::span::Span;

pub use codes::{CodePage, explain_code};
pub use document::{code_index, code_page};

/// Every code of the language, in order.
pub fn codes() -> impl Iterator<Item = &'static CodePage> {
    codes::all()
}

/// An error stops a rule from being saved; a warning asks for a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable, never reused; [`explain_code`] has its page.
    pub code: &'static str,
    pub severity: Severity,
    /// The exact text the finding is about.
    pub span: Span,
    /// Lower case, no full stop; what the user wrote stands in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that belong to the finding.
    pub labels: Vec<Label>,
    pub fixes: Vec<Fix>,
    /// What may be asked of the organisation's past about it.
    #[serde(skip)]
    pub question: Option<Question>,
    /// What the organisation's past answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<History>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// A change of the text that answers the finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    pub title: String,
    /// Safe: says what the author certainly meant. Not safe: one of several meanings, the author must choose.
    pub safe: bool,
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    /// What was seen when somebody took a second look: the message, what is written there and what the help says of it, without
    /// where it stands. Another evidence is another warning.
    #[must_use]
    pub fn evidence(&self, text: &str) -> String {
        let written = crate::display::one_line(self.span.of(text));
        let help = self.help.as_deref().unwrap_or_default();
        format!("{} | {written} | {help}", self.message)
    }
}

/// Replaces the text under `span`; an empty span inserts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    pub span: Span,
    pub new_text: String,
}

impl Diagnostic {
    /// The severity follows from the code: `E…` is an error, `W…` a warning.
    pub(crate) fn new(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        debug_assert!(explain_code(code).is_some(), "{code} has no page");
        let severity = if code.starts_with('W') {
            Severity::Warning
        } else {
            Severity::Error
        };
        Self {
            code,
            severity,
            span,
            message: message.into(),
            help: None,
            labels: Vec::new(),
            fixes: Vec::new(),
            question: None,
            history: None,
        }
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    pub(crate) fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// A fix that says what was certainly meant.
    pub(crate) fn safe_fix(self, title: impl Into<String>, span: Span, new_text: impl Into<String>) -> Self {
        self.fix(title, true, span, new_text)
    }

    /// A fix that is one of several meanings.
    pub(crate) fn possible_fix(
        self,
        title: impl Into<String>,
        span: Span,
        new_text: impl Into<String>,
    ) -> Self {
        self.fix(title, false, span, new_text)
    }

    fn fix(mut self, title: impl Into<String>, safe: bool, span: Span, new_text: impl Into<String>) -> Self {
        self.fixes.push(Fix {
            title: title.into(),
            safe,
            edits: vec![Edit {
                span,
                new_text: new_text.into(),
            }],
        });
        self
    }

    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl Fix {
    /// The text with this fix applied.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let mut edits: Vec<&Edit> = self.edits.iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mut out = text.to_owned();
        for edit in edits {
            let range = edit.span.start as usize..edit.span.end as usize;
            if out.get(range.clone()).is_some() {
                out.replace_range(range, &edit.new_text);
            }
        }
        out
    }
}
