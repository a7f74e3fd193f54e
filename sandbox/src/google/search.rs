//! `googleAds:search` and `googleAds:searchStream`.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};

use super::access;
use super::failure::{AdsError, Failure};
use super::gaql::{self, check::Checked};
use super::report::{self, Scene, Table};
use super::request::{find, flag, mistyped, object, only, respond, text};
use super::value::camel;
use crate::exchange::RequestId;
use crate::sandbox::Sandbox;

/// Rows of a page and of a chunk of the stream.
const PAGE: usize = 10_000;
/// Result sets kept for further pages, and how long.
const KEPT: usize = 16;
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(2);

/// Answers that have further pages. A page shows what was true when its first page was asked for.
#[derive(Default)]
pub struct Pages {
    kept: VecDeque<KeptTable>,
    last: u64,
}

struct KeptTable {
    number: u64,
    customer: i64,
    query: String,
    at: Timestamp,
    answer: Arc<Answer>,
}

struct Answer {
    table: Table,
    field_mask: String,
}

pub async fn search_stream(
    State(sandbox): State<Arc<Sandbox>>,
    Path(customer): super::Customer,
    headers: HeaderMap,
    Extension(id): Extension<RequestId>,
    body: Bytes,
) -> Response {
    respond(stream(&sandbox, &customer, &headers, &id, &body).await, &id, true)
}

async fn stream(
    sandbox: &Sandbox,
    customer: &str,
    headers: &HeaderMap,
    id: &RequestId,
    body: &[u8],
) -> Result<Json, Failure> {
    let customer = access::customer_id(customer)?;
    let body = object(body)?;
    only(&body, "", &["customer_id", "query", "summary_row_setting"])?;
    let summary = text(&body, "", "summary_row_setting")?.unwrap_or("NO_SUMMARY_ROW");
    let (with_rows, with_summary) = match summary {
        "NO_SUMMARY_ROW" | "UNSPECIFIED" => (true, false),
        "SUMMARY_ROW_WITH_RESULTS" => (true, true),
        "SUMMARY_ROW_ONLY" => (false, true),
        other => return Err(mistyped("", "summary_row_setting", "TYPE_ENUM", &json!(other))),
    };
    let answer = answer(sandbox, customer, headers, &body).await?;
    let rows: &[Json] = if with_rows { &answer.table.rows } else { &[] };
    let mut chunks: Vec<Json> = Vec::new();
    // An answer without rows is still one chunk.
    let pieces: Vec<&[Json]> = if rows.is_empty() {
        vec![&[]]
    } else {
        rows.chunks(PAGE).collect()
    };
    let count = pieces.len();
    for (index, piece) in pieces.into_iter().enumerate() {
        let mut chunk = json!({ "fieldMask": answer.field_mask, "requestId": id.0 });
        if !piece.is_empty() {
            chunk["results"] = json!(piece);
        }
        if index + 1 == count {
            chunk["queryResourceConsumption"] = json!(consumption(&answer.table));
        }
        chunks.push(chunk);
    }
    if with_summary {
        let summary = summary_row(&answer.table)?;
        chunks.push(json!({ "summaryRow": summary, "fieldMask": answer.field_mask, "requestId": id.0 }));
    }
    Ok(json!(chunks))
}

pub async fn search(
    State(sandbox): State<Arc<Sandbox>>,
    Path(customer): super::Customer,
    headers: HeaderMap,
    Extension(id): Extension<RequestId>,
    body: Bytes,
) -> Response {
    respond(paged(&sandbox, &customer, &headers, &body).await, &id, false)
}

async fn paged(sandbox: &Sandbox, customer: &str, headers: &HeaderMap, body: &[u8]) -> Result<Json, Failure> {
    let customer = access::customer_id(customer)?;
    let body = object(body)?;
    only(
        &body,
        "",
        &[
            "customer_id",
            "query",
            "page_token",
            "page_size",
            "validate_only",
            "search_settings",
        ],
    )?;
    let no_settings = json!({});
    let settings = match find(&body, "search_settings").unwrap_or(&no_settings) {
        Json::Object(map) => map,
        other => return Err(mistyped("", "search_settings", "TYPE_MESSAGE", other)),
    };
    let names = ["omit_results", "return_summary_row", "return_total_results_count"];
    only(settings, "search_settings", &names)?;
    let [omit, summary, total] = names.map(|name| flag(settings, "search_settings", name));
    let (omit, summary, total) = (omit?, summary?, total?);
    let validate_only = flag(&body, "", "validate_only")?;
    let page_token = text(&body, "", "page_token")?.filter(|token| !token.is_empty());
    if find(&body, "page_size").is_some_and(|size| *size != json!(0)) {
        return Err(AdsError::new(
            "requestError",
            "PAGE_SIZE_NOT_SUPPORTED",
            "Setting the page size is not supported. Search Responses will have fixed page size of '10000' rows.",
        )
        .into());
    }
    if validate_only && page_token.is_some() {
        let text = "page_token is set in the validate only request";
        return Err(AdsError::new("requestError", "VALIDATE_ONLY_REQUEST_HAS_PAGE_TOKEN", text).into());
    }
    let (answer, offset, number) = match page_token {
        Some(token) => further(sandbox, customer, headers, &body, token).await?,
        None => (
            Arc::new(answer(sandbox, customer, headers, &body).await?),
            0,
            None,
        ),
    };
    if validate_only {
        return Ok(json!({}));
    }
    let table = &answer.table;
    let mut json = json!({
        "fieldMask": answer.field_mask,
        "queryResourceConsumption": consumption(table),
    });
    if !omit {
        let end = (offset + PAGE).min(table.rows.len());
        let page = table.rows.get(offset..end).unwrap_or_default();
        if !page.is_empty() {
            json["results"] = json!(page);
        }
        if end < table.rows.len() {
            let number = number.unwrap_or_else(|| keep(sandbox, customer, &body, &answer));
            json["nextPageToken"] = json!(URL_SAFE_NO_PAD.encode(format!("{number}:{end}")));
        }
    }
    if total {
        json["totalResultsCount"] = json!(table.total.to_string());
    }
    if summary {
        json["summaryRow"] = summary_row(table)?;
    }
    Ok(json)
}

