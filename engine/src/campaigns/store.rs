//! SQL of campaigns, budgets and property changes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    ChangeSource, Drift, labels, negatives, objects,
    targets::{self, Targets},
};
use crate::{
    actions::held,
    connections::platform::{
        BudgetPeriod, Structure, SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue,
    },
    identity::OrgScope,
    notifications::{self, Notification},
    random::Random,
    rules::catalog,
    store::{StoreError, Tx, params, statements},
};

statements! {
    ACCOUNT_NAME = "select name from ad_account where org_id = $1 and id = $2";
    BUDGETS = "select id, external_id, amount_micros, name, shared, campaigns, removed_at from budget where org_id = $1 and account_id = $2";
    INSERT_BUDGET = "insert into budget (org_id, id, account_id, external_id, name, amount_micros, period, shared, campaigns, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE_BUDGET = "update budget set name = $4, amount_micros = $5, period = $6, shared = $7, campaigns = $8, updated_at = $9, removed_at = null
        where org_id = $1 and account_id = $2 and external_id = $3";
    REMOVE_BUDGET = "update budget set removed_at = $4, campaigns = 0 where org_id = $1 and account_id = $2 and external_id = $3";
    SET_BUDGET_AMOUNT = "update budget set amount_micros = $4, updated_at = $5 where org_id = $1 and account_id = $2 and external_id = $3";
    CAMPAIGNS = "select id, external_id, status, target_cpa_micros, target_roas_millionths, labels from campaign where org_id = $1 and account_id = $2";
    INSERT_CAMPAIGN = "insert into campaign (org_id, id, account_id, external_id, name, status, delivery, channel, bid_strategy, budget_id,
            start_date, end_date, labels, first_seen_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)";
    UPDATE_CAMPAIGN = "update campaign set name = $4, status = $5, delivery = $6, channel = $7, bid_strategy = $8, budget_id = $9,
            start_date = $10, end_date = $11, labels = $12, updated_at = $13
        where org_id = $1 and account_id = $2 and external_id = $3";
    SET_CAMPAIGN_STATUS = "update campaign set status = $4, updated_at = $5 where org_id = $1 and account_id = $2 and external_id = $3";
    TOUCH_CAMPAIGN = "update campaign set last_change_at = $4 where org_id = $1 and account_id = $2 and external_id = $3";
    TOUCH_BUDGET_CAMPAIGNS = "update campaign set last_change_at = $4 where org_id = $1 and account_id = $2
        and budget_id = (select b.id from budget b where b.org_id = $1 and b.account_id = $2 and b.external_id = $3)";
    INSERT_CHANGE = "insert into property_change (org_id, account_id, id, target_kind, external_id, field, at, old_value, new_value, source, action_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// The last value known before an instant, per target.
    VALUES_BEFORE = "select c.external_id, c.new_value from property_change c
        where c.org_id = $1 and c.account_id = $2 and c.target_kind = $3 and c.field = $4 and c.at < $5
          and not exists (select 1 from property_change later
            where later.org_id = c.org_id and later.account_id = c.account_id and later.target_kind = c.target_kind
              and later.external_id = c.external_id and later.field = c.field and later.at < $5
              and (later.at > c.at or (later.at = c.at and later.id > c.id)))";
    /// Targets with an action in flight: their value may move by our own hand at any moment.
    CAMPAIGNS_OF_BUDGET = "select c.id, c.name, c.external_id from campaign c join budget b on b.org_id = c.org_id and b.id = c.budget_id
        where c.org_id = $1 and c.account_id = $2 and b.external_id = $3 and c.status <> 'removed' order by c.name";
    CURRENT_STATUS = "select status from campaign where org_id = $1 and account_id = $2 and external_id = $3";
    CURRENT_BUDGET = "select amount_micros from budget where org_id = $1 and account_id = $2 and external_id = $3 and removed_at is null";
}

fn period_word(period: BudgetPeriod) -> &'static str {
    match period {
        BudgetPeriod::Daily => "daily",
        BudgetPeriod::Lifetime => "lifetime",
    }
}

fn value_text(value: &WriteValue) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::inconsistent("value", error.to_string()))
}

/// One change of a writable property, whoever made it.
pub struct PropertyChange<'a> {
    pub target: &'a WriteTarget,
    pub field: WriteField,
    pub at: Timestamp,
    pub old: Option<&'a WriteValue>,
    pub new: &'a WriteValue,
    pub source: ChangeSource,
    pub action_id: Option<Uuid>,
}

