//! What is said about one rule by itself: what it judges too early, on too little, or more often than there is anything new.

#[test]
fn a_minimum_is_asked_of_the_window_that_is_judged_or_of_a_part_of_it() {
    let codes = |condition: &str| -> Vec<&'static str> {
        let text =
            format!("rule \"A\" {{\n  for campaigns\n  every 1h\n  when {condition}\n  then pause\n}}\n");
        let found = dsl::check(&text).diagnostics;
        let codes = found.iter().map(|found| found.code);
        codes.filter(|code| *code != "W0507").collect()
    };
    let judged = "cpa over last 3 days else infinite > $45";
    assert_eq!(codes(judged), ["W0506"]);
    assert_eq!(
        codes(&format!("spend over last 30 days > $100 and {judged}")),
        ["W0524"]
    );
    assert_eq!(
        codes(&format!(
            "{judged} and (spend over today > $100 or clicks over last 7 days > 9)"
        )),
        ["W0524"]
    );
    // The same number of days, and others: an account's delay moves the settled ones back.
    assert_eq!(
        codes("spend over last 3 days > $100 and cpa over last 3 days settled else infinite > $45"),
        ["W0524"]
    );
    let week_before = "cpa over last 7 days ending 7 days ago else infinite > $45";
    assert_eq!(
        codes(&format!("spend over last 7 days > $100 and {week_before}")),
        ["W0524"]
    );
    assert_eq!(
        codes(&format!(
            "spend over last 2 days ending 8 days ago > $100 and {week_before}"
        )),
        [""; 0]
    );
    for enough in [
        "spend over last 3 days > $100",
        "clicks over yesterday >= 50",
        "clicks over last 2 days >= 50",
        "spend over last 30 days > $100 and clicks over last 3 days > 9",
    ] {
        assert_eq!(codes(&format!("{enough} and {judged}")), [""; 0], "{enough}");
    }
}

#[test]
fn results_that_are_still_to_come_are_said_where_a_pause_or_a_cut_rests_on_them() {
    let found = |on: &str, condition: &str, action: &str| {
        let text = format!(
            "rule \"A\" {{\n  for campaigns{on}\n  every 1h\n  when {condition}\n  then {action}\n}}\n"
        );
        let found = dsl::check(&text).diagnostics;
        let said = found.into_iter().find(|found| found.code == "W0507");
        said.map(|said| {
            (
                said.message.clone(),
                said.fixes.first().map(|fix| fix.apply(&text)),
            )
        })
    };
    let bleeds = "spend over last 3 days > $100 and conversions over last 3 days = 0";
    let (message, mended) = found(" on google, meta", bleeds, "pause").unwrap();
    assert_eq!(
        message,
        "`conversions over last 3 days` is judged over `last 3 days`, and more conversions may still come for its last 2 days"
    );
    assert!(
        mended
            .unwrap()
            .contains("conversions over last 3 days settled = 0")
    );
    assert!(
        found(" on google", bleeds, "pause")
            .unwrap()
            .0
            .ends_with("for its last day")
    );
    assert!(found("", bleeds, "decrease budget by 10%").is_some());
    assert!(found("", "not conversions over yesterday > 3", "pause").is_some());
    for (condition, action) in [
        (bleeds, "notify slack \"#a\" \"x\""),
        ("spend over last 3 days > $100", "pause"),
        ("conversions over last 3 days > 9", "pause"),
        ("conversions over last 3 days settled = 0", "pause"),
        ("conversions over last 3 days ending 4 days ago = 0", "pause"),
        ("spend over today > $100 and conversions over today = 0", "pause"),
    ] {
        assert_eq!(
            found(" on google, meta, tiktok, amazon", condition, action),
            None,
            "{condition}"
        );
    }
}

#[test]
fn a_look_finer_than_the_data_is_said_and_so_are_hours_where_there_are_none() {
    let codes = |on: &str, every: &str, condition: &str| -> Vec<&'static str> {
        let text = format!(
            "rule \"A\" {{\n  for campaigns on {on}\n  every {every}\n  when {condition}\n  then pause\n}}\n"
        );
        dsl::check(&text)
            .diagnostics
            .iter()
            .map(|found| found.code)
            .collect()
    };
    let spent = "spend over today > $100";
    assert_eq!(codes("google", "15m", spent), ["W0526"]);
    assert_eq!(codes("google", "1h", spent), [""; 0]);
    assert_eq!(codes("google", "sync", spent), [""; 0]);
    assert_eq!(
        codes("google", "15m", "hour = 3 and spend over today > $100"),
        [""; 0]
    );
    assert_eq!(
        codes("google", "15m between 06:00 and 07:00", "status is active"),
        [""; 0]
    );
    let hours = "spend over last 6h > $100";
    assert_eq!(codes("google, amazon", "1h", hours), ["W0527"]);
    assert_eq!(codes("google, meta", "1h", hours), [""; 0]);
    assert_eq!(codes("amazon", "1h", spent), [""; 0]);
}

#[test]
fn a_minimum_of_another_window_and_a_change_that_never_happens_are_mended_by_their_fixes() {
    let mended = |condition: &str, actions: &str| {
        let text = format!(
            "rule \"A\" {{\n  for campaigns\n  every 1h\n  window last 14 days\n  when {condition}\n  then {actions}\n  cooldown 24h\n}}\n"
        );
        let found = dsl::check(&text).diagnostics;
        let found = found
            .iter()
            .find(|found| ["W0524", "W0525"].contains(&found.code));
        let mended = found.unwrap().fixes[0].apply(&text);
        let left = dsl::check(&mended).diagnostics;
        assert!(
            left.iter()
                .all(|left| left.code != found.unwrap().code && !left.is_error()),
            "{mended}{left:#?}"
        );
        mended
    };
    let judged = "cpa over last 3 days else infinite > $45";
    assert!(
        mended(&format!("spend over last 30 days > $100 and {judged}"), "pause")
            .contains("when spend over last 3 days > $100 and")
    );
    assert!(
        mended(&format!("{judged} and clicks > 20"), "pause").contains("and clicks over last 3 days > 20")
    );
    let raise = "increase budget by 20% up to $500";
    for actions in [format!("pause\n       {raise}"), format!("{raise}\n       pause")] {
        let text = mended("clicks over yesterday > 20", &actions);
        assert!(text.contains("\n  then pause\n  cooldown"), "{text}");
    }
}
