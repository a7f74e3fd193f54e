//! A checked rule read back in English, for somebody who does not write rules: scope, schedule, conditions, actions, approval.
//!
//! Written from the checked tree, so that it says what the rule means and not what it looks like. Called by pages and the
//! command line. `phrases` says numbers and conditions, `times` windows and schedules, `guards` reads guards. No values of any campaign here: that is `explain`.

mod guards;
mod phrases;
mod times;

use phrases::Phrases;
use times::{looks_at, one_window, pace, schedule, window_words};

use crate::check::Accept;
use crate::display::{article, duration, list};
use crate::guard::percent;
use crate::literal::Override;
use crate::registry::{Attribute, NotifyChannel, Property, Role};
use crate::rule::{ActionKind, Approval, Lasting, Rule, Unanswered, WithoutData};
use crate::script::Able;
use crate::typed::{
    Action, ActionDetail, Condition, ConditionNode, Far, Literal, Quantity, Release, TextNode, TypedBranch,
    Until,
};

impl Rule {
    /// The rule in English, one sentence a line. `overrides` are parameters and typed literals; one that does not fit is read
    /// as if it were not there.
    #[must_use]
    pub fn in_plain_words(&self, overrides: &[(String, String)]) -> String {
        let body = &self.body;
        let literals: Vec<Literal> = body
            .param_list
            .iter()
            .zip(&body.params)
            .map(|(param, typed)| {
                let value = overrides
                    .iter()
                    .find(|(name, _)| *name == param.name)
                    .and_then(|(_, text)| Override::any_account(param.kind, typed).read(text).ok());
                value.unwrap_or_else(|| typed.default.clone())
            })
            .collect();
        let only_window = one_window(
            body.windows
                .iter()
                .filter(|entry| entry.copy_of.is_none())
                .map(|entry| entry.window),
        );
        let phrases = Phrases {
            body: Some(body),
            literals: &literals,
            window_is_said: only_window.is_some(),
        };
        let mut sentences = vec![looks_at(
            &body.scope,
            body.scope_condition
                .as_ref()
                .map(|condition| phrases.condition(condition)),
        )];
        sentences.push(format!("It checks {}.", schedule(&body.schedule)));
        if let Some(window) = only_window {
            sentences.push(format!("Numbers are those of {}.", window_words(window)));
        }
        for (index, branch) in body.branches.iter().enumerate() {
            sentences.push(branch_sentence(&phrases, index, branch));
        }
        sentences.extend(approval(body.approval, body.far.as_ref(), &body.branches));
        if let Some(share) = &body.hold_out {
            sentences.push(format!(
                "Of the campaigns it looks at, {} are chosen by their ids and left alone, so that its effect can be measured.",
                percent(share)
            ));
        }
        if !body.yields_to.is_empty() {
            let names: Vec<String> = body.yields_to.iter().map(|name| format!("\"{name}\"")).collect();
            sentences.push(format!(
                "Where {} wants or holds something of the same campaign, it steps back.",
                list(&names, "or")
            ));
        }
        if !body.formerly.is_empty() {
            let names: Vec<String> = body.formerly.iter().map(|name| format!("\"{name}\"")).collect();
            sentences.push(format!("It was called {} before.", list(&names, "and")));
        }
        sentences.extend(release(&phrases, &body.release, &body.branches));
        sentences.extend(pace(body));
        if !body.scripts.is_empty() {
            let names: Vec<String> = body
                .scripts
                .iter()
                .map(|script| format!("`{}`", script.name))
                .collect();
            sentences.push(format!(
                "It calls {} {}: nobody can prove what a script computes, so its actions wait for approval.",
                if names.len() == 1 {
                    "the script"
                } else {
                    "the scripts"
                },
                list(&names, "and")
            ));
        }
        sentences.push(match body.without_data {
            WithoutData::Hold => "Without fresh data it does nothing.".to_owned(),
            WithoutData::AlertAfter(seconds) => format!(
                "Without fresh data it does nothing, and after {} somebody is told.",
                duration(seconds)
            ),
        });
        sentences.extend(accepted(&body.accepts));
        sentences.join("\n")
    }
}

/// What is accepted, and why.
fn accepted(accepts: &[Accept]) -> impl Iterator<Item = String> {
    accepts
        .iter()
        .map(|accept| format!("The warning {} is accepted: {}", accept.code, accept.reason))
}

