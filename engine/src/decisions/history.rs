//! Past decisions as a list: what acted or was blocked, everywhere; for one campaign every check, from the packed records.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::{Outcome, pack};
use crate::{
    Context,
    campaigns::{
        objects::{self, ObjectRef},
        view::CampaignRef,
    },
    connections::view::AccountRef,
    identity::OrgScope,
    rules::view::RuleRef,
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    /// Decisions that acted or were blocked, newest first; a shadow's only where its own are asked for.
    DECISIONS = "
        select d.id, d.at, d.outcome, d.reason, d.rule_id, d.rule_version, r.name as rule_name, r.shadow_of, d.campaign_id, c.name as campaign_name,
          d.object_id, o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent,
          a.id as account_id, a.name as account_name, a.platform, a.currency as account_currency, a.time_zone
        from decision d
        join rule r on r.org_id = d.org_id and r.id = d.rule_id
        left join campaign c on c.org_id = d.org_id and c.id = d.campaign_id
        left join ad_object o on o.org_id = d.org_id and o.id = d.object_id
        left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id
        join ad_account a on a.org_id = d.org_id and a.id = d.account_id
        where d.org_id = $1 and (d.at, d.id) < ($2, $3) and d.at >= $4
          and (r.shadow_of is null or d.rule_id = $6) and ($5 = 0 or d.rule_id = $6) and ($7 = 0 or d.account_id = $8) and ($9 = '' or d.outcome = $9)
        order by d.at desc, d.id desc limit $10";
    /// The actions of the decisions on one page.
    ACTIONS = {
        sqlite: "select decision_id, id from action where org_id = $1 and decision_id in (select unhex(value) from json_each($2))
            order by created_at, id",
        postgres: "select decision_id, id from action where org_id = $1 and decision_id = any($2) order by created_at, id",
    };
    CAMPAIGN = "
        select c.name as campaign_name, a.id as account_id, a.name as account_name, a.platform, a.currency as account_currency, a.time_zone
        from campaign c join ad_account a on a.org_id = c.org_id and a.id = c.account_id
        where c.org_id = $1 and c.id = $2";
    CAMPAIGN_OF = "select campaign_id from ad_object where org_id = $1 and id = $2";
    ACCOUNT = "
        select a.id as account_id, a.name as account_name, a.platform, a.currency as account_currency, a.time_zone
        from ad_account a where a.org_id = $1 and a.id = $2";
    /// The packed records of one account, newest first.
    PACKS = "
        select p.tick_id, p.rule_id, p.rule_version, p.at, p.body, r.name as rule_name, r.shadow_of
        from decision_pack p join rule r on r.org_id = p.org_id and r.id = p.rule_id
        where p.org_id = $1 and p.account_id = $2 and (p.at, p.tick_id, p.rule_id) < ($3, $4, $5) and p.at >= $6
          and (r.shadow_of is null or p.rule_id = $8)
          and ($7 = 0 or p.rule_id = $8)
        order by p.at desc, p.tick_id desc, p.rule_id desc limit $9";
    /// What was written down of a campaign, and of what stands below it, in one packed record.
    WRITTEN = "select id, reason, coalesce(object_id, campaign_id) as object from decision
        where org_id = $1 and tick_id = $2 and rule_id = $3 and campaign_id = $4";
    /// The same of an account.
    WRITTEN_OF_ACCOUNT = "select id, reason, account_id as object from decision
        where org_id = $1 and tick_id = $2 and rule_id = $3 and account_id = $4 and campaign_id is null";
}

/// Packed records read at once, and at most for one page.
const PACKS_AT_ONCE: i64 = 200;
const MOST_PACKS: usize = 2_000;

/// One past check.
#[derive(Debug, Clone, PartialEq)]
pub struct PastDecision {
    /// `None` where nothing acted: it is recorded, without its tree.
    pub id: Option<Uuid>,
    pub at: Timestamp,
    pub rule: RuleRef,
    /// The rule's shadow decided so: nothing was done.
    pub is_simulated: bool,
    /// `None` where it is about the account.
    pub campaign: Option<CampaignRef>,
    /// What it is about, where that is below the campaign.
    pub object: Option<ObjectRef>,
    pub account: AccountRef,
    pub outcome: Outcome,
    pub reason: String,
    pub actions: Vec<Uuid>,
}

