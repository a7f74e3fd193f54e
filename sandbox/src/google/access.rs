//! May this request touch this customer? The token first, then the customer, then the way to it.

use axum::http::HeaderMap;
use jiff::Timestamp;

use super::accounts::{Account, Accounts, MANAGER};
use super::failure::{AdsError, Failure, Rpc};
use super::oauth;
use crate::sandbox::Sandbox;

/// 403 with the text Google gives for every way of not being allowed in.
pub fn denied() -> Failure {
    AdsError::new(
        "authorizationError",
        "USER_PERMISSION_DENIED",
        "User doesn't have permission to access customer. Note: If you're accessing a client customer, the manager's \
         customer id must be set in the 'login-customer-id' header. See \
         https://developers.google.com/google-ads/api/docs/concepts/call-structure#cid",
    )
    .into()
}

/// Checks the bearer token against the grants.
pub async fn authenticate(sandbox: &Sandbox, headers: &HeaderMap, now: Timestamp) -> Result<(), Failure> {
    let token = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(|| Failure::bare(Rpc::Unauthenticated))?;
    match oauth::scopes_of(&sandbox.store, token, now).await {
        Ok(Some(scopes)) if oauth::opens_ads(&scopes) => Ok(()),
        Ok(Some(_)) => Err(Failure::insufficient_scope()),
        Ok(None) => Err(Failure::unauthenticated()),
        Err(error) => {
            tracing::error!(%error, "the token could not be looked up");
            Err(Failure::bare(Rpc::Internal))
        }
    }
}

/// Parses a customer id out of the path: ten digits, no dashes.
pub fn customer_id(text: &str) -> Result<i64, Failure> {
    let fits = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| fits).ok_or_else(|| {
        AdsError::new(
            "requestError",
            "INVALID_CUSTOMER_ID",
            format!("Invalid customer ID '{text}'."),
        )
        .trigger(text)
        .into()
    })
}

/// Finds the customer, if the user reaches it the way the headers say.
pub fn customer<'a>(
    accounts: &'a Accounts,
    headers: &HeaderMap,
    id: i64,
) -> Result<(usize, &'a Account), Failure> {
    let login = match headers
        .get("login-customer-id")
        .map(|value| value.to_str().unwrap_or("?"))
    {
        None | Some("") => None,
        Some(text) => Some(customer_id(text).map_err(|_| {
            AdsError::new(
                "headerError",
                "INVALID_LOGIN_CUSTOMER_ID",
                "The login customer ID could not be validated.",
            )
            .trigger(text)
        })?),
    };
    let (index, account) = accounts.find(id).ok_or_else(denied)?;
    match login {
        None if account.direct => {}
        Some(login) if login == id && account.direct => {}
        Some(MANAGER) if account.managed => {}
        Some(login) if accounts.get(login).is_some_and(|account| account.direct) => {
            return Err(AdsError::new(
                "authorizationError",
                "INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION",
                "The login customer specified does not have access to the account specified, so the request is invalid.",
            )
            .into());
        }
        _ => return Err(denied()),
    }
    if account.status != "ENABLED" {
        return Err(AdsError::new(
            "authorizationError",
            "CUSTOMER_NOT_ENABLED",
            "The customer account can't be accessed because it is not yet enabled or has been deactivated.",
        )
        .into());
    }
    Ok((index, account))
}
