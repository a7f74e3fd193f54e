//! A query against the table of fields: which names exist, what may stand where, what may be read together.

use jiff::civil::Date;

use super::dates::{self, Days};
use super::parser::{Condition, Direction, Operand, Operator, Query};
use super::query_error;
use crate::google::failure::AdsError;
use crate::google::fields::{self, Field};
use crate::google::value::{Kind, Value};

/// A condition whose values have the field's type.
#[derive(Debug, Clone)]
pub struct Test {
    pub field: &'static Field,
    pub operator: Operator,
    pub values: Vec<Value>,
}

/// A query that can be answered.
#[derive(Debug, Clone)]
pub struct Checked {
    pub source: &'static str,
    pub select: Vec<&'static Field>,
    /// Conditions on everything but core date segments.
    pub tests: Vec<Test>,
    /// Days that the core date segments leave; `None` is open.
    pub first: Option<Date>,
    pub last: Option<Date>,
    pub order: Vec<(&'static Field, Direction)>,
    pub limit: Option<u64>,
    pub omit_unselected_names: bool,
}

impl Checked {
    pub fn segments(&self) -> impl Iterator<Item = &'static Field> {
        self.select.iter().copied().filter(|field| field.is_segment())
    }

    /// Metrics anywhere in the query.
    pub fn metrics(&self) -> impl Iterator<Item = &'static Field> {
        let tested = self.tests.iter().map(|test| test.field);
        self.select
            .iter()
            .copied()
            .chain(tested)
            .chain(self.order.iter().map(|(field, _)| *field))
            .filter(|field| field.is_metric())
    }
}

/// Lists of more values than this are refused.
const MAX_LIST: usize = 20_000;
/// Hours, days and weeks are kept this long.
const DETAIL_MONTHS: i32 = 37;

pub fn check(query: &Query, today: Date) -> Result<Checked, AdsError> {
    let (source, joined, has_metrics) = fields::source(&query.from).ok_or_else(|| {
        query_error(
            "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE",
            format!(
                "Error in query: resource type '{}' is invalid in the FROM clause.",
                query.from
            ),
        )
        .trigger(&query.from)
    })?;
    let place = |clause: Clause, field: &'static Field| allowed(source, joined, has_metrics, clause, field);
    let mut select = Vec::new();
    for name in &query.select {
        let field = known(name)?;
        place(Clause::Select, field)?;
        if !select.contains(&field) {
            select.push(field);
        }
    }
    let mut checked = Checked {
        source,
        select,
        tests: Vec::new(),
        first: None,
        last: None,
        order: Vec::new(),
        limit: query.limit,
        omit_unselected_names: false,
    };
    for condition in &query.conditions {
        let field = known(&condition.field)?;
        place(Clause::Where, field)?;
        if !field.filterable {
            return Err(query_error(
                "PROHIBITED_FIELD_IN_WHERE_CLAUSE",
                format!(
                    "Field '{}' is not filterable and cannot be in the WHERE clause.",
                    field.name
                ),
            ));
        }
        if field.is_core_date() {
            checked.narrow(field, condition, today)?;
            continue;
        }
        if field.is_segment() && !checked.select.contains(&field) {
            return Err(not_selected(field));
        }
        checked.tests.push(test(field, condition, today)?);
    }
    for (name, direction) in &query.order {
        let field = known(name)?;
        place(Clause::Where, field)?;
        if !field.sortable {
            return Err(query_error(
                "PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE",
                format!("Field '{}' is not sortable.", field.name),
            ));
        }
        if field.is_segment() && !checked.select.contains(&field) {
            return Err(not_selected(field));
        }
        checked.order.push((field, *direction));
    }
    for (name, value) in &query.parameters {
        let on = match value.to_ascii_lowercase().as_str() {
            "true" => true,
            "false" => false,
            _ => {
                return Err(query_error(
                    "BAD_PARAMETER_VALUE",
                    format!("Invalid value of parameter '{name}'."),
                ));
            }
        };
        match name.as_str() {
            "omit_unselected_resource_names" => checked.omit_unselected_names = on,
            // There are no drafts in this world.
            "include_drafts" => {}
            _ => {
                return Err(query_error(
                    "BAD_PARAMETER_NAME",
                    format!("Unknown parameter '{name}'."),
                ));
            }
        }
    }
    checked.check_range(today)?;
    checked.check_combinations()?;
    if source == "change_event" {
        checked.check_change_event(today)?;
    }
    Ok(checked)
}

