//! The approval of a demo's mailing: the same sealed terms, MAC and letters as in earnest, given by nobody but the demo.

use data_encoding::HEXLOWER;
use serde_json::json;

use super::choose::Chosen;
use crate::clock::{HOUR, Millis};
use crate::compose::letter::{self, Frame};
use crate::compose::{ComposeError, Office};
use crate::model::approval::{PURPOSE, Terms};
use crate::model::ids::MailingId;
use crate::model::mailing::{DoubtPolicy, Priority};
use crate::secrets::Keyring;
use crate::store::mailings::{self, Frozen};
use crate::store::{Store, StoreError, audience, vocabulary};

#[derive(Debug, thiserror::Error)]
pub enum ApproveError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Compose(#[from] ComposeError),
    #[error("the letter cannot be stored")]
    Json(#[from] serde_json::Error),
}

/// Seals and approves the mailing of `chosen`; its rows are planned by whoever calls the planner next.
pub async fn approve(
    store: &Store,
    keys: &Keyring,
    office: &Office,
    chosen: &Chosen,
    actor: &str,
    now: Millis,
) -> Result<MailingId, ApproveError> {
    let words = vocabulary::load(store).await?;
    let opt_outs = audience::scoped_opt_outs(store).await?;
    let resolved = chosen.choice.resolve(&words.regions, &words.issues, &opt_outs);
    let (audience_digest, count) = audience::digest(store, &resolved).await?;
    let release = &chosen.release;
    let useful_until = release.event.filter(|event| *event > now).unwrap_or(now + 72 * HOUR);
    let key_id = keys.current().to_owned();
    let mut terms = Terms {
        release: release.id,
        version: release.version,
        priority: Priority::Normal.as_i64(),
        rule: json!(chosen.choice).to_string(),
        again: false,
        audience_digest,
        count,
        seal: String::new(),
        not_before: now,
        useful_until,
        doubt_policy: DoubtPolicy::Wait.as_str().to_owned(),
        date: now,
        token_key: key_id.clone(),
        submitter: actor.to_owned(),
        approver: None,
        sentence: format!("“{}” to {count} reporters, now", release.title),
        approved_at: now,
    };
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &serde_json::to_vec(&terms)?);
    terms.seal = HEXLOWER.encode(digest.as_ref());
    let inserted = mailings::insert(store, &terms, now, |mailing| {
        let frame = Frame { mailing, date: now, key_id: key_id.clone() };
        let letter = letter::compile(office, release, &release.language, &frame)?;
        let letters = vec![(release.language.clone(), serde_json::to_string(&letter)?)];
        let bytes = terms.signed_bytes(mailing, &letters);
        let mac = keys.mac(&key_id, PURPOSE, &bytes).ok_or_else(|| ComposeError::UnknownKey(key_id.clone()))?;
        Ok::<_, ApproveError>(Frozen { letters, mac: HEXLOWER.encode(&mac), key_id: key_id.clone() })
    })
    .await?;
    Ok(inserted.id())
}
