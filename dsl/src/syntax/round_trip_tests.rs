//! A random tree, written down and read again, is the same tree; and so it is behind the formatter.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::format::without_places;
use crate::money::Currency;
use crate::rational::Rational;
use crate::span::Span;
use crate::syntax::tree::{
    AggregateForm, Clause, ConvertTo, Expr, ExprKind, LiteralSyntax, NameOf, PastForm, RankingSyntax,
    Relation, Spanned, WindowKind, WindowSuffix, WindowSyntax,
};
use crate::typed::{Comparison, Operator, Sign};
use crate::window::Period;

/// How tightly a form holds its parts together: what binds less stands in parentheses.
const CONDITION: u8 = 0;
const CONJUNCTION: u8 = 1;
const NEGATION: u8 = 2;
const COMPARISON: u8 = 3;
const FALLBACK: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const UNARY: u8 = 7;
const OPERAND: u8 = 8;

fn somewhere<T>(value: T) -> Spanned<T> {
    let span = Span::default();
    Spanned { value, span }
}

fn expr(kind: ExprKind) -> Expr {
    let span = Span::default();
    Expr { span, kind }
}

fn literals() -> Vec<(&'static str, LiteralSyntax)> {
    let tenth = |tenths: i64| Rational::fraction(tenths, 10).unwrap();
    vec![
        ("1,204.5", LiteralSyntax::Number(tenth(12_045))),
        ("3", LiteralSyntax::Number(Rational::integer(3))),
        ("$45", LiteralSyntax::Money(Currency::USD, 45_000_000)),
        ("0.5 EUR", LiteralSyntax::Money(Currency::EUR, 500_000)),
        ("20%", LiteralSyntax::Percent(tenth(2))),
        ("90m", LiteralSyntax::Duration(5_400)),
        ("2 weeks", LiteralSyntax::Duration(1_209_600)),
        ("2026-03-31", LiteralSyntax::Date(jiff::civil::date(2026, 3, 31))),
        ("06:30", LiteralSyntax::Time(jiff::civil::time(6, 30, 0, 0))),
        (
            "\"a \\\"b\\\" # c\\\\\"",
            LiteralSyntax::Text("a \"b\" # c\\".to_owned()),
        ),
        ("true", LiteralSyntax::Bool(true)),
    ]
}

fn windows() -> Vec<(&'static str, WindowKind, Vec<WindowSuffix>)> {
    vec![
        ("today", WindowKind::Today, vec![]),
        ("this month", WindowKind::ThisMonth, vec![]),
        (
            "last 3 days settled",
            WindowKind::Days(Rational::integer(3)),
            vec![WindowSuffix::Settled],
        ),
        (
            "last 72h or since creation",
            WindowKind::Hours(Rational::integer(72)),
            vec![WindowSuffix::OrSinceCreation],
        ),
        (
            "last 7 days ending 1 week ago including today",
            WindowKind::Days(Rational::integer(7)),
            vec![
                WindowSuffix::Ending(Some(Rational::integer(7))),
                WindowSuffix::IncludingToday,
            ],
        ),
        ("since last change", WindowKind::SinceLastChange, vec![]),
    ]
}

fn window() -> impl Strategy<Value = WindowSyntax> {
    select(windows()).prop_map(|(_, kind, suffixes)| WindowSyntax {
        span: Span::default(),
        kind,
        suffixes: suffixes.into_iter().map(somewhere).collect(),
    })
}

fn name() -> impl Strategy<Value = Expr> {
    let names = vec![
        "spend",
        "orders",
        "notice",
        "isolated",
        "top",
        "usual_cost",
        "ümsatz",
    ];
    let of = select(vec![None, Some(NameOf::This), Some(NameOf::Parent)]);
    let attribution = proptest::option::weighted(0.3, select(vec!["7d click", "1d view"]));
    (select(names), of, attribution, proptest::option::of(window())).prop_map(
        |(name, of, attribution, over)| {
            expr(ExprKind::Name {
                name: name.to_owned(),
                of,
                attribution: attribution.map(|window| somewhere(window.to_owned())),
                over,
            })
        },
    )
}

