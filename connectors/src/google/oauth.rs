//! The consent: where a person is sent, and the token endpoint.
//!
//! Google does not rotate refresh tokens: a refresh brings a new access token only, and the stored refresh token stays.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use bytes::Bytes;
use engine::connections::platform::{
    ConsentRequest, Exchange, Grant, NeededScope, PlatformError, RetryScope,
};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, header::HeaderMap};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::form_urlencoded;

use super::exchange::Asked;
use crate::{
    http::{BaseUrl, Call, Gate, Reply, Secrets, Shell},
    numbers::Whole,
};

/// The one permission that is asked for.
const SCOPE: &str = "https://www.googleapis.com/auth/adwords";
pub const NEEDED_SCOPES: &[NeededScope] = &[NeededScope {
    name: SCOPE,
    needed_for: "reading campaigns and reports of Google Ads, and changing budgets and statuses",
}];
const FORM: &str = "application/x-www-form-urlencoded";
const LIMIT: usize = 1024 * 1024;
/// How often a token call is repeated after its first failure.
const REPEATS: usize = 2;

/// The consent page and the token endpoint of one OAuth client.
#[derive(Debug)]
pub struct OAuth {
    pub shell: Shell,
    pub accounts_base: BaseUrl,
    pub oauth_base: BaseUrl,
    pub client_id: String,
    pub client_secret: SecretString,
}

#[derive(Debug, Deserialize)]
struct TokenReply {
    access_token: Token,
    expires_in: Option<Whole>,
    refresh_token: Option<Token>,
    /// Present when the grant itself is limited in time.
    refresh_token_expires_in: Option<Whole>,
    scope: Option<String>,
}

/// A token on its way from the wire into a secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
struct Token(SecretString);

impl From<String> for Token {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ErrorReply {
    error: String,
    error_description: String,
}

/// One failed attempt and whether another may follow.
struct Attempt {
    error: PlatformError,
    again: bool,
}

impl OAuth {
    /// `access_type=offline` with `prompt=consent` makes Google hand out a refresh token every time.
    pub fn consent_url(&self, request: &ConsentRequest) -> String {
        let mut url = self.accounts_base.join("o/oauth2/v2/auth");
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &request.redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("scope", SCOPE)
            .append_pair("access_type", "offline")
            .append_pair("prompt", "consent")
            .append_pair("include_granted_scopes", "true")
            .append_pair("state", &request.state)
            .append_pair("code_challenge", &request.code_challenge)
            .append_pair("code_challenge_method", "S256");
        url.to_string()
    }

    pub async fn exchange_code(
        &self,
        code: &str,
        verifier: &str,
        redirect_uri: &str,
    ) -> Result<Grant, PlatformError> {
        let secrets = vec![SecretString::from(code), SecretString::from(verifier)];
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("code_verifier", verifier),
            ("redirect_uri", redirect_uri),
        ];
        let reply = self.token(&form, secrets).await?;
        let refresh_token = reply.refresh_token.clone().map(|Token(token)| token);
        let grant = self.grant(reply, refresh_token, None, vec![SCOPE.to_owned()]);
        let may_work = grant.scopes.iter().any(|scope| scope == SCOPE);
        if may_work && grant.refresh_token.is_none() {
            return Err(PlatformError::Reconnect {
                message: "Google did not grant lasting access: remove this application under \
                          https://myaccount.google.com/connections and connect again"
                    .to_owned(),
            });
        }
        Ok(grant)
    }

