//! Who wrote: mostly From; but a group puts itself there, a colleague passes on what somebody else wrote, and services
//! lend an address for one query.

use crate::inbox::parse;
use crate::inbox::parse::decode;
use crate::model::inbound::{Envelope, Mailbox, Read};

/// What is ours, for telling who is not.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Our addresses and groups, as [`crate::model::address::EmailAddress::key`].
    pub addresses: Vec<String>,
    /// Our groups' List-Ids, lower case, without brackets.
    pub lists: Vec<String>,
    /// Officers' addresses, lower case.
    pub staff: Vec<String>,
    /// Domains of services that lend an address for one query.
    pub aliases: Vec<String>,
}

/// How it is known who wrote, when not by From.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovered {
    No,
    /// A group put itself into From.
    Group,
    /// A colleague passed it on; to be confirmed by a person.
    Forward,
    /// The address is lent for one query: it is nobody's, and no contact is made of it.
    Alias,
}

impl Recovered {
    /// As `messages.recovered` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Group => "group",
            Self::Forward => "forward",
            Self::Alias => "alias",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub who: Mailbox,
    pub recovered: Recovered,
    /// Where an answer goes; never who it is.
    pub answers_to: Mailbox,
    /// Whoever passed it on.
    pub through: Option<Mailbox>,
}

/// Who wrote the message; `None` when nothing says so. `verified` is whether From's domain was proven: only then is a
/// colleague one.
pub fn find(raw: &[u8], envelope: &Envelope, read: &Read, own: &Own, verified: bool) -> Option<Author> {
    let from = read.from.clone().filter(|from| !from.address.is_empty());
    let key = from.as_ref().map(|from| from.address.to_lowercase()).unwrap_or_default();
    if own.addresses.contains(&key)
        && came_through_group(envelope, read, own)
        && let Some(who) = behind_group(read, own)
    {
        let answers_to = who.clone();
        return Some(Author { who, recovered: Recovered::Group, answers_to, through: from });
    }
    if verified
        && own.staff.contains(&key)
        && let Some(who) = passed_on(raw, read).filter(|who| !is_own(&who.address, own))
    {
        let answers_to = who.clone();
        return Some(Author { who, recovered: Recovered::Forward, answers_to, through: from });
    }
    let who = from.or_else(|| returning(envelope, read))?;
    let domain = who.address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase()).unwrap_or_default();
    let is_alias = own.aliases.iter().any(|alias| domain == *alias || domain.ends_with(&format!(".{alias}")));
    let answers_to = read.reply_to.iter().find(|to| to.parsed().is_some()).cloned().unwrap_or_else(|| who.clone());
    let recovered = if is_alias { Recovered::Alias } else { Recovered::No };
    Some(Author { who, recovered, answers_to, through: None })
}

fn is_own(address: &str, own: &Own) -> bool {
    let key = address.to_lowercase();
    own.addresses.contains(&key) || own.staff.contains(&key)
}

/// Only then are its headers about who wrote believed.
fn came_through_group(envelope: &Envelope, read: &Read, own: &Own) -> bool {
    let by_list = read.all_headers("list-id").any(|id| own.lists.iter().any(|list| id.to_lowercase().contains(list.as_str())));
    by_list || envelope.recipients.iter().any(|to| own.addresses.contains(&to.to_lowercase()))
}

fn behind_group(read: &Read, own: &Own) -> Option<Mailbox> {
    let named =
        ["x-original-from", "x-google-original-from"].into_iter().filter_map(|name| read.header(name)).filter_map(mailbox);
    let who = named.chain(read.reply_to.iter().cloned()).find(|who| who.parsed().is_some() && !is_own(&who.address, own))?;
    // "Jane Roe via Press": the group's own addition.
    let shown = read.from.as_ref().map(|from| from.name.as_str()).unwrap_or_default();
    let shown = shown.trim_matches(['\'', '"']).rsplit_once(" via ").map_or("", |(name, _)| name).trim_matches(['\'', '"', ' ']);
    let name = if who.name.is_empty() { shown.to_owned() } else { who.name };
    Some(Mailbox { name, address: who.address })
}

/// From of what was passed on: attached whole, or the outermost in the text.
fn passed_on(raw: &[u8], read: &Read) -> Option<Mailbox> {
    let attached = read.parts.iter().find(|part| part.declared == "message/rfc822" || part.declared == "message/global");
    if let Some(part) = attached
        && let Ok(inner) = parse::read(&decode::bytes(raw, part))
    {
        return inner.from.filter(|from| from.parsed().is_some());
    }
    let subject = read.subject.to_lowercase();
    let says_so = [
        "fw:",
        "fwd:",
        "wg:",
        "tr:",
        "rv:",
        "i:",
        "enc:",
        "vs:",
        "vb:",
        "doorst:",
        "пересл:",
        "转发",
        "إعادة توجيه",
        "ilt:",
        "pd:",
    ]
    .iter()
    .any(|prefix| subject.trim_start().starts_with(prefix));
    let marked = read.text.lines().any(crate::inbox::strip::is_passed_on);
    if !says_so && !marked {
        return None;
    }
    let named =
        ["from", "de", "von", "da", "van", "från", "fra", "od", "от", "від", "من", "kimden", "发件人", "寄件者", "差出人", "מאת"];
    read.text.lines().take(2_000).find_map(|line| {
        let line = line.trim_start_matches(['>', '*', ' ', '\t', '\u{200f}']);
        let (name, value) = line.split_once([':', '：'])?;
        let name = name.trim_matches(['*', ' ', '\u{a0}']).to_lowercase();
        if named.contains(&name.as_str()) { mailbox(value.trim_matches(['*', ' '])) } else { None }
    })
}

fn returning(envelope: &Envelope, read: &Read) -> Option<Mailbox> {
    let sender = read.header("sender").and_then(mailbox);
    let path = envelope.return_path.trim_matches(['<', '>', ' ']);
    sender.or_else(|| path.contains('@').then(|| Mailbox { name: String::new(), address: path.to_owned() }))
}

/// `Jane Roe <jane@x.example>`, `jane@x.example [mailto:jane@x.example]`, or a bare address.
fn mailbox(text: &str) -> Option<Mailbox> {
    let (name, rest) = text.split_once('<').or_else(|| text.split_once("[mailto:")).unwrap_or(("", text));
    let address = rest.split(['>', ']', ' ', ',', ';']).next().unwrap_or_default().trim().trim_start_matches("mailto:");
    let name = name.trim_matches(['"', '\'', ' ', '*', '\t']).to_owned();
    let found = Mailbox { name, address: address.to_owned() };
    found.parsed().is_some().then_some(found)
}
