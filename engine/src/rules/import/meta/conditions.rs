//! Meta's filters as conditions: on the object itself, or on what is measured of it.

use serde_json::Value;

use super::{
    super::{
        draft::{Draft, Place},
        numbers::{self, Kind},
        written::{self, Written, word},
    },
    Meta,
    fields::{self, Measure, Prefixed, Window},
};

/// One filter, carried or lost.
pub(super) fn condition(
    meta: &Meta<'_>,
    filter: &Value,
    path: &str,
    window: Option<&Window>,
    draft: &mut Draft,
) {
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
                    "an attribution window is named at each metric here, as in `conversions[7d click]`",
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

/// Whether capitals matter is not documented there; patterns here ignore them.
fn name(own: &str, operator: &str, words: &[&str]) -> Written {
    let words = words.iter().copied();
    match operator {
        "EQUAL" | "IN" => written::named(own, words),
        "CONTAIN" => written::name_like(own, "*", words, "*"),
        "NOT_CONTAIN" => written::not(written::name_like(own, "*", words, "*")),
        _ => Err(format!("`{operator}` of a name is not known here")),
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
    let any = Ok((written::any(&conditions).ok_or("it names no status")?, note));
    match operator {
        "IN" | "EQUAL" | "ANY" => any,
        "NOT_IN" | "NOT_EQUAL" | "NONE" => written::not(any),
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
    let mut measure = Measure::of(field.name, meta.options)?;
    if let Some(prefix) = field.attribution {
        measure = measure.within(fields::attribution(prefix)?);
    }
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
        format!("{}{of}{over} > 0 and {condition}", measure.written(base)),
        Some(note.map_or(without.clone(), |note| format!("{note}; {without}"))),
    ))
}
