-- What stands below the campaigns, one table for every level. Its numbers lie where those of the campaigns lie: a sync, its frames
-- and its blocks say of which level they are. Only levels that an enabled rule asks for are read.

create table ad_object (
  org_id blob not null,
  id blob not null,
  account_id blob not null,
  -- A level of the rule language: `ad_group`.
  level text not null,
  external_id text not null,
  campaign_id blob not null,
  -- The object it stands in; null where that is the campaign itself.
  parent_id blob,
  name text not null,
  status text not null check (status in ('active', 'paused', 'removed')),
  delivery text not null,
  -- Millionths of the account's currency; null where it has no bid of its own.
  bid_micros integer,
  -- How close a search must be; null where that is no question.
  match_type text,
  -- JSON array of text; null where the platform is not asked.
  labels text,
  first_seen_at integer not null,
  -- Last change of status or bid by anyone, as far as known.
  last_change_at integer,
  updated_at integer not null,
  primary key (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
) strict;
create unique index ad_object_external on ad_object (org_id, account_id, level, external_id);
create index ad_object_by_campaign on ad_object (org_id, campaign_id);

alter table sync add column level text not null default 'campaign';

-- Below the campaigns days are blocks, too: no page adds them up.
create table metric_block_of_level (
  org_id blob not null,
  account_id blob not null,
  level text not null,
  grain text not null check (grain in ('day', 'hour')),
  day integer not null,
  sync_seq integer not null,
  -- The day's buckets of every object, column by column, compressed.
  body blob not null,
  primary key (org_id, account_id, level, grain, day),
  foreign key (org_id, account_id) references ad_account (org_id, id)
) strict;
insert into metric_block_of_level (org_id, account_id, level, grain, day, sync_seq, body)
  select org_id, account_id, level, 'hour', day, sync_seq, body from metric_block;
drop table metric_block;
alter table metric_block_of_level rename to metric_block;

create table metric_frame_of_level (
  org_id blob not null,
  account_id blob not null,
  seq integer not null,
  level text not null,
  observed_at integer not null,
  -- Only the cells that this sync changed, compressed: with those before it, what was known when.
  body blob not null,
  primary key (org_id, account_id, seq, level),
  foreign key (org_id, account_id, seq) references sync (org_id, account_id, seq)
) strict;
insert into metric_frame_of_level (org_id, account_id, seq, level, observed_at, body)
  select org_id, account_id, seq, level, observed_at, body from metric_frame;
drop table metric_frame;
alter table metric_frame_of_level rename to metric_frame;

-- A rule stands somewhere on each of its objects, whatever their level.
create table object_progress (
  org_id blob not null,
  rule_id blob not null,
  object_id blob not null,
  account_id blob not null,
  state text not null check (state in ('pending', 'awaiting', 'acted')),
  branch integer not null,
  -- Checks true in a row, unknowns in a row.
  checks integer not null,
  unknowns integer not null,
  since integer not null,
  last_data_until integer,
  -- From the moment of application; null until applied.
  cooldown_until integer,
  -- One false check was seen since the branch acted.
  rearmed integer not null check (rearmed in (0, 1)),
  primary key (org_id, rule_id, object_id),
  foreign key (org_id, rule_id) references rule (org_id, id)
) strict;
insert into object_progress (org_id, rule_id, object_id, account_id, state, branch, checks, unknowns, since, last_data_until,
    cooldown_until, rearmed)
  select org_id, rule_id, campaign_id, account_id, state, branch, checks, unknowns, since, last_data_until, cooldown_until, rearmed
  from rule_progress;
drop table rule_progress;
alter table object_progress rename to rule_progress;
create index rule_progress_by_account on rule_progress (org_id, account_id);

-- The object below the campaign, where it is about one.
alter table decision add column object_id blob;
alter table action add column object_id blob;
alter table hold add column object_id blob;

-- What can be changed, and on what, grows with the levels: the program knows the words. A column takes its check with it; the empty
-- default is never a word.
drop index action_open;
drop index property_change_by_target;
drop index hold_live;
alter table action rename column kind to checked_kind;
alter table action add column kind text not null default '';
update action set kind = checked_kind;
alter table action drop column checked_kind;
alter table action rename column target_kind to checked_target_kind;
alter table action add column target_kind text not null default '';
update action set target_kind = checked_target_kind;
alter table action drop column checked_target_kind;
alter table action rename column field to checked_field;
alter table action add column field text not null default '';
update action set field = checked_field;
alter table action drop column checked_field;
alter table property_change rename column target_kind to checked_target_kind;
alter table property_change add column target_kind text not null default '';
update property_change set target_kind = checked_target_kind;
alter table property_change drop column checked_target_kind;
alter table property_change rename column field to checked_field;
alter table property_change add column field text not null default '';
update property_change set field = checked_field;
alter table property_change drop column checked_field;
alter table hold rename column target_kind to checked_target_kind;
alter table hold add column target_kind text not null default '';
update hold set target_kind = checked_target_kind;
alter table hold drop column checked_target_kind;
alter table hold rename column field to checked_field;
alter table hold add column field text not null default '';
update hold set field = checked_field;
alter table hold drop column checked_field;
create unique index action_open on action (org_id, account_id, target_kind, target_external_id, field)
  where state in ('proposed', 'awaiting_approval', 'approved', 'intent', 'retrying', 'unknown', 'accepted');
create index property_change_by_target on property_change (org_id, account_id, target_kind, external_id, field, at);
create unique index hold_live on hold (org_id, account_id, target_kind, target_external_id, field, rule_id) where ended_at is null;
