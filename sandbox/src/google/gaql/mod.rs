//! The query language: text → tokens → query → checked query.
//!
//! `google::search` calls [`parse`] and [`check::check`]; nothing here reads accounts or metrics.

pub mod check;
pub mod dates;
mod lexer;
mod parser;

pub use parser::{Direction, Operator, parse};

use super::failure::AdsError;

/// An error of the query family.
pub fn query_error(code: &'static str, message: impl Into<String>) -> AdsError {
    AdsError::new("queryError", code, message)
}
