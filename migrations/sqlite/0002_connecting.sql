-- Connecting accounts: consents on their way, first syncs that go on where they stopped, platforms that asked for a pause.

create table connection (
  org_id blob not null references organisation (id),
  id blob not null,
  platform text not null check (platform in ('google', 'meta', 'tiktok', 'amazon')),
  user_id blob not null references app_user (id),
  -- SHA-256 of the session's token: the platform's answer is taken from the same browser only.
  session_hash blob not null,
  -- SHA-256 of the state that travels through the browser; the state itself is nowhere.
  state_hash blob not null,
  -- PKCE verifier, sealed; gone once it was used.
  verifier blob,
  redirect_uri text not null,
  state text not null check (state in ('waiting', 'exchanging', 'refused', 'failed', 'choosing', 'done')),
  problem text check (problem in ('refused', 'missing_scope', 'code_rejected', 'no_accounts', 'expired', 'platform_error')),
  problem_detail text,
  -- The account whose dead grant is to be replaced.
  reconnects blob,
  grant_id blob,
  -- What was granted, with spaces between.
  scopes text not null,
  -- JSON array of the accounts that the grant reaches.
  candidates text not null,
  -- Process time, all three.
  created_at integer not null,
  updated_at integer not null,
  expires_at integer not null,
  primary key (org_id, id),
  foreign key (org_id, reconnects) references ad_account (org_id, id),
  foreign key (org_id, grant_id) references platform_grant (org_id, id)
) strict;
create unique index connection_state_hash on connection (state_hash);
create index connection_by_expiry on connection (expires_at);

-- The history of a new account, newest days first, in pieces: what is read stays read.
create table first_sync (
  org_id blob not null,
  account_id blob not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  -- Days since 1970 of the account's calendar: the whole span, and the earliest day read so far.
  first_day integer,
  last_day integer,
  read_from integer,
  rows_read integer not null,
  started_at integer,
  finished_at integer,
  -- The next piece is due then (business time).
  next_at integer not null,
  -- Failures in a row; back-off grows with them.
  failures integer not null,
  last_error text,
  primary key (org_id, account_id),
  foreign key (org_id, account_id) references ad_account (org_id, id)
) strict;
create index first_sync_due on first_sync (next_at) where state <> 'done';
insert into first_sync (org_id, account_id, state, rows_read, next_at, failures)
  select org_id, id, 'waiting', 0, connected_at, 0 from ad_account where state = 'connecting';

-- The platform asked everybody who calls under this application's credentials to pause, until a business time.
create table application_park (
  platform text not null primary key check (platform in ('google', 'meta', 'tiktok', 'amazon')),
  until integer not null,
  why text not null
) strict;

-- The platform asked for a pause of this account's calls.
alter table sync_schedule add column parked_until integer;
alter table sync_schedule add column parked_why text;
-- Set while the account's owner reads it.
alter table sync_schedule add column running_since integer;

-- Set while the account is taken out of service: its history stays, its state is then `cancelled`.
alter table ad_account add column disconnected_at integer;
-- Grows with every edit by a person.
alter table ad_account add column version integer not null default 1;
create index ad_account_by_grant on ad_account (org_id, grant_id);

-- Whose consent it is; null for grants that nobody gave through the desk.
alter table platform_grant add column connected_by blob references app_user (id);
