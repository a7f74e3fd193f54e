//! What stands below an account's campaigns, as it is now: one query per level, and one for the names of labels where there are some.

use std::collections::BTreeMap;

use dsl::{Level, NegativeKeyword};
use engine::connections::platform::{
    Access, AccountAddress, MOST_SEARCH_TERMS, PlatformError, RemoteObject, SwitchStatus,
};
use jiff::civil::Date;

use super::{
    client::{Client, Route, refused},
    labels, negatives,
    queries::{self, Labels},
    structure::switch_status,
    wire::{Ad, Row},
};
use crate::numbers::Whole;

pub async fn fetch(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    level: Level,
    days: (Date, Date),
) -> Result<Vec<RemoteObject>, PlatformError> {
    let route = Route::of(account)?;
    if level == Level::SearchTerms {
        return searches(client, access, &route, days).await;
    }
    let query = queries::object_query(level).ok_or_else(|| not_read(level))?;
    let (mut objects, references) = match stream(
        client,
        access,
        &route,
        level,
        &queries::objects(&query, Labels::With),
    )
    .await
    {
        // As in `structure`: a backend that has no labels at all says so, and what a rule asks of them is not known then.
        Err(PlatformError::Refused { code, message, .. })
            if code == "queryError.UNRECOGNIZED_FIELD"
                && message.contains(&format!("{}.labels", query.of)) =>
        {
            let without = queries::objects(&query, Labels::Without);
            let (objects, _) = stream(client, access, &route, level, &without).await?;
            return Ok(objects);
        }
        other => other?,
    };
    // Names of labels cost a query of their own: it is asked only when there is a label to name.
    let names = if references.iter().all(Vec::is_empty) {
        BTreeMap::new()
    } else {
        labels::names(client, access, &route).await?
    };
    for (object, references) in objects.iter_mut().zip(references) {
        let named = references.iter().filter_map(|label| names.get(label).cloned());
        object.labels = Some(named.collect());
    }
    Ok(objects)
}

/// The objects of a level, and the resource names of the labels of each.
async fn stream(
    client: &Client,
    access: &Access,
    route: &Route,
    level: Level,
    query: &str,
) -> Result<(Vec<RemoteObject>, Vec<Vec<String>>), PlatformError> {
    let (mut objects, mut references) = (Vec::new(), Vec::new());
    let take = |row: Row| {
        if let Some(object) = object(&row, level) {
            objects.push(object);
            references.push(labels_of(row, level));
        }
        Ok(())
    };
    client.search_stream(access, route, query, take).await?;
    Ok((objects, references))
}

/// The resource names of the labels of the object that a row is about.
fn labels_of(row: Row, level: Level) -> Vec<String> {
    let labels = match level {
        Level::AdGroups => row.ad_group.map(|group| group.labels),
        Level::Ads => row.ad_group_ad.map(|ad| ad.labels),
        Level::Keywords => row.ad_group_criterion.map(|keyword| keyword.labels),
        _ => None,
    };
    labels.unwrap_or_default()
}

/// The searches of some days, with what their ad groups make of them.
async fn searches(
    client: &Client,
    access: &Access,
    route: &Route,
    days: (Date, Date),
) -> Result<Vec<RemoteObject>, PlatformError> {
    let negatives = negatives::all(client, access, route).await?;
    let mut found = Vec::new();
    let take = |row: Row| {
        found.extend(search_term(&row, &negatives));
        Ok(())
    };
    // One more than is kept: so it shows that there are more.
    let query = queries::search_terms(days, MOST_SEARCH_TERMS.saturating_add(1));
    client.search_stream(access, route, &query, take).await?;
    Ok(found)
}

fn search_term(row: &Row, negatives: &BTreeMap<i64, Vec<NegativeKeyword>>) -> Option<RemoteObject> {
    let group = row.ad_group.as_ref()?.id?;
    let view = row.search_term_view.as_ref()?;
    let is_excluded = || {
        let own = negatives.get(&group.0).into_iter().flatten();
        own.into_iter().any(|keyword| keyword.blocks(&view.search_term))
    };
    let word = match view.status.as_str() {
        "EXCLUDED" | "ADDED_EXCLUDED" => "excluded",
        _ if is_excluded() => "excluded",
        "ADDED" => "added",
        _ => "none",
    };
    Some(RemoteObject {
        external_id: external_id(row, Level::SearchTerms)?,
        parent_external_id: group.0.to_string(),
        name: view.search_term.clone(),
        status: SwitchStatus::Active,
        delivery: word.to_owned(),
        bid_micros: None,
        match_type: None,
        labels: None,
    })
}

/// Nobody asks for such a level: rules about it are not let in.
pub fn not_read(level: Level) -> PlatformError {
    refused(
        "unsupported_level",
        format!("{level} are not read from Google Ads"),
    )
}

