//! Conditions: what is true or false of an object. Each function reads one line of the grammar above it; the parts of a chain
//! stand beside each other in the tree, so only parentheses make it deep.

use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::literals::Numeral;
use crate::syntax::scan::TokenKind;
use crate::syntax::tree::{Expr, ExprKind, RankingSyntax, Relation};
use crate::typed::Comparison;

impl Reader<'_> {
    /// `expression = disjunction`
    pub(super) fn expression(&mut self) -> Option<Expr> {
        self.disjunction()
    }

    /// `disjunction = conjunction ("or" conjunction)*`
    fn disjunction(&mut self) -> Option<Expr> {
        self.joined("or", Self::conjunction, ExprKind::Or)
    }

    /// `conjunction = negation ("and" negation)*`
    fn conjunction(&mut self) -> Option<Expr> {
        self.joined("and", Self::negation, ExprKind::And)
    }

    /// Parts between a repeated word; a single part stands for itself.
    fn joined(
        &mut self,
        word: &'static str,
        part: impl Fn(&mut Self) -> Option<Expr>,
        join: impl Fn(Vec<Expr>) -> ExprKind,
    ) -> Option<Expr> {
        let place = self.place();
        let first = part(self)?;
        if !self.word(word) {
            return Some(first);
        }
        let mut parts = vec![first, part(self)?];
        while self.word(word) {
            parts.push(part(self)?);
        }
        Some(Expr {
            span: self.since(place),
            kind: join(parts),
        })
    }

    /// `negation = "not"* (ranking | comparison)`
    fn negation(&mut self) -> Option<Expr> {
        let starts = self.prefixes("not")?;
        let value = if self.here() == "in" {
            let place = self.place();
            let kind = self.ranking(None)?;
            Expr {
                span: self.since(place),
                kind,
            }
        } else {
            self.comparison()?
        };
        Some(starts.into_iter().rev().fold(value, |value, start| Expr {
            span: start.to(value.span),
            kind: ExprKind::Not(Box::new(value)),
        }))
    }

    /// `comparison = fallback tail?`
    ///
    /// A second tail is read, and answered for by whoever checks.
    fn comparison(&mut self) -> Option<Expr> {
        let place = self.place();
        let left = self.fallback()?;
        if !self.is_tail() {
            return Some(left);
        }
        let mut kind = self.tail(left)?;
        let second = self.place();
        if self.is_tail() {
            let nothing = Expr {
                span: self.since(second),
                kind: ExprKind::Infinite,
            };
            self.tail(nothing.clone())?;
            kind = ExprKind::Chained(self.since(second));
            while self.is_tail() {
                self.tail(nothing.clone())?;
            }
        }
        Some(Expr {
            span: self.since(place),
            kind,
        })
    }

    fn is_tail(&mut self) -> bool {
        let begins =
            matches!(self.here(), "is" | "matches" | "has" | "in") || comparison(self.here()).is_some();
        if !begins {
            self.note(Expected::Comparison);
        }
        begins
    }

    /// `tail = "is" "not"? ("missing" | fallback) | "matches" fallback | "has" fallback | ranking | "in" members
    ///      | ("=" | "!=" | "<" | "<=" | ">" | ">=") fallback`
    fn tail(&mut self, left: Expr) -> Option<ExprKind> {
        let place = self.place();
        let sign = self.here();
        if sign == "in"
            && is_top(self.ahead(1))
            && self.later(2).is_some_and(|next| next.kind == TokenKind::Number)
        {
            return self.ranking(Some(left));
        }
        self.advance(1);
        let operator_span = self.since(place);
        let left = Box::new(left);
        Some(match sign {
            "is" => {
                let negated = self.word("not");
                if self.word("missing") {
                    return Some(ExprKind::IsMissing { of: left, negated });
                }
                let right = Box::new(self.fallback()?);
                ExprKind::Is { left, right, negated }
            }
            "matches" => {
                let right = Box::new(self.fallback()?);
                ExprKind::Matches { left, right }
            }
            "has" => {
                let right = Box::new(self.fallback()?);
                ExprKind::Has { left, right }
            }
            "in" => ExprKind::In {
                left,
                right: self.members()?,
            },
            _ => {
                let right = Box::new(self.fallback()?);
                ExprKind::Compare {
                    operator: comparison(sign)?,
                    operator_span,
                    left,
                    right,
                }
            }
        })
    }

    /// `members = fallback ("," fallback)*`
    ///
    /// `("a", "b")` and `"a", "b"` are the same list.
    fn members(&mut self) -> Option<Vec<Expr>> {
        let mut members = vec![self.fallback()?];
        loop {
            let place = self.place();
            if !self.takes(",") {
                break;
            }
            let Some(member) = self.fallback() else {
                // The comma parts what stands around: `(labels has "a", not paused)`.
                self.back_to(place);
                break;
            };
            members.push(member);
        }
        if !members
            .iter()
            .any(|member| matches!(member.kind, ExprKind::List(_)))
        {
            return Some(members);
        }
        let flat = members.into_iter().flat_map(|member| match member.kind {
            ExprKind::List(members) => members,
            _ => vec![member],
        });
        Some(flat.collect())
    }

    /// `ranking = "in" end_of within? ("having" comparison)?`
    fn ranking(&mut self, subject: Option<Expr>) -> Option<ExprKind> {
        self.expect("in")?;
        let mut ranking = self.end_of()?;
        ranking.subject = subject;
        if self.word("within") {
            ranking.within = Some(self.within()?);
        }
        if self.word("having") {
            ranking.having = Some(self.inside(Self::comparison)?);
        }
        Some(ExprKind::Ranking(Box::new(ranking)))
    }

    /// `end_of = ("top" | "bottom") (percent | number) "by" fallback`
    pub(super) fn end_of(&mut self) -> Option<RankingSyntax> {
        let top = self.word("top");
        if !top {
            self.expect("bottom")?;
        }
        let Some(take) = self.numeral(&[Numeral::Percent, Numeral::Number]) else {
            self.note(Expected::Percent);
            return self.fail(Expected::Number);
        };
        self.expect("by")?;
        let by = self.fallback()?;
        Some(RankingSyntax {
            subject: None,
            top,
            take,
            by,
            within: None,
            having: None,
        })
    }

    /// `within = "within" ("account" | "parent" | "scope")`
    fn within(&mut self) -> Option<Relation> {
        [Relation::Account, Relation::Parent, Relation::Scope]
            .into_iter()
            .find(|relation| self.word(relation.words()))
    }
}

fn is_top(word: &str) -> bool {
    matches!(word, "top" | "bottom")
}

fn comparison(sign: &str) -> Option<Comparison> {
    Some(match sign {
        "=" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::Greater,
        ">=" => Comparison::AtLeast,
        _ => return None,
    })
}
