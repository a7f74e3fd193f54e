//! Two texts held against each other on the same past: where the new one acts and the old one did not, and the other way.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use super::{AccountBacktest, Backtest, Firing};
use crate::{
    campaigns::{objects::ObjectRef, view::CampaignRef},
    connections::platform::{WriteField, WriteTarget, WriteValue},
    notifications::reached,
};

/// What differs between two backtests of one rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// Objects on which only the new text acts.
    pub gained: Vec<Difference>,
    /// Objects on which only the old text acts.
    pub lost: Vec<Difference>,
    /// Objects on which both act, on other days, with other values or telling other people.
    pub changed: Vec<Difference>,
    /// Objects on which both act alike.
    pub same: usize,
}

/// One object's firings under both texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub account: Uuid,
    /// `None` where it is about the account.
    pub campaign: Option<CampaignRef>,
    /// The object itself, where it stands below the campaign.
    pub object: Option<ObjectRef>,
    /// Days of the account's calendar on which each text acts.
    pub before: Vec<Date>,
    pub after: Vec<Date>,
    /// The new text's first firing, or the old one's where the new has none.
    pub example: Firing,
}

/// Compares what one rule did in two runs.
pub fn compare(before: &Backtest, after: &Backtest, old: Uuid, new: Uuid) -> Comparison {
    let mut comparison = Comparison::default();
    let old_firings = by_object(before, old);
    let new_firings = by_object(after, new);
    let objects: BTreeSet<&Place> = old_firings.keys().chain(new_firings.keys()).collect();
    for object in objects {
        let (was, is) = (old_firings.get(object), new_firings.get(object));
        let Some((_, example)) = is.or(was).and_then(|firings| firings.first()) else {
            continue;
        };
        let days = |firings: Option<&Vec<(Date, &Firing)>>| {
            firings
                .map(|firings| firings.iter().map(|(day, _)| *day).collect())
                .unwrap_or_default()
        };
        let difference = Difference {
            account: object.0,
            campaign: example.campaign.clone(),
            object: example.object.clone(),
            before: days(was),
            after: days(is),
            example: (*example).clone(),
        };
        match (was, is) {
            (None, Some(_)) => comparison.gained.push(difference),
            (Some(_), None) => comparison.lost.push(difference),
            (Some(was), Some(is)) if !alike(was, is) => comparison.changed.push(difference),
            _ => comparison.same = comparison.same.saturating_add(1),
        }
    }
    comparison
}

/// An account, and what of it; `None` for itself.
type Place = (Uuid, Option<Uuid>);
type ByObject<'a> = BTreeMap<Place, Vec<(Date, &'a Firing)>>;

fn by_object(backtest: &Backtest, rule: Uuid) -> ByObject<'_> {
    let mut objects: ByObject<'_> = BTreeMap::new();
    for account in &backtest.accounts {
        for firing in &account.firings {
            if firing.rule_id == rule && acts(firing) {
                objects
                    .entry((account.account.id, firing.about()))
                    .or_default()
                    .push((day_of(account, firing), firing));
            }
        }
    }
    objects
}

/// Whether something would have come of it.
fn acts(firing: &Firing) -> bool {
    // What comes back follows from what was done; the two texts are compared by that.
    !firing.gives_back && firing.changes.iter().any(|change| change.blocked.is_none())
        || (firing.changes.is_empty() && !firing.tells.is_empty())
}

fn day_of(account: &AccountBacktest, firing: &Firing) -> Date {
    jiff::tz::TimeZone::get(&account.account.time_zone)
        .unwrap_or(jiff::tz::TimeZone::UTC)
        .to_datetime(firing.at)
        .date()
}

/// Whether the same comes of both, firing by firing: what is set, and whom it tells. Its words may differ.
fn alike(was: &[(Date, &Firing)], is: &[(Date, &Firing)]) -> bool {
    was.len() == is.len()
        && was.iter().zip(is).all(|((was_day, was), (is_day, is))| {
            was_day == is_day && sets(was) == sets(is) && reached(&was.tells) == reached(&is.tells)
        })
}

/// What it sets where, and whether that comes about.
fn sets(firing: &Firing) -> BTreeMap<(&WriteTarget, WriteField), (&WriteValue, bool)> {
    let changes = firing.changes.iter();
    changes
        .map(|change| {
            let comes_about = change.blocked.is_none();
            ((&change.target, change.field), (&change.after, comes_about))
        })
        .collect()
}
