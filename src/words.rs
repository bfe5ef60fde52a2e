//! Texts as people look for them and put them in order: without regard to case, accents and how a letter was composed,
//! and in the order of their language.

use std::collections::HashMap;

/// A text as it is searched: what is folded alike is found by each other, on any keyboard.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let bare = decomposed(text);
    for character in bare.chars().filter(|character| !is_mark(*character)) {
        for small in character.to_lowercase() {
            match alike(small) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(small),
            }
        }
    }
    folded
}

/// The place of each text in the order of the person's language, with numbers by their value: `edge-2` before `edge-10`.
pub fn places<'a>(texts: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut places: HashMap<&str, usize> = texts.map(|text| (text, 0)).collect();
    for (place, text) in sorted(places.keys().copied()).iter().enumerate() {
        if let Some(slot) = places.get_mut(text.as_str()) {
            *slot = place;
        }
    }
    places
}

/// Accents and vowel points, and what takes no room: none of it is typed by whoever looks for something.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}'
        | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}'
        | '\u{5c4}'..='\u{5c5}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that are variants of others, but no composition of them, so that no table of Unicode takes them apart.
fn alike(small: char) -> Option<&'static str> {
    Some(match small {
        'ı' => "i",
        'ß' => "ss",
        'ς' => "σ",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        _ => return None,
    })
}

/// Every letter apart from its accents. The browser brings the tables for that along; they would weigh more than a page.
#[cfg(target_arch = "wasm32")]
fn decomposed(text: &str) -> String {
    String::from(js_sys::JsString::from(text).normalize("NFKD"))
}

#[cfg(not(target_arch = "wasm32"))]
fn decomposed(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfkd(text).collect()
}

/// The browser sorts them all at once: one text at a time would cross the border far more often.
#[cfg(target_arch = "wasm32")]
fn sorted<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    use wasm_bindgen::{JsCast, JsValue};

    let options = js_sys::Object::new();
    // An object that was just made takes a value.
    let _ = js_sys::Reflect::set(&options, &"numeric".into(), &JsValue::TRUE);
    let compare = js_sys::Intl::Collator::new(&js_sys::Array::new(), &options).compare();
    let texts = texts.map(JsValue::from_str).collect::<js_sys::Array>();
    let sort: Option<js_sys::Function> =
        js_sys::Reflect::get(&texts, &"sort".into()).ok().and_then(|sort| sort.dyn_into().ok());
    if let Some(sort) = sort {
        // Sorting texts does not fail; the order would only be another one.
        let _ = js_sys::Function::call1(&sort, &texts, &compare);
    }
    texts.iter().filter_map(|text| text.as_string()).collect()
}

/// The same as far as a test can see.
#[cfg(not(target_arch = "wasm32"))]
fn sorted<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut texts = texts.map(str::to_owned).collect::<Vec<_>>();
    texts.sort_by_cached_key(|text| (fold(text), text.clone()));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, written: &str) {
        let (typed, written) = (fold(typed), fold(written));
        assert!(written.contains(&typed), "{typed:?} in {written:?}");
    }

    #[test]
    fn the_turkish_letters_are_found_by_each_other() {
        for typed in ["istanbul", "ISTANBUL", "İstanbul", "ıstanbul", "i\u{307}stanbul"] {
            check(typed, "Sensor in İSTANBUL");
            check(typed, "sensor in ıstanbul");
            check(typed, "Sensor in Istanbul");
        }
    }

    #[test]
    fn accents_are_optional_and_may_be_composed_or_not() {
        for written in ["Zürich", "Zu\u{308}rich", "ZÜRICH", "ZU\u{308}RICH"] {
            for typed in ["zurich", "zürich", "zu\u{308}rich"] {
                check(typed, written);
            }
        }
        for (typed, written) in [
            ("cafe", "CAFÉ"),
            ("strasse", "Straße"),
            ("STRAẞE", "strasse"),
            ("oresund", "Øresund"),
            ("lodz", "Łódź"),
            ("οδος", "ΟΔΌΣ"),
            ("дом", "ДОМ"),
            ("ангстрем", "Ангстрём"),
            ("viet nam", "Việt\u{a0}Nam"),
            ("office", "oﬃce"),
            ("ABC", "ａｂｃ"),
            ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
            ("soft", "so\u{ad}ft"),
        ] {
            check(typed, written);
        }
    }

    #[test]
    fn plain_text_only_loses_its_case() {
        assert_eq!(fold("Edge-1.LOCAL"), "edge-1.local");
        assert_ne!(fold("a"), fold("å b"));
    }

    #[test]
    fn every_text_gets_its_place() {
        let places = places(["zebra", "Äpfel", "apple", "apple"].into_iter());
        assert!(places["Äpfel"] < places["apple"] || places["apple"] < places["Äpfel"]);
        assert!(places["apple"] < places["zebra"] && places["Äpfel"] < places["zebra"]);
    }
}
