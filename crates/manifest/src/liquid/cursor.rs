//! Reads what stands inside of braces: values, filters and conditions, with all the leniency of liquidjs.

use super::DEPTH;

/// What cannot be read, from where reading stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable(pub(crate) String);

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    /// `empty` and `blank`: an empty text where they are printed.
    Empty,
    Path(Path),
    Range(Box<Operand>, Box<Operand>),
    /// `key: value` among arguments, which filters get as a pair.
    Pair(Option<Box<Operand>>),
}

/// A variable and the way into it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub(super) name: String,
    pub(super) steps: Vec<Step>,
    /// As it stands in the text.
    pub(super) written: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Key(String),
    Computed(Operand),
}

/// `| name: argument, key: argument`
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filter {
    pub(super) name: String,
    pub(super) arguments: Vec<Operand>,
}

/// `value | filter | filter`
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Expression {
    pub(super) initial: Option<Operand>,
    pub(super) filters: Vec<Filter>,
}

impl Expression {
    pub(super) fn read(text: &str) -> Result<Expression, Unreadable> {
        let mut cursor = Cursor::new(text);
        let initial = cursor.value()?;
        Ok(Expression { initial, filters: cursor.filters()? })
    }
}

/// The operands of a condition; how they are compared matters to nobody here.
pub(super) fn condition(text: &str) -> Result<Vec<Operand>, Unreadable> {
    let mut cursor = Cursor::new(text);
    let mut operands: Vec<Operand> = cursor.value()?.into_iter().collect();
    while !operands.is_empty() && !cursor.is_at_end() && cursor.operator() {
        let Some(operand) = cursor.value()? else { break };
        operands.push(operand);
    }
    Ok(operands)
}

pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

/// The blanks of liquidjs, which are not quite those of Unicode.
pub(super) fn is_blank(char: char) -> bool {
    matches!(char, '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{180e}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}'
        | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '?')
}

