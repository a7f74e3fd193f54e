//! What is not well, each with what to do about it.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    connections::AccountState,
    identity::OrgScope,
    metrics::table::FRESHNESS_PROMISE,
    store::{StoreError, Tx, params, statements},
};

statements! {
    STOPPED = "select name, stopped_at from organisation where id = $1 and stopped_at is not null";
    ACCOUNTS = "
        select a.id, a.name, a.state, a.state_detail, a.updated_at, a.connected_at, s.failures, s.last_error,
          (select y.data_until from sync y where y.org_id = a.org_id and y.account_id = a.id order by y.seq desc limit 1) as data_until
        from ad_account a left join sync_schedule s on s.org_id = a.org_id and s.account_id = a.id
        where a.org_id = $1 and a.disconnected_at is null order by a.name, a.id";
    RULES = "select id, name, state_detail, updated_at from rule where org_id = $1 and state = 'quarantined' order by name, id";
    NOT_BOUND = "
        select r.id, r.name, count(*) as accounts, min(s.not_bound) as not_bound
        from rule_schedule s join rule r on r.org_id = s.org_id and r.id = s.rule_id
        where s.org_id = $1 and s.not_bound is not null and r.state = 'enabled'
        group by r.id, r.name order by r.name, r.id";
}

/// What sort of thing is not well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AilmentKind {
    Account,
    Rule,
    Actor,
    Data,
    Stopped,
}

impl AilmentKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Rule => "rule",
            Self::Actor => "actor",
            Self::Data => "data",
            Self::Stopped => "stopped",
        }
    }
}

/// One thing that is not well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ailment {
    pub kind: AilmentKind,
    pub id: Option<Uuid>,
    pub name: String,
    /// What is wrong, in one sentence.
    pub what: String,
    pub what_to_do: String,
    pub since: Option<Timestamp>,
}

/// Whether numbers that reach `data_until` are older than promised.
pub fn is_late(data_until: Option<Timestamp>, connected_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(data_until.unwrap_or(connected_at)) > FRESHNESS_PROMISE
}

pub(super) async fn ailments(
    tx: &mut Tx,
    scope: OrgScope,
    now: Timestamp,
) -> Result<Vec<Ailment>, StoreError> {
    let mut found = Vec::new();
    if let Some(row) = tx.fetch_optional(STOPPED, params![scope.id()]).await? {
        found.push(Ailment {
            kind: AilmentKind::Stopped,
            id: Some(scope.id()),
            name: row.text("name")?,
            what: "everything is stopped: nothing is sent to any platform".to_owned(),
            what_to_do: "a manager or an admin lifts the stop when it is safe".to_owned(),
            since: row.opt_time("stopped_at")?,
        });
    }
    accounts(tx, scope, now, &mut found).await?;
    for row in tx.fetch_all(RULES, params![scope.id()]).await? {
        let why = row.opt_text("state_detail")?.unwrap_or_default();
        found.push(Ailment {
            kind: AilmentKind::Rule,
            id: Some(row.uuid("id")?),
            name: row.text("name")?,
            what: format!("the rule is in quarantine: {why}"),
            what_to_do: "read why, change the rule, and enable it again".to_owned(),
            since: Some(row.time("updated_at")?),
        });
    }
    for row in tx.fetch_all(NOT_BOUND, params![scope.id()]).await? {
        let (accounts, why) = (row.i64("accounts")?, row.text("not_bound")?);
        let on = if accounts == 1 {
            "one account".to_owned()
        } else {
            format!("{accounts} accounts")
        };
        found.push(Ailment {
            kind: AilmentKind::Rule,
            id: Some(row.uuid("id")?),
            name: row.text("name")?,
            what: format!("the rule does not run on {on}: {why}"),
            what_to_do: "give the rule what it lacks there, or narrow its scope".to_owned(),
            since: None,
        });
    }
    Ok(found)
}

async fn accounts(
    tx: &mut Tx,
    scope: OrgScope,
    now: Timestamp,
    found: &mut Vec<Ailment>,
) -> Result<(), StoreError> {
    for row in tx.fetch_all(ACCOUNTS, params![scope.id()]).await? {
        let (id, name) = (row.uuid("id")?, row.text("name")?);
        let detail = row.opt_text("state_detail")?;
        let with = |text: &str| match &detail {
            Some(detail) => format!("{text}: {detail}"),
            None => text.to_owned(),
        };
        let ailment = |kind, what, what_to_do: &str, since| Ailment {
            kind,
            id: Some(id),
            name: name.clone(),
            what,
            what_to_do: what_to_do.to_owned(),
            since,
        };
        match row.word("state", AccountState::parse)? {
            AccountState::Reconnect => found.push(ailment(
                AilmentKind::Account,
                with("the connection does not work any more"),
                "an admin connects it again",
                Some(row.time("updated_at")?),
            )),
            AccountState::Quarantined => found.push(ailment(
                AilmentKind::Account,
                with("the account failed too often and rests"),
                "an admin looks at what failed and resumes it",
                Some(row.time("updated_at")?),
            )),
            AccountState::Connecting | AccountState::Active => {
                let data_until = row.opt_time("data_until")?;
                if !is_late(data_until, row.time("connected_at")?, now) {
                    continue;
                }
                let failures = row.opt_i64("failures")?.unwrap_or(0);
                let why = match row.opt_text("last_error")? {
                    Some(error) if failures > 0 => format!("{failures} reads in a row failed: {error}"),
                    _ => "no read has succeeded lately".to_owned(),
                };
                found.push(ailment(
                    AilmentKind::Data,
                    format!("numbers are older than promised; {why}"),
                    "wait for the next read, or ask for one now; rules hold still meanwhile",
                    data_until,
                ));
            }
            AccountState::Cancelled | AccountState::Disconnected => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_late_past_three_hours_and_a_new_account_has_as_long_for_its_first() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let connected = at("2026-03-03T06:00:00Z");
        let until = Some(at("2026-03-03T09:00:00Z"));
        assert!(!is_late(until, connected, at("2026-03-03T12:00:00Z")));
        assert!(is_late(until, connected, at("2026-03-03T12:00:01Z")));
        assert!(!is_late(None, connected, at("2026-03-03T09:00:00Z")));
        assert!(is_late(None, connected, at("2026-03-03T09:30:00Z")));
    }
}
