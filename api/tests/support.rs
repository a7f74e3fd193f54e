//! A running server with two organisations, and people who call it.

#[path = "../../engine/tests/support/template.rs"]
mod template;

use std::{
    sync::{Arc, RwLock},
    time::Duration,
};

use api::{AppState, address::Address, rate_limit::RateLimits};
use engine::{
    Context,
    clock::{BusinessClock, ProcessClock},
    connections::{platform::Platforms, store::LEASE, vault::Vault},
    hints::Hints,
    identity::{self, NewPerson, OrgScope, Role},
    metrics::{Columns, rollup},
    random::Random,
    store::{Param, Statement, Store, StoreError},
    supervision::{ActorInfo, ActorKind, ActorState, ActorsView, Killed},
};
use jiff::Timestamp;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use secrecy::{SecretBox, SecretString};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot};
use uuid::Uuid;

use template::{Template, database, open_at};

pub const PASSWORD: &str = "a quiet desk by the window";

/// Where business time stands unless a test says otherwise.
const NOW: &str = "2026-11-17T14:00:00Z";

/// A tree with one actor of the node and one of each organisation.
struct Tree(Vec<ActorInfo>);

impl ActorsView for Tree {
    fn tree(&self) -> Vec<ActorInfo> {
        self.0.clone()
    }

    fn kill(&self, id: &str, _by: &str) -> Killed {
        if self.0.iter().any(|actor| actor.id == id) {
            Killed::Stopping
        } else {
            Killed::NotRunning
        }
    }
}

/// The tree of the runtime that runs now, or the one that stands for it.
#[derive(Clone)]
struct Shown(Arc<RwLock<Arc<dyn ActorsView>>>);

impl ActorsView for Shown {
    fn tree(&self) -> Vec<ActorInfo> {
        self.0.read().unwrap().tree()
    }

    fn kill(&self, id: &str, by: &str) -> Killed {
        self.0.read().unwrap().kill(id, by)
    }
}

pub struct TestApp {
    shown: Shown,
    runtime: Option<actors::Handle>,
    pub context: Context,
    pub base: String,
    /// Two organisations; empty for an app that is not set up.
    pub organisations: Vec<OrgScope>,
    stop: Option<oneshot::Sender<()>>,
    _folder: tempfile::TempDir,
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}

/// How the app under test is set up.
pub struct Setting {
    pub public_url: Option<&'static str>,
    pub without_people: bool,
    /// What can be connected; nothing speaks to the outside by itself before [`TestApp::start_actors`].
    pub platforms: Platforms,
    /// Where business time stands.
    pub now: &'static str,
    pub limits: RateLimits,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            public_url: None,
            without_people: false,
            platforms: Platforms::new(),
            now: NOW,
            // Tests ask faster than people.
            limits: RateLimits {
                per_person: None,
                per_address: None,
                trusted_proxies: Vec::new(),
            },
        }
    }
}

impl TestApp {
    /// Acme with ada (admin), max (manager) and mia (marketer) `@acme.test`, Zenith with zoe (admin) `@zenith.test`.
    pub async fn start() -> Self {
        Self::start_with(Setting::default()).await
    }

    pub async fn start_with(setting: Setting) -> Self {
        // The first test of the process installs it; the others find it there.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        static EMPTY: Template<Vec<OrgScope>> = Template::new();
        static PEOPLED: Template<Vec<OrgScope>> = Template::new();
        let (url, organisations) = if setting.without_people {
            EMPTY.copy(database(), &folder, async |_| Vec::new()).await
        } else {
            PEOPLED.copy(database(), &folder, organisations).await
        };
        let context = context(open_at(url).await, setting.platforms, setting.now);
        let owners = [None]
            .into_iter()
            .chain(organisations.iter().map(|scope| Some(scope.id())));
        let tree = owners
            .enumerate()
            .map(|(number, org_id)| actor(number, org_id, &context))
            .collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let address = Address::new(addr, setting.public_url).unwrap();
        let shown = Shown(Arc::new(RwLock::new(Arc::new(Tree(tree)))));
        let view = Arc::new(shown.clone());
        let state = AppState::new(context.clone(), view, address, setting.limits);
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(api::serve(state, listener, async move {
            let _ = stopped.await;
        }));
        Self {
            shown,
            runtime: None,
            context,
            base: format!("http://{addr}"),
            organisations,
            stop: Some(stop),
            _folder: folder,
        }
    }

