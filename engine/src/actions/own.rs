//! A person's own action on a campaign, through the one door. What would become of it can be shown first: the same door,
//! in a transaction that is rolled back.

use std::sync::Arc;

use dsl::Currency;
use uuid::Uuid;

use super::{
    Kind,
    door::{self, Admission, Door, Origin, Proposal},
    state::State,
};
use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    campaigns,
    connections::{
        self, AccountState, RegisteredAccount,
        platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    },
    hints::Topic,
    identity::{OrgScope, Principal},
    metrics::{Snapshot, calendar, ingest, store as metric_store},
    rules::catalog,
    store::{StoreError, Tx, params, statements},
};

statements! {
    CAMPAIGN = "select c.account_id, c.external_id, c.name, c.status, b.external_id as budget_external_id, b.name as budget_name,
            b.amount_micros, b.period, b.campaigns as sharing
        from campaign c left join budget b on b.org_id = c.org_id and b.id = c.budget_id and b.removed_at is null
        where c.org_id = $1 and c.id = $2";
}

/// What a person wants of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Pause,
    Resume,
    SetBudget { micros: i64, currency: Currency },
}

/// Why a person's wish was not taken. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum WishError {
    #[error("there is no such campaign")]
    NotFound,
    /// The amount cannot be a budget here; the text says what can.
    #[error("{0}")]
    InvalidBudget(String),
    #[error("{0}")]
    Impossible(String),
    /// Guards, limits or what is under way already said no.
    #[error("{by}: {reason}")]
    Blocked { by: String, reason: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an action would do, shown before it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishPreview {
    pub before: WriteValue,
    pub after: WriteValue,
    pub currency: Currency,
    /// What a day may cost more or less afterwards; `None` where it cannot be said.
    pub per_day_micros: Option<i64>,
    /// Somebody else has to agree first.
    pub needs_approval: bool,
    /// Who says no, and why.
    pub blocked: Option<(String, String)>,
    /// Campaigns that feel it.
    pub shared_by: u32,
}

/// A wish on its way to the door, with what the door looks at.
struct Prepared {
    account: RegisteredAccount,
    snapshot: Snapshot,
    guards: Vec<dsl::Guard>,
    proposal: Proposal,
}

/// Says what `wish` would change, what guards say and whether somebody has to agree. Changes nothing.
pub async fn preview(
    context: &Context,
    principal: &Principal,
    campaign_id: Uuid,
    wish: Wish,
    reason: &str,
) -> Result<WishPreview, WishError> {
    let prepared = prepare(context, principal, campaign_id, wish, reason).await?;
    let proposal = &prepared.proposal;
    let mut preview = WishPreview {
        before: proposal.expected.clone(),
        after: proposal.value.clone(),
        currency: prepared.account.currency,
        per_day_micros: proposal.per_day_micros,
        needs_approval: false,
        blocked: None,
        shared_by: proposal.shared_by,
    };
    let (random, at) = (context.random.clone(), context.business.now());
    let rehearsed: Result<(), Rehearsal> = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let admission = knock(tx, &random, at, prepared).await?;
                Err(Rehearsal::Seen(admission))
            })
        })
        .await;
    match rehearsed {
        Err(Rehearsal::Seen(Some(Admission::Opened { state, .. }))) => {
            preview.needs_approval = state == State::AwaitingApproval;
        }
        Err(Rehearsal::Seen(Some(Admission::Blocked { by, reason, .. }))) => {
            preview.blocked = Some((by, reason));
        }
        Err(Rehearsal::Failed(error)) => return Err(error.into()),
        Err(Rehearsal::Seen(None)) | Ok(()) => return Err(WishError::NotFound),
    }
    Ok(preview)
}

/// How a rehearsal ends: never with a commit.
enum Rehearsal {
    Seen(Option<Admission>),
    Failed(StoreError),
}

