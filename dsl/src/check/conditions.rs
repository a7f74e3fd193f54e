//! Conditions: comparisons between values of one kind, membership, patterns, and how they are joined.

use crate::check::names::{Place, Resolved, Scope};
use crate::check::numbers::{is_zero, kind_words};
use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::{decimal, list};
use crate::rational::Rational;
use crate::registry::{Attribute, AttributeKind, DerivedMetric};
use crate::rule::ParamKind;
use crate::span::Span;
use crate::syntax::tree::{Expr, ExprKind, LiteralSyntax};
use crate::typed::{
    Comparison, Condition, ConditionNode, Expression, Missable, Number, NumberNode, Quantity, Text, TextNode,
};

/// What one side of a comparison is, as far as its kind goes.
enum Side {
    Number,
    Text,
    Enum(Attribute),
    Labels,
    Condition,
    /// Something has been said about it already.
    Silent,
}

impl Scope<'_> {
    /// An expression that must be a condition.
    pub(super) fn condition(&mut self, expr: &Expr) -> Option<Condition> {
        let span = self.relative(expr.span);
        let built = |node| Some(Condition { span, node });
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
                        over: None,
                    } => {
                        let resolved = self.resolve(name, *prefix, of.span)?;
                        match resolved {
                            Resolved::Attribute(attribute) => {
                                self.reads(attribute, of.span)?;
                                Missable::Attribute(attribute)
                            }
                            _ => Missable::Number(self.named_number(resolved, name, None, of.span)?),
                        }
                    }
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
                if matches!(glob.node, TextNode::Attribute(_)) {
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
                if !matches!(self.side(left)?, Side::Labels) {
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
                }
                self.reads(Attribute::Labels, left.span)?;
                built(ConditionNode::Has {
                    label: self.text_side(right, "has")?,
                })
            }
            ExprKind::Literal(LiteralSyntax::Bool(value)) => built(ConditionNode::Constant(*value)),
            ExprKind::Literal(LiteralSyntax::Broken) => None,
            ExprKind::Name { name, of, over: None } => {
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
            ExprKind::Foreseen(what) => {
                self.foreseen(what, expr.span);
                None
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
    fn side(&mut self, expr: &Expr) -> Option<Side> {
        Some(match &expr.kind {
            ExprKind::Literal(LiteralSyntax::Text(_)) => Side::Text,
            ExprKind::Literal(LiteralSyntax::Bool(_)) => Side::Condition,
            ExprKind::Literal(LiteralSyntax::Broken) => Side::Silent,
            ExprKind::Name { name, of, over: None } => match self.resolve_quietly(name, *of, expr.span) {
                Some(Resolved::Attribute(attribute)) => match attribute.kind() {
                    AttributeKind::Text => Side::Text,
                    AttributeKind::Enum => Side::Enum(attribute),
                    AttributeKind::Labels => Side::Labels,
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
                Some(Resolved::Metric(_)) => Side::Number,
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
            | ExprKind::In { .. } => Side::Condition,
            _ => Side::Number,
        })
    }

    /// Resolves for its kind alone; the finding, if any, comes when the side is typed.
    fn resolve_quietly(
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

    fn comparison(
        &mut self,
        expr: &Expr,
        operator: Comparison,
        operator_span: Span,
        left: &Expr,
        right: &Expr,
    ) -> Option<Condition> {
        let (left_side, right_side) = (self.side(left)?, self.side(right)?);
        if !matches!(
            (&left_side, &right_side),
            (Side::Number | Side::Silent, Side::Number | Side::Silent)
        ) {
            let negated = operator == Comparison::NotEqual;
            if matches!(operator, Comparison::Equal | Comparison::NotEqual) {
                return self.equality(expr, left, right, negated, operator.symbol());
            }
            let words = if matches!(left_side, Side::Number) {
                self.source(right.span)
            } else {
                self.source(left.span)
            };
            self.say(
                Diagnostic::new(
                    "E0213",
                    operator_span,
                    format!("`{}` compares numbers, and `{words}` is none", operator.symbol()),
                )
                .help("words and texts are compared with `is`, `in` and `matches`"),
            );
            return None;
        }
        let typed_left = self.number(left);
        let typed_right = self.number(right);
        let (left_number, right_number) = (typed_left?, typed_right?);
        self.comparable(&left_number, left, &right_number, right)?;
        self.one_currency([&left_number, &right_number].into_iter())?;
        Some(Condition {
            span: self.relative(expr.span),
            node: ConditionNode::Compare {
                operator,
                left: left_number,
                right: right_number,
            },
        })
    }

    /// Both sides measure the same thing, or a plain number takes the other side's kind.
    fn comparable(
        &mut self,
        left: &Number,
        left_expr: &Expr,
        right: &Number,
        right_expr: &Expr,
    ) -> Option<()> {
        if is_zero(left) || is_zero(right) {
            return Some(());
        }
        // The literal is what is wrong, on whichever side it stands.
        let (value, value_expr, literal, literal_expr) = if is_literal(left_expr) && !is_literal(right_expr) {
            (right, right_expr, left, left_expr)
        } else {
            (left, left_expr, right, right_expr)
        };
        // A metric is called by its name alone: its window is not what is wrong.
        let written = match &value_expr.kind {
            ExprKind::Name { name, .. } => name.clone(),
            _ => self.source(value_expr.span),
        };
        let given = self.source(literal_expr.span);
        let constant = self.is_constant(literal);
        let found = match (value.quantity, literal.quantity) {
            (a, b) if a == b && a != Quantity::Percent && a != Quantity::Ratio => return Some(()),
            (Quantity::Count | Quantity::Ratio | Quantity::Quotient, Quantity::Scalar)
            | (Quantity::Scalar, Quantity::Count | Quantity::Ratio | Quantity::Quotient) => return Some(()),
            (Quantity::Ratio, Quantity::Percent) if constant => {
                let as_ratio = constant_of(literal).map(|share| decimal(&share, 9, 0));
                let formula = self
                    .formula_of(value)
                    .map_or_else(String::new, |formula| format!(": {formula}"));
                let found = Diagnostic::new(
                    "E0205",
                    literal_expr.span,
                    format!("`{written}` is written as a ratio{formula}, not as a percentage"),
                );
                match as_ratio {
                    Some(ratio) => found
                        .help(format!("`{given}` is a ratio of {ratio}: write `{ratio}`"))
                        .safe_fix(format!("write `{ratio}`"), literal_expr.span, ratio),
                    None => found.help("declare the parameter as `ratio`"),
                }
            }
            (Quantity::Percent, Quantity::Ratio) if constant => Diagnostic::new(
                "E0205",
                literal_expr.span,
                format!("`{written}` is written as a percentage, not as a ratio"),
            )
            .help("declare the parameter as `percent`"),
            (a, b) if a.is_quotient() && b.is_quotient() => return Some(()),
            (Quantity::Percent, Quantity::Scalar) => {
                let found = Diagnostic::new(
                    "E0204",
                    literal_expr.span,
                    format!("`{written}` is a percentage, and `{given}` is a plain number"),
                );
                if is_literal(literal_expr) {
                    found.help(format!("write `{given}%`")).possible_fix(
                        format!("write `{given}%`"),
                        literal_expr.span,
                        format!("{given}%"),
                    )
                } else {
                    found.help("write percentages with their sign, as in `2%`")
                }
            }
            (Quantity::Money, Quantity::Scalar) => {
                let offer = self.money_offer(&given);
                Diagnostic::new(
                    "E0204",
                    literal_expr.span,
                    format!("`{written}` is an amount of money, and `{given}` has no currency"),
                )
                .help(if offer.starts_with('$') {
                    format!("write `{offer}`, or `{given} EUR` for euros")
                } else {
                    format!("write `{offer}`")
                })
                .possible_fix(format!("write `{offer}`"), literal_expr.span, offer)
            }
            (Quantity::Duration, Quantity::Scalar) => Diagnostic::new(
                "E0204",
                literal_expr.span,
                format!("`{written}` is a duration, and `{given}` has no unit"),
            )
            .help(format!("write `{given}d` for days, or `{given}h` for hours"))
            .possible_fix(
                format!("write `{given}d`"),
                literal_expr.span,
                format!("{given}d"),
            )
            .possible_fix(
                format!("write `{given}h`"),
                literal_expr.span,
                format!("{given}h"),
            ),
            (a, b) => {
                let whole = value_expr.span.to(literal_expr.span);
                let (value_span, literal_span) = (value_expr.span, literal_expr.span);
                Diagnostic::new(
                    "E0203",
                    whole,
                    format!("{} is compared with {}", a.words(), b.words()),
                )
                .help("both sides of a comparison measure the same thing")
                .label(value_span, format!("`{written}` is {}", a.words()))
                .label(literal_span, format!("`{given}` is {}", b.words()))
            }
        };
        self.say(found);
        None
    }

    /// An amount in the currency the rule already speaks, else in dollars.
    fn money_offer(&self, given: &str) -> String {
        let spoken = self
            .amounts
            .first()
            .and_then(|(_, currencies)| currencies.iter().next().copied());
        match spoken.map(|currency| (currency, currency.symbol())) {
            Some((_, Some(symbol))) => format!("{symbol}{given}"),
            Some((currency, None)) => format!("{given} {currency}"),
            None => format!("${given}"),
        }
    }

    fn is_constant(&self, number: &Number) -> bool {
        let mut constant = true;
        number.walk(&mut |part| {
            constant &= !matches!(
                part.node,
                NumberNode::Metric { .. }
                    | NumberNode::Attribute(_)
                    | NumberNode::Let(_)
                    | NumberNode::Derived { .. }
            );
        });
        constant
    }

    fn formula_of(&self, number: &Number) -> Option<&'static str> {
        match self.behind(number).node {
            NumberNode::Derived { metric, .. } => Some(DerivedMetric::formula(metric)),
            _ => None,
        }
    }

    /// `is`, `=` and their negations between words, texts and conditions.
    fn equality(
        &mut self,
        expr: &Expr,
        left: &Expr,
        right: &Expr,
        negated: bool,
        word: &str,
    ) -> Option<Condition> {
        let span = self.relative(expr.span);
        let right_span = self.relative(right.span);
        match (self.side(left)?, self.side(right)?) {
            (Side::Enum(attribute), _) => {
                let member = self.member(attribute, right)?;
                self.reads(attribute, left.span)?;
                Some(Condition {
                    span,
                    node: ConditionNode::Member {
                        attribute,
                        members: vec![member],
                        negated,
                        right: right_span,
                    },
                })
            }
            (_, Side::Enum(attribute)) => {
                let member = self.member(attribute, left)?;
                self.reads(attribute, right.span)?;
                let right_span = self.relative(left.span);
                Some(Condition {
                    span,
                    node: ConditionNode::Member {
                        attribute,
                        members: vec![member],
                        negated,
                        right: right_span,
                    },
                })
            }
            (Side::Labels, _) => {
                self.say(
                    Diagnostic::new("E0213", left.span, "labels are a list: ask whether it has one")
                        .help("write `labels has \"brand\"`"),
                );
                None
            }
            (Side::Text, _) | (_, Side::Text) => {
                let left = self.text_side(left, word)?;
                let right = self.text_side(right, word)?;
                Some(Condition {
                    span,
                    node: ConditionNode::TextIs {
                        left,
                        right: vec![right],
                        negated,
                        right_span,
                    },
                })
            }
            (Side::Condition, Side::Condition) => {
                let ExprKind::Literal(LiteralSyntax::Bool(value)) = right.kind else {
                    self.say(
                        Diagnostic::new("E0203", expr.span, "two conditions cannot be compared")
                            .help("join them with `and`, `or` and `not`"),
                    );
                    return None;
                };
                let inner = self.condition(left)?;
                if value == negated {
                    return Some(Condition {
                        span,
                        node: ConditionNode::Not(Box::new(inner)),
                    });
                }
                Some(inner)
            }
            (Side::Silent, _) => {
                // Typing it says what is wrong.
                self.number(left).map(|_| ()).and(None)
            }
            _ if word == "is" => {
                let written = self.source(left.span);
                self.say(
                    Diagnostic::new(
                        "E0213",
                        expr.span,
                        format!("`is` asks for a word, and `{written}` is a number"),
                    )
                    .help("compare numbers with `=`, `>` and `<`"),
                );
                None
            }
            _ => {
                self.say(
                    Diagnostic::new("E0203", expr.span, "a number and a condition cannot be compared")
                        .help("both sides of a comparison are of one kind"),
                );
                None
            }
        }
    }

    fn membership(&mut self, expr: &Expr, left: &Expr, right: &[Expr]) -> Option<Condition> {
        let span = self.relative(expr.span);
        let whole = right
            .iter()
            .map(|member| member.span)
            .reduce(Span::to)
            .unwrap_or(expr.span);
        let right_span = self.relative(whole);
        match self.side(left)? {
            Side::Enum(attribute) => {
                let members: Vec<Option<&'static str>> = right
                    .iter()
                    .map(|member| self.member(attribute, member))
                    .collect();
                let members: Option<Vec<&'static str>> = members.into_iter().collect();
                self.reads(attribute, left.span)?;
                Some(Condition {
                    span,
                    node: ConditionNode::Member {
                        attribute,
                        members: members?,
                        negated: false,
                        right: right_span,
                    },
                })
            }
            Side::Text => {
                let text = self.text_side(left, "in")?;
                let texts: Vec<Option<Text>> =
                    right.iter().map(|member| self.text_side(member, "in")).collect();
                let texts: Option<Vec<Text>> = texts.into_iter().collect();
                Some(Condition {
                    span,
                    node: ConditionNode::TextIs {
                        left: text,
                        right: texts?,
                        negated: false,
                        right_span,
                    },
                })
            }
            Side::Silent => self.number(left).map(|_| ()).and(None),
            Side::Labels => {
                self.say(
                    Diagnostic::new(
                        "E0213",
                        left.span,
                        "labels are a list themselves: ask whether it has one",
                    )
                    .help("write `labels has \"brand\"`"),
                );
                None
            }
            Side::Number | Side::Condition => {
                let written = self.source(left.span);
                self.say(
                    Diagnostic::new(
                        "E0213",
                        left.span,
                        format!("`in` asks for a word or a text, and `{written}` is neither"),
                    )
                    .help("compare numbers with `>=` and `<=`"),
                );
                None
            }
        }
    }

    /// A member of an enumeration: a bare word, compared with nothing else.
    fn member(&mut self, attribute: Attribute, expr: &Expr) -> Option<&'static str> {
        let members = attribute.members();
        let word = match &expr.kind {
            ExprKind::Name {
                name,
                of: None,
                over: None,
            } => name.clone(),
            ExprKind::Literal(LiteralSyntax::Text(text)) => text.clone(),
            ExprKind::Literal(LiteralSyntax::Broken) => return None,
            _ => self.source(expr.span),
        };
        let quoted = matches!(expr.kind, ExprKind::Literal(LiteralSyntax::Text(_)));
        let known: Vec<String> = members.iter().map(|member| format!("`{member}`")).collect();
        if let Some(found) = members.iter().copied().find(|member| *member == word) {
            if !quoted {
                return Some(found);
            }
            self.say(
                Diagnostic::new(
                    "E0202",
                    expr.span,
                    format!("the values of `{attribute}` are words without quotes"),
                )
                .help(format!("write `{found}`"))
                .safe_fix(format!("write `{found}`"), expr.span, found),
            );
            return None;
        }
        let spelled = word.to_lowercase().replace([' ', '-'], "_");
        let meant = members
            .iter()
            .copied()
            .find(|member| *member == spelled || Some(*member) == platform_word(&spelled))
            .or_else(|| nearest(&spelled, members.iter().copied()));
        let found = Diagnostic::new(
            "E0202",
            expr.span,
            format!("`{word}` is no value of `{attribute}`"),
        );
        let all = list(&known, "and");
        self.say(match meant {
            Some(meant) => found
                .help(format!("did you mean `{meant}`? `{attribute}` knows {all}"))
                .possible_fix(format!("write `{meant}`"), expr.span, meant),
            None => found.help(format!("`{attribute}` knows {all}")),
        });
        None
    }

    /// An expression that must be a text.
    pub(super) fn text_side(&mut self, expr: &Expr, word: &str) -> Option<Text> {
        let span = self.relative(expr.span);
        match &expr.kind {
            ExprKind::Literal(LiteralSyntax::Text(text)) => Some(Text {
                span,
                node: TextNode::Constant(text.clone()),
            }),
            ExprKind::Literal(LiteralSyntax::Broken) => None,
            ExprKind::Name { name, of, over: None } => {
                match self.side(expr)? {
                    Side::Text => {}
                    Side::Silent => {
                        // A bare word where a text belongs is most often a text without its quotes.
                        if of.is_none() && self.known(name).is_none() && !self.doubtful.contains(name) {
                            self.say(
                                Diagnostic::new(
                                    "E0201",
                                    expr.span,
                                    format!("`{name}` is no name; texts stand in quotes"),
                                )
                                .help(format!("write `\"{name}\"`"))
                                .possible_fix(
                                    format!("write `\"{name}\"`"),
                                    expr.span,
                                    format!("\"{name}\""),
                                ),
                            );
                            return None;
                        }
                        return self.resolve(name, *of, expr.span).and(None);
                    }
                    _ => {
                        self.not_a_text(expr, word);
                        return None;
                    }
                }
                match self.resolve(name, *of, expr.span)? {
                    Resolved::Attribute(attribute) => {
                        self.reads(attribute, expr.span)?;
                        Some(Text {
                            span,
                            node: TextNode::Attribute(attribute),
                        })
                    }
                    Resolved::Parameter(index) => Some(Text {
                        span,
                        node: TextNode::Parameter(index),
                    }),
                    Resolved::Let(index) => Some(Text {
                        span,
                        node: TextNode::Let(index),
                    }),
                    Resolved::Metric(_) => None,
                }
            }
            ExprKind::Foreseen(what) => {
                self.foreseen(what, expr.span);
                None
            }
            _ => {
                self.not_a_text(expr, word);
                None
            }
        }
    }

    fn known(&mut self, name: &str) -> Option<Resolved> {
        self.resolve_quietly(name, None, Span::default())
    }

    fn not_a_text(&mut self, expr: &Expr, word: &str) {
        let written = self.source(expr.span);
        let what = match &expr.kind {
            ExprKind::Name { name, .. } => name.parse::<Attribute>().map_or_else(
                |_| "is no text".to_owned(),
                |attribute| format!("is {}", kind_words(attribute.kind())),
            ),
            _ => "is no text".to_owned(),
        };
        self.say(
            Diagnostic::new(
                "E0213",
                expr.span,
                format!("`{word}` compares texts, and `{written}` {what}"),
            )
            .help("texts are `name` and `account`, and what stands in quotes"),
        );
    }
}

/// What platforms call their states.
fn platform_word(word: &str) -> Option<&'static str> {
    match word {
        "enabled" | "on" | "live" | "running" => Some("active"),
        "disabled" | "off" | "inactive" | "stopped" => Some("paused"),
        "deleted" | "archived" => Some("removed"),
        "facebook" | "instagram" => Some("meta"),
        "adwords" | "youtube" => Some("google"),
        "pmax" => Some("performance_max"),
        _ => None,
    }
}

fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_) => true,
        ExprKind::Negated(inner) => is_literal(inner),
        _ => false,
    }
}

fn constant_of(number: &Number) -> Option<Rational> {
    match &number.node {
        NumberNode::Constant(value) => Some(value.clone()),
        NumberNode::Negated(inner) => constant_of(inner).map(|value| value.negated()),
        _ => None,
    }
}
