//! What the YAML reader of the Controller says about a broken file: its words, its place, and the lines around it.

use serde_norway::{Error, Location};

const ROOT: &str = "end of the stream or a document separator is expected";
const MAPPING: &str = "bad indentation of a mapping entry";
const SEQUENCE: &str = "bad indentation of a sequence entry";
const COMMA: &str = "missed comma between flow collection entries";
const MULTILINE: &str = "can not read a block mapping entry; a multiline key may not be an implicit key";
const COLON: &str = "can not read an implicit mapping pair; a colon is missed";

/// A reason with its line and column, counted from 1.
type Verdict = (String, usize, usize);

pub(super) fn complaint(text: &str, error: &Error) -> String {
    let said = error.to_string();
    // The reader adds the line break that a last line lacks.
    let whole = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let file = File { lines: whole.split('\n').map(|line| line.trim_end_matches('\r')).collect() };
    if said.contains("more than one document") {
        return file.second_document();
    }
    let place = error.location();
    let rest = text.get(place.as_ref().map_or(text.len(), Location::index)..).unwrap_or("");
    let (reason, line, column) = match place.filter(|_| !rest.trim().is_empty()) {
        Some(place) => file.within(&said, place.line(), place.column()),
        None => file.at_end(&said),
    };
    format!("{reason} ({line}:{column})\n\n{}", file.snippet(line, column))
}

struct File<'a> {
    lines: Vec<&'a str>,
}

