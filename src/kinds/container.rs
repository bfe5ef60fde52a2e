//! How a microservice is put into a form, by itself and as an entry of its application: the same sections below another
//! path.

use serde_json::json;

use crate::resource::form::list::ListShape;
use crate::resource::form::paste;
use crate::resource::form::shape::Particular;

/// The sections, with what comes first in the section Where, below a path that ends in a dot.
macro_rules! sections {
    ($base:literal, [$($first:literal),*]) => {
        &[
            FormSection {
                title: "Where",
                about: "another agent moves the microservice",
                fields: &[$($first,)* concat!($base, "agent")],
                folded: false,
            },
            FormSection {
                title: "Image",
                about: "of its own, or those of a catalog item",
                fields: &[
                    concat!($base, "images.catalogId"),
                    concat!($base, "images.registry"),
                    concat!($base, "images"),
                    concat!($base, "container.commands"),
                ],
                folded: false,
            },
            FormSection {
                title: "Network",
                about: "",
                fields: &[
                    concat!($base, "container.ports"),
                    concat!($base, "container.hostNetworkMode"),
                    concat!($base, "container.extraHosts"),
                ],
                folded: false,
            },
            FormSection {
                title: "Environment",
                about: "",
                fields: &[concat!($base, "container.env"), concat!($base, "config")],
                folded: false,
            },
            FormSection { title: "Storage", about: "", fields: &[concat!($base, "container.volumes")], folded: false },
            FormSection {
                title: "Limits",
                about: "",
                fields: &[
                    concat!($base, "container.memoryLimit"),
                    concat!($base, "container.cpuSetCpus"),
                    concat!($base, "logSize"),
                ],
                folded: true,
            },
            FormSection {
                title: "Health",
                about: "",
                fields: &[concat!($base, "container.healthCheck")],
                folded: true,
            },
            FormSection {
                title: "Rights",
                about: "",
                fields: &[
                    concat!($base, "container.isPrivileged"),
                    concat!($base, "container.runAsUser"),
                    concat!($base, "container.capAdd"),
                    concat!($base, "container.capDrop"),
                    concat!($base, "container.cdiDevices"),
                    concat!($base, "container.pidMode"),
                    concat!($base, "container.ipcMode"),
                    concat!($base, "serviceAccount"),
                    concat!($base, "natsConfig"),
                ],
                folded: true,
            },
        ]
    };
}
pub(super) use sections;

/// What is particular to the fields of a microservice, wherever it stands.
pub const PARTICULARS: &[(&str, Particular)] = &[
    // In another application, or under another name, it would be another microservice.
    ("metadata.name", Particular::OnlyNew),
    ("spec.application", Particular::OnlyNew),
    ("config", Particular::Area),
    ("container.commands", Particular::List(&words("part"))),
    ("container.ports", Particular::List(&PORTS)),
    ("container.extraHosts", Particular::List(&HOSTS)),
    ("container.env", Particular::List(&ENV)),
    ("container.volumes", Particular::List(&VOLUMES)),
    ("container.healthCheck.test", Particular::List(&words("part of the test"))),
    ("container.capAdd", Particular::List(&words("capability"))),
    ("container.capDrop", Particular::List(&words("dropped capability"))),
    ("container.cdiDevices", Particular::List(&words("device"))),
    ("metadata.tags", Particular::List(&words("tag"))),
];

/// A list of texts.
pub const fn words(noun: &'static str) -> ListShape {
    ListShape { noun, order: &[], one_of: &[], new: || json!(""), paste: None, pastes: "" }
}

const PORTS: ListShape = ListShape {
    noun: "port",
    order: &["external", "internal", "protocol"],
    one_of: &[],
    new: || json!({ "internal": 80, "external": 15000 }),
    paste: Some(paste::port),
    pastes: "Lines like 8080:80 can be pasted into the first column.",
};

const ENV: ListShape = ListShape {
    noun: "variable",
    order: &["key"],
    one_of: &[("value", "Value"), ("valueFromSecret", "Secret"), ("valueFromConfigMap", "Config map")],
    new: || json!({ "key": "", "value": "" }),
    paste: Some(paste::variable),
    pastes: "Lines like KEY=value can be pasted into a name.",
};

const VOLUMES: ListShape = ListShape {
    noun: "volume",
    order: &["hostDestination", "containerDestination", "accessMode", "type"],
    one_of: &[],
    new: || json!({ "hostDestination": "", "containerDestination": "", "accessMode": "rw", "type": "volume" }),
    paste: Some(paste::volume),
    pastes: "Lines like /on/the/agent:/data:ro can be pasted into the first column.",
};

const HOSTS: ListShape = ListShape {
    noun: "host",
    order: &["name", "address"],
    one_of: &[],
    new: || json!({ "name": "", "address": "" }),
    paste: Some(paste::host),
    pastes: "Lines like printer:192.0.2.40 can be pasted into a name.",
};
