//! What an operation would change, decided on a copy of the account so that later operations see earlier ones.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::request::{Kind, Operation};
use super::{Outcome, ad_group, budget, campaign, criterion, label};
use crate::google::accounts::{Account, Carrier, Object, Resource, ResourceName, stored_json};
use crate::google::failure::AdsError;
use crate::google::fields::{self, Field, Write};
use crate::google::value::{self, Value};
use crate::truth::{Change, Deed, Operation as Deeds};

/// A copy of an account on which a request is tried out.
pub struct Draft {
    pub account: Account,
    pub now: Timestamp,
    /// Temporary ids of this request and the real names behind them; `None` where the creation failed.
    temporary: BTreeMap<i64, Option<ResourceName>>,
    touched: BTreeSet<String>,
}

pub fn required(path: &str) -> AdsError {
    AdsError::new("fieldError", "REQUIRED", "The required field was not present.").below(path)
}

pub fn not_found(name: &str) -> AdsError {
    AdsError::new("mutateError", "RESOURCE_NOT_FOUND", "Resource was not found.").trigger(name)
}

/// Ads are made of texts and pictures, which the sandbox has none of.
fn no_new_ads() -> AdsError {
    let message = "Mutates are not allowed for the requested resource.";
    AdsError::new("mutateError", "MUTATE_NOT_ALLOWED", message)
}

impl Draft {
    pub fn new(account: Account, now: Timestamp) -> Self {
        Self {
            account,
            now,
            temporary: BTreeMap::new(),
            touched: BTreeSet::new(),
        }
    }

    /// Tries an operation. If it is lawful it has happened in this draft.
    pub fn attempt(&mut self, operation: &Operation) -> Outcome {
        let outcome = match &operation.kind {
            Kind::Create(body) => self.create(operation.resource, body),
            Kind::Update(body, mask) => self.update(operation.resource, body, mask.as_deref()),
            Kind::Remove(name) => self.remove(operation.resource, name),
            Kind::Nothing => Err(AdsError::new(
                "requestError",
                "OPERATION_REQUIRED",
                "Mutate operation should have either create, update, or remove specified.",
            )),
        };
        match outcome {
            Ok((name, changes)) => Ok((
                name,
                Deed {
                    changes,
                    request: operation.raw.clone(),
                },
            )),
            Err(error) => Err(vec![error.within(&operation.place)]),
        }
    }

    fn make(&mut self, changes: &[Change]) {
        for change in changes {
            self.account.apply(change);
        }
    }

    /// Parses the name of an existing resource of this customer and of this kind.
    fn name(&self, resource: Resource, text: &str) -> Result<ResourceName, AdsError> {
        if text.is_empty() {
            let message = "Resource name is required for this request.";
            return Err(
                AdsError::new("requestError", "RESOURCE_NAME_MISSING", message).below("resource_name")
            );
        }
        let name = ResourceName::parse(text)
            .filter(|name| name.resource == resource)
            .ok_or_else(|| {
                AdsError::new(
                    "requestError",
                    "RESOURCE_NAME_MALFORMED",
                    format!("Resource name '{text}' is malformed."),
                )
                .trigger(text)
                .below("resource_name")
            })?;
        if name.customer != self.account.id {
            return Err(not_found(text));
        }
        Ok(name)
    }

    fn touch(&mut self, name: ResourceName) -> Result<(), AdsError> {
        if self.touched.insert(name.to_string()) {
            return Ok(());
        }
        let message = "Cannot mutate the same resource twice in one request.";
        Err(AdsError::new("mutateError", "ID_EXISTS_IN_MULTIPLE_MUTATES", message).trigger(name.to_string()))
    }

    /// The living resource of this name.
    fn living(&self, name: ResourceName) -> Result<&Object, AdsError> {
        let object = self
            .account
            .named(name)
            .ok_or_else(|| not_found(&name.to_string()))?;
        if !object.is_removed() {
            return Ok(object);
        }
        Err(match name.resource {
            Resource::Budget => AdsError::new(
                "campaignBudgetError",
                "CAMPAIGN_BUDGET_REMOVED",
                "The requested campaign budget no longer exists.",
            ),
            Resource::Campaign
            | Resource::AdGroup
            | Resource::AdGroupAd
            | Resource::AdGroupCriterion
            | Resource::CampaignCriterion
            | Resource::Label
            | Resource::Link(_) => AdsError::new(
                "operationAccessDeniedError",
                "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE",
                "This operation is not allowed because the resource is removed.",
            ),
        })
    }

