//! How long the dashboards' reads take on a big desk: 50 brands of 200 campaigns each with two years of days, hourly
//! syncs, 20,000 actions. `make bench-dashboard` runs it; the database is built once and kept outside the checkout.
//!
//! Prints min, median and max of every read, and fails when a median passes the goal.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use engine::{
    Context,
    actions::inbox::{self, ActionFilter},
    analytics,
    campaigns::{
        changes,
        chart::{self, DayRange},
        list::{self, CampaignFilter, Sort, SortKey},
        subject::Subject,
        view,
    },
    clock::{BusinessClock, ProcessClock},
    connections::{self, grants, platform::AccountAddress, platform::Grant, store::NewAccount, vault::Vault},
    hints::Hints,
    identity::{self, OrgScope},
    metrics::{columns::Columns, rollup},
    random::Random,
    store::{DatabaseUrl, Param, Statement, Store, StoreError, StoreOptions},
};
use jiff::Timestamp;
use secrecy::{SecretBox, SecretString};
use uuid::Uuid;

type Failure = Box<dyn std::error::Error>;

const BRANDS: usize = 50;
const CAMPAIGNS: i64 = 200;
const DAYS: i64 = 730;
/// 2026-11-17, nine in the morning in New York.
const NOW: &str = "2026-11-17T14:00:00Z";
const TODAY: i64 = 20_774;
const RUNS: usize = 30;
const GOAL: Duration = Duration::from_millis(50);
/// Part of the file's name: a change of what is built builds anew.
const RECIPE: &str = "dashboard-1";

fn main() -> Result<(), Failure> {
    let folder = std::env::var_os("ADJUTANT_CACHE")
        .map_or_else(std::env::temp_dir, PathBuf::from)
        .join("bench");
    std::fs::create_dir_all(&folder)?;
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(run(&folder))
}

async fn run(folder: &Path) -> Result<(), Failure> {
    let newest = engine::store::MIGRATIONS
        .last()
        .map_or(0, |migration| migration.number);
    let path = folder.join(format!("{RECIPE}-{newest}.db"));
    if !path.exists() {
        let building = folder.join(format!("{RECIPE}-{newest}.building.db"));
        for left in ["", "-wal", "-shm", ".lock"] {
            let _ = std::fs::remove_file(format!("{}{left}", building.display()));
        }
        println!("building {} (minutes, once)", path.display());
        build(&context(&building).await?).await?;
        // The writer gives the file back when the last handle is gone.
        tokio::time::sleep(Duration::from_secs(1)).await;
        std::fs::rename(&building, &path)?;
        let _ = std::fs::remove_file(format!("{}.lock", building.display()));
    }
    println!(
        "{} MiB, {BRANDS} brands, {} campaigns, {DAYS} days",
        std::fs::metadata(&path)?.len() / (1 << 20),
        CAMPAIGNS * i64::try_from(BRANDS)?
    );
    measure(&context(&path).await?).await
}

async fn context(path: &Path) -> Result<Context, Failure> {
    let process = ProcessClock::system();
    let random = Random::seeded(process.clone(), 1);
    Ok(Context {
        store: Store::open_running(&StoreOptions::new(DatabaseUrl::Sqlite(path.to_owned()))).await?,
        business: BusinessClock::manual(process.clone(), NOW.parse()?),
        vault: Vault::from_key(SecretBox::new(Box::new([7; 32])), random.clone()),
        process,
        random,
        platforms: Arc::default(),
        hints: Hints::default(),
        columns: Columns::default(),
        sheets: engine::lookups::Sheets::default(),
        steps_a_run: engine::decisions::budget::STEPS_A_RUN,
    })
}

async fn execute(context: &Context, sql: &'static str, values: Vec<Param>) -> Result<u64, StoreError> {
    context
        .store
        .write(move |tx| Box::pin(async move { tx.execute(Statement::both("bench", sql), &values).await }))
        .await
}

async fn build(context: &Context) -> Result<(), Failure> {
    let scope = identity::seed_people(context, "Bench", &[]).await?;
    let grant = Grant {
        access_token: SecretString::from("access"),
        refresh_token: None,
        access_expires_at: None,
        grant_expires_at: None,
        scopes: Vec::new(),
    };
    let grant = grants::store_grant(context, scope, dsl::Platform::Google, &grant).await?;
    let now: Timestamp = NOW.parse()?;
    for number in 0..BRANDS {
        let (brand, account) = (context.random.id(), context.random.id());
        let (currency, zone) = if number % 5 == 4 {
            ("EUR", "Europe/Berlin")
        } else {
            ("USD", "America/New_York")
        };
        let new = NewAccount {
            platform: dsl::Platform::Google,
            name: format!("Brand {number} on Google"),
            address: AccountAddress {
                external_id: format!("{:010}", 1_000_000_000 + number),
                login_external_id: None,
                currency: currency.parse()?,
                time_zone: zone.to_owned(),
            },
        };
        context
            .store
            .write(move |tx| {
                Box::pin(async move {
                    connections::store::insert_account(tx, scope, account, grant, &new, None, now).await?;
                    let active = connections::AccountState::Active;
                    connections::store::set_account_state(tx, scope, account, active, None, now).await
                })
            })
            .await?;
        let org = || Param::from(scope.id());
        execute(
            context,
            "insert into brand (org_id, id, name, is_default, created_at) values ($1, $2, $3, 0, 0)",
            vec![org(), brand.into(), format!("Brand {number:02}").into()],
        )
        .await?;
        execute(
            context,
            "update ad_account set brand_id = $3 where org_id = $1 and id = $2",
            vec![org(), account.into(), brand.into()],
        )
        .await?;
        fill(context, scope, account).await?;
        println!("  account {} of {BRANDS}", number + 1);
    }
    println!("  summing");
    rollup::catch_up(context).await?;
    execute(context, "analyze", Vec::new()).await?;
    Ok(())
}

