//! `accept W0501 "reason"`: one warning that somebody looked at and wants to live with.
//!
//! Called when everything else has been said about a text. What an `accept` silences is kept with the reason, so that whoever
//! stores the text can ask again when the warning says something else.

use serde::Serialize;

use super::suggestion::nearest;
use crate::diagnostics::{Diagnostic, Fix, Severity, codes, explain_code};
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{AcceptClause, Clause, Item, ItemKind};

/// A warning that a rule or guard accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Accept {
    pub code: String,
    pub reason: String,
}

/// An `accept` of a text with what it silences there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The rule or guard it stands in.
    pub item: String,
    pub accept: Accept,
    pub span: Span,
    /// The warnings it silences. Empty for one about rules taken together, which no text knows by itself.
    pub silenced: Vec<Diagnostic>,
}

/// What an item accepts, as written.
pub(super) fn written(item: &Item) -> Vec<Accept> {
    clauses(item)
        .map(|(clause, _)| Accept {
            code: clause.code.value.clone(),
            reason: clause.reason.value.clone(),
        })
        .collect()
}

fn clauses(item: &Item) -> impl Iterator<Item = (&AcceptClause, Span)> {
    item.clauses.iter().filter_map(|clause| match &clause.value {
        Clause::Accept(found) => Some((found, clause.span)),
        _ => None,
    })
}

/// A finding about rules taken together: only whoever has all of them can say whether there is one.
fn is_about_several(code: &str) -> bool {
    code.starts_with("W08")
}

/// Takes what the item accepts out of what was said about it. `sound`: everything there is to warn of has been found, so that an
/// `accept` without a warning is one too many.
pub(super) fn settle(
    text: &str,
    item: &Item,
    sound: bool,
    accepted: &mut Vec<Accepted>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut seen: Vec<(&str, Span)> = Vec::new();
    for (clause, span) in clauses(item) {
        let code = clause.code.value.as_str();
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == code) {
            diagnostics.push(
                Diagnostic::new("E0111", span, format!("`{code}` is accepted twice"))
                    .help("keep one of them")
                    .label(*first, "the first one"),
            );
            continue;
        }
        seen.push((code, span));
        if let Some(wrong) = misnamed(clause) {
            diagnostics.push(wrong);
            continue;
        }
        if clause.reason.value.trim().is_empty() {
            diagnostics.push(
                Diagnostic::new("E0131", clause.reason.span, "an accepted warning has a reason")
                    .help("say why it is all right here: whoever reads the rule next sees the reason instead of the warning"),
            );
            continue;
        }
        let is_meant = |found: &Diagnostic| {
            found.severity == Severity::Warning
                && found.code == code
                && item.span.start <= found.span.start
                && found.span.end <= item.span.end
        };
        let (silenced, kept): (Vec<Diagnostic>, Vec<Diagnostic>) =
            std::mem::take(diagnostics).into_iter().partition(is_meant);
        *diagnostics = kept;
        if silenced.is_empty() && sound && !is_about_several(code) {
            diagnostics.push(idle(text, code, span));
            continue;
        }
        accepted.push(Accepted {
            item: item.name.value.clone(),
            accept: Accept {
                code: code.to_owned(),
                reason: clause.reason.value.clone(),
            },
            span,
            silenced,
        });
    }
}

/// An `accept` that silences nothing.
pub(crate) fn idle(text: &str, code: &str, span: Span) -> Diagnostic {
    // The whole line goes, unless something else stands on it.
    let line = text
        .get(..span.start as usize)
        .and_then(|before| before.rfind('\n'))
        .filter(|start| {
            let between = text.get(*start..span.start as usize);
            between.is_some_and(|between| between.chars().all(char::is_whitespace))
        })
        .map_or(span, |start| Span::from_offsets(start, span.end as usize));
    Diagnostic::new(
        "W0523",
        span,
        format!("there is no warning `{code}` here that this could silence"),
    )
    .help("an `accept` that is left behind would silence the warning when it comes back; take the line out")
    .safe_fix("remove the line", line, "")
}

/// What is wrong with the code.
fn misnamed(clause: &AcceptClause) -> Option<Diagnostic> {
    let code = clause.code.value.as_str();
    let found = match explain_code(code) {
        Some(page) if page.code.starts_with('W') && page.code != "W0523" => return None,
        Some(page) if page.code.starts_with('W') => Diagnostic::new(
            "E0130",
            clause.code.span,
            "a line that silences nothing cannot be accepted",
        )
        .help("take the line out that it speaks of"),
        Some(page) => Diagnostic::new(
            "E0130",
            clause.code.span,
            format!("`{}` is an error, and errors cannot be accepted", page.code),
        )
        .help(format!("mend it: {}", page.title)),
        None => {
            let found = Diagnostic::new("E0130", clause.code.span, format!("there is no warning `{code}`"));
            let warnings = codes().map(|page| page.code).filter(|code| code.starts_with('W'));
            match nearest(code, warnings) {
                Some(meant) => found.help(format!("did you mean `{meant}`?")).possible_fix(
                    format!("write `{meant}`"),
                    clause.code.span,
                    meant,
                ),
                None => {
                    found.help("name the code of a warning, such as `W0501`; it stands beside the warning")
                }
            }
        }
    };
    Some(found)
}

/// Gives each warning of a text that can be accepted one more fix: the clause that accepts it, its reason still to be written.
pub fn offer_acceptance(text: &str, found: &mut [Diagnostic]) {
    let items = syntax::read(text).items;
    for warning in found {
        let accepting = acceptance(text, &items, warning);
        warning.fixes.extend(accepting);
    }
}

fn acceptance(text: &str, items: &[Item], warning: &Diagnostic) -> Option<Fix> {
    if warning.severity != Severity::Warning || warning.code == "W0523" {
        return None;
    }
    let item = items.iter().find(|item| {
        matches!(item.kind, ItemKind::Rule | ItemKind::Guard)
            && item.span.start <= warning.span.start
            && warning.span.end <= item.span.end
    })?;
    let end = item.span.end as usize;
    let close = end.checked_sub(1)?;
    if text.get(close..end) != Some("}") {
        return None;
    }
    let begins_line = text
        .get(..close)?
        .chars()
        .rev()
        .find(|character| !matches!(character, ' ' | '\t'))
        == Some('\n');
    let line_break = if begins_line { "" } else { "\n" };
    let at = Span::from_offsets(close, close);
    let edit = crate::diagnostics::Edit {
        span: at,
        new_text: format!("{line_break}  accept {} \"\"\n", warning.code),
    };
    Some(Fix {
        title: format!("accept {} and say why", warning.code),
        safe: false,
        edits: vec![edit],
    })
}
