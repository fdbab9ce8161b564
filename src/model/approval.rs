//! What a person's word binds: every term of one mailing, in a form whose bytes are always the same.

use serde::Serialize;

use crate::clock::Millis;
use crate::model::ids::{MailingId, ReleaseId};

/// The purpose of the key an approval is signed with.
pub const PURPOSE: &str = "approval";

/// The terms of one mailing, as approved. Whatever of it is changed in the database afterwards, the MAC no longer fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Terms {
    pub release: ReleaseId,
    pub version: i64,
    pub priority: i64,
    /// The audience's choice, as the JSON text that is stored.
    pub rule: String,
    pub again: bool,
    pub audience_digest: String,
    pub count: i64,
    /// The seal the person saw.
    pub seal: String,
    pub not_before: Millis,
    /// Each copy in its reader's morning ([`Morning`](super::morning::Morning)), as stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub morning: Option<String>,
    pub useful_until: Millis,
    pub doubt_policy: String,
    /// The Date of every copy and the key of its tokens.
    pub date: Millis,
    pub token_key: String,
    pub submitter: String,
    pub approver: Option<String>,
    /// Why it went out without the second person the rules ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alone: Option<String>,
    /// What was approved, in the words the person read.
    pub sentence: String,
    pub approved_at: Millis,
}

impl Terms {
    /// What the MAC is made over: the terms, the mailing they belong to, and the frozen letters by language.
    pub fn signed_bytes(&self, mailing: MailingId, letters: &[(String, String)]) -> Vec<u8> {
        #[derive(Serialize)]
        struct Signed<'a> {
            mailing: MailingId,
            terms: &'a Terms,
            letters: &'a [(String, String)],
        }
        serde_json::to_vec(&Signed { mailing, terms: self, letters }).unwrap_or_default()
    }
}
