//! What is said of a division that nobody answered for, and how it can be answered.

use crate::check::names::Scope;
use crate::check::partial::{Quotient, Sum, Unanswered};
use crate::diagnostics::{Diagnostic, Edit, Fix};
use crate::registry::{DerivedMetric, Metric};
use crate::typed::Group;
use crate::window::WindowBase;

/// `spend over last 7 days ending 7 days ago > 0`, where the period before can be written.
fn before_guard(scope: &Scope<'_>, before: Option<Sum>) -> Option<String> {
    let (metric, window, group) = before?;
    let of = group_words(group);
    let window = scope.windows.get(window)?.window;
    match window.base {
        WindowBase::LastDays { days, settled, .. } => {
            let settled = if settled { " settled" } else { "" };
            let days = crate::display::plural(i64::from(days), "day");
            let ago = crate::display::plural(i64::from(window.ending), "day");
            Some(format!(
                "{metric}{of} over last {days}{settled} ending {ago} ago > 0"
            ))
        }
        _ => None,
    }
}

/// ` of account`.
fn group_words(group: Option<Group>) -> String {
    group.map_or_else(String::new, |group| format!(" of {}", group.words()))
}

fn describe_change(scope: &Scope<'_>, unanswered: &Unanswered, before: Option<Sum>) -> Diagnostic {
    let change = scope.absolute(unanswered.quotient);
    let written = scope.source(change);
    let guard = before_guard(scope, before);
    let mut ways: Vec<String> = guard.iter().map(|guard| format!("`{guard} and …`")).collect();
    ways.push(format!("`{written} else 0`"));
    let mut found = Diagnostic::new(
        "E0302",
        change,
        format!("`{written}` is undefined when there was nothing in the period before, and the rule does not say what that means"),
    )
    .help(format!("say it: {}", crate::display::list(&ways, "or")));
    if let (Some(guard), Some(used_in), true) = (
        guard,
        unanswered.used_in.map(|span| scope.absolute(span)),
        unanswered.joins,
    ) {
        found = found.possible_fix(
            format!("judge only when {guard}"),
            used_in.before(),
            format!("{guard} and "),
        );
    }
    found.possible_fix("count it as no change", change.after(), " else 0")
}

pub(super) fn describe(scope: &Scope<'_>, unanswered: &Unanswered) -> Diagnostic {
    if let Some(before) = unanswered.before {
        return describe_change(scope, unanswered, before);
    }
    let quotient = scope.absolute(unanswered.quotient);
    let written = scope.source(quotient);
    let name = unanswered
        .metric
        .as_ref()
        .map_or(written.clone(), |metric| metric.name().to_owned());
    let zero = unanswered.under.map_or_else(
        || "its lower part is zero".to_owned(),
        |(metric, _, _)| match metric {
            Metric::Spend => "nothing was spent".to_owned(),
            Metric::Reach => "nobody was reached".to_owned(),
            metric if metric.is_number_of_things() => format!("there are no {}", metric.words()),
            metric => format!("there is no {}", metric.words()),
        },
    );
    let mut found = Diagnostic::new(
        "E0302",
        quotient,
        format!("`{name}` is undefined when {zero}, and the rule does not say what that means"),
    );
    // The metric may carry its own window: the guard must name the same one.
    let over = written
        .split_once(" over ")
        .map_or(String::new(), |(_, window)| format!(" over {window}"));
    let guard = unanswered
        .under
        .map(|(metric, _, group)| format!("{metric}{}{over} > 0", group_words(group)));
    let dear = matches!(
        unanswered.metric,
        Some(Quotient::Platforms(
            DerivedMetric::Cpa | DerivedMetric::Cpc | DerivedMetric::Cpm | DerivedMetric::Acos,
            _
        ))
    );
    let mut ways: Vec<String> = Vec::new();
    if let Some(guard) = &guard {
        ways.push(format!("`{guard} and …`"));
    }
    if dear {
        ways.push(format!("`{written} else infinite`"));
    } else {
        ways.push(format!("`{written} else 0`"));
    }
    found = found.help(if unanswered.metric.is_none() && guard.is_none() {
        format!("ask first that it is above zero, or say what counts instead: `{written} else …`")
    } else {
        format!("say it: {}", crate::display::list(&ways, "or"))
    });
    if let (Some(guard), Some(used_in)) = (&guard, unanswered.used_in.map(|span| scope.absolute(span))) {
        let (before, after) = if unanswered.joins { ("", "") } else { ("(", ")") };
        let mut edits = vec![Edit {
            span: used_in.before(),
            new_text: format!("{before}{guard} and "),
        }];
        if !unanswered.joins {
            edits.push(Edit {
                span: used_in.after(),
                new_text: after.to_owned(),
            });
        }
        found.fixes.push(Fix {
            title: format!("judge only when {guard}"),
            safe: false,
            edits,
        });
    }
    if dear {
        let title = format!("count it as infinitely high when {zero}");
        // Infinity cannot be computed with, so that the fix fits only where the quotient stands alone.
        let operator = |character: char| "+-*/".contains(character);
        let behind = scope.text.get(quotient.end as usize..).unwrap_or("").trim_start();
        let ahead = scope.text.get(..quotient.start as usize).unwrap_or("").trim_end();
        if !behind.starts_with("else") && !behind.starts_with(operator) && !ahead.ends_with(operator) {
            found = found.possible_fix(title, quotient.after(), " else infinite");
        }
    }
    if let Some(used_in) = unanswered.used_in.map(|span| scope.absolute(span))
        && !(used_in.start <= quotient.start && quotient.end <= used_in.end)
    {
        found = found.label(used_in, "it decides here");
    }
    found
}
