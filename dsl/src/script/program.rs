//! A script that was compiled: what it takes and gives, and how one run of it ends.

use std::sync::Arc;

use rhai::{AST, Array, Dynamic, Engine, EvalAltResult, Position, Scope};
use rust_decimal::Decimal;

use crate::rational::Rational;
use crate::script::engine::{ACTIONS as MAKING, NUMBERS, decimal};
use crate::script::kinds::{ACTIONS, ScriptKind};
use crate::script::returned::{self, Able, Returned};
use crate::table::MissingReason;

/// An argument as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: ScriptKind,
    /// `per day`: a value for each day of a window, the oldest first.
    pub(crate) daily: bool,
}

/// What a script gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    Number(ScriptKind),
    /// A list of actions, of these kinds.
    Actions(Vec<Able>),
}

impl Gives {
    fn engine(&self) -> &'static Engine {
        match self {
            Self::Number(_) => &NUMBERS,
            Self::Actions(_) => &MAKING,
        }
    }
}

/// A script without errors.
#[derive(Clone)]
pub(crate) struct Script {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    pub(crate) params: Vec<Parameter>,
    pub(crate) gives: Gives,
    /// The item as written.
    pub(crate) text: String,
    /// The line of the text on which the body begins, from 1.
    pub(crate) line: usize,
    ast: Arc<AST>,
}

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Script")
            .field("name", &self.name)
            .field("text", &self.text)
            .finish_non_exhaustive()
    }
}

/// What stands for one parameter in one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    One(Rational),
    Daily(Vec<Rational>),
}

/// Why a run gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) reason: MissingReason,
    /// In a person's words, with the line of the file.
    pub(crate) detail: String,
}