    pub async fn refresh(&self, grant: &Grant) -> Result<Grant, PlatformError> {
        let Some(refresh_token) = &grant.refresh_token else {
            return Err(PlatformError::Reconnect {
                message: "this connection has no refresh token: connect again".to_owned(),
            });
        };
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.expose_secret()),
        ];
        let reply = self.token(&form, vec![refresh_token.clone()]).await?;
        let kept = reply
            .refresh_token
            .clone()
            .map_or_else(|| refresh_token.clone(), |Token(new)| new);
        Ok(self.grant(reply, Some(kept), grant.grant_expires_at, grant.scopes.clone()))
    }

    /// `ends` and `scopes` stand for what the reply leaves out.
    fn grant(
        &self,
        reply: TokenReply,
        refresh_token: Option<SecretString>,
        ends: Option<Timestamp>,
        scopes: Vec<String>,
    ) -> Grant {
        let now = self.shell.clock().now();
        let later = |seconds: Whole| {
            now.saturating_add(SignedDuration::from_secs(seconds.0))
                .unwrap_or(Timestamp::MAX)
        };
        Grant {
            access_token: reply.access_token.0,
            refresh_token,
            access_expires_at: reply.expires_in.map(later),
            grant_expires_at: reply.refresh_token_expires_in.map(later).or(ends),
            scopes: match reply.scope {
                Some(scope) => scope.split_ascii_whitespace().map(str::to_owned).collect(),
                None => scopes,
            },
        }
    }

    /// Calls the token endpoint, a few times where Google's own client would.
    async fn token(
        &self,
        form: &[(&str, &str)],
        secrets: Vec<SecretString>,
    ) -> Result<TokenReply, PlatformError> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.client_secret.expose_secret())
            .finish();
        let body = Bytes::from(body);
        let mut secrets = secrets;
        secrets.push(self.client_secret.clone());
        let secrets = Secrets::new(secrets);
        let pauses = ExponentialBuilder::default()
            .with_min_delay(self.shell.timeouts().token_pause)
            .with_factor(2.0)
            .with_max_times(REPEATS);
        let attempt = || self.token_once(body.clone(), secrets.clone());
        attempt
            .retry(pauses)
            .when(|failed: &Attempt| failed.again)
            .await
            .map_err(|failed| failed.error)
    }

    async fn token_once(&self, body: Bytes, secrets: Secrets) -> Result<TokenReply, Attempt> {
        let url = self.oauth_base.join("token");
        let asked = Asked::new(&Method::POST, &url, None, secrets);
        let call = Call {
            method: Method::POST,
            url,
            headers: HeaderMap::new(),
            body: Some((body, FORM)),
            timeout: self.shell.timeouts().read,
            gate: Gate::Open,
        };
        let once = |error| Attempt { error, again: false };
        let reply = self.shell.send(call, LIMIT).await.map_err(|lost| {
            once(not_now(
                None,
                format!("Google's sign-in service could not be reached: {}", lost.message),
                asked.lost(&lost),
            ))
        })?;
        if !reply.is_ok() {
            return Err(refusal(&asked, &reply));
        }
        // The text of a parse error could repeat part of a token: it is not shown.
        serde_json::from_slice::<TokenReply>(&reply.body)
            .ok()
            .filter(|reply| !reply.access_token.0.expose_secret().is_empty())
            .ok_or_else(|| {
                let exchange = asked.answered(&reply);
                once(not_now(
                    None,
                    "Google's sign-in service gave an answer that is no token".to_owned(),
                    exchange,
                ))
            })
    }
}

fn not_now(after: Option<Duration>, message: String, exchange: Exchange) -> PlatformError {
    PlatformError::Retry {
        after,
        scope: RetryScope::Call,
        message,
        exchange: Box::new(exchange),
    }
}

/// What a refusal of the token endpoint means. The HTTP statuses and names that deserve another attempt are those of
/// Google's own authentication library.
fn refusal(asked: &Asked, reply: &Reply) -> Attempt {
    let said: ErrorReply = serde_json::from_slice(&reply.body).unwrap_or_default();
    let again = matches!(reply.status, 408 | 429 | 500 | 503)
        || matches!(
            said.error.as_str(),
            "internal_failure" | "server_error" | "temporarily_unavailable"
        );
    let text = match (said.error.as_str(), said.error_description.as_str()) {
        ("", _) => format!("HTTP status {}", reply.status),
        (error, "") => error.to_owned(),
        (error, description) => format!("{error}: {description}"),
    };
    let text = asked.clean(&text);
    let exchange = asked.answered(reply);
    let error = match said.error.as_str() {
        _ if again => not_now(
            reply.retry_after(),
            format!("Google's sign-in service has a problem ({text})"),
            exchange,
        ),
        "invalid_grant" => PlatformError::Reconnect {
            message: format!("Google no longer accepts this connection; Google says: {text}"),
        },
        "invalid_client" | "unauthorized_client" => PlatformError::Refused {
            code: said.error,
            message: format!(
                "Google does not know this installation: google.client_id and google.client_secret must be those of one \
                 OAuth client in the Google Cloud console; Google says: {text}"
            ),
            exchange: Box::new(exchange),
        },
        "redirect_uri_mismatch" => PlatformError::Refused {
            code: said.error,
            message: format!(
                "the address of this installation is not among the redirect addresses of its OAuth client in the Google \
                 Cloud console; Google says: {text}"
            ),
            exchange: Box::new(exchange),
        },
        // No error of the OAuth protocol: a proxy or an outage.
        "" => not_now(
            reply.retry_after(),
            format!("Google's sign-in service did not answer properly ({text})"),
            exchange,
        ),
        _ => PlatformError::Refused {
            code: said.error,
            message: format!("Google refused to sign this installation in; Google says: {text}"),
            exchange: Box::new(exchange),
        },
    };
    Attempt { error, again }
}
