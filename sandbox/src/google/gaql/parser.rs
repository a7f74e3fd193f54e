//! Tokens to a query. Grammar: SELECT fields FROM resource [WHERE c AND c] [ORDER BY f [ASC|DESC], …] [LIMIT n]
//! [PARAMETERS name = value, …]. Keywords in any case; only AND joins conditions.

use super::lexer::{Token, tokens};
use super::query_error;
use crate::google::failure::AdsError;

#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    pub select: Vec<String>,
    pub from: String,
    pub conditions: Vec<Condition>,
    pub order: Vec<(String, Direction)>,
    pub limit: Option<u64>,
    pub parameters: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    pub field: String,
    pub operator: Operator,
    pub operands: Vec<Operand>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    Greater,
    AtMost,
    AtLeast,
    In,
    NotIn,
    Like,
    NotLike,
    ContainsAny,
    ContainsAll,
    ContainsNone,
    IsNull,
    IsNotNull,
    During,
    Between,
}

/// A literal of a condition. Enum constants may stand with or without quotes.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    Text(String),
    Word(String),
    Number(String),
}

impl Operand {
    pub fn raw(&self) -> &str {
        match self {
            Operand::Text(text) | Operand::Word(text) | Operand::Number(text) => text,
        }
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

pub fn parse(text: &str) -> Result<Query, AdsError> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
    };
    parser.query()
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Result<Token, AdsError> {
        let token = self.peek().cloned().ok_or_else(incomplete)?;
        self.at += 1;
        Ok(token)
    }

    fn word_is(&self, offset: usize, keyword: &str) -> bool {
        matches!(self.tokens.get(self.at + offset), Some(Token::Word(word)) if word.eq_ignore_ascii_case(keyword))
    }

