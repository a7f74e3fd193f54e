//! What is asked of all rows at once: totals, sums and counts, rankings. Each is computed in a pass of its own before the batches
//! of the verdict, from the registers it needs and no others.

use std::collections::BTreeMap;

use num_bigint::BigInt;

use crate::column::Column;
use crate::evaluate::Truth;
use crate::evaluate::answers::Answers;
use crate::evaluate::lanes::{INFINITE, KNOWN, Lane, OVER_ZERO, UNDEFINED, Values};
use crate::evaluate::needed::{Needed, is_wide};
use crate::evaluate::plan::{C, ConditionOp, CountedOp, N, NumberOp, Plan, RankedOp};
use crate::evaluate::ranking::{Key, Place, Ranked};
use crate::evaluate::run::{Pass, Registers};
use crate::rational::Rational;
use crate::syntax::tree::AggregateForm;
use crate::table::MissingReason;
use crate::typed::Group;

/// More than every byte of a reason.
const STATES: usize = 32;

/// What the passes found.
#[derive(Default)]
pub(super) struct Wide {
    numbers: BTreeMap<N, WideNumber>,
    /// A truth and a reason per row of the table.
    rankings: BTreeMap<C, Vec<(Truth, u8)>>,
    /// Which rows are in scope, once somebody asked.
    scope: Option<Vec<(Truth, u8)>>,
}

/// A number that is the same for every row, or differs only by what the row itself adds.
enum WideNumber {
    /// The value, or the byte of the reason.
    Same(Result<Rational, u8>),
    /// Per family of rows.
    Siblings(BTreeMap<usize, Sums>, Vec<usize>),
    /// Per row: what those that stand with it have together.
    Each(Vec<Result<Rational, u8>>),
}

/// A metric added up: what is known, and how many cells lack for each reason.
pub(super) struct Sums {
    pub(super) known: i128,
    missing: [usize; STATES],
    scale: Rational,
    rows: usize,
}

impl Sums {
    fn new(scale: Rational, rows: usize) -> Self {
        Self {
            known: 0,
            missing: [0; STATES],
            scale,
            rows,
        }
    }

    /// No sum of so many cells is larger in magnitude.
    fn bound(&self) -> i128 {
        let rows = i128::try_from(self.rows).unwrap_or(i128::MAX).saturating_add(1);
        rows.saturating_mul(i128::from(i64::MAX)).saturating_mul(2)
    }

    /// A campaign of which the window holds no day adds nothing.
    fn add(&mut self, value: i64, state: u8) {
        if state == KNOWN {
            // INVARIANT: fewer than 2^63 rows of 64 bits each.
            self.known = self.known.saturating_add(i128::from(value));
        } else if state != MissingReason::NotYet.code()
            && let Some(count) = self.missing.get_mut(usize::from(state))
        {
            *count = count.saturating_add(1);
        }
    }

    /// The heaviest reason that lacks more cells than those the row itself accounts for.
    fn reason(&self, own: u8) -> Option<u8> {
        (0_u8..)
            .zip(self.missing)
            .filter(|(state, count)| *count > usize::from(*state == own && own != KNOWN))
            .map(|(state, _)| state)
            .last()
    }
}

impl Wide {
    /// Computes every wide register of the plan; without any, nothing is read.
    pub(super) fn prepared(plan: &Plan, pass: &Pass<'_>) -> Self {
        let mut wide = Self::default();
        for (index, op) in plan.numbers.iter().enumerate() {
            if is_wide(op) {
                wide.number(plan, pass, index);
            }
        }
        for (index, op) in plan.conditions.iter().enumerate() {
            if matches!(op, ConditionOp::Ranked(_)) {
                wide.ranking(plan, pass, index);
            }
        }
        wide
    }

    /// The registers a wide one is made of, every wide one among them computed.
    fn needed(&mut self, plan: &Plan, pass: &Pass<'_>, numbers: Vec<N>, conditions: Vec<C>) -> Needed {
        let needed = Needed::of(plan, numbers, conditions);
        for index in &needed.numbers {
            if plan.numbers.get(*index).is_some_and(is_wide) {
                self.number(plan, pass, *index);
            }
        }
        for index in &needed.conditions {
            if matches!(plan.conditions.get(*index), Some(ConditionOp::Ranked(_))) {
                self.ranking(plan, pass, *index);
            }
        }
        needed
    }

    fn scope(&mut self, plan: &Plan, pass: &Pass<'_>) {
        if self.scope.is_some() {
            return;
        }
        let Some(scope) = plan.scope else {
            let rows = pass.table.rows();
            self.scope = Some(vec![(Truth::True, KNOWN); rows]);
            return;
        };
        let needed = self.needed(plan, pass, Vec::new(), vec![scope]);
        let mut found = Vec::new();
        pass.each(self, &needed, |range, registers| {
            let answers = registers.conditions.get(scope);
            found.extend((0..range.len()).filter_map(|at| answers?.get(at)));
        });
        self.scope = Some(found);
    }

