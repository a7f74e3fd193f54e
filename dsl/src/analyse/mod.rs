//! What can be proved about rules before they run: conditions that are never or always true, branches that never have their turn,
//! rules that work against each other, rules that add nothing.
//!
//! `terms` names what a condition speaks about, in whole numbers of any size (`int`), `numbers` and `conditions` read the checked tree into literals over them,
//! `facts` collects literals and sees the plain contradictions, `texts` decides globs, `sums` and `simplex` decide sums, `search`
//! walks the cases, of which `guess` has thought up one. `single` says what there is to say about one rule, `pairs` about two, by what each does in one of its `steps`, `guards` about promises; `witness` builds the
//! campaign that shows it, which the evaluator has judged before anybody is told, and `sequences` lets rules act on it for a day. Everything is exact; what cannot be read stays an open atom, so that
//! nothing is called proved that is not. No storage, no clock, no external solver.

#[cfg(test)]
mod attacks;
mod conditions;
mod example;
mod facts;
mod finding;
mod gaps;
mod guards;
mod guess;
mod int;
mod numbers;
mod pairs;
mod raises;
mod releases;
mod rows;
mod search;
mod sequences;
mod simplex;
mod single;
mod steps;
mod sums;
mod terms;
mod texts;
mod witness;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use example::{Example, Reading};
pub use finding::{Answer, Finding, Obstacle, Spot};
pub use guards::{Firing, Promise, Watched};
pub(crate) use single::advise;

use crate::bind::{Binding, BoundRule};
use crate::check::Checked;
use crate::diagnostics::Diagnostic;
use crate::guard::Guard;
use crate::money::Currency;
use crate::registry::{Attribute, Platform};
use crate::rule::Rule;
use crate::table::{Moment, Table};
use guards::Watch;
use pairs::Pairs;
use terms::World;

/// What rules come to when they are taken together.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// What needs a second look, in the order of the rules.
    pub findings: Vec<Finding>,
    /// Pairs of actions of which it is proved that they never meet.
    pub proved: usize,
}

/// Looks at all rules of one account together. Examples are first sought in `history`, the account's own rows, then built at the first
/// tick from `at` on. The rules are bound to the same account.
#[must_use]
pub fn account(rules: &[BoundRule], history: &[(&dyn Table, Moment)], at: Timestamp) -> Analysis {
    look(rules, history, at, None)
}

/// As [`account`], for what involves this one rule.
#[must_use]
pub fn account_about(
    rule: &str,
    rules: &[BoundRule],
    history: &[(&dyn Table, Moment)],
    at: Timestamp,
) -> Analysis {
    look(rules, history, at, Some(rule))
}

fn look(
    rules: &[BoundRule],
    history: &[(&dyn Table, Moment)],
    at: Timestamp,
    about: Option<&str>,
) -> Analysis {
    let mut analysis = Analysis::default();
    let Some(first) = rules.first() else {
        return analysis;
    };
    let world = world(first);
    let pairs = Pairs {
        world: &world,
        at,
        history,
    };
    let asked = |one: &BoundRule, other: &BoundRule| {
        about.is_none_or(|name| one.rule.name() == name || other.rule.name() == name)
            && one.rule.scope().level == other.rule.scope().level
    };
    for (index, one) in rules.iter().enumerate() {
        if asked(one, one) {
            analysis
                .findings
                .extend(pairs.between(one, one, &mut analysis.proved));
            analysis.findings.extend(pairs.gaps(one, one));
            analysis
                .findings
                .extend(pairs.released_at_once(one, &mut analysis.proved));
        }
        for other in rules.iter().skip(index.saturating_add(1)) {
            if !asked(one, other) {
                continue;
            }
            analysis
                .findings
                .extend(pairs.between(one, other, &mut analysis.proved));
            analysis.findings.extend(pairs.gaps(one, other));
            analysis
                .findings
                .extend(pairs.covered(one, other).or_else(|| pairs.covered(other, one)));
        }
    }
    analysis
}

/// What is known about the guards' promises, given all rules of one account.
#[must_use]
pub fn guards(rules: &[BoundRule], guards: &[Guard], at: Timestamp) -> Vec<Watched> {
    watched(rules, guards, at, None)
}

/// As [`guards`], for what this one rule does, by itself or after the others.
#[must_use]
pub fn guards_about(rule: &str, rules: &[BoundRule], guards: &[Guard], at: Timestamp) -> Vec<Watched> {
    watched(rules, guards, at, Some(rule))
}

