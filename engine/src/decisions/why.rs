//! Why each rule did, or did not, act on one campaign: every rule that is at work, or once was.

use dsl::{BindError, Currency, Explanation, Level};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    insight, reason_of,
    trial::{self, Came, Candidate, Ground, Tried, TriedEffect},
};
use crate::{
    Context,
    campaigns::objects::ObjectRef,
    identity::OrgScope,
    metrics::Snapshot,
    rules::{
        catalog::{self, BindFailure},
        progress::{Progress, State},
        store::{self as rule_store, StoredRule},
        view::RuleRef,
    },
    store::{StoreError, params, statements},
};

statements! {
    ACCOUNT_OF = "select account_id from campaign where org_id = $1 and id = $2";
}

/// How one rule stands to one campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Came(Came),
    /// The rule has no amount in the account's currency, or its text no longer checks.
    NotBound,
    Disabled,
}

#[derive(Debug, Clone)]
pub struct WhyRow {
    pub rule: RuleRef,
    /// What it is about, where that stands below the campaign: then there is a row for each, the nearest to
    /// being acted on first.
    pub object: Option<ObjectRef>,
    /// `enabled`, `disabled` or `quarantined`.
    pub state: String,
    /// Its shadow, where one runs beside it.
    pub shadow: Option<Uuid>,
    pub standing: Standing,
    pub reason: String,
    pub distance: Option<String>,
    pub effects: Vec<TriedEffect>,
    pub progress: Option<WhyProgress>,
    pub explanation: Option<Explanation>,
}

/// What is remembered of the rule on the campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyProgress {
    /// `pending`, `awaiting` or `acted`.
    pub state: &'static str,
    pub checks_done: u32,
    /// `None` where the condition has to last a time, or need not last.
    pub checks_needed: Option<u32>,
    pub cooldown_until: Option<Timestamp>,
}

#[derive(Debug, Clone)]
pub struct Why {
    pub at: Timestamp,
    pub data_until: Option<Timestamp>,
    pub currency: Currency,
    pub rows: Vec<WhyRow>,
}

/// A rule that is at work, or once was.
struct AtWork {
    rule: StoredRule,
    state: String,
    /// Why it was stopped.
    detail: Option<String>,
    shadow: Option<Uuid>,
}

/// Whether there is such a campaign.
pub async fn exists(context: &Context, scope: OrgScope, campaign: Uuid) -> Result<bool, StoreError> {
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let found = tx
                    .fetch_optional(ACCOUNT_OF, params![scope.id(), campaign])
                    .await?;
                Ok(found.is_some())
            })
        })
        .await
}

/// Asks every rule about one campaign; `None` when there is no such campaign.
pub async fn why(context: &Context, scope: OrgScope, campaign: Uuid) -> Result<Option<Why>, StoreError> {
    let read = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let Some(row) = tx
                    .fetch_optional(ACCOUNT_OF, params![scope.id(), campaign])
                    .await?
                else {
                    return Ok(None);
                };
                let account = row.uuid("account_id")?;
                let mut rules = Vec::new();
                for row in tx.fetch_all(rule_store::AT_WORK, params![scope.id()]).await? {
                    rules.push(AtWork {
                        rule: rule_store::stored_rule(&row)?,
                        state: row.text("state")?,
                        detail: row.opt_text("state_detail")?,
                        shadow: row.opt_uuid("shadow_id")?,
                    });
                }
                let registered = catalog::accounts(tx, scope)
                    .await?
                    .into_iter()
                    .find(|known| known.id == account);
                Ok::<_, StoreError>(registered.map(|account| (account, rules)))
            })
        })
        .await?;
    let Some((account, rules)) = read else {
        return Ok(None);
    };
    let ground = trial::grounds(context, scope, Some(account.id)).await?.pop();
    let Some(ground) = ground else {
        let nowhere = "rules do not look at this account now";
        let rows = rules
            .iter()
            .map(|at_work| plain(at_work, Standing::NotBound, nowhere.to_owned()))
            .collect();
        return Ok(Some(Why {
            at: context.business.now(),
            data_until: None,
            currency: account.currency,
            rows,
        }));
    };
    let bound: Vec<Result<dsl::BoundRule, (Standing, String)>> = rules
        .iter()
        .map(|at_work| bind(context, &ground, at_work))
        .collect();
    let candidates: Vec<Candidate<'_>> = rules
        .iter()
        .zip(&bound)
        .filter_map(|(AtWork { rule, .. }, bound)| {
            Some(Candidate {
                rule_id: rule.id,
                version: rule.version,
                bound: bound.as_ref().ok()?,
            })
        })
        .collect();
    // All together, as one tick would run them: where two meet on a budget, one loses.
    let mut tried = trial::run(context, &ground, &candidates).await?.into_iter();
    let mut rows = Vec::with_capacity(rules.len());
    for (at_work, bound) in rules.iter().zip(&bound) {
        rows.push(match bound {
            Err((standing, reason)) => plain(at_work, *standing, reason.clone()),
            Ok(bound) => {
                let of = Judged {
                    ground: &ground,
                    snapshot: ground.of(bound),
                    at_work,
                    bound,
                };
                let found = of.on_campaign(tried.next().unwrap_or_default(), campaign);
                if found.is_empty() {
                    rows.push(of.about_nothing());
                }
                rows.extend(found.into_iter().map(|tried| of.row(tried)));
                continue;
            }
        });
    }
    Ok(Some(Why {
        at: ground.snapshot.at,
        data_until: ground.snapshot.table.data_until,
        currency: account.currency,
        rows,
    }))
}

