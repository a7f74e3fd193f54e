//! Reading one field of one object back, as it is at the platform now.

use engine::connections::platform::{
    Access, AccountAddress, PlatformError, TargetKind, WriteField, WriteTarget, WriteValue,
};

use super::{
    client::{Client, Route, refused},
    labels, negatives, queries,
    structure::{amount, switch_status},
    targets,
    wire::Row,
    writing::{ObjectId, no_such_field, object_id},
};

/// Reads one field back, from `googleAds:search`. A removed campaign, ad group, ad or keyword still has a status, `removed`; a removed
/// budget is no budget any more.
pub async fn read(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    target: &WriteTarget,
    field: WriteField,
) -> Result<Option<WriteValue>, PlatformError> {
    if target.kind == TargetKind::Negative {
        return negatives::read(client, access, account, target).await;
    }
    if target.kind == TargetKind::Label {
        return labels::read(client, access, account, target).await;
    }
    let route = Route::of(account)?;
    let ObjectId { within, id } = object_id(target)?;
    let query = match (target.kind, field, within) {
        (TargetKind::Campaign, WriteField::Status, _) => queries::campaign_status_of(id),
        (TargetKind::Campaign, WriteField::TargetCpa | WriteField::TargetRoas, _) => queries::bidding_of(id),
        (TargetKind::AdGroup, WriteField::Status | WriteField::Bid, _) => queries::ad_group_of(id),
        (TargetKind::Ad, WriteField::Status, Some(group)) => queries::ad_of(group, id),
        (TargetKind::Keyword, WriteField::Status | WriteField::Bid, Some(group)) => {
            queries::keyword_of(group, id)
        }
        (TargetKind::Budget, WriteField::Budget, _) => queries::budget_of(id),
        (kind, field, _) => return Err(no_such_field(kind, field)),
    };
    let rows = client.search(access, &route, &query).await?;
    value_of(rows, target.kind, field).map_err(|what| refused("unreadable_value", what))
}

/// The value in the one row that a query by id can bring; no row, no object.
fn value_of(rows: Vec<Row>, kind: TargetKind, field: WriteField) -> Result<Option<WriteValue>, String> {
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    match field {
        WriteField::Status => {
            let status = match kind {
                TargetKind::AdGroup => row.ad_group.map(|group| group.status),
                TargetKind::Ad => row.ad_group_ad.map(|ad| ad.status),
                TargetKind::Keyword => row.ad_group_criterion.map(|keyword| keyword.status),
                _ => row.campaign.map(|campaign| campaign.status),
            };
            let status = status.unwrap_or_default();
            let read = switch_status(&status)
                .ok_or_else(|| format!("Google tells an unknown status, `{status}`"))?;
            Ok(Some(WriteValue::Status(read)))
        }
        WriteField::TargetCpa | WriteField::TargetRoas => {
            let campaign = row.campaign.filter(|campaign| campaign.status != "REMOVED");
            Ok(campaign.and_then(|campaign| targets::of(&campaign, field)))
        }
        WriteField::Bid => {
            let told = match kind {
                TargetKind::Keyword => row
                    .ad_group_criterion
                    .map(|keyword| (keyword.status, keyword.cpc_bid_micros)),
                _ => row.ad_group.map(|group| (group.status, group.cpc_bid_micros)),
            };
            match told.filter(|(status, _)| status != "REMOVED") {
                None => Ok(None),
                Some((_, Some(bid))) => Ok(Some(WriteValue::Money(bid.0))),
                // A keyword may have none of its own: then it has its ad group's, and what was known of it is gone.
                Some((_, None)) if kind == TargetKind::Keyword => Ok(None),
                Some((_, None)) => Err("Google does not tell the bid of this ad group".to_owned()),
            }
        }
        WriteField::Negative => Err("a negative keyword is read among those of its ad group".to_owned()),
        WriteField::Label => Err("a label is read among those of its object".to_owned()),
        WriteField::Budget => {
            let Some(budget) = row.campaign_budget.filter(|budget| budget.status != "REMOVED") else {
                return Ok(None);
            };
            let (_, micros) = amount(&budget).ok_or("Google does not tell the amount of this budget")?;
            Ok(Some(WriteValue::Money(micros)))
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::connections::platform::SwitchStatus;

    use super::*;
    use crate::google::wire::Chunk;

    fn read_back(json: &str, kind: TargetKind, field: WriteField) -> Result<Option<WriteValue>, String> {
        value_of(serde_json::from_str::<Chunk>(json).unwrap().results, kind, field)
    }

    #[test]
    fn a_bid_is_read_from_its_ad_group_while_that_is_there() {
        let told = r#"{"results":[{"adGroup":{"id":"77","status":"ENABLED","cpcBidMicros":"900000"}}]}"#;
        assert_eq!(
            read_back(told, TargetKind::AdGroup, WriteField::Bid),
            Ok(Some(WriteValue::Money(900_000)))
        );
        let removed = r#"{"results":[{"adGroup":{"id":"77","status":"REMOVED","cpcBidMicros":"900000"}}]}"#;
        assert_eq!(read_back(removed, TargetKind::AdGroup, WriteField::Bid), Ok(None));
    }

    #[test]
    fn keywords_and_ads_are_read_within_their_ad_group() {
        let told = r#"{"results":[{"adGroupCriterion":{"criterionId":"300","status":"PAUSED","cpcBidMicros":"900000"}}]}"#;
        let read = |field| read_back(told, TargetKind::Keyword, field);
        assert_eq!(read(WriteField::Bid), Ok(Some(WriteValue::Money(900_000))));
        let paused = Ok(Some(WriteValue::Status(SwitchStatus::Paused)));
        assert_eq!(read(WriteField::Status), paused);
        let without = r#"{"results":[{"adGroupCriterion":{"criterionId":"300","status":"PAUSED"}}]}"#;
        assert_eq!(read_back(without, TargetKind::Keyword, WriteField::Bid), Ok(None));
        let ad = r#"{"results":[{"adGroupAd":{"ad":{"id":"800"},"status":"PAUSED"}}]}"#;
        assert_eq!(read_back(ad, TargetKind::Ad, WriteField::Status), paused);
    }

    #[test]
    fn a_removed_campaign_has_a_status_and_a_removed_budget_is_gone() {
        let campaign = r#"{"results":[{"campaign":{"id":"1","status":"REMOVED"}}]}"#;
        assert_eq!(
            read_back(campaign, TargetKind::Campaign, WriteField::Status),
            Ok(Some(WriteValue::Status(SwitchStatus::Removed)))
        );
        let budget = r#"{"results":[{"campaignBudget":{"id":"1","amountMicros":"5","status":"REMOVED"}}]}"#;
        assert_eq!(
            read_back(budget, TargetKind::Budget, WriteField::Budget),
            Ok(None)
        );
        assert_eq!(read_back("{}", TargetKind::Budget, WriteField::Budget), Ok(None));
    }

    #[test]
    fn a_value_that_is_not_told_is_never_taken_for_an_absent_object() {
        let untold = r#"{"results":[{"campaignBudget":{"id":"1"}}]}"#;
        assert!(read_back(untold, TargetKind::Budget, WriteField::Budget).is_err());
        let strange = r#"{"results":[{"campaign":{"id":"1","status":"UNKNOWN"}}]}"#;
        assert!(read_back(strange, TargetKind::Campaign, WriteField::Status).is_err());
    }
}
