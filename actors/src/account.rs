//! One connected account: its columns, its compiled rules, its queue to the platform. The only one that talks to the
//! platform for this account, one call at a time.

mod shared;

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use dsl::Level;
use engine::{
    actions::{self, carry_out::Turn},
    connections::{self, AccountState},
    decisions::tick::{self, TickRule},
    metrics,
    rules::store as rule_store,
    store::StoreError,
    supervision::{self, ActorKind, ActorState, Quarantined},
};
use ractor::{Actor, ActorId, ActorProcessingErr, ActorRef, SupervisionEvent};
use uuid::Uuid;

use crate::{
    campaign::{CampaignActor, CampaignMessage},
    directory::{Address, End, Subject, Vitals},
    request_queue::{Job, QueueMessage, RequestQueue},
    restart::{Failures, Restart, RestartPolicy},
    rule::RuleMessage,
    scheduler::Due,
};

pub use shared::AccountShared;

/// Which kinds of work wait in the mailbox: each at most once, so that the mailbox is bounded.
#[derive(Default)]
pub struct Waiting {
    tick: AtomicBool,
    sync: AtomicBool,
    ledger: AtomicBool,
    history: AtomicBool,
}

impl Waiting {
    fn flag(&self, due: Due) -> &AtomicBool {
        match due {
            Due::Tick => &self.tick,
            Due::Sync => &self.sync,
            Due::Ledger => &self.ledger,
            Due::History => &self.history,
        }
    }

    /// Whether this kind of work may enter the mailbox: it does not wait there yet.
    pub fn enter(&self, due: Due) -> bool {
        !self.flag(due).swap(true, Ordering::AcqRel)
    }

    fn leave(&self, due: Due) {
        self.flag(due).store(false, Ordering::Release);
    }
}

pub enum AccountMessage {
    /// Rules or a sync are due, or the ledger holds work.
    Due(Due),
    /// The account was edited, or goes on under another grant.
    Changed,
    /// The campaigns that are quarantined now.
    Resting(HashSet<Uuid>),
    /// The queue finished a sync.
    Synced,
    /// The queue finished a piece of the history.
    HistoryRead,
    /// The queue finished a turn with an action.
    Turned {
        action: Uuid,
        campaign: Option<Uuid>,
        turn: Option<Turn>,
    },
    /// The queue could make nothing of an action of this campaign.
    TurnFailed {
        action: Uuid,
        campaign: Uuid,
        error: String,
    },
    /// A campaign's actor has nothing in motion.
    Idle(Uuid),
    /// Restart the queue after a pause.
    RestartQueue,
    /// The same for a campaign's actor, which goes to sleep again if nothing waits.
    WakeCampaign(Uuid),
}

pub struct AccountActor;

pub struct AccountArguments {
    pub shared: Arc<AccountShared>,
    pub vitals: Arc<Vitals>,
    pub waiting: Arc<Waiting>,
    /// Its campaigns that rest from the start.
    pub resting: HashSet<Uuid>,
    /// Where to report which rules were checked.
    pub rules: Arc<dyn Fn(Uuid, RuleMessage) + Send + Sync>,
}

pub struct AccountActorState {
    shared: Arc<AccountShared>,
    vitals: Arc<Vitals>,
    waiting: Arc<Waiting>,
    rules: Arc<dyn Fn(Uuid, RuleMessage) + Send + Sync>,
    queue: Option<Address<QueueMessage>>,
    queue_failures: Failures,
    campaigns: HashMap<Uuid, Address<CampaignMessage>>,
    campaign_failures: HashMap<Uuid, Failures>,
    /// Campaigns whose actor failed and is not due yet.
    backing_off: HashSet<Uuid>,
    /// Actions handed on and not yet back, with the campaign they went through.
    in_flight: HashMap<Uuid, Option<Uuid>>,
    syncing: bool,
    reading_history: bool,
}

impl Actor for AccountActor {
    type Msg = AccountMessage;
    type State = AccountActorState;
    type Arguments = AccountArguments;

    async fn pre_start(
        &self,
        myself: ActorRef<AccountMessage>,
        arguments: AccountArguments,
    ) -> Result<AccountActorState, ActorProcessingErr> {
        let AccountArguments {
            shared,
            vitals,
            waiting,
            resting,
            rules,
        } = arguments;
        // Campaigns that were awake under an actor before this one: what is still in motion on them wakes them again.
        shared
            .directory
            .leave_asleep(&format!("account:{}", shared.account().id));
        let mut state = AccountActorState {
            shared,
            vitals,
            waiting,
            rules,
            queue: None,
            queue_failures: Failures::default(),
            campaigns: HashMap::new(),
            campaign_failures: HashMap::new(),
            backing_off: HashSet::new(),
            in_flight: HashMap::new(),
            syncing: false,
            reading_history: false,
        };
        state.rest(resting);
        state.nothing_runs().await?;
        state.start_queue(&myself).await?;
        state
            .shared
            .directory
            .set(&state.vitals, ActorState::Running, None);
        Ok(state)
    }

