//! A long name in a short place, such as an image's: cut in the middle, so that the end stays, which tells most. The whole
//! name is what is pointed at and what is copied.

use leptos::prelude::*;

/// How many characters of the end stay.
const END: usize = 16;

#[component]
pub fn Cut(#[prop(into)] text: String) -> impl IntoView {
    let at = text.char_indices().rev().nth(END - 1).map_or(0, |(at, _)| at);
    let (start, end) = text.split_at(at);
    let (start, end) = (start.to_owned(), end.to_owned());
    view! {
        <span class="cut" title=text>
            {(!start.is_empty()).then(|| view! { <span>{start}</span> })}
            {end}
        </span>
    }
}
