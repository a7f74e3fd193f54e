//! Everything that could stand at a place, described once: completion offers it, hover explains it. Names of campaigns and the
//! like are not here; they come from the organisation.

use dsl::editor::{Declared, DeclaredKind, ItemKind, Operand, Place, Slot, ValuePlace, Wanted};
use dsl::{
    Attribute, AttributeInfo, AttributeKind, MetricClass, MetricInfo, Platform, Property, Spelling, WordInfo,
    actions, attributes, clauses, metrics, test_clauses, words,
};

use crate::snippets;

/// The protocol's kinds of items, for icons.
pub(crate) mod kind {
    pub(crate) const TEXT: u8 = 1;
    pub(crate) const FUNCTION: u8 = 3;
    pub(crate) const FIELD: u8 = 5;
    pub(crate) const VARIABLE: u8 = 6;
    pub(crate) const UNIT: u8 = 11;
    pub(crate) const VALUE: u8 = 12;
    pub(crate) const KEYWORD: u8 = 14;
    pub(crate) const SNIPPET: u8 = 15;
    pub(crate) const MEMBER: u8 = 20;
    pub(crate) const CONSTANT: u8 = 21;
}

/// One thing that could stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) label: String,
    pub(crate) kind: u8,
    /// One line.
    pub(crate) detail: String,
    /// Markdown.
    pub(crate) documentation: String,
    pub(crate) insert: Insert,
    /// Lower comes first.
    pub(crate) rank: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Insert {
    /// The label itself.
    Label,
    Text(String),
    /// With tab stops.
    Snippet(String),
}

fn plain(
    label: impl Into<String>,
    kind: u8,
    detail: impl Into<String>,
    documentation: impl Into<String>,
    rank: u8,
) -> Candidate {
    Candidate {
        label: label.into(),
        kind,
        detail: detail.into(),
        documentation: documentation.into(),
        insert: Insert::Label,
        rank,
    }
}

/// What fits into the slots of a place, in order.
pub(crate) fn candidates(place: &Place) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (order, slot) in place.slots.iter().enumerate() {
        let base = u8::try_from(order).unwrap_or(u8::MAX).saturating_mul(10).min(200);
        fill(place, slot, base, &mut found);
    }
    found.sort_by_key(|candidate: &Candidate| candidate.rank);
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|candidate| seen.insert(candidate.label.clone()));
    found
}

