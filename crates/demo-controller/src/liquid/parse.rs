//! Template text to nodes. Error texts have the template engine's form, because they end up as stored values.

use super::expression::{Condition, Expression};

/// A part of a template.
#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    /// The place (`line:1, col:1`) is needed in error texts.
    Output(Expression, String),
    Assign(String, Expression),
    If(Vec<(Condition, Vec<Node>)>),
    For(String, Expression, Vec<Node>),
}

/// Nodes of a text, or the error text that is stored instead of it.
pub(super) fn parse(text: &str) -> Result<Vec<Node>, String> {
    let mut parser = Parser { text, position: 0, depth: 0 };
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
        Ok(rest.get(2..length).unwrap_or("").trim_start_matches('-').trim_end_matches('-').trim())
    }

    /// Nodes up to the end of the text or to a tag that no node starts with.
    fn block(&mut self) -> Result<(Vec<Node>, Option<End>), String> {
        let mut nodes = Vec::new();
        loop {
            let rest = self.rest();
            let next = [rest.find("{{"), rest.find("{%")].into_iter().flatten().min();
            let Some(next) = next else {
                push_text(&mut nodes, rest);
                self.position = self.text.len();
                return Ok((nodes, None));
            };
            push_text(&mut nodes, rest.get(..next).unwrap_or(""));
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
                let (name, value) =
                    rest.split_once('=').ok_or_else(|| parsed("expected \"=\"".to_owned()))?;
                Some(Node::Assign(name.trim().to_owned(), Expression::parse(value.trim()).map_err(parsed)?))
            }
            "if" | "unless" => Some(self.condition(word, rest, place)?),
            "for" => {
                let (name, list) = rest
                    .split_once(" in ")
                    .ok_or_else(|| parsed(format!("illegal tag: {{% for {rest} %}}")))?;
                let list = Expression::parse(list.trim()).map_err(parsed)?;
                let body = self.body("for", &["endfor"], place)?.0;
                Some(Node::For(name.trim().to_owned(), list, body))
            }
            "elsif" | "else" | "endif" | "endunless" | "endfor" => return Ok(None),
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
        Err(format!("ParseError: {word} {{% {word} %}} not closed, {place}"))
    }

    fn body(&mut self, word: &str, ends: &[&str], place: &str) -> Result<(Vec<Node>, End), String> {
        if self.depth >= DEEPEST {
            return Err(format!("ParseError: tag {{% {word} %}} nested too deeply, {place}"));
        }
        self.depth += 1;
        let block = self.block();
        self.depth -= 1;
        let (nodes, end) = block?;
        match end {
            Some(end) if ends.contains(&end.0.as_str()) => Ok((nodes, end)),
            Some((other, _, place)) => Err(format!("ParseError: tag \"{other}\" not found, {place}")),
            None => Err(format!("ParseError: tag {{% {word} %}} not closed, {place}")),
        }
    }

    fn condition(&mut self, word: &str, rest: &str, place: &str) -> Result<Node, String> {
        let end = format!("end{word}");
        let parsed = |message: String| format!("ParseError: {message}, {place}");
        let mut condition = Condition::parse(rest, word == "unless").map_err(parsed)?;
        let mut branches = Vec::new();
        loop {
            let (body, (word_after, rest_after, _)) = self.body(word, &["elsif", "else", &end], place)?;
            branches.push((condition, body));
            condition = match word_after.as_str() {
                "elsif" => Condition::parse(&rest_after, false).map_err(parsed)?,
                "else" => Condition::always(),
                _ => return Ok(Node::If(branches)),
            };
        }
    }
}

fn push_text(nodes: &mut Vec<Node>, text: &str) {
    if !text.is_empty() {
        nodes.push(Node::Text(text.to_owned()));
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
