//! Hover: what the word under the pointer means, how it stands today, and what was found there.

use dsl::editor::{ItemKind, Slot, TextOf, place, place_among, word_at};
use dsl::{Span, explain_code};

use crate::candidates::{candidates, described, word_info};
use crate::completion::scope_of;
use crate::document::Document;
use crate::names::{KnownCampaign, Names};
use crate::wire::{Hover, Markup, Position};

pub(crate) async fn hover(names: &impl Names, document: &mut Document, position: Position) -> Option<Hover> {
    let offset = document.offset(position);
    let found: Vec<(Span, String)> = document
        .findings
        .as_deref()
        .unwrap_or(&[])
        .iter()
        .filter(|found| {
            found.span.start <= offset && offset < found.span.end.max(found.span.start.saturating_add(1))
        })
        .take(3)
        .filter_map(|found| {
            let page = explain_code(found.code)?;
            Some((
                found.span,
                format!("**{}: {}**\n\n{}", page.code, page.title, page.explanation),
            ))
        })
        .collect();
    let word = word_at(&document.text, offset);
    let mut parts = Vec::new();
    if let Some(span) = word {
        parts.extend(explained(names, document, span).await);
    }
    // The page of a finding stands below what the word means.
    let span = word.or_else(|| found.first().map(|(span, _)| *span))?;
    for (_, page) in found {
        if !parts.contains(&page) {
            parts.push(page);
        }
    }
    if parts.is_empty() {
        return None;
    }
    Some(Hover {
        contents: Markup::markdown(parts.join("\n\n---\n\n")),
        range: document.range(span),
    })
}

async fn explained(names: &impl Names, document: &mut Document, span: Span) -> Option<String> {
    let text = document.text.clone();
    let word = span.of(&text);
    if word.starts_with('"') {
        return quoted(names, &text, span).await;
    }
    // A declared name is explained wherever it stands, its declaration included.
    if let Some((_, name)) = document.outline().name_at(span.start)
        && name.declared.name == word
    {
        return Some(crate::candidates::declared(&name.declared, 0).documentation);
    }
    // `by` and `as` mean something else outside of tests.
    if matches!(word, "by" | "as") && in_test(&text, span) {
        return test_phrase(word, word);
    }
    let shared = crate::completion::shared(names).await;
    let here = place_among(&text, span.start, &shared);
    let meant = candidates(&here).into_iter().find(|candidate| {
        candidate.label == word
            || candidate
                .label
                .strip_prefix(word)
                .is_some_and(|rest| rest.starts_with(' '))
    });
    let documentation = match meant {
        Some(candidate) if !candidate.documentation.is_empty() => candidate.documentation,
        _ => phrase(&text, span)?,
    };
    let measured = dsl::metrics().iter().any(|metric| metric.name == word) || word == "budget";
    if !measured {
        return Some(documentation);
    }
    let today = names.today(word, &scope_of(&here)).await;
    let lines: Vec<String> = today
        .iter()
        .map(|today| format!("**{}** today, {}", today.value, today.of))
        .collect();
    Some(if lines.is_empty() {
        documentation
    } else {
        format!("{documentation}\n\n{}", lines.join("  \n"))
    })
}

/// A word of the language that stands where no choice is left: `most` of `at most`, `rule` itself.
fn phrase(text: &str, span: Span) -> Option<String> {
    let word = span.of(text);
    for kind in ItemKind::ALL {
        if word == kind.word() {
            let definition = match kind {
                ItemKind::Rule => {
                    "what is about which campaigns, when it looks, what must be true, and what then happens"
                }
                ItemKind::Guard => "a promise about what Adjutant will not do, whoever asks",
                ItemKind::Test => {
                    "what a rule must do in a history written down here; saving the rule runs it"
                }
                ItemKind::Lookup => {
                    "a table of your own, uploaded as a file: rules ask it for the value of a campaign"
                }
                ItemKind::Metric => {
                    "a metric of your own, made of the platforms' sums; every rule can use it like a built-in one"
                }
            };
            let form = match kind {
                ItemKind::Lookup => {
                    "lookup NAME: text -> percent | ratio | money | count | text from \"FILE\" [stale after 7 days]"
                        .to_owned()
                }
                ItemKind::Metric => {
                    "metric NAME \"what it is\" = SUM / SUM as percent | ratio | money".to_owned()
                }
                _ => format!("{word} \"Name\" {{ … }}"),
            };
            return Some(described(word, definition, &form));
        }
    }
    let before = text
        .get(..span.start as usize)?
        .split_whitespace()
        .next_back()
        .unwrap_or("");
    let pair = format!("{before} {word}");
    if let Some(page) = dsl::explain_code(word) {
        return Some(crate::candidates::code(page));
    }
    if in_test(text, span) {
        return test_phrase(&pair, word);
    }
    dsl::clauses()
        .iter()
        .find(|clause| clause.opener == pair || clause.opener == word)
        .map(|clause| described(clause.opener, clause.definition, clause.form))
        .or_else(|| {
            dsl::actions()
                .iter()
                .find(|action| action.words == pair)
                .map(|action| described(action.words, action.definition, action.form))
        })
        .or_else(|| {
            word_info(&pair)
                .or_else(|| word_info(word))
                .map(|info| described(info.word, info.definition, info.form))
        })
}