fn fill(place: &Place, slot: &Slot, base: u8, found: &mut Vec<Candidate>) {
    match slot {
        Slot::Item { first } => items(*first, base, found),
        Slot::Clause { item, given } => clause_openers(*item, given, base, found),
        Slot::Action => found.extend(actions().iter().map(|action| Candidate {
            insert: match action.words {
                "set budget" => Insert::Snippet("set budget to \\$${1:50}".to_owned()),
                "increase budget" => {
                    Insert::Snippet("increase budget by ${1:20%} up to \\$${2:500}".to_owned())
                }
                "decrease budget" => {
                    Insert::Snippet("decrease budget by ${1:15%} down to \\$${2:20}".to_owned())
                }
                "notify" => Insert::Snippet("notify ${1:slack} \"${2:#channel}\" \"${3:text}\"".to_owned()),
                _ => Insert::Label,
            },
            ..plain(
                action.words,
                kind::FUNCTION,
                action.definition,
                described(action.words, action.definition, action.form),
                base,
            )
        })),
        Slot::Words(list) => found.extend(list.iter().map(|word| word_candidate(word, base))),
        Slot::Literals(list) => {
            found.extend(list.iter().map(|text| plain(*text, kind::VALUE, "", "", base)));
        }
        Slot::Unit(list) => found.extend(list.iter().map(|unit| Candidate {
            kind: kind::UNIT,
            ..word_candidate(unit, base)
        })),
        Slot::Value { place: at, wanted } => values(place, *at, *wanted, base, found),
        Slot::Operator { left, compared } => operators(*left, *compared, base, found),
        Slot::Member(attribute) => found.extend(attribute.members().iter().map(|member| {
            let info = attribute.info();
            let detail = match member.parse::<Platform>() {
                Ok(platform) if *attribute == Attribute::Platform => platform.title().to_owned(),
                _ => format!("a value of {}", info.name),
            };
            plain(
                *member,
                kind::MEMBER,
                detail,
                format!("**{member}**, a value of `{}`: {}", info.name, info.definition),
                base,
            )
        })),
        Slot::ParentField => {
            let of_parent = |info: &&dsl::AttributeInfo| info.attribute.in_parent().is_some();
            found.extend(attributes().iter().filter(of_parent).map(|info| {
                let label = info.name.strip_prefix("parent.").unwrap_or(info.name);
                Candidate {
                    label: label.to_owned(),
                    ..attribute(info, base)
                }
            }));
        }
        Slot::Field => {
            let own = |info: &&dsl::AttributeInfo| info.attribute.in_parent().is_none();
            found.extend(attributes().iter().filter(own).map(|info| attribute(info, base)));
            found.extend(metrics().iter().map(|info| metric(info, base.saturating_add(1))));
        }
        Slot::Window => {
            for (order, window) in [
                "last 3 days",
                "last 7 days",
                "last 30 days",
                "today",
                "yesterday",
                "last 24h",
                "last 72h",
                "this week",
                "this month",
                "lifetime",
                "since last change",
            ]
            .into_iter()
            .enumerate()
            {
                let rank = base.saturating_add(u8::try_from(order).unwrap_or(9));
                found.push(Candidate {
                    kind: kind::CONSTANT,
                    ..word_candidate(window, rank)
                });
            }
        }
        Slot::Platform => found.extend(Platform::ALL.iter().map(|platform| {
            plain(
                platform.as_str(),
                kind::MEMBER,
                platform.title(),
                format!("**{}**: accounts on this platform", platform.title()),
                base,
            )
        })),
        Slot::Weekday => {
            for day in [
                "weekdays", "weekends", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
            ] {
                found.push(Candidate {
                    kind: kind::MEMBER,
                    ..word_candidate(day, base)
                });
            }
        }
        Slot::Lookup => found.extend(
            place
                .declared
                .iter()
                .filter(|name| matches!(name.kind, DeclaredKind::Lookup(_)))
                .map(|name| declared(name, base)),
        ),
        Slot::Parameter => found.extend(
            place
                .declared
                .iter()
                .filter(|name| matches!(name.kind, DeclaredKind::Param(_)))
                .map(|name| declared(name, base)),
        ),
        Slot::Property => {
            let properties = Property::AMOUNTS
                .iter()
                .map(|property| property.attribute().info());
            found.extend(properties.map(|info| attribute(info, base)));
        }
        // The organisation's.
        Slot::ScriptWord => {
            found.extend(place.declared.iter().map(|name| declared(name, base)));
            found.extend(dsl::script_functions().iter().map(|info| Candidate {
                insert: Insert::Snippet(format!("{}(${{1}})", info.word)),
                ..plain(
                    info.word,
                    kind::FUNCTION,
                    info.definition,
                    format!(
                        "**{}** · {}\n\nA function of scripts.",
                        info.word, info.definition
                    ),
                    base.saturating_add(1),
                )
            }));
        }
        Slot::Text(_) => {}
    }
}

fn items(first: bool, base: u8, found: &mut Vec<Candidate>) {
    if first {
        found.push(Candidate {
            insert: Insert::Text("language 1\n\n".to_owned()),
            ..plain(
                "language 1",
                kind::KEYWORD,
                "the edition of the language",
                "**language 1** pins the meaning: later editions add words, and never change what an old text means.",
                base,
            )
        });
    }
    for (order, snippet) in snippets::ITEMS.iter().enumerate() {
        found.push(Candidate {
            insert: Insert::Snippet(snippet.body.to_owned()),
            ..plain(
                snippet.label,
                kind::SNIPPET,
                snippet.detail,
                snippet.detail,
                base.saturating_add(u8::try_from(order).unwrap_or(9)),
            )
        });
    }
    found.push(Candidate {
        insert: Insert::Snippet(LOOKUP.to_owned()),
        ..plain(
            "lookup",
            kind::SNIPPET,
            "a table of your own that rules can ask",
            "a table of your own that rules can ask",
            base.saturating_add(9),
        )
    });
    found.push(Candidate {
        insert: Insert::Snippet(METRIC.to_owned()),
        ..plain(
            "metric",
            kind::SNIPPET,
            "a metric of your own, made of sums",
            "a metric of your own, made of sums",
            base.saturating_add(9),
        )
    });
    found.push(Candidate {
        insert: Insert::Snippet(SCRIPT.to_owned()),
        ..plain(
            "script",
            kind::SNIPPET,
            "what the language will not say, as one expression",
            "what the language will not say, as one expression",
            base.saturating_add(9),
        )
    });
    found.push(Candidate {
        insert: Insert::Snippet(TEST.to_owned()),
        ..plain(
            "test",
            kind::SNIPPET,
            "what a rule has to do on days that are written down",
            "what a rule has to do on days that are written down",
            base.saturating_add(9),
        )
    });
}

