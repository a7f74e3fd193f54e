//! Reads an uploaded file: a line of headings, then one name and one value a line. What does not fit is said line by line, and a file
//! with one such line is not taken at all.

use std::collections::BTreeMap;

use dsl::Currency;

use super::Kind;

/// Most rows of a lookup.
pub const MOST_ROWS: usize = 20_000;
/// Largest file, in bytes.
pub const MOST_BYTES: usize = 900_000;
/// Longest name, in characters.
pub const MOST_KEY: usize = 500;
/// Longest text that is supplied, in characters.
pub const MOST_TEXT: usize = 500;
/// Most lines that are complained about at once.
const MOST_PROBLEMS: usize = 100;

/// One row's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Number {
        /// Millionths of one; money in micros.
        millionths: i64,
        currency: Option<Currency>,
    },
    Text(String),
}

/// What is wrong with one line of a file, or with one row sent through the API; both count from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub line: usize,
    pub message: String,
}

/// The rows of a file.
///
/// # Errors
/// Every line that does not fit, up to a hundred.
pub fn read(kind: Kind, text: &str) -> Result<BTreeMap<String, Cell>, Vec<Problem>> {
    let whole = |message: String| vec![Problem { line: 1, message }];
    if text.len() > MOST_BYTES {
        return Err(whole(format!(
            "the file has {} bytes; at most {MOST_BYTES} are read",
            text.len()
        )));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let headings = text.lines().next().unwrap_or("");
    let separator = [';', '\t', ',']
        .into_iter()
        .find(|sign| headings.contains(*sign))
        .unwrap_or(',');
    let mut records = records(text, separator)?.into_iter();
    let Some((_, columns)) = records.next() else {
        return Err(whole(
            "the file is empty; its first line is `key,value`".to_owned(),
        ));
    };
    let place = |names: &[&str]| {
        columns
            .iter()
            .position(|column| names.iter().any(|name| column.trim().eq_ignore_ascii_case(name)))
    };
    let (Some(key_at), Some(value_at)) = (place(&["key", "name"]), place(&["value"])) else {
        return Err(whole(
            "the first line names the columns: one is called `key`, one `value`".to_owned(),
        ));
    };
    let mut reading = Reading::new(kind);
    for (line, fields) in records {
        if fields.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        match (fields.get(key_at), fields.get(value_at)) {
            (Some(key), Some(value)) => {
                // Where commas are decimal signs, files are separated by semicolons.
                let value = if kind != Kind::Text && separator != ',' && !value.contains('.') {
                    value.replace(',', ".")
                } else {
                    value.clone()
                };
                reading.take(line, key, &value);
            }
            _ => reading.complain(
                line,
                format!("this line has {} of the {} columns", fields.len(), columns.len()),
            ),
        }
    }
    reading.rows()
}

/// Rows as they come through the API.
///
/// # Errors
/// Every row that does not fit, up to a hundred.
pub fn checked<'r>(
    kind: Kind,
    rows: impl Iterator<Item = (&'r str, &'r str)>,
) -> Result<BTreeMap<String, Cell>, Vec<Problem>> {
    let mut reading = Reading::new(kind);
    for (line, (key, value)) in (1..).zip(rows) {
        reading.take(line, key, value);
    }
    reading.rows()
}

struct Reading {
    kind: Kind,
    found: BTreeMap<String, (Cell, usize)>,
    problems: Vec<Problem>,
}

impl Reading {
    const fn new(kind: Kind) -> Self {
        Self {
            kind,
            found: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    fn complain(&mut self, line: usize, message: String) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { line, message });
        }
    }

    fn take(&mut self, line: usize, key: &str, value: &str) {
        let key = key.trim();
        if key.is_empty() {
            return self.complain(line, "the name is empty".to_owned());
        }
        if key.chars().count() > MOST_KEY {
            return self.complain(line, format!("the name has more than {MOST_KEY} characters"));
        }
        if self.found.len() >= MOST_ROWS {
            return self.complain(line, format!("a lookup has at most {MOST_ROWS} rows"));
        }
        match cell(self.kind, value.trim()) {
            Err(message) => self.complain(line, message),
            Ok(cell) => {
                if let Some((_, before)) = self.found.get(key) {
                    let message = format!("`{key}` stands in line {before} already");
                    return self.complain(line, message);
                }
                self.found.insert(key.to_owned(), (cell, line));
            }
        }
    }

    fn rows(self) -> Result<BTreeMap<String, Cell>, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        Ok(self
            .found
            .into_iter()
            .map(|(key, (cell, _))| (key, cell))
            .collect())
    }
}

