//! Who approves, what ends a hold, and how rules stand to each other.

use crate::syntax::cursor::{Expected, Reader};
use crate::syntax::literals::{Numeral, count};
use crate::syntax::tree::{
    AcceptClause, ApproveClause, Clause, LiteralSyntax, ReleaseClause, Spanned, UnansweredSyntax,
};

impl Reader<'_> {
    /// `approve_clause = "approve" (approve_if | approve_by)`
    pub(super) fn approve_clause(&mut self) -> Option<Clause> {
        self.expect("approve")?;
        let clause = if self.word("if") {
            self.approve_if()
        } else {
            self.expect("by")?;
            self.approve_by()
        };
        clause.map(Clause::Approve)
    }

    /// `approve_if = "if" "budget" "moves" "more" "than" threshold ("or" threshold)?`
    fn approve_if(&mut self) -> Option<ApproveClause> {
        for word in ["budget", "moves", "more", "than"] {
            self.expect(word)?;
        }
        let mut thresholds = vec![self.threshold()?];
        if self.word("or") {
            thresholds.push(self.threshold()?);
        }
        Some(ApproveClause::If(thresholds))
    }

    /// `threshold = percent | money ("," money)*`
    fn threshold(&mut self) -> Option<Spanned<Vec<Spanned<LiteralSyntax>>>> {
        let place = self.place();
        let value = match self.numeral(&[Numeral::Percent]) {
            Some(percent) => vec![percent],
            None => {
                self.note(Expected::Percent);
                self.list(|reader| reader.expect_numeral(Numeral::Money, Expected::Money))?
            }
        };
        Some(Spanned {
            value,
            span: self.since(place),
        })
    }

    /// `approve_by = "by" word (number "of")? ("within" duration)? ("unanswered" unanswered)?`
    fn approve_by(&mut self) -> Option<ApproveClause> {
        let role = self.any_word()?;
        let quorum = self.expect_numeral(Numeral::Number, Expected::Number).map(count);
        if quorum.is_some() {
            self.expect("of")?;
        }
        let within = if self.word("within") {
            Some(self.expect_duration()?)
        } else {
            None
        };
        let unanswered = if self.word("unanswered") {
            let place = self.place();
            let value = self.unanswered()?;
            Some(Spanned {
                value,
                span: self.since(place),
            })
        } else {
            None
        };
        Some(ApproveClause::By {
            role,
            quorum,
            within,
            unanswered,
        })
    }

    /// `unanswered = "expire" | "escalate" "to" word | "apply"`
    fn unanswered(&mut self) -> Option<UnansweredSyntax> {
        if self.word("expire") {
            return Some(UnansweredSyntax::Expire);
        }
        if self.word("apply") {
            return Some(UnansweredSyntax::Apply);
        }
        self.expect("escalate")?;
        self.expect("to")?;
        self.any_word().map(UnansweredSyntax::Escalate)
    }

    /// `without_approval_clause = "without" "approval"`
    pub(super) fn without_approval_clause(&mut self) -> Option<Clause> {
        self.expect("without")?;
        self.expect("approval")?;
        Some(Clause::WithoutApproval)
    }

    /// `release_clause = "release" ("without" "approval" | "after" duration | "when" expression)`
    pub(super) fn release_clause(&mut self) -> Option<Clause> {
        self.expect("release")?;
        let clause = if self.word("without") {
            self.expect("approval")?;
            ReleaseClause::WithoutApproval
        } else if self.word("after") {
            ReleaseClause::After(self.expect_duration()?)
        } else {
            self.expect("when")?;
            ReleaseClause::When(self.expression()?)
        };
        Some(Clause::Release(clause))
    }

    /// `yields_clause = "yields" "to" texts`
    pub(super) fn yields_clause(&mut self) -> Option<Clause> {
        self.expect("yields")?;
        self.expect("to")?;
        self.list(Self::quoted).map(Clause::YieldsTo)
    }

    /// `formerly_clause = "formerly" texts`
    pub(super) fn formerly_clause(&mut self) -> Option<Clause> {
        self.expect("formerly")?;
        self.list(Self::quoted).map(Clause::Formerly)
    }

    /// `accept_clause = "accept" word text`
    pub(super) fn accept_clause(&mut self) -> Option<Clause> {
        self.expect("accept")?;
        Some(Clause::Accept(AcceptClause {
            code: self.any_word()?,
            reason: self.quoted()?,
        }))
    }
}
