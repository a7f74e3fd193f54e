//! Rules of labels, and of the links by which campaigns carry them.

use serde_json::Value as Json;

use super::lawful::{Draft, change_of, find_either, not_found, required};
use crate::google::accounts::{Label, Object, Resource, ResourceName};
use crate::google::failure::AdsError;
use crate::google::fields::{self, Field};
use crate::google::value::Value;
use crate::truth::Change;

const MAX_LETTERS: usize = 80;

fn error(code: &'static str, message: &str) -> AdsError {
    AdsError::new("labelError", code, message)
}

/// A new label. No two of an account have one name.
pub fn make(draft: &Draft, body: &Json) -> Result<(ResourceName, Vec<Change>), AdsError> {
    let name = find_either(body, "name")
        .and_then(Json::as_str)
        .unwrap_or_default();
    if name.is_empty() {
        return Err(required("name"));
    }
    if name.chars().count() > MAX_LETTERS {
        return Err(error("INVALID_LABEL_NAME", "Label name is invalid.").trigger(name));
    }
    if draft.account.labels().iter().any(|label| label.name == name) {
        return Err(error("DUPLICATE_NAME", "Label names must be unique.").trigger(name));
    }
    let (name, change) = draft.account.new_label(name);
    Ok((name, vec![change]))
}

/// A campaign carries a label from now on.
pub fn link(draft: &Draft, body: &Json) -> Result<(ResourceName, Vec<Change>), AdsError> {
    let given = |path: &'static str| -> Result<String, AdsError> {
        let field = fields::find(&format!("campaign_label.{path}")).ok_or_else(|| required(path))?;
        let text = find_either(body, path).and_then(Json::as_str).unwrap_or_default();
        if text.is_empty() {
            return Err(required(path));
        }
        let real = draft.resolve(field, Value::text(text))?;
        Ok(real.as_text().unwrap_or_default().to_owned())
    };
    let (campaign, label) = (given("campaign")?, given("label")?);
    let label = draft
        .account
        .label(&label)
        .ok_or_else(|| not_found(&label).below("label"))?;
    let campaign = ResourceName::parse(&campaign)
        .filter(|name| name.resource == Resource::Campaign && name.customer == draft.account.id)
        .and_then(|name| draft.account.named(name))
        .filter(|campaign| !campaign.is_removed())
        .ok_or_else(|| not_found(&campaign).below("campaign"))?;
    let mut carried = carried(draft, campaign);
    let name = draft.account.label_name(label);
    if carried.contains(&name) {
        let message = "The label has already been attached to the campaign.";
        return Err(AdsError::new(
            "campaignError",
            "CAMPAIGN_LABEL_ALREADY_EXISTS",
            message,
        ));
    }
    carried.push(name);
    Ok((
        link_name(draft, campaign, label),
        vec![carries(draft, campaign, carried)?],
    ))
}

/// A campaign does not carry a label any more.
pub fn unlink(draft: &Draft, link: ResourceName) -> Result<Change, AdsError> {
    let campaign = draft.account.get(Resource::Campaign, link.within);
    let campaign = campaign.ok_or_else(|| not_found(&link.to_string()))?;
    let mut carried = carried(draft, campaign);
    let before = carried.len();
    carried.retain(|name| ResourceName::parse(name).is_none_or(|name| name.id != link.id));
    if carried.len() == before {
        let message = "No link found between the campaign and the label.";
        return Err(AdsError::new(
            "campaignError",
            "CAMPAIGN_LABEL_DOES_NOT_EXIST",
            message,
        ));
    }
    carries(draft, campaign, carried)
}

fn link_name(draft: &Draft, campaign: &Object, label: &Label) -> ResourceName {
    ResourceName {
        customer: draft.account.id,
        resource: Resource::CampaignLabel,
        within: campaign.id,
        id: label.id,
    }
}

fn carried(draft: &Draft, campaign: &Object) -> Vec<String> {
    let labels = draft.account.labels_of(campaign).into_iter();
    labels.map(|label| draft.account.label_name(label)).collect()
}

fn carries(draft: &Draft, campaign: &Object, labels: Vec<String>) -> Result<Change, AdsError> {
    let field: &'static Field = fields::find("campaign.labels").ok_or_else(|| required("labels"))?;
    let name = ResourceName {
        customer: draft.account.id,
        resource: Resource::Campaign,
        within: 0,
        id: campaign.id,
    };
    Ok(change_of(&name, campaign, field, &Value::List(labels)))
}
