//! What rules hold, in storage: begun by applied actions and by rules that join, ended by time, condition, people and the outside.
//!
//! The pure part is `dsl::conduct::holds`. A hold that ended and whose way back is not done yet keeps its row alive, so that
//! nothing is forgotten: the way back is tried again until it is done or somebody decides otherwise. Called by the tick, by
//! whatever ends an action, and by `campaigns` where a value changed outside. Never here: how it is given back
//! (`way_back`).

use dsl::{
    ObjectStatus,
    conduct::{
        door,
        holds::{self, Setting, Terms},
    },
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    promises::place,
    simulated,
    state::State,
    store::{self, Action, Step},
};
use crate::{
    campaigns,
    connections::{
        RegisteredAccount,
        platform::{SwitchStatus, WriteField, WriteTarget, WriteValue},
    },
    identity::{Actor, OrgScope},
    random::Random,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    LIVE = "select h.*, r.name as rule_name, r.state as rule_state, r.current_version from hold h join rule r on r.org_id = h.org_id and r.id = h.rule_id
        where h.org_id = $1 and h.account_id = $2 and h.ended_at is null and r.shadow_of is null order by h.since, h.id";
    LIVE_ON = "select h.*, r.name as rule_name, r.state as rule_state, r.current_version from hold h join rule r on r.org_id = h.org_id and r.id = h.rule_id
        where h.org_id = $1 and h.account_id = $2 and h.target_kind = $3 and h.target_external_id = $4 and h.field = $5 and h.ended_at is null and r.shadow_of is null
        order by h.since, h.id";
    BEGIN = "insert into hold (org_id, id, account_id, target_kind, target_external_id, field, campaign_id, rule_id, rule_version, action_id,
            base, value, since, ends_at, on_condition, object_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    /// The same rule acts on what it holds already: what was there before both comes back, at the end of the last.
    GO_ON = "update hold set action_id = $3, rule_version = $4, value = $5, since = $6, ends_at = $7, on_condition = $8, reason = null,
            way_back_id = null, retry_at = null
        where org_id = $1 and id = $2 and ended_at is null";
    END = "update hold set ended_at = $3, ended = $4, way_back_id = null where org_id = $1 and id = $2 and ended_at is null";
    END_OF_WAY_BACK = "update hold set ended_at = $3, ended = $4 where org_id = $1 and way_back_id = $2 and ended_at is null";
    /// Everything of a rule but what is on its way back or, unless `$4`, is to be given back.
    END_OF_RULE = "update hold set ended_at = $3, ended = 'kept' where org_id = $1 and rule_id = $2 and ended_at is null and way_back_id is null
          and ($4 = 1 or reason is null)";
    /// Its condition is true, once: what follows is tried until it is done.
    CONDITION_TRUE = "update hold set ends_at = $3, reason = $4 where org_id = $1 and id = $2 and ended_at is null and (ends_at is null or ends_at > $3)";
    JOINED_ALONE = "select h.id from hold h where h.org_id = $1 and h.rule_id = $2 and h.action_id is null and h.ended_at is null
        and not exists (select 1 from hold o join rule r on r.org_id = o.org_id and r.id = o.rule_id and r.shadow_of is null
          where o.org_id = h.org_id and o.account_id = h.account_id and o.target_kind = h.target_kind
            and o.target_external_id = h.target_external_id and o.field = h.field and o.ended_at is null and o.id <> h.id)";
    SET_WAY_BACK = "update hold set way_back_id = $3, retry_at = null where org_id = $1 and id = $2 and ended_at is null";
    TRY_AGAIN = "update hold set way_back_id = null, retry_at = $3 where org_id = $1 and way_back_id = $2 and ended_at is null";
    /// Accounts on which a hold is over, over every organisation: the scheduler's wheel.
    DUE_ACCOUNTS = "select distinct h.account_id from hold h join ad_account a on a.org_id = h.org_id and a.id = h.account_id
        join rule r on r.org_id = h.org_id and r.id = h.rule_id and r.shadow_of is null
        where h.ended_at is null and h.way_back_id is null and h.ends_at <= $1 and (h.retry_at is null or h.retry_at <= $1)
          and a.state = 'active' limit 1000";
    NEXT_DUE = "select min(case when retry_at is not null and retry_at > ends_at then retry_at else ends_at end) as next_at from hold h
        join rule r on r.org_id = h.org_id and r.id = h.rule_id and r.shadow_of is null
        where ended_at is null and way_back_id is null and (case when retry_at is not null and retry_at > ends_at then retry_at else ends_at end) > $1";
}

