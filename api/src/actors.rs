//! The supervision tree, for admins, and what they can do about an actor.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use engine::{
    identity::Permission,
    supervision::{self, ActorInfo, ActorKind, ActorState, CommandError, Subtree},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, Json},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument},
    wire::{Empty, words},
};

pub fn routes() -> OpenApiRouter<AppState> {
    let write = Access::Permission(Permission::ActorsWrite);
    OpenApiRouter::new()
        .routes(guard(
            Access::Permission(Permission::ActorsRead),
            routes!(get_actors),
        ))
        .routes(guard(write, routes!(kill_actor)))
        .routes(guard(write, routes!(quarantine_actor)))
        .routes(guard(write, routes!(resume_actor)))
}

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

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

/// What waits beyond the mailbox, and what was handed on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorQueue {
    waiting: u64,
    in_flight: u64,
}

/// An actor and all below it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorSubtree {
    total: usize,
    unhealthy: usize,
    worst: ActorStateWord,
}

/// What can be done about it now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorCan {
    kill: bool,
    quarantine: bool,
    resume: bool,
    /// Why it can never be killed, where that is so.
    why_not: Option<&'static str>,
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
    queue: Option<ActorQueue>,
    subtree: ActorSubtree,
    can: ActorCan,
    /// The account, rule or campaign that it stands for.
    #[serde(rename = "ref")]
    reference: Option<Uuid>,
    /// What else there is to say about it.
    detail: Option<String>,
}

impl From<(ActorInfo, Subtree)> for Actor {
    fn from((actor, subtree): (ActorInfo, Subtree)) -> Self {
        let can = actor.can();
        Self {
            queue: actor.queue.map(|queue| ActorQueue {
                waiting: queue.waiting,
                in_flight: queue.in_flight,
            }),
            subtree: ActorSubtree {
                total: subtree.total,
                unhealthy: subtree.unhealthy,
                worst: state(subtree.worst),
            },
            can: ActorCan {
                kill: can.kill,
                quarantine: can.quarantine,
                resume: can.resume,
                why_not: can.why_not,
            },
            reference: actor.reference(),
            detail: actor.detail,
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
    let mut tree = app.actors.tree();
    tree.retain(|actor| actor.is_visible_to(own));
    Json(ActorTree {
        at: app.context.process.now(),
        tree: supervision::with_subtrees(tree)
            .into_iter()
            .map(Actor::from)
            .collect(),
    })
}

fn refusal(error: CommandError) -> Problem {
    match error {
        CommandError::NotFound => Problem::not_found(),
        CommandError::Impossible(why) => Problem::new(Kind::Conflict, why),
        CommandError::Store(error) => error.into(),
    }
}

/// Stop an actor
///
/// It ends at once, whatever it is in the middle of, and its supervisor starts it again. What was under way is found in
/// storage: a request whose answer was lost is read back, never sent twice.
#[utoipa::path(
    post, path = "/actors/{id}/kill", operation_id = "kill_actor", tag = "actors",
    params(("id" = String, Path, description = "The actor, percent-encoded", example = "queue:0193a1b2-0000-7000-8000-000000000000")),
    request_body = Empty,
    responses(
        (status = 202, description = "It ends"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It does not run, or must not be stopped", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn kill_actor(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Json(Empty {}): Json<Empty>,
) -> Result<StatusCode, Problem> {
    supervision::kill(&app.context, caller.principal(), &*app.actors, &id)
        .await
        .map_err(refusal)?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quarantine {
    /// For whoever looks at it next.
    #[schema(example = "the client asked us to keep still until Monday", max_length = 500)]
    reason: String,
}

/// Quarantine an actor
///
/// The account, rule or campaign behind it rests until somebody resumes it, over restarts and on every node.
#[utoipa::path(
    post, path = "/actors/{id}/quarantine", operation_id = "quarantine_actor", tag = "actors",
    params(("id" = String, Path, description = "The actor, percent-encoded", example = "account:0193a1b2-0000-7000-8000-000000000000")),
    request_body = Quarantine,
    responses(
        (status = 202, description = "It comes to rest"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "Nothing stands behind it that could rest", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn quarantine_actor(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<Quarantine>,
) -> Result<StatusCode, Problem> {
    let reason = body.reason.trim();
    if reason.is_empty() {
        return Err(Problem::invalid_field(
            "/reason",
            "say why, for whoever looks at it next",
        ));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Problem::invalid_field(
            "/reason",
            format!("use at most {LONGEST_REASON} characters"),
        ));
    }
    supervision::quarantine(&app.context, caller.principal(), &*app.actors, &id, reason)
        .await
        .map_err(refusal)?;
    Ok(StatusCode::ACCEPTED)
}

/// Resume a quarantined actor
///
/// What failed before is forgiven.
#[utoipa::path(
    post, path = "/actors/{id}/resume", operation_id = "resume_actor", tag = "actors",
    params(("id" = String, Path, description = "The actor, percent-encoded", example = "account:0193a1b2-0000-7000-8000-000000000000")),
    request_body = Empty,
    responses(
        (status = 202, description = "It goes on"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "It is not quarantined", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn resume_actor(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Json(Empty {}): Json<Empty>,
) -> Result<StatusCode, Problem> {
    supervision::resume(&app.context, caller.principal(), &*app.actors, &id)
        .await
        .map_err(refusal)?;
    Ok(StatusCode::ACCEPTED)
}
