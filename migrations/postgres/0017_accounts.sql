-- What a rule about accounts decides is about no campaign.
alter table decision alter column campaign_id drop not null;
