//! A store of its own per test, a manual clock, one organisation with one account.

pub mod template;

use std::sync::Arc;

use engine::{
    Context,
    clock::{BusinessClock, ProcessClock},
    connections::{
        self, RegisteredAccount, grants,
        platform::{
            Access, AccountAddress, AdPlatform, BudgetPeriod, ConsentRequest, DoubtResolution, Exchange,
            Grant, MetricsReply, MetricsReport, MetricsRequest, NeededScope, PlatformError, PlatformFuture,
            Platforms, RemoteAccount, RemoteBudget, RemoteCampaign, RemoteObject, Structure, SwitchStatus,
            Write, WriteEffect, WriteField, WriteOutcome, WriteTarget, WriteValue,
        },
        store::NewAccount,
        vault::Vault,
    },
    hints::Hints,
    identity::{self, LoginAttempt, NewPerson, Principal, Role},
    metrics::Columns,
    random::Random,
    store::{DatabaseUrl, Store},
};
use jiff::{Timestamp, civil::Date};
use secrecy::{SecretBox, SecretString};
use tempfile::TempDir;
use uuid::Uuid;

pub use template::Database;
use template::{Template, open_at};

/// Tests of either database, each with an async body and a store of its own.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident) $body:block)*) => {
        $($(#[$meta])* #[test] fn $name() {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async {
                let $world = $crate::support::World::new($crate::support::template::database()).await;
                $body
            });
        })*
    };
}
pub(crate) use on_both;

/// One organisation with an admin, a manager, a marketer and one account on a platform that a test holds in its hand.
pub struct World {
    pub context: Context,
    pub account: RegisteredAccount,
    pub platform: Arc<HandHeld>,
    pub admin: Principal,
    pub manager: Principal,
    pub marketer: Principal,
    pub process: ProcessClock,
    /// Where its database is.
    pub url: DatabaseUrl,
    /// The node that holds every shard's lease.
    node: Uuid,
    _folder: TempDir,
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A Tuesday at nine in New York.
pub const NOW: &str = "2026-03-03T14:00:00Z";

/// An SQLite store in which nobody is yet.
pub async fn open_sqlite(folder: &TempDir) -> Store {
    open_at(DatabaseUrl::Sqlite(folder.path().join("adjutant.db"))).await
}

/// The program around a store, at [`NOW`].
fn context(store: Store, seed: u64, platforms: Platforms) -> Context {
    let process = ProcessClock::system();
    let random = Random::seeded(process.clone(), seed);
    Context {
        store,
        business: BusinessClock::manual(process.clone(), at(NOW)),
        process,
        vault: Vault::from_key(SecretBox::new(Box::new([7; 32])), random.clone()),
        random,
        platforms: Arc::new(platforms),
        hints: Hints::default(),
        columns: Columns::default(),
        sheets: engine::lookups::Sheets::default(),
        steps_a_run: engine::decisions::budget::STEPS_A_RUN,
    }
}

/// Who is there before a test begins, and their account.
#[derive(Clone)]
struct Furnished {
    account: RegisteredAccount,
    admin: Principal,
    manager: Principal,
    marketer: Principal,
}

/// Makes the organisation, its people and its account in an empty store, and signs the people in.
async fn furnish(context: &Context) -> Furnished {
    let person = |name: &str, role| NewPerson {
        name: name.to_owned(),
        email: format!("{name}@example.test"),
        password: SecretString::from("correct horse battery"),
        role,
    };
    let people = [
        person("admin", Role::Admin),
        person("manager", Role::Manager),
        person("marketer", Role::Marketer),
    ];
    let scope = identity::seed_people(context, "Test", &people).await.unwrap();
    let grant = Grant {
        access_token: SecretString::from("access"),
        refresh_token: Some(SecretString::from("refresh")),
        access_expires_at: None,
        grant_expires_at: None,
        scopes: Vec::new(),
    };
    let grant_id = grants::store_grant(context, scope, dsl::Platform::Google, &grant)
        .await
        .unwrap();
    let id = context.random.id();
    let new = NewAccount {
        platform: dsl::Platform::Google,
        name: "Shop US".to_owned(),
        address: AccountAddress {
            external_id: "1234567890".to_owned(),
            login_external_id: None,
            currency: "USD".parse().unwrap(),
            time_zone: "America/New_York".to_owned(),
        },
    };
    let account = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                connections::store::insert_account(tx, scope, id, grant_id, &new, None, at(NOW)).await?;
                let state = connections::AccountState::Active;
                connections::store::set_account_state(tx, scope, id, state, None, at(NOW)).await?;
                connections::store::account(tx, scope, id).await
            })
        })
        .await
        .unwrap()
        .unwrap();
    let signed_in = async |name: &str| {
        let attempt = LoginAttempt {
            email: format!("{name}@example.test"),
            password: SecretString::from("correct horse battery"),
            user_agent: String::new(),
            previous_token: None,
            request_id: None,
        };
        identity::login(context, attempt).await.unwrap().session.principal
    };
    Furnished {
        account,
        admin: signed_in("admin").await,
        manager: signed_in("manager").await,
        marketer: signed_in("marketer").await,
    }
}

