//! The one table of fields: what can be selected, filtered, sorted and written, and as which type.
//!
//! A field that is not in this table does not exist for the sandbox, in a query or in an update. Names and types are
//! those of the v26 message classes; `tests/judge` holds every reply against them.

pub mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use self::words as of;
use super::value::Kind::{
    self, Bool, Date, DateTime, Double, Enum, EnumList, Int32, Int64, Message, Name, NameList, Text,
};

/// Where a stored value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// Computed when it is read.
    Derived,
    /// Stored, set by the platform alone.
    Platform,
    /// Stored, set by a caller when the resource is created and never again.
    OnCreate,
    /// Stored, set by a caller at any time.
    Always,
}

#[derive(Debug, PartialEq)]
pub struct Field {
    /// The name in a query: `campaign.status`.
    pub name: &'static str,
    pub kind: Kind,
    pub filterable: bool,
    pub sortable: bool,
    pub write: Write,
}

impl Field {
    /// The resource part of the name: `campaign`.
    pub fn resource(&self) -> &'static str {
        self.name
            .split_once('.')
            .map_or(self.name, |(resource, _)| resource)
    }

    /// The rest of the name: `status`, `maximize_conversions.target_cpa_micros`.
    pub fn path(&self) -> &'static str {
        self.name.split_once('.').map_or("", |(_, path)| path)
    }

    pub fn is_metric(&self) -> bool {
        self.resource() == "metrics"
    }

    pub fn is_segment(&self) -> bool {
        self.resource() == "segments"
    }

    /// Segments by the keyword that a search met: only searches have them.
    pub fn is_of_search(&self) -> bool {
        self.name.starts_with("segments.keyword.") || self.name == "segments.search_term_match_type"
    }

    /// Date segments that may be filtered without being selected.
    pub fn is_core_date(&self) -> bool {
        matches!(
            self.name,
            "segments.date" | "segments.week" | "segments.month" | "segments.quarter" | "segments.year"
        )
    }
}

const fn field(name: &'static str, kind: Kind, write: Write) -> Field {
    let (filterable, sortable) = match kind {
        Message => (false, false),
        EnumList(_) | NameList => (true, false),
        _ => (true, true),
    };
    Field {
        name,
        kind,
        filterable,
        sortable,
        write,
    }
}

const fn derived(name: &'static str, kind: Kind) -> Field {
    field(name, kind, Write::Derived)
}

