//! The hand-over: one conversation with a relay, in the steps the delivery protocol needs. `offer` takes the envelope
//! up to the 354; then the caller commits its intent; `deliver` writes body and dot at once. What comes back is a
//! [`Verdict`], a value to be written down, never an error.

mod local;
mod opening;
mod probe;
mod reply;
mod smtp;
mod target;
mod tls;
mod wire;

use std::fmt;
use std::time::Duration;

use thiserror::Error;

use crate::model::address::EmailAddress;
use crate::model::delivery::{Outcome, Phase};

pub use self::probe::{At, Heard, Probed};
pub use self::smtp::Conversation;
pub use self::target::{Target, TargetError, TlsMode};
pub use self::wire::Wire;
pub use super::outcome::Blame;

/// How many messages one connection carries before it is closed in good order.
pub const MESSAGES_PER_CONNECTION: u32 = 200;

/// How long each step may take (RFC 5321 §4.5.3.2). A reply that dribbles in does not get more time for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// Name look-up, TCP, and TLS where the connection starts with it.
    pub connect: Duration,
    pub greeting: Duration,
    /// Each of EHLO, STARTTLS, AUTH, MAIL and RCPT.
    pub command: Duration,
    /// From DATA to the 354.
    pub data: Duration,
    /// From the first byte of the body to the reply to the dot. Less than ten minutes makes doubts.
    pub dot: Duration,
    /// From MAIL to the reply to the dot, whatever happens in between.
    pub transaction: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            greeting: Duration::from_secs(60),
            command: Duration::from_secs(5 * 60),
            data: Duration::from_secs(2 * 60),
            dot: Duration::from_secs(10 * 60),
            transaction: Duration::from_secs(20 * 60),
        }
    }
}

/// From whom, to whom, how large. Nothing that could end a command line early can be in one.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    from: String,
    to: EmailAddress,
    size: usize,
}

/// The envelope sender is not one address: our own mistake, and nothing was sent.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the envelope sender is not an address")]
pub struct BadSender;

impl Envelope {
    /// `from` is an address, or empty for the null sender; `size` the length of the message in bytes.
    pub fn new(from: &str, to: EmailAddress, size: usize) -> Result<Self, BadSender> {
        let from =
            if from.is_empty() { String::new() } else { EmailAddress::parse(from).map_err(|_| BadSender)?.as_str().to_owned() };
        Ok(Self { from, to, size })
    }

    pub fn to(&self) -> &EmailAddress {
        &self.to
    }

    fn needs_smtputf8(&self) -> bool {
        !self.from.is_ascii() || self.to.needs_smtputf8()
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Envelope(to {}, {} bytes)", self.to.masked(), self.size)
    }
}

/// What one try came to, by which reply, and whether the session may carry another message.
#[derive(Clone, PartialEq, Eq)]
pub struct Verdict {
    pub outcome: Outcome,
    pub phase: Phase,
    /// The relay's three digits; `None` where it said nothing valid and the reply is our own words.
    pub code: Option<u16>,
    /// Without the three digits; bounded, control characters escaped. May quote the address: see [`Verdict::masked`].
    pub reply: String,
    pub reusable: bool,
    pub blame: Blame,
}

impl Verdict {
    /// The reply for a log line: whatever looks like an address is masked.
    pub fn masked(&self) -> String {
        reply::mask(&self.reply)
    }
}

impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verdict")
            .field("outcome", &self.outcome)
            .field("phase", &self.phase)
            .field("code", &self.code)
            .field("reply", &self.masked())
            .field("reusable", &self.reusable)
            .field("blame", &self.blame)
            .finish()
    }
}

/// An open way to a relay. Dropping it closes the connection on the spot, which is always safe.
#[derive(Debug)]
pub enum Session {
    Smtp(Box<Conversation>),
    Maildir(local::Maildir),
    Discard,
}

impl Session {
    /// Whether it may be offered another message: in step, not closed by the other side, not worn out.
    pub fn is_usable(&mut self) -> bool {
        match self {
            Self::Smtp(conversation) => conversation.is_usable(),
            Self::Maildir(_) | Self::Discard => true,
        }
    }

    /// Takes the envelope to the point where only the body is missing. After `Ok` there are two ways on: the intent
    /// is committed and [`Session::deliver`] follows, or the session is dropped ([`Session::close`]).
    pub async fn offer(&mut self, envelope: &Envelope) -> Result<(), Verdict> {
        match self {
            Self::Smtp(conversation) => conversation.offer(envelope).await,
            Self::Maildir(_) | Self::Discard => Ok(()),
        }
    }

    /// Whether any envelope could be taken along with the body that is asked for.
    pub fn may_take_along(&self) -> bool {
        matches!(self, Self::Smtp(conversation) if conversation.may_take_along())
    }

    /// Whether this next envelope may go out with the body that comes before it.
    pub fn takes_along(&self, next: &Envelope) -> bool {
        matches!(self, Self::Smtp(conversation) if conversation.takes_along(next))
    }

    /// As [`Session::offer`], for the envelope that was taken along by the last [`Session::deliver`]. Nothing of it is
    /// on its way if that one's verdict says the session is not reusable.
    pub async fn offered(&mut self) -> Result<(), Verdict> {
        match self {
            Self::Smtp(conversation) => conversation.offered().await,
            Self::Maildir(_) | Self::Discard => Ok(()),
        }
    }

    /// Writes body and dot, and behind them the next envelope where the session takes it along. Once that write was
    /// called, anything but a valid reply is in doubt.
    pub async fn deliver(&mut self, message: Vec<u8>, next: Option<&Envelope>) -> Verdict {
        match self {
            Self::Smtp(conversation) => conversation.deliver(message, next).await,
            Self::Maildir(maildir) => maildir.deliver(&message).await,
            Self::Discard => local::discarded(),
        }
    }

    /// Says goodbye where there is somebody to say it to; a few seconds at most.
    pub async fn quit(self) {
        if let Self::Smtp(conversation) = self {
            conversation.quit().await;
        }
    }

    /// Hangs up: no body, no bare dot, no goodbye.
    pub fn close(self) {
        drop(self);
    }
}
