//! `adjutant import`: rules of a platform's own rule engine in our language, and a report of what could not be carried.

use std::io::Write;

use anyhow::Context as _;
use engine::rules::import::{self, Became, Imported, Options, Source, Told};

use crate::{
    check::{Finding, read},
    command::{CheckFormat, ImportOptions, ImportSource},
};

/// `slack:#channel` or `email:address`.
pub fn told(text: &str) -> Result<Told, String> {
    let (channel, target) = text
        .split_once(':')
        .filter(|(_, target)| !target.is_empty())
        .ok_or("write `slack:#channel` or `email:address`")?;
    let channel = channel.parse().map_err(|_| "there are `slack` and `email`")?;
    Ok(Told {
        channel,
        target: target.to_owned(),
    })
}

/// Writes the rules and the report; finds errors where a rule could not be carried whole.
pub fn import(
    options: &ImportOptions,
    out: &mut impl Write,
    report: &mut impl Write,
) -> anyhow::Result<Finding> {
    let text = read(&options.file)?;
    let source = match options.from {
        ImportSource::Meta => Source::Meta,
        ImportSource::Tiktok => Source::TikTok,
    };
    let known = Options {
        currency: options.currency,
        conversions: options.conversions.clone(),
        roas: options.roas.clone(),
        notify: options.notify.clone(),
    };
    let imported = import::import(source, &text, &known)
        .with_context(|| format!("{} cannot be imported", options.file.display()))?;
    match options.format {
        CheckFormat::Json => {
            serde_json::to_writer(&mut *out, &serde_json::json!({ "rules": imported }))?;
            writeln!(out)?;
        }
        CheckFormat::Text => {
            out.write_all(import::file(&imported).as_bytes())?;
            for rule in &imported {
                write_report(rule, report)?;
            }
            let whole = imported.iter().filter(|rule| rule.whole).count();
            writeln!(
                report,
                "{} rule(s): {whole} carried whole, {} not",
                imported.len(),
                imported.len() - whole
            )?;
        }
    }
    Ok(if imported.iter().all(|rule| rule.whole) {
        Finding::Clean
    } else {
        Finding::Errors
    })
}

fn write_report(rule: &Imported, report: &mut impl Write) -> std::io::Result<()> {
    let verdict = if rule.whole { "carried" } else { "NOT CARRIED" };
    writeln!(report, "{verdict}: {}", rule.name)?;
    for part in &rule.parts {
        match &part.became {
            Became::Lost { reason, decides } => {
                let kind = if *decides { "missing" } else { "left out" };
                writeln!(report, "  {kind}: {} = {}\n    {reason}", part.path, part.value)?;
            }
            Became::Carried {
                written,
                note: Some(note),
            } => {
                let said = match written.as_str() {
                    "" => "nothing is said here".to_owned(),
                    written => format!("here `{written}`"),
                };
                writeln!(
                    report,
                    "  look at: {} = {}\n    {said}: {note}",
                    part.path, part.value
                )?;
            }
            Became::Carried { note: None, .. } => {}
        }
    }
    for warning in &rule.warnings {
        writeln!(report, "  {}: {}", warning.code, warning.message)?;
        if let Some(help) = &warning.help {
            writeln!(report, "    {help}")?;
        }
    }
    writeln!(report)
}