/// The id of the object that a row of a level is about.
pub fn external_id(row: &Row, level: Level) -> Option<String> {
    let group = || row.ad_group.as_ref()?.id;
    match level {
        Level::Campaigns => Some(row.campaign.as_ref()?.id?.0.to_string()),
        Level::AdGroups => Some(group()?.0.to_string()),
        Level::Keywords => {
            let criterion = row.ad_group_criterion.as_ref()?.criterion_id?;
            Some(format!("{}~{}", group()?.0, criterion.0))
        }
        Level::Ads => {
            let ad = row.ad_group_ad.as_ref()?.ad.id?;
            Some(format!("{}~{}", group()?.0, ad.0))
        }
        Level::SearchTerms => {
            let typed = &row.search_term_view.as_ref()?.search_term;
            Some(format!("{}~{typed}", group()?.0))
        }
        _ => None,
    }
}

/// An object out of its row, its labels left out; one that cannot be governed (no id, a status of tomorrow) is left out rather than guessed.
fn object(row: &Row, level: Level) -> Option<RemoteObject> {
    let (group, campaign) = (row.ad_group.as_ref()?, row.campaign.as_ref()?);
    let told = match level {
        Level::Keywords => {
            let keyword = row.ad_group_criterion.as_ref()?;
            Told {
                parent: group.id?,
                name: keyword.keyword.text.clone(),
                status: &keyword.status,
                delivery: &keyword.primary_status,
                bid: keyword.cpc_bid_micros,
                match_type: Some(keyword.keyword.match_type.to_ascii_lowercase()),
            }
        }
        Level::Ads => {
            let ad = row.ad_group_ad.as_ref()?;
            Told {
                parent: group.id?,
                name: name_of(&ad.ad)?,
                status: &ad.status,
                delivery: &ad.primary_status,
                bid: None,
                match_type: None,
            }
        }
        _ => Told {
            parent: campaign.id?,
            name: group.name.clone(),
            status: &group.status,
            delivery: &group.primary_status,
            bid: group.cpc_bid_micros,
            match_type: None,
        },
    };
    // Elsewhere the strategy bids, and what stands here is not asked.
    let is_manual = campaign.bidding_strategy_type == "MANUAL_CPC";
    let status = switch_status(told.status)?;
    (status != SwitchStatus::Removed).then_some(RemoteObject {
        external_id: external_id(row, level)?,
        parent_external_id: told.parent.0.to_string(),
        name: told.name,
        status,
        delivery: told.delivery.to_ascii_lowercase(),
        bid_micros: told.bid.map(|bid| bid.0).filter(|bid| is_manual && *bid > 0),
        match_type: told.match_type,
        labels: None,
    })
}

/// What a row says of its object, whatever it calls it.
struct Told<'a> {
    parent: Whole,
    name: String,
    status: &'a str,
    delivery: &'a str,
    bid: Option<Whole>,
    match_type: Option<String>,
}

/// Headlines by which Google's own pages show an ad.
const HEADLINES: usize = 3;

