//! Expressions of templates: literals, paths, filters, and the comparisons of conditions.

use serde_json::{Map, Value};

use super::Directory;
use super::filters;

/// What names mean while a template is rendered.
#[derive(Clone)]
pub(super) struct Scope<'a> {
    body: &'a Value,
    variables: &'a Map<String, Value>,
    assigned: Vec<(String, Option<Value>)>,
    /// What loops count with, the innermost last.
    loops: Vec<(String, Value)>,
    /// How many rounds all loops together may still have.
    rounds: usize,
    pub(super) directory: &'a dyn Directory,
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        body: &'a Value,
        variables: &'a Map<String, Value>,
        directory: &'a dyn Directory,
    ) -> Self {
        Self { body, variables, assigned: Vec::new(), loops: Vec::new(), rounds: ROUNDS, directory }
    }

    pub(super) fn assign(&mut self, name: &str, value: Option<Value>) {
        self.assigned.retain(|(known, _)| known != name);
        self.assigned.push((name.to_owned(), value));
    }

    /// Begins a round of a loop; false when there were too many.
    pub(super) fn enter(&mut self, values: [(&str, Value); 2]) -> bool {
        self.loops.extend(values.map(|(name, value)| (name.to_owned(), value)));
        self.rounds = self.rounds.saturating_sub(1);
        self.rounds > 0
    }

    pub(super) fn leave(&mut self) {
        self.loops.truncate(self.loops.len().saturating_sub(2));
    }

    fn variable(&self, name: &str) -> Option<Value> {
        if let Some((_, value)) = self.loops.iter().rev().find(|(known, _)| known == name) {
            return Some(value.clone());
        }
        if let Some((_, value)) = self.assigned.iter().rev().find(|(known, _)| known == name) {
            return value.clone();
        }
        match self.variables.get(name) {
            Some(value) => Some(value.clone()),
            None if name == "self" => Some(self.body.clone()),
            None => None,
        }
    }
}

#[derive(Clone, Debug)]
enum Term {
    Literal(Option<Value>),
    Path(String, Vec<Term>),
    /// All whole numbers from one to another.
    Range(Box<Term>, Box<Term>),
}

/// More numbers than this are not made.
const MOST: i64 = 10_000;

/// More rounds than this no template has.
const ROUNDS: usize = 20_000;

impl Term {
    fn value(&self, scope: &Scope<'_>) -> Option<Value> {
        match self {
            Self::Literal(value) => value.clone(),
            Self::Range(first, last) => {
                let end = |term: &Self| filters::whole(term.value(scope).as_ref());
                let first = end(first);
                Some((first..=end(last).min(first.saturating_add(MOST))).map(Value::from).collect())
            }
            Self::Path(name, steps) => steps.iter().try_fold(scope.variable(name)?, |value, step| {
                match (step.value(scope)?, &value) {
                    (Value::String(key), Value::Object(map)) => map.get(&key).cloned(),
                    (Value::String(key), _) => filters::property(&value, &key),
                    (Value::Number(index), Value::Array(items)) => {
                        let index = index.as_i64()?;
                        let index = if index < 0 { index + i64::try_from(items.len()).ok()? } else { index };
                        items.get(usize::try_from(index).ok()?).cloned()
                    }
                    _ => None,
                }
            }),
        }
    }
}

/// A value and the filters it runs through.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    term: Term,
    filters: Vec<(String, Vec<Term>)>,
}

impl Expression {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { text, position: 0 };
        let term = reader.term()?;
        let mut filters = Vec::new();
        while reader.skip('|') {
            let name = reader.word();
            if name.is_empty() && reader.peek().is_none() {
                break;
            }
            if name.is_empty() {
                return Err("expected filter name".to_owned());
            }
            let mut arguments = Vec::new();
            if reader.skip(':') {
                arguments.push(reader.term()?);
                while reader.skip(',') {
                    arguments.push(reader.term()?);
                }
            }
            filters.push((name, arguments));
        }
        if reader.peek().is_some() {
            return Err(format!("unexpected token at {}", Value::from(reader.rest())));
        }
        Ok(Self { term, filters })
    }

    /// The value, `None` for `undefined`, or the message of a render error.
    pub(super) fn value(&self, scope: &Scope<'_>) -> Result<Option<Value>, String> {
        self.filters.iter().try_fold(self.term.value(scope), |value, (name, arguments)| {
            let arguments = arguments.iter().map(|argument| argument.value(scope)).collect::<Vec<_>>();
            filters::apply(name, value, &arguments, scope.directory)
        })
    }
}

