//! Plans against the lists that a Controller 3.7.3 answered.

mod acts;
mod applied;
mod applying;
mod blaming;
mod brothers;
mod choosing;
mod doubt;
mod examples;
mod expanding;
mod falsy;
mod following;
mod halves;
mod honesty;
mod long;
mod made;
mod named;
mod own;
mod planning;
mod recorded;
mod removals;
mod replanning;
mod round_trip;
mod scripted;
mod sets;
mod support;
