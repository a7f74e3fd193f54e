//! SQL of the ledger.

use dsl::conduct::holds::Terms;
use jiff::Timestamp;
use uuid::Uuid;

use super::{Kind, moves, state::State};
use crate::{
    connections::platform::{Exchange, WriteField, WriteTarget, WriteValue},
    identity::{Actor, OrgScope, Role},
    notifications::{self, Notification},
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    INSERT = "insert into action (org_id, id, account_id, version, state, state_detail, kind, target_kind, target_external_id, target_name,
            shared_by, field, expected, target, currency, per_day_micros, campaign_id, rule_id, rule_version, decision_id, requested_kind,
            requested_by, reason, approval_role, approvals_needed, expires_at, attempt, cooldown_seconds, undoes, created_at, updated_at,
            hold_until, hold_seconds, hold_condition, gives_back, object_id, move_id)
        values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, 0, $26, $27, $28, $28, $29, $30, $31, $32, $33, $34)";
    INSERT_EVENT = "insert into action_event (org_id, action_id, seq, at, state, by_kind, by_id, note)
        select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7 from action_event where org_id = $1 and action_id = $2";
    LOAD = "select * from action where org_id = $1 and id = $2";
    /// The open actions of an account.
    OPEN = "select * from action where org_id = $1 and account_id = $2
        and state in ('proposed', 'awaiting_approval', 'approved', 'intent', 'retrying', 'unknown', 'accepted')";
    /// The newest action on a target that this rule lost, to keep the same refusal from being written every hour.
    LAST_OF_RULE = "select state, state_detail, target, updated_at from action
        where org_id = $1 and account_id = $2 and target_kind = $3 and target_external_id = $4 and field = $5 and rule_id = $6
        order by created_at desc, id desc limit 1";
    /// The general step of the machine: compare-and-set on version and state.
    MOVE = "update action set state = $5, state_detail = $6, version = version + 1, not_before = $7, effective_at = $8, updated_at = $9
        where org_id = $1 and id = $2 and version = $3 and state = $4";
    /// The last gate before a request leaves: version, owner's epoch, expiry, kill switch, the rule's state, the campaign's
    /// quarantine, and the present rights of everybody whose yes it rests on.
    INTENT = "update action set state = 'intent', state_detail = null, version = version + 1, epoch = $5, attempt = attempt + 1,
            not_before = null, updated_at = $4
        where org_id = $1 and id = $2 and version = $3 and state in ('approved', 'retrying')
          and (expires_at is null or expires_at > $4)
          and exists (select 1 from ad_account a join shard s on s.id = a.shard
              where a.org_id = $1 and a.id = action.account_id and a.state = 'active' and s.epoch = $5 and s.owner = $6)
          and exists (select 1 from organisation o where o.id = $1 and o.stopped_at is null)
          and (rule_id is null or gives_back = 1 or exists (select 1 from rule r where r.org_id = $1 and r.id = action.rule_id and r.state = 'enabled'))
          and not exists (select 1 from quarantine q where q.org_id = $1 and q.kind = 'campaign' and q.ref_id = action.campaign_id)
          and (requested_by is null or exists (select 1 from membership m join app_user u on u.id = m.user_id
              where m.org_id = $1 and m.user_id = action.requested_by and u.disabled_at is null))
          and approvals_needed <= (select count(*) from approval p
              join membership m on m.org_id = p.org_id and m.user_id = p.user_id
              join app_user u on u.id = p.user_id
              where p.org_id = $1 and p.action_id = action.id and p.verdict = 'approve' and u.disabled_at is null
                and (m.role = 'admin' or (m.role = 'manager' and action.approval_role <> 'admin')
                  or (m.role = 'marketer' and action.approval_role = 'marketer')))";
    /// Why the gate stayed shut, for the record.
    GATE = "select a.expires_at, o.stopped_at, r.state as rule_state, c.state as account_state, s.epoch, s.owner,
          (select count(*) from quarantine q where q.org_id = a.org_id and q.kind = 'campaign' and q.ref_id = a.campaign_id) as rests
        from action a join organisation o on o.id = a.org_id join ad_account c on c.org_id = a.org_id and c.id = a.account_id
        join shard s on s.id = c.shard left join rule r on r.org_id = a.org_id and r.id = a.rule_id
        where a.org_id = $1 and a.id = $2";
    INSERT_STEP = "insert into action_step (org_id, action_id, seq, kind, state, attempt, idempotency_key, started_at)
        select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7 from action_step where org_id = $1 and action_id = $2";
    LAST_STEP = "select seq, kind, state, attempt, started_at from action_step where org_id = $1 and action_id = $2 order by seq desc limit 1";
    LAST_WRITE = "select seq, state, started_at from action_step where org_id = $1 and action_id = $2 and kind = 'write' order by seq desc limit 1";
    END_STEP = "update action_step set state = $4, exchange = $5, error = $6, finished_at = $7 where org_id = $1 and action_id = $2 and seq = $3";
    COUNT_READ_BACKS = "select count(*) as n from action_step where org_id = $1 and action_id = $2 and kind = 'read_back'";
    INSERT_APPROVAL = "insert into approval (org_id, action_id, user_id, verdict, reason, at) values ($1, $2, $3, $4, $5, $6)";
    COUNT_WAITING = "select count(distinct coalesce(move_id, id)) as n, min(expires_at) as lapses from action where org_id = $1 and state = 'awaiting_approval'";
    /// The yeses that count: of people who hold the role that is asked for now.
    COUNT_APPROVALS = "select count(*) as n from approval p
        join action a on a.org_id = p.org_id and a.id = p.action_id
        join membership m on m.org_id = p.org_id and m.user_id = p.user_id
        where p.org_id = $1 and p.action_id = $2 and p.verdict = 'approve'
          and (m.role = 'admin' or (m.role = 'manager' and a.approval_role <> 'admin')
            or (m.role = 'marketer' and a.approval_role = 'marketer'))";
    /// Somebody else is asked, for as long again.
    ESCALATE = "update action set approval_role = $4, approvals_needed = 1, expires_at = $5, version = version + 1, updated_at = $6
        where org_id = $1 and id = $2 and version = $3 and state = 'awaiting_approval'";
    /// Silence is a yes: nobody's approval is needed any more, and there is time to send it.
    NEEDS_NOBODY = "update action set approvals_needed = 0, expires_at = $4 where org_id = $1 and id = $2 and version = $3
        and state = 'awaiting_approval'";
    SET_UNDONE = "update action set undone_by = $3 where org_id = $1 and id = $2 and undone_by is null";
    CLEAR_UNDONE = "update action set undone_by = null where org_id = $1 and id = $2 and undone_by = $3";
    RETURN = "delete from guard_usage where org_id = $1 and action_id = $2";
    /// Work for an account's owner: approved, due again, or left in doubt. While everything is stopped only doubt is asked
    /// about: that reads, it writes nothing. A leg that raises waits until every cut of its move has ended.
    READY = "select id, campaign_id from action where org_id = $1 and account_id = $2
        and (state = 'intent' or (state in ('approved', 'retrying', 'unknown') and (not_before is null or not_before <= $3))
          or (state = 'accepted' and effective_at <= $3))
        and (state not in ('approved', 'retrying') or exists (select 1 from organisation o where o.id = $1 and o.stopped_at is null))
        and (state not in ('approved', 'retrying') or move_id is null or per_day_micros <= 0 or not exists (select 1 from action c
          where c.org_id = $1 and c.move_id = action.move_id and c.per_day_micros < 0
            and c.state in ('proposed', 'awaiting_approval', 'approved', 'intent', 'retrying', 'unknown', 'accepted')))
        order by case state when 'intent' then 0 when 'unknown' then 1 else 2 end, per_day_micros, created_at";
    /// Accounts with such work, over every organisation: the scheduler's wheel.
    READY_ACCOUNTS = "select distinct x.account_id from action x join ad_account a on a.org_id = x.org_id and a.id = x.account_id
        where a.state = 'active' and (x.state = 'intent' or (x.state in ('approved', 'retrying', 'unknown') and (x.not_before is null or x.not_before <= $1))
          or (x.state = 'accepted' and x.effective_at <= $1))
          and (x.state not in ('approved', 'retrying')
            or exists (select 1 from organisation o where o.id = x.org_id and o.stopped_at is null))
          and (x.state not in ('approved', 'retrying') or x.move_id is null or x.per_day_micros <= 0 or not exists (select 1 from action c
            where c.org_id = x.org_id and c.move_id = x.move_id and c.per_day_micros < 0
              and c.state in ('proposed', 'awaiting_approval', 'approved', 'intent', 'retrying', 'unknown', 'accepted'))) limit 1000";
    /// Proposals nobody answered in time, over every organisation.
    LAPSED = "select org_id, id from action where state in ('awaiting_approval', 'approved', 'retrying') and expires_at <= $1 limit 500";
    OPEN_OF_DECISION = "select count(*) as n from action where org_id = $1 and decision_id = $2
        and state in ('proposed', 'awaiting_approval', 'approved', 'intent', 'retrying', 'unknown', 'accepted')";
}

