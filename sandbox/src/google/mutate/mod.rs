//! The mutate methods: many operations, one transaction.
//!
//! `request` reads the body, `lawful` decides on a copy of the account what each operation would change, `budget`,
//! `campaign`, `ad_group`, `criterion` and `label` hold the rules of their resource. The changes then go to the world, which commits them
//! before anything is answered.

mod ad_group;
mod budget;
mod campaign;
mod criterion;
mod label;
mod lawful;
mod request;

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::access;
use super::accounts::{Account, Carrier, Resource, ResourceName, stored_json};
use super::failure::{AdsError, Failure, Rpc, failure_detail};
use super::request::respond;
use super::value::Value;
use crate::exchange::RequestId;
use crate::sandbox::{Moment, Sandbox};
use crate::truth::{Change, Deed, Source};
use crate::world::Origin;
use lawful::Draft;
use request::{Kind, Mutation, Operation};

/// Which method was called: one of a single resource, or the one for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Of(Resource),
    GoogleAds,
}

macro_rules! handler {
    ($name:ident, $method:expr) => {
        pub async fn $name(
            State(sandbox): State<Arc<Sandbox>>,
            Path(customer): super::Customer,
            headers: HeaderMap,
            Extension(id): Extension<RequestId>,
            body: Bytes,
        ) -> Response {
            respond(
                mutate(&sandbox, $method, &customer, &headers, &id, &body).await,
                &id,
                false,
            )
        }
    };
}

handler!(campaigns, Method::Of(Resource::Campaign));
handler!(campaign_budgets, Method::Of(Resource::Budget));
handler!(ad_groups, Method::Of(Resource::AdGroup));
handler!(ad_group_ads, Method::Of(Resource::AdGroupAd));
handler!(ad_group_criteria, Method::Of(Resource::AdGroupCriterion));
handler!(campaign_criteria, Method::Of(Resource::CampaignCriterion));
handler!(labels, Method::Of(Resource::Label));
handler!(campaign_labels, Method::Of(Resource::Link(Carrier::Campaign)));
handler!(ad_group_labels, Method::Of(Resource::Link(Carrier::AdGroup)));
handler!(ad_group_ad_labels, Method::Of(Resource::Link(Carrier::AdGroupAd)));
handler!(
    ad_group_criterion_labels,
    Method::Of(Resource::Link(Carrier::AdGroupCriterion))
);
handler!(google_ads, Method::GoogleAds);

async fn mutate(
    sandbox: &Sandbox,
    method: Method,
    customer: &str,
    headers: &HeaderMap,
    id: &RequestId,
    body: &[u8],
) -> Result<Json, Failure> {
    let customer = access::customer_id(customer)?;
    let mutation = request::read(method, body)?;
    let mut moment = sandbox.moment().await;
    access::authenticate(sandbox, headers, moment.now).await?;
    let (_, account) = access::customer(&moment.world.google, headers, customer)?;
    sandbox
        .google
        .spend(customer, mutation.operations.len().max(1), moment.now)?;
    if account.manager {
        let text = "Request cannot be executed by a manager account.";
        return Err(AdsError::new("requestError", "CANNOT_BE_EXECUTED_BY_MANAGER_ACCOUNT", text).into());
    }
    let mut draft = Draft::new(account.clone(), moment.now);
    let outcomes: Vec<Outcome> = mutation
        .operations
        .iter()
        .map(|operation| draft.attempt(operation))
        .collect();
    let errors: Vec<AdsError> = outcomes
        .iter()
        .filter_map(|it| it.as_ref().err())
        .flatten()
        .cloned()
        .collect();
    if !errors.is_empty() && !mutation.partial_failure {
        return Err(Failure::of(errors));
    }
    if mutation.validate_only {
        return Ok(if errors.is_empty() {
            json!({})
        } else {
            json!({ "partialFailureError": partial_failure(&errors, id) })
        });
    }
    let deeds: Vec<Deed> = outcomes
        .iter()
        .filter_map(|it| it.as_ref().ok())
        .map(|(_, deed)| deed.clone())
        .collect();
    let origin = Origin {
        at: moment.now,
        platform: "google",
        account: customer.to_string(),
        source: Source::Api,
        request_id: id.0.clone(),
    };
    sandbox
        .commit(&mut moment, &deeds, &origin)
        .await
        .map_err(|error| {
            tracing::error!(%error, "changes could not be committed");
            Failure::bare(Rpc::Internal)
        })?;
    Ok(results(method, &mutation, &outcomes, &draft.account, &errors, id))
}

/// What became of an operation.
type Outcome = Result<(ResourceName, Deed), Vec<AdsError>>;

