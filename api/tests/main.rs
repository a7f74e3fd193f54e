//! The HTTP side as a client sees it: the whole server on a port of its own, over a store of its own.

mod account_life;
mod browser;
mod campaigns;
mod colleagues;
mod connecting;
mod document;
mod events;
mod exports;
mod folders;
mod inbox;
mod ledger;
mod limits;
mod lists;
mod lsp;
mod matrix;
mod once;
mod pages;
mod program;
mod protocol;
mod roles;
mod rules;
mod sessions;
mod setting_up;
mod stage;
mod supervising;
mod support;
