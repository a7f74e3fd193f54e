//! What a branch would do to one object now: relative changes made absolute, rounded to the safe side, kept within their caps.

use serde::{Deserialize, Serialize};

use crate::display::decimal;
use crate::money::Currency;
use crate::negative::{NegativeKeyword, UnfitText};
use crate::rational::Rational;
use crate::registry::{AttributeKind, NotifyChannel, Property};
use crate::rule::ActionKind;
use crate::table::MissingReason;

/// A target ROAS is written to platforms with two decimals, in millionths.
const RATIO_STEP: i64 = 10_000;

/// One action's result on one object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Effect {
    SetStatus {
        to: ObjectStatus,
    },
    /// Micros of the account's currency, millionths of a ratio; `from` is the value the action expects to find.
    SetAmount {
        property: Property,
        from: i64,
        to: i64,
        direction: Direction,
    },
    /// To what the search term stands in.
    AddNegative {
        keyword: NegativeKeyword,
    },
    SetLabel {
        label: String,
        is_there: bool,
    },
    Notify {
        channel: NotifyChannel,
        target: String,
        text: String,
    },
    /// The action would change nothing, or cannot be computed.
    None {
        why: NoEffect,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectStatus {
    Active,
    Paused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Raise,
    Cut,
}

/// Why an action does nothing. None of these costs a cooldown or a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NoEffect {
    /// After rounding to the platform's step nothing is left of the change.
    TooSmallToMove,
    /// The object is in that state already.
    AlreadySo,
    /// `up to` lies at or below the present value, or `down to` at or above it: a cap never moves a value itself.
    CapReached {
        property: Property,
        cap: i64,
        current: i64,
    },
    /// Nothing would be left of the amount.
    NotPositive,
    /// The object was removed on the platform.
    Removed,
    /// It stands among those that give and among those that take.
    BothSides,
    /// It shares its budget: the budget moves once, with another campaign, or not all of its campaigns stand on one side.
    SharesBudget,
    /// Nobody of the pool has anything to give, or nobody can take it.
    NothingToMove,
    /// The search shows no ads already: a negative keyword keeps it from that.
    Excluded,
    /// The text cannot be a negative keyword.
    UnfitText { fault: UnfitText },
    /// A value it needs is not known.
    Unknown { missing: MissingReason },
    /// A script of the branch returned nothing that can be done, so that nothing of the branch is done.
    NotReturned { missing: MissingReason },
}

/// What one action of a branch comes to on one object; a script comes to as many as it returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The place of the action in its branch.
    pub action: usize,
    pub kind: ActionKind,
    /// The property it writes, or would; `None` for a message.
    pub property: Option<Property>,
    pub effect: Effect,
}

impl Property {
    /// A cell of it as people read it: an amount of money, or a ratio.
    #[must_use]
    pub fn shown(self, cell: i64, currency: Currency) -> String {
        if self.attribute().kind() == AttributeKind::Ratio {
            decimal(&Rational::millionths(cell), 6, 0)
        } else {
            currency.display(cell)
        }
    }

    /// The smallest step it is set in, where money moves in steps of `money_step`.
    pub(crate) fn step(self, money_step: i64) -> i64 {
        if self.attribute().kind() == AttributeKind::Ratio {
            RATIO_STEP
        } else {
            money_step.max(1)
        }
    }
}

impl NoEffect {
    /// In a person's words.
    #[must_use]
    pub fn words(self, currency: Currency) -> String {
        match self {
            Self::TooSmallToMove => "too small to move".to_owned(),
            Self::AlreadySo => "it is already so".to_owned(),
            Self::CapReached {
                property,
                cap,
                current,
            } => {
                format!(
                    "the rule's cap of {} is reached (now {})",
                    property.shown(cap, currency),
                    property.shown(current, currency)
                )
            }
            Self::NotPositive => "nothing would be left of it".to_owned(),
            Self::Removed => "it was removed".to_owned(),
            Self::BothSides => "it would give and take at once, so it does neither".to_owned(),
            Self::SharesBudget => {
                "its budget is shared: it moves with another campaign, or its campaigns do not all stand on one side".to_owned()
            }
            Self::NothingToMove => "there is nothing to move: nobody can give, or nobody can take".to_owned(),
            Self::Excluded => "a negative keyword keeps it from showing ads already".to_owned(),
            Self::UnfitText { fault } => format!("its text cannot be a negative keyword: {}", fault.words()),
            Self::Unknown { missing } => format!("a value it needs is not known: {}", missing.words()),
            Self::NotReturned { missing } => format!("the branch's script returned nothing: {}", missing.words()),
        }
    }
}