    /// Starts the supervision tree on the store, as the program does.
    pub async fn start_actors(&mut self) {
        let options = actors::Options {
            context: self.context.clone(),
            writer: None,
            lease: LEASE,
        };
        let runtime = actors::run(options).await.unwrap();
        *self.shown.0.write().unwrap() = runtime.view();
        self.runtime = Some(runtime);
    }

    /// Ends the tree as it stands, whatever it is in the middle of.
    pub async fn stop_actors(&mut self) {
        self.runtime.take().unwrap().stop().await.unwrap();
    }

    pub fn stop(&mut self) {
        drop(self.stop.take());
    }

    /// Somebody without a session.
    pub fn anonymous(&self) -> Client {
        Client {
            base: self.base.clone(),
            http: http(),
            cookie: None,
        }
    }

    /// Signs in with [`PASSWORD`].
    pub async fn sign_in(&self, email: &str) -> Client {
        let client = self.anonymous();
        let body = json!({ "email": email, "password": PASSWORD });
        let response = client.post("/api/v1/session", &body).await;
        assert_eq!(response.status(), StatusCode::OK, "{email}");
        client.with_cookie(cookie_of(&response))
    }

    /// Runs one statement against the store.
    pub async fn execute(&self, sql: &'static str, params: Vec<Param>) {
        let statement = Statement::both("test", sql);
        self.context
            .store
            .write(move |tx| {
                Box::pin(async move { tx.execute_exactly(1, statement, &params).await.map(|()| true) })
            })
            .await
            .map_err(|error: StoreError| panic!("{sql}: {error}"))
            .unwrap();
    }

    /// One number that the store answers as `n`.
    pub async fn count(&self, sql: &'static str, params: Vec<Param>) -> i64 {
        let statement = Statement::both("test", sql);
        self.context
            .store
            .read(move |tx| Box::pin(async move { tx.fetch_one(statement, &params).await?.i64("n") }))
            .await
            .map_err(|error: StoreError| panic!("{sql}: {error}"))
            .unwrap()
    }

    /// How often an event was written down.
    pub async fn audited(&self, event: &str) -> i64 {
        self.count(
            "select count(*) as n from audit_event where org_id is not null and event = $1",
            vec![event.into()],
        )
        .await
    }
}

/// The program around a store.
fn context(store: Store, platforms: Platforms, now: &str) -> Context {
    let process = ProcessClock::system();
    let random = Random::system(process.clone());
    Context {
        store,
        business: BusinessClock::manual(process.clone(), now.parse().unwrap()),
        vault: Vault::from_key(SecretBox::new(Box::new([7; 32])), random.clone()),
        process,
        random,
        platforms: Arc::new(platforms),
        hints: Hints::default(),
        columns: Columns::default(),
        sheets: engine::lookups::Sheets::default(),
        steps_a_run: engine::decisions::budget::STEPS_A_RUN,
    }
}

/// The two organisations with their people, in an empty store.
async fn organisations(store: Store) -> Vec<OrgScope> {
    let context = context(store, Platforms::new(), NOW);
    let acme = [
        ("Ada", Role::Admin),
        ("Max", Role::Manager),
        ("Mia", Role::Marketer),
    ];
    vec![
        people(&context, "Acme", "acme.test", &acme).await,
        people(&context, "Zenith", "zenith.test", &[("Zoe", Role::Admin)]).await,
    ]
}

async fn people(context: &Context, organisation: &str, domain: &str, people: &[(&str, Role)]) -> OrgScope {
    let people: Vec<NewPerson> = people
        .iter()
        .map(|(name, role)| NewPerson {
            name: (*name).to_owned(),
            email: format!("{}@{domain}", name.to_lowercase()),
            password: SecretString::from(PASSWORD),
            role: *role,
        })
        .collect();
    identity::seed_people(context, organisation, &people)
        .await
        .unwrap()
}

fn actor(number: usize, org_id: Option<Uuid>, context: &Context) -> ActorInfo {
    ActorInfo {
        id: format!("actor-{number}"),
        parent: None,
        kind: ActorKind::Node,
        name: format!("actor of {org_id:?}"),
        state: ActorState::Running,
        mailbox: 0,
        handled: 1,
        restarts: 0,
        last_error: None,
        since: context.process.now(),
        org_id,
        queue: None,
        detail: None,
    }
}

fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap()
}

/// `name=value` of the session cookie that a response set.
pub fn cookie_of(response: &Response) -> String {
    let header = response
        .headers()
        .get("set-cookie")
        .expect("a session cookie")
        .to_str()
        .unwrap();
    header.split(';').next().unwrap().to_owned()
}

#[derive(Clone)]
pub struct Client {
    base: String,
    http: reqwest::Client,
    pub cookie: Option<String>,
}

impl Client {
    /// The same client with this session cookie, `name=value`.
    pub fn with_cookie(&self, cookie: impl Into<String>) -> Self {
        Self {
            cookie: Some(cookie.into()),
            ..self.clone()
        }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// The body of a successful GET.
    pub async fn read(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.unwrap()
    }

    /// A campaign by its name.
    pub async fn campaign(&self, name: &str) -> Value {
        let found = self.read("/api/v1/campaigns?limit=500").await;
        let row = found["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["name"] == name);
        row.unwrap_or_else(|| panic!("{name} is not in {found}")).clone()
    }

    /// The change that this person asks for: a campaign's pause.
    pub async fn pause(&self, name: &str) -> Value {
        let row = self.campaign(name).await;
        let path = format!("/api/v1/campaigns/{}/actions", row["id"].as_str().unwrap());
        let asked = json!({ "kind": "pause", "reason": "the client asked for it" });
        let response = self.post(&path, &asked).await;
        let status = response.status();
        let action: Value = response.json().await.unwrap();
        assert!(status.is_success(), "{status} {action}");
        action
    }

    /// A new rule that is enabled; answers its id.
    pub async fn enabled_rule(&self, text: &str) -> String {
        let created = self.post("/api/v1/rules", &json!({ "text": text })).await;
        let tag = created.headers()["etag"].to_str().unwrap().to_owned();
        let rule: Value = created.json().await.unwrap();
        let id = rule["id"].as_str().unwrap().to_owned();
        let warnings = rule["warnings"].as_array().unwrap().iter();
        let accept: Vec<&Value> = warnings.map(|warning| &warning["code"]).collect();
        let enabled = self
            .request(Method::POST, &format!("/api/v1/rules/{id}/enable"))
            .header("if-match", tag)
            .json(&json!({ "accept": accept }))
            .send()
            .await
            .unwrap();
        assert_eq!(
            enabled.status(),
            StatusCode::OK,
            "{}",
            enabled.text().await.unwrap()
        );
        id
    }

    /// Asks for an account's next sync now.
    pub async fn sync(&self, account: &str) {
        let asked = self
            .post(&format!("/api/v1/accounts/{account}/sync"), &json!({}))
            .await;
        assert!(asked.status().is_success(), "{}", asked.text().await.unwrap());
    }
}

/// The problem document of a failed answer, held to its form.
pub async fn problem(response: Response) -> Value {
    let status = response.status().as_u16();
    let media_type = response
        .headers()
        .get("content-type")
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let id = response
        .headers()
        .get("x-request-id")
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(media_type, "application/problem+json");
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["status"], status);
    assert_eq!(body["request_id"], id);
    assert!(
        body["type"]
            .as_str()
            .unwrap()
            .starts_with("urn:adjutant:problem:"),
        "{body}"
    );
    assert!(!body["title"].as_str().unwrap().is_empty() && !body["detail"].as_str().unwrap().is_empty());
    body
}

/// An id as the store takes it.
pub fn id(text: &str) -> Param {
    text.parse::<Uuid>().unwrap().into()
}

/// The last word of a problem's type.
pub fn kind(problem: &Value) -> &str {
    problem["type"].as_str().unwrap().rsplit(':').next().unwrap()
}

/// Rows of a small desk in an organisation: one account, campaigns, one rule, one decision, one waiting action.
pub struct Desk {
    pub account: Uuid,
    /// One that waits for the platform's answer.
    pub connection: Uuid,
    pub campaign: Uuid,
    /// An ad group of the campaign.
    pub object: Uuid,
    pub rule: Uuid,
    pub guard: Uuid,
    pub decision: Uuid,
    pub action: Uuid,
}

/// The desk's rule and guard.
pub const RULE: &str = "language 1\n\nrule \"Stop loss\" {\n  param max_cpa: money = $45 from $1 to $500 \"dear\"\n  for campaigns on google where status is active\n  every 1h\n  window last 3 days\n  when conversions > 0 and cpa > max_cpa\n  then pause\n  cooldown 24h\n  accept W0507 \"what comes late does not matter here\"\n}\n";
pub const GUARD: &str =
    "language 1\n\nguard \"Ceiling\" {\n  for campaigns\n  never raise budget above $1,000\n}\n";

pub const EXPLANATION: &str = r#"{"at":"2026-11-17T13:00:00Z","data_until":"2026-11-17T12:00:00Z","scope":null,"lets":[],
"branches":[{"truth":"true","condition":{"kind":"comparison","text":"cpa > $45","truth":"true","missing":null,
"left":{"text":"cpa","value":{"display":"$60.00","kind":"money","raw":60000000,"missing":null},"parts":[]},"op":">",
"right":{"text":"$45","value":{"display":"$45.00","kind":"money","raw":45000000,"missing":null},"parts":[]},
"distance":"$15.00 above","children":[]},"lasting":null,"actions":["pause"],"reason":"cpa $60.00 is above $45.00"}],
"windows":[{"text":"last 3 days","from":"2026-11-14","to":"2026-11-16","grain":"day","lag_days":0,"metrics":["spend"],"missing":null}]}"#;

