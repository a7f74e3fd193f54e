//! Meta's `adrules_library`, as its API gives it: filters that all hold, one action, a schedule.
//!
//! Units there: amounts in the currency's smallest coin, `ctr` in percent, returns as plain numbers, ages in hours.

mod fields;

use std::collections::BTreeMap;

use dsl::Platform;
use serde_json::Value;

use super::{
    ImportError, Options,
    draft::{Draft, Place},
    numbers::{self, Kind},
};
use fields::{Measure, Prefixed, Window};

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

fn word(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
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
    let id = rule
        .get("id")
        .map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let mut draft = Draft::new(&word(rule, "name"), id, "Meta", Platform::Meta);
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

fn condition(meta: &Meta<'_>, filter: &Value, path: &str, window: Option<&Window>, draft: &mut Draft) {
    let field = word(filter, "field");
    let operator = word(filter, "operator");
    let null = Value::Null;
    let value = filter.get("value").unwrap_or(&null);
    match field.as_str() {
        "entity_type" | "time_preset" => return,
        "attribution_window" => {
            match value.as_str() {
                Some("ACCOUNT_DEFAULT") => draft.carry(
                    Place::Condition,
                    path,
                    filter,
                    "",
                    Some("the account's own attribution counts here as there"),
                ),
                _ => draft.lose(
                    path,
                    filter,
                    "conversions are counted by the account's own attribution here",
                ),
            }
            return;
        }
        _ => {}
    }
    let parsed = Prefixed::of(&field);
    if let Some(outcome) = attribute(meta, &parsed, &operator, value) {
        draft.carry_or_lose(Place::Scope, path, filter, outcome);
        return;
    }
    let outcome = measure(meta, &parsed, &operator, value, window);
    draft.carry_or_lose(Place::Condition, path, filter, outcome);
}

type Written = Result<(String, Option<String>), String>;

/// What is asked of the object itself; `None` for a measured field.
fn attribute(meta: &Meta<'_>, field: &Prefixed<'_>, operator: &str, value: &Value) -> Option<Written> {
    let own = match (field.level, meta.entity.as_str()) {
        (None, _) | (Some("campaign"), "CAMPAIGN") | (Some("adset"), "ADSET") | (Some("ad"), "AD") => "",
        (Some("campaign"), "ADSET") | (Some("adset"), "AD") => "parent.",
        _ if fields::is_metadata(field.name) => {
            return Some(Err(
                "rules here see an object and what it directly stands in".to_owned()
            ));
        }
        _ => return None,
    };
    let words = || -> Vec<&str> {
        match value {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            Value::String(text) => vec![text.as_str()],
            _ => Vec::new(),
        }
    };
    let currency = meta.options.currency;
    Some(match field.name {
        "name" => name(own, operator, &words()),
        "effective_status" => status(meta, own, operator, &words()),
        "hours_since_creation" => fields::compared("age", operator, value, Kind::Hours, currency),
        "daily_budget" if own.is_empty() && meta.entity != "AD" => {
            fields::compared("budget", operator, value, Kind::MinorMoney, currency)
        }
        "bid_amount" if own.is_empty() => {
            fields::compared("bid", operator, value, Kind::MinorMoney, currency)
        }
        "objective" => Err(
            "what a campaign is for is not known of Meta's campaigns in the words of these filters"
                .to_owned(),
        ),
        "id" => Err(
            "rules here name objects by name, label or state, so that a new one is covered too".to_owned(),
        ),
        "adlabel_ids" => {
            Err("labels are known here by their names; the export has only their numbers".to_owned())
        }
        "daily_budget" => Err("the budget of an ad's ad set is not known of the ad".to_owned()),
        "lifetime_budget" | "spend_cap" | "budget_reset_period" => {
            Err("budgets here are budgets per day".to_owned())
        }
        "start_time" | "stop_time" | "created_time" | "updated_time" | "current_time" => {
            Err("it is a moment in seconds, where rules here compare ages and days".to_owned())
        }
        "active_time" => Err(
            "how long an object has been delivering is not known here; `age` and `time_since_change` are"
                .to_owned(),
        ),
        "estimated_budget_spending_percentage" | "audience_reached_percentage" => {
            Err("it is Meta's own estimate, which it does not give out".to_owned())
        }
        "placement.page_types"
        | "billing_event"
        | "optimization_goal"
        | "buying_type"
        | "is_autobid"
        | "bid_amount" => Err("this setting of the platform is not known here".to_owned()),
        _ => return None,
    })
}

/// Case is not documented there; patterns here ignore it.
fn name(own: &str, operator: &str, words: &[&str]) -> Written {
    const CASE: &str = "capitals and small letters are the same here";
    let each: Vec<String> = match operator {
        "EQUAL" | "IN" => words
            .iter()
            .map(|word| format!("{own}name is {}", numbers::text(word)))
            .collect(),
        "CONTAIN" | "NOT_CONTAIN" => words
            .iter()
            .map(|word| Ok(format!("{own}name matches {}", numbers::pattern("*", word, "*")?)))
            .collect::<Result<_, String>>()?,
        _ => return Err(format!("`{operator}` of a name is not known here")),
    };
    let any = match each.as_slice() {
        [] => return Err("it names nothing".to_owned()),
        [one] => one.clone(),
        several => format!("({})", several.join(" or ")),
    };
    match operator {
        "EQUAL" | "IN" => Ok((any, None)),
        "NOT_CONTAIN" => Ok((format!("not {any}"), Some(CASE.to_owned()))),
        _ => Ok((any, Some(CASE.to_owned()))),
    }
}

/// What Meta calls the effective status is the object's own switch for a campaign, and looks at its parents too for the rest.
fn status(meta: &Meta<'_>, own: &str, operator: &str, words: &[&str]) -> Written {
    let mut conditions: Vec<String> = Vec::new();
    let mut note = None;
    for word in words {
        let condition = match *word {
            "ACTIVE" => "status is active",
            "PAUSED" => "status is paused",
            "ARCHIVED" | "DELETED" => "status is removed",
            "DISAPPROVED" => "delivery is rejected",
            "PENDING_REVIEW" => "delivery is in_review",
            "CAMPAIGN_PAUSED" | "ADSET_PAUSED" => {
                return Err("that a parent is switched off is not known of the object here".to_owned());
            }
            other => return Err(format!("the status `{other}` is not known here")),
        };
        if *word == "ACTIVE" && meta.entity != "CAMPAIGN" {
            note = Some(
                "it asks for the object's own switch; whether its parents are on is not looked at".to_owned(),
            );
        }
        let condition = format!("{own}{condition}");
        if !conditions.contains(&condition) {
            conditions.push(condition);
        }
    }
    let any = match conditions.as_slice() {
        [] => return Err("it names no status".to_owned()),
        [one] => one.clone(),
        several => format!("({})", several.join(" or ")),
    };
    match operator {
        "IN" | "EQUAL" | "ANY" => Ok((any, note)),
        "NOT_IN" | "NOT_EQUAL" | "NONE" => Ok((format!("not {any}"), note)),
        _ => Err(format!("`{operator}` of a status is not known here")),
    }
}

/// What is measured, compared with a number.
fn measure(
    meta: &Meta<'_>,
    field: &Prefixed<'_>,
    operator: &str,
    value: &Value,
    window: Option<&Window>,
) -> Written {
    if field.attribution.is_some() {
        return Err("conversions are counted by the account's own attribution here".to_owned());
    }
    let of = match (field.level, meta.entity.as_str()) {
        (None, _) | (Some("campaign"), "CAMPAIGN") | (Some("adset"), "ADSET") | (Some("ad"), "AD") => "",
        (Some("campaign"), "ADSET") | (Some("adset"), "AD") => " of parent",
        _ => return Err("rules here see an object and what it directly stands in".to_owned()),
    };
    if field.name == "daily_ratio_spent" {
        let share = numbers::Decimal::of(value).ok_or_else(|| "it is not a plain number".to_owned())?;
        let share = numbers::literal(&share, Kind::Ratio, None)?;
        let sign = fields::sign(operator).ok_or_else(|| format!("`{operator}` is not known here"))?;
        return Ok((
            format!("spend over today or since creation {sign} {share} * budget"),
            Some("1 is the whole budget of the day".to_owned()),
        ));
    }
    let measure = Measure::of(field.name, meta.options)?;
    let over = match field.window {
        Some(preset) => {
            let own = Window::of(preset)?;
            format!(" over {}", own.written)
        }
        None if window.is_some() => String::new(),
        None => return Err("the rule names no window that is known here".to_owned()),
    };
    let (condition, note) = fields::compared(
        &measure.over(of, &over),
        operator,
        value,
        measure.kind,
        meta.options.currency,
    )?;
    let Some(base) = measure.needs else {
        return Ok((condition, note));
    };
    let without = format!("without {base} the rule does not judge: Meta does not say what it does then");
    Ok((
        format!("{base}{of}{over} > 0 and {condition}"),
        Some(note.map_or(without.clone(), |note| format!("{note}; {without}"))),
    ))
}

fn execute(meta: &Meta<'_>, execution: &Value, draft: &mut Draft) {
    let kind = word(execution, "execution_type");
    let path = "execution_spec.execution_type";
    let null = Value::Null;
    let value = execution.get("execution_type").unwrap_or(&null);
    unknown_keys(
        execution,
        "execution_spec",
        &["execution_type", "execution_options"],
        draft,
    );
    let options: Vec<(String, &Value)> = execution
        .get("execution_options")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|option| (word(option, "field"), option.get("value").unwrap_or(&null)))
        .collect();
    let change = options
        .iter()
        .find(|(field, _)| field == "change_spec")
        .map(|(_, value)| *value);
    match (kind.as_str(), meta.entity.as_str()) {
        ("PAUSE", _) => draft.carry(Place::Action, path, value, "pause", None),
        ("UNPAUSE", _) => draft.carry(Place::Action, path, value, "resume", None),
        ("NOTIFICATION", _) => match &meta.options.notify {
            Some(told) => draft.carry(
                Place::Action,
                path,
                value,
                &format!(
                    "notify {} {} {}",
                    told.channel,
                    numbers::text(&told.target),
                    numbers::text(&format!("{{this.name}}: {}", draft.name.replace('{', "{{").replace('}', "}}")))
                ),
                None,
            ),
            None => draft.lose(
                path,
                value,
                "Meta tells its own users; say who is told here: add `--notify slack:#channel` or `--notify email:address`",
            ),
        },
        ("CHANGE_CAMPAIGN_BUDGET", "CAMPAIGN") | ("CHANGE_BUDGET", "ADSET") => {
            let written = changed("budget", change, meta.options);
            draft.carry_or_lose(Place::Action, path, value, written);
        }
        ("CHANGE_BID", "ADSET") => {
            let written = changed("bid", change, meta.options);
            draft.carry_or_lose(Place::Action, path, value, written);
        }
        ("ROTATE" | "REBALANCE_BUDGET", _) => {
            draft.lose(path, value, "one action here writes one object; this one moves something between several");
        }
        ("PING_ENDPOINT", _) => draft.lose(path, value, "it calls a program of yours; the API here can be asked instead"),
        _ => draft.lose(path, value, "an action that is not known here"),
    }
    for (index, (field, value)) in options.iter().enumerate() {
        let path = format!("execution_spec.execution_options[{index}] ({field})");
        match field.as_str() {
            "change_spec" => {}
            "user_ids" | "alert_preferences" => {
                draft.leave(&path, value, "Meta tells its own users; add `notify` here to tell somebody");
            }
            "execution_count_limit" => draft.lose(
                &path,
                value,
                "how often in its whole life an object may be changed cannot be said here; `cooldown` and `at most … per day per object` hold a rule back",
            ),
            _ => draft.lose(&path, value, "not known here"),
        }
    }
}

