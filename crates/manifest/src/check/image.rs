//! What agents make of image names and capabilities (manifest rules 2.3): accepted by the Controller, lost or fatal later.

use super::context::Context;
use super::found::replace;
use super::nearest::nearest;
use super::values::change_to;
use crate::tree::Node;

pub(crate) fn check(cx: &mut Context, text: &str, node: Node) {
    let Some(fault) = fault(text) else { return };
    let (code, message) = match &fault {
        Fault::Blank => {
            ("image-name", "An image name has no blanks in it; the agent could not pull this one.".to_owned())
        }
        Fault::Scheme(bare) => (
            "image-name",
            format!("An image name does not begin with an address of the web. Write {bare}, without what stands before it."),
        ),
        Fault::Digest => (
            "image-digest",
            "Agents up to 3.7.0 cut the image name at the first colon and cannot pull by digest. Use a tag.".to_owned(),
        ),
        Fault::EmptyTag => (
            "image-name",
            "The tag behind the colon is missing, so the agent could not pull this image. Write a tag, or take the colon \
             away for the tag latest."
                .to_owned(),
        ),
        Fault::EmptyPart => {
            ("image-name", "A part of this image name is empty: no \"/\" may stand at its ends or twice.".to_owned())
        }
        Fault::Port => (
            "image-registry-port",
            "Agents up to 3.7.0 cut the image name at the first colon and cannot pull from a registry with a port in the \
             name. Serve the registry on the standard port."
                .to_owned(),
        ),
        Fault::Colon => (
            "image-name",
            "A colon stands before the tag of this image, and the agent cuts the name at the first one. Only the tag may \
             follow a colon."
                .to_owned(),
        ),
        Fault::UpperCase(lower) => (
            "image-name",
            format!("Image names are in lower case, only their tags need not be; the agent could not pull this one. Write {lower}."),
        ),
    };
    let found = cx.warning(code, node, message);
    if let Fault::Scheme(right) | Fault::UpperCase(right) = &fault
        && self::fault(right).is_none()
    {
        change_to(found, Some(right), node);
    }
}

/// What keeps an agent from pulling an image of this name.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    Blank,
    /// `https://` before the name; the name without it.
    Scheme(String),
    Digest,
    EmptyTag,
    EmptyPart,
    /// A registry's port.
    Port,
    /// A colon that leads neither to a port nor to the tag.
    Colon,
    /// Capitals outside the tag; the name without them.
    UpperCase(String),
}

fn fault(text: &str) -> Option<Fault> {
    if text.is_empty() {
        return None;
    }
    if text.contains(char::is_whitespace) {
        return Some(Fault::Blank);
    }
    if let Some((_, bare)) = text.split_once("://") {
        return Some(Fault::Scheme(bare.trim_matches('/').to_owned()));
    }
    if text.contains('@') {
        return Some(Fault::Digest);
    }
    let (host, path) = match text.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (Some(first), rest),
        _ => (None, text),
    };
    if let Some((_, port)) = host.and_then(|host| host.split_once(':')) {
        let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        return Some(if digits { Fault::Port } else { Fault::Colon });
    }
    let (name, tag) = path.split_once(':').map_or((path, None), |(name, tag)| (name, Some(tag)));
    match tag {
        Some("") => return Some(Fault::EmptyTag),
        Some(tag) if tag.contains([':', '/']) => return Some(Fault::Colon),
        _ => {}
    }
    if name.split('/').any(str::is_empty) {
        return Some(Fault::EmptyPart);
    }
    if name.contains(|c: char| c.is_ascii_uppercase()) {
        let lower =
            [host.unwrap_or_default(), if host.is_some() { "/" } else { "" }, &name.to_ascii_lowercase()]
                .concat();
        return Some(Fault::UpperCase(tag.map_or(lower.clone(), |tag| format!("{lower}:{tag}"))));
    }
    None
}

/// The words the agent knows.
pub const CAPABILITIES: &[&str] = &[
    "ALL",
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "PERFMON",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYSLOG",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "WAKE_ALARM",
];

pub(crate) fn capability(cx: &mut Context, text: &str, node: Node) {
    if CAPABILITIES.contains(&text) {
        return;
    }
    let upper = text.to_ascii_uppercase();
    let bare = upper.strip_prefix("CAP_").unwrap_or(&upper);
    let message = format!(
        "The agent does not know the capability \"{text}\", and the container would not be made. Write it in capitals and \
         without CAP_."
    );
    let known = CAPABILITIES.contains(&bare);
    let near = nearest(bare, CAPABILITIES.iter().copied());
    let found = cx.warning("unknown-capability", node, message);
    if known {
        found.fix(format!("Change to {bare}"), replace(node, bare));
    } else {
        change_to(found, near, node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_image_is_named_by_its_cause() {
        for (text, expected) in [
            ("", None),
            ("acme/meter", None),
            ("meter:1", None),
            ("docker.io/acme/meter:V1", None),
            ("localhost/acme/meter", None),
            ("acme/me ter:1", Some(Fault::Blank)),
            (
                "https://registry.example.com/acme/meter:1",
                Some(Fault::Scheme("registry.example.com/acme/meter:1".into())),
            ),
            ("docker://acme/meter", Some(Fault::Scheme("acme/meter".into()))),
            ("acme/meter@sha256:0a", Some(Fault::Digest)),
            ("acme/meter:", Some(Fault::EmptyTag)),
            ("registry.example.com/acme/meter:", Some(Fault::EmptyTag)),
            ("registry.example.com:5000/acme/meter:1", Some(Fault::Port)),
            ("localhost:5000/meter", Some(Fault::Port)),
            ("acme:1/meter:2", Some(Fault::Port)),
            ("acme:meter/x", Some(Fault::Colon)),
            ("acme/meter:1:2", Some(Fault::Colon)),
            ("acme/meter:1/2", Some(Fault::Colon)),
            ("/acme/meter", Some(Fault::EmptyPart)),
            ("acme/meter/", Some(Fault::EmptyPart)),
            ("Acme/Meter:V1", Some(Fault::UpperCase("acme/meter:V1".into()))),
            ("Registry.example.com/Meter", Some(Fault::UpperCase("Registry.example.com/meter".into()))),
        ] {
            assert_eq!(fault(text), expected, "{text}");
        }
    }
}
