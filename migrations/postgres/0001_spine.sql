-- Adjutant's schema. Times are microseconds since 1970 UTC; money is micros of a currency; ids are uuid v7.
-- Every row of an organisation carries org_id, and every reference inside an organisation carries it too.

-- Whose desk it is ---------------------------------------------------------------------------------------------------

create table organisation (
  id uuid not null primary key,
  name text not null,
  -- The kill switch: while set, no intent is written.
  stopped_at bigint,
  created_at bigint not null
);

create table brand (
  org_id uuid not null references organisation (id),
  id uuid not null,
  name text not null,
  -- Exactly one brand per organisation takes accounts nobody has filed yet.
  is_default bigint not null check (is_default in (0, 1)),
  created_at bigint not null,
  primary key (org_id, id)
);
create unique index brand_default on brand (org_id) where is_default = 1;
create unique index brand_name on brand (org_id, name);

create table app_user (
  id uuid not null primary key,
  -- Compared without regard to case; stored as typed.
  email text not null,
  email_key text not null unique,
  name text not null,
  -- PHC string, Argon2id.
  password_hash text not null,
  created_at bigint not null,
  disabled_at bigint
);

create table membership (
  org_id uuid not null references organisation (id),
  id uuid not null,
  user_id uuid not null references app_user (id),
  role text not null check (role in ('admin', 'manager', 'marketer')),
  -- The whole organisation where absent.
  brand_id uuid,
  created_at bigint not null,
  primary key (org_id, id),
  foreign key (org_id, brand_id) references brand (org_id, id)
);
create unique index membership_user on membership (org_id, user_id) where brand_id is null;
create unique index membership_user_brand on membership (org_id, user_id, brand_id) where brand_id is not null;
create index membership_by_user on membership (user_id);

create table session (
  -- SHA-256 of the cookie's token; the token itself is never stored.
  token_hash bytea not null primary key,
  org_id uuid not null references organisation (id),
  user_id uuid not null references app_user (id),
  created_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null,
  user_agent text not null
);
create index session_by_user on session (user_id);

create table setup_link (
  token_hash bytea not null primary key,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);

create table login_failure (
  -- SHA-256 of the e-mail's key, so that unknown addresses are not collected.
  email_hash bytea not null primary key,
  failures bigint not null,
  last_at bigint not null
);

create table data_key (
  org_id uuid not null references organisation (id),
  version bigint not null,
  -- AES-256 key of the organisation, wrapped by the master key.
  wrapped bytea not null,
  created_at bigint not null,
  primary key (org_id, version)
);

-- What is connected --------------------------------------------------------------------------------------------------

create table platform_grant (
  org_id uuid not null references organisation (id),
  id uuid not null,
  platform text not null check (platform in ('google', 'meta', 'tiktok', 'amazon')),
  -- Envelope over the tokens.
  secret bytea not null,
  scopes text not null,
  state text not null check (state in ('live', 'reconnect')),
  state_detail text,
  -- Process time; null where the token does not end.
  access_expires_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (org_id, id)
);

create table ad_account (
  org_id uuid not null references organisation (id),
  id uuid not null,
  brand_id uuid not null,
  grant_id uuid not null,
  platform text not null check (platform in ('google', 'meta', 'tiktok', 'amazon')),
  external_id text not null,
  -- The manager account it is reached through.
  login_external_id text,
  name text not null,
  currency text not null,
  time_zone text not null,
  state text not null check (state in ('connecting', 'active', 'reconnect', 'quarantined', 'cancelled')),
  state_detail text,
  shard bigint not null check (shard between 0 and 255),
  -- Days added to every metric's settling lag.
  extra_settled_days bigint not null,
  connected_at bigint not null,
  updated_at bigint not null,
  primary key (org_id, id),
  foreign key (org_id, brand_id) references brand (org_id, id),
  foreign key (org_id, grant_id) references platform_grant (org_id, id)
);
create unique index ad_account_external on ad_account (org_id, platform, external_id);
create index ad_account_by_shard on ad_account (shard);