/// Why a body is no script, and where: line and column of the body, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) message: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Script {
    /// Compiles a body, and runs it once on made-up values to find mistakes of kind.
    ///
    /// # Errors
    /// [`Refused`], where the body is not one expression over these parameters that gives what it should.
    pub(crate) fn compile(
        name: &str,
        doc: Option<String>,
        params: Vec<Parameter>,
        gives: Gives,
        text: &str,
        body: &str,
        line: usize,
    ) -> Result<Self, Refused> {
        let mut declared = Scope::new();
        for param in &params {
            declared.push_constant(param.name.as_str(), ());
        }
        let ast = gives
            .engine()
            .compile_expression_with_scope(&declared, body)
            .map_err(|error| refused(parse_words(error.err_type()), error.position()))?;
        let script = Self {
            name: name.to_owned(),
            doc,
            params,
            gives,
            text: text.to_owned(),
            line,
            ast: Arc::new(ast),
        };
        let mut scope = Scope::new();
        for param in &script.params {
            let value = || Dynamic::from_decimal(param.kind.sample());
            let sample = if param.daily {
                Dynamic::from_array((0..7).map(|_| value()).collect())
            } else {
                value()
            };
            scope.push_constant_dynamic(param.name.as_str(), sample);
        }
        let found = match script
            .gives
            .engine()
            .eval_ast_with_scope::<Dynamic>(&mut scope, &script.ast)
        {
            Ok(found) => found,
            // Values decide about these: the made-up ones prove nothing.
            Err(error) => {
                return match error.unwrap_inner() {
                    EvalAltResult::ErrorArithmetic(..) | EvalAltResult::ErrorArrayBounds(..) => Ok(script),
                    inner => Err(refused(run_words(inner), innermost(&error))),
                };
            }
        };
        let wrong = match &script.gives {
            Gives::Number(_) => decimal(&found).is_none().then(|| {
                format!(
                    "it gives {}, and a script gives a number",
                    kind_words(found.type_name())
                )
            }),
            Gives::Actions(_) => returned::list_of(&found).err(),
        };
        match wrong {
            None => Ok(script),
            Some(message) => Err(Refused {
                message,
                line: 1,
                column: 1,
            }),
        }
    }

    /// As its head says it: `trend(daily: count per day) -> ratio`.
    pub(crate) fn signature(&self) -> String {
        let params: Vec<String> = self
            .params
            .iter()
            .map(|param| {
                let daily = if param.daily { " per day" } else { "" };
                format!("{}: {}{daily}", param.name, param.kind.as_str())
            })
            .collect();
        let gives = match &self.gives {
            Gives::Number(kind) => kind.as_str(),
            Gives::Actions(_) => ACTIONS,
        };
        format!("{}({}) -> {gives}", self.name, params.join(", "))
    }

    /// What it can do to its object, whatever it is handed; nothing for one that gives a number.
    pub(crate) fn able(&self) -> &[Able] {
        match &self.gives {
            Gives::Number(_) => &[],
            Gives::Actions(able) => able,
        }
    }

    /// One run of a script that gives a number. The same arguments give the same result for good.
    ///
    /// # Errors
    /// [`Failure`], when the script reached a limit or could not compute its result.
    pub(crate) fn run(&self, arguments: &[Argument]) -> Result<Rational, Failure> {
        let found = self.result(arguments)?;
        Ok(match &self.gives {
            Gives::Number(kind) => kind.leave(found),
            // The checker lets no other one come here.
            Gives::Actions(_) => Rational::zero(),
        })
    }

    /// As [`Self::run`], as the script gave it.
    pub(crate) fn result(&self, arguments: &[Argument]) -> Result<Decimal, Failure> {
        let found = self.evaluated(arguments)?;
        decimal(&found).ok_or_else(|| Failure {
            reason: MissingReason::ScriptFailed,
            detail: format!(
                "the script `{}` gave {}, and a script gives a number",
                self.name,
                kind_words(found.type_name())
            ),
        })
    }

    /// One run of a script that gives actions. The same arguments give the same actions for good.
    ///
    /// # Errors
    /// [`Failure`], when the script reached a limit, could not compute its result, or gave something else.
    pub(crate) fn actions(&self, arguments: &[Argument]) -> Result<Vec<Returned>, Failure> {
        let found = self.evaluated(arguments)?;
        returned::list_of(&found).map_err(|why| Failure {
            reason: MissingReason::ScriptFailed,
            detail: format!("the script `{}`: {why}", self.name),
        })
    }

    fn evaluated(&self, arguments: &[Argument]) -> Result<Dynamic, Failure> {
        let mut scope = Scope::new();
        for (param, argument) in self.params.iter().zip(arguments) {
            let enter = |value: &Rational| {
                param
                    .kind
                    .enter(value)
                    .map(Dynamic::from_decimal)
                    .ok_or_else(|| Failure {
                        reason: MissingReason::Overflow,
                        detail: format!(
                            "`{}` is larger than the script `{}` can take",
                            param.name, self.name
                        ),
                    })
            };
            let value = match argument {
                Argument::One(value) => enter(value)?,
                Argument::Daily(values) => {
                    Dynamic::from_array(values.iter().map(enter).collect::<Result<Array, Failure>>()?)
                }
            };
            scope.push_constant_dynamic(param.name.as_str(), value);
        }
        self.gives
            .engine()
            .eval_ast_with_scope::<Dynamic>(&mut scope, &self.ast)
            .map_err(|error| self.failure(&error))
    }

    fn failure(&self, error: &EvalAltResult) -> Failure {
        let inner = error.unwrap_inner();
        let reason = match inner {
            EvalAltResult::ErrorTooManyOperations(..)
            | EvalAltResult::ErrorTooManyVariables(..)
            | EvalAltResult::ErrorStackOverflow(..)
            | EvalAltResult::ErrorDataTooLarge(..) => MissingReason::ScriptLimit,
            _ => MissingReason::ScriptFailed,
        };
        let place = match innermost(error).line() {
            Some(line) => format!(", line {}", self.line.saturating_add(line).saturating_sub(1)),
            None => String::new(),
        };
        Failure {
            reason,
            detail: format!("the script `{}`{place}: {}", self.name, run_words(inner)),
        }
    }
}

fn refused(message: String, position: Position) -> Refused {
    Refused {
        message,
        line: position.line().unwrap_or(1),
        column: position.position().unwrap_or(1),
    }
}

/// Where an error really arose, beneath the calls around it.
fn innermost(error: &EvalAltResult) -> Position {
    let mut error = error;
    let mut found = error.position();
    while let EvalAltResult::ErrorInFunctionCall(_, _, inner, at) = error {
        if found.is_none() {
            found = *at;
        }
        error = inner;
        if !error.position().is_none() {
            found = error.position();
        }
    }
    found
}

pub(super) fn kind_words(kind: &str) -> &'static str {
    match kind {
        "array" => "a series",
        "bool" => "true or false",
        "()" => "nothing",
        "string" | "char" => "a text",
        "decimal" | "i64" => "a number",
        kind if kind.contains("String") => "a text",
        kind if kind.ends_with("::Returned") => "an action",
        kind if kind.ends_with("::Share") => "a share",
        _ => "something else",
    }
}

