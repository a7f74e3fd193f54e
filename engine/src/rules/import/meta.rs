//! Meta's `adrules_library`, as its API gives it: filters that all hold, one action, a schedule.
//!
//! Units there: amounts in the currency's smallest coin, `ctr` in percent, returns as plain numbers, ages in hours.

mod conditions;
mod execution;
mod fields;

use std::collections::BTreeMap;

use dsl::Platform;
use serde_json::Value;

use super::{
    ImportError, Options,
    draft::{Draft, Place},
    written::{self, word},
};
use conditions::condition;
use execution::execute;
use fields::Window;

/// The rules of an answer of `adrules_library`, of a list, or the one rule of an object.
pub(super) fn rules(file: &Value) -> Result<Vec<&Value>, ImportError> {
    let list = match file {
        Value::Array(list) => list.iter().collect(),
        Value::Object(object) => match object.get("data") {
            Some(Value::Array(list)) => list.iter().collect(),
            _ => vec![file],
        },
        _ => Vec::new(),
    };
    if !list.is_empty() && list.iter().all(|rule| rule.get("evaluation_spec").is_some()) {
        Ok(list)
    } else {
        Err(ImportError::NoRules(
            "Meta's have an `evaluation_spec`; ask for `adrules_library?fields=name,status,evaluation_spec,execution_spec,schedule_spec`",
        ))
    }
}

/// A part that was sent as text, read.
fn spec(rule: &Value, name: &str) -> Value {
    match rule.get(name) {
        Some(Value::String(text)) => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone()))
        }
        Some(value) => value.clone(),
        None => Value::Null,
    }
}

/// What is known of the rule beside its filters.
struct Meta<'a> {
    options: &'a Options,
    /// `CAMPAIGN`, `ADSET`, `AD`.
    entity: String,
    /// Whether it switches objects on.
    resumes: bool,
}

/// The rule in our language: one for each time of day, where it has several.
pub(super) fn drafts(rule: &Value, options: &Options) -> Vec<Draft> {
    let evaluation = spec(rule, "evaluation_spec");
    let execution = spec(rule, "execution_spec");
    let schedule = spec(rule, "schedule_spec");
    let filters: Vec<Value> = evaluation
        .get("filters")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let filter = |field: &str| filters.iter().find(|filter| word(filter, "field") == field);
    let meta = Meta {
        options,
        entity: filter("entity_type")
            .map(|filter| word(filter, "value"))
            .unwrap_or_default(),
        resumes: word(&execution, "execution_type") == "UNPAUSE",
    };
    let mut draft = Draft::new(
        &word(rule, "name"),
        written::id(rule, "id"),
        "Meta",
        Platform::Meta,
    );
    heads(rule, &mut draft);
    level(&meta, &filters, &mut draft);
    if word(&evaluation, "evaluation_type") != "SCHEDULE" {
        draft.lose(
            "evaluation_spec.evaluation_type",
            evaluation.get("evaluation_type").unwrap_or(&Value::Null),
            "the rule waits for an event; rules here run on a schedule, at the finest `every sync`",
        );
    }
    if let Some(trigger) = evaluation.get("trigger") {
        draft.lose(
            "evaluation_spec.trigger",
            trigger,
            "rules here run on a schedule and not on an event",
        );
    }
    unknown_keys(
        &evaluation,
        "evaluation_spec",
        &["evaluation_type", "filters", "trigger"],
        &mut draft,
    );
    let window = preset(&filters, &mut draft);
    if filter("effective_status").is_none()
        && !filters
            .iter()
            .any(|filter| word(filter, "field").ends_with(".effective_status"))
    {
        draft.imply(
            Place::Scope,
            if meta.resumes {
                "not status is removed"
            } else {
                "status is active"
            },
        );
    }
    for (index, filter) in filters.iter().enumerate() {
        let path = format!("evaluation_spec.filters[{index}]");
        condition(&meta, filter, &path, window.as_ref(), &mut draft);
    }
    execute(&meta, &execution, &mut draft);
    times(&schedule, draft)
}

