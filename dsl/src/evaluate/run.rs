//! Walks a plan over a table, a batch of rows at a time.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::bind::BoundRule;
use crate::check::epoch_days;
use crate::column::Column;
use crate::evaluate::answers::Answers;
use crate::evaluate::fused::Cells;
use crate::evaluate::globs::glob_matches;
use crate::evaluate::lanes::{KNOWN, Lane};
use crate::evaluate::needed::Needed;
use crate::evaluate::plan::{ConditionOp, NumberOp, TextOp};
use crate::evaluate::scripts::{self, Breaker, Interrupted};
use crate::evaluate::tick::tick_value;
use crate::evaluate::wide::Wide;
use crate::evaluate::{Cost, Truth, Verdicts, kernels};
use crate::rational::Rational;
use crate::registry::{Attribute, Metric, MetricUnit};
use crate::rule::ActionKind;
use crate::table::{AttributeColumn, AttributeValue, MissingReason, Moment, Table};
use crate::window::{ResolvedWindow, elapsed_share};

/// Rows computed together: lanes of this length stay in the nearest cache.
const BATCH: usize = 2_048;

impl BoundRule {
    /// The verdicts on every row of the table.
    #[must_use]
    pub fn evaluate(&self, table: &dyn Table, moment: &Moment) -> Verdicts {
        // INVARIANT: what always goes on is never interrupted.
        self.evaluate_while(table, moment, &|| true).unwrap_or_default()
    }

    /// As [`Self::evaluate`], asking before each run of a script whether to go on. What is computed never depends on the
    /// answer: an evaluation that was stopped has no verdicts.
    ///
    /// # Errors
    /// [`Interrupted`], when `goes_on` answered no.
    pub fn evaluate_while(
        &self,
        table: &dyn Table,
        moment: &Moment,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<Verdicts, Interrupted> {
        let rows = table.rows();
        let branches = self.plan.branches.len();
        let mut verdicts = Verdicts {
            scope: Vec::with_capacity(rows),
            scope_reasons: Vec::with_capacity(rows),
            branches: vec![Vec::with_capacity(rows); branches],
            reasons: vec![Vec::with_capacity(rows); branches],
            release: Vec::new(),
            release_reasons: Vec::new(),
        };
        let windows: Vec<Result<ResolvedWindow, MissingReason>> = self
            .windows(moment)
            .into_iter()
            .map(|window| window.resolved)
            .collect();
        let pass = Pass {
            rule: self,
            table,
            moment,
            windows: &windows,
            breaker: Breaker::new(goes_on),
            spare: RefCell::default(),
        };
        let wide = Wide::prepared(&self.plan, &pass);
        pass.ranges(|range| {
            if !pass.breaker.is_broken() {
                pass.batch(range, &wide).run(&mut verdicts);
            }
        });
        if pass.breaker.is_broken() {
            return Err(Interrupted);
        }
        Ok(verdicts)
    }

    /// What one look at so many objects costs at most.
    #[must_use]
    pub fn cost(&self, objects: usize) -> Cost {
        let branches = &self.rule.body.branches;
        let actions = branches.iter().flat_map(|branch| &branch.actions);
        let runs = actions
            .filter(|action| action.kind == ActionKind::RunScript)
            .count();
        Cost::of(&self.plan, runs, u64::try_from(objects).unwrap_or(u64::MAX))
    }

    /// The verdicts of a look that is not made because it costs too much: who is in scope is known, and nothing else.
    #[must_use]
    pub fn withheld(&self, table: &dyn Table, moment: &Moment) -> Verdicts {
        let mut scope_alone = self.clone();
        let plan = &mut scope_alone.plan;
        plan.branches.fill(None);
        plan.release = None;
        plan.live = Needed::of(plan, Vec::new(), plan.scope.into_iter().collect());
        let mut verdicts = scope_alone.evaluate(table, moment);
        let rows = verdicts.scope.len();
        let unknown = || {
            (
                vec![Truth::Unknown; rows],
                vec![MissingReason::OverBudget.code(); rows],
            )
        };
        let branches = self.plan.branches.iter().map(|_| unknown());
        (verdicts.branches, verdicts.reasons) = branches.unzip();
        if self.plan.release.is_some() {
            (verdicts.release, verdicts.release_reasons) = unknown();
        }
        verdicts
    }
}

/// One walk over all rows of a table.
pub(super) struct Pass<'a> {
    rule: &'a BoundRule,
    pub(super) table: &'a dyn Table,
    moment: &'a Moment,
    windows: &'a [Result<ResolvedWindow, MissingReason>],
    breaker: Breaker<'a>,
    /// Columns that earlier batches are done with.
    spare: RefCell<Vec<Column>>,
}

