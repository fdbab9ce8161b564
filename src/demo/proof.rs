//! The mailbox held against the database, copy by copy: each mail's Message-ID names its delivery, so nothing is taken
//! on trust from a counter.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::compose::links::{self, Purpose};
use crate::model::delivery::DeliveryState;
use crate::model::ids::MailingId;
use crate::secrets::Keyring;
use crate::store::{Store, StoreError, report};
use crate::web::mailbox::Mailbox;

const PAGE: i64 = 1_000;

/// What the mailbox holds of one mailing, and where that is not what the database says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Proof {
    pub messages: usize,
    pub recipients: usize,
    #[serde(skip)]
    pub wrong: Vec<Wrong>,
}

/// A copy that is not where it should be. Numbers are deliveries'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Accepted, and not in the mailbox.
    Lost(i64),
    /// More than one copy of one delivery.
    Twice(i64),
    /// More than one delivery to one address.
    SameAddress(i64),
    /// In the mailbox, though the database does not say it was accepted.
    NotAccepted(i64),
    /// Delivered to another address than the delivery's.
    Astray(i64),
}

pub async fn compare(store: &Store, keys: &Keyring, mailbox: &Mailbox, mailing: MailingId) -> Result<Proof, StoreError> {
    let mut copies: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let (mails, _) = mailbox.find("", 0, usize::MAX);
    for mail in mails {
        let token = mail.message_id.split('@').next().and_then(|local| local.strip_prefix("d."));
        if let Some(delivery) = token.and_then(|token| links::read(keys, Purpose::Message, token)) {
            copies.entry(delivery).or_default().extend(mail.to);
        }
    }
    let mut proof = Proof::default();
    let mut addresses = BTreeSet::new();
    let mut after = String::new();
    loop {
        let people = report::people(store, mailing, &[], &after, PAGE).await?;
        for person in &people {
            let id = person.delivery.0;
            let found = copies.remove(&id).unwrap_or_default();
            proof.messages += found.len();
            match (person.state, found.as_slice()) {
                (DeliveryState::Accepted, []) => proof.wrong.push(Wrong::Lost(id)),
                (_, []) => {}
                (_, [_, _, ..]) => proof.wrong.push(Wrong::Twice(id)),
                (DeliveryState::Accepted | DeliveryState::InDoubt, [to])
                    if to.to_lowercase() != person.address.to_lowercase() =>
                {
                    proof.wrong.push(Wrong::Astray(id));
                }
                (DeliveryState::Accepted | DeliveryState::InDoubt, [_]) => {}
                (_, [_]) => proof.wrong.push(Wrong::NotAccepted(id)),
            }
            for to in found {
                if !addresses.insert(to.to_lowercase()) {
                    proof.wrong.push(Wrong::SameAddress(id));
                }
            }
        }
        match people.last() {
            Some(last) if people.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX) => after.clone_from(&last.address),
            _ => break,
        }
    }
    proof.recipients = addresses.len();
    Ok(proof)
}