fn in_test(text: &str, span: Span) -> bool {
    dsl::editor::outline(text)
        .items
        .iter()
        .any(|item| item.kind == ItemKind::Test && item.span.start <= span.start && span.end <= item.span.end)
}

/// A word of a test: of its clauses, or of what holds them together.
fn test_phrase(pair: &str, word: &str) -> Option<String> {
    let clause = |opener: &str| dsl::test_clauses().iter().find(|clause| clause.opener == opener);
    if let Some(clause) = clause(pair).or_else(|| clause(word)) {
        return Some(described(clause.opener, clause.definition, clause.form));
    }
    let exact = |wanted: &str| dsl::test_words().iter().find(|info| info.word == wanted);
    let part = || {
        dsl::test_words()
            .iter()
            .find(|info| info.word.split(' ').any(|one| one == word))
    };
    // `settled` of `settled lag`, `each` of `each of last`.
    let of_clause = || {
        dsl::test_clauses()
            .iter()
            .find(|clause| clause.opener.split(' ').any(|one| one == word))
    };
    exact(pair)
        .or_else(|| exact(word))
        .or_else(part)
        .map(|info| described(info.word, info.definition, info.form))
        .or_else(|| of_clause().map(|clause| described(clause.opener, clause.definition, clause.form)))
        .or_else(|| word_info(word).map(|info| described(info.word, info.definition, info.form)))
}

/// A text that names a campaign or an account.
async fn quoted(names: &impl Names, text: &str, span: Span) -> Option<String> {
    let here = place(text, span.start.saturating_add(1));
    let name = span
        .of(text)
        .trim_matches('"')
        .replace("\\\"", "\"")
        .replace("\\\\", "\\");
    let of = here.slots.iter().find_map(|slot| match slot {
        Slot::Text(of) => Some(*of),
        _ => None,
    })?;
    match of {
        TextOf::Campaign | TextOf::CampaignPattern => {
            let known = names.campaign(&name, &scope_of(&here)).await;
            if !known.is_empty() {
                let lines: Vec<String> = known.iter().map(campaign).collect();
                return Some(lines.join("\n\n"));
            }
            if of == TextOf::CampaignPattern {
                return word_info("matches").map(|info| described(info.word, info.definition, info.form));
            }
            Some(format!(
                "No campaign in the scope of this rule is called `{name}`."
            ))
        }
        TextOf::Account => {
            let accounts = names.accounts().await;
            let Some(known) = accounts.iter().find(|known| known.name == name) else {
                return Some(format!("No connected account is called `{name}`."));
            };
            Some(format!(
                "**{}** · {}, brand {}, {}",
                known.name,
                known.platform.title(),
                known.brand,
                known.currency
            ))
        }
        _ => None,
    }
}

fn campaign(known: &KnownCampaign) -> String {
    let mut line = format!(
        "**{}** · {}, {}\n\nStatus {}, delivery {}",
        known.name.name,
        known.name.platform.title(),
        known.name.account,
        known.status,
        known.delivery
    );
    if let Some(budget) = &known.budget {
        line.push_str(&format!(", budget {budget} per day"));
    }
    if !known.today.is_empty() {
        let values: Vec<String> = known
            .today
            .iter()
            .map(|(metric, value)| format!("{metric} {value}"))
            .collect();
        line.push_str(&format!("  \nToday: {}", values.join(", ")));
    }
    line
}
