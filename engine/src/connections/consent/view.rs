//! Where a connection stands, for its page.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Problem, ProblemCode, State, store};
use crate::{
    Context,
    connections::platform::{RemoteAccount, RemoteAccountState},
    identity::OrgScope,
    store::{StoreError, Tx},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    pub id: Uuid,
    pub platform: dsl::Platform,
    pub state: State,
    pub problem: Option<Problem>,
    /// The account whose grant is replaced: id and name.
    pub reconnects: Option<(Uuid, String)>,
    pub scopes: Vec<Scope>,
    pub expires_at: Timestamp,
    pub candidates: Vec<Candidate>,
}

/// A permission that is needed, and whether it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub name: String,
    pub granted: bool,
    pub needed_for: String,
}

/// An account that the consent reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub remote: RemoteAccount,
    pub status: CandidateStatus,
    /// The account here, where this organisation has it.
    pub account_id: Option<Uuid>,
    pub why_not: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateStatus {
    Available,
    Connected,
    Closed,
    OtherOrganisation,
}

impl CandidateStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Connected => "connected",
            Self::Closed => "closed",
            Self::OtherOrganisation => "other_organisation",
        }
    }
}

/// The state with the time looked at.
pub(super) fn state_of(stored: &store::Stored, now: Timestamp) -> State {
    let over = stored.expires_at <= now;
    match stored.state.as_str() {
        "waiting" | "exchanging" | "choosing" if over => State::Expired,
        "waiting" | "exchanging" => State::Waiting,
        "choosing" => State::Choosing,
        "done" => State::Done,
        "refused" => State::Refused,
        _ => State::Failed,
    }
}

/// One connection of the organisation, with what can be chosen now.
pub async fn connection(
    context: &Context,
    scope: OrgScope,
    id: Uuid,
) -> Result<Option<Connection>, StoreError> {
    let (now, platforms) = (context.process.now(), context.platforms.clone());
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(stored) = store::load(tx, scope, id).await? else {
                    return Ok(None);
                };
                let state = state_of(&stored, now);
                let candidates = match state {
                    State::Choosing | State::Done => candidates(tx, scope, &stored).await?,
                    _ => Vec::new(),
                };
                let needed = platforms
                    .get(&stored.platform)
                    .map_or(&[][..], |platform| platform.needed_scopes());
                let scopes = needed
                    .iter()
                    .map(|needed| Scope {
                        name: needed.name.to_owned(),
                        granted: stored.scopes.iter().any(|granted| granted == needed.name),
                        needed_for: needed.needed_for.to_owned(),
                    })
                    .collect();
                let problem = match state {
                    State::Expired => Some(Problem {
                        code: ProblemCode::Expired,
                        detail: match stored.state.as_str() {
                            "choosing" => "no account was chosen in time; the consent was forgotten",
                            _ => "the platform's answer did not come in time",
                        }
                        .to_owned(),
                    }),
                    _ => stored.problem,
                };
                Ok(Some(Connection {
                    id: stored.id,
                    platform: stored.platform,
                    state,
                    problem,
                    reconnects: stored.reconnects,
                    scopes,
                    expires_at: stored.expires_at,
                    candidates,
                }))
            })
        })
        .await
}

/// What the consent reaches, as it stands here now: those that can be chosen first.
pub(super) async fn candidates(
    tx: &mut Tx,
    scope: OrgScope,
    stored: &store::Stored,
) -> Result<Vec<Candidate>, StoreError> {
    let ids = stored
        .candidates
        .iter()
        .map(|remote| remote.address.external_id.clone())
        .collect();
    let held = store::held(tx, stored.platform, ids).await?;
    let mut candidates: Vec<Candidate> = stored
        .candidates
        .iter()
        .map(|remote| {
            let of = |own: bool| {
                held.iter().find(|held| {
                    held.external_id == remote.address.external_id && (held.org_id == scope.id()) == own
                })
            };
            let (status, account_id, why_not) = match (of(true), of(false)) {
                (Some(own), _) => {
                    let why = if own.state == "reconnect" {
                        "connected already; open the account and reconnect it there"
                    } else {
                        "connected already"
                    };
                    (CandidateStatus::Connected, Some(own.id), Some(why))
                }
                (None, Some(_)) => (
                    CandidateStatus::OtherOrganisation,
                    None,
                    Some("another organisation of this installation has it connected; one account has one desk"),
                ),
                (None, None) if remote.state == RemoteAccountState::Closed => (
                    CandidateStatus::Closed,
                    None,
                    Some("closed, cancelled or suspended at the platform"),
                ),
                (None, None) => (CandidateStatus::Available, None, None),
            };
            Candidate {
                remote: remote.clone(),
                status,
                account_id,
                why_not: why_not.map(str::to_owned),
            }
        })
        .collect();
    candidates.sort_by_key(|candidate| {
        let rank = match candidate.status {
            CandidateStatus::Available => 0,
            CandidateStatus::Connected => 1,
            CandidateStatus::OtherOrganisation => 2,
            CandidateStatus::Closed => 3,
        };
        (rank, candidate.remote.name.clone())
    });
    Ok(candidates)
}
