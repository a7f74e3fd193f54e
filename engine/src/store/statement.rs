//! SQL as named constants: one text where both databases speak it, two side by side where not.

/// Which database a transaction talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// One named SQL statement.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Statement {
    pub const fn both(name: &'static str, sql: &'static str) -> Self {
        Self {
            name,
            sqlite: sql,
            postgres: sql,
        }
    }

    pub const fn text(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }
}

/// Declares a room's statements and its `STATEMENTS` list, from which a test prepares every one on both databases.
macro_rules! statements {
    ($( $(#[$meta:meta])* $name:ident = $body:tt; )*) => {
        $( $(#[$meta])* pub(crate) const $name: $crate::store::Statement = $crate::store::statement_body!($name $body); )*
        /// Every statement of this room.
        pub const STATEMENTS: &[$crate::store::Statement] = &[ $( $name ),* ];
    };
}
pub(crate) use statements;

macro_rules! statement_body {
    ($name:ident $sql:literal) => {
        $crate::store::Statement::both(stringify!($name), $sql)
    };
    // Put together from parts that several statements share: `(concat!(…))`.
    ($name:ident ($sql:expr)) => {
        $crate::store::Statement::both(stringify!($name), $sql)
    };
    ($name:ident { sqlite: $sqlite:expr, postgres: $postgres:expr $(,)? }) => {
        $crate::store::Statement {
            name: stringify!($name),
            sqlite: $sqlite,
            postgres: $postgres,
        }
    };
}
pub(crate) use statement_body;
