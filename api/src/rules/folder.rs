//! Rules and guards from a folder of texts: what it would change here, and the change as a whole.

use std::collections::BTreeMap;

use axum::extract::State;
use engine::{
    decisions::{
        preview,
        together::{self, SecondLook},
        trial::Came,
    },
    identity::{Permission, Principal},
    rules::{
        acceptance::{Accepting, Recorded},
        folder::{self, Change, FolderError, Planned, Wanted},
        folder_items::{self, ItemKind, MOST_FILES},
        store::StoredRule,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    refusal,
    shown::{RuleRefused, RuleState},
    switch::Reasons,
    text::{Diagnostic, DiagnosticHistory, diagnostics, look_back},
    together::unaccepted,
    trial::{RuleEffect, effects},
};
use crate::{
    AppState,
    extract::{Caller, Json},
    problem::{Kind, Problem, ProblemDocument, ProblemField},
    wire::{ActionAccount, NamedRef, words},
};

/// Rows of today's effect that are shown of one rule.
const MOST_ROWS: usize = 50;

words! {
    FolderItemKind: "rule", "guard"
}
words! {
    /// `elsewhere`: the folder does not hold it, and it is left alone.
    FolderChangeKind: "new", "changed", "renamed", "enabled", "removed", "elsewhere", "same"
}

/// A file by its path in the folder.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FolderFile {
    #[schema(example = "prospecting/night-watch.rule")]
    path: String,
    #[schema(
        example = "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  cooldown 24h\n}\n"
    )]
    text: String,
}

/// A folder of rules and guards.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanFolder {
    files: Vec<FolderFile>,
    /// Put away what the folder does not hold; left alone otherwise.
    #[serde(default)]
    prune: bool,
    /// Enable the folder's rules; new ones are drafts otherwise.
    #[serde(default)]
    enable: bool,
}

/// A plan that somebody looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyFolder {
    files: Vec<FolderFile>,
    #[serde(default)]
    prune: bool,
    #[serde(default)]
    enable: bool,
    /// The plan's `digest`: what would not do exactly that is refused.
    #[schema(example = "9f2c")]
    digest: String,
    /// Codes of findings that are accepted, for the record.
    #[serde(default)]
    #[schema(example = json!(["W0801"]))]
    accept: Vec<String>,
    /// Why each of them is all right here, by its code, for the record. A code with a reason is accepted, whether `accept` names it or not.
    #[serde(default)]
    #[schema(example = json!({ "W0503": "there are five campaigns" }))]
    reasons: BTreeMap<String, String>,
    /// Why those without a reason of their own are.
    #[schema(example = "five campaigns, and a budget of their own", max_length = 1000)]
    reason: Option<String>,
}

/// What a folder would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct FolderPlan {
    /// Names everything that was looked at: send it to apply the plan.
    #[schema(example = "9f2c")]
    digest: String,
    /// Whether applying does anything.
    changes: bool,
    /// Rules first, then guards, by name.
    items: Vec<FolderChange>,
    /// Files that cannot be taken as they are; nothing is applied while there are any.
    refused: Vec<RefusedFile>,
}

/// A rule or a guard, and what becomes of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FolderChange {
    kind: FolderItemKind,
    #[schema(example = "Night watch")]
    name: String,
    change: FolderChangeKind,
    /// What it is called here while it is renamed.
    #[schema(example = "Night pause")]
    was: Option<String>,
    /// Null for what the folder does not hold.
    #[schema(example = "prospecting/night-watch.rule")]
    path: Option<String>,
    /// Null while it is new.
    id: Option<Uuid>,
    /// Of a rule that is here.
    state: Option<RuleState>,
    /// Whether it is at work once the plan is applied.
    at_work: bool,
    before: Option<String>,
    after: Option<String>,
    /// Values of the rule's parameters, which stay.
    #[schema(example = json!({ "max_cpa": "$60" }))]
    overrides: BTreeMap<String, String>,
    /// Findings that wait to be accepted before it goes to work.
    findings: Vec<FolderFinding>,
    /// What the text that is here would do now.
    today_before: Option<FolderToday>,
    /// What the text to come would do now.
    today_after: Option<FolderToday>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FolderFinding {
    #[schema(example = "W0801")]
    code: &'static str,
    #[schema(example = "`Night watch` pauses campaigns whose budget `Scale winners` raises")]
    message: String,
    #[schema(example = "narrow one of the two conditions")]
    help: Option<String>,
    /// `null` where nothing is asked of the past, or it was not read.
    history: Option<DiagnosticHistory>,
}

