//! The number of a Google Ads account.

use std::fmt;

/// Ten digits as Google shows them with dashes (`123-456-7890`); on the wire without.
///
/// INVARIANT: ASCII digits only, so it can stand in a path, a header or a query without escaping.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerId(String);

/// The text is not an account number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a Google Ads account number: expected digits, as in 123-456-7890")]
pub struct NotACustomerId(String);

impl CustomerId {
    pub fn parse(text: &str) -> Result<Self, NotACustomerId> {
        let digits: String = text.chars().filter(|letter| *letter != '-').collect();
        if is_object_id(&digits) {
            Ok(Self(digits))
        } else {
            Err(NotACustomerId(text.to_owned()))
        }
    }

    /// Of a resource name such as `customers/1234567890`.
    pub fn of_resource_name(name: &str) -> Result<Self, NotACustomerId> {
        Self::parse(name.strip_prefix("customers/").unwrap_or(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people know it: `123-456-7890`.
    pub fn spelled(&self) -> String {
        match (self.0.get(0..3), self.0.get(3..6), self.0.get(6..)) {
            (Some(first), Some(second), Some(third)) if self.0.len() == 10 => {
                format!("{first}-{second}-{third}")
            }
            _ => self.0.clone(),
        }
    }
}

impl fmt::Display for CustomerId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Whether a text can be the id of an object: the digits of a positive 64-bit number.
pub fn is_object_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 19 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_are_taken_and_given_back() {
        let id = CustomerId::parse("123-456-7890").unwrap();
        assert_eq!(id.as_str(), "1234567890");
        assert_eq!(id.spelled(), "123-456-7890");
        assert_eq!(CustomerId::of_resource_name("customers/1234567890").unwrap(), id);
    }

    #[test]
    fn nothing_but_digits_gets_into_a_path_or_a_query() {
        for bad in ["", "-", "12a", "1/campaigns", "1 OR 1", "１２３", "customers/"] {
            assert!(CustomerId::parse(bad).is_err(), "{bad}");
            assert!(!is_object_id(bad), "{bad}");
        }
    }
}
