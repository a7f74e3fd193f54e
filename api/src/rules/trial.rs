//! Previews and "why, why not" as clients read them.

use engine::decisions::{
    insight::NamedValue,
    preview,
    trial::{Came, TriedEffect},
    why::{self, Standing},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shown::RuleState;
use crate::{
    explanation::Explanation,
    problem::Problem,
    wire::{ActionAccount, Money, NamedRef, ObjectBelow, ShownValue, WireRuleRef, words},
};

words! {
    /// What a check of one campaign would come to.
    PreviewOutcome: "acts", "waits", "not_fired", "unknown", "blocked"
}
words! {
    /// How a rule stands to a campaign.
    WhyOutcome: "acts", "waits", "not_fired", "unknown", "blocked", "cooling", "awaiting", "outside", "not_bound", "disabled"
}
words! {
    EffectKind: "pause", "resume", "set_budget", "set_bid", "set_target_cpa", "set_target_roas", "add_negative_keyword", "add_label", "remove_label", "run_script", "notify"
}
words! {
    EffectProperty: "status", "budget", "bid", "target_cpa", "target_roas", "negative_keyword", "label"
}
words! {
    ProgressState: "pending", "awaiting", "acted"
}

/// What one action of a rule would come to.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleEffect {
    kind: EffectKind,
    /// Null for a message.
    property: Option<EffectProperty>,
    /// Which one, where `property` is a label or a negative keyword.
    #[schema(example = "reviewed")]
    item: Option<String>,
    before: Option<ShownValue>,
    /// Null where nothing would be set; of a message, whom it tells what.
    after: Option<ShownValue>,
    per_day_change: Option<Money>,
    /// What stands in the way: a guard, a limit, another rule, or that nothing would change.
    blocked: Option<String>,
}

pub(super) fn effects(effects: Vec<TriedEffect>, currency: dsl::Currency) -> Vec<RuleEffect> {
    effects
        .into_iter()
        .map(|effect| RuleEffect {
            kind: effect.kind.into(),
            property: effect.field.map(|field| field.as_str().into()),
            item: effect.item,
            before: effect.before.map(|value| ShownValue::new(&value, currency)),
            after: match effect.tells {
                Some(message) => Some(ShownValue {
                    display: message.to_string(),
                    micros: None,
                }),
                None => effect.after.map(|value| ShownValue::new(&value, currency)),
            },
            per_day_change: effect.per_day_micros.map(|micros| Money::new(micros, currency)),
            blocked: effect.blocked,
        })
        .collect()
}

/// A value the rule judges by.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewValue {
    #[schema(example = "cost")]
    text: String,
    #[schema(example = "$60.00")]
    value: String,
}

impl From<NamedValue> for PreviewValue {
    fn from(value: NamedValue) -> Self {
        Self {
            text: value.text,
            value: value.value,
        }
    }
}

/// One campaign in a preview.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewRow {
    /// Null where it is about the account.
    campaign: Option<NamedRef>,
    /// What it is about, where that is below the campaign.
    object: Option<ObjectBelow>,
    account: ActionAccount,
    outcome: PreviewOutcome,
    /// The branch whose turn it is, from 0; null where none is true.
    branch: Option<i64>,
    effects: Vec<RuleEffect>,
    /// One plain sentence.
    reason: String,
    values: Vec<PreviewValue>,
    /// What it lacks to act.
    #[schema(example = "cost is $12.00 below $45.00")]
    distance: Option<String>,
    explanation: Explanation,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewAccount {
    account: ActionAccount,
    data_until: Option<Timestamp>,
    /// Why the rule cannot run there.
    not_bound: Option<String>,
}

/// What a text would do now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    at: Timestamp,
    /// The rule's name.
    rule: String,
    /// Campaigns in scope.
    checks: usize,
    acting: usize,
    unknown: usize,
    /// Campaigns outside of the rule's `where`.
    outside: usize,
    blocked: usize,
    accounts: Vec<PreviewAccount>,
    /// Acting, blocked, waiting and unknown ones first, then the nearest to acting.
    rows: Vec<PreviewRow>,
    /// How many rows are shown: at most 200.
    shown: usize,
    in_plain_words: String,
    /// What the acting ones would change a day's spend by, per currency.
    per_day_change: Vec<Money>,
}

