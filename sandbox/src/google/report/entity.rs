//! The values of resource fields: stored ones as they are, derived ones computed from settings, dates and the market.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use super::change_event::ChangeEvent;
use crate::google::accounts::{Account, Accounts, Carrier, Flight, Label, MANAGER, Object, Resource, flight};
use crate::google::fields::{Field, Write};
use crate::google::value::Value;
use crate::market::Market;

/// What one row is about, before metrics: the FROM resource and what joins it.
#[derive(Clone, Default)]
pub struct Entity<'a> {
    pub campaign: Option<&'a Object>,
    pub budget: Option<&'a Object>,
    pub ad_group: Option<&'a Object>,
    pub criterion: Option<&'a Object>,
    pub ad: Option<&'a Object>,
    pub searched: Option<Searched<'a>>,
    /// A row of `customer_client` with its level below the account asked.
    pub client: Option<(&'a Account, i64)>,
    pub label: Option<&'a Label>,
    pub event: Option<&'a ChangeEvent>,
}

/// Keywords that a search met, each with the number of the search among those of the keyword.
pub type Met<'a> = Vec<(&'a Object, u64)>;

/// What people typed for whom an ad group's ads were shown.
#[derive(Clone)]
pub struct Searched<'a> {
    pub typed: String,
    /// One, where the rows are told apart by it.
    pub met: Met<'a>,
}

impl Searched<'_> {
    /// The value of a segment by the keyword.
    pub fn segment(&self, account: &Account, segment: &Field) -> Value {
        let Some((keyword, _)) = self.met.first() else {
            return Value::Absent;
        };
        let (words, match_type) = keyword.keyword();
        match segment.path() {
            "keyword.ad_group_criterion" => Value::Text(account.name_of(keyword)),
            "keyword.info.text" => Value::text(words),
            "keyword.info.match_type" => Value::text(match_type),
            "search_term_match_type" => Value::text(match match_type {
                "EXACT" if self.typed != words.to_lowercase() => "NEAR_EXACT",
                other => other,
            }),
            _ => Value::Absent,
        }
    }
}

/// Everything that derived values need.
pub struct Scene<'a> {
    pub accounts: &'a Accounts,
    pub account: &'a Account,
    pub market: &'a Market,
    pub market_index: usize,
    pub now: Timestamp,
}

/// Why an ad group shows nothing though it is on itself.
const KEYWORDS_OFF: &str = "KEYWORDS_PAUSED";
const ADS_OFF: &str = "AD_GROUP_ADS_PAUSED";

/// Whether there are some that are not removed, and none of them is on.
fn all_paused<'a>(objects: impl Iterator<Item = &'a Object>) -> bool {
    let mut living = objects.filter(|it| !it.is_removed()).peekable();
    living.peek().is_some() && living.all(|it| it.status() == "PAUSED")
}

/// Demand over plan from which a campaign counts as held back by its budget.
const CONSTRAINED: f64 = 1.10;

impl<'a> Scene<'a> {
    /// The value of a resource field for an entity.
    pub fn value(&self, entity: &Entity<'a>, field: &Field) -> Value {
        match field.resource() {
            "customer" => self.customer(field),
            "customer_client" => entity
                .client
                .map_or(Value::Absent, |(client, level)| self.client(client, level, field)),
            "campaign" => entity
                .campaign
                .map_or(Value::Absent, |it| self.stored(it, field, Self::campaign)),
            "campaign_budget" => entity
                .budget
                .map_or(Value::Absent, |it| self.stored(it, field, Self::budget)),
            "ad_group" => entity
                .ad_group
                .map_or(Value::Absent, |it| self.stored(it, field, Self::ad_group)),
            "ad_group_criterion" => entity
                .criterion
                .map_or(Value::Absent, |it| self.stored(it, field, Self::criterion)),
            "ad_group_ad" => entity
                .ad
                .map_or(Value::Absent, |it| self.stored(it, field, Self::ad)),
            "keyword_view" => entity.criterion.map_or(Value::Absent, |it| {
                Value::Text(format!(
                    "customers/{}/keywordViews/{}~{}",
                    self.account.id, it.within, it.id
                ))
            }),
            "campaign_criterion" => entity.criterion.map_or(Value::Absent, |it| {
                self.stored(it, field, |_, _, _| Value::Absent)
            }),
            "search_term_view" => match (&entity.searched, entity.ad_group) {
                (Some(searched), Some(group)) => self.search_term(&searched.typed, group, field),
                _ => Value::Absent,
            },
            "label" => entity
                .label
                .map_or(Value::Absent, |label| self.label(label, field)),
            "campaign_label" => self.link(Carrier::Campaign, entity, field),
            "ad_group_label" => self.link(Carrier::AdGroup, entity, field),
            "ad_group_ad_label" => self.link(Carrier::AdGroupAd, entity, field),
            "ad_group_criterion_label" => self.link(Carrier::AdGroupCriterion, entity, field),
            "change_event" => entity
                .event
                .map_or(Value::Absent, |event| self.change_event(event, field)),
            _ => Value::Absent,
        }
    }

