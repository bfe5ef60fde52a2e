//! The parts of a text as liquidjs parses it, or why it cannot.

use super::DEPTH;
use super::cursor::{Cursor, Expression, Operand, Unreadable};
use super::token::{Token, beginning, tokens};

/// Why Liquid cannot parse a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// `{{` or `{%` without its end.
    Unclosed {
        open: String,
    },
    /// A tag that needs an end of its own, and has none.
    NotEnded {
        name: String,
    },
    /// `{% … %}` that begins with no name.
    Nameless {
        tag: String,
    },
    UnknownTag {
        name: String,
    },
    /// An end, or a part, of a tag that was not begun.
    NotBegun {
        name: String,
    },
    /// A tag whose arguments make no sense.
    Arguments {
        tag: String,
    },
    /// An expression that cannot be read from `at` on.
    Unreadable {
        whole: String,
        at: String,
    },
    /// Nested beyond what is looked at; Liquid may well read it.
    TooDeep,
}

/// A text that Liquid can parse.
pub(crate) struct Template<'t>(pub(super) Vec<Part<'t>>);

pub(super) enum Part<'t> {
    Text(&'t str),
    Raw(String),
    Output(Expression),
    Assign {
        name: &'t str,
        expression: &'t str,
    },
    Capture {
        name: String,
        body: Vec<Part<'t>>,
    },
    /// `if`, `unless` and `case`: the first branch whose condition holds, or the last, which has none.
    Branches {
        negated: bool,
        branches: Vec<Branch<'t>>,
        otherwise: Vec<Part<'t>>,
    },
    Loop {
        name: &'t str,
        over: Option<Operand>,
        body: Vec<Part<'t>>,
        otherwise: Vec<Part<'t>>,
        table: bool,
    },
    Block(Vec<Part<'t>>),
    Cycle(Vec<Operand>),
    Count(&'t str),
    /// `include`, `render`, `layout`: a Controller has no files for them.
    File(&'t str),
    Leave,
}

pub(super) struct Branch<'t> {
    pub(super) condition: &'t str,
    /// Of a `case`: the value is compared with another, so that it decides nothing here.
    pub(super) compared: bool,
    pub(super) body: Vec<Part<'t>>,
}

impl Template<'_> {
    /// The variable that is the whole text, without any filter.
    pub(crate) fn only_variable(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Part::Output(Expression { initial: Some(Operand::Path(path)), filters })]
                if filters.is_empty() =>
            {
                path.steps.is_empty().then_some(path.name.as_str())
            }
            _ => None,
        }
    }
}

pub(crate) fn parse(text: &str) -> Result<Template<'_>, Fault> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: tokens.iter(), depth: 0 };
    let mut parts = Vec::new();
    while let Some(token) = parser.tokens.next() {
        parts.extend(parser.part(token)?);
    }
    Ok(Template(parts))
}

struct Parser<'t, 'k> {
    tokens: std::slice::Iter<'k, Token<'t>>,
    depth: usize,
}

/// A tag that ends a list of parts.
type End<'t> = (&'t str, &'t str);

