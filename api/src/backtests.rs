//! Backtests: what rules would have done on the past as it was known then, and how two texts differ there.

use std::collections::BTreeMap;

use axum::extract::State;
use engine::{
    backtest::{
        self, AccountBacktest, BacktestError, Backtesting, Candidate, Firing, Request, RuleTally, Step,
    },
    campaigns,
    decisions::Blocker,
    identity::Permission,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, Json},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument},
    rules,
    wire::{ActionAccount, Money, NamedRef, ObjectBelow, ShownValue, told, words},
};

/// Days that a run looks back when nothing else is said, and at most.
const USUAL_DAYS: u32 = 90;
const MOST_DAYS: u32 = 400;

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::RulesRead);
    OpenApiRouter::new()
        .routes(guard(read, routes!(run_backtest)))
        .routes(guard(read, routes!(compare_backtests)))
}

words! {
    /// What a firing came to.
    FiringOutcome: "fired", "blocked"
}
words! {
    ChangedProperty: "status", "budget", "bid", "target_cpa", "target_roas", "negative_keyword", "label"
}
words! {
    /// What a rule looks at.
    BacktestLevel: "account", "campaign", "ad_group", "ad", "keyword", "target", "search_term"
}

words! {
    /// Why a value was missing.
    WhyUnknown: "undefined", "too_few_known", "not_supplied", "no_row", "old_rows", "no_rate", "not_yet", "incomplete_window",
        "merged_hour", "stale", "no_sync", "overflow", "script_failed", "script_limit", "over_budget"
}

/// A text on the past.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunBacktest {
    /// The text to try; without one the enabled rules run.
    text: Option<String>,
    #[serde(default)]
    overrides: BTreeMap<String, String>,
    /// The rule of which the text is to become the next version: its present version does not run beside it.
    rule_id: Option<Uuid>,
    /// One account only.
    account_id: Option<Uuid>,
    /// Days to look back from now: 90 unless said otherwise, 400 at most.
    #[schema(example = 90, minimum = 1, maximum = 400)]
    days: Option<u32>,
    /// Whether the enabled rules run beside the text.
    #[serde(default)]
    with_enabled: bool,
}

/// Two texts of one rule on the same past.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareBacktests {
    before: String,
    after: String,
    /// Values of parameters.
    #[serde(default)]
    #[schema(example = json!({ "max_cpa": "$60" }))]
    overrides: BTreeMap<String, String>,
    /// The old text's values, where they were others.
    #[schema(example = json!({ "max_cpa": "$45" }))]
    before_overrides: Option<BTreeMap<String, String>>,
    account_id: Option<Uuid>,
    #[schema(example = 90, minimum = 1, maximum = 400)]
    days: Option<u32>,
}

/// What rules would have done.
#[derive(Debug, Serialize, ToSchema)]
pub struct Backtest {
    from: Timestamp,
    until: Timestamp,
    accounts: Vec<BacktestAccount>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestAccount {
    account: ActionAccount,
    /// How far the run came: before `until` only where its time was up.
    reached: Timestamp,
    /// Before this nothing is recorded: every check is unknown.
    known_since: Option<Timestamp>,
    /// From the first action on the account would have gone another way than the recorded one.
    differs_from: Option<Timestamp>,
    /// Rules that cannot run here.
    not_bound: Vec<BacktestUnbound>,
    rules: Vec<BacktestRule>,
    /// In the order of time, at most 2,000.
    firings: Vec<BacktestFiring>,
    firings_total: usize,
    /// The account's days as they were, and as they would have been.
    days: Vec<BacktestDay>,
    /// Budgets and bids that the run moved, in the order of its first moves, at most 100.
    moved: Vec<BacktestMoved>,
    moved_total: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestUnbound {
    #[schema(example = "Stop loss")]
    rule: String,
    #[schema(example = "it names no amount in EUR")]
    why: String,
}

/// What a rule's checks came to. One check is one object at one tick.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestRule {
    id: Uuid,
    #[schema(example = "Stop loss")]
    name: String,
    /// Whether it is the text on trial.
    is_candidate: bool,
    level: BacktestLevel,
    /// When the first numbers of its level were there: before, it found no objects.
    known_since: Option<Timestamp>,
    ticks: i64,
    fired: i64,
    /// True, and waiting: for `lasting`, for a cooldown, for an open action.
    waiting: i64,
    not_fired: i64,
    unknown: i64,
    /// What the unknown checks lacked, most often first: of each check the first reason.
    unknown_because: Vec<BacktestUnknown>,
    blocked: i64,
    /// Outside of the rule's `where`.
    outside: i64,
}

/// Why so many checks could not be decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestUnknown {
    reason: WhyUnknown,
    #[schema(example = 12)]
    checks: u64,
}

