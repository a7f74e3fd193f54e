//! `adjutant demo`: the program against simulated platforms, with an organisation, people, ninety days of history read
//! as they happened, once a day and in the last weeks every few hours, and three rules at work.
//!
//! The sandbox runs as its own process and owns business time; this program follows it.

use std::{io::Write as _, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use engine::{
    Context,
    clock::{BusinessClock, ProcessClock},
    connections::{
        self, RegisteredAccount, grants,
        platform::{Access, Grant, Platforms, RemoteAccountState},
        store::NewAccount,
        vault::Vault,
    },
    hints::Hints,
    identity::{self, NewPerson, OrgScope, Principal, Role},
    metrics::Columns,
    random::Random,
    rules::catalog,
    store::{Store, WriterLoop},
};
use jiff::{SignedDuration, Timestamp, Unit, civil::Weekday, tz::TimeZone};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use api::address::Address;

use crate::{
    command::{DatabaseOptions, DemoOptions, KeyOptions},
    program,
    sandbox_process::SandboxProcess,
};

const RULES: [&str; 3] = [
    include_str!("../../rules-library/stop-loss/stop-loss.rule"),
    include_str!("../../rules-library/scale/scale-winners.rule"),
    include_str!("../../rules-library/stop-loss/trim-overspenders.rule"),
];

const GUARD: &str = r#"language 1

"""
No single change may run away: a budget at most doubles in a day and never passes what anybody here would sign.
"""
guard "No runaway budgets" {
  for campaigns on google
  never raise budget above 200% of budget at start of day
  never raise budget above $1,000, 900 EUR
}
"#;

const ORGANISATION: &str = "Northwind Media";
/// The one client of the agency that nobody has connected yet: Harbor Coffee Roasters.
const LEFT_TO_CONNECT: &str = "4567890123";
/// Process time between two looks at the sandbox's clock; extrapolation bridges two seconds.
const CLOCK_POLL: Duration = Duration::from_millis(250);
/// How long the sandbox may take to answer for the first time (process time).
const SANDBOX_PATIENCE: Duration = Duration::from_secs(30);
/// Of so many days at the end of the history the platforms are read several times, of the others once.
const CLOSELY: u32 = 31;
/// Business time between two readings on those days: a rule that runs every hour never finds its numbers stale.
const READING: SignedDuration = SignedDuration::from_hours(3);
/// Business time between the end of the replay and the first tick at nine.
const LEAD_IN: SignedDuration = SignedDuration::from_secs(20);

/// One login of the demo.
#[derive(Debug, Clone, Serialize)]
struct Login {
    email: &'static str,
    password: String,
}

/// What a script needs to know; one line of JSON with `--json`.
#[derive(Debug, Clone, Serialize)]
struct Facts {
    url: String,
    sandbox_url: String,
    admin: Login,
    manager: Login,
    marketer: Login,
}

#[derive(Deserialize)]
struct ClockReply {
    now: Timestamp,
    speed: f64,
}

#[derive(Deserialize)]
struct TokenReply {
    token: String,
    refresh_token: String,
}

/// The sandbox's control surface.
#[derive(Clone)]
struct Control {
    http: reqwest::Client,
    base: String,
}

impl Control {
    fn new(base: String) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(20))
            .no_proxy()
            .build()?;
        Ok(Self { http, base })
    }

    async fn clock(&self) -> anyhow::Result<ClockReply> {
        let reply = self
            .http
            .get(format!("{}/_sandbox/clock", self.base))
            .send()
            .await?
            .error_for_status()?;
        Ok(reply.json().await?)
    }

    async fn set_clock(&self, body: serde_json::Value) -> anyhow::Result<ClockReply> {
        let request = self
            .http
            .post(format!("{}/_sandbox/clock", self.base))
            .json(&body);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    async fn token(&self) -> anyhow::Result<TokenReply> {
        let body = serde_json::json!({"platform": "google"});
        let request = self
            .http
            .post(format!("{}/_sandbox/token", self.base))
            .json(&body);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}

/// Starts everything, lives through the history if that has not happened yet, and serves until told to stop.
pub async fn demo(options: DemoOptions) -> anyhow::Result<()> {
    let address = Address::new(options.listen, None)?;
    let listener = program::bind(options.listen).await?;
    let marker = options.data.join("demo-is-seeded");
    let seeded = marker.exists();
    if !seeded && options.database.is_none() {
        forget_half_a_history(&options.data)?;
    }
    let database = DatabaseOptions {
        data: options.data.clone(),
        database: options.database.clone(),
    };
    let process = ProcessClock::system();
    let random = Random::system(process.clone());
    let (store, writer) = program::open_store(&database).await?;
    let vault = open_vault(&store, &database, &random).await?;
    let sandbox_url = format!("http://{}", options.sandbox_listen);
    let control = Control::new(sandbox_url.clone())?;
    // Time stands still until the history has been lived through.
    let sandbox = SandboxProcess::start(&options, if seeded { options.speed } else { 0.0 }).await?;
    let clock = wait_for_sandbox(&control).await?;
    let business = BusinessClock::following(process.clone(), clock.now);
    business.heard(clock.now, clock.speed);
    let mut platforms = Platforms::new();
    let adapter = connectors::google::GoogleAds::new(google(&sandbox_url, process.clone())?)?;
    platforms.insert(dsl::Platform::Google, Arc::new(adapter));
    let platforms = Arc::new(platforms);
    let context = Context {
        store,
        business,
        process,
        random,
        vault,
        platforms,
        hints: Hints::default(),
        columns: Columns::default(),
        sheets: engine::lookups::Sheets::default(),
        steps_a_run: engine::decisions::budget::STEPS_A_RUN,
    };
    let facts = with_writer(writer.clone(), async {
        resume_business_time(&context).await?;
        let facts = people(&context, &options, &sandbox_url).await?;
        if !seeded {
            tracing::info!("living through {} days of history", options.history_days);
            seed(&context, &control, &facts, &options).await?;
            std::fs::write(&marker, "").with_context(|| format!("cannot write {}", marker.display()))?;
        }
        Ok(facts)
    })
    .await?;
    let clock = control
        .set_clock(serde_json::json!({"speed": options.speed}))
        .await?;
    context.business.heard(clock.now, clock.speed);
    follow(control, context.clone());
    let (json, lease) = (options.json, Duration::from_secs(options.lease_seconds));
    let limits = options.limits.limits();
    let served = program::run(
        context,
        writer,
        address,
        listener,
        lease,
        limits,
        move |_| async move { announce(&facts, json) },
    )
    .await;
    sandbox.stop().await;
    served
}

/// The demo's key lies in its folder, whichever database it uses.
async fn open_vault(store: &Store, database: &DatabaseOptions, random: &Random) -> anyhow::Result<Vault> {
    let path = database.data.join("master.key");
    if database.database.is_some() && !path.exists() {
        program::make_private_folder(&database.data)?;
        return Ok(Vault::create_file(&path, random.clone())?);
    }
    let master_key_file = database.database.is_some().then_some(path);
    program::open_vault(store, database, &KeyOptions { master_key_file }, random).await
}

/// A first start that was cut short left half a history: nothing in it is worth keeping.
fn forget_half_a_history(data: &std::path::Path) -> anyhow::Result<()> {
    for name in [
        "adjutant.db",
        "adjutant.db-wal",
        "adjutant.db-shm",
        "master.key",
        "sandbox",
    ] {
        let path = data.join(name);
        let removed = if path.is_dir() {
            std::fs::remove_dir_all(&path)
        } else {
            std::fs::remove_file(&path)
        };
        if let Err(error) = removed
            && error.kind() != std::io::ErrorKind::NotFound
        {
            bail!("cannot begin the demo afresh: {}: {error}", path.display());
        }
    }
    Ok(())
}

/// Runs the writer for as long as `work` lasts; afterwards the supervision tree takes it over.
async fn with_writer<T>(
    writer: Option<WriterLoop>,
    work: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    let Some(writer) = writer else {
        return work.await;
    };
    tokio::select! {
        done = work => done,
        // It ends only with its connection. Between two commits it can be left at any moment: the queues live on.
        ended = writer.run() => bail!("the database's writer stopped: {}", ended.err().map_or_else(String::new, |error| error.to_string())),
    }
}

fn announce(facts: &Facts, json: bool) -> anyhow::Result<()> {
    if !api::web::is_embedded() {
        tracing::warn!("built without the web pages; `make web` and another build include them");
    }
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string(facts)?)?;
    } else {
        writeln!(out, "\nAdjutant's demo is ready at {}", facts.url)?;
        for (role, login) in [
            ("admin", &facts.admin),
            ("manager", &facts.manager),
            ("marketer", &facts.marketer),
        ] {
            writeln!(out, "  {role:<9} {:<30} {}", login.email, login.password)?;
        }
        writeln!(out, "The simulated platforms: {}\n", facts.sandbox_url)?;
    }
    out.flush()?;
    Ok(())
}

