//! What rules would do now, without doing it: the tick's own code against today's columns, and the door asked, not passed.
//!
//! Called by the preview of a text and by a campaign's "why, why not". Nothing is written.

use std::{collections::HashMap, sync::Arc};

use dsl::{ActionKind, BoundRule, Guard, conduct::policy::Scripts};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    checks::{self, Checked},
    scope_spend,
    wishes::{self, Asked, Wish, Wished},
};
use crate::{
    Context,
    actions::door::{self, Door, Proposal},
    campaigns::{self, objects::ObjectRef, view::CampaignRef},
    connections::{
        AccountState, RegisteredAccount,
        platform::{WriteField, WriteValue},
    },
    identity::{self, OrgScope},
    lookups,
    metrics::{Snapshot, ingest},
    notifications::RuleMessage,
    rules::{
        catalog,
        progress::{self, Progress},
        store as rule_store,
    },
    store::StoreError,
};

/// One account as its owner sees it now, and what is remembered there.
pub struct Ground {
    pub account: RegisteredAccount,
    /// The columns of the campaigns.
    pub snapshot: Snapshot,
    pub remembered: HashMap<(Uuid, Uuid), Progress>,
    pub guards: Arc<Vec<Guard>>,
    pub scripts: Scripts,
}

impl Ground {
    /// The columns of the level that a rule is about.
    pub fn of(&self, bound: &BoundRule) -> Snapshot {
        let level = bound.rule().scope().level;
        let columns = self.snapshot.table.at_level(level, self.snapshot.at);
        columns.knowing(self.snapshot.known())
    }

    /// What a row is about: its campaign, and the object below it where it is one; neither where it is the account.
    pub fn names(&self, snapshot: &Snapshot, row: usize) -> (Option<CampaignRef>, Option<ObjectRef>) {
        let Some(object) = snapshot.object(row) else {
            return (None, None);
        };
        let campaigns = self.snapshot.table.objects();
        let campaign = object.campaign_id.map(|id| {
            let place = campaigns.binary_search_by_key(&id, |campaign| campaign.id);
            let name = place.ok().and_then(|place| campaigns.get(place));
            CampaignRef {
                id,
                name: name.map(|campaign| campaign.name.to_string()).unwrap_or_default(),
            }
        });
        let below = object.below_campaign().map(|id| ObjectRef {
            id,
            level: snapshot.table.level,
            name: object.name.to_string(),
            match_type: object.match_type.clone(),
            parent: snapshot.between(row).map(|parent| parent.name.to_string()),
        });
        (campaign, below)
    }
}

/// A rule on trial on one account.
pub struct Candidate<'a> {
    /// Whose progress counts; a new rule has none.
    pub rule_id: Uuid,
    pub version: i64,
    pub bound: &'a BoundRule,
}

/// What one action of the branch would come to.
#[derive(Debug, Clone, PartialEq)]
pub struct TriedEffect {
    /// `pause`, `resume`, `set_budget`, `set_bid` or `notify`.
    pub kind: &'static str,
    pub field: Option<WriteField>,
    /// Which label, or which negative keyword.
    pub item: Option<String>,
    pub before: Option<WriteValue>,
    /// `None` where nothing would be set.
    pub after: Option<WriteValue>,
    /// Whom it would tell, and what.
    pub tells: Option<RuleMessage>,
    pub per_day_micros: Option<i64>,
    /// What stands in the way.
    pub blocked: Option<String>,
}

/// What one check would come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Came {
    Acts,
    /// True, and something stands in the way.
    Blocked,
    /// True, not for long enough yet.
    Waits,
    /// True, and an action of the rule is open.
    Awaiting,
    /// True, and it acted recently.
    Cooling,
    Unknown,
    NotFired,
    Outside,
}

/// One object on trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    pub row: usize,
    pub object: Uuid,
    pub came: Came,
    /// The branch whose turn it is; `None` where none is true.
    pub branch: Option<usize>,
    pub before: Option<Progress>,
    pub after: Option<Progress>,
    pub effects: Vec<TriedEffect>,
}

/// The organisation's accounts that rules look at, or one of them.
pub async fn grounds(
    context: &Context,
    scope: OrgScope,
    only: Option<Uuid>,
) -> Result<Vec<Ground>, StoreError> {
    let at = context.business.now();
    let (columns, sheets) = (context.columns.clone(), context.sheets.clone());
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let guards = Arc::new(catalog::guards(tx, scope).await?);
                let known = Arc::new(lookups::known::everything(tx, &sheets, scope, at).await?);
                let scripts = identity::store::scripts(tx, scope).await?;
                let mut grounds = Vec::new();
                for account in catalog::accounts(tx, scope).await? {
                    let looked_at = matches!(
                        account.state,
                        AccountState::Active | AccountState::Reconnect | AccountState::Quarantined
                    );
                    if !looked_at || only.is_some_and(|id| id != account.id) {
                        continue;
                    }
                    let table = match columns.of(account.id) {
                        Some(table) => table,
                        None => Arc::new(ingest::load_table(tx, &account, at).await?),
                    };
                    grounds.push(Ground {
                        snapshot: table.at(at).knowing(Arc::clone(&known)),
                        remembered: rule_store::progress(tx, scope, account.id).await?,
                        guards: Arc::clone(&guards),
                        scripts,
                        account,
                    });
                }
                Ok(grounds)
            })
        })
        .await
}

