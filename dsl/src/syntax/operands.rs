//! Operands: one value, and what says more about it.

use crate::syntax::attached::{ignoring, over, related};
use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::literals::{ANY, Numeral};
use crate::syntax::scan::TokenKind;
use crate::syntax::tree::{AggregateForm, ConvertTo, Expr, ExprKind, NameOf, PastForm, Relation, Spanned};
use crate::window::Period;

impl Reader<'_> {
    /// `operand = share | described`
    pub(super) fn operand(&mut self) -> Option<Expr> {
        let place = self.place();
        let Some(share) = self.percent_of() else {
            return self.described();
        };
        let of = self.described()?;
        Some(Expr {
            span: self.since(place),
            kind: ExprKind::Share {
                share: Box::new(share),
                of: Box::new(of),
            },
        })
    }

    /// `share = percent "of" described`
    ///
    /// The part before what is described. `10% of pool budget` is no value, and `of account` says whose a metric is.
    fn percent_of(&mut self) -> Option<Expr> {
        let place = self.place();
        let share = self.numeral(&[Numeral::Percent])?;
        let whose = self.ahead(2) != "." && (is_relation(self.ahead(1)) || self.ahead(1) == "pool");
        if self.here() != "of" || whose {
            self.back_to(place);
            return None;
        }
        self.advance(1);
        Some(Expr {
            span: share.span,
            kind: ExprKind::Literal(share.value),
        })
    }

    /// `described = primary relation? ("over" window)? ("in" "scope")? ("ignoring" "missing")?`
    fn described(&mut self) -> Option<Expr> {
        let mut value = self.primary()?;
        let part = self.place();
        if let Some(of) = self.relation() {
            value = related(value, of, self.since(part));
        }
        let part = self.place();
        if self.word("over") {
            let window = self.window()?;
            value = over(value, window, self.since(part));
        }
        let part = self.place();
        if self.in_scope() {
            value = related(value, Relation::Scope, self.since(part));
        }
        let part = self.place();
        if self.here() == "ignoring" && self.ahead(1) == "missing" {
            self.advance(2);
            value = ignoring(value, self.since(part));
        }
        Some(value)
    }

    /// `relation = "of" ("account" | "parent" | "siblings" | "scope") | "in" "scope"`
    fn relation(&mut self) -> Option<Relation> {
        let place = self.place();
        if self.takes("of") {
            let found = [
                Relation::Account,
                Relation::Parent,
                Relation::Siblings,
                Relation::Scope,
            ]
            .into_iter()
            .find(|relation| self.word(relation.words()));
            if found.is_none() {
                self.back_to(place);
            }
            return found;
        }
        self.in_scope().then_some(Relation::Scope)
    }

    fn in_scope(&mut self) -> bool {
        let found = self.here() == "in" && self.ahead(1) == "scope";
        if found {
            self.advance(2);
        }
        found
    }

    /// `primary = group | numeral | text | convert | looked_up | aggregate | change_of | usual | elapsed | "infinite" | truth
    ///          | call | path`
    fn primary(&mut self) -> Option<Expr> {
        let place = self.place();
        let kind = match self.kind() {
            Some(TokenKind::Open) if self.here() == "(" => return self.group(),
            Some(TokenKind::Word) => match (self.here(), self.ahead(1)) {
                ("convert", _) => self.convert()?,
                ("lookup", _) if self.ahead(2) == "[" => self.looked_up()?,
                ("sum", "of") => self.aggregate(AggregateForm::Sum)?,
                ("count", "of") => self.aggregate(AggregateForm::Count)?,
                ("average", "of") => self.aggregate(AggregateForm::Average)?,
                ("change", "of") => {
                    self.advance(2);
                    self.past(PastForm::ChangeOf)?
                }
                ("usual", next) if next == "(" || self.is_name(1) => {
                    self.advance(1);
                    self.past(PastForm::Usual)?
                }
                ("elapsed_share", "of") if !is_relation(self.ahead(2)) => self.elapsed()?,
                ("infinite", _) => {
                    self.advance(1);
                    ExprKind::Infinite
                }
                ("true" | "false", _) => ExprKind::Literal(self.truth()?.value),
                (_, "(") => {
                    let (name, arguments) = self.call()?;
                    ExprKind::Call { name, arguments }
                }
                _ => self.path()?,
            },
            _ => {
                let Some(literal) = self.numeral(ANY).or_else(|| self.text_literal()) else {
                    return self.fail(Expected::Value);
                };
                ExprKind::Literal(literal.value)
            }
        };
        Some(Expr {
            span: self.since(place),
            kind,
        })
    }

    /// `group = "(" disjunction ("," disjunction)* ")"`
    ///
    /// One keeps its parentheses in whatever is said about it, unless it is a
    /// single word; several are a list.
    fn group(&mut self) -> Option<Expr> {
        let place = self.place();
        let mut parts = self.parenthesised(|reader| reader.list(Self::expression))?;
        let span = self.since(place);
        if parts.len() != 1 {
            return Some(Expr {
                span,
                kind: ExprKind::List(parts),
            });
        }
        let inner = parts.pop()?;
        Some(match inner.kind {
            ExprKind::Name { .. } | ExprKind::Literal(_) => inner,
            kind => Expr { span, kind },
        })
    }

    /// `"(" … ")"`
    fn parenthesised<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.expect("(")?;
        let found = self.inside(read)?;
        self.expect(")")?;
        Some(found)
    }

    /// `convert = "convert" "(" sum "to" ("account" "currency" | word) ")"`
    fn convert(&mut self) -> Option<ExprKind> {
        self.advance(1);
        let (inner, to) = self.parenthesised(|reader| {
            let inner = reader.sum()?;
            reader.expect("to")?;
            Some((inner, reader.converted_to()?))
        })?;
        Some(ExprKind::Convert {
            inner: Box::new(inner),
            to,
        })
    }

    fn converted_to(&mut self) -> Option<Spanned<ConvertTo>> {
        let place = self.place();
        let value = if self.two("account", "currency") {
            ConvertTo::Account
        } else {
            ConvertTo::Code(self.any_word()?.value)
        };
        Some(Spanned {
            value,
            span: self.since(place),
        })
    }

    /// `looked_up = "lookup" name "[" fallback "]"`
    fn looked_up(&mut self) -> Option<ExprKind> {
        self.advance(1);
        let name = self.name()?;
        self.expect("[")?;
        let key = self.inside(Self::fallback)?;
        self.expect("]")?;
        Some(ExprKind::LookedUp {
            name,
            key: Box::new(key),
        })
    }

    /// `aggregate = ("sum" | "count" | "average") "of" (group | "ad" "groups" | "search" "terms" | path)`
    fn aggregate(&mut self, form: AggregateForm) -> Option<ExprKind> {
        self.advance(2);
        let place = self.place();
        let of_two_words = [("ad", "groups"), ("search", "terms")]
            .into_iter()
            .find(|words| (self.here(), self.ahead(1)) == *words);
        let inner = match of_two_words {
            Some((first, second)) => {
                self.advance(2);
                Expr {
                    span: self.since(place),
                    kind: ExprKind::Name {
                        name: format!("{first} {second}"),
                        of: None,
                        attribution: None,
                        over: None,
                    },
                }
            }
            None => self.group_or_path()?,
        };
        Some(ExprKind::Aggregate {
            form,
            inner: Box::new(inner),
            over: None,
            placed: false,
            ignoring_missing: false,
        })
    }

    /// `change_of = "change" "of" (group | path)`
    /// `usual = "usual" (group | path)`
    fn past(&mut self, form: PastForm) -> Option<ExprKind> {
        Some(ExprKind::Past {
            form,
            inner: Box::new(self.group_or_path()?),
            over: None,
        })
    }

    fn group_or_path(&mut self) -> Option<Expr> {
        if self.here() == "(" {
            return self.group();
        }
        let place = self.place();
        let kind = self.path()?;
        Some(Expr {
            span: self.since(place),
            kind,
        })
    }

    /// `elapsed = "elapsed_share" "of" ("today" | "this" ("week" | "month"))`
    fn elapsed(&mut self) -> Option<ExprKind> {
        self.advance(2);
        if self.word("today") {
            return Some(ExprKind::Elapsed(Period::Today));
        }
        self.expect("this")?;
        if self.word("week") {
            return Some(ExprKind::Elapsed(Period::Week));
        }
        self.expect("month")?;
        Some(ExprKind::Elapsed(Period::Month))
    }

    /// `call = name "(" (disjunction ("," disjunction)*)? ")"`
    pub(super) fn call(&mut self) -> Option<(Spanned<String>, Vec<Expr>)> {
        if !self.is_name(0) {
            return self.fail(Expected::Value);
        }
        let name = self.name()?;
        let arguments = self.parenthesised(|reader| {
            if reader.here() == ")" {
                return Some(Vec::new());
            }
            reader.list(Self::expression)
        })?;
        Some((name, arguments))
    }

    /// `path = (("this" | "parent") ".")? name attribution?`
    pub(super) fn path(&mut self) -> Option<ExprKind> {
        let of = match (self.here(), self.ahead(1)) {
            ("this", ".") => Some(NameOf::This),
            ("parent", ".") => Some(NameOf::Parent),
            _ => None,
        };
        if of.is_some() {
            self.advance(2);
        } else if !self.is_name(0) {
            return self.fail(Expected::Value);
        }
        Some(ExprKind::Name {
            name: self.name()?.value,
            of,
            attribution: self.attribution()?,
            over: None,
        })
    }

    /// `attribution = "[" … "]"`
    ///
    /// On one line. What stands in it is words here, however they are spaced: the checker knows which windows there are.
    pub(super) fn attribution(&mut self) -> Option<Option<Spanned<String>>> {
        if self.here() != "[" {
            return Some(None);
        }
        self.advance(1);
        let place = self.place();
        while self.token().is_some_and(|token| {
            !token.first_on_line && !matches!(token.kind, TokenKind::Open | TokenKind::Close)
        }) {
            self.advance(1);
        }
        let inside = Spanned {
            value: self.pieces_since(place).collect::<Vec<_>>().join(" "),
            span: self.since(place),
        };
        self.expect("]")?;
        Some(Some(inside))
    }
}

fn is_relation(word: &str) -> bool {
    matches!(word, "account" | "parent" | "siblings" | "scope")
}
