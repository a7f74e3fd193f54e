//! Labels of campaigns, ad groups, ads and keywords: read, added and removed.
//!
//! At Google a label is an object of the account, known by its name, and carrying one is a link between it and what carries it. Where the
//! account has no label of a name, it is made together with the link, in one request: both are there afterwards, or neither is. So a
//! request whose answer was lost leaves nothing half done, and the next look finds the label that it made. Adding a link that is there
//! and removing one that is not change nothing, and are told as what they are.

use std::collections::BTreeMap;

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
    queries,
    writing::{Contradiction, ObjectId, begins, nothing_to_do, outcome, results},
};

/// The method that takes operations on several kinds of objects, all or none.
const METHOD: &str = "googleAds:mutate";

/// A number that stands for the label within the request that makes it.
const TO_BE_MADE: i64 = -1;

/// Something that can carry labels.
struct Carrier<'a> {
    kind: TargetKind,
    id: ObjectId<'a>,
    /// As the wire names it in a link and in resource names: `adGroup`, `adGroups`.
    object: &'static str,
    objects: &'static str,
    /// As a query names its links: `ad_group_label`.
    link: &'static str,
    /// As the wire names a link in operations and results, and in resource names: `adGroupLabel`, `adGroupLabels`.
    wire_link: &'static str,
    wire_links: &'static str,
}

impl<'a> Carrier<'a> {
    /// `None` for what carries no labels, and for an id that is none.
    fn new(kind: TargetKind, external_id: &'a str) -> Option<Self> {
        let (object, objects, link, wire_link, wire_links) = match kind {
            TargetKind::Campaign => (
                "campaign",
                "campaigns",
                "campaign_label",
                "campaignLabel",
                "campaignLabels",
            ),
            TargetKind::AdGroup => (
                "adGroup",
                "adGroups",
                "ad_group_label",
                "adGroupLabel",
                "adGroupLabels",
            ),
            TargetKind::Ad => (
                "adGroupAd",
                "adGroupAds",
                "ad_group_ad_label",
                "adGroupAdLabel",
                "adGroupAdLabels",
            ),
            TargetKind::Keyword => (
                "adGroupCriterion",
                "adGroupCriteria",
                "ad_group_criterion_label",
                "adGroupCriterionLabel",
                "adGroupCriterionLabels",
            ),
            TargetKind::Budget | TargetKind::Negative | TargetKind::Label => return None,
        };
        Some(Self {
            kind,
            id: ObjectId::parse(kind, external_id)?,
            object,
            objects,
            link,
            wire_link,
            wire_links,
        })
    }

    /// Its number, behind that of its ad group where it is named together with it: `7~300`.
    fn number(&self) -> String {
        match self.id.within {
            Some(within) => format!("{within}~{}", self.id.id),
            None => self.id.id.to_owned(),
        }
    }

    /// What the resource names of all its links begin with.
    fn links(&self, customer: &str) -> String {
        format!("customers/{customer}/{}/{}~", self.wire_links, self.number())
    }

    fn operation(&self, operation: &Value) -> Value {
        json!({ format!("{}Operation", self.wire_link): operation })
    }

    /// The question for its labels.
    fn query(&self) -> String {
        let ObjectId { within, id } = self.id;
        let own = match self.kind {
            TargetKind::Campaign => "campaign.id",
            TargetKind::Ad => "ad_group_ad.ad.id",
            TargetKind::Keyword => "ad_group_criterion.criterion_id",
            _ => "ad_group.id",
        };
        let within = within.map(|within| ("ad_group.id", within));
        let ids: Vec<(&str, &str)> = within.into_iter().chain([(own, id)]).collect();
        queries::labels_of(self.link, &ids)
    }

