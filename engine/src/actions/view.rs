//! Actions as pages show them: the inbox's line, the whole story of one, and the counts on the tabs.

use dsl::Currency;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use uuid::Uuid;

use super::{
    moves::{self, MoveView},
    policy,
    state::State,
};
use crate::{
    Context,
    campaigns::{objects::ObjectRef, view::CampaignRef},
    connections::{
        platform::{Exchange, TargetKind, WriteField, WriteValue},
        view::AccountRef,
    },
    identity::{OrgScope, Permission, Principal, Role},
    metrics::calendar::{day_at, day_start},
    rules::view::RuleRef,
    store::{Row, StoreError, Tx, params, statements},
};

/// What a line of a list reads, for every order and for the one action.
macro_rules! rows {
    () => {
        "
        select a.id, a.version, a.state, a.state_detail, a.kind, a.target_kind, a.target_external_id, a.target_name, a.shared_by,
          a.field, a.expected, a.target, a.currency, a.per_day_micros, a.campaign_id, c.name as campaign_name,
          a.object_id, o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent,
          a.rule_id, a.rule_version, r.name as rule_name, a.decision_id, a.requested_kind, a.requested_by,
          u.name as requested_name, a.reason, a.approval_role, a.approvals_needed, a.expires_at, a.not_before, a.undoes,
          a.undone_by, a.created_at, a.updated_at, a.move_id,
          acc.id as account_id, acc.name as account_name, acc.platform, acc.currency as account_currency, acc.time_zone
        from action a
        join ad_account acc on acc.org_id = a.org_id and acc.id = a.account_id
        left join campaign c on c.org_id = a.org_id and c.id = a.campaign_id
        left join ad_object o on o.org_id = a.org_id and o.id = a.object_id
        left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id
        left join rule r on r.org_id = a.org_id and r.id = a.rule_id
        left join app_user u on u.id = a.requested_by"
    };
}
pub(super) use rows;

statements! {
    ACTION = (concat!(rows!(), " where a.org_id = $1 and a.id = $2"));
    STEPS = "select seq, kind, state, attempt, exchange, error, started_at, finished_at from action_step
        where org_id = $1 and action_id = $2 order by seq";
    APPROVALS = "select p.user_id, u.name, p.verdict, p.reason, p.at from approval p join app_user u on u.id = p.user_id
        where p.org_id = $1 and p.action_id = $2 order by p.at, p.user_id";
    HISTORY = "
        select e.at, e.state, e.by_kind, e.note, u.name as user_name, r.name as rule_name
        from action_event e
        left join app_user u on e.by_kind = 'user' and u.id = e.by_id
        left join rule r on e.by_kind = 'rule' and r.org_id = e.org_id and r.id = e.by_id
        where e.org_id = $1 and e.action_id = $2 order by e.seq";
    /// What waits is counted as it is answered: a move once.
    COUNT_BY_STATE = "select state, count(distinct case when state = 'awaiting_approval' then coalesce(move_id, id) else id end) as n from action
        where org_id = $1 and state in ('proposed', 'awaiting_approval', 'approved', 'intent', 'retrying', 'unknown', 'accepted')
        group by state";
    COUNT_DEAD = "select count(*) as n from action where org_id = $1 and state = 'dead' and updated_at > $2";
    ZONES = "select distinct time_zone from ad_account where org_id = $1";
    COUNT_APPLIED = "
        select count(*) as n from action a join ad_account acc on acc.org_id = a.org_id and acc.id = a.account_id
        where a.org_id = $1 and a.state = 'applied' and a.updated_at >= $2 and acc.time_zone = $3";
}

/// How long an action that ended badly counts as news (business time).
const NEWS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What is changed at the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetView {
    pub kind: TargetKind,
    pub external_id: String,
    pub name: String,
    /// Campaigns that feel it; more than one for a shared budget.
    pub shared_by: i64,
}

/// Who wanted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requester {
    Rule { name: String },
    User { id: Uuid, name: String },
}

#[derive(Debug, Clone, PartialEq)]
pub struct ActionSummary {
    pub id: Uuid,
    pub version: i64,
    pub state: State,
    pub state_detail: Option<String>,
    /// `pause`, `resume`, `set_budget` or `set_bid`.
    pub kind: String,
    pub field: WriteField,
    pub account: AccountRef,
    pub target: TargetView,
    pub campaign: Option<CampaignRef>,
    /// What it is about, where that is below the campaign.
    pub object: Option<ObjectRef>,
    pub before: WriteValue,
    pub after: WriteValue,
    pub currency: Currency,
    pub per_day_micros: Option<i64>,
    pub reason: String,
    pub rule: Option<RuleRef>,
    pub requested_by: Requester,
    pub decision_id: Option<Uuid>,
    pub approval_role: Option<Role>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub not_before: Option<Timestamp>,
    pub updated_at: Timestamp,
    pub undoes: Option<Uuid>,
    pub undone_by: Option<Uuid>,
    pub(super) move_id: Option<Uuid>,
    /// The move that it is a leg of.
    pub of_move: Option<MoveView>,
}

