//! What is promised of every input.

use dsl::{Attribute, AttributeValue, Metric, MissingReason, Moment, Span, Truth, check, format};

use crate::clock::worked;
use crate::random::Random;

#[path = "../../tests/suite/fixture.rs"]
#[expect(dead_code, reason = "the suite uses more of it")]
mod fixture;

use fixture::{Campaign, Memory, dollars, thursday};

type Judge = fn(&str, &mut Random) -> Result<(), String>;

pub struct Target {
    pub name: &'static str,
    pub judge: Judge,
}

pub const ALL: &[Target] = &[
    Target {
        name: "parse_never_panics",
        judge: parse_never_panics,
    },
    Target {
        name: "check_never_panics",
        judge: check_never_panics,
    },
    Target {
        name: "format_is_stable",
        judge: format_is_stable,
    },
    Target {
        name: "format_keeps_meaning",
        judge: format_keeps_meaning,
    },
    Target {
        name: "plan_equals_walk",
        judge: plan_equals_walk,
    },
    Target {
        name: "tests_end",
        judge: tests_end,
    },
    Target {
        name: "script_stays_in_its_limits",
        judge: script_stays_in_its_limits,
    },
];

fn fits(text: &str, span: Span, what: &str) -> Result<(), String> {
    if text.get(span.start as usize..span.end as usize).is_none() {
        return Err(std::format!("{what} at {span:?} is no piece of the text"));
    }
    Ok(())
}

/// Items, clauses and the places of an editor can be asked for in any text.
fn parse_never_panics(text: &str, random: &mut Random) -> Result<(), String> {
    let outline = dsl::editor::outline(text);
    for item in &outline.items {
        fits(text, item.span, "an item")?;
        for clause in &item.clauses {
            fits(text, clause.span, "a clause")?;
        }
    }
    for _ in 0..4 {
        let offset = u32::try_from(random.below(text.len() + 3)).unwrap_or(0);
        let place = dsl::editor::place(text, offset);
        if text.is_char_boundary((offset as usize).min(text.len())) {
            fits(text, place.replaces, "a place")?;
        }
        if let Some(word) = dsl::editor::word_at(text, offset) {
            fits(text, word, "a word")?;
        }
    }
    Ok(())
}

/// Whatever is written, the checker answers, points into the text, and its fixes can be applied.
fn check_never_panics(text: &str, _: &mut Random) -> Result<(), String> {
    let checked = check(text);
    for found in checked.diagnostics.iter().take(200) {
        fits(text, found.span, found.code)?;
        for label in &found.labels {
            fits(text, label.span, "a label")?;
        }
        for edit in found.fixes.iter().flat_map(|fix| &fix.edits) {
            fits(text, edit.span, "a fix")?;
        }
    }
    for fix in checked.diagnostics.iter().flat_map(|found| &found.fixes).take(3) {
        let _ = check(&fix.apply(text));
    }
    for rule in &checked.rules {
        let _ = rule.in_plain_words(&[]);
    }
    for guard in &checked.guards {
        let _ = guard.in_plain_words();
    }
    Ok(())
}

fn format_is_stable(text: &str, _: &mut Random) -> Result<(), String> {
    match format(text) {
        Ok(once) => match format(&once) {
            Ok(twice) if twice == once => Ok(()),
            Ok(_) => Err("laid out twice it is another text".to_owned()),
            Err(error) => Err(std::format!("laid out once it cannot be laid out again: {error}")),
        },
        Err(dsl::FormatError::Moved) => Err("laying it out would change what it means".to_owned()),
        Err(dsl::FormatError::Unreadable { .. } | dsl::FormatError::TooLong { .. }) => Ok(()),
    }
}

/// What a text says, without where it says it.
fn said(text: &str) -> Vec<String> {
    let checked = check(text);
    let codes = checked.diagnostics.iter().map(|found| found.code.to_owned());
    let rules = checked
        .rules
        .iter()
        .map(|rule| std::format!("{}: {}", rule.name(), rule.in_plain_words(&[])));
    let guards = checked
        .guards
        .iter()
        .map(|guard| std::format!("{}: {}", guard.name(), guard.in_plain_words()));
    let tests = dsl::testing::run(text, &checked)
        .tests
        .into_iter()
        .map(|test| std::format!("{} {}", test.name, test.passed));
    codes.chain(rules).chain(guards).chain(tests).collect()
}

