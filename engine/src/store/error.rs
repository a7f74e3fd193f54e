//! What can go wrong between us and the database, with the decision in the variant.

/// A database failure. Nothing of the transaction it happened in was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row that had to exist does not, or its version moved: re-read and decide again.
    #[error("{what}: expected {expected} row(s) to change, {actual} did")]
    RowsAffected {
        what: &'static str,
        expected: u64,
        actual: u64,
    },
    /// A unique constraint of ours refused the row.
    #[error("a row like this exists already ({constraint})")]
    Conflict { constraint: String },
    /// What the database holds contradicts what the program may assume.
    #[error("the database holds an impossible value in {what}: {detail}")]
    Inconsistent { what: &'static str, detail: String },
    /// The file or server cannot be used at all; the text says what to do.
    #[error("{0}")]
    Unusable(String),
    /// Work that took too long was given up before anything was written; it is made again.
    #[error("given up: {what}")]
    GivenUp { what: String },
    /// The writer has stopped: the program is shutting down.
    #[error("the program is shutting down; nothing was written")]
    Closed,
    #[error("database: {0}")]
    Driver(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error
            && database.is_unique_violation()
        {
            let constraint = database
                .constraint()
                .map_or_else(|| database.message().to_owned(), str::to_owned);
            return Self::Conflict { constraint };
        }
        Self::Driver(error)
    }
}

impl StoreError {
    pub fn inconsistent(what: &'static str, detail: impl Into<String>) -> Self {
        Self::Inconsistent {
            what,
            detail: detail.into(),
        }
    }
}
