//! A text as blocks: sentences with fields, each with its place in the text and the edits that change it.

use dsl::editor::{ItemKind, blocks};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::{Lines, TextEdit, TextSpan};
use crate::wire::words;

words! {
    BlockItemKind: "rule", "guard", "test", "metric", "lookup"
}

words! {
    /// What a clause is. `text` has no shape of its own as a block.
    BlockKind: "param", "scope", "schedule", "window", "let", "when", "otherwise_when", "otherwise", "action", "release",
        "without_data", "approve", "without_approval", "cooldown", "limit", "yields_to", "formerly", "hold_out", "accept", "text"
}

words! {
    /// What a piece of a sentence is about.
    BlockWord: "level", "on", "in_account", "every", "at", "between", "and", "on_days", "in_zone", "catch_up", "window", "name", "is",
        "from", "to", "by", "help", "lasting_checks", "lasting", "action", "up_to", "down_to", "changing", "pool", "move_from", "move_to", "ranked",
        "ranked_by", "moving_share", "moving_amount", "keeping", "as_each_counts", "hold", "release_after", "release_without_approval", "channel",
        "target", "message", "without_data", "after", "quorum", "within", "unanswered", "moves_more", "cooldown", "at_most", "at_most_of_spend",
        "per", "highest", "rules", "names", "held_out", "code", "reason"
}

words! {
    /// How a field is filled in: one of its choices, some of its members, quoted texts, a quoted text, a literal of its unit, a name,
    /// or an expression. `fixed` is not changed in blocks.
    BlockForm: "choice", "choices", "texts", "text", "literal", "name", "expression", "fixed"
}

words! {
    /// The kind of a value.
    BlockUnit: "money", "percent", "ratio", "count", "duration", "time", "date", "text", "labels", "bool", "member"
}

words! {
    /// What could be added, or changed at one go.
    BlockOfferWord: "help", "platforms", "accounts", "where", "between", "on_days", "in_zone", "window", "lasting", "comparison", "group",
        "turn", "fallback", "over_window", "action", "otherwise_when", "otherwise", "hold", "release", "up_to", "down_to", "changing", "moving", "keeping",
        "without_data", "approve", "quorum", "within", "unanswered", "cooldown", "limit", "spend_limit", "highest",
        "yields_to", "formerly", "hold_out"
}

words! {
    /// `all` and `any` join their parts, `not` turns its one part round. `text` has no shape of its own as a block.
    BlockConditionKind: "all", "any", "not", "comparison", "text"
}

words! {
    BlockOperandKind: "metric", "attribute", "let", "param"
}

/// A text to read as blocks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlocksText {
    #[schema(
        example = "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n"
    )]
    pub text: String,
}

/// The items of a text, in order.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextBlocks {
    items: Vec<BlockItem>,
}

/// A rule, guard, test, metric or lookup.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockItem {
    kind: BlockItemKind,
    span: TextSpan,
    #[schema(example = "Night watch")]
    name: String,
    doc: Option<String>,
    /// One for each clause of a rule, in the order of the text; guards and tests are text.
    blocks: Vec<Block>,
    /// What its conditions can compare.
    operands: Vec<BlockOperand>,
    offers: Vec<BlockOffer>,
}

/// A clause.
#[derive(Debug, Serialize, ToSchema)]
pub struct Block {
    kind: BlockKind,
    span: TextSpan,
    /// As written.
    #[schema(example = "every 1h")]
    text: String,
    parts: Vec<BlockPart>,
    condition: Option<BlockCondition>,
    /// Takes the clause out of the text; empty where the rule needs it.
    removal: Vec<TextEdit>,
    offers: Vec<BlockOffer>,
}

/// A piece of a sentence.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockPart {
    word: BlockWord,
    field: Option<BlockField>,
    /// Takes the piece out of the sentence; empty where the sentence needs it.
    removal: Vec<TextEdit>,
}

/// A stretch of the text that can be written anew.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockField {
    span: TextSpan,
    /// As written.
    #[schema(example = "1h")]
    text: String,
    form: BlockForm,
    /// The choice that is made.
    #[schema(example = "1h")]
    now: Option<String>,
    choices: Vec<BlockChoice>,
    unit: Option<BlockUnit>,
}

/// A word to choose, and what it is in the text.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockChoice {
    #[schema(example = "day at")]
    word: String,
    #[schema(example = "day at 09:00")]
    text: String,
}

