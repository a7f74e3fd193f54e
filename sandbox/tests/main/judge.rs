//! A record of every kind of exchange, for `tests/judge/judge_google.py`.
//!
//! `SANDBOX_RECORD_DIR=DIR` leaves the record there; `python tests/judge/judge_google.py DIR` then judges it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::lab::{DAY, Lab, MAIN, MANAGER, SMALL};

/// Everything that can be read.
fn reads() -> Vec<(&'static str, String)> {
    let mut queries: Vec<(&'static str, String)> = vec![
        (MANAGER, "SELECT customer_client.client_customer, customer_client.id, customer_client.level, customer_client.manager, \
            customer_client.hidden, customer_client.status, customer_client.test_account, customer_client.descriptive_name, \
            customer_client.currency_code, customer_client.time_zone FROM customer_client WHERE customer_client.status = 'ENABLED'".to_owned()),
    ];
    let everything = [
        "SELECT customer.id, customer.descriptive_name, customer.currency_code, customer.time_zone, customer.manager, \
            customer.test_account, customer.status, customer.auto_tagging_enabled FROM customer LIMIT 1",
        "SELECT campaign.id, campaign.name, campaign.status, campaign.serving_status, campaign.primary_status, \
            campaign.primary_status_reasons, campaign.advertising_channel_type, campaign.advertising_channel_sub_type, \
            campaign.bidding_strategy_type, campaign.bidding_strategy_system_status, campaign.bidding_strategy, \
            campaign.campaign_budget, campaign.start_date_time, campaign.end_date_time, campaign.experiment_type, \
            campaign.network_settings.target_google_search, campaign.manual_cpc.enhanced_cpc_enabled, \
            campaign.maximize_conversion_value.target_roas, campaign.target_cpa.target_cpa_micros, \
            campaign.target_roas.target_roas, campaign.target_spend.cpc_bid_ceiling_micros, \
            campaign.contains_eu_political_advertising, campaign_budget.id, \
            campaign_budget.name, campaign_budget.amount_micros, campaign_budget.total_amount_micros, campaign_budget.period, \
            campaign_budget.delivery_method, campaign_budget.explicitly_shared, campaign_budget.reference_count, \
            campaign_budget.has_recommended_budget, campaign_budget.recommended_budget_amount_micros, campaign_budget.type, \
            campaign_budget.status FROM campaign WHERE campaign.status != 'REMOVED' ORDER BY campaign.id",
        "SELECT campaign.id, segments.date, metrics.impressions, metrics.clicks, metrics.interactions, metrics.cost_micros, \
            metrics.conversions, metrics.conversions_value, metrics.all_conversions, metrics.all_conversions_value, metrics.ctr, \
            metrics.average_cpc, metrics.average_cpm, metrics.average_cost, metrics.cost_per_conversion, \
            metrics.value_per_conversion, metrics.conversions_from_interactions_rate, metrics.invalid_clicks, \
            metrics.engagements, metrics.video_trueview_views, \
            metrics.search_impression_share, metrics.search_budget_lost_impression_share, \
            metrics.conversions_by_conversion_date, metrics.conversions_value_by_conversion_date, \
            metrics.all_conversions_by_conversion_date FROM campaign WHERE segments.date DURING LAST_14_DAYS",
        "SELECT campaign.id, segments.date, segments.hour, metrics.impressions, metrics.clicks, metrics.cost_micros, \
            metrics.conversions, metrics.conversions_value FROM campaign WHERE segments.date DURING TODAY",
        "SELECT segments.week, segments.month, segments.quarter, segments.year, segments.day_of_week, segments.month_of_year, \
            metrics.clicks FROM customer WHERE segments.date DURING LAST_30_DAYS",
        "SELECT campaign.id, segments.conversion_lag_bucket, metrics.conversions, metrics.conversions_value FROM campaign \
            WHERE segments.date DURING LAST_30_DAYS",
        "SELECT ad_group.id, ad_group.name, ad_group.status, ad_group.type, ad_group.primary_status, \
            ad_group.primary_status_reasons, ad_group.cpc_bid_micros, ad_group.effective_cpc_bid_micros, \
            ad_group.target_cpa_micros, ad_group.target_roas, ad_group.campaign, campaign.id, metrics.clicks FROM ad_group \
            WHERE ad_group.status != 'REMOVED' AND segments.date DURING LAST_7_DAYS",
        "SELECT campaign_budget.id, metrics.cost_micros FROM campaign_budget WHERE segments.date DURING YESTERDAY",
        "SELECT label.id, label.name, label.status, label.resource_name FROM label",
        "SELECT campaign.id, campaign.labels FROM campaign",
        "SELECT campaign_label.campaign, campaign_label.label, campaign.name, label.name FROM campaign_label",
        "SELECT ad_group_label.ad_group, ad_group_label.label, ad_group.labels, label.name FROM ad_group_label",
        "SELECT ad_group_ad_label.ad_group_ad, ad_group_ad_label.label, ad_group_ad.labels, label.name FROM ad_group_ad_label",
        "SELECT ad_group_criterion_label.ad_group_criterion, ad_group_criterion_label.label, ad_group_criterion.labels, \
            ad_group_criterion.keyword.text, label.name FROM ad_group_criterion_label",
        "SELECT change_event.resource_name, change_event.change_date_time, change_event.change_resource_type, \
            change_event.change_resource_name, change_event.client_type, change_event.user_email, \
            change_event.resource_change_operation, change_event.changed_fields, change_event.old_resource, \
            change_event.new_resource, change_event.campaign, change_event.ad_group FROM change_event \
            WHERE change_event.change_date_time >= '2026-08-10 00:00:00' AND change_event.change_date_time <= '2026-08-29 23:59:59' \
            ORDER BY change_event.change_date_time DESC LIMIT 10000",
    ];
    for account in [MAIN, SMALL] {
        queries.extend(everything.iter().map(|query| (account, (*query).to_owned())));
    }
    queries
}

