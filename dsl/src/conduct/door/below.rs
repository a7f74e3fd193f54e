//! Who runs: the campaigns of an account with what stands below them, and what runs no more once something is switched off.

use std::collections::{BTreeMap, BTreeSet};

use super::{PlaceKind, Wanted};
use crate::registry::Level;

/// A campaign or something below one: its level in storage, and its id.
pub type Name = (&'static str, String);

/// As [`Name`], borrowed.
pub(super) type Named<'a> = (&'static str, &'a str);

/// The campaigns and what stands below them, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Below {
    families: BTreeMap<String, Family>,
}

/// A campaign and what stands below it.
#[derive(Clone, Debug)]
struct Family {
    campaign: Name,
    /// Each with its own switch.
    on: BTreeMap<Name, bool>,
    inside: BTreeMap<Name, Vec<Name>>,
}

/// How some switches are taken to stand, whatever they do.
#[derive(Debug, Default)]
struct Switched<'a> {
    on: BTreeSet<Named<'a>>,
    off: BTreeSet<Named<'a>>,
}

impl Below {
    /// Notes a campaign.
    pub fn put_campaign(&mut self, campaign: &str, on: bool) {
        let family = self.family(campaign);
        let name = family.campaign.clone();
        family.on.insert(name, on);
    }

    /// Notes an object below a campaign, with what it stands in where that is not the campaign itself. What something stands in runs
    /// unless it is said to be off.
    pub fn put(
        &mut self,
        campaign: &str,
        within: Option<(&'static str, &str)>,
        (level, id): (&'static str, &str),
        on: bool,
    ) {
        let family = self.family(campaign);
        let top = family.campaign.clone();
        let within = match within {
            None => top,
            Some((level, id)) => {
                let above = (level, id.to_owned());
                if !family.on.contains_key(&above) {
                    family.note(top, above.clone(), true);
                }
                above
            }
        };
        family.note(within, (level, id.to_owned()), on);
    }

    fn family(&mut self, campaign: &str) -> &mut Family {
        self.families.entry(campaign.to_owned()).or_insert_with(|| {
            let name = (Level::Campaigns.key(), campaign.to_owned());
            Family {
                on: BTreeMap::from([(name.clone(), true)]),
                inside: BTreeMap::new(),
                campaign: name,
            }
        })
    }

    /// What these pauses have stopped: what was paused itself, and whatever ran before them and does no more.
    #[must_use]
    pub fn stopped_by(&self, paused: &BTreeSet<(String, String)>) -> BTreeSet<Name> {
        let mut stopped: BTreeSet<Name> = paused
            .iter()
            .filter_map(|(level, id)| Some((Level::of_key(level)?.key(), id.clone())))
            .collect();
        let own: Vec<Name> = stopped.iter().cloned().collect();
        for family in self.families.values() {
            let there: BTreeSet<Named<'_>> = own
                .iter()
                .filter(|name| family.on.contains_key(*name))
                .map(borrowed)
                .collect();
            let lost = family.lost(&there, &BTreeSet::new());
            stopped.extend(lost.into_iter().map(|(level, id)| (level, id.to_owned())));
        }
        stopped
    }

    /// Everything that runs now, with everything that it stands in.
    pub(super) fn running(&self) -> BTreeSet<Named<'_>> {
        let families = self.families.values();
        families
            .flat_map(|family| family.running(&Switched::default()))
            .collect()
    }

    /// What a pause takes with it, itself included: whatever runs now, or beside what is under way, and would run no more. `None` where
    /// it is not known under which campaign it stands.
    pub(super) fn taken<'x>(
        &'x self,
        wanted: &Wanted<'x>,
        reserved: &[Wanted<'x>],
    ) -> Option<BTreeSet<Named<'x>>> {
        let (campaign, own) = self.switch(wanted)?;
        let mut taken: BTreeSet<Named<'x>> = named(wanted).into_iter().chain([own]).collect();
        let Some(family) = self.families.get(campaign) else {
            return Some(taken);
        };
        let own = BTreeSet::from([own]);
        taken.extend(family.lost(&own, &BTreeSet::new()));
        let others: BTreeSet<Named<'x>> = reserved
            .iter()
            .filter(|other| other.stops())
            .filter_map(|other| self.switch(other))
            .filter(|(other, name)| *other == campaign && !own.contains(name))
            .map(|(_, name)| name)
            .collect();
        if !others.is_empty() {
            taken.extend(family.lost(&own, &others));
        }
        Some(taken)
    }

