//! Negative keywords as the ledger knows them: whether one is there, and which searches it keeps from showing ads.
//!
//! Called by `store` where a value is asked for and where an action of ours was applied. What the platform itself says of a search is
//! read with the search terms. Never here: how a platform is spoken to.

use dsl::{Level, NegativeKeyword};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    connections::{
        RegisteredAccount,
        platform::{MOST_SEARCH_TERMS, TargetKind, WriteField, WriteTarget, WriteValue},
    },
    identity::OrgScope,
    notifications::{self, Notification},
    random::Random,
    store::{StoreError, Tx, params, statements},
};

statements! {
    LAST = "select new_value from property_change where org_id = $1 and account_id = $2 and target_kind = $3 and external_id = $4 and field = $5
        order by at desc, id desc limit 1";
    SEARCHES = "select t.external_id, t.name from ad_object t join ad_object g on g.org_id = t.org_id and g.id = t.parent_id
        where t.org_id = $1 and t.account_id = $2 and t.level = $3 and g.external_id = $4 and t.delivery <> $5";
    SET = "update ad_object set delivery = $5, updated_at = $6
        where org_id = $1 and account_id = $2 and level = $3 and external_id = $4";
}

/// The target of a negative keyword of an ad group: one of its own for each match and text.
pub fn target(ad_group: &str, keyword: &NegativeKeyword) -> WriteTarget {
    WriteTarget {
        kind: TargetKind::Negative,
        external_id: format!("{ad_group}~{}", keyword.key()),
    }
}

/// The ad group and the keyword that a target names.
pub fn named(target: &WriteTarget) -> Option<(&str, NegativeKeyword)> {
    let (ad_group, key) = target.external_id.split_once('~')?;
    Some((ad_group, NegativeKeyword::of_key(key)?))
}

/// What a search is called that a negative keyword keeps from showing ads, or none.
pub(crate) fn word(is_excluded: bool) -> &'static str {
    if is_excluded { "excluded" } else { "none" }
}

/// Whether it is there, as far as it is known: one that nobody here has added is not.
pub(super) async fn current(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
) -> Result<WriteValue, StoreError> {
    let values = params![
        scope.id(),
        account_id,
        target.kind.as_str(),
        &target.external_id,
        WriteField::Negative.as_str()
    ];
    match tx.fetch_optional(LAST, values).await? {
        Some(row) => row.json("new_value"),
        None => Ok(WriteValue::Negative(false)),
    }
}

/// The searches that it blocks are excluded at once, and free again once it is gone; the next sync says what is so at the platform.
pub(super) async fn mark(
    tx: &mut Tx,
    scope: OrgScope,
    account_id: Uuid,
    target: &WriteTarget,
    is_there: bool,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some((ad_group, keyword)) = named(target) else {
        return Ok(());
    };
    let (org, level) = (scope.id(), Level::SearchTerms.key());
    let word = word(is_there);
    let values = params![org, account_id, level, ad_group, word];
    for row in tx.fetch_all(SEARCHES, values).await? {
        if keyword.blocks(&row.text("name")?) {
            let values = params![org, account_id, level, row.text("external_id")?, word, at];
            tx.execute(SET, values).await?;
        }
    }
    Ok(())
}

/// There are more search terms than are read: one line per account, however often it is found.
pub async fn tell_of_more(
    tx: &mut Tx,
    account: &RegisteredAccount,
    random: &Random,
    at: Timestamp,
) -> Result<(), StoreError> {
    let told = Notification::new(
        notifications::Kind::Account,
        format!("{} has more search terms than are read", account.name),
        format!("The {MOST_SEARCH_TERMS} that cost most in 90 days are read; rules judge no other."),
    )
    .about("account", Some(account.id))
    .one_of(format!("search terms:{}", account.id));
    notifications::enqueue(tx, account.scope, random.id(), &told, at).await
}