/// One live hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    pub id: Uuid,
    pub target: WriteTarget,
    pub field: WriteField,
    pub campaign_id: Option<Uuid>,
    /// The object below the campaign, where it is about one.
    pub object_id: Option<Uuid>,
    pub rule_id: Uuid,
    pub rule_name: String,
    pub rule_version: i64,
    /// The rule's version now.
    pub rule_now: i64,
    pub action_id: Option<Uuid>,
    pub base: WriteValue,
    pub value: WriteValue,
    pub since: Timestamp,
    pub ends_at: Option<Timestamp>,
    pub on_condition: bool,
    pub reason: Option<String>,
    pub way_back: Option<Uuid>,
    pub retry_at: Option<Timestamp>,
}

impl Held {
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.uuid("id")?,
            target: WriteTarget::read(row)?,
            field: row.word("field", WriteField::parse)?,
            campaign_id: row.opt_uuid("campaign_id")?,
            object_id: row.opt_uuid("object_id")?,
            rule_id: row.uuid("rule_id")?,
            rule_name: row.text("rule_name")?,
            rule_version: row.i64("rule_version")?,
            rule_now: row.i64("current_version")?,
            action_id: row.opt_uuid("action_id")?,
            base: row.json("base")?,
            value: row.json("value")?,
            since: row.time("since")?,
            ends_at: row.opt_time("ends_at")?,
            on_condition: row.flag("on_condition")?,
            reason: row.opt_text("reason")?,
            way_back: row.opt_uuid("way_back_id")?,
            retry_at: row.opt_time("retry_at")?,
        })
    }

    /// What its rule was about: the campaign, or the object below it.
    pub(crate) fn object(&self) -> Option<Uuid> {
        self.object_id.or(self.campaign_id)
    }

    pub(super) fn property(&self) -> (WriteTarget, WriteField) {
        (self.target.clone(), self.field)
    }

    pub(super) fn is_over(&self, at: Timestamp) -> bool {
        holds::ends(self.ends_at, None, at).is_some()
    }

    /// As the door looks at it.
    pub(super) fn at_door(&self, zone: &jiff::tz::TimeZone) -> Option<door::Held<'_>> {
        Some(door::Held {
            place: place(&self.target),
            base: setting(self.field, &self.base)?,
            value: setting(self.field, &self.value)?,
            rule: &self.rule_name,
            until: self.end_words(zone),
        })
    }

    /// When it ends, for a sentence.
    fn end_words(&self, zone: &jiff::tz::TimeZone) -> String {
        match (self.ends_at, self.on_condition) {
            (Some(end), condition) => {
                let end = end.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
                if condition {
                    format!("until its release or {end}")
                } else {
                    format!("until {end}")
                }
            }
            (None, true) => "until its release".to_owned(),
            (None, false) => "for good".to_owned(),
        }
    }
}

/// A value as the pure part knows it; `None` for a removed object and for a negative keyword, which is not held.
fn setting(field: WriteField, value: &WriteValue) -> Option<Setting> {
    match value {
        WriteValue::Status(SwitchStatus::Active) => Some(Setting::Status(ObjectStatus::Active)),
        WriteValue::Status(SwitchStatus::Paused) => Some(Setting::Status(ObjectStatus::Paused)),
        WriteValue::Status(SwitchStatus::Removed) | WriteValue::Negative(_) => None,
        WriteValue::Money(cell) | WriteValue::Ratio(cell) => Some(Setting::Amount(field.property(), *cell)),
        WriteValue::Label(is_there) => Some(Setting::Label(*is_there)),
    }
}

