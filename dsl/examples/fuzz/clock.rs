//! How long this thread has worked. A machine that is busy with something else makes no input slow.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Time this thread has spent on a processor; time on the wall where the system does not count it.
pub(crate) fn worked() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    on_processor().unwrap_or_else(|| BEGUN.elapsed())
}

fn on_processor() -> Option<Duration> {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = counted.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
