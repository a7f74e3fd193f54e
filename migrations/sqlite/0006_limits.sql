-- What a rule's scope spends on a mean day, fixed at the day's first tick that knew it: `at most 10% of scope spend per day`
-- is measured by it until midnight, whatever leaves the scope meanwhile.
create table limit_base (
  org_id blob not null,
  rule_id blob not null,
  account_id blob not null,
  account_day integer not null,
  -- Micros of the account's currency.
  spend integer not null,
  primary key (org_id, rule_id, account_id, account_day),
  foreign key (org_id, rule_id) references rule (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id)
) strict;
