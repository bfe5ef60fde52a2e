//! Folders and archives as the files in them, and files as one archive to keep. The script of the editor knows how
//! (`editor/src/files.ts`).

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, Function, Promise, Uint8Array};

use crate::ui::js::{console, get, object};

/// The manifests of a folder or an archive.
#[derive(Default)]
pub struct Contents {
    /// Paths and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// How many other files there are.
    pub others: usize,
}

/// What a zip archive begins with.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The manifests in a zip archive, or why there are none.
pub fn unpack(bytes: &[u8]) -> Result<Contents, String> {
    let answer = call("unpack", &Uint8Array::from(bytes).into())?;
    let answer = answer.map_err(|error| {
        error
            .as_string()
            .unwrap_or_else(|| "It is no zip archive that could be opened, or it is broken.".to_owned())
    })?;
    Ok(contents(&answer))
}

/// The manifests below a folder, or why there are none.
pub async fn walk(folder: &web_sys::FileSystemEntry) -> Result<Contents, String> {
    Ok(contents(&ask("walk", &Array::of1(folder).into()).await?))
}

/// What a function of the script promises, or why it does not come.
pub async fn ask(name: &str, with: &JsValue) -> Result<JsValue, String> {
    let failed = |error: JsValue| {
        error.as_string().unwrap_or_else(|| "The browser could not read or write it.".to_owned())
    };
    let promise = call(name, with)?.map_err(failed)?.dyn_into::<Promise>().map_err(failed)?;
    JsFuture::from(promise).await.map_err(failed)
}

/// Whether the browser has a function.
pub fn has(name: &str) -> bool {
    get(&leptos::prelude::window(), name).is_function()
}

/// Has the browser save texts by their names: one as it is, several as an archive. `Err` says why it does not.
pub fn save(files: &[(String, String)]) -> Result<(), String> {
    let all = files.iter().map(|(name, text)| object(&[("name", name.into()), ("text", text.into())]));
    let saved = call("save", &all.collect::<Array>().into())?;
    saved.map(drop).map_err(|_| "The browser did not save it.".to_owned())
}

/// Calls a function of the script. The outer error says that it has not come.
pub fn call(name: &str, with: &JsValue) -> Result<Result<JsValue, JsValue>, String> {
    let function = get(&console("files"), name).dyn_into::<Function>();
    let function = function
        .map_err(|_| "The part of the console that does this has not loaded. Try again.".to_owned())?;
    Ok(function.call1(&JsValue::UNDEFINED, with))
}

fn contents(answer: &JsValue) -> Contents {
    let file = |file: JsValue| {
        let bytes = get(&file, "bytes").dyn_into::<Uint8Array>().ok()?;
        Some((get(&file, "name").as_string()?, bytes.to_vec()))
    };
    let files = get(answer, "files").dyn_into::<Array>().unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
    let others = get(answer, "others").as_f64().unwrap_or_default() as usize;
    Contents { files: files.iter().filter_map(file).collect(), others }
}

#[cfg(test)]
mod tests {
    use super::is_archive;

    #[test]
    fn archives_are_known_by_how_they_begin() {
        for (bytes, expected) in [
            (&b"PK\x03\x04rest"[..], true),
            (b"PK\x05\x06", true),
            (b"PKI: x", false),
            (b"kind: A", false),
            (b"", false),
        ] {
            assert_eq!(is_archive(bytes), expected, "{bytes:?}");
        }
    }
}
