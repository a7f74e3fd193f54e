//! One connected account: everything its page shows, and what an admin does with it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    AccountState, first_sync,
    first_sync::FirstSync,
    grants,
    parking::{self, Parked},
    store,
    view::{self, AccountView},
};
use crate::{
    Context,
    actions::withdraw::{self, Withdrawn},
    audit::{self, AuditActor, AuditEvent},
    hints::Topic,
    identity::{OrgScope, Principal},
    store::{StoreError, params, statements},
};

statements! {
    ACCOUNT_EXTRAS = "select a.version, a.extra_settled_days, a.grant_id, g.state as grant_state, g.state_detail as grant_detail, g.scopes,
            g.access_expires_at, g.created_at as granted_at, u.name as connected_by, a.connected_at,
            s.failures, s.last_error, s.next_at, s.running_since
        from ad_account a join platform_grant g on g.org_id = a.org_id and g.id = a.grant_id
        left join app_user u on u.id = g.connected_by
        left join sync_schedule s on s.org_id = a.org_id and s.account_id = a.id
        where a.org_id = $1 and a.id = $2";
    /// How far each set of data was read. A piece of history moves neither: it does not reach the present.
    FRESHNESS = "select max(case when data_until = observed_at then data_until end) as days_until,
            max(case when data_until = observed_at then finished_at end) as days_read_at,
            max(case when first_hourly_day <= last_day then data_until end) as hours_until,
            max(case when first_hourly_day <= last_day then finished_at end) as hours_read_at
        from sync where org_id = $1 and account_id = $2";
    WORK = "select coalesce(sum(case when state in ('approved', 'retrying', 'unknown', 'accepted') then 1 else 0 end), 0) as waiting,
            coalesce(sum(case when state = 'intent' then 1 else 0 end), 0) as in_flight
        from action where org_id = $1 and account_id = $2 and state in ('approved', 'retrying', 'unknown', 'accepted', 'intent')";
    RULES_OF_ACCOUNT = "select r.id, r.name, s.not_bound from rule_schedule s join rule r on r.org_id = s.org_id and r.id = s.rule_id
        where s.org_id = $1 and s.account_id = $2 and r.state in ('enabled', 'quarantined') order by r.name, r.id";
    EDIT_ACCOUNT = "update ad_account set brand_id = coalesce($4, brand_id), extra_settled_days = coalesce($5, extra_settled_days),
            version = version + 1, updated_at = $6
        where org_id = $1 and id = $2 and version = $3 and disconnected_at is null";
    DISCONNECT = "update ad_account set state = 'cancelled', state_detail = $3, disconnected_at = $4, version = version + 1, updated_at = $4
        where org_id = $1 and id = $2 and disconnected_at is null";
    DELETE_SCHEDULES_OF_ACCOUNT = "delete from rule_schedule where org_id = $1 and account_id = $2";
    /// What was counted is not counted on over the gap; cooldowns of what was done stay.
    DELETE_PROGRESS_OF_ACCOUNT = "delete from rule_progress where org_id = $1 and account_id = $2 and state <> 'acted'";
    LIFT_QUARANTINE_OF_ACCOUNT = "delete from quarantine where org_id = $1 and kind = 'account' and ref_id = $2";
    REBIND_BRAND = "select id from brand where org_id = $1 and id = $2";
}

/// How often each set of data is read.
pub const PROMISED_EVERY: SignedDuration = SignedDuration::from_mins(dsl::SYNC_MINUTES as i64);
/// How much later than promised data may be before it is called late: a sync takes its time.
const GRACE: SignedDuration = SignedDuration::from_mins(15);
/// The longest that the settling lag of an account may be stretched.
pub const MOST_EXTRA_DAYS: u32 = 30;

#[derive(Debug, Clone, PartialEq)]
pub struct AccountDetail {
    pub account: AccountView,
    pub version: i64,
    pub extra_settled_days: u32,
    pub grant: GrantView,
    pub data_sets: Vec<DataSet>,
    pub first_sync: Option<FirstSync>,
    pub sync: SyncView,
    pub queue: QueueView,
    pub rules: Vec<RuleOnAccount>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantView {
    pub is_live: bool,
    pub state_detail: Option<String>,
    pub scopes: Vec<String>,
    /// Process time.
    pub access_expires_at: Option<Timestamp>,
    pub connected_by: Option<String>,
    pub connected_at: Timestamp,
}

/// One kind of data and how current it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSet {
    pub name: &'static str,
    pub data_until: Option<Timestamp>,
    pub last_read_at: Option<Timestamp>,
    pub state: Freshness,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    Fresh,
    Late,
    Missing,
}

