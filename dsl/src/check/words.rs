//! Words and texts: equality, membership, members of enumerations, and what a text can be.

use crate::check::conditions::Side;
use crate::check::names::{Resolved, Scope};
use crate::check::numbers::kind_words;
use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::registry::Attribute;
use crate::span::Span;
use crate::syntax::tree::{Expr, ExprKind, LiteralSyntax};
use crate::typed::{Condition, ConditionNode, Text, TextNode};

impl Scope<'_> {
    /// `is`, `=` and their negations between words, texts and conditions.
    pub(super) fn equality(
        &mut self,
        expr: &Expr,
        left: &Expr,
        right: &Expr,
        negated: bool,
        word: &str,
    ) -> Option<Condition> {
        let span = self.relative(expr.span);
        let right_span = self.relative(right.span);
        let left_side = self.side(left)?;
        // A member is no name: nothing is looked up for it.
        if let Side::Enum(attribute) = left_side {
            let member = self.member(attribute, right)?;
            self.reads(attribute, left.span)?;
            return Some(Condition {
                span,
                node: ConditionNode::Member {
                    attribute,
                    members: vec![member],
                    negated,
                    right: right_span,
                },
            });
        }
        match (left_side, self.side(right)?) {
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
            (Side::Labels(_), _) => {
                let found = Diagnostic::new("E0213", left.span, "labels are a list: ask whether it has one");
                let label = self.source(right.span);
                self.say(if label.starts_with('"') {
                    let not = if negated { "not " } else { "" };
                    let meant = format!("{not}{} has {label}", self.source(left.span));
                    found.help(format!("write `{meant}`")).safe_fix(
                        format!("write `{meant}`"),
                        left.span.to(right.span),
                        meant,
                    )
                } else {
                    found.help("write `labels has \"brand\"`")
                });
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

    pub(super) fn membership(&mut self, expr: &Expr, left: &Expr, right: &[Expr]) -> Option<Condition> {
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
            Side::Labels(_) => {
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
    pub(super) fn member(&mut self, attribute: Attribute, expr: &Expr) -> Option<&'static str> {
        let members = attribute.members();
        let word = match &expr.kind {
            ExprKind::Name {
                name,
                of: None,
                attribution: None,
                over: None,
            } => name.clone(),
            ExprKind::Literal(LiteralSyntax::Text(text)) => text.clone(),
            ExprKind::Literal(LiteralSyntax::Broken) => return None,
            _ => self.source(expr.span),
        };
        let quoted = matches!(expr.kind, ExprKind::Literal(LiteralSyntax::Text(_)));
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
        let known: Vec<String> = members.iter().map(|member| format!("`{member}`")).collect();
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
            ExprKind::LookedUp { name, key } => self.looked_up_text(expr, (name, key), word),
            ExprKind::Name {
                name,
                of,
                attribution: None,
                over: None,
            } => {
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
                    Resolved::Metric(_) | Resolved::Own(_) => None,
                }
            }
            _ => {
                self.not_a_text(expr, word);
                None
            }
        }
    }

    pub(super) fn known(&mut self, name: &str) -> Option<Resolved> {
        self.resolve_quietly(name, None, Span::default())
    }

    pub(super) fn not_a_text(&mut self, expr: &Expr, word: &str) {
        let written = self.source(expr.span);
        let what = match &expr.kind {
            ExprKind::Name { name, .. } => name.parse::<Attribute>().map_or_else(
                |_| "is no text".to_owned(),
                |attribute| format!("is {}", kind_words(attribute.kind())),
            ),
            _ => "is no text".to_owned(),
        };
        let does = if word == "lookup" {
            "is asked by texts"
        } else {
            "compares texts"
        };
        self.say(
            Diagnostic::new(
                "E0213",
                expr.span,
                format!("`{word}` {does}, and `{written}` {what}"),
            )
            .help(
                "texts are `name` and `account`, what stands in quotes, and what a lookup of texts supplies",
            ),
        );
    }
}

/// What platforms call their states.
pub(super) fn platform_word(word: &str) -> Option<&'static str> {
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
