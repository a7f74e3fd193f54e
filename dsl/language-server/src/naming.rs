//! The names that rules declare: where they are declared and used, and how they are renamed.

use std::collections::BTreeMap;

use dsl::Span;

use crate::document::Document;
use crate::message::Refusal;
use crate::wire::{Location, Position, Range, TextEdit, WorkspaceEdit};

pub(crate) fn definition(uri: &str, document: &mut Document, position: Position) -> Option<Location> {
    let offset = document.offset(position);
    let span = document.outline().name_at(offset).map(|(_, name)| name.span)?;
    Some(Location {
        uri: uri.to_owned(),
        range: document.range(span),
    })
}

/// The declaration and every use.
pub(crate) fn references(uri: &str, document: &mut Document, position: Position) -> Vec<Location> {
    places(document, position)
        .unwrap_or_default()
        .into_iter()
        .map(|span| Location {
            uri: uri.to_owned(),
            range: document.range(span),
        })
        .collect()
}

fn places(document: &mut Document, position: Position) -> Option<Vec<Span>> {
    let offset = document.offset(position);
    let (_, name) = document.outline().name_at(offset)?;
    Some(
        std::iter::once(name.span)
            .chain(name.uses.iter().copied())
            .collect(),
    )
}

/// The name under the position, when it can be renamed.
pub(crate) fn renamable(document: &mut Document, position: Position) -> Option<Range> {
    let offset = document.offset(position);
    let span = places(document, position)?
        .into_iter()
        .find(|span| span.start <= offset && offset <= span.end)?;
    Some(document.range(span))
}

pub(crate) fn rename(
    uri: &str,
    document: &mut Document,
    position: Position,
    new_name: &str,
) -> Result<WorkspaceEdit, Refusal> {
    let Some(places) = places(document, position) else {
        return Err(Refusal::failed("only names of a `let` or `param` can be changed"));
    };
    if !dsl::editor::is_name(new_name) {
        return Err(Refusal::failed(
            "a name is one word of letters, digits and `_`, and none of the language's own words",
        ));
    }
    let offset = document.offset(position);
    let taken = document.outline().name_at(offset).is_some_and(|(item, name)| {
        name.declared.name != new_name && item.names.iter().any(|other| other.declared.name == new_name)
    });
    if taken {
        return Err(Refusal::failed("the rule already has that name"));
    }
    // A name hides the metric or field it is called like: what was meant by the bare word would mean something else.
    let known = dsl::metrics().iter().any(|metric| metric.name == new_name)
        || dsl::attributes()
            .iter()
            .any(|attribute| attribute.name == new_name);
    if known {
        return Err(Refusal::failed("a metric or field is called that"));
    }
    let edits = places
        .into_iter()
        .map(|span| TextEdit {
            range: document.range(span),
            new_text: new_name.to_owned(),
        })
        .collect();
    Ok(WorkspaceEdit {
        changes: BTreeMap::from([(uri.to_owned(), edits)]),
    })
}
