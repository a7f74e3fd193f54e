//! The tree walk: slower than the columns, and able to say why.
use crate::bind::BoundRule;
use crate::effects::Effect;
use crate::evaluate::{Truth, Verdicts};
use crate::explanation::Explanation;
use crate::guard::GuardBody;
use crate::table::{Moment, Table};
use crate::typed::Condition;

pub(crate) fn guard_covers(_: &GuardBody, _: &Condition, _: &dyn Table, _: usize, _: &Moment) -> Truth {
    Truth::Unknown
}

impl BoundRule {
    /// Verdicts for every row of the table.
    #[must_use]
    pub fn evaluate(&self, table: &dyn Table, moment: &Moment) -> Verdicts {
        let _ = (table, moment);
        Verdicts::default()
    }

    /// Why the rule judges this row as it does.
    #[must_use]
    pub fn explain(&self, table: &dyn Table, moment: &Moment, row: usize) -> Explanation {
        let _ = (table, row);
        Explanation { at: moment.at, data_until: moment.data_until, scope: None, lets: vec![], branches: vec![], windows: vec![] }
    }

    /// What the branch would do to this row now.
    #[must_use]
    pub fn effects(&self, table: &dyn Table, moment: &Moment, row: usize, branch: usize) -> Vec<Effect> {
        let _ = (table, moment, row, branch);
        Vec::new()
    }
}
