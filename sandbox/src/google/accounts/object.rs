//! Budgets, campaigns, ad groups, ads and keywords: a bag of typed field values each, and their resource names.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value as Json, json};

use crate::google::fields::{self, Write};
use crate::google::value::{self, Value};

/// Kinds of resources that can be changed. The order is the order of creation in one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    Budget,
    Campaign,
    AdGroup,
    AdGroupAd,
    /// A keyword of an ad group, one that searches are for or one that they must not be for.
    AdGroupCriterion,
    /// A keyword that searches must not be for, in all of a campaign.
    CampaignCriterion,
    /// What things are marked with.
    Label,
    /// That something carries a label: `campaignLabels/111~222`, `adGroupAdLabels/777~888~222`.
    Link(Carrier),
}

/// What can carry labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carrier {
    Campaign,
    AdGroup,
    AdGroupAd,
    AdGroupCriterion,
}

impl Carrier {
    pub const ALL: [Carrier; 4] = [
        Carrier::Campaign,
        Carrier::AdGroup,
        Carrier::AdGroupAd,
        Carrier::AdGroupCriterion,
    ];

    /// What it is itself.
    pub fn resource(self) -> Resource {
        match self {
            Carrier::Campaign => Resource::Campaign,
            Carrier::AdGroup => Resource::AdGroup,
            Carrier::AdGroupAd => Resource::AdGroupAd,
            Carrier::AdGroupCriterion => Resource::AdGroupCriterion,
        }
    }

    pub fn of(resource: Resource) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|carrier| carrier.resource() == resource)
    }

    /// The field that lists the resource names of its labels.
    pub fn labels_field(self) -> &'static str {
        match self {
            Carrier::Campaign => "campaign.labels",
            Carrier::AdGroup => "ad_group.labels",
            Carrier::AdGroupAd => "ad_group_ad.labels",
            Carrier::AdGroupCriterion => "ad_group_criterion.labels",
        }
    }
}

impl Resource {
    pub const ALL: [Resource; 11] = [
        Resource::Budget,
        Resource::Campaign,
        Resource::AdGroup,
        Resource::AdGroupAd,
        Resource::AdGroupCriterion,
        Resource::CampaignCriterion,
        Resource::Label,
        Resource::Link(Carrier::Campaign),
        Resource::Link(Carrier::AdGroup),
        Resource::Link(Carrier::AdGroupAd),
        Resource::Link(Carrier::AdGroupCriterion),
    ];

    /// The word in queries and in truth rows.
    pub fn word(self) -> &'static str {
        match self {
            Resource::Budget => "campaign_budget",
            Resource::Campaign => "campaign",
            Resource::AdGroup => "ad_group",
            Resource::AdGroupAd => "ad_group_ad",
            Resource::AdGroupCriterion => "ad_group_criterion",
            Resource::CampaignCriterion => "campaign_criterion",
            Resource::Label => "label",
            Resource::Link(Carrier::Campaign) => "campaign_label",
            Resource::Link(Carrier::AdGroup) => "ad_group_label",
            Resource::Link(Carrier::AdGroupAd) => "ad_group_ad_label",
            Resource::Link(Carrier::AdGroupCriterion) => "ad_group_criterion_label",
        }
    }

    /// The collection in resource names and paths.
    pub fn collection(self) -> &'static str {
        match self {
            Resource::Budget => "campaignBudgets",
            Resource::Campaign => "campaigns",
            Resource::AdGroup => "adGroups",
            Resource::AdGroupAd => "adGroupAds",
            Resource::AdGroupCriterion => "adGroupCriteria",
            Resource::CampaignCriterion => "campaignCriteria",
            Resource::Label => "labels",
            Resource::Link(Carrier::Campaign) => "campaignLabels",
            Resource::Link(Carrier::AdGroup) => "adGroupLabels",
            Resource::Link(Carrier::AdGroupAd) => "adGroupAdLabels",
            Resource::Link(Carrier::AdGroupCriterion) => "adGroupCriterionLabels",
        }
    }

    /// `ChangeEventResourceType` and error texts.
    pub fn constant(self) -> &'static str {
        match self {
            Resource::Budget => "CAMPAIGN_BUDGET",
            Resource::Campaign => "CAMPAIGN",
            Resource::AdGroup => "AD_GROUP",
            Resource::AdGroupAd => "AD_GROUP_AD",
            Resource::AdGroupCriterion => "AD_GROUP_CRITERION",
            Resource::CampaignCriterion => "CAMPAIGN_CRITERION",
            Resource::Label => "LABEL",
            Resource::Link(Carrier::Campaign) => "CAMPAIGN_LABEL",
            Resource::Link(Carrier::AdGroup) => "AD_GROUP_LABEL",
            Resource::Link(Carrier::AdGroupAd) => "AD_GROUP_AD_LABEL",
            Resource::Link(Carrier::AdGroupCriterion) => "AD_GROUP_CRITERION_LABEL",
        }
    }

    pub fn first_id(self) -> i64 {
        match self {
            Resource::Budget => 14_100_000_001,
            Resource::Campaign => 21_700_000_001,
            Resource::AdGroup => 165_300_000_001,
            Resource::AdGroupAd => 712_000_000_001,
            Resource::AdGroupCriterion | Resource::CampaignCriterion => 300_000_000_001,
            Resource::Label | Resource::Link(_) => 22_100_000_001,
        }
    }

    /// The field that holds its number.
    fn id_field(self) -> &'static str {
        match self {
            Resource::Budget => "campaign_budget.id",
            Resource::Campaign => "campaign.id",
            Resource::AdGroup => "ad_group.id",
            Resource::AdGroupAd => "ad_group_ad.ad.id",
            Resource::AdGroupCriterion => "ad_group_criterion.criterion_id",
            Resource::CampaignCriterion => "campaign_criterion.criterion_id",
            Resource::Label | Resource::Link(_) => "label.id",
        }
    }

    /// Whether it is named together with the resource that it stands in: `adGroupCriteria/777~888`.
    fn is_within(self) -> bool {
        matches!(
            self,
            Resource::AdGroupAd
                | Resource::AdGroupCriterion
                | Resource::CampaignCriterion
                | Resource::Link(_)
        )
    }

    /// Whether what it stands in is itself named together with what that stands in: `adGroupAdLabels/777~888~222`.
    fn is_twice_within(self) -> bool {
        matches!(self, Resource::Link(carrier) if carrier.resource().is_within())
    }
}

