//! The pieces of a rule on the way from an export into a text, each with the part it comes from.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Became, Imported, Part, numbers, shown};

/// A piece of the text, and the part of the export it says.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    part: Option<usize>,
}

/// One rule being written.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub name: String,
    pub id: Option<String>,
    /// "Meta", for the doc string.
    pub origin: &'static str,
    /// `on meta`.
    pub platform: dsl::Platform,
    level: Option<Piece>,
    scope: Vec<Piece>,
    schedule: Option<Piece>,
    window: Option<Piece>,
    conditions: Vec<Piece>,
    actions: Vec<Piece>,
    clauses: Vec<Piece>,
    parts: Vec<Part>,
}

/// Where in the text a piece goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Level,
    Scope,
    Schedule,
    Window,
    Condition,
    Action,
    Clause,
}

impl Draft {
    pub(super) fn new(name: &str, id: Option<String>, origin: &'static str, platform: dsl::Platform) -> Self {
        Self {
            name: name.to_owned(),
            id,
            origin,
            platform,
            level: None,
            scope: Vec::new(),
            schedule: None,
            window: None,
            conditions: Vec::new(),
            actions: Vec::new(),
            clauses: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// A part that says the same here.
    pub(super) fn carry(
        &mut self,
        place: Place,
        path: &str,
        value: &Value,
        written: &str,
        note: Option<&str>,
    ) {
        let part = self.parts.len();
        self.parts.push(Part {
            path: path.to_owned(),
            value: shown(value),
            became: Became::Carried {
                written: written.to_owned(),
                note: note.map(str::to_owned),
            },
        });
        self.put(place, written, Some(part));
    }

    /// What the export means without saying it.
    pub(super) fn imply(&mut self, place: Place, written: &str) {
        self.put(place, written, None);
    }

    fn put(&mut self, place: Place, written: &str, part: Option<usize>) {
        if written.is_empty() {
            return;
        }
        let piece = Piece {
            text: written.to_owned(),
            part,
        };
        match place {
            Place::Level => self.level = Some(piece),
            Place::Schedule => self.schedule = Some(piece),
            Place::Window => self.window = Some(piece),
            Place::Scope => self.scope.push(piece),
            Place::Condition => self.conditions.push(piece),
            Place::Action => self.actions.push(piece),
            // Two actions may be held back alike.
            Place::Clause if self.clauses.iter().any(|other| other.text == piece.text) => {}
            Place::Clause => self.clauses.push(piece),
        }
    }

    /// A part without which the rule would do something else.
    pub(super) fn lose(&mut self, path: &str, value: &Value, reason: &str) {
        self.drop_part(path, value, reason, true);
    }

    /// A part that does not decide what the rule does.
    pub(super) fn leave(&mut self, path: &str, value: &Value, reason: &str) {
        self.drop_part(path, value, reason, false);
    }

    fn drop_part(&mut self, path: &str, value: &Value, reason: &str, decides: bool) {
        self.parts.push(Part {
            path: path.to_owned(),
            value: shown(value),
            became: Became::Lost {
                reason: reason.to_owned(),
                decides,
            },
        });
    }

    /// Carries it, or says why not.
    pub(super) fn carry_or_lose(
        &mut self,
        place: Place,
        path: &str,
        value: &Value,
        written: Result<(String, Option<String>), String>,
    ) {
        match written {
            Ok((written, note)) => self.carry(place, path, value, &written, note.as_deref()),
            Err(reason) => self.lose(path, value, &reason),
        }
    }

    fn is_whole(&self) -> bool {
        !self
            .parts
            .iter()
            .any(|part| matches!(part.became, Became::Lost { decides: true, .. }))
    }

    /// The text as lines, each with the part it says.
    fn lines(&self) -> Vec<(String, Option<usize>)> {
        let mut lines: Vec<(String, Option<usize>)> = Vec::new();
        let mut plain = |text: String| lines.push((text, None));
        plain("language 1".to_owned());
        plain(String::new());
        plain("\"\"\"".to_owned());
        let number = self
            .id
            .as_ref()
            .map_or(String::new(), |id| format!(", number {id}"));
        plain(format!(
            "Written from a rule of {}'s own rule engine{number}.",
            self.origin
        ));
        plain("\"\"\"".to_owned());
        plain(format!("rule {} {{", numbers::text(&self.name)));
        let mut piece =
            |before: &str, piece: &Piece| lines.push((format!("{before}{}", piece.text), piece.part));
        let level = self
            .level
            .as_ref()
            .map_or("campaigns", |level| level.text.as_str());
        piece(
            "  ",
            &Piece {
                text: format!("for {level} on {}", self.platform),
                part: self.level.as_ref().and_then(|level| level.part),
            },
        );
        for (index, scope) in self.scope.iter().enumerate() {
            piece(if index == 0 { "    where " } else { "      and " }, scope);
        }
        if let Some(schedule) = &self.schedule {
            piece("  ", schedule);
        }
        if let Some(window) = &self.window {
            piece("  window ", window);
        }
        for (index, condition) in self.conditions.iter().enumerate() {
            piece(if index == 0 { "  when " } else { "    and " }, condition);
        }
        for (index, action) in self.actions.iter().enumerate() {
            piece(if index == 0 { "  then " } else { "       " }, action);
        }
        for clause in &self.clauses {
            piece("  ", clause);
        }
        lines.push(("}".to_owned(), None));
        lines
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (line, _) in self.lines() {
            let _ = writeln!(text, "{line}");
        }
        text
    }

    /// What the checker refuses is lost too, with the checker's words for the reason.
    fn refuse(&mut self) {
        let lines = self.lines();
        let text = self.text();
        // Of what is not whole anyway, only the words that the language does not have yet are news.
        let whole = self.is_whole();
        let is_news = |found: &&dsl::Diagnostic| found.is_error() && (whole || found.code.starts_with("E09"));
        for found in dsl::check(&text).diagnostics.iter().filter(is_news) {
            let before = text.get(..found.span.start as usize).unwrap_or_default();
            let part = lines
                .get(before.matches('\n').count())
                .and_then(|(_, part)| *part)
                .and_then(|part| self.parts.get_mut(part));
            let reason = match &found.help {
                Some(help) => format!("{} ({help})", found.message),
                None => found.message.clone(),
            };
            match part {
                Some(Part { became, .. }) => {
                    if matches!(became, Became::Carried { .. }) {
                        *became = Became::Lost {
                            reason,
                            decides: true,
                        };
                    }
                }
                None => self.drop_part("name", &Value::String(self.name.clone()), &reason, true),
            }
        }
    }

    /// The rule as it is handed over.
    pub(super) fn finish(mut self) -> Imported {
        if self.actions.is_empty() && self.is_whole() {
            self.lose("", &Value::Null, "the rule does nothing");
        }
        if self.schedule.is_none() && self.is_whole() {
            self.lose("", &Value::Null, "the rule says no time to run at");
        }
        self.refuse();
        let whole = self.is_whole();
        let mut text = self.text();
        let mut warnings = Vec::new();
        if whole {
            text = dsl::format(&text).unwrap_or(text);
            warnings = dsl::check(&text).diagnostics;
        } else {
            let lost = self.parts.iter().filter_map(|part| match &part.became {
                Became::Lost {
                    reason,
                    decides: true,
                } => Some((part, reason)),
                _ => None,
            });
            let mut missing = String::new();
            for (part, reason) in lost {
                let _ = writeln!(missing, "# missing: {} = {}: {reason}", part.path, part.value);
            }
            text = text.replacen("\"\"\"\nrule ", &format!("\"\"\"\n{missing}rule "), 1);
        }
        Imported {
            name: self.name,
            id: self.id,
            whole,
            text,
            warnings,
            parts: self.parts,
        }
    }
}
