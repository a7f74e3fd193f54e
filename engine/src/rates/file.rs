//! Reads an uploaded file: a day, two currencies and a rate a line, or a column for each currency as the European Central Bank
//! publishes them. What does not fit is said line by line, and a file with one such line is not taken at all.

use std::collections::BTreeMap;

use dsl::Currency;
use jiff::civil::Date;

use crate::lookups::{Problem, file::records};

/// Most rates of one file.
pub const MOST_ROWS: usize = 20_000;
/// Largest file, in bytes.
pub const MOST_BYTES: usize = 900_000;
/// How many days before its newest are read of a file with a column for each currency: more than a backtest goes back.
pub const DAYS_READ: i32 = 400;
/// Most lines that are complained about at once.
const MOST_PROBLEMS: usize = 100;
/// Most digits of a rate, and most of them behind the point.
const MOST_DIGITS: usize = 15;
const MOST_DECIMALS: usize = 12;

/// What a rate is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    pub day: Date,
    pub from: Currency,
    pub to: Currency,
}

/// A rate with the digits it was given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    pub digits: i64,
    pub decimals: u32,
}

impl Given {
    /// A decimal number above zero: `0.92`.
    pub fn read(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let fraction = fraction.trim_end_matches('0');
        let all = format!("{whole}{fraction}");
        let fits = !whole.is_empty()
            && all.bytes().all(|digit| digit.is_ascii_digit())
            && all.trim_start_matches('0').len() <= MOST_DIGITS
            && fraction.len() <= MOST_DECIMALS;
        let digits = fits
            .then(|| all.parse::<i64>().ok())
            .flatten()
            .filter(|digits| *digits > 0)?;
        Some(Self {
            digits,
            decimals: u32::try_from(fraction.len()).ok()?,
        })
    }

    /// As it would be uploaded; read again it is the same.
    pub fn written(self) -> String {
        let decimals = usize::try_from(self.decimals).unwrap_or(0);
        let digits = format!("{:0>width$}", self.digits, width = decimals.saturating_add(1));
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(decimals));
        if fraction.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{fraction}")
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    pub rates: BTreeMap<Pair, Given>,
    /// Days that were left out because they are older than anything asks for.
    pub older_days: usize,
}

/// The rates of a file, none of a day after `today`.
///
/// # Errors
/// Every line that does not fit, up to a hundred.
pub fn read(text: &str, today: Date) -> Result<Read, Vec<Problem>> {
    let whole = |message: String| vec![Problem { line: 1, message }];
    if text.len() > MOST_BYTES {
        return Err(whole(format!(
            "the file has {} bytes, and at most {MOST_BYTES} are read: keep the lines of the newest days",
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
            "the file is empty; its first line is `day,from,to,rate`".to_owned(),
        ));
    };
    let columns: Vec<&str> = columns.iter().map(|column| column.trim()).collect();
    let place = |name: &str| {
        columns
            .iter()
            .position(|column| column.eq_ignore_ascii_case(name))
    };
    // Where commas are decimal signs, files are separated by semicolons.
    let number = |value: &str| {
        if separator == ',' {
            value.to_owned()
        } else {
            value.replace(',', ".")
        }
    };
    let mut reading = Reading::new(today);
    let lines: Vec<(usize, Vec<String>)> = records
        .filter(|(_, fields)| fields.iter().any(|field| !field.trim().is_empty()))
        .collect();
    if let (Some(day), Some(from), Some(to), Some(rate)) =
        (place("day"), place("from"), place("to"), place("rate"))
    {
        for (line, fields) in lines {
            match (
                fields.get(day),
                fields.get(from),
                fields.get(to),
                fields.get(rate),
            ) {
                (Some(day), Some(from), Some(to), Some(rate)) => {
                    reading.take(line, day, from, to, &number(rate))
                }
                _ => reading.complain(
                    line,
                    format!("this line has {} of the {} columns", fields.len(), columns.len()),
                ),
            }
        }
        return reading.done(0);
    }
    let quoted: Vec<(usize, &str)> = columns
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, column)| column.parse::<Currency>().is_ok())
        .map(|(at, column)| (at, *column))
        .collect();
    if !columns
        .first()
        .is_some_and(|first| first.eq_ignore_ascii_case("date"))
        || quoted.is_empty()
    {
        return Err(whole(
            "the first line names the columns: `day,from,to,rate`, or `Date` and a currency for each column as the European Central Bank publishes them"
                .to_owned(),
        ));
    }
    let day_of = |fields: &[String]| fields.first().and_then(|day| day.trim().parse::<Date>().ok());
    let newest = lines.iter().filter_map(|(_, fields)| day_of(fields)).max();
    let oldest = newest.and_then(|day| day.checked_sub(jiff::Span::new().days(DAYS_READ)).ok());
    let mut older_days = 0_usize;
    for (line, fields) in lines {
        if day_of(&fields)
            .zip(oldest)
            .is_some_and(|(day, oldest)| day < oldest)
        {
            older_days = older_days.saturating_add(1);
            continue;
        }
        let day = fields.first().map_or("", String::as_str);
        for (at, code) in &quoted {
            match fields.get(*at).map(|value| value.trim()) {
                None | Some("" | "N/A") => {}
                Some(value) => reading.take(line, day, "EUR", code, &number(value)),
            }
        }
    }
    reading.done(older_days)
}

