//! Shadows over HTTP: start one, see what it would have done beside what the rule did, end it, put it to work.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};
use engine::{
    actions::simulated::AskedOf,
    campaigns,
    connections::platform::{WriteField, WriteValue},
    decisions::{
        side_by_side::{self, Change, Did, Difference, Differences, Meanwhile, SideBySide, SimulatedHold},
        together,
    },
    rules::{
        Draft,
        shadow::{self, Source},
    },
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    refusal,
    shown::{RuleDetail, RuleMoved, RuleRefused},
    switch::{EnableRule, switched_on},
    write,
};
use crate::{
    AppState,
    backtests::ChangedProperty,
    decisions::DecisionOutcome,
    extract::{Caller, IfMatch, Json, PathId},
    problem::{Problem, ProblemDocument},
    wire::{ActionAccount, Money, NamedRef, ObjectBelow, PREFIX, ShownValue, told},
};

/// What is to run as a shadow: a saved version, or a text that nobody saved. Without either the version that counts now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartShadow {
    #[schema(example = 3)]
    version: Option<i64>,
    #[schema(
        example = "language 1\n\nrule \"Stop loss\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  cooldown 24h\n}\n"
    )]
    text: Option<String>,
    /// Parameter → typed literal; only with a text.
    #[serde(default)]
    #[schema(example = json!({}))]
    overrides: BTreeMap<String, String>,
    /// What is to be found out.
    #[schema(example = "less patience before the sale", max_length = 1000)]
    note: Option<String>,
}

impl StartShadow {
    fn source(self) -> Result<Source, Problem> {
        match (self.version, self.text) {
            (Some(_), Some(_)) => Err(Problem::invalid_field(
                "/version",
                "name a version or send a text, not both",
            )),
            (None, None) => Ok(Source::Current),
            (Some(version), None) => Ok(Source::Version(version)),
            (None, Some(text)) => Ok(Source::Draft(Draft {
                text,
                overrides: self.overrides,
                note: write::note("/note", self.note)?,
                library_id: None,
            })),
        }
    }
}

/// A rule's shadow.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleShadow {
    /// Null: none runs.
    shadow: Option<Shadow>,
}

/// A version that is judged by the same checks as the rule and does nothing. All that it would have done is a simulation: what the
/// door would have let in counts as applied at that moment, without anybody's approval, for its own cooldown, limits and holds; the
/// campaigns themselves stay as they are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shadow {
    /// Lists its decisions: `GET /decisions?rule=…`.
    id: Uuid,
    /// Null: a text that nobody saved.
    version: Option<i64>,
    text: String,
    overrides: BTreeMap<String, String>,
    note: Option<String>,
    since: Timestamp,
    #[schema(example = "Mia Lindqvist")]
    started_by: Option<String>,
    /// Whether the rule itself is at work beside it.
    rule_runs: bool,
    /// Null: it waits for a synchronisation, or can run nowhere.
    next_at: Option<Timestamp>,
    not_bound: Vec<ShadowUnbound>,
    checks: ShadowChecks,
    /// Campaigns on which only the shadow would have acted.
    only_shadow: ShadowDifferences,
    /// Campaigns on which only the rule acted.
    only_rule: ShadowDifferences,
    /// Campaigns on which both act, with other values or telling other people.
    differently: ShadowDifferences,
    /// Campaigns on which both act alike.
    alike: usize,
    /// What it would hold now.
    holds: Vec<ShadowHold>,
    /// The comparison stops here, because too much happened since; null: it is whole.
    compared_until: Option<Timestamp>,
}

/// An account on which it cannot run.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShadowUnbound {
    #[schema(example = "Acme DE")]
    account: String,
    #[schema(example = "`max_cpa` has no amount in EUR")]
    why: String,
}

/// What its checks came to, campaigns counted once per check.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShadowChecks {
    /// One per account and time.
    checks: i64,
    fired: i64,
    /// True, and waiting: not for long enough yet, or at rest.
    pending: i64,
    not_fired: i64,
    unknown: i64,
    blocked: i64,
    held_out: i64,
    last_at: Option<Timestamp>,
}

/// Campaigns on which the two differ.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShadowDifferences {
    total: usize,
    /// The first of them.
    campaigns: Vec<ShadowDifference>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShadowDifference {
    account: ActionAccount,
    /// Null where it is about the account.
    campaign: Option<NamedRef>,
    /// What it is about, where that is below the campaign.
    object: Option<ObjectBelow>,
    /// What the shadow would have done; null: nothing.
    shadow: Option<ShadowDid>,
    /// What the rule decided to do, whatever approvals made of it; null: nothing.
    rule: Option<ShadowDid>,
    /// What the one that did not act said at that moment; null where it was not checked until then.
    meanwhile: Option<ShadowMeanwhile>,
}

