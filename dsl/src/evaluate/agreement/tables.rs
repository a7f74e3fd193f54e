//! Random tables with gaps, and what an organisation supplies.

use proptest::collection::vec;
use proptest::prelude::*;

use super::fixture::{Campaign, Memory, thursday};
use crate::{
    Attribute, AttributeValue, Attribution, BoundRule, Currency, Metric, MissingReason, Moment, Rate,
    Supplied, SuppliedUnit, SuppliedValue,
};

/// What windows come to as a whole, as long as something was fetched.
pub(super) fn fetched() -> impl Strategy<Value = Vec<Option<Result<i64, MissingReason>>>> {
    vec(prop::option::weighted(0.8, cell()), 1..9)
}

/// Gives each object what the rule's windows come to as a whole, the cells in turn.
pub(super) fn fetch(
    table: &mut Memory,
    bound: &BoundRule,
    moment: &Moment,
    cells: &[Option<Result<i64, MissingReason>>],
) {
    let mut cells = cells.iter().cycle();
    for campaign in table.campaigns.iter_mut().chain(&mut table.above) {
        for window in bound
            .windows(moment)
            .into_iter()
            .filter_map(|used| used.resolved.ok())
        {
            for metric in [Metric::Reach, Metric::Frequency] {
                if let Some(Some(cell)) = cells.next() {
                    campaign.fetched.insert((metric, window), *cell);
                }
            }
        }
    }
}

fn cell() -> impl Strategy<Value = Result<i64, MissingReason>> {
    prop_oneof![
        4 => (0..500_i64).prop_map(|units| Ok(units * 1_000_000)),
        3 => Just(Ok(0)),
        2 => (-5_i64..50).prop_map(Ok),
        1 => any::<i64>().prop_map(Ok),
        1 => prop::sample::select(vec![i64::MAX, i64::MIN, i64::MAX - 1, -1, 1]).prop_map(Ok),
        1 => reason().prop_map(Err),
    ]
}

/// What platforms report for days, results within attribution windows among it.
fn metric() -> impl Strategy<Value = Metric> {
    let plain = || {
        prop::sample::select(
            [
                Metric::EVERYWHERE.as_slice(),
                &[Metric::Leads, Metric::AllConversions],
            ]
            .concat(),
        )
    };
    let windows = vec![Attribution::Click7d, Attribution::Click28d, Attribution::View1d];
    prop_oneof![
        3 => plain(),
        1 => (plain(), prop::sample::select(windows)).prop_map(|(metric, window)| metric.within(window)),
    ]
}

pub(super) fn campaign() -> impl Strategy<Value = Campaign> {
    let days = vec(
        (metric(), prop_oneof![3 => 0..9_i8, 1 => -28..0_i8], cell()),
        0..18,
    );
    let attributes = vec(attribute(), 0..8);
    // Days around those of the windows, so that some windows begin before the campaign and some hold no day of it.
    let beginning = || {
        prop::option::of(
            (0..10_i8).prop_map(|day| jiff::civil::date(2026, 2, 26) + jiff::Span::new().days(day)),
        )
    };
    (days, attributes, beginning(), beginning()).prop_map(|(days, attributes, created, changed)| {
        let mut campaign = Campaign {
            created,
            changed,
            ..Campaign::default()
        };
        for (metric, day, cell) in days {
            let date = jiff::civil::date(2026, 2, 25) + jiff::Span::new().days(day);
            campaign.days.insert((metric, date), cell);
        }
        campaign.attributes.extend(attributes);
        campaign
    })
}

