//! The actions a branch can take.

use serde::Serialize;

use super::attributes::Attribute;
use super::platforms::closed_list;

closed_list! {
    /// What an action writes on the platform.
    Property, "property", {
        Status = "status",
        Budget = "budget",
        Bid = "bid",
        TargetCpa = "target_cpa",
        TargetRoas = "target_roas",
        /// Whether a search is kept from showing ads by a negative keyword.
        Negative = "negative_keyword",
        /// Whether the object carries a label; each label is a property of its own.
        Label = "label",
    }
}

impl Property {
    /// Where its present value is read.
    #[must_use]
    pub const fn attribute(self) -> Attribute {
        match self {
            Self::Status => Attribute::Status,
            Self::Budget => Attribute::Budget,
            Self::Bid => Attribute::Bid,
            Self::TargetCpa => Attribute::TargetCpa,
            Self::TargetRoas => Attribute::TargetRoas,
            Self::Negative => Attribute::TermStatus,
            Self::Label => Attribute::Labels,
        }
    }

    /// Those that an amount can be set to.
    pub const AMOUNTS: &'static [Self] = &[Self::Budget, Self::Bid, Self::TargetCpa, Self::TargetRoas];

    /// How sentences call it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Budget => "budget",
            Self::Bid => "bid",
            Self::TargetCpa => "target CPA",
            Self::TargetRoas => "target ROAS",
            Self::Negative => "negative keyword",
            Self::Label => "label",
        }
    }

    /// Whether more of it lets less be spent: its safe side is above.
    #[must_use]
    pub const fn is_safer_above(self) -> bool {
        matches!(self, Self::TargetRoas)
    }

    /// The verb that moves it away from its safe side, and where that leads: `raise`, `above`.
    pub(crate) const fn risky_side(self) -> (&'static str, &'static str) {
        if self.is_safer_above() {
            ("lower", "below")
        } else {
            ("raise", "above")
        }
    }

    /// A value as a place on the way from safe to risky: of two values, the one with the greater risk lets more be spent.
    #[must_use]
    pub const fn risk(self, value: i64) -> i64 {
        if self.is_safer_above() {
            value.saturating_neg()
        } else {
            value
        }
    }
}

closed_list! {
    /// Where a notification goes.
    NotifyChannel, "channel", { Slack = "slack", Email = "email" }
}

impl NotifyChannel {
    /// Why nothing can be sent there; `None` where it can.
    pub(crate) fn refuses(self, target: &str) -> Option<String> {
        if target.trim().is_empty() {
            return Some("a notification needs somebody to go to".to_owned());
        }
        (self == Self::Email && !target.contains('@')).then(|| format!("`{target}` is no mail address"))
    }
}

closed_list! {
    /// How close a search must be to be kept from showing ads.
    NegativeMatch, "match of a negative keyword", {
        /// The search is the text and nothing else.
        Exact = "exact",
        /// The search has the words of the text, in their order and next to each other.
        Phrase = "phrase",
    }
}

/// Everything the language knows about one action.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ActionInfo {
    /// The words it begins with.
    pub words: &'static str,
    /// How it is written, for completion and reference.
    pub form: &'static str,
    pub definition: &'static str,
    /// The property it writes; `None` for a notification, and for a script, which may write several.
    pub property: Option<Property>,
}