    async fn handle(
        &self,
        myself: ActorRef<AccountMessage>,
        message: AccountMessage,
        state: &mut AccountActorState,
    ) -> Result<(), ActorProcessingErr> {
        state.vitals.handled();
        match message {
            AccountMessage::Due(due) => {
                // Cleared before the work: what becomes due meanwhile is not lost.
                state.waiting.leave(due);
                // Rules look at what is stored; everything else is a call.
                if due != Due::Tick && state.shared.parked().await?.is_some() {
                    return Ok(());
                }
                match due {
                    Due::Tick => state.tick().await?,
                    Due::Ledger => state.ledger(&myself).await?,
                    Due::Sync => {
                        if !state.syncing
                            && let Some(queue) = &state.queue
                        {
                            state.syncing = true;
                            queue.cast(QueueMessage::Enqueue(Job::Sync));
                        }
                    }
                    Due::History => {
                        if !state.reading_history
                            && let Some(queue) = &state.queue
                        {
                            state.reading_history = true;
                            queue.cast(QueueMessage::Enqueue(Job::History));
                        }
                    }
                }
            }
            AccountMessage::Changed => state.shared.changed().await?,
            AccountMessage::Resting(campaigns) => state.rest(campaigns),
            AccountMessage::Synced => state.syncing = false,
            AccountMessage::HistoryRead => state.reading_history = false,
            AccountMessage::Turned {
                action,
                campaign,
                turn,
            } => {
                state.in_flight.remove(&action);
                if let Some(actor) = campaign.and_then(|id| state.campaigns.get(&id)) {
                    actor.cast(CampaignMessage::Turned { action, turn });
                }
            }
            AccountMessage::TurnFailed {
                action,
                campaign,
                error,
            } => {
                state.in_flight.remove(&action);
                match state.campaigns.get(&campaign) {
                    Some(actor) => actor.cast(CampaignMessage::Failed(error)),
                    None => tracing::warn!(%campaign, %action, %error, "an action cannot be carried out"),
                }
            }
            AccountMessage::Idle(campaign) => {
                if let Some(actor) = state.campaigns.remove(&campaign) {
                    // Drain, not stop: a turn that arrived meanwhile is still handled.
                    if actor.actor().drain().is_err() {
                        tracing::debug!(%campaign, "a campaign's actor was gone already");
                    }
                    state.shared.directory.leave(&campaign_id(campaign));
                }
            }
            AccountMessage::RestartQueue => state.start_queue(&myself).await?,
            AccountMessage::WakeCampaign(campaign) => match state.queue.clone() {
                // Its pause is over, but it rests now.
                _ if state.shared.rests(campaign) => {}
                Some(queue) => {
                    state.backing_off.remove(&campaign);
                    state
                        .campaign(&myself, campaign, queue)
                        .await?
                        .cast(CampaignMessage::LookAround);
                }
                // The queue is on its way back itself.
                None => {
                    let pause = RestartPolicy::default().first_pause;
                    myself.send_after(pause, move || AccountMessage::WakeCampaign(campaign));
                }
            },
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<AccountMessage>,
        event: SupervisionEvent,
        state: &mut AccountActorState,
    ) -> Result<(), ActorProcessingErr> {
        let Some((id, end)) = End::of(&event, |id| state.vitals_of(id)) else {
            return Ok(());
        };
        let error = end.text();
        if let Some(queue) = state.queue.take_if(|queue| queue.is(id)) {
            // What was in flight is in the ledger; the scheduler will name it again.
            state.in_flight.clear();
            state.syncing = false;
            state.reading_history = false;
            state.nothing_runs().await?;
            match state.queue_failures.judge(
                &end,
                state.shared.context.process.instant(),
                &RestartPolicy::default(),
            ) {
                Restart::After(pause) => {
                    state.shared.directory.set(
                        queue.vitals(),
                        ActorState::BackingOff,
                        Some(error.to_owned()),
                    );
                    myself.send_after(pause, || AccountMessage::RestartQueue);
                }
                // The account without its queue is no account: its own supervisor decides.
                Restart::Quarantine => return Err(format!("its request queue keeps failing: {error}").into()),
            }
            return Ok(());
        }
        let ended: Vec<Uuid> = state
            .campaigns
            .iter()
            .filter(|(_, actor)| actor.is(id))
            .map(|(id, _)| *id)
            .collect();
        for campaign in ended {
            // What waited with it is in the ledger; the scheduler will name it again.
            state.in_flight.retain(|_, of| *of != Some(campaign));
            let vitals = state
                .campaigns
                .remove(&campaign)
                .map(|actor| Arc::clone(actor.vitals()));
            let now = state.shared.context.process.instant();
            let failures = state.campaign_failures.entry(campaign).or_default();
            let pause = match failures.judge(&end, now, &RestartPolicy::default()) {
                Restart::After(pause) => pause,
                Restart::Quarantine if state.give_up(campaign, error).await => {
                    if let Some(vitals) = vitals {
                        vitals.says(Some(format!("failed too often: {error}")));
                        state
                            .shared
                            .directory
                            .set(&vitals, ActorState::Quarantined, Some(error.to_owned()));
                    }
                    continue;
                }
                // Nobody would find it: it goes on failing, slowly, until its rest can be written down.
                Restart::Quarantine => RestartPolicy::default().longest_pause,
            };
            tracing::warn!(%campaign, %error, ?pause, "a campaign's actor ended; it is started again");
            if let Some(vitals) = vitals {
                state
                    .shared
                    .directory
                    .set(&vitals, ActorState::BackingOff, Some(error.to_owned()));
            }
            state.backing_off.insert(campaign);
            myself.send_after(pause, move || AccountMessage::WakeCampaign(campaign));
        }
        Ok(())
    }
}

fn campaign_id(campaign: Uuid) -> String {
    format!("campaign:{campaign}")
}

impl AccountActorState {
    /// The vital signs of a child.
    fn vitals_of(&self, id: ActorId) -> Option<Arc<Vitals>> {
        let queue = self.queue.as_ref().filter(|queue| queue.is(id));
        let campaign = || self.campaigns.values().find(|actor| actor.is(id));
        queue
            .map(|queue| Arc::clone(queue.vitals()))
            .or_else(|| campaign().map(|actor| Arc::clone(actor.vitals())))
    }

