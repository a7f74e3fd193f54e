//! `adjutant test`: the tests that stand with rules, on the command line.

use std::{
    io::{IsTerminal as _, Write},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use dsl::{
    Checked, Explanation, Node, Operand,
    testing::{ExpectationReport, Mutation, RuleCoverage, Suite, TestReport},
};
use serde::Serialize;

use crate::{
    check::{Finding, read, render},
    command::{CheckFormat, TestOptions},
};

#[derive(Serialize)]
struct FileReport {
    file: String,
    /// Nothing is wrong with the text, and every test passed.
    ok: bool,
    diagnostics: Vec<dsl::Diagnostic>,
    #[serde(flatten)]
    suite: Suite,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutation: Option<Vec<Mutation>>,
}

/// Runs every test of every file and writes what came of them.
pub fn test(options: &TestOptions, out: &mut impl Write) -> anyhow::Result<Finding> {
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut reports = Vec::new();
    for path in files(&options.paths)? {
        let text = read(&path)?;
        let report = report(&path, &text, options.mutate);
        if options.format == CheckFormat::Text {
            write_report(&report, &text, options, colour, out)?;
        }
        reports.push(report);
    }
    let finding = if reports.iter().all(|report| report.ok) {
        Finding::Clean
    } else {
        Finding::Errors
    };
    if options.format == CheckFormat::Json {
        let whole = serde_json::json!({ "ok": finding == Finding::Clean, "files": reports });
        serde_json::to_writer(&mut *out, &whole)?;
        writeln!(out)?;
        return Ok(finding);
    }
    let tests = || reports.iter().flat_map(|report| &report.suite.tests);
    let failed = tests().filter(|test| !test.passed).count();
    let errors = reports
        .iter()
        .filter(|report| report.diagnostics.iter().any(dsl::Diagnostic::is_error))
        .count();
    writeln!(
        out,
        "{} test(s) in {} file(s): {} passed, {failed} failed{}",
        tests().count(),
        reports.len(),
        tests().count() - failed,
        if errors == 0 {
            String::new()
        } else {
            format!("; {errors} file(s) with errors")
        }
    )?;
    Ok(finding)
}

/// The rule files below each path, in order.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let here = [PathBuf::from(".")];
    let mut found = Vec::new();
    for path in if paths.is_empty() { &here[..] } else { paths } {
        if path != Path::new("-") && path.is_dir() {
            let mut below = Vec::new();
            in_folder(path, &mut below)?;
            below.sort();
            found.extend(below);
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn in_folder(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let unreadable = || format!("{} cannot be read", folder.display());
    for entry in std::fs::read_dir(folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let (path, kind) = (entry.path(), entry.file_type().with_context(unreadable)?);
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && !hidden {
            in_folder(&path, found)?;
        } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "rule") {
            found.push(path);
        }
    }
    Ok(())
}

fn report(path: &Path, text: &str, mutate: bool) -> FileReport {
    let checked: Checked = dsl::check(text);
    let suite = dsl::testing::run(text, &checked);
    let ok = checked.is_ok() && suite.passed();
    FileReport {
        file: path.display().to_string(),
        ok,
        // What survives says nothing while tests fail as they are.
        mutation: (mutate && ok).then(|| dsl::testing::mutate(text, &checked)),
        diagnostics: checked.diagnostics,
        suite,
    }
}

fn write_report(
    report: &FileReport,
    text: &str,
    options: &TestOptions,
    colour: bool,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    for found in report.diagnostics.iter().filter(|found| found.is_error()) {
        writeln!(out, "{}", render(&report.file, text, found, colour)?)?;
    }
    if report.suite.tests.is_empty() && report.diagnostics.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", report.file)?;
    for test in &report.suite.tests {
        write_test(test, text, out)?;
    }
    if options.coverage {
        for coverage in report.suite.coverage.iter().filter(|found| found.tests > 0) {
            write_coverage(coverage, text, out)?;
        }
    }
    for mutation in report.mutation.iter().flatten() {
        write_mutation(mutation, text, out)?;
    }
    writeln!(out)?;
    Ok(())
}

fn write_test(test: &TestReport, text: &str, out: &mut impl Write) -> anyhow::Result<()> {
    let word = if test.passed { "ok    " } else { "FAILED" };
    write!(out, "  {word}  {} (of \"{}\"", test.name, test.rule)?;
    for other in &test.together_with {
        write!(out, ", \"{other}\"")?;
    }
    writeln!(out, ")")?;
    if let Some(error) = &test.error {
        writeln!(out, "    line {}: {error}", line_of(text, test.span))?;
    }
    for expectation in test.expectations.iter().filter(|expectation| !expectation.met) {
        write_failure(expectation, text, out)?;
    }
    Ok(())
}

fn write_failure(expectation: &ExpectationReport, text: &str, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "    line {}: {}",
        line_of(text, expectation.span),
        expectation.text
    )?;
    writeln!(
        out,
        "      found: {}",
        expectation.found.as_deref().unwrap_or("nothing")
    )?;
    if let Some(explanation) = &expectation.explanation {
        write_values(explanation, out)?;
    }
    Ok(())
}

/// The tree of values behind a verdict.
fn write_values(explanation: &Explanation, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "      at {}:", explanation.at)?;
    for window in &explanation.windows {
        let bound = |bound: Option<dsl::Bound>| match bound {
            Some(dsl::Bound::Day(day)) => day.to_string(),
            Some(dsl::Bound::Instant(at)) => at.to_string(),
            None => "?".to_owned(),
        };
        writeln!(
            out,
            "        {}: {} to {}",
            window.text,
            bound(window.from),
            bound(window.to)
        )?;
    }
    for found in &explanation.lets {
        writeln!(out, "        let {} = {}", found.name, found.value.display)?;
    }
    if let Some(scope) = &explanation.scope {
        writeln!(out, "        where")?;
        write_node(scope, 10, out)?;
    }
    for branch in &explanation.branches {
        if let Some(condition) = &branch.condition {
            writeln!(out, "        when → {}", branch.actions.join(", "))?;
            write_node(condition, 10, out)?;
        }
    }
    Ok(())
}

