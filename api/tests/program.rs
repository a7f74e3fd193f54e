//! The program as an operator meets it: how it starts, refuses to, and stops.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

/// Set for every run, so that nothing of the surroundings leaks in.
fn adjutant() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adjutant"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ADJUTANT_")) {
        command.env_remove(name);
    }
    command.env("ADJUTANT_LOG", "error");
    command
}

fn run(arguments: &[&str]) -> Output {
    adjutant().args(arguments).output().unwrap()
}

/// Exit code 2 and one line on standard error, which is answered.
fn refused(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert_eq!(text.trim_end().lines().count(), 1, "{text}");
    assert!(text.starts_with("adjutant: "), "{text}");
    assert!(output.stdout.is_empty());
    text
}

fn serve(data: &Path, listen: &str, more: &[&str]) -> Command {
    let mut command = adjutant();
    command
        .args(["serve", "--json", "--listen", listen, "--data"])
        .arg(data)
        .args(more);
    command
}

/// A program that serves on a free port, and what it said when it was ready.
struct Served {
    child: Child,
    ready: Value,
}

impl Served {
    fn start(data: &Path) -> Self {
        let mut child = serve(data, "127.0.0.1:0", &[])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            child,
            ready: serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}")),
        }
    }

    /// SIGTERM, then the exit code.
    fn stop(mut self) -> Option<i32> {
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(told.success());
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            if begun.elapsed() > Duration::from_secs(20) {
                self.child.kill().unwrap();
                panic!("the program did not stop in 20 s");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_first_start_prints_the_set_up_link_keeps_its_key_private_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("desk");
    let served = Served::start(&data);
    let url = served.ready["url"].as_str().unwrap();
    let link = served.ready["setup_url"].as_str().unwrap().to_owned();
    assert!(link.starts_with(&format!("{url}/setup?token=")), "{link}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&data), mode(&data.join("master.key"))), (0o700, 0o600));
    }
    assert_eq!(served.stop(), Some(0));
    let again = Served::start(&data);
    assert_ne!(
        again.ready["setup_url"].as_str().unwrap(),
        link,
        "an old link is not printed again"
    );
    assert_eq!(again.stop(), Some(0));
}

#[test]
fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let text = refused(&serve(&folder.path().join("desk"), &listen, &[]).output().unwrap());
    assert!(text.contains(&listen) && text.contains("--listen"), "{text}");
    assert!(!folder.path().join("desk").exists(), "nothing was made");
}

#[test]
fn an_address_that_others_can_reach_needs_tls() {
    let folder = tempfile::tempdir().unwrap();
    let text = refused(&serve(folder.path(), "0.0.0.0:0", &[]).output().unwrap());
    assert!(text.contains("--public-url https://"), "{text}");
    let text = refused(
        &serve(
            folder.path(),
            "0.0.0.0:0",
            &["--public-url", "http://desk.example.com"],
        )
        .output()
        .unwrap(),
    );
    assert!(text.contains("must be `https://`"), "{text}");
}

#[test]
fn a_damaged_or_foreign_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("adjutant.db");
    std::fs::write(&path, vec![b'x'; 8_192]).unwrap();
    let text = refused(&serve(folder.path(), "127.0.0.1:0", &[]).output().unwrap());
    assert!(text.contains("adjutant.db") && text.contains("backup"), "{text}");
    assert_eq!(std::fs::read(&path).unwrap(), vec![b'x'; 8_192]);
}

#[test]
fn the_key_of_an_existing_database_is_never_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("desk");
    let served = Served::start(&data);
    assert!(
        follow_set_up_link(&served.ready),
        "the first set-up seals a data key"
    );
    assert_eq!(served.stop(), Some(0));
    let key = data.join("master.key");
    let kept = std::fs::read_to_string(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let text = refused(&serve(&data, "127.0.0.1:0", &[]).output().unwrap());
    assert!(
        text.contains("does not exist") && text.contains("backup"),
        "{text}"
    );
    assert!(!key.exists());
    std::fs::write(&key, "0".repeat(64)).unwrap();
    let text = refused(&serve(&data, "127.0.0.1:0", &[]).output().unwrap());
    assert!(text.contains("did not seal this database"), "{text}");
    std::fs::write(&key, kept).unwrap();
    assert_eq!(Served::start(&data).stop(), Some(0));
}

