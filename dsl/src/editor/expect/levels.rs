//! The words for the levels that there are rules about: `campaigns`, `ad groups`.

use std::slice::from_ref;
use std::sync::LazyLock;

use super::{Slot, TextOf};
use crate::registry::{Level, Property};

static MANY: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| Level::ALL.iter().map(|level| level.as_str()).collect());
static ONE: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| Level::ALL.iter().map(|level| level.one()).collect());

static SWITCHED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let switched = Level::ALL
        .iter()
        .filter(|level| !level.info().writes(Property::Status).is_empty());
    switched.map(|level| level.as_str()).collect()
});

/// All of a level: `keywords`.
pub(super) fn many() -> Slot {
    Slot::Words(&MANY)
}

/// All of a level that can be switched off.
pub(super) fn switched() -> Slot {
    Slot::Words(&SWITCHED)
}

/// One of a level: `keyword`.
pub(super) fn one() -> Slot {
    Slot::Words(&ONE)
}

/// What makes a level of this word and the next: behind `ad`, `groups`.
pub(super) fn second_of_many(first: &str) -> Vec<Slot> {
    second(&SECOND_OF_MANY, first)
}

/// As [`second_of_many`], for one of a level: behind `ad`, `group`, or the name of an ad.
pub(super) fn second_of_one(first: &str) -> Vec<Slot> {
    let mut slots = second(&SECOND_OF_ONE, first);
    if !slots.is_empty() && ONE.contains(&first) {
        slots.push(Slot::Text(TextOf::Free));
    }
    slots
}

type Pairs = Vec<(&'static str, &'static str)>;

static SECOND_OF_MANY: LazyLock<Pairs> = LazyLock::new(|| pairs(&MANY));
static SECOND_OF_ONE: LazyLock<Pairs> = LazyLock::new(|| pairs(&ONE));

fn pairs(words: &[&'static str]) -> Pairs {
    words.iter().filter_map(|words| words.split_once(' ')).collect()
}

fn second(pairs: &'static Pairs, first: &str) -> Vec<Slot> {
    let of_it = pairs.iter().filter(|(word, _)| *word == first);
    of_it.map(|(_, second)| Slot::Words(from_ref(second))).collect()
}
