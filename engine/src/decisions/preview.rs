//! What a text would do now, on every account in its scope. Nothing is written.

use std::collections::BTreeMap;

use dsl::{Currency, Explanation, Level};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    insight::{self, NamedValue},
    reason_of,
    trial::{self, Came, Candidate, Ground, Tried, TriedEffect},
    wishes,
};
use crate::{
    Context,
    campaigns::{objects::ObjectRef, view::CampaignRef},
    connections::view::AccountRef,
    identity::OrgScope,
    metrics::Snapshot,
    rules::{RuleError, catalog, detail::account_ref},
};

/// Rows that are shown at most.
pub const MOST_ROWS: usize = 200;
/// Objects without effect that are explained to find the nearest, the biggest spenders first.
const MOST_COMPARED: usize = 1_000;

#[derive(Debug, Clone)]
pub struct Preview {
    pub at: Timestamp,
    pub rule: String,
    /// Objects in scope.
    pub checks: usize,
    pub acting: usize,
    pub unknown: usize,
    pub outside: usize,
    pub blocked: usize,
    pub accounts: Vec<PreviewAccount>,
    pub rows: Vec<PreviewRow>,
    pub in_plain_words: String,
    /// What the acting rows would change a day's spend by, per currency.
    pub per_day_micros: Vec<(Currency, i64)>,
}

#[derive(Debug, Clone)]
pub struct PreviewAccount {
    pub account: AccountRef,
    pub data_until: Option<Timestamp>,
    pub not_bound: Option<String>,
}

#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// `None` where it is about the account.
    pub campaign: Option<CampaignRef>,
    /// What it is about, where that is below the campaign.
    pub object: Option<ObjectRef>,
    pub account: AccountRef,
    pub came: Came,
    pub branch: Option<usize>,
    pub effects: Vec<TriedEffect>,
    pub reason: String,
    pub values: Vec<NamedValue>,
    pub distance: Option<String>,
    pub explanation: Explanation,
}

struct Bound {
    ground: Ground,
    /// The columns of the rule's level.
    snapshot: Snapshot,
    bound: dsl::BoundRule,
    tried: Vec<Tried>,
}

/// How far the numbers of a level reach; `None` where it was not read.
fn read_until(ground: &Ground, level: Level) -> Option<Timestamp> {
    let table = &ground.snapshot.table;
    match level.measured_by() {
        Level::Campaigns => table.data_until,
        below => table.below().find(|table| table.level == below)?.data_until,
    }
}

/// Evaluates a text now. `rule_id` names the rule whose progress and limits count, for a text that is to become its next version.
///
/// # Errors
/// [`RuleError::Diagnostics`] and [`RuleError::Overrides`] as when saving it.
pub async fn preview(
    context: &Context,
    scope: OrgScope,
    text: &str,
    overrides: &BTreeMap<String, String>,
    rule_id: Option<Uuid>,
) -> Result<Preview, RuleError> {
    let rule = catalog::single_rule(text)?;
    catalog::values_fit(&rule, overrides)?;
    let overrides: Vec<(String, String)> = overrides.clone().into_iter().collect();
    let at = context.business.now();
    let (mut accounts, mut evaluated) = (Vec::new(), Vec::new());
    for ground in trial::grounds(context, scope, None).await? {
        if !rule
            .scope()
            .includes(ground.account.platform, &ground.account.name)
        {
            continue;
        }
        let bound = catalog::tie(&rule, &ground.account, &context.platforms, &overrides);
        accounts.push(PreviewAccount {
            account: account_ref(&ground.account),
            data_until: read_until(&ground, rule.scope().level),
            not_bound: match &bound {
                Err(failure) => Some(failure.to_string()),
                Ok(_) if read_until(&ground, rule.scope().level).is_none() => Some(format!(
                    "{} are read for enabled rules only, from the next sync on: nothing is known of them here yet",
                    rule.scope().level
                )),
                Ok(_) => None,
            },
        });
        if let Ok(bound) = bound {
            let candidate = Candidate {
                rule_id: rule_id.unwrap_or_default(),
                version: 0,
                bound: &bound,
            };
            let tried = trial::run(context, &ground, &[candidate]).await?.pop();
            evaluated.push(Bound {
                tried: tried.unwrap_or_default(),
                snapshot: ground.of(&bound),
                ground,
                bound,
            });
        }
    }
    let mut preview = Preview {
        at,
        rule: rule.name().to_owned(),
        checks: 0,
        acting: 0,
        unknown: 0,
        outside: 0,
        blocked: 0,
        accounts,
        rows: Vec::new(),
        in_plain_words: rule.in_plain_words(&overrides),
        per_day_micros: Vec::new(),
    };
    count(&mut preview, &evaluated);
    preview.rows = rows(&evaluated);
    Ok(preview)
}