fn known(name: &str) -> Result<&'static Field, AdsError> {
    fields::find(name).ok_or_else(|| {
        let code = if fields::is_message(name) {
            "PROHIBITED_FIELD_IN_SELECT_CLAUSE"
        } else {
            "UNRECOGNIZED_FIELD"
        };
        query_error(code, format!("Unrecognized field in the query: '{name}'."))
    })
}

fn not_selected(field: &Field) -> AdsError {
    query_error(
        "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
        format!(
            "The following field must be present in SELECT clause: '{}'.",
            field.name
        ),
    )
}

#[derive(Clone, Copy, PartialEq)]
enum Clause {
    Select,
    Where,
}

fn allowed(
    source: &str,
    joined: &[&str],
    has_metrics: bool,
    clause: Clause,
    field: &Field,
) -> Result<(), AdsError> {
    let fits = if field.is_metric() || field.is_segment() {
        has_metrics
    } else {
        joined.contains(&field.resource())
    };
    let fits = fits && (source == "search_term_view" || !field.is_of_search());
    if fits {
        return Ok(());
    }
    let code = match (field.resource(), clause) {
        ("metrics", _) => "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
        ("segments", _) => "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
        (_, Clause::Select) => "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE",
        (_, Clause::Where) => "PROHIBITED_RESOURCE_TYPE_IN_WHERE_CLAUSE",
    };
    Err(query_error(
        code,
        format!(
            "Cannot use the field '{}' with the resource '{source}' in the FROM clause.",
            field.name
        ),
    ))
}

/// Types the values of a condition and refuses operators that do not fit the field.
fn test(field: &'static Field, condition: &Condition, today: Date) -> Result<Test, AdsError> {
    use Operator as Op;
    let mismatch = || {
        query_error(
            "OPERATOR_FIELD_MISMATCH",
            format!("Operator is not applicable to the field '{}'.", field.name),
        )
    };
    let ordered = matches!(
        field.kind,
        Kind::Int64 | Kind::Int32 | Kind::Double | Kind::Date | Kind::DateTime
    );
    let list = matches!(field.kind, Kind::EnumList(_) | Kind::NameList);
    let fits = match condition.operator {
        Op::Equal | Op::NotEqual => !list,
        Op::Less | Op::Greater | Op::AtMost | Op::AtLeast | Op::Between => ordered,
        Op::In | Op::NotIn => !list && field.kind != Kind::Bool,
        Op::Like | Op::NotLike => matches!(field.kind, Kind::Text | Kind::Name),
        Op::ContainsAny | Op::ContainsAll | Op::ContainsNone => list,
        Op::IsNull | Op::IsNotNull => true,
        Op::During => matches!(field.kind, Kind::Date | Kind::DateTime),
    };
    if !fits {
        return Err(mismatch());
    }
    if condition.operands.len() > MAX_LIST {
        return Err(query_error(
            "FILTER_HAS_TOO_MANY_VALUES",
            "The number of values in a filter exceeds the limit.",
        ));
    }
    if condition.operator == Op::During {
        let Days { first, last } = during(condition, today)?;
        let values = match field.kind {
            Kind::DateTime => vec![format!("{first} 00:00:00"), format!("{last} 23:59:59.999999")],
            _ => vec![first.to_string(), last.to_string()],
        };
        return Ok(Test {
            field,
            operator: Op::Between,
            values: values.into_iter().map(Value::Text).collect(),
        });
    }
    let values = condition
        .operands
        .iter()
        .map(|operand| typed(field, operand))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Test {
        field,
        operator: condition.operator,
        values,
    })
}

fn during(condition: &Condition, today: Date) -> Result<Days, AdsError> {
    let literal = condition.operands.first().map(Operand::raw).unwrap_or_default();
    dates::during(literal, today).ok_or_else(|| {
        query_error(
            "INVALID_VALUE_WITH_DURING_OPERATOR",
            format!("'{literal}' is not a date range literal."),
        )
    })
}

