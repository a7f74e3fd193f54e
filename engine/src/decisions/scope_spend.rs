//! What a rule's campaigns spend on a mean day: the measure of `at most 10% of scope spend per day`.
//!
//! Fixed at the first tick of an account's day that knows it, so that what a rule pauses in the morning does not make its
//! limit smaller in the afternoon. Called by the tick and by `trial`, which remembers nothing.

use dsl::{BoundRule, Most, Verdicts, conduct::spend};
use uuid::Uuid;

use crate::{
    identity::OrgScope,
    metrics::{Snapshot, calendar},
    store::{StoreError, Tx, params, statements},
};

statements! {
    BASE = "select spend from limit_base where org_id = $1 and rule_id = $2 and account_id = $3 and account_day = $4";
    INSERT_BASE = "insert into limit_base (org_id, rule_id, account_id, account_day, spend) values ($1, $2, $3, $4, $5)";
}

/// Micros; `None` where no limit of the rule asks for it, or a campaign's days are missing.
pub async fn of(
    tx: &mut Tx,
    scope: OrgScope,
    rule_id: Uuid,
    snapshot: &Snapshot,
    bound: &BoundRule,
    verdicts: &Verdicts,
    remembers: bool,
) -> Result<Option<i64>, StoreError> {
    let asks = bound
        .rule()
        .limits()
        .iter()
        .any(|limit| matches!(limit.most, Most::ShareOfSpend(_)));
    if !asks {
        return Ok(None);
    }
    let (account_id, today) = (snapshot.table.account_id, snapshot.today());
    let known = tx
        .fetch_optional(BASE, params![scope.id(), rule_id, account_id, today])
        .await?;
    if let Some(row) = known {
        return Ok(Some(row.i64("spend")?));
    }
    let Some(spend) = spend::mean_day_of_scope(snapshot, calendar::date_of(today), verdicts) else {
        return Ok(None);
    };
    if remembers {
        let values = params![scope.id(), rule_id, account_id, today, spend];
        tx.execute_exactly(1, INSERT_BASE, values).await?;
    }
    Ok(Some(spend))
}
