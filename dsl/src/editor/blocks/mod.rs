//! A rule as blocks: the same text in sentences with fields, each field knowing its place, so that filling one in is a small edit
//! of the text and everything around it — comments, layout — stays as it was written.
//!
//! `clauses`, `actions`, `safety` and `conditions` turn the syntax tree into blocks, `operands` says what can be compared, `edits` writes the changes.
//! Called by the API. What has no such shape is a block of text: nothing of a text is ever left out, and nothing is judged here.

mod actions;
mod clauses;
mod conditions;
mod edits;
mod operands;
mod safety;

use crate::diagnostics::Edit;
use crate::span::Span;
use crate::syntax::scan::Token;
use crate::syntax::tree::{Clause, ClauseKind, Item, ItemKind};
use crate::syntax::{self, ClauseText, ItemText, MOST_TOKENS};

pub use conditions::{Comparison, Condition, ConditionKind};
pub use operands::{OperandChoice, OperandKind};

/// An item of a text.
#[derive(Clone, Debug)]
pub struct ItemBlocks {
    pub kind: ItemKind,
    /// Doc string and body.
    pub span: Span,
    /// The name without its quotes; empty when it is missing.
    pub name: String,
    pub doc: Option<String>,
    /// One for each clause, in the order of the text. Empty for guards and tests, which are text.
    pub blocks: Vec<Block>,
    /// What its conditions can compare.
    pub operands: Vec<OperandChoice>,
    /// Clauses that could be added.
    pub offers: Vec<Offer>,
}

/// A clause.
#[derive(Clone, Debug)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
    /// The clause as a sentence with fields.
    pub parts: Vec<Part>,
    /// Its condition, read behind its parts.
    pub condition: Option<Condition>,
    /// Takes it out of the text; empty where the rule needs it.
    pub removal: Vec<Edit>,
    /// What could be added to it.
    pub offers: Vec<Offer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    Param,
    Scope,
    Schedule,
    Window,
    Let,
    When,
    OtherwiseWhen,
    Otherwise,
    Action,
    Release,
    WithoutData,
    Approve,
    WithoutApproval,
    Cooldown,
    Limit,
    YieldsTo,
    Formerly,
    HoldOut,
    Accept,
    /// Without a shape of its own here.
    Text,
}

/// A piece of a sentence: what it is about, and what can be filled in.
#[derive(Clone, Debug)]
pub struct Part {
    pub word: PartWord,
    pub field: Option<Field>,
    /// Takes the piece out of the sentence; empty where the sentence needs it.
    pub removal: Vec<Edit>,
}

/// What a piece of a sentence is about; most are words of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartWord {
    Level,
    On,
    InAccount,
    Every,
    At,
    Between,
    And,
    OnDays,
    InZone,
    CatchUp,
    Window,
    Name,
    Is,
    From,
    To,
    By,
    Help,
    LastingChecks,
    Lasting,
    Action,
    UpTo,
    DownTo,
    Changing,
    /// What it is about is judged as one.
    Pool,
    /// Budget moves: from one end of a ranking to the other.
    MoveFrom,
    MoveTo,
    /// How many stand at that end, and by what they are ranked.
    Ranked,
    RankedBy,
    /// How much moves at most: a share of all budgets of the pool, or an amount.
    MovingShare,
    MovingAmount,
    /// What each giver keeps.
    Keeping,
    AsEachCounts,
    Hold,
    ReleaseAfter,
    ReleaseWithoutApproval,
    Channel,
    Target,
    Message,
    WithoutData,
    After,
    Quorum,
    Within,
    Unanswered,
    MovesMore,
    Cooldown,
    AtMost,
    /// A share of what the rule's campaigns spend.
    AtMostOfSpend,
    /// How often a limit counts, and over what.
    Per,
    Highest,
    /// Rules that come before this one.
    Rules,
    /// Names that the rule had.
    Names,
    HeldOut,
    Code,
    Reason,
}

/// A stretch of the text that can be written anew.
#[derive(Clone, Debug)]
pub struct Field {
    pub span: Span,
    pub text: String,
    pub form: FieldForm,
}

#[derive(Clone, Debug)]
pub enum FieldForm {
    /// Not changed in blocks.
    Fixed,
    /// One of these, or what stands there.
    Choice { now: String, choices: Vec<Choice> },
    /// Some of these words, with commas between them.
    Choices(Vec<&'static str>),
    /// Quoted texts, with commas between them.
    Texts,
    /// A quoted text.
    Text,
    /// A literal of this kind.
    Literal(Unit),
    /// The name of something with a value of this kind, if that is known.
    Name(Option<Unit>),
    /// An expression; of this kind, if that is known.
    Expression(Option<Unit>),
}

/// A word to choose, and what it is in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub word: String,
    pub text: String,
}

/// The kind of a value, as a field needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    Money,
    Percent,
    Ratio,
    Count,
    Duration,
    Time,
    Date,
    Text,
    Labels,
    Bool,
    /// A word of an enumeration.
    Member,
}