/// One account's campaigns, days, syncs and actions. Numbers follow from positions: every build is the same.
async fn fill(context: &Context, scope: OrgScope, account: Uuid) -> Result<(), StoreError> {
    let ids = || vec![Param::from(scope.id()), account.into()];
    let with = |more: Vec<Param>| ids().into_iter().chain(more).collect::<Vec<_>>();
    execute(
        context,
        "insert into budget (org_id, id, account_id, external_id, name, amount_micros, period, shared, campaigns, updated_at)
         with recursive n(i) as (select 1 union all select i + 1 from n where i < $3)
         select $1, randomblob(16), $2, 'b' || i, 'Budget ' || i, (20 + (i * 37) % 400) * 1000000, 'daily', 0, 1, 0 from n",
        with(vec![CAMPAIGNS.into()]),
    )
    .await?;
    execute(
        context,
        "insert into campaign (org_id, id, account_id, external_id, name, status, delivery, channel, bid_strategy, budget_id, labels,
           first_seen_at, last_change_at, updated_at)
         select b.org_id, randomblob(16), b.account_id, substr(b.external_id, 2), 'Prospecting ' || (b.amount_micros % 97) || ' - ' || b.name,
           case when b.rowid % 5 = 0 then 'paused' else 'active' end, 'eligible', 'search', 'target_cpa', b.id, '[]', 0, b.rowid * 1000, 0
         from budget b where b.org_id = $1 and b.account_id = $2",
        ids(),
    )
    .await?;
    execute(
        context,
        "insert into metric_day (org_id, account_id, campaign_id, day, impressions, clicks, spend, conversions, revenue, sync_seq)
         with recursive d(day) as (select $3 union all select day + 1 from d where day < $4)
         select c.org_id, c.account_id, c.id, d.day, 1000 + (c.rowid * 31 + d.day * 17) % 5000, 10 + (c.rowid * 7 + d.day) % 200,
           (1 + (c.rowid * 13 + d.day * 3) % 300) * 1000000, ((c.rowid + d.day) % 12) * 1000000, ((c.rowid * 5 + d.day * 11) % 900) * 1000000, 1
         from d cross join campaign c where c.org_id = $1 and c.account_id = $2",
        with(vec![(TODAY - DAYS + 1).into(), TODAY.into()]),
    )
    .await?;
    // An hourly sync for two years: each read three days.
    execute(
        context,
        "insert into sync (org_id, account_id, seq, observed_at, finished_at, data_until, first_day, last_day, first_hourly_day,
           rows_read, cells_changed, backfilled)
         with recursive n(i) as (select 1 union all select i + 1 from n where i < $3)
         select $1, $2, i, $4 - ($3 - i) * 3600000000, $4 - ($3 - i) * 3600000000, $4 - ($3 - i) * 3600000000,
           $5 - $6 + 1 + (i - 1) / 24, min($5, $5 - $6 + 4 + (i - 1) / 24), $5, 600, 200, 0 from n",
        with(vec![
            (DAYS * 24).into(),
            Param::from(context.business.now()),
            TODAY.into(),
            DAYS.into(),
        ]),
    )
    .await?;
    execute(
        context,
        "insert into property_change (org_id, account_id, id, target_kind, external_id, field, at, old_value, new_value, source)
         with recursive n(i) as (select 1 union all select i + 1 from n where i < 40)
         select b.org_id, b.account_id, randomblob(16), 'budget', b.external_id, 'budget', $3 - n.i * 86400000000,
           '{\"kind\":\"money\",\"value\":50000000}', '{\"kind\":\"money\",\"value\":60000000}', 'outside'
         from n cross join budget b where b.org_id = $1 and b.account_id = $2",
        with(vec![context.business.now().into()]),
    )
    .await?;
    execute(
        context,
        "insert into action (org_id, id, account_id, version, state, kind, target_kind, target_external_id, target_name, shared_by, field,
           expected, target, currency, per_day_micros, campaign_id, requested_kind, reason, approval_role, approvals_needed, expires_at,
           attempt, created_at, updated_at)
         with recursive n(i) as (select 1 union all select i + 1 from n where i < 400)
         select c.org_id, randomblob(16), c.account_id, 1, case when n.i <= 10 then 'awaiting_approval' else 'applied' end, 'pause', 'campaign',
           c.external_id, c.name, 1, 'status', '{\"kind\":\"status\",\"value\":\"active\"}', '{\"kind\":\"status\",\"value\":\"paused\"}', 'USD',
           -(c.rowid % 90) * 1000000, c.id, 'rule', 'spend $140.00 is above $130', 'manager', 1, $3 + 3600000000, 0,
           $3 - n.i * 150000000000, $3 - n.i * 150000000000
         from n join campaign c on c.org_id = $1 and c.account_id = $2 and c.external_id = cast(1 + n.i % $4 as text)",
        with(vec![context.business.now().into(), CAMPAIGNS.into()]),
    )
    .await?;
    Ok(())
}

