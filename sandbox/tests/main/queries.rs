//! Reading: the query language over the wire, access rules and paging.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::lab::{DAY, Lab, MAIN, MANAGER, SMALL, code, float, int};

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_discovered_the_way_the_platform_shows_them() {
    let lab = Lab::new().await;
    let listed: Value = lab
        .http()
        .get(lab.url("/google/v26/customers:listAccessibleCustomers"))
        .bearer_auth(&lab.token)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(
        listed["resourceNames"],
        json!([
            "customers/9999999999",
            "customers/3456789012",
            "customers/4567890123"
        ])
    );
    let clients = lab
        .rows(
            MANAGER,
            "SELECT customer_client.id, customer_client.level, customer_client.manager, customer_client.status, \
             customer_client.currency_code, customer_client.time_zone, customer_client.descriptive_name \
             FROM customer_client",
        )
        .await;
    let seen: Vec<(&str, &str, &str)> = clients
        .iter()
        .map(|row| &row["customerClient"])
        .map(|it| {
            (
                it["id"].as_str().unwrap(),
                it["level"].as_str().unwrap(),
                it["status"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (MANAGER, "0", "ENABLED"),
            (MAIN, "1", "ENABLED"),
            ("2345678901", "1", "ENABLED"),
            ("3456789012", "1", "CANCELED")
        ]
    );
    let row = &lab
        .rows(
            "2345678901",
            "SELECT customer.currency_code, customer.time_zone FROM customer LIMIT 1",
        )
        .await[0];
    assert_eq!(
        (&row["customer"]["currencyCode"], &row["customer"]["timeZone"]),
        (&json!("EUR"), &json!("Europe/Berlin"))
    );
}

async fn status_of(lab: &Lab, customer: &str, login: Option<&str>) -> (StatusCode, String) {
    let url = lab.url(&format!("/google/v26/customers/{customer}/googleAds:search"));
    let request = lab
        .http()
        .post(url)
        .bearer_auth(&lab.token)
        .json(&json!({ "query": "SELECT customer.id FROM customer" }));
    let request = match login {
        Some(login) => request.header("login-customer-id", login),
        None => request,
    };
    let response = request.send().await.unwrap();
    let (status, body) = (response.status(), response.json::<Value>().await.unwrap());
    (status, if status == 200 { String::new() } else { code(&body) })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_reached_only_the_way_it_hangs_together() {
    let lab = Lab::new().await;
    let denied = "authorizationError: USER_PERMISSION_DENIED".to_owned();
    assert_eq!(
        status_of(&lab, MAIN, None).await,
        (StatusCode::FORBIDDEN, denied.clone())
    );
    assert_eq!(status_of(&lab, MAIN, Some(MANAGER)).await.0, 200);
    assert_eq!(status_of(&lab, SMALL, None).await.0, 200);
    assert_eq!(status_of(&lab, SMALL, Some(SMALL)).await.0, 200);
    assert_eq!(
        status_of(&lab, SMALL, Some(MANAGER)).await.1,
        "authorizationError: INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION"
    );
    assert_eq!(status_of(&lab, MAIN, Some(MAIN)).await.1, denied);
    assert_eq!(status_of(&lab, "1111111111", Some(MANAGER)).await.1, denied);
    assert_eq!(
        status_of(&lab, MAIN, Some("999-999-9999")).await.1,
        "headerError: INVALID_LOGIN_CUSTOMER_ID"
    );
    assert_eq!(
        status_of(&lab, "123-456-7890", Some(MANAGER)).await.1,
        "requestError: INVALID_CUSTOMER_ID"
    );
    assert_eq!(
        status_of(&lab, "3456789012", Some(MANAGER)).await,
        (
            StatusCode::FORBIDDEN,
            "authorizationError: CUSTOMER_NOT_ENABLED".to_owned()
        )
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_an_array_also_when_it_fails_or_finds_nothing() {
    let lab = Lab::new().await;
    let (status, body) = lab
        .post(
            MAIN,
            "googleAds:searchStream",
            json!({ "query": "SELECT metrics.video_views FROM campaign" }),
        )
        .await;
    assert_eq!(status, 400);
    let error = &body[0]["error"];
    assert_eq!(
        error["details"][0]["@type"],
        "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure"
    );
    assert_eq!(
        error["details"][0]["errors"][0]["message"],
        "Unrecognized field in the query: 'metrics.video_views'."
    );
    let (status, body) = lab
        .post(
            MAIN,
            "googleAds:searchStream",
            json!({ "query": "SELECT campaign.id FROM campaign WHERE campaign.id = 1" }),
        )
        .await;
    assert_eq!(status, 200);
    let chunks = body.as_array().unwrap();
    assert_eq!(chunks.len(), 1);
    assert!(chunks[0].get("results").is_none());
    assert_eq!(chunks[0]["fieldMask"], "campaign.id");
}

#[tokio::test(flavor = "multi_thread")]
async fn values_have_the_canonical_json_form() {
    let lab = Lab::new().await;
    let row = &lab
        .rows(
            MAIN,
            "SELECT campaign.id, campaign_budget.explicitly_shared, campaign.start_date_time, segments.date, segments.hour, \
             metrics.clicks, metrics.conversions FROM campaign WHERE segments.date = '2026-08-17' AND segments.hour = 14 \
             AND campaign.name = 'PMax US - Core catalogue'",
        )
        .await[0];
    assert!(row["campaign"]["id"].is_string());
    assert!(
        row["campaign"]["resourceName"]
            .as_str()
            .unwrap()
            .starts_with("customers/1234567890/campaigns/")
    );
    assert!(
        row["campaignBudget"]["resourceName"].is_string(),
        "names of joined resources come along"
    );
    assert_eq!(row["campaignBudget"]["explicitlyShared"], false);
    assert_eq!(row["segments"], json!({ "date": "2026-08-17", "hour": 14 }));
    assert!(row["metrics"]["clicks"].is_string());
    assert!(row["metrics"]["conversions"].is_number());
    assert!(
        row["campaign"].get("endDateTime").is_none(),
        "what is absent is left out"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_agree_at_every_level_and_grain() {
    let lab = Lab::new().await;
    let range = "segments.date BETWEEN '2026-08-01' AND '2026-08-10'";
    let total = async |query: String| {
        let rows = lab.rows(MAIN, &query).await;
        let cost: i64 = rows.iter().map(|row| int(&row["metrics"]["costMicros"])).sum();
        let conversions: f64 = rows.iter().map(|row| float(&row["metrics"]["conversions"])).sum();
        (cost, (conversions * 1e4).round() as i64)
    };
    let metrics = "metrics.cost_micros, metrics.conversions";
    let expected = total(format!("SELECT {metrics} FROM customer WHERE {range}")).await;
    assert!(expected.0 > 0);
    for query in [
        format!("SELECT campaign.id, {metrics} FROM campaign WHERE {range}"),
        format!("SELECT campaign.id, segments.date, segments.hour, {metrics} FROM campaign WHERE {range}"),
        format!("SELECT campaign_budget.id, segments.week, {metrics} FROM campaign_budget WHERE {range}"),
        format!("SELECT segments.day_of_week, {metrics} FROM customer WHERE {range}"),
        format!("SELECT segments.month, {metrics} FROM customer WHERE {range}"),
    ] {
        assert_eq!(total(query.clone()).await, expected, "{query}");
    }
    let lag = lab
        .rows(
            MAIN,
            &format!(
                "SELECT segments.conversion_lag_bucket, metrics.conversions FROM customer WHERE {range}"
            ),
        )
        .await;
    let conversions: f64 = lag.iter().map(|row| float(&row["metrics"]["conversions"])).sum();
    assert_eq!((conversions * 1e4).round() as i64, expected.1);
    assert!(lag.len() > 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_without_anything_to_report_vanish_only_when_segmented() {
    let lab = Lab::new().await;
    let paused = "campaign.name = 'Back to school 2025' AND segments.date DURING LAST_7_DAYS";
    let plain = lab
        .rows(
            MAIN,
            &format!("SELECT campaign.id, metrics.clicks, metrics.conversions FROM campaign WHERE {paused}"),
        )
        .await;
    assert_eq!(plain[0]["metrics"], json!({ "clicks": "0", "conversions": 0.0 }));
    let segmented = lab
        .rows(
            MAIN,
            &format!("SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE {paused}"),
        )
        .await;
    assert!(segmented.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_order_and_limit_do_what_they_say() {
    let lab = Lab::new().await;
    let count = async |condition: &str| {
        lab.rows(
            MAIN,
            &format!("SELECT campaign.id, campaign.name FROM campaign WHERE {condition}"),
        )
        .await
        .len()
    };
    let all = lab.rows(MAIN, "SELECT campaign.id FROM campaign").await.len();
    assert_eq!(all, 24);
    assert_eq!(count("campaign.status = 'ENABLED'").await, 22);
    assert_eq!(count("campaign.status = ENABLED").await, 22);
    assert_eq!(count("campaign.status != 'REMOVED'").await, 23);
    assert_eq!(count("campaign.status IN ('PAUSED', 'REMOVED')").await, 2);
    assert_eq!(count("campaign.status NOT IN ('PAUSED', 'REMOVED')").await, 22);
    assert_eq!(count("campaign.name LIKE 'Brand%'").await, 4);
    assert_eq!(
        count("campaign.name NOT LIKE '%US%' AND campaign.status = 'ENABLED'").await,
        1
    );
    assert_eq!(count("campaign.end_date_time IS NULL").await, 24);
    assert_eq!(count("campaign.end_date_time IS NOT NULL").await, 0);
    assert_eq!(
        count("campaign.primary_status_reasons CONTAINS ANY ('CAMPAIGN_PAUSED', 'CAMPAIGN_REMOVED')").await,
        2
    );
    assert_eq!(
        count("campaign.primary_status_reasons CONTAINS NONE ('CAMPAIGN_PAUSED')").await,
        23
    );
    assert_eq!(
        count("campaign.primary_status_reasons CONTAINS ALL ('CAMPAIGN_PAUSED')").await,
        1
    );
    assert_eq!(count("campaign_budget.explicitly_shared = TRUE").await, 3);
    assert_eq!(count("campaign_budget.amount_micros >= 300000000").await, 2);
    assert_eq!(
        count("campaign_budget.amount_micros BETWEEN 300000000 AND 310000000").await,
        1
    );
    assert_eq!(
        count("metrics.clicks > 0 AND segments.date DURING LAST_7_DAYS").await,
        22
    );
    let ordered = lab
        .rows(MAIN, "SELECT campaign.name, campaign_budget.amount_micros FROM campaign ORDER BY campaign_budget.amount_micros DESC, campaign.name LIMIT 3")
        .await;
    let names: Vec<&str> = ordered
        .iter()
        .map(|row| row["campaign"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "PMax US - New arrivals",
            "PMax US - Core catalogue",
            "Prospecting US - Running shoes"
        ]
    );
    let by_cost = lab
        .rows(MAIN, "SELECT campaign.id, metrics.cost_micros FROM campaign WHERE segments.date DURING LAST_7_DAYS ORDER BY metrics.cost_micros")
        .await;
    let costs: Vec<i64> = by_cost
        .iter()
        .map(|row| int(&row["metrics"]["costMicros"]))
        .collect();
    assert!(costs.is_sorted());
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_queries_get_the_platforms_own_errors() {
    let lab = Lab::new().await;
    let cases = [
        ("", "EXPECTED_SELECT"),
        ("SELECT", "UNEXPECTED_END_OF_QUERY"),
        ("SELECT campaign.id", "EXPECTED_FROM"),
        (
            "SELECT campaign.id FROM nonsense",
            "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE",
        ),
        ("SELECT campaign.start_date FROM campaign", "UNRECOGNIZED_FIELD"),
        (
            "SELECT campaign.network_settings FROM campaign",
            "PROHIBITED_FIELD_IN_SELECT_CLAUSE",
        ),
        (
            "SELECT ad_group.id FROM campaign",
            "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE ad_group.id = 1",
            "PROHIBITED_RESOURCE_TYPE_IN_WHERE_CLAUSE",
        ),
        (
            "SELECT metrics.clicks FROM customer_client",
            "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
        ),
        (
            "SELECT segments.date FROM customer_client",
            "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE segments.hour = 3",
            "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
        ),
        (
            "SELECT campaign.id FROM campaign ORDER BY segments.hour",
            "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
        ),
        (
            "SELECT segments.date, metrics.clicks FROM campaign",
            "EXPECTED_FILTERS_ON_DATE_RANGE",
        ),
        (
            "SELECT segments.date, metrics.clicks FROM campaign WHERE segments.date >= '2026-08-01'",
            "EXPECTED_FILTERS_ON_DATE_RANGE",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE segments.date BETWEEN '2026-08-02' AND '2026-08-01'",
            "DATE_RANGE_TOO_NARROW",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE segments.date = '20260801'",
            "INVALID_DATE_FORMAT",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE segments.date DURING LAST_9_DAYS",
            "INVALID_VALUE_WITH_DURING_OPERATOR",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE segments.week = '2026-08-04'",
            "MISALIGNED_DATE_FOR_FILTER",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.status = 'ACTIVE'",
            "BAD_ENUM_CONSTANT",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.status LIKE 'E%'",
            "OPERATOR_FIELD_MISMATCH",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.name = 3",
            "INVALID_STRING_VALUE",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.id = 'x'",
            "BAD_VALUE",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.id IN ()",
            "PROHIBITED_EMPTY_LIST_IN_CONDITION",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.id IN 3",
            "EXPECTED_LIST",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.id = (3)",
            "EXPECTED_SINGLE_VALUE",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.id IS 3",
            "BAD_OPERATOR",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.id BETWEEN 1",
            "EXPECTED_AND",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.name = 'x",
            "STRING_NOT_TERMINATED",
        ),
        (
            "SELECT campaign.id FROM campaign ORDER campaign.id",
            "EXPECTED_BY",
        ),
        ("SELECT campaign.id FROM campaign LIMIT 0", "LIMIT_VALUE_TOO_LOW"),
        ("SELECT campaign.id FROM campaign LIMIT x", "BAD_LIMIT_VALUE"),
        (
            "SELECT campaign.id FROM campaign PARAMETERS include_nonsense=true",
            "BAD_PARAMETER_NAME",
        ),
        ("SELECT campaign.id FROM campaign OR", "UNEXPECTED_INPUT"),
        (
            "SELECT campaign.id FROM campaign ORDER BY campaign.primary_status_reasons",
            "PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE",
        ),
        (
            "SELECT segments.conversion_lag_bucket, metrics.clicks FROM campaign",
            "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(
            lab.query_error(MAIN, query).await,
            format!("queryError: {expected}"),
            "{query}"
        );
    }
    assert_eq!(
        lab.query_error(MANAGER, "SELECT metrics.clicks FROM customer")
            .await,
        "queryError: REQUESTED_METRICS_FOR_MANAGER"
    );
    assert_eq!(
        lab.query_error(MAIN, "SELECT segments.date, metrics.clicks FROM campaign WHERE segments.date BETWEEN '2020-01-01' AND '2026-08-01'").await,
        "dateRangeError: REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED"
    );
    let event = "SELECT change_event.change_date_time FROM change_event";
    let range = "WHERE change_event.change_date_time >= '2026-08-10' AND change_event.change_date_time <= '2026-08-19'";
    for (rest, expected) in [
        (range.to_owned(), "LIMIT_NOT_SPECIFIED"),
        (format!("{range} LIMIT 10001"), "INVALID_LIMIT_CLAUSE"),
        (
            "WHERE change_event.change_date_time >= '2026-08-10' LIMIT 10".to_owned(),
            "CHANGE_DATE_RANGE_INFINITE",
        ),
        (
            "WHERE change_event.change_date_time BETWEEN '2026-06-10' AND '2026-08-10' LIMIT 10".to_owned(),
            "START_DATE_TOO_OLD",
        ),
        (
            "WHERE change_event.change_date_time BETWEEN '2026-08-10' AND '2026-08-09' LIMIT 10".to_owned(),
            "CHANGE_DATE_RANGE_NEGATIVE",
        ),
    ] {
        assert_eq!(
            lab.query_error(MAIN, &format!("{event} {rest}")).await,
            format!("changeEventError: {expected}")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn long_answers_come_in_pages_that_hold_together() {
    let mut lab = Lab::new().await;
    lab.advance(2.0 * DAY).await;
    let query = "SELECT campaign.id, segments.date, segments.hour, metrics.clicks FROM campaign \
         WHERE segments.date BETWEEN '2026-07-16' AND '2026-08-20'";
    let expected = lab.rows(MAIN, query).await;
    assert!(expected.len() > 10_000);
    let mut body = json!({ "query": query, "searchSettings": { "returnTotalResultsCount": true, "returnSummaryRow": true } });
    let mut rows = Vec::new();
    loop {
        let (status, page) = lab.post(MAIN, "googleAds:search", body.clone()).await;
        assert_eq!(status, 200, "{page}");
        assert_eq!(int(&page["totalResultsCount"]), expected.len() as i64);
        rows.extend(page["results"].as_array().unwrap().iter().cloned());
        let total: i64 = expected.iter().map(|row| int(&row["metrics"]["clicks"])).sum();
        assert_eq!(int(&page["summaryRow"]["metrics"]["clicks"]), total);
        match page.get("nextPageToken") {
            Some(token) => body["pageToken"] = token.clone(),
            None => break,
        }
        // Time passing between pages does not mix two answers.
        lab.advance(3600.0).await;
    }
    assert_eq!(rows, expected);
    body["query"] = json!("SELECT campaign.id FROM campaign");
    assert_eq!(
        code(&lab.post(MAIN, "googleAds:search", body.clone()).await.1),
        "requestError: INVALID_PAGE_TOKEN"
    );
    body["query"] = json!(query);
    lab.advance(3.0 * 3600.0).await;
    assert_eq!(
        code(&lab.post(MAIN, "googleAds:search", body).await.1),
        "requestError: EXPIRED_PAGE_TOKEN"
    );
    let sized = json!({ "query": query, "pageSize": 100 });
    assert_eq!(
        code(&lab.post(MAIN, "googleAds:search", sized).await.1),
        "requestError: PAGE_SIZE_NOT_SUPPORTED"
    );
    let checked = json!({ "query": query, "validateOnly": true });
    assert_eq!(
        lab.post(MAIN, "googleAds:search", checked).await,
        (StatusCode::OK, json!({}))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn days_and_hours_are_the_accounts_own() {
    let lab = Lab::with(|options| options.start = Some("2026-08-20T01:30:00Z".parse().unwrap())).await;
    // 21:30 on the 19th in New York, 03:30 on the 20th in Berlin.
    let newest = async |account: &str| {
        let query =
            "SELECT segments.date, metrics.impressions FROM customer WHERE segments.date DURING TODAY";
        lab.rows(account, query)
            .await
            .first()
            .map(|row| row["segments"]["date"].clone())
    };
    assert_eq!(newest(MAIN).await, Some(json!("2026-08-19")));
    assert_eq!(newest("2345678901").await, Some(json!("2026-08-20")));
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_methods_and_dead_versions_are_named() {
    let lab = Lab::new().await;
    for (path, status, expected) in [
        (
            "/google/v19/customers/1234567890/googleAds:search",
            400,
            "UNSUPPORTED_VERSION",
        ),
        (
            "/google/v26/customers/1234567890/nonsense:mutate",
            404,
            "NOT_FOUND",
        ),
    ] {
        let response = lab
            .http()
            .post(lab.url(path))
            .bearer_auth(&lab.token)
            .json(&json!({}))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), status);
        assert!(response.text().await.unwrap().contains(expected));
    }
}