fn operand() -> impl Strategy<Value = Expr> {
    let relations = vec![
        Relation::Account,
        Relation::Parent,
        Relation::Siblings,
        Relation::Scope,
    ];
    let forms = vec![AggregateForm::Sum, AggregateForm::Count, AggregateForm::Average];
    prop_oneof![
        4 => name(),
        4 => select(literals()).prop_map(|(_, literal)| expr(ExprKind::Literal(literal))),
        1 => Just(expr(ExprKind::Infinite)),
        1 => select(vec![Period::Today, Period::Week, Period::Month])
            .prop_map(|period| expr(ExprKind::Elapsed(period))),
        1 => (name(), select(relations)).prop_map(|(inner, of)| expr(ExprKind::Related {
            inner: Box::new(inner),
            of,
            of_span: Span::default(),
        })),
        1 => (name(), select(vec![PastForm::ChangeOf, PastForm::Usual])).prop_map(|(inner, form)| {
            expr(ExprKind::Past { form, inner: Box::new(inner), over: None })
        }),
        1 => (name(), select(forms), any::<bool>(), any::<bool>()).prop_map(
            |(inner, form, placed, ignoring_missing)| expr(ExprKind::Aggregate {
                form,
                inner: Box::new(inner),
                over: None,
                placed,
                ignoring_missing,
            })
        ),
    ]
}

fn tree() -> impl Strategy<Value = Expr> {
    operand().prop_recursive(5, 40, 4, |part| {
        let two = || (part.clone(), part.clone());
        let comparisons = vec![
            Comparison::Equal,
            Comparison::NotEqual,
            Comparison::Less,
            Comparison::AtMost,
            Comparison::Greater,
            Comparison::AtLeast,
        ];
        prop_oneof![
            vec(part.clone(), 2..4).prop_map(|parts| expr(ExprKind::Or(parts))),
            vec(part.clone(), 2..4).prop_map(|parts| expr(ExprKind::And(parts))),
            part.clone().prop_map(|of| expr(ExprKind::Not(Box::new(of)))),
            (two(), select(comparisons)).prop_map(|((left, right), operator)| {
                expr(ExprKind::Compare {
                    operator,
                    operator_span: Span::default(),
                    left: Box::new(left),
                    right: Box::new(right),
                })
            }),
            (two(), any::<bool>()).prop_map(|((left, right), negated)| {
                expr(ExprKind::Is {
                    left: Box::new(left),
                    right: Box::new(right),
                    negated,
                })
            }),
            (part.clone(), any::<bool>()).prop_map(|(of, negated)| {
                expr(ExprKind::IsMissing {
                    of: Box::new(of),
                    negated,
                })
            }),
            two().prop_map(|(left, right)| {
                expr(ExprKind::Matches {
                    left: Box::new(left),
                    right: Box::new(right),
                })
            }),
            (part.clone(), vec(part.clone(), 1..4)).prop_map(|(left, right)| {
                expr(ExprKind::In {
                    left: Box::new(left),
                    right,
                })
            }),
            two().prop_map(|(value, fallback)| {
                expr(ExprKind::Else {
                    value: Box::new(value),
                    fallback: Box::new(fallback),
                })
            }),
            (part.clone(), vec((any::<bool>(), part.clone()), 1..3)).prop_map(|(first, rest)| {
                let rest = rest
                    .into_iter()
                    .map(|(plus, term)| (if plus { Sign::Plus } else { Sign::Minus }, term));
                expr(ExprKind::Sum(
                    std::iter::once((Sign::Plus, first)).chain(rest).collect(),
                ))
            }),
            (part.clone(), vec((any::<bool>(), part.clone()), 1..3)).prop_map(|(first, rest)| {
                let rest = rest
                    .into_iter()
                    .map(|(times, factor)| (if times { Operator::Times } else { Operator::Over }, factor));
                expr(ExprKind::Product(
                    std::iter::once((Operator::Times, first)).chain(rest).collect(),
                ))
            }),
            part.clone().prop_map(|of| expr(ExprKind::Negated(Box::new(of)))),
            (part.clone(), any::<bool>()).prop_map(|(inner, account)| {
                let to = if account {
                    ConvertTo::Account
                } else {
                    ConvertTo::Code("EUR".to_owned())
                };
                expr(ExprKind::Convert {
                    inner: Box::new(inner),
                    to: somewhere(to),
                })
            }),
            part.clone().prop_map(|of| {
                let fifth = Rational::fraction(1, 5).unwrap();
                expr(ExprKind::Share {
                    share: Box::new(expr(ExprKind::Literal(LiteralSyntax::Percent(fifth)))),
                    of: Box::new(of),
                })
            }),
            vec(part.clone(), 0..3).prop_map(|arguments| {
                expr(ExprKind::Call {
                    name: somewhere("trend".to_owned()),
                    arguments,
                })
            }),
            (two(), any::<bool>(), proptest::option::of(Just(Relation::Parent))).prop_map(
                |((by, having), top, within)| {
                    expr(ExprKind::Ranking(Box::new(RankingSyntax {
                        subject: None,
                        top,
                        take: somewhere(LiteralSyntax::Number(Rational::integer(3))),
                        by,
                        within,
                        having: Some(having),
                    })))
                }
            ),
        ]
    })
}

