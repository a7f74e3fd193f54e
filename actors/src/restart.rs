//! When a failed actor is started again, and when not any more. Pure.

use std::time::{Duration, Instant};

use crate::directory::End;

/// Restarts inside a window, with growing pauses; past the limit the subject is quarantined.
#[derive(Debug, Clone, Copy)]
pub struct RestartPolicy {
    pub limit: u32,
    pub window: Duration,
    pub first_pause: Duration,
    pub longest_pause: Duration,
}

impl Default for RestartPolicy {
    fn default() -> Self {
        Self {
            limit: 6,
            window: Duration::from_secs(300),
            first_pause: Duration::from_millis(200),
            longest_pause: Duration::from_secs(30),
        }
    }
}

/// What to do about one failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restart {
    After(Duration),
    /// Too many failures in too short a time: somebody has to look.
    Quarantine,
}

/// The failures of one child, newest last (process time).
#[derive(Debug, Clone, Default)]
pub struct Failures {
    at: Vec<Instant>,
}

impl Failures {
    /// Notes a failure and says what to do.
    pub fn note(&mut self, now: Instant, policy: &RestartPolicy) -> Restart {
        self.at
            .retain(|at| now.saturating_duration_since(*at) <= policy.window);
        self.at.push(now);
        let count = u32::try_from(self.at.len()).unwrap_or(u32::MAX);
        if count > policy.limit {
            return Restart::Quarantine;
        }
        let doubled = policy
            .first_pause
            .saturating_mul(1_u32.checked_shl(count.saturating_sub(1)).unwrap_or(u32::MAX));
        Restart::After(doubled.min(policy.longest_pause))
    }

    /// What to do about an end: a failure is noted, a stop by a person is not.
    pub fn judge(&mut self, end: &End, now: Instant, policy: &RestartPolicy) -> Restart {
        match end {
            End::Failed(_) => self.note(now, policy),
            End::Killed(_) => Restart::After(policy.first_pause),
        }
    }

    /// An admin resumed it: the past is forgiven.
    pub fn forgive(&mut self) {
        self.at.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit_and_too_many_failures_quarantine() {
        let policy = RestartPolicy {
            limit: 4,
            longest_pause: Duration::from_secs(1),
            ..RestartPolicy::default()
        };
        let mut failures = Failures::default();
        let now = Instant::now();
        let pauses: Vec<Restart> = (0..5).map(|_| failures.note(now, &policy)).collect();
        let after = |millis| Restart::After(Duration::from_millis(millis));
        assert_eq!(
            pauses,
            [
                after(200),
                after(400),
                after(800),
                after(1_000),
                Restart::Quarantine
            ]
        );
    }

    #[test]
    fn a_stop_by_a_person_is_no_failure() {
        let policy = RestartPolicy {
            limit: 1,
            ..RestartPolicy::default()
        };
        let mut failures = Failures::default();
        let now = Instant::now();
        for _ in 0..10 {
            let end = End::Killed("killed by Ada".to_owned());
            assert_eq!(
                failures.judge(&end, now, &policy),
                Restart::After(policy.first_pause)
            );
        }
        let end = End::Failed("out of disk".to_owned());
        assert_eq!(
            failures.judge(&end, now, &policy),
            Restart::After(policy.first_pause)
        );
        assert_eq!(failures.judge(&end, now, &policy), Restart::Quarantine);
    }

    #[test]
    fn failures_outside_the_window_are_forgotten() {
        let policy = RestartPolicy {
            limit: 1,
            window: Duration::from_secs(1),
            ..RestartPolicy::default()
        };
        let mut failures = Failures::default();
        let now = Instant::now();
        assert_eq!(failures.note(now, &policy), Restart::After(policy.first_pause));
        let later = now + Duration::from_secs(2);
        assert_eq!(failures.note(later, &policy), Restart::After(policy.first_pause));
        assert_eq!(failures.note(later, &policy), Restart::Quarantine);
        failures.forgive();
        assert_eq!(failures.note(later, &policy), Restart::After(policy.first_pause));
    }
}
