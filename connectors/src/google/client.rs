//! One conversation with the Ads backend: headers, paths, paging, streaming, and an error for everything that is not a
//! whole and readable answer.

use bytes::Bytes;
use engine::{
    clock::Deadline,
    connections::platform::{Access, AccountAddress, Exchange, PlatformError, RetryScope},
};
use reqwest::{
    Method,
    header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::{
    API_VERSION, SetupError,
    customer_id::CustomerId,
    exchange::{Asked, request_id},
    failure::Failure,
    verdict::{CallKind, Decision, Verdict, judge},
    wire::{AccessibleCustomers, Chunk, Row},
};
use crate::http::{BaseUrl, Call, Elements, Fate, Gate, LostCall, Reply, Secrets, Shell};

/// Google answers at most 64 MB in one message; a chunk of a stream and a page are such messages.
const MESSAGE_LIMIT: usize = 64 * 1024 * 1024;
/// An error or the answer to one change.
const SMALL_LIMIT: usize = 4 * 1024 * 1024;
/// Pages hold 10,000 rows each; nothing that is read page by page comes near this many.
const PAGE_LIMIT: usize = 200;

const LOGIN_CUSTOMER_ID: HeaderName = HeaderName::from_static("login-customer-id");
const DEVELOPER_TOKEN: HeaderName = HeaderName::from_static("developer-token");
const JSON: &str = "application/json";

/// An account and the manager through which it is reached.
#[derive(Debug, Clone)]
pub struct Route {
    pub customer: CustomerId,
    pub login: Option<CustomerId>,
}

impl Route {
    pub fn direct(customer: CustomerId) -> Self {
        Self {
            customer,
            login: None,
        }
    }

    pub fn of(account: &AccountAddress) -> Result<Self, PlatformError> {
        let parse = |text: &str| {
            CustomerId::parse(text).map_err(|error| refused("invalid_account", error.to_string()))
        };
        Ok(Self {
            customer: parse(&account.external_id)?,
            login: account.login_external_id.as_deref().map(parse).transpose()?,
        })
    }
}

/// A refusal by this adapter: nothing was sent.
pub fn refused(code: &str, message: String) -> PlatformError {
    PlatformError::Refused {
        code: code.to_owned(),
        message,
        exchange: Box::new(Asked::nothing()),
    }
}

/// A 200 reply to a change.
#[derive(Debug)]
pub struct Mutated {
    pub reply: Reply,
    pub exchange: Exchange,
    asked: Asked,
}

impl Mutated {
    /// The reply says that the change failed after all.
    pub fn failed(self, failure: &Failure) -> PlatformError {
        // A partial failure has no HTTP status of its own; its operations were rejected as a bad request is.
        let verdict = judge(CallKind::Mutate, 400, Some(failure), None);
        error_of(verdict, self.exchange, &self.asked)
    }

    /// The reply cannot be what Google says to this change.
    pub fn unreadable(self, what: &str) -> PlatformError {
        PlatformError::Doubt {
            message: format!("the answer to the change could not be understood: {what}"),
            exchange: Box::new(self.exchange),
        }
    }
}

/// What is sent where, for every call of the adapter to the Ads backend.
#[derive(Debug)]
pub struct Client {
    shell: Shell,
    api_base: BaseUrl,
    developer_token: Option<HeaderValue>,
}

impl Client {
    pub fn new(
        shell: Shell,
        api_base: BaseUrl,
        developer_token: Option<SecretString>,
    ) -> Result<Self, SetupError> {
        let developer_token = developer_token
            .map(|token| secret_header(token.expose_secret()).ok_or(SetupError::DeveloperToken))
            .transpose()?;
        Ok(Self {
            shell,
            api_base,
            developer_token,
        })
    }

    /// The accounts that the grant reaches directly, managers among them.
    pub async fn accessible_customers(&self, access: &Access) -> Result<Vec<CustomerId>, PlatformError> {
        let url = self
            .api_base
            .join(&format!("{API_VERSION}/customers:listAccessibleCustomers"));
        let (reply, asked) = self.read(access, Method::GET, url, None, None).await?;
        let list: AccessibleCustomers = serde_json::from_slice(&reply.body)
            .map_err(|error| unreadable(&asked, &reply, &error.to_string()))?;
        let ids = list
            .resource_names
            .iter()
            .map(|name| CustomerId::of_resource_name(name));
        ids.collect::<Result<_, _>>()
            .map_err(|error| unreadable(&asked, &reply, &error.to_string()))
    }

    /// All rows of a query, page by page. For answers that are small by nature.
    pub async fn search(
        &self,
        access: &Access,
        route: &Route,
        query: &str,
    ) -> Result<Vec<Row>, PlatformError> {
        let url = self.customer_url(route, "googleAds:search");
        let mut rows = Vec::new();
        let mut page_token: Option<String> = None;
        for _ in 0..PAGE_LIMIT {
            let mut body = json!({ "query": query });
            if let (Some(token), Some(object)) = (page_token.take(), body.as_object_mut()) {
                object.insert("pageToken".to_owned(), Value::String(token));
            }
            let (reply, asked) = self
                .read(access, Method::POST, url.clone(), Some(route), Some(&body))
                .await?;
            let page: Chunk = serde_json::from_slice(&reply.body)
                .map_err(|error| unreadable(&asked, &reply, &error.to_string()))?;
            rows.extend(page.results);
            match page.next_page_token {
                Some(token) if !token.is_empty() => page_token = Some(token),
                _ => return Ok(rows),
            }
        }
        Err(refused(
            "too_many_rows",
            format!("Google answered with more than {PAGE_LIMIT} pages of rows"),
        ))
    }

    /// Hands every row of a query to `take` while the answer arrives. Until this returns `Ok`, nothing that `take` has
    /// seen may be used: a stream that breaks or ends in an error has told only part of the truth.
    pub async fn search_stream(
        &self,
        access: &Access,
        route: &Route,
        query: &str,
        mut take: impl FnMut(Row) -> Result<(), String> + Send,
    ) -> Result<(), PlatformError> {
        let url = self.customer_url(route, "googleAds:searchStream");
        let (call, asked) = self.call(
            access,
            Method::POST,
            url,
            Some(route),
            Some(&json!({ "query": query })),
        )?;
        let mut reply = self
            .shell
            .open(call)
            .await
            .map_err(|lost| read_lost(&asked, &lost))?;
        if !reply.is_ok() {
            let reply = reply
                .collect(SMALL_LIMIT)
                .await
                .map_err(|lost| read_lost(&asked, &lost))?;
            return Err(judged(CallKind::Read, &asked, &reply));
        }
        let id = request_id(&reply.headers);
        let part = |value: &Value, took| asked.answered_in_part(200, value, id.as_deref(), took);
        let broken = |what: &str, took| PlatformError::Retry {
            after: None,
            scope: RetryScope::Call,
            message: format!("Google's report could not be read: {what}"),
            exchange: Box::new(part(&Value::Null, took)),
        };

        let mut elements = Elements::new(MESSAGE_LIMIT);
        while let Some(bytes) = reply.chunk().await.map_err(|lost| read_lost(&asked, &lost))? {
            let complete = elements
                .push(&bytes)
                .map_err(|error| broken(&error.to_string(), reply.took()))?;
            for element in complete {
                let chunk: Chunk = serde_json::from_slice(&element)
                    .map_err(|error| broken(&error.to_string(), reply.took()))?;
                if let Some(status) = &chunk.error {
                    // Rows have already come: the error brings its own status.
                    let failure = Failure::of_status(status).unwrap_or_default();
                    let verdict = judge(CallKind::Read, failure.code.unwrap_or(500), Some(&failure), None);
                    let exchange = part(&json!({ "error": status }), reply.took());
                    return Err(error_of(verdict, exchange, &asked));
                }
                for row in chunk.results {
                    take(row).map_err(|what| broken(&what, reply.took()))?;
                }
            }
        }
        elements
            .finish()
            .map_err(|error| broken(&error.to_string(), reply.took()))?;
        tracing::debug!(
            customer = %route.customer,
            request_id = id.as_deref(),
            took_ms = u64::try_from(reply.took().as_millis()).unwrap_or(u64::MAX),
            "google: report read"
        );
        Ok(())
    }

    /// Sends one change. The deadline is checked when the bytes are about to leave.
    pub async fn mutate(
        &self,
        access: &Access,
        route: &Route,
        method: &str,
        body: &Value,
        deadline: Deadline,
    ) -> Result<Mutated, PlatformError> {
        let url = self.customer_url(route, method);
        let (mut call, asked) = self.call(access, Method::POST, url, Some(route), Some(body))?;
        call.timeout = self.shell.timeouts().mutate;
        call.gate = Gate::Until(deadline);
        let reply = self
            .shell
            .send(call, SMALL_LIMIT)
            .await
            .map_err(|lost| match lost.fate {
                Fate::TooLate => PlatformError::TooLate,
                Fate::NotSent => read_lost(&asked, &lost),
                Fate::Unknown => PlatformError::Doubt {
                    message: lost.message.clone(),
                    exchange: Box::new(asked.lost(&lost)),
                },
            })?;
        tracing::debug!(
            customer = %route.customer,
            method,
            status = reply.status,
            request_id = request_id(&reply.headers).as_deref(),
            "google: change answered"
        );
        if !reply.is_ok() {
            return Err(judged(CallKind::Mutate, &asked, &reply));
        }
        Ok(Mutated {
            exchange: asked.answered(&reply),
            reply,
            asked,
        })
    }

    /// A call that changes nothing, its whole answer.
    async fn read(
        &self,
        access: &Access,
        method: Method,
        url: Url,
        route: Option<&Route>,
        body: Option<&Value>,
    ) -> Result<(Reply, Asked), PlatformError> {
        let (call, asked) = self.call(access, method, url, route, body)?;
        let reply = self
            .shell
            .send(call, MESSAGE_LIMIT)
            .await
            .map_err(|lost| read_lost(&asked, &lost))?;
        if reply.is_ok() {
            Ok((reply, asked))
        } else {
            Err(judged(CallKind::Read, &asked, &reply))
        }
    }

    fn customer_url(&self, route: &Route, method: &str) -> Url {
        self.api_base
            .join(&format!("{API_VERSION}/customers/{}/{method}", route.customer))
    }

    fn call(
        &self,
        access: &Access,
        method: Method,
        url: Url,
        route: Option<&Route>,
        body: Option<&Value>,
    ) -> Result<(Call, Asked), PlatformError> {
        let bearer = format!("Bearer {}", access.token.expose_secret());
        let Some(bearer) = secret_header(&bearer) else {
            return Err(PlatformError::Unauthorized {
                message: "the stored access token cannot be sent in a header".to_owned(),
            });
        };
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, bearer);
        if let Some(token) = &self.developer_token {
            headers.insert(DEVELOPER_TOKEN, token.clone());
        }
        if let Some(login) = route.and_then(|route| route.login.as_ref())
            && let Ok(value) = HeaderValue::from_str(login.as_str())
        {
            headers.insert(LOGIN_CUSTOMER_ID, value);
        }
        let bytes = body.map(|body| Bytes::from(body.to_string()));
        let asked = Asked::new(
            &method,
            &url,
            bytes.as_ref(),
            Secrets::new([access.token.clone()]),
        );
        let call = Call {
            method,
            url,
            headers,
            body: bytes.map(|bytes| (bytes, JSON)),
            timeout: self.shell.timeouts().read,
            gate: Gate::Open,
        };
        Ok((call, asked))
    }
}

