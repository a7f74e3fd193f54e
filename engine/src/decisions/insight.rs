//! What a page says about one evaluated object: how near it is to acting, what is missing, which values matter. Pure.
//!
//! Reads the tree that the language explains. The nearness is for sorting and for people; no verdict depends on it.

use dsl::{Explanation, Node, NodeKind, Operand, Raw, Rule, Truth, ValueKind};

/// A named value beside a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedValue {
    pub text: String,
    pub value: String,
}

/// Most distances one text holds.
const MOST_DISTANCES: usize = 3;
/// Most values beside a row.
const MOST_VALUES: usize = 8;
/// How far away something is that no number can bring nearer.
const FAR: f64 = 1.0;

/// The branch that is nearest to acting, and how near: 0 is there, greater is further.
pub fn nearest(explanation: &Explanation) -> Option<(usize, f64)> {
    explanation
        .branches
        .iter()
        .enumerate()
        .map(|(index, branch)| (index, branch.condition.as_ref().map_or(0.0, gap)))
        .min_by(|(_, left), (_, right)| left.total_cmp(right))
}

/// How far a condition is from holding: relative gaps, added where all have to hold, the least where one is enough.
fn gap(node: &Node) -> f64 {
    if node.truth == Truth::True {
        return 0.0;
    }
    match node.kind {
        NodeKind::And => node.children.iter().map(gap).sum(),
        NodeKind::Or => node
            .children
            .iter()
            .map(gap)
            .fold(f64::INFINITY, f64::min)
            .min(FAR * 4.0),
        NodeKind::Named => node.children.first().map_or(FAR, gap),
        NodeKind::Comparison => node
            .left
            .as_ref()
            .zip(node.right.as_ref())
            .and_then(|(left, right)| relative(number(&left.value.raw)?, number(&right.value.raw)?))
            .unwrap_or(FAR),
        NodeKind::Not
        | NodeKind::IsMissing
        | NodeKind::Attribute
        | NodeKind::Constant
        | NodeKind::AllKnown
        | NodeKind::Ranking => FAR,
    }
}

fn relative(left: f64, right: f64) -> Option<f64> {
    let whole = left.abs() + right.abs();
    (whole > 0.0).then(|| ((left - right).abs() / whole).min(FAR))
}

fn number(raw: &Raw) -> Option<f64> {
    match raw {
        #[expect(clippy::cast_precision_loss, reason = "for sorting")]
        Raw::Integer(value) => Some(*value as f64),
        Raw::Text(text) => match text.split_once('/') {
            Some((over, under)) => {
                let under: f64 = under.parse().ok()?;
                Some(over.parse::<f64>().ok()? / under)
            }
            None => text.parse().ok(),
        },
        Raw::Nothing => None,
    }
}

/// What the branch lacks, in words: `cost is $12.00 below $45.00`. `None` where nothing can be measured.
pub fn distance(explanation: &Explanation, branch: usize) -> Option<String> {
    let condition = explanation.branches.get(branch)?.condition.as_ref()?;
    let mut lacking = Vec::new();
    lacks(condition, &mut lacking);
    let more = lacking.len().saturating_sub(MOST_DISTANCES);
    lacking.truncate(MOST_DISTANCES);
    match (lacking.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(lacking.join("; ")),
        (false, more) => Some(format!("{}; and {more} more", lacking.join("; "))),
    }
}

fn lacks(node: &Node, out: &mut Vec<String>) {
    if node.truth == Truth::True {
        return;
    }
    match node.kind {
        NodeKind::And => node.children.iter().for_each(|child| lacks(child, out)),
        NodeKind::Or => {
            let nearest = node
                .children
                .iter()
                .min_by(|left, right| gap(left).total_cmp(&gap(right)));
            if let Some(nearest) = nearest {
                lacks(nearest, out);
            }
        }
        NodeKind::Named => node.children.iter().for_each(|child| lacks(child, out)),
        NodeKind::Comparison => out.extend(lack(node)),
        NodeKind::Not
        | NodeKind::IsMissing
        | NodeKind::Attribute
        | NodeKind::Constant
        | NodeKind::AllKnown
        | NodeKind::Ranking => {}
    }
}

fn lack(node: &Node) -> Option<String> {
    let (left, right, distance) = (
        node.left.as_ref()?,
        node.right.as_ref()?,
        node.distance.as_deref()?,
    );
    let (subject, limit, distance) = if is_written_out(left) && !is_written_out(right) {
        let turned = match distance.rsplit_once(' ') {
            Some((size, "above")) => format!("{size} below"),
            Some((size, "below")) => format!("{size} above"),
            Some((size, "after")) => format!("{size} before"),
            Some((size, "before")) => format!("{size} after"),
            _ => distance.to_owned(),
        };
        (right, left, turned)
    } else {
        (left, right, distance.to_owned())
    };
    if distance == "equal" {
        return Some(format!("{} is exactly {}", subject.text, limit.value.display));
    }
    Some(format!("{} is {distance} {}", subject.text, limit.value.display))
}

