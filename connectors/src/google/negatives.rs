//! Negative keywords of ad groups: read, added and removed.
//!
//! Google has no name for one before it is there: it is found among those of its ad group by its match and its words. Adding one that is
//! there and removing one that is not change nothing, and are told as what they are.

use std::collections::BTreeMap;

use dsl::{NegativeKeyword, NegativeMatch};
use engine::{
    campaigns::negatives::named,
    clock::Deadline,
    connections::platform::{
        Access, AccountAddress, PlatformError, Write, WriteOutcome, WriteTarget, WriteValue,
    },
};
use serde_json::json;

use super::{
    client::{Client, Route, refused},
    customer_id::is_object_id,
    queries,
    wire::Row,
    writing::{Contradiction, begins, nothing_to_do, one_result, outcome},
};

const METHOD: &str = "adGroupCriteria:mutate";

/// Adds it or takes it away.
pub async fn write(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    write: &Write,
    deadline: Deadline,
) -> Result<WriteOutcome, PlatformError> {
    let WriteValue::Negative(wanted) = write.value else {
        let message = "the value does not belong to this field".to_owned();
        return Err(refused("mismatched_value", message));
    };
    let route = Route::of(account)?;
    let (ad_group, keyword) = target(&write.target)?;
    let there = find(client, access, &route, ad_group, &keyword).await?;
    let collection = format!("customers/{}/adGroupCriteria/{ad_group}~", route.customer);
    let operation = match (&there, wanted) {
        (None, true) => json!({ "create": {
            "adGroup": format!("customers/{}/adGroups/{ad_group}", route.customer),
            "negative": true,
            "keyword": { "text": keyword.text(), "matchType": keyword.matching().as_str().to_uppercase() },
        }}),
        (Some(id), false) => json!({ "remove": format!("{collection}{id}") }),
        (Some(_), true) => return Err(nothing_to_do("it is a negative keyword of the ad group already")),
        (None, false) => {
            return Err(nothing_to_do(
                "it is no negative keyword of the ad group any more",
            ));
        }
    };
    let body = json!({ "operations": [operation] });
    let mutated = client.mutate(access, &route, METHOD, &body, deadline).await?;
    let confirmed = confirm(&mutated.reply.body, &collection);
    outcome(mutated, confirmed)
}

/// Whether the reply names a keyword of the ad group.
fn confirm(body: &[u8], collection: &str) -> Result<(), Contradiction> {
    begins(one_result(body)?.get("resourceName"), collection)
}

/// Whether it is there now.
pub async fn read(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
    of: &WriteTarget,
) -> Result<Option<WriteValue>, PlatformError> {
    let route = Route::of(account)?;
    let (ad_group, keyword) = target(of)?;
    let there = find(client, access, &route, ad_group, &keyword).await?;
    Ok(Some(WriteValue::Negative(there.is_some())))
}

/// Every negative keyword of the account's ad groups, by the ad group's id. What the rule language has no word for is left out.
pub async fn all(
    client: &Client,
    access: &Access,
    route: &Route,
) -> Result<BTreeMap<i64, Vec<NegativeKeyword>>, PlatformError> {
    let mut found: BTreeMap<i64, Vec<NegativeKeyword>> = BTreeMap::new();
    let take = |row: Row| {
        if let Some((ad_group, _, keyword)) = keyword_of(&row) {
            found.entry(ad_group).or_default().push(keyword);
        }
        Ok(())
    };
    client
        .search_stream(access, route, &queries::negatives(None), take)
        .await?;
    Ok(found)
}

/// The number of a negative keyword of an ad group.
async fn find(
    client: &Client,
    access: &Access,
    route: &Route,
    ad_group: &str,
    keyword: &NegativeKeyword,
) -> Result<Option<i64>, PlatformError> {
    let rows = client
        .search(access, route, &queries::negatives(Some(ad_group)))
        .await?;
    let mut there = rows.iter().filter_map(keyword_of);
    Ok(there.find(|(_, _, other)| other == keyword).map(|(_, id, _)| id))
}

/// The ad group, the number and the words of a row.
fn keyword_of(row: &Row) -> Option<(i64, i64, NegativeKeyword)> {
    let criterion = row.ad_group_criterion.as_ref()?;
    let matching: NegativeMatch = criterion.keyword.match_type.to_lowercase().parse().ok()?;
    let keyword = NegativeKeyword::new(matching, &criterion.keyword.text).ok()?;
    Some((row.ad_group.as_ref()?.id?.0, criterion.criterion_id?.0, keyword))
}

fn target(target: &WriteTarget) -> Result<(&str, NegativeKeyword), PlatformError> {
    named(target)
        .filter(|(ad_group, _)| is_object_id(ad_group))
        .ok_or_else(|| {
            refused(
                "invalid_target",
                format!(
                    "`{}` names no negative keyword of an ad group",
                    target.external_id
                ),
            )
        })
}

#[cfg(test)]
mod tests {
    use engine::connections::platform::TargetKind;

    use super::*;
    use crate::google::wire::Chunk;

    #[test]
    fn a_target_is_an_ad_group_and_the_words_it_must_not_answer() {
        let of = |external_id: &str| WriteTarget {
            kind: TargetKind::Negative,
            external_id: external_id.to_owned(),
        };
        let found = of("77~exact free shoes");
        let (ad_group, keyword) = target(&found).unwrap();
        assert_eq!((ad_group, keyword.text()), ("77", "free shoes"));
        for wrong in ["77", "77~broad free", "x~exact free", "77~exact ", "77~exact a?b"] {
            assert!(target(&of(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_a_keyword_of_the_ad_group_confirms() {
        let collection = "customers/1/adGroupCriteria/77~";
        let reply = |name: &str| format!(r#"{{"results":[{{"resourceName":"{name}"}}]}}"#);
        assert_eq!(
            confirm(reply("customers/1/adGroupCriteria/77~300").as_bytes(), collection),
            Ok(())
        );
        for name in [
            "customers/1/adGroupCriteria/78~300",
            "customers/2/adGroupCriteria/77~300",
            "",
        ] {
            assert!(confirm(reply(name).as_bytes(), collection).is_err(), "{name}");
        }
    }

    #[test]
    fn a_row_is_known_by_its_words_and_a_broad_one_left_out() {
        let rows = serde_json::from_str::<Chunk>(
            r#"{"results":[
            {"adGroup":{"id":"7"},"adGroupCriterion":{"criterionId":"300","keyword":{"text":"Free  Shoes","matchType":"EXACT"}}},
            {"adGroup":{"id":"7"},"adGroupCriterion":{"criterionId":"301","keyword":{"text":"jobs","matchType":"BROAD"}}}]}"#,
        )
        .unwrap()
        .results;
        let found: Vec<_> = rows.iter().filter_map(keyword_of).collect();
        let wanted = NegativeKeyword::new(NegativeMatch::Exact, "free shoes").unwrap();
        assert_eq!(found, [(7, 300, wanted)]);
    }
}
