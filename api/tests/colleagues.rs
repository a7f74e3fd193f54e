//! People among themselves: invitations, roles, profiles, sessions, notifications, the switch that stops everything.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, TestApp, cookie_of, kind, problem};

async fn send(client: &Client, method: Method, path: &str, tag: Option<&str>, body: Value) -> Response {
    let request = client.request(method, &format!("/api/v1{path}")).json(&body);
    let request = match tag {
        Some(tag) => request.header("if-match", tag),
        None => request,
    };
    request.send().await.unwrap()
}

/// The token of a fresh link for this address.
async fn invite(admin: &Client, email: &str, role: &str) -> String {
    let answer = admin
        .post("/api/v1/invites", &json!({ "email": email, "role": role }))
        .await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let body: Value = answer.json().await.unwrap();
    let url = body["url"].as_str().unwrap();
    assert!(url.contains("/invite?token="), "{url}");
    url.split_once("token=").unwrap().1.to_owned()
}

#[tokio::test]
async fn an_invited_person_sees_where_to_chooses_a_password_and_is_in() {
    let app = TestApp::start().await;
    let ada = app.sign_in("ada@acme.test").await;
    let token = invite(&ada, "Eve@Acme.test", "manager").await;
    let stranger = app.anonymous();
    let shown = stranger.read(&format!("/api/v1/invite?token={token}")).await;
    assert_eq!(
        (
            &shown["organisation"],
            &shown["email"],
            &shown["role"],
            &shown["has_account"]
        ),
        (
            &json!("Acme"),
            &json!("Eve@Acme.test"),
            &json!("manager"),
            &json!(false)
        )
    );
    let short = json!({ "token": token, "name": "", "password": "short" });
    let refused = problem(stranger.post("/api/v1/invite", &short).await).await;
    let pointers: Vec<&str> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/name", "/password"]);
    let body = json!({ "token": token, "name": "Eve <b>Laurent</b>", "password": "seven quiet mornings" });
    let joined = stranger.post("/api/v1/invite", &body).await;
    assert_eq!(joined.status(), StatusCode::CREATED);
    assert_eq!(joined.headers()["location"], "/api/v1/session");
    let eve = stranger.with_cookie(cookie_of(&joined));
    let session = eve.read("/api/v1/session").await;
    assert_eq!(
        (&session["role"], &session["user"]["name"]),
        (&json!("manager"), &json!("Eve <b>Laurent</b>"))
    );
    // It works once.
    let again = stranger.post("/api/v1/invite", &body).await;
    assert_eq!(kind(&problem(again).await), "link-ended");
    let invites = ada.read("/api/v1/invites").await;
    assert_eq!(
        (&invites["data"][0]["state"], &invites["data"][0]["created_by"]),
        (&json!("used"), &json!("Ada"))
    );
    assert!(!invites.to_string().contains(&token), "the link is shown once");
}

