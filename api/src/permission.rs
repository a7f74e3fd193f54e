//! The one door that routes are registered through: what they ask of the caller is declared, documented and enforced
//! by the same call.

use std::sync::Arc;

use axum::{
    extract::Request,
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
};
use engine::{
    audit::{self, AuditActor, AuditEvent},
    identity::{self, AuthenticationError, Permission},
};
use utoipa::openapi::{
    Content, Ref, RefOr, Response as DocumentedResponse, ResponseBuilder, path::Operation,
    security::SecurityRequirement,
};
use utoipa_axum::router::UtoipaMethodRouter;

use crate::{
    AppState, cookie,
    extract::Caller,
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
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.patch,
            &mut item.head,
        ];
        for operation in operations.into_iter().flatten() {
            document(access, operation);
        }
    }
    // Only matched methods are asked: a wrong method stays 405 for everybody.
    let router = router.route_layer(from_fn(move |request, next| enforce(access, request, next)));
    (schemas, paths, router)
}

fn document(access: Access, operation: &mut Operation) {
    operation
        .extensions
        .get_or_insert_default()
        .insert(EXTENSION.to_owned(), access.as_str().into());
    let mut problem = |status: &str, description: &str| {
        operation
            .responses
            .responses
            .entry(status.to_owned())
            .or_insert_with(|| RefOr::T(problem_response(description)));
    };
    problem("default", "Any other failure");
    if access != Access::Anyone {
        problem("401", "Not signed in");
    }
    if matches!(access, Access::Permission(_)) {
        problem("403", "Not permitted");
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

async fn enforce(access: Access, mut request: Request, next: Next) -> Response {
    if access == Access::Anyone {
        return next.run(request).await;
    }
    let asked = request.extensions().get::<AppState>().map(|state| {
        let token = cookie::token(request.headers(), &state.address);
        (state.clone(), token)
    });
    let request_id = request.extensions().get::<RequestId>().cloned();
    match admit(access, asked, request_id).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn admit(
    access: Access,
    asked: Option<(AppState, Option<String>)>,
    request_id: Option<RequestId>,
) -> Result<Caller, Problem> {
    let (state, token) = asked.ok_or_else(|| {
        tracing::error!("the API was mounted without its state");
        Problem::internal()
    })?;
    let token = token.ok_or_else(Problem::not_signed_in)?;
    let session = match identity::authenticate(&state.context, &token).await {
        Ok(session) => session,
        Err(AuthenticationError::NotSignedIn) => return Err(Problem::not_signed_in()),
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
        return Err(Problem::new(
            Kind::NotPermitted,
            format!("this needs the permission `{needed}`"),
        ));
    }
    Ok(Caller(Arc::new(session)))
}
