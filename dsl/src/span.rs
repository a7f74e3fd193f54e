//! Where something stands in the text: two byte offsets, nothing borrowed.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes `[start, end)` in the text given to [`crate::check`].
///
/// Offsets fit in 32 bits because a text longer than 1 MB is refused before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// From the offsets of a slice; saturates instead of wrapping.
    #[must_use]
    pub fn from_offsets(start: usize, end: usize) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The empty span before this one: where text is inserted.
    #[must_use]
    pub const fn before(self) -> Self {
        Self {
            start: self.start,
            end: self.start,
        }
    }

    /// The empty span behind this one: where text is appended.
    #[must_use]
    pub const fn after(self) -> Self {
        Self {
            start: self.end,
            end: self.end,
        }
    }

    /// The text under the span; empty when the span lies outside of `text` or inside of a character.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}
