//! Checked rules and guards: immutable, cheap to clone, safe to share between threads.
//!
//! Made by the checker alone; the engine binds them to accounts. What a rule means at run time is in `evaluate`.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::bind::{BindError, Binding, BoundRule};
use crate::conduct;
use crate::definitions::LookupDefinition;
use crate::display::{duration, list, plural};
use crate::guard::percent;
use crate::literal::{Override, OverrideError};
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, Level, Metric, NotifyChannel, Platform, Property, Role};
use crate::schedule::Schedule;
use crate::typed::RuleBody;

/// A rule without errors.
#[derive(Clone)]
pub struct Rule {
    pub(crate) body: Arc<RuleBody>,
}

/// A knob of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Param {
    pub name: String,
    pub kind: ParamKind,
    /// The default as written: `$45, 40 EUR`.
    pub default: String,
    /// The bounds as written, `from` and `to`.
    pub bounds: Option<(String, String)>,
    pub help: Option<String>,
    /// The currencies a money parameter has an amount for; empty for every other kind.
    pub currencies: Vec<Currency>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParamKind {
    Money,
    Percent,
    Ratio,
    Count,
    Duration,
    Text,
    Bool,
}

impl ParamKind {
    pub const ALL: &'static [Self] = &[
        Self::Money,
        Self::Percent,
        Self::Ratio,
        Self::Count,
        Self::Duration,
        Self::Text,
        Self::Bool,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Ratio => "ratio",
            Self::Count => "count",
            Self::Duration => "duration",
            Self::Text => "text",
            Self::Bool => "bool",
        }
    }
}

/// What a rule or guard is about, without its `where`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// `pool`: everything in it is judged as one.
    pub pooled: bool,
    pub level: Level,
    /// Empty: every platform.
    pub platforms: Vec<Platform>,
    /// Account names; empty: every account.
    pub accounts: Vec<String>,
    /// The `where` as written.
    pub condition: Option<String>,
}

impl Scope {
    /// Whether it is one pool over several accounts. An account's budget stays in the account, unless the rule names more than one of
    /// them, or more than one platform.
    #[must_use]
    pub fn joins_accounts(&self) -> bool {
        self.pooled && (self.platforms.len() != 1 || self.accounts.len() > 1)
    }

    /// Whether an account can hold objects of this scope.
    #[must_use]
    pub fn includes(&self, platform: Platform, account: &str) -> bool {
        (self.platforms.is_empty() || self.platforms.contains(&platform))
            && (self.accounts.is_empty() || self.accounts.iter().any(|name| name == account))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.level.as_str())?;
        if !self.platforms.is_empty() {
            let names: Vec<&str> = self.platforms.iter().map(|platform| platform.as_str()).collect();
            write!(f, " on {}", names.join(", "))?;
        }
        if !self.accounts.is_empty() {
            let names: Vec<String> = self.accounts.iter().map(|name| format!("\"{name}\"")).collect();
            write!(f, " in account {}", names.join(", "))?;
        }
        if let Some(condition) = &self.condition {
            write!(f, " where {condition}")?;
        }
        Ok(())
    }
}

/// Who must agree before an action leaves the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// The rule says nothing: the organisation's policy decides.
    Policy,
    /// `without approval`: nobody, where policy allows it.
    Without,
    By {
        role: Role,
        /// How many people of the role have to agree.
        needed: u32,
        /// Seconds until the proposal lapses; `None` leaves it to policy.
        within: Option<i64>,
        unanswered: Unanswered,
    },
    /// `if budget moves more than …`: what moves further waits for a manager, the rest goes as `without approval`. Which
    /// is which, [`BoundRule::moves_far`](crate::BoundRule::moves_far) says.
    IfBudgetMoves,
}

/// What becomes of a proposal nobody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unanswered {
    Expire,
    /// Somebody of this role is asked instead, for as long again; then it expires.
    Escalate {
        to: Role,
    },
    /// What makes spend safer goes ahead; anything else expires.
    Apply,
}

/// How often, or how much, a rule may act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// As written, on one line.
    pub text: String,
    pub most: Most,
    pub per: LimitPeriod,
    pub reach: LimitReach,
    /// What comes first where only some are let through, as written; `None`: the highest spend over the rule's window.
    pub highest: Option<String>,
}

/// What a limit counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Most {
    Count(u32),
    /// Of what the scope spends on a mean day.
    ShareOfSpend(Share),
}

/// A part of a whole, exactly as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share(pub(crate) Rational);

impl Share {
    /// This part of an amount in micros, rounded down.
    #[must_use]
    pub fn of(&self, micros: i64) -> Option<i64> {
        i64::try_from(Rational::integer(micros).times(&self.0).floor()).ok()
    }
}

