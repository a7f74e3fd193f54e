-- Shadows: a version of a rule that the same ticks judge and that does nothing. It is a row of `rule` with a version of its own, so
-- that its schedule, progress, holds, limits and decisions hang on its id and never meet those of the rule it stands for. Its state
-- stays `draft`, because it is nowhere at work; `created_at` is business time, since when it runs; one that ended is put away.
alter table rule add column shadow_of blob;
create unique index rule_shadow on rule (org_id, shadow_of) where shadow_of is not null and archived_at is null;
drop index rule_name;
create unique index rule_name on rule (org_id, name) where archived_at is null and shadow_of is null;

-- JSON: what a shadow would have done; null for a decision that is meant.
alter table decision add column simulated text;
