//! The language server as a client sees it: scripted conversations over channels.

mod client;
mod completion;
mod findings;
mod hover;
mod layout;
mod naming;
mod protocol;
mod stdio;
mod symbols;
