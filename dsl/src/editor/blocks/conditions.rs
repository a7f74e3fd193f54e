//! Conditions as a tree of groups and comparisons, each with its place and the changes that can be made to it.

use super::edits::insertion;
use super::operands::unit_of_literal;
use super::{Around, Field, FieldForm, Offer, OfferWord, Unit};
use crate::diagnostics::Edit;
use crate::span::Span;
use crate::syntax::scan::{Token, TokenKind};
use crate::syntax::tree::{Expr, ExprKind, LiteralSyntax, WindowSyntax};

/// A condition or a part of one.
#[derive(Clone, Debug)]
pub struct Condition {
    /// With its parentheses.
    pub span: Span,
    pub kind: ConditionKind,
    /// Takes it out of its group; empty where it stands alone.
    pub removal: Vec<Edit>,
    pub offers: Vec<Offer>,
}

#[derive(Clone, Debug)]
pub enum ConditionKind {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Comparison(Box<Comparison>),
    /// Without a shape of its own here.
    Text,
}

#[derive(Clone, Debug)]
pub struct Comparison {
    /// What is compared: a name, or an expression.
    pub left: Field,
    /// Its own window, where it names one.
    pub over: Option<Field>,
    /// What it is where it is undefined.
    pub fallback: Option<Field>,
    pub operator: Field,
    /// Nothing behind `is missing`.
    pub right: Option<Field>,
    pub unit: Option<Unit>,
}

/// Windows that people use; any other is kept and shown as it stands.
pub(super) const WINDOWS: [&str; 13] = [
    "today",
    "yesterday",
    "last 2 days",
    "last 3 days",
    "last 7 days",
    "last 14 days",
    "last 30 days",
    "last 3 days settled",
    "last 7 days settled",
    "last 14 days settled",
    "last 30 days settled",
    "this week",
    "this month",
];

/// The parts of a group between its operators, and the operators.
struct Split {
    parts: Vec<Span>,
    operators: Vec<Span>,
}