fn count(preview: &mut Preview, evaluated: &[Bound]) {
    let mut per_day: BTreeMap<Currency, i64> = BTreeMap::new();
    for one in evaluated {
        for tried in &one.tried {
            let counter = match tried.came {
                Came::Outside => {
                    preview.outside = preview.outside.saturating_add(1);
                    continue;
                }
                Came::Acts => Some(&mut preview.acting),
                Came::Blocked => Some(&mut preview.blocked),
                Came::Unknown => Some(&mut preview.unknown),
                Came::Waits | Came::Awaiting | Came::Cooling | Came::NotFired => None,
            };
            if let Some(counter) = counter {
                *counter = counter.saturating_add(1);
            }
            preview.checks = preview.checks.saturating_add(1);
            if tried.came == Came::Acts {
                for effect in tried.effects.iter().filter(|effect| effect.blocked.is_none()) {
                    if let Some(micros) = effect.per_day_micros {
                        let sum = per_day.entry(one.ground.account.currency).or_default();
                        *sum = sum.saturating_add(micros);
                    }
                }
            }
        }
    }
    preview.per_day_micros = per_day.into_iter().collect();
}

/// Acting first, then blocked, waiting and unknown, then what is nearest to acting.
fn rows(evaluated: &[Bound]) -> Vec<PreviewRow> {
    let mut shown: Vec<(std::cmp::Reverse<i64>, &Bound, &Tried)> = Vec::new();
    let mut quiet: Vec<(i64, &Bound, &Tried)> = Vec::new();
    for one in evaluated {
        for tried in &one.tried {
            if tried.came == Came::Outside {
                continue;
            }
            let spend = wishes::spend_over_rule_window(&one.snapshot, &one.bound, tried.row);
            if tried.came == Came::NotFired {
                quiet.push((spend, one, tried));
            } else {
                shown.push((std::cmp::Reverse(spend), one, tried));
            }
        }
    }
    // Of the same outcome, the biggest spenders first.
    shown.sort_by_key(|(spend, _, tried)| (tried.came, *spend, tried.object));
    shown.truncate(MOST_ROWS);
    let mut rows: Vec<PreviewRow> = shown
        .into_iter()
        .map(|(_, one, tried)| row(one, tried, explain(one, tried)))
        .collect();
    if rows.len() < MOST_ROWS {
        quiet.sort_by_key(|(spend, _, _)| std::cmp::Reverse(*spend));
        quiet.truncate(MOST_COMPARED);
        let mut near: Vec<(f64, &Bound, &Tried, Explanation)> = quiet
            .into_iter()
            .map(|(_, one, tried)| {
                let explanation = explain(one, tried);
                let gap = insight::nearest(&explanation).map_or(f64::INFINITY, |(_, gap)| gap);
                (gap, one, tried, explanation)
            })
            .collect();
        near.sort_by(|(left, ..), (right, ..)| left.total_cmp(right));
        near.truncate(MOST_ROWS.saturating_sub(rows.len()));
        rows.extend(
            near.into_iter()
                .map(|(_, one, tried, explanation)| row(one, tried, explanation)),
        );
    }
    rows
}

fn explain(one: &Bound, tried: &Tried) -> Explanation {
    one.bound
        .explain(&one.snapshot, &one.snapshot.moment(), tried.row)
}

fn row(one: &Bound, tried: &Tried, explanation: Explanation) -> PreviewRow {
    let rule = one.bound.rule();
    let branch = tried
        .branch
        .or_else(|| insight::nearest(&explanation).map(|(branch, _)| branch));
    let told = branch
        .map(|branch| reason_of(&explanation, branch))
        .unwrap_or_default();
    let reason = match trial::waiting_words(rule, tried, &one.ground) {
        Some(waits) => format!("{told}; {waits}"),
        None => told,
    };
    let (campaign, object) = one.ground.names(&one.snapshot, tried.row);
    PreviewRow {
        campaign,
        object,
        account: account_ref(&one.ground.account),
        came: tried.came,
        branch: tried.branch,
        effects: tried.effects.clone(),
        reason,
        values: insight::values(rule, &explanation),
        distance: if tried.came == Came::NotFired {
            branch.and_then(|branch| insight::distance(&explanation, branch))
        } else {
            None
        },
        explanation,
    }
}
