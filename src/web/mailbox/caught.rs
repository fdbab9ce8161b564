//! The caught mails as kept: one `.eml` file each, byte for byte as it arrived, an index line, and counts per recipient.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use mail_parser::MimeHeaders as _;
use serde::{Deserialize, Serialize};

use crate::clock::Millis;

/// More than anybody looks at; it bounds memory and disk.
pub const CAPACITY: usize = 100_000;

/// One message as it came: what a list shows of it. The bytes are in its file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    pub number: usize,
    pub at: Millis,
    pub envelope_from: String,
    pub to: Vec<String>,
    pub from: String,
    pub subject: String,
    pub message_id: String,
    pub language: String,
    pub size_bytes: usize,
}

/// How often whom was written to, over some stretch of mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub messages: usize,
    pub recipients: usize,
    /// Copies the most written-to recipient has; 1 when everybody has exactly one.
    pub most_to_one: usize,
}

/// A folder of mails, shared by the catcher that fills it and the pages that show it.
#[derive(Debug)]
pub struct Mailbox {
    dir: PathBuf,
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    mails: Vec<Mail>,
    index: File,
}

impl Mailbox {
    /// Opens `dir`, making it when missing; what an earlier run caught is still there.
    pub fn open(dir: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(dir)?;
        let index_path = dir.join("index.jsonl");
        let mut mails = Vec::new();
        if index_path.exists() {
            for line in BufReader::new(File::open(&index_path)?).lines().take(CAPACITY) {
                // The last line of a run that was killed may be cut short; its mail was never acknowledged.
                if let Ok(mail) = serde_json::from_str::<Mail>(&line?) {
                    mails.push(mail);
                }
            }
        }
        let mut index = OpenOptions::new().create(true).append(true).open(index_path)?;
        if !mails.is_empty() {
            index.write_all(b"\n")?;
        }
        Ok(Self { dir: dir.to_owned(), kept: Mutex::new(Kept { mails, index }) })
    }

    /// Keeps one message; `None` when the mailbox is full. Once this returns, file and index line are written.
    pub fn keep(&self, envelope_from: &str, to: &[String], bytes: &[u8], now: Millis) -> io::Result<Option<usize>> {
        let parsed = mail_parser::MessageParser::new().parse_headers(bytes);
        let parsed = parsed.as_ref();
        let mut kept = self.kept();
        if kept.mails.len() >= CAPACITY {
            return Ok(None);
        }
        let number = kept.mails.last().map_or(1, |mail| mail.number + 1);
        let mail = Mail {
            number,
            at: now,
            envelope_from: envelope_from.to_owned(),
            to: to.to_vec(),
            from: parsed.and_then(|mail| mail.from()?.first()).map(sender).unwrap_or_default(),
            subject: parsed.and_then(|mail| mail.subject()).unwrap_or_default().to_owned(),
            message_id: parsed.and_then(|mail| mail.message_id()).unwrap_or_default().to_owned(),
            language: parsed.and_then(|mail| mail.content_language().as_text()).unwrap_or_default().to_owned(),
            size_bytes: bytes.len(),
        };
        let mut line = serde_json::to_vec(&mail)?;
        line.push(b'\n');
        std::fs::write(self.file(number), bytes)?;
        kept.index.write_all(&line)?;
        kept.mails.push(mail);
        Ok(Some(number))
    }

    /// Mails to anybody whose address contains `wanted`, newest first: `count` of them after `skip`, and how many there are.
    pub fn find(&self, wanted: &str, skip: usize, count: usize) -> (Vec<Mail>, usize) {
        let wanted = wanted.trim().to_lowercase();
        let kept = self.kept();
        let fits = |mail: &&Mail| wanted.is_empty() || mail.to.iter().any(|to| to.to_lowercase().contains(&wanted));
        let total = kept.mails.iter().filter(fits).count();
        (kept.mails.iter().rev().filter(fits).skip(skip).take(count).cloned().collect(), total)
    }

    pub fn load(&self, number: usize) -> Option<(Mail, Vec<u8>)> {
        let mail = self.kept().mails.iter().find(|mail| mail.number == number).cloned()?;
        let bytes = std::fs::read(self.file(number)).ok()?;
        Some((mail, bytes))
    }

    pub fn has(&self, number: usize) -> bool {
        self.kept().mails.iter().any(|mail| mail.number == number)
    }

    pub fn len(&self) -> usize {
        self.kept().mails.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Counts the mails that came after the first `earlier`.
    pub fn tally(&self, earlier: usize) -> Tally {
        let copies = self.copies(earlier);
        let messages = self.kept().mails.len().saturating_sub(earlier);
        Tally { messages, recipients: copies.len(), most_to_one: copies.values().copied().max().unwrap_or(0) }
    }

    /// Copies per recipient (address in lower case) among the mails that came after the first `earlier`.
    pub fn copies(&self, earlier: usize) -> HashMap<String, usize> {
        let mut copies = HashMap::new();
        for to in self.kept().mails.iter().skip(earlier).flat_map(|mail| &mail.to) {
            *copies.entry(to.to_lowercase()).or_default() += 1;
        }
        copies
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn file(&self, number: usize) -> PathBuf {
        self.dir.join(format!("{number:06}.eml"))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn sender(address: &mail_parser::Addr<'_>) -> String {
    address.name().or(address.address()).unwrap_or_default().to_owned()
}
