//! Builds an example from facts: an instant at which the rules run, whole values that keep every bound, words for the rest.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::example::{Example, Reading, of_number};
use super::facts::{Facts, all_members};
use super::int::Int;
use super::sums::{Axis, Bounded, Cell, Piece, Solved, System};
use super::terms::{Place, Stretch, Var, World};
use super::texts::{self, Found};
use crate::bind::BoundRule;
use crate::evaluate::tick_value;
use crate::explain::{attribute_display, metric_display};
use crate::rational::Rational;
use crate::registry::{Attribute, AttributeKind};
use crate::table::{AttributeValue, MissingReason, Moment};
use crate::window::ResolvedWindow;

/// Ticks looked at for one that suits the rules.
const MOST_TICKS: usize = 3_000;
/// Ticks for which values are sought.
const MOST_SOLVED: usize = 8;
/// How old the object of an example is, as far as `lifetime` reaches.
const LIFETIME_HOURS: i64 = 24 * 500;
/// Halvings of the search for whole values.
const MOST_SPLITS: u32 = 24;

/// The rules an example is made for.
pub(super) struct Maker<'a> {
    pub(super) world: &'a World,
    pub(super) rules: &'a [&'a BoundRule],
    /// Where the search for an instant begins.
    pub(super) from: Timestamp,
}

