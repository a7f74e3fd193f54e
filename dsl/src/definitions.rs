//! What an organisation defines for all its rules: metrics of its own, and lookups. A text may hold some for itself; others come from beside it.
//!
//! Made by `check`, handed to [`crate::check_among`] with every text that may use them. Nothing in here knows where they are kept.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::registry::Spelling;
use crate::typed::{OwnLookup, OwnMetric, Quantity};

/// Sound definitions, none of which contradicts another.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    pub(crate) metrics: Vec<Arc<OwnMetric>>,
    pub(crate) lookups: Vec<Arc<OwnLookup>>,
    /// Names whose definition has an error of its own: nothing is said about their uses.
    pub(crate) doubtful: BTreeSet<String>,
}

/// A metric that is made of the platforms' own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricDefinition {
    pub name: String,
    /// What it is, in its author's words.
    pub help: Option<String>,
    /// Its value as written, on one line.
    pub formula: String,
    pub spelling: Spelling,
    /// Divides, so that it can be undefined.
    pub partial: bool,
    /// The item as written.
    pub text: String,
    /// The other definitions it is made of, those behind them included.
    pub uses: BTreeSet<String>,
}

/// What is supplied for each key of a table of the organisation's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupDefinition {
    pub name: String,
    /// How what it supplies is written; `None`: texts.
    pub spelling: Option<Spelling>,
    /// The file it is said to come from.
    pub source: String,
    /// Seconds after which what was supplied no longer counts.
    pub stale_after: Option<i64>,
    /// The item as written.
    pub text: String,
}

impl Definitions {
    /// The definitions of a text, with everything there is to say about them. Its rules and tests are not looked at.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Diagnostic>) {
        crate::check::definitions(text)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.metrics.is_empty() && self.lookups.is_empty()
    }

    /// By name.
    pub fn lookups(&self) -> impl Iterator<Item = LookupDefinition> + '_ {
        self.lookups.iter().map(|lookup| lookup.described())
    }

    /// In the order in which each needs only those before it.
    pub fn metrics(&self) -> impl Iterator<Item = MetricDefinition> + '_ {
        self.metrics.iter().map(|metric| metric.described())
    }

    /// The names of all of them.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        let lookups = self.lookups.iter().map(|lookup| lookup.name.as_str());
        self.metrics
            .iter()
            .map(|metric| metric.name.as_str())
            .chain(lookups)
    }

    /// The text of these definitions and of those they are made of: what a rule that uses them was checked against.
    #[must_use]
    pub fn text_of(&self, names: &BTreeSet<String>) -> String {
        let needed = |name: &str| {
            names.contains(name)
                || self
                    .metrics
                    .iter()
                    .any(|metric| names.contains(&metric.name) && metric.uses.contains(name))
        };
        let lookups = self
            .lookups
            .iter()
            .map(|lookup| (&lookup.name, lookup.text.as_str()));
        let metrics = self
            .metrics
            .iter()
            .map(|metric| (&metric.name, metric.text.as_str()));
        let texts: Vec<&str> = lookups
            .chain(metrics)
            .filter(|(name, _)| needed(name))
            .map(|(_, text)| text)
            .collect();
        let mut out = texts.join("\n\n");
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }
}

impl OwnLookup {
    pub(crate) fn described(&self) -> LookupDefinition {
        LookupDefinition {
            name: self.name.clone(),
            spelling: self.quantity.map(|quantity| match quantity {
                Quantity::Money => Spelling::Money,
                Quantity::Percent => Spelling::Percent,
                Quantity::Ratio => Spelling::Ratio,
                _ => Spelling::Count,
            }),
            source: self.source.clone(),
            stale_after: self.stale_after,
            text: self.text.clone(),
        }
    }
}

impl OwnMetric {
    pub(crate) fn described(&self) -> MetricDefinition {
        MetricDefinition {
            name: self.name.clone(),
            help: self.help.clone(),
            formula: self.formula.clone(),
            spelling: match self.quantity {
                Quantity::Money => Spelling::Money,
                Quantity::Percent => Spelling::Percent,
                _ => Spelling::Ratio,
            },
            partial: self.divides(),
            text: self.text.clone(),
            uses: self.uses.clone(),
        }
    }
}
