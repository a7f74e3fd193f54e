//! Each metric, field, declared name and word as it is offered and explained.

use dsl::editor::{Declared, DeclaredKind};
use dsl::{AttributeInfo, AttributeKind, MetricClass, MetricInfo, Spelling, WordInfo, words};

use super::{Candidate, Insert, kind, plain};

pub(super) fn metric(info: &MetricInfo, rank: u8) -> Candidate {
    let unit = match info.spelling {
        Spelling::Money => "money",
        Spelling::Percent => "percent",
        Spelling::Ratio => "ratio",
        Spelling::Count => "count",
    };
    let detail = match info.formula {
        Some(formula) => format!("{unit} · {formula}"),
        None => unit.to_owned(),
    };
    let titles: Vec<&str> = info.platforms.iter().map(|platform| platform.title()).collect();
    let delays: Vec<String> = info
        .platforms
        .iter()
        .map(|platform| {
            let days = info.settled_lag_days(*platform);
            format!(
                "{} {days} {}",
                platform.title(),
                if days == 1 { "day" } else { "days" }
            )
        })
        .collect();
    let mut documentation = format!("**{}** · {}\n\n", info.name, info.definition);
    documentation.push_str(&match (info.formula, info.class) {
        (Some(formula), _) => format!("`{formula}`, written as {unit}, from the window's sums.\n\n"),
        (None, MetricClass::Windowed) => {
            format!("Written as {unit}; fetched for each window of whole days, and never added up.\n\n")
        }
        (None, _) => format!("Written as {unit}; known by hour and by day.\n\n"),
    });
    documentation.push_str(&format!(
        "On {}. Hardly moves any more after: {}.",
        titles.join(", "),
        delays.join(", ")
    ));
    if info.partial {
        documentation.push_str("\n\nUndefined over zero: rule it out, or say what it then is with `else`.");
    }
    plain(info.name, kind::FIELD, detail, documentation, rank)
}

pub(super) fn attribute(info: &AttributeInfo, rank: u8) -> Candidate {
    let unit = match info.kind {
        AttributeKind::Money => "money",
        AttributeKind::Ratio => "ratio",
        AttributeKind::Text => "text",
        AttributeKind::Enum => "one of its words",
        AttributeKind::Duration => "duration",
        AttributeKind::Date => "date",
        AttributeKind::Labels => "labels",
        AttributeKind::Count => "whole number",
    };
    let mut documentation = format!("**{}** · {}\n\n", info.name, info.definition);
    if info.members.is_empty() {
        documentation.push_str(&format!("A field: {unit}."));
    } else {
        documentation.push_str(&format!("One of: `{}`.", info.members.join("`, `")));
    }
    plain(
        info.name,
        kind::FIELD,
        format!("{unit} · {}", info.definition),
        documentation,
        rank,
    )
}

pub(crate) fn declared(name: &Declared, rank: u8) -> Candidate {
    let (what, kind) = match name.kind {
        DeclaredKind::Let => ("a `let` of this rule", kind::VARIABLE),
        DeclaredKind::Param(_) => ("a `param` of this rule", kind::CONSTANT),
        DeclaredKind::Metric { .. } => ("a metric of your own, from the window's sums", kind::FIELD),
        DeclaredKind::Script | DeclaredKind::ScriptOfActions => return scripted(name, rank),
        DeclaredKind::Lookup(_) => (
            "a table of your own, asked by a name; no row is missing",
            kind::FIELD,
        ),
    };
    let undefined = match name.kind {
        DeclaredKind::Metric { partial: true, .. } => {
            "\n\nUndefined over zero: rule it out, or say what it then is with `else`."
        }
        _ => "",
    };
    plain(
        name.name.clone(),
        kind,
        name.form.clone(),
        format!(
            "**{}**, {what}\n\n```adjutant\n{}\n```{undefined}",
            name.name, name.form
        ),
        rank,
    )
}

/// A script with its head, or an argument inside of one.
fn scripted(name: &Declared, rank: u8) -> Candidate {
    if !name.form.starts_with("script") {
        let documentation = format!("**{}**, an argument of this script", name.name);
        return plain(
            name.name.clone(),
            kind::VARIABLE,
            "an argument",
            documentation,
            rank,
        );
    }
    Candidate {
        insert: Insert::Snippet(format!("{}(${{1}})", name.name)),
        ..plain(
            name.name.clone(),
            kind::FUNCTION,
            name.form.clone(),
            format!(
                "**{}**, a script of this text\n\n```adjutant\n{}\n```",
                name.name, name.form
            ),
            rank,
        )
    }
}

/// A word or phrase of the language; of a phrase such as `last 3 days`, what its first word means.
pub(crate) fn word_candidate(text: &str, rank: u8) -> Candidate {
    let info = word_info(text).or_else(|| text.split(' ').next().and_then(word_info));
    match info {
        Some(info) => plain(
            text,
            kind::KEYWORD,
            info.definition,
            described(info.word, info.definition, info.form),
            rank,
        ),
        None => match dsl::explain_code(text) {
            Some(page) => plain(text, kind::VALUE, page.title, code(page), rank),
            None => plain(text, kind::KEYWORD, "", "", rank),
        },
    }
}

/// A code's page, as hover and completion show it.
pub(crate) fn code(page: &dsl::CodePage) -> String {
    format!("**{}: {}**\n\n{}", page.code, page.title, page.explanation)
}

pub(crate) fn word_info(word: &str) -> Option<&'static WordInfo> {
    words().iter().find(|info| info.word == word)
}

pub(crate) fn described(words: &str, definition: &str, form: &str) -> String {
    format!("**{words}** · {definition}\n\n```adjutant\n{form}\n```")
}
