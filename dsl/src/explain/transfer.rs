//! What a move of budget comes to for one row: everybody's part is found at once, and this row's taken out of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::effects::{Direction, Effect, NoEffect};
use crate::explain::act::{known, whole};
use crate::explain::walk::Row;
use crate::rational::Rational;
use crate::registry::{Attribute, Property};
use crate::table::{AttributeValue, MissingReason};
use crate::transfer::{Bounds, Moved, share_out};
use crate::typed::{Move, Quantity};

/// A budget that moves, and the row that it moves with.
struct Leg {
    row: usize,
    budget: i64,
}

impl Row<'_> {
    /// This row's part of the move.
    pub(super) fn moved(&self, moved: &Move, step: i64) -> Result<Effect, NoEffect> {
        let (from, to) = (self.in_front(&moved.from), self.in_front(&moved.to));
        let row = self.row();
        if from.contains(&row) && to.contains(&row) {
            return Err(NoEffect::BothSides);
        }
        let members: BTreeSet<usize> = self.members().into_iter().collect();
        let mut sharers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for other in 0..self.rows() {
            sharers.entry(self.budget_at(other)).or_default().push(other);
        }
        // A shared budget moves where everybody who spends from it stands on the side, once, with the first of them.
        let legs = |side: &[usize], other: &[usize]| -> Result<Vec<Leg>, NoEffect> {
            let mut seen: BTreeSet<usize> = BTreeSet::new();
            let mut legs = Vec::new();
            for row in side {
                let budget = self.budget_at(*row);
                let everybody = sharers.get(&budget).map(Vec::as_slice).unwrap_or_default();
                let on_it = |row: &usize| side.contains(row) && !other.contains(row);
                if everybody.iter().all(on_it) && seen.insert(budget) {
                    legs.push(Leg {
                        row: *row,
                        budget: self.budget_of_row(*row)?,
                    });
                }
            }
            Ok(legs)
        };
        let (givers, takers) = (legs(&from, &to)?, legs(&to, &from)?);
        let mut all = 0_i64;
        for rows in sharers.values() {
            if let Some(row) = rows.iter().find(|row| members.contains(row)) {
                all = all.checked_add(self.budget_of_row(*row)?).ok_or(OVERFLOW)?;
            }
        }
        let most = known(self, &moved.at_most)?;
        let bounds = Bounds {
            at_most: whole(&if moved.at_most.quantity == Quantity::Percent {
                Rational::integer(all).times(&most)
            } else {
                most
            })?,
            keeping: whole(&known(self, &moved.keeping)?)?,
            step,
        };
        let budgets = |legs: &[Leg]| legs.iter().map(|leg| leg.budget).collect::<Vec<i64>>();
        let own = |legs: &[Leg], after: &[i64]| {
            let found = legs.iter().zip(after).find(|(leg, _)| leg.row == row);
            found.map(|(leg, after)| (leg.budget, *after))
        };
        if !givers.iter().chain(&takers).any(|leg| leg.row == row) {
            return Err(NoEffect::SharesBudget);
        }
        let Some(Moved {
            givers: cut,
            takers: raised,
        }) = share_out(&budgets(&givers), &budgets(&takers), bounds)
        else {
            return Err(NoEffect::NothingToMove);
        };
        let (before, after) = own(&givers, &cut)
            .or_else(|| own(&takers, &raised))
            .ok_or(NoEffect::NothingToMove)?;
        let direction = match after.cmp(&before) {
            std::cmp::Ordering::Less => Direction::Cut,
            std::cmp::Ordering::Greater => Direction::Raise,
            std::cmp::Ordering::Equal => return Err(NoEffect::TooSmallToMove),
        };
        Ok(Effect::SetAmount {
            property: Property::Budget,
            from: before,
            to: after,
            direction,
        })
    }

    fn budget_of_row(&self, row: usize) -> Result<i64, NoEffect> {
        match self.other(row).attribute(Attribute::Budget) {
            Ok(AttributeValue::Money(micros)) => Ok(micros),
            Ok(_) => Err(NoEffect::Unknown {
                missing: MissingReason::NotSupplied,
            }),
            Err(missing) => Err(NoEffect::Unknown { missing }),
        }
    }
}

const OVERFLOW: NoEffect = NoEffect::Unknown {
    missing: MissingReason::Overflow,
};