fn google(sandbox_url: &str, process: ProcessClock) -> anyhow::Result<connectors::google::Options> {
    let secret = SecretString::from("sandbox-secret".to_owned());
    let mut options = connectors::google::Options::production("sandbox-client".to_owned(), secret, process)?;
    options.api_base = format!("{sandbox_url}/google").parse()?;
    options.accounts_base = format!("{sandbox_url}/google/accounts").parse()?;
    options.oauth_base = format!("{sandbox_url}/google/oauth2").parse()?;
    Ok(options)
}

async fn wait_for_sandbox(control: &Control) -> anyhow::Result<ClockReply> {
    let answered = tokio::time::timeout(SANDBOX_PATIENCE, async {
        loop {
            if let Ok(clock) = control.clock().await {
                return clock;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
    answered.with_context(|| format!("the sandbox at {} does not answer", control.base))
}

/// Follows the sandbox's clock for as long as the program lives, and remembers the last time it acted on.
fn follow(control: Control, context: Context) {
    tokio::spawn(async move {
        let mut kept = context.business.now();
        loop {
            match control.clock().await {
                Ok(clock) => context.business.heard(clock.now, clock.speed),
                Err(error) => tracing::debug!(%error, "the sandbox's clock was not heard"),
            }
            let now = context.business.now();
            if now.duration_since(kept) >= SignedDuration::from_mins(1) {
                kept = now;
                if let Err(error) = connections::store::remember_business_time(&context, now).await {
                    tracing::warn!(%error, "business time could not be written down");
                }
            }
            tokio::time::sleep(CLOCK_POLL).await;
        }
    });
}

/// Business time never steps back, not even over a restart.
async fn resume_business_time(context: &Context) -> anyhow::Result<()> {
    if let Some(last) = connections::store::remembered_business_time(context).await? {
        let speed = context.business.reading().speed;
        if last > context.business.now() {
            context.business.heard(last, speed);
        }
    }
    Ok(())
}

/// The organisation and its three people. Passwords are new at every start and shown nowhere else.
async fn people(context: &Context, options: &DemoOptions, sandbox_url: &str) -> anyhow::Result<Facts> {
    let login = |email| Login {
        email,
        password: context.random.token().expose_secret().chars().take(16).collect(),
    };
    let facts = Facts {
        url: format!("http://{}", options.listen),
        sandbox_url: sandbox_url.to_owned(),
        admin: login("admin@northwind.example"),
        manager: login("manager@northwind.example"),
        marketer: login("marketer@northwind.example"),
    };
    let person = |name: &str, login: &Login, role| NewPerson {
        name: name.to_owned(),
        email: login.email.to_owned(),
        password: SecretString::from(login.password.clone()),
        role,
    };
    let people = [
        person("Ada Lindqvist", &facts.admin, Role::Admin),
        person("Marco Ferri", &facts.manager, Role::Manager),
        person("Priya Nair", &facts.marketer, Role::Marketer),
    ];
    identity::seed_people(context, ORGANISATION, &people).await?;
    Ok(facts)
}

/// Somebody of the demo, signed in: what is seeded passes the same checks as what people do.
async fn sign_in(context: &Context, login: &Login) -> anyhow::Result<Principal> {
    let attempt = identity::LoginAttempt {
        email: login.email.to_owned(),
        password: SecretString::from(login.password.clone()),
        user_agent: "adjutant demo".to_owned(),
        previous_token: None,
        request_id: None,
    };
    Ok(identity::login(context, attempt).await?.session.principal)
}

async fn seed(
    context: &Context,
    control: &Control,
    facts: &Facts,
    options: &DemoOptions,
) -> anyhow::Result<()> {
    let days = options.history_days;
    let admin = sign_in(context, &facts.admin).await?;
    let marketer = sign_in(context, &facts.marketer).await?;
    let zone = connect(context, control, admin.scope).await?;
    let started = context.process.instant();
    for day in 1..=days {
        let midnight = context.business.now();
        let end = if day == days {
            opening_time(midnight, &zone)?.saturating_sub(LEAD_IN)?
        } else {
            midnight.saturating_add(SignedDuration::from_hours(24))?
        };
        let step = if days.saturating_sub(day) < CLOSELY {
            READING
        } else {
            SignedDuration::from_hours(24)
        };
        while context.business.now() < end {
            let left = end.duration_since(context.business.now());
            let clock = control
                .set_clock(serde_json::json!({"advance_seconds": step.min(left).as_secs_f64()}))
                .await?;
            context.business.heard(clock.now, 0.0);
            sync_all(context).await?;
        }
        if day % 15 == 0 {
            let seconds = context
                .process
                .instant()
                .saturating_duration_since(started)
                .as_secs();
            tracing::info!("{day} of {days} days of history read ({seconds} s)");
        }
    }
    for text in RULES {
        let text = grown(text, options.campaigns);
        let (rule, _) = catalog::save(context, &marketer, &text, Default::default())
            .await
            .map_err(told)?;
        catalog::enable(context, &marketer, rule).await?;
    }
    catalog::save_guard(context, &admin, GUARD).await.map_err(told)?;
    let rates = euro_rates(context.business.now().to_zoned(zone.clone()).date());
    let read = move |today| engine::rates::file::read(&rates, today);
    engine::rates::supply::add(context, &admin, Some("rates.csv".to_owned()), read).await?;
    Ok(())
}

/// What a euro was worth on the working days of the last four weeks, made up like the rest of the world.
fn euro_rates(until: jiff::civil::Date) -> String {
    let mut text = "Date,USD,GBP,CHF,JPY\n".to_owned();
    let days = until.series(jiff::Span::new().days(-1)).take(28);
    for day in days.filter(|day| day.weekday().to_monday_zero_offset() < 5) {
        // A little more on some days, a little less on others.
        let drift = i64::from(day.day_of_year()).saturating_mul(37).rem_euclid(90);
        text.push_str(&format!(
            "{day},1.0{:03},0.8{:03},0.9{:03},16{}.{:02}\n",
            drift.saturating_add(800),
            drift.saturating_add(400),
            drift.saturating_add(350),
            drift.rem_euclid(4),
            drift
        ));
    }
    text
}

/// A library rule with a daily limit that fits the world: five of two dozen campaigns.
fn grown(rule: &str, campaigns: u32) -> String {
    let limit = (campaigns / 5).max(5);
    rule.replace("at most 5 per day", &format!("at most {limit} per day"))
}

/// A rule's errors as text, for a start that cannot go on.
fn told(error: catalog::RuleError) -> anyhow::Error {
    match &error {
        catalog::RuleError::Diagnostics(found) => {
            let texts: Vec<&str> = found
                .iter()
                .map(|diagnostic| diagnostic.message.as_str())
                .collect();
            anyhow::anyhow!("{error}: {}", texts.join("; "))
        }
        _ => error.into(),
    }
}

/// Connects every open account that the sandbox's grant reaches but the one that is left for people to connect. Answers the first one's zone.
async fn connect(context: &Context, control: &Control, scope: OrgScope) -> anyhow::Result<TimeZone> {
    let token = control.token().await?;
    let grant = Grant {
        access_token: SecretString::from(token.token),
        refresh_token: Some(SecretString::from(token.refresh_token)),
        access_expires_at: None,
        grant_expires_at: None,
        scopes: vec!["https://www.googleapis.com/auth/adwords".to_owned()],
    };
    let platform = context
        .platforms
        .get(&dsl::Platform::Google)
        .cloned()
        .context("Google is not configured")?;
    let found = platform
        .accounts(&Access {
            token: grant.access_token.clone(),
        })
        .await?;
    let grant_id = grants::store_grant(context, scope, dsl::Platform::Google, &grant).await?;
    let at = context.business.now();
    let mut zone = None;
    for remote in found.into_iter().filter(|remote| {
        remote.state == RemoteAccountState::Open && remote.address.external_id != LEFT_TO_CONNECT
    }) {
        zone = zone.or_else(|| TimeZone::get(&remote.address.time_zone).ok());
        let id = context.random.id();
        let account = NewAccount {
            platform: dsl::Platform::Google,
            address: remote.address,
            name: remote.name,
        };
        context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    connections::store::insert_account(tx, scope, id, grant_id, &account, None, at).await
                })
            })
            .await?;
    }
    zone.context("the sandbox has no open account")
}

