//! Google's accounts as they stand now: customers, budgets, campaigns, ad groups, ads and keywords.
//!
//! `google::report` reads them, `google::mutate` changes a copy and hands the changes to the world, which applies them
//! here through [`Account::apply`], live and on replay alike. No wire format but field values, no clock, no metrics.

mod ads;
mod clients;
mod labels;
mod object;
mod opening;
mod plan;
pub mod searches;

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value as Json;

pub use labels::Label;
pub use object::{Carrier, Object, Resource, ResourceName};
pub use opening::open;
pub(crate) use plan::{Flight, flight};
pub use plan::{is_timed, market_plan, newborn};

use super::fields;
use super::value::Value;
use crate::truth::{Change, Operation};

/// The manager account above the clients.
pub const MANAGER: i64 = 9_999_999_999;

/// One customer.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: i64,
    pub name: String,
    pub currency: &'static str,
    pub zone_name: &'static str,
    pub zone: TimeZone,
    pub status: &'static str,
    pub manager: bool,
    /// The signed-in user reaches it without going through the manager.
    pub direct: bool,
    /// It hangs below [`MANAGER`].
    pub managed: bool,
    /// By what they are, what they stand in and their number.
    objects: BTreeMap<(Resource, i64, i64), Object>,
    /// What things can be labelled with, in the order of their ids.
    labels: Vec<Label>,
    /// Ad groups by the campaign they were created in, which never changes.
    ad_groups: BTreeMap<i64, Vec<i64>>,
}

impl Account {
    pub fn resource_name(&self) -> String {
        format!("customers/{}", self.id)
    }

    /// Smallest amount of money in micros: a cent here, a whole unit where the currency has none.
    pub fn minimum_unit_micros(&self) -> i64 {
        if self.currency == "JPY" { 1_000_000 } else { 10_000 }
    }

    /// A resource whose number is one of the whole account.
    pub fn get(&self, resource: Resource, id: i64) -> Option<&Object> {
        self.objects.get(&(resource, 0, id))
    }

    pub fn named(&self, name: ResourceName) -> Option<&Object> {
        self.objects.get(&(name.resource, name.within, name.id))
    }

    /// All resources of one kind in the order of their ids, removed ones included.
    pub fn all(&self, resource: Resource) -> impl Iterator<Item = &Object> {
        self.objects
            .range((resource, i64::MIN, i64::MIN)..=(resource, i64::MAX, i64::MAX))
            .map(|(_, object)| object)
    }

    pub fn name_of(&self, object: &Object) -> String {
        ResourceName {
            customer: self.id,
            resource: object.resource,
            beyond: 0,
            within: object.within,
            id: object.id,
        }
        .to_string()
    }

    /// The budget a campaign spends from.
    pub fn budget_of(&self, campaign: &Object) -> Option<&Object> {
        let name = ResourceName::parse(campaign.text("campaign.campaign_budget"))?;
        self.get(Resource::Budget, name.id)
    }

    /// The campaign an ad group belongs to.
    pub fn campaign_of(&self, ad_group: &Object) -> Option<&Object> {
        let name = ResourceName::parse(ad_group.text("ad_group.campaign"))?;
        self.get(Resource::Campaign, name.id)
    }

    /// Campaigns that use this budget and are not removed.
    pub fn users_of(&self, budget: &Object) -> impl Iterator<Item = &Object> {
        let name = self.name_of(budget);
        self.all(Resource::Campaign).filter(move |campaign| {
            !campaign.is_removed() && campaign.text("campaign.campaign_budget") == name
        })
    }

