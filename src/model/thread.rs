//! What ties messages and inquiries together.

use serde::{Deserialize, Serialize};

use super::ids::{DeliveryId, InquiryId};

/// Something of ours that a mail names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    Inquiry(InquiryId),
    Delivery(DeliveryId),
}

/// How two inquiries belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// A new topic of the same people, or one that was closed long ago.
    Follows,
    /// Somebody we do not know there says so.
    Claims,
    Split,
    Merged,
}

impl Link {
    pub const ALL: [Self; 4] = [Self::Follows, Self::Claims, Self::Split, Self::Merged];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::Claims => "claims",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|link| link.as_str() == text)
    }
}

/// Whose an id is that later mail may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefKind {
    Ours,
    Theirs,
    /// What a relay called our message instead.
    Provider,
    Anchor,
    ThreadIndex,
}

impl RefKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
            Self::Provider => "provider",
            Self::Anchor => "anchor",
            Self::ThreadIndex => "thread_index",
        }
    }
}
