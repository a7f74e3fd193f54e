//! What Google's rows look like. No key is required: proto3 JSON leaves out what is empty or default.

use serde::Deserialize;

use crate::numbers::{Millionths, Whole};

/// One chunk of a streamed answer, or one page of a paged one.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Chunk {
    pub results: Vec<Row>,
    pub next_page_token: Option<String>,
    /// A `google.rpc.Status`, when an error comes after the head of the answer has gone out.
    pub error: Option<serde_json::Value>,
}

/// One row, whatever was asked.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Row {
    pub customer: Option<Customer>,
    pub customer_client: Option<Customer>,
    pub campaign: Option<Campaign>,
    pub campaign_budget: Option<CampaignBudget>,
    pub ad_group: Option<AdGroup>,
    pub ad_group_ad: Option<AdGroupAd>,
    pub ad_group_criterion: Option<Criterion>,
    pub search_term_view: Option<SearchTermView>,
    pub label: Option<Label>,
    pub metrics: Option<Metrics>,
    pub segments: Option<Segments>,
}

/// `customer` and `customer_client` share these fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Customer {
    pub id: Option<Whole>,
    pub descriptive_name: String,
    pub currency_code: String,
    pub time_zone: String,
    pub manager: bool,
    pub status: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Campaign {
    pub id: Option<Whole>,
    pub name: String,
    pub status: String,
    pub serving_status: String,
    pub primary_status: String,
    pub advertising_channel_type: String,
    pub bidding_strategy_type: String,
    /// The resource name of a portfolio strategy; empty where the strategy is the campaign's own.
    pub bidding_strategy: String,
    pub maximize_conversions: Targets,
    pub maximize_conversion_value: Targets,
    pub target_cpa: Targets,
    pub target_roas: Targets,
    /// A resource name.
    pub campaign_budget: String,
    /// `yyyy-MM-dd HH:mm:ss` in the account's zone.
    pub start_date_time: String,
    /// Absent: runs for ever.
    pub end_date_time: String,
    /// Resource names.
    pub labels: Vec<String>,
}

/// What a bidding strategy bids towards, in whichever of them it stands.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Targets {
    pub target_cpa_micros: Option<Whole>,
    pub target_roas: Option<Millionths>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CampaignBudget {
    pub id: Option<Whole>,
    pub name: String,
    pub amount_micros: Option<Whole>,
    pub total_amount_micros: Option<Whole>,
    pub period: String,
    pub explicitly_shared: bool,
    pub reference_count: Option<Whole>,
    pub status: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AdGroup {
    pub id: Option<Whole>,
    pub name: String,
    pub status: String,
    pub primary_status: String,
    pub cpc_bid_micros: Option<Whole>,
    /// Resource names.
    pub labels: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AdGroupAd {
    pub ad: Ad,
    pub status: String,
    pub primary_status: String,
    /// Resource names.
    pub labels: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Ad {
    pub id: Option<Whole>,
    pub name: String,
    pub responsive_search_ad: ResponsiveSearchAd,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResponsiveSearchAd {
    pub headlines: Vec<AdText>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AdText {
    pub text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Criterion {
    /// One only within its ad group.
    pub criterion_id: Option<Whole>,
    pub status: String,
    pub primary_status: String,
    /// Its own; absent where it has its ad group's.
    pub cpc_bid_micros: Option<Whole>,
    pub keyword: Keyword,
    /// Resource names.
    pub labels: Vec<String>,
}

/// What somebody typed.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SearchTermView {
    pub search_term: String,
    pub status: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Keyword {
    pub text: String,
    pub match_type: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Label {
    pub id: Option<Whole>,
    pub resource_name: String,
    pub name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Metrics {
    pub impressions: Option<Whole>,
    pub clicks: Option<Whole>,
    pub cost_micros: Option<Whole>,
    pub conversions: Option<Millionths>,
    /// Currency units; in millionths they are micros.
    pub conversions_value: Option<Millionths>,
    pub engagements: Option<Whole>,
    pub video_trueview_views: Option<Whole>,
    pub all_conversions: Option<Millionths>,
    /// As `conversions_value`.
    pub all_conversions_value: Option<Millionths>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Segments {
    pub date: String,
    pub hour: Option<Whole>,
}

/// The answer of `customers:listAccessibleCustomers`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AccessibleCustomers {
    pub resource_names: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_of_googles_own_shape_is_read_exactly() {
        let body = r#"{"results":[{"customer":{"resourceName":"customers/1234567890"},"campaign":{"resourceName":"customers/1234567890/campaigns/111","id":"111","name":"Brand","status":"ENABLED","servingStatus":"SERVING","advertisingChannelType":"SEARCH","biddingStrategyType":"TARGET_SPEND","startDateTime":"2026-11-01 00:00:00","campaignBudget":"customers/1234567890/campaignBudgets/222"},"campaignBudget":{"resourceName":"customers/1234567890/campaignBudgets/222","amountMicros":"50000000","explicitlyShared":false},"metrics":{"impressions":"1200","clicks":34,"costMicros":"12340000","conversions":2.5,"conversionsValue":199.9},"segments":{"date":"2026-11-20","hour":13}}],"fieldMask":"campaign.id","requestId":"9T9O","queryResourceConsumption":"512"}"#;
        let chunk: Chunk = serde_json::from_str(body).unwrap();
        let row = &chunk.results[0];
        let metrics = row.metrics.as_ref().unwrap();
        assert_eq!(metrics.impressions, Some(Whole(1_200)));
        assert_eq!(metrics.clicks, Some(Whole(34)));
        assert_eq!(metrics.conversions, Some(Millionths(2_500_000)));
        assert_eq!(metrics.conversions_value, Some(Millionths(199_900_000)));
        assert_eq!(row.campaign.as_ref().unwrap().id, Some(Whole(111)));
        assert_eq!(row.segments.as_ref().unwrap().hour, Some(Whole(13)));
    }

    #[test]
    fn absent_keys_and_explicit_nulls_are_no_error() {
        let chunk: Chunk = serde_json::from_str(r#"{"fieldMask":"campaign.id"}"#).unwrap();
        assert!(chunk.results.is_empty());
        let chunk: Chunk = serde_json::from_str(r#"{"results":[{},{"metrics":{"clicks":null}}]}"#).unwrap();
        assert_eq!(chunk.results.len(), 2);
        assert_eq!(chunk.results[1].metrics.as_ref().unwrap().clicks, None);
    }

    #[test]
    fn a_number_that_is_none_is_an_error() {
        assert!(serde_json::from_str::<Chunk>(r#"{"results":[{"metrics":{"clicks":"many"}}]}"#).is_err());
        assert!(serde_json::from_str::<Chunk>(r#"{"results":[{"metrics":{"conversions":"NaN"}}]}"#).is_err());
    }
}