/// Follows the set-up link as a browser would.
fn follow_set_up_link(ready: &Value) -> bool {
    let link = ready["setup_url"].as_str().unwrap();
    let (url, token) = link.split_once("/setup?token=").unwrap();
    let body = serde_json::json!({
        "token": token,
        "organisation": "Acme",
        "name": "Ada",
        "email": "ada@acme.test",
        "password": "a quiet desk by the window",
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let response = reqwest::Client::new()
            .post(format!("{url}/api/v1/setup"))
            .json(&body)
            .send()
            .await
            .unwrap();
        response.status().is_success()
    })
}

#[test]
fn postgresql_needs_a_key_that_is_given() {
    let unreachable = "postgres://nobody@127.0.0.1:1/nothing";
    let text = refused(
        &adjutant()
            .args(["serve", "--listen", "127.0.0.1:0", "--database", unreachable])
            .output()
            .unwrap(),
    );
    assert!(text.contains("PostgreSQL cannot be used"), "{text}");
    let text = refused(&run(&[
        "serve",
        "--database",
        "mysql://x",
        "--listen",
        "127.0.0.1:0",
    ]));
    assert!(text.contains("postgres://"), "{text}");
}

#[test]
fn google_needs_its_secret_too() {
    let folder = tempfile::tempdir().unwrap();
    let text = refused(
        &serve(folder.path(), "127.0.0.1:0", &["--google-client-id", "id"])
            .output()
            .unwrap(),
    );
    assert!(text.contains("ADJUTANT_GOOGLE_CLIENT_SECRET"), "{text}");
}

#[test]
fn checking_a_good_rule_exits_with_zero_and_a_wrong_one_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.rule");
    let rule = "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100 then pause\n}\n";
    std::fs::write(&good, rule).unwrap();
    let checked = adjutant().arg("check").arg(&good).output().unwrap();
    assert_eq!(
        checked.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&checked.stdout)
    );
    let wrong = folder.path().join("wrong.rule");
    std::fs::write(&wrong, rule.replace("spend", "spnd")).unwrap();
    let checked = adjutant().arg("check").arg(&good).arg(&wrong).output().unwrap();
    let text = String::from_utf8(checked.stdout).unwrap();
    assert_eq!(checked.status.code(), Some(1));
    assert!(
        text.contains("wrong.rule")
            && text.contains("spnd")
            && text.contains("2 file(s) checked: 1 error(s)"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "no colours where nobody looks");

    let json = adjutant()
        .args(["check", "--format", "json"])
        .arg(&wrong)
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(report["files"][0]["ok"], false);
    let found = &report["files"][0]["diagnostics"][0];
    let code = found["code"].as_str().unwrap();
    assert!(
        code.starts_with('E') && found["span"]["start"].is_u64(),
        "{found}"
    );

    let page = run(&["explain", &code.to_lowercase()]);
    assert_eq!(page.status.code(), Some(0));
    assert!(String::from_utf8(page.stdout).unwrap().starts_with(code));
    assert!(refused(&run(&["explain", "E9999"])).contains("E9999"));
    assert!(refused(&run(&["check", "no-such-file.rule"])).contains("no-such-file.rule"));
}

