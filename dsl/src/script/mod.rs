//! Scripts: one pure expression each, for what the language will not say. One gives a number, or a list of actions.
//!
//! `engine` holds what a script may call and its limits, `program` a script that was compiled, `kinds` how numbers cross, `returned` the
//! actions that a script may return.
//! `check` compiles what the text holds; the plan, the walk and the reference run it. A script reads its arguments and nothing
//! else: no clock, no file, no state, no floating point, so that the same arguments give the same result for good.

mod engine;
mod kinds;
mod program;
mod returned;

pub(crate) use engine::{FUNCTIONS, KEYWORDS, MOST_OPERATIONS, MOST_SOURCE};
pub(crate) use kinds::{ACTIONS, ScriptKind, most_parts, parts};
pub(crate) use program::{Argument, Failure, Gives, Parameter, Script};
pub(crate) use returned::{Able, By, Returned, in_words, makers, may_return};

use returned::{SHARE, maker_words};

/// A function that scripts may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptFunction {
    pub name: String,
    pub definition: String,
    /// Scripts that give actions have it, and no others.
    pub makes_actions: bool,
}

/// The functions that scripts may call.
#[must_use]
pub fn script_functions() -> Vec<ScriptFunction> {
    let of_all = FUNCTIONS.iter().map(|(name, definition)| ScriptFunction {
        name: (*name).to_owned(),
        definition: (*definition).to_owned(),
        makes_actions: false,
    });
    let making = makers().into_iter().map(|(name, able)| ScriptFunction {
        definition: maker_words(&name, able),
        name,
        makes_actions: true,
    });
    let share = ScriptFunction {
        name: SHARE.0.to_owned(),
        definition: SHARE.1.to_owned(),
        makes_actions: true,
    };
    of_all.chain(making).chain([share]).collect()
}

/// The names of the functions that a script may call.
pub(crate) fn function_names(gives_actions: bool) -> Vec<String> {
    script_functions()
        .into_iter()
        .filter(|function| gives_actions || !function.makes_actions)
        .map(|function| function.name)
        .collect()
}
