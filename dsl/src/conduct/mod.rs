//! How a rule conducts itself from check to check, whoever runs it: where it stands on each object, and who has to agree.
//!
//! Pure: the engine's tick and the rules' own tests call the same functions. Never here: storage, clocks, what a condition
//! says (`evaluate`), whether another rule or a guard stands in the way (the engine's door).

pub mod policy;
pub mod progress;
