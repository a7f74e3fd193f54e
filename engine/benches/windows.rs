//! Whether a window's sum costs the same however many days it has: 2,000 campaigns with 400 days each, the sums of the last 7 and of
//! the last 365 days. `make bench-windows` runs it.
//!
//! Prints the least time of each, and fails when a year costs more than half again what a week does.

#[path = "../../benches/language/src/clock.rs"]
mod clock;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use dsl::{Column, Level, Metric, Platform, ResolvedWindow, Table};
use engine::{
    connections::platform::{BaseCells, SwitchStatus},
    metrics::{
        Further, calendar,
        table::{AccountTable, ObjectParts, TableParts},
    },
};
use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

type Failure = Box<dyn std::error::Error>;

const CAMPAIGNS: u128 = 2_000;
const DAYS: i64 = 400;
const LENGTHS: [i64; 4] = [1, 7, 30, 365];
const NOW: &str = "2026-11-17T14:00:00Z";

fn main() -> Result<(), Failure> {
    let now: Timestamp = NOW.parse()?;
    let zone = TimeZone::UTC;
    let today = calendar::day_at(now, &zone);
    let table = Arc::new(AccountTable::build(TableParts {
        level: Level::Campaigns,
        account_id: Uuid::nil(),
        name: "Bench".to_owned(),
        platform: Platform::Google,
        currency: dsl::Currency::USD,
        zone,
        sync_seq: 1,
        data_until: Some(now),
        coverage: vec![(today - DAYS, today, now)],
        objects: (1..=CAMPAIGNS)
            .map(|number| campaign(number, today, now))
            .collect(),
        further: Further::new(),
        hours: BTreeMap::new(),
    }));
    let snapshot = table.at(now);
    let spend: Metric = "spend".parse()?;
    let mut times = BTreeMap::new();
    for days in LENGTHS {
        let window = ResolvedWindow::Days {
            first: calendar::date_of(today - days),
            last: calendar::date_of(today - 1),
        };
        let mut column = Column::with_capacity(snapshot.rows());
        let taken = clock::least(|| {
            column.clear();
            snapshot.sums(spend, &window, 0..snapshot.rows(), &mut column);
        });
        if column.get(0) != Some(Ok(days * 1_000_000)) {
            return Err(format!("the sum of {days} days is {:?}", column.get(0)).into());
        }
        println!(
            "last {days:>3} days: {:>6.1} µs for {CAMPAIGNS} campaigns",
            micros(taken)
        );
        times.insert(days, taken);
    }
    match (times.get(&7), times.get(&365)) {
        (Some(week), Some(year)) if *year <= *week * 3 / 2 => Ok(()),
        _ => Err("a year's sum costs more than a week's".into()),
    }
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// A campaign that spent one unit on each day.
fn campaign(number: u128, today: i64, now: Timestamp) -> ObjectParts {
    let cells = BaseCells {
        impressions: 100,
        clicks: 10,
        spend: 1_000_000,
        conversions: 0,
        revenue: 0,
    };
    ObjectParts {
        id: Uuid::from_u128(number),
        campaign_id: Uuid::from_u128(number),
        stands_in: None,
        bid_micros: None,
        target_cpa_micros: None,
        target_roas_millionths: None,
        match_type: None,
        external_id: number.to_string(),
        name: format!("Campaign {number}"),
        status: SwitchStatus::Active,
        delivery: String::new(),
        channel: String::new(),
        bid_strategy: String::new(),
        labels: Some(Vec::new()),
        start_date: Some(calendar::date_of(today - DAYS)),
        end_date: None,
        budget: None,
        last_change_at: None,
        first_seen_at: now,
        days: (today - DAYS..=today).map(|day| (day, cells)).collect(),
    }
}