const SCRIPT: &str =
    "script ${1:trend}(${2:daily: count per day}) -> ${3:ratio} {\n  ${4:slope(daily)}\n}\n$0";

const LOOKUP: &str =
    "lookup ${1:margins}: text -> ${2:percent} from \"${3:margins.csv}\" stale after ${4:7 days}\n$0";

const METRIC: &str =
    "metric ${1:margin_on_spend} \"${2:profit on ad spend}\" = (revenue - spend) / spend as ${3:percent}\n$0";

/// A test stands behind the rule it is of, so that alone it would not check as the snippets do.
const TEST: &str = "test \"${1:pauses a bleeder}\" of \"${2:Stop loss}\" {\n  at 2026-03-04 10:00\n  given campaign \"${3:Prospecting}\" on \
                    google { status active  age 60d  each of last 6 days { spend \\$60  conversions 0 } }\n  expect ${4:pause} of \
                    \"${3:Prospecting}\" proposed\n}\n$0";

fn clause_openers(item: ItemKind, given: &[&'static str], base: u8, found: &mut Vec<Candidate>) {
    for (order, clause) in clauses().iter().chain(test_clauses()).enumerate() {
        let belongs = match item {
            ItemKind::Rule => clause.in_rules,
            ItemKind::Guard => clause.in_guards,
            ItemKind::Test => !clause.in_rules && !clause.in_guards,
            ItemKind::Metric | ItemKind::Lookup => false,
        };
        let spent = clause.once && given.contains(&clause.opener);
        if !belongs {
            continue;
        }
        let rank = base.saturating_add(u8::try_from(order).unwrap_or(20));
        found.push(Candidate {
            insert: match clause.opener {
                "for" => Insert::Text("for campaigns".to_owned()),
                "never" => Insert::Text("never ".to_owned()),
                "without approval" => Insert::Label,
                "param" => {
                    Insert::Snippet("param ${1:name}: ${2:money} = ${3:\\$45} \"${4:what it is}\"".to_owned())
                }
                "let" => Insert::Snippet("let ${1:name} = ".to_owned()),
                opener => Insert::Text(format!("{opener} ")),
            },
            ..plain(
                clause.opener,
                kind::KEYWORD,
                clause.definition,
                described(clause.opener, clause.definition, clause.form),
                // What stands there already is still explained, but comes last.
                if spent { 250 } else { rank },
            )
        });
    }
}

fn values(place: &Place, at: ValuePlace, wanted: Wanted, base: u8, found: &mut Vec<Candidate>) {
    let literals: &[&str] = match wanted {
        Wanted::Money if at == ValuePlace::Amount => &["20%", "$50"],
        Wanted::Money => &["$45", "45 EUR"],
        Wanted::Percent => &["2%"],
        Wanted::Ratio => &["3"],
        Wanted::Count => &["10"],
        Wanted::Duration => &["7d", "24h"],
        Wanted::Date => &["2026-12-31"],
        Wanted::Anything | Wanted::Text | Wanted::Fallback => &[],
    };
    found.extend(
        literals
            .iter()
            .map(|text| plain(*text, kind::VALUE, "", "", base)),
    );
    found.extend(
        place
            .declared
            .iter()
            .filter(|name| match name.kind {
                // Behind the word `lookup`.
                DeclaredKind::Lookup(_) => false,
                DeclaredKind::Metric { .. } => at != ValuePlace::Where,
                _ => true,
            })
            .map(|name| declared(name, base)),
    );
    if at == ValuePlace::Definition {
        let sums = metrics().iter().filter(|info| info.class != MetricClass::Derived);
        found.extend(sums.map(|info| metric(info, base.saturating_add(1))));
        lookups(place, base.saturating_add(2), found);
        return;
    }
    for info in metrics() {
        if at == ValuePlace::Where || matches!(wanted, Wanted::Text | Wanted::Duration | Wanted::Date) {
            break;
        }
        let fits = match wanted {
            Wanted::Money => info.spelling == Spelling::Money,
            Wanted::Percent => info.spelling == Spelling::Percent,
            Wanted::Ratio => info.spelling == Spelling::Ratio,
            Wanted::Count => info.spelling == Spelling::Count,
            _ => true,
        };
        let is_supplied = place.platforms.is_empty()
            || info
                .platforms
                .iter()
                .any(|platform| place.platforms.iter().any(|named| named == platform.as_str()));
        found.push(metric(
            info,
            base.saturating_add(if fits && is_supplied { 1 } else { 4 }),
        ));
    }
    for info in attributes() {
        let fits = match wanted {
            Wanted::Money => info.kind == AttributeKind::Money,
            Wanted::Ratio => info.kind == AttributeKind::Ratio,
            Wanted::Text => info.kind == AttributeKind::Text,
            Wanted::Duration => info.kind == AttributeKind::Duration,
            Wanted::Date => info.kind == AttributeKind::Date,
            Wanted::Count => info.kind == AttributeKind::Count,
            Wanted::Anything => at != ValuePlace::Amount || info.kind == AttributeKind::Money,
            _ => false,
        };
        found.push(attribute(info, base.saturating_add(if fits { 2 } else { 5 })));
    }
    let number = !matches!(
        wanted,
        Wanted::Text | Wanted::Duration | Wanted::Date | Wanted::Fallback
    );
    if number {
        found.push(word_candidate("elapsed_share of", base.saturating_add(7)));
        if at != ValuePlace::Where {
            for word in [
                "change of",
                "sum of",
                "average of",
                "count of",
                "in top",
                "in bottom",
            ] {
                found.push(word_candidate(word, base.saturating_add(7)));
            }
            found.push(word_candidate("usual", base.saturating_add(7)));
            found.push(Candidate {
                insert: Insert::Snippet("convert(${1:spend} to ${2:EUR})".to_owned()),
                ..word_candidate("convert", base.saturating_add(7))
            });
            lookups(place, base.saturating_add(3), found);
        }
    }
    if wanted == Wanted::Anything && at != ValuePlace::Amount {
        found.push(word_candidate("not", base.saturating_add(6)));
        found.push(word_candidate("this", base.saturating_add(6)));
        for truth in ["true", "false"] {
            found.push(word_candidate(truth, base.saturating_add(8)));
        }
    } else {
        found.push(word_candidate("this", base.saturating_add(8)));
    }
}

/// Each lookup, asked by the campaign's name.
fn lookups(place: &Place, base: u8, found: &mut Vec<Candidate>) {
    for name in &place.declared {
        if matches!(name.kind, DeclaredKind::Lookup(_)) {
            found.push(Candidate {
                label: format!("lookup {}", name.name),
                insert: Insert::Text(format!("lookup {}[this.name]", name.name)),
                ..declared(name, base)
            });
        }
    }
}

fn operators(left: Operand, compared: bool, base: u8, found: &mut Vec<Candidate>) {
    let numbers = [">", "<", ">=", "<=", "=", "!="];
    let mut push = |words: &[&str], rank: u8| {
        for (order, word) in words.iter().enumerate() {
            let rank = base
                .saturating_add(rank)
                .saturating_add(u8::try_from(order).unwrap_or(9));
            found.push(word_candidate(word, rank));
        }
    };
    let (joins, compares) = if compared { (0, 3) } else { (12, 0) };
    if matches!(left, Operand::Metric { .. } | Operand::Number | Operand::Unknown) {
        push(&["in scope", "ignoring missing", "within", "having"], 13);
    }
    match left {
        Operand::Metric { partial, windowed } => {
            push(&numbers, compares);
            if !windowed {
                push(&["over", "of account", "of parent", "of siblings", "of scope"], 6);
            }
            if partial {
                push(&["else"], 7);
            }
            push(&["is missing", "is not missing", "+", "-", "*", "/"], 8);
            if windowed {
                push(&["settled", "including today", "ending", "or since creation"], 9);
            }
        }
        Operand::Member(_) => push(&["is", "is not", "in", "is missing", "is not missing"], compares),
        Operand::Text => push(
            &["matches", "is", "is not", "in", "is missing", "is not missing"],
            compares,
        ),
        Operand::Labels => push(&["has", "is missing", "is not missing"], compares),
        Operand::Number => {
            push(&numbers, compares);
            push(&["+", "-", "*", "/", "else", "is missing", "is not missing"], 8);
        }
        Operand::Unknown => {
            push(&numbers, compares);
            push(
                &[
                    "matches",
                    "is",
                    "is not",
                    "in",
                    "else",
                    "+",
                    "-",
                    "*",
                    "/",
                    "is missing",
                    "is not missing",
                ],
                8,
            );
        }
    }
    push(&["and", "or"], joins);
}

fn metric(info: &MetricInfo, rank: u8) -> Candidate {
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

fn attribute(info: &AttributeInfo, rank: u8) -> Candidate {
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
        DeclaredKind::Script => return scripted(name, rank),
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
