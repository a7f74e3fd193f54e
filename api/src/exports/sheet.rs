//! Rows as CSV. Pure.

use jiff::Timestamp;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Somebody else's words: a spreadsheet must not run them.
    Text(String),
    /// Written by us, digits only: a number stays one, below zero too.
    Number(String),
    Empty,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn opt_text(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }

    pub fn whole(value: Option<i64>) -> Self {
        value.map_or(Self::Empty, |value| Self::Number(value.to_string()))
    }

    /// A value in millionths as a decimal without a superfluous zero.
    pub fn millionths(value: Option<i64>) -> Self {
        value.map_or(Self::Empty, |value| Self::Number(decimal(value)))
    }

    pub fn time(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Empty, |at| Self::Number(at.to_string()))
    }
}

fn decimal(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let size = millionths.unsigned_abs();
    let (whole, part) = (size / 1_000_000, size % 1_000_000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let part = format!("{part:06}");
    format!("{sign}{whole}.{}", part.trim_end_matches('0'))
}

/// What spreadsheets take for the beginning of a formula, in its full-width forms too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Text as a spreadsheet shows it instead of computing it.
fn neutralised(text: &str) -> String {
    // Blanks before it do not disarm a formula everywhere.
    if text.trim_start_matches(' ').starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The byte order mark, by which spreadsheets know UTF-8, and the header.
pub fn opening(header: &[&str]) -> Vec<u8> {
    let row = header
        .iter()
        .map(|name| Cell::Number((*name).to_owned()))
        .collect();
    let mut text = vec![0xEF, 0xBB, 0xBF];
    text.extend(encode(&[row]));
    text
}

/// Rows with CRLF after each.
pub fn encode(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => neutralised(text),
            Cell::Number(text) => text.clone(),
            Cell::Empty => String::new(),
        });
        // Any length of row is taken and a vector takes every byte: there is nothing that can fail.
        if let Err(error) = writer.write_record(cells) {
            tracing::error!(%error, "a row of an export was left out");
        }
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cell: Cell) -> String {
        String::from_utf8(encode(&[vec![cell, Cell::Empty]])).unwrap()
    }

    #[test]
    fn text_that_begins_like_a_formula_is_disarmed_and_numbers_stay_numbers() {
        for formula in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1",
        ] {
            let written = line(Cell::text(formula));
            assert!(written.trim_start_matches('"').starts_with('\''), "{written:?}");
        }
        assert_eq!(line(Cell::text("Brand = best")), "Brand = best,\r\n");
        assert_eq!(line(Cell::millionths(Some(-12_500_000))), "-12.5,\r\n");
        assert_eq!(line(Cell::millionths(Some(-1))), "-0.000001,\r\n");
        assert_eq!(
            line(Cell::millionths(Some(i64::MIN))),
            "-9223372036854.775808,\r\n"
        );
        assert_eq!(line(Cell::whole(Some(7))), "7,\r\n");
        assert_eq!(line(Cell::millionths(None)), ",\r\n");
    }

    #[test]
    fn quotes_commas_and_line_ends_survive() {
        let name = "He said \"hi\", twice\r\n<b>مرحبا</b> 🎈";
        let text = encode(&[vec![Cell::text(name), Cell::text("b")]]);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_slice());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[0], name);
        assert_eq!(&row[1], "b");
    }

    #[test]
    fn a_file_opens_with_its_byte_order_mark_and_header() {
        assert_eq!(opening(&["a", "b"]), b"\xEF\xBB\xBFa,b\r\n");
    }
}