/// A rule acting, or being kept from it, on one object.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestFiring {
    at: Timestamp,
    rule_id: Uuid,
    #[schema(example = "Stop loss")]
    rule: String,
    /// Null where it is about the account.
    campaign: Option<NamedRef>,
    /// What it is about, where that stands below the campaign.
    object: Option<ObjectBelow>,
    outcome: FiringOutcome,
    branch: i64,
    reason: String,
    /// Guards, limits and other rules that stood in the way.
    stopped_by: Vec<BacktestStop>,
    changes: Vec<BacktestChange>,
    /// Messages it would have sent.
    #[schema(example = json!(["#ads: Prospecting US spent $120.00"]))]
    tells: Vec<String>,
    /// It gives back what the rule held: nothing of the rule's own fired.
    gives_back: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestStop {
    #[schema(example = "guard \"No runaway budgets\"")]
    by: String,
    reason: String,
}

impl From<Blocker> for BacktestStop {
    fn from(blocker: Blocker) -> Self {
        Self {
            by: blocker.by,
            reason: blocker.reason,
        }
    }
}

/// A value that would have been set, or was kept from being set.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestChange {
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
    /// Why it would not have come about.
    stopped: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestDay {
    date: Date,
    /// What was really spent.
    spend: Money,
    /// The part of it that would have been spent all the same: recorded spend, less what campaigns spent while the run had them off or
    /// beyond a budget that it had cut. Nothing is added for a raise: what more would have been spent is nowhere recorded.
    simulated_spend: Money,
    /// Daily budgets of the campaigns that were on, at the day's end.
    budget: Money,
    /// The same, had the rules acted.
    simulated_budget: Money,
}

/// A budget or a bid as it was, and as it would have been.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestMoved {
    property: ChangedProperty,
    #[schema(example = "Prospecting US › Shoes")]
    target: String,
    /// Each step holds until the next; the first is what held when the run began.
    recorded: Vec<BacktestStep>,
    simulated: Vec<BacktestStep>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestStep {
    at: Timestamp,
    value: Money,
}

/// Where two texts differ.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestComparison {
    from: Timestamp,
    until: Timestamp,
    /// Objects on which only the new text acts.
    gained: Vec<BacktestDifference>,
    /// Objects on which only the old text acts.
    lost: Vec<BacktestDifference>,
    /// Objects on which both act, on other days, with other values or telling other people.
    changed: Vec<BacktestDifference>,
    /// Objects on which both act alike.
    same: usize,
}

/// One object under both texts.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestDifference {
    account_id: Uuid,
    /// Null where it is about the account.
    campaign: Option<NamedRef>,
    /// The object itself, where it stands below the campaign.
    object: Option<ObjectBelow>,
    /// Days on which the old text acts.
    #[schema(example = json!(["2026-11-16"]))]
    old_days: Vec<Date>,
    /// Days on which the new text acts.
    #[schema(example = json!(["2026-11-15"]))]
    new_days: Vec<Date>,
    /// Why, at the first of them.
    reason: String,
}