/// Writes one change down and, unless it is the first value seen, restarts "time since change".
pub async fn record_change(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    random: &Random,
    change: PropertyChange<'_>,
) -> Result<(), StoreError> {
    tx.execute_exactly(
        1,
        INSERT_CHANGE,
        params![
            scope.id(),
            account_id,
            random.id(),
            change.target.kind.as_str(),
            &change.target.external_id,
            change.field.as_str(),
            change.at,
            change.old.map(value_text).transpose()?,
            value_text(change.new)?,
            change.source.as_str(),
            change.action_id,
        ],
    )
    .await?;
    if change.source == ChangeSource::Outside {
        held::changed_outside(tx, scope, account_id, change.target, change.field, change.at).await?;
    }
    if change.source != ChangeSource::FirstSeen && change.field == WriteField::Status {
        catalog::after_status_change(tx, scope, account_id, change.at).await?;
    }
    if change.source != ChangeSource::FirstSeen {
        let touch = match change.target.kind {
            TargetKind::Budget => TOUCH_BUDGET_CAMPAIGNS,
            TargetKind::Campaign => TOUCH_CAMPAIGN,
            // A search is changed by nobody: it has no time since its last change. What a thing is called does not change it.
            TargetKind::Negative | TargetKind::Label => return Ok(()),
            TargetKind::AdGroup | TargetKind::Ad | TargetKind::Keyword => {
                return objects::touch(tx, scope, account_id, change.target, change.at).await;
            }
        };
        tx.execute(
            touch,
            params![scope.id(), account_id, &change.target.external_id, change.at],
        )
        .await?;
    }
    Ok(())
}

/// A campaign as it is stored.
struct Known {
    id: Uuid,
    status: SwitchStatus,
    targets: Targets,
    labels: Vec<String>,
}

/// Makes the stored campaigns and budgets equal to what the platform shows, noting every changed property.
/// Returns what changed without us.
pub async fn apply_structure(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    random: &Random,
    structure: &Structure,
    at: Timestamp,
) -> Result<Vec<Drift>, StoreError> {
    let mut drift = Vec::new();
    let budget_ids = apply_budgets(tx, scope, account_id, random, structure, at, &mut drift).await?;

    let known: BTreeMap<String, Known> = tx
        .fetch_all(CAMPAIGNS, params![scope.id(), account_id])
        .await?
        .into_iter()
        .map(|row| {
            Ok((
                row.text("external_id")?,
                Known {
                    id: row.uuid("id")?,
                    status: row.word("status", SwitchStatus::parse)?,
                    targets: Targets::read(&row)?,
                    labels: row.json("labels")?,
                },
            ))
        })
        .collect::<Result<_, StoreError>>()?;
    for campaign in &structure.campaigns {
        let budget_id = campaign
            .budget_external_id
            .as_ref()
            .and_then(|id| budget_ids.get(id))
            .copied();
        let labels = serde_json::to_string(&campaign.labels)
            .map_err(|error| StoreError::inconsistent("labels", error.to_string()))?;
        let start = campaign.start_date.map(|date| date.to_string());
        let end = campaign.end_date.map(|date| date.to_string());
        let target = WriteTarget {
            kind: TargetKind::Campaign,
            external_id: campaign.external_id.clone(),
        };
        let new = WriteValue::Status(campaign.status);
        if let Some(Known {
            id,
            status,
            labels: worn,
            ..
        }) = known.get(&campaign.external_id)
        {
            let account = (scope, account_id, random);
            labels::follow(tx, account, &target, (worn, &campaign.labels), at).await?;
            tx.execute_exactly(
                1,
                UPDATE_CAMPAIGN,
                params![
                    scope.id(),
                    account_id,
                    &campaign.external_id,
                    &campaign.name,
                    campaign.status.as_str(),
                    &campaign.delivery,
                    &campaign.channel,
                    &campaign.bid_strategy,
                    budget_id,
                    start,
                    end,
                    labels,
                    at,
                ],
            )
            .await?;
            if *status != campaign.status {
                let change = PropertyChange {
                    target: &target,
                    field: WriteField::Status,
                    at,
                    old: Some(&WriteValue::Status(*status)),
                    new: &new,
                    source: ChangeSource::Outside,
                    action_id: None,
                };
                record_change(tx, scope, account_id, random, change).await?;
                drift.push(Drift {
                    target,
                    field: WriteField::Status,
                    campaign_id: Some(*id),
                    from: WriteValue::Status(*status),
                    to: new,
                });
            }
        } else {
            tx.execute_exactly(
                1,
                INSERT_CAMPAIGN,
                params![
                    scope.id(),
                    random.id(),
                    account_id,
                    &campaign.external_id,
                    &campaign.name,
                    campaign.status.as_str(),
                    &campaign.delivery,
                    &campaign.channel,
                    &campaign.bid_strategy,
                    budget_id,
                    start,
                    end,
                    labels,
                    at,
                ],
            )
            .await?;
            let change = PropertyChange {
                target: &target,
                field: WriteField::Status,
                at,
                old: None,
                new: &new,
                source: ChangeSource::FirstSeen,
                action_id: None,
            };
            record_change(tx, scope, account_id, random, change).await?;
        }
        let place = (scope, account_id, random);
        let stored = known
            .get(&campaign.external_id)
            .map(|known| (known.id, known.targets));
        targets::follow(tx, place, stored, campaign, at, &mut drift).await?;
    }
    // What the platform no longer lists is gone: removed there, kept here with its history.
    for (external_id, Known { id, status, .. }) in &known {
        if *status != SwitchStatus::Removed
            && !structure
                .campaigns
                .iter()
                .any(|campaign| &campaign.external_id == external_id)
        {
            tx.execute_exactly(
                1,
                SET_CAMPAIGN_STATUS,
                params![
                    scope.id(),
                    account_id,
                    external_id,
                    SwitchStatus::Removed.as_str(),
                    at
                ],
            )
            .await?;
            let target = WriteTarget {
                kind: TargetKind::Campaign,
                external_id: external_id.clone(),
            };
            let change = PropertyChange {
                target: &target,
                field: WriteField::Status,
                at,
                old: Some(&WriteValue::Status(*status)),
                new: &WriteValue::Status(SwitchStatus::Removed),
                source: ChangeSource::Outside,
                action_id: None,
            };
            record_change(tx, scope, account_id, random, change).await?;
            drift.push(Drift {
                target,
                field: WriteField::Status,
                campaign_id: Some(*id),
                from: WriteValue::Status(*status),
                to: WriteValue::Status(SwitchStatus::Removed),
            });
        }
    }
    Ok(drift)
}

