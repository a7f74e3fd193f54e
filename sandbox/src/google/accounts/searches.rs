//! What people type, and which keyword that meets: the keywords of a new world, and the searches behind every keyword.

use super::{Object, Resource};
use crate::chance::Dice;
use crate::google::value::Value;

/// How close a search must be, with the letter that it goes into numbers by.
const MATCH_TYPES: [&str; 3] = ["EXACT", "PHRASE", "BROAD"];

/// Words by which people say that they will not buy, and how many of them do all the same.
const IDLE_WORDS: &[(&str, f64)] = &[
    ("free", 0.02),
    ("repair", 0.03),
    ("used", 0.1),
    ("cheap", 0.35),
    ("best", 0.7),
    ("buy", 1.6),
];

/// The keywords of an ad group on the first day.
pub(super) fn first_keywords(ad_group: &str) -> Vec<(String, &'static str)> {
    let words: Vec<String> = ad_group
        .to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let base = words.join(" ");
    vec![
        (base.clone(), "EXACT"),
        (format!("buy {base}"), "PHRASE"),
        (format!("{base} online"), "PHRASE"),
        (base.clone(), "BROAD"),
        (format!("cheap {base}"), "BROAD"),
    ]
}

/// A keyword of an ad group.
pub(super) fn keyword(ad_group: i64, ad_group_name: &str, text: &str, match_type: &str) -> Object {
    let mut keyword = Object::new(Resource::AdGroupCriterion, ad_group, 0);
    keyword.set("ad_group_criterion.ad_group", Value::text(ad_group_name));
    keyword.set("ad_group_criterion.keyword.text", Value::text(text));
    keyword.set("ad_group_criterion.keyword.match_type", Value::text(match_type));
    named(keyword, ad_group, text, match_type)
}

/// A keyword with all that the platform adds to it. The same words matched alike have the same number everywhere, so that a
/// number alone names nothing.
pub fn named(mut keyword: Object, owner: i64, text: &str, match_type: &str) -> Object {
    let (id, kind, status, negative) = match keyword.resource {
        Resource::CampaignCriterion => (
            "campaign_criterion.criterion_id",
            "campaign_criterion.type",
            "campaign_criterion.status",
            "campaign_criterion.negative",
        ),
        _ => (
            "ad_group_criterion.criterion_id",
            "ad_group_criterion.type",
            "ad_group_criterion.status",
            "ad_group_criterion.negative",
        ),
    };
    keyword.within = owner;
    keyword.id = number(text, match_type);
    keyword.set(id, Value::Int(keyword.id));
    keyword.set(kind, Value::text("KEYWORD"));
    for (field, value) in [(status, Value::text("ENABLED")), (negative, Value::Bool(false))] {
        if *keyword.get(field) == Value::Absent {
            keyword.set(field, value);
        }
    }
    keyword
}

fn letters(text: &str) -> u64 {
    let step = |sum: u64, byte: u8| sum.wrapping_mul(131).wrapping_add(u64::from(byte));
    text.to_lowercase().bytes().fold(7, step)
}

/// The number of a keyword's words.
pub fn number(text: &str, match_type: &str) -> i64 {
    let close = MATCH_TYPES
        .iter()
        .position(|word| *word == match_type)
        .unwrap_or(0);
    let drawn = Dice::new(0, &[9, letters(text)]).bits() % 30_000_000_000;
    let apart = i64::try_from(drawn).unwrap_or_default() * 3 + i64::try_from(close).unwrap_or_default();
    Resource::AdGroupCriterion.first_id() + apart
}

/// A search that meets a keyword.
pub struct Search {
    /// What was typed; nothing where so few type it that the platform does not tell.
    pub text: Option<String>,
    /// Parts of the keyword's clicks, in thousandths of a keyword of middling reach.
    pub reach: u64,
    /// The same of its conversions.
    pub buying: u64,
}

/// The searches behind a keyword: the looser it matches, the more of them, and the worse.
pub fn of_keyword(text: &str, match_type: &str) -> Vec<Search> {
    let reach = Dice::new(0, &[10, letters(text)]).between(0.5, 1.5);
    let shares: &[(&str, f64)] = match match_type {
        "EXACT" => &[("{}", 0.9), ("{}s", 0.1)],
        "PHRASE" => &[
            ("{}", 0.5),
            ("best {}", 0.2),
            ("{} near me", 0.15),
            ("{} reviews", 0.1),
            ("", 0.05),
        ],
        _ => &[
            ("{} sale", 0.3),
            ("used {}", 0.2),
            ("free {}", 0.2),
            ("{} repair", 0.15),
            ("how are {} made", 0.1),
            ("", 0.05),
        ],
    };
    shares
        .iter()
        .map(|(form, share)| {
            let typed = form.replace("{}", text);
            let is_idle = |word: &str| typed.split(' ').any(|typed| typed == word);
            let words = IDLE_WORDS.iter().filter(|(word, _)| is_idle(word));
            let quality: f64 = words.map(|(_, part)| part).product();
            Search {
                reach: thousandths(reach * share),
                buying: thousandths(reach * share * quality),
                text: (!typed.is_empty()).then_some(typed),
            }
        })
        .collect()
}

/// Whether nothing is shown to whoever types this: the words exactly, as a phrase within it, or all of them somewhere.
pub fn excludes((words, match_type): (&str, &str), typed: &str) -> bool {
    let (words, typed) = (words.to_lowercase(), typed.to_lowercase());
    let words: Vec<&str> = words.split_whitespace().collect();
    let typed: Vec<&str> = typed.split_whitespace().collect();
    match match_type {
        "EXACT" => words == typed,
        "PHRASE" => !words.is_empty() && typed.windows(words.len()).any(|part| *part == *words),
        _ => words.iter().all(|word| typed.contains(word)),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand, above zero"
)]
fn thousandths(part: f64) -> u64 {
    (part * 1_000.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_have_the_same_number_and_others_another() {
        assert_eq!(number("Running Shoes", "EXACT"), number("running shoes", "EXACT"));
        let all = [
            number("running shoes", "EXACT"),
            number("running shoes", "PHRASE"),
            number("trail shoes", "EXACT"),
        ];
        assert!(
            all[0] != all[1] && all[0] != all[2] && all[1] != all[2],
            "{all:?}"
        );
    }

    #[test]
    fn what_is_excluded_is_excluded_as_close_as_it_says() {
        let typed = "free running shoes";
        assert!(excludes(("Free running shoes", "EXACT"), typed));
        assert!(!excludes(("running shoes", "EXACT"), typed));
        assert!(excludes(("running shoes", "PHRASE"), typed));
        assert!(!excludes(("shoes running", "PHRASE"), typed));
        assert!(excludes(("shoes free", "BROAD"), typed));
        assert!(!excludes(("shoes free used", "BROAD"), typed));
    }

    #[test]
    fn whoever_looks_for_something_free_hardly_buys() {
        let searches = of_keyword("running shoes", "BROAD");
        let part = |text: &str| {
            let search = searches
                .iter()
                .find(|search| search.text.as_deref() == Some(text))
                .unwrap();
            (search.reach, search.buying)
        };
        let (free, sale) = (part("free running shoes"), part("running shoes sale"));
        assert!(free.1 * 20 < free.0 && sale.0 == sale.1, "{free:?} {sale:?}");
    }
}
