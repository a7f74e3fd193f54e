//! Server-sent events: hints that something changed, so that open pages fetch it again.
//!
//! A hint carries no data and may be lost. Each has an id; a browser that comes back says the last it saw and gets what
//! it missed, or `resync` when that is not known any more: fetch everything. A stream lives as long as its session:
//! it is asked about again and again, and nothing is sent after it has ended.

use std::{
    collections::VecDeque,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use engine::{
    Context,
    hints::{Hint, Hints, Topic},
    identity::{self, Permission, Principal},
};
use futures::stream;
use serde::Serialize;
use tokio::sync::{broadcast, broadcast::error::RecvError};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cookie,
    extract::Caller,
    lifecycle::Lifecycle,
    permission::{Access, guard},
    problem::Problem,
    wire::words,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(guard(Access::SignedIn, routes!(stream_events)))
}

/// Hints kept for browsers that come back.
const KEPT: usize = 1_024;
/// A comment this often keeps proxies from closing a silent stream (process time).
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often a silent stream asks whether its session still lives (process time).
const ASK_AGAIN: Duration = Duration::from_secs(5);
/// How old the last answer may be when a hint is sent (process time).
const FRESH_ENOUGH: Duration = Duration::from_secs(1);

words! {
    /// What changed.
    HintTopic: "actions", "decisions", "campaigns", "accounts", "rules", "actors", "clock", "notifications", "organisation"
}

/// The data of a `hint` event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventHint {
    topic: HintTopic,
    /// The one thing that changed; null: any of the topic.
    #[serde(rename = "ref")]
    reference: Option<Uuid>,
    version: Option<i64>,
}

fn topic_word(topic: Topic) -> &'static str {
    match topic {
        Topic::Actions => "actions",
        Topic::Decisions => "decisions",
        Topic::Campaigns => "campaigns",
        Topic::Accounts => "accounts",
        Topic::Rules => "rules",
        Topic::Actors => "actors",
        Topic::Clock => "clock",
        Topic::Notifications => "notifications",
        Topic::Organisation => "organisation",
    }
}

/// What somebody has to be permitted to hear of a topic.
fn needed(topic: Topic) -> Option<Permission> {
    match topic {
        Topic::Actions => Some(Permission::ActionsRead),
        Topic::Decisions => Some(Permission::DecisionsRead),
        Topic::Campaigns => Some(Permission::CampaignsRead),
        Topic::Accounts => Some(Permission::AccountsRead),
        Topic::Rules => Some(Permission::RulesRead),
        Topic::Actors => Some(Permission::ActorsRead),
        Topic::Clock | Topic::Notifications | Topic::Organisation => None,
    }
}

fn concerns(hint: &Hint, principal: &Principal) -> bool {
    hint.org_id.is_none_or(|org_id| org_id == principal.scope.id())
        && needed(hint.topic).is_none_or(|permission| principal.may(permission))
}

/// A numbered hint, or the news that hints were lost.
#[derive(Debug, Clone)]
enum Numbered {
    Hint(u64, Hint),
    Lost(u64),
}

/// Numbers the process's hints and keeps the newest.
#[derive(Clone)]
pub struct EventHub {
    /// Numbers of another run of the program, or of another node, mean nothing here.
    run: Arc<str>,
    kept: Arc<Mutex<Kept>>,
    sender: broadcast::Sender<Numbered>,
}

struct Kept {
    last: u64,
    hints: VecDeque<(u64, Hint)>,
}

impl EventHub {
    /// Starts numbering; ends when the program's hints end. `run` names this run of the program.
    pub fn start(hints: &Hints, run: Uuid) -> Self {
        let mut receiver = hints.listen();
        let hub = Self {
            run: run.simple().to_string().into(),
            kept: Arc::new(Mutex::new(Kept {
                last: 0,
                hints: VecDeque::new(),
            })),
            sender: broadcast::channel(KEPT).0,
        };
        tokio::spawn({
            let hub = hub.clone();
            async move {
                loop {
                    match receiver.recv().await {
                        Ok(hint) => hub.take(Some(hint)),
                        Err(RecvError::Lagged(_)) => hub.take(None),
                        Err(RecvError::Closed) => return,
                    }
                }
            }
        });
        hub
    }

