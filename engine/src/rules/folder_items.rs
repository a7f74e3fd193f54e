//! The rules and guards of a folder's files, each as the text it is kept as here.
//!
//! A file with one rule or one guard is kept as it is written, comments and tests along. A file with several is cut: each gets
//! its own text with what stands above it, the tests of it alone, and whatever the file's items share.

use std::collections::BTreeMap;

use dsl::{
    Diagnostic, Severity,
    editor::{ItemOutline, outline},
};

/// The most files that are taken at once.
pub const MOST_FILES: usize = 2_000;

/// A file by its path in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderFile {
    pub path: String,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    Rule,
    Guard,
}

impl ItemKind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Guard => "guard",
        }
    }
}

/// A rule or a guard of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderItem {
    pub kind: ItemKind,
    pub name: String,
    pub path: String,
    /// As it is kept: one rule or one guard.
    pub text: String,
    /// Names that a rule had before.
    pub formerly: Vec<String>,
}

/// A file that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Unreadable {
    pub path: String,
    pub text: String,
    /// Errors of the text, failing tests among them.
    pub findings: Vec<Diagnostic>,
    /// What is wrong with it beside the text, such as a name that another file has too.
    pub why: Option<String>,
}

#[derive(Debug, Default)]
pub struct Read {
    pub items: Vec<FolderItem>,
    pub unreadable: Vec<Unreadable>,
}

/// Reads every file. An item's name stands once in a folder.
pub fn read(files: &[FolderFile]) -> Read {
    let mut read = Read::default();
    let mut places: BTreeMap<(ItemKind, String), String> = BTreeMap::new();
    for file in files {
        let unreadable = |findings: Vec<Diagnostic>, why: Option<String>| Unreadable {
            path: file.path.clone(),
            text: file.text.clone(),
            findings,
            why,
        };
        let errors: Vec<Diagnostic> = dsl::testing::findings(&file.text, &dsl::Definitions::default())
            .into_iter()
            .filter(|found| found.severity == Severity::Error)
            .collect();
        if !errors.is_empty() {
            read.unreadable.push(unreadable(errors, None));
            continue;
        }
        let items = items(file);
        if items.is_empty() {
            let why = "it holds no rule and no guard".to_owned();
            read.unreadable.push(unreadable(Vec::new(), Some(why)));
        }
        for item in items {
            let place = (item.kind, item.name.clone());
            match places.get(&place) {
                Some(other) => {
                    let why = format!(
                        "the {} \"{}\" stands in {other} too: a name stands once in a folder",
                        item.kind.word(),
                        item.name
                    );
                    read.unreadable.push(unreadable(Vec::new(), Some(why)));
                }
                None => {
                    places.insert(place, file.path.clone());
                    read.items.push(item);
                }
            }
        }
    }
    read
}

/// Whether two texts differ in no more than their layout.
pub fn same(one: &str, other: &str) -> bool {
    let laid_out = |text: &str| dsl::format(text).unwrap_or_else(|_| text.to_owned());
    one == other || laid_out(one) == laid_out(other)
}

fn items(file: &FolderFile) -> Vec<FolderItem> {
    let parts = parts(&file.text);
    let kept: Vec<&Part<'_>> = parts.iter().filter(|part| part.kept().is_some()).collect();
    let alone = kept.len() == 1;
    kept.iter()
        .filter_map(|part| {
            let kind = part.kept()?;
            let name = part.name.clone()?;
            let text = if alone {
                file.text.clone()
            } else {
                cut(&parts, kind, &name)
            };
            let formerly = dsl::check(&text)
                .rules
                .first()
                .map(|rule| rule.formerly().to_vec())
                .unwrap_or_default();
            Some(FolderItem {
                kind,
                name,
                path: file.path.clone(),
                text,
                formerly,
            })
        })
        .collect()
}

/// One item with what stands above it.
struct Part<'t> {
    word: &'static str,
    name: Option<String>,
    /// The rules that a test is of.
    subjects: Vec<String>,
    text: &'t str,
}

