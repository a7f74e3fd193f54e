//! Whether some text passes all of a number of tests: exact literals, and globs as automata.

use std::collections::{BTreeSet, VecDeque};

use super::terms::TextTest;
use crate::evaluate::glob_matches;

/// States looked at before giving up.
const MOST_STATES: usize = 20_000;
/// The longest glob whose places fit a word.
const LONGEST: usize = 120;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Impossible,
    Text(String),
    Unclear,
}

/// A text that passes every test; each comes with whether it must hold.
pub(super) fn find(tests: &[(TextTest, bool)]) -> Found {
    if let Some((TextTest::Is(text), _)) = tests
        .iter()
        .find(|(test, holds)| *holds && matches!(test, TextTest::Is(_)))
    {
        return if passes(text, tests) {
            Found::Text(text.clone())
        } else {
            Found::Impossible
        };
    }
    // What a person would name it, before anything the automata come up with.
    let by_hand = tests
        .iter()
        .filter_map(|(test, holds)| match test {
            TextTest::Matches(glob) if *holds => Some(glob.replace('*', "").replace('?', "x")),
            _ => None,
        })
        .chain(["Campaign".to_owned(), "Autumn sale".to_owned()]);
    for candidate in by_hand {
        if candidate.is_empty() {
            continue;
        }
        if passes(&candidate, tests) {
            return Found::Text(candidate);
        }
        let candidate = candidate.to_uppercase();
        if passes(&candidate, tests) {
            return Found::Text(candidate);
        }
    }
    match shortest(tests) {
        Some(Some(text)) if passes(&text, tests) => Found::Text(text),
        // Excluded literals are written in one case, and another case of the same text may pass.
        Some(Some(text)) if passes(&text.to_uppercase(), tests) => Found::Text(text.to_uppercase()),
        Some(None) => Found::Impossible,
        Some(Some(_)) | None => Found::Unclear,
    }
}

fn passes(text: &str, tests: &[(TextTest, bool)]) -> bool {
    tests.iter().all(|(test, holds)| {
        let found = match test {
            TextTest::Is(literal) => literal == text,
            TextTest::Matches(glob) => glob_matches(&glob.to_lowercase(), &text.to_lowercase()),
        };
        found == *holds
    })
}

/// The places of a glob that a text read so far can stand at, as bits.
#[derive(Clone)]
struct Glob {
    places: Vec<char>,
    wanted: bool,
}

impl Glob {
    /// Stars may be empty.
    fn closed(&self, mut set: u128) -> u128 {
        for (place, letter) in self.places.iter().enumerate() {
            if *letter == '*' && set & bit(place) != 0 {
                set |= bit(place.saturating_add(1));
            }
        }
        set
    }

    fn read(&self, set: u128, letter: char) -> u128 {
        let mut next = 0;
        for (place, wanted) in self.places.iter().enumerate() {
            if set & bit(place) == 0 {
                continue;
            }
            if *wanted == '*' {
                next |= bit(place);
            } else if *wanted == '?' || *wanted == letter {
                next |= bit(place.saturating_add(1));
            }
        }
        self.closed(next)
    }

    fn at_end(&self, set: u128) -> bool {
        set & bit(self.places.len()) != 0
    }
}

fn bit(place: usize) -> u128 {
    u32::try_from(place)
        .ok()
        .and_then(|place| 1_u128.checked_shl(place))
        .unwrap_or(0)
}

