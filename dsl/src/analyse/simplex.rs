//! Whether linear bounds over rational variables have a solution: the general simplex of Dutertre and de Moura, with Bland's choice,
//! exact.

use std::collections::BTreeMap;

use super::terms::divided;
use crate::rational::Rational;

/// Pivots before giving up.
const MOST_PIVOTS: usize = 400;

#[derive(Clone, Debug, Default)]
pub(super) struct Simplex {
    /// Basic variable = sum of multiples of the others.
    rows: BTreeMap<usize, BTreeMap<usize, Rational>>,
    least: BTreeMap<usize, Rational>,
    most: BTreeMap<usize, Rational>,
    values: BTreeMap<usize, Rational>,
    count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Solution {
    /// A value for each variable.
    Values(BTreeMap<usize, Rational>),
    None,
    /// More steps than allowed.
    GivenUp,
}

impl Simplex {
    /// A variable within its bounds.
    pub(super) fn variable(&mut self, least: Option<Rational>, most: Option<Rational>) -> usize {
        let name = self.count;
        self.count = self.count.saturating_add(1);
        let start = least
            .clone()
            .or_else(|| most.clone())
            .unwrap_or_else(Rational::zero);
        // Zero where it may be: solutions stay small.
        let zero = Rational::zero();
        let fits = least.as_ref().is_none_or(|least| *least <= zero)
            && most.as_ref().is_none_or(|most| *most >= zero);
        self.values.insert(name, if fits { zero } else { start });
        if let Some(least) = least {
            self.least.insert(name, least);
        }
        if let Some(most) = most {
            self.most.insert(name, most);
        }
        name
    }

    /// A bound on a sum of multiples of variables; every variable is there before the first sum.
    pub(super) fn sum(
        &mut self,
        coefficients: BTreeMap<usize, Rational>,
        least: Option<Rational>,
        most: Option<Rational>,
    ) {
        let name = self.count;
        self.count = self.count.saturating_add(1);
        let value = self.total(&coefficients);
        self.values.insert(name, value);
        self.rows.insert(name, coefficients);
        if let Some(least) = least {
            self.least.insert(name, least);
        }
        if let Some(most) = most {
            self.most.insert(name, most);
        }
    }

    fn total(&self, coefficients: &BTreeMap<usize, Rational>) -> Rational {
        coefficients
            .iter()
            .filter_map(|(name, coefficient)| Some(self.values.get(name)?.times(coefficient)))
            .fold(Rational::zero(), |sum, part| sum.plus(&part))
    }

    pub(super) fn solve(mut self) -> Solution {
        // A variable with contradicting bounds of its own.
        for (name, least) in &self.least {
            if self.most.get(name).is_some_and(|most| most < least) {
                return Solution::None;
            }
        }
        for _ in 0..MOST_PIVOTS {
            let broken = self.rows.keys().copied().find_map(|name| {
                let value = self.values.get(&name)?;
                match (self.least.get(&name), self.most.get(&name)) {
                    (Some(least), _) if value < least => Some((name, least.clone(), true)),
                    (_, Some(most)) if value > most => Some((name, most.clone(), false)),
                    _ => None,
                }
            });
            let Some((name, target, grow)) = broken else {
                return Solution::Values(self.values);
            };
            let helper = self.rows.get(&name).and_then(|row| {
                row.iter()
                    .find(|(other, coefficient)| self.can_move(**other, coefficient.is_positive() == grow))
                    .map(|(other, coefficient)| (*other, coefficient.clone()))
            });
            let Some((helper, coefficient)) = helper else {
                return Solution::None;
            };
            if self.pivot(name, helper, &coefficient, target).is_none() {
                return Solution::GivenUp;
            }
        }
        Solution::GivenUp
    }

    /// Whether a variable outside of the basis has room to grow or shrink.
    fn can_move(&self, name: usize, grow: bool) -> bool {
        let Some(value) = self.values.get(&name) else {
            return false;
        };
        if grow {
            self.most.get(&name).is_none_or(|most| value < most)
        } else {
            self.least.get(&name).is_none_or(|least| value > least)
        }
    }

    /// Brings `leaving` to its target and lets `entering` take its place in the basis.
    fn pivot(
        &mut self,
        leaving: usize,
        entering: usize,
        coefficient: &Rational,
        target: Rational,
    ) -> Option<()> {
        let step = divided(&target.minus(self.values.get(&leaving)?), coefficient)?;
        self.values.insert(leaving, target);
        let moved = self.values.get(&entering)?.plus(&step);
        self.values.insert(entering, moved);
        let mut row = self.rows.remove(&leaving)?;
        for (name, other) in &self.rows {
            if let (Some(factor), Some(value)) = (other.get(&entering), self.values.get(name)) {
                let value = value.plus(&factor.times(&step));
                self.values.insert(*name, value);
            }
        }
        // entering = (leaving - the rest) / coefficient
        row.remove(&entering);
        let inverse = divided(&Rational::integer(1), coefficient)?;
        let mut solved: BTreeMap<usize, Rational> = row
            .into_iter()
            .map(|(name, factor)| (name, factor.times(&inverse).negated()))
            .collect();
        solved.insert(leaving, inverse);
        for other in self.rows.values_mut() {
            let Some(factor) = other.remove(&entering) else {
                continue;
            };
            for (name, part) in &solved {
                let sum = other
                    .get(name)
                    .map_or_else(|| part.times(&factor), |own| own.plus(&part.times(&factor)));
                if sum.is_zero() {
                    other.remove(name);
                } else {
                    other.insert(*name, sum);
                }
            }
        }
        self.rows.insert(entering, solved);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn int(value: i64) -> Rational {
        Rational::integer(value)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

        /// Small systems over three variables in 0..=6, brute force against the answer.
        #[test]
        fn no_system_with_a_whole_solution_is_called_impossible_and_every_solution_solves(
            rows in prop::collection::vec((prop::collection::vec(-3_i64..4, 3), -8_i64..9, any::<bool>()), 1..6),
        ) {
            let mut simplex = Simplex::default();
            let names: Vec<usize> = (0..3).map(|_| simplex.variable(Some(int(0)), Some(int(6)))).collect();
            for (coefficients, bound, below) in &rows {
                let sum = names.iter().copied().zip(coefficients).filter(|(_, c)| **c != 0).map(|(n, c)| (n, int(*c))).collect();
                let (least, most) = if *below { (None, Some(int(*bound))) } else { (Some(int(*bound)), None) };
                simplex.sum(sum, least, most);
            }
            let whole = (0..7_i64).flat_map(|a| (0..7_i64).flat_map(move |b| (0..7_i64).map(move |c| [a, b, c]))).any(|point| {
                rows.iter().all(|(coefficients, bound, below)| {
                    let sum: i64 = coefficients.iter().zip(point).map(|(c, x)| c * x).sum();
                    if *below { sum <= *bound } else { sum >= *bound }
                })
            });
            match simplex.solve() {
                Solution::None => prop_assert!(!whole),
                Solution::GivenUp => prop_assert!(false, "too small to give up"),
                Solution::Values(values) => {
                    for (coefficients, bound, below) in &rows {
                        let sum = names.iter().zip(coefficients).fold(int(0), |sum, (n, c)| sum.plus(&values[n].times(&int(*c))));
                        if *below { prop_assert!(sum <= int(*bound)); } else { prop_assert!(sum >= int(*bound)); }
                    }
                }
            }
        }
    }
}
