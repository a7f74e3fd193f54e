//! The history that a test gives: metrics in series over days and hours.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::check::suggestion::nearest;
use crate::check::tests::Reading;
use crate::check::tests::windowed::of_a_window;
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::registry::{Attribute, Attribution, DerivedMetric, Metric, MetricUnit, Results};
use crate::span::Span;
use crate::syntax::test_trees::{GivenClause, GivenValue, PeriodSyntax, SeriesSyntax};
use crate::syntax::tree::{LiteralSyntax, Spanned};
use crate::testing::script::{Bucket, Cell, after_hours};
use crate::window::{MOST_DAYS, MOST_HOURS, hour_mark, start_of};

/// The buckets of a period, and whether each has its own value.
struct Period {
    buckets: Vec<Bucket>,
    /// One value stands for all of them.
    alike: bool,
}

type Cells = Vec<(Metric, Bucket, Cell)>;

/// What a platform reports of days and hours, results within each attribution window too.
fn reported() -> impl Iterator<Item = Metric> {
    let plain = Metric::ALL.iter().copied().filter(|metric| !metric.is_windowed());
    let within = Results::ALL.iter().flat_map(|results| {
        Attribution::ALL
            .iter()
            .map(|window| Metric::Attributed(*results, *window))
    });
    plain.chain(within)
}

