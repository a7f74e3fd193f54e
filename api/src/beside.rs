//! A database read beside the running program: nothing can be written and no secret opened.

use std::sync::Arc;

use anyhow::{anyhow, bail};
use engine::{
    Context,
    clock::{BusinessClock, ProcessClock},
    connections::{self, platform::Platforms, vault::Vault},
    decisions::budget::STEPS_A_RUN,
    hints::Hints,
    identity::{self, OrgScope},
    lookups::Sheets,
    metrics::Columns,
    random::Random,
    store::{Store, StoreError},
};

use crate::{command::DatabaseOptions, program};

/// What is read, and whose.
pub struct Beside {
    /// Its business time stands.
    pub context: Context,
    pub scope: OrgScope,
}

/// Opens the database for one of its organisations, which may stay unnamed where it is the only one.
pub async fn open(database: &DatabaseOptions, organisation: Option<&str>) -> anyhow::Result<Beside> {
    let store = program::read_store(database).await?;
    let scope = named(&store, organisation).await?;
    let process = ProcessClock::system();
    let random = Random::system(process.clone());
    let mut nobody = [0; 32];
    random.fill(&mut nobody);
    let mut context = Context {
        store,
        business: BusinessClock::system(process.clone()),
        vault: Vault::from_key(secrecy::SecretBox::new(Box::new(nobody)), random.clone()),
        platforms: Arc::new(Platforms::new()),
        process,
        random,
        hints: Hints::default(),
        columns: Columns::default(),
        sheets: Sheets::default(),
        steps_a_run: STEPS_A_RUN,
    };
    let now = match connections::store::remembered_business_time(&context).await? {
        // Simulated platforms have a time of their own, and nothing else writes it down.
        Some(remembered) => remembered,
        None => context.business.now(),
    };
    context.business = BusinessClock::manual(context.process.clone(), now);
    Ok(Beside { context, scope })
}

async fn named(store: &Store, name: Option<&str>) -> anyhow::Result<OrgScope> {
    let all = store
        .read(|tx| Box::pin(identity::store::organisations(tx)))
        .await
        .map_err(|error: StoreError| anyhow!(error))?;
    let names = || {
        let names: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
        names.join(", ")
    };
    match (all.as_slice(), name) {
        ([], _) => bail!("the database holds no organisation yet"),
        ([(scope, _)], None) => Ok(*scope),
        (_, None) => bail!(
            "the database holds several organisations ({}); name one with --organisation",
            names()
        ),
        (_, Some(name)) => all
            .iter()
            .find(|(_, other)| other == name)
            .map(|(scope, _)| *scope)
            .ok_or_else(|| anyhow!("there is no organisation \"{name}\"; there is: {}", names())),
    }
}
