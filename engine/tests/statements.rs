//! Every statement of every room, prepared by the database itself; every statement on a tenant's table names `org_id`.

use engine::store::Statement;

use crate::support::on_both;

fn all() -> Vec<Statement> {
    let rooms: &[&[Statement]] = &[
        engine::actions::store::STATEMENTS,
        engine::actions::carry_out::STATEMENTS,
        engine::actions::held::STATEMENTS,
        engine::actions::holds::STATEMENTS,
        engine::actions::inbox::STATEMENTS,
        engine::actions::limits::STATEMENTS,
        engine::actions::own::STATEMENTS,
        engine::actions::promises::STATEMENTS,
        engine::actions::simulated::STATEMENTS,
        engine::actions::view::STATEMENTS,
        engine::actions::way_back::STATEMENTS,
        engine::analytics::health::STATEMENTS,
        engine::analytics::overview::STATEMENTS,
        engine::audit::store::STATEMENTS,
        engine::backtest::known::STATEMENTS,
        engine::backtest::recorded::STATEMENTS,
        engine::backtest::report::STATEMENTS,
        engine::campaigns::changes::STATEMENTS,
        engine::campaigns::subject::STATEMENTS,
        engine::campaigns::list::PAGES,
        engine::campaigns::list::STATEMENTS,
        engine::campaigns::store::STATEMENTS,
        engine::campaigns::targets::STATEMENTS,
        engine::campaigns::view::STATEMENTS,
        engine::connections::accounts::STATEMENTS,
        engine::connections::consent::store::STATEMENTS,
        engine::connections::first_sync::STATEMENTS,
        engine::connections::parking::STATEMENTS,
        engine::connections::brands::STATEMENTS,
        engine::connections::store::STATEMENTS,
        engine::connections::vault::STATEMENTS,
        engine::connections::view::STATEMENTS,
        engine::lookups::known::STATEMENTS,
        engine::lookups::past::STATEMENTS,
        engine::lookups::supply::STATEMENTS,
        engine::lookups::view::STATEMENTS,
        engine::decisions::history::STATEMENTS,
        engine::decisions::scope_spend::STATEMENTS,
        engine::decisions::side_by_side::STATEMENTS,
        engine::decisions::store::STATEMENTS,
        engine::decisions::view::STATEMENTS,
        engine::decisions::why::STATEMENTS,
        engine::idempotency::STATEMENTS,
        engine::identity::store::STATEMENTS,
        engine::metrics::rollup::STATEMENTS,
        engine::metrics::store::STATEMENTS,
        engine::notifications::store::STATEMENTS,
        engine::notifications::view::STATEMENTS,
        engine::rules::acceptance::STATEMENTS,
        engine::rules::detail::STATEMENTS,
        engine::rules::folder::STATEMENTS,
        engine::rules::library::STATEMENTS,
        engine::rules::names::STATEMENTS,
        engine::rules::shadow::STATEMENTS,
        engine::rules::store::STATEMENTS,
        engine::rules::view::STATEMENTS,
        engine::store::STATEMENTS,
        engine::supervision::store::STATEMENTS,
    ];
    rooms.iter().copied().flatten().copied().collect()
}

/// Tables that belong to no organisation, or are the program's own.
const UNSCOPED: [&str; 8] = [
    "application_park",
    "app_user",
    "session",
    "setup_link",
    "login_failure",
    "shard",
    "program_state",
    "schema_migration",
];

/// Statements of the runtime that go over every organisation on purpose; each hands its rows on with their own scope.
const OVER_ALL: [&str; 19] = [
    "ALL_ORGANISATIONS",
    "ALL_ACCOUNTS",
    "ALL_ENABLED",
    "ALL_DATA_KEYS",
    "DUE_SYNCS",
    "DUE_ACCOUNTS",
    "NEXT_DUE",
    "FORGET_EXPIRED",
    "READY_ACCOUNTS",
    "LAPSED",
    "DUE",
    "ORGANISATIONS",
    "ORGANISATION_BY_NAME",
    "ANY_ORGANISATION",
    "INSERT_ORGANISATION",
    "MEMBERSHIPS_OF",
    "CREATE_TABLE",
    "FOREIGN_TABLES",
    "LOCK",
];

on_both! {
    async fn every_statement_is_understood_by_the_database(world) {
        let statements = all();
        assert!(statements.len() > 80, "only {} statements were found", statements.len());
        world.context.store.read(|tx| Box::pin(async move {
            for statement in statements {
                tx.prepare(statement).await.unwrap_or_else(|error| panic!("{}: {error}", statement.name));
            }
            Ok::<_, engine::store::StoreError>(())
        })).await.unwrap();
    }
}

#[test]
fn every_statement_on_a_tenants_table_names_the_organisation() {
    for statement in all() {
        for sql in [statement.sqlite, statement.postgres] {
            let touches_only_unscoped = UNSCOPED.iter().any(|table| {
                ["from ", "into ", "update "]
                    .iter()
                    .any(|verb| sql.contains(&format!("{verb}{table}")))
            }) && !sql.contains(" join ");
            if touches_only_unscoped || OVER_ALL.contains(&statement.name) {
                continue;
            }
            assert!(
                sql.contains("org_id") || sql.contains("organisation"),
                "{} does not name org_id: {sql}",
                statement.name
            );
        }
    }
}
