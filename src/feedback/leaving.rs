//! Leaving is leaving: what a reader chooses becomes a suppression that closes the gate before it is acknowledged.

use crate::clock::{DAY, Millis};
use crate::model::address::EmailAddress;
use crate::store::feedback::{self, ReaderCopy};
use crate::store::returned;
use crate::store::suppressions::{self, Leave, Left, Reason, Scope};
use crate::store::{Store, StoreError};

/// How long a pause lasts.
pub const PAUSE: Millis = 30 * DAY;

/// What somebody wants less of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// All of the office's releases.
    Everything,
    /// The issue this copy was sent for.
    Issue,
    /// The region this copy was sent for.
    Region,
    /// Everything, for [`PAUSE`].
    Pause,
}

impl Choice {
    pub const ALL: [Self; 4] = [Self::Everything, Self::Issue, Self::Region, Self::Pause];

    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Issue => "issue",
            Self::Region => "region",
            Self::Pause => "pause",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == text)
    }

    /// What that means for this copy; `None` where the copy was not sent for an issue or region of its own.
    pub fn scope(self, copy: &ReaderCopy) -> Option<Scope> {
        match self {
            Self::Everything | Self::Pause => Some(Scope::Office),
            Self::Issue => copy.issue.as_ref().map(|(id, _)| Scope::Issue(*id)),
            Self::Region => copy.region.as_ref().map(|(id, _)| Scope::Region(*id)),
        }
    }
}

/// By which way the wish came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// RFC 8058, posted by a mail program.
    OneClick,
    Page,
    /// A mail to the address beside the link (RFC 2369).
    Mail,
}

/// Stops what was chosen. When this has returned it is committed, and no further copy of it is begun. `None` where the
/// choice does not exist for this copy. Doing it again changes nothing.
pub async fn leave(store: &Store, copy: &ReaderCopy, choice: Choice, way: Way, now: Millis) -> Result<Option<Left>, StoreError> {
    let Some(scope) = choice.scope(copy) else { return Ok(None) };
    let (reason, until) = match choice {
        Choice::Pause => (Reason::Paused, Some(now + PAUSE)),
        _ => (Reason::Unsubscribed, None),
    };
    let source = match way {
        Way::OneClick => "one_click",
        Way::Page => "page",
        Way::Mail => "mail",
    };
    let wish = Leave { address_key: &copy.address_key, scope, reason, source, until, delivery: Some(copy.delivery) };
    suppressions::leave(store, &wish, now).await.map(Some)
}

/// The source of a wish that came in words, without the address made for it.
pub const BY_WORDS: &str = "mail_words";

/// What a wish in words came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByWords {
    Left(Left),
    /// We never wrote there; there is nothing to leave.
    Stranger,
}

/// Stops everything to an address whose owner said nothing but that they want to leave. Anybody can write under any
/// address: so it is done and told, and an officer can take it back.
pub async fn leave_by_words(store: &Store, address: &EmailAddress, now: Millis) -> Result<ByWords, StoreError> {
    let key = address.key();
    if !returned::is_known(store, &key).await? {
        return Ok(ByWords::Stranger);
    }
    let wish = Leave {
        address_key: &key,
        scope: Scope::Office,
        reason: Reason::Unsubscribed,
        source: BY_WORDS,
        until: None,
        delivery: None,
    };
    suppressions::leave(store, &wish, now).await.map(ByWords::Left)
}

/// What taking back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// It holds no more.
    Done,
    /// There is nothing of the kind.
    Nothing,
    /// It stands, but was not chosen through this copy's link: a forwarded mail must not bring anybody back.
    NotFromHere,
}

/// Takes back what was chosen through this copy's own link, never what a server or an officer found.
pub async fn undo(store: &Store, copy: &ReaderCopy, choice: Choice, now: Millis) -> Result<Option<Undone>, StoreError> {
    let Some(scope) = choice.scope(copy) else { return Ok(None) };
    if feedback::left_through(store, copy, now).await?.contains(&scope) {
        let lifted = suppressions::rejoin(store, &copy.address_key, scope, "reader", now).await?;
        return Ok(Some(if lifted { Undone::Done } else { Undone::Nothing }));
    }
    let stands = suppressions::list(store, &copy.address_key, now).await?.iter().any(|s| s.scope == scope);
    Ok(Some(if stands { Undone::NotFromHere } else { Undone::Nothing }))
}

/// How a reader's page names the address: its owner recognises it, whoever was forwarded the mail learns little.
pub fn masked(copy: &ReaderCopy) -> String {
    copy.address.as_ref().map_or_else(|| "•••".to_owned(), EmailAddress::masked)
}
