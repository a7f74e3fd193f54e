//! What is known about an object besides its metrics, and about the tick's instant.

use serde::Serialize;

use super::platforms::{Platform, closed_list};
use crate::rational::Rational;
use crate::table::Member;

closed_list! {
    /// An attribute of an object, of what it stands in, or of the tick.
    Attribute, "attribute", {
        Name = "name",
        Status = "status",
        Delivery = "delivery",
        Budget = "budget",
        Age = "age",
        Channel = "channel",
        BidStrategy = "bid_strategy",
        Labels = "labels",
        Platform = "platform",
        Account = "account",
        StartDate = "start_date",
        EndDate = "end_date",
        TimeSinceChange = "time_since_change",
        Hour = "hour",
        Weekday = "weekday",
        DaysLeftInMonth = "days_left_in_month",
        Bid = "bid",
        MatchType = "match_type",
        TargetCpa = "target_cpa",
        TargetRoas = "target_roas",
        ParentName = "parent.name",
        ParentStatus = "parent.status",
        ParentDelivery = "parent.delivery",
        ParentBudget = "parent.budget",
        ParentBid = "parent.bid",
        ParentChannel = "parent.channel",
        ParentBidStrategy = "parent.bid_strategy",
        ParentLabels = "parent.labels",
        TermStatus = "term_status",
        Currency = "currency",
        Objective = "objective",
    }
}

/// What kind of value an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    Money,
    /// A quotient that is written as ratio.
    Ratio,
    Text,
    Enum,
    Duration,
    Date,
    Labels,
    /// A whole number of the tick.
    Count,
}

/// Everything the language knows about one attribute.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AttributeInfo {
    pub attribute: Attribute,
    pub name: &'static str,
    pub kind: AttributeKind,
    pub definition: &'static str,
    /// The members of an enumeration; empty for every other kind.
    pub members: &'static [&'static str],
    /// Known from the tick's instant or the account; a [`crate::Table`] is not asked for it by a rule.
    pub ambient: bool,
}

const STATUS: &[&str] = &["active", "paused", "removed"];
const DELIVERY: &[&str] = &[
    "delivering",
    "limited",
    "learning",
    "in_review",
    "rejected",
    "scheduled",
    "ended",
    "paused",
    "not_delivering",
];
const CHANNEL: &[&str] = &[
    "search",
    "shopping",
    "display",
    "video",
    "performance_max",
    "demand_gen",
    "app",
    "hotel",
    "local",
    "travel",
    "social",
    "sponsored_products",
    "sponsored_brands",
    "sponsored_display",
];
const BID_STRATEGY: &[&str] = &[
    "manual_cpc",
    "manual_cpm",
    "manual_cpv",
    "maximize_clicks",
    "maximize_conversions",
    "maximize_conversion_value",
    "target_cpa",
    "target_roas",
    "target_cpm",
    "target_impression_share",
    "lowest_cost",
    "cost_cap",
    "bid_cap",
    "min_roas",
];
const OBJECTIVE: &[&str] = &[
    "sales",
    "leads",
    "traffic",
    "engagement",
    "awareness",
    "app_promotion",
];
const MATCH_TYPE: &[&str] = &["exact", "phrase", "broad"];
const TERM_STATUS: &[&str] = &["none", "added", "excluded"];
const WEEKDAY: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const PLATFORM: &[&str] = &["google", "meta", "tiktok", "amazon"];

const fn object(attribute: Attribute, kind: AttributeKind, definition: &'static str) -> AttributeInfo {
    AttributeInfo {
        attribute,
        name: attribute.as_str(),
        kind,
        definition,
        members: &[],
        ambient: false,
    }
}

const fn among(
    attribute: Attribute,
    members: &'static [&'static str],
    definition: &'static str,
) -> AttributeInfo {
    AttributeInfo {
        attribute,
        name: attribute.as_str(),
        kind: AttributeKind::Enum,
        definition,
        members,
        ambient: false,
    }
}

