-- What a rule about accounts decides is about no campaign. A column cannot be freed of `not null` here, so that the table is made again;
-- what refers to it is checked when all of this is committed.
create table decision_kept as select * from decision;
drop table decision;
create table decision (
  org_id blob not null,
  id blob not null,
  account_id blob not null,
  tick_id blob not null,
  rule_id blob not null,
  rule_version integer not null,
  -- Null where it is about the account.
  campaign_id blob,
  -- The object below the campaign, where it is about one.
  object_id blob,
  at integer not null,
  data_until integer,
  outcome text not null check (outcome in ('fired', 'blocked')),
  branch integer not null,
  reason text not null,
  -- JSON: the tree of values.
  explanation text not null,
  -- JSON array of {by, reason}.
  blocked text not null,
  -- JSON array of {channel, target, text}, sent when the branch's other actions have ended.
  notify text not null,
  notified_at integer,
  -- JSON: what a shadow would have done; null for a decision that is meant.
  simulated text,
  primary key (org_id, id),
  foreign key (org_id, tick_id) references tick (org_id, id),
  foreign key (org_id, rule_id, rule_version) references rule_version (org_id, rule_id, version),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
) strict;
insert into decision (org_id, id, account_id, tick_id, rule_id, rule_version, campaign_id, object_id, at, data_until, outcome, branch, reason,
    explanation, blocked, notify, notified_at, simulated)
  select org_id, id, account_id, tick_id, rule_id, rule_version, campaign_id, object_id, at, data_until, outcome, branch, reason,
    explanation, blocked, notify, notified_at, simulated from decision_kept;
drop table decision_kept;
create index decision_by_rule on decision (org_id, rule_id, at);
create index decision_by_campaign on decision (org_id, campaign_id, at);
create index decision_by_time on decision (org_id, at, id);
