//! What can be said on the command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The automation desk for ad accounts: rules, approvals, every action applied exactly once.
#[derive(Debug, Parser)]
#[command(
    name = "adjutant",
    version,
    propagate_version = true,
    disable_help_subcommand = true
)]
pub struct CommandLine {
    /// How log lines are written to standard error.
    #[arg(long, value_enum, default_value_t = LogFormat::Text, global = true)]
    pub log_format: LogFormat,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the desk: web pages, API and the actors behind them.
    Serve(Box<ServeOptions>),
    /// Show the desk at work: simulated platforms, an organisation, ninety days of history, rules that propose.
    Demo(DemoOptions),
    /// Serve simulated ad platforms on this machine.
    Sandbox(SandboxOptions),
    /// Check rule files and show what is wrong with them.
    Check(CheckOptions),
    /// Run the tests that stand with rules.
    Test(TestOptions),
    /// Lay rule files out: indentation, blanks, line ends. Meaning and comments stay.
    Fmt(FormatOptions),
    /// Speak the Language Server Protocol over standard input and output, for editors such as VS Code or Neovim.
    Lsp,
    /// Write the rules of a platform's own rule engine anew, and say what could not be carried and why.
    Import(ImportOptions),
    /// Run rules over the recorded past, as it was known then: beside the running program, and without writing anything.
    Backtest(BacktestOptions),
    /// Show what a folder of rules and guards would change on a running desk. Ends with 3 when it would change something.
    Plan(PlanOptions),
    /// Apply a folder of rules and guards to a running desk: all of it, or nothing.
    Apply(ApplyOptions),
    /// Explain a diagnostic code, such as `E0204`.
    Explain { code: String },
    /// Bring the database up to date and stop.
    Migrate(DatabaseOptions),
    /// Recompute every organisation's audit chain and name the first place that was tampered with.
    VerifyAudit(DatabaseOptions),
    /// Print the API's OpenAPI document.
    Openapi,
}

/// What is tried on the past.
#[derive(Debug, Clone, Args)]
pub struct BacktestOptions {
    /// File with one rule; `-` reads standard input. Without one the enabled rules run.
    pub file: Option<PathBuf>,
    /// A parameter's value, as `name=value`.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub values: Vec<String>,
    /// Let the enabled rules run beside the file's; one of the same name is replaced by it.
    #[arg(long)]
    pub with_enabled: bool,
    /// Another text of the rule: show where the two part.
    #[arg(long, value_name = "FILE", conflicts_with = "with_enabled", requires = "file")]
    pub against: Option<PathBuf>,
    /// Days to look back.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=400))]
    pub days: u32,
    /// One account, by name; every account otherwise.
    #[arg(long)]
    pub account: Option<String>,
    /// The organisation, by name, where the database holds several.
    #[arg(long)]
    pub organisation: Option<String>,
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    #[command(flatten)]
    pub database: DatabaseOptions,
}

/// A running desk, and who asks.
#[derive(Debug, Clone, Args)]
pub struct DeskOptions {
    /// Address of the desk.
    #[arg(long, env = "ADJUTANT_SERVER", default_value = "http://127.0.0.1:8080")]
    pub server: url::Url,
    /// E-mail address of the person who asks; the password comes from ADJUTANT_PASSWORD.
    #[arg(long, env = "ADJUTANT_EMAIL")]
    pub email: String,
}

/// The environment variable with the password. Not an option: arguments are visible to every process.
pub const PASSWORD_VARIABLE: &str = "ADJUTANT_PASSWORD";

/// A folder, and what is wanted of it.
#[derive(Debug, Clone, Args)]
pub struct PlanOptions {
    /// The folder; its `*.rule` files are taken, those in folders below it too.
    pub folder: PathBuf,
    /// Put away what the folder does not hold; left alone otherwise.
    #[arg(long)]
    pub prune: bool,
    /// Enable the folder's rules; new ones are drafts otherwise.
    #[arg(long)]
    pub enable: bool,
    /// Days of the recorded past on which the old and the new text of a changed rule are compared; 0: none.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=400))]
    pub past: u32,
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    #[command(flatten)]
    pub desk: DeskOptions,
}

/// What is applied, and what was looked at.
#[derive(Debug, Clone, Args)]
pub struct ApplyOptions {
    #[command(flatten)]
    pub plan: PlanOptions,
    /// The digest that `plan` showed; without it the plan of this moment is shown and applied.
    #[arg(long)]
    pub digest: Option<String>,
    /// A finding that is accepted, such as `W0801`, for the record; with why it is all right here, such as `W0503=five campaigns`.
    #[arg(long, value_name = "CODE[=REASON]")]
    pub accept: Vec<String>,
    /// Why those without a reason of their own are.
    #[arg(long, requires = "accept")]
    pub reason: Option<String>,
}

