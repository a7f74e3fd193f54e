//! What stands below the campaigns, one table for every level: as the platform last showed it, with every change of a writable
//! property. Written by the account's owner, for the levels that enabled rules ask for.

use std::collections::{BTreeMap, BTreeSet};

use dsl::Level;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    ChangeSource, Drift, labels,
    store::{PropertyChange, record_change},
};
use crate::{
    actions::held,
    connections::platform::{RemoteObject, SwitchStatus, TargetKind, WriteField, WriteTarget, WriteValue},
    identity::OrgScope,
    random::Random,
    store::{Param, Row, StoreError, Tx, params, statements},
};

statements! {
    CAMPAIGNS = "select id, external_id from campaign where org_id = $1 and account_id = $2";
    OBJECTS = "select id, external_id, campaign_id, parent_id, name, status, delivery, bid_micros, match_type, labels from ad_object
        where org_id = $1 and account_id = $2 and level = $3";
    INSERT = "insert into ad_object (org_id, id, account_id, level, external_id, campaign_id, parent_id, name, status, delivery, bid_micros,
            match_type, labels, first_seen_at, updated_at)
        values ($1, $14, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)";
    UPDATE = "update ad_object set campaign_id = $5, parent_id = $6, name = $7, status = $8, delivery = $9, bid_micros = $10,
            match_type = $11, labels = $12, updated_at = $13
        where org_id = $1 and account_id = $2 and level = $3 and external_id = $4";
    SET_STATUS = "update ad_object set status = $5, updated_at = $6
        where org_id = $1 and account_id = $2 and level = $3 and external_id = $4";
    SET_BID = "update ad_object set bid_micros = $5, updated_at = $6
        where org_id = $1 and account_id = $2 and level = $3 and external_id = $4";
    TOUCH = "update ad_object set last_change_at = $5 where org_id = $1 and account_id = $2 and level = $3 and external_id = $4";
    CURRENT = "select status, bid_micros from ad_object where org_id = $1 and account_id = $2 and level = $3 and external_id = $4";
    OF_CAMPAIGN = "select o.id as object_id, o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent
        from ad_object o left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id where o.org_id = $1 and o.campaign_id = $2";
}

/// An object below a campaign, by name: beside the campaign where a page shows what a rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectRef {
    pub id: Uuid,
    pub level: Level,
    pub name: String,
    /// How close a search must be; `None` where that is no question.
    pub match_type: Option<String>,
    /// The name of the object in between that it stands in; `None` where that is the campaign itself.
    pub parent: Option<String>,
}

impl ObjectRef {
    /// From the columns `object_id`, `object_level`, `object_name`, `object_match_type` and `object_parent`; `None` where it is about
    /// the campaign itself.
    pub fn read(row: &Row) -> Result<Option<Self>, StoreError> {
        let Some(id) = row.opt_uuid("object_id")? else {
            return Ok(None);
        };
        let Some((level, name)) = row
            .opt_text("object_level")?
            .and_then(|key| Level::of_key(&key))
            .zip(row.opt_text("object_name")?)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            id,
            level,
            name,
            match_type: row.opt_text("object_match_type")?,
            parent: row.opt_text("object_parent")?,
        }))
    }
}

/// What an object of the level can stand in: its campaign, and the object in between.
struct Place {
    campaign: Uuid,
    parent: Option<Uuid>,
}

/// An object as a row holds it.
#[derive(PartialEq)]
struct Stored {
    campaign: Uuid,
    parent: Option<Uuid>,
    name: String,
    status: SwitchStatus,
    delivery: String,
    bid: Option<i64>,
    match_type: Option<String>,
    /// JSON array of text.
    labels: Option<String>,
}

impl Stored {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            campaign: row.uuid("campaign_id")?,
            parent: row.opt_uuid("parent_id")?,
            name: row.text("name")?,
            status: row.word("status", SwitchStatus::parse)?,
            delivery: row.text("delivery")?,
            bid: row.opt_i64("bid_micros")?,
            match_type: row.opt_text("match_type")?,
            labels: row.opt_text("labels")?,
        })
    }

    /// As the platform shows it.
    fn shown(object: &RemoteObject, place: &Place) -> Result<Self, StoreError> {
        Ok(Self {
            campaign: place.campaign,
            parent: place.parent,
            name: object.name.clone(),
            status: object.status,
            delivery: object.delivery.clone(),
            bid: object.bid_micros,
            match_type: object.match_type.clone(),
            labels: object
                .labels
                .as_ref()
                .map(serde_json::to_string)
                .transpose()
                .map_err(|error| StoreError::inconsistent("labels", error.to_string()))?,
        })
    }

    fn values(&self) -> [Param; 8] {
        [
            self.campaign.into(),
            self.parent.into(),
            (&self.name).into(),
            self.status.as_str().into(),
            (&self.delivery).into(),
            self.bid.into(),
            self.match_type.as_deref().into(),
            self.labels.as_deref().into(),
        ]
    }
}

