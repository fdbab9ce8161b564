//! What an officer is told by mail: of an alert a sender raised (what is wrong, what it means for the mail, the next
//! step, since when), and of new drafts. Plain text, from the machine.

use serde::Serialize;

use crate::clock::Millis;
use crate::compose::letter::Copy;
use crate::compose::single::{self, Origin, Single};
use crate::compose::templates::{drafts_templates, notice_templates};
use crate::compose::{ComposeError, Office, clean, words};
use crate::model::ids::ReleaseId;
use crate::model::matter::Matter;
use crate::secrets::Keyring;

/// An alert, and what it means at this moment.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    pub matter: &'a str,
    pub message: &'a str,
    pub raised: Millis,
    /// Copies it holds up.
    pub waiting: i64,
    /// Whether another relay carries on.
    pub others: bool,
}

#[derive(Serialize)]
struct Context<'a> {
    office: &'a str,
    kind: &'static str,
    matter: &'a str,
    relay: &'a str,
    group: &'a str,
    mailing: String,
    message: String,
    copies: String,
    others: bool,
    raised: String,
}

/// The notice to one officer.
pub fn compose(office: &Office, keys: &Keyring, to: &Single, facts: &Facts<'_>) -> Result<Copy, ComposeError> {
    let context = Context::of(office, facts);
    let (subject, text) = notice_templates(&context)?;
    single::plain(office, keys, to, &clean::line(&subject), &text, Origin::Machine)
}

/// A draft that is ready to be looked at.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    pub release: ReleaseId,
    pub title: &'a str,
    /// The newsroom it comes from.
    pub newsroom: &'a str,
}

#[derive(Serialize)]
struct Drafts<'a> {
    office: &'a str,
    one: bool,
    n: usize,
    title: String,
    drafts: Vec<DraftLine>,
}

#[derive(Serialize)]
struct DraftLine {
    title: String,
    newsroom: String,
    href: String,
}

/// The notice of new drafts to one officer; each leads to the page it would be sent from.
pub fn drafts(office: &Office, keys: &Keyring, to: &Single, drafts: &[Draft<'_>]) -> Result<Copy, ComposeError> {
    let context = Drafts {
        office: &office.name,
        one: drafts.len() == 1,
        n: drafts.len(),
        title: drafts.first().map(|draft| clean::line(draft.title)).unwrap_or_default(),
        drafts: drafts
            .iter()
            .map(|draft| DraftLine {
                title: clean::line(draft.title),
                newsroom: clean::line(draft.newsroom),
                href: format!("{}/releases/{}/send", office.public_url, draft.release),
            })
            .collect(),
    };
    let (subject, text) = drafts_templates(&context)?;
    single::plain(office, keys, to, &clean::line(&subject), &text, Origin::Machine)
}

impl<'a> Context<'a> {
    fn of(office: &'a Office, facts: &Facts<'a>) -> Self {
        let (kind, relay, group, mailing) = match Matter::parse(facts.matter) {
            Some(Matter::Relay(relay)) => ("relay", relay, "", String::new()),
            Some(Matter::Lane { relay, group }) => ("lane", relay, group, String::new()),
            Some(Matter::Mailing(mailing)) => ("mailing", "", "", mailing.to_string()),
            Some(Matter::DayCap) => ("cap", "", "", String::new()),
            None => ("other", "", "", String::new()),
        };
        Self {
            office: &office.name,
            kind,
            matter: facts.matter,
            relay,
            group,
            mailing,
            message: clean::line(facts.message),
            copies: match facts.waiting {
                0 => "no copy waits".to_owned(),
                1 => "1 copy waits".to_owned(),
                many => format!("{many} copies wait"),
            },
            others: facts.others,
            raised: words::of("en").moment(facts.raised),
        }
    }
}
