//! Past decisions as a list: what acted or was blocked, everywhere; for one campaign every check, from the packed records.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Outcome, pack};
use crate::{
    Context,
    campaigns::view::CampaignRef,
    connections::view::AccountRef,
    identity::OrgScope,
    rules::view::RuleRef,
    store::{Row, StoreError, params, statements},
};

statements! {
    /// Decisions that acted or were blocked, newest first.
    DECISIONS = "
        select d.id, d.at, d.outcome, d.reason, d.rule_id, d.rule_version, r.name as rule_name, d.campaign_id, c.name as campaign_name,
          a.id as account_id, a.name as account_name, a.platform, a.currency as account_currency, a.time_zone
        from decision d
        join rule r on r.org_id = d.org_id and r.id = d.rule_id
        join campaign c on c.org_id = d.org_id and c.id = d.campaign_id
        join ad_account a on a.org_id = d.org_id and a.id = d.account_id
        where d.org_id = $1 and (d.at, d.id) < ($2, $3) and d.at >= $4
          and ($5 = 0 or d.rule_id = $6) and ($7 = 0 or d.account_id = $8) and ($9 = '' or d.outcome = $9)
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
    /// The packed records of one account, newest first, with the decision on the campaign where one was written down.
    PACKS = "
        select p.tick_id, p.rule_id, p.rule_version, p.at, p.body, r.name as rule_name,
          (select d.id from decision d where d.org_id = p.org_id and d.tick_id = p.tick_id and d.rule_id = p.rule_id
            and d.campaign_id = $2) as decision_id,
          (select d.reason from decision d where d.org_id = p.org_id and d.tick_id = p.tick_id and d.rule_id = p.rule_id
            and d.campaign_id = $2) as reason
        from decision_pack p join rule r on r.org_id = p.org_id and r.id = p.rule_id
        where p.org_id = $1 and p.account_id = $3 and (p.at, p.tick_id, p.rule_id) < ($4, $5, $6) and p.at >= $7
          and ($8 = 0 or p.rule_id = $9)
        order by p.at desc, p.tick_id desc, p.rule_id desc limit $10";
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
    pub campaign: CampaignRef,
    pub account: AccountRef,
    pub outcome: Outcome,
    pub reason: String,
    pub actions: Vec<Uuid>,
}

#[derive(Debug, Clone, Default)]
pub struct DecisionFilter {
    pub rule: Option<Uuid>,
    pub campaign: Option<Uuid>,
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
    match filter.campaign {
        Some(campaign) => of_campaign(context, scope, campaign, filter, after, limit).await,
        None => acting(context, scope, filter, after, limit).await,
    }
}

fn rule_of(row: &Row) -> Result<RuleRef, StoreError> {
    Ok(RuleRef {
        id: row.uuid("rule_id")?,
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
                        campaign: CampaignRef {
                            id: row.uuid("campaign_id")?,
                            name: row.text("campaign_name")?,
                        },
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

async fn add_actions(
    tx: &mut crate::store::Tx,
    scope: OrgScope,
    rows: &mut [PastDecision],
) -> Result<(), StoreError> {
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

async fn of_campaign(
    context: &Context,
    scope: OrgScope,
    campaign: Uuid,
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
                let Some(about) = tx.fetch_optional(CAMPAIGN, params![scope.id(), campaign]).await? else {
                    return Ok(page);
                };
                let account = AccountRef::read(&about)?;
                if filter.account.is_some_and(|asked| asked != account.id) {
                    return Ok(page);
                }
                let reference = CampaignRef {
                    id: campaign,
                    name: about.text("campaign_name")?,
                };
                let mut read = 0_usize;
                'pages: loop {
                    let values = params![
                        scope.id(),
                        campaign,
                        account.id,
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
                        let line = pack::unpack(&body)?
                            .into_iter()
                            .find(|line| line.campaign == campaign);
                        let Some(line) = line else {
                            continue;
                        };
                        if filter.outcome.is_some_and(|asked| asked != line.outcome) {
                            continue;
                        }
                        page.rows.push(PastDecision {
                            id: row.opt_uuid("decision_id")?,
                            at: row.time("at")?,
                            rule: rule_of(row)?,
                            campaign: reference.clone(),
                            account: account.clone(),
                            outcome: line.outcome,
                            reason: row.opt_text("reason")?.or(line.note).unwrap_or_default(),
                            actions: Vec::new(),
                        });
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
