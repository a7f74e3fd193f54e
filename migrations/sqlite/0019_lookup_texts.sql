-- Lookups that supply texts: a row holds a number or a text.
alter table lookup add column supplies text not null default 'percent'
  check (supplies in ('percent', 'ratio', 'money', 'count', 'text'));
update lookup set supplies = kind;
alter table lookup drop column kind;
alter table lookup rename column supplies to kind;

alter table lookup_row add column number integer;
update lookup_row set number = millionths;
alter table lookup_row drop column millionths;
alter table lookup_row rename column number to millionths;
alter table lookup_row add column content text check ((content is null) <> (millionths is null));
