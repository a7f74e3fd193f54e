//! What conditions speak about, and the literals they come down to.

use std::cmp::Ordering;

use jiff::tz::TimeZone;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;

use super::int::Int;
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, AttributeKind, Metric, MetricUnit, Platform};
use crate::span::Span;
use crate::window::{Window, WindowBase, WindowEntry};

/// The account that the rules in question are bound to.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) platform: Platform,
    pub(super) currency: Currency,
    pub(super) zone: TimeZone,
    /// `None`: any account.
    pub(super) account: Option<String>,
    pub(super) extra_settled_days: u32,
}

/// The days or hours that a window covers, counted back from the tick.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Stretch {
    /// Complete days of the account; the last one is `back` days before today.
    Days {
        back: u32,
        days: u32,
    },
    /// Rolling hours up to the data.
    Hours(u32),
    Today,
    /// Any other: how it lies to the rest changes with the day, or with the object.
    Other(Window, u32),
}

impl Stretch {
    pub(super) fn of(entry: &WindowEntry, world: &World) -> Self {
        let lag = entry.lag_days(world.platform, world.extra_settled_days);
        let Window {
            base,
            ending,
            since_creation,
            moved,
        } = entry.window;
        if since_creation || moved.is_some() {
            return Self::Other(entry.window, lag);
        }
        match base {
            WindowBase::LastDays {
                days,
                settled: _,
                including_today: false,
            } => Self::Days {
                back: lag.saturating_add(u32::from(ending)).saturating_add(1),
                days: u32::from(days),
            },
            WindowBase::Yesterday => Self::Days { back: 1, days: 1 },
            WindowBase::LastHours { hours } => Self::Hours(u32::from(hours)),
            WindowBase::Today => Self::Today,
            WindowBase::LastDays { .. }
            | WindowBase::ThisWeek
            | WindowBase::ThisMonth
            | WindowBase::Lifetime
            | WindowBase::SinceLastChange => Self::Other(entry.window, lag),
        }
    }
}

/// Where an attribute is read: the same object before and after another rule acted is two places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    Object(Attribute),
    /// After an action that changed the object's switch.
    After(Attribute),
    /// Of the tick, in this zone.
    Clock(Attribute, String),
    /// A parameter that nobody has set yet.
    Parameter(usize),
}

/// A number that a condition reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Var {
    Sum(Metric, Stretch),
    Attribute(Place),
}

impl Var {
    /// What one cell is worth in the numbers of the checked tree.
    pub(super) fn scale(&self) -> Rational {
        match self {
            Self::Sum(metric, _) => metric.cell_scale(),
            Self::Attribute(Place::Object(attribute) | Place::After(attribute)) => attribute.cell_scale(),
            Self::Attribute(Place::Clock(..) | Place::Parameter(_)) => Rational::integer(1),
        }
    }

    /// The smallest and the largest cell that the registry allows.
    pub(super) fn domain(&self) -> (Option<Int>, Option<Int>) {
        let wide = |(least, most): (Option<i64>, Option<i64>)| (least.map(Int::from), most.map(Int::from));
        match self {
            Self::Sum(metric, _) if metric.is_never_negative() => (Some(Int::from(0)), None),
            Self::Sum(..) | Self::Attribute(Place::Parameter(_)) => (None, None),
            Self::Attribute(
                Place::Object(attribute) | Place::After(attribute) | Place::Clock(attribute, _),
            ) => wide(attribute.bounds()),
        }
    }

    /// Cells that a person would call one step: a dollar, a conversion, a day.
    pub(super) fn unit(&self) -> BigInt {
        BigInt::from(match self {
            Self::Sum(metric, _) => match metric.unit() {
                MetricUnit::MoneyMicros
                | MetricUnit::CountMicros
                | MetricUnit::RatioMicros
                | MetricUnit::MoneyQuotient => 1_000_000,
                MetricUnit::Count | MetricUnit::Quotient => 1,
            },
            Self::Attribute(Place::Object(attribute) | Place::After(attribute)) => match attribute {
                // A cent.
                Attribute::Bid => 10_000,
                Attribute::Age => 86_400,
                Attribute::TimeSinceChange => 3_600,
                _ if matches!(attribute.kind(), AttributeKind::Money | AttributeKind::Ratio) => 1_000_000,
                _ => 1,
            },
            Self::Attribute(Place::Clock(..) | Place::Parameter(_)) => 1,
        })
    }

    /// A cell is a whole number; a parameter need not be.
    pub(super) const fn is_whole(&self) -> bool {
        !matches!(self, Self::Attribute(Place::Parameter(_)))
    }

    /// Whether it can be missing at all.
    pub(super) fn can_be_missing(&self) -> bool {
        match self {
            Self::Sum(..) => true,
            Self::Attribute(Place::Object(attribute) | Place::After(attribute)) => !attribute.info().ambient,
            Self::Attribute(Place::Clock(..) | Place::Parameter(_)) => false,
        }
    }
}