/// The shortest text in small letters that matches the globs as wanted and is none of the excluded literals. `None`: too much to look at;
/// `Some(None)`: there is none, in any case of letters.
fn shortest(tests: &[(TextTest, bool)]) -> Option<Option<String>> {
    let mut globs = Vec::new();
    let mut excluded = BTreeSet::new();
    for (test, wanted) in tests {
        match test {
            TextTest::Matches(glob) => globs.push(Glob {
                places: glob.to_lowercase().chars().collect(),
                wanted: *wanted,
            }),
            TextTest::Is(literal) => {
                excluded.insert(literal.to_lowercase());
            }
        }
    }
    if globs.iter().any(|glob| glob.places.len() > LONGEST) {
        return None;
    }
    let mut letters: BTreeSet<char> = globs
        .iter()
        .flat_map(|glob| glob.places.iter().copied())
        .filter(|letter| !matches!(letter, '*' | '?'))
        .collect();
    // One that no glob names stands for all of those.
    let other = "xyzqjvkwbnm0123456789abcdefghiloprstu"
        .chars()
        .find(|letter| !letters.contains(letter))?;
    letters.insert(other);
    let start: Vec<u128> = globs.iter().map(|glob| glob.closed(bit(0))).collect();
    let mut seen = BTreeSet::from([start.clone()]);
    let mut waiting = VecDeque::from([(start, String::new())]);
    let mut met_excluded = false;
    while let Some((sets, text)) = waiting.pop_front() {
        let accepted = globs
            .iter()
            .zip(&sets)
            .all(|(glob, set)| glob.at_end(*set) == glob.wanted);
        if accepted && !text.is_empty() {
            if !excluded.contains(&text) {
                return Some(Some(text));
            }
            met_excluded = true;
        }
        for letter in &letters {
            let next: Vec<u128> = globs
                .iter()
                .zip(&sets)
                .map(|(glob, set)| glob.read(*set, *letter))
                .collect();
            let dead = globs
                .iter()
                .zip(&next)
                .any(|(glob, set)| glob.wanted && *set == 0);
            if dead {
                continue;
            }
            let mut longer = text.clone();
            longer.push(*letter);
            // An excluded text must not hide a longer one that stands at the same places.
            let fresh =
                seen.insert(next.clone()) || (met_excluded && longer.len() < 64 && excluded.len() < 8);
            if fresh {
                waiting.push_back((next, longer));
            }
            if waiting.len() > MOST_STATES || seen.len() > MOST_STATES {
                return None;
            }
        }
    }
    // The empty text, and other cases of the excluded ones, were not looked at.
    let empty = globs
        .iter()
        .all(|glob| glob.at_end(glob.closed(bit(0))) == glob.wanted);
    if met_excluded || empty { None } else { Some(None) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matches(glob: &str, holds: bool) -> (TextTest, bool) {
        (TextTest::Matches(glob.to_owned()), holds)
    }

    fn is(text: &str, holds: bool) -> (TextTest, bool) {
        (TextTest::Is(text.to_owned()), holds)
    }

    #[test]
    fn globs_that_share_a_text_find_one_and_others_are_impossible() {
        assert_eq!(find(&[matches("Brand*", true)]), Found::Text("Brand".to_owned()));
        assert_eq!(
            find(&[matches("a*", true), matches("b*", true)]),
            Found::Impossible
        );
        assert_eq!(
            find(&[matches("a*", true), matches("*b", true)]),
            Found::Text("ab".to_owned())
        );
        assert_eq!(
            find(&[matches("*sale*", true), matches("*", false)]),
            Found::Impossible
        );
        assert_eq!(
            find(&[matches("BRAND*", true), matches("brand*", false)]),
            Found::Impossible
        );
        assert_eq!(
            find(&[is("Brand", true), matches("brand", true)]),
            Found::Text("Brand".to_owned())
        );
        assert_eq!(find(&[is("Brand", true), is("brand", true)]), Found::Impossible);
        assert_eq!(
            find(&[matches("abc", true), is("abc", false)]),
            Found::Text("ABC".to_owned())
        );
        assert_eq!(find(&[matches("7", true), is("7", false)]), Found::Unclear);
    }

    proptest! {
        #[test]
        fn a_found_text_passes_and_an_impossible_test_has_no_short_text(
            globs in prop::collection::vec(("[ab*?]{0,4}", any::<bool>()), 1..4),
            texts in prop::collection::vec("[abAB]{0,4}", 0..40),
        ) {
            let tests: Vec<(TextTest, bool)> = globs.iter().map(|(glob, holds)| matches(glob, *holds)).collect();
            match find(&tests) {
                Found::Text(text) => prop_assert!(passes(&text, &tests)),
                Found::Impossible => {
                    for text in texts {
                        prop_assert!(!passes(&text, &tests), "{text} passes {tests:?}");
                    }
                }
                Found::Unclear => {}
            }
        }
    }
}
