//! The ledger's lists: what is wanted, in which order, and what a selection of waiting actions comes to.

use std::collections::BTreeSet;

use dsl::Currency;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Kind, moves,
    state::State,
    view::{ActionSummary, rows},
};
use crate::{
    Context,
    identity::OrgScope,
    store::{Statement, StoreError, params, statements},
};

/// A move is answered as one: what waits of it is one line, that of its deepest cut, unless a campaign or a name is asked for.
/// `$1` the organisation; `$2`…`$16` the wanted states, repeated to fill up; then pairs of "asked for?" and its value.
macro_rules! wanted {
    () => {
        "
        where a.org_id = $1
          and a.state in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
          and ($17 = 0 or a.rule_id = $18) and ($19 = 0 or a.campaign_id = $20) and ($21 = 0 or a.account_id = $22)
          and ($23 = 0 or acc.brand_id = $24) and ($25 = '' or a.kind = $25)
          and ($26 = '' or lower(a.target_name) like lower($26) escape '!' or lower(c.name) like lower($26) escape '!'
            or lower(r.name) like lower($26) escape '!')
          and ($30 = 0 or a.object_id = $31)
          and (a.move_id is null or a.state <> 'awaiting_approval' or $19 <> 0 or $26 <> '' or not exists (select 1 from action l
            where l.org_id = $1 and l.move_id = a.move_id and l.state = 'awaiting_approval'
              and (l.per_day_micros < a.per_day_micros or (l.per_day_micros = a.per_day_micros and l.id < a.id))))"
    };
}

statements! {
    CREATED_ASCENDING = (concat!(rows!(), wanted!(),
        " and (a.created_at, a.id) > ($27, $28) order by a.created_at, a.id limit $29"));
    CREATED_DESCENDING = (concat!(rows!(), wanted!(),
        " and (a.created_at, a.id) < ($27, $28) order by a.created_at desc, a.id desc limit $29"));
    EXPIRES_ASCENDING = (concat!(rows!(), wanted!(),
        " and (coalesce(a.expires_at, 9223372036854775807), a.id) > ($27, $28) order by coalesce(a.expires_at, 9223372036854775807), a.id limit $29"));
    EXPIRES_DESCENDING = (concat!(rows!(), wanted!(),
        " and (coalesce(a.expires_at, 9223372036854775807), a.id) < ($27, $28) order by coalesce(a.expires_at, 9223372036854775807) desc, a.id desc limit $29"));
    UPDATED_ASCENDING = (concat!(rows!(), wanted!(),
        " and (a.updated_at, a.id) > ($27, $28) order by a.updated_at, a.id limit $29"));
    UPDATED_DESCENDING = (concat!(rows!(), wanted!(),
        " and (a.updated_at, a.id) < ($27, $28) order by a.updated_at desc, a.id desc limit $29"));
    CHANGE_ASCENDING = (concat!(rows!(), wanted!(),
        " and (coalesce(a.per_day_micros, 0), a.id) > ($27, $28) order by coalesce(a.per_day_micros, 0), a.id limit $29"));
    CHANGE_DESCENDING = (concat!(rows!(), wanted!(),
        " and (coalesce(a.per_day_micros, 0), a.id) < ($27, $28) order by coalesce(a.per_day_micros, 0) desc, a.id desc limit $29"));
    WAITING_TOTALS = {
        sqlite: "
        select a.kind, a.currency, count(distinct coalesce(a.move_id, a.id)) as n, coalesce(cast(sum(a.per_day_micros) as bigint), 0) as change
        from action a
        where a.org_id = $1 and a.state = 'awaiting_approval'
          and ($2 = 0 or a.rule_id = $3) and ($4 = 0 or a.campaign_id = $5)
          and ($6 = 0 or a.id in (select unhex(value) from json_each($7))
            or a.move_id in (select m.move_id from action m where m.org_id = $1 and m.id in (select unhex(value) from json_each($7))))
        group by a.kind, a.currency order by a.currency, a.kind",
        postgres: "
        select a.kind, a.currency, count(distinct coalesce(a.move_id, a.id)) as n, coalesce(cast(sum(a.per_day_micros) as bigint), 0) as change
        from action a
        where a.org_id = $1 and a.state = 'awaiting_approval'
          and ($2 = 0 or a.rule_id = $3) and ($4 = 0 or a.campaign_id = $5)
          and ($6 = 0 or a.id = any($7)
            or a.move_id in (select m.move_id from action m where m.org_id = $1 and m.id = any($7)))
        group by a.kind, a.currency order by a.currency, a.kind",
    };
    STANDING = {
        sqlite: "select id, state, version from action where org_id = $1 and id in (select unhex(value) from json_each($2))",
        postgres: "select id, state, version from action where org_id = $1 and id = any($2)",
    };
}

