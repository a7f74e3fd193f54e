//! "Did you mean": the nearest known word, within a distance that a slip of the finger explains.

/// The known word nearest to `word`, or none: words shorter than three letters get no suggestion, and the distance allowed grows
/// with the length.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if !(2..=40).contains(&length) {
        return None;
    }
    let lower = word.to_lowercase();
    let most = match length {
        2 => 0,
        3 | 4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    known
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (row, &left) in a.iter().enumerate() {
        let mut current = vec![row.saturating_add(1)];
        for (column, &right) in b.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
            let next = column.saturating_add(1);
            let mut best = at(&previous, column).saturating_add(usize::from(left != right));
            best = best
                .min(at(&previous, next).saturating_add(1))
                .min(at(&current, column).saturating_add(1));
            let swapped = row > 0
                && column > 0
                && a.get(row.saturating_sub(1)) == Some(&right)
                && b.get(column.saturating_sub(1)) == Some(&left);
            if swapped {
                best = best.min(at(&before, column.saturating_sub(1)).saturating_add(1));
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        let known = ["cooldown", "conversions", "pause", "google"];
        assert_eq!(nearest("cooldwn", known.into_iter()), Some("cooldown"));
        assert_eq!(nearest("conversoins", known.into_iter()), Some("conversions"));
        assert_eq!(nearest("Google", known.into_iter()), Some("google"));
    }

    #[test]
    fn a_different_word_finds_none() {
        let known = ["roas", "cpa", "cpc", "spend"];
        assert_eq!(nearest("impressions", known.into_iter()), None);
        assert_eq!(nearest("x", known.into_iter()), None);
    }
}
