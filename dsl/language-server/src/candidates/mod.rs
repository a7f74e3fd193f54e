//! Everything that could stand at a place, described once: completion offers it, hover explains it. Names of campaigns and the
//! like are not here; they come from the organisation.
//!
//! Here each slot of a place is filled; `items` has what begins items and clauses, `values` what can stand in an expression, and
//! `words` describes each metric, field, name and word. Called by `completion` and `hover`.

mod items;
mod values;
mod words;

use dsl::editor::{DeclaredKind, Place, Slot};
use dsl::{Attribute, Platform, Property, actions, attributes, metrics};

use items::{clause_openers, items};
use values::{operators, values};
use words::{attribute, metric};
pub(crate) use words::{code, declared, described, word_candidate, word_info};

/// The protocol's kinds of items, for icons.
pub(crate) mod kind {
    pub(crate) const TEXT: u8 = 1;
    pub(crate) const FUNCTION: u8 = 3;
    pub(crate) const FIELD: u8 = 5;
    pub(crate) const VARIABLE: u8 = 6;
    pub(crate) const UNIT: u8 = 11;
    pub(crate) const VALUE: u8 = 12;
    pub(crate) const KEYWORD: u8 = 14;
    pub(crate) const SNIPPET: u8 = 15;
    pub(crate) const MEMBER: u8 = 20;
    pub(crate) const CONSTANT: u8 = 21;
}

/// One thing that could stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) label: String,
    pub(crate) kind: u8,
    /// One line.
    pub(crate) detail: String,
    /// Markdown.
    pub(crate) documentation: String,
    pub(crate) insert: Insert,
    /// Lower comes first.
    pub(crate) rank: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Insert {
    /// The label itself.
    Label,
    Text(String),
    /// With tab stops.
    Snippet(String),
}

fn plain(
    label: impl Into<String>,
    kind: u8,
    detail: impl Into<String>,
    documentation: impl Into<String>,
    rank: u8,
) -> Candidate {
    Candidate {
        label: label.into(),
        kind,
        detail: detail.into(),
        documentation: documentation.into(),
        insert: Insert::Label,
        rank,
    }
}

/// What fits into the slots of a place, in order.
pub(crate) fn candidates(place: &Place) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (order, slot) in place.slots.iter().enumerate() {
        let base = u8::try_from(order).unwrap_or(u8::MAX).saturating_mul(10).min(200);
        fill(place, slot, base, &mut found);
    }
    found.sort_by_key(|candidate: &Candidate| candidate.rank);
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|candidate| seen.insert(candidate.label.clone()));
    found
}