impl Part<'_> {
    fn kept(&self) -> Option<ItemKind> {
        match self.word {
            "rule" => Some(ItemKind::Rule),
            "guard" => Some(ItemKind::Guard),
            _ => None,
        }
    }
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let outline = outline(text);
    let mut from = 0_usize;
    let mut parts = Vec::new();
    let last = outline.items.len();
    for (index, item) in outline.items.iter().enumerate() {
        let until = if index.saturating_add(1) == last {
            text.len()
        } else {
            usize::try_from(item.span.end).unwrap_or(usize::MAX)
        };
        parts.push(part(text, item, text.get(from..until).unwrap_or_default()));
        from = until;
    }
    parts
}

fn part<'t>(whole: &str, item: &ItemOutline, text: &'t str) -> Part<'t> {
    let quoted = |span: dsl::Span| {
        let (start, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
        Some(whole.get(start..end)?.trim_matches('"').to_owned())
    };
    Part {
        word: item.kind.word(),
        name: item.name.and_then(quoted),
        subjects: item.subjects.iter().filter_map(|span| quoted(*span)).collect(),
        text,
    }
}

/// The language line, what the items share, the item, its tests.
fn cut(parts: &[Part<'_>], kind: ItemKind, name: &str) -> String {
    let mut text = String::from("language 1\n");
    for part in parts {
        let own = part.kept() == Some(kind) && part.name.as_deref() == Some(name);
        // A test of several rules stays with the folder: there it runs.
        let test = part.word == "test" && part.subjects.iter().all(|subject| subject == name);
        let shared = part.kept().is_none() && part.word != "test";
        if own || test || shared {
            text.push('\n');
            text.push_str(without_language(part.text).trim_matches('\n'));
            text.push('\n');
        }
    }
    text
}

/// The first item stands below the line that names the language.
fn without_language(text: &str) -> &str {
    let trimmed = text.trim_start_matches('\n');
    match trimmed.split_once('\n') {
        Some((line, rest)) if line.starts_with("language ") => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "language 1\n\n# for the night\nrule \"One\" {\n  for campaigns\n  every 1h\n  window today\n  \
                       when spend > $1\n  then pause\n  cooldown 24h\n}\n\nrule \"Two\" {\n  for campaigns\n  every 1h\n  window today\n  \
                       when spend > $2\n  then pause\n  cooldown 24h\n}\n\n# kept apart\nguard \"G\" {\n  for campaigns\n  \
                       never pause where name matches \"Brand*\"\n}\n";

    fn file(path: &str, text: &str) -> FolderFile {
        FolderFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_file_of_several_is_cut_and_every_piece_checks_alone() {
        let read = read(&[file("all.rule", TWO)]);
        assert_eq!(read.unreadable, []);
        let names: Vec<&str> = read.items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, ["One", "Two", "G"]);
        for item in &read.items {
            let checked = dsl::check(&item.text);
            assert!(checked.is_ok(), "{}\n{:?}", item.text, checked.diagnostics);
            assert_eq!(checked.rules.len() + checked.guards.len(), 1, "{}", item.text);
        }
        assert!(read.items[0].text.contains("# for the night"));
        assert!(!read.items[1].text.contains("# for the night"));
        assert!(read.items[2].text.contains("# kept apart"));
    }

    #[test]
    fn a_file_of_one_is_kept_as_it_is_written() {
        let text = "# ours\nlanguage 1\n\nrule \"One\" {\n  for campaigns\n  every 1h\n  when spend over today > $1\n  then pause\n  cooldown 24h\n}\n";
        let read = read(&[file("one.rule", text)]);
        assert_eq!(read.unreadable, []);
        assert_eq!(read.items[0].text, text);
    }

    #[test]
    fn a_name_stands_once_and_an_error_keeps_its_file_out() {
        let read = read(&[
            file("a.rule", TWO),
            file("b.rule", TWO),
            file("c.rule", "rule \"Broken\" {\n  for campaigns\n}\n"),
            file("d.rule", "# later\n"),
        ]);
        assert_eq!(read.items.len(), 3);
        let why: Vec<&str> = read.unreadable.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(why, ["b.rule", "b.rule", "b.rule", "c.rule", "d.rule"]);
    }

    #[test]
    fn layout_alone_is_no_change() {
        let moved = TWO.replace("  every 1h\n", "  every   1h\n");
        assert!(same(TWO, &moved));
        assert!(!same(TWO, &TWO.replace("$2", "$3")));
    }
}
