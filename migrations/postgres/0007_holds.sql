-- What an action holds for, fixed when it is proposed, and whether it gives back what was held.
alter table action add column hold_until bigint;
-- Seconds from the moment of application.
alter table action add column hold_seconds bigint;
-- Null: it is not held. 1: the rule's `release when` is asked, too.
alter table action add column hold_condition bigint check (hold_condition in (0, 1));
alter table action add column gives_back bigint not null default 0 check (gives_back in (0, 1));

-- What rules hold: a set per property. What is in force is the safest value of the live ones, and `base` comes back with the last.
create table hold (
  org_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  target_kind text not null check (target_kind in ('campaign', 'budget', 'ad_group')),
  target_external_id text not null,
  field text not null check (field in ('status', 'budget')),
  campaign_id uuid,
  rule_id uuid not null,
  rule_version bigint not null,
  -- The action that set it; null for a rule that joined what another one held.
  action_id uuid,
  -- JSON values: what was there before the first hold of the property, and what this one holds.
  base text not null,
  value text not null,
  since bigint not null,
  -- When it ends; null while only its condition or somebody can end it.
  ends_at bigint,
  -- 1: each check of the rule asks its `release when`.
  on_condition bigint not null check (on_condition in (0, 1)),
  -- Why it ended, as soon as it has.
  reason text,
  -- The action that gives back, while it is under way, and when to try again after one that came to nothing.
  way_back_id uuid,
  retry_at bigint,
  ended_at bigint,
  ended text check (ended in ('released', 'outside', 'kept', 'replaced', 'failed')),
  primary key (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id),
  foreign key (org_id, rule_id) references rule (org_id, id),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
);
create unique index hold_live on hold (org_id, account_id, target_kind, target_external_id, field, rule_id) where ended_at is null;
create index hold_due on hold (ends_at) where ended_at is null;
create index hold_of_rule on hold (org_id, rule_id) where ended_at is null;