fn value_of(setting: Setting) -> WriteValue {
    match setting {
        Setting::Status(ObjectStatus::Active) => WriteValue::Status(SwitchStatus::Active),
        Setting::Status(ObjectStatus::Paused) => WriteValue::Status(SwitchStatus::Paused),
        Setting::Amount(property, cell) => WriteValue::amount(property, cell),
        Setting::Label(is_there) => WriteValue::Label(is_there),
    }
}

/// What is in force on a property while these hold; what was there before them where none does.
pub(super) fn in_force<'a>(first: &Held, held: impl Iterator<Item = &'a Held>) -> Option<WriteValue> {
    let values: Vec<Setting> = held.filter_map(|held| setting(held.field, &held.value)).collect();
    let base = setting(first.field, &first.base)?;
    Some(value_of(holds::in_force(base, &values)))
}

/// Everything held on an account, the eldest first.
pub async fn live(tx: &mut Tx, scope: OrgScope, account_id: Uuid) -> Result<Vec<Held>, StoreError> {
    tx.fetch_all(LIVE, params![scope.id(), account_id])
        .await?
        .iter()
        .map(Held::read)
        .collect()
}

async fn live_on(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    field: WriteField,
) -> Result<Vec<Held>, StoreError> {
    let values = params![
        scope.id(),
        account_id,
        target.kind.as_str(),
        &target.external_id,
        field.as_str()
    ];
    tx.fetch_all(LIVE_ON, values)
        .await?
        .iter()
        .map(Held::read)
        .collect()
}

/// Accounts on which something is to be given back at `at`, over every organisation.
pub async fn due_accounts(tx: &mut Tx, at: Timestamp) -> Result<Vec<Uuid>, StoreError> {
    tx.fetch_all(DUE_ACCOUNTS, params![at])
        .await?
        .iter()
        .map(|row| row.uuid("account_id"))
        .collect()
}

/// Whether something is to be given back on an account.
pub async fn is_over(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let live = live(tx, scope, account_id).await?;
    Ok(live.iter().any(|held| {
        held.is_over(at) && held.way_back.is_none() && held.retry_at.is_none_or(|retry| retry <= at)
    }))
}

/// The instant at which the next hold ends after `at`, over every organisation.
pub async fn next_due(tx: &mut Tx, at: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    tx.fetch_one(NEXT_DUE, params![at]).await?.opt_time("next_at")
}

/// A rule joins what others hold: nothing is to be done outside, and what they hold stays until it ends here, too. A way back
/// that nobody has begun is called off.
pub(crate) async fn join(
    tx: &mut Tx,
    account: &RegisteredAccount,
    random: &Random,
    joining: Joining<'_>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let scope = account.scope;
    let Joining {
        rule_id,
        rule_version,
        campaign_id,
        object_id,
        target,
        field,
        terms,
    } = joining;
    let live = live_on(tx, scope, account.id, target, field).await?;
    let Some(first) = live
        .first()
        .filter(|_| live.iter().all(|held| held.rule_id != rule_id))
    else {
        return Ok(false);
    };
    let current = campaigns::store::current_value(tx, scope, account.id, target, field).await?;
    let Some(value) = current.filter(|value| *value != first.base) else {
        return Ok(false);
    };
    let begun = New {
        target,
        field,
        campaign_id,
        object_id,
        rule: (rule_id, rule_version),
        action_id: None,
        base: &first.base,
        value: &value,
        terms,
    };
    begin(tx, account.id, scope, random, begun, at).await?;
    for held in &live {
        if let Some(way_back) = held.way_back {
            call_off(tx, scope, way_back, "another rule holds it, too", at).await?;
        }
    }
    Ok(true)
}

/// Who joins which property.
pub(crate) struct Joining<'a> {
    pub rule_id: Uuid,
    pub rule_version: i64,
    pub campaign_id: Option<Uuid>,
    pub object_id: Option<Uuid>,
    pub target: &'a WriteTarget,
    pub field: WriteField,
    /// `None`: what the rule did would stay; it holds until somebody changes it.
    pub terms: Option<Terms>,
}