impl World {
    pub async fn new(database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        static FURNISHED: Template<Furnished> = Template::new();
        let begin = async |store| furnish(&context(store, 1, Platforms::new())).await;
        let (url, furnished) = FURNISHED.copy(database, &folder, begin).await;
        let platform = Arc::new(HandHeld::default());
        let mut platforms = Platforms::new();
        platforms.insert(
            dsl::Platform::Google,
            Arc::clone(&platform) as Arc<dyn AdPlatform>,
        );
        let context = context(open_at(url.clone()).await, 2, platforms);
        let (node, now) = (context.random.id(), context.process.now());
        context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    connections::store::lease_shards(tx, node, now, connections::store::LEASE).await
                })
            })
            .await
            .unwrap();
        Self {
            process: context.process.clone(),
            context,
            account: furnished.account,
            platform,
            admin: furnished.admin,
            manager: furnished.manager,
            marketer: furnished.marketer,
            url,
            node,
            _folder: folder,
        }
    }

    /// The epoch under which the test's node owns the account's shard.
    pub async fn owner(&self) -> engine::actions::carry_out::Owner {
        let (node, now) = (self.node, self.process.now());
        let shards = self
            .context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    connections::store::renew_shards(tx, node, now, connections::store::LEASE).await
                })
            })
            .await
            .unwrap();
        let epoch = shards
            .into_iter()
            .find(|(shard, _)| *shard == self.account.shard)
            .unwrap()
            .1;
        engine::actions::carry_out::Owner { node, epoch }
    }

    /// Runs one statement as it stands.
    pub async fn execute(&self, sql: &'static str) {
        let statement = engine::store::Statement::both("test", sql);
        self.context
            .store
            .write(move |tx| Box::pin(async move { tx.execute(statement, &[]).await }))
            .await
            .map_err(|error: engine::store::StoreError| panic!("{sql}: {error}"))
            .unwrap();
    }

    /// The rows of a query as it stands.
    pub async fn rows(&self, sql: &'static str) -> Vec<engine::store::Row> {
        let statement = engine::store::Statement::both("test", sql);
        self.context
            .store
            .read(|tx| Box::pin(async move { tx.fetch_all(statement, &[]).await }))
            .await
            .map_err(|error: engine::store::StoreError| panic!("{sql}: {error}"))
            .unwrap()
    }

    /// Stores a structure as a sync would.
    pub async fn structure(&self, structure: Structure, observed: Timestamp) {
        let (scope, id, random) = (self.account.scope, self.account.id, self.context.random.clone());
        self.context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    engine::campaigns::store::apply_structure(tx, scope, id, &random, &structure, observed)
                        .await
                })
            })
            .await
            .unwrap();
    }
}

/// A campaign with a budget of its own, `budget` in whole dollars.
pub fn campaign(id: &str, name: &str, budget: i64) -> (RemoteCampaign, RemoteBudget) {
    let campaign = RemoteCampaign {
        external_id: id.to_owned(),
        name: name.to_owned(),
        status: SwitchStatus::Active,
        delivery: "eligible".to_owned(),
        channel: "search".to_owned(),
        bid_strategy: "maximize_conversions".to_owned(),
        target_cpa_micros: None,
        target_roas_millionths: None,
        budget_external_id: Some(format!("b{id}")),
        start_date: Some(Date::constant(2025, 1, 1)),
        end_date: None,
        labels: Vec::new(),
    };
    let budget = RemoteBudget {
        external_id: format!("b{id}"),
        name: format!("{name} budget"),
        amount_micros: budget * 1_000_000,
        period: BudgetPeriod::Daily,
        campaigns: 1,
        shared: false,
    };
    (campaign, budget)
}

pub fn structure_of(parts: Vec<(RemoteCampaign, RemoteBudget)>) -> Structure {
    let (campaigns, budgets) = parts.into_iter().unzip();
    Structure { campaigns, budgets }
}

/// What the platform does with the next write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Apply,
    /// Apply, then lose the answer.
    ApplyAndDrop,
    /// Lose the request.
    Drop,
    Busy,
    Refuse,
    /// What is asked for has been done meanwhile, and is told as done by somebody else.
    Found,
}

/// A platform in the test's hand: it remembers every effective change.
#[derive(Default)]
pub struct HandHeld {
    pub inner: std::sync::Mutex<Held>,
}

#[derive(Default)]
pub struct Held {
    pub values: std::collections::BTreeMap<(WriteTarget, WriteField), WriteValue>,
    pub changes: Vec<(WriteTarget, WriteValue)>,
    pub script: std::collections::VecDeque<Next>,
    pub writes: usize,
    pub reads: usize,
    /// Labels of what stands below the campaigns are not read.
    pub labels_campaigns_alone: bool,
}

