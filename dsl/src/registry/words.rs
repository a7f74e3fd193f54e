//! The words that hold clauses and conditions together.

use serde::Serialize;

/// One word or sign of the language that is neither a clause, an action, a metric nor an attribute.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WordInfo {
    pub word: &'static str,
    /// How it is written.
    pub form: &'static str,
    pub definition: &'static str,
}

const fn word(word: &'static str, form: &'static str, definition: &'static str) -> WordInfo {
    WordInfo {
        word,
        form,
        definition,
    }
}

static WORDS: &[WordInfo] = &[
    word(
        "campaigns",
        "for campaigns",
        "the level a rule judges: every campaign on its own",
    ),
    word(
        "on",
        "on google, meta",
        "the platforms it is about, or the days on which it runs",
    ),
    word(
        "in account",
        "in account \"Shop US\"",
        "the accounts it is about, by name",
    ),
    word(
        "in",
        "channel in search, shopping",
        "one of several words or texts; in a schedule, the time zone",
    ),
    word(
        "where",
        "where status is active",
        "narrows what it is about, by attributes",
    ),
    word(
        "and",
        "A and B",
        "true where both are true; false where one is false",
    ),
    word(
        "or",
        "A or B",
        "true where one is true; false where both are false",
    ),
    word("not", "not A", "true where it is false; unknown stays unknown"),
    word("is", "status is active", "the word or text is exactly this one"),
    word("is not", "status is not paused", "the word or text is any other"),
    word(
        "is missing",
        "end_date is missing",
        "not known, for whatever reason",
    ),
    word("is not missing", "budget is not missing", "known"),
    word("missing", "cpa is missing", "not known, for whatever reason"),
    word(
        "matches",
        "name matches \"Brand*\"",
        "the text fits the pattern: anchored, ignoring case, `*` for anything, `?` for one character",
    ),
    word("has", "labels has \"brand\"", "the labels hold this one, exactly"),
    word(
        "else",
        "cpa else infinite",
        "what stands in for a value that is undefined, such as a division by zero; other missing values stay missing",
    ),
    word(
        "infinite",
        "cpa else infinite",
        "something above zero divided by zero: compared and printed, never computed with",
    ),
    word("over", "spend over last 7 days", "the window of this one metric"),
    word(
        "change of",
        "change of spend over last 7 days",
        "relative change against the equal period before; undefined where there was nothing before",
    ),
    word(
        "sum of",
        "sum of spend in scope",
        "added up over the campaigns for which the rule's `where` is true; unknown where one of them is",
    ),
    word(
        "average of",
        "average of spend in scope",
        "the sum by the number of campaigns in scope",
    ),
    word(
        "count of",
        "count of campaigns in scope",
        "how many campaigns are in scope, or fulfil a condition there",
    ),
    word(
        "in scope",
        "sum of spend in scope",
        "the campaigns for which the rule's `where` is true",
    ),
    word(
        "of account",
        "spend of account",
        "of every campaign of the account together",
    ),
    word(
        "of parent",
        "spend of parent",
        "of the parent; that of a campaign is its account",
    ),
    word(
        "of siblings",
        "spend of siblings",
        "of the account's other campaigns together",
    ),
    word(
        "of scope",
        "cpa of scope",
        "of the campaigns in scope together: a quotient of their sums",
    ),
    word(
        "ignoring missing",
        "sum of spend in scope ignoring missing",
        "those that are not known are left out, and counted in the explanation",
    ),
    word(
        "in top",
        "in top 3 by roas within account",
        "the campaign is among those with the highest value; among equals the higher spend comes first",
    ),
    word(
        "in bottom",
        "in bottom 20% by roas",
        "the campaign is among those with the lowest value; a share rounds down",
    ),
    word(
        "within",
        "in top 3 by roas within account",
        "those it is ranked among: `account`, `parent` or, without it, `scope`; behind `approve`, how long people have to answer",
    ),
    word(
        "having",
        "in top 3 by roas having spend > $100",
        "only those that fulfil this are ranked",
    ),
    word(
        "usual",
        "usual spend over today",
        "the median of the same stretch in the four weeks before, of which three must be known",
    ),
    word(
        "convert",
        "convert(spend over today to EUR)",
        "an amount in another currency, at the newest rate of the last 7 days; `to account currency` turns a fixed amount into the account's",
    ),
    word(
        "elapsed_share of",
        "elapsed_share of today",
        "how much of the account's day, week or month has passed at the run",
    ),
    word(
        "metric",
        "metric margin \"profit on ad spend\" = (revenue - spend) / spend as percent",
        "a metric of your own: one sum, or one sum divided by another; every rule of the text can use it",
    ),
    word(
        "click",
        "cpa[7d click]",
        "results count that came within so many days of a click on the ad",
    ),
    word(
        "view",
        "conversions[1d view]",
        "results count that came within so many days of seeing the ad",
    ),
    word(
        "lookup",
        "lookup margins[this.name]",
        "the value that a table of your own supplies for this name; without a row it is missing",
    ),
    word(
        "stale after",
        "stale after 7 days",
        "how old what was supplied may be before it counts as missing",
    ),
    word(
        "as",
        "as percent, as ratio, as money",
        "how a metric of your own is written and compared",
    ),
    word(
        "lasting",
        "lasting 2 checks",
        "the whole condition must hold for so many checks, or so long",
    ),
    word("checks", "lasting 2 checks", "runs on fresh data in a row"),
    word("this", "this.name", "the campaign being judged"),
    word(
        "last",
        "last 3 days",
        "complete days before today, or rolling hours",
    ),
    word(
        "settled",
        "last 3 days settled",
        "moved back until late conversions have arrived",
    ),
    word(
        "today",
        "over today",
        "from midnight to the last full hour the data reaches",
    ),
    word("yesterday", "over yesterday", "the last complete day"),
    word(
        "this week",
        "over this week",
        "from Monday to the data, in the account's calendar",
    ),
    word(
        "this month",
        "over this month",
        "from the first of the month to the data, in the account's calendar",
    ),
    word(
        "lifetime",
        "over lifetime",
        "from the campaign's creation to the data; unknown where the account's history begins later",
    ),
    word(
        "since last change",
        "over since last change",
        "from the first whole day after anyone last changed the budget or the status; without a change, since its creation",
    ),
    word(
        "including today",
        "last 3 days including today",
        "the complete days, and today up to the data",
    ),
    word(
        "ending",
        "last 7 days ending 7 days ago",
        "the same number of days, so much earlier",
    ),
    word(
        "days ago",
        "last 7 days ending 7 days ago",
        "how much earlier the window ends",
    ),
    word(
        "or since creation",
        "last 7 days or since creation",
        "for a younger campaign the window begins with it, instead of being incomplete",
    ),
    word("days", "last 3 days", "calendar days of the account"),
    word("hours", "last 72 hours", "rolling hours"),
    word("minutes", "90 minutes", "a duration"),
    word("weeks", "2 weeks", "a duration"),
    word("m", "15m", "minutes"),
    word("h", "6h", "hours"),
    word("d", "7d", "days of 24 hours"),
    word("w", "2w", "weeks"),
    word("sync", "every sync", "after each synchronisation of the account"),
    word(
        "status change",
        "every status change",
        "whenever a campaign was switched on or off, by whomever",
    ),
    word(
        "catch up",
        "every day at 09:00 catch up",
        "each time that was missed is made up for, one run after the other",
    ),
    word("day at", "every day at 09:00", "once a day"),
    word(
        "between",
        "between 06:00 and 22:00",
        "only the runs from the first time up to, not including, the second",
    ),
    word("weekdays", "on weekdays", "Monday to Friday"),
    word("weekends", "on weekends", "Saturday and Sunday"),
    word("hold", "without data hold", "do nothing while data is absent"),
    word(
        "alert after",
        "without data alert after 6h",
        "do nothing while data is absent, and tell somebody",
    ),
    word(
        "unanswered",
        "unanswered expire",
        "what becomes of a proposal nobody answers",
    ),
    word(
        "expire",
        "unanswered expire",
        "the proposal lapses and will not run",
    ),
    word(
        "escalate to",
        "unanswered escalate to admin",
        "a proposal nobody answers goes to a higher role, for as long again",
    ),
    word(
        "apply",
        "unanswered apply",
        "a pause or cut nobody answers goes ahead; whatever raises spend lapses",
    ),
    word(
        "budget moves more than",
        "approve if budget moves more than 20% or $500",
        "of the present budget, or the amount; what moves further is asked about",
    ),
    word(
        "until",
        "pause until 06:00",
        "the action ends by itself when the clock next shows this time; the old value comes back",
    ),
    word(
        "until tomorrow",
        "pause until tomorrow",
        "the action ends by itself when the next day begins",
    ),
    word(
        "for today",
        "set budget to $200 for today",
        "the action ends by itself when the next day begins, as `until tomorrow`",
    ),
    word(
        "after",
        "release after 7 days",
        "from the moment the action was applied",
    ),
    word("per day", "at most 5 per day", "per account and account day"),
    word("per run", "at most 2 per run", "per account and run"),
    word(
        "per object",
        "at most 1 per day per object",
        "counted for each campaign by itself",
    ),
    word(
        "in total",
        "at most 20 per day in total",
        "counted over all accounts, by the day of the zone that the schedule names",
    ),
    word(
        "highest",
        "at most 5 per day, highest cpa first",
        "which come first where a limit lets only some through; what is not known comes last",
    ),
    word(
        "of scope spend per day",
        "at most 10% of scope spend per day",
        "of what the rule's campaigns spent on a mean day of the last 7; a pause counts with its own spend, a budget with its change",
    ),
    word(
        "raise budget above",
        "never raise budget above $1,000",
        "cuts always pass, raises up to the ceiling",
    ),
    word(
        "lower target_roas below",
        "never lower target_roas below 2",
        "a lower target ROAS lets more be spent; raising it always passes",
    ),
    word(
        "of budget at start of day",
        "200% of budget at start of day",
        "of the last budget known before the account's midnight; the same with `bid`, `target_cpa` and `target_roas`",
    ),
    word(
        "raise total budget of account above",
        "never raise total budget of account above $20,000",
        "the daily budgets of the account's running campaigns together; what lowers the sum always passes",
    ),
    word(
        "change budget by more than",
        "never change budget by more than 30% per day",
        "up or down, measured from the start of the account's day",
    ),
    word(
        "paused per day",
        "at most 30% of campaigns paused per day",
        "of the running ones, per account and account day, rounded down",
    ),
    word("by", "increase budget by 20%", "a relative change"),
    word("to", "set budget to $50", "a new value"),
    word(
        "up to",
        "up to $300",
        "the change never lifts the value above this; a cap never moves a value itself",
    ),
    word(
        "down to",
        "down to $20",
        "the change never lowers the value below this; a cap never moves a value itself",
    ),
    word(
        "changing at most",
        "set budget to $300 changing at most 30%",
        "the change goes no further than this in one step; the rest comes with later ones",
    ),
    word(
        "from",
        "from $1 to $500",
        "the bounds within which the knob can be set",
    ),
    word(
        "money",
        "param cap: money = $45, 40 EUR",
        "an amount; one per currency",
    ),
    word("percent", "param step: percent = 20%", "a share"),
    word(
        "ratio",
        "param goal: ratio = 2.5",
        "a plain quotient, such as return on ad spend",
    ),
    word("count", "param least: count = 10", "a number of things"),
    word("duration", "param patience: duration = 7d", "a length of time"),
    word("text", "param pattern: text = \"Brand*\"", "a text"),
    word("bool", "param strict: bool = true", "yes or no"),
    word("true", "true", "yes"),
    word("false", "false", "no"),
    word(
        "admin",
        "approve by admin",
        "an administrator of the organisation",
    ),
    word("manager", "approve by manager", "a manager, or an administrator"),
    word(
        "marketer",
        "approve by marketer",
        "anybody of the organisation who may approve",
    ),
    word(
        "slack",
        "notify slack \"#channel\" \"text\"",
        "a channel of the connected Slack workspace",
    ),
    word(
        "email",
        "notify email \"a@b.c\" \"text\"",
        "an address that gets a mail",
    ),
];

/// Every word of the language with a meaning of its own.
#[must_use]
pub fn words() -> &'static [WordInfo] {
    WORDS
}
