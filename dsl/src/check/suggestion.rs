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
    let most = match length {
        2 => 0,
        3 | 4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let mut slips = Slips::of(word, most);
    known
        .into_iter()
        .filter_map(|candidate| Some((slips.to(candidate)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many slips of the finger lie between a word and others, whatever the case of their letters. A text full of errors asks this of
/// thousands of words: nothing is stored anew for each, and what is too far away is given up early.
struct Slips {
    word: Vec<char>,
    most: usize,
    other: Vec<char>,
    /// The last three rows of the table of distances between what the words begin with.
    before: Vec<usize>,
    previous: Vec<usize>,
    current: Vec<usize>,
}

impl Slips {
    fn of(word: &str, most: usize) -> Self {
        Self {
            word: word.chars().flat_map(char::to_lowercase).collect(),
            most,
            other: Vec::new(),
            before: Vec::new(),
            previous: Vec::new(),
            current: Vec::new(),
        }
    }

    /// Insertions, deletions, replacements and swaps of neighbours on the way to the other word; `None` beyond the most.
    fn to(&mut self, other: &str) -> Option<usize> {
        self.other.clear();
        self.other.extend(other.chars().flat_map(char::to_lowercase));
        // Words are at least as far apart as their lengths.
        if self.other.len().abs_diff(self.word.len()) > self.most {
            return None;
        }
        self.before.clear();
        self.previous.clear();
        self.previous.extend(0..=self.other.len());
        let mut least_before = 0;
        for (row, &left) in self.word.iter().enumerate() {
            let mut least = row.saturating_add(1);
            self.current.clear();
            self.current.push(least);
            for (column, &right) in self.other.iter().enumerate() {
                let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
                let next = column.saturating_add(1);
                let mut best = at(&self.previous, column).saturating_add(usize::from(left != right));
                best = best
                    .min(at(&self.previous, next).saturating_add(1))
                    .min(at(&self.current, column).saturating_add(1));
                let swapped = row > 0
                    && column > 0
                    && self.word.get(row.saturating_sub(1)) == Some(&right)
                    && self.other.get(column.saturating_sub(1)) == Some(&left);
                if swapped {
                    best = best.min(at(&self.before, column.saturating_sub(1)).saturating_add(1));
                }
                least = least.min(best);
                self.current.push(best);
            }
            // A swap reaches back over one row, everything else begins in the last one.
            if least.min(least_before) > self.most {
                return None;
            }
            least_before = least;
            std::mem::swap(&mut self.before, &mut self.previous);
            std::mem::swap(&mut self.previous, &mut self.current);
        }
        self.previous
            .last()
            .copied()
            .filter(|distance| *distance <= self.most)
    }
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
    fn each_slip_counts_once_and_too_many_are_too_far() {
        let distance = |word, other| Slips::of(word, 3).to(other);
        let cases = [
            ("pause", "pause", Some(0)),
            ("Pause", "pAUSE", Some(0)),
            ("puase", "pause", Some(1)),
            ("pase", "pause", Some(1)),
            ("paause", "pause", Some(1)),
            ("pause", "cause", Some(1)),
            ("ap", "pa", Some(1)),
            ("apuse", "pauses", Some(2)),
            ("europe/berlin", "europe/dublin", Some(3)),
            ("europe/bereps", "europe/berlin", Some(3)),
            ("europe/bereps", "america/belem", None),
            ("pause", "pausesure", None),
            ("", "abc", Some(3)),
            ("", "", Some(0)),
        ];
        for (word, other, expected) in cases {
            assert_eq!(distance(word, other), expected, "{word} {other}");
            assert_eq!(distance(other, word), expected, "{other} {word}");
        }
        let mut slips = Slips::of("pause", 3);
        let again: Vec<_> = ["resume", "pause", "increase", "puase"]
            .map(|other| slips.to(other))
            .into();
        assert_eq!(
            again,
            [None, Some(0), None, Some(1)],
            "one word leaves nothing behind for the next"
        );
    }

    #[test]
    fn a_different_word_finds_none() {
        let known = ["roas", "cpa", "cpc", "spend"];
        assert_eq!(nearest("impressions", known.into_iter()), None);
        assert_eq!(nearest("x", known.into_iter()), None);
    }
}