#[test]
fn a_terminal_shows_the_first_findings_of_a_file_errors_first_and_counts_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.rule");
    let careless = |name: usize| {
        format!(
            "rule \"r{name}\" {{\n  for campaigns where name is \"c{name}\"\n  every 1d\n  when spend over today > $100 then increase budget by 10%\n}}\n\n"
        )
    };
    let mut text: String = (0..120).map(careless).collect();
    text.push_str(&careless(120).replace("spend", "spnd"));
    text.insert_str(0, "language 1\n\n");
    std::fs::write(&path, &text).unwrap();
    let read = |format: &str| {
        let checked = adjutant()
            .args(["check", "--format", format])
            .arg(&path)
            .output()
            .unwrap();
        assert_eq!(checked.status.code(), Some(1));
        String::from_utf8(checked.stdout).unwrap()
    };

    let all: Value = serde_json::from_str(&read("json")).unwrap();
    let all = all["files"][0]["diagnostics"].as_array().unwrap();
    assert!(all.len() > 120, "{}", all.len());
    let shown = read("text");
    assert_eq!(
        shown.matches("many.rule:").count(),
        101,
        "a hundred findings, and the line that counts the rest"
    );
    assert!(shown.contains(&format!("{} more finding(s)", all.len() - 100)));
    assert!(shown.contains("spnd"), "the error is the last of them and shown");
}

#[test]
fn the_rules_of_a_folder_are_checked_together_and_reported_for_code_hosts() {
    let folder = tempfile::tempdir().unwrap();
    let rule = |name: &str, lines: &str| {
        format!("language 1\n\nrule \"{name}\" {{\n  for campaigns\n  every 1h\n  {lines}\n}}\n")
    };
    let stop = folder.path().join("a-stop.rule");
    std::fs::write(&stop, rule("Stop", "when spend over yesterday > $100 then pause")).unwrap();
    std::fs::create_dir(folder.path().join("more")).unwrap();
    let scale = "when clicks over yesterday > 10 then increase budget by 20% up to $500\n  cooldown 24h\n  at most 3 per day";
    std::fs::write(folder.path().join("more/scale.rule"), rule("Scale", scale)).unwrap();

    let text = adjutant().arg("check").arg(folder.path()).output().unwrap();
    assert_eq!(text.status.code(), Some(0), "warnings stop nothing");
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(
        text.contains("2 file(s) checked: 0 error(s), 1 warning(s)") && text.contains("scale.rule:6"),
        "{text}"
    );
    let alone = adjutant().arg("check").arg(&stop).output().unwrap();
    assert!(String::from_utf8(alone.stdout).unwrap().contains("0 warning(s)"));

    let sarif = adjutant()
        .args(["check", "--format", "sarif"])
        .arg(folder.path())
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let run = &report["runs"][0];
    assert_eq!(
        (&report["version"], &run["tool"]["driver"]["rules"][0]["id"]),
        (&"2.1.0".into(), &"W0801".into())
    );
    let result = &run["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["level"]),
        (&"W0801".into(), &"warning".into())
    );
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startLine"], &region["startColumn"]),
        (&6.into(), &41.into()),
        "{region}"
    );
    let other = &result["relatedLocations"][0]["physicalLocation"];
    assert!(
        other["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .ends_with("more/scale.rule")
    );

    let json = adjutant()
        .args(["check", "--format", "json"])
        .arg(folder.path())
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    let related = &report["files"][0]["diagnostics"][0]["related"][0];
    assert!(
        related["text"].as_str().unwrap().contains("in `Scale`"),
        "{related}"
    );
    assert!(refused(&run_in(&folder.path().join("empty"))).contains("no .rule files"));
}

/// Checks a new, empty folder.
fn run_in(folder: &Path) -> Output {
    std::fs::create_dir(folder).unwrap();
    adjutant().arg("check").arg(folder).output().unwrap()
}