async fn writes(lab: &Lab) {
    let row = lab.campaign(MAIN, "Brand US - Exact").await;
    let (campaign, budget) = (
        row["campaign"]["resourceName"].clone(),
        row["campaign"]["campaignBudget"].clone(),
    );
    let update = |mask: &str, fields: Value| {
        let mut update = fields;
        update["resourceName"] = campaign.clone();
        json!({ "operations": [{ "updateMask": mask, "update": update }], "responseContentType": "MUTABLE_RESOURCE" })
    };
    for micros in [60_000_000, -10_000, 5, 500_000, 61_234_567] {
        lab.set_budget(MAIN, &budget, micros).await;
    }
    for body in [
        update(
            "status,name",
            json!({ "status": "PAUSED", "name": "Brand (paused)" }),
        ),
        update("status", json!({ "status": "ENABLED" })),
        update(
            "maximizeConversionValue.targetRoas",
            json!({ "maximizeConversionValue": { "targetRoas": 4.5 } }),
        ),
        update("endDateTime", json!({ "endDateTime": "2027-01-31 23:59:59" })),
        update("endDateTime", json!({})),
        // And the wrong ones.
        update("nonsense", json!({})),
        update("targetCpa", json!({})),
        update("name", json!({ "name": "DSA US - Catch all" })),
        update("endDateTime", json!({ "endDateTime": "2027-01-31" })),
        update("status", json!({ "status": "ACTIVE" })),
        update("startDate", json!({ "startDate": "2026-01-01" })),
        json!({ "operations": [{ "remove": format!("customers/{MAIN}/campaigns/1") }] }),
        json!({ "operations": [{}] }),
        json!({ "operations": [], "validateOnly": true }),
        json!({ "operations": [{ "remove": campaign }], "validateOnly": true }),
        json!({ "operations": [{ "remove": campaign }, { "remove": "nonsense" }], "partialFailure": true }),
    ] {
        lab.post(MAIN, "campaigns:mutate", body).await;
    }
    let groups = lab
        .rows(
            MAIN,
            "SELECT ad_group.cpc_bid_micros FROM ad_group WHERE ad_group.name = 'Wide fit'",
        )
        .await;
    let group = groups[0]["adGroup"]["resourceName"].clone();
    for (mask, fields) in [
        ("cpcBidMicros", json!({ "cpcBidMicros": "1500000" })),
        ("status", json!({ "status": "PAUSED" })),
        ("cpcBidMicros", json!({ "cpcBidMicros": "1" })),
    ] {
        let mut update = fields;
        update["resourceName"] = group.clone();
        let body =
            json!({ "operations": [{ "updateMask": mask, "update": update }], "partialFailure": true });
        lab.post(MAIN, "adGroups:mutate", body).await;
    }
    links(lab).await;
    let name = |collection: &str, id: i64| format!("customers/{SMALL}/{collection}/{id}");
    let together = json!({ "mutateOperations": [
        { "campaignBudgetOperation": { "create": { "resourceName": name("campaignBudgets", -1), "name": "New",
            "amountMicros": "20000000", "deliveryMethod": "STANDARD", "explicitlyShared": false } } },
        { "campaignOperation": { "create": { "resourceName": name("campaigns", -2), "name": "New", "status": "PAUSED",
            "advertisingChannelType": "SEARCH", "campaignBudget": name("campaignBudgets", -1), "manualCpc": {},
            "containsEuPoliticalAdvertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING" } } },
        { "adGroupOperation": { "create": { "campaign": name("campaigns", -2), "name": "New", "cpcBidMicros": "900000" } } },
    ], "responseContentType": "MUTABLE_RESOURCE" });
    lab.post(SMALL, "googleAds:mutate", together.clone()).await;
    let mut again = together.clone();
    again["partialFailure"] = json!(true);
    lab.post(SMALL, "googleAds:mutate", again).await;
    lab.post(SMALL, "googleAds:mutate", together).await;
}

