//! Bends texts: cuts, doubles, splices, nests, and puts words of the language where they do not belong.

use crate::random::Random;

/// Longest text, just above what the language reads.
const LONGEST: usize = 1_000_100;
/// Deepest nesting that is tried.
const DEEPEST: usize = 20_000;

const PIECES: &[&str] = &[
    "rule \"A\" {\n",
    "guard \"G\" {\n",
    "test \"t\" of \"A\" {\n",
    "metric m \"m\" = spend / clicks as ratio\n",
    "script s(c) -> ratio {\n",
    "}\n",
    "\n}\n",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "\\",
    "#",
    "\n",
    "\r\n",
    "\t",
    "\u{feff}",
    "\u{a0}",
    "é",
    "😀",
    "\u{0}",
    "not ",
    "- ",
    " and ",
    " or ",
    " else infinite ",
    " is missing ",
    " over last 3 days settled",
    " over today",
    " of account",
    " lasting 2 checks",
    "\n  when ",
    "\n  then pause\n",
    "\n  otherwise ",
    "\n  let x = ",
    "\n  param p: money = $5\n",
    "\n  for campaigns ",
    "\n  every 1h\n",
    "\n  at 2026-03-08 02:30, 03:30 in \"America/New_York\"\n",
    "\n  given campaign \"A\" { each of last 6 days { spend $60 } }\n",
    "\n  expect pause of \"A\" proposed because cost = $5\n",
    "\n  expect nothing of \"A\"\n",
    "$",
    "$1,204.50",
    "9,999,999,999,999",
    "0",
    "-1",
    "20%",
    "45 EUR",
    "7d",
    "06:00",
    "24:00",
    "2026-02-30",
    "_",
    "stale",
    "cpa",
    "roas",
    "spend",
    "status",
    "name matches \"*a?b*\"",
    "labels has \"x\"",
    "{spend over today}",
];

fn within(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

pub struct Bender {
    texts: Vec<String>,
}

impl Bender {
    /// The texts of the corpus, the library, the written reference and the pages of the codes.
    pub fn new() -> Self {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let mut texts = Vec::new();
        let mut folders = vec![std::path::PathBuf::from(format!("{root}/dsl/corpus"))];
        folders.extend(within(std::path::Path::new(&format!("{root}/rules-library"))));
        for folder in folders {
            let mut paths = within(&folder);
            paths.retain(|path| path.extension().is_some_and(|extension| extension == "rule"));
            paths.sort();
            texts.extend(
                paths
                    .iter()
                    .map(|path| std::fs::read_to_string(path).expect("a text")),
            );
        }
        for page in dsl::codes() {
            texts.push(page.example.to_owned());
            texts.push(page.better.to_owned());
        }
        Self { texts }
    }

    pub fn text(&self, random: &mut Random) -> String {
        let mut text = random.pick(&self.texts).clone();
        for _ in 0..random.below(8) {
            self.bend(&mut text, random);
        }
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text
    }

    fn bend(&self, text: &mut String, random: &mut Random) {
        let at = place(text, random);
        let end = place_after(text, at, random);
        match random.below(12) {
            0 => text.replace_range(at..end, ""),
            1 => {
                let copied = text[at..end].to_owned();
                text.insert_str(place(text, random), &copied);
            }
            2 | 3 => text.insert_str(at, piece(random)),
            4 => text.replace_range(at..end, piece(random)),
            5 => {
                let other = random.pick(&self.texts);
                let from = place(other, random);
                let to = place_after(other, from, random);
                text.insert_str(at, &other[from..to]);
            }
            6 => {
                // A line of another text behind a line of this one: mostly still readable.
                let other = random.pick(&self.texts);
                let lines: Vec<&str> = other.lines().collect();
                if !lines.is_empty() {
                    let line = format!("\n{}", random.pick(&lines));
                    let at = text[at..].find('\n').map_or(text.len(), |end| at + end);
                    text.insert_str(at, &line);
                }
            }
            7 => {
                let digits: Vec<usize> = text
                    .char_indices()
                    .filter(|(_, letter)| letter.is_ascii_digit())
                    .map(|(at, _)| at)
                    .collect();
                if !digits.is_empty() {
                    let at = *random.pick(&digits);
                    let digit = char::from(b'0' + u8::try_from(random.below(10)).unwrap_or(0));
                    text.replace_range(at..=at, &digit.to_string());
                }
            }
            8 if random.once_in(6) => {
                let depth = 1 + random.below(DEEPEST);
                let (open, close) =
                    *random.pick(&[("(", ")"), ("not ", ""), ("- ", ""), ("{", "}"), ("[", "]")]);
                text.insert_str(end, &close.repeat(depth));
                text.insert_str(at, &open.repeat(depth));
            }
            9 if random.once_in(12) => {
                let piece = text[at..end].to_owned();
                if !piece.is_empty() {
                    let times = (LONGEST / piece.len()).min(1 + random.below(50_000));
                    text.insert_str(end, &piece.repeat(times));
                }
            }
            10 => {
                let other = random.pick(&self.texts);
                text.push('\n');
                text.push_str(other);
            }
            _ => {
                let letter = *random.pick(&['a', ' ', '\n', '"', '.', ',', ':', '=', '<', 'ß', '\u{2028}']);
                text.insert(at, letter);
            }
        }
    }
}

fn piece(random: &mut Random) -> &'static str {
    PIECES[random.below(PIECES.len())]
}

fn place(text: &str, random: &mut Random) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn place_after(text: &str, from: usize, random: &mut Random) -> usize {
    let reach = 1 + random.below(200);
    let mut at = (from + random.below(reach)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at.max(from)
}
