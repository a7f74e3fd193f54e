//! `adjutant plan` and `adjutant apply`: rules and guards from a folder, such as a git checkout, on a running desk.

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use reqwest::StatusCode;
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use crate::{
    command::{ApplyOptions, CheckFormat, PlanOptions},
    desk::Desk,
};

/// Lines around a change that are shown.
const AROUND: usize = 2;

/// What came of it, for the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    Nothing,
    Changes,
    /// Files with errors, findings that nobody accepted, a plan that is out of date.
    Refused,
}

/// Shows what the folder would change.
pub async fn plan(options: &PlanOptions, out: &mut impl Write) -> anyhow::Result<Came> {
    let files = files(&options.folder)?;
    let desk = Desk::enter(&options.desk).await?;
    let shown = look(&desk, options, &files).await;
    desk.leave().await;
    let plan = shown?;
    write(&plan, options.format, out)?;
    Ok(came(&plan))
}

/// Applies it, and says what was done.
pub async fn apply(options: &ApplyOptions, out: &mut impl Write) -> anyhow::Result<Came> {
    let files = files(&options.plan.folder)?;
    let desk = Desk::enter(&options.plan.desk).await?;
    let done = carry_out(&desk, options, &files, out).await;
    desk.leave().await;
    done
}

async fn carry_out(
    desk: &Desk,
    options: &ApplyOptions,
    files: &Value,
    out: &mut impl Write,
) -> anyhow::Result<Came> {
    let digest = match &options.digest {
        Some(digest) => digest.clone(),
        // What nobody was shown is not applied.
        None => {
            let plan = look(desk, &options.plan, files).await?;
            if options.plan.format == CheckFormat::Text {
                write(&plan, CheckFormat::Text, out)?;
            }
            match came(&plan) {
                Came::Nothing => {
                    if options.plan.format == CheckFormat::Json {
                        writeln!(out, "{}", json!({ "items": [], "withdrawn": 0 }))?;
                    }
                    return Ok(Came::Nothing);
                }
                Came::Refused if !at(&plan, "/refused").as_array().is_none_or(Vec::is_empty) => {
                    return Ok(Came::Refused);
                }
                Came::Refused | Came::Changes => at(&plan, "/digest").as_str().unwrap_or_default().to_owned(),
            }
        }
    };
    let (mut accept, mut reasons) = (Vec::new(), BTreeMap::new());
    for taken in &options.accept {
        match taken.split_once('=') {
            Some((code, reason)) => _ = reasons.insert(code, reason),
            None => accept.push(taken),
        }
    }
    let body = json!({
        "files": files, "prune": options.plan.prune, "enable": options.plan.enable, "digest": digest,
        "accept": accept, "reasons": reasons, "reason": options.reason,
    });
    let answer = desk.post("rules/apply", &body).await?;
    let refused = matches!(
        answer.status,
        StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED | StatusCode::UNPROCESSABLE_ENTITY
    );
    if refused {
        match options.plan.format {
            CheckFormat::Json => writeln!(out, "{}", answer.body)?,
            CheckFormat::Text => {
                writeln!(out, "nothing was applied: {}", answer.detail())?;
                for error in at(&answer.body, "/errors").as_array().into_iter().flatten() {
                    writeln!(out, "  {}", text(at(error, "/detail")))?;
                }
            }
        }
        return Ok(Came::Refused);
    }
    let applied = answer.or_fail()?;
    match options.plan.format {
        CheckFormat::Json => writeln!(out, "{applied}")?,
        CheckFormat::Text => {
            let items = at(&applied, "/items").as_array().map_or(&[][..], Vec::as_slice);
            writeln!(out, "applied {} change(s)", items.len())?;
            for item in items {
                writeln!(
                    out,
                    "  {} {} \"{}\"",
                    text(at(item, "/change")),
                    text(at(item, "/kind")),
                    text(at(item, "/name"))
                )?;
            }
            if let Some(withdrawn) = at(&applied, "/withdrawn").as_u64().filter(|count| *count > 0) {
                writeln!(
                    out,
                    "  {withdrawn} proposal(s) of rules that were put away are withdrawn"
                )?;
            }
        }
    }
    Ok(Came::Changes)
}

