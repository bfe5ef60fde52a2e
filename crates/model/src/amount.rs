//! Amounts of memory and disk, whose unit is part of their type: the Controller and its agents use three of them.

use serde::Serialize;

use crate::lenient::Lenient;
use crate::reader::{Reader, Unfit};

/// An amount as it was reported, in a unit of so many bytes. Only [`Amount::bytes`] gives it away, so nobody takes one unit
/// for another. It serializes as the number that was reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Amount<const UNIT: u64>(f64);

/// Bytes, as microservices report memory, and agents what is free on their machine.
pub type Bytes = Amount<1>;
/// 1024 × 1024 bytes, as agents report and limit memory.
pub type Megabytes = Amount<0x10_0000>;
/// 1024 MB, as agents report and limit disk.
pub type Gigabytes = Amount<0x4000_0000>;

impl<const UNIT: u64> Amount<UNIT> {
    /// How many bytes that is.
    pub fn bytes(self) -> f64 {
        self.0 * UNIT as f64
    }
}

impl<const UNIT: u64> Lenient for Amount<UNIT> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Unfit> {
        self.0.read(reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Agent, MicroserviceStatus, from_text};

    #[test]
    fn each_field_has_the_unit_that_is_reported_in_it() {
        let text = r#"{"memoryUsage":2,"diskUsage":"0.5","systemAvailableDisk":7,"memoryLimit":4096,"diskLimit":10,"logLimit":1}"#;
        let agent: Agent = from_text(text).unwrap();
        let (memory, disk) = (agent.memory_usage.bytes(), agent.disk_usage.bytes());
        assert_eq!((memory, disk), (2_097_152.0, 536_870_912.0));
        assert_eq!(agent.system_available_disk.map(Bytes::bytes), Some(7.0));
        assert_eq!(agent.memory_limit.bytes(), 4_294_967_296.0);
        assert_eq!((agent.disk_limit.bytes(), agent.log_limit.bytes()), (10_737_418_240.0, 1_073_741_824.0));
        let status: MicroserviceStatus = from_text(r#"{"memoryUsage":1024}"#).unwrap();
        assert_eq!(status.memory_usage.bytes(), 1_024.0);
        let written = serde_json::to_value(&agent).unwrap();
        assert_eq!((&written["memoryUsage"], &written["diskUsage"]), (&2.0.into(), &0.5.into()));
    }
}
