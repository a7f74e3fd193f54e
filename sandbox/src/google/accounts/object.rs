//! Budgets, campaigns and ad groups: a bag of typed field values each, and their resource names.

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
}

impl Resource {
    pub const ALL: [Resource; 3] = [Resource::Budget, Resource::Campaign, Resource::AdGroup];

    /// The word in queries and in truth rows.
    pub fn word(self) -> &'static str {
        match self {
            Resource::Budget => "campaign_budget",
            Resource::Campaign => "campaign",
            Resource::AdGroup => "ad_group",
        }
    }

    /// The collection in resource names and paths.
    pub fn collection(self) -> &'static str {
        match self {
            Resource::Budget => "campaignBudgets",
            Resource::Campaign => "campaigns",
            Resource::AdGroup => "adGroups",
        }
    }

    /// `ChangeEventResourceType` and error texts.
    pub fn constant(self) -> &'static str {
        match self {
            Resource::Budget => "CAMPAIGN_BUDGET",
            Resource::Campaign => "CAMPAIGN",
            Resource::AdGroup => "AD_GROUP",
        }
    }

    pub fn first_id(self) -> i64 {
        match self {
            Resource::Budget => 14_100_000_001,
            Resource::Campaign => 21_700_000_001,
            Resource::AdGroup => 165_300_000_001,
        }
    }
}

/// `customers/1234567890/campaigns/111`; ids below zero are temporary names inside one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceName {
    pub customer: i64,
    pub resource: Resource,
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
        Some(Self {
            customer: customer.parse().ok()?,
            resource,
            id: id.parse().ok()?,
        })
    }
}

impl fmt::Display for ResourceName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "customers/{}/{}/{}",
            self.customer,
            self.resource.collection(),
            self.id
        )
    }
}

#[derive(Debug, Clone)]
pub struct Object {
    pub resource: Resource,
    pub id: i64,
    fields: BTreeMap<&'static str, Value>,
    /// How hard it bid when it was created; the market scales demand by the distance from it.
    pub birth_bid: Option<f64>,
}

impl Object {
    pub fn new(resource: Resource, id: i64) -> Self {
        let mut object = Self {
            resource,
            id,
            fields: BTreeMap::new(),
            birth_bid: None,
        };
        if let Some(field) = fields::find(&format!("{}.id", resource.word())) {
            object.set(field.name, Value::Int(id));
        }
        object
    }

    /// Reads a stored resource; nothing when a value has the wrong type.
    pub fn from_json(resource: Resource, id: i64, json: &Json) -> Option<Self> {
        let mut object = Self::new(resource, id);
        for field in fields::of_resource(resource.word()).filter(|field| field.write != Write::Derived) {
            if let Some(json) = value::get(json, field.path()) {
                object.set(field.name, Value::from_json(json, field.kind).ok()?);
            }
        }
        object.set_id(id);
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

    fn set_id(&mut self, id: i64) {
        if let Some(field) = fields::find(&format!("{}.id", self.resource.word())) {
            self.set(field.name, Value::Int(id));
        }
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
        })
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