impl Reading<'_> {
    /// Everything a `given` says of days and hours.
    pub(super) fn days_and_hours(&mut self, given: &GivenClause, object: usize, at: Timestamp) -> Cells {
        let mut cells: Cells = Vec::new();
        let mut taken: BTreeSet<(Metric, Date, Option<Timestamp>)> = BTreeSet::new();
        for series in &given.series {
            self.series(series, object, at, &mut cells, &mut taken);
        }
        cells
    }

    fn series(
        &mut self,
        series: &SeriesSyntax,
        object: usize,
        at: Timestamp,
        cells: &mut Cells,
        taken: &mut BTreeSet<(Metric, Date, Option<Timestamp>)>,
    ) {
        let Some(period) = self.period(&series.period, at) else {
            return;
        };
        for gap in &series.gaps {
            for metric in reported() {
                for bucket in &period.buckets {
                    self.take(taken, metric, *bucket, gap.span);
                    cells.push((metric, *bucket, Err(gap.value)));
                }
            }
        }
        for cell in &series.cells {
            let Some(metric) = self.metric(&cell.name) else {
                continue;
            };
            if metric.is_windowed() {
                self.say(of_a_window(metric, cell.name.span));
                continue;
            }
            if self.supplies(object, metric, cell.name.span).is_none() {
                continue;
            }
            let wanted = if period.alike { 1 } else { period.buckets.len() };
            if cell.values.len() != wanted {
                let written = cell.values.len();
                self.say(
                    Diagnostic::new(
                        "E0805",
                        cell.name.span,
                        format!(
                            "`{metric}` has {written} {} where {wanted} {} wanted",
                            if written == 1 { "value" } else { "values" },
                            if wanted == 1 { "is" } else { "are" },
                        ),
                    )
                    .help(if wanted == 1 {
                        "`each of last 3 days` takes one value for all of them; `last 3 days` takes one for each, the oldest first"
                    } else {
                        "one value for each, the oldest first: `_` where no sync covers it; `each of last …` takes one value for all"
                    }),
                );
                continue;
            }
            for (index, bucket) in period.buckets.iter().enumerate() {
                let position = if period.alike { 0 } else { index };
                let Some(value) = cell.values.get(position) else {
                    continue;
                };
                let Some(number) = self.cell(metric, value) else {
                    break;
                };
                self.take(taken, metric, *bucket, cell.name.span);
                cells.push((metric, *bucket, number));
            }
        }
    }

    /// Notes that this stretch of time has a value now; a second one is answered once.
    fn take(
        &mut self,
        taken: &mut BTreeSet<(Metric, Date, Option<Timestamp>)>,
        metric: Metric,
        bucket: Bucket,
        span: Span,
    ) {
        let (date, hour) = match bucket {
            Bucket::Day { date, .. } => (date, None),
            Bucket::Hour(from) => (from.to_zoned(self.zone.clone()).date(), Some(from)),
        };
        let twice = if hour.is_some() {
            taken.contains(&(metric, date, hour)) || taken.contains(&(metric, date, None))
        } else {
            taken
                .range((metric, date, None)..=(metric, date, Some(Timestamp::MAX)))
                .next()
                .is_some()
        };
        taken.insert((metric, date, hour));
        let said = self
            .diagnostics
            .iter()
            .any(|found| found.code == "E0805" && found.span == span);
        if twice && !said {
            self.say(
                Diagnostic::new("E0805", span, format!("`{metric}` of {date} is given twice"))
                    .help("give each day, and each hour, once"),
            );
        }
    }

    pub(super) fn metric(&mut self, name: &Spanned<String>) -> Option<Metric> {
        let word = &name.value;
        if let Ok(metric) = word.parse::<Metric>() {
            return Some(metric);
        }
        if let Some((_, window)) = word.split_once('[') {
            let window = window.trim_end_matches(']');
            let found = Diagnostic::new("E0804", name.span, format!("there is no metric `{word}` to give"));
            self.say(found.help(match window.parse::<Attribution>() {
                Ok(_) => "attribution windows are those of results: `conversions[7d click] 1`".to_owned(),
                Err(unknown) => unknown.to_string(),
            }));
            return None;
        }
        if let Ok(derived) = word.parse::<DerivedMetric>() {
            let formula = crate::registry::metrics()
                .iter()
                .find(|info| info.name == derived.as_str())
                .and_then(|info| info.formula)
                .unwrap_or_default();
            self.say(
                Diagnostic::new(
                    "E0804",
                    name.span,
                    format!("`{word}` follows from other metrics: {formula}"),
                )
                .help("give those"),
            );
            return None;
        }
        if let Some(own) = self.definitions.metrics.iter().find(|own| own.name == *word) {
            self.say(
                Diagnostic::new(
                    "E0804",
                    name.span,
                    format!("`{word}` follows from other metrics: {}", own.formula),
                )
                .help("give those"),
            );
            return None;
        }
        let known = Metric::ALL.iter().map(|metric| metric.as_str());
        let found = Diagnostic::new("E0804", name.span, format!("there is no metric `{word}` to give"));
        self.say(match nearest(word, known.clone()) {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                format!("write `{meant}`"),
                name.span,
                meant,
            ),
            None if word.parse::<Attribute>().is_ok() => {
                found.help("attributes stand outside of the braces of days")
            }
            None => found.help(format!("there are {}", list(&known.collect::<Vec<_>>(), "and"))),
        });
        None
    }

    /// A cell in the metric's unit.
    pub(super) fn cell(&mut self, metric: Metric, value: &Spanned<GivenValue>) -> Option<Cell> {
        let unit = metric.unit();
        let number = match (&value.value, unit) {
            (GivenValue::Gap(reason), _) => return Some(Err(*reason)),
            (GivenValue::Literal(LiteralSyntax::Broken), _) => return None,
            (GivenValue::Literal(LiteralSyntax::Money(_, micros)), MetricUnit::MoneyMicros) => Some(*micros),
            (GivenValue::Literal(LiteralSyntax::Number(number)), MetricUnit::MoneyMicros)
                if number.is_zero() =>
            {
                Some(0)
            }
            (GivenValue::Literal(LiteralSyntax::Number(number)), MetricUnit::Count) => number.to_i64(),
            (
                GivenValue::Literal(LiteralSyntax::Number(number)),
                MetricUnit::CountMicros | MetricUnit::RatioMicros,
            ) => number.to_millionths(),
            _ => None,
        };
        if number.is_none() {
            let help = match unit {
                MetricUnit::MoneyMicros => format!("write an amount: `{metric} $60`"),
                MetricUnit::CountMicros | MetricUnit::RatioMicros => {
                    format!("write a number with at most 6 decimals: `{metric} 1.5`")
                }
                _ => format!("write a whole number: `{metric} 120`"),
            };
            let written = value.span.of(self.text);
            self.say(
                Diagnostic::new("E0804", value.span, format!("`{metric}` cannot be `{written}`")).help(help),
            );
        }
        number.map(Ok)
    }

    fn period(&mut self, period: &Spanned<PeriodSyntax>, at: Timestamp) -> Option<Period> {
        let today = at.to_zoned(self.zone.clone()).date();
        let day = |date: Date| self.day(date, at);
        let one = |bucket: Option<Bucket>| {
            bucket.map(|bucket| Period {
                buckets: vec![bucket],
                alike: true,
            })
        };
        match &period.value {
            PeriodSyntax::Today => one(day(today)),
            PeriodSyntax::Yesterday => one(today.yesterday().ok().and_then(day)),
            PeriodSyntax::On(date) if *date > today => {
                self.say(
                    Diagnostic::new(
                        "E0805",
                        period.span,
                        format!("{date} lies ahead of the time of the test"),
                    )
                    .help("give it at a later `at`"),
                );
                None
            }
            PeriodSyntax::On(date) => one(day(*date)),
            PeriodSyntax::Each(length) | PeriodSyntax::Last(length) => {
                let alike = matches!(period.value, PeriodSyntax::Each(_));
                let seconds = length.seconds()?;
                let written = length.span.of(self.text);
                let unit = written.trim_start_matches(|c: char| !c.is_alphabetic());
                let (size, most) = match unit.as_bytes().first() {
                    Some(b'd' | b'w') => (86_400, MOST_DAYS),
                    Some(b'h') => (3_600, MOST_HOURS),
                    _ => (0, 0),
                };
                let count = seconds.checked_div(size).unwrap_or(0);
                if count < 1 || count > most || count.saturating_mul(size) != seconds {
                    self.say(
                        Diagnostic::new("E0805", length.span, format!("a series has no {written}")).help(
                            format!(
                                "write whole days, at most {MOST_DAYS}, or whole hours, at most {MOST_HOURS}"
                            ),
                        ),
                    );
                    return None;
                }
                let buckets: Option<Vec<Bucket>> = if size == 86_400 {
                    (1..=count)
                        .rev()
                        .map(|back| today.checked_sub(back.days()).ok().and_then(day))
                        .collect()
                } else {
                    let mark = hour_mark(at, &self.zone).ok()?;
                    Some(
                        (1..=count)
                            .rev()
                            .map(|back| Bucket::Hour(after_hours(mark, back.saturating_neg())))
                            .collect(),
                    )
                };
                buckets.map(|buckets| Period { buckets, alike })
            }
        }
    }

    /// A day as it is known at an instant: today up to the last full hour, any other to its end.
    fn day(&self, date: Date, at: Timestamp) -> Option<Bucket> {
        let end = start_of(date.tomorrow().ok()?, &self.zone).ok()?;
        let until = hour_mark(at, &self.zone).ok()?.min(end);
        Some(Bucket::Day { date, until })
    }
}
