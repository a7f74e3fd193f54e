//! The same condition in each engine. Every one gets its own best form, decides every row, and must find the same rows.

use std::sync::Arc;

use cel::common::types::CelInt;
use cel::common::value::{CowVal, Val};
use cel::context::{Context, VariableResolver};
use zen_expression::variable::Variable;

use crate::columns::{Columns, bound, moment};

const RULE: &str = "rule \"Bleeders\" {\n  for campaigns\n  every 1h\n  window last 3 days\n  \
                    when conversions > 0 and cpa > $45 and spend > $100 and clicks > 10\n  then pause\n}\n";
/// Money and conversions in millionths: the quotient multiplied out, so that every engine decides it exactly.
const EXPRESSION: &str = "conversions > 0 && spend > 45 * conversions && spend > 100000000 && clicks > 10";

/// An engine, ready to decide all rows and to say how many fired.
pub struct Peer<'a> {
    pub name: &'static str,
    pub decide: Box<dyn FnMut() -> usize + 'a>,
}

pub fn peers<'a>(columns: &'a Columns) -> Vec<Peer<'a>> {
    let all = |name, decide: Box<dyn FnMut() -> usize + 'a>| Peer { name, decide };
    vec![
        all("hand-written, exact integers", by_hand(columns)),
        all("adjutant, columnar plan", by_plan(columns)),
        all("adjutant, tree walk that explains", by_walk(columns)),
        all("SQLite (integer columns, one statement)", by_sqlite(columns)),
        all("zen-expression", by_zen(columns)),
        all("rhai", by_rhai(columns)),
        all("cel", by_cel(columns)),
    ]
}

fn by_hand(columns: &Columns) -> Box<dyn FnMut() -> usize + '_> {
    let mut verdicts = vec![0_u8; columns.spend.len()];
    Box::new(move || {
        let inputs = columns
            .spend
            .iter()
            .zip(&columns.conversions)
            .zip(&columns.clicks);
        for (((spend, conversions), clicks), verdict) in inputs.zip(&mut verdicts) {
            *verdict = u8::from(
                (*conversions > 0) & (*spend > 45 * *conversions) & (*spend > 100_000_000) & (*clicks > 10),
            );
        }
        verdicts.iter().map(|verdict| usize::from(*verdict)).sum()
    })
}

fn by_plan(columns: &Columns) -> Box<dyn FnMut() -> usize + '_> {
    let rule = bound(RULE);
    let moment = moment();
    Box::new(move || {
        let verdicts = rule.evaluate(columns, &moment);
        let branch = &verdicts.branches[0];
        branch.iter().filter(|truth| **truth == dsl::Truth::True).count()
    })
}

fn by_walk(columns: &Columns) -> Box<dyn FnMut() -> usize + '_> {
    let rule = bound(RULE);
    let moment = moment();
    Box::new(move || {
        (0..columns.spend.len())
            .filter(|row| rule.explain(columns, &moment, *row).branches[0].truth == dsl::Truth::True)
            .count()
    })
}

fn by_rhai(columns: &Columns) -> Box<dyn FnMut() -> usize + '_> {
    let engine = rhai::Engine::new_raw();
    let tree = engine.compile_expression(EXPRESSION).expect("rhai reads it");
    let mut scope = rhai::Scope::new();
    scope
        .push("spend", 0_i64)
        .push("conversions", 0_i64)
        .push("clicks", 0_i64);
    Box::new(move || {
        (0..columns.spend.len())
            .filter(|row| {
                scope.set_value("spend", columns.spend[*row]);
                scope.set_value("conversions", columns.conversions[*row]);
                scope.set_value("clicks", columns.clicks[*row]);
                engine
                    .eval_ast_with_scope::<bool>(&mut scope, &tree)
                    .expect("a verdict")
            })
            .count()
    })
}

struct Row {
    spend: CelInt,
    conversions: CelInt,
    clicks: CelInt,
}

impl VariableResolver for Row {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let value: &dyn Val = match name {
            "spend" => &self.spend,
            "conversions" => &self.conversions,
            "clicks" => &self.clicks,
            _ => return None,
        };
        Some(CowVal::Borrowed(value))
    }
}

fn by_cel(columns: &Columns) -> Box<dyn FnMut() -> usize + '_> {
    let program = cel::Program::compile(EXPRESSION).expect("cel reads it");
    // The standard environment once: building it for each row costs twenty times the verdict.
    let environment = Arc::new(cel::Env::stdlib());
    Box::new(move || {
        (0..columns.spend.len())
            .filter(|row| {
                let row = Row {
                    spend: CelInt::from(columns.spend[*row]),
                    conversions: CelInt::from(columns.conversions[*row]),
                    clicks: CelInt::from(columns.clicks[*row]),
                };
                let mut context = Context::with_env(Arc::clone(&environment));
                context.set_variable_resolver(&row);
                matches!(program.execute(&context), Ok(cel::Value::Bool(true)))
            })
            .count()
    })
}

fn by_zen(columns: &Columns) -> Box<dyn FnMut() -> usize + '_> {
    let expression = EXPRESSION.replace("&&", "and");
    let mut isolate = zen_expression::Isolate::new();
    let compiled = isolate.compile_standard(&expression).expect("zen reads it");
    // The rows as the engine holds them, made once: only the verdict is measured.
    let rows: Vec<Variable> = (0..columns.spend.len())
        .map(|row| {
            let object = Variable::empty_object();
            for (name, value) in [
                ("spend", columns.spend[row]),
                ("conversions", columns.conversions[row]),
                ("clicks", columns.clicks[row]),
            ] {
                object.dot_insert(name, Variable::Number(value.into()));
            }
            object
        })
        .collect();
    let mut machine = zen_expression::vm::VM::new();
    Box::new(move || {
        rows.iter()
            .filter(|row| {
                let verdict = compiled.evaluate_with((*row).clone(), &mut machine);
                matches!(verdict, Ok(Variable::Bool(true)))
            })
            .count()
    })
}

fn by_sqlite(columns: &Columns) -> Box<dyn FnMut() -> usize + '_> {
    let database = rusqlite::Connection::open_in_memory().expect("SQLite opens");
    database
        .execute_batch(
            "CREATE TABLE cells (id INTEGER PRIMARY KEY, spend INTEGER NOT NULL, conversions INTEGER NOT NULL, \
             clicks INTEGER NOT NULL) STRICT; BEGIN",
        )
        .expect("a table");
    {
        let mut insert = database
            .prepare("INSERT INTO cells (spend, conversions, clicks) VALUES (?1, ?2, ?3)")
            .expect("a statement");
        for row in 0..columns.spend.len() {
            insert
                .execute((columns.spend[row], columns.conversions[row], columns.clicks[row]))
                .expect("a row");
        }
    }
    database.execute_batch("COMMIT").expect("committed");
    Box::new(move || {
        let mut select = database
            .prepare_cached(
                "SELECT id FROM cells WHERE conversions > 0 AND spend > 45 * conversions AND spend > 100000000 \
                 AND clicks > 10",
            )
            .expect("a statement");
        let found = select
            .query_map([], |row| row.get::<_, i64>(0))
            .expect("an answer");
        found.filter(Result::is_ok).count()
    })
}

/// Every engine must find the same rows.
pub fn agree(peers: &mut [Peer<'_>]) -> usize {
    let expected = (peers[0].decide)();
    assert!(expected > 0);
    for peer in peers.iter_mut() {
        assert_eq!((peer.decide)(), expected, "{} finds other rows", peer.name);
    }
    expected
}