fn write_node(node: &Node, indent: usize, out: &mut impl Write) -> anyhow::Result<()> {
    let mark = match node.truth {
        dsl::Truth::True => "✓",
        dsl::Truth::False => "✗",
        dsl::Truth::Unknown => "?",
    };
    write!(out, "{:indent$}{mark} {}", "", node.text)?;
    let sides: Vec<String> = [&node.left, &node.right]
        .into_iter()
        .flatten()
        .filter(|side| !is_spelled_out(side))
        .map(|side| format!("{} = {}", side.text, side.value.display))
        .collect();
    if !sides.is_empty() {
        write!(out, "   [{}]", sides.join(", "))?;
    }
    if let Some(missing) = &node.missing {
        write!(out, "   not known: {}", missing.detail)?;
    }
    writeln!(out)?;
    for child in &node.children {
        write_node(child, indent + 2, out)?;
    }
    Ok(())
}

/// A literal says what it is.
fn is_spelled_out(side: &Operand) -> bool {
    side.text == side.value.display
        || side
            .text
            .starts_with(|first: char| !first.is_alphabetic() && first != '(' && first != '-')
}

fn write_coverage(coverage: &RuleCoverage, text: &str, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "  coverage of \"{}\": {} of {} comparisons were both true and false",
        coverage.rule,
        coverage.both_ways(),
        coverage.comparisons.len()
    )?;
    for found in &coverage.comparisons {
        writeln!(
            out,
            "    line {:>3}  true {:>3}  false {:>3}  unknown {:>3}   {}",
            line_of(text, found.span),
            found.was_true,
            found.was_false,
            found.unknown,
            found.text
        )?;
    }
    Ok(())
}

fn write_mutation(mutation: &Mutation, text: &str, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "  mutants of \"{}\": {} of {} were noticed",
        mutation.rule,
        mutation.mutants.len() - mutation.survivors(),
        mutation.mutants.len()
    )?;
    for mutant in mutation.mutants.iter().filter(|mutant| mutant.survived) {
        writeln!(
            out,
            "    line {:>3}  `{}` → `{}`: no test notices",
            line_of(text, mutant.span),
            mutant.was,
            mutant.is
        )?;
    }
    Ok(())
}

fn line_of(text: &str, span: dsl::Span) -> usize {
    text.get(..span.start as usize)
        .map_or(1, |before| before.matches('\n').count() + 1)
}