/// What a `for` goes through.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    list: Term,
    limit: Option<Term>,
    offset: Option<Term>,
    reversed: bool,
}

impl Loop {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { text, position: 0 };
        let mut found = Self { list: reader.term()?, limit: None, offset: None, reversed: false };
        while reader.peek().is_some() {
            match reader.word().as_str() {
                "reversed" => found.reversed = true,
                "limit" if reader.skip(':') => found.limit = Some(reader.term()?),
                "offset" if reader.skip(':') => found.offset = Some(reader.term()?),
                _ => break,
            }
        }
        Ok(found)
    }

    pub(super) fn items(&self, scope: &Scope<'_>) -> Vec<Value> {
        let items = match self.list.value(scope) {
            Some(Value::Array(items)) => items,
            Some(Value::String(text)) if !text.is_empty() => vec![Value::from(text)],
            Some(Value::Object(map)) => {
                map.into_iter().map(|(key, value)| Value::Array(vec![Value::from(key), value])).collect()
            }
            _ => Vec::new(),
        };
        let count = |term: &Option<Term>, default: usize| {
            let given = term.as_ref().map(|term| filters::whole(term.value(scope).as_ref()));
            given.map_or(default, |number| usize::try_from(number).unwrap_or(0))
        };
        let (offset, limit) = (count(&self.offset, 0), count(&self.limit, usize::MAX));
        let mut items = items.into_iter().skip(offset).take(limit).collect::<Vec<_>>();
        if self.reversed {
            items.reverse();
        }
        items
    }
}

/// The condition of `if`, `unless` and `elsif`: one comparison, or several joined by `and` and `or`.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    first: Comparison,
    rest: Vec<(bool, Comparison)>,
    negated: bool,
}

#[derive(Clone, Debug)]
struct Comparison {
    left: Term,
    test: Option<(String, Term)>,
}

impl Condition {
    pub(super) fn always() -> Self {
        let left = Term::Literal(Some(Value::Bool(true)));
        Self { first: Comparison { left, test: None }, rest: Vec::new(), negated: false }
    }

    pub(super) fn parse(text: &str, negated: bool) -> Result<Self, String> {
        let mut reader = Reader { text, position: 0 };
        let first = Comparison::parse(&mut reader)?;
        let mut rest = Vec::new();
        while reader.peek().is_some() {
            match reader.word().as_str() {
                "and" => rest.push((true, Comparison::parse(&mut reader)?)),
                "or" => rest.push((false, Comparison::parse(&mut reader)?)),
                _ => return Err(format!("unexpected token at {}", Value::from(reader.rest()))),
            }
        }
        Ok(Self { first, rest, negated })
    }

    pub(super) fn holds(&self, scope: &Scope<'_>) -> Result<bool, String> {
        let mut result = self.first.holds(scope);
        for (and, comparison) in &self.rest {
            let holds = comparison.holds(scope);
            result = if *and { result && holds } else { result || holds };
        }
        Ok(result != self.negated)
    }
}

impl Comparison {
    fn parse(reader: &mut Reader<'_>) -> Result<Self, String> {
        let left = reader.term()?;
        let operators = ["==", "!=", "<=", ">=", "<", ">", "contains"];
        let operator = operators.into_iter().find(|operator| reader.skip_text(operator));
        let test = match operator {
            Some(operator) => Some((operator.to_owned(), reader.term()?)),
            None => None,
        };
        Ok(Self { left, test })
    }

    fn holds(&self, scope: &Scope<'_>) -> bool {
        let left = self.left.value(scope);
        let Some((operator, right)) = &self.test else {
            return !matches!(left, None | Some(Value::Null | Value::Bool(false)));
        };
        let right = right.value(scope);
        let order = || {
            let (left, right) = (left.as_ref()?.as_f64()?, right.as_ref()?.as_f64()?);
            left.partial_cmp(&right)
        };
        match operator.as_str() {
            "==" => left.unwrap_or(Value::Null) == right.unwrap_or(Value::Null),
            "!=" => left.unwrap_or(Value::Null) != right.unwrap_or(Value::Null),
            "<" => order().is_some_and(std::cmp::Ordering::is_lt),
            ">" => order().is_some_and(std::cmp::Ordering::is_gt),
            "<=" => order().is_some_and(std::cmp::Ordering::is_le),
            ">=" => order().is_some_and(std::cmp::Ordering::is_ge),
            _ => match (left, right) {
                (Some(Value::Array(items)), Some(item)) => items.contains(&item),
                (Some(Value::String(text)), Some(part)) => text.contains(&filters::print(Some(&part))),
                _ => false,
            },
        }
    }
}

