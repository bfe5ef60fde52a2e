//! A terminal for programs that draw: what a shell writes goes in, rows of styled text come out, and keys become what a
//! terminal sends for them.

use std::num::NonZeroU16;

use vt100::{Cell, Color, Parser};

use crate::terminal::{Style, nearest, sixteen};

/// A screen of cells with what was scrolled out of it.
pub struct Emulator {
    parser: Parser,
}

/// A piece of a row that looks the same from its start to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// How it looks.
    pub style: Style,
    /// The cursor stands here.
    pub is_cursor: bool,
}

/// A key as a browser names it, with those that are held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// `a`, `Enter`, `ArrowUp`.
    pub name: String,
    /// Control is held.
    pub ctrl: bool,
    /// Alt is held.
    pub alt: bool,
    /// Shift is held.
    pub shift: bool,
}

impl Default for Emulator {
    fn default() -> Self {
        let (rows, columns) = Self::USUAL;
        Self { parser: Parser::new(at_least_one(rows), at_least_one(columns), Self::KEPT) }
    }
}

impl Emulator {
    /// Rows and columns that a shell takes for granted which nobody told others.
    pub const USUAL: (u16, u16) = (24, 80);
    /// So many rows are kept that were scrolled out.
    const KEPT: usize = 2_000;

    /// Takes in what was written. It may begin and end anywhere.
    pub fn push(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
    }

    /// Makes the screen another size, within reason.
    pub fn resize(&mut self, rows: u16, columns: u16) {
        self.parser.set_size(at_least_one(rows.clamp(4, 200)), at_least_one(columns.clamp(20, 400)));
    }

    /// Rows and columns.
    pub fn size(&self) -> (u16, u16) {
        let (rows, columns) = self.parser.screen().size();
        (rows.get(), columns.get())
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        let (rows, columns) = self.size();
        self.parser = Parser::new(at_least_one(rows), at_least_one(columns), Self::KEPT);
    }

    /// Whether a program has the whole screen, such as an editor.
    pub fn is_full_screen(&self) -> bool {
        self.parser.screen().alternate_screen()
    }

    /// Looks so many rows further back, or forth when negative; how far back that is then.
    pub fn scroll(&mut self, rows: isize) -> usize {
        let back = self.parser.screen().scrollback().saturating_add_signed(rows);
        self.parser.screen_mut().set_scrollback(back);
        self.parser.screen().scrollback()
    }

    /// What is in view.
    pub fn rows(&self) -> Vec<Vec<Piece>> {
        let (rows, columns) = self.size();
        let screen = self.parser.screen();
        let has_cursor = !screen.hide_cursor() && screen.scrollback() == 0;
        let cursor = has_cursor.then(|| screen.cursor_position());
        let row = |row: u16| {
            let mut pieces: Vec<Piece> = Vec::new();
            for column in 0..columns {
                let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation()) else {
                    continue;
                };
                let text = if cell.has_contents() { cell.contents() } else { " " };
                let (style, is_cursor) = (style_of(cell), cursor == Some((row, column)));
                match pieces.last_mut().filter(|last| last.style == style && !last.is_cursor && !is_cursor) {
                    Some(last) => last.text.push_str(text),
                    None => pieces.push(Piece { text: text.to_owned(), style, is_cursor }),
                }
            }
            pieces
        };
        (0..rows).map(row).collect()
    }

    /// Everything, with what was scrolled out.
    pub fn text(&mut self) -> String {
        let (rows, columns) = self.size();
        let screen = self.parser.screen_mut();
        let before = screen.scrollback();
        let mut text = String::new();
        let mut left = screen.scrollback_len();
        while left > 0 {
            screen.set_scrollback(left);
            let taken = left.min(rows.into());
            for row in screen.rows(0, columns).take(taken) {
                text.push_str(row.trim_end());
                text.push('\n');
            }
            left -= taken;
        }
        screen.set_scrollback(0);
        text.push_str(screen.contents().trim_end());
        text.push('\n');
        screen.set_scrollback(before);
        text
    }

    /// What a terminal sends for a key; nothing for one that is the browser's.
    pub fn typed(&self, key: &Key) -> Option<String> {
        typed(key, self.parser.screen().application_cursor())
    }

    /// What a terminal sends for a text that is pasted: programs that want to know are told that it was not typed.
    pub fn pasted(&self, text: &str) -> String {
        let text = text.replace("\r\n", "\r").replace('\n', "\r");
        if self.parser.screen().bracketed_paste() {
            // An end within it would let the rest pass for typed.
            format!("\u{1b}[200~{}\u{1b}[201~", text.replace('\u{1b}', ""))
        } else {
            text
        }
    }
}