fn account_of(account: AccountBacktest) -> BacktestAccount {
    let currency = account.account.currency;
    BacktestAccount {
        reached: account.reached,
        known_since: account.known_since,
        differs_from: account.differs_from,
        not_bound: account
            .not_bound
            .into_iter()
            .map(|(rule, why)| BacktestUnbound { rule, why })
            .collect(),
        rules: account.rules.into_iter().map(rule_of).collect(),
        firings: account
            .firings
            .into_iter()
            .map(|firing| firing_of(firing, currency))
            .collect(),
        firings_total: account.firings_total,
        days: account
            .days
            .into_iter()
            .map(|day| BacktestDay {
                date: day.date,
                spend: Money::new(day.spend, currency),
                simulated_spend: Money::new(day.simulated_spend, currency),
                budget: Money::new(day.budget, currency),
                simulated_budget: Money::new(day.simulated_budget, currency),
            })
            .collect(),
        moved: account
            .moved
            .into_iter()
            .map(|moved| BacktestMoved {
                property: moved.field.as_str().into(),
                target: moved.target,
                recorded: steps_of(&moved.recorded, currency),
                simulated: steps_of(&moved.simulated, currency),
            })
            .collect(),
        moved_total: account.moved_total,
        account: account.account.into(),
    }
}

fn steps_of(steps: &[Step], currency: dsl::Currency) -> Vec<BacktestStep> {
    steps
        .iter()
        .map(|step| BacktestStep {
            at: step.at,
            value: Money::new(step.micros, currency),
        })
        .collect()
}

fn rule_of(tally: RuleTally) -> BacktestRule {
    BacktestRule {
        id: tally.id,
        name: tally.name,
        is_candidate: tally.is_candidate,
        level: tally.level.key().into(),
        known_since: tally.known_since,
        ticks: tally.ticks,
        fired: tally.fired,
        waiting: tally.waiting,
        not_fired: tally.not_fired,
        unknown: tally.unknown,
        unknown_because: tally
            .unknown_because
            .into_iter()
            .map(|(reason, checks)| BacktestUnknown {
                reason: reason.as_str().into(),
                checks,
            })
            .collect(),
        blocked: tally.blocked,
        outside: tally.outside,
    }
}

fn firing_of(firing: Firing, currency: dsl::Currency) -> BacktestFiring {
    BacktestFiring {
        at: firing.at,
        rule_id: firing.rule_id,
        rule: firing.rule,
        campaign: firing.campaign.map(NamedRef::from),
        object: firing.object.map(ObjectBelow::from),
        outcome: firing.outcome.as_str().into(),
        branch: firing.branch,
        reason: firing.reason,
        stopped_by: firing.blocked.into_iter().map(Into::into).collect(),
        changes: firing
            .changes
            .into_iter()
            .map(|change| BacktestChange {
                property: change.field.as_str().into(),
                item: campaigns::item(&change.target),
                target: change.target_name,
                shared_by: change.shared_by,
                from: ShownValue::new(&change.before, currency),
                to: ShownValue::new(&change.after, currency),
                per_day_change: change.per_day_micros.map(|micros| Money::new(micros, currency)),
                stopped: change.blocked,
            })
            .collect(),
        tells: told(&firing.tells),
        gives_back: firing.gives_back,
    }
}

fn refused(text: &str, error: BacktestError) -> Problem {
    match error {
        BacktestError::Rule(error) => rules::refusal(text, error),
        error @ BacktestError::Unusable(_) => Problem::new(Kind::Conflict, error.to_string()),
        error @ BacktestError::Busy => Problem::new(Kind::Unavailable, error.to_string()),
        BacktestError::Store(error) => error.into(),
    }
}

/// The span that ends now; `None` where it is longer than may be asked for.
fn span(state: &AppState, days: Option<u32>) -> Result<(Timestamp, Timestamp), Problem> {
    let days = days.unwrap_or(USUAL_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::invalid_field(
            "/days",
            format!("ask for 1 to {MOST_DAYS} days"),
        ));
    }
    let until = state.context.business.now();
    let back = SignedDuration::from_hours(i64::from(days).saturating_mul(24));
    Ok((until.saturating_sub(back).unwrap_or(Timestamp::MIN), until))
}

