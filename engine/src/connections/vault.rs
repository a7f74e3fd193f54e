//! Secrets at rest: an AES-256-GCM envelope per secret, a data key per organisation, one master key over them.
//!
//! A sealed secret is `0x01 | key id (u32, big endian) | nonce (12) | ciphertext | tag (16)`. Its additional data names the
//! organisation, the kind and the row, so that a ciphertext copied to another row or tenant does not open. The data key is
//! sealed the same way by the master key, whose id is a fingerprint: a wrong master key is told apart from a damaged row.
//!
//! A random 96-bit nonce is good for 2^32 seals per key; an organisation re-seals a handful of tokens an hour.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    path::Path,
    sync::Arc,
};

use aes_gcm::{
    Aes256Gcm, KeyInit as _, Nonce,
    aead::{Aead as _, Payload},
};
use hkdf::Hkdf;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretBox, SecretSlice, SecretString};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    identity::OrgScope,
    random::Random,
    store::{StoreError, Tx, params, statements},
};

const LAYOUT: u8 = 1;
const NONCE_LENGTH: usize = 12;
const TAG_LENGTH: usize = 16;
/// Layout byte and key id.
const HEADER_LENGTH: usize = 5;
/// The longest key file read: 64 digits and the white space around them.
const KEY_FILE_LIMIT: u64 = 1_024;

type Key = SecretBox<[u8; 32]>;

statements! {
    INSERT_DATA_KEY = "insert into data_key (org_id, version, wrapped, created_at) values ($1, $2, $3, $4)";
    CURRENT_DATA_KEY = "select version, wrapped from data_key where org_id = $1 order by version desc limit 1";
    DATA_KEY = "select wrapped from data_key where org_id = $1 and version = $2";
    /// Every data key, for the check of the master key at start-up.
    ALL_DATA_KEYS = "select org_id, version, wrapped from data_key order by org_id, version";
}

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The program cannot work with this master key; the text says what to do.
    #[error("{0}")]
    MasterKey(String),
    /// The organisation was created without a data key, or the row is gone.
    #[error("the organisation has no data key (version {version})")]
    NoDataKey { version: u32 },
    /// Changed, moved to another row or sealed by another key. Nothing of it was revealed.
    #[error("a stored secret ({kind}) does not open: it was changed or moved; connect again to replace it")]
    Damaged { kind: &'static str },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is sealed: the kind of secret, in one closed set of words that end up in the additional data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    DataKey,
    PlatformGrant,
    /// The half of a consent that never leaves the program (RFC 7636).
    ConsentVerifier,
    /// The answer to a request that may be sent again.
    KeptAnswer,
}

impl SecretKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DataKey => "data_key",
            Self::PlatformGrant => "platform_grant",
            Self::ConsentVerifier => "consent_verifier",
            Self::KeptAnswer => "kept_answer",
        }
    }
}

/// The master key and what it opens. Cheap to clone; nothing in it can be printed.
#[derive(Clone)]
pub struct Vault {
    master: Arc<Key>,
    master_id: u32,
    random: Random,
}

impl Vault {
    pub fn from_key(key: Key, random: Random) -> Self {
        let master_id = fingerprint(&key);
        Self {
            master: Arc::new(key),
            master_id,
            random,
        }
    }

    /// A key written as 64 hexadecimal digits (what `openssl rand -hex 32` prints).
    ///
    /// # Errors
    /// [`VaultError::MasterKey`] when the text is anything else; the text itself is never repeated.
    pub fn from_text(text: &SecretString, random: Random) -> Result<Self, VaultError> {
        let key = parse_hex(text.expose_secret().trim()).ok_or_else(|| {
            VaultError::MasterKey(
                "the master key must be 64 hexadecimal digits; make one with `openssl rand -hex 32`"
                    .to_owned(),
            )
        })?;
        Ok(Self::from_key(key, random))
    }

    /// Reads the key from a file.
    pub fn from_file(path: &Path, random: Random) -> Result<Self, VaultError> {
        let shown = path.display();
        let unreadable = |error: std::io::Error| {
            let text = match error.kind() {
                ErrorKind::NotFound => format!(
                    "the master key file {shown} does not exist; restore it from your backup or name it with --master-key-file"
                ),
                _ => format!("the master key file {shown} cannot be read: {error}"),
            };
            VaultError::MasterKey(text)
        };
        let mut text = Zeroizing::new(String::new());
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(KEY_FILE_LIMIT)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
        let key = parse_hex(text.trim()).ok_or_else(|| {
            VaultError::MasterKey(format!(
                "the master key file {shown} must hold 64 hexadecimal digits; restore it from your backup"
            ))
        })?;
        Ok(Self::from_key(key, random))
    }

