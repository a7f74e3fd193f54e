//! Actions of a branch: what they write, by how much, within which caps.

use std::collections::BTreeSet;

use crate::check::names::Scope;
use crate::check::numbers::kind_words;
use crate::check::suggestion::nearest;
use crate::check::{labels, negatives};
use crate::diagnostics::Diagnostic;
use crate::display::list;
use crate::registry::{AttributeKind, Level, Property};
use crate::rule::{ActionKind, ActionSummary};
use crate::span::Span;
use crate::syntax::tree::{
    ActionSyntax, ActionSyntaxKind, AmountVerb, CapSyntax, Expr, HoldSyntax, LiteralSyntax, Spanned,
};
use crate::typed::{Action, ActionDetail, Number, NumberNode, Quantity, Until};

impl Scope<'_> {
    pub(super) fn action(&mut self, syntax: &ActionSyntax) -> Option<Action> {
        let until = match &syntax.hold {
            None => None,
            Some(hold) => Some(self.until(hold, &syntax.kind)?),
        };
        let (kind, detail) = match &syntax.kind {
            ActionSyntaxKind::Pause => {
                self.writes(Property::Status, syntax.span)?;
                (ActionKind::Pause, ActionDetail::Switch)
            }
            ActionSyntaxKind::Resume => {
                self.writes(Property::Status, syntax.span)?;
                (ActionKind::Resume, ActionDetail::Switch)
            }
            ActionSyntaxKind::Notify {
                channel,
                target,
                template,
            } => self.notify(channel, target, template)?,
            ActionSyntaxKind::Amount {
                verb,
                property,
                preposition,
                amount,
                caps,
            } => self.amount_action(*verb, property, preposition, amount, caps)?,
            ActionSyntaxKind::Move(moved) => self.move_budget(moved, syntax.span)?,
            ActionSyntaxKind::Negative { matching, text } => {
                self.negative_keyword(*matching, text.as_ref(), syntax.span)?
            }
            ActionSyntaxKind::Label { is_there, label } => self.label(*is_there, label, syntax.span)?,
            ActionSyntaxKind::Script { name, arguments } => self.run_script(syntax.span, name, arguments)?,
        };
        Some(Action {
            kind,
            span: self.relative(syntax.span),
            detail,
            until,
        })
    }

    /// When the action ends by itself.
    fn until(&mut self, hold: &Spanned<HoldSyntax>, kind: &ActionSyntaxKind) -> Option<Until> {
        let found = match (&hold.value, kind) {
            (_, ActionSyntaxKind::Negative { .. }) => negatives::is_not_held(hold.span),
            (_, ActionSyntaxKind::Notify { .. }) => Diagnostic::new(
                "E0512",
                hold.span,
                "a message has no end: nothing is held that could be given back",
            )
            .help("write `until` behind an action that changes the campaign"),
            (HoldSyntax::Until(LiteralSyntax::Time(time)), _) => return Some(Until::Time(*time)),
            (HoldSyntax::Tomorrow | HoldSyntax::Today, _) => return Some(Until::Tomorrow),
            (HoldSyntax::Until(_), _) => Diagnostic::new("E0512", hold.span, "this is no time of day")
                .help("write a time such as `until 06:00`"),
            (HoldSyntax::Other(word), _) => {
                let found = Diagnostic::new(
                    "E0512",
                    hold.span,
                    format!("an action ends at a time of day or tomorrow, not `until {word}`"),
                );
                match nearest(word, ["tomorrow"].into_iter()) {
                    Some(meant) => found
                        .help(format!("did you mean `until {meant}`?"))
                        .safe_fix(format!("write `until {meant}`"), hold.span, format!("until {meant}")),
                    None => found.help(
                        "write `until 06:00`, `until tomorrow` or `for today`; after some days is `release after 7 days`, a clause of its own",
                    ),
                }
            }
        };
        self.say(found);
        None
    }

    /// Whether the level of the rule has the property, on every platform that the rule is for. Reads its present value, too.
    pub(super) fn writes(&mut self, property: Property, span: Span) -> Option<()> {
        let attribute = property.attribute();
        let Some((level, platforms)) = self.about.clone() else {
            self.attributes.insert(attribute);
            return Some(());
        };
        let on = level.info().writes(property);
        let named = if platforms.is_empty() {
            level.info().platforms
        } else {
            &platforms
        };
        let lacking: Vec<&str> = named
            .iter()
            .filter(|platform| !on.contains(platform))
            .map(|platform| platform.title())
            .collect();
        if lacking.is_empty() {
            self.attributes.insert(attribute);
            return Some(());
        }
        let one = level.one();
        let can: Vec<String> = level
            .info()
            .properties()
            .flat_map(|property| match property {
                Property::Status => vec!["`pause`".to_owned(), "`resume`".to_owned()],
                Property::Negative => vec!["`add negative keyword`".to_owned()],
                Property::Label => vec!["`add label`".to_owned(), "`remove label`".to_owned()],
                amount => vec![format!("`set {amount}`")],
            })
            .collect();
        let article = crate::display::article(one);
        let can = match can.as_slice() {
            [] => format!("of {article} {one} a rule can tell, with `notify`, and change nothing"),
            can => format!("of {article} {one} a rule can do {}", list(can, "and")),
        };
        let home = Level::ALL
            .iter()
            .copied()
            .filter(|other| *other != level)
            .find(|other| !other.info().writes(property).is_empty());
        let found = if on.is_empty() {
            let found = Diagnostic::new("E0531", span, format!("{level} have no {}", property.words()));
            match home {
                Some(home) => found.help(format!(
                    "{} {} belongs to {home}: write a rule `for {home}`; {can}",
                    crate::display::article(property.words()),
                    property.words(),
                )),
                None => found.help(can),
            }
        } else {
            let where_to: Vec<&str> = on.iter().map(|platform| platform.as_str()).collect();
            Diagnostic::new(
                "E0531",
                span,
                format!(
                    "{level} have no {} on {}",
                    property.words(),
                    list(&lacking, "and")
                ),
            )
            .help(format!("write `for {level} on {}`", where_to.join(", ")))
        };
        self.say(found);
        None
    }

    fn amount_action(
        &mut self,
        verb: AmountVerb,
        property: &Spanned<String>,
        preposition: &Spanned<&'static str>,
        amount: &Expr,
        caps: &[Spanned<CapSyntax>],
    ) -> Option<(ActionKind, ActionDetail)> {
        let span = property.span;
        let property = self.amount_property(property)?;
        self.writes(property, span)?;
        let (kind, word, wanted) = match verb {
            AmountVerb::Set => (ActionKind::Set, "set", "to"),
            AmountVerb::Increase => (ActionKind::Increase, "increase", "by"),
            AmountVerb::Decrease => (ActionKind::Decrease, "decrease", "by"),
        };
        if preposition.value != wanted {
            let message = format!(
                "`{word} {property}` goes with `{wanted}`, not with `{}`",
                preposition.value
            );
            let help = if verb == AmountVerb::Set {
                format!(
                    "`set {property} to {}` names the new {}; `increase {property} by 20%` changes the present one",
                    example(property),
                    property.words()
                )
            } else {
                format!(
                    "`by` names the change; `set {property} to {}` names the new {}",
                    example(property),
                    property.words()
                )
            };
            self.say(Diagnostic::new("E0503", preposition.span, message).help(help));
            return None;
        }
        let typed = self.number(amount);
        let typed = typed.and_then(|number| self.finite([&number].into_iter()).map(|()| number));
        let typed = typed.and_then(|number| self.amount(verb, property, number, amount));
        let (mut up_to, mut down_to, mut changing) = (None, None, None);
        let mut failed = false;
        for cap in caps {
            let (slot, expr, name) = match &cap.value {
                CapSyntax::Changing(expr) => {
                    if changing.is_some() {
                        self.say(Diagnostic::new(
                            "E0111",
                            cap.span,
                            "`changing at most` stands twice",
                        ));
                        failed = true;
                        continue;
                    }
                    let most = self.number(expr);
                    let most = most.and_then(|number| self.finite([&number].into_iter()).map(|()| number));
                    // As a change is written: a percentage, or an amount of money.
                    changing =
                        most.and_then(|number| self.amount(AmountVerb::Increase, property, number, expr));
                    failed |= changing.is_none();
                    continue;
                }
                CapSyntax::UpTo(expr) => (&mut up_to, expr, "up to"),
                CapSyntax::DownTo(expr) => (&mut down_to, expr, "down to"),
            };
            let pointless = matches!(
                (verb, name),
                (AmountVerb::Increase, "down to") | (AmountVerb::Decrease, "up to")
            );
            if pointless {
                let (other, moves) = if verb == AmountVerb::Increase {
                    ("up to", "raises")
                } else {
                    ("down to", "lowers")
                };
                self.say(
                    Diagnostic::new(
                        "E0502",
                        cap.span,
                        format!(
                            "`{name}` caps nothing here: the action only {moves} the {}",
                            property.words()
                        ),
                    )
                    .help(format!("write `{other}`")),
                );
                failed = true;
                continue;
            }
            if slot.is_some() {
                self.say(Diagnostic::new(
                    "E0111",
                    cap.span,
                    format!("`{name}` stands twice"),
                ));
                failed = true;
                continue;
            }
            match self.number(expr) {
                Some(number) if is_value_of(property, number.quantity) => *slot = Some(number),
                Some(number) => {
                    let what = number.quantity.words();
                    let found = Diagnostic::new(
                        "E0503",
                        expr.span,
                        format!(
                            "a cap of the {} is {}, and this is {what}",
                            property.words(),
                            kind_of(property)
                        ),
                    );
                    self.say(if number.quantity == Quantity::Scalar {
                        let meant = format!("${}", self.source(expr.span));
                        found.help(format!("write `{name} {meant}`")).possible_fix(
                            format!("write `{meant}`"),
                            expr.span,
                            meant,
                        )
                    } else {
                        found.help(format!("write `{name} {}`", example(property)))
                    });
                    failed = true;
                }
                None => failed = true,
            }
        }
        if failed {
            return None;
        }
        Some((
            kind,
            ActionDetail::Amount {
                property,
                amount: typed?,
                up_to,
                down_to,
                changing: changing.map(Box::new),
            },
        ))
    }

    /// The property of this name that an amount can be set to.
    fn amount_property(&mut self, word: &Spanned<String>) -> Option<Property> {
        let named = amount_named(&word.value);
        if named.is_none() {
            let known = || Property::AMOUNTS.iter().map(|property| property.as_str());
            let quoted: Vec<String> = known().map(|word| format!("`{word}`")).collect();
            let found = Diagnostic::new("E0117", word.span, format!("`{}` cannot be changed", word.value));
            self.say(match nearest(&word.value, known()) {
                Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                    format!("write `{meant}`"),
                    word.span,
                    meant,
                ),
                None => found.help(format!("this edition changes {}", list(&quoted, "and"))),
            });
        }
        named
    }

    fn amount(
        &mut self,
        verb: AmountVerb,
        property: Property,
        number: Number,
        expr: &Expr,
    ) -> Option<Number> {
        let written = self.source(expr.span);
        let relative = verb != AmountVerb::Set;
        let is_ratio = property.attribute().kind() == AttributeKind::Ratio;
        let (what, value) = (property.words(), kind_of(property));
        let found = match number.quantity {
            quantity if is_value_of(property, quantity) => return Some(number),
            Quantity::Percent if relative => return Some(number),
            Quantity::Percent => {
                Diagnostic::new(
                "E0503",
                expr.span,
                format!("a {what} cannot be set to a percentage"),
            )
            .help(format!(
                "to change it relatively write `increase {property} by {written}` or `decrease {property} by …`"
            ))
            }
            Quantity::Scalar if relative => Diagnostic::new(
                "E0503",
                expr.span,
                format!("`{written}` is neither a percentage nor {value}"),
            )
            .help(format!("write `{written}%` or `${written}`"))
            .possible_fix(format!("write `{written}%`"), expr.span, format!("{written}%"))
            .possible_fix(format!("write `${written}`"), expr.span, format!("${written}")),
            Quantity::Scalar => Diagnostic::new("E0503", expr.span, format!("`{written}` has no currency"))
                .help(format!("write `${written}`, or `{written} EUR` for euros"))
                .possible_fix(format!("write `${written}`"), expr.span, format!("${written}")),
            Quantity::Money if is_ratio => Diagnostic::new(
                "E0503",
                expr.span,
                format!("a {what} is a ratio, and `{written}` is an amount of money"),
            )
            .help(format!("it is what one unit of spend brings in: `set {property} to {}`", example(property))),
            Quantity::MoneyIn(currency) if !is_ratio => Diagnostic::new(
                "E0377",
                expr.span,
                format!("a {what} is in the account's currency, and `{written}` is in {currency}"),
            )
            .help(match &number.node {
                NumberNode::Converted(inner) if inner.quantity == Quantity::Money => {
                    "leave the conversion out".to_owned()
                }
                _ => format!("convert it: `convert({written} to account currency)`"),
            }),
            other => {
                let help = if relative {
                    format!("write a percentage or {value}")
                } else {
                    format!("write {value}")
                };
                Diagnostic::new(
                    "E0503",
                    expr.span,
                    format!("a {what} cannot be changed by {}", other.words()),
                )
                .help(help)
            }
        };
        self.say(found);
        None
    }
}

