//! Shadows: a version of a rule runs beside the enabled one, or alone, and does nothing.
//!
//! A shadow is a row of `rule` with one version and with `shadow_of`: ticks judge it like any other, and everything that is
//! remembered hangs on its own id. A rule has one at a time. It is started, then ended or promoted by people, here; what it would have
//! done is `decisions::side_by_side`. Never here: how a tick treats it (`decisions::shadow`).

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Draft, RuleError,
    acceptance::Taken,
    editing::{self, Hand},
    store::{self, StoredRule},
};
use crate::{
    Context,
    connections::shard_of,
    identity::{OrgScope, Principal},
    store::{StoreError, Tx, params, statements},
};

statements! {
    /// The shadow of a rule; `saved` where its text is that of the version whose number it has.
    OF = "
        select s.id, s.name, s.current_version, s.created_at, v.text, v.overrides, v.note, u.name as created_by,
          (select count(*) from rule_version o where o.org_id = s.org_id and o.rule_id = s.shadow_of and o.version = s.current_version
            and o.text = v.text and o.overrides = v.overrides) as saved
        from rule s
        join rule_version v on v.org_id = s.org_id and v.rule_id = s.id and v.version = s.current_version
        left join app_user u on u.id = v.created_by
        where s.org_id = $1 and s.shadow_of = $2 and s.archived_at is null";
    INSERT = "insert into rule (org_id, id, name, state, current_version, shard, created_at, updated_at, revision, shadow_of)
        values ($1, $2, $3, 'draft', $4, $5, $6, $7, 1, $8)";
    FORGET_PROGRESS = "delete from rule_progress where org_id = $1 and rule_id = $2";
    FORGET_BASES = "delete from limit_base where org_id = $1 and rule_id = $2";
    END_HOLDS = "update hold set ended_at = $3, ended = 'kept' where org_id = $1 and rule_id = $2 and ended_at is null";
}

/// A shadow that runs.
#[derive(Debug, Clone)]
pub struct Shadow {
    /// Under the shadow's own id: its version is the saved one it is, or the one it would become.
    pub rule: StoredRule,
    pub is_saved: bool,
    /// Business time.
    pub since: Timestamp,
    pub started_by: Option<String>,
    pub note: Option<String>,
}

/// What is to run as a shadow.
#[derive(Debug, Clone)]
pub enum Source {
    /// The version that counts now.
    Current,
    /// Another one, as it was saved.
    Version(i64),
    /// A text that nobody saved yet.
    Draft(Draft),
}

/// The shadow of a rule.
pub async fn of(tx: &mut Tx, scope: OrgScope, rule_id: Uuid) -> Result<Option<Shadow>, StoreError> {
    let Some(row) = tx.fetch_optional(OF, params![scope.id(), rule_id]).await? else {
        return Ok(None);
    };
    Ok(Some(Shadow {
        rule: store::stored_rule(&row)?,
        is_saved: row.i64("saved")? > 0,
        since: row.time("created_at")?,
        started_by: row.opt_text("created_by")?,
        note: row.opt_text("note")?,
    }))
}

pub(crate) fn none() -> RuleError {
    RuleError::NotNow("no shadow of this rule runs".to_owned())
}

/// Starts a shadow of a rule: from its next check on it is judged wherever it can run. Answers the shadow's id.
///
/// # Errors
/// As when saving and enabling its text; [`RuleError::NotNow`] where one runs already, or the same text is at work.
pub async fn start(
    context: &Context,
    principal: &Principal,
    rule_id: Uuid,
    source: Source,
) -> Result<Uuid, RuleError> {
    let hand = Hand::of(context, principal);
    let id = context
        .store
        .write(move |tx| Box::pin(async move { start_in(tx, &hand, rule_id, source).await }))
        .await?;
    editing::tell(context, principal.scope, rule_id);
    Ok(id)
}

