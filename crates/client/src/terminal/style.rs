//! How a program wants its text to look (SGR), brought down to the sixteen colours that a look can answer for.

/// The look of a piece of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// One of the sixteen colours; none is the usual one.
    pub ink: Option<u8>,
    /// The same for what lies behind the text.
    pub ground: Option<u8>,
    /// Heavier.
    pub bold: bool,
    /// Less prominent.
    pub faint: bool,
    /// Slanted.
    pub italic: bool,
    /// With a line below.
    pub underlined: bool,
    /// Colour and ground change places.
    pub inverted: bool,
    /// With a line through it.
    pub struck: bool,
}

impl Style {
    /// Takes in the parameters of one sequence. What is not understood changes nothing.
    pub(super) fn apply(&mut self, parameters: &str) {
        let number = |text: &str| if text.is_empty() { Some(0) } else { text.parse().ok() };
        let groups = parameters.split(';').map(|group| group.split(':').map(number).collect());
        let Some(groups) = groups.collect::<Option<Vec<Vec<u16>>>>() else { return };
        let mut groups = groups.into_iter();
        while let Some(group) = groups.next() {
            match *group {
                [code @ (38 | 48)] => {
                    let colour = following(&mut groups);
                    self.paint(code == 38, colour);
                }
                [code @ (38 | 48), 5, index, ..] => self.paint(code == 38, Some(sixteen(index))),
                [code @ (38 | 48), 2, .., red, green, blue] => {
                    self.paint(code == 38, Some(nearest(red, green, blue)));
                }
                [4, 0] => self.underlined = false,
                [code, ..] => self.code(code),
                [] => {}
            }
        }
    }

    fn paint(&mut self, is_ink: bool, colour: Option<u8>) {
        if colour.is_some() {
            *(if is_ink { &mut self.ink } else { &mut self.ground }) = colour;
        }
    }

    fn code(&mut self, code: u16) {
        let colour = |from: u16, bright: u8| u8::try_from(code - from).ok().map(|index| index + bright);
        match code {
            0 => *self = Self::default(),
            1 => self.bold = true,
            2 => self.faint = true,
            3 => self.italic = true,
            4 | 21 => self.underlined = true,
            7 => self.inverted = true,
            9 => self.struck = true,
            22 => (self.bold, self.faint) = (false, false),
            23 => self.italic = false,
            24 => self.underlined = false,
            27 => self.inverted = false,
            29 => self.struck = false,
            30..=37 => self.ink = colour(30, 0),
            39 => self.ink = None,
            40..=47 => self.ground = colour(40, 0),
            49 => self.ground = None,
            90..=97 => self.ink = colour(90, 8),
            100..=107 => self.ground = colour(100, 8),
            _ => {}
        }
    }
}

/// The colour that the next parameters name: `5;n` or `2;r;g;b`.
fn following(groups: &mut impl Iterator<Item = Vec<u16>>) -> Option<u8> {
    let mut next = || groups.next().and_then(|group| group.first().copied());
    match next()? {
        5 => next().map(sixteen),
        2 => Some(nearest(next()?, next()?, next()?)),
        _ => None,
    }
}

/// One of the 256 colours among the sixteen.
pub(crate) fn sixteen(index: u16) -> u8 {
    let part = |step: u16| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        0..=15 => u8::try_from(index).unwrap_or_default(),
        16..=231 => {
            let index = index - 16;
            nearest(part(index / 36), part(index / 6 % 6), part(index % 6))
        }
        _ => {
            let grey = 8 + 10 * (index.min(255) - 232);
            nearest(grey, grey, grey)
        }
    }
}

/// The one of the sixteen that has the same hue: red is 1, green 2, blue 4, and what mixes them.
pub(crate) fn nearest(red: u16, green: u16, blue: u16) -> u8 {
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    if most - least < 48 {
        return match most {
            0..64 => 0,
            64..160 => 8,
            160..232 => 7,
            _ => 15,
        };
    }
    let middle = most.midpoint(least);
    let has = |part: u16, bit: u8| if part > middle { bit } else { 0 };
    has(red, 1) + has(green, 2) + has(blue, 4) + if most > 215 { 8 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sequences: &[&str], expected: Style) {
        let mut style = Style::default();
        sequences.iter().for_each(|sequence| style.apply(sequence));
        assert_eq!(style, expected, "{sequences:?}");
    }

    fn ink(colour: u8) -> Style {
        Style { ink: Some(colour), ..Style::default() }
    }

    #[test]
    fn styles_add_up_until_they_are_taken_back() {
        check(&["1;31"], Style { bold: true, ..ink(1) });
        check(&["1", "31", "22"], ink(1));
        check(
            &["31;44;3;4;7;9"],
            Style { ground: Some(4), italic: true, underlined: true, inverted: true, struck: true, ..ink(1) },
        );
        check(&["31;44;3;4;7;9", "23;24;27;29;39;49"], Style::default());
        for reset in ["", "0", "00", ";"] {
            check(&["1;31", reset], Style::default());
        }
        check(&["2", "97;107"], Style { ground: Some(15), faint: true, ..ink(15) });
        check(&["4:3"], Style { underlined: true, ..Style::default() });
        check(&["4", "4:0"], Style::default());
    }

    #[test]
    fn all_colours_come_down_to_sixteen() {
        for (sequence, colour) in [
            ("38;5;9", 9),
            ("38;5;196", 9),
            ("38;5;22", 2),
            ("38;5;244", 8),
            ("38;5;255", 15),
            ("38;5;999", 15),
            ("38;2;255;135;0", 11),
            ("38;2;10;10;10", 0),
            ("38:2::0:200:200", 6),
            ("38:5:12", 12),
        ] {
            check(&[sequence], ink(colour));
        }
        check(&["48;5;21;1"], Style { ground: Some(12), bold: true, ..Style::default() });
    }

    #[test]
    fn what_is_no_style_changes_nothing() {
        for sequence in ["?25", ">4;1", "38", "38;5", "38;2;1;2", "38;7", "999", "70000", "1;x"] {
            check(&["31", sequence], ink(1));
        }
    }
}