/// Reads terms and words from the inside of a tag.
struct Reader<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Reader<'a> {
    fn rest(&mut self) -> &'a str {
        let rest = self.text.get(self.position..).unwrap_or("");
        let trimmed = rest.trim_start();
        self.position += rest.len() - trimmed.len();
        trimmed
    }

    fn peek(&mut self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, sign: char) -> bool {
        self.skip_text(&sign.to_string())
    }

    fn skip_text(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.position += text.len();
        }
        found
    }

    fn word(&mut self) -> String {
        let rest = self.rest();
        let length = rest
            .find(|sign: char| !sign.is_alphanumeric() && sign != '_' && sign != '-')
            .unwrap_or(rest.len());
        self.position += length;
        rest.get(..length).unwrap_or("").to_owned()
    }

    fn term(&mut self) -> Result<Term, String> {
        match self.peek() {
            None => Ok(Term::Literal(None)),
            Some(quote @ ('"' | '\'')) => Ok(self.quoted(quote)),
            Some('(') => self.range(),
            Some(sign) if sign.is_ascii_digit() || sign == '-' => self.number(),
            Some(sign) if sign.is_alphabetic() || sign == '_' => self.path(),
            Some(_) => Err(format!("unexpected token at {}", Value::from(self.rest()))),
        }
    }

    fn quoted(&mut self, quote: char) -> Term {
        let inside = self.rest().get(1..).unwrap_or("");
        let mut text = String::new();
        let mut signs = inside.char_indices();
        while let Some((at, sign)) = signs.next() {
            match sign {
                '\\' => text.extend(signs.next().map(|(_, sign)| if sign == 'n' { '\n' } else { sign })),
                sign if sign == quote => {
                    self.position += at + 2;
                    return Term::Literal(Some(Value::from(text)));
                }
                sign => text.push(sign),
            }
        }
        // The engine takes the last letter of an unclosed one for its end.
        text.pop();
        self.position += inside.len() + 1;
        Term::Literal(Some(Value::from(text)))
    }

    fn range(&mut self) -> Result<Term, String> {
        let whole = self.rest();
        self.skip('(');
        let first = self.term()?;
        let dots = self.skip_text("..");
        let last = self.term()?;
        if dots && self.skip(')') {
            return Ok(Term::Range(Box::new(first), Box::new(last)));
        }
        Err(format!("unexpected token at {}", Value::from(whole)))
    }

    fn number(&mut self) -> Result<Term, String> {
        let rest = self.rest();
        let length = rest
            .find(|sign: char| !sign.is_ascii_digit() && sign != '.' && sign != '-')
            .unwrap_or(rest.len());
        // Two dots belong to a range.
        let length = rest.get(..length).and_then(|text| text.find("..")).unwrap_or(length);
        let text = rest.get(..length).unwrap_or("");
        self.position += length;
        let value = match text.parse::<i64>() {
            Ok(whole) => Value::from(whole),
            Err(_) => Value::from(text.parse::<f64>().map_err(|_| format!("invalid number {text}"))?),
        };
        Ok(Term::Literal(Some(value)))
    }

    fn path(&mut self) -> Result<Term, String> {
        let name = self.word();
        match name.as_str() {
            "true" => return Ok(Term::Literal(Some(Value::Bool(true)))),
            "false" => return Ok(Term::Literal(Some(Value::Bool(false)))),
            "nil" | "null" => return Ok(Term::Literal(Some(Value::Null))),
            "empty" | "blank" => return Ok(Term::Literal(Some(Value::from("")))),
            _ => {}
        }
        let mut steps = Vec::new();
        loop {
            if !self.rest().starts_with("..") && self.skip('.') {
                steps.push(Term::Literal(Some(Value::from(self.word()))));
            } else if self.skip('[') {
                steps.push(self.term()?);
                if !self.skip(']') {
                    return Err("expected \"]\"".to_owned());
                }
            } else {
                return Ok(Term::Path(name, steps));
            }
        }
    }
}
