//! What a mailing came to, as its rows say; and a person's word on a doubt.

mod arithmetic;
mod doubts;
pub mod fixture;
