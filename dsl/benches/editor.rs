//! How long the editor waits: checking, outlining and laying out a text of 1,000 lines, and hostile texts of a megabyte.
//!
//! `make bench-editor`. Prints medians; judges nothing, because the clock of a shared machine is no judge.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

const RULE: &str = include_str!("../../rules-library/stop-loss/stop-loss.rule");

fn main() {
    let text = lines(1_000);
    println!("a text of {} lines, {} bytes", text.lines().count(), text.len());
    measure("check", || dsl::check(&text).diagnostics.len());
    measure("outline", || dsl::editor::outline(&text).items.len());
    let middle = u32::try_from(text.find("spend > floor").unwrap_or(0)).unwrap_or(0);
    measure("place", || dsl::editor::place(&text, middle).slots.len());
    for (name, piece) in [
        ("quotes", "\""),
        ("open rules", "rule \"a\" {\n"),
        ("lets", "let a = b\n"),
        ("parentheses", "("),
        ("comments", "a and # b\n"),
    ] {
        let text = piece.repeat(900_000 / piece.len());
        measure(&format!("check: 900 kB of {name}"), || {
            dsl::check(&text).diagnostics.len()
        });
        let inside = format!("rule \"a\" {{\n  for campaigns\n  every 1h\n  when {text}\n}}\n");
        measure(&format!("check: 900 kB of {name} in a rule"), || {
            dsl::check(&inside).diagnostics.len()
        });
    }
}

/// Rules of the library under many names.
fn lines(least: usize) -> String {
    let body = RULE.trim_start_matches("language 1\n");
    let mut text = String::from("language 1\n");
    let mut number = 0;
    while text.lines().count() < least {
        let _ = write!(
            text,
            "{}",
            body.replace("\"Stop loss\"", &format!("\"Stop loss {number}\""))
        );
        number += 1;
    }
    text
}

fn measure<T>(name: &str, mut work: impl FnMut() -> T) {
    let mut times: Vec<Duration> = Vec::new();
    let begun = Instant::now();
    while times.len() < 3 || (times.len() < 50 && begun.elapsed() < Duration::from_secs(2)) {
        let started = Instant::now();
        black_box(work());
        times.push(started.elapsed());
    }
    times.sort();
    println!(
        "{name:<44} {:>10.3} ms",
        times[times.len() / 2].as_secs_f64() * 1_000.0
    );
}