create table shard (
  id bigint not null primary key check (id between 0 and 255),
  owner uuid,
  -- Grows with every change of owner; an owner's write names it and a former owner's matches no row.
  epoch bigint not null,
  -- Process time by the database's own clock.
  expires_at bigint not null
);

create table sync_schedule (
  org_id uuid not null,
  account_id uuid not null,
  next_at bigint not null,
  -- Failures in a row; back-off grows with them.
  failures bigint not null,
  last_error text,
  primary key (org_id, account_id),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);
create index sync_schedule_due on sync_schedule (next_at);

create table sync (
  org_id uuid not null,
  account_id uuid not null,
  seq bigint not null,
  -- Business time at which the platform was asked.
  observed_at bigint not null,
  finished_at bigint not null,
  -- End of the last hour that the platform's data covers.
  data_until bigint not null,
  -- Days asked for, as days since 1970 of the account's calendar, inclusive; hours where asked by hour.
  first_day bigint not null,
  last_day bigint not null,
  first_hourly_day bigint not null,
  rows_read bigint not null,
  cells_changed bigint not null,
  -- 1 when the days were read long after they happened: what was known then is not known.
  backfilled bigint not null check (backfilled in (0, 1)),
  primary key (org_id, account_id, seq),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);

-- What is advertised -------------------------------------------------------------------------------------------------

