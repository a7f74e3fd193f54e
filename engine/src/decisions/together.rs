//! Rules taken together before they run: where a text works against the enabled ones, and which guards it could reach. Examples are
//! sought among the accounts' own campaigns first. Nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use dsl::{
    BoundRule, Guard, Moment, Table,
    analyse::{self, Finding, Watched},
};
use jiff::Timestamp;
use uuid::Uuid;

use super::trial::{self, Ground};
use crate::{
    Context,
    connections::view::AccountRef,
    identity::OrgScope,
    rules::{
        RuleError, catalog,
        detail::account_ref,
        store::{self as rule_store, StoredRule},
    },
    store::{StoreError, params},
};

/// Enabled rules that a text is compared with, at most.
const MOST_RULES: usize = 200;

/// What a text comes to together with what runs already.
#[derive(Debug, Clone, Default)]
pub struct Together {
    /// Each once, in the first account that shows it.
    pub findings: Vec<Met>,
    pub guards: Vec<WatchedIn>,
    /// Pairs of actions that were proved never to meet, in the account where there are most.
    pub proved: usize,
    /// Accounts looked at.
    pub accounts: usize,
    /// Enabled rules left out because there are too many.
    pub left_out: usize,
}

/// A finding in one account.
#[derive(Debug, Clone)]
pub struct Met {
    pub account: AccountRef,
    pub finding: Finding,
    /// The ids of the rules it speaks about, by name; the text itself has none while it is new.
    pub rules: BTreeMap<String, Uuid>,
}

/// What is known about a guard's promise in one account.
#[derive(Debug, Clone)]
pub struct WatchedIn {
    pub account: AccountRef,
    pub watched: Watched,
}

/// One account with the rules that run there.
struct Bound {
    ground: Ground,
    rules: Vec<BoundRule>,
}

/// Looks at a text together with the organisation's enabled rules. `rule_id` names the rule whose next version it is to become.
///
/// # Errors
/// [`RuleError::Diagnostics`] and [`RuleError::Overrides`] as when saving it.
pub async fn analyse(
    context: &Context,
    scope: OrgScope,
    text: &str,
    overrides: &BTreeMap<String, String>,
    rule_id: Option<Uuid>,
) -> Result<Together, RuleError> {
    let rule = catalog::single_rule(text)?;
    let wrong: Vec<(String, String)> = overrides
        .iter()
        .filter_map(|(name, value)| {
            let error = rule.check_override(name, value).err()?;
            Some((name.clone(), error.to_string()))
        })
        .collect();
    if !wrong.is_empty() {
        return Err(RuleError::Overrides(wrong));
    }
    let overrides: Vec<(String, String)> = overrides.clone().into_iter().collect();
    let mut others = enabled(context, scope).await?;
    others.retain(|other| Some(other.id) != rule_id && other.name != rule.name());
    let left_out = others.len().saturating_sub(MOST_RULES);
    others.truncate(MOST_RULES);
    let ids: BTreeMap<String, Uuid> = others
        .iter()
        .map(|other| (other.name.clone(), other.id))
        .chain(rule_id.map(|id| (rule.name().to_owned(), id)))
        .collect();
    let mut bound = Vec::new();
    for ground in trial::grounds(context, scope, None).await? {
        if !rule
            .scope()
            .includes(ground.account.platform, &ground.account.name)
        {
            continue;
        }
        let binding = catalog::binding(&ground.account, &context.platforms, &overrides);
        let Ok(own) = catalog::tie(&rule, &binding) else {
            continue;
        };
        let mut rules = vec![own];
        // A stored rule that cannot run here meets nobody here; its own page says why.
        rules.extend(others.iter().filter_map(|other| {
            catalog::bind(other, &ground.account, &context.platforms)
                .ok()
                .flatten()
        }));
        bound.push(Bound { ground, rules });
    }
    let name = rule.name().to_owned();
    let at = context.business.now();
    let mut together = tokio::task::spawn_blocking(move || look(&name, &bound, &ids, at))
        .await
        .map_err(|error| StoreError::inconsistent("analysis", error.to_string()))?;
    together.left_out = left_out;
    Ok(together)
}

/// As [`analyse`], for a stored rule as it stands. `None`: there is no such rule.
pub async fn stored(
    context: &Context,
    scope: OrgScope,
    id: Uuid,
) -> Result<Option<(StoredRule, Together)>, RuleError> {
    let found = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_optional(rule_store::CURRENT, params![scope.id(), id])
                    .await?;
                row.as_ref().map(rule_store::stored_rule).transpose()
            })
        })
        .await?;
    let Some(rule) = found else {
        return Ok(None);
    };
    let overrides = rule.overrides.iter().cloned().collect();
    let together = analyse(context, scope, &rule.text, &overrides, Some(id)).await?;
    Ok(Some((rule, together)))
}

impl Together {
    /// What somebody has to look at before the rule runs: everything that is sure and was not accepted.
    #[must_use]
    pub fn unaccepted(&self, accepted: &[String]) -> Vec<&Finding> {
        self.findings
            .iter()
            .map(|met| &met.finding)
            .filter(|finding| !matches!(finding.answer, analyse::Answer::NotDecided(_)))
            .filter(|finding| !accepted.iter().any(|code| code == finding.code))
            .collect()
    }
}

async fn enabled(context: &Context, scope: OrgScope) -> Result<Vec<StoredRule>, StoreError> {
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                tx.fetch_all(rule_store::ENABLED, params![scope.id()])
                    .await?
                    .iter()
                    .map(rule_store::stored_rule)
                    .collect()
            })
        })
        .await
}

fn look(name: &str, bound: &[Bound], ids: &BTreeMap<String, Uuid>, at: Timestamp) -> Together {
    let mut together = Together::default();
    let mut seen: BTreeSet<(&'static str, Vec<(String, u32)>)> = BTreeSet::new();
    let mut promises: BTreeSet<(String, String)> = BTreeSet::new();
    for Bound { ground, rules } in bound {
        let moment = ground.snapshot.moment();
        let history: [(&dyn Table, Moment); 1] = [(&ground.snapshot, moment)];
        let found = analyse::account_about(name, rules, &history, at);
        together.accounts = together.accounts.saturating_add(1);
        together.proved = together.proved.max(found.proved);
        for finding in found.findings {
            let places = finding
                .spots
                .iter()
                .map(|spot| (spot.rule.clone(), spot.span.start))
                .collect();
            if !seen.insert((finding.code, places)) {
                continue;
            }
            let rules = finding
                .spots
                .iter()
                .filter_map(|spot| Some((spot.rule.clone(), *ids.get(&spot.rule)?)))
                .collect();
            together.findings.push(Met {
                account: account_ref(&ground.account),
                finding,
                rules,
            });
        }
        let own = rules.get(..1).unwrap_or_default();
        let guards: &[Guard] = &ground.guards;
        for watched in analyse::guards(own, guards, at) {
            if promises.insert((watched.guard.clone(), watched.clause.clone())) {
                together.guards.push(WatchedIn {
                    account: account_ref(&ground.account),
                    watched,
                });
            }
        }
    }
    together
}
