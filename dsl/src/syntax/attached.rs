//! What stands behind an operand finds its place in the tree.

use crate::span::Span;
use crate::syntax::tree::{Expr, ExprKind, Relation, WindowSyntax};

/// `of account` belongs to the metric, which may stand inside of `change of` or `sum of`; `in scope` belongs to the sum.
pub(super) fn related(value: Expr, of: Relation, of_span: Span) -> Expr {
    let span = value.span.to(of_span);
    let kind = match value.kind {
        ExprKind::Aggregate {
            form,
            inner,
            over,
            placed: false,
            ignoring_missing,
        } if of == Relation::Scope => ExprKind::Aggregate {
            form,
            inner,
            over,
            placed: true,
            ignoring_missing,
        },
        ExprKind::Aggregate {
            form,
            inner,
            over,
            placed,
            ignoring_missing,
        } => ExprKind::Aggregate {
            form,
            inner: Box::new(related(*inner, of, of_span)),
            over,
            placed,
            ignoring_missing,
        },
        ExprKind::Past { form, inner, over } => ExprKind::Past {
            form,
            inner: Box::new(related(*inner, of, of_span)),
            over,
        },
        kind => ExprKind::Related {
            inner: Box::new(Expr {
                span: value.span,
                kind,
            }),
            of,
            of_span,
        },
    };
    Expr { span, kind }
}

/// `over WINDOW` behind a name, or behind what holds one; anywhere else it is misplaced.
pub(super) fn over(value: Expr, window: WindowSyntax, part: Span) -> Expr {
    let span = value.span.to(part);
    let kind = match value.kind {
        ExprKind::Past {
            form,
            inner,
            over: None,
        } => {
            let (inner, over) = over_inner(*inner, window);
            ExprKind::Past {
                form,
                inner: Box::new(inner),
                over,
            }
        }
        ExprKind::Aggregate {
            form,
            inner,
            over: None,
            placed,
            ignoring_missing,
        } => {
            let (inner, over) = over_inner(*inner, window);
            ExprKind::Aggregate {
                form,
                inner: Box::new(inner),
                over,
                placed,
                ignoring_missing,
            }
        }
        ExprKind::Related { inner, of, of_span }
            if matches!(inner.kind, ExprKind::Name { over: None, .. }) =>
        {
            let (inner, _) = over_inner(*inner, window);
            ExprKind::Related {
                inner: Box::new(inner),
                of,
                of_span,
            }
        }
        ExprKind::Name {
            name,
            of,
            attribution,
            over: None,
        } => ExprKind::Name {
            name,
            of,
            attribution,
            over: Some(window),
        },
        kind => ExprKind::MisplacedOver {
            inner: Box::new(Expr {
                span: value.span,
                kind,
            }),
            over: part,
        },
    };
    Expr { span, kind }
}

/// `change of spend over W`: the window is that of the metric; behind parentheses it is that of every metric in them.
fn over_inner(inner: Expr, window: WindowSyntax) -> (Expr, Option<WindowSyntax>) {
    let span = inner.span.to(window.span);
    match inner.kind {
        ExprKind::Name {
            name,
            of,
            attribution,
            over: None,
        } => {
            let kind = ExprKind::Name {
                name,
                of,
                attribution,
                over: Some(window),
            };
            (Expr { span, kind }, None)
        }
        ExprKind::Related { inner, of, of_span } => {
            let (inner, over) = over_inner(*inner, window);
            let kind = ExprKind::Related {
                inner: Box::new(inner),
                of,
                of_span,
            };
            (Expr { span, kind }, over)
        }
        kind => (
            Expr {
                span: inner.span,
                kind,
            },
            Some(window),
        ),
    }
}

pub(super) fn ignoring(value: Expr, part: Span) -> Expr {
    let span = value.span.to(part);
    let kind = match value.kind {
        ExprKind::Aggregate {
            form,
            inner,
            over,
            placed,
            ..
        } => ExprKind::Aggregate {
            form,
            inner,
            over,
            placed,
            ignoring_missing: true,
        },
        _ => ExprKind::MisplacedIgnoring(part),
    };
    Expr { span, kind }
}
