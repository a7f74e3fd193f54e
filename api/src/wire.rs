//! Small shapes that several rooms send.

use std::borrow::Cow;

use engine::{
    campaigns::{objects::ObjectRef, view::CampaignRef},
    connections::{
        platform::{BaseCells, WriteValue},
        view::AccountRef,
    },
    metrics::derived,
    notifications::RuleMessage,
    rules::view::RuleRef,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Declares a text of a closed set of words, documented as an enumeration.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident: $($word:literal),+ $(,)?) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(std::borrow::Cow<'static, str>);

        impl $name {
            pub const WORDS: &[&str] = &[$($word),+];
        }

        impl<T: Into<std::borrow::Cow<'static, str>>> From<T> for $name {
            fn from(word: T) -> Self {
                let word = word.into();
                debug_assert!(Self::WORDS.contains(&&*word), concat!("`{}` is no ", stringify!($name)), word);
                Self(word)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some(Self::WORDS.iter().copied()))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}
pub(crate) use words;

words! {
    /// An ad platform.
    Platform: "google", "meta", "tiktok", "amazon"
}

/// Where the API lives.
pub const PREFIX: &str = "/api/v1";

/// Messages of a rule, each with whom it is for: `#ads: Prospecting US spent $120.00`.
pub fn told(messages: &[RuleMessage]) -> Vec<String> {
    messages.iter().map(RuleMessage::to_string).collect()
}

/// No fields.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// Millionths of the currency's unit, with its ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Money {
    pub micros: i64,
    #[schema(example = "USD")]
    pub currency: Cow<'static, str>,
}

impl Money {
    pub fn new(micros: i64, currency: dsl::Currency) -> Self {
        Self {
            micros,
            currency: currency.as_str().into(),
        }
    }
}

/// Something with a page of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedRef {
    pub id: Uuid,
    pub name: String,
}

impl From<CampaignRef> for NamedRef {
    fn from(campaign: CampaignRef) -> Self {
        Self {
            id: campaign.id,
            name: campaign.name,
        }
    }
}

words! {
    /// A level below the campaigns.
    ObjectLevel: "ad_group", "ad", "keyword", "target", "search_term"
}

/// What a rule is about where that stands below a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ObjectBelow {
    pub id: Uuid,
    pub level: ObjectLevel,
    pub name: String,
    /// How close a search must be; null where that is no question.
    #[schema(example = "exact")]
    pub match_type: Option<String>,
    /// The ad group that it stands in, by name; null where it stands in the campaign itself.
    pub parent: Option<String>,
}

impl From<ObjectRef> for ObjectBelow {
    fn from(object: ObjectRef) -> Self {
        Self {
            id: object.id,
            level: object.level.key().into(),
            name: object.name,
            match_type: object.match_type,
            parent: object.parent,
        }
    }
}

/// A rule in one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RuleRef)]
pub struct WireRuleRef {
    pub id: Uuid,
    pub name: String,
    pub version: i64,
}

impl From<RuleRef> for WireRuleRef {
    fn from(rule: RuleRef) -> Self {
        Self {
            id: rule.id,
            name: rule.name,
            version: rule.version,
        }
    }
}

/// The account that something belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActionAccount {
    pub id: Uuid,
    pub name: String,
    pub platform: Platform,
    #[schema(example = "USD")]
    pub currency: Cow<'static, str>,
    #[schema(example = "America/New_York")]
    pub time_zone: String,
}

impl From<AccountRef> for ActionAccount {
    fn from(account: AccountRef) -> Self {
        Self {
            id: account.id,
            name: account.name,
            platform: account.platform.as_str().into(),
            currency: account.currency.as_str().into(),
            time_zone: account.time_zone,
        }
    }
}

/// A property's value for people; `micros` where it is money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShownValue {
    #[schema(example = "$120.00")]
    pub display: String,
    pub micros: Option<i64>,
}

impl ShownValue {
    pub fn new(value: &WriteValue, currency: dsl::Currency) -> Self {
        match value {
            WriteValue::Money(micros) => Self {
                display: currency.display(*micros),
                micros: Some(*micros),
            },
            WriteValue::Ratio(_) | WriteValue::Status(_) | WriteValue::Negative(_) | WriteValue::Label(_) => {
                Self {
                    display: value.shown(currency),
                    micros: None,
                }
            }
        }
    }
}

/// Sums over days and what follows from them; a quotient over nothing is null.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Totals {
    pub spend: Money,
    pub revenue: Money,
    pub impressions: i64,
    pub clicks: i64,
    pub conversions: f64,
    /// Clicks per impression.
    pub ctr: Option<f64>,
    /// Spend per click.
    pub cpc: Option<Money>,
    /// Spend per conversion.
    pub cpa: Option<Money>,
    /// Revenue per unit spent.
    pub roas: Option<f64>,
    /// Conversions per click.
    pub cvr: Option<f64>,
}

impl Totals {
    pub fn new(cells: &BaseCells, currency: dsl::Currency) -> Self {
        let money = |micros| Money::new(micros, currency);
        Self {
            spend: money(cells.spend),
            revenue: money(cells.revenue),
            impressions: cells.impressions,
            clicks: cells.clicks,
            conversions: millionths(cells.conversions),
            ctr: derived::click_rate(cells).map(millionths),
            cpc: derived::cost_per_click(cells).map(money),
            cpa: derived::cost_per_conversion(cells).map(money),
            roas: derived::return_on_spend(cells).map(millionths),
            cvr: derived::conversion_rate(cells).map(millionths),
        }
    }
}

/// Millionths as a number, for counts of conversions.
pub fn millionths(value: i64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "for display: exact up to nine billion conversions"
    )]
    let value = value as f64;
    value / 1_000_000.0
}
