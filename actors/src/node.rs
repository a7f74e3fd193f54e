//! The root of the tree: leases, the roll-call of accounts and rules, and the shards.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use engine::{
    Context, connections,
    hints::{Hints, Topic},
    rules,
    store::{StoreError, WriterLoop},
    supervision::{self, ActorKind, ActorState, Quarantined},
};
use ractor::{Actor, ActorId, ActorProcessingErr, ActorRef, Message, SupervisionEvent};
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use crate::{
    directory::{Address, Directory, End, Subject, Vitals},
    leases::Leases,
    outbox::{Outbox, OutboxMessage},
    restart::{Failures, Restart, RestartPolicy},
    rule::RuleMessage,
    scheduler::{Deliver, Due, Scheduler, SchedulerMessage},
    shard::{Shard, ShardArguments, ShardMessage},
    writer::{WriterActor, WriterMessage},
};

/// Process time between two roll-calls; a hint about accounts or rules calls sooner.
const ROLL_CALL: Duration = Duration::from_secs(2);
/// How long a burst of hints is waited for before the roll is called (process time).
const BURST: Duration = Duration::from_millis(100);
/// Process time between two looks at the rules' alarms.
const BEAT: Duration = Duration::from_secs(5);

/// Where accounts and rules live, for whoever has something to deliver.
#[derive(Clone, Default)]
pub struct Routes {
    inner: Arc<RwLock<Inner>>,
}

#[derive(Default)]
struct Inner {
    shards: HashMap<i64, Address<ShardMessage>>,
    accounts: HashMap<Uuid, i64>,
    rules: HashMap<Uuid, i64>,
}

impl Routes {
    pub fn deliver(&self, account: Uuid, due: Due) {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(shard) = inner
            .accounts
            .get(&account)
            .and_then(|shard| inner.shards.get(shard))
        {
            shard.cast(ShardMessage::Deliver(account, due));
        }
    }

    pub fn rule(&self, rule: Uuid, message: RuleMessage) {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(shard) = inner.rules.get(&rule).and_then(|shard| inner.shards.get(shard)) {
            shard.cast(ShardMessage::Rule(rule, message));
        }
    }
}

/// A child of the node that is there once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Single {
    Scheduler,
    Writer,
    Outbox,
}

pub enum NodeMessage {
    Renew,
    RollCall,
    Beat,
    RestartSingle(Single),
    RestartShard(i64),
}

pub struct Node;

pub struct NodeArguments {
    pub context: Context,
    pub directory: Directory,
    pub leases: Leases,
    pub vitals: Arc<Vitals>,
    pub writer: Option<WriterLoop>,
    pub routes: Routes,
}

pub struct NodeState {
    node: NodeArguments,
    scheduler: Option<Address<SchedulerMessage>>,
    writer: Option<Address<WriterMessage>>,
    outbox: Option<Address<OutboxMessage>>,
    single_failures: HashMap<Single, Failures>,
    shard_failures: HashMap<i64, Failures>,
}

impl Actor for Node {
    type Msg = NodeMessage;
    type State = NodeState;
    type Arguments = NodeArguments;

    async fn pre_start(
        &self,
        myself: ActorRef<NodeMessage>,
        node: NodeArguments,
    ) -> Result<NodeState, ActorProcessingErr> {
        let mut state = NodeState {
            node,
            scheduler: None,
            writer: None,
            outbox: None,
            single_failures: HashMap::new(),
            shard_failures: HashMap::new(),
        };
        // The writer first: until it runs, every write waits.
        state.start_single(&myself, Single::Writer).await?;
        let held = state.node.leases.take().await?;
        tracing::info!(shards = held, "shards leased");
        state.start_single(&myself, Single::Outbox).await?;
        state.roll_call(&myself).await?;
        state.start_single(&myself, Single::Scheduler).await?;
        myself.send_interval(state.node.leases.times().renewal, || NodeMessage::Renew);
        myself.send_interval(ROLL_CALL, || NodeMessage::RollCall);
        myself.send_interval(BEAT, || NodeMessage::Beat);
        listen(state.node.context.hints.clone(), myself.clone());
        state
            .node
            .directory
            .set(&state.node.vitals, ActorState::Running, None);
        Ok(state)
    }

