//! Conditions of the checked tree, and the texts that they compare.

use std::sync::Arc;

use crate::rational::Rational;
use crate::registry::Attribute;
use crate::span::Span;
use crate::typed::{Group, Number, OwnLookup};

#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) span: Span,
    pub(crate) node: ConditionNode,
}

#[derive(Clone, Debug)]
pub(crate) enum ConditionNode {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Compare {
        operator: Comparison,
        left: Number,
        right: Number,
    },
    /// The attribute is one of the members.
    Member {
        attribute: Attribute,
        members: Vec<&'static str>,
        negated: bool,
        right: Span,
    },
    /// The text is one of these.
    TextIs {
        left: Text,
        right: Vec<Text>,
        negated: bool,
        right_span: Span,
    },
    /// Anchored, ignoring case.
    Matches {
        text: Text,
        glob: Text,
    },
    /// The labels, the object's own or its parent's, contain this one.
    Has {
        labels: Attribute,
        label: Text,
    },
    IsMissing {
        of: Missable,
        negated: bool,
    },
    Constant(bool),
    Parameter {
        index: usize,
        negated: bool,
    },
    Let(usize),
    Ranked(Box<Ranking>),
    /// Every object of the scope has a known value of this: true, or unknown. `asked` is the same as a comparison.
    AllKnown {
        of: Box<Number>,
        asked: Box<Condition>,
    },
}

/// What `is missing` can be asked of.
#[derive(Clone, Debug)]
pub(crate) enum Missable {
    Number(Number),
    Attribute(Attribute),
    Text(Text),
}

/// `in top 3 by E within account having P`.
#[derive(Clone, Debug)]
pub(crate) struct Ranking {
    pub(crate) top: bool,
    pub(crate) take: Take,
    pub(crate) by: Number,
    /// `Parent`, `Account` or `Scope`.
    pub(crate) within: Group,
    pub(crate) having: Option<Condition>,
    /// The window over which spend decides between equals.
    pub(crate) tie: Option<usize>,
}

/// How many stand in front.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Take {
    Count(u32),
    /// Of those that are ranked, rounded down.
    Share(Rational),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Comparison {
    pub(crate) const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// The comparison with its sides exchanged.
    pub(crate) const fn mirrored(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::NotEqual => Self::NotEqual,
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }

    /// The comparison that holds exactly when this one does not.
    pub(crate) const fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    pub(crate) const fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) span: Span,
    pub(crate) node: TextNode,
}

#[derive(Clone, Debug)]
pub(crate) enum TextNode {
    Constant(String),
    Parameter(usize),
    /// `name` or `account`; an enumeration only inside of templates.
    Attribute(Attribute),
    Let(usize),
    /// What a lookup of texts supplies for a key.
    LookedUp {
        lookup: Arc<OwnLookup>,
        key: Box<Text>,
    },
}

impl Condition {
    /// Calls `visit` for this condition and every condition inside of it; `let`s are not followed.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Condition)) {
        visit(self);
        match &self.node {
            ConditionNode::And(parts) | ConditionNode::Or(parts) => {
                parts.iter().for_each(|part| part.walk(visit))
            }
            ConditionNode::Not(inner) | ConditionNode::AllKnown { asked: inner, .. } => inner.walk(visit),
            ConditionNode::Ranked(ranking) => {
                if let Some(having) = &ranking.having {
                    having.walk(visit);
                }
            }
            _ => {}
        }
    }

    /// The numbers it asks about, those of conditions inside of it left out.
    pub(crate) fn numbers(&self) -> Vec<&Number> {
        match &self.node {
            ConditionNode::Compare { left, right, .. } => vec![left, right],
            ConditionNode::IsMissing {
                of: Missable::Number(number),
                ..
            } => vec![number],
            ConditionNode::Ranked(ranking) => vec![&ranking.by],
            _ => Vec::new(),
        }
    }
}