/// What a property is called where its amount is meant.
const fn amount_words(property: Property) -> &'static str {
    match property {
        Property::Budget => "daily budget",
        other => other.words(),
    }
}

fn branch_sentence(phrases: &Phrases<'_>, index: usize, branch: &TypedBranch) -> String {
    let doings: Vec<String> = branch
        .actions
        .iter()
        .map(|action| doing(phrases, action))
        .collect();
    let does = format!("it {}", list(&doings, "and"));
    let Some(condition) = asked(branch) else {
        return if index == 0 {
            format!("At every check {does}.")
        } else {
            format!("Otherwise {does}.")
        };
    };
    let lasting = match branch.lasting {
        None => String::new(),
        Some(Lasting::Checks(count)) => format!(", and stays so for {count} checks on new data"),
        Some(Lasting::For(seconds)) => format!(", and stays so for {}", duration(seconds)),
    };
    let when = if index == 0 { "When" } else { "Otherwise, when" };
    format!("{when} {}{lasting}, {does}.", phrases.condition(condition))
}

/// What the branch was written to ask: who stands on a side of a move, the move says itself.
fn asked(branch: &TypedBranch) -> Option<&Condition> {
    let condition = branch.condition.as_ref()?;
    let moves = branch
        .actions
        .iter()
        .any(|action| matches!(action.detail, ActionDetail::Move(_)));
    match &condition.node {
        ConditionNode::And(parts) if moves => parts
            .first()
            .filter(|first| !matches!(first.node, ConditionNode::AllKnown { .. })),
        _ => Some(condition),
    }
}

fn doing(phrases: &Phrases<'_>, action: &Action) -> String {
    let mut out = done(phrases, action);
    match action.until {
        None => {}
        Some(Until::Time(time)) => out.push_str(&format!(", until {}", time.strftime("%H:%M"))),
        Some(Until::Tomorrow) => out.push_str(", until the next day begins"),
    }
    out
}

/// When what it changed goes back, and who is asked.
fn release(phrases: &Phrases<'_>, release: &Release, branches: &[TypedBranch]) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut ends: Vec<String> = Vec::new();
    ends.extend(
        release
            .when
            .as_ref()
            .map(|condition| format!("when {}", phrases.condition(condition))),
    );
    ends.extend(
        release
            .after
            .map(|seconds| format!("after {}", duration(seconds))),
    );
    if !ends.is_empty() {
        let whichever = if ends.len() > 1 {
            ", whichever comes first"
        } else {
            ""
        };
        sentences.push(format!(
            "What it changed goes back to what it was {}{whichever}, unless somebody else has changed it since.",
            ends.join(" or ")
        ));
    }
    let until = branches
        .iter()
        .flat_map(|branch| &branch.actions)
        .any(|action| action.until.is_some());
    if until && ends.is_empty() {
        sentences
            .push("Then it goes back to what it was, unless somebody else has changed it since.".to_owned());
    }
    if until || !ends.is_empty() {
        sentences.push(if release.without_approval {
            "Going back asks nobody.".to_owned()
        } else {
            "Going back waits for an approval where it raises spend.".to_owned()
        });
    }
    sentences
}