    /// Makes a new key and writes it to `path`, readable by this user alone. Refuses to overwrite.
    pub fn create_file(path: &Path, random: Random) -> Result<Self, VaultError> {
        let shown = path.display();
        let unwritable = |error: std::io::Error| {
            VaultError::MasterKey(format!("cannot create the master key file {shown}: {error}"))
        };
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill(bytes.as_mut());
        let mut text = Zeroizing::new(String::with_capacity(65));
        for byte in bytes.iter() {
            text.push(hex_digit(byte >> 4));
            text.push(hex_digit(byte & 0x0F));
        }
        text.push('\n');
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let mut file = options.open(path).map_err(unwritable)?;
        file.write_all(text.as_bytes()).map_err(unwritable)?;
        // The first sealed secret must not outlive the key in a power cut.
        file.sync_all().map_err(unwritable)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::File::open(folder)
                .and_then(|folder| folder.sync_all())
                .map_err(unwritable)?;
        }
        Ok(Self::from_key(SecretBox::new(Box::new(*bytes)), random))
    }

    /// Makes an organisation's data key. Once, in the transaction that creates the organisation.
    pub async fn create_data_key(
        &self,
        tx: &mut Tx,
        scope: OrgScope,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        const FIRST: u32 = 1;
        let mut key = Zeroizing::new([0; 32]);
        self.random.fill(key.as_mut());
        let aad = data_key_aad(scope.id(), FIRST);
        let wrapped = seal_with(
            &self.master,
            self.master_id,
            self.nonce(),
            &aad,
            key.as_ref(),
            SecretKind::DataKey,
        )?;
        tx.execute_exactly(1, INSERT_DATA_KEY, params![scope.id(), FIRST, wrapped, at])
            .await?;
        Ok(())
    }

    /// Seals a secret for one row of one organisation, under the organisation's newest data key.
    pub async fn seal(
        &self,
        tx: &mut Tx,
        scope: OrgScope,
        kind: SecretKind,
        row_id: Uuid,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        // The data key is unwrapped every time: microseconds, and a key made in a transaction that is rolled back
        // can never be used by another.
        let row = tx
            .fetch_optional(CURRENT_DATA_KEY, params![scope.id()])
            .await?
            .ok_or(VaultError::NoDataKey { version: 0 })?;
        let version = row.u32("version")?;
        let key = self.unwrap_data_key(scope.id(), version, &row.bytes("wrapped")?)?;
        seal_with(
            &key,
            version,
            self.nonce(),
            &aad(scope.id(), kind, row_id),
            plaintext,
            kind,
        )
    }

    /// Opens what [`Vault::seal`] sealed for the same organisation, kind and row.
    pub async fn open(
        &self,
        tx: &mut Tx,
        scope: OrgScope,
        kind: SecretKind,
        row_id: Uuid,
        sealed: &[u8],
    ) -> Result<SecretSlice<u8>, VaultError> {
        let damaged = VaultError::Damaged { kind: kind.as_str() };
        let version = key_id(sealed).ok_or(damaged)?;
        let row = tx
            .fetch_optional(DATA_KEY, params![scope.id(), version])
            .await?
            .ok_or(VaultError::NoDataKey { version })?;
        let key = self.unwrap_data_key(scope.id(), version, &row.bytes("wrapped")?)?;
        open_with(&key, &aad(scope.id(), kind, row_id), sealed, kind)
    }

    /// Does this master key open every organisation's data key? Asked once at start-up.
    ///
    /// # Errors
    /// [`VaultError::MasterKey`] with one sentence when it is another installation's key.
    pub async fn check(&self, tx: &mut Tx) -> Result<(), VaultError> {
        for row in tx.fetch_all(ALL_DATA_KEYS, params![]).await? {
            self.unwrap_data_key(row.uuid("org_id")?, row.u32("version")?, &row.bytes("wrapped")?)?;
        }
        Ok(())
    }

    /// Whether the database holds anything sealed: then its master key must be found, not made.
    pub async fn is_in_use(tx: &mut Tx) -> Result<bool, StoreError> {
        Ok(!tx.fetch_all(ALL_DATA_KEYS, params![]).await?.is_empty())
    }

    fn unwrap_data_key(&self, org_id: Uuid, version: u32, wrapped: &[u8]) -> Result<Key, VaultError> {
        let kind = SecretKind::DataKey;
        if key_id(wrapped).is_some_and(|id| id != self.master_id) {
            return Err(VaultError::MasterKey(
                "this master key did not seal this database's secrets; start with the key file that belongs to it"
                    .to_owned(),
            ));
        }
        let opened = open_with(&self.master, &data_key_aad(org_id, version), wrapped, kind)?;
        let bytes: [u8; 32] = opened
            .expose_secret()
            .try_into()
            .map_err(|_| VaultError::Damaged { kind: kind.as_str() })?;
        Ok(SecretBox::new(Box::new(bytes)))
    }

    fn nonce(&self) -> [u8; NONCE_LENGTH] {
        let mut nonce = [0; NONCE_LENGTH];
        self.random.fill(&mut nonce);
        nonce
    }
}

