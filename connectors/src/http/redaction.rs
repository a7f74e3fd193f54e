//! What of a conversation may be kept: the fields on a list, and never a secret of the call.
//!
//! A list of what is allowed fails safe when a platform adds a field; a list of what is forbidden does not. The secrets
//! of the call are blotted out besides, because platforms repeat tokens inside their error messages.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

/// The longest text kept, in characters.
const TEXT_LIMIT: usize = 2_000;
/// The most elements of an array kept.
const ARRAY_LIMIT: usize = 20;
/// What stands where a secret stood.
const BLOT: &str = "[secret]";
/// Shorter secrets are not searched for: they would blot out innocent text.
const SHORTEST_SECRET: usize = 6;

/// The secrets that this call carries.
#[derive(Debug, Clone, Default)]
pub struct Secrets(Vec<SecretString>);

impl Secrets {
    pub fn new(secrets: impl IntoIterator<Item = SecretString>) -> Self {
        Self(
            secrets
                .into_iter()
                .filter(|secret| secret.expose_secret().len() >= SHORTEST_SECRET)
                .collect(),
        )
    }

    /// The text without any of the secrets, cut to a length that can be stored.
    pub fn blot(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in &self.0 {
            if clean.contains(secret.expose_secret()) {
                clean = clean.replace(secret.expose_secret(), BLOT);
            }
        }
        match clean.char_indices().nth(TEXT_LIMIT) {
            Some((end, _)) => {
                clean.truncate(end);
                clean.push('…');
                clean
            }
            None => clean,
        }
    }
}

/// The names of the fields that may be kept, at any depth.
#[derive(Debug, Clone, Copy)]
pub struct AllowList {
    /// Kept with whatever allowed fields lie below.
    pub fields: &'static [&'static str],
    /// Objects whose entries are kept when name and value are plain words (`{"quotaError":"RESOURCE_EXHAUSTED"}`).
    pub word_maps: &'static [&'static str],
}

impl AllowList {
    /// The allowed part of a value.
    pub fn keep(&self, value: &Value, secrets: &Secrets) -> Value {
        match value {
            Value::String(text) => Value::String(secrets.blot(text)),
            Value::Array(items) => Value::Array(
                items
                    .iter()
                    .take(ARRAY_LIMIT)
                    .map(|item| self.keep(item, secrets))
                    .collect(),
            ),
            Value::Object(object) => {
                let mut kept = Map::new();
                for (name, inner) in object {
                    if self.word_maps.contains(&name.as_str()) {
                        kept.insert(name.clone(), words(inner));
                    } else if self.fields.contains(&name.as_str()) {
                        kept.insert(name.clone(), self.keep(inner, secrets));
                    }
                }
                Value::Object(kept)
            }
            plain => plain.clone(),
        }
    }

    /// The allowed part of a body. One that is not JSON leaves only its length.
    pub fn keep_body(&self, body: &[u8], secrets: &Secrets) -> Value {
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => self.keep(&value, secrets),
            Err(_) if body.is_empty() => Value::Null,
            Err(_) => serde_json::json!({ "unreadable_bytes": body.len() }),
        }
    }
}

fn words(value: &Value) -> Value {
    let Value::Object(object) = value else {
        return Value::Null;
    };
    let is_word = |text: &str| {
        text.len() <= 80
            && text
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    let mut kept = Map::new();
    for (name, inner) in object {
        if let Value::String(word) = inner
            && is_word(name)
            && is_word(word)
        {
            kept.insert(name.clone(), inner.clone());
        }
    }
    Value::Object(kept)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const LIST: AllowList = AllowList {
        fields: &["error", "message", "code", "items"],
        word_maps: &["errorCode"],
    };

    #[test]
    fn only_fields_on_the_list_are_kept_at_any_depth() {
        let value = json!({"error": {"message": "no", "access_token": "abc", "code": 4}, "token": "x"});
        assert_eq!(
            LIST.keep(&value, &Secrets::default()),
            json!({"error": {"message": "no", "code": 4}})
        );
    }

    #[test]
    fn a_secret_repeated_in_an_allowed_text_is_blotted_out() {
        let secrets = Secrets::new([SecretString::from("ya29.very-secret")]);
        let kept = LIST.keep(&json!({"message": "bad token ya29.very-secret!"}), &secrets);
        assert_eq!(kept, json!({"message": "bad token [secret]!"}));
    }

    #[test]
    fn word_maps_keep_words_and_nothing_else() {
        let value =
            json!({"errorCode": {"quotaError": "RESOURCE_EXHAUSTED", "x": "two words", "y": {"a": 1}}});
        assert_eq!(
            LIST.keep(&value, &Secrets::default()),
            json!({"errorCode": {"quotaError": "RESOURCE_EXHAUSTED"}})
        );
    }

    #[test]
    fn long_texts_and_arrays_are_cut() {
        let value = json!({"message": "é".repeat(3_000), "items": vec![1; 100]});
        let kept = LIST.keep(&value, &Secrets::default());
        assert_eq!(kept["message"].as_str().unwrap().chars().count(), 2_001);
        assert_eq!(kept["items"].as_array().unwrap().len(), 20);
    }

    #[test]
    fn a_body_that_is_not_json_leaves_only_its_length() {
        let kept = LIST.keep_body(b"<html>ya29.token</html>", &Secrets::default());
        assert_eq!(kept, json!({"unreadable_bytes": 23}));
    }
}