impl Preview {
    pub fn of(preview: preview::Preview) -> Result<Self, Problem> {
        let rows: Vec<PreviewRow> = preview
            .rows
            .into_iter()
            .map(|row| {
                Ok(PreviewRow {
                    effects: effects(row.effects, row.account.currency),
                    campaign: row.campaign.map(NamedRef::from),
                    object: row.object.map(ObjectBelow::from),
                    account: row.account.into(),
                    outcome: match row.came {
                        Came::Acts => "acts",
                        Came::Blocked => "blocked",
                        Came::Waits | Came::Awaiting | Came::Cooling => "waits",
                        Came::Unknown => "unknown",
                        Came::NotFired | Came::Outside => "not_fired",
                    }
                    .into(),
                    branch: row.branch.and_then(|branch| i64::try_from(branch).ok()),
                    reason: row.reason,
                    values: row.values.into_iter().map(PreviewValue::from).collect(),
                    distance: row.distance,
                    explanation: Explanation::of(&row.explanation)?,
                })
            })
            .collect::<Result<_, Problem>>()?;
        Ok(Self {
            at: preview.at,
            rule: preview.rule,
            checks: preview.checks,
            acting: preview.acting,
            unknown: preview.unknown,
            outside: preview.outside,
            blocked: preview.blocked,
            accounts: preview
                .accounts
                .into_iter()
                .map(|account| PreviewAccount {
                    account: account.account.into(),
                    data_until: account.data_until,
                    not_bound: account.not_bound,
                })
                .collect(),
            shown: rows.len(),
            rows,
            in_plain_words: preview.in_plain_words,
            per_day_change: preview
                .per_day_micros
                .into_iter()
                .map(|(currency, micros)| Money::new(micros, currency))
                .collect(),
        })
    }
}

/// What is remembered of a rule on a campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleProgress {
    state: ProgressState,
    checks_done: i64,
    /// Null where the condition need not last for a count of checks.
    checks_needed: Option<i64>,
    cooldown_until: Option<Timestamp>,
}

/// Why one rule did, or did not, act on a campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignRule {
    rule: WireRuleRef,
    /// What it is about, where that is below the campaign: there is a row for each, the nearest to being acted on first.
    object: Option<ObjectBelow>,
    state: RuleState,
    /// Its shadow, where one runs beside it: `GET /decisions?rule=…` lists what that decides.
    shadow: Option<Uuid>,
    outcome: WhyOutcome,
    /// One plain sentence.
    reason: String,
    /// What it lacks to act.
    distance: Option<String>,
    effects: Vec<RuleEffect>,
    progress: Option<RuleProgress>,
    /// Null where the rule was not evaluated.
    explanation: Option<Explanation>,
}

/// How every rule stands to one campaign now.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignRules {
    at: Timestamp,
    data_until: Option<Timestamp>,
    data: Vec<CampaignRule>,
}

impl CampaignRules {
    pub fn of(why: why::Why) -> Result<Self, Problem> {
        let data = why
            .rows
            .into_iter()
            .map(|row| {
                Ok(CampaignRule {
                    rule: row.rule.into(),
                    object: row.object.map(ObjectBelow::from),
                    state: row.state.into(),
                    shadow: row.shadow,
                    outcome: match row.standing {
                        Standing::NotBound => "not_bound",
                        Standing::Disabled => "disabled",
                        Standing::Came(came) => match came {
                            Came::Acts => "acts",
                            Came::Blocked => "blocked",
                            Came::Waits => "waits",
                            Came::Awaiting => "awaiting",
                            Came::Cooling => "cooling",
                            Came::Unknown => "unknown",
                            Came::NotFired => "not_fired",
                            Came::Outside => "outside",
                        },
                    }
                    .into(),
                    reason: row.reason,
                    distance: row.distance,
                    effects: effects(row.effects, why.currency),
                    progress: row.progress.map(|progress| RuleProgress {
                        state: progress.state.into(),
                        checks_done: i64::from(progress.checks_done),
                        checks_needed: progress.checks_needed.map(i64::from),
                        cooldown_until: progress.cooldown_until,
                    }),
                    explanation: row.explanation.as_ref().map(Explanation::of).transpose()?,
                })
            })
            .collect::<Result<_, Problem>>()?;
        Ok(Self {
            at: why.at,
            data_until: why.data_until,
            data,
        })
    }
}