#[derive(Debug, Clone, Default)]
pub struct DecisionFilter {
    pub rule: Option<Uuid>,
    pub campaign: Option<Uuid>,
    /// An object below a campaign, or an account as a whole: every check of it alone.
    pub object: Option<Uuid>,
    pub account: Option<Uuid>,
    pub outcome: Option<Outcome>,
    pub from: Option<Timestamp>,
    /// Not included.
    pub to: Option<Timestamp>,
}

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DecisionPlace {
    at: i64,
    first: Uuid,
    second: Uuid,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct DecisionPage {
    pub rows: Vec<PastDecision>,
    pub next: Option<DecisionPlace>,
}

impl DecisionFilter {
    /// Whether only the packed records can answer: what did not act is written nowhere else.
    pub fn needs_a_campaign(&self) -> bool {
        self.campaign.is_none()
            && self.object.is_none()
            && self
                .outcome
                .is_some_and(|outcome| !matches!(outcome, Outcome::Fired | Outcome::Blocked))
    }

    fn start(&self, after: Option<DecisionPlace>) -> DecisionPlace {
        after.unwrap_or(DecisionPlace {
            at: self.to.map_or(i64::MAX, Timestamp::as_microsecond),
            first: Uuid::nil(),
            second: Uuid::nil(),
        })
    }

    fn since(&self) -> i64 {
        self.from.map_or(i64::MIN, Timestamp::as_microsecond)
    }
}

/// A page of past decisions, newest first.
pub async fn decisions(
    context: &Context,
    scope: OrgScope,
    filter: DecisionFilter,
    after: Option<DecisionPlace>,
    limit: usize,
) -> Result<DecisionPage, StoreError> {
    let about = context
        .store
        .read({
            let filter = filter.clone();
            move |tx| Box::pin(async move { About::of(tx, scope, &filter).await })
        })
        .await?;
    match about {
        Some(about) if filter.account.is_none_or(|asked| asked == about.account.id) => {
            every_check(context, scope, about, filter, after, limit).await
        }
        None if filter.campaign.is_none() && filter.object.is_none() => {
            acting(context, scope, filter, after, limit).await
        }
        _ => Ok(DecisionPage::default()),
    }
}

/// What every check is asked of.
struct About {
    account: AccountRef,
    /// `None` of an account.
    campaign: Option<CampaignRef>,
    /// What stands below the campaign.
    below: BTreeMap<Uuid, ObjectRef>,
}

impl About {
    /// `None` where neither a campaign nor an object is asked about, or it is not known.
    async fn of(tx: &mut Tx, scope: OrgScope, filter: &DecisionFilter) -> Result<Option<Self>, StoreError> {
        let campaign = match filter.object {
            None => filter.campaign,
            Some(object) => match tx
                .fetch_optional(CAMPAIGN_OF, params![scope.id(), object])
                .await?
            {
                Some(row) => {
                    let above = row.uuid("campaign_id")?;
                    Some(above).filter(|above| filter.campaign.is_none_or(|asked| asked == *above))
                }
                None if filter.campaign.is_none() => {
                    let account = tx.fetch_optional(ACCOUNT, params![scope.id(), object]).await?;
                    let about = account.map(|row| {
                        Ok(Self {
                            account: AccountRef::read(&row)?,
                            campaign: None,
                            below: BTreeMap::new(),
                        })
                    });
                    return about.transpose();
                }
                None => None,
            },
        };
        let Some(campaign) = campaign else {
            return Ok(None);
        };
        let Some(row) = tx.fetch_optional(CAMPAIGN, params![scope.id(), campaign]).await? else {
            return Ok(None);
        };
        Ok(Some(Self {
            account: AccountRef::read(&row)?,
            campaign: Some(CampaignRef {
                id: campaign,
                name: row.text("campaign_name")?,
            }),
            below: objects::of_campaign(tx, scope, campaign)
                .await?
                .into_iter()
                .map(|object| (object.id, object))
                .collect(),
        }))
    }

    fn id(&self) -> Uuid {
        self.campaign
            .as_ref()
            .map_or(self.account.id, |campaign| campaign.id)
    }

    /// The decisions behind the lines of one packed record: id and reason by object.
    async fn written(
        &self,
        tx: &mut Tx,
        scope: OrgScope,
        pack: &Row,
    ) -> Result<BTreeMap<Uuid, (Uuid, String)>, StoreError> {
        let statement = match self.campaign {
            Some(_) => WRITTEN,
            None => WRITTEN_OF_ACCOUNT,
        };
        let values = params![
            scope.id(),
            pack.uuid("tick_id")?,
            pack.uuid("rule_id")?,
            self.id()
        ];
        tx.fetch_all(statement, values)
            .await?
            .iter()
            .map(|row| Ok((row.uuid("object")?, (row.uuid("id")?, row.text("reason")?))))
            .collect()
    }
}

/// The rule that decided, or in whose place its shadow did.
fn rule_of(row: &Row) -> Result<RuleRef, StoreError> {
    Ok(RuleRef {
        id: match row.opt_uuid("shadow_of")? {
            Some(rule) => rule,
            None => row.uuid("rule_id")?,
        },
        name: row.text("rule_name")?,
        version: row.i64("rule_version")?,
    })
}

async fn acting(
    context: &Context,
    scope: OrgScope,
    filter: DecisionFilter,
    after: Option<DecisionPlace>,
    limit: usize,
) -> Result<DecisionPage, StoreError> {
    let start = filter.start(after);
    let one_more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let values = params![
                    scope.id(),
                    start.at,
                    start.first,
                    filter.since(),
                    filter.rule.is_some(),
                    filter.rule.unwrap_or_default(),
                    filter.account.is_some(),
                    filter.account.unwrap_or_default(),
                    filter.outcome.map_or("", Outcome::as_str),
                    one_more,
                ];
                let mut rows = tx.fetch_all(DECISIONS, values).await?;
                let more = rows.len() > limit;
                rows.truncate(limit);
                let mut page = DecisionPage::default();
                for row in &rows {
                    page.rows.push(PastDecision {
                        id: Some(row.uuid("id")?),
                        at: row.time("at")?,
                        rule: rule_of(row)?,
                        is_simulated: row.opt_uuid("shadow_of")?.is_some(),
                        campaign: CampaignRef::read(row)?,
                        object: ObjectRef::read(row)?,
                        account: AccountRef::read(row)?,
                        outcome: row.word("outcome", Outcome::parse)?,
                        reason: row.text("reason")?,
                        actions: Vec::new(),
                    });
                }
                if more && let Some(last) = page.rows.last() {
                    page.next = last.id.map(|id| DecisionPlace {
                        at: last.at.as_microsecond(),
                        first: id,
                        second: Uuid::nil(),
                    });
                }
                add_actions(tx, scope, &mut page.rows).await?;
                Ok(page)
            })
        })
        .await
}

