//! Fuzzing as a plain program: texts of the corpus and the library, bent and spliced, thrown at the language for a while.
//!
//! `cargo run --release --package dsl --example fuzz -- TARGET SECONDS [SEED]`; `all` runs each target for that long, in seconds of
//! the processor, so that an hour on a busy machine is as much work as an hour on an idle one. An input that
//! breaks a promise, or takes longer than [`SLOWEST`], is written to a file, and the program ends with 1. The seed is printed:
//! the same seed gives the same inputs.

mod bend;
mod clock;
mod random;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use bend::Bender;
use clock::worked;
use random::Random;

/// No input of up to a megabyte may take longer.
const SLOWEST: Duration = Duration::from_secs(20);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, seconds, rest @ ..] = arguments.as_slice() else {
        eprintln!(
            "usage: fuzz TARGET|all SECONDS [SEED]; targets: {}",
            names().join(", ")
        );
        return ExitCode::from(2);
    };
    let Ok(seconds) = seconds.parse::<u64>() else {
        eprintln!("`{seconds}` is no number of seconds");
        return ExitCode::from(2);
    };
    let seed = match rest {
        [seed, ..] => seed.parse::<u64>().unwrap_or(1),
        [] => u64::from(std::process::id()),
    };
    let chosen: Vec<&targets::Target> = targets::ALL
        .iter()
        .filter(|target| name == "all" || target.name == name)
        .collect();
    if chosen.is_empty() {
        eprintln!("there is no target `{name}`; there are {}", names().join(", "));
        return ExitCode::from(2);
    }
    // Failures are told in one piece below.
    std::panic::set_hook(Box::new(|_| {}));
    for target in chosen {
        if !run(target, Duration::from_secs(seconds), seed) {
            return ExitCode::from(1);
        }
    }
    ExitCode::SUCCESS
}

fn names() -> Vec<&'static str> {
    targets::ALL.iter().map(|target| target.name).collect()
}

/// Runs one target until its time is up. False when an input broke its promise.
fn run(target: &targets::Target, length: Duration, seed: u64) -> bool {
    let bender = Bender::new();
    let mut random = Random::new(seed);
    let start = Instant::now();
    let before = worked();
    let (mut inputs, mut bytes, mut slowest) = (0_u64, 0_u64, Duration::ZERO);
    while worked().saturating_sub(before) < length {
        let text = bender.text(&mut random);
        let state = random.clone();
        let begun = worked();
        let judged = catch_unwind(AssertUnwindSafe(|| (target.judge)(&text, &mut random)));
        let took = worked().saturating_sub(begun);
        let wrong = match judged {
            Ok(Ok(())) if took <= SLOWEST => None,
            Ok(Ok(())) => Some(format!("it took {} s", took.as_secs())),
            Ok(Err(wrong)) => Some(wrong),
            Err(panic) => Some(format!("it panicked: {}", said(panic.as_ref()))),
        };
        if let Some(wrong) = wrong {
            let path = std::env::temp_dir().join(format!("fuzz-{}-{seed}-{inputs}.rule", target.name));
            let kept = std::fs::write(&path, &text);
            eprintln!(
                "{}: {wrong}\n  input {inputs} of seed {seed} (state {state:?}), {} bytes, {}",
                target.name,
                text.len(),
                match kept {
                    Ok(()) => format!("kept in {}", path.display()),
                    Err(error) => format!("not kept: {error}"),
                }
            );
            return false;
        }
        slowest = slowest.max(took);
        inputs += 1;
        bytes += text.len() as u64;
        // A target may have drawn any number of times.
        random = Random::new(seed.wrapping_add(inputs.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    }
    println!(
        "{}: {inputs} inputs, {} MB in {} s of work and {} s of time, the slowest took {} ms; seed {seed}",
        target.name,
        bytes / 1_000_000,
        worked().saturating_sub(before).as_secs(),
        start.elapsed().as_secs(),
        slowest.as_millis()
    );
    true
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()))
        .unwrap_or_else(|| "something".to_owned())
}
