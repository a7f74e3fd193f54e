-- What an action holds for, fixed when it is proposed, and whether it gives back what was held.
alter table action add column hold_until integer;
-- Seconds from the moment of application.
alter table action add column hold_seconds integer;
-- Null: it is not held. 1: the rule's `release when` is asked, too.
alter table action add column hold_condition integer check (hold_condition in (0, 1));
alter table action add column gives_back integer not null default 0 check (gives_back in (0, 1));

-- What rules hold: a set per property. What is in force is the safest value of the live ones, and `base` comes back with the last.
create table hold (
  org_id blob not null,
  id blob not null,
  account_id blob not null,
  target_kind text not null check (target_kind in ('campaign', 'budget', 'ad_group')),
  target_external_id text not null,
  field text not null check (field in ('status', 'budget')),
  campaign_id blob,
  rule_id blob not null,
  rule_version integer not null,
  -- The action that set it; null for a rule that joined what another one held.
  action_id blob,
  -- JSON values: what was there before the first hold of the property, and what this one holds.
  base text not null,
  value text not null,
  since integer not null,
  -- When it ends; null while only its condition or somebody can end it.
  ends_at integer,
  -- 1: each check of the rule asks its `release when`.
  on_condition integer not null check (on_condition in (0, 1)),
  -- Why it ended, as soon as it has.
  reason text,
  -- The action that gives back, while it is under way, and when to try again after one that came to nothing.
  way_back_id blob,
  retry_at integer,
  ended_at integer,
  ended text check (ended in ('released', 'outside', 'kept', 'replaced', 'failed')),
  primary key (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id),
  foreign key (org_id, rule_id) references rule (org_id, id),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
) strict;
create unique index hold_live on hold (org_id, account_id, target_kind, target_external_id, field, rule_id) where ended_at is null;
create index hold_due on hold (ends_at) where ended_at is null;
create index hold_of_rule on hold (org_id, rule_id) where ended_at is null;
