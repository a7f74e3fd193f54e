-- What stands below the campaigns, one table for every level. Its numbers lie where those of the campaigns lie: a sync, its frames
-- and its blocks say of which level they are. Only levels that an enabled rule asks for are read.

create table ad_object (
  org_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  -- A level of the rule language: `ad_group`.
  level text not null,
  external_id text not null,
  campaign_id uuid not null,
  -- The object it stands in; null where that is the campaign itself.
  parent_id uuid,
  name text not null,
  status text not null check (status in ('active', 'paused', 'removed')),
  delivery text not null,
  -- Millionths of the account's currency; null where it has no bid of its own.
  bid_micros bigint,
  -- How close a search must be; null where that is no question.
  match_type text,
  -- JSON array of text; null where the platform is not asked.
  labels text,
  first_seen_at bigint not null,
  -- Last change of status or bid by anyone, as far as known.
  last_change_at bigint,
  updated_at bigint not null,
  primary key (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
);
create unique index ad_object_external on ad_object (org_id, account_id, level, external_id);
create index ad_object_by_campaign on ad_object (org_id, campaign_id);

alter table sync add column level text not null default 'campaign';

-- Below the campaigns days are blocks, too: no page adds them up.
alter table metric_block drop constraint metric_block_level_check;
alter table metric_block add column grain text not null default 'hour' check (grain in ('day', 'hour'));
alter table metric_block drop constraint metric_block_pkey;
alter table metric_block add primary key (org_id, account_id, level, grain, day);
alter table metric_frame drop constraint metric_frame_level_check;

-- A rule stands somewhere on each of its objects, whatever their level.
alter table rule_progress drop constraint rule_progress_org_id_campaign_id_fkey;
alter table rule_progress rename column campaign_id to object_id;

-- The object below the campaign, where it is about one.
alter table decision add column object_id uuid;
alter table action add column object_id uuid;
alter table hold add column object_id uuid;

-- What can be changed, and on what, grows with the levels: the program knows the words.
alter table action drop constraint action_kind_check;
alter table action drop constraint action_target_kind_check;
alter table action drop constraint action_field_check;
alter table property_change drop constraint property_change_target_kind_check;
alter table property_change drop constraint property_change_field_check;
alter table hold drop constraint hold_target_kind_check;
alter table hold drop constraint hold_field_check;
