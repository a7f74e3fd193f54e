//! Ties a rule to one account: currency, zone, delays, overrides. What cannot be tied is refused here, in words for the
//! person who enables the rule.

use jiff::tz::TimeZone;

use crate::display::list;
use crate::evaluate::{Plan, Truth};
use crate::literal::{Override, OverrideError};
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::Platform;
use crate::rule::{Rule, currency_names};
use crate::table::Moment;
use crate::typed::Literal;
use crate::window::{WindowEntry, WindowUse};

/// The account a rule is tied to, and the knobs it is tied with.
#[derive(Clone, Debug)]
pub struct Binding {
    pub platform: Platform,
    pub currency: Currency,
    /// The account's zone: its days are the windows' days.
    pub zone: TimeZone,
    /// The account's name, as `in account "…"` compares it.
    pub account: String,
    /// Parameter and typed literal: `("max_cpa", "$60")`.
    pub overrides: Vec<(String, String)>,
    /// Days on top of the registry's delay before a day counts as settled.
    pub extra_settled_days: u32,
    /// The smallest budget step of the platform in this currency, in micros; values below 1 count as 1.
    pub money_step: i64,
}

/// Why a rule cannot run on an account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    #[error("the rule is for {expected}, and this account is on {}", .found.title())]
    PlatformOutsideScope { found: Platform, expected: String },
    #[error("the rule is for the accounts {expected}, and this account is `{found}`")]
    AccountOutsideScope { found: String, expected: String },
    #[error("the rule has amounts in {available}, but none in {currency}, the account's currency")]
    NoAmount { currency: Currency, available: String },
    #[error("the rule has no parameter `{name}`; it has {available}")]
    UnknownParameter { name: String, available: String },
    #[error("the parameter `{name}` is set twice")]
    ParameterTwice { name: String },
    #[error("`{value}` does not fit the parameter `{name}`: {reason}")]
    Override {
        name: String,
        value: String,
        reason: OverrideError,
    },
}

/// A parameter's value in one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BoundParam {
    Number(Rational),
    /// An amount for each currency that the rule reads it in.
    Money(Vec<(Currency, i64)>),
    Text(String),
    Bool(bool),
}

impl BoundParam {
    /// The number it is; money in micros of this currency.
    pub(crate) fn number(&self, currency: Currency) -> Option<Rational> {
        match self {
            Self::Number(value) => Some(value.clone()),
            Self::Money(amounts) => amount_in(amounts, currency).ok(),
            Self::Text(_) | Self::Bool(_) => None,
        }
    }
}

/// A rule on one account: evaluates, explains, and says what its branches would do.
#[derive(Clone, Debug)]
pub struct BoundRule {
    pub(crate) rule: Rule,
    pub(crate) binding: Binding,
    pub(crate) params: Vec<BoundParam>,
    pub(crate) plan: Plan,
    /// A test's own delay, in the place of the registry's.
    pub(crate) settled_lag: Option<u32>,
}

impl BoundRule {
    pub(crate) fn new(rule: Rule, binding: Binding) -> Result<Self, BindError> {
        let scope = rule.scope();
        if !scope.platforms.is_empty() && !scope.platforms.contains(&binding.platform) {
            let names: Vec<&str> = scope.platforms.iter().map(|platform| platform.title()).collect();
            return Err(BindError::PlatformOutsideScope {
                found: binding.platform,
                expected: list(&names, "and"),
            });
        }
        if !scope.includes(binding.platform, &binding.account) {
            let names: Vec<String> = scope.accounts.iter().map(|name| format!("`{name}`")).collect();
            return Err(BindError::AccountOutsideScope {
                found: binding.account.clone(),
                expected: list(&names, "and"),
            });
        }
        if let Some(far) = &rule.body.far
            && !far.amounts.is_empty()
        {
            amount_in(&far.amounts, binding.currency)?;
        }
        let params = bind_params(&rule, &binding)?;
        let plan = Plan::compile(&rule.body, &binding, &params)?;
        Ok(Self {
            rule,
            binding,
            params,
            plan,
            settled_lag: None,
        })
    }

    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    #[must_use]
    pub fn binding(&self) -> &Binding {
        &self.binding
    }

