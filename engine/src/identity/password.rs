//! Passwords: Argon2id, the policy for new ones, and the hash that unknown people are compared with.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use crate::random::Random;

/// OWASP's second line: 19 MiB, two passes, one lane; about 35 ms on a small machine.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How many hashes run at once: each takes 19 MiB and a core. More sign-ins wait.
const AT_ONCE: usize = 2;
static HASHING: Semaphore = Semaphore::const_new(AT_ONCE);

/// The shortest new password, in characters. Longer than the lists of common passwords reach, with few exceptions.
pub const SHORTEST: usize = 12;
/// The longest, in bytes: a bound on work, far above what anybody types.
pub const LONGEST: usize = 1_024;

/// Compared with when the person does not exist, so that the answer takes as long. Nobody's password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$YWRqdXRhbnQtbm9ib2R5IQ$RxdKJ2vvhbRv56uuehc/OgAiUggzbUlFZr5Oy6L3cgU";

/// Passwords of at least [`SHORTEST`] characters that lead every list of leaked ones, lower case.
const COMMON: &[&str] = &[
    "000000000000",
    "111111111111",
    "121212121212",
    "123123123123",
    "123456123456",
    "1234567890123",
    "123456789012",
    "12345678901234567890",
    "1234567891011",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "a1b2c3d4e5f6",
    "aaaaaaaaaaaa",
    "abc123abc123",
    "abcdefghijkl",
    "abcdefghijklm",
    "abcdefghijklmnopqrstuvwxyz",
    "administrator",
    "administrator1",
    "asdfghjkl123",
    "asdfghjkl;'",
    "changemechangeme",
    "changeme1234",
    "correcthorsebatterystaple",
    "football1234",
    "iloveyou1234",
    "iloveyouforever",
    "letmeinletmein",
    "letmeinplease",
    "liverpool123",
    "manchesterunited",
    "mypassword123",
    "p@ssw0rd1234",
    "p@ssword1234",
    "password1234",
    "password12345",
    "password123456",
    "password123!",
    "password1!password1!",
    "passwordpassword",
    "passw0rd1234",
    "princess1234",
    "q1w2e3r4t5y6",
    "qazwsxedcrfv",
    "qwerty123456",
    "qwertyqwerty",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiop[]",
    "qwertyuiopasdfghjkl",
    "sunshine1234",
    "superman1234",
    "thisismypassword",
    "trustno1trustno1",
    "welcome12345",
    "welcome123456",
    "whatever1234",
    "zaq12wsxcde3",
    "zxcvbnm12345",
    "zxcvbnmasdfghjkl",
];

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    #[error("use at least {SHORTEST} characters")]
    TooShort,
    #[error("use at most {LONGEST} bytes")]
    TooLong,
    #[error("this password is on the lists that attackers try first; choose another one")]
    Common,
    #[error("the password must not be your name, e-mail address or organisation")]
    Personal,
}

/// Hashing failed for a reason that has nothing to do with the password (memory, a damaged hash in the database).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct HashingFailed;

/// The policy for new passwords: length, the common ones, the person's own words. No composition rules, no trimming.
///
/// # Errors
/// The first [`PasswordProblem`] that applies.
pub fn check_new(password: &SecretString, own_words: &[&str]) -> Result<(), PasswordProblem> {
    let text = password.expose_secret();
    if text.chars().count() < SHORTEST {
        return Err(PasswordProblem::TooShort);
    }
    if text.len() > LONGEST {
        return Err(PasswordProblem::TooLong);
    }
    let lower = text.to_lowercase();
    let one_letter = lower
        .chars()
        .next()
        .is_some_and(|first| lower.chars().all(|letter| letter == first));
    if one_letter || COMMON.contains(&lower.as_str()) {
        return Err(PasswordProblem::Common);
    }
    let is_own = |word: &&str| !word.trim().is_empty() && lower.trim() == word.trim().to_lowercase();
    if own_words.iter().any(is_own) {
        return Err(PasswordProblem::Personal);
    }
    Ok(())
}

/// Hashes on a thread where blocking is allowed, a few at a time. Answers the PHC string.
pub async fn hash(password: SecretString, random: &Random) -> Result<String, HashingFailed> {
    let mut salt = [0; 16];
    random.fill(&mut salt);
    on_a_hashing_thread(move || {
        let hash = hasher()?
            .hash_password_with_salt(password.expose_secret().as_bytes(), &salt)
            .map_err(|_| HashingFailed)?;
        Ok(hash.to_string())
    })
    .await
}

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Different,
    Same,
    /// Same, and the stored hash was made with weaker settings than today's: hash again and store.
    SameButWeak,
}

