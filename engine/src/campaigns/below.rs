//! What stands below the campaigns, as pages show it: all of one campaign, and one object with where it stands.

use std::collections::HashMap;

use dsl::{Currency, Level};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    list,
    objects::ObjectRef,
    view::{CampaignRef, like_pattern},
};
use crate::{
    Context,
    connections::{
        self, RegisteredAccount,
        platform::{BaseCells, Grain, SwitchStatus},
        view::AccountRef,
    },
    identity::OrgScope,
    metrics::{self, calendar},
    store::{Row, StoreError, Tx, params, statements},
};

/// What a line reads; what it stands in, below the campaign, as `object`.
macro_rules! rows {
    () => {
        "select o.id, o.level, o.name, o.external_id, o.status, o.delivery, o.bid_micros, o.match_type, o.labels, o.first_seen_at,
          o.last_change_at, o.account_id, c.id as campaign_id, c.name as campaign_name,
          p.id as object_id, p.level as object_level, p.name as object_name, p.match_type as object_match_type, up.name as object_parent
        from ad_object o join campaign c on c.org_id = o.org_id and c.id = o.campaign_id
        left join ad_object p on p.org_id = o.org_id and p.id = o.parent_id
        left join ad_object up on up.org_id = p.org_id and up.id = p.parent_id
        where o.org_id = $1"
    };
}

statements! {
    OBJECT = (concat!(rows!(), " and o.id = $2"));
    OF_CAMPAIGN = (concat!(rows!(), " and o.campaign_id = $2 and o.status <> 'removed' and ($3 = '' or o.level = $3)
          and ($4 = '' or lower(o.name) like lower($4) escape '!') and (o.level, o.name, o.id) > ($5, $6, $7)
        order by o.level, o.name, o.id limit $8"));
    ACCOUNT_OF = "select account_id from campaign where org_id = $1 and id = $2";
}

/// Complete days that a line adds up.
const WEEK: i64 = 7;

/// An object below a campaign on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct BelowView {
    pub object: ObjectRef,
    pub external_id: String,
    /// What it stands in, where that is not the campaign itself.
    pub parent: Option<ObjectRef>,
    pub status: SwitchStatus,
    pub delivery: String,
    pub bid_micros: Option<i64>,
    /// `None` where they are not read.
    pub labels: Option<Vec<String>>,
    pub first_seen_at: Timestamp,
    pub last_change_at: Option<Timestamp>,
    /// The seven complete days before the account's today; `None` where no sync of its level covers all of them.
    pub last_7_days: Option<BaseCells>,
}

/// An object below a campaign, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct BelowDetail {
    pub view: BelowView,
    pub campaign: CampaignRef,
    pub account: AccountRef,
    /// How far its level's data reaches.
    pub data_until: Option<Timestamp>,
}

/// Which of a campaign's objects.
#[derive(Debug, Clone, Default)]
pub struct BelowFilter {
    pub level: Option<Level>,
    /// Part of the name.
    pub text: Option<String>,
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BelowPlace {
    level: String,
    name: String,
    id: Uuid,
}

impl BelowView {
    fn read(row: &Row, week: &Week) -> Result<Self, StoreError> {
        let parent = ObjectRef::read(row)?;
        let object = ObjectRef {
            id: row.uuid("id")?,
            level: row.word("level", Level::of_key)?,
            name: row.text("name")?,
            match_type: row.opt_text("match_type")?,
            parent: parent.as_ref().map(|parent| parent.name.clone()),
        };
        Ok(Self {
            last_7_days: week.of(&object),
            object,
            external_id: row.text("external_id")?,
            parent,
            status: row.word("status", SwitchStatus::parse)?,
            delivery: row.text("delivery")?,
            bid_micros: row.opt_i64("bid_micros")?,
            labels: match row.opt_text("labels")? {
                None => None,
                Some(_) => Some(row.json("labels")?),
            },
            first_seen_at: row.time("first_seen_at")?,
            last_change_at: row.opt_time("last_change_at")?,
        })
    }

