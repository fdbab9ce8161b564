//! From bytes to [`Read`]: everything decoded, bounded and free of NULs, whatever a stranger sent. Structure is walked
//! here, part by part and no deeper than [`DEPTH`]; header fields are read by mail-parser.

pub mod attachment;
mod charset;
pub mod decode;
mod entity;
mod fields;
mod html;
pub mod invitation;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};

use thiserror::Error;

use self::entity::Leaf;
use super::strip;
use crate::model::inbound::{Part, Read};
use crate::model::language;

/// Bytes of a header block that are read.
pub const HEAD: usize = 256 * 1024;
/// Parts that are looked at, and how deep they may lie in one another.
pub const PARTS: usize = 500;
pub const DEPTH: usize = 20;
/// Bytes of text that are kept.
pub const TEXT: usize = 2 * 1024 * 1024;
/// Letters below which a language is only a guess.
const LETTERS: usize = 40;

/// Why a message could not be read. It is then parked and shown with its raw bytes.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Unreadable {
    #[error("the message is empty")]
    Empty,
    #[error("the message made its reader fall over")]
    Panicked,
}

/// Reads a message. Takes time and memory in proportion to its size: at most [`DEPTH`] looks at each byte, and no more
/// than the text is copied.
pub fn read(raw: &[u8]) -> Result<Read, Unreadable> {
    if raw.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(Unreadable::Empty);
    }
    // The libraries below promise not to panic; they have broken that promise before.
    catch_unwind(AssertUnwindSafe(|| whole(raw))).map_err(|_| Unreadable::Panicked)
}

fn whole(raw: &[u8]) -> Read {
    let tree = entity::walk(raw);
    let mut read = fields::read(&tree.head);
    let (shown, rest): (Vec<&Leaf>, Vec<&Leaf>) = tree.leaves.iter().partition(|leaf| leaf.is_body());
    let body = text::gather(raw, &shown);
    let stripped = strip::strip(&body.text);
    read.encrypted = tree.encrypted || body.text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----");
    read.cut = tree.cut || body.cut;
    read.language = sure_language(&stripped.fresh);
    read.text = body.text;
    read.fresh = stripped.fresh;
    read.quoted = stripped.quoted;
    read.html = body.html;
    read.parts = rest.into_iter().map(Leaf::part).collect::<Vec<Part>>();
    read
}

fn sure_language(text: &str) -> Option<String> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count();
    if letters < LETTERS { None } else { language::sure(text).map(str::to_owned) }
}

#[cfg(test)]
mod tests;