fn parse_words(error: &rhai::ParseErrorType) -> String {
    use rhai::ParseErrorType as E;
    match error {
        E::UnexpectedEOF => "the script ends too early".to_owned(),
        E::ExprTooDeep => "the script is nested too deep, or has too many operators in a row".to_owned(),
        E::LiteralTooLarge(what, _) if what.contains("string") => {
            format!("a text in a script has at most {} bytes", returned::MOST_TEXT)
        }
        E::LiteralTooLarge(..) => "a list in a script holds at most 400 values".to_owned(),
        E::VariableUndefined(name) => {
            format!("unknown name `{name}`: a script sees its arguments and nothing else")
        }
        E::AssignmentToConstant(_) | E::AssignmentToInvalidLHS(_) => {
            "a script changes nothing: it is one expression".to_owned()
        }
        E::Reserved(word) | E::UnknownOperator(word) => format!("`{word}` means nothing in a script"),
        E::MissingToken(wanted, _) => format!("expected `{wanted}`"),
        E::BadInput(input) => match input {
            rhai::LexError::ImproperSymbol(word, _) | rhai::LexError::UnexpectedInput(word) => {
                format!("a script is one expression, and `{word}` does not continue it")
            }
            other => format!("{other}").to_lowercase(),
        },
        E::ExprExpected(_) => "a value is missing here".to_owned(),
        other => {
            let said = other.to_string();
            let mut letters = said.chars();
            letters
                .next()
                .map(|first| first.to_lowercase().chain(letters).collect())
                .unwrap_or_default()
        }
    }
}

