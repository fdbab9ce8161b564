//! Mail from the desk to its officers: links that work once, and what admins are told. Each is a single message of the
//! same queue as everything else; a link stands on a line of its own, so that nothing of the sentence sticks to it.

use super::Desk;
use super::messages::{self, Arg, Lang};
use super::problem::Problem;
use crate::compose::single::{self, Origin, Single};
use crate::model::address::EmailAddress;
use crate::model::ids::new_uid;
use crate::store::queue::{self, NewSingle, Purpose};

/// Whom it goes to.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    pub name: &'a str,
    pub address: &'a str,
    pub lang: Lang,
}

/// Whether mail of this office can leave.
pub fn can_leave(desk: &Desk) -> bool {
    desk.settings.office.is_ok() && !desk.settings.relays.is_empty()
}

/// Queues the message `mail-NAME-…`; its subject, text and what comes after the link take the same words. `false` when
/// no mail leaves this office yet, or the address is none.
pub async fn write(
    desk: &Desk,
    purpose: Purpose,
    to: To<'_>,
    name: &str,
    args: &[(&str, Arg<'_>)],
    link: Option<&str>,
) -> Result<bool, Problem> {
    let Ok(address) = EmailAddress::parse(to.address) else { return Ok(false) };
    if !can_leave(desk) {
        return Ok(false);
    }
    let say = |part: &str| messages::text(to.lang, &format!("mail-{name}-{part}"), args);
    let text = match link {
        Some(link) => format!("{}\n\n{link}\n\n{}", say("text"), say("after")),
        None => say("text"),
    };
    let now = desk.now();
    let message = Single {
        uid: new_uid(now),
        date: now,
        to: address.clone(),
        to_name: to.name.to_owned(),
        language: to.lang.tag().to_owned(),
        in_reply_to: None,
    };
    let subject = say("subject").replace(char::is_control, " ");
    let copy = single::plain(desk.office()?, &desk.keys, &message, &subject, &text, Origin::Machine)?;
    let new = NewSingle { purpose, author: "dateline", to: &address, sender: &copy.envelope_from, message: &copy.bytes };
    queue::queue_single(&desk.store, &new, now).await?;
    Ok(true)
}
