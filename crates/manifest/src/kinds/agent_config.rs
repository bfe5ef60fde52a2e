//! Keys that old manifests carry under `agent.config`: accepted and ignored (manifest rules 2.6).

use crate::fields::{Field, INTEGER, Mapping, TEXT, TEXTS, Type};

const NUMBERS: &str = "A number, from the time when a microservice configured its agent.";
const WORDS: &str = "A text, from the time when a microservice configured its agent.";
const SWITCH: &str = "A switch, from the time when a microservice configured its agent.";

const fn number(key: &'static str) -> Field {
    Field::new(key, INTEGER, key, NUMBERS).null_is_absent()
}

const fn text(key: &'static str) -> Field {
    Field::new(key, TEXT, key, WORDS).null_is_absent()
}

const fn switch(key: &'static str) -> Field {
    Field::new(key, Type::Boolean, key, SWITCH).null_is_absent()
}

pub(crate) static AGENT_CONFIG: Mapping = Mapping::open(&[
    text("dockerUrl"),
    text("containerEngine"),
    text("deploymentType"),
    number("diskLimit"),
    text("diskDirectory"),
    number("memoryLimit"),
    number("cpuLimit"),
    number("logLimit"),
    text("logDirectory"),
    number("logFileCount"),
    number("statusFrequency"),
    number("changeFrequency"),
    number("deviceScanFrequency"),
    text("gpsMode"),
    number("gpsScanFrequency"),
    text("gpsDevice"),
    number("edgeGuardFrequency"),
    switch("bluetoothEnabled"),
    switch("watchdogEnabled"),
    switch("abstractedHardwareEnabled"),
    text("routerMode"),
    number("routerPort"),
    Field::new("upstreamRouters", TEXTS, "upstreamRouters", "Names of agents whose routers this one joined.")
        .null_is_absent(),
    text("networkRouter"),
    text("host"),
    Field::new("routerConfig", Type::Mapping(&ROUTER_CONFIG), "routerConfig", "The router of the agent.")
        .null_is_absent(),
    number("dockerPruningFrequency"),
    text("logLevel"),
    number("availableDiskThreshold"),
]);

static ROUTER_CONFIG: Mapping = Mapping::open(&[
    text("routerMode"),
    number("messagingPort"),
    number("edgeRouterPort"),
    number("interRouterPort"),
]);
