//! A program that has the whole screen and draws it again every second, as editors and monitors do: to try terminals with.

use std::fmt::Write;

/// What the program is about to draw.
pub(super) struct Top {
    /// Rows and columns of the terminal.
    size: (u16, u16),
    round: u32,
}

/// Processes that there are for show.
const PROCESSES: [(&str, u32); 5] = [("server", 41), ("worker", 23), ("cache", 12), ("cron", 3), ("sh", 1)];

impl Top {
    pub(super) fn new(size: (u16, u16)) -> Self {
        Self { size, round: 0 }
    }

    /// Takes the screen.
    pub(super) fn begin(&mut self) -> String {
        format!("\x1b[?1049h\x1b[?25l\x1b[2J{}", self.draw())
    }

    /// Draws all of it once more.
    pub(super) fn draw(&mut self) -> String {
        let (rows, columns) = self.size;
        self.round += 1;
        let title = format!("top, {rows} rows of {columns}, round {}", self.round);
        let mut drawn = format!("\x1b[H\x1b[7m{title:<width$.width$}\x1b[0m", width = usize::from(columns));
        for (row, (name, load)) in (3..rows.saturating_sub(1)).zip(PROCESSES) {
            let load = (load + self.round * 7 % 11).min(99);
            let colour = match load {
                40.. => 31,
                20.. => 33,
                _ => 32,
            };
            let bar = "|".repeat((load / 4) as usize);
            // Writing to a text cannot fail.
            let _ = write!(
                drawn,
                "\x1b[{row};1H\x1b[1m{name:<8}\x1b[0m {load:>3} % \x1b[{colour}m{bar}\x1b[0m\x1b[K"
            );
        }
        let _ = write!(drawn, "\x1b[{rows};1H\x1b[36mq quits\x1b[0m\x1b[K");
        drawn
    }

    /// Gives the screen back.
    pub(super) fn end() -> &'static str {
        "\x1b[?25h\x1b[?1049l"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_is_taken_drawn_again_and_given_back() {
        let mut top = Top::new((24, 30));
        let first = top.begin();
        assert!(
            first.starts_with("\x1b[?1049h") && first.contains("top, 24 rows of 30, round 1"),
            "{first:?}"
        );
        assert!(first.contains("\x1b[24;1H\x1b[36mq quits"), "{first:?}");
        let second = top.draw();
        assert!(second.starts_with("\x1b[H") && second.contains("round 2"), "{second:?}");
        assert!(Top::end().ends_with("\x1b[?1049l"));
    }
}
