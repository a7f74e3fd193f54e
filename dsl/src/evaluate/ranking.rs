//! The order in which a ranking puts its rows.

use std::cmp::Ordering;

use num_traits::ToPrimitive;

use crate::evaluate::lanes::{INFINITE, KNOWN, Lane, Values};
use crate::rational::Rational;
use crate::typed::Take;

impl Take {
    /// How many of so many ranked ones stand in front; a share rounds down.
    pub(crate) fn of(&self, ranked: usize) -> usize {
        match self {
            Self::Count(count) => usize::try_from(*count).unwrap_or(usize::MAX).min(ranked),
            Self::Share(share) => share
                .times(&Rational::integer(ranked))
                .floor()
                .to_usize()
                .unwrap_or(0),
        }
    }
}

/// A value to be ordered: as it stands in its lane while that is narrow, so that nothing is reduced and nothing allocated for the
/// many comparisons of a sort.
pub(super) enum Place {
    Narrow { over: i64, under: i64, scale: Rational },
    Exact(Rational),
}

impl Place {
    pub(super) fn of(lane: &Lane, at: usize) -> Self {
        let narrow = |values: &Values| match values {
            Values::One => Some(1),
            Values::Small(values) => values.get(at).and_then(|value| i64::try_from(*value).ok()),
            Values::Big(_) => None,
        };
        match (narrow(&lane.numerator), narrow(&lane.denominator)) {
            (Some(over), Some(under)) => Self::Narrow {
                over,
                under,
                scale: lane.scale.clone(),
            },
            _ => Self::Exact(lane.value(at).unwrap_or_else(Rational::zero)),
        }
    }

    fn exact(&self) -> Rational {
        match self {
            // INVARIANT: a lane's denominators are above zero.
            Self::Narrow { over, under, scale } => Rational::fraction(*over, *under)
                .unwrap_or_else(Rational::zero)
                .times(scale),
            Self::Exact(value) => value.clone(),
        }
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (
                Self::Narrow { over, under, scale },
                Self::Narrow {
                    over: other_over,
                    under: other_under,
                    scale: other_scale,
                },
            ) if scale == other_scale && scale.is_positive() => {
                // Products of 64 bits: 128 hold them.
                let left = i128::from(*over).saturating_mul(i128::from(*other_under));
                left.cmp(&i128::from(*other_over).saturating_mul(i128::from(*under)))
            }
            _ => self.exact().cmp(&other.exact()),
        }
    }
}

/// What a row is ranked by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Known(Place),
    Infinite,
}

impl Key {
    pub(super) fn of(lane: &Lane, at: usize) -> Option<Self> {
        match lane.states.get(at) {
            Some(&KNOWN) => Some(Self::Known(Place::of(lane, at))),
            Some(&INFINITE) => Some(Self::Infinite),
            _ => None,
        }
    }
}

pub(super) struct Ranked {
    pub(super) key: Key,
    pub(super) tie: Option<Place>,
    pub(super) row: usize,
}

impl Ranked {
    /// Top: the greatest first. Bottom: the least first. Among equals the higher spend, then the smaller id.
    pub(super) fn before(&self, other: &Self, top: bool) -> Ordering {
        let by_key = if top {
            other.key.cmp(&self.key)
        } else {
            self.key.cmp(&other.key)
        };
        by_key
            .then_with(|| other.tie.cmp(&self.tie))
            .then_with(|| self.row.cmp(&other.row))
    }
}
