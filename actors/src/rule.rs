//! One enabled rule: is it being evaluated on fresh data? If not for three cadences, somebody is told.

use std::{collections::HashMap, sync::Arc};

use engine::{
    Context,
    identity::OrgScope,
    notifications::{self, Notification},
    random::token_hash,
    store::StoreError,
    supervision::ActorState,
};
use jiff::{SignedDuration, Timestamp};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use uuid::Uuid;

use crate::directory::{Directory, Vitals};

/// After how many silent cadences the alarm goes off.
const SILENT_CADENCES: i64 = 3;

pub enum RuleMessage {
    /// An account evaluated the rule.
    Checked {
        account: Uuid,
        at: Timestamp,
        fresh: bool,
    },
    /// Look at the time.
    Beat,
}

pub struct RuleActor;

pub struct RuleArguments {
    pub context: Context,
    pub directory: Directory,
    pub vitals: Arc<Vitals>,
    pub scope: OrgScope,
    pub id: Uuid,
    pub name: String,
    /// Seconds between two checks; `None` for rules that wait for syncs.
    pub cadence: Option<i64>,
}

pub struct RuleState {
    rule: RuleArguments,
    /// Per account: the last check on fresh data.
    fresh: HashMap<Uuid, Timestamp>,
    started: Timestamp,
    alarmed: bool,
}

impl Actor for RuleActor {
    type Msg = RuleMessage;
    type State = RuleState;
    type Arguments = RuleArguments;

    async fn pre_start(
        &self,
        _myself: ActorRef<RuleMessage>,
        rule: RuleArguments,
    ) -> Result<RuleState, ActorProcessingErr> {
        rule.directory.set(&rule.vitals, ActorState::Running, None);
        let started = rule.context.business.now();
        Ok(RuleState {
            rule,
            fresh: HashMap::new(),
            started,
            alarmed: false,
        })
    }

    async fn handle(
        &self,
        _myself: ActorRef<RuleMessage>,
        message: RuleMessage,
        state: &mut RuleState,
    ) -> Result<(), ActorProcessingErr> {
        state.rule.vitals.handled();
        match message {
            RuleMessage::Checked { account, at, fresh } => {
                if fresh {
                    state.fresh.insert(account, at);
                    if std::mem::take(&mut state.alarmed) {
                        state
                            .rule
                            .directory
                            .set(&state.rule.vitals, ActorState::Running, None);
                    }
                }
            }
            RuleMessage::Beat => state.beat().await?,
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _myself: ActorRef<RuleMessage>,
        _event: SupervisionEvent,
        _state: &mut RuleState,
    ) -> Result<(), ActorProcessingErr> {
        // It supervises nobody.
        Ok(())
    }
}

impl RuleState {
    async fn beat(&mut self) -> Result<(), StoreError> {
        let Some(cadence) = self.rule.cadence else {
            return Ok(());
        };
        let at = self.rule.context.business.now();
        let last = self.fresh.values().max().copied().unwrap_or(self.started);
        let patience = SignedDuration::from_secs(cadence.saturating_mul(SILENT_CADENCES));
        if self.alarmed || at.duration_since(last) <= patience {
            return Ok(());
        }
        self.alarmed = true;
        let why = format!("not evaluated on fresh data since {last}");
        self.rule
            .directory
            .set(&self.rule.vitals, ActorState::Running, Some(why.clone()));
        // The same rule and the same silence give the same id: told once.
        let key = token_hash(&format!("silent:{}:{last}", self.rule.id));
        let Some(bytes) = key.first_chunk::<16>().copied() else {
            return Ok(());
        };
        let notification = Notification::new(
            notifications::Kind::Rule,
            format!("\"{}\" is silent", self.rule.name),
            format!("The rule was {why}. Look at its accounts."),
        )
        .about("rule", Some(self.rule.id));
        let scope = self.rule.scope;
        let id = Uuid::from_bytes(bytes);
        self.rule
            .context
            .store
            .write(move |tx| {
                Box::pin(async move { notifications::enqueue(tx, scope, id, &notification, at).await })
            })
            .await
    }
}
