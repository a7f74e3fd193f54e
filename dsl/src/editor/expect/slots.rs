//! What could stand at a place: what completion offers from.

use crate::registry::{Attribute, Spelling};
use crate::syntax::tree::ItemKind;

/// One kind of thing that could stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// An item, between items; `language 1` where nothing stands before.
    Item {
        first: bool,
    },
    /// A clause of an item that already has these.
    Clause {
        item: ItemKind,
        given: Vec<&'static str>,
    },
    Action,
    /// These words of the language, in order of likelihood.
    Words(&'static [&'static str]),
    /// These pieces of text, such as `24h`.
    Literals(&'static [&'static str]),
    /// A number, condition or text.
    Value {
        place: ValuePlace,
        wanted: Wanted,
    },
    /// What can follow a value.
    Operator {
        left: Operand,
        compared: bool,
    },
    /// A word of an enumeration.
    Member(Attribute),
    /// A field behind `parent.`.
    ParentField,
    /// A field behind `this.`.
    Field,
    /// The name of a lookup, behind its word.
    Lookup,
    Window,
    Platform,
    Weekday,
    Property,
    /// A parameter of the rule that a test is of.
    Parameter,
    /// Inside of quotes, or with them.
    Text(TextOf),
    /// A function of scripts, or an argument.
    ScriptWord {
        makes_actions: bool,
    },
    /// A script of the text that gives actions.
    ScriptToRun,
    /// Units behind a number that stands directly before the place.
    Unit(&'static [&'static str]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValuePlace {
    /// Behind `where`: attributes only.
    Where,
    Condition,
    /// What a budget becomes or changes by.
    Amount,
    /// Between the braces of a message.
    Template,
    /// The value of a `metric` item: sums and what they are multiplied with.
    Definition,
}

/// What a text can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextOf {
    Campaign,
    /// A pattern of campaign names.
    CampaignPattern,
    Account,
    Label,
    Zone,
    /// The channel or address of a message.
    Target,
    Message,
    /// The name of a rule or guard, or help.
    Free,
}

/// The kind a value must be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    Anything,
    Money,
    Percent,
    Ratio,
    Count,
    Duration,
    Date,
    Text,
    /// What `else` puts in the place of a quotient.
    Fallback,
}

/// What stands left of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operand {
    /// A metric; one that can be undefined takes `else`.
    Metric {
        partial: bool,
        windowed: bool,
    },
    Member(Attribute),
    Text,
    Labels,
    Number,
    Unknown,
}

/// A name that an item declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub name: String,
    pub kind: DeclaredKind,
    /// The clause as written, on one line.
    pub form: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeclaredKind {
    Let,
    /// The word behind the colon.
    Param(String),
    /// A `metric` item; how it is written, and whether it divides.
    Metric {
        spelling: Spelling,
        partial: bool,
    },
    /// A script that the text holds, or an argument inside of one.
    Script,
    /// A script that gives actions.
    ScriptOfActions,
    /// A `lookup` item, by how what it supplies is written; `None`: texts.
    Lookup(Option<Spelling>),
}

impl From<crate::LookupDefinition> for Declared {
    fn from(lookup: crate::LookupDefinition) -> Self {
        Self {
            form: crate::display::one_line(&lookup.text),
            kind: DeclaredKind::Lookup(lookup.spelling),
            name: lookup.name,
        }
    }
}

impl From<crate::MetricDefinition> for Declared {
    fn from(metric: crate::MetricDefinition) -> Self {
        Self {
            form: crate::display::one_line(&metric.text),
            kind: DeclaredKind::Metric {
                spelling: metric.spelling,
                partial: metric.partial,
            },
            name: metric.name,
        }
    }
}
