//! Deterministic chance: every draw is a pure function of the world's seed and of what it is drawn for.
//!
//! A stream is opened per (campaign, step) or (campaign, day), never shared. So the market does not depend on the
//! order in which accounts are asked for, and a replayed world is the same world to the last cent. A generator with
//! one running state could not promise that.

/// A stream of numbers for one purpose.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64's finaliser (Steele, Lea, Flood 2014): full avalanche in three multiplications.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Dice {
    /// Opens the stream that belongs to `purpose`, a list of numbers that names what is drawn.
    pub fn new(seed: u64, purpose: &[u64]) -> Self {
        let mut state = mix(seed.wrapping_add(GOLDEN));
        for part in purpose {
            state = mix(state.wrapping_mul(31).wrapping_add(*part).wrapping_add(GOLDEN));
        }
        Self { state }
    }

    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// Uniform in [0, 1).
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in [low, high).
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Standard normal (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// A factor around 1 whose mean is 1 and whose logarithm has this standard deviation.
    pub fn factor(&mut self, sigma: f64) -> f64 {
        (sigma * self.normal() - sigma * sigma / 2.0).exp()
    }

    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }

    /// A count of independent events expected `mean` times. Exact below 30, the normal approximation above.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "means are far below 2^53 and the result is clamped at zero"
    )]
    pub fn poisson(&mut self, mean: f64) -> i64 {
        if mean.is_nan() || mean <= 0.0 {
            return 0;
        }
        if mean > 30.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0) as i64;
        }
        let limit = (-mean).exp();
        let mut product = self.unit();
        let mut count = 0;
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_purpose_draws_the_same_numbers() {
        let mut a = Dice::new(7, &[1, 2]);
        let mut b = Dice::new(7, &[1, 2]);
        let mut c = Dice::new(7, &[2, 1]);
        assert_eq!(a.bits(), b.bits());
        assert_ne!(a.bits(), c.bits());
    }

    #[test]
    fn counts_have_the_mean_they_were_asked_for() {
        for mean in [0.05, 2.0, 20.0, 300.0] {
            let mut dice = Dice::new(3, &[4]);
            let total: i64 = (0..20_000).map(|_| dice.poisson(mean)).sum();
            // Four standard errors of a sum of 20,000 Poisson draws.
            let (expected, tolerance) = (mean * 20_000.0, 4.0 * (mean * 20_000.0_f64).sqrt());
            assert!(
                (total as f64 - expected).abs() < tolerance,
                "asked for {expected}, drew {total}"
            );
        }
    }
}
