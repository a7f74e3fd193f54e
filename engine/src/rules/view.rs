//! Rules as pages show them: the current version, how it is doing, and what it did lately.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    Context,
    identity::OrgScope,
    store::{Row, StoreError, params, statements},
};

statements! {
    /// A page of rules. `$4`: 0 by name, 1 the newest change first, 2 the busiest first; `$5`…`$7` is where the page before ended.
    RULES = "
        select * from (select r.id, r.name, r.state, r.state_detail, r.current_version, r.updated_at, r.revision, r.library_id, v.text, v.overrides, u.name as updated_by,
          (select min(s.next_at) from rule_schedule s where s.org_id = r.org_id and s.rule_id = r.id and s.not_bound is null) as next_at,
          (select max(s.last_at) from rule_schedule s where s.org_id = r.org_id and s.rule_id = r.id) as last_tick_at,
          (select count(*) from action a where a.org_id = r.org_id and a.rule_id = r.id and a.state in ('applied', 'accepted')
            and a.updated_at > $2) as acted,
          (select count(*) from action a where a.org_id = r.org_id and a.rule_id = r.id and a.state = 'awaiting_approval') as waiting,
          (select cast(sum(p.unknown) as bigint) from decision_pack p
            where p.org_id = r.org_id and p.rule_id = r.id and p.at > $2) as unknown,
          (select cast(sum(p.fired + p.pending + p.not_fired + p.unknown + p.blocked + p.held_out) as bigint) from decision_pack p
            where p.org_id = r.org_id and p.rule_id = r.id and p.at > $2) as judged
        from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        left join app_user u on u.id = v.created_by
          where r.org_id = $1 and r.archived_at is null and r.shadow_of is null and ($3 = '' or r.state = $3)
            and ($9 = '' or lower(r.name) like lower($9) escape '!')) x
        where (case when $4 = 1 then -x.updated_at when $4 = 2 then -x.acted else 0 end, x.name, x.id) > ($5, $6, $7)
        order by case when $4 = 1 then -x.updated_at when $4 = 2 then -x.acted else 0 end, x.name, x.id limit $8";
    RULE = "
        select r.id, r.name, r.state, r.state_detail, r.current_version, r.updated_at, r.revision, r.library_id, v.text, v.overrides, u.name as updated_by,
          (select min(s.next_at) from rule_schedule s where s.org_id = r.org_id and s.rule_id = r.id and s.not_bound is null) as next_at,
          (select max(s.last_at) from rule_schedule s where s.org_id = r.org_id and s.rule_id = r.id) as last_tick_at,
          (select count(*) from action a where a.org_id = r.org_id and a.rule_id = r.id and a.state in ('applied', 'accepted')
            and a.updated_at > $3) as acted,
          (select count(*) from action a where a.org_id = r.org_id and a.rule_id = r.id and a.state = 'awaiting_approval') as waiting,
          (select cast(sum(p.unknown) as bigint) from decision_pack p
            where p.org_id = r.org_id and p.rule_id = r.id and p.at > $3) as unknown,
          (select cast(sum(p.fired + p.pending + p.not_fired + p.unknown + p.blocked + p.held_out) as bigint) from decision_pack p
            where p.org_id = r.org_id and p.rule_id = r.id and p.at > $3) as judged
        from rule r
        join rule_version v on v.org_id = r.org_id and v.rule_id = r.id and v.version = r.current_version
        left join app_user u on u.id = v.created_by
        where r.org_id = $1 and r.id = $2 and r.archived_at is null and r.shadow_of is null";
}

/// "Lately" on a rule's line (business time).
const LATELY: SignedDuration = SignedDuration::from_hours(24);

/// The rule something came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRef {
    pub id: Uuid,
    pub name: String,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RuleView {
    pub id: Uuid,
    pub name: String,
    pub doc: Option<String>,
    pub version: i64,
    /// `draft`, `enabled`, `disabled` or `quarantined`.
    pub state: String,
    pub state_detail: Option<String>,
    /// As the language writes it; empty when the stored text no longer checks.
    pub schedule: String,
    pub scope: String,
    /// Whether the analyser can look into everything it decides by: it calls no script.
    pub is_analysable: bool,
    /// The earliest next tick over its accounts; `None` for `every sync` and for rules that do not run.
    pub next_at: Option<Timestamp>,
    pub last_tick_at: Option<Timestamp>,
    /// Its actions applied in the last 24 hours.
    pub acted_24h: i64,
    pub waiting: i64,
    /// Of the objects judged in the last 24 hours, how many could not be; `None` when none was judged.
    pub unknown_share: Option<f64>,
    pub text: String,
    pub updated_at: Timestamp,
    pub updated_by: Option<String>,
}

