//! Rules of labels, and of the links by which campaigns, ad groups, ads and keywords carry them.

use serde_json::Value as Json;

use super::lawful::{Draft, change_of, find_either, not_found, required};
use crate::google::accounts::{Carrier, Object, Resource, ResourceName};
use crate::google::failure::AdsError;
use crate::google::fields;
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

/// The errors of links of one kind: their family, and the codes and texts for a link that is there and one that is not.
struct Errors {
    family: &'static str,
    there: (&'static str, &'static str),
    missing: (&'static str, &'static str),
}

fn errors(carrier: Carrier) -> Errors {
    match carrier {
        Carrier::Campaign => Errors {
            family: "campaignError",
            there: (
                "CAMPAIGN_LABEL_ALREADY_EXISTS",
                "The label has already been attached to the campaign.",
            ),
            missing: (
                "CAMPAIGN_LABEL_DOES_NOT_EXIST",
                "No link found between the campaign and the label.",
            ),
        },
        Carrier::AdGroup => Errors {
            family: "adGroupError",
            there: (
                "ADGROUP_LABEL_ALREADY_EXISTS",
                "The label has already been attached to the ad group.",
            ),
            missing: (
                "ADGROUP_LABEL_DOES_NOT_EXIST",
                "No link found between the ad group and the label.",
            ),
        },
        Carrier::AdGroupAd => Errors {
            family: "adGroupAdError",
            there: (
                "AD_GROUP_AD_LABEL_ALREADY_EXISTS",
                "The label has already been attached to the adgroup ad.",
            ),
            missing: (
                "AD_GROUP_AD_LABEL_DOES_NOT_EXIST",
                "No link found between the adgroup ad and the label.",
            ),
        },
        Carrier::AdGroupCriterion => Errors {
            family: "adGroupCriterionError",
            there: (
                "AD_GROUP_CRITERION_LABEL_ALREADY_EXISTS",
                "The label has already been attached to the AdGroupCriterion.",
            ),
            missing: (
                "AD_GROUP_CRITERION_LABEL_DOES_NOT_EXIST",
                "No link found between the AdGroupCriterion and the label.",
            ),
        },
    }
}

/// Something carries a label from now on.
pub fn link(draft: &Draft, carrier: Carrier, body: &Json) -> Result<(ResourceName, Vec<Change>), AdsError> {
    let (resource, word) = (carrier.resource(), Resource::Link(carrier).word());
    let given = |path: &'static str| -> Result<String, AdsError> {
        let field = fields::find(&format!("{word}.{path}")).ok_or_else(|| required(path))?;
        let text = find_either(body, path).and_then(Json::as_str).unwrap_or_default();
        if text.is_empty() {
            return Err(required(path));
        }
        let real = draft.resolve(field, Value::text(text))?;
        Ok(real.as_text().unwrap_or_default().to_owned())
    };
    let (object, label) = (given(resource.word())?, given("label")?);
    let label = draft
        .account
        .label(&label)
        .ok_or_else(|| not_found(&label).below("label"))?;
    let object = ResourceName::parse(&object)
        .filter(|name| name.resource == resource && name.customer == draft.account.id)
        .and_then(|name| draft.account.named(name))
        .filter(|object| !object.is_removed())
        .ok_or_else(|| not_found(&object).below(resource.word()))?;
    let errors = errors(carrier);
    if object.is_negative() {
        let message = "Negative AdGroupCriterion cannot have labels.";
        return Err(AdsError::new(
            errors.family,
            "CANNOT_ADD_LABEL_TO_NEGATIVE_CRITERION",
            message,
        ));
    }
    let mut carried = carried(draft, object);
    let name = draft.account.label_name(label);
    if carried.contains(&name) {
        let (code, message) = errors.there;
        return Err(AdsError::new(errors.family, code, message));
    }
    carried.push(name);
    Ok((
        draft.account.link_name(carrier, object, label),
        vec![carries(draft, carrier, object, carried)?],
    ))
}

/// Something does not carry a label any more.
pub fn unlink(draft: &Draft, carrier: Carrier, link: ResourceName) -> Result<Change, AdsError> {
    let object = link.carrier().and_then(|name| draft.account.named(name));
    let object = object.ok_or_else(|| not_found(&link.to_string()))?;
    let mut carried = carried(draft, object);
    let before = carried.len();
    carried.retain(|name| ResourceName::parse(name).is_none_or(|name| name.id != link.id));
    if carried.len() == before {
        let errors = errors(carrier);
        let (code, message) = errors.missing;
        return Err(AdsError::new(errors.family, code, message));
    }
    carries(draft, carrier, object, carried)
}

fn carried(draft: &Draft, object: &Object) -> Vec<String> {
    let labels = draft.account.labels_of(object).into_iter();
    labels.map(|label| draft.account.label_name(label)).collect()
}

fn carries(
    draft: &Draft,
    carrier: Carrier,
    object: &Object,
    labels: Vec<String>,
) -> Result<Change, AdsError> {
    let field = fields::find(carrier.labels_field()).ok_or_else(|| required("labels"))?;
    let name = ResourceName {
        customer: draft.account.id,
        resource: object.resource,
        beyond: 0,
        within: object.within,
        id: object.id,
    };
    Ok(change_of(&name, object, field, &Value::List(labels)))
}