impl fmt::Display for Share {
    /// `10%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent(&self.0))
    }
}

impl Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitPeriod {
    Run,
    /// The account's day; the schedule's for a limit in total.
    Day,
}

/// What a limit counts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitReach {
    Account,
    Object,
    /// All accounts.
    Total,
}

/// What a limit lets through first is the greater; what is not known is the least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(pub(crate) Option<Rational>);

impl Rank {
    /// By a plain number, such as spend in micros.
    #[must_use]
    pub fn of(value: Option<i64>) -> Self {
        Self(value.map(Rational::integer))
    }
}

/// What ends what the rule holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The condition as written.
    pub when: Option<String>,
    /// Seconds.
    pub after: Option<i64>,
    /// Nobody is asked before what was held is given back.
    pub without_approval: bool,
}

/// What the absence of data means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WithoutData {
    Hold,
    /// Seconds after which somebody is told.
    AlertAfter(i64),
}

/// How long a condition must hold before the branch acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lasting {
    Checks(u32),
    /// Seconds.
    For(i64),
}

impl fmt::Display for Lasting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Checks(count) => f.write_str(&plural(i64::from(*count), "check")),
            Self::For(seconds) => f.write_str(&duration(*seconds)),
        }
    }
}

/// One branch of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// The condition as written; `None` when there is none.
    pub condition: Option<String>,
    pub lasting: Option<Lasting>,
    pub actions: Vec<ActionSummary>,
    /// Acts whenever every earlier branch is false.
    pub is_unconditional: bool,
}

/// What an action is, without its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActionSummary {
    pub kind: ActionKind,
    /// The property it writes; `None` for a notification, and for a script, which may write several.
    pub property: Option<Property>,
    /// The label that it adds or removes.
    pub label: Option<String>,
    /// As written, on one line.
    pub text: String,
    /// Where a notification goes.
    pub notify: Option<(NotifyChannel, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    Pause,
    Resume,
    /// An amount; which, [`ActionSummary::property`] says.
    Set,
    Increase,
    Decrease,
    Notify,
    /// Moves budget between the objects of a pool.
    Move,
    /// Keeps a search from showing ads.
    AddNegative,
    /// Puts a label on the object.
    AddLabel,
    /// Takes a label off the object.
    RemoveLabel,
    /// Whatever a script returns.
    RunScript,
}

/// A script that a rule calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptUse {
    pub name: String,
    /// As its head says it.
    pub signature: String,
    pub doc: Option<String>,
}

impl Rule {
    #[must_use]
    pub fn name(&self) -> &str {
        &self.body.name
    }

    /// The doc string, its quotes and outer blanks taken off.
    #[must_use]
    pub fn doc(&self) -> Option<&str> {
        self.body.doc.as_deref()
    }