/// Which files are laid out, and whether they are written.
#[derive(Debug, Clone, Args)]
pub struct FormatOptions {
    /// Rule files; `-` reads standard input and writes to standard output.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Write nothing; name the files that are not laid out, and end with 1 if there are any.
    #[arg(long)]
    pub check: bool,
}

/// Where the data lives.
#[derive(Debug, Clone, Args)]
pub struct DatabaseOptions {
    /// Folder of the embedded database and its key.
    #[arg(
        long,
        env = "ADJUTANT_DATA",
        default_value = "adjutant-data",
        conflicts_with = "database"
    )]
    pub data: PathBuf,
    /// PostgreSQL instead: `postgres://user:password@host/name`.
    #[arg(long, env = "ADJUTANT_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    #[command(flatten)]
    pub database: DatabaseOptions,
    /// Address to listen on. Others than this machine's own need `--public-url`.
    #[arg(long, env = "ADJUTANT_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The `https://` address people open; TLS ends in front of this program.
    #[arg(long, env = "ADJUTANT_PUBLIC_URL")]
    pub public_url: Option<String>,
    #[command(flatten)]
    pub key: KeyOptions,
    #[command(flatten)]
    pub google: GoogleOptions,
    #[command(flatten)]
    pub limits: LimitOptions,
    /// Steps that the rules due at once on one account may cost together.
    #[arg(long, env = "ADJUTANT_STEPS_A_RUN", default_value_t = engine::decisions::budget::STEPS_A_RUN)]
    pub steps_a_run: u64,
    /// Print one JSON line on standard output when the program is ready.
    #[arg(long)]
    pub json: bool,
}

/// How often somebody may ask.
#[derive(Debug, Clone, Args)]
pub struct LimitOptions {
    /// API requests a minute of one person; 0: no limit.
    #[arg(long, env = "ADJUTANT_REQUESTS_PER_PERSON", default_value_t = 600)]
    pub requests_per_person: u32,
    /// API requests a minute from one address before it is known who asks; 0: no limit.
    #[arg(long, env = "ADJUTANT_REQUESTS_PER_ADDRESS", default_value_t = 120)]
    pub requests_per_address: u32,
    /// Addresses of proxies whose `X-Forwarded-For` is believed; without them everybody behind a proxy is one address.
    #[arg(
        long = "trusted-proxy",
        env = "ADJUTANT_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    pub trusted_proxies: Vec<std::net::IpAddr>,
}

impl LimitOptions {
    pub fn limits(&self) -> api::rate_limit::RateLimits {
        api::rate_limit::RateLimits {
            per_person: std::num::NonZeroU32::new(self.requests_per_person),
            per_address: std::num::NonZeroU32::new(self.requests_per_address),
            trusted_proxies: self.trusted_proxies.clone(),
        }
    }
}

/// The master key that seals every stored secret.
#[derive(Debug, Clone, Args)]
pub struct KeyOptions {
    /// File with 64 hexadecimal digits [default: `master.key` in the data folder, made on the first start].
    #[arg(long, env = "ADJUTANT_MASTER_KEY_FILE")]
    pub master_key_file: Option<PathBuf>,
}

/// The environment variable that may hold the key itself. Not an option: arguments are visible to every process.
pub const MASTER_KEY_VARIABLE: &str = "ADJUTANT_MASTER_KEY";
/// The same for Google's client secret.
pub const GOOGLE_SECRET_VARIABLE: &str = "ADJUTANT_GOOGLE_CLIENT_SECRET";

/// How Google Ads is reached. Without a client id it is not offered.
#[derive(Debug, Clone, Default, Args)]
pub struct GoogleOptions {
    /// Id of the OAuth client; its secret comes from ADJUTANT_GOOGLE_CLIENT_SECRET or the file.
    #[arg(long, env = "ADJUTANT_GOOGLE_CLIENT_ID")]
    pub google_client_id: Option<String>,
    /// File that holds the OAuth client's secret.
    #[arg(long, env = "ADJUTANT_GOOGLE_CLIENT_SECRET_FILE")]
    pub google_client_secret_file: Option<PathBuf>,
    /// Address of the API [default: Google's].
    #[arg(long, env = "ADJUTANT_GOOGLE_API_BASE")]
    pub google_api_base: Option<url::Url>,
    /// Address of the consent page [default: Google's].
    #[arg(long, env = "ADJUTANT_GOOGLE_ACCOUNTS_BASE")]
    pub google_accounts_base: Option<url::Url>,
    /// Address of the token endpoint [default: Google's].
    #[arg(long, env = "ADJUTANT_GOOGLE_OAUTH_BASE")]
    pub google_oauth_base: Option<url::Url>,
}