    /// The windows the rule reads at this moment, in the order of the rule.
    #[must_use]
    pub fn windows(&self, moment: &Moment) -> Vec<WindowUse> {
        self.rule
            .body
            .windows
            .iter()
            .map(|entry| {
                let lag_days = self.lag_days(entry);
                WindowUse {
                    text: entry.text.clone(),
                    resolved: entry.resolve(moment, &self.binding.zone, lag_days),
                    lag_days,
                    metrics: entry.metrics.clone(),
                }
            })
            .collect()
    }

    /// Whole days by which `settled` moves this window back here.
    pub(crate) fn lag_days(&self, entry: &WindowEntry) -> u32 {
        let lag = entry.lag_days(self.binding.platform, self.binding.extra_settled_days);
        match self.settled_lag {
            Some(fixed) if entry.is_settled() => fixed,
            _ => lag,
        }
    }

    /// Whether a budget change moves further than `approve if budget moves more than …` lets pass unasked. False for a rule
    /// without that clause.
    #[must_use]
    pub fn moves_far(&self, from: i64, to: i64) -> bool {
        let Some(far) = &self.rule.body.far else {
            return false;
        };
        let moved = i128::from(to).saturating_sub(i128::from(from)).abs();
        let by_share = far
            .share
            .as_ref()
            .is_some_and(|share| Rational::integer(moved) > Rational::integer(from.max(0)).times(share));
        // Binding has made sure that there is an amount; without one it is far.
        let by_amount = !far.amounts.is_empty()
            && amount_in(&far.amounts, self.binding.currency)
                .map_or(true, |amount| Rational::integer(moved) > amount);
        by_share || by_amount
    }

    /// Whether the chain of branches reaches `branch` given the truths of the earlier ones: all of them are false.
    #[must_use]
    pub fn reaches(earlier: &[Truth]) -> bool {
        earlier.iter().all(|truth| *truth == Truth::False)
    }
}

fn bind_params(rule: &Rule, binding: &Binding) -> Result<Vec<BoundParam>, BindError> {
    let specs = rule.params();
    for (index, (name, _)) in binding.overrides.iter().enumerate() {
        if !specs.iter().any(|spec| spec.name == *name) {
            let names: Vec<String> = specs.iter().map(|spec| format!("`{}`", spec.name)).collect();
            let available = if names.is_empty() {
                "none".to_owned()
            } else {
                list(&names, "and")
            };
            return Err(BindError::UnknownParameter {
                name: name.clone(),
                available,
            });
        }
        if binding
            .overrides
            .iter()
            .take(index)
            .any(|(earlier, _)| earlier == name)
        {
            return Err(BindError::ParameterTwice { name: name.clone() });
        }
    }
    specs
        .iter()
        .zip(&rule.body.params)
        .map(|(spec, typed)| {
            let literal = match binding.overrides.iter().find(|(name, _)| *name == spec.name) {
                None => typed.default.clone(),
                Some((_, value)) => Override {
                    kind: spec.kind,
                    spec: typed,
                    currency: Some(binding.currency),
                }
                .read(value)
                .map_err(|reason| BindError::Override {
                    name: spec.name.clone(),
                    value: value.clone(),
                    reason,
                })?,
            };
            match literal {
                Literal::Money(amounts) => {
                    for currency in typed.read_in.needed(Some(binding.currency)) {
                        amount_in(&amounts, currency)?;
                    }
                    Ok(BoundParam::Money(amounts))
                }
                Literal::Number(number) => Ok(BoundParam::Number(number)),
                Literal::Text(text) => Ok(BoundParam::Text(text)),
                Literal::Bool(value) => Ok(BoundParam::Bool(value)),
            }
        })
        .collect()
}

/// The amount in the account's currency, in micros.
pub(crate) fn amount_in(amounts: &[(Currency, i64)], currency: Currency) -> Result<Rational, BindError> {
    amounts
        .iter()
        .find(|(other, _)| *other == currency)
        .map(|(_, micros)| Rational::integer(*micros))
        .ok_or_else(|| BindError::NoAmount {
            currency,
            available: currency_names(&amounts.iter().map(|(code, _)| *code).collect()),
        })
}