    pub fn ad_groups_of(&self, campaign: &Object) -> impl Iterator<Item = &Object> {
        let ids = self
            .ad_groups
            .get(&campaign.id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        ids.iter().filter_map(|id| self.get(Resource::AdGroup, *id))
    }

    /// Everything of one kind that stands in an ad group or a campaign, removed ones included.
    fn all_in(&self, kind: Resource, owner: &Object) -> impl Iterator<Item = &Object> {
        self.objects
            .range((kind, owner.id, i64::MIN)..=(kind, owner.id, i64::MAX))
            .map(|(_, object)| object)
    }

    /// Every keyword that stands in an ad group or a campaign, removed ones included.
    fn criteria_in(&self, owner: &Object) -> impl Iterator<Item = &Object> {
        let kind = match owner.resource {
            Resource::Campaign => Resource::CampaignCriterion,
            _ => Resource::AdGroupCriterion,
        };
        self.all_in(kind, owner)
    }

    /// The ads of an ad group, removed ones included.
    pub fn ads_of(&self, ad_group: &Object) -> impl Iterator<Item = &Object> {
        self.all_in(Resource::AdGroupAd, ad_group)
    }

    /// The keywords of an ad group that searches are for, removed ones included.
    pub fn keywords_of(&self, ad_group: &Object) -> impl Iterator<Item = &Object> {
        self.criteria_in(ad_group).filter(|it| !it.is_negative())
    }

    /// The keywords for whose searches nothing of the ad group is shown: its own and its campaign's.
    pub fn negatives_of(&self, ad_group: &Object) -> Vec<&Object> {
        let campaign = self.campaign_of(ad_group);
        self.criteria_in(ad_group)
            .chain(
                campaign
                    .into_iter()
                    .flat_map(|campaign| self.criteria_in(campaign)),
            )
            .filter(|it| it.is_negative() && !it.is_removed())
            .collect()
    }

    /// The ad group that a keyword or an ad stands in.
    pub fn ad_group_of(&self, object: &Object) -> Option<&Object> {
        self.get(Resource::AdGroup, object.within)
    }

    /// An id that no resource of this account has had.
    pub fn next_id(&self, resource: Resource) -> i64 {
        self.all(resource)
            .last()
            .map_or(resource.first_id(), |object| object.id + 1)
    }

    pub fn insert(&mut self, object: Object) {
        if let Some(campaign) = ResourceName::parse(object.text("ad_group.campaign")) {
            self.ad_groups.entry(campaign.id).or_default().push(object.id);
        }
        self.objects
            .insert((object.resource, object.within, object.id), object);
    }

    /// Makes a change that has been found lawful. A change that does not fit leaves the account as it is.
    pub fn apply(&mut self, change: &Change) {
        let Some(name) = ResourceName::parse(&change.resource) else {
            return;
        };
        match change.operation {
            Operation::Create if name.resource == Resource::Label => self.own_label(name.id, &change.new),
            Operation::Create => {
                if let Some(object) = Object::from_json(name, &change.new) {
                    self.insert(object);
                }
            }
            Operation::Update | Operation::Remove => {
                let Some(field) = fields::find(&format!("{}.{}", name.resource.word(), change.field)) else {
                    return;
                };
                let Ok(value) = Value::from_json(&change.new, field.kind) else {
                    return;
                };
                if let Some(object) = self.objects.get_mut(&(name.resource, name.within, name.id)) {
                    object.set(field.name, value);
                }
            }
        }
    }

    /// Today in the account's own zone.
    pub fn today(&self, now: Timestamp) -> jiff::civil::Date {
        now.to_zoned(self.zone.clone()).date()
    }
}

/// All customers of the simulated Google Ads.
#[derive(Debug, Clone)]
pub struct Accounts {
    accounts: Vec<Account>,
}

impl Accounts {
    pub fn get(&self, id: i64) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// The account together with the market's index of it.
    pub fn find(&self, id: i64) -> Option<(usize, &Account)> {
        self.accounts
            .iter()
            .enumerate()
            .find(|(_, account)| account.id == id)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter()
    }

    pub fn apply(&mut self, account: &str, change: &Change) -> Option<usize> {
        let index = self.accounts.iter().position(|it| it.id.to_string() == account)?;
        self.accounts.get_mut(index)?.apply(change);
        Some(index)
    }
}

/// The JSON of a stored field as the platform writes it, null when it is absent.
pub fn stored_json(object: &Object, field: &fields::Field) -> Json {
    object.get(field.name).to_json(field.kind).unwrap_or(Json::Null)
}
