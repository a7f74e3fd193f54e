//! The chain's arithmetic: `hash(n) = SHA-256(hash(n-1) || canonical JSON of record n)`, from 32 zero bytes.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::store::StoredEvent;

pub(super) type Hash = [u8; 32];

pub(super) const GENESIS: Hash = [0; 32];

pub(super) fn next(previous: &Hash, canonical: &str) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(canonical.as_bytes());
    hasher.finalize().into()
}

/// The sealed form of an event: every column, the organisation and the place in the chain. The detail goes in as the
/// text that is stored, so that not even its spelling can change.
pub(super) fn record(org_id: Uuid, seq: i64, event: &StoredEvent) -> String {
    canonical(&json!({
        "seq": seq,
        "org": org_id,
        "id": event.id,
        "at": event.at.as_microsecond(),
        "actor_kind": event.actor_kind,
        "actor": event.actor_id,
        "on_behalf_of": event.on_behalf_of,
        "event": event.event,
        "target_kind": event.target_kind,
        "target": event.target_id,
        "outcome": event.outcome,
        "detail": event.detail,
        "request_id": event.request_id,
    }))
}

/// JSON with sorted keys and no spaces (RFC 8785 for what is written here: texts, whole numbers below 2^53, null).
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut keys: Vec<&String> = members.keys().collect();
            keys.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
            let written: Vec<String> = keys
                .into_iter()
                .filter_map(|key| {
                    Some(format!(
                        "{}:{}",
                        Value::from(key.as_str()),
                        canonical(members.get(key)?)
                    ))
                })
                .collect();
            format!("{{{}}}", written.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(hash: &Hash) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_published_vectors_of_the_chain_hold() {
        let first = canonical(&json!({
            "ts": "2026-11-22T00:00:00.000Z", "seq": 1, "actor": "user:1", "action": "rule.created", "target": "rule:1",
        }));
        let expected = r#"{"action":"rule.created","actor":"user:1","seq":1,"target":"rule:1","ts":"2026-11-22T00:00:00.000Z"}"#;
        assert_eq!(first, expected);
        let one = next(&GENESIS, &first);
        assert_eq!(
            hex(&one),
            "89db2ef4537e29b8ffddd67815e0f1c9d0a3c55f93779112ddb830a965e64c65"
        );
        let second = canonical(&json!({
            "ts": "2026-11-22T00:00:01.000Z", "seq": 2, "actor": "user:1", "action": "rule.enabled", "target": "rule:1",
        }));
        assert_eq!(
            hex(&next(&one, &second)),
            "d74cf81d5e126db0a8e810157a0e1729923dff535178d568e06e5f998863bb4f"
        );
    }

    #[test]
    fn keys_are_sorted_on_every_level_and_texts_escaped() {
        let value = json!({ "b": [{ "z": null, "a": "line\nbreak \u{1}" }], "a": true });
        assert_eq!(
            canonical(&value),
            "{\"a\":true,\"b\":[{\"a\":\"line\\nbreak \\u0001\",\"z\":null}]}"
        );
    }
}
