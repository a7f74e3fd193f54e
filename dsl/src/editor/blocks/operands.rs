//! What the conditions of a rule can compare, and what a comparison with each looks like at first.

use super::{Around, Unit};
use crate::registry::{AttributeKind, Level, Platform, Spelling, attributes, metrics};
use crate::syntax::tree::{Clause, Expr, ExprKind, ForClause, Item, LiteralSyntax, NameOf};

/// Something that has a value for every object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperandChoice {
    pub name: String,
    pub kind: OperandKind,
    /// What it is, in one sentence; nothing for what the rule itself declares.
    pub definition: Option<&'static str>,
    pub unit: Option<Unit>,
    /// The words of an enumeration.
    pub members: &'static [&'static str],
    /// A whole comparison with it, as a beginning.
    pub sample: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperandKind {
    Metric,
    Attribute,
    Let,
    Param,
}

/// An amount to begin with, in the first currency that the rule speaks.
pub(super) fn sample_money(text: &str, item: &Item) -> String {
    let source = item.span.of(text);
    let currency = crate::syntax::scan::tokens(source, 0, source.len())
        .windows(2)
        .find_map(|pair| {
            let (first, second) = (pair.first()?.text(source), pair.get(1)?.text(source));
            if first.chars().count() == 1 && crate::money::Currency::from_symbol(first).is_some() {
                return Some((first.to_owned(), String::new()));
            }
            let amount = first.starts_with(|digit: char| digit.is_ascii_digit());
            let known = crate::money::Currency::all().any(|currency| currency.as_str() == second);
            (amount && known).then(|| (String::new(), format!(" {second}")))
        });
    let (sign, code) = currency.unwrap_or_else(|| ("$".to_owned(), String::new()));
    format!("{sign}100{code}")
}

/// What a rule is about.
pub(super) fn scope_of(item: &Item) -> Option<&ForClause> {
    item.clauses.iter().find_map(|clause| match &clause.value {
        Clause::For(scope) => Some(scope),
        _ => None,
    })
}

/// Everything that a rule can compare: its own names first, then metrics that all of its platforms have, then attributes.
pub(super) fn of(text: &str, item: &Item) -> Vec<OperandChoice> {
    let money = sample_money(text, item);
    let has_window = item
        .clauses
        .iter()
        .any(|clause| matches!(clause.value, Clause::Window(_)));
    let over = if has_window { "" } else { " over last 3 days" };
    let platforms: Vec<Platform> = scope_of(item)
        .into_iter()
        .flat_map(|scope| &scope.platforms)
        .filter_map(|platform| platform.value.parse().ok())
        .collect();
    let mut found = declared(item, &money);
    let taken: Vec<String> = found.iter().map(|own| own.name.clone()).collect();
    let is_free = |name: &str| !taken.iter().any(|own| own == name);
    for metric in metrics().iter().filter(|metric| is_free(metric.name)) {
        if platforms
            .iter()
            .any(|platform| !metric.platforms.contains(platform))
        {
            continue;
        }
        let unit = unit_spelled(metric.spelling);
        found.push(OperandChoice {
            name: metric.name.to_owned(),
            kind: OperandKind::Metric,
            definition: Some(metric.definition),
            unit: Some(unit),
            members: &[],
            sample: format!("{}{over} > {}", metric.name, sample(unit, &money)),
        });
    }
    let level = item.clauses.iter().find_map(|clause| match &clause.value {
        Clause::For(scope) => scope.level.value.parse::<Level>().ok(),
        _ => None,
    });
    for attribute in attributes().iter().filter(|attribute| is_free(attribute.name)) {
        let lacking = level.is_some_and(|level| {
            let on = level.info().has(attribute.attribute);
            on.is_empty() || platforms.iter().any(|platform| !on.contains(platform))
        });
        if lacking {
            continue;
        }
        let unit = unit_of_attribute(attribute.kind);
        let name = attribute.name;
        let sample = match unit {
            Unit::Member => format!("{name} is {}", attribute.members.first().unwrap_or(&"active")),
            Unit::Text => format!("{name} matches \"*\""),
            Unit::Labels => format!("{name} has \"label\""),
            unit => format!("{name} > {}", sample(unit, &money)),
        };
        found.push(OperandChoice {
            name: name.to_owned(),
            kind: OperandKind::Attribute,
            definition: Some(attribute.definition),
            unit: Some(unit),
            members: attribute.members,
            sample,
        });
    }
    found
}

