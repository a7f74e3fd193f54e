//! What each operation needs to be called for real: the object its path names, its body, what it answers when permitted.
//! One row per operation; the tests in `roles` derive everything else from what the operation declares.

use engine::identity::{self, NewPerson, Role};
use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Client, Desk, GUARD, PASSWORD, RULE, TestApp};

/// What the path's `{…}` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The path names nothing.
    None,
    Action,
    Decision,
    Account,
    Campaign,
    /// Something below a campaign.
    Object,
    Rule,
    /// A fresh member.
    Member,
    /// An open invitation.
    Invite,
    Brand,
    Guard,
    Lookup,
    Connection,
    /// One of the caller's own sessions: nobody else's answers.
    OwnSession,
    /// Words that are the same for every organisation.
    Word(&'static str),
}

/// What `If-Match` holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precondition {
    None,
    Tag(&'static str),
    /// The ETag of this path, read first.
    Of(&'static str),
}

type Body = fn(&Seed) -> Value;

pub struct Row {
    pub target: Target,
    pub body: Option<Body>,
    pub query: &'static str,
    pub precondition: Precondition,
    pub answer: u16,
}

fn answers(answer: u16) -> Row {
    Row {
        target: Target::None,
        body: None,
        query: "",
        precondition: Precondition::None,
        answer,
    }
}

impl Row {
    fn on(self, target: Target) -> Self {
        Self { target, ..self }
    }

    fn sends(self, body: Body) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    fn asks(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    fn matching(self, precondition: Precondition) -> Self {
        Self { precondition, ..self }
    }
}

const EMPTY: Body = |_| json!({});
const META_EXPORT: &str = include_str!("../../engine/src/rules/import/fixtures/meta.json");

/// The row of an operation. A new operation without one fails the tests by name: add it here.
pub fn row(operation_id: &str) -> Option<Row> {
    use Precondition::{Of, Tag};
    Some(match operation_id {
        "list_accounts" | "list_actions" | "get_action_counts" | "get_waiting_totals" | "get_actors"
        | "list_campaigns" | "get_clock" | "stream_events" | "list_invites" | "list_members"
        | "list_notifications" | "get_notification_counts" | "get_openapi" | "get_organisation" | "get_profile"
        | "list_rules" | "get_session" | "list_sessions" | "get_setup" => answers(200),

        "get_action" => answers(200).on(Target::Action),
        "preview_undo" => answers(200).on(Target::Action),
        "approve_action" => answers(200).on(Target::Action).sends(EMPTY).matching(Tag("\"v3\"")),
        "reject_action" => answers(200)
            .on(Target::Action)
            .sends(|_| json!({ "reason": "the sale starts tomorrow" }))
            .matching(Tag("\"v3\"")),
        // It was never applied.
        "undo_action" => answers(409).on(Target::Action).sends(EMPTY),
        "decide_actions" => answers(200).sends(
            |seed| json!({ "verdict": "approve", "items": [{ "id": seed.desk.action, "version": 3 }] }),
        ),
        "get_decision" => answers(200).on(Target::Decision),

        "update_member" => answers(200)
            .on(Target::Member)
            .sends(|_| json!({ "role": "manager" }))
            .matching(Tag("\"v1\"")),
        "delete_member" => answers(204).on(Target::Member).matching(Tag("\"v1\"")),
        "create_invite" => answers(201).sends(|_| json!({ "email": "new@acme.test", "role": "marketer" })),
        "get_invite" => answers(200).on(Target::Invite),
        "delete_invite" => answers(204).on(Target::Invite),
        "look_at_invite" => answers(403).asks("?token=unknown"),
        "accept_invite" => answers(201).sends(
            |seed| json!({ "token": seed.invite_token, "name": "Eve", "password": PASSWORD }),
        ),

        "update_profile" => answers(200)
            .sends(|_| json!({ "locale": "de" }))
            .matching(Of("/profile")),
        "change_password" => answers(204)
            .sends(|_| json!({ "current": PASSWORD, "new": "another quiet desk, by the door" })),
        "delete_other_sessions" => answers(204),
        "delete_one_session" => answers(204).on(Target::OwnSession),
        "read_notifications" => answers(204).sends(|_| json!({ "ids": "all" })),

        "update_organisation" => answers(200)
            .sends(|_| json!({ "name": "Acme Marketing" }))
            .matching(Of("/organisation")),
        "stop_organisation" => answers(200).sends(|_| json!({ "reason": "tracking is broken" })),
        "resume_organisation" => answers(200).sends(EMPTY),

        "create_session" => answers(200).sends(|_| json!({ "email": "ada@acme.test", "password": PASSWORD })),
        "delete_session" => answers(204),
        // An organisation exists: no link works.
        "create_setup" => answers(403).sends(|_| {
            json!({ "token": "x", "organisation": "Other", "name": "Eve", "email": "eve@other.test", "password": PASSWORD })
        }),
        "list_brands" | "list_decisions" | "list_guards" | "list_library" | "list_connection_platforms"
        | "export_actions" | "export_campaigns" | "export_decisions" => answers(200),
        "get_overview" => answers(200).asks("?from=2026-11-10&to=2026-11-16"),
        "get_account" => answers(200).on(Target::Account),
        "sync_account" => answers(202).on(Target::Account).sends(EMPTY),
        "get_campaign" | "list_campaign_history" | "list_campaign_holds" | "list_campaign_objects" | "list_campaign_rules" => {
            answers(200).on(Target::Campaign)
        }
        "get_object" | "get_object_metrics" | "list_object_history" => answers(200).on(Target::Object),
        "get_campaign_metrics" => answers(200)
            .on(Target::Campaign)
            .asks("?from=2026-11-10&to=2026-11-16"),
        "get_rule" | "list_rule_versions" | "list_rule_holds" => answers(200).on(Target::Rule),
        "get_guard" => answers(200).on(Target::Guard),
        "create_guard" => answers(201)
            .sends(|_| json!({ "text": GUARD.replace("Ceiling", "Another guard") })),
        "save_guard" => answers(200)
            .on(Target::Guard)
            .sends(|_| json!({ "text": GUARD }))
            .matching(Of("/guards/{id}")),
        "list_lookups" => answers(200),
        "create_lookup" => answers(201).sends(|_| json!({ "name": "fees", "kind": "money" })),
        "rename_lookup" => answers(200)
            .on(Target::Lookup)
            .sends(|_| json!({ "name": "shares" })),
        "remove_lookup" => answers(204).on(Target::Lookup),
        "get_lookup" | "list_lookup_rows" => answers(200).on(Target::Lookup),
        "upload_lookup_file" => answers(200)
            .on(Target::Lookup)
            .sends(|_| json!({ "name": "margins.csv", "text": "key,value\nA,40%\n" })),
        "replace_lookup_rows" => answers(200)
            .on(Target::Lookup)
            .sends(|_| json!({ "rows": [{ "key": "A", "value": "40%" }] })),
        "get_rates" => answers(200),
        "list_rate_days" => answers(200).asks("?from=USD&to=EUR"),
        "upload_rate_file" => {
            answers(200).sends(|_| json!({ "name": "rates.csv", "text": "day,from,to,rate\n2026-01-02,USD,EUR,0.92\n" }))
        }
        "add_rates" => answers(200)
            .sends(|_| json!({ "rows": [{ "day": "2026-01-02", "from": "USD", "to": "EUR", "rate": "0.92" }] })),
        "archive_guard" => answers(204).on(Target::Guard).matching(Of("/guards/{id}")),
        "create_rule" => answers(201).sends(|_| json!({ "text": RULE.replace("Stop loss", "Another rule") })),
        "save_rule" => answers(200)
            .on(Target::Rule)
            .sends(|_| json!({ "text": RULE }))
            .matching(Of("/rules/{id}")),
        // It is enabled: it has to be disabled first.
        "archive_rule" => answers(409).on(Target::Rule).matching(Of("/rules/{id}")),
        "enable_rule" => answers(200)
            .on(Target::Rule)
            // It judges a quotient by whatever there is.
            .sends(|_| json!({ "accept": ["W0506"] }))
            .matching(Of("/rules/{id}")),
        "get_rule_shadow" => answers(200).on(Target::Rule),
        "start_rule_shadow" => answers(201)
            .on(Target::Rule)
            .sends(|_| json!({ "text": RULE.replace("every 1h", "every 2h") })),
        // None runs.
        "end_rule_shadow" => answers(409).on(Target::Rule),
        "promote_rule_shadow" => answers(409)
            .on(Target::Rule)
            .sends(EMPTY)
            .matching(Of("/rules/{id}")),
        "disable_rule" => answers(200)
            .on(Target::Rule)
            .sends(|_| json!({ "holds": "keep" }))
            .matching(Of("/rules/{id}")),
        "check_rule" | "read_rule_blocks" | "preview_rule" | "test_rule" | "analyse_rule" => answers(200).sends(|_| json!({ "text": RULE })),
        "plan_rules" => answers(200).sends(|_| json!({ "files": [{ "path": "a.rule", "text": RULE }] })),
        // Nobody looked at this plan.
        "apply_rules" => answers(412)
            .sends(|_| json!({ "files": [{ "path": "a.rule", "text": RULE }], "digest": "none" })),
        // A day is enough to tell who may ask.
        "run_backtest" => answers(200).sends(|_| json!({ "text": RULE, "days": 1 })),
        "compare_backtests" => answers(200).sends(|_| json!({ "before": RULE, "after": RULE, "days": 1 })),
        "fill_library_item" => answers(200)
            .on(Target::Word("stop-loss"))
            .sends(|_| json!({ "params": {} })),
        "import_rules" => answers(200).sends(|_| json!({ "from": "meta", "file": META_EXPORT })),
        // It asks for no WebSocket.
        "open_language_server" => answers(400),
        "create_brand" => answers(201).sends(|_| json!({ "name": "Fleetfoot" })),
        "rename_brand" => answers(200).on(Target::Brand).sends(|_| json!({ "name": "Fleetfoot" })),
        "delete_brand" => answers(204).on(Target::Brand),
        "request_campaign_action" => answers(201)
            .on(Target::Campaign)
            .sends(|_| json!({ "kind": "pause", "reason": "the sale is over" })),
        // No platform is configured.
        "create_connection" => answers(409).sends(|_| json!({ "platform": "google" })),
        "get_connection" => answers(200).on(Target::Connection),
        "choose_accounts" => answers(409)
            .on(Target::Connection)
            .sends(|_| json!({ "external_ids": ["1"] })),
        "delete_connection" => answers(204).on(Target::Connection),
        // A browser comes back from the platform: it is led to a page, whatever happened.
        "take_consent" => answers(200).asks("?state=unknown"),
        "disconnect_account" => answers(204).on(Target::Account),
        "edit_account" => answers(200)
            .on(Target::Account)
            .sends(|_| json!({ "extra_settled_days": 1 }))
            .matching(Of("/accounts/{id}")),
        "resume_account" => answers(409).on(Target::Account).sends(EMPTY),
        // The node carries everything: it is not killed from outside.
        "kill_actor" => answers(409).on(Target::Word("actor-0")).sends(EMPTY),
        "quarantine_actor" => answers(409)
            .on(Target::Word("actor-0"))
            .sends(|_| json!({ "reason": "wait" })),
        "resume_actor" => answers(409).on(Target::Word("actor-0")).sends(EMPTY),
        "get_diagnostic_page" => answers(200).on(Target::Word("E0101")),
        "get_library_item" => answers(200).on(Target::Word("stop-loss")),
        _ => return None,
    })
}

/// Everything a row may name, in the first organisation.
pub struct Seed {
    pub desk: Desk,
    member: Uuid,
    invite: Uuid,
    invite_token: String,
    brand: Uuid,
    lookup: Uuid,
}

impl Seed {
    pub async fn plant(app: &TestApp) -> Self {
        let desk = app.desk(app.organisations[0]).await;
        let admin = identity::login(
            &app.context,
            identity::LoginAttempt {
                email: "ada@acme.test".to_owned(),
                password: SecretString::from(PASSWORD),
                user_agent: String::new(),
                previous_token: None,
                request_id: None,
            },
        )
        .await
        .unwrap()
        .session
        .principal;
        let person = NewPerson {
            name: "Tom".to_owned(),
            email: "tom@acme.test".to_owned(),
            password: SecretString::from(PASSWORD),
            role: Role::Marketer,
        };
        let member = identity::add_person(&app.context, &admin, person).await.unwrap();
        let (invite, token) = identity::invite(&app.context, &admin, "eve@acme.test", Role::Marketer)
            .await
            .unwrap();
        let (org, at) = (app.organisations[0].id(), app.context.business.now());
        let lookup =
            engine::lookups::supply::create(&app.context, &admin, "margins", engine::lookups::Kind::Percent)
                .await
                .unwrap();
        let brand = app.context.random.id();
        app.execute(
            "insert into brand (org_id, id, name, is_default, created_at) values ($1, $2, 'Spare', 0, $3)",
            vec![org.into(), brand.into(), at.into()],
        )
        .await;
        app.execute(
            "insert into sync_schedule (org_id, account_id, next_at, failures) values ($1, $2, $3, 0)",
            vec![org.into(), desk.account.into(), at.into()],
        )
        .await;
        Self {
            lookup,
            brand,
            desk,
            member,
            invite,
            invite_token: token.expose_secret().to_owned(),
        }
    }

    /// The id that a row's path names; `None` where it names nothing of an organisation.
    pub fn id(&self, target: Target) -> Option<Uuid> {
        match target {
            Target::None | Target::OwnSession | Target::Word(_) => None,
            Target::Action => Some(self.desk.action),
            Target::Decision => Some(self.desk.decision),
            Target::Account => Some(self.desk.account),
            Target::Campaign => Some(self.desk.campaign),
            Target::Object => Some(self.desk.object),
            Target::Rule => Some(self.desk.rule),
            Target::Member => Some(self.member),
            Target::Invite => Some(self.invite),
            Target::Brand => Some(self.brand),
            Target::Guard => Some(self.desk.guard),
            Target::Lookup => Some(self.lookup),
            Target::Connection => Some(self.desk.connection),
        }
    }

    /// Calls the operation as its row says, with another id where one is given.
    pub async fn call(
        &self,
        client: &Client,
        method: &Method,
        path: &str,
        row: &Row,
        other: Option<Uuid>,
    ) -> reqwest::Response {
        let word = match (row.target, other.or_else(|| self.id(row.target))) {
            (_, Some(id)) => id.to_string(),
            (Target::Word(word), None) => word.to_owned(),
            (Target::OwnSession, None) => own_session(client).await,
            _ => String::new(),
        };
        let path = match path.split_once('{').zip(path.split_once('}')) {
            Some(((before, _), (_, after))) => format!("{before}{word}{after}"),
            None => path.to_owned(),
        };
        let mut request = client.request(method.clone(), &format!("/api/v1{path}{}", row.query));
        request = match row.precondition {
            Precondition::None => request,
            Precondition::Tag(tag) => request.header("if-match", tag),
            Precondition::Of(path) => {
                let read = client
                    .get(&format!("/api/v1{}", path.replace("{id}", &word)))
                    .await;
                let tag = read
                    .headers()
                    .get("etag")
                    .map(|tag| tag.to_str().unwrap().to_owned());
                request.header("if-match", tag.unwrap_or_else(|| "\"v1\"".to_owned()))
            }
        };
        if let Some(body) = row.body {
            request = request.json(&body(self));
        }
        request.send().await.unwrap()
    }
}

async fn own_session(client: &Client) -> String {
    let answer = client.get("/api/v1/sessions").await;
    let list: Value = answer.json().await.unwrap();
    list["data"][0]["id"].as_str().unwrap_or("none").to_owned()
}
