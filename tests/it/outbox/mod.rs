//! The outbox: one conversation with a relay, and the queue's promises, with a real database and a scripted relay.

mod conversation;
mod faults;
mod faults_more;
mod faults_settled;
mod queue;
mod ahead;
mod brakes;
mod lanes;
mod mx;
mod outage;
mod probe;
mod second_process;
mod signed;
mod told;
pub mod world;
