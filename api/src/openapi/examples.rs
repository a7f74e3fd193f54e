//! Examples of bodies, put together from the schemas themselves: they have the form that the document promises, always.
//!
//! A value comes from the schema (`example`, `enum`, `format`), else from the registry here, by `Schema.property` or by
//! `property`. What neither knows is named by [`missing`], and a test fails on it: add a line below, or an `example` where
//! the property is declared.

use serde_json::{Map, Value, json};

/// Bodies that no schema describes, by operation.
fn of_operation(operation_id: &str) -> Option<Value> {
    Some(match operation_id {
        "get_openapi" => json!({ "openapi": "3.1.0" }),
        "stream_events" => json!(
            "id: 019377b0-12\nevent: hint\ndata: {\"topic\":\"actions\",\"ref\":null,\"version\":null}\n\n"
        ),
        "export_campaigns" => {
            json!("\u{feff}campaign,campaign_id,account\r\nProspecting US,20100000001,Acme US\r\n")
        }
        "export_actions" => {
            json!("\u{feff}created_at,state,state_detail\r\n2026-11-17T14:00:00Z,applied,\r\n")
        }
        "export_decisions" => json!("\u{feff}at,outcome,rule\r\n2026-11-17T14:00:00Z,fired,Stop loss\r\n"),
        _ => return None,
    })
}

/// Plausible values for properties, the narrower name first. `null` says: nothing there, in the usual case.
fn of_property(schema: &str, property: &str) -> Option<Value> {
    Some(match (schema, property) {
        ("Missing", "reason") => json!("no_sync"),
        ("Missing", "detail") => json!("the account was never synced"),
        ("Node", "children" | "missing") | ("Operand", "parts") => json!([]),
        ("ExplainedValue", "display") => json!("$60.00"),
        ("LetValue", "name") => json!("cpa_limit"),
        ("LetValue", "text") => json!("1.5 * target_cpa"),
        ("Explanation", "scope") | ("ExplainedBranch", "lasting") => Value::Null,
        ("ExplainedBranch", "actions") => json!(["pause"]),
        ("ExplainedWindow", "text") => json!("last 3 days"),
        ("ExplainedWindow", "from") => json!("2026-11-14"),
        ("ExplainedWindow", "to") => json!("2026-11-16"),
        ("ExplainedWindow", "metrics") => json!(["spend", "conversions"]),
        ("SessionOrganisation", "name") => json!("Acme Marketing"),
        ("SessionUser" | "Requester" | "ActionApproval" | "Member" | "Profile", "name") => json!("Ada Byron"),
        ("Lookup" | "LookupDetail", "supplied_by") | ("LookupVersion", "by") => json!("Ada Byron"),
        ("LookupUse", "name") => json!("Stop loss"),
        ("ActionTarget" | "Campaign", "name") | ("MoveLeg", "target_name") => json!("Prospecting US"),
        ("ActionEvent" | "Mark", "by") => json!("Ada Byron"),
        ("RuleRef" | "Rule" | "RuleDetail", "name") => json!("Stop loss"),
        ("Actor", "id") => json!("account:019377b0-c1d2-7c11-a3f0-b8d1e2f30415"),
        ("ProblemField", "pointer") => json!("/reason"),
        ("ProblemField", "detail") => json!("say why, for whoever wrote the rule"),
        ("DecideResult", "problem") => Value::Null,
        ("FindingExample", "campaign") => json!("Summer sale"),
        ("GuardPromise", "in_words") => json!("proved: no rule could ever break it"),
        ("RuleFinding", "message") => {
            json!("`Stop loss` pauses campaigns whose budget `Scale winners` raises")
        }
        ("RuleFinding", "help") => json!(
            "for example a campaign with spend $120.00 over last 3 days: `Stop loss` pauses it, and `Scale winners` raises the budget of it in one run; the pause wins and the raise is dropped; narrow one of the two conditions"
        ),
        ("RuleFinding", "obstacle") => Value::Null,
        ("RuleCoverage" | "RuleMutants" | "TestedTest", "rule") => json!("Stop loss"),
        ("TestedExpectation", "found") => json!("nothing"),
        ("ActionStep", "request") => {
            json!({ "method": "POST", "url": "https://googleads.googleapis.com/v24/customers/1234567890/campaigns:mutate" })
        }
        ("ActionStep", "response") => json!({ "status": 200 }),
        ("ReadNotifications", "ids") => json!("all"),
        ("AccountGrant", "connected_by") => json!("Ada Byron"),
        ("AccountGrant", "scopes") => json!(["https://www.googleapis.com/auth/adwords"]),
        ("ConnectionScope", "needed_for") => json!("reading and changing campaigns"),
        ("CampaignDetail" | "CampaignObject", "labels") => json!(["evergreen"]),
        ("Diagnostic", "message") => json!("unknown metric `spent`"),
        ("Diagnostic", "help") => json!("did you mean `spend`?"),
        ("Diagnostic", "underlined") => json!("spent"),
        ("DiagnosticLabel", "message") => json!("not a metric"),
        ("Param", "help") => json!("what a conversion may cost"),
        ("Param", "min") => json!("$1"),
        ("Param", "max") => json!("$500"),
        ("Preview", "rule") => json!("Stop loss"),
        ("Restored", "refused") => Value::Null,
        ("Unhealthy", "what") => json!("No data since 09:00"),
        ("Unhealthy", "what_to_do") => json!("Look at the account's connection"),
        ("CheckedGuard", "scope") => json!("campaigns on google"),
        (_, "in_plain_words") => {
            json!("Pauses a campaign when a conversion costs more than $45 over the last 3 days.")
        }
        (_, "parked_why" | "stopped" | "not_bound" | "not_for" | "blocked" | "state" | "last_change_by") => {
            Value::Null
        }
        (_, "before") => json!("$120.00"),
        (_, "after") => json!("$96.00"),
        (_, "email") => json!("ada@example.com"),
        (_, "password" | "current" | "new") => json!("a quiet desk by the window"),
        (_, "token") => json!("2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8"),
        (_, "time_zone") => json!("America/New_York"),
        (_, "currency") => json!("USD"),
        (_, "external_id") => json!("1234567890"),
        (_, "next_cursor") => json!("WyJhY3Rpb25zIiwxXQ"),
        (
            _,
            "state_detail" | "error" | "last_error" | "detail" | "why_not" | "problem" | "note" | "undone_by"
            | "undoes" | "not_before" | "missing" | "parent" | "read_at",
        ) => Value::Null,
        (_, "reason") => json!("cpa $60.00 is above $45.00"),
        (_, "text") => json!("cpa > $45"),
        (_, "distance") => json!("$15.00 above"),
        (_, "op") => json!(">"),
        (_, "name") => json!("Acme US"),
        (_, "doc") => json!("Stops campaigns whose cost per conversion runs away."),
        (_, "updated_by" | "created_by" | "by") => json!("Mia Lindqvist"),
        (_, "delivery") => json!("eligible"),
        (_, "channel") => json!("search"),
        (_, "bid_strategy") => json!("maximize_conversions"),
        (_, "request_id") => json!("019377b0c1d27c11a3f0b8d1e2f30415"),
        (_, "title") => json!("Not found"),
        (_, "micros") => json!(120_000_000),
        _ => return None,
    })
}

