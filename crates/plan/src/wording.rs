//! The sentences of a plan, worded once.

use std::fmt;

use crate::step::{Consequence, RegistryTwin};

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Consequence::Restarts { microservices } => match microservices.as_slice() {
                [one] => write!(f, "Restarts the container of {one}."),
                several => write!(f, "Restarts {} containers: {}.", several.len(), several.join(", ")),
            },
            Consequence::Deletes { microservices } => {
                let (count, noun) = counted(microservices, "microservice");
                write!(f, "Deletes {count} {noun} that the file does not list: {}.", microservices.join(", "))
            }
            Consequence::Keeps { microservices, because } => {
                write!(f, "Keeps {}, which the list lacks: {because}.", microservices.join(", "))
            }
            Consequence::Rebuilds { because, microservices } => {
                let (count, noun) = counted(microservices, "microservice");
                let verb = if microservices.len() == 1 { "uses" } else { "use" };
                let what = because.noun();
                write!(f, "Rebuilds {count} {noun} that {verb} this {what}: {}.", microservices.join(", "))
            }
            Consequence::UsedBy { microservices } => {
                write!(f, "Used by {}: they get the new values.", microservices.join(", "))
            }
            Consequence::ReplacesData { keys } => {
                let noun = if *keys == 1 { "key" } else { "keys" };
                write!(
                    f,
                    "Replaces everything that it holds with {keys} {noun}: the values are sent again, not compared."
                )
            }
            Consequence::SecondRegistry { url, twins } => {
                let twins: Vec<String> = twins.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "A registry has no name, so this creates another one for {url}, beside {}.",
                    twins.join(" and ")
                )
            }
            Consequence::VolumesStayBehind { agent, volumes } => {
                write!(f, "The data in {} stays on the agent {agent}.", volumes.join(", "))
            }
            Consequence::Renames { from, to } => write!(f, "Renames {from} to {to}."),
            Consequence::StaysStopped { application } => {
                write!(f, "The application {application} stays stopped; potctl would start it.")
            }
            Consequence::MadeFromTemplate { template, microservices } => {
                f.write_str(&made_again(template, microservices))
            }
            Consequence::Stays { fields } => {
                write!(f, "Not in the file, and left as it is: {}.", fields.join(", "))
            }
            Consequence::PotctlWouldDelete { microservices } => {
                let (count, noun) = counted(microservices, "microservice");
                write!(
                    f,
                    "The file has no list of microservices, so this keeps {count} {noun}; potctl would delete: {}.",
                    microservices.join(", ")
                )
            }
        }
    }
}

fn made_again(template: &str, microservices: &[String]) -> String {
    let again =
        format!("Makes the application from the template {template} again; what changes cannot be told.");
    match microservices {
        [] => again,
        some => format!("{again} Of {} it deletes those that the template does not make.", some.join(", ")),
    }
}

fn counted(list: &[String], noun: &str) -> (usize, String) {
    (list.len(), if list.len() == 1 { noun.to_owned() } else { format!("{noun}s") })
}

impl fmt::Display for RegistryTwin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.username.as_str() {
            "" => write!(f, "registry {}", self.id),
            user => write!(f, "registry {} of {user}", self.id),
        }
    }
}