/// One call to the platform.
#[derive(Debug, Clone, PartialEq)]
pub struct StepView {
    pub seq: i64,
    pub kind: String,
    pub state: String,
    pub attempt: i64,
    /// Redacted when it was captured.
    pub exchange: Option<Exchange>,
    pub error: Option<String>,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalView {
    pub user_id: Uuid,
    pub name: String,
    /// `approve` or `reject`.
    pub verdict: String,
    pub reason: Option<String>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventView {
    pub at: Timestamp,
    pub state: State,
    /// A person's or rule's name; `None` for the program itself.
    pub by: Option<String>,
    pub note: Option<String>,
}

/// What the asking person may do with it now, and why not the rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Abilities {
    pub approve: bool,
    pub reject: bool,
    pub undo: bool,
    pub why_not: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ActionDetail {
    pub summary: ActionSummary,
    pub steps: Vec<StepView>,
    pub approvals: Vec<ApprovalView>,
    pub history: Vec<EventView>,
    pub can: Abilities,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ActionCounts {
    pub awaiting_approval: i64,
    /// Decided or being applied, its end not known yet.
    pub in_flight: i64,
    /// Applied since midnight of the account's own day.
    pub applied_today: i64,
    /// Given up in the last seven days.
    pub failed: i64,
}

impl ActionSummary {
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        let campaign = row.opt_uuid("campaign_id")?.zip(row.opt_text("campaign_name")?);
        let rule_name = row.opt_text("rule_name")?;
        let rule = row
            .opt_uuid("rule_id")?
            .zip(rule_name.clone())
            .zip(row.opt_i64("rule_version")?);
        let requested_name = row.opt_text("requested_name")?;
        let requested_by = match row.opt_uuid("requested_by")?.zip(requested_name) {
            Some((id, name)) => Requester::User { id, name },
            None => Requester::Rule {
                name: rule_name.unwrap_or_default(),
            },
        };
        let role = |text: String| {
            text.parse()
                .map_err(|_| StoreError::inconsistent("approval_role", format!("`{text}`")))
        };
        Ok(Self {
            id: row.uuid("id")?,
            version: row.i64("version")?,
            state: row.word("state", State::parse)?,
            state_detail: row.opt_text("state_detail")?,
            kind: row.text("kind")?,
            field: row.word("field", WriteField::parse)?,
            account: AccountRef::read(row)?,
            target: TargetView {
                kind: row.word("target_kind", TargetKind::parse)?,
                external_id: row.text("target_external_id")?,
                name: row.text("target_name")?,
                shared_by: row.i64("shared_by")?,
            },
            campaign: campaign.map(|(id, name)| CampaignRef { id, name }),
            object: ObjectRef::read(row)?,
            before: row.json("expected")?,
            after: row.json("target")?,
            currency: row.word("currency", |text| text.parse().ok())?,
            per_day_micros: row.opt_i64("per_day_micros")?,
            reason: row.text("reason")?,
            rule: rule.map(|((id, name), version)| RuleRef { id, name, version }),
            requested_by,
            decision_id: row.opt_uuid("decision_id")?,
            approval_role: row.opt_text("approval_role")?.map(role).transpose()?,
            created_at: row.time("created_at")?,
            expires_at: row.opt_time("expires_at")?,
            not_before: row.opt_time("not_before")?,
            updated_at: row.time("updated_at")?,
            undoes: row.opt_uuid("undoes")?,
            undone_by: row.opt_uuid("undone_by")?,
            move_id: row.opt_uuid("move_id")?,
            of_move: None,
        })
    }

    /// What the asking person may do with it, as far as the row tells. The ledger asks again when it is done.
    fn abilities(&self, principal: &Principal, approvals: &[ApprovalView], now: Timestamp) -> Abilities {
        let may_decide = principal.may(Permission::ActionsApprove);
        let waiting = self.state == State::AwaitingApproval;
        let why_not = if self.state == State::Applied {
            match (self.undone_by, may_decide) {
                (Some(_), _) => Some("this action was undone already"),
                (None, false) => Some("your role may not undo actions"),
                (None, true) => None,
            }
        } else if !waiting {
            Some("this action does not wait for anybody")
        } else if self.expires_at.is_some_and(|until| until <= now) {
            Some("the proposal lapsed; nothing will be sent")
        } else if !may_decide {
            Some("your role may not approve actions")
        } else if self
            .approval_role
            .is_some_and(|wanted| !policy::may_approve(principal.role, wanted))
        {
            Some("somebody of a higher role has to decide this")
        } else if matches!(&self.requested_by, Requester::User { id, .. } if *id == principal.actor) {
            Some("you asked for this yourself; somebody else has to decide")
        } else if approvals
            .iter()
            .any(|approval| approval.user_id == principal.actor)
        {
            Some("you have decided already; somebody else has to as well")
        } else {
            None
        };
        let free = why_not.is_none();
        Abilities {
            approve: waiting && free,
            reject: waiting && free,
            undo: !waiting && free,
            why_not: why_not.map(str::to_owned),
        }
    }
}

/// The whole story of one action, with what `principal` may do with it.
pub async fn action(
    context: &Context,
    principal: &Principal,
    id: Uuid,
) -> Result<Option<ActionDetail>, StoreError> {
    let principal = principal.clone();
    let now = context.business.now();
    context
        .store
        .read(move |tx| Box::pin(async move { detail(tx, &principal, id, now).await }))
        .await
}

async fn detail(
    tx: &mut Tx,
    principal: &Principal,
    id: Uuid,
    now: Timestamp,
) -> Result<Option<ActionDetail>, StoreError> {
    let scope = principal.scope;
    let Some(row) = tx.fetch_optional(ACTION, params![scope.id(), id]).await? else {
        return Ok(None);
    };
    let mut summary = ActionSummary::read(&row)?;
    moves::attach(tx, scope, std::slice::from_mut(&mut summary)).await?;
    let mut steps = Vec::new();
    for row in tx.fetch_all(STEPS, params![scope.id(), id]).await? {
        steps.push(StepView {
            seq: row.i64("seq")?,
            kind: row.text("kind")?,
            state: row.text("state")?,
            attempt: row.i64("attempt")?,
            exchange: if row.opt_text("exchange")?.is_some() {
                Some(row.json("exchange")?)
            } else {
                None
            },
            error: row.opt_text("error")?,
            started_at: row.opt_time("started_at")?,
            finished_at: row.opt_time("finished_at")?,
        });
    }
    let mut approvals = Vec::new();
    for row in tx.fetch_all(APPROVALS, params![scope.id(), id]).await? {
        approvals.push(ApprovalView {
            user_id: row.uuid("user_id")?,
            name: row.text("name")?,
            verdict: row.text("verdict")?,
            reason: row.opt_text("reason")?,
            at: row.time("at")?,
        });
    }
    let mut history = Vec::new();
    for row in tx.fetch_all(HISTORY, params![scope.id(), id]).await? {
        history.push(EventView {
            at: row.time("at")?,
            state: row.word("state", State::parse)?,
            by: row.opt_text("user_name")?.or(row.opt_text("rule_name")?),
            note: row.opt_text("note")?,
        });
    }
    let can = summary.abilities(principal, &approvals, now);
    Ok(Some(ActionDetail {
        summary,
        steps,
        approvals,
        history,
        can,
    }))
}

/// Applied since midnight of each account's own day.
pub(crate) async fn applied_today(tx: &mut Tx, scope: OrgScope, now: Timestamp) -> Result<i64, StoreError> {
    let mut applied = 0_i64;
    // Few zones, many actions: one count per zone, each from its own midnight.
    for row in tx.fetch_all(ZONES, params![scope.id()]).await? {
        let name = row.text("time_zone")?;
        let zone = TimeZone::get(&name)
            .map_err(|error| StoreError::inconsistent("time_zone", format!("`{name}`: {error}")))?;
        let midnight = day_start(day_at(now, &zone), &zone);
        let values = params![scope.id(), midnight, name];
        applied = applied.saturating_add(tx.fetch_one(COUNT_APPLIED, values).await?.i64("n")?);
    }
    Ok(applied)
}

/// One action's line.
pub(crate) async fn summary(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
) -> Result<Option<ActionSummary>, StoreError> {
    let Some(row) = tx.fetch_optional(ACTION, params![scope.id(), id]).await? else {
        return Ok(None);
    };
    let mut summary = ActionSummary::read(&row)?;
    moves::attach(tx, scope, std::slice::from_mut(&mut summary)).await?;
    Ok(Some(summary))
}

/// The numbers on the tabs.
pub async fn counts(context: &Context, scope: OrgScope) -> Result<ActionCounts, StoreError> {
    let now = context.business.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut counts = ActionCounts::default();
                for row in tx.fetch_all(COUNT_BY_STATE, params![scope.id()]).await? {
                    let n = row.i64("n")?;
                    match row.word("state", State::parse)? {
                        State::AwaitingApproval => counts.awaiting_approval = n,
                        _ => counts.in_flight = counts.in_flight.saturating_add(n),
                    }
                }
                let since = now.saturating_sub(NEWS).unwrap_or(Timestamp::MIN);
                counts.failed = tx
                    .fetch_one(COUNT_DEAD, params![scope.id(), since])
                    .await?
                    .i64("n")?;
                counts.applied_today = applied_today(tx, scope, now).await?;
                Ok(counts)
            })
        })
        .await
}
