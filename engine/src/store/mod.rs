//! The database: one [`Store`] over SQLite or PostgreSQL, transactions, migrations.
//!
//! Rooms keep their SQL beside their types (`<room>/store.rs`) as named [`Statement`]s and take `&mut Tx`. Here lives only
//! what every room shares. Never here: a table's name, a business rule.

mod error;
mod migrate;
mod open;
mod statement;
mod tx;
mod value;
mod writer;

pub use error::StoreError;
pub use migrate::{MIGRATIONS, Migration, STATEMENTS};
pub use open::{DatabaseUrl, Durability, Store, StoreOptions};
pub use statement::{Dialect, Statement};
pub(crate) use statement::{statement_body, statements};
pub use tx::{Tx, TxFuture};
pub(crate) use value::params;
pub use value::{Param, Row};
pub use writer::{Queue, WriterLoop, WriterStatus};
