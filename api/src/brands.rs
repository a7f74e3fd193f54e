//! Brands: what accounts are filed under.

use axum::{
    extract::State,
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};
use engine::{
    connections::brands::{self, BrandError, BrandView},
    identity::Permission,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState,
    extract::{Caller, Json, PathId},
    permission::{Access, guard},
    problem::{Kind, Problem, ProblemDocument},
    wire::PREFIX,
};

pub fn routes() -> OpenApiRouter<AppState> {
    let write = Access::Permission(Permission::AccountsWrite);
    OpenApiRouter::new()
        .routes(guard(
            Access::Permission(Permission::AccountsRead),
            routes!(list_brands),
        ))
        .routes(guard(write, routes!(create_brand)))
        .routes(guard(write, routes!(rename_brand)))
        .routes(guard(write, routes!(delete_brand)))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Brand {
    id: Uuid,
    name: String,
    /// Takes accounts that nobody has filed yet.
    is_default: bool,
    accounts: i64,
}

impl From<BrandView> for Brand {
    fn from(brand: BrandView) -> Self {
        Self {
            id: brand.id,
            name: brand.name,
            is_default: brand.is_default,
            accounts: brand.accounts,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BrandList {
    data: Vec<Brand>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BrandName {
    #[schema(example = "Fleetfoot", max_length = 200)]
    name: String,
}

/// Brands, the default one first
#[utoipa::path(
    get, path = "/brands", operation_id = "list_brands", tag = "accounts",
    responses((status = 200, description = "All brands", body = BrandList)),
)]
async fn list_brands(State(state): State<AppState>, caller: Caller) -> Result<Json<BrandList>, Problem> {
    let brands = brands::brands(&state.context, caller.principal().scope).await?;
    Ok(Json(BrandList {
        data: brands.into_iter().map(Brand::from).collect(),
    }))
}

/// Add a brand
#[utoipa::path(
    post, path = "/brands", operation_id = "create_brand", tag = "accounts",
    request_body = BrandName,
    responses(
        (status = 201, description = "The brand", body = Brand, headers(("Location" = String, description = "The list it is in"))),
        (status = 409, description = "The name is taken", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn create_brand(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<BrandName>,
) -> Result<Response, Problem> {
    let brand = brands::create(&state.context, caller.principal(), &body.name)
        .await
        .map_err(refusal)?;
    // Brands are read as a list.
    let place = [(LOCATION, format!("{PREFIX}/brands"))];
    Ok((StatusCode::CREATED, place, Json(Brand::from(brand))).into_response())
}

/// Rename a brand
#[utoipa::path(
    patch, path = "/brands/{id}", operation_id = "rename_brand", tag = "accounts",
    params(("id" = Uuid, Path, description = "The brand")),
    request_body = BrandName,
    responses(
        (status = 200, description = "The brand", body = Brand),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "The name is taken", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn rename_brand(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
    Json(body): Json<BrandName>,
) -> Result<Json<Brand>, Problem> {
    let brand = brands::rename(&state.context, caller.principal(), id, &body.name)
        .await
        .map_err(refusal)?;
    Ok(Json(brand.into()))
}

/// Remove an empty brand
#[utoipa::path(
    delete, path = "/brands/{id}", operation_id = "delete_brand", tag = "accounts",
    params(("id" = Uuid, Path, description = "The brand")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "Not found", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "Something is filed under it", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
async fn delete_brand(
    State(state): State<AppState>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    brands::delete(&state.context, caller.principal(), id)
        .await
        .map_err(refusal)?;
    Ok(StatusCode::NO_CONTENT)
}

fn refusal(error: BrandError) -> Problem {
    match error {
        BrandError::NotFound => Problem::not_found(),
        BrandError::InvalidName(detail) => Problem::invalid_field("/name", detail),
        BrandError::NameTaken | BrandError::InUse(_) => Problem::new(Kind::Conflict, error.to_string()),
        BrandError::Store(error) => error.into(),
    }
}
