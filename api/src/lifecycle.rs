//! Whether the program serves, or is on its way out.

use tokio::sync::watch;

/// Cheap to clone; every clone sees the same.
#[derive(Debug, Clone)]
pub struct Lifecycle {
    draining: watch::Sender<bool>,
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self {
            draining: watch::channel(false).0,
        }
    }
}

impl Lifecycle {
    /// From here on nothing new is begun: `/readyz` says 503, streams end.
    pub fn drain(&self) {
        self.draining.send_replace(true);
    }

    pub fn is_draining(&self) -> bool {
        *self.draining.borrow()
    }

    /// Waits until [`Lifecycle::drain`] was called.
    pub async fn draining(&self) {
        let mut receiver = self.draining.subscribe();
        // The sender lives as long as `self`: waiting cannot fail.
        let _ = receiver.wait_for(|draining| *draining).await;
    }
}
