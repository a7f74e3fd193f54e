//! `adjutant check` and `adjutant explain`: the language's findings on the command line.

mod report;

use std::{
    fmt,
    io::{IsTerminal as _, Read as _, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, bail};
use api::rules::text::Lines;
use engine::decisions::looking_back;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

use crate::{
    beside::{self, Beside},
    command::{CheckOptions, FindingsFormat},
};

/// Nobody's browser waits for the past of a folder.
const LOOKING_BACK: Duration = Duration::from_secs(60);

/// Findings of one file that the terminal shows, errors first; the formats for machines hold all of them.
const SHOWN: usize = 100;

/// What the check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    Clean,
    Errors,
}

/// One file with what was found in it.
struct Read {
    file: String,
    text: String,
    checked: dsl::Checked,
    findings: Vec<Found>,
}

/// A finding in a file, with places in others.
struct Found {
    diagnostic: dsl::Diagnostic,
    related: Vec<Place>,
}

/// A place in another file than the finding's own.
struct Place {
    /// The index of the file.
    file: usize,
    span: dsl::Span,
    text: String,
}

/// Checks every file, and the rules of a folder together, and writes what was found.
pub async fn check(options: &CheckOptions, out: &mut impl Write) -> anyhow::Result<Finding> {
    let mut reads = Vec::new();
    for path in &options.files {
        let first = reads.len();
        for file in files(path)? {
            let text = read(&file)?;
            let checked = dsl::check(&text);
            let findings = checked
                .diagnostics
                .iter()
                .map(|diagnostic| Found {
                    diagnostic: diagnostic.clone(),
                    related: Vec::new(),
                })
                .collect();
            reads.push(Read {
                file: file.display().to_string(),
                text,
                checked,
                findings,
            });
        }
        if let Some(together) = reads.get_mut(first..) {
            meet(together);
        }
    }
    if options.with_history {
        let Beside { context, scope } =
            beside::open(&options.database, options.organisation.as_deref()).await?;
        for read in &mut reads {
            let found = read.findings.iter_mut().map(|found| &mut found.diagnostic);
            looking_back::answer(&context, scope, found.collect(), LOOKING_BACK).await?;
        }
    }
    for read in &mut reads {
        read.findings
            .sort_by_key(|found| (found.diagnostic.span, found.diagnostic.code));
    }
    let count = |severity| {
        reads
            .iter()
            .flat_map(|read| &read.findings)
            .filter(|found| found.diagnostic.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(dsl::Severity::Error), count(dsl::Severity::Warning));
    match options.format {
        FindingsFormat::Json => {
            serde_json::to_writer(&mut *out, &report::json(&reads))?;
            writeln!(out)?;
        }
        FindingsFormat::Sarif => {
            serde_json::to_writer(&mut *out, &report::sarif(&reads))?;
            writeln!(out)?;
        }
        FindingsFormat::Text => {
            shown(&reads, out)?;
            let files = reads.len();
            writeln!(
                out,
                "{files} file(s) checked: {errors} error(s), {warnings} warning(s)"
            )?;
        }
    }
    Ok(if errors == 0 {
        Finding::Clean
    } else {
        Finding::Errors
    })
}

/// Writes each file's findings for people, the first [`SHOWN`] of them.
fn shown(reads: &[Read], out: &mut impl Write) -> anyhow::Result<()> {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for read in reads {
        let mut findings: Vec<&Found> = read.findings.iter().collect();
        let more = findings.len().saturating_sub(SHOWN);
        if more > 0 {
            findings.sort_by_key(|found| found.diagnostic.severity != dsl::Severity::Error);
        }
        for found in findings.into_iter().take(SHOWN) {
            let found = with_places(found, reads);
            writeln!(out, "{}", render(&read.file, &read.text, &found, colour)?)?;
        }
        if more > 0 {
            writeln!(
                out,
                "{}: {more} more finding(s) are not shown; `--format json` writes all of them\n",
                read.file
            )?;
        }
    }
    Ok(())
}

/// The rule files of a folder and the folders in it, in the order of their names; a file is itself.
fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut waiting = vec![path.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries =
            std::fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("{} cannot be read", folder.display()))?;
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if entry.file_type()?.is_dir() && !hidden {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rule") {
                found.push(path);
            }
        }
    }
    if found.is_empty() {
        bail!("there are no .rule files in {}", path.display());
    }
    found.sort();
    Ok(found)
}

