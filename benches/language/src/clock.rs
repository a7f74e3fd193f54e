//! Time of this thread alone: what other processes take on a shared machine does not count.

use std::hint::black_box;
use std::time::Duration;

/// Seconds of processor time this thread has used.
fn thread_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.expect("Linux tells a thread's time in schedstat"))
}

/// The least of several repetitions; each repeats the work until it takes long enough to be measured.
pub fn least<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times = 1_u32;
    let mut measure = |times: u32| {
        let begun = thread_time();
        for _ in 0..times {
            black_box(work());
        }
        thread_time().saturating_sub(begun)
    };
    // Long enough that reading the clock does not show.
    while measure(times) < Duration::from_millis(20) && times < 1 << 20 {
        times *= 2;
    }
    let repetitions = if times == 1 { 3 } else { 9 };
    let best = (0..repetitions).map(|_| measure(times)).min().unwrap_or_default();
    best / times
}