impl Around<'_> {
    /// The condition of a clause, and what can be added to it.
    pub(super) fn whole_condition(&self, expr: &Expr, sample: &str) -> Condition {
        let mut condition = self.condition(expr, expr.span, sample);
        if !matches!(condition.kind, ConditionKind::All(_) | ConditionKind::Any(_)) {
            for (what, word) in [(OfferWord::Comparison, "and"), (OfferWord::Group, "or")] {
                condition.offers.push(Offer {
                    what,
                    edits: insertion(condition.span.end, format!(" {word} {sample}")),
                });
            }
        }
        condition
    }

    fn condition(&self, expr: &Expr, span: Span, sample: &str) -> Condition {
        let (kind, offers) = match &expr.kind {
            ExprKind::And(parts) => self.group(parts, span, "and", sample),
            ExprKind::Or(parts) => self.group(parts, span, "or", sample),
            ExprKind::Not(inner) => {
                let rest = self.tokens(span).get(1).map(|token| Span {
                    start: token.span().start,
                    end: span.end,
                });
                (
                    ConditionKind::Not(Box::new(self.condition(
                        inner,
                        rest.unwrap_or(inner.span),
                        sample,
                    ))),
                    Vec::new(),
                )
            }
            _ => match self.comparison(expr) {
                Some((comparison, offers)) => (ConditionKind::Comparison(Box::new(comparison)), offers),
                None => (ConditionKind::Text, Vec::new()),
            },
        };
        Condition {
            span,
            kind,
            removal: Vec::new(),
            offers,
        }
    }

    fn group(&self, parts: &[Expr], span: Span, word: &str, sample: &str) -> (ConditionKind, Vec<Offer>) {
        let split = self.split(span, word);
        if split.parts.len() != parts.len() {
            return (ConditionKind::Text, Vec::new());
        }
        let other = if word == "and" { "or" } else { "and" };
        let conditions: Vec<Condition> = parts
            .iter()
            .zip(&split.parts)
            .enumerate()
            .map(|(index, (part, place))| {
                let mut condition = self.condition(part, *place, sample);
                condition.removal = self.taken_out(&split, index);
                if matches!(
                    condition.kind,
                    ConditionKind::Comparison(_) | ConditionKind::Text | ConditionKind::Not(_)
                ) {
                    let mut edits = insertion(place.start, "(");
                    edits.extend(insertion(place.end, format!(" {other} {sample})")));
                    condition.offers.push(Offer {
                        what: OfferWord::Group,
                        edits,
                    });
                }
                condition
            })
            .collect();
        let mut offers = Vec::new();
        if let Some(last) = split.parts.last() {
            offers.push(Offer {
                what: OfferWord::Comparison,
                edits: insertion(last.end, self.another(&split, word, sample)),
            });
        }
        offers.push(Offer {
            what: OfferWord::Turn,
            edits: split
                .operators
                .iter()
                .map(|operator| Edit {
                    span: *operator,
                    new_text: other.to_owned(),
                })
                .collect(),
        });
        let kind = if word == "and" {
            ConditionKind::All(conditions)
        } else {
            ConditionKind::Any(conditions)
        };
        (kind, offers)
    }

    /// Written as the others are: on a line of its own where the operators begin lines.
    fn another(&self, split: &Split, word: &str, sample: &str) -> String {
        let line = split.operators.last().and_then(|operator| {
            let before = self.text.get(..operator.start as usize)?;
            let line = before.rsplit('\n').next()?;
            line.trim().is_empty().then_some(line)
        });
        let comment = split.parts.last().is_some_and(|last| {
            let after = self.text.get(last.end as usize..).unwrap_or("");
            let line = after.split('\n').next().unwrap_or("");
            line.trim_start().starts_with('#')
        });
        match line {
            // Before a comment a new line would take the comment along.
            Some(indent) if !comment => format!("\n{indent}{word} {sample}"),
            _ => format!(" {word} {sample}"),
        }
    }

    /// A part and the operator that joins it.
    fn taken_out(&self, split: &Split, index: usize) -> Vec<Edit> {
        let Some(part) = split.parts.get(index) else {
            return Vec::new();
        };
        let delete = |span| Edit {
            span,
            new_text: String::new(),
        };
        let between = |from: Span, to: Span| {
            let gap = Span::new(from.end, to.start);
            gap.of(self.text).trim().is_empty()
        };
        if let Some(before) = index.checked_sub(1) {
            let Some(operator) = split.operators.get(before) else {
                return Vec::new();
            };
            return if between(*operator, *part) {
                self.cut_out(operator.to(*part))
            } else {
                // A comment stands between the operator and its part.
                vec![delete(*operator), delete(*part)]
            };
        }
        match (split.operators.first(), split.parts.get(1)) {
            (Some(operator), Some(next)) if between(*part, *operator) && between(*operator, *next) => {
                vec![delete(Span::new(part.start, next.start))]
            }
            (Some(operator), _) => vec![delete(*part), delete(*operator)],
            _ => Vec::new(),
        }
    }

    /// The parts between the operators of a group, which may stand in parentheses.
    fn split(&self, span: Span, word: &str) -> Split {
        let mut tokens = self.tokens(span);
        while let Some(inner) = in_parentheses(&tokens) {
            tokens = inner;
        }
        let mut split = Split {
            parts: Vec::new(),
            operators: Vec::new(),
        };
        let mut depth = 0_u32;
        let mut part: Option<Span> = None;
        for token in &tokens {
            match token.kind {
                TokenKind::Open => depth = depth.saturating_add(1),
                TokenKind::Close => depth = depth.saturating_sub(1),
                TokenKind::Word if depth == 0 && token.text(self.text) == word => {
                    split.parts.extend(part.take());
                    split.operators.push(token.span());
                    continue;
                }
                _ => {}
            }
            part = Some(part.map_or(token.span(), |part| part.to(token.span())));
        }
        split.parts.extend(part);
        split
    }

    fn comparison(&self, expr: &Expr) -> Option<(Comparison, Vec<Offer>)> {
        let (left, right) = match &expr.kind {
            ExprKind::Compare { left, right, .. }
            | ExprKind::Is { left, right, .. }
            | ExprKind::Matches { left, right }
            | ExprKind::Has { left, right } => (left, Some(right.as_ref())),
            ExprKind::IsMissing { of, .. } => (of, None),
            ExprKind::In { left, .. } => (left, None),
            _ => return None,
        };
        let unit = self
            .unit(left)
            .or_else(|| right.and_then(|right| self.unit(right)));
        // Between the sides stands the operator and nothing else.
        let end = right.map_or(expr.span.end, |right| right.span.start);
        let tokens = self.tokens(Span::new(left.span.end, end));
        let mut words: Vec<&Token> = tokens
            .iter()
            .filter(|token| !matches!(token.kind, TokenKind::Open | TokenKind::Close))
            .collect();
        let list = if let ExprKind::In { right, .. } = &expr.kind {
            // `in`, and then the members.
            words.truncate(1);
            let start = words.first()?.span().end;
            let listed = self.tokens(Span::new(start, expr.span.end));
            let span = listed.first()?.span().to(listed.last()?.span());
            let members = self.members(left);
            Some(if members.is_empty() {
                let texts = right
                    .iter()
                    .all(|member| matches!(member.kind, ExprKind::Literal(LiteralSyntax::Text(_))));
                self.field(
                    span,
                    if texts {
                        FieldForm::Texts
                    } else {
                        FieldForm::Expression(None)
                    },
                )
            } else {
                self.field(span, FieldForm::Choices(members.to_vec()))
            })
        } else {
            None
        };
        let operator = words.first()?.span().to(words.last()?.span());
        let now = crate::display::one_line(operator.of(self.text));
        let choices: &[&str] = match (&expr.kind, unit) {
            (ExprKind::Compare { .. }, _) => &[">", ">=", "<", "<=", "=", "!="],
            (ExprKind::IsMissing { .. }, _) => &["is missing", "is not missing"],
            (ExprKind::Is { .. } | ExprKind::Matches { .. }, Some(Unit::Text)) => {
                &["matches", "is", "is not"]
            }
            (ExprKind::Is { .. }, _) => &["is", "is not"],
            (ExprKind::Matches { .. }, _) => &["matches"],
            (ExprKind::Has { .. }, _) => &["has"],
            _ => &["in"],
        };
        let operator = self.field(operator, FieldForm::words(&now, choices.iter().copied()));
        let (name, over, fallback) = self.compared(left);
        let mut offers = Vec::new();
        if matches!(name.form, FieldForm::Name(_)) {
            let end = fallback.as_ref().map_or(left.span.end, |_| {
                over.as_ref().map_or(name.span.end, |over| over.span.end)
            });
            let metric = self.is_metric(&name.text);
            if over.is_none() && metric {
                offers.push(Offer {
                    what: OfferWord::OverWindow,
                    edits: insertion(end, " over last 7 days"),
                });
            }
            if fallback.is_none() && self.is_partial(&name.text) {
                offers.push(Offer {
                    what: OfferWord::Fallback,
                    edits: insertion(left.span.end, " else infinite"),
                });
            }
        }
        let right = right.map(|right| self.right(left, right, unit)).or(list);
        Some((
            Comparison {
                left: name,
                over,
                fallback,
                operator,
                right,
                unit,
            },
            offers,
        ))
    }

    /// The left side: a name with its window and what it is where it is undefined, else an expression.
    fn compared(&self, left: &Expr) -> (Field, Option<Field>, Option<Field>) {
        let unit = self.unit(left);
        let (value, fallback) = match &left.kind {
            ExprKind::Else { value, fallback } if matches!(value.kind, ExprKind::Name { .. }) => {
                let form = if matches!(fallback.kind, ExprKind::Infinite) {
                    FieldForm::words("infinite", ["infinite", "0"])
                } else {
                    FieldForm::Expression(unit)
                };
                (value.as_ref(), Some(self.field(fallback.span, form)))
            }
            _ => (left, None),
        };
        match &value.kind {
            ExprKind::Name { over: None, .. } => {
                (self.field(value.span, FieldForm::Name(unit)), None, fallback)
            }
            ExprKind::Name { over: Some(over), .. } => {
                let name = Span::new(value.span.start, over.span.start);
                let tokens = self.tokens(name);
                let word = tokens
                    .iter()
                    .take_while(|token| token.text(self.text) != "over")
                    .map(Token::span)
                    .reduce(Span::to);
                match word {
                    Some(word) => (
                        self.field(word, FieldForm::Name(unit)),
                        Some(self.window_field(over)),
                        fallback,
                    ),
                    None => (self.field(left.span, FieldForm::Expression(unit)), None, None),
                }
            }
            _ => (self.field(left.span, FieldForm::Expression(unit)), None, None),
        }
    }

    fn right(&self, left: &Expr, right: &Expr, unit: Option<Unit>) -> Field {
        let members = self.members(left);
        let form = match &right.kind {
            ExprKind::Name { name, .. } if members.contains(&name.as_str()) => {
                FieldForm::words(name, members.iter().copied())
            }
            ExprKind::Name { over: None, .. } => FieldForm::Name(unit),
            ExprKind::Literal(LiteralSyntax::Text(_)) => FieldForm::Text,
            ExprKind::Literal(literal @ LiteralSyntax::Number(_)) => match unit {
                // `0` fits every kind; anything else without a unit is a count or a ratio.
                Some(unit @ (Unit::Count | Unit::Ratio)) => FieldForm::Literal(unit),
                Some(unit) => FieldForm::Expression(Some(unit)),
                None => unit_of_literal(literal).map_or(FieldForm::Expression(None), FieldForm::Literal),
            },
            ExprKind::Literal(literal) => {
                unit_of_literal(literal).map_or(FieldForm::Expression(unit), FieldForm::Literal)
            }
            _ => FieldForm::Expression(unit),
        };
        self.field(right.span, form)
    }

    /// A window, without the `over` before it.
    pub(super) fn window_field(&self, window: &WindowSyntax) -> Field {
        let now = crate::display::one_line(window.span.of(self.text));
        self.field(window.span, FieldForm::words(&now, WINDOWS))
    }

    fn is_metric(&self, name: &str) -> bool {
        crate::registry::metrics()
            .iter()
            .any(|metric| metric.name == name)
    }

    fn is_partial(&self, name: &str) -> bool {
        crate::registry::metrics()
            .iter()
            .any(|metric| metric.name == name && metric.partial)
    }
}

/// What stands in one pair of parentheses around everything.
fn in_parentheses(tokens: &[Token]) -> Option<Vec<Token>> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    if first.kind != TokenKind::Open || last.kind != TokenKind::Close {
        return None;
    }
    let mut depth = 0_u32;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => depth = depth.saturating_add(1),
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && index.saturating_add(1) < tokens.len() {
            return None;
        }
    }
    tokens
        .get(1..tokens.len().saturating_sub(1))
        .map(<[Token]>::to_vec)
}