fn fill(place: &Place, slot: &Slot, base: u8, found: &mut Vec<Candidate>) {
    match slot {
        Slot::Item { first } => items(*first, base, found),
        Slot::Clause { item, given } => clause_openers(*item, given, base, found),
        Slot::Action => found.extend(actions().iter().map(|action| Candidate {
            insert: match action.words {
                "set budget" => Insert::Snippet("set budget to \\$${1:50}".to_owned()),
                "increase budget" => {
                    Insert::Snippet("increase budget by ${1:20%} up to \\$${2:500}".to_owned())
                }
                "decrease budget" => {
                    Insert::Snippet("decrease budget by ${1:15%} down to \\$${2:20}".to_owned())
                }
                "notify" => Insert::Snippet("notify ${1:slack} \"${2:#channel}\" \"${3:text}\"".to_owned()),
                _ => Insert::Label,
            },
            ..plain(
                action.words,
                kind::FUNCTION,
                action.definition,
                described(action.words, action.definition, action.form),
                base,
            )
        })),
        Slot::Words(list) => found.extend(list.iter().map(|word| word_candidate(word, base))),
        Slot::Literals(list) => {
            found.extend(list.iter().map(|text| plain(*text, kind::VALUE, "", "", base)));
        }
        Slot::Unit(list) => found.extend(list.iter().map(|unit| Candidate {
            kind: kind::UNIT,
            ..word_candidate(unit, base)
        })),
        Slot::Value { place: at, wanted } => values(place, *at, *wanted, base, found),
        Slot::Operator { left, compared } => operators(*left, *compared, base, found),
        Slot::Member(attribute) => found.extend(attribute.members().iter().map(|member| {
            let info = attribute.info();
            let detail = match member.parse::<Platform>() {
                Ok(platform) if *attribute == Attribute::Platform => platform.title().to_owned(),
                _ => format!("a value of {}", info.name),
            };
            plain(
                *member,
                kind::MEMBER,
                detail,
                format!("**{member}**, a value of `{}`: {}", info.name, info.definition),
                base,
            )
        })),
        Slot::ParentField => {
            let of_parent = |info: &&dsl::AttributeInfo| info.attribute.in_parent().is_some();
            found.extend(attributes().iter().filter(of_parent).map(|info| {
                let label = info.name.strip_prefix("parent.").unwrap_or(info.name);
                Candidate {
                    label: label.to_owned(),
                    ..attribute(info, base)
                }
            }));
        }
        Slot::Field => {
            let own = |info: &&dsl::AttributeInfo| info.attribute.in_parent().is_none();
            found.extend(attributes().iter().filter(own).map(|info| attribute(info, base)));
            found.extend(metrics().iter().map(|info| metric(info, base.saturating_add(1))));
        }
        Slot::Window => {
            for (order, window) in [
                "last 3 days",
                "last 7 days",
                "last 30 days",
                "today",
                "yesterday",
                "last 24h",
                "last 72h",
                "this week",
                "this month",
                "lifetime",
                "since last change",
            ]
            .into_iter()
            .enumerate()
            {
                let rank = base.saturating_add(u8::try_from(order).unwrap_or(9));
                found.push(Candidate {
                    kind: kind::CONSTANT,
                    ..word_candidate(window, rank)
                });
            }
        }
        Slot::Platform => found.extend(Platform::ALL.iter().map(|platform| {
            plain(
                platform.as_str(),
                kind::MEMBER,
                platform.title(),
                format!("**{}**: accounts on this platform", platform.title()),
                base,
            )
        })),
        Slot::Weekday => {
            for day in [
                "weekdays", "weekends", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
            ] {
                found.push(Candidate {
                    kind: kind::MEMBER,
                    ..word_candidate(day, base)
                });
            }
        }
        Slot::Lookup => found.extend(
            place
                .declared
                .iter()
                .filter(|name| matches!(name.kind, DeclaredKind::Lookup(_)))
                .map(|name| declared(name, base)),
        ),
        Slot::Parameter => found.extend(
            place
                .declared
                .iter()
                .filter(|name| matches!(name.kind, DeclaredKind::Param(_)))
                .map(|name| declared(name, base)),
        ),
        Slot::Property => {
            let properties = Property::AMOUNTS
                .iter()
                .map(|property| property.attribute().info());
            found.extend(properties.map(|info| attribute(info, base)));
        }
        // The organisation's.
        Slot::ScriptWord { makes_actions } => {
            found.extend(place.declared.iter().map(|name| declared(name, base)));
            let known = dsl::script_functions().into_iter();
            let fitting = known.filter(|function| *makes_actions || !function.makes_actions);
            found.extend(fitting.map(|function| Candidate {
                insert: Insert::Snippet(format!("{}(${{1}})", function.name)),
                ..plain(
                    function.name.clone(),
                    kind::FUNCTION,
                    function.definition.clone(),
                    format!(
                        "**{}** · {}\n\nA function of scripts.",
                        function.name, function.definition
                    ),
                    base.saturating_add(1),
                )
            }));
        }
        Slot::ScriptToRun => found.extend(
            place
                .declared
                .iter()
                .filter(|name| name.kind == DeclaredKind::ScriptOfActions)
                .map(|name| declared(name, base)),
        ),
        Slot::Text(_) => {}
    }
}
