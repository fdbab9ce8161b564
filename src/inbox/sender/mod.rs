//! Who wrote, and how sure that is.

pub mod author;
pub mod check;
mod look_alike;
pub mod results;

#[cfg(test)]
mod tests;
