//! The badge beside a sender: how sure it is that they are who they say. A press inbox is written to by people who
//! pretend to be reporters, so a name alone is worth nothing.

use super::look_alike;
use super::results::{Results, Standing};
use crate::model::inbound::{Mailbox, Read};
use crate::model::inquiry::SenderCheck;

/// What the page shows beside the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    pub check: SenderCheck,
    /// The outlet's domain that it looks like.
    pub looks_like: Option<String>,
    /// Answers would go to another domain than it came from.
    pub answers_elsewhere: bool,
}

/// What is known of senders.
#[derive(Clone, Copy, Debug)]
pub struct Familiar<'a> {
    pub is_contact: bool,
    /// Domains of outlets we know, lower case.
    pub outlets: &'a [String],
}

/// Judges the sender. `results` are those of the one server that is believed.
pub fn check(read: &Read, who: &Mailbox, results: &Results, familiar: Familiar<'_>) -> Badge {
    let domain = domain(&who.address);
    let looks_like = look_alike::of(&domain, familiar.outlets);
    // Two From fields: nobody can say which one was proven (RFC 7103 §7.5).
    let doubled = read.all_headers("from").count() > 1;
    let standing = if doubled { Standing::Failed } else { results.standing(&who.address) };
    let at_outlet = familiar.outlets.iter().any(|outlet| domain == *outlet || domain.ends_with(&format!(".{outlet}")));
    let check = match standing {
        _ if looks_like.is_some() => SenderCheck::LookAlike,
        Standing::Failed | Standing::Unknown => SenderCheck::Unverified,
        Standing::Passed if familiar.is_contact => SenderCheck::Verified,
        Standing::Passed if at_outlet => SenderCheck::KnownOutlet,
        Standing::Passed => SenderCheck::New,
    };
    let answers_elsewhere = read.reply_to.iter().any(|to| !to.address.is_empty() && self::domain(&to.address) != domain);
    Badge { check, looks_like: looks_like.map(str::to_owned), answers_elsewhere }
}

fn domain(address: &str) -> String {
    let domain = address.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase())
}
