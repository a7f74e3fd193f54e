//! Conditions: comparisons between values of one kind, membership, patterns, and how they are joined.

use crate::check::names::{Place, Resolved, Scope, no_name_of_its_own};
use crate::diagnostics::Diagnostic;
use crate::registry::{Attribute, AttributeKind, foreseen_name};
use crate::rule::ParamKind;
use crate::span::Span;
use crate::syntax::tree::{Expr, ExprKind, LiteralSyntax, NameOf};
use crate::typed::{Comparison, Condition, ConditionNode, Expression, Missable, TextNode};

/// What one side of a comparison is, as far as its kind goes.
pub(super) enum Side {
    Number,
    Text,
    Enum(Attribute),
    /// The object's own, or its parent's.
    Labels(Attribute),
    Condition,
    /// Something has been said about it already.
    Silent,
}

impl Scope<'_> {
    /// An expression that must be a condition.
    pub(super) fn condition(&mut self, expr: &Expr) -> Option<Condition> {
        let span = self.relative(expr.span);
        let built = |node| Some(Condition { span, node });
        if let Some(found) = self.said_otherwise(expr) {
            self.say(found);
            return None;
        }
        match &expr.kind {
            ExprKind::And(parts) => built(ConditionNode::And(self.conditions(parts)?)),
            ExprKind::Or(parts) => built(ConditionNode::Or(self.conditions(parts)?)),
            ExprKind::Not(inner) => built(ConditionNode::Not(Box::new(self.condition(inner)?))),
            ExprKind::Chained(second) => {
                self.say(
                    Diagnostic::new("E0115", *second, "comparisons cannot be chained")
                        .help("write both, joined with `and`: `spend > $10 and spend < $20`"),
                );
                None
            }
            ExprKind::Compare {
                operator,
                operator_span,
                left,
                right,
            } => self.comparison(expr, *operator, *operator_span, left, right),
            ExprKind::Is { left, right, negated } => self.equality(expr, left, right, *negated, "is"),
            ExprKind::In { left, right } => self.membership(expr, left, right),
            ExprKind::IsMissing { of, negated } => {
                let of = match &of.kind {
                    ExprKind::Name {
                        name,
                        of: prefix,
                        attribution: None,
                        over: None,
                    } => {
                        let resolved = self.resolve(name, *prefix, of.span)?;
                        match resolved {
                            Resolved::Attribute(attribute) => {
                                self.reads(attribute, of.span)?;
                                Missable::Attribute(attribute)
                            }
                            _ if matches!(self.side(of), Some(Side::Text)) => {
                                Missable::Text(self.text_side(of, "is missing")?)
                            }
                            _ => Missable::Number(self.named_number(resolved, name, None, None, of.span)?),
                        }
                    }
                    _ if self.asks_for_text(of) => Missable::Text(self.text_side(of, "is missing")?),
                    _ => Missable::Number(self.number(of)?),
                };
                built(ConditionNode::IsMissing {
                    of,
                    negated: *negated,
                })
            }
            ExprKind::Matches { left, right } => {
                let left = self.text_side(left, "matches")?;
                let glob = self.text_side(right, "matches")?;
                if matches!(glob.node, TextNode::Attribute(_) | TextNode::LookedUp { .. }) {
                    self.say(Diagnostic::new(
                        "E0213",
                        right.span,
                        "the pattern behind `matches` stands in quotes",
                    ));
                    return None;
                }
                built(ConditionNode::Matches { text: left, glob })
            }
            ExprKind::Has { left, right } => {
                let Side::Labels(labels) = self.side(left)? else {
                    let written = self.source(left.span);
                    self.say(
                        Diagnostic::new(
                            "E0213",
                            left.span,
                            format!("`has` asks a list, and `{written}` is none"),
                        )
                        .help("write `labels has \"brand\"`; for names write `name matches \"*brand*\"`"),
                    );
                    return None;
                };
                self.reads(labels, left.span)?;
                built(ConditionNode::Has {
                    labels,
                    label: self.text_side(right, "has")?,
                })
            }
            ExprKind::Ranking(ranking) => self.ranking(expr.span, ranking),
            ExprKind::Literal(LiteralSyntax::Bool(value)) => built(ConditionNode::Constant(*value)),
            ExprKind::Literal(LiteralSyntax::Broken) => None,
            ExprKind::Name {
                name,
                of,
                attribution: None,
                over: None,
            } => {
                let resolved = self.resolve(name, *of, expr.span)?;
                match resolved {
                    Resolved::Parameter(index)
                        if self
                            .params
                            .get(index)
                            .is_some_and(|param| param.kind == ParamKind::Bool) =>
                    {
                        built(ConditionNode::Parameter {
                            index,
                            negated: false,
                        })
                    }
                    Resolved::Let(index)
                        if matches!(
                            self.lets.get(index).map(|found| &found.value),
                            Some(Expression::Condition(_))
                        ) =>
                    {
                        if matches!(self.place, Place::Where | Place::GuardWhere) {
                            self.say(
                                Diagnostic::new("E0210", expr.span, format!("`{name}` is a condition for `when`, and `where` reads attributes only"))
                                    .help("write the part about attributes here"),
                            );
                            return None;
                        }
                        built(ConditionNode::Let(index))
                    }
                    _ => {
                        self.no_condition(expr);
                        None
                    }
                }
            }
            _ => {
                // Mistakes inside of it come first.
                if self.number(expr).is_some() {
                    self.no_condition(expr);
                }
                None
            }
        }
    }

    /// `learning`, `learning is true`, `learning = false`: a yes or no that something else says.
    fn said_otherwise(&mut self, expr: &Expr) -> Option<Diagnostic> {
        let (subject, holds) = match &expr.kind {
            ExprKind::Is { left, right, negated } => match right.kind {
                ExprKind::Literal(LiteralSyntax::Bool(value)) => (&**left, value != *negated),
                _ => return None,
            },
            ExprKind::Compare {
                operator: operator @ (Comparison::Equal | Comparison::NotEqual),
                left,
                right,
                ..
            } => match right.kind {
                ExprKind::Literal(LiteralSyntax::Bool(value)) => {
                    (&**left, value == (*operator == Comparison::Equal))
                }
                _ => return None,
            },
            _ => (expr, true),
        };
        let ExprKind::Name {
            name,
            of: of @ (None | Some(NameOf::This)),
            attribution: None,
            over: None,
        } = &subject.kind
        else {
            return None;
        };
        let foreseen = foreseen_name(name)?;
        if self.resolve_quietly(name, *of, subject.span).is_some() || self.is_declared(name) {
            return None;
        }
        let written = if holds {
            foreseen.instead
        } else {
            foreseen.opposite
        };
        let found = no_name_of_its_own(&foreseen, written, subject.span);
        Some(found.safe_fix(format!("write `{written}`"), expr.span, written))
    }

    fn no_condition(&mut self, expr: &Expr) {
        let written = self.source(expr.span);
        self.say(
            Diagnostic::new(
                "E0209",
                expr.span,
                format!("`{written}` is a value, and a condition is needed here"),
            )
            .help("compare it with something, as in `spend > $100`"),
        );
    }

    fn conditions(&mut self, parts: &[Expr]) -> Option<Vec<Condition>> {
        let typed: Vec<Option<Condition>> = parts.iter().map(|part| self.condition(part)).collect();
        typed.into_iter().collect()
    }

    /// The kind of a side, without saying anything about what is wrong inside of it.
    pub(super) fn side(&mut self, expr: &Expr) -> Option<Side> {
        Some(match &expr.kind {
            ExprKind::Literal(LiteralSyntax::Text(_)) => Side::Text,
            ExprKind::Literal(LiteralSyntax::Bool(_)) => Side::Condition,
            ExprKind::Literal(LiteralSyntax::Broken) => Side::Silent,
            ExprKind::Name {
                name,
                of,
                attribution: None,
                over: None,
            } => match self.resolve_quietly(name, *of, expr.span) {
                Some(Resolved::Attribute(attribute)) => match attribute.kind() {
                    AttributeKind::Text => Side::Text,
                    AttributeKind::Enum => Side::Enum(attribute),
                    AttributeKind::Labels => Side::Labels(attribute),
                    _ => Side::Number,
                },
                Some(Resolved::Parameter(index)) => match self.params.get(index)?.kind {
                    ParamKind::Text => Side::Text,
                    ParamKind::Bool => Side::Condition,
                    _ => Side::Number,
                },
                Some(Resolved::Let(index)) => match self.lets.get(index)?.value {
                    Expression::Text(_) => Side::Text,
                    Expression::Condition(_) => Side::Condition,
                    Expression::Number(_) => Side::Number,
                },
                Some(Resolved::Metric(_) | Resolved::Own(_)) => Side::Number,
                None => Side::Silent,
            },
            ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::Chained(_)
            | ExprKind::Is { .. }
            | ExprKind::IsMissing { .. }
            | ExprKind::Matches { .. }
            | ExprKind::Has { .. }
            | ExprKind::Ranking(_)
            | ExprKind::In { .. } => Side::Condition,
            ExprKind::LookedUp { .. } if self.asks_for_text(expr) => Side::Text,
            _ => Side::Number,
        })
    }

    /// Resolves for its kind alone; the finding, if any, comes when the side is typed.
    pub(super) fn resolve_quietly(
        &mut self,
        name: &str,
        of: Option<crate::syntax::tree::NameOf>,
        span: Span,
    ) -> Option<Resolved> {
        let before = self.diagnostics.len();
        let found = self.resolve(name, of, span);
        self.diagnostics.truncate(before);
        found
    }
}
