//! SQL of quarantine.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Quarantined, QuarantinedSubject};
use crate::{
    identity::OrgScope,
    store::{StoreError, Tx, params, statements},
};

statements! {
    QUARANTINE = "insert into quarantine (org_id, kind, ref_id, reason, since) values ($1, $2, $3, $4, $5)
        on conflict (org_id, kind, ref_id) do update set reason = excluded.reason, since = excluded.since";
    LIFT_QUARANTINE = "delete from quarantine where org_id = $1 and kind = $2 and ref_id = $3";
    /// A verdict counts while its subject says so too.
    QUARANTINED = "select q.ref_id from quarantine q where q.org_id = $1 and q.kind = $2 and q.ref_id = $3 and (q.kind = 'campaign'
        or exists (select 1 from ad_account a where a.org_id = $1 and a.id = q.ref_id and a.state = 'quarantined')
        or exists (select 1 from rule r where r.org_id = $1 and r.id = q.ref_id and r.state = 'quarantined'))";
    /// What rests, over every organisation: the runtime's roll-call. A verdict counts while its subject says so too.
    ALL_QUARANTINED = "
        select q.org_id, q.kind, q.ref_id, q.reason, q.since, a.name, a.shard, a.id as account_id
        from quarantine q join ad_account a on a.org_id = q.org_id and a.id = q.ref_id
        where q.kind = 'account' and a.state = 'quarantined'
        union all
        select q.org_id, q.kind, q.ref_id, q.reason, q.since, r.name, r.shard, null as account_id
        from quarantine q join rule r on r.org_id = q.org_id and r.id = q.ref_id
        where q.kind = 'rule' and r.state = 'quarantined'
        union all
        select q.org_id, q.kind, q.ref_id, q.reason, q.since, c.name, a.shard, a.id as account_id
        from quarantine q join campaign c on c.org_id = q.org_id and c.id = q.ref_id
        join ad_account a on a.org_id = c.org_id and a.id = c.account_id
        where q.kind = 'campaign' and a.disconnected_at is null and a.state in ('connecting', 'active', 'reconnect', 'quarantined')";
    ACCOUNT_RESTS = "update ad_account set state = 'quarantined', state_detail = $3, updated_at = $4
        where org_id = $1 and id = $2 and disconnected_at is null and state in ('connecting', 'active', 'reconnect', 'quarantined')";
    /// Back to where it belongs: a dead grant first needs a consent, an account that was never read is connecting.
    ACCOUNT_RESUMES = "update ad_account set state_detail = null, updated_at = $3, state = case
            when exists (select 1 from platform_grant g where g.org_id = $1 and g.id = ad_account.grant_id and g.state = 'reconnect') then 'reconnect'
            when exists (select 1 from sync y where y.org_id = $1 and y.account_id = ad_account.id) then 'active'
            else 'connecting' end
        where org_id = $1 and id = $2 and state = 'quarantined' and disconnected_at is null";
    RULE_RESTS = "update rule set state = 'quarantined', state_detail = $3, updated_at = $4
        where org_id = $1 and id = $2 and state in ('enabled', 'quarantined')";
    RULE_RESUMES = "update rule set state = 'enabled', state_detail = null, updated_at = $3 where org_id = $1 and id = $2 and state = 'quarantined'";
    RULE_EXISTS = "select id from rule where org_id = $1 and id = $2";
    CAMPAIGN_EXISTS = "select id from campaign where org_id = $1 and id = $2 and status <> 'removed'";
}

pub async fn put(
    tx: &mut Tx,
    scope: OrgScope,
    kind: Quarantined,
    id: Uuid,
    reason: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute_exactly(1, QUARANTINE, params![scope.id(), kind.as_str(), id, reason, at])
        .await
}

/// Answers whether there was one to lift.
pub(super) async fn lift(
    tx: &mut Tx,
    scope: OrgScope,
    kind: Quarantined,
    id: Uuid,
) -> Result<bool, StoreError> {
    Ok(tx
        .execute(LIFT_QUARANTINE, params![scope.id(), kind.as_str(), id])
        .await?
        > 0)
}

pub async fn is_quarantined(
    tx: &mut Tx,
    scope: OrgScope,
    kind: Quarantined,
    id: Uuid,
) -> Result<bool, StoreError> {
    Ok(tx
        .fetch_optional(QUARANTINED, params![scope.id(), kind.as_str(), id])
        .await?
        .is_some())
}

/// Everything that rests, over every organisation. Only the runtime calls it.
pub async fn all_quarantined(tx: &mut Tx) -> Result<Vec<QuarantinedSubject>, StoreError> {
    tx.fetch_all(ALL_QUARANTINED, &[])
        .await?
        .iter()
        .map(|row| {
            Ok(QuarantinedSubject {
                scope: OrgScope::of(row.uuid("org_id")?),
                kind: row.word("kind", Quarantined::parse)?,
                id: row.uuid("ref_id")?,
                name: row.text("name")?,
                shard: row.i64("shard")?,
                account_id: row.opt_uuid("account_id")?,
                reason: row.text("reason")?,
            })
        })
        .collect()
}
