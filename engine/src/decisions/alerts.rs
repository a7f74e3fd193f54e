//! What a tick tells people about a rule that does not do its work: no data, or no room for it.
//!
//! Called by `tick`, inside of its transaction.

use dsl::WithoutData;
use jiff::SignedDuration;
use uuid::Uuid;

use super::tick::{Evaluated, Tick};
use crate::{
    notifications::{self, Notification},
    random,
    store::{StoreError, Tx},
};

impl Tick<'_> {
    /// `without data alert after D`: tells once per data timestamp that the rule cannot judge.
    pub(super) async fn alert_without_data(
        &self,
        tx: &mut Tx,
        candidate: &Evaluated,
    ) -> Result<(), StoreError> {
        let rule = candidate.rule.bound.rule();
        let WithoutData::AlertAfter(seconds) = rule.without_data() else {
            return Ok(());
        };
        let until = candidate.snapshot.table.data_until;
        let late =
            until.is_none_or(|until| self.at.duration_since(until) > SignedDuration::from_secs(seconds));
        if !late {
            return Ok(());
        }
        let since = until.map_or_else(|| "ever".to_owned(), |until| until.to_string());
        let rule_id = candidate.rule.due.rule.id;
        let id = self.told_once(&format!("{rule_id}:{}:{since}", self.account.id));
        let notification = Notification::new(
            notifications::Kind::Rule,
            format!("\"{}\" has no data", rule.name()),
            format!(
                "Nothing was read from {} since {since}; the rule holds still until it is.",
                self.account.name
            ),
        )
        .about("rule", Some(rule_id))
        .one_of(format!("no data:{rule_id}"));
        notifications::enqueue(tx, self.account.scope, id, &notification, self.at).await
    }

    /// A rule that was not run because the rules due with it cost too much: told once a day and account.
    pub(super) async fn alert_withheld(&self, tx: &mut Tx, candidate: &Evaluated) -> Result<(), StoreError> {
        let Some(cost) = candidate.withheld else {
            return Ok(());
        };
        let rule = candidate.rule.bound.rule();
        let rule_id = candidate.rule.due.rule.id;
        let id = self.told_once(&format!(
            "{rule_id}:{}:over budget:{}",
            self.account.id,
            self.snapshot.today()
        ));
        let notification = Notification::new(
            notifications::Kind::Rule,
            format!("\"{}\" costs too much", rule.name()),
            format!(
                "The rules that were due together on {} cost more than one run may, and this one costs most: {}. It was not run, and what it \
                 judges is unknown until there is room; narrow what it judges by, or let another run less often.",
                self.account.name,
                cost.in_words(rule.scope().level)
            ),
        )
        .about("rule", Some(rule_id))
        .one_of(format!("over budget:{rule_id}"));
        notifications::enqueue(tx, self.account.scope, id, &notification, self.at).await
    }

    /// An id that is the same for the same thing, so that it is told once.
    fn told_once(&self, what: &str) -> Uuid {
        random::token_hash(what).first_chunk::<16>().map_or_else(
            || self.random.id(),
            |bytes| uuid::Builder::from_custom_bytes(*bytes).into_uuid(),
        )
    }
}
