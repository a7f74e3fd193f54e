//! Clauses without expressions: scope, schedule, limits, cooldown, absence of data.

use jiff::tz::TimeZoneDatabase;

use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::{list, one_line};
use crate::rational::Rational;
use crate::registry::{Level, Platform};
use crate::rule::{Limit, LimitPeriod, LimitReach, Most, Scope, Share, WithoutData};
use crate::schedule::{Cadence, Hours, Schedule, Weekdays};
use crate::span::Span;
use crate::syntax::tree::{
    CadenceSyntax, EveryClause, EveryPart, ForClause, LimitClause, LimitReachSyntax, LiteralSyntax, Spanned,
    WithoutDataSyntax,
};

/// Level, platforms and accounts; the `where` is typed elsewhere.
pub(super) fn scope(text: &str, clause: &ForClause, diagnostics: &mut Vec<Diagnostic>) -> Option<Scope> {
    let before = diagnostics.len();
    let level = level(&clause.level, diagnostics);
    let mut platforms = Vec::new();
    for word in &clause.platforms {
        match word.value.parse::<Platform>() {
            Ok(platform) if platforms.contains(&platform) => {
                diagnostics.push(Diagnostic::new(
                    "E0111",
                    word.span,
                    format!("`{platform}` is named twice"),
                ));
            }
            Ok(platform) => platforms.push(platform),
            Err(_) => {
                let names: Vec<&str> = Platform::ALL.iter().map(|platform| platform.as_str()).collect();
                let found = Diagnostic::new(
                    "E0508",
                    word.span,
                    format!("there is no platform `{}`", word.value),
                );
                diagnostics.push(match nearest(&word.value, names.iter().copied()) {
                    Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                        format!("write `{meant}`"),
                        word.span,
                        meant,
                    ),
                    None => found.help(format!("there are {}", list(&names, "and"))),
                });
            }
        }
    }
    if let Some(level) = level {
        exists(level, &platforms, clause, diagnostics);
    }
    if diagnostics.iter().skip(before).any(Diagnostic::is_error) {
        return None;
    }
    Some(Scope {
        pooled: clause.pooled,
        level: level?,
        platforms,
        accounts: clause
            .accounts
            .iter()
            .map(|account| account.value.clone())
            .collect(),
        condition: clause
            .condition
            .as_ref()
            .map(|condition| one_line(condition.span.of(text))),
    })
}

