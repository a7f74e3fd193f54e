-- Rules and guards are put away, not deleted; a version says why it was written; a change names what it was based on.

alter table rule add column revision bigint not null default 1;
alter table rule add column archived_at bigint;
-- The ready rule it was made from.
alter table rule add column library_id text;
alter table rule_version add column note text;
-- A name is free again once its rule is put away.
drop index rule_name;
create unique index rule_name on rule (org_id, name) where archived_at is null;

alter table guard add column archived_at bigint;
drop index guard_name;
create unique index guard_name on guard (org_id, name) where archived_at is null;

-- What a rule did that still stands, and what it has open.
create index action_by_rule on action (org_id, rule_id, state);
create index property_change_by_action on property_change (org_id, action_id);
-- Decisions, newest first.
create index decision_by_time on decision (org_id, at, id);
create index decision_pack_by_account on decision_pack (org_id, account_id, at);
