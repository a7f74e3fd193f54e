//! The one door that routes are registered through: what they ask of the caller is declared, documented and enforced
//! by the same call.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::Method,
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
};
use engine::{
    audit::{self, AuditActor, AuditEvent},
    identity::{self, AuthenticationError, Permission},
    store::StoreError,
};
use utoipa::openapi::{
    Content, ObjectBuilder, Ref, RefOr, Required, Response as DocumentedResponse, ResponseBuilder, Type,
    path::{Operation, ParameterBuilder, ParameterIn},
    schema::Schema,
    security::SecurityRequirement,
};
use utoipa_axum::router::UtoipaMethodRouter;
use uuid::Uuid;

use crate::{
    AppState, cookie, cursor,
    extract::Caller,
    idempotency,
    problem::{Kind, Problem},
    request::RequestId,
};

/// What a route asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing: sign-in, set-up, the document itself.
    Anyone,
    /// Any live session.
    SignedIn,
    /// A live session whose role has this permission.
    Permission(Permission),
}

impl Access {
    /// The word in the document's `x-permission`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::SignedIn => "signed-in",
            Self::Permission(permission) => permission.as_str(),
        }
    }
}

/// The extension under which the document names what an operation asks for.
pub const EXTENSION: &str = "x-permission";

/// Registers routes with what they ask of the caller.
pub fn guard(access: Access, routes: UtoipaMethodRouter<AppState>) -> UtoipaMethodRouter<AppState> {
    let (schemas, mut paths, router) = routes;
    for item in paths.paths.values_mut() {
        let operations = [
            (Method::GET, &mut item.get),
            (Method::PUT, &mut item.put),
            (Method::POST, &mut item.post),
            (Method::DELETE, &mut item.delete),
            (Method::PATCH, &mut item.patch),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                document(access, &method, operation);
            }
        }
    }
    let is_list = schemas.iter().any(|(_, schema)| has_next_cursor(schema));
    let router = if is_list {
        router.layer(from_fn(cursor::link_next))
    } else {
        router
    };
    // Only matched methods are asked: a wrong method stays 405 for everybody.
    let router = router.route_layer(from_fn(move |request, next| enforce(access, request, next)));
    (schemas, paths, router)
}

/// Whether it is a page of a list.
fn has_next_cursor(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.properties.contains_key(cursor::NEXT))
}

fn document(access: Access, method: &Method, operation: &mut Operation) {
    operation
        .extensions
        .get_or_insert_default()
        .insert(EXTENSION.to_owned(), access.as_str().into());
    let parameters = operation.parameters.iter().flatten();
    let mut in_path = false;
    let mut in_query = false;
    let mut has_precondition = false;
    for parameter in parameters {
        let RefOr::T(parameter) = parameter else {
            continue;
        };
        match parameter.parameter_in {
            ParameterIn::Path => in_path = true,
            ParameterIn::Query | ParameterIn::QueryString => in_query = true,
            ParameterIn::Header => has_precondition |= parameter.name.eq_ignore_ascii_case("if-match"),
            ParameterIn::Cookie => {}
        }
    }
    let has_body = operation.request_body.is_some();
    let once = *method == Method::POST && access != Access::Anyone;
    let mut problem = |applies: bool, status: &str, description: &str| {
        if applies {
            operation
                .responses
                .responses
                .entry(status.to_owned())
                .or_insert_with(|| RefOr::T(problem_response(description)));
        }
    };
    problem(true, "default", "Any other failure");
    problem(access != Access::Anyone, "401", "Not signed in");
    problem(matches!(access, Access::Permission(_)), "403", "Not permitted");
    problem(in_path, "404", "Not found, or nothing that you may see");
    problem(has_body, "400", "The body is not JSON");
    problem(has_body, "413", "The body is larger than 1 MiB");
    problem(has_body, "415", "The body is not `application/json`");
    problem(
        has_body || in_query || once,
        "422",
        "Invalid input, or an Idempotency-Key of another request",
    );
    problem(
        once,
        "409",
        "Not possible now, or the same Idempotency-Key is being carried out",
    );
    problem(has_precondition, "400", "If-Match is not one ETag");
    problem(
        has_precondition,
        "412",
        "It changed since it was read; `current` is what it is now",
    );
    problem(has_precondition, "428", "If-Match is required");
    problem(true, "429", "Too many requests");
    if once {
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(
                "A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but \
                 answered as before, with `Idempotency-Replayed: true`.",
            ))
            .schema(Some(
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .min_length(Some(1))
                    .max_length(Some(255))
                    .pattern(Some("^[!#-~]+$")),
            ))
            .build();
        operation.parameters.get_or_insert_default().push(RefOr::T(key));
    }
    operation.security = Some(match access {
        Access::Anyone => vec![SecurityRequirement::default()],
        _ => vec![SecurityRequirement::new(
            crate::openapi::SESSION_SCHEME,
            Vec::<String>::new(),
        )],
    });
}

