//! Notifications: the channel, whom they go to, and the template with its values.

use crate::check::names::{Place, Resolved, Scope};
use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::registry::{AttributeKind, NotifyChannel};
use crate::rule::{ActionKind, ParamKind};
use crate::span::Span;
use crate::syntax::read_template_value;
use crate::syntax::tree::{Expr, ExprKind, LiteralSyntax, Spanned};
use crate::typed::{ActionDetail, Expression, Piece};

/// Longest text of a notification, before its values are filled in.
const LONGEST_TEMPLATE: usize = 2_000;

impl Scope<'_> {
    pub(super) fn notify(
        &mut self,
        channel: &Spanned<String>,
        target: &Spanned<String>,
        template: &Spanned<String>,
    ) -> Option<(ActionKind, ActionDetail)> {
        let Ok(parsed) = channel.value.parse::<NotifyChannel>() else {
            let names: Vec<&str> = NotifyChannel::ALL
                .iter()
                .map(|channel| channel.as_str())
                .collect();
            let found = Diagnostic::new(
                "E0505",
                channel.span,
                format!("there is no channel `{}`", channel.value),
            );
            self.say(match nearest(&channel.value, names.iter().copied()) {
                Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                    format!("write `{meant}`"),
                    channel.span,
                    meant,
                ),
                None => found.help(format!("there are {}", list(&names, "and"))),
            });
            return None;
        };
        if let Some(fault) = parsed.refuses(&target.value) {
            let help = if target.value.trim().is_empty() {
                "write a channel such as `\"#paid-social\"`, or an address"
            } else {
                "write an address such as `\"ads@example.com\"`"
            };
            self.say(Diagnostic::new("E0505", target.span, fault).help(help));
            return None;
        }
        let template = self.template(template)?;
        Some((
            ActionKind::Notify,
            ActionDetail::Notify {
                channel: parsed,
                target: target.value.clone(),
                template,
            },
        ))
    }

    /// Splits a template at its braces. `{{` and `}}` stand for themselves.
    fn template(&mut self, template: &Spanned<String>) -> Option<Vec<Piece>> {
        if template.value.len() > LONGEST_TEMPLATE {
            self.say(
                Diagnostic::new(
                    "E0504",
                    template.span,
                    format!("this text has more than {LONGEST_TEMPLATE} characters"),
                )
                .help("a notification is a line or two; the decision's page has the rest"),
            );
            return None;
        }
        let source = template.value.as_str();
        let at = |offset: usize| {
            template
                .span
                .start
                .saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        let inner_end = source.len().saturating_sub(1);
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut failed = false;
        let mut offset = 1;
        while let Some(character) = source.get(offset..inner_end).and_then(|rest| rest.chars().next()) {
            let next = offset.saturating_add(character.len_utf8());
            let doubled = source
                .get(next..inner_end)
                .is_some_and(|rest| rest.starts_with(character));
            match character {
                '{' | '}' if doubled => {
                    literal.push(character);
                    offset = next.saturating_add(1);
                }
                '{' => {
                    let rest = source.get(next..inner_end).unwrap_or("");
                    let Some(length) = rest.find('}') else {
                        self.say(
                            Diagnostic::new(
                                "E0504",
                                Span::new(at(offset), at(next)),
                                "this `{` is never closed",
                            )
                            .help("write `{{` for a brace that is meant as text"),
                        );
                        return None;
                    };
                    if !literal.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut literal)));
                    }
                    let value = rest.get(..length).unwrap_or("");
                    match self.template_value(value, at(next)) {
                        Some(piece) => pieces.push(piece),
                        None => failed = true,
                    }
                    offset = next.saturating_add(length).saturating_add(1);
                }
                '}' => {
                    self.say(
                        Diagnostic::new(
                            "E0504",
                            Span::new(at(offset), at(next)),
                            "this `}` closes nothing",
                        )
                        .help("write `}}` for a brace that is meant as text"),
                    );
                    return None;
                }
                '\\' => {
                    let escaped = source.get(next..inner_end).and_then(|rest| rest.chars().next());
                    literal.extend(escaped);
                    offset = next.saturating_add(escaped.map_or(0, char::len_utf8));
                }
                _ => {
                    literal.push(character);
                    offset = next;
                }
            }
        }
        if !literal.is_empty() {
            pieces.push(Piece::Text(literal));
        }
        (!failed).then_some(pieces)
    }

    fn template_value(&mut self, source: &str, base: u32) -> Option<Piece> {
        let end = base.saturating_add(u32::try_from(source.len()).unwrap_or(u32::MAX));
        if source.trim().is_empty() {
            self.say(
                Diagnostic::new(
                    "E0504",
                    Span::new(base.saturating_sub(1), end.saturating_add(1)),
                    "there is nothing between these braces",
                )
                .help("write a name, as in `{this.name}`"),
            );
            return None;
        }
        let expr = read_template_value(self.text, Span::new(base, end), self.diagnostics)?;
        let place = std::mem::replace(&mut self.place, Place::Template);
        let piece = self.piece(&expr);
        self.place = place;
        piece
    }

    fn piece(&mut self, expr: &Expr) -> Option<Piece> {
        if let ExprKind::Name {
            name,
            of,
            attribution: None,
            over: None,
        } = &expr.kind
        {
            let resolved = self.resolve(name, *of, expr.span)?;
            match resolved {
                Resolved::Attribute(attribute)
                    if matches!(
                        attribute.kind(),
                        AttributeKind::Text | AttributeKind::Enum | AttributeKind::Labels
                    ) =>
                {
                    self.attributes.insert(attribute);
                    return Some(Piece::Attribute(attribute));
                }
                Resolved::Parameter(index)
                    if self
                        .params
                        .get(index)
                        .is_some_and(|param| matches!(param.kind, ParamKind::Text | ParamKind::Bool)) =>
                {
                    let text = self.params.get(index).map(|param| param.kind);
                    return Some(match text {
                        Some(ParamKind::Text) => {
                            Piece::Value(Expression::Text(self.text_side(expr, "a template")?))
                        }
                        _ => Piece::Value(Expression::Condition(self.condition(expr)?)),
                    });
                }
                Resolved::Let(index) => match self.lets.get(index).map(|found| &found.value) {
                    Some(Expression::Text(_)) => {
                        return Some(Piece::Value(Expression::Text(
                            self.text_side(expr, "a template")?,
                        )));
                    }
                    Some(Expression::Condition(_)) => {
                        return Some(Piece::Value(Expression::Condition(self.condition(expr)?)));
                    }
                    _ => {}
                },
                _ => {}
            }
            let number = self.named_number(resolved, name, None, None, expr.span)?;
            self.only_shows(&number);
            return Some(Piece::Value(Expression::Number(number)));
        }
        if let ExprKind::Literal(LiteralSyntax::Text(text)) = &expr.kind {
            return Some(Piece::Text(text.clone()));
        }
        if self.asks_for_text(expr) {
            return Some(Piece::Value(Expression::Text(
                self.text_side(expr, "a template")?,
            )));
        }
        Some(Piece::Value(Expression::Number(self.number(expr)?)))
    }
}
