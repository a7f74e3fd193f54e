//! Labels: what people mark campaigns, ad groups, ads and keywords with. An account owns them; whatever carries some lists their resource
//! names, and a link is no more than a name on that list. What is removed carries none.
//!
//! They are made, attached and detached through the API (`mutate::label`) and in the platform's own pages (`/_sandbox/edit`).

use serde_json::{Value as Json, json};

use super::{Account, Carrier, Object, Resource, ResourceName};
use crate::google::value::Value;
use crate::truth::{Change, Operation};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub id: i64,
    pub name: String,
}

impl Account {
    /// Gives the account these labels; `offset` keeps ids of different accounts apart.
    pub(super) fn own_labels(&mut self, names: impl IntoIterator<Item = &'static str>, offset: i64) {
        self.labels = (Resource::Label.first_id() + offset..)
            .zip(names)
            .map(|(id, name)| Label {
                id,
                name: name.to_owned(),
            })
            .collect();
    }

    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// A label of this name that was not there before, as a change.
    pub fn new_label(&self, name: &str) -> (ResourceName, Change) {
        let last = self.labels.iter().map(|label| label.id).max();
        let resource = ResourceName {
            customer: self.id,
            resource: Resource::Label,
            beyond: 0,
            within: 0,
            id: last.map_or(Resource::Label.first_id(), |last| last + 1),
        };
        let change = Change {
            resource: resource.to_string(),
            operation: Operation::Create,
            field: String::new(),
            old: Json::Null,
            new: json!({ "name": name }),
        };
        (resource, change)
    }

    /// Takes in a label that was made.
    pub(super) fn own_label(&mut self, id: i64, json: &Json) {
        if let Some(name) = json.get("name").and_then(Json::as_str) {
            let name = name.to_owned();
            self.labels.push(Label { id, name });
        }
    }

    pub fn label_name(&self, label: &Label) -> String {
        format!("customers/{}/labels/{}", self.id, label.id)
    }

    /// The label behind a resource name.
    pub fn label(&self, resource: &str) -> Option<&Label> {
        self.labels
            .iter()
            .find(|label| self.label_name(label) == resource)
    }

    /// The labels that an object carries.
    pub fn labels_of(&self, object: &Object) -> Vec<&Label> {
        match Carrier::of(object.resource).map(|carrier| object.get(carrier.labels_field())) {
            Some(Value::List(names)) => names.iter().filter_map(|name| self.label(name)).collect(),
            _ => Vec::new(),
        }
    }

    /// That this object carries this label, by its resource name.
    pub fn link_name(&self, carrier: Carrier, object: &Object, label: &Label) -> ResourceName {
        ResourceName {
            customer: self.id,
            resource: Resource::Link(carrier),
            beyond: object.within,
            within: object.id,
            id: label.id,
        }
    }
}
