-- What the platform bids towards, where that is the campaign's own: millionths of the account's currency, and of one.
alter table campaign add column target_cpa_micros bigint;
alter table campaign add column target_roas_millionths bigint;
