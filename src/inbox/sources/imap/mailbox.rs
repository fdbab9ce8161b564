//! A folder that was opened, and what is asked of it. Each command is read to its end and its end is judged, so that nothing
//! the server left out is ever taken for "there is nothing".

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use async_imap::imap_proto::{AttributeValue, Capability, MailboxDatum, Response, ResponseCode, Status};
use async_imap::{Session, error};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, timeout, timeout_at};

use super::{ImapError, Timing};

/// What a connection runs on.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + Debug {}

impl<W: AsyncRead + AsyncWrite + Unpin + Send + Debug> Wire for W {}

/// The numbers a folder goes by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Opened {
    pub validity: Option<u32>,
    pub next: Option<u32>,
}

/// A message before it is fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    pub size: u64,
    /// When the server took it.
    pub taken: String,
}

pub(super) struct Mailbox {
    session: Session<Box<dyn Wire>>,
    timing: Timing,
    pub(super) can_idle: bool,
}

impl Mailbox {
    pub(super) async fn new(session: Session<Box<dyn Wire>>, timing: Timing) -> Result<Self, ImapError> {
        let mut mailbox = Self { session, timing, can_idle: false };
        let mut can_idle = false;
        mailbox
            .ask("CAPABILITY", "CAPABILITY", timing.command, |said| {
                if let Response::Capabilities(all) = said {
                    can_idle |= all.iter().any(|one| matches!(one, Capability::Atom(name) if name.eq_ignore_ascii_case("IDLE")));
                }
            })
            .await?;
        mailbox.can_idle = can_idle;
        Ok(mailbox)
    }

    /// Opens a folder read-only.
    pub(super) async fn examine(&mut self, folder: &str) -> Result<Opened, ImapError> {
        let mut opened = Opened::default();
        let name = folder.replace('\\', "\\\\").replace('"', "\\\"");
        let command = format!("EXAMINE \"{name}\"");
        self.ask("EXAMINE", &command, self.timing.command, |said| {
            if let Response::Data { outcome, .. } = said {
                match outcome.code {
                    Some(ResponseCode::UidValidity(validity)) => opened.validity = Some(validity),
                    Some(ResponseCode::UidNext(next)) => opened.next = Some(next),
                    _ => {}
                }
            }
        })
        .await?;
        Ok(opened)
    }

    /// UIDs from `first` to `last`, ascending. `also` is added to the search.
    pub(super) async fn uids(&mut self, first: u32, last: Option<u32>, also: &str) -> Result<Vec<u32>, ImapError> {
        let until = last.map_or_else(|| "*".to_owned(), |last| last.to_string());
        let mut uids = Vec::new();
        self.ask("SEARCH", &format!("UID SEARCH UID {first}:{until}{also}"), self.timing.message, |said| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = said {
                uids.extend_from_slice(found);
            }
        })
        .await?;
        // `7:*` names the last message also when that has a smaller number.
        uids.retain(|uid| *uid >= first && last.is_none_or(|last| *uid <= last));
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// Sizes and dates, by UID. What is not there any more is not among them.
    pub(super) async fn list(&mut self, uids: &[u32]) -> Result<BTreeMap<u32, Listed>, ImapError> {
        let set: Vec<_> = uids.iter().map(u32::to_string).collect();
        let command = format!("UID FETCH {} (UID RFC822.SIZE INTERNALDATE)", set.join(","));
        let mut all = BTreeMap::new();
        self.ask("FETCH", &command, self.timing.message, |said| {
            let Response::Fetch(_, attributes) = said else { return };
            let (mut listed, mut number) = (Listed::default(), None);
            for attribute in attributes {
                match attribute {
                    AttributeValue::Uid(uid) => number = Some(*uid),
                    AttributeValue::Rfc822Size(size) => listed.size = u64::from(*size),
                    AttributeValue::InternalDate(date) => date.as_ref().clone_into(&mut listed.taken),
                    _ => {}
                }
            }
            if let Some(uid) = number.filter(|uid| uids.contains(uid)) {
                all.insert(uid, listed);
            }
        })
        .await?;
        Ok(all)
    }

