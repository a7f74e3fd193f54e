//! One shard of accounts and rules: starts them, restarts them with growing pauses, quarantines what keeps failing.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use engine::{
    Context,
    connections::{AccountState, RegisteredAccount},
    rules::{self, store::EnabledRule},
    supervision::{self, ActorKind, ActorState, Quarantined, QuarantinedSubject},
};
use ractor::{Actor, ActorId, ActorProcessingErr, ActorRef, SupervisionEvent};
use uuid::Uuid;

use crate::{
    account::{AccountActor, AccountArguments, AccountMessage, AccountShared, Waiting},
    directory::{Address, Directory, End, Subject, Vitals},
    leases::Leases,
    restart::{Failures, Restart, RestartPolicy},
    rule::{RuleActor, RuleArguments, RuleMessage},
    scheduler::Due,
};

/// What a shard's child is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Child {
    Account(Uuid),
    Rule(Uuid),
}

impl Child {
    /// Its actor's id.
    fn actor_id(self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Rule(id) => format!("rule:{id}"),
        }
    }

    fn of(subject: &QuarantinedSubject) -> Option<Self> {
        match subject.kind {
            Quarantined::Account => Some(Self::Account(subject.id)),
            Quarantined::Rule => Some(Self::Rule(subject.id)),
            Quarantined::Campaign => None,
        }
    }
}

pub enum ShardMessage {
    /// The accounts and rules that belong here now.
    RollCall {
        accounts: Vec<RegisteredAccount>,
        rules: Vec<EnabledRule>,
        /// What rests, by the verdict of a person or of the supervision.
        resting: Vec<QuarantinedSubject>,
    },
    Deliver(Uuid, Due),
    /// An account evaluated a rule.
    Rule(Uuid, RuleMessage),
    Restart(Child),
    Beat,
}

pub struct Shard;

pub struct ShardArguments {
    pub context: Context,
    pub directory: Directory,
    pub leases: Leases,
    pub vitals: Arc<Vitals>,
    pub number: i64,
    /// Routes a rule's message to its shard, which may be another.
    pub rules: Arc<dyn Fn(Uuid, RuleMessage) + Send + Sync>,
}

struct AccountChild {
    account: RegisteredAccount,
    address: Address<AccountMessage>,
    waiting: Arc<Waiting>,
}

pub struct ShardState {
    shard: ShardArguments,
    accounts: HashMap<Uuid, AccountChild>,
    rules: HashMap<Uuid, Address<RuleMessage>>,
    /// What should live, by the last roll-call.
    wanted_accounts: HashMap<Uuid, RegisteredAccount>,
    wanted_rules: HashMap<Uuid, EnabledRule>,
    failures: HashMap<Child, Failures>,
    backing_off: HashSet<Child>,
    quarantined: HashSet<Child>,
    /// What storage says rests, by actor's id.
    resting: HashMap<String, QuarantinedSubject>,
}

impl Actor for Shard {
    type Msg = ShardMessage;
    type State = ShardState;
    type Arguments = ShardArguments;

