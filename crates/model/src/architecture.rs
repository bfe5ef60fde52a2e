//! The processors of agents, as the Controller numbers them (`fogTypeId`), and which image is meant for one.

use crate::{Agent, CatalogItem, Image, Microservice};

/// The processor of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Architecture {
    /// 64-bit Intel and AMD.
    X86,
    /// ARM of any size.
    Arm,
}

impl Architecture {
    /// Both, in the order in which manifests name them.
    pub const ALL: [Architecture; 2] = [Architecture::X86, Architecture::Arm];

    /// The key under `spec.images` and in a catalog item.
    pub fn key(self) -> &'static str {
        match self {
            Architecture::X86 => "x86",
            Architecture::Arm => "arm",
        }
    }

    /// `fogTypeId` of images and agents (manifest rules 2.0).
    pub fn fog_type_id(self) -> i64 {
        match self {
            Architecture::X86 => 1,
            Architecture::Arm => 2,
        }
    }

    /// The architecture of a `fogTypeId`; none for 0 (not typed yet) and unknown numbers.
    pub fn from_fog_type_id(id: i64) -> Option<Architecture> {
        Architecture::ALL.into_iter().find(|architecture| architecture.fog_type_id() == id)
    }
}

impl Agent {
    /// Its processor; none while the agent has not told the Controller.
    pub fn architecture(&self) -> Option<Architecture> {
        Architecture::from_fog_type_id(self.fog_type_id)
    }
}

impl CatalogItem {
    /// The image for an architecture; null and empty count as none.
    pub fn image(&self, architecture: Architecture) -> Option<&str> {
        image(&self.images, architecture)
    }
}

impl Microservice {
    /// Its own image for an architecture; null and empty count as none.
    pub fn image(&self, architecture: Architecture) -> Option<&str> {
        image(&self.images, architecture)
    }
}

fn image(images: &[Image], architecture: Architecture) -> Option<&str> {
    let image = images.iter().find(|image| image.fog_type_id == architecture.fog_type_id())?;
    image.container_image.as_deref().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_that_is_null_or_empty_is_none() {
        let images = r#"{"images": [{"containerImage": "a:1", "fogTypeId": 1}, {"containerImage": null, "fogTypeId": 2}]}"#;
        let item: CatalogItem = crate::from_text(images).unwrap();
        assert_eq!((item.image(Architecture::X86), item.image(Architecture::Arm)), (Some("a:1"), None));
    }
}