#[test]
fn a_rule_can_be_checked_from_standard_input() {
    let mut child = adjutant()
        .args(["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"language 1\n\nnonsense\n")
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn migrating_twice_and_verifying_an_empty_audit_succeed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    for _ in 0..2 {
        let migrated = run(&["migrate", "--data", data]);
        assert_eq!(migrated.status.code(), Some(0));
        assert!(String::from_utf8(migrated.stdout).unwrap().contains("migration"));
    }
    assert_eq!(run(&["verify-audit", "--data", data]).status.code(), Some(0));
}

#[test]
fn the_document_is_printed_as_it_is_served() {
    let printed = run(&["openapi"]);
    assert_eq!(
        String::from_utf8(printed.stdout).unwrap(),
        api::openapi::document()
    );
}

#[test]
fn rule_files_are_laid_out_or_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rule");
    let name = path.to_str().unwrap();
    let untidy = "rule \"A\" {for campaigns\n every   1h # often\nthen pause}\n";
    std::fs::write(&path, untidy).unwrap();
    let found = run(&["fmt", "--check", name]);
    assert_eq!(found.status.code(), Some(1));
    assert_eq!(String::from_utf8(found.stdout).unwrap().trim(), name);
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        untidy,
        "a check writes nothing"
    );

    assert_eq!(run(&["fmt", name]).status.code(), Some(0));
    let tidy = "rule \"A\" {\n  for campaigns\n  every 1h  # often\n  then pause\n}\n";
    assert_eq!(std::fs::read_to_string(&path).unwrap(), tidy);
    assert_eq!(run(&["fmt", "--check", name]).status.code(), Some(0));
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );

    std::fs::write(&path, "rule \"A\" {").unwrap();
    let refusal = refused(&run(&["fmt", name]));
    assert!(
        refusal.contains("a.rule") && refusal.contains("never closed"),
        "{refusal}"
    );
}

#[test]
fn an_editor_on_a_desk_speaks_with_the_language_server() {
    let mut child = adjutant()
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = "rule \"A\" {\n  for campaigns\n  every 1h\n  when spend over today > 5\n  then pause\n}\n";
    for message in [
        serde_json::json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {} }),
        serde_json::json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen",
            "params": { "textDocument": { "uri": "file:///a.rule", "languageId": "adjutant", "version": 1, "text": text } } }),
        serde_json::json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/codeAction", "params": {
            "textDocument": { "uri": "file:///a.rule" }, "context": { "diagnostics": [] },
            "range": { "start": { "line": 3, "character": 26 }, "end": { "line": 3, "character": 26 } } } }),
        serde_json::json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }),
        serde_json::json!({ "jsonrpc": "2.0", "method": "exit" }),
    ] {
        let body = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }
    input.flush().unwrap();
    let output = child.wait_with_output().unwrap();
    drop(input);
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    for part in ["\"utf-16\"", "write `$5`", "\"id\":3"] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

#[test]
fn tests_of_rules_run_on_the_command_line_and_a_failing_one_ends_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("night.rule");
    let text = |expected: &str| {
        format!(
            "language 1\n\nrule \"Night\" {{\n  for campaigns\n  every day at 22:00\n  when spend over today > $100\n  then pause\n}}\n\n\
             test \"at night\" of \"Night\" {{\n  at 2026-03-04 22:00\n  given campaign \"A\" {{ today {{ spend $150 }} }}\n  {expected}\n}}\n"
        )
    };
    let tested = |expected: &str, more: &[&str]| {
        std::fs::write(&file, text(expected)).unwrap();
        let output = run(&[&["test", file.to_str().unwrap()], more].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, said) = tested("expect pause of \"A\" proposed", &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("ok      at night (of \"Night\")"), "{said}");
    let (code, said) = tested("expect nothing of \"A\"", &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("FAILED  at night") && said.contains("pause proposed"),
        "{said}"
    );
    let (code, said) = tested(
        "expect pause of \"A\" proposed",
        &["--mutate", "--format", "json"],
    );
    let report: Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert_eq!((code, &report["ok"]), (Some(0), &Value::Bool(true)));
    let mutants = report["files"][0]["mutation"][0]["mutants"].as_array().unwrap();
    assert!(mutants.iter().any(|mutant| mutant["was"] == "$100"), "{report:#}");
}