impl Freshness {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Late => "late",
            Self::Missing => "missing",
        }
    }

    fn of(data_until: Option<Timestamp>, at: Timestamp) -> Self {
        let patience = PROMISED_EVERY.checked_add(GRACE).unwrap_or(PROMISED_EVERY);
        match data_until {
            None => Self::Missing,
            Some(until) if at.duration_since(until) > patience => Self::Late,
            Some(_) => Self::Fresh,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncView {
    pub failures: u32,
    pub last_error: Option<String>,
    pub next_at: Option<Timestamp>,
    pub running: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueView {
    pub waiting: i64,
    pub in_flight: i64,
    pub parked: Option<Parked>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOnAccount {
    pub id: Uuid,
    pub name: String,
    pub not_bound: Option<String>,
}

/// Everything about one account of the organisation, also when it is out of service.
pub async fn detail(
    context: &Context,
    scope: OrgScope,
    id: Uuid,
) -> Result<Option<AccountDetail>, StoreError> {
    let at = context.business.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(account) = view::account(tx, scope, id).await? else {
                    return Ok(None);
                };
                let key = params![scope.id(), id];
                let extras = tx.fetch_one(ACCOUNT_EXTRAS, key).await?;
                let reading = tx.fetch_one(FRESHNESS, key).await?;
                let work = tx.fetch_one(WORK, key).await?;
                let (days_until, days_read_at) =
                    (reading.opt_time("days_until")?, reading.opt_time("days_read_at")?);
                let (hours_until, hours_read_at) = (
                    reading.opt_time("hours_until")?,
                    reading.opt_time("hours_read_at")?,
                );
                let set = |name, data_until, last_read_at| DataSet {
                    name,
                    data_until,
                    last_read_at,
                    state: Freshness::of(data_until, at),
                };
                let rules = tx
                    .fetch_all(RULES_OF_ACCOUNT, key)
                    .await?
                    .iter()
                    .map(|row| {
                        Ok(RuleOnAccount {
                            id: row.uuid("id")?,
                            name: row.text("name")?,
                            not_bound: row.opt_text("not_bound")?,
                        })
                    })
                    .collect::<Result<_, StoreError>>()?;
                let running = extras.opt_time("running_since")?.is_some();
                Ok(Some(AccountDetail {
                    account,
                    version: extras.i64("version")?,
                    extra_settled_days: extras.u32("extra_settled_days")?,
                    grant: GrantView {
                        is_live: extras.text("grant_state")? == "live",
                        state_detail: extras.opt_text("grant_detail")?,
                        scopes: extras
                            .text("scopes")?
                            .split_ascii_whitespace()
                            .map(str::to_owned)
                            .collect(),
                        access_expires_at: extras.opt_time("access_expires_at")?,
                        connected_by: extras.opt_text("connected_by")?,
                        connected_at: extras.time("connected_at")?,
                    },
                    data_sets: vec![
                        set("structure", days_until, days_read_at),
                        set("metrics by day", days_until, days_read_at),
                        set("metrics by hour", hours_until, hours_read_at),
                    ],
                    first_sync: first_sync::find(tx, scope, id).await?,
                    sync: SyncView {
                        failures: extras
                            .opt_i64("failures")?
                            .map_or(0, |n| u32::try_from(n).unwrap_or(0)),
                        last_error: extras.opt_text("last_error")?,
                        next_at: extras.opt_time("next_at")?,
                        running,
                    },
                    queue: QueueView {
                        waiting: work.i64("waiting")?,
                        in_flight: work.i64("in_flight")?.saturating_add(i64::from(running)),
                        parked: parking::parked(tx, scope, id, at).await?,
                    },
                    rules,
                }))
            })
        })
        .await
}

#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error("there is no such account")]
    NotFound,
    #[error("the account was edited since you looked at it")]
    Moved,
    #[error("there is no such brand")]
    NoBrand,
    #[error("{0}")]
    Impossible(&'static str),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a person may change about an account; `None` leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AccountEdit {
    pub brand: Option<Uuid>,
    pub extra_settled_days: Option<u32>,
}

/// Edits an account that is at `version`.
pub async fn edit(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    version: i64,
    edit: AccountEdit,
) -> Result<(), AccountError> {
    let (now, at, random) = (
        context.process.now(),
        context.business.now(),
        context.random.clone(),
    );
    let (person, scope) = (principal.clone(), principal.scope);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                if let Some(brand) = edit.brand
                    && tx
                        .fetch_optional(REBIND_BRAND, params![scope.id(), brand])
                        .await?
                        .is_none()
                {
                    return Err(AccountError::NoBrand);
                }
                let known = store::account(tx, scope, id)
                    .await?
                    .ok_or(AccountError::NotFound)?;
                if known.state == AccountState::Disconnected {
                    return Err(AccountError::Impossible("the account is out of service"));
                }
                let days = edit.extra_settled_days.map(i64::from);
                let values = params![scope.id(), id, version, edit.brand, days, at];
                if tx.execute(EDIT_ACCOUNT, values).await? == 0 {
                    return Err(AccountError::Moved);
                }
                let event = AuditEvent::done("account.edited", AuditActor::of(&person))
                    .on("account", id)
                    .with(serde_json::json!({ "brand": edit.brand, "extra_settled_days": edit.extra_settled_days }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok(())
            })
        })
        .await?;
    context.hints.send(
        Some(scope.id()),
        Topic::Accounts,
        Some(id),
        Some(version.saturating_add(1)),
    );
    Ok(())
}