/// The property of this name that holds an amount.
pub(super) fn amount_named(word: &str) -> Option<Property> {
    Property::AMOUNTS
        .iter()
        .copied()
        .find(|property| property.as_str() == word)
}

/// Whether a number of this kind is a value that the property can have.
fn is_value_of(property: Property, quantity: Quantity) -> bool {
    if property.attribute().kind() == AttributeKind::Ratio {
        matches!(quantity, Quantity::Ratio | Quantity::Quotient | Quantity::Scalar)
    } else {
        quantity == Quantity::Money
    }
}

fn kind_of(property: Property) -> &'static str {
    kind_words(property.attribute().kind())
}

/// A value of the property, for messages.
fn example(property: Property) -> &'static str {
    match property {
        Property::TargetCpa | Property::Bid => "$20",
        Property::TargetRoas => "4",
        Property::Budget | Property::Status | Property::Negative | Property::Label => "$200",
    }
}

/// Two actions of one branch must not write the same property.
pub(super) fn contradictions(actions: &[(Action, Span)], diagnostics: &mut Vec<Diagnostic>) {
    let mut written: Vec<((Property, Option<&str>), Span)> = Vec::new();
    for (action, span) in actions {
        // Each negative keyword is one of its own.
        let label = labels::of(action);
        let own: BTreeSet<Property> = action
            .able()
            .into_iter()
            .filter_map(|(_, property)| property)
            .filter(|property| *property != Property::Negative)
            .collect();
        for property in own.into_iter().map(|property| (property, label)) {
            if let Some((_, first)) = written.iter().find(|(other, _)| *other == property) {
                let what = match label {
                    Some(label) => format!("label \"{label}\""),
                    None => property.0.words().to_owned(),
                };
                diagnostics.push(
                    Diagnostic::new("E0501", *span, format!("this branch writes the {what} twice"))
                    .help(
                        "one branch does one thing to each property; use `otherwise when` for the other case",
                    )
                    .label(*first, "the first time"),
                );
            } else {
                written.push((property, *span));
            }
        }
    }
}

pub(super) fn summary(action: &Action, text: String) -> ActionSummary {
    let notify = match &action.detail {
        ActionDetail::Notify { channel, target, .. } => Some((*channel, target.clone())),
        _ => None,
    };
    ActionSummary {
        kind: action.kind,
        property: action.property(),
        label: labels::of(action).map(str::to_owned),
        text,
        notify,
    }
}
