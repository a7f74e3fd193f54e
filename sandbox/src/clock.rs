//! Business time: one clock for the whole simulated world, and the only place that reads the process's own clocks.
//!
//! It never steps back, not even when the process is killed: the store always holds a ceiling that lies a moment
//! ahead, nothing beyond it is ever told, and a killed world resumes at the ceiling. A world that is stopped properly
//! resumes at exactly the moment at which it stood still.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

use crate::store::Store;

/// How far ahead of the present the stored ceiling lies, in process time.
const LEASE: Duration = Duration::from_millis(400);
/// How often the ceiling is moved.
const RENEWAL: Duration = Duration::from_millis(100);
/// Farthest a single request may advance the clock: ten years.
pub const MAX_ADVANCE_SECONDS: f64 = 10.0 * 366.0 * 86_400.0;
/// Fastest speed: a day of business time in less than a second of process time.
pub const MAX_SPEED: f64 = 100_000.0;

#[derive(Debug)]
struct State {
    /// Business microseconds at `anchor`.
    base_us: i64,
    anchor: Instant,
    speed: f64,
    /// Nothing later than this is told before it has been stored.
    ceiling_us: i64,
    told_us: i64,
}

impl State {
    fn present_us(&mut self) -> i64 {
        let elapsed = self.anchor.elapsed().as_secs_f64() * self.speed;
        let candidate = self.base_us.saturating_add(micros(elapsed));
        self.told_us = candidate.min(self.ceiling_us).max(self.told_us);
        self.told_us
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates; the result is clamped to the ceiling"
)]
fn micros(seconds: f64) -> i64 {
    (seconds * 1e6) as i64
}

pub struct Clock {
    state: Mutex<State>,
    /// One writer at a time between reading the present and storing a ceiling for it.
    writing: tokio::sync::Mutex<()>,
}

impl Clock {
    /// Starts at `base` with a ceiling that the caller has not stored yet: it stands still until [`Clock::renew`].
    pub fn standing_at(base: Timestamp, speed: f64) -> Self {
        let base_us = base.as_microsecond();
        Self {
            state: Mutex::new(State {
                base_us,
                anchor: Instant::now(),
                speed,
                ceiling_us: base_us,
                told_us: base_us,
            }),
            writing: tokio::sync::Mutex::new(()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn now(&self) -> Timestamp {
        let us = self.state().present_us();
        Timestamp::from_microsecond(us).unwrap_or(Timestamp::MAX)
    }

    pub fn speed(&self) -> f64 {
        self.state().speed
    }

    /// Stores a ceiling a moment ahead and lets time run up to it.
    pub async fn renew(&self, store: &Store) -> Result<(), sqlx::Error> {
        let _writing = self.writing.lock().await;
        let ceiling_us = {
            let mut state = self.state();
            let present = state.present_us();
            present.saturating_add(micros(LEASE.as_secs_f64() * state.speed))
        };
        store.save_clock(ceiling_us).await?;
        let mut state = self.state();
        state.ceiling_us = state.ceiling_us.max(ceiling_us);
        Ok(())
    }

    /// Keeps time running until the future is dropped.
    pub async fn run(&self, store: &Store) {
        loop {
            tokio::time::sleep(RENEWAL).await;
            if let Err(error) = self.renew(store).await {
                tracing::error!(%error, "business time stands still: the clock could not be stored");
            }
        }
    }

    /// Jumps ahead and sets the speed; the jump is stored before anybody is told the new time. A speed lasts until the
    /// sandbox ends: the next start names its own.
    pub async fn set(
        &self,
        store: &Store,
        advance_seconds: f64,
        speed: Option<f64>,
    ) -> Result<(), sqlx::Error> {
        let _writing = self.writing.lock().await;
        let (base_us, speed) = {
            let mut state = self.state();
            (
                state.present_us().saturating_add(micros(advance_seconds)),
                speed.unwrap_or(state.speed),
            )
        };
        let ceiling_us = base_us.saturating_add(micros(LEASE.as_secs_f64() * speed));
        store.save_clock(ceiling_us).await?;
        let mut state = self.state();
        // What was told while the store was writing stays true: the new base is not before it.
        state.base_us = base_us.max(state.told_us);
        state.anchor = Instant::now();
        state.speed = speed;
        state.ceiling_us = ceiling_us.max(state.base_us);
        Ok(())
    }

    /// Stands still at the present for good and stores it exactly.
    pub async fn stop(&self, store: &Store) -> Result<(), sqlx::Error> {
        let _writing = self.writing.lock().await;
        let present = {
            let mut state = self.state();
            let present = state.present_us();
            (state.base_us, state.ceiling_us) = (present, present);
            state.anchor = Instant::now();
            present
        };
        store.save_clock(present).await
    }
}

/// Seconds since 1970 of the process clock, for what people do: consent codes expire by it.
#[expect(
    clippy::disallowed_methods,
    reason = "this file is where the sandbox reads the process's clocks"
)]
pub fn process_now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs())
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or_default()
}
