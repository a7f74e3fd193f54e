//! SQL of the outbox and the in-app list.

use crate::store::statements;

statements! {
    ENQUEUE = "insert into outbox (org_id, id, kind, payload, state, attempts, not_before, created_at)
        values ($1, $2, 'notification', $3, 'waiting', 0, $4, $4) on conflict (org_id, id) do nothing";
    /// What waits, over every organisation: the outbox's actor delivers for all.
    DUE = "select org_id, id, payload from outbox where state = 'waiting' and not_before <= $1 order by created_at limit 200";
    SENT = "update outbox set state = 'sent', attempts = attempts + 1 where org_id = $1 and id = $2 and state = 'waiting'";
    INSERT = "insert into notification (org_id, id, title, body, ref_kind, ref_id, created_at, at, kind, audience, user_id, group_key)
        values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11) on conflict (org_id, id) do nothing";
    GROUP = "select id from notification where org_id = $1 and group_key = $2
        and (($3 = 0 and user_id is null) or user_id = $4) and at >= $5 order by at desc, id desc limit 1";
    REPEAT = "update notification set title = $3, body = $4, ref_kind = $5, ref_id = $6, repeats = repeats + $7, at = $8
        where org_id = $1 and id = $2";
    UNREAD_AGAIN = "delete from notification_read where org_id = $1 and notification_id = $2";
    /// Claims a decision's messages: the first caller gets them, everybody else nothing.
    TAKE_DECISION = "update decision set notified_at = $3 where org_id = $1 and id = $2 and notified_at is null
        returning notify, rule_id,
          (select r.name from rule r where r.org_id = decision.org_id and r.id = decision.rule_id) as rule_name";
    ACTIONS_OF_DECISION = "select kind, target_name, state, state_detail from action where org_id = $1 and decision_id = $2 order by created_at";
}
