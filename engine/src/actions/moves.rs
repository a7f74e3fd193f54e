//! Moves of budget: what the legs of one owe each other.
//!
//! A move is no row of its own. Its legs are actions that carry the same `move_id`, each with its own state, steps and keys, and what is
//! promised of a single action holds for each of them. Together they keep three promises more:
//! - people answer all of its waiting legs at once, or none (`approve`);
//! - a leg that cuts counts as applied only once it was read back (`carry_out`), and no leg that raises is sent while one that cuts is
//!   open (`store::READY`);
//! - no leg that raises is sent unless what was cut, less what other legs have taken of it, covers it ([`funding`], inside of the
//!   transaction that writes the intent). Whatever fails on the way leaves the total lower, never higher.

use dsl::Currency;
use uuid::Uuid;

use super::{
    policy::Direction,
    state::State,
    store::{self, Action},
    view::ActionSummary,
};
use crate::{
    connections::platform::WriteValue,
    identity::OrgScope,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    /// One leg at a time asks what is left: two that raise never count on the same cut. SQLite has one writer.
    LOCK_LEGS = {
        sqlite: "select id from action where org_id = $1 and move_id = $2",
        postgres: "select id from action where org_id = $1 and move_id = $2 order by id for update",
    };
    LEGS = "select state, per_day_micros from action where org_id = $1 and move_id = $2 and id <> $3";
    WAITING = "select * from action where org_id = $1 and move_id = $2 and state = 'awaiting_approval' order by per_day_micros, id";
    OF_ACTIONS = {
        sqlite: "select l.move_id, l.id, l.version, l.state, l.state_detail, l.target_name, l.expected, l.target, l.per_day_micros, l.currency,
            l.campaign_id
          from action l where l.org_id = $1 and l.move_id in (select move_id from action where org_id = $1 and id in (select unhex(value) from json_each($2)))
          order by l.move_id, l.per_day_micros, l.target_name, l.id",
        postgres: "select l.move_id, l.id, l.version, l.state, l.state_detail, l.target_name, l.expected, l.target, l.per_day_micros, l.currency,
            l.campaign_id
          from action l where l.org_id = $1 and l.move_id in (select move_id from action where org_id = $1 and id = any($2))
          order by l.move_id, l.per_day_micros, l.target_name, l.id",
    };
}

/// How an action is weighed by those who answer for it: a leg as its move, which raises.
pub(super) fn weight(in_move: bool, own: Direction) -> Direction {
    if in_move { Direction::Riskier } else { own }
}

/// Whether a raise is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Funding {
    /// It is no raise of a move, or it is.
    Enough,
    /// A cut of the move is still under way.
    NotYet,
    /// Every cut has ended; so much of what was cut, in micros a day, nobody has taken.
    Short { left: i64 },
}

impl Action {
    /// It raises with what other legs of its move are cut by.
    pub fn takes(&self) -> bool {
        self.move_id.is_some() && self.direction() == Direction::Riskier
    }

    /// Other legs of its move are raised with what it is cut by.
    pub fn gives(&self) -> bool {
        self.move_id.is_some() && self.direction() == Direction::Safer
    }
}

/// What there is for an action that raises: cuts that were read back, less what was sent or may have been.
pub(super) async fn funding(tx: &mut Tx, scope: OrgScope, action: &Action) -> Result<Funding, StoreError> {
    let Some(move_id) = action.move_id.filter(|_| action.takes()) else {
        return Ok(Funding::Enough);
    };
    let mut left = 0_i64;
    for row in tx
        .fetch_all(LEGS, params![scope.id(), move_id, action.id])
        .await?
    {
        let state = row.word("state", State::parse)?;
        let change = row.opt_i64("per_day_micros")?.unwrap_or(0);
        if change < 0 {
            if state.is_open() {
                return Ok(Funding::NotYet);
            }
            if state == State::Applied {
                left = left.saturating_sub(change);
            }
        } else if matches!(
            state,
            State::Intent | State::Unknown | State::Accepted | State::Applied
        ) {
            left = left.saturating_sub(change);
        }
    }
    let wanted = action.per_day_micros.unwrap_or(i64::MAX);
    Ok(if wanted <= left {
        Funding::Enough
    } else {
        Funding::Short { left }
    })
}

