//! What is asked of more than one row: totals, sums and counts, rankings. Whatever is the same for every row is found once for
//! each explanation.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

use num_bigint::BigInt;

use crate::display::plural;
use crate::evaluate::Truth;
use crate::explain::walk::{Found, Judged, Row, node};
use crate::explain::words;
use crate::explanation::{NodeKind, Operand};
use crate::rational::Rational;
use crate::registry::{Level, Metric};
use crate::syntax::tree::AggregateForm;
use crate::table::MissingReason;
use crate::typed::{Aggregate, Condition, Counted, Group, Number, NumberNode, Quantity, Ranking, Take};

type Cells = Rc<Result<Sums, MissingReason>>;
type Places = Rc<Vec<Place>>;
/// What a sum over members came to, how many they are, and how many of them are not known.
type Added = (Found, usize, usize);
/// Of every row whether it is in scope, and why that is not known.
type Members = Rc<Vec<(Truth, Option<MissingReason>)>>;

/// What one explanation has found out already. The keys are places in the checked tree, which does not move.
#[derive(Default)]
pub(super) struct Shared {
    scope: RefCell<Option<Members>>,
    sums: RefCell<HashMap<(Metric, usize, bool), Cells>>,
    /// With the row whose group is asked, where it is not the same for all.
    aggregates: RefCell<HashMap<(*const Aggregate, Option<usize>), Added>>,
    /// With the family that is ranked, where it is one.
    rankings: RefCell<HashMap<(*const Ranking, Option<usize>), Places>>,
}

/// A metric of every row, added up.
struct Sums {
    cells: Vec<Result<i64, MissingReason>>,
    known: BigInt,
    missing: Vec<MissingReason>,
}

/// Where a row stands in a ranking.
enum Place {
    /// Not among those that are ranked, or of unknown rank.
    Out(Truth, Option<MissingReason>),
    /// Counted from one.
    At(usize),
}

