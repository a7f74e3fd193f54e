//! Disturbances of exchanges with a platform: which requests they meet and what they do to them.
//!
//! Faults live in memory. A restarted sandbox has none; the truth has all that happened before.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::chance::Dice;

/// What happens to a request that a fault meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Answered with an HTTP status and the platform's own body for it; not carried out.
    Status,
    /// Carried out after `delay_ms`, even when the peer has given up by then.
    Delay,
    /// The connection is cut; not carried out.
    Reset,
    /// Carried out, then answered with bytes that are no answer.
    Garbage,
    /// Carried out, then the connection is cut before the reply.
    Drop,
}

/// A fault to set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    #[schema(example = "google")]
    pub platform: String,
    /// Part of the request's path, or a pattern for all of it when it holds a `*`.
    #[serde(default)]
    #[schema(example = "campaigns:mutate")]
    pub path: String,
    /// Part of the request's body, such as the resource that a query names.
    #[serde(default)]
    #[schema(example = "FROM ad_group")]
    pub body: String,
    /// Part of the matching requests that are met, above 0 and up to 1.
    #[serde(default = "always")]
    pub chance: f64,
    pub effect: Effect,
    /// For `status`: 400, 401, 403, 404, 409, 429, 500, 501, 503 or 504. 500 when left out.
    #[serde(default)]
    pub status: Option<u16>,
    /// For `delay`, and before any other effect. 1000 for `delay` when left out.
    #[serde(default)]
    pub delay_ms: Option<u64>,
    /// Requests left to meet; without it the fault stays until it is deleted.
    #[serde(default)]
    pub times: Option<u64>,
}

fn always() -> f64 {
    1.0
}

/// A fault that is set, with its number and what it has done.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SetFault {
    pub id: u64,
    #[serde(flatten)]
    pub fault: Fault,
    /// Requests met so far.
    pub met: u64,
}

pub const STATUSES: [u16; 10] = [400, 401, 403, 404, 409, 429, 500, 501, 503, 504];
const MAX_DELAY_MS: u64 = 600_000;

impl Fault {
    /// Refuses what could never take effect, and says why.
    pub fn check(&self) -> Result<(), String> {
        if self.platform != "google" {
            return Err(format!(
                "`platform` is `{}`; this sandbox simulates google",
                self.platform
            ));
        }
        if !(self.chance > 0.0 && self.chance <= 1.0) {
            return Err(format!(
                "`chance` is {}; it must be above 0 and at most 1",
                self.chance
            ));
        }
        if let Some(status) = self.status {
            if self.effect != Effect::Status {
                return Err("`status` goes with the effect `status` only".to_owned());
            }
            if !STATUSES.contains(&status) {
                return Err(format!(
                    "`status` is {status}; the platform's bodies are known for {STATUSES:?}"
                ));
            }
        }
        if self.delay_ms.is_some_and(|delay| delay > MAX_DELAY_MS) {
            return Err(format!("`delay_ms` is more than {MAX_DELAY_MS}"));
        }
        if self.times == Some(0) {
            return Err("`times` is 0; leave it out for a fault that stays".to_owned());
        }
        Ok(())
    }

    fn meets(&self, platform: &str, path: &str, body: &str) -> bool {
        self.platform == platform
            && body.contains(&self.body)
            && if self.path.contains('*') {
                glob(&self.path, path)
            } else {
                path.contains(&self.path)
            }
    }
}

/// What a met request has to suffer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suffering {
    pub effect: Effect,
    pub status: u16,
    pub delay_ms: u64,
}

#[derive(Debug)]
pub struct Faults {
    set: Vec<SetFault>,
    last_id: u64,
    dice: Dice,
}

impl Faults {
    pub fn new(seed: u64) -> Self {
        Self {
            set: Vec::new(),
            last_id: 0,
            dice: Dice::new(seed, &[8]),
        }
    }

    pub fn add(&mut self, fault: Fault) -> SetFault {
        self.last_id += 1;
        let set = SetFault {
            id: self.last_id,
            fault,
            met: 0,
        };
        self.set.push(set.clone());
        set
    }

    pub fn all(&self) -> &[SetFault] {
        &self.set
    }

    pub fn clear(&mut self) {
        self.set.clear();
    }

    /// The first fault that meets this request, if any; counts it down.
    pub fn draw(&mut self, platform: &str, path: &str, body: &str) -> Option<Suffering> {
        let dice = &mut self.dice;
        let index = self.set.iter().position(|it| {
            it.fault.times != Some(0) && it.fault.meets(platform, path, body) && dice.unit() < it.fault.chance
        })?;
        let it = self.set.get_mut(index)?;
        it.met += 1;
        it.fault.times = it.fault.times.map(|times| times.saturating_sub(1));
        Some(Suffering {
            effect: it.fault.effect,
            status: it.fault.status.unwrap_or(500),
            delay_ms: it
                .fault
                .delay_ms
                .unwrap_or(if it.fault.effect == Effect::Delay { 1000 } else { 0 }),
        })
    }
}

/// `*` stands for any run of characters; the whole path has to fit.
fn glob(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{Effect, Fault, Faults, glob};

    fn fault(path: &str, chance: f64, times: Option<u64>) -> Fault {
        let (status, delay_ms) = (None, None);
        Fault {
            platform: "google".to_owned(),
            path: path.to_owned(),
            body: String::new(),
            chance,
            effect: Effect::Reset,
            status,
            delay_ms,
            times,
        }
    }

    #[test]
    fn a_pattern_has_to_fit_the_whole_path() {
        let path = "/google/v26/customers/1/campaigns:mutate";
        assert!(glob("*campaigns:mutate", path));
        assert!(glob("/google/*/customers/*:mutate", path));
        assert!(!glob("/google/*/adGroups:mutate", path));
        assert!(!glob("*customers", path));
    }

    #[test]
    fn a_fault_ends_after_the_times_it_was_given() {
        let mut faults = Faults::new(1);
        faults.add(fault("mutate", 1.0, Some(2)));
        assert!(faults.draw("google", "/x", "").is_none());
        assert!(faults.draw("meta", "/mutate", "").is_none());
        assert!(faults.draw("google", "/mutate", "").is_some());
        assert!(faults.draw("google", "/mutate", "").is_some());
        assert!(faults.draw("google", "/mutate", "").is_none());
        assert_eq!(faults.all()[0].met, 2);
    }

    #[test]
    fn a_fault_can_ask_for_a_part_of_the_body() {
        let mut faults = Faults::new(1);
        faults.add(Fault {
            body: "FROM ad_group".to_owned(),
            ..fault("search", 1.0, None)
        });
        assert!(
            faults
                .draw("google", "/search", "SELECT x FROM campaign")
                .is_none()
        );
        assert!(
            faults
                .draw("google", "/search", "SELECT x FROM ad_group")
                .is_some()
        );
    }

    #[test]
    fn chance_is_the_part_of_requests_that_are_met() {
        let mut faults = Faults::new(1);
        faults.add(fault("", 0.25, None));
        let met = (0..4000)
            .filter(|_| faults.draw("google", "/x", "").is_some())
            .count();
        assert!((850..1150).contains(&met), "{met} of 4000");
    }
}
