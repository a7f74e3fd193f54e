//! Calls of scripts: where a number stands, and behind `run script`.

use std::sync::Arc;

use crate::check::names::{Place, Scope};
use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::plural;
use crate::registry::{Attribute, metric_named};
use crate::rule::ActionKind;
use crate::script::{ACTIONS, FUNCTIONS, Gives, Parameter, Script, ScriptKind};
use crate::span::Span;
use crate::syntax::tree::{Expr, Spanned};
use crate::typed::{ActionDetail, Number, NumberNode, ScriptArgument};
use crate::window::{Window, WindowBase};

/// The longest window that is handed over day by day.
const MOST_DAILY: u16 = 92;

impl Scope<'_> {
    /// `trend(conversions over last 14 days)`.
    pub(super) fn script_call(
        &mut self,
        expr: &Expr,
        name: &Spanned<String>,
        arguments: &[Expr],
    ) -> Option<Number> {
        if matches!(self.place, Place::Where | Place::GuardWhere) {
            self.say(
                Diagnostic::new(
                    "E0210",
                    expr.span,
                    format!("`{}` is a script, and `where` reads attributes only", name.value),
                )
                .help("put it behind `when`; `where` says which campaigns the rule is about"),
            );
            return None;
        }
        let (script, arguments) = self.script_with(expr.span, name, arguments, false)?;
        let Gives::Number(kind) = &script.gives else {
            return None;
        };
        Some(Number {
            span: self.relative(expr.span),
            quantity: kind.quantity(),
            node: NumberNode::Script { script, arguments },
        })
    }

    /// `run script trim(budget)`.
    pub(super) fn run_script(
        &mut self,
        span: Span,
        name: &Spanned<String>,
        arguments: &[Expr],
    ) -> Option<(ActionKind, ActionDetail)> {
        let (script, arguments) = self.script_with(span, name, arguments, true)?;
        for property in script.able().iter().filter_map(|(_, property)| *property) {
            self.writes(property, span)?;
        }
        Some((ActionKind::RunScript, ActionDetail::Script { script, arguments }))
    }

    /// The script of this name with what it is handed, where it gives what is wanted.
    fn script_with(
        &mut self,
        span: Span,
        name: &Spanned<String>,
        arguments: &[Expr],
        wants_actions: bool,
    ) -> Option<(Arc<Script>, Vec<ScriptArgument>)> {
        let known = self.scripts.sound;
        let Some(script) = known.iter().find(|script| script.name == name.value) else {
            if !self.scripts.doubtful.contains(&name.value) {
                self.no_script(name, wants_actions);
            }
            return None;
        };
        let script = Arc::clone(script);
        let wrong = match &script.gives {
            Gives::Number(_) if wants_actions => Some((
                "a number, and `run script` does what a script returns",
                format!(
                    "it is declared as `{}`: its value stands where a number does; a script to run is declared with `-> {ACTIONS}`",
                    script.signature()
                ),
            )),
            Gives::Actions(_) if !wants_actions => Some((
                "actions, and a number stands here",
                format!("write `run script {}(…)` behind `then`", script.name),
            )),
            _ => None,
        };
        if let Some((gives, help)) = wrong {
            self.say(
                Diagnostic::new(
                    "E0378",
                    name.span,
                    format!("the script `{}` gives {gives}", script.name),
                )
                .help(help),
            );
            return None;
        }
        if script.params.len() != arguments.len() {
            let wanted = script.signature();
            self.say(
                Diagnostic::new(
                    "E0243",
                    span,
                    format!(
                        "`{}` takes {}, and here are {}",
                        name.value,
                        plural(i64::try_from(script.params.len()).unwrap_or(0), "argument"),
                        arguments.len()
                    ),
                )
                .help(format!("it is declared as `{wanted}`")),
            );
            return None;
        }
        let typed: Vec<Option<ScriptArgument>> = script
            .params
            .iter()
            .zip(arguments)
            .map(|(param, argument)| self.script_argument(&script, param, argument))
            .collect();
        let arguments: Vec<ScriptArgument> = typed.into_iter().collect::<Option<_>>()?;
        if !self.called.iter().any(|called| called.name == script.name) {
            self.called.push(Arc::clone(&script));
        }
        Some((script, arguments))
    }

    fn no_script(&mut self, name: &Spanned<String>, wants_actions: bool) {
        let said = Diagnostic::new("E0243", name.span, format!("there is no script `{}`", name.value));
        let known = self.scripts.sound.iter().map(|script| script.name.as_str());
        let meant = nearest(&name.value, known).map(str::to_owned);
        let is_name = metric_named(&name.value).is_some() || name.value.parse::<Attribute>().is_ok();
        self.say(match meant {
            Some(meant) => said.help(format!("did you mean `{meant}`?")).possible_fix(
                format!("write `{meant}`"),
                name.span,
                meant,
            ),
            None if matches!(name.value.as_str(), "sum" | "total") => {
                said.help("a metric is the sum over its window already: write `spend over last 7 days`")
            }
            None if matches!(name.value.as_str(), "avg" | "average" | "mean") => said.help(
                "quotients such as `cpc` are computed from the sums of their window; for a mean day write \
                 `spend over last 7 days / 7`, for a mean of campaigns `average of spend over last 7 days in scope`",
            ),
            None if is_name => said.help(format!("`{}` stands without parentheses", name.value)),
            None if FUNCTIONS.iter().any(|(function, _)| *function == name.value) => {
                said.help(format!("`{}` is known inside of scripts only", name.value))
            }
            None if wants_actions => said.help(format!(
                "declare it in this text: `script {}(now: money) -> {ACTIONS} {{ … }}`",
                name.value
            )),
            None => said.help(format!(
                "declare it in this text: `script {}(daily: count per day) -> ratio {{ … }}`",
                name.value
            )),
        });
    }

    fn script_argument(
        &mut self,
        script: &Script,
        param: &Parameter,
        argument: &Expr,
    ) -> Option<ScriptArgument> {
        let number = self.number(argument)?;
        self.finite([&number].into_iter())?;
        if !param.kind.takes(number.quantity) {
            let article = match param.kind {
                ScriptKind::Money => "an amount of money",
                ScriptKind::Percent | ScriptKind::Ratio => "a percentage or ratio",
                ScriptKind::Count => "a count",
                ScriptKind::Duration => "a duration",
            };
            self.say(
                Diagnostic::new(
                    "E0203",
                    argument.span,
                    format!(
                        "`{}` of `{}` is {article}, and this is {}",
                        param.name,
                        script.name,
                        number.quantity.words()
                    ),
                )
                .help(format!("it is declared as `{}`", script.signature())),
            );
            return None;
        }
        if !param.daily {
            return Some(ScriptArgument::One(number));
        }
        let days = self.each_day(&number, argument, param)?;
        Some(ScriptArgument::Daily { of: number, days })
    }

    /// The same number of each day of its window, the oldest first.
    fn each_day(&mut self, number: &Number, argument: &Expr, param: &Parameter) -> Option<Vec<Number>> {
        let written = self.source(argument.span);
        if !self.is_measured(number) {
            self.say(
                Diagnostic::new(
                    "E0244",
                    argument.span,
                    format!(
                        "`{}` takes a value for each day, and `{written}` is not measured over a window",
                        param.name
                    ),
                )
                .help("write `conversions over last 14 days`"),
            );
            return None;
        }
        let measured = self.measured_in(number);
        let mut lengths: Vec<Window> = Vec::new();
        for (_, index) in measured {
            let window = self.windows.get(index)?.window;
            if !lengths.contains(&window) {
                lengths.push(window);
            }
        }
        let days = match lengths.as_slice() {
            [
                Window {
                    base:
                        WindowBase::LastDays {
                            days,
                            including_today: false,
                            ..
                        },
                    since_creation: false,
                    moved: None,
                    ..
                },
            ] if (2..=MOST_DAILY).contains(days) => *days,
            _ => {
                self.say(
                    Diagnostic::new(
                        "E0244",
                        argument.span,
                        format!(
                            "`{}` takes a value for each day, and this is not over one window of complete days",
                            param.name
                        ),
                    )
                    .help(format!(
                        "use one window from `last 2 days` to `last {MOST_DAILY} days`, `settled` and `ending … ago` if you like"
                    )),
                );
                return None;
            }
        };
        let mut found = Vec::new();
        for back in (0..days).rev() {
            found.push(self.day_of(number, back, argument.span)?);
        }
        Some(found)
    }
}
