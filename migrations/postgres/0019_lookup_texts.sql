-- Lookups that supply texts: a row holds a number or a text.
alter table lookup drop constraint lookup_kind_check;
alter table lookup add constraint lookup_kind_check check (kind in ('percent', 'ratio', 'money', 'count', 'text'));

alter table lookup_row alter column millionths drop not null;
alter table lookup_row add column content text;
alter table lookup_row add constraint lookup_row_holds_one check ((content is null) <> (millionths is null));