fn done(phrases: &Phrases<'_>, action: &Action) -> String {
    let one = phrases.body.map_or("campaign", |body| body.scope.level.one());
    match &action.detail {
        ActionDetail::Switch => match action.kind {
            ActionKind::Resume => format!("switches the {one} on"),
            _ => format!("pauses the {one}"),
        },
        ActionDetail::Amount {
            property,
            amount,
            up_to,
            down_to,
            changing,
        } => {
            let amount = phrases.number(amount);
            let what = amount_words(*property);
            let mut out = match action.kind {
                ActionKind::Increase => format!("raises the {what} by {amount}"),
                ActionKind::Decrease => format!("cuts the {what} by {amount}"),
                _ => format!("sets the {what} to {amount}"),
            };
            if let Some(most) = changing {
                out.push_str(&format!(", moving it by no more than {}", phrases.number(most)));
            }
            if let Some(cap) = up_to {
                out.push_str(&format!(", to at most {}", phrases.number(cap)));
            }
            if let Some(floor) = down_to {
                out.push_str(&format!(", to no less than {}", phrases.number(floor)));
            }
            out
        }
        ActionDetail::Move(moved) => format!(
            "moves budget from {} to {}, at most {} in all, and leaves at least {} to each that gives",
            phrases.front(&moved.from),
            phrases.front(&moved.to),
            if moved.at_most.quantity == Quantity::Percent {
                format!("{} of the pool's budget", phrases.number(&moved.at_most))
            } else {
                phrases.number(&moved.at_most)
            },
            phrases.number(&moved.keeping)
        ),
        ActionDetail::Negative { matching, text } => {
            let keyword = match text.node {
                TextNode::Attribute(Attribute::Name) => "the search".to_owned(),
                _ => phrases.text(text),
            };
            let article = article(matching.as_str());
            format!("adds {keyword} to its ad group as {article} {matching} negative keyword")
        }
        ActionDetail::Label { label } if action.kind == ActionKind::AddLabel => {
            format!("gives the {one} the label \"{label}\"")
        }
        ActionDetail::Label { label } => format!("takes the label \"{label}\" off the {one}"),
        ActionDetail::Script { script, arguments } => {
            let handed_over = phrases.handed_over(arguments);
            let of = if handed_over.is_empty() {
                String::new()
            } else {
                format!(" of {}", list(&handed_over, "and"))
            };
            let may: Vec<String> = script.able().iter().map(|able| possible(*able, one)).collect();
            format!(
                "does what the script `{}` makes{of}: it may {}, or do nothing",
                script.name,
                list(&may, "or")
            )
        }
        ActionDetail::Notify { channel, target, .. } => match channel {
            NotifyChannel::Slack => format!("tells {target} on Slack"),
            NotifyChannel::Email => format!("writes an e-mail to {target}"),
        },
    }
}

/// What a script may do: `cut the budget`.
fn possible((kind, property): Able, one: &str) -> String {
    let what = property.map_or("", amount_words);
    match kind {
        ActionKind::Pause => format!("pause the {one}"),
        ActionKind::Resume => format!("switch the {one} on"),
        ActionKind::Increase => format!("raise the {what}"),
        ActionKind::Decrease => format!("cut the {what}"),
        ActionKind::Notify => "tell somebody".to_owned(),
        _ => format!("set the {what}"),
    }
}

fn changes_something(branches: &[TypedBranch]) -> bool {
    branches
        .iter()
        .flat_map(|branch| &branch.actions)
        .any(Action::can_change)
}

fn approval(approval: Approval, far: Option<&Far>, branches: &[TypedBranch]) -> Option<String> {
    if !changes_something(branches) {
        return Some("It changes nothing by itself: it only tells.".to_owned());
    }
    Some(match approval {
        Approval::Policy => {
            "Every change waits for an approval, as the organisation's policy says.".to_owned()
        }
        Approval::Without => {
            "Pauses and cuts go ahead without approval; whatever raises spend still waits for one.".to_owned()
        }
        Approval::By {
            role,
            needed,
            within,
            unanswered,
        } => {
            let who = match (role, needed) {
                (Role::Admin, 1) => "An admin has".to_owned(),
                (Role::Manager, 1) => "A manager has".to_owned(),
                (Role::Marketer, 1) => "Somebody has".to_owned(),
                (Role::Admin, many) => format!("{many} admins have"),
                (Role::Manager, many) => format!("{many} managers have"),
                (Role::Marketer, many) => format!("{many} people have"),
            };
            let within = within.map_or_else(String::new, |seconds| format!(" within {}", duration(seconds)));
            match unanswered {
                Unanswered::Expire if within.is_empty() => format!("{who} to approve each change."),
                Unanswered::Expire => format!("{who} to approve each change{within}, or it lapses."),
                Unanswered::Escalate { to } => format!(
                    "{who} to approve each change{within}; if nobody answers, {} is asked for as long again, and then it lapses.",
                    match to {
                        Role::Admin => "an admin",
                        Role::Manager => "a manager",
                        Role::Marketer => "somebody",
                    }
                ),
                Unanswered::Apply => format!(
                    "{who} to approve each change{within}; if nobody answers, pauses and cuts go ahead and everything else lapses."
                ),
            }
        }
        Approval::IfBudgetMoves => {
            let mut bounds: Vec<String> = Vec::new();
            if let Some(far) = far {
                bounds.extend(far.share.as_ref().map(percent));
                if !far.amounts.is_empty() {
                    bounds.push(phrases::amounts(&far.amounts));
                }
            }
            format!(
                "A manager has to approve each change of a budget by more than {}; pauses and smaller cuts go ahead without \
                 approval; whatever raises spend still waits for one.",
                list(&bounds.iter().map(String::as_str).collect::<Vec<_>>(), "or")
            )
        }
    })
}
