//! The contract between the domain and an ad platform.
//!
//! One implementation per platform lives in `connectors`; the account's owner is the only caller. The trait is shaped
//! by the differences between the four platforms, not by the first of them:
//!
//! * budgets sit on a shared object (Google), a campaign or an ad set (Meta), a campaign or an ad group (TikTok) or the
//!   campaign (Amazon): a write names its [`WriteTarget`], never "the campaign's budget";
//! * tokens refresh for ever (Google, Amazon), rotate (TikTok) or only renew while valid (Meta): [`AdPlatform::refresh`]
//!   answers a whole new [`Grant`] and says when it has to be called again;
//! * reports come at once (Google, Meta, TikTok) or by a job that is polled (Amazon): [`MetricsReply`];
//! * errors hide inside HTTP 200 (TikTok, Meta batches): an implementation never judges by the status alone;
//! * an effect can begin later than the answer (TikTok's scheduled budgets): [`WriteOutcome::Accepted`].

use std::{collections::BTreeMap, future::Future, pin::Pin, time::Duration};

use dsl::{AttributeKind, Currency, Level, Platform as PlatformName, Property};
use jiff::{Timestamp, civil::Date};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

pub use super::reports::{BaseCells, Grain, MetricsReply, MetricsReport, MetricsRequest, MetricsRow};
use crate::{
    clock::Deadline,
    store::{Row, StoreError},
};

/// How many search terms of an account are read: those that cost most.
pub const MOST_SEARCH_TERMS: usize = 20_000;

/// A boxed future, so that the trait can be used behind a pointer.
pub type PlatformFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, PlatformError>> + Send + 'a>>;

/// What an adapter must be able to do. Until a method returns `Ok`, nothing has been promised; after
/// [`PlatformError::Doubt`] the effect may or may not exist and only a read can tell.
pub trait AdPlatform: Send + Sync + 'static {
    /// Which platform this is.
    fn name(&self) -> PlatformName;

    /// How doubt about a write of this kind is resolved.
    fn resolution(&self, field: WriteField) -> DoubtResolution;

    /// How old a read must be, counted from the write, before "still the old value" proves that a write was lost.
    /// Business time: it is the platform's own propagation delay.
    fn read_lag(&self) -> Duration;

    /// The smallest step of a budget in this currency, in micros (10,000 = one US cent).
    fn money_step(&self, currency: &Currency) -> i64;

    /// The permissions without which the program cannot work.
    fn needed_scopes(&self) -> &'static [NeededScope];

    /// The address a person is sent to for consent. `state` and `code_challenge` bind the answer to the session.
    fn consent_url(&self, request: &ConsentRequest) -> String;

    /// Exchanges the code of a consent for a grant. What was granted may be less than [`AdPlatform::needed_scopes`]: the
    /// caller looks.
    fn exchange_code<'a>(
        &'a self,
        code: &'a str,
        verifier: &'a str,
        redirect_uri: &'a str,
    ) -> PlatformFuture<'a, Grant>;

    /// A grant with a fresh access token. Answers [`PlatformError::Reconnect`] when a person has to consent again.
    fn refresh<'a>(&'a self, grant: &'a Grant) -> PlatformFuture<'a, Grant>;

    /// Every advertising account that the grant reaches, managers left out, cancelled ones marked.
    fn accounts<'a>(&'a self, access: &'a Access) -> PlatformFuture<'a, Vec<RemoteAccount>>;

    /// The account's campaigns and budgets as they are now, removed ones left out.
    fn structure<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
    ) -> PlatformFuture<'a, Structure>;

    /// The levels below the campaigns that it reads and writes: rules about any other cannot run here.
    fn levels(&self) -> &'static [Level];

    /// The levels, campaigns included, whose labels it reads and writes: rules about those of any other cannot run here.
    fn labels(&self) -> &'static [Level];

    /// Everything of one of these levels as it is now, removed ones left out. What is there by its traffic alone, search terms, is
    /// listed where it had some on these days: those that cost most first, one more than [`MOST_SEARCH_TERMS`] at most.
    fn objects<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
        level: Level,
        days: (Date, Date),
    ) -> PlatformFuture<'a, Vec<RemoteObject>>;

    /// Metrics of every object of a level for the given days (inclusive, the account's calendar), by hour or by day.
    fn metrics<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
        request: &'a MetricsRequest,
    ) -> PlatformFuture<'a, MetricsReply>;

    /// Sets one field of one object to an absolute value. Checks `deadline` immediately before the bytes are written and
    /// answers [`PlatformError::TooLate`] when it has passed: nothing was sent then.
    fn write<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
        write: &'a Write,
        deadline: Deadline,
    ) -> PlatformFuture<'a, WriteOutcome>;

    /// Reads one field of one object back. `None`: the object does not exist (any more).
    fn read<'a>(
        &'a self,
        access: &'a Access,
        account: &'a AccountAddress,
        target: &'a WriteTarget,
        field: WriteField,
    ) -> PlatformFuture<'a, Option<WriteValue>>;
}

