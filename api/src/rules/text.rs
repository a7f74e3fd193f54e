//! Checking a text: the checker's findings where an editor expects them, and the text read back.

use std::{borrow::Cow, time::Duration};

use engine::{Context, decisions::looking_back, identity::OrgScope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shown::Param;
use crate::wire::words;

words! {
    /// An error keeps a text from being saved; a warning asks for a second look.
    DiagnosticSeverity: "error", "warning", "hint"
}

/// A place in a text, counted as editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextPosition {
    /// From 0.
    #[schema(value_type = i64)]
    pub line: u32,
    /// UTF-16 code units from the line's beginning.
    #[schema(value_type = i64)]
    pub character: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextSpan {
    pub start: TextPosition,
    /// Not included.
    pub end: TextPosition,
}

/// Another place that belongs to a finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiagnosticLabel {
    span: TextSpan,
    message: String,
}

/// Replaces what is under `span`; an empty span inserts.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextEdit {
    pub(super) span: TextSpan,
    pub(super) text: String,
}

/// A change of the text that answers a finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiagnosticFix {
    title: String,
    /// It says what was certainly meant; otherwise it is one of several meanings.
    safe: bool,
    edits: Vec<TextEdit>,
}

/// What the organisation's own past says of a finding: stored numbers, looked at object by object at the end of each day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DiagnosticHistory {
    /// How many days back the oldest look was.
    #[schema(value_type = i64, example = 90)]
    days: u32,
    /// Objects of the rule's scope, each once a day, where the numbers were known.
    #[schema(value_type = i64, example = 9811)]
    looks: u64,
    /// In how many of them it was as the finding says.
    #[schema(value_type = i64, example = 1204)]
    times: u64,
    #[schema(
        example = "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day"
    )]
    says: String,
}

impl DiagnosticHistory {
    pub fn of(history: &dsl::History) -> Self {
        Self {
            days: history.days,
            looks: history.looks,
            times: history.times,
            says: history.says.clone(),
        }
    }
}

/// How long a page waits for the past (process time).
const LOOKING_BACK: Duration = Duration::from_secs(1);

/// Puts beside findings what the organisation's past says of them. A help, not the matter: where it cannot be read, they stand alone.
pub async fn look_back<'f>(
    context: &Context,
    scope: OrgScope,
    found: impl IntoIterator<Item = &'f mut dsl::Diagnostic>,
) {
    let found = found.into_iter().collect();
    if let Err(error) = looking_back::answer(context, scope, found, LOOKING_BACK).await {
        tracing::warn!(%error, "the past of a text's findings");
    }
}

/// One finding of the checker.
#[derive(Debug, Serialize, ToSchema)]
pub struct Diagnostic {
    #[schema(example = "E0204")]
    code: Cow<'static, str>,
    severity: DiagnosticSeverity,
    message: String,
    help: Option<String>,
    span: TextSpan,
    /// The text under the span.
    underlined: String,
    labels: Vec<DiagnosticLabel>,
    fixes: Vec<DiagnosticFix>,
    /// `null` where nothing is asked of the past, or it was not read.
    history: Option<DiagnosticHistory>,
    /// Where the code is explained.
    #[schema(example = "/docs/diagnostics/E0204")]
    docs: String,
}

/// Byte offsets as positions.
pub struct Lines<'a> {
    text: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at.saturating_add(1)))
            .collect();
        Self { text, starts }
    }

    pub fn position(&self, offset: u32) -> TextPosition {
        let offset = (offset as usize).min(self.text.len());
        let line = self
            .starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        let units = before.encode_utf16().count();
        TextPosition {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: u32::try_from(units).unwrap_or(u32::MAX),
        }
    }

    pub fn span(&self, span: dsl::Span) -> TextSpan {
        TextSpan {
            start: self.position(span.start),
            end: self.position(span.end),
        }
    }
}

/// A place as editors count it.
pub fn span_in(text: &str, span: dsl::Span) -> TextSpan {
    Lines::of(text).span(span)
}

