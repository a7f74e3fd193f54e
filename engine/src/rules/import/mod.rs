//! Rules that people wrote in a platform's own rule engine, written anew in ours.
//!
//! `meta` reads Meta's `adrules_library`, `tiktok` TikTok's `optimizer/rule`; `numbers` turns their values into literals,
//! `written` says what both say alike, `draft` puts the pieces together and asks the checker. Called by `adjutant import` and
//! the API. Nothing is changed in passing: whatever cannot be said exactly is named with its value and the reason, and a rule
//! that lacks something which decides what it does is not handed over as a rule.

mod draft;
mod meta;
mod numbers;
mod tiktok;
mod written;

#[cfg(test)]
mod tests;

use dsl::Currency;
use serde::Serialize;
use serde_json::Value;

/// Whose rules are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Meta,
    TikTok,
}

/// What the exported rules leave open, because the platform knows it of the account.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The account's currency: the exports write amounts without one.
    pub currency: Option<Currency>,
    /// The platform's name of the count that is `conversions` in this account.
    pub conversions: Option<String>,
    /// The platform's name of the return that is `roas` in this account.
    pub roas: Option<String>,
    /// Who is told, where a rule tells somebody.
    pub notify: Option<Told>,
}

/// Who is told: `slack "#channel"` or `email "a@b.example"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub channel: dsl::NotifyChannel,
    pub target: String,
}

/// What came of one exported rule.
#[derive(Debug, Clone, Serialize)]
pub struct Imported {
    /// Its name there.
    pub name: String,
    /// Its id there.
    pub id: Option<String>,
    /// Everything that decides what it does was carried, and the checker finds no error in it.
    pub whole: bool,
    /// The rule in our language. What is not whole says in comments what is missing, and is no rule yet.
    pub text: String,
    /// What the checker has to say about a whole one.
    pub warnings: Vec<dsl::Diagnostic>,
    /// Every part of the exported rule, and what became of it.
    pub parts: Vec<Part>,
}

/// One part of an exported rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Where it stands in the exported rule: `evaluation_spec.filters[2]`.
    pub path: String,
    /// What stands there, as JSON.
    pub value: String,
    #[serde(flatten)]
    pub became: Became,
}

/// What became of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "became", rename_all = "snake_case")]
pub enum Became {
    /// It says the same here.
    Carried {
        /// In our language; empty where it is said by leaving something out.
        written: String,
        /// What to look at once: a meaning the platform does not document.
        note: Option<String>,
    },
    /// It is missing here.
    Lost {
        reason: String,
        /// Without it the rule does something else.
        decides: bool,
    },
}

/// Why a file is not an export of rules.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file is not JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    #[error("there are no rules in the file: {0}")]
    NoRules(&'static str),
}

/// Writes every rule of an export in our language.
///
/// # Errors
/// Only for a file that is no export; what cannot be carried is in the result.
pub fn import(source: Source, json: &str, options: &Options) -> Result<Vec<Imported>, ImportError> {
    let file: Value = serde_json::from_str(json)?;
    let rules = match source {
        Source::Meta => meta::rules(&file),
        Source::TikTok => tiktok::rules(&file),
    }?;
    let mut names: Vec<String> = Vec::new();
    let mut imported = Vec::new();
    for rule in rules {
        for mut draft in match source {
            Source::Meta => meta::drafts(rule, options),
            Source::TikTok => tiktok::drafts(rule, options),
        } {
            draft.name = free_name(&draft.name, &names);
            names.push(draft.name.clone());
            imported.push(draft.finish());
        }
    }
    Ok(imported)
}

/// The name, or with a number behind it where the file has it twice: a rule's identity is its name.
fn free_name(name: &str, taken: &[String]) -> String {
    let is_free = |name: &String| !taken.contains(name);
    let wanted = name.to_owned();
    if is_free(&wanted) {
        return wanted;
    }
    (2_u32..)
        .map(|number| format!("{name} ({number})"))
        .find(is_free)
        .unwrap_or(wanted)
}

/// Every whole rule as one file; what is not whole stands in it as comments.
#[must_use]
pub fn file(imported: &[Imported]) -> String {
    let mut out = String::from("language 1\n");
    for rule in imported {
        out.push('\n');
        let text = rule.text.strip_prefix("language 1\n\n").unwrap_or(&rule.text);
        if rule.whole {
            out.push_str(text);
            continue;
        }
        for line in text.lines() {
            out.push_str(match line {
                "" => "#",
                line if line.starts_with('#') => "",
                _ => "# ",
            });
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A value as short JSON.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 160;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    let short: String = text.chars().take(LONGEST).collect();
    format!("{short}…")
}
