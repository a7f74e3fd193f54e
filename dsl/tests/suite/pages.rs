//! The registry of codes: every page has an example that raises its code, and a better text that does not; the files under
//! `docs/diagnostics` are those pages.

use std::collections::BTreeSet;
use std::path::PathBuf;

use dsl::{Diagnostic, Severity, check, code_index, code_page, codes};

/// What is said about a text: by the checker, by its tests, and about its rules together.
fn findings(text: &str) -> Vec<Diagnostic> {
    let checked = check(text);
    let failing = dsl::testing::run(text, &checked).diagnostics();
    let together = dsl::analyse::diagnostics(text, &checked);
    checked
        .diagnostics
        .into_iter()
        .chain(failing)
        .chain(together)
        .collect()
}

#[test]
fn every_example_raises_its_code_and_the_better_text_is_clean() {
    let mut wrong = Vec::new();
    for page in codes() {
        let found = findings(page.example);
        if !found.iter().any(|diagnostic| diagnostic.code == page.code) {
            wrong.push(format!("{}: the example raises {:#?}", page.code, found));
        }
        let others: Vec<_> = findings(page.better)
            .into_iter()
            .filter(|found| found.severity == Severity::Error || found.code == page.code)
            .collect();
        if !others.is_empty() {
            wrong.push(format!("{}: the better text raises {others:#?}", page.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_example_raises_nothing_else_than_errors_of_its_own_code() {
    let mut wrong = Vec::new();
    for page in codes().filter(|page| page.code.starts_with('E')) {
        let others: BTreeSet<&str> = findings(page.example)
            .iter()
            .filter(|found| found.severity == Severity::Error && found.code != page.code)
            .map(|found| found.code)
            .collect();
        if !others.is_empty() {
            wrong.push(format!("{} also raises {others:?}", page.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_are_sorted_unique_and_written_in_the_house_style() {
    let all: Vec<&str> = codes().map(|page| page.code).collect();
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(unique.len(), all.len());
    assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "{all:?}");
    for page in codes() {
        assert!(!page.title.ends_with('.'), "{}", page.title);
        assert!(
            page.title
                .chars()
                .next()
                .is_some_and(|first| !first.is_uppercase()),
            "{}",
            page.title
        );
        assert!(page.explanation.len() > 60, "{} says too little", page.code);
    }
}

/// Codes that an earlier version gave and that say nothing any more. None of them is ever used again.
const RETIRED: [&str; 1] = ["E0906"];

#[test]
fn a_retired_code_is_not_used_again() {
    for code in RETIRED {
        assert!(dsl::explain_code(code).is_none(), "{code} is used again");
        assert!(
            !documents().join(format!("{code}.md")).exists(),
            "{code} has a page"
        );
    }
}

fn documents() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics")
}

/// Run with `DSL_WRITE_DOCS=1` to write the files instead of comparing them.
#[test]
fn the_written_pages_are_those_of_the_registry() {
    let mut wanted: Vec<(String, String)> = codes()
        .map(|page| (format!("{}.md", page.code), code_page(page)))
        .collect();
    wanted.push(("README.md".to_owned(), code_index()));
    let folder = documents();
    if std::env::var_os("DSL_WRITE_DOCS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &wanted {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &wanted {
        let written = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(
            &written, text,
            "docs/diagnostics/{name} differs: run the test with DSL_WRITE_DOCS=1"
        );
    }
    let names: BTreeSet<String> = wanted.iter().map(|(name, _)| name.clone()).collect();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            names.contains(&name),
            "docs/diagnostics/{name} belongs to no code"
        );
    }
}