fn results(
    method: Method,
    mutation: &Mutation,
    outcomes: &[Outcome],
    account: &Account,
    errors: &[AdsError],
    id: &RequestId,
) -> Json {
    let list: Vec<Json> = outcomes
        .iter()
        .map(|outcome| {
            // A failed operation leaves an empty object in its place.
            let Ok((name, _)) = outcome else { return json!({}) };
            let mut result = json!({ "resourceName": name.to_string() });
            if mutation.whole_resources
                && let Some(object) = account.named(*name)
            {
                let mut resource = object.to_json();
                resource["resourceName"] = json!(name.to_string());
                result[super::value::camel(name.resource.word())] = resource;
            }
            match method {
                Method::Of(_) => result,
                Method::GoogleAds => {
                    json!({ format!("{}Result", super::value::camel(name.resource.word())): result })
                }
            }
        })
        .collect();
    let mut body = match method {
        Method::Of(_) => json!({ "results": list }),
        Method::GoogleAds => json!({ "mutateOperationResponses": list }),
    };
    if !errors.is_empty() {
        body["partialFailureError"] = partial_failure(errors, id);
    }
    body
}

/// The `google.rpc.Status` of a partial failure; 3 is INVALID_ARGUMENT.
fn partial_failure(errors: &[AdsError], id: &RequestId) -> Json {
    let first = errors
        .first()
        .map(|error| format!("{}, at {}", error.message, error.path()))
        .unwrap_or_default();
    let message = if errors.len() > 1 {
        format!("Multiple errors in ‘details’. First error: {first}")
    } else {
        first
    };
    json!({ "code": 3, "message": message, "details": [failure_detail(errors, &id.0)] })
}

/// Changes one field as a person would in the platform's own pages, under the same rules.
pub async fn edit_by_hand(
    sandbox: &Sandbox,
    customer: i64,
    resource: &str,
    field: &str,
    value: &Json,
) -> Result<Vec<crate::truth::TruthRow>, String> {
    let moment = sandbox.moment().await;
    let account = moment
        .world
        .google
        .get(customer)
        .ok_or_else(|| format!("there is no account `{customer}`"))?;
    let name = ResourceName::parse(resource)
        .filter(|name| name.customer == customer)
        .ok_or_else(|| {
            format!("`{resource}` is not the name of a campaign, budget, ad group, ad or keyword of account `{customer}`")
        })?;
    let path = super::value::snake(field);
    if let Some(carrier) = Carrier::of(name.resource).filter(|_| path == "labels") {
        let deed = relabelled(account, carrier, name, value)?;
        return commit_by_hand(sandbox, moment, customer, deed).await;
    }
    let kind = if path == "status" && *value == json!("REMOVED") {
        Kind::Remove(resource.to_owned())
    } else {
        let mut body = json!({ "resourceName": resource });
        super::value::put(&mut body, &path, value.clone());
        if let Json::Object(map) = &body {
            request::check_resource(name.resource, map, "value")
                .map_err(|failure| first_message(&failure))?;
        }
        Kind::Update(body, Some(vec![path]))
    };
    let operation = Operation::by_hand(name.resource, kind, json!({ "field": field, "value": value }));
    let mut draft = Draft::new(account.clone(), moment.now);
    let (_, deed) = draft.attempt(&operation).map_err(|errors| {
        errors.first().map_or_else(
            || "refused".to_owned(),
            |error| format!("{}: {}", error.code, error.message),
        )
    })?;
    commit_by_hand(sandbox, moment, customer, deed).await
}

async fn commit_by_hand(
    sandbox: &Sandbox,
    mut moment: Moment<'_>,
    customer: i64,
    deed: Deed,
) -> Result<Vec<crate::truth::TruthRow>, String> {
    let origin = Origin {
        at: moment.now,
        platform: "google",
        account: customer.to_string(),
        source: Source::Ui,
        request_id: String::new(),
    };
    sandbox
        .commit(&mut moment, &[deed], &origin)
        .await
        .map_err(|error| error.to_string())
}

/// Something with other labels than before: in the API they are objects of their own, in the pages one field.
fn relabelled(account: &Account, carrier: Carrier, name: ResourceName, value: &Json) -> Result<Deed, String> {
    let object = account
        .named(name)
        .filter(|object| !object.is_removed())
        .ok_or_else(|| format!("there is no `{name}`"))?;
    if object.is_negative() {
        return Err("negative keywords have no labels".to_owned());
    }
    let field = super::fields::find(carrier.labels_field()).ok_or("there are no labels")?;
    let Ok(Value::List(labels)) = Value::from_json(value, field.kind) else {
        return Err("`value` must be a list of the resource names of labels".to_owned());
    };
    if let Some(unknown) = labels.iter().find(|label| account.label(label).is_none()) {
        let known: Vec<String> = account
            .labels()
            .iter()
            .map(|label| account.label_name(label))
            .collect();
        return Err(format!(
            "`{unknown}` is no label of the account; it has {}",
            known.join(", ")
        ));
    }
    Ok(Deed {
        changes: vec![Change {
            resource: name.to_string(),
            operation: crate::truth::Operation::Update,
            field: field.path().to_owned(),
            old: stored_json(object, field),
            new: Value::List(labels).to_json(field.kind).unwrap_or(Json::Null),
        }],
        request: json!({ "field": field.path(), "value": value }),
    })
}

fn first_message(failure: &Failure) -> String {
    failure
        .to_json("")
        .pointer("/error/message")
        .and_then(Json::as_str)
        .unwrap_or("the value does not fit")
        .to_owned()
}

/// Local date and time of an account.
fn local(account: &Account, now: Timestamp) -> jiff::civil::DateTime {
    now.to_zoned(account.zone.clone()).datetime()
}
