//! A checked query, answered: entities filtered, hours grouped by segments, rows sorted and cut.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::change_event::{self, ChangeEvent};
use super::entity::{Entity, Scene};
use super::metrics::{Totals, cell_of, lag_bucket, segment};
use crate::google::accounts::{Object, Resource};
use crate::google::failure::AdsError;
use crate::google::fields::{self, Field};
use crate::google::gaql::check::{Checked, Test};
use crate::google::gaql::{Direction, Operator, query_error};
use crate::google::value::{self, Kind, Value};
use crate::market::{Day, date_of, day_number};
use crate::truth::TruthRow;

/// The answer to a query.
pub struct Table {
    /// `GoogleAdsRow`s.
    pub rows: Vec<Json>,
    /// Rows that matched before LIMIT.
    pub total: usize,
    /// Metrics over all rows before LIMIT, if any metric was selected.
    pub summary: Option<Json>,
}

struct Found<'a> {
    entity: Entity<'a>,
    segments: Vec<Value>,
    totals: Totals,
}

pub fn run(scene: &Scene<'_>, query: &Checked, truth: &[TruthRow]) -> Result<Table, AdsError> {
    let wants_metrics = query.metrics().next().is_some() || query.segments().next().is_some();
    if wants_metrics && scene.account.manager {
        return Err(query_error(
            "REQUESTED_METRICS_FOR_MANAGER",
            "Metrics cannot be requested for a manager account. To retrieve metrics, issue separate requests against each \
             client account under the manager account.",
        ));
    }
    let events = if query.source == "change_event" {
        change_event::visible(truth, scene.account, scene.now)
    } else {
        Vec::new()
    };
    let mut found: Vec<Found<'_>> = Vec::new();
    for entity in entities(scene, query.source, &events) {
        let resource_tests = query
            .tests
            .iter()
            .filter(|test| !test.field.is_metric() && !test.field.is_segment());
        if !all_hold(resource_tests, |field| scene.value(&entity, field)) {
            continue;
        }
        if wants_metrics {
            collect(scene, query, &entity, &mut found);
        } else {
            found.push(Found {
                entity,
                segments: Vec::new(),
                totals: Totals::default(),
            });
        }
    }
    sort(scene, query, &mut found);
    let total = found.len();
    let summary = (query.select.iter().any(|field| field.is_metric())).then(|| {
        let mut totals = Totals::default();
        found.iter().for_each(|row| totals.add(&row.totals));
        let mut json = json!({});
        put_metrics(query, &totals, &mut json);
        json
    });
    let limit = query
        .limit
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(usize::MAX);
    let columns = Columns::of(query);
    let rows = found
        .iter()
        .take(limit)
        .map(|row| columns.row(scene, row))
        .collect();
    Ok(Table { rows, total, summary })
}

