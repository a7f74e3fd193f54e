//! Completion: what could stand at a place, the organisation's names included.

use dsl::editor::{Declared, Place, Slot, TextOf, place_among};

use crate::candidates::{Candidate, Insert, candidates, kind};
use crate::document::Document;
use crate::names::{Names, Scope};
use crate::wire::{CompletionItem, CompletionList, Markup, Position, Range, TextEdit};

/// Names offered at once; typing on narrows them down.
const MOST_NAMES: usize = 50;
/// The zones most accounts are in; every other one can be typed.
const ZONES: [&str; 12] = [
    "Europe/Berlin",
    "Europe/London",
    "Europe/Paris",
    "Europe/Madrid",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Sydney",
];

/// `trigger`: the character that asked, when none of the client's own rules did.
pub(crate) async fn complete(
    names: &impl Names,
    document: &Document,
    position: Position,
    trigger: Option<&str>,
) -> CompletionList {
    let shared = shared(names).await;
    let place = place_among(&document.text, document.offset(position), &shared);
    let none = CompletionList {
        is_incomplete: false,
        items: Vec::new(),
    };
    // A blank opens a list only where few words can follow; lists that open by themselves everywhere are in the way.
    if trigger == Some(" ") && !is_narrow(&place) {
        return none;
    }
    let mut found = candidates(&place);
    let of_names = named(names, document, &place, &mut found).await;
    let range = document.range(place.replaces);
    // A list longer than what anybody reads, and the same list however far the word is typed.
    CompletionList {
        is_incomplete: of_names,
        items: found
            .into_iter()
            .enumerate()
            .map(|(order, candidate)| item(candidate, order, range, of_names))
            .collect(),
    }
}

/// The organisation's definitions, as names.
pub(crate) async fn shared(names: &impl Names) -> Vec<Declared> {
    let known = names.definitions().await;
    let lookups = known.lookups().map(Declared::from);
    known.metrics().map(Declared::from).chain(lookups).collect()
}

fn is_narrow(place: &Place) -> bool {
    !place.slots.is_empty()
        && place.slots.iter().all(|slot| {
            matches!(
                slot,
                Slot::Words(_)
                    | Slot::Literals(_)
                    | Slot::Member(_)
                    | Slot::Window
                    | Slot::Platform
                    | Slot::Weekday
                    | Slot::Parameter
                    | Slot::Property
                    | Slot::Action
                    | Slot::Text(TextOf::Account | TextOf::Label | TextOf::Zone)
            )
        })
}

/// Adds the organisation's names where a text can stand. True when there may be more of them than are given.
async fn named(names: &impl Names, document: &Document, place: &Place, found: &mut Vec<Candidate>) -> bool {
    let mut asked = false;
    let scope = scope_of(place);
    let typed = if place.quoted {
        let whole = place.replaces.of(&document.text);
        whole.trim_matches('*')
    } else {
        ""
    };
    for slot in &place.slots {
        let Slot::Text(of) = slot else { continue };
        match of {
            TextOf::Campaign | TextOf::CampaignPattern => {
                asked = true;
                for known in names.campaigns(typed, &scope, MOST_NAMES).await {
                    let detail = format!("{} · {}", known.platform.title(), known.account);
                    found.push(text(place, &known.name, kind::VALUE, &detail));
                }
                if *of == TextOf::CampaignPattern && typed.is_empty() {
                    found.push(text(place, "Brand*", kind::TEXT, "names that begin like this"));
                }
            }
            TextOf::Account => {
                for known in names.accounts().await {
                    let detail = format!(
                        "{} · {} · {}",
                        known.platform.title(),
                        known.brand,
                        known.currency
                    );
                    found.push(text(place, &known.name, kind::VALUE, &detail));
                }
            }
            TextOf::Label => {
                for label in names.labels().await {
                    found.push(text(place, &label, kind::VALUE, "a label of your campaigns"));
                }
            }
            TextOf::Zone => {
                for zone in ZONES {
                    found.push(text(place, zone, kind::VALUE, "a time zone"));
                }
            }
            TextOf::Target | TextOf::Message | TextOf::Free => {}
        }
    }
    asked
}

/// The accounts a half-written rule is about.
pub(crate) fn scope_of(place: &Place) -> Scope {
    Scope {
        platforms: place.platforms.clone(),
        accounts: place.accounts.clone(),
    }
}

fn text(place: &Place, name: &str, kind: u8, detail: &str) -> Candidate {
    let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
    Candidate {
        label: name.to_owned(),
        kind,
        detail: detail.to_owned(),
        documentation: String::new(),
        insert: Insert::Text(if place.quoted {
            escaped
        } else {
            format!("\"{escaped}\"")
        }),
        rank: 0,
    }
}

fn item(candidate: Candidate, order: usize, range: Range, of_names: bool) -> CompletionItem {
    let (new_text, format) = match candidate.insert {
        Insert::Label => (candidate.label.clone(), 1),
        Insert::Text(text) => (text, 1),
        Insert::Snippet(text) => (text, 2),
    };
    // Clients match what was typed against the label; a name in quotes is found by what it is called.
    let filter_text = (of_names && new_text.starts_with('"')).then(|| new_text.clone());
    CompletionItem {
        label: candidate.label,
        kind: candidate.kind,
        detail: (!candidate.detail.is_empty()).then_some(candidate.detail),
        documentation: (!candidate.documentation.is_empty())
            .then(|| Markup::markdown(candidate.documentation)),
        sort_text: format!("{order:04}"),
        filter_text,
        insert_text_format: format,
        text_edit: TextEdit { range, new_text },
    }
}