/// The level of a `for`, where there is one of that name and this edition has rules about it.
pub(super) fn level(word: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<Level> {
    let written = match word.value.as_str() {
        // What Meta calls them.
        "ad sets" => "ad groups",
        other => other,
    };
    let known: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    let Ok(level) = written.parse::<Level>() else {
        let found = Diagnostic::new("E0118", word.span, format!("there is no level `{}`", word.value));
        diagnostics.push(match nearest(&word.value, known.iter().copied()) {
            Some(meant) => found.help(format!("did you mean `{meant}`?")).possible_fix(
                format!("write `{meant}`"),
                word.span,
                meant,
            ),
            None => found.help(format!("there are {}", list(&known, "and"))),
        });
        return None;
    };
    if word.value != written {
        diagnostics.push(
            Diagnostic::new("E0118", word.span, format!("there is no level `{}`", word.value))
                .help(format!("`{written}` are Meta's ad sets, too"))
                .safe_fix(format!("write `{written}`"), word.span, written),
        );
        return None;
    }
    Some(level)
}

/// Whether the platforms that are named have objects of this level.
fn exists(level: Level, platforms: &[Platform], clause: &ForClause, diagnostics: &mut Vec<Diagnostic>) {
    let known = level.info().platforms;
    for (platform, word) in platforms.iter().zip(&clause.platforms) {
        if !known.contains(platform) {
            let names: Vec<&str> = known.iter().map(|platform| platform.as_str()).collect();
            diagnostics.push(
                Diagnostic::new(
                    "E0530",
                    word.span,
                    format!("there are no {level} on {}", platform.title()),
                )
                .help(format!("write `for {level} on {}`", names.join(", "))),
            );
        }
    }
}

pub(super) fn schedule(
    span: Span,
    clause: &EveryClause,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Schedule> {
    let before = diagnostics.len();
    let cadence = cadence(&clause.cadence, diagnostics);
    let mut schedule = Schedule {
        cadence: Cadence::EverySync,
        hours: None,
        days: Weekdays::ALL,
        zone: None,
        catch_up: false,
    };
    let mut seen: Vec<&'static str> = Vec::new();
    for part in &clause.parts {
        let name = match &part.value {
            EveryPart::Between(..) => "between",
            EveryPart::On(_) => "on",
            EveryPart::In(_) => "in",
            EveryPart::CatchUp => "catch up",
        };
        if seen.contains(&name) {
            diagnostics.push(
                Diagnostic::new(
                    "E0111",
                    part.span,
                    format!("`{name}` stands twice in this schedule"),
                )
                .help("a schedule has one of each; write two rules for two schedules"),
            );
            continue;
        }
        seen.push(name);
        match &part.value {
            EveryPart::Between(from, until) => {
                let (LiteralSyntax::Time(from), LiteralSyntax::Time(until)) = (&from.value, &until.value)
                else {
                    continue;
                };
                if from == until {
                    diagnostics.push(
                        Diagnostic::new("E0402", part.span, "these hours begin and end at the same time")
                            .help("leave `between` out to run all day"),
                    );
                }
                schedule.hours = Some(Hours {
                    from: *from,
                    until: *until,
                });
            }
            EveryPart::On(words) => schedule.days = weekdays(words, diagnostics),
            EveryPart::In(zone) => schedule.zone = time_zone(zone, diagnostics),
            EveryPart::CatchUp if !matches!(cadence, Some(Cadence::Every(_) | Cadence::DayAt(_)) | None) => {
                diagnostics.push(
                    Diagnostic::new(
                        "E0402",
                        part.span,
                        "there is nothing to catch up with: this schedule has no times",
                    )
                    .help("`catch up` makes up for missed times, as in `every day at 09:00 catch up`"),
                );
            }
            EveryPart::CatchUp => schedule.catch_up = true,
        }
    }
    schedule.cadence = cadence?;
    if diagnostics.iter().skip(before).any(Diagnostic::is_error) {
        return None;
    }
    if !schedule.ever_runs() {
        diagnostics.push(
            Diagnostic::new("E0402", span, "no run falls into these hours")
                .help("runs follow the clock's marks: `every 6h` runs at 00:00, 06:00, 12:00 and 18:00"),
        );
        return None;
    }
    Some(schedule)
}

fn cadence(cadence: &Spanned<CadenceSyntax>, diagnostics: &mut Vec<Diagnostic>) -> Option<Cadence> {
    match &cadence.value {
        CadenceSyntax::Sync => Some(Cadence::EverySync),
        CadenceSyntax::StatusChange => Some(Cadence::EveryStatusChange),
        CadenceSyntax::DayAt(time) => match time.value {
            LiteralSyntax::Time(time) => Some(Cadence::DayAt(time)),
            _ => None,
        },
        CadenceSyntax::Every(duration) => {
            let minutes = duration
                .seconds()?
                .checked_div(60)
                .filter(|minutes| *minutes > 0)?;
            let divides = 1_440_i64.checked_rem(minutes) == Some(0);
            match u16::try_from(minutes).ok().filter(|_| divides) {
                Some(minutes) if minutes >= 5 => Some(Cadence::Every(minutes)),
                Some(_) => {
                    diagnostics.push(
                        Diagnostic::new("E0401", duration.span, "a rule runs at most every 5 minutes")
                            .help("platforms refresh their numbers every few minutes at best; `every sync` runs on each refresh"),
                    );
                    None
                }
                None => {
                    diagnostics.push(
                        Diagnostic::new("E0401", duration.span, "runs follow the marks of the clock, so the pause between them must divide a day")
                            .help("use 5m, 10m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h, or `every day at 09:00`"),
                    );
                    None
                }
            }
        }
    }
}

fn weekdays(words: &[Spanned<String>], diagnostics: &mut Vec<Diagnostic>) -> Weekdays {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    const NAMES: [&str; 9] = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "weekdays", "weekends",
    ];
    let mut days = Weekdays(0);
    for word in words {
        let found = match word.value.as_str() {
            "mon" | "monday" => Weekdays::single(Monday),
            "tue" | "tuesday" => Weekdays::single(Tuesday),
            "wed" | "wednesday" => Weekdays::single(Wednesday),
            "thu" | "thursday" => Weekdays::single(Thursday),
            "fri" | "friday" => Weekdays::single(Friday),
            "sat" | "saturday" => Weekdays::single(Saturday),
            "sun" | "sunday" => Weekdays::single(Sunday),
            "weekdays" => Weekdays::WORKING,
            "weekends" => Weekdays::WEEKEND,
            other => {
                let found = Diagnostic::new("E0404", word.span, format!("there is no weekday `{other}`"));
                diagnostics.push(match nearest(other, NAMES.into_iter()) {
                    Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                        format!("write `{meant}`"),
                        word.span,
                        meant,
                    ),
                    None => found.help("write `on weekdays`, `on weekends` or days such as `on mon, wed`"),
                });
                Weekdays(0)
            }
        };
        days = days.with(found);
    }
    days
}