impl Row<'_> {
    /// Which rows are in the rule's scope.
    fn scope_of_all(&self) -> Members {
        if let Some(found) = self.shared().scope.borrow().as_ref() {
            return Rc::clone(found);
        }
        let condition = self
            .rule()
            .and_then(|rule| rule.rule.body.scope_condition.as_ref());
        let found: Vec<_> = (0..self.rows())
            .map(|row| match condition {
                None => (Truth::True, None),
                Some(condition) => {
                    let judged = self.other(row).judge(condition);
                    (judged.truth, judged.reason)
                }
            })
            .collect();
        let found = Rc::new(found);
        *self.shared().scope.borrow_mut() = Some(Rc::clone(&found));
        found
    }

    pub(super) fn total(&self, metric: Metric, window: usize, group: Group) -> Found {
        if group == Group::Parent {
            return self.of_parent(metric, window);
        }
        let in_scope = group == Group::Scope;
        let key = (metric, window, in_scope);
        let known = self.shared().sums.borrow().get(&key).map(Rc::clone);
        let sums = known.unwrap_or_else(|| {
            let sums = Rc::new(self.sums(metric, window, in_scope));
            self.shared().sums.borrow_mut().insert(key, Rc::clone(&sums));
            sums
        });
        let sums = match sums.as_ref() {
            Ok(sums) => sums,
            Err(reason) => return Found::Missing(*reason),
        };
        let value = |sum: Rational| Found::Known(sum.times(&metric.cell_scale()));
        if group != Group::Siblings {
            return match sums.missing.iter().max() {
                Some(reason) => Found::Missing(*reason),
                None => value(Rational::integer(sums.known.clone())),
            };
        }
        let family = self.family(self.row());
        let others = || {
            sums.cells
                .iter()
                .enumerate()
                .filter(|(row, _)| *row != self.row() && self.family(*row) == family)
                .map(|(_, cell)| cell)
        };
        // One of which the window holds no day adds nothing.
        let heaviest = others()
            .filter_map(|cell| cell.err())
            .filter(|reason| *reason != MissingReason::NotYet)
            .max();
        let sum: BigInt = others().filter_map(|cell| cell.ok()).map(BigInt::from).sum();
        heaviest.map_or_else(|| value(Rational::integer(sum)), Found::Missing)
    }

    fn sums(&self, metric: Metric, window: usize, in_scope: bool) -> Result<Sums, MissingReason> {
        let cells = self.cells(metric, window, !in_scope)?;
        let scope = in_scope.then(|| self.scope_of_all());
        let is_member = |row: usize| {
            scope
                .as_ref()
                .is_none_or(|scope| scope.get(row).is_some_and(|(truth, _)| *truth == Truth::True))
        };
        let members = cells
            .iter()
            .enumerate()
            .filter(|(row, _)| is_member(*row))
            .map(|(_, cell)| cell);
        let known = members
            .clone()
            .filter_map(|cell| cell.ok())
            .map(BigInt::from)
            .sum();
        let missing = members
            .filter_map(|cell| cell.err())
            // A campaign of which the window holds no day adds nothing to its account.
            .filter(|reason| in_scope || *reason != MissingReason::NotYet)
            .collect();
        Ok(Sums {
            cells,
            known,
            missing,
        })
    }

    /// The value, and how many it was made of.
    pub(super) fn aggregate(&self, aggregate: &Aggregate) -> (Found, Vec<Operand>) {
        let beside = matches!(aggregate.group, Group::Parent | Group::Siblings);
        let key = (std::ptr::from_ref(aggregate), beside.then(|| self.row()));
        let known = self.shared().aggregates.borrow().get(&key).cloned();
        let (found, members, missing) = known.unwrap_or_else(|| {
            let computed = self.aggregated(aggregate);
            self.shared()
                .aggregates
                .borrow_mut()
                .insert(key, computed.clone());
            computed
        });
        let counted = |text: &str, count: usize| Operand {
            text: text.to_owned(),
            value: words::value(
                &Found::Known(Rational::integer(count)),
                Quantity::Count,
                self.currency(),
                true,
            ),
            parts: Vec::new(),
        };
        let whose = match aggregate.group {
            Group::Scope => format!("{} in scope", self.level()),
            Group::Account => format!("{} of the account", self.level()),
            Group::Parent => format!("{} that stand in the same", self.level()),
            Group::Siblings => format!("others of the {}", self.level()),
        };
        let mut parts = vec![counted(&whose, members)];
        if missing > 0 {
            parts.push(counted("of them not known", missing));
        }
        (found, parts)
    }

    fn aggregated(&self, aggregate: &Aggregate) -> Added {
        let (mut values, mut counted, mut missing) = (Vec::new(), 0_usize, Vec::new());
        let family = self.family(self.row());
        let stand_with = || (0..self.rows()).filter(|row| self.family(*row) == family);
        let members: Vec<usize> = match aggregate.group {
            Group::Account => (0..self.rows()).collect(),
            Group::Parent => stand_with().collect(),
            Group::Siblings => stand_with().filter(|row| *row != self.row()).collect(),
            Group::Scope => self
                .scope_of_all()
                .iter()
                .enumerate()
                .filter(|(_, (truth, _))| *truth == Truth::True)
                .map(|(row, _)| row)
                .collect(),
        };
        for row in &members {
            let member = self.other(*row);
            match &aggregate.of {
                Counted::Members => counted = counted.saturating_add(1),
                Counted::Condition(condition) => {
                    let judged = member.judge(condition);
                    match judged.truth {
                        Truth::True => counted = counted.saturating_add(1),
                        Truth::False => {}
                        Truth::Unknown => missing.extend(judged.reason),
                    }
                }
                Counted::Number(number) => match member.operand(number).found {
                    Found::Known(value) => {
                        counted = counted.saturating_add(1);
                        values.push(value);
                    }
                    other => missing.extend(other.reason()),
                },
            }
        }
        let sizes = (members.len(), missing.len());
        let heaviest = missing.into_iter().max();
        let nothing_known = counted == 0 && aggregate.form != AggregateForm::Count;
        let found = match (heaviest, aggregate.form) {
            (Some(reason), _) if !aggregate.ignoring_missing || nothing_known => Found::Missing(reason),
            (_, AggregateForm::Count) => Found::Known(Rational::integer(counted)),
            (_, AggregateForm::Sum) => Found::Known(Rational::sum(values)),
            (_, AggregateForm::Average) => Rational::sum(values)
                .over(&Rational::integer(counted))
                .map_or(Found::Missing(MissingReason::Undefined), Found::Known),
        };
        (found, sizes.0, sizes.1)
    }

    /// Where every row stands in the ranking that this row belongs to.
    fn places_in(&self, ranking: &Ranking) -> Places {
        let family = (ranking.within == Group::Parent).then(|| self.family(self.row()));
        let key = (std::ptr::from_ref(ranking), family);
        let known = self.shared().rankings.borrow().get(&key).map(Rc::clone);
        known.unwrap_or_else(|| {
            let places = Rc::new(self.places(ranking, family));
            self.shared()
                .rankings
                .borrow_mut()
                .insert(key, Rc::clone(&places));
            places
        })
    }

    /// The rows in front, the first first.
    pub(super) fn in_front(&self, ranking: &Ranking) -> Vec<usize> {
        let places = self.places_in(ranking);
        let front = ranking.take.of(ranked(&places));
        let mut found: Vec<(usize, usize)> = places
            .iter()
            .enumerate()
            .filter_map(|(row, place)| match place {
                Place::At(place) if *place <= front => Some((*place, row)),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// The rows of the rule's scope.
    pub(super) fn members(&self) -> Vec<usize> {
        let scope = self.scope_of_all();
        let rows = scope.iter().enumerate();
        rows.filter(|(_, (truth, _))| *truth == Truth::True)
            .map(|(row, _)| row)
            .collect()
    }

    pub(super) fn all_known(&self, of: &Number, asked: &Condition) -> Judged {
        let judged = self.judge(asked);
        let text = match &of.node {
            NumberNode::Attribute(attribute) => attribute.as_str().to_owned(),
            _ => self.source(of.span),
        };
        let because = judged.reason.map(|reason| {
            format!(
                "the {text} of not every {} in the pool is known: {}",
                self.level().one(),
                reason.words()
            )
        });
        Judged {
            truth: judged.truth,
            reason: judged.reason,
            node: node(
                NodeKind::AllKnown,
                format!("the {text} of every {} is known", self.level().one()),
                judged.truth,
                judged.reason,
                Vec::new(),
            ),
            because: because.into_iter().collect(),
        }
    }

    pub(super) fn ranked(&self, ranking: &Ranking, text: String) -> Judged {
        let places = self.places_in(ranking);
        let ranked = ranked(&places);
        let front = ranking.take.of(ranked);
        let by = self.operand(&ranking.by);
        let side = if ranking.top { "top" } else { "bottom" };
        let asked = match &ranking.take {
            Take::Count(count) => format!("{side} {count}"),
            Take::Share(share) => {
                let percent = crate::display::decimal(&share.times(&Rational::integer(100)), 6, 0);
                format!("{side} {percent}% ({} of {ranked})", self.plural_of(front))
            }
        };
        let (truth, reason, because) = match places.get(self.row()) {
            Some(Place::At(place)) => {
                let truth = Truth::known(*place <= front);
                let end = if ranking.top { "top" } else { "bottom" };
                let among = if truth == Truth::True { "in" } else { "not in" };
                let told = format!(
                    "{} {} is number {place} of {ranked} from the {end}, {among} the {asked}",
                    by.operand.text, by.operand.value.display
                );
                (truth, None, told)
            }
            Some(Place::Out(Truth::Unknown, reason)) => {
                let words = reason.unwrap_or(MissingReason::NoSync).words();
                (
                    Truth::Unknown,
                    *reason,
                    format!("its rank by {} is not known: {words}", by.operand.text),
                )
            }
            _ => (
                Truth::False,
                None,
                format!("it is not among those that are ranked by {}", by.operand.text),
            ),
        };
        let children = ranking
            .having
            .iter()
            .map(|having| self.judge(having).node)
            .collect();
        let mut node = node(NodeKind::Ranking, text, truth, reason, children);
        node.left = Some(by.operand);
        node.op = Some(format!("in {asked}"));
        Judged {
            truth,
            reason,
            node,
            because: vec![because],
        }
    }

    fn level(&self) -> Level {
        self.rule()
            .map_or(Level::Campaigns, |rule| rule.rule.scope().level)
    }

    fn plural_of(&self, front: usize) -> String {
        plural(i64::try_from(front).unwrap_or(i64::MAX), self.level().one())
    }

    fn places(&self, ranking: &Ranking, family: Option<usize>) -> Vec<Place> {
        let scope = (ranking.within == Group::Scope).then(|| self.scope_of_all());
        let mut places = Vec::with_capacity(self.rows());
        let mut ranked: Vec<(Found, Option<Rational>, usize)> = Vec::new();
        for row in 0..self.rows() {
            let (truth, reason) = scope
                .as_ref()
                .and_then(|scope| scope.get(row).copied())
                .unwrap_or((Truth::True, None));
            if truth != Truth::True {
                places.push(Place::Out(truth, reason));
                continue;
            }
            if family.is_some_and(|family| self.family(row) != family) {
                places.push(Place::Out(Truth::False, None));
                continue;
            }
            let member = self.other(row);
            if let Some(having) = &ranking.having {
                let judged = member.judge(having);
                if judged.truth != Truth::True {
                    places.push(Place::Out(judged.truth, judged.reason));
                    continue;
                }
            }
            let found = member.operand(&ranking.by).found;
            if let Some(reason) = found.reason() {
                places.push(Place::Out(Truth::Unknown, Some(reason)));
                continue;
            }
            let tie = ranking
                .tie
                .and_then(|window| member.sum(Metric::Spend, window).ok());
            ranked.push((found, tie, row));
            places.push(Place::Out(Truth::False, None));
        }
        ranked.sort_by(|one, other| {
            let ascending = order(&one.0, &other.0);
            let by_value = if ranking.top {
                ascending.reverse()
            } else {
                ascending
            };
            by_value
                .then_with(|| other.1.cmp(&one.1))
                .then_with(|| one.2.cmp(&other.2))
        });
        for (place, (_, _, row)) in (1_usize..).zip(&ranked) {
            if let Some(slot) = places.get_mut(*row) {
                *slot = Place::At(place);
            }
        }
        places
    }
}

fn ranked(places: &[Place]) -> usize {
    places
        .iter()
        .filter(|place| matches!(place, Place::At(_)))
        .count()
}

/// `infinite` stands above every number.
fn order(one: &Found, other: &Found) -> Ordering {
    match (one, other) {
        (Found::Known(one), Found::Known(other)) => one.cmp(other),
        (Found::Infinite, Found::Known(_)) => Ordering::Greater,
        (Found::Known(_), Found::Infinite) => Ordering::Less,
        _ => Ordering::Equal,
    }
}
