//! What is advertised: campaigns, budgets and what stands below the campaigns as the platforms last showed them, and every change
//! of a writable property.
//!
//! `store` and, for the levels below the campaigns, `objects` are written by the account's owner (after each sync, after each
//! applied action). Pages read `list` (the list in any order), `view` (one campaign), `below` (what stands below it), `chart` (days)
//! and `changes` (the history), the last two of a `subject`: a campaign or something below one. Never here: how numbers are stored.

pub mod below;
pub mod changes;
pub mod chart;
pub mod labels;
pub mod list;
pub mod negatives;
pub mod objects;
pub mod store;
pub mod subject;
pub mod targets;
pub mod view;

use uuid::Uuid;

use crate::connections::platform::{TargetKind, WriteField, WriteTarget, WriteValue};

/// Which one a target is, where its object can have several of its kind: a label's text, a negative keyword with its match.
pub fn item(target: &WriteTarget) -> Option<String> {
    match target.kind {
        TargetKind::Label => labels::of_target(target).map(str::to_owned),
        TargetKind::Negative => negatives::named(target).map(|(_, keyword)| keyword.to_string()),
        _ => None,
    }
}

/// Who changed a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeSource {
    /// The first value ever seen.
    FirstSeen,
    /// An action of ours.
    Adjutant,
    /// Anybody else: a person in the platform's own pages, the platform itself.
    Outside,
}

impl ChangeSource {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstSeen => "first_seen",
            Self::Adjutant => "adjutant",
            Self::Outside => "outside",
        }
    }
}

/// A property that changed outside, found by a sync.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    pub target: WriteTarget,
    pub field: WriteField,
    pub campaign_id: Option<Uuid>,
    pub from: WriteValue,
    pub to: WriteValue,
}
