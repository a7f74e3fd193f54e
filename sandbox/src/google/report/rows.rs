//! A checked query, answered: entities filtered, hours grouped by segments, rows sorted and cut.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::change_event::{self, ChangeEvent};
use super::conditions::{all_hold, compare};
use super::entity::{Entity, Met, Scene, Searched};
use super::metrics::{Totals, cell_of, lag_bucket, segment};
use crate::google::accounts::{Account, Object, Resource, searches};
use crate::google::failure::AdsError;
use crate::google::fields::{self, Field};
use crate::google::gaql::check::Checked;
use crate::google::gaql::{Direction, query_error};
use crate::google::value::{self, Value};
use crate::market::book::Book;
use crate::market::sharing::Split;
use crate::market::{Day, date_of, day_number};
use crate::truth::TruthRow;

/// No conversion is later than this after its click.
const CONVERSION_WINDOW_DAYS: Day = 31;

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
    // Searches are there by their traffic alone.
    let wants_metrics = query.metrics().next().is_some()
        || query.segments().next().is_some()
        || query.source == "search_term_view";
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
    for entity in entities(scene, query, &events) {
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

fn entities<'a>(scene: &Scene<'a>, query: &Checked, events: &'a [ChangeEvent]) -> Vec<Entity<'a>> {
    let account = scene.account;
    match query.source {
        "customer" => vec![Entity::default()],
        "customer_client" => scene
            .clients()
            .into_iter()
            .map(|client| Entity {
                client: Some(client),
                ..Entity::default()
            })
            .collect(),
        "campaign" => campaigns(account).collect(),
        "label" => account
            .labels()
            .iter()
            .map(|label| Entity {
                label: Some(label),
                ..Entity::default()
            })
            .collect(),
        "campaign_label" => linked(account, campaigns(account), |it| it.campaign),
        "ad_group_label" => linked(account, ad_groups(account), |it| it.ad_group),
        "ad_group_ad_label" => linked(account, ads(account), |it| it.ad),
        "ad_group_criterion_label" => linked(account, criteria(account), |it| it.criterion),
        "campaign_budget" => account
            .all(Resource::Budget)
            .map(|budget| Entity {
                budget: Some(budget),
                ..Entity::default()
            })
            .collect(),
        "ad_group" => ad_groups(account).collect(),
        "ad_group_ad" => ads(account).collect(),
        "ad_group_criterion" => criteria(account).collect(),
        // It shows what searches are for, never what they must not be for.
        "keyword_view" => criteria(account)
            .filter(|entity| entity.criterion.is_some_and(|it| !it.is_negative()))
            .collect(),
        "campaign_criterion" => account
            .all(Resource::CampaignCriterion)
            .map(|criterion| Entity {
                criterion: Some(criterion),
                campaign: account.get(Resource::Campaign, criterion.within),
                ..Entity::default()
            })
            .collect(),
        "search_term_view" => searched(account, query.segments().any(Field::is_of_search)),
        "change_event" => events
            .iter()
            .map(|event| Entity {
                event: Some(event),
                ad_group: event.ad_group(account),
                campaign: event.campaign(account),
                ..Entity::default()
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Every campaign with the budget that it spends from.
fn campaigns<'a>(account: &'a Account) -> impl Iterator<Item = Entity<'a>> {
    account.all(Resource::Campaign).map(|campaign| Entity {
        campaign: Some(campaign),
        budget: account.budget_of(campaign),
        ..Entity::default()
    })
}

/// Every ad group with its campaign.
fn ad_groups<'a>(account: &'a Account) -> impl Iterator<Item = Entity<'a>> {
    account.all(Resource::AdGroup).map(|group| Entity {
        ad_group: Some(group),
        campaign: account.campaign_of(group),
        ..Entity::default()
    })
}

/// Every ad with what it stands in.
fn ads<'a>(account: &'a Account) -> impl Iterator<Item = Entity<'a>> {
    account.all(Resource::AdGroupAd).map(|ad| {
        let group = account.ad_group_of(ad);
        Entity {
            ad: Some(ad),
            ad_group: group,
            campaign: group.and_then(|group| account.campaign_of(group)),
            ..Entity::default()
        }
    })
}

