//! Lines as programs write them.

use super::*;

fn check(output: &str, expected: &[&str]) {
    let lines_of = |lines: &Lines| {
        (lines.first()..lines.end())
            .filter_map(|number| lines.get(number))
            .map(|line| line.text.clone())
            .collect::<Vec<_>>()
    };
    let mut whole = Lines::default();
    whole.push(output);
    assert_eq!(lines_of(&whole), expected, "{output:?}");
    let mut pieces = Lines::default();
    output.chars().for_each(|character| pieces.push(character.encode_utf8(&mut [0; 4])));
    assert_eq!(lines_of(&pieces), expected, "{output:?} in pieces");
}

fn runs(output: &str, expected: &[(usize, Option<u8>)]) {
    let mut lines = Lines::default();
    lines.push(output);
    let line = lines.get(lines.end() - 1).unwrap();
    let runs = line.runs.iter().map(|run| (run.from, run.style.ink)).collect::<Vec<_>>();
    assert_eq!(runs, expected, "{output:?}");
}

#[test]
fn colours_are_kept_as_styles() {
    runs("a\u{1b}[31mred\u{1b}[0m b", &[(1, Some(1)), (4, None)]);
    runs("\u{1b}[31mred\nstill", &[(0, Some(1))]);
    runs("a\u{1b}[31m\u{1b}[32m\u{1b}[0mb", &[]);
    runs("\u{1b}[31mred\u{8}\u{8}\u{8}\u{1b}[0mb", &[]);
    runs("\u{1b}[31mred\r\u{1b}[0mb", &[]);
    runs(&format!("\u{1b}[{}31mno", "1;".repeat(100)), &[]);
}

#[test]
fn levels_are_counted_as_long_as_their_lines_are_kept() {
    let mut lines = Lines::default();
    lines.push("ERROR a\n    at b\nWARN c\nINFO d\n");
    assert_eq!(lines.grave(), (1, 2), "the second line belongs to the first");
    lines.push(&"x\n".repeat(Lines::MOST - 3));
    assert_eq!((lines.grave(), lines.dropped()), ((1, 1), 1));
    lines.clear();
    assert_eq!((lines.grave(), lines.dropped(), lines.bytes()), ((0, 0), 0, 0));
}

#[test]
fn what_the_console_says_stands_in_a_line_of_its_own() {
    let mut lines = Lines::default();
    lines.push("half");
    lines.mark("Lost.");
    lines.push("next\n");
    assert_eq!(lines.text(), "half\n--- Lost. ---\nnext\n");
}

#[test]
fn colours_titles_and_cursor_movements_are_left_out() {
    check("\u{1b}[1;31mred\u{1b}[0m plain\n", &["red plain"]);
    check("\u{1b}[2J\u{1b}[Htop\u{1b}[K\n", &["top"]);
    check("\u{1b}]0;title\u{7}a\u{1b}]8;;http://evil.example\u{1b}\\b\n", &["ab"]);
    check("\u{1b}(Ba\u{1b}=b\u{9b}5mc\n", &["abc"]);
    check("bell\u{7} null\0 end\n", &["bell null end"]);
}

#[test]
fn lines_end_as_terminals_end_them_and_are_written_over_as_there() {
    check("a\r\nb\n\nc", &["a", "b", "", "c"]);
    check("10 %\r20 %\rdone\n", &["done"]);
    check("rmm\u{8} \u{8}\u{8}m\n", &["rm"]);
    check("\u{8}x", &["x"]);
}

#[test]
fn a_sequence_whose_end_got_lost_takes_no_line_break_with_it() {
    for begun in [
        "\u{1b}]0;title",
        "\u{9d}0;title",
        "\u{1b}Pdata",
        "\u{1b}[1;31",
        "\u{1b}",
        "\u{1b}(",
        "\u{1b}]0;a\u{1b}",
    ] {
        check(&format!("lost {begun}\nnext\n"), &["lost ", "next"]);
        check(&format!("lost {begun}\r\nnext\n"), &["lost ", "next"]);
    }
    check("\u{1b}]0;title\u{1b}[31mred\n", &["red"]);
}

#[test]
fn a_long_line_is_copied_as_it_was_written() {
    let mut lines = Lines::default();
    let long = "é".repeat(Lines::LONGEST);
    lines.push(&format!("before\n{long}\nafter\n"));
    assert_eq!(lines.end(), 4, "on screen it is two");
    assert_eq!(lines.text(), format!("before\n{long}\nafter\n"));
}

#[test]
fn markup_is_left_as_it_is() {
    check("<b>&amp;</b>\n", &["<b>&amp;</b>"]);
}

#[test]
fn a_noisy_output_keeps_its_newest_lines_and_no_more() {
    let mut lines = Lines::default();
    for number in 0..Lines::MOST + 10 {
        lines.push(&format!("{number}\n"));
    }
    assert!(lines.get(9).is_none());
    assert_eq!((lines.first(), lines.get(10).unwrap().text.as_str()), (10, "10"));
    lines.push(&"x".repeat(Lines::LONGEST * 3));
    assert_eq!(lines.end() - lines.first(), Lines::MOST as u64);
    assert!(
        (lines.first()..lines.end()).all(|number| lines.get(number).unwrap().text.len() <= Lines::LONGEST)
    );
    let end = lines.end();
    lines.clear();
    lines.push("after\n");
    assert_eq!((lines.get(end).unwrap().text.as_str(), lines.text().as_str()), ("after", "after\n"));
}

#[test]
fn long_lines_make_room_before_there_are_many_of_them() {
    let mut lines = Lines::default();
    let line = format!("{}\n", "x".repeat(Lines::LONGEST));
    for _ in 0..Lines::BYTES / Lines::LONGEST + 50 {
        lines.push(&line);
    }
    assert!(lines.bytes() <= Lines::BYTES && lines.dropped() > 40, "{}", lines.dropped());
}
