//! The keys of this office: they sign links, address tokens and approvals, and live in a file of their own, so that
//! a copy of the database alone can forge nothing.
//!
//! One line per key, `k1 BASE64 2026-11-24T10:00:00Z`; the last line is the current key, the others still verify.

use std::collections::HashMap;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use aws_lc_rs::{aead, hkdf, hmac};
use data_encoding::BASE64;
use thiserror::Error;

use crate::clock::{self, Millis};
use crate::compose::dkim::SigningKeys;

const SECRET_BYTES: usize = 32;

/// The keys, ready for use. `Debug` shows their names only.
pub struct Keyring {
    keys: Vec<Key>,
    dkim: SigningKeys,
}

struct Key {
    id: String,
    number: u32,
    root: hkdf::Prk,
    /// The keys made from it so far, one a purpose.
    made: RwLock<HashMap<String, hmac::Key>>,
}

#[derive(Debug, Error)]
pub enum SecretsError {
    #[error("the key file {} cannot be {}", .file.display(), .act)]
    File {
        file: PathBuf,
        act: &'static str,
        #[source]
        source: io::Error,
    },
    #[error("the key file {} can be read by everybody on this machine; run `chmod 600` on it", .0.display())]
    OpenToAll(PathBuf),
    #[error("the key file {} is empty; put the office's own back from a backup (or remove it, and every link sent so far dies)", .0.display())]
    Empty(PathBuf),
    #[error("line {line} of the key file {} {problem}", .file.display())]
    Line { file: PathBuf, line: usize, problem: &'static str },
    #[error("the system gave no randomness for a new key")]
    NoRandomness,
}

impl Keyring {
    /// Reads the keys; makes the file with one key if there is none. Two processes doing so at once end with the same.
    pub fn load_or_create(path: &Path, now: Millis) -> Result<Self, SecretsError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::read(path, &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create(path, now)?;
                let text = fs::read_to_string(path).map_err(|source| file_error(path, "read", source))?;
                Self::read(path, &text)
            }
            Err(source) => Err(file_error(path, "read", source)),
        }
    }

    /// The same two keys every time: `k1`, retired, and `k2`, the current one.
    pub fn for_tests() -> Self {
        let keys = (1..=2u8).map(|number| Key::new(u32::from(number), &[number; SECRET_BYTES])).collect();
        Self { keys, dkim: SigningKeys::default() }
    }

    fn read(path: &Path, text: &str) -> Result<Self, SecretsError> {
        let mode = fs::metadata(path).map_err(|source| file_error(path, "read", source))?.permissions().mode();
        if mode & 0o007 != 0 {
            return Err(SecretsError::OpenToAll(path.to_owned()));
        }
        let mut keys: Vec<Key> = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
            let wrong = |problem| SecretsError::Line { file: path.to_owned(), line: index + 1, problem };
            let mut words = line.split_whitespace();
            let number = words.next().and_then(|id| id.strip_prefix('k')).and_then(|number| number.parse::<u32>().ok());
            let number = number.ok_or_else(|| wrong("does not start with a key's name (k1, k2, …)"))?;
            let secret = words.next().and_then(|secret| BASE64.decode(secret.as_bytes()).ok());
            let secret = secret
                .filter(|secret| secret.len() == SECRET_BYTES)
                .ok_or_else(|| wrong("holds no key of 32 bytes in base64"))?;
            if keys.iter().any(|key| key.number == number) {
                return Err(wrong("names a key a second time"));
            }
            keys.push(Key::new(number, &secret));
        }
        if keys.is_empty() { Err(SecretsError::Empty(path.to_owned())) } else { Ok(Self { keys, dkim: SigningKeys::default() }) }
    }

    /// With the private keys that sign mail; without them the relay does it.
    #[must_use]
    pub fn with_dkim(self, dkim: SigningKeys) -> Self {
        Self { dkim, ..self }
    }

    pub fn dkim(&self) -> &SigningKeys {
        &self.dkim
    }

    /// The name of the key to sign with from now on.
    pub fn current(&self) -> &str {
        self.keys.last().map_or("", |key| &key.id)
    }

    /// HMAC-SHA-256 under the key made for `purpose` from the key named; `None` when there is no such key.
    pub fn mac(&self, key_id: &str, purpose: &str, bytes: &[u8]) -> Option<[u8; 32]> {
        self.keys.iter().find(|key| key.id == key_id).and_then(|key| key.mac(purpose, bytes))
    }

    /// Whether `mac` is what [`Keyring::mac`] gives, in a time that does not depend on where they differ.
    pub fn verify(&self, key_id: &str, purpose: &str, bytes: &[u8], mac: &[u8]) -> bool {
        self.mac(key_id, purpose, bytes).is_some_and(|own| aws_lc_rs::constant_time::verify_slices_are_equal(&own, mac).is_ok())
    }

    /// What is to be kept secret in the database: encrypted (AES-256-GCM) with the key made for `purpose`.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Option<String> {
        let mut bytes = plain.to_vec();
        let key = self.sealing_key(self.current(), purpose)?;
        let nonce = key.seal_in_place_append_tag(aead::Aad::from(purpose.as_bytes()), &mut bytes).ok()?;
        let nonce: &[u8; aead::NONCE_LEN] = nonce.as_ref();
        Some(format!("{}.{}.{}", self.current(), BASE64.encode(nonce), BASE64.encode(&bytes)))
    }

    /// What [`Keyring::seal`] was given; `None` when it is not what was written, or the key is gone.
    pub fn unseal(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let mut parts = sealed.splitn(3, '.');
        let key = self.sealing_key(parts.next()?, purpose)?;
        let nonce = BASE64.decode(parts.next()?.as_bytes()).ok()?;
        let mut bytes = BASE64.decode(parts.next()?.as_bytes()).ok()?;
        let nonce = aead::Nonce::try_assume_unique_for_key(&nonce).ok()?;
        key.open_in_place(nonce, aead::Aad::from(purpose.as_bytes()), &mut bytes).ok().map(|plain| plain.to_vec())
    }

    fn sealing_key(&self, key_id: &str, purpose: &str) -> Option<aead::RandomizedNonceKey> {
        aead::RandomizedNonceKey::new(&aead::AES_256_GCM, &self.mac(key_id, &format!("seal {purpose}"), b"key")?).ok()
    }

    /// Names and numbers of all keys, current one last.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (&str, u32)> {
        self.keys.iter().map(|key| (key.id.as_str(), key.number))
    }
}