/// A sum of multiples of cells and a constant, in the numbers of the checked tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Linear {
    /// INVARIANT: in the order of the variables, each once, none of them times zero.
    terms: Vec<(Var, Rational)>,
    constant: Rational,
}

impl Linear {
    pub(super) const fn constant(constant: Rational) -> Self {
        Self {
            terms: Vec::new(),
            constant,
        }
    }

    pub(super) fn one() -> Self {
        Self::constant(Rational::integer(1))
    }

    pub(super) fn var(var: Var) -> Self {
        let scale = var.scale();
        Self {
            terms: vec![(var, scale)],
            constant: Rational::zero(),
        }
    }

    pub(super) fn as_constant(&self) -> Option<&Rational> {
        self.terms.is_empty().then_some(&self.constant)
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let mut terms = Vec::with_capacity(self.terms.len().saturating_add(other.terms.len()));
        let (mut own, mut theirs) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            let order = match (own.peek(), theirs.peek()) {
                (Some((one, _)), Some((other, _))) => one.cmp(other),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            match order {
                Ordering::Less => terms.extend(own.next().cloned()),
                Ordering::Greater => terms.extend(theirs.next().cloned()),
                Ordering::Equal => {
                    if let (Some((var, one)), Some((_, other))) = (own.next(), theirs.next()) {
                        let sum = one.plus(other);
                        if !sum.is_zero() {
                            terms.push((var.clone(), sum));
                        }
                    }
                }
            }
        }
        Self {
            terms,
            constant: self.constant.plus(&other.constant),
        }
    }

    pub(super) fn times(&self, factor: &Rational) -> Self {
        if factor.is_zero() {
            return Self::constant(Rational::zero());
        }
        if *factor == Rational::integer(1) {
            return self.clone();
        }
        Self {
            terms: self
                .terms
                .iter()
                .map(|(var, coefficient)| (var.clone(), coefficient.times(factor)))
                .collect(),
            constant: self.constant.times(factor),
        }
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.plus(&other.times(&Rational::integer(-1)))
    }

    /// The product, where one of the two is constant.
    pub(super) fn product(&self, other: &Self) -> Option<Self> {
        match (self.as_constant(), other.as_constant()) {
            (_, Some(factor)) => Some(self.times(factor)),
            (Some(factor), None) => Some(other.times(factor)),
            (None, None) => None,
        }
    }

    /// `self = factor * other`, with a factor above zero.
    pub(super) fn multiple_of(&self, other: &Self) -> Option<Rational> {
        let (own, theirs) = match (self.terms.first(), other.terms.first()) {
            (Some((var, own)), Some((other, theirs))) if var == other => (own, theirs),
            _ => return None,
        };
        let factor = divided(own, theirs)?;
        let is_so = factor.is_positive()
            && self.terms.len() == other.terms.len()
            && self.constant == other.constant.times(&factor)
            && self
                .terms
                .iter()
                .zip(&other.terms)
                .all(|((var, own), (other, theirs))| var == other && *own == theirs.times(&factor));
        is_so.then_some(factor)
    }
}

/// `None` for a division by zero.
pub(super) fn divided(over: &Rational, under: &Rational) -> Option<Rational> {
    if under.is_negative() {
        over.negated().over(&under.negated())
    } else {
        over.over(under)
    }
}

/// `least <= whole multiples of cells <= most`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// In the order of the variables, each once.
    pub(super) coefficients: Vec<(Var, Int)>,
    pub(super) least: Option<Int>,
    pub(super) most: Option<Int>,
}

/// How a form stands to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Above,
    AtLeast,
    Zero,
    AtMost,
    Below,
}

impl Relation {
    fn holds(self, value: &Rational) -> bool {
        match self {
            Self::Above => value.is_positive(),
            Self::AtLeast => !value.is_negative(),
            Self::Zero => value.is_zero(),
            Self::AtMost => !value.is_positive(),
            Self::Below => value.is_negative(),
        }
    }
}

/// A row, or the answer when nothing is left to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rowed {
    Row(Row),
    Always,
    Never,
}

/// What turns these into whole numbers without a common divisor.
fn reducing<'r>(mut coefficients: impl ExactSizeIterator<Item = &'r Rational> + Clone) -> Option<Rational> {
    if coefficients.len() == 1 {
        return divided(&Rational::integer(1), &coefficients.next()?.abs());
    }
    if let Some(factor) = reducing_words(coefficients.clone()) {
        return Some(factor);
    }
    let common = coefficients.clone().fold(BigInt::from(1), |common, coefficient| {
        common.lcm(&coefficient.denominator())
    });
    let common = Rational::integer(common);
    let divisor = coefficients.fold(BigInt::zero(), |divisor, coefficient| {
        divisor.gcd(&coefficient.times(&common).numerator())
    });
    divided(&common, &Rational::integer(divisor))
}

