//! Numbers and conditions in English.

use crate::display::{decimal, duration, list};
use crate::money::Currency;
use crate::rational::Rational;
use crate::registry::{Attribute, DerivedMetric, Level, Metric};
use crate::syntax::tree::AggregateForm;
use crate::typed::{
    Aggregate, Comparison, Condition, ConditionNode, Counted, Expression, Fallback, Group, Literal, Missable,
    Number, NumberNode, Operator, Quantity, Ranking, RuleBody, ScriptArgument, Sign, Take, Text, TextNode,
};
use crate::window::WindowBase;

/// What phrases are made of: the rule's names, and the values of its parameters.
pub(super) struct Phrases<'a> {
    /// `None` in a guard.
    pub body: Option<&'a RuleBody>,
    pub literals: &'a [Literal],
    /// All metrics have one window, and a sentence of its own has named it.
    pub window_is_said: bool,
}

/// What a condition without a question says.
const ALWAYS: &str = "always";

/// How a condition is joined to others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    And,
    Or,
}

impl Phrases<'_> {
    pub(super) fn condition(&self, condition: &Condition) -> String {
        self.clause(condition, Within::Nothing)
    }

    fn clause(&self, condition: &Condition, within: Within) -> String {
        match &condition.node {
            ConditionNode::And(parts) => {
                let mut told: Vec<String> = parts.iter().map(|part| self.clause(part, Within::And)).collect();
                // A switch that is on adds nothing.
                if told.iter().any(|part| part != ALWAYS) {
                    told.retain(|part| part != ALWAYS);
                } else {
                    told.truncate(1);
                }
                let several = told.len() > 1;
                bracketed(list(&told, "and"), several && within == Within::Or)
            }
            ConditionNode::Or(parts) => {
                let told: Vec<String> = parts.iter().map(|part| self.clause(part, Within::Or)).collect();
                bracketed(list(&told, "or"), within == Within::And)
            }
            ConditionNode::Not(inner) => format!("it is not so that {}", self.clause(inner, Within::And)),
            ConditionNode::Compare {
                operator,
                left,
                right,
            } => self.comparison(*operator, left, right),
            ConditionNode::Member {
                attribute,
                members,
                negated,
                ..
            } => {
                let words: Vec<String> = members.iter().map(|member| member.replace('_', " ")).collect();
                let (not, last) = if *negated { ("not ", "nor") } else { ("", "or") };
                format!("{} is {not}{}", attribute_words(*attribute), list(&words, last))
            }
            ConditionNode::TextIs {
                left, right, negated, ..
            } => {
                let words: Vec<String> = right.iter().map(|text| self.text(text)).collect();
                let (not, last) = if *negated { ("not ", "nor") } else { ("", "or") };
                format!("{} is {not}{}", self.text(left), list(&words, last))
            }
            ConditionNode::Matches { text, glob } => {
                format!("{} looks like {}", self.text(text), self.text(glob))
            }
            ConditionNode::Has {
                labels: Attribute::ParentLabels,
                label,
            } => format!("what it stands in has the label {}", self.text(label)),
            ConditionNode::Has { label, .. } => format!("it has the label {}", self.text(label)),
            ConditionNode::IsMissing { of, negated } => {
                let subject = match of {
                    Missable::Number(number) => self.number(number),
                    Missable::Attribute(attribute) => attribute_words(*attribute).to_owned(),
                    Missable::Text(text) => self.text(text),
                };
                let not = if *negated { "" } else { "not " };
                format!("{subject} is {not}known")
            }
            ConditionNode::Constant(true) => ALWAYS.to_owned(),
            ConditionNode::Constant(false) => "never".to_owned(),
            ConditionNode::Parameter { index, negated } => {
                let on = matches!(self.literals.get(*index), Some(Literal::Bool(true))) != *negated;
                if on { ALWAYS.to_owned() } else { "never".to_owned() }
            }
            ConditionNode::Ranked(ranking) => self.ranking(ranking),
            ConditionNode::AllKnown { .. } => ALWAYS.to_owned(),
            ConditionNode::Let(index) => match self.named(*index) {
                Some(Expression::Condition(inner)) => self.clause(inner, within),
                _ => String::new(),
            },
        }
    }

    fn comparison(&self, operator: Comparison, left: &Number, right: &Number) -> String {
        // What varies is the subject, whichever side it stands on.
        let (operator, left, right) = if self.is_fixed(left) && !self.is_fixed(right) {
            (operator.mirrored(), right, left)
        } else {
            (operator, left, right)
        };
        if self.is_zero(right)
            && let Some(things) = self.things(left)
        {
            let window = self.window_of(left);
            match operator {
                Comparison::Equal | Comparison::AtMost => return format!("there are no {things}{window}"),
                Comparison::Greater | Comparison::NotEqual => return format!("there are {things}{window}"),
                _ => {}
            }
        }
        if self.is_zero(right)
            && let NumberNode::Metric { metric, .. } = &self.behind(left).node
            && matches!(metric.without_window(), Metric::Spend | Metric::Revenue)
        {
            let (money, window) = (metric.words(), self.window_of(left));
            match operator {
                Comparison::Equal | Comparison::AtMost => return format!("there is no {money}{window}"),
                Comparison::Greater | Comparison::NotEqual => return format!("there is {money}{window}"),
                _ => {}
            }
        }
        let of_a_group = match &self.behind(left).node {
            NumberNode::Total { metric, .. } => things_of(*metric),
            _ => None,
        };
        let are = if self.things(left).or(of_a_group).is_some() {
            "are"
        } else {
            "is"
        };
        let dated = matches!(left.quantity, Quantity::Date);
        let relation = match (operator, dated) {
            (Comparison::Equal, _) => "",
            (Comparison::NotEqual, _) => "not ",
            (Comparison::Less, true) => "before ",
            (Comparison::AtMost, true) => "not after ",
            (Comparison::Greater, true) => "after ",
            (Comparison::AtLeast, true) => "not before ",
            (Comparison::Less, false) => "below ",
            (Comparison::AtMost, false) => "at most ",
            (Comparison::Greater, false) => "above ",
            (Comparison::AtLeast, false) => "at least ",
        };
        format!("{} {are} {relation}{}", self.number(left), self.number(right))
    }

    pub(super) fn number(&self, number: &Number) -> String {
        match &number.node {
            NumberNode::Constant(value) => constant(value, number.quantity),
            NumberNode::Amounts(amounts) => self::amounts(amounts),
            NumberNode::Parameter(index) => match self.literals.get(*index) {
                Some(Literal::Money(amounts)) => self::amounts(amounts),
                Some(Literal::Number(value)) => constant(value, number.quantity),
                Some(Literal::Text(text)) => format!("\"{text}\""),
                Some(Literal::Bool(value)) => value.to_string(),
                None => "an amount".to_owned(),
            },
            NumberNode::Let(index) => match self.named(*index) {
                Some(Expression::Number(inner)) => self.number(inner),
                _ => String::new(),
            },
            NumberNode::Attribute(attribute) => attribute_words(*attribute).to_owned(),
            NumberNode::Metric { metric, .. } | NumberNode::Part { metric, .. } => {
                format!("{}{}", metric.words(), self.window_of(number))
            }
            NumberNode::Total { metric, group, .. } => {
                format!(
                    "{}{}{}",
                    metric.words(),
                    group_words(*group, self.level()),
                    self.window_of(number)
                )
            }
            NumberNode::Derived { metric, over, .. } => {
                let group = match over.node {
                    NumberNode::Total { group, .. } => group_words(group, self.level()),
                    _ => "",
                };
                format!(
                    "{}{}{group}{}",
                    derived_words(*metric),
                    attribution_words(number),
                    self.window_of(number)
                )
            }
            NumberNode::LookedUp { lookup, .. } => {
                format!("what `{}` supplies for it", lookup.name)
            }
            NumberNode::Own { metric, value } => {
                let name = metric.help.as_ref().map_or_else(
                    || format!("`{}`", metric.name),
                    |help| format!("{help} (`{}`)", metric.name),
                );
                let own = metric.bases.iter().any(|base| base.attribution().is_some());
                format!(
                    "{name}{}{}{}",
                    if own {
                        String::new()
                    } else {
                        attribution_words(value)
                    },
                    group_in(value, self.level()),
                    self.window_of(number)
                )
            }
            NumberNode::Aggregate(aggregate) => self.aggregate(aggregate),
            NumberNode::Sum(terms) => {
                let mut out = String::new();
                for (index, (sign, term)) in terms.iter().enumerate() {
                    out.push_str(match (index, sign) {
                        (0, Sign::Plus) => "",
                        (0, Sign::Minus) => "minus ",
                        (_, Sign::Plus) => " plus ",
                        (_, Sign::Minus) => " minus ",
                    });
                    out.push_str(&self.number(term));
                }
                out
            }
            NumberNode::Product(factors) => self.product(factors),
            NumberNode::Negated(inner) => format!("minus {}", self.number(inner)),
            NumberNode::Converted(inner) => {
                let amount = bracketed(
                    self.number(inner),
                    matches!(self.behind(inner).node, NumberNode::Sum(_)),
                );
                match number.quantity {
                    Quantity::MoneyIn(currency) => format!("{amount} in {currency}"),
                    _ => format!("{amount} in the account's currency"),
                }
            }
            NumberNode::Change { now, .. } => {
                format!("the change of {} against the period before", self.number(now))
            }
            NumberNode::Usual { of, .. } => {
                format!(
                    "what is usual for {} (the median of the four weeks before)",
                    self.number(of)
                )
            }
            NumberNode::Script { script, arguments } => {
                let handed_over = self.handed_over(arguments);
                match handed_over.as_slice() {
                    [] => format!("what the script `{}` gives", script.name),
                    some => format!("what the script `{}` makes of {}", script.name, list(some, "and")),
                }
            }
            NumberNode::Elapsed(period) => format!("the share of {} that has passed", period.words()),
            NumberNode::Else { value, fallback } => {
                let nothing = nothing_below(value);
                match fallback {
                    Fallback::Infinite => {
                        format!("{} (infinitely high with {nothing})", self.number(value))
                    }
                    Fallback::Value(other) => {
                        format!("{} ({} with {nothing})", self.number(value), self.number(other))
                    }
                }
            }
        }
    }

    /// What the rule is about; guards are about campaigns.
    fn level(&self) -> Level {
        self.body.map_or(Level::Campaigns, |body| body.scope.level)
    }

    fn aggregate(&self, aggregate: &Aggregate) -> String {
        let all = self.body.map_or(Level::Campaigns, |body| body.scope.level);
        let ignoring = if aggregate.ignoring_missing {
            ", those not known left out"
        } else {
            ""
        };
        let told = match (&aggregate.of, aggregate.form) {
            (Counted::Members, _) => format!("the number of {all} in the scope"),
            (Counted::Condition(condition), _) => {
                format!(
                    "the number of {all} in the scope for which {}",
                    self.clause(condition, Within::And)
                )
            }
            (Counted::Number(number), AggregateForm::Average) => {
                format!(
                    "the average of {} over the {all} in the scope",
                    self.number(number)
                )
            }
            (Counted::Number(number), _) => {
                format!("the sum of {} over the {all} in the scope", self.number(number))
            }
        };
        format!("{told}{ignoring}")
    }

    /// `the 20% of the campaigns with the lowest roas`.
    pub(super) fn front(&self, ranking: &Ranking) -> String {
        let side = if ranking.top { "highest" } else { "lowest" };
        let many = match &ranking.take {
            Take::Count(1) => format!("the {}", self.level().one()),
            Take::Count(count) => format!("the {count} {}", self.level()),
            Take::Share(share) => format!(
                "the {} of the {}",
                constant(share, Quantity::Percent),
                self.level()
            ),
        };
        let by = self.number(&ranking.by);
        format!(
            "{many} with the {side} {}",
            by.strip_prefix("the ").unwrap_or(&by)
        )
    }

    fn ranking(&self, ranking: &Ranking) -> String {
        let side = if ranking.top { "highest" } else { "lowest" };
        let take = match &ranking.take {
            Take::Count(1) => format!("has the {side}"),
            Take::Count(count) => format!("is among the {count} with the {side}"),
            Take::Share(share) => format!(
                "is among the {} with the {side}",
                constant(share, Quantity::Percent)
            ),
        };
        let by = self.number(&ranking.by);
        let by = by.strip_prefix("the ").unwrap_or(&by);
        let within = match ranking.within {
            Group::Scope => "in the scope",
            Group::Account => "in its account",
            Group::Parent | Group::Siblings => "among those beside it",
        };
        let having = ranking.having.as_ref().map_or_else(String::new, |having| {
            format!(" of those for which {}", self.clause(having, Within::And))
        });
        format!("it {take} {by} {within}{having}")
    }

    fn product(&self, factors: &[(Operator, Number)]) -> String {
        // `20% * spend` is a share of it.
        if let [(_, share), (Operator::Times, of)] = factors
            && share.quantity == Quantity::Percent
            && self.is_fixed(share)
        {
            let told = bracketed(
                self.number(of),
                matches!(self.behind(of).node, NumberNode::Sum(_)),
            );
            return format!("{} of {told}", self.number(share));
        }
        let mut out = String::new();
        for (index, (operator, factor)) in factors.iter().enumerate() {
            let told = self.number(factor);
            let told = bracketed(told, matches!(self.behind(factor).node, NumberNode::Sum(_)));
            match (index, operator) {
                (0, _) => {}
                (_, Operator::Times) => out.push_str(" times "),
                (_, Operator::Over) => out.push_str(" divided by "),
            }
            out.push_str(&told);
        }
        out
    }

    /// What a script is handed.
    pub(super) fn handed_over(&self, arguments: &[ScriptArgument]) -> Vec<String> {
        let one = |argument: &ScriptArgument| match argument {
            ScriptArgument::One(number) => self.number(number),
            ScriptArgument::Daily { of, .. } => format!("{} day by day", self.number(of)),
        };
        arguments.iter().map(one).collect()
    }

    pub(super) fn text(&self, text: &Text) -> String {
        match &text.node {
            TextNode::Constant(content) => format!("\"{content}\""),
            TextNode::Parameter(index) => match self.literals.get(*index) {
                Some(Literal::Text(content)) => format!("\"{content}\""),
                _ => "a text".to_owned(),
            },
            TextNode::Attribute(attribute) => attribute_words(*attribute).to_owned(),
            TextNode::LookedUp { lookup, .. } => format!("what `{}` supplies for it", lookup.name),
            TextNode::Let(index) => match self.named(*index) {
                Some(Expression::Text(inner)) => self.text(inner),
                _ => String::new(),
            },
        }
    }

    fn named(&self, index: usize) -> Option<&Expression> {
        self.body?.lets.get(index).map(|found| &found.value)
    }

    /// The number behind names: what a comparison is really about.
    fn behind<'n>(&'n self, number: &'n Number) -> &'n Number {
        match &number.node {
            NumberNode::Let(index) => match self.named(*index) {
                Some(Expression::Number(inner)) => self.behind(inner),
                _ => number,
            },
            _ => number,
        }
    }

    /// What is counted, where the number counts things.
    fn things(&self, number: &Number) -> Option<String> {
        match &self.behind(number).node {
            NumberNode::Metric { metric, .. } => things_of(*metric),
            NumberNode::Attribute(Attribute::DaysLeftInMonth) => Some("days left in the month".to_owned()),
            _ => None,
        }
    }

    /// ` over the last 3 complete days`, unless it has been said for all.
    fn window_of(&self, number: &Number) -> String {
        if self.window_is_said {
            return String::new();
        }
        let window = match &self.behind(number).node {
            NumberNode::Metric { window, .. } | NumberNode::Part { window, .. } => *window,
            NumberNode::Total { window, .. } => *window,
            NumberNode::Derived { over, .. } => match over.node {
                NumberNode::Metric { window, .. } | NumberNode::Total { window, .. } => window,
                _ => return String::new(),
            },
            NumberNode::Own { value, .. } => match first_window(value) {
                Some(window) => window,
                None => return String::new(),
            },
            _ => return String::new(),
        };
        let entry = self.body.and_then(|body| body.windows.get(window));
        entry.map_or_else(String::new, |entry| {
            let words = super::times::window_words(entry.window);
            match entry.window.base {
                WindowBase::Today | WindowBase::Yesterday | WindowBase::ThisWeek | WindowBase::ThisMonth => {
                    format!(" {words}")
                }
                _ => format!(" over {words}"),
            }
        })
    }

    fn is_fixed(&self, number: &Number) -> bool {
        match &self.behind(number).node {
            NumberNode::Constant(_) | NumberNode::Amounts(_) | NumberNode::Parameter(_) => true,
            NumberNode::Negated(inner) => self.is_fixed(inner),
            _ => false,
        }
    }

    fn is_zero(&self, number: &Number) -> bool {
        match &self.behind(number).node {
            NumberNode::Constant(value) => value.is_zero(),
            NumberNode::Parameter(index) => {
                matches!(self.literals.get(*index), Some(Literal::Number(value)) if value.is_zero())
            }
            _ => false,
        }
    }
}

