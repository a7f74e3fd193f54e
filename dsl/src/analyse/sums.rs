//! Facts about sums as bounds over stretches that do not overlap: `last 3 days` and `last 7 days` share three days, and no day of a
//! metric that is never negative takes away from a sum.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;

use super::facts::{Bounds, Facts};
use super::int::Int;
use super::simplex::{Simplex, Solution};
use super::terms::{Place, Stretch, Var};
use crate::rational::Rational;
use crate::registry::Metric;

/// What time is counted on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Axis {
    /// Days back from today, or seconds at one moment.
    Time,
    Hours,
    /// A window that nothing is known to overlap with.
    Alone(Stretch),
}

/// A piece of time on one of several axes, `[from, until)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    pub(super) axis: Axis,
    pub(super) from: i64,
    pub(super) until: i64,
}

/// Where a stretch lies relative to any tick: days, hours and today are three axes, since how they lie to each other changes with the
/// time of day.
pub(super) fn relative(stretch: &Stretch) -> Piece {
    match stretch {
        Stretch::Days { back, days } => {
            let until = 1_i64.saturating_sub(i64::from(*back));
            Piece {
                axis: Axis::Time,
                from: until.saturating_sub(i64::from(*days)),
                until,
            }
        }
        Stretch::Hours(hours) => Piece {
            axis: Axis::Hours,
            from: i64::from(*hours).saturating_neg(),
            until: 0,
        },
        Stretch::Today | Stretch::Other(..) => alone(stretch),
    }
}

/// A stretch that shares nothing with another.
fn alone(stretch: &Stretch) -> Piece {
    Piece {
        axis: Axis::Alone(stretch.clone()),
        from: 0,
        until: 1,
    }
}

/// What the solver moves: a piece of a metric's time, or an attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell {
    Piece(Metric, Piece),
    Attribute(Place),
}

impl Cell {
    pub(super) fn unit(&self) -> BigInt {
        match self {
            Self::Piece(metric, _) => Var::Sum(*metric, Stretch::Today).unit(),
            Self::Attribute(place) => Var::Attribute(place.clone()).unit(),
        }
    }

    pub(super) fn domain(&self) -> (Option<BigInt>, Option<BigInt>) {
        match self {
            Self::Piece(metric, _) => wide(Var::Sum(*metric, Stretch::Today).domain()),
            Self::Attribute(place) => wide(Var::Attribute(place.clone()).domain()),
        }
    }
}

fn wide((least, most): Bounds) -> (Option<BigInt>, Option<BigInt>) {
    let wide = |bound: Option<Int>| bound.map(|bound| bound.big());
    (wide(least), wide(most))
}

/// `least <= multiples of cells <= most`.
#[derive(Clone, Debug)]
pub(super) struct Bounded {
    pub(super) coefficients: BTreeMap<Cell, BigInt>,
    pub(super) least: Option<BigInt>,
    pub(super) most: Option<BigInt>,
}

/// The bounds on cells that the facts come down to, with the cells of each variable.
#[derive(Clone, Debug, Default)]
pub(super) struct System {
    pub(super) cells: BTreeSet<Cell>,
    pub(super) of: BTreeMap<Var, Vec<Cell>>,
    pub(super) rows: Vec<Bounded>,
}

impl System {
    /// Cuts the time of each metric where one of its windows begins or ends. `place` says where a stretch lies; without a place it
    /// cannot be known, and the whole has no meaning.
    pub(super) fn of(
        facts: &Facts,
        more: &BTreeSet<Var>,
        place: impl Fn(&Stretch) -> Option<Piece>,
    ) -> Option<Self> {
        let vars: BTreeSet<Var> = facts.vars().chain(more).cloned().collect();
        // What belongs to its window as a whole has no parts that another window shares.
        let place = |metric: Metric, stretch: &Stretch| match metric.is_windowed() {
            true => Some(alone(stretch)),
            false => place(stretch),
        };
        let mut cuts: BTreeMap<(Metric, Axis), BTreeSet<i64>> = BTreeMap::new();
        for var in &vars {
            if let Var::Sum(metric, stretch) = var {
                let piece = place(*metric, stretch)?;
                cuts.entry((*metric, piece.axis.clone()))
                    .or_default()
                    .extend([piece.from, piece.until]);
            }
        }
        let mut system = Self::default();
        for var in vars {
            let cells: Vec<Cell> = match &var {
                Var::Attribute(place) => vec![Cell::Attribute(place.clone())],
                Var::Sum(metric, stretch) => {
                    let whole = place(*metric, stretch)?;
                    let marks: Vec<i64> = cuts
                        .get(&(*metric, whole.axis.clone()))
                        .into_iter()
                        .flatten()
                        .copied()
                        .filter(|mark| *mark >= whole.from && *mark <= whole.until)
                        .collect();
                    marks
                        .iter()
                        .zip(marks.iter().skip(1))
                        .map(|(from, until)| {
                            Cell::Piece(
                                *metric,
                                Piece {
                                    axis: whole.axis.clone(),
                                    from: *from,
                                    until: *until,
                                },
                            )
                        })
                        .collect()
                }
            };
            system.cells.extend(cells.iter().cloned());
            system.of.insert(var, cells);
        }
        let rows = facts
            .rows
            .iter()
            .map(|row| (row.coefficients.clone(), (row.least.clone(), row.most.clone())))
            .chain(
                facts
                    .bounds
                    .iter()
                    .map(|(var, bounds)| (vec![(var.clone(), Int::from(1))], bounds.clone())),
            );
        for (vars, bounds) in rows {
            let (least, most) = wide(bounds);
            system.rows.push(Bounded {
                coefficients: system.spread(&vars)?,
                least,
                most,
            });
        }
        Some(system)
    }