    fn truth_of(&self, row: usize) -> (Truth, u8) {
        let found = self.scope.as_ref().and_then(|scope| scope.get(row).copied());
        found.unwrap_or((Truth::Unknown, MissingReason::NoSync.code()))
    }

    fn number(&mut self, plan: &Plan, pass: &Pass<'_>, index: N) {
        if self.numbers.contains_key(&index) {
            return;
        }
        let found = match plan.numbers.get(index) {
            Some(NumberOp::Total {
                metric,
                window,
                group,
            }) => {
                if *group == Group::Scope {
                    self.scope(plan, pass);
                }
                self.total(pass, *metric, *window, *group)
            }
            Some(NumberOp::Aggregate {
                group: group @ (Group::Parent | Group::Siblings),
                of: CountedOp::Number(number),
                ..
            }) => WideNumber::Each(self.beside(plan, pass, *number, *group)),
            Some(NumberOp::Aggregate {
                form,
                group,
                of,
                ignoring_missing,
            }) => WideNumber::Same(self.aggregate(plan, pass, (*form, *group), of, *ignoring_missing)),
            _ => return,
        };
        self.numbers.insert(index, found);
    }

    fn total(
        &self,
        pass: &Pass<'_>,
        metric: crate::registry::Metric,
        window: usize,
        group: Group,
    ) -> WideNumber {
        let resolved = match pass.window(window) {
            Ok(resolved) => resolved,
            Err(reason) => return WideNumber::Same(Err(reason.code())),
        };
        let resolved = if group == Group::Scope {
            resolved
        } else {
            resolved.of_account()
        };
        let rows = pass.table.rows();
        if group == Group::Siblings {
            return Self::siblings(pass, metric, &resolved);
        }
        let mut sums = Sums::new(metric.cell_scale(), rows);
        pass.ranges(|range| {
            let mut column = Column::with_capacity(range.len());
            pass.table.sums(metric, &resolved, range.clone(), &mut column);
            let (values, states) = column.into_full_lanes(range.len());
            for ((row, value), state) in range.zip(values).zip(states) {
                if group != Group::Scope || self.truth_of(row).0 == Truth::True {
                    // A member's own window is not the account's: one that holds nothing of it is missing there.
                    if group == Group::Scope && state == MissingReason::NotYet.code() {
                        sums.missing_cell(state);
                    } else {
                        sums.add(value, state);
                    }
                }
            }
        });
        WideNumber::Same(match sums.reason(KNOWN) {
            Some(reason) => Err(reason),
            None => Ok(Rational::integer(sums.known).times(&sums.scale)),
        })
    }

    /// The sum of each family; what a row itself adds is taken off where it is asked for.
    fn siblings(
        pass: &Pass<'_>,
        metric: crate::registry::Metric,
        window: &crate::window::ResolvedWindow,
    ) -> WideNumber {
        let rows = pass.table.rows();
        let families: Vec<usize> = (0..rows).map(|row| pass.table.family(row)).collect();
        let mut sums: BTreeMap<usize, Sums> = BTreeMap::new();
        pass.ranges(|range| {
            let mut column = Column::with_capacity(range.len());
            pass.table.sums(metric, window, range.clone(), &mut column);
            let (values, states) = column.into_full_lanes(range.len());
            for ((row, value), state) in range.zip(values).zip(states) {
                let family = families.get(row).copied().unwrap_or_default();
                sums.entry(family)
                    .or_insert_with(|| Sums::new(metric.cell_scale(), rows))
                    .add(value, state);
            }
        });
        WideNumber::Siblings(sums, families)
    }

