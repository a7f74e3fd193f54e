-- What an organisation supplies for names, such as margins by campaign. Every upload is a version; a row holds for the versions
-- from `since` up to, not including, `until`, so that what was known at any time can be read again.
create table lookup (
  org_id uuid not null references organisation (id),
  id uuid not null,
  -- As rules name it.
  name text not null,
  kind text not null check (kind in ('percent', 'ratio', 'money', 'count')),
  version bigint not null,
  created_at bigint not null,
  primary key (org_id, id)
);
create unique index lookup_name on lookup (org_id, name);

create table lookup_version (
  org_id uuid not null,
  lookup_id uuid not null,
  version bigint not null,
  -- On the business clock: from here on rules see it.
  at bigint not null,
  saved_at bigint not null,
  saved_by uuid references app_user (id),
  -- The file's name; null where rows came through the API.
  source text,
  row_count bigint not null,
  changed bigint not null,
  primary key (org_id, lookup_id, version),
  foreign key (org_id, lookup_id) references lookup (org_id, id)
);

create table lookup_row (
  org_id uuid not null,
  lookup_id uuid not null,
  key text not null,
  since bigint not null,
  until bigint,
  -- Millionths of one; money in micros.
  millionths bigint not null,
  currency text,
  primary key (org_id, lookup_id, key, since),
  foreign key (org_id, lookup_id) references lookup (org_id, id)
);