/// Something that could be added, ready to be written.
#[derive(Clone, Debug)]
pub struct Offer {
    pub what: OfferWord,
    pub edits: Vec<Edit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfferWord {
    /// What a parameter is about, for whoever sets it.
    Help,
    Platforms,
    Accounts,
    Where,
    Between,
    OnDays,
    InZone,
    Window,
    Lasting,
    /// Another condition beside those that are there.
    Comparison,
    /// A group of the other kind around a condition, with another beside it.
    Group,
    /// All of a group instead of any of it, or the other way round.
    Turn,
    /// What an undefined quotient stands for.
    Fallback,
    OverWindow,
    Action,
    OtherwiseWhen,
    Otherwise,
    /// How long what is done stands.
    Hold,
    Release,
    UpTo,
    DownTo,
    Changing,
    Moving,
    Keeping,
    WithoutData,
    Approve,
    Quorum,
    Within,
    Unanswered,
    Cooldown,
    Limit,
    SpendLimit,
    Highest,
    YieldsTo,
    Formerly,
    HoldOut,
}

/// What reading a clause needs to know about the rest of its rule.
struct Around<'a> {
    text: &'a str,
    item: &'a Item,
    cut: &'a ItemText,
    operands: Vec<OperandChoice>,
    /// The sample amount of money, in a currency that the rule speaks.
    money: String,
}

/// Reads a text as blocks. Never fails: what cannot be read is text.
#[must_use]
pub fn blocks(text: &str) -> Vec<ItemBlocks> {
    let file = syntax::read(text);
    syntax::cut_items(text)
        .iter()
        .map(|cut| {
            let read = file.items.iter().find(|item| item.span == cut.span);
            item_blocks(text, cut, read)
        })
        .collect()
}

fn item_blocks(text: &str, cut: &ItemText, item: Option<&Item>) -> ItemBlocks {
    let mut found = ItemBlocks {
        kind: cut.kind,
        span: cut.span,
        name: item.map_or_else(String::new, |item| item.name.value.clone()),
        doc: item.and_then(|item| item.doc.as_ref().map(|doc| doc.value.clone())),
        blocks: Vec::new(),
        operands: Vec::new(),
        offers: Vec::new(),
    };
    let Some(item) = item.filter(|item| item.kind == ItemKind::Rule) else {
        return found;
    };
    let around = Around {
        text,
        item,
        cut,
        operands: operands::of(text, item),
        money: operands::sample_money(text, item),
    };
    for (index, clause) in cut.clauses.iter().enumerate() {
        // Its actions follow as blocks of their own.
        if clause.kind == ClauseKind::Then {
            continue;
        }
        found.blocks.push(around.block(index, clause));
    }
    found.offers = around.offers();
    found.operands = around.operands;
    found
}

impl Around<'_> {
    fn block(&self, index: usize, clause: &ClauseText) -> Block {
        let read = self
            .item
            .clauses
            .iter()
            .find(|read| read.span == clause.span)
            .map(|read| &read.value)
            .filter(|_| clause.tokens.len() <= MOST_TOKENS);
        let shape = read.and_then(|read| self.shape(index, clause, read));
        let mut block = shape.unwrap_or_else(|| Block {
            kind: BlockKind::Text,
            span: clause.span,
            parts: Vec::new(),
            condition: None,
            removal: Vec::new(),
            offers: Vec::new(),
        });
        block.removal = self.removal(index, clause, read);
        block
    }

    /// The tokens of a stretch of the text.
    fn tokens(&self, span: Span) -> Vec<Token> {
        syntax::scan::tokens(self.text, span.start as usize, span.end as usize)
    }

    /// The first of these words in a stretch of the text, one behind the other.
    fn words(&self, span: Span, words: &[&str]) -> Option<Span> {
        let tokens = self.tokens(span);
        tokens.windows(words.len().max(1)).find_map(|window| {
            let fits = window
                .iter()
                .zip(words)
                .all(|(token, word)| token.text(self.text) == *word);
            let (first, last) = (window.first()?, window.last()?);
            fits.then(|| first.span().to(last.span()))
        })
    }

    fn field(&self, span: Span, form: FieldForm) -> Field {
        Field {
            span,
            text: span.of(self.text).to_owned(),
            form,
        }
    }
}

impl Part {
    const fn of(word: PartWord, field: Field) -> Self {
        Self {
            word,
            field: Some(field),
            removal: Vec::new(),
        }
    }

    const fn word(word: PartWord) -> Self {
        Self {
            word,
            field: None,
            removal: Vec::new(),
        }
    }

    fn removed_by(mut self, removal: Vec<Edit>) -> Self {
        self.removal = removal;
        self
    }
}

impl FieldForm {
    /// A choice among words that are written as they are called.
    fn words<'w>(now: &str, words: impl IntoIterator<Item = &'w str>) -> Self {
        Self::Choice {
            now: now.to_owned(),
            choices: words
                .into_iter()
                .map(|word| Choice {
                    word: word.to_owned(),
                    text: word.to_owned(),
                })
                .collect(),
        }
    }
}

/// Whether a clause is one that has actions behind it.
const fn begins_branch(clause: &Clause) -> bool {
    matches!(
        clause,
        Clause::When(_) | Clause::OtherwiseWhen(_) | Clause::Otherwise
    )
}