    fn take(&self, hint: Option<Hint>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.last = kept.last.saturating_add(1);
        let number = kept.last;
        let numbered = match hint {
            Some(hint) => {
                if kept.hints.len() >= KEPT {
                    kept.hints.pop_front();
                }
                kept.hints.push_back((number, hint.clone()));
                Numbered::Hint(number, hint)
            }
            None => {
                kept.hints.clear();
                Numbered::Lost(number)
            }
        };
        // Sent under the lock, so that whoever joins sees each hint once. Nobody listening is no error.
        let _ = self.sender.send(numbered);
    }

    /// Joins; answers what was missed since `last_id`, or that it is not known.
    fn join(&self, last_id: Option<&str>) -> (broadcast::Receiver<Numbered>, Missed) {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = self.sender.subscribe();
        let Some(last_id) = last_id else {
            return (receiver, Missed::Hints(Vec::new()));
        };
        let seen = last_id
            .strip_prefix(&*self.run)
            .and_then(|rest| rest.strip_prefix('-')?.parse::<u64>().ok());
        let oldest = kept
            .hints
            .front()
            .map_or(kept.last.saturating_add(1), |(number, _)| *number);
        let missed = match seen {
            Some(seen) if seen <= kept.last && seen.saturating_add(1) >= oldest => Missed::Hints(
                kept.hints
                    .iter()
                    .filter(|(number, _)| *number > seen)
                    .cloned()
                    .collect(),
            ),
            _ => Missed::Unknown(kept.last),
        };
        (receiver, missed)
    }

    fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.run)
    }

    fn hint(&self, number: u64, hint: &Hint) -> Event {
        let data = EventHint {
            topic: topic_word(hint.topic).into(),
            reference: hint.reference,
            version: hint.version,
        };
        let text = serde_json::to_string(&data).unwrap_or_default();
        Event::default().id(self.id(number)).event("hint").data(text)
    }

    fn resync(&self, number: u64) -> Event {
        Event::default().id(self.id(number)).event("resync").data("{}")
    }
}

enum Missed {
    Hints(Vec<(u64, Hint)>),
    /// Anything may have happened up to this number.
    Unknown(u64),
}