/// What a consent request carries.
#[derive(Debug, Clone)]
pub struct ConsentRequest {
    pub redirect_uri: String,
    pub state: String,
    /// S256 challenge of the verifier kept in the session (RFC 7636).
    pub code_challenge: String,
}

/// One permission that a consent has to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeededScope {
    /// As the platform names it.
    pub name: &'static str,
    /// What it is for, in a person's words.
    pub needed_for: &'static str,
}

/// What a person granted. Stored encrypted; never printed.
#[derive(Debug, Clone)]
pub struct Grant {
    pub access_token: SecretString,
    /// Absent where the platform has none (Meta): the access token itself is renewed while it lives.
    pub refresh_token: Option<SecretString>,
    /// When the access token ends (process time); `None`: does not end.
    pub access_expires_at: Option<Timestamp>,
    /// When the whole grant ends unless somebody consents again; `None`: not known to end.
    pub grant_expires_at: Option<Timestamp>,
    pub scopes: Vec<String>,
}

/// What a call needs to be let in: the token of the moment.
#[derive(Debug, Clone)]
pub struct Access {
    pub token: SecretString,
}

/// Where an account is found: its id at the platform and, where it is reached through a manager, the manager's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountAddress {
    pub external_id: String,
    pub login_external_id: Option<String>,
    pub currency: Currency,
    /// IANA name; every day and hour of this account's reports is in it.
    pub time_zone: String,
}

/// An advertising account as the platform lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteAccount {
    pub address: AccountAddress,
    pub name: String,
    pub state: RemoteAccountState,
    /// The name of the manager it is reached through.
    pub manager_name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemoteAccountState {
    Open,
    /// Closed, cancelled or suspended: readable at best, never writable.
    Closed,
}

/// One moment's campaigns and budgets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Structure {
    pub campaigns: Vec<RemoteCampaign>,
    pub budgets: Vec<RemoteBudget>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RemoteCampaign {
    pub external_id: String,
    pub name: String,
    pub status: SwitchStatus,
    /// The platform's own words for whether it delivers, lower case (`eligible`, `limited`, `ended`, …).
    pub delivery: String,
    pub channel: String,
    pub bid_strategy: String,
    /// What a conversion may cost on average, in micros; `None` where the campaign has no such target of its own.
    pub target_cpa_micros: Option<i64>,
    /// What a unit of spend has to bring in, in millionths; `None` where the campaign has no such target of its own.
    pub target_roas_millionths: Option<i64>,
    /// The budget object this campaign spends from; `None` where the budget sits below the campaign.
    pub budget_external_id: Option<String>,
    pub start_date: Option<Date>,
    pub end_date: Option<Date>,
    pub labels: Vec<String>,
}

/// An object of a level below the campaigns.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteObject {
    pub external_id: String,
    /// What it stands in: a campaign's id for ad groups, an ad group's for ads, keywords and search terms.
    pub parent_external_id: String,
    pub name: String,
    pub status: SwitchStatus,
    /// As [`RemoteCampaign::delivery`]; of a search term, in the words of the rule language, whether it is a keyword of its own or
    /// excluded.
    pub delivery: String,
    /// Its own bid, in micros; `None` where it has none.
    pub bid_micros: Option<i64>,
    /// How close a search must be, in the words of the rule language; `None` where that is no question.
    pub match_type: Option<String>,
    /// `None` where they are not read: what a rule asks of them is not known then.
    pub labels: Option<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RemoteBudget {
    pub external_id: String,
    pub name: String,
    pub amount_micros: i64,
    pub period: BudgetPeriod,
    /// How many campaigns spend from it. More than one: a write moves them all.
    pub campaigns: u32,
    pub shared: bool,
}

