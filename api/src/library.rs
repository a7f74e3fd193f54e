//! The ready rules and guards, and the pages that explain the checker's codes.

use std::{borrow::Cow, collections::BTreeMap};

use axum::extract::{Path, State};
use engine::{
    identity::Permission,
    rules::library::{self, LibraryError, LibraryItem as Item, LibraryKind as Kind},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    AppState,
    extract::{Caller, Json},
    permission::{Access, guard},
    problem::{Problem, ProblemDocument, ProblemField},
    rules::{
        shown::Param,
        text::{self, Diagnostic, DiagnosticSeverity},
    },
    wire::{Platform, words},
};

pub fn routes() -> OpenApiRouter<AppState> {
    let read = Access::Permission(Permission::RulesRead);
    OpenApiRouter::new()
        .routes(guard(read, routes!(list_library)))
        .routes(guard(read, routes!(get_library_item)))
        .routes(guard(read, routes!(fill_library_item)))
        .routes(guard(read, routes!(get_diagnostic_page)))
}

words! {
    LibraryKind: "rule", "guard"
}

/// A ready rule or guard.
#[derive(Debug, Serialize, ToSchema)]
pub struct LibraryItem {
    #[schema(example = "stop-loss")]
    id: Cow<'static, str>,
    kind: LibraryKind,
    /// The shelf it stands on.
    #[schema(example = "Stop losses")]
    folder: Cow<'static, str>,
    name: String,
    doc: String,
    text: Cow<'static, str>,
    params: Vec<Param>,
    platforms: Vec<Platform>,
    /// In English, one sentence a line.
    in_plain_words: String,
    /// When it is the wrong choice.
    not_for: Option<String>,
    /// How many rules here were made from it.
    installed: i64,
}

impl LibraryItem {
    fn of(item: Item, installed: &BTreeMap<String, i64>) -> Self {
        let key = match item.kind {
            Kind::Rule => item.id,
            Kind::Guard => item.name.as_str(),
        };
        Self {
            installed: installed.get(key).copied().unwrap_or(0),
            id: item.id.into(),
            kind: item.kind.as_str().into(),
            folder: item.folder.into(),
            name: item.name,
            doc: item.doc,
            text: item.text.into(),
            params: item.params.iter().map(Param::default_of).collect(),
            platforms: item
                .platforms
                .iter()
                .map(|platform| platform.as_str().into())
                .collect(),
            in_plain_words: item.in_plain_words,
            not_for: item.not_for,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LibraryItemList {
    data: Vec<LibraryItem>,
}

/// The ready rules and guards, shelf by shelf
#[utoipa::path(
    get, path = "/library", operation_id = "list_library", tag = "rules",
    responses((status = 200, description = "All of them", body = LibraryItemList)),
)]
async fn list_library(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<LibraryItemList>, Problem> {
    let installed = library::installed(&state.context, caller.principal().scope).await?;
    let data = library::library()
        .into_iter()
        .map(|item| LibraryItem::of(item, &installed))
        .collect();
    Ok(Json(LibraryItemList { data }))
}

/// One ready rule or guard
#[utoipa::path(
    get, path = "/library/{id}", operation_id = "get_library_item", tag = "rules",
    params(("id" = String, Path, description = "Its name in the library", example = "stop-loss")),
    responses(
        (status = 200, description = "It", body = LibraryItem),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_library_item(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<LibraryItem>, Problem> {
    let item = library::find(&id).ok_or_else(Problem::not_found)?;
    let installed = library::installed(&state.context, caller.principal().scope).await?;
    Ok(Json(LibraryItem::of(item, &installed)))
}

/// A name and values for a ready rule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FillLibraryItem {
    /// Another name; its own when absent.
    #[schema(example = "Stop loss, summer sale")]
    name: Option<String>,
    /// Parameter → typed literal; its own default where nothing is given.
    #[serde(default)]
    #[schema(example = json!({ "max_cpa": "$60, 55 EUR" }))]
    params: BTreeMap<String, String>,
}

/// A text for the editor.
#[derive(Debug, Serialize, ToSchema)]
pub struct FilledText {
    text: String,
    diagnostics: Vec<Diagnostic>,
}

/// A ready rule's text with a name and values of one's own
#[utoipa::path(
    post, path = "/library/{id}/text", operation_id = "fill_library_item", tag = "rules",
    params(("id" = String, Path, description = "Its name in the library", example = "stop-loss")),
    request_body = FillLibraryItem,
    responses(
        (status = 200, description = "The text, ready for the editor", body = FilledText),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "A value does not fit", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn fill_library_item(
    _: Caller,
    Path(id): Path<String>,
    Json(body): Json<FillLibraryItem>,
) -> Result<Json<FilledText>, Problem> {
    let values: Vec<(String, String)> = body.params.into_iter().collect();
    let filled = library::text(&id, body.name.as_deref(), &values).map_err(|error| match error {
        LibraryError::NotFound => Problem::not_found(),
        LibraryError::GuardAsItIs => Problem::invalid_field("/params", error.to_string()),
        LibraryError::Customise(dsl::CustomiseError::Values(wrong)) => Problem::invalid(
            wrong
                .into_iter()
                .map(|(name, error)| ProblemField {
                    pointer: format!("/params/{name}"),
                    detail: error.to_string(),
                })
                .collect(),
        ),
        LibraryError::Customise(error @ dsl::CustomiseError::Name { .. }) => {
            Problem::invalid_field("/name", error.to_string())
        }
        LibraryError::Customise(error @ dsl::CustomiseError::NotOneRule) => {
            tracing::error!(%error, item = id, "a ready rule does not check");
            Problem::internal()
        }
    })?;
    Ok(Json(FilledText {
        diagnostics: text::diagnostics(&filled, &dsl::check(&filled).diagnostics),
        text: filled,
    }))
}

/// What a code means.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiagnosticPage {
    #[schema(example = "E0204")]
    code: Cow<'static, str>,
    severity: DiagnosticSeverity,
    title: Cow<'static, str>,
    /// Markdown: what it means, an example, and how to say it instead.
    text: String,
}

/// What one of the checker's codes means
#[utoipa::path(
    get, path = "/diagnostics/{code}", operation_id = "get_diagnostic_page", tag = "rules",
    params(("code" = String, Path, description = "The code", example = "E0204")),
    responses(
        (status = 200, description = "Its page", body = DiagnosticPage),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn get_diagnostic_page(_: Caller, Path(code): Path<String>) -> Result<Json<DiagnosticPage>, Problem> {
    let page = dsl::explain_code(&code).ok_or_else(Problem::not_found)?;
    Ok(Json(DiagnosticPage {
        code: page.code.into(),
        severity: if page.code.starts_with('W') {
            "warning"
        } else {
            "error"
        }
        .into(),
        title: page.title.into(),
        text: dsl::code_page(page),
    }))
}
