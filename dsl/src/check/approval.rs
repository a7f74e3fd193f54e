//! Who agrees before a rule acts, after how long nobody has to, and from where on a budget moves far.

use crate::check::clauses::positive;
use crate::check::suggestion::nearest;
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::registry::Role;
use crate::rule::{Approval, Unanswered};
use crate::syntax::tree::{ApproveClause, LiteralSyntax, Spanned, UnansweredSyntax};
use crate::typed::Far;

pub(super) fn approval(clause: &ApproveClause, diagnostics: &mut Vec<Diagnostic>) -> Option<Approval> {
    let ApproveClause::By {
        role,
        quorum,
        within,
        unanswered,
    } = clause
    else {
        return Some(Approval::IfBudgetMoves);
    };
    let parsed = named_role(role, diagnostics)?;
    let needed = match quorum {
        None => 1,
        Some(count) => {
            let number = count
                .value
                .to_i64()
                .and_then(|count| u32::try_from(count).ok())
                .filter(|count| (1..=MOST_APPROVERS).contains(count));
            let Some(number) = number else {
                diagnostics.push(
                    Diagnostic::new(
                        "E0511",
                        count.span,
                        format!("from 1 to {MOST_APPROVERS} people can be asked to agree"),
                    )
                    .help("write `approve by manager 2 of within 4h`"),
                );
                return None;
            };
            number
        }
    };
    let unanswered = match unanswered.as_ref().map(|found| &found.value) {
        None | Some(UnansweredSyntax::Expire) => Unanswered::Expire,
        Some(UnansweredSyntax::Apply) => Unanswered::Apply,
        Some(UnansweredSyntax::Escalate(to)) => {
            let higher = named_role(to, diagnostics)?;
            if rank(higher) <= rank(parsed) {
                diagnostics.push(
                    Diagnostic::new(
                        "E0511",
                        to.span,
                        format!("{higher} is not above {parsed}, so nobody new would be asked"),
                    )
                    .help("escalate to a higher role, such as `admin`, or write `unanswered expire`"),
                );
                return None;
            }
            Unanswered::Escalate { to: higher }
        }
    };
    let within = match within {
        None => None,
        Some(duration) => Some(positive(
            duration,
            "a proposal must live longer than nothing",
            diagnostics,
        )?),
    };
    Some(Approval::By {
        role: parsed,
        needed,
        within,
        unanswered,
    })
}

/// The most people that one action can be made to wait for.
const MOST_APPROVERS: u32 = 9;

const fn rank(role: Role) -> u8 {
    match role {
        Role::Marketer => 0,
        Role::Manager => 1,
        Role::Admin => 2,
    }
}

fn named_role(role: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<Role> {
    if let Ok(parsed) = role.value.parse::<Role>() {
        return Some(parsed);
    }
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    let found = Diagnostic::new("E0509", role.span, format!("there is no role `{}`", role.value));
    diagnostics.push(match nearest(&role.value, names.iter().copied()) {
        Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
            format!("write `{meant}`"),
            role.span,
            meant,
        ),
        None => found.help(format!("there are {}", list(&names, "and"))),
    });
    None
}

/// From where on a budget moves far.
pub(super) fn far(
    thresholds: &[Spanned<Vec<Spanned<LiteralSyntax>>>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Far> {
    let mut far = Far {
        share: None,
        amounts: Vec::new(),
    };
    for threshold in thresholds {
        let is_share = matches!(
            threshold.value.first().map(|first| &first.value),
            Some(LiteralSyntax::Percent(_))
        );
        let twice = if is_share {
            far.share.is_some()
        } else {
            !far.amounts.is_empty()
        };
        if twice {
            diagnostics.push(
                Diagnostic::new("E0511", threshold.span, "this bound stands twice")
                    .help("write one percentage, and one amount per currency: `20% or $500, 450 EUR`"),
            );
            return None;
        }
        for literal in &threshold.value {
            match &literal.value {
                LiteralSyntax::Percent(share) if share.is_positive() => far.share = Some(share.clone()),
                LiteralSyntax::Money(currency, micros) if *micros > 0 => {
                    if far.amounts.iter().any(|(other, _)| other == currency) {
                        diagnostics.push(
                            Diagnostic::new(
                                "E0602",
                                literal.span,
                                format!("there are two amounts in {currency}"),
                            )
                            .help("give one amount per currency"),
                        );
                        return None;
                    }
                    far.amounts.push((*currency, *micros));
                }
                LiteralSyntax::Percent(_) | LiteralSyntax::Money(..) => {
                    diagnostics.push(
                        Diagnostic::new("E0511", literal.span, "every move is further than nothing")
                            .help("to ask about every change, write `approve by manager`"),
                    );
                    return None;
                }
                _ => return None,
            }
        }
    }
    Some(far)
}
