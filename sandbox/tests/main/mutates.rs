//! Changes through the API and by hand, and the truth about them.

use serde_json::{Value, json};

use crate::lab::{DAY, Lab, MAIN, MANAGER, SMALL, code, int};

pub fn updates(mask: &str, updates: &[Value]) -> Value {
    let operations: Vec<Value> = updates
        .iter()
        .map(|update| json!({ "updateMask": mask, "update": update }))
        .collect();
    json!({ "operations": operations })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_in_the_truth_in_the_account_and_in_the_change_feed() {
    let mut lab = Lab::new().await;
    let row = lab.campaign(MAIN, "Brand US - Exact").await;
    let campaign = &row["campaign"]["resourceName"];
    let body = json!({
        "operations": [{ "updateMask": "status,name", "update": { "resourceName": campaign, "status": "PAUSED", "name": "Brand (paused)" } }],
        "responseContentType": "MUTABLE_RESOURCE",
    });
    let (status, reply) = lab.post(MAIN, "campaigns:mutate", body.clone()).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(reply["results"][0]["resourceName"], *campaign);
    assert_eq!(reply["results"][0]["campaign"]["status"], "PAUSED");
    let truth = lab.truth().await;
    let fields: Vec<(&str, &Value, &Value)> = truth
        .iter()
        .map(|row| (row["field"].as_str().unwrap(), &row["old"], &row["new"]))
        .collect();
    let (old, new) = (json!("Brand US - Exact"), json!("Brand (paused)"));
    assert_eq!(
        fields,
        [
            ("status", &json!("ENABLED"), &json!("PAUSED")),
            ("name", &old, &new)
        ]
    );
    assert!(
        truth
            .iter()
            .all(|row| row["source"] == "api" && row["changed"] == true && row["resource"] == *campaign)
    );
    assert_eq!(truth[0]["request"], body["operations"][0]);
    assert_eq!(truth[0]["event"], truth[1]["event"]);
    assert_eq!(
        lab.campaign(MAIN, "Brand (paused)").await["campaign"]["status"],
        "PAUSED"
    );

    let (status, rows) = lab
        .edit(MAIN, campaign.as_str().unwrap(), "status", json!("ENABLED"))
        .await;
    assert_eq!(status, 200, "{rows}");
    lab.advance(180.0).await;
    let feed = lab
        .rows(
            MAIN,
            "SELECT change_event.change_date_time, change_event.client_type, change_event.changed_fields, \
             change_event.old_resource, change_event.new_resource, change_event.change_resource_name, \
             change_event.change_resource_type, change_event.resource_change_operation, change_event.user_email \
             FROM change_event WHERE change_event.change_date_time DURING LAST_7_DAYS LIMIT 10",
        )
        .await;
    assert_eq!(
        feed,
        Vec::<Value>::new(),
        "today is not part of the last seven days"
    );
    let feed = lab
        .rows(
            MAIN,
            "SELECT change_event.change_date_time, change_event.client_type, change_event.changed_fields, \
             change_event.old_resource, change_event.new_resource, change_event.change_resource_type FROM change_event \
             WHERE change_event.change_date_time >= '2026-08-19' AND change_event.change_date_time <= '2026-08-19 23:59:59' \
             ORDER BY change_event.change_date_time LIMIT 10",
        )
        .await;
    assert_eq!(feed.len(), 2);
    let (ours, theirs) = (&feed[0]["changeEvent"], &feed[1]["changeEvent"]);
    assert_eq!(ours["clientType"], "GOOGLE_ADS_API");
    assert_eq!(ours["changedFields"], "status,name");
    assert_eq!(
        ours["oldResource"],
        json!({ "campaign": { "status": "ENABLED", "name": "Brand US - Exact" } })
    );
    assert_eq!(theirs["clientType"], "GOOGLE_ADS_WEB_CLIENT");
    assert_eq!(
        theirs["newResource"],
        json!({ "campaign": { "status": "ENABLED" } })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_what_is_already_set_is_recorded_as_no_change() {
    let lab = Lab::new().await;
    let campaign = lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["resourceName"].clone();
    let (status, _) = lab.set_status(MAIN, &campaign, "ENABLED").await;
    assert_eq!(status, 200);
    assert_eq!(lab.truth().await[0]["changed"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_rows_after_a_number_are_told_when_asked_so() {
    let lab = Lab::new().await;
    let campaign = lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["resourceName"].clone();
    for status in ["PAUSED", "ENABLED", "PAUSED"] {
        lab.set_status(MAIN, &campaign, status).await;
    }
    let (_, rows) = lab
        .control(reqwest::Method::GET, "truth?since_seq=2", Value::Null)
        .await;
    let seqs: Vec<i64> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["seq"].as_i64().unwrap())
        .collect();
    assert_eq!(seqs, [3]);
    let (status, _) = lab
        .control(reqwest::Method::GET, "truth?since_seq=x", Value::Null)
        .await;
    assert_eq!(status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_request_happens_when_one_operation_is_wrong() {
    let lab = Lab::new().await;
    let good = lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["resourceName"].clone();
    let bad = format!("customers/{MAIN}/campaigns/1");
    let body = updates(
        "status",
        &[
            json!({ "resourceName": good, "status": "PAUSED" }),
            json!({ "resourceName": bad, "status": "PAUSED" }),
        ],
    );
    let (status, reply) = lab.post(MAIN, "campaigns:mutate", body.clone()).await;
    assert_eq!(status, 400);
    assert_eq!(code(&reply), "mutateError: RESOURCE_NOT_FOUND");
    let place = &reply["error"]["details"][0]["errors"][0]["location"]["fieldPathElements"];
    assert_eq!(place[0], json!({ "fieldName": "operations", "index": 1 }));
    assert_eq!(place[1], json!({ "fieldName": "update" }));
    assert!(lab.truth().await.is_empty());

    // With partial failure the good one happens, and the bad one leaves an empty object in its place.
    let mut partial = body;
    partial["partialFailure"] = json!(true);
    let (status, reply) = lab.post(MAIN, "campaigns:mutate", partial).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(reply["results"], json!([{ "resourceName": good }, {}]));
    assert_eq!(reply["partialFailureError"]["code"], 3);
    let error = &reply["partialFailureError"]["details"][0]["errors"][0];
    assert_eq!(error["location"]["fieldPathElements"][0]["index"], 1);
    assert_eq!(lab.truth().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_only_validated_changes_nothing() {
    let lab = Lab::new().await;
    let campaign = lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["resourceName"].clone();
    let mut body = updates(
        "status",
        &[json!({ "resourceName": campaign, "status": "PAUSED" })],
    );
    body["validateOnly"] = json!(true);
    let (status, reply) = lab.post(MAIN, "campaigns:mutate", body).await;
    assert_eq!((status.as_u16(), reply), (200, json!({})));
    assert!(lab.truth().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn masks_decide_what_is_written() {
    let lab = Lab::new().await;
    let row = lab
        .campaign(MAIN, "Display Retargeting US - Cart abandoners")
        .await;
    let campaign = row["campaign"]["resourceName"].clone();
    let update = async |mask: Value, fields: Value| {
        let mut update = fields;
        update["resourceName"] = campaign.clone();
        let mut operation = json!({ "update": update });
        if !mask.is_null() {
            operation["updateMask"] = mask;
        }
        let (status, reply) = lab
            .post(MAIN, "campaigns:mutate", json!({ "operations": [operation] }))
            .await;
        if status == 200 {
            "ok".to_owned()
        } else {
            code(&reply)
        }
    };
    assert_eq!(
        update(Value::Null, json!({ "status": "PAUSED" })).await,
        "fieldMaskError: FIELD_MASK_MISSING"
    );
    assert_eq!(
        update(json!("nonsense"), json!({})).await,
        "fieldMaskError: FIELD_NOT_FOUND"
    );
    assert_eq!(
        update(json!("targetCpa"), json!({})).await,
        "fieldMaskError: FIELD_HAS_SUBFIELDS"
    );
    assert_eq!(
        update(json!("id"), json!({})).await,
        "fieldError: IMMUTABLE_FIELD"
    );
    assert_eq!(
        update(json!("servingStatus"), json!({})).await,
        "fieldError: IMMUTABLE_FIELD"
    );
    assert_eq!(update(json!("name"), json!({})).await, "fieldError: REQUIRED");
    assert!(lab.truth().await.is_empty());
    // A field that is set but not in the mask is ignored; a path without a value clears it.
    assert_eq!(
        update(
            json!("finalUrlSuffix"),
            json!({ "finalUrlSuffix": "a=b", "status": "PAUSED" })
        )
        .await,
        "ok"
    );
    assert_eq!(update(json!("final_url_suffix"), json!({})).await, "ok");
    let truth = lab.truth().await;
    assert_eq!(truth.len(), 2);
    assert_eq!(
        (&truth[0]["new"], &truth[1]["new"]),
        (&json!("a=b"), &Value::Null)
    );
    // A field of another bidding strategy switches to it.
    let path = json!("maximizeConversions.targetCpaMicros");
    assert_eq!(
        update(
            path,
            json!({ "maximizeConversions": { "targetCpaMicros": "30000000" } })
        )
        .await,
        "ok"
    );
    let query = "SELECT campaign.bidding_strategy_type, campaign.target_cpa.target_cpa_micros, \
         campaign.maximize_conversions.target_cpa_micros FROM campaign \
         WHERE campaign.name = 'Display Retargeting US - Cart abandoners'";
    let found = &lab.rows(MAIN, query).await[0]["campaign"];
    assert_eq!(found["biddingStrategyType"], "MAXIMIZE_CONVERSIONS");
    assert_eq!(found["maximizeConversions"]["targetCpaMicros"], "30000000");
    assert!(found.get("targetCpa").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn budgets_are_checked_as_the_platform_checks_them() {
    let lab = Lab::new().await;
    let budget = lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["campaignBudget"].clone();
    let error = async |micros: i64| code(&lab.set_budget(MAIN, &budget, micros).await.1);
    assert_eq!(error(-10_000).await, "campaignBudgetError: NEGATIVE_MONEY_AMOUNT");
    assert_eq!(
        error(60_001_000).await,
        "campaignBudgetError: NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT"
    );
    assert_eq!(
        error(990_000).await,
        "campaignBudgetError: BUDGET_BELOW_PER_DAY_MINIMUM"
    );
    assert_eq!(
        error(99_000_000_000_000).await,
        "campaignBudgetError: MONEY_AMOUNT_TOO_LARGE"
    );
    let (_, reply) = lab.set_budget(MAIN, &budget, 990_000).await;
    let details = &reply["error"]["details"][0]["errors"][0]["details"]["budgetPerDayMinimumErrorDetails"];
    assert_eq!(details["minimumBudgetAmountMicros"], "1000000");
    assert!(lab.truth().await.is_empty());
    let (status, _) = lab.set_budget(MAIN, &budget, 60_000_000).await;
    assert_eq!(status, 200);
    let row = lab.campaign(MAIN, "Brand US - Exact").await;
    assert_eq!(int(&row["campaignBudget"]["amountMicros"]), 60_000_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_budget_moves_all_its_campaigns_and_cannot_be_removed() {
    let lab = Lab::new().await;
    let budget = lab.campaign(MAIN, "Brand US - Phrase").await["campaign"]["campaignBudget"].clone();
    let query = format!(
        "SELECT campaign_budget.explicitly_shared, campaign_budget.reference_count FROM campaign_budget \
         WHERE campaign_budget.resource_name = '{}'",
        budget.as_str().unwrap()
    );
    let row = &lab.rows(MAIN, &query).await[0]["campaignBudget"];
    assert_eq!(
        (&row["explicitlyShared"], &row["referenceCount"]),
        (&json!(true), &json!("3"))
    );
    let (_, reply) = lab
        .post(
            MAIN,
            "campaignBudgets:mutate",
            json!({ "operations": [{ "remove": budget }] }),
        )
        .await;
    assert_eq!(code(&reply), "campaignBudgetError: CAMPAIGN_BUDGET_IN_USE");
    // A budget of one campaign does not take a second.
    let campaign = lab.campaign(MAIN, "DSA US - Catch all").await["campaign"]["resourceName"].clone();
    let own = lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["campaignBudget"].clone();
    let body = updates(
        "campaignBudget",
        &[json!({ "resourceName": campaign, "campaignBudget": own })],
    );
    let (_, reply) = lab.post(MAIN, "campaigns:mutate", body).await;
    assert_eq!(
        code(&reply),
        "campaignBudgetError: CANNOT_USE_IMPLICITLY_SHARED_CAMPAIGN_BUDGET_WITH_MULTIPLE_CAMPAIGNS"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn removal_is_terminal_and_takes_the_budget_along() {
    let lab = Lab::new().await;
    let row = lab.campaign(MAIN, "Video US - Product films").await;
    let campaign = &row["campaign"]["resourceName"];
    let (status, _) = lab
        .post(
            MAIN,
            "campaigns:mutate",
            json!({ "operations": [{ "remove": campaign }] }),
        )
        .await;
    assert_eq!(status, 200);
    let removed: Vec<Value> = lab
        .truth()
        .await
        .iter()
        .map(|row| row["resource"].clone())
        .collect();
    assert_eq!(
        removed,
        [campaign.clone(), row["campaign"]["campaignBudget"].clone()]
    );
    let (_, reply) = lab.set_status(MAIN, campaign, "ENABLED").await;
    assert_eq!(
        code(&reply),
        "operationAccessDeniedError: OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
    );
    let (_, reply) = lab
        .set_budget(MAIN, &row["campaign"]["campaignBudget"], 5_000_000)
        .await;
    assert_eq!(code(&reply), "campaignBudgetError: CAMPAIGN_BUDGET_REMOVED");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_repeated_resources_are_refused() {
    let lab = Lab::new().await;
    let campaign = lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["resourceName"].clone();
    let body = updates(
        "name",
        &[json!({ "resourceName": campaign, "name": "DSA US - Catch all" })],
    );
    assert_eq!(
        code(&lab.post(MAIN, "campaigns:mutate", body).await.1),
        "campaignError: DUPLICATE_CAMPAIGN_NAME"
    );
    let body = updates("name", &[json!({ "resourceName": campaign, "name": "a\nb" })]);
    assert_eq!(
        code(&lab.post(MAIN, "campaigns:mutate", body).await.1),
        "campaignError: INVALID_CAMPAIGN_NAME"
    );
    let twice = json!({ "resourceName": campaign, "status": "PAUSED" });
    let body = updates("status", &[twice.clone(), twice]);
    assert_eq!(
        code(&lab.post(MAIN, "campaigns:mutate", body).await.1),
        "mutateError: ID_EXISTS_IN_MULTIPLE_MUTATES"
    );
    assert!(lab.truth().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_do_not_fit_the_message_are_refused_before_anything_else() {
    let lab = Lab::new().await;
    let campaign = lab.campaign(MAIN, "Brand US - Exact").await["campaign"]["resourceName"].clone();
    for body in [
        json!({ "operations": [{ "updateMask": "status", "update": { "resourceName": campaign, "status": "ACTIVE" } }] }),
        json!({ "operations": [{ "updateMask": "startDate", "update": { "resourceName": campaign, "startDate": "2026-01-01" } }] }),
        json!({ "operations": [{ "update": {}, "remove": campaign }] }),
        json!({ "operation": [] }),
        json!({ "operations": [], "partialFailure": "yes" }),
        json!([]),
    ] {
        let (status, reply) = lab.post(MAIN, "campaigns:mutate", body.clone()).await;
        assert_eq!(status, 400, "{body}");
        assert_eq!(reply["error"]["status"], "INVALID_ARGUMENT", "{reply}");
    }
    let (_, reply) = lab
        .post(MAIN, "campaigns:mutate", json!({ "operations": [] }))
        .await;
    assert_eq!(code(&reply), "fieldError: REQUIRED");
    let (_, reply) = lab
        .post(
            MANAGER,
            "campaigns:mutate",
            json!({ "operations": [{ "remove": campaign }] }),
        )
        .await;
    assert_eq!(
        code(&reply),
        "requestError: CANNOT_BE_EXECUTED_BY_MANAGER_ACCOUNT"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_a_campaign_and_an_ad_group_are_created_together() {
    let mut lab = Lab::new().await;
    let name = |collection: &str, id: i64| format!("customers/{SMALL}/{collection}/{id}");
    let body = json!({ "mutateOperations": [
        { "campaignBudgetOperation": { "create": {
            "resourceName": name("campaignBudgets", -1), "name": "Budget 7f3a", "amountMicros": "20000000",
            "deliveryMethod": "STANDARD", "explicitlyShared": false } } },
        { "campaignOperation": { "create": {
            "resourceName": name("campaigns", -2), "name": "Search 7f3a", "status": "ENABLED",
            "advertisingChannelType": "SEARCH", "campaignBudget": name("campaignBudgets", -1),
            "targetSpend": { "cpcBidCeilingMicros": "2000000" },
            "networkSettings": { "targetGoogleSearch": true, "targetSearchNetwork": true,
                "targetContentNetwork": false, "targetPartnerSearchNetwork": false },
            "containsEuPoliticalAdvertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
            "startDateTime": "20260821 00:00:00" } } },
        { "adGroupOperation": { "create": {
            "resourceName": name("adGroups", -3), "campaign": name("campaigns", -2), "name": "Ad group 1",
            "status": "ENABLED", "type": "SEARCH_STANDARD" } } },
    ] });
    let (status, reply) = lab.post(SMALL, "googleAds:mutate", body.clone()).await;
    assert_eq!(status, 200, "{reply}");
    let responses = &reply["mutateOperationResponses"];
    let campaign = responses[1]["campaignResult"]["resourceName"].as_str().unwrap();
    assert!(responses[0]["campaignBudgetResult"]["resourceName"].is_string());
    assert!(responses[2]["adGroupResult"]["resourceName"].is_string());
    let query = "SELECT campaign.resource_name, campaign.start_date_time, campaign.serving_status, \
         campaign.bidding_strategy_type, campaign_budget.amount_micros FROM campaign WHERE campaign.name = 'Search 7f3a'";
    let row = &lab.rows(SMALL, query).await[0];
    assert_eq!(row["campaign"]["resourceName"], campaign);
    assert_eq!(row["campaign"]["startDateTime"], "2026-08-21 00:00:00");
    assert_eq!(row["campaign"]["servingStatus"], "PENDING");
    assert_eq!(row["campaign"]["biddingStrategyType"], "TARGET_SPEND");
    assert_eq!(row["campaignBudget"]["amountMicros"], "20000000");
    // It starts by itself, also in a world that was killed in between.
    lab.kill_and_reopen().await;
    lab.advance(4.0 * DAY).await;
    let query = "SELECT segments.date, metrics.clicks FROM campaign WHERE campaign.name = 'Search 7f3a' \
         AND segments.date BETWEEN '2026-08-19' AND '2026-08-23' ORDER BY segments.date";
    let rows = lab.rows(SMALL, query).await;
    assert_eq!(rows[0]["segments"]["date"], "2026-08-21");

    // The same name again: the campaign fails, its child is not looked at, the budget stands alone.
    let mut again = body;
    again["partialFailure"] = json!(true);
    let (status, reply) = lab.post(SMALL, "googleAds:mutate", again).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(reply["mutateOperationResponses"][1], json!({}));
    let codes: Vec<&Value> = reply["partialFailureError"]["details"][0]["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["errorCode"])
        .collect();
    let expected = [
        json!({ "campaignError": "DUPLICATE_CAMPAIGN_NAME" }),
        json!({ "newResourceCreationError": "TEMP_ID_RESOURCE_HAD_ERRORS" }),
    ];
    assert_eq!(codes, expected.iter().collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn ad_group_bids_are_checked_and_count_under_manual_bidding() {
    let lab = Lab::new().await;
    let query = "SELECT ad_group.cpc_bid_micros, ad_group.effective_cpc_bid_micros FROM ad_group \
         WHERE campaign.name = 'Brand US - Exact' AND ad_group.name = 'Brand'";
    let row = lab.rows(MAIN, query).await[0]["adGroup"].clone();
    assert_eq!(row["cpcBidMicros"], row["effectiveCpcBidMicros"]);
    let bid = async |micros: i64| {
        let update = json!({ "resourceName": row["resourceName"], "cpcBidMicros": micros.to_string() });
        lab.post(MAIN, "adGroups:mutate", updates("cpcBidMicros", &[update]))
            .await
    };
    assert_eq!(code(&bid(5).await.1), "biddingError: BID_TOO_SMALL");
    assert_eq!(
        code(&bid(1_234_567).await.1),
        "biddingError: BID_TOO_MANY_FRACTIONAL_DIGITS"
    );
    assert_eq!(bid(1_500_000).await.0, 200);
    assert_eq!(
        lab.rows(MAIN, query).await[0]["adGroup"]["effectiveCpcBidMicros"],
        "1500000"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_in_the_platform_obeys_its_rules_and_says_why_not() {
    let lab = Lab::new().await;
    let row = lab.campaign(MAIN, "Brand US - Exact").await;
    let (campaign, budget) = (
        row["campaign"]["resourceName"].as_str().unwrap(),
        row["campaign"]["campaignBudget"].as_str().unwrap(),
    );
    for (resource, field, value, part) in [
        (campaign, "status", json!("ACTIVE"), "status"),
        (campaign, "nonsense", json!(1), "nonsense"),
        (budget, "amount_micros", json!(-1), "negative"),
        (
            "customers/1/campaigns/2",
            "status",
            json!("PAUSED"),
            "customers/1/campaigns/2",
        ),
    ] {
        let (status, problem) = lab.edit(MAIN, resource, field, value).await;
        assert_eq!(status, 422);
        assert!(problem["detail"].as_str().unwrap().contains(part), "{problem}");
    }
    assert!(lab.truth().await.is_empty());
    assert_eq!(
        lab.edit(MAIN, budget, "amountMicros", json!(70_000_000)).await.0,
        200
    );
    assert_eq!(lab.edit(MAIN, campaign, "status", json!("REMOVED")).await.0, 200);
    let truth = lab.truth().await;
    assert!(truth.iter().all(|row| row["source"] == "ui"));
    assert_eq!(truth[0]["field"], "amount_micros");
}
