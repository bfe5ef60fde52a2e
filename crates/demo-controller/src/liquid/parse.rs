//! Template text to nodes. Error texts have the template engine's form, because they end up as stored values.

use super::expression::{Condition, Expression, Loop};

/// A part of a template.
#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    /// The place (`line:1, col:1`) is needed in error texts.
    Output(Expression, String),
    Assign(String, Expression),
    If(Vec<(Condition, Vec<Node>)>),
    /// With what is written for an empty list.
    For(String, Loop, Vec<Node>, Vec<Node>),
    /// Values with what is written for them; none for all the others.
    Case(Expression, Vec<(Option<Vec<Expression>>, Vec<Node>)>),
    Capture(String, Vec<Node>),
    Break,
    Continue,
}

/// Nodes of a text, or the error text that is stored instead of it.
pub(super) fn parse(text: &str) -> Result<Vec<Node>, String> {
    let mut parser = Parser { text, position: 0, depth: 0, source: "", trims: false };
    let (nodes, end) = parser.block()?;
    match end {
        None => Ok(nodes),
        Some((word, _, place)) => Err(format!("ParseError: tag \"{word}\" not found, {place}")),
    }
}

/// The tag that ended a block: its word, the rest of it, and its place.
type End = (String, String, String);

struct Parser<'a> {
    text: &'a str,
    position: usize,
    /// How many blocks the place is in.
    depth: usize,
    /// The tag that was read last, as it is written.
    source: &'a str,
    /// Whether that tag takes the blanks behind it away.
    trims: bool,
}