/// Makes the account's next sync, and what is left of its history, due now.
pub async fn sync_now(context: &Context, principal: &Principal, id: Uuid) -> Result<(), AccountError> {
    let (now, at, random) = (
        context.process.now(),
        context.business.now(),
        context.random.clone(),
    );
    let (person, scope) = (principal.clone(), principal.scope);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let known = store::account(tx, scope, id)
                    .await?
                    .ok_or(AccountError::NotFound)?;
                match known.state {
                    AccountState::Connecting | AccountState::Active => {}
                    AccountState::Reconnect => {
                        return Err(AccountError::Impossible(
                            "the account needs a new consent first: reconnect it",
                        ));
                    }
                    AccountState::Quarantined => {
                        return Err(AccountError::Impossible(
                            "the account is quarantined: resume it first",
                        ));
                    }
                    AccountState::Cancelled | AccountState::Disconnected => {
                        return Err(AccountError::Impossible("the account is out of service"));
                    }
                }
                store::sync_due(tx, scope, id, at).await?;
                first_sync::make_due(tx, scope, id, at).await?;
                let event = AuditEvent::done("account.sync_asked", AuditActor::of(&person)).on("account", id);
                audit::record(tx, &random, scope, now, event).await?;
                Ok(())
            })
        })
        .await?;
    context
        .hints
        .send(Some(scope.id()), Topic::Accounts, Some(id), None);
    Ok(())
}

/// How long the answer to a request that is on its way is waited for (process time), well below the time-out of the request
/// that waits. Most take a second; the platform's longest is given up after twenty.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Takes an account out of service: rules no longer look at it, what was not sent is cancelled, its token is forgotten
/// unless another account uses it. Its history stays, and connecting it again goes on with it.
///
/// What is not sent yet is cancelled at once; the answer to a request that is on its way is waited for, so that its end is
/// known. If it does not come in time the account stays as it is, with nothing left to send, and the person may try again.
pub async fn disconnect(context: &Context, principal: &Principal, id: Uuid) -> Result<(), AccountError> {
    let scope = principal.scope;
    let begun = context.process.instant();
    let mut ended = 0_usize;
    loop {
        let withdrawn = take_out(context, principal, id, ended).await?;
        ended = ended.saturating_add(withdrawn.ended);
        if withdrawn.on_their_way == 0 {
            break;
        }
        if context.process.instant().saturating_duration_since(begun) > PATIENCE {
            if ended > 0 {
                context.hints.send(Some(scope.id()), Topic::Actions, None, None);
            }
            return Err(AccountError::Impossible(
                "a change was already on its way to the platform, which has not answered yet; everything else is cancelled, so try again in a minute",
            ));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    context
        .hints
        .send(Some(scope.id()), Topic::Accounts, Some(id), None);
    if ended > 0 {
        context.hints.send(Some(scope.id()), Topic::Actions, None, None);
    }
    Ok(())
}

/// One attempt: withdraws what can be, and takes the account out of service if nothing is left on its way.
async fn take_out(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    ended_before: usize,
) -> Result<Withdrawn, AccountError> {
    let (now, at, random) = (
        context.process.now(),
        context.business.now(),
        context.random.clone(),
    );
    let (person, scope) = (principal.clone(), principal.scope);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let known = store::account(tx, scope, id)
                    .await?
                    .filter(|known| known.state != AccountState::Disconnected)
                    .ok_or(AccountError::NotFound)?;
                let withdrawn = withdraw::withdraw_all(tx, scope, id, &random, person.cause(), at).await?;
                if withdrawn.on_their_way > 0 {
                    return Ok(withdrawn);
                }
                let detail = format!("disconnected by {}", person.name);
                tx.execute_exactly(1, DISCONNECT, params![scope.id(), id, detail, at])
                    .await?;
                tx.execute(DELETE_SCHEDULES_OF_ACCOUNT, params![scope.id(), id])
                    .await?;
                tx.execute(DELETE_PROGRESS_OF_ACCOUNT, params![scope.id(), id])
                    .await?;
                tx.execute(LIFT_QUARANTINE_OF_ACCOUNT, params![scope.id(), id])
                    .await?;
                grants::forget_if_unused(tx, scope, known.grant_id, now).await?;
                let cancelled = ended_before.saturating_add(withdrawn.ended);
                let event = AuditEvent::done("account.disconnected", AuditActor::of(&person))
                    .on("account", id)
                    .with(serde_json::json!({ "cancelled_actions": cancelled }));
                audit::record(tx, &random, scope, now, event).await?;
                Ok(withdrawn)
            })
        })
        .await
}
