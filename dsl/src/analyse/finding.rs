//! What an analysis says: where, about which rules, how sure, and with which example.

use serde::Serialize;

use super::example::Example;
use crate::diagnostics::Diagnostic;
use crate::rule::Rule;
use crate::span::Span;

/// A place in one of the rules or guards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The name of the rule or guard.
    pub rule: String,
    /// In the rule's own text.
    pub span: Span,
    /// What is written there, on one line.
    pub text: String,
}

/// How sure a finding is.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It holds for every object and at every moment.
    Proved,
    /// It can be: here is one.
    CounterExample(Box<Example>),
    /// It may be: this stands in the way of knowing.
    NotDecided(Obstacle),
}

/// What an analysis could not look into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Obstacle {
    pub at: Option<Spot>,
    /// Lower case, no full stop.
    pub why: String,
}

/// Something about rules taken together.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Stable, never reused.
    pub code: &'static str,
    pub message: String,
    pub help: String,
    /// The rule it is mostly about comes first.
    pub spots: Vec<Spot>,
    pub answer: Answer,
}

impl Finding {
    /// The example, where there is one.
    #[must_use]
    pub const fn example(&self) -> Option<&Example> {
        match &self.answer {
            Answer::CounterExample(example) => Some(example),
            Answer::Proved | Answer::NotDecided(_) => None,
        }
    }

    /// The reason that one of the rules it speaks about gives for accepting it.
    #[must_use]
    pub fn accepted_by<'r>(&self, rules: impl IntoIterator<Item = &'r Rule>) -> Option<&'r str> {
        rules
            .into_iter()
            .filter(|rule| self.is_about(rule.name()))
            .flat_map(|rule| rule.accepts())
            .find(|accept| accept.code == self.code)
            .map(|accept| accept.reason.as_str())
    }

    /// What was seen when somebody took a second look: which rules, and what is written where they meet. Another evidence is another
    /// finding. The example is none: it is another campaign every day.
    #[must_use]
    pub fn evidence(&self) -> String {
        let spots: Vec<String> = self
            .spots
            .iter()
            .map(|spot| format!("{}: {}", spot.rule, spot.text))
            .collect();
        format!("{} | {}", self.message, spots.join(" | "))
    }

    /// Whether it speaks about this rule.
    #[must_use]
    pub fn is_about(&self, rule: &str) -> bool {
        self.spots.iter().any(|spot| spot.rule == rule)
    }

    /// The finding as it stands in a text that holds `rule`, whose own text begins at `base`. Places in other rules of the text are
    /// labels; `place` says where another rule's text begins.
    #[must_use]
    pub fn diagnostic(&self, rule: &str, place: &dyn Fn(&str) -> Option<u32>) -> Option<Diagnostic> {
        let moved = |spot: &Spot| {
            let base = place(&spot.rule)?;
            Some(Span::new(
                spot.span.start.saturating_add(base),
                spot.span.end.saturating_add(base),
            ))
        };
        let own = self.spots.iter().find(|spot| spot.rule == rule)?;
        let found = Diagnostic::new(self.code, moved(own)?, self.message.clone()).help(self.help.clone());
        Some(
            self.spots
                .iter()
                .filter(|spot| *spot != own)
                .filter_map(|spot| Some((moved(spot)?, format!("`{}` in `{}`", spot.text, spot.rule))))
                .fold(found, |found, (span, text)| found.label(span, text)),
        )
    }
}