/// Tries rules together on one account, as one tick would run them. One list per candidate, in the order of the table.
pub async fn run(
    context: &Context,
    ground: &Ground,
    candidates: &[Candidate<'_>],
) -> Result<Vec<Vec<Tried>>, StoreError> {
    let mut batch: Vec<Proposal> = Vec::new();
    let mut tried: Vec<Vec<Tried>> = Vec::with_capacity(candidates.len());
    // Where each effect's proposal lies in the batch.
    let mut places: Vec<(usize, usize, usize, usize)> = Vec::new();
    let mut evaluated = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let snapshot = ground.of(candidate.bound);
        let verdicts = candidate.bound.evaluate(&snapshot, &snapshot.moment());
        let spend = spend(context, ground, &snapshot, candidate, &verdicts).await?;
        evaluated.push((snapshot, verdicts, spend));
    }
    for (index, (candidate, (snapshot, verdicts, scope_spend))) in
        candidates.iter().zip(&evaluated).enumerate()
    {
        let checked = checks::check_rule(snapshot, candidate.bound, verdicts, |object| {
            ground.remembered.get(&(candidate.rule_id, object)).copied()
        });
        let mut rows = Vec::with_capacity(checked.len());
        for check in checked {
            let mut one = came(check);
            if let progress::Outcome::Fires { branch } = check.outcome {
                let asked = Asked {
                    rule_id: candidate.rule_id,
                    shadow_of: None,
                    rule_version: candidate.version,
                    bound: candidate.bound,
                    row: check.row,
                    branch,
                    reason: String::new(),
                    decision_id: None,
                    scope_spend: *scope_spend,
                    scripts: ground.scripts,
                };
                let wishes = wishes::of(&ground.account, snapshot, &asked);
                for (position, wished) in wishes.into_iter().enumerate() {
                    if let Wish::Propose(proposal) = &wished.wish {
                        places.push((index, rows.len(), position, batch.len()));
                        batch.push((**proposal).clone());
                    }
                    one.effects.push(effect(snapshot, check.row, wished));
                }
            }
            rows.push(one);
        }
        tried.push(rows);
    }
    // What is held out is not asked about at the door: nothing would come there.
    for ((candidate, rows), (snapshot, _, _)) in candidates.iter().zip(&mut tried).zip(&evaluated) {
        let rule = candidate.bound.rule();
        for row in rows.iter_mut().filter(|row| row.came == Came::Acts) {
            let is_out = snapshot
                .object(row.row)
                .is_some_and(|object| rule.holds_out(&object.external_id));
            for effect in row.effects.iter_mut().filter(|_| is_out) {
                effect.tells = None;
                effect.blocked = Some(format!(
                    "held out: this {} is left alone, to measure what the rule does",
                    snapshot.table.level.one()
                ));
            }
        }
    }
    let refusals = ask(context, ground, batch).await?;
    for (candidate, row, position, place) in places {
        let refusal = refusals.get(place).and_then(Option::as_ref);
        let effect = tried
            .get_mut(candidate)
            .and_then(|rows| rows.get_mut(row))
            .and_then(|row| row.effects.get_mut(position));
        if let (Some(effect), Some(refusal)) = (effect, refusal) {
            effect.blocked = Some(if refusal.by.starts_with("guard ") {
                format!("{}: {}", refusal.by, refusal.reason)
            } else {
                refusal.reason.clone()
            });
        }
    }
    for row in tried.iter_mut().flatten() {
        if row.came == Came::Acts && !comes_about(&row.effects) {
            row.came = Came::Blocked;
        }
    }
    Ok(tried)
}

/// What the scope spends, where a limit of the candidate asks for it.
async fn spend(
    context: &Context,
    ground: &Ground,
    snapshot: &Snapshot,
    candidate: &Candidate<'_>,
    verdicts: &dsl::Verdicts,
) -> Result<Option<i64>, StoreError> {
    let (scope, rule_id, bound) = (ground.account.scope, candidate.rule_id, candidate.bound.clone());
    let (snapshot, verdicts) = (snapshot.clone(), verdicts.clone());
    context
        .store
        .read(move |tx| {
            Box::pin(
                async move { scope_spend::of(tx, scope, rule_id, &snapshot, &bound, &verdicts, false).await },
            )
        })
        .await
}

