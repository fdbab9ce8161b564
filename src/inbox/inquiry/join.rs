//! A message joins the inquiry it belongs to. A person's opens it again and restarts its clocks; a machine's is only attached.

use serde_json::json;

use super::reopen;
use crate::clock::Millis;
use crate::inbox::addresses::Addresses;
use crate::inbox::place::Arrived;
use crate::inbox::thread::Candidate;
use crate::inbox::thread::clues::of_id;
use crate::model::ids::InquiryId;
use crate::model::inbound::{Mailbox, Read};
use crate::model::thread::RefKind;
use crate::store::StoreError;
use crate::store::backend::Tx;
use crate::store::inquiries::{self, Event, Inquiry};
use crate::store::inquiry_messages::{self, Channel, Direction, NewMessage, Participant, Ref};

/// Adds it. Returns the inquiry as it was and as it is.
pub(crate) async fn join(
    tx: &mut Tx,
    ours: &Addresses,
    id: InquiryId,
    arrived: &Arrived<'_>,
    colleague: bool,
    trace: &[Candidate],
    now: Millis,
) -> Result<(Inquiry, Inquiry), StoreError> {
    let gone = StoreError::Stale { what: "the inquiry", expected: 1, touched: 0 };
    let before = inquiries::hold(tx, id).await?.ok_or(gone)?;
    let to: Vec<String> = arrived.read.to.iter().map(|one| one.address.clone()).collect();
    let cc: Vec<String> = arrived.read.cc.iter().map(|one| one.address.clone()).collect();
    inquiry_messages::add(tx, id, &message(arrived, &to, &cc)).await?;
    inquiry_messages::add_refs(tx, &refs(id, arrived.read)).await?;
    let mut after = before.clone();
    if arrived.human {
        let role = if colleague { "colleague" } else { "reporter" };
        inquiry_messages::add_people(tx, id, &people(ours, arrived, role)).await?;
        after.last_inbound = after.last_inbound.max(arrived.received);
        after.snoozed = None;
        reopen::by_reporter(&mut after);
    }
    let kind = if arrived.human { "joined" } else { "attached" };
    let detail = json!({"inbound": arrived.inbound, "colleague": colleague, "trace": trace});
    inquiries::save(tx, &mut after, before.seen, &Event { kind, detail }, "inbox", now).await?;
    Ok((before, after))
}

/// The message as it is kept in the inquiry.
pub(super) fn message<'a>(arrived: &'a Arrived<'a>, to: &'a [String], cc: &'a [String]) -> NewMessage<'a> {
    let read = arrived.read;
    NewMessage {
        inbound: arrived.inbound,
        direction: Direction::In,
        channel: Channel::Mail,
        machine: !arrived.human,
        at: arrived.received,
        from_name: arrived.sender_name,
        from_address: arrived.sender.map_or("", |address| address.as_str()),
        reply_to: read.reply_to.first().map_or("", |one| one.address.as_str()),
        to,
        cc,
        subject: &read.subject,
        message_id: read.message_id.as_deref().unwrap_or_default(),
        text_all: &read.text,
        text_new: &read.fresh,
        author: None,
        recovered: arrived.recovered,
    }
}

/// Whoever wrote, and whom they copied: they take part from now on. Never an address of ours.
pub(super) fn people(ours: &Addresses, arrived: &Arrived<'_>, role: &'static str) -> Vec<Participant> {
    let mut people = Vec::new();
    if let Some(address) = arrived.sender.filter(|address| ours.which(address.as_str()).is_none()) {
        let name = arrived.sender_name.to_owned();
        people.push(Participant { address_key: address.key(), address: address.as_str().to_owned(), name, role });
    }
    for one in arrived.read.to.iter().chain(&arrived.read.cc).take(50) {
        if let Some(address) = Mailbox::parsed(one).filter(|address| ours.which(address.as_str()).is_none()) {
            let address_text = address.as_str().to_owned();
            people.push(Participant {
                address_key: address.key(),
                address: address_text,
                name: one.name.clone(),
                role: "copied",
            });
        }
    }
    people
}

/// The ids by which a later mail may name this one.
pub(super) fn refs(id: InquiryId, read: &Read) -> Vec<Ref> {
    let mut refs = Vec::new();
    let mut add = |text: &str, kind| refs.push(Ref { sha256: of_id(text), kind, inquiry: Some(id), delivery: None });
    if let Some(message_id) = read.message_id.as_deref().filter(|text| !text.is_empty()) {
        add(message_id, RefKind::Theirs);
    }
    if let Some(index) = read.thread_index.as_deref().filter(|text| !text.is_empty()) {
        add(index, RefKind::ThreadIndex);
    }
    refs
}