impl RuleView {
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        let text = row.text("text")?;
        let checked = dsl::check(&text);
        let rule = checked.rules.first();
        let next_at = row.opt_time("next_at")?;
        let share = row.opt_i64("unknown")?.zip(row.opt_i64("judged")?);
        Ok(Self {
            id: row.uuid("id")?,
            name: row.text("name")?,
            doc: rule.and_then(|rule| rule.doc()).map(str::to_owned),
            version: row.i64("current_version")?,
            state: row.text("state")?,
            state_detail: row.opt_text("state_detail")?,
            schedule: rule.map(|rule| rule.schedule().to_string()).unwrap_or_default(),
            scope: rule.map(|rule| rule.scope().to_string()).unwrap_or_default(),
            is_analysable: rule.is_none_or(dsl::Rule::is_analysable),
            next_at: next_at.filter(|at| at.as_microsecond() < Timestamp::MAX.as_microsecond()),
            last_tick_at: row.opt_time("last_tick_at")?,
            acted_24h: row.i64("acted")?,
            waiting: row.i64("waiting")?,
            unknown_share: share.and_then(|(unknown, judged)| share_of(unknown, judged)),
            text,
            updated_at: row.time("updated_at")?,
            updated_by: row.opt_text("updated_by")?,
        })
    }
}

/// A share to four decimals, for display.
fn share_of(part: i64, whole: i64) -> Option<f64> {
    let scaled = part.checked_mul(10_000)?.checked_div(whole)?;
    Some(f64::from(i32::try_from(scaled).ok()?) / 10_000.0)
}

/// In which order rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RuleOrder {
    #[default]
    Name,
    /// The newest change first.
    Updated,
    /// What acted most in the last 24 hours first.
    Acted,
}

/// Where a page of rules ended.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RulePlace {
    key: i64,
    name: String,
    id: Uuid,
}

impl RulePlace {
    pub fn of(rule: &RuleView, order: RuleOrder) -> Self {
        Self {
            key: match order {
                RuleOrder::Name => 0,
                RuleOrder::Updated => rule.updated_at.as_microsecond().saturating_neg(),
                RuleOrder::Acted => rule.acted_24h.saturating_neg(),
            },
            name: rule.name.clone(),
            id: rule.id,
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct RuleFilter {
    pub state: Option<String>,
    /// Part of the name.
    pub text: Option<String>,
    pub order: RuleOrder,
}

/// The instant since which something happened "lately".
pub(super) fn lately(context: &Context) -> Timestamp {
    context
        .business
        .now()
        .saturating_sub(LATELY)
        .unwrap_or(Timestamp::MIN)
}

/// At most `limit` rules, after the place where the page before ended.
pub async fn rules(
    context: &Context,
    scope: OrgScope,
    filter: RuleFilter,
    after: Option<RulePlace>,
    limit: i64,
) -> Result<Vec<RuleView>, StoreError> {
    let after = after.unwrap_or(RulePlace {
        key: i64::MIN,
        name: String::new(),
        id: Uuid::nil(),
    });
    let since = lately(context);
    let order = match filter.order {
        RuleOrder::Name => 0_i64,
        RuleOrder::Updated => 1,
        RuleOrder::Acted => 2,
    };
    let text = crate::campaigns::view::like_pattern(filter.text.unwrap_or_default().trim());
    let rows = context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let values = params![
                    scope.id(),
                    since,
                    filter.state.unwrap_or_default(),
                    order,
                    after.key,
                    after.name,
                    after.id,
                    limit,
                    text,
                ];
                tx.fetch_all(RULES, values).await
            })
        })
        .await?;
    // Texts are checked after the snapshot is given back.
    rows.iter().map(RuleView::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_over_nothing_is_absent() {
        assert_eq!(share_of(1, 3), Some(0.3333));
        assert_eq!(share_of(0, 5), Some(0.0));
        assert_eq!(share_of(0, 0), None);
    }
}