/// Hints of what changed, as server-sent events
///
/// `event: hint` carries an `EventHint`; `event: resync` means: fetch everything again.
#[utoipa::path(
    get, path = "/events", operation_id = "stream_events", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last id that was seen, when coming back")),
    responses((status = 200, description = "`hint` and `resync` events", body = String, content_type = "text/event-stream")),
)]
async fn stream_events(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token = cookie::token(&headers, &state.address).ok_or_else(Problem::not_signed_in)?;
    let last_id = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let (receiver, missed) = state.events.join(last_id);
    let listener = Listener {
        context: state.context.clone(),
        hub: state.events.clone(),
        lifecycle: state.lifecycle.clone(),
        token,
        asked_at: state.context.process.instant(),
        principal: caller.principal().clone(),
        waiting: missed_events(missed),
        receiver,
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response();
    // nginx would hold events back otherwise.
    response.headers_mut().insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

fn missed_events(missed: Missed) -> VecDeque<Numbered> {
    match missed {
        Missed::Hints(hints) => hints
            .into_iter()
            .map(|(number, hint)| Numbered::Hint(number, hint))
            .collect(),
        Missed::Unknown(last) => VecDeque::from([Numbered::Lost(last)]),
    }
}

/// One open stream.
struct Listener {
    context: Context,
    hub: EventHub,
    lifecycle: Lifecycle,
    token: String,
    /// When the session was last found alive.
    asked_at: Instant,
    principal: Principal,
    waiting: VecDeque<Numbered>,
    receiver: broadcast::Receiver<Numbered>,
}

impl Listener {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let numbered = match self.waiting.pop_front() {
                Some(numbered) => numbered,
                None => self.receive().await?,
            };
            let event = match &numbered {
                Numbered::Hint(_, hint) if !concerns(hint, &self.principal) => continue,
                Numbered::Hint(number, hint) => self.hub.hint(*number, hint),
                Numbered::Lost(number) => self.hub.resync(*number),
            };
            if self.asked_at.elapsed() < FRESH_ENOUGH {
                return Some(event);
            }
            self.ask_again().await?;
            // The role may be another by now.
            if matches!(&numbered, Numbered::Hint(_, hint) if !concerns(hint, &self.principal)) {
                continue;
            }
            return Some(event);
        }
    }

    async fn receive(&mut self) -> Option<Numbered> {
        loop {
            tokio::select! {
                () = self.lifecycle.draining() => return None,
                () = tokio::time::sleep(ASK_AGAIN) => self.ask_again().await?,
                received = self.receiver.recv() => return match received {
                    Ok(numbered) => Some(numbered),
                    Err(RecvError::Lagged(_)) => {
                        // What is left in the channel is older than what was lost: skip it.
                        self.receiver = self.receiver.resubscribe();
                        let last = self.hub.kept.lock().unwrap_or_else(PoisonError::into_inner).last;
                        Some(Numbered::Lost(last))
                    }
                    Err(RecvError::Closed) => None,
                },
            }
        }
    }

    /// Ends the stream when the session has ended; a listening page does not keep it alive.
    async fn ask_again(&mut self) -> Option<()> {
        match identity::look_up(&self.context, &self.token).await {
            Ok(session) => {
                self.principal = session.principal;
                self.asked_at = self.context.process.instant();
                Some(())
            }
            Err(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub() -> (Hints, EventHub) {
        let hints = Hints::default();
        let hub = EventHub::start(&hints, Uuid::from_u128(7));
        (hints, hub)
    }

    fn hint() -> Hint {
        Hint {
            org_id: None,
            topic: Topic::Clock,
            reference: None,
            version: None,
        }
    }

    fn numbers(missed: Missed) -> Option<Vec<u64>> {
        match missed {
            Missed::Hints(hints) => Some(hints.into_iter().map(|(number, _)| number).collect()),
            Missed::Unknown(_) => None,
        }
    }

    #[tokio::test]
    async fn whoever_comes_back_gets_what_was_missed() {
        let (_hints, hub) = hub();
        for _ in 0..3 {
            hub.take(Some(hint()));
        }
        assert_eq!(numbers(hub.join(Some(&hub.id(1))).1), Some(vec![2, 3]));
        assert_eq!(numbers(hub.join(Some(&hub.id(3))).1), Some(vec![]));
        assert_eq!(numbers(hub.join(None).1), Some(vec![]));
    }

    #[tokio::test]
    async fn an_unknown_id_means_fetch_everything() {
        let (_hints, hub) = hub();
        hub.take(Some(hint()));
        for id in ["", "1", "another-run-1", &hub.id(2), &hub.id(u64::MAX)] {
            assert_eq!(numbers(hub.join(Some(id)).1), None, "{id}");
        }
        for _ in 0..KEPT + 1 {
            hub.take(Some(hint()));
        }
        assert_eq!(
            numbers(hub.join(Some(&hub.id(1))).1),
            None,
            "older than what is kept"
        );
        hub.take(None);
        assert_eq!(
            numbers(hub.join(Some(&hub.id(KEPT as u64))).1),
            None,
            "hints were lost in between"
        );
    }

    #[tokio::test]
    async fn hints_are_numbered_as_they_come() {
        let (hints, hub) = hub();
        let (mut receiver, _) = hub.join(None);
        hints.send(None, Topic::Rules, None, Some(2));
        let numbered = tokio::time::timeout(Duration::from_secs(2), receiver.recv())
            .await
            .unwrap()
            .unwrap();
        assert!(matches!(numbered, Numbered::Hint(1, hint) if hint.topic == Topic::Rules));
    }
}
