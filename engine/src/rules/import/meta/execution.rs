//! What Meta's rule does when its filters hold.

use serde_json::Value;

use super::{
    super::{
        Options,
        draft::{Draft, Place},
        numbers::{self, Kind},
        written::{self, Written, word},
    },
    Meta, unknown_keys,
};

/// The one action, with what may come beside it.
pub(super) fn execute(meta: &Meta<'_>, execution: &Value, draft: &mut Draft) {
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
        ("NOTIFICATION", _) => {
            let written = written::notify(&draft.name, "Meta", meta.options);
            draft.carry_or_lose(Place::Action, path, value, written);
        }
        ("CHANGE_CAMPAIGN_BUDGET", "CAMPAIGN") | ("CHANGE_BUDGET", "ADSET") => {
            let written = changed("budget", change, meta.options);
            draft.carry_or_lose(Place::Action, path, value, written);
        }
        ("CHANGE_BID", "ADSET") => {
            let written = changed("bid", change, meta.options);
            draft.carry_or_lose(Place::Action, path, value, written);
        }
        ("ROTATE" | "REBALANCE_BUDGET", _) => {
            draft.lose(
                path,
                value,
                "one action here writes one object; this one moves something between several",
            );
        }
        ("PING_ENDPOINT", _) => draft.lose(
            path,
            value,
            "it calls a program of yours; the API here can be asked instead",
        ),
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
