//! What a text comes to together with the rules that run already, as clients read it.

use std::collections::BTreeMap;

use axum::extract::State;
use dsl::analyse::{Answer, Promise};
use engine::{
    decisions::together::{self, Met, Together, WatchedIn},
    rules::acceptance::Open,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    refusal,
    shown::RuleRefused,
    text::{TextSpan, diagnostics, span_in},
};
use crate::{
    AppState,
    extract::{Caller, Json},
    problem::{Kind, Problem},
    wire::{ActionAccount, words},
};

words! {
    /// `proved`: it holds for every campaign. `shown`: the example shows it. `not_decided`: it may be.
    FindingAnswer: "proved", "shown", "not_decided"
}
words! {
    /// `proved`: no rule could break it. `broken`: the firings would, without the check at run time. `enforced`: the check keeps it.
    PromiseAnswer: "proved", "broken", "enforced"
}

/// A text to look at together with the enabled rules.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnalyseRule {
    #[schema(
        example = "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n"
    )]
    pub text: String,
    /// Parameter → typed literal; the text's defaults where nothing is given.
    #[serde(default)]
    #[schema(example = json!({ "max_cpa": "$60, 55 EUR" }))]
    pub overrides: BTreeMap<String, String>,
    /// The rule whose next version the text is to become; a new rule has none.
    pub rule_id: Option<Uuid>,
}

/// A place in one of the rules a finding speaks about.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingPlace {
    /// Null for a text that was never saved.
    rule_id: Option<Uuid>,
    #[schema(example = "Scale winners")]
    rule: String,
    #[schema(example = "increase budget by 20% up to $500")]
    text: String,
    /// In the text that was sent; null for places in other rules.
    span: Option<TextSpan>,
}

/// A value of the example, in a marketer's words.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingValue {
    #[schema(example = "spend")]
    name: String,
    /// Null for attributes.
    #[schema(example = "last 3 days")]
    window: Option<String>,
    #[schema(example = "$120.00")]
    value: String,
}

/// A campaign that shows the finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingExample {
    /// The name, when it is one of the organisation's; otherwise the campaign was made up.
    campaign: Option<String>,
    /// The check at which the rules see it.
    at: Timestamp,
    values: Vec<FindingValue>,
}

/// Something about rules taken together.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleFinding {
    #[schema(example = "W0801")]
    code: &'static str,
    message: String,
    help: String,
    answer: FindingAnswer,
    /// The account in which it was found first.
    account: ActionAccount,
    places: Vec<FindingPlace>,
    example: Option<FindingExample>,
    /// What stands in the way of knowing.
    obstacle: Option<String>,
    /// Where the code is explained.
    #[schema(example = "/docs/diagnostics/W0801")]
    docs: String,
}

/// What is known about a guard's promise, given this rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct GuardPromise {
    #[schema(example = "No runaway budgets")]
    guard: String,
    #[schema(example = "never raise budget above $1,000")]
    clause: String,
    answer: PromiseAnswer,
    account: ActionAccount,
    /// One sentence.
    in_words: String,
}

/// A text together with the rules that run already.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleAnalysis {
    findings: Vec<RuleFinding>,
    guards: Vec<GuardPromise>,
    /// Pairs of actions that were proved never to meet.
    proved: usize,
    /// Accounts looked at.
    accounts: usize,
    /// Enabled rules that were left out because there are too many.
    left_out: usize,
}

impl RuleAnalysis {
    /// `name` is what the text calls its rule.
    pub fn of(text: &str, name: &str, together: Together) -> Self {
        Self {
            findings: findings(text, name, together.findings),
            guards: together.guards.into_iter().map(promise).collect(),
            proved: together.proved,
            accounts: together.accounts,
            left_out: together.left_out,
        }
    }
}

/// Where the rule's own text begins in what was sent.
pub fn base(text: &str, name: &str) -> Option<u32> {
    let rules = dsl::check(text).rules;
    let rule = rules.iter().find(|rule| rule.name() == name)?;
    u32::try_from(text.find(rule.text())?).ok()
}

