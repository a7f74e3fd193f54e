//! What guards are compared with, read from the store: the budgets that run, what was paused today.
//!
//! Called by `judge` when something is proposed and by `standing` when it is approved and again before it is sent. What a guard
//! then says is `dsl::conduct::door`'s, which tests of rules call as well. Never here: who may write guards.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{
    Forbids, Guard, GuardClause, Level, ObjectStatus, Property,
    conduct::door::{Below, Change, Ground, Mornings, Place, PlaceKind, Refusal, Row, Running, Wanted},
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{door::Proposal, store::Action};
use crate::{
    campaigns::{self, labels},
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    },
    metrics::{AccountTable, Snapshot, calendar},
    store::{StoreError, Tx, params, statements},
};

statements! {
    /// The budgets of an account and how many running campaigns spend from each.
    RUNNING = "select b.external_id, b.amount_micros, b.period,
          (select count(*) from campaign c where c.org_id = b.org_id and c.budget_id = b.id and c.status = 'active') as running
        from budget b where b.org_id = $1 and b.account_id = $2 and b.removed_at is null";
    /// The budget each campaign spends from. A campaign without one spends what nobody here knows.
    SPENDERS = "select c.external_id, c.status, b.external_id as budget from campaign c
        left join budget b on b.org_id = c.org_id and b.id = c.budget_id and b.removed_at is null
        where c.org_id = $1 and c.account_id = $2 and c.status <> 'removed'";
    /// What was paused by our own hand since an instant.
    PAUSED_SINCE = "select distinct target_kind, external_id from property_change where org_id = $1 and account_id = $2
        and field = 'status' and source = 'adjutant' and at >= $3 and new_value = $4";
}

/// A target as the pure door knows it.
pub(super) fn place(target: &WriteTarget) -> Place<'_> {
    let whole = (target.kind, target.external_id.as_str(), None);
    let (kind, id, label) = labels::named(target).map_or(whole, |(kind, id, label)| (kind, id, Some(label)));
    Place {
        kind: match kind {
            TargetKind::Campaign => PlaceKind::Campaign,
            TargetKind::Budget => PlaceKind::Budget,
            TargetKind::AdGroup
            | TargetKind::Ad
            | TargetKind::Keyword
            | TargetKind::Negative
            | TargetKind::Label => PlaceKind::Below(kind.as_str()),
        },
        id,
        label,
    }
}

/// A change as the pure door knows it, of an object below a campaign or of the campaign itself.
pub(super) fn wanted<'a>(
    (target, field, campaign, object): (&'a WriteTarget, WriteField, Option<Uuid>, Option<Uuid>),
    (from, to): (&WriteValue, &WriteValue),
    table: &'a AccountTable,
) -> Wanted<'a> {
    let status = |value: &WriteValue| match value {
        WriteValue::Status(SwitchStatus::Active) => ObjectStatus::Active,
        _ => ObjectStatus::Paused,
    };
    let change = match (from.cell(), to.cell(), to) {
        (_, _, WriteValue::Negative(is_there)) => Change::Negative { is_there: *is_there },
        (_, _, WriteValue::Label(is_there)) => Change::Label { is_there: *is_there },
        (Some(from), Some(to), _) => Change::Amount {
            property: field.property(),
            from,
            to,
        },
        _ => Change::Status {
            from: status(from),
            to: status(to),
        },
    };
    let mut above = [None; 2];
    // A negative keyword is one of the ad group that its search term stands in.
    let level = match target.kind {
        TargetKind::Negative => Some(Level::SearchTerms),
        kind => labels::named(target)
            .map_or(kind, |(of, ..)| of)
            .below_campaigns(),
    };
    if let Some(level) = level {
        let parent = object.and_then(|id| table.stands_in(level, id));
        let campaign = campaign.and_then(|id| table.campaign_external_id(id));
        above = [
            parent.map(|(level, id)| Place {
                kind: PlaceKind::Below(level.key()),
                id,
                label: None,
            }),
            campaign.map(|id| Place {
                kind: PlaceKind::Campaign,
                id,
                label: None,
            }),
        ];
    }
    Wanted {
        place: place(target),
        above,
        change,
    }
}

impl Proposal {
    pub(super) fn wanted<'a>(&'a self, table: &'a AccountTable) -> Wanted<'a> {
        let what = (&self.target, self.field, self.campaign_id, self.object_id);
        wanted(what, (&self.expected, &self.value), table)
    }
}

impl Action {
    pub(super) fn wanted<'a>(&'a self, table: &'a AccountTable) -> Wanted<'a> {
        let what = (&self.target, self.field, self.campaign_id, self.object_id);
        wanted(what, (&self.expected, &self.value), table)
    }
}

async fn running(tx: &mut Tx, account: &RegisteredAccount) -> Result<Running, StoreError> {
    let (org, id) = (account.scope.id(), account.id);
    let mut found = Running::default();
    for row in tx.fetch_all(RUNNING, params![org, id]).await? {
        let id = row.text("external_id")?;
        if row.text("period")? == "daily" {
            found
                .budgets
                .insert(id, (row.i64("amount_micros")?, row.i64("running")?));
        } else {
            found.lifetime.insert(id);
        }
    }
    for row in tx.fetch_all(SPENDERS, params![org, id]).await? {
        let runs = row.word("status", SwitchStatus::parse)? == SwitchStatus::Active;
        let budget = row.opt_text("budget")?;
        found.campaigns.insert(row.text("external_id")?, (runs, budget));
    }
    Ok(found)
}

