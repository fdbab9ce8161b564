//! Private keys on disk: `KEYS/DOMAIN/SELECTOR.pem` beside an `index` of states. Files are written whole beside their
//! place and then moved there, under a lock, so that commands at the same time and readers meanwhile see no half.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::index::{self, Key, Refused, State};
use super::pair::Pair;
use super::record::Record;
use crate::clock::Millis;
use crate::compose::dkim::Algorithm;
use crate::model::address::EmailAddress;

const INDEX: &str = "index";

#[derive(Debug, Error)]
pub enum DkimError {
    #[error("{} cannot be {act}", .file.display())]
    File {
        file: PathBuf,
        act: &'static str,
        #[source]
        source: io::Error,
    },
    #[error("the private key {} can be read by everybody on this machine; run `chmod 600` on it", .0.display())]
    OpenToAll(PathBuf),
    #[error("{} holds no private key of its algorithm (PKCS#8, PEM); put it back from a backup or make new keys", .0.display())]
    NotAKey(PathBuf),
    #[error("line {line} of {} {problem}", .file.display())]
    Line { file: PathBuf, line: usize, problem: &'static str },
    /// Else the sender could not read what we write.
    #[error("{} belongs to another user; run this as that user", .0.display())]
    OtherOwner(PathBuf),
    #[error("this month has no selectors left")]
    NoName,
    #[error("the system gave no randomness for new keys")]
    NoRandomness,
}

/// What [`Folder::make`] did.
#[derive(Debug)]
pub enum Made {
    New(Vec<Key>),
    /// These were made before and wait still.
    Waiting(Vec<Key>),
}

#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// Whose user has to be ours, if it is there.
    key_file: PathBuf,
}

/// A sender's domain as DNS has it; `None` when it is no domain name.
pub fn domain(text: &str) -> Option<String> {
    EmailAddress::parse(&format!("x@{}", text.trim().trim_end_matches('.'))).ok().map(|address| address.domain().to_owned())
}

impl Folder {
    pub fn new(path: &Path, key_file: &Path) -> Self {
        Self { path: path.to_owned(), key_file: key_file.to_owned() }
    }

