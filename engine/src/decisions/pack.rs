//! The packed record of a tick: every object of one rule, a few bytes each.

use uuid::Uuid;

use super::Outcome;
use crate::{
    metrics::codec::{Reader, Writer},
    store::StoreError,
};

const VERSION: u8 = 1;

/// One object's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub object: Uuid,
    pub outcome: Outcome,
    pub branch: Option<u32>,
    /// Why a value was missing or what stood in the way.
    pub note: Option<String>,
}

/// Packs lines; equal notes are stored once.
pub fn pack(lines: &[Line]) -> Result<Vec<u8>, StoreError> {
    let mut notes: Vec<&str> = lines.iter().filter_map(|line| line.note.as_deref()).collect();
    notes.sort_unstable();
    notes.dedup();
    let mut writer = Writer::new(VERSION);
    writer.count(notes.len());
    for note in &notes {
        writer.text(note);
    }
    writer.count(lines.len());
    for line in lines {
        writer.id(line.object);
        writer.count(
            Outcome::ALL
                .iter()
                .position(|outcome| *outcome == line.outcome)
                .unwrap_or(0),
        );
        writer.unsigned(
            line.branch
                .map_or(0, |branch| u64::from(branch).saturating_add(1)),
        );
        let note = line
            .note
            .as_deref()
            .and_then(|note| notes.binary_search(&note).ok());
        writer.unsigned(note.map_or(0, |at| u64::try_from(at).unwrap_or(0).saturating_add(1)));
    }
    writer.pack()
}

pub fn unpack(packed: &[u8]) -> Result<Vec<Line>, StoreError> {
    let mut reader = Reader::unpack(packed, VERSION)?;
    let mut notes = Vec::new();
    for _ in 0..reader.count()? {
        notes.push(reader.text()?);
    }
    let mut lines = Vec::new();
    for _ in 0..reader.count()? {
        let object = reader.id()?;
        let outcome = Outcome::ALL
            .get(reader.count()?)
            .copied()
            .ok_or_else(|| StoreError::inconsistent("decision_pack", "an unknown outcome"))?;
        let branch = reader
            .unsigned()?
            .checked_sub(1)
            .and_then(|branch| u32::try_from(branch).ok());
        let note = reader
            .count()?
            .checked_sub(1)
            .and_then(|at| notes.get(at))
            .cloned();
        lines.push(Line {
            object,
            outcome,
            branch,
            note,
        });
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_survive_packing() {
        let line = |number: u128, outcome, branch, note: Option<&str>| Line {
            object: Uuid::from_u128(number),
            outcome,
            branch,
            note: note.map(str::to_owned),
        };
        let lines = vec![
            line(1, Outcome::NotFired, None, None),
            line(2, Outcome::Unknown, Some(0), Some("stale")),
            line(3, Outcome::Unknown, Some(1), Some("stale")),
            line(4, Outcome::Blocked, Some(0), Some("limit: the day's 5 are used")),
        ];
        assert_eq!(unpack(&pack(&lines).unwrap()).unwrap(), lines);
    }
}