/// The window that a metric of one's own is summed over.
fn first_window(value: &Number) -> Option<usize> {
    let mut found = None;
    value.walk(&mut |part| {
        if let NumberNode::Metric { window, .. }
        | NumberNode::Part { window, .. }
        | NumberNode::Total { window, .. } = part.node
        {
            found = found.or(Some(window));
        }
    });
    found
}

/// ` of its account`, for a metric of one's own.
fn group_in(value: &Number, level: Level) -> &'static str {
    let mut found = "";
    value.walk(&mut |part| match &part.node {
        NumberNode::Total { group, .. } => found = group_words(*group, level),
        NumberNode::Aggregate(aggregate) => found = group_words(aggregate.group, level),
        _ => {}
    });
    found
}

/// `no conversions`: what an undefined quotient has none of.
fn nothing_below(number: &Number) -> String {
    let mut metric = None;
    number.walk(&mut |inner| {
        if let (NumberNode::Derived { under, .. }, None) = (&inner.node, metric)
            && let NumberNode::Metric { metric: found, .. } = under.node
        {
            metric = Some(found);
        }
        if let (NumberNode::Own { value, .. }, None) = (&inner.node, metric)
            && let Some((_, under)) = value.parts_of_quotient()
            && let NumberNode::Metric { metric: found, .. } = under.node
        {
            metric = Some(found);
        }
    });
    match metric {
        Some(metric) => format!("no {}", metric.words()),
        None => "nothing to divide by".to_owned(),
    }
}

