//! A guard read back in English.

use super::phrases::{self, Phrases};
use super::times::about;
use super::{accepted, amount_words};
use crate::display::decimal;
use crate::guard::{Ceiling, Guard, GuardClause, Pauses, Promise, percent};
use crate::rational::Rational;
use crate::registry::{Level, Property};

impl Guard {
    /// The guard in English, one sentence a line.
    #[must_use]
    pub fn in_plain_words(&self) -> String {
        let phrases = Phrases {
            body: None,
            literals: &[],
            window_is_said: false,
        };
        let condition = self
            .body
            .scope_condition
            .as_ref()
            .map(|condition| phrases.condition(condition));
        let about = about(&self.body.scope, condition);
        let mut sentences: Vec<String> = self
            .body
            .clauses
            .iter()
            .zip(&self.body.conditions)
            .map(|(clause, condition)| {
                let condition = condition.as_ref().map(|condition| phrases.condition(condition));
                promise(&clause.promise, (&about, self.body.scope.level), condition)
            })
            .collect();
        let raises = |clause: &GuardClause| matches!(clause.promise, Promise::Risk(..) | Promise::Total(_));
        if self.body.clauses.iter().any(raises) {
            let binds = |clause: &GuardClause| matches!(clause.promise, Promise::Change(..));
            let upwards = |clause: &GuardClause| clause.property().is_some_and(Property::is_safer_above);
            let clauses = &self.body.clauses;
            let said = match (clauses.iter().any(upwards), clauses.iter().any(binds)) {
                (false, false) => "Cuts always pass.",
                (false, true) => "Cuts pass every ceiling; the bound on changes holds for cuts as well.",
                (true, false) => "What lets less be spent always passes.",
                (true, true) => {
                    "What lets less be spent passes every bound; that on changes holds for it as well."
                }
            };
            sentences.push(said.to_owned());
        }
        if let Some(currency) = self.body.currency {
            sentences.push(format!(
                "In an account that does not count in {currency}, what is asked about an amount is not known, and what is not known is covered."
            ));
        }
        sentences.push("This binds every rule, every person and every program.".to_owned());
        sentences.extend(accepted(&self.body.accepts));
        sentences.join("\n")
    }
}

fn bound_words(bound: &Ceiling) -> String {
    match bound {
        Ceiling::OfDayStart(share) => percent(share),
        Ceiling::Amounts(amounts) => phrases::amounts(amounts),
        Ceiling::Ratio(millionths) => decimal(&Rational::millionths(*millionths), 6, 0),
    }
}

fn promise(promise: &Promise, (about, own): (&str, Level), condition: Option<String>) -> String {
    match promise {
        Promise::Risk(property, bound) => {
            let (verb, side) = property.risky_side();
            let bound = match bound {
                Ceiling::OfDayStart(share) => {
                    format!("{} of what it was at the start of the day", percent(share))
                }
                bound => bound_words(bound),
            };
            format!(
                "Nobody {verb}s the {} of {about} {side} {bound}.",
                amount_words(*property)
            )
        }
        Promise::Total(ceiling) => {
            let ceiling = bound_words(ceiling);
            format!(
                "Nobody raises a budget of {about}, or switches one of them on, when that takes the daily budgets of all \
                 running campaigns of the account above {ceiling} together."
            )
        }
        Promise::Change(property, Ceiling::OfDayStart(share)) => format!(
            "Nobody moves the {} of {about}, up or down, by more than {} of what it was at the start of the day.",
            amount_words(*property),
            percent(share)
        ),
        Promise::Change(property, step) => format!(
            "Nobody moves the {} of {about}, up or down, by more than {} from where the day began.",
            amount_words(*property),
            bound_words(step)
        ),
        Promise::Pause => match condition {
            None => format!("Nobody pauses {about}{}.", with_them(own)),
            Some(condition) => format!(
                "Of {about}, nobody pauses those where {condition}{}.",
                with_them(own)
            ),
        },
        Promise::Paused(Pauses::Share(share), level) => format!(
            "On one day, at most {} of the running ones among {} are paused in an account, rounded down{}.",
            percent(share),
            counted(*level, own, about),
            however(*level)
        ),
        Promise::Paused(Pauses::Count(count), level) => format!(
            "On one day, at most {count} of {} {} paused in an account{}.",
            counted(*level, own, about),
            if *count == 1 { "is" } else { "are" },
            however(*level)
        ),
    }
}

/// A pause of what stands above stops what stands below.
fn with_them(level: Level) -> &'static str {
    match level {
        Level::Campaigns => "",
        _ => ", nor anything without which they would not run",
    }
}

fn however(level: Level) -> &'static str {
    match level {
        Level::Campaigns => "",
        _ => "; one that stops because of a pause above or beside it counts as well",
    }
}

fn counted(level: Level, own: Level, about: &str) -> String {
    if level == own {
        about.to_owned()
    } else {
        format!("the {level} under {about}")
    }
}
