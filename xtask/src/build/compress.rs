//! Brotli and gzip beside each file, at their best levels, so that a server only has to send them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};

use super::files;

/// Files that an operator edits after the build: a compressed copy would hide the edit.
const EDITED_LATER: &[&str] = &["controller-config.js"];
const ALREADY_COMPRESSED: &[&str] = &["br", "gz", "png", "jpg", "webp", "woff2", "zip"];

/// Whether a file gains from compression and keeps its content after the build.
pub(crate) fn is_compressible(file: &Path) -> bool {
    let text =
        |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    let (name, extension) = (text(file.file_name()), text(file.extension()));
    !EDITED_LATER.contains(&name.as_str()) && !ALREADY_COMPRESSED.contains(&extension.as_str())
}

/// Writes `name.br` and `name.gz` for every file below `folder`.
pub(super) fn beside_each_file(folder: &Path) -> Result<()> {
    let jobs: Vec<PathBuf> = files(folder)?.into_iter().filter(|file| is_compressible(file)).collect();
    let (jobs, failure) = (Mutex::new(jobs), Mutex::new(None));
    let next = || jobs.lock().ok().and_then(|mut jobs| jobs.pop());
    let work = || {
        while let Some(file) = next() {
            if let (Err(error), Ok(mut failure)) = (compress(&file), failure.lock()) {
                *failure = Some(error);
            }
        }
    };
    std::thread::scope(|threads| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            threads.spawn(work);
        }
    });
    failure.into_inner().ok().flatten().map_or(Ok(()), Err)
}

fn compress(file: &Path) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    for (extension, compressed) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".{extension}"));
        std::fs::write(&name, compressed).with_context(|| format!("{} cannot be written", name.display()))?;
    }
    Ok(())
}

pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &best)?;
    Ok(out)
}

pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_operator_edits_or_is_small_already_is_left_alone() {
        for (file, expected) in [
            ("index.html", true),
            ("app_bg.wasm", true),
            ("controller-config.js", false),
            ("icon.png", false),
            ("index.html.br", false),
        ] {
            assert_eq!(is_compressible(Path::new(file)), expected, "{file}");
        }
    }

    #[test]
    fn both_forms_unpack_to_the_same_bytes() {
        let bytes = b"microservice ".repeat(100);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut brotli(&bytes).unwrap().as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, bytes);
        let mut unpacked = Vec::new();
        let packed = gzip(&bytes).unwrap();
        std::io::copy(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut unpacked).unwrap();
        assert_eq!(unpacked, bytes);
    }
}
