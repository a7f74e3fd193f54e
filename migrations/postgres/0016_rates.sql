-- What one currency was worth in another on a day. Every upload is a version; a rate holds for the versions from `since` up to, not
-- including, `until`, so that what was known at any time can be read again.
create table rate_book (
  org_id uuid not null primary key references organisation (id),
  version bigint not null
);

create table rate_version (
  org_id uuid not null references organisation (id),
  version bigint not null,
  -- On the business clock: from here on rules see it.
  at bigint not null,
  saved_at bigint not null,
  saved_by uuid references app_user (id),
  -- The file's name; null where rates came through the API.
  source text,
  row_count bigint not null,
  changed bigint not null,
  primary key (org_id, version)
);

create table rate_row (
  org_id uuid not null references organisation (id),
  base text not null,
  quote text not null,
  day bigint not null,
  since bigint not null,
  until bigint,
  -- The digits it was given in: 0.92.
  rate text not null,
  primary key (org_id, base, quote, day, since)
);
