//! Blocks: nothing of a text is left out, and every edit that they offer leaves a text that can be read.

use dsl::editor::ItemKind;
use dsl::editor::blocks::{
    Block, BlockKind, Condition, ConditionKind, Field, FieldForm, ItemBlocks, OfferWord, PartWord, blocks,
};
use dsl::{Edit, codes};

use crate::corpus::corpus;

const RULE: &str = r#"language 1

rule "Stop loss" {
  param limit: money = $45, 40 EUR from $1, 1 EUR to $500, 450 EUR "what a conversion may cost"   # agreed in May

  for campaigns on google, meta
    where status is active and name matches "Prospecting*"

  every 1h between 06:00 and 22:00 on weekdays
  window last 3 days settled

  let cost = cpa else infinite

  when cost > limit  # too dear
       and (spend > $100 or clicks > 500)
  then pause
       notify email "team@example.com" "{this.name}"
  otherwise when roas > 4
  then increase budget by 20% up to $500

  without data alert after 6h
  approve by manager within 4h unanswered expire
  cooldown 24h
  at most 5 per day   # per account
}
"#;

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.span);
    let mut written = text.to_owned();
    for edit in edits.iter().rev() {
        written.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.new_text);
    }
    written
}

fn rule(text: &str) -> ItemBlocks {
    blocks(text)
        .into_iter()
        .find(|item| item.kind == ItemKind::Rule)
        .unwrap()
}

fn block(item: &ItemBlocks, kind: BlockKind) -> &Block {
    item.blocks.iter().find(|block| block.kind == kind).unwrap()
}

fn conditions<'c>(condition: &'c Condition, found: &mut Vec<&'c Condition>) {
    found.push(condition);
    match &condition.kind {
        ConditionKind::All(parts) | ConditionKind::Any(parts) => {
            for part in parts {
                conditions(part, found);
            }
        }
        ConditionKind::Not(part) => conditions(part, found),
        ConditionKind::Comparison(_) | ConditionKind::Text => {}
    }
}

fn all_conditions(item: &ItemBlocks) -> Vec<&Condition> {
    let mut found = Vec::new();
    for condition in item.blocks.iter().filter_map(|block| block.condition.as_ref()) {
        conditions(condition, &mut found);
    }
    found
}

fn fields(item: &ItemBlocks) -> Vec<&Field> {
    let parts = item.blocks.iter().flat_map(|block| &block.parts);
    let mut found: Vec<&Field> = parts.filter_map(|part| part.field.as_ref()).collect();
    for condition in all_conditions(item) {
        if let ConditionKind::Comparison(comparison) = &condition.kind {
            found.extend([&comparison.left, &comparison.operator]);
            found.extend(
                comparison
                    .over
                    .iter()
                    .chain(&comparison.fallback)
                    .chain(&comparison.right),
            );
        }
    }
    found
}

/// Every change that the blocks of a rule hold ready.
fn changes(item: &ItemBlocks) -> Vec<(String, Vec<Edit>)> {
    let mut found = Vec::new();
    let mut add = |name: String, edits: &Vec<Edit>| {
        if !edits.is_empty() {
            found.push((name, edits.clone()));
        }
    };
    for offer in &item.offers {
        add(format!("{:?} of the rule", offer.what), &offer.edits);
    }
    for block in &item.blocks {
        add(format!("without {:?}", block.kind), &block.removal);
        for offer in &block.offers {
            add(format!("{:?} of {:?}", offer.what, block.kind), &offer.edits);
        }
        for part in &block.parts {
            add(format!("{:?} without {:?}", block.kind, part.word), &part.removal);
        }
    }
    for condition in all_conditions(item) {
        add("without a condition".to_owned(), &condition.removal);
        for offer in &condition.offers {
            add(format!("{:?} of a condition", offer.what), &offer.edits);
        }
    }
    for field in fields(item) {
        if let FieldForm::Choice { choices, .. } = &field.form {
            for choice in choices {
                let edit = Edit {
                    span: field.span,
                    new_text: choice.text.clone(),
                };
                add(format!("{} for {}", choice.word, field.text), &vec![edit]);
            }
        }
    }
    found
}

