//! `adjutant plan` and `adjutant apply` against a running desk.

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use crate::support::{GUARD, PASSWORD, RULE, TestApp};

/// The command as CI runs it. It blocks, so it runs where it does not keep the desk from answering.
async fn adjutant(app: &TestApp, email: &str, arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adjutant"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ADJUTANT_")) {
        command.env_remove(name);
    }
    command
        .env("ADJUTANT_LOG", "error")
        .env("ADJUTANT_SERVER", &app.base)
        .env("ADJUTANT_EMAIL", email)
        .env("ADJUTANT_PASSWORD", PASSWORD)
        .arg(arguments[0])
        .arg(folder)
        .args(&arguments[1..]);
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

fn said(output: &Output) -> (i32, String) {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    (output.status.code().unwrap(), format!("{text}{errors}"))
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[tokio::test]
async fn a_folder_is_planned_applied_and_then_has_nothing_left_to_do() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "spend/night.rule", crate::rules::NIGHT);
    write(folder.path(), ".git/not.rule", "this is none");
    let (code, text) = said(&adjutant(&app, "mia@acme.test", &["plan"], folder.path()).await);
    assert_eq!(code, 3, "{text}");
    assert!(
        text.contains("+ rule \"Night\" new, a draft (spend/night.rule)"),
        "{text}"
    );
    assert!(text.contains("    + rule \"Night\" {"), "{text}");
    assert!(text.contains("today: would act on"), "{text}");

    let json = adjutant(
        &app,
        "mia@acme.test",
        &["plan", "--format", "json"],
        folder.path(),
    )
    .await;
    let plan: Value = serde_json::from_slice(&json.stdout).unwrap();
    let digest = plan["digest"].as_str().unwrap().to_owned();
    // What was looked at is what is applied: another text is not.
    write(
        folder.path(),
        "spend/night.rule",
        &crate::rules::NIGHT.replace("22:00", "23:00"),
    );
    let (code, text) = said(
        &adjutant(
            &app,
            "mia@acme.test",
            &["apply", "--digest", &digest],
            folder.path(),
        )
        .await,
    );
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("nothing was applied: the rules or the files have changed"),
        "{text}"
    );

    write(folder.path(), "spend/night.rule", crate::rules::NIGHT);
    let (code, text) = said(
        &adjutant(
            &app,
            "mia@acme.test",
            &["apply", "--digest", &digest],
            folder.path(),
        )
        .await,
    );
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("new rule \"Night\""), "{text}");
    let (code, text) = said(&adjutant(&app, "mia@acme.test", &["plan"], folder.path()).await);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("1 unchanged"), "{text}");

    // A change is shown line by line, with what it would have meant on the recorded past.
    write(
        folder.path(),
        "spend/night.rule",
        &crate::rules::NIGHT.replace("22:00", "23:00"),
    );
    let (code, text) = said(&adjutant(&app, "mia@acme.test", &["plan", "--past", "1"], folder.path()).await);
    assert_eq!(code, 3, "{text}");
    assert!(
        text.contains("    -   every day at 22:00\n    +   every day at 23:00"),
        "{text}"
    );
    assert!(text.contains("past: "), "{text}");
}

#[tokio::test]
async fn errors_and_what_the_person_may_not_do_are_told_apart_from_changes() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "a.rule",
        &RULE.replace("spend", "spent").replace("cpa >", "cpaa >"),
    );
    let (code, text) = said(&adjutant(&app, "mia@acme.test", &["plan"], folder.path()).await);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("! a.rule cannot be taken"), "{text}");
    // Where it is, counted as people count.
    assert!(text.contains("    8:28: E"), "{text}");
    let (code, text) = said(&adjutant(&app, "mia@acme.test", &["apply"], folder.path()).await);
    assert_eq!(code, 1, "{text}");

    let guarded = tempfile::tempdir().unwrap();
    write(guarded.path(), "g.rule", &GUARD.replace("Ceiling", "Another"));
    let (code, text) = said(&adjutant(&app, "mia@acme.test", &["apply"], guarded.path()).await);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("only an admin may write guards"), "{text}");

    let (code, text) = said(&adjutant(&app, "nobody@acme.test", &["plan"], guarded.path()).await);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("signing in"), "{text}");
    let empty = tempfile::tempdir().unwrap();
    let (code, text) = said(&adjutant(&app, "mia@acme.test", &["plan"], empty.path()).await);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("holds no *.rule file"), "{text}");
}

#[tokio::test]
async fn what_is_accepted_on_applying_is_kept_with_its_reason() {
    let app = TestApp::start().await;
    app.desk(app.organisations[0]).await;
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "scale.rule",
        "language 1\n\nrule \"Scale slowly\" {\n  for campaigns\n  every day at 09:00\n  when clicks over yesterday > 9,000,000\n  \
         then increase budget by 5% up to $500\n  cooldown 24h\n}\n",
    );
    let apply = async |more: &[&str]| {
        let arguments = [&["apply", "--enable", "--past", "0"], more].concat();
        said(&adjutant(&app, "mia@acme.test", &arguments, folder.path()).await)
    };
    let (code, text) = apply(&[]).await;
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("accept it with --accept W0503"), "{text}");
    let (code, text) = apply(&["--reason", "there is one campaign"]).await;
    assert_eq!(code, 2, "a reason for nothing is none: {text}");
    let codes = ["W0503=there is one campaign", "W0801", "W0802", "W0803"]
        .map(|code| ["--accept", code])
        .concat();
    let (code, text) = apply(&[codes.as_slice(), &["--reason", "looked at"]].concat()).await;
    assert_eq!(code, 0, "{text}");
    let mia = app.sign_in("mia@acme.test").await;
    let rules: Value = mia.get("/api/v1/rules").await.json().await.unwrap();
    let rule = rules["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|rule| rule["name"] == "Scale slowly")
        .unwrap();
    assert_eq!(
        (&rule["state"], &rule["is_analysable"]),
        (&Value::from("enabled"), &Value::from(true))
    );
    let path = format!("/api/v1/rules/{}", rule["id"].as_str().unwrap());
    let detail: Value = mia.get(&path).await.json().await.unwrap();
    let kept = detail["accepted"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["code"] == "W0503")
        .unwrap();
    assert_eq!(kept["reason"], "there is one campaign", "{detail:#}");
}
