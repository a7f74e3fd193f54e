//! What guards are compared with, read from the store: the budgets that run, what was paused today.
//!
//! Called by `judge` when something is proposed and by `standing` when it is approved and again before it is sent. What a guard
//! then says is `dsl::conduct::door`'s, which tests of rules call as well. Never here: who may write guards.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{
    Forbids, Guard, GuardClause, Level, ObjectStatus, Property,
    conduct::door::{
        Below, Change, Ground, Levels, Mornings, Name, Place, PlaceKind, Refusal, Row, Running, Standing,
        Wanted,
    },
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
    metrics::{
        AccountTable, Snapshot, calendar,
        table::{FRESHNESS_PROMISE, ObjectColumns},
    },
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
    // A negative keyword is one of the ad group that its search term stands in.
    let level = match target.kind {
        TargetKind::Negative => Some(Level::SearchTerms),
        kind => labels::named(target)
            .map_or(kind, |(of, ..)| of)
            .below_campaigns(),
    };
    let above = level.map_or([None; 2], |level| {
        above(table, level, object.unwrap_or_default(), campaign)
    });
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

/// The campaigns and what stands below each, as far as it was read.
fn standing_below(table: &AccountTable) -> Below {
    let mut below = Below::default();
    for campaign in table.objects() {
        below.put_campaign(&campaign.external_id, campaign.status == SwitchStatus::Active);
    }
    for (level, object, parent) in table.standing_below() {
        let above = level.parent().zip(parent);
        let within = above.map(|(level, parent)| (level.key(), parent.external_id.as_str()));
        let on = object.status == SwitchStatus::Active;
        if let Some(campaign) = object.campaign_id.and_then(|id| table.campaign_external_id(id)) {
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
    /// The levels below the campaigns that guards speak of; `None` for one that is not read, or was not for long.
    levels: BTreeMap<Level, Option<Snapshot>>,
    /// What guards bound by where the day began.
    mornings: Mornings,
    /// What Adjutant stopped on this account day.
    stopped_today: BTreeSet<Name>,
}

/// The levels below the campaigns that these guards speak of and that the account has.
fn spoken_of(guards: &[&Guard], snapshot: &Snapshot) -> BTreeMap<Level, Option<Snapshot>> {
    let table = &snapshot.table;
    let levels: BTreeSet<Level> = guards.iter().flat_map(|guard| guard.levels()).collect();
    levels
        .into_iter()
        .filter(|level| *level != Level::Campaigns && level.info().platforms.contains(&table.platform))
        .map(|level| {
            let read = table.below().find(|below| below.level == level);
            let until = read.and_then(|below| below.data_until);
            // What was read long before the campaigns says nothing of who runs.
            let is_current = until.is_some_and(|until| {
                let campaigns = table.data_until.unwrap_or(until);
                campaigns.duration_since(until) <= FRESHNESS_PROMISE
            });
            (level, is_current.then(|| table.at_level(level, snapshot.at)))
        })
        .collect()
}

/// A row of a level below the campaigns.
fn row_below<'a>(table: &'a AccountTable, level: Level, object: &'a ObjectColumns) -> Row<'a> {
    Row {
        id: &object.external_id,
        name: &object.name,
        above: above(table, level, object.id, object.campaign_id),
        budget: None,
        runs: object.status == SwitchStatus::Active,
    }
}

/// What an object of a level below the campaigns stands in.
fn above(table: &AccountTable, level: Level, object: Uuid, campaign: Option<Uuid>) -> [Option<Place<'_>>; 2] {
    let parent = table.stands_in(level, object);
    let place = |kind, id| Place {
        kind,
        id,
        label: None,
    };
    [
        parent.map(|(level, id)| place(PlaceKind::Below(level.key()), id)),
        campaign
            .and_then(|campaign| table.campaign_external_id(campaign))
            .map(|id| place(PlaceKind::Campaign, id)),
    ]
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
        let levels = spoken_of(&guards, snapshot);
        let counts = speaks(Forbids::PausesPerDay);
        let mut below = Below::default();
        if counts || (speaks(Forbids::Pause) && !levels.is_empty()) {
            below = standing_below(&snapshot.table);
        }
        let mut stopped_today = BTreeSet::new();
        if counts {
            let paused = super::store::value_text(&WriteValue::Status(SwitchStatus::Paused))?;
            let values = params![account.scope.id(), account.id, midnight, paused];
            let rows = tx.fetch_all(PAUSED_SINCE, values).await?;
            let paused = rows
                .iter()
                .map(|row| Ok((row.text("target_kind")?, row.text("external_id")?)));
            stopped_today = below.stopped_by(&paused.collect::<Result<_, StoreError>>()?);
        }
        Ok(Self {
            account,
            snapshot,
            guards,
            running,
            below,
            levels,
            mornings,
            stopped_today,
        })
    }

    /// What they are compared with; `None` where no guard speaks about this account.
    pub fn ground(&self) -> Option<Ground<'_>> {
        if self.guards.is_empty() {
            return None;
        }
        let table = &self.snapshot.table;
        let campaigns = table.objects().iter().map(|campaign| Row {
            id: &campaign.external_id,
            name: &campaign.name,
            above: [None; 2],
            budget: campaign.budget.as_ref().map(|budget| budget.external_id.as_str()),
            runs: campaign.status == SwitchStatus::Active,
        });
        let mut known = BTreeMap::from([(
            Level::Campaigns,
            Standing::new(self.snapshot, campaigns.collect()),
        )]);
        let mut unread = BTreeSet::new();
        for (level, snapshot) in &self.levels {
            let Some(snapshot) = snapshot else {
                unread.insert(*level);
                continue;
            };
            let objects = snapshot.table.objects().iter();
            let rows = objects.map(|object| row_below(table, *level, object));
            known.insert(*level, Standing::new(snapshot, rows.collect()));
        }
        Some(Ground::new(
            self.guards.clone(),
            self.snapshot.moment(),
            Levels {
                known,
                unread,
                below: &self.below,
            },
            self.account.currency,
            self.running.as_ref(),
            (&self.mornings, &self.stopped_today),
        ))
    }

    /// What the first guard that objects says. `reserved` is everything else that is under way.
    pub fn objection(&self, wanted: Wanted<'_>, reserved: &[Wanted<'_>]) -> Option<Refusal> {
        self.ground()?.objection(wanted, reserved)
    }
}