/// A condition, or a part of one.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockCondition {
    kind: BlockConditionKind,
    /// With its parentheses.
    span: TextSpan,
    #[schema(example = "spend over today > $100")]
    text: String,
    #[schema(no_recursion)]
    parts: Vec<BlockCondition>,
    comparison: Option<BlockComparison>,
    removal: Vec<TextEdit>,
    offers: Vec<BlockOffer>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BlockComparison {
    left: BlockField,
    /// Its own window, where it names one.
    over: Option<BlockField>,
    /// What it is where it is undefined.
    fallback: Option<BlockField>,
    operator: BlockField,
    /// Nothing behind `is missing`.
    right: Option<BlockField>,
    unit: Option<BlockUnit>,
}

/// Something that a condition can compare.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockOperand {
    #[schema(example = "spend")]
    name: String,
    kind: BlockOperandKind,
    #[schema(example = "what delivery cost, in the account's currency")]
    definition: Option<String>,
    unit: Option<BlockUnit>,
    /// The words of an enumeration.
    #[schema(example = json!(["active", "paused", "removed"]))]
    members: Vec<String>,
    /// A whole comparison to begin with.
    #[schema(example = "spend > $100")]
    sample: String,
}

/// Something that could be added, ready to be written.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockOffer {
    what: BlockOfferWord,
    edits: Vec<TextEdit>,
}

/// Reads a text as blocks.
pub fn read(text: &str) -> TextBlocks {
    let reader = Reader {
        text,
        lines: Lines::of(text),
    };
    TextBlocks {
        items: blocks::blocks(text)
            .iter()
            .map(|item| reader.item(item))
            .collect(),
    }
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
}

impl Reader<'_> {
    fn item(&self, item: &blocks::ItemBlocks) -> BlockItem {
        BlockItem {
            kind: match item.kind {
                ItemKind::Rule => "rule",
                ItemKind::Guard => "guard",
                ItemKind::Test => "test",
                ItemKind::Metric => "metric",
                ItemKind::Lookup => "lookup",
            }
            .into(),
            span: self.lines.span(item.span),
            name: item.name.clone(),
            doc: item.doc.clone(),
            blocks: item.blocks.iter().map(|block| self.block(block)).collect(),
            operands: item.operands.iter().map(operand).collect(),
            offers: self.offers(&item.offers),
        }
    }

    fn block(&self, block: &blocks::Block) -> Block {
        Block {
            kind: block_kind(block.kind).into(),
            span: self.lines.span(block.span),
            text: block.span.of(self.text).to_owned(),
            parts: block
                .parts
                .iter()
                .map(|part| BlockPart {
                    word: part_word(part.word).into(),
                    field: part.field.as_ref().map(|field| self.field(field)),
                    removal: self.edits(&part.removal),
                })
                .collect(),
            condition: block
                .condition
                .as_ref()
                .map(|condition| self.condition(condition)),
            removal: self.edits(&block.removal),
            offers: self.offers(&block.offers),
        }
    }

    fn condition(&self, condition: &blocks::Condition) -> BlockCondition {
        use blocks::ConditionKind;
        let (kind, parts, comparison) = match &condition.kind {
            ConditionKind::All(parts) => ("all", parts.as_slice(), None),
            ConditionKind::Any(parts) => ("any", parts.as_slice(), None),
            ConditionKind::Not(part) => ("not", std::slice::from_ref(part.as_ref()), None),
            ConditionKind::Comparison(comparison) => ("comparison", [].as_slice(), Some(comparison)),
            ConditionKind::Text => ("text", [].as_slice(), None),
        };
        BlockCondition {
            kind: kind.into(),
            span: self.lines.span(condition.span),
            text: condition.span.of(self.text).to_owned(),
            parts: parts.iter().map(|part| self.condition(part)).collect(),
            comparison: comparison.map(|comparison| BlockComparison {
                left: self.field(&comparison.left),
                over: comparison.over.as_ref().map(|over| self.field(over)),
                fallback: comparison.fallback.as_ref().map(|fallback| self.field(fallback)),
                operator: self.field(&comparison.operator),
                right: comparison.right.as_ref().map(|right| self.field(right)),
                unit: comparison.unit.map(|unit| unit_word(unit).into()),
            }),
            removal: self.edits(&condition.removal),
            offers: self.offers(&condition.offers),
        }
    }

    fn field(&self, field: &blocks::Field) -> BlockField {
        use blocks::FieldForm;
        let mut shown = BlockField {
            span: self.lines.span(field.span),
            text: field.text.clone(),
            form: "fixed".into(),
            now: None,
            choices: Vec::new(),
            unit: None,
        };
        let as_written = |word: &&'static str| BlockChoice {
            word: (*word).to_owned(),
            text: (*word).to_owned(),
        };
        let (form, unit) = match &field.form {
            FieldForm::Fixed => ("fixed", None),
            FieldForm::Choice { now, choices } => {
                shown.now = Some(now.clone());
                shown.choices = choices
                    .iter()
                    .map(|choice| BlockChoice {
                        word: choice.word.clone(),
                        text: choice.text.clone(),
                    })
                    .collect();
                ("choice", None)
            }
            FieldForm::Choices(words) => {
                shown.choices = words.iter().map(as_written).collect();
                ("choices", None)
            }
            FieldForm::Texts => ("texts", None),
            FieldForm::Text => ("text", None),
            FieldForm::Literal(unit) => ("literal", Some(*unit)),
            FieldForm::Name(unit) => ("name", *unit),
            FieldForm::Expression(unit) => ("expression", *unit),
        };
        shown.form = form.into();
        shown.unit = unit.map(|unit| unit_word(unit).into());
        shown
    }

    fn offers(&self, offers: &[blocks::Offer]) -> Vec<BlockOffer> {
        offers
            .iter()
            .map(|offer| BlockOffer {
                what: offer_word(offer.what).into(),
                edits: self.edits(&offer.edits),
            })
            .collect()
    }

    fn edits(&self, edits: &[dsl::Edit]) -> Vec<TextEdit> {
        edits
            .iter()
            .map(|edit| TextEdit {
                span: self.lines.span(edit.span),
                text: edit.new_text.clone(),
            })
            .collect()
    }
}