/// The plan with what each change would have meant on the recorded past.
async fn look(desk: &Desk, options: &PlanOptions, files: &Value) -> anyhow::Result<Value> {
    let body = json!({ "files": files, "prune": options.prune, "enable": options.enable });
    let mut plan = desk.post("rules/plan", &body).await?.or_fail()?;
    if options.past == 0 {
        return Ok(plan);
    }
    for item in plan
        .get_mut("items")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if at(item, "/kind") != "rule" || !matches!(text(at(item, "/change")), "changed" | "renamed") {
            continue;
        }
        let body = json!({
            "before": at(item, "/before"), "after": at(item, "/after"), "overrides": at(item, "/overrides"), "days": options.past,
        });
        let answer = desk.post("backtests/compare", &body).await?;
        let past = if answer.status.is_success() {
            answer.body
        } else {
            // A past that is too long, or texts that do not run, leave the rest of the plan standing.
            json!({ "not_compared": answer.detail() })
        };
        if let Some(item) = item.as_object_mut() {
            item.insert("past".to_owned(), past);
        }
    }
    Ok(plan)
}

fn came(plan: &Value) -> Came {
    let any = |key: &str| plan[key].as_array().is_some_and(|list| !list.is_empty());
    let waits = at(plan, "/items").as_array().into_iter().flatten().any(|item| {
        at(item, "/findings")
            .as_array()
            .is_some_and(|found| !found.is_empty())
    });
    if any("refused") || waits {
        Came::Refused
    } else if at(plan, "/changes") == true {
        Came::Changes
    } else {
        Came::Nothing
    }
}

/// Every `*.rule` file below the folder, by path, in the order of their paths.
fn files(folder: &Path) -> anyhow::Result<Value> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries =
            std::fs::read_dir(&next).with_context(|| format!("{} cannot be read", next.display()))?;
        for entry in entries {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            // `.git` and its like hold no rules; a link could lead anywhere.
            let kind = entry.file_type()?;
            if name.to_string_lossy().starts_with('.') || kind.is_symlink() {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rule") {
                found.push(path);
            }
        }
    }
    if found.is_empty() {
        bail!("{} holds no *.rule file", folder.display());
    }
    found.sort();
    let mut files = Vec::with_capacity(found.len());
    for path in found {
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let shown = path
            .strip_prefix(folder)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        files.push(json!({ "path": shown, "text": text }));
    }
    Ok(Value::Array(files))
}

/// A part of an answer; null where there is none.
fn at<'v>(value: &'v Value, pointer: &str) -> &'v Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

/// People count from one.
fn from_one(value: &Value) -> u64 {
    value.as_u64().unwrap_or(0).saturating_add(1)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn write(plan: &Value, format: CheckFormat, out: &mut impl Write) -> anyhow::Result<()> {
    if format == CheckFormat::Json {
        writeln!(out, "{plan}")?;
        return Ok(());
    }
    for file in at(plan, "/refused").as_array().into_iter().flatten() {
        writeln!(out, "! {} cannot be taken", text(at(file, "/path")))?;
        if let Some(why) = at(file, "/why").as_str() {
            writeln!(out, "    {why}")?;
        }
        for found in at(file, "/diagnostics").as_array().into_iter().flatten() {
            writeln!(
                out,
                "    {}:{}: {} {}",
                from_one(at(found, "/span/start/line")),
                from_one(at(found, "/span/start/character")),
                text(at(found, "/code")),
                text(at(found, "/message"))
            )?;
            write_history(found, out)?;
        }
    }
    let (mut same, mut elsewhere) = (0_usize, 0_usize);
    for item in at(plan, "/items").as_array().into_iter().flatten() {
        match text(at(item, "/change")) {
            "same" => same += 1,
            "elsewhere" => elsewhere += 1,
            _ => write_item(item, out)?,
        }
    }
    writeln!(out, "{same} unchanged, {elsewhere} only on the desk")?;
    if at(plan, "/changes") == true {
        writeln!(
            out,
            "apply exactly this with --digest {}",
            text(at(plan, "/digest"))
        )?;
    }
    Ok(())
}

fn write_item(item: &Value, out: &mut impl Write) -> anyhow::Result<()> {
    let sign = match text(at(item, "/change")) {
        "new" => '+',
        "removed" => '-',
        _ => '~',
    };
    let work = match (
        at(item, "/at_work") == true,
        text(at(item, "/kind")),
        text(at(item, "/change")),
    ) {
        (_, _, "removed") => "is put away",
        (true, "guard", _) => "holds at once",
        (true, ..) => "is at work",
        (false, _, "new") => "a draft",
        (false, ..) => "not at work",
    };
    writeln!(
        out,
        "{sign} {} \"{}\" {}{}, {work}{}",
        text(at(item, "/kind")),
        text(at(item, "/name")),
        text(at(item, "/change")),
        at(item, "/was")
            .as_str()
            .map(|was| format!(" from \"{was}\""))
            .unwrap_or_default(),
        at(item, "/path")
            .as_str()
            .map(|path| format!(" ({path})"))
            .unwrap_or_default()
    )?;
    if let Some(after) = at(item, "/after").as_str() {
        let before = at(item, "/before").as_str().unwrap_or_default();
        let diff = TextDiff::from_lines(before, after);
        for (place, group) in diff.grouped_ops(AROUND).iter().enumerate() {
            if place > 0 {
                writeln!(out, "      …")?;
            }
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let sign = match change.tag() {
                    ChangeTag::Equal => ' ',
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                };
                writeln!(
                    out,
                    "    {sign} {}",
                    change.value().trim_end_matches(['\r', '\n'])
                )?;
            }
        }
    }
    for found in at(item, "/findings").as_array().into_iter().flatten() {
        writeln!(
            out,
            "    {} {}; accept it with --accept {}",
            text(at(found, "/code")),
            text(at(found, "/message")),
            text(at(found, "/code"))
        )?;
        write_history(found, out)?;
    }
    write_today(item, out)?;
    write_past(at(item, "/past"), out)
}