    /// In a person's words.
    fn words(&self) -> &'static str {
        match self.kind {
            TargetKind::Campaign => "campaign",
            TargetKind::Ad => "ad",
            TargetKind::Keyword => "keyword",
            _ => "ad group",
        }
    }
}

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
    let customer = route.customer.to_string();
    let (carrier, label) = target(&write.target)?;
    let links = carrier.links(&customer);
    let link = numbered(client, access, &route, &carrier.query(), label).await?;
    let operations = match (link, wanted) {
        (None, true) => {
            let known = numbered(client, access, &route, queries::LABELS, label).await?;
            added(&customer, &carrier, label, known)
        }
        (Some(id), false) => vec![carrier.operation(&json!({ "remove": format!("{links}{id}") }))],
        (Some(_), true) => {
            let words = carrier.words();
            return Err(nothing_to_do(&format!("the {words} carries the label already")));
        }
        (None, false) => {
            let words = carrier.words();
            return Err(nothing_to_do(&format!(
                "the {words} does not carry the label any more"
            )));
        }
    };
    let body = json!({ "mutateOperations": operations });
    let mutated = client.mutate(access, &route, METHOD, &body, deadline).await?;
    let confirmed = confirm(&mutated.reply.body, operations.len(), &carrier, &links);
    outcome(mutated, confirmed)
}

/// The link, and the label before it where the account has none of this name.
fn added(customer: &str, carrier: &Carrier<'_>, label: &str, known: Option<i64>) -> Vec<Value> {
    let name = format!("customers/{customer}/labels/{}", known.unwrap_or(TO_BE_MADE));
    let link = carrier.operation(&json!({ "create": {
        carrier.object: format!("customers/{customer}/{}/{}", carrier.objects, carrier.number()),
        "label": name,
    }}));
    let made = known
        .is_none()
        .then(|| json!({ "labelOperation": { "create": { "resourceName": name, "name": label } } }));
    made.into_iter().chain([link]).collect()
}

/// Whether every operation has its result, the last one a link of what carries the label.
fn confirm(body: &[u8], operations: usize, carrier: &Carrier<'_>, links: &str) -> Result<(), Contradiction> {
    let results = results(body, "mutateOperationResponses", operations)?;
    let pointer = format!("/{}Result/resourceName", carrier.wire_link);
    let link = results.last().and_then(|last| last.pointer(&pointer));
    begins(link, links)
}

/// Whether it is carried now.
pub async fn read(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    of: &WriteTarget,
) -> Result<Option<WriteValue>, PlatformError> {
    let route = Route::of(account)?;
    let (carrier, label) = target(of)?;
    let link = numbered(client, access, &route, &carrier.query(), label).await?;
    Ok(Some(WriteValue::Label(link.is_some())))
}

