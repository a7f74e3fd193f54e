//! Scripts: one pure expression each, for what the language will not say.
//!
//! `engine` holds what a script may call and its limits, `program` a script that was compiled, `kinds` how numbers cross.
//! `check` compiles what the text holds; the plan, the walk and the reference run it. A script reads its arguments and nothing
//! else: no clock, no file, no state, no floating point, so that the same arguments give the same result for good.

use crate::registry::WordInfo;

mod engine;
mod kinds;
mod program;

pub(crate) use engine::{FUNCTIONS, KEYWORDS, MOST_OPERATIONS, MOST_SOURCE};
pub(crate) use kinds::{ScriptKind, most_parts, parts};
pub(crate) use program::{Argument, Parameter, Script};

/// The functions that scripts may call.
#[must_use]
pub fn script_functions() -> Vec<WordInfo> {
    FUNCTIONS
        .iter()
        .map(|(word, definition)| WordInfo {
            word,
            form: word,
            definition,
        })
        .collect()
}