/// What the organisation's past says of a finding, below it.
fn write_history(found: &Value, out: &mut impl Write) -> anyhow::Result<()> {
    if let Some(says) = at(found, "/history/says").as_str() {
        writeln!(out, "      {says}")?;
    }
    Ok(())
}

fn write_today(item: &Value, out: &mut impl Write) -> anyhow::Result<()> {
    let after = at(item, "/today_after");
    if after.is_null() {
        return Ok(());
    }
    let was = at(item, "/today_before");
    let before = at(was, "/acting")
        .as_u64()
        .map(|count| format!(", was {count}"))
        .unwrap_or_default();
    writeln!(
        out,
        "    today: would act on {} of {} object(s){before}; {} blocked, {} unknown",
        at(after, "/acting"),
        at(after, "/checks"),
        at(after, "/blocked"),
        at(after, "/unknown")
    )?;
    for row in at(after, "/rows").as_array().into_iter().flatten() {
        let known = at(was, "/rows")
            .as_array()
            .into_iter()
            .flatten()
            .any(|other| about(other) == about(row) && at(other, "/effects") == at(row, "/effects"));
        if !known {
            writeln!(out, "      {}: {}", place(row), effects(row))?;
        }
    }
    Ok(())
}

/// The object that a row is about: its campaign, or what stands below it.
fn about(row: &Value) -> [&Value; 2] {
    [at(row, "/campaign/id"), at(row, "/object/id")]
}

/// Its name, from the campaign down: `Brand US › Shoes`.
fn place(row: &Value) -> String {
    let campaign = text(at(row, "/campaign/name"));
    match at(row, "/object/name").as_str() {
        Some(object) => format!("{campaign} › {object}"),
        None => campaign.to_owned(),
    }
}

fn effects(row: &Value) -> String {
    let parts: Vec<String> = at(row, "/effects")
        .as_array()
        .into_iter()
        .flatten()
        .map(|effect| {
            let mut part = text(at(effect, "/kind")).replace('_', " ");
            if let (Some(before), Some(after)) = (
                at(effect, "/before/display").as_str(),
                at(effect, "/after/display").as_str(),
            ) {
                part.push_str(&format!(" {before} -> {after}"));
            }
            if let Some(blocked) = at(effect, "/blocked").as_str() {
                part.push_str(&format!(" (blocked: {blocked})"));
            }
            part
        })
        .collect();
    parts.join(", ")
}

fn write_past(past: &Value, out: &mut impl Write) -> anyhow::Result<()> {
    if let Some(why) = at(past, "/not_compared").as_str() {
        writeln!(out, "    past: not compared: {why}")?;
        return Ok(());
    }
    let list = |key: &str| {
        at(past, &format!("/{key}"))
            .as_array()
            .cloned()
            .unwrap_or_default()
    };
    if past.is_null() {
        return Ok(());
    }
    let parts = [
        ("acts on more", list("gained")),
        ("no longer acts on", list("lost")),
        ("acts otherwise on", list("changed")),
    ];
    if parts.iter().all(|(_, list)| list.is_empty()) {
        writeln!(out, "    past: both texts would have done the same")?;
    }
    for (words, differences) in parts.iter().filter(|(_, list)| !list.is_empty()) {
        let names: Vec<String> = differences.iter().map(place).collect();
        writeln!(
            out,
            "    past: {words} {} object(s): {}",
            names.len(),
            names.join(", ")
        )?;
    }
    Ok(())
}