/// What a metric counts, where it counts things.
fn things_of(metric: Metric) -> Option<String> {
    metric.is_number_of_things().then(|| metric.words())
}

/// ` within 7 days of a click`, where its results are asked for so.
fn attribution_words(number: &Number) -> String {
    number
        .attribution()
        .map_or_else(String::new, |window| format!(" {}", window.words()))
}

fn bracketed(text: String, needed: bool) -> String {
    if needed { format!("({text})") } else { text }
}

fn constant(value: &Rational, quantity: Quantity) -> String {
    match quantity {
        Quantity::Percent => format!("{}%", decimal(&value.times(&Rational::integer(100)), 6, 0)),
        Quantity::Duration => value
            .to_i64()
            .map_or_else(|| format!("{} seconds", decimal(value, 1, 0)), duration),
        Quantity::Date => crate::explain::date_words(value),
        Quantity::Money if value.is_zero() => "zero".to_owned(),
        _ => decimal(value, 6, 0),
    }
}

/// `$45.00 / €40.00`: the account's currency decides.
pub(super) fn amounts(amounts: &[(Currency, i64)]) -> String {
    let shown: Vec<String> = amounts
        .iter()
        .map(|(currency, micros)| currency.display(*micros))
        .collect();
    shown.join(" / ")
}

