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
        code: "W0507",
        title: "a pause or a cut before the results are in",
        explanation: "Conversions and revenue of a day go on coming for days after it: a click of yesterday may be an order of tomorrow. Until then \
a campaign looks worse than it is, and what is paused or cut for that is not undone when they come. `settled` moves the window back by as long as \
the platform takes. Windows that hold today, such as `today` or `last 6h`, say themselves that they are not over; nothing is said about them.",
        example: in_rule!(
            "when spend over last 3 days > $100 and cpa over last 3 days else infinite > $45",
            "then pause"
        ),
        better: in_rule!(
            "when spend over last 3 days settled > $100 and cpa over last 3 days settled else infinite > $45",
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
    CodePage {
        code: "W0520",
        title: "a branch that never has its turn",
        explanation: "The first true branch acts, and a later one is tried only when every earlier one is false. Where an earlier condition covers \
everything the later one asks for, the later one never acts: put the narrower condition first.",
        example: in_rule!(
            "when spend over today > $100",
            "then notify slack \"#paid-social\" \"{name}\"",
            "otherwise when spend over today > $200",
            "then pause"
        ),
        better: in_rule!(
            "when spend over today > $200",
            "then pause",
            "otherwise when spend over today > $100",
            "then notify slack \"#paid-social\" \"{name}\""
        ),
    },
    CodePage {
        code: "W0521",
        title: "a scope without objects",
        explanation: "What the scope asks for cannot be true of any object, so the rule never looks at one. Two parts often exclude each other, or a \
part excludes the platforms that the rule is for.",
        example: "rule \"Example\" {\n  for campaigns on google where platform is meta\n  every 1h\n  when spend over today > $100\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns on google, meta where platform is meta\n  every 1h\n  when spend over today > $100\n  then pause\n}\n",
    },
    CodePage {
        code: "W0522",
        title: "an action that can never change anything",
        explanation: "An action that finds the object as it would leave it does nothing: only what is active can be paused, only what is paused can be \
resumed, and a budget at its `up to` stays. Here the scope and the conditions let no other object through.",
        example: "rule \"Example\" {\n  for campaigns where status is active\n  every 1h\n  when spend over today > $100\n  then resume\n}\n",
        better: "rule \"Example\" {\n  for campaigns where status is paused\n  every 1h\n  when spend over today > $100\n  then resume\n}\n",
    },
    CodePage {
        code: "W0523",
        title: "an `accept` that silences nothing",
        explanation: "The warning that the line accepts is not there any more, or never was. Left standing it would silence the warning unseen when it \
comes back. For warnings about rules taken together this is said where all of them are known: `adjutant check DIR`.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "accept W0501 \"we watch it\""
        ),
        better: in_rule!("when spend over today > $100", "then pause"),
    },
    CodePage {
        code: "W0524",
        title: "volume and verdict over different windows",
        explanation: "A hundred dollars in a month say nothing about a cost per conversion of yesterday, which may rest on a single click. The minimum \
is asked of the window that the quotient is judged over, or of a part of it.",
        example: in_rule!(
            "when spend over last 30 days > $100 and cpa over last 3 days else infinite > $45",
            "then pause"
        ),
        better: in_rule!(
            "when spend over last 3 days > $100 and cpa over last 3 days else infinite > $45",
            "then pause"
        ),
    },
    CodePage {
        code: "W0525",
        title: "an action that the same branch takes back",
        explanation: "Where the effects of one run meet, a pause wins over a resume and drops raises. An action that stands beside a pause in one branch \
therefore never happens.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "     increase budget by 10% up to $500",
            "cooldown 24h",
            "at most 5 per day"
        ),
        better: in_rule!("when spend over today > $100", "then pause"),
    },
    CodePage {
        code: "W0526",
        title: "a look finer than the data",
        explanation: "An account's numbers are read once an hour. A rule that looks more often sees the same numbers again, counts them as one check, \
and costs work for nothing. `every sync` looks as soon as there are new ones.",
        example: "rule \"Example\" {\n  for campaigns on google\n  every 15m\n  when spend over today > $100\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns on google\n  every sync\n  when spend over today > $100\n  then pause\n}\n",
    },
    CodePage {
        code: "W0527",
        title: "hours of what is told by the day",
        explanation: "Amazon's reports are made of days, and so are those of search terms. A window of rolling hours is missing there, so that a rule which \
asks for one never acts.",
        example: "rule \"Example\" {\n  for campaigns on google, amazon\n  every 1h\n  when spend over last 6h > $100\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns on google, amazon\n  every 1h\n  when spend over today > $100\n  then pause\n}\n",
    },
    CodePage {
        code: "W0701",
        title: "a guard that lets nothing be paused",
        explanation: "A share of the running campaigns, or of what stands below them, is rounded down, so that 30% of three is none. Where few run, such a guard stops every \
pause, the protective ones too. A share that does so below fifty campaigns is warned of as it is written; for the accounts as they are it is said \
when the guard is saved.",
        example: "guard \"Example\" {\n  for campaigns\n  at most 1% of campaigns paused per day\n}\n",
        better: "guard \"Example\" {\n  for campaigns\n  at most 30% of campaigns paused per day\n}\n",
    },
    CodePage {
        code: "W0801",
        title: "two rules pull at one object",
        explanation: "All rules of a run read the same numbers, and where their effects meet the safer one wins: a pause drops a raise, a cut drops a raise. \
The loser does nothing, which is seldom what its author expects. The finding names a campaign on which both act; narrow one of the two conditions so \
that they exclude each other.",
        example: "rule \"Stop bleeding\" {\n  for campaigns where status is active\n  every 1h\n  when spend over today > $200\n  then pause\n}\n\nrule \"Scale\" {\n  for campaigns where status is active\n  every 1h\n  when revenue over today > $300\n  then increase budget by 20% up to $500\n  cooldown 24h\n  at most 3 per day\n}\n",
        better: "rule \"Stop bleeding\" {\n  for campaigns where status is active\n  every 1h\n  when spend over today > $200 and revenue over today < $300\n  then pause\n}\n\nrule \"Scale\" {\n  for campaigns where status is active\n  every 1h\n  when revenue over today > $300\n  then increase budget by 20% up to $500\n  cooldown 24h\n  at most 3 per day\n}\n",
    },
    CodePage {
        code: "W0802",
        title: "two rules take back in turns what the other did",
        explanation: "One rule pauses what the other resumes, and nothing but the switch itself tells the two apart: with the same numbers the object is \
paused at one check and resumed at the next. Each switch starts the platform's learning again. The same goes for a label that one rule puts on and \
the other takes off. Leave a gap between the two conditions, or let the first rule release what it did.",
        example: "rule \"Stop bleeding\" {\n  for campaigns where status is active\n  every 1h\n  when spend over yesterday > $100\n  then pause\n}\n\nrule \"Second chance\" {\n  for campaigns where status is paused\n  every 1h\n  when spend over yesterday > $50\n  then resume\n}\n",
        better: "rule \"Stop bleeding\" {\n  for campaigns where status is active\n  every 1h\n  when spend over yesterday > $100\n  then pause\n}\n\nrule \"Second chance\" {\n  for campaigns where status is paused\n  every 1h\n  when spend over yesterday > $50 and spend over yesterday < $80\n  then resume\n}\n",
    },
    CodePage {
        code: "W0803",
        title: "a rule that adds nothing",
        explanation: "Whatever this rule does, another one does at the same runs to the same objects, so that removing it changes nothing. Most often it is a \
copy whose thresholds were meant to be different.",
        example: "rule \"Stop bleeding\" {\n  for campaigns\n  every 1h\n  when spend over today > $200\n  then pause\n}\n\nrule \"Stop bleeding early\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n",
        better: "rule \"Stop bleeding\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n",
    },
    CodePage {
        code: "W0804",
        title: "a value between two conditions",
        explanation: "One condition takes what is above an amount, another what is below it, and what is exactly at it belongs to neither. Budgets and \
thresholds are round numbers, so this happens: let one of the two include the amount.",
        example: in_rule!(
            "when spend over today > $100 and budget > $50",
            "then decrease budget by 10% down to $20",
            "otherwise when spend over today > $100 and budget < $50",
            "then pause"
        ),
        better: in_rule!(
            "when spend over today > $100 and budget > $50",
            "then decrease budget by 10% down to $20",
            "otherwise when spend over today > $100 and budget <= $50",
            "then pause"
        ),
    },
    CodePage {
        code: "W0805",
        title: "a pause that is given back at once",
        explanation: "The numbers that make the rule pause make its `release when` true as well, so that the pause ends at the next check and the rule has \
changed nothing but the platform's learning. Let the release ask for something that was not true when the rule paused, or for time: \
`release after 7 days`.",
        example: "rule \"Stop bleeding\" {\n  for campaigns\n  every 1h\n  when spend over yesterday > $100\n  then pause\n  release when spend over yesterday > $50\n  release after 7 days\n}\n",
        better: "rule \"Stop bleeding\" {\n  for campaigns\n  every 1h\n  when spend over yesterday > $100\n  then pause\n  release when spend over yesterday < $50\n  release after 7 days\n}\n",
    },
];
