//! Two texts line by line: what left, what came, and a little of what stayed around it.

/// Lines around a change that are shown.
const AROUND: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'t> {
    Same(&'t str),
    Left(&'t str),
    Came(&'t str),
    /// Lines that stayed and are not shown.
    Skipped(usize),
}

/// The fewest lines that leave and come, in the order of the text.
pub fn differences<'t>(before: &'t str, after: &'t str) -> Vec<Line<'t>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let head = old
        .iter()
        .zip(&new)
        .take_while(|(one, other)| one == other)
        .count();
    let (old_rest, new_rest) = (
        old.get(head..).unwrap_or_default(),
        new.get(head..).unwrap_or_default(),
    );
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let old_middle = old_rest.get(..old_rest.len() - tail).unwrap_or_default();
    let new_middle = new_rest.get(..new_rest.len() - tail).unwrap_or_default();
    let mut lines: Vec<Line<'t>> = old.iter().take(head).map(|line| Line::Same(line)).collect();
    lines.extend(middle(old_middle, new_middle));
    lines.extend(old.iter().skip(old.len() - tail).map(|line| Line::Same(line)));
    shortened(lines)
}

/// The longest common run of lines, by the usual table.
fn middle<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Line<'t>> {
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let at = |common: &[u32], i: usize, j: usize| common.get(i * width + j).copied().unwrap_or(0);
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            let longest = if one == other {
                at(&common, i + 1, j + 1) + 1
            } else {
                at(&common, i + 1, j).max(at(&common, i, j + 1))
            };
            if let Some(place) = common.get_mut(i * width + j) {
                *place = longest;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    loop {
        match (old.get(i), new.get(j)) {
            (Some(one), Some(other)) if one == other => {
                lines.push(Line::Same(one));
                (i, j) = (i + 1, j + 1);
            }
            (Some(one), other) if other.is_none() || at(&common, i + 1, j) >= at(&common, i, j + 1) => {
                lines.push(Line::Left(one));
                i += 1;
            }
            (_, Some(other)) => {
                lines.push(Line::Came(other));
                j += 1;
            }
            (_, None) => return lines,
        }
    }
}

fn shortened(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let moved = |line: &Line<'_>| !matches!(line, Line::Same(_));
    let near: Vec<bool> = (0..lines.len())
        .map(|at| {
            let from = at.saturating_sub(AROUND);
            lines.iter().skip(from).take(at - from + AROUND + 1).any(moved)
        })
        .collect();
    let mut shown = Vec::new();
    for (line, near) in lines.into_iter().zip(near) {
        if near {
            shown.push(line);
        } else if let Some(Line::Skipped(count)) = shown.last_mut() {
            *count += 1;
        } else {
            shown.push(Line::Skipped(1));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Line, differences};

    #[test]
    fn what_left_stands_before_what_came_and_far_lines_are_counted() {
        let before = "a\nb\nc\nd\ne\nf\n";
        let after = "a\nb\nc\nd\nE\nf\n";
        assert_eq!(
            differences(before, after),
            [
                Line::Skipped(2),
                Line::Same("c"),
                Line::Same("d"),
                Line::Left("e"),
                Line::Came("E"),
                Line::Same("f"),
            ]
        );
    }

    #[test]
    fn equal_texts_have_nothing_to_show_and_new_ones_are_all_new() {
        assert_eq!(differences("a\nb", "a\nb"), [Line::Skipped(2)]);
        assert_eq!(differences("", "a\nb"), [Line::Came("a"), Line::Came("b")]);
        assert_eq!(differences("a\nb", ""), [Line::Left("a"), Line::Left("b")]);
    }

    #[test]
    fn either_text_can_be_put_together_again() {
        let before = "x\na\nb\nb\nc\nq\n";
        let after = "a\nb\nc\nc\nq\nz\n";
        let lines = differences(before, after);
        let of = |take: fn(&Line<'_>) -> Option<String>| -> Vec<String> {
            lines.iter().filter_map(take).collect()
        };
        let old = of(|line| match line {
            Line::Same(text) | Line::Left(text) => Some((*text).to_owned()),
            _ => None,
        });
        let new = of(|line| match line {
            Line::Same(text) | Line::Came(text) => Some((*text).to_owned()),
            _ => None,
        });
        assert_eq!(old, before.lines().collect::<Vec<_>>());
        assert_eq!(new, after.lines().collect::<Vec<_>>());
    }
}
