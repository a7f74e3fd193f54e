//! The `adjutant` program: commands, logs, exit codes.
//!
//! 0: done. 1: a check found errors. 2: the program could not start or go on; one line on standard error says what to do.
//! 3: `plan` would change something.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod backtest;
mod beside;
mod check;
mod command;
mod demo;
mod desk;
mod import;
mod layout;
mod plan;
mod program;
mod rule_tests;
mod sandbox_process;

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
};

use clap::Parser as _;
use tracing_subscriber::EnvFilter;

use crate::command::{Command, CommandLine, LogFormat, SandboxOptions};

/// A check found errors.
const FOUND: u8 = 1;
/// A plan would change something.
const CHANGES: u8 = 3;
/// The program could not start or go on.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    // Before anything opens a TLS connection: there is one provider, and it is chosen here.
    if rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .is_err()
    {
        return fail("another TLS provider was installed first");
    }
    let line = CommandLine::parse();
    start_logs(line.log_format);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("the runtime cannot start: {error}")),
    };
    let done = runtime.block_on(execute(line.command));
    // A read of standard input cannot be taken back; it must not keep the program alive.
    runtime.shutdown_background();
    match done {
        Ok(code) => code,
        Err(error) => fail(&format!("{error:#}")),
    }
}

/// One line, whatever the error's text holds.
fn fail(message: &str) -> ExitCode {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    // Nothing is left to do when standard error is closed.
    let _ = writeln!(std::io::stderr(), "adjutant: {line}");
    ExitCode::from(FAILED)
}

fn start_logs(format: LogFormat) {
    let filter = EnvFilter::try_from_env("ADJUTANT_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour);
    match format {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs.json().init(),
    }
}

async fn execute(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(options) => program::serve(*options).await?,
        Command::Demo(options) => demo::demo(options).await?,
        Command::Sandbox(options) => run_sandbox(options).await?,
        Command::Check(options) => {
            let mut out = std::io::stdout().lock();
            if check::check(&options, &mut out).await? == check::Finding::Errors {
                return Ok(ExitCode::from(FOUND));
            }
        }
        Command::Test(options) => {
            if rule_tests::test(&options, &mut std::io::stdout().lock())? == check::Finding::Errors {
                return Ok(ExitCode::from(FOUND));
            }
        }
        Command::Fmt(options) => {
            if layout::format(&options, &mut std::io::stdout().lock())? == check::Finding::Errors {
                return Ok(ExitCode::from(FOUND));
            }
        }
        Command::Lsp => {
            let input = tokio::io::BufReader::new(tokio::io::stdin());
            language_server::serve_stdio(language_server::Memory::default(), input, tokio::io::stdout())
                .await?;
        }
        Command::Import(options) => {
            let (mut out, mut report) = (std::io::stdout().lock(), std::io::stderr().lock());
            if import::import(&options, &mut out, &mut report)? == check::Finding::Errors {
                return Ok(ExitCode::from(FOUND));
            }
        }
        Command::Backtest(options) => backtest::backtest(&options, &mut std::io::stdout().lock()).await?,
        Command::Plan(options) => {
            return Ok(ExitCode::from(
                match plan::plan(&options, &mut std::io::stdout().lock()).await? {
                    plan::Came::Nothing => 0,
                    plan::Came::Changes => CHANGES,
                    plan::Came::Refused => FOUND,
                },
            ));
        }
        Command::Apply(options) => {
            if plan::apply(&options, &mut std::io::stdout().lock()).await? == plan::Came::Refused {
                return Ok(ExitCode::from(FOUND));
            }
        }
        Command::Explain { code } => check::explain(&code, &mut std::io::stdout().lock())?,
        Command::Migrate(options) => program::migrate(&options).await?,
        Command::VerifyAudit(options) => {
            if !program::verify_audit(&options).await? {
                return Ok(ExitCode::from(FOUND));
            }
        }
        Command::Openapi => std::io::stdout().write_all(api::openapi::document().as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn run_sandbox(options: SandboxOptions) -> anyhow::Result<()> {
    let settings = sandbox::Options {
        listen: options.listen,
        seed: options.seed,
        speed: options.speed,
        campaigns: usize::try_from(options.campaigns)?,
        record: options.record,
        ..sandbox::Options::new(options.data)
    };
    let exit_with_parent = options.exit_with_parent;
    let end = async move {
        tokio::select! {
            () = program::told_to_stop() => {}
            () = parent_is_gone(), if exit_with_parent => {}
        }
    };
    Ok(sandbox::run(settings, end).await?)
}

/// Ends when standard input does.
async fn parent_is_gone() {
    let mut byte = [0];
    while matches!(tokio::io::AsyncReadExt::read(&mut tokio::io::stdin(), &mut byte).await, Ok(read) if read > 0)
    {
    }
}
