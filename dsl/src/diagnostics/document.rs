//! Pages of the reference.
use super::codes::CodePage;

/// Markdown of one page.
#[must_use]
pub fn code_page(page: &CodePage) -> String {
    format!("# {} {}\n", page.code, page.title)
}

/// Markdown of the index.
#[must_use]
pub fn code_index() -> String {
    String::new()
}
