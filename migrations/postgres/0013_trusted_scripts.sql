-- Whether an admin trusts scripts: otherwise whatever a rule with a script wants waits for a manager.
alter table organisation add column trusts_scripts bigint not null default 0 check (trusts_scripts in (0, 1));
