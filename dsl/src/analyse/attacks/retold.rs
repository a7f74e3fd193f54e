//! An example as a history of days, and as a test's `given`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::analyse::Example;
use crate::evaluate::agreement::fixture::Campaign;
use crate::table::AttributeValue;
use crate::window::ResolvedWindow;
use crate::{Attribute, Metric, MissingReason, Moment};

type Cell = Result<i64, MissingReason>;

/// The first day of a window and the day after its last.
fn days(window: &ResolvedWindow) -> (Date, Date) {
    match window {
        ResolvedWindow::Days { first, last } | ResolvedWindow::ToDate { first, last } => {
            (*first, last.tomorrow().unwrap())
        }
        // Today, hour by hour.
        ResolvedWindow::Hours { from, until } => {
            let day = |at: &Timestamp| at.to_zoned(TimeZone::UTC).date();
            (day(from), day(until).tomorrow().unwrap())
        }
        other => panic!("{other:?} is not made of days"),
    }
}

/// A campaign whose days add up to what the example says of each window; `None`: no history is like that.
pub(super) fn history(example: &Example) -> Option<Campaign> {
    let mut campaign = Campaign {
        attributes: example.attributes.clone(),
        ..Campaign::default()
    };
    campaign.budget_at_day_start = match campaign.attributes.get(&Attribute::Budget) {
        Some(Ok(AttributeValue::Money(micros))) => Some(*micros),
        _ => None,
    };
    for metric in &Metric::EVERYWHERE {
        let windows: Vec<((Date, Date), Cell)> = example
            .sums
            .iter()
            .filter(|((own, _), _)| own == metric)
            .map(|((_, window), cell)| (days(window), *cell))
            .collect();
        for (day, cell) in cells(*metric, &windows)? {
            campaign.days.insert((*metric, day), cell);
        }
    }
    Some(campaign)
}

/// What happened between the marks where windows begin and end, written onto the first day after each mark: totals up to each mark
/// are bound to each other by the windows that are known, and what is in no such window is where the gaps are.
fn cells(metric: Metric, windows: &[((Date, Date), Cell)]) -> Option<BTreeMap<Date, Cell>> {
    let mut marks: Vec<Date> = windows
        .iter()
        .flat_map(|((from, until), _)| [*from, *until])
        .collect();
    marks.sort();
    marks.dedup();
    let known = || {
        windows
            .iter()
            .filter_map(|(days, cell)| Some((*days, (*cell).ok()?)))
    };
    // The total up to the second is at most that up to the first and so much more.
    let mut bounds: Vec<(Date, Date, i64)> = known()
        .flat_map(|((from, until), sum)| [(from, until, sum), (until, from, -sum)])
        .collect();
    if metric.is_never_negative() {
        bounds.extend(marks.windows(2).map(|pair| (pair[1], pair[0], 0)));
    }
    let mut totals: BTreeMap<Date, i64> = marks.iter().map(|mark| (*mark, 0)).collect();
    for round in 0..=marks.len() {
        let mut moved = false;
        for (from, until, most) in &bounds {
            let bound = totals[from] + most;
            if totals[until] > bound {
                totals.insert(*until, bound);
                moved = true;
            }
        }
        if !moved {
            break;
        }
        if round == marks.len() {
            return None;
        }
    }
    let mut found: BTreeMap<Date, Cell> = marks
        .windows(2)
        .map(|pair| (pair[0], Ok(totals[&pair[1]] - totals[&pair[0]])))
        .collect();
    let mut gaps = Vec::new();
    for ((from, until), _) in windows.iter().filter(|(_, cell)| cell.is_err()) {
        let open: Vec<Date> = found
            .keys()
            .copied()
            .filter(|day| day >= from && day < until)
            .filter(|day| !known().any(|((from, until), _)| *day >= from && *day < until))
            .collect();
        if open.is_empty() {
            return None;
        }
        gaps.extend(open);
    }
    for day in gaps {
        found.insert(day, Err(MissingReason::NoSync));
    }
    Some(found)
}

/// `2026-03-05 10:00`.
pub(super) fn instant(moment: &Moment) -> String {
    moment.at.strftime("%Y-%m-%d %H:%M").to_string()
}

/// The campaign's name and its `given`; `None` where a test has no words for it.
pub(super) fn given(campaign: &Campaign, moment: &Moment) -> Option<(String, String)> {
    let mut name = None;
    let mut facts = String::new();
    for (attribute, value) in &campaign.attributes {
        let word = attribute.as_str();
        match (attribute, value) {
            (Attribute::Platform | Attribute::Account, _) => {}
            (Attribute::Name, Ok(AttributeValue::Text(text))) => name = Some(text.to_string()),
            (Attribute::Name, _) => return None,
            (_, Err(_)) => facts.push_str(&format!(" {word} _")),
            (_, Ok(AttributeValue::Enum(member))) => facts.push_str(&format!(" {word} {}", member.as_str())),
            (_, Ok(AttributeValue::Money(micros))) if *micros >= 0 => {
                facts.push_str(&format!(" {word} ${}", decimal(*micros)));
            }
            (_, Ok(AttributeValue::Duration(seconds))) if seconds % 60 == 0 => {
                facts.push_str(&format!(" {word} {}m", seconds / 60));
            }
            (_, Ok(AttributeValue::Labels(labels))) if labels.is_empty() => {}
            (_, Ok(AttributeValue::Labels(labels))) => {
                let labels: Vec<String> = labels.iter().map(|label| format!("\"{label}\"")).collect();
                facts.push_str(&format!(" {word} {}", labels.join(", ")));
            }
            _ => return None,
        }
    }
    for ((metric, day), cell) in &campaign.days {
        let value = match cell {
            Ok(0) => continue,
            Ok(cell) if *cell < 0 => return None,
            Ok(cell) => match metric {
                Metric::Spend | Metric::Revenue => format!("${}", decimal(*cell)),
                Metric::Conversions => decimal(*cell),
                _ => cell.to_string(),
            },
            Err(_) => "_".to_owned(),
        };
        let today = moment.at.to_zoned(TimeZone::UTC).date();
        let period = if *day == today {
            "today".to_owned()
        } else {
            format!("on {day}")
        };
        facts.push_str(&format!(" {period} {{ {metric} {value} }}"));
    }
    let name =
        name.filter(|name| !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric()))?;
    let given = format!("  given campaign \"{name}\" on google in account \"Shop US\" {{{facts} }}\n");
    Some((name, given))
}

fn decimal(micros: i64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}