pub(super) struct New<'a> {
    pub target: &'a WriteTarget,
    pub field: WriteField,
    pub campaign_id: Option<Uuid>,
    pub object_id: Option<Uuid>,
    pub rule: (Uuid, i64),
    pub action_id: Option<Uuid>,
    pub base: &'a WriteValue,
    pub value: &'a WriteValue,
    pub terms: Option<Terms>,
}

pub(super) async fn begin(
    tx: &mut Tx,
    account_id: Uuid,
    scope: OrgScope,
    random: &Random,
    new: New<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (rule_id, rule_version) = new.rule;
    let values = params![
        scope.id(),
        random.id(),
        account_id,
        new.target.kind.as_str(),
        &new.target.external_id,
        new.field.as_str(),
        new.campaign_id,
        rule_id,
        rule_version,
        new.action_id,
        store::value_text(new.base)?,
        store::value_text(new.value)?,
        at,
        new.terms.and_then(|terms| terms.ends_at(at)),
        new.terms.is_some_and(|terms| terms.on_condition),
        new.object_id,
    ];
    tx.execute_exactly(1, BEGIN, values).await
}

/// An action came into force: what it holds begins, what it gives back ends, and what a person did ends everything there.
pub(super) async fn applied(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    random: &Random,
    at: Timestamp,
) -> Result<(), StoreError> {
    if action.gives_back {
        tx.execute(END_OF_WAY_BACK, params![scope.id(), action.id, at, "released"])
            .await?;
        return Ok(());
    }
    let live = live_on(tx, scope, action.account_id, &action.target, action.field).await?;
    let Some(rule) = action.rule_id.zip(action.rule_version) else {
        for held in &live {
            let ended = if held.way_back == Some(action.id) {
                "released"
            } else {
                "outside"
            };
            tx.execute(END, params![scope.id(), held.id, at, ended]).await?;
        }
        return Ok(());
    };
    let others = live.iter().any(|held| held.rule_id != rule.0);
    let own = live.iter().find(|held| held.rule_id == rule.0);
    match (own, action.terms) {
        // What stays, with nobody else holding anything: nothing is left to give back.
        (Some(own), None) if !others => {
            tx.execute(END, params![scope.id(), own.id, at, "replaced"])
                .await?;
        }
        (Some(own), terms) => {
            let values = params![
                scope.id(),
                own.id,
                action.id,
                rule.1,
                store::value_text(&action.value)?,
                at,
                terms.and_then(|terms| terms.ends_at(at)),
                terms.is_some_and(|terms| terms.on_condition),
            ];
            tx.execute_exactly(1, GO_ON, values).await?;
        }
        (None, None) if !others => {}
        (None, terms) => {
            let base = live.first().map_or(&action.expected, |held| &held.base);
            let new = New {
                target: &action.target,
                field: action.field,
                campaign_id: action.campaign_id,
                object_id: action.object_id,
                rule,
                action_id: Some(action.id),
                base,
                value: &action.value,
                terms,
            };
            begin(tx, action.account_id, scope, random, new, at).await?;
        }
    }
    Ok(())
}

/// An action that was to give something back ended without doing so.
pub(super) async fn came_to_nothing(
    tx: &mut Tx,
    scope: OrgScope,
    action: &Action,
    to: State,
    at: Timestamp,
) -> Result<(), StoreError> {
    if !action.gives_back && action.undoes.is_none() {
        return Ok(());
    }
    match to {
        // Somebody wants it to stay; the platform will never take it, which has been told; or its rule is disabled.
        _ if !action.gives_back => {
            tx.execute(END_OF_WAY_BACK, params![scope.id(), action.id, at, "kept"])
                .await?;
        }
        State::Rejected | State::Dead => {
            let ended = if to == State::Rejected { "kept" } else { "failed" };
            tx.execute(END_OF_WAY_BACK, params![scope.id(), action.id, at, ended])
                .await?;
        }
        _ => {
            tx.execute(TRY_AGAIN, params![scope.id(), action.id, at]).await?;
        }
    }
    Ok(())
}