/// Checks the gate, parses, checks and answers the query in `body`.
async fn answer(
    sandbox: &Sandbox,
    customer: i64,
    headers: &HeaderMap,
    body: &Map<String, Json>,
) -> Result<Answer, Failure> {
    let moment = sandbox.moment().await;
    let (now, world) = (moment.now, &moment.world);
    access::authenticate(sandbox, headers, now).await?;
    let (market_index, account) = access::customer(&world.google, headers, customer)?;
    sandbox.google.spend(customer, 1, now)?;
    let query = text(body, "", "query")?.unwrap_or_default();
    let checked = gaql::check::check(&gaql::parse(query)?, account.today(now))?;
    let scene = Scene {
        accounts: &world.google,
        account,
        market: &world.market,
        market_index,
        now,
    };
    let table = report::run(&scene, &checked, world.truth())?;
    Ok(Answer {
        table,
        field_mask: field_mask(&checked),
    })
}

fn field_mask(query: &Checked) -> String {
    query
        .select
        .iter()
        .map(|field| camel(field.name))
        .collect::<Vec<_>>()
        .join(",")
}

/// A number that grows with the work a query made, as the platform's does.
fn consumption(table: &Table) -> String {
    (table.total / 20 + 1).to_string()
}

fn summary_row(table: &Table) -> Result<Json, Failure> {
    table.summary.clone().ok_or_else(|| {
        AdsError::new(
            "requestError",
            "CANNOT_RETURN_SUMMARY_ROW_FOR_REQUEST_WITHOUT_METRICS",
            "return_summary_row cannot be enabled if request did not select any metrics field.",
        )
        .into()
    })
}

fn keep(sandbox: &Sandbox, customer: i64, body: &Map<String, Json>, answer: &Arc<Answer>) -> u64 {
    let mut pages = sandbox
        .google
        .pages
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    pages.last += 1;
    let kept = KeptTable {
        number: pages.last,
        customer,
        query: body
            .get("query")
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned(),
        at: sandbox.clock.now(),
        answer: Arc::clone(answer),
    };
    if pages.kept.len() == KEPT {
        pages.kept.pop_front();
    }
    pages.kept.push_back(kept);
    pages.last
}

/// A page after the first.
async fn further(
    sandbox: &Sandbox,
    customer: i64,
    headers: &HeaderMap,
    body: &Map<String, Json>,
    token: &str,
) -> Result<(Arc<Answer>, usize, Option<u64>), Failure> {
    {
        let moment = sandbox.moment().await;
        access::authenticate(sandbox, headers, moment.now).await?;
        access::customer(&moment.world.google, headers, customer)?;
    }
    let invalid = || {
        AdsError::new(
            "requestError",
            "INVALID_PAGE_TOKEN",
            "Next page token specified in user request is invalid.",
        )
    };
    let decoded = URL_SAFE_NO_PAD
        .decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let decoded = decoded.ok_or_else(invalid)?;
    let (number, offset) = decoded.split_once(':').ok_or_else(invalid)?;
    let (number, offset): (u64, usize) = (
        number.parse().map_err(|_| invalid())?,
        offset.parse().map_err(|_| invalid())?,
    );
    let now = sandbox.clock.now();
    let pages = sandbox
        .google
        .pages
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let expired = || {
        AdsError::new(
            "requestError",
            "EXPIRED_PAGE_TOKEN",
            "Next page token specified in user request has expired.",
        )
    };
    let kept = pages
        .kept
        .iter()
        .find(|kept| kept.number == number)
        .ok_or_else(expired)?;
    if now.duration_since(kept.at) > KEPT_FOR {
        return Err(expired().into());
    }
    // A token belongs to its query and its customer.
    if kept.customer != customer || body.get("query").and_then(Json::as_str) != Some(kept.query.as_str()) {
        return Err(invalid().into());
    }
    Ok((Arc::clone(&kept.answer), offset, Some(number)))
}
