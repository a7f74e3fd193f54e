-- Checks that would have acted on an object that is held out.
alter table decision_pack add column held_out bigint not null default 0;
