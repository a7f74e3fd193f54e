//! Metrics of every object of a level, by day or by hour: the base ones, and what Google reports beyond them.

use std::collections::{BTreeMap, btree_map::Entry};

use dsl::{Level, Metric};
use engine::connections::platform::{
    Access, AccountAddress, BaseCells, Grain, MetricsReply, MetricsReport, MetricsRequest, MetricsRow,
    PlatformError,
};
use jiff::civil::Date;

use super::{
    client::{Client, Route, refused},
    objects::{external_id, not_read},
    queries,
    wire::{self, Row},
};
use crate::numbers::{Millionths, Whole};

/// A metric beyond the base ones: Google's name for it, and its cell. An absent one is zero, like every metric that was asked for.
type Further = (Metric, &'static str, fn(&wire::Metrics) -> i64);

/// What is asked for beyond the base metrics, of every level: a metric more is a line more.
const FURTHER: [Further; 4] = [
    (Metric::Engagements, "metrics.engagements", |row| {
        whole(row.engagements)
    }),
    // Called `video_views` until v23.
    (Metric::VideoViews, "metrics.video_trueview_views", |row| {
        whole(row.video_trueview_views)
    }),
    (Metric::AllConversions, "metrics.all_conversions", |row| {
        millionths(row.all_conversions)
    }),
    (
        Metric::AllConversionsValue,
        "metrics.all_conversions_value",
        |row| millionths(row.all_conversions_value),
    ),
];

fn whole(value: Option<Whole>) -> i64 {
    value.unwrap_or_default().0
}

fn millionths(value: Option<Millionths>) -> i64 {
    value.unwrap_or_default().0
}

/// Reads the report. Google answers at once, so there is never a job to come back to.
///
/// Should Google refuse what is asked for together, it is asked for the base metrics alone, and the answer does not list the others.
/// Should it refuse conversions by hour, the answer to a request by hour is by day (every `hour` is `None`): hours without
/// conversions would read as hours in which nothing was sold.
pub async fn fetch(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    request: &MetricsRequest,
) -> Result<MetricsReply, PlatformError> {
    let route = Route::of(account)?;
    if request.first > request.last {
        let message = format!(
            "the first day {} is after the last day {}",
            request.first, request.last
        );
        return Err(refused("invalid_range", message));
    }
    if request.job.is_some() {
        return Err(refused(
            "unknown_job",
            "Google's reports come at once: there is no job to go on with".to_owned(),
        ));
    }
    let asked = (request.grain, FURTHER.as_slice());
    let less: &[(Grain, &'static [Further])] = match request.grain {
        Grain::Day => &[(Grain::Day, &[])],
        Grain::Hour => &[(Grain::Hour, &[]), (Grain::Day, &[])],
    };
    let mut answer = read(client, access, &route, request, asked).await;
    for asked in less {
        match &answer {
            Err(PlatformError::Refused { code, .. }) if is_refused_combination(code) => {
                tracing::warn!(customer = %route.customer, level = %request.level, code, "google: asking for less");
                answer = read(client, access, &route, request, *asked).await;
            }
            _ => break,
        }
    }
    answer
}

async fn read(
    client: &Client,
    access: &Access,
    route: &Route,
    request: &MetricsRequest,
    (grain, further): (Grain, &'static [Further]),
) -> Result<MetricsReply, PlatformError> {
    let of = match request.level {
        Level::Campaigns => ("campaign", "campaign.id"),
        level => {
            let query = queries::object_query(level).ok_or_else(|| not_read(level))?;
            (query.from, query.ids)
        }
    };
    let fields: Vec<&str> = further.iter().map(|(_, field, _)| *field).collect();
    let query = queries::metrics(of, (request.first, request.last), grain, &fields);
    let mut report = Report::new(request.level, grain, further);
    client
        .search_stream(access, route, &query, |row| report.take(&row))
        .await?;
    Ok(MetricsReply::Rows(report.told()))
}

/// The query as such was fine but the segment and the metrics do not go together.
fn is_refused_combination(code: &str) -> bool {
    matches!(
        code,
        "queryError.PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE"
            | "queryError.PROHIBITED_FIELD_OR_SEGMENT_WITH_METRIC"
            | "queryError.PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE"
            | "queryError.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE"
    )
}

/// Object, day and hour of a bucket.
type Bucket = (String, Date, Option<i8>);

/// The rows so far. A bucket that comes twice (the repeated hour when clocks go back) is one bucket with the sum.
struct Report {
    level: Level,
    grain: Grain,
    further: &'static [Further],
    buckets: BTreeMap<Bucket, (BaseCells, Vec<i64>)>,
}

impl Report {
    fn new(level: Level, grain: Grain, further: &'static [Further]) -> Self {
        Self {
            level,
            grain,
            further,
            buckets: BTreeMap::new(),
        }
    }

    fn take(&mut self, row: &Row) -> Result<(), String> {
        let bucket = bucket(row, self.level, self.grain)?;
        let cells = cells(row);
        let metrics = row.metrics.as_ref();
        let further = self
            .further
            .iter()
            .map(|(_, _, cell)| metrics.map_or(0, cell))
            .collect();
        match self.buckets.entry(bucket) {
            Entry::Vacant(place) => {
                place.insert((cells, further));
            }
            Entry::Occupied(mut place) => {
                let sum = sum(place.get(), &(cells, further)).ok_or("a sum is too large")?;
                place.insert(sum);
            }
        }
        Ok(())
    }

    fn told(self) -> MetricsReport {
        let row = |((object, date, hour), (cells, further)): (Bucket, (BaseCells, Vec<i64>))| MetricsRow {
            external_id: object,
            date,
            hour,
            cells,
            further,
        };
        MetricsReport {
            further: self.further.iter().map(|(metric, _, _)| *metric).collect(),
            rows: self.buckets.into_iter().map(row).collect(),
        }
    }
}

fn bucket(row: &Row, level: Level, grain: Grain) -> Result<Bucket, String> {
    let object = external_id(row, level).ok_or_else(|| format!("a row without its {}", level.one()))?;
    let segments = row.segments.as_ref().ok_or("a row without a day")?;
    let date = segments
        .date
        .parse()
        .map_err(|_| format!("`{}` is not a day", segments.date))?;
    let hour = match (grain, segments.hour) {
        (Grain::Day, _) => None,
        (Grain::Hour, Some(Whole(hour))) => {
            let hour = i8::try_from(hour).ok().filter(|hour| (0..24).contains(hour));
            Some(hour.ok_or("an hour outside 0 to 23")?)
        }
        // Hour 0 is the default of its field and may be left out.
        (Grain::Hour, None) => Some(0),
    };
    Ok((object, date, hour))
}

/// Absent metrics are zero: Google leaves out what did not happen.
fn cells(row: &Row) -> BaseCells {
    let Some(metrics) = &row.metrics else {
        return BaseCells::default();
    };
    BaseCells {
        impressions: whole(metrics.impressions),
        clicks: whole(metrics.clicks),
        spend: whole(metrics.cost_micros),
        conversions: millionths(metrics.conversions),
        revenue: millionths(metrics.conversions_value),
    }
}

/// Base cells and further ones, each with its own.
fn sum(
    (one, further): &(BaseCells, Vec<i64>),
    (other, more): &(BaseCells, Vec<i64>),
) -> Option<(BaseCells, Vec<i64>)> {
    let cells = BaseCells {
        impressions: one.impressions.checked_add(other.impressions)?,
        clicks: one.clicks.checked_add(other.clicks)?,
        spend: one.spend.checked_add(other.spend)?,
        conversions: one.conversions.checked_add(other.conversions)?,
        revenue: one.revenue.checked_add(other.revenue)?,
    };
    let further = further
        .iter()
        .zip(more)
        .map(|(one, other)| one.checked_add(*other));
    Some((cells, further.collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::google::wire::Chunk;

    fn report(grain: Grain, json: &str) -> Result<Vec<MetricsRow>, String> {
        let mut report = Report::new(Level::Campaigns, grain, &FURTHER);
        for row in serde_json::from_str::<Chunk>(json).unwrap().results {
            report.take(&row)?;
        }
        let told = report.told();
        assert_eq!(told.further.len(), FURTHER.len());
        Ok(told.rows)
    }

    #[test]
    fn numbers_keep_every_digit() {
        let rows = report(
            Grain::Hour,
            r#"{"results":[{"campaign":{"id":"111"},"segments":{"date":"2026-11-20","hour":13},"metrics":{"impressions":"1200",
            "clicks":"34","costMicros":"9007199254740993","conversions":0.30000000000000004,"conversionsValue":1234567.89,"engagements":"9",
            "videoTrueviewViews":"700","allConversions":0.8,"allConversionsValue":2234567.89}}]}"#,
        )
        .unwrap();
        assert_eq!(
            rows,
            [MetricsRow {
                external_id: "111".to_owned(),
                date: date(2026, 11, 20),
                hour: Some(13),
                cells: BaseCells {
                    impressions: 1_200,
                    clicks: 34,
                    spend: 9_007_199_254_740_993,
                    conversions: 300_000,
                    revenue: 1_234_567_890_000,
                },
                further: vec![9, 700, 800_000, 2_234_567_890_000],
            }]
        );
    }

    #[test]
    fn the_repeated_hour_is_one_bucket_with_the_sum() {
        let rows = report(
            Grain::Hour,
            r#"{"results":[
            {"campaign":{"id":"1"},"segments":{"date":"2026-11-01","hour":1},"metrics":{"clicks":"3","conversions":0.5,"engagements":"2"}},
            {"campaign":{"id":"1"},"segments":{"date":"2026-11-01","hour":1},"metrics":{"clicks":"4","conversions":0.25,"engagements":"5"}}]}"#,
        )
        .unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].cells.clicks, rows[0].cells.conversions), (7, 750_000));
        assert_eq!(rows[0].further, [7, 0, 0, 0]);
    }

    #[test]
    fn absent_metrics_are_zero_and_an_absent_hour_is_midnight() {
        let json = r#"{"results":[{"campaign":{"id":1},"segments":{"date":"2026-11-01"}}]}"#;
        let by_hour = report(Grain::Hour, json).unwrap();
        assert_eq!(
            (by_hour[0].hour, by_hour[0].cells),
            (Some(0), BaseCells::default())
        );
        assert_eq!(by_hour[0].further, [0; FURTHER.len()]);
        assert_eq!(report(Grain::Day, json).unwrap()[0].hour, None);
    }

    #[test]
    fn a_row_that_cannot_be_placed_spoils_the_report_instead_of_vanishing() {
        for json in [
            r#"{"results":[{"segments":{"date":"2026-11-01"}}]}"#,
            r#"{"results":[{"campaign":{"id":"1"}}]}"#,
            r#"{"results":[{"campaign":{"id":"1"},"segments":{"date":"yesterday"}}]}"#,
            r#"{"results":[{"campaign":{"id":"1"},"segments":{"date":"2026-11-01","hour":24}}]}"#,
            r#"{"results":[{"campaign":{"id":"1"},"segments":{"date":"2026-11-01","hour":1},"metrics":{"clicks":"9223372036854775807"}},
                {"campaign":{"id":"1"},"segments":{"date":"2026-11-01","hour":1},"metrics":{"clicks":"1"}}]}"#,
        ] {
            assert!(report(Grain::Hour, json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_report_of_ad_groups_is_by_their_ids() {
        let json = r#"{"results":[{"adGroup":{"id":"77"},"segments":{"date":"2026-11-20"},"metrics":{"clicks":"3"}}]}"#;
        let chunk: Chunk = serde_json::from_str(json).unwrap();
        let mut report = Report::new(Level::AdGroups, Grain::Day, &[]);
        report.take(&chunk.results[0]).unwrap();
        let told = report.told();
        assert_eq!((told.rows[0].external_id.as_str(), told.further.len()), ("77", 0));
        assert!(
            Report::new(Level::Campaigns, Grain::Day, &[])
                .take(&chunk.results[0])
                .is_err()
        );
    }

    #[test]
    fn only_a_refused_combination_leads_to_less() {
        assert!(is_refused_combination(
            "queryError.PROHIBITED_FIELD_OR_SEGMENT_WITH_METRIC"
        ));
        assert!(!is_refused_combination("queryError.UNRECOGNIZED_FIELD"));
        assert!(!is_refused_combination(
            "queryError.REQUESTED_METRICS_FOR_MANAGER"
        ));
    }
}
