//! The head of a script; its body stays as it is.

use crate::diagnostics::Diagnostic;
use crate::syntax::cut::ScriptText;
use crate::syntax::tree::{ScriptItem, Spanned};

const HELP: &str = "write `script trend(daily: count per day) -> ratio {`";

/// Reads a script's head. `None`, and said so, when it cannot be read or the script is not closed.
pub(super) fn read(text: &str, script: &ScriptText, diagnostics: &mut Vec<Diagnostic>) -> Option<ScriptItem> {
    let Some(body) = script.body else {
        diagnostics.push(Diagnostic::new("E0104", script.head, "this script has no `{`").help(HELP));
        return None;
    };
    if !script.closed {
        diagnostics.push(
            Diagnostic::new("E0104", script.head, "this script is never closed")
                .help("end it with a line that is `}` and nothing else"),
        );
        return None;
    }
    let head = super::read_piece(text, script.head, "the head of this script", |reader| {
        reader.script_head()
    });
    let (head, findings) = match head {
        Ok(read) => read,
        Err(found) => {
            diagnostics.push(match found.help {
                Some(_) => *found,
                None => found.help(HELP),
            });
            return None;
        }
    };
    diagnostics.extend(findings);
    let doc = script.doc.map(|span| Spanned {
        value: span.of(text).trim_matches('"').trim().to_owned(),
        span,
    });
    Some(ScriptItem {
        span: script.span,
        doc,
        name: head.name,
        params: head.params,
        returns: head.returns,
        body: Spanned {
            value: body.of(text).to_owned(),
            span: body,
        },
    })
}
