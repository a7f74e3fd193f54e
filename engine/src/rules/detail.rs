//! One rule with everything a page shows of it: parameters, accounts, versions.

use std::collections::{BTreeMap, HashMap};

use dsl::{BoundRule, Param};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    acceptance::{self, Recorded},
    catalog::{self, NEVER},
    library,
    store::{self as rule_store, StoredRule},
    view::{self, RuleView},
};
use crate::{
    Context,
    actions::holds::{self, Hold, Of},
    connections::{RegisteredAccount, view::AccountRef},
    decisions::{budget, pack},
    identity::{OrgScope, Permission, Principal},
    store::{StoreError, Tx, params, statements},
};

statements! {
    SCHEDULES = "select account_id, next_at, last_at from rule_schedule where org_id = $1 and rule_id = $2";
    /// What the rule's last check in each account came to.
    LAST_PACKS = "select p.body from decision_pack p where p.org_id = $1 and p.rule_id = $2
        and p.at = (select max(x.at) from decision_pack x where x.org_id = p.org_id and x.rule_id = p.rule_id and x.account_id = p.account_id)";
    /// Everything on the rule's accounts, of every level.
    OBJECTS_LOOKED_AT = "select c.id, c.external_id from campaign c
        join rule_schedule s on s.org_id = c.org_id and s.account_id = c.account_id where s.org_id = $1 and s.rule_id = $2
        union all select o.id, o.external_id from ad_object o
        join rule_schedule s on s.org_id = o.org_id and s.account_id = o.account_id where s.org_id = $1 and s.rule_id = $2";
    VERSIONS = "
        select v.version, v.text, v.overrides, v.created_at, v.note, u.name as created_by, r.current_version
        from rule_version v
        join rule r on r.org_id = v.org_id and r.id = v.rule_id and r.archived_at is null
        left join app_user u on u.id = v.created_by
        where v.org_id = $1 and v.rule_id = $2 and v.version < $3 order by v.version desc limit $4";
}

/// A parameter with the value that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamView {
    pub param: Param,
    /// The override, or the default.
    pub value: String,
}

/// A rule on one account of its scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleAccount {
    pub account: AccountRef,
    /// Why it cannot run there.
    pub not_bound: Option<String>,
    /// `None` while it does not run there, and for `every sync`.
    pub next_at: Option<Timestamp>,
    pub last_at: Option<Timestamp>,
    /// What one look at everything there costs, in steps and written out; `None` where it cannot run.
    pub cost: Option<(u64, String)>,
}

/// What the asking person may do with it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleAbilities {
    pub edit: bool,
    pub enable: bool,
    pub disable: bool,
    pub archive: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RuleDetail {
    pub rule: RuleView,
    /// What a change is based on.
    pub revision: i64,
    pub params: Vec<ParamView>,
    pub overrides: BTreeMap<String, String>,
    /// Empty when the stored text no longer checks.
    pub in_plain_words: String,
    /// The ready rule it was made from: its id and name.
    pub library: Option<(String, String)>,
    pub accounts: Vec<RuleAccount>,
    pub holds: Vec<Hold>,
    /// The two groups of a rule that holds some objects out.
    pub hold_out: Option<HoldOut>,
    /// What its text warns of and nobody accepted. Rules taken together are not looked at here.
    pub warnings: Vec<dsl::Diagnostic>,
    /// What was accepted, newest first.
    pub accepted: Vec<Recorded>,
    pub can: RuleAbilities,
}

/// The objects in a rule's scope at its last check, by whether it may act on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldOut {
    /// As written: `10%`.
    pub share: String,
    pub held_out: usize,
    pub acted_on: usize,
}

/// One version of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionView {
    pub version: i64,
    pub text: String,
    pub overrides: BTreeMap<String, String>,
    pub created_at: Timestamp,
    pub created_by: Option<String>,
    pub note: Option<String>,
    /// The one that counts.
    pub is_current: bool,
}

/// The parameters of a rule with the values that count.
pub fn param_views(rule: &dsl::Rule, overrides: &BTreeMap<String, String>) -> Vec<ParamView> {
    rule.params()
        .iter()
        .map(|param| ParamView {
            value: overrides.get(&param.name).unwrap_or(&param.default).clone(),
            param: param.clone(),
        })
        .collect()
}

pub(crate) fn account_ref(account: &RegisteredAccount) -> AccountRef {
    AccountRef {
        id: account.id,
        name: account.name.clone(),
        platform: account.platform,
        currency: account.currency,
        time_zone: account.address.time_zone.clone(),
    }
}

/// The sizes of the two groups; `None` for a rule that holds nothing out.
async fn hold_out(tx: &mut Tx, scope: OrgScope, id: Uuid, text: &str) -> Result<Option<HoldOut>, StoreError> {
    let Ok(rule) = catalog::single_rule(text) else {
        return Ok(None);
    };
    let Some(share) = rule.hold_out() else {
        return Ok(None);
    };
    let mut external: HashMap<Uuid, String> = HashMap::new();
    for row in tx.fetch_all(OBJECTS_LOOKED_AT, params![scope.id(), id]).await? {
        external.insert(row.uuid("id")?, row.text("external_id")?);
    }
    let mut groups = HoldOut {
        share: share.to_string(),
        held_out: 0,
        acted_on: 0,
    };
    for row in tx.fetch_all(LAST_PACKS, params![scope.id(), id]).await? {
        for line in pack::unpack(&row.bytes("body")?)? {
            let is_out = external.get(&line.object).is_some_and(|id| rule.holds_out(id));
            let group = if is_out {
                &mut groups.held_out
            } else {
                &mut groups.acted_on
            };
            *group = group.saturating_add(1);
        }
    }
    Ok(Some(groups))
}

