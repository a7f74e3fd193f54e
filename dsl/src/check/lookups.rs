//! `lookup` items: what the organisation supplies for a key, and what asks it.

use std::sync::Arc;

use crate::check::clauses;
use crate::check::definitions::Definer;
use crate::check::names::{Place, Scope};
use crate::check::suggestion::nearest;
use crate::definitions::Definitions;
use crate::diagnostics::Diagnostic;
use crate::syntax::tree::{Expr, ExprKind, Item, LookupClause, Spanned};
use crate::typed::{Number, NumberNode, OwnLookup, Quantity, Text, TextNode};

/// The kinds a lookup can supply.
const SUPPLIED: [(&str, Option<Quantity>); 5] = [
    ("percent", Some(Quantity::Percent)),
    ("ratio", Some(Quantity::Ratio)),
    ("money", Some(Quantity::Money)),
    ("count", Some(Quantity::Count)),
    ("text", None),
];

/// The lookup of this name. Of a name that is none something is said, but nothing where its definition has an error of its own.
pub(super) fn lookup_named(
    definitions: &Definitions,
    name: &Spanned<String>,
    code: &'static str,
    say: impl FnOnce(Diagnostic),
) -> Option<Arc<OwnLookup>> {
    let named = |lookup: &&Arc<OwnLookup>| lookup.name == name.value;
    if let Some(lookup) = definitions.lookups.iter().find(named) {
        return Some(Arc::clone(lookup));
    }
    if definitions.doubtful.contains(&name.value) {
        return None;
    }
    let names = definitions.lookups.iter().map(|lookup| lookup.name.as_str());
    let found = Diagnostic::new(code, name.span, format!("there is no lookup `{}`", name.value));
    say(match nearest(&name.value, names) {
        Some(meant) => found.help(format!("did you mean `{meant}`?")).possible_fix(
            format!("write `{meant}`"),
            name.span,
            meant,
        ),
        None => found.help(format!(
            "say what it supplies, in a line of its own above the rule: `lookup {}: text -> percent from \"{}.csv\"`",
            name.value, name.value
        )),
    });
    None
}

impl Definer<'_> {
    pub(super) fn lookup(
        &self,
        item: &Item,
        clause: &LookupClause,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<OwnLookup> {
        if clause.key.value != "text" {
            diagnostics.push(
                Diagnostic::new("E0324", clause.key.span, "a lookup is asked by a text")
                    .help("write `text`: names of campaigns and accounts are texts")
                    .possible_fix("write `text`", clause.key.span, "text"),
            );
            return None;
        }
        let written = clause.kind.value.as_str();
        let Some((_, quantity)) = SUPPLIED.iter().find(|(kind, _)| *kind == written) else {
            let found = Diagnostic::new(
                "E0324",
                clause.kind.span,
                format!("a lookup supplies `percent`, `ratio`, `money`, `count` or `text`, no `{written}`"),
            );
            diagnostics.push(match nearest(written, SUPPLIED.iter().map(|(kind, _)| *kind)) {
                Some(meant) => found.help(format!("did you mean `{meant}`?")).safe_fix(
                    format!("write `{meant}`"),
                    clause.kind.span,
                    meant,
                ),
                None => found.help("write `lookup margins: text -> percent from \"margins.csv\"`"),
            });
            return None;
        };
        let stale_after = match &clause.stale_after {
            None => None,
            Some(duration) => Some(clauses::positive(
                duration,
                "a lookup that is stale at once supplies nothing",
                diagnostics,
            )?),
        };
        Some(OwnLookup {
            name: item.name.value.clone(),
            quantity: *quantity,
            source: clause.source.value.clone(),
            stale_after,
            text: item.span.of(self.text).trim_end().to_owned(),
        })
    }
}

impl Scope<'_> {
    /// The lookups that the item asks, those inside of metrics included.
    pub(super) fn used_lookups(&self) -> Vec<Arc<OwnLookup>> {
        let used = |lookup: &&Arc<OwnLookup>| self.used_definitions.contains(&lookup.name);
        self.definitions.lookups.iter().filter(used).cloned().collect()
    }

    /// `lookup margins[this.name]`, where a number stands.
    pub(super) fn looked_up(&mut self, expr: &Expr, name: &Spanned<String>, key: &Expr) -> Option<Number> {
        let (lookup, key) = self.asked(expr, name, key)?;
        let Some(quantity) = lookup.quantity else {
            let written = self.source(expr.span);
            self.say(
                Diagnostic::new(
                    "E0203",
                    expr.span,
                    format!("a number is needed here, and `{written}` is a text"),
                )
                .help("texts are compared with `is`, `in` and `matches`"),
            );
            return None;
        };
        Some(Number {
            span: self.relative(expr.span),
            quantity,
            node: NumberNode::LookedUp {
                lookup,
                key: Box::new(key),
            },
        })
    }

    /// `lookup tiers[this.name]`, where a text stands.
    pub(super) fn looked_up_text(
        &mut self,
        expr: &Expr,
        (name, key): (&Spanned<String>, &Expr),
        word: &str,
    ) -> Option<Text> {
        let (lookup, key) = self.asked(expr, name, key)?;
        if lookup.quantity.is_some() {
            self.not_a_text(expr, word);
            return None;
        }
        Some(Text {
            span: self.relative(expr.span),
            node: TextNode::LookedUp {
                lookup,
                key: Box::new(key),
            },
        })
    }

    /// Whether an expression asks a lookup that supplies texts.
    pub(super) fn asks_for_text(&self, expr: &Expr) -> bool {
        let ExprKind::LookedUp { name, .. } = &expr.kind else {
            return false;
        };
        let mut lookups = self.definitions.lookups.iter();
        lookups.any(|lookup| lookup.name == name.value && lookup.quantity.is_none())
    }

    fn asked(&mut self, expr: &Expr, name: &Spanned<String>, key: &Expr) -> Option<(Arc<OwnLookup>, Text)> {
        if matches!(self.place, Place::Where | Place::GuardWhere) {
            self.say(
                Diagnostic::new(
                    "E0210",
                    expr.span,
                    "a lookup changes with what is uploaded, and `where` reads attributes only",
                )
                .help("put it behind `when`"),
            );
            return None;
        }
        let lookup = lookup_named(self.definitions, name, "E0324", |found| self.say(found))?;
        let key = self.text_side(key, "lookup")?;
        self.used_definitions.insert(lookup.name.clone());
        Some((lookup, key))
    }
}
