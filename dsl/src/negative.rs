//! Negative keywords: which searches they keep from showing ads, and which texts can be one.
//!
//! Called by the checker for texts that are written, by `explain` for those that come from a search, and by whoever has to know which
//! searches one blocks. Never here: where it is added.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::registry::NegativeMatch;

/// Google's limits, which Amazon's lie within.
const MOST_CHARACTERS: usize = 80;
const MOST_WORDS: usize = 10;
/// What no keyword may hold. Quotes and brackets would be read as a match of their own.
const FORBIDDEN: &[char] = &[
    ',', '!', '@', '%', '^', '(', ')', '=', '{', '}', ';', '~', '`', '<', '>', '?', '\\', '|', '*', '"', '[',
    ']',
];

/// One negative keyword: two with the same match and the same words are the same, however they are written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NegativeKeyword {
    /// `exact free shoes`: the match, and the words in small letters with one blank between them.
    key: String,
    matching: NegativeMatch,
}

/// Why a text cannot be a negative keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnfitText {
    Empty,
    TooLong,
    TooManyWords,
    Character(char),
}

impl UnfitText {
    /// In a person's words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Empty => "it has no words".to_owned(),
            Self::TooLong => format!("it has more than {MOST_CHARACTERS} characters"),
            Self::TooManyWords => format!("it has more than {MOST_WORDS} words"),
            Self::Character(character) if character.is_control() => {
                "it has a character that cannot be seen".to_owned()
            }
            Self::Character(character) => format!("it has a `{character}`"),
        }
    }
}

impl NegativeKeyword {
    /// # Errors
    /// What keeps the text from being one.
    pub fn new(matching: NegativeMatch, text: &str) -> Result<Self, UnfitText> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let text = words.join(" ");
        let is_forbidden = |character: &char| character.is_control() || FORBIDDEN.contains(character);
        if let Some(found) = text.chars().find(is_forbidden) {
            return Err(UnfitText::Character(found));
        }
        match (words.len(), text.chars().count()) {
            (0, _) => Err(UnfitText::Empty),
            (words, _) if words > MOST_WORDS => Err(UnfitText::TooManyWords),
            (_, characters) if characters > MOST_CHARACTERS => Err(UnfitText::TooLong),
            _ => Ok(Self {
                key: format!("{matching} {text}"),
                matching,
            }),
        }
    }

    /// The one that [`NegativeKeyword::key`] names.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let (matching, text) = key.split_once(' ')?;
        Self::new(matching.parse().ok()?, text).ok()
    }

    /// `exact free shoes`: names it among those of one ad group.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    #[must_use]
    pub const fn matching(&self) -> NegativeMatch {
        self.matching
    }

    /// `free shoes`.
    #[must_use]
    pub fn text(&self) -> &str {
        self.key.split_once(' ').map_or("", |(_, text)| text)
    }

    /// Whether it keeps this search from showing ads. Nothing stands for anything else: a negative keyword meets no plurals and
    /// no slips of the pen.
    #[must_use]
    pub fn blocks(&self, search: &str) -> bool {
        let search: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let own: Vec<&str> = self.text().split(' ').collect();
        match self.matching {
            NegativeMatch::Exact => search == own,
            NegativeMatch::Phrase => search.windows(own.len()).any(|words| words == own),
        }
    }
}

impl fmt::Display for NegativeKeyword {
    /// `exact "free shoes"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} \"{}\"", self.matching, self.text())
    }
}

impl From<NegativeKeyword> for String {
    fn from(keyword: NegativeKeyword) -> Self {
        keyword.key
    }
}

impl TryFrom<String> for NegativeKeyword {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        Self::of_key(&key).ok_or_else(|| format!("`{key}` is no negative keyword"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Result<NegativeKeyword, UnfitText> {
        NegativeKeyword::new(NegativeMatch::Exact, text)
    }

    fn phrase(text: &str) -> NegativeKeyword {
        NegativeKeyword::new(NegativeMatch::Phrase, text).unwrap()
    }

    #[test]
    fn two_ways_of_writing_the_same_words_are_one_keyword() {
        assert_eq!(exact("  Free   SHOES ").unwrap(), exact("free shoes").unwrap());
        assert_ne!(exact("free shoes").unwrap(), phrase("free shoes"));
        assert_eq!(phrase("Free").to_string(), "phrase \"free\"");
        let told = serde_json::to_string(&phrase("Free Shoes")).unwrap();
        assert_eq!(told, "\"phrase free shoes\"");
        assert_eq!(
            serde_json::from_str::<NegativeKeyword>(&told).unwrap(),
            phrase("free shoes")
        );
        assert!(serde_json::from_str::<NegativeKeyword>("\"broad free\"").is_err());
    }

    #[test]
    fn what_google_would_refuse_is_refused_before_it_is_asked() {
        assert_eq!(exact(" "), Err(UnfitText::Empty));
        assert!(exact(&"a".repeat(80)).is_ok());
        assert_eq!(exact(&"a".repeat(81)), Err(UnfitText::TooLong));
        assert!(exact("a b c d e f g h i j").is_ok());
        assert_eq!(exact("a b c d e f g h i j k"), Err(UnfitText::TooManyWords));
        assert_eq!(exact("what is this?"), Err(UnfitText::Character('?')));
        assert_eq!(exact("[shoes]"), Err(UnfitText::Character('[')));
        assert_eq!(exact("a\u{0}b"), Err(UnfitText::Character('\u{0}')));
        // Letters are counted, not bytes.
        assert!(exact(&"ü".repeat(80)).is_ok());
    }

    #[test]
    fn exact_blocks_the_search_alone_and_phrase_whatever_has_its_words_in_a_row() {
        let free_shoes = exact("free shoes").unwrap();
        assert!(free_shoes.blocks("Free  shoes"));
        assert!(!free_shoes.blocks("free shoes online"));
        let wide = phrase("free shoes");
        assert!(wide.blocks("get free shoes online") && wide.blocks("free shoes"));
        assert!(
            !wide.blocks("shoes free") && !wide.blocks("free running shoes") && !wide.blocks("freeshoes")
        );
    }
}
