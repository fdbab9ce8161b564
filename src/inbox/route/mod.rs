//! Who gets what.

pub mod keywords;
