//! A rule as clients read it: the line of a list, the whole story, its holds.

use std::collections::BTreeMap;

use axum::{
    http::{HeaderValue, StatusCode, header::ETAG},
    response::{IntoResponse as _, Response},
};
use engine::{
    actions::holds::{Hold as EngineHold, RestoreOutcome, Restored as EngineRestored},
    decisions::together as analysis,
    rules::{
        detail::{self, ParamView},
        view::RuleView,
    },
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    text::{Diagnostic, diagnostics, look_back},
    together::{RuleFinding, findings},
};
use crate::{
    AppState,
    extract::{Caller, Json, etag},
    problem::Problem,
    wire::{ActionAccount, NamedRef, ObjectBelow, ShownValue, WireRuleRef, words},
};

words! {
    /// Whether the rule runs.
    RuleState: "draft", "enabled", "disabled", "quarantined"
}
words! {
    /// What kind of value a parameter takes.
    ParamType: "money", "percent", "ratio", "count", "duration", "text", "bool"
}
words! {
    /// What a rule set.
    HoldProperty: "status", "budget", "bid", "target_cpa", "target_roas", "negative_keyword", "label"
}

/// A rule in its current version.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rule {
    pub id: Uuid,
    name: String,
    doc: Option<String>,
    version: i64,
    state: RuleState,
    state_detail: Option<String>,
    /// When it runs, as the language writes it.
    #[schema(example = "every 1h")]
    schedule: String,
    /// What it looks at, as the language writes it.
    #[schema(example = "campaigns on google")]
    scope: String,
    /// Whether everything it decides by can be analysed. A rule that calls a script is not: what it wants waits for a manager, unless the
    /// organisation trusts scripts.
    is_analysable: bool,
    next_at: Option<Timestamp>,
    last_tick_at: Option<Timestamp>,
    /// Actions applied in the last 24 hours.
    acted_24h: i64,
    /// Actions that wait for somebody.
    waiting: i64,
    /// Of the objects it judged in the last 24 hours, the share it could not judge.
    unknown_share: Option<f64>,
    text: String,
    updated_at: Timestamp,
    updated_by: Option<String>,
}

impl From<RuleView> for Rule {
    fn from(rule: RuleView) -> Self {
        Self {
            id: rule.id,
            name: rule.name,
            doc: rule.doc,
            version: rule.version,
            state: rule.state.into(),
            state_detail: rule.state_detail,
            schedule: rule.schedule,
            scope: rule.scope,
            is_analysable: rule.is_analysable,
            next_at: rule.next_at,
            last_tick_at: rule.last_tick_at,
            acted_24h: rule.acted_24h,
            waiting: rule.waiting,
            unknown_share: rule.unknown_share,
            text: rule.text,
            updated_at: rule.updated_at,
            updated_by: rule.updated_by,
        }
    }
}

/// A knob of a rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct Param {
    #[schema(example = "max_cpa")]
    name: String,
    r#type: ParamType,
    help: Option<String>,
    /// As written: money may have an amount per currency.
    #[schema(example = "$45, 40 EUR")]
    default: String,
    min: Option<String>,
    max: Option<String>,
    /// The value that counts: the default, or what was set for this rule.
    #[schema(example = "$45, 40 EUR")]
    value: String,
}

impl Param {
    pub fn default_of(param: &dsl::Param) -> Self {
        Self::from(ParamView {
            value: param.default.clone(),
            param: param.clone(),
        })
    }
}

impl From<ParamView> for Param {
    fn from(view: ParamView) -> Self {
        let (min, max) = view.param.bounds.unzip();
        Self {
            name: view.param.name,
            r#type: view.param.kind.as_str().into(),
            help: view.param.help,
            default: view.param.default,
            min,
            max,
            value: view.value,
        }
    }
}

/// The rule on one account of its scope.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleAccount {
    account: ActionAccount,
    /// Why it cannot run there.
    not_bound: Option<String>,
    next_at: Option<Timestamp>,
    last_at: Option<Timestamp>,
    /// What one look at everything there costs at most; null where it cannot run.
    cost: Option<RuleCost>,
}

/// What one look of a rule costs at most.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleCost {
    /// One step is one part of the rule at one object.
    #[schema(value_type = i64, example = 3_600)]
    steps: u64,
    /// The arithmetic.
    #[schema(example = "3 parts × 1,200 campaigns = 3,600 steps")]
    in_words: String,
}

/// The ready rule it was made from.
#[derive(Debug, Serialize, ToSchema)]
pub struct LibraryRef {
    #[schema(example = "stop-loss")]
    id: String,
    name: String,
}

/// What the asking person may do with it now.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleAbilities {
    edit: bool,
    enable: bool,
    disable: bool,
    archive: bool,
}

