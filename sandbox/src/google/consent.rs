//! The consent page: a person sees who asks for what, clears the box of what they do not want to give, and clicks Allow or
//! Cancel. Google's answer then carries fewer scopes than were asked for, and its tokens open less.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use url::Url;

use super::oauth::{self, Consent, SCOPE, SIGN_IN_SCOPES};
use crate::exchange::is_own_origin;
use crate::sandbox::Sandbox;

/// Parameters of the authorization endpoint. `include_granted_scopes`, `login_hint` and others are accepted unread.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Ask {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    scope: String,
    access_type: String,
    prompt: String,
    state: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

impl Ask {
    /// The scopes that a person decides on one by one.
    fn boxes(&self) -> impl Iterator<Item = &str> {
        self.scope
            .split(' ')
            .filter(|scope| !scope.is_empty() && !SIGN_IN_SCOPES.contains(scope))
    }
}

/// A scope in the words of the page.
fn what_it_allows(scope: &str) -> &str {
    match scope {
        SCOPE => "See, edit, create and delete your Google Ads accounts and data.",
        other => other,
    }
}

/// Why the page cannot be shown. Before client and redirect address are known to be right, nothing may be sent there.
struct Wrong {
    code: u16,
    error: &'static str,
    explanation: String,
}

impl Wrong {
    fn new(error: &'static str, explanation: impl Into<String>) -> Self {
        Self {
            code: if error == "invalid_client" { 401 } else { 400 },
            error,
            explanation: explanation.into(),
        }
    }

    fn response(self) -> Response {
        let page = frame(
            "Access blocked",
            &format!(
                "<h1>Access blocked: authorization error</h1><p>{}</p><p>Error {}: {}</p>",
                escape(&self.explanation),
                self.code,
                self.error
            ),
        );
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::BAD_REQUEST);
        (status, guards(), Html(page)).into_response()
    }
}

pub async fn page(State(sandbox): State<Arc<Sandbox>>, Query(ask): Query<Ask>) -> Response {
    if let Err(wrong) = check(&sandbox, &ask) {
        return wrong.response();
    }
    // The decision comes back with all that was asked, and is checked again.
    let fields = pairs(&ask)
        .iter()
        .map(|(name, value)| {
            format!(
                r#"<input type="hidden" name="{}" value="{}">"#,
                escape(name),
                escape(value)
            )
        })
        .collect::<String>();
    let boxes = ask
        .boxes()
        .map(|scope| {
            format!(
                r#"<label><input type="checkbox" name="{GRANTED}" value="{scope}" checked> {}</label>"#,
                escape(what_it_allows(scope)),
                scope = escape(scope)
            )
        })
        .collect::<String>();
    let body = format!(
        r#"<h1>Sign in to Google Ads (sandbox)</h1>
<p><strong>{}</strong> wants to access your Google account <strong>desk@northwind.example</strong>.</p>
<form method="post" action="/google/accounts/o/oauth2/v2/decision">{fields}
<fieldset><legend>Select what it can access</legend>{boxes}</fieldset>
<div><button type="submit" name="decision" value="cancel">Cancel</button>
<button type="submit" name="decision" value="allow" class="main">Allow</button></div></form>"#,
        escape(&ask.client_id)
    );
    (guards(), Html(frame("Sign in - sandbox", &body))).into_response()
}

/// The name of the boxes: one pair of the form for each that is ticked.
const GRANTED: &str = "granted_scope";

/// What the page sends: the decision, the ticked boxes, and all that was asked.
struct Decided {
    allowed: bool,
    ticked: Vec<String>,
    ask: Ask,
}

impl Decided {
    /// A box may stand there several times, so the form is read as the pairs it is.
    fn read(form: Vec<(String, String)>) -> Option<Self> {
        let mut ticked = Vec::new();
        let mut allowed = false;
        let mut asked = serde_json::Map::new();
        for (name, value) in form {
            match name.as_str() {
                GRANTED => ticked.push(value),
                "decision" => allowed = value == "allow",
                _ => {
                    asked.insert(name, value.into());
                }
            }
        }
        let ask = serde_json::from_value(asked.into()).ok()?;
        Some(Self { allowed, ticked, ask })
    }

    /// What was asked for and not taken out; the bare sign-in where nothing else is left.
    fn granted(&self) -> String {
        let kept: Vec<&str> = self
            .ask
            .scope
            .split(' ')
            .filter(|scope| {
                SIGN_IN_SCOPES.contains(scope) || self.ticked.iter().any(|ticked| ticked == scope)
            })
            .collect();
        if kept.is_empty() {
            let [bare, ..] = SIGN_IN_SCOPES;
            return bare.to_owned();
        }
        kept.join(" ")
    }
}

