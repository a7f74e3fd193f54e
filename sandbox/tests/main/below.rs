//! What stands below ad groups: ads, keywords and the searches behind them, read with their numbers and switched.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    lab::{DAY, Lab, MAIN, code, float, int},
    mutates::updates,
};

const MEASURED: &str = "metrics.cost_micros, metrics.clicks, metrics.impressions, metrics.conversions, metrics.invalid_clicks, \
     metrics.all_conversions_by_conversion_date, metrics.engagements, metrics.video_trueview_views, metrics.all_conversions, \
     metrics.all_conversions_value";

/// What each ad group comes to, by its number, those that spent nothing left out.
async fn by_group(
    lab: &Lab,
    from: &str,
    days: &str,
    segment: &str,
    which: &str,
) -> BTreeMap<String, [i64; 9]> {
    let query = format!(
        "SELECT ad_group.id, {segment}{MEASURED} FROM {from} WHERE segments.date BETWEEN {days}{which}"
    );
    let mut sums: BTreeMap<String, [i64; 9]> = BTreeMap::new();
    for row in lab.rows(MAIN, &query).await {
        let own = sums
            .entry(row["adGroup"]["id"].as_str().unwrap().to_owned())
            .or_default();
        let metrics = &row["metrics"];
        let conversions = |name: &str| (float(&metrics[name]) * 1e6).round() as i64;
        for (sum, value) in own.iter_mut().zip([
            int(&metrics["costMicros"]),
            int(&metrics["clicks"]),
            int(&metrics["impressions"]),
            conversions("conversions"),
            conversions("allConversionsByConversionDate"),
            int(&metrics["engagements"]),
            int(&metrics["videoTrueviewViews"]),
            conversions("allConversions"),
            conversions("allConversionsValue"),
        ]) {
            *sum += value;
        }
    }
    sums.retain(|_, sums| sums[0] > 0);
    sums
}

#[tokio::test(flavor = "multi_thread")]
async fn keywords_add_up_to_their_ad_groups_and_a_paused_one_earns_nothing() {
    let mut lab = Lab::new().await;
    let sums = async |lab: &Lab, from: &str, days: &str, segment: &str| {
        by_group(lab, from, days, segment, " AND ad_group.type = 'SEARCH_STANDARD'").await
    };
    let days = "'2026-08-01' AND '2026-08-10'";
    let groups = sums(&lab, "ad_group", days, "").await;
    assert!(groups.len() > 10, "{}", groups.len());
    assert_eq!(sums(&lab, "keyword_view", days, "").await, groups);
    assert_eq!(
        sums(&lab, "keyword_view", days, "segments.date, segments.hour, ").await,
        groups
    );

    let keyword = async |lab: &Lab, days: &str| {
        let query = format!(
            "SELECT ad_group_criterion.keyword.text, {MEASURED} FROM keyword_view WHERE segments.date BETWEEN {days} \
             AND ad_group.name = 'Running shoes' AND campaign.name = 'Prospecting US - Running shoes' \
             AND ad_group_criterion.keyword.match_type = 'BROAD' AND ad_group_criterion.keyword.text = 'running shoes'"
        );
        lab.rows(MAIN, &query).await.remove(0)
    };
    let before = keyword(&lab, days).await;
    let update = json!({ "resourceName": before["adGroupCriterion"]["resourceName"], "status": "PAUSED" });
    let body = json!({ "operations": [{ "updateMask": "status", "update": update }] });
    assert_eq!(lab.post(MAIN, "adGroupCriteria:mutate", body).await.0, 200);
    lab.advance(3.0 * DAY).await;
    assert_eq!(
        keyword(&lab, days).await["metrics"]["clicks"],
        before["metrics"]["clicks"]
    );
    let after = "'2026-08-20' AND '2026-08-21'";
    assert_eq!(int(&keyword(&lab, after).await["metrics"]["clicks"]), 0);
    let groups = sums(&lab, "ad_group", after, "").await;
    assert_eq!(sums(&lab, "keyword_view", after, "").await, groups);
}

