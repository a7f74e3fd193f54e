//! What the platform bids towards: a campaign's own target CPA and target ROAS.
//!
//! Called by `store` when a structure is read and when an action of ours was applied. A campaign whose strategy has no target, or
//! whose target belongs to a strategy that it shares with others, has none here. Never here: what a rule makes of it.

use jiff::Timestamp;
use uuid::Uuid;

use super::{ChangeSource, Drift, store::PropertyChange, store::record_change};
use crate::{
    connections::platform::{RemoteCampaign, TargetKind, WriteField, WriteTarget, WriteValue},
    identity::OrgScope,
    random::Random,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    SET_TARGET_CPA = "update campaign set target_cpa_micros = $4, updated_at = $5 where org_id = $1 and account_id = $2 and external_id = $3";
    SET_TARGET_ROAS = "update campaign set target_roas_millionths = $4, updated_at = $5 where org_id = $1 and account_id = $2 and external_id = $3";
    CURRENT = "select target_cpa_micros, target_roas_millionths from campaign
        where org_id = $1 and account_id = $2 and external_id = $3 and status <> 'removed'";
}

/// Both targets of a campaign; `None` where it has none of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Targets {
    cpa_micros: Option<i64>,
    roas_millionths: Option<i64>,
}

impl Targets {
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            cpa_micros: row.opt_i64("target_cpa_micros")?,
            roas_millionths: row.opt_i64("target_roas_millionths")?,
        })
    }

    pub fn shown(campaign: &RemoteCampaign) -> Self {
        Self {
            cpa_micros: campaign.target_cpa_micros,
            roas_millionths: campaign.target_roas_millionths,
        }
    }

    pub fn value(self, field: WriteField) -> Option<WriteValue> {
        let cell = match field {
            WriteField::TargetCpa => self.cpa_micros,
            WriteField::TargetRoas => self.roas_millionths,
            WriteField::Status
            | WriteField::Budget
            | WriteField::Bid
            | WriteField::Negative
            | WriteField::Label => None,
        };
        cell.map(|cell| WriteValue::amount(field.property(), cell))
    }
}

/// Makes the stored targets equal to what the platform shows, noting what changed. `known`: the campaign as it was stored; `None`
/// where it arrives.
pub(super) async fn follow(
    tx: &mut Tx,
    (scope, account_id, random): (OrgScope, Uuid, &Random),
    known: Option<(Uuid, Targets)>,
    campaign: &RemoteCampaign,
    at: Timestamp,
    drift: &mut Vec<Drift>,
) -> Result<(), StoreError> {
    let now = Targets::shown(campaign);
    let before = known.map(|(_, targets)| targets).unwrap_or_default();
    if now == before {
        return Ok(());
    }
    let target = WriteTarget {
        kind: TargetKind::Campaign,
        external_id: campaign.external_id.clone(),
    };
    for field in [WriteField::TargetCpa, WriteField::TargetRoas] {
        let (old, new) = (before.value(field), now.value(field));
        if old == new {
            continue;
        }
        set(tx, scope, account_id, &target, field, new.as_ref(), at).await?;
        // A target that is gone has no value to be noted.
        let Some(new) = new else { continue };
        let change = PropertyChange {
            target: &target,
            field,
            at,
            old: old.as_ref(),
            new: &new,
            source: if known.is_some() {
                ChangeSource::Outside
            } else {
                ChangeSource::FirstSeen
            },
            action_id: None,
        };
        record_change(tx, scope, account_id, random, change).await?;
        if let (Some((id, _)), Some(old)) = (known, old) {
            drift.push(Drift {
                target: target.clone(),
                field,
                campaign_id: Some(id),
                from: old,
                to: new,
            });
        }
    }
    Ok(())
}

/// The stored campaign follows a changed target.
pub(super) async fn set(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    field: WriteField,
    value: Option<&WriteValue>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let statement = match field {
        WriteField::TargetCpa => SET_TARGET_CPA,
        WriteField::TargetRoas => SET_TARGET_ROAS,
        WriteField::Status
        | WriteField::Budget
        | WriteField::Bid
        | WriteField::Negative
        | WriteField::Label => return Ok(()),
    };
    let cell = value.and_then(WriteValue::cell);
    let values = params![scope.id(), account_id, &target.external_id, cell, at];
    tx.execute(statement, values).await?;
    Ok(())
}

/// A target as last known; `None` when the campaign is unknown, removed or has none of its own.
pub(super) async fn current(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    field: WriteField,
) -> Result<Option<WriteValue>, StoreError> {
    let values = params![scope.id(), account_id, &target.external_id];
    let row = tx.fetch_optional(CURRENT, values).await?;
    let targets = row.as_ref().map(Targets::read).transpose()?;
    Ok(targets.and_then(|targets| targets.value(field)))
}