    /// What would run no more once all of these are done.
    pub(super) fn on_the_way<'x>(&'x self, reserved: &[Wanted<'x>]) -> BTreeSet<Named<'x>> {
        let mut off: BTreeMap<&str, BTreeSet<Named<'x>>> = BTreeMap::new();
        let mut stopped = BTreeSet::new();
        for other in reserved.iter().filter(|other| other.stops()) {
            stopped.extend(named(other));
            if let Some((campaign, name)) = self.switch(other) {
                stopped.insert(name);
                off.entry(campaign).or_default().insert(name);
            }
        }
        for (campaign, off) in off {
            if let Some(family) = self.families.get(campaign) {
                let mut lost = family.running(&Switched::default());
                let on = BTreeSet::new();
                let left = family.running(&Switched { on, off });
                lost.retain(|name| !left.contains(name));
                stopped.extend(lost);
            }
        }
        stopped
    }

    /// The switch that a wish turns, and the campaign it belongs to; what is not known to stand there may be all that runs in its
    /// campaign.
    fn switch<'x>(&self, wanted: &Wanted<'x>) -> Option<(&'x str, Named<'x>)> {
        let own = named(wanted)?;
        let campaign = match wanted.place.kind {
            PlaceKind::Campaign => wanted.place.id,
            _ => wanted.campaign()?,
        };
        let is_known = |family: &Family| family.on.contains_key(&(own.0, own.1.to_owned()));
        if self.families.get(campaign).is_some_and(is_known) {
            return Some((campaign, own));
        }
        Some((campaign, (Level::Campaigns.key(), campaign)))
    }
}

impl Family {
    fn note(&mut self, within: Name, name: Name, on: bool) {
        if self.on.insert(name.clone(), on).is_none() {
            self.inside.entry(within).or_default().push(name);
        }
    }

    /// What runs only where these are on, with others off.
    fn lost<'x>(&'x self, own: &BTreeSet<Named<'x>>, others: &BTreeSet<Named<'x>>) -> BTreeSet<Named<'x>> {
        if own.is_empty() {
            return BTreeSet::new();
        }
        let mut lost = self.running(&Switched {
            on: own.clone(),
            off: others.clone(),
        });
        let left = self.running(&Switched {
            on: BTreeSet::new(),
            off: own.union(others).copied().collect(),
        });
        lost.retain(|name| !left.contains(name));
        lost
    }

    /// What runs with everything that it stands in, the campaign itself included.
    fn running(&self, switched: &Switched<'_>) -> BTreeSet<Named<'_>> {
        let mut found = BTreeSet::new();
        self.collect(&self.campaign, switched, &mut found);
        found
    }

    fn collect<'x>(&'x self, name: &'x Name, switched: &Switched<'_>, found: &mut BTreeSet<Named<'x>>) {
        if !self.runs(name, switched) {
            return;
        }
        found.insert(borrowed(name));
        for inside in self.inside.get(name).into_iter().flatten() {
            self.collect(inside, switched, found);
        }
    }

    /// Whether something is on, and with what stands in it: of each level that is known there, at least one.
    fn runs(&self, name: &Name, switched: &Switched<'_>) -> bool {
        let own = borrowed(name);
        let is_on =
            !switched.off.contains(&own) && (switched.on.contains(&own) || self.on.get(name) == Some(&true));
        if !is_on {
            return false;
        }
        let inside = self.inside.get(name).map_or(&[][..], Vec::as_slice);
        let levels: BTreeSet<&str> = inside.iter().map(|(level, _)| *level).collect();
        levels.into_iter().all(|level| {
            let mut own = inside.iter().filter(|name| name.0 == level);
            own.any(|name| self.runs(name, switched))
        })
    }
}