fn watched(rules: &[BoundRule], guards: &[Guard], at: Timestamp, about: Option<&str>) -> Vec<Watched> {
    let Some(world) = rules.first().map(world) else {
        return Vec::new();
    };
    let watch = Watch {
        world: &world,
        rules,
        at,
        about,
    };
    guards.iter().flat_map(|guard| watch.guard(guard)).collect()
}

fn world(rule: &BoundRule) -> World {
    World {
        platform: rule.binding.platform,
        currency: rule.binding.currency,
        zone: rule.binding.zone.clone(),
        account: Some(rule.binding.account.clone()),
        extra_settled_days: rule.binding.extra_settled_days,
    }
}

/// The instant from which texts without an account look for a tick: a Monday.
const SOME_MONDAY: &str = "2026-01-05T00:00:00Z";
/// More accounts than this make no further difference.
const MOST_ACCOUNTS: usize = 24;

/// Looks at rules that no account is known for: once for each platform and currency they name.
#[must_use]
pub fn unbound(rules: &[Rule]) -> Analysis {
    let mut analysis = Analysis::default();
    let Ok(at) = SOME_MONDAY.parse() else {
        return analysis;
    };
    let mut seen: BTreeSet<(&'static str, Vec<(String, u32)>)> = BTreeSet::new();
    let by_platform = rules.iter().any(reads_the_platform);
    let mut looked_at: BTreeSet<(Currency, String, Vec<String>)> = BTreeSet::new();
    for binding in bindings(rules) {
        let bound: Vec<BoundRule> = rules.iter().filter_map(|rule| rule.bind(&binding).ok()).collect();
        let names = bound.iter().map(|rule| rule.rule.name().to_owned()).collect();
        let fresh = looked_at.insert((binding.currency, binding.account.clone(), names));
        if !fresh && !by_platform {
            continue;
        }
        let found = account(&bound, &[], at);
        analysis.proved = analysis.proved.max(found.proved);
        for finding in found.findings {
            let place = finding
                .spots
                .iter()
                .map(|spot| (spot.rule.clone(), spot.span.start))
                .collect();
            if seen.insert((finding.code, place)) {
                analysis.findings.push(finding);
            }
        }
    }
    analysis
}

/// Whether a rule means something else on another platform.
fn reads_the_platform(rule: &Rule) -> bool {
    rule.body.attributes.contains(&Attribute::Platform)
        || rule.body.windows.iter().any(|entry| entry.window.is_settled())
}

/// Accounts that the rules could be bound to and that make a difference to them.
fn bindings(rules: &[Rule]) -> Vec<Binding> {
    let mut currencies: BTreeSet<Currency> = rules
        .iter()
        .filter_map(Rule::currencies)
        .flatten()
        .copied()
        .collect();
    if currencies.is_empty() {
        currencies.insert(Currency::USD);
    }
    let mut accounts: BTreeSet<&str> = rules
        .iter()
        .flat_map(|rule| rule.scope().accounts.iter().map(String::as_str))
        .collect();
    if rules.iter().any(|rule| rule.scope().accounts.is_empty()) {
        accounts.insert("any account");
    }
    let mut found = Vec::new();
    for platform in Platform::ALL {
        for currency in &currencies {
            for account in &accounts {
                found.push(Binding {
                    platform: *platform,
                    currency: *currency,
                    zone: TimeZone::UTC,
                    account: (*account).to_owned(),
                    overrides: Vec::new(),
                    extra_settled_days: 0,
                    money_step: currency.minor_unit_micros(),
                });
            }
        }
    }
    found.truncate(MOST_ACCOUNTS);
    found
}

/// What the rules of a checked text come to together, as findings in that text.
#[must_use]
pub fn diagnostics(text: &str, checked: &Checked) -> Vec<Diagnostic> {
    let place = |name: &str| {
        let rule = checked.rules.iter().find(|rule| rule.name() == name)?;
        u32::try_from(text.find(rule.text())?).ok()
    };
    let findings = unbound(&checked.rules).findings;
    let mut found: Vec<Diagnostic> = findings
        .iter()
        .filter(|finding| finding.accepted_by(&checked.rules).is_none())
        .filter_map(|finding| finding.diagnostic(&finding.spots.first()?.rule, &place))
        .collect();
    // Here all rules are known: what is accepted and not found is one line too many.
    let idle = checked.accepted.iter().filter(|accepted| {
        accepted.accept.code.starts_with("W08")
            && !findings
                .iter()
                .any(|finding| finding.code == accepted.accept.code && finding.is_about(&accepted.item))
    });
    found.extend(idle.map(|accepted| crate::check::idle(text, &accepted.accept.code, accepted.span)));
    found.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    found
}
