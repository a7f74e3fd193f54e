//! Who is who: organisations, people, roles, sessions, the first set-up.
//!
//! Called by `api` on every request. Here is also where an [`OrgScope`] is born: the proof, without which no store
//! function touches a tenant's rows. Never here: what a role may do to money (that is `actions`).

pub mod email;
pub mod login;
pub mod members;
pub mod password;
pub mod principal;
pub mod session;
pub mod setup;
pub mod store;
#[cfg(test)]
pub(crate) mod testing;

pub use login::{LoginAttempt, LoginError, NewSession, login};
pub use members::{MemberError, NewPerson, add_person, change_role, remove_person, seed_people};
pub use principal::{Actor, OrgScope, Permission, Principal, PrincipalKind, Role};
pub use session::{AuthenticationError, Session, authenticate, log_out, look_up};
pub use setup::{SetupError, SetupForm, issue_setup_link, set_up, setup_is_open};