/// Rates as they come through the API: day, from, to, rate.
///
/// # Errors
/// Every row that does not fit, up to a hundred.
pub fn checked<'r>(rows: impl Iterator<Item = [&'r str; 4]>, today: Date) -> Result<Read, Vec<Problem>> {
    let mut reading = Reading::new(today);
    for (line, [day, from, to, rate]) in (1..).zip(rows) {
        reading.take(line, day, from, to, rate);
    }
    reading.done(0)
}

struct Reading {
    today: Date,
    found: BTreeMap<Pair, (Given, usize)>,
    problems: Vec<Problem>,
}

impl Reading {
    const fn new(today: Date) -> Self {
        Self {
            today,
            found: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    fn complain(&mut self, line: usize, message: String) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { line, message });
        }
    }

    fn take(&mut self, line: usize, day: &str, from: &str, to: &str, rate: &str) {
        match self.row(day.trim(), from.trim(), to.trim(), rate.trim()) {
            Err(message) => self.complain(line, message),
            Ok((pair, given)) => {
                if let Some((_, before)) = self.found.get(&pair) {
                    let message = format!(
                        "{} to {} of {} stands in line {before} already",
                        pair.from, pair.to, pair.day
                    );
                    return self.complain(line, message);
                }
                if self.found.len() >= MOST_ROWS {
                    return self.complain(line, format!("at most {MOST_ROWS} rates are taken at once"));
                }
                self.found.insert(pair, (given, line));
            }
        }
    }

    fn row(&self, day: &str, from: &str, to: &str, rate: &str) -> Result<(Pair, Given), String> {
        let day: Date = day
            .parse()
            .map_err(|_| format!("`{day}` is no day: write it as `2026-03-02`"))?;
        if day > self.today {
            return Err(format!("{day} has not come yet"));
        }
        let currency = |code: &str| {
            code.parse::<Currency>()
                .map_err(|_| format!("`{code}` is no currency: write its ISO code, as in `EUR`"))
        };
        let (from, to) = (currency(from)?, currency(to)?);
        if from == to {
            return Err(format!("one {from} is always one {from}"));
        }
        let given = Given::read(rate).ok_or_else(|| {
            format!("`{rate}` is no rate: write a number above zero with at most {MOST_DECIMALS} decimals, as in `0.92`")
        })?;
        Ok((Pair { day, from, to }, given))
    }

    fn done(mut self, older_days: usize) -> Result<Read, Vec<Problem>> {
        if self.problems.is_empty() && self.found.is_empty() {
            self.complain(1, "there is no rate in it".to_owned());
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        Ok(Read {
            rates: self
                .found
                .into_iter()
                .map(|(pair, (given, _))| (pair, given))
                .collect(),
            older_days,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 3, 5);

    fn shown(read: &Read) -> Vec<String> {
        let each = read.rates.iter();
        each.map(|(pair, given)| format!("{} {} {} {}", pair.day, pair.from, pair.to, given.written()))
            .collect()
    }

    fn lines(text: &str) -> Vec<(usize, String)> {
        let problems = read(text, TODAY).unwrap_err();
        problems
            .into_iter()
            .map(|problem| (problem.line, problem.message))
            .collect()
    }

    #[test]
    fn a_rate_is_kept_with_its_digits() {
        for text in ["0.92", "1", "162.31", "0.000061", "17042.5"] {
            assert_eq!(Given::read(text).unwrap().written(), text);
        }
        assert_eq!(Given::read("1.0870").unwrap().written(), "1.087");
        for text in ["", "0", "-1", "1,087", ".5", "abc", "1e3", "0.0000000000001"] {
            assert_eq!(Given::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_is_a_day_two_currencies_and_a_rate() {
        let found = read(
            "\u{FEFF}Day,From,To,Rate\r\n2026-03-04,USD,EUR,0.92\r\n\r\n2026-03-03,GBP,EUR,1.15\r\n",
            TODAY,
        )
        .unwrap();
        assert_eq!(
            shown(&found),
            ["2026-03-03 GBP EUR 1.15", "2026-03-04 USD EUR 0.92"]
        );
        let found = read("rate;to;from;day\n0,92;EUR;USD;2026-03-04\n", TODAY).unwrap();
        assert_eq!(shown(&found), ["2026-03-04 USD EUR 0.92"]);
    }

    #[test]
    fn the_file_of_the_central_bank_is_read_as_it_is_published() {
        let text = "Date,USD,JPY,CYP,BGN,\n2026-03-04,1.0871,162.31,N/A,N/A,\n2026-03-03,1.085,161.9,0.58,1.9558,\n2020-01-02,1.1193,121.75,N/A,1.9558,\n";
        let found = read(text, TODAY).unwrap();
        assert_eq!(
            shown(&found),
            [
                "2026-03-03 EUR BGN 1.9558",
                "2026-03-03 EUR JPY 161.9",
                "2026-03-03 EUR USD 1.085",
                "2026-03-04 EUR JPY 162.31",
                "2026-03-04 EUR USD 1.0871",
            ],
            "currencies that are no more are passed over, and so are days of long ago"
        );
        assert_eq!(found.older_days, 1);
    }

    #[test]
    fn every_bad_line_is_named_and_nothing_of_the_file_is_taken() {
        let found = lines(
            "day,from,to,rate\n2026-03-04,USD,EUR,0.92\n4 March,USD,EUR,0.92\n2026-03-06,USD,EUR,0.92\n2026-03-04,USD,EURO,0.92\n\
             2026-03-04,USD,USD,1\n2026-03-04,USD,GBP,0\n2026-03-04,USD,EUR,0.93\n2026-03-04,USD\n",
        );
        let places: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(places, [3, 4, 5, 6, 7, 8, 9], "{found:?}");
        assert!(found[1].1.contains("has not come"), "{found:?}");
        assert!(found[5].1.contains("line 2"), "{found:?}");
        assert_eq!(lines("")[0].0, 1);
        assert_eq!(lines("day,from,to,rate\n")[0].0, 1);
        assert_eq!(lines("campaign,value\nA,1\n")[0].0, 1);
        assert!(lines(&"x".repeat(MOST_BYTES + 1))[0].1.contains("bytes"));
    }
}