/// What one of the two did first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShadowDid {
    /// Says why.
    decision_id: Uuid,
    at: Timestamp,
    reason: String,
    /// How often in all.
    times: usize,
    changes: Vec<SimulatedChange>,
    /// Messages that were meant, or that a shadow would have sent.
    #[schema(example = json!(["#ads: Prospecting US spent $120.00"]))]
    tells: Vec<String>,
}

/// A value that was set, would have been, or was kept from being set.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulatedChange {
    property: ChangedProperty,
    #[schema(example = "Prospecting US")]
    target: String,
    /// Which one, where `property` is a label or a negative keyword.
    #[schema(example = "reviewed")]
    item: Option<String>,
    /// Campaigns that share the target.
    shared_by: u32,
    #[schema(inline)]
    from: ShownValue,
    #[schema(inline)]
    to: ShownValue,
    per_day_change: Option<Money>,
    /// Whose approval it would have waited for. None was waited for.
    approval: Option<SimulatedApproval>,
    /// Why it would not have come about.
    stopped: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SimulatedApproval {
    #[schema(example = "manager")]
    role: String,
    #[schema(example = 1)]
    needed: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShadowMeanwhile {
    at: Timestamp,
    /// Null: the campaign was outside of its scope.
    outcome: Option<DecisionOutcome>,
    note: Option<String>,
}

/// A value that the shadow would hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShadowHold {
    account: ActionAccount,
    campaign: NamedRef,
    /// What it is about, where that is below the campaign.
    object: Option<ObjectBelow>,
    property: ChangedProperty,
    /// Which one, where `property` is a label or a negative keyword.
    #[schema(example = "reviewed")]
    item: Option<String>,
    /// What it would go back to.
    #[schema(inline)]
    base: ShownValue,
    #[schema(inline)]
    held: ShownValue,
    since: Timestamp,
    /// Null: only its condition, or somebody, would end it.
    ends_at: Option<Timestamp>,
    /// Each check asks whether it is over.
    on_condition: bool,
}

impl SimulatedChange {
    pub fn of(change: Change, currency: dsl::Currency) -> Self {
        Self {
            property: change.field.as_str().into(),
            item: campaigns::item(&change.target),
            target: change.target_name,
            shared_by: change.shared_by,
            from: ShownValue::new(&change.before, currency),
            to: ShownValue::new(&change.after, currency),
            per_day_change: change.per_day_micros.map(|micros| Money::new(micros, currency)),
            approval: change
                .approval
                .map(|AskedOf { role, needed }| SimulatedApproval { role, needed }),
            stopped: change.stopped,
        }
    }
}

fn did(did: Did, currency: dsl::Currency) -> ShadowDid {
    ShadowDid {
        decision_id: did.decision_id,
        at: did.at,
        reason: did.reason,
        times: did.times,
        changes: did
            .changes
            .into_iter()
            .map(|change| SimulatedChange::of(change, currency))
            .collect(),
        tells: told(&did.tells),
    }
}

fn difference(found: Difference) -> ShadowDifference {
    let currency = found.account.currency;
    ShadowDifference {
        account: found.account.into(),
        campaign: found.campaign.map(NamedRef::from),
        object: found.object.map(ObjectBelow::from),
        shadow: found.shadow.map(|one| did(one, currency)),
        rule: found.rule.map(|one| did(one, currency)),
        meanwhile: found
            .meanwhile
            .map(|Meanwhile { at, outcome, note }| ShadowMeanwhile {
                at,
                outcome: outcome.map(|outcome| outcome.as_str().into()),
                note,
            }),
    }
}

fn differences(found: Differences) -> ShadowDifferences {
    ShadowDifferences {
        total: found.total,
        campaigns: found.rows.into_iter().map(difference).collect(),
    }
}

fn hold(held: SimulatedHold) -> ShadowHold {
    let currency = held.account.currency;
    let shown = |value: &WriteValue| ShownValue::new(value, currency);
    let word = |field: WriteField| field.as_str().into();
    ShadowHold {
        base: shown(&held.base),
        held: shown(&held.value),
        property: word(held.field),
        item: campaigns::item(&held.target),
        account: held.account.into(),
        campaign: held.campaign.into(),
        object: held.object.map(ObjectBelow::from),
        since: held.since,
        ends_at: held.ends_at,
        on_condition: held.on_condition,
    }
}

