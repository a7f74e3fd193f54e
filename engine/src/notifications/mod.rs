//! What people are told. Everything that goes out waits in the outbox first, committed with what it tells about.
//!
//! Called by whoever commits what it tells about: the ledger, the tick, the supervision tree, people's own changes.
//! `view` is the in-app list as one person sees it; the outbox's actor calls [`deliver`]. Never here: how a channel is spoken to (that is `connectors`).

pub mod store;
pub mod view;

use std::{collections::BTreeSet, fmt};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    identity::OrgScope,
    random::Random,
    store::{StoreError, Tx, params},
};

/// One message of a rule, with its values filled in when it was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleMessage {
    pub channel: String,
    /// `#paid-social`, an address, …
    pub target: String,
    pub text: String,
}

/// Whom messages go to: the channels, and who there.
pub(crate) fn reached(messages: &[RuleMessage]) -> BTreeSet<(&str, &str)> {
    let addressees = messages.iter();
    addressees
        .map(|message| (message.channel.as_str(), message.target.as_str()))
        .collect()
}

/// As lists show it: `#paid-social: Prospecting US spent $120.00`.
impl fmt::Display for RuleMessage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.target, self.text)
    }
}

/// What a notification is about; decides its sign on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What a rule said, or that a rule is not doing its work.
    #[default]
    Rule,
    /// Something waits for somebody's yes.
    Approval,
    /// An account, its connection or its data.
    Account,
    /// An action that was given up.
    Failure,
    /// Passwords, people, the switch that stops everything.
    Security,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Approval => "approval",
            Self::Account => "account",
            Self::Failure => "failure",
            Self::Security => "security",
        }
    }
}

/// Who is told, where it is not one person's own business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    #[default]
    Everyone,
    /// Whoever may approve.
    Approvers,
    Admins,
}

impl Audience {
    fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Approvers => "approvers",
            Self::Admins => "admins",
        }
    }
}

/// Repeats of the same thing share one row of the list for [`GROUPED_FOR`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Group {
    key: String,
    /// Whether a repeat is one more of the same, or only the newest word on it.
    counted: bool,
}

/// A notification in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    #[serde(default)]
    kind: Kind,
    title: String,
    body: String,
    ref_kind: String,
    ref_id: Option<Uuid>,
    #[serde(default)]
    audience: Audience,
    #[serde(default)]
    user_id: Option<Uuid>,
    #[serde(default)]
    group: Option<Group>,
}

/// Titles and bodies hold names that people and platforms chose: cut to these lengths, in characters.
const LONGEST_TITLE: usize = 200;
const LONGEST_BODY: usize = 2_000;

impl Notification {
    /// Plain text both; pages show them as text.
    pub fn new(kind: Kind, title: impl AsRef<str>, body: impl AsRef<str>) -> Self {
        Self {
            kind,
            title: plain(title.as_ref(), false, LONGEST_TITLE),
            body: plain(body.as_ref(), true, LONGEST_BODY),
            ref_kind: String::new(),
            ref_id: None,
            audience: Audience::Everyone,
            user_id: None,
            group: None,
        }
    }

    /// What it is about, so that a page can lead there: `rule`, `action`, `decision`, `account`, …
    #[must_use]
    pub fn about(mut self, kind: &str, id: Option<Uuid>) -> Self {
        kind.clone_into(&mut self.ref_kind);
        self.ref_id = id;
        self
    }

    /// For one person only.
    #[must_use]
    pub fn to(mut self, user_id: Uuid) -> Self {
        self.user_id = Some(user_id);
        self
    }

    #[must_use]
    pub fn to_approvers(mut self) -> Self {
        self.audience = Audience::Approvers;
        self
    }

    #[must_use]
    pub fn to_admins(mut self) -> Self {
        self.audience = Audience::Admins;
        self
    }

    /// One more of the same as others with this key.
    #[must_use]
    pub fn one_of(mut self, key: impl Into<String>) -> Self {
        self.group = Some(Group {
            key: key.into(),
            counted: true,
        });
        self
    }

    /// The newest word on something: takes the place of the last one with this key.
    #[must_use]
    pub fn newest_of(mut self, key: impl Into<String>) -> Self {
        self.group = Some(Group {
            key: key.into(),
            counted: false,
        });
        self
    }
}

/// Without control characters and without the marks that turn the direction of text, which could make a name read as
/// something else.
fn plain(text: &str, with_lines: bool, longest: usize) -> String {
    let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut plain: String = text
        .chars()
        .filter(|letter| !turns(*letter))
        .map(|letter| match letter {
            '\n' if with_lines => letter,
            letter if letter.is_control() => ' ',
            letter => letter,
        })
        .take(longest.saturating_add(1))
        .collect();
    if plain.chars().count() > longest {
        plain = plain.chars().take(longest.saturating_sub(1)).collect();
        plain.push('…');
    }
    plain
}