const fn group_words(group: Group, level: Level) -> &'static str {
    match group {
        Group::Siblings if matches!(level, Level::Campaigns) => " of the account's other campaigns",
        Group::Parent => " of what it stands in",
        Group::Account => " of its account",
        Group::Siblings => " of the others beside it",
        Group::Scope => " of the whole scope",
    }
}

const fn derived_words(metric: DerivedMetric) -> &'static str {
    match metric {
        DerivedMetric::Ctr => "the click-through rate",
        DerivedMetric::Cpc => "the cost per click",
        DerivedMetric::Cpm => "the cost per thousand impressions",
        DerivedMetric::Cpa => "the cost per conversion",
        DerivedMetric::Cvr => "the conversion rate",
        DerivedMetric::Roas => "the return on ad spend",
        DerivedMetric::Acos => "the advertising cost of sales",
        DerivedMetric::Aov => "the average order value",
    }
}

const fn attribute_words(attribute: Attribute) -> &'static str {
    match attribute {
        Attribute::Name => "the name",
        Attribute::Status => "the status",
        Attribute::Delivery => "the delivery",
        Attribute::Budget => "the daily budget",
        Attribute::Age => "the age",
        Attribute::Channel => "the channel",
        Attribute::BidStrategy => "the bid strategy",
        Attribute::Labels => "the labels",
        Attribute::Platform => "the platform",
        Attribute::Account => "the account",
        Attribute::StartDate => "the first day",
        Attribute::EndDate => "the last day",
        Attribute::TimeSinceChange => "the time since the last change",
        Attribute::Hour => "the hour of the day",
        Attribute::Weekday => "the weekday",
        Attribute::DaysLeftInMonth => "days left in the month",
        Attribute::Bid => "the bid",
        Attribute::MatchType => "the match type",
        Attribute::TermStatus => "the term status",
        Attribute::Currency => "the account's currency",
        Attribute::Objective => "the objective",
        Attribute::TargetCpa => "the target CPA",
        Attribute::TargetRoas => "the target ROAS",
        Attribute::ParentName => "the name of what it stands in",
        Attribute::ParentStatus => "the status of what it stands in",
        Attribute::ParentDelivery => "the delivery of what it stands in",
        Attribute::ParentBudget => "its campaign's daily budget",
        Attribute::ParentBid => "its ad group's bid",
        Attribute::ParentChannel => "its campaign's channel",
        Attribute::ParentBidStrategy => "its campaign's bid strategy",
        Attribute::ParentLabels => "the labels of what it stands in",
    }
}