    async fn handle(
        &self,
        myself: ActorRef<NodeMessage>,
        message: NodeMessage,
        state: &mut NodeState,
    ) -> Result<(), ActorProcessingErr> {
        state.node.vitals.handled();
        let done = match message {
            NodeMessage::Renew => state.node.leases.renew().await.map(|_| ()),
            NodeMessage::RollCall => state.roll_call(&myself).await,
            NodeMessage::Beat => {
                if let Err(error) = connections::consent::sweep(&state.node.context).await {
                    tracing::warn!(%error, "what nobody chose from in time could not be forgotten");
                }
                let inner = state
                    .node
                    .routes
                    .inner
                    .read()
                    .unwrap_or_else(PoisonError::into_inner);
                for shard in inner.shards.values() {
                    shard.cast(ShardMessage::Beat);
                }
                Ok(())
            }
            NodeMessage::RestartSingle(single) => {
                if let Err(error) = state.start_single(&myself, single).await {
                    state.single_ended(&myself, single, &End::Failed(error.to_string()));
                }
                Ok(())
            }
            NodeMessage::RestartShard(number) => {
                state
                    .node
                    .routes
                    .inner
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .shards
                    .remove(&number);
                state.roll_call(&myself).await
            }
        };
        // A database that is away for a moment is no reason for the root to die: the next beat tries again.
        if let Err(error) = done {
            tracing::error!(%error, "the node could not do its round");
            state
                .node
                .directory
                .set(&state.node.vitals, ActorState::Running, Some(error.to_string()));
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<NodeMessage>,
        event: SupervisionEvent,
        state: &mut NodeState,
    ) -> Result<(), ActorProcessingErr> {
        let Some((id, end)) = End::of(&event, |id| state.vitals_of(id)) else {
            return Ok(());
        };
        let single = if state.scheduler.as_ref().is_some_and(|actor| actor.is(id)) {
            Some(Single::Scheduler)
        } else if state.writer.as_ref().is_some_and(|actor| actor.is(id)) {
            Some(Single::Writer)
        } else if state.outbox.as_ref().is_some_and(|actor| actor.is(id)) {
            Some(Single::Outbox)
        } else {
            None
        };
        if let Some(single) = single {
            state.single_ended(&myself, single, &end);
            return Ok(());
        }
        let shard = {
            let inner = state
                .node
                .routes
                .inner
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            inner
                .shards
                .iter()
                .find(|(_, shard)| shard.is(id))
                .map(|(number, shard)| (*number, Arc::clone(shard.vitals())))
        };
        if let Some((number, vitals)) = shard {
            let text = end.text().to_owned();
            tracing::warn!(shard = number, error = text, "a shard ended; it is started again");
            state.node.directory.fell(&format!("shard:{number}"), &text);
            state
                .node
                .directory
                .set(&vitals, ActorState::BackingOff, Some(text));
            let now = state.node.context.process.instant();
            let pause = match state.shard_failures.entry(number).or_default().judge(
                &end,
                now,
                &RestartPolicy::default(),
            ) {
                Restart::After(pause) => pause,
                // A shard holds others' accounts: it is never given up, only slowed down.
                Restart::Quarantine => RestartPolicy::default().longest_pause,
            };
            myself.send_after(pause, move || NodeMessage::RestartShard(number));
        }
        Ok(())
    }
}

/// Calls the roll when accounts or rules change, soon after the first of a burst of hints.
fn listen(hints: Hints, node: ActorRef<NodeMessage>) {
    tokio::spawn(async move {
        let mut heard = hints.listen();
        loop {
            let concerns = match heard.recv().await {
                Ok(hint) => matches!(hint.topic, Topic::Accounts | Topic::Rules),
                Err(RecvError::Lagged(_)) => true,
                Err(RecvError::Closed) => return,
            };
            if concerns {
                tokio::time::sleep(BURST).await;
                heard = heard.resubscribe();
                if node.cast(NodeMessage::RollCall).is_err() {
                    return;
                }
            }
        }
    });
}

impl NodeState {
    fn enter(&self, id: &str, kind: ActorKind, name: &str) -> Arc<Vitals> {
        self.node.directory.enter(Subject {
            id: id.to_owned(),
            parent: Some("node".to_owned()),
            kind,
            name: name.to_owned(),
            org_id: None,
        })
    }

    async fn start_single(
        &mut self,
        myself: &ActorRef<NodeMessage>,
        single: Single,
    ) -> Result<(), ActorProcessingErr> {
        let (context, directory) = (self.node.context.clone(), self.node.directory.clone());
        match single {
            Single::Writer => {
                let Some(writer) = self.node.writer.clone() else {
                    return Ok(());
                };
                let vitals = self.enter("writer", ActorKind::Writer, "Writer");
                let arguments = (writer, directory, Arc::clone(&vitals));
                let (actor, _) = Actor::spawn_linked(None, WriterActor, arguments, myself.get_cell()).await?;
                self.writer = Some(Address::new(actor, vitals));
            }
            Single::Outbox => {
                let vitals = self.enter("outbox", ActorKind::Outbox, "Outbox");
                let arguments = (context, directory, Arc::clone(&vitals));
                let (actor, _) = Actor::spawn_linked(None, Outbox, arguments, myself.get_cell()).await?;
                self.outbox = Some(Address::new(actor, vitals));
            }
            Single::Scheduler => {
                let vitals = self.enter("scheduler", ActorKind::Scheduler, "Scheduler");
                let routes = self.node.routes.clone();
                let deliver: Deliver = Arc::new(move |account, due| routes.deliver(account, due));
                let arguments = (context, directory, Arc::clone(&vitals), deliver);
                let (actor, _) = Actor::spawn_linked(None, Scheduler, arguments, myself.get_cell()).await?;
                self.scheduler = Some(Address::new(actor, vitals));
            }
        }
        Ok(())
    }