/// Writes a tree with no parentheses but those it needs.
fn written(tree: &Expr, least: u8) -> String {
    let list = |parts: &[Expr], least: u8, between: &str| {
        let parts: Vec<String> = parts.iter().map(|part| written(part, least)).collect();
        parts.join(between)
    };
    let (binds, text) = match &tree.kind {
        ExprKind::Or(parts) => (CONDITION, list(parts, CONJUNCTION, " or ")),
        ExprKind::And(parts) => (CONJUNCTION, list(parts, NEGATION, " and ")),
        ExprKind::Not(of) => (NEGATION, format!("not {}", written(of, NEGATION))),
        ExprKind::Ranking(ranking) => {
            let end = if ranking.top { "top" } else { "bottom" };
            let within = ranking
                .within
                .map_or_else(String::new, |within| format!(" within {}", within.words()));
            let having = ranking.having.as_ref().unwrap();
            (
                NEGATION,
                format!(
                    "in {end} 3 by {}{within} having {}",
                    written(&ranking.by, FALLBACK),
                    written(having, COMPARISON)
                ),
            )
        }
        ExprKind::Compare {
            operator,
            left,
            right,
            ..
        } => {
            let sign = match operator {
                Comparison::Equal => "=",
                Comparison::NotEqual => "!=",
                Comparison::Less => "<",
                Comparison::AtMost => "<=",
                Comparison::Greater => ">",
                Comparison::AtLeast => ">=",
            };
            (
                COMPARISON,
                format!("{} {sign} {}", written(left, FALLBACK), written(right, FALLBACK)),
            )
        }
        ExprKind::Is { left, right, negated } => {
            let not = if *negated { "not " } else { "" };
            (
                COMPARISON,
                format!("{} is {not}{}", written(left, FALLBACK), written(right, FALLBACK)),
            )
        }
        ExprKind::IsMissing { of, negated } => {
            let not = if *negated { "not " } else { "" };
            (COMPARISON, format!("{} is {not}missing", written(of, FALLBACK)))
        }
        ExprKind::Matches { left, right } => (
            COMPARISON,
            format!("{} matches {}", written(left, FALLBACK), written(right, FALLBACK)),
        ),
        ExprKind::In { left, right } => (
            COMPARISON,
            format!("{} in ({})", written(left, FALLBACK), list(right, FALLBACK, ", ")),
        ),
        ExprKind::Else { value, fallback } => {
            let mut fallback = written(fallback, FALLBACK);
            // `else infinite` is said to its end: what goes on behind it stands in parentheses.
            if fallback.starts_with("infinite ") {
                fallback = format!("({fallback})");
            }
            (FALLBACK, format!("{} else {fallback}", written(value, SUM)))
        }
        ExprKind::Sum(terms) => {
            let mut out = String::new();
            for (sign, term) in terms {
                out.push_str(match sign {
                    _ if out.is_empty() => "",
                    Sign::Plus => " + ",
                    Sign::Minus => " - ",
                });
                out.push_str(&written(term, PRODUCT));
            }
            (SUM, out)
        }
        ExprKind::Product(factors) => {
            let mut out = String::new();
            for (operator, factor) in factors {
                out.push_str(match operator {
                    _ if out.is_empty() => "",
                    Operator::Times => " * ",
                    Operator::Over => " / ",
                });
                out.push_str(&written(factor, UNARY));
            }
            (PRODUCT, out)
        }
        ExprKind::Negated(of) => (UNARY, format!("-{}", written(of, UNARY))),
        ExprKind::Share { share, of } => (
            UNARY,
            format!("{} of {}", written(share, OPERAND), written(of, OPERAND)),
        ),
        _ => (OPERAND, written_operand(tree)),
    };
    if binds < least { format!("({text})") } else { text }
}

