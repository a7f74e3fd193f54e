//! What a condition comes to in each row of a batch, as bytes: a processor takes many of them at once.

use crate::evaluate::Truth;
use crate::evaluate::lanes::KNOWN;
use crate::table::MissingReason;

/// [`Truth`] while it is computed with: `and` is the least, `or` the greatest.
pub(super) const FALSE: u8 = 0;
pub(super) const UNKNOWN: u8 = 1;
pub(super) const TRUE: u8 = 2;

const fn byte(truth: Truth) -> u8 {
    match truth {
        Truth::False => FALSE,
        Truth::Unknown => UNKNOWN,
        Truth::True => TRUE,
    }
}

const fn truth(byte: u8) -> Truth {
    match byte {
        FALSE => Truth::False,
        UNKNOWN => Truth::Unknown,
        _ => Truth::True,
    }
}

/// One condition register over one batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    truths: Vec<u8>,
    /// Why a row is unknown, [`KNOWN`] where it is not; empty where no row is.
    reasons: Vec<u8>,
}

impl Answers {
    /// Of rows that are all true or false.
    pub(super) const fn decided(truths: Vec<u8>) -> Self {
        Self {
            truths,
            reasons: Vec::new(),
        }
    }

    pub(super) fn constant(value: bool, rows: usize) -> Self {
        Self::decided(vec![byte(Truth::known(value)); rows])
    }

    pub(super) fn unknown(reason: MissingReason, rows: usize) -> Self {
        Self {
            truths: vec![UNKNOWN; rows],
            reasons: vec![reason.code(); rows],
        }
    }

    /// The truth of a row, with the reason's byte where it is unknown.
    pub(super) fn get(&self, row: usize) -> Option<(Truth, u8)> {
        let byte = *self.truths.get(row)?;
        Some((truth(byte), self.reasons.get(row).copied().unwrap_or(KNOWN)))
    }

    /// Puts a truth where `mask` is 255 and leaves what it is 0 for. `reason` belongs to it.
    pub(super) fn put(&mut self, mask: &[u8], truth: u8, reason: u8) {
        fn choose(values: &mut [u8], mask: &[u8], instead: u8) {
            for (value, mask) in values.iter_mut().zip(mask) {
                *value = (*value & !mask) | (instead & mask);
            }
        }
        if mask.iter().fold(0, |any, mask| any | mask) == 0 {
            return;
        }
        choose(&mut self.truths, mask, truth);
        if reason != KNOWN {
            self.reasons.resize(self.truths.len(), KNOWN);
        }
        choose(&mut self.reasons, mask, reason);
    }

    /// Each row by itself: its truth so far gives its new one, and a reason.
    pub(super) fn each(&mut self, decide: impl Fn(usize, u8) -> (u8, u8)) {
        self.reasons.resize(self.truths.len(), KNOWN);
        for (row, (truth, reason)) in self.truths.iter_mut().zip(&mut self.reasons).enumerate() {
            (*truth, *reason) = decide(row, *truth);
        }
    }

    pub(super) fn negated(&self) -> Self {
        Self {
            truths: self
                .truths
                .iter()
                .map(|truth| TRUE.wrapping_sub(*truth))
                .collect(),
            reasons: self.reasons.clone(),
        }
    }

    /// Kleene's `and`: the least truth, and the heaviest reason of the unknown ones.
    pub(super) fn and<'a>(parts: impl Iterator<Item = &'a Self>, rows: usize) -> Self {
        Self::joined(parts, u8::min).unwrap_or_else(|| Self::constant(true, rows))
    }

    /// Kleene's `or`: the greatest truth, and the heaviest reason of the unknown ones.
    pub(super) fn or<'a>(parts: impl Iterator<Item = &'a Self>, rows: usize) -> Self {
        Self::joined(parts, u8::max).unwrap_or_else(|| Self::constant(false, rows))
    }

    fn joined<'a>(mut parts: impl Iterator<Item = &'a Self>, pick: impl Fn(u8, u8) -> u8) -> Option<Self> {
        let mut joined = parts.next()?.clone();
        for next in parts {
            // Truths and reasons each in a loop of its own.
            for (truth, other) in joined.truths.iter_mut().zip(&next.truths) {
                *truth = pick(*truth, *other);
            }
            if joined.reasons.is_empty() {
                joined.reasons.clone_from(&next.reasons);
            }
            for (reason, why) in joined.reasons.iter_mut().zip(&next.reasons) {
                *reason = (*reason).max(*why);
            }
        }
        // A reason that did not decide is none.
        for (truth, reason) in joined.truths.iter().zip(&mut joined.reasons) {
            *reason = if *truth == UNKNOWN { *reason } else { KNOWN };
        }
        Some(joined)
    }

    /// Writes the rows behind those of earlier batches.
    pub(super) fn append_to(&self, truths: &mut Vec<Truth>, reasons: &mut Vec<u8>) {
        truths.extend(self.truths.iter().map(|byte| truth(*byte)));
        reasons.extend_from_slice(&self.reasons);
        reasons.resize(truths.len(), KNOWN);
    }
}

impl FromIterator<(Truth, u8)> for Answers {
    fn from_iter<I: IntoIterator<Item = (Truth, u8)>>(rows: I) -> Self {
        let (truths, mut reasons): (Vec<u8>, Vec<u8>) = rows
            .into_iter()
            .map(|(truth, reason)| (byte(truth), reason))
            .unzip();
        if reasons.iter().fold(KNOWN, |all, reason| all | reason) == KNOWN {
            reasons.clear();
        }
        Self { truths, reasons }
    }
}
