//! Request bodies by content type, with the framework's own failures (Controller contract 1, "Content types", "Limits").

use std::convert::Infallible;

use serde_json::{Map, Value};

use super::page::Page;
use super::query;
use crate::number;

/// JSON and form bodies may have 100 kB; uploads are not limited.
const LIMIT: usize = 100 * 1024;

/// A request body that was read.
#[derive(Debug)]
pub(crate) enum Payload {
    Data(Value),
    /// An upload: the name of its file field and the file's text. `None` when no file was sent.
    File(Option<(String, String)>),
    /// A body that was refused before any route was looked at.
    Refused(Page),
    /// An upload that cannot be read; only routes for uploads try to.
    Broken(Page),
}

impl Payload {
    pub(crate) fn empty() -> Self {
        Self::Data(Value::Object(Map::new()))
    }
}

pub(crate) async fn read(content_type: &str, bytes: &[u8]) -> Payload {
    let kind = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let texts = ["application/json", "application/x-www-form-urlencoded"];
    if let Some(charset) = foreign_charset(content_type).filter(|_| texts.contains(&kind.as_str())) {
        let message = format!("UnsupportedMediaTypeError: unsupported charset \"{charset}\"");
        return Payload::Refused(Page::failure(415, &message));
    }
    match kind.as_str() {
        "multipart/form-data" => upload(content_type, bytes).await,
        "application/json" | "application/x-www-form-urlencoded" if bytes.len() > LIMIT => {
            Payload::Refused(Page::failure(413, "PayloadTooLargeError: request entity too large"))
        }
        "application/json" => json(bytes),
        "application/x-www-form-urlencoded" => Payload::Data(query::form(&String::from_utf8_lossy(bytes))),
        _ => Payload::empty(),
    }
}

/// The charset of a content type, if it is not one of Unicode's.
fn foreign_charset(content_type: &str) -> Option<String> {
    let parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let charset = parameters.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?.1;
    let charset = charset.trim().trim_matches('"').to_uppercase();
    (!charset.starts_with("UTF-")).then_some(charset)
}

fn json(bytes: &[u8]) -> Payload {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.is_empty() {
        return Payload::empty();
    }
    match number::read(bytes) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => Payload::Data(value),
        // Only objects and arrays are taken: the rest counts as a syntax error too.
        Ok(_) => Payload::Refused(Page::failure(400, "SyntaxError: Unexpected token in JSON at position 0")),
        Err(error) => Payload::Refused(Page::failure(
            400,
            &format!("SyntaxError: Unexpected token in JSON at position {}", error.column()),
        )),
    }
}

async fn upload(content_type: &str, bytes: &[u8]) -> Payload {
    let Ok(boundary) = multer::parse_boundary(content_type) else {
        return Payload::Broken(Page::failure(500, "Error: Multipart: Boundary not found"));
    };
    let body = bytes.to_vec();
    let stream = futures_util::stream::once(async move { Ok::<_, Infallible>(body) });
    let mut parts = multer::Multipart::new(stream, boundary);
    let mut file = None;
    loop {
        match parts.next_field().await {
            Ok(Some(field)) if field.file_name().is_some() => {
                if file.is_some() {
                    return Payload::Broken(Page::failure(500, "MulterError: Unexpected field"));
                }
                let name = field.name().unwrap_or("").to_owned();
                let Ok(bytes) = field.bytes().await else {
                    return Payload::Broken(Page::failure(500, "Error: Unexpected end of form"));
                };
                file = Some((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
            Ok(Some(_)) => {}
            Ok(None) => return Payload::File(file),
            Err(_) => return Payload::Broken(Page::failure(500, "Error: Unexpected end of form")),
        }
    }
}