    fn aggregate(
        &mut self,
        plan: &Plan,
        pass: &Pass<'_>,
        (form, group): (AggregateForm, Group),
        of: &CountedOp,
        ignoring_missing: bool,
    ) -> Result<Rational, u8> {
        let in_scope = group == Group::Scope;
        if in_scope {
            self.scope(plan, pass);
        }
        let (numbers, conditions) = match of {
            CountedOp::Members => (Vec::new(), Vec::new()),
            CountedOp::Number(number) => (vec![*number], Vec::new()),
            CountedOp::Condition(condition) => (Vec::new(), vec![*condition]),
        };
        let needed = self.needed(plan, pass, numbers, conditions);
        let mut parts: Vec<Rational> = Vec::new();
        let (mut known, mut heaviest) = (0_i64, KNOWN);
        pass.each(self, &needed, |range, registers| {
            let mut whole = 0_i128;
            let lane = match of {
                CountedOp::Number(number) => registers.numbers.get(*number),
                _ => None,
            };
            for (at, row) in range.enumerate() {
                if in_scope && self.truth_of(row).0 != Truth::True {
                    continue;
                }
                let counted = match of {
                    CountedOp::Members => Ok(true),
                    CountedOp::Condition(condition) => registers.truth(*condition, at),
                    CountedOp::Number(_) => match lane.map(|lane| lane.states.get(at)) {
                        Some(Some(&KNOWN)) => Ok(true),
                        Some(Some(&OVER_ZERO)) => Err(UNDEFINED),
                        Some(Some(state)) => Err(*state),
                        _ => Err(MissingReason::NoSync.code()),
                    },
                };
                match counted {
                    Err(state) => heaviest = heaviest.max(state),
                    Ok(false) => {}
                    Ok(true) => {
                        known = known.saturating_add(1);
                        let Some(lane) = lane else { continue };
                        match (&lane.numerator, &lane.denominator) {
                            (Values::Small(values), Values::One) => {
                                let value = values.get(at).copied().unwrap_or(0);
                                match whole.checked_add(value) {
                                    Some(sum) => whole = sum,
                                    None => parts.push(Rational::integer(value).times(&lane.scale)),
                                }
                            }
                            _ => parts.extend(lane.value(at)),
                        }
                    }
                }
            }
            if let (Some(lane), true) = (lane, whole != 0) {
                parts.push(Rational::integer(whole).times(&lane.scale));
            }
        });
        if heaviest != KNOWN && (!ignoring_missing || (known == 0 && form != AggregateForm::Count)) {
            return Err(heaviest);
        }
        let sum = Rational::sum(parts);
        match form {
            AggregateForm::Count => Ok(Rational::integer(known)),
            AggregateForm::Sum => Ok(sum),
            AggregateForm::Average => sum.over(&Rational::integer(known)).ok_or(UNDEFINED),
        }
    }

    /// The sum of a number over the family of each row, or over the others of it.
    fn beside(&mut self, plan: &Plan, pass: &Pass<'_>, number: N, group: Group) -> Vec<Result<Rational, u8>> {
        let needed = self.needed(plan, pass, vec![number], Vec::new());
        let mut own: Vec<Result<Rational, u8>> = Vec::with_capacity(pass.table.rows());
        pass.each(self, &needed, |range, registers| {
            let lane = registers.numbers.get(number);
            own.extend((0..range.len()).map(|at| {
                let lane = lane.ok_or(MissingReason::NoSync.code())?;
                match lane.states.get(at) {
                    Some(&KNOWN) => lane.value(at).ok_or(UNDEFINED),
                    Some(&OVER_ZERO) => Err(UNDEFINED),
                    Some(state) => Err(*state),
                    None => Err(MissingReason::NoSync.code()),
                }
            }));
        });
        let mut families: BTreeMap<usize, (Vec<Rational>, Sums)> = BTreeMap::new();
        for (row, own) in own.iter().enumerate() {
            let (known, missing) = families
                .entry(pass.table.family(row))
                .or_insert_with(|| (Vec::new(), Sums::new(Rational::integer(1), 0)));
            match own {
                Ok(value) => known.push(value.clone()),
                Err(state) => missing.missing_cell(*state),
            }
        }
        let sums: BTreeMap<usize, (Rational, Sums)> = families
            .into_iter()
            .map(|(family, (known, missing))| (family, (Rational::sum(known), missing)))
            .collect();
        let of = |(row, own): (usize, &Result<Rational, u8>)| {
            let (sum, missing) = sums
                .get(&pass.table.family(row))
                .ok_or(MissingReason::NoSync.code())?;
            let left_out = match (group, own) {
                (Group::Siblings, own) => own.clone(),
                _ => Ok(Rational::zero()),
            };
            match missing.reason(left_out.as_ref().err().copied().unwrap_or(KNOWN)) {
                Some(reason) => Err(reason),
                None => Ok(sum.plus(&left_out.unwrap_or_else(|_| Rational::zero()).negated())),
            }
        };
        own.iter().enumerate().map(of).collect()
    }

