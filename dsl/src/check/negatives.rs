//! Negative keywords: which rules add them, and which texts can be one.

use crate::check::names::Scope;
use crate::check::structure::first;
use crate::diagnostics::Diagnostic;
use crate::negative::NegativeKeyword;
use crate::registry::{Attribute, Level, NegativeMatch, Property};
use crate::rule::ActionKind;
use crate::span::Span;
use crate::syntax::tree::{Clause, Expr, Item};
use crate::typed::{ActionDetail, Literal, RuleBody, Text, TextNode};

impl Scope<'_> {
    /// `add negative keyword exact "free"`; without a text it is the search term itself.
    pub(super) fn negative_keyword(
        &mut self,
        matching: NegativeMatch,
        text: Option<&Expr>,
        span: Span,
    ) -> Option<(ActionKind, ActionDetail)> {
        if let Some((level, _)) = self
            .about
            .clone()
            .filter(|(level, _)| *level != Level::SearchTerms)
        {
            self.say(
                Diagnostic::new(
                    "E0531",
                    span,
                    format!("a negative keyword is added for search terms, not for {level}"),
                )
                .help(
                    "write a rule `for search terms`: what it adds goes into the ad group whose ad was shown",
                ),
            );
            return None;
        }
        self.writes(Property::Negative, span)?;
        let text = match text {
            None => {
                self.attributes.insert(Attribute::Name);
                Text {
                    span: self.relative(span),
                    node: TextNode::Attribute(Attribute::Name),
                }
            }
            Some(expr) => {
                let text = self.text_side(expr, "a negative keyword")?;
                self.fits(matching, &text, expr.span)?;
                text
            }
        };
        Some((ActionKind::AddNegative, ActionDetail::Negative { matching, text }))
    }

    /// Whether a text that is written down can be a negative keyword.
    fn fits(&mut self, matching: NegativeMatch, text: &Text, span: Span) -> Option<()> {
        let written = match &text.node {
            TextNode::Constant(text) => text,
            TextNode::Parameter(index) => match self.params.get(*index).map(|param| &param.typed.default) {
                Some(Literal::Text(text)) => text,
                _ => return Some(()),
            },
            TextNode::Attribute(_) | TextNode::Let(_) | TextNode::LookedUp { .. } => return Some(()),
        };
        let Err(fault) = NegativeKeyword::new(matching, written) else {
            return Some(());
        };
        let found = Diagnostic::new(
            "E0386",
            span,
            format!("`{written}` cannot be a negative keyword: {}", fault.words()),
        )
        .help("a keyword has at most 10 words and 80 characters: letters, numbers and blanks, and signs such as `-`, `+`, `.`, `'` and `&`");
        self.say(found);
        None
    }
}

/// A negative keyword stays until a person takes it away.
pub(super) fn is_not_held(span: Span) -> Diagnostic {
    Diagnostic::new("E0385", span, "a negative keyword stays: it is not given back")
        .help("remove this; what a rule has added, a person can undo on the action's page")
}

/// A rule that gives back what it did, and adds negative keywords.
pub(super) fn gives_back(scope: &mut Scope<'_>, item: &Item, body: &RuleBody) {
    let mut actions = body.branches.iter().flat_map(|branch| &branch.actions);
    let Some(action) = actions.find(|action| action.kind == ActionKind::AddNegative) else {
        return;
    };
    let clause = first(item, |clause| match clause {
        Clause::Release(found) => Some(found),
        _ => None,
    });
    if let Some((_, span)) = clause {
        let added = scope.absolute(action.span);
        scope.say(is_not_held(span).label(added, "is not given back"));
    }
}
