//! Rules and guards from a folder: what a plan shows, and that applying does exactly that or nothing.

use engine::{
    identity::Principal,
    rules::{
        RuleError, detail, editing,
        folder::{self, Change, FolderError, FolderPlan, Wanted},
        folder_items::{FolderFile, ItemKind},
        guards,
    },
    store::{Statement, StoreError},
};

use crate::{
    ledger::furnish,
    rules::PAUSE,
    support::{World, on_both},
};

const GUARD: &str =
    "language 1\n\nguard \"House\" {\n  for campaigns on google\n  never raise budget above $1,000\n}\n";

fn wanted(files: &[(&str, String)]) -> Wanted {
    Wanted {
        files: files
            .iter()
            .map(|(path, text)| FolderFile {
                path: (*path).to_owned(),
                text: text.clone(),
            })
            .collect(),
        ..Wanted::default()
    }
}

async fn plan(world: &World, wanted: &Wanted) -> FolderPlan {
    folder::plan(&world.context, world.admin.scope, wanted)
        .await
        .unwrap()
}

async fn apply(
    world: &World,
    principal: &Principal,
    wanted: &Wanted,
    plan: &FolderPlan,
) -> Result<folder::Applied, FolderError> {
    folder::apply(
        &world.context,
        principal,
        wanted,
        &plan.digest,
        &Default::default(),
    )
    .await
}

fn changes(plan: &FolderPlan) -> Vec<(ItemKind, &str, Change)> {
    plan.items
        .iter()
        .map(|item| (item.kind, item.name.as_str(), item.change))
        .collect()
}

/// How often each kind of event stands in the audit, and by whom: `rule.created marketer`.
async fn audited(world: &World) -> Vec<String> {
    let params = vec![world.admin.scope.id().into()];
    let events = Statement::both(
        "test",
        "select e.event, u.name from audit_event e join app_user u on u.id = e.actor_id
            where e.org_id = $1 and (e.event like 'rule.%' or e.event like 'guard.%') order by e.event, u.name",
    );
    let rows: Result<_, StoreError> = world
        .context
        .store
        .read(move |tx| Box::pin(async move { tx.fetch_all(events, &params).await }))
        .await;
    rows.unwrap()
        .iter()
        .map(|row| Ok::<_, StoreError>(format!("{} {}", row.text("event")?, row.text("name")?)))
        .collect::<Result<_, _>>()
        .unwrap()
}

fn named(name: &str) -> String {
    PAUSE.replace("\"Pause\"", &format!("\"{name}\""))
}

