//! W05xx: what is allowed and probably not meant.

use super::codes::{CodePage, in_rule};

pub(super) static PAGES: &[CodePage] = &[
    CodePage {
        code: "W0501",
        title: "a raise without an upper end",
        explanation: "Percentages compound: three raises by 20% make 73%. `up to` names where raising ends; a budget that is already there stays.",
        example: in_rule!(
            "when spend over today > $100",
            "then increase budget by 20%",
            "cooldown 24h",
            "at most 3 per day"
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then increase budget by 20% up to $500",
            "cooldown 24h",
            "at most 3 per day"
        ),
    },
    CodePage {
        code: "W0502",
        title: "a raise without a cooldown",
        explanation: "Without a cooldown a branch may act again as soon as its condition has been false once. New budgets need time to show in the numbers.",
        example: in_rule!(
            "when spend over today > $100",
            "then increase budget by 20% up to $500",
            "at most 3 per day"
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then increase budget by 20% up to $500",
            "cooldown 24h",
            "at most 3 per day"
        ),
    },
    CodePage {
        code: "W0503",
        title: "a raise without a limit",
        explanation: "`at most N per day` bounds what a rule can do in one account when something unexpected makes its condition true everywhere.",
        example: in_rule!(
            "when spend over today > $100",
            "then increase budget by 20% up to $500",
            "cooldown 24h"
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then increase budget by 20% up to $500",
            "cooldown 24h",
            "at most 3 per day"
        ),
    },
    CodePage {
        code: "W0504",
        title: "a comparison that is always true",
        explanation: "Spend, clicks and impressions are never negative, and hours run from 0 to 23. A comparison every value satisfies says nothing.",
        example: in_rule!(
            "when spend over today >= 0 and clicks over today > 10",
            "then pause"
        ),
        better: in_rule!("when clicks over today > 10", "then pause"),
    },
    CodePage {
        code: "W0505",
        title: "a condition that can never be true",
        explanation: "Two comparisons of one value leave nothing between them; most often one is turned round, or `or` was meant.",
        example: in_rule!(
            "when spend over today > $100 and spend over today < $50",
            "then pause"
        ),
        better: in_rule!(
            "when spend over today > $50 and spend over today < $100",
            "then pause"
        ),
    },
    CodePage {
        code: "W0506",
        title: "a quotient judged without a minimum of volume",
        explanation: "A click-through rate over ten impressions is noise. Ask for enough spend, clicks or conversions in the same condition.",
        example: in_rule!("window last 3 days", "when cpa else infinite > $45", "then pause"),
        better: in_rule!(
            "window last 3 days",
            "when spend > $100 and cpa else infinite > $45",
            "then pause"
        ),
    },
    CodePage {
        code: "W0508",
        title: "an `else` that never applies",
        explanation: "`else` replaces a division by zero and nothing else. A sum is never undefined; where data is missing it stays missing, so \
that an outage never looks like a number.",
        example: in_rule!("when spend over today else 0 > $100", "then pause"),
        better: in_rule!("when spend over today > $100", "then pause"),
    },
    CodePage {
        code: "W0509",
        title: "a hidden character",
        explanation: "An invisible character, or one that turns the reading direction, makes a text look like another. Names copied from \
elsewhere often carry one, and then match nothing.",
        example: in_rule!("when name matches \"Brand\u{200B}*\"", "then pause"),
        better: in_rule!("when name matches \"Brand*\"", "then pause"),
    },
    CodePage {
        code: "W0510",
        title: "a name that is never used",
        explanation: "A parameter or `let` nobody reads is most often the sign of a typing error elsewhere.",
        example: in_rule!(
            "param most: money = $45",
            "when spend over today > $40",
            "then pause"
        ),
        better: in_rule!(
            "param most: money = $45",
            "when spend over today > most",
            "then pause"
        ),
    },
];
