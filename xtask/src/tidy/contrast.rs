//! The colours of the look, held against each other in both themes: what is read needs 4.5 to 1, and the marks and borders
//! that tell a control or a state need 3 to 1.

use std::collections::BTreeMap;

use super::none;
use crate::project;

const READ: f64 = 4.5;
const SEEN: f64 = 3.0;

const SURFACES: &[&str] = &["rail", "ground", "paper", "raised", "sunken", "hover"];
const STATES: &[&str] = &["ok", "busy", "warn", "bad", "idle"];

/// A colour in the light and in the dark theme.
type Pair = [[f64; 3]; 2];

/// What may lie on what, and how clearly.
fn meetings() -> Vec<(String, String, f64)> {
    let mut all = Vec::new();
    let mut meet = |fronts: &[&str], backs: &[&str], need: f64| {
        for front in fronts {
            all.extend(backs.iter().map(|back| ((*front).to_owned(), (*back).to_owned(), need)));
        }
    };
    let inks = ["ink", "ink-soft", "ink-faint", "accent"];
    meet(&[&inks[..], STATES].concat(), SURFACES, READ);
    meet(&["ink", "ink-soft", "accent"], &["accent-soft", "code", "well"], READ);
    meet(&["ink-faint"], &["accent-soft", "code", "well"], READ);
    meet(&["y-key", "y-str", "y-num", "y-bool", "y-note"], &["code"], READ);
    meet(&["ink", "ink-soft"], &["rail-hover"], READ);
    meet(&["accent-hover"], SURFACES, READ);
    for state in STATES {
        let soft = format!("{state}-soft");
        meet(&[state, "ink", "ink-soft", "accent"], &[&soft], READ);
    }
    meet(&["accent-ink"], &["fill", "fill-hover", "bad-fill", "bad-fill-hover"], READ);
    meet(&["inverse-ink"], &["inverse", "inverse-hover"], READ);
    let console = ["console", "console-bar", "console-bad"];
    meet(&["console-ink", "console-soft", "console-faint"], &console, READ);
    meet(&["console"], &["console-found", "console-chosen"], READ);
    for colour in (0..16).map(|number| format!("ansi-{number}")) {
        meet(&[&colour], &console, READ);
        // Text on a coloured ground is dark.
        meet(&["console"], &[&colour], READ);
    }
    // Borders of what is typed into or chosen, what is ticked, the ring of the focus, the mark of where one is.
    meet(&["line-strong"], &["paper", "ground", "sunken", "well"], SEEN);
    meet(&["fill"], &["paper", "ground"], SEEN);
    meet(&["accent"], &["rail-hover", "inverse-ink"], SEEN);
    all
}

#[test]
fn colours_that_meet_can_be_told_apart_in_both_themes() {
    let tokens = tokens(&project::read("style/tokens.css").unwrap());
    let mut broken = Vec::new();
    for (front, back, need) in meetings() {
        match (tokens.get(&front), tokens.get(&back)) {
            (Some(one), Some(other)) => {
                for (theme, (one, other)) in ["light", "dark"].iter().zip(one.iter().zip(other)) {
                    let got = ratio(one, other);
                    if got < need {
                        broken.push(format!("{theme}: {front} on {back} is {got:.2}, needs {need}"));
                    }
                }
            }
            _ => broken.push(format!("style/tokens.css has no {front} or no {back}")),
        }
    }
    none("contrast", &broken);
}

/// The tokens that are colours: `--ink: light-dark(#17171c, #eceef2);` or one colour for both themes.
fn tokens(css: &str) -> BTreeMap<String, Pair> {
    let declared = css.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "));
    declared.filter_map(|(name, value)| Some((name.to_owned(), pair(value.strip_suffix(';')?)?))).collect()
}

fn pair(value: &str) -> Option<Pair> {
    let inside = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')'));
    match inside.map(|inside| inside.split_once(", ")) {
        Some(both) => both.and_then(|(light, dark)| Some([colour(light)?, colour(dark)?])),
        None => colour(value).map(|colour| [colour, colour]),
    }
}

/// Red, green and blue from 0 to 1; only of colours without transparency, which have six digits.
fn colour(text: &str) -> Option<[f64; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| Some(f64::from(u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?) / 255.0);
    Some([part(0)?, part(2)?, part(4)?])
}

/// The contrast of two colours as WCAG 2.2 computes it.
fn ratio(one: &[f64; 3], other: &[f64; 3]) -> f64 {
    let (one, other) = (light_of(one), light_of(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn light_of(colour: &[f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[test]
fn contrast_is_computed_as_the_standard_does() {
    let between = |one: &str, other: &str| ratio(&colour(one).unwrap(), &colour(other).unwrap());
    assert!((between("#000000", "#ffffff") - 21.0).abs() < 0.001);
    assert!((between("#777777", "#ffffff") - 4.478).abs() < 0.001);
    assert!((between("#84267a", "#84267a") - 1.0).abs() < 0.001);
}

#[test]
fn a_token_has_one_colour_for_each_theme() {
    let css = "  --a: light-dark(#000000, #ffffff);\n  --b: #ff0000;\n  --c: 4px;\n  --d: light-dark(#0006, #fff);\n";
    let tokens = tokens(css);
    assert_eq!(tokens.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(tokens["a"], [[0.0; 3], [1.0; 3]]);
    assert_eq!(tokens["b"], [[1.0, 0.0, 0.0]; 2]);
}
