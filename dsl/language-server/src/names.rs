//! What the language server asks about the organisation it serves.

use std::future::Future;

use dsl::{Definitions, Diagnostic, Platform, Tally};

/// The accounts a rule is about, as its `for` clause names them. Empty lists mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub platforms: Vec<String>,
    /// By name.
    pub accounts: Vec<String>,
}

impl Scope {
    /// Whether an account of this platform and name belongs to it.
    #[must_use]
    pub fn includes(&self, platform: Platform, account: &str) -> bool {
        (self.platforms.is_empty() || self.platforms.iter().any(|word| word == platform.as_str()))
            && (self.accounts.is_empty() || self.accounts.iter().any(|name| name == account))
    }
}

/// A campaign, for completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignName {
    pub name: String,
    pub account: String,
    pub platform: Platform,
}

/// A campaign and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCampaign {
    pub name: CampaignName,
    pub status: String,
    pub delivery: String,
    /// As people read it.
    pub budget: Option<String>,
    /// Metric and today's value as people read it.
    pub today: Vec<(&'static str, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAccount {
    pub name: String,
    pub platform: Platform,
    pub brand: String,
    pub currency: String,
}

/// Today's value of a metric or field over some accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Today {
    /// As people read it.
    pub value: String,
    /// What it is a value of, such as `3 accounts in USD`.
    pub of: String,
}

/// What an organisation calls its things, and how they stand. Every answer is for one organisation alone, and small: an
/// implementation cuts long lists off. What cannot be found out is left out; an error is nobody's answer here.
pub trait Names: Send + Sync + 'static {
    /// Campaigns whose names contain `part`, ignoring case, at most `limit`.
    fn campaigns(
        &self,
        part: &str,
        scope: &Scope,
        limit: usize,
    ) -> impl Future<Output = Vec<CampaignName>> + Send;

    /// The campaigns of exactly this name.
    fn campaign(&self, name: &str, scope: &Scope) -> impl Future<Output = Vec<KnownCampaign>> + Send;

    fn accounts(&self) -> impl Future<Output = Vec<KnownAccount>> + Send;

    /// Every label that some campaign carries.
    fn labels(&self) -> impl Future<Output = Vec<String>> + Send;

    /// What it defines for all its texts.
    fn definitions(&self) -> impl Future<Output = Definitions> + Send;

    /// Today's value of a metric or of `budget`, one for each currency where that matters.
    fn today(&self, word: &str, scope: &Scope) -> impl Future<Output = Vec<Today>> + Send;

    /// Puts beside each finding with a question what the organisation's past answers.
    fn look_back(&self, found: &mut [Diagnostic]) -> impl Future<Output = ()> + Send;
}

/// Names that are known beforehand: for tests, and for editors that stand alone.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub campaigns: Vec<KnownCampaign>,
    pub accounts: Vec<KnownAccount>,
    pub labels: Vec<String>,
    pub definitions: Definitions,
    /// Word and value.
    pub today: Vec<(String, Today)>,
    /// What every question counts, and over how many days; `None`: nothing is known of the past.
    pub past: Option<(Tally, u32)>,
}

impl Names for Memory {
    async fn campaigns(&self, part: &str, scope: &Scope, limit: usize) -> Vec<CampaignName> {
        let part = part.to_lowercase();
        self.campaigns
            .iter()
            .map(|campaign| &campaign.name)
            .filter(|known| scope.includes(known.platform, &known.account))
            .filter(|known| known.name.to_lowercase().contains(&part))
            .take(limit)
            .cloned()
            .collect()
    }

    async fn campaign(&self, name: &str, scope: &Scope) -> Vec<KnownCampaign> {
        self.campaigns
            .iter()
            .filter(|known| {
                known.name.name == name && scope.includes(known.name.platform, &known.name.account)
            })
            .cloned()
            .collect()
    }

    async fn accounts(&self) -> Vec<KnownAccount> {
        self.accounts.clone()
    }

    async fn labels(&self) -> Vec<String> {
        self.labels.clone()
    }

    async fn definitions(&self) -> Definitions {
        self.definitions.clone()
    }

    async fn today(&self, word: &str, _: &Scope) -> Vec<Today> {
        self.today
            .iter()
            .filter(|(known, _)| known == word)
            .map(|(_, value)| value.clone())
            .collect()
    }

    async fn look_back(&self, found: &mut [Diagnostic]) {
        let Some((tally, days)) = self.past else { return };
        for finding in found {
            let question = finding.question.as_ref();
            finding.history = question.and_then(|question| question.answer(tally, days));
        }
    }
}
