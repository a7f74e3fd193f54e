//! Reading mutate bodies: known names, right types, one of create, update and remove.

use serde_json::{Map, Value as Json, json};

use super::Method;
use crate::google::accounts::Resource;
use crate::google::failure::{AdsError, Failure};
use crate::google::fields;
use crate::google::request::{find, flag, mistyped, object, only, text, unknown_name};
use crate::google::value::{Kind as FieldKind, Value, camel, snake};

const MAX_OPERATIONS: usize = 10_000;

pub struct Mutation {
    pub operations: Vec<Operation>,
    pub partial_failure: bool,
    pub validate_only: bool,
    /// Results carry the resource and not only its name.
    pub whole_resources: bool,
}

pub struct Operation {
    pub resource: Resource,
    pub kind: Kind,
    /// As it was received.
    pub raw: Json,
    /// Where errors say they are.
    pub place: Vec<(String, Option<usize>)>,
}

pub enum Kind {
    Create(Json),
    /// A resource and the snake-case paths of its mask, if a mask was sent.
    Update(Json, Option<Vec<String>>),
    Remove(String),
    /// None of the three.
    Nothing,
}

impl Operation {
    pub fn by_hand(resource: Resource, kind: Kind, raw: Json) -> Self {
        Self {
            resource,
            kind,
            raw,
            place: Vec::new(),
        }
    }
}

pub fn read(method: Method, body: &[u8]) -> Result<Mutation, Failure> {
    let body = object(body)?;
    let list_name = match method {
        Method::Of(_) => "operations",
        Method::GoogleAds => "mutate_operations",
    };
    only(
        &body,
        "",
        &[
            "customer_id",
            list_name,
            "partial_failure",
            "validate_only",
            "response_content_type",
        ],
    )?;
    let content = text(&body, "", "response_content_type")?.unwrap_or("RESOURCE_NAME_ONLY");
    let whole_resources = match content {
        "UNSPECIFIED" | "RESOURCE_NAME_ONLY" => false,
        "MUTABLE_RESOURCE" => true,
        other => return Err(mistyped("", "response_content_type", "TYPE_ENUM", &json!(other))),
    };
    let list = match find(&body, list_name) {
        None => &[][..],
        Some(Json::Array(list)) => list,
        Some(other) => return Err(mistyped("", list_name, "TYPE_MESSAGE", other)),
    };
    if list.is_empty() {
        return Err(
            AdsError::new("fieldError", "REQUIRED", "The required field was not present.")
                .below(&camel(list_name))
                .into(),
        );
    }
    if list.len() > MAX_OPERATIONS {
        return Err(AdsError::new(
            "requestError",
            "TOO_MANY_MUTATE_OPERATIONS",
            format!(
                "Too many mutate operations in request: {} of at most {MAX_OPERATIONS}.",
                list.len()
            ),
        )
        .into());
    }
    let operations = list
        .iter()
        .enumerate()
        .map(|(index, json)| {
            let place = format!("{list_name}[{index}]");
            let Json::Object(map) = json else {
                return Err(mistyped("", &place, "TYPE_MESSAGE", json));
            };
            let start = vec![(camel(list_name), Some(index))];
            match method {
                Method::Of(resource) => operation(resource, map, json, &place, start),
                Method::GoogleAds => wrapped(map, &place, start),
            }
        })
        .collect::<Result<_, _>>()?;
    Ok(Mutation {
        operations,
        partial_failure: flag(&body, "", "partial_failure")?,
        validate_only: flag(&body, "", "validate_only")?,
        whole_resources,
    })
}

/// One `MutateOperation`: an operation under the name of its resource.
fn wrapped(
    map: &Map<String, Json>,
    place: &str,
    mut start: Vec<(String, Option<usize>)>,
) -> Result<Operation, Failure> {
    let names = Resource::ALL.map(|resource| format!("{}_operation", resource.word()));
    only(map, place, &names.each_ref().map(String::as_str))?;
    for (resource, name) in Resource::ALL.into_iter().zip(&names) {
        if let Some(json) = find(map, name) {
            let place = format!("{place}.{name}");
            let Json::Object(inner) = json else {
                return Err(mistyped("", &place, "TYPE_MESSAGE", json));
            };
            start.push((name.clone(), None));
            return operation(resource, inner, json, &place, start);
        }
    }
    Ok(Operation {
        resource: Resource::Campaign,
        kind: Kind::Nothing,
        raw: json!(map),
        place: start,
    })
}

fn operation(
    resource: Resource,
    map: &Map<String, Json>,
    raw: &Json,
    place: &str,
    mut start: Vec<(String, Option<usize>)>,
) -> Result<Operation, Failure> {
    only(map, place, &["create", "update", "remove", "update_mask"])?;
    let set: Vec<&str> = ["create", "update", "remove"]
        .into_iter()
        .filter(|name| find(map, name).is_some())
        .collect();
    if set.len() > 1 {
        let text = format!("Invalid value at '{place}' (oneof), oneof field 'operation' is already set.");
        return Err(Failure::malformed(place, text));
    }
    let mask = text(map, place, "update_mask")?;
    let kind = match set.first() {
        None => Kind::Nothing,
        Some(&name) => {
            start.push((name.to_owned(), None));
            let body = find(map, name).cloned().unwrap_or_default();
            match (name, &body) {
                ("remove", Json::String(name)) => Kind::Remove(name.clone()),
                ("remove", other) => return Err(mistyped(place, "remove", "TYPE_STRING", other)),
                (_, Json::Object(inner)) => {
                    check_resource(resource, inner, &format!("{place}.{name}"))?;
                    if name == "create" {
                        Kind::Create(body)
                    } else {
                        Kind::Update(body, mask.map(mask_paths))
                    }
                }
                (_, other) => return Err(mistyped(place, name, "TYPE_MESSAGE", other)),
            }
        }
    };
    Ok(Operation {
        resource,
        kind,
        raw: raw.clone(),
        place: start,
    })
}

fn mask_paths(mask: &str) -> Vec<String> {
    mask.split(',')
        .map(str::trim)
        .filter(|path| !path.is_empty())
        .map(snake)
        .collect()
}

/// Refuses names that the resource does not have and values of the wrong type.
pub fn check_resource(resource: Resource, map: &Map<String, Json>, place: &str) -> Result<(), Failure> {
    check_level(resource.word(), map, place)
}

fn check_level(prefix: &str, map: &Map<String, Json>, place: &str) -> Result<(), Failure> {
    for (key, json) in map {
        let name = format!("{prefix}.{}", snake(key));
        if let Some(field) = fields::find(&name) {
            if let FieldKind::EnumList(_) = field.kind {
                continue;
            }
            if let Err(wrong) = Value::from_json(json, field.kind) {
                return Err(mistyped(place, &snake(key), wrong.expected, json));
            }
        } else if fields::is_message(&name) || fields::is_empty_message(&name) {
            match json {
                Json::Object(inner) => check_level(&name, inner, &format!("{place}.{}", snake(key)))?,
                Json::Null => {}
                other => return Err(mistyped(place, &snake(key), "TYPE_MESSAGE", other)),
            }
        } else {
            return Err(unknown_name(key, place));
        }
    }
    Ok(())
}