/// One property that a rule set and that is still so.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hold {
    action_id: Uuid,
    rule: Option<WireRuleRef>,
    account: ActionAccount,
    campaign: Option<NamedRef>,
    /// What it is about, where that is below the campaign.
    object: Option<ObjectBelow>,
    property: HoldProperty,
    /// Which one, where a label is held.
    #[schema(example = "reviewed")]
    label: Option<String>,
    /// What it was, and what releasing it sets again.
    before: ShownValue,
    after: ShownValue,
    since: Timestamp,
    /// What ends it; null for a change that stays until somebody undoes it.
    ends: Option<HoldEnd>,
    /// Whether the asking person can undo it now.
    can_release: bool,
    why_not: Option<String>,
}

/// When what a rule set goes back by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldEnd {
    /// Null while only its condition or somebody can end it.
    at: Option<Timestamp>,
    /// The rule's `release when`, as written.
    #[schema(example = "cpa of siblings < $30")]
    when: Option<String>,
    /// Another rule that holds the same: the old value comes back with the last.
    #[schema(example = "Night pause")]
    also_held_by: Option<String>,
    /// It has ended, and the way back waits or is tried again.
    is_over: bool,
}

impl From<EngineHold> for Hold {
    fn from(hold: EngineHold) -> Self {
        Self {
            action_id: hold.action_id,
            rule: Some(hold.rule.into()),
            before: ShownValue::new(&hold.before, hold.currency),
            after: ShownValue::new(&hold.after, hold.currency),
            account: hold.account.into(),
            campaign: hold.campaign.map(NamedRef::from),
            object: hold.object.map(ObjectBelow::from),
            property: hold.field.as_str().into(),
            label: hold.label,
            since: hold.since,
            ends: hold.ends.map(|ends| HoldEnd {
                at: ends.at,
                when: ends.when,
                also_held_by: ends.also_held_by,
                is_over: ends.is_over,
            }),
            can_release: hold.why_not.is_none(),
            why_not: hold.why_not,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HoldList {
    data: Vec<Hold>,
}

impl HoldList {
    pub fn of(holds: Vec<EngineHold>) -> Self {
        Self {
            data: holds.into_iter().map(Hold::from).collect(),
        }
    }
}

/// The campaigns in a rule's scope at its last check, by whether it may act on them.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldOut {
    #[schema(example = "10%")]
    share: String,
    held_out: usize,
    acted_on: usize,
}

/// A rule with everything there is to say about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleDetail {
    #[serde(flatten)]
    rule: Rule,
    params: Vec<Param>,
    /// Values set for this rule, by parameter.
    overrides: BTreeMap<String, String>,
    /// The rule in English, one sentence a line.
    in_plain_words: String,
    /// How many versions it has had.
    versions: i64,
    library: Option<LibraryRef>,
    /// The accounts in its scope.
    accounts: Vec<RuleAccount>,
    /// What it set that still stands.
    holds: Vec<Hold>,
    /// The two groups of a rule that holds some campaigns out; null for one that does not.
    hold_out: Option<HoldOut>,
    /// What its text warns of and nobody accepted; enabling asks about it.
    warnings: Vec<Diagnostic>,
    /// Warnings and findings that were accepted, newest first.
    accepted: Vec<RuleAcceptance>,
    /// What it comes to together with the enabled rules. Looked for when it is saved; null in every other answer.
    findings: Option<Vec<RuleFinding>>,
    can: RuleAbilities,
    #[serde(skip)]
    revision: i64,
}

/// A warning or finding that somebody took a second look at.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleAcceptance {
    #[schema(example = "W0503")]
    code: String,
    /// What was seen; where it says something else today, it is asked about again.
    #[schema(
        example = "nothing limits how many campaigns this raises | increase budget by 20% up to $500 | add `at most 5 per day`"
    )]
    evidence: String,
    /// From the rule's text, or given on enabling; null where nobody wrote one.
    #[schema(example = "there are five campaigns")]
    reason: Option<String>,
    version: i64,
    #[schema(example = "Mia Marketer")]
    by: String,
    at: Timestamp,
}

