//! An account's campaigns and budgets as they are now.

use std::collections::BTreeMap;

use engine::connections::platform::{
    Access, AccountAddress, BudgetPeriod, PlatformError, RemoteBudget, RemoteCampaign, Structure,
    SwitchStatus, WriteField,
};
use jiff::civil::{Date, DateTime};

use super::{
    client::{Client, Route},
    labels, queries, targets,
    wire::{Campaign, CampaignBudget, Row},
};

pub async fn fetch(
    client: &Client,
    access: &Access,
    account: &AccountAddress,
) -> Result<Structure, PlatformError> {
    let route = Route::of(account)?;
    let rows = match stream(client, access, &route, &queries::campaigns(queries::Labels::With)).await {
        // A backend that has no labels at all says so; then there are none to lose.
        Err(PlatformError::Refused { code, message, .. })
            if code == "queryError.UNRECOGNIZED_FIELD" && message.contains("campaign.labels") =>
        {
            tracing::debug!(customer = %route.customer, "google: this backend knows no labels");
            stream(
                client,
                access,
                &route,
                &queries::campaigns(queries::Labels::Without),
            )
            .await?
        }
        other => other?,
    };
    // Names of labels cost a query of their own: it is asked only when there is a label to name.
    let labelled = rows.iter().any(|row| {
        row.campaign
            .as_ref()
            .is_some_and(|campaign| !campaign.labels.is_empty())
    });
    let labels = if labelled {
        labels::names(client, access, &route).await?
    } else {
        BTreeMap::new()
    };
    Ok(assemble(rows, &labels))
}

async fn stream(
    client: &Client,
    access: &Access,
    route: &Route,
    query: &str,
) -> Result<Vec<Row>, PlatformError> {
    let mut rows = Vec::new();
    let take = |row| {
        rows.push(row);
        Ok(())
    };
    client.search_stream(access, route, query, take).await?;
    Ok(rows)
}

/// Campaigns and budgets out of the rows. A campaign or a budget that cannot be governed (no id, a status of tomorrow, an
/// amount that is not told) is left out rather than guessed.
fn assemble(rows: Vec<Row>, labels: &BTreeMap<String, String>) -> Structure {
    let mut campaigns = Vec::with_capacity(rows.len());
    let mut budgets: BTreeMap<String, RemoteBudget> = BTreeMap::new();
    let mut spending: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows {
        let Some(campaign) = row.campaign else { continue };
        let Some(id) = campaign.id else { continue };
        let Some(status) = switch_status(&campaign.status) else {
            tracing::warn!(
                campaign = id.0,
                status = campaign.status,
                "google: campaign with an unknown status left out"
            );
            continue;
        };
        if status == SwitchStatus::Removed {
            continue;
        }
        let budget_id = budget_id(&campaign, row.campaign_budget.as_ref());
        let known = budget_id.and_then(|id| {
            if !budgets.contains_key(&id) {
                budgets.insert(id.clone(), budget(&id, row.campaign_budget.as_ref()?)?);
            }
            let count = spending.entry(id.clone()).or_default();
            *count = count.saturating_add(1);
            Some(id)
        });
        campaigns.push(remote_campaign(id.0.to_string(), campaign, status, known, labels));
    }
    // Google's own count and the one of this list may differ for a moment; the greater is the careful one.
    for (id, budget) in &mut budgets {
        budget.campaigns = budget.campaigns.max(spending.get(id).copied().unwrap_or(0));
        budget.shared |= budget.campaigns > 1;
    }
    Structure {
        campaigns,
        budgets: budgets.into_values().collect(),
    }
}

fn remote_campaign(
    external_id: String,
    campaign: Campaign,
    status: SwitchStatus,
    budget_external_id: Option<String>,
    labels: &BTreeMap<String, String>,
) -> RemoteCampaign {
    let delivery = if campaign.primary_status.is_empty() {
        &campaign.serving_status
    } else {
        &campaign.primary_status
    };
    RemoteCampaign {
        delivery: delivery.to_ascii_lowercase(),
        external_id,
        status,
        channel: campaign.advertising_channel_type.to_ascii_lowercase(),
        bid_strategy: campaign.bidding_strategy_type.to_ascii_lowercase(),
        target_cpa_micros: targets::of(&campaign, WriteField::TargetCpa).and_then(|target| target.cell()),
        target_roas_millionths: targets::of(&campaign, WriteField::TargetRoas)
            .and_then(|target| target.cell()),
        budget_external_id,
        start_date: date_of(&campaign.start_date_time),
        end_date: date_of(&campaign.end_date_time),
        // A label that was made between the two queries has no name yet; the next sync brings it.
        labels: campaign
            .labels
            .iter()
            .filter_map(|name| labels.get(name).cloned())
            .collect(),
        name: campaign.name,
    }
}

pub fn switch_status(text: &str) -> Option<SwitchStatus> {
    match text {
        "ENABLED" => Some(SwitchStatus::Active),
        "PAUSED" => Some(SwitchStatus::Paused),
        "REMOVED" => Some(SwitchStatus::Removed),
        _ => None,
    }
}

/// The amount that a budget has, by its period.
pub fn amount(budget: &CampaignBudget) -> Option<(BudgetPeriod, i64)> {
    match budget.period.as_str() {
        "CUSTOM_PERIOD" => Some((BudgetPeriod::Lifetime, budget.total_amount_micros?.0)),
        // Absent means the default, which is daily.
        "DAILY" | "" => Some((BudgetPeriod::Daily, budget.amount_micros?.0)),
        _ => None,
    }
}

