//! What agents make of image names and capabilities (manifest rules 2.3): accepted by the Controller, lost or fatal later.

use super::context::Context;
use super::found::replace;
use super::nearest::nearest;
use super::values::change_to;
use crate::tree::Node;

pub(crate) fn check(cx: &mut Context, text: &str, node: Node) {
    if text.contains(char::is_whitespace) {
        cx.warning(
            "image-name",
            node,
            "An image name has no blanks in it; the agent could not pull this one.",
        );
        return;
    }
    if text.contains('@') {
        let message =
            "Agents up to 3.7.0 cut the image name at the first colon and cannot pull by digest. Use a tag.";
        cx.warning("image-digest", node, message);
        return;
    }
    let port = text.split_once(':').is_some_and(|(_, rest)| rest.contains('/') || rest.contains(':'));
    if port {
        let message = "Agents up to 3.7.0 cut the image name at the first colon and cannot pull from a registry with a port \
                       in the name. Serve the registry on the standard port.";
        cx.warning("image-registry-port", node, message);
    }
}

/// The words the agent knows.
pub(crate) const CAPABILITIES: &[&str] = &[
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