pub async fn decide(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    if !is_own_origin(&headers) {
        return Wrong::new(
            "invalid_request",
            "The decision has to come from the consent page itself.",
        )
        .response();
    }
    let Some(decided) = Decided::read(form) else {
        return Wrong::new("invalid_request", "The decision cannot be read.").response();
    };
    let ask = &decided.ask;
    let mut target = match check(&sandbox, ask) {
        Ok(target) => target,
        Err(wrong) => return wrong.response(),
    };
    let mut answer: Vec<(&str, String)> = ask.state.iter().map(|state| ("state", state.clone())).collect();
    if decided.allowed {
        let granted = decided.granted();
        match allow(&sandbox, ask, &granted).await {
            Ok(code) => answer.extend([("code", code), ("scope", granted)]),
            Err(error) => {
                tracing::error!(%error, "a consent could not be stored");
                answer.push(("error", "server_error".to_owned()));
            }
        }
    } else {
        answer.push(("error", "access_denied".to_owned()));
    }
    target.query_pairs_mut().extend_pairs(answer);
    (
        StatusCode::FOUND,
        [(header::LOCATION, target.to_string())],
        guards(),
    )
        .into_response()
}

async fn allow(sandbox: &Sandbox, ask: &Ask, granted: &str) -> Result<String, sqlx::Error> {
    // A refresh token comes with offline access, the first time or whenever consent is asked for again.
    let refreshable = ask.access_type == "offline"
        && (ask.prompt.split(' ').any(|prompt| prompt == "consent")
            || !oauth::has_live_grant(&sandbox.store, &ask.client_id).await?);
    let consent = Consent {
        client_id: ask.client_id.clone(),
        redirect_uri: ask.redirect_uri.clone(),
        scope: granted.to_owned(),
        challenge: ask
            .code_challenge
            .clone()
            .filter(|challenge| !challenge.is_empty()),
        refreshable,
    };
    oauth::issue_code(&sandbox.store, &consent).await
}

/// Checks what is asked and returns where the answer goes.
fn check(sandbox: &Sandbox, ask: &Ask) -> Result<Url, Wrong> {
    if ask.client_id.is_empty() {
        return Err(Wrong::new(
            "invalid_request",
            "Missing required parameter: client_id",
        ));
    }
    if !sandbox.google.clients.iter().any(|(id, _)| *id == ask.client_id) {
        return Err(Wrong::new("invalid_client", "The OAuth client was not found."));
    }
    let target = Url::parse(&ask.redirect_uri)
        .map_err(|_| Wrong::new("invalid_request", "Missing or invalid parameter: redirect_uri"))?;
    if !is_loopback(&target) {
        return Err(Wrong::new(
            "redirect_uri_mismatch",
            "The sandbox redirects to loopback addresses only.",
        ));
    }
    if ask.response_type != "code" {
        return Err(Wrong::new(
            "unsupported_response_type",
            "response_type must be `code`.",
        ));
    }
    if !ask.scope.split(' ').any(|scope| scope == SCOPE) {
        return Err(Wrong::new(
            "invalid_scope",
            format!("The scope must contain {SCOPE}."),
        ));
    }
    if ask.code_challenge.as_deref().is_some_and(|it| !it.is_empty())
        && ask.code_challenge_method.as_deref() != Some("S256")
    {
        return Err(Wrong::new(
            "invalid_request",
            "code_challenge_method must be S256.",
        ));
    }
    Ok(target)
}

fn is_loopback(target: &Url) -> bool {
    let local = match target.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    local && matches!(target.scheme(), "http" | "https") && target.fragment().is_none()
}

/// The pairs of what was asked, absent ones left out.
fn pairs(ask: &Ask) -> Vec<(String, String)> {
    match serde_json::to_value(ask) {
        Ok(serde_json::Value::Object(map)) => map
            .into_iter()
            .filter_map(|(name, value)| value.as_str().map(|value| (name, value.to_owned())))
            .collect(),
        _ => Vec::new(),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn frame(title: &str, body: &str) -> String {
    format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{{font:16px/1.5 system-ui,sans-serif;background:#f0f4f9;color:#1f1f1f;margin:0}}
main{{max-width:28rem;margin:12vh auto;background:#fff;border-radius:1.5rem;padding:2rem}}
h1{{font-size:1.4rem;margin-top:0}}div{{display:flex;gap:.75rem;justify-content:flex-end;margin-top:2rem}}
fieldset{{border:1px solid #c4c7c5;border-radius:.75rem;padding:.75rem 1rem}}label{{display:flex;gap:.75rem;align-items:start;padding:.25rem 0}}
input[type=checkbox]{{width:1.25rem;height:1.25rem;margin:.15rem 0;accent-color:#0b57d0}}
button{{font:inherit;padding:.5rem 1.4rem;border-radius:2rem;border:1px solid #747775;background:#fff;color:#0b57d0}}
button.main{{background:#0b57d0;color:#fff;border-color:#0b57d0}}</style></head><body><main>{body}</main></body></html>"#
    )
}

/// Nobody may frame the page, and nothing on it is loaded from elsewhere.
fn guards() -> [(header::HeaderName, &'static str); 3] {
    [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
        (header::CACHE_CONTROL, "no-store"),
        // With `no-referrer` a browser would send `Origin: null` with the form, and the decision would not be known as the page's.
        (header::REFERRER_POLICY, "same-origin"),
    ]
}
