//! `script` items and their calls: names, kinds, series, and a body that is one expression.

use std::sync::Arc;

use crate::check::names::{Place, Scope};
use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::{list, plural};
use crate::registry::{Attribute, metric_named};
use crate::rule::Rule;
use crate::script::{FUNCTIONS, KEYWORDS, MOST_SOURCE, Parameter, Script, ScriptKind};
use crate::span::Span;
use crate::syntax;
use crate::syntax::scan::is_word;
use crate::syntax::tree::{Expr, ScriptItem, ScriptParam, Spanned};
use crate::typed::{Number, NumberNode, ScriptArgument};
use crate::window::{Window, WindowBase};

/// Most arguments of one script.
const MOST_PARAMS: usize = 8;
/// The longest window that is handed over day by day.
const MOST_DAILY: u16 = 92;

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
    let returns = kind(&item.returns, diagnostics);
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
        free_name(param, diagnostics);
        if let Some(kind) = kind(&param.kind, diagnostics) {
            params.push(Parameter {
                name: param.name.value.clone(),
                kind,
                daily: param.daily,
            });
        }
    }
    raw_text(item, diagnostics);
    if diagnostics.iter().skip(before).any(Diagnostic::is_error) {
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
        returns?,
        item.span.of(text).trim_end(),
        &item.body.value,
        line,
    );
    match compiled {
        Ok(script) => Some(script),
        Err(refused) => {
            let span = place(text, body, refused.line, refused.column);
            diagnostics.push(Diagnostic::new("E0241", span, refused.message).help(
                "a script is one expression over its arguments, such as `slope(daily) / average(daily)`",
            ));
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
        .help(format!("it takes and gives numbers: {}", list(&ticked, "or")));
        diagnostics.push(match nearest(&word.value, names.into_iter()) {
            Some(meant) => said.safe_fix(format!("write `{meant}`"), word.span, meant),
            None => said,
        });
    }
    found
}

/// A name that means something in the script already would hide it.
fn free_name(param: &ScriptParam, diagnostics: &mut Vec<Diagnostic>) {
    let name = param.name.value.as_str();
    let taken = FUNCTIONS.iter().any(|(function, _)| *function == name) || KEYWORDS.contains(&name);
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

/// What can be said of the body before it is compiled: its length, texts, and functions that it calls.
fn raw_text(item: &ScriptItem, diagnostics: &mut Vec<Diagnostic>) {
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
        return;
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
        return;
    }
    let body = without_comments(&item.body.value);
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
                if matches!(found, '"' | '\'' | '`') {
                    "a script works with numbers alone, and this is a text".to_owned()
                } else {
                    format!("`{found}` means nothing in a script")
                },
            )
            .help("a script's comments begin with `//`"),
        );
        return;
    }
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
        let known = FUNCTIONS.iter().map(|(name, _)| *name);
        if called && !KEYWORDS.contains(&word) && !known.clone().any(|name| name == word) {
            let said = Diagnostic::new(
                "E0242",
                at(start, length),
                format!("there is no function `{word}` for scripts"),
            );
            let names: Vec<String> = known.clone().map(|name| format!("`{name}`")).collect();
            diagnostics.push(match nearest(word, known) {
                Some(meant) => said.help(format!("did you mean `{meant}`?")).possible_fix(
                    format!("write `{meant}`"),
                    at(start, length),
                    meant,
                ),
                None => said.help(format!("there are {}", list(&names, "and"))),
            });
        }
        rest = start.saturating_add(length.max(1));
    }
}

/// `&&` and `||` are operators of scripts; a single one is not.
fn is_pair(body: &str, character: char) -> bool {
    match character {
        '&' => body.matches('&').count() == body.matches("&&").count().saturating_mul(2),
        '|' => body.matches('|').count() == body.matches("||").count().saturating_mul(2),
        _ => false,
    }
}

/// The body with blanks in the place of its comments, every other byte where it was.
fn without_comments(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(character) = rest.chars().next() {
        let comment = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end.saturating_add(2))
        } else {
            0
        };
        let length = comment.max(character.len_utf8());
        let piece = rest.get(..length).unwrap_or(rest);
        if comment > 0 {
            out.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(piece);
        }
        rest = rest.get(length..).unwrap_or("");
    }
    out
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
                .help(format!(
                    "write `{}(…)` where a number stands, or remove it",
                    item.name.value
                )),
            );
        }
    }
}

