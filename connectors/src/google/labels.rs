//! Labels of campaigns: read, added and removed.
//!
//! At Google a label is an object of the account, known by its name, and carrying one is a link between it and the campaign. Where the
//! account has no label of a name, it is made together with the link, in one request: both are there afterwards, or neither is. So a
//! request whose answer was lost leaves nothing half done, and the next look finds the label that it made. Adding a link that is there
//! and removing one that is not change nothing, and are told as what they are.

use engine::{
    campaigns::labels::named,
    clock::Deadline,
    connections::platform::{
        Access, AccountAddress, PlatformError, TargetKind, Write, WriteOutcome, WriteTarget, WriteValue,
    },
};
use serde_json::{Value, json};

use super::{
    client::{Client, Route, refused},
    customer_id::is_object_id,
    queries,
    writing::{Contradiction, begins, nothing_to_do, outcome, results},
};

/// The method that takes operations on several kinds of objects, all or none.
const METHOD: &str = "googleAds:mutate";

/// A number that stands for the label within the request that makes it.
const TO_BE_MADE: i64 = -1;

/// Adds it or takes it off.
pub async fn write(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    write: &Write,
    deadline: Deadline,
) -> Result<WriteOutcome, PlatformError> {
    let WriteValue::Label(wanted) = write.value else {
        let message = "the value does not belong to this field".to_owned();
        return Err(refused("mismatched_value", message));
    };
    let route = Route::of(account)?;
    let (campaign, label) = target(&write.target)?;
    let link = numbered(client, access, &route, &queries::labels_of(campaign), label).await?;
    let operations = match (link, wanted) {
        (None, true) => {
            let known = numbered(client, access, &route, queries::LABELS, label).await?;
            added(&route.customer.to_string(), campaign, label, known)
        }
        (Some(id), false) => {
            let link = format!("customers/{}/campaignLabels/{campaign}~{id}", route.customer);
            vec![json!({ "campaignLabelOperation": { "remove": link } })]
        }
        (Some(_), true) => return Err(nothing_to_do("the campaign carries the label already")),
        (None, false) => return Err(nothing_to_do("the campaign does not carry the label any more")),
    };
    let body = json!({ "mutateOperations": operations });
    let mutated = client.mutate(access, &route, METHOD, &body, deadline).await?;
    let links = format!("customers/{}/campaignLabels/{campaign}~", route.customer);
    let confirmed = confirm(&mutated.reply.body, operations.len(), &links);
    outcome(mutated, confirmed)
}

/// The link, and the label before it where the account has none of this name.
fn added(customer: &str, campaign: &str, label: &str, known: Option<i64>) -> Vec<Value> {
    let name = format!("customers/{customer}/labels/{}", known.unwrap_or(TO_BE_MADE));
    let link = json!({ "campaignLabelOperation": { "create": {
        "campaign": format!("customers/{customer}/campaigns/{campaign}"),
        "label": name,
    }}});
    let made = known
        .is_none()
        .then(|| json!({ "labelOperation": { "create": { "resourceName": name, "name": label } } }));
    made.into_iter().chain([link]).collect()
}

/// Whether every operation has its result, the last one a link of the campaign.
fn confirm(body: &[u8], operations: usize, links: &str) -> Result<(), Contradiction> {
    let results = results(body, "mutateOperationResponses", operations)?;
    let link = results
        .last()
        .and_then(|last| last.pointer("/campaignLabelResult/resourceName"));
    begins(link, links)
}

/// Whether the campaign carries it now.
pub async fn read(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    of: &WriteTarget,
) -> Result<Option<WriteValue>, PlatformError> {
    let route = Route::of(account)?;
    let (campaign, label) = target(of)?;
    let link = numbered(client, access, &route, &queries::labels_of(campaign), label).await?;
    Ok(Some(WriteValue::Label(link.is_some())))
}

/// The number of the label of this name among those that a query brings.
async fn numbered(
    client: &Client,
    access: &Access,
    route: &Route,
    query: &str,
    name: &str,
) -> Result<Option<i64>, PlatformError> {
    let rows = client.search(access, route, query).await?;
    let mut labels = rows.into_iter().filter_map(|row| row.label);
    Ok(labels
        .find(|label| label.name == name)
        .and_then(|label| label.id)
        .map(|id| id.0))
}

fn target(target: &WriteTarget) -> Result<(&str, &str), PlatformError> {
    match named(target) {
        Some((TargetKind::Campaign, id, label)) if is_object_id(id) => Ok((id, label)),
        _ => Err(refused(
            "invalid_target",
            format!("`{}` names no label of a campaign", target.external_id),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_the_account_has_is_linked_and_any_other_is_made_with_its_link() {
        let linked = added("1", "7", "brand", Some(3));
        assert_eq!(linked.len(), 1);
        let label = linked[0].pointer("/campaignLabelOperation/create/label");
        assert_eq!(label, Some(&json!("customers/1/labels/3")));
        let made = added("1", "7", "brand", None);
        assert_eq!(made.len(), 2);
        assert_eq!(
            made[0].pointer("/labelOperation/create"),
            Some(&json!({ "resourceName": "customers/1/labels/-1", "name": "brand" }))
        );
        let label = made[1].pointer("/campaignLabelOperation/create/label");
        assert_eq!(label, Some(&json!("customers/1/labels/-1")));
    }

    #[test]
    fn only_a_link_of_the_campaign_confirms() {
        let links = "customers/1/campaignLabels/7~";
        let reply = |link: &str| {
            format!(
                r#"{{"mutateOperationResponses":[{{"labelResult":{{"resourceName":"customers/1/labels/3"}}}},{{"campaignLabelResult":{{"resourceName":"{link}"}}}}]}}"#
            )
        };
        let right = reply("customers/1/campaignLabels/7~3");
        assert_eq!(confirm(right.as_bytes(), 2, links), Ok(()));
        assert!(confirm(right.as_bytes(), 1, links).is_err());
        let other = reply("customers/1/campaignLabels/77~3");
        assert!(confirm(other.as_bytes(), 2, links).is_err());
    }

    #[test]
    fn a_target_is_a_campaign_and_a_name() {
        let of = |kind, external_id: &str| WriteTarget {
            kind,
            external_id: external_id.to_owned(),
        };
        let right = of(TargetKind::Label, "campaign 7 paused by us");
        assert_eq!(target(&right).unwrap(), ("7", "paused by us"));
        for wrong in ["campaign x brand", "campaign 7", "ad_group 7 brand", "7"] {
            assert!(target(&of(TargetKind::Label, wrong)).is_err(), "{wrong}");
        }
        assert!(target(&of(TargetKind::Campaign, "7")).is_err());
    }
}
