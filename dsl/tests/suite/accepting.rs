//! `accept`: one warning silenced with a reason, and what is said of one that silences nothing.

use dsl::{Diagnostic, analyse, check, format, offer_acceptance};

/// A raise without a limit, with these lines at its end.
fn raise(lines: &str) -> String {
    format!(
        "language 1\n\nrule \"Scale\" {{\n  for campaigns\n  every 1h\n  when revenue over today > $300\n  \
         then increase budget by 20% up to $500\n  cooldown 24h\n{lines}}}\n"
    )
}

fn codes(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|found| found.code).collect()
}

#[test]
fn an_accepted_warning_is_silent_and_kept_with_its_reason_and_its_evidence() {
    let text = raise("");
    let before = check(&text).diagnostics;
    assert_eq!(codes(&before), ["W0503"]);
    let text = raise("  accept W0503 \"there are five campaigns\"\n");
    let checked = check(&text);
    assert_eq!(checked.diagnostics, []);
    let [accepted] = checked.accepted.as_slice() else {
        panic!("{:#?}", checked.accepted);
    };
    assert_eq!(
        (accepted.item.as_str(), accepted.accept.reason.as_str()),
        ("Scale", "there are five campaigns")
    );
    assert_eq!(
        accepted.silenced[0].evidence(&text),
        before[0].evidence(&raise(""))
    );
    assert!(
        checked.rules[0]
            .in_plain_words(&[])
            .ends_with("The warning W0503 is accepted: there are five campaigns")
    );
    // Laid out it stays, and other lines may come and go without another evidence.
    assert_eq!(format(&text).unwrap(), text);
    let moved = raise("  accept W0503 \"there are five campaigns\"\n").replace("every 1h", "every 30m");
    let again = &check(&moved).accepted[0].silenced[0];
    assert_eq!(again.evidence(&moved), before[0].evidence(&raise("")));
}

#[test]
fn the_evidence_of_a_raise_is_its_worst_day() {
    let open = |by: &str| {
        let text = raise("  at most 3 per day\n")
            .replace(" up to $500", "")
            .replace("20%", by)
            .replace("cooldown 24h", "cooldown 8h");
        let checked = check(&text);
        let found = checked
            .diagnostics
            .iter()
            .find(|found| found.code == "W0501")
            .unwrap();
        found.evidence(&text)
    };
    assert!(open("20%").contains("3 x +20% = +72.8% a day"), "{}", open("20%"));
    assert_ne!(open("20%"), open("30%"));
}

#[test]
fn a_line_that_silences_nothing_is_reported_and_its_fix_takes_it_out() {
    let text = raise("  at most 5 per day\n  accept W0503 \"known\"\n");
    let found = check(&text).diagnostics;
    assert_eq!(codes(&found), ["W0523"]);
    let fix = &found[0].fixes[0];
    assert!(fix.safe);
    assert_eq!(fix.apply(&text), raise("  at most 5 per day\n"));
}

#[test]
fn errors_unknown_codes_empty_reasons_and_repetitions_are_refused() {
    let of = |lines: &str| -> Vec<(String, String)> {
        let checked = check(&raise(lines));
        let errors = checked.diagnostics.into_iter().filter(Diagnostic::is_error);
        errors
            .map(|found| (found.code.to_owned(), found.message))
            .collect()
    };
    let says = |lines: &str, code: &str, message: &str| {
        let found = of(lines);
        assert!(
            matches!(found.as_slice(), [(at, said)] if at == code && said.contains(message)),
            "{found:?}"
        );
    };
    says("  accept E0204 \"x\"\n", "E0130", "errors cannot be accepted");
    says("  accept W0599 \"x\"\n", "E0130", "there is no warning `W0599`");
    says(
        "  accept W0523 \"x\"\n",
        "E0130",
        "silences nothing cannot be accepted",
    );
    says("  accept W0503 \" \"\n", "E0131", "has a reason");
    says(
        "  accept W0503 \"a\"\n  accept W0503 \"b\"\n",
        "E0111",
        "accepted twice",
    );
}

#[test]
fn a_finding_about_two_rules_is_accepted_by_either_and_only_where_both_are_known() {
    let two = |in_one: &str, in_other: &str| {
        format!(
            "language 1\n\nrule \"Stop bleeding\" {{\n  for campaigns where status is active\n  every 1h\n  when spend over today > $200\n  \
             then pause\n{in_one}}}\n\nrule \"Scale\" {{\n  for campaigns where status is active\n  every 1h\n  when revenue over today > $300\n  \
             then increase budget by 20% up to $500\n  cooldown 24h\n  at most 3 per day\n{in_other}}}\n"
        )
    };
    let found = |in_one: &str, in_other: &str| {
        let text = two(in_one, in_other);
        let checked = check(&text);
        assert!(checked.is_ok(), "{:#?}", checked.diagnostics);
        let mut all = checked.diagnostics.clone();
        all.extend(analyse::diagnostics(&text, &checked));
        all.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    let accept = "  accept W0801 \"the pause is meant to win\"\n";
    assert_eq!(found("", ""), ["W0801"]);
    assert_eq!(found(accept, ""), [""; 0]);
    assert_eq!(found("", accept), [""; 0]);
    assert_eq!(found(accept, "  accept W0802 \"x\"\n"), ["W0523"]);
}

#[test]
fn a_warning_can_be_accepted_where_it_stands_and_the_reason_is_left_to_its_author() {
    let text = raise("");
    let mut found = check(&text).diagnostics;
    offer_acceptance(&text, &mut found);
    let fix = found[0].fixes.last().unwrap();
    assert!(!fix.safe);
    let accepted = fix.apply(&text);
    assert_eq!(accepted, raise("  accept W0503 \"\"\n"));
    assert_eq!(codes(&check(&accepted).diagnostics), ["W0503", "E0131"]);
}

#[test]
fn what_is_saved_is_loaded_with_the_same_rules_and_errors_and_without_its_warnings() {
    let sound = raise("");
    let loaded = dsl::load(&sound);
    assert_eq!(loaded.diagnostics, []);
    assert_eq!(loaded.rules[0].text(), check(&sound).rules[0].text());
    let broken = raise("  accept W9999 \"there is none\"\n");
    let errors = |found: Vec<Diagnostic>| -> Vec<Diagnostic> {
        found.into_iter().filter(Diagnostic::is_error).collect()
    };
    assert_eq!(dsl::load(&broken).diagnostics, errors(check(&broken).diagnostics));
    assert_eq!(codes(&dsl::load(&broken).diagnostics), ["E0130"]);
}
