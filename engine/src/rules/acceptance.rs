//! Second looks: which warnings and findings about a rule were accepted, by whom, why, and having seen what.
//!
//! A rule's text accepts a warning with a reason; a person accepts what is asked on enabling. Either is kept with its evidence: where
//! the warning says something else today, it is asked about again. Called by `editing` when a version is saved or enabled, by
//! `detail` for the page, and by `decisions::together`, which asks. Never here: what there is to warn of (that is the language).

use std::collections::BTreeMap;

use dsl::{Diagnostic, Severity, analyse::Finding};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    identity::{OrgScope, Principal},
    store::{StoreError, Tx, params, statements},
};

statements! {
    RECORDED = "select a.code, a.evidence, a.reason, a.rule_version, a.accepted_at, u.name as accepted_by
        from rule_acceptance a join app_user u on u.id = a.accepted_by
        where a.org_id = $1 and a.rule_id = $2 order by a.accepted_at desc, a.code, a.evidence";
    INSERT = "insert into rule_acceptance (org_id, rule_id, code, evidence, reason, rule_version, accepted_by, accepted_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing";
}

/// Characters of an evidence that are compared and kept.
const LONGEST_EVIDENCE: usize = 600;

/// An acceptance that stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub code: String,
    /// What was seen.
    pub evidence: String,
    /// From the rule's text, or given on enabling.
    pub reason: Option<String>,
    pub version: i64,
    pub by: String,
    pub at: Timestamp,
}

/// What somebody takes on enabling: warnings and findings by their codes, and why they are all right.
#[derive(Debug, Clone, Copy, Default)]
pub struct Accepting<'a> {
    pub codes: &'a [String],
    /// Why one of them is, by its code.
    pub reasons: Option<&'a BTreeMap<String, String>>,
    /// Why the others are.
    pub reason: Option<&'a str>,
}

impl Accepting<'_> {
    /// Whether this code is taken.
    pub fn takes(&self, code: &str) -> bool {
        self.codes.iter().any(|own| own == code)
            || self.reasons.is_some_and(|reasons| reasons.contains_key(code))
    }

    /// Why it is all right.
    pub fn reason_for(&self, code: &str) -> Option<&str> {
        self.reasons
            .and_then(|reasons| reasons.get(code))
            .map(String::as_str)
            .or(self.reason)
    }
}

/// An acceptance on its way into the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub code: String,
    pub evidence: String,
    pub reason: Option<String>,
}

/// A warning or finding that waits for a second look.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// Where it stands in the rule's text, and what it says.
    pub diagnostic: Diagnostic,
    pub evidence: String,
}

/// What a text comes to against the record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    pub open: Vec<Open>,
    /// What the text accepts that is not in the record yet.
    pub taken: Vec<Taken>,
}

/// A finding about the rule and others: as it stands in the rule's text, and whether another rule's text accepts it.
pub struct Together<'a> {
    pub finding: &'a Finding,
    pub diagnostic: Diagnostic,
    pub accepted_elsewhere: bool,
}

/// Looks at a rule's text, and at what it comes to together with others where that is known, with the record at hand.
pub fn look(text: &str, recorded: &[Recorded], together: Vec<Together<'_>>) -> Look {
    let checked = dsl::check(text);
    let mut look = Look::default();
    // What stands open in the text itself, its branches among themselves included.
    let own = dsl::analyse::diagnostics(text, &checked);
    let warnings = checked
        .diagnostics
        .iter()
        .chain(own.iter().filter(|_| together.is_empty()))
        .filter(|found| found.severity == Severity::Warning);
    for found in warnings {
        look.see(recorded, found.clone(), cut(&found.evidence(text)), None);
    }
    for accepted in &checked.accepted {
        for found in &accepted.silenced {
            let reason = Some(accepted.accept.reason.as_str());
            look.see(recorded, found.clone(), cut(&found.evidence(text)), reason);
        }
    }
    for met in together {
        let own = checked.rules.first().into_iter();
        let reason = met.finding.accepted_by(own);
        if reason.is_none() && met.accepted_elsewhere {
            continue;
        }
        look.see(recorded, met.diagnostic, cut(&met.finding.evidence()), reason);
    }
    look
}

impl Look {
    fn see(
        &mut self,
        recorded: &[Recorded],
        mut diagnostic: Diagnostic,
        evidence: String,
        reason: Option<&str>,
    ) {
        let same = |one: &&Recorded| one.code == diagnostic.code;
        if recorded.iter().filter(same).any(|one| one.evidence == evidence) {
            return;
        }
        let Some(reason) = reason else {
            self.open.push(Open { diagnostic, evidence });
            return;
        };
        // The same reason was given for something else: nobody has seen this.
        let stale = recorded
            .iter()
            .filter(same)
            .find(|one| one.reason.as_deref() == Some(reason));
        if let Some(stale) = stale {
            diagnostic.help = Some(format!(
                "\"{reason}\" was accepted when it said: {}; look again, and write the reason anew",
                stale.evidence
            ));
            self.open.push(Open { diagnostic, evidence });
            return;
        }
        self.taken.push(Taken {
            code: diagnostic.code.to_owned(),
            evidence,
            reason: Some(reason.to_owned()),
        });
    }
}

fn cut(evidence: &str) -> String {
    evidence.chars().take(LONGEST_EVIDENCE).collect()
}

/// Everything that was accepted of a rule, newest first.
pub async fn recorded(tx: &mut Tx, scope: OrgScope, rule: Uuid) -> Result<Vec<Recorded>, StoreError> {
    tx.fetch_all(RECORDED, params![scope.id(), rule])
        .await?
        .iter()
        .map(|row| {
            Ok(Recorded {
                code: row.text("code")?,
                evidence: row.text("evidence")?,
                reason: row.opt_text("reason")?,
                version: row.i64("rule_version")?,
                by: row.text("accepted_by")?,
                at: row.time("accepted_at")?,
            })
        })
        .collect()
}

/// Puts acceptances into the record, under the rule's version.
pub(super) async fn record(
    tx: &mut Tx,
    principal: &Principal,
    (rule, version): (Uuid, i64),
    taken: &[Taken],
    now: Timestamp,
) -> Result<(), StoreError> {
    for one in taken {
        let values = params![
            principal.scope.id(),
            rule,
            &one.code,
            &one.evidence,
            one.reason.as_deref(),
            version,
            principal.actor,
            now,
        ];
        tx.execute(INSERT, values).await?;
    }
    Ok(())
}

/// Records what the text of a version accepts and nobody accepted otherwise before.
pub(super) async fn record_text(
    tx: &mut Tx,
    principal: &Principal,
    (rule, version): (Uuid, i64),
    text: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let known = recorded(tx, principal.scope, rule).await?;
    let taken = look(text, &known, Vec::new()).taken;
    record(tx, principal, (rule, version), &taken, now).await
}