impl HandHeld {
    pub fn put(&self, target: WriteTarget, field: WriteField, value: WriteValue) {
        self.inner.lock().unwrap().values.insert((target, field), value);
    }

    pub fn next(&self, next: Next) {
        self.inner.lock().unwrap().script.push_back(next);
    }
}

impl AdPlatform for HandHeld {
    fn name(&self) -> dsl::Platform {
        dsl::Platform::Google
    }

    fn resolution(&self, _field: WriteField) -> DoubtResolution {
        DoubtResolution::Compare
    }

    fn read_lag(&self) -> std::time::Duration {
        std::time::Duration::from_secs(60)
    }

    fn money_step(&self, _currency: &dsl::Currency) -> i64 {
        10_000
    }

    fn needed_scopes(&self) -> &'static [NeededScope] {
        &[]
    }

    fn consent_url(&self, _request: &ConsentRequest) -> String {
        String::new()
    }

    fn exchange_code<'a>(
        &'a self,
        _code: &'a str,
        _verifier: &'a str,
        _redirect: &'a str,
    ) -> PlatformFuture<'a, Grant> {
        Box::pin(async {
            Err(PlatformError::Reconnect {
                message: "not here".to_owned(),
            })
        })
    }

    fn refresh<'a>(&'a self, grant: &'a Grant) -> PlatformFuture<'a, Grant> {
        Box::pin(async { Ok(grant.clone()) })
    }

    fn accounts<'a>(&'a self, _access: &'a Access) -> PlatformFuture<'a, Vec<RemoteAccount>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn structure<'a>(
        &'a self,
        _access: &'a Access,
        _account: &'a AccountAddress,
    ) -> PlatformFuture<'a, Structure> {
        Box::pin(async { Ok(Structure::default()) })
    }

    fn levels(&self) -> &'static [dsl::Level] {
        &[
            dsl::Level::AdGroups,
            dsl::Level::Ads,
            dsl::Level::Keywords,
            dsl::Level::SearchTerms,
        ]
    }

    fn labels(&self) -> &'static [dsl::Level] {
        let all = &[
            dsl::Level::Campaigns,
            dsl::Level::AdGroups,
            dsl::Level::Ads,
            dsl::Level::Keywords,
        ];
        if self.inner.lock().unwrap().labels_campaigns_alone {
            &all[..1]
        } else {
            all
        }
    }

    fn objects<'a>(
        &'a self,
        _access: &'a Access,
        _account: &'a AccountAddress,
        _level: dsl::Level,
        _days: (jiff::civil::Date, jiff::civil::Date),
    ) -> PlatformFuture<'a, Vec<RemoteObject>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn metrics<'a>(
        &'a self,
        _access: &'a Access,
        _account: &'a AccountAddress,
        _request: &'a MetricsRequest,
    ) -> PlatformFuture<'a, MetricsReply> {
        Box::pin(async { Ok(MetricsReply::Rows(MetricsReport::default())) })
    }

    fn write<'a>(
        &'a self,
        _access: &'a Access,
        _account: &'a AccountAddress,
        write: &'a Write,
        _deadline: engine::clock::Deadline,
    ) -> PlatformFuture<'a, WriteOutcome> {
        Box::pin(async move {
            let mut held = self.inner.lock().unwrap();
            held.writes += 1;
            let next = held.script.pop_front().unwrap_or(Next::Apply);
            if matches!(next, Next::Apply | Next::ApplyAndDrop | Next::Found) {
                let key = (write.target.clone(), write.field);
                if held.values.insert(key, write.value.clone()) != Some(write.value.clone()) {
                    held.changes.push((write.target.clone(), write.value.clone()));
                }
            }
            let exchange = Box::<Exchange>::default();
            match next {
                Next::Apply => Ok(WriteOutcome {
                    effect: WriteEffect::Applied,
                    exchange: *exchange,
                }),
                Next::ApplyAndDrop | Next::Drop => Err(PlatformError::Doubt {
                    message: "connection lost".to_owned(),
                    exchange,
                }),
                Next::Busy => Err(PlatformError::Retry {
                    after: None,
                    scope: engine::connections::platform::RetryScope::Call,
                    message: "try later".to_owned(),
                    exchange,
                }),
                Next::Refuse => Err(PlatformError::Refused {
                    code: "TOO_LOW".to_owned(),
                    message: "too low".to_owned(),
                    exchange,
                }),
                Next::Found => Err(PlatformError::OutOfSync {
                    message: "it is there already".to_owned(),
                    exchange,
                }),
            }
        })
    }

    fn read<'a>(
        &'a self,
        _access: &'a Access,
        _account: &'a AccountAddress,
        target: &'a WriteTarget,
        field: WriteField,
    ) -> PlatformFuture<'a, Option<WriteValue>> {
        Box::pin(async move {
            let mut held = self.inner.lock().unwrap();
            held.reads += 1;
            Ok(held.values.get(&(target.clone(), field)).cloned())
        })
    }
}
