//! `script` items: names, kinds, and a body that is one expression. Their calls are in `calls`.

use std::sync::Arc;

use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::rule::Rule;
use crate::script::{
    ACTIONS, Gives, KEYWORDS, MOST_SOURCE, Parameter, Script, ScriptKind, function_names, may_return,
};
use crate::span::Span;
use crate::syntax;
use crate::syntax::scan::is_word;
use crate::syntax::tree::{ScriptItem, ScriptParam, Spanned};

/// Most arguments of one script.
const MOST_PARAMS: usize = 8;

/// The scripts of a text without errors, and the names of the others.
pub(super) fn scripts(
    text: &str,
    items: &[ScriptItem],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Script>>, Vec<String>) {
    let mut sound: Vec<Arc<Script>> = Vec::new();
    let mut doubtful: Vec<String> = syntax::cut_scripts(text)
        .iter()
        .filter_map(|script| syntax::scan_words(script.head.of(text)).nth(1).map(str::to_owned))
        .collect();
    for (index, item) in items.iter().enumerate() {
        let name = &item.name.value;
        let earlier = items.iter().take(index).find(|other| other.name.value == *name);
        if let Some(first) = earlier {
            diagnostics.push(
                Diagnostic::new(
                    "E0114",
                    item.name.span,
                    format!("there are two scripts called `{name}`"),
                )
                .help("give each a name of its own")
                .label(first.name.span, "the first one"),
            );
            continue;
        }
        if let Some(script) = script(text, item, diagnostics) {
            doubtful.retain(|other| other != name);
            sound.push(Arc::new(script));
        }
    }
    (sound, doubtful)
}

fn script(text: &str, item: &ScriptItem, diagnostics: &mut Vec<Diagnostic>) -> Option<Script> {
    let before = diagnostics.len();
    let gives_actions = item.returns.value == ACTIONS;
    let returns = if gives_actions {
        None
    } else {
        kind(&item.returns, diagnostics)
    };
    if let Some(extra) = item.params.get(MOST_PARAMS) {
        diagnostics.push(
            Diagnostic::new(
                "E0240",
                extra.name.span,
                format!("a script has at most {MOST_PARAMS} arguments"),
            )
            .help("hand over less, or write two scripts"),
        );
    }
    let mut params = Vec::new();
    for (index, param) in item.params.iter().enumerate() {
        let twice = item
            .params
            .iter()
            .take(index)
            .find(|other| other.name.value == param.name.value);
        if let Some(first) = twice {
            diagnostics.push(
                Diagnostic::new(
                    "E0114",
                    param.name.span,
                    format!("there are two arguments called `{}`", param.name.value),
                )
                .help("give each a name of its own")
                .label(first.name.span, "the first one"),
            );
        }
        free_name(param, gives_actions, diagnostics);
        if let Some(kind) = kind(&param.kind, diagnostics) {
            params.push(Parameter {
                name: param.name.value.clone(),
                kind,
                daily: param.daily,
            });
        }
    }
    let bare = raw_text(item, gives_actions, diagnostics);
    if diagnostics.iter().skip(before).any(Diagnostic::is_error) {
        return None;
    }
    let gives = match returns {
        Some(kind) => Gives::Number(kind),
        None => Gives::Actions(may_return(&bare?)),
    };
    if gives == Gives::Actions(Vec::new()) {
        diagnostics.push(
            Diagnostic::new(
                "E0241",
                item.name.span,
                "this script gives actions, and none stands in it",
            )
            .help("write a list such as `[pause()]` or `[decrease_budget(share(0.2))]`, in an `if` that gives `[]` otherwise"),
        );
        return None;
    }
    let body = item.body.span;
    let line = text
        .get(..body.start as usize)
        .map_or(1, |before| before.matches('\n').count().saturating_add(1));
    let compiled = Script::compile(
        &item.name.value,
        item.doc.as_ref().map(|doc| doc.value.clone()),
        params,
        gives,
        item.span.of(text).trim_end(),
        &item.body.value,
        line,
    );
    match compiled {
        Ok(script) => Some(script),
        Err(refused) => {
            let span = place(text, body, refused.line, refused.column);
            diagnostics.push(
                Diagnostic::new("E0241", span, refused.message).help(if gives_actions {
                    "a script of actions is one expression that gives a list, such as `if last(daily) > 90 { [pause()] } else { [] }`"
                } else {
                    "a script is one expression over its arguments, such as `slope(daily) / average(daily)`"
                }),
            );
            None
        }
    }
}

