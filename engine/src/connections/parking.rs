//! Pauses that a platform asks for: of one account's calls, or of everybody's under the same application credentials.
//! Business time, because it is the platform's own quota; stored, so that every node and the next start keep it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{RegisteredAccount, platform::RetryScope};
use crate::{
    Context,
    hints::Topic,
    identity::OrgScope,
    store::{StoreError, Tx, params, statements},
};

/// How long calls rest when the platform names no time.
const USUAL_PAUSE: Duration = Duration::from_secs(60);

statements! {
    PARK_ACCOUNT = "update sync_schedule set parked_until = $3, parked_why = $4
        where org_id = $1 and account_id = $2 and (parked_until is null or parked_until < $3)";
    PARK_APPLICATION = "insert into application_park (platform, until, why) values ($1, $2, $3)
        on conflict (platform) do update set until = excluded.until, why = excluded.why where application_park.until < excluded.until";
    PARKED = "select s.parked_until, s.parked_why, p.until as application_until, p.why as application_why
        from sync_schedule s join ad_account a on a.org_id = s.org_id and a.id = s.account_id
        left join application_park p on p.platform = a.platform
        where s.org_id = $1 and s.account_id = $2";
}

/// Calls rest until then, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    pub until: Timestamp,
    pub why: String,
}

/// Notes what a platform said. A pause is only ever lengthened; one call's own bad luck parks nothing.
pub async fn park(
    context: &Context,
    account: &RegisteredAccount,
    scope: RetryScope,
    after: Option<Duration>,
    why: &str,
) -> Result<(), StoreError> {
    if scope == RetryScope::Call {
        return Ok(());
    }
    let pause = SignedDuration::try_from(after.unwrap_or(USUAL_PAUSE)).unwrap_or(SignedDuration::MAX);
    let until = context
        .business
        .now()
        .saturating_add(pause)
        .unwrap_or(Timestamp::MAX);
    let (org, id, platform, why) = (account.scope, account.id, account.platform, why.to_owned());
    context
        .store
        .write(move |tx| {
            Box::pin(async move {
                match scope {
                    RetryScope::Application => {
                        tx.execute(PARK_APPLICATION, params![platform.as_str(), until, why])
                            .await
                    }
                    _ => tx.execute(PARK_ACCOUNT, params![org.id(), id, until, why]).await,
                }
            })
        })
        .await?;
    tracing::warn!(account = %account.id, ?scope, %until, "calls rest at the platform's word");
    context
        .hints
        .send(Some(account.scope.id()), Topic::Accounts, Some(account.id), None);
    Ok(())
}

/// The pause that is in force for an account, the longer of the two.
pub async fn parked(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    at: Timestamp,
) -> Result<Option<Parked>, StoreError> {
    let Some(row) = tx.fetch_optional(PARKED, params![scope.id(), account_id]).await? else {
        return Ok(None);
    };
    let of_account = row.opt_time("parked_until")?.zip(row.opt_text("parked_why")?);
    let of_application = row
        .opt_time("application_until")?
        .zip(row.opt_text("application_why")?);
    Ok([of_account, of_application]
        .into_iter()
        .flatten()
        .filter(|(until, _)| *until > at)
        .max_by_key(|(until, _)| *until)
        .map(|(until, why)| Parked { until, why }))
}
