//! Google's token and revocation endpoints, and the grants behind them.
//!
//! Access tokens expire by business time, because that is what a platform promises. Authorization codes expire by
//! process time, because a person carries them through a browser.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::{Row, SqliteConnection};

use super::request::reply;
use crate::clock::process_now;
use crate::sandbox::Sandbox;
use crate::store::Store;

pub const SCOPE: &str = "https://www.googleapis.com/auth/adwords";
/// Scopes of the sign-in itself: no box stands for them. What is left when every box is cleared is the first.
pub const SIGN_IN_SCOPES: [&str; 3] = ["openid", "email", "profile"];
/// Client that always exists.
pub const DEFAULT_CLIENT: (&str, &str) = ("sandbox-client", "sandbox-secret");
/// Life of an access token in seconds of business time, as Google states it.
const EXPIRES_IN: i64 = 3599;
/// Life of an authorization code in seconds of process time.
const CODE_SECONDS: i64 = 600;

/// What a consent page asks for and a code stands for.
#[derive(Debug, Clone)]
pub struct Consent {
    pub client_id: String,
    pub redirect_uri: String,
    pub scope: String,
    /// `code_challenge` of PKCE with S256.
    pub challenge: Option<String>,
    /// A refresh token is to be handed out.
    pub refreshable: bool,
}

/// Tokens of a grant.
#[derive(Debug, Clone)]
pub struct Tokens {
    pub access: String,
    pub refresh: Option<String>,
}

/// An error of RFC 6749 section 5.2.
struct Refusal {
    status: StatusCode,
    error: &'static str,
    description: String,
}

impl Refusal {
    fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error,
            description: description.into(),
        }
    }

    fn response(self) -> Response {
        reply(
            self.status,
            json!({ "error": self.error, "error_description": self.description }),
        )
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "sign-in could not be stored");
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self {
            status,
            error: "internal_failure",
            description: "Backend error".to_owned(),
        }
    }
}

/// The token endpoint's body when this HTTP status is forced on it.
pub fn forced(status: u16) -> Response {
    let (error, description) = match status {
        400 => ("invalid_grant", "Token has been expired or revoked."),
        401 => ("invalid_client", "Unauthorized"),
        403 => ("access_denied", "Access denied."),
        404 => ("invalid_request", "Not found."),
        429 => ("rate_limit_exceeded", "Rate limit exceeded."),
        503 => (
            "temporarily_unavailable",
            "The service is temporarily unavailable.",
        ),
        _ => ("internal_failure", "Backend error"),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Refusal {
        status,
        error,
        description: description.to_owned(),
    }
    .response()
}

/// An unguessable token with the look of Google's.
fn secret(prefix: &str) -> String {
    let bytes: [u8; 32] = rand::random();
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// What an access token opens, if it has not expired and its grant has not been revoked.
pub async fn scopes_of(store: &Store, token: &str, now: Timestamp) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT g.scope FROM oauth_access a JOIN oauth_grant g ON g.id = a.grant_id
         WHERE a.token = $1 AND a.expires_us > $2 AND g.revoked = 0",
    )
    .bind(token)
    .bind(now.as_microsecond())
    .fetch_optional(store.ledger())
    .await
}

/// Whether scopes, with spaces between them, hold the one of Google Ads.
pub fn opens_ads(scopes: &str) -> bool {
    scopes.split(' ').any(|scope| scope == SCOPE)
}

/// Makes a grant as if a person had consented, with an access and a refresh token.
pub async fn grant(store: &Store, client_id: &str, now: Timestamp) -> Result<Tokens, sqlx::Error> {
    let mut transaction = store.ledger().begin_with("BEGIN IMMEDIATE").await?;
    let tokens = insert_grant(&mut transaction, client_id, SCOPE, true, now).await?;
    transaction.commit().await?;
    Ok(tokens)
}

/// Revokes every grant; says how many there were.
pub async fn revoke_all(store: &Store) -> Result<u64, sqlx::Error> {
    sqlx::query("UPDATE oauth_grant SET revoked = 1 WHERE revoked = 0 AND platform = 'google'")
        .execute(store.ledger())
        .await
        .map(|done| done.rows_affected())
}

async fn insert_grant(
    connection: &mut SqliteConnection,
    client_id: &str,
    scope: &str,
    refreshable: bool,
    now: Timestamp,
) -> Result<Tokens, sqlx::Error> {
    let refresh = refreshable.then(|| secret("1//0"));
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO oauth_grant (platform, client_id, scope, refresh_token) VALUES ('google', $1, $2, $3) RETURNING id",
    )
    .bind(client_id)
    .bind(scope)
    .bind(&refresh)
    .fetch_one(&mut *connection)
    .await?;
    let access = insert_access(connection, id, now).await?;
    Ok(Tokens { access, refresh })
}