/// Puts a notification into the outbox. With the same `id` it goes out once, however often this is called.
pub async fn enqueue(
    tx: &mut Tx,
    scope: OrgScope,
    id: Uuid,
    notification: &Notification,
    at: Timestamp,
) -> Result<(), StoreError> {
    let payload = serde_json::to_string(notification)
        .map_err(|error| StoreError::inconsistent("notification", error.to_string()))?;
    tx.execute(store::ENQUEUE, params![scope.id(), id, payload, at])
        .await?;
    Ok(())
}

/// Sends what a decision wanted to say, with what became of its actions. Once per decision.
pub async fn send_for_decision(
    tx: &mut Tx,
    scope: OrgScope,
    decision_id: Uuid,
    random: &Random,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(row) = tx
        .fetch_optional(store::TAKE_DECISION, params![scope.id(), decision_id, at])
        .await?
    else {
        return Ok(());
    };
    let messages: Vec<RuleMessage> = row.json("notify")?;
    let (rule_id, rule) = (row.uuid("rule_id")?, row.text("rule_name")?);
    if messages.is_empty() {
        return Ok(());
    }
    let mut became = Vec::new();
    for action in tx
        .fetch_all(store::ACTIONS_OF_DECISION, params![scope.id(), decision_id])
        .await?
    {
        let detail = action
            .opt_text("state_detail")?
            .map(|detail| format!(" ({detail})"))
            .unwrap_or_default();
        became.push(format!(
            "{} of {}: {}{detail}",
            action.text("kind")?,
            action.text("target_name")?,
            action.text("state")?
        ));
    }
    for message in messages {
        let mut body = message.text.clone();
        if !became.is_empty() {
            body = format!("{body}\n{}", became.join("\n"));
        }
        let addressee = format!("{} {}", message.channel, message.target);
        body = format!("{body}\nFor {}", addressee.trim());
        let notification = Notification::new(Kind::Rule, &rule, body)
            .about("decision", Some(decision_id))
            .one_of(format!(
                "message:{rule_id}:{}:{}",
                message.channel, message.target
            ));
        enqueue(tx, scope, random.id(), &notification, at).await?;
    }
    Ok(())
}

/// How long repeats of the same thing are counted on one row (business time).
pub const GROUPED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Into the list: a row of its own, or one more on the row of its group, which is unread again for everybody.
async fn put(
    tx: &mut Tx,
    org: Uuid,
    id: Uuid,
    notification: Notification,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (key, counted) = notification
        .group
        .map_or((None, false), |group| (Some(group.key), group.counted));
    let Notification {
        kind,
        title,
        body,
        ref_kind,
        ref_id,
        audience,
        user_id,
        ..
    } = Notification {
        group: None,
        ..notification
    };
    if let Some(key) = &key {
        let since = at.saturating_sub(GROUPED_FOR).unwrap_or(Timestamp::MIN);
        let group = params![org, key, user_id.is_some(), user_id.unwrap_or_default(), since];
        if let Some(row) = tx.fetch_optional(store::GROUP, group).await? {
            let id = row.uuid("id")?;
            let values = params![org, id, title, body, ref_kind, ref_id, counted, at];
            tx.execute_exactly(1, store::REPEAT, values).await?;
            tx.execute(store::UNREAD_AGAIN, params![org, id]).await?;
            return Ok(());
        }
    }
    let values = params![
        org,
        id,
        title,
        body,
        ref_kind,
        ref_id,
        at,
        kind.as_str(),
        audience.as_str(),
        user_id,
        key,
    ];
    tx.execute(store::INSERT, values).await?;
    Ok(())
}

/// Delivers what waits to the in-app list. Answers how many were delivered.
pub async fn deliver(context: &crate::Context) -> Result<usize, StoreError> {
    let at = context.business.now();
    let delivered = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let mut delivered = Vec::new();
                for row in tx.fetch_all(store::DUE, params![at]).await? {
                    let (org, id) = (row.uuid("org_id")?, row.uuid("id")?);
                    let notification: Notification = row.json("payload")?;
                    put(tx, org, id, notification, at).await?;
                    tx.execute_exactly(1, store::SENT, params![org, id]).await?;
                    delivered.push(org);
                }
                Ok::<_, StoreError>(delivered)
            })
        })
        .await?;
    for org in &delivered {
        context
            .hints
            .send(Some(*org), crate::hints::Topic::Notifications, None, None);
    }
    Ok(delivered.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_neither_break_the_line_nor_turn_the_text() {
        let hostile = "a\u{202e}b\r\nc\u{0}\u{2066}<script>";
        let told = Notification::new(Kind::Rule, hostile, hostile);
        assert_eq!(told.title, "ab  c <script>");
        assert_eq!(told.body, "ab \nc <script>");
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        let told = Notification::new(Kind::Rule, "é".repeat(300), "short");
        assert_eq!(told.title.chars().count(), LONGEST_TITLE);
        assert!(told.title.ends_with('…'));
    }

    #[test]
    fn what_an_older_program_left_in_the_outbox_is_still_read() {
        let text = r#"{"title":"t","body":"b","ref_kind":"rule","ref_id":null}"#;
        let read: Notification = serde_json::from_str(text).unwrap();
        assert_eq!(
            (read.kind, read.audience, read.user_id),
            (Kind::Rule, Audience::Everyone, None)
        );
    }
}