/// What stands below each campaign, as far as it was read.
fn standing_below(table: &AccountTable) -> Below {
    let mut below = Below::default();
    for (level, object, parent) in table.standing_below() {
        let above = level.parent().zip(parent);
        let within = above.map(|(level, parent)| (level.key(), parent.external_id.as_str()));
        let on = object.status == SwitchStatus::Active;
        if let Some(campaign) = table.campaign_external_id(object.campaign_id) {
            below.put(campaign, within, (level.key(), &object.external_id), on);
        }
    }
    below
}

/// What guards are compared with, read once for a batch.
pub(super) struct Promises<'a> {
    account: &'a RegisteredAccount,
    snapshot: &'a Snapshot,
    guards: Vec<&'a Guard>,
    running: Option<Running>,
    below: Below,
    /// What guards bound by where the day began.
    mornings: Mornings,
    /// Campaigns that Adjutant paused on this account day.
    paused_today: BTreeSet<String>,
}

/// The last values before the account's midnight of every property that these guards bound; of budgets the columns know them.
async fn mornings(
    tx: &mut Tx,
    account: &RegisteredAccount,
    guards: &[&Guard],
    midnight: Timestamp,
) -> Result<Mornings, StoreError> {
    let clauses = guards.iter().flat_map(|guard| guard.clauses());
    let bounded: BTreeSet<Property> = clauses
        .filter_map(GuardClause::property)
        .filter(|property| *property != Property::Budget)
        .collect();
    let mut found = Mornings::new();
    for property in bounded {
        for kind in TargetKind::ALL {
            let field = WriteField::of(property);
            let values =
                campaigns::store::values_before(tx, account.scope, account.id, kind, field, midnight).await?;
            found.extend(values.into_iter().filter_map(|(external_id, value)| {
                let target = WriteTarget { kind, external_id };
                let cell = value.cell()?;
                Some(((place(&target).kind, target.external_id, property), cell))
            }));
        }
    }
    Ok(found)
}

impl<'a> Promises<'a> {
    /// Reads what the guards of this account need; nothing where none speaks about it.
    pub async fn read(
        tx: &mut Tx,
        account: &'a RegisteredAccount,
        snapshot: &'a Snapshot,
        guards: &'a [Guard],
    ) -> Result<Self, StoreError> {
        let guards = Ground::of_account(guards, account.platform, &account.name);
        let speaks = |forbids: Forbids| {
            guards
                .iter()
                .any(|guard| guard.clauses().iter().any(|clause| clause.forbids == forbids))
        };
        let running = if speaks(Forbids::TotalBudgetRaiseAbove) {
            Some(running(tx, account).await?)
        } else {
            None
        };
        let midnight = calendar::day_start(snapshot.today(), &account.zone);
        let mornings = mornings(tx, account, &guards, midnight).await?;
        let (mut paused_today, mut below) = (BTreeSet::new(), Below::default());
        if speaks(Forbids::PausesPerDay) {
            let paused = super::store::value_text(&WriteValue::Status(SwitchStatus::Paused))?;
            let values = params![account.scope.id(), account.id, midnight, paused];
            below = standing_below(&snapshot.table);
            // A campaign whose last object that ran was switched off is paused as if by itself.
            let mut emptied: BTreeMap<(&str, &str), &str> = BTreeMap::new();
            let campaigns = snapshot.table.objects().iter();
            let empty: BTreeSet<Uuid> = campaigns
                .filter(|campaign| below.is_empty(&campaign.external_id, &BTreeSet::new()))
                .map(|campaign| campaign.id)
                .collect();
            for (level, object, _) in snapshot.table.standing_below() {
                if empty.contains(&object.campaign_id)
                    && let Some(campaign) = snapshot.table.campaign_external_id(object.campaign_id)
                {
                    emptied.insert((level.key(), &object.external_id), campaign);
                }
            }
            for row in tx.fetch_all(PAUSED_SINCE, values).await? {
                let (kind, id) = (row.text("target_kind")?, row.text("external_id")?);
                if kind == TargetKind::Campaign.as_str() {
                    paused_today.insert(id);
                } else if let Some(campaign) = emptied.get(&(kind.as_str(), id.as_str())) {
                    paused_today.insert((*campaign).to_owned());
                }
            }
        }
        Ok(Self {
            account,
            snapshot,
            guards,
            running,
            below,
            mornings,
            paused_today,
        })
    }

    /// What they are compared with; `None` where no guard speaks about this account.
    pub fn ground(&self) -> Option<Ground<'_>> {
        if self.guards.is_empty() {
            return None;
        }
        let campaigns = self.snapshot.table.objects().iter();
        let rows = campaigns.map(|campaign| Row {
            id: &campaign.external_id,
            budget: campaign.budget.as_ref().map(|budget| budget.external_id.as_str()),
            runs: campaign.status == SwitchStatus::Active,
        });
        Some(Ground::new(
            self.guards.clone(),
            (self.snapshot, self.snapshot.moment()),
            (rows.collect(), &self.below),
            self.account.currency,
            self.running.as_ref(),
            (&self.mornings, &self.paused_today),
        ))
    }

    /// What the first guard that objects says. `reserved` is everything else that is under way.
    pub fn objection(&self, wanted: Wanted<'_>, reserved: &[Wanted<'_>]) -> Option<Refusal> {
        self.ground()?.objection(wanted, reserved)
    }
}
