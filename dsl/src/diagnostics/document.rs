//! The pages of the reference as Markdown. The files under `docs/diagnostics/` are written from here; a test fails when they differ.

use super::codes::{CodePage, all};

/// The Markdown of one page.
#[must_use]
pub fn code_page(page: &CodePage) -> String {
    let kind = if page.code.starts_with('W') {
        "warning"
    } else {
        "error"
    };
    let mut out = format!(
        "# {} — {}\n\n*{kind}*\n\n{}\n",
        page.code, page.title, page.explanation
    );
    out.push_str(&format!(
        "\n## Example\n\n```adjutant\n{}```\n",
        shortened(page.example)
    ));
    if !page.better.is_empty() {
        out.push_str(&format!(
            "\n## Instead\n\n```adjutant\n{}```\n",
            shortened(page.better)
        ));
    }
    out
}

/// A line of hundreds of words shows its beginning.
fn shortened(example: &str) -> String {
    let mut out = String::new();
    for line in example.lines() {
        let shown: String = line.chars().take(160).collect();
        let cut = shown.len() < line.len();
        out.push_str(&shown);
        out.push_str(if cut { " …\n" } else { "\n" });
    }
    out
}

/// The Markdown of the index.
#[must_use]
pub fn code_index() -> String {
    let mut out = String::from(
        "# Diagnostics\n\nEvery finding of the checker has a code that never changes its meaning. `E` codes stop a rule from being \
saved; `W` codes ask for a second look.\n\n| code | what it is about |\n|---|---|\n",
    );
    for page in all() {
        out.push_str(&format!("| [{0}]({0}.md) | {1} |\n", page.code, page.title));
    }
    out
}
