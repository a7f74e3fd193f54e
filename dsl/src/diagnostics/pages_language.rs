//! E01xx: how a text is written.

use super::codes::{CodePage, in_guard, in_rule};

/// 1,024 texts and their commas.
macro_rules! long_list {
    () => {
        concat!(long_list!(4), long_list!(4), long_list!(4), long_list!(4))
    };
    (4) => {
        concat!(long_list!(3), long_list!(3), long_list!(3), long_list!(3))
    };
    (3) => {
        concat!(long_list!(2), long_list!(2), long_list!(2), long_list!(2))
    };
    (2) => {
        concat!(long_list!(1), long_list!(1), long_list!(1), long_list!(1))
    };
    (1) => {
        "\"a\", \"b\", \"c\", \"d\", "
    };
}

pub(super) static PAGES: &[CodePage] = &[
    CodePage {
        code: "E0101",
        title: "a clause cannot be read",
        explanation: "Something stands where the clause cannot go on. The message says what was expected there and after which word. \
Each clause is read by itself, so that the other clauses of the rule are checked all the same.\n\n\
A clause goes on over the following lines until a line begins with the opener of another clause.",
        example: in_rule!("when spend over today > and clicks over today > 10", "then pause"),
        better: in_rule!(
            "when spend over today > $100 and clicks over today > 10",
            "then pause"
        ),
    },
    CodePage {
        code: "E0102",
        title: "text outside of every rule and guard",
        explanation: "A text holds items: `rule \"Name\" { … }` and `guard \"Name\" { … }`, each beginning in the first column of its line. \
Before the first item only `language 1`, doc strings and comments (`# …`) may stand.",
        example: concat!("ruel \"Example\" {\n}\n", in_rule!("then pause")),
        better: in_rule!("then pause"),
    },
    CodePage {
        code: "E0103",
        title: "unknown clause",
        explanation: "A line begins with a word that no clause begins with, and that looks like one that does. The line is left out; \
the clause above it is read without it.",
        example: in_rule!("when spend over today > $100", "then pause", "cooldwn 24h"),
        better: in_rule!("when spend over today > $100", "then pause", "cooldown 24h"),
    },
    CodePage {
        code: "E0104",
        title: "an item is not closed",
        explanation: "The clauses of a rule or guard stand between `{` and `}`. Put the `}` on a line of its own.",
        example: "rule \"Example\" {\n  for campaigns\n  every 1h\n  then pause\n",
        better: in_rule!("then pause"),
    },
    CodePage {
        code: "E0105",
        title: "a text is not closed on its line",
        explanation: "Texts stand between straight quotes and end on the line on which they begin.",
        example: in_rule!("when name matches \"Prospecting*", "then pause"),
        better: in_rule!("when name matches \"Prospecting*\"", "then pause"),
    },
    CodePage {
        code: "E0106",
        title: "a doc string is not closed",
        explanation: "A doc string begins with `\"\"\"` in the first column and ends with `\"\"\"`. An open one ends where the next rule begins.",
        example: concat!("\"\"\"\nStops campaigns at night.\n", in_rule!("then pause")),
        better: concat!(
            "\"\"\"\nStops campaigns at night.\n\"\"\"\n",
            in_rule!("then pause")
        ),
    },
    CodePage {
        code: "E0107",
        title: "too deeply nested",
        explanation: "Parentheses, `not` and signs may be nested 64 deep. Nobody reads more; name the inner parts with `let`.",
        example: in_rule!(
            "when ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((spend over today > $5))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))",
            "then pause"
        ),
        better: in_rule!("when (spend over today > $5)", "then pause"),
    },
    CodePage {
        code: "E0108",
        title: "too long",
        explanation: "A text has at most 1,000,000 bytes, an item at most 500 clauses, and a clause at most 2,000 words and signs. With \
every `let` written out an expression holds at most 5,000 values: a `let` that uses another twice doubles it. Split the text into several \
files, or a clause into several `let`s.",
        example: LONG_CLAUSE,
        better: in_rule!("when name matches \"Prospecting*\"", "then pause"),
    },
    CodePage {
        code: "E0110",
        title: "something is missing",
        explanation: "A rule says what it is about (`for`), when it runs (`every`) and what it does (`when … then …`, or `then …` alone to \
act at every run). A guard says what it is about and what it forbids.",
        example: "rule \"Example\" {\n  for campaigns\n  when spend over today > $100\n  then pause\n}\n",
        better: in_rule!("when spend over today > $100", "then pause"),
    },
    CodePage {
        code: "E0111",
        title: "something stands twice",
        explanation: "Most clauses stand once. A second condition is an `otherwise when`; a second action stands on its own line below the first.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "cooldown 24h",
            "cooldown 48h"
        ),
        better: in_rule!("when spend over today > $100", "then pause", "cooldown 24h"),
    },
    CodePage {
        code: "E0112",
        title: "a clause in the wrong place",
        explanation: "`never` belongs in a guard; everything but `for` and `never` belongs in a rule. `otherwise` comes after a `when`.",
        example: in_guard!("for campaigns", "never raise budget above $500", "cooldown 24h"),
        better: in_guard!("for campaigns", "never raise budget above $500"),
    },
    CodePage {
        code: "E0113",
        title: "the language line",
        explanation: "`language 1` stands at most once, at the very top. It pins the meaning: a later edition may add words, and never \
changes what a text means that names an earlier one.",
        example: concat!("language 2\n\n", in_rule!("then pause")),
        better: concat!("language 1\n\n", in_rule!("then pause")),
    },
    CodePage {
        code: "E0114",
        title: "two items of one name",
        explanation: "A rule's name is its identity: its history, cooldowns and approvals hang on it. Two rules of one text cannot share it; say in \
the name what each is for.",
        example: concat!(in_rule!("then pause"), "\n", in_rule!("then resume")),
        better: "rule \"Nights off\" {\n  for campaigns on google\n  every day at 22:00\n  then pause\n}\n\nrule \"Mornings on\" {\n  for campaigns on google\n  every day at 06:00\n  then resume\n}\n",
    },
    CodePage {
        code: "E0115",
        title: "comparisons cannot be chained",
        explanation: "`a < b < c` has no meaning here. Write both comparisons and join them with `and`.",
        example: in_rule!("when $10 < spend over today < $20", "then pause"),
        better: in_rule!(
            "when spend over today > $10 and spend over today < $20",
            "then pause"
        ),
    },
    CodePage {
        code: "E0116",
        title: "a spelling of another language",
        explanation: "Equality is `=`, inequality `!=`, and conditions are joined with the small words `and`, `or` and `not`. \
Texts stand in straight quotes, and clauses are not ended with `;`.",
        example: in_rule!(
            "when spend over today > $10 && clicks over today > 5",
            "then pause"
        ),
        better: in_rule!(
            "when spend over today > $10 and clicks over today > 5",
            "then pause"
        ),
    },
    CodePage {
        code: "E0117",
        title: "unknown action or property",
        explanation: "The actions are `pause` and `resume` (there is no `stop`, `turn off` or `enable`), `set budget to`, `increase budget by` and \
`decrease budget by`, the same three for the `bid` of an ad group or a keyword, and `notify`.",
        example: in_rule!("when spend over today > $100", "then stop"),
        better: in_rule!("when spend over today > $100", "then pause"),
    },
    CodePage {
        code: "E0118",
        title: "unknown level",
        explanation: "Behind `for` stands the kind of object the rule is about. There are `campaigns`, `ad groups`, `ads`, `keywords` and `search terms`; Meta's ad sets are `ad groups`.",
        example: "rule \"Example\" {\n  for campagns\n  every 1h\n  then pause\n}\n",
        better: in_rule!("then pause"),
    },
];

/// A clause of more words than are read; built here because no person would write it.
static LONG_CLAUSE: &str = concat!(
    "rule \"Example\" {\n  for campaigns\n  every 1h\n  when name in ",
    long_list!(),
    "\"x\"\n  then pause\n}\n"
);
