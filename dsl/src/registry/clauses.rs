//! The clauses of rules and guards.

use serde::Serialize;

/// Everything the language knows about one clause.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ClauseInfo {
    /// The words it opens with.
    pub opener: &'static str,
    /// How it is written.
    pub form: &'static str,
    pub definition: &'static str,
    pub in_rules: bool,
    pub in_guards: bool,
    /// Stands at most once in an item.
    pub once: bool,
}

const fn rule(opener: &'static str, form: &'static str, definition: &'static str, once: bool) -> ClauseInfo {
    ClauseInfo {
        opener,
        form,
        definition,
        in_rules: true,
        in_guards: false,
        once,
    }
}

static CLAUSES: &[ClauseInfo] = &[
    rule(
        "param",
        "param NAME: KIND = DEFAULT [from A to B] [\"help\"]",
        "a knob: a form field where the rule is enabled, with a default and, where given, bounds",
        false,
    ),
    ClauseInfo {
        in_guards: true,
        ..rule(
            "for",
            "for campaigns [on PLATFORM, …] [in account \"…\"] [where CONDITION]",
            "what it is about; `where` reads attributes only, never metrics",
            true,
        )
    },
    rule(
        "pool",
        "pool campaigns [on PLATFORM, …] [in account \"…\"] [where CONDITION]",
        "what it is about, judged as one, in the place of `for`: the rule moves budget inside of it",
        true,
    ),
    rule(
        "every",
        "every 1h | day at 09:00 | sync | status change [between 06:00 and 22:00] [on weekdays] [in \"Europe/Berlin\"] [catch up]",
        "when the rule runs, on the clock of the account's zone or of the one named",
        true,
    ),
    rule(
        "window",
        "window last 3 days [settled] | last 72h | today | yesterday",
        "the window of every metric that names none",
        true,
    ),
    rule(
        "let",
        "let NAME = EXPRESSION",
        "a named number, condition or text; explanations show it by name",
        false,
    ),
    rule(
        "when",
        "when CONDITION [lasting 2 checks | lasting 2h]",
        "the condition of the first branch; only true acts, unknown never does",
        true,
    ),
    rule(
        "then",
        "then ACTION …",
        "what happens where the condition is true; each further action stands on a line of its own",
        false,
    ),
    rule(
        "otherwise when",
        "otherwise when CONDITION",
        "a further branch, tried only when every condition before it is false",
        false,
    ),
    rule(
        "otherwise",
        "otherwise ACTION …",
        "the last branch: acts when every condition before it is false",
        true,
    ),
    rule(
        "without data",
        "without data hold | without data alert after 6h",
        "what the absence of data means here",
        true,
    ),
    rule(
        "approve by",
        "approve by ROLE [2 of] [within 4h] [unanswered expire | escalate to ROLE | apply]",
        "who must agree before anything is done; the organisation's policy is the floor",
        true,
    ),
    rule(
        "approve if",
        "approve if budget moves more than 20% [or $500]",
        "only what moves a budget further waits for a manager; the organisation's policy is the floor",
        true,
    ),
    rule(
        "without approval",
        "without approval",
        "acts without asking, where the organisation's policy allows that",
        true,
    ),
    rule(
        "cooldown",
        "cooldown 24h",
        "how long a campaign is left alone after an action was applied",
        true,
    ),
    rule(
        "yields to",
        "yields to \"Other rule\" [, \"…\"]",
        "where the other rule wants or holds something of the same property, this one steps back",
        true,
    ),
    rule(
        "formerly",
        "formerly \"Old name\" [, \"…\"]",
        "names the rule had: holds, cooldowns, history and limits come along",
        true,
    ),
    rule(
        "hold out",
        "hold out 10%",
        "a stable share of the campaigns is judged and reported, and never acted on, so that the rule's effect can be measured",
        true,
    ),
    rule(
        "release",
        "release when CONDITION | release after 7 days | release without approval",
        "what ends what the rule holds: the old value comes back when the condition is true, after the time, or whichever is first; without approval, nobody is asked",
        false,
    ),
    ClauseInfo {
        in_guards: true,
        ..rule(
            "at most",
            "at most N per day|run [per object|in total] [, highest EXPRESSION first] | at most 10% of scope spend per day; in a guard: at most 30% of campaigns|ad groups|ads|keywords paused per day",
            "how often the rule may act, per account and account day; in a guard, how many of a level may be paused in a day",
            false,
        )
    },
    ClauseInfo {
        opener: "never",
        form: "never raise budget|bid|target_cpa above AMOUNT | never lower target_roas below RATIO | never raise budget above 200% of \
               budget at start of day | never raise total budget of account above AMOUNT | never change budget by more than 30% per \
               day | never pause [where CONDITION]",
        definition: "a promise about what Adjutant will not do, whoever asks: a rule, a person, or the API",
        in_rules: false,
        in_guards: true,
        once: false,
    },
    ClauseInfo {
        in_guards: true,
        ..rule(
            "accept",
            "accept W0501 \"reason\"",
            "one warning that was looked at and is all right here; it is asked about again when it says something else",
            false,
        )
    },
];

/// Every clause of this edition, in the order in which a rule is best written.
#[must_use]
pub fn clauses() -> &'static [ClauseInfo] {
    CLAUSES
}
