//! Binding a rule to an account: currencies, scopes, parameters, delays.

use dsl::{BindError, Binding, Currency, Metric, Platform, ResolvedWindow, Truth};

use crate::fixture::{Campaign, Memory, dollars, rule, ruled, thursday};

fn euros() -> Binding {
    Binding {
        currency: Currency::EUR,
        account: "Shop EU".to_owned(),
        ..dollars()
    }
}

fn with(overrides: &[(&str, &str)]) -> Binding {
    let overrides = overrides
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Binding {
        overrides,
        ..dollars()
    }
}

#[test]
fn a_rule_without_an_amount_in_the_accounts_currency_is_not_bound() {
    let dollars_only = ruled("  when spend over today > $100\n  then pause");
    let refused = dollars_only.bind(&euros()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the rule has amounts in USD, but none in EUR, the account's currency"
    );
    assert!(dollars_only.bind(&dollars()).is_ok());
    let both = ruled("  param most: money = $100, 90 EUR\n  when spend over today > most\n  then pause");
    assert!(both.bind(&euros()).is_ok());
    let free = ruled("  when clicks over today > 100\n  then pause");
    assert_eq!(free.currencies(), None);
    assert!(free.bind(&euros()).is_ok());
}

#[test]
fn an_amount_in_an_action_counts_as_well() {
    let rule = ruled("  when clicks over today > 100\n  then decrease budget by 10% down to $20");
    assert!(matches!(
        rule.bind(&euros()),
        Err(BindError::NoAmount {
            currency: Currency::EUR,
            ..
        })
    ));
}

#[test]
fn a_rule_is_not_bound_outside_of_its_scope() {
    let rule = rule(
        "rule \"Example\" {\n  for campaigns on meta, tiktok in account \"Shop US\"\n  every 1h\n  then pause\n}\n",
    );
    assert_eq!(
        rule.bind(&dollars()).unwrap_err().to_string(),
        "the rule is for Meta and TikTok, and this account is on Google Ads"
    );
    let meta = Binding {
        platform: Platform::Meta,
        ..dollars()
    };
    assert!(rule.bind(&meta).is_ok());
    let other = Binding {
        account: "Shop EU".to_owned(),
        ..meta
    };
    assert!(matches!(
        rule.bind(&other),
        Err(BindError::AccountOutsideScope { .. })
    ));
}

#[test]
fn overrides_are_typed_literals_within_their_bounds() {
    let rule = ruled(
        "  param most: money = $100, 90 EUR from $10, 9 EUR to $500, 450 EUR\n  param share: percent = 20% from 5% to 50%\n  \
         param pause_for: duration = 7d\n  when spend over today > most and age > pause_for\n  then decrease budget by share",
    );
    let refused = |name: &str, value: &str| rule.bind(&with(&[(name, value)])).unwrap_err().to_string();
    assert!(rule.bind(&with(&[("most", "$60"), ("share", "12.5%")])).is_ok());
    assert_eq!(
        refused("share", "20"),
        "`20` does not fit the parameter `share`: write a percentage, such as `20%`"
    );
    assert_eq!(
        refused("share", "60%"),
        "`60%` does not fit the parameter `share`: it lies outside of the bounds of the parameter"
    );
    assert_eq!(
        refused("most", "60 EUR"),
        "`60 EUR` does not fit the parameter `most`: there is no amount in USD, the account's currency"
    );
    assert_eq!(
        refused("least", "$1"),
        "the rule has no parameter `least`; it has `most`, `share` and `pause_for`"
    );
    assert!(refused("most", "$60 or so").contains("does not fit"));
    assert!(matches!(
        rule.bind(&with(&[("most", "$60"), ("most", "$70")])),
        Err(BindError::ParameterTwice { .. })
    ));
}

#[test]
fn an_override_moves_the_verdict() {
    let rule = ruled("  param most: money = $100\n  when spend over yesterday > most\n  then pause");
    let table = Memory::of([Campaign::default().day(Metric::Spend, "2026-03-04", 80_000_000)]);
    let judge = |binding: &Binding| rule.bind(binding).unwrap().evaluate(&table, &thursday()).branches[0][0];
    assert_eq!(judge(&dollars()), Truth::False);
    assert_eq!(judge(&with(&[("most", "$60")])), Truth::True);
}

