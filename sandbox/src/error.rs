//! Why a sandbox cannot start. Every message is one line and says what to do.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the sandbox listens on loopback addresses only and `{0}` is not one; use 127.0.0.1 or [::1]")]
    NotLoopback(SocketAddr),
    #[error("the address {0} is taken by another program; choose another port with --listen")]
    AddressTaken(SocketAddr),
    #[error("cannot listen on {addr}: {source}")]
    Listen { addr: SocketAddr, source: io::Error },
    #[error("`{path}` is not a sandbox's data: {reason}; choose an empty folder with --data")]
    ForeignFolder { path: PathBuf, reason: String },
    #[error("`{path}` is damaged: {reason}; restore it, or delete the folder to begin a new world")]
    CorruptFolder { path: PathBuf, reason: String },
    #[error("`{path}` holds the world of seed {stored}, not {asked}; use --seed {stored} or another folder")]
    OtherSeed { path: PathBuf, stored: u64, asked: u64 },
    #[error("`{path}` is in use by another sandbox; stop it first or choose another folder with --data")]
    InUse { path: PathBuf },
    #[error("cannot use `{path}`: {source}")]
    Folder { path: PathBuf, source: io::Error },
    #[error("{option} must be {expected}, not {given}")]
    Option {
        option: &'static str,
        expected: &'static str,
        given: String,
    },
    #[error("the store failed: {0}")]
    Store(#[from] sqlx::Error),
    #[error("the server failed: {0}")]
    Server(io::Error),
}
