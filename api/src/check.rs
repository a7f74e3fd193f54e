//! `adjutant check` and `adjutant explain`: the language's findings on the command line.

use std::{
    fmt,
    io::{IsTerminal as _, Read as _, Write},
    path::Path,
};

use anyhow::{Context as _, bail};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use serde::Serialize;

use crate::command::{CheckFormat, CheckOptions};

/// What the check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    Clean,
    Errors,
}

#[derive(Serialize)]
struct Report {
    file: String,
    ok: bool,
    diagnostics: Vec<dsl::Diagnostic>,
}

/// Checks every file and writes what was found.
pub fn check(options: &CheckOptions, out: &mut impl Write) -> anyhow::Result<Finding> {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut reports = Vec::new();
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    for path in &options.files {
        let text = read(path)?;
        let checked = dsl::check(&text);
        let file = path.display().to_string();
        for found in &checked.diagnostics {
            match found.severity {
                dsl::Severity::Error => errors += 1,
                dsl::Severity::Warning => warnings += 1,
            }
            if options.format == CheckFormat::Text {
                writeln!(out, "{}", render(&file, &text, found, colour)?)?;
            }
        }
        reports.push(Report {
            file,
            ok: checked.is_ok(),
            diagnostics: checked.diagnostics,
        });
    }
    match options.format {
        CheckFormat::Json => {
            serde_json::to_writer(&mut *out, &serde_json::json!({ "files": reports }))?;
            writeln!(out)?;
        }
        CheckFormat::Text => {
            let files = reports.len();
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
        let fixes = self.found.fixes.iter().map(|fix| format!("fix: {}", fix.title));
        let lines: Vec<String> = self.found.help.iter().cloned().chain(fixes).collect();
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