on_both! {
    async fn a_plan_shows_what_applying_then_does_and_a_second_one_is_empty(world) {
        let (context, admin) = (&world.context, &world.admin);
        let kept = editing::save(context, &world.marketer, &named("Kept"), Default::default()).await.unwrap().0;
        let changed = editing::save(context, &world.marketer, &named("Changed"), Default::default()).await.unwrap().0;
        editing::save(context, &world.marketer, &named("Elsewhere"), Default::default()).await.unwrap();
        let both = format!("{}\n{}", named("New"), GUARD.trim_start_matches("language 1\n"));
        let wanted = wanted(&[
            ("a/kept.rule", named("Kept").replace("  every 1h\n", "  every  1h\n")),
            ("a/changed.rule", named("Changed").replace("= $100", "= $50")),
            ("both.rule", both),
        ]);
        let shown = plan(&world, &wanted).await;
        assert_eq!(changes(&shown), [
            (ItemKind::Rule, "Changed", Change::Changed),
            (ItemKind::Rule, "Elsewhere", Change::Elsewhere),
            (ItemKind::Rule, "Kept", Change::Same),
            (ItemKind::Rule, "New", Change::New),
            (ItemKind::Guard, "House", Change::New),
        ]);
        assert_eq!(shown.unreadable, []);
        let applied = apply(&world, admin, &wanted, &shown).await.unwrap();
        assert_eq!(applied.items.len(), 3);
        let read = detail::rule(context, admin, changed).await.unwrap().unwrap();
        assert_eq!((read.rule.version, read.rule.state.as_str()), (2, "draft"));
        assert!(read.rule.text.contains("= $50"));
        let versions = detail::versions(context, admin.scope, changed, None, 10).await.unwrap().unwrap();
        assert_eq!(versions[0].note.as_deref(), Some("from a/changed.rule"));
        assert_eq!(versions[0].created_by.as_deref(), Some("admin"));
        assert_eq!(detail::rule(context, admin, kept).await.unwrap().unwrap().rule.version, 1);
        assert_eq!(guards::guards(context, admin.scope).await.unwrap().len(), 1);
        let events = audited(&world).await;
        for event in ["rule.created admin", "rule.saved admin", "guard.saved admin"] {
            assert_eq!(events.iter().filter(|found| *found == event).count(), 1, "{event} in {events:?}");
        }
        let again = plan(&world, &wanted).await;
        assert!(!again.acts(), "{:?}", changes(&again));
    }

    async fn a_plan_that_is_out_of_date_is_refused_and_changes_nothing(world) {
        let (context, marketer) = (&world.context, &world.marketer);
        let (id, _) = editing::save(context, marketer, &named("Pause"), Default::default()).await.unwrap();
        let folder = wanted(&[("new.rule", named("New"))]);
        let shown = plan(&world, &folder).await;
        // Somebody edits another rule meanwhile.
        editing::save(context, marketer, &named("Pause").replace("= $100", "= $70"), Default::default()).await.unwrap();
        assert!(matches!(apply(&world, marketer, &folder, &shown).await, Err(FolderError::Stale)));
        // The folder itself moves, or more is asked for than was shown.
        let shown = plan(&world, &folder).await;
        let other = wanted(&[("new.rule", named("New").replace("= $100", "= $70"))]);
        assert!(matches!(apply(&world, marketer, &other, &shown).await, Err(FolderError::Stale)));
        let more = Wanted { enable: true, ..folder.clone() };
        assert!(matches!(apply(&world, marketer, &more, &shown).await, Err(FolderError::Stale)));
        assert!(!audited(&world).await.iter().any(|event| event == "rule.created marketer" && event.contains("New")));
        assert_eq!(plan(&world, &folder).await.items.iter().filter(|item| item.here.is_some()).count(), 1);
        assert_eq!(detail::rule(context, marketer, id).await.unwrap().unwrap().rule.version, 2);
        apply(&world, marketer, &folder, &shown).await.unwrap();
    }

    async fn what_one_part_may_not_do_leaves_all_of_it_undone(world) {
        let folder = wanted(&[("a.rule", named("New")), ("g.rule", GUARD.to_owned())]);
        let shown = plan(&world, &folder).await;
        let refused = apply(&world, &world.marketer, &folder, &shown).await;
        let Err(FolderError::Refused { item, error: RuleError::NotAllowed(_) }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(item, Some((ItemKind::Guard, "House".to_owned())));
        // The rule before the guard was written in the same transaction, and is gone with it.
        assert!(plan(&world, &folder).await.items.iter().all(|item| item.change == Change::New));
        assert_eq!(audited(&world).await, Vec::<String>::new());
        let broken = wanted(&[("a.rule", named("New")), ("b.rule", "rule \"Broken\" {\n  for campaigns\n}\n".to_owned())]);
        let shown = plan(&world, &broken).await;
        assert_eq!(shown.unreadable.len(), 1);
        assert!(matches!(apply(&world, &world.admin, &broken, &shown).await, Err(FolderError::Unreadable(_))));
        assert!(plan(&world, &folder).await.items.iter().all(|item| item.change == Change::New));
    }

    async fn enabling_and_putting_away_are_asked_for(world) {
        let (context, admin) = (&world.context, &world.admin);
        furnish(&world).await;
        let (old, _) = editing::save(context, admin, &named("Old"), Default::default()).await.unwrap();
        editing::enable(context, admin, old).await.unwrap();
        let wanted = Wanted { prune: true, enable: true, ..wanted(&[("new.rule", named("New"))]) };
        let shown = plan(&world, &wanted).await;
        assert_eq!(changes(&shown), [(ItemKind::Rule, "New", Change::New), (ItemKind::Rule, "Old", Change::Removed)]);
        assert!(shown.items[0].at_work);
        let applied = apply(&world, admin, &wanted, &shown).await.unwrap();
        let new = applied.items.iter().find(|(item, _)| item.name == "New").unwrap().1;
        assert_eq!(detail::rule(context, admin, new).await.unwrap().unwrap().rule.state, "enabled");
        assert_eq!(detail::rule(context, admin, old).await.unwrap(), None);
        // What is at work and in the folder goes on under the next text.
        let next = Wanted { files: self::wanted(&[("new.rule", named("New").replace("= $100", "= $90"))]).files, ..Wanted::default() };
        let shown = plan(&world, &next).await;
        assert!(shown.items[0].at_work && shown.items[0].change == Change::Changed);
        apply(&world, admin, &next, &shown).await.unwrap();
        let read = detail::rule(context, admin, new).await.unwrap().unwrap();
        assert_eq!((read.rule.state.as_str(), read.rule.version), ("enabled", 2));
    }

    async fn a_rule_that_says_what_it_was_called_keeps_its_past(world) {
        let (context, admin) = (&world.context, &world.admin);
        let (id, _) = editing::save(context, admin, &named("Old"), Default::default()).await.unwrap();
        let text = named("New").replace("  for campaigns", "  formerly \"Old\"\n  for campaigns");
        let folder = Wanted { prune: true, ..wanted(&[("new.rule", text)]) };
        let shown = plan(&world, &folder).await;
        assert_eq!(changes(&shown), [(ItemKind::Rule, "New", Change::Renamed)], "{:?}", shown.unreadable);
        apply(&world, admin, &folder, &shown).await.unwrap();
        let read = detail::rule(context, admin, id).await.unwrap().unwrap();
        assert_eq!((read.rule.name.as_str(), read.rule.version), ("New", 2));
        assert!(!plan(&world, &folder).await.acts());
    }
}
