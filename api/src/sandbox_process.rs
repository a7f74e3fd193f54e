//! The sandbox as a process of its own beside the demo: started again if it ends by itself, stopped with the demo.

use std::{process::Stdio, time::Duration};

use anyhow::{Context as _, bail};
use tokio::{
    process::{Child, Command},
    sync::oneshot,
    task::JoinHandle,
};

use crate::command::DemoOptions;

/// How long the sandbox may take to close its world before it is killed. Killing it loses nothing but the tidy end.
const PATIENCE: Duration = Duration::from_secs(5);

/// A running sandbox. Dropped without [`SandboxProcess::stop`] it ends too, but nobody waits for it.
pub struct SandboxProcess {
    stop: oneshot::Sender<()>,
    keeper: JoinHandle<()>,
}

impl SandboxProcess {
    /// Starts it with `first_speed`; after an end of its own it comes back with the demo's speed.
    pub async fn start(options: &DemoOptions, first_speed: f64) -> anyhow::Result<Self> {
        let mut child = spawn(options, first_speed).context("cannot start the sandbox")?;
        // A port that is taken ends it at once; say so instead of waiting.
        tokio::time::sleep(Duration::from_millis(300)).await;
        if let Some(status) = child.try_wait()? {
            bail!("the sandbox did not start ({status}); its own message stands above");
        }
        let (stop, stopped) = oneshot::channel();
        let keeper = tokio::spawn(keep(options.clone(), child, stopped));
        Ok(Self { stop, keeper })
    }

    /// Asks it to close its world and waits for its end.
    pub async fn stop(self) {
        // The keeper is gone only if it panicked; the child went with it then.
        let _ = self.stop.send(());
        let _ = self.keeper.await;
    }
}

fn spawn(options: &DemoOptions, speed: f64) -> std::io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .arg("sandbox")
        .args(["--listen", &options.sandbox_listen.to_string()])
        .arg("--data")
        .arg(options.data.join("sandbox"))
        .args(["--seed", &options.seed.to_string()])
        .args(["--speed", &speed.to_string()])
        .args(["--campaigns", &options.campaigns.to_string()])
        .arg("--exit-with-parent")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
}

async fn keep(options: DemoOptions, mut child: Child, mut stopped: oneshot::Receiver<()>) {
    loop {
        // Held open: its end is the sandbox's sign that we are gone.
        let input = child.stdin.take();
        tokio::select! {
            ended = child.wait() => match ended {
                Ok(status) => tracing::warn!(%status, "the sandbox ended; starting it again"),
                Err(error) => tracing::warn!(%error, "the sandbox cannot be watched"),
            },
            _ = &mut stopped => {
                drop(input);
                if tokio::time::timeout(PATIENCE, child.wait()).await.is_err() {
                    tracing::warn!("the sandbox did not end in time and is killed");
                }
                return;
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        match spawn(&options, options.speed) {
            Ok(next) => child = next,
            Err(error) => tracing::error!(%error, "the sandbox cannot be started again"),
        }
    }
}
