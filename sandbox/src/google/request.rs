//! Reading JSON bodies as strictly as the platform does, and writing replies.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value as Json, json};

use super::failure::Failure;
use super::value::camel;
use crate::exchange::RequestId;

/// A request body as an object; an absent body is an empty message.
pub fn object(body: &[u8]) -> Result<Map<String, Json>, Failure> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Json::Object(map)) => Ok(map),
        Ok(_) => Err(Failure::malformed(
            "",
            "Invalid JSON payload received. Root element must be a message.",
        )),
        Err(error) => Err(Failure::malformed(
            "",
            format!("Invalid JSON payload received. {error}"),
        )),
    }
}

/// Refuses keys that the message does not have. Both spellings of a proto name are accepted.
pub fn only(map: &Map<String, Json>, place: &str, names: &[&str]) -> Result<(), Failure> {
    match map.keys().find(|key| {
        !names
            .iter()
            .any(|name| *name == key.as_str() || camel(name) == **key)
    }) {
        None => Ok(()),
        Some(key) => Err(unknown_name(key, place)),
    }
}

pub fn unknown_name(key: &str, place: &str) -> Failure {
    let at = if place.is_empty() {
        String::new()
    } else {
        format!(" at '{place}'")
    };
    Failure::malformed(
        place,
        format!("Invalid JSON payload received. Unknown name \"{key}\"{at}: Cannot find field."),
    )
}

/// The value under a snake-case name in either spelling; null counts as absent.
pub fn find<'a>(map: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    map.get(&camel(name))
        .or_else(|| map.get(name))
        .filter(|json| !json.is_null())
}

pub fn flag(map: &Map<String, Json>, place: &str, name: &str) -> Result<bool, Failure> {
    match find(map, name) {
        None => Ok(false),
        Some(Json::Bool(bool)) => Ok(*bool),
        Some(other) => Err(mistyped(place, name, "TYPE_BOOL", other)),
    }
}

pub fn text<'a>(map: &'a Map<String, Json>, place: &str, name: &str) -> Result<Option<&'a str>, Failure> {
    match find(map, name) {
        None => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(other) => Err(mistyped(place, name, "TYPE_STRING", other)),
    }
}

pub fn mistyped(place: &str, name: &str, expected: &str, found: &Json) -> Failure {
    let at = if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    };
    Failure::malformed(&at, format!("Invalid value at '{at}' ({expected}), {found}"))
}

/// A reply with a JSON body.
pub fn reply(status: StatusCode, body: Json) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json; charset=UTF-8")],
        body.to_string(),
    )
        .into_response()
}

/// The reply of a method; errors of a streaming method come wrapped in an array.
pub fn respond(outcome: Result<Json, Failure>, id: &RequestId, streaming: bool) -> Response {
    match outcome {
        Ok(body) => reply(StatusCode::OK, body),
        Err(failure) => {
            let body = failure.to_json(&id.0);
            reply(failure.http(), if streaming { json!([body]) } else { body })
        }
    }
}
