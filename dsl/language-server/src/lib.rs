//! The one language server of the rule language: the browser's editor over a WebSocket, editors on a desk over standard input.
//!
//! `serve` reads messages and answers them in order; `server` holds the documents and dispatches; `completion`, `hover`,
//! `findings`, `actions`, `symbols`, `layout` and `naming` answer one kind of question each. What the organisation calls its campaigns comes
//! through [`Names`]. Nothing here knows a transport, a database or a session.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

mod actions;
mod candidates;
mod completion;
mod document;
mod findings;
mod hover;
mod layout;
mod message;
mod names;
mod naming;
mod serve;
mod server;
mod snippets;
mod stdio;
mod symbols;
mod wire;

pub use names::{CampaignName, KnownAccount, KnownCampaign, Memory, Names, Scope, Today};
pub use serve::serve;
pub use stdio::serve_stdio;