static FIELDS: &[Field] = &[
    derived("customer.resource_name", Name),
    derived("customer.id", Int64),
    derived("customer.descriptive_name", Text),
    derived("customer.currency_code", Text),
    derived("customer.time_zone", Text),
    derived("customer.manager", Bool),
    derived("customer.test_account", Bool),
    derived("customer.status", Enum(of::CUSTOMER_STATUS)),
    derived("customer.auto_tagging_enabled", Bool),
    derived("customer_client.resource_name", Name),
    derived("customer_client.client_customer", Name),
    derived("customer_client.id", Int64),
    derived("customer_client.level", Int64),
    derived("customer_client.manager", Bool),
    derived("customer_client.hidden", Bool),
    derived("customer_client.status", Enum(of::CUSTOMER_STATUS)),
    derived("customer_client.test_account", Bool),
    derived("customer_client.descriptive_name", Text),
    derived("customer_client.currency_code", Text),
    derived("customer_client.time_zone", Text),
    derived("campaign.resource_name", Name),
    field("campaign.id", Int64, Write::Platform),
    field("campaign.name", Text, Write::Always),
    field("campaign.status", Enum(of::STATUS), Write::Always),
    derived("campaign.serving_status", Enum(of::SERVING_STATUS)),
    derived("campaign.primary_status", Enum(of::PRIMARY_STATUS)),
    derived(
        "campaign.primary_status_reasons",
        EnumList(of::PRIMARY_STATUS_REASON),
    ),
    field(
        "campaign.advertising_channel_type",
        Enum(of::CHANNEL),
        Write::OnCreate,
    ),
    field(
        "campaign.advertising_channel_sub_type",
        Enum(of::SUB_CHANNEL),
        Write::OnCreate,
    ),
    field(
        "campaign.bidding_strategy_type",
        Enum(of::BIDDING),
        Write::Platform,
    ),
    derived(
        "campaign.bidding_strategy_system_status",
        Enum(of::BIDDING_SYSTEM_STATUS),
    ),
    derived("campaign.bidding_strategy", Name),
    field("campaign.campaign_budget", Name, Write::Always),
    field("campaign.start_date_time", DateTime, Write::Always),
    field("campaign.end_date_time", DateTime, Write::Always),
    field("campaign.experiment_type", Enum(of::EXPERIMENT), Write::Platform),
    field("campaign.labels", NameList, Write::Platform),
    field(
        "campaign.contains_eu_political_advertising",
        Enum(of::EU_POLITICAL),
        Write::Always,
    ),
    field(
        "campaign.network_settings.target_google_search",
        Bool,
        Write::Always,
    ),
    field(
        "campaign.network_settings.target_search_network",
        Bool,
        Write::Always,
    ),
    field(
        "campaign.network_settings.target_content_network",
        Bool,
        Write::Always,
    ),
    field(
        "campaign.network_settings.target_partner_search_network",
        Bool,
        Write::Always,
    ),
    field("campaign.final_url_suffix", Text, Write::Always),
    field("campaign.tracking_url_template", Text, Write::Always),
    field("campaign.manual_cpc.enhanced_cpc_enabled", Bool, Write::Always),
    field(
        "campaign.maximize_conversions.target_cpa_micros",
        Int64,
        Write::Always,
    ),
    field(
        "campaign.maximize_conversion_value.target_roas",
        Double,
        Write::Always,
    ),
    field("campaign.target_cpa.target_cpa_micros", Int64, Write::Always),
    field("campaign.target_roas.target_roas", Double, Write::Always),
    field(
        "campaign.target_spend.cpc_bid_ceiling_micros",
        Int64,
        Write::Always,
    ),
    derived("campaign_budget.resource_name", Name),
    field("campaign_budget.id", Int64, Write::Platform),
    field("campaign_budget.name", Text, Write::Always),
    field("campaign_budget.amount_micros", Int64, Write::Always),
    field("campaign_budget.total_amount_micros", Int64, Write::Always),
    field("campaign_budget.status", Enum(of::BUDGET_STATUS), Write::Platform),
    field(
        "campaign_budget.delivery_method",
        Enum(of::DELIVERY),
        Write::Always,
    ),
    field("campaign_budget.explicitly_shared", Bool, Write::Always),
    derived("campaign_budget.reference_count", Int64),
    derived("campaign_budget.has_recommended_budget", Bool),
    derived("campaign_budget.recommended_budget_amount_micros", Int64),
    field("campaign_budget.period", Enum(of::PERIOD), Write::OnCreate),
    field("campaign_budget.type", Enum(of::BUDGET_TYPE), Write::OnCreate),
    derived("ad_group.resource_name", Name),
    field("ad_group.id", Int64, Write::Platform),
    field("ad_group.name", Text, Write::Always),
    field("ad_group.status", Enum(of::STATUS), Write::Always),
    field("ad_group.type", Enum(of::AD_GROUP_TYPE), Write::OnCreate),
    field("ad_group.campaign", Name, Write::OnCreate),
    field("ad_group.cpc_bid_micros", Int64, Write::Always),
    derived("ad_group.effective_cpc_bid_micros", Int64),
    field("ad_group.target_cpa_micros", Int64, Write::Always),
    field("ad_group.target_roas", Double, Write::Always),
    field("ad_group.labels", NameList, Write::Platform),
    derived("ad_group.primary_status", Enum(of::AD_GROUP_PRIMARY_STATUS)),
    derived(
        "ad_group.primary_status_reasons",
        EnumList(of::AD_GROUP_PRIMARY_STATUS_REASON),
    ),
    derived("ad_group_criterion.resource_name", Name),
    field("ad_group_criterion.criterion_id", Int64, Write::Platform),
    field("ad_group_criterion.ad_group", Name, Write::OnCreate),
    field("ad_group_criterion.status", Enum(of::STATUS), Write::Always),
    field(
        "ad_group_criterion.type",
        Enum(of::CRITERION_TYPE),
        Write::Platform,
    ),
    field("ad_group_criterion.negative", Bool, Write::OnCreate),
    field("ad_group_criterion.keyword.text", Text, Write::OnCreate),
    field(
        "ad_group_criterion.keyword.match_type",
        Enum(of::MATCH_TYPE),
        Write::OnCreate,
    ),
    field("ad_group_criterion.cpc_bid_micros", Int64, Write::Always),
    field("ad_group_criterion.labels", NameList, Write::Platform),
    derived("ad_group_criterion.effective_cpc_bid_micros", Int64),
    derived(
        "ad_group_criterion.primary_status",
        Enum(of::KEYWORD_PRIMARY_STATUS),
    ),
    derived(
        "ad_group_criterion.primary_status_reasons",
        EnumList(of::KEYWORD_PRIMARY_STATUS_REASON),
    ),
    derived("ad_group_ad.resource_name", Name),
    field("ad_group_ad.ad.id", Int64, Write::Platform),
    field("ad_group_ad.ad.name", Text, Write::Platform),
    field(
        "ad_group_ad.ad.responsive_search_ad.headlines",
        Message,
        Write::Platform,
    ),
    field("ad_group_ad.ad.type", Enum(of::AD_TYPE), Write::Platform),
    field("ad_group_ad.ad_group", Name, Write::OnCreate),
    field("ad_group_ad.status", Enum(of::STATUS), Write::Always),
    field("ad_group_ad.labels", NameList, Write::Platform),
    derived("ad_group_ad.primary_status", Enum(of::AD_PRIMARY_STATUS)),
    derived(
        "ad_group_ad.primary_status_reasons",
        EnumList(of::AD_PRIMARY_STATUS_REASON),
    ),
    derived("keyword_view.resource_name", Name),
    derived("campaign_criterion.resource_name", Name),
    field("campaign_criterion.criterion_id", Int64, Write::Platform),
    field("campaign_criterion.campaign", Name, Write::OnCreate),
    field("campaign_criterion.status", Enum(of::STATUS), Write::Always),
    field(
        "campaign_criterion.type",
        Enum(of::CRITERION_TYPE),
        Write::Platform,
    ),
    field("campaign_criterion.negative", Bool, Write::OnCreate),
    field("campaign_criterion.keyword.text", Text, Write::OnCreate),
    field(
        "campaign_criterion.keyword.match_type",
        Enum(of::MATCH_TYPE),
        Write::OnCreate,
    ),
    derived("search_term_view.resource_name", Name),
    derived("search_term_view.search_term", Text),
    derived("search_term_view.ad_group", Name),
    derived("search_term_view.status", Enum(of::TARGETING_STATUS)),
    derived("label.resource_name", Name),
    derived("label.id", Int64),
    derived("label.name", Text),
    derived("label.status", Enum(of::LABEL_STATUS)),
    derived("campaign_label.resource_name", Name),
    derived("campaign_label.campaign", Name),
    derived("campaign_label.label", Name),
    derived("ad_group_label.resource_name", Name),
    derived("ad_group_label.ad_group", Name),
    derived("ad_group_label.label", Name),
    derived("ad_group_ad_label.resource_name", Name),
    derived("ad_group_ad_label.ad_group_ad", Name),
    derived("ad_group_ad_label.label", Name),
    derived("ad_group_criterion_label.resource_name", Name),
    derived("ad_group_criterion_label.ad_group_criterion", Name),
    derived("ad_group_criterion_label.label", Name),
    derived("change_event.resource_name", Name),
    derived("change_event.change_date_time", DateTime),
    derived("change_event.change_resource_type", Enum(of::CHANGE_RESOURCE)),
    derived("change_event.change_resource_name", Name),
    derived("change_event.client_type", Enum(of::CLIENT_TYPE)),
    derived("change_event.user_email", Text),
    derived(
        "change_event.resource_change_operation",
        Enum(of::CHANGE_OPERATION),
    ),
    derived("change_event.changed_fields", Message),
    derived("change_event.old_resource", Message),
    derived("change_event.new_resource", Message),
    derived("change_event.campaign", Name),
    derived("change_event.ad_group", Name),
    derived("segments.date", Date),
    derived("segments.week", Date),
    derived("segments.month", Date),
    derived("segments.quarter", Date),
    derived("segments.year", Int32),
    derived("segments.day_of_week", Enum(of::WEEKDAYS)),
    derived("segments.month_of_year", Enum(of::MONTHS)),
    derived("segments.hour", Int32),
    derived("segments.conversion_lag_bucket", Enum(of::LAG_BUCKETS)),
    derived("segments.keyword.ad_group_criterion", Name),
    derived("segments.keyword.info.text", Text),
    derived("segments.keyword.info.match_type", Enum(of::MATCH_TYPE)),
    derived("segments.search_term_match_type", Enum(of::SEARCH_MATCH_TYPE)),
    derived("metrics.impressions", Int64),
    derived("metrics.clicks", Int64),
    derived("metrics.interactions", Int64),
    derived("metrics.invalid_clicks", Int64),
    derived("metrics.engagements", Int64),
    derived("metrics.video_trueview_views", Int64),
    derived("metrics.cost_micros", Int64),
    derived("metrics.ctr", Double),
    derived("metrics.average_cpc", Double),
    derived("metrics.average_cpm", Double),
    derived("metrics.average_cost", Double),
    derived("metrics.conversions", Double),
    derived("metrics.conversions_value", Double),
    derived("metrics.conversions_from_interactions_rate", Double),
    derived("metrics.cost_per_conversion", Double),
    derived("metrics.value_per_conversion", Double),
    derived("metrics.all_conversions", Double),
    derived("metrics.all_conversions_value", Double),
    derived("metrics.conversions_by_conversion_date", Double),
    derived("metrics.conversions_value_by_conversion_date", Double),
    derived("metrics.all_conversions_by_conversion_date", Double),
    derived("metrics.search_impression_share", Double),
    derived("metrics.search_budget_lost_impression_share", Double),
];