impl Shadow {
    fn of(found: SideBySide) -> Self {
        let SideBySide { shadow, tally, .. } = found;
        Self {
            id: shadow.rule.id,
            version: shadow.is_saved.then_some(shadow.rule.version),
            text: shadow.rule.text,
            overrides: shadow.rule.overrides.into_iter().collect(),
            note: shadow.note,
            since: shadow.since,
            started_by: shadow.started_by,
            rule_runs: found.rule_runs,
            next_at: found.next_at,
            not_bound: found
                .not_bound
                .into_iter()
                .map(|(account, why)| ShadowUnbound { account, why })
                .collect(),
            checks: ShadowChecks {
                checks: tally.checks,
                fired: tally.fired,
                pending: tally.pending,
                not_fired: tally.not_fired,
                unknown: tally.unknown,
                blocked: tally.blocked,
                held_out: tally.held_out,
                last_at: tally.last_at,
            },
            only_shadow: differences(found.only_shadow),
            only_rule: differences(found.only_rule),
            differently: differences(found.differently),
            alike: found.alike,
            holds: found.holds.into_iter().map(hold).collect(),
            compared_until: found.compared_until,
        }
    }
}

async fn read(state: &AppState, caller: &Caller, rule: Uuid) -> Result<RuleShadow, Problem> {
    let found = side_by_side::of(&state.context, caller.principal().scope, rule).await?;
    Ok(RuleShadow {
        shadow: found.ok_or_else(Problem::not_found)?.map(Shadow::of),
    })
}

/// What a rule's shadow would have done
///
/// Beside what the rule did since the shadow was started.
#[utoipa::path(
    get, path = "/rules/{id}/shadow", operation_id = "get_rule_shadow", tag = "rules",
    params(("id" = Uuid, Path, description = "The rule")),
    responses(
        (status = 200, description = "The shadow, where one runs", body = RuleShadow),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn get_rule_shadow(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<RuleShadow>, Problem> {
    Ok(Json(read(&state, &caller, id).await?))
}

/// Start a shadow of a rule
///
/// From its next check on it is judged wherever it can run, whether the rule itself is enabled or not. It reserves nothing, tells nobody,
/// proposes nothing and writes nothing to a platform.
#[utoipa::path(
    post, path = "/rules/{id}/shadow", operation_id = "start_rule_shadow", tag = "rules",
    params(("id" = Uuid, Path, description = "The rule")),
    request_body = StartShadow,
    responses(
        (status = 201, description = "It runs", body = RuleShadow, headers(("Location" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "One runs already, the text is at work, or it can run nowhere", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "The text or a value cannot be taken", body = RuleRefused, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn start_rule_shadow(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(body): Json<StartShadow>,
) -> Result<Response, Problem> {
    let text = body.text.clone().unwrap_or_default();
    shadow::start(&state.context, caller.principal(), id, body.source()?)
        .await
        .map_err(|error| refusal(&text, error))?;
    let place = [(LOCATION, format!("{PREFIX}/rules/{id}/shadow"))];
    let started = Json(read(&state, &caller, id).await?);
    Ok((StatusCode::CREATED, place, started).into_response())
}

/// End a rule's shadow
///
/// What it would have done stays in the record.
#[utoipa::path(
    delete, path = "/rules/{id}/shadow", operation_id = "end_rule_shadow", tag = "rules",
    params(("id" = Uuid, Path, description = "The rule")),
    responses(
        (status = 204, description = "Ended"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "None runs", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn end_rule_shadow(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    shadow::end(&state.context, caller.principal(), id)
        .await
        .map_err(|error| refusal("", error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a rule's shadow to work
///
/// Its text becomes the rule's version that counts, and the rule is enabled. What it warns of is answered with 409 and the findings, until
/// their codes are accepted.
#[utoipa::path(
    post, path = "/rules/{id}/shadow/promote", operation_id = "promote_rule_shadow", tag = "rules",
    params(
        ("id" = Uuid, Path, description = "The rule"),
        ("If-Match" = Option<String>, Header, description = "The rule's ETag that was read. Without it: 428."),
    ),
    request_body = EnableRule,
    responses(
        (status = 200, description = "At work", body = RuleDetail, headers(("ETag" = String))),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "No shadow runs, or findings wait to be accepted", body = RuleRefused, content_type = "application/problem+json"),
        (status = 412, description = "It moved on", body = RuleMoved, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is required", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn promote_rule_shadow(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Json(body): Json<EnableRule>,
) -> Result<Response, Problem> {
    let (accept, reasons) = body.read()?;
    let accepting = reasons.accepting(&accept);
    let promoted = together::promote(&state.context, caller.principal(), id, revision, accepting).await;
    switched_on(&state, &caller, id, promoted).await
}