/// Blocks inside blocks beyond this are refused.
const DEEPEST: usize = 100;

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or("")
    }

    fn place(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").encode_utf16().count() + 1;
        format!("line:{line}, col:{column}")
    }

    /// The inside of a `{{ }}` or `{% %}` that starts here, without `-` signs.
    fn inside(&mut self, kind: &str, close: &str) -> Result<&'a str, String> {
        let start = self.position;
        let rest = self.rest();
        let Some(length) = rest.find(close) else {
            let snippet = serde_json::Value::from(ellipsis(rest)).to_string();
            return Err(format!("TokenizationError: {kind} {snippet} not closed, {}", self.place(start)));
        };
        self.position = start + length + close.len();
        self.source = rest.get(..length + close.len()).unwrap_or("");
        self.trims = rest.get(..length).is_some_and(|inside| inside.ends_with('-'));
        Ok(rest.get(2..length).unwrap_or("").trim_start_matches('-').trim_end_matches('-').trim())
    }

    /// Nodes up to the end of the text or to a tag that no node starts with.
    fn block(&mut self) -> Result<(Vec<Node>, Option<End>), String> {
        let mut nodes = Vec::new();
        loop {
            let rest = self.rest();
            let next = [rest.find("{{"), rest.find("{%")].into_iter().flatten().min();
            let whole = rest.get(..next.unwrap_or(rest.len())).unwrap_or("");
            let text = if std::mem::take(&mut self.trims) { whole.trim_start() } else { whole };
            let cuts =
                next.and_then(|next| rest.get(next + 2..)).is_some_and(|inside| inside.starts_with('-'));
            // Text of which nothing is left is written all the same.
            if !whole.is_empty() {
                nodes.push(Node::Text(if cuts { text.trim_end() } else { text }.to_owned()));
            }
            let Some(next) = next else {
                self.position = self.text.len();
                return Ok((nodes, None));
            };
            self.position += next;
            let place = self.place(self.position);
            if self.rest().starts_with("{{") {
                let inside = self.inside("output", "}}")?;
                let expression =
                    Expression::parse(inside).map_err(|message| format!("ParseError: {message}, {place}"))?;
                nodes.push(Node::Output(expression, place));
                continue;
            }
            let inside = self.inside("tag", "%}")?;
            if !inside.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_') {
                return Err(format!("TokenizationError: illegal tag syntax, {place}"));
            }
            let (word, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
            match self.tag(word, rest.trim(), &place)? {
                Some(node) => nodes.extend(node),
                None => return Ok((nodes, Some((word.to_owned(), rest.trim().to_owned(), place)))),
            }
        }
    }

    /// The node of an opening tag; `None` for a tag that only ends or divides a block.
    fn tag(&mut self, word: &str, rest: &str, place: &str) -> Result<Option<Option<Node>>, String> {
        let parsed = |message: String| format!("ParseError: {message}, {place}");
        Ok(Some(match word {
            "raw" => Some(Node::Text(self.verbatim("endraw", place)?)),
            "comment" => {
                self.verbatim("endcomment", place)?;
                None
            }
            "assign" => {
                let source = self.source;
                let (name, value) =
                    rest.split_once('=').ok_or_else(|| parsed(format!("illegal token {source}")))?;
                Some(Node::Assign(name.trim().to_owned(), Expression::parse(value.trim()).map_err(parsed)?))
            }
            "if" | "unless" => Some(self.condition(word, rest, place)?),
            "for" => Some(self.repeated(rest, place)?),
            "case" => Some(self.case(rest, place)?),
            "capture" => {
                let body = self.body(&["endcapture"], place)?.0;
                Some(Node::Capture(rest.trim_matches(['"', '\'']).to_owned(), body))
            }
            "break" => Some(Node::Break),
            "continue" => Some(Node::Continue),
            "elsif" | "else" | "when" | "endif" | "endunless" | "endfor" | "endcase" | "endcapture" => {
                return Ok(None);
            }
            _ => return Err(format!("ParseError: tag \"{word}\" not found, {place}")),
        }))
    }

    /// The text up to a closing tag, as it is.
    fn verbatim(&mut self, close: &str, place: &str) -> Result<String, String> {
        let rest = self.rest();
        let mut from = 0;
        while let Some(start) = rest.get(from..).and_then(|text| text.find("{%")).map(|found| from + found) {
            let tail = rest.get(start + 2..).unwrap_or("");
            let Some(end) = tail.find("%}") else { break };
            if tail.get(..end).is_some_and(|inside| inside.trim_matches(['-', ' ']) == close) {
                self.position += start + 2 + end + 2;
                return Ok(rest.get(..start).unwrap_or("").to_owned());
            }
            from = start + 2;
        }
        let word = close.trim_start_matches("end");
        if word == "raw" {
            let open = serde_json::Value::from(ellipsis(&format!("{}{rest}", self.source))).to_string();
            return Err(format!("TokenizationError: raw {open} not closed, {}", self.place(self.position)));
        }
        Err(format!("ParseError: tag {} not closed, {place}", self.source))
    }

    fn body(&mut self, ends: &[&str], place: &str) -> Result<(Vec<Node>, End), String> {
        let source = self.source;
        if self.depth >= DEEPEST {
            return Err(format!("ParseError: tag {source} nested too deeply, {place}"));
        }
        self.depth += 1;
        let block = self.block();
        self.depth -= 1;
        let (nodes, end) = block?;
        match end {
            Some(end) if ends.contains(&end.0.as_str()) => Ok((nodes, end)),
            Some((other, _, place)) => Err(format!("ParseError: tag \"{other}\" not found, {place}")),
            None => Err(format!("ParseError: tag {source} not closed, {place}")),
        }
    }

    fn repeated(&mut self, rest: &str, place: &str) -> Result<Node, String> {
        let parsed = |message: String| format!("ParseError: {message}, {place}");
        let source = self.source;
        let (name, list) = rest.split_once(" in ").ok_or_else(|| parsed(format!("illegal tag: {source}")))?;
        let list = Loop::parse(list).map_err(parsed)?;
        let (body, end) = self.body(&["else", "endfor"], place)?;
        let empty = if end.0 == "else" { self.body(&["endfor"], place)?.0 } else { Vec::new() };
        Ok(Node::For(name.trim().to_owned(), list, body, empty))
    }

    fn case(&mut self, rest: &str, place: &str) -> Result<Node, String> {
        let parsed = |message: String| format!("ParseError: {message}, {place}");
        let subject = Expression::parse(rest).map_err(parsed)?;
        let ends = ["when", "else", "endcase"];
        // What stands before the first value is never written.
        let mut end = self.body(&ends, place)?.1;
        let mut branches = Vec::new();
        while end.0 != "endcase" {
            let values = (end.0 == "when").then(|| end.1.replace(" or ", ","));
            let values = values.map(|values| values.split(',').map(Expression::parse).collect()).transpose();
            let (body, next) = self.body(&ends, place)?;
            branches.push((values.map_err(parsed)?, body));
            end = next;
        }
        Ok(Node::Case(subject, branches))
    }

    fn condition(&mut self, word: &str, rest: &str, place: &str) -> Result<Node, String> {
        let end = format!("end{word}");
        let parsed = |message: String| format!("ParseError: {message}, {place}");
        let mut condition = Condition::parse(rest, word == "unless").map_err(parsed)?;
        let mut branches = Vec::new();
        loop {
            let (body, (word_after, rest_after, _)) = self.body(&["elsif", "else", &end], place)?;
            branches.push((condition, body));
            condition = match word_after.as_str() {
                "elsif" => Condition::parse(&rest_after, false).map_err(parsed)?,
                "else" => Condition::always(),
                _ => return Ok(Node::If(branches)),
            };
        }
    }
}

/// The engine quotes at most 16 characters of what is not closed.
fn ellipsis(text: &str) -> String {
    if text.chars().count() > 16 {
        text.chars().take(13).chain("...".chars()).collect()
    } else {
        text.to_owned()
    }
}
