//! How a sandbox is set up.

use std::net::SocketAddr;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::clock::MAX_SPEED;
use crate::error::Error;
use crate::google::oauth::DEFAULT_CLIENT;
pub use crate::google::quota::Limits;
use crate::world::MAIN_CAMPAIGNS;

/// Settings of a sandbox.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; a loopback address. Port 0 takes any free one.
    pub listen: SocketAddr,
    /// Folder of the world; an empty or missing one begins a new world.
    pub data: PathBuf,
    /// What the world grows from: the same seed and beginning make the same world.
    pub seed: u64,
    /// Business seconds in a process second; 0 stands still, 60 shows an hour a minute. Not part of the stored world.
    pub speed: f64,
    /// Business time at which a new world begins. Left out: 90 days before the latest Tuesday 09:00 in New York.
    pub start: Option<Timestamp>,
    /// Campaigns of the first client in a new world.
    pub campaigns: usize,
    /// OAuth clients as pairs of id and secret, beside `sandbox-client` / `sandbox-secret`.
    pub clients: Vec<(String, String)>,
    /// File to which every exchange with a platform is appended.
    pub record: Option<PathBuf>,
    /// The platform's rate limits.
    pub limits: Limits,
}

const MAX_CAMPAIGNS: usize = 5000;

impl Options {
    /// A sandbox on any free port of 127.0.0.1 with the world in `data`, seed 1, in real time.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data: data.into(),
            seed: 1,
            speed: 1.0,
            start: None,
            campaigns: MAIN_CAMPAIGNS,
            clients: Vec::new(),
            record: None,
            limits: Limits::default(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if !self.listen.ip().is_loopback() {
            return Err(Error::NotLoopback(self.listen));
        }
        let option = |option, expected, given| {
            Err(Error::Option {
                option,
                expected,
                given,
            })
        };
        if !(0.0..=MAX_SPEED).contains(&self.speed) {
            return option("--speed", "between 0 and 100000", self.speed.to_string());
        }
        if !(1..=MAX_CAMPAIGNS).contains(&self.campaigns) {
            return option("--campaigns", "between 1 and 5000", self.campaigns.to_string());
        }
        if let Some((id, _)) = self
            .clients
            .iter()
            .find(|(id, secret)| id.is_empty() || secret.is_empty())
        {
            return option("--client", "an id and a secret", format!("`{id}`"));
        }
        Ok(())
    }

    pub(crate) fn all_clients(&self) -> Vec<(String, String)> {
        let (id, secret) = DEFAULT_CLIENT;
        let mut clients = self.clients.clone();
        if clients.iter().all(|(known, _)| known != id) {
            clients.push((id.to_owned(), secret.to_owned()));
        }
        clients
    }
}