static BY_NAME: LazyLock<HashMap<&'static str, &'static Field>> =
    LazyLock::new(|| FIELDS.iter().map(|field| (field.name, field)).collect());

/// Finds a field by its query name.
pub fn find(name: &str) -> Option<&'static Field> {
    BY_NAME.get(name).copied()
}

/// All fields of one resource, in the order of the table.
pub fn of_resource(resource: &str) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(move |field| field.resource() == resource)
}

/// True when fields lie below this path: `campaign.network_settings`, `campaign.manual_cpc`.
pub fn is_message(name: &str) -> bool {
    FIELDS.iter().any(|field| {
        field
            .name
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('.'))
    })
}

/// Messages without fields of their own in the table, which say something by being there.
pub fn is_empty_message(name: &str) -> bool {
    name == "campaign.manual_cpm"
}

/// What may be read together: FROM resource, then the resources whose fields may join it, then whether it has metrics.
const SOURCES: &[(&str, &[&str], bool)] = &[
    ("customer", &["customer"], true),
    ("customer_client", &["customer_client", "customer"], false),
    ("campaign", &["campaign", "campaign_budget", "customer"], true),
    ("campaign_budget", &["campaign_budget", "customer"], true),
    ("ad_group", &["ad_group", "campaign", "customer"], true),
    (
        "ad_group_ad",
        &["ad_group_ad", "ad_group", "campaign", "customer"],
        true,
    ),
    (
        "ad_group_criterion",
        &["ad_group_criterion", "ad_group", "campaign", "customer"],
        false,
    ),
    (
        "keyword_view",
        &[
            "keyword_view",
            "ad_group_criterion",
            "ad_group",
            "campaign",
            "customer",
        ],
        true,
    ),
    (
        "campaign_criterion",
        &["campaign_criterion", "campaign", "customer"],
        false,
    ),
    (
        "search_term_view",
        &["search_term_view", "ad_group", "campaign", "customer"],
        true,
    ),
    ("label", &["label", "customer"], false),
    (
        "campaign_label",
        &["campaign_label", "campaign", "label", "customer"],
        false,
    ),
    (
        "ad_group_label",
        &["ad_group_label", "ad_group", "campaign", "label", "customer"],
        false,
    ),
    (
        "ad_group_ad_label",
        &[
            "ad_group_ad_label",
            "ad_group_ad",
            "ad_group",
            "campaign",
            "label",
            "customer",
        ],
        false,
    ),
    (
        "ad_group_criterion_label",
        &[
            "ad_group_criterion_label",
            "ad_group_criterion",
            "ad_group",
            "campaign",
            "label",
            "customer",
        ],
        false,
    ),
    (
        "change_event",
        &["change_event", "campaign", "ad_group", "customer"],
        false,
    ),
];

/// The resource of a FROM clause, if the sandbox has it: (name, resources that may join, metrics allowed).
pub fn source(name: &str) -> Option<(&'static str, &'static [&'static str], bool)> {
    SOURCES.iter().copied().find(|(source, _, _)| *source == name)
}
