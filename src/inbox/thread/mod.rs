//! From a message to the inquiry it belongs to. What a mail names gives context, never identity: reporters forward mails,
//! so every match is judged by who is writing, and a stranger never gets into somebody else's inquiry.

pub mod clues;
mod decide;
pub mod sentence;
pub mod subject;
mod quote;

use serde::{Deserialize, Serialize};

pub use self::decide::decide;
pub use self::quote::quotes;
use crate::clock::Millis;
use crate::model::ids::{ContactId, DeliveryId, InquiryId, ReleaseId};
pub use crate::model::thread::Link;

/// The ways a message can find its place, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// A token in a recipient's address.
    T1,
    /// An id in `In-Reply-To` or `References`.
    T2,
    /// Outlook's conversation.
    T3,
    /// A release's page in the text.
    T4,
    /// The same sender about the same thing, within three days.
    T5,
    /// A release's title as subject.
    T6,
    /// Nothing: a question of its own.
    T7,
}

/// What a candidate came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Verdict {
    /// The sender takes part in it.
    Joined { inquiry: InquiryId },
    /// The sender is at the outlet of its reporter.
    Colleague { inquiry: InquiryId, domain: String },
    /// The sender has nothing to do with it, as far as we know.
    Stranger { inquiry: InquiryId },
    /// The sender takes part, but writes about something else.
    NewTopic { inquiry: InquiryId },
    /// It was closed too long ago to be opened again.
    LongClosed { inquiry: InquiryId },
    /// A copy of a release: whose, and where this sender's question about it is.
    Copy { delivery: DeliveryId, release: Option<ReleaseId>, own: bool, inquiry: Option<InquiryId> },
    /// It says which release it is about, and nothing else.
    Release { release: ReleaseId },
    /// Nobody knows it.
    Unknown,
    /// There was nothing to go by.
    Nothing,
}

/// One thing that was looked at, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub step: Step,
    /// As it stands in the mail.
    pub found: String,
    #[serde(flatten)]
    pub verdict: Verdict,
    /// It decided the place, or a part of it.
    pub taken: bool,
}

/// A new inquiry, as far as the threads say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    pub release: Option<ReleaseId>,
    /// The copy that led here.
    pub delivery: Option<DeliveryId>,
    /// Whom the sender's address belongs to.
    pub contact: Option<ContactId>,
    pub links: Vec<(Link, InquiryId)>,
    /// It answers the copy of somebody else: theirs.
    pub via: Option<ContactId>,
    /// It claims to belong to an inquiry of others: shown as unverified.
    pub unverified: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Join {
        inquiry: InquiryId,
        /// Not yet a participant, but of the reporter's outlet.
        colleague: bool,
    },
    New(Opening),
}

/// Where a message belongs, and all that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub place: Place,
    pub trace: Vec<Candidate>,
}

/// Who writes, about what, when: what is judged beside the evidence.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Empty when nobody can say who wrote.
    pub sender_key: &'a str,
    pub subject: &'a str,
    /// What the mail quotes.
    pub quoted: &'a str,
    pub received: Millis,
}
