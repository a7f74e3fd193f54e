//! E02xx: names, kinds and units. E03xx: metrics, windows and values that may be undefined.

use super::codes::{CodePage, in_rule};

pub(super) static PAGES: &[CodePage] = &[
    CodePage {
        code: "E0201",
        title: "unknown name",
        explanation: "A bare name is a `let` of the rule, then a `param`, then an attribute or metric of the object. Texts stand in quotes.",
        example: in_rule!("when conversoins over today > 5", "then pause"),
        better: in_rule!("when conversions over today > 5", "then pause"),
    },
    CodePage {
        code: "E0202",
        title: "no such value",
        explanation: "`status`, `delivery`, `platform`, `channel`, `bid_strategy` and `weekday` each know a fixed list of words and compare \
only with those, without quotes. `status` is the object's own switch; `delivery` is what really happens.",
        example: in_rule!("when status is enabled", "then pause"),
        better: in_rule!("when status is active", "then pause"),
    },
    CodePage {
        code: "E0203",
        title: "two kinds that cannot meet",
        explanation: "Both sides of a comparison measure the same thing: money with money, a duration with a duration. Only `0` fits every kind. What was \
probably meant is one divided by the other, and most of those have a name: spend per click is `cpc`.",
        example: in_rule!("when spend over today > clicks over today", "then pause"),
        better: in_rule!(
            "when clicks over today > 50 and cpc over today > $2",
            "then pause"
        ),
    },
    CodePage {
        code: "E0204",
        title: "a number without its unit",
        explanation: "There is no bare number that fits everywhere: `100` beside an amount of money has no currency, and `2` beside a \
percentage could be 2% or 200%. Write `$100`, `2%`, `7d`. Counts and ratios take plain numbers.",
        example: in_rule!("when spend over today > 100", "then pause"),
        better: in_rule!("when spend over today > $100", "then pause"),
    },
    CodePage {
        code: "E0205",
        title: "a ratio written as a percentage, or the reverse",
        explanation: "Each quotient has one spelling: `ctr`, `cvr` and `acos` are percentages, `roas` is a ratio. `roas > 3` means \
revenue above three times the spend. Platforms differ here, and that is where rules go wrong by a factor of a hundred.",
        example: in_rule!(
            "when spend over today > $50 and roas over today > 300%",
            "then increase budget by 10% up to $100",
            "cooldown 24h",
            "at most 3 per day"
        ),
        better: in_rule!(
            "when spend over today > $50 and roas over today > 3",
            "then increase budget by 10% up to $100",
            "cooldown 24h",
            "at most 3 per day"
        ),
    },
    CodePage {
        code: "E0206",
        title: "values that do not combine",
        explanation: "Money divided by a count is money, money by money is a quotient, and a percentage or ratio scales anything. \
What has no meaning — money times money, a count plus an amount — is refused.",
        example: in_rule!("when spend over today + clicks over today > $100", "then pause"),
        better: in_rule!("when spend over today - revenue over today > $100", "then pause"),
    },
    CodePage {
        code: "E0207",
        title: "money plus a percentage",
        explanation: "`budget + 20%` could mean two things, so it means none. To change a budget write `increase budget by 20%`; in a \
comparison write `1.2 * budget`.",
        example: in_rule!("when spend over today > budget + 20%", "then pause"),
        better: in_rule!("when spend over today > 1.2 * budget", "then pause"),
    },
    CodePage {
        code: "E0208",
        title: "two currencies meet",
        explanation: "An account has one currency, and amounts are never converted behind your back. Give a parameter one amount per \
currency: `param cap: money = $45, 40 EUR`. A rule runs on the accounts for whose currency it has every amount. To judge all accounts by one amount, `convert` what they spend: \
`convert(spend over today to EUR) > 40 EUR`.",
        example: in_rule!("when spend over today > $100 + 40 EUR", "then pause"),
        better: in_rule!(
            "param most: money = $140, 130 EUR",
            "when spend over today > most",
            "then pause"
        ),
    },
    CodePage {
        code: "E0209",
        title: "a value where a condition belongs, or the reverse",
        explanation: "`when` and `where` need something that is true or false. A number or text becomes a condition by being compared.",
        example: in_rule!("when spend over today", "then pause"),
        better: in_rule!("when spend over today > $100", "then pause"),
    },
    CodePage {
        code: "E0210",
        title: "`where` reads attributes only",
        explanation: "`where` says which objects a rule is about: name, status, age, labels. What happened to them — spend, clicks, \
conversions — belongs behind `when`. A guard's `where` cannot ask for the hour either: a guard holds at every hour.",
        example: "rule \"Example\" {\n  for campaigns where spend over today > $100\n  every 1h\n  then pause\n}\n",
        better: in_rule!("when spend over today > $100", "then pause"),
    },
    CodePage {
        code: "E0211",
        title: "a name that cannot be used",
        explanation: "Parameters and `let`s share one set of names, and the words of the language are not among them.",
        example: in_rule!(
            "param most: money = $45",
            "let most = spend over today",
            "when most > $10",
            "then pause"
        ),
        better: in_rule!(
            "param most: money = $45",
            "let spent = spend over today",
            "when spent > most",
            "then pause"
        ),
    },
    CodePage {
        code: "E0212",
        title: "used before its `let`",
        explanation: "A `let` may use only what stands above it, so that values never go round in circles.",
        example: in_rule!(
            "let twice = 2 * once",
            "let once = spend over today",
            "when twice > $10",
            "then pause"
        ),
        better: in_rule!(
            "let once = spend over today",
            "let twice = 2 * once",
            "when twice > $10",
            "then pause"
        ),
    },
    CodePage {
        code: "E0213",
        title: "an operator that does not fit",
        explanation: "`<` and `>` compare numbers; `is` and `in` ask for words and texts; `matches` compares a text with a pattern in which \
`*` stands for anything; `has` asks a list.",
        example: in_rule!("when labels is \"brand\"", "then pause"),
        better: in_rule!("when labels has \"brand\"", "then pause"),
    },
    CodePage {
        code: "E0214",
        title: "a value that does not exist",
        explanation: "There is no 31st of February, no 25:00, and no currency `USB`. Numbers have at most 15 digits before the point and 9 \
behind it, amounts at most 6 behind it.",
        example: in_rule!("when start_date > 2026-02-31", "then pause"),
        better: in_rule!("when start_date > 2026-02-28", "then pause"),
    },
    CodePage {
        code: "E0230",
        title: "a field that this level does not have",
        explanation: "Each level has its own fields: campaigns a `budget` and a `channel`, ad groups and keywords a `bid`, keywords a `match_type`. \
What the object stands in is asked with `parent.`: the campaign of an ad group, the ad group of an ad or a keyword. `parent.name` of a campaign is its \
account's name. What is measured has no such field: `spend of parent` is the parent's own number.",
        example: "rule \"Example\" {\n  for ad groups on google\n  every 1h\n  when channel is search\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for ad groups on google\n  every 1h\n  when parent.channel is search\n  then pause\n}\n",
    },
    CodePage {
        code: "E0301",
        title: "a metric without a window",
        explanation: "Spend since when? Every metric names its window (`spend over last 3 days`), or the rule gives one to all of them with \
a `window` clause.",
        example: in_rule!("when spend > $100", "then pause"),
        better: in_rule!("window last 3 days", "when spend > $100", "then pause"),
    },
    CodePage {
        code: "E0302",
        title: "a division by zero nobody answered for",
        explanation: "Without conversions there is no cost per conversion: neither zero nor infinite, but undefined. What that should mean \
is the rule's to say, because both answers cost money:\n\n\
- `conversions > 0 and cpa > $45` judges only campaigns that have conversions;\n\
- `cpa else infinite > $45` counts none as infinitely dear;\n\
- `cpa is missing` asks for it.\n\n\
The condition that rules the zero out may stand before or behind, over the same window. A minimum such as `clicks >= 50` does it too.",
        example: in_rule!(
            "window last 3 days",
            "when spend > $100 and cpa > $45",
            "then pause"
        ),
        better: in_rule!(
            "window last 3 days",
            "when spend > $100 and cpa else infinite > $45",
            "then pause"
        ),
    },
    CodePage {
        code: "E0303",
        title: "`infinite` in the wrong place",
        explanation: "`infinite` stands only right of `else`, directly behind a quotient. It means a quotient over zero whose upper part is \
above zero; nothing over nothing stays missing. It can be compared and printed, never computed with.",
        example: in_rule!(
            "window last 3 days",
            "when spend > $100 and 2 * (cpa else infinite) > $45",
            "then pause"
        ),
        better: in_rule!(
            "window last 3 days",
            "when spend > $100 and cpa else infinite > $22.50",
            "then pause"
        ),
    },
    CodePage {
        code: "E0304",
        title: "`over` behind something that is no metric",
        explanation: "A window belongs to a metric. Give each metric its own, or the rule one for all.",
        example: in_rule!(
            "when (spend / clicks) over today > $2 and clicks over today > 5",
            "then pause"
        ),
        better: in_rule!(
            "when spend over today / clicks over today > $2 and clicks over today > 5",
            "then pause"
        ),
    },
    CodePage {
        code: "E0305",
        title: "`settled` goes only with complete days",
        explanation: "`settled` moves the end of `last N days` back by the days that numbers of this kind need on the platform until they \
hardly change any more. Rolling hours, `today`, `yesterday`, `this week`, `this month` and \
what begins with each campaign cannot be settled.",
        example: in_rule!("when spend over today settled > $100", "then pause"),
        better: in_rule!("when spend over last 3 days settled > $100", "then pause"),
    },
    CodePage {
        code: "E0306",
        title: "a window that does not exist",
        explanation: "`last 3 days` are the three last complete days of the account's calendar; today is not in them. `last 72h` are rolling \
hours. The two differ across a clock change and by what they leave out, so that `last 3d` is refused: say which. Windows reach \
back at most 400 days or 2,160 hours.",
        example: in_rule!("when spend over last 3d > $100", "then pause"),
        better: in_rule!("when spend over last 3 days > $100", "then pause"),
    },
    CodePage {
        code: "E0307",
        title: "a division by zero, always",
        explanation: "Nothing can be divided by the number 0: the quotient is never defined, so the condition could never be true. A digit is missing, or \
a number was set to 0 to switch the condition off: then take the condition out.",
        example: in_rule!("when spend over last 7 days / 0 > $100", "then pause"),
        better: in_rule!("when spend over last 7 days / 7 > $100", "then pause"),
    },
    CodePage {
        code: "E0308",
        title: "words of a window that do not go together",
        explanation: "`last N days` can be moved and stretched: `settled` moves it back until its numbers hardly change any more, `ending 7 \
days ago` moves it back by as many days, `including today` adds the day that is not over. What is not over has not settled and did not \
end days ago, so that `including today` goes with neither.\n\n\
`or since creation` goes with every window that can begin before a campaign existed: for a younger campaign the window then begins with \
it. `lifetime` and `since last change` never begin earlier.",
        example: in_rule!(
            "when spend over last 3 days settled including today > $100",
            "then pause"
        ),
        better: in_rule!("when spend over last 3 days including today > $100", "then pause"),
    },
    CodePage {
        code: "E0309",
        title: "nothing to compare with",
        explanation: "`change of X over W` compares with the equal period right before, `usual X over W` with the same stretch of the four weeks \
before. Both need something that is measured over a window, and a window with an equal one before it: complete days, `today`, `yesterday`, \
`this week` and rolling hours have one; months, whose lengths differ, lifetimes, and windows that begin with each campaign have none.",
        example: in_rule!(
            "when change of spend over this month else 0 > 20% and spend over today > $100",
            "then pause"
        ),
        better: in_rule!(
            "when change of spend over last 28 days else 0 > 20% and spend over today > $100",
            "then pause"
        ),
    },
    CodePage {
        code: "E0310",
        title: "a question to several campaigns that does not say what it asks",
        explanation: "`spend of account` belongs to a metric: `of account` is the whole account, `of parent` what the object stands in (the account \
of a campaign, the campaign of an ad group), `of siblings` the others in there, `of scope` the campaigns for which the rule's `where` is true. `sum of E in scope` and `average of E in scope` add up a value, \
`count of campaigns in scope` and `count of (CONDITION) in scope` count. A ranking, `in top 3 by E within account`, ranks the campaign \
itself, so that nothing stands before it; it takes a number of campaigns, or a share of them.",
        example: in_rule!("when sum of spend over last 7 days > $1,000", "then pause"),
        better: in_rule!(
            "when sum of spend over last 7 days in scope > $1,000",
            "then pause"
        ),
    },
    CodePage {
        code: "E0320",
        title: "a metric that is no quotient of sums",
        explanation: "A `metric` is made of what platforms report over a window: one sum, or one sum divided by another. Sums may be added, \
subtracted and multiplied with fixed values. That is what makes a metric of your own mean the same for one campaign, for a whole account and \
over any window: the sums are taken first, and divided once.\n\n\
Quotients inside of it, products of two sums, attributes and windows are refused: `1 / acos` is written as `revenue / spend`, \
`revenue / spend - 1` as `(revenue - spend) / spend`. The window comes with each use.",
        example: "metric surplus = revenue / spend - 1 as percent\n",
        better: "metric surplus = (revenue - spend) / spend as percent\n",
    },
    CodePage {
        code: "E0321",
        title: "a name that means something already",
        explanation: "A metric of your own has a name of its own: not that of a metric or an attribute of the platforms, not a word of the \
language, not that of another definition of the organisation. One name never means two things.",
        example: "metric roas \"after fees\" = (revenue - spend) / spend as ratio\n",
        better: "metric net_roas \"after fees\" = (revenue - spend) / spend as ratio\n",
    },
    CodePage {
        code: "E0322",
        title: "a metric in the wrong unit",
        explanation: "`as percent`, `as ratio` or `as money` says how the metric is written, compared and shown. Money divided by a count is \
money; money divided by money, and a count divided by a count, is a percentage or a ratio; a sum that is not divided is money.",
        example: "metric margin = (revenue - spend) / spend as money\n",
        better: "metric margin = (revenue - spend) / spend as percent\n",
    },
    CodePage {
        code: "E0323",
        title: "definitions that go round in a circle",
        explanation: "A metric may be made of other metrics that are sums, in any order, but not of itself, however many steps lie between.",
        example: "metric gain = loss * 2 as money\n\nmetric loss = gain * 2 as money\n",
        better: "metric gain = revenue - spend as money\n\nmetric loss = gain * -1 as money\n",
    },
    CodePage {
        code: "E0324",
        title: "a lookup that does not fit",
        explanation: "`lookup margins: text -> percent from \"margins.csv\" stale after 7 days` says what a table of your own supplies: for a text, \
such as a campaign's name, a percentage, a ratio, a count or an amount of money. `lookup margins[this.name]` asks it. The rows are uploaded \
as a file or sent through the API; what has no row, and what is older than `stale after` allows, is missing.",
        example: in_rule!("when lookup margins[this.name] < 20%", "then pause"),
        better: concat!(
            "lookup margins: text -> percent from \"margins.csv\"\n\n",
            in_rule!("when lookup margins[this.name] < 20%", "then pause")
        ),
    },
    CodePage {
        code: "E0345",
        title: "a metric that the platform does not supply",
        explanation: "Not every platform reports every metric: `reach`, `frequency`, `leads` and `installs` are known on Meta and TikTok, \
`video_views` there and on Google Ads, `engagements`, `all_conversions` and `all_conversions_value` on Google Ads, `orders`, `units` and `new_to_brand_orders` on Amazon. A rule can ask for a \
metric where at least one of its platforms supplies it; on the others it is missing there, and what asks for it is unknown.",
        example: in_rule!("when frequency over last 7 days > 3", "then pause"),
        better: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  when frequency over last 7 days > 3\n  then pause\n}\n",
    },
    CodePage {
        code: "E0346",
        title: "a window that a metric cannot be fetched for",
        explanation: "`reach` counts each person once over the whole window, so that it is no sum of days or hours: the platform is asked for \
every window that a rule names. It answers for whole days, the same ones for every object: `last 7 days`, `yesterday`, `this month`, `lifetime`, \
and not for hours, nor for windows that begin on another day for each object.",
        example: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  when frequency over last 6h > 3\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  when frequency over yesterday > 3\n  then pause\n}\n",
    },
    CodePage {
        code: "E0347",
        title: "a metric that cannot be added up",
        explanation: "Somebody who saw ads of two campaigns is counted in the reach of both, and once by both together. How many people the campaigns of \
an account reached together is therefore no sum of what each of them reached, and `frequency` is none either. Each object's own value can be \
compared, ranked and averaged, and `reach of parent` is what the parent of an ad group measured itself.",
        example: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  when reach of account over last 7 days > 10,000\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  when reach over last 7 days > 10,000\n  then pause\n}\n",
    },
    CodePage {
        code: "E0348",
        title: "an attribution window that there is not",
        explanation: "The window in brackets says how long after a click or a view a result may come and still be counted: `conversions[7d click]`. \
Meta has `1d click`, `7d click`, `28d click` and `1d view`; Amazon has `1d click`, `7d click`, `14d click` and `30d click`. Google counts each conversion \
within the window that is set for its conversion action, TikTok within that of the ad group: they cannot be asked for another, so that there the name \
stands without brackets. In a rule about several platforms it is enough that one of them has the window; on the others the metric is missing.",
        example: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  when conversions[14d click] over last 7 days > 3\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  when conversions[7d click] over last 7 days > 3\n  then pause\n}\n",
    },
    CodePage {
        code: "E0349",
        title: "an attribution window where no results are counted",
        explanation: "Only results are attributed to an ad: `conversions`, `revenue`, `orders`, `units`, `leads`, `installs`, and what is made of them, \
such as `cpa`, `roas` and metrics of your own. Impressions, clicks and spend belong to the day they happened on, and a `let`, a parameter or an \
attribute is no metric. A metric of your own that names a window already takes no other.",
        example: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  when spend[7d click] over last 7 days > $100\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  when spend over last 7 days > $100\n  then pause\n}\n",
    },
    CodePage {
        code: "E0350",
        title: "two attribution windows meet",
        explanation: "The attribution window is part of a metric. A return on ad spend within 7 days of a click and one within a day are two things, as \
are one within 7 days and one as the account is set: a difference between them says how long people take to decide, and not which campaign is \
better. What is compared, added, or divided by each other counts within the same window. Conditions that stand side by side, joined with `and` or \
`or`, may each have their own.",
        example: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  window last 7 days\n  when revenue[7d click] > 2 * revenue[1d click]\n  then pause\n}\n",
        better: "rule \"Example\" {\n  for campaigns on meta\n  every 1h\n  window last 7 days\n  when revenue[7d click] > 2 * spend\n  then pause\n}\n",
    },
    CodePage {
        code: "E0375",
        title: "no currency to convert to",
        explanation: "`convert(spend over today to EUR)` names a currency by its ISO code, three capital letters; `account currency` stands for \
that of whichever account the rule runs on.",
        example: in_rule!("when convert(spend over today to EURO) > 40 EUR", "then pause"),
        better: in_rule!("when convert(spend over today to EUR) > 40 EUR", "then pause"),
    },
    CodePage {
        code: "E0376",
        title: "nothing to convert",
        explanation: "Amounts of money are converted, and only to a currency that they are not in. What an account measures is in its own currency; \
an amount that is written down is in the currency it is written in. A parameter with an amount for each currency needs no conversion: the account's \
currency decides which of them counts.",
        example: in_rule!("when convert(clicks over today to EUR) > 40 EUR", "then pause"),
        better: in_rule!("when convert(spend over today to EUR) > 40 EUR", "then pause"),
    },
    CodePage {
        code: "E0377",
        title: "an amount of the account beside one of a fixed currency",
        explanation: "Accounts have different currencies, and a rule may run on any of them, so that `convert(spend over today to EUR)` cannot stand \
beside `budget`, which is in the account's: convert both. A budget or bid is set in the account's currency: \
`set budget to convert(50 EUR to account currency)`.",
        example: in_rule!("when convert(spend over today to EUR) > budget", "then pause"),
        better: in_rule!(
            "when convert(spend over today to EUR) > convert(budget to EUR)",
            "then pause"
        ),
    },
];