/// A ledger row as the machine reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    pub id: Uuid,
    pub account_id: Uuid,
    pub version: i64,
    pub state: State,
    pub state_detail: Option<String>,
    pub kind: Kind,
    pub target: WriteTarget,
    pub target_name: String,
    pub field: WriteField,
    pub expected: WriteValue,
    pub value: WriteValue,
    pub campaign_id: Option<Uuid>,
    /// The object below the campaign, where it is about one.
    pub object_id: Option<Uuid>,
    pub rule_id: Option<Uuid>,
    pub rule_version: Option<i64>,
    pub decision_id: Option<Uuid>,
    pub requested_by: Option<Uuid>,
    pub approval_role: Option<Role>,
    pub approvals_needed: i64,
    pub expires_at: Option<Timestamp>,
    pub attempt: i64,
    pub cooldown_seconds: Option<i64>,
    pub undoes: Option<Uuid>,
    pub undone_by: Option<Uuid>,
    pub reason: String,
    pub created_at: Timestamp,
    pub shared_by: u32,
    pub per_day_micros: Option<i64>,
    /// What it holds for once it is applied.
    pub terms: Option<Terms>,
    /// It gives back what a rule held.
    pub gives_back: bool,
    /// The move that it is a leg of.
    pub move_id: Option<Uuid>,
}