fn at_least_one(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN)
}

fn style_of(cell: &Cell) -> Style {
    let colour = |colour: Color| match colour {
        Color::Default => None,
        Color::Idx(index) => Some(sixteen(index.into())),
        Color::Rgb(red, green, blue) => Some(nearest(red.into(), green.into(), blue.into())),
    };
    Style {
        ink: colour(cell.fgcolor()),
        ground: colour(cell.bgcolor()),
        bold: cell.bold(),
        faint: cell.dim(),
        italic: cell.italic(),
        underlined: cell.underline(),
        inverted: cell.inverse(),
        struck: false,
    }
}

fn typed(key: &Key, application: bool) -> Option<String> {
    let held = 1 + u8::from(key.shift) + 2 * u8::from(key.alt) + 4 * u8::from(key.ctrl);
    let letter = |letter: char| match (held, application) {
        (1, true) => format!("\u{1b}O{letter}"),
        (1, false) => format!("\u{1b}[{letter}"),
        _ => format!("\u{1b}[1;{held}{letter}"),
    };
    let number = |number: u8| {
        if held == 1 { format!("\u{1b}[{number}~") } else { format!("\u{1b}[{number};{held}~") }
    };
    Some(match key.name.as_str() {
        "Enter" => "\r".to_owned(),
        "Backspace" => "\u{7f}".to_owned(),
        // The way out for those who go by keys.
        "Tab" if key.shift => return None,
        "Tab" => "\t".to_owned(),
        "Escape" => "\u{1b}".to_owned(),
        "ArrowUp" => letter('A'),
        "ArrowDown" => letter('B'),
        "ArrowRight" => letter('C'),
        "ArrowLeft" => letter('D'),
        "Home" => letter('H'),
        "End" => letter('F'),
        "Insert" => number(2),
        "Delete" => number(3),
        "PageUp" => number(5),
        "PageDown" => number(6),
        name => return function_key(name).or_else(|| character(key)),
    })
}

fn function_key(name: &str) -> Option<String> {
    const NUMBERS: [u8; 8] = [15, 17, 18, 19, 20, 21, 23, 24];
    let index = name.strip_prefix('F')?.parse::<usize>().ok()?.checked_sub(1)?;
    if let Some(letter) = "PQRS".chars().nth(index) {
        return Some(format!("\u{1b}O{letter}"));
    }
    NUMBERS.get(index - 4).map(|number| format!("\u{1b}[{number}~"))
}

