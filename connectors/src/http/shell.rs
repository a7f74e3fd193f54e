//! One call over HTTP: bounded in time and size, never repeated behind the caller's back, its fate stated exactly.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    time::{Duration, Instant},
};

use bytes::Bytes;
use engine::clock::{Deadline, ProcessClock};
use reqwest::{
    Client, Method, StatusCode,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER},
};
use url::Url;

use super::{
    base::is_loopback,
    gated_body::{Departure, GatedBody, Record},
};

/// How long a call may take (process time).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection stands, TLS included.
    pub connect: Duration,
    /// The whole of a call that changes nothing, its body included.
    pub read: Duration,
    /// The whole of a call that changes something. Two of these must fit into the lease of a shard, because a
    /// successor waits only that long before it looks for what its predecessor did.
    pub mutate: Duration,
    /// The first pause before a token call is repeated; each further pause is twice as long.
    pub token_pause: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(30),
            mutate: Duration::from_secs(20),
            token_pause: Duration::from_millis(500),
        }
    }
}

/// When the body of a call may still leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// Checked at the moment the transport takes the body, after the connection stands.
    Until(Deadline),
}

/// One request. Not printable: headers and forms hold secrets.
pub struct Call {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    /// The body and its media type.
    pub body: Option<(Bytes, &'static str)>,
    /// From the first step to the last byte of the answer.
    pub timeout: Duration,
    pub gate: Gate,
}

/// What is known about a call that brought no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The request never left this process: certainly without effect.
    NotSent,
    /// The deadline had passed when the request was about to leave: certainly without effect.
    TooLate,
    /// The request may have arrived.
    Unknown,
}

/// A call without a usable answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct LostCall {
    pub fate: Fate,
    /// What happened, without address or content.
    pub message: String,
    pub took: Duration,
}

/// An answer whose head has arrived.
pub struct OpenReply {
    pub status: u16,
    pub headers: HeaderMap,
    response: reqwest::Response,
    clock: ProcessClock,
    started: Instant,
}

/// A whole answer. Printed without its body, which may be a token.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub took: Duration,
}

/// The client could not be built.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be built: {0}")]
pub struct ShellError(String);

/// The clients of one adapter. Cheap to share, safe to use from many tasks.
#[derive(Debug, Clone)]
pub struct Shell {
    /// For addresses on this machine: no proxy, whatever the environment says.
    inside: Client,
    /// For all others: the environment's proxy is honoured.
    outside: Client,
    clock: ProcessClock,
    timeouts: Timeouts,
}