/// One line of the result; `true` when the goal holds.
fn report(name: &str, mut took: Vec<Duration>) -> bool {
    took.sort();
    let shown = |at: usize| took.get(at).map_or(f64::NAN, |took| took.as_secs_f64() * 1e3);
    let median = took.get(took.len() / 2).copied().unwrap_or_default();
    println!(
        "{name:<44} {:>8.1} {:>8.1} {:>8.1}",
        shown(0),
        shown(took.len() / 2),
        shown(took.len().saturating_sub(1))
    );
    median < GOAL
}

async fn measure(context: &Context) -> Result<(), Failure> {
    let account = context
        .store
        .read(|tx| Box::pin(async move { connections::store::all_accounts(tx).await }))
        .await?
        .readable
        .into_iter()
        .next()
        .ok_or("the database is empty")?;
    let scope = account.scope;
    let month = DayRange {
        first: TODAY - 29,
        last: TODAY,
    };
    let quarter = DayRange {
        first: TODAY - 89,
        last: TODAY,
    };
    let first = list::campaigns(
        context,
        scope,
        CampaignFilter::default(),
        Sort::default(),
        None,
        1,
    )
    .await?;
    let campaign = first
        .first()
        .map(|(campaign, _)| campaign.id)
        .ok_or("no campaign")?;
    println!("{:<44} {:>8} {:>8} {:>8}", "milliseconds", "min", "median", "max");
    let mut holds = true;

    macro_rules! time {
        ($name:expr, $read:expr) => {{
            let mut took = Vec::with_capacity(RUNS);
            for run in 0..RUNS + 3 {
                let begun = Instant::now();
                std::hint::black_box($read);
                if run >= 3 {
                    took.push(begun.elapsed());
                }
            }
            holds &= report(&$name, took);
        }};
    }

    time!(
        "overview, 30 days, with the 30 before",
        analytics::overview(context, scope, month, true).await?
    );
    for key in SortKey::ALL {
        for descending in [false, true] {
            let sort = Sort {
                key: *key,
                descending,
            };
            let sign = if descending { "-" } else { "" };
            let page = async |after| {
                list::campaigns(context, scope, CampaignFilter::default(), sort, after, 51).await
            };
            time!(
                format!("campaigns by {sign}{}, page 1", key.as_str()),
                page(None).await?
            );
            let mut place = None;
            for _ in 1..20 {
                let rows = page(place.take()).await?;
                place = rows.get(49).map(|(_, place)| place.clone());
            }
            time!(
                format!("campaigns by {sign}{}, page 20", key.as_str()),
                page(place.clone()).await?
            );
        }
    }
    let narrow = CampaignFilter {
        text: Some("prospecting 4".to_owned()),
        ..CampaignFilter::default()
    };
    time!(
        "campaigns whose name contains a text",
        list::campaigns(context, scope, narrow.clone(), Sort::default(), None, 51).await?
    );
    time!("one campaign", view::campaign(context, scope, campaign).await?);
    time!(
        "a campaign's 90 days, with the 90 before",
        chart::chart(context, scope, Subject::Campaign(campaign), quarter, true).await?
    );
    time!(
        "a campaign's history",
        changes::history(context, scope, Subject::Campaign(campaign), None, 51).await?
    );
    let waiting = ActionFilter {
        states: [engine::actions::State::AwaitingApproval].into(),
        ..ActionFilter::default()
    };
    let order = inbox::Order::usual(&waiting.states);
    time!(
        "the inbox",
        inbox::actions(context, scope, waiting.clone(), order, None, 51).await?
    );
    time!(
        "accounts",
        connections::view::accounts(context, scope, None, 51, false).await?
    );
    if holds {
        println!("every median is below {} ms", GOAL.as_millis());
        Ok(())
    } else {
        Err(format!("a median is not below {} ms", GOAL.as_millis()).into())
    }
}
