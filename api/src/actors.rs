//! The supervision tree, for admins.

use axum::extract::State;
use engine::{
    identity::Permission,
    supervision::{ActorInfo, ActorKind, ActorState},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    AppState,
    extract::{Caller, Json},
    permission::{Access, guard},
    wire::words,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(guard(
        Access::Permission(Permission::ActorsRead),
        routes!(get_actors),
    ))
}

words! {
    /// What the actor is there for.
    ActorKindWord: "node", "shard", "account", "campaign", "rule", "scheduler", "request_queue", "writer", "outbox"
}
words! {
    /// How the actor is doing.
    ActorStateWord: "running", "starting", "backing_off", "quarantined", "stopped"
}

fn kind(kind: ActorKind) -> ActorKindWord {
    match kind {
        ActorKind::Node => "node",
        ActorKind::Shard => "shard",
        ActorKind::Account => "account",
        ActorKind::Campaign => "campaign",
        ActorKind::Rule => "rule",
        ActorKind::Scheduler => "scheduler",
        ActorKind::RequestQueue => "request_queue",
        ActorKind::Writer => "writer",
        ActorKind::Outbox => "outbox",
    }
    .into()
}

fn state(state: ActorState) -> ActorStateWord {
    match state {
        ActorState::Running => "running",
        ActorState::Starting => "starting",
        ActorState::BackingOff => "backing_off",
        ActorState::Quarantined => "quarantined",
        ActorState::Stopped => "stopped",
    }
    .into()
}

/// One actor.
#[derive(Debug, Serialize, ToSchema)]
pub struct Actor {
    id: String,
    parent: Option<String>,
    kind: ActorKindWord,
    name: String,
    state: ActorStateWord,
    /// Messages that wait.
    mailbox: u64,
    /// Messages handled since the start.
    handled: u64,
    restarts: u64,
    last_error: Option<String>,
    /// When it came into this state.
    since: Timestamp,
}

impl From<ActorInfo> for Actor {
    fn from(actor: ActorInfo) -> Self {
        Self {
            id: actor.id,
            parent: actor.parent,
            kind: kind(actor.kind),
            name: actor.name,
            state: state(actor.state),
            mailbox: actor.mailbox,
            handled: actor.handled,
            restarts: actor.restarts,
            last_error: actor.last_error,
            since: actor.since,
        }
    }
}

/// The tree at one moment; parents come before their children.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorTree {
    at: Timestamp,
    tree: Vec<Actor>,
}

/// The supervision tree
///
/// The node's own actors and those of the caller's organisation.
#[utoipa::path(
    get, path = "/actors", operation_id = "get_actors", tag = "actors",
    responses((status = 200, description = "The tree now", body = ActorTree)),
)]
async fn get_actors(State(app): State<AppState>, caller: Caller) -> Json<ActorTree> {
    let own = caller.principal().scope.id();
    let visible = |actor: &ActorInfo| actor.org_id.is_none_or(|org_id| org_id == own);
    let tree = app
        .actors
        .tree()
        .into_iter()
        .filter(visible)
        .map(Actor::from)
        .collect();
    Json(ActorTree {
        at: app.context.process.now(),
        tree,
    })
}
