//! What marketers want: rules and guards with their versions, where each rule stands on each object, when it is due.
//!
//! The language itself is the `dsl` crate; this room keeps texts, versions, schedules and progress. `editing` is what people
//! do with rules, `guards` with guards, `folder` takes both from a folder of texts, `acceptance` is who took a second look at which
//! warning, `shadow` lets a version run without doing anything, `library` holds the ready ones, `import` writes those of a platform's own rule engine anew, `catalog` brings stored ones
//! to life. Called by the
//! scheduler and the tick (`decisions`), and by pages. Never here: what becomes of a wish (that is `actions`).

pub mod acceptance;
pub mod catalog;
pub mod detail;
pub mod editing;
pub mod folder;
pub mod folder_items;
pub mod guards;
pub mod import;
pub mod library;
pub mod names;
pub mod shadow;
pub mod store;
pub mod view;

pub use dsl::conduct::progress;
pub use editing::{Draft, OnDisable, RuleError};