fn typed(field: &Field, operand: &Operand) -> Result<Value, AdsError> {
    let raw = operand.raw();
    let bad = || {
        query_error(
            "BAD_VALUE",
            format!("Invalid value '{raw}' for the field '{}'.", field.name),
        )
    };
    Ok(match field.kind {
        Kind::Int64 | Kind::Int32 => Value::Int(raw.parse().map_err(|_| bad())?),
        Kind::Double => Value::Double(raw.parse().map_err(|_| bad())?),
        Kind::Bool => Value::Bool(raw.to_ascii_lowercase().parse().map_err(|_| bad())?),
        Kind::Enum(names) | Kind::EnumList(names) => {
            if !names.contains(&raw) && !matches!(raw, "UNSPECIFIED" | "UNKNOWN") {
                return Err(query_error(
                    "BAD_ENUM_CONSTANT",
                    format!("Invalid enum value cannot be included in WHERE clause: '{raw}'."),
                ));
            }
            Value::text(raw)
        }
        Kind::Text | Kind::Name | Kind::NameList => match operand {
            Operand::Text(text) => Value::text(text),
            _ => {
                return Err(query_error(
                    "INVALID_STRING_VALUE",
                    format!("'{raw}' must be a string literal in quotes."),
                ));
            }
        },
        Kind::Date => Value::Text(day(raw)?.to_string()),
        Kind::DateTime => {
            let time = dates::date_time(raw).ok_or_else(|| {
                query_error(
                    "INVALID_DATE_FORMAT",
                    format!("Invalid date '{raw}'. Expected 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'."),
                )
            })?;
            Value::Text(stamp(time))
        }
        Kind::Message => return Err(bad()),
    })
}

/// The text by which date-times are compared: fixed width, so that the order of texts is the order of times.
pub fn stamp(time: jiff::civil::DateTime) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S.%6f").to_string()
}

fn day(text: &str) -> Result<Date, AdsError> {
    dates::date(text).ok_or_else(|| {
        query_error(
            "INVALID_DATE_FORMAT",
            format!("Invalid date '{text}'. Expected 'YYYY-MM-DD'."),
        )
    })
}

impl Checked {
    /// Folds a condition on a core date segment into the range of days.
    fn narrow(&mut self, field: &'static Field, condition: &Condition, today: Date) -> Result<(), AdsError> {
        use Operator as Op;
        let spans = |index: usize| -> Result<Days, AdsError> {
            let raw = condition
                .operands
                .get(index)
                .map(Operand::raw)
                .unwrap_or_default();
            let start = match field.kind {
                Kind::Int32 => raw
                    .parse()
                    .ok()
                    .and_then(|year| Date::new(year, 1, 1).ok())
                    .ok_or_else(|| query_error("BAD_VALUE", format!("Invalid year '{raw}'.")))?,
                _ => day(raw)?,
            };
            dates::period(field.name, start).ok_or_else(|| {
                query_error(
                    "MISALIGNED_DATE_FOR_FILTER",
                    format!("'{raw}' is not the start of a period of '{}'.", field.name),
                )
            })
        };
        let (first, last) = match condition.operator {
            Op::Equal => (Some(spans(0)?.first), Some(spans(0)?.last)),
            Op::AtLeast => (Some(spans(0)?.first), None),
            Op::Greater => (spans(0)?.last.tomorrow().ok(), None),
            Op::AtMost => (None, Some(spans(0)?.last)),
            Op::Less => (None, spans(0)?.first.yesterday().ok()),
            Op::Between => (Some(spans(0)?.first), Some(spans(1)?.last)),
            Op::During if field.kind == Kind::Date => {
                let Days { first, last } = during(condition, today)?;
                (Some(first), Some(last))
            }
            _ => {
                return Err(query_error(
                    "OPERATOR_FIELD_MISMATCH",
                    format!("Operator is not applicable to the field '{}'.", field.name),
                ));
            }
        };
        self.first = self.first.max(first);
        self.last = match (self.last, last) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Ok(())
    }

