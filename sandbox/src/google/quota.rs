//! Google's two kinds of quota: a token bucket per customer, and operations per project in a sliding day.
//!
//! Both are counted in business time, because they are promises of the platform. The bucket also refills by process
//! time when business time is slower, or a world that stands still would never serve again. Counts are kept in memory:
//! a restarted sandbox starts with full buckets.

use std::collections::{BTreeMap, VecDeque};
use std::time::Instant;

use jiff::Timestamp;
use serde_json::json;

use super::failure::{AdsError, Failure};

const DAY_US: i64 = 86_400_000_000;

/// Limits of one Google Cloud project.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Requests a customer may send at once.
    pub burst: f64,
    /// Requests a second that a customer's bucket refills with.
    pub per_second: f64,
    /// Operations in 24 hours over all customers; Basic access has 15,000.
    pub per_day: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            burst: 300.0,
            per_second: 20.0,
            per_day: 15_000,
        }
    }
}

struct Bucket {
    tokens: f64,
    business: Timestamp,
    process: Instant,
}

pub struct Quotas {
    limits: Limits,
    buckets: BTreeMap<i64, Bucket>,
    /// Operations of the last day as (business microsecond, count), oldest first.
    spent: VecDeque<(i64, u64)>,
    spent_total: u64,
}

impl Quotas {
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            buckets: BTreeMap::new(),
            spent: VecDeque::new(),
            spent_total: 0,
        }
    }

    /// Counts `operations` of one request on a customer, or says how long to wait.
    pub fn spend(&mut self, customer: i64, operations: u64, now: Timestamp) -> Result<(), Failure> {
        let limits = self.limits;
        let bucket = self.buckets.entry(customer).or_insert_with(|| Bucket {
            tokens: limits.burst,
            business: now,
            process: Instant::now(),
        });
        let business = (now.as_microsecond() - bucket.business.as_microsecond()).max(0);
        #[expect(
            clippy::cast_precision_loss,
            reason = "microseconds of a run are far below 2^53"
        )]
        let elapsed = (business as f64 / 1e6).max(bucket.process.elapsed().as_secs_f64());
        bucket.tokens = (bucket.tokens + elapsed * limits.per_second).min(limits.burst);
        (bucket.business, bucket.process) = (now, Instant::now());
        if bucket.tokens < 1.0 {
            return Err(too_fast(30));
        }
        while let Some((at, count)) = self.spent.front().copied() {
            if at > now.as_microsecond() - DAY_US {
                break;
            }
            self.spent_total = self.spent_total.saturating_sub(count);
            self.spent.pop_front();
        }
        if self.spent_total + operations > limits.per_day {
            let oldest = self.spent.front().map_or(now.as_microsecond(), |(at, _)| *at);
            let seconds = (oldest + DAY_US - now.as_microsecond()).max(0) / 1_000_000 + 1;
            return Err(used_up(seconds));
        }
        bucket.tokens -= 1.0;
        self.spent.push_back((now.as_microsecond(), operations));
        self.spent_total += operations;
        Ok(())
    }
}

/// Too many requests in a short time.
pub fn too_fast(seconds: i64) -> Failure {
    AdsError::new(
        "quotaError",
        "RESOURCE_TEMPORARILY_EXHAUSTED",
        format!("Too many requests. Retry in {seconds} seconds."),
    )
    .details(json!({ "quotaErrorDetails": {
        "rateScope": "ACCOUNT",
        "rateName": "Requests per customer account",
        "retryDelay": format!("{seconds}s"),
    }}))
    .into()
}

/// The day's operations are used up.
fn used_up(seconds: i64) -> Failure {
    AdsError::new(
        "quotaError",
        "RESOURCE_EXHAUSTED",
        format!("Too many requests. Retry in {seconds} seconds."),
    )
    .details(json!({ "quotaErrorDetails": {
        "rateScope": "DEVELOPER",
        "rateName": "Number of operations for basic access",
        "retryDelay": format!("{seconds}s"),
    }}))
    .into()
}
