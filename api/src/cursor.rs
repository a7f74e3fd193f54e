//! What every list is asked: how many rows, which names, and the cursor at which it goes on, opaque to clients and good for the
//! same filters only.

use axum::{
    body::{Body, to_bytes},
    extract::{OriginalUri, Request},
    http::{HeaderValue, header::LINK},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::problem::Problem;

/// Rows on a page when nobody says.
const USUAL: i64 = 50;
/// The most on one page.
pub const MOST: i64 = 500;

/// The field of a page that says where the list goes on.
pub const NEXT: &str = "next_cursor";

/// The one field of a page that the header repeats.
#[derive(Deserialize)]
struct Tail {
    #[serde(default)]
    next_cursor: Option<String>,
}

/// `Link: <…>; rel="next"` for every page that is not the last. Layered on lists by [`crate::permission::guard`].
pub async fn link_next(request: Request, next: Next) -> Response {
    let uri = request
        .extensions()
        .get::<OriginalUri>()
        .map_or_else(|| request.uri().clone(), |OriginalUri(uri)| uri.clone());
    let response = next.run(request).await;
    if !response.status().is_success() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Problem::internal().into_response();
    };
    if let Ok(Tail {
        next_cursor: Some(cursor),
    }) = serde_json::from_slice(&body)
    {
        let others = uri.query().into_iter().flat_map(|query| query.split('&'));
        let mut query: Vec<&str> = others
            .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some("cursor"))
            .collect();
        let cursor = format!("cursor={cursor}");
        query.push(&cursor);
        let link = format!("<{}?{}>; rel=\"next\"", uri.path(), query.join("&"));
        if let Ok(link) = HeaderValue::from_str(&link) {
            parts.headers.insert(LINK, link);
        }
    }
    Response::from_parts(parts, Body::from(body))
}

/// How many rows were asked for.
pub fn limit(asked: Option<i64>) -> Result<i64, Problem> {
    match asked.unwrap_or(USUAL) {
        limit if (1..=MOST).contains(&limit) => Ok(limit),
        _ => Err(Problem::invalid_field(
            "limit",
            format!("use a number from 1 to {MOST}"),
        )),
    }
}

/// The longest part of a name that is looked for, in characters.
const LONGEST_TEXT: usize = 200;

/// The part of a name that is looked for; blank is nothing.
pub fn text(asked: Option<String>) -> Result<Option<String>, Problem> {
    let text = asked.filter(|text| !text.trim().is_empty());
    match &text {
        Some(long) if long.chars().count() > LONGEST_TEXT => Err(Problem::invalid_field(
            "q",
            format!("use at most {LONGEST_TEXT} characters"),
        )),
        _ => Ok(text),
    }
}

/// Reads a cursor that [`next`] wrote for the same `filters`.
pub fn read<K: DeserializeOwned>(cursor: Option<&str>, filters: &str) -> Result<Option<K>, Problem> {
    let Some(text) = cursor else {
        return Ok(None);
    };
    let decoded: Option<(String, K)> = URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    match decoded {
        Some((for_filters, key)) if for_filters == filters => Ok(Some(key)),
        _ => Err(Problem::invalid_field(
            "cursor",
            "use a `next_cursor` of the same list and filters, unchanged",
        )),
    }
}

/// Cuts the extra row that tells whether there is more, and answers the cursor for it.
pub fn next<T, K: Serialize>(
    rows: &mut Vec<T>,
    limit: i64,
    filters: &str,
    key: impl Fn(&T) -> K,
) -> Option<String> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if rows.len() <= limit {
        return None;
    }
    rows.truncate(limit);
    write(&key(rows.last()?), filters)
}

/// The cursor of a place that the list itself knows.
pub fn write<K: Serialize>(key: &K, filters: &str) -> Option<String> {
    let text = serde_json::to_vec(&(filters, key)).ok()?;
    Some(URL_SAFE_NO_PAD.encode(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_on_where_the_page_ended_and_only_for_its_own_filters() {
        let mut rows = vec!["a", "b", "c"];
        let cursor = next(&mut rows, 2, "state=x", |row| (*row).to_owned()).unwrap();
        assert_eq!(rows, ["a", "b"]);
        assert_eq!(
            read::<String>(Some(&cursor), "state=x").unwrap(),
            Some("b".to_owned())
        );
        assert!(read::<String>(Some(&cursor), "state=y").is_err());
        assert!(read::<String>(Some("garbage"), "state=x").is_err());
        assert!(read::<(i64, i64)>(Some(&cursor), "state=x").is_err());
        assert_eq!(next(&mut rows, 2, "", |row| (*row).to_owned()), None);
    }

    #[test]
    fn a_page_has_at_least_one_row_and_a_bound() {
        assert_eq!(limit(None).ok(), Some(50));
        assert!(limit(Some(0)).is_err() && limit(Some(501)).is_err() && limit(Some(-1)).is_err());
    }
}
