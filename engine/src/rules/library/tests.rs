//! The library is whole, says what it is for, and its page in the docs says the same.

use super::*;

#[test]
fn every_ready_text_checks_and_is_one_rule_or_guard_with_a_name_of_its_own() {
    let items = library();
    assert_eq!(
        items.len(),
        SHELVES.iter().map(|shelf| shelf.ready.len()).sum::<usize>()
    );
    let names: std::collections::BTreeSet<&str> = items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names.len(), items.len());
    for item in &items {
        assert!(dsl::check(item.text).diagnostics.is_empty(), "{}", item.id);
        assert!(
            !item.doc.is_empty() && !item.in_plain_words.is_empty(),
            "{}",
            item.id
        );
    }
}

#[test]
fn every_ready_text_says_when_it_is_the_wrong_choice() {
    for item in library() {
        let note = item.not_for.unwrap_or_default();
        assert!(
            note.len() > 20 && !note.contains('\n') && !note.ends_with('.'),
            "{}",
            item.id
        );
        assert!(!item.doc.contains("Not for"), "{}", item.id);
    }
    let (doc, not_for) = purpose("One.\nStill one.\n\nNot for\nothers: never.\n\nTwo.");
    assert_eq!(doc, "One. Still one.\n\nTwo.");
    assert_eq!(not_for.as_deref(), Some("others: never"));
}

#[test]
fn the_library_holds_every_file_of_its_folders() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules-library");
    let within = |folder: &str| -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
            .collect();
        names.sort();
        names
    };
    let mut folders: Vec<&str> = SHELVES.iter().map(|shelf| shelf.folder).collect();
    folders.sort_unstable();
    assert_eq!(within(root), folders);
    for shelf in SHELVES {
        let mut known: Vec<String> = shelf
            .ready
            .iter()
            .map(|ready| format!("{}.rule", ready.id))
            .collect();
        known.sort_unstable();
        assert_eq!(within(&format!("{root}/{}", shelf.folder)), known);
    }
    let mut ids: Vec<&str> = SHELVES
        .iter()
        .flat_map(|shelf| shelf.ready)
        .map(|ready| ready.id)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), library().len(), "two texts share a name");
}

/// The page's introduction is written by hand, the rest comes of the texts: `ADJUTANT_WRITE_DOCS=1` writes it anew.
#[test]
fn the_page_of_the_library_says_what_the_texts_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/library.md");
    let written = std::fs::read_to_string(path).unwrap();
    let introduction = written
        .split_once("\n## ")
        .map_or(written.as_str(), |(before, _)| before);
    let page = page(introduction);
    if std::env::var_os("ADJUTANT_WRITE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        page,
        "{path} says something else"
    );
}

fn page(introduction: &str) -> String {
    use std::fmt::Write as _;
    let mut page = introduction.to_owned();
    for shelf in SHELVES {
        let _ = write!(page, "\n## {}\n\n{}\n", shelf.title, shelf.about);
        for ready in shelf.ready {
            let item = item(shelf, ready).unwrap();
            let kind = match item.kind {
                LibraryKind::Rule => "",
                LibraryKind::Guard => " (guard)",
            };
            let platforms: Vec<&str> = item.platforms.iter().map(|platform| platform.as_str()).collect();
            let _ = write!(
                page,
                "\n### [{}](../rules-library/{}/{}.rule){kind}\n\n{}\n\nPlatforms: {}.",
                item.name,
                shelf.folder,
                item.id,
                item.doc,
                if platforms.len() == Platform::ALL.len() {
                    "all".to_owned()
                } else {
                    platforms.join(", ")
                },
            );
            if !item.params.is_empty() {
                page.push_str(" You set:\n");
                for param in &item.params {
                    let help = param.help.as_deref().unwrap_or_default();
                    let _ = write!(page, "\n- `{}`, {help} (at first {})", param.name, param.default);
                }
            }
            if let Some(note) = &item.not_for {
                let _ = write!(page, "\n\n**Not for** {note}.");
            }
            page.push('\n');
        }
    }
    page
}

#[test]
fn every_rule_of_the_library_takes_its_own_defaults_and_another_name() {
    for item in library().iter().filter(|item| item.kind == LibraryKind::Rule) {
        let values: Vec<(String, String)> = item
            .params
            .iter()
            .map(|param| (param.name.clone(), param.default.clone()))
            .collect();
        let filled = text(item.id, Some("Our own"), &values).unwrap();
        assert_eq!(
            filled,
            // Its tests name it too.
            item.text.replace(&format!("\"{}\"", item.name), "\"Our own\""),
            "{}",
            item.id
        );
    }
    assert!(matches!(
        text("no-runaway-budgets", Some("Mine"), &[]),
        Err(LibraryError::GuardAsItIs)
    ));
    assert!(matches!(text("nothing", None, &[]), Err(LibraryError::NotFound)));
}
