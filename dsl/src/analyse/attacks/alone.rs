//! One random rule: what is never or always true of it, on no row is it otherwise.

use proptest::collection::vec;
use proptest::prelude::*;

use super::acts;
use super::random::{attributes, campaign, cases, condition};
use crate::bind::Binding;
use crate::check::check_waiving_the_duty;
use crate::evaluate::agreement::fixture::{Memory, dollars, thursday};
use crate::evaluate::reference::Reference;
use crate::typed::{Condition, ConditionNode, RuleBody};
use crate::{BoundRule, Diagnostic, Span};

fn action() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "pause",
        "resume",
        "increase budget by 20% up to $4",
        "increase budget by 20% up to limit",
        "decrease budget by 50% down to $3",
        "notify slack \"#a\" \"x\"",
    ])
}

/// Each condition asks at times what the one before it asked, so that something is left for nobody.
fn text() -> impl Strategy<Value = String> {
    (
        prop::option::weighted(0.5, attributes()),
        vec((condition(1), action(), any::<bool>()), 1..4),
        prop::option::weighted(0.3, action()),
    )
        .prop_map(|(scope, branches, last)| {
            let mut text =
                "rule \"Random\" {\n  param limit: money = $3 from $1 to $5\n  for campaigns".to_owned();
            if let Some(scope) = scope {
                text.push_str(&format!(" where {scope}"));
            }
            text.push_str("\n  every 1h\n");
            let mut before: Option<String> = None;
            for (index, (asked, action, again)) in branches.into_iter().enumerate() {
                let opener = if index == 0 { "when" } else { "otherwise when" };
                let asked = match before {
                    Some(before) if again => format!("({before}) and {asked}"),
                    _ => asked,
                };
                text.push_str(&format!("  {opener} {asked}\n  then {action}\n"));
                before = Some(asked);
            }
            if let Some(last) = last {
                text.push_str(&format!("  otherwise {last}\n"));
            }
            // What is said holds whatever the parameter is set to.
            text.replace("$3", "limit").replace("= limit from", "= $3 from") + "}\n"
        })
}

/// The parts of the rule that are written at this place.
fn at(body: &RuleBody, span: Span) -> Vec<&Condition> {
    let branches = body
        .branches
        .iter()
        .filter_map(|branch| branch.condition.as_ref());
    let mut waiting: Vec<&Condition> = body.scope_condition.iter().chain(branches).collect();
    let mut found = Vec::new();
    while let Some(next) = waiting.pop() {
        if next.span == span {
            found.push(next);
        }
        match &next.node {
            ConditionNode::And(parts) | ConditionNode::Or(parts) => waiting.extend(parts),
            ConditionNode::Not(inner) => waiting.push(inner),
            _ => {}
        }
    }
    found
}

/// Why the row shows otherwise.
fn contradicts(rule: &BoundRule, found: &Diagnostic, table: &Memory, row: usize) -> Option<String> {
    let body = &rule.rule.body;
    let moment = thursday();
    let reference = Reference {
        rule,
        table,
        moment,
        row,
    };
    let in_scope = reference.scope() == Ok(true);
    let branch = |span: Span| {
        body.branches.iter().position(|branch| {
            branch
                .condition
                .as_ref()
                .is_some_and(|condition| condition.span == span)
                || branch.actions.iter().any(|action| action.span == span)
        })
    };
    let is = |wanted: bool| {
        at(body, found.span)
            .into_iter()
            .any(|part| reference.condition(part) == Ok(wanted))
    };
    let wrong = match found.code {
        "W0521" => in_scope,
        "W0505" => in_scope && found.message.contains("never be true") && is(true) && !has_parts(found),
        "W0504" => in_scope && is(false),
        "W0520" => acts(rule, table, &moment, row).is_some_and(|(turn, _)| branch(found.span) == Some(turn)),
        "W0522" => acts(rule, table, &moment, row).is_some_and(|(turn, effects)| {
            let action = body.branches[turn]
                .actions
                .iter()
                .position(|action| action.span == found.span);
            action
                .is_some_and(|action| !matches!(effects.get(action), None | Some(crate::Effect::None { .. })))
        }),
        _ => false,
    };
    wrong.then(|| {
        format!(
            "{} `{}`: {}",
            found.code,
            found.span.of(&body.text),
            found.message
        )
    })
}

/// Together with other parts only, which the labels point at.
fn has_parts(found: &Diagnostic) -> bool {
    !found.labels.is_empty()
}

/// Of parts that exclude each other, not all are true on one row.
fn all_true(rule: &BoundRule, found: &Diagnostic, table: &Memory, row: usize) -> bool {
    let reference = Reference {
        rule,
        table,
        moment: thursday(),
        row,
    };
    found.code == "W0505"
        && has_parts(found)
        && std::iter::once(found.span)
            .chain(found.labels.iter().map(|label| label.span))
            .all(|span| {
                at(&rule.rule.body, span)
                    .into_iter()
                    .any(|part| reference.condition(part) == Ok(true))
            })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(120), ..ProptestConfig::default() })]

    #[test]
    fn what_is_never_or_always_true_of_a_rule_is_so_on_every_row(
        text in text(),
        campaigns in vec(campaign(), 60),
        limit in 1..6_i64,
    ) {
        let checked = check_waiving_the_duty(&text);
        prop_assert!(checked.is_ok(), "{}\n{:#?}", text, checked.diagnostics);
        let binding = Binding { overrides: vec![("limit".to_owned(), format!("${limit}"))], ..dollars() };
        let rule = checked.rules[0].bind(&binding).unwrap();
        let table = Memory::of(campaigns);
        for found in checked.diagnostics.iter().filter(|found| found.code.starts_with("W05")) {
            for row in 0..table.campaigns.len() {
                let why = contradicts(&rule, found, &table, row)
                    .or_else(|| all_true(&rule, found, &table, row).then(|| found.message.clone()));
                if let Some(why) = why {
                    prop_assert!(false, "{}\n{:?}\nlimit ${}\n{}", why, table.campaigns[row], limit, text);
                }
            }
        }
    }
}
