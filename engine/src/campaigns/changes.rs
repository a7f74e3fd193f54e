//! What happened to one campaign, or to something below one: marks for its chart and its whole history, newest first.

use dsl::Currency;
use jiff::Timestamp;
use uuid::Uuid;

use super::{labels, objects::ObjectRef, subject::Subject};
use crate::{
    Context,
    connections::{
        RegisteredAccount,
        platform::{WriteField, WriteTarget, WriteValue},
    },
    identity::OrgScope,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    /// Changes of something's own properties and of the budget it spends from, newest first, before a place.
    CHANGES = "
        select p.id, p.at, p.field, p.old_value, p.new_value, p.source, p.action_id, a.requested_kind, a.undoes,
          u.name as user_name, r.name as rule_name
        from property_change p
        left join action a on a.org_id = p.org_id and a.id = p.action_id
        left join app_user u on u.id = a.requested_by
        left join rule r on r.org_id = a.org_id and r.id = a.rule_id
        where p.org_id = $1 and p.account_id = $2
          and ((p.target_kind = $3 and p.external_id = $4) or (p.target_kind = 'budget' and p.external_id = $5))
          and (p.at, p.id) < ($6, $7)
        order by p.at desc, p.id desc limit $8";
    /// Labels that came and went, newest first, before a place; whose they are is what their target begins with.
    LABELS = "
        select p.id, p.at, p.field, p.old_value, p.new_value, p.source, p.action_id, a.requested_kind, a.undoes,
          u.name as user_name, r.name as rule_name, p.target_kind, p.external_id as target_external_id
        from property_change p
        left join action a on a.org_id = p.org_id and a.id = p.action_id
        left join app_user u on u.id = a.requested_by
        left join rule r on r.org_id = a.org_id and r.id = a.rule_id
        where p.org_id = $1 and p.account_id = $2 and p.target_kind = 'label' and substr(p.external_id, 1, length($3)) = $3
          and (p.at, p.id) < ($4, $5)
        order by p.at desc, p.id desc limit $6";
    /// Actions on a campaign and on what stands below it, or on one object below it alone.
    ACTIONS = "
        select a.id, a.created_at as at, a.kind, a.state, a.expected, a.target, a.reason, a.decision_id, a.requested_kind, a.target_kind, a.target_external_id,
          u.name as user_name, r.name as rule_name, a.object_id, o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent
        from action a
        left join app_user u on u.id = a.requested_by
        left join rule r on r.org_id = a.org_id and r.id = a.rule_id
        left join ad_object o on o.org_id = a.org_id and o.id = a.object_id
        left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id
        where a.org_id = $1 and a.campaign_id = $2 and ($3 = 0 or a.object_id = $4) and (a.created_at, a.id) < ($5, $6)
        order by a.created_at desc, a.id desc limit $7";
    /// Decisions that left no action behind: messages, and refusals that stood in the ledger already.
    DECISIONS = "
        select d.id, d.at, d.outcome, d.reason, r.name as rule_name, d.object_id, o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent
        from decision d join rule r on r.org_id = d.org_id and r.id = d.rule_id
        left join ad_object o on o.org_id = d.org_id and o.id = d.object_id
        left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id
        where d.org_id = $1 and d.campaign_id = $2 and ($3 = 0 or d.object_id = $4) and d.simulated is null and (d.at, d.id) < ($5, $6)
          and not exists (select 1 from action a where a.org_id = d.org_id and a.decision_id = d.id)
        order by d.at desc, d.id desc limit $7";
}

/// The most changes that one chart can carry.
const MARKS: i64 = 5_000;

/// Who was behind something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    Rule(String),
    User(String),
    /// Somebody at the platform itself, named by its word.
    Outside(String),
    /// The program: a value seen for the first time.
    System,
}

impl Author {
    /// `rule`, `user`, `outside` or `system`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Rule(_) => "rule",
            Self::User(_) => "user",
            Self::Outside(_) => "outside",
            Self::System => "system",
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Rule(name) | Self::User(name) | Self::Outside(name) => name,
            Self::System => "Adjutant",
        }
    }

    /// From the columns `requested_kind`, `user_name` and `rule_name`.
    fn of_action(row: &Row) -> Result<Self, StoreError> {
        Ok(if row.opt_text("requested_kind")?.as_deref() == Some("user") {
            Self::User(row.opt_text("user_name")?.unwrap_or_default())
        } else {
            Self::Rule(row.opt_text("rule_name")?.unwrap_or_default())
        })
    }
}

/// One change of the campaign's switch or budget.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeView {
    pub id: Uuid,
    pub at: Timestamp,
    pub field: WriteField,
    pub before: Option<WriteValue>,
    pub after: WriteValue,
    pub by: Author,
    pub action_id: Option<Uuid>,
    /// The action behind it undid another.
    pub is_undo: bool,
}

impl ChangeView {
    fn read(row: &Row, platform: &str) -> Result<Self, StoreError> {
        let by = match row.text("source")?.as_str() {
            "outside" => Author::Outside(platform.to_owned()),
            "first_seen" => Author::System,
            _ => Author::of_action(row)?,
        };
        Ok(Self {
            id: row.uuid("id")?,
            at: row.time("at")?,
            field: row.word("field", WriteField::parse)?,
            before: if row.opt_text("old_value")?.is_some() {
                Some(row.json("old_value")?)
            } else {
                None
            },
            after: row.json("new_value")?,
            by,
            action_id: row.opt_uuid("action_id")?,
            is_undo: row.opt_uuid("undoes")?.is_some(),
        })
    }
}