fn format_keeps_meaning(text: &str, _: &mut Random) -> Result<(), String> {
    let Ok(laid_out) = format(text) else { return Ok(()) };
    let (before, mut after) = (said(text), said(&laid_out));
    // Findings are in the order of the text, which the layout keeps; what it may change are their places alone.
    if before == after {
        return Ok(());
    }
    after.retain(|line| !before.contains(line));
    Err(std::format!("laid out it says other things: {after:?}"))
}

/// Columns and tree walk agree on every rule that is one, on random tables.
fn plan_equals_walk(text: &str, random: &mut Random) -> Result<(), String> {
    let rules = check(text).rules;
    let table = Memory::of((0..4).map(|_| campaign(random)));
    let at = thursday().at;
    let moment = Moment {
        at,
        data_until: (!random.once_in(8)).then(|| at - jiff::Span::new().hours(random.below(50) as i64)),
    };
    for rule in rules.iter().take(20) {
        let mut binding = dollars();
        binding.platform = *random.pick(dsl::Platform::ALL);
        if let Some(currency) = rule.currencies().and_then(|all| all.first().copied()) {
            binding.currency = currency;
        }
        let Ok(bound) = rule.bind(&binding) else { continue };
        let verdicts = bound.evaluate(&table, &moment);
        for row in 0..table.campaigns.len() {
            let explained = bound.explain(&table, &moment, row);
            let scope = explained.scope.as_ref().map_or(Truth::True, |node| node.truth);
            if verdicts.scope.get(row) != Some(&scope) {
                return Err(std::format!(
                    "the scope of \"{}\" differs in row {row}",
                    rule.name()
                ));
            }
            for (branch, why) in explained.branches.iter().enumerate() {
                if verdicts.branches[branch][row] != why.truth {
                    return Err(std::format!(
                        "branch {branch} of \"{}\" is {} by columns and {} by the walk in row {row}",
                        rule.name(),
                        verdicts.branches[branch][row].as_str(),
                        why.truth.as_str()
                    ));
                }
                let _ = bound.effects(&table, &moment, row, branch);
            }
        }
    }
    Ok(())
}

/// Most resident memory that compiling and running one script may add, in kilobytes. Its values are at most 400 of 16 bytes, a few
/// times over; the rest is the allocator's.
const MOST_MEMORY: u64 = 24_000;
/// No script of 4,000 bytes may take longer to compile and run on a few campaigns.
const SLOWEST_SCRIPT: std::time::Duration = std::time::Duration::from_secs(2);

/// Whatever stands in a body: it ends quickly, stays small, and gives the same twice.
fn script_stays_in_its_limits(text: &str, random: &mut Random) -> Result<(), String> {
    let body = if random.once_in(4) {
        text.chars()
            .filter(|character| *character != '}')
            .take(3_900)
            .collect()
    } else {
        script_body(random)
    };
    let gives_actions = random.once_in(2);
    let (gives, acting) = if gives_actions {
        (
            "actions",
            "when clicks over last 8 days >= 0\n  then run script s(clicks over last 8 days, impressions over last 8 days)",
        )
    } else {
        (
            "ratio",
            "when s(clicks over last 8 days, impressions over last 8 days) > 1\n  then pause",
        )
    };
    // A body that may return something: without an action in it there is nothing to run.
    let body = if gives_actions && random.once_in(2) {
        std::format!("[pause(), increase_budget({body}), notify_slack(\"#a\", \"\" + ({body}))]")
    } else {
        body
    };
    let text = std::format!(
        "script s(daily: count per day, many: count) -> {gives} {{\n{body}\n}}\n\nrule \"A\" {{\n  for campaigns\n  every 1h\n  {acting}\n}}\n"
    );
    forget_peak();
    let before = memory("VmRSS:");
    let begun = worked();
    let checked = check(&text);
    if let Some(rule) = checked.rules.first() {
        let table = Memory::of((0..4).map(|_| campaign(random)));
        let bound = rule.bind(&dollars()).map_err(|error| error.to_string())?;
        let once = bound.evaluate(&table, &thursday());
        if once != bound.evaluate(&table, &thursday()) {
            return Err(std::format!("the same arguments gave another result: {body}"));
        }
        for row in 0..4 {
            let acts = bound.acts(&table, &thursday(), row, 0);
            if acts != bound.acts(&table, &thursday(), row, 0) {
                return Err(std::format!("the same arguments returned other actions: {body}"));
            }
            if acts.len() > 8 {
                return Err(std::format!("{} actions were returned: {body}", acts.len()));
            }
        }
    }
    let took = worked().saturating_sub(begun);
    if took > SLOWEST_SCRIPT {
        return Err(std::format!("it took {} ms: {body}", took.as_millis()));
    }
    if let (Some(before), Some(after)) = (before, memory("VmHWM:"))
        && after.saturating_sub(before) > MOST_MEMORY
    {
        return Err(std::format!(
            "it took {} kB: {body}",
            after.saturating_sub(before)
        ));
    }
    Ok(())
}

