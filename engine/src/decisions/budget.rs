//! What the rules that are due at once on one account may cost together, and which of them is not run where they cost more.
//!
//! Costs are the language's ([`dsl::Cost`]), known before anything is evaluated. Asked when a rule is enabled, where it is refused with
//! the arithmetic, and by each tick: an account grows.

use std::{cmp::Reverse, collections::BTreeSet};

use dsl::{BoundRule, Level};

use crate::{
    connections::{RegisteredAccount, platform::Platforms},
    identity::OrgScope,
    rules::{
        RuleError,
        catalog::{self, single_rule},
        store::{self as rule_store, StoredRule},
    },
    store::{StoreError, Tx, params, statements},
};

statements! {
    COUNT_CAMPAIGNS = "select count(*) as n from campaign where org_id = $1 and account_id = $2";
    COUNT_BELOW = "select count(*) as n from ad_object where org_id = $1 and account_id = $2 and level = $3";
}

/// Steps of one run, unless the program is started with another number. One core computes a few hundred million a second
/// (docs/performance.md), so that this is some seconds of it.
pub const STEPS_A_RUN: u64 = 2_000_000_000;

/// The places of those that are not run: the costliest, then the next, until the rest fits.
pub fn withheld(costs: &[u64], budget: u64) -> BTreeSet<usize> {
    let mut order: Vec<usize> = (0..costs.len()).collect();
    order.sort_by_key(|place| Reverse(costs.get(*place).copied()));
    let mut left = costs
        .iter()
        .fold(0_u128, |sum, cost| sum.saturating_add(u128::from(*cost)));
    let mut withheld = BTreeSet::new();
    for place in order {
        if left <= u128::from(budget) {
            break;
        }
        let cost = costs.get(place).copied().unwrap_or(0);
        left = left.saturating_sub(u128::from(cost));
        withheld.insert(place);
    }
    withheld
}

/// What one look of a rule costs on an account, by what is stored of it.
pub async fn cost(
    tx: &mut Tx,
    account: &RegisteredAccount,
    bound: &BoundRule,
) -> Result<dsl::Cost, StoreError> {
    let level = bound.rule().scope().level;
    let row = match level.measured_by() {
        Level::Campaigns => {
            let values = params![account.scope.id(), account.id];
            tx.fetch_one(COUNT_CAMPAIGNS, values).await?
        }
        below => {
            let values = params![account.scope.id(), account.id, below.key()];
            tx.fetch_one(COUNT_BELOW, values).await?
        }
    };
    Ok(bound.cost(usize::try_from(row.i64("n")?).unwrap_or(usize::MAX)))
}

/// Whether a rule fits beside the organisation's other enabled rules in one run of each account.
///
/// # Errors
/// [`RuleError::NotNow`] with the arithmetic where it does not.
pub async fn fits(
    tx: &mut Tx,
    scope: OrgScope,
    platforms: &Platforms,
    stored: &StoredRule,
    budget: u64,
) -> Result<(), RuleError> {
    let mut others = Vec::new();
    for row in tx.fetch_all(rule_store::ENABLED, params![scope.id()]).await? {
        let other = rule_store::stored_rule(&row)?;
        // What no longer checks is not run.
        if let (true, Ok(rule)) = (other.id != stored.id, single_rule(&other.text)) {
            others.push((rule, other.overrides));
        }
    }
    for account in &catalog::accounts(tx, scope).await? {
        let Ok(Some(bound)) = catalog::bind(stored, account, platforms) else {
            continue;
        };
        let own = cost(tx, account, &bound).await?;
        let (mut beside, mut rest) = (0_usize, 0_u64);
        for (rule, overrides) in &others {
            if let Ok(other) = catalog::tie(rule, account, platforms, overrides) {
                beside = beside.saturating_add(1);
                rest = rest.saturating_add(cost(tx, account, &other).await?.steps);
            }
        }
        if own.steps.saturating_add(rest) > budget {
            let words = own.in_words(bound.rule().scope().level);
            let beside = match beside {
                0 => String::new(),
                1 => format!(
                    ", and the other enabled rule there takes {}",
                    dsl::step_words(rest)
                ),
                count => format!(
                    ", and the {count} other enabled rules there take {}",
                    dsl::step_words(rest)
                ),
            };
            return Err(RuleError::NotNow(format!(
                "one run of {} may take {}: this rule alone takes {words}{beside}; narrow what it judges by, or disable another",
                account.name,
                dsl::step_words(budget)
            )));
        }
    }
    Ok(())
}
