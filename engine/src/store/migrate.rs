//! Migrations: numbered scripts, the same numbers on both databases, applied once and in order.

use sha2::{Digest as _, Sha256};

use super::{
    error::StoreError,
    statement::{Dialect, statements},
    tx::Tx,
    value::{Row, params},
};

/// One numbered change of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    pub number: i64,
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

macro_rules! migration {
    ($number:literal, $name:literal, $file:literal) => {
        Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../../../migrations/postgres/", $file)),
        }
    };
}

/// Every migration, oldest first. A landed one is never edited: its checksum is kept in the database.
pub const MIGRATIONS: &[Migration] = &[
    migration!(1, "the spine", "0001_spine.sql"),
    migration!(2, "connecting", "0002_connecting.sql"),
    migration!(3, "the history of rules", "0003_rule_history.sql"),
    migration!(4, "colleagues", "0004_colleagues.sql"),
    migration!(5, "roll-ups", "0005_rollups.sql"),
    migration!(6, "limits", "0006_limits.sql"),
    migration!(7, "holds", "0007_holds.sql"),
    migration!(8, "hold_out", "0008_hold_out.sql"),
    migration!(9, "acceptance", "0009_acceptance.sql"),
    migration!(10, "levels", "0010_levels.sql"),
    migration!(11, "lookups", "0011_lookups.sql"),
    migration!(12, "shadows", "0012_shadows.sql"),
    migration!(13, "trusted scripts", "0013_trusted_scripts.sql"),
    migration!(14, "targets", "0014_targets.sql"),
    migration!(15, "moves", "0015_moves.sql"),
    migration!(16, "rates", "0016_rates.sql"),
    migration!(17, "accounts", "0017_accounts.sql"),
    migration!(18, "the names of lookups", "0018_lookup_names.sql"),
    migration!(19, "lookups of texts", "0019_lookup_texts.sql"),
];

statements! {
    CREATE_TABLE = "create table if not exists schema_migration (number bigint not null primary key, name text not null, checksum text not null)";
    APPLIED = "select number, checksum from schema_migration order by number";
    RECORD = "insert into schema_migration (number, name, checksum) values ($1, $2, $3)";
    /// Tables of somebody else in the schema we are about to fill.
    FOREIGN_TABLES = {
        sqlite: "select count(*) as n from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'schema_migration'",
        postgres: "select count(*) as n from information_schema.tables where table_schema = current_schema() and table_name <> 'schema_migration'",
    };
    /// One node migrates at a time; released with the transaction.
    LOCK = { sqlite: "select 1", postgres: "select pg_advisory_xact_lock(4701357452)" };
}

/// Brings the schema up to date inside the transaction (PostgreSQL) or one script at a time (SQLite).
pub(super) async fn run(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(LOCK, &[]).await?;
    tx.execute(CREATE_TABLE, &[]).await?;
    let applied = tx.fetch_all(APPLIED, &[]).await?;
    if applied.is_empty() && tx.fetch_one(FOREIGN_TABLES, &[]).await?.i64("n")? > 0 {
        return Err(StoreError::Unusable(
            "the database holds tables of another program; give Adjutant a database of its own".to_owned(),
        ));
    }
    check_known(&applied, tx.dialect())?;
    for migration in MIGRATIONS.iter().skip(applied.len()) {
        let dialect = tx.dialect();
        if dialect == Dialect::Sqlite {
            tx.script("BEGIN IMMEDIATE").await?;
        }
        tx.script(match dialect {
            Dialect::Sqlite => migration.sqlite,
            Dialect::Postgres => migration.postgres,
        })
        .await?;
        tx.execute(
            RECORD,
            params![migration.number, migration.name, checksum(migration, dialect)],
        )
        .await?;
        if dialect == Dialect::Sqlite {
            tx.script("COMMIT").await?;
        }
    }
    Ok(())
}

/// Refuses a database that another version has to open first.
pub(super) async fn check_is_current(tx: &mut Tx) -> Result<(), StoreError> {
    let applied = tx.fetch_all(APPLIED, &[]).await?;
    check_known(&applied, tx.dialect())?;
    if applied.len() < MIGRATIONS.len() {
        return Err(StoreError::Unusable(
            "the database is of an older version; bring it up to date with `adjutant migrate` first"
                .to_owned(),
        ));
    }
    Ok(())
}

/// Refuses migrations that this program does not know, or knows otherwise.
fn check_known(applied: &[Row], dialect: Dialect) -> Result<(), StoreError> {
    for (position, row) in applied.iter().enumerate() {
        let number = row.i64("number")?;
        let Some(known) = MIGRATIONS.get(position).filter(|known| known.number == number) else {
            return Err(StoreError::Unusable(format!(
                "the database was written by a newer Adjutant (migration {number}); start that version or restore a backup"
            )));
        };
        if row.text("checksum")? != checksum(known, dialect) {
            return Err(StoreError::Unusable(format!(
                "migration {number} in the database differs from this program's; restore a backup or use the matching version"
            )));
        }
    }
    Ok(())
}

fn checksum(migration: &Migration, dialect: Dialect) -> String {
    let text = match dialect {
        Dialect::Sqlite => migration.sqlite,
        Dialect::Postgres => migration.postgres,
    };
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