/// Longest first, so that none is taken for the beginning of another.
const OPERATORS: &[&str] = &["contains", "and", "or", "==", "!=", ">=", "<=", ">", "<"];

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Cursor<'t> {
        Cursor { text, at: 0, depth: 0 }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.at += char.len_utf8();
        Some(char)
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.bump();
        }
    }

    /// Letters, digits, `_`, `-` and `?`; empty where something else stands.
    pub(super) fn name(&mut self) -> &'t str {
        self.skip_blanks();
        let rest = self.rest();
        let name = rest.get(..rest.find(|char| !is_name(char)).unwrap_or(rest.len())).unwrap_or_default();
        self.at += name.len();
        name
    }

    /// Behind the next `end`, or to the end of the text.
    pub(super) fn skip_to(&mut self, end: char) {
        while let Some(char) = self.bump() {
            if char == end {
                return;
            }
        }
    }

    fn unreadable(&self) -> Unreadable {
        Unreadable(super::token::beginning(self.rest()))
    }

    fn operator(&mut self) -> bool {
        self.skip_blanks();
        let rest = self.rest();
        let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(**operator)) else {
            return false;
        };
        let behind = rest.get(operator.len()..).and_then(|rest| rest.chars().next());
        // liquidjs looks at one bit of what follows a word, and takes a blank, but no tab.
        if operator.starts_with(char::is_alphabetic) && behind.is_some_and(|char| u32::from(char) & 1 == 1) {
            return false;
        }
        self.at += operator.len();
        true
    }

    /// A value, or nothing where none begins.
    pub(super) fn value(&mut self) -> Result<Option<Operand>, Unreadable> {
        if self.depth == DEPTH {
            return Err(self.unreadable());
        }
        self.depth += 1;
        let value = self.any_value();
        self.depth -= 1;
        value
    }

    fn any_value(&mut self) -> Result<Option<Operand>, Unreadable> {
        if let Some(text) = self.quoted() {
            return Ok(Some(Operand::Text(text)));
        }
        match self.peek() {
            Some('(') => return self.range().map(Some),
            Some('[') => return Ok(self.bracketed()),
            _ => {}
        }
        let start = self.at;
        let name = self.name();
        if name.is_empty() {
            return Ok(None);
        }
        let digits = name.strip_prefix('-').unwrap_or(name);
        let mut number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let mut steps = Vec::new();
        loop {
            let rest = self.rest();
            if rest.starts_with('[') {
                number = false;
                self.bump();
                steps.push(self.value()?.map_or_else(|| Step::Key(String::new()), Step::Computed));
                self.skip_to(']');
            } else if rest.starts_with('.') && !rest.starts_with("..") {
                self.bump();
                let key = self.name();
                if key.is_empty() {
                    break;
                }
                number &= key.bytes().all(|byte| byte.is_ascii_digit());
                steps.push(Step::Key(key.to_owned()));
            } else {
                break;
            }
        }
        if number {
            let decimals =
                steps.first().map(|step| if let Step::Key(key) = step { key.as_str() } else { "" });
            let number = format!("{name}.{}", decimals.unwrap_or_default()).parse();
            return Ok(Some(Operand::Number(number.unwrap_or(f64::NAN))));
        }
        let literal = steps.is_empty().then(|| literal(name)).flatten();
        let written = self.text.get(start..self.at).unwrap_or_default().trim().to_owned();
        Ok(Some(literal.unwrap_or_else(|| Operand::Path(Path { name: name.to_owned(), steps, written }))))
    }

    /// `["name"]`: a variable of any name.
    fn bracketed(&mut self) -> Option<Operand> {
        let start = self.at;
        self.bump();
        let name = self.quoted()?;
        if self.peek() != Some(']') {
            return None;
        }
        self.bump();
        let written = self.text.get(start..self.at).unwrap_or_default().to_owned();
        Some(Operand::Path(Path { name, steps: Vec::new(), written }))
    }

    /// `(1..5)`; what stands between the two values is not looked at.
    fn range(&mut self) -> Result<Operand, Unreadable> {
        self.bump();
        let low = self.value()?.ok_or_else(|| self.unreadable())?;
        self.bump();
        self.bump();
        let high = self.value()?.ok_or_else(|| self.unreadable())?;
        self.bump();
        Ok(Operand::Range(Box::new(low), Box::new(high)))
    }

    /// A text in quotes; one that nothing closes reaches to the end, and loses its last character.
    pub(super) fn quoted(&mut self) -> Option<String> {
        self.skip_blanks();
        let quote = self.peek().filter(|char| matches!(char, '"' | '\''))?;
        self.bump();
        let start = self.at;
        let mut escaped = false;
        let mut last = start;
        while let Some(char) = self.bump() {
            if char == quote && !escaped {
                break;
            }
            escaped = char == '\\' && !escaped;
            last = self.at;
        }
        let closed = self.at > last;
        let inside = self.text.get(start..last).unwrap_or_default();
        let mut chars = inside.chars();
        if !closed {
            chars.next_back();
        }
        Some(unescape(chars.as_str()))
    }

    pub(super) fn filters(&mut self) -> Result<Vec<Filter>, Unreadable> {
        let mut filters = Vec::new();
        loop {
            self.skip_blanks();
            if self.is_at_end() {
                return Ok(filters);
            }
            if self.peek() != Some('|') {
                return Err(self.unreadable());
            }
            self.bump();
            let name = self.name();
            // What follows a bar that no filter follows is not looked at.
            if name.is_empty() {
                return Ok(filters);
            }
            filters.push(Filter { name: name.to_owned(), arguments: self.arguments()? });
        }
    }

    fn arguments(&mut self) -> Result<Vec<Operand>, Unreadable> {
        let mut arguments = Vec::new();
        self.skip_blanks();
        if self.peek() != Some(':') {
            return Ok(arguments);
        }
        loop {
            self.bump();
            if let Some(argument) = self.value()? {
                self.skip_blanks();
                let pair = self.peek() == Some(':') && self.bump().is_some();
                arguments.push(if pair { Operand::Pair(self.value()?.map(Box::new)) } else { argument });
            }
            while self.peek().is_some_and(|char| char != ',' && char != '|') {
                self.bump();
            }
            if self.peek() != Some(',') {
                return Ok(arguments);
            }
        }
    }
}

fn literal(name: &str) -> Option<Operand> {
    Some(match name {
        "true" => Operand::Bool(true),
        "false" => Operand::Bool(false),
        "nil" | "null" => Operand::Null,
        "empty" | "blank" => Operand::Empty,
        _ => return None,
    })
}

/// Escapes as JavaScript has them.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push(char);
            continue;
        }
        let (base, most) = match chars.peek() {
            Some('u') => (16, 4),
            Some('0'..='7') => (8, 3),
            _ => (0, 0),
        };
        if base == 0 {
            out.extend(chars.next().map(|char| match char {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\u{b}',
                other => other,
            }));
            continue;
        }
        chars.next_if_eq(&'u');
        let mut code = 0;
        for _ in 0..most {
            let Some(digit) = chars.peek().and_then(|char| char.to_digit(base)) else { break };
            code = code * base + digit;
            chars.next();
        }
        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    out
}
