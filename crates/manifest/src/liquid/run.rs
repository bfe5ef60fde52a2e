//! Runs a template in thought: every branch that may be taken, every loop once, and nothing but types where that is all
//! that is known.

use std::collections::{BTreeSet, HashMap};

use super::cursor::{Expression, Operand, Path, Step, Unreadable, condition};
use super::filters::{FILTERS, Failure, apply};
pub(crate) use super::note::Note;
use super::parse::{Branch, Part, Template};
use super::value::{Gap, Value};

/// What names a template may use.
pub(crate) struct Scope<'s> {
    /// `self`
    pub(crate) own: &'s Value,
    /// Any variable may be given, as in an application template.
    pub(crate) open: bool,
}

/// What a text comes to.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// With its own type, where the text is one expression.
    pub(crate) value: Result<Value, Failure>,
    pub(crate) notes: Vec<Note>,
    pub(crate) names: Names,
}

/// Variables that somebody else gives.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) used: BTreeSet<String>,
    /// Those without which the text comes to something else than is meant: no condition asks for them before, and no
    /// default takes their place.
    pub(crate) required: BTreeSet<String>,
}

pub(crate) fn run(template: &Template, scope: &Scope) -> Outcome {
    let mut run = Run {
        scope,
        names: HashMap::new(),
        out: Value::text(""),
        notes: Vec::new(),
        given: Names::default(),
        asked: Vec::new(),
        lenient: false,
        filled: false,
        left: false,
        budget: BUDGET,
    };
    let done = run.parts(&template.0);
    Outcome { value: done.map(|()| run.out), notes: run.notes, names: run.given }
}

struct Run<'s, 'o> {
    scope: &'s Scope<'o>,
    /// Assigned so far, and the items of loops around.
    names: HashMap<String, Value>,
    out: Value,
    notes: Vec<Note>,
    given: Names,
    /// Variables that the conditions around ask for.
    asked: Vec<String>,
    /// Nothing is lost if what is read now is missing.
    lenient: bool,
    /// Something that is not empty was printed for sure.
    filled: bool,
    /// A break ended the loop around, or the whole text where there is none.
    left: bool,
    budget: usize,
}

/// Longer texts are known to be texts, and that is enough.
const LONGEST_KNOWN: usize = 500;
/// What following all branches may cost, in values that are copied.
const BUDGET: usize = 1_000_000;
/// Beyond so many remarks about one text, the rest says nothing new.
const MOST_NOTES: usize = 20;

