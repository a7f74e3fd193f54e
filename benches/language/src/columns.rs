//! The data every engine sees: 10,000 campaigns with spend, clicks and conversions, in exact integers.

use std::collections::BTreeMap;
use std::ops::Range;

use dsl::{
    Attribute, AttributeColumn, Binding, Column, Currency, Metric, MissingReason, Moment, Platform,
    ResolvedWindow, Table,
};
use jiff::tz::TimeZone;

/// Columns whose windows are known: what a tick's rules share.
pub struct Columns {
    /// Micros of the account's currency.
    pub spend: Vec<i64>,
    pub clicks: Vec<i64>,
    /// Millionths of a conversion.
    pub conversions: Vec<i64>,
    pub revenue: Vec<i64>,
    pub impressions: Vec<i64>,
    /// The same for the language.
    kept: BTreeMap<Metric, Column>,
}

impl Columns {
    pub fn of(rows: usize) -> Self {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = move |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            i64::try_from(state % below).expect("small")
        };
        let mut columns = Self {
            spend: Vec::with_capacity(rows),
            clicks: Vec::with_capacity(rows),
            conversions: Vec::with_capacity(rows),
            revenue: Vec::with_capacity(rows),
            impressions: Vec::with_capacity(rows),
            kept: BTreeMap::new(),
        };
        for _ in 0..rows {
            columns.spend.push(random(500_000_000));
            columns.clicks.push(random(400));
            // A platform that attributes shares of a conversion.
            columns
                .conversions
                .push(random(9) * 1_000_000 + random(3) * 370_000);
            columns.revenue.push(random(900_000_000));
            columns.impressions.push(random(40_000));
        }
        columns.kept = [
            (Metric::Spend, &columns.spend),
            (Metric::Clicks, &columns.clicks),
            (Metric::Conversions, &columns.conversions),
            (Metric::Revenue, &columns.revenue),
            (Metric::Impressions, &columns.impressions),
        ]
        .map(|(metric, cells)| (metric, cells.clone().into()))
        .into();
        columns
    }
}

impl Table for Columns {
    fn rows(&self) -> usize {
        self.spend.len()
    }

    fn sums(&self, metric: Metric, _: &ResolvedWindow, rows: Range<usize>, out: &mut Column) {
        for row in rows {
            match self.kept.get(&metric).and_then(|column| column.get(row)) {
                Some(Ok(cell)) => out.push_known(cell),
                _ => out.push_missing(MissingReason::NotSupplied),
            }
        }
    }

    /// As the engine keeps what the rules of a tick share.
    fn kept_sums(&self, metric: Metric, _: &ResolvedWindow) -> Option<&Column> {
        self.kept.get(&metric)
    }

    fn attribute(&self, _: Attribute, rows: Range<usize>, out: &mut AttributeColumn) {
        rows.for_each(|_| out.push_missing(MissingReason::NotSupplied));
    }

    fn budget_at_day_start(&self, _: usize) -> Result<i64, MissingReason> {
        Err(MissingReason::NotSupplied)
    }
}

pub fn binding() -> Binding {
    Binding {
        platform: Platform::Google,
        currency: "USD".parse::<Currency>().expect("a currency"),
        zone: TimeZone::get("America/New_York").expect("a zone"),
        account: "Bench".to_owned(),
        overrides: Vec::new(),
        extra_settled_days: 0,
        money_step: 10_000,
    }
}

pub fn moment() -> Moment {
    let at = "2026-03-05T15:00:00Z".parse().expect("an instant");
    Moment {
        at,
        data_until: Some(at),
    }
}

/// The rule's text is part of the benchmark: it must be free of errors.
pub fn bound(text: &str) -> dsl::BoundRule {
    let checked = dsl::check(text);
    assert!(checked.is_ok(), "{text}\n{:#?}", checked.diagnostics);
    let rule = checked.rules.into_iter().next().expect("a rule");
    rule.bind(&binding()).expect("bound")
}
