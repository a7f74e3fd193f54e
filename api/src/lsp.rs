//! The rule editor's language server: a WebSocket that carries one JSON-RPC message per text frame.
//!
//! The conversation itself is the `language-server` crate's. Here is who may open one, how large and how long it may be, and what
//! the organisation's campaigns, accounts and labels are called. A socket ends when its session ends.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    extract::{
        State,
        ws::{
            CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code,
            rejection::WebSocketUpgradeRejection,
        },
    },
    http::{HeaderMap, header::HOST, header::ORIGIN},
    response::Response,
};
use engine::{
    Context,
    decisions::looking_back,
    identity::{self, OrgScope, Permission},
    rules::names::{self, NamedAccount},
    store::StoreError,
};
use futures::{SinkExt as _, StreamExt as _, stream::SplitSink};
use language_server::{CampaignName, KnownAccount, KnownCampaign, Names, Scope, Today};
use tokio::sync::mpsc;
use url::Url;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cookie,
    extract::Caller,
    lifecycle::Lifecycle,
    permission::{Access, guard},
    problem::{Kind, Problem},
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(guard(
        Access::Permission(Permission::RulesRead),
        routes!(open_language_server),
    ))
}

/// The largest message taken: the longest text of the language, escaped, with room to spare.
const MESSAGE_LIMIT: usize = 4 << 20;
/// Open editors of one person in one organisation: a dozen tabs, and a reload that the old socket has not noticed yet.
const MOST_SESSIONS: usize = 16;
/// How often the other side is asked whether it is still there, and the session whether it still lives (process time).
const HEARTBEAT: Duration = Duration::from_secs(5);
/// A side that says nothing for so long, not even a pong, is gone (process time).
const SILENCE: Duration = Duration::from_secs(60);
/// How long the other side may take to accept a message; longer, and it has stopped reading (process time).
const SENDING: Duration = Duration::from_secs(20);
/// Names are a help, not the matter: an answer does not wait longer for them (process time).
const NAMES_TIMEOUT: Duration = Duration::from_millis(1_500);
/// How long an editor's findings wait for what the past says of them (process time).
const LOOKING_BACK: Duration = Duration::from_millis(250);
/// How long a list of accounts may be used again (process time).
const ACCOUNTS_FRESH: Duration = Duration::from_secs(10);

/// Who has how many editors open.
#[derive(Debug, Clone, Default)]
pub struct Editors(Arc<Mutex<HashMap<(Uuid, Uuid), usize>>>);

/// One place among a person's editors; given back when dropped.
struct Seat {
    editors: Editors,
    person: (Uuid, Uuid),
}

impl Editors {
    fn take(&self, person: (Uuid, Uuid)) -> Option<Seat> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(person).or_default();
        if *count >= MOST_SESSIONS {
            return None;
        }
        *count = count.saturating_add(1);
        Some(Seat {
            editors: self.clone(),
            person,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.editors.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.person) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&self.person);
            }
        }
    }
}

/// The rule editor's language server
///
/// A WebSocket. Each text frame carries one JSON-RPC 2.0 message of the Language Server Protocol 3.17, without headers; positions
/// count UTF-16 code units. Completion, hover, findings with their fixes, definition, references, rename, symbols and folding. The
/// socket closes when the session ends.
#[utoipa::path(
    get, path = "/lsp", operation_id = "open_language_server", tag = "rules",
    params(("Origin" = String, Header, description = "The program's own origin; browsers send it", example = "https://desk.example.com")),
    responses(
        (status = 101, description = "From here on the WebSocket protocol"),
        (status = 400, description = "No WebSocket was asked for", body = crate::problem::ProblemDocument, content_type = "application/problem+json"),
        (status = 429, description = "Too many editors are open", body = crate::problem::ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn open_language_server(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|_| Problem::new(Kind::Malformed, "this address speaks WebSocket"))?;
    // A browser lets any page open a WebSocket to anywhere, cookies included: the origin is what tells our own pages apart.
    if !is_own_origin(&headers, &state) {
        return Err(Problem::new(
            Kind::NotPermitted,
            "only the program's own pages open this: send its address as `Origin`",
        ));
    }
    let token = cookie::token(&headers, &state.address).ok_or_else(Problem::not_signed_in)?;
    let principal = caller.principal();
    let person = (principal.scope.id(), principal.actor);
    let seat = state.editors.take(person).ok_or_else(|| {
        Problem::new(
            Kind::TooManyAttempts,
            "too many editors are open: close some of their tabs",
        )
        .retry_after(HEARTBEAT.as_secs())
    })?;
    let names = OrganisationNames {
        context: state.context.clone(),
        scope: principal.scope,
        accounts: Mutex::new(None),
    };
    let socket = Socket {
        context: state.context.clone(),
        lifecycle: state.lifecycle.clone(),
        token,
        heard_at: state.context.process.instant(),
        _seat: seat,
    };
    Ok(upgrade
        .max_message_size(MESSAGE_LIMIT)
        .max_frame_size(MESSAGE_LIMIT)
        .on_upgrade(move |stream| socket.run(stream, names)))
}

/// Whether the page that asks came from this program.
fn is_own_origin(headers: &HeaderMap, state: &AppState) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(ORIGIN) else { return false };
    if state.address.trusted_origin() == Some(origin) {
        return true;
    }
    // This machine's own names, where the page and the socket must agree on the very same one.
    let Ok(url) = Url::parse(origin) else { return false };
    if url.scheme() != "http" || url.origin().ascii_serialization() != origin {
        return false;
    }
    let authority = origin.strip_prefix("http://").unwrap_or_default();
    let host = text(HOST).unwrap_or_default();
    let host = host.strip_suffix(":80").unwrap_or(host);
    !state.address.is_secure() && state.address.answers_to(authority) && authority.eq_ignore_ascii_case(host)
}

