//! The levels of an account, each described once: what stands above it, where it exists, what can be read of it and what can be
//! changed. The checker, completion, the reference and the engine's sync plan draw from here.

use serde::Serialize;

use super::actions::Property;
use super::attributes::Attribute;
use super::platforms::{Platform, closed_list};

closed_list! {
    /// The kind of object a rule or guard is about.
    Level, "level", {
        Accounts = "accounts",
        Campaigns = "campaigns",
        AdGroups = "ad groups",
        Ads = "ads",
        Keywords = "keywords",
        Targets = "targets",
        SearchTerms = "search terms",
    }
}

/// What can be read or changed, and on which platforms.
type On<T> = (T, &'static [Platform]);

/// Everything the language knows about one level.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LevelInfo {
    pub level: Level,
    /// One of them: `ad group`.
    pub one: &'static str,
    /// One sentence for hover and reference.
    pub definition: &'static str,
    /// What they stand in.
    pub parent: Option<Level>,
    /// Where they exist.
    pub platforms: &'static [Platform],
    /// Besides those of the tick and the account, which every level has.
    attributes: &'static [On<Attribute>],
    properties: &'static [On<Property>],
}

const ALL: &[Platform] = Platform::ALL;
const GOOGLE: &[Platform] = &[Platform::Google];
const META: &[Platform] = &[Platform::Meta];
const AMAZON: &[Platform] = &[Platform::Amazon];
const SEARCH: &[Platform] = &[Platform::Google, Platform::Amazon];
const SETS: &[Platform] = &[Platform::Meta, Platform::Tiktok];

const fn level(
    level: Level,
    one: &'static str,
    definition: &'static str,
    parent: Option<Level>,
    platforms: &'static [Platform],
) -> LevelInfo {
    LevelInfo {
        level,
        one,
        definition,
        parent,
        platforms,
        attributes: &[],
        properties: &[],
    }
}