    fn spread(&self, vars: &[(Var, Int)]) -> Option<BTreeMap<Cell, BigInt>> {
        let mut spread: BTreeMap<Cell, BigInt> = BTreeMap::new();
        for (var, coefficient) in vars {
            let coefficient = &coefficient.big();
            for cell in self.of.get(var)? {
                let sum = spread
                    .get(cell)
                    .map_or_else(|| Some(coefficient.clone()), |own| own.checked_add(coefficient))?;
                spread.insert(cell.clone(), sum);
            }
        }
        spread.retain(|_, coefficient| *coefficient != BigInt::default());
        Some(spread)
    }

    /// A solution in rational numbers, every bound of a row kept away from by `margin`, where it has room.
    pub(super) fn solve(&self, margin: &Rational, extra: &[Bounded]) -> Solved {
        let mut simplex = Simplex::default();
        let mut names: BTreeMap<&Cell, usize> = BTreeMap::new();
        let wide = |value: Option<BigInt>| value.map(Rational::integer);
        for cell in &self.cells {
            let (least, most) = cell.domain();
            names.insert(cell, simplex.variable(wide(least), wide(most)));
        }
        for (row, margin) in self
            .rows
            .iter()
            .map(|row| (row, Some(margin)))
            .chain(extra.iter().map(|row| (row, None)))
        {
            let off = margin.map_or_else(Rational::zero, |margin| row.weight().times(margin));
            let least = row.least.clone().map(|least| Rational::integer(least).plus(&off));
            let most = row.most.clone().map(|most| Rational::integer(most).minus(&off));
            let (least, most) = if row.least == row.most {
                (wide(row.least.clone()), wide(row.most.clone()))
            } else {
                (least, most)
            };
            let sum: BTreeMap<usize, Rational> = row
                .coefficients
                .iter()
                .filter_map(|(cell, coefficient)| {
                    Some((*names.get(cell)?, Rational::integer(coefficient.clone())))
                })
                .collect();
            simplex.sum(sum, least, most);
        }
        match simplex.solve() {
            Solution::None => Solved::Impossible,
            Solution::GivenUp => Solved::GivenUp,
            Solution::Values(values) => Solved::Values(
                names
                    .into_iter()
                    .filter_map(|(cell, name)| Some((cell.clone(), values.get(&name)?.clone())))
                    .collect(),
            ),
        }
    }

    /// Whether whole cells keep every bound, and these.
    pub(super) fn holds(&self, cells: &BTreeMap<Cell, BigInt>, extra: &[Bounded]) -> bool {
        let within = |value: &BigInt, least: &Option<BigInt>, most: &Option<BigInt>| {
            least.as_ref().is_none_or(|least| value >= least)
                && most.as_ref().is_none_or(|most| value <= most)
        };
        cells.iter().all(|(cell, value)| {
            let (least, most) = cell.domain();
            within(value, &least, &most)
        }) && self.rows.iter().chain(extra).all(|row| {
            row.total(cells)
                .is_some_and(|total| within(&total, &row.least, &row.most))
        })
    }

    /// The whole value of a variable.
    pub(super) fn value(&self, var: &Var, cells: &BTreeMap<Cell, BigInt>) -> Option<BigInt> {
        self.of
            .get(var)?
            .iter()
            .try_fold(BigInt::default(), |sum, cell| sum.checked_add(cells.get(cell)?))
    }
}

#[derive(Clone, Debug)]
pub(super) enum Solved {
    Values(BTreeMap<Cell, Rational>),
    Impossible,
    GivenUp,
}

impl Bounded {
    /// What one step of its heaviest cell moves the sum by.
    fn weight(&self) -> Rational {
        self.coefficients
            .iter()
            .map(|(cell, coefficient)| {
                Rational::integer(coefficient.clone())
                    .abs()
                    .times(&Rational::integer(cell.unit()))
            })
            .max()
            .unwrap_or_else(Rational::zero)
    }

    fn total(&self, cells: &BTreeMap<Cell, BigInt>) -> Option<BigInt> {
        self.coefficients
            .iter()
            .try_fold(BigInt::default(), |sum, (cell, coefficient)| {
                sum.checked_add(&coefficient.checked_mul(cells.get(cell)?)?)
            })
    }
}
