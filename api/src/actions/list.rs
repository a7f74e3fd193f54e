//! The list of actions: which, in which order, page by page. Its export asks the same way.

use std::collections::BTreeSet;

use axum::extract::State;
use engine::actions::{Kind as LedgerKind, State as Ledger, inbox};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::ActionSummary;
use crate::{
    AppState, cursor,
    extract::{Caller, Json, Query},
    problem::{Problem, ProblemDocument},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct ActionSummaryList {
    data: Vec<ActionSummary>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ActionQuery {
    /// States, with commas between them; all when absent.
    #[param(example = "awaiting_approval")]
    pub(crate) state: Option<String>,
    pub(crate) rule: Option<Uuid>,
    pub(crate) campaign: Option<Uuid>,
    /// Something below a campaign.
    pub(crate) object: Option<Uuid>,
    pub(crate) account: Option<Uuid>,
    pub(crate) brand: Option<Uuid>,
    #[param(inline)]
    pub(crate) kind: Option<KindChoice>,
    /// A part of the name of what is changed, its campaign or its rule.
    #[param(example = "prospecting", max_length = 200)]
    pub(crate) q: Option<String>,
    /// `-` for descending. Otherwise what waits comes by when it lapses, what has ended by when it ended, all else newest
    /// first.
    #[param(inline)]
    pub(crate) sort: Option<SortChoice>,
    /// `next_cursor` of the page before, with the same filters and order.
    pub(crate) cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    pub(crate) limit: Option<i64>,
}

impl ActionQuery {
    /// Which actions, in which order: the list and its export ask alike.
    pub(crate) fn selection(self) -> Result<(inbox::ActionFilter, inbox::Order), Problem> {
        let states = states(self.state.as_deref())?;
        let order = self
            .sort
            .map_or_else(|| inbox::Order::usual(&states), inbox::Order::from);
        let text = cursor::text(self.q)?;
        let filter = inbox::ActionFilter {
            states,
            rule: self.rule,
            campaign: self.campaign,
            object: self.object,
            account: self.account,
            brand: self.brand,
            kind: self.kind.map(LedgerKind::from),
            text,
        };
        Ok((filter, order))
    }
}

/// What it does.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KindChoice {
    Pause,
    Resume,
    SetBudget,
    SetBid,
    SetTargetCpa,
    SetTargetRoas,
    AddNegativeKeyword,
    RemoveNegativeKeyword,
    AddLabel,
    RemoveLabel,
}

impl From<KindChoice> for LedgerKind {
    fn from(choice: KindChoice) -> Self {
        match choice {
            KindChoice::Pause => Self::Pause,
            KindChoice::Resume => Self::Resume,
            KindChoice::SetBudget => Self::SetBudget,
            KindChoice::SetBid => Self::SetBid,
            KindChoice::SetTargetCpa => Self::SetTargetCpa,
            KindChoice::SetTargetRoas => Self::SetTargetRoas,
            KindChoice::AddNegativeKeyword => Self::AddNegative,
            KindChoice::RemoveNegativeKeyword => Self::RemoveNegative,
            KindChoice::AddLabel => Self::AddLabel,
            KindChoice::RemoveLabel => Self::RemoveLabel,
        }
    }
}

/// An order of the list.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub(crate) enum SortChoice {
    #[serde(rename = "created_at")]
    Created,
    #[serde(rename = "-created_at")]
    CreatedDescending,
    #[serde(rename = "expires_at")]
    Expires,
    #[serde(rename = "-expires_at")]
    ExpiresDescending,
    #[serde(rename = "updated_at")]
    Updated,
    #[serde(rename = "-updated_at")]
    UpdatedDescending,
    #[serde(rename = "per_day_change")]
    PerDayChange,
    #[serde(rename = "-per_day_change")]
    PerDayChangeDescending,
}

impl From<SortChoice> for inbox::Order {
    fn from(choice: SortChoice) -> Self {
        use inbox::{Direction::*, Key};
        let (key, direction) = match choice {
            SortChoice::Created => (Key::Created, Ascending),
            SortChoice::CreatedDescending => (Key::Created, Descending),
            SortChoice::Expires => (Key::Expires, Ascending),
            SortChoice::ExpiresDescending => (Key::Expires, Descending),
            SortChoice::Updated => (Key::Updated, Ascending),
            SortChoice::UpdatedDescending => (Key::Updated, Descending),
            SortChoice::PerDayChange => (Key::PerDayChange, Ascending),
            SortChoice::PerDayChangeDescending => (Key::PerDayChange, Descending),
        };
        Self { key, direction }
    }
}

fn states(text: Option<&str>) -> Result<BTreeSet<Ledger>, Problem> {
    let words = text
        .into_iter()
        .flat_map(|text| text.split(','))
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words
        .map(|word| {
            Ledger::parse(word)
                .ok_or_else(|| Problem::invalid_field("state", format!("`{word}` is no state of an action")))
        })
        .collect()
}

/// Actions
#[utoipa::path(
    get, path = "/actions", operation_id = "list_actions", tag = "actions",
    params(ActionQuery),
    responses(
        (status = 200, description = "A page of actions", body = ActionSummaryList),
        (status = 422, description = "Invalid input", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list_actions(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<ActionQuery>,
) -> Result<Json<ActionSummaryList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let cursor = query.cursor.clone();
    let (filter, order) = query.selection()?;
    let filters = format!("actions {filter:?} {order:?}");
    let after = cursor::read(cursor.as_deref(), &filters)?;
    let scope = caller.principal().scope;
    let mut rows = inbox::actions(
        &state.context,
        scope,
        filter,
        order,
        after,
        limit.saturating_add(1),
    )
    .await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| order.place(row));
    Ok(Json(ActionSummaryList {
        data: rows.into_iter().map(ActionSummary::from).collect(),
        next_cursor,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_from_a_list_and_unknown_words_are_refused() {
        let read = states(Some("awaiting_approval, approved,")).unwrap();
        assert_eq!(read, BTreeSet::from([Ledger::AwaitingApproval, Ledger::Approved]));
        assert!(states(None).unwrap().is_empty());
        assert!(states(Some("waiting")).is_err());
    }
}