/// One of the numbers the kernel keeps of this process, in kilobytes; `None` where it keeps none.
fn memory(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The peak counts from here on.
fn forget_peak() {
    // Where it cannot be forgotten the peak only grows, and the bound is the stricter one.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// A body made of what scripts are made of, greedy on purpose: lists of lists, long chains, and what must not exist.
fn script_body(random: &mut Random) -> String {
    const PIECES: [&str; 52] = [
        "daily",
        "many",
        "sum(",
        "average(",
        "median(",
        "slope(",
        "spread(",
        "len(",
        "at(",
        "round(",
        "sqrt(",
        "max(",
        "min(",
        "abs(",
        "(",
        ")",
        "[",
        "]",
        ",",
        "+",
        "-",
        "*",
        "/",
        ">",
        "==",
        "&&",
        "if ",
        "{",
        " else ",
        "switch ",
        "=>",
        "1",
        "0.5",
        "79228162514264337593543950335",
        "9223372036854775807",
        "daily[",
        "pause()",
        "resume()",
        "set_budget(",
        "decrease_bid(share(",
        "notify_slack(\"#a\", ",
        "\"a text\"",
        "[pause(), pause(), pause()]",
        "share(",
        "[daily,daily,daily,daily]",
        "[[daily],[daily,daily]]",
        "let x = 1;",
        "while true {",
        "eval(",
        "**",
        "..",
        "!",
    ];
    let mut body = String::new();
    let wanted = 1 + random.below(3_900);
    if random.once_in(3) {
        // One piece again and again: what doubles, doubles here.
        let (one, other) = (*random.pick(&PIECES), *random.pick(&PIECES));
        while body.len() < wanted {
            body.push_str(one);
            body.push_str(other);
        }
        return body;
    }
    if random.once_in(3) {
        body.push_str("if many > 5000 { 1 } else { len([");
        while body.len() < wanted {
            let piece: &str =
                random.pick::<&str>(&["daily,", "many,", "[daily,daily],", "sum(daily),", "[[[many]]],"]);
            body.push_str(piece);
        }
        body.push_str("many]) }");
        return body;
    }
    while body.len() < wanted.min(400) {
        let piece: &str = random.pick::<&str>(&PIECES);
        body.push_str(piece);
    }
    body
}

/// Tests of a text run to their end, and their coverage points into it.
fn tests_end(text: &str, _: &mut Random) -> Result<(), String> {
    let checked = check(text);
    let suite = dsl::testing::run(text, &checked);
    for expectation in suite.tests.iter().flat_map(|test| &test.expectations) {
        fits(text, expectation.span, "an expectation")?;
    }
    for comparison in suite.coverage.iter().flat_map(|coverage| &coverage.comparisons) {
        fits(text, comparison.span, "a comparison")?;
        let written = comparison.span.of(text);
        if !written.contains('#') && one_line(written) != comparison.text {
            return Err(std::format!(
                "the comparison {} stands elsewhere",
                comparison.text
            ));
        }
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn campaign(random: &mut Random) -> Campaign {
    let mut campaign = Campaign::default();
    for _ in 0..random.below(16) {
        let day = jiff::civil::date(2026, 2, 25) + jiff::Span::new().days(random.below(9) as i64);
        let cell = match random.below(6) {
            0 => Err(*random.pick(&MissingReason::ALL)),
            1 => Ok(0),
            2 => Ok(i64::MAX - random.below(3) as i64),
            _ => Ok(random.below(500_000_000) as i64),
        };
        // An undefined cell is no table's.
        let cell = cell.map_err(|reason| {
            if reason == MissingReason::Undefined {
                MissingReason::NoSync
            } else {
                reason
            }
        });
        campaign
            .days
            .insert((*random.pick(&Metric::EVERYWHERE), day), cell);
    }
    let word = *random.pick(&["active", "paused", "removed"]);
    if !random.once_in(6) {
        campaign = campaign.status(word);
    }
    if !random.once_in(6) {
        campaign = campaign
            .budget(random.below(900) as i64)
            .aged(random.below(40) as i64);
    }
    campaign.with(
        Attribute::Name,
        AttributeValue::Text((*random.pick(&["Brand US", "abc", ""])).into()),
    )
}