    fn stored(&self, object: &Object, field: &Field, derive: fn(&Self, &Object, &str) -> Value) -> Value {
        match (field.write, field.path()) {
            (_, "resource_name") => Value::Text(self.account.name_of(object)),
            (Write::Derived, path) => derive(self, object, path),
            // A budget of one campaign takes its name and fate from the campaign.
            (_, "name" | "status") if object.resource == Resource::Budget => {
                self.budget(object, field.path())
            }
            _ => object.get(field.name).clone(),
        }
    }

    fn customer(&self, field: &Field) -> Value {
        let account = self.account;
        match field.path() {
            "resource_name" => Value::Text(account.resource_name()),
            "id" => Value::Int(account.id),
            "descriptive_name" => Value::text(&account.name),
            "currency_code" => Value::text(account.currency),
            "time_zone" => Value::text(account.zone_name),
            "manager" => Value::Bool(account.manager),
            "test_account" => Value::Bool(false),
            "status" => Value::text(account.status),
            "auto_tagging_enabled" => Value::Bool(!account.manager),
            _ => Value::Absent,
        }
    }

    fn client(&self, client: &Account, level: i64, field: &Field) -> Value {
        match field.path() {
            "resource_name" => Value::Text(format!(
                "customers/{}/customerClients/{}",
                self.account.id, client.id
            )),
            "client_customer" => Value::Text(client.resource_name()),
            "id" => Value::Int(client.id),
            "level" => Value::Int(level),
            "manager" => Value::Bool(client.manager),
            "hidden" => Value::Bool(false),
            "status" => Value::text(client.status),
            "test_account" => Value::Bool(false),
            "descriptive_name" => Value::text(&client.name),
            "currency_code" => Value::text(client.currency),
            "time_zone" => Value::text(client.zone_name),
            _ => Value::Absent,
        }
    }

    /// The accounts below this one with their levels; the account itself is level 0.
    pub fn clients(&self) -> Vec<(&'a Account, i64)> {
        let mut clients = vec![(self.account, 0)];
        if self.account.id == MANAGER {
            clients.extend(self.accounts.iter().filter(|it| it.managed).map(|it| (it, 1)));
        }
        clients
    }

    fn flight(&self, campaign: &Object) -> Flight {
        flight(campaign, self.now.to_zoned(self.account.zone.clone()).datetime())
    }

    fn is_constrained(&self, campaign: &Object) -> bool {
        self.market.constraint(self.market_index, campaign.id) > CONSTRAINED
    }

    /// The states in which a campaign does not serve, with the reason the platform gives.
    fn idle(&self, campaign: &Object) -> Option<(&'static str, &'static str)> {
        match (campaign.status(), self.flight(campaign)) {
            ("REMOVED", _) => Some(("REMOVED", "CAMPAIGN_REMOVED")),
            (_, Flight::Ended) => Some(("ENDED", "CAMPAIGN_ENDED")),
            ("PAUSED", _) => Some(("PAUSED", "CAMPAIGN_PAUSED")),
            (_, Flight::Pending) => Some(("PENDING", "CAMPAIGN_PENDING")),
            _ => {
                let groups: Vec<&Object> = self
                    .account
                    .ad_groups_of(campaign)
                    .filter(|it| !it.is_removed())
                    .collect();
                let stopped = !groups.is_empty() && groups.iter().all(|group| group.status() == "PAUSED");
                stopped.then_some(("NOT_ELIGIBLE", "AD_GROUPS_PAUSED"))
            }
        }
    }

