//! The SQL of the audit.

use jiff::Timestamp;
use uuid::Uuid;

use crate::store::{Row, StoreError, statements};

statements! {
    INSERT_EVENT = "
        insert into audit_event
          (org_id, id, at, actor_kind, actor_id, on_behalf_of, event, target_kind, target_id, outcome, detail, request_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    ORGANISATIONS = "select id, name from organisation order by id";
    LAST_SEAL = "select seq, event_id, hash from audit_seal where org_id = $1 order by seq desc limit 1";
    /// Events after `$2` that no seal names, oldest first.
    UNSEALED = "
        select e.id, e.at, e.actor_kind, e.actor_id, e.on_behalf_of, e.event, e.target_kind, e.target_id, e.outcome,
          e.detail, e.request_id
        from audit_event e
        where e.org_id = $1 and e.id > $2
          and not exists (select 1 from audit_seal s where s.org_id = e.org_id and s.event_id = e.id)
        order by e.id limit $3";
    COUNT_UNSEALED = "
        select count(*) as n from audit_event e
        where e.org_id = $1
          and not exists (select 1 from audit_seal s where s.org_id = e.org_id and s.event_id = e.id)";
    INSERT_SEAL = "insert into audit_seal (org_id, seq, event_id, hash) values ($1, $2, $3, $4)";
    /// A page of the chain with what it seals; an event that is gone leaves its columns empty.
    CHAIN = "
        select s.seq, s.event_id, s.hash, e.id, e.at, e.actor_kind, e.actor_id, e.on_behalf_of, e.event, e.target_kind,
          e.target_id, e.outcome, e.detail, e.request_id
        from audit_seal s left join audit_event e on e.org_id = s.org_id and e.id = s.event_id
        where s.org_id = $1 and s.seq > $2
        order by s.seq limit $3";
}

/// An event as it stands in the database: exactly what is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StoredEvent {
    pub id: Uuid,
    pub at: Timestamp,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub on_behalf_of: Option<Uuid>,
    pub event: String,
    pub target_kind: Option<String>,
    pub target_id: Option<Uuid>,
    pub outcome: String,
    pub detail: String,
    pub request_id: Option<String>,
}

impl StoredEvent {
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.uuid("id")?,
            at: row.time("at")?,
            actor_kind: row.text("actor_kind")?,
            actor_id: row.opt_uuid("actor_id")?,
            on_behalf_of: row.opt_uuid("on_behalf_of")?,
            event: row.text("event")?,
            target_kind: row.opt_text("target_kind")?,
            target_id: row.opt_uuid("target_id")?,
            outcome: row.text("outcome")?,
            detail: row.text("detail")?,
            request_id: row.opt_text("request_id")?,
        })
    }
}