/// A value that is not the one that was stored.
struct Moved {
    target: WriteTarget,
    field: WriteField,
    campaign: Uuid,
    /// The object itself was not known before.
    is_new: bool,
    old: Option<WriteValue>,
    new: WriteValue,
}

/// Makes the stored objects of a level equal to what the platform shows; the levels above must be there. What stands in nothing
/// that is known is left out until the next sync. Returns what changed without us.
pub async fn apply(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    random: &Random,
    (level, shown): (Level, &[RemoteObject]),
    at: Timestamp,
) -> Result<Vec<Drift>, StoreError> {
    let Some(kind) = TargetKind::of_level(level) else {
        return Ok(Vec::new());
    };
    let places = places(tx, scope, account_id, level).await?;
    let known: BTreeMap<String, Stored> = tx
        .fetch_all(OBJECTS, params![scope.id(), account_id, level.key()])
        .await?
        .iter()
        .map(|row| Ok((row.text("external_id")?, Stored::read(row)?)))
        .collect::<Result<_, StoreError>>()?;
    // A search has no switch: it comes and goes with what people type.
    let is_switched = kind.level().is_some();
    let mut moved = Vec::new();
    // Whose bid is not its own any more.
    let mut unbid = Vec::new();
    // Whose labels are not those that were stored.
    let mut relabelled = Vec::new();
    let mut seen = BTreeSet::new();
    for object in shown {
        let Some(place) = places.get(&object.parent_external_id) else {
            continue;
        };
        seen.insert(object.external_id.as_str());
        let before = known.get(&object.external_id);
        let now = Stored::shown(object, place)?;
        let place_of = params![scope.id(), account_id, level.key(), &object.external_id];
        match before {
            Some(before) if *before == now => {}
            Some(_) => {
                let values = [place_of.as_slice(), &now.values(), params![at]].concat();
                tx.execute_exactly(1, UPDATE, &values).await?;
            }
            None => {
                let values = [place_of.as_slice(), &now.values(), params![at, random.id()]].concat();
                tx.execute_exactly(1, INSERT, &values).await?;
            }
        }
        let mut note = |field, old: Option<WriteValue>, new: Option<WriteValue>| {
            if let Some(new) = new.filter(|new| is_switched && old.as_ref() != Some(new)) {
                moved.push(Moved {
                    target: WriteTarget {
                        kind,
                        external_id: object.external_id.clone(),
                    },
                    field,
                    campaign: place.campaign,
                    is_new: before.is_none(),
                    old,
                    new,
                });
            }
        };
        note(
            WriteField::Status,
            before.map(|before| WriteValue::Status(before.status)),
            Some(WriteValue::Status(object.status)),
        );
        note(
            WriteField::Bid,
            before.and_then(|before| before.bid).map(WriteValue::Money),
            object.bid_micros.map(WriteValue::Money),
        );
        // Labels that are read for the first time say nothing of who put them there.
        if let Some((worn, shown)) = before
            .filter(|before| before.labels != now.labels)
            .and_then(|before| before.labels.as_deref())
            .zip(object.labels.as_deref())
        {
            let worn: Vec<String> = serde_json::from_str(worn)
                .map_err(|error| StoreError::inconsistent("labels", error.to_string()))?;
            let target = WriteTarget {
                kind,
                external_id: object.external_id.clone(),
            };
            relabelled.push((target, worn, shown));
        }
        if object.bid_micros.is_none() && before.is_some_and(|before| before.bid.is_some()) {
            unbid.push(WriteTarget {
                kind,
                external_id: object.external_id.clone(),
            });
        }
    }
    // What the platform no longer lists is gone: removed there, kept here with its history.
    for (external_id, known) in &known {
        if known.status == SwitchStatus::Removed || seen.contains(external_id.as_str()) {
            continue;
        }
        let target = WriteTarget {
            kind,
            external_id: external_id.clone(),
        };
        let removed = WriteValue::Status(SwitchStatus::Removed);
        let word = SwitchStatus::Removed.as_str();
        let values = params![scope.id(), account_id, level.key(), external_id, word, at];
        tx.execute(SET_STATUS, values).await?;
        if !is_switched {
            continue;
        }
        moved.push(Moved {
            target,
            field: WriteField::Status,
            campaign: known.campaign,
            is_new: false,
            old: Some(WriteValue::Status(known.status)),
            new: removed,
        });
    }
    let mut drift = Vec::new();
    for change in moved {
        let recorded = PropertyChange {
            target: &change.target,
            field: change.field,
            at,
            old: change.old.as_ref(),
            new: &change.new,
            source: if change.is_new {
                ChangeSource::FirstSeen
            } else {
                ChangeSource::Outside
            },
            action_id: None,
        };
        record_change(tx, scope, account_id, random, recorded).await?;
        if let Some(old) = change.old {
            drift.push(Drift {
                target: change.target,
                field: change.field,
                campaign_id: Some(change.campaign),
                from: old,
                to: change.new,
            });
        }
    }
    for (target, worn, shown) in relabelled {
        labels::follow(tx, (scope, account_id, random), &target, (&worn, shown), at).await?;
    }
    for target in unbid {
        held::changed_outside(tx, scope, account_id, &target, WriteField::Bid, at).await?;
        touch(tx, scope, account_id, &target, at).await?;
    }
    Ok(drift)
}

