//! Labels as the ledger knows them: whether an object carries one, and what changes when one comes or goes.
//!
//! Called by `store` where a value is asked for, where an action of ours was applied, and where a sync shows other labels than before.
//! Never here: how a platform is spoken to.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::{ChangeSource, store};
use crate::{
    connections::platform::{TargetKind, WriteField, WriteTarget, WriteValue},
    identity::OrgScope,
    random::Random,
    store::{StoreError, Tx, params, statements},
};

statements! {
    OF_CAMPAIGN = "select labels from campaign where org_id = $1 and account_id = $2 and external_id = $3 and status <> 'removed'";
    OF_OBJECT = "select labels from ad_object where org_id = $1 and account_id = $2 and external_id = $3 and level = $4 and status <> 'removed'";
    SET_OF_CAMPAIGN = "update campaign set labels = $4, updated_at = $5 where org_id = $1 and account_id = $2 and external_id = $3";
    SET_OF_OBJECT = "update ad_object set labels = $4, updated_at = $5 where org_id = $1 and account_id = $2 and external_id = $3 and level = $6";
}

/// The target of a label on an object: one of its own for each object and text.
pub fn target(of: &WriteTarget, label: &str) -> WriteTarget {
    WriteTarget {
        kind: TargetKind::Label,
        external_id: format!("{} {} {label}", of.kind.as_str(), of.external_id),
    }
}

/// The object and the label that a target names; `None` for a target of another kind.
pub fn named(target: &WriteTarget) -> Option<(TargetKind, &str, &str)> {
    if target.kind != TargetKind::Label {
        return None;
    }
    let mut parts = target.external_id.splitn(3, ' ');
    let kind = TargetKind::parse(parts.next()?)?;
    Some((kind, parts.next()?, parts.next()?))
}

/// The label that a target is; `None` for a target of another kind.
pub(crate) fn of_target(target: &WriteTarget) -> Option<&str> {
    named(target).map(|(_, _, label)| label)
}

/// The labels of the object; `None` where they are not read, or it is not there.
async fn of(
    tx: &mut Tx,
    (scope, account_id): (OrgScope, Uuid),
    (kind, id): (TargetKind, &str),
) -> Result<Option<BTreeSet<String>>, StoreError> {
    let row = match kind.below_campaigns() {
        Some(level) => {
            let values = params![scope.id(), account_id, id, level.key()];
            tx.fetch_optional(OF_OBJECT, values).await?
        }
        None => {
            tx.fetch_optional(OF_CAMPAIGN, params![scope.id(), account_id, id])
                .await?
        }
    };
    match row {
        Some(row) if row.opt_text("labels")?.is_some() => row.json("labels").map(Some),
        _ => Ok(None),
    }
}

/// Whether it is there; `None` where nobody knows.
pub(super) async fn current(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
) -> Result<Option<WriteValue>, StoreError> {
    let Some((kind, id, label)) = named(target) else {
        return Ok(None);
    };
    let labels = of(tx, (scope, account_id), (kind, id)).await?;
    Ok(labels.map(|labels| WriteValue::Label(labels.contains(label))))
}

/// The object carries it at once, or does not any more.
pub(super) async fn set(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    is_there: bool,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some((kind, id, label)) = named(target) else {
        return Ok(());
    };
    let Some(mut labels) = of(tx, (scope, account_id), (kind, id)).await? else {
        return Ok(());
    };
    if is_there {
        labels.insert(label.to_owned());
    } else {
        labels.remove(label);
    }
    let labels = serde_json::to_string(&labels)
        .map_err(|error| StoreError::inconsistent("labels", error.to_string()))?;
    match kind.below_campaigns() {
        Some(level) => {
            let values = params![scope.id(), account_id, id, labels, at, level.key()];
            tx.execute(SET_OF_OBJECT, values).await?;
        }
        None => {
            let values = params![scope.id(), account_id, id, labels, at];
            tx.execute(SET_OF_CAMPAIGN, values).await?;
        }
    }
    Ok(())
}

/// Writes down which labels somebody else put on an object or took off it: nothing of ours is held there any more.
pub(super) async fn follow(
    tx: &mut Tx,
    (scope, account_id, random): (OrgScope, Uuid, &Random),
    object: &WriteTarget,
    (before, now): (&[String], &[String]),
    at: Timestamp,
) -> Result<(), StoreError> {
    let (before, now): (BTreeSet<&String>, BTreeSet<&String>) =
        (before.iter().collect(), now.iter().collect());
    for label in before.symmetric_difference(&now) {
        let is_there = now.contains(*label);
        let change = store::PropertyChange {
            target: &target(object, label),
            field: WriteField::Label,
            at,
            old: Some(&WriteValue::Label(!is_there)),
            new: &WriteValue::Label(is_there),
            source: ChangeSource::Outside,
            action_id: None,
        };
        store::record_change(tx, scope, account_id, random, change).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_names_its_object_and_a_label_with_blanks() {
        let keyword = WriteTarget {
            kind: TargetKind::Keyword,
            external_id: "7~300".to_owned(),
        };
        let found = target(&keyword, "paused by us");
        assert_eq!(
            named(&found),
            Some((TargetKind::Keyword, "7~300", "paused by us"))
        );
        assert_eq!(named(&keyword), None);
    }
}
