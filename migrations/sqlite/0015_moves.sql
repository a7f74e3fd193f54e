-- A move of budget inside of a pool: its legs are actions that carry its id. They are seen and answered as one, and no leg that raises
-- is sent before those that cut have been read back.
alter table action add column move_id blob;
create index action_of_move on action (org_id, move_id) where move_id is not null;
