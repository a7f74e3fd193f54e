-- Warnings and findings that somebody took a second look at, with what was seen: what says something else is asked about again.
create table rule_acceptance (
  org_id blob not null,
  rule_id blob not null,
  code text not null,
  -- What the warning said, about which words; another evidence is another row.
  evidence text not null,
  -- From the rule's text; null for what was accepted on enabling.
  reason text,
  rule_version integer not null,
  accepted_by blob not null,
  accepted_at integer not null,
  primary key (org_id, rule_id, code, evidence),
  foreign key (org_id, rule_id) references rule (org_id, id),
  foreign key (accepted_by) references app_user (id)
) strict;
