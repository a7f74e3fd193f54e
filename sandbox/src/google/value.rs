//! Values of fields and their canonical JSON form (proto3 JSON mapping).

use serde_json::{Value as Json, json};

/// The type of a field, as far as JSON and filters care.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A JSON string of digits.
    Int64,
    Int32,
    Double,
    Bool,
    Text,
    /// `yyyy-MM-dd`
    Date,
    /// `yyyy-MM-dd HH:mm:ss[.ffffff]` in the customer's time zone
    DateTime,
    /// A resource name such as `customers/1/campaigns/2`.
    Name,
    Enum(&'static [&'static str]),
    EnumList(&'static [&'static str]),
    /// Resource names.
    NameList,
    /// A whole message, or a field mask, that can only be selected.
    Message,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Absent,
    Int(i64),
    Double(f64),
    Bool(bool),
    Text(String),
    List(Vec<String>),
    Message(Json),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(int) => Some(*int),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The canonical JSON of this value, or nothing when the field is absent.
    pub fn to_json(&self, kind: Kind) -> Option<Json> {
        Some(match self {
            Value::Absent => return None,
            Value::Int(int) if kind == Kind::Int64 => json!(int.to_string()),
            Value::Int(int) => json!(int),
            Value::Double(double) => json!(double),
            Value::Bool(bool) => json!(bool),
            Value::Text(text) => json!(text),
            Value::List(list) if list.is_empty() => return None,
            Value::List(list) => json!(list),
            Value::Message(json) => json.clone(),
        })
    }

    /// Reads a JSON value of this kind as liberally as proto3 JSON does; the error says what was expected.
    pub fn from_json(json: &Json, kind: Kind) -> Result<Self, Mistyped> {
        let mistyped = |expected| Err(Mistyped { expected });
        Ok(match (kind, json) {
            (_, Json::Null) => Value::Absent,
            (Kind::Int64 | Kind::Int32, Json::Number(number)) => match number.as_i64() {
                Some(int) => Value::Int(int),
                None => return mistyped("TYPE_INT64"),
            },
            (Kind::Int64 | Kind::Int32, Json::String(text)) => match text.parse() {
                Ok(int) => Value::Int(int),
                Err(_) => return mistyped("TYPE_INT64"),
            },
            (Kind::Double, Json::Number(number)) => Value::Double(number.as_f64().unwrap_or_default()),
            (Kind::Double, Json::String(text)) => match text.parse::<f64>() {
                Ok(double) if double.is_finite() => Value::Double(double),
                _ => return mistyped("TYPE_DOUBLE"),
            },
            (Kind::Bool, Json::Bool(bool)) => Value::Bool(*bool),
            (Kind::Text | Kind::Date | Kind::DateTime | Kind::Name, Json::String(text)) => {
                Value::Text(text.clone())
            }
            (Kind::Enum(names), Json::String(text)) => {
                if names.contains(&text.as_str()) {
                    Value::Text(text.clone())
                } else {
                    return mistyped("TYPE_ENUM");
                }
            }
            (Kind::NameList, Json::Array(items)) => {
                let names: Option<Vec<String>> = items
                    .iter()
                    .map(|item| item.as_str().map(str::to_owned))
                    .collect();
                match names {
                    Some(names) => Value::List(names),
                    None => return mistyped("TYPE_STRING"),
                }
            }
            (Kind::Int64, _) => return mistyped("TYPE_INT64"),
            (Kind::Int32, _) => return mistyped("TYPE_INT32"),
            (Kind::Double, _) => return mistyped("TYPE_DOUBLE"),
            (Kind::Bool, _) => return mistyped("TYPE_BOOL"),
            (Kind::Enum(_) | Kind::EnumList(_), _) => return mistyped("TYPE_ENUM"),
            (Kind::Text | Kind::Date | Kind::DateTime | Kind::Name | Kind::NameList, _) => {
                return mistyped("TYPE_STRING");
            }
            (Kind::Message, _) => return mistyped("TYPE_MESSAGE"),
        })
    }
}

/// A JSON value that does not fit the field's proto type.
#[derive(Debug, PartialEq)]
pub struct Mistyped {
    pub expected: &'static str,
}

/// `campaign_budget.amount_micros` → `campaignBudget.amountMicros`
pub fn camel(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut upper = false;
    for letter in path.chars() {
        if letter == '_' {
            upper = true;
        } else if upper {
            out.extend(letter.to_uppercase());
            upper = false;
        } else {
            out.push(letter);
        }
    }
    out
}

/// `amountMicros` → `amount_micros`; a path that is already in snake case stays as it is.
pub fn snake(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 4);
    for letter in path.chars() {
        if letter.is_ascii_uppercase() {
            out.push('_');
            out.push(letter.to_ascii_lowercase());
        } else {
            out.push(letter);
        }
    }
    out
}

/// The camel-case keys under which a snake-case path lies.
pub fn keys(path: &str) -> Vec<String> {
    path.split('.').map(camel).collect()
}

/// Puts `value` at a snake-case path into nested JSON objects with camel-case keys.
pub fn put(object: &mut Json, path: &str, value: Json) {
    put_at(object, &keys(path), value);
}

/// Puts `value` under nested keys.
pub fn put_at(object: &mut Json, keys: &[String], value: Json) {
    let mut here = object;
    for key in keys {
        if !here.is_object() {
            *here = json!({});
        }
        let Json::Object(map) = here else { return };
        if !map.contains_key(key) {
            map.insert(key.clone(), Json::Null);
        }
        let Some(next) = map.get_mut(key) else { return };
        here = next;
    }
    *here = value;
}

/// Finds the value at a snake-case path in nested JSON objects with camel-case keys.
pub fn get<'a>(object: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.')
        .try_fold(object, |here, part| here.get(camel(part)))
}

#[cfg(test)]
mod tests {
    use super::{camel, get, put, snake};
    use serde_json::json;

    #[test]
    fn field_paths_convert_both_ways() {
        for path in [
            "status",
            "amount_micros",
            "maximize_conversions.target_cpa_micros",
        ] {
            assert_eq!(snake(&camel(path)), path);
        }
    }

    #[test]
    fn nested_values_are_found_where_they_were_put() {
        let mut object = json!({});
        put(
            &mut object,
            "campaign.network_settings.target_google_search",
            json!(true),
        );
        assert_eq!(
            object,
            json!({"campaign": {"networkSettings": {"targetGoogleSearch": true}}})
        );
        assert_eq!(
            get(&object, "campaign.network_settings.target_google_search"),
            Some(&json!(true))
        );
    }
}