/// The first Tuesday nine o'clock at or after an instant.
fn opening_time(after: Timestamp, zone: &TimeZone) -> anyhow::Result<Timestamp> {
    let mut day = after.to_zoned(zone.clone());
    for _ in 0..9 {
        let opening = day
            .with()
            .hour(9)
            .minute(0)
            .second(0)
            .subsec_nanosecond(0)
            .build()?;
        if opening.weekday() == Weekday::Tuesday && opening.timestamp() >= after {
            return Ok(opening.timestamp());
        }
        day = day
            .checked_add(SignedDuration::from_hours(24))?
            .round(Unit::Hour)?;
    }
    bail!("no Tuesday within nine days of {after}")
}

async fn sync_all(context: &Context) -> anyhow::Result<()> {
    let accounts = context
        .store
        .read(|tx| Box::pin(async move { connections::store::all_accounts(tx).await }))
        .await?;
    let readings = accounts.readable.iter().map(|account| sync(context, account));
    futures::future::try_join_all(readings).await?;
    Ok(())
}

async fn sync(context: &Context, account: &RegisteredAccount) -> anyhow::Result<()> {
    let platform = context
        .platforms
        .get(&account.platform)
        .cloned()
        .context("the platform is not configured")?;
    let mut tries = 0;
    while let Err(error) = actors::sync_account(context, platform.as_ref(), account).await {
        tries += 1;
        if tries >= 5 {
            return Err(error).with_context(|| format!("reading {} failed", account.name));
        }
        tokio::time::sleep(Duration::from_millis(200 << tries)).await;
    }
    // Before the first day there was nothing: the pieces of history are read at once.
    while actors::read_history(context, platform.as_ref(), account)
        .await?
        .is_some()
    {}
    Ok(())
}
