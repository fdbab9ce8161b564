//! The seal: one short word for everything that was seen. If anything differs at sending, it is another word.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use serde::Serialize;

use crate::clock::Millis;
use crate::model::ids::ReleaseId;

/// All that the seal is made of.
#[derive(Serialize)]
pub(super) struct Parts<'a> {
    pub release: ReleaseId,
    pub version: i64,
    pub follows: Option<ReleaseId>,
    pub letter: Option<serde_json::Value>,
    /// SHA-256 of the templates.
    pub template: &'a str,
    pub sender: [&'a str; 3],
    pub relays: &'a [String],
    pub audience: &'a str,
    pub count: i64,
    pub at: Option<Millis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub morning: Option<String>,
    pub event: Option<Millis>,
    pub embargo: Option<Millis>,
    pub again: bool,
    pub priority: i64,
    pub doubt: &'a str,
    /// Mailings of this release so far: sending the same once more is another act.
    pub earlier: i64,
}

impl Parts<'_> {
    pub(super) fn seal(&self) -> Result<Seal, serde_json::Error> {
        Ok(Seal(digest(&SHA256, &serde_json::to_vec(self)?).as_ref().to_vec()))
    }
}

/// A digest of 256 bits, of which a person types 80.
#[derive(Clone, PartialEq, Eq)]
pub struct Seal(Vec<u8>);

impl Seal {
    /// As stored.
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// As typed: four groups of four.
    pub fn groups(&self) -> String {
        let text = BASE32_NOPAD.encode(&self.0[..10]);
        [&text[..4], &text[4..8], &text[8..12], &text[12..]].join("-")
    }

    /// The start of the stored form that `typed` stands for; `None` when it is no seal.
    pub fn stored_start(typed: &str) -> Option<String> {
        let plain: String = typed.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        let bytes = BASE32_NOPAD.decode(plain.to_ascii_uppercase().as_bytes()).ok()?;
        (bytes.len() == 10).then(|| HEXLOWER.encode(&bytes))
    }

    pub fn is(&self, typed: &str) -> bool {
        Self::stored_start(typed).is_some_and(|start| self.hex().starts_with(&start))
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.groups())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_typed_in_any_case_and_grouping() {
        let seal = Seal((0..32).collect());
        assert!(seal.is(&seal.groups()) && seal.is(&seal.groups().to_lowercase().replace('-', "")));
        let mut other = seal.groups().into_bytes();
        other[0] = if other[0] == b'A' { b'B' } else { b'A' };
        assert!(!seal.is(&String::from_utf8_lossy(&other)));
        for typed in ["", "AAAA", "not a seal", "AAAA-AAAA-AAAA-AAAA-AAAA"] {
            assert!(!seal.is(typed), "{typed}");
        }
    }
}
