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

/// One shelf of the library: a folder of `rules-library/`.
#[derive(Debug, Clone, Copy)]
pub struct Shelf {
    pub folder: &'static str,
    pub title: &'static str,
    pub about: &'static str,
    pub ready: &'static [Ready],
}

/// One ready text as it lies in its folder.
#[derive(Debug, Clone, Copy)]
pub struct Ready {
    /// The file's name.
    pub id: &'static str,
    pub text: &'static str,
}

macro_rules! shelf {
    ($folder:literal, $title:literal, $about:literal: $($id:literal),+ $(,)?) => {
        Shelf {
            folder: $folder,
            title: $title,
            about: $about,
            ready: &[$(Ready {
                id: $id,
                text: include_str!(concat!("../../../rules-library/", $folder, "/", $id, ".rule")),
            }),+],
        }
    };
}

/// Every ready text, shelf by shelf.
pub const SHELVES: &[Shelf] = &[
    shelf!("stop-loss", "Stop losses", "End what costs more than it brings.":
        "stop-loss",
        "pause-for-today",
        "second-chance",
        "zero-conversions",
        "losing-on-two-windows",
        "loss-limit",
        "trim-overspenders",
        "acos-ceiling",
        "dearer-than-the-others",
        "worst-of-the-account",
    ),
    shelf!("scale", "Scale", "Give more to what earns it, in steps, up to a cap.":
        "scale-winners",
        "winners-on-two-windows",
        "capped-winners",
        "cheap-conversions",
        "best-of-the-account",
        "surf-a-good-day",
        "cooling-winners",
        "losers-pay-for-winners",
    ),
    shelf!("ad-groups", "Ad groups and ads", "Judge the parts of a campaign, and leave the rest of it alone.":
        "ad-group-stop-loss",
        "winning-ad-sets",
        "ad-that-few-click",
        "dear-ad-of-its-group",
    ),
    shelf!("keywords-and-search-terms", "Keywords and search terms", "Bid for each keyword what its clicks are worth, and pay for no search that is worth nothing.":
        "bid-to-target-acos",
        "dear-keywords",
        "winning-keywords",
        "never-converts",
        "keywords-to-review",
        "broad-eats-the-rest",
        "keywords-nobody-sees",
        "searches-without-sales",
        "words-of-no-buyers",
        "excluded-though-it-sells",
    ),
    shelf!("pacing", "Pacing", "Spend the money of the day, the week and the month neither too early nor too late.":
        "ahead-of-the-month",
        "behind-the-month",
        "month-budget-of-a-campaign",
        "month-budget-spent",
        "too-fast-today",
        "week-over-budget",
        "idle-money",
    ),
    shelf!("budget-protection", "Budget protection", "Promises about what never happens to the money, whoever asks, and the brakes beside them.":
        "no-runaway-budgets",
        "account-ceiling",
        "slow-hands",
        "brand-stays-on",
        "first-days",
        "leave-learning-alone",
        "hard-stop",
        "budget-ceiling",
        "spend-alarm",
    ),
    shelf!("day-parting", "Day-parting", "Run when somebody is there to buy, or to answer.":
        "off-until-morning",
        "night-pause",
        "morning-resume",
        "weekend-pause",
        "monday-resume",
        "evening-peak",
    ),
    shelf!("fatigue", "Fatigue", "Notice worn-out ads before they cost.":
        "low-ctr",
        "tired-ads",
        "dearer-impressions",
        "worn-out",
        "seen-too-often",
    ),
    shelf!("quality", "Quality", "Judge the traffic, and not only its price.":
        "dear-clicks",
        "clicks-without-sales",
        "curious-not-buying",
        "small-baskets",
    ),
    shelf!("anomaly", "Anomalies", "Hear of it when a day is not like the days it should be like.":
        "unusual-spend",
        "unusual-account",
        "traffic-gone",
        "conversions-stopped",
        "click-price-jump",
        "too-good",
    ),
    shelf!("amazon", "Amazon", "For Sponsored Products, Brands and Display.":
        "to-target-acos",
        "out-of-budget-by-afternoon",
    ),
    shelf!("account-hygiene", "Account hygiene", "Find what was forgotten.":
        "new-campaign-watch",
        "silent-campaigns",
        "account-went-silent",
        "rejected",
        "ended-and-still-on",
        "held-back-by-budget",
        "nobody-looked",
        "outside-the-naming",
    ),
];

/// A ready text, checked.
#[derive(Debug, Clone)]
pub struct LibraryItem {
    pub id: &'static str,
    pub kind: LibraryKind,
    /// The title of its shelf.
    pub folder: &'static str,
    pub text: &'static str,
    pub name: String,
    /// What it is for: its doc string without the paragraph that [`not_for`](Self::not_for) is.
    pub doc: String,
    /// When it is the wrong choice: the paragraph of the doc string that begins with "Not for".
    pub not_for: Option<String>,
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

/// The doc string as what a text is for, and for what not. Lines of one paragraph are one line.
fn purpose(doc: &str) -> (String, Option<String>) {
    let mut not_for = None;
    let mut paragraphs: Vec<String> = Vec::new();
    for paragraph in doc.split("\n\n") {
        let paragraph = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        match paragraph.strip_prefix("Not for ") {
            Some(note) => not_for = Some(note.trim_end_matches('.').to_owned()),
            None => paragraphs.push(paragraph),
        }
    }
    (paragraphs.join("\n\n"), not_for)
}

fn item(shelf: &Shelf, ready: &Ready) -> Option<LibraryItem> {
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
    let (doc, not_for) = purpose(doc.unwrap_or_default());
    Some(LibraryItem {
        id: ready.id,
        kind,
        folder: shelf.title,
        text: ready.text,
        name: name.to_owned(),
        doc,
        not_for,
        params,
        platforms,
        in_plain_words,
    })
}

/// The whole library, shelf by shelf.
pub fn library() -> Vec<LibraryItem> {
    SHELVES
        .iter()
        .flat_map(|shelf| shelf.ready.iter().filter_map(|ready| item(shelf, ready)))
        .collect()
}

pub fn find(id: &str) -> Option<LibraryItem> {
    SHELVES.iter().find_map(|shelf| {
        shelf
            .ready
            .iter()
            .find(|ready| ready.id == id)
            .and_then(|ready| item(shelf, ready))
    })
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
mod tests;