const fn ambient(info: AttributeInfo) -> AttributeInfo {
    AttributeInfo {
        ambient: true,
        ..info
    }
}

static ATTRIBUTES: [AttributeInfo; 31] = [
    object(
        Attribute::Name,
        AttributeKind::Text,
        "the object's name on the platform",
    ),
    among(Attribute::Status, STATUS, "the object's own switch"),
    among(
        Attribute::Delivery,
        DELIVERY,
        "the effective state: what really happens",
    ),
    object(
        Attribute::Budget,
        AttributeKind::Money,
        "the budget per day, in the account's currency",
    ),
    object(
        Attribute::Age,
        AttributeKind::Duration,
        "time since the object was created",
    ),
    among(Attribute::Channel, CHANNEL, "where the campaign's ads appear"),
    among(
        Attribute::BidStrategy,
        BID_STRATEGY,
        "how the platform bids for the campaign",
    ),
    object(
        Attribute::Labels,
        AttributeKind::Labels,
        "labels or tags set on the platform",
    ),
    ambient(among(
        Attribute::Platform,
        PLATFORM,
        "the platform the account is on",
    )),
    ambient(object(
        Attribute::Account,
        AttributeKind::Text,
        "the account's name",
    )),
    object(
        Attribute::StartDate,
        AttributeKind::Date,
        "first day of delivery, in the account's calendar",
    ),
    object(
        Attribute::EndDate,
        AttributeKind::Date,
        "last day of delivery, in the account's calendar",
    ),
    object(
        Attribute::TimeSinceChange,
        AttributeKind::Duration,
        "time since anyone last changed budget, bid, target, targeting or status",
    ),
    ambient(object(
        Attribute::Hour,
        AttributeKind::Count,
        "hour of the day at the tick, 0 to 23, in the schedule's zone",
    )),
    ambient(among(
        Attribute::Weekday,
        WEEKDAY,
        "day of the week at the tick, in the schedule's zone",
    )),
    ambient(object(
        Attribute::DaysLeftInMonth,
        AttributeKind::Count,
        "days until the month ends, today included, in the account's calendar",
    )),
    object(
        Attribute::Bid,
        AttributeKind::Money,
        "the most that is paid for a click, in the account's currency: the object's own bid",
    ),
    among(
        Attribute::MatchType,
        MATCH_TYPE,
        "how close a search has to be to the keyword",
    ),
    object(
        Attribute::TargetCpa,
        AttributeKind::Money,
        "what a conversion may cost on average, where the platform bids towards such a target",
    ),
    object(
        Attribute::TargetRoas,
        AttributeKind::Ratio,
        "what every unit of spend has to bring in, where the platform bids towards such a target",
    ),
    object(
        Attribute::ParentName,
        AttributeKind::Text,
        "the name of what the object stands in: the campaign of an ad group, the ad group of a keyword",
    ),
    among(
        Attribute::ParentStatus,
        STATUS,
        "the own switch of what the object stands in",
    ),
    among(
        Attribute::ParentDelivery,
        DELIVERY,
        "the effective state of what the object stands in",
    ),
    object(
        Attribute::ParentBudget,
        AttributeKind::Money,
        "the budget per day of the campaign that the ad group stands in",
    ),
    object(
        Attribute::ParentBid,
        AttributeKind::Money,
        "the bid of the ad group that the object stands in",
    ),
    among(
        Attribute::ParentChannel,
        CHANNEL,
        "where the ads of the ad group's campaign appear",
    ),
    among(
        Attribute::ParentBidStrategy,
        BID_STRATEGY,
        "how the platform bids for the ad group's campaign",
    ),
    object(
        Attribute::ParentLabels,
        AttributeKind::Labels,
        "labels or tags on what the object stands in",
    ),
    among(
        Attribute::TermStatus,
        TERM_STATUS,
        "whether the search is a keyword of its own (`added`), is kept from showing ads by a negative keyword (`excluded`), or neither",
    ),
    ambient(object(
        Attribute::Currency,
        AttributeKind::Text,
        "the account's currency, as its code: `currency is \"EUR\"`",
    )),
    among(Attribute::Objective, OBJECTIVE, "what the campaign is bought for"),
];