/// `increase budget by 20% up to $50` from a change.
fn changed(property: &str, change: Option<&Value>, options: &Options) -> Written {
    let change = change.ok_or_else(|| "it says no amount".to_owned())?;
    if change.get("target_field").is_some_and(|target| !target.is_null()) {
        return Err(
            "it scales the value by how far a metric lies from a target, which Meta does not spell out"
                .to_owned(),
        );
    }
    let amount = change
        .get("amount")
        .and_then(numbers::Decimal::of)
        .filter(|amount| !amount.is_zero())
        .ok_or_else(|| "its amount is not a plain number".to_owned())?;
    let kind = match word(change, "unit").as_str() {
        "PERCENTAGE" => Kind::Percent,
        "ACCOUNT_CURRENCY" => Kind::MinorMoney,
        _ => return Err("its unit is not known here".to_owned()),
    };
    let by = numbers::literal(&amount.abs(), kind, options.currency)?;
    let (verb, cap) = if amount.negative {
        ("decrease", "down to")
    } else {
        ("increase", "up to")
    };
    let limit = match change.get("limit") {
        None | Some(Value::Null) => String::new(),
        Some(limit) => format!(
            " {cap} {}",
            numbers::number(limit, Kind::MinorMoney, options.currency)?
        ),
    };
    let unknown: Vec<&str> = change
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .filter(|name| !["amount", "unit", "limit", "target_field"].contains(name))
        .collect();
    if !unknown.is_empty() {
        return Err(format!(
            "it says `{}`, which is not known here",
            unknown.join("`, `")
        ));
    }
    Ok((
        format!("{verb} {property} by {by}{limit}"),
        Some("Meta does it again at every run; here it is done again once the condition was false, or after a `cooldown` that you add".to_owned()),
    ))
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