    /// Where a page may end.
    pub fn place(&self) -> BelowPlace {
        BelowPlace {
            level: self.object.level.key().to_owned(),
            name: self.object.name.clone(),
            id: self.object.id,
        }
    }
}

/// The last complete days of the levels on a page.
#[derive(Default)]
struct Week {
    levels: HashMap<Level, HashMap<Uuid, BaseCells>>,
}

impl Week {
    /// Reads one more level; it stays unknown where a day of it is not read to its end.
    async fn read(
        &mut self,
        tx: &mut Tx,
        account: &RegisteredAccount,
        level: Level,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.levels.contains_key(&level) {
            return Ok(());
        }
        let today = calendar::day_at(now, &account.zone);
        let days = (today.saturating_sub(WEEK), today.saturating_sub(1));
        let read = metrics::store::days_read(tx, account.scope, account.id, level, days).await?;
        let is_whole = (days.0..=days.1).all(|day| {
            read.get(&day)
                .is_some_and(|until| *until >= calendar::day_end(day, &account.zone))
        });
        if !is_whole {
            return Ok(());
        }
        let sums = self.levels.entry(level).or_default();
        let of_level = (level, Grain::Day);
        for block in metrics::store::blocks(tx, account.scope, account.id, of_level, days)
            .await?
            .into_values()
        {
            for (object, cells) in block.buckets {
                let sum = sums.entry(object).or_default();
                *sum = cells.into_iter().fold(*sum, BaseCells::plus);
            }
        }
        Ok(())
    }

    /// Zero for an object without traffic in days that were read.
    fn of(&self, object: &ObjectRef) -> Option<BaseCells> {
        let sums = self.levels.get(&object.level)?;
        Some(sums.get(&object.id).copied().unwrap_or_default())
    }
}

/// At most `limit` objects of a campaign, by level and name, with the currency of their bids. `None`: there is no such campaign.
pub async fn objects(
    context: &Context,
    scope: OrgScope,
    campaign_id: Uuid,
    filter: BelowFilter,
    after: Option<BelowPlace>,
    limit: i64,
) -> Result<Option<(Currency, Vec<BelowView>)>, StoreError> {
    let now = context.business.now();
    let after = after.unwrap_or_default();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(owner) = tx
                    .fetch_optional(ACCOUNT_OF, params![scope.id(), campaign_id])
                    .await?
                else {
                    return Ok(None);
                };
                let account = owned(tx, scope, owner.uuid("account_id")?).await?;
                let values = params![
                    scope.id(),
                    campaign_id,
                    filter.level.map_or("", Level::key),
                    like_pattern(filter.text.as_deref().unwrap_or_default()),
                    &after.level,
                    &after.name,
                    after.id,
                    limit,
                ];
                let rows = tx.fetch_all(OF_CAMPAIGN, values).await?;
                let mut week = Week::default();
                for row in &rows {
                    let level = row.word("level", Level::of_key)?;
                    week.read(tx, &account, level, now).await?;
                }
                let views = rows.iter().map(|row| BelowView::read(row, &week));
                Ok(Some((account.currency, views.collect::<Result<_, _>>()?)))
            })
        })
        .await
}

/// One object, removed ones included: their history stays.
pub async fn object(context: &Context, scope: OrgScope, id: Uuid) -> Result<Option<BelowDetail>, StoreError> {
    let now = context.business.now();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(row) = tx.fetch_optional(OBJECT, params![scope.id(), id]).await? else {
                    return Ok(None);
                };
                let account_id = row.uuid("account_id")?;
                let Some(place) = list::place(tx, scope, account_id, now).await? else {
                    return Ok(None);
                };
                let account = owned(tx, scope, account_id).await?;
                let level = row.word("level", Level::of_key)?;
                let mut week = Week::default();
                week.read(tx, &account, level, now).await?;
                let last = metrics::store::last_sync(tx, scope, account_id, level).await?;
                Ok(Some(BelowDetail {
                    view: BelowView::read(&row, &week)?,
                    campaign: CampaignRef {
                        id: row.uuid("campaign_id")?,
                        name: row.text("campaign_name")?,
                    },
                    account: place.account,
                    data_until: last.map(|(_, until)| until),
                }))
            })
        })
        .await
}

/// The account of something that is there.
async fn owned(tx: &mut Tx, scope: OrgScope, id: Uuid) -> Result<RegisteredAccount, StoreError> {
    connections::store::account(tx, scope, id)
        .await?
        .ok_or_else(|| StoreError::inconsistent("account_id", format!("no account {id}")))
}