impl TestApp {
    pub async fn desk(&self, scope: OrgScope) -> Desk {
        let org = || Param::from(scope.id());
        let id = || self.context.random.id();
        let at = || Param::from(self.context.business.now());
        let (grant, account, rule, tick, decision) = (id(), id(), id(), id(), id());
        self.execute(
            "insert into platform_grant (org_id, id, platform, secret, scopes, state, created_at, updated_at)
             values ($1, $2, 'google', $3, '', 'live', $4, $4)",
            vec![org(), grant.into(), vec![1_u8].into(), at()],
        )
        .await;
        self.execute(
            "insert into ad_account (org_id, id, brand_id, grant_id, platform, external_id, name, currency, time_zone, state, shard,
               extra_settled_days, connected_at, updated_at)
             select $1, $2, b.id, $3, 'google', '1234567890', 'Acme US', 'USD', 'America/New_York', 'active', 0, 0, $4, $4
             from brand b where b.org_id = $1 and b.is_default = 1",
            vec![org(), account.into(), grant.into(), at()],
        )
        .await;
        self.execute(
            "insert into sync (org_id, account_id, seq, observed_at, finished_at, data_until, first_day, last_day, first_hourly_day,
               rows_read, cells_changed, backfilled) values ($1, $2, 1, $3, $3, $3, 20700, 20774, 20774, 1, 1, 0)",
            vec![org(), account.into(), at()],
        )
        .await;
        let campaign = self.campaign(scope, account, "Prospecting US").await;
        let object = id();
        self.execute(
            "insert into ad_object (org_id, id, account_id, level, external_id, campaign_id, name, status, delivery, bid_micros,
               first_seen_at, updated_at)
             values ($1, $2, $3, 'ad_group', 'g1', $4, 'Shoes', 'active', 'eligible', 2000000, $5, $5)",
            vec![org(), object.into(), account.into(), campaign.into(), at()],
        )
        .await;
        self.execute(
            "insert into rule (org_id, id, name, state, current_version, shard, created_at, updated_at)
             values ($1, $2, 'Stop loss', 'enabled', 1, 0, $3, $3)",
            vec![org(), rule.into(), at()],
        )
        .await;
        self.execute(
            "insert into rule_version (org_id, rule_id, version, text, overrides, created_at) values ($1, $2, 1, $4, '{}', $3)",
            vec![org(), rule.into(), at(), RULE.into()],
        )
        .await;
        self.execute(
            "insert into tick (org_id, account_id, id, at, rules, objects, took_micros) values ($1, $2, $3, $4, 1, 1, 1)",
            vec![org(), account.into(), tick.into(), at()],
        )
        .await;
        self.execute(
            "insert into decision (org_id, id, account_id, tick_id, rule_id, rule_version, campaign_id, at, outcome, branch, reason,
               explanation, blocked, notify)
             values ($1, $2, $3, $4, $5, 1, $6, $7, 'fired', 0, 'cpa is high', $8, '[{\"by\":\"cap\",\"reason\":\"reached\"}]', '[]')",
            vec![
                org(), decision.into(), account.into(), tick.into(), rule.into(), campaign.into(), at(), EXPLANATION.into(),
            ],
        )
        .await;
        let action = self
            .action(scope, account, campaign, Some((rule, decision)), at())
            .await;
        self.sum_up(scope, account).await;
        let guard = id();
        self.execute(
            "insert into guard (org_id, id, name, text, version, state, updated_at) values ($1, $2, 'Ceiling', $3, 3, 'enabled', $4)",
            vec![org(), guard.into(), GUARD.into(), at()],
        )
        .await;
        let connection = id();
        self.execute(
            "insert into connection (org_id, id, platform, user_id, session_hash, state_hash, redirect_uri, state, scopes, candidates,
               created_at, updated_at, expires_at)
             select $1, $2, 'google', m.user_id, $3, $4, 'http://127.0.0.1/', 'waiting', '', '[]', $5, $5, $6
             from membership m where m.org_id = $1 and m.role = 'admin'",
            vec![
                org(), connection.into(), vec![1_u8].into(), connection.as_bytes().to_vec().into(),
                self.context.process.now().into(), "2100-01-01T00:00:00Z".parse::<Timestamp>().unwrap().into(),
            ],
        )
        .await;
        Desk {
            account,
            connection,
            campaign,
            object,
            rule,
            guard,
            decision,
            action,
        }
    }

    /// Sums the account's days anew, as its sync of today does.
    pub async fn sum_up(&self, scope: OrgScope, account: Uuid) {
        let now = self.context.business.now();
        self.context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let account = engine::connections::store::account(tx, scope, account)
                        .await?
                        .unwrap();
                    let touched = rollup::Touched {
                        seq: 1,
                        first: 20_700,
                        last: 20_774,
                        changed: &(20_700..=20_774).collect(),
                        observed_at: now,
                    };
                    rollup::refresh(tx, &account, &touched).await
                })
            })
            .await
            .unwrap();
    }

    pub async fn campaign(&self, scope: OrgScope, account: Uuid, name: &str) -> Uuid {
        let id = self.context.random.id();
        self.execute(
            "insert into campaign (org_id, id, account_id, external_id, name, status, delivery, channel, bid_strategy, labels,
               first_seen_at, updated_at)
             values ($1, $2, $3, $4, $5, 'active', 'eligible', 'search', 'manual', '[]', $6, $6)",
            vec![
                Param::from(scope.id()), id.into(), account.into(), id.simple().to_string().into(), name.into(),
                self.context.business.now().into(),
            ],
        )
        .await;
        id
    }

    /// A waiting action that pauses a campaign.
    pub async fn action(
        &self,
        scope: OrgScope,
        account: Uuid,
        campaign: Uuid,
        origin: Option<(Uuid, Uuid)>,
        at: Param,
    ) -> Uuid {
        let id = self.context.random.id();
        let (rule, decision) = origin.unzip();
        let expires: Timestamp = "2026-11-18T14:00:00Z".parse().unwrap();
        self.execute(
            r#"insert into action (org_id, id, account_id, version, state, kind, target_kind, target_external_id, target_name,
               shared_by, field, expected, target, currency, per_day_micros, campaign_id, rule_id, rule_version, decision_id,
               requested_kind, reason, approval_role, approvals_needed, expires_at, attempt, created_at, updated_at)
             values ($1, $2, $3, 3, 'awaiting_approval', 'pause', 'campaign', $4, 'Prospecting US', 1, 'status',
               '{"kind":"status","value":"active"}', '{"kind":"status","value":"paused"}', 'USD', -120000000, $5, $6, 1, $7,
               'rule', 'cpa $60.00 is above $45.00', 'manager', 1, $8, 0, $9, $9)"#,
            vec![
                Param::from(scope.id()), id.into(), account.into(), id.simple().to_string().into(), campaign.into(),
                rule.into(), decision.into(), expires.into(), at,
            ],
        )
        .await;
        id
    }
}
