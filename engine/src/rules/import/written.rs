//! Sentences of our language that the importers of every platform write alike.

use serde_json::Value;

use super::{Options, numbers};

/// A piece in our language with what to look at in it, or why it cannot be said.
pub(super) type Written = Result<(String, Option<String>), String>;

/// Says the same; nothing to look at.
pub(super) fn exactly(written: impl Into<String>) -> Written {
    Ok((written.into(), None))
}

/// A text of an object; empty where there is none.
pub(super) fn word(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// The id of a rule, which platforms write as a text or as a number.
pub(super) fn id(rule: &Value, name: &str) -> Option<String> {
    rule.get(name)
        .map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned))
}

/// `(A or B)`; `None` without a condition.
pub(super) fn any(conditions: &[String]) -> Option<String> {
    match conditions {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(format!("({})", several.join(" or "))),
    }
}

/// That a name is one of these, to the letter.
pub(super) fn named<'a>(of: &str, names: impl IntoIterator<Item = &'a str>) -> Written {
    let each: Vec<String> = names
        .into_iter()
        .map(|name| format!("{of}name is {}", numbers::text(name)))
        .collect();
    exactly(any(&each).ok_or("it names nothing")?)
}

/// That a name holds one of these, with `before` and `after` around it.
pub(super) fn name_like<'a>(
    of: &str,
    before: &str,
    texts: impl IntoIterator<Item = &'a str>,
    after: &str,
) -> Written {
    let each: Vec<String> = texts
        .into_iter()
        .map(|text| {
            Ok(format!(
                "{of}name matches {}",
                numbers::pattern(before, text, after)?
            ))
        })
        .collect::<Result<_, String>>()?;
    Ok((
        any(&each).ok_or("it names nothing")?,
        Some("capitals and small letters are the same here".to_owned()),
    ))
}

/// The opposite.
pub(super) fn not(written: Written) -> Written {
    written.map(|(condition, note)| (format!("not {condition}"), note))
}

/// Tells whom the options name that the rule acted.
pub(super) fn notify(rule: &str, platform: &str, options: &Options) -> Written {
    let told = options.notify.as_ref().ok_or_else(|| {
        format!(
            "{platform} tells its own users; say who is told here: add `--notify slack:#channel` or `--notify email:address`"
        )
    })?;
    let text = format!("{{this.name}}: {}", rule.replace('{', "{{").replace('}', "}}"));
    exactly(format!(
        "notify {} {} {}",
        told.channel,
        numbers::text(&told.target),
        numbers::text(&text)
    ))
}
