//! Control sequences in what a program writes: where one begins and ends, and what it says of colours.

/// Where in a control sequence the output is. It may go on in the next piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    None,
    /// After the escape character.
    Begun,
    /// In a sequence with parameters, which ends with a letter.
    Parameters,
    /// In a text for the terminal, such as a window's title.
    Text,
    /// In such a text, after an escape character: a backslash ends it.
    TextEnd,
    /// One more character belongs to it.
    OneMore,
}

/// What a character of output means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// It stands for itself.
    Plain(char),
    /// It belongs to a sequence that says nothing here.
    Inside,
    /// It ends a sequence that changes the style, with these parameters.
    Style(&'a str),
}

/// Reads output character by character.
#[derive(Clone, Debug, Default)]
pub(super) struct Escape {
    place: Place,
    /// Of the sequence that is being read.
    parameters: String,
}

/// Longer parameters say nothing that anybody meant; in bytes.
const LONGEST: usize = 128;

impl Escape {
    pub(super) fn step(&mut self, character: char) -> Step<'_> {
        let before = self.place;
        // The end of the sequence got lost; the end of the line must not get lost with it.
        if before == Place::None || character == '\n' {
            self.place = begun(character);
            self.parameters.clear();
            return if self.place == Place::None { Step::Plain(character) } else { Step::Inside };
        }
        self.place = after(before, character);
        match (before, self.place) {
            (Place::Parameters, Place::None) if character == 'm' && self.parameters.len() < LONGEST => {
                return Step::Style(&self.parameters);
            }
            (Place::Parameters, Place::Parameters) if self.parameters.len() < LONGEST => {
                self.parameters.push(character);
            }
            (Place::Parameters, Place::Parameters) => {}
            _ => self.parameters.clear(),
        }
        Step::Inside
    }
}

/// Where a character leads that stands in no sequence.
fn begun(character: char) -> Place {
    match character {
        '\u{1b}' => Place::Begun,
        '\u{9b}' => Place::Parameters,
        '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => Place::Text,
        _ => Place::None,
    }
}

fn after(inside: Place, character: char) -> Place {
    match (inside, character) {
        // Whatever it is in: an escape character begins anew. In a text, a backslash behind it ends the text.
        (Place::Begun | Place::Parameters | Place::OneMore, '\u{1b}') => Place::Begun,
        (Place::Begun, '[') => Place::Parameters,
        (Place::Begun, ']' | 'P' | 'X' | '^' | '_') => Place::Text,
        (Place::Begun, ' '..='/') => Place::OneMore,
        (Place::Parameters, '@'..='~') => Place::None,
        (Place::Parameters, ' '..='?') => Place::Parameters,
        (Place::Text, '\u{1b}') => Place::TextEnd,
        (Place::Text | Place::TextEnd, '\u{7}' | '\u{9c}') | (Place::TextEnd, '\\') => Place::None,
        (Place::Text, _) => Place::Text,
        (Place::TextEnd, other) => after(Place::Begun, other),
        _ => Place::None,
    }
}
