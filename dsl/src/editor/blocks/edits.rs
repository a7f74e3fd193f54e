//! The changes of the text: where something is written, and how it is taken out without a trace.

use super::{Around, Offer, OfferWord, begins_branch};
use crate::diagnostics::Edit;
use crate::span::Span;
use crate::syntax::tree::{Clause, ClauseKind, LimitClause};
use crate::syntax::{ClauseText, is_word};

/// The order in which people expect clauses, so that a new one lands among its own.
const fn rank(kind: ClauseKind) -> u8 {
    match kind {
        ClauseKind::Param => 0,
        ClauseKind::For | ClauseKind::Pool => 1,
        ClauseKind::Every => 2,
        ClauseKind::Window => 3,
        ClauseKind::Let => 4,
        ClauseKind::When
        | ClauseKind::Then
        | ClauseKind::OtherwiseWhen
        | ClauseKind::Otherwise
        | ClauseKind::Action => 5,
        ClauseKind::Release => 6,
        ClauseKind::WithoutData => 7,
        ClauseKind::Approve | ClauseKind::WithoutApproval => 8,
        ClauseKind::Cooldown => 9,
        _ => 10,
    }
}

const fn narrow(offset: usize) -> u32 {
    if offset > u32::MAX as usize {
        u32::MAX
    } else {
        offset as u32
    }
}

pub(super) fn insertion(at: u32, new_text: impl Into<String>) -> Vec<Edit> {
    vec![Edit {
        span: Span::new(at, at),
        new_text: new_text.into(),
    }]
}

fn deletion(span: Span) -> Edit {
    Edit {
        span,
        new_text: String::new(),
    }
}

