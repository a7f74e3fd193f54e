//! Randomness and identifiers: the one door to the system's entropy, seedable for tests.

use std::sync::{Arc, Mutex, PoisonError};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::clock::ProcessClock;

/// A source of ids, tokens and jitter.
#[derive(Clone)]
pub struct Random {
    rng: Arc<Mutex<StdRng>>,
    process: ProcessClock,
}

impl Random {
    /// Seeded by the operating system.
    #[expect(clippy::disallowed_methods, reason = "the one door to the system's entropy")]
    pub fn system(process: ProcessClock) -> Self {
        Self {
            rng: Arc::new(Mutex::new(StdRng::from_rng(&mut rand::rng()))),
            process,
        }
    }

    /// The same sequence for the same seed, for tests.
    pub fn seeded(process: ProcessClock, seed: u64) -> Self {
        Self {
            rng: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))),
            process,
        }
    }

    pub fn fill(&self, bytes: &mut [u8]) {
        self.rng
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }

    /// A uuid v7: sorts by the time it was made. Never a secret.
    pub fn id(&self) -> Uuid {
        let millis = u64::try_from(self.process.now().as_millisecond()).unwrap_or(0);
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    /// 256 bits, base64url: cookies, links, keys.
    pub fn token(&self) -> SecretString {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        SecretString::from(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A number below `limit` (0 for a limit of 0), for jitter.
    pub fn below(&self, limit: u64) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes).checked_rem(limit).unwrap_or(0)
    }
}

/// What is stored of a token: its SHA-256.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
