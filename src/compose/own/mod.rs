//! The office's own look of its mails: three files that were vetted before they were stored, so that nothing of them can
//! stop a send. Where there are none the shipped ones are in force.

mod fields;
pub mod flaw;
mod html;
pub mod sample;
mod scan;
mod vet;

use std::sync::Arc;

use aws_lc_rs::digest::{Context as Digest, SHA256};
use data_encoding::HEXLOWER;
use thiserror::Error;

pub use self::fields::names as field_names;
pub use self::vet::{LONGEST, SUBJECT, Vetted, is_safe_to_fill, vet};
use crate::clock::Millis;
use crate::compose::TemplateError;
use crate::compose::templates::Templates;
use crate::store::mail_templates::{self, New, Saved, Version};
use crate::store::{Store, StoreError};

/// The mail whose look an office can change: releases, corrections, statements.
pub const RELEASE: &str = "release";

/// The three files of a mail, ended by line feeds only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Files {
    pub fn new(subject: &str, text: &str, html: &str) -> Self {
        let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
        let ended = |text: &str| format!("{}\n", lines(text).trim_end());
        Self { subject: lines(subject).trim().to_owned(), text: ended(text), html: ended(html) }
    }

    /// Those that come with the program.
    pub fn shipped() -> Self {
        Self::new(
            include_str!("../../../templates/mail/release/subject.hbs"),
            include_str!("../../../templates/mail/release/text.hbs"),
            include_str!("../../../templates/mail/release/html.hbs"),
        )
    }

    /// As they are stored; `None` = a version that is the shipped one.
    pub fn of(version: &Version) -> Option<Self> {
        match (&version.subject, &version.text, &version.html) {
            (Some(subject), Some(text), Some(html)) => {
                Some(Self { subject: subject.clone(), text: text.clone(), html: html.clone() })
            }
            _ => None,
        }
    }

    pub fn part(&self, part: flaw::Part) -> &str {
        match part {
            flaw::Part::Subject => &self.subject,
            flaw::Part::Text => &self.text,
            flaw::Part::Html => &self.html,
        }
    }

    /// SHA-256 in hex over all three.
    pub fn digest(&self) -> String {
        let mut digest = Digest::new(&SHA256);
        for text in [&self.subject, &self.text, &self.html] {
            digest.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(text.as_bytes());
        }
        HEXLOWER.encode(digest.finish().as_ref())
    }
}

/// Why the look in force is not known.
#[derive(Debug, Error)]
pub enum InForceError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Template(#[from] TemplateError),
}

impl From<InForceError> for crate::compose::ComposeError {
    fn from(error: InForceError) -> Self {
        match error {
            InForceError::Store(error) => Self::Store(error),
            InForceError::Template(error) => Self::Template(error),
        }
    }
}

/// What mails are made with at this moment. What another version of the program vetted and this one cannot read is left
/// aside for the shipped look; [`Templates::is_left_aside`] tells.
pub async fn in_force(store: &Store) -> Result<Arc<Templates>, InForceError> {
    let newest = mail_templates::newest(store, RELEASE).await?;
    let Some(files) = newest.as_ref().and_then(Files::of) else { return Ok(Templates::shipped()?) };
    match Templates::own(&files) {
        Ok(own) => Ok(Arc::new(own)),
        Err(problem) => {
            tracing::error!(%problem, "the office's own mail template cannot be read; mails look as shipped");
            Ok(Arc::new(Templates::instead_of(&files)?))
        }
    }
}

/// Who changes the look, after which version.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The version they had before them; 0 = the first.
    pub read: i64,
    pub author: &'a str,
    /// The version that is taken up again.
    pub restored: Option<i64>,
    /// They were told that this stops what is approved and has not begun to go out.
    pub may_void: bool,
}

/// Uses these from now on; `None`, or what does not differ, = the shipped ones.
pub async fn put_in_force(store: &Store, vetted: Option<&Vetted>, change: Change<'_>, now: Millis) -> Result<Saved, StoreError> {
    let files = vetted.map(Vetted::files).filter(|files| **files != Files::shipped());
    let sha256 = files.map(Files::digest).unwrap_or_default();
    let new = New {
        mail: RELEASE,
        files: files.map(|files| [files.subject.as_str(), files.text.as_str(), files.html.as_str()]),
        sha256: &sha256,
        read: change.read,
        author: change.author,
        restored: change.restored,
        may_void: change.may_void,
    };
    mail_templates::save(store, &new, now).await
}