/// A value with its unit: `40%`, `12.50 EUR`, `$12.50`, `2.5`.
fn cell(kind: Kind, value: &str) -> Result<Cell, String> {
    let plain = |millionths| Cell::Number {
        millionths,
        currency: None,
    };
    match kind {
        Kind::Percent => {
            let Some(number) = value.strip_suffix('%') else {
                return Err(format!(
                    "`{value}` is no percentage: write it with its sign, as in `40%`"
                ));
            };
            // A hundredth of a millionth is lost below six decimals of a share.
            decimal(number.trim(), 4)
                .map(plain)
                .ok_or_else(|| format!("`{value}` is no percentage with at most 4 decimals"))
        }
        Kind::Ratio | Kind::Count => decimal(value, 6)
            .map(plain)
            .ok_or_else(|| format!("`{value}` is no number with at most 6 decimals")),
        Kind::Money => {
            let wrong = || {
                format!("`{value}` is no amount: write it with its currency, as in `12.50 EUR` or `$12.50`")
            };
            let (number, currency) = amount(value).ok_or_else(wrong)?;
            let millionths = decimal(number, 6).ok_or_else(wrong)?;
            Ok(Cell::Number {
                millionths,
                currency: Some(currency),
            })
        }
        Kind::Text => text(value),
    }
}

/// A text as it stands. Nothing is no text: a name without one has no line.
fn text(value: &str) -> Result<Cell, String> {
    if value.is_empty() {
        return Err("the text is empty: leave the line out, and the name has none".to_owned());
    }
    if value.chars().count() > MOST_TEXT {
        return Err(format!("the text has more than {MOST_TEXT} characters"));
    }
    if value.chars().any(char::is_control) {
        return Err(
            "the text has a line end or another sign that is not shown: write it on one line".to_owned(),
        );
    }
    Ok(Cell::Text(value.to_owned()))
}

fn amount(value: &str) -> Option<(&str, Currency)> {
    for (sign, code) in [("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("₹", "INR")] {
        if let Some(number) = value.strip_prefix(sign).or_else(|| value.strip_suffix(sign)) {
            return Some((number.trim(), code.parse().ok()?));
        }
    }
    let (first, last) = value.split_once(char::is_whitespace)?;
    match last.trim().parse() {
        Ok(currency) => Some((first, currency)),
        Err(_) => Some((last.trim(), first.parse().ok()?)),
    }
}

/// A decimal number times ten to the power of `decimals`; no more decimals than that.
fn decimal(text: &str, decimals: usize) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1_i64, rest),
        None => (1, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let grouped: String = whole.chars().filter(|digit| *digit != ',').collect();
    let fits = !grouped.is_empty()
        && grouped
            .chars()
            .chain(fraction.chars())
            .all(|digit| digit.is_ascii_digit())
        && fraction.len() <= decimals;
    if !fits {
        return None;
    }
    format!("{grouped}{fraction:0<decimals$}")
        .parse::<i64>()
        .ok()?
        .checked_mul(sign)
}

pub(crate) type Record = (usize, Vec<String>);