/// Compares with a stored hash, or with nobody's when there is none: the work is the same.
pub async fn compare(password: SecretString, stored: Option<String>) -> Result<Comparison, HashingFailed> {
    on_a_hashing_thread(move || {
        let known = stored.is_some();
        let parsed = PasswordHash::new(stored.as_deref().unwrap_or(NOBODY)).map_err(|_| HashingFailed)?;
        let same = hasher()?
            .verify_password(password.expose_secret().as_bytes(), &parsed)
            .is_ok();
        Ok(match (known && same, is_weak(&parsed)) {
            (false, _) => Comparison::Different,
            (true, true) => Comparison::SameButWeak,
            (true, false) => Comparison::Same,
        })
    })
    .await
}

async fn on_a_hashing_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HashingFailed> + Send + 'static,
) -> Result<T, HashingFailed> {
    let permit = HASHING.acquire().await.map_err(|_| HashingFailed)?;
    let outcome = tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| HashingFailed)?;
    drop(permit);
    outcome
}

fn hasher() -> Result<Argon2<'static>, HashingFailed> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashingFailed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn is_weak(hash: &PasswordHash) -> bool {
    let at_least = |name: &str, floor: u32| hash.params.get_decimal(name).is_some_and(|value| value >= floor);
    hash.algorithm.as_str() != "argon2id"
        || hash.version != Some(u32::from(Version::V0x13))
        || !at_least("m", MEMORY_KIB)
        || !at_least("t", PASSES)
        || !at_least("p", LANES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ProcessClock;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text.to_owned())
    }

    fn random() -> Random {
        Random::seeded(ProcessClock::system(), 7)
    }

    #[tokio::test]
    async fn a_password_is_stored_as_argon2id_with_its_own_salt_and_compared_byte_for_byte() {
        let random = random();
        let text = "Grüße 🦀 with spaces ";
        let first = hash(secret(text), &random).await.unwrap();
        let second = hash(secret(text), &random).await.unwrap();
        assert!(first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{first}");
        assert_ne!(first, second);
        assert_eq!(
            compare(secret(text), Some(first.clone())).await,
            Ok(Comparison::Same)
        );
        assert_eq!(
            compare(secret(text.trim()), Some(first)).await,
            Ok(Comparison::Different)
        );
    }

    #[tokio::test]
    async fn a_weaker_hash_still_opens_and_asks_to_be_replaced() {
        let weak = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(8_192, 1, 1, None).unwrap(),
        )
        .hash_password_with_salt(b"correct horse", &[1; 16])
        .unwrap()
        .to_string();
        assert_eq!(
            compare(secret("correct horse"), Some(weak)).await,
            Ok(Comparison::SameButWeak)
        );
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody_and_never_matches() {
        let parsed = PasswordHash::new(NOBODY).unwrap();
        assert!(!is_weak(&parsed), "the dummy must cost what a real hash costs");
        assert_eq!(
            compare(secret("anything at all"), None).await,
            Ok(Comparison::Different)
        );
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error_and_not_a_match() {
        assert_eq!(
            compare(secret("anything"), Some("plain text".to_owned())).await,
            Err(HashingFailed)
        );
    }

    #[test]
    fn the_policy_knows_length_common_and_personal_passwords_and_nothing_else() {
        let check = |text: &str| check_new(&secret(text), &["Acme Marketing", "ada@example.test"]);
        assert_eq!(check("elevenchars"), Err(PasswordProblem::TooShort));
        assert_eq!(check("Password1234"), Err(PasswordProblem::Common));
        assert_eq!(check("zzzzzzzzzzzzzzz"), Err(PasswordProblem::Common));
        assert_eq!(check("ACME marketing"), Err(PasswordProblem::Personal));
        assert_eq!(check("Ada@Example.test"), Err(PasswordProblem::Personal));
        assert_eq!(check(&"x1".repeat(600)), Err(PasswordProblem::TooLong));
        assert_eq!(check("only lower case"), Ok(()));
        assert_eq!(check("🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🐙"), Ok(()));
    }

    #[test]
    fn the_list_of_common_passwords_is_lower_case_and_long_enough_to_matter() {
        for word in COMMON {
            assert_eq!(*word, word.to_lowercase());
        }
        assert!(
            COMMON
                .iter()
                .filter(|word| word.chars().count() >= SHORTEST)
                .count()
                > 50
        );
    }
}
