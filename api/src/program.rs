//! From options to a running program: database, master key, platforms, actors, HTTP; and out again in order.

use std::{
    io::{ErrorKind, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, anyhow, bail};
use api::{AppState, address::Address, rate_limit::RateLimits};
use connectors::google::{self, GoogleAds};
use engine::{
    Context,
    clock::{BusinessClock, ProcessClock},
    connections::{platform::Platforms, store::LEASE, vault::Vault},
    hints::Hints,
    identity,
    metrics::Columns,
    random::Random,
    store::{DatabaseUrl, Store, StoreOptions, WriterLoop},
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::net::TcpListener;

use crate::command::{
    DatabaseOptions, GOOGLE_SECRET_VARIABLE, GoogleOptions, KeyOptions, MASTER_KEY_VARIABLE, ServeOptions,
};

/// Binds the address, or says in one sentence why not.
pub async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen)
        .await
        .map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => {
                anyhow!("{listen} is taken by another program; stop it or name another address with --listen")
            }
            _ => anyhow!("cannot listen on {listen}: {error}"),
        })
}

fn database_url(options: &DatabaseOptions) -> anyhow::Result<DatabaseUrl> {
    match &options.database {
        Some(text) => Ok(text.parse()?),
        None => Ok(DatabaseUrl::Sqlite(options.data.join("adjutant.db"))),
    }
}

/// Opens and migrates the database. The caller runs the writer.
pub async fn open_store(options: &DatabaseOptions) -> anyhow::Result<(Store, Option<WriterLoop>)> {
    let url = database_url(options)?;
    if matches!(url, DatabaseUrl::Sqlite(_)) {
        make_private_folder(&options.data)?;
    }
    Ok(Store::open(&StoreOptions::new(url)).await?)
}

/// Opens an existing database for reading, beside a program that may be at work on it.
pub async fn read_store(options: &DatabaseOptions) -> anyhow::Result<Store> {
    Ok(Store::open_reading(&StoreOptions::new(database_url(options)?)).await?)
}

/// The folder holds the database and its key: nobody else's business.
pub fn make_private_folder(path: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .with_context(|| format!("cannot create the data folder {}", path.display()))
}

/// The master key: from the environment, from the file named, or `master.key` beside the embedded database, which is made
/// on the first start. What an existing database was sealed with is never made anew.
pub async fn open_vault(
    store: &Store,
    database: &DatabaseOptions,
    key: &KeyOptions,
    random: &Random,
) -> anyhow::Result<Vault> {
    let text = std::env::var(MASTER_KEY_VARIABLE).ok().map(SecretString::from);
    let vault = match (text, &key.master_key_file) {
        (Some(_), Some(_)) => {
            bail!("both {MASTER_KEY_VARIABLE} and --master-key-file are given; leave one out")
        }
        (Some(text), None) => Vault::from_text(&text, random.clone())?,
        (None, Some(path)) => Vault::from_file(path, random.clone())?,
        (None, None) if database.database.is_some() => {
            bail!(
                "with --database the master key must be given: --master-key-file FILE (`openssl rand -hex 32 > FILE` makes one)"
            )
        }
        (None, None) => beside_the_database(store, &database.data, random).await?,
    };
    let checked = vault.clone();
    store
        .read(move |tx| Box::pin(async move { checked.check(tx).await }))
        .await?;
    Ok(vault)
}

async fn beside_the_database(store: &Store, data: &Path, random: &Random) -> anyhow::Result<Vault> {
    let path: PathBuf = data.join("master.key");
    let in_use = store.read(|tx| Box::pin(Vault::is_in_use(tx))).await?;
    if in_use || path.exists() {
        return Ok(Vault::from_file(&path, random.clone())?);
    }
    let vault = Vault::create_file(&path, random.clone())?;
    tracing::info!(path = %path.display(), "made the master key; keep a copy of it apart from the database's backups");
    Ok(vault)
}

/// The adapters that are configured.
pub fn platforms(options: &GoogleOptions, process: &ProcessClock) -> anyhow::Result<Platforms> {
    let mut platforms = Platforms::new();
    let Some(client_id) = options.google_client_id.clone() else {
        tracing::info!("no platform is configured; name --google-client-id to connect Google Ads");
        return Ok(platforms);
    };
    let secret = match &options.google_client_secret_file {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("the file of Google's client secret, {}, cannot be read", path.display()))?,
        None => std::env::var(GOOGLE_SECRET_VARIABLE).map_err(|_| {
            anyhow!("--google-client-id needs the client's secret: {GOOGLE_SECRET_VARIABLE} or --google-client-secret-file FILE")
        })?,
    };
    let mut google =
        google::Options::production(client_id, SecretString::from(secret.trim()), process.clone())?;
    let overrides = [
        (&mut google.api_base, &options.google_api_base),
        (&mut google.accounts_base, &options.google_accounts_base),
        (&mut google.oauth_base, &options.google_oauth_base),
    ];
    for (base, given) in overrides {
        if let Some(given) = given {
            *base = given.clone();
        }
    }
    platforms.insert(dsl::Platform::Google, Arc::new(GoogleAds::new(google)?));
    Ok(platforms)
}

