//! Scripts over a batch of rows, and the breaker that stops a tick whose scripts take too long together.

use std::cell::Cell;
use std::sync::Arc;

use crate::evaluate::lanes::{INFINITE, KNOWN, Lane, Values};
use crate::evaluate::plan::ArgumentOp;
use crate::evaluate::run::Lanes;
use crate::rational::Rational;
use crate::script::{Argument, Gives, Script, most_parts, parts};
use crate::table::MissingReason;

/// The evaluation was stopped from outside and has no verdicts: nothing may be concluded from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the scripts of the rule took too long together")]
pub struct Interrupted;

/// Asked before each run of a script. A run itself ends by its own limits, in the same place on every machine.
pub(super) struct Breaker<'a> {
    goes_on: &'a dyn Fn() -> bool,
    broken: Cell<bool>,
}

impl<'a> Breaker<'a> {
    pub(super) fn new(goes_on: &'a dyn Fn() -> bool) -> Self {
        Self {
            goes_on,
            broken: Cell::new(false),
        }
    }

    fn stops(&self) -> bool {
        if !self.broken.get() && !(self.goes_on)() {
            self.broken.set(true);
        }
        self.broken.get()
    }

    pub(super) fn is_broken(&self) -> bool {
        self.broken.get()
    }
}

/// The results of one script, a row at a time. Where an argument is missing the heaviest reason of all stays.
pub(super) fn results(
    script: &Arc<Script>,
    arguments: &[ArgumentOp],
    done: &Lanes,
    rows: usize,
    breaker: &Breaker<'_>,
) -> Lane {
    let (mut over, mut under) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let mut states = Vec::with_capacity(rows);
    for row in 0..rows {
        let found = if breaker.stops() {
            Err(MissingReason::ScriptLimit)
        } else {
            handed_over(arguments, done, row)
                .and_then(|arguments| script.result(&arguments).map_err(|failure| failure.reason))
        };
        match found {
            Ok(value) => {
                let (numerator, denominator) = parts(value);
                over.push(numerator);
                under.push(denominator);
                states.push(KNOWN);
            }
            Err(reason) => {
                over.push(0);
                under.push(1);
                states.push(reason.code());
            }
        }
    }
    let (numerator_bound, denominator_bound) = most_parts();
    Lane {
        scale: match &script.gives {
            Gives::Number(kind) => kind.scale(),
            // The checker lets no other one come here.
            Gives::Actions(_) => Rational::integer(1),
        },
        numerator: Values::Small(over),
        numerator_bound,
        denominator: Values::Small(under),
        denominator_bound,
        states,
    }
}

fn handed_over(arguments: &[ArgumentOp], done: &Lanes, row: usize) -> Result<Vec<Argument>, MissingReason> {
    let mut heaviest: Option<MissingReason> = None;
    let mut found = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let mut values = Vec::with_capacity(argument.registers().len());
        for register in argument.registers() {
            let lane = done.get(*register);
            let state = lane.and_then(|lane| lane.states.get(row)).copied();
            let value = lane.and_then(|lane| lane.value(row));
            match (state, value) {
                (Some(KNOWN), Some(value)) => values.push(value),
                // The checker lets no infinite value come here.
                (Some(INFINITE) | None, _) | (Some(KNOWN), None) => {
                    heaviest = heaviest.max(Some(MissingReason::Undefined));
                }
                (Some(state), _) => heaviest = heaviest.max(MissingReason::from_code(state)),
            }
        }
        found.push(match (argument, values.pop()) {
            (ArgumentOp::One(_), Some(value)) => Argument::One(value),
            (ArgumentOp::One(_), None) => Argument::Daily(Vec::new()),
            (ArgumentOp::Daily(_), last) => {
                values.extend(last);
                Argument::Daily(values)
            }
        });
    }
    heaviest.map_or(Ok(found), Err)
}