/// What a list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Created,
    /// When an undecided proposal lapses; what never lapses counts as latest.
    Expires,
    Updated,
    /// Micros a day; unknown counts as no change. Currencies are not converted.
    PerDayChange,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    pub key: Key,
    pub direction: Direction,
}

/// What can be said after `sort=`, a minus for descending.
const ORDERS: [(&str, Key); 4] = [
    ("created_at", Key::Created),
    ("expires_at", Key::Expires),
    ("updated_at", Key::Updated),
    ("per_day_change", Key::PerDayChange),
];

impl Order {
    pub fn parse(text: &str) -> Option<Self> {
        let (name, direction) = match text.strip_prefix('-') {
            Some(name) => (name, Direction::Descending),
            None => (text, Direction::Ascending),
        };
        let (_, key) = ORDERS.iter().find(|(known, _)| *known == name)?;
        Some(Self { key: *key, direction })
    }

    /// The order of a list nobody asked an order for: what waits by when it lapses, what has ended by when it ended.
    pub fn usual(states: &BTreeSet<State>) -> Self {
        let (key, direction) = if states.is_empty() {
            (Key::Created, Direction::Descending)
        } else if states.iter().all(|state| *state == State::AwaitingApproval) {
            (Key::Expires, Direction::Ascending)
        } else if states.iter().all(|state| !state.is_open()) {
            (Key::Updated, Direction::Descending)
        } else {
            (Key::Created, Direction::Descending)
        };
        Self { key, direction }
    }

    fn statement(self) -> Statement {
        match (self.key, self.direction) {
            (Key::Created, Direction::Ascending) => CREATED_ASCENDING,
            (Key::Created, Direction::Descending) => CREATED_DESCENDING,
            (Key::Expires, Direction::Ascending) => EXPIRES_ASCENDING,
            (Key::Expires, Direction::Descending) => EXPIRES_DESCENDING,
            (Key::Updated, Direction::Ascending) => UPDATED_ASCENDING,
            (Key::Updated, Direction::Descending) => UPDATED_DESCENDING,
            (Key::PerDayChange, Direction::Ascending) => CHANGE_ASCENDING,
            (Key::PerDayChange, Direction::Descending) => CHANGE_DESCENDING,
        }
    }

    /// Where a row stands in this order.
    pub fn place(self, row: &ActionSummary) -> (i64, Uuid) {
        let key = match self.key {
            Key::Created => row.created_at.as_microsecond(),
            Key::Expires => row.expires_at.map_or(i64::MAX, Timestamp::as_microsecond),
            Key::Updated => row.updated_at.as_microsecond(),
            Key::PerDayChange => row.per_day_micros.unwrap_or(0),
        };
        (key, row.id)
    }

    fn start(self) -> (i64, Uuid) {
        match self.direction {
            Direction::Ascending => (i64::MIN, Uuid::nil()),
            Direction::Descending => (i64::MAX, Uuid::max()),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct ActionFilter {
    /// None means all.
    pub states: BTreeSet<State>,
    pub rule: Option<Uuid>,
    pub campaign: Option<Uuid>,
    /// An object below a campaign.
    pub object: Option<Uuid>,
    pub account: Option<Uuid>,
    pub brand: Option<Uuid>,
    pub kind: Option<Kind>,
    /// A part of the name of what is changed, its campaign or its rule.
    pub text: Option<String>,
}

/// At most `limit` actions in this order, after the place named by `after`.
pub async fn actions(
    context: &Context,
    scope: OrgScope,
    filter: ActionFilter,
    order: Order,
    after: Option<(i64, Uuid)>,
    limit: i64,
) -> Result<Vec<ActionSummary>, StoreError> {
    let (key, id) = after.unwrap_or_else(|| order.start());
    let wanted: Vec<State> = if filter.states.is_empty() {
        State::ALL.to_vec()
    } else {
        filter.states.iter().copied().collect()
    };
    let mut values = params![scope.id()].to_vec();
    values.extend(
        wanted
            .iter()
            .cycle()
            .take(State::ALL.len())
            .map(|state| state.as_str().into()),
    );
    for id in [filter.rule, filter.campaign, filter.account, filter.brand] {
        values.extend_from_slice(params![id.is_some(), id.unwrap_or_default()]);
    }
    values.extend_from_slice(params![
        filter.kind.map_or("", Kind::as_str),
        filter.text.as_deref().map(pattern).unwrap_or_default(),
        key,
        id,
        limit,
        filter.object.is_some(),
        filter.object.unwrap_or_default(),
    ]);
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx.fetch_all(order.statement(), &values).await?;
                // One that cannot be read is none of this list's lines; its neighbours are.
                let mut found = Vec::with_capacity(rows.len());
                for row in &rows {
                    match ActionSummary::read(row) {
                        Ok(summary) => found.push(summary),
                        Err(why) => {
                            let id = row.uuid("id")?;
                            tracing::error!(action = %id, %why, "an action cannot be read");
                        }
                    }
                }
                moves::attach(tx, scope, &mut found).await?;
                Ok(found)
            })
        })
        .await
}