fn entities<'a>(scene: &Scene<'a>, source: &str, events: &'a [ChangeEvent]) -> Vec<Entity<'a>> {
    let account = scene.account;
    match source {
        "customer" => vec![Entity::default()],
        "customer_client" => scene
            .clients()
            .into_iter()
            .map(|client| Entity {
                client: Some(client),
                ..Entity::default()
            })
            .collect(),
        "campaign" => account
            .all(Resource::Campaign)
            .map(|campaign| Entity {
                campaign: Some(campaign),
                budget: account.budget_of(campaign),
                ..Entity::default()
            })
            .collect(),
        "label" => account
            .labels()
            .iter()
            .map(|label| Entity {
                label: Some(label),
                ..Entity::default()
            })
            .collect(),
        "campaign_label" => account
            .all(Resource::Campaign)
            .flat_map(|campaign| {
                account.labels_of(campaign).into_iter().map(move |label| Entity {
                    campaign: Some(campaign),
                    label: Some(label),
                    ..Entity::default()
                })
            })
            .collect(),
        "campaign_budget" => account
            .all(Resource::Budget)
            .map(|budget| Entity {
                budget: Some(budget),
                ..Entity::default()
            })
            .collect(),
        "ad_group" => account
            .all(Resource::AdGroup)
            .map(|group| Entity {
                ad_group: Some(group),
                campaign: account.campaign_of(group),
                ..Entity::default()
            })
            .collect(),
        "change_event" => events
            .iter()
            .map(|event| Entity {
                event: Some(event),
                ad_group: event
                    .ad_group()
                    .and_then(|_| account.get(Resource::AdGroup, event.resource.id)),
                campaign: match event.resource.resource {
                    Resource::Campaign => account.get(Resource::Campaign, event.resource.id),
                    Resource::AdGroup => account
                        .get(Resource::AdGroup, event.resource.id)
                        .and_then(|group| account.campaign_of(group)),
                    Resource::Budget => None,
                },
                ..Entity::default()
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The market's units that an entity's metrics are the sum of.
fn units(scene: &Scene<'_>, entity: &Entity<'_>) -> Vec<u64> {
    let account = scene.account;
    let of_campaign = |campaign: &Object| {
        std::iter::once(campaign.id.unsigned_abs())
            .chain(
                account
                    .ad_groups_of(campaign)
                    .map(|group| group.id.unsigned_abs()),
            )
            .collect::<Vec<_>>()
    };
    match (entity.ad_group, entity.campaign, entity.budget) {
        (Some(group), _, _) => vec![group.id.unsigned_abs()],
        (None, Some(campaign), _) => of_campaign(campaign),
        (None, None, Some(budget)) => {
            let name = account.name_of(budget);
            let users = account
                .all(Resource::Campaign)
                .filter(|it| it.text("campaign.campaign_budget") == name);
            users.flat_map(of_campaign).collect()
        }
        (None, None, None) => account.all(Resource::Campaign).flat_map(of_campaign).collect(),
    }
}

/// Groups an entity's hours by the selected segments.
fn collect<'a>(scene: &Scene<'a>, query: &Checked, entity: &Entity<'a>, found: &mut Vec<Found<'a>>) {
    let segments: Vec<&'static Field> = query.segments().collect();
    let by_hour = segments.iter().any(|field| field.name == "segments.hour");
    let by_bucket = segments
        .iter()
        .any(|field| field.name == "segments.conversion_lag_bucket");
    let first: Day = query.first.map_or(Day::MIN, day_number);
    let last: Day = query.last.map_or(Day::MAX, day_number);
    // Keyed by day, hour and bucket first, where those are asked for, so that segment texts are made once a group.
    let mut cells: BTreeMap<(Day, usize, Option<&'static str>), Totals> = BTreeMap::new();
    for unit in units(scene, entity) {
        let Some(book) = scene.market.book(scene.market_index, unit) else {
            continue;
        };
        for (day, page) in book.days(first, last) {
            if by_bucket {
                for conversion in &page.conversions {
                    let hour = if by_hour { conversion.click_hour } else { 0 };
                    cells
                        .entry((day, hour, lag_bucket(conversion)))
                        .or_default()
                        .booked
                        .add(&cell_of(conversion));
                }
                continue;
            }
            for (hour, (booked, converted)) in page.hours.iter().zip(&page.converted).enumerate() {
                let totals = cells
                    .entry((day, if by_hour { hour } else { 0 }, None))
                    .or_default();
                totals.booked.add(booked);
                totals.by_conversion_date.add(converted);
            }
        }
    }
    let mut groups: BTreeMap<Vec<Key>, (Vec<Value>, Totals)> = BTreeMap::new();
    if segments.is_empty() {
        groups.insert(Vec::new(), (Vec::new(), Totals::default()));
    }
    for ((day, hour, bucket), totals) in &cells {
        let date = date_of(*day);
        let values: Vec<Value> = segments
            .iter()
            .map(|field| segment(field, date, *hour, *bucket))
            .collect();
        let key = values.iter().map(Key::of).collect();
        groups
            .entry(key)
            .or_insert_with(|| (values, Totals::default()))
            .1
            .add(totals);
    }
    let impressions = fields::find("metrics.impressions");
    let selected: Vec<&Field> = query
        .select
        .iter()
        .copied()
        .filter(|field| field.is_metric())
        .collect();
    for (values, totals) in groups.into_values() {
        // With a segment selected, rows without anything to report are not returned.
        let is_empty = if selected.is_empty() {
            impressions.is_some_and(|field| totals.is_zero(field))
        } else {
            selected.iter().all(|field| totals.is_zero(field))
        };
        if !segments.is_empty() && is_empty {
            continue;
        }
        let tests = query
            .tests
            .iter()
            .filter(|test| test.field.is_metric() || test.field.is_segment());
        let holds = all_hold(tests, |field| {
            match segments.iter().position(|segment| segment.name == field.name) {
                Some(index) => values.get(index).cloned().unwrap_or(Value::Absent),
                None => totals.value(field),
            }
        });
        if holds {
            found.push(Found {
                entity: entity.clone(),
                segments: values,
                totals,
            });
        }
    }
}

/// An ordering key of a segment value.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Int(i64),
    Text(String),
}

impl Key {
    fn of(value: &Value) -> Self {
        match value {
            Value::Int(int) => Key::Int(*int),
            other => Key::Text(other.as_text().unwrap_or_default().to_owned()),
        }
    }
}

fn all_hold<'t>(tests: impl Iterator<Item = &'t Test>, value: impl Fn(&'static Field) -> Value) -> bool {
    tests.into_iter().all(|test| holds(test, &value(test.field)))
}

/// One condition on one value. An absent value meets only IS NULL and negations.
fn holds(test: &Test, value: &Value) -> bool {
    use Operator as Op;
    let same = |other: &Value| compare(test.field.kind, value, other) == Some(Ordering::Equal);
    let against = |index: usize| {
        test.values
            .get(index)
            .and_then(|other| compare(test.field.kind, value, other))
    };
    let pattern = test.values.first().and_then(Value::as_text).unwrap_or_default();
    let matches_pattern = || value.as_text().is_some_and(|text| like(text, pattern));
    let contains = |wanted: &Value| match (value, wanted.as_text()) {
        (Value::List(list), Some(wanted)) => list.iter().any(|item| item == wanted),
        _ => false,
    };
    match test.operator {
        Op::Equal => test.values.first().is_some_and(same),
        Op::NotEqual => !test.values.first().is_some_and(same),
        Op::Less => against(0) == Some(Ordering::Less),
        Op::Greater => against(0) == Some(Ordering::Greater),
        Op::AtMost => matches!(against(0), Some(Ordering::Less | Ordering::Equal)),
        Op::AtLeast => matches!(against(0), Some(Ordering::Greater | Ordering::Equal)),
        Op::Between => {
            matches!(against(0), Some(Ordering::Greater | Ordering::Equal))
                && matches!(against(1), Some(Ordering::Less | Ordering::Equal))
        }
        Op::In => test.values.iter().any(same),
        Op::NotIn => !test.values.iter().any(same),
        Op::Like => matches_pattern(),
        Op::NotLike => !matches_pattern(),
        Op::ContainsAny => test.values.iter().any(contains),
        Op::ContainsAll => test.values.iter().all(contains),
        Op::ContainsNone => !test.values.iter().any(contains),
        Op::IsNull => is_null(value),
        Op::IsNotNull => !is_null(value),
        // Turned into BETWEEN when the query was checked.
        Op::During => false,
    }
}

fn is_null(value: &Value) -> bool {
    matches!(value, Value::Absent) || matches!(value, Value::List(list) if list.is_empty())
}

fn compare(kind: Kind, a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        // Stored times have no fraction, literals may; both become fixed width.
        (Value::Text(a), Value::Text(b)) if kind == Kind::DateTime => Some(wide(a).cmp(&wide(b))),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn wide(text: &str) -> String {
    crate::google::gaql::dates::date_time(text)
        .map_or_else(|| text.to_owned(), crate::google::gaql::check::stamp)
}

/// LIKE: `%` any run, `_` any one character, `[x]` the character itself; without regard to case.
fn like(text: &str, pattern: &str) -> bool {
    let mut parts: Vec<Option<Option<char>>> = Vec::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '%' => parts.push(None),
            '_' => parts.push(Some(None)),
            '[' => {
                if let Some(inner) = letters.next() {
                    parts.push(Some(Some(inner)));
                    if letters.peek() == Some(&']') {
                        letters.next();
                    }
                }
            }
            other => parts.push(Some(Some(other))),
        }
    }
    // Reachable positions of the pattern after each letter of the text.
    let mut reach = vec![false; parts.len() + 1];
    let close = |reach: &mut Vec<bool>, parts: &[Option<Option<char>>]| {
        for (at, part) in parts.iter().enumerate() {
            if part.is_none()
                && reach.get(at) == Some(&true)
                && let Some(next) = reach.get_mut(at + 1)
            {
                *next = true;
            }
        }
    };
    if let Some(start) = reach.first_mut() {
        *start = true;
    }
    close(&mut reach, &parts);
    for letter in text.chars().flat_map(char::to_lowercase) {
        let mut next = vec![false; parts.len() + 1];
        for (at, part) in parts.iter().enumerate() {
            if reach.get(at) != Some(&true) {
                continue;
            }
            let to = match part {
                None => at,
                Some(None) => at + 1,
                Some(Some(wanted)) if wanted.to_lowercase().eq(std::iter::once(letter)) => at + 1,
                Some(Some(_)) => continue,
            };
            if let Some(slot) = next.get_mut(to) {
                *slot = true;
            }
        }
        reach = next;
        close(&mut reach, &parts);
    }
    reach.last() == Some(&true)
}

fn sort(scene: &Scene<'_>, query: &Checked, found: &mut [Found<'_>]) {
    if query.order.is_empty() {
        return;
    }
    let segments: Vec<&'static Field> = query.segments().collect();
    let value = |row: &Found<'_>, field: &'static Field| {
        if field.is_metric() {
            row.totals.value(field)
        } else if let Some(index) = segments.iter().position(|segment| segment.name == field.name) {
            row.segments.get(index).cloned().unwrap_or(Value::Absent)
        } else {
            scene.value(&row.entity, field)
        }
    };
    found.sort_by(|a, b| {
        query
            .order
            .iter()
            .fold(Ordering::Equal, |order, (field, direction)| {
                order.then_with(|| {
                    let (a, b) = (value(a, field), value(b, field));
                    // Absent values come first.
                    let order = compare(field.kind, &a, &b)
                        .unwrap_or_else(|| (a != Value::Absent).cmp(&(b != Value::Absent)));
                    if *direction == Direction::Descending {
                        order.reverse()
                    } else {
                        order
                    }
                })
            })
    });
}

fn put_metrics(query: &Checked, totals: &Totals, json: &mut Json) {
    for field in query.select.iter().filter(|field| field.is_metric()) {
        if let Some(metric) = totals.value(field).to_json(field.kind) {
            value::put(json, field.name, metric);
        }
    }
}

/// Where each value of a row goes, worked out once for all rows.
struct Columns {
    /// Names of the FROM resource and of all selected resources, and the selected resource fields.
    resources: Vec<(&'static Field, Vec<String>)>,
    metrics: Vec<(&'static Field, Vec<String>)>,
    /// In the order in which a found row holds their values.
    segments: Vec<(&'static Field, Vec<String>)>,
}

impl Columns {
    fn of(query: &Checked) -> Self {
        let place = |field: &'static Field| (field, value::keys(field.name));
        let mut resources: Vec<&'static Field> = Vec::new();
        if !query.omit_unselected_names {
            let selected = query
                .select
                .iter()
                .filter(|it| !it.is_metric() && !it.is_segment())
                .map(|it| it.resource());
            let names = std::iter::once(query.source).chain(selected);
            resources.extend(names.filter_map(|resource| fields::find(&format!("{resource}.resource_name"))));
        }
        resources.extend(
            query
                .select
                .iter()
                .filter(|it| !it.is_metric() && !it.is_segment()),
        );
        resources.sort_by_key(|field| field.name);
        resources.dedup();
        Self {
            resources: resources.into_iter().map(place).collect(),
            metrics: query
                .select
                .iter()
                .copied()
                .filter(|it| it.is_metric())
                .map(place)
                .collect(),
            segments: query.segments().map(place).collect(),
        }
    }

    fn row(&self, scene: &Scene<'_>, row: &Found<'_>) -> Json {
        let mut json = json!({});
        let mut put = |field: &Field, keys: &[String], found: &Value| {
            if let Some(found) = found.to_json(field.kind) {
                value::put_at(&mut json, keys, found);
            }
        };
        for (field, keys) in &self.resources {
            put(field, keys, &scene.value(&row.entity, field));
        }
        for (field, keys) in &self.metrics {
            put(field, keys, &row.totals.value(field));
        }
        for ((field, keys), found) in self.segments.iter().zip(&row.segments) {
            put(field, keys, found);
        }
        json
    }
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn like_knows_runs_single_letters_and_escapes() {
        assert!(like("Brand US - Exact", "%brand%"));
        assert!(like("Brand US", "Brand __"));
        assert!(!like("Brand USA", "Brand __"));
        assert!(like("100%", "100[%]"));
        assert!(!like("1000", "100[%]"));
        assert!(like("", "%"));
        assert!(!like("a", ""));
    }
}
