//! SQL of the outbox and the in-app list.

use crate::store::statements;

statements! {
    ENQUEUE = "insert into outbox (org_id, id, kind, payload, state, attempts, not_before, created_at)
        values ($1, $2, 'notification', $3, 'waiting', 0, $4, $4) on conflict (org_id, id) do nothing";
    /// What waits, over every organisation: the outbox's actor delivers for all.
    DUE = "select org_id, id, payload from outbox where state = 'waiting' and not_before <= $1 order by created_at limit 200";
    SENT = "update outbox set state = 'sent', attempts = attempts + 1 where org_id = $1 and id = $2 and state = 'waiting'";
    INSERT = "insert into notification (org_id, id, title, body, ref_kind, ref_id, created_at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (org_id, id) do nothing";
    /// Claims a decision's messages: the first caller gets them, everybody else nothing.
    TAKE_DECISION = "update decision set notified_at = $3 where org_id = $1 and id = $2 and notified_at is null returning notify";
    ACTIONS_OF_DECISION = "select kind, target_name, state, state_detail from action where org_id = $1 and decision_id = $2 order by created_at";
}