impl<'a> Pass<'a> {
    pub(super) fn ranges(&self, mut visit: impl FnMut(Range<usize>)) {
        let rows = self.table.rows();
        let mut start = 0;
        while start < rows {
            let end = start.saturating_add(BATCH).min(rows);
            visit(start..end);
            start = end;
        }
    }

    pub(super) fn window(&self, index: usize) -> Result<ResolvedWindow, MissingReason> {
        self.windows
            .get(index)
            .copied()
            .unwrap_or(Err(MissingReason::NoSync))
    }

    fn batch<'b>(&'b self, range: Range<usize>, wide: &'b Wide) -> Batch<'b> {
        Batch {
            rule: self.rule,
            table: self.table,
            moment: self.moment,
            windows: self.windows,
            range,
            wide,
            breaker: &self.breaker,
            spare: &self.spare,
        }
    }

    /// Computes only what is needed, batch by batch.
    pub(super) fn each(&self, wide: &Wide, needed: &Needed, mut visit: impl FnMut(Range<usize>, &Registers)) {
        self.ranges(|range| {
            let registers = self.batch(range.clone(), wide).registers(needed);
            visit(range, &registers);
        });
    }
}

/// The registers of one batch; those that nobody asked for are empty.
pub(super) struct Registers {
    pub(super) numbers: Lanes,
    pub(super) conditions: Vec<Answers>,
}

/// Number registers by their index.
pub(super) struct Lanes(Vec<Option<Lane>>);

impl Lanes {
    /// `None` for one that nobody asked for.
    pub(super) fn get(&self, index: usize) -> Option<&Lane> {
        self.0.get(index)?.as_ref()
    }
}

impl Registers {
    /// The truth of a condition for one row of the batch, or the byte of the reason.
    pub(super) fn truth(&self, condition: usize, at: usize) -> Result<bool, u8> {
        match self.conditions.get(condition).and_then(|answers| answers.get(at)) {
            Some((Truth::True, _)) => Ok(true),
            Some((Truth::False, _)) => Ok(false),
            Some((Truth::Unknown, reason)) => Err(reason),
            None => Err(MissingReason::NoSync.code()),
        }
    }
}

impl Metric {
    /// What one cell is worth: money in micros, counts in ones.
    pub(crate) fn cell_scale(self) -> Rational {
        match self.unit() {
            MetricUnit::CountMicros | MetricUnit::RatioMicros => Rational::millionths(1),
            _ => Rational::integer(1),
        }
    }
}

impl AttributeValue {
    /// The integer behind a number, worth [`Attribute::cell_scale`]; `None` for words, texts and lists.
    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Self::Money(value) | Self::Ratio(value) | Self::Duration(value) | Self::Count(value) => {
                Some(*value)
            }
            Self::Date(date) => Some(epoch_days(*date)),
            Self::Text(_) | Self::Enum(_) | Self::Labels(_) | Self::Bool(_) => None,
        }
    }
}

pub(super) type Words = Vec<Result<AttributeValue, MissingReason>>;

pub(super) struct Batch<'a> {
    pub(super) rule: &'a BoundRule,
    pub(super) table: &'a dyn Table,
    pub(super) moment: &'a Moment,
    windows: &'a [Result<ResolvedWindow, MissingReason>],
    range: Range<usize>,
    wide: &'a Wide,
    breaker: &'a Breaker<'a>,
    spare: &'a RefCell<Vec<Column>>,
}