/// Ends when the program is told to stop: SIGTERM or Ctrl-C. Listens from the call on, not from the first await: whoever
/// reads that the program is ready may stop it in the next instant.
pub fn told_to_stop() -> impl Future<Output = ()> + Send + 'static {
    #[cfg(unix)]
    let told = {
        use tokio::signal::unix::{SignalKind, signal};
        let heard = |kind: SignalKind, name: &'static str| {
            let listening = signal(kind);
            async move {
                match listening {
                    Ok(mut listening) => {
                        listening.recv().await;
                    }
                    Err(error) => {
                        tracing::error!(%error, name, "the signal cannot be heard");
                        std::future::pending::<()>().await;
                    }
                }
            }
        };
        let terminate = heard(SignalKind::terminate(), "SIGTERM");
        let interrupt = heard(SignalKind::interrupt(), "SIGINT");
        async move {
            tokio::select! {
                () = terminate => {}
                () = interrupt => {}
            }
        }
    };
    #[cfg(not(unix))]
    let told = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    async move {
        told.await;
        tracing::info!("told to stop; finishing what is under way");
    }
}

/// `adjutant serve`.
pub async fn serve(options: ServeOptions) -> anyhow::Result<()> {
    let address = Address::new(options.listen, options.public_url.as_deref())?;
    // The address first: a second start of the same command should name the port, not the database.
    let listener = bind(options.listen).await?;
    let listen = listener.local_addr()?;
    let process = ProcessClock::system();
    let random = Random::system(process.clone());
    let (store, writer) = open_store(&options.database).await?;
    let vault = open_vault(&store, &options.database, &options.key, &random).await?;
    let platforms = platforms(&options.google, &process)?;
    let context = Context {
        store,
        business: BusinessClock::system(process.clone()),
        process,
        random,
        vault,
        platforms: Arc::new(platforms),
        hints: Hints::default(),
        columns: Columns::default(),
        sheets: engine::lookups::Sheets::default(),
        steps_a_run: options.steps_a_run,
    };
    run(
        context,
        writer,
        address,
        listener,
        LEASE,
        options.limits.limits(),
        move |context| async move {
            let url = options.public_url.as_deref().map_or_else(
                || format!("http://{listen}"),
                |url| url.trim_end_matches('/').to_owned(),
            );
            let setup = identity::issue_setup_link(&context).await?;
            let setup_url = setup.map(|token| format!("{url}/setup?token={}", token.expose_secret()));
            announce(&url, setup_url.as_deref(), options.json)
        },
    )
    .await
}

/// Starts the actors, then HTTP, then says so with `ready`; stops in the opposite order when told to.
pub async fn run<F>(
    context: Context,
    writer: Option<WriterLoop>,
    address: Address,
    listener: TcpListener,
    lease: Duration,
    limits: RateLimits,
    ready: impl FnOnce(Context) -> F,
) -> anyhow::Result<()>
where
    F: Future<Output = anyhow::Result<()>>,
{
    let actors = actors::run(actors::Options {
        context: context.clone(),
        writer,
        lease,
    })
    .await?;
    let summed = engine::metrics::rollup::catch_up(&context).await?;
    if summed > 0 {
        tracing::info!(
            accounts = summed,
            "summed up days that an older version had stored"
        );
    }
    let state = AppState::new(context.clone(), actors.view(), address, limits);
    let stop = told_to_stop();
    let served = match ready(context).await {
        Ok(()) => api::serve(state, listener, stop)
            .await
            .map_err(anyhow::Error::from),
        Err(error) => Err(error),
    };
    let stopped = actors.stop().await;
    served?;
    stopped?;
    tracing::info!("stopped");
    Ok(())
}

fn announce(url: &str, setup_url: Option<&str>, json: bool) -> anyhow::Result<()> {
    if !api::web::is_embedded() {
        tracing::warn!("built without the web pages; `make web` and another build include them");
    }
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(
            out,
            "{}",
            serde_json::json!({ "event": "ready", "url": url, "setup_url": setup_url })
        )?;
    } else {
        writeln!(out, "Adjutant is ready at {url}")?;
        if let Some(setup_url) = setup_url {
            writeln!(out, "Set it up (works once, within 24 hours): {setup_url}")?;
        }
    }
    out.flush()?;
    Ok(())
}

/// `adjutant migrate`: opening migrates.
pub async fn migrate(options: &DatabaseOptions) -> anyhow::Result<()> {
    open_store(options).await?;
    let newest = engine::store::MIGRATIONS
        .last()
        .map_or(0, |migration| migration.number);
    writeln!(std::io::stdout(), "the database is at migration {newest}")?;
    Ok(())
}

/// `adjutant verify-audit`. Answers whether every chain holds.
pub async fn verify_audit(options: &DatabaseOptions) -> anyhow::Result<bool> {
    let store = read_store(options).await?;
    let mut whole = true;
    let mut out = std::io::stdout().lock();
    for (organisation, found) in engine::audit::verify_all(&store).await? {
        let sealed = found.holds;
        match found.broken {
            None => writeln!(
                out,
                "{organisation}: {sealed} sealed events hold, {} not sealed yet",
                found.unsealed
            )?,
            Some(broken) => {
                whole = false;
                writeln!(
                    out,
                    "{organisation}: broken at event {}: {}",
                    broken.seq, broken.reason
                )?;
            }
        }
    }
    Ok(whole)
}