impl RuleDetail {
    fn of(detail: detail::RuleDetail) -> Self {
        Self {
            revision: detail.revision,
            warnings: diagnostics(&detail.rule.text, &detail.warnings),
            accepted: detail
                .accepted
                .into_iter()
                .map(|one| RuleAcceptance {
                    code: one.code,
                    evidence: one.evidence,
                    reason: one.reason,
                    version: one.version,
                    by: one.by,
                    at: one.at,
                })
                .collect(),
            findings: None,
            versions: detail.rule.version,
            rule: detail.rule.into(),
            params: detail.params.into_iter().map(Param::from).collect(),
            overrides: detail.overrides,
            in_plain_words: detail.in_plain_words,
            library: detail.library.map(|(id, name)| LibraryRef { id, name }),
            accounts: detail
                .accounts
                .into_iter()
                .map(|account| RuleAccount {
                    account: account.account.into(),
                    not_bound: account.not_bound,
                    next_at: account.next_at,
                    last_at: account.last_at,
                    cost: account.cost.map(|(steps, in_words)| RuleCost { steps, in_words }),
                })
                .collect(),
            holds: detail.holds.into_iter().map(Hold::from).collect(),
            hold_out: detail.hold_out.map(|groups| HoldOut {
                share: groups.share,
                held_out: groups.held_out,
                acted_on: groups.acted_on,
            }),
            can: RuleAbilities {
                edit: detail.can.edit,
                enable: detail.can.enable,
                disable: detail.can.disable,
                archive: detail.can.archive,
            },
        }
    }

    pub async fn read(state: &AppState, caller: &Caller, id: Uuid) -> Result<Self, Problem> {
        Ok(Self::of(Self::found(state, caller, id).await?))
    }

    /// As it stands, its warnings with what the organisation's past says of them.
    async fn found(state: &AppState, caller: &Caller, id: Uuid) -> Result<detail::RuleDetail, Problem> {
        let principal = caller.principal();
        let mut found = detail::rule(&state.context, principal, id)
            .await?
            .ok_or_else(Problem::not_found)?;
        look_back(&state.context, principal.scope, &mut found.warnings).await;
        Ok(found)
    }

    /// The rule that was just saved, with what it comes to together with the enabled ones.
    pub async fn saved(state: &AppState, caller: &Caller, id: Uuid) -> Result<Self, Problem> {
        let found = Self::found(state, caller, id).await?;
        let (text, name) = (found.rule.text.clone(), found.rule.name.clone());
        let scope = caller.principal().scope;
        let met = analysis::analyse(&state.context, scope, &text, &found.overrides, Some(id)).await;
        let mut saved = Self::of(found);
        saved.findings = met.ok().map(|met| findings(&text, &name, met.findings));
        Ok(saved)
    }

    /// The ETag of what was read.
    pub fn tag(&self) -> String {
        etag(self.revision)
    }

    /// The answer with its ETag.
    pub fn answer(self, status: StatusCode) -> Response {
        let tag = self.tag();
        with_tag(tag, (status, Json(self)).into_response())
    }
}

/// Puts an ETag on an answer.
pub fn with_tag(tag: String, mut response: Response) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// What became of one change that was to be restored.
#[derive(Debug, Serialize, ToSchema)]
pub struct Restored {
    campaign: Option<NamedRef>,
    /// What it is about, where that is below the campaign.
    object: Option<ObjectBelow>,
    property: HoldProperty,
    /// Which one, where a label was held.
    #[schema(example = "reviewed")]
    label: Option<String>,
    before: ShownValue,
    after: ShownValue,
    /// The proposal of the old value; null where it was refused.
    action_id: Option<Uuid>,
    /// Where the proposal stands.
    #[schema(example = "awaiting_approval")]
    state: Option<String>,
    /// Why it cannot be restored.
    refused: Option<String>,
}

impl From<EngineRestored> for Restored {
    fn from(restored: EngineRestored) -> Self {
        let (action_id, state, refused) = match restored.outcome {
            RestoreOutcome::Proposed { action_id, state } => {
                (Some(action_id), Some(state.as_str().to_owned()), None)
            }
            RestoreOutcome::Refused { reason } => (None, None, Some(reason)),
        };
        Self {
            before: ShownValue::new(&restored.before, restored.currency),
            after: ShownValue::new(&restored.after, restored.currency),
            campaign: restored.campaign.map(NamedRef::from),
            object: restored.object.map(ObjectBelow::from),
            property: restored.field.as_str().into(),
            label: restored.label,
            action_id,
            state,
            refused,
        }
    }
}

/// The disabled rule and what disabling it did.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleDisabled {
    #[serde(flatten)]
    pub rule: RuleDetail,
    /// Proposals that nobody had carried out yet.
    pub withdrawn: usize,
    pub restored: Vec<Restored>,
}

/// 412: the rule moved on; `current` is what it is now.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the 412 answer, which `Problem::moved` writes")]
pub struct RuleMoved {
    r#type: String,
    title: String,
    status: i32,
    detail: String,
    request_id: String,
    current: RuleDetail,
}

/// 422: the text or a value cannot be taken; `diagnostics` are the checker's findings.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "documents the 422 answer, which `Problem::with_diagnostics` writes"
)]
pub struct RuleRefused {
    r#type: String,
    title: String,
    status: i32,
    detail: String,
    request_id: String,
    #[schema(required = false)]
    errors: Vec<crate::problem::ProblemField>,
    /// There where the text was looked at.
    #[schema(required = false)]
    diagnostics: Vec<super::text::Diagnostic>,
}
