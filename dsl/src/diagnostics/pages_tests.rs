//! E08xx: tests.

use super::codes::CodePage;

/// A rule and a test of it with these lines.
macro_rules! in_test {
    ($($line:literal),+ $(,)?) => {
        concat!(
            "rule \"Example\" {\n  param cap: money = $100\n  for campaigns on google\n  every 1h\n  \
             when spend over today > cap\n  then pause\n}\n\ntest \"it pauses\" of \"Example\" {\n",
            $("  ", $line, "\n",)+
            "}\n"
        )
    };
}

pub(super) static PAGES: &[CodePage] = &[
    CodePage {
        code: "E0801",
        title: "a test of no rule",
        explanation: "A test says of which rule it is, and that rule stands in the same text: `test \"pauses a bleeder\" of \"Stop loss\" { … }`. \
Rule and test are saved, copied and reviewed together.",
        example: concat!(
            "rule \"Example\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n\n",
            "test \"it pauses\" of \"Exmaple\" {\n  at 2026-03-04 10:00\n  given campaign \"A\" { today { spend $120 } }\n  \
             expect pause of \"A\" proposed\n}\n"
        ),
        better: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
    },
    CodePage {
        code: "E0802",
        title: "a test that is not complete",
        explanation: "A test has a time (`at`), a campaign with its history (`given`) and what should come of it (`expect`). At each time, what is \
given stands above what is expected: first the world, then the question.",
        example: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { today { spend $120 } }"
        ),
        better: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
    },
    CodePage {
        code: "E0803",
        title: "a time of a test that cannot be",
        explanation: "The first time of a test says its day; each further one lies later, and may leave the day out where it is the same. The times \
are wall-clock times of the accounts' zone, which `in \"America/New_York\"` names; without it that is UTC. A time that the clock jumps over \
does not exist; in a repeated hour the same time written twice means its second pass the second time.\n\n\
`settled lag` is the whole number of days after which the test's accounts count a day as settled.",
        example: in_test!(
            "at 2026-03-08 02:30 in \"America/New_York\"",
            "given campaign \"A\" { today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
        better: in_test!(
            "at 2026-03-08 03:00 in \"America/New_York\"",
            "given campaign \"A\" { today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
    },
    CodePage {
        code: "E0804",
        title: "something given that does not fit",
        explanation: "`given campaign \"…\" { … }` holds attributes (`status active  age 60d  budget $100  labels \"brand\"`) and series of days \
(`each of last 6 days { spend $60  conversions 1 }`). Each attribute takes a value of its own kind; quotients such as CPA are not given, they \
follow from what is. What is not said: the campaign is active, has no labels, and is older than every window. All amounts of a test have \
the currency of its accounts.",
        example: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { budget 60d today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
        better: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { budget $60 today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
    },
    CodePage {
        code: "E0805",
        title: "a series that does not fit its days",
        explanation: "`today`, `yesterday`, `on 2026-03-01` and `each of last 6 days` take one value of each metric; `last 3 days` and `last 6 hours` \
take one for each day or hour, the oldest first: `last 3 days { spend $10, _, $30 }`. `_` is a day that no completed sync covers, `stale` one \
whose data is too old; both are not known. What is not given is zero. A day is given once, as a whole or by its hours.",
        example: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { last 3 days { spend $10, $20 } today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
        better: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { last 3 days { spend $10, _, $20 } today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
    },
    CodePage {
        code: "E0806",
        title: "an expectation that cannot come true",
        explanation: "An expectation names a campaign that is given, an action that the rule has, and a state: `proposed` (it waits for an answer), \
`applied`, `pending` (true, not yet for as long as `lasting` asks), `blocked`, `rejected` or `expired`; a message is `sent`. Or it says \
`expect nothing of \"…\"` or `expect unknown of \"…\"`.",
        example: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { today { spend $120 } }",
            "expect resume of \"A\" proposed"
        ),
        better: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
    },
    CodePage {
        code: "E0807",
        title: "an unknown value behind `because`",
        explanation: "`because cost = $60 and spend over today = $120` names values as the rule writes them: a `let`, a parameter, a metric with its \
window where the rule writes one, or an attribute. A value is as expected when it is so as people read it: `$59.83` stands for 359/6.",
        example: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { today { spend $120 } }",
            "expect pause of \"A\" proposed because spent = $120"
        ),
        better: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { today { spend $120 } }",
            "expect pause of \"A\" proposed because spend over today = $120"
        ),
    },
    CodePage {
        code: "E0808",
        title: "a parameter of a test that does not fit",
        explanation: "`with cap = $100` sets a parameter of the rule for one test, so that the test stays true when somebody else installs the rule \
with other values. The value is a literal of the parameter's kind, within its bounds.",
        example: in_test!(
            "at 2026-03-04 10:00",
            "with cap = 20%",
            "given campaign \"A\" { today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
        better: in_test!(
            "at 2026-03-04 10:00",
            "with cap = $100",
            "given campaign \"A\" { today { spend $120 } }",
            "expect pause of \"A\" proposed"
        ),
    },
    CodePage {
        code: "E0809",
        title: "a test fails",
        explanation: "The rule does not do what one of its tests says. The message says what happened instead; `adjutant test` shows the values \
behind it. Either the rule is wrong or the test is: a text with a failing test is not saved.",
        example: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { today { spend $80 } }",
            "expect pause of \"A\" proposed"
        ),
        better: in_test!(
            "at 2026-03-04 10:00",
            "given campaign \"A\" { today { spend $80 } }",
            "expect nothing of \"A\""
        ),
    },
];