/// A label for a campaign and for one of each below, made with its first link; then the same once more, which is refused.
async fn links(lab: &Lab) {
    let label = format!("customers/{MAIN}/labels/-1");
    let mut operations =
        vec![json!({ "labelOperation": { "create": { "resourceName": label, "name": "judged" } } })];
    for (query, object) in [
        (
            "SELECT campaign.id FROM campaign WHERE campaign.status = 'ENABLED' LIMIT 1",
            "campaign",
        ),
        (
            "SELECT ad_group.id FROM ad_group WHERE ad_group.status = 'ENABLED' LIMIT 1",
            "adGroup",
        ),
        (
            "SELECT ad_group_ad.ad.id FROM ad_group_ad WHERE ad_group_ad.status = 'ENABLED' LIMIT 1",
            "adGroupAd",
        ),
        (
            "SELECT ad_group_criterion.criterion_id FROM ad_group_criterion WHERE ad_group_criterion.status = 'ENABLED' LIMIT 1",
            "adGroupCriterion",
        ),
    ] {
        let name = lab.rows(MAIN, query).await[0][object]["resourceName"].clone();
        operations.push(
            json!({ format!("{object}LabelOperation"): { "create": { object: name, "label": label } } }),
        );
    }
    let (_, made) = lab
        .post(
            MAIN,
            "googleAds:mutate",
            json!({ "mutateOperations": operations }),
        )
        .await;
    let made = made["mutateOperationResponses"].as_array().unwrap().clone();
    let label = &made[0]["labelResult"]["resourceName"];
    let methods = ["campaign", "adGroup", "adGroupAd", "adGroupCriterion"];
    for ((operation, object), made) in operations[1..].iter().zip(methods).zip(&made[1..]) {
        let mut create = operation[format!("{object}LabelOperation")].clone();
        create["create"]["label"] = label.clone();
        let link = &made[format!("{object}LabelResult")]["resourceName"];
        // There already; taken off; not there any more; there again.
        for operation in [
            &create,
            &json!({ "remove": link }),
            &json!({ "remove": link }),
            &create,
        ] {
            let body = json!({ "operations": [operation] });
            lab.post(MAIN, &format!("{object}Labels:mutate"), body).await;
        }
    }
    for name in ["judged", "judged too"] {
        let body = json!({ "operations": [{ "create": { "name": name } }] });
        lab.post(MAIN, "labels:mutate", body).await;
    }
}

async fn sign_ins(lab: &Lab) {
    let grant = lab.grant().await;
    let refresh = grant["refresh_token"].as_str().unwrap();
    let url = lab.url("/google/oauth2/token");
    for (token, secret, kind) in [
        (refresh, "sandbox-secret", "refresh_token"),
        (refresh, "wrong", "refresh_token"),
        ("1//nonsense", "sandbox-secret", "refresh_token"),
        (refresh, "sandbox-secret", "password"),
    ] {
        let form = [
            ("grant_type", kind),
            ("refresh_token", token),
            ("client_id", "sandbox-client"),
            ("client_secret", secret),
        ];
        lab.http().post(&url).form(&form).send().await.unwrap();
    }
    let revoke = lab.url("/google/oauth2/revoke");
    for _ in 0..2 {
        lab.http()
            .post(&revoke)
            .query(&[("token", refresh)])
            .send()
            .await
            .unwrap();
    }
    lab.http()
        .get(lab.url("/google/v26/customers:listAccessibleCustomers"))
        .bearer_auth(&lab.token)
        .send()
        .await
        .unwrap();
    lab.http()
        .get(lab.url("/google/v26/customers:listAccessibleCustomers"))
        .bearer_auth("ya29.old")
        .send()
        .await
        .unwrap();
    lab.http()
        .get(lab.url("/google/v26/customers:listAccessibleCustomers"))
        .send()
        .await
        .unwrap();
}