impl From<StoreError> for Rehearsal {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// Proposes `wish` through the one door. Answers the new action's id. A refusal of the door stands in the ledger, too.
pub async fn request(
    context: &Context,
    principal: &Principal,
    campaign_id: Uuid,
    wish: Wish,
    reason: &str,
) -> Result<Uuid, WishError> {
    let prepared = prepare(context, principal, campaign_id, wish, reason).await?;
    let (random, at, now) = (
        context.random.clone(),
        context.business.now(),
        context.process.now(),
    );
    let (scope, person) = (principal.scope, principal.clone());
    let admission = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let kind = prepared.proposal.kind;
                let admission = knock(tx, &random, at, prepared).await?;
                let actor = AuditActor::of(&person);
                let event = match &admission {
                    Some(Admission::Opened { action_id, .. }) => {
                        AuditEvent::done("action.requested", actor).on("action", *action_id)
                    }
                    _ => AuditEvent::refused("action.requested", actor).on("campaign", campaign_id),
                };
                let event = event.with(serde_json::json!({ "kind": kind.as_str() }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok::<_, StoreError>(admission)
            })
        })
        .await?;
    context.hints.send(Some(scope.id()), Topic::Actions, None, None);
    match admission {
        Some(Admission::Opened { action_id, .. }) => Ok(action_id),
        Some(Admission::Blocked { by, reason, .. }) => Err(WishError::Blocked { by, reason }),
        None => Err(WishError::NotFound),
    }
}

/// One proposal through the door; blocked when the value moved since it was read.
async fn knock(
    tx: &mut Tx,
    random: &crate::random::Random,
    at: jiff::Timestamp,
    prepared: Prepared,
) -> Result<Option<Admission>, StoreError> {
    let Prepared {
        account,
        snapshot,
        guards,
        proposal,
    } = prepared;
    let current =
        campaigns::store::current_value(tx, account.scope, account.id, &proposal.target, proposal.field)
            .await?;
    if current.as_ref() != Some(&proposal.expected) {
        return Ok(Some(Admission::Blocked {
            action_id: None,
            by: "changed meanwhile".to_owned(),
            reason: "the value was changed a moment ago; look again".to_owned(),
        }));
    }
    let door = Door {
        account: &account,
        snapshot: &snapshot,
        guards: &guards,
        random,
        at,
    };
    Ok(door::propose(tx, &door, vec![proposal]).await?.pop())
}

async fn prepare(
    context: &Context,
    principal: &Principal,
    campaign_id: Uuid,
    wish: Wish,
    reason: &str,
) -> Result<Prepared, WishError> {
    let (scope, at) = (principal.scope, context.business.now());
    let origin = Origin::Person {
        id: principal.actor,
        role: principal.role,
        name: principal.name.clone(),
    };
    let steps = context.platforms.clone();
    let reason = reason.to_owned();
    // Read before the write begins: an account's columns are much, and the one writer is for everybody.
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let (account, mut proposal) = propose(tx, scope, campaign_id, wish, origin, reason).await?;
                if account.state != AccountState::Active {
                    return Err(WishError::Impossible(format!(
                        "the account is {}; nothing can be sent to it now",
                        account.state.as_str()
                    )));
                }
                if let (WriteValue::Money(micros), Some(platform)) =
                    (&proposal.value, steps.get(&account.platform))
                {
                    let step = platform.money_step(&account.currency);
                    if micros.checked_rem(step).unwrap_or(0) != 0 {
                        return Err(WishError::InvalidBudget(format!(
                            "use a whole multiple of {}",
                            account.currency.display(step)
                        )));
                    }
                }
                if let WriteValue::Status(status) = proposal.value {
                    let spend = mean_daily_spend(tx, &account, campaign_id, at).await?;
                    let sign = if status == SwitchStatus::Active { 1 } else { -1 };
                    proposal.per_day_micros = spend.and_then(|spend| spend.checked_mul(sign));
                }
                let snapshot = Arc::new(ingest::load_table(tx, &account, at).await?).at(at);
                let guards = catalog::guards(tx, scope).await?;
                Ok(Prepared {
                    account,
                    snapshot,
                    guards,
                    proposal,
                })
            })
        })
        .await
}

