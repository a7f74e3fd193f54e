//! What an editor asks about a text that may be half-written: its parts, its names and where they are used, and what could
//! stand at a place.
//!
//! Called by the language server. Nothing here judges a text — that is [`crate::check`] — and nothing reads what a word is
//! called or means: that is the registry's.

pub mod blocks;
mod expect;
mod outline;
mod place;

pub use crate::syntax::tree::ItemKind;
pub use expect::{Declared, DeclaredKind, Operand, Slot, TextOf, ValuePlace, Wanted};
pub use outline::{ClauseOutline, ItemOutline, NameOutline, Outline, outline};
pub use place::{Place, place, place_among, word_at};

/// Whether something can be called like this: one word, and none that the language uses inside of expressions.
#[must_use]
pub fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(crate::syntax::is_word)
        && !crate::syntax::is_reserved(word)
}