async fn start_in(tx: &mut Tx, hand: &Hand, rule_id: Uuid, source: Source) -> Result<Uuid, RuleError> {
    let scope = hand.scope();
    let (at_work, row) = editing::current(tx, scope, rule_id, None).await?;
    if of(tx, scope, rule_id).await?.is_some() {
        return Err(RuleError::NotNow(
            "a shadow of this rule runs already: end it, or promote it, before you start another".to_owned(),
        ));
    }
    let version = match &source {
        Source::Current => at_work.version,
        Source::Version(version) => *version,
        Source::Draft(_) => at_work.version.saturating_add(1),
    };
    let draft = match source {
        Source::Draft(draft) => draft,
        Source::Current | Source::Version(_) => {
            let Some(saved) = store::version(tx, scope, rule_id, version).await? else {
                return Err(RuleError::NotNow(format!("the rule has no version {version}")));
            };
            Draft {
                text: saved.text,
                overrides: saved.overrides.into_iter().collect(),
                ..Draft::default()
            }
        }
    };
    let rule = editing::checked(&draft)?;
    if rule.name() != at_work.name && !rule.formerly().contains(&at_work.name) {
        return Err(RuleError::NameChanged {
            was: at_work.name,
            is: rule.name().to_owned(),
        });
    }
    let stored = StoredRule {
        id: hand.random.id(),
        name: rule.name().to_owned(),
        version,
        text: draft.text.clone(),
        overrides: draft.overrides.clone().into_iter().collect(),
    };
    if row.text("state")? == "enabled" && same(&stored, &at_work) {
        return Err(RuleError::NotNow(
            "this text is at work already: change it first, or choose another version".to_owned(),
        ));
    }
    let values = params![
        scope.id(),
        stored.id,
        &stored.name,
        version,
        shard_of(rule_id),
        hand.at,
        hand.now,
        rule_id,
    ];
    tx.execute_exactly(1, INSERT, values).await?;
    editing::insert_version(tx, hand, stored.id, version, &draft).await?;
    editing::schedule_everywhere(tx, hand, &stored).await?;
    let details = serde_json::json!({ "version": version });
    hand.record(tx, hand.done("rule.shadow_started", rule_id).with(details))
        .await?;
    Ok(stored.id)
}

fn same(one: &StoredRule, other: &StoredRule) -> bool {
    one.text == other.text && one.overrides == other.overrides
}

/// Ends a rule's shadow. What it would have done stays in the record.
///
/// # Errors
/// [`RuleError::NotNow`] where none runs.
pub async fn end(context: &Context, principal: &Principal, rule_id: Uuid) -> Result<(), RuleError> {
    let hand = Hand::of(context, principal);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                editing::current(tx, hand.scope(), rule_id, None).await?;
                if !end_in(tx, &hand, rule_id).await? {
                    return Err(none());
                }
                hand.record(tx, hand.done("rule.shadow_ended", rule_id)).await?;
                Ok(())
            })
        })
        .await?;
    editing::tell(context, principal.scope, rule_id);
    Ok(())
}

/// As [`end`], in a transaction of the caller's and without a word in the audit; `false` where none runs.
pub(super) async fn end_in(tx: &mut Tx, hand: &Hand, rule_id: Uuid) -> Result<bool, StoreError> {
    let scope = hand.scope();
    let Some(shadow) = of(tx, scope, rule_id).await? else {
        return Ok(false);
    };
    let id = shadow.rule.id;
    tx.execute_exactly(1, store::ARCHIVE, params![scope.id(), id, hand.now])
        .await?;
    // Nobody goes on from what it remembered.
    for forget in [store::DELETE_SCHEDULES, FORGET_PROGRESS, FORGET_BASES] {
        tx.execute(forget, params![scope.id(), id]).await?;
    }
    tx.execute(END_HOLDS, params![scope.id(), id, hand.at]).await?;
    Ok(true)
}

/// Makes the shadow's text the rule's version at work, and ends the shadow. The rule goes on from where it stands itself: what the shadow
/// counted and held was never so. `seen` is what was looked at, `accepted` what was accepted about it.
///
/// # Errors
/// [`RuleError::Moved`] when the rule is no longer at `revision`, or another shadow runs meanwhile.
pub(crate) async fn promote(
    context: &Context,
    principal: &Principal,
    rule_id: Uuid,
    revision: i64,
    seen: &StoredRule,
    accepted: Vec<Taken>,
) -> Result<(), RuleError> {
    let draft = Draft {
        text: seen.text.clone(),
        overrides: seen.overrides.iter().cloned().collect(),
        ..Draft::default()
    };
    let (rule, seen) = (editing::checked(&draft)?, seen.clone());
    let hand = Hand::of(context, principal);
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scope = hand.scope();
                let shadow = of(tx, scope, rule_id).await?.ok_or_else(none)?;
                if shadow.rule.id != seen.id {
                    return Err(RuleError::Moved);
                }
                let (current, row) = editing::current(tx, scope, rule_id, Some(revision)).await?;
                let runs = row.text("state")? == "enabled";
                if !same(&current, &seen) {
                    let looked_at: &[Taken] = if runs { &accepted } else { &[] };
                    let draft = Draft {
                        note: shadow.note.clone(),
                        ..draft.clone()
                    };
                    editing::replace_in(tx, &hand, (rule_id, revision), &rule, &draft, looked_at).await?;
                }
                if !runs {
                    editing::enable_in(tx, &hand, rule_id, None, &accepted).await?;
                }
                end_in(tx, &hand, rule_id).await?;
                hand.record(tx, hand.done("rule.shadow_promoted", rule_id))
                    .await?;
                Ok(())
            })
        })
        .await?;
    editing::tell(context, principal.scope, rule_id);
    Ok(())
}