/// An ad's own name; without one its first headlines, as Google's pages write them, or else its number.
fn name_of(ad: &Ad) -> Option<String> {
    if !ad.name.is_empty() {
        return Some(ad.name.clone());
    }
    let headlines = ad.responsive_search_ad.headlines.iter().take(HEADLINES);
    let headlines: Vec<&str> = headlines.map(|headline| headline.text.as_str()).collect();
    Some(if headlines.is_empty() {
        format!("ad {}", ad.id?.0)
    } else {
        headlines.join(" | ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::google::wire::Chunk;

    #[test]
    fn an_ad_group_names_its_campaign_and_has_a_bid_only_where_it_is_its_own() {
        let rows = serde_json::from_str::<Chunk>(
            r#"{"results":[
            {"adGroup":{"id":"7","name":"Shoes","status":"ENABLED","primaryStatus":"ELIGIBLE","cpcBidMicros":"1250000"},"campaign":{"id":"1","biddingStrategyType":"MANUAL_CPC"}},
            {"adGroup":{"id":"8","name":"Socks","status":"PAUSED","cpcBidMicros":"900000"},"campaign":{"id":"1","biddingStrategyType":"TARGET_CPA"}},
            {"adGroup":{"id":"9","status":"REMOVED"},"campaign":{"id":"1"}},
            {"adGroup":{"id":"10","status":"ENABLED"}}, {"adGroup":{"status":"ENABLED"},"campaign":{"id":"1"}}]}"#,
        )
        .unwrap()
        .results;
        let objects: Vec<RemoteObject> = rows
            .iter()
            .filter_map(|row| object(row, Level::AdGroups))
            .collect();
        let told: Vec<_> = objects
            .iter()
            .map(|object| (object.external_id.as_str(), object.bid_micros, object.status))
            .collect();
        assert_eq!(
            told,
            [
                ("7", Some(1_250_000), SwitchStatus::Active),
                ("8", None, SwitchStatus::Paused)
            ]
        );
        assert_eq!(objects[0].parent_external_id, "1");
        assert_eq!(objects[0].delivery, "eligible");
    }

    #[test]
    fn a_search_is_excluded_by_what_google_says_or_by_a_negative_keyword_of_its_ad_group() {
        let rows = serde_json::from_str::<Chunk>(
            r#"{"results":[
            {"adGroup":{"id":"7"},"searchTermView":{"searchTerm":"free shoes","status":"NONE"}},
            {"adGroup":{"id":"8"},"searchTermView":{"searchTerm":"free shoes","status":"NONE"}},
            {"adGroup":{"id":"8"},"searchTermView":{"searchTerm":"shoes","status":"ADDED"}},
            {"adGroup":{"id":"8"},"searchTermView":{"searchTerm":"used shoes","status":"ADDED_EXCLUDED"}},
            {"searchTermView":{"searchTerm":"nowhere","status":"NONE"}}]}"#,
        )
        .unwrap()
        .results;
        let free = NegativeKeyword::new(dsl::NegativeMatch::Phrase, "free").unwrap();
        let negatives = BTreeMap::from([(7, vec![free])]);
        let told: Vec<(String, String)> = rows
            .iter()
            .filter_map(|row| search_term(row, &negatives))
            .map(|term| (term.external_id, term.delivery))
            .collect();
        let expected = [
            ("7~free shoes", "excluded"),
            ("8~free shoes", "none"),
            ("8~shoes", "added"),
            ("8~used shoes", "excluded"),
        ];
        assert_eq!(told, expected.map(|(id, word)| (id.to_owned(), word.to_owned())));
    }

    #[test]
    fn an_ad_is_known_by_its_name_its_headlines_or_its_number() {
        let rows = serde_json::from_str::<Chunk>(
            r#"{"results":[
            {"adGroup":{"id":"7"},"campaign":{"id":"1","biddingStrategyType":"MANUAL_CPC"},"adGroupAd":{"ad":{"id":"70","name":"Spring"},
              "status":"ENABLED","primaryStatus":"LIMITED"}},
            {"adGroup":{"id":"7"},"campaign":{"id":"1"},"adGroupAd":{"ad":{"id":"71","responsiveSearchAd":{"headlines":[
              {"text":"Running shoes","assetPerformanceLabel":"BEST"},{"text":"Free returns"},{"text":"Since 1998"},{"text":"Sale"}]}},"status":"PAUSED"}},
            {"adGroup":{"id":"7"},"campaign":{"id":"1"},"adGroupAd":{"ad":{"id":"72"},"status":"ENABLED"}},
            {"adGroup":{"id":"7"},"campaign":{"id":"1"},"adGroupAd":{"ad":{"id":"73"},"status":"REMOVED"}},
            {"adGroup":{"id":"7"},"campaign":{"id":"1"},"adGroupAd":{"status":"ENABLED"}}]}"#,
        )
        .unwrap()
        .results;
        let ads: Vec<RemoteObject> = rows.iter().filter_map(|row| object(row, Level::Ads)).collect();
        let told: Vec<_> = ads
            .iter()
            .map(|ad| (ad.external_id.as_str(), ad.name.as_str(), ad.status))
            .collect();
        let headlines = "Running shoes | Free returns | Since 1998";
        assert_eq!(
            told,
            [
                ("7~70", "Spring", SwitchStatus::Active),
                ("7~71", headlines, SwitchStatus::Paused),
                ("7~72", "ad 72", SwitchStatus::Active)
            ]
        );
        let first = &ads[0];
        assert_eq!(
            (
                first.parent_external_id.as_str(),
                first.delivery.as_str(),
                first.bid_micros
            ),
            ("7", "limited", None)
        );
    }

    #[test]
    fn a_keyword_is_named_within_its_ad_group_and_has_only_a_bid_of_its_own() {
        let rows = serde_json::from_str::<Chunk>(
            r#"{"results":[
            {"adGroup":{"id":"7"},"campaign":{"id":"1","biddingStrategyType":"MANUAL_CPC"},"adGroupCriterion":{"criterionId":"300","status":"ENABLED",
              "primaryStatus":"NOT_ELIGIBLE","cpcBidMicros":"1250000","keyword":{"text":"running shoes","matchType":"PHRASE"}}},
            {"adGroup":{"id":"8"},"campaign":{"id":"1","biddingStrategyType":"MANUAL_CPC"},"adGroupCriterion":{"criterionId":"300","status":"PAUSED",
              "keyword":{"text":"running shoes","matchType":"PHRASE"}}},
            {"adGroup":{"id":"8"},"campaign":{"id":"1"},"adGroupCriterion":{"status":"ENABLED"}}]}"#,
        )
        .unwrap()
        .results;
        let keywords: Vec<RemoteObject> = rows
            .iter()
            .filter_map(|row| object(row, Level::Keywords))
            .collect();
        let told: Vec<_> = keywords
            .iter()
            .map(|keyword| {
                (
                    keyword.external_id.as_str(),
                    keyword.parent_external_id.as_str(),
                    keyword.bid_micros,
                )
            })
            .collect();
        assert_eq!(told, [("7~300", "7", Some(1_250_000)), ("8~300", "8", None)]);
        let first = &keywords[0];
        assert_eq!(
            (
                first.name.as_str(),
                first.match_type.as_deref(),
                first.delivery.as_str()
            ),
            ("running shoes", Some("phrase"), "not_eligible")
        );
    }
}
