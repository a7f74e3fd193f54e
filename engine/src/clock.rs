//! The two clocks, as two types, and the only place where ambient time is read.
//!
//! *Business time* rules schedules, windows, approvals, cooldowns, platform announcements. Under the demo it belongs to
//! the simulated platforms and runs faster. *Process time* rules time-outs, leases, sessions and back-off and is never
//! scaled. A function takes the one or the other; neither converts into the other by accident.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::sync::Notify;

/// The monotone instant after which a call must not be started any more (process time).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(Instant);

impl Deadline {
    pub fn after(clock: &ProcessClock, wait: Duration) -> Self {
        let now = clock.instant();
        Self(now.checked_add(wait).unwrap_or(now))
    }

    pub fn has_passed(self, clock: &ProcessClock) -> bool {
        clock.instant() >= self.0
    }

    /// What is left, zero when it has passed.
    pub fn remaining(self, clock: &ProcessClock) -> Duration {
        self.0.saturating_duration_since(clock.instant())
    }
}

/// Wall-clock time as a [`ProcessClock`] tells it.
#[derive(Debug, Clone, Copy)]
enum WallClock {
    /// The machine's, moved on by this much.
    Running(SignedDuration),
    /// A test's, which passes only by [`ProcessClock::advance`].
    Standing(Timestamp),
}

/// Wall-clock and monotone time of this machine. Tests move its wall clock on or let it stand; it never runs faster.
#[derive(Debug, Clone)]
pub struct ProcessClock {
    wall: Arc<Mutex<WallClock>>,
}

impl ProcessClock {
    pub fn system() -> Self {
        Self {
            wall: Arc::new(Mutex::new(WallClock::Running(SignedDuration::ZERO))),
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one door to ambient wall-clock time"
    )]
    pub fn now(&self) -> Timestamp {
        match *self.wall.lock().unwrap_or_else(PoisonError::into_inner) {
            WallClock::Running(offset) => Timestamp::now().saturating_add(offset).unwrap_or(Timestamp::MAX),
            WallClock::Standing(at) => at,
        }
    }

    pub fn instant(&self) -> Instant {
        Instant::now()
    }

    /// Moves wall-clock time on, for tests of sessions and expiries.
    pub fn advance(&self, by: SignedDuration) {
        let mut wall = self.wall.lock().unwrap_or_else(PoisonError::into_inner);
        *wall = match *wall {
            WallClock::Running(offset) => WallClock::Running(offset.saturating_add(by)),
            WallClock::Standing(at) => WallClock::Standing(at.saturating_add(by).unwrap_or(Timestamp::MAX)),
        };
    }

    /// Lets wall-clock time stand where it is, for tests of delays that no load of the machine may lengthen.
    pub fn stand_still(&self) {
        let at = self.now();
        *self.wall.lock().unwrap_or_else(PoisonError::into_inner) = WallClock::Standing(at);
    }
}

/// Where business time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessSource {
    /// This machine's clock.
    System,
    /// The simulated platforms: followed, extrapolated for at most two seconds, then standing still.
    Sandbox,
    /// A test moves it by hand.
    Manual,
}

/// How long business time may be extrapolated past the last word of its owner (process time).
pub const EXTRAPOLATION_LIMIT: Duration = Duration::from_secs(2);

#[derive(Debug)]
struct Followed {
    /// Business time at the last word heard.
    at: Timestamp,
    heard: Instant,
    /// Business seconds per process second.
    speed: f64,
    /// The greatest business time ever handed out: time never steps back.
    floor: Timestamp,
}

#[derive(Debug)]
struct Inner {
    source: BusinessSource,
    process: ProcessClock,
    followed: Mutex<Followed>,
    moved: Notify,
}

/// The clock that schedules, windows and approvals live by.
#[derive(Debug, Clone)]
pub struct BusinessClock {
    inner: Arc<Inner>,
}

/// One reading, for people: what time it is and whether it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClockReading {
    pub business_now: Timestamp,
    pub process_now: Timestamp,
    pub speed: f64,
    pub source: BusinessSource,
    /// The owner of business time has not been heard for longer than may be extrapolated.
    pub stalled: bool,
}

impl BusinessClock {
    pub fn system(process: ProcessClock) -> Self {
        let now = process.now();
        Self::new(BusinessSource::System, process, now, 1.0)
    }

    /// A clock that stands at `at` until [`BusinessClock::heard`] is called.
    pub fn following(process: ProcessClock, at: Timestamp) -> Self {
        Self::new(BusinessSource::Sandbox, process, at, 0.0)
    }