impl Maker<'_> {
    /// The first example that `shows` what is claimed.
    pub(super) fn example(&self, facts: &Facts, shows: &dyn Fn(&Example) -> bool) -> Option<Example> {
        let clock = facts
            .vars()
            .any(|var| matches!(var, Var::Attribute(Place::Clock(..))))
            || facts
                .members
                .keys()
                .any(|place| matches!(place, Place::Clock(..)));
        let mut solved = 0;
        for at in self.ticks().take(MOST_TICKS) {
            let moment = Moment {
                at,
                data_until: Some(at),
            };
            if !self.suits(facts, &moment) {
                continue;
            }
            solved = usize::saturating_add(solved, 1);
            if let Some(example) = self.at(facts, moment, shows) {
                return Some(example);
            }
            if solved >= MOST_SOLVED || !clock && solved >= 2 {
                return None;
            }
        }
        None
    }

    /// Instants at which all of the rules run.
    pub(super) fn ticks(&self) -> impl Iterator<Item = Timestamp> {
        let zone = &self.world.zone;
        let leader = self
            .rules
            .iter()
            .map(|rule| rule.rule.schedule())
            .filter(|schedule| !schedule.is_by_event())
            .max_by_key(|schedule| schedule.cadence());
        let runs = move |at: Timestamp| {
            self.rules.iter().all(|rule| {
                let schedule = rule.rule.schedule();
                if schedule.is_by_event() {
                    return schedule.allows(at, zone);
                }
                at.checked_sub(1.second())
                    .ok()
                    .and_then(|before| schedule.next_after(before, zone))
                    == Some(at)
            })
        };
        std::iter::successors(Some(self.from), move |at| match leader {
            Some(schedule) => schedule.next_after(*at, zone),
            None => at.checked_add(1.hour()).ok(),
        })
        .take(MOST_TICKS)
        .filter(move |at| runs(*at))
    }

    /// Whether the tick's own values are those asked for.
    fn suits(&self, facts: &Facts, moment: &Moment) -> bool {
        facts.members.iter().all(|(place, members)| match place {
            Place::Clock(attribute, zone) => match self.clock(*attribute, zone, moment) {
                Some(AttributeValue::Enum(member)) => attribute
                    .members()
                    .iter()
                    .position(|word| *word == member.as_str())
                    .is_some_and(|index| members & bit(index) != 0),
                _ => false,
            },
            _ => true,
        }) && facts.bounds.iter().all(|(var, (least, most))| match var {
            Var::Attribute(Place::Clock(attribute, zone)) => self
                .clock(*attribute, zone, moment)
                .and_then(|value| value.integer())
                .map(Int::from)
                .is_some_and(|value| {
                    least.as_ref().is_none_or(|least| value >= *least)
                        && most.as_ref().is_none_or(|most| value <= *most)
                }),
            _ => true,
        })
    }

    /// A value of the tick in the zone that the place names.
    fn clock(&self, attribute: Attribute, zone: &str, moment: &Moment) -> Option<AttributeValue> {
        let schedule = self
            .rules
            .iter()
            .map(|rule| rule.rule.schedule())
            .find(|schedule| schedule.zone_in(&self.world.zone).iana_name().unwrap_or_default() == zone);
        tick_value(attribute, moment, &self.world.zone, schedule)
    }

    fn windows(&self, moment: &Moment) -> Option<BTreeMap<Stretch, (ResolvedWindow, String)>> {
        let mut found = BTreeMap::new();
        for rule in self.rules {
            for (entry, used) in rule.rule.body.windows.iter().zip(rule.windows(moment)) {
                let resolved = used.resolved.ok()?;
                found
                    .entry(Stretch::of(entry, self.world))
                    .or_insert((resolved, entry.text.clone()));
            }
        }
        Some(found)
    }

    /// Where a window lies in time, for an object that is older than all of them.
    fn piece(&self, window: &ResolvedWindow, moment: &Moment) -> Option<Piece> {
        let start = |day: jiff::civil::Date| {
            day.to_zoned(self.world.zone.clone())
                .ok()
                .map(|start| start.timestamp())
        };
        let end = |day: jiff::civil::Date| start(day.tomorrow().ok()?);
        let (from, until) = match window {
            ResolvedWindow::Hours { from, until } | ResolvedWindow::HoursSinceCreation { from, until } => {
                (*from, *until)
            }
            ResolvedWindow::Days { first, last } => (start(*first)?, end(*last)?),
            ResolvedWindow::DaysAndHours { first, until, .. } => (start(*first)?, *until),
            ResolvedWindow::ToDate { first, .. } => (start(*first)?, moment.data_until?),
            ResolvedWindow::SinceCreation { from, last, to_date } => {
                let from = match from {
                    Some(first) => start(*first)?,
                    None => moment.at.checked_sub(LIFETIME_HOURS.hours()).ok()?,
                };
                (from, if *to_date { moment.data_until? } else { end(*last)? })
            }
            // It depends on the object's last change, which an example does not place.
            ResolvedWindow::SinceChange { .. } => return None,
        };
        Some(Piece {
            axis: Axis::Time,
            from: from.as_second(),
            until: until.as_second(),
        })
    }

    fn at(&self, facts: &Facts, moment: Moment, shows: &dyn Fn(&Example) -> bool) -> Option<Example> {
        let windows = self.windows(&moment)?;
        let mut all = BTreeSet::new();
        for rule in self.rules {
            for entry in &rule.rule.body.windows {
                let stretch = Stretch::of(entry, self.world);
                all.extend(
                    entry
                        .metrics
                        .iter()
                        .map(|metric| Var::Sum(*metric, stretch.clone())),
                );
            }
        }
        all.insert(Var::Attribute(Place::Object(Attribute::Budget)));
        all.insert(Var::Attribute(Place::Object(Attribute::Age)));
        let system = System::of(facts, &all, |stretch| {
            self.piece(&windows.get(stretch)?.0, &moment)
        })?;
        let mut extra = Vec::new();
        for cell in &system.cells {
            if let Cell::Attribute(place @ Place::Clock(attribute, zone)) = cell {
                let value = BigInt::from(self.clock(*attribute, zone, &moment)?.integer()?);
                extra.push(only(
                    Cell::Attribute(place.clone()),
                    Some(value.clone()),
                    Some(value),
                ));
            }
        }
        // The object is older than its oldest window, or the window would not be known.
        let oldest = windows
            .values()
            .filter_map(|(window, _)| Some(self.piece(window, &moment)?.from))
            .min()
            .map_or(0, |from| moment.at.as_second().saturating_sub(from));
        let age = |seconds: i64| {
            only(
                Cell::Attribute(Place::Object(Attribute::Age)),
                Some(BigInt::from(seconds)),
                None,
            )
        };
        extra.push(age(oldest));
        // What nothing is asked of looks like an ordinary campaign, where it may.
        let usual_budget = only(
            Cell::Attribute(Place::Object(Attribute::Budget)),
            Some(BigInt::from(100_000_000)),
            None,
        );
        let usual = [usual_budget, age(oldest.saturating_add(60 * 86_400))];
        let less = usual.get(..1).unwrap_or_default();
        // Days on which more was taken back than came in are rare: they are shown only where nothing else shows it.
        let ordinary: Vec<Bounded> = system
            .cells
            .iter()
            .filter(|cell| matches!(cell, Cell::Piece(..)))
            .map(|cell| only(cell.clone(), Some(BigInt::default()), None))
            .collect();
        let wishes = [ordinary.as_slice(), &[]]
            .into_iter()
            .flat_map(|days| [usual.as_slice(), less, &[]].map(|wishes| (days, wishes)));
        for (days, wishes) in wishes {
            let asked: Vec<Bounded> = extra.iter().chain(days).chain(wishes).cloned().collect();
            for (over, under) in [(1, 1), (1, 10), (1, 1_000), (0, 1)] {
                let margin = Rational::fraction(over, under).unwrap_or_else(Rational::zero);
                let Solved::Values(values) = system.solve(&margin, &asked) else {
                    continue;
                };
                for cells in rounded(&system, &values, &asked).into_iter().chain(self.split(
                    &system,
                    &asked,
                    over == 0,
                )) {
                    let example = self.written(facts, &system, &cells, &windows, moment);
                    if let Some(example) = example.filter(|example| shows(example)) {
                        return Some(example);
                    }
                }
            }
        }
        None
    }

    /// Whole values by halving, when rounding did not find any.
    fn split(&self, system: &System, asked: &[Bounded], last: bool) -> Option<BTreeMap<Cell, BigInt>> {
        if !last {
            return None;
        }
        let mut waiting = vec![asked.to_vec()];
        let mut splits = 0_u32;
        while let Some(asked) = waiting.pop() {
            splits = splits.saturating_add(1);
            if splits > MOST_SPLITS {
                return None;
            }
            let Solved::Values(values) = system.solve(&Rational::zero(), &asked) else {
                continue;
            };
            let Some((cell, value)) = values.iter().find(|(_, value)| !value.is_integer()) else {
                let whole: BTreeMap<Cell, BigInt> = values
                    .into_iter()
                    .map(|(cell, value)| (cell, value.floor()))
                    .collect();
                if system.holds(&whole, &asked) {
                    return Some(whole);
                }
                continue;
            };
            let below = value.floor();
            let above = below.checked_add(&BigInt::from(1))?;
            for (least, most) in [(Some(above), None), (None, Some(below))] {
                let mut asked = asked.clone();
                asked.push(only(cell.clone(), least, most));
                waiting.push(asked);
            }
        }
        None
    }

    /// The example with these cells.
    fn written(
        &self,
        facts: &Facts,
        system: &System,
        cells: &BTreeMap<Cell, BigInt>,
        windows: &BTreeMap<Stretch, (ResolvedWindow, String)>,
        moment: Moment,
    ) -> Option<Example> {
        let gaps = gaps(facts, system)?;
        let is_missing = |var: &Var| {
            facts.known.get(var) == Some(&false)
                || system
                    .of
                    .get(var)
                    .is_some_and(|cells| cells.iter().any(|cell| gaps.contains(cell)))
        };
        let mut sums = HashMap::new();
        let mut attributes = BTreeMap::new();
        let mut afterwards = BTreeMap::new();
        let mut put = |place: &Place, value: Result<AttributeValue, MissingReason>| match place {
            Place::Object(attribute) => {
                attributes.insert(*attribute, value);
            }
            Place::After(attribute) => {
                afterwards.insert(*attribute, value);
            }
            Place::Clock(..) | Place::Parameter(_) => {}
        };
        for var in system.of.keys() {
            match var {
                Var::Sum(metric, stretch) => {
                    let (window, _) = windows.get(stretch)?;
                    let value = if is_missing(var) {
                        Err(MissingReason::NotSupplied)
                    } else {
                        Ok(system.value(var, cells)?.to_i64()?)
                    };
                    sums.insert((*metric, *window), value);
                }
                Var::Attribute(place @ (Place::Object(attribute) | Place::After(attribute))) => {
                    if is_missing(var) {
                        put(place, Err(MissingReason::NotSupplied));
                    } else if let Some(value) = of_number(*attribute, system.value(var, cells)?.to_i64()?) {
                        put(place, Ok(value));
                    }
                }
                Var::Attribute(_) => {}
            }
        }
        for attribute in [
            Attribute::Status,
            Attribute::Name,
            Attribute::Labels,
            Attribute::Account,
        ] {
            self.worded(facts, Place::Object(attribute), &mut put)?;
        }
        let mentioned: BTreeSet<Place> = facts
            .members
            .keys()
            .chain(facts.texts.keys())
            .cloned()
            .chain(facts.known.keys().filter_map(|var| match var {
                Var::Attribute(place) => Some(place.clone()),
                Var::Sum(..) => None,
            }))
            .collect();
        for place in &mentioned {
            self.worded(facts, place.clone(), &mut put)?;
        }
        let platform = self.world.platform.member();
        attributes.insert(Attribute::Platform, Ok(AttributeValue::Enum(platform)));
        if let Some(account) = &self.world.account {
            let account = AttributeValue::Text(account.as_str().into());
            attributes.insert(Attribute::Account, Ok(account));
        }
        let readings = self.readings(facts, &sums, &attributes, windows, &moment);
        Some(Example {
            moment,
            readings,
            sums,
            attributes,
            afterwards,
            found: None,
            taken_back: cells
                .iter()
                .any(|(cell, value)| matches!(cell, Cell::Piece(..)) && *value < BigInt::default()),
        })
    }

    /// Words, labels and texts.
    fn worded(
        &self,
        facts: &Facts,
        place: Place,
        put: &mut impl FnMut(&Place, Result<AttributeValue, MissingReason>),
    ) -> Option<()> {
        let (Place::Object(attribute) | Place::After(attribute)) = place else {
            return Some(());
        };
        if facts.known.get(&Var::Attribute(place.clone())) == Some(&false) {
            put(&place, Err(MissingReason::NotSupplied));
            return Some(());
        }
        match attribute.kind() {
            AttributeKind::Enum => {
                let allowed = facts
                    .members
                    .get(&place)
                    .copied()
                    .unwrap_or_else(|| all_members(&place));
                let (_, word) = attribute
                    .members()
                    .iter()
                    .enumerate()
                    .find(|(index, _)| allowed & bit(*index) != 0)?;
                put(&place, Ok(AttributeValue::Enum(attribute.member(word)?)));
            }
            AttributeKind::Text => {
                let tests = facts.texts.get(&place).map(Vec::as_slice).unwrap_or_default();
                let Found::Text(text) = texts::find(tests) else {
                    return None;
                };
                put(&place, Ok(AttributeValue::Text(text.into())));
            }
            AttributeKind::Labels => {
                let labels: Vec<Arc<str>> = facts
                    .labels
                    .iter()
                    .filter(|((of, _), holds)| *of == place && **holds)
                    .map(|((_, label), _)| Arc::from(label.as_str()))
                    .collect();
                put(&place, Ok(AttributeValue::Labels(labels.into())));
            }
            AttributeKind::Money
            | AttributeKind::Ratio
            | AttributeKind::Duration
            | AttributeKind::Date
            | AttributeKind::Count => {}
        }
        Some(())
    }

    /// What the facts ask of the object, with the values it has.
    fn readings(
        &self,
        facts: &Facts,
        sums: &HashMap<(crate::registry::Metric, ResolvedWindow), Result<i64, MissingReason>>,
        attributes: &BTreeMap<Attribute, Result<AttributeValue, MissingReason>>,
        windows: &BTreeMap<Stretch, (ResolvedWindow, String)>,
        moment: &Moment,
    ) -> Vec<Reading> {
        let mut readings = Vec::new();
        let mut vars: Vec<&Var> = facts.vars().collect();
        vars.sort();
        vars.dedup();
        for var in &vars {
            let Var::Sum(metric, stretch) = var else {
                continue;
            };
            let Some((window, text)) = windows.get(stretch) else {
                continue;
            };
            let value = match sums.get(&(*metric, *window)) {
                Some(Ok(value)) => {
                    metric_display(metric.as_str(), |_| Some(*value), self.world.currency).unwrap_or_default()
                }
                _ => "not known".to_owned(),
            };
            readings.push(Reading {
                name: metric.as_str().to_owned(),
                window: Some(text.clone()),
                value,
            });
        }
        let mut places: BTreeSet<Attribute> = BTreeSet::new();
        for var in vars {
            if let Var::Attribute(Place::Object(attribute) | Place::Clock(attribute, _)) = var {
                places.insert(*attribute);
            }
        }
        for place in facts.members.keys().chain(facts.texts.keys()) {
            if let Place::Object(attribute) | Place::Clock(attribute, _) = place {
                places.insert(*attribute);
            }
        }
        for attribute in places {
            let value = if attribute.is_of_the_tick() {
                let schedule = self.rules.first().map(|rule| rule.rule.schedule());
                tick_value(attribute, moment, &self.world.zone, schedule).ok_or(MissingReason::NotSupplied)
            } else {
                attributes
                    .get(&attribute)
                    .cloned()
                    .unwrap_or(Err(MissingReason::NotSupplied))
            };
            readings.push(Reading {
                name: attribute.as_str().replace('_', " "),
                window: None,
                value: attribute_display(attribute, &value, self.world.currency),
            });
        }
        readings
    }
}