impl Action {
    /// In which direction it moves money.
    pub fn direction(&self) -> super::policy::Direction {
        super::door::direction(self.field, &self.expected, &self.value)
    }

    /// What it is asked for by people: a move is one thing, as risky as its raises.
    pub fn weight(&self) -> super::policy::Direction {
        moves::weight(self.move_id.is_some(), self.direction())
    }

    /// What its rule was about: the campaign, or the object below it.
    pub fn object(&self) -> Option<Uuid> {
        self.object_id.or(self.campaign_id)
    }
}

pub(super) fn action_of(row: &Row) -> Result<Action, StoreError> {
    Ok(Action {
        id: row.uuid("id")?,
        account_id: row.uuid("account_id")?,
        version: row.i64("version")?,
        state: row.word("state", State::parse)?,
        state_detail: row.opt_text("state_detail")?,
        kind: row.word("kind", Kind::parse)?,
        target: WriteTarget::read(row)?,
        target_name: row.text("target_name")?,
        field: row.word("field", WriteField::parse)?,
        expected: row.json("expected")?,
        value: row.json("target")?,
        campaign_id: row.opt_uuid("campaign_id")?,
        object_id: row.opt_uuid("object_id")?,
        rule_id: row.opt_uuid("rule_id")?,
        rule_version: row.opt_i64("rule_version")?,
        decision_id: row.opt_uuid("decision_id")?,
        requested_by: row.opt_uuid("requested_by")?,
        approval_role: row.opt_text("approval_role")?.and_then(|text| text.parse().ok()),
        approvals_needed: row.i64("approvals_needed")?,
        expires_at: row.opt_time("expires_at")?,
        attempt: row.i64("attempt")?,
        cooldown_seconds: row.opt_i64("cooldown_seconds")?,
        undoes: row.opt_uuid("undoes")?,
        undone_by: row.opt_uuid("undone_by")?,
        reason: row.text("reason")?,
        created_at: row.time("created_at")?,
        shared_by: u32::try_from(row.i64("shared_by")?).unwrap_or(1),
        per_day_micros: row.opt_i64("per_day_micros")?,
        terms: match row.opt_i64("hold_condition")? {
            None => None,
            Some(condition) => Some(Terms {
                until: row.opt_time("hold_until")?,
                after: row.opt_i64("hold_seconds")?,
                on_condition: condition != 0,
            }),
        },
        gives_back: row.flag("gives_back")?,
        move_id: row.opt_uuid("move_id")?,
    })
}

