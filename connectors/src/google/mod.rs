//! The Google Ads API over REST, version [`API_VERSION`], as an [`AdPlatform`].
//!
//! Reading order: `client` (one conversation) ← `queries`, `wire` (what is asked, what comes back) ← `accounts`,
//! `structure`, `objects`, `metrics`, `writing`, `reading_back` (pure mappings, each beside its call) ← this file. `failure` reads Google's errors,
//! `verdict` decides what each one means, `wording` says it to a person. `oauth` is the consent.
//!
//! Called through the trait only. No retry, no rate limit and no state between calls live here: the account's owner has
//! them. The one exception is the token endpoint, whose few repeats are part of Google's own client policy.

mod accounts;
mod client;
mod customer_id;
mod exchange;
mod failure;
mod labels;
mod metrics;
mod money;
mod negatives;
mod oauth;
mod objects;
mod queries;
mod reading_back;
mod structure;
mod targets;
mod verdict;
mod wire;
mod wording;
mod writing;

use std::time::Duration;

use dsl::{Currency, Level, Platform};
use engine::{
    clock::{Deadline, ProcessClock},
    connections::platform::{
        Access, AccountAddress, AdPlatform, ConsentRequest, DoubtResolution, Grant, MetricsReply,
        MetricsRequest, NeededScope, PlatformFuture, RemoteAccount, RemoteObject, Structure, Write,
        WriteField, WriteOutcome, WriteTarget, WriteValue,
    },
};
use jiff::civil::Date;
use secrecy::SecretString;
use url::Url;

use self::{client::Client, oauth::OAuth};
use crate::http::{BaseUrl, BaseUrlError, Shell, ShellError, Timeouts};

/// The version in every path. Google retires a version about a year after its release.
pub const API_VERSION: &str = "v26";

/// Google's own addresses.
pub const API_BASE: &str = "https://googleads.googleapis.com";
pub const ACCOUNTS_BASE: &str = "https://accounts.google.com";
pub const OAUTH_BASE: &str = "https://oauth2.googleapis.com";

/// How old "still the old value" must be before it proves that a write was lost.
///
/// Google documents no delay between a mutate and `googleAds:search` for an object's own settings; only derived fields
/// (`primary_status`) and the change history (up to three minutes) are said to lag. A minute is this adapter's choice:
/// long beside the seconds seen in practice, short beside any rule's cadence. Being too short would cost an identical
/// repeat of an absolute value, never a wrong one.
const READ_LAG: Duration = Duration::from_secs(60);

/// What the operator configures.
#[derive(Debug, Clone)]
pub struct Options {
    pub api_base: Url,
    pub accounts_base: Url,
    pub oauth_base: Url,
    pub client_id: String,
    pub client_secret: SecretString,
    /// Ignored by Google since 2026-09-09; sent only when configured.
    pub developer_token: Option<SecretString>,
    pub process_clock: ProcessClock,
    pub timeouts: Timeouts,
}

impl Options {
    /// Google itself, with the usual time-outs.
    pub fn production(
        client_id: String,
        client_secret: SecretString,
        process_clock: ProcessClock,
    ) -> Result<Self, url::ParseError> {
        Ok(Self {
            api_base: Url::parse(API_BASE)?,
            accounts_base: Url::parse(ACCOUNTS_BASE)?,
            oauth_base: Url::parse(OAUTH_BASE)?,
            client_id,
            client_secret,
            developer_token: None,
            process_clock,
            timeouts: Timeouts::default(),
        })
    }
}

/// Why the adapter cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error(transparent)]
    BaseUrl(#[from] BaseUrlError),
    #[error("{setting} is empty: copy it from the OAuth client in the Google Cloud console")]
    Empty { setting: &'static str },
    #[error(
        "google.developer_token holds characters that cannot stand in a header: remove it, Google ignores it"
    )]
    DeveloperToken,
    #[error(transparent)]
    Shell(#[from] ShellError),
}

/// The adapter.
#[derive(Debug)]
pub struct GoogleAds {
    client: Client,
    oauth: OAuth,
}

