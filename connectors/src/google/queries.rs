//! The questions asked in the Google Ads Query Language, each one operation against the quota.
//!
//! Field names are checked against the v26 descriptors. Values that come from outside enter only as digits or dates.

use std::collections::BTreeSet;

use dsl::Level;
use engine::connections::platform::Grain;
use jiff::civil::Date;

/// Who an account is.
pub const CUSTOMER: &str = "SELECT customer.id, customer.descriptive_name, customer.currency_code, \
     customer.time_zone, customer.manager, customer.status FROM customer LIMIT 1";

/// The whole tree under a manager, itself at level 0. Not only the enabled ones: a cancelled account is shown as closed.
pub const CUSTOMER_CLIENTS: &str = "SELECT customer_client.id, customer_client.level, customer_client.manager, \
     customer_client.status, customer_client.descriptive_name, customer_client.currency_code, \
     customer_client.time_zone FROM customer_client";

/// Whether the references to labels are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    With,
    Without,
}

/// How a campaign bids and towards what.
const BIDDING: &str = "campaign.bidding_strategy_type, campaign.bidding_strategy, \
     campaign.maximize_conversions.target_cpa_micros, campaign.maximize_conversion_value.target_roas, \
     campaign.target_cpa.target_cpa_micros, campaign.target_roas.target_roas";

/// Campaigns with their budgets. Without metrics, so that campaigns without traffic are in the answer too.
pub fn campaigns(labels: Labels) -> String {
    let labels = match labels {
        Labels::With => "campaign.labels, ",
        Labels::Without => "",
    };
    format!(
        "SELECT campaign.id, campaign.name, campaign.status, campaign.serving_status, campaign.primary_status, \
         campaign.advertising_channel_type, {BIDDING}, campaign.campaign_budget, \
         campaign.start_date_time, campaign.end_date_time, {labels}campaign_budget.id, campaign_budget.name, \
         campaign_budget.amount_micros, campaign_budget.total_amount_micros, campaign_budget.period, \
         campaign_budget.explicitly_shared, campaign_budget.reference_count, campaign_budget.status \
         FROM campaign WHERE campaign.status != 'REMOVED' ORDER BY campaign.id"
    )
}

/// The names behind the references to labels.
pub const LABELS: &str = "SELECT label.id, label.name FROM label";

/// The labels of one object, out of the resource that links to them. `ids` name the object, each by digits: the caller has checked
/// them.
pub fn labels_of(link: &str, ids: &[(&str, &str)]) -> String {
    let fields: Vec<&str> = ids.iter().map(|(field, _)| *field).collect();
    let is: Vec<String> = ids.iter().map(|(field, id)| format!("{field} = {id}")).collect();
    format!(
        "SELECT {}, label.id, label.name FROM {link} WHERE {}",
        fields.join(", "),
        is.join(" AND ")
    )
}

/// What Google knows a level below the campaigns by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectQuery {
    /// The resource whose rows they are, with their metrics.
    pub from: &'static str,
    /// The resource that holds what they are, its switch among it.
    pub of: &'static str,
    /// What names one.
    pub ids: &'static str,
    /// Everything else that is asked of one, its campaign left out.
    pub select: &'static str,
}

/// How a level is asked for; `None` for one that is not read from Google.
pub fn object_query(level: Level) -> Option<ObjectQuery> {
    match level {
        Level::AdGroups => Some(ObjectQuery {
            from: "ad_group",
            of: "ad_group",
            ids: "ad_group.id",
            select: "ad_group.name, ad_group.status, ad_group.primary_status, ad_group.cpc_bid_micros",
        }),
        // A criterion's number is one only within its ad group.
        Level::Keywords => Some(ObjectQuery {
            from: "keyword_view",
            of: "ad_group_criterion",
            ids: "ad_group.id, ad_group_criterion.criterion_id",
            select: "ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type, \
                     ad_group_criterion.status, ad_group_criterion.primary_status, ad_group_criterion.cpc_bid_micros",
        }),
        // Ads that are put together from texts rarely have a name: they are known by their headlines.
        Level::Ads => Some(ObjectQuery {
            from: "ad_group_ad",
            of: "ad_group_ad",
            ids: "ad_group.id, ad_group_ad.ad.id",
            select: "ad_group_ad.ad.name, ad_group_ad.ad.responsive_search_ad.headlines, ad_group_ad.status, \
                     ad_group_ad.primary_status",
        }),
        // Searches are there by their traffic alone: see `search_terms`.
        Level::SearchTerms => Some(ObjectQuery {
            from: "search_term_view",
            of: "ad_group",
            ids: "ad_group.id, search_term_view.search_term",
            select: "search_term_view.status",
        }),
        _ => None,
    }
}

/// The searches of some days, those that cost most first.
pub fn search_terms((first, last): (Date, Date), most: usize) -> String {
    format!(
        "SELECT ad_group.id, search_term_view.search_term, search_term_view.status, campaign.id, metrics.cost_micros \
         FROM search_term_view WHERE segments.date BETWEEN '{first}' AND '{last}' AND campaign.status != 'REMOVED' \
         AND ad_group.status != 'REMOVED' ORDER BY metrics.cost_micros DESC LIMIT {most}"
    )
}

/// The negative keywords of one ad group, or of all. The id is digits: the caller has checked it.
pub fn negatives(of: Option<&str>) -> String {
    let one = of.map_or_else(String::new, |id| format!("ad_group.id = {id} AND "));
    format!(
        "SELECT ad_group.id, ad_group_criterion.criterion_id, ad_group_criterion.keyword.text, \
         ad_group_criterion.keyword.match_type FROM ad_group_criterion WHERE {one}ad_group_criterion.negative = TRUE \
         AND ad_group_criterion.type = 'KEYWORD' AND ad_group_criterion.status != 'REMOVED'"
    )
}