    fn campaign(&self, campaign: &Object, path: &str) -> Value {
        match path {
            "serving_status" => Value::text(match (campaign.is_removed(), self.flight(campaign)) {
                (true, _) => "NONE",
                (_, Flight::Ended) => "ENDED",
                (_, Flight::Pending) => "PENDING",
                (_, Flight::Running) => "SERVING",
            }),
            "primary_status" => Value::text(match self.idle(campaign) {
                Some((status, _)) => status,
                None if self.is_constrained(campaign) => "LIMITED",
                None => "ELIGIBLE",
            }),
            "primary_status_reasons" => Value::List(match self.idle(campaign) {
                Some((_, reason)) => vec![reason.to_owned()],
                None if self.is_constrained(campaign) => vec!["BUDGET_CONSTRAINED".to_owned()],
                None => Vec::new(),
            }),
            "bidding_strategy_system_status" => {
                Value::text(match campaign.text("campaign.bidding_strategy_type") {
                    _ if campaign.status() == "PAUSED" => "PAUSED",
                    "MANUAL_CPC" | "MANUAL_CPM" => return Value::Absent,
                    _ if self.idle(campaign).is_none() && self.is_constrained(campaign) => {
                        "LIMITED_BY_BUDGET"
                    }
                    _ => "ENABLED",
                })
            }
            _ => Value::Absent,
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "budgets are far below 2^53 micros"
    )]
    fn budget(&self, budget: &Object, path: &str) -> Value {
        let shared = *budget.get("campaign_budget.explicitly_shared") == Value::Bool(true);
        let amount = budget.int("campaign_budget.amount_micros").unwrap_or_default();
        // How far demand exceeds the budget, over all campaigns on it.
        let constraint = || {
            self.account
                .users_of(budget)
                .map(|campaign| self.market.constraint(self.market_index, campaign.id))
                .fold(1.0, f64::max)
        };
        match path {
            "name" => match self.account.users_of(budget).next() {
                Some(campaign) if !shared => Value::text(campaign.name()),
                _ => budget.get("campaign_budget.name").clone(),
            },
            "status" => budget.get("campaign_budget.status").clone(),
            "reference_count" => {
                Value::Int(i64::try_from(self.account.users_of(budget).count()).unwrap_or_default())
            }
            "has_recommended_budget" => Value::Bool(constraint() > CONSTRAINED),
            "recommended_budget_amount_micros" => {
                let factor = constraint();
                let whole_units = (amount as f64 * factor / 1e6).ceil() as i64;
                Value::Int(if factor > CONSTRAINED {
                    whole_units * 1_000_000
                } else {
                    amount
                })
            }
            _ => Value::Absent,
        }
    }

    /// As [`Scene::idle`], of an ad group.
    fn group_is_idle(&self, group: &Object) -> Option<(&'static str, &'static str)> {
        match group.status() {
            "REMOVED" => Some(("REMOVED", "AD_GROUP_REMOVED")),
            "PAUSED" => Some(("PAUSED", "AD_GROUP_PAUSED")),
            _ => {
                let campaign = self.account.campaign_of(group);
                let above = campaign.and_then(|campaign| self.idle(campaign));
                let keywords = all_paused(self.account.keywords_of(group));
                let ads = all_paused(self.account.ads_of(group));
                above
                    .map(|(_, reason)| reason)
                    .or(keywords.then_some(KEYWORDS_OFF))
                    .or(ads.then_some(ADS_OFF))
                    .map(|reason| ("NOT_ELIGIBLE", reason))
            }
        }
    }

    fn criterion(&self, criterion: &Object, path: &str) -> Value {
        let group = self.account.ad_group_of(criterion);
        let idle = || match criterion.status() {
            "REMOVED" => Some(("REMOVED", "AD_GROUP_CRITERION_REMOVED")),
            _ if criterion.is_negative() => Some(("NOT_ELIGIBLE", "AD_GROUP_CRITERION_NEGATIVE")),
            "PAUSED" => Some(("PAUSED", "AD_GROUP_CRITERION_PAUSED")),
            // Ads that are off are no reason of a keyword.
            _ => group
                .and_then(|group| self.group_is_idle(group))
                .filter(|(_, reason)| *reason != ADS_OFF)
                .map(|(_, reason)| ("NOT_ELIGIBLE", reason)),
        };
        match path {
            "effective_cpc_bid_micros" => match (criterion.get("ad_group_criterion.cpc_bid_micros"), group) {
                (Value::Int(own), Some(group)) => match self.ad_group(group, path) {
                    Value::Absent => Value::Absent,
                    _ => Value::Int(*own),
                },
                (_, Some(group)) => self.ad_group(group, path),
                (_, None) => Value::Absent,
            },
            "primary_status" => Value::text(idle().map_or("ELIGIBLE", |(status, _)| status)),
            "primary_status_reasons" => {
                Value::List(idle().map(|(_, reason)| reason.to_owned()).into_iter().collect())
            }
            _ => Value::Absent,
        }
    }

    fn ad(&self, ad: &Object, path: &str) -> Value {
        let group = self.account.ad_group_of(ad);
        let idle = match ad.status() {
            "REMOVED" => Some(("REMOVED", "AD_GROUP_AD_REMOVED")),
            "PAUSED" => Some(("PAUSED", "AD_GROUP_AD_PAUSED")),
            // Keywords that are off are no reason of an ad.
            _ => group
                .and_then(|group| self.group_is_idle(group))
                .filter(|(_, reason)| *reason != KEYWORDS_OFF)
                .map(|(_, reason)| ("NOT_ELIGIBLE", reason)),
        };
        match path {
            "primary_status" => Value::text(idle.map_or("ELIGIBLE", |(status, _)| status)),
            "primary_status_reasons" => {
                Value::List(idle.map(|(_, reason)| reason.to_owned()).into_iter().collect())
            }
            _ => Value::Absent,
        }
    }