/// How many clauses cannot be read, or have no shape as a block.
fn unreadable(text: &str) -> usize {
    blocks(text)
        .iter()
        .flat_map(|item| &item.blocks)
        .filter(|block| block.kind == BlockKind::Text)
        .count()
}

/// Every rule of the corpus and of the diagnostics' better examples, each by itself.
fn texts() -> Vec<String> {
    let texts = corpus()
        .into_iter()
        .map(|(_, text)| text)
        .chain(codes().map(|page| page.better.to_owned()));
    texts
        .flat_map(|text| {
            let rules = blocks(&text)
                .into_iter()
                .filter(|item| item.kind == ItemKind::Rule);
            rules
                .map(|item| item.span.of(&text).to_owned())
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_common_shape_of_a_rule_has_no_text_left() {
    let item = rule(RULE);
    let kinds: Vec<BlockKind> = item.blocks.iter().map(|block| block.kind).collect();
    use BlockKind::{
        Action, Approve, Cooldown, Let, Limit, OtherwiseWhen, Param, Schedule, Scope, When, Window,
        WithoutData,
    };
    assert_eq!(
        kinds,
        [
            Param,
            Scope,
            Schedule,
            Window,
            Let,
            When,
            Action,
            Action,
            OtherwiseWhen,
            Action,
            WithoutData,
            Approve,
            Cooldown,
            Limit
        ]
    );
    assert!(
        all_conditions(&item)
            .iter()
            .all(|condition| !matches!(condition.kind, ConditionKind::Text))
    );
    let ConditionKind::All(parts) = &block(&item, When).condition.as_ref().unwrap().kind else {
        panic!("the parts are joined by `and`");
    };
    assert!(matches!(parts[1].kind, ConditionKind::Any(_)));
    assert_eq!(
        parts[1].span.of(RULE),
        "(spend > $100 or clicks > 500)",
        "a group keeps its parentheses"
    );
}

#[test]
fn what_stands_between_rules_and_what_bounds_one_is_filled_in_as_fields() {
    let text = RULE.replace(
        "  at most 5 per day   # per account\n",
        "  at most 5 per day in total, highest spend over last 7 days first\n  at most 10% of scope spend per day\n  \
         yields to \"Brand stays up\", \"Night watch\"\n  formerly \"Old stop loss\"\n  hold out 10%\n  accept W0501 \"the account has a cap\"\n",
    );
    let item = rule(&text);
    assert_eq!(unreadable(&text), 0);
    let written: Vec<Vec<&str>> = item
        .blocks
        .iter()
        .skip_while(|block| block.kind != BlockKind::Limit)
        .map(|block| {
            let fields = block.parts.iter().filter_map(|part| part.field.as_ref());
            fields.map(|field| field.text.as_str()).collect()
        })
        .collect();
    assert_eq!(
        written,
        [
            vec!["5", "day in total", "spend over last 7 days"],
            vec!["10%"],
            vec!["\"Brand stays up\", \"Night watch\""],
            vec!["\"Old stop loss\""],
            vec!["10%"],
            vec!["W0501", "\"the account has a cap\""],
        ]
    );
    let limit = block(&item, BlockKind::Limit);
    let order = limit.parts.last().unwrap();
    assert!(apply(&text, &order.removal).contains("at most 5 per day in total\n"));
    for (name, edits) in changes(&item) {
        let changed = apply(&text, &edits);
        assert_eq!(
            unreadable(&changed),
            0,
            "{name} cannot be read any more:\n{changed}"
        );
    }
}

const POOL: &str = r#"rule "Losers pay for winners" {
  pool campaigns on google
    where status is active

  every day at 09:00
  window last 7 days settled

  when spend of scope > $500
  then move budget from bottom 20% by roas else 0 to top 3 by roas else 0
         moving at most 10% of pool budget each keeping $20, 18 EUR
  cooldown 3d
}
"#;

/// What stands in the fields of a block.
fn written(block: &Block) -> Vec<&str> {
    let fields = block.parts.iter().filter_map(|part| part.field.as_ref());
    fields.map(|field| field.text.as_str()).collect()
}

#[test]
fn a_move_of_budget_is_filled_in_as_fields_and_a_pool_is_offered_only_what_goes_with_it() {
    let item = rule(POOL);
    assert_eq!(unreadable(POOL), 0);
    let scope = block(&item, BlockKind::Scope);
    assert_eq!(scope.parts[0].word, PartWord::Pool);
    assert!(scope.removal.is_empty(), "a rule needs its pool");
    let action = block(&item, BlockKind::Action);
    assert_eq!(
        written(action),
        [
            "bottom",
            "20%",
            "roas else 0",
            "top",
            "3",
            "roas else 0",
            "10%",
            "$20, 18 EUR"
        ]
    );
    for (name, edits) in changes(&item) {
        let changed = apply(POOL, &edits);
        assert_eq!(
            unreadable(&changed),
            0,
            "{name} cannot be read any more:\n{changed}"
        );
    }
    let offered: Vec<OfferWord> = item
        .blocks
        .iter()
        .flat_map(|block| &block.offers)
        .chain(&item.offers)
        .map(|offer| offer.what)
        .collect();
    for what in [
        OfferWord::Lasting,
        OfferWord::OtherwiseWhen,
        OfferWord::Release,
        OfferWord::HoldOut,
        OfferWord::Hold,
    ] {
        assert!(!offered.contains(&what), "{what:?} does not go with a pool");
    }
    let unbounded = POOL.replace(
        "\n         moving at most 10% of pool budget each keeping $20, 18 EUR",
        "",
    );
    let item = rule(&unbounded);
    let offer = &block(&item, BlockKind::Action).offers[0];
    assert_eq!(offer.what, OfferWord::Moving);
    assert!(
        apply(&unbounded, &offer.edits)
            .contains("to top 3 by roas else 0 moving at most 10% of pool budget\n")
    );
    let ranked = POOL.replace("top 3 by roas else 0", "top 3 by roas else 0 in account");
    assert!(unreadable(&ranked) <= 1, "what has no such shape is text");
}

#[test]
fn an_action_offers_what_its_level_has_an_amount_of() {
    let verbs = |text: &str| {
        let item = rule(text);
        let FieldForm::Choice { now, choices } = &block(&item, BlockKind::Action).parts[0]
            .field
            .as_ref()
            .unwrap()
            .form
        else {
            panic!("the verb is chosen");
        };
        let words: Vec<String> = choices.iter().map(|choice| choice.text.clone()).collect();
        (now.clone(), words)
    };
    let target = "rule \"A\" {\n  for campaigns on google\n  every 1h\n  when spend over today > $80\n  \
                  then decrease target_roas by 10% down to 1.5\n}\n";
    let (now, choices) = verbs(target);
    assert_eq!(now, "decrease target_roas");
    for choice in [
        "set budget to $100",
        "increase target_cpa by 10% up to $100",
        "set target_roas to 2",
    ] {
        assert!(
            choices.contains(&choice.to_owned()),
            "{choice} is missing in {choices:?}"
        );
    }
    assert!(!choices.iter().any(|choice| choice.contains("bid")));
    assert_eq!(
        written(block(&rule(target), BlockKind::Action)),
        ["decrease target_roas by 10% down to 1.5", "10%", "1.5"]
    );
    let (_, choices) = verbs(&target.replace("campaigns on google", "campaigns on meta"));
    assert!(
        choices.contains(&"set target_roas to 2".to_owned()),
        "what it changes stays"
    );
    assert!(!choices.iter().any(|choice| choice.contains("target_cpa")));
    let (_, choices) = verbs(
        "rule \"A\" {\n  for keywords on google\n  every 1h\n  when clicks over today > 8\n  then pause\n}\n",
    );
    assert!(choices.contains(&"increase bid by 10% up to $100".to_owned()));
    assert!(!choices.iter().any(|choice| choice.contains("budget")));
}

#[test]
fn every_clause_of_every_text_has_its_block_and_every_field_its_place() {
    for text in texts() {
        for item in blocks(&text).iter().filter(|item| item.kind == ItemKind::Rule) {
            let outline = dsl::editor::outline(&text);
            let clauses = outline
                .item_at(item.span.start)
                .unwrap()
                .clauses
                .iter()
                .filter(|clause| clause.opener != "then");
            let spans: Vec<_> = clauses.map(|clause| clause.span).collect();
            let blocks: Vec<_> = item.blocks.iter().map(|block| block.span).collect();
            assert_eq!(blocks, spans, "of {text}");
            for field in fields(item) {
                assert_eq!(field.text, field.span.of(&text));
                assert!(!field.text.is_empty(), "an empty field in {text}");
            }
        }
    }
}

#[test]
fn every_change_that_blocks_offer_leaves_a_text_that_can_be_read() {
    let mut tried = 0_usize;
    // Every fourth is enough to meet every form, and quick.
    for text in texts().into_iter().step_by(4).chain([RULE.to_owned()]) {
        let broken = unreadable(&text);
        for item in blocks(&text).iter().filter(|item| item.kind == ItemKind::Rule) {
            for (name, edits) in changes(item) {
                let written = apply(&text, &edits);
                assert!(
                    unreadable(&written) <= broken,
                    "{name} cannot be read any more:\n{written}"
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 400, "only {tried} changes were tried");
}

#[test]
fn comments_survive_every_change_but_the_removal_of_their_own_clause() {
    let comments = RULE.matches('#').count();
    for (name, edits) in changes(&rule(RULE)) {
        let written = apply(RULE, &edits);
        let left = written.matches('#').count();
        let own = ["without Limit", "without Param"].contains(&name.as_str());
        assert_eq!(left, comments - usize::from(own), "{name}:\n{written}");
    }
}

#[test]
fn a_condition_is_added_taken_out_and_turned_where_it_stands() {
    let item = rule(RULE);
    let when = block(&item, BlockKind::When).condition.as_ref().unwrap();
    let offer = |condition: &Condition, what| {
        let found = condition.offers.iter().find(|offer| offer.what == what).unwrap();
        apply(RULE, &found.edits)
    };
    let added = offer(when, OfferWord::Comparison);
    assert!(added.contains("or clicks > 500)\n       and spend > $100\n  then pause"));
    let turned = offer(when, OfferWord::Turn);
    assert!(turned.contains("# too dear\n       or (spend > $100 or clicks > 500)"));
    let ConditionKind::All(parts) = &when.kind else {
        panic!("the parts are joined by `and`");
    };
    let grouped = offer(&parts[0], OfferWord::Group);
    assert!(grouped.contains("when (cost > limit or spend > $100)  # too dear"));
    let without = apply(RULE, &parts[1].removal);
    assert!(
        without.contains("when cost > limit  # too dear\n  then pause"),
        "{without}"
    );
    let without = apply(RULE, &parts[0].removal);
    assert!(without.contains("when"), "{without}");
    assert_eq!(unreadable(&without), 0, "{without}");
}

#[test]
fn clauses_come_and_go_among_their_own() {
    let short = "rule \"A\" {\n  for campaigns on google\n  every 1h\n  when spend over today > 80 EUR then pause\n}\n";
    let item = rule(short);
    let offer = |what| {
        let found = item.offers.iter().find(|offer| offer.what == what).unwrap();
        apply(short, &found.edits)
    };
    assert!(offer(OfferWord::Window).contains("  every 1h\n  window last 3 days\n  when"));
    assert!(offer(OfferWord::Cooldown).contains("then pause\n  cooldown 24h\n}"));
    assert!(
        offer(OfferWord::OtherwiseWhen)
            .contains("then pause\n  otherwise when spend over last 3 days > 100 EUR\n  then pause\n}"),
        "money is in the rule's currency"
    );
    let whole = rule(RULE);
    let written = apply(RULE, &block(&whole, BlockKind::OtherwiseWhen).removal);
    assert!(
        written.contains("\"{this.name}\"\n\n  without data"),
        "the whole branch goes: {written}"
    );
    assert!(
        block(&whole, BlockKind::Let).removal.is_empty(),
        "what is used stays"
    );
    assert!(
        block(&whole, BlockKind::Scope).removal.is_empty(),
        "a rule needs its scope"
    );
}

#[test]
fn a_clause_that_cannot_be_read_is_text_and_its_neighbours_are_not() {
    let text = RULE.replace("cooldown 24h", "cooldown soon");
    let item = rule(&text);
    assert_eq!(block(&item, BlockKind::Text).span.of(&text), "cooldown soon");
    assert_eq!(block(&item, BlockKind::Limit).span.of(&text), "at most 5 per day");
}