    fn update(
        &mut self,
        resource: Resource,
        body: &Json,
        mask: Option<&[String]>,
    ) -> Result<(ResourceName, Vec<Change>), AdsError> {
        let text = value::get(body, "resource_name").or_else(|| body.get("resource_name"));
        let name = self.name(resource, text.and_then(Json::as_str).unwrap_or_default())?;
        let mask = mask.filter(|paths| !paths.is_empty()).ok_or_else(|| {
            let message = "The field mask must be provided for update operations.";
            AdsError::new("fieldMaskError", "FIELD_MASK_MISSING", message)
        })?;
        self.touch(name)?;
        let object = self.living(name)?.clone();
        let mut changes = Vec::new();
        for path in mask {
            let field = maskable(resource, path)?;
            let given = find_either(body, path);
            let value = given.map_or(Ok(Value::Absent), |json| Value::from_json(json, field.kind));
            let value = value.map_err(|_| {
                AdsError::new("fieldError", "INVALID_VALUE", "The field's value is invalid.").below(path)
            })?;
            let value = normal(field, value);
            let more = match resource {
                Resource::Budget => budget::check(self, Some(&object), field, &value),
                Resource::Campaign => campaign::check(self, Some(&object), field, &value),
                Resource::AdGroup => ad_group::check(self, Some(&object), field, &value),
                Resource::AdGroupAd => ad_group::check_switch_and_bid(self, field, &value),
                Resource::AdGroupCriterion | Resource::CampaignCriterion => {
                    criterion::check(self, &object, field, &value)
                }
                Resource::Label | Resource::Link(_) => Err(read_only(path)),
            }
            .map_err(|error| error.below(path))?;
            changes.push(change_of(&name, &object, field, &value));
            changes.extend(
                more.into_iter()
                    .map(|(field, value)| change_of(&name, &object, field, &value)),
            );
        }
        self.make(&changes);
        Ok((name, changes))
    }

    fn remove(&mut self, resource: Resource, text: &str) -> Result<(ResourceName, Vec<Change>), AdsError> {
        let name = self.name(resource, text)?;
        self.touch(name)?;
        if let Resource::Link(carrier) = resource {
            let changes = vec![label::unlink(self, carrier, name)?];
            self.make(&changes);
            return Ok((name, changes));
        }
        let object = self.living(name)?;
        if resource == Resource::Budget && self.account.users_of(object).next().is_some() {
            return Err(AdsError::new(
                "campaignBudgetError",
                "CAMPAIGN_BUDGET_IN_USE",
                "The campaign budget is associated with at least one campaign, and so the campaign budget cannot be removed.",
            ));
        }
        let mut changes = vec![removal(name, object)];
        // Its links to labels go with it.
        changes.extend(bare(name, object));
        // A budget of one campaign goes with it.
        if resource == Resource::Campaign
            && let Some(budget) = self.account.budget_of(object)
            && *budget.get("campaign_budget.explicitly_shared") == Value::Bool(false)
            && !budget.is_removed()
        {
            changes.push(removal(
                ResourceName {
                    resource: Resource::Budget,
                    within: budget.within,
                    id: budget.id,
                    ..name
                },
                budget,
            ));
        }
        self.make(&changes);
        Ok((name, changes))
    }