/// What carries labels, once for each of them.
fn linked<'a>(
    account: &'a Account,
    entities: impl Iterator<Item = Entity<'a>>,
    carrier: fn(&Entity<'a>) -> Option<&'a Object>,
) -> Vec<Entity<'a>> {
    let each = |entity: Entity<'a>| {
        let labels = carrier(&entity).map(|object| account.labels_of(object));
        let labels = labels.into_iter().flatten();
        labels
            .map(move |label| Entity {
                label: Some(label),
                ..entity.clone()
            })
            .collect::<Vec<_>>()
    };
    entities.flat_map(each).collect()
}

/// Every keyword with what it stands in.
fn criteria<'a>(account: &'a Account) -> impl Iterator<Item = Entity<'a>> {
    account.all(Resource::AdGroupCriterion).map(|criterion| {
        let group = account.ad_group_of(criterion);
        Entity {
            criterion: Some(criterion),
            ad_group: group,
            campaign: group.and_then(|group| account.campaign_of(group)),
            ..Entity::default()
        }
    })
}

/// What people typed, by ad group; told apart by the keyword that it met, where that is asked for.
fn searched(account: &Account, by_keyword: bool) -> Vec<Entity<'_>> {
    let mut all = Vec::new();
    for group in account.all(Resource::AdGroup) {
        let mut found: BTreeMap<(String, Option<i64>), Met<'_>> = BTreeMap::new();
        for keyword in account.keywords_of(group) {
            let (words, match_type) = keyword.keyword();
            for (search, number) in searches::of_keyword(words, match_type).into_iter().zip(0..) {
                if let Some(typed) = search.text {
                    let key = (typed, by_keyword.then_some(keyword.id));
                    found.entry(key).or_default().push((keyword, number));
                }
            }
        }
        all.extend(found.into_iter().map(|((typed, _), met)| Entity {
            searched: Some(Searched { typed, met }),
            ad_group: Some(group),
            campaign: account.campaign_of(group),
            ..Entity::default()
        }));
    }
    all
}

/// The books that an entity's metrics are the sum of: those of units, or what of an ad group's falls to an ad, a keyword or a search.
fn books<'a>(scene: &Scene<'a>, entity: &Entity<'_>, (first, last): (Day, Day)) -> Vec<Cow<'a, Book>> {
    let is_asked = |(part, number)| match &entity.searched {
        Some(searched) => searched
            .met
            .iter()
            .any(|(met, search)| (met.id, *search) == (part, number)),
        None => entity.criterion.or(entity.ad).is_some_and(|own| own.id == part),
    };
    let split = match entity {
        Entity { ad: Some(_), .. } => Some(Split::Ads),
        Entity {
            criterion: None,
            searched: None,
            ..
        } => None,
        _ => Some(Split::Searches),
    };
    let (Some(group), Some(split)) = (entity.ad_group, split) else {
        let units = units(scene, entity).into_iter();
        return units
            .filter_map(|unit| scene.market.book(scene.market_index, unit))
            .map(Cow::Borrowed)
            .collect();
    };
    // Conversions count where they happened, too: up to a month after their clicks.
    let days = (first.saturating_sub(CONVERSION_WINDOW_DAYS), last);
    let unit = (group.id.unsigned_abs(), split);
    let book = scene
        .market
        .book_of_parts(scene.market_index, unit, days, is_asked);
    book.map(Cow::Owned).into_iter().collect()
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
    for book in books(scene, entity, (first, last)) {
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
            .map(|field| match &entity.searched {
                Some(searched) if field.is_of_search() => searched.segment(scene.account, field),
                _ => segment(field, date, *hour, *bucket),
            })
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
        // Nor is a search that nobody made.
        if is_empty && (!segments.is_empty() || entity.searched.is_some()) {
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
