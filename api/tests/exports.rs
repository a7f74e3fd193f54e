//! Lists as CSV files: whole, harmless to spreadsheets, on the record.

use reqwest::StatusCode;

use crate::support::{TestApp, problem};

/// Reads RFC 4180 by hand: the program's own writer does not judge itself.
fn parse(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quoted, letter) {
            (true, '"') if letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') if letters.peek() == Some(&'\n') => {
                letters.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (_, letter) => cell.push(letter),
        }
    }
    assert!(
        cell.is_empty() && row.is_empty() && !quoted,
        "the last row ends with CRLF"
    );
    rows
}

/// The text of a file; `reqwest`'s own `text` takes a byte order mark away.
async fn text_of(answer: reqwest::Response) -> String {
    String::from_utf8(answer.bytes().await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn an_export_holds_every_row_of_the_list_over_many_pages() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    for number in 0..1_020 {
        app.campaign(scope, desk.account, &format!("Campaign {number:04}"))
            .await;
    }
    let mia = app.sign_in("mia@acme.test").await;
    let answer = mia.get("/api/v1/exports/campaigns.csv?sort=-name").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(
        answer.headers()["content-type"],
        "text/csv; charset=utf-8; header=present"
    );
    assert_eq!(
        answer.headers()["content-disposition"],
        "attachment; filename=\"campaigns-2026-11-17.csv\""
    );
    let text = text_of(answer).await;
    let rows = parse(text.strip_prefix('\u{feff}').expect("a byte order mark"));
    assert_eq!(rows[0][0], "campaign");
    assert_eq!(rows.len(), 1 + 1_021);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let names: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert!(
        names.is_sorted_by(|left, right| left >= right),
        "in the order that was asked for"
    );
    let found = text_of(mia.get("/api/v1/exports/campaigns.csv?q=campaign%20010").await).await;
    assert_eq!(
        parse(found.trim_start_matches('\u{feff}')).len(),
        1 + 10,
        "the list's own filters"
    );
}

#[tokio::test]
async fn a_hostile_name_arrives_whole_and_does_nothing() {
    let app = TestApp::start().await;
    let scope = app.organisations[0];
    let desk = app.desk(scope).await;
    let hostile = format!(
        "=HYPERLINK(\"http://evil\",\"x\")<b>\u{202e}مرحبا</b>,\n🎈{}",
        "x".repeat(460)
    );
    app.campaign(scope, desk.account, &hostile).await;
    let mia = app.sign_in("mia@acme.test").await;
    let text = text_of(mia.get("/api/v1/exports/campaigns.csv").await).await;
    let rows = parse(text.trim_start_matches('\u{feff}'));
    assert!(
        rows.iter().any(|row| row[0] == format!("'{hostile}")),
        "whole, with an apostrophe before it"
    );
}

#[tokio::test]
async fn an_export_is_on_the_record_and_asks_for_its_lists_permission() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let max = app.sign_in("max@acme.test").await;
    for list in ["campaigns", "actions", "decisions"] {
        let answer = max.get(&format!("/api/v1/exports/{list}.csv")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{list}");
        let text = text_of(answer).await;
        let rows = parse(text.strip_prefix('\u{feff}').unwrap());
        assert_eq!(rows.len(), 2, "{list}: the header and the desk's one row");
        let refused = app.anonymous().get(&format!("/api/v1/exports/{list}.csv")).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    }
    // Exactly one row, or the statement fails.
    app.execute(
        "update audit_event set detail = detail where org_id = $1 and event = 'export.actions' and outcome = 'done' and actor_kind = 'user'",
        vec![app.organisations[0].id().into()],
    )
    .await;
    let wrong = problem(max.get("/api/v1/exports/actions.csv?state=dreaming").await).await;
    assert_eq!(wrong["errors"][0]["pointer"], "state");
}