/// Every attribute of every level, and of the tick. Which level has which: [`crate::LevelInfo::has`].
#[must_use]
pub fn attributes() -> &'static [AttributeInfo] {
    &ATTRIBUTES
}

impl Attribute {
    #[must_use]
    pub fn info(self) -> &'static AttributeInfo {
        // INVARIANT: the array holds the attributes in the order of the enumeration; a test walks it.
        ATTRIBUTES.get(self as usize).unwrap_or(&ATTRIBUTES[0])
    }

    #[must_use]
    pub fn kind(self) -> AttributeKind {
        self.info().kind
    }

    /// The words an enumeration knows; empty for every other kind.
    #[must_use]
    pub fn members(self) -> &'static [&'static str] {
        self.info().members
    }

    /// The member with this word, for filling an [`crate::AttributeColumn`].
    #[must_use]
    pub fn member(self, word: &str) -> Option<Member> {
        self.members()
            .iter()
            .copied()
            .find(|member| *member == word)
            .map(Member)
    }

    /// What one of its cells is worth in the numbers of the language: a ratio's are millionths.
    pub(crate) fn cell_scale(self) -> Rational {
        match self.kind() {
            AttributeKind::Ratio => Rational::millionths(1),
            _ => Rational::integer(1),
        }
    }

    /// Read from the tick's instant or the account, not from a table.
    #[must_use]
    pub fn is_ambient(self) -> bool {
        self.info().ambient
    }

    /// The smallest and the largest value a number of this kind can have.
    pub(crate) const fn bounds(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Age
            | Self::TimeSinceChange
            | Self::Budget
            | Self::Bid
            | Self::TargetCpa
            | Self::TargetRoas
            | Self::ParentBudget
            | Self::ParentBid => (Some(0), None),
            Self::Hour => (Some(0), Some(23)),
            Self::DaysLeftInMonth => (Some(1), Some(31)),
            _ => (None, None),
        }
    }

    /// What it is in the parent: `parent.status` is the parent's `status`. `None` for the object's own.
    #[must_use]
    pub const fn in_parent(self) -> Option<Self> {
        Some(match self {
            Self::ParentName => Self::Name,
            Self::ParentStatus => Self::Status,
            Self::ParentDelivery => Self::Delivery,
            Self::ParentBudget => Self::Budget,
            Self::ParentBid => Self::Bid,
            Self::ParentChannel => Self::Channel,
            Self::ParentBidStrategy => Self::BidStrategy,
            Self::ParentLabels => Self::Labels,
            _ => return None,
        })
    }

    /// Belongs to the instant, so that it says nothing about an object.
    pub(crate) const fn is_of_the_tick(self) -> bool {
        matches!(self, Self::Hour | Self::Weekday | Self::DaysLeftInMonth)
    }
}

impl Platform {
    pub(crate) fn member(self) -> Member {
        Member(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_follows_the_enumeration() {
        for (attribute, info) in Attribute::ALL.iter().zip(attributes()) {
            assert_eq!(*attribute, info.attribute);
            assert_eq!(info.members.is_empty(), info.kind != AttributeKind::Enum);
        }
        assert_eq!(Attribute::ALL.len(), attributes().len());
    }

    #[test]
    fn a_field_of_the_parent_is_named_and_typed_like_the_parents() {
        for attribute in Attribute::ALL {
            match attribute.in_parent() {
                Some(own) => {
                    assert_eq!(attribute.as_str(), format!("parent.{own}"));
                    assert_eq!(
                        (attribute.kind(), attribute.members()),
                        (own.kind(), own.members())
                    );
                }
                None => assert!(!attribute.as_str().starts_with("parent."), "{attribute}"),
            }
        }
    }

    #[test]
    fn the_platform_attribute_knows_every_platform() {
        let words: Vec<&str> = Platform::ALL.iter().map(|platform| platform.as_str()).collect();
        assert_eq!(PLATFORM, words);
    }
}