fn bind(
    context: &Context,
    ground: &Ground,
    AtWork {
        rule, state, detail, ..
    }: &AtWork,
) -> Result<dsl::BoundRule, (Standing, String)> {
    match state.as_str() {
        "enabled" => {}
        "quarantined" => {
            let why = detail.as_deref().unwrap_or("it failed again and again");
            return Err((Standing::Disabled, format!("the rule was stopped: {why}")));
        }
        _ => return Err((Standing::Disabled, "the rule is disabled".to_owned())),
    }
    let checked = catalog::single_rule(&rule.text).map_err(|error| {
        (
            Standing::NotBound,
            format!("the stored text no longer checks: {error}"),
        )
    })?;
    catalog::tie(&checked, &ground.account, &context.platforms, &rule.overrides).map_err(|error| {
        let standing = match error {
            BindFailure::Bind(
                BindError::PlatformOutsideScope { .. } | BindError::AccountOutsideScope { .. },
            ) => Standing::Came(Came::Outside),
            _ => Standing::NotBound,
        };
        (standing, error.to_string())
    })
}

fn reference(rule: &StoredRule) -> RuleRef {
    RuleRef {
        id: rule.id,
        name: rule.name.clone(),
        version: rule.version,
    }
}

fn plain(at_work: &AtWork, standing: Standing, reason: String) -> WhyRow {
    WhyRow {
        rule: reference(&at_work.rule),
        object: None,
        state: at_work.state.clone(),
        shadow: at_work.shadow,
        standing,
        reason,
        distance: None,
        effects: Vec::new(),
        progress: None,
        explanation: None,
    }
}

/// The most objects below one campaign that a rule is asked about.
const MOST_OBJECTS: usize = 20;

/// One rule that runs on the campaign's account.
struct Judged<'a> {
    ground: &'a Ground,
    /// The columns of its level.
    snapshot: Snapshot,
    at_work: &'a AtWork,
    bound: &'a dsl::BoundRule,
}

impl Judged<'_> {
    /// What is told of a campaign: itself, or what stands below it and is nearest to being acted on.
    fn on_campaign(&self, tried: Vec<Tried>, campaign: Uuid) -> Vec<Tried> {
        let of_it = |tried: &Tried| {
            let object = self.snapshot.object(tried.row);
            object.is_some_and(|object| object.campaign_id == Some(campaign))
        };
        let mut found: Vec<Tried> = tried.into_iter().filter(of_it).collect();
        found.sort_by_key(|tried| tried.came);
        found.truncate(MOST_OBJECTS);
        found
    }

    fn about_nothing(&self) -> WhyRow {
        let reason = match self.snapshot.table.level {
            Level::Campaigns => "the campaign was removed".to_owned(),
            level => format!("no {} of this campaign is known", level.one()),
        };
        let standing = Standing::Came(Came::Outside);
        plain(self.at_work, standing, reason)
    }

    fn row(&self, tried: Tried) -> WhyRow {
        let moment = self.snapshot.moment();
        let explanation = self.bound.explain(&self.snapshot, &moment, tried.row);
        let branch = tried
            .branch
            .or_else(|| insight::nearest(&explanation).map(|(branch, _)| branch));
        let told = branch
            .map(|branch| reason_of(&explanation, branch))
            .unwrap_or_default();
        let reason = match tried.came {
            Came::Outside => self
                .bound
                .scope_reason(&self.snapshot, &moment, tried.row)
                .unwrap_or_else(|| {
                    let one = self.snapshot.table.level.one();
                    format!("the {one} is outside of the rule's scope")
                }),
            Came::Blocked => match tried.effects.iter().find_map(|effect| effect.blocked.clone()) {
                Some(blocked) => format!("{told}; {blocked}"),
                None => told,
            },
            _ => match trial::waiting_words(self.bound.rule(), &tried, self.ground) {
                Some(waits) => format!("{told}; {waits}"),
                None => told,
            },
        };
        let distance = match tried.came {
            Came::NotFired => branch.and_then(|branch| insight::distance(&explanation, branch)),
            _ => None,
        };
        WhyRow {
            rule: reference(&self.at_work.rule),
            object: self.ground.names(&self.snapshot, tried.row).1,
            state: self.at_work.state.clone(),
            shadow: self.at_work.shadow,
            standing: Standing::Came(tried.came),
            reason,
            distance,
            progress: tried.before.map(|before| remembered(self.bound, before)),
            effects: tried.effects,
            explanation: Some(explanation),
        }
    }
}

fn remembered(bound: &dsl::BoundRule, progress: Progress) -> WhyProgress {
    let lasting = bound
        .rule()
        .branches()
        .get(progress.branch)
        .and_then(|branch| branch.lasting);
    let checks_needed = match lasting {
        Some(dsl::Lasting::Checks(wanted)) => Some(wanted),
        _ => None,
    };
    let (state, checks_done, cooldown_until) = match progress.state {
        State::Pending { checks, .. } => ("pending", checks, None),
        State::Awaiting => ("awaiting", 0, None),
        State::Acted { cooldown_until, .. } => ("acted", 0, cooldown_until),
    };
    WhyProgress {
        state,
        checks_done,
        checks_needed,
        cooldown_until,
    }
}