/// What a rule would do now.
#[derive(Debug, Serialize, ToSchema)]
pub struct FolderToday {
    /// Campaigns in scope.
    checks: usize,
    acting: usize,
    blocked: usize,
    unknown: usize,
    /// Those it acts on, and those it is kept from, at most 50.
    rows: Vec<FolderTodayRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FolderTodayRow {
    /// Null where it is about the account.
    campaign: Option<NamedRef>,
    account: ActionAccount,
    effects: Vec<RuleEffect>,
    #[schema(example = "cost is $60.00, above $45.00")]
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedFile {
    #[schema(example = "prospecting/night-watch.rule")]
    path: String,
    /// What is wrong beside its text.
    #[schema(example = "the rule \"Night watch\" stands in house.rule too: a name stands once in a folder")]
    why: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

/// What was done, all of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FolderApplied {
    items: Vec<AppliedItem>,
    /// Proposals of rules that were put away, withdrawn before anybody carried them out.
    withdrawn: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AppliedItem {
    kind: FolderItemKind,
    #[schema(example = "Night watch")]
    name: String,
    change: FolderChangeKind,
    id: Uuid,
}

fn wanted(files: Vec<FolderFile>, prune: bool, enable: bool) -> Result<Wanted, Problem> {
    if files.len() > MOST_FILES {
        return Err(Problem::invalid_field(
            "/files",
            format!("send at most {MOST_FILES} files"),
        ));
    }
    Ok(Wanted {
        files: files
            .into_iter()
            .map(|file| folder_items::FolderFile {
                path: file.path,
                text: file.text,
            })
            .collect(),
        prune,
        enable,
    })
}

/// What a folder of rules and guards would change
///
/// With the text before and after, what each rule would do on today's campaigns, and the findings that wait to be accepted before
/// it goes to work. Nothing is written.
#[utoipa::path(
    post, path = "/rules/plan", operation_id = "plan_rules", tag = "rules",
    request_body = PlanFolder,
    responses(
        (status = 200, description = "What it would change", body = FolderPlan),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn plan_rules(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<PlanFolder>,
) -> Result<Json<FolderPlan>, Problem> {
    let wanted = wanted(body.files, body.prune, body.enable)?;
    Ok(Json(shown(&state, caller.principal(), &wanted).await?))
}

async fn shown(state: &AppState, principal: &Principal, wanted: &Wanted) -> Result<FolderPlan, Problem> {
    let mut plan = folder::plan(&state.context, principal.scope, wanted).await?;
    let found = plan.unreadable.iter_mut().flat_map(|file| &mut file.findings);
    look_back(&state.context, principal.scope, found).await;
    let changes = plan.acts();
    let recorded = folder::recorded(&state.context, principal.scope, &plan).await?;
    let mut items = Vec::with_capacity(plan.items.len());
    for item in plan.items {
        items.push(change(state, principal, item, &recorded).await?);
    }
    Ok(FolderPlan {
        digest: plan.digest,
        changes,
        items,
        refused: plan
            .unreadable
            .into_iter()
            .map(|file| RefusedFile {
                diagnostics: diagnostics(&file.text, &file.findings),
                path: file.path,
                why: file.why,
            })
            .collect(),
    })
}

async fn change(
    state: &AppState,
    principal: &Principal,
    item: Planned,
    recorded: &BTreeMap<Uuid, Vec<Recorded>>,
) -> Result<FolderChange, Problem> {
    let is_rule = item.kind == ItemKind::Rule;
    let id = item.here.as_ref().map(|here| here.id);
    let (mut findings, mut today_before, mut today_after) = (Vec::new(), None, None);
    let overrides = item
        .here
        .as_ref()
        .map(|here| here.overrides.clone())
        .unwrap_or_default();
    if is_rule && item.change.acts() {
        let mut open = looked_at(state, principal, &item, recorded, Accepting::default())
            .await?
            .open;
        let found = open.iter_mut().map(|open| &mut open.diagnostic);
        look_back(&state.context, principal.scope, found).await;
        findings = open
            .into_iter()
            .map(|open| FolderFinding {
                code: open.diagnostic.code,
                message: open.diagnostic.message,
                help: open.diagnostic.help,
                history: open.diagnostic.history.as_ref().map(DiagnosticHistory::of),
            })
            .collect();
        if let Some(here) = &item.here {
            today_before = today(state, principal, &here.text, &overrides, id).await;
        }
        if let Some(text) = &item.text {
            today_after = today(state, principal, text, &overrides, id).await;
        }
    }
    let same = matches!(item.change, Change::Same | Change::Elsewhere | Change::Enabled);
    Ok(FolderChange {
        kind: item.kind.word().into(),
        was: item
            .here
            .as_ref()
            .filter(|_| item.change == Change::Renamed)
            .map(|here| here.name.clone()),
        name: item.name,
        change: item.change.as_str().into(),
        path: item.path,
        id,
        state: item
            .here
            .as_ref()
            .filter(|_| is_rule)
            .map(|here| here.state.clone().into()),
        at_work: item.at_work,
        before: item.here.map(|here| here.text).filter(|_| !same),
        after: item.text.filter(|_| !same),
        overrides,
        findings,
        today_before,
        today_after,
    })
}

/// What waits for a second look before the rule goes to work; nothing for what does not.
async fn looked_at(
    state: &AppState,
    principal: &Principal,
    item: &Planned,
    recorded: &BTreeMap<Uuid, Vec<Recorded>>,
    accepting: Accepting<'_>,
) -> Result<SecondLook, Problem> {
    let (Some(text), true, ItemKind::Rule) = (&item.text, item.at_work, item.kind) else {
        return Ok(SecondLook::default());
    };
    let here = item.here.as_ref();
    let id = here.map(|here| here.id);
    let rule = StoredRule {
        id: id.unwrap_or_default(),
        name: item.name.clone(),
        version: 0,
        text: text.clone(),
        overrides: here
            .map(|here| here.overrides.clone().into_iter().collect())
            .unwrap_or_default(),
    };
    let recorded = id.and_then(|id| recorded.get(&id)).map_or(&[][..], Vec::as_slice);
    Ok(together::second_look(&state.context, principal.scope, &rule, id, recorded, accepting).await?)
}

/// `None` where the text no longer checks, or a value no longer fits: applying says why.
async fn today(
    state: &AppState,
    principal: &Principal,
    text: &str,
    overrides: &BTreeMap<String, String>,
    id: Option<Uuid>,
) -> Option<FolderToday> {
    let found = preview::preview(&state.context, principal.scope, text, overrides, id)
        .await
        .ok()?;
    Some(FolderToday {
        checks: found.checks,
        acting: found.acting,
        blocked: found.blocked,
        unknown: found.unknown,
        rows: found
            .rows
            .into_iter()
            .filter(|row| matches!(row.came, Came::Acts | Came::Blocked))
            .take(MOST_ROWS)
            .map(|row| FolderTodayRow {
                effects: effects(row.effects, row.account.currency),
                campaign: row.campaign.map(NamedRef::from),
                account: row.account.into(),
                reason: row.reason,
            })
            .collect(),
    })
}

/// Apply a plan
///
/// All of it, or nothing: what would not do exactly what the plan showed is refused with 412 and the plan as it is now. New
/// texts become versions, each with an audit event that names who applied it. A rule whose findings nobody accepted does not go to
/// work: 409.
#[utoipa::path(
    post, path = "/rules/apply", operation_id = "apply_rules", tag = "rules",
    request_body = ApplyFolder,
    responses(
        (status = 200, description = "Applied", body = FolderApplied),
        (status = 409, description = "Findings wait to be accepted, or a rule can run nowhere", body = RuleRefused, content_type = "application/problem+json"),
        (status = 412, description = "The rules or the files changed since the plan was made", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "A file cannot be taken", body = RuleRefused, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn apply_rules(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<ApplyFolder>,
) -> Result<Json<FolderApplied>, Problem> {
    let reasons = Reasons::read(body.reasons, body.reason)?;
    let accepting = reasons.accepting(&body.accept);
    let wanted = wanted(body.files, body.prune, body.enable)?;
    let principal = caller.principal();
    let plan = folder::plan(&state.context, principal.scope, &wanted).await?;
    if plan.digest != body.digest {
        return Err(stale(&state, principal, &wanted).await);
    }
    let needs_admin = plan
        .items
        .iter()
        .any(|item| item.kind == ItemKind::Guard && item.change.acts());
    if needs_admin && !principal.may(Permission::GuardsWrite) {
        return Err(Problem::new(
            Kind::NotPermitted,
            "the plan changes guards, and only an admin may write guards",
        ));
    }
    let recorded = folder::recorded(&state.context, principal.scope, &plan).await?;
    let mut accepted = BTreeMap::new();
    for item in plan.items.iter().filter(|item| item.change.acts()) {
        let look = looked_at(&state, principal, item, &recorded, accepting).await?;
        if !look.open.is_empty() {
            return Err(unaccepted(item.text.as_deref().unwrap_or_default(), &look.open));
        }
        accepted.insert(item.name.clone(), look.taken);
    }
    let applied = match folder::apply(&state.context, principal, &wanted, &body.digest, &accepted).await {
        Ok(applied) => applied,
        Err(FolderError::Stale) => return Err(stale(&state, principal, &wanted).await),
        Err(FolderError::Unreadable(files)) => {
            let fields = files
                .iter()
                .map(|file| ProblemField {
                    pointer: "/files".to_owned(),
                    detail: match (&file.why, file.findings.first()) {
                        (Some(why), _) => format!("{}: {why}", file.path),
                        (None, Some(found)) => format!("{}: {}", file.path, found.message),
                        (None, None) => file.path.clone(),
                    },
                })
                .collect();
            return Err(Problem::invalid(fields));
        }
        Err(FolderError::Refused { error, .. }) => return Err(refusal("", error)),
    };
    Ok(Json(FolderApplied {
        withdrawn: applied.withdrawn,
        items: applied
            .items
            .into_iter()
            .map(|(item, id)| AppliedItem {
                kind: item.kind.word().into(),
                name: item.name,
                change: item.change.as_str().into(),
                id,
            })
            .collect(),
    }))
}

async fn stale(state: &AppState, principal: &Principal, wanted: &Wanted) -> Problem {
    match shown(state, principal, wanted).await {
        Ok(current) => Problem::moved(FolderError::Stale.to_string(), &current),
        Err(problem) => problem,
    }
}
