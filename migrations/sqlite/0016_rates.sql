-- What one currency was worth in another on a day. Every upload is a version; a rate holds for the versions from `since` up to, not
-- including, `until`, so that what was known at any time can be read again.
create table rate_book (
  org_id blob not null primary key references organisation (id),
  version integer not null
) strict;

create table rate_version (
  org_id blob not null references organisation (id),
  version integer not null,
  -- On the business clock: from here on rules see it.
  at integer not null,
  saved_at integer not null,
  saved_by blob references app_user (id),
  -- The file's name; null where rates came through the API.
  source text,
  row_count integer not null,
  changed integer not null,
  primary key (org_id, version)
) strict;

create table rate_row (
  org_id blob not null references organisation (id),
  base text not null,
  quote text not null,
  day integer not null,
  since integer not null,
  until integer,
  -- The digits it was given in: 0.92.
  rate text not null,
  primary key (org_id, base, quote, day, since)
) strict;
