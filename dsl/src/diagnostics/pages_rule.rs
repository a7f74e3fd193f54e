//! E04xx: schedules. E05xx: actions, approvals, limits. E06xx: parameters. E07xx: guards. E09xx: what later editions bring.

use super::codes::{CodePage, in_guard, in_rule};

const POOL: &str = "rule \"Example\" {\n  pool campaigns on google\n  every day at 09:00\n  window last 7 days\n  when spend of scope > $100\n  then move budget from bottom 20% by spend to top 20% by spend moving at most 10% of pool budget each keeping $20\n  cooldown 3d\n}\n";

pub(super) static PAGES: &[CodePage] = &[
    CodePage {
        code: "E0401",
        title: "a cadence the clock has no marks for",
        explanation: "Runs follow the marks of the clock in the account's zone: `every 6h` runs at 00:00, 06:00, 12:00 and 18:00. The pause \
must divide a day and be at least 5 minutes.",
        example: "rule \"Example\" {\n  for campaigns\n  every 7h\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns\n  every 6h\n  then pause\n}\n",
    },
    CodePage {
        code: "E0402",
        title: "hours in which nothing runs",
        explanation: "`between 06:00 and 22:00` lets the runs from 06:00 up to, not including, 22:00 through. If no mark of the cadence \
falls into these hours, the rule never runs.",
        example: "rule \"Example\" {\n  for campaigns\n  every 6h between 07:00 and 11:00\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns\n  every 1h between 07:00 and 11:00\n  then pause\n}\n",
    },
    CodePage {
        code: "E0403",
        title: "unknown time zone",
        explanation: "Zones are named by region and city, as in `\"Europe/Berlin\"`. Without one the account's zone counts, which is what most rules want.",
        example: "rule \"Example\" {\n  for campaigns\n  every day at 09:00 in \"Berlin\"\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns\n  every day at 09:00 in \"Europe/Berlin\"\n  then pause\n}\n",
    },
    CodePage {
        code: "E0404",
        title: "unknown weekday",
        explanation: "Days are written `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or as `weekdays` and `weekends`.",
        example: "rule \"Example\" {\n  for campaigns\n  every 1h on mondays\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns\n  every 1h on monday\n  then pause\n}\n",
    },
    CodePage {
        code: "E0501",
        title: "one branch writes one thing twice",
        explanation: "A branch does one thing to each property. `pause` and `resume` both write the status; every change of the budget writes the budget.",
        example: in_rule!("when spend over today > $100", "then pause", "     resume"),
        better: in_rule!("when spend over today > $100", "then pause", "otherwise resume"),
    },
    CodePage {
        code: "E0502",
        title: "a cap on the wrong side",
        explanation: "`up to` keeps a raise from going higher, `down to` keeps a cut from going lower. A cap never moves a value itself.",
        example: in_rule!(
            "when spend over today > $100",
            "then decrease budget by 20% up to $10"
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then decrease budget by 20% down to $10"
        ),
    },
    CodePage {
        code: "E0503",
        title: "an amount that does not fit the action",
        explanation: "A budget is set *to* an amount of money, and increased or decreased *by* a percentage or an amount of money.",
        example: in_rule!("when spend over today > $100", "then decrease budget by 20"),
        better: in_rule!("when spend over today > $100", "then decrease budget by 20%"),
    },
    CodePage {
        code: "E0504",
        title: "a template that cannot be filled",
        explanation: "Values stand in braces: `\"{this.name}: {cost}\"`. Write `{{` and `}}` for braces that are meant as text. A missing value \
prints its reason.",
        example: in_rule!(
            "when spend over today > $100",
            "then notify slack \"#ads\" \"{this.name spends\""
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then notify slack \"#ads\" \"{this.name} spends\""
        ),
    },
    CodePage {
        code: "E0505",
        title: "a notification that goes nowhere",
        explanation: "Notifications go to `slack` channels and `email` addresses: `notify slack \"#ads\" \"…\"`, `notify email \"ads@example.com\" \"…\"`.",
        example: in_rule!(
            "when spend over today > $100",
            "then notify slak \"#ads\" \"too much\""
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then notify slack \"#ads\" \"too much\""
        ),
    },
    CodePage {
        code: "E0506",
        title: "a branch that can never run",
        explanation: "The first true branch acts. Behind a branch without a condition nothing is ever tried.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "otherwise resume",
            "otherwise when spend over today > $50",
            "then notify slack \"#ads\" \"half\""
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then pause",
            "otherwise when spend over today > $50",
            "then notify slack \"#ads\" \"half\"",
            "otherwise resume"
        ),
    },
    CodePage {
        code: "E0507",
        title: "a number that cannot be counted to",
        explanation: "Limits and `lasting` count whole things, at least one of them.",
        example: in_rule!("when spend over today > $100", "then pause", "at most 0 per day"),
        better: in_rule!("when spend over today > $100", "then pause", "at most 5 per day"),
    },
    CodePage {
        code: "E0508",
        title: "unknown platform",
        explanation: "The platforms are `google`, `meta`, `tiktok` and `amazon`. Without `on` a rule is about all of them.",
        example: "rule \"Example\" {\n  for campaigns on facebook\n  every 1h\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  then pause\n}\n",
    },
    CodePage {
        code: "E0509",
        title: "unknown role",
        explanation: "The roles are `admin`, `manager` and `marketer`. Whoever holds a higher role may do what a lower one may.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "approve by boss within 4h"
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then pause",
            "approve by manager within 4h"
        ),
    },
    CodePage {
        code: "E0510",
        title: "a total without a day of its own",
        explanation: "A run looks at one account, and a day belongs to a zone. A limit in total counts over all accounts, so it counts per day, and the \
schedule names whose day.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "at most 5 per run in total"
        ),
        better: in_rule!("when spend over today > $100", "then pause", "at most 5 per day"),
    },
    CodePage {
        code: "E0511",
        title: "an approval that cannot be",
        explanation: "From one to nine people are asked to agree. What nobody answers escalates to a higher role, never to the same one. `unanswered apply` \
lets pauses and cuts go ahead, so it has no place in a rule that raises a budget or resumes. The bounds of `approve if budget moves more than` lie above \
nothing: one percentage, and one amount per currency.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "approve by admin unanswered escalate to manager"
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then pause",
            "approve by manager unanswered escalate to admin"
        ),
    },
    CodePage {
        code: "E0512",
        title: "an end that nothing has",
        explanation: "`until 06:00`, `until tomorrow` and `for today` end an action by the clock, and `release when` or `release after` give back \
whatever a rule changed. A message cannot be given back, and `release without approval` alone does not say when.",
        example: in_rule!("when spend over today > $100", "then pause until friday"),
        better: in_rule!("when spend over today > $100", "then pause until tomorrow"),
    },
    CodePage {
        code: "E0513",
        title: "a release that waits on what the pause stops",
        explanation: "A paused campaign delivers nothing. Its spend, clicks and conversions fall to zero as the window moves on, and its `cpa` or \
`roas` is undefined then, so that a release which waits for them keeps holding for good. Add `release after 7 days`, or ask for something the \
pause does not stop: the siblings, the account, an attribute, the hour.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "release when roas over last 7 days else 0 > 3"
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then pause",
            "release when roas over last 7 days else 0 > 3",
            "release after 7 days"
        ),
    },
    CodePage {
        code: "E0514",
        title: "rules that step back in a circle",
        explanation: "`yields to` is the only order between rules. Where it leads back to where it began, every one of them would wait for the other and \
none would act.",
        example: concat!(
            "rule \"A\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  yields to \"B\"\n}\n\n",
            "rule \"B\" {\n  for campaigns\n  every 1h\n  when clicks over today > 100\n  then pause\n  yields to \"A\"\n}\n"
        ),
        better: concat!(
            "rule \"A\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  yields to \"B\"\n}\n\n",
            "rule \"B\" {\n  for campaigns\n  every 1h\n  when clicks over today > 100\n  then pause\n}\n"
        ),
    },
    CodePage {
        code: "E0515",
        title: "a former name that is not free",
        explanation: "A rule's name is its identity: what it holds, its cooldowns, its history and its limits hang on it. `formerly` carries them over a \
rename, to one rule only, and not away from a rule that still has the name.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "formerly \"Example\""
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then pause",
            "formerly \"Old example\""
        ),
    },
    CodePage {
        code: "E0516",
        title: "a share that cannot be held out",
        explanation: "`hold out 10%` leaves a tenth of the campaigns alone, to be compared with the others. Nothing and everything leave nothing to compare.",
        example: in_rule!("when spend over today > $100", "then pause", "hold out 100%"),
        better: in_rule!("when spend over today > $100", "then pause", "hold out 10%"),
    },
    CodePage {
        code: "E0601",
        title: "a parameter of the wrong kind",
        explanation: "A parameter is `money`, `percent`, `ratio`, `count`, `duration`, `text` or `bool`, and its default and bounds are written \
as that kind: `20%` for a percent, `$45, 40 EUR` for money. The same holds for the values set when the rule is enabled.",
        example: in_rule!(
            "param raise: percent = 20",
            "when spend over today > $100",
            "then decrease budget by raise"
        ),
        better: in_rule!(
            "param raise: percent = 20%",
            "when spend over today > $100",
            "then decrease budget by raise"
        ),
    },
    CodePage {
        code: "E0602",
        title: "two amounts in one currency",
        explanation: "A list of amounts has at most one per currency; the account's currency decides which counts.",
        example: in_rule!(
            "param most: money = $45, $50",
            "when spend over today > most",
            "then pause"
        ),
        better: in_rule!(
            "param most: money = $45, 50 EUR",
            "when spend over today > most",
            "then pause"
        ),
    },
    CodePage {
        code: "E0603",
        title: "bounds that do not hold",
        explanation: "`from A to B` names the least and the greatest value a parameter may be set to; the default lies between them.",
        example: in_rule!(
            "param most: money = $45 from $50 to $100",
            "when spend over today > most",
            "then pause"
        ),
        better: in_rule!(
            "param most: money = $75 from $50 to $100",
            "when spend over today > most",
            "then pause"
        ),
    },
    CodePage {
        code: "E0701",
        title: "a guard that forbids nothing",
        explanation: "A guard holds at least one promise: `never raise budget above 200% of budget at start of day`, `never pause`, `at most 30% of \
campaigns paused per day`.",
        example: in_guard!("for campaigns"),
        better: in_guard!("for campaigns", "never raise budget above $1,000, 900 EUR"),
    },
    CodePage {
        code: "E0703",
        title: "a ceiling that cannot be one",
        explanation: "A ceiling is a share of the property's own value at the start of the day, of at least 100%, or amounts of money above zero, one per \
currency. A target ROAS is bounded from below: by a ratio, or by a share of at most 100% of where the day began. The total of an account is held below amounts of money; a change is bounded by a percentage or by amounts; the share of paused campaigns lies between 0% and 100%.",
        example: in_guard!("for campaigns", "never raise budget above 200%"),
        better: in_guard!(
            "for campaigns",
            "never raise budget above 200% of budget at start of day"
        ),
    },
    CodePage {
        code: "E0340",
        title: "a promise about the safe direction",
        explanation: "A guard bounds the direction in which more is spent, and moves to the safer side always pass it. Of a budget, a bid and a target CPA \
that is up; of a target ROAS it is down, for a lower target buys what brings in less.",
        example: in_guard!("for campaigns on google", "never raise target_roas above 6"),
        better: in_guard!("for campaigns on google", "never lower target_roas below 2"),
    },
    CodePage {
        code: "E0530",
        title: "a platform without such objects",
        explanation: "Levels exist where the platform has them: keywords on Google and Amazon, ad groups (Meta calls them ad sets) and ads everywhere. \
A rule for a level names only platforms that have it, or none at all.",
        example: "rule \"Example\" {\n  for keywords on meta\n  every 1h\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for keywords on google\n  every 1h\n  then pause\n}\n",
    },
    CodePage {
        code: "E0351",
        title: "a promise that the guard's objects cannot keep",
        explanation: "A guard speaks about its own objects and what stands under them. Search terms are neither switched off nor bid on, so no promise is \
about them. The total budget of an account is that of its campaigns, and the pauses that a guard counts are of its own level or of one below.",
        example: in_guard!(
            "for keywords on google",
            "never raise total budget of account above $20,000"
        ),
        better: in_guard!(
            "for campaigns on google",
            "never raise total budget of account above $20,000"
        ),
    },
    CodePage {
        code: "E0531",
        title: "a change that this level does not know",
        explanation: "What can be changed differs by level and platform: campaigns have budgets, ad groups and keywords have bids, ads have a switch alone, and only Meta's \
and TikTok's ad groups have budgets of their own. Change a property at the level it belongs to, or name the platforms that have it there.",
        example: "rule \"Example\" {\n  for keywords on google\n  every 1h\n  when spend over today > $100\n  then decrease budget by 10%\n}\n",
        better: "rule \"Example\" {\n  for keywords on google\n  every 1h\n  when spend over today > $100\n  then decrease bid by 10%\n}\n",
    },
    CodePage {
        code: "E0535",
        title: "a text that cannot be a label",
        explanation: "Platforms take labels of 1 to 80 characters. A blank at the beginning or the end is refused because nobody sees it: \
two labels would look the same and be two.",
        example: in_rule!("when spend over today > $100", "then add label \"\""),
        better: in_rule!("when spend over today > $100", "then add label \"dear\""),
    },
    CodePage {
        code: "E0385",
        title: "a negative keyword that is given back",
        explanation: "A negative keyword is there or not, and a search that it stopped leaves no numbers by which it could be let go again. So it is \
not held: neither `until` nor `for today` nor `release` goes with it. What a rule has added, a person can undo.",
        example: "rule \"Example\" {\n  for search terms on google\n  every day at 09:00\n  when spend over last 30 days > $100\n  then add negative keyword exact until tomorrow\n  at most 5 per day\n}\n",
        better: "rule \"Example\" {\n  for search terms on google\n  every day at 09:00\n  when spend over last 30 days > $100\n  then add negative keyword exact\n  at most 5 per day\n}\n",
    },
    CodePage {
        code: "E0386",
        title: "a text that cannot be a negative keyword",
        explanation: "Platforms take keywords of at most 10 words and 80 characters, without signs that mean something else to them. A text that is \
written down is looked at when the rule is checked; that of a search when it is to be added, and what does not fit is told there and changes nothing.",
        example: "rule \"Example\" {\n  for search terms on google\n  every day at 09:00\n  when spend over last 30 days > $100\n  then add negative keyword phrase \"free!\"\n  at most 5 per day\n}\n",
        better: "rule \"Example\" {\n  for search terms on google\n  every day at 09:00\n  when spend over last 30 days > $100\n  then add negative keyword phrase \"free\"\n  at most 5 per day\n}\n",
    },
    CodePage {
        code: "E0360",
        title: "budget moves inside of a pool",
        explanation: "`pool` makes a scope that is judged as one, and `move budget` is what it does: some of its campaigns give, others take. What acts on \
one campaign belongs in a rule with `for`.",
        example: "rule \"Example\" {\n  pool campaigns on google\n  every 1h\n  when spend of scope over today > $100\n  then pause\n  cooldown 3d\n}\n",
        better: POOL,
    },
    CodePage {
        code: "E0361",
        title: "one campaign asked in a pool",
        explanation: "The condition of a pool is true or false for all of it. It asks what the scope has together: `spend of scope`, `count of campaigns in \
scope`, the day and the hour. Which campaigns belong to the pool, `where` says; which of them give and take, the sides of the move.",
        example: "rule \"Example\" {\n  pool campaigns on google\n  every day at 09:00\n  window last 7 days\n  when spend > $100\n  then move budget from bottom 20% by spend to top 20% by spend moving at most 10% of pool budget each keeping $20\n  cooldown 3d\n}\n",
        better: POOL,
    },
    CodePage {
        code: "E0362",
        title: "sides of a move that overlap",
        explanation: "A campaign gives or takes, never both. Shares of more than 100% together leave no choice, and so does the same side named twice.",
        example: "rule \"Example\" {\n  pool campaigns on google\n  every day at 09:00\n  window last 7 days\n  then move budget from bottom 60% by spend to top 60% by spend moving at most 10% of pool budget each keeping $20\n  cooldown 3d\n}\n",
        better: POOL,
    },
    CodePage {
        code: "E0363",
        title: "a move without its bounds",
        explanation: "A move says how much it moves at most, as a percentage of all budgets of the pool or as an amount, and below what nobody who gives is cut. \
Both are the same for the whole pool: percentages, amounts of money with one for each currency, or parameters.",
        example: "rule \"Example\" {\n  pool campaigns on google\n  every day at 09:00\n  window last 7 days\n  then move budget from bottom 20% by spend to top 20% by spend\n  cooldown 3d\n}\n",
        better: POOL,
    },
    CodePage {
        code: "E0364",
        title: "a clause that a pool cannot keep",
        explanation: "A pool has one branch, acts at once, and what it moved stays: the next move may go the other way. It rests as a whole, so that every move \
can show what it did before the next; `cooldown` says for how long.",
        example: "rule \"Example\" {\n  pool campaigns on google\n  every day at 09:00\n  window last 7 days\n  then move budget from bottom 20% by spend to top 20% by spend moving at most 10% of pool budget each keeping $20\n}\n",
        better: POOL,
    },
    CodePage {
        code: "E0365",
        title: "a pool over platforms that count differently",
        explanation: "What one platform calls a conversion another attributes to nobody, and clicks differ as well. Ranking campaigns of several platforms by such \
numbers says so: `as each platform counts`. Spend is money everywhere.",
        example: "rule \"Example\" {\n  pool campaigns on google, meta\n  every day at 09:00\n  window last 7 days settled\n  then move budget from bottom 20% by revenue to top 20% by revenue moving at most 10% of pool budget each keeping $20\n  cooldown 3d\n}\n",
        better: POOL,
    },
    CodePage {
        code: "E0907",
        title: "a name that the language does not have, because another says it",
        explanation: "Whether the platform still learns is one of the states of an object's delivery, beside `delivering` and `limited`: an object is in \
one of them at a time. A second name for it would part rules that mean the same, so that there is one.",
        example: in_rule!("when learning is true", "then pause"),
        better: in_rule!("when delivery is learning", "then pause"),
    },
    CodePage {
        code: "E0130",
        title: "an `accept` that names no warning",
        explanation: "`accept` silences one warning by its code, which stands beside the warning. Errors cannot be accepted: a text with one is not saved.",
        example: in_rule!(
            "when spend over today > $100",
            "then pause",
            "accept W9999 \"known\""
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then increase budget by 10% up to $500",
            "cooldown 24h",
            "accept W0503 \"the account has five campaigns\""
        ),
    },
    CodePage {
        code: "E0131",
        title: "an accepted warning without a reason",
        explanation: "The reason is what the next reader sees in the place of the warning, and what is recorded with the version.",
        example: in_rule!(
            "when spend over today > $100",
            "then increase budget by 10% up to $500",
            "cooldown 24h",
            "accept W0503 \"\""
        ),
        better: in_rule!(
            "when spend over today > $100",
            "then increase budget by 10% up to $500",
            "cooldown 24h",
            "accept W0503 \"the account has five campaigns\""
        ),
    },
    CodePage {
        code: "E0132",
        title: "a byte order mark inside of the text",
        explanation: "Some programs put an invisible mark (U+FEFF) at the beginning of a file. Inside of a text, where files were put together or \
something was pasted, it would part words for one reader and not for another.",
        example: in_rule!("when spend\u{FEFF} over today > $100", "then pause"),
        better: in_rule!("when spend over today > $100", "then pause"),
    },
];
