//! `adjutant backtest`: what rules would have done, on the command line.

use std::{collections::BTreeMap, io::Write, path::Path, time::Duration};

use anyhow::anyhow;
use api::wire::told;
use engine::{
    Context,
    backtest::{
        self, AccountBacktest, BacktestError, Backtesting, Candidate, Firing, Moved, Request, Step, compare,
    },
    campaigns::{self, objects::ObjectRef, view::CampaignRef},
    connections::platform::WriteValue,
    decisions::Outcome,
    identity::OrgScope,
    rules::{RuleError, catalog},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    beside::{self, Beside},
    check,
    command::{BacktestOptions, CheckFormat},
};

/// Nobody's browser waits: a long past may take its time.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// Runs the backtest that was asked for and writes what came of it.
pub async fn backtest(options: &BacktestOptions, out: &mut impl Write) -> anyhow::Result<()> {
    let Beside { context, scope } = beside::open(&options.database, options.organisation.as_deref()).await?;
    let until = context.business.now();
    let back = SignedDuration::from_hours(i64::from(options.days) * 24);
    let account = match &options.account {
        Some(name) => Some(account_named(&context, scope, name).await?),
        None => None,
    };
    let overrides = values(&options.values)?;
    let id = context.random.id();
    let request = |text: Option<String>| Request {
        from: until.saturating_sub(back).unwrap_or(Timestamp::MIN),
        until,
        account,
        with_enabled: options.with_enabled || text.is_none(),
        candidate: text.map(|text| Candidate {
            text,
            overrides: overrides.clone(),
            rule_id: Some(id),
        }),
        patience: PATIENCE,
    };
    let text = options.file.as_deref().map(check::read).transpose()?;
    let running = about_to_run(&context, scope, &request(text), options.file.as_deref()).await?;
    let Some(other) = &options.against else {
        let found = running.run().await?;
        return match options.format {
            CheckFormat::Json => Ok(writeln!(out, "{}", whole(&found))?),
            CheckFormat::Text => write_whole(out, &found),
        };
    };
    let against = about_to_run(&context, scope, &request(Some(check::read(other)?)), Some(other)).await?;
    let (old, found) = against.run_both(running).await?;
    let comparison = compare::compare(&old, &found, id, id);
    match options.format {
        CheckFormat::Json => writeln!(out, "{}", parting(&comparison))?,
        CheckFormat::Text => write_parting(out, &comparison)?,
    }
    Ok(())
}

async fn account_named(context: &Context, scope: OrgScope, name: &str) -> anyhow::Result<uuid::Uuid> {
    let accounts = context
        .store
        .read(move |tx| Box::pin(async move { catalog::accounts(tx, scope).await }))
        .await?;
    accounts
        .iter()
        .find(|account| account.name == name)
        .map(|account| account.id)
        .ok_or_else(|| {
            let names: Vec<&str> = accounts.iter().map(|account| account.name.as_str()).collect();
            anyhow!("there is no account \"{name}\"; there is: {}", names.join(", "))
        })
}

fn values(given: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    given
        .iter()
        .map(|pair| {
            pair.split_once('=')
                .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
                .ok_or_else(|| anyhow!("`{pair}` is no NAME=VALUE, such as max_cpa=$45"))
        })
        .collect()
}

async fn about_to_run(
    context: &Context,
    scope: OrgScope,
    request: &Request,
    file: Option<&Path>,
) -> anyhow::Result<Backtesting> {
    Backtesting::of(context, scope, request)
        .await
        .map_err(|error| match (error, file) {
            (BacktestError::Rule(RuleError::Diagnostics(found)), Some(file)) => {
                let file = file.display();
                anyhow!(
                    "{file} has {} finding(s); `adjutant check {file}` shows them",
                    found.len()
                )
            }
            (error, _) => anyhow!(error),
        })
}

fn shown(account: &AccountBacktest, value: &WriteValue) -> String {
    value.shown(account.account.currency)
}

