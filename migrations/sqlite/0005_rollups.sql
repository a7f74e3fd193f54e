-- Sums that dashboards read instead of years of days. Both are written in the transaction of the sync that changed the
-- days below them; what an older program stored is summed once, at the next start.

-- An account's day. A row exists for every day that a sync covers: no row means that nobody asked, not zero.
create table account_day (
  org_id blob not null,
  account_id blob not null,
  -- Days since 1970 of the account's calendar.
  day integer not null,
  impressions integer not null,
  clicks integer not null,
  -- Millionths of the account's currency, and of a conversion.
  spend integer not null,
  conversions integer not null,
  revenue integer not null,
  -- Daily budgets in force when the day was last looked at, a shared one once; null for days before anybody looked.
  budget_micros integer,
  sync_seq integer not null,
  primary key (org_id, account_id, day),
  foreign key (org_id, account_id) references ad_account (org_id, id)
) strict, without rowid;

-- A campaign's newest numbers as its account's day `day` sees them: that day so far, and the seven days before it. Each
-- sync writes the rows of the day it reached and of the day after, so that midnight needs no sync.
create table campaign_recent (
  org_id blob not null,
  account_id blob not null,
  day integer not null,
  campaign_id blob not null,
  -- Null where no sync has reached the day.
  today_impressions integer,
  today_clicks integer,
  today_spend integer,
  today_conversions integer,
  today_revenue integer,
  -- Null where not all seven days are covered.
  week_impressions integer,
  week_clicks integer,
  week_spend integer,
  week_conversions integer,
  week_revenue integer,
  -- Micros per conversion, and revenue per unit spent in millionths; null where undefined. To sort by.
  week_cpa integer,
  week_roas integer,
  primary key (org_id, account_id, day, campaign_id),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
) strict, without rowid;

create index campaign_by_budget on campaign (org_id, budget_id);