/// `LIKE`'s pattern for "contains this text", whatever the text is made of.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// What the waiting actions of a selection come to, if all were approved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WaitingTotals {
    pub count: i64,
    /// Per currency; never added over currencies.
    pub per_day_micros: Vec<(Currency, i64)>,
    pub pauses: i64,
    pub resumes: i64,
    pub budgets: i64,
    pub bids: i64,
    pub targets: i64,
    pub negatives: i64,
    pub labels: i64,
}

/// Adds up what waits: of a rule, of a campaign, of these ids, or all.
pub async fn waiting_totals(
    context: &Context,
    scope: OrgScope,
    rule: Option<Uuid>,
    campaign: Option<Uuid>,
    ids: Option<Vec<Uuid>>,
) -> Result<WaitingTotals, StoreError> {
    let values = params![
        scope.id(),
        rule.is_some(),
        rule.unwrap_or_default(),
        campaign.is_some(),
        campaign.unwrap_or_default(),
        ids.is_some(),
        ids.unwrap_or_default(),
    ]
    .to_vec();
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let mut totals = WaitingTotals::default();
                for row in tx.fetch_all(WAITING_TOTALS, &values).await? {
                    let n = row.i64("n")?;
                    totals.count = totals.count.saturating_add(n);
                    let of_kind = match row.word("kind", Kind::parse)? {
                        Kind::Pause => &mut totals.pauses,
                        Kind::Resume => &mut totals.resumes,
                        Kind::SetBudget => &mut totals.budgets,
                        Kind::SetBid => &mut totals.bids,
                        Kind::SetTargetCpa | Kind::SetTargetRoas => &mut totals.targets,
                        Kind::AddNegative | Kind::RemoveNegative => &mut totals.negatives,
                        Kind::AddLabel | Kind::RemoveLabel => &mut totals.labels,
                    };
                    *of_kind = of_kind.saturating_add(n);
                    let currency: Currency = row.word("currency", |text| text.parse().ok())?;
                    let change = row.i64("change")?;
                    match totals.per_day_micros.last_mut() {
                        Some((last, sum)) if *last == currency => *sum = sum.saturating_add(change),
                        _ => totals.per_day_micros.push((currency, change)),
                    }
                }
                Ok(totals)
            })
        })
        .await
}

/// Where actions stand now: id, state and version of those that exist.
pub async fn standing(
    context: &Context,
    scope: OrgScope,
    ids: Vec<Uuid>,
) -> Result<Vec<(Uuid, State, i64)>, StoreError> {
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx.fetch_all(STANDING, params![scope.id(), ids]).await?;
                rows.iter()
                    .map(|row| {
                        Ok((
                            row.uuid("id")?,
                            row.word("state", State::parse)?,
                            row.i64("version")?,
                        ))
                    })
                    .collect()
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_ordered_by_when_it_lapses_and_what_ended_by_when_it_ended() {
        let order = |states: &[State]| Order::usual(&states.iter().copied().collect());
        let named = |text| Order::parse(text).unwrap();
        assert_eq!(order(&[State::AwaitingApproval]), named("expires_at"));
        assert_eq!(order(&[State::Applied]), named("-updated_at"));
        assert_eq!(order(&[State::Dead, State::Rejected]), named("-updated_at"));
        assert_eq!(
            order(&[State::AwaitingApproval, State::Applied]),
            named("-created_at")
        );
        assert_eq!(order(&[]), named("-created_at"));
    }

    #[test]
    fn a_text_is_looked_for_as_it_is() {
        assert_eq!(pattern("50%_off!"), "%50!%!_off!!%");
    }
}
