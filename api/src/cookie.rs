//! The session cookie.
//!
//! Over TLS it is `__Host-adjutant`: browsers take it only with `Secure`, without a domain and for `/`, so that no
//! neighbouring host can plant one. Plain HTTP on this machine cannot carry that prefix and uses another name; the two
//! are never mixed up.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use secrecy::{ExposeSecret as _, SecretString};

use crate::address::Address;

const SECURE: &str = "__Host-adjutant";
const LOOPBACK: &str = "adjutant-loopback";

fn name(address: &Address) -> &'static str {
    if address.is_secure() { SECURE } else { LOOPBACK }
}

/// The token that came with the request.
pub fn token(headers: &HeaderMap, address: &Address) -> Option<String> {
    CookieJar::from_headers(headers)
        .get(name(address))
        .map(|cookie| cookie.value().to_owned())
}

/// `Set-Cookie` for a new session. Without a lifetime: the browser forgets it when it closes, the server decides the rest.
pub fn set(token: &SecretString, address: &Address) -> Option<HeaderValue> {
    header(build(address, token.expose_secret().to_owned()))
}

/// `Set-Cookie` that takes the session away.
pub fn clear(address: &Address) -> Option<HeaderValue> {
    let mut cookie = build(address, String::new());
    cookie.make_removal();
    header(cookie)
}

fn build(address: &Address, value: String) -> Cookie<'static> {
    Cookie::build((name(address), value))
        .http_only(true)
        .secure(address.is_secure())
        .same_site(SameSite::Lax)
        .path("/")
        .build()
}

fn header(cookie: Cookie<'static>) -> Option<HeaderValue> {
    // Our own alphabet only: this cannot fail.
    HeaderValue::from_str(&cookie.to_string()).ok()
}
