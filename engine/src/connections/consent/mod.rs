//! From "connect" to connected accounts: a person is sent to the platform, comes back with its answer, and chooses.
//!
//! `begin` makes the state that travels and binds it to the browser's session; `answer` takes the platform's answer once,
//! exchanges it and lists accounts; `choose` registers accounts; `view` shows where it stands. Every way it can fail ends
//! in a [`Connection`] with a [`Problem`] that says what to do.
//!
//! Called by `api::connections`. Never here: HTTP, a platform's wire format.

mod answer;
mod begin;
mod choose;
pub mod store;
mod view;

pub use answer::{Answer, AnswerError, answer};
pub use begin::{BeginError, Begun, begin};
pub use choose::{ChooseError, abandon, choose};
pub use view::{Candidate, CandidateStatus, Connection, Scope, connection};

use jiff::SignedDuration;

use crate::{Context, store::StoreError};

/// How long a person may stay at the platform (process time).
pub const CONSENT_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// How long the list of accounts waits for a choice (process time).
pub const CHOICE_LASTS: SignedDuration = SignedDuration::from_hours(1);
/// How long an ended one is kept for whoever looks at its page (process time).
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Where a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The person is at the platform, or its answer is being looked at.
    Waiting,
    /// The person said no, or not enough.
    Refused,
    Failed,
    /// Accounts can be chosen.
    Choosing,
    Done,
    /// Its time was over first.
    Expired,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Choosing => "choosing",
            Self::Done => "done",
            Self::Expired => "expired",
        }
    }
}

/// What kind of end it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemCode {
    Refused,
    MissingScope,
    CodeRejected,
    NoAccounts,
    Expired,
    PlatformError,
}

impl ProblemCode {
    const ALL: [Self; 6] = [
        Self::Refused,
        Self::MissingScope,
        Self::CodeRejected,
        Self::NoAccounts,
        Self::Expired,
        Self::PlatformError,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::MissingScope => "missing_scope",
            Self::CodeRejected => "code_rejected",
            Self::NoAccounts => "no_accounts",
            Self::Expired => "expired",
            Self::PlatformError => "platform_error",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }

    /// The state a connection ends in for this reason.
    fn state(self) -> State {
        match self {
            Self::Refused | Self::MissingScope => State::Refused,
            Self::Expired => State::Expired,
            Self::CodeRejected | Self::NoAccounts | Self::PlatformError => State::Failed,
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Refused => "Access was refused",
            Self::MissingScope => "A permission is missing",
            Self::CodeRejected => "The platform did not accept the sign-in",
            Self::NoAccounts => "There is no account to connect",
            Self::Expired => "This took too long",
            Self::PlatformError => "The platform could not be asked",
        }
    }

    pub fn what_to_do(self) -> &'static str {
        match self {
            Self::Refused => "connect again and choose Allow; without it nothing can be read",
            Self::MissingScope => "connect again and leave every permission ticked on the platform's page",
            Self::CodeRejected => "connect again; the platform's answer can be used once only",
            Self::NoAccounts => {
                "connect again with a person who may open the advertising account, or ask its owner to invite this one"
            }
            Self::Expired => "connect again; nothing was kept",
            Self::PlatformError => "try again in a few minutes; nothing was kept",
        }
    }
}

/// Why it ended, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: ProblemCode,
    /// What happened, in one sentence.
    pub detail: String,
}

/// Forgets what nobody chose from in time and drops what ended long ago. Called in passing, by the runtime and by every
/// new connection.
pub async fn sweep(context: &Context) -> Result<(), StoreError> {
    let now = context.process.now();
    context
        .store
        .write(move |tx| Box::pin(async move { store::sweep(tx, now).await }))
        .await
}