/// The records of a file with the line each begins in; quoted fields may hold separators, quotes and line ends.
pub(crate) fn records(text: &str, separator: char) -> Result<Vec<Record>, Vec<Problem>> {
    let mut found: Vec<Record> = Vec::new();
    let (mut field, mut fields) = (String::new(), Vec::new());
    let (mut line, mut begun, mut quoted) = (1_usize, 1_usize, false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted => {
                if characters.next_if_eq(&'"').is_some() {
                    field.push('"');
                } else {
                    quoted = false;
                }
            }
            '"' if field.trim().is_empty() => {
                field.clear();
                quoted = true;
            }
            '\n' if !quoted => {
                fields.push(std::mem::take(&mut field));
                found.push((begun, std::mem::take(&mut fields)));
                line = line.saturating_add(1);
                begun = line;
            }
            '\n' => {
                line = line.saturating_add(1);
                field.push('\n');
            }
            '\r' if !quoted => {}
            sign if sign == separator && !quoted => fields.push(std::mem::take(&mut field)),
            other => field.push(other),
        }
    }
    if quoted {
        return Err(vec![Problem {
            line: begun,
            message: "a quoted text that begins here is never closed".to_owned(),
        }]);
    }
    if !field.is_empty() || !fields.is_empty() {
        fields.push(field);
        found.push((begun, fields));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(cell: &Cell) -> (i64, Option<Currency>) {
        match cell {
            Cell::Number { millionths, currency } => (*millionths, *currency),
            Cell::Text(text) => panic!("`{text}` is no number"),
        }
    }

    fn lines(kind: Kind, text: &str) -> Vec<(usize, String)> {
        read(kind, text)
            .unwrap_err()
            .into_iter()
            .map(|problem| (problem.line, problem.message))
            .collect()
    }

    #[test]
    fn a_file_is_read_with_its_units_quotes_and_separators() {
        let rows = read(
            Kind::Percent,
            "\u{FEFF}Key,Value\r\n\"Prospecting, \"\"US\"\"\",40%\r\nBrand, 12.5 %\r\n\r\n",
        )
        .unwrap();
        let shown: Vec<(&str, i64)> = rows
            .iter()
            .map(|(key, cell)| (key.as_str(), number(cell).0))
            .collect();
        assert_eq!(shown, [("Brand", 125_000), ("Prospecting, \"US\"", 400_000)]);
        let rows = read(Kind::Percent, "name;note;value\nA;x;12,5%\n").unwrap();
        assert_eq!(number(&rows["A"]).0, 125_000);
        let rows = read(Kind::Money, "key,value\nA,$12.50\nB,8 EUR\nC,\"EUR 1,204.5\"\n").unwrap();
        assert_eq!(number(&rows["A"]), (12_500_000, Some(Currency::USD)));
        assert_eq!(number(&rows["C"]), (1_204_500_000, Some(Currency::EUR)));
        let rows = read(Kind::Ratio, "key,value\nA,-2.5\n").unwrap();
        assert_eq!(number(&rows["A"]).0, -2_500_000);
    }

    #[test]
    fn a_text_is_taken_as_it_stands_and_is_one_line_of_something() {
        let rows = read(
            Kind::Text,
            "name;value\nA; Gold, 1,5 \nB;\"Silver; \"\"old\"\"\"\n",
        )
        .unwrap();
        assert_eq!(rows["A"], Cell::Text("Gold, 1,5".to_owned()));
        assert_eq!(rows["B"], Cell::Text("Silver; \"old\"".to_owned()));
        let long = "x".repeat(MOST_TEXT + 1);
        let found = lines(
            Kind::Text,
            &format!(
                "key,value\nA,\nB,\"two\nlines\"\nC,{long}\nD,{}\n",
                "ü".repeat(MOST_TEXT)
            ),
        );
        let places: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(places, [2, 3, 5], "{found:?}");
        assert!(found[0].1.contains("leave the line out"), "{found:?}");
    }

    #[test]
    fn every_bad_line_is_named_and_nothing_of_the_file_is_taken() {
        let found = lines(Kind::Percent, "key,value\nA,40%\nB,0.4\n,10%\nA,20%\nC\n");
        let places: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(places, [3, 4, 5, 6]);
        assert!(found[0].1.contains("`40%`"), "{found:?}");
        assert!(found[2].1.contains("line 2"), "{found:?}");
        assert_eq!(lines(Kind::Count, "campaign,number\nA,4\n")[0].0, 1);
        assert_eq!(lines(Kind::Count, "")[0].0, 1);
        assert_eq!(lines(Kind::Count, "key,value\n\"A,4\n")[0].0, 2);
        assert_eq!(lines(Kind::Money, "key,value\nA,12.50\n")[0].0, 2);
        assert!(
            lines(Kind::Count, &"x".repeat(MOST_BYTES + 1))[0]
                .1
                .contains("bytes")
        );
    }

    #[test]
    fn a_lookup_has_so_many_rows_and_no_more() {
        let mut text = String::from("key,value\n");
        for row in 0..=MOST_ROWS {
            text.push_str(&format!("k{row},1\n"));
        }
        assert_eq!(lines(Kind::Count, &text)[0].0, MOST_ROWS + 2);
    }
}