impl Scope<'_> {
    /// `trend(conversions over last 14 days)`.
    pub(super) fn script_call(
        &mut self,
        expr: &Expr,
        name: &Spanned<String>,
        arguments: &[Expr],
    ) -> Option<Number> {
        if matches!(self.place, Place::Where | Place::GuardWhere) {
            self.say(
                Diagnostic::new(
                    "E0210",
                    expr.span,
                    format!("`{}` is a script, and `where` reads attributes only", name.value),
                )
                .help("put it behind `when`; `where` says which campaigns the rule is about"),
            );
            return None;
        }
        let known = self.scripts.sound;
        let Some(script) = known.iter().find(|script| script.name == name.value) else {
            if !self.scripts.doubtful.contains(&name.value) {
                self.no_script(name);
            }
            return None;
        };
        let script = Arc::clone(script);
        if script.params.len() != arguments.len() {
            let wanted = script.signature();
            self.say(
                Diagnostic::new(
                    "E0243",
                    expr.span,
                    format!(
                        "`{}` takes {}, and here are {}",
                        name.value,
                        plural(i64::try_from(script.params.len()).unwrap_or(0), "argument"),
                        arguments.len()
                    ),
                )
                .help(format!("it is declared as `{wanted}`")),
            );
            return None;
        }
        let typed: Vec<Option<ScriptArgument>> = script
            .params
            .iter()
            .zip(arguments)
            .map(|(param, argument)| self.script_argument(&script, param, argument))
            .collect();
        let arguments: Vec<ScriptArgument> = typed.into_iter().collect::<Option<_>>()?;
        if !self.called.iter().any(|called| called.name == script.name) {
            self.called.push(Arc::clone(&script));
        }
        Some(Number {
            span: self.relative(expr.span),
            quantity: script.returns.quantity(),
            node: NumberNode::Script { script, arguments },
        })
    }

    fn no_script(&mut self, name: &Spanned<String>) {
        let said = Diagnostic::new("E0243", name.span, format!("there is no script `{}`", name.value));
        let known = self.scripts.sound.iter().map(|script| script.name.as_str());
        let meant = nearest(&name.value, known).map(str::to_owned);
        let is_name = metric_named(&name.value).is_some() || name.value.parse::<Attribute>().is_ok();
        self.say(match meant {
            Some(meant) => said.help(format!("did you mean `{meant}`?")).possible_fix(
                format!("write `{meant}`"),
                name.span,
                meant,
            ),
            None if matches!(name.value.as_str(), "sum" | "total") => {
                said.help("a metric is the sum over its window already: write `spend over last 7 days`")
            }
            None if matches!(name.value.as_str(), "avg" | "average" | "mean") => said.help(
                "quotients such as `cpc` are computed from the sums of their window; for a mean day write \
                 `spend over last 7 days / 7`, for a mean of campaigns `average of spend over last 7 days in scope`",
            ),
            None if is_name => said.help(format!("`{}` stands without parentheses", name.value)),
            None if FUNCTIONS.iter().any(|(function, _)| *function == name.value) => {
                said.help(format!("`{}` is known inside of scripts only", name.value))
            }
            None => said.help(format!(
                "declare it in this text: `script {}(daily: count per day) -> ratio {{ … }}`",
                name.value
            )),
        });
    }

    fn script_argument(
        &mut self,
        script: &Script,
        param: &Parameter,
        argument: &Expr,
    ) -> Option<ScriptArgument> {
        let number = self.number(argument)?;
        self.finite([&number].into_iter())?;
        if !param.kind.takes(number.quantity) {
            let article = match param.kind {
                ScriptKind::Money => "an amount of money",
                ScriptKind::Percent | ScriptKind::Ratio => "a percentage or ratio",
                ScriptKind::Count => "a count",
                ScriptKind::Duration => "a duration",
            };
            self.say(
                Diagnostic::new(
                    "E0203",
                    argument.span,
                    format!(
                        "`{}` of `{}` is {article}, and this is {}",
                        param.name,
                        script.name,
                        number.quantity.words()
                    ),
                )
                .help(format!("it is declared as `{}`", script.signature())),
            );
            return None;
        }
        if !param.daily {
            return Some(ScriptArgument::One(number));
        }
        let days = self.each_day(&number, argument, param)?;
        Some(ScriptArgument::Daily { of: number, days })
    }

    /// The same number of each day of its window, the oldest first.
    fn each_day(&mut self, number: &Number, argument: &Expr, param: &Parameter) -> Option<Vec<Number>> {
        let written = self.source(argument.span);
        if !self.is_measured(number) {
            self.say(
                Diagnostic::new(
                    "E0244",
                    argument.span,
                    format!(
                        "`{}` takes a value for each day, and `{written}` is not measured over a window",
                        param.name
                    ),
                )
                .help("write `conversions over last 14 days`"),
            );
            return None;
        }
        let measured = self.measured_in(number);
        let mut lengths: Vec<Window> = Vec::new();
        for (_, index) in measured {
            let window = self.windows.get(index)?.window;
            if !lengths.contains(&window) {
                lengths.push(window);
            }
        }
        let days = match lengths.as_slice() {
            [
                Window {
                    base:
                        WindowBase::LastDays {
                            days,
                            including_today: false,
                            ..
                        },
                    since_creation: false,
                    moved: None,
                    ..
                },
            ] if (2..=MOST_DAILY).contains(days) => *days,
            _ => {
                self.say(
                    Diagnostic::new(
                        "E0244",
                        argument.span,
                        format!(
                            "`{}` takes a value for each day, and this is not over one window of complete days",
                            param.name
                        ),
                    )
                    .help(format!(
                        "use one window from `last 2 days` to `last {MOST_DAILY} days`, `settled` and `ending … ago` if you like"
                    )),
                );
                return None;
            }
        };
        let mut found = Vec::new();
        for back in (0..days).rev() {
            found.push(self.day_of(number, back, argument.span)?);
        }
        Some(found)
    }
}