static LEVELS: [LevelInfo; 7] = [
    LevelInfo {
        attributes: &[(Attribute::Name, ALL)],
        ..level(
            Level::Accounts,
            "account",
            "every connected account as a whole; its numbers are those of its campaigns together",
            None,
            ALL,
        )
    },
    LevelInfo {
        attributes: &[
            (Attribute::Name, ALL),
            (Attribute::Status, ALL),
            (Attribute::Delivery, ALL),
            (Attribute::Budget, ALL),
            (Attribute::Age, ALL),
            (Attribute::Channel, ALL),
            (Attribute::BidStrategy, ALL),
            (Attribute::Labels, ALL),
            (Attribute::StartDate, ALL),
            (Attribute::EndDate, ALL),
            (Attribute::TimeSinceChange, ALL),
            (Attribute::TargetCpa, GOOGLE),
            (Attribute::TargetRoas, GOOGLE),
            (Attribute::Objective, META),
        ],
        properties: &[
            (Property::Status, ALL),
            (Property::Budget, ALL),
            (Property::TargetCpa, GOOGLE),
            (Property::TargetRoas, GOOGLE),
            (Property::Label, ALL),
        ],
        ..level(
            Level::Campaigns,
            "campaign",
            "every campaign on its own",
            Some(Level::Accounts),
            ALL,
        )
    },
    LevelInfo {
        attributes: &[
            (Attribute::Name, ALL),
            (Attribute::Status, ALL),
            (Attribute::Delivery, ALL),
            (Attribute::Budget, SETS),
            (Attribute::Bid, ALL),
            (Attribute::TargetCpa, SETS),
            (Attribute::TargetRoas, SETS),
            (Attribute::Age, ALL),
            (Attribute::Labels, ALL),
            (Attribute::TimeSinceChange, ALL),
            (Attribute::ParentName, ALL),
            (Attribute::ParentStatus, ALL),
            (Attribute::ParentDelivery, ALL),
            (Attribute::ParentBudget, ALL),
            (Attribute::ParentChannel, ALL),
            (Attribute::ParentBidStrategy, ALL),
            (Attribute::ParentLabels, ALL),
        ],
        properties: &[
            (Property::Status, ALL),
            (Property::Budget, SETS),
            (Property::Bid, ALL),
            (Property::TargetCpa, SETS),
            (Property::TargetRoas, SETS),
            (Property::Label, ALL),
        ],
        ..level(
            Level::AdGroups,
            "ad group",
            "every ad group on its own; Meta's ad sets",
            Some(Level::Campaigns),
            ALL,
        )
    },
    LevelInfo {
        attributes: &[
            (Attribute::Name, ALL),
            (Attribute::Status, ALL),
            (Attribute::Delivery, ALL),
            (Attribute::Age, ALL),
            (Attribute::Labels, ALL),
            (Attribute::TimeSinceChange, ALL),
            (Attribute::ParentName, ALL),
            (Attribute::ParentStatus, ALL),
            (Attribute::ParentDelivery, ALL),
            (Attribute::ParentBid, ALL),
            (Attribute::ParentLabels, ALL),
        ],
        properties: &[(Property::Status, ALL), (Property::Label, ALL)],
        ..level(
            Level::Ads,
            "ad",
            "every ad on its own; one without a name of its own is known by its first headlines",
            Some(Level::AdGroups),
            ALL,
        )
    },
    LevelInfo {
        attributes: &[
            (Attribute::Name, SEARCH),
            (Attribute::Status, SEARCH),
            (Attribute::Delivery, SEARCH),
            (Attribute::MatchType, SEARCH),
            (Attribute::Bid, SEARCH),
            (Attribute::Age, SEARCH),
            (Attribute::Labels, GOOGLE),
            (Attribute::TimeSinceChange, SEARCH),
            (Attribute::ParentName, SEARCH),
            (Attribute::ParentStatus, SEARCH),
            (Attribute::ParentDelivery, SEARCH),
            (Attribute::ParentBid, SEARCH),
            (Attribute::ParentLabels, GOOGLE),
        ],
        properties: &[
            (Property::Status, SEARCH),
            (Property::Bid, SEARCH),
            (Property::Label, GOOGLE),
        ],
        ..level(
            Level::Keywords,
            "keyword",
            "every keyword on its own; its name is its text",
            Some(Level::AdGroups),
            SEARCH,
        )
    },
    LevelInfo {
        attributes: &[
            (Attribute::Name, AMAZON),
            (Attribute::Status, AMAZON),
            (Attribute::Delivery, AMAZON),
            (Attribute::Bid, AMAZON),
            (Attribute::Age, AMAZON),
            (Attribute::TimeSinceChange, AMAZON),
            (Attribute::ParentName, AMAZON),
            (Attribute::ParentStatus, AMAZON),
            (Attribute::ParentDelivery, AMAZON),
            (Attribute::ParentBid, AMAZON),
        ],
        properties: &[(Property::Status, AMAZON), (Property::Bid, AMAZON)],
        ..level(
            Level::Targets,
            "target",
            "every product or category that ads are aimed at; its name is what it aims at",
            Some(Level::AdGroups),
            AMAZON,
        )
    },
    LevelInfo {
        attributes: &[
            (Attribute::Name, SEARCH),
            (Attribute::TermStatus, SEARCH),
            (Attribute::Age, SEARCH),
            (Attribute::ParentName, SEARCH),
            (Attribute::ParentStatus, SEARCH),
            (Attribute::ParentDelivery, SEARCH),
            (Attribute::ParentBid, SEARCH),
            (Attribute::ParentLabels, GOOGLE),
        ],
        properties: &[(Property::Negative, SEARCH)],
        ..level(
            Level::SearchTerms,
            "search term",
            "what people searched for when an ad of an ad group was shown; its name is what was typed",
            Some(Level::AdGroups),
            SEARCH,
        )
    },
];

/// Every level, the widest first.
#[must_use]
pub fn levels() -> &'static [LevelInfo] {
    &LEVELS
}

