//! Opening a world and serving it.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::clock::{Clock, process_now};
use crate::connection::{Cut, CuttableListener};
use crate::error::Error;
use crate::google::Google;
use crate::options::Options;
use crate::record::Recorder;
use crate::sandbox::Sandbox;
use crate::store::{Beginning, Store};
use crate::world::{self, World};
use crate::{control, exchange, google};

/// How long open exchanges may take to end after a stop was asked for.
const GRACE: Duration = Duration::from_secs(3);

/// A world that is open and an address that is bound; nothing is served yet.
struct Ready {
    sandbox: Arc<Sandbox>,
    listener: TcpListener,
    addr: SocketAddr,
}

async fn prepare(options: &Options) -> Result<Ready, Error> {
    options.check()?;
    // The address first: a second start of the same command should name the port, not the folder.
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => Error::AddressTaken(options.listen),
            _ => Error::Listen {
                addr: options.listen,
                source,
            },
        })?;
    let addr = listener.local_addr().map_err(Error::Server)?;
    let beginning = Beginning {
        seed: options.seed,
        began: options
            .start
            .unwrap_or_else(|| world::default_start(process_now())),
        main_campaigns: options.campaigns,
    };
    let recorder = options.record.as_deref().map(Recorder::open).transpose()?;
    let (store, stored) = Store::open(&options.data, beginning).await?;
    let mut world = World::open(stored.seed, stored.began, stored.main_campaigns);
    for row in stored.truth {
        world.enter(row);
    }
    let clock = Clock::standing_at(stored.clock, options.speed);
    clock.renew(&store).await?;
    let google = Google::new(options.all_clients(), options.limits);
    let sandbox = Arc::new(Sandbox::new(clock, store, world, google, recorder, stored.seed));
    Ok(Ready {
        sandbox,
        listener,
        addr,
    })
}

fn router(sandbox: &Arc<Sandbox>) -> Router {
    let google = google::router().layer(middleware::from_fn_with_state(
        Arc::clone(sandbox),
        exchange::with_google,
    ));
    let control = control::router().layer(middleware::from_fn(exchange::with_control));
    Router::new()
        .nest("/google", google)
        .nest("/_sandbox", control)
        .with_state(Arc::clone(sandbox))
}

async fn serve(ready: Ready, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
    let Ready {
        sandbox,
        listener,
        addr,
    } = ready;
    tracing::info!(%addr, now = %sandbox.clock.now(), speed = sandbox.clock.speed(), "the sandbox is serving");
    let service = router(&sandbox).into_make_service_with_connect_info::<Cut>();
    let (stopping, stopped) = oneshot::channel::<()>();
    let graceful = axum::serve(CuttableListener(listener), service).with_graceful_shutdown(async move {
        shutdown.await;
        drop(stopping);
    });
    let served = tokio::select! {
        served = async { graceful.await } => served,
        // Idle connections close at once; whoever is in the middle of something gets a moment.
        () = async { let _ = stopped.await; tokio::time::sleep(GRACE).await } => Ok(()),
        () = sandbox.clock.run(&sandbox.store) => Ok(()),
    };
    sandbox.clock.stop(&sandbox.store).await?;
    sandbox.store.close().await;
    served.map_err(Error::Server)
}

/// Serves a sandbox until `shutdown` completes. Business time then stands still until the next start.
pub async fn run(options: Options, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
    let ready = prepare(&options).await?;
    serve(ready, shutdown).await
}

/// A sandbox that serves on threads of its own. Dropping it without [`Running::stop`] is like killing its process.
pub struct Running {
    pub addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: Option<oneshot::Receiver<Result<(), Error>>>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Running {
    /// `http://127.0.0.1:port`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Stops in order: the clock is stored at the moment at which it stands still.
    pub async fn stop(mut self) -> Result<(), Error> {
        drop(self.stop.take());
        match self.served.take() {
            Some(served) => served.await.unwrap_or(Ok(())),
            None => Ok(()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Nothing is awaited and nothing is written: what was not committed is lost, as in a kill.
            runtime.shutdown_background();
        }
    }
}

/// Starts a sandbox beside the caller, for tests.
pub async fn start(options: Options) -> Result<Running, Error> {
    // A runtime of its own, so that dropping it takes every connection and every task down at once.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("sandbox")
        .enable_all()
        .build()
        .map_err(Error::Server)?;
    let (stop, stopping) = oneshot::channel::<()>();
    let (report, ready) = oneshot::channel::<Result<SocketAddr, Error>>();
    let (finished, served) = oneshot::channel();
    runtime.spawn(async move {
        match prepare(&options).await {
            Err(error) => drop(report.send(Err(error))),
            Ok(ready) => {
                let _ = report.send(Ok(ready.addr));
                let shutdown = async move {
                    let _ = stopping.await;
                };
                let _ = finished.send(serve(ready, shutdown).await);
            }
        }
    });
    let mut running = Running {
        addr: SocketAddr::from(([127, 0, 0, 1], 0)),
        stop: Some(stop),
        served: Some(served),
        runtime: Some(runtime),
    };
    running.addr = ready
        .await
        .unwrap_or_else(|_| Err(Error::Server(io::Error::other("it ended while starting"))))?;
    Ok(running)
}
