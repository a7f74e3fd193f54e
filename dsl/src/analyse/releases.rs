//! A rule that gives back at once what it has just done: its `release when` is true on the very numbers that made it act.

use super::conditions::{Ask, Changed, Reader};
use super::finding::{Answer, Finding};
use super::pairs::{Pairs, one_of};
use super::rows::{self, Afterwards};
use super::search::Goal;
use super::steps::{Pull, Step, acts, spot, steps};
use crate::bind::BoundRule;
use crate::evaluate::Truth;
use crate::table::{Moment, Table};

impl<'a> Pairs<'a> {
    /// The pauses of a rule that its own `release when` takes back at the next check.
    pub(super) fn released_at_once(&self, rule: &'a BoundRule, proved: &mut usize) -> Vec<Finding> {
        let Some(release) = &rule.rule.body.release.when else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for step in steps(rule).into_iter().filter(|step| step.pull == Pull::Pause) {
            match self.gives_back(step, release.span) {
                Some(finding) => found.push(finding),
                None => *proved = proved.saturating_add(1),
            }
        }
        found
    }

    fn gives_back(&self, step: Step<'a>, at: crate::span::Span) -> Option<Finding> {
        let rule = step.rule;
        let release = rule.rule.body.release.when.as_ref()?;
        let releases = |table: &dyn Table, moment: &Moment, row: usize| {
            rule.evaluate(table, moment).release.get(row) == Some(&Truth::True)
        };
        let rules = [rule];
        let from_history = self.history.iter().find_map(|(table, moment)| {
            let paused = Afterwards::of(*table, Changed::Switch);
            let (verdicts, after) = (rule.evaluate(*table, moment), rule.evaluate(&paused, moment));
            (0..table.rows())
                .find(|row| {
                    step.happens_in(&verdicts, *table, moment, *row)
                        && after.release.get(*row) == Some(&Truth::True)
                })
                .map(|row| rows::example(&rules, *table, moment, row))
        });
        let answer = match from_history {
            Some(example) => Answer::CounterExample(Box::new(example)),
            None => {
                let maker = self.maker(&rules);
                maker.ticks().next()?;
                let before = Reader::bound(rule, self.world);
                let goals = acts(rule, before, step.branch)
                    .into_iter()
                    .chain([Goal::Condition(
                        before.afterwards(Changed::Switch),
                        release,
                        Ask::True,
                    )])
                    .chain(step.switch(false).into_iter().map(Goal::Literal))
                    .chain(step.switched().into_iter().map(Goal::Literal))
                    .collect();
                self.sought(goals, &maker, &[step], &|example| {
                    step.happens(example, &example.moment(), 0)
                        && releases(&example.after(), &example.moment(), 0)
                })?
            }
        };
        let name = rule.rule.name();
        let release = spot(rule, at);
        let level = rule.rule.scope().level;
        let help = match &answer {
            Answer::CounterExample(example) => format!(
                "for example {} with {}: it is paused, and with the same numbers `release when {}` is true at the next check; leave a gap between the two, or write `release after 7 days`",
                example
                    .found()
                    .map_or_else(|| one_of(level), |name| format!("`{name}`")),
                example.in_words(),
                release.text,
            ),
            Answer::NotDecided(obstacle) => format!("possible, but not decided: {}", obstacle.in_words()),
            Answer::Proved => String::new(),
        };
        Some(Finding {
            code: "W0805",
            message: format!("`{name}` gives back at the next check what it pauses"),
            help,
            spots: vec![step.spot(), release],
            answer,
        })
    }
}