    fn check_range(&self, today: Date) -> Result<(), AdsError> {
        let needs_days = self.source == "search_term_view" || self.segments().any(Field::is_core_date);
        if needs_days && (self.first.is_none() || self.last.is_none()) {
            return Err(query_error(
                "EXPECTED_FILTERS_ON_DATE_RANGE",
                "A finite date range filter is required in the WHERE clause when a date segment is selected.",
            ));
        }
        if let (Some(first), Some(last)) = (self.first, self.last)
            && first > last
        {
            return Err(query_error(
                "DATE_RANGE_TOO_NARROW",
                format!("The start date {first} is after the end date {last}."),
            ));
        }
        let detailed = self.segments().any(|field| {
            matches!(
                field.name,
                "segments.date" | "segments.week" | "segments.hour" | "segments.day_of_week"
            )
        });
        let oldest = today
            .checked_sub(jiff::Span::new().months(DETAIL_MONTHS))
            .unwrap_or(today);
        if detailed && self.first.is_some_and(|first| first < oldest) {
            return Err(AdsError::new(
                "dateRangeError",
                "REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED",
                "The requested time granularity is not supported for the date range in the query.",
            ));
        }
        Ok(())
    }

    /// Segments that do not go with a metric.
    fn check_combinations(&self) -> Result<(), AdsError> {
        for metric in self.metrics() {
            for segment in self.segments() {
                let by_conversion_date = metric.name.ends_with("_by_conversion_date");
                let prohibited = match segment.name {
                    "segments.conversion_lag_bucket" => {
                        by_conversion_date
                            || !matches!(
                                metric.name,
                                "metrics.conversions"
                                    | "metrics.conversions_value"
                                    | "metrics.all_conversions"
                                    | "metrics.all_conversions_value"
                            )
                    }
                    "segments.hour" => metric.name.ends_with("impression_share"),
                    _ => false,
                };
                if prohibited {
                    return Err(query_error(
                        "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
                        format!(
                            "Cannot select or filter on the following metrics: '{}' since segment '{}' is selected.",
                            metric.name, segment.name
                        ),
                    ));
                }
            }
        }
        Ok(())
    }

    fn check_change_event(&self, today: Date) -> Result<(), AdsError> {
        let error = |code, message: &str| AdsError::new("changeEventError", code, message);
        match self.limit {
            None => {
                return Err(error(
                    "LIMIT_NOT_SPECIFIED",
                    "The change_event search request must specify a LIMIT.",
                ));
            }
            Some(limit) if limit > 10_000 => {
                return Err(error(
                    "INVALID_LIMIT_CLAUSE",
                    "The LIMIT specified by change_event request should be less than or equal to 10K.",
                ));
            }
            Some(_) => {}
        }
        let (mut first, mut last): (Option<&str>, Option<&str>) = (None, None);
        for test in self
            .tests
            .iter()
            .filter(|test| test.field.name == "change_event.change_date_time")
        {
            let value = |index: usize| test.values.get(index).and_then(Value::as_text);
            let (from, to) = match test.operator {
                Operator::Equal => (value(0), value(0)),
                Operator::Greater | Operator::AtLeast => (value(0), None),
                Operator::Less | Operator::AtMost => (None, value(0)),
                Operator::Between => (value(0), value(1)),
                _ => (None, None),
            };
            first = first.max(from);
            last = match (last, to) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        let (Some(first), Some(last)) = (first, last) else {
            return Err(error(
                "CHANGE_DATE_RANGE_INFINITE",
                "The change_event search request must specify a finite range filter on change_date_time.",
            ));
        };
        if first > last {
            return Err(error(
                "CHANGE_DATE_RANGE_NEGATIVE",
                "The start of the range is after its end.",
            ));
        }
        let oldest = today
            .checked_sub(jiff::Span::new().days(30))
            .unwrap_or(today)
            .to_string();
        if *first < *oldest {
            return Err(error(
                "START_DATE_TOO_OLD",
                "The requested start date is too old. It cannot be older than 30 days.",
            ));
        }
        Ok(())
    }
}