create table budget (
  org_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  external_id text not null,
  name text not null,
  amount_micros bigint not null,
  period text not null check (period in ('daily', 'lifetime')),
  shared bigint not null check (shared in (0, 1)),
  campaigns bigint not null,
  updated_at bigint not null,
  removed_at bigint,
  primary key (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);
create unique index budget_external on budget (org_id, account_id, external_id);

create table campaign (
  org_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  external_id text not null,
  name text not null,
  status text not null check (status in ('active', 'paused', 'removed')),
  delivery text not null,
  channel text not null,
  bid_strategy text not null,
  budget_id uuid,
  -- ISO dates of the account's calendar.
  start_date text,
  end_date text,
  -- JSON array of text.
  labels text not null,
  first_seen_at bigint not null,
  -- Last change of status or budget by anyone, as far as known.
  last_change_at bigint,
  updated_at bigint not null,
  primary key (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id),
  foreign key (org_id, budget_id) references budget (org_id, id)
);
create unique index campaign_external on campaign (org_id, account_id, external_id);
create index campaign_by_name on campaign (org_id, name);

-- Every change of a writable property, whoever made it: start-of-day values, time since change, drift.
create table property_change (
  org_id uuid not null,
  account_id uuid not null,
  id uuid not null,
  target_kind text not null check (target_kind in ('campaign', 'budget', 'ad_group')),
  external_id text not null,
  field text not null check (field in ('status', 'budget')),
  -- Business time at which the new value was first known.
  at bigint not null,
  old_value text,
  new_value text not null,
  source text not null check (source in ('first_seen', 'adjutant', 'outside')),
  action_id uuid,
  primary key (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);
create index property_change_by_target on property_change (org_id, account_id, target_kind, external_id, field, at);

-- What was measured --------------------------------------------------------------------------------------------------

create table metric_day (
  org_id uuid not null,
  account_id uuid not null,
  campaign_id uuid not null,
  -- Days since 1970 of the account's calendar.
  day bigint not null,
  impressions bigint not null,
  clicks bigint not null,
  -- Millionths of the account's currency, and of a conversion.
  spend bigint not null,
  conversions bigint not null,
  revenue bigint not null,
  sync_seq bigint not null,
  primary key (org_id, campaign_id, day),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
);
create index metric_day_by_account on metric_day (org_id, account_id, day);

create table metric_block (
  org_id uuid not null,
  account_id uuid not null,
  level text not null check (level in ('campaign')),
  day bigint not null,
  sync_seq bigint not null,
  -- The day's hours of every object, column by column, compressed.
  body bytea not null,
  primary key (org_id, account_id, level, day),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);

create table metric_frame (
  org_id uuid not null,
  account_id uuid not null,
  seq bigint not null,
  level text not null check (level in ('campaign')),
  observed_at bigint not null,
  -- Only the cells that this sync changed, compressed: with those before it, what was known when.
  body bytea not null,
  primary key (org_id, account_id, seq, level),
  foreign key (org_id, account_id, seq) references sync (org_id, account_id, seq)
);

-- What is wanted -----------------------------------------------------------------------------------------------------

create table rule (
  org_id uuid not null references organisation (id),
  id uuid not null,
  name text not null,
  state text not null check (state in ('draft', 'enabled', 'disabled', 'quarantined')),
  state_detail text,
  current_version bigint not null,
  shard bigint not null check (shard between 0 and 255),
  created_at bigint not null,
  updated_at bigint not null,
  primary key (org_id, id)
);
create unique index rule_name on rule (org_id, name);

create table rule_version (
  org_id uuid not null,
  rule_id uuid not null,
  version bigint not null,
  text text not null,
  -- JSON object: parameter → typed literal.
  overrides text not null,
  created_at bigint not null,
  created_by uuid references app_user (id),
  primary key (org_id, rule_id, version),
  foreign key (org_id, rule_id) references rule (org_id, id)
);

create table rule_schedule (
  org_id uuid not null,
  rule_id uuid not null,
  account_id uuid not null,
  next_at bigint not null,
  last_at bigint,
  -- Why the rule cannot be bound to this account (no amount in its currency); null when it is.
  not_bound text,
  primary key (org_id, rule_id, account_id),
  foreign key (org_id, rule_id) references rule (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);
create index rule_schedule_due on rule_schedule (next_at);

create table rule_progress (
  org_id uuid not null,
  rule_id uuid not null,
  campaign_id uuid not null,
  account_id uuid not null,
  state text not null check (state in ('pending', 'awaiting', 'acted')),
  branch bigint not null,
  -- Checks true in a row, unknowns in a row.
  checks bigint not null,
  unknowns bigint not null,
  since bigint not null,
  last_data_until bigint,
  -- From the moment of application; null until applied.
  cooldown_until bigint,
  -- One false check was seen since the branch acted.
  rearmed bigint not null check (rearmed in (0, 1)),
  primary key (org_id, rule_id, campaign_id),
  foreign key (org_id, rule_id) references rule (org_id, id),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
);
create index rule_progress_by_account on rule_progress (org_id, account_id);

create table guard (
  org_id uuid not null references organisation (id),
  id uuid not null,
  name text not null,
  text text not null,
  version bigint not null,
  state text not null check (state in ('enabled', 'disabled')),
  updated_at bigint not null,
  updated_by uuid references app_user (id),
  primary key (org_id, id)
);
create unique index guard_name on guard (org_id, name);

-- What was decided ---------------------------------------------------------------------------------------------------

create table tick (
  org_id uuid not null,
  account_id uuid not null,
  id uuid not null,
  at bigint not null,
  data_until bigint,
  sync_seq bigint,
  rules bigint not null,
  objects bigint not null,
  -- Process microseconds from freezing the columns to the decisions.
  took_micros bigint not null,
  primary key (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);
create index tick_by_account on tick (org_id, account_id, at);

-- Decisions that act or propose: inputs inline, replayable for good.
create table decision (
  org_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  tick_id uuid not null,
  rule_id uuid not null,
  rule_version bigint not null,
  campaign_id uuid not null,
  at bigint not null,
  data_until bigint,
  outcome text not null check (outcome in ('fired', 'blocked')),
  branch bigint not null,
  reason text not null,
  -- JSON: the tree of values.
  explanation text not null,
  -- JSON array of {by, reason}.
  blocked text not null,
  -- JSON array of {channel, target, text}, sent when the branch's other actions have ended.
  notify text not null,
  notified_at bigint,
  primary key (org_id, id),
  foreign key (org_id, tick_id) references tick (org_id, id),
  foreign key (org_id, rule_id, rule_version) references rule_version (org_id, rule_id, version),
  foreign key (org_id, campaign_id) references campaign (org_id, id)
);
create index decision_by_rule on decision (org_id, rule_id, at);
create index decision_by_campaign on decision (org_id, campaign_id, at);

-- All others of a tick, packed: one row per (account, tick, rule).
create table decision_pack (
  org_id uuid not null,
  tick_id uuid not null,
  rule_id uuid not null,
  account_id uuid not null,
  rule_version bigint not null,
  at bigint not null,
  fired bigint not null,
  pending bigint not null,
  not_fired bigint not null,
  unknown bigint not null,
  blocked bigint not null,
  outside bigint not null,
  body bytea not null,
  primary key (org_id, tick_id, rule_id),
  foreign key (org_id, tick_id) references tick (org_id, id),
  foreign key (org_id, rule_id) references rule (org_id, id)
);
create index decision_pack_by_rule on decision_pack (org_id, rule_id, at);

-- The ledger ---------------------------------------------------------------------------------------------------------

create table action (
  org_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  version bigint not null,
  state text not null check (state in ('proposed', 'awaiting_approval', 'approved', 'intent', 'applied', 'blocked', 'rejected',
    'expired', 'stale', 'superseded', 'cancelled', 'unknown', 'retrying', 'accepted', 'dead')),
  state_detail text,
  kind text not null check (kind in ('pause', 'resume', 'set_budget')),
  -- The platform's own object and field: the unit of "one open action".
  target_kind text not null check (target_kind in ('campaign', 'budget', 'ad_group')),
  target_external_id text not null,
  target_name text not null,
  shared_by bigint not null,
  field text not null check (field in ('status', 'budget')),
  -- JSON values: what it expects to find, what it sets.
  expected text not null,
  target text not null,
  currency text not null,
  per_day_micros bigint,
  campaign_id uuid,
  rule_id uuid,
  rule_version bigint,
  decision_id uuid,
  requested_kind text not null check (requested_kind in ('rule', 'user')),
  requested_by uuid references app_user (id),
  reason text not null,
  -- Who has to approve; null where nobody has to.
  approval_role text check (approval_role in ('admin', 'manager', 'marketer')),
  approvals_needed bigint not null,
  expires_at bigint,
  not_before bigint,
  effective_at bigint,
  -- Epoch of the owner that wrote the intent.
  epoch bigint,
  attempt bigint not null,
  cooldown_seconds bigint,
  undoes uuid,
  undone_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (org_id, id),
  foreign key (org_id, account_id) references ad_account (org_id, id),
  foreign key (org_id, campaign_id) references campaign (org_id, id),
  -- Deferred: the door decides before the decision that asked is written down, in the same transaction.
  foreign key (org_id, decision_id) references decision (org_id, id) deferrable initially deferred
);
-- One open action per target and field.
create unique index action_open on action (org_id, account_id, target_kind, target_external_id, field)
  where state in ('proposed', 'awaiting_approval', 'approved', 'intent', 'retrying', 'unknown', 'accepted');
create index action_by_state on action (org_id, state, created_at);
create index action_by_account on action (org_id, account_id, state);
create index action_by_campaign on action (org_id, campaign_id, created_at);
create index action_by_decision on action (org_id, decision_id);

create table action_step (
  org_id uuid not null,
  action_id uuid not null,
  seq bigint not null,
  kind text not null check (kind in ('write', 'read_back')),
  state text not null check (state in ('pending', 'sent', 'done', 'failed', 'doubt')),
  attempt bigint not null,
  idempotency_key text not null,
  -- JSON, redacted when captured.
  exchange text,
  error text,
  -- Business time of the intent and of the answer.
  started_at bigint,
  finished_at bigint,
  primary key (org_id, action_id, seq),
  foreign key (org_id, action_id) references action (org_id, id)
);

create table action_event (
  org_id uuid not null,
  action_id uuid not null,
  seq bigint not null,
  at bigint not null,
  state text not null,
  by_kind text not null check (by_kind in ('rule', 'user', 'system')),
  by_id uuid,
  note text,
  primary key (org_id, action_id, seq),
  foreign key (org_id, action_id) references action (org_id, id)
);

create table approval (
  org_id uuid not null,
  action_id uuid not null,
  user_id uuid not null references app_user (id),
  verdict text not null check (verdict in ('approve', 'reject')),
  reason text,
  at bigint not null,
  primary key (org_id, action_id, user_id),
  foreign key (org_id, action_id) references action (org_id, id)
);

-- Reservations of limits and cumulative guards; a row goes when its action ends unapplied.
create table guard_usage (
  org_id uuid not null,
  -- What is limited (a rule's clause, a guard's clause) and where (an account, a budget).
  guard_key text not null,
  scope_key text not null,
  account_day bigint not null,
  action_id uuid not null,
  amount bigint not null,
  primary key (org_id, guard_key, scope_key, account_day, action_id),
  foreign key (org_id, action_id) references action (org_id, id)
);
create index guard_usage_by_action on guard_usage (org_id, action_id);

-- The last value known before the account's midnight.
create table day_start_value (
  org_id uuid not null,
  account_id uuid not null,
  account_day bigint not null,
  target_kind text not null,
  external_id text not null,
  field text not null,
  -- JSON value; null where none was known.
  value text,
  primary key (org_id, account_id, account_day, target_kind, external_id, field),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);

-- What is told -------------------------------------------------------------------------------------------------------

create table outbox (
  org_id uuid not null references organisation (id),
  id uuid not null,
  kind text not null check (kind in ('notification')),
  -- JSON by kind.
  payload text not null,
  state text not null check (state in ('waiting', 'sent', 'dead')),
  attempts bigint not null,
  not_before bigint not null,
  last_error text,
  created_at bigint not null,
  primary key (org_id, id)
);
create index outbox_due on outbox (state, not_before);

create table notification (
  org_id uuid not null references organisation (id),
  id uuid not null,
  title text not null,
  body text not null,
  -- Where it leads: a kind and an id.
  ref_kind text not null,
  ref_id uuid,
  created_at bigint not null,
  primary key (org_id, id)
);
create index notification_by_time on notification (org_id, created_at);

-- What happened ------------------------------------------------------------------------------------------------------

create table audit_event (
  org_id uuid not null references organisation (id),
  id uuid not null,
  -- Process time.
  at bigint not null,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'slack', 'link', 'operator', 'system')),
  actor_id uuid,
  on_behalf_of uuid,
  event text not null,
  target_kind text,
  target_id uuid,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  -- JSON.
  detail text not null,
  request_id text,
  primary key (org_id, id)
);

-- The chain over the audit: each seal holds the hash of its event and of the seal before it.
create table audit_seal (
  org_id uuid not null,
  seq bigint not null,
  event_id uuid not null,
  hash bytea not null,
  primary key (org_id, seq),
  foreign key (org_id, event_id) references audit_event (org_id, id)
);
create unique index audit_seal_event on audit_seal (org_id, event_id);

-- The program's own memory -------------------------------------------------------------------------------------------

-- Durable verdicts of the supervision tree: what is quarantined and why.
create table quarantine (
  org_id uuid not null references organisation (id),
  kind text not null check (kind in ('account', 'rule', 'campaign')),
  ref_id uuid not null,
  reason text not null,
  since bigint not null,
  primary key (org_id, kind, ref_id)
);

create table program_state (
  key text not null primary key,
  value text not null
);
