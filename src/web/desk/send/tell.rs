//! Approvers are told by mail that somebody asks for their word, or sent without it: one single message each, in their own
//! language and zone, of the same queue as everything else, within a budget of its own.

use std::collections::HashSet;

use super::looked::Glance;
use super::page;
use super::sentence;
use super::wish::Wish;
use crate::clock::MINUTE;
use crate::compose::single::{self, Origin, Single};
use crate::model::address::EmailAddress;
use crate::model::ids::{OfficerId, new_uid};
use crate::review::{ALONE_HOLD, Review};
use crate::store::notices::Notice;
use crate::store::queue::{NewSingle, Purpose};
use crate::store::requests::Approver;
use crate::web::desk::messages::Lang;
use crate::web::desk::problem::Problem;
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, session};

/// Notices of requests at most, to all approvers together; what is over it is only shown.
pub const AN_HOUR: usize = 30;

/// An approver's message, made but not queued.
#[derive(Debug)]
pub struct Ready {
    officer: OfficerId,
    to: EmailAddress,
    sender: String,
    bytes: Vec<u8>,
}

impl Ready {
    pub fn single(&self) -> NewSingle<'_> {
        NewSingle { purpose: Purpose::Notice, author: "dateline", to: &self.to, sender: &self.sender, message: &self.bytes }
    }

    pub fn notice(&self) -> Notice<'_> {
        Notice { officer: self.officer, single: self.single() }
    }
}

/// What they are told.
#[derive(Clone, Copy, Debug)]
pub enum About<'a> {
    /// Their word is asked for.
    Ask,
    /// It goes out without their word.
    Alone { reason: &'a str },
}

/// One message for each mailbox; two officers may share one. What cannot be made is logged: the request is on the
/// approvers' own page whatever becomes of the mail.
pub async fn messages(
    desk: &Desk,
    who: &Who,
    found: &Review,
    wish: &Wish,
    (approvers, told): (&[Approver], About<'_>),
) -> Result<Vec<Ready>, Problem> {
    let (words, original) = page::context(desk, &found.release).await?;
    let found = Glance::from(found);
    let about = sentence::About { words: &words, segment: wish.segment.as_deref().unwrap_or(""), original: original.as_deref() };
    let (mut seen, mut ready) = (HashSet::new(), Vec::new());
    for approver in approvers {
        let Ok(to) = EmailAddress::parse(&approver.address) else {
            tracing::warn!(officer.id = approver.id, "this officer's address is not one");
            continue;
        };
        if seen.insert(to.key()) {
            match message(desk, who, &found, (about, told), (approver, to)) {
                Ok(message) => ready.push(message),
                Err(problem) => tracing::error!(officer.id = approver.id, ?problem, "the notice of a request cannot be made"),
            }
        }
    }
    Ok(ready)
}

fn message(
    desk: &Desk,
    who: &Who,
    found: &Glance,
    (about, told): (sentence::About<'_>, About<'_>),
    (approver, to): (&Approver, EmailAddress),
) -> Result<Ready, Problem> {
    let reader = Who {
        lang: Lang::parse(&approver.language).unwrap_or(who.lang),
        zone: session::zone(desk, &approver.time_zone),
        ..who.clone()
    };
    let sentence = sentence::plain(&sentence::say(desk, &reader, found, about)?);
    let (page, reason, keys) = match told {
        About::Ask => ("approve", "", ("ask-mail-subject", "ask-mail-text")),
        About::Alone { reason } => ("hold", reason, ("alone-mail-subject", "alone-mail-text")),
    };
    let link = format!("{}/releases/{}/{page}", desk.settings.public_url.trim_end_matches('/'), found.release.id);
    let args = [
        ("who", (&who.name).into()),
        ("what", (&found.release.title).into()),
        ("sentence", (&sentence).into()),
        ("link", (&link).into()),
        ("reason", reason.into()),
        ("n", (ALONE_HOLD / MINUTE).into()),
    ];
    let (subject, text) = (reader.say(keys.0, &args), reader.say(keys.1, &args));
    let single = Single {
        uid: new_uid(desk.now()),
        date: desk.now(),
        to: to.clone(),
        to_name: approver.name.clone(),
        language: reader.lang.tag().to_owned(),
        in_reply_to: None,
    };
    let copy = single::plain(desk.office()?, &desk.keys, &single, &subject, &text, Origin::Machine)?;
    Ok(Ready { officer: OfficerId(approver.id), to, sender: copy.envelope_from, bytes: copy.bytes })
}