fn secret_header(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A call without effect that brought no answer.
fn read_lost(asked: &Asked, lost: &LostCall) -> PlatformError {
    PlatformError::Retry {
        after: None,
        scope: RetryScope::Call,
        message: format!("Google Ads could not be reached: {}", lost.message),
        exchange: Box::new(asked.lost(lost)),
    }
}

/// A 200 answer to a read that is not what was asked for.
fn unreadable(asked: &Asked, reply: &Reply, what: &str) -> PlatformError {
    PlatformError::Retry {
        after: None,
        scope: RetryScope::Call,
        message: format!("Google's answer could not be read: {what}"),
        exchange: Box::new(asked.answered(reply)),
    }
}

/// A reply that is not a success.
fn judged(kind: CallKind, asked: &Asked, reply: &Reply) -> PlatformError {
    let failure = Failure::of_body(&reply.body);
    let verdict = judge(kind, reply.status, failure.as_ref(), reply.retry_after());
    let mut exchange = asked.answered(reply);
    if exchange.request_id.is_none() {
        exchange.request_id = failure.and_then(|failure| failure.request_id);
    }
    error_of(verdict, exchange, asked)
}

fn error_of(verdict: Verdict, exchange: Exchange, asked: &Asked) -> PlatformError {
    let message = asked.clean(&verdict.message);
    let exchange = Box::new(exchange);
    match verdict.decision {
        Decision::Retry { after, scope } => PlatformError::Retry {
            after,
            scope,
            message,
            exchange,
        },
        Decision::Doubt => PlatformError::Doubt { message, exchange },
        Decision::Unauthorized => PlatformError::Unauthorized { message },
        Decision::Reconnect => PlatformError::Reconnect { message },
        Decision::Refused => PlatformError::Refused {
            code: verdict.code,
            message,
            exchange,
        },
        Decision::OutOfSync => PlatformError::OutOfSync { message, exchange },
    }
}