/// What one look costs on each account.
async fn costs(
    context: &Context,
    running: Vec<(RegisteredAccount, BoundRule)>,
) -> Result<HashMap<Uuid, (u64, String)>, StoreError> {
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut costs = HashMap::with_capacity(running.len());
                for (account, bound) in &running {
                    let cost = budget::cost(tx, account, bound).await?;
                    let words = cost.in_words(bound.rule().scope().level);
                    costs.insert(account.id, (cost.steps, words));
                }
                Ok(costs)
            })
        })
        .await
}

/// One rule; `None` for one that was put away.
pub async fn rule(
    context: &Context,
    principal: &Principal,
    id: Uuid,
) -> Result<Option<RuleDetail>, StoreError> {
    let person = principal.clone();
    let since = view::lately(context);
    let read = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let scope = person.scope;
                let Some(row) = tx
                    .fetch_optional(view::RULE, params![scope.id(), id, since])
                    .await?
                else {
                    return Ok(None);
                };
                let schedules = tx.fetch_all(SCHEDULES, params![scope.id(), id]).await?;
                let accounts = catalog::accounts(tx, scope).await?;
                let holds = holds::standing(tx, &person, Of::Rule(id)).await?;
                let groups = hold_out(tx, scope, id, &row.text("text")?).await?;
                let accepted = acceptance::recorded(tx, scope, id).await?;
                Ok::<_, StoreError>(Some((row, schedules, accounts, holds, groups, accepted)))
            })
        })
        .await?;
    let Some((row, schedules, accounts, holds, hold_out, accepted)) = read else {
        return Ok(None);
    };
    let rule = RuleView::read(&row)?;
    let overrides: BTreeMap<String, String> = row.json("overrides")?;
    let stored = StoredRule {
        id,
        name: rule.name.clone(),
        version: rule.version,
        text: rule.text.clone(),
        overrides: overrides.clone().into_iter().collect(),
    };
    let mut times: HashMap<Uuid, (Timestamp, Option<Timestamp>)> = HashMap::new();
    for row in &schedules {
        times.insert(
            row.uuid("account_id")?,
            (row.time("next_at")?, row.opt_time("last_at")?),
        );
    }
    let bound: Vec<_> = accounts
        .iter()
        .map(|account| catalog::bind(&stored, account, &context.platforms))
        .collect();
    let running = accounts.iter().zip(&bound).filter_map(|(account, bound)| {
        let bound = bound.as_ref().ok()?.clone()?;
        Some((account.clone(), bound))
    });
    let costs = costs(context, running.collect()).await?;
    let accounts = accounts
        .iter()
        .zip(bound)
        .filter_map(|(account, bound)| {
            let not_bound = match bound {
                Ok(None) => return None,
                Ok(Some(_)) => None,
                Err(failure) => Some(failure.to_string()),
            };
            let (next_at, last_at) = times.get(&account.id).copied().unzip();
            Some(RuleAccount {
                account: account_ref(account),
                not_bound,
                next_at: next_at.filter(|at| at.as_microsecond() < NEVER.as_microsecond()),
                last_at: last_at.flatten(),
                cost: costs.get(&account.id).cloned(),
            })
        })
        .collect();
    let checked = dsl::check(&rule.text);
    let body = checked.rules.first();
    let library = row.opt_text("library_id")?.map(|id| {
        let name = library::find(&id).map_or_else(|| id.clone(), |item| item.name);
        (id, name)
    });
    let open = acceptance::look(&rule.text, &accepted, Vec::new()).open;
    let may = principal.may(Permission::RulesWrite);
    let state = rule.state.clone();
    Ok(Some(RuleDetail {
        revision: row.i64("revision")?,
        params: body.map(|body| param_views(body, &overrides)).unwrap_or_default(),
        in_plain_words: body
            .map(|body| body.in_plain_words(&stored.overrides))
            .unwrap_or_default(),
        overrides,
        library,
        accounts,
        holds,
        hold_out,
        warnings: open.into_iter().map(|open| open.diagnostic).collect(),
        accepted,
        can: RuleAbilities {
            edit: may,
            enable: may && matches!(state.as_str(), "draft" | "disabled"),
            disable: may && matches!(state.as_str(), "enabled" | "quarantined"),
            archive: may && matches!(state.as_str(), "draft" | "disabled"),
        },
        rule,
    }))
}

/// A rule's versions, newest first, before the given one. `None` when there is no such rule.
pub async fn versions(
    context: &Context,
    scope: OrgScope,
    id: Uuid,
    before: Option<i64>,
    limit: i64,
) -> Result<Option<Vec<VersionView>>, StoreError> {
    let rows = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                if tx
                    .fetch_optional(rule_store::CURRENT, params![scope.id(), id])
                    .await?
                    .is_none()
                {
                    return Ok(None);
                }
                let values = params![scope.id(), id, before.unwrap_or(i64::MAX), limit];
                Ok::<_, StoreError>(Some(tx.fetch_all(VERSIONS, values).await?))
            })
        })
        .await?;
    let Some(rows) = rows else {
        return Ok(None);
    };
    rows.iter()
        .map(|row| {
            let version = row.i64("version")?;
            Ok(VersionView {
                version,
                text: row.text("text")?,
                overrides: row.json("overrides")?,
                created_at: row.time("created_at")?,
                created_by: row.opt_text("created_by")?,
                note: row.opt_text("note")?,
                is_current: row.i64("current_version")? == version,
            })
        })
        .collect::<Result<_, StoreError>>()
        .map(Some)
}
