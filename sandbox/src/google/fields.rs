//! The one table of fields: what can be selected, filtered, sorted and written, and as which type.
//!
//! A field that is not in this table does not exist for the sandbox, in a query or in an update. Names and types are
//! those of the v26 message classes; `tests/judge` holds every reply against them.

use std::collections::HashMap;
use std::sync::LazyLock;

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

pub const STATUS: &[&str] = &["ENABLED", "PAUSED", "REMOVED"];
const CUSTOMER_STATUS: &[&str] = &["ENABLED", "CANCELED", "SUSPENDED", "CLOSED"];
const SERVING_STATUS: &[&str] = &["SERVING", "NONE", "ENDED", "PENDING", "SUSPENDED"];
const PRIMARY_STATUS: &[&str] = &[
    "ELIGIBLE",
    "PAUSED",
    "REMOVED",
    "ENDED",
    "PENDING",
    "MISCONFIGURED",
    "LIMITED",
    "LEARNING",
    "NOT_ELIGIBLE",
];
const PRIMARY_STATUS_REASON: &[&str] = &[
    "CAMPAIGN_REMOVED",
    "CAMPAIGN_PAUSED",
    "CAMPAIGN_PENDING",
    "CAMPAIGN_ENDED",
    "BIDDING_STRATEGY_LEARNING",
    "BIDDING_STRATEGY_LIMITED",
    "BUDGET_CONSTRAINED",
    "BUDGET_MISCONFIGURED",
    "SEARCH_VOLUME_LIMITED",
    "AD_GROUPS_PAUSED",
    "NO_AD_GROUPS",
];
const AD_GROUP_PRIMARY_STATUS: &[&str] = &[
    "ELIGIBLE",
    "PAUSED",
    "REMOVED",
    "PENDING",
    "NOT_ELIGIBLE",
    "LIMITED",
];
const AD_GROUP_PRIMARY_STATUS_REASON: &[&str] = &[
    "CAMPAIGN_REMOVED",
    "CAMPAIGN_PAUSED",
    "CAMPAIGN_PENDING",
    "CAMPAIGN_ENDED",
    "AD_GROUP_PAUSED",
    "AD_GROUP_REMOVED",
    "KEYWORDS_PAUSED",
];
const KEYWORD_PRIMARY_STATUS: &[&str] = &["ELIGIBLE", "PAUSED", "REMOVED", "PENDING", "NOT_ELIGIBLE"];
const KEYWORD_PRIMARY_STATUS_REASON: &[&str] = &[
    "CAMPAIGN_PENDING",
    "CAMPAIGN_PAUSED",
    "CAMPAIGN_REMOVED",
    "CAMPAIGN_ENDED",
    "AD_GROUP_PAUSED",
    "AD_GROUP_REMOVED",
    "AD_GROUP_CRITERION_NEGATIVE",
    "AD_GROUP_CRITERION_PAUSED",
    "AD_GROUP_CRITERION_REMOVED",
];
const CRITERION_TYPE: &[&str] = &["KEYWORD"];
const MATCH_TYPE: &[&str] = &["EXACT", "PHRASE", "BROAD"];
const TARGETING_STATUS: &[&str] = &["ADDED", "EXCLUDED", "ADDED_EXCLUDED", "NONE"];
const SEARCH_MATCH_TYPE: &[&str] = &["BROAD", "EXACT", "PHRASE", "NEAR_EXACT", "NEAR_PHRASE"];
pub const CHANNEL: &[&str] = &[
    "SEARCH",
    "DISPLAY",
    "SHOPPING",
    "HOTEL",
    "VIDEO",
    "MULTI_CHANNEL",
    "LOCAL",
    "SMART",
    "PERFORMANCE_MAX",
    "LOCAL_SERVICES",
    "TRAVEL",
    "DEMAND_GEN",
];
const SUB_CHANNEL: &[&str] = &[
    "VIDEO_ACTION",
    "APP_CAMPAIGN",
    "SMART_CAMPAIGN",
    "VIDEO_REACH_TARGET_FREQUENCY",
];
const BIDDING: &[&str] = &[
    "MANUAL_CPC",
    "MANUAL_CPM",
    "MAXIMIZE_CONVERSIONS",
    "MAXIMIZE_CONVERSION_VALUE",
    "TARGET_CPA",
    "TARGET_ROAS",
    "TARGET_SPEND",
    "TARGET_IMPRESSION_SHARE",
];
const BIDDING_SYSTEM_STATUS: &[&str] = &[
    "ENABLED",
    "LEARNING_NEW",
    "LEARNING_BUDGET_CHANGE",
    "LIMITED_BY_BUDGET",
    "LIMITED_BY_DATA",
    "PAUSED",
    "UNAVAILABLE",
];
const EXPERIMENT: &[&str] = &["BASE", "DRAFT", "EXPERIMENT"];
const EU_POLITICAL: &[&str] = &[
    "CONTAINS_EU_POLITICAL_ADVERTISING",
    "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
];
const PERIOD: &[&str] = &["DAILY", "CUSTOM_PERIOD"];
const DELIVERY: &[&str] = &["STANDARD", "ACCELERATED"];
const BUDGET_TYPE: &[&str] = &["STANDARD", "FIXED_CPA", "SMART_CAMPAIGN", "LOCAL_SERVICES"];
const BUDGET_STATUS: &[&str] = &["ENABLED", "REMOVED"];
const LABEL_STATUS: &[&str] = &["ENABLED", "REMOVED"];
const AD_GROUP_TYPE: &[&str] = &[
    "SEARCH_STANDARD",
    "DISPLAY_STANDARD",
    "SHOPPING_PRODUCT_ADS",
    "SEARCH_DYNAMIC_ADS",
    "VIDEO_RESPONSIVE",
    "VIDEO_TRUE_VIEW_IN_STREAM",
];
const CLIENT_TYPE: &[&str] = &[
    "GOOGLE_ADS_WEB_CLIENT",
    "GOOGLE_ADS_AUTOMATED_RULE",
    "GOOGLE_ADS_SCRIPTS",
    "GOOGLE_ADS_BULK_UPLOAD",
    "GOOGLE_ADS_API",
    "GOOGLE_ADS_EDITOR",
    "GOOGLE_ADS_MOBILE_APP",
    "GOOGLE_ADS_RECOMMENDATIONS",
    "INTERNAL_TOOL",
    "OTHER",
];
const CHANGE_RESOURCE: &[&str] = &[
    "AD",
    "AD_GROUP",
    "AD_GROUP_CRITERION",
    "CAMPAIGN",
    "CAMPAIGN_BUDGET",
    "AD_GROUP_AD",
    "CAMPAIGN_CRITERION",
];
const CHANGE_OPERATION: &[&str] = &["CREATE", "UPDATE", "REMOVE"];
pub const LAG_BUCKETS: &[&str] = &[
    "LESS_THAN_ONE_DAY",
    "ONE_TO_TWO_DAYS",
    "TWO_TO_THREE_DAYS",
    "THREE_TO_FOUR_DAYS",
    "FOUR_TO_FIVE_DAYS",
    "FIVE_TO_SIX_DAYS",
    "SIX_TO_SEVEN_DAYS",
    "SEVEN_TO_EIGHT_DAYS",
    "EIGHT_TO_NINE_DAYS",
    "NINE_TO_TEN_DAYS",
    "TEN_TO_ELEVEN_DAYS",
    "ELEVEN_TO_TWELVE_DAYS",
    "TWELVE_TO_THIRTEEN_DAYS",
    "THIRTEEN_TO_FOURTEEN_DAYS",
    "FOURTEEN_TO_TWENTY_ONE_DAYS",
    "TWENTY_ONE_TO_THIRTY_DAYS",
    "THIRTY_TO_FORTY_FIVE_DAYS",
    "FORTY_FIVE_TO_SIXTY_DAYS",
    "SIXTY_TO_NINETY_DAYS",
];
pub const WEEKDAYS: &[&str] = &[
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
];
pub const MONTHS: &[&str] = &[
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

static FIELDS: &[Field] = &[
    derived("customer.resource_name", Name),
    derived("customer.id", Int64),
    derived("customer.descriptive_name", Text),
    derived("customer.currency_code", Text),
    derived("customer.time_zone", Text),
    derived("customer.manager", Bool),
    derived("customer.test_account", Bool),
    derived("customer.status", Enum(CUSTOMER_STATUS)),
    derived("customer.auto_tagging_enabled", Bool),
    derived("customer_client.resource_name", Name),
    derived("customer_client.client_customer", Name),
    derived("customer_client.id", Int64),
    derived("customer_client.level", Int64),
    derived("customer_client.manager", Bool),
    derived("customer_client.hidden", Bool),
    derived("customer_client.status", Enum(CUSTOMER_STATUS)),
    derived("customer_client.test_account", Bool),
    derived("customer_client.descriptive_name", Text),
    derived("customer_client.currency_code", Text),
    derived("customer_client.time_zone", Text),
    derived("campaign.resource_name", Name),
    field("campaign.id", Int64, Write::Platform),
    field("campaign.name", Text, Write::Always),
    field("campaign.status", Enum(STATUS), Write::Always),
    derived("campaign.serving_status", Enum(SERVING_STATUS)),
    derived("campaign.primary_status", Enum(PRIMARY_STATUS)),
    derived("campaign.primary_status_reasons", EnumList(PRIMARY_STATUS_REASON)),
    field(
        "campaign.advertising_channel_type",
        Enum(CHANNEL),
        Write::OnCreate,
    ),
    field(
        "campaign.advertising_channel_sub_type",
        Enum(SUB_CHANNEL),
        Write::OnCreate,
    ),
    field("campaign.bidding_strategy_type", Enum(BIDDING), Write::Platform),
    derived(
        "campaign.bidding_strategy_system_status",
        Enum(BIDDING_SYSTEM_STATUS),
    ),
    derived("campaign.bidding_strategy", Name),
    field("campaign.campaign_budget", Name, Write::Always),
    field("campaign.start_date_time", DateTime, Write::Always),
    field("campaign.end_date_time", DateTime, Write::Always),
    field("campaign.experiment_type", Enum(EXPERIMENT), Write::Platform),
    field("campaign.labels", NameList, Write::Platform),
    field(
        "campaign.contains_eu_political_advertising",
        Enum(EU_POLITICAL),
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
    field("campaign_budget.status", Enum(BUDGET_STATUS), Write::Platform),
    field("campaign_budget.delivery_method", Enum(DELIVERY), Write::Always),
    field("campaign_budget.explicitly_shared", Bool, Write::Always),
    derived("campaign_budget.reference_count", Int64),
    derived("campaign_budget.has_recommended_budget", Bool),
    derived("campaign_budget.recommended_budget_amount_micros", Int64),
    field("campaign_budget.period", Enum(PERIOD), Write::OnCreate),
    field("campaign_budget.type", Enum(BUDGET_TYPE), Write::OnCreate),
    derived("ad_group.resource_name", Name),
    field("ad_group.id", Int64, Write::Platform),
    field("ad_group.name", Text, Write::Always),
    field("ad_group.status", Enum(STATUS), Write::Always),
    field("ad_group.type", Enum(AD_GROUP_TYPE), Write::OnCreate),
    field("ad_group.campaign", Name, Write::OnCreate),
    field("ad_group.cpc_bid_micros", Int64, Write::Always),
    derived("ad_group.effective_cpc_bid_micros", Int64),
    field("ad_group.target_cpa_micros", Int64, Write::Always),
    field("ad_group.target_roas", Double, Write::Always),
    derived("ad_group.primary_status", Enum(AD_GROUP_PRIMARY_STATUS)),
    derived(
        "ad_group.primary_status_reasons",
        EnumList(AD_GROUP_PRIMARY_STATUS_REASON),
    ),
    derived("ad_group_criterion.resource_name", Name),
    field("ad_group_criterion.criterion_id", Int64, Write::Platform),
    field("ad_group_criterion.ad_group", Name, Write::OnCreate),
    field("ad_group_criterion.status", Enum(STATUS), Write::Always),
    field("ad_group_criterion.type", Enum(CRITERION_TYPE), Write::Platform),
    field("ad_group_criterion.negative", Bool, Write::OnCreate),
    field("ad_group_criterion.keyword.text", Text, Write::OnCreate),
    field(
        "ad_group_criterion.keyword.match_type",
        Enum(MATCH_TYPE),
        Write::OnCreate,
    ),
    field("ad_group_criterion.cpc_bid_micros", Int64, Write::Always),
    derived("ad_group_criterion.effective_cpc_bid_micros", Int64),
    derived("ad_group_criterion.primary_status", Enum(KEYWORD_PRIMARY_STATUS)),
    derived(
        "ad_group_criterion.primary_status_reasons",
        EnumList(KEYWORD_PRIMARY_STATUS_REASON),
    ),
    derived("keyword_view.resource_name", Name),
    derived("campaign_criterion.resource_name", Name),
    field("campaign_criterion.criterion_id", Int64, Write::Platform),
    field("campaign_criterion.campaign", Name, Write::OnCreate),
    field("campaign_criterion.status", Enum(STATUS), Write::Always),
    field("campaign_criterion.type", Enum(CRITERION_TYPE), Write::Platform),
    field("campaign_criterion.negative", Bool, Write::OnCreate),
    field("campaign_criterion.keyword.text", Text, Write::OnCreate),
    field(
        "campaign_criterion.keyword.match_type",
        Enum(MATCH_TYPE),
        Write::OnCreate,
    ),
    derived("search_term_view.resource_name", Name),
    derived("search_term_view.search_term", Text),
    derived("search_term_view.ad_group", Name),
    derived("search_term_view.status", Enum(TARGETING_STATUS)),
    derived("label.resource_name", Name),
    derived("label.id", Int64),
    derived("label.name", Text),
    derived("label.status", Enum(LABEL_STATUS)),
    derived("campaign_label.resource_name", Name),
    derived("campaign_label.campaign", Name),
    derived("campaign_label.label", Name),
    derived("change_event.resource_name", Name),
    derived("change_event.change_date_time", DateTime),
    derived("change_event.change_resource_type", Enum(CHANGE_RESOURCE)),
    derived("change_event.change_resource_name", Name),
    derived("change_event.client_type", Enum(CLIENT_TYPE)),
    derived("change_event.user_email", Text),
    derived("change_event.resource_change_operation", Enum(CHANGE_OPERATION)),
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
    derived("segments.day_of_week", Enum(WEEKDAYS)),
    derived("segments.month_of_year", Enum(MONTHS)),
    derived("segments.hour", Int32),
    derived("segments.conversion_lag_bucket", Enum(LAG_BUCKETS)),
    derived("segments.keyword.ad_group_criterion", Name),
    derived("segments.keyword.info.text", Text),
    derived("segments.keyword.info.match_type", Enum(MATCH_TYPE)),
    derived("segments.search_term_match_type", Enum(SEARCH_MATCH_TYPE)),
    derived("metrics.impressions", Int64),
    derived("metrics.clicks", Int64),
    derived("metrics.interactions", Int64),
    derived("metrics.invalid_clicks", Int64),
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
        "change_event",
        &["change_event", "campaign", "ad_group", "customer"],
        false,
    ),
];

/// The resource of a FROM clause, if the sandbox has it: (name, resources that may join, metrics allowed).
pub fn source(name: &str) -> Option<(&'static str, &'static [&'static str], bool)> {
    SOURCES.iter().copied().find(|(source, _, _)| *source == name)
}
