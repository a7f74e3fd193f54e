-- Sums that dashboards read instead of years of days. Both are written in the transaction of the sync that changed the
-- days below them; what an older program stored is summed once, at the next start.

-- An account's day. A row exists for every day that a sync covers: no row means that nobody asked, not zero.
create table account_day (
  org_id uuid not null,
  account_id uuid not null,
  -- Days since 1970 of the account's calendar.
  day bigint not null,
  impressions bigint not null,
  clicks bigint not null,
  -- Millionths of the account's currency, and of a conversion.
  spend bigint not null,
  conversions bigint not null,
  revenue bigint not null,
  -- Daily budgets in force when the day was last looked at, a shared one once; null for days before anybody looked.
  budget_micros bigint,
  sync_seq bigint not null,
  primary key (org_id, account_id, day),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);

-- A campaign's newest numbers as its account's day `day` sees them: that day so far, and the seven days before it. Each
-- sync writes the rows of the day it reached and of the day after, so that midnight needs no sync.
create table campaign_recent (
  org_id uuid not null,
  account_id uuid not null,
  day bigint not null,
  campaign_id uuid not null,
  -- Null where no sync has reached the day.
  today_impressions bigint,
  today_clicks bigint,
  today_spend bigint,
  today_conversions bigint,
  today_revenue bigint,
  -- Null where not all seven days are covered.
  week_impressions bigint,
  week_clicks bigint,
  week_spend bigint,
  week_conversions bigint,
  week_revenue bigint,
  -- Micros per conversion, and revenue per unit spent in millionths; null where undefined. To sort by.
  week_cpa bigint,
  week_roas bigint,
  primary key (org_id, account_id, day, campaign_id),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
);

create index campaign_by_budget on campaign (org_id, budget_id);