/// What the rules of these files come to together.
fn meet(reads: &mut [Read]) {
    let rules: Vec<dsl::Rule> = reads.iter().flat_map(|read| read.checked.rules.clone()).collect();
    let place = |name: &str| {
        reads.iter().enumerate().find_map(|(index, read)| {
            let rule = read.checked.rules.iter().find(|rule| rule.name() == name)?;
            let base = u32::try_from(read.text.find(rule.text())?).ok()?;
            Some((index, base))
        })
    };
    let mut met: Vec<(usize, Found)> = Vec::new();
    for finding in dsl::analyse::unbound(&rules).findings {
        let Some((file, _)) = finding.spots.first().and_then(|spot| place(&spot.rule)) else {
            continue;
        };
        let here = |name: &str| {
            place(name)
                .filter(|(other, _)| *other == file)
                .map(|(_, base)| base)
        };
        let Some(diagnostic) = finding
            .spots
            .first()
            .and_then(|spot| finding.diagnostic(&spot.rule, &here))
        else {
            continue;
        };
        let related = finding
            .spots
            .iter()
            .filter_map(|spot| {
                let (other, base) = place(&spot.rule).filter(|(other, _)| *other != file)?;
                let span = dsl::Span::new(
                    spot.span.start.saturating_add(base),
                    spot.span.end.saturating_add(base),
                );
                Some(Place {
                    file: other,
                    span,
                    text: format!("`{}` in `{}`", spot.text, spot.rule),
                })
            })
            .collect();
        met.push((file, Found { diagnostic, related }));
    }
    for (file, found) in met {
        if let Some(read) = reads.get_mut(file) {
            read.findings.push(found);
        }
    }
}

/// The finding as the terminal shows it: places in other files by name and line.
fn with_places(found: &Found, reads: &[Read]) -> dsl::Diagnostic {
    let mut shown = found.diagnostic.clone();
    for place in &found.related {
        if let Some(read) = reads.get(place.file) {
            let line = Lines::of(&read.text).position(place.span.start).line;
            let line = format!("see {}:{}: {}", read.file, line.saturating_add(1), place.text);
            shown.help = Some(match shown.help {
                Some(help) => format!("{help}\n{line}"),
                None => line,
            });
        }
    }
    shown
}

/// A file's text; `-` is standard input.
pub fn read(path: &Path) -> anyhow::Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("standard input cannot be read as text")?;
        return Ok(text);
    }
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Writes the page of a code.
pub fn explain(code: &str, out: &mut impl Write) -> anyhow::Result<()> {
    let Some(page) = dsl::explain_code(&code.to_uppercase()) else {
        bail!(
            "there is no diagnostic `{code}`; codes look like E0204 and stand in front of each finding of `adjutant check`"
        );
    };
    writeln!(
        out,
        "{}: {}\n\n{}",
        page.code,
        page.title,
        page.explanation.trim()
    )?;
    writeln!(out, "\nFor example:\n\n{}", indented(page.example))?;
    writeln!(out, "\nBetter:\n\n{}", indented(page.better))?;
    Ok(())
}

fn indented(text: &str) -> String {
    text.trim()
        .lines()
        .map(|line| format!("    {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

pub fn render(file: &str, text: &str, found: &dsl::Diagnostic, colour: bool) -> anyhow::Result<String> {
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let shown = Shown {
        found,
        source: NamedSource::new(file, text.to_owned()),
    };
    let mut rendered = String::new();
    GraphicalReportHandler::new_themed(theme)
        .with_width(100)
        .render_report(&mut rendered, &shown)?;
    Ok(rendered)
}

/// A finding as the renderer wants it.
struct Shown<'f> {
    found: &'f dsl::Diagnostic,
    source: NamedSource<String>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.found, formatter)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.found.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.found.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.found.severity {
            dsl::Severity::Error => miette::Severity::Error,
            dsl::Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let history = self.found.history.iter().map(|history| history.says.clone());
        let fixes = self.found.fixes.iter().map(|fix| format!("fix: {}", fix.title));
        let lines: Vec<String> = history
            .chain(self.found.help.iter().cloned())
            .chain(fixes)
            .collect();
        (!lines.is_empty()).then(|| Box::new(lines.join("\n")) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = |span: dsl::Span| (span.start as usize, span.end.saturating_sub(span.start) as usize);
        let primary = LabeledSpan::new_primary_with_span(None, place(self.found.span));
        let others = self
            .found
            .labels
            .iter()
            .map(move |label| LabeledSpan::new_with_span(Some(label.text.clone()), place(label.span)));
        Some(Box::new(std::iter::once(primary).chain(others)))
    }
}
