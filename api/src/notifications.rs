//! What people are told, and what they have read of it.

use axum::{extract::State, http::StatusCode};
use engine::notifications::view::{self, NotificationView};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    AppState, cursor,
    extract::{Caller, Json, Query},
    permission::{Access, guard},
    problem::Problem,
    wire::words,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(guard(Access::SignedIn, routes!(list_notifications)))
        .routes(guard(Access::SignedIn, routes!(get_notification_counts)))
        .routes(guard(Access::SignedIn, routes!(read_notifications)))
}

words! {
    /// What it is about.
    NotificationKind: "rule", "approval", "account", "failure", "security"
}

/// Something that somebody is told. Title and body are plain text; names in them are what people and platforms chose.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notification {
    id: Uuid,
    kind: NotificationKind,
    #[schema(example = "12 actions wait for approval")]
    title: String,
    #[schema(example = "What nobody answers in time lapses and changes nothing.")]
    body: String,
    /// When it last happened (business time).
    created_at: Timestamp,
    /// When it first happened, where repeats are counted.
    first_at: Timestamp,
    read_at: Option<Timestamp>,
    /// The page it leads to.
    #[schema(example = "/approvals")]
    href: String,
    /// How often it happened; repeats within a day share one line and are unread again.
    count: i64,
}

/// The page that shows what a notification is about.
fn href(kind: &str, id: Option<Uuid>) -> String {
    match (kind, id) {
        ("decision", Some(id)) => format!("/decisions/{id}"),
        ("rule", Some(id)) => format!("/rules/{id}"),
        ("campaign", Some(id)) => format!("/campaigns/{id}"),
        ("account", Some(id)) => format!("/accounts/{id}"),
        ("action", Some(id)) => format!("/approvals?selected={id}"),
        ("accounts", _) => "/accounts".to_owned(),
        ("inbox", _) => "/approvals".to_owned(),
        ("member", _) => "/settings/members".to_owned(),
        ("organisation", _) => "/settings/organisation".to_owned(),
        ("profile", _) => "/settings/profile".to_owned(),
        _ => "/notifications".to_owned(),
    }
}

impl From<NotificationView> for Notification {
    fn from(notification: NotificationView) -> Self {
        Self {
            id: notification.id,
            kind: notification.kind.into(),
            title: notification.title,
            body: notification.body,
            created_at: notification.at,
            first_at: notification.first_at,
            read_at: notification.read_at,
            href: href(&notification.ref_kind, notification.ref_id),
            count: notification.count,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationList {
    data: Vec<Notification>,
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NotificationQuery {
    /// Only what you have not read.
    unread: Option<bool>,
    /// `next_cursor` of the page before, with the same filters.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
}

/// What you were told, newest first
#[utoipa::path(
    get, path = "/notifications", operation_id = "list_notifications", tag = "notifications",
    params(NotificationQuery),
    responses((status = 200, description = "A page of notifications", body = NotificationList)),
)]
async fn list_notifications(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<NotificationQuery>,
) -> Result<Json<NotificationList>, Problem> {
    let limit = cursor::limit(query.limit)?;
    let only_unread = query.unread.unwrap_or(false);
    let filters = format!("notifications {only_unread}");
    let before = cursor::read(query.cursor.as_deref(), &filters)?;
    let mut rows = view::notifications(
        &state.context,
        caller.principal(),
        only_unread,
        before,
        limit.saturating_add(1),
    )
    .await?;
    let next_cursor = cursor::next(&mut rows, limit, &filters, |row| (row.at, row.id));
    Ok(Json(NotificationList {
        data: rows.into_iter().map(Notification::from).collect(),
        next_cursor,
    }))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationCounts {
    unread: i64,
}

/// How many you have not read
#[utoipa::path(
    get, path = "/notifications/counts", operation_id = "get_notification_counts", tag = "notifications",
    responses((status = 200, description = "The count", body = NotificationCounts)),
)]
async fn get_notification_counts(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<NotificationCounts>, Problem> {
    Ok(Json(NotificationCounts {
        unread: view::unread(&state.context, caller.principal()).await?,
    }))
}

/// The word for everything.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum All {
    All,
}

/// These, or `"all"`.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ReadWhich {
    These(Vec<Uuid>),
    All(All),
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNotifications {
    ids: ReadWhich,
}

/// Mark as read
///
/// Those that are not yours are passed over.
#[utoipa::path(
    post, path = "/notifications/read", operation_id = "read_notifications", tag = "notifications",
    request_body = ReadNotifications,
    responses((status = 204, description = "Read")),
)]
async fn read_notifications(
    State(state): State<AppState>,
    caller: Caller,
    Json(body): Json<ReadNotifications>,
) -> Result<StatusCode, Problem> {
    let ids = match body.ids {
        ReadWhich::These(ids) if i64::try_from(ids.len()).unwrap_or(i64::MAX) > cursor::MOST => {
            return Err(Problem::invalid_field(
                "/ids",
                format!("name at most {}, or \"all\"", cursor::MOST),
            ));
        }
        ReadWhich::These(ids) => Some(ids),
        ReadWhich::All(All::All) => None,
    };
    view::mark_read(&state.context, caller.principal(), ids).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notification_leads_to_a_page_of_ours() {
        for kind in ["decision", "rule", "account", "action", "inbox", "unheard of"] {
            for id in [None, Some(Uuid::nil())] {
                assert!(href(kind, id).starts_with('/'), "{kind}");
            }
        }
    }
}
