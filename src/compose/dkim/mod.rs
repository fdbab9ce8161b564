//! DKIM: our name under each message. Which domain and selectors a mailing is signed with is frozen in its letter
//! ([`Signing`]), so that a retry after a change of keys has the same bytes; the keys themselves never leave their folder.
//!
//! `folder` keeps the keys, `index` says which sign, `signature` writes the fields over what `canonical` makes of the message.

mod canonical;
mod folder;
mod index;
mod pair;
mod record;
mod signature;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

pub use self::folder::{DkimError, Folder, Made, domain};
pub use self::index::{Key, Refused, State};
pub use self::pair::Algorithm;
use self::pair::Pair;
pub use self::record::Record;
use crate::clock::Millis;
use crate::compose::ComposeError;

/// How the copies of one mailing are signed. Stored in its letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signing {
    /// The domain of From, as A-label.
    domain: String,
    /// `t=` of every signature: the mailing's date, not the moment of signing.
    at: Millis,
    selectors: Vec<Selector>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Selector {
    name: String,
    algorithm: Algorithm,
}

impl Signing {
    /// Whether this selector of this domain is among those that sign.
    pub fn uses(&self, domain: &str, selector: &str) -> bool {
        self.domain == domain && self.selectors.iter().any(|known| known.name == selector)
    }
}

/// What we sign ourselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signs {
    /// The relay signs.
    #[default]
    Nothing,
    /// RSA and Ed25519 side by side: all receivers know the one, some prefer the other.
    Both,
    /// Ed25519 only, for a relay that adds an RSA signature of its own (RFC 8463 §5 wants both on the way).
    Ed25519,
}

/// The office's private DKIM keys, each parsed once. `Debug` shows their names only.
#[derive(Default)]
pub struct SigningKeys {
    signs: Signs,
    folder: Option<Folder>,
    /// By domain and selector.
    known: RwLock<HashMap<(String, String), Arc<Pair>>>,
}

impl SigningKeys {
    /// Reads all keys there are, also when the relay signs: an open mailing may have been begun before it did.
    pub fn open(folder: Folder, signs: Signs) -> Result<Self, DkimError> {
        let mut known = HashMap::new();
        for domain in folder.domains()? {
            for key in folder.keys(&domain)?.into_iter().filter(|key| key.state != State::Removed) {
                if let Some(pair) = folder.pair(&domain, &key.selector, key.algorithm)? {
                    known.insert((domain.clone(), key.selector), Arc::new(pair));
                }
            }
        }
        Ok(Self { signs, folder: Some(folder), known: RwLock::new(known) })
    }

    /// How mail from `domain` is signed from now on; `None` = the relay does it. The list of keys is read anew, so that a
    /// server need not be restarted for a change of keys.
    pub fn signing(&self, domain: &str, at: Millis) -> Result<Option<Signing>, ComposeError> {
        let Some(folder) = self.folder.as_ref().filter(|_| self.signs != Signs::Nothing) else { return Ok(None) };
        let keys = folder.keys(domain)?;
        let mut selectors: Vec<Selector> = keys
            .iter()
            .filter(|key| key.state == State::Signing && (self.signs == Signs::Both || key.algorithm == Algorithm::Ed25519))
            .map(|key| Selector { name: key.selector.clone(), algorithm: key.algorithm })
            .collect();
        // RSA first: some look at one signature only, and all know this kind.
        selectors.sort_by_key(|selector| selector.algorithm);
        let needed = if self.signs == Signs::Both { Algorithm::Rsa } else { Algorithm::Ed25519 };
        if selectors.first().is_none_or(|first| first.algorithm != needed) {
            let waiting = keys.iter().any(|key| key.state == State::Waiting && key.algorithm == needed);
            return Err(ComposeError::NoSigningKey { domain: domain.to_owned(), algorithm: needed, waiting });
        }
        let signing = Signing { domain: domain.to_owned(), at, selectors };
        self.pairs(&signing)?;
        Ok(Some(signing))
    }

    /// What DNS has to say of the keys that mail from `domain` is signed with now; none when the relay signs.
    pub fn records(&self, domain: &str) -> Result<Vec<Record>, DkimError> {
        let Some(folder) = self.folder.as_ref().filter(|_| self.signs != Signs::Nothing) else { return Ok(Vec::new()) };
        let keys = folder.keys(domain)?;
        let signing = keys
            .iter()
            .filter(|key| key.state == State::Signing && (self.signs == Signs::Both || key.algorithm == Algorithm::Ed25519));
        signing.filter_map(|key| folder.record(domain, key).transpose()).collect()
    }

    /// The message signed as frozen: the same bytes for the same message, whenever it is done.
    pub fn sign(&self, message: Vec<u8>, signing: Option<&Signing>) -> Result<Vec<u8>, ComposeError> {
        let Some(signing) = signing else { return Ok(message) };
        let pairs = self.pairs(signing)?;
        let pairs: Vec<(&Selector, &Pair)> = signing.selectors.iter().zip(pairs.iter().map(AsRef::as_ref)).collect();
        signature::sign(&message, signing, &pairs)
    }

    fn pairs(&self, signing: &Signing) -> Result<Vec<Arc<Pair>>, ComposeError> {
        signing.selectors.iter().map(|selector| self.pair(&signing.domain, selector)).collect()
    }

    /// A key made since we started is read when it is first needed.
    fn pair(&self, domain: &str, selector: &Selector) -> Result<Arc<Pair>, ComposeError> {
        let name = (domain.to_owned(), selector.name.clone());
        if let Some(pair) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&name) {
            return Ok(pair.clone());
        }
        let is_name = folder::domain(domain).is_some_and(|plain| plain == domain) && index::is_selector(&selector.name);
        let found = match &self.folder {
            Some(folder) if is_name => folder.pair(domain, &selector.name, selector.algorithm)?,
            _ => None,
        };
        let lost = || ComposeError::LostSigningKey { domain: domain.to_owned(), selector: selector.name.clone() };
        let pair = Arc::new(found.ok_or_else(lost)?);
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(name, pair.clone());
        Ok(pair)
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut names: Vec<String> = known.keys().map(|(domain, selector)| format!("{selector}._domainkey.{domain}")).collect();
        names.sort();
        f.debug_struct("SigningKeys").field("signs", &self.signs).field("keys", &names).finish()
    }
}