    fn take_word(&mut self, keyword: &str) -> bool {
        let found = self.word_is(0, keyword);
        self.at += usize::from(found);
        found
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Symbol(it)) if *it == symbol);
        self.at += usize::from(found);
        found
    }

    fn name(&mut self) -> Result<String, AdsError> {
        match self.next()? {
            Token::Word(word) => Ok(word),
            other => Err(query_error(
                "BAD_FIELD_NAME",
                format!("Error in query: invalid field name {}.", show(&other)),
            )),
        }
    }

    fn query(&mut self) -> Result<Query, AdsError> {
        if !self.take_word("SELECT") {
            return Err(query_error(
                "EXPECTED_SELECT",
                "Error in query: SELECT is missing at the beginning.",
            ));
        }
        let mut select = vec![self.name()?];
        while self.take_symbol(",") {
            select.push(self.name()?);
        }
        if !self.take_word("FROM") {
            return Err(query_error(
                "EXPECTED_FROM",
                "Error in query: missing FROM clause.",
            ));
        }
        let from = self.name()?;
        let mut conditions = Vec::new();
        if self.take_word("WHERE") {
            conditions.push(self.condition()?);
            while self.take_word("AND") {
                conditions.push(self.condition()?);
            }
        }
        let mut order = Vec::new();
        if self.take_word("ORDER") {
            if !self.take_word("BY") {
                return Err(query_error(
                    "EXPECTED_BY",
                    "Error in query: expecting ORDER BY to have BY.",
                ));
            }
            order.push(self.ordering()?);
            while self.take_symbol(",") {
                order.push(self.ordering()?);
            }
        }
        let limit = if self.take_word("LIMIT") {
            Some(self.limit()?)
        } else {
            None
        };
        let mut parameters = Vec::new();
        if self.take_word("PARAMETERS") {
            parameters.push(self.parameter()?);
            while self.take_symbol(",") {
                parameters.push(self.parameter()?);
            }
        }
        match self.peek() {
            None => Ok(Query {
                select,
                from,
                conditions,
                order,
                limit,
                parameters,
            }),
            Some(token) => Err(query_error(
                "UNEXPECTED_INPUT",
                format!("Error in query: unexpected input {}.", show(token)),
            )),
        }
    }

    fn ordering(&mut self) -> Result<(String, Direction), AdsError> {
        let field = self.name()?;
        if self.take_word("DESC") {
            return Ok((field, Direction::Descending));
        }
        self.take_word("ASC");
        Ok((field, Direction::Ascending))
    }

    fn limit(&mut self) -> Result<u64, AdsError> {
        let token = self.next()?;
        let limit = match &token {
            Token::Number(number) => number.parse::<i64>().ok(),
            _ => None,
        };
        match limit {
            Some(limit) if limit >= 1 => Ok(limit.unsigned_abs()),
            Some(_) => Err(query_error(
                "LIMIT_VALUE_TOO_LOW",
                "Error in query: LIMIT must be at least 1.",
            )),
            None => Err(query_error(
                "BAD_LIMIT_VALUE",
                format!("Error in query: invalid LIMIT {}.", show(&token)),
            )),
        }
    }

    fn parameter(&mut self) -> Result<(String, String), AdsError> {
        let name = self.name()?;
        if !self.take_symbol("=") {
            return Err(query_error(
                "BAD_PARAMETER_VALUE",
                format!("Error in query: parameter '{name}' has no value."),
            ));
        }
        let value = self.literal()?;
        Ok((name, value.raw().to_owned()))
    }

    fn literal(&mut self) -> Result<Operand, AdsError> {
        match self.next()? {
            Token::Text(text) => Ok(Operand::Text(text)),
            Token::Word(word) => Ok(Operand::Word(word)),
            Token::Number(number) => Ok(Operand::Number(number)),
            Token::Symbol("(") => Err(query_error(
                "EXPECTED_SINGLE_VALUE",
                "Error in query: a list was passed to an operator that expects a single value.",
            )),
            other => Err(query_error(
                "BAD_VALUE",
                format!("Error in query: invalid value {}.", show(&other)),
            )),
        }
    }

    fn condition(&mut self) -> Result<Condition, AdsError> {
        let field = self.name()?;
        let operator = self.operator()?;
        let operands = match operator {
            Operator::IsNull | Operator::IsNotNull => Vec::new(),
            Operator::In
            | Operator::NotIn
            | Operator::ContainsAny
            | Operator::ContainsAll
            | Operator::ContainsNone => self.list()?,
            Operator::Between => {
                let missing = || {
                    query_error(
                        "EXPECTED_VALUE_WITH_BETWEEN_OPERATOR",
                        "Error in query: BETWEEN needs two values.",
                    )
                };
                let first = self.literal().map_err(|_| missing())?;
                if !self.take_word("AND") {
                    return Err(query_error(
                        "EXPECTED_AND",
                        "Error in query: expected AND between values of BETWEEN.",
                    ));
                }
                vec![first, self.literal().map_err(|_| missing())?]
            }
            _ => vec![self.literal()?],
        };
        Ok(Condition {
            field,
            operator,
            operands,
        })
    }

    fn operator(&mut self) -> Result<Operator, AdsError> {
        let token = self.next()?;
        let bad = |token: &Token| {
            query_error(
                "BAD_OPERATOR",
                format!("Error in query: invalid operator {}.", show(token)),
            )
        };
        Ok(match &token {
            Token::Symbol("=") => Operator::Equal,
            Token::Symbol("!=") => Operator::NotEqual,
            Token::Symbol("<") => Operator::Less,
            Token::Symbol(">") => Operator::Greater,
            Token::Symbol("<=") => Operator::AtMost,
            Token::Symbol(">=") => Operator::AtLeast,
            Token::Word(word) => match word.to_ascii_uppercase().as_str() {
                "IN" => Operator::In,
                "LIKE" => Operator::Like,
                "DURING" => Operator::During,
                "BETWEEN" => Operator::Between,
                "NOT" if self.take_word("IN") => Operator::NotIn,
                "NOT" if self.take_word("LIKE") => Operator::NotLike,
                "CONTAINS" if self.take_word("ANY") => Operator::ContainsAny,
                "CONTAINS" if self.take_word("ALL") => Operator::ContainsAll,
                "CONTAINS" if self.take_word("NONE") => Operator::ContainsNone,
                "IS" if self.take_word("NULL") => Operator::IsNull,
                "IS" if self.word_is(0, "NOT") && self.word_is(1, "NULL") => {
                    self.at += 2;
                    Operator::IsNotNull
                }
                _ => return Err(bad(&token)),
            },
            _ => return Err(bad(&token)),
        })
    }

    fn list(&mut self) -> Result<Vec<Operand>, AdsError> {
        if !self.take_symbol("(") {
            return Err(query_error(
                "EXPECTED_LIST",
                "Error in query: the operator requires a list of values.",
            ));
        }
        if self.take_symbol(")") {
            return Err(query_error(
                "PROHIBITED_EMPTY_LIST_IN_CONDITION",
                "Error in query: a condition has an empty list.",
            ));
        }
        let mut list = vec![self.literal()?];
        while self.take_symbol(",") {
            list.push(self.literal()?);
        }
        if !self.take_symbol(")") {
            return Err(self.peek().map_or_else(incomplete, |token| {
                query_error(
                    "UNEXPECTED_INPUT",
                    format!("Error in query: unexpected input {}.", show(token)),
                )
            }));
        }
        Ok(list)
    }
}

fn incomplete() -> AdsError {
    query_error("UNEXPECTED_END_OF_QUERY", "Error in query: query is incomplete.")
}

fn show(token: &Token) -> String {
    match token {
        Token::Word(text) | Token::Number(text) => text.clone(),
        Token::Text(text) => format!("'{text}'"),
        Token::Symbol(symbol) => (*symbol).to_owned(),
    }
}