fn aad(org_id: Uuid, kind: SecretKind, row_id: Uuid) -> String {
    format!("v1|tenant={org_id}|kind={}|id={row_id}", kind.as_str())
}

fn data_key_aad(org_id: Uuid, version: u32) -> String {
    format!(
        "v1|tenant={org_id}|kind={}|id={version}",
        SecretKind::DataKey.as_str()
    )
}

/// Tells master keys apart without telling anything about them (HKDF-SHA256 under a name of its own).
fn fingerprint(key: &Key) -> u32 {
    let mut id = [0; 4];
    // Four bytes are far below the 255 blocks that HKDF can give: this cannot fail.
    let expanded = Hkdf::<Sha256>::new(None, key.expose_secret()).expand(b"adjutant master key id", &mut id);
    debug_assert!(expanded.is_ok());
    u32::from_be_bytes(id)
}

fn key_id(sealed: &[u8]) -> Option<u32> {
    let (layout, rest) = sealed.split_first()?;
    let id = rest.first_chunk::<4>()?;
    (*layout == LAYOUT).then_some(u32::from_be_bytes(*id))
}

fn seal_with(
    key: &Key,
    key_id: u32,
    nonce: [u8; NONCE_LENGTH],
    aad: &str,
    plaintext: &[u8],
    kind: SecretKind,
) -> Result<Vec<u8>, VaultError> {
    let cipher = Aes256Gcm::new(key.expose_secret().into());
    let payload = Payload {
        msg: plaintext,
        aad: aad.as_bytes(),
    };
    // Fails only beyond 64 GiB of plaintext.
    let ciphertext = cipher
        .encrypt(&Nonce::from(nonce), payload)
        .map_err(|_| VaultError::Damaged { kind: kind.as_str() })?;
    let mut sealed = Vec::with_capacity(
        HEADER_LENGTH
            .saturating_add(NONCE_LENGTH)
            .saturating_add(ciphertext.len()),
    );
    sealed.push(LAYOUT);
    sealed.extend_from_slice(&key_id.to_be_bytes());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&ciphertext);
    Ok(sealed)
}

fn open_with(key: &Key, aad: &str, sealed: &[u8], kind: SecretKind) -> Result<SecretSlice<u8>, VaultError> {
    let damaged = || VaultError::Damaged { kind: kind.as_str() };
    key_id(sealed).ok_or_else(damaged)?;
    let body = sealed.get(HEADER_LENGTH..).ok_or_else(damaged)?;
    let (nonce, ciphertext) = body.split_first_chunk::<NONCE_LENGTH>().ok_or_else(damaged)?;
    if ciphertext.len() < TAG_LENGTH {
        return Err(damaged());
    }
    let cipher = Aes256Gcm::new(key.expose_secret().into());
    let payload = Payload {
        msg: ciphertext,
        aad: aad.as_bytes(),
    };
    let plaintext = cipher
        .decrypt(&Nonce::from(*nonce), payload)
        .map_err(|_| damaged())?;
    Ok(SecretSlice::from(plaintext))
}