    /// Domains that have keys, in order.
    pub fn domains(&self) -> Result<Vec<String>, DkimError> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(failed(&self.path, "read", source)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|source| failed(&self.path, "read", source))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().join(INDEX).exists() && domain(&name).is_some_and(|plain| plain == name) {
                found.push(name);
            }
        }
        found.sort();
        Ok(found)
    }

    /// The keys of a domain, oldest first.
    pub fn keys(&self, domain: &str) -> Result<Vec<Key>, DkimError> {
        let file = self.path.join(domain).join(INDEX);
        match fs::read_to_string(&file) {
            Ok(text) => index::read(&text).map_err(|(line, problem)| DkimError::Line { file, line, problem }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(source) => Err(failed(&file, "read", source)),
        }
    }

    /// `None` when there is no such file.
    pub(super) fn pair(&self, domain: &str, selector: &str, algorithm: Algorithm) -> Result<Option<Pair>, DkimError> {
        let file = self.pem(domain, selector);
        let act = |source| failed(&file, "read", source);
        let mode = match fs::metadata(&file) {
            Ok(metadata) => metadata.permissions().mode(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(act(source)),
        };
        if mode & 0o007 != 0 {
            return Err(DkimError::OpenToAll(file));
        }
        let text = fs::read_to_string(&file).map_err(act)?;
        Pair::from_pem(algorithm, &text).map(Some).ok_or(DkimError::NotAKey(file))
    }

    /// What DNS has to say of a key; `None` when its private half is not here.
    pub fn record(&self, domain: &str, key: &Key) -> Result<Option<Record>, DkimError> {
        let Some(pair) = self.pair(domain, &key.selector, key.algorithm)? else { return Ok(None) };
        let public = pair.public().map_err(|_| DkimError::NotAKey(self.pem(domain, &key.selector)))?;
        Ok(Some(Record::new(&key.selector, domain, key.algorithm, &public)))
    }

    /// One key of each algorithm, waiting; none if some wait already.
    pub fn make(&self, domain: &str, now: Millis) -> Result<Made, DkimError> {
        let _lock = self.lock(domain)?;
        let mut keys = self.keys(domain)?;
        let waiting: Vec<Key> = keys.iter().filter(|key| key.state == State::Waiting).cloned().collect();
        if !waiting.is_empty() {
            return Ok(Made::Waiting(waiting));
        }
        // A file without a line is what a crash left behind.
        let is_taken = |name: &str| keys.iter().any(|key| key.selector == name) || self.pem(domain, name).exists();
        let names = index::free_names(now, is_taken).ok_or(DkimError::NoName)?;
        let mut made = Vec::new();
        for (algorithm, selector) in names {
            let (_, text) = Pair::generate(algorithm).map_err(|_| DkimError::NoRandomness)?;
            put(&self.pem(domain, &selector), &text)?;
            made.push(Key { selector, algorithm, state: State::Waiting, since: now });
        }
        keys.extend_from_slice(&made);
        put(&self.path.join(domain).join(INDEX), &index::write(&keys))?;
        Ok(Made::New(made))
    }

    /// Lets `selectors` (empty = all that wait) sign; returns all keys as they are then.
    pub fn start(&self, domain: &str, selectors: &[String], now: Millis) -> Result<Result<Vec<Key>, Refused>, DkimError> {
        self.change(domain, |keys| index::start(keys, selectors, now))
    }

    /// Takes a key out of use and its private half away.
    pub fn remove(&self, domain: &str, selector: &str, even_in_use: bool, now: Millis) -> Result<Result<(), Refused>, DkimError> {
        let changed = self.change(domain, |keys| index::remove(keys, selector, even_in_use, now))?;
        Ok(match changed {
            Ok(_) => {
                let file = self.pem(domain, selector);
                match fs::remove_file(&file) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&file, "removed", error)),
                    _ => Ok(()),
                }
            }
            Err(refused) => Err(refused),
        })
    }

    fn change(
        &self,
        domain: &str,
        rule: impl FnOnce(&mut Vec<Key>) -> Result<(), Refused>,
    ) -> Result<Result<Vec<Key>, Refused>, DkimError> {
        if self.keys(domain)?.is_empty() {
            return Ok(Err(Refused::NoSuchKey));
        }
        let _lock = self.lock(domain)?;
        let mut keys = self.keys(domain)?;
        if let Err(refused) = rule(&mut keys) {
            return Ok(Err(refused));
        }
        put(&self.path.join(domain).join(INDEX), &index::write(&keys))?;
        Ok(Ok(keys))
    }

    /// Makes the domain's folder if need be. The lock goes with the file, however the command ends.
    fn lock(&self, domain: &str) -> Result<File, DkimError> {
        // `/proc/self` belongs to whom this process runs as.
        let me = fs::metadata("/proc/self").ok().map(|own| own.uid());
        for path in [&self.key_file, &self.path, &self.path.join(domain)] {
            let owner = fs::metadata(path).ok().map(|found| found.uid());
            if let (Some(owner), Some(me)) = (owner, me)
                && owner != me
            {
                return Err(DkimError::OtherOwner(path.clone()));
            }
        }
        let folder = self.path.join(domain);
        DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(|source| failed(&folder, "made", source))?;
        let file = folder.join("lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&file);
        lock.and_then(|lock| lock.lock().map(|()| lock)).map_err(|source| failed(&file, "locked", source))
    }

    fn pem(&self, domain: &str, selector: &str) -> PathBuf {
        self.path.join(domain).join(format!("{selector}.pem"))
    }
}

/// For the owner's eyes only, on disk before it is in its place.
fn put(path: &Path, text: &str) -> Result<(), DkimError> {
    let draft = path.with_extension("new");
    let write = || {
        let _ = fs::remove_file(&draft);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    };
    write().map_err(|source| failed(path, "written", source))
}

fn failed(file: &Path, act: &'static str, source: io::Error) -> DkimError {
    DkimError::File { file: file.to_owned(), act, source }
}
