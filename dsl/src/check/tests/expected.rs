//! What a test expects: of which campaign, which action in which state, on which grounds.

use crate::check::actions::amount_named;
use crate::check::labels;
use crate::check::suggestion::nearest;
use crate::check::tests::Reading;
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::effects::Direction;
use crate::negative::NegativeKeyword;
use crate::rational::Rational;
use crate::registry::{AttributeKind, NegativeMatch, Property, attributes, metrics};
use crate::rule::{ActionKind, Rule};
use crate::span::Span;
use crate::syntax::test_trees::{ExpectClause, ExpectSyntax, ExpectedAction, GroundSyntax, GroundValue};
use crate::syntax::tree::{AmountVerb, LiteralSyntax, Spanned};
use crate::testing::script::{
    ActionWanted, Expectation, Expected, Ground, GroundIs, GroundKind, StateWanted, Step,
};

/// Calls `note` for every literal of an expectation.
pub(super) fn literals(expect: &ExpectClause, note: &mut impl FnMut(&LiteralSyntax, Span)) {
    if let ExpectSyntax::Acts { action, .. } = &expect.what
        && let ExpectedAction::Amount { to: Some(to), .. } | ExpectedAction::Move { to: Some(to) } =
            &action.value
    {
        note(&to.value, to.span);
    }
    for ground in &expect.because {
        if let GroundValue::Literal(literal) = &ground.is.value {
            note(literal, ground.is.span);
        }
    }
}