fn attribute() -> impl Strategy<Value = (Attribute, Result<AttributeValue, MissingReason>)> {
    let status = prop::sample::select(vec!["active", "paused", "removed"]).prop_map(|word| {
        (
            Attribute::Status,
            AttributeValue::Enum(Attribute::Status.member(word).unwrap()),
        )
    });
    let name = prop::sample::select(vec!["abc", "ba", "xyz", "BRAND"])
        .prop_map(|name| (Attribute::Name, AttributeValue::Text(name.into())));
    let labels = prop::sample::select(vec!["brand", "other"]).prop_map(|label| {
        (
            Attribute::Labels,
            AttributeValue::Labels(vec![label.into()].into()),
        )
    });
    let rest = prop_oneof![
        (0..1_000_i64).prop_map(|units| (Attribute::Budget, AttributeValue::Money(units * 1_000_000))),
        (0..90_i64).prop_map(|units| (Attribute::TargetCpa, AttributeValue::Money(units * 1_000_000))),
        (0..900_i64).prop_map(|cents| (Attribute::TargetRoas, AttributeValue::Ratio(cents * 10_000))),
        (0..20_i64).prop_map(|days| (Attribute::Age, AttributeValue::Duration(days * 86_400))),
        Just((
            Attribute::StartDate,
            AttributeValue::Date(jiff::civil::date(2025, 12, 31))
        )),
        Just((
            Attribute::EndDate,
            AttributeValue::Date(jiff::civil::date(2026, 12, 31))
        )),
    ];
    let known = prop_oneof![status, name, labels, rest].prop_map(|(attribute, value)| (attribute, Ok(value)));
    let missing = (
        prop::sample::select(vec![Attribute::Status, Attribute::Name, Attribute::Budget]),
        reason(),
    )
        .prop_map(|(attribute, reason)| (attribute, Err(reason)));
    prop_oneof![6 => known, 1 => missing]
}

pub(super) fn supplied() -> impl Strategy<Value = ((String, String), Supplied)> {
    (
        prop::sample::select(vec!["shares", "fees", "tiers", "tiers"]),
        prop::sample::select(vec!["abc", "ba", "xyz"]),
        prop_oneof![3 => (0..900_i64).prop_map(|cell| cell * 1_000), 1 => any::<i64>()],
        prop::sample::select(vec![
            SuppliedUnit::Percent,
            SuppliedUnit::Percent,
            SuppliedUnit::Money(Currency::USD),
            SuppliedUnit::Money(Currency::USD),
            SuppliedUnit::Money(Currency::EUR),
            SuppliedUnit::Count,
        ]),
        0..6_i64,
    )
        .prop_map(|(lookup, key, millionths, unit, days)| {
            let words = ["abc", "ba", "a*", "brand"];
            let row = Supplied {
                // Of another kind than is asked for, now and then.
                value: match unit {
                    SuppliedUnit::Count => SuppliedValue::Text("abc".into()),
                    _ if lookup == "tiers" => {
                        let place = usize::try_from(millionths.rem_euclid(4)).unwrap();
                        SuppliedValue::Text(words[place].into())
                    }
                    unit => SuppliedValue::Number(millionths, unit),
                },
                at: thursday().at - jiff::Span::new().hours(days * 24),
                version: 1,
            };
            ((lookup.to_owned(), key.to_owned()), row)
        })
}

/// A rate either way round, from a fortnight before the check to the day after it.
pub(super) fn rate() -> impl Strategy<Value = ((Currency, Currency), Rate)> {
    (
        prop::sample::select(vec![
            (Currency::USD, Currency::EUR),
            (Currency::EUR, Currency::USD),
        ]),
        prop_oneof![4 => (1..30_000_i64, Just(4_u32)), 1 => (1..i64::MAX, 0..13_u32)],
        -1..14_i64,
    )
        .prop_map(|(pair, (digits, decimals), days)| {
            let rate = Rate {
                digits,
                decimals,
                day: thursday().at.to_zoned(jiff::tz::TimeZone::UTC).date() - jiff::Span::new().days(days),
                source: "a file".into(),
            };
            (pair, rate)
        })
}

fn reason() -> impl Strategy<Value = MissingReason> {
    prop::sample::select(vec![
        MissingReason::NoSync,
        MissingReason::Stale,
        MissingReason::IncompleteWindow,
        MissingReason::NotSupplied,
        MissingReason::Overflow,
        MissingReason::MergedHour,
    ])
}
