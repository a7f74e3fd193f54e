//! The closed word lists of the house: platforms and roles.

/// A word that belongs to none of a closed list's members.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no {list}; there are {}", crate::display::list(.members, "and"))]
pub struct UnknownWord {
    pub word: String,
    pub list: &'static str,
    pub members: &'static [&'static str],
}

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident, $list:literal, { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in rules, storage and API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::registry::UnknownWord;

            fn from_str(word: &str) -> Result<Self, $crate::registry::UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::registry::UnknownWord { word: word.to_owned(), list: $list, members: &[$($word),+] }),
                }
            }
        }
    };
}
pub(crate) use closed_list;

closed_list! {
    /// Where ads run.
    Platform, "platform", { Google = "google", Meta = "meta", Tiktok = "tiktok", Amazon = "amazon" }
}

closed_list! {
    /// Who may do what. A higher role may everything a lower one may.
    Role, "role", { Admin = "admin", Manager = "manager", Marketer = "marketer" }
}

/// Minutes between two syncs of an account: how often there are new numbers.
pub const SYNC_MINUTES: u16 = 60;

impl Platform {
    /// The name as the platform writes it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Google => "Google Ads",
            Self::Meta => "Meta",
            Self::Tiktok => "TikTok",
            Self::Amazon => "Amazon Ads",
        }
    }

    /// Whether its numbers come by the hour. Amazon's reports are made of days.
    #[must_use]
    pub const fn tells_hours(self) -> bool {
        !matches!(self, Self::Amazon)
    }

    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Google => 0,
            Self::Meta => 1,
            Self::Tiktok => 2,
            Self::Amazon => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_serialises_as_itself() {
        for platform in Platform::ALL {
            assert_eq!(platform.as_str().parse::<Platform>().unwrap(), *platform);
            assert_eq!(serde_json::to_value(platform).unwrap(), platform.as_str());
        }
        assert_eq!(
            "Google".parse::<Platform>().unwrap_err().to_string(),
            "`Google` is no platform; there are google, meta, tiktok and amazon"
        );
    }
}
