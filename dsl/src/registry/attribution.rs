//! Attribution windows: how long after an ad a result may come and still be counted for it.

use super::platforms::{Platform, closed_list};

closed_list! {
    /// A window that a platform counts results within, next to the one that its account is set to.
    Attribution, "attribution window", {
        Click1d = "1d click",
        Click7d = "7d click",
        Click14d = "14d click",
        Click28d = "28d click",
        Click30d = "30d click",
        View1d = "1d view",
    }
}

impl Attribution {
    /// The platforms that can be asked for it. Google and TikTok count within what is set there, whatever they are asked.
    #[must_use]
    pub const fn platforms(self) -> &'static [Platform] {
        match self {
            Self::Click1d | Self::Click7d => &[Platform::Meta, Platform::Amazon],
            Self::Click28d | Self::View1d => &[Platform::Meta],
            Self::Click14d | Self::Click30d => &[Platform::Amazon],
        }
    }

    /// In a sentence, behind what is counted.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Click1d => "within 1 day of a click",
            Self::Click7d => "within 7 days of a click",
            Self::Click14d => "within 14 days of a click",
            Self::Click28d => "within 28 days of a click",
            Self::Click30d => "within 30 days of a click",
            Self::View1d => "within 1 day of a view",
        }
    }
}