    /// A clock that only [`BusinessClock::set`] moves.
    pub fn manual(process: ProcessClock, at: Timestamp) -> Self {
        Self::new(BusinessSource::Manual, process, at, 0.0)
    }

    fn new(source: BusinessSource, process: ProcessClock, at: Timestamp, speed: f64) -> Self {
        let heard = process.instant();
        let followed = Mutex::new(Followed {
            at,
            heard,
            speed,
            floor: at,
        });
        Self {
            inner: Arc::new(Inner {
                source,
                process,
                followed,
                moved: Notify::new(),
            }),
        }
    }

    pub fn source(&self) -> BusinessSource {
        self.inner.source
    }

    pub fn process(&self) -> &ProcessClock {
        &self.inner.process
    }

    /// Business time now; never less than any earlier answer.
    pub fn now(&self) -> Timestamp {
        let mut followed = self.inner.followed.lock().unwrap_or_else(PoisonError::into_inner);
        let raw = match self.inner.source {
            BusinessSource::System => self.inner.process.now(),
            BusinessSource::Manual => followed.at,
            BusinessSource::Sandbox => {
                let since = self
                    .inner
                    .process
                    .instant()
                    .saturating_duration_since(followed.heard);
                let used = since.min(EXTRAPOLATION_LIMIT).as_secs_f64() * followed.speed;
                let shift = SignedDuration::try_from_secs_f64(used).unwrap_or_default();
                followed.at.saturating_add(shift).unwrap_or(followed.at)
            }
        };
        followed.floor = followed.floor.max(raw);
        followed.floor
    }

    pub fn reading(&self) -> ClockReading {
        let business_now = self.now();
        let followed = self.inner.followed.lock().unwrap_or_else(PoisonError::into_inner);
        let since = self
            .inner
            .process
            .instant()
            .saturating_duration_since(followed.heard);
        ClockReading {
            business_now,
            process_now: self.inner.process.now(),
            speed: if self.inner.source == BusinessSource::System {
                1.0
            } else {
                followed.speed
            },
            source: self.inner.source,
            stalled: self.inner.source == BusinessSource::Sandbox && since > EXTRAPOLATION_LIMIT,
        }
    }

    /// The owner of business time said: it is `at` and runs at `speed`. A step back is held at the floor.
    pub fn heard(&self, at: Timestamp, speed: f64) {
        let mut followed = self.inner.followed.lock().unwrap_or_else(PoisonError::into_inner);
        followed.at = at;
        followed.speed = if speed.is_finite() && speed >= 0.0 {
            speed
        } else {
            0.0
        };
        followed.heard = self.inner.process.instant();
        drop(followed);
        self.inner.moved.notify_waiters();
    }

    /// Moves a manual clock; earlier times are ignored.
    pub fn set(&self, at: Timestamp) {
        self.heard(at, 0.0);
    }

    /// Waits until business time has reached `at`. The wait is re-measured whenever the owner speaks, so a jump wakes it.
    pub async fn sleep_until(&self, at: Timestamp) {
        loop {
            let moved = self.inner.moved.notified();
            let now = self.now();
            if now >= at {
                return;
            }
            let ahead = at.duration_since(now).as_secs_f64();
            let speed = self.reading().speed;
            // Never longer than a second: the owner may jump between two words. Never busy: at least 2 ms.
            let wait = if speed > 0.0 {
                (ahead / speed).clamp(0.002, 1.0)
            } else {
                1.0
            };
            tokio::select! {
                () = moved => {}
                () = tokio::time::sleep(Duration::from_secs_f64(wait)) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn business_time_never_steps_back() {
        let clock = BusinessClock::following(ProcessClock::system(), at(1_000));
        clock.heard(at(2_000), 0.0);
        assert_eq!(clock.now(), at(2_000));
        clock.heard(at(1_500), 0.0);
        assert_eq!(clock.now(), at(2_000));
    }

    #[tokio::test]
    async fn extrapolation_ends_after_its_limit_and_is_reported() {
        let clock = BusinessClock::following(ProcessClock::system(), at(0));
        clock.heard(at(0), 1_000_000.0);
        tokio::time::sleep(Duration::from_millis(20)).await;
        let reading = clock.reading();
        assert!(reading.business_now > at(0));
        assert!(reading.business_now <= at(2_000_000));
        assert!(!reading.stalled);
    }

    #[tokio::test]
    async fn a_jump_of_the_owner_wakes_a_sleeper() {
        let clock = BusinessClock::manual(ProcessClock::system(), at(0));
        let waiter = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(at(3_600)).await }
        });
        tokio::task::yield_now().await;
        clock.set(at(3_600));
        tokio::time::timeout(Duration::from_secs(3), waiter)
            .await
            .unwrap()
            .unwrap();
    }
}