fn operand(operand: &blocks::OperandChoice) -> BlockOperand {
    use blocks::OperandKind;
    BlockOperand {
        name: operand.name.clone(),
        kind: match operand.kind {
            OperandKind::Metric => "metric",
            OperandKind::Attribute => "attribute",
            OperandKind::Let => "let",
            OperandKind::Param => "param",
        }
        .into(),
        definition: operand.definition.map(str::to_owned),
        unit: operand.unit.map(|unit| unit_word(unit).into()),
        members: operand
            .members
            .iter()
            .map(|member| (*member).to_owned())
            .collect(),
        sample: operand.sample.clone(),
    }
}

const fn block_kind(kind: blocks::BlockKind) -> &'static str {
    use blocks::BlockKind;
    match kind {
        BlockKind::Param => "param",
        BlockKind::Scope => "scope",
        BlockKind::Schedule => "schedule",
        BlockKind::Window => "window",
        BlockKind::Let => "let",
        BlockKind::When => "when",
        BlockKind::OtherwiseWhen => "otherwise_when",
        BlockKind::Otherwise => "otherwise",
        BlockKind::Action => "action",
        BlockKind::Release => "release",
        BlockKind::WithoutData => "without_data",
        BlockKind::Approve => "approve",
        BlockKind::WithoutApproval => "without_approval",
        BlockKind::Cooldown => "cooldown",
        BlockKind::Limit => "limit",
        BlockKind::YieldsTo => "yields_to",
        BlockKind::Formerly => "formerly",
        BlockKind::HoldOut => "hold_out",
        BlockKind::Accept => "accept",
        BlockKind::Text => "text",
    }
}