impl Key {
    fn new(number: u32, secret: &[u8]) -> Self {
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, b"dateline").extract(secret);
        Self { id: format!("k{number}"), number, root, made: RwLock::default() }
    }

    fn mac(&self, purpose: &str, bytes: &[u8]) -> Option<[u8; 32]> {
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = made.get(purpose) {
            return hmac::sign(key, bytes).as_ref().try_into().ok();
        }
        drop(made);
        let mut derived = [0; 32];
        self.root.expand(&[purpose.as_bytes()], hkdf::HKDF_SHA256).ok()?.fill(&mut derived).ok()?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, &derived);
        let tag = hmac::sign(&key, bytes).as_ref().try_into().ok();
        self.made.write().unwrap_or_else(PoisonError::into_inner).insert(purpose.to_owned(), key);
        tag
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&String> = self.keys.iter().map(|key| &key.id).collect();
        f.debug_struct("Keyring").field("keys", &names).field("dkim", &self.dkim).finish()
    }
}

/// Written whole beside its place and then linked there, so nobody ever reads half a key.
fn create(path: &Path, now: Millis) -> Result<(), SecretsError> {
    let mut secret = [0; SECRET_BYTES];
    aws_lc_rs::rand::fill(&mut secret).map_err(|_| SecretsError::NoRandomness)?;
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".new-{}", std::process::id()));
    let draft = PathBuf::from(draft);
    let made = (|| {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        writeln!(file, "k1 {} {}", BASE64.encode(&secret), clock::utc(now))?;
        file.sync_all()?;
        match fs::hard_link(&draft, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        }
    })();
    let _ = fs::remove_file(&draft);
    made.map_err(|source| file_error(path, "made", source))
}

fn file_error(path: &Path, act: &'static str, source: io::Error) -> SecretsError {
    SecretsError::File { file: path.to_owned(), act, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_made_once_for_its_owner_only_and_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("dateline.key");
        let first = Keyring::load_or_create(&path, 0).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let second = Keyring::load_or_create(&path, 1_000).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(text, fs::read_to_string(&path).unwrap());
        assert_eq!(first.current(), "k1");
        assert_eq!(first.mac("k1", "approval", b"x"), second.mac("k1", "approval", b"x"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn purposes_and_keys_never_share_a_mac_and_an_unknown_key_has_none() {
        let keys = Keyring::for_tests();
        let mac = keys.mac("k2", "approval", b"x").unwrap();
        assert_ne!(Some(mac), keys.mac("k1", "approval", b"x"));
        assert_ne!(Some(mac), keys.mac("k2", "token", b"x"));
        assert!(keys.verify("k2", "approval", b"x", &mac));
        assert!(!keys.verify("k2", "approval", b"y", &mac) && !keys.verify("k2", "approval", b"x", &mac[1..]));
        assert!(keys.mac("k9", "approval", b"x").is_none());
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_only_and_not_when_it_was_changed() {
        let keys = Keyring::for_tests();
        let sealed = keys.seal("factor", b"secret").unwrap();
        assert!(!sealed.contains("secret") && sealed.starts_with("k2."));
        assert_ne!(keys.seal("factor", b"secret").unwrap(), sealed);
        assert_eq!(keys.unseal("factor", &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(keys.unseal("other", &sealed), None);
        assert_eq!(keys.unseal("factor", &sealed.replace("k2.", "k1.")), None);
        assert_eq!(keys.unseal("factor", "k2.AAAA.AAAA"), None);
    }

    #[test]
    fn what_is_wrong_with_the_file_is_named_and_its_content_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys");
        let good = BASE64.encode(&[7; 32]);
        for (text, says) in [
            ("", "is empty"),
            ("hunter2secret", "line 1"),
            ("k1 hunter2secret", "no key of 32 bytes"),
            (&format!("k1 {good}\n\nk1 {good}"), "line 3"),
        ] {
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            let error = Keyring::load_or_create(&path, 0).unwrap_err().to_string();
            assert!(error.contains(says) && !error.contains("hunter2") && !error.contains(&good), "{error}");
        }
        fs::write(&path, format!("# rotated\nk1 {good} 2026-01-01T00:00:00Z\nk2 {good}\n")).unwrap();
        assert_eq!(Keyring::load_or_create(&path, 0).unwrap().current(), "k2");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Keyring::load_or_create(&path, 0).unwrap_err().to_string().contains("chmod 600"));
        assert!(Keyring::load_or_create(dir.path(), 0).is_err());
    }
}
