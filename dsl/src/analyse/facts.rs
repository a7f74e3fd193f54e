//! What is asked of one object at one moment, all at once; a plain contradiction is seen as soon as it is added.

use std::collections::BTreeMap;

use super::int::Int;
use super::numbers::NOT_LINEAR;
use super::terms::{Literal, Open, Place, Row, Stretch, TextTest, Var};
use super::texts::{self, Found};
use crate::registry::{Attribute, Metric};

/// The smallest and the largest cell.
pub(super) type Bounds = (Option<Int>, Option<Int>);

#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) known: BTreeMap<Var, bool>,
    pub(super) bounds: BTreeMap<Var, Bounds>,
    pub(super) rows: Vec<Row>,
    pub(super) members: BTreeMap<Place, u64>,
    pub(super) texts: BTreeMap<Place, Vec<(TextTest, bool)>>,
    pub(super) labels: BTreeMap<(Place, String), bool>,
    pub(super) free: BTreeMap<String, (u8, Open)>,
}

impl Facts {
    /// Whether it can hold together with what is there, as far as one look tells.
    pub(super) fn add(&mut self, literal: Literal) -> bool {
        match literal {
            Literal::Known(var) => self.known_is(var, true),
            Literal::Missing(var) => self.known_is(var, false),
            Literal::Row(row) => {
                if let Some((var, least, most)) = row.single() {
                    self.bound(var.clone(), least, most)
                } else {
                    if !self.rows.contains(&row) {
                        self.rows.push(row);
                    }
                    true
                }
            }
            Literal::Among { place, members } => {
                let all = all_members(&place);
                let now = self.members.get(&place).copied().unwrap_or(all) & members;
                self.members.insert(place, now);
                now != 0
            }
            Literal::Text { place, test, holds } => {
                let tests = self.texts.entry(place).or_default();
                if !tests.contains(&(test.clone(), holds)) {
                    tests.push((test, holds));
                }
                texts::find(tests) != Found::Impossible
            }
            Literal::Label { place, label, holds } => {
                *self.labels.entry((place, label)).or_insert(holds) == holds
            }
            Literal::Free { key, outcomes, open } => {
                let entry = self.free.entry(key).or_insert((u8::MAX, open));
                entry.0 &= outcomes;
                entry.0 != 0
            }
        }
    }

    /// Whether one look at what is known tells that it cannot hold together with what is there.
    pub(super) fn refuses(&self, literal: &Literal) -> bool {
        match literal {
            Literal::Known(var) => self.known.get(var) == Some(&false),
            Literal::Missing(var) => self.known.get(var) == Some(&true),
            _ => false,
        }
    }

    /// Whether every row keeps its bounds when each number is as near to zero as its own bounds let it be. No number may add up
    /// days of another: then nothing is left to be solved.
    pub(super) fn hold_near_zero(&self) -> bool {
        let mut sums: BTreeMap<Metric, &Stretch> = BTreeMap::new();
        let asked = self
            .rows
            .iter()
            .flat_map(|row| row.coefficients.iter().map(|(var, _)| var));
        let are_apart = self.bounds.keys().chain(asked).all(|var| match var {
            Var::Sum(metric, stretch) => *sums.entry(*metric).or_insert(stretch) == stretch,
            Var::Attribute(_) => true,
        });
        are_apart
            && self.rows.iter().all(|row| {
                let total = row.coefficients.iter().fold(Int::from(0), |sum, (var, times)| {
                    sum.plus(&times.times(&self.near_zero(var)))
                });
                row.least.as_ref().is_none_or(|least| total >= *least)
                    && row.most.as_ref().is_none_or(|most| total <= *most)
            })
    }

    fn near_zero(&self, var: &Var) -> Int {
        let domain;
        let (least, most) = match self.bounds.get(var) {
            Some(bounds) => bounds,
            None => {
                domain = var.domain();
                &domain
            }
        };
        let zero = Int::from(0);
        match (least, most) {
            (Some(least), _) if *least > zero => least.clone(),
            (_, Some(most)) if *most < zero => most.clone(),
            _ => zero,
        }
    }

    fn known_is(&mut self, var: Var, known: bool) -> bool {
        *self.known.entry(var).or_insert(known) == known
    }

    pub(super) fn bound(&mut self, var: Var, least: Option<Int>, most: Option<Int>) -> bool {
        let entry = match self.bounds.remove(&var) {
            Some(entry) => entry,
            None => var.domain(),
        };
        let least = tighter(entry.0, least, Ord::max);
        let most = tighter(entry.1, most, Ord::min);
        let possible = match (&least, &most) {
            (Some(least), Some(most)) => least <= most,
            _ => true,
        };
        self.bounds.insert(var, (least, most));
        possible
    }

    /// What stands in the way of knowing: what a comparison could not look into is in the way of the comparison.
    pub(super) fn in_the_way(&self) -> Option<&Open> {
        let all = || self.free.values().map(|(_, open)| open);
        all().find(|open| open.why != NOT_LINEAR).or_else(|| all().next())
    }

    /// Every number that something is asked of.
    pub(super) fn vars(&self) -> impl Iterator<Item = &Var> {
        self.bounds
            .keys()
            .chain(
                self.rows
                    .iter()
                    .flat_map(|row| row.coefficients.iter().map(|(var, _)| var)),
            )
            .chain(self.known.keys())
    }
}

fn tighter(one: Option<Int>, other: Option<Int>, pick: impl Fn(Int, Int) -> Int) -> Option<Int> {
    match (one, other) {
        (Some(one), Some(other)) => Some(pick(one, other)),
        (one, other) => one.or(other),
    }
}

/// A bit per member of the place's enumeration.
pub(super) fn all_members(place: &Place) -> u64 {
    let attribute: Option<Attribute> = match place {
        Place::Object(attribute) | Place::After(attribute) | Place::Clock(attribute, _) => Some(*attribute),
        Place::Parameter(_) => None,
    };
    let count = attribute.map_or(0, |attribute| attribute.members().len());
    u32::try_from(count)
        .ok()
        .and_then(|count| 1_u64.checked_shl(count))
        .map_or(u64::MAX, |beyond| beyond.wrapping_sub(1))
}
