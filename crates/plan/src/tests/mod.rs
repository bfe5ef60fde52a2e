//! Plans against the lists that a Controller 3.7.3 answered.

mod acts;
mod applying;
mod choosing;
mod examples;
mod honesty;
mod planning;
mod recorded;
mod removals;
mod round_trip;
mod scripted;
mod sets;
mod support;