/// The names of the account's labels by their resource names.
pub async fn names(
    client: &Client,
    access: &Access,
    route: &Route,
) -> Result<BTreeMap<String, String>, PlatformError> {
    let rows = client.search(access, route, queries::LABELS).await?;
    let labels = rows.into_iter().filter_map(|row| row.label);
    Ok(labels.map(|label| (label.resource_name, label.name)).collect())
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

fn target(target: &WriteTarget) -> Result<(Carrier<'_>, &str), PlatformError> {
    named(target)
        .and_then(|(kind, id, label)| Some((Carrier::new(kind, id)?, label)))
        .ok_or_else(|| {
            refused(
                "invalid_target",
                format!(
                    "`{}` names no label of a campaign, an ad group, an ad or a keyword",
                    target.external_id
                ),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carrier(kind: TargetKind, id: &str) -> Carrier<'_> {
        Carrier::new(kind, id).unwrap()
    }

    #[test]
    fn a_label_that_the_account_has_is_linked_and_any_other_is_made_with_its_link() {
        let campaign = carrier(TargetKind::Campaign, "7");
        let linked = added("1", &campaign, "brand", Some(3));
        assert_eq!(linked.len(), 1);
        let label = linked[0].pointer("/campaignLabelOperation/create/label");
        assert_eq!(label, Some(&json!("customers/1/labels/3")));
        let made = added("1", &campaign, "brand", None);
        assert_eq!(made.len(), 2);
        assert_eq!(
            made[0].pointer("/labelOperation/create"),
            Some(&json!({ "resourceName": "customers/1/labels/-1", "name": "brand" }))
        );
        let label = made[1].pointer("/campaignLabelOperation/create/label");
        assert_eq!(label, Some(&json!("customers/1/labels/-1")));
    }

    #[test]
    fn whatever_carries_a_label_is_named_as_google_names_it() {
        for (kind, id, operation, object, query) in [
            (
                TargetKind::AdGroup,
                "7",
                "adGroupLabelOperation",
                json!({ "adGroup": "customers/1/adGroups/7", "label": "customers/1/labels/3" }),
                "SELECT ad_group.id, label.id, label.name FROM ad_group_label WHERE ad_group.id = 7",
            ),
            (
                TargetKind::Ad,
                "7~800",
                "adGroupAdLabelOperation",
                json!({ "adGroupAd": "customers/1/adGroupAds/7~800", "label": "customers/1/labels/3" }),
                "SELECT ad_group.id, ad_group_ad.ad.id, label.id, label.name FROM ad_group_ad_label \
                 WHERE ad_group.id = 7 AND ad_group_ad.ad.id = 800",
            ),
            (
                TargetKind::Keyword,
                "7~300",
                "adGroupCriterionLabelOperation",
                json!({ "adGroupCriterion": "customers/1/adGroupCriteria/7~300", "label": "customers/1/labels/3" }),
                "SELECT ad_group.id, ad_group_criterion.criterion_id, label.id, label.name FROM ad_group_criterion_label \
                 WHERE ad_group.id = 7 AND ad_group_criterion.criterion_id = 300",
            ),
        ] {
            let carrier = carrier(kind, id);
            assert_eq!(
                added("1", &carrier, "brand", Some(3)),
                [json!({ operation: { "create": object } })]
            );
            assert_eq!(carrier.query(), query);
        }
    }

    #[test]
    fn only_a_link_of_the_object_confirms() {
        let keyword = carrier(TargetKind::Keyword, "7~300");
        let links = keyword.links("1");
        let reply = |link: &str| {
            format!(
                r#"{{"mutateOperationResponses":[{{"labelResult":{{"resourceName":"customers/1/labels/3"}}}},{{"adGroupCriterionLabelResult":{{"resourceName":"{link}"}}}}]}}"#
            )
        };
        let confirm = |body: &str, operations| confirm(body.as_bytes(), operations, &keyword, &links);
        let right = reply("customers/1/adGroupCriterionLabels/7~300~3");
        assert_eq!(confirm(&right, 2), Ok(()));
        assert!(confirm(&right, 1).is_err());
        for other in [
            "customers/1/adGroupCriterionLabels/7~3001~3",
            "customers/1/adGroupAdLabels/7~300~3",
        ] {
            assert!(confirm(&reply(other), 2).is_err(), "{other}");
        }
    }

    #[test]
    fn a_target_is_an_object_and_a_name() {
        let of = |kind, external_id: &str| WriteTarget {
            kind,
            external_id: external_id.to_owned(),
        };
        for (id, number) in [
            ("campaign 7 paused by us", "7"),
            ("ad_group 7 paused by us", "7"),
            ("ad 7~800 paused by us", "7~800"),
            ("keyword 7~300 paused by us", "7~300"),
        ] {
            let right = of(TargetKind::Label, id);
            let (carrier, label) = target(&right).unwrap();
            assert_eq!((carrier.number().as_str(), label), (number, "paused by us"));
        }
        for wrong in [
            "campaign x brand",
            "campaign 7",
            "keyword 7 brand",
            "budget 7 brand",
            "7",
        ] {
            assert!(target(&of(TargetKind::Label, wrong)).is_err(), "{wrong}");
        }
        assert!(target(&of(TargetKind::Campaign, "7")).is_err());
    }
}
