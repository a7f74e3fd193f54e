//! What people do with rules: write, change, enable, disable, put away.
//!
//! Every change names the revision it is based on, checks the text, writes a version and an audit event in one transaction.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use dsl::Diagnostic;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    acceptance::{self, Taken},
    catalog::{self, Scheduled, single_rule},
    shadow,
    store::{self, StoredRule},
};
use crate::{
    Context,
    actions::holds::{self, Restored},
    audit::{self, AuditActor, AuditEvent},
    connections::{platform::Platforms, shard_of},
    decisions::budget,
    hints::Topic,
    identity::{OrgScope, Principal},
    lookups,
    random::Random,
    store::{Row, StoreError, Tx, params},
};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The text has errors.
    #[error("the text has {} error(s)", .0.iter().filter(|found| found.severity == dsl::Severity::Error).count())]
    Diagnostics(Vec<Diagnostic>),
    /// A text is saved as one rule or one guard at a time.
    #[error("the text holds {rules} rules and {guards} guards; save them one by one")]
    NotOne { rules: usize, guards: usize },
    /// Each parameter's value that does not fit, and why.
    #[error("{} value(s) do not fit their parameters", .0.len())]
    Overrides(Vec<(String, String)>),
    #[error("there is a rule called `{0}` already")]
    NameTaken(String),
    #[error(
        "the rule is called `{was}` and the text calls it `{is}`; its history hangs on the name: add `formerly \"{was}\"` to take it along, or save the text as a new rule"
    )]
    NameChanged { was: String, is: String },
    #[error("there is no such rule")]
    NotFound,
    /// Somebody was faster: look again.
    #[error("it has changed since you looked at it")]
    Moved,
    #[error("{0}")]
    NotAllowed(String),
    #[error("{0}")]
    NotNow(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A text on its way to becoming a version.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub text: String,
    /// Parameter → typed literal.
    pub overrides: BTreeMap<String, String>,
    /// Why it was written.
    pub note: Option<String>,
    /// The ready rule it was made from.
    pub library_id: Option<String>,
}

/// What becomes of the changes that a rule made and that still stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDisable {
    Keep,
    /// Each is undone by a proposal through the one door.
    Restore,
}

/// What disabling did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disabled {
    /// Proposals of the rule that nobody had carried out yet.
    pub withdrawn: usize,
    pub restored: Vec<Restored>,
}

/// The draft's one rule, its tests passing and its values fitting.
pub(super) fn checked(draft: &Draft) -> Result<dsl::Rule, RuleError> {
    let rule = single_rule(&draft.text)?;
    let tests = dsl::testing::run(&draft.text, &dsl::check(&draft.text));
    if !tests.passed() {
        return Err(RuleError::Diagnostics(tests.diagnostics()));
    }
    catalog::values_fit(&rule, &draft.overrides)?;
    Ok(rule)
}

/// Whose hand writes, and when: what every change of a transaction shares.
#[derive(Clone)]
pub(super) struct Hand {
    pub(super) principal: Principal,
    pub(super) random: Random,
    pub(super) platforms: Arc<Platforms>,
    /// Process time: of versions and of the audit.
    pub(super) now: Timestamp,
    /// Business time: of schedules and of what is withdrawn.
    pub(super) at: Timestamp,
    pub(super) steps_a_run: u64,
}

impl Hand {
    pub(super) fn of(context: &Context, principal: &Principal) -> Self {
        Self {
            principal: principal.clone(),
            random: context.random.clone(),
            platforms: Arc::clone(&context.platforms),
            now: context.process.now(),
            at: context.business.now(),
            steps_a_run: context.steps_a_run,
        }
    }

    pub(super) const fn scope(&self) -> OrgScope {
        self.principal.scope
    }

    pub(super) async fn record(&self, tx: &mut Tx, event: AuditEvent) -> Result<(), StoreError> {
        audit::record(tx, &self.random, self.scope(), self.now, event).await
    }

    pub(super) fn done(&self, what: &'static str, rule: Uuid) -> AuditEvent {
        AuditEvent::done(what, AuditActor::of(&self.principal)).on("rule", rule)
    }
}