    /// A sync that ran when the program or the queue ended does not run any more.
    async fn nothing_runs(&self) -> Result<(), StoreError> {
        let account = self.shared.account();
        self.shared
            .context
            .store
            .write(move |tx| {
                Box::pin(
                    async move { connections::store::sync_runs(tx, account.scope, account.id, None).await },
                )
            })
            .await
    }

    /// Campaigns that rest lose their actors; what is in motion on them stays where it is.
    fn rest(&mut self, campaigns: HashSet<Uuid>) {
        let mut resting = self.shared.resting.lock().unwrap_or_else(PoisonError::into_inner);
        for resumed in resting.difference(&campaigns) {
            // What failed before is forgiven.
            self.campaign_failures.remove(resumed);
            self.backing_off.remove(resumed);
        }
        for campaign in &campaigns {
            if let Some(actor) = self.campaigns.remove(campaign) {
                actor.actor().stop(None);
                self.in_flight.retain(|_, of| *of != Some(*campaign));
            }
        }
        *resting = campaigns;
    }

    /// A campaign that keeps failing rests until an admin resumes it. Answers whether that is written down.
    async fn give_up(&self, campaign: Uuid, error: &str) -> bool {
        tracing::error!(%campaign, %error, "a campaign keeps failing and is quarantined; an admin has to resume it");
        let (context, scope) = (&self.shared.context, self.shared.account().scope);
        match supervision::verdict::give_up(context, scope, Quarantined::Campaign, campaign, error).await {
            Ok(rests) => {
                // At once, not at the next roll-call.
                self.shared
                    .resting
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(campaign);
                rests
            }
            Err(error) => {
                tracing::error!(%campaign, %error, "the quarantine could not be written down");
                false
            }
        }
    }

    async fn start_queue(&mut self, myself: &ActorRef<AccountMessage>) -> Result<(), ActorProcessingErr> {
        let account = self.shared.account();
        let vitals = self.shared.directory.enter(Subject {
            id: format!("queue:{}", account.id),
            parent: Some(format!("account:{}", account.id)),
            kind: ActorKind::RequestQueue,
            name: account.name,
            org_id: Some(account.scope.id()),
        });
        let arguments = (Arc::clone(&self.shared), Arc::clone(&vitals), myself.clone());
        let (actor, _) = Actor::spawn_linked(None, RequestQueue, arguments, myself.get_cell()).await?;
        self.queue = Some(Address::new(actor, vitals));
        Ok(())
    }

