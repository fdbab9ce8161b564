//! A telephone call is written down: in the inquiry it belongs to, or as one of its own that its officer has at once.

use serde_json::json;

use super::{By, Changed, Refused, may};
use crate::clock::Millis;
use crate::inbox::reporter::{self, Keep};
use crate::model::address::EmailAddress;
use crate::model::ids::{InquiryId, ReleaseId};
use crate::model::inquiry::{SenderCheck, State};
use crate::store::evidence::{Wanted, gather};
use crate::store::inquiries::{self, Event, New};
use crate::store::inquiry_messages::{self, Channel, Direction, NewMessage, Participant};
use crate::store::{Store, StoreError};

/// What was said on the telephone, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    pub subject: &'a str,
    pub reporter_name: &'a str,
    /// Where an answer may be written to, if they said.
    pub reporter: Option<&'a EmailAddress>,
    pub release: Option<ReleaseId>,
    pub text: &'a str,
    /// When it was; not later than now.
    pub at: Millis,
    /// They called us; otherwise we them.
    pub incoming: bool,
}

/// A call about something new.
pub async fn open(store: &Store, call: &Call<'_>, by: By<'_>) -> Result<InquiryId, StoreError> {
    let mut tx = store.begin().await?;
    let key = call.reporter.map(EmailAddress::key).unwrap_or_default();
    let wanted = Wanted { named: &[], refs: &[], left: &[], sender_key: &key, urls: &[], mailings: &[], now: by.now };
    let contact = gather(&mut tx, wanted).await?.contact;
    let outlet = match call.reporter {
        Some(address) => {
            reporter::outlet(&mut tx, address, call.reporter_name, contact, Keep::Yes { inbound: None, now: by.now }).await?
        }
        None => None,
    };
    let new = New {
        subject: call.subject,
        release: call.release,
        delivery: None,
        contact,
        outlet: outlet.map(|outlet| outlet.id).filter(|id| *id > 0),
        reporter_address: call.reporter.map_or("", |address| address.as_str()),
        reporter_key: &key,
        reporter_name: call.reporter_name,
        // A voice proves nothing about an address.
        sender_check: SenderCheck::New,
        language: "",
        asked: call.at.min(by.now),
    };
    let id = inquiries::open(&mut tx, &new, by.now).await?;
    inquiry_messages::add(&mut tx, id, &message(call, &by)).await?;
    if let Some(address) = call.reporter {
        let name = call.reporter_name.to_owned();
        let person = Participant { address_key: key.clone(), address: address.as_str().to_owned(), name, role: "reporter" };
        inquiry_messages::add_people(&mut tx, id, &[person]).await?;
    }
    let take = |inquiry: &mut inquiries::Inquiry| {
        inquiry.owner = by.officer;
        if by.officer.is_some() {
            inquiry.state = State::Open;
            inquiry.claimed = Some(by.now);
        }
        Ok::<_, Refused>(Event { kind: "opened", detail: json!({"channel": "telephone"}) })
    };
    inquiries::change_in(&mut tx, id, take, by.actor, by.now).await?;
    tx.commit().await?;
    Ok(id)
}

/// A call in an inquiry that is there. An incoming one opens it again.
pub async fn add(store: &Store, id: InquiryId, call: &Call<'_>, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let mut tx = store.begin().await?;
    let act = |inquiry: &mut inquiries::Inquiry| {
        may(inquiry, &by)?;
        if call.incoming {
            inquiry.last_inbound = inquiry.last_inbound.max(call.at.min(by.now));
            super::reopen::by_reporter(inquiry);
        }
        Ok(Event { kind: "called", detail: json!({"incoming": call.incoming}) })
    };
    let changed = inquiries::change_in(&mut tx, id, act, by.actor, by.now).await?;
    if let Changed::Done(_) = changed {
        inquiry_messages::add(&mut tx, id, &message(call, &by)).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

fn message<'a>(call: &Call<'a>, by: &By<'a>) -> NewMessage<'a> {
    NewMessage {
        inbound: None,
        direction: if call.incoming { Direction::In } else { Direction::Out },
        channel: Channel::Telephone,
        machine: false,
        at: call.at.min(by.now),
        from_name: if call.incoming { call.reporter_name } else { by.actor },
        from_address: call.reporter.filter(|_| call.incoming).map_or("", |address| address.as_str()),
        reply_to: "",
        to: &[],
        cc: &[],
        subject: call.subject,
        message_id: "",
        text_all: call.text,
        text_new: call.text,
        author: by.officer,
        recovered: "",
    }
}