impl Reading<'_> {
    pub(super) fn expectation(&mut self, expect: &ExpectClause) {
        let object = self.known(&expect.of);
        let by = match &expect.by {
            None => Some(None),
            Some(name) => self.doer(name).map(Some),
        };
        let what = match &expect.what {
            ExpectSyntax::Nothing => Some(Expected::Nothing),
            ExpectSyntax::Unknown => Some(Expected::Unknown),
            ExpectSyntax::Acts { action, state } => self.acts(action, state, by.flatten()),
        };
        let because: Vec<Ground> = expect
            .because
            .iter()
            .filter_map(|ground| self.ground(ground))
            .collect();
        if let (Some(object), Some(by), Some(what)) = (object, by, what) {
            self.steps.push(Step::Expect(Expectation {
                span: expect.span,
                object,
                by,
                what,
                because,
            }));
        }
    }

    /// Whose doing it is: one of the test's rules.
    fn doer(&mut self, name: &Spanned<String>) -> Option<usize> {
        let found = self.rules.iter().position(|rule| rule.name() == name.value);
        if found.is_none() && self.complete {
            let names: Vec<&str> = self.rules.iter().map(|rule| rule.name()).collect();
            let message = format!("the test is not of the rule `{}`", name.value);
            let diagnostic = Diagnostic::new("E0806", name.span, message);
            let meant = nearest(&name.value, names.iter().copied()).map(str::to_owned);
            let all: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            self.say(match meant {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")).safe_fix(
                    format!("write `{meant}`"),
                    name.span,
                    format!("\"{meant}\""),
                ),
                None => diagnostic.help(format!(
                    "it is of {}; name this one too: `test \"…\" of \"…\", \"{}\"`",
                    list(&all, "and"),
                    name.value
                )),
            });
        }
        found
    }

    /// A value of the property, in its cells.
    fn cell_of(&mut self, property: Property, to: &Spanned<LiteralSyntax>) -> Option<i64> {
        let is_ratio = property.attribute().kind() == AttributeKind::Ratio;
        let cell = match &to.value {
            LiteralSyntax::Money(_, micros) if !is_ratio => Some(*micros),
            LiteralSyntax::Number(ratio) if is_ratio => ratio.to_millionths(),
            LiteralSyntax::Broken => return None,
            _ => None,
        };
        if cell.is_none() {
            let written = to.span.of(self.text);
            let example = if is_ratio { "4" } else { "$200" };
            self.say(
                Diagnostic::new(
                    "E0806",
                    to.span,
                    format!("a {} never is `{written}`", property.words()),
                )
                .help(format!("write `set {property} to {example}`")),
            );
        }
        cell
    }

    fn keyword(&mut self, matching: NegativeMatch, text: &Spanned<String>) -> Option<NegativeKeyword> {
        let fault = match NegativeKeyword::new(matching, &text.value) {
            Ok(keyword) => return Some(keyword),
            Err(fault) => fault,
        };
        let message = format!("no rule adds `{}`: {}", text.value, fault.words());
        self.say(Diagnostic::new("E0806", text.span, message));
        None
    }

    fn acts(
        &mut self,
        action: &Spanned<ExpectedAction>,
        state: &Spanned<String>,
        by: Option<usize>,
    ) -> Option<Expected> {
        let is_message = matches!(action.value, ExpectedAction::Notify { .. });
        let state = self.state(state, is_message)?;
        let (wanted, kinds): (ActionWanted, &[ActionKind]) = match &action.value {
            ExpectedAction::Pause => (ActionWanted::Pause, &[ActionKind::Pause]),
            ExpectedAction::Resume => (ActionWanted::Resume, &[ActionKind::Resume]),
            ExpectedAction::Notify { says } => (
                ActionWanted::Notify(says.as_ref().map(|says| says.value.clone())),
                &[ActionKind::Notify],
            ),
            ExpectedAction::Negative { matching, text } => (
                ActionWanted::Negative {
                    matching: *matching,
                    keyword: match text {
                        None => None,
                        Some(text) => Some(self.keyword(*matching, text)?),
                    },
                },
                &[ActionKind::AddNegative],
            ),
            ExpectedAction::Label { is_there, label } => (
                ActionWanted::Label {
                    is_there: *is_there,
                    label: label.as_ref().map(|label| label.value.clone()),
                },
                if *is_there {
                    &[ActionKind::AddLabel]
                } else {
                    &[ActionKind::RemoveLabel]
                },
            ),
            ExpectedAction::Move { to } => (
                ActionWanted::Amount {
                    property: Property::Budget,
                    direction: None,
                    to: micros(to.as_ref()),
                },
                &[ActionKind::Move],
            ),
            ExpectedAction::Amount { verb, property, to } => {
                let Some(property) = amount_named(&property.value) else {
                    self.say(
                        Diagnostic::new(
                            "E0806",
                            property.span,
                            format!("no rule changes `{}`", property.value),
                        )
                        .help("write `increase budget`, `decrease budget` or `set budget`, or the same with `bid`, `target_cpa` or `target_roas`"),
                    );
                    return None;
                };
                let to = match to {
                    None => None,
                    Some(to) => Some(self.cell_of(property, to)?),
                };
                let direction = match verb {
                    AmountVerb::Set => None,
                    AmountVerb::Increase => Some(Direction::Raise),
                    AmountVerb::Decrease => Some(Direction::Cut),
                };
                (
                    ActionWanted::Amount {
                        property,
                        direction,
                        to,
                    },
                    &[
                        ActionKind::Set,
                        ActionKind::Increase,
                        ActionKind::Decrease,
                        ActionKind::Move,
                    ],
                )
            }
        };
        let doers: Vec<&Rule> = match by {
            Some(rule) => self.rules.get(rule).copied().into_iter().collect(),
            None => self.rules.to_vec(),
        };
        if (self.complete || by.is_some()) && !doers.iter().any(|rule| does(rule, kinds, &wanted)) {
            let written = crate::display::one_line(action.span.of(self.text));
            let has: Vec<String> = doers
                .iter()
                .flat_map(|rule| rule.branches())
                .flat_map(|branch| &branch.actions)
                .map(|action| format!("`{}`", action.text))
                .collect();
            self.say(
                Diagnostic::new(
                    "E0806",
                    action.span,
                    format!(
                        "{} does `{written}`",
                        if doers.len() == 1 {
                            "the rule never"
                        } else {
                            "none of these rules ever"
                        }
                    ),
                )
                .help(format!("it has {}", list(&has, "and"))),
            );
            return None;
        }
        Some(Expected::Acts {
            action: wanted,
            state,
        })
    }

    fn state(&mut self, state: &Spanned<String>, is_message: bool) -> Option<StateWanted> {
        let fits = |wanted: &StateWanted| match wanted {
            StateWanted::Sent => is_message,
            StateWanted::Pending | StateWanted::Blocked | StateWanted::HeldOut => true,
            _ => !is_message,
        };
        let all = StateWanted::ALL.iter().filter(|wanted| fits(wanted));
        let found = all.clone().find(|wanted| wanted.as_str() == state.value).copied();
        if found.is_none() {
            let words: Vec<&str> = all.map(|wanted| wanted.as_str()).collect();
            let diagnostic = Diagnostic::new(
                "E0806",
                state.span,
                format!(
                    "{} is never `{}`",
                    if is_message { "a message" } else { "an action" },
                    state.value
                ),
            );
            self.say(match nearest(&state.value, words.iter().copied()) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")).safe_fix(
                    format!("write `{meant}`"),
                    state.span,
                    meant,
                ),
                None => diagnostic.help(format!("write {}", list(&words, "or"))),
            });
        }
        found
    }

    fn ground(&mut self, ground: &GroundSyntax) -> Option<Ground> {
        let name = ground.name.value.as_str();
        let bare = name.strip_prefix("this.").unwrap_or(name);
        let bare = bare.split('[').next().unwrap_or(bare).trim_end();
        if self.complete {
            let rules = self.rules;
            let lets = rules
                .iter()
                .flat_map(|rule| rule.body.lets.iter().map(|found| found.name.as_str()));
            let params = rules
                .iter()
                .flat_map(|rule| rule.params().iter().map(|found| found.name.as_str()));
            let of_the_language = metrics()
                .iter()
                .map(|info| info.name)
                .chain(attributes().iter().map(|info| info.name));
            let own = self.definitions.names();
            let known = lets.chain(params).chain(own).chain(of_the_language);
            if !known.clone().any(|other| other == bare) {
                let found = Diagnostic::new(
                    "E0807",
                    ground.name.span,
                    format!("there is no value `{name}` here"),
                );
                self.say(match nearest(bare, known) {
                    Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                        format!("write `{meant}`"),
                        ground.name.span,
                        meant,
                    ),
                    None => found.help("name a `let`, a `param`, a metric or an attribute of the rule"),
                });
                return None;
            }
        }
        let is = match &ground.is.value {
            GroundValue::Missing => GroundIs::Missing,
            GroundValue::Infinite => GroundIs::Infinite,
            GroundValue::Word(word) => GroundIs::Text(word.clone()),
            GroundValue::Literal(literal) => number(literal)?,
        };
        Some(Ground {
            span: ground.span,
            value: ground.value.value.clone(),
            is,
        })
    }
}

