//! The rule language: text → checked plan → verdict.
//!
//! [`check`] reads a text and gives back the rules and guards without errors, and everything there is to say about the rest;
//! [`load`] reads it again once it is saved.
//! [`Rule::bind`] ties a rule to one account; a [`BoundRule`] evaluates the account's frozen columns, explains single rows
//! and says what a branch would do. The engine calls all of it; nothing in here reads a file, a socket or a clock.
//!
//! ```
//! let checked = dsl::check("language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  \
//!                           when spend over today > $100 then pause\n}\n");
//! assert!(checked.is_ok());
//! assert_eq!(checked.rules[0].name(), "Night watch");
//! ```
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

// The tests' table is written against the public surface, here as in `tests/`.
#[cfg(test)]
extern crate self as dsl;

pub mod analyse;
mod bind;
mod check;
mod column;
pub mod conduct;
mod customise;
mod definitions;
mod diagnostics;
mod display;
pub mod editor;
mod effects;
mod evaluate;
mod explain;
mod explanation;
mod format;
mod guard;
mod history;
mod kept;
mod literal;
mod money;
mod negative;
mod plain_words;
mod rational;
mod registry;
mod rule;
mod schedule;
mod script;
mod span;
mod syntax;
mod table;
pub mod testing;
mod transfer;
mod typed;
mod window;

pub use bind::{BindError, Binding, BoundRule};
pub use check::{
    Accept, Accepted, Checked, check, check_among, circle_words, load, offer_acceptance, yield_circle,
};
pub use column::Column;
pub use customise::{CustomiseError, customise};
pub use definitions::{Definitions, LookupDefinition, MetricDefinition};
pub use diagnostics::{
    CodePage, Diagnostic, Edit, Fix, Label, Severity, code_index, code_page, codes, explain_code,
};
pub use effects::{Act, Direction, Effect, NoEffect, ObjectStatus};
pub use evaluate::{Cost, Interrupted, Truth, Verdicts, step_words};
pub use explain::{EVALUATOR, metric_display};
pub use explanation::{
    Bound, BranchExplanation, Explanation, Grain, LetValue, Missing, Node, NodeKind, Operand, Raw,
    ReleaseExplanation, Value, ValueKind, WindowExplanation,
};
pub use format::{FormatError, format};
pub use guard::{Forbids, Guard, GuardClause, GuardFacts, NoCeiling};
pub use history::{History, Question, Tally};
pub use kept::KeptSums;
pub use literal::OverrideError;
pub use money::{Currency, MICROS_PER_UNIT, UnknownCurrency};
pub use negative::{NegativeKeyword, UnfitText};
pub use registry::{
    ActionInfo, Attribute, AttributeInfo, AttributeKind, Attribution, ClauseInfo, DerivedMetric, Level,
    LevelInfo, Metric, MetricClass, MetricInfo, MetricUnit, NegativeMatch, NotifyChannel, Platform, Property,
    Results, Role, SYNC_MINUTES, Spelling, UnknownWord, WordInfo, actions, attributes, clauses, levels,
    metrics, test_clauses, test_words, words,
};
pub use rule::{
    ActionKind, ActionSummary, Approval, Branch, Lasting, Limit, LimitPeriod, LimitReach, Most, Param,
    ParamKind, Rank, Rule, Scope, ScriptUse, Share, Unanswered, WithoutData,
};
pub use schedule::{LONGEST_MISS, Schedule};
pub use script::{ScriptFunction, script_functions};
pub use span::Span;
pub use table::{
    AttributeColumn, AttributeValue, Member, MissingReason, Moment, Rate, Supplied, SuppliedUnit,
    SuppliedValue, Table,
};
pub use window::{ResolvedWindow, WindowUse};
