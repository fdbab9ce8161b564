//! What exists: plain types and rules, readable without knowing SQL, HTTP, SMTP or templates.

pub mod address;
pub mod approval;
pub mod audience;
pub mod category;
pub mod clocks;
pub mod contact;
pub mod delivery;
pub mod hours;
pub mod ids;
pub mod import;
pub mod language;
pub mod link;
pub mod mailing;
pub mod matter;
pub mod morning;
pub mod paths;
mod mention;
pub mod provider;
pub mod reason;
pub mod regions;
pub mod rate;
pub mod release;
pub mod retry;
pub mod segment;
pub mod tree;
pub mod version;
pub mod vocabulary;
