//! Who is who: organisations, people, roles, sessions, the first set-up.
//!
//! Called by `api` on every request. Here is also where an [`OrgScope`] is born: the proof, without which no store
//! function touches a tenant's rows. Never here: what a role may do to money (that is `actions`).

pub mod email;
pub mod invites;
pub mod login;
pub mod members;
pub mod organisation;
pub mod password;
pub mod principal;
pub mod profile;
pub mod session;
pub mod setup;
pub mod store;
#[cfg(test)]
pub(crate) mod testing;

pub use invites::{
    Acceptance, InviteError, InviteState, InviteView, OpenInvite, accept_invite, invite, invites,
    look_at_invite, revoke_invite,
};
pub use login::{LoginAttempt, LoginError, NewSession, login};
pub use members::{
    MemberError, MemberView, NewPerson, add_person, change_role, members, remove_person, seed_people,
};
pub use organisation::{
    Organisation, OrganisationChange, OrganisationError, Stopped, change_organisation, organisation, resume,
    stop,
};
pub use principal::{Actor, OrgScope, Permission, Principal, PrincipalKind, Role};
pub use profile::{Locale, Profile, ProfileError, change_password, profile, update_profile};
pub use session::{
    AuthenticationError, Ending, Session, SessionView, authenticate, end_sessions, log_out, look_up, sessions,
};
pub use setup::{FieldProblem, SetupError, SetupForm, issue_setup_link, set_up, setup_is_open};