/// Every object of a level that can still run, with its campaign. Without metrics, so that those without traffic are in the
/// answer too.
pub fn objects(query: &ObjectQuery, labels: Labels) -> String {
    let ObjectQuery {
        from,
        of,
        ids,
        select,
    } = query;
    // Under what was removed nothing can run.
    let lives = ["campaign", "ad_group", of].map(|resource| format!("{resource}.status != 'REMOVED'"));
    let lives = lives
        .iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(String::as_str);
    let lives = lives.collect::<Vec<_>>().join(" AND ");
    let labels = match labels {
        Labels::With => format!("{of}.labels, "),
        Labels::Without => String::new(),
    };
    format!(
        "SELECT {ids}, {select}, {labels}campaign.id, campaign.bidding_strategy_type FROM {from} WHERE {lives} ORDER BY {ids}"
    )
}

/// The base metrics of every object of a level and these further ones, by day or by hour of the account's local day. `ids` name one.
pub fn metrics(
    (from, ids): (&str, &str),
    (first, last): (Date, Date),
    grain: Grain,
    further: &[&str],
) -> String {
    let hour = match grain {
        Grain::Day => "",
        Grain::Hour => "segments.hour, ",
    };
    let further: String = further.iter().map(|field| format!(", {field}")).collect();
    format!(
        "SELECT {ids}, segments.date, {hour}metrics.impressions, metrics.clicks, metrics.cost_micros, \
         metrics.conversions, metrics.conversions_value{further} FROM {from} \
         WHERE segments.date BETWEEN '{first}' AND '{last}'"
    )
}

/// The switch of one campaign. `id` is digits: the caller has checked it.
pub fn campaign_status_of(id: &str) -> String {
    format!("SELECT campaign.id, campaign.status FROM campaign WHERE campaign.id = {id}")
}

/// How one campaign bids and towards what. `id` is digits: the caller has checked it.
pub fn bidding_of(id: &str) -> String {
    format!("SELECT campaign.id, campaign.status, {BIDDING} FROM campaign WHERE campaign.id = {id}")
}

/// Switch and bid of one ad group. `id` is digits: the caller has checked it.
pub fn ad_group_of(id: &str) -> String {
    format!(
        "SELECT ad_group.id, ad_group.status, ad_group.cpc_bid_micros FROM ad_group WHERE ad_group.id = {id}"
    )
}

/// Switch and bid of one keyword, whose ad group has a number of its own. Both are digits: the caller has checked it.
pub fn keyword_of(ad_group: &str, id: &str) -> String {
    format!(
        "SELECT ad_group_criterion.criterion_id, ad_group_criterion.status, ad_group_criterion.cpc_bid_micros \
         FROM ad_group_criterion WHERE ad_group.id = {ad_group} AND ad_group_criterion.criterion_id = {id}"
    )
}

/// The switch of one ad of an ad group. Both are digits: the caller has checked it.
pub fn ad_of(ad_group: &str, id: &str) -> String {
    format!(
        "SELECT ad_group_ad.ad.id, ad_group_ad.status FROM ad_group_ad \
         WHERE ad_group.id = {ad_group} AND ad_group_ad.ad.id = {id}"
    )
}

/// The amount of one budget. `id` is digits: the caller has checked it.
pub fn budget_of(id: &str) -> String {
    format!(
        "SELECT campaign_budget.id, campaign_budget.amount_micros, campaign_budget.total_amount_micros, \
         campaign_budget.period, campaign_budget.status FROM campaign_budget WHERE campaign_budget.id = {id}"
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_written_as_the_query_language_wants_them() {
        let campaigns = ("campaign", "campaign.id");
        let days = (date(2026, 3, 1), date(2026, 11, 21));
        let query = metrics(campaigns, days, Grain::Day, &["metrics.engagements"]);
        assert!(
            query.ends_with("BETWEEN '2026-03-01' AND '2026-11-21'"),
            "{query}"
        );
        assert!(query.contains("metrics.conversions_value, metrics.engagements FROM campaign WHERE"));
        assert!(!query.contains("segments.hour"));
        assert!(metrics(campaigns, days, Grain::Hour, &[]).contains("segments.hour"));
    }

    #[test]
    fn no_query_has_a_line_break_or_doubled_space() {
        let campaigns = [campaigns(Labels::With), campaigns(Labels::Without)];
        let below = [Level::AdGroups, Level::Keywords, Level::Ads]
            .map(|level| objects(&object_query(level).unwrap(), Labels::With));
        assert!(below[1].contains("ad_group_criterion.labels, campaign.id"));
        let words = [("ad_group.id", "7"), ("ad_group_ad.ad.id", "8")];
        let all = [
            below[0].as_str(),
            below[1].as_str(),
            below[2].as_str(),
            &ad_of("7", "8"),
            CUSTOMER,
            CUSTOMER_CLIENTS,
            LABELS,
            &labels_of("ad_group_ad_label", &words),
            &search_terms((date(2026, 3, 1), date(2026, 3, 2)), 9),
            &negatives(None),
            &negatives(Some("7")),
            campaigns[0].as_str(),
            campaigns[1].as_str(),
        ];
        for query in all {
            assert!(!query.contains('\n') && !query.contains("  "), "{query}");
        }
    }
}
