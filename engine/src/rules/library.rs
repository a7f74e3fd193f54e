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
        "trim-overspenders",
        "Stop waste",
        "campaigns whose revenue is not measured: their return is always zero"
    ),
    ready!(
        "scale-winners",
        "Grow",
        "accounts with little volume: ten conversions in three days are needed before it judges"
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