pub async fn load(tx: &mut Tx, scope: OrgScope, id: Uuid) -> Result<Option<Action>, StoreError> {
    tx.fetch_optional(LOAD, params![scope.id(), id])
        .await?
        .as_ref()
        .map(action_of)
        .transpose()
}

/// An account's open actions, each holding its target.
#[derive(Debug, Default)]
pub struct OpenActions {
    pub readable: Vec<Action>,
    pub unreadable: Vec<UnreadableAction>,
}

/// A row that cannot be read, such as one that a newer program wrote. It is not carried out and not decided about; all that is known
/// of it is what it keeps others from.
#[derive(Debug)]
pub struct UnreadableAction {
    target_kind: String,
    external_id: String,
    field: String,
}

impl UnreadableAction {
    pub fn holds(&self, target: &WriteTarget, field: WriteField) -> bool {
        self.target_kind == target.kind.as_str()
            && self.external_id == target.external_id
            && self.field == field.as_str()
    }
}

/// The account's open actions. One that cannot be read is set apart, so that its neighbours live.
pub async fn open(tx: &mut Tx, scope: OrgScope, account_id: Uuid) -> Result<OpenActions, StoreError> {
    let mut open = OpenActions::default();
    for row in tx.fetch_all(OPEN, params![scope.id(), account_id]).await? {
        match action_of(&row) {
            Ok(action) => open.readable.push(action),
            Err(why) => {
                let id = row.uuid("id")?;
                tracing::error!(account = %account_id, action = %id, %why, "an action cannot be read; it holds its target until it can");
                open.unreadable.push(UnreadableAction {
                    target_kind: row.text("target_kind")?,
                    external_id: row.text("target_external_id")?,
                    field: row.text("field")?,
                });
            }
        }
    }
    Ok(open)
}

pub(super) fn value_text(value: &WriteValue) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::inconsistent("value", error.to_string()))
}

/// Notes a state in the action's history.
pub(super) async fn note(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
    at: Timestamp,
    state: State,
    by: Actor,
    note: Option<&str>,
) -> Result<(), StoreError> {
    let values = params![scope.id(), id, at, state.as_str(), by.kind(), by.id(), note];
    tx.execute_exactly(1, INSERT_EVENT, values).await
}

/// Where a step of the machine leads.
pub(super) struct Step<'a> {
    pub to: State,
    pub detail: Option<&'a str>,
    /// Earliest business time of the next try.
    pub not_before: Option<Timestamp>,
    pub effective_at: Option<Timestamp>,
    pub by: Actor,
    pub at: Timestamp,
}

impl<'a> Step<'a> {
    pub fn to(to: State, by: Actor, at: Timestamp) -> Self {
        Self {
            to,
            detail: None,
            not_before: None,
            effective_at: None,
            by,
            at,
        }
    }

    pub fn because(mut self, detail: &'a str) -> Self {
        self.detail = Some(detail);
        self
    }
}

/// Takes one step by compare-and-set; `false` when the action moved meanwhile. A step that the machine does not know is
/// a defect of ours and refused.
pub(super) async fn step(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    step: Step<'_>,
) -> Result<bool, StoreError> {
    if !action.state.may_become(step.to) {
        let detail = format!("{} to {}", action.state.as_str(), step.to.as_str());
        return Err(StoreError::inconsistent("action.state", detail));
    }
    let moved = tx
        .execute(
            MOVE,
            params![
                scope.id(),
                action.id,
                action.version,
                action.state.as_str(),
                step.to.as_str(),
                step.detail,
                step.not_before,
                step.effective_at,
                step.at,
            ],
        )
        .await?;
    if moved == 0 {
        return Ok(false);
    }
    note(tx, scope, action.id, step.at, step.to, step.by, step.detail).await?;
    if step.to == State::Dead {
        tell_of_failure(tx, scope, action, step.detail, step.at).await?;
    }
    if !step.to.is_open() && step.to != State::Applied {
        tx.execute(RETURN, params![scope.id(), action.id]).await?;
        if let Some(undone) = action.undoes {
            tx.execute(CLEAR_UNDONE, params![scope.id(), undone, action.id])
                .await?;
        }
        super::held::came_to_nothing(tx, scope, action, step.to, step.at).await?;
    }
    Ok(true)
}

