//! What stands below an account's campaigns, as it is now: one query per level.

use dsl::Level;
use engine::connections::platform::{Access, AccountAddress, PlatformError, RemoteObject, SwitchStatus};

use super::{
    client::{Client, Route, refused},
    queries,
    structure::switch_status,
    wire::Row,
};

pub async fn fetch(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    level: Level,
) -> Result<Vec<RemoteObject>, PlatformError> {
    let route = Route::of(account)?;
    let query = queries::object_query(level).ok_or_else(|| not_read(level))?;
    let mut objects = Vec::new();
    let take = |row| {
        objects.extend(object(row));
        Ok(())
    };
    client
        .search_stream(access, &route, &queries::objects(&query), take)
        .await?;
    Ok(objects)
}

/// Nobody asks for such a level: rules about it are not let in.
pub fn not_read(level: Level) -> PlatformError {
    refused(
        "unsupported_level",
        format!("{level} are not read from Google Ads"),
    )
}

/// An ad group out of its row; one that cannot be governed (no id, a status of tomorrow) is left out rather than guessed.
fn object(row: Row) -> Option<RemoteObject> {
    let (group, campaign) = (row.ad_group?, row.campaign?);
    // Elsewhere the strategy bids, and what stands here is not asked.
    let is_manual = campaign.bidding_strategy_type == "MANUAL_CPC";
    let (id, parent) = (group.id?, campaign.id?);
    let status = switch_status(&group.status)?;
    (status != SwitchStatus::Removed).then(|| RemoteObject {
        external_id: id.0.to_string(),
        parent_external_id: parent.0.to_string(),
        name: group.name,
        status,
        delivery: group.primary_status.to_ascii_lowercase(),
        bid_micros: group
            .cpc_bid_micros
            .map(|bid| bid.0)
            .filter(|bid| is_manual && *bid > 0),
        match_type: None,
        labels: None,
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
        let objects: Vec<RemoteObject> = rows.into_iter().filter_map(object).collect();
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
}