async fn troubles(lab: &Lab) {
    let query = json!({ "query": "SELECT customer.id FROM customer" });
    for status in [400, 401, 403, 404, 409, 429, 500, 501, 503, 504] {
        for path in ["search", "searchStream"] {
            lab.fault(json!({ "platform": "google", "path": format!("*:{path}"), "effect": "status", "status": status, "times": 1 })).await;
            lab.post(MAIN, &format!("googleAds:{path}"), query.clone()).await;
        }
        lab.fault(json!({ "platform": "google", "path": "oauth2/token", "effect": "status", "status": status, "times": 1 })).await;
        lab.http()
            .post(lab.url("/google/oauth2/token"))
            .form(&[("grant_type", "x")])
            .send()
            .await
            .unwrap();
    }
    for account in ["3456789012", "1111111111", "12"] {
        lab.post(account, "googleAds:searchStream", query.clone()).await;
        lab.post(account, "googleAds:search", query.clone()).await;
    }
    for body in [
        json!({ "query": "SELECT nonsense FROM campaign" }),
        json!({ "query": "SELECT segments.date FROM campaign" }),
        json!({ "query": 7 }),
        json!({ "nonsense": 7 }),
        json!({ "query": "SELECT metrics.clicks FROM customer", "summaryRowSetting": "SUMMARY_ROW_WITH_RESULTS" }),
    ] {
        lab.post(MAIN, "googleAds:searchStream", body).await;
    }
    for body in [
        json!({ "query": "SELECT customer.id FROM customer", "pageSize": 10 }),
        json!({ "query": "SELECT customer.id FROM customer", "pageToken": "nonsense" }),
        json!({ "query": "SELECT customer.id FROM customer", "validateOnly": true }),
        json!({ "query": "SELECT customer.id FROM customer", "searchSettings": { "returnSummaryRow": true } }),
        json!({ "query": "SELECT segments.date, metrics.clicks FROM customer WHERE segments.date DURING LAST_7_DAYS",
            "searchSettings": { "returnSummaryRow": true, "returnTotalResultsCount": true } }),
    ] {
        lab.post(MAIN, "googleAds:search", body).await;
    }
    let old = lab.url("/google/v19/customers/1234567890/googleAds:search");
    lab.http()
        .post(old)
        .bearer_auth(&lab.token)
        .json(&query)
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_exchange_is_recorded_for_an_outside_judge() {
    let temporary = TempDir::new().unwrap();
    let folder =
        std::env::var_os("SANDBOX_RECORD_DIR").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    let record = folder.join("google.jsonl");
    let _ = std::fs::remove_file(&record);
    let mut lab = Lab::with(|options| options.record = Some(record.clone())).await;
    lab.advance(9.0 * DAY).await;
    writes(&lab).await;
    let budget = lab.campaign(MAIN, "DSA US - Catch all").await["campaign"]["campaignBudget"].clone();
    assert_eq!(
        lab.edit(MAIN, budget.as_str().unwrap(), "amount_micros", json!("77000000"))
            .await
            .0,
        200
    );
    lab.advance(300.0).await;
    for (account, query) in reads() {
        lab.post(account, "googleAds:searchStream", json!({ "query": query }))
            .await;
        lab.post(account, "googleAds:search", json!({ "query": query }))
            .await;
    }
    sign_ins(&lab).await;
    troubles(&lab).await;

    let text = std::fs::read_to_string(&record).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (requests, responses): (Vec<&Value>, Vec<&Value>) =
        lines.iter().partition(|line| line["kind"] == "request");
    assert_eq!(requests.len(), responses.len());
    assert!(requests.len() > 110, "{} exchanges", requests.len());
    let statuses: BTreeSet<u64> = responses
        .iter()
        .map(|line| line["status"].as_u64().unwrap())
        .collect();
    assert_eq!(
        statuses,
        BTreeSet::from([200, 400, 401, 403, 404, 409, 429, 500, 501, 503, 504])
    );
    for method in [
        "searchStream",
        "googleAds:search",
        "googleAds:mutate",
        "campaigns:mutate",
        "campaignBudgets:mutate",
        "adGroups:mutate",
        "/labels:mutate",
        "campaignLabels:mutate",
        "adGroupLabels:mutate",
        "adGroupAdLabels:mutate",
        "adGroupCriterionLabels:mutate",
        "oauth2/token",
        "oauth2/revoke",
        "listAccessibleCustomers",
    ] {
        assert!(
            responses
                .iter()
                .any(|line| line["path"].as_str().unwrap().contains(method) && line["status"] == 200),
            "{method}"
        );
    }
    assert!(
        lines
            .iter()
            .all(|line| line["path"].as_str().unwrap().starts_with("/google/"))
    );
    assert!(
        requests
            .iter()
            .all(|line| line["body"].is_null() || line["body"].is_object())
    );
}