/// An action dies at most once: its id is the notification's.
async fn tell_of_failure(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    why: Option<&str>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let what = match action.kind {
        Kind::Pause => "could not be paused",
        Kind::Resume => "could not be resumed",
        Kind::SetBudget => "did not get its new budget",
        Kind::SetBid => "did not get its new bid",
        Kind::SetTargetCpa => "did not get its new target CPA",
        Kind::SetTargetRoas => "did not get its new target ROAS",
        Kind::AddNegative => "could not be added as a negative keyword",
        Kind::RemoveNegative => "could not be removed from the negative keywords",
        Kind::AddLabel => "could not be added",
        Kind::RemoveLabel => "could not be removed",
    };
    let told = Notification::new(
        notifications::Kind::Failure,
        format!("{} {what}", action.target_name),
        why.unwrap_or("the action was given up"),
    )
    .about("action", Some(action.id));
    notifications::enqueue(tx, scope, action.id, &told, at).await
}

/// What became of a request or a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepEnd {
    Done,
    Failed,
    Doubt,
}

/// Closes the newest step.
pub(super) async fn end_step(
    tx: &mut Tx,
    scope: OrgScope,
    action_id: Uuid,
    end: StepEnd,
    exchange: Option<&Exchange>,
    error: Option<&str>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(row) = tx
        .fetch_optional(LAST_STEP, params![scope.id(), action_id])
        .await?
    else {
        return Ok(());
    };
    let word = match end {
        StepEnd::Done => "done",
        StepEnd::Failed => "failed",
        StepEnd::Doubt => "doubt",
    };
    let exchange = exchange
        .map(serde_json::to_string)
        .transpose()
        .map_err(|error| StoreError::inconsistent("exchange", error.to_string()))?;
    let values = params![scope.id(), action_id, row.i64("seq")?, word, exchange, error, at];
    tx.execute_exactly(1, END_STEP, values).await
}

/// Accounts whose owner has work in the ledger.
pub async fn ready_accounts(tx: &mut Tx, at: Timestamp) -> Result<Vec<Uuid>, StoreError> {
    tx.fetch_all(READY_ACCOUNTS, params![at])
        .await?
        .iter()
        .map(|row| row.uuid("account_id"))
        .collect()
}

/// The account's work, each with its campaign: what is in doubt first, then what saves money. The rows themselves are not
/// looked into: one that makes no sense must not stand in the others' way.
pub async fn ready(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    at: Timestamp,
) -> Result<Vec<(Uuid, Option<Uuid>)>, StoreError> {
    tx.fetch_all(READY, params![scope.id(), account_id, at])
        .await?
        .iter()
        .map(|row| Ok((row.uuid("id")?, row.opt_uuid("campaign_id")?)))
        .collect()
}

/// Proposals whose time is over.
pub async fn lapsed(tx: &mut Tx, at: Timestamp) -> Result<Vec<(OrgScope, Uuid)>, StoreError> {
    tx.fetch_all(LAPSED, params![at])
        .await?
        .iter()
        .map(|row| Ok((OrgScope::of(row.uuid("org_id")?), row.uuid("id")?)))
        .collect()
}

/// Writes the intent and its step through the last gate; `false` when the gate stays shut. What a process leaves behind
/// that dies right after committing this is doubt.
pub async fn write_intent(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    at: Timestamp,
    owner: super::carry_out::Owner,
) -> Result<bool, StoreError> {
    let id = action.id;
    if moves::claim_funding(tx, scope, action).await? != moves::Funding::Enough {
        return Ok(false);
    }
    if tx
        .execute(
            INTENT,
            params![scope.id(), id, action.version, at, owner.epoch, owner.node],
        )
        .await?
        == 0
    {
        return Ok(false);
    }
    note(tx, scope, id, at, State::Intent, Actor::System, None).await?;
    let attempt = action.attempt.saturating_add(1);
    let values = params![
        scope.id(),
        id,
        "write",
        "sent",
        attempt,
        idempotency_key(action),
        at
    ];
    tx.execute_exactly(1, INSERT_STEP, values).await?;
    Ok(true)
}

/// The key of an action's next attempt, for platforms that take one.
pub fn idempotency_key(action: &Action) -> String {
    format!("{}:{}", action.id, action.attempt.saturating_add(1))
}