pub(super) async fn insert_version(
    tx: &mut Tx,
    hand: &Hand,
    id: Uuid,
    version: i64,
    draft: &Draft,
) -> Result<(), StoreError> {
    let overrides = serde_json::to_string(&draft.overrides)
        .map_err(|error| StoreError::inconsistent("overrides", error.to_string()))?;
    let values = params![
        hand.scope().id(),
        id,
        version,
        &draft.text,
        overrides,
        hand.now,
        hand.principal.actor,
        draft.note.as_deref(),
    ];
    tx.execute_exactly(1, store::INSERT_VERSION, values).await?;
    acceptance::record_text(tx, &hand.principal, (id, version), &draft.text, hand.now).await
}

/// The rule's row, if it is still the one that was read.
pub(crate) async fn current(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
    revision: Option<i64>,
) -> Result<(StoredRule, Row), RuleError> {
    let row = tx
        .fetch_optional(store::CURRENT, params![scope.id(), id])
        .await?
        .ok_or(RuleError::NotFound)?;
    let now = row.i64("revision")?;
    if revision.is_some_and(|revision| revision != now) {
        return Err(RuleError::Moved);
    }
    Ok((store::stored_rule(&row)?, row))
}

pub(super) fn tell(context: &Context, scope: OrgScope, id: Uuid) {
    context.hints.send(Some(scope.id()), Topic::Rules, Some(id), None);
}

/// What the organisation's other rules have against a text: a circle of rules that step back, or a past that belongs to another.
async fn among_others(
    tx: &mut Tx,
    scope: OrgScope,
    own: Option<Uuid>,
    rule: &dsl::Rule,
) -> Result<(), RuleError> {
    if rule.yields_to().is_empty() && rule.formerly().is_empty() {
        return Ok(());
    }
    let mut others = Vec::new();
    for row in tx.fetch_all(store::ALL_CURRENT, params![scope.id()]).await? {
        let stored = store::stored_rule(&row)?;
        // A text that no longer checks stands in nobody's way.
        if let (true, Ok(other)) = (Some(stored.id) != own, single_rule(&stored.text)) {
            others.push(other);
        }
    }
    let mut yields: Vec<(&str, &[String])> = vec![(rule.name(), rule.yields_to())];
    yields.extend(others.iter().map(|other| (other.name(), other.yields_to())));
    if let Some(circle) = dsl::yield_circle(&yields) {
        return Err(RuleError::NotNow(dsl::circle_words(&circle)));
    }
    for name in rule.formerly() {
        if let Some(rival) = others
            .iter()
            .find(|other| other.name() == name || other.formerly().contains(name))
        {
            return Err(RuleError::NotNow(if rival.name() == name {
                format!("`{name}` is another rule, which keeps its own past")
            } else {
                format!(
                    "\"{}\" was called `{name}`, too: only one of the two can go on from it",
                    rival.name()
                )
            }));
        }
    }
    Ok(())
}

/// Saves a text as a new rule, a draft.
///
/// # Errors
/// [`RuleError::NameTaken`] when a rule of this name exists.
pub async fn create(context: &Context, principal: &Principal, draft: Draft) -> Result<Uuid, RuleError> {
    let rule = checked(&draft)?;
    let hand = Hand::of(context, principal);
    let id = context
        .store
        .write(move |tx| Box::pin(async move { create_in(tx, &hand, &rule, &draft).await }))
        .await?;
    tell(context, principal.scope, id);
    Ok(id)
}