    fn ad_group(&self, group: &Object, path: &str) -> Value {
        let campaign = self.account.campaign_of(group);
        let idle = self.group_is_idle(group);
        match path {
            "effective_cpc_bid_micros" => {
                match campaign.map(|campaign| campaign.text("campaign.bidding_strategy_type")) {
                    Some("MANUAL_CPC") => group.get("ad_group.cpc_bid_micros").clone(),
                    _ => Value::Absent,
                }
            }
            "primary_status" => Value::text(idle.map_or("ELIGIBLE", |(status, _)| status)),
            "primary_status_reasons" => {
                Value::List(idle.map(|(_, reason)| reason.to_owned()).into_iter().collect())
            }
            _ => Value::Absent,
        }
    }

    fn search_term(&self, typed: &str, group: &Object, field: &Field) -> Value {
        let words = |it: &Object| it.keyword().0.to_lowercase() == typed;
        match field.path() {
            "resource_name" => Value::Text(format!(
                "customers/{}/searchTermViews/{}~{}~{}",
                self.account.id,
                self.account.campaign_of(group).map_or(0, |campaign| campaign.id),
                group.id,
                URL_SAFE_NO_PAD.encode(typed)
            )),
            "search_term" => Value::text(typed),
            "ad_group" => Value::Text(self.account.name_of(group)),
            "status" => {
                let added = self
                    .account
                    .keywords_of(group)
                    .any(|it| !it.is_removed() && words(it));
                let excluded = self.account.negatives_of(group).into_iter().any(words);
                Value::text(match (added, excluded) {
                    (true, true) => "ADDED_EXCLUDED",
                    (true, false) => "ADDED",
                    (false, true) => "EXCLUDED",
                    (false, false) => "NONE",
                })
            }
            _ => Value::Absent,
        }
    }

    fn label(&self, label: &Label, field: &Field) -> Value {
        match field.path() {
            "resource_name" => Value::Text(self.account.label_name(label)),
            "id" => Value::Int(label.id),
            "name" => Value::text(&label.name),
            "status" => Value::text("ENABLED"),
            _ => Value::Absent,
        }
    }

    fn link(&self, carrier: Carrier, entity: &Entity<'a>, field: &Field) -> Value {
        let object = match carrier {
            Carrier::Campaign => entity.campaign,
            Carrier::AdGroup => entity.ad_group,
            Carrier::AdGroupAd => entity.ad,
            Carrier::AdGroupCriterion => entity.criterion,
        };
        let Some((object, label)) = object.zip(entity.label) else {
            return Value::Absent;
        };
        match field.path() {
            "resource_name" => Value::Text(self.account.link_name(carrier, object, label).to_string()),
            "label" => Value::Text(self.account.label_name(label)),
            path if path == carrier.resource().word() => Value::Text(self.account.name_of(object)),
            _ => Value::Absent,
        }
    }

    fn change_event(&self, event: &ChangeEvent, field: &Field) -> Value {
        let name = |object: Option<&Object>| {
            object.map_or(Value::Absent, |object| Value::Text(self.account.name_of(object)))
        };
        let side = |json: &serde_json::Value| {
            if json.as_object().is_some_and(serde_json::Map::is_empty) {
                Value::Absent
            } else {
                Value::Message(json.clone())
            }
        };
        match field.path() {
            "resource_name" => Value::Text(event.resource_name(self.account)),
            "change_date_time" => Value::Text(crate::google::gaql::check::stamp(
                event.at.to_zoned(self.account.zone.clone()).datetime(),
            )),
            "change_resource_type" => Value::text(event.resource.resource.constant()),
            "change_resource_name" => Value::Text(event.resource.to_string()),
            "client_type" => Value::text(event.client_type),
            "user_email" => Value::text(event.user),
            "resource_change_operation" => Value::Text(event.operation.name().to_uppercase()),
            "changed_fields" if event.fields.is_empty() => Value::Absent,
            "changed_fields" => Value::Message(serde_json::json!(event.fields)),
            "old_resource" => side(&event.old),
            "new_resource" => side(&event.new),
            "campaign" => name(event.campaign(self.account)),
            "ad_group" => name(event.ad_group(self.account)),
            _ => Value::Absent,
        }
    }
}