#[tokio::test(flavor = "multi_thread")]
async fn ads_add_up_to_their_ad_groups_whatever_they_show_and_one_that_is_off_leaves_the_rest_to_the_others()
{
    let mut lab = Lab::new().await;
    let days = "'2026-08-01' AND '2026-08-10'";
    let groups = by_group(&lab, "ad_group", days, "", "").await;
    assert!(
        groups.values().any(|sums| sums[5] > 0 && sums[6] > 0),
        "nobody watches"
    );
    assert_eq!(by_group(&lab, "ad_group_ad", days, "", "").await, groups);
    let by_hour = "segments.date, segments.hour, ";
    assert_eq!(by_group(&lab, "ad_group_ad", days, by_hour, "").await, groups);

    let ads = async |lab: &Lab, days: &str| {
        let query = format!(
            "SELECT ad_group_ad.ad.id, ad_group_ad.ad.responsive_search_ad.headlines, ad_group_ad.ad.type, ad_group_ad.status, ad_group_ad.primary_status, \
             ad_group_ad.primary_status_reasons, {MEASURED} FROM ad_group_ad WHERE segments.date BETWEEN {days} \
             AND ad_group.name = 'Running shoes' AND campaign.name = 'Prospecting US - Running shoes' ORDER BY ad_group_ad.ad.id"
        );
        lab.rows(MAIN, &query).await
    };
    let before = ads(&lab, days).await;
    let told: Vec<&str> = before
        .iter()
        .map(|row| {
            let headlines = &row["adGroupAd"]["ad"]["responsiveSearchAd"]["headlines"];
            headlines[1]["text"].as_str().unwrap()
        })
        .collect();
    assert_eq!(told, ["20% off today", "Rated 4.8 of 5", "Have you seen this?"]);
    assert_eq!(before[0]["adGroupAd"]["ad"]["type"], "RESPONSIVE_SEARCH_AD");
    // Few of those who see the last one click.
    let per_mille =
        |row: &Value| int(&row["metrics"]["clicks"]) * 1_000 / int(&row["metrics"]["impressions"]);
    assert!(per_mille(&before[2]) * 2 < per_mille(&before[0]), "{before:?}");

    let switch = async |lab: &Lab, rows: &[Value], word: &str| {
        let operations: Vec<Value> = rows
            .iter()
            .map(|row| {
                let update = json!({ "resourceName": row["adGroupAd"]["resourceName"], "status": word });
                json!({ "updateMask": "status", "update": update })
            })
            .collect();
        let answer = lab
            .post(MAIN, "adGroupAds:mutate", json!({ "operations": operations }))
            .await;
        assert_eq!(answer.0, 200, "{answer:?}");
    };
    switch(&lab, &before[2..], "PAUSED").await;
    lab.advance(3.0 * DAY).await;
    let after = "'2026-08-20' AND '2026-08-21'";
    let clicks = |rows: &[Value]| {
        rows.iter()
            .map(|row| int(&row["metrics"]["clicks"]))
            .collect::<Vec<_>>()
    };
    let now = clicks(&ads(&lab, after).await);
    assert!(now[0] > 0 && now[1] > 0 && now[2] == 0, "{now:?}");
    let groups = by_group(&lab, "ad_group", after, "", "").await;
    assert_eq!(by_group(&lab, "ad_group_ad", after, "", "").await, groups);
    assert_eq!(
        ads(&lab, days).await[0]["metrics"]["clicks"],
        before[0]["metrics"]["clicks"]
    );

    // With its last ad off, an ad group has nothing to show.
    switch(&lab, &before[..2], "PAUSED").await;
    let group = "SELECT ad_group.primary_status, ad_group.primary_status_reasons FROM ad_group \
         WHERE ad_group.name = 'Running shoes' AND campaign.name = 'Prospecting US - Running shoes'";
    let told = lab.rows(MAIN, group).await.remove(0);
    assert_eq!(
        told["adGroup"]["primaryStatusReasons"],
        json!(["AD_GROUP_ADS_PAUSED"])
    );
    lab.advance(2.0 * DAY).await;
    assert_eq!(
        clicks(&ads(&lab, "'2026-08-23' AND '2026-08-23'").await),
        [0, 0, 0]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_are_told_by_the_keyword_they_met_until_they_are_excluded() {
    let mut lab = Lab::new().await;
    let place = "ad_group.name = 'Running shoes' AND campaign.name = 'Prospecting US - Running shoes'";
    let searches = async |lab: &Lab, select: &str, days: &str| {
        let query = format!(
            "SELECT search_term_view.search_term, search_term_view.status, {select}metrics.clicks FROM search_term_view \
             WHERE segments.date BETWEEN {days} AND {place} ORDER BY search_term_view.search_term"
        );
        lab.rows(MAIN, &query).await
    };
    let clicks = |rows: &[Value]| rows.iter().map(|row| int(&row["metrics"]["clicks"])).sum::<i64>();
    let days = "'2026-08-01' AND '2026-08-10'";
    let all = searches(&lab, "", days).await;
    let by_keyword = searches(
        &lab,
        "segments.keyword.info.text, segments.search_term_match_type, ",
        days,
    )
    .await;
    assert_eq!(clicks(&all), clicks(&by_keyword));
    let keywords =
        format!("SELECT metrics.clicks FROM keyword_view WHERE segments.date BETWEEN {days} AND {place}");
    let whole = clicks(&lab.rows(MAIN, &keywords).await);
    assert!(clicks(&all) < whole, "what few people type is not told");
    for (wrong, code) in [
        (
            "SELECT search_term_view.search_term FROM search_term_view",
            "queryError: EXPECTED_FILTERS_ON_DATE_RANGE",
        ),
        (
            "SELECT campaign.id, segments.keyword.info.text FROM campaign WHERE segments.date = '2026-08-01'",
            "queryError: PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
        ),
    ] {
        assert_eq!(lab.query_error(MAIN, wrong).await, code);
    }

    let status = |typed: &str| {
        let row = all
            .iter()
            .find(|row| row["searchTermView"]["searchTerm"] == typed)
            .unwrap();
        row["searchTermView"]["status"].clone()
    };
    assert_eq!(status("running shoes"), "ADDED");
    assert_eq!(status("free running shoes"), "NONE");
    let campaign =
        lab.campaign(MAIN, "Prospecting US - Running shoes").await["campaign"]["resourceName"].clone();
    let body = json!({ "operations": [{ "create": { "campaign": campaign, "negative": true,
        "keyword": { "text": "free", "matchType": "PHRASE" } } }] });
    let (status, reply) = lab.post(MAIN, "campaignCriteria:mutate", body).await;
    assert_eq!(status, 200, "{reply}");
    lab.advance(3.0 * DAY).await;
    let after = searches(&lab, "", "'2026-08-20' AND '2026-08-21'").await;
    assert!(!after.is_empty());
    for row in &after {
        let typed = row["searchTermView"]["searchTerm"].as_str().unwrap();
        assert!(!typed.contains("free"), "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keywords_are_paused_bid_on_and_added_by_the_platforms_rules() {
    let lab = Lab::new().await;
    let query = "SELECT ad_group_criterion.keyword.text, ad_group_criterion.cpc_bid_micros, \
         ad_group_criterion.effective_cpc_bid_micros, ad_group_criterion.status, ad_group_criterion.primary_status, \
         ad_group.cpc_bid_micros, ad_group.primary_status_reasons FROM keyword_view \
         WHERE ad_group.name = 'Brand' AND campaign.name = 'Brand US - Exact' ORDER BY ad_group_criterion.criterion_id";
    let keywords = lab.rows(MAIN, query).await;
    assert_eq!(keywords.len(), 5);
    // One without a bid of its own has its ad group's.
    let inherits = keywords
        .iter()
        .find(|row| row["adGroupCriterion"]["cpcBidMicros"].is_null())
        .unwrap();
    assert_eq!(
        inherits["adGroupCriterion"]["effectiveCpcBidMicros"],
        inherits["adGroup"]["cpcBidMicros"]
    );
    let name = inherits["adGroupCriterion"]["resourceName"].clone();
    let bid = async |micros: i64| {
        let update = json!({ "resourceName": name, "cpcBidMicros": micros.to_string() });
        lab.post(MAIN, "adGroupCriteria:mutate", updates("cpcBidMicros", &[update]))
            .await
    };
    assert_eq!(
        code(&bid(1_234_567).await.1),
        "biddingError: BID_TOO_MANY_FRACTIONAL_DIGITS"
    );
    assert_eq!(bid(1_500_000).await.0, 200);

    let pauses: Vec<Value> = keywords
        .iter()
        .map(|row| json!({ "resourceName": row["adGroupCriterion"]["resourceName"], "status": "PAUSED" }))
        .collect();
    let (status, reply) = lab
        .post(MAIN, "adGroupCriteria:mutate", updates("status", &pauses))
        .await;
    assert_eq!(status, 200, "{reply}");
    for row in lab.rows(MAIN, query).await {
        assert_eq!(row["adGroupCriterion"]["primaryStatus"], "PAUSED");
        assert_eq!(row["adGroup"]["primaryStatusReasons"], json!(["KEYWORDS_PAUSED"]));
    }

    let group = format!(
        "customers/{MAIN}/adGroups/{}",
        name.as_str().unwrap().split(['/', '~']).nth(3).unwrap()
    );
    let add = async |text: &str, negative: bool| {
        let body = json!({ "operations": [{ "create": { "adGroup": group, "negative": negative,
            "keyword": { "text": text, "matchType": "EXACT" } } }] });
        lab.post(MAIN, "adGroupCriteria:mutate", body).await
    };
    assert_eq!(
        code(&add("Brand", true).await.1),
        "adGroupCriterionError: CANNOT_TARGET_AND_EXCLUDE"
    );
    assert_eq!(
        code(&add("brand!", false).await.1),
        "criterionError: KEYWORD_HAS_INVALID_CHARS"
    );
    let (status, reply) = add("free brand", true).await;
    assert_eq!(status, 200, "{reply}");
    let negative = &reply["results"][0]["resourceName"];
    let change = updates(
        "status",
        &[json!({ "resourceName": negative, "status": "PAUSED" })],
    );
    let (_, refused) = lab.post(MAIN, "adGroupCriteria:mutate", change).await;
    assert_eq!(code(&refused), "adGroupCriterionError: CANT_UPDATE_NEGATIVE");
    assert_eq!(
        lab.rows(MAIN, query).await.len(),
        5,
        "a negative keyword is no keyword to look at"
    );
    let removal = json!({ "operations": [{ "remove": negative }] });
    assert_eq!(lab.post(MAIN, "adGroupCriteria:mutate", removal).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ad_is_switched_and_removed_by_the_name_of_its_ad_group_and_its_own_and_never_made_here() {
    let lab = Lab::new().await;
    let query =
        "SELECT ad_group_ad.ad.id, ad_group_ad.status FROM ad_group_ad WHERE ad_group.name = 'Running shoes'";
    let ad = lab.rows(MAIN, query).await.remove(0)["adGroupAd"].take();
    let name = ad["resourceName"].as_str().unwrap();
    assert!(
        name.ends_with(&format!("~{}", ad["ad"]["id"].as_str().unwrap())),
        "{ad}"
    );
    let set = async |path: &str, update: Value| {
        lab.post(MAIN, "adGroupAds:mutate", updates(path, &[update]))
            .await
    };
    let (status, reply) = set("status", json!({ "resourceName": name, "status": "PAUSED" })).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(reply["results"][0]["resourceName"], name);
    let (_, refused) = set(
        "ad.name",
        json!({ "resourceName": name, "ad": { "name": "Mine" } }),
    )
    .await;
    assert_eq!(code(&refused), "fieldError: IMMUTABLE_FIELD");
    let (group, _) = name.split_once('~').unwrap();
    let (_, refused) = set(
        "status",
        json!({ "resourceName": format!("{group}~1"), "status": "PAUSED" }),
    )
    .await;
    assert_eq!(code(&refused), "mutateError: RESOURCE_NOT_FOUND");
    let create = json!({ "operations": [{ "create": { "status": "PAUSED" } }] });
    let (_, refused) = lab.post(MAIN, "adGroupAds:mutate", create).await;
    assert_eq!(code(&refused), "mutateError: MUTATE_NOT_ALLOWED");
    let removal = json!({ "operations": [{ "remove": name }] });
    assert_eq!(lab.post(MAIN, "adGroupAds:mutate", removal).await.0, 200);
    let truth = lab.truth().await;
    assert_eq!(
        (&truth[0]["field"], &truth[0]["new"], &truth[1]["new"]),
        (&json!("status"), &json!("PAUSED"), &json!("REMOVED"))
    );
}
