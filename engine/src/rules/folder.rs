//! Rules and guards from a folder of texts, such as a git checkout: what it would change here, and the change itself, which comes
//! about as a whole or not at all.
//!
//! A plan has a digest over everything that was looked at: the texts, the options, the state of every rule and guard. Applying
//! names the digest that somebody saw; when anything moved since, nothing is done.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    acceptance::{self, Recorded, Taken},
    editing::{self, Draft, Hand, OnDisable, RuleError},
    folder_items::{self, FolderFile, FolderItem, ItemKind, Unreadable},
    guards, store,
};
use crate::{
    Context,
    identity::{OrgScope, Permission, Principal},
    store::{StoreError, Tx, params, statements},
};

statements! {
    FOLDER_RULES = "select r.id, r.name, r.state, r.revision, v.text, v.overrides from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        where r.org_id = $1 and r.archived_at is null and r.shadow_of is null order by r.name";
}

/// What is asked of a folder.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub files: Vec<FolderFile>,
    /// Rules and guards that the folder does not hold are put away; without this they are left alone.
    pub prune: bool,
    /// Rules that are not at work are enabled; without this new ones are drafts, and others stay as they are.
    pub enable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    New,
    Changed,
    /// Changed under another name: the text says what it was called, and everything that hangs on the rule stays with it.
    Renamed,
    /// The text is the same; it is to be enabled.
    Enabled,
    /// The folder no longer holds it, and it is to be put away.
    Removed,
    /// The folder does not hold it, and it is left alone.
    Elsewhere,
    Same,
}

impl Change {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
            Self::Enabled => "enabled",
            Self::Removed => "removed",
            Self::Elsewhere => "elsewhere",
            Self::Same => "same",
        }
    }

    /// Whether applying does something about it.
    pub const fn acts(self) -> bool {
        !matches!(self, Self::Elsewhere | Self::Same)
    }
}

/// A rule or a guard, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub kind: ItemKind,
    pub name: String,
    pub change: Change,
    /// The file it stands in; `None` for what the folder does not hold.
    pub path: Option<String>,
    /// What is here: its id, and what a change is based on.
    pub here: Option<Here>,
    /// The text to come.
    pub text: Option<String>,
    /// Whether it is enabled by this change, or goes on at work under a new text.
    pub at_work: bool,
}

/// What stands here already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    pub id: Uuid,
    pub name: String,
    /// A rule's revision, a guard's version.
    pub revision: i64,
    /// `draft`, `enabled`, `disabled`, `quarantined`.
    pub state: String,
    pub text: String,
    pub overrides: BTreeMap<String, String>,
}

/// What a folder would change.
#[derive(Debug, Clone, Default)]
pub struct FolderPlan {
    /// Rules first, then guards, by name.
    pub items: Vec<Planned>,
    /// Files that cannot be taken as they are.
    pub unreadable: Vec<Unreadable>,
    /// Names everything that was looked at; applying asks for it.
    pub digest: String,
}

impl FolderPlan {
    pub fn acts(&self) -> bool {
        self.items.iter().any(|item| item.change.acts())
    }
}

/// Why a folder was not applied. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("{} file(s) cannot be taken as they are", .0.len())]
    Unreadable(Vec<Unreadable>),
    /// Something moved since the plan was shown.
    #[error("the rules or the files have changed since this plan was made; plan again and look at it")]
    Stale,
    #[error("{}: {error}", .item.as_ref().map_or("the folder", |item| item.1.as_str()))]
    Refused {
        item: Option<(ItemKind, String)>,
        error: RuleError,
    },
}

impl From<RuleError> for FolderError {
    fn from(error: RuleError) -> Self {
        Self::Refused { item: None, error }
    }
}

impl From<StoreError> for FolderError {
    fn from(error: StoreError) -> Self {
        RuleError::from(error).into()
    }
}

/// What applying did.
#[derive(Debug, Clone, Default)]
pub struct Applied {
    pub items: Vec<(Planned, Uuid)>,
    /// Proposals of rules that were put away, which nobody had carried out.
    pub withdrawn: usize,
}

/// What the folder would change. Nothing is written.
pub async fn plan(context: &Context, scope: OrgScope, wanted: &Wanted) -> Result<FolderPlan, StoreError> {
    let wanted = wanted.clone();
    context
        .store
        .read(move |tx| Box::pin(async move { planned(tx, scope, &wanted).await }))
        .await
}

