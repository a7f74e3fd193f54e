//! Properties over time, as they were and as they would have been: the amounts of budgets and bids, and whether an object is on.
//!
//! `days` adds them up; `report` shows the budgets and bids that the run moved. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use super::{
    recorded::{Recorded, RecordedChange, RecordedObject},
    searches::Turns,
};
use crate::{
    campaigns::negatives,
    connections::platform::{SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
};

/// A value that was set in the scratch world.
#[derive(Debug, Clone)]
pub(super) struct Simulated {
    pub target: WriteTarget,
    pub field: WriteField,
    pub at: Timestamp,
    pub new: WriteValue,
    /// As the ledger calls the target.
    pub name: String,
}

/// A budget or a bid that the run moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub target: String,
    pub field: WriteField,
    /// Each from where the run begins, or from where it is first known.
    pub recorded: Vec<Step>,
    pub simulated: Vec<Step>,
}

/// A value, in micros of the account's currency, from an instant on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub at: Timestamp,
    pub micros: i64,
}

#[derive(Clone, Copy)]
pub(super) struct Span {
    pub from: Timestamp,
    pub until: Timestamp,
}

type Place<'a> = (TargetKind, &'a str, WriteField);

/// All that is recorded of properties, and all that the run set.
pub(super) struct Courses<'a> {
    happened: HashMap<Place<'a>, Vec<Step>>,
    moved: HashMap<Place<'a>, Vec<Step>>,
    /// Of negative keywords.
    turned: Turns,
    turned_by_run: Turns,
}

impl<'a> Courses<'a> {
    pub fn of(recorded: &'a Recorded, simulated: &'a [Simulated]) -> Self {
        let happened = recorded
            .changes
            .iter()
            .map(|change| (&change.target, change.field, change.at, &change.new));
        let moved = simulated
            .iter()
            .map(|change| (&change.target, change.field, change.at, &change.new));
        Self {
            happened: by_place(happened),
            moved: by_place(moved),
            turned: Turns::of(recorded.changes.iter().map(RecordedChange::parts)),
            turned_by_run: Turns::of(
                simulated
                    .iter()
                    .map(|change| (&change.target, change.at, &change.new)),
            ),
        }
    }

    /// Whether the run set this property.
    pub fn is_moved(&self, place: Place<'_>) -> bool {
        self.moved.contains_key(&place)
    }

    /// A property that begins with a value.
    pub fn course(&self, place: Place<'_>, since: Timestamp, first: i64) -> Course {
        let of = |steps: &HashMap<Place<'_>, Vec<Step>>| steps.get(&place).cloned().unwrap_or_default();
        let first = Step {
            at: since,
            micros: first,
        };
        Course::of(first, of(&self.happened), of(&self.moved))
    }

    /// Whether a search shows ads; `None` where the run did nothing about it.
    pub fn of_search(&self, search: &RecordedObject) -> Option<Course> {
        let moved = self.turned_by_run.steps(&search.external_id);
        let first = Step {
            at: search.first_seen_at,
            micros: i64::from(search.delivery != negatives::word(true)),
        };
        let happened = || {
            let turned = self.turned.steps(&search.external_id).into_iter();
            turned.filter(|step| step.at > search.first_seen_at).collect()
        };
        (!moved.is_empty()).then(|| Course::of(first, happened(), moved))
    }
}

fn by_place<'a>(
    changes: impl Iterator<Item = (&'a WriteTarget, WriteField, Timestamp, &'a WriteValue)>,
) -> HashMap<Place<'a>, Vec<Step>> {
    let mut found: HashMap<Place<'a>, Vec<Step>> = HashMap::new();
    for (target, field, at, value) in changes {
        let place = (target.kind, target.external_id.as_str(), field);
        found.entry(place).or_default().push(Step {
            at,
            micros: measure(value),
        });
    }
    found
}

/// The budgets and bids that the run moved, in the order of its first moves.
pub(super) fn moved(recorded: &Recorded, simulated: &[Simulated], span: Span) -> Vec<Moved> {
    let courses = Courses::of(recorded, simulated);
    let mut first: BTreeMap<Place<'_>, i64> = BTreeMap::new();
    for budget in &recorded.budgets {
        let place = (
            TargetKind::Budget,
            budget.external_id.as_str(),
            WriteField::Budget,
        );
        first.insert(place, budget.amount_micros);
    }
    for object in &recorded.objects {
        if let Some(bid) = object.bid_micros {
            first.insert((object.kind, object.external_id.as_str(), WriteField::Bid), bid);
        }
    }
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for change in simulated {
        let place = (
            change.target.kind,
            change.target.external_id.as_str(),
            change.field,
        );
        let Some(first) = first.get(&place).filter(|_| told.insert(place)) else {
            continue;
        };
        let course = courses.course(place, Timestamp::MIN, *first);
        found.push(Moved {
            target: change.name.clone(),
            field: change.field,
            recorded: within(&course.recorded, span),
            simulated: within(&course.simulated, span),
        });
    }
    found
}

/// The steps of a span, the first of them what held when it began; a step that changes nothing is none.
fn within(steps: &[Step], span: Span) -> Vec<Step> {
    let begins = Step {
        at: span.from,
        micros: value_at(steps, span.from),
    };
    let mut found = vec![begins];
    for step in steps {
        let is_new = found.last().is_some_and(|last| last.micros != step.micros);
        if is_new && step.at > span.from && step.at <= span.until {
            found.push(*step);
        }
    }
    found
}

/// One property over time: micros of a budget or a bid, or 1 while an object is on. Each value holds until the next.
pub(super) struct Course {
    pub recorded: Vec<Step>,
    pub simulated: Vec<Step>,
}

impl Course {
    fn of(first: Step, happened: Vec<Step>, moved: Vec<Step>) -> Self {
        let recorded = [vec![first], happened].concat();
        let mut simulated = [recorded.as_slice(), &moved].concat();
        // What happened at an instant was there before the run looked at it.
        simulated.sort_by_key(|step| step.at);
        Self { recorded, simulated }
    }

    /// The seconds of a span, cut wherever something changed, with what held on either side; empty where the run set nothing.
    pub fn stretches(&self, span: Span) -> Vec<(i128, i128, i128)> {
        if self.simulated.len() == self.recorded.len() {
            return Vec::new();
        }
        let changes = self.simulated.iter().map(|step| step.at);
        let mut cuts: BTreeSet<Timestamp> =
            changes.filter(|at| *at > span.from && *at < span.until).collect();
        cuts.extend([span.from, span.until]);
        cuts.iter()
            .zip(cuts.iter().skip(1))
            .map(|(from, until)| {
                (
                    i128::from(until.duration_since(*from).as_secs()),
                    i128::from(value_at(&self.recorded, *from)),
                    i128::from(value_at(&self.simulated, *from)),
                )
            })
            .collect()
    }
}

pub(super) fn measure(value: &WriteValue) -> i64 {
    match value {
        WriteValue::Money(cell) | WriteValue::Ratio(cell) => *cell,
        WriteValue::Status(status) => i64::from(*status == SwitchStatus::Active),
        WriteValue::Negative(is_there) | WriteValue::Label(is_there) => i64::from(*is_there),
    }
}

/// What held at an instant; nothing before the first value.
pub(super) fn value_at(steps: &[Step], at: Timestamp) -> i64 {
    let before = steps.partition_point(|step| step.at <= at);
    before
        .checked_sub(1)
        .and_then(|last| steps.get(last))
        .map_or(0, |step| step.micros)
}