/// As the tick counts it: a change that comes in, or a branch that only tells.
fn comes_about(effects: &[TriedEffect]) -> bool {
    let mut proposals = effects.iter().filter(|effect| effect.after.is_some()).peekable();
    if proposals.peek().is_none() {
        return effects.iter().any(|effect| effect.tells.is_some());
    }
    proposals.any(|effect| effect.blocked.is_none())
}

async fn ask(
    context: &Context,
    ground: &Ground,
    batch: Vec<Proposal>,
) -> Result<Vec<Option<door::Refusal>>, StoreError> {
    let (account, snapshot, guards) = (
        ground.account.clone(),
        ground.snapshot.clone(),
        Arc::clone(&ground.guards),
    );
    let random = context.random.clone();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let door = Door {
                    account: &account,
                    snapshot: &snapshot,
                    guards: &guards,
                    random: &random,
                    at: snapshot.at,
                };
                door::ask(tx, &door, &batch).await
            })
        })
        .await
}

fn came(check: Checked) -> Tried {
    let (came, branch) = match check.outcome {
        progress::Outcome::Outside => (Came::Outside, None),
        progress::Outcome::NotFired => (Came::NotFired, None),
        progress::Outcome::Unknown { branch } => (Came::Unknown, Some(branch)),
        progress::Outcome::Pending { branch } => (Came::Waits, Some(branch)),
        progress::Outcome::Fires { branch } => (Came::Acts, Some(branch)),
        progress::Outcome::Awaiting => (Came::Awaiting, check.before.map(|before| before.branch)),
        progress::Outcome::Resting { .. } => (Came::Cooling, check.before.map(|before| before.branch)),
    };
    Tried {
        row: check.row,
        object: check.object,
        came,
        branch,
        before: check.before,
        after: check.after,
        effects: Vec::new(),
    }
}

fn effect(snapshot: &Snapshot, row: usize, wished: Wished) -> TriedEffect {
    let field = wished.property.map(WriteField::of);
    let kind = match (wished.kind, field) {
        (ActionKind::Pause, _) => "pause",
        (ActionKind::Resume, _) => "resume",
        (ActionKind::Notify, _) => "notify",
        (ActionKind::AddNegative, _) => "add_negative_keyword",
        (ActionKind::AddLabel, _) => "add_label",
        (ActionKind::RemoveLabel, _) => "remove_label",
        (ActionKind::RunScript, _) => "run_script",
        (_, Some(WriteField::Bid)) => "set_bid",
        (_, Some(WriteField::TargetCpa)) => "set_target_cpa",
        (_, Some(WriteField::TargetRoas)) => "set_target_roas",
        _ => "set_budget",
    };
    let nothing = TriedEffect {
        kind,
        field,
        item: None,
        before: None,
        after: None,
        tells: None,
        per_day_micros: None,
        blocked: None,
    };
    let as_it_is = |blocker: super::Blocker| {
        let before = snapshot.object(row).and_then(|object| object.value(field?));
        TriedEffect {
            before,
            blocked: Some(blocker.reason),
            ..nothing.clone()
        }
    };
    match wished.wish {
        Wish::Same(same) => TriedEffect {
            item: campaigns::item(&same.target),
            ..as_it_is(same.otherwise)
        },
        Wish::Nothing(blocker) => as_it_is(blocker),
        Wish::Propose(proposal) => TriedEffect {
            item: campaigns::item(&proposal.target),
            before: Some(proposal.expected),
            after: Some(proposal.value),
            per_day_micros: proposal.per_day_micros,
            ..nothing
        },
        Wish::Tell(message) => TriedEffect {
            tells: Some(message),
            ..nothing
        },
    }
}

/// A true condition that does not act yet, in words.
pub fn waiting_words(rule: &dsl::Rule, tried: &Tried, ground: &Ground) -> Option<String> {
    let local = |at: Timestamp| {
        at.to_zoned(ground.account.zone.clone())
            .strftime("%-d %B %H:%M")
            .to_string()
    };
    match (tried.came, tried.before.map(|before| before.state)) {
        (Came::Waits, _) => {
            let Some(progress::State::Pending { checks, since, .. }) = tried.after.map(|after| after.state)
            else {
                return None;
            };
            let lasting = rule.branches().get(tried.branch?)?.lasting?;
            Some(match lasting {
                dsl::Lasting::Checks(wanted) => format!("true at {checks} of {wanted} checks"),
                dsl::Lasting::For(_) => format!("true since {}, it has to last {lasting}", local(since)),
            })
        }
        (Came::Awaiting, _) => Some("an action of this rule on it is still open".to_owned()),
        (Came::Cooling, Some(progress::State::Acted { cooldown_until, .. })) => Some(match cooldown_until {
            Some(until) => format!("it acted here and rests until {}", local(until)),
            None => "it acted here and waits until its condition has been false once".to_owned(),
        }),
        _ => None,
    }
}
