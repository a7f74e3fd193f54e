//! One transaction on either database.

use std::{future::Future, pin::Pin};

use sqlx::{Connection as _, Executor as _, PgConnection, Postgres, Sqlite, SqliteConnection};

use super::{
    error::StoreError,
    statement::{Dialect, Statement},
    value::{Param, Row},
};

/// What a closure given to `write` or `read` returns.
pub type TxFuture<'t, T, E = StoreError> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 't>>;

pub(super) enum Connection {
    /// SQLite's one writing connection, inside the group commit.
    Writer(SqliteConnection),
    /// One snapshot of SQLite.
    Reader(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A transaction (or, for reads, a connection). Nothing but the database is awaited while one is held.
pub struct Tx {
    pub(super) connection: Connection,
}

enum Borrowed<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Tx {
    pub fn dialect(&self) -> Dialect {
        match self.connection {
            Connection::Writer(_) | Connection::Reader(_) => Dialect::Sqlite,
            Connection::Postgres(_) => Dialect::Postgres,
        }
    }

    fn borrow(&mut self) -> Borrowed<'_> {
        match &mut self.connection {
            Connection::Writer(connection) => Borrowed::Sqlite(connection),
            Connection::Reader(connection) => Borrowed::Sqlite(connection),
            Connection::Postgres(transaction) => Borrowed::Postgres(transaction),
        }
    }

    /// Runs a statement and answers how many rows it changed.
    pub async fn execute(&mut self, statement: Statement, params: &[Param]) -> Result<u64, StoreError> {
        let sql = statement.text(self.dialect());
        Ok(match self.borrow() {
            Borrowed::Sqlite(connection) => bind_sqlite(sql, params)
                .execute(connection)
                .await?
                .rows_affected(),
            Borrowed::Postgres(connection) => bind_postgres(sql, params)
                .execute(connection)
                .await?
                .rows_affected(),
        })
    }

    /// Runs an UPDATE, INSERT or DELETE that must change exactly `expected` rows, else the transaction fails.
    pub async fn execute_exactly(
        &mut self,
        expected: u64,
        statement: Statement,
        params: &[Param],
    ) -> Result<(), StoreError> {
        let actual = self.execute(statement, params).await?;
        if actual == expected {
            Ok(())
        } else {
            Err(StoreError::RowsAffected {
                what: statement.name,
                expected,
                actual,
            })
        }
    }

    pub async fn fetch_all(
        &mut self,
        statement: Statement,
        params: &[Param],
    ) -> Result<Vec<Row>, StoreError> {
        let sql = statement.text(self.dialect());
        Ok(match self.borrow() {
            Borrowed::Sqlite(connection) => {
                let rows = bind_sqlite(sql, params).fetch_all(connection).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Borrowed::Postgres(connection) => {
                let rows = bind_postgres(sql, params).fetch_all(connection).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub async fn fetch_optional(
        &mut self,
        statement: Statement,
        params: &[Param],
    ) -> Result<Option<Row>, StoreError> {
        let sql = statement.text(self.dialect());
        Ok(match self.borrow() {
            Borrowed::Sqlite(connection) => bind_sqlite(sql, params)
                .fetch_optional(connection)
                .await?
                .map(Row::Sqlite),
            Borrowed::Postgres(connection) => bind_postgres(sql, params)
                .fetch_optional(connection)
                .await?
                .map(Row::Postgres),
        })
    }

    /// Like [`Tx::fetch_optional`] where the row has to exist.
    pub async fn fetch_one(&mut self, statement: Statement, params: &[Param]) -> Result<Row, StoreError> {
        self.fetch_optional(statement, params)
            .await?
            .ok_or(StoreError::RowsAffected {
                what: statement.name,
                expected: 1,
                actual: 0,
            })
    }

    /// Asks the database to parse and plan a statement without running it.
    pub async fn prepare(&mut self, statement: Statement) -> Result<(), StoreError> {
        let sql = statement.text(self.dialect());
        match self.borrow() {
            Borrowed::Sqlite(connection) => {
                connection.prepare(sqlx::SqlStr::from_static(sql)).await?;
            }
            Borrowed::Postgres(connection) => {
                connection.prepare(sqlx::SqlStr::from_static(sql)).await?;
            }
        }
        Ok(())
    }

    /// Runs a script of several statements (migrations, pragmas).
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        match self.borrow() {
            Borrowed::Sqlite(connection) => {
                sqlx::raw_sql(sql).execute(connection).await?;
            }
            Borrowed::Postgres(connection) => {
                sqlx::raw_sql(sql).execute(connection).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn close(self) {
        if let Connection::Writer(connection) = self.connection {
            // The file is consistent either way; closing only truncates the write-ahead log.
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, "closing the database");
            }
        }
    }
}

type SqliteQuery<'q> = sqlx::query::Query<'q, Sqlite, <Sqlite as sqlx::Database>::Arguments>;
type PostgresQuery<'q> = sqlx::query::Query<'q, Postgres, <Postgres as sqlx::Database>::Arguments>;

fn bind_sqlite<'q>(sql: &'static str, params: &[Param]) -> SqliteQuery<'q> {
    let mut query = sqlx::query::<Sqlite>(sql);
    for param in params {
        query = match param {
            Param::I64(value) => query.bind(*value),
            Param::Text(value) => query.bind(value.clone()),
            Param::Bytes(value) => query.bind(value.clone()),
            Param::Uuid(value) => query.bind(*value),
            Param::I64s(values) => query.bind(json_array(values)),
            Param::Texts(values) => query.bind(json_array(values)),
            Param::Uuids(values) => query.bind(json_array(
                &values
                    .iter()
                    .map(|id| id.simple().to_string())
                    .collect::<Vec<_>>(),
            )),
        };
    }
    query
}

fn bind_postgres<'q>(sql: &'static str, params: &[Param]) -> PostgresQuery<'q> {
    let mut query = sqlx::query::<Postgres>(sql);
    for param in params {
        query = match param {
            Param::I64(value) => query.bind(*value),
            Param::Text(value) => query.bind(value.clone()),
            Param::Bytes(value) => query.bind(value.clone()),
            Param::Uuid(value) => query.bind(*value),
            Param::I64s(values) => query.bind(values.clone()),
            Param::Texts(values) => query.bind(values.clone()),
            Param::Uuids(values) => query.bind(values.clone()),
        };
    }
    query
}

fn json_array<T: serde::Serialize>(values: &[T]) -> String {
    serde_json::to_string(values).unwrap_or_else(|_| "[]".to_owned())
}
