//! The ready rules and guards that come with the program, and making one's own rule of one.

use dsl::{CustomiseError, Param, Platform};

use crate::{
    Context,
    identity::OrgScope,
    store::{StoreError, params, statements},
};

statements! {
    INSTALLED = "select library_id as id, count(*) as n from rule where org_id = $1 and library_id is not null and archived_at is null
        group by library_id";
    INSTALLED_GUARDS = "select name as id, count(*) as n from guard where org_id = $1 and archived_at is null group by name";
}

/// One ready text as it lies in `rules-library/`.
#[derive(Debug, Clone, Copy)]
pub struct Ready {
    /// The file's name.
    pub id: &'static str,
    /// What it is for, as the library's shelves are called.
    pub folder: &'static str,
    /// When it is the wrong choice.
    pub not_for: Option<&'static str>,
    pub text: &'static str,
}

macro_rules! ready {
    ($id:literal, $folder:literal, $not_for:literal) => {
        Ready {
            id: $id,
            folder: $folder,
            not_for: Some($not_for),
            text: include_str!(concat!("../../../rules-library/", $id, ".rule")),
        }
    };
}

/// Every ready text, shelf by shelf.
pub const READY: &[Ready] = &[
    ready!(
        "stop-loss",
        "Stop waste",
        "campaigns that are meant to build awareness: without conversions they count as infinitely dear"
    ),
    ready!(
        "zero-conversions",
        "Stop waste",
        "campaigns whose conversions take longer than two weeks, or are not measured"
    ),
    ready!(
        "trim-overspenders",
        "Stop waste",
        "campaigns whose revenue is not measured: their return is always zero"
    ),
    ready!(
        "dear-clicks",
        "Stop waste",
        "campaigns that sell few dear things: there a click may cost a lot and be worth it"
    ),
    ready!(
        "acos-ceiling",
        "Stop waste",
        "campaigns that launch a product: their share is high at first, and meant to be"
    ),
    ready!(
        "scale-winners",
        "Grow",
        "accounts with little volume: ten conversions in three days are needed before it judges"
    ),
    ready!(
        "capped-winners",
        "Grow",
        "campaigns with a fixed month's money: it knows the day's budget and not the month's"
    ),
    ready!(
        "spend-alarm",
        "Keep watch",
        "campaigns with a budget for their whole life: it compares with a budget per day"
    ),
    ready!(
        "silent-campaigns",
        "Keep watch",
        "campaigns that run on some days of the week only"
    ),
    ready!(
        "low-ctr",
        "Keep watch",
        "video and display campaigns: what is a poor rate in search is a good one there"
    ),
    ready!(
        "new-campaign-watch",
        "Keep watch",
        "campaigns whose customers need days to decide: a day without a conversion says nothing there"
    ),
    ready!(
        "night-pause",
        "Day-parting",
        "campaigns whose platform learns from every hour: hours off make it learn again"
    ),
    ready!(
        "morning-resume",
        "Day-parting",
        "campaigns that a person paused for good: take their label off, or they are asked for every morning"
    ),
    ready!(
        "no-runaway-budgets",
        "Guards",
        "organisations that set large budgets in one step on purpose: every raise above it is refused"
    ),
];

/// A ready text, checked.
#[derive(Debug, Clone)]
pub struct LibraryItem {
    pub id: &'static str,
    pub kind: LibraryKind,
    pub folder: &'static str,
    pub not_for: Option<&'static str>,
    pub text: &'static str,
    pub name: String,
    pub doc: String,
    pub params: Vec<Param>,
    /// Where it can run: all of them for one that names none.
    pub platforms: Vec<Platform>,
    pub in_plain_words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LibraryKind {
    Rule,
    Guard,
}

impl LibraryKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Guard => "guard",
        }
    }
}

/// Why a ready rule was not made one's own.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    #[error("there is no such ready rule")]
    NotFound,
    #[error(transparent)]
    Customise(#[from] CustomiseError),
    /// A guard has no parameters, and its name is what refusals quote.
    #[error("a guard is taken as it is; change its text afterwards")]
    GuardAsItIs,
}