async fn insert_access(
    connection: &mut SqliteConnection,
    grant: i64,
    now: Timestamp,
) -> Result<String, sqlx::Error> {
    let token = secret("ya29.");
    let expires = now
        .checked_add(SignedDuration::from_secs(EXPIRES_IN))
        .unwrap_or(now);
    sqlx::query("DELETE FROM oauth_access WHERE expires_us <= $1")
        .bind(now.as_microsecond())
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO oauth_access (token, grant_id, expires_us) VALUES ($1, $2, $3)")
        .bind(&token)
        .bind(grant)
        .bind(expires.as_microsecond())
        .execute(connection)
        .await?;
    Ok(token)
}

/// Stores a consent and returns the code that stands for it.
pub async fn issue_code(store: &Store, consent: &Consent) -> Result<String, sqlx::Error> {
    let code = secret("4/0A");
    sqlx::query(
        "INSERT INTO oauth_code (code, client_id, redirect_uri, scope, challenge, refreshable, expires_s)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&code)
    .bind(&consent.client_id)
    .bind(&consent.redirect_uri)
    .bind(&consent.scope)
    .bind(&consent.challenge)
    .bind(consent.refreshable)
    .bind(process_now().as_second() + CODE_SECONDS)
    .execute(store.ledger())
    .await?;
    Ok(code)
}

/// True when this client holds a grant that can still be refreshed.
pub async fn has_live_grant(store: &Store, client_id: &str) -> Result<bool, sqlx::Error> {
    sqlx::query("SELECT 1 FROM oauth_grant WHERE client_id = $1 AND revoked = 0 AND refresh_token IS NOT NULL LIMIT 1")
        .bind(client_id)
        .fetch_optional(store.ledger())
        .await
        .map(|row| row.is_some())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TokenRequest {
    grant_type: Option<String>,
    code: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    refresh_token: Option<String>,
}

pub async fn token(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    form: Result<Form<TokenRequest>, axum::extract::rejection::FormRejection>,
) -> Response {
    let Ok(Form(request)) = form else {
        return Refusal::new(
            "invalid_request",
            "The request must be application/x-www-form-urlencoded.",
        )
        .response();
    };
    match answer(&sandbox, &headers, request).await {
        Ok(response) => response,
        Err(refusal) => refusal.response(),
    }
}

async fn answer(sandbox: &Sandbox, headers: &HeaderMap, request: TokenRequest) -> Result<Response, Refusal> {
    let grant_type = request.grant_type.as_deref().unwrap_or_default();
    if grant_type.is_empty() {
        return Err(Refusal::new(
            "invalid_request",
            "Required parameter is missing: grant_type",
        ));
    }
    let client = authenticate_client(sandbox, headers, &request)?;
    let now = sandbox.clock.now();
    match grant_type {
        "authorization_code" => exchange(sandbox, &client, &request, now).await,
        "refresh_token" => refresh(sandbox, &client, &request, now).await,
        other => Err(Refusal::new(
            "unsupported_grant_type",
            format!("Invalid grant_type: {other}"),
        )),
    }
}

/// The client, by form fields or by HTTP Basic.
fn authenticate_client(
    sandbox: &Sandbox,
    headers: &HeaderMap,
    request: &TokenRequest,
) -> Result<String, Refusal> {
    let basic = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "))
        .and_then(|encoded| String::from_utf8(STANDARD.decode(encoded).ok()?).ok())
        .and_then(|pair| {
            pair.split_once(':')
                .map(|(id, secret)| (id.to_owned(), secret.to_owned()))
        });
    let (id, secret) = match (basic, &request.client_id) {
        (Some(pair), _) => pair,
        (None, Some(id)) => (id.clone(), request.client_secret.clone().unwrap_or_default()),
        (None, None) => {
            return Err(Refusal::new(
                "invalid_request",
                "Could not determine client ID from request.",
            ));
        }
    };
    let unauthorized = |description: &str| Refusal {
        status: StatusCode::UNAUTHORIZED,
        error: "invalid_client",
        description: description.to_owned(),
    };
    match sandbox.google.clients.iter().find(|(known, _)| *known == id) {
        None => Err(unauthorized("The OAuth client was not found.")),
        Some((_, known)) if *known != secret => Err(unauthorized("The provided client secret is invalid.")),
        Some(_) => Ok(id),
    }
}

async fn exchange(
    sandbox: &Sandbox,
    client: &str,
    request: &TokenRequest,
    now: Timestamp,
) -> Result<Response, Refusal> {
    let code = request.code.as_deref().unwrap_or_default();
    if code.is_empty() {
        return Err(Refusal::new(
            "invalid_request",
            "Missing required parameter: code",
        ));
    }
    let mut transaction = sandbox.store.ledger().begin_with("BEGIN IMMEDIATE").await?;
    // A code is spent by the first attempt, whether or not the rest of the request is right.
    let row = sqlx::query(
        "UPDATE oauth_code SET used = used + 1 WHERE code = $1
         RETURNING client_id, redirect_uri, scope, challenge, refreshable, expires_s, used",
    )
    .bind(code)
    .fetch_optional(&mut *transaction)
    .await?;
    let Some(row) = row else {
        return Err(Refusal::new("invalid_grant", "Malformed auth code."));
    };
    let consent = Consent {
        client_id: row.try_get("client_id")?,
        redirect_uri: row.try_get("redirect_uri")?,
        scope: row.try_get("scope")?,
        challenge: row.try_get("challenge")?,
        refreshable: row.try_get("refreshable")?,
    };
    let (used, expires): (i64, i64) = (row.try_get("used")?, row.try_get("expires_s")?);
    let refusal = if used > 1 || expires <= process_now().as_second() || consent.client_id != client {
        Some(Refusal::new("invalid_grant", "Bad Request"))
    } else if request.redirect_uri.as_deref() != Some(consent.redirect_uri.as_str()) {
        Some(Refusal::new("redirect_uri_mismatch", "Bad Request"))
    } else {
        let verifier = request.code_verifier.as_deref();
        match (&consent.challenge, verifier) {
            (Some(_), None) => Some(Refusal::new("invalid_grant", "Missing code verifier.")),
            (Some(challenge), Some(verifier)) if *challenge != challenge_of(verifier) => {
                Some(Refusal::new("invalid_grant", "Invalid code verifier."))
            }
            _ => None,
        }
    };
    if let Some(refusal) = refusal {
        transaction.commit().await?;
        return Err(refusal);
    }
    let tokens = insert_grant(&mut transaction, client, &consent.scope, consent.refreshable, now).await?;
    transaction.commit().await?;
    let mut body = json!({
        "access_token": tokens.access,
        "expires_in": EXPIRES_IN,
        "scope": consent.scope,
        "token_type": "Bearer",
    });
    if let Some(refresh) = tokens.refresh {
        body["refresh_token"] = json!(refresh);
    }
    Ok(reply(StatusCode::OK, body))
}

/// S256 of RFC 7636.
pub fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

async fn refresh(
    sandbox: &Sandbox,
    client: &str,
    request: &TokenRequest,
    now: Timestamp,
) -> Result<Response, Refusal> {
    let token = request.refresh_token.as_deref().unwrap_or_default();
    if token.is_empty() {
        return Err(Refusal::new(
            "invalid_request",
            "Missing required parameter: refresh_token",
        ));
    }
    let mut transaction = sandbox.store.ledger().begin_with("BEGIN IMMEDIATE").await?;
    let row = sqlx::query("SELECT id, client_id, scope, revoked FROM oauth_grant WHERE refresh_token = $1")
        .bind(token)
        .fetch_optional(&mut *transaction)
        .await?;
    let Some(row) = row else {
        return Err(Refusal::new("invalid_grant", "Bad Request"));
    };
    if row.try_get::<String, _>("client_id")? != client {
        return Err(Refusal::new("unauthorized_client", "Unauthorized"));
    }
    if row.try_get::<bool, _>("revoked")? {
        return Err(Refusal::new(
            "invalid_grant",
            "Token has been expired or revoked.",
        ));
    }
    let scope: String = row.try_get("scope")?;
    let access = insert_access(&mut transaction, row.try_get("id")?, now).await?;
    transaction.commit().await?;
    // Google does not rotate refresh tokens: the old one stays and none is sent.
    Ok(reply(
        StatusCode::OK,
        json!({ "access_token": access, "expires_in": EXPIRES_IN, "scope": scope, "token_type": "Bearer" }),
    ))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Revocation {
    token: Option<String>,
}

/// Revokes the grant behind an access or a refresh token, given in the query or in a form.
pub async fn revoke(
    State(sandbox): State<Arc<Sandbox>>,
    Query(query): Query<Revocation>,
    form: Result<Form<Revocation>, axum::extract::rejection::FormRejection>,
) -> Response {
    let token = query
        .token
        .or_else(|| form.ok().and_then(|Form(form)| form.token))
        .unwrap_or_default();
    let revoked = sqlx::query(
        "UPDATE oauth_grant SET revoked = 1
         WHERE revoked = 0 AND (refresh_token = $1 OR id = (SELECT grant_id FROM oauth_access WHERE token = $1))",
    )
    .bind(token)
    .execute(sandbox.store.ledger())
    .await;
    match revoked {
        Ok(done) if done.rows_affected() == 1 => reply(StatusCode::OK, json!({})),
        Ok(_) => Refusal::new("invalid_token", "Token expired or revoked").response(),
        Err(error) => Refusal::from(error).response(),
    }
}