fn budget_id(campaign: &Campaign, budget: Option<&CampaignBudget>) -> Option<String> {
    let own = budget.and_then(|budget| budget.id).map(|id| id.0.to_string());
    own.or_else(|| {
        campaign
            .campaign_budget
            .rsplit_once("/campaignBudgets/")
            .map(|(_, id)| id.to_owned())
    })
}

fn budget(external_id: &str, budget: &CampaignBudget) -> Option<RemoteBudget> {
    let (period, amount_micros) = amount(budget)?;
    let references = budget
        .reference_count
        .map_or(0, |count| u32::try_from(count.0).unwrap_or(u32::MAX));
    Some(RemoteBudget {
        external_id: external_id.to_owned(),
        name: budget.name.clone(),
        amount_micros,
        period,
        campaigns: references.max(1),
        shared: budget.explicitly_shared || references > 1,
    })
}

/// `yyyy-MM-dd HH:mm:ss` in the account's zone; only the day matters.
fn date_of(text: &str) -> Option<Date> {
    text.parse::<DateTime>().ok().map(|moment| moment.date())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::google::wire::Chunk;

    fn rows(json: &str) -> Vec<Row> {
        serde_json::from_str::<Chunk>(json).unwrap().results
    }

    const TWO_ON_ONE_BUDGET: &str = r#"{"results":[
      {"campaign":{"resourceName":"customers/1/campaigns/11","id":"11","name":"Brand","status":"ENABLED","primaryStatus":"LIMITED",
        "advertisingChannelType":"PERFORMANCE_MAX","biddingStrategyType":"TARGET_ROAS","startDateTime":"2026-11-01 00:00:00",
        "endDateTime":"2026-12-24 23:59:59","campaignBudget":"customers/1/campaignBudgets/7","labels":["customers/1/labels/3","customers/1/labels/4"]},
       "campaignBudget":{"id":"7","name":"Shared","amountMicros":"50000000","period":"DAILY","explicitlyShared":true,"referenceCount":"2"}},
      {"campaign":{"id":"12","name":"Generic","status":"PAUSED","servingStatus":"NONE","campaignBudget":"customers/1/campaignBudgets/7"},
       "campaignBudget":{"id":"7","amountMicros":"50000000","period":"DAILY","explicitlyShared":true,"referenceCount":"2"}}]}"#;

    #[test]
    fn a_shared_budget_is_one_budget_for_its_campaigns() {
        let labels = BTreeMap::from([("customers/1/labels/3".to_owned(), "protected".to_owned())]);
        let structure = assemble(rows(TWO_ON_ONE_BUDGET), &labels);
        assert_eq!(structure.budgets.len(), 1);
        let budget = &structure.budgets[0];
        assert_eq!(
            (
                budget.external_id.as_str(),
                budget.amount_micros,
                budget.campaigns
            ),
            ("7", 50_000_000, 2)
        );
        assert!(budget.shared);
        let brand = &structure.campaigns[0];
        assert_eq!(brand.delivery, "limited");
        assert_eq!(brand.channel, "performance_max");
        assert_eq!(brand.bid_strategy, "target_roas");
        assert_eq!(
            (brand.start_date, brand.end_date),
            (Some(date(2026, 11, 1)), Some(date(2026, 12, 24)))
        );
        assert_eq!(brand.labels, ["protected"]);
        assert_eq!(structure.campaigns[1].delivery, "none");
        assert_eq!(structure.campaigns[1].budget_external_id.as_deref(), Some("7"));
    }

    #[test]
    fn an_amount_that_is_not_told_is_missing_not_zero() {
        let structure = assemble(
            rows(
                r#"{"results":[
              {"campaign":{"id":"1","status":"ENABLED","campaignBudget":"customers/1/campaignBudgets/7"},"campaignBudget":{"id":"7","period":"DAILY"}},
              {"campaign":{"id":"2","status":"ENABLED","campaignBudget":"customers/1/campaignBudgets/8"},"campaignBudget":{"id":"8","period":"CUSTOM_PERIOD","totalAmountMicros":"9000000"}},
              {"campaign":{"id":"3","status":"ENABLED"}}]}"#,
            ),
            &BTreeMap::new(),
        );
        let budgets: Vec<_> = structure
            .campaigns
            .iter()
            .map(|campaign| campaign.budget_external_id.as_deref())
            .collect();
        assert_eq!(budgets, [None, Some("8"), None]);
        assert_eq!(structure.budgets[0].period, BudgetPeriod::Lifetime);
        assert_eq!(structure.budgets[0].amount_micros, 9_000_000);
    }

    #[test]
    fn removed_and_ungovernable_campaigns_are_left_out() {
        let structure = assemble(
            rows(
                r#"{"results":[{"campaign":{"id":"1","status":"REMOVED"}},{"campaign":{"id":"2","status":"UNKNOWN"}},
{"campaign":{"id":"3"}},{"campaign":{"status":"ENABLED"}},{}]}"#,
            ),
            &BTreeMap::new(),
        );
        assert_eq!(structure, Structure::default());
    }

    #[test]
    fn a_budget_moves_as_many_campaigns_as_the_greater_count_says() {
        let text = TWO_ON_ONE_BUDGET.replace("\"referenceCount\":\"2\"", "\"referenceCount\":\"5\"");
        assert_eq!(assemble(rows(&text), &BTreeMap::new()).budgets[0].campaigns, 5);
        let text = TWO_ON_ONE_BUDGET
            .replace(",\"referenceCount\":\"2\"", "")
            .replace("\"explicitlyShared\":true", "\"x\":1");
        let budget = &assemble(rows(&text), &BTreeMap::new()).budgets[0];
        assert_eq!((budget.campaigns, budget.shared), (2, true));
    }
}
