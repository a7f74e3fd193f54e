//! The adapters against the outside: a scripted server that answers byte by byte as told, and the sandbox.

mod conversation;
mod fate_of_a_write;
mod sandbox_reads;
mod sandbox_sign_in;
mod sandbox_writes;
mod scripted;
mod sign_in;
mod world;