/// One line per account, however often somebody changes something at the platform.
pub async fn tell_of_drift(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    random: &Random,
    drift: &[Drift],
    at: Timestamp,
) -> Result<(), StoreError> {
    if drift.is_empty() {
        return Ok(());
    }
    let account = tx
        .fetch_one(ACCOUNT_NAME, params![scope.id(), account_id])
        .await?
        .text("name")?;
    let count = |field: WriteField, one: &str, many: &str| match drift
        .iter()
        .filter(|each| each.field == field)
        .count()
    {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let what: Vec<String> = [
        count(WriteField::Status, "status", "statuses"),
        count(WriteField::Budget, "budget", "budgets"),
        count(WriteField::Bid, "bid", "bids"),
        count(WriteField::TargetCpa, "target CPA", "target CPAs"),
        count(WriteField::TargetRoas, "target ROAS", "target ROASs"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let told = Notification::new(
        notifications::Kind::Account,
        format!("{account} was changed outside Adjutant"),
        format!(
            "The last sync found {} changed by somebody else.",
            what.join(" and ")
        ),
    )
    .about("account", Some(account_id))
    .one_of(format!("outside:{account_id}"));
    notifications::enqueue(tx, scope, random.id(), &told, at).await
}

async fn apply_budgets(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    random: &Random,
    structure: &Structure,
    at: Timestamp,
    drift: &mut Vec<Drift>,
) -> Result<BTreeMap<String, Uuid>, StoreError> {
    let mut ids = BTreeMap::new();
    let known: BTreeMap<String, (Uuid, i64, bool)> = tx
        .fetch_all(BUDGETS, params![scope.id(), account_id])
        .await?
        .into_iter()
        .map(|row| {
            let removed = row.opt_i64("removed_at")?.is_some();
            Ok((
                row.text("external_id")?,
                (row.uuid("id")?, row.i64("amount_micros")?, removed),
            ))
        })
        .collect::<Result<_, StoreError>>()?;
    for budget in &structure.budgets {
        let target = WriteTarget {
            kind: TargetKind::Budget,
            external_id: budget.external_id.clone(),
        };
        let new = WriteValue::Money(budget.amount_micros);
        let (old, source) = if let Some((id, amount, _)) = known.get(&budget.external_id) {
            tx.execute_exactly(
                1,
                UPDATE_BUDGET,
                params![
                    scope.id(),
                    account_id,
                    &budget.external_id,
                    &budget.name,
                    budget.amount_micros,
                    period_word(budget.period),
                    budget.shared,
                    budget.campaigns,
                    at,
                ],
            )
            .await?;
            ids.insert(budget.external_id.clone(), *id);
            if *amount == budget.amount_micros {
                continue;
            }
            drift.push(Drift {
                target: target.clone(),
                field: WriteField::Budget,
                campaign_id: None,
                from: WriteValue::Money(*amount),
                to: new.clone(),
            });
            (Some(WriteValue::Money(*amount)), ChangeSource::Outside)
        } else {
            let id = random.id();
            tx.execute_exactly(
                1,
                INSERT_BUDGET,
                params![
                    scope.id(),
                    id,
                    account_id,
                    &budget.external_id,
                    &budget.name,
                    budget.amount_micros,
                    period_word(budget.period),
                    budget.shared,
                    budget.campaigns,
                    at,
                ],
            )
            .await?;
            ids.insert(budget.external_id.clone(), id);
            (None, ChangeSource::FirstSeen)
        };
        let change = PropertyChange {
            target: &target,
            field: WriteField::Budget,
            at,
            old: old.as_ref(),
            new: &new,
            source,
            action_id: None,
        };
        record_change(tx, scope, account_id, random, change).await?;
    }
    for (external_id, (_, _, removed)) in &known {
        if !removed && !ids.contains_key(external_id) {
            tx.execute_exactly(1, REMOVE_BUDGET, params![scope.id(), account_id, external_id, at])
                .await?;
        }
    }
    Ok(ids)
}

/// Writes down that an action of ours changed a property: the stored object follows at once, without waiting for a sync.
pub async fn apply_own_change(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    random: &Random,
    change: PropertyChange<'_>,
) -> Result<(), StoreError> {
    let external_id = &change.target.external_id;
    if change.target.kind.below_campaigns().is_some() {
        objects::set(tx, scope, account_id, change.target, change.new, change.at).await?;
        return record_change(tx, scope, account_id, random, change).await;
    }
    match (change.field, change.new) {
        (_, WriteValue::Status(status)) => {
            tx.execute(
                SET_CAMPAIGN_STATUS,
                params![scope.id(), account_id, external_id, status.as_str(), change.at],
            )
            .await?;
        }
        (WriteField::Budget, WriteValue::Money(amount)) => {
            tx.execute(
                SET_BUDGET_AMOUNT,
                params![scope.id(), account_id, external_id, *amount, change.at],
            )
            .await?;
        }
        (_, WriteValue::Label(is_there)) => {
            labels::set(tx, scope, account_id, change.target, *is_there, change.at).await?;
        }
        (_, WriteValue::Negative(is_there)) => {
            negatives::mark(tx, scope, account_id, change.target, *is_there, change.at).await?;
        }
        (field, value) => {
            targets::set(
                tx,
                scope,
                account_id,
                change.target,
                field,
                Some(value),
                change.at,
            )
            .await?;
        }
    }
    record_change(tx, scope, account_id, random, change).await
}

/// The value of a property as last known; `None` when the object is unknown or removed.
pub async fn current_value(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    field: WriteField,
) -> Result<Option<WriteValue>, StoreError> {
    if target.kind.below_campaigns().is_some() {
        return objects::current(tx, scope, account_id, target, field).await;
    }
    let arguments = params![scope.id(), account_id, &target.external_id];
    Ok(match field {
        // A campaign has none of its own.
        WriteField::Bid => None,
        WriteField::Negative => Some(negatives::current(tx, scope, account_id, target).await?),
        WriteField::Label => labels::current(tx, scope, account_id, target).await?,
        WriteField::TargetCpa | WriteField::TargetRoas => {
            targets::current(tx, scope, account_id, target, field).await?
        }
        WriteField::Status => tx
            .fetch_optional(CURRENT_STATUS, arguments)
            .await?
            .map(|row| row.word("status", SwitchStatus::parse))
            .transpose()?
            .map(WriteValue::Status),
        WriteField::Budget => tx
            .fetch_optional(CURRENT_BUDGET, arguments)
            .await?
            .map(|row| row.i64("amount_micros"))
            .transpose()?
            .map(WriteValue::Money),
    })
}

/// The last value of one kind of property known before an instant, by external id.
pub async fn values_before(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    kind: TargetKind,
    field: WriteField,
    before: Timestamp,
) -> Result<BTreeMap<String, WriteValue>, StoreError> {
    tx.fetch_all(
        VALUES_BEFORE,
        params![scope.id(), account_id, kind.as_str(), field.as_str(), before],
    )
    .await?
    .into_iter()
    .map(|row| Ok((row.text("external_id")?, row.json("new_value")?)))
    .collect()
}

/// The live campaigns that spend from a budget: (id, name, external id).
pub async fn campaigns_of_budget(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    budget_external_id: &str,
) -> Result<Vec<(Uuid, String, String)>, StoreError> {
    tx.fetch_all(
        CAMPAIGNS_OF_BUDGET,
        params![scope.id(), account_id, budget_external_id],
    )
    .await?
    .into_iter()
    .map(|row| Ok((row.uuid("id")?, row.text("name")?, row.text("external_id")?)))
    .collect()
}