fn run_words(error: &EvalAltResult) -> String {
    use EvalAltResult as E;
    match error {
        E::ErrorTooManyOperations(_) => "it takes too many steps".to_owned(),
        E::ErrorDataTooLarge(..) => "it holds more values than a script may".to_owned(),
        E::ErrorTooManyVariables(_) | E::ErrorStackOverflow(_) => "it is nested too deep".to_owned(),
        E::ErrorArithmetic(why, _) => match why.as_str() {
            why if why.contains("by zero") => "it divides by zero".to_owned(),
            why if why.contains("overflow") => "a number grows too large".to_owned(),
            why => why.to_owned(),
        },
        E::ErrorArrayBounds(length, index, _) => {
            format!("the series has {length} values, and {index} is none of them")
        }
        E::ErrorFunctionNotFound(call, _) => {
            let (name, taken) = call.split_once('(').unwrap_or((call.as_str(), ""));
            let taken: Vec<&str> = taken
                .trim_end_matches(')')
                .split(", ")
                .map(|kind| kind_words(kind.trim()))
                .collect();
            format!("`{}` does not take {}", name.trim(), taken.join(" and "))
        }
        E::ErrorMismatchDataType(wanted, found, _) | E::ErrorMismatchOutputType(wanted, found, _) => {
            format!(
                "{} is needed, and this is {}",
                kind_words(wanted),
                kind_words(found)
            )
        }
        E::ErrorVariableNotFound(name, _) => format!("unknown name `{name}`"),
        E::ErrorIndexingType(..) => "only a series has values by number".to_owned(),
        _ => "it cannot be computed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiled(params: &[(&str, ScriptKind, bool)], body: &str) -> Result<Script, Refused> {
        let params = params
            .iter()
            .map(|(name, kind, daily)| Parameter {
                name: (*name).to_owned(),
                kind: *kind,
                daily: *daily,
            })
            .collect();
        Script::compile(
            "s",
            None,
            params,
            Gives::Number(ScriptKind::Ratio),
            body,
            body,
            10,
        )
    }

    fn of_series(body: &str, values: &[i64]) -> Result<String, Failure> {
        let script = compiled(&[("c", ScriptKind::Count, true)], body).unwrap();
        let values = values.iter().map(|value| Rational::integer(*value)).collect();
        script
            .result(&[Argument::Daily(values)])
            .map(|found| found.normalize().to_string())
    }

    #[test]
    fn what_a_script_may_call_computes_exactly() {
        let days = [4, 1, 3, 2, 10];
        for (body, result) in [
            ("sum(c)", "20"),
            ("average(c)", "4"),
            ("median(c)", "3"),
            ("lowest(c)", "1"),
            ("highest(c)", "10"),
            ("slope(c)", "1.3"),
            ("first(c) + last(c)", "14"),
            ("c.len()", "5"),
            ("at(c, 4)", "10"),
            ("c[1] + c[-1]", "11"),
            ("spread(c)", "3.1622776601683793319988935444"),
            ("5 / 2", "2.5"),
            ("0.1 + 0.2", "0.3"),
            ("max(3, 4.5) - min(1, 2)", "3.5"),
            ("round(2.345, 2)", "2.35"),
            ("round(sum(c) / 3, 0)", "7"),
            ("sqrt(9) + abs(-4)", "7"),
            ("if sum(c) > 10 { 1 } else { 0 }", "1"),
            ("switch c.len() { 5 => 2, _ => 3 }", "2"),
        ] {
            assert_eq!(of_series(body, &days).as_deref(), Ok(result), "{body}");
        }
    }

    #[test]
    fn nothing_but_one_expression_over_the_arguments_is_a_script() {
        for body in [
            "let x = 1; x",
            "while true { 1 }",
            "loop { 1 }",
            "for i in 0..9 { i }",
            "fn f() { 1 } f()",
            "import \"a\" as a; 1",
            "eval(\"1\")",
            "sleep(1)",
            "timestamp()",
            "print(1)",
            "type_of(c)",
            "unknown + 1",
            "c = 1",
            "1; 2",
            "|x| x",
            "Fn(\"sum\")",
            "c",
            "true",
            "c + 1",
            "sum(1)",
            "{ let y = 2; y }",
            "if true { let z = 1; z } else { 2 }",
            "2 ** 9",
            "",
        ] {
            let found = compiled(&[("c", ScriptKind::Count, true)], body);
            assert!(found.is_err(), "{body}: {found:?}");
            let message = found.unwrap_err().message;
            assert!(!message.is_empty());
            assert_eq!(
                message.chars().next().unwrap().to_lowercase().to_string(),
                message.chars().next().unwrap().to_string(),
                "{message}"
            );
        }
    }

    #[test]
    fn a_run_that_reaches_a_limit_says_so_with_its_line() {
        let steps = format!(
            "sum([{0}]) + sum([{0}]) +\nsum([{0}]) + sum([{0}])",
            vec!["a"; 300].join(",")
        );
        let script = Script::compile(
            "greedy",
            None,
            vec![Parameter {
                name: "a".to_owned(),
                kind: ScriptKind::Count,
                daily: false,
            }],
            Gives::Number(ScriptKind::Count),
            &steps,
            &steps,
            10,
        );
        // The trial finds it already.
        assert_eq!(script.unwrap_err().message, "it takes too many steps");
        // The trial takes the other way.
        let hidden = format!("if a > 1000 {{ {steps} }} else {{ 1 }}");
        let script = compiled(&[("a", ScriptKind::Count, false)], &hidden).unwrap();
        let failure = script
            .run(&[Argument::One(Rational::integer(2_000))])
            .unwrap_err();
        assert_eq!(failure.reason, MissingReason::ScriptLimit);
        assert!(
            failure.detail.contains("line 1") && failure.detail.contains("too many steps"),
            "{}",
            failure.detail
        );
        assert!(script.run(&[Argument::One(Rational::integer(2))]).is_ok());
        let wide = format!(
            "if a > 1000 {{ len([{0}]) }} else {{ 1 }}",
            vec!["b"; 90].join(",")
        );
        let script = compiled(
            &[("a", ScriptKind::Count, false), ("b", ScriptKind::Count, true)],
            &wide,
        )
        .unwrap();
        let many = Argument::Daily(vec![Rational::integer(1); 30]);
        let failure = script
            .run(&[Argument::One(Rational::integer(2_000)), many])
            .unwrap_err();
        assert_eq!(
            (failure.reason, failure.detail.contains("more values")),
            (MissingReason::ScriptLimit, true),
            "{failure:?}"
        );
    }

    #[test]
    fn what_cannot_be_computed_is_missing_and_says_why() {
        for (body, why) in [
            ("1 / (sum(c) - 20)", "it divides by zero"),
            ("sum(c) / (len(c) - 5)", "it divides by zero"),
            ("at(c, 9)", "the series has no value 9"),
            ("c[9]", "the series has 5 values, and 9 is none of them"),
            (
                "sqrt(0 - sum(c))",
                "it takes the square root of a negative number",
            ),
            (
                "sum(c) * 79228162514264337593543950335",
                "a number grows too large",
            ),
        ] {
            let failure = of_series(body, &[4, 1, 3, 2, 10]).unwrap_err();
            assert_eq!(failure.reason, MissingReason::ScriptFailed, "{body}");
            assert!(
                failure.detail.ends_with(why) && failure.detail.starts_with("the script `s`"),
                "{body}: {}",
                failure.detail
            );
        }
    }

    #[test]
    fn operators_in_a_row_end_before_the_stack_does() {
        let long = vec!["a"; 1_900].join("+");
        let found = compiled(&[("a", ScriptKind::Count, false)], &long);
        assert!(found.unwrap_err().message.contains("operators in a row"));
    }
}