/// Look at a text together with the enabled rules
///
/// Where they work against each other, with a campaign that shows it; which rule adds nothing; and which guards the text could reach.
/// Nothing is written.
#[utoipa::path(
    post, path = "/rules/analyse", operation_id = "analyse_rule", tag = "rules",
    request_body = AnalyseRule,
    responses(
        (status = 200, description = "What was proved, shown and not decided", body = RuleAnalysis),
        (status = 422, description = "The text or a value cannot be taken", body = RuleRefused, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn analyse_rule(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<AnalyseRule>,
) -> Result<Json<RuleAnalysis>, Problem> {
    let scope = caller.principal().scope;
    let found = together::analyse(&state.context, scope, &body.text, &body.overrides, body.rule_id)
        .await
        .map_err(|error| refusal(&body.text, error))?;
    let name = engine::rules::catalog::single_rule(&body.text)
        .map_err(|error| refusal(&body.text, error))?
        .name()
        .to_owned();
    Ok(Json(RuleAnalysis::of(&body.text, &name, found)))
}

/// 409: warnings and findings that nobody accepted yet.
pub fn unaccepted(text: &str, open: &[Open]) -> Problem {
    let found: Vec<dsl::Diagnostic> = open.iter().map(|open| open.diagnostic.clone()).collect();
    let said: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    Problem::new(
        Kind::Conflict,
        format!(
            "{}; change the rule or the other one, or enable it with the findings accepted",
            said.join("; ")
        ),
    )
    .with_diagnostics(&diagnostics(text, &found))
}

/// What was found, as it stands in the text that calls its rule `name`.
pub fn findings(text: &str, name: &str, found: Vec<Met>) -> Vec<RuleFinding> {
    found.into_iter().map(|met| finding(text, name, met)).collect()
}

fn finding(text: &str, name: &str, met: Met) -> RuleFinding {
    let base = base(text, name).unwrap_or(0);
    let Met {
        account,
        finding,
        rules,
        accepted_elsewhere: _,
    } = met;
    let places = finding
        .spots
        .iter()
        .map(|spot| FindingPlace {
            rule_id: rules.get(&spot.rule).copied(),
            rule: spot.rule.clone(),
            text: spot.text.clone(),
            span: (spot.rule == name).then(|| {
                let span = dsl::Span::new(
                    spot.span.start.saturating_add(base),
                    spot.span.end.saturating_add(base),
                );
                span_in(text, span)
            }),
        })
        .collect();
    let (answer, example, obstacle) = match finding.answer {
        Answer::Proved => ("proved", None, None),
        Answer::CounterExample(example) => {
            let values = example
                .readings()
                .iter()
                .map(|reading| FindingValue {
                    name: reading.name.clone(),
                    window: reading.window.clone(),
                    value: reading.value.clone(),
                })
                .collect();
            let shown = FindingExample {
                campaign: example.found().map(str::to_owned),
                at: example.moment().at,
                values,
            };
            ("shown", Some(shown), None)
        }
        Answer::NotDecided(obstacle) => ("not_decided", None, Some(obstacle.in_words())),
    };
    RuleFinding {
        code: finding.code,
        message: finding.message,
        help: finding.help,
        answer: answer.into(),
        account: account.into(),
        places,
        example,
        obstacle,
        docs: format!("/docs/diagnostics/{}", finding.code),
    }
}

fn promise(found: WatchedIn) -> GuardPromise {
    let WatchedIn { account, watched } = found;
    let in_words = watched.in_words(account.currency);
    GuardPromise {
        guard: watched.guard,
        clause: watched.clause,
        answer: match watched.promise {
            Promise::Proved => "proved",
            Promise::Broken { .. } => "broken",
            Promise::EnforcedAtRunTime { .. } => "enforced",
        }
        .into(),
        account: account.into(),
        in_words,
    }
}