/// `customers/1234567890/campaigns/111`, `customers/1234567890/adGroupCriteria/777~888`; ids below zero are temporary names
/// inside one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceName {
    pub customer: i64,
    pub resource: Resource,
    /// What [`ResourceName::within`] itself stands in, where all three are named together; else 0.
    pub beyond: i64,
    /// The resource it stands in, where it is named together with it; else 0.
    pub within: i64,
    pub id: i64,
}

impl ResourceName {
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (Some("customers"), Some(customer), Some(collection), Some(id), None) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return None;
        };
        let resource = Resource::ALL
            .into_iter()
            .find(|resource| resource.collection() == collection)?;
        let numbers: Vec<i64> = id
            .split('~')
            .map(|number| number.parse().ok())
            .collect::<Option<_>>()?;
        let (beyond, within, id) = match numbers[..] {
            [id] if !resource.is_within() => (0, 0, id),
            [within, id] if resource.is_within() && !resource.is_twice_within() => (0, within, id),
            [beyond, within, id] if resource.is_twice_within() => (beyond, within, id),
            _ => return None,
        };
        Some(Self {
            customer: customer.parse().ok()?,
            resource,
            beyond,
            within,
            id,
        })
    }

    /// What carries the label of a link; `None` for the name of anything else.
    pub fn carrier(self) -> Option<Self> {
        let Resource::Link(carrier) = self.resource else {
            return None;
        };
        Some(Self {
            customer: self.customer,
            resource: carrier.resource(),
            beyond: 0,
            within: self.beyond,
            id: self.within,
        })
    }
}

impl fmt::Display for ResourceName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "customers/{}/{}/", self.customer, self.resource.collection())?;
        if self.resource.is_twice_within() {
            write!(out, "{}~", self.beyond)?;
        }
        if self.resource.is_within() {
            write!(out, "{}~", self.within)?;
        }
        write!(out, "{}", self.id)
    }
}

#[derive(Debug, Clone)]
pub struct Object {
    pub resource: Resource,
    /// As [`ResourceName::within`].
    pub within: i64,
    pub id: i64,
    fields: BTreeMap<&'static str, Value>,
    /// How hard it bid when it was created; the market scales demand by the distance from it.
    pub birth_bid: Option<f64>,
}

impl Object {
    pub fn new(resource: Resource, within: i64, id: i64) -> Self {
        let mut object = Self {
            resource,
            within,
            id,
            fields: BTreeMap::new(),
            birth_bid: None,
        };
        object.set(resource.id_field(), Value::Int(id));
        object
    }

    /// Reads a stored resource; nothing when a value has the wrong type.
    pub fn from_json(name: ResourceName, json: &Json) -> Option<Self> {
        let mut object = Self::new(name.resource, name.within, name.id);
        for field in fields::of_resource(name.resource.word()).filter(|field| field.write != Write::Derived) {
            if let Some(json) = value::get(json, field.path()) {
                object.set(field.name, Value::from_json(json, field.kind).ok()?);
            }
        }
        object.set(name.resource.id_field(), Value::Int(name.id));
        object.birth_bid = object.bid();
        Some(object)
    }