    /// The vital signs of a child.
    fn vitals_of(&self, id: ActorId) -> Option<Arc<Vitals>> {
        fn of<M: Message>(child: Option<&Address<M>>, id: ActorId) -> Option<Arc<Vitals>> {
            child
                .filter(|child| child.is(id))
                .map(|child| Arc::clone(child.vitals()))
        }
        let inner = self
            .node
            .routes
            .inner
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        of(self.scheduler.as_ref(), id)
            .or_else(|| of(self.writer.as_ref(), id))
            .or_else(|| of(self.outbox.as_ref(), id))
            .or_else(|| inner.shards.values().find_map(|shard| of(Some(shard), id)))
    }

    fn single_ended(&mut self, myself: &ActorRef<NodeMessage>, single: Single, end: &End) {
        let error = end.text();
        tracing::warn!(?single, %error, "an actor ended; it is started again");
        let vitals = match single {
            Single::Scheduler => self.scheduler.take().map(|actor| Arc::clone(actor.vitals())),
            Single::Writer => self.writer.take().map(|actor| Arc::clone(actor.vitals())),
            Single::Outbox => self.outbox.take().map(|actor| Arc::clone(actor.vitals())),
        };
        if let Some(vitals) = vitals {
            self.node
                .directory
                .set(&vitals, ActorState::BackingOff, Some(error.to_owned()));
        }
        let now = self.node.context.process.instant();
        let pause =
            match self
                .single_failures
                .entry(single)
                .or_default()
                .judge(end, now, &RestartPolicy::default())
            {
                Restart::After(pause) => pause,
                // The program cannot do without it: never given up, only slowed down.
                Restart::Quarantine => RestartPolicy::default().longest_pause,
            };
        myself.send_after(pause, move || NodeMessage::RestartSingle(single));
    }

    /// Who should live, by storage; each shard gets its own.
    async fn roll_call(&mut self, myself: &ActorRef<NodeMessage>) -> Result<(), StoreError> {
        let (accounts, enabled, quarantined) = self
            .node
            .context
            .store
            .read(|tx| {
                Box::pin(async move {
                    let accounts = connections::store::all_accounts(tx).await?;
                    let enabled = rules::store::all_enabled(tx).await?;
                    let quarantined = supervision::store::all_quarantined(tx).await?;
                    Ok::<_, StoreError>((accounts, enabled, quarantined))
                })
            })
            .await?;
        let connections::store::Accounts {
            readable: accounts,
            unreadable,
        } = accounts;
        for account in unreadable {
            let why = account.why.to_string();
            tracing::error!(account = %account.id, %why, "an account cannot be read and is set aside");
            supervision::verdict::give_up(
                &self.node.context,
                account.scope,
                Quarantined::Account,
                account.id,
                &why,
            )
            .await?;
        }
        let mut by_shard: BTreeMap<i64, (Vec<_>, Vec<_>, Vec<_>)> = BTreeMap::new();
        {
            let mut inner = self
                .node
                .routes
                .inner
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            inner.accounts = accounts
                .iter()
                .map(|account| (account.id, account.shard))
                .collect();
            inner.rules = enabled.iter().map(|rule| (rule.id, rule.shard)).collect();
            for shard in inner.shards.keys() {
                by_shard.entry(*shard).or_default();
            }
        }
        for account in accounts {
            by_shard.entry(account.shard).or_default().0.push(account);
        }
        for rule in enabled {
            by_shard.entry(rule.shard).or_default().1.push(rule);
        }
        for subject in quarantined {
            by_shard.entry(subject.shard).or_default().2.push(subject);
        }
        for (number, (accounts, rules, resting)) in by_shard {
            if self.node.leases.owner(number).is_none() {
                continue;
            }
            match self.shard(myself, number).await {
                Ok(shard) => shard.cast(ShardMessage::RollCall {
                    accounts,
                    rules,
                    resting,
                }),
                Err(error) => tracing::error!(shard = number, %error, "a shard could not be started"),
            }
        }
        Ok(())
    }

    async fn shard(
        &mut self,
        myself: &ActorRef<NodeMessage>,
        number: i64,
    ) -> Result<Address<ShardMessage>, ActorProcessingErr> {
        let known = self
            .node
            .routes
            .inner
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .shards
            .get(&number)
            .cloned();
        if let Some(shard) = known {
            return Ok(shard);
        }
        let vitals = self.enter(
            &format!("shard:{number}"),
            ActorKind::Shard,
            &format!("Shard {number}"),
        );
        let routes = self.node.routes.clone();
        let arguments = ShardArguments {
            context: self.node.context.clone(),
            directory: self.node.directory.clone(),
            leases: self.node.leases.clone(),
            vitals: Arc::clone(&vitals),
            number,
            rules: Arc::new(move |rule, message| routes.rule(rule, message)),
        };
        let (actor, _) = Actor::spawn_linked(None, Shard, arguments, myself.get_cell()).await?;
        let address = Address::new(actor, vitals);
        self.node
            .routes
            .inner
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .shards
            .insert(number, address.clone());
        Ok(address)
    }
}
