//! The reference's grammar is the one that is read: every line of it stands above the function that reads it.

use std::collections::BTreeMap;
use std::path::Path;

const REFERENCE: &str = include_str!("../../../docs/language.md");

/// The forms of a grammar by their names, each on one line.
fn forms<'a>(lines: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in lines {
        match line.split_once(" = ") {
            Some((name, form)) if !line.starts_with(' ') => {
                found.push((name.trim().to_owned(), form.trim().to_owned()));
            }
            _ => {
                if let Some((_, form)) = found.last_mut() {
                    form.push(' ');
                    form.push_str(line.trim());
                }
            }
        }
    }
    let count = found.len();
    let forms: BTreeMap<String, String> = found.into_iter().collect();
    assert_eq!(forms.len(), count, "a form is written twice");
    forms
}

fn forms_of_the_reference() -> BTreeMap<String, String> {
    let (_, section) = REFERENCE.split_once("\n## Grammar\n").unwrap();
    let blocks = section.split("```").skip(1).step_by(2);
    forms(
        blocks
            .flat_map(|block| block.lines().skip(1))
            .filter(|line| !line.trim().is_empty()),
    )
}

/// The forms in the comments of this folder: `/// ` and a form between backticks, which may go on over lines.
fn forms_of_the_reader(folder: &Path, lines: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            forms_of_the_reader(&path, lines);
            continue;
        }
        let mut open = false;
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let Some(comment) = line.trim_start().strip_prefix("/// ") else {
                assert!(!open, "{}: {line}", path.display());
                continue;
            };
            let begins = comment.strip_prefix('`').filter(|form| {
                form.split_once(" = ")
                    .is_some_and(|(name, _)| !name.contains(['`', ' ']))
            });
            let written = match begins {
                Some(form) => form.to_owned(),
                None if open => format!("  {}", comment.trim()),
                None => continue,
            };
            open = !written.ends_with('`');
            lines.push(written.trim_end_matches('`').to_owned());
        }
    }
}

/// Whether a form is made of letters instead of words.
fn is_of_letters(name: &str) -> bool {
    matches!(
        name,
        "number" | "code" | "date" | "time" | "text" | "word" | "name" | "doc"
    )
}

#[test]
fn every_form_of_the_grammar_stands_above_the_function_that_reads_it() {
    let mut lines = Vec::new();
    forms_of_the_reader(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/syntax"),
        &mut lines,
    );
    let read = forms(lines.iter().map(String::as_str));
    let documented = forms_of_the_reference();
    assert!(read.len() > 80, "{}", read.len());
    for (name, form) in &read {
        assert_eq!(documented.get(name), Some(form), "`{name}` in docs/language.md");
    }
    for (name, form) in &documented {
        assert!(
            read.contains_key(name) || is_of_letters(name),
            "nothing reads `{name} = {form}`"
        );
    }
}

#[test]
fn every_name_in_the_grammar_is_a_form_of_it() {
    let forms = forms_of_the_reference();
    for (name, form) in forms.iter().filter(|(name, _)| !is_of_letters(name)) {
        for (at, piece) in form.split('"').enumerate() {
            // Between quotes stand the words themselves.
            if at % 2 == 0 {
                for word in piece.split(|letter: char| !letter.is_ascii_lowercase() && letter != '_') {
                    assert!(
                        word.is_empty() || forms.contains_key(word),
                        "`{word}` in `{name}`"
                    );
                }
            }
        }
    }
}