fn write_whole(out: &mut impl Write, found: &backtest::Backtest) -> anyhow::Result<()> {
    for account in &found.accounts {
        writeln!(out, "{}", account.account.name)?;
        for (rule, why) in &account.not_bound {
            writeln!(out, "  \"{rule}\" cannot run here: {why}")?;
        }
        if let Some(since) = account.known_since.filter(|since| *since > found.from) {
            writeln!(out, "  nothing is known before {since}")?;
        }
        if account.reached < found.until {
            writeln!(out, "  came as far as {}: the time was up", account.reached)?;
        }
        for rule in &account.rules {
            if let Some(since) = rule
                .known_since
                .filter(|since| account.known_since < Some(*since))
            {
                writeln!(
                    out,
                    "  \"{}\": no {} are known before {since}",
                    rule.name, rule.level
                )?;
            }
            let judged = rule.fired + rule.waiting + rule.not_fired + rule.unknown + rule.blocked;
            writeln!(
                out,
                "  \"{}\": {} checks at {} times: fired {}, stopped {}, waiting {}, not fired {}, unknown {}; outside of its scope {}",
                rule.name,
                judged,
                rule.ticks,
                rule.fired,
                rule.blocked,
                rule.waiting,
                rule.not_fired,
                rule.unknown,
                rule.outside
            )?;
            for (reason, checks) in &rule.unknown_because {
                writeln!(out, "    {checks} unknown: {}", reason.words())?;
            }
        }
        for moved in &account.moved {
            write_moved(out, account, moved)?;
        }
        if account.moved_total > account.moved.len() {
            writeln!(
                out,
                "  and {} more were moved",
                account.moved_total - account.moved.len()
            )?;
        }
        for firing in &account.firings {
            write_firing(out, account, firing)?;
        }
        if account.firings_total > account.firings.len() {
            writeln!(
                out,
                "  and {} more",
                account.firings_total - account.firings.len()
            )?;
        }
        if let Some(at) = account.differs_from {
            writeln!(
                out,
                "  from {at} on the account would have gone another way than it did"
            )?;
        }
    }
    Ok(())
}

/// A budget or a bid: `Shoes bid $2.00 -> $1.80 -> $1.62`, and where it really went.
fn write_moved(out: &mut impl Write, account: &AccountBacktest, moved: &Moved) -> anyhow::Result<()> {
    let course = |steps: &[Step]| {
        let values: Vec<String> = steps
            .iter()
            .map(|step| account.account.currency.display(step.micros))
            .collect();
        values.join(" -> ")
    };
    writeln!(
        out,
        "  {} {}: {}; really {}",
        moved.target,
        moved.field.as_str(),
        course(&moved.simulated),
        course(&moved.recorded)
    )?;
    Ok(())
}

/// From the campaign down: `Brand US › Shoes`.
fn place(campaign: Option<&CampaignRef>, object: Option<&ObjectRef>) -> String {
    match (campaign, object) {
        (Some(campaign), Some(object)) => format!("{} › {}", campaign.name, object.name),
        (Some(campaign), None) => campaign.name.clone(),
        (None, _) => "the account".to_owned(),
    }
}

fn campaign_name(campaign: Option<&CampaignRef>) -> Option<&str> {
    campaign.map(|campaign| campaign.name.as_str())
}