impl File<'_> {
    /// Besides what says so, text that is indented less than the first line counts as another document here.
    fn second_document(&self) -> String {
        let full = |number: &usize| !self.line(*number).trim().is_empty();
        let first = (1..self.lines.len()).find(full).unwrap_or(1);
        let depth = indent(self.line(first));
        let less = (first..self.lines.len()).filter(full).find(|number| indent(self.line(*number)) < depth);
        match less {
            Some(line) => format!("{ROOT} ({line}:1)\n\n{}", self.snippet(line, 1)),
            None => "expected a single document in the stream, but found more".into(),
        }
    }

    fn line(&self, number: usize) -> &str {
        number.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or("")
    }

    fn letter(&self, line: usize, column: usize) -> Option<char> {
        self.line(line).chars().nth(column.checked_sub(1)?)
    }

    /// The file breaks off.
    fn at_end(&self, said: &str) -> Verdict {
        let end = |reason: &str| (reason.to_owned(), self.lines.len(), 1);
        let opened = mentioned(said, "scalar at line ").and_then(|(line, column)| self.letter(line, column));
        if let Some(nameless) = nameless(said) {
            nameless
        } else if said.contains("expected ':'") {
            self.without_colon(said)
        } else if said.contains("expected ',' or") || said.contains("flow node") {
            end("unexpected end of the stream within a flow collection")
        } else if said.contains("unexpected end of stream") && opened == Some('\'') {
            end("unexpected end of the stream within a single quoted scalar")
        } else if said.contains("unexpected end of stream") {
            end("unexpected end of the stream within a double quoted scalar")
        } else {
            end(said)
        }
    }

    /// Something stands where it must not.
    fn within(&self, said: &str, line: usize, column: usize) -> Verdict {
        let says = |part: &str| said.contains(part);
        let here = |reason: &str| (reason.to_owned(), line, column);
        let letter = self.letter(line, column);
        if let Some(nameless) = nameless(said) {
            nameless
        } else if says("expected ':'") {
            self.without_colon(said)
        } else if says("expected ',' or") || (says("flow node") && letter != Some(',')) {
            (COMMA.to_owned(), line, self.flow_column(said, line, column))
        } else if says("flow node") {
            here("expected the node content, but found ','")
        } else if letter == Some('\t') && line == 1 {
            (ROOT.to_owned(), line, colon(self.line(line)).map_or(column, |at| at + 1))
        } else if letter == Some('\t') || says("tab character") {
            here("tab characters must not be used in indentation")
        } else if says("comment or line break") {
            here("a line break is expected")
        } else if says("unknown escape") {
            ("unknown escape sequence".to_owned(), line, column + 1)
        } else if says("unknown anchor") {
            let name = self.line(line).chars().skip(column).take_while(|sign| !sign.is_whitespace());
            let name = name.collect::<String>();
            (format!("unidentified alias \"{name}\""), line, column + 1 + name.chars().count())
        } else if says("duplicate entry") {
            self.duplicate(said, line, column)
        } else if says("mapping values are not allowed") && self.is_text_before(line) {
            here(ROOT)
        } else if [
            "mapping values",
            "expected key",
            "expected '-'",
            "any token",
            "block node",
            "sequence entries",
        ]
        .iter()
        .any(|part| says(part))
        {
            match self.after_quote(said, line, column) {
                Some(own) => self.keyless(line, column, own),
                None => here(self.misplaced(line, column, says("mapping values"))),
            }
        } else {
            here(said)
        }
    }

    /// What a thing out of place disturbs: the collection that it stands in.
    fn misplaced(&self, line: usize, column: usize, text: bool) -> &'static str {
        let before = self.line(line).chars().take(column - 1).collect::<String>();
        if column == 1 {
            return ROOT;
        }
        if has_key(&before) {
            return MAPPING;
        }
        if before.trim_start().starts_with('-') && !text {
            return SEQUENCE;
        }
        // A word before it goes on from the lines above; without one it is the indentation that fits nowhere.
        let limit = if before.trim().is_empty() { column - 1 } else { usize::MAX };
        for number in (1..line).rev() {
            let above = self.line(number);
            if above.trim().is_empty() || indent(above) >= limit {
                continue;
            }
            let entry = above.trim_start().starts_with('-');
            if entry && (limit != usize::MAX || !has_key(above)) {
                return SEQUENCE;
            }
            if has_key(above) {
                return MAPPING;
            }
        }
        MAPPING
    }

    /// Whether nothing but text stands above a line.
    fn is_text_before(&self, line: usize) -> bool {
        line > 1 && (1..line).all(|number| !has_key(self.line(number)) && !self.line(number).starts_with('-'))
    }

    /// A line that is indented too little for a list or object in brackets ends it.
    fn flow_column(&self, said: &str, line: usize, column: usize) -> usize {
        let start = ["sequence at line ", "mapping at line "].iter().find_map(|words| mentioned(said, words));
        let own = indent(self.line(line));
        match start {
            Some((first, _)) if first < line && own <= content(self.line(first)) => own + 1,
            _ => column,
        }
    }

    /// A key without its colon: either its line ends, or it goes on in the next ones.
    fn without_colon(&self, said: &str) -> Verdict {
        let (line, column) = mentioned(said, "simple key at line ").unwrap_or((self.lines.len(), 1));
        let key = self.line(line).chars().skip(column - 1).collect::<String>();
        if let Some(quote) = key.chars().next().filter(|sign| ['"', '\''].contains(sign)) {
            let length = key.chars().skip(1).take_while(|sign| *sign != quote).count() + 2;
            let blanks = key.chars().skip(length).take_while(|sign| *sign == ' ').count();
            return (COLON.to_owned(), line, column + length + blanks);
        }
        if column == 1 && self.lines.iter().any(|line| line.starts_with("- ")) {
            return (ROOT.to_owned(), line, column);
        }
        self.keyless(line, column, column - 1)
    }

    /// The indentation of the mapping, when a text in quotes from above ends before the place, which then is a key.
    fn after_quote(&self, said: &str, line: usize, column: usize) -> Option<usize> {
        let before = self.line(line).chars().take(column - 1).collect::<String>();
        let open = ['"', '\''].iter().any(|quote| before.matches(*quote).count() % 2 == 1);
        let own = mentioned(said, "block mapping at line ")?.1 - 1;
        (open && said.contains("expected key") && indent(self.line(line)) <= own).then_some(own)
    }

    /// The same for a key in a mapping that is indented this much.
    fn keyless(&self, line: usize, column: usize, own: usize) -> Verdict {
        let key = self.line(line).chars().skip(column - 1).collect::<String>();
        let above = (1..line).rev().map(|number| self.line(number));
        let mut parents = above.filter(|text| !text.trim().is_empty() && indent(text) < own);
        let least = if own == 0 { 0 } else { parents.next().map_or(0, |text| indent(text) + 1) };
        let mut end = (line, column + key.trim_end().chars().count());
        for number in line + 1..self.lines.len() {
            let text = self.line(number);
            if text.trim().is_empty() {
                continue;
            }
            if indent(text) < least {
                break;
            }
            if let Some(colon) = colon(text) {
                return (MULTILINE.to_owned(), number, colon + 1);
            }
            end = (number, text.trim_end().chars().count() + 1);
        }
        let broken =
            least == 0 && (end.0 + 1..self.lines.len()).all(|number| self.line(number).trim().is_empty());
        if broken {
            return (MULTILINE.to_owned(), self.lines.len(), 1);
        }
        (if end.0 > line { MULTILINE } else { COLON }.to_owned(), end.0, end.1)
    }

    /// The second of two equal keys. The other reader knows only where their mapping starts.
    fn duplicate(&self, said: &str, line: usize, column: usize) -> Verdict {
        let reason = "duplicated mapping key".to_owned();
        let key = said.split('"').nth(1).unwrap_or_default();
        let fits =
            |text: &str| [format!("{key}:"), format!("\"{key}\":")].iter().any(|key| text.starts_with(key));
        let mut places = (line..self.lines.len()).flat_map(|number| {
            let text = self.line(number).chars().skip(column - 1).collect::<String>();
            let block = !text.starts_with('{');
            let starts = text.char_indices().filter(|(at, _)| if block { *at == 0 } else { *at > 0 });
            let found = starts
                .filter(|(at, _)| text.get(*at..).is_some_and(fits))
                .map(|(at, _)| (number, column + at));
            found.collect::<Vec<_>>()
        });
        places.nth(1).map_or((reason.clone(), line, column), |(line, column)| (reason, line, column))
    }

    /// The lines around a place, with an arrow below it.
    fn snippet(&self, line: usize, column: usize) -> String {
        let ends = self.lines.len() - 1;
        let width = (line + 1).min(ends).max(1).to_string().len();
        let mut shown = Vec::new();
        for number in line.saturating_sub(3).max(1)..=(line + 2).min(ends).max(line) {
            let (part, position) = cut(self.line(number), column - 1, 75 - width);
            shown.push(format!(" {number:>width$} | {part}"));
            if number == line {
                shown.push(format!("{}^", "-".repeat(width + 4 + position)));
            }
        }
        shown.join("\n")
    }
}

