//! Values on their way in and out: one closed set of types that both databases hold.

use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

use super::error::StoreError;

/// A bound parameter. Nulls are typed, because PostgreSQL asks.
#[derive(Debug, Clone)]
pub enum Param {
    I64(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Uuid(Option<Uuid>),
    /// A column of whole numbers: `bigint[]` on PostgreSQL, a JSON array on SQLite.
    I64s(Vec<i64>),
    /// A column of texts: `text[]` on PostgreSQL, a JSON array on SQLite.
    Texts(Vec<String>),
    /// A column of ids: `uuid[]` on PostgreSQL, a JSON array of hex on SQLite (`unhex(value)`).
    Uuids(Vec<Uuid>),
}

macro_rules! from {
    ($variant:ident: $($source:ty => $value:ident $convert:expr),* $(,)?) => {
        $(impl From<$source> for Param { fn from($value: $source) -> Self { Self::$variant($convert) } })*
    };
}
from!(I64: i64 => v Some(v), i32 => v Some(i64::from(v)), u32 => v Some(i64::from(v)), Option<i64> => v v, bool => v Some(i64::from(v)));
from!(Text: &str => v Some(v.to_owned()), String => v Some(v), &String => v Some(v.clone()), Option<String> => v v, Option<&str> => v v.map(str::to_owned));
from!(Bytes: Vec<u8> => v Some(v), &[u8] => v Some(v.to_vec()), Option<Vec<u8>> => v v);
from!(Uuid: Uuid => v Some(v), Option<Uuid> => v v);
from!(I64s: Vec<i64> => v v);
from!(Texts: Vec<String> => v v);
from!(Uuids: Vec<Uuid> => v v);

impl From<jiff::Timestamp> for Param {
    fn from(at: jiff::Timestamp) -> Self {
        Self::I64(Some(micros_of(at)))
    }
}

impl From<Option<jiff::Timestamp>> for Param {
    fn from(at: Option<jiff::Timestamp>) -> Self {
        Self::I64(at.map(micros_of))
    }
}

/// `params![org, id, at]`: the parameters of a statement in the order `$1, $2, …`.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[ $( $crate::store::Param::from($value) ),* ] };
}
pub(crate) use params;

/// One row of a result.
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! getters {
    ($($name:ident $optional:ident: $type:ty),* $(,)?) => {
        $(
            pub fn $name(&self, column: &'static str) -> Result<$type, StoreError> {
                Ok(match self {
                    Self::Sqlite(row) => row.try_get::<$type, _>(column)?,
                    Self::Postgres(row) => row.try_get::<$type, _>(column)?,
                })
            }

            pub fn $optional(&self, column: &'static str) -> Result<Option<$type>, StoreError> {
                Ok(match self {
                    Self::Sqlite(row) => row.try_get::<Option<$type>, _>(column)?,
                    Self::Postgres(row) => row.try_get::<Option<$type>, _>(column)?,
                })
            }
        )*
    };
}

impl Row {
    getters!(i64 opt_i64: i64, text opt_text: String, bytes opt_bytes: Vec<u8>, uuid opt_uuid: Uuid);

    /// A point in time stored as microseconds.
    pub fn time(&self, column: &'static str) -> Result<jiff::Timestamp, StoreError> {
        time_of(column, self.i64(column)?)
    }

    pub fn opt_time(&self, column: &'static str) -> Result<Option<jiff::Timestamp>, StoreError> {
        self.opt_i64(column)?
            .map(|micros| time_of(column, micros))
            .transpose()
    }

    pub fn u32(&self, column: &'static str) -> Result<u32, StoreError> {
        let value = self.i64(column)?;
        u32::try_from(value).map_err(|_| StoreError::inconsistent(column, format!("{value} is no count")))
    }

    pub fn flag(&self, column: &'static str) -> Result<bool, StoreError> {
        Ok(self.i64(column)? != 0)
    }

    /// A text column that holds one of a closed set of words.
    pub fn word<T>(&self, column: &'static str, parse: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let text = self.text(column)?;
        parse(&text).ok_or_else(|| StoreError::inconsistent(column, format!("`{text}`")))
    }

    /// A text column that holds JSON of a known shape.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        let text = self.text(column)?;
        serde_json::from_str(&text).map_err(|error| StoreError::inconsistent(column, error.to_string()))
    }
}

/// The last second of [`jiff::Timestamp::MAX`] does not survive the way there and back; "never" does.
fn micros_of(at: jiff::Timestamp) -> i64 {
    at.as_microsecond().min(LAST_MICROSECOND)
}

/// 9999-12-30T22:00:00Z, the last instant that can be read back.
const LAST_MICROSECOND: i64 = 253_402_207_200_000_000;

fn time_of(column: &'static str, micros: i64) -> Result<jiff::Timestamp, StoreError> {
    jiff::Timestamp::from_microsecond(micros)
        .map_err(|error| StoreError::inconsistent(column, error.to_string()))
}
