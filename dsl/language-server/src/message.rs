//! JSON-RPC 2.0: what comes in, and how it is answered.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Why a request was not answered with a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: i32,
    pub(crate) message: String,
}

impl Refusal {
    fn new(code: i32, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(crate) fn malformed() -> Self {
        Self::new(-32_700, "the message is not JSON")
    }

    pub(crate) fn no_message() -> Self {
        Self::new(-32_600, "the message is no JSON-RPC request")
    }

    pub(crate) fn unknown_method(method: &str) -> Self {
        let method: String = method.chars().take(60).collect();
        Self::new(-32_601, format!("there is no method `{method}`"))
    }

    pub(crate) fn invalid(detail: &str) -> Self {
        Self::new(-32_602, detail)
    }

    pub(crate) fn not_initialized() -> Self {
        Self::new(-32_002, "send `initialize` first")
    }

    pub(crate) fn shut_down() -> Self {
        Self::new(-32_600, "the server was shut down")
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(-32_800, "cancelled")
    }

    /// Nothing is wrong with the request, but it cannot be done.
    pub(crate) fn failed(detail: impl Into<String>) -> Self {
        Self::new(-32_803, detail)
    }
}

/// One message from the client.
#[derive(Clone, Debug)]
pub(crate) enum Incoming {
    Request {
        /// A number or a text, given back as it came.
        id: Value,
        method: String,
        params: Value,
    },
    Notification {
        method: String,
        params: Value,
    },
    /// An answer to something; this server asks nothing.
    Response,
}

/// Reads a message. The error carries the id to answer to, null when there is none.
pub(crate) fn parse(text: &str) -> Result<Incoming, (Value, Refusal)> {
    // The reader refuses nesting beyond 128 levels by itself.
    let value: Value = serde_json::from_str(text).map_err(|_| (Value::Null, Refusal::malformed()))?;
    let Value::Object(mut fields) = value else {
        return Err((Value::Null, Refusal::no_message()));
    };
    let id = fields.remove("id");
    let good_id = id.as_ref().is_none_or(|id| id.is_number() || id.is_string());
    if !good_id {
        return Err((Value::Null, Refusal::no_message()));
    }
    let params = fields.remove("params").unwrap_or(Value::Null);
    match (fields.remove("method"), id) {
        (Some(Value::String(method)), Some(id)) => Ok(Incoming::Request { id, method, params }),
        (Some(Value::String(method)), None) => Ok(Incoming::Notification { method, params }),
        (None, Some(_)) if fields.contains_key("result") || fields.contains_key("error") => {
            Ok(Incoming::Response)
        }
        (_, id) => Err((id.unwrap_or(Value::Null), Refusal::no_message())),
    }
}

/// The typed parameters of a method.
pub(crate) fn params<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal::invalid(&error.to_string()))
}

pub(crate) fn answer(id: &Value, result: Result<Value, Refusal>) -> String {
    let message = match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(refusal) => json!({
            "jsonrpc": "2.0", "id": id,
            "error": { "code": refusal.code, "message": refusal.message },
        }),
    };
    message.to_string()
}

pub(crate) fn notification(method: &str, params: impl Serialize) -> String {
    #[derive(Serialize)]
    struct Notification<'m, P> {
        jsonrpc: &'static str,
        method: &'m str,
        params: P,
    }
    let message = Notification {
        jsonrpc: "2.0",
        method,
        params,
    };
    // Plain data with text keys always serialises.
    serde_json::to_string(&message).unwrap_or_default()
}

/// A result of plain data.
pub(crate) fn value(result: impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(result).map_err(|error| Refusal::failed(error.to_string()))
}
