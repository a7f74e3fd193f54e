//! The feed of changes, as `change_event` shows it: ours and everybody else's.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};

use crate::chance::Dice;
use crate::google::accounts::{Account, Object, Resource, ResourceName};
use crate::google::value;
use crate::truth::{Operation, Source, TruthRow};

/// The user behind the API's grants, and the colleague who works in the platform's own pages.
const API_USER: &str = "desk@northwind.example";
const UI_USER: &str = "ann@northwind.example";

/// One operation on one resource.
#[derive(Debug, Clone)]
pub struct ChangeEvent {
    pub event: i64,
    pub at: Timestamp,
    pub resource: ResourceName,
    pub operation: Operation,
    pub client_type: &'static str,
    pub user: &'static str,
    /// Camel-case paths, comma separated, as a field mask is written.
    pub fields: String,
    pub old: Json,
    pub new: Json,
}

impl ChangeEvent {
    pub fn resource_name(&self, account: &Account) -> String {
        format!(
            "customers/{}/changeEvents/{}~{}~0",
            account.id,
            self.at.as_microsecond(),
            self.event
        )
    }

    /// The campaign that was affected, as far as one can be named.
    pub fn campaign<'a>(&self, account: &'a Account) -> Option<&'a Object> {
        match self.resource.resource {
            Resource::Campaign => account.named(self.resource),
            Resource::CampaignCriterion => account.get(Resource::Campaign, self.resource.within),
            _ => self
                .ad_group(account)
                .and_then(|group| account.campaign_of(group)),
        }
    }

    pub fn ad_group<'a>(&self, account: &'a Account) -> Option<&'a Object> {
        let object = account.named(self.resource)?;
        match object.resource {
            Resource::AdGroup => Some(object),
            Resource::AdGroupAd | Resource::AdGroupCriterion => account.ad_group_of(object),
            Resource::Budget
            | Resource::Campaign
            | Resource::CampaignCriterion
            | Resource::Label
            | Resource::Link(_) => None,
        }
    }
}

/// Changes of this account that the feed shows by `now`: each appears within three minutes of being made.
pub fn visible(truth: &[TruthRow], account: &Account, now: Timestamp) -> Vec<ChangeEvent> {
    let id = account.id.to_string();
    let mut events: Vec<ChangeEvent> = Vec::new();
    for row in truth
        .iter()
        // The feed knows no labels: they are no part there of what carries them.
        .filter(|row| row.platform == "google" && row.account == id && row.changed && row.field != "labels")
    {
        let delay = Dice::new(0, &[7, row.event.unsigned_abs()]).between(5.0, 170.0);
        if row.at + SignedDuration::from_secs_f64(delay) > now {
            continue;
        }
        let Some(resource) = ResourceName::parse(&row.resource) else {
            continue;
        };
        if resource.resource == Resource::Label {
            continue;
        }
        let key = value::camel(resource.resource.word());
        let continues = events
            .last()
            .is_some_and(|last| last.event == row.event && last.resource == resource);
        if !continues {
            events.push(ChangeEvent {
                event: row.event,
                at: row.at,
                resource,
                operation: row.operation,
                client_type: match row.source {
                    Source::Api => "GOOGLE_ADS_API",
                    Source::Ui => "GOOGLE_ADS_WEB_CLIENT",
                },
                user: match row.source {
                    Source::Api => API_USER,
                    Source::Ui => UI_USER,
                },
                fields: String::new(),
                old: json!({}),
                new: json!({}),
            });
        }
        let Some(event) = events.last_mut() else { continue };
        match row.operation {
            Operation::Create => {
                event.fields = paths(&row.new, "").join(",");
                event.new = json!({ key: row.new });
            }
            Operation::Update => {
                let path = value::camel(&row.field);
                event.fields = if event.fields.is_empty() {
                    path
                } else {
                    format!("{},{path}", event.fields)
                };
                put_side(&mut event.old, &key, &row.field, &row.old);
                put_side(&mut event.new, &key, &row.field, &row.new);
            }
            Operation::Remove => put_side(&mut event.old, &key, &row.field, &row.old),
        }
    }
    events
}

fn put_side(side: &mut Json, key: &str, field: &str, json: &Json) {
    if side.get(key).is_none() {
        side[key] = json!({});
    }
    if !json.is_null() {
        value::put(&mut side[key], field, json.clone());
    }
}

/// Leaf paths of nested objects.
fn paths(json: &Json, prefix: &str) -> Vec<String> {
    let Json::Object(map) = json else {
        return vec![prefix.to_owned()];
    };
    map.iter()
        .flat_map(|(key, json)| {
            paths(
                json,
                &if prefix.is_empty() {
                    key.clone()
                } else {
                    format!("{prefix}.{key}")
                },
            )
        })
        .collect()
}
