//! The head of a script; its body stays as it is.

use pest::Parser;
use pest::iterators::Pair;

use crate::diagnostics::Diagnostic;
use crate::span::Span;
use crate::syntax::cut::ScriptText;
use crate::syntax::tree::{ScriptItem, ScriptParam, Spanned};
use crate::syntax::{Grammar, Rule, clauses, mistakes};

/// Reads a script's head. `None`, and said so, when it cannot be read or the script is not closed.
pub(super) fn read(text: &str, script: &ScriptText, diagnostics: &mut Vec<Diagnostic>) -> Option<ScriptItem> {
    let Some(body) = script.body else {
        diagnostics.push(
            Diagnostic::new("E0104", script.head, "this script has no `{`")
                .help("write `script trend(daily: count per day) -> ratio {`"),
        );
        return None;
    };
    if !script.closed {
        diagnostics.push(
            Diagnostic::new("E0104", script.head, "this script is never closed")
                .help("end it with a line that is `}` and nothing else"),
        );
        return None;
    }
    let source = script.head.of(text);
    let base = script.head.start;
    clauses::guarded(source, base, diagnostics)?;
    let mut pairs = match Grammar::parse(Rule::script_head, source) {
        Ok(pairs) => pairs,
        Err(error) => {
            let found = mistakes::describe(source, "", base, &error, "the head of this script");
            let found = match found.help {
                Some(_) => found,
                None => found.help("write `script trend(daily: count per day) -> ratio {`"),
            };
            diagnostics.push(found);
            return None;
        }
    };
    let place = |pair: &Pair<'_, Rule>| {
        let span = pair.as_span();
        let narrow = |offset: usize| base.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        Span::new(narrow(span.start()), narrow(span.end()))
    };
    let word = |pair: &Pair<'_, Rule>| Spanned {
        value: pair.as_str().to_owned(),
        span: place(pair),
    };
    let (mut name, mut returns, mut params) = (None, None, Vec::new());
    for pair in pairs.next()?.into_inner() {
        match pair.as_rule() {
            Rule::name => name = Some(word(&pair)),
            Rule::word => returns = Some(word(&pair)),
            Rule::script_param => {
                let (mut own, mut kind, mut daily) = (None, None, false);
                for inner in pair.into_inner() {
                    match inner.as_rule() {
                        Rule::name => own = Some(word(&inner)),
                        Rule::word => kind = Some(word(&inner)),
                        Rule::per_day => daily = true,
                        _ => {}
                    }
                }
                params.push(ScriptParam {
                    name: own?,
                    kind: kind?,
                    daily,
                });
            }
            _ => {}
        }
    }
    let doc = script.doc.map(|span| Spanned {
        value: span.of(text).trim_matches('"').trim().to_owned(),
        span,
    });
    Some(ScriptItem {
        span: script.span,
        doc,
        name: name?,
        params,
        returns: returns?,
        body: Spanned {
            value: body.of(text).to_owned(),
            span: body,
        },
    })
}
