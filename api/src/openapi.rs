//! The OpenAPI 3.1 document, written from the same declarations that the routes are made of.

pub mod examples;

use std::{collections::BTreeSet, sync::OnceLock};

use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use utoipa::{
    OpenApi as _,
    openapi::{
        OpenApi, RefOr,
        schema::{AllOfBuilder, Schema},
        security::{ApiKey, ApiKeyValue, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    AppState, accounts, actions, actors, brands, campaigns, clock, connections, cursor, decisions, events,
    exports, guards, invites, library, lookups, members, notifications, organisation, overview,
    permission::{Access, guard},
    profile, rates, rules, session, setup,
};

/// The name of the cookie's security scheme in the document.
pub const SESSION_SCHEME: &str = "session";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Adjutant",
        description = "The automation desk for ad accounts. Every operation names what it asks of the caller in `x-permission`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/api/v1")),
    components(schemas(
        crate::problem::ProblemDocument, crate::problem::ProblemField, events::EventHint, actions::ActionMoved,
    )),
    tags(
        (name = "identity", description = "People, their sessions and invitations, the first set-up"),
        (name = "organisation", description = "The organisation and the switch that stops every change"),
        (name = "notifications", description = "What people are told"),
        (name = "actions", description = "The inbox and the ledger"),
        (name = "decisions", description = "Why something was, or was not, done"),
        (name = "rules", description = "What marketers want"),
        (name = "guards", description = "What Adjutant will never do"),
        (name = "lookups", description = "What the organisation supplies for names, such as margins by campaign"),
        (name = "rates", description = "What currencies were worth on a day, for rules that convert amounts"),
        (name = "overview", description = "The whole desk at once"),
        (name = "campaigns", description = "What is advertised"),
        (name = "exports", description = "Lists as files"),
        (name = "connections", description = "From a consent to connected accounts"),
        (name = "accounts", description = "What is connected"),
        (name = "actors", description = "The supervision tree"),
        (name = "clock", description = "Business time and process time"),
        (name = "events", description = "Hints for open pages"),
        (name = "document", description = "This document"),
    ),
)]
struct Document;

/// Answers with an optional field: problems say what they know.
const OPTIONAL: [(&str, &str); 3] = [
    ("Problem", "errors"),
    ("RuleRefused", "errors"),
    ("RuleRefused", "diagnostics"),
];

/// Every route of the API with its documentation.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(session::routes())
        .merge(setup::routes())
        .merge(profile::routes())
        .merge(members::routes())
        .merge(invites::routes())
        .merge(organisation::routes())
        .merge(notifications::routes())
        .merge(clock::routes())
        .merge(actions::routes())
        .merge(decisions::routes())
        .merge(rules::routes())
        .merge(crate::lsp::routes())
        .merge(library::routes())
        .merge(crate::imports::routes())
        .merge(guards::routes())
        .merge(lookups::routes())
        .merge(rates::routes())
        .merge(crate::backtests::routes())
        .merge(campaigns::routes())
        .merge(connections::routes())
        .merge(accounts::routes())
        .merge(brands::routes())
        .merge(overview::routes())
        .merge(exports::routes())
        .merge(actors::routes())
        .merge(events::routes())
        .routes(guard(Access::Anyone, routes!(get_openapi)))
}

/// The document as text, keys sorted: the same for the same program.
pub fn document() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let mut document = router().into_openapi();
        finish(&mut document);
        // Through a value: maps without an order of their own come out sorted.
        let mut value = serde_json::to_value(&document).unwrap_or_default();
        link_lists(&mut value);
        examples::fill(&mut value);
        let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
        text.push('\n');
        text
    })
}

fn finish(document: &mut OpenApi) {
    let requests = request_schemas(document);
    let components = document.components.get_or_insert_default();
    let cookie = ApiKeyValue::with_description(
        "__Host-adjutant",
        "Set by signing in; `adjutant-loopback` over plain HTTP.",
    );
    components.add_security_scheme(SESSION_SCHEME, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    for (name, schema) in &mut components.schemas {
        if !requests.contains(name)
            && let RefOr::T(schema) = schema
        {
            require_all(name, schema);
        }
    }
}

/// Schemas of bodies that clients send: there, absent means absent.
fn request_schemas(document: &OpenApi) -> BTreeSet<String> {
    let items = document.paths.paths.values();
    let operations = items.flat_map(|item| [&item.get, &item.put, &item.post, &item.delete, &item.patch]);
    operations
        .flatten()
        .filter_map(|operation| match operation.request_body.as_ref()? {
            RefOr::T(body) => Some(body),
            RefOr::Ref(_) => None,
        })
        .flat_map(|body| body.content.values())
        .filter_map(|content| match content {
            RefOr::T(content) => content.schema.as_ref(),
            RefOr::Ref(_) => None,
        })
        .filter_map(|schema| match schema {
            RefOr::Ref(reference) => reference.ref_location.rsplit('/').next().map(str::to_owned),
            RefOr::T(_) => None,
        })
        .collect()
}

/// An answer carries every field, null where there is nothing to say.
fn require_all(name: &str, schema: &mut Schema) {
    match schema {
        Schema::Object(object) => {
            for property in object.properties.keys() {
                if !OPTIONAL.contains(&(name, property.as_str())) && !object.required.contains(property) {
                    object.required.push(property.clone());
                }
            }
        }
        Schema::AllOf(parts) => {
            let mut whole = AllOfBuilder::new();
            for mut part in std::mem::take(&mut parts.items) {
                if let RefOr::T(inner) = &mut part {
                    require_all(name, inner);
                }
                whole = whole.item(part);
            }
            parts.items = whole.build().items;
        }
        _ => {}
    }
}

/// Pages that are not the last lead on in a header, too: [`crate::cursor::link_next`] sends it.
fn link_lists(document: &mut Value) {
    let schemas = document
        .pointer("/components/schemas")
        .cloned()
        .unwrap_or_default();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let operations = paths
        .into_iter()
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut);
    for operation in operations.flat_map(Map::values_mut) {
        let Some(answer) = operation.pointer_mut("/responses/200") else {
            continue;
        };
        let name = answer
            .pointer("/content/application~1json/schema/$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.rsplit('/').next())
            .unwrap_or_default();
        let is_list = schemas
            .get(name)
            .and_then(|schema| schema.get("properties")?.get(cursor::NEXT))
            .is_some();
        if let (true, Some(answer)) = (is_list, answer.as_object_mut()) {
            let headers = answer.entry("headers").or_insert_with(|| json!({}));
            if let Some(headers) = headers.as_object_mut() {
                headers.insert(
                    "Link".to_owned(),
                    json!({ "description": "`<…>; rel=\"next\"`, except on the last page", "schema": { "type": "string" } }),
                );
            }
        }
    }
}

/// This document
#[utoipa::path(
    get, path = "/openapi.json", operation_id = "get_openapi", tag = "document",
    responses((status = 200, description = "OpenAPI 3.1", body = Object, content_type = "application/json")),
)]
async fn get_openapi() -> Response {
    ([(CONTENT_TYPE, "application/json")], document()).into_response()
}