fn kind(word: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<ScriptKind> {
    let found = ScriptKind::named(&word.value);
    if found.is_none() {
        let names: Vec<&str> = ScriptKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let ticked: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let said = Diagnostic::new(
            "E0240",
            word.span,
            format!("a script does not know the kind `{}`", word.value),
        )
        .help(format!(
            "it takes and gives numbers: {}; behind `->` there is `{ACTIONS}` as well",
            list(&ticked, "or")
        ));
        diagnostics.push(match nearest(&word.value, names.into_iter()) {
            Some(meant) => said.safe_fix(format!("write `{meant}`"), word.span, meant),
            None => said,
        });
    }
    found
}

/// A name that means something in the script already would hide it.
fn free_name(param: &ScriptParam, gives_actions: bool, diagnostics: &mut Vec<Diagnostic>) {
    let name = param.name.value.as_str();
    let taken = function_names(gives_actions)
        .iter()
        .any(|function| function == name)
        || KEYWORDS.contains(&name);
    if taken {
        diagnostics.push(
            Diagnostic::new(
                "E0240",
                param.name.span,
                format!("`{name}` means something else inside of a script"),
            )
            .help("give the argument another name"),
        );
    }
}

/// What can be said of the body before it is compiled: its length, texts, and functions that it calls. Gives it without its texts and
/// comments, where it can be read at all.
fn raw_text(item: &ScriptItem, gives_actions: bool, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let span = item.body.span;
    if item.body.value.len() > MOST_SOURCE {
        diagnostics.push(
            Diagnostic::new(
                "E0241",
                item.name.span,
                format!(
                    "this script has {} bytes, and a script has at most {MOST_SOURCE}",
                    item.body.value.len()
                ),
            )
            .help("write two scripts"),
        );
        return None;
    }
    // An open script takes everything up to the end of the next item for its own.
    let swallowed = item.body.value.split('\n').skip(1).find_map(|line| {
        ["rule", "guard", "test", "script", "metric", "lookup"]
            .into_iter()
            .find(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    });
    if let Some(word) = swallowed {
        diagnostics.push(
            Diagnostic::new(
                "E0104",
                item.name.span,
                format!("this script is never closed: it swallows the `{word}` below it"),
            )
            .help("end it with a line that is `}` and nothing else"),
        );
        return None;
    }
    let body = bare(&item.body.value, gives_actions);
    let at = |offset: usize, length: usize| {
        let start = (span.start as usize).saturating_add(offset);
        Span::from_offsets(start, start.saturating_add(length))
    };
    if let Some((offset, found)) = body.char_indices().find(|(_, character)| {
        matches!(character, '"' | '\'' | '`' | '#' | '@' | '$' | '|' | '&') && !is_pair(&body, *character)
    }) {
        diagnostics.push(
            Diagnostic::new(
                "E0241",
                at(offset, found.len_utf8()),
                if matches!(found, '"' | '\'' | '`') && !gives_actions {
                    "a script works with numbers alone, and this is a text".to_owned()
                } else {
                    format!("`{found}` means nothing in a script")
                },
            )
            .help(if gives_actions {
                "texts stand in double quotes, and comments begin with `//`"
            } else {
                "a script's comments begin with `//`"
            }),
        );
        return None;
    }
    let names = function_names(gives_actions);
    let mut rest = 0_usize;
    while let Some(start) = body
        .get(rest..)
        .and_then(|tail| tail.find(is_word))
        .map(|found| found.saturating_add(rest))
    {
        let tail = body.get(start..).unwrap_or("");
        let length = tail.find(|next| !is_word(next)).unwrap_or(tail.len());
        let word = tail.get(..length).unwrap_or("");
        let behind = tail.get(length..).unwrap_or("").trim_start();
        let called = behind.starts_with('(') && !word.starts_with(|first: char| first.is_ascii_digit());
        let known = names.iter().map(String::as_str);
        if called && !KEYWORDS.contains(&word) && !known.clone().any(|name| name == word) {
            let said = Diagnostic::new(
                "E0242",
                at(start, length),
                format!("there is no function `{word}` for scripts"),
            );
            let ticked: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let makes = !gives_actions && function_names(true).iter().any(|name| name == word);
            diagnostics.push(match nearest(word, known) {
                _ if makes => said.help(format!(
                    "it makes an action: a script that gives actions is declared with `-> {ACTIONS}`"
                )),
                Some(meant) => said.help(format!("did you mean `{meant}`?")).possible_fix(
                    format!("write `{meant}`"),
                    at(start, length),
                    meant,
                ),
                None => said.help(format!("there are {}", list(&ticked, "and"))),
            });
        }
        rest = start.saturating_add(length.max(1));
    }
    Some(body)
}

/// `&&` and `||` are operators of scripts; a single one is not.
fn is_pair(body: &str, character: char) -> bool {
    match character {
        '&' => body.matches('&').count() == body.matches("&&").count().saturating_mul(2),
        '|' => body.matches('|').count() == body.matches("||").count().saturating_mul(2),
        _ => false,
    }
}

/// The body with blanks in the place of its comments, and of its texts where it may have any; every other byte where it was.
fn bare(body: &str, has_texts: bool) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(character) = rest.chars().next() {
        let blank = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end.saturating_add(2))
        } else if has_texts && character == '"' {
            text_length(rest)
        } else {
            0
        };
        let length = blank.max(character.len_utf8());
        let piece = rest.get(..length).unwrap_or(rest);
        if blank > 0 {
            out.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(piece);
        }
        rest = rest.get(length..).unwrap_or("");
    }
    out
}

