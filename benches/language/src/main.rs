//! `make bench-language`: one condition over the same columns in the language and in its peers, and what the language promises.
//!
//! One thread, its own processor time, the least of several repetitions, everything in one run. Ends with 1 when a promise is
//! not kept, so that whoever changes the evaluator sees it.

mod clock;
mod columns;
mod goals;
mod peers;

use std::process::ExitCode;

/// As many campaigns as a big account has; the columns stay in the second cache.
const ROWS: usize = 10_000;

fn main() -> ExitCode {
    let columns = columns::Columns::of(ROWS);
    println!("machine: {}", machine());
    let mut peers = peers::peers(&columns);
    let fired = peers::agree(&mut peers);
    println!(
        "condition: conversions > 0 and cpa > $45 and spend > $100 and clicks > 10, {fired} of {ROWS} rows fire\n"
    );
    println!(
        "{:<44} {:>10} {:>10} {:>12}",
        "engine", "ns/row", "M rows/s", "x by hand"
    );
    let mut times = Vec::new();
    for peer in &mut peers {
        let taken = clock::least(|| (peer.decide)()).as_secs_f64() * 1e9 / ROWS as f64;
        times.push(taken);
        println!(
            "{:<44} {taken:>10.2} {:>10.2} {:>12.1}",
            peer.name,
            1e3 / taken,
            taken / times[0]
        );
    }

    println!("\n{:<50} {:>12} {:>12}  kept", "promise", "promised", "measured");
    let mut kept = true;
    let first = goals::beside_by_hand(times[0], times[1]);
    for goal in std::iter::once(first).chain(goals::goals(&columns)) {
        kept &= goal.kept;
        println!(
            "{:<50} {:>12} {:>12}  {}",
            goal.name,
            goal.promised,
            goal.measured,
            if goal.kept { "yes" } else { "NO" }
        );
    }
    if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn machine() -> String {
    let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = information
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown processor", |rest| {
            rest.trim_start_matches([' ', '\t', ':'])
        });
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{model}, {cores} cores, load {}, {} {}",
        load.split(' ').next().unwrap_or("?"),
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}
