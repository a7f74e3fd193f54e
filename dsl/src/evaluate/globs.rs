//! The patterns of `matches`.

/// Anchored at both ends; `*` is any run of characters, `?` any one. Both sides in lower case.
pub(crate) fn glob_matches(glob: &str, text: &str) -> bool {
    let glob: Vec<char> = glob.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut read) = (0_usize, 0_usize);
    // The last star, and how much of the text it has taken.
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match glob.get(at) {
            Some('*') => {
                star = Some((at, read));
                at = at.saturating_add(1);
            }
            Some(wanted) if *wanted == '?' || text.get(read) == Some(wanted) => {
                at = at.saturating_add(1);
                read = read.saturating_add(1);
            }
            _ => match star {
                Some((place, taken)) => {
                    let taken = taken.saturating_add(1);
                    star = Some((place, taken));
                    at = place.saturating_add(1);
                    read = taken;
                }
                None => return false,
            },
        }
    }
    glob.get(at..)
        .is_none_or(|rest| rest.iter().all(|wanted| *wanted == '*'))
}

#[cfg(test)]
mod tests {
    use super::glob_matches;

    #[test]
    fn globs_are_anchored() {
        assert!(glob_matches("prospecting*", "prospecting us"));
        assert!(!glob_matches("prospecting", "prospecting us"));
        assert!(glob_matches("*us*", "prospecting us 2026"));
        assert!(glob_matches("a?c", "abc"));
        assert!(!glob_matches("a?c", "ac"));
        assert!(glob_matches("*", ""));
        assert!(!glob_matches("", "x"));
        assert!(glob_matches("a*b*c", "a-b-b-c"));
        assert!(!glob_matches("a*b*c", "a-b-b-d"));
    }

    #[test]
    fn a_pattern_of_many_stars_ends_quickly() {
        assert!(!glob_matches(&"*a".repeat(200), &"a".repeat(199)));
        assert!(!glob_matches(
            &format!("{}b", "*a".repeat(50)),
            &"a".repeat(5_000)
        ));
    }
}