/// One open socket.
struct Socket {
    context: Context,
    lifecycle: Lifecycle,
    token: String,
    heard_at: Instant,
    _seat: Seat,
}

/// Why a socket is closed, for its other side.
struct Farewell {
    code: u16,
    reason: &'static str,
}

impl Socket {
    async fn run(mut self, stream: WebSocket, names: OrganisationNames) {
        let (mut sender, mut receiver) = stream.split();
        let (to_server, incoming) = mpsc::channel(16);
        let (outgoing, mut from_server) = mpsc::channel::<String>(16);
        // The conversation has a task of its own: a long check must not keep pings from being answered. It ends with its channels.
        let conversation = tokio::spawn(language_server::serve(names, incoming, outgoing));
        let mut heartbeat = tokio::time::interval(HEARTBEAT);
        heartbeat.tick().await;
        // A message that the server has no room for yet; nothing more is read before it is handed over.
        let mut waiting: Option<String> = None;
        let farewell = loop {
            tokio::select! {
                () = self.lifecycle.draining() => {
                    break Some(Farewell { code: close_code::AWAY, reason: "the program is stopping" });
                }
                _ = heartbeat.tick() => {
                    if self.heard_at.elapsed() > SILENCE {
                        break None;
                    }
                    match identity::look_up(&self.context, &self.token).await {
                        Ok(session) if session.principal.may(Permission::RulesRead) => {}
                        _ => break Some(Farewell { code: close_code::POLICY, reason: "the session has ended" }),
                    }
                    if !say(&mut sender, Message::Ping(Vec::new().into())).await {
                        break None;
                    }
                }
                permit = to_server.reserve(), if waiting.is_some() => match permit {
                    Ok(permit) => {
                        if let Some(text) = waiting.take() {
                            permit.send(text);
                        }
                    }
                    Err(_) => break Some(Farewell { code: close_code::NORMAL, reason: "" }),
                },
                message = receiver.next(), if waiting.is_none() => {
                    self.heard_at = self.context.process.instant();
                    match message {
                        Some(Ok(Message::Text(text))) => waiting = Some(text.to_string()),
                        Some(Ok(Message::Binary(_))) => {
                            break Some(Farewell { code: close_code::UNSUPPORTED, reason: "send text" });
                        }
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Ok(Message::Close(_))) | None => break None,
                        Some(Err(_)) => {
                            break Some(Farewell { code: close_code::SIZE, reason: "the message cannot be taken" });
                        }
                    }
                }
                text = from_server.recv() => match text {
                    Some(text) => {
                        if !say(&mut sender, Message::Text(text.into())).await {
                            break None;
                        }
                    }
                    None => break Some(Farewell { code: close_code::NORMAL, reason: "" }),
                },
            }
        };
        conversation.abort();
        if let Some(Farewell { code, reason }) = farewell {
            let frame = CloseFrame {
                code,
                reason: reason.into(),
            };
            say(&mut sender, Message::Close(Some(frame))).await;
        }
        // Whether the other side still hears it changes nothing.
        let _ = tokio::time::timeout(SENDING, sender.close()).await;
    }
}

/// Sends a message. False when the other side is gone or does not read.
async fn say(sender: &mut SplitSink<WebSocket, Message>, message: Message) -> bool {
    matches!(
        tokio::time::timeout(SENDING, sender.send(message)).await,
        Ok(Ok(()))
    )
}

/// The names of one organisation, from its store.
struct OrganisationNames {
    context: Context,
    scope: OrgScope,
    accounts: Mutex<Option<(Instant, Arc<[NamedAccount]>)>>,
}