fn item(ready: &Ready) -> Option<LibraryItem> {
    let checked = dsl::check(ready.text);
    let platforms = |named: &[Platform]| {
        if named.is_empty() {
            Platform::ALL.to_vec()
        } else {
            named.to_vec()
        }
    };
    let (kind, name, doc, params, platforms, in_plain_words) =
        match (checked.rules.first(), checked.guards.first()) {
            (Some(rule), _) => (
                LibraryKind::Rule,
                rule.name(),
                rule.doc(),
                rule.params().to_vec(),
                platforms(&rule.scope().platforms),
                rule.in_plain_words(&[]),
            ),
            (None, Some(guard)) => (
                LibraryKind::Guard,
                guard.name(),
                guard.doc(),
                Vec::new(),
                platforms(&guard.scope().platforms),
                guard.in_plain_words(),
            ),
            (None, None) => return None,
        };
    Some(LibraryItem {
        id: ready.id,
        kind,
        folder: ready.folder,
        not_for: ready.not_for,
        text: ready.text,
        name: name.to_owned(),
        doc: doc.unwrap_or_default().to_owned(),
        params,
        platforms,
        in_plain_words,
    })
}

/// The whole library, shelf by shelf.
pub fn library() -> Vec<LibraryItem> {
    READY.iter().filter_map(item).collect()
}

pub fn find(id: &str) -> Option<LibraryItem> {
    READY.iter().find(|ready| ready.id == id).and_then(item)
}

/// The text of a ready rule with a name and values of one's own.
///
/// # Errors
/// [`LibraryError::Customise`] names each value that does not fit.
pub fn text(id: &str, name: Option<&str>, values: &[(String, String)]) -> Result<String, LibraryError> {
    let item = find(id).ok_or(LibraryError::NotFound)?;
    match item.kind {
        LibraryKind::Guard if name.is_some() || !values.is_empty() => Err(LibraryError::GuardAsItIs),
        LibraryKind::Guard => Ok(item.text.to_owned()),
        LibraryKind::Rule => Ok(dsl::customise(item.text, name, values)?),
    }
}

/// How often each ready text is in use: rules by where they came from, guards by their name.
pub async fn installed(
    context: &Context,
    scope: OrgScope,
) -> Result<std::collections::BTreeMap<String, i64>, StoreError> {
    let rows = context
        .store
        .read(|tx| {
            Box::pin(async move {
                let mut rows = tx.fetch_all(INSTALLED, params![scope.id()]).await?;
                rows.extend(tx.fetch_all(INSTALLED_GUARDS, params![scope.id()]).await?);
                Ok::<_, StoreError>(rows)
            })
        })
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("id")?, row.i64("n")?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ready_text_checks_and_is_one_rule_or_guard_with_a_name_of_its_own() {
        let items = library();
        assert_eq!(items.len(), READY.len());
        let names: std::collections::BTreeSet<&str> = items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names.len(), items.len());
        for item in &items {
            assert!(dsl::check(item.text).diagnostics.is_empty(), "{}", item.id);
            assert!(
                !item.doc.is_empty() && !item.in_plain_words.is_empty(),
                "{}",
                item.id
            );
        }
    }

    #[test]
    fn the_library_holds_every_file_of_its_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules-library");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".rule").map(str::to_owned))
            .collect();
        files.sort();
        let mut known: Vec<&str> = READY.iter().map(|ready| ready.id).collect();
        known.sort_unstable();
        assert_eq!(files, known);
    }

    #[test]
    fn every_rule_of_the_library_takes_its_own_defaults_and_another_name() {
        for item in library().iter().filter(|item| item.kind == LibraryKind::Rule) {
            let values: Vec<(String, String)> = item
                .params
                .iter()
                .map(|param| (param.name.clone(), param.default.clone()))
                .collect();
            let filled = text(item.id, Some("Our own"), &values).unwrap();
            assert_eq!(
                filled,
                // Its tests name it too.
                item.text.replace(&format!("\"{}\"", item.name), "\"Our own\""),
                "{}",
                item.id
            );
        }
        assert!(matches!(
            text("no-runaway-budgets", Some("Mine"), &[]),
            Err(LibraryError::GuardAsItIs)
        ));
        assert!(matches!(text("nothing", None, &[]), Err(LibraryError::NotFound)));
    }
}
