//! TikTok's `optimizer/rule`, as its API gives and takes it: objects, up to five conditions that all hold, actions, times.
//!
//! Units there: amounts in the currency itself, rates in percent, returns as plain numbers, ages in days. TikTok documents the
//! names of its fields and hardly their meaning; where ours had to be chosen, the part says so.

use dsl::Platform;
use serde_json::Value;

use super::{
    ImportError, Options,
    draft::{Draft, Place},
    numbers::{self, Kind},
    written::{self, Written, exactly, word},
};

const NOT_KNOWN: &str = "not known here";

/// The rules of an answer, of the body of a request, of a list, or the one rule of an object.
pub(super) fn rules(file: &Value) -> Result<Vec<&Value>, ImportError> {
    let within = |value: &'_ Value| value.get("rules").is_some();
    let holder = match file.get("data") {
        Some(data) if within(data) => data,
        _ => file,
    };
    let list: Vec<&Value> = match (holder.get("rules"), holder) {
        (Some(Value::Array(list)), _) | (None, Value::Array(list)) => list.iter().collect(),
        (None, Value::Object(_)) => vec![holder],
        _ => Vec::new(),
    };
    if !list.is_empty()
        && list
            .iter()
            .all(|rule| rule.get("conditions").is_some() && rule.get("actions").is_some())
    {
        Ok(list)
    } else {
        Err(ImportError::NoRules(
            "TikTok's have `apply_objects`, `conditions` and `actions`",
        ))
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

pub(super) fn drafts(rule: &Value, options: &Options) -> Vec<Draft> {
    let mut draft = Draft::new(
        &word(rule, "name"),
        written::id(rule, "rule_id"),
        "TikTok",
        Platform::Tiktok,
    );
    for (name, value) in rule.as_object().into_iter().flatten() {
        match name.as_str() {
            "name" | "rule_id" | "apply_objects" | "conditions" | "actions" | "rule_exec_info" | "tzone" | "timezone" => {}
            "notification" => notification(value, &mut draft),
            "rule_status" | "status" => draft.leave(
                name,
                value,
                "rules arrive switched off; switch this one off at TikTok before you enable it here, or both act",
            ),
            "advertiser_id" | "create_time" | "modify_time" => {
                draft.leave(name, value, "it says where the rule was, and not what it does");
            }
            _ => draft.lose(name, value, NOT_KNOWN),
        }
    }
    objects(rule, &mut draft);
    for (index, condition) in list(rule, "conditions").iter().enumerate() {
        let path = format!("conditions[{index}]");
        let (place, written) = self::condition(condition, options);
        draft.carry_or_lose(place, &path, condition, written);
    }
    for (index, action) in list(rule, "actions").iter().enumerate() {
        let path = format!("actions[{index}]");
        let name = draft.name.clone();
        draft.carry_or_lose(Place::Action, &path, action, self::action(action, &name, options));
        frequency(action, &format!("{path}.frequency_info"), &mut draft);
    }
    schedule(rule, &mut draft);
    vec![draft]
}

fn notification(value: &Value, draft: &mut Draft) {
    if word(value, "notification_type") != "NOT_NOTIFICATION" {
        draft.leave(
            "notification",
            value,
            "TikTok writes to its own users; add `notify` here to tell somebody",
        );
    }
}

fn objects(rule: &Value, draft: &mut Draft) {
    let objects = list(rule, "apply_objects");
    let [object] = objects else {
        let value = rule.get("apply_objects").unwrap_or(&Value::Null);
        draft.lose(
            "apply_objects",
            value,
            "a rule here is about one level; write one for each",
        );
        return;
    };
    let path = "apply_objects[0]";
    let level = match word(object, "dimension").as_str() {
        "CAMPAIGN" => "campaigns",
        "ADGROUP" => "ad groups",
        "AD" => "ads",
        _ => {
            draft.lose(path, object, "a level that is not known here");
            return;
        }
    };
    let kind = word(object, "pre_condition_type");
    let state = match kind.as_str() {
        "ALL_ACTIVE_CAMPAIGN" | "ALL_ACTIVE_AD_GROUP" | "ALL_ACTIVE_AD" => "status is active",
        "ALL_INACTIVE_CAMPAIGN" | "ALL_INACTIVE_AD_GROUP" | "ALL_INACTIVE_AD" => "status is paused",
        _ => {
            draft.lose(
                path,
                object,
                "it is about chosen objects; rules here name objects by name, label or state, so that a new one is covered too",
            );
            return;
        }
    };
    draft.carry(
        Place::Level,
        path,
        object,
        level,
        Some("TikTok looks at the 500 newest alone; here every one of them is looked at"),
    );
    draft.imply(Place::Scope, state);
}

/// TikTok's window in our words, which say `or since creation` because TikTok takes what there is.
fn window(name: &str) -> Result<(&'static str, Option<&'static str>), String> {
    const DAYS: &str = "TikTok does not say whether today belongs to its past days; here it does not";
    Ok(match name {
        "TODAY" => ("today or since creation", None),
        "YESTERDAY" => ("yesterday or since creation", None),
        "LAST_HOUR" => ("last 1h or since creation", None),
        "PAST_THREE_DAYS" => ("last 3 days or since creation", Some(DAYS)),
        "PAST_FIVE_DAYS" => ("last 5 days or since creation", Some(DAYS)),
        "PAST_SEVEN_DAYS" => ("last 7 days or since creation", Some(DAYS)),
        "LIFETIME" => ("lifetime", None),
        _ => return Err("a window that is not known here".to_owned()),
    })
}

/// The metric, what its number measures, and what must not be zero for it to exist.
fn metric(subject: &str, options: &Options) -> Result<(&'static str, Kind, Option<&'static str>), String> {
    Ok(match subject {
        "COST" => ("spend", Kind::Money, None),
        "IMPRESSION" => ("impressions", Kind::Count, None),
        "CLICK" => ("clicks", Kind::Count, None),
        "CPC" => ("cpc", Kind::Money, Some("clicks")),
        "CPM" => ("cpm", Kind::Money, Some("impressions")),
        "CTR" => ("ctr", Kind::Percent, Some("impressions")),
        "CONVERSION" | "RESULT" | "CPA" | "COST_PER_RESULT" | "CVR" | "RESULT_RATE" => {
            let counted = match subject {
                "RESULT" | "COST_PER_RESULT" | "RESULT_RATE" => "RESULT",
                _ => "CONVERSION",
            };
            let conversions = options.conversions.as_deref().unwrap_or("CONVERSION");
            if counted != conversions {
                return Err(format!(
                    "TikTok counts results and conversions, and `conversions` here are one of them: `{conversions}`; if this account's are these, add `--conversions {counted}`"
                ));
            }
            match subject {
                "CONVERSION" | "RESULT" => ("conversions", Kind::Count, None),
                "CPA" | "COST_PER_RESULT" => ("cpa", Kind::Money, Some("conversions")),
                "CVR" => ("cvr", Kind::Percent, Some("clicks")),
                _ => return Err("TikTok does not say by what it divides its results".to_owned()),
            }
        }
        roas if roas.starts_with("ROAS_") => {
            if options.roas.as_deref() == Some(roas) {
                ("roas", Kind::Ratio, Some("spend"))
            } else {
                return Err(format!(
                    "TikTok has several returns on ad spend, and `roas` here is the account's one; if it is this one, add `--roas {roas}`"
                ));
            }
        }
        "NOT_REAL_TIME_CONVERSION" | "NOT_REAL_TIME_CPA" | "NOT_REAL_TIME_CVR" => {
            return Err("it counts a conversion on the day of its click; here it counts on the day the platform reports it for".to_owned());
        }
        skan if skan.ends_with("_SKAN") => {
            return Err("Apple's own count of installs is not known here".to_owned());
        }
        "LIFETIME_BUDGET_SPENDING_RATE" => return Err("budgets here are budgets per day".to_owned()),
        "BID_STRATEGY" | "OBJECTIVE" | "OPTIMIZATION_GOAL" => {
            return Err("this setting of the platform is not known here in TikTok's words".to_owned());
        }
        other => return Err(format!("`{other}` is {NOT_KNOWN}")),
    })
}

fn condition(condition: &Value, options: &Options) -> (Place, Written) {
    let subject = word(condition, "subject_type");
    let of_all = word(condition, "calculation_type") == "ALL_OBJECTS";
    let values: Vec<&Value> = list(condition, "values").iter().collect();
    match subject.as_str() {
        "NO_CONDITION" => (Place::Condition, exactly("")),
        "NAME" => (Place::Scope, name(condition, &values)),
        "DAYS_SINCE_CREATION" => (
            Place::Scope,
            compared("age", condition, &values, Kind::Days, options),
        ),
        "DAILY_BUDGET_SPENDING_RATE" if of_all => (
            Place::Condition,
            Err("budgets of several objects are not added up here".to_owned()),
        ),
        "DAILY_BUDGET_SPENDING_RATE" => (
            Place::Condition,
            compared(
                "spend over today or since creation",
                condition,
                &values,
                Kind::Percent,
                options,
            )
            .map(|(written, note)| (written.replace('%', "% * budget"), note)),
        ),
        _ => (
            Place::Condition,
            measured(condition, &subject, of_all, &values, options),
        ),
    }
}

fn measured(condition: &Value, subject: &str, of_all: bool, values: &[&Value], options: &Options) -> Written {
    let (metric, kind, needs) = metric(subject, options)?;
    let (window, day_note) = window(&word(condition, "range_type"))?;
    let of = if of_all { " of scope" } else { "" };
    let (written, note) = compared(
        &format!("{metric}{of} over {window}"),
        condition,
        values,
        kind,
        options,
    )?;
    let mut notes: Vec<String> = note.into_iter().chain(day_note.map(str::to_owned)).collect();
    if kind == Kind::Percent {
        notes.push(
            "TikTok does not document it; the number is taken as a percentage, as its pages show it"
                .to_owned(),
        );
    }
    let written = match needs {
        None => written,
        Some(base) => {
            notes.push(format!(
                "without {base} the rule does not judge: TikTok does not say what it does then"
            ));
            format!("{base}{of} over {window} > 0 and {written}")
        }
    };
    Ok((written, (!notes.is_empty()).then(|| notes.join("; "))))
}

fn compared(left: &str, condition: &Value, values: &[&Value], kind: Kind, options: &Options) -> Written {
    let number = |value: &Value| numbers::number(value, kind, options.currency);
    match (word(condition, "match_type").as_str(), values) {
        ("GT", [value]) => exactly(format!("{left} > {}", number(value)?)),
        ("LT", [value]) => exactly(format!("{left} < {}", number(value)?)),
        ("BETWEEN", [from, to]) => Ok((
            format!("{left} >= {} and {left} <= {}", number(from)?, number(to)?),
            Some("TikTok does not say whether the ends belong to it; here they do".to_owned()),
        )),
        (other, _) => Err(format!("`{other}` with {} value(s) is {NOT_KNOWN}", values.len())),
    }
}

fn name(condition: &Value, values: &[&Value]) -> Written {
    let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
    match word(condition, "match_type").as_str() {
        "STRING_EQUAL" => written::named("", texts),
        "CONTAINS" => written::name_like("", "*", texts, "*"),
        "NOT_CONTAINS" => written::not(written::name_like("", "*", texts, "*")),
        "START_WITH" => written::name_like("", "", texts, "*"),
        "END_WITH" => written::name_like("", "*", texts, ""),
        other => Err(format!("`{other}` of a name is {NOT_KNOWN}")),
    }
}

fn action(action: &Value, name: &str, options: &Options) -> Written {
    let property = match word(action, "subject_type").as_str() {
        "TURN_OFF" => return exactly("pause"),
        "TURN_ON" => return exactly("resume"),
        "MESSAGE" => return written::notify(name, "TikTok", options),
        "DAILY_BUDGET" => "budget",
        "BID" => "bid",
        "LIFETIME_BUDGET" => return Err("budgets here are budgets per day".to_owned()),
        other => return Err(format!("`{other}` is {NOT_KNOWN}")),
    };
    let amount = action.get("value").unwrap_or(&Value::Null);
    let kind = match word(action, "value_type").as_str() {
        "PERCENT" => Kind::Percent,
        "EXACT" => Kind::Money,
        _ => return Err("its unit is not known here".to_owned()),
    };
    let value = amount.get("value").unwrap_or(&Value::Null);
    let value = numbers::number(value, kind, options.currency)?;
    let limited = amount.get("use_limit").and_then(Value::as_bool).unwrap_or(false);
    let cap = |word: &str| {
        if !limited {
            return Ok(String::new());
        }
        let limit = amount.get("limit").unwrap_or(&Value::Null);
        Ok::<_, String>(format!(
            " {word} {}",
            numbers::number(limit, Kind::Money, options.currency)?
        ))
    };
    match word(action, "action_type").as_str() {
        "INCREASE" => exactly(format!("increase {property} by {value}{}", cap("up to")?)),
        "DECREASE" => exactly(format!("decrease {property} by {value}{}", cap("down to")?)),
        "ADJUST_TO" if kind == Kind::Money => exactly(format!("set {property} to {value}")),
        other => Err(format!("`{other}` with this unit is {NOT_KNOWN}")),
    }
}

/// How often an action may be done to one object.
fn frequency(action: &Value, path: &str, draft: &mut Draft) {
    let Some(info) = action.get("frequency_info").filter(|info| !info.is_null()) else {
        return;
    };
    let kind = word(info, "type");
    let number = |name: &str| info.get(name).and_then(Value::as_u64);
    let simple = match kind.as_str() {
        "ONCE_IN_24_H" => Some("cooldown 24h".to_owned()),
        "ONCE_IN_48_H" => Some("cooldown 48h".to_owned()),
        "ONCE_IN_1_W" => Some("cooldown 7d".to_owned()),
        "CUSTOM" => match (
            word(info, "custom_frequency_type").as_str(),
            number("time"),
            number("count"),
        ) {
            ("N_DAY_Y_TIMES", Some(days), Some(1)) => Some(format!("cooldown {days}d")),
            ("N_HOUR_Y_TIMES", Some(hours), Some(1)) => Some(format!("cooldown {hours}h")),
            ("N_MINTUE_Y_TIMES" | "N_MINUTE_Y_TIMES", Some(minutes), Some(1)) => {
                Some(format!("cooldown {minutes}m"))
            }
            ("N_DAY_Y_TIMES", Some(1), Some(count)) => Some(format!("at most {count} per day per object")),
            _ => None,
        },
        _ => None,
    };
    match simple {
        Some(written) => draft.carry(
            Place::Clause,
            path,
            info,
            &written,
            Some("here it counts for the whole rule and from the moment the action was applied"),
        ),
        None => draft.lose(
            path,
            info,
            "this often cannot be said here; there are `cooldown` and `at most … per day per object`",
        ),
    }
}

fn schedule(rule: &Value, draft: &mut Draft) {
    let null = Value::Null;
    let info = rule.get("rule_exec_info").unwrap_or(&null);
    let path = "rule_exec_info";
    let written = match word(info, "exec_time_type").as_str() {
        "PER_HALF_HOUR" => exactly("every 30m"),
        "HALF_HOUR_IN_SPECIFIC_TIME_PERIOD" => period(info),
        "SPECIFIC_TIME_ACCURATE_ONCE" => {
            Err("it runs once; rules here run again and again until they are switched off".to_owned())
        }
        other => Err(format!("the times `{other}` are {NOT_KNOWN}")),
    };
    let zone = ["tzone", "timezone"].iter().find_map(|name| {
        let zone = rule.get(name)?.as_str().filter(|zone| !zone.is_empty())?;
        Some((*name, zone))
    });
    let Some((name, zone)) = zone else {
        draft.carry_or_lose(Place::Schedule, path, info, written);
        return;
    };
    let value = Value::String(zone.to_owned());
    if zone.contains('/') {
        let part = format!("in {}", numbers::text(zone));
        let written = written.map(|(schedule, note)| (format!("{schedule} {part}"), note));
        draft.carry_or_lose(Place::Schedule, path, info, written);
        draft.carry(
            Place::Clause,
            name,
            &value,
            "",
            Some("it is the zone of the schedule"),
        );
    } else {
        draft.carry_or_lose(Place::Schedule, path, info, written);
        draft.lose(
            name,
            &value,
            "zones here have the name of a place, such as `Europe/Berlin`",
        );
    }
}

/// Half-hourly within a part of the day.
fn period(info: &Value) -> Written {
    const END: &str = "TikTok does not say whether the last minute runs; here it does not";
    let [period] = list(info, "time_period_info") else {
        return Err("a rule here runs in one part of the day; write one rule for each".to_owned());
    };
    if word(period, "date_type") != "DAY" && list(period, "num").len() != 7 {
        return Err("TikTok does not say which weekday or day of the month its numbers mean".to_owned());
    }
    let clock = |name: &str| {
        let time = word(period, name);
        let mut parts = time.split(':');
        let (hour, minute) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let is_clock = [hour, minute]
            .iter()
            .all(|part| part.len() == 2 && part.chars().all(|digit| digit.is_ascii_digit()));
        if is_clock {
            Ok(if hour == "24" {
                "00:00".to_owned()
            } else {
                format!("{hour}:{minute}")
            })
        } else {
            Err(format!("`{time}` is no time of day"))
        }
    };
    let (start, end) = (clock("start_time")?, clock("end_time")?);
    if start == end {
        return exactly("every 30m");
    }
    Ok((
        format!("every 30m between {start} and {end}"),
        Some(END.to_owned()),
    ))
}