async fn planned(tx: &mut Tx, scope: OrgScope, wanted: &Wanted) -> Result<FolderPlan, StoreError> {
    let read = folder_items::read(&wanted.files);
    let mut here: BTreeMap<(ItemKind, String), Here> = BTreeMap::new();
    for row in tx.fetch_all(FOLDER_RULES, params![scope.id()]).await? {
        let rule = Here {
            id: row.uuid("id")?,
            name: row.text("name")?,
            revision: row.i64("revision")?,
            state: row.text("state")?,
            text: row.text("text")?,
            overrides: row.json("overrides")?,
        };
        here.insert((ItemKind::Rule, rule.name.clone()), rule);
    }
    for row in tx.fetch_all(store::GUARDS, params![scope.id()]).await? {
        let guard = Here {
            id: row.uuid("id")?,
            name: row.text("name")?,
            revision: row.i64("version")?,
            state: row.text("state")?,
            text: row.text("text")?,
            overrides: BTreeMap::new(),
        };
        here.insert((ItemKind::Guard, guard.name.clone()), guard);
    }
    let digest = digest(wanted, &here);
    let mut items: Vec<Planned> = Vec::new();
    let mut renamed: Vec<FolderItem> = Vec::new();
    for item in read.items {
        match here.remove(&(item.kind, item.name.clone())) {
            None if !item.formerly.is_empty() => renamed.push(item),
            found => items.push(of_folder(item, found, wanted)),
        }
    }
    // After all that kept their names, so that nobody goes on from a name that another still has.
    for item in renamed {
        let was = item
            .formerly
            .iter()
            .find_map(|name| here.remove(&(item.kind, name.clone())));
        items.push(of_folder(item, was, wanted));
    }
    items.extend(here.into_iter().map(|((kind, name), here)| Planned {
        kind,
        name,
        // A file that cannot be read may hold it.
        change: if wanted.prune && read.unreadable.is_empty() {
            Change::Removed
        } else {
            Change::Elsewhere
        },
        path: None,
        here: Some(here),
        text: None,
        at_work: false,
    }));
    items.sort_by(|one, other| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
    Ok(FolderPlan {
        items,
        unreadable: read.unreadable,
        digest,
    })
}

fn of_folder(item: FolderItem, here: Option<Here>, wanted: &Wanted) -> Planned {
    let enabled = here.as_ref().is_some_and(|here| here.state == "enabled");
    let to_enable = wanted.enable && item.kind == ItemKind::Rule && !enabled;
    let change = match &here {
        None => Change::New,
        Some(here) if here.name != item.name => Change::Renamed,
        Some(here) if !folder_items::same(&here.text, &item.text) => Change::Changed,
        Some(_) if to_enable => Change::Enabled,
        Some(_) => Change::Same,
    };
    Planned {
        kind: item.kind,
        name: item.name,
        at_work: change.acts() && (enabled || to_enable || item.kind == ItemKind::Guard),
        change,
        path: Some(item.path),
        here,
        text: Some(item.text),
    }
}

/// Over the files, the options, and every rule and guard with its revision: whatever the answer depends on.
fn digest(wanted: &Wanted, here: &BTreeMap<(ItemKind, String), Here>) -> String {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    };
    part(&[u8::from(wanted.prune), u8::from(wanted.enable)]);
    let mut files: Vec<&FolderFile> = wanted.files.iter().collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    for file in files {
        part(file.path.as_bytes());
        part(file.text.as_bytes());
    }
    part(b"here");
    for ((kind, name), here) in here {
        part(kind.word().as_bytes());
        part(name.as_bytes());
        part(here.id.as_bytes());
        part(&here.revision.to_le_bytes());
        part(here.state.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What was accepted of the rules that are here, by rule.
pub async fn recorded(
    context: &Context,
    scope: OrgScope,
    plan: &FolderPlan,
) -> Result<BTreeMap<Uuid, Vec<Recorded>>, StoreError> {
    let ids: Vec<Uuid> = plan
        .items
        .iter()
        .filter(|item| item.kind == ItemKind::Rule && item.at_work)
        .filter_map(|item| item.here.as_ref().map(|here| here.id))
        .collect();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut found = BTreeMap::new();
                for id in ids {
                    found.insert(id, acceptance::recorded(tx, scope, id).await?);
                }
                Ok(found)
            })
        })
        .await
}