fn borrowed(name: &Name) -> Named<'_> {
    (name.0, name.1.as_str())
}

/// What is written to, where it has a switch.
fn named<'a>(wanted: &Wanted<'a>) -> Option<Named<'a>> {
    match wanted.place.kind {
        PlaceKind::Campaign => Some((Level::Campaigns.key(), wanted.place.id)),
        PlaceKind::Below(level) => Some((level, wanted.place.id)),
        PlaceKind::Budget => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conduct::door::{Change, Place};
    use crate::effects::ObjectStatus;

    const KEYWORD: &str = "keyword";
    const GROUP: &str = "ad_group";
    const CAMPAIGN: &str = "campaign";

    /// Two ad groups in one campaign; of the keywords of the first, one is on, and none is known of the second.
    fn below() -> Below {
        let mut below = Below::default();
        below.put_campaign("c", true);
        below.put("c", None, (GROUP, "g"), true);
        below.put("c", None, (GROUP, "h"), true);
        below.put("c", Some((GROUP, "g")), (KEYWORD, "k"), true);
        below.put("c", Some((GROUP, "g")), (KEYWORD, "l"), false);
        below
    }

    fn pause(level: &'static str, id: &'static str) -> Wanted<'static> {
        let place = |kind, id| Place {
            kind,
            id,
            label: None,
        };
        let own = match level {
            CAMPAIGN => PlaceKind::Campaign,
            level => PlaceKind::Below(level),
        };
        Wanted {
            place: place(own, id),
            above: match own {
                PlaceKind::Campaign => [None; 2],
                _ => [None, Some(place(PlaceKind::Campaign, "c"))],
            },
            change: Change::Status {
                from: ObjectStatus::Active,
                to: ObjectStatus::Paused,
            },
        }
    }

    #[test]
    fn a_pause_takes_what_stands_under_it_and_what_it_leaves_empty() {
        let below = below();
        let taken = |wanted: &Wanted<'static>, reserved: &[Wanted<'static>]| {
            let found = below.taken(wanted, reserved).unwrap();
            found.into_iter().map(|(_, id)| id.to_owned()).collect::<Vec<_>>()
        };
        // The last keyword that runs takes its ad group along; the other ad group runs by its own switch.
        assert_eq!(taken(&pause(KEYWORD, "k"), &[]), ["g", "k"]);
        assert_eq!(taken(&pause(KEYWORD, "l"), &[]), ["l"]);
        assert_eq!(taken(&pause(GROUP, "h"), &[]), ["h"]);
        assert_eq!(taken(&pause(GROUP, "h"), &[pause(KEYWORD, "k")]), ["h", "c"]);
        assert_eq!(taken(&pause(CAMPAIGN, "c"), &[]), ["g", "h", "c", "k"]);
        // What runs now is taken even where something else that waits would stop it, too.
        assert_eq!(
            taken(&pause(CAMPAIGN, "c"), &[pause(GROUP, "g")]),
            ["g", "h", "c", "k"]
        );
        // What nobody knows there may be all that runs in its campaign.
        assert_eq!(taken(&pause(KEYWORD, "new"), &[]), ["g", "h", "c", "k", "new"]);
        let stray = Wanted {
            above: [None; 2],
            ..pause(KEYWORD, "k")
        };
        assert_eq!(below.taken(&stray, &[]), None);
    }

    #[test]
    fn what_pauses_have_stopped_is_what_ran_without_them() {
        let mut below = below();
        below.put_campaign("c", false);
        let stopped = |paused: &[(&str, &str)]| {
            let paused = paused
                .iter()
                .map(|(level, id)| ((*level).to_owned(), (*id).to_owned()));
            let found = below.stopped_by(&paused.collect());
            found.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        };
        assert_eq!(stopped(&[(CAMPAIGN, "c")]), ["g", "h", "c", "k"]);
        // The campaign was off already.
        assert_eq!(stopped(&[(GROUP, "g")]), ["g"]);
        assert_eq!(stopped(&[("budget", "b")]), [] as [&str; 0]);
    }
}
