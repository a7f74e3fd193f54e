//! The in-app list as one person sees it: what is for everybody, for their role, for them alone; and what they have read.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Context,
    identity::{Permission, Principal, Role},
    store::{Param, StoreError, params, statements},
};

statements! {
    /// A page, newest first; a repeat moves its row to the top.
    PAGE = "
        select n.id, n.kind, n.title, n.body, n.ref_kind, n.ref_id, n.created_at, n.at, n.repeats, r.read_at
        from notification n
        left join notification_read r on r.org_id = n.org_id and r.notification_id = n.id and r.user_id = $2
        where n.org_id = $1 and (n.user_id is null or n.user_id = $2)
          and (n.audience = 'everyone' or (n.audience = 'approvers' and $3 = 1) or (n.audience = 'admins' and $4 = 1))
          and ($5 = 0 or r.read_at is null) and (n.at, n.id) < ($6, $7)
        order by n.at desc, n.id desc limit $8";
    UNREAD = "
        select count(*) as n from notification n
        where n.org_id = $1 and (n.user_id is null or n.user_id = $2)
          and (n.audience = 'everyone' or (n.audience = 'approvers' and $3 = 1) or (n.audience = 'admins' and $4 = 1))
          and not exists (select 1 from notification_read r
            where r.org_id = n.org_id and r.notification_id = n.id and r.user_id = $2)";
    READ_ALL = "
        insert into notification_read (org_id, notification_id, user_id, read_at)
        select n.org_id, n.id, $2, $5 from notification n
        where n.org_id = $1 and (n.user_id is null or n.user_id = $2)
          and (n.audience = 'everyone' or (n.audience = 'approvers' and $3 = 1) or (n.audience = 'admins' and $4 = 1))
        on conflict (org_id, notification_id, user_id) do nothing";
    /// Ids of others, or of nothing, are passed over.
    READ_SOME = {
        sqlite: "
        insert into notification_read (org_id, notification_id, user_id, read_at)
        select n.org_id, n.id, $2, $5 from notification n
        where n.org_id = $1 and (n.user_id is null or n.user_id = $2)
          and (n.audience = 'everyone' or (n.audience = 'approvers' and $3 = 1) or (n.audience = 'admins' and $4 = 1))
          and n.id in (select unhex(value) from json_each($6))
        on conflict (org_id, notification_id, user_id) do nothing",
        postgres: "
        insert into notification_read (org_id, notification_id, user_id, read_at)
        select n.org_id, n.id, $2, $5 from notification n
        where n.org_id = $1 and (n.user_id is null or n.user_id = $2)
          and (n.audience = 'everyone' or (n.audience = 'approvers' and $3 = 1) or (n.audience = 'admins' and $4 = 1))
          and n.id = any($6)
        on conflict (org_id, notification_id, user_id) do nothing",
    };
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationView {
    pub id: Uuid,
    /// `rule`, `approval`, `account`, `failure` or `security`.
    pub kind: String,
    pub title: String,
    pub body: String,
    pub ref_kind: String,
    pub ref_id: Option<Uuid>,
    /// The first of its group.
    pub first_at: Timestamp,
    /// The newest of its group.
    pub at: Timestamp,
    /// How many of the same there were.
    pub count: i64,
    pub read_at: Option<Timestamp>,
}

/// `$1` to `$4` of every statement here: whose list it is.
fn whose(principal: &Principal) -> [Param; 4] {
    [
        principal.scope.id().into(),
        principal.actor.into(),
        principal.may(Permission::ActionsApprove).into(),
        (principal.role == Role::Admin).into(),
    ]
}

/// At most `limit` notifications, newest first, before the one named by `before` (time, id).
pub async fn notifications(
    context: &Context,
    principal: &Principal,
    only_unread: bool,
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Vec<NotificationView>, StoreError> {
    let (at, id) = before.map_or((i64::MAX, Uuid::max()), |(at, id)| (at.as_microsecond(), id));
    let mut values = whose(principal).to_vec();
    values.extend_from_slice(params![only_unread, at, id, limit]);
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx.fetch_all(PAGE, &values).await?;
                rows.iter()
                    .map(|row| {
                        Ok(NotificationView {
                            id: row.uuid("id")?,
                            kind: row.text("kind")?,
                            title: row.text("title")?,
                            body: row.text("body")?,
                            ref_kind: row.text("ref_kind")?,
                            ref_id: row.opt_uuid("ref_id")?,
                            first_at: row.time("created_at")?,
                            at: row.time("at")?,
                            count: row.i64("repeats")?,
                            read_at: row.opt_time("read_at")?,
                        })
                    })
                    .collect()
            })
        })
        .await
}

/// How many the person has not read.
pub async fn unread(context: &Context, principal: &Principal) -> Result<i64, StoreError> {
    let values = whose(principal);
    context
        .store
        .read(move |tx| Box::pin(async move { tx.fetch_one(UNREAD, &values).await?.i64("n") }))
        .await
}

/// Marks these, or all (`None`), as read by the person. What is not theirs is passed over.
pub async fn mark_read(
    context: &Context,
    principal: &Principal,
    ids: Option<Vec<Uuid>>,
) -> Result<(), StoreError> {
    let mut values = whose(principal).to_vec();
    values.push(context.business.now().into());
    let statement = match ids {
        Some(ids) => {
            values.push(ids.into());
            READ_SOME
        }
        None => READ_ALL,
    };
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                tx.execute(statement, &values).await?;
                Ok::<_, StoreError>(())
            })
        })
        .await?;
    context.hints.send(
        Some(principal.scope.id()),
        crate::hints::Topic::Notifications,
        None,
        None,
    );
    Ok(())
}