    /// Evaluates every due rule on one version of the columns.
    async fn tick(&mut self) -> Result<(), StoreError> {
        let account = self.shared.account();
        if account.state != AccountState::Active || self.shared.leases.owner(account.shard).is_none() {
            return Ok(());
        }
        let at = self.shared.context.business.now();
        let (scope, id) = (account.scope, account.id);
        let (due, newest) = self
            .shared
            .context
            .store
            .read(|tx| {
                Box::pin(async move {
                    let newest = metrics::store::last_sync(tx, scope, id, Level::Campaigns).await?;
                    Ok::<_, StoreError>((rule_store::due_rules(tx, scope, id, at).await?, newest))
                })
            })
            .await?;
        // A sync makes rules due in its own transaction; the queue reads the columns again only after it.
        if newest.is_some_and(|(seq, _)| seq > self.shared.table().sync_seq) {
            self.shared.reload().await?;
        }
        let rules: Vec<TickRule> = due
            .into_iter()
            .filter_map(|due| self.shared.plan(&due.rule).map(|bound| TickRule { due, bound }))
            .collect();
        let holds_end = rules.is_empty() && {
            let over = self
                .shared
                .context
                .store
                .read(|tx| Box::pin(async move { actions::held::is_over(tx, scope, id, at).await }))
                .await?;
            !over
        };
        if holds_end {
            return Ok(());
        }
        // Nobody is told when a shadow misses its data.
        let checked: Vec<Uuid> = rules
            .iter()
            .filter(|rule| rule.due.shadow_of.is_none())
            .map(|rule| rule.due.rule.id)
            .collect();
        let table = self.shared.table();
        let report = tick::run(&self.shared.context, &account, &table, rules, at).await?;
        tracing::debug!(account = %id, rules = report.rules, opened = report.opened, blocked = report.blocked, "tick");
        let fresh = table
            .data_until
            .is_some_and(|until| at.duration_since(until) <= engine::metrics::table::FRESHNESS_PROMISE);
        for rule in checked {
            (self.rules)(
                rule,
                RuleMessage::Checked {
                    account: id,
                    at,
                    fresh,
                },
            );
        }
        Ok(())
    }

    /// Hands the ledger's work to the queue, each action through its campaign's actor.
    async fn ledger(&mut self, myself: &ActorRef<AccountMessage>) -> Result<(), ActorProcessingErr> {
        let account = self.shared.account();
        let at = self.shared.context.business.now();
        let (scope, id) = (account.scope, account.id);
        let ready = self
            .shared
            .context
            .store
            .read(|tx| Box::pin(async move { actions::store::ready(tx, scope, id, at).await }))
            .await?;
        for (action, campaign) in ready {
            let waits = |id: Uuid| self.shared.rests(id) || self.backing_off.contains(&id);
            if self.in_flight.contains_key(&action) || campaign.is_some_and(waits) {
                continue;
            }
            let Some(queue) = self.queue.clone() else {
                continue;
            };
            self.in_flight.insert(action, campaign);
            match campaign {
                None => queue.cast(QueueMessage::Enqueue(Job::Turn {
                    action,
                    campaign: None,
                })),
                Some(campaign) => self
                    .campaign(myself, campaign, queue)
                    .await?
                    .cast(CampaignMessage::Turn(action)),
            }
        }
        Ok(())
    }

    /// The campaign's actor, woken if it sleeps.
    async fn campaign(
        &mut self,
        myself: &ActorRef<AccountMessage>,
        campaign: Uuid,
        queue: Address<QueueMessage>,
    ) -> Result<Address<CampaignMessage>, ActorProcessingErr> {
        if let Some(actor) = self.campaigns.get(&campaign) {
            return Ok(actor.clone());
        }
        let account = self.shared.account();
        let name = self
            .shared
            .table()
            .objects()
            .iter()
            .find(|row| row.id == campaign)
            .map_or_else(|| campaign.to_string(), |row| row.name.to_string());
        let vitals = self.shared.directory.enter(Subject {
            id: campaign_id(campaign),
            parent: Some(format!("account:{}", account.id)),
            kind: ActorKind::Campaign,
            name,
            org_id: Some(account.scope.id()),
        });
        let arguments = (
            campaign,
            Arc::clone(&self.shared),
            Arc::clone(&vitals),
            myself.clone(),
            queue,
        );
        let (actor, _) = Actor::spawn_linked(None, CampaignActor, arguments, myself.get_cell()).await?;
        let address = Address::new(actor, vitals);
        self.campaigns.insert(campaign, address.clone());
        Ok(address)
    }
}