async fn add_actions(tx: &mut Tx, scope: OrgScope, rows: &mut [PastDecision]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    for found in tx.fetch_all(ACTIONS, params![scope.id(), ids]).await? {
        let decision = found.uuid("decision_id")?;
        if let Some(row) = rows.iter_mut().find(|row| row.id == Some(decision)) {
            row.actions.push(found.uuid("id")?);
        }
    }
    Ok(())
}

/// Whether nothing came of a check. Of what stands below a campaign such checks are told only to who asks for them: there are many.
fn is_nothing(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::NotFired | Outcome::Unknown)
}

async fn every_check(
    context: &Context,
    scope: OrgScope,
    about: About,
    filter: DecisionFilter,
    after: Option<DecisionPlace>,
    limit: usize,
) -> Result<DecisionPage, StoreError> {
    let mut place = filter.start(after);
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut page = DecisionPage::default();
                let named = filter.object.unwrap_or_else(|| about.id());
                let mut read = 0_usize;
                'pages: loop {
                    let values = params![
                        scope.id(),
                        about.account.id,
                        place.at,
                        place.first,
                        place.second,
                        filter.since(),
                        filter.rule.is_some(),
                        filter.rule.unwrap_or_default(),
                        PACKS_AT_ONCE,
                    ];
                    let packs = tx.fetch_all(PACKS, values).await?;
                    let last_of_all = i64::try_from(packs.len()).unwrap_or(i64::MAX) < PACKS_AT_ONCE;
                    for row in &packs {
                        if page.rows.len() >= limit || read >= MOST_PACKS {
                            page.next = Some(place);
                            break 'pages;
                        }
                        read = read.saturating_add(1);
                        place = DecisionPlace {
                            at: row.i64("at")?,
                            first: row.uuid("tick_id")?,
                            second: row.uuid("rule_id")?,
                        };
                        let body = row.bytes("body")?;
                        let mut lines = pack::unpack(&body)?;
                        lines.retain(|line| {
                            let told = line.object == named || !is_nothing(line.outcome);
                            let of_it = line.object == named
                                || (filter.object.is_none() && about.below.contains_key(&line.object));
                            of_it && filter.outcome.map_or(told, |asked| asked == line.outcome)
                        });
                        if lines.is_empty() {
                            continue;
                        }
                        let written = about.written(tx, scope, row).await?;
                        for line in lines {
                            let decision = written.get(&line.object);
                            page.rows.push(PastDecision {
                                id: decision.map(|(id, _)| *id),
                                at: row.time("at")?,
                                rule: rule_of(row)?,
                                is_simulated: row.opt_uuid("shadow_of")?.is_some(),
                                campaign: about.campaign.clone(),
                                object: about.below.get(&line.object).cloned(),
                                account: about.account.clone(),
                                outcome: line.outcome,
                                reason: decision
                                    .map(|(_, reason)| reason.clone())
                                    .or(line.note)
                                    .unwrap_or_default(),
                                actions: Vec::new(),
                            });
                        }
                    }
                    if last_of_all {
                        break;
                    }
                }
                add_actions(tx, scope, &mut page.rows).await?;
                Ok(page)
            })
        })
        .await
}