/// How long the text is that begins here, its quotes included; up to the line's end where none closes it.
fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at.saturating_add(1),
            _ => {}
        }
    }
    rest.len()
}

/// The word at a line and column of the body, counted from 1.
fn place(text: &str, body: Span, line: usize, column: usize) -> Span {
    let inside = body.of(text);
    let mut start = body.start as usize;
    for (index, found) in inside.split('\n').enumerate() {
        if index.saturating_add(1) == line {
            let before: usize = found
                .chars()
                .take(column.saturating_sub(1))
                .map(char::len_utf8)
                .sum();
            let at = start.saturating_add(before);
            let tail = found.get(before..).unwrap_or("");
            let word = tail.find(|next| !is_word(next)).unwrap_or(tail.len());
            let first = tail.chars().next().map_or(0, char::len_utf8);
            return Span::from_offsets(at, at.saturating_add(word.max(first)));
        }
        start = start.saturating_add(found.len()).saturating_add(1);
    }
    body
}

/// A script that nothing calls does nothing.
pub(super) fn unused(items: &[ScriptItem], rules: &[Rule], diagnostics: &mut Vec<Diagnostic>) {
    if diagnostics.iter().any(Diagnostic::is_error) {
        return;
    }
    for item in items {
        let called = rules
            .iter()
            .flat_map(|rule| &rule.body.scripts)
            .any(|script| script.name == item.name.value);
        if !called {
            diagnostics.push(
                Diagnostic::new(
                    "W0530",
                    item.name.span,
                    format!("no rule calls the script `{}`", item.name.value),
                )
                .help(if item.returns.value == ACTIONS {
                    format!(
                        "write `run script {}(…)` behind `then`, or remove it",
                        item.name.value
                    )
                } else {
                    format!(
                        "write `{}(…)` where a number stands, or remove it",
                        item.name.value
                    )
                }),
            );
        }
    }
}