/// Writes an example to every request body and every answer that reports success.
pub fn fill(document: &mut Value) {
    let known = document.clone();
    let mut missing = Vec::new();
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for operation in paths
        .values_mut()
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut)
    {
        let id = operation
            .get("operationId")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        if let Some(content) = operation.pointer_mut("/requestBody/content") {
            fill_content(&known, content, &id, &mut missing);
        }
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
            continue;
        };
        for (status, response) in responses {
            if let Some(content) = response.get_mut("content").filter(|_| status.starts_with('2')) {
                fill_content(&known, content, &id, &mut missing);
            }
        }
    }
}

/// Properties for which no plausible value is known: `Schema.property`.
pub fn missing(document: &Value) -> Vec<String> {
    let mut missing = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    let operations = paths
        .into_iter()
        .flat_map(Map::values)
        .filter_map(Value::as_object);
    for operation in operations.flat_map(Map::values) {
        let id = operation
            .get("operationId")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if of_operation(id).is_some() {
            continue;
        }
        let responses = operation.get("responses").and_then(Value::as_object);
        let answers = responses
            .into_iter()
            .flatten()
            .filter(|(status, _)| status.starts_with('2'))
            .filter_map(|(_, response)| response.get("content"));
        for content in answers.chain(operation.pointer("/requestBody/content")) {
            for media in content.as_object().into_iter().flat_map(Map::values) {
                if let Some(schema) = media.get("schema") {
                    Maker {
                        document,
                        missing: &mut missing,
                        open: Vec::new(),
                    }
                    .value(schema, "", "");
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    missing
}

fn fill_content(document: &Value, content: &mut Value, operation_id: &str, missing: &mut Vec<String>) {
    for media in content.as_object_mut().into_iter().flat_map(Map::values_mut) {
        let Some(media) = media.as_object_mut() else {
            continue;
        };
        let example = of_operation(operation_id).or_else(|| {
            let schema = media.get("schema")?;
            let mut maker = Maker {
                document,
                missing,
                open: Vec::new(),
            };
            Some(maker.value(schema, "", ""))
        });
        if let Some(example) = example
            && !media.contains_key("example")
        {
            media.insert("example".to_owned(), example);
        }
    }
}

/// Puts one example together.
struct Maker<'d> {
    document: &'d Value,
    missing: &'d mut Vec<String>,
    /// Schemas that are being put together, so that one that holds itself ends.
    open: Vec<String>,
}

impl Maker<'_> {
    /// `owner` and `property` are where the value stands.
    fn value(&mut self, schema: &Value, owner: &str, property: &str) -> Value {
        if let Some(example) = schema.get("example") {
            return example.clone();
        }
        if let Some(known) = of_property(owner, property).filter(|value| takes(self.document, schema, value))
        {
            return known;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return self.named(reference, owner, property);
        }
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            let mut whole = Map::new();
            for part in parts {
                if let Value::Object(members) = self.value(part, owner, "") {
                    whole.extend(members);
                }
            }
            return Value::Object(whole);
        }
        for choice in ["oneOf", "anyOf"] {
            if let Some(choices) = schema.get(choice).and_then(Value::as_array) {
                let real = choices
                    .iter()
                    .find(|choice| choice.get("type") != Some(&json!("null")));
                return real.map_or(Value::Null, |real| self.value(real, owner, property));
            }
        }
        if let Some(first) = schema
            .get("enum")
            .and_then(Value::as_array)
            .and_then(|words| words.first())
        {
            return first.clone();
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        match type_of(schema) {
            "object" => self.object(schema, owner),
            "array" => match schema.get("items") {
                Some(items) => {
                    let item = self.value(items, owner, property);
                    if item.is_null() { json!([]) } else { json!([item]) }
                }
                None => json!([]),
            },
            "boolean" => json!(true),
            "integer" => {
                let least = schema.get("minimum").and_then(Value::as_i64).unwrap_or(0);
                json!(least.max(3))
            }
            "number" => json!(1.5),
            _ => self.text(schema, owner, property),
        }
    }

    fn named(&mut self, reference: &str, owner: &str, property: &str) -> Value {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let Some(target) = reference
            .strip_prefix('#')
            .and_then(|pointer| self.document.pointer(pointer))
        else {
            return Value::Null;
        };
        if self.open.iter().any(|open| open == name) {
            return Value::Null;
        }
        // A word of a closed set stands where it is used; an object has properties of its own.
        let is_word = target.get("enum").is_some();
        self.open.push(name.to_owned());
        let value = if is_word {
            self.value(target, owner, property)
        } else {
            self.value(target, name, "")
        };
        self.open.pop();
        value
    }

    fn object(&mut self, schema: &Value, owner: &str) -> Value {
        let properties = schema.get("properties").and_then(Value::as_object);
        let members = properties.into_iter().flatten().map(|(name, property)| {
            let value = self.value(property, owner, name);
            (name.clone(), value)
        });
        Value::Object(members.collect())
    }

    fn text(&mut self, schema: &Value, owner: &str, property: &str) -> Value {
        match schema.get("format").and_then(Value::as_str) {
            Some("uuid") => json!("019377b0-c1d2-7c11-a3f0-b8d1e2f30415"),
            Some("date-time") => json!("2026-11-17T14:00:00Z"),
            Some("date") => json!("2026-11-17"),
            Some("password") => json!("a quiet desk by the window"),
            Some("uri") => json!("https://example.com/"),
            _ => {
                self.missing.push(format!("{owner}.{property}"));
                json!("text")
            }
        }
    }
}

/// The type that is not null.
fn type_of(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(one)) => one,
        Some(Value::Array(several)) => several
            .iter()
            .filter_map(Value::as_str)
            .find(|name| *name != "null")
            .unwrap_or("null"),
        _ if schema.get("properties").is_some() => "object",
        _ => "",
    }
}

/// Whether a value of the registry fits the property it is meant for: names are used for more than one thing.
fn takes(document: &Value, schema: &Value, value: &Value) -> bool {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = reference
            .strip_prefix('#')
            .and_then(|pointer| document.pointer(pointer));
        return target.is_some_and(|target| takes(document, target, value));
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema.get(choice).and_then(Value::as_array) {
            return choices.iter().any(|choice| takes(document, choice, value));
        }
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return words.contains(value);
    }
    if schema.get("format").is_some() && !value.is_null() {
        return schema.get("format") == Some(&json!("password"));
    }
    let named = |name: &str| match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(several)) => several.iter().any(|each| each == name),
        _ => false,
    };
    match value {
        Value::Null => named("null"),
        Value::Bool(_) => named("boolean"),
        Value::Number(number) => named("number") || (named("integer") && !number.is_f64()),
        Value::String(_) => named("string"),
        Value::Array(_) => named("array"),
        Value::Object(_) => named("object"),
    }
}
