//! The web UI: embedded when it was built before the program, a page that says how otherwise.

use std::borrow::Cow;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{
            ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
            ETAG, IF_NONE_MATCH, VARY,
        },
    },
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::{AppState, problem::Problem};

/// What `npm run build` left in `web/dist`; nothing when it was not run.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Dist;

/// A file that is served under its own name: not the page, not a compressed twin, not the build's own notes.
fn file(path: &str) -> Option<EmbeddedFile> {
    let own = path.split('/').any(|part| part.starts_with('.')) || path.ends_with(".map");
    if own || path == PAGE || path.ends_with(".br") {
        None
    } else {
        Dist::get(path)
    }
}

const PAGE: &str = "index.html";
/// Stands in the page where the nonce of the moment goes.
const NONCE_PLACE: &str = "__CSP_NONCE__";

const PLACEHOLDER: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Adjutant</title>
<style nonce=\"__CSP_NONCE__\">
body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem; color-scheme: light dark }
code { font: 0.95em ui-monospace, monospace }
</style>
</head>
<body>
<h1>Adjutant is running</h1>
<p>This program was built without its web pages. Run <code>make web</code> in the source folder and build again;
with a release they are included.</p>
<p>The API is ready: <a href=\"/api/v1/openapi.json\">its description</a>.</p>
</body>
</html>
";

/// Whether the web UI was there when the program was built.
pub fn is_embedded() -> bool {
    Dist::get(PAGE).is_some()
}

/// Everything that is not the API: assets, the page on every other path.
pub async fn serve(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return Problem::not_found().into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response();
    }
    let name = path.trim_start_matches('/');
    if name.starts_with("assets/") {
        return asset(name, request.headers(), "public, max-age=31536000, immutable");
    }
    if file(name).is_some() {
        return asset(name, request.headers(), "no-cache");
    }
    page(&state)
}

/// A file of the build, precompressed where the browser takes it.
fn asset(path: &str, headers: &HeaderMap, lifetime: &'static str) -> Response {
    let Some(plain) = file(path) else {
        return (
            StatusCode::NOT_FOUND,
            [(CACHE_CONTROL, "no-store")],
            "there is no such file\n",
        )
            .into_response();
    };
    let (file, encoding) = match Dist::get(&format!("{path}.br")) {
        Some(compressed) if accepts_brotli(headers) => (compressed, Some("br")),
        _ => (plain, None),
    };
    let tag = file_tag(&file);
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| known.split(',').any(|each| each.trim() == tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let body = match file.data {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        };
        let mut response = body.into_response();
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
        if let Some(encoding) = encoding {
            response
                .headers_mut()
                .insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(lifetime));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

fn file_tag(file: &EmbeddedFile) -> String {
    let digest = file.metadata.sha256_hash();
    let start: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{start}\"")
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let offered = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    offered.flat_map(|value| value.split(',')).any(|each| {
        let mut parts = each.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let refused = parts.any(|part| {
            part.strip_prefix("q=")
                .is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0))
        });
        named && !refused
    })
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The page, with a nonce of its own: what runs in it is ours or does not run.
fn page(state: &AppState) -> Response {
    let mut bytes = [0; 16];
    state.context.random.fill(&mut bytes);
    let nonce = STANDARD_NO_PAD.encode(bytes);
    let embedded = Dist::get(PAGE);
    let html = match &embedded {
        Some(file) => String::from_utf8_lossy(&file.data),
        None => Cow::Borrowed(PLACEHOLDER),
    };
    let mut response = html.replace(NONCE_PLACE, &nonce).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(policy) = HeaderValue::from_str(&page_policy(&nonce)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn page_policy(nonce: &str) -> String {
    [
        "default-src 'none'",
        &format!("script-src 'self' 'nonce-{nonce}'"),
        &format!("style-src-elem 'self' 'nonce-{nonce}'"),
        // Style attributes carry positions and sizes of menus and charts; they cannot run anything.
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
    .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[test]
    fn brotli_is_sent_only_to_who_takes_it() {
        assert!(accepts_brotli(&accepting("gzip, deflate, br, zstd")));
        assert!(accepts_brotli(&accepting("br;q=0.5")));
        assert!(!accepts_brotli(&accepting("gzip, br;q=0")));
        assert!(!accepts_brotli(&accepting("brotli")));
        assert!(!accepts_brotli(&HeaderMap::new()));
    }
}