/// The names that the rule declares.
fn declared(item: &Item, money: &str) -> Vec<OperandChoice> {
    let mut found: Vec<OperandChoice> = Vec::new();
    for clause in &item.clauses {
        let (name, kind, unit) = match &clause.value {
            Clause::Let(value) => (&value.name.value, OperandKind::Let, unit_of(&value.value, &found)),
            Clause::Param(param) => (
                &param.name.value,
                OperandKind::Param,
                unit_named(&param.kind.value),
            ),
            _ => continue,
        };
        let sample = match unit {
            Some(unit @ (Unit::Text | Unit::Bool | Unit::Member | Unit::Labels)) => {
                format!("{name} is {}", sample(unit, money))
            }
            unit => format!("{name} > {}", sample(unit.unwrap_or(Unit::Count), money)),
        };
        found.push(OperandChoice {
            name: name.clone(),
            kind,
            definition: None,
            unit,
            members: &[],
            sample,
        });
    }
    found
}

fn sample(unit: Unit, money: &str) -> &str {
    match unit {
        Unit::Money => money,
        Unit::Percent => "10%",
        Unit::Ratio => "2",
        Unit::Count | Unit::Member => "10",
        Unit::Duration => "7d",
        Unit::Time => "09:00",
        Unit::Date => "2026-01-01",
        Unit::Text | Unit::Labels => "\"\"",
        Unit::Bool => "true",
    }
}

const fn unit_of_attribute(kind: AttributeKind) -> Unit {
    match kind {
        AttributeKind::Money => Unit::Money,
        AttributeKind::Ratio => Unit::Ratio,
        AttributeKind::Text => Unit::Text,
        AttributeKind::Enum => Unit::Member,
        AttributeKind::Duration => Unit::Duration,
        AttributeKind::Date => Unit::Date,
        AttributeKind::Labels => Unit::Labels,
        AttributeKind::Count => Unit::Count,
    }
}

const fn unit_spelled(spelling: Spelling) -> Unit {
    match spelling {
        Spelling::Money => Unit::Money,
        Spelling::Percent => Unit::Percent,
        Spelling::Ratio => Unit::Ratio,
        Spelling::Count => Unit::Count,
    }
}

/// The kind behind the colon of a `param`.
pub(super) fn unit_named(kind: &str) -> Option<Unit> {
    Some(match kind {
        "money" => Unit::Money,
        "percent" => Unit::Percent,
        "ratio" => Unit::Ratio,
        "count" => Unit::Count,
        "duration" => Unit::Duration,
        "text" => Unit::Text,
        "bool" => Unit::Bool,
        _ => return None,
    })
}

pub(super) const fn unit_of_literal(literal: &LiteralSyntax) -> Option<Unit> {
    Some(match literal {
        LiteralSyntax::Number(_) => Unit::Count,
        LiteralSyntax::Money(..) => Unit::Money,
        LiteralSyntax::Percent(_) => Unit::Percent,
        LiteralSyntax::Duration(_) => Unit::Duration,
        LiteralSyntax::Date(_) => Unit::Date,
        LiteralSyntax::Time(_) => Unit::Time,
        LiteralSyntax::Text(_) => Unit::Text,
        LiteralSyntax::Bool(_) => Unit::Bool,
        LiteralSyntax::Broken => return None,
    })
}

/// The kind of an expression as far as its shape tells; the checker knows better, and a field needs no more.
fn unit_of(value: &Expr, known: &[OperandChoice]) -> Option<Unit> {
    match &value.kind {
        ExprKind::Name { name, of, .. } => unit_of_name(name, *of, known),
        ExprKind::Else { value, .. } => unit_of(value, known),
        ExprKind::Literal(literal) => unit_of_literal(literal),
        ExprKind::Related { inner, .. } | ExprKind::Share { of: inner, .. } => unit_of(inner, known),
        _ => None,
    }
}

fn unit_of_name(name: &str, of: Option<NameOf>, known: &[OperandChoice]) -> Option<Unit> {
    if of.is_none()
        && let Some(own) = known.iter().find(|own| own.name == name)
    {
        return own.unit;
    }
    let metric = metrics()
        .iter()
        .find(|metric| metric.name == name)
        .map(|metric| unit_spelled(metric.spelling));
    metric.or_else(|| {
        attributes()
            .iter()
            .find(|attribute| attribute.name == name)
            .map(|attribute| unit_of_attribute(attribute.kind))
    })
}

impl Around<'_> {
    pub(super) fn unit(&self, value: &Expr) -> Option<Unit> {
        unit_of(value, &self.operands)
    }

    /// The members of the enumeration that a name stands for.
    pub(super) fn members(&self, value: &Expr) -> &'static [&'static str] {
        let ExprKind::Name { name, .. } = &value.kind else {
            return &[];
        };
        attributes()
            .iter()
            .find(|attribute| attribute.name == *name)
            .map_or(&[], |attribute| attribute.members)
    }

    /// A comparison to begin with.
    pub(super) fn sample(&self) -> String {
        self.operands
            .iter()
            .find(|operand| operand.name == "spend")
            .map_or_else(
                || format!("spend > {}", self.money),
                |operand| operand.sample.clone(),
            )
    }
}
