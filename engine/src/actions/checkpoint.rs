//! Named points in an action's life at which a test may stop the process dead.
//!
//! Normally a checkpoint costs one atomic load. A process started with `ADJUTANT_HALT_AT=NAME` (or `NAME#2` for the
//! second passing) and `ADJUTANT_HALT_FILE=PATH` writes that file when it arrives there and then stands still, so that
//! the test can kill it exactly at that point.

use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

/// Every checkpoint, in the order an action passes them.
pub const NAMES: &[&str] = &[
    "tick.before_commit",
    "tick.after_commit",
    "approve.before_commit",
    "approve.after_commit",
    "recheck.done",
    "intent.before_commit",
    "intent.after_commit",
    "write.before_send",
    "write.after_reply",
    "outcome.before_commit",
    "outcome.after_commit",
    "doubt.after_commit",
    "read_back.before_send",
    "read_back.after_reply",
    "resolved.after_commit",
];

struct Halt {
    name: String,
    passing: u32,
    file: std::path::PathBuf,
    seen: AtomicU32,
}

fn halt() -> Option<&'static Halt> {
    static HALT: OnceLock<Option<Halt>> = OnceLock::new();
    HALT.get_or_init(|| {
        let wanted = std::env::var("ADJUTANT_HALT_AT").ok()?;
        let file = std::env::var_os("ADJUTANT_HALT_FILE")?.into();
        let (name, passing) = match wanted.split_once('#') {
            Some((name, passing)) => (name.to_owned(), passing.parse().unwrap_or(1)),
            None => (wanted, 1),
        };
        Some(Halt {
            name,
            passing,
            file,
            seen: AtomicU32::new(0),
        })
    })
    .as_ref()
}

/// Passes a checkpoint.
pub async fn pass(name: &'static str) {
    debug_assert!(NAMES.contains(&name), "{name} is not a checkpoint");
    let Some(halt) = halt() else {
        return;
    };
    if halt.name == name && halt.seen.fetch_add(1, Ordering::SeqCst).saturating_add(1) == halt.passing {
        if let Err(error) = std::fs::write(&halt.file, name) {
            tracing::error!(%error, "the halt file cannot be written");
        }
        std::future::pending::<()>().await;
    }
}