impl Batch<'_> {
    pub(super) fn rows(&self) -> usize {
        self.range.len()
    }

    fn registers(&self, needed: &Needed) -> Registers {
        let plan = &self.rule.plan;
        let mut attributes: BTreeMap<Attribute, Words> = BTreeMap::new();
        for attribute in &plan.attributes {
            let mut column = AttributeColumn::default();
            self.table.attribute(*attribute, self.range.clone(), &mut column);
            let mut cells = column.into_cells();
            // A table that gives too few cells knows nothing about the rest.
            cells.resize(self.rows(), Err(MissingReason::NoSync));
            attributes.insert(*attribute, cells);
        }
        let columns: Vec<OnceCell<Cells<'_>>> = plan.numbers.iter().map(|_| OnceCell::new()).collect();
        let nothing = Cells::of(Cow::default(), 0..0);
        let cells = |index: usize| {
            let column = columns.get(index).zip(plan.numbers.get(index));
            // INVARIANT: only columns are asked for.
            column.map_or(&nothing, |(column, op)| {
                column.get_or_init(|| self.cells(op, &attributes))
            })
        };
        let mut numbers = Lanes(Vec::with_capacity(plan.numbers.len()));
        for (index, op) in plan.numbers.iter().enumerate() {
            let asked = needed.numbers.contains(&index);
            let lane = asked.then(|| self.number(index, op, &numbers, &attributes));
            numbers.0.push(lane);
        }
        let mut conditions: Vec<Answers> = Vec::with_capacity(plan.conditions.len());
        for (index, op) in plan.conditions.iter().enumerate() {
            let lane = if !needed.conditions.contains(&index) {
                Answers::default()
            } else if let Some(Some(fused)) = plan.fused.get(index) {
                fused
                    .decide(self.rows(), &cells)
                    .unwrap_or_else(|| self.in_full(op))
            } else {
                self.condition(index, op, &numbers, &conditions, &attributes)
            };
            conditions.push(lane);
        }
        let done = columns.into_iter().filter_map(OnceCell::into_inner);
        let mut spare = self.spare.borrow_mut();
        spare.extend(done.filter_map(Cells::into_column));
        spare.truncate(plan.numbers.len());
        Registers { numbers, conditions }
    }

    /// A comparison whose numbers are too large for the columns: both sides as registers of any size.
    fn in_full(&self, op: &ConditionOp) -> Answers {
        let plan = &self.rule.plan;
        let sides = match op {
            ConditionOp::Compare { left, right, .. } => vec![*left, *right],
            _ => Vec::new(),
        };
        let Registers { numbers, .. } = self.registers(&Needed::of(plan, sides, Vec::new()));
        self.condition(0, op, &numbers, &[], &BTreeMap::new())
    }

    fn run(&self, verdicts: &mut Verdicts) {
        let plan = &self.rule.plan;
        let Registers { conditions, .. } = self.registers(&plan.live);
        let until = self.range.end;
        let write = |index: Option<usize>, truth_slot: &mut Vec<Truth>, reason_slot: &mut Vec<u8>| {
            if let Some(answers) = index.and_then(|index| conditions.get(index)) {
                answers.append_to(truth_slot, reason_slot);
            } else {
                truth_slot.resize(until, Truth::True);
                reason_slot.resize(until, KNOWN);
            }
        };
        write(plan.scope, &mut verdicts.scope, &mut verdicts.scope_reasons);
        let slots = verdicts.branches.iter_mut().zip(verdicts.reasons.iter_mut());
        for (branch, (truth_slot, reason_slot)) in plan.branches.iter().zip(slots) {
            write(*branch, truth_slot, reason_slot);
        }
        if plan.release.is_some() {
            write(plan.release, &mut verdicts.release, &mut verdicts.release_reasons);
        }
    }

    pub(super) fn missing(&self, reason: MissingReason) -> Lane {
        let (values, states) = (vec![0; self.rows()], vec![reason.code(); self.rows()]);
        Lane::cells(&values, states, Rational::integer(1))
    }

    fn number(
        &self,
        index: usize,
        op: &NumberOp,
        done: &Lanes,
        attributes: &BTreeMap<Attribute, Words>,
    ) -> Lane {
        let plan = &self.rule.plan;
        // INVARIANT: operations name only earlier registers.
        let both = |left: &usize, right: &usize| done.get(*left).zip(done.get(*right));
        let computed = match op {
            NumberOp::Constant(value) => Some(Lane::constant(value.clone(), self.rows())),
            NumberOp::Metric { metric, .. } | NumberOp::OfParent { metric, .. } => {
                Some(self.cells(op, attributes).lane(metric.cell_scale()))
            }
            NumberOp::Part { metric, window } => Some(self.part(*metric, *window)),
            NumberOp::Attribute(attribute) => Some(match self.tick(*attribute).and_then(|of| of.integer()) {
                Some(value) => Lane::constant(Rational::integer(value), self.rows()),
                None => self.cells(op, attributes).lane(attribute.cell_scale()),
            }),
            NumberOp::LookedUp { lookup, key } => Some(self.looked_up(lookup, key, attributes)),
            NumberOp::Rate { from, to } => Some(self.rate(*from, *to)),
            NumberOp::Convert(amount, rate) => {
                both(amount, rate).map(|(amount, rate)| kernels::convert(amount, rate))
            }
            NumberOp::Add(left, right) => both(left, right).map(|(left, right)| kernels::add(left, right)),
            NumberOp::Multiply(left, right) => {
                both(left, right).map(|(left, right)| kernels::multiply(left, right))
            }
            NumberOp::Divide(left, right) => {
                both(left, right).map(|(left, right)| kernels::divide(left, right))
            }
            NumberOp::Else(left, right) => {
                both(left, right).map(|(left, right)| kernels::otherwise(left, right))
            }
            NumberOp::ElseInfinite(value) => done.get(*value).map(kernels::otherwise_infinite),
            NumberOp::Median(parts) => {
                let lanes: Option<Vec<&Lane>> = parts.iter().map(|part| done.get(*part)).collect();
                lanes.map(|lanes| kernels::median(&lanes, self.rows()))
            }
            NumberOp::Total { metric, window, .. } => self
                .wide
                .lane(index, self.range.clone(), || self.own_cells(*metric, *window)),
            NumberOp::Aggregate { .. } => self.wide.lane(index, self.range.clone(), Default::default),
            NumberOp::Script { script, arguments } => plan
                .scripts
                .get(*script)
                .map(|script| scripts::results(script, arguments, done, self.rows(), self.breaker)),
            NumberOp::Elapsed(period) => elapsed_share(*period, self.moment.at, &self.rule.binding.zone)
                .map(|share| Lane::constant(share, self.rows())),
        };
        computed.unwrap_or_else(|| self.missing(MissingReason::Undefined))
    }

    /// What each row adds to a sum over others.
    fn part(&self, metric: Metric, window: usize) -> Lane {
        let (values, mut states) = match self.windows.get(window) {
            Some(Err(reason)) => (vec![0; self.rows()], vec![reason.code(); self.rows()]),
            _ => self.own_cells(metric, window),
        };
        let nothing = MissingReason::NotYet.code();
        // INVARIANT: what is missing counts zero.
        states
            .iter_mut()
            .filter(|state| **state == nothing)
            .for_each(|state| *state = KNOWN);
        Lane::cells(&values, states, metric.cell_scale())
    }

    /// What each row adds to its account.
    fn own_cells(&self, metric: Metric, window: usize) -> (Vec<i64>, Vec<u8>) {
        let resolved = self.windows.get(window).copied();
        let mut column = Column::with_capacity(self.rows());
        if let Some(Ok(resolved)) = resolved {
            self.table
                .sums(metric, &resolved.of_account(), self.range.clone(), &mut column);
        }
        column.into_full_lanes(self.rows())
    }

    /// The cells of a column as they stand in the table.
    fn cells(&self, op: &NumberOp, attributes: &BTreeMap<Attribute, Words>) -> Cells<'_> {
        match op {
            NumberOp::Metric { metric, window } => self.metric(*metric, *window, false),
            NumberOp::OfParent { metric, window } => self.metric(*metric, *window, true),
            NumberOp::Attribute(attribute) => self.attribute(*attribute, attributes),
            _ => self.own(Column::default()),
        }
    }

    fn own(&self, column: Column) -> Cells<'_> {
        let rows = self.rows();
        Cells::of(Cow::Owned(column.filled(rows)), 0..rows)
    }

    fn metric(&self, metric: Metric, window: usize, of_parent: bool) -> Cells<'_> {
        let kept = || {
            let resolved = self.windows.get(window)?.as_ref().ok()?;
            let column = self.table.kept_sums(metric, resolved)?;
            (column.len() >= self.range.end).then_some(column)
        };
        if !of_parent && let Some(column) = kept() {
            return Cells::of(Cow::Borrowed(column), self.range.clone());
        }
        self.own(self.sums(metric, window, of_parent))
    }

    fn sums(&self, metric: Metric, window: usize, of_parent: bool) -> Column {
        let spare = self.spare.borrow_mut().pop();
        let mut column = spare.unwrap_or_else(|| Column::with_capacity(self.rows()));
        let resolved = match self.windows.get(window) {
            Some(Ok(resolved)) => resolved,
            Some(Err(reason)) => {
                self.range.clone().for_each(|_| column.push_missing(*reason));
                return column;
            }
            None => return column,
        };
        if of_parent {
            self.table
                .parent_sums(metric, resolved, self.range.clone(), &mut column);
        } else {
            self.table.sums(metric, resolved, self.range.clone(), &mut column);
        }
        column
    }

    fn attribute(&self, attribute: Attribute, attributes: &BTreeMap<Attribute, Words>) -> Cells<'_> {
        let mut column = Column::with_capacity(self.rows());
        match attributes.get(&attribute) {
            Some(cells) => cells.iter().for_each(|cell| {
                let cell = cell.as_ref().map_err(|reason| *reason);
                column.push(cell.and_then(|value| value.integer().ok_or(MissingReason::NotSupplied)));
            }),
            None => (0..self.rows()).for_each(|_| column.push_missing(MissingReason::NotSupplied)),
        }
        self.own(column)
    }

    fn tick(&self, attribute: Attribute) -> Option<AttributeValue> {
        tick_value(
            attribute,
            self.moment,
            &self.rule.binding.zone,
            Some(self.rule.rule.schedule()),
        )
    }

    fn condition(
        &self,
        index: usize,
        op: &ConditionOp,
        numbers: &Lanes,
        done: &[Answers],
        attributes: &BTreeMap<Attribute, Words>,
    ) -> Answers {
        let rows = self.rows();
        let unknown = |reason: MissingReason| Answers::unknown(reason, rows);
        let constant = |value: bool| Answers::constant(value, rows);
        match op {
            ConditionOp::Constant(value) => constant(*value),
            ConditionOp::Ranked(_) => self
                .wide
                .ranked(index, self.range.clone())
                .unwrap_or_else(|| unknown(MissingReason::NoSync)),
            ConditionOp::Compare {
                operator,
                left,
                right,
            } => match numbers.get(*left).zip(numbers.get(*right)) {
                Some((left, right)) => kernels::compare(*operator, left, right),
                None => unknown(MissingReason::Undefined),
            },
            ConditionOp::And(parts) => Answers::and(parts.iter().filter_map(|part| done.get(*part)), rows),
            ConditionOp::Or(parts) => Answers::or(parts.iter().filter_map(|part| done.get(*part)), rows),
            ConditionOp::Not(inner) => match done.get(*inner) {
                Some(answers) => answers.negated(),
                None => unknown(MissingReason::Undefined),
            },
            ConditionOp::NumberMissing { number, negated } => {
                let states = numbers
                    .get(*number)
                    .map(|lane| lane.states.as_slice())
                    .unwrap_or_default();
                let is_missing = |state: &u8| MissingReason::from_code(*state).is_some();
                states
                    .iter()
                    .map(|state| (Truth::known(is_missing(state) != *negated), KNOWN))
                    .collect()
            }
            ConditionOp::AttributeMissing { attribute, negated } => {
                if attribute.is_ambient() {
                    return constant(*negated);
                }
                self.each(*attribute, attributes, |cell| Ok(cell.is_err() != *negated))
            }
            ConditionOp::Member {
                attribute,
                members,
                negated,
            } => self.each(*attribute, attributes, |cell| match cell? {
                AttributeValue::Enum(member) => Ok(members.contains(&member.as_str()) != *negated),
                _ => Err(MissingReason::NotSupplied),
            }),
            ConditionOp::Texts {
                left,
                among,
                matches,
                negated,
            } => {
                let answers = self.compare_texts(left, among, *matches, attributes);
                if *negated { answers.negated() } else { answers }
            }
            ConditionOp::TextMissing { text, negated } => self
                .texts(text, attributes)
                .iter()
                .map(|cell| (Truth::known(cell.is_err() != *negated), KNOWN))
                .collect(),
            ConditionOp::Matches { text, glob } => self.each(*text, attributes, |cell| match cell? {
                AttributeValue::Text(text) => Ok(glob_matches(glob, &text.to_lowercase())),
                _ => Err(MissingReason::NotSupplied),
            }),
            ConditionOp::Has { labels, label } => {
                self.paired(*labels, label, attributes, |cell, label| match cell {
                    AttributeValue::Labels(labels) => Ok(labels.iter().any(|own| own.as_ref() == label)),
                    _ => Err(MissingReason::NotSupplied),
                })
            }
            ConditionOp::TextIs { text, among, negated } => {
                let each: Vec<Answers> = among
                    .iter()
                    .map(|other| {
                        self.paired(*text, other, attributes, |cell, other| match cell {
                            AttributeValue::Text(text) => Ok(text.as_ref() == other),
                            _ => Err(MissingReason::NotSupplied),
                        })
                    })
                    .collect();
                let is_one = Answers::or(each.iter(), rows);
                if *negated { is_one.negated() } else { is_one }
            }
        }
    }

    /// Asks one attribute of each row.
    fn each(
        &self,
        attribute: Attribute,
        attributes: &BTreeMap<Attribute, Words>,
        ask: impl Fn(Result<AttributeValue, MissingReason>) -> Result<bool, MissingReason>,
    ) -> Answers {
        let everywhere = |answer| std::iter::repeat_n(answer, self.rows()).collect();
        if let Some(value) = self.tick(attribute) {
            return everywhere(answer(ask(Ok(value))));
        }
        let Some(cells) = attributes.get(&attribute) else {
            return everywhere(answer(ask(Err(MissingReason::NotSupplied))));
        };
        cells.iter().map(|cell| answer(ask(cell.clone()))).collect()
    }

    /// Asks one attribute of each row together with a text.
    fn paired(
        &self,
        attribute: Attribute,
        other: &TextOp,
        attributes: &BTreeMap<Attribute, Words>,
        ask: impl Fn(AttributeValue, &str) -> Result<bool, MissingReason>,
    ) -> Answers {
        match other {
            TextOp::Constant(text) => self.each(attribute, attributes, |cell| ask(cell?, text)),
            TextOp::LookedUp { .. } => {
                let missing: Words = vec![Err(MissingReason::NotSupplied); self.rows()];
                let left = attributes.get(&attribute).unwrap_or(&missing);
                let right = self.texts(other, attributes);
                left.iter()
                    .zip(&right)
                    .map(|(left, right)| {
                        answer(match (left, right) {
                            (Ok(left), Ok(text)) => ask(left.clone(), text),
                            (Err(one), Err(other)) => Err(*one.max(other)),
                            (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(*reason),
                        })
                    })
                    .collect()
            }
            TextOp::Attribute(second) => {
                let missing: Words = vec![Err(MissingReason::NotSupplied); self.rows()];
                let left = attributes.get(&attribute).unwrap_or(&missing);
                let right = attributes.get(second).unwrap_or(&missing);
                left.iter()
                    .zip(right)
                    .map(|(left, right)| {
                        answer(match (left, right) {
                            (Ok(left), Ok(AttributeValue::Text(text))) => {
                                ask(left.clone(), &Arc::clone(text))
                            }
                            (Ok(_), Ok(_)) => Err(MissingReason::NotSupplied),
                            (Err(one), Err(other)) => Err(*one.max(other)),
                            (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => Err(*reason),
                        })
                    })
                    .collect()
            }
        }
    }
}

fn answer(result: Result<bool, MissingReason>) -> (Truth, u8) {
    match result {
        Ok(value) => (Truth::known(value), KNOWN),
        Err(reason) => (Truth::Unknown, reason.code()),
    }
}