impl Around<'_> {
    /// Takes a stretch out: the whole line where it stood alone, else itself and the blanks before it.
    pub(super) fn cut_out(&self, span: Span) -> Vec<Edit> {
        vec![deletion(self.with_its_room(span))]
    }

    fn with_its_room(&self, span: Span) -> Span {
        let before = self.text.get(..span.start as usize).unwrap_or("");
        let after = self.text.get(span.end as usize..).unwrap_or("");
        let blanks = |text: &str| {
            text.len()
                .saturating_sub(text.trim_end_matches([' ', '\t']).len())
        };
        let room = before.len().saturating_sub(blanks(before));
        let begins_line = room == 0 || before.get(..room).is_some_and(|before| before.ends_with('\n'));
        let line = after.split('\n').next().unwrap_or("");
        let rest = line.trim();
        if begins_line && rest.is_empty() {
            let end = (span.end as usize)
                .saturating_add(line.len())
                .saturating_add(usize::from(after.len() > line.len()));
            return Span::from_offsets(room, end);
        }
        if begins_line {
            // A comment or another clause keeps the line.
            let gap = line.len().saturating_sub(line.trim_start().len());
            return Span::new(span.start, span.end.saturating_add(narrow(gap)));
        }
        // The line before is not pulled into this one where a comment stands between them.
        Span::new(narrow(room), span.end)
    }

    /// Takes a clause out; nothing for those that a rule needs.
    pub(super) fn removal(&self, index: usize, clause: &ClauseText, read: Option<&Clause>) -> Vec<Edit> {
        let own = self.with_comment(clause.span);
        match clause.kind {
            ClauseKind::For | ClauseKind::Pool | ClauseKind::Every | ClauseKind::When | ClauseKind::Then => {
                Vec::new()
            }
            ClauseKind::Param | ClauseKind::Let if self.is_used(read) => Vec::new(),
            ClauseKind::OtherwiseWhen | ClauseKind::Otherwise => {
                let end = self.branch(index).last().map_or(clause.span, |last| last.span);
                self.cut_out(own.to(self.with_comment(end)))
            }
            ClauseKind::Action => self.action_removal(index, clause),
            _ => self.cut_out(own),
        }
    }

    /// The comment behind a clause on its last line belongs to it.
    fn with_comment(&self, span: Span) -> Span {
        let after = self.text.get(span.end as usize..).unwrap_or("");
        let line = after.split('\n').next().unwrap_or("").trim_end();
        if line.trim_start().starts_with('#') {
            Span::new(span.start, span.end.saturating_add(narrow(line.len())))
        } else {
            span
        }
    }

    /// The clauses of the branch that begins with this one, or that this one belongs to, from there on.
    fn branch(&self, index: usize) -> impl Iterator<Item = &ClauseText> {
        self.cut
            .clauses
            .iter()
            .skip(index.saturating_add(1))
            .take_while(|clause| matches!(clause.kind, ClauseKind::Then | ClauseKind::Action))
    }

    fn action_removal(&self, index: usize, clause: &ClauseText) -> Vec<Edit> {
        let is_action =
            |clause: Option<&ClauseText>| clause.is_some_and(|clause| clause.kind == ClauseKind::Action);
        let before = index
            .checked_sub(1)
            .and_then(|before| self.cut.clauses.get(before));
        let next = self.cut.clauses.get(index.saturating_add(1));
        match (is_action(before), is_action(next), next) {
            // Behind `then` the next action takes the place.
            (false, true, Some(next)) => vec![deletion(Span::new(clause.span.start, next.span.start))],
            (true, _, _) => self.cut_out(self.with_comment(clause.span)),
            _ => Vec::new(),
        }
    }

    fn is_used(&self, read: Option<&Clause>) -> bool {
        let name = match read {
            Some(Clause::Param(param)) => &param.name,
            Some(Clause::Let(value)) => &value.name,
            _ => return true,
        };
        let text = self.cut.span.of(self.text);
        let own = name.span.start.saturating_sub(self.cut.span.start) as usize;
        // A test that sets it counts as well.
        text.match_indices(name.value.as_str())
            .filter(|(at, _)| *at != own)
            .any(|(at, found)| {
                let end = at.saturating_add(found.len());
                let edge = |character: Option<char>| !character.is_some_and(is_word);
                edge(text.get(..at).and_then(|before| before.chars().next_back()))
                    && edge(text.get(end..).and_then(|after| after.chars().next()))
            })
            || self.is_set_by_a_test(&name.value)
    }

    fn is_set_by_a_test(&self, name: &str) -> bool {
        self.text
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("with "))
            .filter_map(|rest| rest.trim_start().strip_prefix(name))
            .any(|rest| rest.trim_start().starts_with('='))
    }

    /// The blanks that a clause of this rule begins its line with.
    fn indent(&self) -> &str {
        self.cut
            .clauses
            .iter()
            .find(|clause| clause.tokens.first().is_some_and(|token| token.first_on_line))
            .map_or("  ", |clause| self.indent_at(clause.span.start))
    }

    fn indent_at(&self, offset: u32) -> &str {
        let before = self.text.get(..offset as usize).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        if line.trim().is_empty() { line } else { "  " }
    }

    /// Writes a clause on a line of its own behind another.
    fn line_behind(&self, clause: &ClauseText, written: &str) -> Vec<Edit> {
        let after = self.text.get(clause.span.end as usize..).unwrap_or("");
        let line = after.split('\n').next().unwrap_or("");
        let rest = line.trim();
        if rest.is_empty() || rest.starts_with('#') {
            let end = clause.span.end.saturating_add(narrow(line.trim_end().len()));
            return insertion(end, format!("\n{written}"));
        }
        // The rule's own brace, or a comment and a brace, share the line.
        insertion(clause.span.end, format!("\n{written}\n"))
    }

    /// Writes a clause among its own.
    fn clause(&self, kind: ClauseKind, what: OfferWord, written: &str) -> Option<Offer> {
        let before = self
            .cut
            .clauses
            .iter()
            .rev()
            .find(|clause| rank(clause.kind) <= rank(kind))?;
        Some(Offer {
            what,
            edits: self.line_behind(before, &format!("{}{written}", self.indent())),
        })
    }

    /// The clauses that this rule could still get; a pool goes without some of them.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let has = |kind| self.cut.clauses.iter().any(|clause| clause.kind == kind);
        let mut offers = Vec::new();
        if !has(ClauseKind::Window) {
            offers.extend(self.clause(ClauseKind::Window, OfferWord::Window, "window last 3 days"));
        }
        let pool = self.is_pool();
        if has(ClauseKind::When) && !pool {
            let otherwise = self
                .item
                .clauses
                .iter()
                .rev()
                .find(|clause| begins_branch(&clause.value));
            if otherwise.is_some_and(|last| !matches!(last.value, Clause::Otherwise)) {
                let indent = self.indent();
                let compared = self.sample();
                offers.extend(self.clause(
                    ClauseKind::Action,
                    OfferWord::OtherwiseWhen,
                    &format!("otherwise when {compared}\n{indent}then pause"),
                ));
                offers.extend(self.clause(
                    ClauseKind::Action,
                    OfferWord::Otherwise,
                    "otherwise notify email \"team@example.com\" \"{this.name}\"",
                ));
            }
        }
        if !has(ClauseKind::Release) && !pool {
            offers.extend(self.clause(ClauseKind::Release, OfferWord::Release, "release after 7 days"));
        }
        if !has(ClauseKind::WithoutData) {
            offers.extend(self.clause(
                ClauseKind::WithoutData,
                OfferWord::WithoutData,
                "without data alert after 6h",
            ));
        }
        if !has(ClauseKind::Approve) && !has(ClauseKind::WithoutApproval) {
            offers.extend(self.clause(
                ClauseKind::Approve,
                OfferWord::Approve,
                "approve by manager within 24h unanswered expire",
            ));
        }
        if !has(ClauseKind::Cooldown) {
            offers.extend(self.clause(ClauseKind::Cooldown, OfferWord::Cooldown, "cooldown 24h"));
        }
        offers.extend(self.clause(ClauseKind::Limit, OfferWord::Limit, "at most 5 per day"));
        let limits_spend = self
            .item
            .clauses
            .iter()
            .any(|clause| matches!(clause.value, Clause::Limit(LimitClause::ShareOfSpend(_))));
        if !limits_spend {
            offers.extend(self.clause(
                ClauseKind::Limit,
                OfferWord::SpendLimit,
                "at most 10% of scope spend per day",
            ));
        }
        let once = [
            (
                ClauseKind::YieldsTo,
                OfferWord::YieldsTo,
                "yields to \"Other rule\"",
            ),
            (ClauseKind::HoldOut, OfferWord::HoldOut, "hold out 10%"),
            (ClauseKind::Formerly, OfferWord::Formerly, "formerly \"Old name\""),
        ];
        for (kind, what, written) in once {
            if has(kind) || (pool && kind == ClauseKind::HoldOut) {
                continue;
            }
            offers.extend(self.clause(kind, what, written));
        }
        offers
    }

    /// Writes another action behind the last of a branch.
    pub(super) fn action_offer(&self, index: usize) -> Option<Offer> {
        let last = self
            .branch(index)
            .filter(|clause| clause.kind == ClauseKind::Action)
            .last()?;
        let first = self
            .branch(index)
            .find(|clause| clause.kind == ClauseKind::Action)?;
        let before = self.text.get(..first.span.start as usize).unwrap_or("");
        let column = before.rsplit('\n').next().unwrap_or("").chars().count();
        // Behind `then` on the condition's line a line of its own stands deeper than the clauses.
        let room = if self.indent_at(first.span.start).len() == column || column <= 16 {
            " ".repeat(column)
        } else {
            format!("{}     ", self.indent())
        };
        Some(Offer {
            what: OfferWord::Action,
            edits: self.line_behind(
                last,
                &format!("{room}notify email \"team@example.com\" \"{{this.name}}\""),
            ),
        })
    }
}
