//! The clauses of tests, and the words that hold them together.

use super::clauses::ClauseInfo;
use super::words::WordInfo;

const fn clause(
    opener: &'static str,
    form: &'static str,
    definition: &'static str,
    once: bool,
) -> ClauseInfo {
    ClauseInfo {
        opener,
        form,
        definition,
        in_rules: false,
        in_guards: false,
        once,
    }
}

static CLAUSES: [ClauseInfo; 7] = [
    clause(
        "at",
        "at 2026-03-04 10:00, 11:00 [in \"America/New_York\"]",
        "when it happens: each time is a tick on a fresh sync, on the clock of the accounts' zone",
        false,
    ),
    clause(
        "settled lag",
        "settled lag 1 day",
        "how many days these accounts wait before a day counts as settled",
        true,
    ),
    clause(
        "with",
        "with PARAMETER = VALUE",
        "a parameter's value in this test, whatever its default becomes",
        false,
    ),
    clause(
        "given",
        "given campaign \"…\" [on PLATFORM] [in account \"…\"] { ATTRIBUTES  SERIES } | given lookup NAME { \"KEY\" VALUE … } | given rate USD to EUR 0.92 [on DATE]",
        "a campaign and its history; what is not said is zero, active, without labels and old. Or, from here on, the rows of a lookup or an exchange rate",
        false,
    ),
    clause(
        "expect",
        "expect ACTION of \"…\" [by \"RULE\"] STATE [because VALUE = …] | expect nothing of \"…\" | expect unknown of \"…\"",
        "what must have come of it by then; `by` names the rule whose doing it is, where a test is of several",
        false,
    ),
    clause(
        "approve",
        "approve \"…\" [as ROLE]",
        "one person agrees to what waits on this campaign; when enough have agreed it is applied at once",
        false,
    ),
    clause(
        "reject",
        "reject \"…\" [as ROLE]",
        "somebody says no to what waits on this campaign",
        false,
    ),
];

/// Every clause of a test, in the order in which one is best written.
#[must_use]
pub fn test_clauses() -> &'static [ClauseInfo] {
    &CLAUSES
}

const fn word(word: &'static str, form: &'static str, definition: &'static str) -> WordInfo {
    WordInfo {
        word,
        form,
        definition,
    }
}

static WORDS: [WordInfo; 22] = [
    word(
        "campaign",
        "given campaign \"Prospecting\" { … }",
        "one campaign of the test",
    ),
    word(
        "shares budget",
        "given campaign \"A\" { shares budget \"Pool\" }",
        "it spends from one budget with the other campaigns that name it; its amount is given once",
    ),
    word(
        "each of last",
        "each of last 6 days { spend $60 }",
        "the same values in each of the complete days, or hours, before the time of the test",
    ),
    word(
        "last",
        "last 3 days { spend $10, _, $30 }",
        "one value for each complete day, or hour, before the time of the test, the oldest first",
    ),
    word(
        "today",
        "today { spend $20 }",
        "from midnight to the time of the test",
    ),
    word("yesterday", "yesterday { spend $60 }", "the last complete day"),
    word("on", "on 2026-03-01 { spend $5 }", "one day by its date"),
    word(
        "_",
        "last 2 days { spend $10, _ }",
        "not known: no completed sync covers it",
    ),
    word(
        "stale",
        "yesterday { stale }",
        "not known: the data is older than its syncs promise",
    ),
    word(
        "because",
        "because cost = $60 and spend = $180",
        "values the rule must have seen, as people read them",
    ),
    word(
        "nothing",
        "expect nothing of \"Brand US\"",
        "no action, none waiting, nothing unknown",
    ),
    word(
        "unknown",
        "expect unknown of \"Brand US\"",
        "a value was missing, so that nothing could be said",
    ),
    word(
        "proposed",
        "expect pause of \"…\" proposed",
        "the action waits for an answer",
    ),
    word(
        "applied",
        "expect pause of \"…\" applied",
        "the action is in force",
    ),
    word(
        "pending",
        "expect pause of \"…\" pending",
        "true, but not yet for as long as `lasting` asks",
    ),
    word(
        "blocked",
        "expect increase budget of \"…\" blocked",
        "a guard or a limit stood in the way, or there was nothing to change",
    ),
    word(
        "rejected",
        "expect pause of \"…\" rejected",
        "somebody said no to it",
    ),
    word(
        "expired",
        "expect pause of \"…\" expired",
        "nobody answered in time, and the rule says that it lapses then",
    ),
    word(
        "superseded",
        "expect increase budget of \"…\" superseded",
        "it waited, and a newer proposal for the same property took its place",
    ),
    word(
        "by",
        "expect pause of \"…\" by \"Bleeders\" proposed",
        "the rule whose doing it is, where the test is of several",
    ),
    word(
        "as",
        "approve \"…\" as admin",
        "whose answer it is; without it, somebody's who may give it",
    ),
    word(
        "sent",
        "expect notify \"*dear*\" of \"…\" sent",
        "the message went out",
    ),
];

/// The words that mean something of their own inside of tests.
#[must_use]
pub fn test_words() -> &'static [WordInfo] {
    &WORDS
}