/// Everything beside the three specs.
fn heads(rule: &Value, draft: &mut Draft) {
    let Some(object) = rule.as_object() else { return };
    for (name, value) in object {
        match name.as_str() {
            "name" | "id" | "evaluation_spec" | "execution_spec" | "schedule_spec" => {}
            "status" => draft.leave(
                "status",
                value,
                "rules arrive switched off; switch this one off at Meta before you enable it here, or both act",
            ),
            "account_id" | "created_by" | "created_time" | "updated_time" | "disable_error_code" => {
                draft.leave(name, value, "it says where the rule was, and not what it does");
            }
            _ => draft.lose(name, value, "not known here"),
        }
    }
}

fn unknown_keys(spec: &Value, path: &str, known: &[&str], draft: &mut Draft) {
    for (name, value) in spec.as_object().into_iter().flatten() {
        if !known.contains(&name.as_str()) {
            draft.lose(&format!("{path}.{name}"), value, "not known here");
        }
    }
}

fn level(meta: &Meta<'_>, filters: &[Value], draft: &mut Draft) {
    let index = filters
        .iter()
        .position(|filter| word(filter, "field") == "entity_type");
    let Some((index, filter)) = index.and_then(|index| Some((index, filters.get(index)?))) else {
        draft.lose(
            "evaluation_spec.filters",
            &Value::Null,
            "the rule is about objects by their ids alone; rules here say which they mean by name, label or state",
        );
        return;
    };
    let path = format!("evaluation_spec.filters[{index}]");
    let written = match meta.entity.as_str() {
        "CAMPAIGN" => "campaigns",
        "ADSET" => "ad groups",
        "AD" => "ads",
        _ => {
            draft.lose(&path, filter, "a level that is not known here");
            return;
        }
    };
    draft.carry(Place::Level, &path, filter, written, None);
}

/// The rule's window.
fn preset(filters: &[Value], draft: &mut Draft) -> Option<Window> {
    let index = filters
        .iter()
        .position(|filter| word(filter, "field") == "time_preset")?;
    let filter = filters.get(index)?;
    let path = format!("evaluation_spec.filters[{index}]");
    match Window::of(&word(filter, "value")) {
        Ok(window) => {
            draft.carry(Place::Window, &path, filter, &window.written, window.note);
            Some(window)
        }
        Err(reason) => {
            draft.lose(&path, filter, reason);
            None
        }
    }
}

/// The rule once for each of its times.
fn times(schedule: &Value, mut draft: Draft) -> Vec<Draft> {
    let path = "schedule_spec";
    unknown_keys(schedule, path, &["schedule_type", "schedule"], &mut draft);
    let simple = match word(schedule, "schedule_type").as_str() {
        "DAILY" => Some("every day at 00:00"),
        "HOURLY" => Some("every 1h"),
        "SEMI_HOURLY" => Some("every 30m"),
        _ => None,
    };
    if let Some(written) = simple {
        draft.carry(Place::Schedule, path, schedule, written, None);
        return vec![draft];
    }
    let entries = schedule.get("schedule").and_then(Value::as_array);
    let Some(entries) =
        entries.filter(|list| !list.is_empty() && word(schedule, "schedule_type") == "CUSTOM")
    else {
        draft.lose(path, schedule, "the rule says no schedule that is known here");
        return vec![draft];
    };
    // Times that differ by their weekdays alone are one schedule.
    let mut days: BTreeMap<String, (Vec<u64>, Option<&'static str>)> = BTreeMap::new();
    for entry in entries {
        match fields::time_of_day(entry) {
            Ok((time, note)) => {
                let known = entry.get("days").and_then(Value::as_array);
                let listed: Vec<u64> = known.map_or_else(
                    || (0..7).collect(),
                    |list| list.iter().filter_map(Value::as_u64).collect(),
                );
                let (all, kept) = days.entry(time).or_default();
                all.extend(listed);
                *kept = note;
            }
            Err(reason) => {
                draft.lose(path, entry, reason);
                return vec![draft];
            }
        }
    }
    let several = days.len() > 1;
    days.into_iter()
        .enumerate()
        .map(|(index, (time, (listed, note)))| {
            let mut own = draft.clone();
            if several {
                own.name = format!("{}, time {}", draft.name, index.saturating_add(1));
            }
            match fields::weekdays(&listed) {
                Ok(on) => own.carry(Place::Schedule, path, schedule, &format!("{time}{on}"), note),
                Err(reason) => own.lose(path, schedule, reason),
            }
            own
        })
        .collect()
}