/// An anchor or alias without a name.
fn nameless(said: &str) -> Option<Verdict> {
    let (head, tail) = said.split_once(", while scanning an ")?;
    let (line, column) = mentioned(head, "numeric character at line ")?;
    let what = if tail.starts_with("alias") { "alias" } else { "anchor" };
    Some((format!("name of an {what} node must contain at least one character"), line, column))
}

/// The part of a long line around a position, and where the position is in it.
fn cut(line: &str, position: usize, width: usize) -> (String, usize) {
    const HEAD: &str = " ... ";
    const TAIL: &str = " ...";
    let (half, length) = (width / 2 - 1, line.chars().count());
    let cut_head = position > half;
    let cut_tail = length > position + half;
    let start = if cut_head { position - half + HEAD.len() } else { 0 };
    let end = if cut_tail { position + half - TAIL.len() } else { length };
    let (head, tail) = (if cut_head { HEAD } else { "" }, if cut_tail { TAIL } else { "" });
    let part = line.chars().take(end).skip(start).collect::<String>().replace('\t', "→");
    (format!("{head}{part}{tail}"), position - start + head.len())
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|sign| *sign == ' ').count()
}

/// Where a line begins behind the dashes of lists.
fn content(line: &str) -> usize {
    line.chars().take_while(|sign| [' ', '-'].contains(sign)).count()
}

/// Where the colon after a key stands, counted from 0.
fn colon(line: &str) -> Option<usize> {
    let signs = line.chars().collect::<Vec<_>>();
    (0..signs.len()).find(|at| signs[*at] == ':' && signs.get(at + 1).is_none_or(|next| *next == ' '))
}

fn has_key(line: &str) -> bool {
    colon(line).is_some()
}

