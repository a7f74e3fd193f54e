//! Labels: what people mark campaigns with. An account owns them; a campaign lists the resource names of its own.
//!
//! They are attached and detached in the platform's own pages (`/_sandbox/edit`); no caller of the API writes them here.

use super::{Account, Object};
use crate::google::value::Value;

/// Ids of labels lie here, as those of other resources lie elsewhere.
const FIRST_ID: i64 = 22_100_000_001;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub id: i64,
    pub name: String,
}

impl Account {
    /// Gives the account these labels; `offset` keeps ids of different accounts apart.
    pub(super) fn own_labels(&mut self, names: impl IntoIterator<Item = &'static str>, offset: i64) {
        self.labels = (FIRST_ID + offset..)
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

    pub fn label_name(&self, label: &Label) -> String {
        format!("customers/{}/labels/{}", self.id, label.id)
    }

    /// The label behind a resource name.
    pub fn label(&self, resource: &str) -> Option<&Label> {
        self.labels
            .iter()
            .find(|label| self.label_name(label) == resource)
    }

    /// The labels of a campaign.
    pub fn labels_of(&self, campaign: &Object) -> Vec<&Label> {
        match campaign.get("campaign.labels") {
            Value::List(names) => names.iter().filter_map(|name| self.label(name)).collect(),
            _ => Vec::new(),
        }
    }
}