/// Applies the plan that has this digest: all of it, or nothing. `accepted` is, by the name of its rule, what somebody took a
/// second look at; the caller made sure that nothing else waits for one.
///
/// # Errors
/// [`FolderError::Stale`] when the plan would be another one by now.
pub async fn apply(
    context: &Context,
    principal: &Principal,
    wanted: &Wanted,
    digest: &str,
    accepted: &BTreeMap<String, Vec<Taken>>,
) -> Result<Applied, FolderError> {
    let (hand, scope) = (Hand::of(context, principal), principal.scope);
    let (wanted, digest, accepted) = (wanted.clone(), digest.to_owned(), accepted.clone());
    let applied = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let plan = planned(tx, scope, &wanted).await?;
                if plan.digest != digest {
                    return Err(FolderError::Stale);
                }
                if !plan.unreadable.is_empty() {
                    return Err(FolderError::Unreadable(plan.unreadable));
                }
                let mut applied = Applied::default();
                for item in plan.items.into_iter().filter(|item| item.change.acts()) {
                    let done = match item.kind {
                        ItemKind::Rule => {
                            let accepted = accepted.get(&item.name).map_or(&[][..], Vec::as_slice);
                            rule(tx, &hand, &item, &wanted, accepted).await
                        }
                        ItemKind::Guard => guard(tx, &hand, &item).await.map(|id| (id, 0)),
                    };
                    let (id, withdrawn) = done.map_err(|error| FolderError::Refused {
                        item: Some((item.kind, item.name.clone())),
                        error,
                    })?;
                    applied.withdrawn = applied.withdrawn.saturating_add(withdrawn);
                    applied.items.push((item, id));
                }
                Ok(applied)
            })
        })
        .await?;
    for (item, id) in &applied.items {
        match item.kind {
            ItemKind::Rule => editing::tell(context, scope, *id),
            ItemKind::Guard => guards::tell(context, scope, *id),
        }
    }
    Ok(applied)
}

async fn rule(
    tx: &mut Tx,
    hand: &Hand,
    item: &Planned,
    wanted: &Wanted,
    accepted: &[Taken],
) -> Result<(Uuid, usize), RuleError> {
    let draft = Draft {
        text: item.text.clone().unwrap_or_default(),
        overrides: item
            .here
            .as_ref()
            .map(|here| here.overrides.clone())
            .unwrap_or_default(),
        note: item.path.as_ref().map(|path| format!("from {path}")),
        library_id: None,
    };
    let mut withdrawn = 0;
    let enabled = item.here.as_ref().is_some_and(|here| here.state == "enabled");
    let to_enable = wanted.enable && !enabled;
    let id = match (item.change, &item.here) {
        (Change::Removed, Some(here)) => {
            if here.state == "enabled" {
                let disabled =
                    editing::disable_in(tx, hand, here.id, Some(here.revision), OnDisable::Keep).await?;
                withdrawn = disabled.withdrawn;
            }
            editing::archive_in(tx, hand, here.id, None).await?;
            return Ok((here.id, withdrawn));
        }
        (Change::Changed | Change::Renamed, Some(here)) => {
            let checked = editing::checked(&draft)?;
            // What is enabled below is recorded there.
            let now = if to_enable { &[] } else { accepted };
            editing::replace_in(tx, hand, (here.id, here.revision), &checked, &draft, now).await?;
            here.id
        }
        (_, Some(here)) => here.id,
        (_, None) => {
            let checked = editing::checked(&draft)?;
            editing::create_in(tx, hand, &checked, &draft).await?
        }
    };
    if to_enable {
        editing::enable_in(tx, hand, id, None, accepted).await?;
    }
    Ok((id, withdrawn))
}

async fn guard(tx: &mut Tx, hand: &Hand, item: &Planned) -> Result<Uuid, RuleError> {
    if !hand.principal.may(Permission::GuardsWrite) {
        return Err(RuleError::NotAllowed("only an admin may write guards".to_owned()));
    }
    match (&item.here, &item.text) {
        (Some(here), None) => {
            guards::archive_in(tx, hand, here.id, here.revision).await?;
            Ok(here.id)
        }
        (here, text) => {
            let text = text.clone().unwrap_or_default();
            let guard = guards::checked(&hand.principal, &text)?;
            match here {
                Some(here) => {
                    guards::replace_in(tx, hand, (here.id, here.revision), &guard, &text).await?;
                    Ok(here.id)
                }
                None => guards::save_in(tx, hand, &guard, &text).await,
            }
        }
    }
}