fn problem_response(description: &str) -> DocumentedResponse {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content)
        .build()
}

/// Streams are opened once and stay open: not counted.
const UNCOUNTED: [&str; 1] = ["/events"];

async fn enforce(access: Access, request: Request, next: Next) -> Response {
    let Some(state) = request.extensions().get::<AppState>().cloned() else {
        tracing::error!("the API was mounted without its state");
        return Problem::internal().into_response();
    };
    let counts = !UNCOUNTED.contains(&request.uri().path());
    let token = cookie::token(request.headers(), &state.address);
    let request_id = request.extensions().get::<RequestId>().cloned();
    let admitted = match access {
        Access::Anyone => None,
        _ => Some(admit(access, &state, token, request_id).await),
    };
    let counted = match &admitted {
        _ if !counts => Ok(None),
        Some(Ok(caller)) => state.rate_limit.count_person(caller.principal().actor),
        // Who is signed in and may not is one person as well; who is not is known by address only.
        Some(Err(Refusal::NotPermitted(person, _))) => state.rate_limit.count_person(*person),
        None | Some(Err(Refusal::Problem(_))) => state
            .rate_limit
            .count_address(request.extensions(), request.headers()),
    };
    let standing = match counted {
        Ok(standing) => standing,
        Err(too_many) => {
            let mut response = too_many.problem().into_response();
            too_many.standing.announce(&mut response);
            return response;
        }
    };
    let mut response = match admitted {
        None => next.run(request).await,
        Some(Ok(caller)) => carry_out(&state, caller, request, next).await,
        Some(Err(Refusal::NotPermitted(_, problem) | Refusal::Problem(problem))) => problem.into_response(),
    };
    if let Some(standing) = standing {
        standing.announce(&mut response);
    }
    response
}

async fn carry_out(state: &AppState, caller: Caller, mut request: Request, next: Next) -> Response {
    let once = *request.method() == Method::POST;
    request.extensions_mut().insert(caller.clone());
    if once {
        idempotency::once(state, caller.principal(), request, next).await
    } else {
        next.run(request).await
    }
}

/// Why somebody was not let in.
enum Refusal {
    /// Signed in, by this id.
    NotPermitted(Uuid, Problem),
    Problem(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Problem(error.into())
    }
}

async fn admit(
    access: Access,
    state: &AppState,
    token: Option<String>,
    request_id: Option<RequestId>,
) -> Result<Caller, Refusal> {
    let token = token.ok_or_else(Problem::not_signed_in)?;
    let session = match identity::authenticate(&state.context, &token).await {
        Ok(session) => session,
        Err(AuthenticationError::NotSignedIn) => return Err(Problem::not_signed_in().into()),
        Err(AuthenticationError::Store(error)) => return Err(error.into()),
    };
    if let Access::Permission(permission) = access
        && !session.principal.may(permission)
    {
        let needed = permission.as_str();
        let principal = &session.principal;
        let event = AuditEvent::refused("authz_fail", AuditActor::of(principal))
            .with(serde_json::json!({ "needed": needed }))
            .in_request(request_id.as_ref().map(RequestId::as_str));
        audit::record_alone(&state.context, principal.scope, event).await?;
        let problem = Problem::new(
            Kind::NotPermitted,
            format!("this needs the permission `{needed}`"),
        );
        return Err(Refusal::NotPermitted(principal.actor, problem));
    }
    Ok(Caller(Arc::new(session)))
}
