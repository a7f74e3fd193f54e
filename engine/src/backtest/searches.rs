//! Negative keywords over time, and the searches that they keep from showing ads.
//!
//! `recorded` asks with what word a search began, `courses` when it would have shown ads. Nothing is written here.

use std::collections::HashMap;

use dsl::NegativeKeyword;
use jiff::Timestamp;

use super::courses::Step;
use crate::{
    campaigns::negatives,
    connections::platform::{WriteTarget, WriteValue},
};

/// A negative keyword that came or went.
#[derive(Debug)]
struct Turn {
    keyword: NegativeKeyword,
    at: Timestamp,
    is_there: bool,
}

/// The negative keywords that came and went, by their ad groups, each in the order of time.
#[derive(Debug, Default)]
pub(super) struct Turns(HashMap<String, Vec<Turn>>);

impl Turns {
    /// Out of changes in the order of time; those of other properties are passed over.
    pub fn of<'a>(changes: impl Iterator<Item = (&'a WriteTarget, Timestamp, &'a WriteValue)>) -> Self {
        let mut turns: HashMap<String, Vec<Turn>> = HashMap::new();
        for (target, at, value) in changes {
            let WriteValue::Negative(is_there) = *value else {
                continue;
            };
            if let Some((ad_group, keyword)) = negatives::named(target) {
                let own = turns.entry(ad_group.to_owned()).or_default();
                own.push(Turn {
                    keyword,
                    at,
                    is_there,
                });
            }
        }
        Self(turns)
    }

    /// Those that say whether a search shows ads.
    fn about(&self, search: &str) -> impl Iterator<Item = &Turn> {
        let found = search
            .split_once('~')
            .and_then(|(ad_group, typed)| Some((self.0.get(ad_group)?, typed)));
        found
            .into_iter()
            .flat_map(|(turns, typed)| turns.iter().filter(move |turn| turn.keyword.blocks(typed)))
    }

    /// The word a search began with: what the first that came or went afterwards found; `None` where none did.
    pub fn first_word(&self, search: &str, since: Timestamp) -> Option<&'static str> {
        let first = self.about(search).find(|turn| turn.at > since)?;
        Some(negatives::word(!first.is_there))
    }

    /// From when on a search shows ads, 1, and from when on it does not.
    pub fn steps(&self, search: &str) -> Vec<Step> {
        let steps = self.about(search).map(|turn| Step {
            at: turn.at,
            micros: i64::from(!turn.is_there),
        });
        steps.collect()
    }
}