impl Run<'_, '_> {
    fn note(&mut self, note: Note) {
        if self.notes.len() < MOST_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn parts(&mut self, parts: &[Part]) -> Result<(), Failure> {
        parts.iter().try_for_each(|part| if self.left { Ok(()) } else { self.part(part) })
    }

    fn part(&mut self, part: &Part) -> Result<(), Failure> {
        match part {
            Part::Text(text) => self.write(Value::text(*text)),
            Part::Raw(text) => {
                if !text.is_empty() {
                    self.write(Value::text(text));
                }
            }
            Part::Output(expression) => {
                let value = self.expression(expression)?;
                self.write(value);
            }
            Part::Assign { name, expression } => {
                let unreadable =
                    |Unreadable(at)| Failure(format!("Liquid cannot read \"{at}\" in this assign"));
                let expression = Expression::read(expression).map_err(unreadable)?;
                let value = self.expression(&expression)?;
                self.names.insert((*name).to_owned(), value);
            }
            Part::Capture { name, body } => {
                let before = std::mem::replace(&mut self.out, Value::text(""));
                let filled = std::mem::take(&mut self.filled);
                self.parts(body)?;
                self.filled = filled;
                let value = std::mem::replace(&mut self.out, before);
                self.names.insert(name.clone(), value);
            }
            Part::Branches { negated, branches, otherwise } => {
                self.branches(*negated, branches, otherwise)?;
            }
            Part::Loop { name, over, body, otherwise, table } => {
                let over = over.as_ref().map_or_else(Value::nothing, |over| self.operand(over));
                self.looped(name, &over, body, otherwise, *table)?;
            }
            Part::Block(body) => self.parts(body)?,
            Part::Cycle(candidates) => {
                candidates.iter().for_each(|candidate| drop(self.operand(candidate)));
                self.write(Value::Unknown);
            }
            Part::Count(name) => {
                self.names.insert((*name).to_owned(), Value::Number(None));
                self.write(Value::Text(None));
            }
            Part::File(tag) => {
                return Err(Failure(format!(
                    "{{% {tag} %}} asks for a file, and a Controller has none for templates"
                )));
            }
            Part::Leave => self.left = true,
        }
        Ok(())
    }

    /// Adds to what is printed. Only the first value keeps its type, and only as long as nothing else is printed.
    fn write(&mut self, value: Value) {
        let text = matches!(value, Value::Text(_));
        if !text && self.out == Value::text("") {
            self.out = value;
            return;
        }
        // An empty text would give way to the value.
        let gives_way = !text && !self.filled && self.out == Value::Text(None);
        self.filled |= matches!(&value, Value::Text(Some(text)) if !text.is_empty());
        let mut notes = Vec::new();
        for part in [&self.out, &value] {
            match part {
                Value::Missing(gap) => notes.push(Note::Printed(gap.clone())),
                Value::Object(_) => notes.push(Note::Object),
                _ => {}
            }
        }
        notes.into_iter().for_each(|note| self.note(note));
        let text = self.out.as_text().zip(value.as_text()).map(|(before, after)| before + &after);
        let text = text.filter(|text| text.len() <= LONGEST_KNOWN);
        self.out = match (&self.out, &value) {
            _ if gives_way => Value::Unknown,
            (Value::Unknown, other) | (other, Value::Unknown) if !matches!(other, Value::Text(_)) => {
                Value::Unknown
            }
            (
                Value::Number(_) | Value::Bool(_) | Value::Null | Value::Missing(_),
                Value::Number(_) | Value::Bool(_) | Value::Null | Value::Missing(_),
            ) => Value::Number(self.out.as_number().zip(value.as_number()).map(|(a, b)| a + b)),
            _ => Value::Text(text),
        };
    }

    fn branches(&mut self, negated: bool, branches: &[Branch], otherwise: &[Part]) -> Result<(), Failure> {
        let mut possible: Vec<&[Part]> = Vec::new();
        let mut sure = false;
        let asked = self.asked.len();
        for (at, branch) in branches.iter().enumerate() {
            let holds = self.holds(branch)?;
            let holds = if negated && at == 0 { holds.map(|holds| !holds) } else { holds };
            if holds != Some(false) {
                possible.push(&branch.body);
            }
            if holds == Some(true) {
                sure = true;
                break;
            }
        }
        if !sure {
            possible.push(otherwise);
        }
        let done = match possible.as_slice() {
            [one] => self.parts(one),
            _ => {
                self.any_of(&possible);
                Ok(())
            }
        };
        self.asked.truncate(asked);
        done
    }

    /// Whether the condition of a branch holds, where that is known.
    fn holds(&mut self, branch: &Branch) -> Result<Option<bool>, Failure> {
        let unreadable = |Unreadable(at)| Failure(format!("Liquid cannot read \"{at}\" in this condition"));
        let operands = condition(branch.condition).map_err(unreadable)?;
        let lenient = std::mem::replace(&mut self.lenient, true);
        let values: Vec<Value> = operands.iter().map(|operand| self.operand(operand)).collect();
        self.lenient = lenient;
        let asked = operands.iter().filter_map(|operand| match operand {
            Operand::Path(path) => Some(path.name.clone()),
            _ => None,
        });
        self.asked.extend(asked.take(MOST_NOTES));
        Ok(match values.as_slice() {
            _ if branch.compared => None,
            [] => Some(false),
            [value] => value.is_true(),
            _ => None,
        })
    }

    /// One of several continuations, nobody knows which. What fails in one of them may never happen.
    fn any_of(&mut self, possible: &[&[Part]]) {
        let cost = possible.len() * (self.names.len() + 1);
        let Some(left) = self.budget.checked_sub(cost) else {
            self.out = Value::Unknown;
            return;
        };
        self.budget = left;
        let (names, out, filled) = (self.names.clone(), self.out.clone(), self.filled);
        let mut ends: Vec<(HashMap<String, Value>, Value)> = Vec::new();
        for parts in possible {
            self.names.clone_from(&names);
            self.out.clone_from(&out);
            self.filled = filled;
            if self.parts(parts).is_err() || std::mem::take(&mut self.left) {
                self.out = Value::Unknown;
            }
            ends.push((std::mem::take(&mut self.names), std::mem::replace(&mut self.out, Value::Unknown)));
        }
        let mut ends = ends.into_iter();
        let Some((mut names, mut out)) = ends.next() else { return };
        for (others, other) in ends {
            out = out.or(&other);
            for (name, value) in others {
                let joined = names.remove(&name).map_or(Value::Unknown, |known| known.or(&value));
                names.insert(name, joined);
            }
        }
        self.names = names;
        self.out = out;
        self.filled = filled;
    }

    fn looped(
        &mut self,
        name: &str,
        over: &Value,
        body: &[Part],
        otherwise: &[Part],
        table: bool,
    ) -> Result<(), Failure> {
        let empty = match over {
            Value::List(Some(list)) => list.is_empty(),
            Value::Text(Some(text)) => text.is_empty(),
            Value::List(None) | Value::Object(_) | Value::Text(None) | Value::Unknown => false,
            _ => true,
        };
        if empty {
            return self.parts(otherwise);
        }
        let outside = self.names.insert(name.to_owned(), Value::Unknown);
        let counters = ["forloop", "tablerowloop"].map(|counter| (counter, self.names.get(counter).cloned()));
        for (counter, _) in &counters {
            self.names.insert((*counter).to_owned(), Value::Unknown);
        }
        if table {
            self.write(Value::Text(None));
        }
        self.any_of(&[body, otherwise]);
        // Once more, or several times.
        self.out = match std::mem::replace(&mut self.out, Value::Unknown) {
            Value::Text(_) => Value::Text(None),
            _ => Value::Unknown,
        };
        for (name, before) in counters.into_iter().chain([(name, outside)]) {
            match before {
                Some(before) => drop(self.names.insert(name.to_owned(), before)),
                None => drop(self.names.remove(name)),
            }
        }
        Ok(())
    }

    fn expression(&mut self, expression: &Expression) -> Result<Value, Failure> {
        let caught = expression.filters.iter().any(|filter| filter.name == "default");
        let lenient = self.lenient;
        self.lenient |= caught;
        // To filters, these are objects with ways of their own.
        let odd = matches!(expression.initial, Some(Operand::Null | Operand::Empty))
            && !expression.filters.is_empty();
        let mut value =
            expression.initial.as_ref().map_or_else(Value::nothing, |initial| self.operand(initial));
        self.lenient = lenient;
        if odd {
            value = Value::Unknown;
        }
        for (at, filter) in expression.filters.iter().enumerate() {
            let arguments: Vec<Value> =
                filter.arguments.iter().map(|argument| self.operand(argument)).collect();
            let caught = || expression.filters.iter().skip(at).any(|filter| filter.name == "default");
            match &value {
                Value::Missing(gap) if FILTERS.contains(&filter.name.as_str()) && !caught() => {
                    self.note(Note::Filtered(gap.clone()));
                }
                Value::Text(Some(name)) if filter.name == "findAgent" && !name.is_empty() => {
                    self.note(Note::Agent(name.clone()));
                }
                _ => {}
            }
            if !FILTERS.contains(&filter.name.as_str()) {
                self.note(Note::Filter(filter.name.clone()));
            }
            value = apply(&filter.name, value, &arguments)?;
        }
        Ok(value)
    }

    fn operand(&mut self, operand: &Operand) -> Value {
        match operand {
            Operand::Text(text) => Value::text(text),
            Operand::Number(number) => Value::Number(Some(*number)),
            Operand::Bool(known) => Value::Bool(Some(*known)),
            Operand::Null => Value::Null,
            Operand::Empty => Value::text(""),
            Operand::Path(path) => self.path(path),
            Operand::Pair(value) => {
                value.iter().for_each(|value| drop(self.operand(value)));
                Value::List(None)
            }
            Operand::Range(low, high) => {
                self.operand(low);
                self.operand(high);
                Value::List(None)
            }
        }
    }

    fn path(&mut self, path: &Path) -> Value {
        let own = path.name == "self" && !self.names.contains_key("self");
        let known = if own { Some(self.scope.own) } else { self.names.get(&path.name) };
        let mut value = match known {
            Some(value) => value.clone(),
            None if self.scope.open => {
                self.given.used.insert(path.name.clone());
                if !self.lenient && !self.asked.contains(&path.name) {
                    self.given.required.insert(path.name.clone());
                }
                Value::Unknown
            }
            None => {
                Value::Missing(Gap { path: path.name.clone(), variable: true, whole: path.steps.is_empty() })
            }
        };
        for step in &path.steps {
            let next = match step {
                Step::Key(key) => value.get(key),
                Step::Computed(operand) => match self.operand(operand).as_text() {
                    Some(key) => value.get(&key),
                    None => Value::Unknown,
                },
            };
            value = match (value, next) {
                // It was missing already.
                (Value::Missing(gap), _) => Value::Missing(gap),
                (_, Value::Missing(_)) => {
                    Value::Missing(Gap { path: path.written.clone(), variable: false, whole: true })
                }
                (_, next) => next,
            };
        }
        value
    }
}