#[derive(Debug, Clone, Args)]
pub struct DemoOptions {
    /// Folder of the demo: database, key, the simulated world.
    #[arg(long, default_value = ".adjutant/demo")]
    pub data: PathBuf,
    /// An empty PostgreSQL database instead of the embedded one.
    #[arg(long, hide_env_values = true)]
    pub database: Option<String>,
    /// Address of the desk, this machine's own.
    #[arg(long, default_value = "127.0.0.1:8700")]
    pub listen: SocketAddr,
    /// Address of the simulated platforms, this machine's own.
    #[arg(long, default_value = "127.0.0.1:8701")]
    pub sandbox_listen: SocketAddr,
    /// Business seconds per second: 60 shows an hour a minute.
    #[arg(long, default_value_t = 60.0)]
    pub speed: f64,
    /// What the simulated world grows from.
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Days of history to live through on the first start.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=90))]
    pub history_days: u32,
    /// Campaigns of the first account; with more than 24 the rules' daily limits grow along. A thousand start within two
    /// minutes with `--history-days 8`.
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=5000))]
    pub campaigns: u32,
    #[command(flatten)]
    pub limits: LimitOptions,
    /// How long a killed process's work rests on PostgreSQL before the next takes it over.
    #[arg(long, hide = true, default_value_t = 45, value_parser = clap::value_parser!(u64).range(2..=600))]
    pub lease_seconds: u64,
    /// Print the start-up facts as one JSON line on standard output.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Args)]
pub struct SandboxOptions {
    /// Folder of the simulated world; a new one begins where none is.
    #[arg(long, default_value = "sandbox-data")]
    pub data: PathBuf,
    /// Address to listen on, this machine's own only.
    #[arg(long, default_value = "127.0.0.1:8090")]
    pub listen: SocketAddr,
    /// What a new world grows from.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Business seconds per second: 60 shows an hour a minute.
    #[arg(long, default_value_t = 1.0)]
    pub speed: f64,
    /// Campaigns of the first account of a new world.
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=5000))]
    pub campaigns: u32,
    /// File to which every exchange with a platform is appended.
    #[arg(long)]
    pub record: Option<PathBuf>,
    /// End when standard input closes: the program that started it has ended.
    #[arg(long, hide = true)]
    pub exit_with_parent: bool,
}

#[derive(Debug, Clone, Args)]
pub struct CheckOptions {
    /// Rule files, and folders whose rules are looked at together; `-` reads standard input.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    pub format: FindingsFormat,
    /// Say beside a finding how often it came true in the organisation's own past: the database is read, and nothing is written.
    #[arg(long)]
    pub with_history: bool,
    /// The organisation, by name, where the database holds several.
    #[arg(long, requires = "with_history")]
    pub organisation: Option<String>,
    #[command(flatten)]
    pub database: DatabaseOptions,
}

/// What is imported, and what its file leaves open.
#[derive(Debug, Clone, Args)]
pub struct ImportOptions {
    /// File with the platform's answer as JSON; `-` reads standard input.
    pub file: PathBuf,
    #[arg(long, value_enum)]
    pub from: ImportSource,
    /// The account's currency, such as USD: the files hold amounts without one.
    #[arg(long, value_name = "CODE")]
    pub currency: Option<dsl::Currency>,
    /// The platform's count that is `conversions` in this account [default: `results` at Meta, `CONVERSION` at TikTok].
    #[arg(long, value_name = "FIELD")]
    pub conversions: Option<String>,
    /// The platform's return that is `roas` in this account, such as `website_purchase_roas`.
    #[arg(long, value_name = "FIELD")]
    pub roas: Option<String>,
    /// Who is told where a rule tells somebody: `slack:#channel` or `email:address`.
    #[arg(long, value_name = "CHANNEL:TARGET", value_parser = crate::import::told)]
    pub notify: Option<engine::rules::import::Told>,
    /// `text` writes the rules to standard output and the report to standard error, `json` both to standard output.
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportSource {
    /// The answer of `act_…/adrules_library`.
    Meta,
    /// The answer of `optimizer/rule/get`.
    Tiktok,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    Text,
    Json,
    /// SARIF 2.1.0, as code hosts show it beside the lines.
    Sarif,
}

/// Which tests are run, and what is shown of them.
#[derive(Debug, Clone, Args)]
pub struct TestOptions {
    /// Rule files, or folders of them [default: the current folder]; `-` reads standard input.
    pub paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    /// Show which comparisons the tests saw true, false and unknown.
    #[arg(long)]
    pub coverage: bool,
    /// Move every threshold and turn every comparison round, one at a time, and show what no test notices.
    #[arg(long)]
    pub mutate: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    Text,
    Json,
}
