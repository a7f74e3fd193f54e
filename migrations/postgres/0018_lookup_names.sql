-- The names a lookup has had, on the business clock, so that what a rule asked at any time can be asked again. One that has no name now
-- was removed: its rows stay, for looking back.
create table lookup_named (
  org_id uuid not null,
  lookup_id uuid not null,
  name text not null,
  since bigint not null,
  -- Not included; null while it is called so.
  until bigint,
  primary key (org_id, lookup_id, since),
  foreign key (org_id, lookup_id) references lookup (org_id, id)
);
create unique index lookup_named_now on lookup_named (org_id, name) where until is null;

insert into lookup_named (org_id, lookup_id, name, since) select org_id, id, name, 0 from lookup;
drop index lookup_name;
alter table lookup drop column name;
