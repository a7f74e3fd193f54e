//! Values computed from values.

use crate::span::Span;
use crate::syntax::cursor::Reader;
use crate::syntax::tree::{Expr, ExprKind};
use crate::typed::{Operator, Sign};

impl Reader<'_> {
    /// `fallback = sum ("else" ("infinite" | sum))*`
    ///
    /// Tried in order.
    pub(super) fn fallback(&mut self) -> Option<Expr> {
        let first = self.sum()?;
        if !self.word("else") {
            return Some(first);
        }
        let mut parts = vec![first, self.otherwise()?];
        while self.word("else") {
            parts.push(self.otherwise()?);
        }
        parts.into_iter().rev().reduce(|fallback, value| Expr {
            span: value.span.to(fallback.span),
            kind: ExprKind::Else {
                value: Box::new(value),
                fallback: Box::new(fallback),
            },
        })
    }

    /// What stands behind `else`.
    fn otherwise(&mut self) -> Option<Expr> {
        let place = self.place();
        if self.takes("infinite") {
            return Some(Expr {
                span: self.since(place),
                kind: ExprKind::Infinite,
            });
        }
        self.sum()
    }

    /// `sum = product (("+" | "-") product)*`
    pub(super) fn sum(&mut self) -> Option<Expr> {
        let sign = |sign: &str| match sign {
            "+" => Some(Sign::Plus),
            "-" => Some(Sign::Minus),
            _ => None,
        };
        self.chain(sign, Sign::Plus, Self::product, ExprKind::Sum)
    }

    /// `product = unary (("*" | "/") unary)*`
    fn product(&mut self) -> Option<Expr> {
        let operator = |sign: &str| match sign {
            "*" => Some(Operator::Times),
            "/" => Some(Operator::Over),
            _ => None,
        };
        self.chain(operator, Operator::Times, Self::unary, ExprKind::Product)
    }

    /// Parts behind operators of one rank, each with its own; a single part stands for itself.
    fn chain<O: Copy>(
        &mut self,
        operator: impl Fn(&str) -> Option<O>,
        first: O,
        part: impl Fn(&mut Self) -> Option<Expr>,
        join: impl Fn(Vec<(O, Expr)>) -> ExprKind,
    ) -> Option<Expr> {
        let place = self.place();
        let value = part(self)?;
        let Some(mut next) = operator(self.here()) else {
            return Some(value);
        };
        let mut parts = vec![(first, value)];
        loop {
            self.advance(1);
            parts.push((next, part(self)?));
            match operator(self.here()) {
                Some(operator) => next = operator,
                None => break,
            }
        }
        Some(Expr {
            span: self.since(place),
            kind: join(parts),
        })
    }

    /// `unary = "-"* operand`
    fn unary(&mut self) -> Option<Expr> {
        let starts = self.prefixes("-")?;
        let value = self.operand()?;
        Some(starts.into_iter().rev().fold(value, |value, start| Expr {
            span: start.to(value.span),
            kind: ExprKind::Negated(Box::new(value)),
        }))
    }

    /// Where a prefix stands, as often as it does.
    pub(super) fn prefixes(&mut self, prefix: &str) -> Option<Vec<Span>> {
        let mut starts = Vec::new();
        loop {
            let place = self.place();
            if !self.takes(prefix) {
                return Some(starts);
            }
            starts.push(self.since(place));
            self.shallow(starts.len())?;
        }
    }
}