/// What rules would have done
///
/// Runs the rules' own tick, guards and limits over the recorded past, as it was known then: numbers that arrived late are not
/// there before they arrived. Rules about what stands below the campaigns run from where their level was first read. Approvals are
/// taken as given at once. Nothing of yours is written. Names, labels and delivery states are those of today.
#[utoipa::path(
    post, path = "/backtests", operation_id = "run_backtest", tag = "rules",
    request_body = RunBacktest,
    responses(
        (status = 200, description = "What would have happened", body = Backtest),
        (status = 409, description = "There is nothing to run", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "The text or a value cannot be taken", body = rules::shown::RuleRefused, content_type = "application/problem+json"),
        (status = 503, description = "Enough backtests are running", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn run_backtest(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<RunBacktest>,
) -> Result<Json<Backtest>, Problem> {
    let (from, until) = span(&state, body.days)?;
    let text = body.text.clone().unwrap_or_default();
    let request = Request {
        from,
        until,
        account: body.account_id,
        with_enabled: body.with_enabled || body.text.is_none(),
        patience: backtest::PATIENCE,
        candidate: body.text.map(|text| Candidate {
            text,
            overrides: body.overrides,
            rule_id: body.rule_id,
        }),
    };
    let found = backtest::run(&state.context, caller.principal().scope, &request)
        .await
        .map_err(|error| refused(&text, error))?;
    Ok(Json(Backtest {
        from: found.from,
        until: found.until,
        accounts: found.accounts.into_iter().map(account_of).collect(),
    }))
}

/// How two texts differ on the past
///
/// Runs both alone over the same recorded past and names the campaigns, or what stands below them, on which they part.
#[utoipa::path(
    post, path = "/backtests/compare", operation_id = "compare_backtests", tag = "rules",
    request_body = CompareBacktests,
    responses(
        (status = 200, description = "Where they part", body = BacktestComparison),
        (status = 409, description = "Comparing takes longer than may be waited for", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "A text or a value cannot be taken", body = rules::shown::RuleRefused, content_type = "application/problem+json"),
        (status = 503, description = "Enough backtests are running", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn compare_backtests(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<CompareBacktests>,
) -> Result<Json<BacktestComparison>, Problem> {
    let (from, until) = span(&state, body.days)?;
    let scope = caller.principal().scope;
    let id = state.context.random.id();
    let request = |text: &str, overrides: &BTreeMap<String, String>| Request {
        from,
        until,
        account: body.account_id,
        with_enabled: false,
        patience: backtest::PATIENCE,
        candidate: Some(Candidate {
            text: text.to_owned(),
            overrides: overrides.clone(),
            rule_id: Some(id),
        }),
    };
    let before_overrides = body.before_overrides.as_ref().unwrap_or(&body.overrides);
    let before = Backtesting::of(&state.context, scope, &request(&body.before, before_overrides))
        .await
        .map_err(|error| refused(&body.before, error))?;
    let after = Backtesting::of(&state.context, scope, &request(&body.after, &body.overrides))
        .await
        .map_err(|error| refused(&body.after, error))?;
    let (before, after) = before
        .run_both(after)
        .await
        .map_err(|error| refused(&body.after, error))?;
    // Half of a past would show differences that are none.
    if before.is_cut_short() || after.is_cut_short() {
        return Err(Problem::new(
            Kind::Conflict,
            "comparing takes longer than may be waited for: ask for fewer days or one account, or run `adjutant backtest --against`",
        ));
    }
    let found = backtest::compare::compare(&before, &after, id, id);
    let differences = |differences: Vec<backtest::compare::Difference>| {
        differences
            .into_iter()
            .map(|difference| BacktestDifference {
                account_id: difference.account,
                campaign: difference.campaign.map(NamedRef::from),
                object: difference.object.map(ObjectBelow::from),
                old_days: difference.before,
                new_days: difference.after,
                reason: difference.example.reason,
            })
            .collect()
    };
    Ok(Json(BacktestComparison {
        from,
        until,
        gained: differences(found.gained),
        lost: differences(found.lost),
        changed: differences(found.changed),
        same: found.same,
    }))
}

#[cfg(test)]
mod tests {
    use dsl::MissingReason;

    use super::*;

    #[test]
    fn the_documented_reasons_are_the_languages() {
        let languages: Vec<&str> = MissingReason::ALL.iter().map(|reason| reason.as_str()).collect();
        assert_eq!(WhyUnknown::WORDS, languages);
    }
}