/// What the checker found in a text.
pub fn diagnostics(text: &str, found: &[dsl::Diagnostic]) -> Vec<Diagnostic> {
    let lines = Lines::of(text);
    let mut found = found.to_vec();
    dsl::offer_acceptance(text, &mut found);
    found
        .iter()
        .map(|found| Diagnostic {
            code: found.code.into(),
            severity: match found.severity {
                dsl::Severity::Error => "error",
                dsl::Severity::Warning => "warning",
            }
            .into(),
            message: found.message.clone(),
            help: found.help.clone(),
            span: lines.span(found.span),
            underlined: found.span.of(text).to_owned(),
            labels: found
                .labels
                .iter()
                .map(|label| DiagnosticLabel {
                    span: lines.span(label.span),
                    message: label.text.clone(),
                })
                .collect(),
            fixes: found
                .fixes
                .iter()
                .map(|fix| DiagnosticFix {
                    title: fix.title.clone(),
                    safe: fix.safe,
                    edits: fix
                        .edits
                        .iter()
                        .map(|edit| TextEdit {
                            span: lines.span(edit.span),
                            text: edit.new_text.clone(),
                        })
                        .collect(),
                })
                .collect(),
            history: found.history.as_ref().map(DiagnosticHistory::of),
            docs: format!("/docs/diagnostics/{}", found.code),
        })
        .collect()
}

/// A text to check.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckText {
    #[schema(
        example = "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n"
    )]
    pub text: String,
}

/// A rule of a checked text.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedRule {
    name: String,
    doc: Option<String>,
    params: Vec<Param>,
    /// The rule in English, one sentence a line.
    in_plain_words: String,
    #[schema(example = "every 1 hour")]
    schedule: String,
    #[schema(example = "campaigns on google")]
    scope: String,
}

/// A guard of a checked text.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedGuard {
    name: String,
    doc: Option<String>,
    in_plain_words: String,
    scope: String,
}

/// What a text holds, and everything there is to say about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedText {
    /// Those without an error of their own.
    rules: Vec<CheckedRule>,
    guards: Vec<CheckedGuard>,
    diagnostics: Vec<Diagnostic>,
}

pub fn shown(text: &str, checked: &dsl::Checked) -> CheckedText {
    CheckedText {
        rules: checked
            .rules
            .iter()
            .map(|rule| CheckedRule {
                name: rule.name().to_owned(),
                doc: rule.doc().map(str::to_owned),
                params: rule.params().iter().map(Param::default_of).collect(),
                in_plain_words: rule.in_plain_words(&[]),
                schedule: rule.schedule().to_string(),
                scope: rule.scope().to_string(),
            })
            .collect(),
        guards: checked
            .guards
            .iter()
            .map(|guard| CheckedGuard {
                name: guard.name().to_owned(),
                doc: guard.doc().map(str::to_owned),
                in_plain_words: guard.in_plain_words(),
                scope: guard.scope().to_string(),
            })
            .collect(),
        diagnostics: diagnostics(text, &checked.diagnostics),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_lines_and_utf16_units() {
        let text = "a\nüñ😀b\n";
        let lines = Lines::of(text);
        let at = |offset| {
            let position = lines.position(offset);
            (position.line, position.character)
        };
        assert_eq!(at(0), (0, 0));
        assert_eq!(at(2), (1, 0));
        let b = u32::try_from(text.find('b').unwrap()).unwrap();
        assert_eq!(at(b), (1, 4), "the smiley counts twice");
        assert_eq!(at(u32::MAX), (2, 0), "beyond the end is the end");
    }

    #[test]
    fn a_finding_says_what_it_underlines_and_how_to_mend_it() {
        let text = "rule \"Ü\" {\n  for campaigns\n  every 1h\n  window last 3 days\n  when roas > 300%\n  then pause\n}\n";
        let checked = shown(text, &dsl::check(text));
        assert!(checked.rules.is_empty());
        let found = checked
            .diagnostics
            .iter()
            .find(|found| found.severity == "error".into())
            .unwrap();
        assert_eq!(found.span.start.line, 4);
        assert_eq!(found.docs, format!("/docs/diagnostics/{}", found.code));
        let underlined = text.lines().nth(4).unwrap();
        assert!(underlined.contains(&found.underlined));
        assert!(!found.fixes.is_empty());
    }
}
