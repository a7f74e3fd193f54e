//! E024x: scripts and their calls.

use super::codes::CodePage;

/// A script with this body and a rule that calls it.
macro_rules! with_script {
    ($head:literal, $body:literal, $call:literal) => {
        concat!(
            "script ",
            $head,
            " {\n  ",
            $body,
            "\n}\n\nrule \"Example\" {\n  for campaigns on google\n  every day at 09:00\n  when ",
            $call,
            "\n  then notify slack \"#ads\" \"{this.name} falls\"\n}\n"
        )
    };
}

pub(super) static PAGES: &[CodePage] = &[
    CodePage {
        code: "E0240",
        title: "the head of a script that says no kinds it can have",
        explanation: "A script takes numbers and gives one, or `-> actions`: each argument is `money`, `percent`, `ratio`, `count` or `duration`, at most 8 of them, \
and `per day` hands it the value of each day of a window. Arguments have names that mean nothing else inside of a script.",
        example: with_script!(
            "trend(daily: text per day) -> ratio",
            "slope(daily) / average(daily)",
            "trend(clicks over last 14 days) < -0.1"
        ),
        better: with_script!(
            "trend(daily: count per day) -> ratio",
            "slope(daily) / average(daily)",
            "trend(clicks over last 14 days) < -0.1"
        ),
    },
    CodePage {
        code: "E0241",
        title: "a body that is not one expression",
        explanation: "A script is one expression of rhai over its arguments: numbers, `+ - * /`, comparisons, `if … { … } else { … }`, `switch`, \
and the functions for scripts. One that gives `actions` is an expression for a list of them, such as `[pause()]`, with texts in its messages and nowhere else. It has no variables, loops, files or clock, so that it always ends and always gives the same. What a text \
cannot show as an error here, such as a division by zero, makes the value missing when the script runs.",
        example: with_script!(
            "trend(daily: count per day) -> ratio",
            "let mean = average(daily); slope(daily) / mean",
            "trend(clicks over last 14 days) < -0.1"
        ),
        better: with_script!(
            "trend(daily: count per day) -> ratio",
            "slope(daily) / average(daily)",
            "trend(clicks over last 14 days) < -0.1"
        ),
    },
    CodePage {
        code: "E0242",
        title: "a function that scripts do not have",
        explanation: "Scripts call a fixed list of functions, and nothing else of rhai: `sum`, `average`, `median`, `lowest`, `highest`, `slope`, \
`spread`, `first`, `last`, `len` and `at` of a series, `min`, `max`, `abs`, `round` and `sqrt` of numbers. Scripts that \
give `actions` have the functions that make them as well: `pause`, `resume`, `set_budget`, `increase_budget`, `decrease_budget`, the same with `bid`, \
`target_cpa` and `target_roas`, `share`, `notify_slack` and `notify_email`.",
        example: with_script!(
            "trend(daily: count per day) -> ratio",
            "slope(daily) / mean(daily)",
            "trend(clicks over last 14 days) < -0.1"
        ),
        better: with_script!(
            "trend(daily: count per day) -> ratio",
            "slope(daily) / average(daily)",
            "trend(clicks over last 14 days) < -0.1"
        ),
    },
    CodePage {
        code: "E0243",
        title: "a call that fits no script",
        explanation: "A script is called by its name with a value for each of its arguments, in their order: `trend(clicks over last 14 days)`. It is \
declared in the same text as the rule, so that a rule and what it computes with are approved and stored as one.",
        example: with_script!(
            "trend(daily: count per day) -> ratio",
            "slope(daily) / average(daily)",
            "trent(clicks over last 14 days) < -0.1"
        ),
        better: with_script!(
            "trend(daily: count per day) -> ratio",
            "slope(daily) / average(daily)",
            "trend(clicks over last 14 days) < -0.1"
        ),
    },
    CodePage {
        code: "E0244",
        title: "no days to hand over",
        explanation: "An argument `per day` is handed the value of each day of one window of complete days, the oldest first: `last 14 days`, \
with `settled` or `ending 7 days ago` if you like, and at most 92 of them. Hours, today and windows that begin on another day for each campaign have no such days.",
        example: with_script!(
            "trend(daily: count per day) -> ratio",
            "slope(daily) / average(daily)",
            "trend(clicks over today) < -0.1"
        ),
        better: with_script!(
            "trend(daily: count per day) -> ratio",
            "slope(daily) / average(daily)",
            "trend(clicks over last 14 days) < -0.1"
        ),
    },
    CodePage {
        code: "E0378",
        title: "a script in the place of another kind",
        explanation: "A script that gives a number stands where a number does; one that gives `actions` is run by an action: `run script trim(budget)`. \
Neither can take the other's place: a number does nothing, and actions cannot be compared.",
        example: "script trim(now: money) -> money {\n  now * 0.8\n}\n\nrule \"Example\" {\n  for campaigns on google\n  every day at 09:00\n  when spend over today > $100\n  then run script trim(budget)\n}\n",
        better: "script trim(now: money) -> actions {\n  if now > 50 { [set_budget(now * 0.8)] } else { [] }\n}\n\nrule \"Example\" {\n  for campaigns on google\n  every day at 09:00\n  when spend over today > $100\n  then run script trim(budget)\n  cooldown 24h\n  at most 5 per day\n  accept W0501 \"the script only lowers it\"\n}\n",
    },
    CodePage {
        code: "W0530",
        title: "a script that nothing calls",
        explanation: "A script does nothing by itself: a rule of the same text calls it where a number stands, or behind `run script`.",
        example: "script trend(daily: count per day) -> ratio {\n  slope(daily) / average(daily)\n}\n\nrule \"Example\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n",
        better: with_script!(
            "trend(daily: count per day) -> ratio",
            "slope(daily) / average(daily)",
            "trend(clicks over last 14 days) < -0.1"
        ),
    },
];
