//! The store suites and the ledger, on SQLite, and on PostgreSQL when `ADJUTANT_TEST_POSTGRES` names a cluster.
#![expect(clippy::disallowed_methods, reason = "tests make ids of their own")]

mod ads;
mod approvals;
mod audit;
mod backtests;
mod backtests_below;
mod budgets;
mod campaigns;
mod colleagues;
mod door;
mod folders;
mod guards;
mod holds;
mod identity;
mod keywords;
mod ledger;
mod levels;
mod limits;
mod looking_back;
mod lookups;
mod metrics;
mod moves;
mod overview;
mod own;
mod rates;
mod rollups;
mod rules;
mod rules_together;
mod scripts;
mod search_terms;
mod shadows;
mod statements;
mod store;
mod support;
mod targets;
mod trials;
