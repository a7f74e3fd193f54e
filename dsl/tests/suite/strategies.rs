//! What people pay for, as rules that run: one text for each strategy in `strategies/`, with the tests that say what it does.

/// Every strategy by its file's name.
fn strategies() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/strategies");
    let mut texts: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

#[test]
fn every_strategy_is_written_down() {
    let names: Vec<String> = strategies().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "brand-guard",
            "day-parting",
            "fatigue-by-frequency",
            "keyword-bid-to-target",
            "learning-phase",
            "new-campaign-grace",
            "pace-to-month-end",
            "pause-for-today",
            "reallocate-between-platforms",
            "same-weekday-anomaly",
            "scale-on-two-windows",
            "stop-loss",
        ]
    );
}

#[test]
fn every_strategy_does_what_its_tests_say_and_they_notice_every_change() {
    for (name, text) in strategies() {
        let checked = dsl::check(&text);
        assert!(
            checked.diagnostics.is_empty(),
            "{name}: {:#?}",
            checked.diagnostics
        );
        assert_eq!(dsl::format(&text).unwrap(), text, "{name} is not laid out");
        let suite = dsl::testing::run(&text, &checked);
        let failing: Vec<_> = suite
            .diagnostics()
            .into_iter()
            .map(|found| found.message)
            .collect();
        assert!(failing.is_empty(), "{name}: {failing:#?}");
        for rule in &checked.rules {
            assert!(
                checked.tests.iter().any(|test| test.rule() == rule.name()),
                "{name}: {}",
                rule.name()
            );
        }
        let survivors: Vec<String> = dsl::testing::mutate(&text, &checked)
            .into_iter()
            .flat_map(|mutation| mutation.mutants)
            // A day more or less of a window is watched by the tests of windows, not by those of each rule.
            .filter(|mutant| mutant.survived && mutant.kind != dsl::testing::MutationKind::Window)
            .map(|mutant| format!("`{}` → `{}` at {}", mutant.was, mutant.is, mutant.span.start))
            .collect();
        assert!(survivors.is_empty(), "{name}: {survivors:#?}");
    }
}
