//! What guards are compared with, read from the store: the budgets that run, what was paused today.
//!
//! Called by `judge` when something is proposed and by `standing` when it is approved and again before it is sent. What a guard
//! then says is `dsl::conduct::door`'s, which tests of rules call as well. Never here: who may write guards.

use std::collections::BTreeSet;

use dsl::{
    Forbids, Guard, ObjectStatus,
    conduct::door::{Below, Change, Ground, Place, PlaceKind, Refusal, Row, Running, Wanted},
};

use super::{door::Proposal, store::Action};
use crate::{
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, TargetKind, WriteTarget, WriteValue},
    },
    metrics::{calendar, table::Snapshot},
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
    /// Campaigns that were paused by our own hand since an instant.
    PAUSED_SINCE = "select distinct external_id from property_change where org_id = $1 and account_id = $2
        and target_kind = 'campaign' and field = 'status' and source = 'adjutant' and at >= $3 and new_value = $4";
}

/// A change as the pure door knows it.
pub(super) fn wanted<'a>(target: &'a WriteTarget, from: &WriteValue, to: &WriteValue) -> Wanted<'a> {
    let kind = match target.kind {
        TargetKind::Campaign => PlaceKind::Campaign,
        TargetKind::Budget => PlaceKind::Budget,
        TargetKind::AdGroup => PlaceKind::Below(target.kind.as_str()),
    };
    let status = |value: &WriteValue| match value {
        WriteValue::Status(SwitchStatus::Active) => ObjectStatus::Active,
        _ => ObjectStatus::Paused,
    };
    let change = match (from, to) {
        (WriteValue::Money(from), WriteValue::Money(to)) => Change::Budget { from: *from, to: *to },
        _ => Change::Status {
            from: status(from),
            to: status(to),
        },
    };
    Wanted {
        place: Place {
            kind,
            id: &target.external_id,
        },
        under: None,
        change,
    }
}

impl Proposal {
    pub(super) fn wanted(&self) -> Wanted<'_> {
        wanted(&self.target, &self.expected, &self.value)
    }
}

impl Action {
    pub(super) fn wanted(&self) -> Wanted<'_> {
        wanted(&self.target, &self.expected, &self.value)
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

/// What guards are compared with, read once for a batch.
pub(super) struct Promises<'a> {
    account: &'a RegisteredAccount,
    snapshot: &'a Snapshot,
    guards: Vec<&'a Guard>,
    running: Option<Running>,
    below: Below,
    /// Campaigns that Adjutant paused on this account day.
    paused_today: BTreeSet<String>,
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
        let mut paused_today = BTreeSet::new();
        if speaks(Forbids::PausesPerDay) {
            let midnight = calendar::day_start(snapshot.today(), &account.zone);
            let paused = super::store::value_text(&WriteValue::Status(SwitchStatus::Paused))?;
            let values = params![account.scope.id(), account.id, midnight, paused];
            for row in tx.fetch_all(PAUSED_SINCE, values).await? {
                paused_today.insert(row.text("external_id")?);
            }
        }
        Ok(Self {
            account,
            snapshot,
            guards,
            running,
            below: Below::new(),
            paused_today,
        })
    }

    /// What they are compared with; `None` where no guard speaks about this account.
    pub fn ground(&self) -> Option<Ground<'_>> {
        if self.guards.is_empty() {
            return None;
        }
        let campaigns = self.snapshot.table.campaigns().iter();
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
            &self.paused_today,
        ))
    }

    /// What the first guard that objects says. `reserved` is everything else that is under way.
    pub fn objection(&self, wanted: Wanted<'_>, reserved: &[Wanted<'_>]) -> Option<Refusal> {
        self.ground()?.objection(wanted, reserved)
    }
}
