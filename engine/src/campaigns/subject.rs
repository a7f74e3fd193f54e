//! Whose page it is: a campaign, or something below one, as the account holds it.

use dsl::Level;
use uuid::Uuid;

use crate::{
    connections::{
        self, RegisteredAccount,
        platform::{TargetKind, WriteTarget},
    },
    identity::OrgScope,
    store::{StoreError, Tx, params, statements},
};

statements! {
    CAMPAIGN = "select c.id as campaign_id, c.account_id, c.external_id, b.external_id as budget_external_id
        from campaign c left join budget b on b.org_id = c.org_id and b.id = c.budget_id
        where c.org_id = $1 and c.id = $2";
    OBJECT = "select campaign_id, account_id, external_id, level from ad_object where org_id = $1 and id = $2";
}

/// A campaign, or something below one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Campaign(Uuid),
    /// An object below a campaign.
    Object(Uuid),
}

/// A subject that is there.
pub(super) struct Found {
    pub account: RegisteredAccount,
    /// Itself, or what it stands in.
    pub campaign: Uuid,
    pub level: Level,
    /// What it can change of itself, and the budget it spends from.
    pub target: WriteTarget,
    pub budget: Option<WriteTarget>,
}

impl Subject {
    pub(super) async fn find(self, tx: &mut Tx, scope: OrgScope) -> Result<Option<Found>, StoreError> {
        let (statement, id) = match self {
            Self::Campaign(id) => (CAMPAIGN, id),
            Self::Object(id) => (OBJECT, id),
        };
        let Some(row) = tx.fetch_optional(statement, params![scope.id(), id]).await? else {
            return Ok(None);
        };
        let Some(account) = connections::store::account(tx, scope, row.uuid("account_id")?).await? else {
            return Ok(None);
        };
        let external_id = row.text("external_id")?;
        let (level, kind, budget) = match self {
            Self::Campaign(_) => {
                let budget = row.opt_text("budget_external_id")?;
                let target = |external_id| WriteTarget {
                    kind: TargetKind::Budget,
                    external_id,
                };
                (Level::Campaigns, TargetKind::Campaign, budget.map(target))
            }
            Self::Object(_) => {
                let level = row.word("level", Level::of_key)?;
                let kind = TargetKind::of_level(level).ok_or_else(|| {
                    StoreError::inconsistent("level", format!("nothing is changed on {level}"))
                })?;
                (level, kind, None)
            }
        };
        Ok(Some(Found {
            account,
            campaign: row.uuid("campaign_id")?,
            level,
            target: WriteTarget { kind, external_id },
            budget,
        }))
    }
}