static ACTIONS: [ActionInfo; 20] = [
    ActionInfo {
        words: "pause",
        form: "pause",
        definition: "switches the object off",
        property: Some(Property::Status),
    },
    ActionInfo {
        words: "resume",
        form: "resume",
        definition: "switches the object on",
        property: Some(Property::Status),
    },
    ActionInfo {
        words: "set budget",
        form: "set budget to MONEY [up to MONEY] [down to MONEY] [changing at most PERCENT|MONEY]",
        definition: "sets the budget per day to an amount",
        property: Some(Property::Budget),
    },
    ActionInfo {
        words: "increase budget",
        form: "increase budget by PERCENT|MONEY [up to MONEY] [changing at most PERCENT|MONEY]",
        definition: "raises the budget per day, never above `up to`; a budget that is already there stays",
        property: Some(Property::Budget),
    },
    ActionInfo {
        words: "decrease budget",
        form: "decrease budget by PERCENT|MONEY [down to MONEY] [changing at most PERCENT|MONEY]",
        definition: "lowers the budget per day, never below `down to`; a budget that is already there stays",
        property: Some(Property::Budget),
    },
    ActionInfo {
        words: "set bid",
        form: "set bid to MONEY [up to MONEY] [down to MONEY] [changing at most PERCENT|MONEY]",
        definition: "sets the bid of an ad group or a keyword to an amount",
        property: Some(Property::Bid),
    },
    ActionInfo {
        words: "increase bid",
        form: "increase bid by PERCENT|MONEY [up to MONEY] [changing at most PERCENT|MONEY]",
        definition: "raises the bid of an ad group or a keyword, never above `up to`; a bid that is already there stays",
        property: Some(Property::Bid),
    },
    ActionInfo {
        words: "decrease bid",
        form: "decrease bid by PERCENT|MONEY [down to MONEY] [changing at most PERCENT|MONEY]",
        definition: "lowers the bid of an ad group or a keyword, never below `down to`; a bid that is already there stays",
        property: Some(Property::Bid),
    },
    ActionInfo {
        words: "set target_cpa",
        form: "set target_cpa to MONEY [up to MONEY] [down to MONEY] [changing at most PERCENT|MONEY]",
        definition: "sets what a conversion may cost on average, where the platform bids towards such a target",
        property: Some(Property::TargetCpa),
    },
    ActionInfo {
        words: "increase target_cpa",
        form: "increase target_cpa by PERCENT|MONEY [up to MONEY] [changing at most PERCENT|MONEY]",
        definition: "raises the target CPA, never above `up to`; lets more be spent",
        property: Some(Property::TargetCpa),
    },
    ActionInfo {
        words: "decrease target_cpa",
        form: "decrease target_cpa by PERCENT|MONEY [down to MONEY] [changing at most PERCENT|MONEY]",
        definition: "lowers the target CPA, never below `down to`; the safe direction",
        property: Some(Property::TargetCpa),
    },
    ActionInfo {
        words: "set target_roas",
        form: "set target_roas to RATIO [up to RATIO] [down to RATIO] [changing at most PERCENT|RATIO]",
        definition: "sets what every unit of spend has to bring in, where the platform bids towards such a target",
        property: Some(Property::TargetRoas),
    },
    ActionInfo {
        words: "increase target_roas",
        form: "increase target_roas by PERCENT|RATIO [up to RATIO] [changing at most PERCENT|RATIO]",
        definition: "raises the target ROAS, never above `up to`; the safe direction: a higher target spends less",
        property: Some(Property::TargetRoas),
    },
    ActionInfo {
        words: "decrease target_roas",
        form: "decrease target_roas by PERCENT|RATIO [down to RATIO] [changing at most PERCENT|RATIO]",
        definition: "lowers the target ROAS, never below `down to`; lets more be spent",
        property: Some(Property::TargetRoas),
    },
    ActionInfo {
        words: "move budget",
        form: "move budget from bottom 20% by EXPRESSION to top 20% by EXPRESSION moving at most 10% of pool budget|MONEY each keeping MONEY [as each platform counts]",
        definition: "moves budget inside of a `pool`: cuts those who give, and once the platform shows the cuts, raises those who take by no more",
        property: Some(Property::Budget),
    },
    ActionInfo {
        words: "add negative keyword",
        form: "add negative keyword exact|phrase [TEXT]",
        definition: "keeps the search, or every search with the words of the text, from showing ads of its ad group; without a text it is the search term itself",
        property: Some(Property::Negative),
    },
    ActionInfo {
        words: "add label",
        form: "add label TEXT",
        definition: "puts a label on the object; the account gets it where it has none of that name",
        property: Some(Property::Label),
    },
    ActionInfo {
        words: "remove label",
        form: "remove label TEXT",
        definition: "takes a label off the object; the account keeps it",
        property: Some(Property::Label),
    },
    ActionInfo {
        words: "notify",
        form: "notify slack|email \"target\" \"text with {values}\"",
        definition: "tells somebody, after the branch's other actions, what became of them",
        property: None,
    },
    ActionInfo {
        words: "run script",
        form: "run script NAME(VALUES)",
        definition: "does what a script of the text returns, as if each action were written here: merged, guarded, limited and approved as any other",
        property: None,
    },
];

/// Every action, in the order of the reference.
#[must_use]
pub fn actions() -> &'static [ActionInfo] {
    &ACTIONS
}