/// An object's own switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SwitchStatus {
    Active,
    Paused,
    Removed,
}

impl SwitchStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Removed => "removed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "active" => Some(Self::Active),
            "paused" => Some(Self::Paused),
            "removed" => Some(Self::Removed),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetPeriod {
    Daily,
    Lifetime,
}

/// The platform object that a write changes: the unit of the ledger's "one open action per target and field".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WriteTarget {
    pub kind: TargetKind,
    pub external_id: String,
}

impl WriteTarget {
    /// Reads the columns `target_kind` and `target_external_id`.
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            kind: row.word("target_kind", TargetKind::parse)?,
            external_id: row.text("target_external_id")?,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    Campaign,
    /// Google's budget objects, one or many campaigns each.
    Budget,
    /// Google's and TikTok's ad groups, Meta's ad sets.
    AdGroup,
    Ad,
    Keyword,
    /// A negative keyword of an ad group, one for each match and text.
    Negative,
    /// A label on an object, one for each object and text.
    Label,
}

impl TargetKind {
    pub const ALL: [Self; 7] = [
        Self::Campaign,
        Self::Budget,
        Self::AdGroup,
        Self::Ad,
        Self::Keyword,
        Self::Negative,
        Self::Label,
    ];

    /// What is written of the objects of this level: themselves, and of search terms negative keywords. `None` for what the ledger
    /// does not write to.
    pub fn of_level(level: Level) -> Option<Self> {
        match level {
            Level::Campaigns => Some(Self::Campaign),
            Level::AdGroups => Some(Self::AdGroup),
            Level::Ads => Some(Self::Ad),
            Level::Keywords => Some(Self::Keyword),
            Level::SearchTerms => Some(Self::Negative),
            _ => None,
        }
    }

    /// The level of these objects; budgets, negative keywords and labels have none.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Campaign => Some(Level::Campaigns),
            Self::AdGroup => Some(Level::AdGroups),
            Self::Ad => Some(Level::Ads),
            Self::Keyword => Some(Level::Keywords),
            Self::Budget | Self::Negative | Self::Label => None,
        }
    }

    /// The level of these objects where it is one below the campaigns.
    pub fn below_campaigns(self) -> Option<Level> {
        self.level().filter(|level| *level != Level::Campaigns)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Campaign => "campaign",
            Self::Budget => "budget",
            Self::AdGroup => "ad_group",
            Self::Ad => "ad",
            Self::Keyword => "keyword",
            Self::Negative => "negative_keyword",
            Self::Label => "label",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "campaign" => Some(Self::Campaign),
            "budget" => Some(Self::Budget),
            "ad_group" => Some(Self::AdGroup),
            "ad" => Some(Self::Ad),
            "keyword" => Some(Self::Keyword),
            "negative_keyword" => Some(Self::Negative),
            "label" => Some(Self::Label),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteField {
    Status,
    Budget,
    /// The most that is paid for a click.
    Bid,
    TargetCpa,
    TargetRoas,
    /// Whether a negative keyword is there.
    Negative,
    /// Whether a label is there.
    Label,
}

impl WriteField {
    pub fn of(property: Property) -> Self {
        match property {
            Property::Status => Self::Status,
            Property::Budget => Self::Budget,
            Property::Bid => Self::Bid,
            Property::TargetCpa => Self::TargetCpa,
            Property::TargetRoas => Self::TargetRoas,
            Property::Negative => Self::Negative,
            Property::Label => Self::Label,
        }
    }

    /// What the rule language knows it as.
    pub fn property(self) -> Property {
        match self {
            Self::Status => Property::Status,
            Self::Budget => Property::Budget,
            Self::Bid => Property::Bid,
            Self::TargetCpa => Property::TargetCpa,
            Self::TargetRoas => Property::TargetRoas,
            Self::Negative => Property::Negative,
            Self::Label => Property::Label,
        }
    }

    pub fn as_str(self) -> &'static str {
        self.property().as_str()
    }

    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self::of)
    }
}