/// A literal, not a name: it begins as only literals do.
fn is_written_out(operand: &Operand) -> bool {
    operand
        .text
        .chars()
        .next()
        .is_none_or(|first| !first.is_alphabetic() && first != '(')
}

/// The values that the rule judges by, each once: its named values first, then what its conditions compare.
pub fn values(rule: &Rule, explanation: &Explanation) -> Vec<NamedValue> {
    let mut found: Vec<NamedValue> = Vec::new();
    let mut add = |text: &str, value: &dsl::Value| {
        if found.len() < MOST_VALUES && !found.iter().any(|known| known.text == text) {
            found.push(NamedValue {
                text: text.to_owned(),
                value: match &value.missing {
                    Some(missing) => format!("unknown: {}", missing.detail),
                    None if value.kind == ValueKind::Infinite => "no limit".to_owned(),
                    None => value.display.clone(),
                },
            });
        }
    };
    for named in &explanation.lets {
        if named.value.kind != ValueKind::Bool {
            add(&named.name, &named.value);
        }
    }
    let is_parameter = |text: &str| rule.params().iter().any(|param| param.name == text);
    for branch in &explanation.branches {
        for leaf in branch.condition.iter().flat_map(Node::leaves) {
            for operand in [&leaf.left, &leaf.right].into_iter().flatten() {
                let is_subject = leaf.kind == NodeKind::Comparison
                    || std::ptr::eq(operand, leaf.left.as_ref().unwrap_or(operand));
                if is_subject && !is_written_out(operand) && !is_parameter(&operand.text) {
                    add(&operand.text, &operand.value);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use dsl::Value;

    use super::*;

    fn operand(text: &str, display: &str, raw: i64) -> Operand {
        Operand {
            text: text.to_owned(),
            value: Value {
                display: display.to_owned(),
                kind: ValueKind::Money,
                raw: Raw::Integer(raw),
                missing: None,
            },
            parts: Vec::new(),
        }
    }

    fn leaf(left: Operand, right: Operand, truth: Truth, distance: &str) -> Node {
        Node {
            kind: NodeKind::Comparison,
            text: String::new(),
            truth,
            missing: None,
            left: Some(left),
            op: Some(">".to_owned()),
            right: Some(right),
            distance: Some(distance.to_owned()),
            children: Vec::new(),
        }
    }

    fn both(kind: NodeKind, children: Vec<Node>) -> Node {
        Node {
            kind,
            text: String::new(),
            truth: Truth::False,
            missing: None,
            left: None,
            op: None,
            right: None,
            distance: None,
            children,
        }
    }

    fn explained(condition: Node) -> Explanation {
        Explanation {
            evaluator: dsl::EVALUATOR,
            at: jiff::Timestamp::UNIX_EPOCH,
            data_until: None,
            scope: None,
            lets: Vec::new(),
            branches: vec![dsl::BranchExplanation {
                truth: condition.truth,
                condition: Some(condition),
                lasting: None,
                actions: Vec::new(),
                returned: Vec::new(),
                reason: String::new(),
            }],
            windows: Vec::new(),
            release: None,
        }
    }

    #[test]
    fn only_what_is_lacking_is_told_and_the_subject_stands_first() {
        let cost = leaf(
            operand("cost", "$33.00", 33),
            operand("max_cpa", "$45.00", 45),
            Truth::False,
            "$12.00 below",
        );
        let spend = leaf(
            operand("$100", "$100.00", 100),
            operand("spend", "$80.00", 80),
            Truth::False,
            "$20.00 above",
        );
        let held = leaf(
            operand("clicks", "30", 30),
            operand("10", "10", 10),
            Truth::True,
            "20 above",
        );
        let explanation = explained(both(NodeKind::And, vec![cost, spend, held]));
        assert_eq!(
            distance(&explanation, 0).unwrap(),
            "cost is $12.00 below $45.00; spend is $20.00 below $100.00"
        );
    }

    #[test]
    fn of_two_ways_the_nearer_is_told() {
        let far = leaf(
            operand("cost", "$1.00", 1),
            operand("max", "$45.00", 45),
            Truth::False,
            "$44.00 below",
        );
        let near = leaf(
            operand("spend", "$99.00", 99),
            operand("floor", "$100.00", 100),
            Truth::False,
            "$1.00 below",
        );
        let explanation = explained(both(NodeKind::Or, vec![far, near]));
        assert_eq!(distance(&explanation, 0).unwrap(), "spend is $1.00 below $100.00");
        let (branch, gap) = nearest(&explanation).unwrap();
        assert!(branch == 0 && gap < 0.01, "{gap}");
    }

    #[test]
    fn the_nearer_a_value_is_to_its_threshold_the_smaller_the_gap() {
        let at = |value| {
            gap(&leaf(
                operand("cpa", "", value),
                operand("max", "", 45),
                Truth::False,
                "",
            ))
        };
        assert!(at(44) < at(30) && at(30) < at(1));
    }
}
