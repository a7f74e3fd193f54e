//! How often somebody may ask: per person, and per address before it is known who asks (process time).
//!
//! Every answer of the API says what is left (`RateLimit-Policy`, `RateLimit`); what is too much is 429 with
//! `Retry-After`. Pages' files, health checks and the stream of events are not counted.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap, HeaderName, HeaderValue},
    response::Response,
};
use engine::clock::ProcessClock;
use governor::{
    Quota, RateLimiter,
    clock::Clock,
    middleware::{StateInformationMiddleware, StateSnapshot},
    state::keyed::DashMapStateStore,
};
use uuid::Uuid;

use crate::problem::{Kind, Problem};

/// The window of both limits.
const WINDOW_SECONDS: u32 = 60;
/// Buckets that are full again are dropped after this many requests.
const TIDY_EVERY: u32 = 4_096;

/// Requests a minute; `None`: as many as come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimits {
    pub per_person: Option<NonZeroU32>,
    pub per_address: Option<NonZeroU32>,
    /// Proxies whose `X-Forwarded-For` is believed; nobody else's is.
    pub trusted_proxies: Vec<IpAddr>,
}

const fn at_least_one(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

/// Ten requests a second over a minute: a page that refetches on every hint stays far below.
const PER_PERSON: NonZeroU32 = at_least_one(600);
/// Before it is known who asks: signing in, set-up, invitations.
const PER_ADDRESS: NonZeroU32 = at_least_one(120);

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            per_person: Some(PER_PERSON),
            per_address: Some(PER_ADDRESS),
            trusted_proxies: Vec::new(),
        }
    }
}

/// The program's monotone clock, as the buckets read it.
#[derive(Debug, Clone)]
struct Monotone(ProcessClock);

impl Clock for Monotone {
    type Instant = std::time::Instant;

    fn now(&self) -> std::time::Instant {
        self.0.instant()
    }
}

type Buckets<K> = RateLimiter<K, DashMapStateStore<K>, Monotone, StateInformationMiddleware>;

fn buckets<K: std::hash::Hash + Eq + Clone>(
    limit: Option<NonZeroU32>,
    clock: &Monotone,
) -> Option<Buckets<K>> {
    let quota = Quota::per_minute(limit?);
    Some(Buckets::new(quota, DashMapStateStore::default(), clock.clone()))
}

struct Limiter {
    people: Option<Buckets<Uuid>>,
    addresses: Option<Buckets<IpAddr>>,
    trusted_proxies: Vec<IpAddr>,
    clock: Monotone,
    counted: AtomicU32,
}

/// The buckets of one program; cheap to clone.
#[derive(Clone)]
pub struct RateLimit(Arc<Limiter>);

impl RateLimit {
    pub fn new(limits: RateLimits, process: &ProcessClock) -> Self {
        let clock = Monotone(process.clone());
        Self(Arc::new(Limiter {
            people: buckets(limits.per_person, &clock),
            addresses: buckets(limits.per_address, &clock),
            trusted_proxies: limits.trusted_proxies,
            clock,
            counted: AtomicU32::new(0),
        }))
    }

    /// Counts a request of somebody who is signed in.
    pub fn count_person(&self, user_id: Uuid) -> Result<Option<Standing>, Box<TooMany>> {
        self.count("person", self.0.people.as_ref(), &user_id)
    }

    /// Counts a request of nobody in particular, by where it comes from.
    pub fn count_address(
        &self,
        extensions: &Extensions,
        headers: &HeaderMap,
    ) -> Result<Option<Standing>, Box<TooMany>> {
        let Some(ConnectInfo(peer)) = extensions.get::<ConnectInfo<SocketAddr>>() else {
            return Ok(None);
        };
        let client = client(peer.ip(), headers, &self.0.trusted_proxies);
        self.count("address", self.0.addresses.as_ref(), &client)
    }

    fn count<K: std::hash::Hash + Eq + Clone>(
        &self,
        name: &'static str,
        buckets: Option<&Buckets<K>>,
        key: &K,
    ) -> Result<Option<Standing>, Box<TooMany>> {
        let Some(buckets) = buckets else {
            return Ok(None);
        };
        if self.0.counted.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            buckets.retain_recent();
        }
        match buckets.check_key(key) {
            Ok(snapshot) => Ok(Some(Standing::of(name, &snapshot))),
            Err(refused) => {
                let quota = refused.quota();
                let wait = refused.wait_time_from(self.0.clock.now());
                Err(Box::new(TooMany {
                    standing: Standing {
                        name,
                        quota: quota.burst_size().get(),
                        left: 0,
                        full_again: WINDOW_SECONDS.into(),
                    },
                    retry_after: whole_seconds(wait),
                }))
            }
        }
    }
}