fn parse_hex(text: &str) -> Option<Key> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != bytes.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let value = char::from(*high)
            .to_digit(16)?
            .checked_mul(16)?
            .checked_add(char::from(*low).to_digit(16)?)?;
        *byte = u8::try_from(value).ok()?;
    }
    Some(SecretBox::new(Box::new(*bytes)))
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::ProcessClock, identity::testing::fresh_store, store::Store};

    fn key(bytes: [u8; 32]) -> Key {
        SecretBox::new(Box::new(bytes))
    }

    fn counting<const N: usize>() -> [u8; N] {
        std::array::from_fn(|position| u8::try_from(position).unwrap())
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn vault(first: u8) -> Vault {
        Vault::from_key(
            key([first; 32]),
            Random::seeded(ProcessClock::system(), u64::from(first)),
        )
    }

    async fn organisation(store: &Store, vault: &Vault) -> OrgScope {
        let vault = vault.clone();
        store
            .write(move |tx| {
                Box::pin(async move {
                    let at = Timestamp::UNIX_EPOCH;
                    let scope =
                        crate::identity::store::insert_organisation(tx, &vault.random, "Acme", at).await?;
                    vault.create_data_key(tx, scope, at).await?;
                    Ok::<_, VaultError>(scope)
                })
            })
            .await
            .unwrap()
    }

    async fn seal(store: &Store, vault: &Vault, scope: OrgScope, row: Uuid, text: &'static [u8]) -> Vec<u8> {
        let vault = vault.clone();
        store
            .write(move |tx| {
                Box::pin(async move { vault.seal(tx, scope, SecretKind::PlatformGrant, row, text).await })
            })
            .await
            .unwrap()
    }

    async fn open(
        store: &Store,
        vault: &Vault,
        scope: OrgScope,
        row: Uuid,
        sealed: Vec<u8>,
    ) -> Result<Vec<u8>, VaultError> {
        let vault = vault.clone();
        store
            .read(move |tx| {
                Box::pin(async move {
                    let opened = vault
                        .open(tx, scope, SecretKind::PlatformGrant, row, &sealed)
                        .await?;
                    Ok(opened.expose_secret().to_vec())
                })
            })
            .await
    }

    #[test]
    fn the_published_vectors_of_the_envelope_hold() {
        let kind = SecretKind::PlatformGrant;
        let aad = "v1|tenant=t1|kind=google_refresh_token|id=cred_1";
        let sealed = seal_with(&key(counting()), 7, counting(), aad, b"hello", kind).unwrap();
        assert_eq!(hex(&sealed[..HEADER_LENGTH]), "0100000007");
        assert_eq!(
            hex(&sealed[HEADER_LENGTH + NONCE_LENGTH..]),
            "2f67ba77aa42ad1a649ee80b7762d22a8c64e55533"
        );
        let empty = seal_with(&key([0; 32]), 0, [0; 12], "", b"", kind).unwrap();
        assert_eq!(
            hex(&empty[HEADER_LENGTH + NONCE_LENGTH..]),
            "530f8afbc74536b9a963b4f1c4cb738b"
        );
    }

    #[tokio::test]
    async fn a_secret_opens_only_in_its_own_row_and_organisation() {
        let (store, _folder) = fresh_store().await;
        let vault = vault(1);
        let scope = organisation(&store, &vault).await;
        let other = organisation(&store, &vault).await;
        let row = Uuid::from_u128(1);
        let sealed = seal(&store, &vault, scope, row, b"refresh token").await;
        assert_eq!(
            open(&store, &vault, scope, row, sealed.clone()).await.unwrap(),
            b"refresh token"
        );
        let moved = open(&store, &vault, scope, Uuid::from_u128(2), sealed.clone()).await;
        assert!(matches!(moved, Err(VaultError::Damaged { .. })));
        let stolen = open(&store, &vault, other, row, sealed).await;
        assert!(matches!(stolen, Err(VaultError::Damaged { .. })));
    }

    #[tokio::test]
    async fn every_flipped_bit_of_a_sealed_secret_is_noticed() {
        let (store, _folder) = fresh_store().await;
        let vault = vault(1);
        let scope = organisation(&store, &vault).await;
        let row = Uuid::from_u128(1);
        let sealed = seal(&store, &vault, scope, row, b"hello").await;
        for position in 0..sealed.len() {
            let mut broken = sealed.clone();
            broken[position] ^= 1;
            assert!(
                open(&store, &vault, scope, row, broken).await.is_err(),
                "byte {position}"
            );
        }
        for length in 0..sealed.len() {
            assert!(
                open(&store, &vault, scope, row, sealed[..length].to_vec())
                    .await
                    .is_err(),
                "length {length}"
            );
        }
    }

    #[tokio::test]
    async fn another_installations_master_key_is_refused_in_one_sentence() {
        let (store, _folder) = fresh_store().await;
        organisation(&store, &vault(1)).await;
        let check = |vault: Vault| {
            let store = store.clone();
            async move {
                store
                    .read(move |tx| Box::pin(async move { vault.check(tx).await }))
                    .await
            }
        };
        check(vault(1)).await.unwrap();
        let refused = check(vault(2)).await.unwrap_err();
        assert!(
            matches!(&refused, VaultError::MasterKey(text) if text.contains("key file that belongs to it"))
        );
    }

    #[test]
    fn a_key_file_is_private_survives_a_restart_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let random = || Random::system(ProcessClock::system());
        let missing = Vault::from_file(&path, random()).err().unwrap();
        assert!(missing.to_string().contains("does not exist"), "{missing}");
        let made = Vault::create_file(&path, random()).unwrap();
        let read = Vault::from_file(&path, random()).unwrap();
        assert_eq!(made.master_id, read.master_id);
        assert!(Vault::create_file(&path, random()).is_err());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        std::fs::write(&path, "not a key").unwrap();
        let garbled = Vault::from_file(&path, random()).err().unwrap();
        assert!(
            !garbled.to_string().contains("not a key"),
            "the file's content is never repeated"
        );
    }
}