/// As [`create`], in a transaction of the caller's; `rule` is the draft's, checked.
pub(super) async fn create_in(
    tx: &mut Tx,
    hand: &Hand,
    rule: &dsl::Rule,
    draft: &Draft,
) -> Result<Uuid, RuleError> {
    let (scope, name) = (hand.scope(), rule.name());
    let taken = tx
        .fetch_optional(store::RULE_BY_NAME, params![scope.id(), name])
        .await?;
    if taken.is_some() {
        return Err(RuleError::NameTaken(name.to_owned()));
    }
    among_others(tx, scope, None, rule).await?;
    let id = hand.random.id();
    let values = params![
        scope.id(),
        id,
        name,
        shard_of(id),
        hand.now,
        draft.library_id.as_deref()
    ];
    tx.execute_exactly(1, store::INSERT_RULE, values).await?;
    insert_version(tx, hand, id, 1, draft).await?;
    hand.record(tx, hand.done("rule.created", id)).await?;
    Ok(id)
}

/// Saves a text as the rule's next version; an enabled rule runs on it from its next tick. Answers the version.
///
/// # Errors
/// [`RuleError::Moved`] when the rule is no longer at `revision`; [`RuleError::NameChanged`].
pub async fn replace(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    revision: i64,
    draft: Draft,
) -> Result<i64, RuleError> {
    let rule = checked(&draft)?;
    let hand = Hand::of(context, principal);
    let version = context
        .store
        .write(move |tx| {
            Box::pin(async move { replace_in(tx, &hand, (id, revision), &rule, &draft, &[]).await })
        })
        .await?;
    tell(context, principal.scope, id);
    Ok(version)
}

/// As [`replace`], in a transaction of the caller's; `rule` is the draft's, checked. `accepted` is what somebody took a second look
/// at before the text goes to work; it stays in the record.
pub(super) async fn replace_in(
    tx: &mut Tx,
    hand: &Hand,
    (id, revision): (Uuid, i64),
    rule: &dsl::Rule,
    draft: &Draft,
    accepted: &[Taken],
) -> Result<i64, RuleError> {
    let (scope, name) = (hand.scope(), rule.name());
    let (was, row) = current(tx, scope, id, Some(revision)).await?;
    let renamed = was.name != name;
    // A rename says so itself: everything that hangs on the rule stays with it.
    if renamed && !rule.formerly().contains(&was.name) {
        return Err(RuleError::NameChanged {
            was: was.name,
            is: name.to_owned(),
        });
    }
    if renamed {
        let taken = tx
            .fetch_optional(store::RULE_BY_NAME, params![scope.id(), name])
            .await?;
        if taken.is_some() {
            return Err(RuleError::NameTaken(name.to_owned()));
        }
        tx.execute_exactly(1, store::RENAME, params![scope.id(), id, name])
            .await?;
    }
    among_others(tx, scope, Some(id), rule).await?;
    let version = was.version.saturating_add(1);
    tx.execute_exactly(1, store::BUMP_RULE, params![scope.id(), id, version, hand.now])
        .await?;
    insert_version(tx, hand, id, version, draft).await?;
    if row.text("state")? == "enabled" {
        can_look_up(tx, scope, rule).await?;
        let (stored, _) = current(tx, scope, id, None).await?;
        for account in catalog::accounts(tx, scope).await? {
            catalog::schedule(tx, &stored, &account, &hand.platforms, hand.at).await?;
        }
    }
    let details = if renamed {
        serde_json::json!({ "version": version, "renamed_from": was.name })
    } else {
        serde_json::json!({ "version": version })
    };
    let details = record_accepted(tx, hand, (id, version), accepted, details).await?;
    hand.record(tx, hand.done("rule.saved", id).with(details)).await?;
    Ok(version)
}

/// What the rule looks up is there.
async fn can_look_up(tx: &mut Tx, scope: OrgScope, rule: &dsl::Rule) -> Result<(), RuleError> {
    match lookups::known::objection(tx, scope, rule).await? {
        Some(why) => Err(RuleError::NotNow(why)),
        None => Ok(()),
    }
}

/// Puts acceptances into the record, and their codes into the event's details.
async fn record_accepted(
    tx: &mut Tx,
    hand: &Hand,
    version: (Uuid, i64),
    accepted: &[Taken],
    mut details: serde_json::Value,
) -> Result<serde_json::Value, StoreError> {
    acceptance::record(tx, &hand.principal, version, accepted, hand.now).await?;
    if let (false, Some(details)) = (accepted.is_empty(), details.as_object_mut()) {
        let codes: BTreeSet<&str> = accepted.iter().map(|one| one.code.as_str()).collect();
        details.insert("accepted".to_owned(), codes.into_iter().collect());
    }
    Ok(details)
}

