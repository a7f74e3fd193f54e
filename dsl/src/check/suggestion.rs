//! "Did you mean": the word that other tools use for a known one, or the nearest known word, within a distance that a slip of the
//! finger explains.

/// What other tools and people call things, and what they are called here.
const OTHER_WORDS: &[(&str, &[&str])] = &[
    ("spend", &["cost", "spent", "costs"]),
    ("conversions", &["purchases", "results", "actions"]),
    (
        "revenue",
        &["sales", "turnover", "conversion_value", "purchase_value"],
    ),
    (
        "cpa",
        &[
            "cost_per_conversion",
            "cost_per_result",
            "cost_per_purchase",
            "cpl",
            "cpi",
            "cpo",
        ],
    ),
    ("roas", &["roi", "return_on_ad_spend"]),
    ("cvr", &["conversion_rate", "cr"]),
    ("ctr", &["click_rate", "click_through_rate"]),
    ("impressions", &["views", "impr"]),
    ("budget", &["daily_budget", "campaign_budget"]),
    ("bid", &["max_cpc"]),
    (
        "age",
        &[
            "days_since_launch",
            "days_since_creation",
            "days_since_start",
            "days_running",
            "days_live",
            "days_active",
            "age_days",
        ],
    ),
    (
        "name",
        &["campaign_name", "adgroup_name", "ad_group_name", "title"],
    ),
    ("status", &["state", "campaign_status"]),
    ("labels", &["label", "tags", "tag"]),
    ("meta", &["facebook", "instagram", "fb"]),
    ("google", &["adwords", "google_ads", "youtube"]),
    ("active", &["enabled", "on", "running", "live"]),
    ("paused", &["disabled", "off", "stopped", "inactive"]),
    ("pause", &["stop", "disable", "deactivate"]),
    ("resume", &["enable", "start", "activate", "unpause"]),
    ("increase", &["raise", "boost"]),
    ("decrease", &["lower", "reduce", "cut"]),
    ("notify", &["alert", "send", "tell", "message", "email", "slack"]),
];

/// The known word that `word` is another one for.
pub(crate) fn in_other_words<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let (meant, _) = OTHER_WORDS
        .iter()
        .find(|(_, others)| others.contains(&word.as_str()))?;
    known.iter().copied().find(|candidate| candidate == meant)
}

/// The known word nearest to `word`, or none: words shorter than three letters get no suggestion, and the distance allowed grows
/// with the length.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if !(2..=40).contains(&length) {
        return None;
    }
    let known: Vec<&str> = known.collect();
    if let Some(meant) = in_other_words(word, &known) {
        return Some(meant);
    }
    let lower = word.to_lowercase();
    let most = match length {
        2 => 0,
        3 | 4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let letters = lower.chars().count();
    known
        .into_iter()
        .map(|candidate| (candidate.to_lowercase(), candidate))
        // Words are at least as far apart as their lengths: a text full of errors asks this often.
        .filter(|(known, _)| known.chars().count().abs_diff(letters) <= most)
        .map(|(known, candidate)| (distance(&lower, &known), candidate))
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
    fn the_word_of_another_tool_finds_ours_where_it_is_known() {
        let known = ["spend", "conversions", "pause", "meta", "slack"];
        assert_eq!(nearest("cost", known.into_iter()), Some("spend"));
        assert_eq!(nearest("Purchases", known.into_iter()), Some("conversions"));
        assert_eq!(nearest("facebook", known.into_iter()), Some("meta"));
        assert_eq!(nearest("slak", known.into_iter()), Some("slack"));
        assert_eq!(nearest("enable", known.into_iter()), None);
    }

    #[test]
    fn a_different_word_finds_none() {
        let known = ["roas", "cpa", "cpc", "spend"];
        assert_eq!(nearest("impressions", known.into_iter()), None);
        assert_eq!(nearest("x", known.into_iter()), None);
    }
}