impl Shell {
    pub fn new(clock: ProcessClock, timeouts: Timeouts) -> Result<Self, ShellError> {
        let builder = || {
            Client::builder()
                .user_agent(concat!("adjutant/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(timeouts.connect)
                // A redirect would carry a token to an address that nobody configured.
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                // A repeat is the caller's decision, never the library's.
                .retry(reqwest::retry::never())
                .pool_idle_timeout(Duration::from_secs(30))
                .tcp_nodelay(true)
        };
        // `localhost` never goes to a name server.
        let loopback = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        let inside = builder()
            .no_proxy()
            .resolve_to_addrs("localhost", &loopback)
            .build();
        let outside = builder().https_only(true).build();
        match (inside, outside) {
            (Ok(inside), Ok(outside)) => Ok(Self {
                inside,
                outside,
                clock,
                timeouts,
            }),
            (Err(error), _) | (_, Err(error)) => Err(ShellError(causes(&error))),
        }
    }

    pub fn timeouts(&self) -> &Timeouts {
        &self.timeouts
    }

    pub fn clock(&self) -> &ProcessClock {
        &self.clock
    }

    /// Sends one call and answers as soon as the head of the reply has arrived.
    pub async fn open(&self, call: Call) -> Result<OpenReply, LostCall> {
        let started = self.clock.instant();
        let deadline = match call.gate {
            Gate::Open => None,
            Gate::Until(deadline) => Some(deadline),
        };
        if deadline.is_some_and(|deadline| deadline.has_passed(&self.clock)) {
            return Err(LostCall {
                fate: Fate::TooLate,
                message: TOO_LATE.to_owned(),
                took: Duration::ZERO,
            });
        }
        let client = if is_loopback(&call.url) {
            &self.inside
        } else {
            &self.outside
        };
        let mut request = client
            .request(call.method, call.url)
            .headers(call.headers)
            .timeout(call.timeout);
        let mut record = None;
        if let Some((bytes, media_type)) = call.body {
            let (body, kept) = GatedBody::new(bytes, deadline, self.clock.clone());
            record = Some(kept);
            request = request
                .header(CONTENT_TYPE, HeaderValue::from_static(media_type))
                .body(reqwest::Body::wrap(body));
        }
        match request.send().await {
            Ok(response) => Ok(OpenReply {
                status: response.status().as_u16(),
                headers: response.headers().clone(),
                response,
                clock: self.clock.clone(),
                started: record
                    .as_ref()
                    .and_then(Record::handed_over_at)
                    .unwrap_or(started),
            }),
            Err(error) => {
                let took = self.clock.instant().saturating_duration_since(started);
                Err(lost(&error, record.as_ref(), took))
            }
        }
    }

    /// Sends one call and reads its whole answer, at most `limit` bytes of it.
    pub async fn send(&self, call: Call, limit: usize) -> Result<Reply, LostCall> {
        self.open(call).await?.collect(limit).await
    }
}

impl OpenReply {
    pub fn is_ok(&self) -> bool {
        self.status == StatusCode::OK.as_u16()
    }

    /// The next piece of the body; `None` at its end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, LostCall> {
        let piece = self.response.chunk().await;
        piece.map_err(|error| LostCall {
            fate: Fate::Unknown,
            message: if error.is_timeout() {
                "the answer did not arrive in time".to_owned()
            } else {
                format!(
                    "the connection broke in the middle of the answer ({})",
                    causes(&error)
                )
            },
            took: self.took(),
        })
    }

    /// The whole body, unless it is longer than `limit` bytes.
    pub async fn collect(mut self, limit: usize) -> Result<Reply, LostCall> {
        let mut body = Vec::new();
        while let Some(piece) = self.chunk().await? {
            if body.len().saturating_add(piece.len()) > limit {
                return Err(LostCall {
                    fate: Fate::Unknown,
                    message: format!("the answer is longer than the {limit} bytes that are accepted"),
                    took: self.took(),
                });
            }
            body.extend_from_slice(&piece);
        }
        let took = self.took();
        Ok(Reply {
            status: self.status,
            headers: self.headers,
            body: Bytes::from(body),
            took,
        })
    }

    pub fn took(&self) -> Duration {
        self.clock.instant().saturating_duration_since(self.started)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reply")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("took", &self.took)
            .finish_non_exhaustive()
    }
}

impl Reply {
    pub fn is_ok(&self) -> bool {
        self.status == StatusCode::OK.as_u16()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The `Retry-After` header in its seconds form (RFC 9110, 10.2.3).
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.headers.get(RETRY_AFTER)?.to_str().ok()?;
        text.trim().parse().ok().map(Duration::from_secs)
    }
}

const TOO_LATE: &str = "the deadline passed before the request left";

fn lost(error: &reqwest::Error, record: Option<&Record>, took: Duration) -> LostCall {
    let fate = match record.map(Record::settle) {
        Some(Departure::Late) => Fate::TooLate,
        Some(Departure::Waiting | Departure::Withheld) => Fate::NotSent,
        Some(Departure::HandedOver(_)) => Fate::Unknown,
        // No body: all that can be told is whether there ever was a connection.
        None if error.is_connect() => Fate::NotSent,
        None => Fate::Unknown,
    };
    let message = match fate {
        Fate::TooLate => TOO_LATE.to_owned(),
        Fate::NotSent if error.is_timeout() => "no connection could be opened in time".to_owned(),
        Fate::NotSent => format!("no connection could be opened ({})", causes(error)),
        Fate::Unknown if error.is_timeout() => "no answer arrived in time".to_owned(),
        Fate::Unknown => format!(
            "the connection broke before the answer arrived ({})",
            causes(error)
        ),
    };
    LostCall { fate, message, took }
}

/// The last cause of an error. The outer ones repeat the address, which may carry more than the operator wants logged.
fn causes(error: &reqwest::Error) -> String {
    let mut last: &dyn std::error::Error = error;
    while let Some(next) = last.source() {
        last = next;
    }
    if std::ptr::addr_eq(std::ptr::from_ref(last), std::ptr::from_ref(error)) {
        return "unknown cause".to_owned();
    }
    last.to_string()
}