#[test]
fn settled_follows_the_slowest_metric_of_the_platform_and_the_accounts_own_delay() {
    let rule = ruled("  window last 3 days settled\n  when spend > $10 and conversions > 1\n  then pause");
    let days = |binding: &Binding| {
        let bound = rule.bind(binding).unwrap();
        let windows = bound.windows(&thursday());
        assert_eq!(windows.len(), 1, "one window for the whole rule");
        assert_eq!(windows[0].metrics, [Metric::Spend, Metric::Conversions]);
        match windows[0].resolved {
            Ok(ResolvedWindow::Days { first, last }) => {
                (first.to_string(), last.to_string(), windows[0].lag_days)
            }
            other => panic!("{other:?}"),
        }
    };
    let between = |first: &str, last: &str, lag| (first.to_owned(), last.to_owned(), lag);
    assert_eq!(days(&dollars()), between("2026-03-01", "2026-03-03", 1));
    assert_eq!(
        days(&Binding {
            platform: Platform::Amazon,
            ..dollars()
        }),
        between("2026-02-27", "2026-03-01", 3)
    );
    assert_eq!(
        days(&Binding {
            extra_settled_days: 2,
            ..dollars()
        }),
        between("2026-02-27", "2026-03-01", 3)
    );
}

#[test]
fn a_window_of_its_own_settles_by_its_own_metric() {
    let rule = ruled(
        "  when spend over last 3 days settled > $10 and conversions over last 3 days settled > 1\n  then pause",
    );
    let lags: Vec<u32> = rule
        .bind(&dollars())
        .unwrap()
        .windows(&thursday())
        .iter()
        .map(|window| window.lag_days)
        .collect();
    assert_eq!(lags, [0, 1]);
}

#[test]
fn a_rule_knows_what_it_reads() {
    let rule = ruled(
        "  window last 3 days\n  when spend > $10 and cpa else infinite > $45 and name matches \"a*\"\n  \
         then decrease budget by 10%\n       notify slack \"#a\" \"{this.labels}\"",
    );
    let metrics: Vec<&str> = rule.metrics().into_iter().map(Metric::as_str).collect();
    assert_eq!(metrics, ["spend", "conversions"]);
    let attributes: Vec<&str> = rule
        .attributes()
        .into_iter()
        .map(|attribute| attribute.as_str())
        .collect();
    assert_eq!(attributes, ["name", "budget", "labels"]);
}

#[test]
fn a_budget_moves_far_past_any_of_its_bounds_and_not_at_them() {
    let rule = ruled(
        "  when clicks over today > 1\n  then decrease budget by 30%\n  approve if budget moves more than 20% or $500, 450 EUR",
    );
    let bound = rule.bind(&dollars()).unwrap();
    let units = |from: i64, to: i64| bound.moves_far(from * 1_000_000, to * 1_000_000);
    assert!(
        !units(100, 80) && units(100, 79),
        "a fifth is not more than a fifth"
    );
    assert!(units(100, 121) && !units(100, 120), "both ways");
    assert!(
        !units(10_000, 9_500) && units(10_000, 9_499),
        "the amount binds where the share does not"
    );
    assert!(units(0, 1), "from nothing every step is far");
    let in_euros = rule.bind(&euros()).unwrap();
    assert!(in_euros.moves_far(10_000_000_000, 9_549_000_000));
    let plain = ruled("  when clicks over today > 1\n  then decrease budget by 30%");
    assert!(!plain.bind(&dollars()).unwrap().moves_far(100, 1));
}

#[test]
fn bounds_of_approvals_bind_the_rule_to_their_currencies() {
    let rule = ruled(
        "  when clicks over today > 1\n  then decrease budget by 30%\n  approve if budget moves more than $500",
    );
    assert!(matches!(
        rule.bind(&euros()),
        Err(BindError::NoAmount {
            currency: Currency::EUR,
            ..
        })
    ));
}
