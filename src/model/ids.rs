//! Names of things. Rows have a dense integer key; what leaves the database (URLs, exports) is a `UUIDv7` beside it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Millis;

macro_rules! dense_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.trim_start_matches('#').parse().map(Self)
            }
        }
    )+};
}

dense_id!(
    ContactId, RegionId, IssueId, SegmentId, ReleaseId, MailingId, DeliveryId, SingleId, OfficerId, RequestId,
    /// A source of releases that is looked at by itself.
    NewsroomId,
    /// A sender process, past or present.
    WorkerId,
    /// A message of the media inbox, as it came.
    InboundId,
    SourceId,
    InquiryId,
    /// What was said in an inquiry.
    MessageId,
    DeskId, RotaId, LabelId,
);

/// "World": contains every region.
pub const WORLD: RegionId = RegionId(1);
/// "All issues": contains every issue.
pub const ALL_ISSUES: IssueId = IssueId(1);

/// A fresh public name for a row made at `now`.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
pub fn new_uid(now: Millis) -> Uuid {
    let millis = u64::try_from(now).unwrap_or(0);
    let stamp =
        uuid::Timestamp::from_unix(uuid::NoContext, millis / 1_000, u32::try_from(millis % 1_000).unwrap_or(0) * 1_000_000);
    Uuid::new_v7(stamp)
}