impl OrganisationNames {
    /// Whatever the store says in time; the editor goes without where it does not.
    async fn or_nothing<T: Default>(&self, asked: impl Future<Output = Result<T, StoreError>>) -> T {
        match tokio::time::timeout(NAMES_TIMEOUT, asked).await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => {
                tracing::warn!(%error, "names for an editor");
                T::default()
            }
            Err(_) => T::default(),
        }
    }

    async fn all(&self) -> Arc<[NamedAccount]> {
        let known = self
            .accounts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((at, accounts)) = known
            && at.elapsed() < ACCOUNTS_FRESH
        {
            return accounts;
        }
        let found: Arc<[NamedAccount]> = self
            .or_nothing(names::accounts(&self.context, self.scope))
            .await
            .into();
        let now = self.context.process.instant();
        *self.accounts.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, found.clone()));
        found
    }

    async fn within(&self, scope: &Scope) -> Vec<NamedAccount> {
        self.all()
            .await
            .iter()
            .filter(|account| scope.includes(account.platform, &account.name))
            .cloned()
            .collect()
    }
}

impl Names for OrganisationNames {
    async fn campaigns(&self, part: &str, scope: &Scope, limit: usize) -> Vec<CampaignName> {
        let accounts = self.within(scope).await;
        let ids = accounts.iter().map(|account| account.id).collect();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = names::campaigns(&self.context, self.scope, ids, part, limit);
        self.or_nothing(found)
            .await
            .into_iter()
            .filter_map(|campaign| name_of(campaign.name, campaign.account, &accounts))
            .collect()
    }

    async fn campaign(&self, name: &str, scope: &Scope) -> Vec<KnownCampaign> {
        let accounts = self.within(scope).await;
        let found = names::campaigns_called(&self.context, self.scope, &accounts, name);
        self.or_nothing(found)
            .await
            .into_iter()
            .filter_map(|campaign| {
                let account = accounts.iter().find(|account| account.id == campaign.account)?;
                let shown = |metric: &'static str| {
                    let cells = campaign.today?;
                    let value =
                        dsl::metric_display(metric, |base| names::cell(&cells, base), account.currency)?;
                    Some((metric, value))
                };
                let today = ["spend", "conversions", "cpa", "roas"]
                    .into_iter()
                    .filter_map(shown)
                    .collect();
                Some(KnownCampaign {
                    budget: campaign
                        .budget_micros
                        .map(|micros| account.currency.display(micros)),
                    status: campaign.status.clone(),
                    delivery: campaign.delivery.clone(),
                    today,
                    name: name_of(campaign.name.clone(), campaign.account, &accounts)?,
                })
            })
            .collect()
    }

    async fn accounts(&self) -> Vec<KnownAccount> {
        self.all()
            .await
            .iter()
            .map(|account| KnownAccount {
                name: account.name.clone(),
                platform: account.platform,
                brand: account.brand.clone(),
                currency: account.currency.to_string(),
            })
            .collect()
    }

    async fn labels(&self) -> Vec<String> {
        self.or_nothing(names::labels(&self.context, self.scope)).await
    }

    async fn definitions(&self) -> dsl::Definitions {
        dsl::Definitions::default()
    }

    async fn today(&self, word: &str, scope: &Scope) -> Vec<Today> {
        let accounts = self.within(scope).await;
        let of = |count: u32, currency: dsl::Currency| {
            let noun = if count == 1 { "account" } else { "accounts" };
            format!("{count} {noun} in {currency}")
        };
        if word == "budget" {
            return self
                .or_nothing(names::budgets(&self.context, self.scope, &accounts))
                .await
                .into_iter()
                .map(|(currency, count, micros)| Today {
                    value: currency.display(micros),
                    of: format!("all active budgets of {}", of(count, currency)),
                })
                .collect();
        }
        self.or_nothing(names::today(&self.context, self.scope, &accounts))
            .await
            .into_iter()
            .filter_map(|sums| {
                let value = dsl::metric_display(word, |base| names::cell(&sums.cells, base), sums.currency)?;
                Some(Today {
                    value,
                    of: of(sums.accounts, sums.currency),
                })
            })
            .collect()
    }

    async fn look_back(&self, found: &mut [dsl::Diagnostic]) {
        let found = found.iter_mut().collect();
        let asked = looking_back::answer(&self.context, self.scope, found, LOOKING_BACK);
        self.or_nothing(asked).await;
    }
}

fn name_of(name: String, account: Uuid, accounts: &[NamedAccount]) -> Option<CampaignName> {
    let account = accounts.iter().find(|known| known.id == account)?;
    Some(CampaignName {
        name,
        account: account.name.clone(),
        platform: account.platform,
    })
}
