//! One look at a folder: everything after the cursor is fetched and kept, one message after the other, and the cursor goes
//! along in the same commit. What cannot be fetched is parked and told of, and the next one does not wait for it.

use std::collections::HashSet;

use jiff::Timestamp;
use tracing::{info, warn};

use super::mailbox::{Listed, Mailbox};
use super::{Imap, ImapError};
use crate::clock::{DAY, Millis};
use crate::inbox::head::header_of;
use crate::inbox::health::missing;
use crate::inbox::keep::{Arrival, Kept, Key};
use crate::model::inbound::Envelope;
use crate::store::sources::{Cursor, Source};
use crate::store::{StoreError, alerts, sources};

/// Asked for at once: sizes only.
const CHUNK: usize = 100;
/// So often the connection may break at one message before its header must do, and then nothing of it.
const BREAKS: u32 = 3;

const NOT_GIVEN: &str = "the mail server does not give this message; it is still in the mailbox";

impl Imap {
    /// Takes what is new. Returns how many were not known.
    pub(super) async fn scan(&mut self, mailbox: &mut Mailbox) -> Result<usize, ImapError> {
        let opened = mailbox.examine(&self.settings.folder).await?;
        let validity = opened.validity.ok_or(ImapError::NoUids)?;
        let source = self.source().await?;
        let last = match source.uid_validity {
            same if same == i64::from(validity) => u32::try_from(source.last_uid).unwrap_or(0),
            0 => self.first_contact(validity, opened.next).await?,
            _ => {
                warn!(
                    source = self.name,
                    "the folder is numbered anew: it is read from the start, and what is known is passed over"
                );
                sources::move_to(&self.keeper.store, self.source, Cursor { validity, uid: 0 }).await?;
                0
            }
        };
        let uids = mailbox.uids(last.saturating_add(1), None, &self.since(source.created_ms)).await?;
        let mut new = 0;
        for chunk in uids.chunks(CHUNK) {
            let listed = mailbox.list(chunk).await?;
            for uid in chunk {
                let cursor = Cursor { validity, uid: *uid };
                match listed.get(uid) {
                    Some(listed) => new += usize::from(self.take(mailbox, cursor, listed).await?),
                    // Removed since the search, and the server said so with an OK.
                    None => sources::move_to(&self.keeper.store, self.source, cursor).await?,
                }
            }
        }
        Ok(new)
    }

    async fn source(&self) -> Result<Source, ImapError> {
        let gone = || StoreError::Stale { what: "the source", expected: 1, touched: 0 };
        Ok(sources::find(&self.keeper.store, self.source).await?.ok_or_else(gone)?)
    }

    async fn first_contact(&self, validity: u32, next: Option<u32>) -> Result<u32, ImapError> {
        let uid = if self.settings.only_new { next.map_or(0, |next| next.saturating_sub(1)) } else { 0 };
        info!(source = self.name, from = uid + 1, "the folder is read for the first time");
        sources::move_to(&self.keeper.store, self.source, Cursor { validity, uid }).await?;
        Ok(uid)
    }

    /// Where only new mail is wanted, nothing that came before the day on which the folder was `first` read.
    fn since(&self, first: Millis) -> String {
        let day = Timestamp::from_millisecond(first).map(|at| at.strftime("%-d-%b-%Y").to_string());
        day.ok().filter(|_| self.settings.only_new).map_or_else(String::new, |day| format!(" SINCE {day}"))
    }

