//! Rules taken together before they run: where a text works against the enabled ones, and which guards it could reach. Examples are
//! sought among the accounts' own campaigns first. `enable` asks for a second look at all of it; nothing else is written here.

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
    identity::{OrgScope, Principal},
    rules::{
        RuleError,
        acceptance::{self, Accepting, Open, Taken},
        catalog,
        detail::account_ref,
        editing, shadow,
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
    /// The text of another of these rules accepts it.
    pub accepted_elsewhere: bool,
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
    catalog::values_fit(&rule, overrides)?;
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
        let Ok(own) = catalog::tie(&rule, &ground.account, &context.platforms, &overrides) else {
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

/// Why a rule was not enabled.
#[derive(Debug, thiserror::Error)]
pub enum NotEnabled {
    /// These wait for a second look.
    #[error("{} finding(s) wait to be accepted", .open.len())]
    Open { text: String, open: Vec<Open> },
    #[error(transparent)]
    Rule(#[from] RuleError),
}

impl From<StoreError> for NotEnabled {
    fn from(error: StoreError) -> Self {
        Self::Rule(error.into())
    }
}

/// Enables a rule that is still at `revision`, when everything there is to say about it was accepted: by its text, before, or now by
/// what `accepting` names. What is accepted goes into the record with what was seen.
///
/// # Errors
/// [`RuleError::Moved`] before anything else: what was looked at is not there any more.
pub async fn enable(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    revision: i64,
    accepting: Accepting<'_>,
) -> Result<(), NotEnabled> {
    let scope = principal.scope;
    let (rule, now, recorded) = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let row = tx
                    .fetch_optional(rule_store::CURRENT, params![scope.id(), id])
                    .await?
                    .ok_or(RuleError::NotFound)?;
                let recorded = acceptance::recorded(tx, scope, id).await?;
                Ok::<_, RuleError>((rule_store::stored_rule(&row)?, row.i64("revision")?, recorded))
            })
        })
        .await?;
    if now != revision {
        return Err(RuleError::Moved.into());
    }
    let SecondLook { open, taken } =
        second_look(context, scope, &rule, Some(id), &recorded, accepting).await?;
    if !open.is_empty() {
        return Err(NotEnabled::Open {
            text: rule.text,
            open,
        });
    }
    Ok(editing::enable_at(context, principal, id, Some(revision), &taken).await?)
}

/// Puts the version that runs as a rule's shadow to work, when everything there is to say about it was accepted, as for [`enable`].
///
/// # Errors
/// [`RuleError::Moved`] before anything else; [`RuleError::NotNow`] where no shadow runs.
pub async fn promote(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    revision: i64,
    accepting: Accepting<'_>,
) -> Result<(), NotEnabled> {
    let scope = principal.scope;
    let (rule, recorded) = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                editing::current(tx, scope, id, Some(revision)).await?;
                let shadow = shadow::of(tx, scope, id).await?.ok_or_else(shadow::none)?;
                Ok::<_, RuleError>((shadow.rule, acceptance::recorded(tx, scope, id).await?))
            })
        })
        .await?;
    let SecondLook { open, taken } =
        second_look(context, scope, &rule, Some(id), &recorded, accepting).await?;
    if !open.is_empty() {
        return Err(NotEnabled::Open {
            text: rule.text,
            open,
        });
    }
    Ok(shadow::promote(context, principal, id, revision, &rule, taken).await?)
}

/// What a text that is to go to work comes to.
#[derive(Debug, Clone, Default)]
pub struct SecondLook {
    /// What nobody accepted.
    pub open: Vec<Open>,
    /// What is accepted, and goes into the record once it is at work.
    pub taken: Vec<Taken>,
}

/// Looks at a text that is to go to work with the record at hand. `id` is the rule whose next version it is; a new one has none.
pub async fn second_look(
    context: &Context,
    scope: OrgScope,
    rule: &StoredRule,
    id: Option<Uuid>,
    recorded: &[acceptance::Recorded],
    accepting: Accepting<'_>,
) -> Result<SecondLook, StoreError> {
    let overrides = rule.overrides.iter().cloned().collect();
    // A text that no longer checks is for saving and enabling to refuse, in their own words.
    let together = match analyse(context, scope, &rule.text, &overrides, id).await {
        Ok(together) => together,
        Err(RuleError::Store(error)) => return Err(error),
        Err(_) => Together::default(),
    };
    let look = acceptance::look(&rule.text, recorded, together.sure(rule));
    let (taken, open): (Vec<Open>, Vec<Open>) = look
        .open
        .into_iter()
        .partition(|open| accepting.takes(open.diagnostic.code));
    let taken = taken
        .into_iter()
        .map(|open| Taken {
            code: open.diagnostic.code.to_owned(),
            evidence: open.evidence,
            reason: accepting.reason_for(open.diagnostic.code).map(str::to_owned),
        })
        .chain(look.taken)
        .collect();
    Ok(SecondLook { open, taken })
}

impl Together {
    /// What somebody has to look at before the rule runs: everything that is sure, as it stands in the rule's text.
    fn sure(&self, rule: &StoredRule) -> Vec<acceptance::Together<'_>> {
        let place = |name: &str| {
            let rules = dsl::load(&rule.text).rules;
            let own = rules.iter().find(|own| own.name() == name && name == rule.name)?;
            u32::try_from(rule.text.find(own.text())?).ok()
        };
        self.findings
            .iter()
            .filter(|met| !matches!(met.finding.answer, analyse::Answer::NotDecided(_)))
            .filter_map(|met| {
                Some(acceptance::Together {
                    finding: &met.finding,
                    diagnostic: met.finding.diagnostic(&rule.name, &place)?,
                    accepted_elsewhere: met.accepted_elsewhere,
                })
            })
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
        // Witnesses are sought among the objects that the text is about.
        let own = rules.first();
        let snapshot = own.map_or_else(|| ground.snapshot.clone(), |own| ground.of(own));
        let history: [(&dyn Table, Moment); 1] = [(&snapshot, snapshot.moment())];
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
            let others = rules.iter().skip(1).map(BoundRule::rule);
            let accepted_elsewhere = finding.accepted_by(others).is_some();
            let rules = finding
                .spots
                .iter()
                .filter_map(|spot| Some((spot.rule.clone(), *ids.get(&spot.rule)?)))
                .collect();
            together.findings.push(Met {
                account: account_ref(&ground.account),
                finding,
                rules,
                accepted_elsewhere,
            });
        }
        let guards: &[Guard] = &ground.guards;
        for watched in analyse::guards_about(name, rules, guards, at) {
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