/// The pieces of time of which nothing is known, so that the windows over them are missing and the others are not; `None` where a
/// missing window is made of nothing but what others know.
fn gaps<'s>(facts: &Facts, system: &'s System) -> Option<BTreeSet<&'s Cell>> {
    let cells = |known: bool| {
        facts
            .known
            .iter()
            .filter(move |(var, is)| **is == known && matches!(var, Var::Sum(..)))
            .map(|(var, _)| system.of.get(var).map(Vec::as_slice).unwrap_or_default())
    };
    let known: BTreeSet<&Cell> = cells(true).flatten().collect();
    let mut gaps = BTreeSet::new();
    for missing in cells(false) {
        let mut open = missing.iter().filter(|cell| !known.contains(cell)).peekable();
        open.peek()?;
        gaps.extend(open);
    }
    Some(gaps)
}

fn only(cell: Cell, least: Option<BigInt>, most: Option<BigInt>) -> Bounded {
    Bounded {
        coefficients: BTreeMap::from([(cell, BigInt::from(1))]),
        least,
        most,
    }
}

fn bit(index: usize) -> u64 {
    u32::try_from(index)
        .ok()
        .and_then(|index| 1_u64.checked_shl(index))
        .unwrap_or(0)
}

/// The values in steps that a person would take, then in tenths and hundredths of them, then in the smallest.
fn rounded(
    system: &System,
    values: &BTreeMap<Cell, Rational>,
    asked: &[Bounded],
) -> Vec<BTreeMap<Cell, BigInt>> {
    let mut found = Vec::new();
    for parts in [1_i64, 10, 100, i64::MAX] {
        let cells: Option<BTreeMap<Cell, BigInt>> = values
            .iter()
            .map(|(cell, value)| {
                let step = Rational::fraction(cell.unit(), parts)?;
                let step = if step < Rational::integer(1) {
                    Rational::integer(1)
                } else {
                    Rational::integer(step.floor())
                };
                let steps = value.over(&step)?.round_at(0);
                Some((cell.clone(), Rational::integer(steps).times(&step).floor()))
            })
            .collect();
        if let Some(cells) = cells.filter(|cells| system.holds(cells, asked) && !found.contains(cells)) {
            found.push(cells);
        }
    }
    found
}
