//! Acts on what mail systems return, for the one copy it surely belongs to: the copy whose own token or Message-ID it
//! carries. An address alone, which anybody can write into a report, proves nothing and changes nothing.

use uuid::Uuid;

use crate::clock::{DAY, Millis};
use crate::compose::links::{self, Purpose};
use crate::model::delivery::DeliveryState;
use crate::model::ids::DeliveryId;
use crate::model::returned::Verdict;
use crate::secrets::Keyring;
use crate::store::returned::{self, Note, Sent};
use crate::store::suppressions::{self, Leave, Reason, Scope};
use crate::store::{Store, StoreError};

/// Later than this nothing is believed about a copy: no queue holds mail so long.
pub const BELIEVED: Millis = 30 * DAY;
/// The source of suppressions made here.
const SOURCE: &str = "report";
/// Characters of what was said that are kept.
const WORDS: usize = 200;

/// Which of our mails something is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Delivery(DeliveryId),
    /// A single message, by the uid in its Message-ID.
    Single(Uuid),
    /// An officer's answer, by its Message-ID (`q.TOKEN.N@…`) as it was written down.
    Answer(String),
}

/// By what it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clue {
    /// The bounce address it was written to.
    ReturnPath,
    MessageId,
    /// An address in the fields of the mail that was sent back.
    Field,
}

/// What we can recognise as ours, the surest first.
pub fn name(keys: &Keyring, recipients: &[String], message_ids: &[String], addresses: &[String]) -> Option<(Named, Clue)> {
    let delivery = |number| Named::Delivery(DeliveryId(number));
    let bounce = |address: &String| match links::read_address(keys, address) {
        Some((Purpose::Bounce, number)) => Some((delivery(number), Clue::ReturnPath)),
        _ => None,
    };
    let field = |address: &String| match links::read_address(keys, address) {
        Some((Purpose::Bounce | Purpose::Reply | Purpose::Unsubscribe, number)) => Some((delivery(number), Clue::Field)),
        _ => None,
    };
    let by_id = |id: &String| links::read_message_id(keys, id).map(|number| (delivery(number), Clue::MessageId));
    let by_uid = |id: &String| uid(id).map(|uid| (Named::Single(uid), Clue::MessageId));
    recipients
        .iter()
        .find_map(bounce)
        .or_else(|| message_ids.iter().find_map(by_id))
        .or_else(|| addresses.iter().find_map(field))
        .or_else(|| message_ids.iter().find_map(by_uid))
        .or_else(|| message_ids.iter().find(|id| id.starts_with("q.")).map(|id| (Named::Answer(id.clone()), Clue::MessageId)))
}

/// The uid in `s.UID@domain`; that it is ours is seen when it is found.
fn uid(id: &str) -> Option<Uuid> {
    let local = id.trim_matches(['<', '>', ' ']).split('@').next()?;
    let text = local.strip_prefix("s.").filter(|text| text.len() == 32)?;
    Uuid::try_parse(text).ok()
}

/// What it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Written down on the copy.
    Bounced {
        delivery: DeliveryId,
        suppressed: bool,
    },
    /// An officer's answer did not reach the reporter: its inquiry is open again, and the officer must know.
    AnswerFailed {
        delivery: DeliveryId,
        author: String,
        suppressed: bool,
    },
    Complained {
        delivery: DeliveryId,
    },
    /// It is still being tried: nothing speaks against anybody.
    Waiting,
    Arrived,
    /// It was known before.
    Again,
    /// A notice or test of ours to ourselves: makes no inquiry and no notice.
    Internal {
        delivery: DeliveryId,
    },
    /// The person wrote to us since: written down, and for somebody to look at before anything is stopped.
    Review {
        delivery: DeliveryId,
    },
    /// No mail of ours, or none of the last thirty days.
    NotOurs,
}