impl GoogleAds {
    /// Checks the configuration; opens no connection.
    pub fn new(options: Options) -> Result<Self, SetupError> {
        use secrecy::ExposeSecret as _;
        if options.client_id.trim().is_empty() {
            return Err(SetupError::Empty {
                setting: "google.client_id",
            });
        }
        if options.client_secret.expose_secret().trim().is_empty() {
            return Err(SetupError::Empty {
                setting: "google.client_secret",
            });
        }
        let api_base = BaseUrl::new("google.api_base", options.api_base)?;
        let accounts_base = BaseUrl::new("google.accounts_base", options.accounts_base)?;
        let oauth_base = BaseUrl::new("google.oauth_base", options.oauth_base)?;
        let shell = Shell::new(options.process_clock, options.timeouts)?;
        Ok(Self {
            client: Client::new(shell.clone(), api_base, options.developer_token)?,
            oauth: OAuth {
                shell,
                accounts_base,
                oauth_base,
                client_id: options.client_id,
                client_secret: options.client_secret,
            },
        })
    }
}

impl AdPlatform for GoogleAds {
    fn name(&self) -> Platform {
        Platform::Google
    }

    /// Google has no idempotency key and no compare-and-set: an absolute value is read back.
    fn resolution(&self, field: WriteField) -> DoubtResolution {
        match field {
            WriteField::Status
            | WriteField::Budget
            | WriteField::Bid
            | WriteField::TargetCpa
            | WriteField::TargetRoas
            | WriteField::Negative
            | WriteField::Label => DoubtResolution::Compare,
        }
    }

    fn read_lag(&self) -> Duration {
        READ_LAG
    }

    fn money_step(&self, currency: &Currency) -> i64 {
        money::step(*currency)
    }

    fn needed_scopes(&self) -> &'static [NeededScope] {
        oauth::NEEDED_SCOPES
    }

    fn consent_url(&self, request: &ConsentRequest) -> String {
        self.oauth.consent_url(request)
    }

    fn exchange_code<'a>(
        &'a self,
        code: &'a str,
        verifier: &'a str,
        redirect_uri: &'a str,
    ) -> PlatformFuture<'a, Grant> {
        Box::pin(self.oauth.exchange_code(code, verifier, redirect_uri))
    }

    fn refresh<'a>(&'a self, grant: &'a Grant) -> PlatformFuture<'a, Grant> {
        Box::pin(self.oauth.refresh(grant))
    }

    fn accounts<'a>(&'a self, access: &'a Access) -> PlatformFuture<'a, Vec<RemoteAccount>> {
        Box::pin(accounts::discover(&self.client, access))
    }

    fn structure<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
    ) -> PlatformFuture<'a, Structure> {
        Box::pin(structure::fetch(&self.client, access, account))
    }

    fn levels(&self) -> &'static [Level] {
        &[Level::AdGroups, Level::Ads, Level::Keywords, Level::SearchTerms]
    }

    fn labels(&self) -> &'static [Level] {
        &[Level::Campaigns, Level::AdGroups, Level::Ads, Level::Keywords]
    }

    fn objects<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
        level: Level,
        days: (Date, Date),
    ) -> PlatformFuture<'a, Vec<RemoteObject>> {
        Box::pin(objects::fetch(&self.client, access, account, level, days))
    }

    fn metrics<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
        request: &'a MetricsRequest,
    ) -> PlatformFuture<'a, MetricsReply> {
        Box::pin(metrics::fetch(&self.client, access, account, request))
    }

    fn write<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
        write: &'a Write,
        deadline: Deadline,
    ) -> PlatformFuture<'a, WriteOutcome> {
        Box::pin(writing::write(&self.client, access, account, write, deadline))
    }

    fn read<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
        target: &'a WriteTarget,
        field: WriteField,
    ) -> PlatformFuture<'a, Option<WriteValue>> {
        Box::pin(reading_back::read(&self.client, access, account, target, field))
    }
}