impl Level {
    #[must_use]
    pub fn info(self) -> &'static LevelInfo {
        // INVARIANT: the array holds the levels in the order of the enumeration; a test walks it.
        LEVELS.get(self as usize).unwrap_or(&LEVELS[1])
    }

    /// One of them: `ad group`.
    #[must_use]
    pub fn one(self) -> &'static str {
        self.info().one
    }

    /// The word in storage: `ad_group`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Accounts => "account",
            Self::Campaigns => "campaign",
            Self::AdGroups => "ad_group",
            Self::Ads => "ad",
            Self::Keywords => "keyword",
            Self::Targets => "target",
            Self::SearchTerms => "search_term",
        }
    }

    /// The level of a word in storage.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.key() == key)
    }

    #[must_use]
    pub fn parent(self) -> Option<Self> {
        self.info().parent
    }

    /// The level whose objects are listed and measured for it: an account is its campaigns together.
    #[must_use]
    pub const fn measured_by(self) -> Self {
        match self {
            Self::Accounts => Self::Campaigns,
            own => own,
        }
    }

    /// Whether its numbers come by the hour, where the platform tells hours. Searches are counted by the day.
    #[must_use]
    pub const fn tells_hours(self) -> bool {
        !matches!(self, Self::SearchTerms)
    }

    /// The levels that a rule about this one reads, the widest first: itself with those it stands in. What stands above the campaigns
    /// has no numbers of its own, so that a rule about accounts reads those alone.
    #[must_use]
    pub fn with_those_above(self) -> Vec<Self> {
        let mut path = self.below_campaigns();
        path.insert(
            0,
            match self {
                Self::Accounts => Self::Accounts,
                _ => Self::Campaigns,
            },
        );
        path
    }

    /// What stands between the campaigns and this level, and the level itself, the highest first; empty for campaigns and
    /// what is above them.
    #[must_use]
    pub fn below_campaigns(self) -> Vec<Self> {
        let mut path = Vec::new();
        let mut level = self;
        while !matches!(level, Self::Campaigns | Self::Accounts) {
            path.insert(0, level);
            match level.parent() {
                Some(parent) => level = parent,
                None => break,
            }
        }
        path
    }
}

impl LevelInfo {
    /// Where the attribute exists at this level; empty where it does not.
    #[must_use]
    pub fn has(&self, attribute: Attribute) -> &'static [Platform] {
        if attribute.is_ambient() {
            return ALL;
        }
        self.attributes
            .iter()
            .find(|(own, _)| *own == attribute)
            .map_or(&[], |(_, platforms)| platforms)
    }

    /// Where the property can be changed at this level; empty where it cannot.
    #[must_use]
    pub fn writes(&self, property: Property) -> &'static [Platform] {
        self.properties
            .iter()
            .find(|(own, _)| *own == property)
            .map_or(&[], |(_, platforms)| platforms)
    }

    /// Every attribute of the level that a table is asked for.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute> {
        self.attributes.iter().map(|(attribute, _)| *attribute)
    }

    /// Every property that can be changed somewhere.
    pub fn properties(&self) -> impl Iterator<Item = Property> {
        self.properties.iter().map(|(property, _)| *property)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_follows_the_enumeration_and_every_path_ends_at_the_account() {
        assert_eq!(Level::ALL.len(), levels().len());
        for (level, info) in Level::ALL.iter().zip(levels()) {
            assert_eq!(*level, info.level);
            assert_eq!(Level::of_key(level.key()), Some(*level));
            assert!(info.attributes().next().is_some());
            assert_eq!(level.with_those_above().last(), Some(level));
            let path = level.below_campaigns();
            assert_eq!(
                path.first().and_then(|first| first.parent()),
                path.first().map(|_| Level::Campaigns)
            );
        }
    }

    #[test]
    fn what_can_be_changed_can_be_read() {
        for info in levels() {
            for property in info.properties() {
                assert_eq!(
                    info.writes(property),
                    info.has(property.attribute()),
                    "{property} of {}",
                    info.level
                );
            }
        }
    }

    #[test]
    fn a_field_of_the_parent_is_one_that_the_parent_has() {
        for info in levels() {
            for attribute in info.attributes() {
                if let (Some(own), Some(parent)) = (attribute.in_parent(), info.parent) {
                    assert!(
                        !parent.info().has(own).is_empty(),
                        "{attribute} of {}",
                        info.level
                    );
                }
            }
        }
    }
}
