//! Key pairs that sign, from and to PEM, and the public half as DNS publishes it.

use std::fmt;

use aws_lc_rs::digest::Digest;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";
const PEM_LINE: usize = 64;

/// Both are used side by side: RSA for those who know nothing else, Ed25519 (RFC 8463) for those who do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    Rsa,
    Ed25519,
}

impl Algorithm {
    pub const ALL: [Self; 2] = [Self::Rsa, Self::Ed25519];

    /// As in `k=` of a record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }

    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::Ed25519 => "Ed25519",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == text)
    }

    /// As in `a=` of a signature.
    pub(super) fn with_hash(self) -> &'static str {
        match self {
            Self::Rsa => "rsa-sha256",
            Self::Ed25519 => "ed25519-sha256",
        }
    }

    /// What our selectors begin with.
    pub(super) fn letter(self) -> char {
        match self {
            Self::Rsa => 'r',
            Self::Ed25519 => 'e',
        }
    }
}

/// A private key, parsed once. `Debug` shows its algorithm only.
pub(super) enum Pair {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Pair {
    /// A new pair and its PEM. RFC 8301 §3.2: RSA keys of 2048 bits; longer ones do not fit every DNS answer.
    pub(super) fn generate(algorithm: Algorithm) -> Result<(Self, String), Unspecified> {
        Ok(match algorithm {
            Algorithm::Rsa => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048)?;
                let text = pem(pair.as_der()?.as_ref());
                (Self::Rsa(pair), text)
            }
            Algorithm::Ed25519 => {
                let pair = Ed25519KeyPair::generate()?;
                let text = pem(pair.to_pkcs8v1()?.as_ref());
                (Self::Ed25519(pair), text)
            }
        })
    }

    /// `None` when it is not a private key of this algorithm, in PKCS#8 and PEM.
    pub(super) fn from_pem(algorithm: Algorithm, text: &str) -> Option<Self> {
        let (_, rest) = text.split_once(BEGIN)?;
        let (encoded, _) = rest.split_once(END)?;
        let encoded: String = encoded.split_ascii_whitespace().collect();
        let der = BASE64.decode(encoded.as_bytes()).ok()?;
        match algorithm {
            Algorithm::Rsa => RsaKeyPair::from_pkcs8(&der).ok().map(Self::Rsa),
            Algorithm::Ed25519 => Ed25519KeyPair::from_pkcs8(&der).ok().map(Self::Ed25519),
        }
    }

    /// The public key as `p=` has it: for RSA the whole SubjectPublicKeyInfo, for Ed25519 the 32 octets (RFC 8463 §4).
    pub(super) fn public(&self) -> Result<String, Unspecified> {
        Ok(match self {
            Self::Rsa(pair) => BASE64.encode(pair.public_key().as_der()?.as_ref()),
            Self::Ed25519(pair) => BASE64.encode(pair.public_key().as_ref()),
        })
    }

    /// Signs a SHA-256 digest; Ed25519 signs it as its message (RFC 8463 §3).
    pub(super) fn sign(&self, digest: &Digest) -> Result<Vec<u8>, Unspecified> {
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign_digest(&RSA_PKCS1_SHA256, digest, &mut signature)?;
                Ok(signature)
            }
            Self::Ed25519(pair) => Ok(pair.try_sign(digest.as_ref())?.as_ref().to_vec()),
        }
    }
}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa(_) => "Pair(rsa)",
            Self::Ed25519(_) => "Pair(ed25519)",
        })
    }
}

fn pem(der: &[u8]) -> String {
    let encoded = BASE64.encode(der);
    let mut text = format!("{BEGIN}\n");
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(PEM_LINE));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(END);
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::digest::{SHA256, digest};

    use super::*;

    #[test]
    fn a_pair_written_as_pem_is_the_same_pair_when_read() {
        for algorithm in Algorithm::ALL {
            let (pair, text) = Pair::generate(algorithm).unwrap();
            let read = Pair::from_pem(algorithm, &text.replace('\n', "\r\n")).unwrap();
            assert_eq!(pair.public().unwrap(), read.public().unwrap());
            let hash = digest(&SHA256, b"x");
            assert_eq!(pair.sign(&hash).unwrap(), read.sign(&hash).unwrap());
            assert!(text.lines().all(|line| line.len() <= PEM_LINE));
            assert!(!text.contains(&format!("{pair:?}")) && format!("{pair:?}").len() < 20);
            let other = Algorithm::ALL.into_iter().find(|other| *other != algorithm).unwrap();
            assert!(Pair::from_pem(other, &text).is_none());
            assert!(Pair::from_pem(algorithm, &text.replace('M', "N")).is_none());
        }
        assert!(Pair::from_pem(Algorithm::Rsa, "").is_none());
    }
}
