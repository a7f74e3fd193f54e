//! Which registers a pass computes.

use std::collections::BTreeSet;

use crate::evaluate::plan::{ArgumentOp, C, ConditionOp, CountedOp, N, NumberOp, Plan};

/// Registers that a pass computes.
#[derive(Clone, Debug, Default)]
pub(super) struct Needed {
    pub(super) numbers: BTreeSet<N>,
    pub(super) conditions: BTreeSet<C>,
}

/// How far is gone into what an operation is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// As one batch computes it.
    Batch,
    /// Whatever can be computed for it: over all rows, and where columns do not suffice.
    Everything,
}

impl Needed {
    /// Everything that `numbers` and `conditions` are made of; what is wide is not opened, nor the sides of what is compared straight
    /// on the columns.
    pub(super) fn of(plan: &Plan, numbers: Vec<N>, conditions: Vec<C>) -> Self {
        Self::gathered(plan, numbers, conditions, Reach::Batch)
    }

    /// Everything that scope, branches and release are made of, the sides of each comparison and what is computed beforehand included.
    pub(super) fn throughout(plan: &Plan) -> Self {
        let outputs = plan.branches.iter().copied().chain([plan.scope, plan.release]);
        Self::gathered(plan, Vec::new(), outputs.flatten().collect(), Reach::Everything)
    }

    fn gathered(plan: &Plan, mut numbers: Vec<N>, mut conditions: Vec<C>, reach: Reach) -> Self {
        let mut needed = Self::default();
        let opens = |is_apart: bool| !is_apart || reach == Reach::Everything;
        loop {
            if let Some(index) = numbers.pop() {
                if let (Some(op), true) = (plan.numbers.get(index), needed.numbers.insert(index))
                    && opens(is_wide(op))
                {
                    number_inputs(op, &mut numbers, &mut conditions);
                }
            } else if let Some(index) = conditions.pop() {
                let straight = matches!(plan.fused.get(index), Some(Some(_)));
                if let (Some(op), true) = (plan.conditions.get(index), needed.conditions.insert(index))
                    && opens(straight || matches!(op, ConditionOp::Ranked(_)))
                {
                    condition_inputs(op, &mut numbers, &mut conditions);
                }
            } else {
                return needed;
            }
        }
    }
}

pub(super) const fn is_wide(op: &NumberOp) -> bool {
    matches!(op, NumberOp::Total { .. } | NumberOp::Aggregate { .. })
}

fn number_inputs(op: &NumberOp, numbers: &mut Vec<N>, conditions: &mut Vec<C>) {
    match op {
        NumberOp::Add(left, right)
        | NumberOp::Multiply(left, right)
        | NumberOp::Convert(left, right)
        | NumberOp::Divide(left, right)
        | NumberOp::Else(left, right) => numbers.extend([*left, *right]),
        NumberOp::ElseInfinite(value) => numbers.push(*value),
        NumberOp::Median(parts) => numbers.extend(parts),
        NumberOp::Aggregate { of, .. } => match of {
            CountedOp::Members => {}
            CountedOp::Number(number) => numbers.push(*number),
            CountedOp::Condition(condition) => conditions.push(*condition),
        },
        NumberOp::Script { arguments, .. } => {
            numbers.extend(arguments.iter().flat_map(ArgumentOp::registers));
        }
        NumberOp::Constant(_)
        | NumberOp::Metric { .. }
        | NumberOp::Part { .. }
        | NumberOp::OfParent { .. }
        | NumberOp::Attribute(_)
        | NumberOp::Elapsed(_)
        | NumberOp::LookedUp { .. }
        | NumberOp::Rate { .. }
        | NumberOp::Total { .. } => {}
    }
}

fn condition_inputs(op: &ConditionOp, numbers: &mut Vec<N>, conditions: &mut Vec<C>) {
    match op {
        ConditionOp::Compare { left, right, .. } => numbers.extend([*left, *right]),
        ConditionOp::And(parts) | ConditionOp::Or(parts) => conditions.extend(parts),
        ConditionOp::Not(inner) => conditions.push(*inner),
        ConditionOp::NumberMissing { number, .. } => numbers.push(*number),
        ConditionOp::Ranked(ranked) => {
            numbers.push(ranked.by);
            numbers.extend(ranked.tie);
            conditions.extend(ranked.having);
        }
        ConditionOp::Constant(_)
        | ConditionOp::Member { .. }
        | ConditionOp::TextIs { .. }
        | ConditionOp::Matches { .. }
        | ConditionOp::Has { .. }
        | ConditionOp::Texts { .. }
        | ConditionOp::TextMissing { .. }
        | ConditionOp::AttributeMissing { .. } => {}
    }
}
