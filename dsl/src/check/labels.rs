//! Labels that rules add and remove: which texts can be one.

use crate::check::names::Scope;
use crate::diagnostics::Diagnostic;
use crate::registry::Property;
use crate::rule::ActionKind;
use crate::span::Span;
use crate::syntax::tree::Spanned;
use crate::typed::{Action, ActionDetail};

/// Google's longest.
const MOST_CHARACTERS: usize = 80;

impl Scope<'_> {
    /// `add label "x"`, `remove label "x"`.
    pub(super) fn label(
        &mut self,
        is_there: bool,
        label: &Spanned<String>,
        span: Span,
    ) -> Option<(ActionKind, ActionDetail)> {
        self.writes(Property::Label, span)?;
        if let Some(fault) = fault(&label.value) {
            self.say(
                Diagnostic::new("E0535", label.span, format!("this cannot be a label: {fault}")).help(
                    format!("a label has 1 to {MOST_CHARACTERS} characters, as in `\"paused by us\"`"),
                ),
            );
            return None;
        }
        let kind = if is_there {
            ActionKind::AddLabel
        } else {
            ActionKind::RemoveLabel
        };
        let label = label.value.clone();
        Some((kind, ActionDetail::Label { label }))
    }
}

/// Why no platform takes a text as a label.
pub(super) fn fault(label: &str) -> Option<&'static str> {
    if label.trim().is_empty() {
        Some("it is empty")
    } else if label.trim() != label {
        Some("a blank stands at its beginning or its end")
    } else if label.chars().count() > MOST_CHARACTERS {
        Some("it is too long")
    } else if label.chars().any(char::is_control) {
        Some("it has a character that nobody can see")
    } else {
        None
    }
}

/// The label that an action adds or removes.
pub(super) fn of(action: &Action) -> Option<&str> {
    match &action.detail {
        ActionDetail::Label { label } => Some(label),
        _ => None,
    }
}