pub(super) fn time_zone(
    zone: &Spanned<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<jiff::tz::TimeZone> {
    // The bundled database: the same text means the same on every machine.
    let database = TimeZoneDatabase::bundled();
    if let Ok(found) = database.get(&zone.value) {
        return Some(found);
    }
    let names: Vec<String> = database
        .available()
        .map(|name| name.as_str().to_owned())
        .collect();
    let wanted = zone.value.replace(' ', "_");
    let city = names.iter().find(|name| {
        name.rsplit('/')
            .next()
            .is_some_and(|city| city.eq_ignore_ascii_case(&wanted))
    });
    let meant = city
        .map(String::as_str)
        .or_else(|| nearest(&wanted, names.iter().map(String::as_str)));
    let found = Diagnostic::new(
        "E0403",
        zone.span,
        format!("there is no time zone `{}`", zone.value),
    );
    diagnostics.push(match meant {
        Some(meant) => found.help(format!("did you mean `\"{meant}\"`?")).possible_fix(
            format!("write `\"{meant}\"`"),
            zone.span,
            format!("\"{meant}\""),
        ),
        None => found.help("zones are named by region and city: `\"Europe/Berlin\"`, `\"America/New_York\"`"),
    });
    None
}

pub(super) fn limit(
    text: &str,
    clause: &LimitClause,
    span: Span,
    schedule: Option<&Schedule>,
    about: Option<&Scope>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Limit> {
    let written = one_line(span.of(text));
    match clause {
        // Belongs in a guard, which has been said.
        LimitClause::Paused { .. } => None,
        LimitClause::ShareOfSpend(share) => {
            let LiteralSyntax::Percent(part) = &share.value else {
                return None;
            };
            if *part <= Rational::zero() || *part > Rational::integer(1) {
                diagnostics.push(
                    Diagnostic::new(
                        "E0507",
                        share.span,
                        "a share of spend lies above 0% and at most at 100%",
                    )
                    .help("to keep a rule from acting at all, disable it"),
                );
                return None;
            }
            Some(Limit {
                text: written,
                most: Most::ShareOfSpend(Share(part.clone())),
                per: LimitPeriod::Day,
                reach: LimitReach::Account,
                highest: None,
            })
        }
        LimitClause::Count {
            count,
            per_run,
            reach,
            highest,
        } => {
            let number = count
                .value
                .to_i64()
                .and_then(|count| u32::try_from(count).ok())
                .filter(|count| *count > 0);
            let Some(number) = number else {
                diagnostics.push(
                    Diagnostic::new("E0507", count.span, "a limit is a whole number of at least 1")
                        .help("to keep a rule from acting at all, disable it"),
                );
                return None;
            };
            if let Some(Spanned {
                value: LimitReachSyntax::Total,
                span: total,
            }) = reach
            {
                if *per_run {
                    diagnostics.push(
                        Diagnostic::new(
                            "E0510",
                            *total,
                            "a run looks at one account, so there is no total of a run",
                        )
                        .help("leave `in total` out, or count `per day in total`"),
                    );
                    return None;
                }
                let one_account = about.is_some_and(|about| about.accounts.len() == 1);
                if let (Some(schedule), false) = (schedule, one_account)
                    && schedule.zone.is_none()
                {
                    diagnostics.push(
                        Diagnostic::new("E0510", *total, "accounts in several zones do not share a day")
                            .help("name the clock in the schedule: `every 1h in \"Europe/Berlin\"`"),
                    );
                    return None;
                }
            }
            Some(Limit {
                text: written,
                most: Most::Count(number),
                per: if *per_run {
                    LimitPeriod::Run
                } else {
                    LimitPeriod::Day
                },
                reach: match reach.as_ref().map(|reach| reach.value) {
                    None => LimitReach::Account,
                    Some(LimitReachSyntax::Object) => LimitReach::Object,
                    Some(LimitReachSyntax::Total) => LimitReach::Total,
                },
                highest: highest.as_ref().map(|highest| one_line(highest.span.of(text))),
            })
        }
    }
}

pub(super) fn without_data(
    clause: &WithoutDataSyntax,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<WithoutData> {
    match clause {
        WithoutDataSyntax::Hold => Some(WithoutData::Hold),
        WithoutDataSyntax::AlertAfter(duration) => {
            positive(duration, "an alert comes after some time", diagnostics).map(WithoutData::AlertAfter)
        }
    }
}

/// Seconds above zero.
pub(super) fn positive(
    duration: &Spanned<LiteralSyntax>,
    message: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<i64> {
    let seconds = duration.seconds()?;
    if seconds > 0 {
        return Some(seconds);
    }
    diagnostics.push(
        Diagnostic::new("E0214", duration.span, message.to_owned())
            .help("write a duration above zero, such as `24h`"),
    );
    None
}
