//! One decision as its page shows it: the rule as it was, the tree of values, what came of it.

use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    Context,
    actions::simulated::Simulated,
    campaigns::{objects::ObjectRef, view::CampaignRef},
    connections::view::AccountRef,
    identity::OrgScope,
    rules::view::RuleRef,
    store::{StoreError, params, statements},
};

statements! {
    DECISION = "
        select d.id, d.at, d.data_until, d.outcome, d.branch, d.reason, d.explanation, d.blocked, d.simulated, coalesce(r.shadow_of, d.rule_id) as rule_id, d.rule_version,
          r.name as rule_name, v.text as rule_text, d.campaign_id, c.name as campaign_name,
          d.object_id, o.level as object_level, o.name as object_name, o.match_type as object_match_type, up.name as object_parent,
          a.id as account_id, a.name as account_name, a.platform, a.currency as account_currency, a.time_zone
        from decision d
        join rule r on r.org_id = d.org_id and r.id = d.rule_id
        join rule_version v on v.org_id = d.org_id and v.rule_id = d.rule_id and v.version = d.rule_version
        left join campaign c on c.org_id = d.org_id and c.id = d.campaign_id
        left join ad_object o on o.org_id = d.org_id and o.id = d.object_id
        left join ad_object up on up.org_id = o.org_id and up.id = o.parent_id
        join ad_account a on a.org_id = d.org_id and a.id = d.account_id
        where d.org_id = $1 and d.id = $2";
    ACTIONS_OF_DECISION = "select id from action where org_id = $1 and decision_id = $2 order by created_at, id";
}

/// What kept an action from being proposed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Blocked {
    pub by: String,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DecisionView {
    pub id: Uuid,
    pub rule: RuleRef,
    /// The rule's text in that version.
    pub rule_text: String,
    /// `None` where it is about the account.
    pub campaign: Option<CampaignRef>,
    /// What it is about, where that is below the campaign.
    pub object: Option<ObjectRef>,
    pub account: AccountRef,
    pub at: Timestamp,
    pub data_until: Option<Timestamp>,
    /// `fired` or `blocked`.
    pub outcome: String,
    pub branch: i64,
    /// The stored tree (`dsl::Explanation` as JSON), shown as it was stored.
    pub explanation: serde_json::Value,
    /// Whether the stored values, worked out once more without rule, script or table, come to the stored verdict.
    pub replays: bool,
    pub actions: Vec<Uuid>,
    pub blocked: Vec<Blocked>,
    /// What a shadow would have done; `None` for a decision that was meant.
    pub simulated: Option<Simulated>,
}

pub async fn decision(
    context: &Context,
    scope: OrgScope,
    id: Uuid,
) -> Result<Option<DecisionView>, StoreError> {
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(row) = tx.fetch_optional(DECISION, params![scope.id(), id]).await? else {
                    return Ok(None);
                };
                let stored: dsl::Explanation = row.json("explanation")?;
                let actions = tx.fetch_all(ACTIONS_OF_DECISION, params![scope.id(), id]).await?;
                Ok(Some(DecisionView {
                    id,
                    rule: RuleRef {
                        id: row.uuid("rule_id")?,
                        name: row.text("rule_name")?,
                        version: row.i64("rule_version")?,
                    },
                    rule_text: row.text("rule_text")?,
                    campaign: CampaignRef::read(&row)?,
                    object: ObjectRef::read(&row)?,
                    account: AccountRef::read(&row)?,
                    at: row.time("at")?,
                    data_until: row.opt_time("data_until")?,
                    outcome: row.text("outcome")?,
                    branch: row.i64("branch")?,
                    explanation: row.json("explanation")?,
                    replays: stored.replays(),
                    actions: actions
                        .iter()
                        .map(|row| row.uuid("id"))
                        .collect::<Result<_, _>>()?,
                    blocked: row.json("blocked")?,
                    simulated: Simulated::read(&row)?,
                }))
            })
        })
        .await
}
