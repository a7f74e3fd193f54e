//! What the organisation's own past says of a finding.

use std::time::Duration;

use dsl::{Diagnostic, History};
use engine::decisions::looking_back;

use crate::{
    ledger::{furnish, rows, sync},
    support::{World, at, on_both},
};

const TIME: Duration = Duration::from_secs(30);

fn text(scope: &str, condition: &str) -> String {
    format!("language 1\n\nrule \"R\" {{\n  for {scope}\n  every 1h\n  when {condition}\n  then pause\n}}\n")
}

async fn looked_back(world: &World, text: &str, time: Duration) -> Vec<Diagnostic> {
    let mut found = dsl::check(text).diagnostics;
    looking_back::answer(
        &world.context,
        world.account.scope,
        found.iter_mut().collect(),
        time,
    )
    .await
    .unwrap();
    found
}

fn of<'f>(found: &'f [Diagnostic], code: &str) -> Option<&'f History> {
    let found = found.iter().find(|found| found.code == code);
    found.expect("the finding").history.as_ref()
}

/// Three campaigns read since 20 February that spent on three days; the second one sold on 1 March.
async fn furnished(world: &World) {
    furnish(world).await;
    let mut sold = rows("2", 45);
    sold[1].cells.conversions = 5_000_000;
    let by_day = [rows("1", 60), sold, rows("3", 1)].concat();
    sync(world, "2026-03-03T14:30:00Z", by_day).await;
    world.context.business.set(at("2026-03-03T15:00:00Z"));
}

on_both! {
    async fn a_finding_is_told_how_often_it_came_true_in_the_stored_numbers(world) {
        furnished(&world).await;
        let found = looked_back(&world, &text("campaigns on google", "cpa over yesterday > $45"), TIME).await;
        let history = of(&found, "E0302").unwrap();
        // At the end of each day from 21 February to 2 March, about the day before it.
        assert_eq!((history.days, history.looks, history.times), (10, 30, 29));
        let says = "in your last 10 days this was undefined in 29 of 30 looks, one at each campaign a day";
        assert_eq!(history.says, says);
    }

    async fn a_look_without_volume_is_one_where_the_rule_would_have_judged(world) {
        furnished(&world).await;
        let text = text("campaigns on google", "cpa over yesterday else infinite > $45");
        let found = looked_back(&world, &text, TIME).await;
        let history = of(&found, "W0506").unwrap();
        // What spent nothing is not judged: only 28 February and 1 March are left.
        assert_eq!((history.days, history.looks, history.times), (2, 6, 5));
    }

    async fn only_what_the_rule_is_about_is_looked_at(world) {
        furnished(&world).await;
        let cpa = |scope: &str| text(scope, "cpa over yesterday > $45");
        let second = looked_back(&world, &cpa("campaigns where name is \"Second\""), TIME).await;
        assert_eq!(of(&second, "E0302").map(|history| (history.looks, history.times)), Some((10, 9)));
        // Another platform's campaigns, a level that was never read, an amount in another currency, and no time: nothing is claimed.
        for scope in ["campaigns on meta", "keywords on google"] {
            assert_eq!(of(&looked_back(&world, &cpa(scope), TIME).await, "E0302"), None, "{scope}");
        }
        let hurried = looked_back(&world, &cpa("campaigns"), Duration::ZERO).await;
        assert_eq!(of(&hurried, "E0302"), None);
    }
}
