//! The words that clauses begin with, and a body cut at them.

use crate::check::suggestion::{in_other_words, nearest};
use crate::diagnostics::Diagnostic;
use crate::syntax::cut::{ClauseText, span_of};
use crate::syntax::is_reserved;
use crate::syntax::scan::{Token, TokenKind};
use crate::syntax::test_trees::TestClauseKind;
use crate::syntax::tree::{ClauseKind, ItemKind};

const ACTION_VERBS: [&str; 10] = [
    "pause", "resume", "set", "increase", "decrease", "move", "add", "remove", "notify", "run",
];

/// Every opener, longest first where one begins another.
const OPENERS: [(&[&str], ClauseKind); 21] = [
    (&["param"], ClauseKind::Param),
    (&["for"], ClauseKind::For),
    (&["pool"], ClauseKind::Pool),
    (&["every"], ClauseKind::Every),
    (&["window"], ClauseKind::Window),
    (&["let"], ClauseKind::Let),
    (&["when"], ClauseKind::When),
    (&["then"], ClauseKind::Then),
    (&["otherwise", "when"], ClauseKind::OtherwiseWhen),
    (&["otherwise"], ClauseKind::Otherwise),
    (&["approve"], ClauseKind::Approve),
    (&["without", "approval"], ClauseKind::WithoutApproval),
    (&["without", "data"], ClauseKind::WithoutData),
    (&["cooldown"], ClauseKind::Cooldown),
    (&["at", "most"], ClauseKind::Limit),
    (&["never"], ClauseKind::Never),
    (&["release"], ClauseKind::Release),
    (&["yields", "to"], ClauseKind::YieldsTo),
    (&["formerly"], ClauseKind::Formerly),
    (&["hold", "out"], ClauseKind::HoldOut),
    (&["accept"], ClauseKind::Accept),
];

/// The openers of tests.
const TEST_OPENERS: [(&[&str], ClauseKind); 7] = [
    (&["at"], ClauseKind::Test(TestClauseKind::At)),
    (&["settled", "lag"], ClauseKind::Test(TestClauseKind::SettledLag)),
    (&["with"], ClauseKind::Test(TestClauseKind::With)),
    (&["given"], ClauseKind::Test(TestClauseKind::Given)),
    (&["expect"], ClauseKind::Test(TestClauseKind::Expect)),
    (&["approve"], ClauseKind::Test(TestClauseKind::Decide)),
    (&["reject"], ClauseKind::Test(TestClauseKind::Decide)),
];

const fn openers_of(kind: ItemKind) -> &'static [(&'static [&'static str], ClauseKind)] {
    match kind {
        ItemKind::Rule | ItemKind::Guard => &OPENERS,
        ItemKind::Test => &TEST_OPENERS,
        ItemKind::Metric | ItemKind::Lookup => &[],
    }
}

/// The nearest opener to a word that is none, for a line that begins with it.
pub(in crate::syntax) fn opener_like(word: &str, kind: ItemKind) -> Option<&'static str> {
    let openers = openers_of(kind);
    // A word of the language that opens nothing goes on with what stands above it.
    if word.len() < 3 || is_reserved(word) || openers.iter().any(|(words, _)| words.first() == Some(&word)) {
        return None;
    }
    nearest(
        word,
        openers.iter().filter_map(|(words, _)| words.first().copied()),
    )
}

pub(in crate::syntax) fn is_action_verb(word: &str) -> bool {
    ACTION_VERBS.contains(&word)
}

/// Whether other tools call an action so.
pub(in crate::syntax) fn is_action_elsewhere(word: &str) -> bool {
    in_other_words(word, &ACTION_VERBS).is_some()
}

pub(in crate::syntax) fn action_verb_like(word: &str) -> Option<&'static str> {
    nearest(word, ACTION_VERBS.into_iter())
}

