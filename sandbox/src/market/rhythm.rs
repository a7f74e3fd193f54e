//! When people look and buy: the shape of a day and of a week.

use jiff::civil::Weekday;

/// How demand is spread over the hours of a local day and the days of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// Shoppers: quiet nights, a lunch bump, the peak in the evening, strong Sundays.
    Evening,
    /// Office hours, weak weekends.
    Office,
    /// Phones and video: flat, late.
    AllDay,
}

// Relative demand per local hour, 0 to 23. Never zero: something always runs somewhere.
const EVENING: [f64; 24] = [
    0.45, 0.30, 0.22, 0.18, 0.18, 0.25, 0.45, 0.70, 0.90, 1.00, 1.05, 1.10, 1.25, 1.15, 1.05, 1.05, 1.10,
    1.20, 1.40, 1.70, 1.90, 1.80, 1.30, 0.80,
];
const OFFICE: [f64; 24] = [
    0.20, 0.15, 0.12, 0.12, 0.15, 0.25, 0.55, 0.95, 1.45, 1.75, 1.85, 1.75, 1.40, 1.60, 1.75, 1.70, 1.50,
    1.15, 0.90, 0.80, 0.75, 0.65, 0.45, 0.30,
];
const ALL_DAY: [f64; 24] = [
    0.80, 0.55, 0.40, 0.30, 0.30, 0.40, 0.65, 0.85, 0.95, 0.95, 0.95, 1.00, 1.15, 1.10, 1.00, 1.00, 1.05,
    1.15, 1.25, 1.40, 1.55, 1.65, 1.50, 1.20,
];

impl Rhythm {
    /// In the order of their discriminants.
    pub const ALL: [Rhythm; 3] = [Rhythm::Evening, Rhythm::Office, Rhythm::AllDay];

    /// The part of a day's demand that falls into this local hour; the 24 parts add up to 1.
    pub fn share_of_day(self, hour: usize) -> f64 {
        let shape = match self {
            Rhythm::Evening => &EVENING,
            Rhythm::Office => &OFFICE,
            Rhythm::AllDay => &ALL_DAY,
        };
        shape.get(hour).copied().unwrap_or(1.0) / shape.iter().sum::<f64>()
    }

    /// Demand of this weekday against the mean of the week.
    pub fn weekday(self, weekday: Weekday) -> f64 {
        let from_monday = match self {
            Rhythm::Evening => [0.97, 0.94, 0.95, 0.98, 1.00, 1.04, 1.12],
            Rhythm::Office => [1.12, 1.14, 1.12, 1.08, 0.98, 0.78, 0.78],
            Rhythm::AllDay => [0.97, 0.96, 0.97, 0.99, 1.01, 1.05, 1.05],
        };
        from_monday
            .get(usize::from(weekday.to_monday_zero_offset().unsigned_abs()))
            .copied()
            .unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Rhythm;

    #[test]
    fn the_hours_of_a_day_add_up_and_none_is_empty() {
        for rhythm in Rhythm::ALL {
            let shares: Vec<f64> = (0..24).map(|hour| rhythm.share_of_day(hour)).collect();
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            assert!(shares.iter().all(|share| *share > 0.0));
        }
    }
}
