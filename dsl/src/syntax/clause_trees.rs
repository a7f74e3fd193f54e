//! Pest's pairs → clauses of the tree, one function for each kind.

use crate::rational::Rational;
use crate::syntax::Rule;
use crate::syntax::expressions::Reader;
use crate::syntax::literals::unquoted;
use crate::syntax::tree::{
    AcceptClause, ActionSyntax, ActionSyntaxKind, AmountVerb, ApproveClause, CadenceSyntax, CapSyntax,
    CeilingSyntax, Clause, ClauseKind, EveryClause, EveryPart, Expr, ForClause, HoldSyntax, LastingSyntax,
    LetClause, LimitClause, LimitReachSyntax, LiteralSyntax, LookupClause, MetricClause, NeverClause,
    ParamClause, ReleaseClause, Spanned, UnansweredSyntax, WhenClause, WithoutDataSyntax,
};
use pest::iterators::Pair;
type P<'i> = Pair<'i, Rule>;

impl Reader<'_> {
    pub(super) fn clause(&mut self, kind: ClauseKind, pair: P<'_>) -> Option<Clause> {
        Some(match kind {
            ClauseKind::For => self.for_clause(pair)?,
            ClauseKind::Every => self.every_clause(pair)?,
            ClauseKind::Window => Clause::Window(self.window(child(pair, Rule::window)?)),
            ClauseKind::Let => {
                let name = child(pair.clone(), Rule::name)?;
                let value = child(pair, Rule::expression)?;
                Clause::Let(LetClause {
                    name: self.word(&name),
                    value: self.expression(value),
                })
            }
            ClauseKind::Param => self.param_clause(pair)?,
            ClauseKind::When => Clause::When(self.when_clause(pair)?),
            ClauseKind::OtherwiseWhen => Clause::OtherwiseWhen(self.when_clause(pair)?),
            ClauseKind::Action => Clause::Action(self.action_clause(pair)?),
            ClauseKind::Approve => Clause::Approve(self.approve_clause(pair)?),
            ClauseKind::WithoutApproval => Clause::WithoutApproval,
            ClauseKind::WithoutData => Clause::WithoutData(match child(pair, Rule::alert_after) {
                None => WithoutDataSyntax::Hold,
                Some(alert) => {
                    WithoutDataSyntax::AlertAfter(self.spanned_literal(child(alert, Rule::duration)?))
                }
            }),
            ClauseKind::Cooldown => Clause::Cooldown(self.spanned_literal(child(pair, Rule::duration)?)),
            ClauseKind::YieldsTo => Clause::YieldsTo(self.names(pair)?),
            ClauseKind::Formerly => Clause::Formerly(self.names(pair)?),
            ClauseKind::HoldOut => Clause::HoldOut(self.spanned_literal(child(pair, Rule::percent)?)),
            ClauseKind::Release => Clause::Release(self.release_clause(pair)?),
            ClauseKind::Limit => Clause::Limit(self.limit_clause(pair)?),
            ClauseKind::Never => Clause::Never(self.never_clause(pair)?),
            ClauseKind::Accept => Clause::Accept(self.accept_clause(pair)?),
            ClauseKind::Test(kind) => Clause::Test(self.test_clause(kind, pair)?),
            ClauseKind::Lookup => {
                let mut words = pair
                    .clone()
                    .into_inner()
                    .filter(|inner| inner.as_rule() == Rule::word);
                let (key, kind) = (words.next()?, words.next()?);
                let stale_after = child(pair.clone(), Rule::stale_after)
                    .and_then(|stale| child(stale, Rule::duration))
                    .map(|duration| self.spanned_literal(duration));
                Clause::Lookup(LookupClause {
                    key: self.word(&key),
                    kind: self.word(&kind),
                    source: self.quoted(&child(pair, Rule::text)?),
                    stale_after,
                })
            }
            ClauseKind::Metric => Clause::Metric(MetricClause {
                help: child(pair.clone(), Rule::text).map(|text| self.quoted(&text)),
                unit: self.word(&child(pair.clone(), Rule::word)?),
                value: {
                    let value = child(pair, Rule::fallback)?;
                    self.fallback(value)
                },
            }),
            _ => return None,
        })
    }

    pub(super) fn word(&self, pair: &P<'_>) -> Spanned<String> {
        Spanned {
            value: pair.as_str().to_owned(),
            span: self.span(pair),
        }
    }

    fn accept_clause(&self, pair: P<'_>) -> Option<AcceptClause> {
        let mut code = None;
        let mut reason = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::word => code = Some(self.word(&inner)),
                Rule::text => reason = Some(self.quoted(&inner)),
                _ => {}
            }
        }
        Some(AcceptClause {
            code: code?,
            reason: reason?,
        })
    }

    pub(super) fn quoted(&self, pair: &P<'_>) -> Spanned<String> {
        Spanned {
            value: unquoted(pair.as_str()),
            span: self.span(pair),
        }
    }

    pub(super) fn spanned_literal(&mut self, pair: P<'_>) -> Spanned<LiteralSyntax> {
        let span = self.span(&pair);
        Spanned {
            value: self.literal(pair),
            span,
        }
    }

    pub(super) fn for_clause(&mut self, pair: P<'_>) -> Option<Clause> {
        let mut level = None;
        let mut platforms = Vec::new();
        let mut accounts = Vec::new();
        let mut condition = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::level => {
                    let value = crate::display::one_line(inner.as_str());
                    level = Some(Spanned {
                        value,
                        span: self.span(&inner),
                    });
                }
                Rule::words => platforms.extend(inner.into_inner().map(|word| self.word(&word))),
                Rule::texts => accounts.extend(inner.into_inner().map(|text| self.quoted(&text))),
                Rule::expression => condition = Some(self.expression(inner)),
                _ => {}
            }
        }
        Some(Clause::For(ForClause {
            level: level?,
            platforms,
            accounts,
            condition,
        }))
    }

    pub(super) fn every_clause(&mut self, pair: P<'_>) -> Option<Clause> {
        let mut cadence = None;
        let mut parts = Vec::new();
        for inner in pair.into_inner() {
            let span = self.span(&inner);
            match inner.as_rule() {
                Rule::cadence => {
                    let written = inner.into_inner().next()?;
                    let value = match written.as_rule() {
                        Rule::k_sync => CadenceSyntax::Sync,
                        Rule::status_change => CadenceSyntax::StatusChange,
                        Rule::day_at => {
                            CadenceSyntax::DayAt(self.spanned_literal(child(written, Rule::time)?))
                        }
                        _ => CadenceSyntax::Every(self.spanned_literal(written)),
                    };
                    cadence = Some(Spanned { value, span });
                }
                Rule::every_part => {
                    let part = inner.into_inner().next()?;
                    let value = match part.as_rule() {
                        Rule::hours => {
                            let mut times = part.into_inner().filter(|inner| inner.as_rule() == Rule::time);
                            let from = times.next()?;
                            let until = times.next()?;
                            EveryPart::Between(self.spanned_literal(from), self.spanned_literal(until))
                        }
                        Rule::weekdays => {
                            let words = child(part, Rule::words)?;
                            EveryPart::On(words.into_inner().map(|word| self.word(&word)).collect())
                        }
                        Rule::zone => EveryPart::In(self.quoted(&child(part, Rule::text)?)),
                        _ => EveryPart::CatchUp,
                    };
                    parts.push(Spanned { value, span });
                }
                _ => {}
            }
        }
        Some(Clause::Every(EveryClause {
            cadence: cadence?,
            parts,
        }))
    }

    pub(super) fn param_clause(&mut self, pair: P<'_>) -> Option<Clause> {
        let (mut name, mut kind, mut default, mut bounds, mut help) = (None, None, None, None, None);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::name => name = Some(self.word(&inner)),
                Rule::word => kind = Some(self.word(&inner)),
                Rule::literals => default = Some(self.literals(inner)),
                Rule::bounds => {
                    let mut both = inner
                        .into_inner()
                        .filter(|inner| inner.as_rule() == Rule::literals);
                    let from = both.next()?;
                    let to = both.next()?;
                    bounds = Some((self.literals(from), self.literals(to)));
                }
                Rule::text => help = Some(self.quoted(&inner)),
                _ => {}
            }
        }
        Some(Clause::Param(ParamClause {
            name: name?,
            kind: kind?,
            default: default?,
            bounds,
            help,
        }))
    }

    pub(super) fn when_clause(&mut self, pair: P<'_>) -> Option<WhenClause> {
        let mut condition: Option<Expr> = None;
        let mut lasting = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::expression => condition = Some(self.expression(inner)),
                Rule::lasting => {
                    let span = self.span(&inner);
                    let written = inner
                        .into_inner()
                        .find(|inner| inner.as_rule() != Rule::k_lasting)?;
                    let value = match written.as_rule() {
                        Rule::checks => {
                            LastingSyntax::Checks(self.count(child(written, Rule::number)?).value)
                        }
                        _ => LastingSyntax::For(self.spanned_literal(written)),
                    };
                    lasting = Some(Spanned { value, span });
                }
                _ => {}
            }
        }
        Some(WhenClause {
            condition: condition?,
            lasting,
        })
    }

    pub(super) fn count(&mut self, pair: P<'_>) -> Spanned<Rational> {
        let span = self.span(&pair);
        let value = match self.literal(pair) {
            LiteralSyntax::Number(number) => number,
            _ => Rational::zero(),
        };
        Spanned { value, span }
    }

    pub(super) fn action_clause(&mut self, pair: P<'_>) -> Option<ActionSyntax> {
        let span = self.span(&pair);
        let mut kind = None;
        let mut hold = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::action => kind = self.action(inner.into_inner().next()?),
                Rule::until | Rule::for_today => hold = Some(self.hold(inner)?),
                _ => {}
            }
        }
        Some(ActionSyntax {
            span,
            kind: kind?,
            hold,
        })
    }

    fn hold(&mut self, pair: P<'_>) -> Option<Spanned<HoldSyntax>> {
        let span = self.span(&pair);
        let value = if pair.as_rule() == Rule::for_today {
            HoldSyntax::Today
        } else {
            let end = pair.into_inner().find(|inner| inner.as_rule() != Rule::k_until)?;
            match end.as_rule() {
                Rule::time => HoldSyntax::Until(self.literal(end)),
                Rule::k_tomorrow => HoldSyntax::Tomorrow,
                _ => HoldSyntax::Other(end.as_str().to_owned()),
            }
        };
        Some(Spanned { value, span })
    }

    fn names(&mut self, pair: P<'_>) -> Option<Vec<Spanned<String>>> {
        let texts = child(pair, Rule::texts)?;
        Some(texts.into_inner().map(|text| self.quoted(&text)).collect())
    }

    fn release_clause(&mut self, pair: P<'_>) -> Option<ReleaseClause> {
        let written = pair
            .into_inner()
            .find(|inner| inner.as_rule() != Rule::k_release)?;
        Some(match written.as_rule() {
            Rule::release_when => {
                ReleaseClause::When(child(written, Rule::expression).map(|found| self.expression(found))?)
            }
            Rule::release_after => {
                ReleaseClause::After(self.spanned_literal(child(written, Rule::duration)?))
            }
            _ => ReleaseClause::WithoutApproval,
        })
    }

    pub(super) fn action(&mut self, pair: P<'_>) -> Option<ActionSyntaxKind> {
        Some(match pair.as_rule() {
            Rule::pause => ActionSyntaxKind::Pause,
            Rule::resume => ActionSyntaxKind::Resume,
            Rule::label_action => ActionSyntaxKind::Foreseen("`add label` and `remove label`"),
            Rule::negative_keyword => ActionSyntaxKind::Foreseen("`add negative keyword`"),
            Rule::run_script => ActionSyntaxKind::Foreseen("`run script`"),
            Rule::move_budget => ActionSyntaxKind::Foreseen("`move budget`"),
            Rule::notify => {
                let channel = child(pair.clone(), Rule::word)?;
                let mut texts = pair.into_inner().filter(|inner| inner.as_rule() == Rule::text);
                let (target, template) = (texts.next()?, texts.next()?);
                ActionSyntaxKind::Notify {
                    channel: self.word(&channel),
                    target: self.quoted(&target),
                    // The template keeps its quotes and escapes: its values have places in the text.
                    template: self.word(&template),
                }
            }
            Rule::amount_action => {
                let (mut verb, mut property, mut preposition, mut amount) = (None, None, None, None);
                let mut caps = Vec::new();
                for inner in pair.into_inner() {
                    let span = self.span(&inner);
                    match inner.as_rule() {
                        Rule::amount_verb => {
                            verb = inner.into_inner().next().map(|verb| match verb.as_rule() {
                                Rule::k_set => AmountVerb::Set,
                                Rule::k_increase => AmountVerb::Increase,
                                _ => AmountVerb::Decrease,
                            });
                        }
                        Rule::word => property = Some(self.word(&inner)),
                        Rule::k_to => preposition = Some(Spanned { value: "to", span }),
                        Rule::k_by => preposition = Some(Spanned { value: "by", span }),
                        Rule::sum => amount = Some(self.sum(inner)),
                        Rule::cap => {
                            let cap = inner.into_inner().next()?;
                            let rule = cap.as_rule();
                            let value = child(cap, Rule::sum).map(|sum| self.sum(sum))?;
                            let value = match rule {
                                Rule::up_to => CapSyntax::UpTo(value),
                                Rule::down_to => CapSyntax::DownTo(value),
                                _ => CapSyntax::Changing(value),
                            };
                            caps.push(Spanned { value, span });
                        }
                        _ => {}
                    }
                }
                ActionSyntaxKind::Amount {
                    verb: verb?,
                    property: property?,
                    preposition: preposition?,
                    amount: amount?,
                    caps,
                }
            }
            _ => return None,
        })
    }

    pub(super) fn approve_clause(&mut self, pair: P<'_>) -> Option<ApproveClause> {
        let Some(by) = child(pair.clone(), Rule::approve_by) else {
            let thresholds = child(pair, Rule::approve_if)?
                .into_inner()
                .filter(|inner| inner.as_rule() == Rule::threshold)
                .map(|threshold| Spanned {
                    span: self.span(&threshold),
                    value: threshold
                        .into_inner()
                        .map(|literal| self.spanned_literal(literal))
                        .collect(),
                })
                .collect();
            return Some(ApproveClause::If(thresholds));
        };
        let (mut role, mut quorum, mut within, mut unanswered) = (None, None, None, None);
        for inner in by.into_inner() {
            let span = self.span(&inner);
            match inner.as_rule() {
                Rule::word => role = Some(self.word(&inner)),
                Rule::quorum => quorum = Some(self.count(child(inner, Rule::number)?)),
                Rule::duration => within = Some(self.spanned_literal(inner)),
                Rule::unanswered => {
                    let written = inner.into_inner().next()?;
                    let value = match written.as_rule() {
                        Rule::k_expire => UnansweredSyntax::Expire,
                        Rule::k_apply => UnansweredSyntax::Apply,
                        _ => UnansweredSyntax::Escalate(self.word(&child(written, Rule::word)?)),
                    };
                    unanswered = Some(Spanned { value, span });
                }
                _ => {}
            }
        }
        Some(ApproveClause::By {
            role: role?,
            quorum,
            within,
            unanswered,
        })
    }

    pub(super) fn limit_clause(&mut self, pair: P<'_>) -> Option<LimitClause> {
        let written = pair
            .into_inner()
            .find(|inner| inner.as_rule() != Rule::k_at_most)?;
        Some(match written.as_rule() {
            Rule::limit_count => {
                let count = self.count(child(written.clone(), Rule::number)?);
                let per_run = child(written.clone(), Rule::k_run).is_some();
                let (mut reach, mut highest) = (None, None);
                for inner in written.into_inner() {
                    let span = self.span(&inner);
                    match inner.as_rule() {
                        Rule::limit_scope => {
                            let value = if child(inner, Rule::k_object).is_some() {
                                LimitReachSyntax::Object
                            } else {
                                LimitReachSyntax::Total
                            };
                            reach = Some(Spanned { value, span });
                        }
                        Rule::limit_order => highest = child(inner, Rule::sum).map(|sum| self.sum(sum)),
                        _ => {}
                    }
                }
                LimitClause::Count {
                    count,
                    per_run,
                    reach,
                    highest,
                }
            }
            Rule::limit_share => {
                LimitClause::ShareOfSpend(self.spanned_literal(child(written, Rule::percent)?))
            }
            _ => {
                let most = written
                    .clone()
                    .into_inner()
                    .find(|inner| matches!(inner.as_rule(), Rule::percent | Rule::number))?;
                let level = self.word(&child(written, Rule::word)?);
                LimitClause::Paused {
                    most: self.spanned_literal(most),
                    level,
                }
            }
        })
    }

    pub(super) fn never_clause(&mut self, pair: P<'_>) -> Option<NeverClause> {
        let written = pair.into_inner().find(|inner| inner.as_rule() != Rule::k_never)?;
        Some(match written.as_rule() {
            Rule::never_raise => NeverClause::RaiseAbove {
                property: self.word(&child(written.clone(), Rule::word)?),
                ceilings: self.ceilings(written)?,
            },
            Rule::never_raise_total => NeverClause::RaiseTotalAbove {
                ceilings: self.ceilings(written)?,
            },
            Rule::never_change => NeverClause::ChangeByMore {
                property: self.word(&child(written.clone(), Rule::word)?),
                steps: self.ceilings(written)?,
            },
            _ => NeverClause::Pause {
                condition: child(written, Rule::expression).map(|found| self.expression(found)),
            },
        })
    }

    fn ceilings(&mut self, written: P<'_>) -> Option<Vec<Spanned<CeilingSyntax>>> {
        written
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::ceiling)
            .map(|ceiling| {
                let span = self.span(&ceiling);
                let inner = ceiling.into_inner().next()?;
                let value = if inner.as_rule() == Rule::share_of_start {
                    CeilingSyntax::ShareOfStart(self.literal(child(inner, Rule::percent)?))
                } else {
                    CeilingSyntax::Literal(self.literal(inner))
                };
                Some(Spanned { value, span })
            })
            .collect()
    }
}

pub(super) fn child(pair: P<'_>, rule: Rule) -> Option<P<'_>> {
    pair.into_inner().find(|inner| inner.as_rule() == rule)
}