fn micros(amount: Option<&Spanned<LiteralSyntax>>) -> Option<i64> {
    match amount.map(|amount| &amount.value) {
        Some(LiteralSyntax::Money(_, micros)) => Some(*micros),
        _ => None,
    }
}

fn does(rule: &Rule, kinds: &[ActionKind], wanted: &ActionWanted) -> bool {
    // What is held comes back: a pause as a resume, a resume as a pause, a label the other way round.
    let way_back = |kind: ActionKind| match kind {
        ActionKind::Pause => ActionKind::Resume,
        ActionKind::Resume => ActionKind::Pause,
        ActionKind::AddLabel => ActionKind::RemoveLabel,
        ActionKind::RemoveLabel => ActionKind::AddLabel,
        kind => kind,
    };
    let amount = match wanted {
        ActionWanted::Amount { property, .. } => Some(*property),
        _ => None,
    };
    let label = match wanted {
        ActionWanted::Label { label, .. } => label.as_deref(),
        _ => None,
    };
    let body = &rule.body;
    body.branches
        .iter()
        .flat_map(|branch| &branch.actions)
        .filter(|action| label.is_none() || labels::of(action) == label)
        .flat_map(|action| action.able().into_iter().map(move |able| (action, able)))
        .filter(|(_, (_, property))| amount.is_none() || *property == amount)
        .any(|(action, (kind, _))| {
            let is_held = body.release.holds() || action.until.is_some();
            kinds.contains(&kind) || (is_held && kinds.contains(&way_back(kind)))
        })
}

fn number(literal: &LiteralSyntax) -> Option<GroundIs> {
    let (number, kind) = match literal {
        LiteralSyntax::Money(currency, micros) => (Rational::integer(*micros), GroundKind::Money(*currency)),
        LiteralSyntax::Percent(share) => (share.clone(), GroundKind::Percent),
        LiteralSyntax::Duration(seconds) => (Rational::integer(*seconds), GroundKind::Duration),
        LiteralSyntax::Number(number) => (number.clone(), GroundKind::Plain),
        LiteralSyntax::Date(date) => return Some(GroundIs::Date(*date)),
        LiteralSyntax::Text(text) => return Some(GroundIs::Text(text.clone())),
        LiteralSyntax::Bool(value) => return Some(GroundIs::Text(value.to_string())),
        LiteralSyntax::Time(_) | LiteralSyntax::Broken => return None,
    };
    let shown = match kind {
        GroundKind::Money(_) => number.over(&Rational::integer(crate::money::MICROS_PER_UNIT))?,
        GroundKind::Percent => number.times(&Rational::integer(100)),
        _ => number.clone(),
    };
    let decimals = (0..=6).find(|digits| shown.times(&power_of_ten(*digits)).is_integer());
    Some(GroundIs::Number {
        number,
        decimals: decimals.unwrap_or(6),
        kind,
    })
}

fn power_of_ten(digits: u32) -> Rational {
    Rational::integer(10_i64.checked_pow(digits).unwrap_or(1))
}
