//! E-mail addresses as names of people: one policy for setup, invitations and sign-in.

use sha2::{Digest as _, Sha256};

/// RFC 5321's limit on a path, less its angle brackets.
const LONGEST: usize = 254;

/// An address somebody signs in with. Kept as typed; compared without regard to case and outer white space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    typed: String,
    key: String,
}

impl Email {
    /// Accepts what has one `@` with something on both sides and no white space; the rest only a message could prove.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text.trim();
        let (local, domain) = typed.split_once('@')?;
        let plain = typed
            .chars()
            .all(|letter| !letter.is_whitespace() && !letter.is_control());
        let whole = !local.is_empty() && !domain.is_empty() && !domain.contains('@');
        (plain && whole && typed.len() <= LONGEST).then(|| Self {
            typed: typed.to_owned(),
            key: typed.to_lowercase(),
        })
    }

    pub fn as_typed(&self) -> &str {
        &self.typed
    }

    /// What two spellings of the same address share.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// What failed sign-ins are counted under: a digest, so that typed-in unknown addresses are not collected.
/// Any text has one, an address or not: what cannot be an address is counted and answered like an unknown one.
pub fn failure_key(typed: &str) -> Vec<u8> {
    Sha256::digest(typed.trim().to_lowercase().as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_outer_space_do_not_make_another_person() {
        let left = Email::parse(" Ada@Example.test ").unwrap();
        let right = Email::parse("ada@example.TEST").unwrap();
        assert_eq!(left.key(), right.key());
        assert_eq!(left.as_typed(), "Ada@Example.test");
        assert_eq!(failure_key(" Ada@Example.test"), failure_key("ada@example.test"));
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        let long = format!("{}@example.test", "a".repeat(250));
        for text in [
            "",
            "ada",
            "@example.test",
            "ada@",
            "a@b@c",
            "a b@c",
            "a\n@b",
            long.as_str(),
        ] {
            assert!(Email::parse(text).is_none(), "{text:?}");
        }
    }
}