    async fn pre_start(
        &self,
        _myself: ActorRef<ShardMessage>,
        shard: ShardArguments,
    ) -> Result<ShardState, ActorProcessingErr> {
        shard.directory.set(&shard.vitals, ActorState::Running, None);
        Ok(ShardState {
            shard,
            accounts: HashMap::new(),
            rules: HashMap::new(),
            wanted_accounts: HashMap::new(),
            wanted_rules: HashMap::new(),
            failures: HashMap::new(),
            backing_off: HashSet::new(),
            quarantined: HashSet::new(),
            resting: HashMap::new(),
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<ShardMessage>,
        message: ShardMessage,
        state: &mut ShardState,
    ) -> Result<(), ActorProcessingErr> {
        state.shard.vitals.handled();
        match message {
            ShardMessage::RollCall {
                accounts,
                rules,
                resting,
            } => state.roll_call(&myself, accounts, rules, resting).await,
            ShardMessage::Deliver(account, due) => state.deliver(account, due),
            ShardMessage::Rule(rule, message) => {
                if let Some(actor) = state.rules.get(&rule) {
                    actor.cast(message);
                }
            }
            ShardMessage::Restart(child) => {
                state.backing_off.remove(&child);
                state.start(&myself, child).await;
            }
            ShardMessage::Beat => {
                for actor in state.rules.values() {
                    actor.cast(RuleMessage::Beat);
                }
            }
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<ShardMessage>,
        event: SupervisionEvent,
        state: &mut ShardState,
    ) -> Result<(), ActorProcessingErr> {
        let Some((id, end)) = End::of(&event, |id| state.vitals_of(id)) else {
            return Ok(());
        };
        let account = state
            .accounts
            .iter()
            .find(|(_, child)| child.address.is(id))
            .map(|(id, _)| Child::Account(*id));
        let rule = || {
            state
                .rules
                .iter()
                .find(|(_, actor)| actor.is(id))
                .map(|(id, _)| Child::Rule(*id))
        };
        if let Some(child) = account.or_else(rule) {
            state.ended(&myself, child, &end).await;
        }
        Ok(())
    }
}

impl ShardState {
    async fn roll_call(
        &mut self,
        myself: &ActorRef<ShardMessage>,
        accounts: Vec<RegisteredAccount>,
        rules: Vec<EnabledRule>,
        resting: Vec<QuarantinedSubject>,
    ) {
        // An account whose state an admin or a consent has changed lives on what storage says.
        self.wanted_accounts = accounts
            .into_iter()
            .filter(|account| {
                matches!(
                    account.state,
                    AccountState::Connecting | AccountState::Active | AccountState::Reconnect
                )
            })
            .map(|account| (account.id, account))
            .collect();
        self.wanted_rules = rules.into_iter().map(|rule| (rule.id, rule)).collect();
        let gone: Vec<Uuid> = self
            .accounts
            .keys()
            .filter(|id| !self.wanted_accounts.contains_key(*id))
            .copied()
            .collect();
        for id in gone {
            if let Some(child) = self.accounts.remove(&id) {
                let _ = child.address.actor().drain();
                self.shard.directory.leave_with_all(&format!("account:{id}"));
            }
        }
        let gone: Vec<Uuid> = self
            .rules
            .keys()
            .filter(|id| !self.wanted_rules.contains_key(*id))
            .copied()
            .collect();
        for id in gone {
            if let Some(actor) = self.rules.remove(&id) {
                let _ = actor.actor().drain();
                self.shard.directory.leave_with_all(&format!("rule:{id}"));
            }
        }
        // What was to come back and is not wanted any more does not.
        let (accounts, rules) = (&self.wanted_accounts, &self.wanted_rules);
        let given_up = self.backing_off.extract_if(|child| match child {
            Child::Account(id) => !accounts.contains_key(id),
            Child::Rule(id) => !rules.contains_key(id),
        });
        for child in given_up {
            self.shard.directory.leave_with_all(&child.actor_id());
        }
        self.let_rest(resting);
        let children: Vec<Child> = self
            .wanted_accounts
            .keys()
            .map(|id| Child::Account(*id))
            .chain(self.wanted_rules.keys().map(|id| Child::Rule(*id)))
            .collect();
        for child in children {
            self.start(myself, child).await;
        }
    }

    /// Shows what rests, and lets go of what rests no longer: its past is forgiven.
    fn let_rest(&mut self, resting: Vec<QuarantinedSubject>) {
        let now: HashMap<String, QuarantinedSubject> = resting
            .into_iter()
            .map(|subject| (format!("{}:{}", subject.kind.as_str(), subject.id), subject))
            .collect();
        let resumed: Vec<String> = self
            .resting
            .keys()
            .filter(|id| !now.contains_key(*id))
            .cloned()
            .collect();
        for id in resumed {
            if let Some(subject) = self.resting.remove(&id) {
                if let Some(child) = Child::of(&subject) {
                    self.quarantined.remove(&child);
                    self.failures.entry(child).or_default().forgive();
                }
                self.shard.directory.leave(&id);
            }
        }
        for (id, subject) in now {
            let parent = match (subject.kind, subject.account_id) {
                (Quarantined::Campaign, Some(account)) => format!("account:{account}"),
                _ => self.shard_id(),
            };
            let vitals = self.shard.directory.enter(Subject {
                id: id.clone(),
                parent: Some(parent),
                kind: match subject.kind {
                    Quarantined::Account => ActorKind::Account,
                    Quarantined::Rule => ActorKind::Rule,
                    Quarantined::Campaign => ActorKind::Campaign,
                },
                name: subject.name.clone(),
                org_id: Some(subject.scope.id()),
            });
            if vitals.state() != ActorState::Quarantined {
                self.shard.directory.set(&vitals, ActorState::Quarantined, None);
            }
            vitals.says(Some(subject.reason.clone()));
            if let Some(child) = Child::of(&subject) {
                self.quarantined.insert(child);
            }
            self.resting.insert(id, subject);
        }
        self.quarantined = self.resting.values().filter_map(Child::of).collect();
        for (id, child) in &self.accounts {
            // Told at every call: an account gives campaigns up by itself, and what is resumed before the next call was never
            // seen here.
            let campaigns = resting_campaigns(&self.resting, *id);
            child.address.cast(AccountMessage::Resting(campaigns));
        }
    }

    /// Starts a child that should live and does not.
    async fn start(&mut self, myself: &ActorRef<ShardMessage>, child: Child) {
        if self.backing_off.contains(&child) || self.quarantined.contains(&child) {
            return;
        }
        let started = match child {
            Child::Account(id) => {
                let Some(account) = self.wanted_accounts.get(&id).cloned() else {
                    return;
                };
                if let Some(living) = self.accounts.get_mut(&id)
                    && !living
                        .address
                        .actor()
                        .get_status()
                        .eq(&ractor::ActorStatus::Stopped)
                {
                    if living.account != account {
                        living.account = account;
                        living.address.cast(AccountMessage::Changed);
                    }
                    return;
                }
                self.start_account(myself, account).await
            }
            Child::Rule(id) => {
                let Some(rule) = self.wanted_rules.get(&id).cloned() else {
                    return;
                };
                if self.rules.contains_key(&id) {
                    return;
                }
                self.start_rule(myself, rule).await
            }
        };
        if let Err(error) = started {
            self.ended(myself, child, &End::Failed(error)).await;
        }
    }

    async fn start_account(
        &mut self,
        myself: &ActorRef<ShardMessage>,
        account: RegisteredAccount,
    ) -> Result<(), String> {
        let context = self.shard.context.clone();
        let vitals = self.shard.directory.enter(Subject {
            id: format!("account:{}", account.id),
            parent: Some(self.shard_id()),
            kind: ActorKind::Account,
            name: account.name.clone(),
            org_id: Some(account.scope.id()),
        });
        let Some(platform) = context.platforms.get(&account.platform).cloned() else {
            return Err(format!("no adapter for {} is configured", account.platform));
        };
        let shared = AccountShared::load(
            context,
            self.shard.directory.clone(),
            self.shard.leases.clone(),
            platform,
            account.clone(),
        )
        .await
        .map_err(|error| error.to_string())?;
        let waiting = Arc::new(Waiting::default());
        let arguments = AccountArguments {
            shared: Arc::new(shared),
            vitals: Arc::clone(&vitals),
            waiting: Arc::clone(&waiting),
            resting: resting_campaigns(&self.resting, account.id),
            rules: Arc::clone(&self.shard.rules),
        };
        let (actor, _) = Actor::spawn_linked(None, AccountActor, arguments, myself.get_cell())
            .await
            .map_err(|error| error.to_string())?;
        let child = AccountChild {
            account,
            address: Address::new(actor, vitals),
            waiting,
        };
        self.accounts.insert(child.account.id, child);
        Ok(())
    }

    async fn start_rule(&mut self, myself: &ActorRef<ShardMessage>, rule: EnabledRule) -> Result<(), String> {
        let (scope, id) = (rule.scope, rule.id);
        let vitals = self.shard.directory.enter(Subject {
            id: format!("rule:{}", rule.id),
            parent: Some(self.shard_id()),
            kind: ActorKind::Rule,
            name: rule.name.clone(),
            org_id: Some(rule.scope.id()),
        });
        let cadence = self
            .shard
            .context
            .store
            .read(|tx| Box::pin(async move { rules::catalog::cadence(tx, scope, id).await }))
            .await
            .map_err(|error| error.to_string())?;
        let arguments = RuleArguments {
            context: self.shard.context.clone(),
            directory: self.shard.directory.clone(),
            vitals: Arc::clone(&vitals),
            scope: rule.scope,
            id: rule.id,
            name: rule.name,
            cadence,
        };
        let (actor, _) = Actor::spawn_linked(None, RuleActor, arguments, myself.get_cell())
            .await
            .map_err(|error| error.to_string())?;
        self.rules.insert(rule.id, Address::new(actor, vitals));
        Ok(())
    }

    fn shard_id(&self) -> String {
        format!("shard:{}", self.shard.number)
    }

    /// The vital signs of a child.
    fn vitals_of(&self, id: ActorId) -> Option<Arc<Vitals>> {
        let account = self.accounts.values().find(|child| child.address.is(id));
        let rule = || self.rules.values().find(|rule| rule.is(id));
        account
            .map(|child| Arc::clone(child.address.vitals()))
            .or_else(|| rule().map(|rule| Arc::clone(rule.vitals())))
    }

    /// A child ended: again after a pause, or into quarantine.
    async fn ended(&mut self, myself: &ActorRef<ShardMessage>, child: Child, end: &End) {
        let error = end.text();
        if let Child::Account(id) = child {
            self.shard.directory.fell(&format!("account:{id}"), error);
        }
        let scope = match child {
            Child::Account(id) => {
                self.accounts.remove(&id);
                self.wanted_accounts.get(&id).map(|account| account.scope)
            }
            Child::Rule(id) => {
                self.rules.remove(&id);
                self.wanted_rules.get(&id).map(|rule| rule.scope)
            }
        };
        // Also of one that failed before it ran.
        let vitals = self.shard.directory.find(&child.actor_id());
        let (kind, id) = match child {
            Child::Account(id) => (Quarantined::Account, id),
            Child::Rule(id) => (Quarantined::Rule, id),
        };
        let now = self.shard.context.process.instant();
        match self
            .failures
            .entry(child)
            .or_default()
            .judge(end, now, &RestartPolicy::default())
        {
            Restart::After(pause) => {
                tracing::warn!(?child, %error, ?pause, "an actor failed; it is started again");
                if let Some(vitals) = vitals {
                    self.shard
                        .directory
                        .set(&vitals, ActorState::BackingOff, Some(error.to_owned()));
                }
                self.backing_off.insert(child);
                myself.send_after(pause, move || ShardMessage::Restart(child));
            }
            Restart::Quarantine => {
                tracing::error!(?child, %error, "an actor keeps failing and is quarantined; an admin has to resume it");
                if let Some(vitals) = vitals {
                    vitals.says(Some(format!("failed too often: {error}")));
                    self.shard
                        .directory
                        .set(&vitals, ActorState::Quarantined, Some(error.to_owned()));
                }
                self.shard.directory.leave_below(&child.actor_id());
                self.quarantined.insert(child);
                let Some(scope) = scope else {
                    return;
                };
                let written =
                    supervision::verdict::give_up(&self.shard.context, scope, kind, id, error).await;
                if let Err(error) = written {
                    tracing::error!(%error, "the quarantine could not be written down");
                }
            }
        }
    }

    /// Hands one kind of work to an account, unless it waits there already.
    fn deliver(&self, account: Uuid, due: Due) {
        let Some(child) = self.accounts.get(&account) else {
            return;
        };
        if child.waiting.enter(due) {
            child.address.cast(AccountMessage::Due(due));
        }
    }
}

/// The campaigns of an account that rest.
fn resting_campaigns(resting: &HashMap<String, QuarantinedSubject>, account: Uuid) -> HashSet<Uuid> {
    resting
        .values()
        .filter(|subject| subject.kind == Quarantined::Campaign && subject.account_id == Some(account))
        .map(|subject| subject.id)
        .collect()
}
