//! Whole rules and guards to begin with. A test checks every one of them.

/// A text with tab stops.
pub(crate) struct Snippet {
    pub(crate) label: &'static str,
    pub(crate) detail: &'static str,
    pub(crate) body: &'static str,
}

pub(crate) const ITEMS: [Snippet; 5] = [
    Snippet {
        label: "rule",
        detail: "a rule with everything it needs",
        body: "rule \"${1:Name}\" {\n  for campaigns\n    where status is active\n\n  every 1h\n  window last 3 days settled\n\n  \
               when spend > \\$${2:100} and conversions = 0\n  then ${3:pause}\n\n  approve by manager within 24h unanswered expire\n  \
               cooldown 24h\n  at most 5 per day\n}\n$0",
    },
    Snippet {
        label: "rule: stop the loss",
        detail: "pauses campaigns whose conversions cost too much",
        body: "\"\"\"\n${1:Pause campaigns that spend real money at a cost per conversion the business cannot carry.}\n\"\"\"\n\
               rule \"${2:Stop loss}\" {\n  param max_cpa: money = \\$${3:45} \"highest cost per conversion you can carry\"\n  \
               param floor: money = \\$${4:100} \"spend before the rule may judge\"\n\n  for campaigns\n    where status is active and \
               age >= 7d\n\n  every 1h\n  window last 3 days settled\n\n  let cost = cpa else infinite\n\n  when cost > max_cpa and spend > \
               floor\n  then pause\n\n  approve by manager within 24h unanswered expire\n  cooldown 24h\n  at most 5 per day\n}\n$0",
    },
    Snippet {
        label: "rule: scale winners",
        detail: "raises budgets of campaigns that return well",
        body: "\"\"\"\n${1:Give more budget to campaigns that return well on enough volume, in steps, up to a cap.}\n\"\"\"\n\
               rule \"${2:Scale winners}\" {\n  param goal: ratio = ${3:3} \"return on ad spend worth more budget\"\n  \
               param cap: money = \\$${4:500} \"highest budget per day this rule may set\"\n\n  for campaigns\n    where status is \
               active and age >= 14d\n\n  every 1h\n  window last 3 days settled\n\n  when spend > \\$150 and conversions >= 10 and \
               roas >= goal\n  then increase budget by 20% up to cap\n\n  approve by manager within 24h unanswered expire\n  \
               cooldown 24h\n  at most 5 per day\n}\n$0",
    },
    Snippet {
        label: "rule: tell somebody",
        detail: "sends a message and changes nothing",
        body: "rule \"${1:Budget watch}\" {\n  for campaigns\n    where status is active\n\n  every 1h\n\n  when spend over today > \
               0.9 * budget\n  then notify slack \"${2:#paid-social}\" \"{this.name\\}: {spend over today\\} of {budget\\}\"\n\n  \
               cooldown 24h\n}\n$0",
    },
    Snippet {
        label: "guard",
        detail: "a promise about what will not be done",
        body: "guard \"${1:No runaway budgets}\" {\n  for campaigns\n  never raise budget above ${2:200}% of budget at start of \
               day\n  never raise budget above \\$${3:1,000}\n}\n$0",
    },
];

/// The snippet as it stands when nothing is filled in.
#[cfg(test)]
pub(crate) fn filled_in(body: &str) -> String {
    let mut out = String::new();
    let mut letters = body.chars().peekable();
    let mut open = 0;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => out.extend(letters.next()),
            '$' if letters.next_if(|next| *next == '{').is_some() => {
                while letters.next().is_some_and(|next| next != ':') {}
                open += 1;
            }
            '$' if letters.peek().is_some_and(char::is_ascii_digit) => {
                letters.next();
            }
            '}' if open > 0 => open -= 1,
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_snippet_is_a_text_without_findings() {
        for snippet in &ITEMS {
            let text = filled_in(snippet.body);
            let found = dsl::check(&text).diagnostics;
            assert!(found.is_empty(), "{}:\n{text}\n{found:#?}", snippet.label);
        }
    }
}
