//! One command that shows the whole outward flow on this machine: sample office, real queue, real SMTP, and a
//! mailbox that nothing leaves.

pub mod catcher;
pub mod house;
pub mod office;