impl<'t> Parser<'t, '_> {
    fn part(&mut self, token: &Token<'t>) -> Result<Option<Part<'t>>, Fault> {
        match *token {
            Token::Text { text, .. } => Ok(Some(Part::Text(text))),
            Token::Output { content, whole } => match Expression::read(content) {
                Ok(expression) => Ok(Some(Part::Output(expression))),
                Err(Unreadable(at)) => Err(Fault::Unreadable { whole: beginning(whole), at }),
            },
            Token::Tag { name, arguments, whole } => {
                if self.depth == DEPTH {
                    return Err(Fault::TooDeep);
                }
                self.depth += 1;
                let part = self.tag(name, arguments, whole);
                self.depth -= 1;
                part
            }
        }
    }

    fn tag(&mut self, name: &'t str, arguments: &'t str, whole: &'t str) -> Result<Option<Part<'t>>, Fault> {
        let fault = || Fault::Arguments { tag: beginning(whole) };
        let mut cursor = Cursor::new(arguments);
        Ok(Some(match name {
            "assign" => {
                let name = cursor.name();
                cursor.skip_blanks();
                if cursor.bump() != Some('=') {
                    return Err(fault());
                }
                Part::Assign { name, expression: cursor.rest() }
            }
            "capture" => {
                let name = match cursor.name() {
                    "" => cursor.quoted().filter(|name| !name.is_empty()).ok_or_else(fault)?,
                    name => name.to_owned(),
                };
                Part::Capture { name, body: self.until("capture", &["endcapture"])?.0 }
            }
            "if" => self.branches("if", "endif", arguments)?,
            "unless" => self.branches("unless", "endunless", arguments)?,
            "case" => self.case()?,
            "for" | "tablerow" => {
                return self.looped(name, cursor).map_err(|given| given.unwrap_or_else(fault));
            }
            "comment" => {
                self.skip_to("comment", "endcomment")?;
                return Ok(None);
            }
            "raw" => Part::Raw(self.skip_to("raw", "endraw")?),
            "block" => Part::Block(self.until("block", &["endblock"])?.0),
            "cycle" => Part::Cycle(cycle(cursor).ok_or_else(fault)?),
            "increment" | "decrement" => Part::Count(cursor.name()),
            "include" | "render" | "layout" => {
                cursor.value().ok().flatten().ok_or_else(fault)?;
                Part::File(name)
            }
            "break" | "continue" => Part::Leave,
            _ if name.starts_with("end") || matches!(name, "else" | "elsif" | "when") => {
                return Err(Fault::NotBegun { name: name.to_owned() });
            }
            _ => return Err(Fault::UnknownTag { name: name.to_owned() }),
        }))
    }

    /// The parts up to one of the tags, which ends `name`.
    fn until(&mut self, name: &str, ends: &[&str]) -> Result<(Vec<Part<'t>>, End<'t>), Fault> {
        let mut parts = Vec::new();
        while let Some(token) = self.tokens.next() {
            match *token {
                Token::Tag { name, arguments, .. } if ends.contains(&name) => {
                    return Ok((parts, (name, arguments)));
                }
                _ => parts.extend(self.part(token)?),
            }
        }
        Err(Fault::NotEnded { name: name.to_owned() })
    }

    fn branches(&mut self, name: &str, end: &str, condition: &'t str) -> Result<Part<'t>, Fault> {
        let mut branches = Vec::new();
        let mut otherwise = Vec::new();
        let mut condition = Some(condition);
        loop {
            let (body, (tag, arguments)) = self.until(name, &["elsif", "else", end])?;
            match condition {
                Some(condition) => branches.push(Branch { condition, compared: false, body }),
                None => otherwise.extend(body),
            }
            if tag == end {
                return Ok(Part::Branches { negated: name == "unless", branches, otherwise });
            }
            condition = (tag == "elsif").then_some(arguments);
        }
    }

    fn case(&mut self) -> Result<Part<'t>, Fault> {
        let mut branches: Vec<Branch> = Vec::new();
        let mut otherwise = Vec::new();
        // What stands before the first `when` is lost.
        let (_, mut next) = self.until("case", &["when", "else", "endcase"])?;
        while next.0 != "endcase" {
            let (body, end) = self.until("case", &["when", "else", "endcase"])?;
            if next.0 == "when" {
                branches.push(Branch { condition: next.1, compared: true, body });
            } else {
                otherwise.extend(body);
            }
            next = end;
        }
        Ok(Part::Branches { negated: false, branches, otherwise })
    }

    /// `for` and `tablerow`; the error is none where their own arguments are at fault.
    fn looped(&mut self, tag: &'t str, mut cursor: Cursor<'t>) -> Result<Option<Part<'t>>, Option<Fault>> {
        let name = cursor.name();
        let between = cursor.name();
        let over = cursor.value().map_err(|_| None)?;
        let table = tag == "tablerow";
        if between != "in" || !table && (name.is_empty() || over.is_none()) {
            return Err(None);
        }
        let ends: &[&str] = if table { &["endtablerow"] } else { &["else", "endfor"] };
        let (body, mut end) = self.until(tag, ends)?;
        let mut otherwise = Vec::new();
        while end.0 == "else" {
            let (more, next) = self.until(tag, ends)?;
            otherwise.extend(more);
            end = next;
        }
        Ok(Some(Part::Loop { name, over, body, otherwise, table }))
    }

    /// What stands before the end of a tag whose content is not parsed.
    fn skip_to(&mut self, name: &str, end: &str) -> Result<String, Fault> {
        let mut inside = String::new();
        for token in self.tokens.by_ref() {
            match *token {
                Token::Tag { name, .. } if name == end => return Ok(inside),
                Token::Tag { whole, .. } | Token::Output { whole, .. } | Token::Text { whole, .. } => {
                    inside.push_str(whole);
                }
            }
        }
        Err(Fault::NotEnded { name: name.to_owned() })
    }
}

fn cycle(mut cursor: Cursor) -> Option<Vec<Operand>> {
    let mut candidates: Vec<Operand> = cursor.value().ok()?.into_iter().collect();
    cursor.skip_blanks();
    if cursor.peek() == Some(':') {
        candidates.clear();
        cursor.bump();
    }
    while !cursor.is_at_end() {
        candidates.extend(cursor.value().ok()?);
        cursor.skip_to(',');
    }
    (!candidates.is_empty()).then_some(candidates)
}