    fn create(&mut self, resource: Resource, body: &Json) -> Result<(ResourceName, Vec<Change>), AdsError> {
        let text = value::get(body, "resource_name").or_else(|| body.get("resource_name"));
        let temporary = match text.and_then(Json::as_str).filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => {
                let name = self.name(resource, text)?;
                if name.id >= 0 {
                    let message = "Do not set the id field while creating new resources.";
                    return Err(AdsError::new(
                        "newResourceCreationError",
                        "CANNOT_SET_ID_FOR_CREATE",
                        message,
                    )
                    .trigger(text)
                    .below("resource_name"));
                }
                if self.temporary.contains_key(&name.id) {
                    let message = "Creating more than one resource with the same temp ID is not allowed.";
                    return Err(
                        AdsError::new("newResourceCreationError", "DUPLICATE_TEMP_IDS", message)
                            .trigger(text),
                    );
                }
                self.temporary.insert(name.id, None);
                Some(name.id)
            }
        };
        let (name, changes) = match resource {
            Resource::Label => label::make(self, body)?,
            Resource::Link(carrier) => label::link(self, carrier, body)?,
            _ => self.new_object(resource, body)?,
        };
        self.make(&changes);
        if let Some(id) = temporary {
            self.temporary.insert(id, Some(name));
        }
        Ok((name, changes))
    }

    fn new_object(&self, resource: Resource, body: &Json) -> Result<(ResourceName, Vec<Change>), AdsError> {
        let mut object = Object::new(resource, 0, self.account.next_id(resource));
        for field in fields::of_resource(resource.word()) {
            let Some(json) = find_either(body, field.path()) else {
                continue;
            };
            match field.write {
                Write::OnCreate | Write::Always => {}
                Write::Derived if field.path() == "resource_name" => continue,
                Write::Derived | Write::Platform => return Err(read_only(field.path())),
            }
            let value = normal(field, Value::from_json(json, field.kind).unwrap_or(Value::Absent));
            let value = self.resolve(field, value)?;
            object.set(field.name, value);
        }
        match resource {
            Resource::Budget => budget::complete(self, &mut object),
            Resource::Campaign => campaign::complete(self, &mut object, body),
            Resource::AdGroup => ad_group::complete(self, &mut object),
            Resource::AdGroupAd => Err(no_new_ads()),
            Resource::AdGroupCriterion | Resource::CampaignCriterion => {
                criterion::complete(self, &mut object)
            }
            Resource::Label | Resource::Link(_) => Ok(()),
        }?;
        for field in fields::of_resource(resource.word())
            .filter(|it| matches!(it.write, Write::OnCreate | Write::Always))
        {
            let value = object.get(field.name).clone();
            if value != Value::Absent {
                match resource {
                    Resource::Budget => budget::check(self, None, field, &value),
                    Resource::Campaign => campaign::check(self, None, field, &value),
                    Resource::AdGroup => ad_group::check_new(self, &object, field, &value),
                    Resource::AdGroupAd => Err(no_new_ads()),
                    Resource::AdGroupCriterion | Resource::CampaignCriterion => {
                        criterion::check(self, &object, field, &value)
                    }
                    Resource::Label | Resource::Link(_) => Ok(Vec::new()),
                }
                .map_err(|error| error.below(field.path()))?;
            }
        }
        let name = ResourceName {
            customer: self.account.id,
            resource,
            beyond: 0,
            within: object.within,
            id: object.id,
        };
        let changes = vec![Change {
            resource: name.to_string(),
            operation: Deeds::Create,
            field: String::new(),
            old: Json::Null,
            new: object.to_json(),
        }];
        Ok((name, changes))
    }

    /// Replaces a temporary name by the real one.
    pub fn resolve(&self, field: &Field, value: Value) -> Result<Value, AdsError> {
        let Some(name) = value
            .as_text()
            .and_then(ResourceName::parse)
            .filter(|name| name.id < 0)
        else {
            return Ok(value);
        };
        match self.temporary.get(&name.id) {
            Some(Some(real)) if real.resource == name.resource => Ok(Value::Text(real.to_string())),
            Some(None) => Err(AdsError::new(
                "newResourceCreationError",
                "TEMP_ID_RESOURCE_HAD_ERRORS",
                "Parent resource with specified temp ID failed validation, so no validation will be done for this child \
                 resource.",
            )
            .below(field.path())),
            _ => Err(not_found(&name.to_string()).below(field.path())),
        }
    }
}

/// Finds a value by its snake-case path, whichever way its last key is spelled.
pub fn find_either<'a>(body: &'a Json, path: &str) -> Option<&'a Json> {
    let found = path.split('.').try_fold(body, |here, part| {
        here.get(value::camel(part)).or_else(|| here.get(part))
    });
    found.filter(|json| !json.is_null())
}

/// The one spelling in which a value is stored.
fn normal(field: &Field, value: Value) -> Value {
    match (field.kind, value) {
        (value::Kind::DateTime, Value::Text(text)) => Value::Text(campaign::with_dashes(text)),
        (_, value) => value,
    }
}

fn read_only(path: &str) -> AdsError {
    let message = "The field attempted to be mutated is immutable.";
    AdsError::new("fieldError", "IMMUTABLE_FIELD", message).below(path)
}

/// The field that a mask path names, if a caller may set it.
fn maskable(resource: Resource, path: &str) -> Result<&'static Field, AdsError> {
    let name = format!("{}.{path}", resource.word());
    let Some(field) = fields::find(&name) else {
        let (code, message) = if fields::is_message(&name) {
            (
                "FIELD_HAS_SUBFIELDS",
                "The field mask updated a field with subfields.",
            )
        } else {
            ("FIELD_NOT_FOUND", "The field mask contained an invalid field.")
        };
        return Err(
            AdsError::new("fieldMaskError", code, format!("{message} Field: '{path}'."))
                .trigger(path)
                .below("update_mask"),
        );
    };
    match field.write {
        Write::Always => Ok(field),
        Write::OnCreate | Write::Platform | Write::Derived => Err(read_only(path)),
    }
}

pub fn change_of(name: &ResourceName, object: &Object, field: &Field, value: &Value) -> Change {
    Change {
        resource: name.to_string(),
        operation: Deeds::Update,
        field: field.path().to_owned(),
        old: stored_json(object, field),
        new: value.to_json(field.kind).unwrap_or(Json::Null),
    }
}

/// No label any more, where there were some.
fn bare(name: ResourceName, object: &Object) -> Option<Change> {
    let field = fields::find(Carrier::of(object.resource)?.labels_field())?;
    let had_some = matches!(object.get(field.name), Value::List(labels) if !labels.is_empty());
    had_some.then(|| change_of(&name, object, field, &Value::Absent))
}

fn removal(name: ResourceName, object: &Object) -> Change {
    Change {
        resource: name.to_string(),
        operation: Deeds::Remove,
        field: "status".to_owned(),
        old: json!(object.status()),
        new: json!("REMOVED"),
    }
}
