-- Colleagues: who is invited, what each of them has read, who stopped the desk and why, and answers kept for repeated
-- requests.

-- The kill switch says who and why; versions are the ETags of what people edit.
alter table organisation add column stopped_by uuid references app_user (id);
alter table organisation add column stopped_reason text;
alter table organisation add column version bigint not null default 1;

alter table app_user add column locale text check (locale in ('en', 'de'));
alter table app_user add column version bigint not null default 1;

alter table membership add column version bigint not null default 1;
-- Process time of the last request, to five minutes; outlives the session.
alter table membership add column last_seen_at bigint;

-- A name for a session that is not its token, so that its owner can end it from another device.
alter table session add column id uuid;
update session set id = gen_random_uuid();
alter table session alter column id set not null;
create unique index session_id on session (id);

create table invite (
  org_id uuid not null references organisation (id),
  id uuid not null,
  -- SHA-256 of the link's token; the token itself is never stored.
  token_hash bytea not null unique,
  email text not null,
  email_key text not null,
  role text not null check (role in ('admin', 'manager', 'marketer')),
  created_by uuid not null references app_user (id),
  -- Process time, all four.
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  revoked_at bigint,
  used_by uuid references app_user (id),
  primary key (org_id, id)
);
create index invite_by_email on invite (org_id, email_key);

-- What is told -------------------------------------------------------------------------------------------------------

alter table notification add column kind text not null default 'rule'
  check (kind in ('rule', 'approval', 'account', 'failure', 'security'));
alter table notification add column audience text not null default 'everyone'
  check (audience in ('everyone', 'approvers', 'admins'));
-- One person's own business; null: the audience's.
alter table notification add column user_id uuid references app_user (id);
-- Repeats of the same thing are counted on one row.
alter table notification add column group_key text;
alter table notification add column repeats bigint not null default 1;
-- When it last happened; created_at is the first time.
alter table notification add column at bigint not null default 0;
update notification set at = created_at;
drop index notification_by_time;
create index notification_by_time on notification (org_id, at, id);
create index notification_by_group on notification (org_id, group_key, at) where group_key is not null;

create table notification_read (
  org_id uuid not null,
  notification_id uuid not null,
  user_id uuid not null references app_user (id),
  read_at bigint not null,
  primary key (org_id, notification_id, user_id),
  foreign key (org_id, notification_id) references notification (org_id, id)
);

-- The inbox's other orders ------------------------------------------------------------------------------------------

create index action_by_update on action (org_id, state, updated_at);
create index action_by_expiry on action (org_id, state, expires_at);

-- Repeated requests --------------------------------------------------------------------------------------------------

create table idempotency (
  org_id uuid not null references organisation (id),
  id uuid not null,
  user_id uuid not null references app_user (id),
  -- SHA-256 of the client's key, and of method, path and body.
  key_hash bytea not null,
  fingerprint bytea not null,
  -- Null while the request runs; sealed with the organisation's data key: an answer may hold what is shown once.
  answer bytea,
  -- Process time.
  created_at bigint not null,
  expires_at bigint not null,
  primary key (org_id, id)
);
create unique index idempotency_key on idempotency (org_id, user_id, key_hash);
create index idempotency_by_end on idempotency (expires_at);