/// The wish as a proposal: the platform object it writes, what it expects to find there, what it sets.
async fn propose(
    tx: &mut Tx,
    scope: OrgScope,
    campaign_id: Uuid,
    wish: Wish,
    origin: Origin,
    reason: String,
) -> Result<(RegisteredAccount, Proposal), WishError> {
    let row = tx
        .fetch_optional(CAMPAIGN, params![scope.id(), campaign_id])
        .await?
        .ok_or(WishError::NotFound)?;
    let account = connections::store::account(tx, scope, row.uuid("account_id")?)
        .await?
        .ok_or(WishError::NotFound)?;
    let status = row.word("status", SwitchStatus::parse)?;
    if status == SwitchStatus::Removed {
        return Err(WishError::Impossible("the campaign was removed".to_owned()));
    }
    let name = row.text("name")?;
    let base = |kind, target, target_name, shared_by, field, expected, value, per_day_micros| Proposal {
        kind,
        target,
        target_name,
        shared_by,
        field,
        expected,
        value,
        campaign_id: Some(campaign_id),
        object_id: None,
        per_day_micros,
        reason,
        origin,
        decision_id: None,
        undoes: None,
        terms: None,
        gives_back: None,
        in_move: false,
    };
    let switch = match wish {
        Wish::Pause => Some((Kind::Pause, SwitchStatus::Paused)),
        Wish::Resume => Some((Kind::Resume, SwitchStatus::Active)),
        Wish::SetBudget { .. } => None,
    };
    if let Some((kind, wanted)) = switch {
        if status == wanted {
            return Err(WishError::Impossible(format!(
                "the campaign is {} already",
                status.as_str()
            )));
        }
        let target = WriteTarget {
            kind: TargetKind::Campaign,
            external_id: row.text("external_id")?,
        };
        let proposal = base(
            kind,
            target,
            name,
            1,
            WriteField::Status,
            WriteValue::Status(status),
            WriteValue::Status(wanted),
            None,
        );
        return Ok((account, proposal));
    }
    let Wish::SetBudget { micros, currency } = wish else {
        return Err(WishError::NotFound);
    };
    let budget = row
        .opt_text("budget_external_id")?
        .zip(row.opt_i64("amount_micros")?);
    let Some((external_id, now)) = budget else {
        return Err(WishError::Impossible(
            "the campaign has no budget of its own here".to_owned(),
        ));
    };
    if currency != account.currency {
        return Err(WishError::InvalidBudget(format!(
            "use {}, the account's currency",
            account.currency.as_str()
        )));
    }
    if micros <= 0 {
        return Err(WishError::InvalidBudget("use an amount above zero".to_owned()));
    }
    if micros == now {
        return Err(WishError::Impossible(format!(
            "the budget is {} already",
            account.currency.display(now)
        )));
    }
    let sharing = row.opt_i64("sharing")?.unwrap_or(1).max(1);
    let shared_by = u32::try_from(sharing).unwrap_or(u32::MAX);
    // A lifetime amount says nothing about a day, and a campaign that does not run spends nothing from a budget of its own.
    let per_day = match row.opt_text("period")?.as_deref() {
        Some("daily") if status != SwitchStatus::Active && shared_by == 1 => Some(0),
        Some("daily") => micros.checked_sub(now),
        _ => None,
    };
    let target_name = if shared_by > 1 {
        row.opt_text("budget_name")?.unwrap_or(name)
    } else {
        name
    };
    let target = WriteTarget {
        kind: TargetKind::Budget,
        external_id,
    };
    let proposal = base(
        Kind::SetBudget,
        target,
        target_name,
        shared_by,
        WriteField::Budget,
        WriteValue::Money(now),
        WriteValue::Money(micros),
        per_day,
    );
    Ok((account, proposal))
}

/// Mean of the seven complete days before the account's today, as far as rows exist.
async fn mean_daily_spend(
    tx: &mut Tx,
    account: &RegisteredAccount,
    campaign_id: Uuid,
    at: jiff::Timestamp,
) -> Result<Option<i64>, StoreError> {
    let today = calendar::day_at(at, &account.zone);
    let days = metric_store::campaign_days(
        tx,
        account.scope,
        campaign_id,
        today.saturating_sub(7),
        today.saturating_sub(1),
    )
    .await?;
    if days.is_empty() {
        return Ok(None);
    }
    let spend = days
        .iter()
        .fold(0_i64, |sum, (_, cells)| sum.saturating_add(cells.spend));
    Ok(spend.checked_div(7))
}
