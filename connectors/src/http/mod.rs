//! The shell around every conversation over HTTP: where a call may go, how long it may take, what is known about its
//! fate when it breaks, and what of it may be kept.
//!
//! Called by the adapters of this crate. No platform's paths, error codes or field names belong here.

mod base;
mod elements;
mod gated_body;
mod redaction;
mod shell;

pub use base::{BaseUrl, BaseUrlError};
pub use elements::{ElementError, Elements};
pub use redaction::{AllowList, Secrets};
pub use shell::{Call, Fate, Gate, LostCall, OpenReply, Reply, Shell, ShellError, Timeouts};