fn character(key: &Key) -> Option<String> {
    let mut characters = key.name.chars();
    let (character, None) = (characters.next()?, characters.next()) else { return None };
    let sent = match (key.ctrl, character) {
        (false, character) => character,
        // With shift, control is the browser's: copying and pasting, its own tools.
        (true, _) if key.shift => return None,
        (true, ' ' | '@') => '\0',
        (true, '[') => '\u{1b}',
        (true, '\\') => '\u{1c}',
        (true, ']') => '\u{1d}',
        (true, letter) if letter.is_ascii_alphabetic() => {
            char::from(letter.to_ascii_uppercase() as u8 & 0x1f)
        }
        (true, _) => return None,
    };
    Some(if key.alt { format!("\u{1b}{sent}") } else { sent.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(output: &str) -> Emulator {
        let mut emulator = Emulator::default();
        emulator.push(output.as_bytes());
        emulator
    }

    fn row(emulator: &Emulator, row: usize) -> String {
        emulator.rows()[row].iter().map(|piece| piece.text.as_str()).collect::<String>().trim_end().to_owned()
    }

    #[test]
    fn a_program_that_has_the_whole_screen_gives_it_back() {
        let mut emulator = screen("/ # top\r\n\u{1b}[?1049h\u{1b}[H\u{1b}[31mload\u{1b}[0m\u{1b}[3;5Hhere");
        assert!(emulator.is_full_screen());
        assert_eq!((row(&emulator, 0), row(&emulator, 2)), ("load".into(), "    here".into()));
        assert_eq!(emulator.rows()[0][0].style.ink, Some(1));
        let cursor = emulator.rows()[2].iter().position(|piece| piece.is_cursor);
        assert_eq!(cursor, Some(1), "behind what was written last");
        emulator.push(b"\x1b[?1049l/ # ");
        assert!(!emulator.is_full_screen());
        assert_eq!((row(&emulator, 0), row(&emulator, 1)), ("/ # top".into(), "/ #".into()));
    }

    #[test]
    fn what_was_scrolled_out_can_be_looked_at_and_copied() {
        let mut emulator = Emulator::default();
        (0..100).for_each(|number| emulator.push(format!("line {number}\r\n").as_bytes()));
        assert_eq!(row(&emulator, 0), "line 77");
        assert_eq!(emulator.scroll(10), 10);
        assert_eq!(row(&emulator, 0), "line 67");
        assert!(emulator.rows().iter().flatten().all(|piece| !piece.is_cursor));
        assert_eq!(emulator.scroll(1_000), 77);
        assert_eq!(row(&emulator, 0), "line 0");
        let expected: String = (0..100).map(|number| format!("line {number}\n")).collect();
        assert_eq!(emulator.text(), expected);
        assert_eq!(emulator.scroll(-1_000), 0);
    }

    #[test]
    fn a_screen_takes_another_size_and_keeps_what_it_says() {
        let mut emulator = screen("one\r\ntwo");
        for size in [(40, 120), (4, 20), (24, 80)] {
            emulator.resize(size.0, size.1);
            assert_eq!((emulator.size(), row(&emulator, 0)), (size, "one".into()));
        }
        emulator.resize(0, 60_000);
        assert_eq!(emulator.size(), (4, 400));
        emulator.clear();
        assert_eq!((emulator.size(), row(&emulator, 0)), ((4, 400), String::new()));
    }

    #[test]
    fn keys_are_sent_as_terminals_send_them() {
        let key = |name: &str, held: &str| Key {
            name: name.into(),
            ctrl: held.contains('c'),
            alt: held.contains('a'),
            shift: held.contains('s'),
        };
        for (name, held, expected) in [
            ("a", "", Some("a")),
            ("A", "s", Some("A")),
            ("é", "", Some("é")),
            ("c", "c", Some("\u{3}")),
            ("[", "c", Some("\u{1b}")),
            ("b", "a", Some("\u{1b}b")),
            ("C", "cs", None),
            ("Enter", "", Some("\r")),
            ("Backspace", "", Some("\u{7f}")),
            ("Tab", "", Some("\t")),
            ("Tab", "s", None),
            ("ArrowUp", "", Some("\u{1b}[A")),
            ("ArrowLeft", "c", Some("\u{1b}[1;5D")),
            ("Delete", "", Some("\u{1b}[3~")),
            ("PageUp", "a", Some("\u{1b}[5;3~")),
            ("F1", "", Some("\u{1b}OP")),
            ("F5", "", Some("\u{1b}[15~")),
            ("F12", "", Some("\u{1b}[24~")),
            ("F13", "", None),
            ("Shift", "s", None),
            ("Dead", "", None),
        ] {
            assert_eq!(Emulator::default().typed(&key(name, held)).as_deref(), expected, "{name} {held}");
        }
        let application = screen("\u{1b}[?1h");
        assert_eq!(application.typed(&key("ArrowUp", "")).as_deref(), Some("\u{1b}OA"));
    }

    #[test]
    fn programs_that_ask_for_it_are_told_what_was_pasted() {
        assert_eq!(Emulator::default().pasted("a\nb\r\nc"), "a\rb\rc");
        let asks = screen("\u{1b}[?2004h");
        assert_eq!(asks.pasted("a\u{1b}[201~b"), "\u{1b}[200~a[201~b\u{1b}[201~");
    }

    #[test]
    fn nothing_that_is_written_stops_it() {
        let mut seed = 7_u64;
        let mut random = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let words = [
            "\u{1b}[",
            "\u{1b}]0;",
            "\u{1b}",
            "?1049h",
            "?1049l",
            ";",
            "r",
            "H",
            "J",
            "K",
            "L",
            "M",
            "P",
            "@",
            "S",
            "T",
            "m",
            "日",
            "e\u{301}",
            "\t",
            "\r\n",
            "\u{8}",
            "x",
        ];
        let mut emulator = Emulator::default();
        for round in 0..20_000 {
            let word = words[usize::try_from(random(words.len() as u64)).unwrap()];
            emulator.push(word.as_bytes());
            if random(3) == 0 {
                emulator.push(random(300).to_string().as_bytes());
            }
            if round % 50 == 0 {
                emulator.resize(u16::try_from(random(60)).unwrap(), u16::try_from(random(130)).unwrap());
                emulator.scroll(isize::try_from(random(40)).unwrap() - 20);
                let (rows, _) = emulator.size();
                assert_eq!(emulator.rows().len(), usize::from(rows));
            }
        }
        assert!(!emulator.text().is_empty());
    }
}
