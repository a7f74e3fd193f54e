//! SQL of ticks and decisions.

use uuid::Uuid;

use crate::{
    identity::OrgScope,
    store::{StoreError, Tx, params, statements},
};

statements! {
    INSERT_TICK = "insert into tick (org_id, account_id, id, at, data_until, sync_seq, rules, objects, took_micros) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INSERT_DECISION = "insert into decision (org_id, id, account_id, tick_id, rule_id, rule_version, campaign_id, at, data_until, outcome, branch, reason, explanation, blocked, notify, object_id, simulated)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    INSERT_PACK = "insert into decision_pack (org_id, tick_id, rule_id, account_id, rule_version, at, fired, pending, not_fired, unknown, blocked, outside, body, held_out)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    /// The newest decision of a rule on an object since an instant.
    LAST = "select outcome, blocked from decision where org_id = $1 and rule_id = $2 and coalesce(object_id, campaign_id) = $3 and at >= $4
        order by at desc, id desc limit 1";
    BRANCH = "select branch from decision where org_id = $1 and id = $2";
}

/// Which branch of the rule a decision followed.
pub async fn branch_of(tx: &mut Tx, scope: OrgScope, decision_id: Uuid) -> Result<Option<usize>, StoreError> {
    let row = tx
        .fetch_optional(BRANCH, params![scope.id(), decision_id])
        .await?;
    Ok(row
        .map(|row| row.i64("branch"))
        .transpose()?
        .and_then(|branch| usize::try_from(branch).ok()))
}
