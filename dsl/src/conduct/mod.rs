//! How a rule conducts itself from check to check, whoever runs it: where it stands on each object, what it holds there,
//! who has to agree, and what the one door says to its wishes.
//!
//! Pure: the engine's tick and the rules' own tests call the same functions. Never here: storage, clocks, what a condition
//! says (`evaluate`).

pub mod door;
pub(crate) mod hold_out;
pub mod holds;
pub mod policy;
pub mod progress;
pub mod spend;
