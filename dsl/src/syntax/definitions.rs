//! What a text names: parameters, `let`s, metrics, lookups and the heads of scripts.

use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::tree::{
    Clause, LetClause, Literals, LookupClause, MetricClause, ParamClause, ScriptParam, Spanned,
};

/// The head of a script, as written.
pub(super) struct ScriptHead {
    pub(super) name: Spanned<String>,
    pub(super) params: Vec<ScriptParam>,
    pub(super) returns: Spanned<String>,
}

impl Reader<'_> {
    /// `let_clause = "let" name "=" expression`
    pub(super) fn let_clause(&mut self) -> Option<Clause> {
        self.expect("let")?;
        let name = self.name()?;
        self.expect("=")?;
        let value = self.expression()?;
        Some(Clause::Let(LetClause { name, value }))
    }

    /// `param_clause = "param" name ":" word "=" literals bounds? text?`
    pub(super) fn param_clause(&mut self) -> Option<Clause> {
        self.expect("param")?;
        let name = self.name()?;
        self.expect(":")?;
        let kind = self.any_word()?;
        self.expect("=")?;
        let default = self.literals()?;
        let bounds = if self.word("from") {
            Some(self.bounds()?)
        } else {
            None
        };
        let help = self.quoted();
        Some(Clause::Param(ParamClause {
            name,
            kind,
            default,
            bounds,
            help,
        }))
    }

    /// `bounds = "from" literals "to" literals`
    fn bounds(&mut self) -> Option<(Literals, Literals)> {
        let from = self.literals()?;
        self.expect("to")?;
        Some((from, self.literals()?))
    }

    /// `metric_item = "metric" name text? "=" fallback "as" word`
    pub(super) fn metric_item(&mut self) -> Option<Clause> {
        self.expect("metric")?;
        self.name()?;
        let help = self.quoted();
        self.expect("=")?;
        let value = self.fallback()?;
        self.expect("as")?;
        let unit = self.any_word()?;
        Some(Clause::Metric(MetricClause { help, value, unit }))
    }

    /// `lookup_item = "lookup" name ":" word "->" word "from" text ("stale" "after" duration)?`
    pub(super) fn lookup_item(&mut self) -> Option<Clause> {
        self.expect("lookup")?;
        self.name()?;
        self.expect(":")?;
        let key = self.any_word()?;
        self.expect("->")?;
        let kind = self.any_word()?;
        self.expect("from")?;
        let source = self.quoted()?;
        let stale_after = if self.word("stale") {
            self.expect("after")?;
            Some(self.expect_duration()?)
        } else {
            None
        };
        Some(Clause::Lookup(LookupClause {
            key,
            kind,
            source,
            stale_after,
        }))
    }

    /// `script_head = "script" name "(" (script_param ("," script_param)*)? ")" "->" word`
    pub(super) fn script_head(&mut self) -> Option<ScriptHead> {
        self.expect("script")?;
        let name = self.name()?;
        self.expect("(")?;
        let params = if self.here() == ")" {
            Vec::new()
        } else {
            self.list(Self::script_param)?
        };
        self.expect(")")?;
        if !self.takes("->") {
            return self.fail(Expected::Returned);
        }
        let returns = self.any_word()?;
        Some(ScriptHead {
            name,
            params,
            returns,
        })
    }

    /// `script_param = name ":" word ("per" "day")?`
    fn script_param(&mut self) -> Option<ScriptParam> {
        if !self.is_name(0) {
            return self.fail(Expected::Argument);
        }
        let name = self.name()?;
        if !self.takes(":") {
            return self.fail(Expected::ArgumentKind);
        }
        let kind = self.any_word()?;
        let daily = self.two("per", "day");
        Some(ScriptParam { name, kind, daily })
    }
}
