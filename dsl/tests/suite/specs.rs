//! Specs that run: the Markdown files in `specs/` hold prose, a rule, and what the checker says about it.
//!
//! A block marked `adjutant` is checked. A block marked `findings` behind it is what must come out, in this form:
//!
//! ```text
//! E0204 error `100`
//!   `spend` is an amount of money, and `100` has no currency
//!   help: write `$100`, or `100 EUR` for euros
//!   fix: write `$100`
//! ```
//!
//! The text in backticks behind the severity is exactly what is underlined. A rule without a `findings` block must be without
//! findings. A block that holds no `rule` or `guard` stands for the lines of one: see [`whole`].
//!
//! Run with `DSL_WRITE_SPECS=1` to write what comes out into the files, and then read every line of the difference.

use std::fmt::Write as _;
use std::path::PathBuf;

use dsl::{Diagnostic, Severity, check};

/// The rule around lines that are only a part of one.
fn whole(block: &str) -> String {
    let begins = |word: &str| block.lines().any(|line| line.starts_with(word));
    if [
        "rule ", "guard ", "language", "\"\"\"", "metric ", "script ", "Rule", "ruel",
    ]
    .into_iter()
    .any(begins)
    {
        return block.to_owned();
    }
    let mut text = String::from("rule \"Example\" {\n");
    for (opener, line) in [("for ", "for campaigns"), ("every ", "every 1h")] {
        if !block.lines().any(|own| own.trim_start().starts_with(opener)) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text.push_str(block);
    let acts = ["then", "otherwise"]
        .into_iter()
        .any(|word| block.split_whitespace().any(|own| own == word));
    if !acts {
        text.push_str("  then pause\n");
    }
    text.push_str("}\n");
    text
}

fn written(text: &str, finding: &Diagnostic) -> String {
    let severity = if finding.severity == Severity::Error {
        "error"
    } else {
        "warning"
    };
    let underlined = finding.span.of(text).replace('\n', "⏎");
    let mut out = format!(
        "{} {severity} `{underlined}`\n  {}\n",
        finding.code, finding.message
    );
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "  help: {help}");
    }
    for label in &finding.labels {
        let _ = writeln!(
            out,
            "  at `{}`: {}",
            label.span.of(text).replace('\n', "⏎"),
            label.text
        );
    }
    for fix in &finding.fixes {
        let _ = writeln!(
            out,
            "  {}: {}",
            if fix.safe { "safe fix" } else { "fix" },
            fix.title
        );
    }
    out
}

struct Block {
    language: String,
    /// Lines of the file between the fences.
    lines: std::ops::Range<usize>,
}

fn blocks(lines: &[&str]) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(String, usize)> = None;
    for (index, line) in lines.iter().enumerate() {
        if let Some(fence) = line.strip_prefix("```") {
            open = match open {
                None => Some((fence.to_owned(), index + 1)),
                Some((language, start)) => {
                    found.push(Block {
                        language,
                        lines: start..index,
                    });
                    None
                }
            };
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

/// The file with each `findings` block replaced by what really comes out.
fn updated(source: &str) -> (String, usize) {
    let lines: Vec<&str> = source.lines().collect();
    let blocks = blocks(&lines);
    let mut out = String::new();
    let mut copied = 0;
    let mut checked = 0;
    for (index, block) in blocks.iter().enumerate() {
        if block.language != "adjutant" {
            continue;
        }
        checked += 1;
        let text = whole(&(lines[block.lines.clone()].join("\n") + "\n"));
        let findings: Vec<String> = check(&text)
            .diagnostics
            .iter()
            .map(|finding| written(&text, finding))
            .collect();
        for line in &lines[copied..block.lines.end + 1] {
            let _ = writeln!(out, "{line}");
        }
        copied = block.lines.end + 1;
        let expected = blocks.get(index + 1).filter(|next| next.language == "findings");
        if !findings.is_empty() {
            let _ = write!(out, "\n```findings\n{}```\n", findings.join("\n"));
        }
        if let Some(expected) = expected {
            copied = expected.lines.end + 1;
        }
    }
    for line in &lines[copied..] {
        let _ = writeln!(out, "{line}");
    }
    (out, checked)
}

#[test]
fn every_spec_says_what_the_checker_says() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    // The tour is prose for newcomers, held to the checker like the specs.
    files.push(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/tour.md"));
    let mut total = 0;
    for path in files {
        let source = std::fs::read_to_string(&path).unwrap();
        let (text, checked) = updated(&source);
        total += checked;
        if std::env::var_os("DSL_WRITE_SPECS").is_some() {
            std::fs::write(&path, &text).unwrap();
        } else {
            assert_eq!(text, source, "{} says something else", path.display());
        }
    }
    assert!(total >= 80, "only {total} rules are in the specs");
}

/// A fix that is called safe leaves a text in which its finding is gone and nothing new is wrong.
#[test]
fn safe_fixes_answer_their_finding() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let mut applied = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let source = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let lines: Vec<&str> = source.lines().collect();
        for block in blocks(&lines).iter().filter(|block| block.language == "adjutant") {
            let text = whole(&(lines[block.lines.clone()].join("\n") + "\n"));
            let before = check(&text).diagnostics;
            for finding in &before {
                for fix in finding.fixes.iter().filter(|fix| fix.safe) {
                    let after = check(&fix.apply(&text)).diagnostics;
                    let count = |found: &[Diagnostic]| {
                        found.iter().filter(|other| other.code == finding.code).count()
                    };
                    assert!(
                        count(&after) < count(&before),
                        "`{}` does not answer {finding:#?}\nin {text}",
                        fix.title
                    );
                    applied += 1;
                }
            }
        }
    }
    assert!(applied >= 10, "only {applied} safe fixes are in the specs");
}