/// As [`reducing`], where nothing on the way leaves 128 bits.
fn reducing_words<'r>(coefficients: impl Iterator<Item = &'r Rational> + Clone) -> Option<Rational> {
    let common = coefficients.clone().try_fold(1_i128, |common, coefficient| {
        let under = i128::from(coefficient.words()?.1);
        common.checked_mul(under.checked_div(common.gcd(&under))?)
    })?;
    let divisor = coefficients
        .into_iter()
        .try_fold(0_i128, |divisor, coefficient| {
            let (over, under) = coefficient.words()?;
            let whole = i128::from(over).checked_mul(common.checked_div(i128::from(under))?)?;
            Some(divisor.gcd(&whole))
        })?;
    Rational::fraction(common, divisor)
}

/// The form's relation to zero as a row over whole cells. Cells are integers, so that `> 100` begins at the next one.
pub(super) fn rowed(form: &Linear, relation: Relation) -> Rowed {
    if let Some(value) = form.as_constant() {
        return if relation.holds(value) {
            Rowed::Always
        } else {
            Rowed::Never
        };
    }
    let Some(factor) = reducing(form.terms.iter().map(|(_, coefficient)| coefficient)) else {
        return Rowed::Never;
    };
    // Whole once they are multiplied: the floor is the number itself.
    let coefficients: Vec<(Var, Int)> = form
        .terms
        .iter()
        .map(|(var, coefficient)| (var.clone(), Int::floor(&coefficient.times(&factor))))
        .collect();
    // sum >= bound, and the like.
    let bound = form.constant.times(&factor).negated();
    let whole = coefficients.iter().all(|(var, _)| var.is_whole());
    let floor = Int::floor(&bound);
    let is_integer = bound.is_integer();
    let step = |value: &Int, by: i64| value.plus(&Int::from(by));
    let ceiling = if is_integer {
        floor.clone()
    } else {
        step(&floor, 1)
    };
    let (least, most) = match relation {
        // A parameter may lie between two integers: the wider bound is the safe one.
        Relation::Above if whole => (Some(step(&floor, 1)), None),
        Relation::Below if whole => (None, Some(step(&ceiling, -1))),
        Relation::Above | Relation::AtLeast if !whole => (Some(floor), None),
        Relation::Below | Relation::AtMost if !whole => (None, Some(ceiling)),
        Relation::Above | Relation::AtLeast => (Some(ceiling), None),
        Relation::Below | Relation::AtMost => (None, Some(floor)),
        Relation::Zero if is_integer => (Some(floor.clone()), Some(floor)),
        Relation::Zero if !whole => (Some(floor), Some(ceiling)),
        Relation::Zero => return Rowed::Never,
    };
    Rowed::Row(Row {
        coefficients,
        least,
        most,
    })
}

impl Row {
    /// The only variable with its bounds, when there is but one.
    pub(super) fn single(&self) -> Option<(&Var, Option<Int>, Option<Int>)> {
        let [(var, coefficient)] = self.coefficients.as_slice() else {
            return None;
        };
        // A lone coefficient is 1 or -1: the row is reduced.
        Some(if coefficient.is_negative() {
            (
                var,
                self.most.as_ref().map(Int::negated),
                self.least.as_ref().map(Int::negated),
            )
        } else {
            (var, self.least.clone(), self.most.clone())
        })
    }
}

/// What a text is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TextTest {
    /// Exactly this.
    Is(String),
    /// Anchored, ignoring case; as written.
    Matches(String),
}

/// Something that the analysis cannot look into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    /// As written.
    pub(super) text: String,
    pub(super) span: Span,
    pub(super) why: &'static str,
}

/// One thing that must hold.
#[derive(Clone, Debug)]
pub(super) enum Literal {
    Row(Row),
    Known(Var),
    Missing(Var),
    /// A bit per member of the enumeration.
    Among {
        place: Place,
        members: u64,
    },
    Text {
        place: Place,
        test: TextTest,
        holds: bool,
    },
    Label {
        place: Place,
        label: String,
        holds: bool,
    },
    /// An atom of which only the outcomes are known: a bit per possible one.
    Free {
        key: String,
        outcomes: u8,
        open: Open,
    },
}

/// Outcomes of a comparison that cannot be looked into.
pub(super) const LESS: u8 = 1;
pub(super) const EQUAL: u8 = 2;
pub(super) const GREATER: u8 = 4;
/// Outcomes of a condition that cannot be looked into.
pub(super) const IS_TRUE: u8 = 1;
pub(super) const IS_FALSE: u8 = 2;
pub(super) const IS_UNKNOWN: u8 = 4;