    /// All stored values as the platform writes them.
    pub fn to_json(&self) -> Json {
        let mut json = json!({});
        for field in fields::of_resource(self.resource.word()).filter(|field| field.write != Write::Derived) {
            if let Some(value) = self.get(field.name).to_json(field.kind) {
                value::put(&mut json, field.path(), value);
            }
        }
        json
    }

    pub fn get(&self, field: &str) -> &Value {
        self.fields.get(field).unwrap_or(&Value::Absent)
    }

    pub fn set(&mut self, field: &'static str, value: Value) {
        if value == Value::Absent {
            self.fields.remove(field);
        } else {
            self.fields.insert(field, value);
        }
    }

    /// The text of a field, empty when it is absent.
    pub fn text(&self, field: &str) -> &str {
        self.get(field).as_text().unwrap_or_default()
    }

    pub fn int(&self, field: &str) -> Option<i64> {
        self.get(field).as_int()
    }

    pub fn status(&self) -> &str {
        self.text(match self.resource {
            Resource::Budget => "campaign_budget.status",
            Resource::Campaign => "campaign.status",
            Resource::AdGroup => "ad_group.status",
            Resource::AdGroupAd => "ad_group_ad.status",
            Resource::AdGroupCriterion => "ad_group_criterion.status",
            Resource::CampaignCriterion => "campaign_criterion.status",
            Resource::Label | Resource::Link(_) => "label.status",
        })
    }

    pub fn is_removed(&self) -> bool {
        self.status() == "REMOVED"
    }

    pub fn name(&self) -> &str {
        self.text(match self.resource {
            Resource::Budget => "campaign_budget.name",
            Resource::Campaign => "campaign.name",
            Resource::AdGroup => "ad_group.name",
            Resource::AdGroupAd => "ad_group_ad.ad.name",
            Resource::AdGroupCriterion => "ad_group_criterion.keyword.text",
            Resource::CampaignCriterion => "campaign_criterion.keyword.text",
            Resource::Label | Resource::Link(_) => "label.name",
        })
    }

    /// A keyword for whose searches nothing is shown.
    pub fn is_negative(&self) -> bool {
        let is = |field| *self.get(field) == Value::Bool(true);
        is("ad_group_criterion.negative") || is("campaign_criterion.negative")
    }

    /// The words of a keyword, and how close a search must be.
    pub fn keyword(&self) -> (&str, &str) {
        match self.resource {
            Resource::CampaignCriterion => (
                self.text("campaign_criterion.keyword.text"),
                self.text("campaign_criterion.keyword.match_type"),
            ),
            _ => (
                self.text("ad_group_criterion.keyword.text"),
                self.text("ad_group_criterion.keyword.match_type"),
            ),
        }
    }

    /// How hard this object bids, if it has a bid: higher wins more auctions at a higher price.
    #[expect(clippy::cast_precision_loss, reason = "bids are far below 2^53 micros")]
    pub fn bid(&self) -> Option<f64> {
        let micros = |field: &str| {
            self.int(field)
                .filter(|micros| *micros > 0)
                .map(|micros| micros as f64)
        };
        let target = |field: &str| match self.get(field) {
            Value::Double(roas) if *roas > 0.0 => Some(1.0 / roas),
            _ => None,
        };
        match (self.resource, self.text("campaign.bidding_strategy_type")) {
            (Resource::AdGroup, _) => micros("ad_group.cpc_bid_micros"),
            (Resource::AdGroupCriterion, _) => micros("ad_group_criterion.cpc_bid_micros"),
            (Resource::Campaign, "MAXIMIZE_CONVERSIONS") => {
                micros("campaign.maximize_conversions.target_cpa_micros")
            }
            (Resource::Campaign, "TARGET_CPA") => micros("campaign.target_cpa.target_cpa_micros"),
            (Resource::Campaign, "TARGET_SPEND") => micros("campaign.target_spend.cpc_bid_ceiling_micros"),
            (Resource::Campaign, "MAXIMIZE_CONVERSION_VALUE") => {
                target("campaign.maximize_conversion_value.target_roas")
            }
            (Resource::Campaign, "TARGET_ROAS") => target("campaign.target_roas.target_roas"),
            _ => None,
        }
    }

    /// The present bid over the bid at birth, 1 where there is none to compare.
    pub fn bid_factor(&self) -> f64 {
        match (self.bid(), self.birth_bid) {
            (Some(now), Some(then)) => (now / then).clamp(0.2, 4.0),
            _ => 1.0,
        }
    }
}
