-- Colleagues: who is invited, what each of them has read, who stopped the desk and why, and answers kept for repeated
-- requests.

-- The kill switch says who and why; versions are the ETags of what people edit.
alter table organisation add column stopped_by blob references app_user (id);
alter table organisation add column stopped_reason text;
alter table organisation add column version integer not null default 1;

alter table app_user add column locale text check (locale in ('en', 'de'));
alter table app_user add column version integer not null default 1;

alter table membership add column version integer not null default 1;
-- Process time of the last request, to five minutes; outlives the session.
alter table membership add column last_seen_at integer;

-- A name for a session that is not its token, so that its owner can end it from another device.
create table session_with_id (
  token_hash blob not null primary key,
  id blob not null,
  org_id blob not null references organisation (id),
  user_id blob not null references app_user (id),
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null,
  user_agent text not null
) strict;
insert into session_with_id (token_hash, id, org_id, user_id, created_at, last_seen_at, expires_at, user_agent)
  select token_hash, randomblob(16), org_id, user_id, created_at, last_seen_at, expires_at, user_agent from session;
drop table session;
alter table session_with_id rename to session;
create index session_by_user on session (user_id);
create unique index session_id on session (id);

create table invite (
  org_id blob not null references organisation (id),
  id blob not null,
  -- SHA-256 of the link's token; the token itself is never stored.
  token_hash blob not null unique,
  email text not null,
  email_key text not null,
  role text not null check (role in ('admin', 'manager', 'marketer')),
  created_by blob not null references app_user (id),
  -- Process time, all four.
  created_at integer not null,
  expires_at integer not null,
  used_at integer,
  revoked_at integer,
  used_by blob references app_user (id),
  primary key (org_id, id)
) strict;
create index invite_by_email on invite (org_id, email_key);

-- What is told -------------------------------------------------------------------------------------------------------

alter table notification add column kind text not null default 'rule'
  check (kind in ('rule', 'approval', 'account', 'failure', 'security'));
alter table notification add column audience text not null default 'everyone'
  check (audience in ('everyone', 'approvers', 'admins'));
-- One person's own business; null: the audience's.
alter table notification add column user_id blob references app_user (id);
-- Repeats of the same thing are counted on one row.
alter table notification add column group_key text;
alter table notification add column repeats integer not null default 1;
-- When it last happened; created_at is the first time.
alter table notification add column at integer not null default 0;
update notification set at = created_at;
drop index notification_by_time;
create index notification_by_time on notification (org_id, at, id);
create index notification_by_group on notification (org_id, group_key, at) where group_key is not null;

create table notification_read (
  org_id blob not null,
  notification_id blob not null,
  user_id blob not null references app_user (id),
  read_at integer not null,
  primary key (org_id, notification_id, user_id),
  foreign key (org_id, notification_id) references notification (org_id, id)
) strict;

-- The inbox's other orders ------------------------------------------------------------------------------------------

create index action_by_update on action (org_id, state, updated_at);
create index action_by_expiry on action (org_id, state, expires_at);

-- Repeated requests --------------------------------------------------------------------------------------------------

create table idempotency (
  org_id blob not null references organisation (id),
  id blob not null,
  user_id blob not null references app_user (id),
  -- SHA-256 of the client's key, and of method, path and body.
  key_hash blob not null,
  fingerprint blob not null,
  -- Null while the request runs; sealed with the organisation's data key: an answer may hold what is shown once.
  answer blob,
  -- Process time.
  created_at integer not null,
  expires_at integer not null,
  primary key (org_id, id)
) strict;
create unique index idempotency_key on idempotency (org_id, user_id, key_hash);
create index idempotency_by_end on idempotency (expires_at);
