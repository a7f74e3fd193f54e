-- What an organisation supplies for names, such as margins by campaign. Every upload is a version; a row holds for the versions
-- from `since` up to, not including, `until`, so that what was known at any time can be read again.
create table lookup (
  org_id blob not null references organisation (id),
  id blob not null,
  -- As rules name it.
  name text not null,
  kind text not null check (kind in ('percent', 'ratio', 'money', 'count')),
  version integer not null,
  created_at integer not null,
  primary key (org_id, id)
) strict;
create unique index lookup_name on lookup (org_id, name);

create table lookup_version (
  org_id blob not null,
  lookup_id blob not null,
  version integer not null,
  -- On the business clock: from here on rules see it.
  at integer not null,
  saved_at integer not null,
  saved_by blob references app_user (id),
  -- The file's name; null where rows came through the API.
  source text,
  row_count integer not null,
  changed integer not null,
  primary key (org_id, lookup_id, version),
  foreign key (org_id, lookup_id) references lookup (org_id, id)
) strict;

create table lookup_row (
  org_id blob not null,
  lookup_id blob not null,
  key text not null,
  since integer not null,
  until integer,
  -- Millionths of one; money in micros.
  millionths integer not null,
  currency text,
  primary key (org_id, lookup_id, key, since),
  foreign key (org_id, lookup_id) references lookup (org_id, id)
) strict;