    async fn take(&mut self, mailbox: &mut Mailbox, cursor: Cursor, listed: &Listed) -> Result<bool, ImapError> {
        let breaks = self.stuck.filter(|(uid, _)| *uid == cursor.uid).map_or(0, |(_, times)| times);
        // Counted before it is tried, taken back when it went well.
        self.stuck = Some((cursor.uid, breaks + 1));
        let limit = u64::try_from(self.keeper.limit).unwrap_or(u64::MAX);
        let is_large = listed.size > limit;
        let given = self.fetch(mailbox, cursor.uid, is_large, breaks).await?;
        if matches!(given, Given::Gone) {
            self.stuck = None;
            sources::move_to(&self.keeper.store, self.source, cursor).await?;
            return Ok(false);
        }
        let (body, is_whole) = match given {
            // A server may be wrong about a size.
            Given::Whole(body) if u64::try_from(body.len()).is_ok_and(|got| got <= limit) => (body, true),
            Given::Whole(body) | Given::Header(body) => (header_of(&body).to_vec(), false),
            Given::Gone | Given::Nothing => (Vec::new(), false),
        };
        let mut arrival = Arrival::new(self.source, Key::Named(key(cursor)), Envelope::default(), body);
        arrival.peer.clone_from(&self.settings.host);
        arrival.received = self.taken(&listed.taken);
        arrival.cursor = Some(cursor);
        if !is_whole {
            warn!(
                source = self.name,
                size = listed.size,
                "a message was not taken whole: it is parked, and the next one is read"
            );
            arrival.too_large = Some(listed.size);
            arrival.parked = (!is_large).then_some(NOT_GIVEN);
        }
        let kept = self.keeper.keep(arrival).await?;
        self.stuck = None;
        Ok(matches!(kept, Kept::New(_)))
    }

    /// As much of a message as the server gives, and as the connection has borne before.
    async fn fetch(&self, mailbox: &mut Mailbox, uid: u32, is_large: bool, breaks: u32) -> Result<Given, ImapError> {
        if !is_large && breaks < BREAKS {
            match refusable(mailbox.fetch(uid, false).await)? {
                Some(Some(body)) => return Ok(Given::Whole(body)),
                // Not there: if the server stands by it.
                Some(None) if mailbox.list(&[uid]).await?.is_empty() => return Ok(Given::Gone),
                _ => {}
            }
        }
        if breaks < 2 * BREAKS
            && let Some(Some(header)) = refusable(mailbox.fetch(uid, true).await)?
        {
            return Ok(Given::Header(header));
        }
        Ok(Given::Nothing)
    }

    /// When the server took it; not later than now.
    fn taken(&self, date: &str) -> Option<Millis> {
        let date = date.trim();
        let taken = jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", date).ok()?.to_timestamp().ok()?;
        Some(taken.as_millisecond().clamp(0, self.keeper.clock.now()))
    }

    /// Everything the server has up to the cursor must be known here. Runs once a day.
    pub(super) async fn reconcile(&self, mailbox: &mut Mailbox, now: Millis) -> Result<(), ImapError> {
        let source = self.source().await?;
        let (Ok(validity), Ok(last)) = (u32::try_from(source.uid_validity), u32::try_from(source.last_uid)) else {
            return Ok(());
        };
        if last == 0 {
            return Ok(());
        }
        // What came on the first day may have been there before.
        let since = self.since(source.created_ms + DAY);
        let there = mailbox.uids(1, Some(last), &since).await?;
        let prefix = format!("{validity}:");
        let (mut known, mut after) = (HashSet::new(), String::new());
        loop {
            let page = sources::keys(&self.keeper.store, self.source, &prefix, &after).await?;
            let Some(end) = page.last() else { break };
            after.clone_from(end);
            known.extend(page.iter().filter_map(|key| key.strip_prefix(&prefix)?.parse::<u32>().ok()));
        }
        let lost = there.iter().filter(|uid| !known.contains(uid)).count();
        if lost > 0 {
            let message = format!(
                "{lost} messages that are in the mailbox of {} were read and are not here any more. Somebody changed the database by \
                 hand, or it was restored from a backup. They are still in the mailbox: `dateline inbox import` brings them in again \
                 from a file",
                self.name
            );
            alerts::raise(&self.keeper.store, &missing(&self.name), &message, now).await?;
        }
        Ok(())
    }
}

/// What there is of a message.
enum Given {
    Whole(Vec<u8>),
    Header(Vec<u8>),
    Nothing,
    Gone,
}

/// `None`: refused. That is about this message, and the connection is as good as before; everything else is about the
/// connection.
fn refusable<T>(asked: Result<T, ImapError>) -> Result<Option<T>, ImapError> {
    match asked {
        Ok(answer) => Ok(Some(answer)),
        Err(ImapError::Refused { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

fn key(cursor: Cursor) -> String {
    format!("{}:{}", cursor.validity, cursor.uid)
}