fn write_firing(out: &mut impl Write, account: &AccountBacktest, firing: &Firing) -> anyhow::Result<()> {
    let zone = jiff::tz::TimeZone::get(&account.account.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let at = firing.at.to_zoned(zone).strftime("%Y-%m-%d %H:%M");
    let came = if firing.outcome == Outcome::Fired {
        ""
    } else {
        " (stopped)"
    };
    let place = place(firing.campaign.as_ref(), firing.object.as_ref());
    writeln!(out, "  {at}  {}: {place}{came}", firing.rule)?;
    for change in &firing.changes {
        let item = campaigns::item(&change.target).map(|item| format!(" {item}"));
        writeln!(
            out,
            "      {}{} {} -> {}{}",
            change.field.as_str(),
            item.unwrap_or_default(),
            shown(account, &change.before),
            shown(account, &change.after),
            change
                .blocked
                .as_ref()
                .map(|why| format!(", stopped by {why}"))
                .unwrap_or_default()
        )?;
    }
    writeln!(out, "      {}", firing.reason)?;
    Ok(())
}

fn whole(found: &backtest::Backtest) -> Value {
    let accounts: Vec<Value> = found
        .accounts
        .iter()
        .map(|account| {
            json!({
                "account": account.account.name,
                "currency": account.account.currency.as_str(),
                "reached": account.reached,
                "known_since": account.known_since,
                "differs_from": account.differs_from,
                "not_bound": account.not_bound.iter().map(|(rule, why)| json!({ "rule": rule, "why": why })).collect::<Vec<_>>(),
                "rules": account.rules.iter().map(|rule| json!({
                    "name": rule.name, "is_candidate": rule.is_candidate, "level": rule.level.key(),
                    "known_since": rule.known_since, "ticks": rule.ticks, "fired": rule.fired,
                    "blocked": rule.blocked, "waiting": rule.waiting, "not_fired": rule.not_fired, "unknown": rule.unknown,
                    "outside": rule.outside,
                    "unknown_because": rule.unknown_because.iter().map(|(reason, checks)| json!({
                        "reason": reason.as_str(), "checks": checks,
                    })).collect::<Vec<_>>(),
                })).collect::<Vec<_>>(),
                "firings_total": account.firings_total,
                "firings": account.firings.iter().map(|firing| firing_value(account, firing)).collect::<Vec<_>>(),
                "moved_total": account.moved_total,
                "moved": account.moved.iter().map(|moved| json!({
                    "property": moved.field.as_str(), "target": moved.target,
                    "recorded": steps(account, &moved.recorded), "simulated": steps(account, &moved.simulated),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "from": found.from, "until": found.until, "accounts": accounts })
}

fn steps(account: &AccountBacktest, steps: &[Step]) -> Vec<Value> {
    let shown =
        |step: &Step| json!({ "at": step.at, "value": account.account.currency.display(step.micros) });
    steps.iter().map(shown).collect()
}

/// The name of the level and of the object below the campaign; null where there is none.
fn below(object: Option<&ObjectRef>) -> Value {
    object.map_or(
        Value::Null,
        |object| json!({ "level": object.level.key(), "name": object.name }),
    )
}

fn firing_value(account: &AccountBacktest, firing: &Firing) -> Value {
    json!({
        "at": firing.at,
        "rule": firing.rule,
        "campaign": campaign_name(firing.campaign.as_ref()),
        "object": below(firing.object.as_ref()),
        "outcome": firing.outcome.as_str(),
        "reason": firing.reason,
        "stopped_by": firing.blocked,
        "changes": firing.changes.iter().map(|change| json!({
            "property": change.field.as_str(), "target": change.target_name, "item": campaigns::item(&change.target), "from": shown(account, &change.before),
            "to": shown(account, &change.after), "stopped": change.blocked,
        })).collect::<Vec<_>>(),
        "tells": told(&firing.tells),
    })
}

fn write_parting(out: &mut impl Write, comparison: &compare::Comparison) -> anyhow::Result<()> {
    let lists = [
        ("only the file's rule acts on", &comparison.gained),
        ("only the other acts on", &comparison.lost),
        ("both act, but not alike, on", &comparison.changed),
    ];
    for (words, differences) in lists {
        writeln!(out, "{words} {} object(s)", differences.len())?;
        for difference in differences {
            let days = |days: &[jiff::civil::Date]| {
                let days: Vec<String> = days.iter().map(ToString::to_string).collect();
                if days.is_empty() {
                    "never".to_owned()
                } else {
                    days.join(", ")
                }
            };
            writeln!(
                out,
                "  {}: {} instead of {}\n      {}",
                place(difference.campaign.as_ref(), difference.object.as_ref()),
                days(&difference.after),
                days(&difference.before),
                difference.example.reason
            )?;
        }
    }
    writeln!(out, "both act alike on {} object(s)", comparison.same)?;
    Ok(())
}

fn parting(comparison: &compare::Comparison) -> Value {
    let list = |differences: &[compare::Difference]| -> Vec<Value> {
        differences
            .iter()
            .map(|difference| {
                json!({
                    "campaign": campaign_name(difference.campaign.as_ref()), "object": below(difference.object.as_ref()), "before": difference.before, "after": difference.after,
                    "reason": difference.example.reason,
                })
            })
            .collect()
    };
    json!({
        "gained": list(&comparison.gained),
        "lost": list(&comparison.lost),
        "changed": list(&comparison.changed),
        "same": comparison.same,
    })
}