/// What objects of this level can stand in, by the platform's id.
async fn places(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    level: Level,
) -> Result<BTreeMap<String, Place>, StoreError> {
    let mut places = BTreeMap::new();
    match level.parent() {
        Some(Level::Campaigns) => {
            for row in tx.fetch_all(CAMPAIGNS, params![scope.id(), account_id]).await? {
                let place = Place {
                    campaign: row.uuid("id")?,
                    parent: None,
                };
                places.insert(row.text("external_id")?, place);
            }
        }
        Some(parent) => {
            for row in tx
                .fetch_all(OBJECTS, params![scope.id(), account_id, parent.key()])
                .await?
            {
                let place = Place {
                    campaign: row.uuid("campaign_id")?,
                    parent: Some(row.uuid("id")?),
                };
                places.insert(row.text("external_id")?, place);
            }
        }
        None => {}
    }
    Ok(places)
}

/// The level of a target below the campaigns, as stored.
fn level_key(target: &WriteTarget) -> &'static str {
    target.kind.below_campaigns().map_or("", Level::key)
}

/// The stored object follows a changed property at once.
pub(super) async fn set(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    value: &WriteValue,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (org, key, id) = (scope.id(), level_key(target), &target.external_id);
    match value {
        WriteValue::Status(status) => {
            let values = params![org, account_id, key, id, status.as_str(), at];
            tx.execute(SET_STATUS, values).await?;
        }
        WriteValue::Money(bid) => {
            let values = params![org, account_id, key, id, *bid, at];
            tx.execute(SET_BID, values).await?;
        }
        // Targets are read of campaigns alone, and negative keywords and labels are no objects of their own.
        WriteValue::Ratio(_) | WriteValue::Negative(_) | WriteValue::Label(_) => {}
    }
    Ok(())
}

/// Restarts "time since change".
pub(super) async fn touch(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    at: Timestamp,
) -> Result<(), StoreError> {
    let values = params![scope.id(), account_id, level_key(target), &target.external_id, at];
    tx.execute(TOUCH, values).await?;
    Ok(())
}

/// The value of a property as last known; `None` when the object is unknown or has none.
pub(super) async fn current(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    field: WriteField,
) -> Result<Option<WriteValue>, StoreError> {
    let values = params![scope.id(), account_id, level_key(target), &target.external_id];
    let Some(row) = tx.fetch_optional(CURRENT, values).await? else {
        return Ok(None);
    };
    Ok(match field {
        WriteField::Status => Some(WriteValue::Status(row.word("status", SwitchStatus::parse)?)),
        WriteField::Bid => row.opt_i64("bid_micros")?.map(WriteValue::Money),
        WriteField::Budget
        | WriteField::TargetCpa
        | WriteField::TargetRoas
        | WriteField::Negative
        | WriteField::Label => None,
    })
}

/// Everything below a campaign that was ever read.
pub async fn of_campaign(
    tx: &mut Tx,
    scope: OrgScope,
    campaign_id: Uuid,
) -> Result<Vec<ObjectRef>, StoreError> {
    tx.fetch_all(OF_CAMPAIGN, params![scope.id(), campaign_id])
        .await?
        .iter()
        .filter_map(|row| ObjectRef::read(row).transpose())
        .collect()
}
