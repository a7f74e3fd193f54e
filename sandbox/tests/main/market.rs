//! What the market promises to everybody who reads it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::lab::{DAY, Lab, MAIN, SMALL, float, int};

const ACCOUNTS: [&str; 3] = [MAIN, "2345678901", SMALL];

async fn ninety_days(lab: &mut Lab) {
    let start = "2026-08-19T13:00:00Z".parse().unwrap();
    lab.advance(sandbox::lead_seconds(start) as f64).await;
}

fn key(row: &Value) -> (String, String) {
    (
        row["campaign"]["id"].as_str().unwrap().to_owned(),
        row["segments"]["date"].as_str().unwrap().to_owned(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn personalities_hold_at_every_moment_of_ninety_days_and_for_every_seed() {
    for seed in [1, 7, 42] {
        let mut lab = Lab::with(|options| options.seed = seed).await;
        ninety_days(&mut lab).await;
        personalities_hold(&mut lab).await;
    }
}

async fn personalities_hold(lab: &mut Lab) {
    // Several days, several hours of the day.
    for hours in [0.0, 7.0, 13.0, 20.0, 26.0] {
        lab.advance(hours * 3600.0).await;
        for (account, bleeders, winners, poor) in [(MAIN, 4, 5, 5), ("2345678901", 2, 2, 3), (SMALL, 1, 1, 1)]
        {
            let rows = lab
                .rows(
                    account,
                    "SELECT campaign.name, campaign_budget.amount_micros, metrics.cost_micros, metrics.conversions, \
                     metrics.conversions_value, metrics.impressions FROM campaign \
                     WHERE segments.date DURING LAST_14_DAYS AND campaign.status = 'ENABLED'",
                )
                .await;
            let mut found = (0, 0, 0);
            for row in &rows {
                let cost = int(&row["metrics"]["costMicros"]) as f64 / 1e6;
                let conversions = float(&row["metrics"]["conversions"]);
                let roas = float(&row["metrics"]["conversionsValue"]) / cost;
                if conversions > 0.0 && cost / conversions > 80.0 && cost / 14.0 > 60.0 {
                    found.0 += 1;
                }
                if roas > 5.0 {
                    found.1 += 1;
                }
                if roas > 1.0 && roas < 1.8 && cost / 14.0 > 60.0 {
                    found.2 += 1;
                }
            }
            let figures: Vec<String> = rows
                .iter()
                .map(|row| {
                    let metrics = &row["metrics"];
                    let cost = int(&metrics["costMicros"]) as f64 / 1e6;
                    format!(
                        "{}: {:.0} a day, cpa {:.0}, roas {:.2}",
                        row["campaign"]["name"],
                        cost / 14.0,
                        cost / float(&metrics["conversions"]),
                        float(&metrics["conversionsValue"]) / cost
                    )
                })
                .collect();
            assert!(
                found.0 >= bleeders,
                "{account} bleeders {found:?}\n{}",
                figures.join("\n")
            );
            assert!(
                found.1 >= winners - 1,
                "{account} winners {found:?}\n{}",
                figures.join("\n")
            );
            assert!(
                found.2 >= poor - 1,
                "{account} poor {found:?}\n{}",
                figures.join("\n")
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn winners_are_held_back_by_their_budgets() {
    let mut lab = Lab::new().await;
    lab.advance(10.0 * DAY).await;
    let row = &lab
        .rows(
            MAIN,
            "SELECT campaign.primary_status, campaign.primary_status_reasons, campaign_budget.has_recommended_budget, \
             campaign_budget.amount_micros, campaign_budget.recommended_budget_amount_micros, \
             metrics.search_budget_lost_impression_share FROM campaign \
             WHERE campaign.name = 'Shopping US - Best sellers' AND segments.date DURING LAST_7_DAYS",
        )
        .await[0];
    assert_eq!(row["campaign"]["primaryStatus"], "LIMITED");
    assert_eq!(
        row["campaign"]["primaryStatusReasons"],
        json!(["BUDGET_CONSTRAINED"])
    );
    assert_eq!(row["campaignBudget"]["hasRecommendedBudget"], true);
    let budget = &row["campaignBudget"];
    assert!(int(&budget["recommendedBudgetAmountMicros"]) > int(&budget["amountMicros"]));
    assert!(float(&row["metrics"]["searchBudgetLostImpressionShare"]) > 0.3);
}

#[tokio::test(flavor = "multi_thread")]
async fn scaling_a_winner_spends_more_at_a_lower_return() {
    let mut lab = Lab::new().await;
    lab.advance(20.0 * DAY).await;
    let figures = async |lab: &Lab| {
        let query = "SELECT metrics.cost_micros, metrics.conversions_value FROM campaign \
             WHERE campaign.name = 'Shopping US - Best sellers' AND segments.date DURING LAST_14_DAYS";
        let row = lab.rows(MAIN, query).await[0].clone();
        let cost = int(&row["metrics"]["costMicros"]) as f64 / 1e6;
        (cost, float(&row["metrics"]["conversionsValue"]) / cost)
    };
    let before = figures(&lab).await;
    let budget = lab.campaign(MAIN, "Shopping US - Best sellers").await["campaign"]["campaignBudget"].clone();
    let (status, _) = lab.set_budget(MAIN, &budget, 300_000_000).await;
    assert_eq!(status, 200);
    // A month on, so that late conversions do not flatter the earlier period.
    lab.advance(45.0 * DAY).await;
    let after = figures(&lab).await;
    assert!(after.0 > before.0 * 1.6, "spend {before:?} {after:?}");
    assert!(after.1 < before.1, "return {before:?} {after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_budget_spends_more_than_twice_a_day_or_thirty_times_a_month() {
    let mut lab = Lab::new().await;
    ninety_days(&mut lab).await;
    for account in ACCOUNTS {
        let budgets = lab
            .rows(
                account,
                "SELECT campaign_budget.id, campaign_budget.amount_micros, segments.date, metrics.cost_micros \
                 FROM campaign_budget WHERE segments.date BETWEEN '2026-07-01' AND '2026-11-30'",
            )
            .await;
        assert!(budgets.len() > 300);
        let mut months: BTreeMap<(String, String), (i64, i64)> = BTreeMap::new();
        for row in &budgets {
            let (amount, cost) = (
                int(&row["campaignBudget"]["amountMicros"]),
                int(&row["metrics"]["costMicros"]),
            );
            assert!(cost <= 2 * amount, "{row}");
            let month = row["segments"]["date"].as_str().unwrap()[..7].to_owned();
            let id = row["campaignBudget"]["id"].as_str().unwrap().to_owned();
            let entry = months.entry((id, month)).or_insert((amount, 0));
            entry.1 += cost;
        }
        for ((id, month), (amount, cost)) in months {
            assert!(
                cost as f64 <= 30.4 * amount as f64,
                "budget {id} in {month}: {cost} on {amount}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn paused_campaigns_spend_nothing_and_reported_hours_keep_still() {
    let mut lab = Lab::new().await;
    lab.advance(3.0 * DAY + 5.0 * 3600.0).await;
    let name = "PMax US - New arrivals";
    let campaign = lab.campaign(MAIN, name).await["campaign"]["resourceName"].clone();
    let hours = "SELECT campaign.id, segments.date, segments.hour, metrics.clicks, metrics.impressions, \
         metrics.cost_micros FROM campaign WHERE segments.date BETWEEN '2026-08-01' AND '2026-08-22' \
         ORDER BY segments.date, segments.hour";
    let before = lab.rows(MAIN, hours).await;
    assert!(before.len() > 5000);
    let (status, _) = lab.set_status(MAIN, &campaign, "PAUSED").await;
    assert_eq!(status, 200);
    // Hours that were complete (over three hours old) do not move, whatever is edited now; credits only take away.
    lab.advance(600.0).await;
    let after: BTreeMap<String, Value> = lab
        .rows(MAIN, hours)
        .await
        .into_iter()
        .map(|row| (hour_key(&row), row))
        .collect();
    let mut compared = 0;
    for row in &before {
        let (date, hour) = (
            row["segments"]["date"].as_str().unwrap(),
            row["segments"]["hour"].as_i64().unwrap(),
        );
        if (date, hour) < ("2026-08-22", 9) {
            assert_eq!(after.get(&hour_key(row)), Some(row));
            compared += 1;
        }
    }
    assert!(compared > 5000);
    lab.advance(3.0 * DAY).await;
    let later = lab
        .rows(
            MAIN,
            &format!(
                "SELECT segments.date, metrics.cost_micros, metrics.impressions FROM campaign \
                 WHERE campaign.name = '{name}' AND segments.date BETWEEN '2026-08-23' AND '2026-08-30'"
            ),
        )
        .await;
    assert_eq!(later, Vec::<Value>::new(), "a paused campaign has no traffic");
}

fn hour_key(row: &Value) -> String {
    format!(
        "{} {} {}",
        row["campaign"]["id"], row["segments"]["date"], row["segments"]["hour"]
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn conversions_arrive_late_on_the_day_of_the_click_and_cost_only_falls() {
    let mut lab = Lab::new().await;
    lab.advance(10.0 * DAY).await;
    let query = "SELECT campaign.id, segments.date, metrics.conversions, metrics.conversions_value, metrics.cost_micros, \
         metrics.invalid_clicks FROM campaign WHERE segments.date BETWEEN '2026-08-10' AND '2026-08-27'";
    let mut last: BTreeMap<(String, String), Value> = BTreeMap::new();
    let (mut grown, mut credited, mut windows_over) = (0, 0, 0);
    for days in [0.0, 1.0, 3.0, 8.0, 20.0, 30.0] {
        lab.advance(days * DAY).await;
        for row in lab.rows(MAIN, query).await {
            if let Some(old) = last.get(&key(&row)) {
                let (old, new) = (&old["metrics"], &row["metrics"]);
                assert!(float(&new["conversions"]) >= float(&old["conversions"]));
                assert!(float(&new["conversionsValue"]) >= float(&old["conversionsValue"]));
                assert!(int(&new["costMicros"]) <= int(&old["costMicros"]));
                grown += usize::from(float(&new["conversions"]) > float(&old["conversions"]));
                credited += usize::from(int(&new["costMicros"]) < int(&old["costMicros"]));
                if days == 30.0 {
                    // More than 30 days and the processing time after the last click: the window is over.
                    assert_eq!(new["conversions"], old["conversions"]);
                    windows_over += 1;
                }
            }
            last.insert(key(&row), row);
        }
    }
    assert!(grown > 50, "{grown} restatements");
    assert!(credited > 2, "{credited} credits");
    assert!(windows_over > 100);
    assert!(
        last.values()
            .any(|row| float(&row["metrics"]["conversions"]).fract() != 0.0),
        "fractions are normal"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_three_hours_of_today_are_incomplete() {
    let mut lab = Lab::new().await;
    lab.advance(5.0 * 3600.0 + 59.0 * 60.0).await;
    let today = "SELECT segments.hour, metrics.clicks FROM customer WHERE segments.date DURING TODAY ORDER BY segments.hour";
    let clicks = |rows: Vec<Value>| -> BTreeMap<i64, i64> {
        rows.iter()
            .map(|row| {
                (
                    row["segments"]["hour"].as_i64().unwrap(),
                    int(&row["metrics"]["clicks"]),
                )
            })
            .collect()
    };
    let early = clicks(lab.rows(MAIN, today).await);
    lab.advance(4.0 * 3600.0).await;
    let late = clicks(lab.rows(MAIN, today).await);
    // It was 14:59: hour 10 was complete, hour 13 was not.
    assert_eq!(early[&10], late[&10]);
    assert!(early.get(&13).copied().unwrap_or(0) < late[&13]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_makes_the_same_world_and_another_seed_another() {
    let query = "SELECT campaign.id, segments.date, metrics.cost_micros, metrics.conversions FROM campaign \
         WHERE segments.date BETWEEN '2026-07-20' AND '2026-08-25'";
    let mut worlds = Vec::new();
    for (seed, pieces) in [(5, 1), (5, 40), (6, 1)] {
        let mut lab = Lab::with(|options| options.seed = seed).await;
        // In one jump or in many small ones: the way does not matter.
        for _ in 0..pieces {
            lab.advance(6.0 * DAY / f64::from(pieces)).await;
        }
        worlds.push(lab.rows(MAIN, query).await);
    }
    assert_eq!(worlds[0], worlds[1]);
    assert_ne!(worlds[0], worlds[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn campaigns_end_and_start_by_the_calendar() {
    let mut lab = Lab::new().await;
    let campaign = lab.campaign(MAIN, "DSA US - Catch all").await["campaign"]["resourceName"].clone();
    let update = json!({ "resourceName": campaign, "endDateTime": "2026-08-20 23:59:59" });
    let body = json!({ "operations": [{ "updateMask": "endDateTime", "update": update }] });
    let (status, body) = lab.post(MAIN, "campaigns:mutate", body).await;
    assert_eq!(status, 200, "{body}");
    lab.advance(4.0 * DAY).await;
    let query = "SELECT campaign.serving_status, campaign.primary_status, segments.date, metrics.clicks FROM campaign \
         WHERE campaign.name = 'DSA US - Catch all' AND segments.date BETWEEN '2026-08-18' AND '2026-08-24' \
         ORDER BY segments.date";
    let rows = lab.rows(MAIN, query).await;
    let dates: Vec<&str> = rows
        .iter()
        .map(|row| row["segments"]["date"].as_str().unwrap())
        .collect();
    assert_eq!(dates, ["2026-08-18", "2026-08-19", "2026-08-20"]);
    assert_eq!(rows[0]["campaign"]["servingStatus"], "ENDED");
    assert_eq!(rows[0]["campaign"]["primaryStatus"], "ENDED");
}