/// A report on one copy. `said` is the code with the words, as the report has them.
pub async fn reported(store: &Store, named: &Named, verdict: Verdict, said: &str, now: Millis) -> Result<Effect, StoreError> {
    let Some(sent) = sent(store, named, now).await? else { return Ok(Effect::NotOurs) };
    let detail: String = said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(WORDS).collect();
    let note = |event, proof| Note { event, detail: &detail, soft: verdict == Verdict::Soft, proof };
    if !verdict.is_final() {
        returned::record(store, sent.delivery, note(None, "reported on"), now).await?;
        return Ok(if verdict == Verdict::Arrived { Effect::Arrived } else { Effect::Waiting });
    }
    if sent.bounced {
        return Ok(Effect::Again);
    }
    let lives = verdict == Verdict::Dead && returned::has_written(store, &sent.address_key, sent.at).await?;
    let suppressed = verdict == Verdict::Dead && !lives;
    if suppressed {
        let leave = Leave {
            address_key: &sent.address_key,
            scope: Scope::Office,
            reason: Reason::Bounced,
            source: SOURCE,
            until: None,
            // The event is written below, with what was said.
            delivery: None,
        };
        suppressions::leave(store, &leave, now).await?;
    }
    returned::record(store, sent.delivery, note(Some("bounced"), "handed over, and came back"), now).await?;
    let delivery = sent.delivery;
    Ok(match sent.purpose.as_deref() {
        _ if lives => Effect::Review { delivery },
        Some("answer") => Effect::AnswerFailed { delivery, author: sent.author.unwrap_or_default(), suppressed },
        Some("notice" | "test" | "confirmation") => Effect::Internal { delivery },
        _ => Effect::Bounced { delivery, suppressed },
    })
}

/// Its reader called a copy spam: nothing more goes there, at once.
pub async fn complained(store: &Store, named: &Named, kind: &str, now: Millis) -> Result<Effect, StoreError> {
    let Some(sent) = sent(store, named, now).await? else { return Ok(Effect::NotOurs) };
    if sent.complained {
        return Ok(Effect::Again);
    }
    let leave = Leave {
        address_key: &sent.address_key,
        scope: Scope::Office,
        reason: Reason::Complained,
        source: SOURCE,
        until: None,
        delivery: None,
    };
    suppressions::leave(store, &leave, now).await?;
    let detail: String = kind.chars().take(WORDS).collect();
    let note = Note { event: Some("complained"), detail: &detail, soft: false, proof: "arrived, and was complained of" };
    returned::record(store, sent.delivery, note, now).await?;
    Ok(Effect::Complained { delivery: sent.delivery })
}

/// Something proves that a copy arrived (an answer to it, a receipt): a doubt about it is over.
pub async fn arrived(store: &Store, named: &Named, proof: &str, now: Millis) -> Result<Effect, StoreError> {
    let Some(sent) = sent(store, named, now).await? else { return Ok(Effect::NotOurs) };
    returned::record(store, sent.delivery, Note { event: None, detail: "", soft: false, proof }, now).await?;
    Ok(Effect::Arrived)
}

/// The copy, if it was handed over (as far as anybody knows) and not too long ago.
async fn sent(store: &Store, named: &Named, now: Millis) -> Result<Option<Sent>, StoreError> {
    let found = match named {
        Named::Delivery(delivery) => returned::find(store, *delivery).await?,
        Named::Single(uid) => returned::find_single(store, *uid).await?,
        Named::Answer(message_id) => returned::find_answer(store, message_id).await?,
    };
    let is_out = |sent: &Sent| matches!(sent.state, DeliveryState::Accepted | DeliveryState::InDoubt | DeliveryState::Attempting);
    Ok(found.filter(|sent| is_out(sent) && now - sent.at <= BELIEVED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::links::token;

    #[test]
    fn the_bounce_address_beats_the_id_beats_a_field() {
        let keys = Keyring::for_tests();
        let address = |purpose, number| vec![format!("b+{}@b.press.example", token(&keys, "k2", purpose, number))];
        let id = |number| vec![format!("d.{}@press.example", token(&keys, "k2", Purpose::Message, number))];
        let of = |number| Named::Delivery(DeliveryId(number));
        let path = address(Purpose::Bounce, 1);
        let field = address(Purpose::Unsubscribe, 3);
        assert_eq!(name(&keys, &path, &id(2), &field), Some((of(1), Clue::ReturnPath)));
        assert_eq!(name(&keys, &[], &id(2), &field), Some((of(2), Clue::MessageId)));
        assert_eq!(name(&keys, &[], &["x@y".to_owned()], &field), Some((of(3), Clue::Field)));
        let uid = Uuid::from_u128(7);
        assert_eq!(
            name(&keys, &[], &[format!("s.{}@press.example", uid.simple())], &[]),
            Some((Named::Single(uid), Clue::MessageId))
        );
        assert_eq!(name(&keys, &address(Purpose::Reply, 4), &["s.x@y".to_owned()], &[]), None);
    }
}