/// Saves a text as a new rule or, where one of its name exists, as that rule's next version.
pub async fn save(
    context: &Context,
    principal: &Principal,
    text: &str,
    overrides: BTreeMap<String, String>,
) -> Result<(Uuid, i64), RuleError> {
    let draft = Draft {
        text: text.to_owned(),
        overrides,
        ..Draft::default()
    };
    let rule = checked(&draft)?;
    // By its name, or by one it had.
    let names: Vec<String> = std::iter::once(rule.name().to_owned())
        .chain(rule.formerly().iter().cloned())
        .collect();
    let scope = principal.scope;
    let existing = context
        .store
        .read(|tx| {
            Box::pin(async move {
                for name in names {
                    let row = tx
                        .fetch_optional(store::RULE_BY_NAME, params![scope.id(), name])
                        .await?;
                    if let Some(row) = row {
                        return Ok(Some((row.uuid("id")?, row.i64("revision")?)));
                    }
                }
                Ok::<_, StoreError>(None)
            })
        })
        .await?;
    match existing {
        None => Ok((create(context, principal, draft).await?, 1)),
        Some((id, revision)) => Ok((id, replace(context, principal, id, revision, draft).await?)),
    }
}

/// Enables a rule: every account in its scope gets a schedule; an account it cannot be bound to gets the reason.
///
/// # Errors
/// [`RuleError::NotNow`] when accounts are in its scope and it can run on none of them.
pub async fn enable(context: &Context, principal: &Principal, id: Uuid) -> Result<(), RuleError> {
    enable_at(context, principal, id, None, &[]).await
}

/// As [`enable`], if the rule is still at `revision`. `accepted` is what somebody took a second look at; it stays in the record.
pub async fn enable_at(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    revision: Option<i64>,
    accepted: &[Taken],
) -> Result<(), RuleError> {
    let accepted = accepted.to_vec();
    let hand = Hand::of(context, principal);
    context
        .store
        .write(move |tx| Box::pin(async move { enable_in(tx, &hand, id, revision, &accepted).await }))
        .await?;
    tell(context, principal.scope, id);
    Ok(())
}

/// As [`enable_at`], in a transaction of the caller's.
pub(super) async fn enable_in(
    tx: &mut Tx,
    hand: &Hand,
    id: Uuid,
    revision: Option<i64>,
    accepted: &[Taken],
) -> Result<(), RuleError> {
    let scope = hand.scope();
    let (stored, row) = current(tx, scope, id, revision).await?;
    if row.text("state")? == "quarantined" {
        return Err(RuleError::NotNow(
            "the rule was stopped after failing again and again; an admin resumes it on the actors' page"
                .to_owned(),
        ));
    }
    can_look_up(tx, scope, &single_rule(&stored.text)?).await?;
    budget::fits(tx, scope, &hand.platforms, &stored, hand.steps_a_run).await?;
    tx.execute_exactly(1, store::SET_STATE, params![scope.id(), id, "enabled", hand.now])
        .await?;
    schedule_everywhere(tx, hand, &stored).await?;
    let details = serde_json::json!({ "version": stored.version });
    let details = record_accepted(tx, hand, (id, stored.version), accepted, details).await?;
    hand.record(tx, hand.done("rule.enabled", id).with(details))
        .await?;
    Ok(())
}

/// Gives a rule its place in the schedule of every account in its scope.
///
/// # Errors
/// [`RuleError::NotNow`] when accounts are in its scope and it can run on none of them.
pub(super) async fn schedule_everywhere(
    tx: &mut Tx,
    hand: &Hand,
    stored: &StoredRule,
) -> Result<(), RuleError> {
    let (mut bound, mut failure) = (0_usize, None);
    for account in catalog::accounts(tx, hand.scope()).await? {
        match catalog::schedule(tx, stored, &account, &hand.platforms, hand.at).await? {
            Scheduled::Bound => bound = bound.saturating_add(1),
            Scheduled::NotBound(why) => failure = Some(why),
            Scheduled::OutsideScope => {}
        }
    }
    match (bound, failure) {
        (0, Some(why)) => Err(RuleError::NotNow(format!(
            "the rule can run on none of the accounts in its scope: {why}"
        ))),
        _ => Ok(()),
    }
}