/// Rounded up: what is announced is enough.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs()
        .saturating_add(u64::from(wait.subsec_nanos() > 0))
        .max(1)
}

/// What a caller has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    name: &'static str,
    quota: u32,
    left: u32,
    /// Seconds until nothing counts any more.
    full_again: u64,
}

impl Standing {
    fn of(name: &'static str, snapshot: &StateSnapshot) -> Self {
        let quota = snapshot.quota().burst_size().get();
        let left = snapshot.remaining_burst_capacity();
        let used = quota.saturating_sub(left);
        let each = snapshot.quota().replenish_interval();
        Self {
            name,
            quota,
            left,
            full_again: whole_seconds(each.saturating_mul(used)),
        }
    }

    /// Writes the headers of the IETF draft on rate limits.
    pub fn announce(&self, response: &mut Response) {
        let Self {
            name,
            quota,
            left,
            full_again,
        } = self;
        let texts = [
            (
                "ratelimit-policy",
                format!("\"{name}\";q={quota};w={WINDOW_SECONDS}"),
            ),
            ("ratelimit", format!("\"{name}\";r={left};t={full_again}")),
        ];
        for (header, text) in texts {
            if let Ok(value) = HeaderValue::from_str(&text) {
                response
                    .headers_mut()
                    .insert(HeaderName::from_static(header), value);
            }
        }
    }
}

/// Refused: nothing was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    pub standing: Standing,
    retry_after: u64,
}

impl TooMany {
    pub fn problem(&self) -> Problem {
        Problem::new(
            Kind::TooManyRequests,
            format!(
                "at most {} requests a minute; try again in {} s",
                self.standing.quota, self.retry_after
            ),
        )
        .retry_after(self.retry_after)
    }
}

/// Where a request comes from: the peer, or what proxies that are trusted say, from the nearest to the first that is not
/// one of them. IPv6 by its /64, the smallest network anybody is given.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim);
    let mut forwarded: Vec<&str> = forwarded.collect();
    while trusted.contains(&client) {
        let Some(before) = forwarded.pop().and_then(|text| text.parse::<IpAddr>().ok()) else {
            break;
        };
        client = before.to_canonical();
    }
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => {
            let network = address.to_bits() >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(text: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static(text));
        headers
    }

    #[test]
    fn only_a_trusted_proxys_word_about_the_client_is_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let (proxy, stranger) = (ip("10.0.0.1"), ip("203.0.113.9"));
        let header = forwarded("198.51.100.1, 203.0.113.7");
        assert_eq!(client(stranger, &header, &[proxy]), stranger);
        assert_eq!(client(proxy, &header, &[proxy]), ip("203.0.113.7"));
        assert_eq!(client(proxy, &header, &[]), proxy);
        assert_eq!(client(proxy, &forwarded("nonsense"), &[proxy]), proxy);
        let chain = forwarded("198.51.100.1, 10.0.0.1");
        assert_eq!(client(proxy, &chain, &[proxy]), ip("198.51.100.1"));
        assert_eq!(client(ip("::ffff:10.0.0.1"), &HeaderMap::new(), &[]), proxy);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share_a_bucket() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let none = HeaderMap::new();
        assert_eq!(
            client(ip("2001:db8::1"), &none, &[]),
            client(ip("2001:db8::ffff"), &none, &[])
        );
        assert_ne!(
            client(ip("2001:db8:0:1::1"), &none, &[]),
            client(ip("2001:db8::1"), &none, &[])
        );
    }

    #[test]
    fn a_bucket_empties_and_says_when_to_come_back() {
        let limits = RateLimits {
            per_person: NonZeroU32::new(2),
            per_address: None,
            trusted_proxies: Vec::new(),
        };
        let limit = RateLimit::new(limits, &ProcessClock::system());
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(limit.count_person(one).unwrap().unwrap().left, 1);
        assert_eq!(limit.count_person(one).unwrap().unwrap().left, 0);
        let refused = limit.count_person(one).unwrap_err();
        assert!((1..=30).contains(&refused.retry_after), "{refused:?}");
        assert!(limit.count_person(other).is_ok());
    }
}
