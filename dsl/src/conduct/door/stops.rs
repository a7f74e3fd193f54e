//! Promises about pauses: what a pause stops besides what it is about, and how many a day has seen.

use std::collections::BTreeSet;

use super::Wanted;
use super::promises::Ground;
use super::standing::{Standing, of_level};
use crate::evaluate::Truth;
use crate::guard::{Forbids, Guard};
use crate::registry::Level;

/// What a promise about the pauses of a day counts.
pub(super) struct Counted {
    /// Rows that run.
    running: BTreeSet<usize>,
    /// Rows that Adjutant paused on this account day.
    paused: BTreeSet<usize>,
}

impl Ground<'_> {
    /// The rows of the guard's level that a pause above or beside them takes with it; `None` where that is not known.
    pub(super) fn taken_rows(
        &self,
        guard: &Guard,
        wanted: Wanted<'_>,
        reserved: &[Wanted<'_>],
    ) -> Option<Vec<usize>> {
        let level = guard.scope().level;
        if !wanted.stops() {
            return Some(Vec::new());
        }
        if self.levels.unread.contains(&level) {
            return None;
        }
        let Some(standing) = self.levels.known.get(&level) else {
            return Some(Vec::new());
        };
        let taken = self.levels.below.taken(&wanted, reserved)?;
        let own = taken.into_iter().filter(|(key, _)| *key == level.key());
        Some(own.flat_map(|(_, id)| standing.row(id)).collect())
    }

    /// What is promised of objects that a pause above or beside them would stop.
    pub(super) fn takes_along(
        &self,
        guard: &Guard,
        index: usize,
        wanted: Wanted<'_>,
        reserved: &[Wanted<'_>],
    ) -> Option<String> {
        let clause = guard.clauses().get(index)?;
        if clause.forbids != Forbids::Pause {
            return None;
        }
        let level = guard.scope().level;
        let Some(taken) = self.taken_rows(guard, wanted, reserved) else {
            return Some(format!("{} ({})", clause.text, self.not_known(level)));
        };
        let mut protected = taken.into_iter().filter(|row| {
            self.covers(guard, *row) != Truth::False && self.protects(guard, index, *row) != Truth::False
        });
        let first = protected.next()?;
        let name = self.levels.known.get(&level)?.rows.get(first)?.name;
        let others = match protected.count() {
            0 => String::new(),
            1 => " and 1 other".to_owned(),
            many => format!(" and {many} others"),
        };
        Some(format!(
            "{} (with it the {} \"{name}\"{others} would stop)",
            clause.text,
            level.one()
        ))
    }

    fn not_known(&self, level: Level) -> String {
        if self.levels.unread.contains(&level) {
            format!("the {level} of this account have not been read lately")
        } else {
            format!("it is not known which {level} would stop with it")
        }
    }

    /// Whether the guard covers a row of the level that one of its promises counts, by what that row stands in.
    fn covers_counted(&self, guard: &Guard, level: Level, row: usize) -> bool {
        let own = guard.scope().level;
        if level == own {
            return self.covers(guard, row) != Truth::False;
        }
        let above = self.levels.known.get(&level).and_then(|standing| {
            let row = standing.rows.get(row)?;
            let id = of_level(&row.above, own)?;
            self.levels.known.get(&own)?.by_id.get(id).copied()
        });
        above.is_none_or(|row| self.covers(guard, row) != Truth::False)
    }

    /// What runs, and what was paused today, of what a promise counts.
    fn count(&self, guard: &Guard, level: Level, standing: &Standing<'_>) -> Counted {
        let running = match level {
            Level::Campaigns => BTreeSet::new(),
            _ => self.levels.below.running(),
        };
        let mut counted = Counted {
            running: BTreeSet::new(),
            paused: BTreeSet::new(),
        };
        for (index, row) in standing.rows.iter().enumerate() {
            let runs = row.runs && (level == Level::Campaigns || running.contains(&(level.key(), row.id)));
            let is_paused = self.stopped_today.contains(&(level.key(), row.id.to_owned()));
            if (runs || is_paused) && self.covers_counted(guard, level, index) {
                let rows = if is_paused {
                    &mut counted.paused
                } else {
                    &mut counted.running
                };
                rows.insert(index);
            }
        }
        counted
    }

    /// More pauses than one day may see, with what was paused today and what is under way.
    pub(super) fn too_many(
        &self,
        at: usize,
        index: usize,
        wanted: Wanted<'_>,
        reserved: &[Wanted<'_>],
    ) -> Option<String> {
        let guard = self.guards.get(at)?;
        let (clause, level) = (guard.clauses().get(index)?, guard.counts(index)?);
        if !wanted.stops() {
            return None;
        }
        if self.levels.unread.contains(&level) {
            return Some(format!("{} ({})", clause.text, self.not_known(level)));
        }
        let standing = self.levels.known.get(&level)?;
        let rows_of = |names: BTreeSet<(&'static str, &str)>| -> Vec<Option<usize>> {
            let own = names.into_iter().filter(|(key, _)| *key == level.key());
            own.map(|(_, id)| standing.by_id.get(id).copied()).collect()
        };
        let covered = |row: &usize| self.covers_counted(guard, level, *row);
        // What is not known counts as one.
        let taken = self.levels.below.taken(&wanted, reserved);
        let taken = taken.map_or_else(|| vec![None], rows_of);
        let strangers = taken.iter().filter(|row| row.is_none()).count();
        let own: BTreeSet<usize> = taken.into_iter().flatten().filter(covered).collect();
        let more = own.len().saturating_add(strangers);
        if more == 0 {
            return None;
        }
        let counted = self.counted.get(&(at, index))?;
        let counted = counted.get_or_init(|| self.count(guard, level, standing));
        let under_way = rows_of(self.levels.below.on_the_way(reserved));
        let mut paused: BTreeSet<usize> = under_way.into_iter().flatten().filter(covered).collect();
        paused.extend(&counted.paused);
        let running = counted.running.union(&paused).count();
        paused.retain(|row| !own.contains(row));
        let most = guard.most_paused(index, running).unwrap_or(0);
        if paused.len().saturating_add(more) <= most {
            return None;
        }
        Some(if most == 0 {
            format!(
                "{} (of {running} running ones that rounds down to none)",
                clause.text
            )
        } else if more == 1 {
            format!("{} ({} of {running} are used up)", clause.text, paused.len())
        } else {
            format!(
                "{} ({} of {running} are used up, and with it {more} {level} would stop)",
                clause.text,
                paused.len()
            )
        })
    }
}
