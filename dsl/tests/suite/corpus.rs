//! The corpus that every reader of the language is held to: this crate's parser, and the editor's small grammar in the browser.
//! Each file holds the forms of one part of the language.

use dsl::{Diagnostic, check};

/// File name and text of each, in order.
pub(crate) fn corpus() -> Vec<(String, String)> {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rule"))
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_form_of_the_corpus_is_read_without_an_error() {
    let mut items = 0;
    for (name, text) in corpus() {
        let checked = check(&text);
        items += checked.rules.len() + checked.guards.len();
        let errors: Vec<&Diagnostic> = checked
            .diagnostics
            .iter()
            .filter(|found| found.is_error())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
    assert!(items > 25, "only {items} rules and guards are in the corpus");
}
