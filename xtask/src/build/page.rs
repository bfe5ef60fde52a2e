//! Makes Trunk's page fit for a Content-Security-Policy without exceptions, and light on requests: its inline start
//! script becomes a file, its style sheets one file, and every name carries the hash of what is inside.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};

use super::html::{self, Tag};

/// Rewrites `index.html` in `folder`, which is served below `base`.
pub(crate) fn finish(folder: &Path, base: &str) -> Result<()> {
    let path = folder.join("index.html");
    let mut page = std::fs::read_to_string(&path).context("Trunk wrote no index.html")?;
    for script in html::tags(&page, "script").into_iter().rev().filter(|tag| tag.get("src").is_none()) {
        let text = format!("{}\n", script.content.trim());
        let name = write_hashed(folder, "start", "js", text.as_bytes())?;
        page.replace_range(script.range, &format!("<script type=\"module\" src=\"{base}{name}\"></script>"));
    }
    join_styles(folder, base, &mut page)?;
    std::fs::write(&path, page).context("index.html cannot be written")
}

/// One style sheet instead of many: each wraps itself in a cascade layer, so their order carries over.
fn join_styles(folder: &Path, base: &str, page: &mut String) -> Result<()> {
    let own = |tag: &Tag| tag.get("rel") == Some("stylesheet") && tag.get("media").is_none();
    let links: Vec<Tag> = html::tags(page, "link").into_iter().filter(own).collect();
    let Some(first) = links.first().map(|link| link.range.start) else { return Ok(()) };
    let mut css = String::new();
    for link in &links {
        let href = link.get("href").unwrap_or_default();
        let file = folder.join(href.strip_prefix(base).unwrap_or(href));
        css.push_str(&std::fs::read_to_string(&file).with_context(|| format!("{href} is not in the build"))?);
        css.push('\n');
        std::fs::remove_file(&file).with_context(|| format!("{href} cannot be removed"))?;
    }
    for link in links.into_iter().rev() {
        page.replace_range(link.range, "");
    }
    let name = write_hashed(folder, "style", "css", css.as_bytes())?;
    page.insert_str(first, &format!("<link rel=\"stylesheet\" href=\"{base}{name}\">"));
    Ok(())
}

/// Writes a file whose name changes with its content, so that a browser may keep it for ever.
pub(crate) fn write_hashed(folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Result<String> {
    let name = format!("{stem}-{}.{extension}", hash(bytes));
    std::fs::write(folder.join(&name), bytes).with_context(|| format!("{name} cannot be written"))?;
    Ok(name)
}

/// Sixteen hexadecimal digits that change when the bytes change.
pub(crate) fn hash(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