    fn ranking(&mut self, plan: &Plan, pass: &Pass<'_>, index: C) {
        if self.rankings.contains_key(&index) {
            return;
        }
        let Some(ConditionOp::Ranked(op)) = plan.conditions.get(index) else {
            return;
        };
        if op.within == Group::Scope {
            self.scope(plan, pass);
        }
        let numbers = [op.by].into_iter().chain(op.tie).collect();
        let needed = self.needed(plan, pass, numbers, op.having.into_iter().collect());
        let mut ranked: Vec<Ranked> = Vec::new();
        let mut found: Vec<(Truth, u8)> = Vec::new();
        pass.each(self, &needed, |range, registers| {
            for (at, row) in range.enumerate() {
                let verdict = self.asked(op, registers, at, row);
                if verdict.is_none()
                    && let Some(key) = registers.numbers.get(op.by).and_then(|lane| Key::of(lane, at))
                {
                    let tie = op.tie.and_then(|tie| registers.numbers.get(tie));
                    ranked.push(Ranked {
                        key,
                        tie: tie.and_then(|lane| match lane.states.get(at) {
                            Some(&KNOWN) => Some(Place::of(lane, at)),
                            _ => None,
                        }),
                        row,
                    });
                }
                found.push(verdict.unwrap_or((Truth::False, KNOWN)));
            }
        });
        let mut families: BTreeMap<usize, Vec<Ranked>> = BTreeMap::new();
        for ranked in ranked {
            let family = if op.within == Group::Parent {
                pass.table.family(ranked.row)
            } else {
                0
            };
            families.entry(family).or_default().push(ranked);
        }
        for mut ranked in families.into_values() {
            ranked.sort_unstable_by(|one, other| one.before(other, op.top));
            let front = op.take.of(ranked.len());
            for ranked in ranked.iter().take(front) {
                if let Some(place) = found.get_mut(ranked.row) {
                    *place = (Truth::True, KNOWN);
                }
            }
        }
        self.rankings.insert(index, found);
    }

    /// What keeps a row out of the ranking; `None` for one that is ranked.
    fn asked(&self, op: &RankedOp, registers: &Registers, at: usize, row: usize) -> Option<(Truth, u8)> {
        if op.within == Group::Scope {
            match self.truth_of(row) {
                (Truth::True, _) => {}
                out => return Some(out),
            }
        }
        if let Some(having) = op.having {
            match registers.truth(having, at) {
                Ok(true) => {}
                Ok(false) => return Some((Truth::False, KNOWN)),
                Err(state) => return Some((Truth::Unknown, state)),
            }
        }
        let state = registers
            .numbers
            .get(op.by)
            .and_then(|lane| lane.states.get(at).copied());
        match state {
            Some(KNOWN | INFINITE) => None,
            Some(OVER_ZERO) => Some((Truth::Unknown, UNDEFINED)),
            Some(state) => Some((Truth::Unknown, state)),
            None => Some((Truth::Unknown, MissingReason::NoSync.code())),
        }
    }

    /// The register of a wide number over a batch; `own` are the cells of the batch's rows, for siblings.
    pub(super) fn lane(
        &self,
        index: N,
        range: std::ops::Range<usize>,
        own: impl FnOnce() -> (Vec<i64>, Vec<u8>),
    ) -> Option<Lane> {
        let rows = range.len();
        Some(match self.numbers.get(&index)? {
            WideNumber::Same(Ok(value)) => Lane::constant(value.clone(), rows),
            WideNumber::Same(Err(state)) => {
                Lane::cells(&vec![0; rows], vec![*state; rows], Rational::integer(1))
            }
            WideNumber::Each(values) => Lane::rationals(values.get(range)?),
            WideNumber::Siblings(sums, families) => {
                let (values, states) = own();
                let mut numerator = Vec::with_capacity(rows);
                let mut result = Vec::with_capacity(rows);
                let first = sums.values().next()?;
                for ((row, value), state) in range.zip(&values).zip(states) {
                    let family = families.get(row).and_then(|family| sums.get(family));
                    let sums = family.unwrap_or(first);
                    match sums.reason(state) {
                        Some(reason) => {
                            numerator.push(0);
                            result.push(reason);
                        }
                        None => {
                            let own = if state == KNOWN { i128::from(*value) } else { 0 };
                            numerator.push(sums.known.saturating_sub(own));
                            result.push(KNOWN);
                        }
                    }
                }
                Lane {
                    scale: first.scale.clone(),
                    numerator: Values::Small(numerator),
                    numerator_bound: BigInt::from(first.bound()),
                    denominator: Values::One,
                    denominator_bound: BigInt::from(1),
                    states: result,
                }
            }
        })
    }

    /// The verdicts of a ranking on these rows.
    pub(super) fn ranked(&self, index: C, range: std::ops::Range<usize>) -> Option<Answers> {
        let rows = self.rankings.get(&index)?.get(range)?;
        Some(rows.iter().copied().collect())
    }
}

impl Sums {
    fn missing_cell(&mut self, state: u8) {
        if let Some(count) = self.missing.get_mut(usize::from(state)) {
            *count = count.saturating_add(1);
        }
    }
}