    /// A message, or its header; `None` = it is not there any more. No flag is changed by it.
    pub(super) async fn fetch(&mut self, uid: u32, header_only: bool) -> Result<Option<Vec<u8>>, ImapError> {
        let section = if header_only { "HEADER" } else { "" };
        let mut body = None;
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[{section}])");
        self.ask("FETCH", &command, self.timing.message, |said| {
            let Response::Fetch(_, attributes) = said else { return };
            let is_it = attributes.iter().any(|attribute| matches!(attribute, AttributeValue::Uid(found) if *found == uid));
            for attribute in attributes {
                if let AttributeValue::BodySection { data: Some(data), .. } = attribute
                    && is_it
                {
                    body = Some(data.to_vec());
                }
            }
        })
        .await?;
        Ok(body)
    }

    /// Waits in IDLE (RFC 2177) for a change, at most so long.
    pub(super) async fn idle(&mut self, pause: Duration, timing: Timing) -> Result<(), ImapError> {
        const IDLE: &str = "IDLE";
        let id = self.session.run_command(IDLE).await.map_err(|error| of_library(error, IDLE))?;
        let began = |said: &Response<'_>| match said {
            Response::Continue(_) => Some(Ok(())),
            // Also an OK: whoever ends an IDLE before it began does not know it.
            Response::Done { tag, outcome, .. } if *tag == id => Some(Err(refused(IDLE, outcome.information.as_deref()))),
            _ => None,
        };
        self.until(IDLE, Instant::now() + timing.done, began).await??;
        let changed = |said: &Response<'_>| match said {
            Response::Data { status: Status::Bye, .. } => Some(Err(ImapError::Closed(IDLE))),
            Response::Done { tag, .. } if *tag == id => Some(Ok(true)),
            Response::MailboxData(_) | Response::Expunge(_) => Some(Ok(false)),
            _ => None,
        };
        match self.until(IDLE, Instant::now() + pause, changed).await {
            // Nothing was said: that is what the time between two looks is for.
            Err(ImapError::Silent(_)) => {}
            Err(other) => return Err(other),
            Ok(Ok(true)) => return Ok(()),
            Ok(Ok(false)) => {}
            Ok(Err(closed)) => return Err(closed),
        }
        self.session.run_command_untagged("DONE").await.map_err(|error| of_library(error, IDLE))?;
        let ended = |said: &Response<'_>| matches!(said, Response::Done { tag, .. } if *tag == id).then_some(());
        self.until(IDLE, Instant::now() + timing.done, ended).await
    }

    /// A command to its end. Whatever is not an OK is an error, and so is an end of the connection.
    async fn ask(
        &mut self,
        name: &'static str,
        command: &str,
        patience: Duration,
        mut heard: impl FnMut(&Response<'_>),
    ) -> Result<(), ImapError> {
        let until = Instant::now() + patience;
        let sent = timeout(self.timing.command, self.session.run_command(command)).await;
        let id = sent.map_err(|_| ImapError::Silent(name))?.map_err(|error| of_library(error, name))?;
        let judge = |said: &Response<'_>| match said {
            Response::Done { tag, status: Status::Ok, .. } if *tag == id => Some(Ok(())),
            Response::Done { tag, outcome, .. } if *tag == id => Some(Err(refused(name, outcome.information.as_deref()))),
            Response::Data { status: Status::Bye, .. } => Some(Err(ImapError::Closed(name))),
            other => {
                heard(other);
                None
            }
        };
        self.until(name, until, judge).await?
    }

    /// Reads until `judge` has heard enough.
    async fn until<T>(
        &mut self,
        name: &'static str,
        until: Instant,
        mut judge: impl FnMut(&Response<'_>) -> Option<T>,
    ) -> Result<T, ImapError> {
        loop {
            let said = timeout_at(until, self.session.read_response()).await.map_err(|_| ImapError::Silent(name))?;
            let said = said.map_err(|error| of_library(error.into(), name))?.ok_or(ImapError::Closed(name))?;
            if let Some(judged) = judge(said.parsed()) {
                return Ok(judged);
            }
        }
    }
}

fn refused(command: &'static str, said: Option<&str>) -> ImapError {
    ImapError::Refused { command, said: said.unwrap_or_default().chars().filter(|c| !c.is_control()).take(200).collect() }
}

/// The library's errors may carry what the server sent, a message among it: none of that goes any further.
pub(super) fn of_library(error: error::Error, command: &'static str) -> ImapError {
    match error {
        error::Error::No(said) | error::Error::Bad(said) => refused(command, Some(&said)),
        error::Error::Io(error) if error.kind() == std::io::ErrorKind::Other => ImapError::Garbled(command),
        error::Error::Io(_) | error::Error::ConnectionLost => ImapError::Closed(command),
        _ => ImapError::Garbled(command),
    }
}