const fn part_word(word: blocks::PartWord) -> &'static str {
    use blocks::PartWord;
    match word {
        PartWord::Level => "level",
        PartWord::On => "on",
        PartWord::InAccount => "in_account",
        PartWord::Every => "every",
        PartWord::At => "at",
        PartWord::Between => "between",
        PartWord::And => "and",
        PartWord::OnDays => "on_days",
        PartWord::InZone => "in_zone",
        PartWord::CatchUp => "catch_up",
        PartWord::Window => "window",
        PartWord::Name => "name",
        PartWord::Is => "is",
        PartWord::From => "from",
        PartWord::To => "to",
        PartWord::By => "by",
        PartWord::Help => "help",
        PartWord::LastingChecks => "lasting_checks",
        PartWord::Lasting => "lasting",
        PartWord::Action => "action",
        PartWord::UpTo => "up_to",
        PartWord::DownTo => "down_to",
        PartWord::Changing => "changing",
        PartWord::Pool => "pool",
        PartWord::MoveFrom => "move_from",
        PartWord::MoveTo => "move_to",
        PartWord::Ranked => "ranked",
        PartWord::RankedBy => "ranked_by",
        PartWord::MovingShare => "moving_share",
        PartWord::MovingAmount => "moving_amount",
        PartWord::Keeping => "keeping",
        PartWord::AsEachCounts => "as_each_counts",
        PartWord::Hold => "hold",
        PartWord::ReleaseAfter => "release_after",
        PartWord::ReleaseWithoutApproval => "release_without_approval",
        PartWord::Channel => "channel",
        PartWord::Target => "target",
        PartWord::Message => "message",
        PartWord::WithoutData => "without_data",
        PartWord::After => "after",
        PartWord::Quorum => "quorum",
        PartWord::Within => "within",
        PartWord::Unanswered => "unanswered",
        PartWord::MovesMore => "moves_more",
        PartWord::Cooldown => "cooldown",
        PartWord::AtMost => "at_most",
        PartWord::AtMostOfSpend => "at_most_of_spend",
        PartWord::Per => "per",
        PartWord::Highest => "highest",
        PartWord::Rules => "rules",
        PartWord::Names => "names",
        PartWord::HeldOut => "held_out",
        PartWord::Code => "code",
        PartWord::Reason => "reason",
    }
}

const fn unit_word(unit: blocks::Unit) -> &'static str {
    use blocks::Unit;
    match unit {
        Unit::Money => "money",
        Unit::Percent => "percent",
        Unit::Ratio => "ratio",
        Unit::Count => "count",
        Unit::Duration => "duration",
        Unit::Time => "time",
        Unit::Date => "date",
        Unit::Text => "text",
        Unit::Labels => "labels",
        Unit::Bool => "bool",
        Unit::Member => "member",
    }
}

const fn offer_word(word: blocks::OfferWord) -> &'static str {
    use blocks::OfferWord;
    match word {
        OfferWord::Help => "help",
        OfferWord::Platforms => "platforms",
        OfferWord::Accounts => "accounts",
        OfferWord::Where => "where",
        OfferWord::Between => "between",
        OfferWord::OnDays => "on_days",
        OfferWord::InZone => "in_zone",
        OfferWord::Window => "window",
        OfferWord::Lasting => "lasting",
        OfferWord::Comparison => "comparison",
        OfferWord::Group => "group",
        OfferWord::Turn => "turn",
        OfferWord::Fallback => "fallback",
        OfferWord::OverWindow => "over_window",
        OfferWord::Action => "action",
        OfferWord::OtherwiseWhen => "otherwise_when",
        OfferWord::Otherwise => "otherwise",
        OfferWord::Hold => "hold",
        OfferWord::Release => "release",
        OfferWord::UpTo => "up_to",
        OfferWord::DownTo => "down_to",
        OfferWord::Changing => "changing",
        OfferWord::Moving => "moving",
        OfferWord::Keeping => "keeping",
        OfferWord::WithoutData => "without_data",
        OfferWord::Approve => "approve",
        OfferWord::Quorum => "quorum",
        OfferWord::Within => "within",
        OfferWord::Unanswered => "unanswered",
        OfferWord::Cooldown => "cooldown",
        OfferWord::Limit => "limit",
        OfferWord::SpendLimit => "spend_limit",
        OfferWord::Highest => "highest",
        OfferWord::YieldsTo => "yields_to",
        OfferWord::Formerly => "formerly",
        OfferWord::HoldOut => "hold_out",
    }
}

#[cfg(test)]
mod tests {
    /// What the web UI's simulated desk answers: it has no reader of the language.
    #[test]
    fn the_recorded_blocks_are_what_this_program_reads() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/mock/recorded-blocks.json");
        let recorded: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let read: Vec<serde_json::Value> = recorded
            .iter()
            .map(|entry| {
                let text = entry["text"].as_str().unwrap();
                serde_json::json!({ "text": text, "answer": super::read(text) })
            })
            .collect();
        if std::env::var_os("ADJUTANT_RECORD").is_some() {
            // An answer a line, so that a difference shows which.
            let lines: Vec<String> = read.iter().map(ToString::to_string).collect();
            std::fs::write(path, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
        }
        assert!(
            read == recorded,
            "the recorded answers are old: run this test once with ADJUTANT_RECORD=1"
        );
    }
}