    /// The rule's own source, doc string included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.body.text
    }

    /// The scripts it calls. A rule that calls any is not analysable, and its actions wait for approval.
    #[must_use]
    pub fn scripts(&self) -> Vec<ScriptUse> {
        self.body
            .scripts
            .iter()
            .map(|script| ScriptUse {
                name: script.name.clone(),
                signature: script.signature(),
                doc: script.doc.clone(),
            })
            .collect()
    }

    /// Whether the analyser can look into everything it decides by.
    #[must_use]
    pub fn is_analysable(&self) -> bool {
        self.body.scripts.is_empty()
    }

    #[must_use]
    pub fn params(&self) -> &[Param] {
        &self.body.param_list
    }

    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.body.scope
    }

    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.body.schedule
    }

    #[must_use]
    pub fn approval(&self) -> Approval {
        self.body.approval
    }

    /// The rule's `release` clauses.
    #[must_use]
    pub fn release(&self) -> Release {
        let release = &self.body.release;
        Release {
            when: release
                .when
                .as_ref()
                .map(|condition| crate::display::one_line(condition.span.of(&self.body.text))),
            after: release.after,
            without_approval: release.without_approval,
        }
    }

    /// Names of the rules before which this one steps back where they want or hold something of the same property.
    #[must_use]
    pub fn yields_to(&self) -> &[String] {
        &self.body.yields_to
    }

    /// Names the rule had: what hangs on them is its own.
    #[must_use]
    pub fn formerly(&self) -> &[String] {
        &self.body.formerly
    }

    /// The share of the objects that it judges and reports, and never acts on.
    #[must_use]
    pub fn hold_out(&self) -> Option<Share> {
        self.body.hold_out.clone().map(Share)
    }

    /// Whether an object is among those held out. Decided by its id alone, so that it is the same at every check, in every
    /// version, after a rename and on every machine.
    #[must_use]
    pub fn holds_out(&self, object: &str) -> bool {
        self.body
            .hold_out
            .as_ref()
            .is_some_and(|share| conduct::hold_out::is_out(share, object))
    }

    /// Whether anything the rule does ends by itself or is released.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.body.release.holds()
            || self
                .body
                .branches
                .iter()
                .flat_map(|branch| &branch.actions)
                .any(|action| action.until.is_some())
    }

    /// Seconds, per object, from the moment of application.
    #[must_use]
    pub fn cooldown(&self) -> Option<i64> {
        self.body.cooldown
    }

    #[must_use]
    pub fn limits(&self) -> &[Limit] {
        &self.body.limits
    }

    #[must_use]
    pub fn without_data(&self) -> WithoutData {
        self.body.without_data
    }

    /// The warnings that its text accepts.
    #[must_use]
    pub fn accepts(&self) -> &[crate::check::Accept] {
        &self.body.accepts
    }

    #[must_use]
    pub fn branches(&self) -> &[Branch] {
        &self.body.branch_list
    }

    /// The base metrics the rule reads.
    #[must_use]
    pub fn metrics(&self) -> BTreeSet<Metric> {
        self.body
            .windows
            .iter()
            .flat_map(|window| window.metrics.iter().copied())
            .collect()
    }

    /// The definitions the rule uses, those behind them included.
    #[must_use]
    pub fn definitions(&self) -> &BTreeSet<String> {
        &self.body.definitions
    }

    /// The lookups the rule asks, those inside of its metrics included.
    pub fn lookups(&self) -> impl Iterator<Item = LookupDefinition> + '_ {
        self.body.lookups.iter().map(|lookup| lookup.described())
    }

    /// The attributes the rule reads from a table, `status` and `budget` for its own actions included.
    #[must_use]
    pub fn attributes(&self) -> BTreeSet<Attribute> {
        self.body.attributes.clone()
    }

    /// Whether it converts amounts between currencies.
    #[must_use]
    pub fn converts(&self) -> bool {
        !self.body.other_currencies.is_empty()
    }

    /// The currencies it has every amount for; `None` when it names no amount and fits any account.
    #[must_use]
    pub fn currencies(&self) -> Option<&BTreeSet<Currency>> {
        self.body.currencies.as_ref()
    }

    /// Whether a typed literal fits a parameter, before any account is known.
    ///
    /// # Errors
    /// What is wrong with it; a name that the rule does not have is one of them.
    pub fn check_override(&self, name: &str, value: &str) -> Result<(), OverrideError> {
        let found = self
            .body
            .param_list
            .iter()
            .zip(&self.body.params)
            .find(|(param, _)| param.name == name);
        let Some((param, typed)) = found else {
            return Err(OverrideError::NoSuchParameter);
        };
        Override::any_account(param.kind, typed).read(value).map(|_| ())
    }

    /// Ties the rule to one account and its parameters.
    ///
    /// # Errors
    /// The first thing that keeps the rule from this account; it is written for the person who enables the rule.
    pub fn bind(&self, binding: &Binding) -> Result<BoundRule, BindError> {
        BoundRule::new(self.clone(), binding.clone())
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule")
            .field("name", &self.body.name)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Rule {
    /// Rules are equal when their texts are.
    fn eq(&self, other: &Self) -> bool {
        self.body.text == other.body.text
    }
}

impl Eq for Rule {}

impl fmt::Display for Approval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy => f.write_str("as the organisation's policy says"),
            Self::Without => f.write_str("without approval"),
            Self::IfBudgetMoves => f.write_str("by manager where a budget moves far"),
            Self::By {
                role,
                needed,
                within,
                unanswered,
            } => {
                if *needed > 1 {
                    write!(f, "by {needed} of the role {role}")?;
                } else {
                    write!(f, "by {role}")?;
                }
                if let Some(seconds) = within {
                    write!(f, " within {}", duration(*seconds))?;
                }
                match unanswered {
                    Unanswered::Expire if within.is_some() => f.write_str(", then expires"),
                    Unanswered::Expire => Ok(()),
                    Unanswered::Escalate { to } => write!(f, ", then by {to}"),
                    Unanswered::Apply => f.write_str(", then goes ahead where it makes spend safer"),
                }
            }
        }
    }
}

pub(crate) fn currency_names(currencies: &BTreeSet<Currency>) -> String {
    let names: Vec<&str> = currencies.iter().map(|currency| currency.as_str()).collect();
    list(&names, "and")
}