/// As [`funding`], inside of the transaction that sends it: nobody else counts on the same cuts until it ends.
pub(super) async fn claim_funding(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
) -> Result<Funding, StoreError> {
    if let Some(move_id) = action.move_id.filter(|_| action.takes()) {
        tx.fetch_all(LOCK_LEGS, params![scope.id(), move_id]).await?;
    }
    funding(tx, scope, action).await
}

/// Why a raise is given up.
pub(super) fn unpaid(left: i64, currency: Currency) -> String {
    format!(
        "the cuts that were to pay for it came to less: {} a day are left; nothing was raised",
        currency.display(left.max(0))
    )
}

/// The legs that wait for the same answer as this action, itself among them.
pub(super) async fn answered_together(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
) -> Result<Vec<Action>, StoreError> {
    let Some(move_id) = action.move_id else {
        return Ok(vec![action.clone()]);
    };
    tx.fetch_all(WAITING, params![scope.id(), move_id])
        .await?
        .iter()
        .map(store::action_of)
        .collect()
}

/// One leg, before → after.
#[derive(Debug, Clone, PartialEq)]
pub struct LegView {
    pub action_id: Uuid,
    pub version: i64,
    pub state: State,
    /// Why it stands so.
    pub state_detail: Option<String>,
    pub campaign_id: Option<Uuid>,
    pub target_name: String,
    pub before: WriteValue,
    pub after: WriteValue,
    pub per_day_micros: i64,
}

/// A move as people see it: one table, those who give first.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveView {
    pub id: Uuid,
    pub currency: Currency,
    pub legs: Vec<LegView>,
}

impl MoveView {
    /// What its legs cut, and what they raise, together; legs that ended without being applied left out.
    pub fn totals(&self) -> (i64, i64) {
        let counts = |leg: &&LegView| leg.state.is_open() || leg.state == State::Applied;
        let changes = self.legs.iter().filter(counts).map(|leg| leg.per_day_micros);
        changes.fold((0, 0), |(cut, raised): (i64, i64), change| {
            if change < 0 {
                (cut.saturating_sub(change), raised)
            } else {
                (cut, raised.saturating_add(change))
            }
        })
    }
}

/// Tells each line the move that it is a leg of.
pub(crate) async fn attach(
    tx: &mut Tx,
    scope: OrgScope,
    lines: &mut [ActionSummary],
) -> Result<(), StoreError> {
    let legs: Vec<Uuid> = lines
        .iter()
        .filter(|line| line.move_id.is_some())
        .map(|line| line.id)
        .collect();
    if legs.is_empty() {
        return Ok(());
    }
    let moves = of_actions(tx, scope, legs).await?;
    for line in lines {
        line.of_move = moves.iter().find(|found| Some(found.id) == line.move_id).cloned();
    }
    Ok(())
}

async fn of_actions(tx: &mut Tx, scope: OrgScope, actions: Vec<Uuid>) -> Result<Vec<MoveView>, StoreError> {
    let mut moves: Vec<MoveView> = Vec::new();
    for row in tx.fetch_all(OF_ACTIONS, params![scope.id(), actions]).await? {
        let id = row.uuid("move_id")?;
        let leg = leg(&row)?;
        match moves.last_mut() {
            Some(last) if last.id == id => last.legs.push(leg),
            _ => moves.push(MoveView {
                id,
                currency: row.word("currency", |text| text.parse().ok())?,
                legs: vec![leg],
            }),
        }
    }
    Ok(moves)
}

fn leg(row: &Row) -> Result<LegView, StoreError> {
    Ok(LegView {
        action_id: row.uuid("id")?,
        version: row.i64("version")?,
        state: row.word("state", State::parse)?,
        state_detail: row.opt_text("state_detail")?,
        campaign_id: row.opt_uuid("campaign_id")?,
        target_name: row.text("target_name")?,
        before: row.json("expected")?,
        after: row.json("target")?,
        per_day_micros: row.opt_i64("per_day_micros")?.unwrap_or(0),
    })
}
