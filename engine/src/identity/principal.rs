//! Principals, scopes, roles and permissions.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use dsl::Role;

/// Proof that the bearer may touch this organisation's rows. Only authentication and the registration of an account
/// make one; store functions on tenant tables take nothing less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrgScope(Uuid);

impl OrgScope {
    pub(crate) fn of(org_id: Uuid) -> Self {
        Self(org_id)
    }

    pub fn id(self) -> Uuid {
        self.0
    }
}

/// By which door a principal came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrincipalKind {
    User,
    ApiKey,
    Slack,
    Link,
    Operator,
}

impl PrincipalKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::ApiKey => "api_key",
            Self::Slack => "slack",
            Self::Link => "link",
            Self::Operator => "operator",
        }
    }
}

/// Somebody who asks for something inside one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    pub scope: OrgScope,
    pub actor: Uuid,
    pub name: String,
    /// Set while an admin looks through somebody else's eyes.
    pub on_behalf_of: Option<Uuid>,
    pub kind: PrincipalKind,
    pub role: Role,
}

/// Who caused a change: a person, a rule, or the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    User(Uuid),
    Rule(Uuid),
    System,
}

impl Actor {
    pub fn kind(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Rule(_) => "rule",
            Self::System => "system",
        }
    }

    pub fn id(self) -> Option<Uuid> {
        match self {
            Self::User(id) | Self::Rule(id) => Some(id),
            Self::System => None,
        }
    }
}

/// What a route asks for. Roles map to permissions here and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Permission {
    #[serde(rename = "actions.read")]
    ActionsRead,
    #[serde(rename = "actions.approve")]
    ActionsApprove,
    /// Asking for an action of one's own; whether somebody has to agree is the policy's word.
    #[serde(rename = "actions.propose")]
    ActionsPropose,
    #[serde(rename = "decisions.read")]
    DecisionsRead,
    #[serde(rename = "rules.read")]
    RulesRead,
    #[serde(rename = "rules.write")]
    RulesWrite,
    #[serde(rename = "guards.write")]
    GuardsWrite,
    #[serde(rename = "campaigns.read")]
    CampaignsRead,
    #[serde(rename = "accounts.read")]
    AccountsRead,
    #[serde(rename = "accounts.write")]
    AccountsWrite,
    #[serde(rename = "actors.read")]
    ActorsRead,
    #[serde(rename = "actors.write")]
    ActorsWrite,
    #[serde(rename = "members.read")]
    MembersRead,
    #[serde(rename = "members.write")]
    MembersWrite,
    #[serde(rename = "organisation.write")]
    OrganisationWrite,
    #[serde(rename = "organisation.stop")]
    OrganisationStop,
}

impl Permission {
    pub const ALL: &'static [Self] = &[
        Self::ActionsRead,
        Self::ActionsApprove,
        Self::ActionsPropose,
        Self::DecisionsRead,
        Self::RulesRead,
        Self::RulesWrite,
        Self::GuardsWrite,
        Self::CampaignsRead,
        Self::AccountsRead,
        Self::AccountsWrite,
        Self::ActorsRead,
        Self::ActorsWrite,
        Self::MembersRead,
        Self::MembersWrite,
        Self::OrganisationWrite,
        Self::OrganisationStop,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::ActionsRead => "actions.read",
            Self::ActionsApprove => "actions.approve",
            Self::ActionsPropose => "actions.propose",
            Self::DecisionsRead => "decisions.read",
            Self::RulesRead => "rules.read",
            Self::RulesWrite => "rules.write",
            Self::GuardsWrite => "guards.write",
            Self::CampaignsRead => "campaigns.read",
            Self::AccountsRead => "accounts.read",
            Self::AccountsWrite => "accounts.write",
            Self::ActorsRead => "actors.read",
            Self::ActorsWrite => "actors.write",
            Self::MembersRead => "members.read",
            Self::MembersWrite => "members.write",
            Self::OrganisationWrite => "organisation.write",
            Self::OrganisationStop => "organisation.stop",
        }
    }

    /// May somebody of this role do this at all? Whether *this* action may be approved is asked again at the ledger.
    pub fn is_granted_to(self, role: Role) -> bool {
        match self {
            Self::ActionsRead
            | Self::ActionsPropose
            | Self::DecisionsRead
            | Self::RulesRead
            | Self::CampaignsRead
            | Self::AccountsRead => true,
            // Whoever decides what may be sent may also stop everything from being sent.
            Self::ActionsApprove | Self::MembersRead | Self::OrganisationStop => {
                matches!(role, Role::Manager | Role::Admin)
            }
            Self::RulesWrite => matches!(role, Role::Marketer | Role::Admin),
            Self::GuardsWrite
            | Self::AccountsWrite
            | Self::ActorsRead
            | Self::ActorsWrite
            | Self::MembersWrite
            | Self::OrganisationWrite => role == Role::Admin,
        }
    }
}

impl Principal {
    pub fn may(&self, permission: Permission) -> bool {
        permission.is_granted_to(self.role)
    }

    pub fn cause(&self) -> Actor {
        Actor::User(self.actor)
    }
}
