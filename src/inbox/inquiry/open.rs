//! A message that belongs to nothing yet becomes an inquiry: with its release, its reporter, what it claims to belong to.

use serde_json::json;

use super::join::{message, people, refs};
use crate::clock::Millis;
use crate::inbox::place::{Arrived, Means};
use crate::inbox::reporter::{self, Keep};
use crate::inbox::thread::{Candidate, Opening, subject};
use crate::model::inquiry::SenderCheck;
use crate::store::backend::Tx;
use crate::store::inquiries::{self, Event, Inquiry, New};
use crate::store::{StoreError, inquiry_messages, inquiry_ties};

/// Opens it, in the state `new`, its clocks starting when the message was received.
pub(crate) async fn open(
    tx: &mut Tx,
    means: Means<'_>,
    arrived: &Arrived<'_>,
    opening: &Opening,
    trace: &[Candidate],
    now: Millis,
) -> Result<Inquiry, StoreError> {
    let read = arrived.read;
    // An address that is lent for one query is nobody's: no outlet follows from it, and no entry of the directory.
    let outlet = match arrived.sender.filter(|_| arrived.recovered != "alias") {
        Some(address) => {
            let keep = Keep::Yes { inbound: arrived.inbound, now };
            reporter::outlet(tx, address, arrived.sender_name, opening.contact, keep).await?
        }
        None => None,
    };
    let key = arrived.key();
    let subject = subject::base(&read.subject);
    let new = New {
        subject: &subject,
        release: opening.release,
        delivery: opening.delivery,
        contact: opening.contact,
        outlet: outlet.map(|outlet| outlet.id).filter(|id| *id > 0),
        reporter_address: arrived.sender.map_or("", |address| address.as_str()),
        reporter_key: &key,
        reporter_name: arrived.sender_name,
        sender_check: if opening.unverified { SenderCheck::Unverified } else { arrived.check },
        language: read.language.as_deref().unwrap_or_default(),
        asked: arrived.received,
    };
    let id = inquiries::open(tx, &new, now).await?;
    inquiry_messages::add(tx, id, &message(arrived, &addresses(&read.to), &addresses(&read.cc))).await?;
    inquiry_messages::add_people(tx, id, &people(means.ours, arrived, "reporter")).await?;
    inquiry_messages::add_refs(tx, &refs(id, read)).await?;
    for (link, other) in &opening.links {
        inquiry_ties::link(tx, id, *other, *link).await?;
    }
    let detail = json!({"inbound": arrived.inbound, "via": opening.via, "delivery": opening.delivery, "trace": trace});
    inquiries::note_event(tx, id, &Event { kind: "opened", detail }, "inbox", now).await?;
    inquiries::get(tx, id).await?.ok_or(StoreError::Stale { what: "the inquiry", expected: 1, touched: 0 })
}

fn addresses(mailboxes: &[crate::model::inbound::Mailbox]) -> Vec<String> {
    mailboxes.iter().map(|one| one.address.clone()).collect()
}
