//! Texts in a link, in the part of an address that is never sent to a server. The script of the editor packs and unpacks
//! them (`editor/src/links.ts`).

use wasm_bindgen::JsCast;
use web_sys::js_sys::Array;

use crate::deploy::files::call;
use crate::ui::js::{get, object};

/// What such a part begins with.
const BEGINS: &str = "#share=";

/// A text that is shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    pub name: String,
    pub text: String,
    /// Secrets were left out of it.
    pub lacks: bool,
}

/// What follows the address of the page; `Err` says why there is nothing.
pub fn pack(files: &[Shared]) -> Result<String, String> {
    let plain = |one: &Shared| {
        object(&[
            ("name", one.name.as_str().into()),
            ("text", one.text.as_str().into()),
            ("lacks", one.lacks.into()),
        ])
    };
    let packed = call("pack", &files.iter().map(plain).collect::<Array>().into())?;
    let said = |said: Option<String>| said.ok_or_else(|| "The browser could not make it.".to_owned());
    match packed {
        Ok(packed) => said(packed.as_string()).map(|packed| format!("{BEGINS}{packed}")),
        Err(why) => Err(said(why.as_string())?),
    }
}

/// The packed texts in the last part of an address, if there are any.
pub fn packed_in(fragment: &str) -> Option<&str> {
    fragment.strip_prefix(BEGINS)
}

/// The texts, or why there are none.
pub fn unpack(packed: &str) -> Result<Vec<Shared>, String> {
    let answer = call("unpackLink", &packed.into())?;
    let answer = answer.map_err(|error| {
        error.as_string().unwrap_or_else(|| "It is broken: a part of it is missing.".to_owned())
    })?;
    let files = answer.dyn_into::<Array>().unwrap_or_default();
    let read = |file| Shared {
        name: get(&file, "name").as_string().unwrap_or_default(),
        text: get(&file, "text").as_string().unwrap_or_default(),
        lacks: get(&file, "lacks").is_truthy(),
    };
    Ok(files.iter().map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::packed_in;

    #[test]
    fn only_our_part_of_an_address_holds_texts() {
        for (fragment, expected) in
            [("#share=1abc", Some("1abc")), ("#share", None), ("#main", None), ("", None), ("share=1", None)]
        {
            assert_eq!(packed_in(fragment), expected, "{fragment}");
        }
    }
}