#[tokio::test]
async fn a_link_ends_when_it_is_revoked_made_anew_or_seven_days_old() {
    let app = TestApp::start().await;
    let ada = app.sign_in("ada@acme.test").await;
    let look = async |token: &str| {
        let path = format!("/api/v1/invite?token={token}");
        app.anonymous().get(&path).await.status()
    };
    let first = invite(&ada, "eve@acme.test", "manager").await;
    let second = invite(&ada, "eve@acme.test", "marketer").await;
    assert_eq!(
        (look(&first).await, look(&second).await),
        (StatusCode::FORBIDDEN, StatusCode::OK)
    );
    let id = ada.read("/api/v1/invites").await["data"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let revoke = async || {
        let request = ada.request(Method::DELETE, &format!("/api/v1/invites/{id}"));
        request.send().await.unwrap().status()
    };
    assert_eq!(revoke().await, StatusCode::NO_CONTENT);
    assert_eq!(revoke().await, StatusCode::CONFLICT);
    assert_eq!(look(&second).await, StatusCode::FORBIDDEN);
    let third = invite(&ada, "eve@acme.test", "marketer").await;
    app.context.process.advance(engine::identity::invites::LINK_LIFE);
    assert_eq!(look(&third).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_known_address_joins_with_the_password_it_has_and_is_told_so() {
    let app = TestApp::start().await;
    let ada = app.sign_in("ada@acme.test").await;
    let member = ada
        .post(
            "/api/v1/invites",
            &json!({ "email": "max@acme.test", "role": "admin" }),
        )
        .await;
    assert_eq!(problem(member).await["errors"][0]["pointer"], "/email");
    // Zoe has an account with another organisation.
    let token = invite(&ada, "zoe@zenith.test", "marketer").await;
    let shown = app
        .anonymous()
        .read(&format!("/api/v1/invite?token={token}"))
        .await;
    assert_eq!(shown["has_account"], true);
    let with = async |password: &str| {
        let body = json!({ "token": token, "password": password });
        app.anonymous().post("/api/v1/invite", &body).await
    };
    let refused = problem(with("a password of her own making").await).await;
    assert_eq!(refused["errors"][0]["pointer"], "/password");
    assert!(
        refused["errors"][0]["detail"]
            .as_str()
            .unwrap()
            .contains("sign in"),
        "{refused}"
    );
    let joined = with(PASSWORD).await;
    assert_eq!(joined.status(), StatusCode::CREATED);
    let session: Value = joined.json().await.unwrap();
    assert_eq!(
        (&session["organisation"]["name"], &session["role"]),
        (&json!("Acme"), &json!("marketer"))
    );
}

#[tokio::test]
async fn a_role_is_changed_in_the_version_that_was_seen_and_an_admin_always_remains() {
    let app = TestApp::start().await;
    let ada = app.sign_in("ada@acme.test").await;
    let members = ada.read("/api/v1/members").await;
    let of = |name: &str| {
        let members = members["data"].as_array().unwrap();
        members
            .iter()
            .find(|member| member["name"] == name)
            .unwrap()
            .clone()
    };
    let (me, mia) = (of("Ada"), of("Mia"));
    assert_eq!((&me["is_me"], &mia["is_me"]), (&json!(true), &json!(false)));
    assert!(me["last_seen_at"].is_string() && mia["last_seen_at"].is_null());
    let path = format!("/members/{}", mia["id"].as_str().unwrap());
    let manager = json!({ "role": "manager" });
    let missing = send(&ada, Method::PATCH, &path, None, manager.clone()).await;
    assert_eq!(missing.status(), StatusCode::PRECONDITION_REQUIRED);
    let changed = send(&ada, Method::PATCH, &path, Some("\"v1\""), manager.clone()).await;
    assert_eq!(changed.headers()["etag"], "\"v2\"");
    let moved = problem(send(&ada, Method::PATCH, &path, Some("\"v1\""), manager).await).await;
    assert_eq!(
        (&moved["current"]["version"], &moved["current"]["role"]),
        (&json!(2), &json!("manager"))
    );
    let own = format!("/members/{}", me["id"].as_str().unwrap());
    let last = send(&ada, Method::DELETE, &own, Some("\"v1\""), Value::Null).await;
    assert_eq!(kind(&problem(last).await), "conflict");
    let gone = send(&ada, Method::DELETE, &path, Some("\"v2\""), Value::Null).await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(
        ada.read("/api/v1/members").await["data"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let max = app.sign_in("max@acme.test").await;
    let elsewhere = app.sign_in("max@acme.test").await;
    let new = "seven quiet mornings";
    let change = async |current: &str, new: &str| {
        max.post(
            "/api/v1/profile/password",
            &json!({ "current": current, "new": new }),
        )
        .await
    };
    let wrong = problem(change("not it", new).await).await;
    assert_eq!(wrong["errors"][0]["pointer"], "/current");
    let weak = problem(change(PASSWORD, "password1234").await).await;
    assert_eq!(weak["errors"][0]["pointer"], "/new");
    assert_eq!(change(PASSWORD, new).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(max.get("/api/v1/session").await.status(), StatusCode::OK);
    assert_eq!(
        elsewhere.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
    let old = json!({ "email": "max@acme.test", "password": PASSWORD });
    assert_eq!(
        app.anonymous().post("/api/v1/session", &old).await.status(),
        StatusCode::UNAUTHORIZED
    );
    engine::notifications::deliver(&app.context).await.unwrap();
    let told = max.read("/api/v1/notifications").await;
    assert_eq!(
        (&told["data"][0]["kind"], &told["data"][0]["title"]),
        (&json!("security"), &json!("Your password was changed"))
    );
    let mia = app.sign_in("mia@acme.test").await;
    assert_eq!(
        mia.read("/api/v1/notifications").await["data"],
        json!([]),
        "it is nobody else's business"
    );
}

#[tokio::test]
async fn guessing_the_current_password_is_slowed_down_like_signing_in() {
    let app = TestApp::start().await;
    let max = app.sign_in("max@acme.test").await;
    for _ in 0..5 {
        let body = json!({ "current": "not it", "new": "seven quiet mornings" });
        let wrong = max.post("/api/v1/profile/password", &body).await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let body = json!({ "current": PASSWORD, "new": "seven quiet mornings" });
    let delayed = max.post("/api/v1/profile/password", &body).await;
    assert_eq!(kind(&problem(delayed).await), "too-many-attempts");
}

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_ends_what_is_not_theirs_any_more() {
    let app = TestApp::start().await;
    let max = app.sign_in("max@acme.test").await;
    let elsewhere = app.sign_in("max@acme.test").await;
    let mia = app.sign_in("mia@acme.test").await;
    let sessions = max.read("/api/v1/sessions").await;
    let sessions = sessions["data"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    let other = sessions
        .iter()
        .find(|session| session["current"] == false)
        .unwrap();
    let path = format!("/api/v1/sessions/{}", other["id"].as_str().unwrap());
    let end = async |client: &Client| {
        client
            .request(Method::DELETE, &path)
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(end(&mia).await, StatusCode::NOT_FOUND, "it is not hers");
    assert_eq!(end(&max).await, StatusCode::NO_CONTENT);
    assert_eq!(
        elsewhere.get("/api/v1/session").await.status(),
        StatusCode::UNAUTHORIZED
    );
    app.sign_in("max@acme.test").await;
    let all = max
        .request(Method::DELETE, "/api/v1/sessions")
        .send()
        .await
        .unwrap();
    assert_eq!(all.status(), StatusCode::NO_CONTENT);
    assert_eq!(
        max.read("/api/v1/sessions").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_name_and_a_language_are_ones_own_and_kept_as_they_were_typed() {
    let app = TestApp::start().await;
    let mia = app.sign_in("mia@acme.test").await;
    let read = mia.get("/api/v1/profile").await;
    let tag = read.headers()["etag"].to_str().unwrap().to_owned();
    let hostile = "<img src=x onerror=alert(1)> ${7*7} {{x}}";
    let change = json!({ "name": hostile, "locale": "de" });
    let changed = send(&mia, Method::PATCH, "/profile", Some(&tag), change.clone()).await;
    assert_eq!(changed.status(), StatusCode::OK);
    let profile: Value = changed.json().await.unwrap();
    assert_eq!(
        (&profile["name"], &profile["locale"]),
        (&json!(hostile), &json!("de"))
    );
    let moved = send(&mia, Method::PATCH, "/profile", Some(&tag), change).await;
    assert_eq!(moved.status(), StatusCode::PRECONDITION_FAILED);
    let now = format!("\"v{}\"", profile["version"]);
    for change in [
        json!({ "name": "" }),
        json!({ "name": "a\nb" }),
        json!({ "locale": "xx" }),
        json!({ "role": "admin" }),
    ] {
        let refused = send(&mia, Method::PATCH, "/profile", Some(&now), change.clone()).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{change}");
    }
}

#[tokio::test]
async fn stopping_says_who_and_why_to_everybody_and_the_first_reason_stands() {
    let app = TestApp::start().await;
    let (max, mia) = (
        app.sign_in("max@acme.test").await,
        app.sign_in("mia@acme.test").await,
    );
    assert_eq!(mia.read("/api/v1/organisation").await["stopped"], Value::Null);
    let blank = max
        .post("/api/v1/organisation/stop", &json!({ "reason": "  " }))
        .await;
    assert_eq!(problem(blank).await["errors"][0]["pointer"], "/reason");
    let stopped: Value = max
        .post(
            "/api/v1/organisation/stop",
            &json!({ "reason": "tracking is broken" }),
        )
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(
        (&stopped["stopped"]["by"], &stopped["stopped"]["reason"]),
        (&json!("Max"), &json!("tracking is broken"))
    );
    let ada = app.sign_in("ada@acme.test").await;
    ada.post("/api/v1/organisation/stop", &json!({ "reason": "me too" }))
        .await;
    assert_eq!(
        mia.read("/api/v1/organisation").await["stopped"]["reason"],
        "tracking is broken"
    );
    ada.post("/api/v1/organisation/resume", &json!({})).await;
    assert_eq!(mia.read("/api/v1/organisation").await["stopped"], Value::Null);
    engine::notifications::deliver(&app.context).await.unwrap();
    let told = mia.read("/api/v1/notifications").await;
    let titles: Vec<&str> = told["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles.len(), 2);
    assert!(titles.contains(&"Max stopped all changes") && titles.contains(&"Ada resumed changes"));
}

#[tokio::test]
async fn what_is_read_is_ones_own_and_all_can_be_read_at_once() {
    let app = TestApp::start().await;
    let (max, mia) = (
        app.sign_in("max@acme.test").await,
        app.sign_in("mia@acme.test").await,
    );
    for _ in 0..2 {
        max.post("/api/v1/organisation/stop", &json!({ "reason": "x" }))
            .await;
        max.post("/api/v1/organisation/resume", &json!({})).await;
    }
    engine::notifications::deliver(&app.context).await.unwrap();
    let unread = async |client: &Client| client.read("/api/v1/notifications/counts").await["unread"].clone();
    assert_eq!((unread(&max).await, unread(&mia).await), (json!(4), json!(4)));
    let first = max.read("/api/v1/notifications?limit=1").await;
    let id = first["data"][0]["id"].clone();
    let read = max
        .post("/api/v1/notifications/read", &json!({ "ids": [id] }))
        .await;
    assert_eq!(read.status(), StatusCode::NO_CONTENT);
    assert_eq!((unread(&max).await, unread(&mia).await), (json!(3), json!(4)));
    let rest = max.read("/api/v1/notifications?unread=true").await;
    assert_eq!(rest["data"].as_array().unwrap().len(), 3);
    max.post("/api/v1/notifications/read", &json!({ "ids": "all" }))
        .await;
    assert_eq!((unread(&max).await, unread(&mia).await), (json!(0), json!(4)));
}
