//! A record of exchanges with a platform, one JSON object a line, for an outside judge to read.
//!
//! A request and its response share an `id`. Replies that a fault cut or garbled are left out: nobody sent them.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value as Json, json};

use crate::error::Error;

pub struct Recorder {
    file: Mutex<File>,
}

impl Recorder {
    /// Appends to `path`, creating it where needed.
    pub fn open(path: &Path) -> Result<Self, Error> {
        File::options()
            .create(true)
            .append(true)
            .open(path)
            .map(|file| Self {
                file: Mutex::new(file),
            })
            .map_err(|source| Error::Folder {
                path: path.to_owned(),
                source,
            })
    }

    pub fn request(&self, id: &str, method: &str, path: &str, content_type: &str, body: &[u8]) {
        let body = readable(content_type, body);
        self.line(&json!({ "kind": "request", "id": id, "method": method, "path": path, "status": null, "body": body }));
    }

    pub fn response(&self, id: &str, path: &str, status: u16, content_type: &str, body: &[u8]) {
        let body = readable(content_type, body);
        self.line(&json!({ "kind": "response", "id": id, "path": path, "status": status, "body": body }));
    }

    fn line(&self, line: &Json) {
        let mut text = line.to_string();
        text.push('\n');
        let written = self
            .file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write_all(text.as_bytes());
        if let Err(error) = written {
            tracing::error!(%error, "an exchange could not be recorded");
        }
    }
}

/// JSON as it is, forms as an object of their pairs, nothing as null, all else as text.
fn readable(content_type: &str, body: &[u8]) -> Json {
    if body.is_empty() {
        return Json::Null;
    }
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let pairs = url::form_urlencoded::parse(body)
            .map(|(key, value)| (key.into_owned(), Json::String(value.into_owned())));
        return Json::Object(pairs.collect());
    }
    serde_json::from_slice(body).unwrap_or_else(|_| json!(String::from_utf8_lossy(body)))
}