/// An absolute value in the domain's units; the adapter turns it into the platform's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum WriteValue {
    Status(SwitchStatus),
    /// Micros of the account's currency.
    Money(i64),
    /// Millionths of one.
    Ratio(i64),
    /// Whether it is there.
    Negative(bool),
    /// Whether it is on its object.
    Label(bool),
}

impl WriteValue {
    /// An amount of a property, in its cells.
    pub fn amount(property: Property, cell: i64) -> Self {
        match property.attribute().kind() {
            AttributeKind::Ratio => Self::Ratio(cell),
            _ => Self::Money(cell),
        }
    }

    /// The cell of an amount; `None` for what is switched or there.
    pub fn cell(&self) -> Option<i64> {
        match self {
            Self::Money(cell) | Self::Ratio(cell) => Some(*cell),
            Self::Status(_) | Self::Negative(_) | Self::Label(_) => None,
        }
    }

    /// In a person's words.
    pub fn shown(&self, currency: Currency) -> String {
        match self {
            Self::Status(status) => status.as_str().to_owned(),
            Self::Money(micros) => currency.display(*micros),
            Self::Ratio(millionths) => Property::TargetRoas.shown(*millionths, currency),
            Self::Negative(true) => "added".to_owned(),
            Self::Negative(false) => "not there".to_owned(),
            Self::Label(true) => "added".to_owned(),
            Self::Label(false) => "not there".to_owned(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    pub target: WriteTarget,
    pub field: WriteField,
    pub value: WriteValue,
    /// The ledger's key of this step, for platforms that take one.
    pub idempotency_key: String,
}

/// How the ledger learns what became of a write whose answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtResolution {
    /// Send again with the same key: the platform recognises it.
    PlatformKey,
    /// Read back: the target value means applied, the expected one means send again, any other means stale.
    Compare,
    /// Search for the marker that the object carries.
    NaturalKey,
    /// Accepted now, in force at a known time; read then.
    EffectiveLater,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteOutcome {
    pub effect: WriteEffect,
    pub exchange: Exchange,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteEffect {
    Applied,
    /// Taken, in force at this business time.
    Accepted {
        effective_at: Timestamp,
    },
}

/// One request and its reply, redacted when captured: an allow-list of fields, never tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Exchange {
    pub method: String,
    pub url: String,
    pub request: serde_json::Value,
    pub status: Option<u16>,
    pub response: serde_json::Value,
    pub request_id: Option<String>,
    /// Process time from the first byte sent to the last received.
    pub duration_ms: u64,
}

/// Every failure carries the decision its caller must take.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PlatformError {
    /// Nothing was done; try again, not before `after` when the platform said so.
    #[error("{message}")]
    Retry {
        after: Option<Duration>,
        scope: RetryScope,
        message: String,
        exchange: Box<Exchange>,
    },
    /// A write was sent and its fate is unknown: read back before anything else.
    #[error("the platform's answer was lost: {message}")]
    Doubt {
        message: String,
        exchange: Box<Exchange>,
    },
    /// The access token was not accepted: refresh it once, repeat once, then treat the grant as dead.
    #[error("the platform did not accept the access token: {message}")]
    Unauthorized { message: String },
    /// The grant is dead; a person has to consent again.
    #[error("the connection needs a new consent: {message}")]
    Reconnect { message: String },
    /// This can never succeed as it is; do not repeat.
    #[error("{message}")]
    Refused {
        code: String,
        message: String,
        exchange: Box<Exchange>,
    },
    /// The object is not there any more or not as we knew it: sync first, then decide again.
    #[error("{message}")]
    OutOfSync {
        message: String,
        exchange: Box<Exchange>,
    },
    /// The deadline passed before anything was sent.
    #[error("the deadline passed before the request was sent")]
    TooLate,
}

/// How far a "not now" reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryScope {
    /// This call only (a transient server error).
    Call,
    /// Every call for this account.
    Account,
    /// Every call under the same application credentials.
    Application,
}

/// The adapters by platform, wired by the program.
pub type Platforms = BTreeMap<PlatformName, std::sync::Arc<dyn AdPlatform>>;
