//! What the organisation's own past says of a finding: its question, asked of the stored columns day by day.
//!
//! One look at each object in scope at the end of each of the last days, in today's knowledge of the numbers and with today's
//! attributes. Bounded in time: what was not reached is not claimed. Called by pages and by the command line, never by a tick.

use std::time::Duration;

use dsl::{BoundRule, Diagnostic, Question, Tally};
use jiff::SignedDuration;

use super::trial::{self, Ground};
use crate::{
    Context,
    clock::Deadline,
    identity::OrgScope,
    metrics::{Snapshot, calendar},
    rules::catalog,
    store::StoreError,
};

/// How far back is looked.
pub const DAYS: u32 = 90;
/// Questions of one text that are asked of the past.
const MOST_QUESTIONS: usize = 16;

/// A question on the accounts that it is about, and what was counted so far.
struct Asked<'a> {
    question: Question,
    places: Vec<(&'a Ground, BoundRule)>,
    tally: Tally,
    /// The oldest day with a look, counted back from today.
    oldest: u32,
}

/// Puts beside each finding what the past says of it, the newest days first for as long as there is time.
pub async fn answer(
    context: &Context,
    scope: OrgScope,
    mut found: Vec<&mut Diagnostic>,
    time: Duration,
) -> Result<(), StoreError> {
    found.retain(|finding| finding.question.is_some());
    found.truncate(MOST_QUESTIONS);
    if found.is_empty() {
        return Ok(());
    }
    let grounds = trial::grounds(context, scope, None).await?;
    let deadline = Deadline::after(&context.process, time);
    let goes_on = || !deadline.has_passed(&context.process);
    let questions = found.iter().filter_map(|finding| finding.question.clone());
    let mut asked: Vec<Asked<'_>> = questions
        .map(|question| {
            let places = grounds.iter().filter_map(|ground| {
                let bound = catalog::tie(question.rule(), &ground.account, &context.platforms, &[]);
                Some((ground, bound.ok()?))
            });
            Asked {
                places: places.collect(),
                question,
                tally: Tally::default(),
                oldest: 0,
            }
        })
        .collect();
    'days: for ago in 1..=DAYS {
        let mut of_day = Vec::with_capacity(asked.len());
        for one in &asked {
            let mut tally = Tally::default();
            for (ground, bound) in &one.places {
                let Some(snapshot) = end_of_day(ground, bound, ago) else {
                    continue;
                };
                // A day that was not finished is not counted.
                let Ok(verdicts) = bound.evaluate_while(&snapshot, &snapshot.moment(), &goes_on) else {
                    break 'days;
                };
                tally += one.question.count(&verdicts);
                if !goes_on() {
                    break 'days;
                }
            }
            of_day.push(tally);
        }
        for (one, tally) in asked.iter_mut().zip(of_day) {
            if tally.looks > 0 {
                one.oldest = ago;
            }
            one.tally += tally;
        }
        tokio::task::yield_now().await;
    }
    for (finding, one) in found.into_iter().zip(asked) {
        finding.history = one.question.answer(one.tally, one.oldest);
    }
    Ok(())
}

/// The columns as the last moment of a past day saw them; `None` before their history.
fn end_of_day(ground: &Ground, bound: &BoundRule, ago: u32) -> Option<Snapshot> {
    let present = &ground.snapshot;
    let day = present.today().checked_sub(i64::from(ago))?;
    let at = calendar::day_end(day, &ground.account.zone)
        .checked_sub(SignedDuration::from_micros(1))
        .ok()?;
    let level = bound.rule().scope().level;
    let past = present.table.at_level(level, at).knowing(present.known());
    past.reaches_back_to(day).then_some(past)
}