/// Cuts a body at its openers. A clause opens a line (or follows the `{`); `then` may also follow its condition on the same line.
pub(in crate::syntax) fn clauses(
    text: &str,
    kind: ItemKind,
    body: &[Token],
    diagnostics: &mut Vec<Diagnostic>,
    broken: &mut bool,
) -> Vec<ClauseText> {
    // Each with the index of its first token.
    let mut opened: Vec<(ClauseKind, usize)> = Vec::new();
    let mut index = 0;
    while let Some(token) = body.get(index) {
        let current = opened.last().map(|(clause, _)| *clause);
        let opens = token.first_on_line || index == 0;
        let in_condition = matches!(current, Some(ClauseKind::When | ClauseKind::OtherwiseWhen));
        let in_actions = matches!(
            current,
            Some(ClauseKind::Then | ClauseKind::Otherwise | ClauseKind::Action)
        );
        let word = if token.kind == TokenKind::Word {
            token.text(text)
        } else {
            ""
        };
        let opener = if opens {
            opener_at(text, kind, body, index)
        } else if in_condition && word == "then" {
            Some((ClauseKind::Then, 1))
        } else {
            None
        };
        if let Some((clause, words)) = opener {
            opened.push((clause, index));
            index = index.saturating_add(words);
            // What follows `then` and `otherwise` is the first action.
            if matches!(clause, ClauseKind::Then | ClauseKind::Otherwise)
                && body
                    .get(index)
                    .is_some_and(|next| !next.first_on_line || opener_at(text, kind, body, index).is_none())
            {
                opened.push((ClauseKind::Action, index));
            }
            continue;
        }
        let is_next_action = in_actions && token.first_on_line && is_action_verb(word);
        if is_next_action && opened.last().is_some_and(|(_, first)| *first < index) {
            opened.push((ClauseKind::Action, index));
        }
        index = index.saturating_add(1);
    }
    let stray = opened.first().map_or(body.len(), |(_, first)| *first);
    if let Some(first) = body.first().filter(|_| stray > 0) {
        *broken = true;
        diagnostics.push(unknown_clause(text, first, kind));
    }
    let ends = opened.iter().skip(1).map(|(_, first)| *first).chain([body.len()]);
    opened
        .iter()
        .zip(ends)
        .map(|((clause, first), end)| {
            let tokens = body.get(*first..end).unwrap_or_default().to_vec();
            ClauseText {
                kind: *clause,
                span: span_of(&tokens),
                tokens,
            }
        })
        .collect()
}

/// A line that opens with a word no clause begins with.
pub(in crate::syntax) fn unknown_clause(text: &str, token: &Token, kind: ItemKind) -> Diagnostic {
    let word = token.text(text);
    let found = Diagnostic::new("E0103", token.span(), format!("unknown clause `{word}`"));
    match opener_like(word, kind) {
        Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
            format!("write `{meant}`"),
            token.span(),
            meant,
        ),
        None => found.help(match kind {
            ItemKind::Rule => {
                "a rule has `param`, `for`, `every`, `window`, `let`, `when`, `then`, `otherwise`, `approve by`, \
                 `without approval`, `without data`, `cooldown` and `at most`"
            }
            ItemKind::Guard => "a guard has `for`, `never raise`, `never change`, `never pause` and `at most … paused per day`",
            ItemKind::Test => "a test has `at`, `settled lag`, `with`, `given`, `expect`, `approve` and `reject`",
            ItemKind::Lookup => "a lookup is one line: `lookup margins: text -> percent from \"margins.csv\" stale after 7 days`",
            ItemKind::Metric => "a metric is one line: `metric poas \"profit on ad spend\" = (revenue - spend) / spend as ratio`",
        }),
    }
}

fn opener_at(text: &str, kind: ItemKind, body: &[Token], index: usize) -> Option<(ClauseKind, usize)> {
    let word_at = |offset: usize| {
        body.get(index.saturating_add(offset))
            .filter(|token| token.kind == TokenKind::Word)
            .map_or("", |token| token.text(text))
    };
    let first = word_at(0);
    let (words, found) = openers_of(kind).iter().find(|(words, _)| match words {
        [one] => *one == first,
        [one, other] => *one == first && *other == word_at(1),
        _ => false,
    })?;
    // `for today` ends an action; no level is called that.
    if *found == ClauseKind::For && word_at(1) == "today" {
        return None;
    }
    Some((*found, words.len()))
}
