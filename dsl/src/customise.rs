//! A ready rule made one's own: another name, and values written into its parameters' defaults.
//!
//! Works on the text, so that comments, order and everything else stay as they were written.

use crate::check::check_among;
use crate::definitions::Definitions;
use crate::literal::OverrideError;
use crate::rule::Rule;
use crate::span::Span;
use crate::syntax;
use crate::syntax::tree::{Clause, ItemKind};

/// Why a text was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CustomiseError {
    #[error("the text does not hold exactly one rule without errors")]
    NotOneRule,
    #[error("a name is one line of at most {most} characters without quotes")]
    Name { most: usize },
    /// Each value that does not fit, by its parameter.
    #[error("{} value(s) do not fit their parameters", .0.len())]
    Values(Vec<(String, OverrideError)>),
}

/// The longest name of a rule.
const LONGEST_NAME: usize = 120;

/// The text of one rule with another name and other defaults. `values` are parameters and typed literals (`$60, 55 EUR`).
///
/// # Errors
/// [`CustomiseError`]; nothing is changed then.
pub fn customise(
    text: &str,
    name: Option<&str>,
    values: &[(String, String)],
) -> Result<String, CustomiseError> {
    // Ready rules bring along whatever they use.
    let checked = check_among(text, &Definitions::default());
    let [rule] = checked.rules.as_slice() else {
        return Err(CustomiseError::NotOneRule);
    };
    let wrong = misfits(rule, values);
    if !wrong.is_empty() {
        return Err(CustomiseError::Values(wrong));
    }
    let file = syntax::read(text);
    let item = file
        .items
        .iter()
        .find(|item| item.kind == ItemKind::Rule)
        .ok_or(CustomiseError::NotOneRule)?;
    let mut edits: Vec<(Span, String)> = Vec::new();
    if let Some(name) = name {
        let plain = !name.trim().is_empty()
            && name.chars().count() <= LONGEST_NAME
            && !name.contains(|c: char| c == '"' || c == '\\' || c.is_control());
        if !plain {
            return Err(CustomiseError::Name { most: LONGEST_NAME });
        }
        let renamed = format!("\"{}\"", name.trim());
        edits.push((item.name.span, renamed.clone()));
        // Its tests go on being of it.
        for test in &file.items {
            for subject in test
                .subjects
                .iter()
                .filter(|subject| subject.value == item.name.value)
            {
                edits.push((subject.span, renamed.clone()));
            }
        }
    }
    for clause in &item.clauses {
        let Clause::Param(param) = &clause.value else {
            continue;
        };
        let literals = &param.default.value;
        let value = values.iter().find(|(name, _)| *name == param.name.value);
        if let (Some((_, value)), Some(first), Some(last)) = (value, literals.first(), literals.last()) {
            edits.push((first.span.to(last.span), value.trim().to_owned()));
        }
    }
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
    let mut out = text.to_owned();
    for (span, new) in edits {
        let range = span.start as usize..span.end as usize;
        if out.get(range.clone()).is_some() {
            out.replace_range(range, &new);
        }
    }
    Ok(out)
}

fn misfits(rule: &Rule, values: &[(String, String)]) -> Vec<(String, OverrideError)> {
    values
        .iter()
        .filter_map(|(name, value)| {
            let error = rule.check_override(name, value).err()?;
            Some((name.clone(), error))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "language 1\n\nrule \"Stop\" {\n  param max: money = $45, 40 EUR from $1, 1 EUR to $90, 90 EUR   \"dear\" # ours\n  \
        param share: percent = 20%\n  for campaigns\n  every 1h\n  window last 3 days\n  when spend > max\n  then decrease budget by share\n}\n";

    fn values(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn values_and_name_are_written_into_the_text_and_the_rest_stays() {
        let text = customise(
            RULE,
            Some("Our stop"),
            &values(&[("max", "$60, 55 EUR"), ("share", "10%")]),
        )
        .unwrap();
        let expected = RULE
            .replace("\"Stop\"", "\"Our stop\"")
            .replace("$45, 40 EUR", "$60, 55 EUR")
            .replace("= 20%", "= 10%");
        assert_eq!(text, expected);
        assert!(crate::check(&text).is_ok());
        assert_eq!(customise(RULE, None, &[]).unwrap(), RULE);
    }

    #[test]
    fn a_value_of_the_wrong_kind_or_out_of_bounds_changes_nothing() {
        let wrong = |pairs| match customise(RULE, None, &values(pairs)) {
            Err(CustomiseError::Values(found)) => found.into_iter().map(|(name, _)| name).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong(&[("max", "45")]), ["max"]);
        assert_eq!(wrong(&[("max", "$91")]), ["max"]);
        assert_eq!(wrong(&[("share", "0.2"), ("other", "1")]), ["share", "other"]);
        assert_eq!(wrong(&[("share", "20% }\nrule")]), ["share"]);
    }

    #[test]
    fn a_name_cannot_break_out_of_its_quotes() {
        for name in ["", "  ", "a\"b", "a\\", "a\nb"] {
            assert!(matches!(
                customise(RULE, Some(name), &[]),
                Err(CustomiseError::Name { .. })
            ));
        }
    }
}
