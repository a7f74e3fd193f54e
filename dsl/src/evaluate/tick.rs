//! What belongs to the tick or the account, and is the same in every row.

use jiff::tz::TimeZone;

use crate::registry::Attribute;
use crate::schedule::Schedule;
use crate::table::{AttributeValue, Member, Moment};

/// The value of an attribute that belongs to the tick or the account; `None` for those of the table.
pub(crate) fn tick_value(
    attribute: Attribute,
    moment: &Moment,
    account_zone: &TimeZone,
    schedule: Option<&Schedule>,
) -> Option<AttributeValue> {
    let zone = schedule.map_or(account_zone, |schedule| schedule.zone_in(account_zone));
    match attribute {
        Attribute::Hour => Some(AttributeValue::Count(i64::from(
            moment.at.to_zoned(zone.clone()).hour(),
        ))),
        Attribute::Weekday => {
            let day = moment.at.to_zoned(zone.clone()).weekday().to_monday_zero_offset();
            let word = Attribute::Weekday
                .members()
                .get(usize::try_from(day).unwrap_or(0))
                .copied();
            word.map(|word| AttributeValue::Enum(Member(word)))
        }
        Attribute::DaysLeftInMonth => {
            let today = moment.at.to_zoned(account_zone.clone()).date();
            let left = i64::from(today.days_in_month())
                .saturating_sub(i64::from(today.day()))
                .saturating_add(1);
            Some(AttributeValue::Count(left))
        }
        _ => None,
    }
}