fn written_operand(tree: &Expr) -> String {
    match &tree.kind {
        ExprKind::Literal(literal) => {
            let known = literals().into_iter().find(|(_, known)| known == literal);
            known.unwrap().0.to_owned()
        }
        ExprKind::Infinite => "infinite".to_owned(),
        ExprKind::Elapsed(Period::Today) => "elapsed_share of today".to_owned(),
        ExprKind::Elapsed(Period::Week) => "elapsed_share of this week".to_owned(),
        ExprKind::Elapsed(Period::Month) => "elapsed_share of this month".to_owned(),
        ExprKind::Name { .. } => named(tree, ""),
        ExprKind::Related { inner, of, .. } => named(inner, &format!(" of {}", of.words())),
        ExprKind::Past { form, inner, .. } => format!("{} {}", form.words(), named(inner, "")),
        ExprKind::Aggregate {
            form,
            inner,
            placed,
            ignoring_missing,
            ..
        } => format!(
            "{} {}{}{}",
            form.words(),
            named(inner, ""),
            if *placed { " in scope" } else { "" },
            if *ignoring_missing {
                " ignoring missing"
            } else {
                ""
            }
        ),
        ExprKind::Call { name, arguments } => {
            let arguments: Vec<String> = arguments.iter().map(|part| written(part, FALLBACK)).collect();
            format!("{}({})", name.value, arguments.join(", "))
        }
        ExprKind::Convert { inner, to } => {
            let to = match &to.value {
                ConvertTo::Account => "account currency",
                ConvertTo::Code(code) => code,
            };
            format!("convert({} to {to})", written(inner, SUM))
        }
        other => panic!("{other:?} is no operand"),
    }
}

/// A name with what stands between it and its window.
fn named(name: &Expr, relation: &str) -> String {
    let ExprKind::Name {
        name,
        of,
        attribution,
        over,
    } = &name.kind
    else {
        panic!("{name:?} is no name")
    };
    let of = match of {
        Some(NameOf::This) => "this.",
        Some(NameOf::Parent) => "parent.",
        None => "",
    };
    let over = over.as_ref().map_or_else(String::new, |over| {
        let known = windows().into_iter().find(|(_, kind, suffixes)| {
            *kind == over.kind
                && suffixes
                    .iter()
                    .eq(over.suffixes.iter().map(|suffix| &suffix.value))
        });
        format!(" over {}", known.unwrap().0)
    });
    let attribution = attribution
        .as_ref()
        .map_or_else(String::new, |window| format!("[{}]", window.value));
    format!("{of}{name}{attribution}{relation}{over}")
}

/// The condition of the only `when` in a text, as it shows itself without its places.
fn condition(text: &str) -> String {
    let file = crate::syntax::read(text);
    let found = file.items.iter().flat_map(|item| &item.clauses);
    let when: Vec<String> = found
        .filter_map(|clause| match &clause.value {
            Clause::When(when) => Some(without_places(&format!("{:?}", when.condition))),
            _ => None,
        })
        .collect();
    assert_eq!(
        (when.len(), file.diagnostics.len()),
        (1, 0),
        "{text}\n{:#?}",
        file.diagnostics
    );
    when.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_that_is_written_down_is_read_again(tree in tree()) {
        let meant = without_places(&format!("{tree:?}"));
        let text = format!("rule \"A\" {{\n  for campaigns\n  when {}\n  then pause\n}}\n", written(&tree, CONDITION));
        prop_assert_eq!(&condition(&text), &meant, "{}", text);
        let laid_out = crate::format(&text).unwrap();
        prop_assert_eq!(&condition(&laid_out), &meant, "{}", laid_out);
    }
}