/// A value changed outside: nothing is held there any more.
pub(crate) async fn changed_outside(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    field: WriteField,
    at: Timestamp,
) -> Result<(), StoreError> {
    for held in live_on(tx, scope, account_id, target, field).await? {
        tx.execute(END, params![scope.id(), held.id, at, "outside"])
            .await?;
        if let Some(way_back) = held.way_back {
            call_off(tx, scope, way_back, "it was changed outside", at).await?;
        }
    }
    simulated::changed_outside(tx, scope, account_id, target, field, at).await
}

/// Ends a way back that nobody has begun. What is under way is left to its own end.
async fn call_off(
    tx: &mut Tx,
    scope: OrgScope,
    action_id: Uuid,
    why: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let action = store::load(tx, scope, action_id).await?;
    if let Some(action) = action.filter(|action| {
        matches!(
            action.state,
            State::AwaitingApproval | State::Approved | State::Retrying
        )
    }) {
        let step = Step::to(State::Cancelled, Actor::System, at).because(why);
        store::step(tx, scope, &action, step).await?;
    }
    Ok(())
}

/// A disabled rule lets go of what it holds, and what it did stays. What is on its way back ends when it arrives.
pub(super) async fn let_go(
    tx: &mut Tx,
    scope: OrgScope,
    rule_id: Uuid,
    returning: &[(Uuid, Uuid)],
    at: Timestamp,
) -> Result<(), StoreError> {
    for (held, action) in returning {
        on_the_way(tx, scope, *held, *action).await?;
    }
    tx.execute(END_OF_RULE, params![scope.id(), rule_id, at, false])
        .await?;
    Ok(())
}

/// A disabled rule lets go of everything, and everything stays as it is.
pub(super) async fn keep(
    tx: &mut Tx,
    scope: OrgScope,
    rule_id: Uuid,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(END_OF_RULE, params![scope.id(), rule_id, at, true])
        .await?;
    Ok(())
}

/// What a disabled rule joined and nobody else holds any more is given back as at its end: no action of its own stands there.
pub(super) async fn end_joined(
    tx: &mut Tx,
    scope: OrgScope,
    rule_id: Uuid,
    at: Timestamp,
) -> Result<(), StoreError> {
    for row in tx.fetch_all(JOINED_ALONE, params![scope.id(), rule_id]).await? {
        let values = params![scope.id(), row.uuid("id")?, at, "its rule was disabled"];
        tx.execute(CONDITION_TRUE, values).await?;
    }
    Ok(())
}

/// Ends one hold whose value others hold, too.
pub(super) async fn end_one(tx: &mut Tx, scope: OrgScope, id: Uuid, at: Timestamp) -> Result<(), StoreError> {
    tx.execute(END, params![scope.id(), id, at, "released"]).await?;
    Ok(())
}

/// An action is on its way that gives back what this holds.
pub(super) async fn on_the_way(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
    action_id: Uuid,
) -> Result<(), StoreError> {
    tx.execute(SET_WAY_BACK, params![scope.id(), id, action_id])
        .await?;
    Ok(())
}

/// A check found a rule's `release when` true.
pub(crate) async fn condition_true(
    tx: &mut Tx,
    scope: OrgScope,
    held: &Held,
    reason: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(CONDITION_TRUE, params![scope.id(), held.id, at, reason])
        .await?;
    Ok(())
}

/// Whether what an action gives back is still to be given back, just before it is sent.
pub(super) async fn still_wanted(tx: &mut Tx, scope: OrgScope, action: &Action) -> Result<bool, StoreError> {
    let live = live_on(tx, scope, action.account_id, &action.target, action.field).await?;
    let (going, staying): (Vec<&Held>, Vec<&Held>) =
        live.iter().partition(|held| held.way_back == Some(action.id));
    let wanted = going
        .first()
        .and_then(|first| in_force(first, staying.into_iter()));
    Ok(wanted.as_ref() == Some(&action.value))
}