/// Every change up to an instant, oldest first: what a chart needs for its marks and its budget line.
pub(super) async fn changes_until(
    tx: &mut Tx,
    account: &RegisteredAccount,
    target: &WriteTarget,
    budget: Option<&WriteTarget>,
    until: Timestamp,
) -> Result<Vec<ChangeView>, StoreError> {
    let values = params![
        account.scope.id(),
        account.id,
        target.kind.as_str(),
        &target.external_id,
        budget.map_or("", |budget| budget.external_id.as_str()),
        until,
        Uuid::nil(),
        MARKS,
    ];
    let mut changes = tx
        .fetch_all(CHANGES, values)
        .await?
        .iter()
        .map(|row| ChangeView::read(row, account.platform.as_str()))
        .collect::<Result<Vec<_>, _>>()?;
    changes.reverse();
    Ok(changes)
}

/// What sort of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    Change,
    Action,
    Decision,
}

impl EntryKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Action => "action",
            Self::Decision => "decision",
        }
    }
}

/// One line of a history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    pub id: Uuid,
    pub at: Timestamp,
    pub kind: EntryKind,
    /// What it is about, where that stands below the campaign.
    pub object: Option<ObjectRef>,
    pub text: String,
    pub by: Author,
    /// An action's state or a decision's outcome.
    pub state: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub action_id: Option<Uuid>,
    pub decision_id: Option<Uuid>,
}

/// At most `limit` lines of the history of a campaign, or of one object below it, newest first, before the one named by `before`
/// (time, id). `None`: there is no such subject.
pub async fn history(
    context: &Context,
    scope: OrgScope,
    subject: Subject,
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Option<Vec<HistoryEntry>>, StoreError> {
    let (at, id) = before.map_or((i64::MAX, Uuid::max()), |(at, id)| (at.as_microsecond(), id));
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(found) = subject.find(tx, scope).await? else {
                    return Ok(None);
                };
                let (is_object, object) = match subject {
                    Subject::Campaign(_) => (false, Uuid::nil()),
                    Subject::Object(object) => (true, object),
                };
                let currency = found.account.currency;
                let mut entries = Vec::new();
                let values = params![
                    scope.id(),
                    found.account.id,
                    found.target.kind.as_str(),
                    &found.target.external_id,
                    found
                        .budget
                        .as_ref()
                        .map_or("", |budget| budget.external_id.as_str()),
                    at,
                    id,
                    limit,
                ];
                for row in tx.fetch_all(CHANGES, values).await? {
                    let change = ChangeView::read(&row, found.account.platform.as_str())?;
                    entries.push(of_change(change, None, currency));
                }
                let of_label = labels::target(&found.target, "").external_id;
                let values = params![scope.id(), found.account.id, of_label, at, id, limit];
                for row in tx.fetch_all(LABELS, values).await? {
                    let change = ChangeView::read(&row, found.account.platform.as_str())?;
                    let target = WriteTarget::read(&row)?;
                    entries.push(of_change(change, labels::of_target(&target), currency));
                }
                let values = params![scope.id(), found.campaign, is_object, object, at, id, limit];
                for row in tx.fetch_all(ACTIONS, values).await? {
                    entries.push(of_action(&row, currency)?);
                }
                for row in tx.fetch_all(DECISIONS, values).await? {
                    entries.push(of_decision(&row)?);
                }
                entries.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
                entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                Ok(Some(entries))
            })
        })
        .await
}

fn of_change(change: ChangeView, label: Option<&str>, currency: Currency) -> HistoryEntry {
    let before = change.before.as_ref().map(|value| value.shown(currency));
    let after = change.after.shown(currency);
    let what = label.map_or_else(|| change.field.as_str().to_owned(), label_named);
    let text = match &before {
        Some(before) => format!("{what}: {before} → {after}"),
        None => format!("{what} first seen: {after}"),
    };
    let (before, after) = values(label, before, after);
    HistoryEntry {
        id: change.id,
        at: change.at,
        kind: EntryKind::Change,
        object: None,
        text,
        by: change.by,
        state: None,
        before,
        after: Some(after),
        action_id: change.action_id,
        decision_id: None,
    }
}

fn label_named(label: &str) -> String {
    format!("label \"{label}\"")
}

/// The values that a line shows; of a label, which one came or went says both.
fn values(label: Option<&str>, before: Option<String>, after: String) -> (Option<String>, String) {
    match label {
        None => (before, after),
        Some(label) => (None, format!("{}: {after}", label_named(label))),
    }
}

fn of_action(row: &Row, currency: Currency) -> Result<HistoryEntry, StoreError> {
    let id = row.uuid("id")?;
    let target = WriteTarget::read(row)?;
    let before = row.json::<WriteValue>("expected")?.shown(currency);
    let after = row.json::<WriteValue>("target")?.shown(currency);
    let (before, after) = values(labels::of_target(&target), Some(before), after);
    Ok(HistoryEntry {
        id,
        at: row.time("at")?,
        kind: EntryKind::Action,
        object: ObjectRef::read(row)?,
        text: row.text("reason")?,
        by: Author::of_action(row)?,
        state: Some(row.text("state")?),
        before,
        after: Some(after),
        action_id: Some(id),
        decision_id: row.opt_uuid("decision_id")?,
    })
}

fn of_decision(row: &Row) -> Result<HistoryEntry, StoreError> {
    let id = row.uuid("id")?;
    Ok(HistoryEntry {
        id,
        at: row.time("at")?,
        kind: EntryKind::Decision,
        object: ObjectRef::read(row)?,
        text: row.text("reason")?,
        by: Author::Rule(row.text("rule_name")?),
        state: Some(row.text("outcome")?),
        before: None,
        after: None,
        action_id: None,
        decision_id: Some(id),
    })
}