/// Disables a rule and keeps what it did.
pub async fn disable(context: &Context, principal: &Principal, id: Uuid) -> Result<Disabled, RuleError> {
    disable_at(context, principal, id, None, OnDisable::Keep).await
}

/// Disables a rule, if it is still at `revision`: it is no longer evaluated, what it proposed and nobody carried out is
/// withdrawn, and what it changed stands or is restored.
pub async fn disable_at(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    revision: Option<i64>,
    holds: OnDisable,
) -> Result<Disabled, RuleError> {
    let scope = principal.scope;
    let hand = Hand::of(context, principal);
    let disabled = context
        .store
        .write(move |tx| Box::pin(async move { disable_in(tx, &hand, id, revision, holds).await }))
        .await?;
    tell(context, scope, id);
    if disabled.withdrawn > 0 || !disabled.restored.is_empty() {
        context.hints.send(Some(scope.id()), Topic::Actions, None, None);
    }
    Ok(disabled)
}

/// As [`disable_at`], in a transaction of the caller's.
pub(super) async fn disable_in(
    tx: &mut Tx,
    hand: &Hand,
    id: Uuid,
    revision: Option<i64>,
    holds: OnDisable,
) -> Result<Disabled, RuleError> {
    let scope = hand.scope();
    let (stored, row) = current(tx, scope, id, revision).await?;
    if row.text("state")? == "draft" {
        return Err(RuleError::NotNow(
            "the rule is a draft and was never enabled".to_owned(),
        ));
    }
    tx.execute_exactly(1, store::SET_STATE, params![scope.id(), id, "disabled", hand.now])
        .await?;
    tx.execute(store::DELETE_SCHEDULES, params![scope.id(), id])
        .await?;
    let withdrawn = holds::withdraw(tx, &hand.principal, id, &hand.random, hand.at).await?;
    let restored = match holds {
        OnDisable::Keep => {
            holds::keep(tx, &hand.principal, id, hand.at).await?;
            Vec::new()
        }
        OnDisable::Restore => holds::restore(tx, &hand.principal, &stored, &hand.random, hand.at).await?,
    };
    let details = serde_json::json!({ "withdrawn": withdrawn, "restored": restored.len() });
    hand.record(tx, hand.done("rule.disabled", id).with(details))
        .await?;
    Ok(Disabled { withdrawn, restored })
}

/// Puts a rule away: it leaves the lists and its name is free again; its versions, decisions and actions stay.
///
/// # Errors
/// [`RuleError::NotNow`] while it is enabled.
pub async fn archive(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    revision: i64,
) -> Result<(), RuleError> {
    let hand = Hand::of(context, principal);
    context
        .store
        .write(move |tx| Box::pin(async move { archive_in(tx, &hand, id, Some(revision)).await }))
        .await?;
    tell(context, principal.scope, id);
    Ok(())
}

/// As [`archive`], in a transaction of the caller's.
pub(super) async fn archive_in(
    tx: &mut Tx,
    hand: &Hand,
    id: Uuid,
    revision: Option<i64>,
) -> Result<(), RuleError> {
    let scope = hand.scope();
    let (_, row) = current(tx, scope, id, revision).await?;
    if !matches!(row.text("state")?.as_str(), "draft" | "disabled") {
        return Err(RuleError::NotNow(
            "disable the rule before you put it away".to_owned(),
        ));
    }
    tx.execute_exactly(1, store::ARCHIVE, params![scope.id(), id, hand.now])
        .await?;
    shadow::end_in(tx, hand, id).await?;
    hand.record(tx, hand.done("rule.archived", id)).await?;
    Ok(())
}