/// A place that a message mentions after these words.
fn mentioned(said: &str, words: &str) -> Option<(usize, usize)> {
    let rest = said.rsplit_once(words)?.1;
    let (line, rest) = rest.split_once(" column ")?;
    let digits = rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    Some((line.parse().ok()?, digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use crate::api::Refusal;
    use crate::kinds::yaml::parse;

    fn said(text: &str) -> String {
        let Err(Refusal::Named { name: "YAMLException", message }) = parse(text) else {
            panic!("{text:?} was taken")
        };
        message
    }

    /// Files, with `|` for line breaks and `>` for tabs, and what the reader of the Controller says about them.
    const BROKEN: &str = r#"
        a: [ => unexpected end of the stream within a flow collection (2:1)
        a: {b: c => unexpected end of the stream within a flow collection (2:1)
        a: "x => unexpected end of the stream within a double quoted scalar (2:1)
        a: 'x|b: 1 => unexpected end of the stream within a single quoted scalar (3:1)
        a: b: c => bad indentation of a mapping entry (1:5)
        kind: Secret|  name: x => bad indentation of a mapping entry (2:7)
        a:|  b: 1| c: 2 => bad indentation of a mapping entry (3:2)
        a:|  - b|  c: 1 => bad indentation of a mapping entry (3:3)
        - - a| - b => bad indentation of a sequence entry (2:2)
        - b: 1| c: 2 => bad indentation of a sequence entry (2:2)
        kind: X|spec:|- a| b: 1 => bad indentation of a sequence entry (4:3)
        a: @x => bad indentation of a mapping entry (1:4)
        a: - b => bad indentation of a mapping entry (1:4)
        a: "x" y => bad indentation of a mapping entry (1:8)
        - a|b: 1 => end of the stream or a document separator is expected (2:1)
        a: 1|- b => end of the stream or a document separator is expected (2:1)
        a|b: 1 => end of the stream or a document separator is expected (2:2)
          a: 1|b: 1 => end of the stream or a document separator is expected (2:1)
        >a: 1 => end of the stream or a document separator is expected (1:3)
        a:|>b: 1 => tab characters must not be used in indentation (2:1)
        a: [1, 2|b: 3 => missed comma between flow collection entries (2:1)
        a:|  k: [a, b|  other: 1 => missed comma between flow collection entries (3:3)
        a: [1,,2] => expected the node content, but found ',' (1:7)
        kind: X|metadata|  name: q => can not read a block mapping entry; a multiline key may not be an implicit key (3:7)
        a: 1|b => can not read a block mapping entry; a multiline key may not be an implicit key (3:1)
        s:|  a: "b|  c: "d" => can not read an implicit mapping pair; a colon is missed (3:9)
        "a": 1|"b" 2 => can not read an implicit mapping pair; a colon is missed (2:5)
        s:|  a: 1|  b: 2|  a: 3 => duplicated mapping key (4:3)
        {a: 1, a: 2} => duplicated mapping key (1:8)
        a: *foo => unidentified alias "foo" (1:8)
        a: & => name of an anchor node must contain at least one character (1:5)
        a: "\q" => unknown escape sequence (1:6)
        a: >x => a line break is expected (1:5)
    "#;

    #[test]
    fn a_broken_file_is_complained_of_in_the_other_readers_words_and_at_its_place() {
        for row in BROKEN.lines().filter(|row| !row.trim().is_empty()) {
            let (file, expected) = row.strip_prefix("        ").unwrap().split_once(" => ").unwrap();
            let tabs = if file.contains(">x") { file.to_owned() } else { file.replace('>', "\t") };
            let said = said(&tabs.replace('|', "\n"));
            assert_eq!(said.split("\n\n").next(), Some(expected), "{file}");
        }
        assert_eq!(said("a: 1\n---\nb: 2"), "expected a single document in the stream, but found more");
    }

    #[test]
    fn the_lines_around_a_place_are_shown_and_long_ones_are_cut() {
        for (file, shown) in [
            (
                "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 8: 9\ni: 10\nj: 11\n".to_owned(),
                " 5 | e: 5\n 6 | f: 6\n 7 | g: 7\n 8 | h: 8: 9\n---------^\n 9 | i: 10\n 10 | j: 11"
                    .to_owned(),
            ),
            (
                format!("a: {}: b", "x".repeat(100)),
                format!(" 1 |  ... {}: b\n{}^", "x".repeat(31), "-".repeat(41)),
            ),
            (format!("a: b: {}", "y".repeat(120)), format!(" 1 | a: b: {} ...\n---------^", "y".repeat(30))),
        ] {
            assert_eq!(said(&file).split_once("\n\n").unwrap().1, shown);
        }
    }
}
