//! The two relays that need no network: a maildir, and nowhere.

use std::io;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use tokio::io::AsyncWriteExt;

use super::{Blame, Verdict};
use crate::model::delivery::{Outcome, Phase};

/// A folder that receives one file per copy: written under `tmp`, made durable, then renamed into `new`.
#[derive(Debug)]
pub struct Maildir {
    folder: PathBuf,
    /// Names the files of this session apart from every other's.
    session: String,
    count: u64,
}

impl Maildir {
    pub(super) async fn open(folder: &Path) -> io::Result<Self> {
        let mut name = [0; 12];
        aws_lc_rs::rand::fill(&mut name).map_err(|_| io::Error::other("no random bytes"))?;
        for part in ["tmp", "new", "cur"] {
            tokio::fs::create_dir_all(folder.join(part)).await?;
        }
        Ok(Self { folder: folder.to_owned(), session: HEXLOWER.encode(&name), count: 0 })
    }

    pub(super) async fn deliver(&mut self, message: &[u8]) -> Verdict {
        self.count += 1;
        let name = format!("{}.{}.dateline", self.session, self.count);
        let (tmp, new) = (self.folder.join("tmp").join(&name), self.folder.join("new").join(&name));
        if let Err(error) = write_durably(&tmp, message).await {
            drop(tokio::fs::remove_file(&tmp).await);
            return not_written(&error);
        }
        if let Err(error) = tokio::fs::rename(&tmp, &new).await {
            return not_written(&error);
        }
        // The file is there for every reader; only a power cut could still take it back.
        let kept = async { tokio::fs::File::open(self.folder.join("new")).await?.sync_all().await };
        match kept.await {
            Ok(()) => settled(Outcome::Accepted, format!("written as {name}"), Blame::Nobody),
            Err(error) => settled(Outcome::InDoubt, format!("written as {name}, perhaps not durably: {error}"), Blame::Relay),
        }
    }
}

async fn write_durably(path: &Path, message: &[u8]) -> io::Result<()> {
    let mut file = tokio::fs::OpenOptions::new().write(true).create_new(true).open(path).await?;
    file.write_all(message).await?;
    file.flush().await?;
    file.sync_all().await
}

/// The folder is missing and cannot be made, or is not ours: the relay's trouble, nobody was spoken of.
pub(super) fn cannot_open(error: &io::Error) -> Verdict {
    Verdict { phase: Phase::Connect, reusable: false, ..not_written(error) }
}

fn not_written(error: &io::Error) -> Verdict {
    settled(Outcome::Deferred { counts: false, not_before: None }, format!("cannot write to the maildir: {error}"), Blame::Relay)
}

pub(super) fn discarded() -> Verdict {
    settled(Outcome::Accepted, "discarded".to_owned(), Blame::Nobody)
}

fn settled(outcome: Outcome, reply: String, blame: Blame) -> Verdict {
    Verdict { outcome, phase: Phase::Dot, code: None, reply, reusable: true, blame }
}
