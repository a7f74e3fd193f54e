-- Connecting accounts: consents on their way, first syncs that go on where they stopped, platforms that asked for a pause.

create table connection (
  org_id uuid not null references organisation (id),
  id uuid not null,
  platform text not null check (platform in ('google', 'meta', 'tiktok', 'amazon')),
  user_id uuid not null references app_user (id),
  -- SHA-256 of the session's token: the platform's answer is taken from the same browser only.
  session_hash bytea not null,
  -- SHA-256 of the state that travels through the browser; the state itself is nowhere.
  state_hash bytea not null,
  -- PKCE verifier, sealed; gone once it was used.
  verifier bytea,
  redirect_uri text not null,
  state text not null check (state in ('waiting', 'exchanging', 'refused', 'failed', 'choosing', 'done')),
  problem text check (problem in ('refused', 'missing_scope', 'code_rejected', 'no_accounts', 'expired', 'platform_error')),
  problem_detail text,
  -- The account whose dead grant is to be replaced.
  reconnects uuid,
  grant_id uuid,
  -- What was granted, with spaces between.
  scopes text not null,
  -- JSON array of the accounts that the grant reaches.
  candidates text not null,
  -- Process time, all three.
  created_at bigint not null,
  updated_at bigint not null,
  expires_at bigint not null,
  primary key (org_id, id),
  foreign key (org_id, reconnects) references ad_account (org_id, id),
  foreign key (org_id, grant_id) references platform_grant (org_id, id)
);
create unique index connection_state_hash on connection (state_hash);
create index connection_by_expiry on connection (expires_at);

-- The history of a new account, newest days first, in pieces: what is read stays read.
create table first_sync (
  org_id uuid not null,
  account_id uuid not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  -- Days since 1970 of the account's calendar: the whole span, and the earliest day read so far.
  first_day bigint,
  last_day bigint,
  read_from bigint,
  rows_read bigint not null,
  started_at bigint,
  finished_at bigint,
  -- The next piece is due then (business time).
  next_at bigint not null,
  -- Failures in a row; back-off grows with them.
  failures bigint not null,
  last_error text,
  primary key (org_id, account_id),
  foreign key (org_id, account_id) references ad_account (org_id, id)
);
create index first_sync_due on first_sync (next_at) where state <> 'done';
insert into first_sync (org_id, account_id, state, rows_read, next_at, failures)
  select org_id, id, 'waiting', 0, connected_at, 0 from ad_account where state = 'connecting';

-- The platform asked everybody who calls under this application's credentials to pause, until a business time.
create table application_park (
  platform text not null primary key check (platform in ('google', 'meta', 'tiktok', 'amazon')),
  until bigint not null,
  why text not null
);

-- The platform asked for a pause of this account's calls.
alter table sync_schedule add column parked_until bigint;
alter table sync_schedule add column parked_why text;
-- Set while the account's owner reads it.
alter table sync_schedule add column running_since bigint;

-- Set while the account is taken out of service: its history stays, its state is then `cancelled`.
alter table ad_account add column disconnected_at bigint;
-- Grows with every edit by a person.
alter table ad_account add column version bigint not null default 1;
create index ad_account_by_grant on ad_account (org_id, grant_id);

-- Whose consent it is; null for grants that nobody gave through the desk.
alter table platform_grant add column connected_by uuid references app_user (id);
