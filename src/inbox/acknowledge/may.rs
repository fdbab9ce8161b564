//! Whether a message may be acknowledged at all: what is written automatically answers only people, and only those who wrote
//! to us (RFC 3834 §2). The budget is asked afterwards, in the database.

use crate::model::inbound::{Class, Read};

/// Above so many hops a message goes round.
const HOPS: usize = 30;

/// What is known of a message besides its text.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub class: Class,
    /// Empty = null.
    pub return_path: &'a str,
    pub read: &'a Read,
    /// An address of ours, or a token of ours, is in To or Cc.
    pub addressed: bool,
    /// From an address, alias, token or group of ours.
    pub from_ours: bool,
    /// SPF, DKIM and DMARC say that it was not sent by whom it names.
    pub forged: bool,
    /// It carries our own stamp.
    pub stamped: bool,
    /// The sender writes too fast to be a person.
    pub slowed: bool,
    /// Somebody has answered, or the inquiry is over.
    pub answered: bool,
}

/// Why nothing is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    NoInquiry,
    NullReturnPath,
    AutoSubmitted,
    Precedence,
    List,
    /// `X-Auto-Response-Suppress`.
    AskedNotTo,
    MachineSender,
    NoSender,
    Ours,
    Forged,
    NotAddressed,
    Loop,
    Slowed,
    Answered,
}

impl Why {
    /// For the trace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoInquiry => "it is no inquiry",
            Self::NullReturnPath => "its return path is empty",
            Self::AutoSubmitted => "it says that it was written automatically",
            Self::Precedence => "it is bulk mail",
            Self::List => "it came through a list",
            Self::AskedNotTo => "it asks for no automatic answer",
            Self::MachineSender => "its sender is a machine",
            Self::NoSender => "it has no sender",
            Self::Ours => "it is from an address of ours",
            Self::Forged => "it was not sent by whom it names",
            Self::NotAddressed => "it was not written to us",
            Self::Loop => "it goes round",
            Self::Slowed => "its sender writes too fast to be a person",
            Self::Answered => "somebody has answered",
        }
    }
}

/// All that can be said without the database; the first that forbids it is the reason.
pub fn may_acknowledge(facts: &Facts<'_>) -> Result<(), Why> {
    const SUPPRESS: [&str; 3] = ["oof", "autoreply", "all"];
    let read = facts.read;
    let value = |name: &str| read.header(name).map(|value| value.trim().to_ascii_lowercase());
    let sender = read.from.as_ref().and_then(|from| from.parsed());
    let rules = [
        (facts.class != Class::Inquiry, Why::NoInquiry),
        (facts.return_path.trim().trim_matches(['<', '>']).is_empty(), Why::NullReturnPath),
        (value("auto-submitted").is_some_and(|value| !value.starts_with("no")), Why::AutoSubmitted),
        (
            value("precedence").is_some_and(|value| matches!(value.as_str(), "bulk" | "list" | "junk" | "auto_reply")),
            Why::Precedence,
        ),
        (read.headers.iter().any(|(name, _)| name.starts_with("list-") || name == "mailing-list"), Why::List),
        (
            value("x-auto-response-suppress").is_some_and(|value| value.split(',').any(|one| SUPPRESS.contains(&one.trim()))),
            Why::AskedNotTo,
        ),
        (value("x-ms-exchange-inbox-rules-loop").is_some(), Why::AskedNotTo),
        (sender.is_none(), Why::NoSender),
        (sender.as_ref().is_some_and(|sender| is_machine(sender.as_str())), Why::MachineSender),
        (facts.from_ours, Why::Ours),
        (facts.stamped || read.all_headers("received").count() > HOPS, Why::Loop),
        (facts.forged, Why::Forged),
        (!facts.addressed, Why::NotAddressed),
        (facts.slowed, Why::Slowed),
        (facts.answered, Why::Answered),
    ];
    rules.into_iter().find(|(forbids, _)| *forbids).map_or(Ok(()), |(_, why)| Err(why))
}

fn is_machine(address: &str) -> bool {
    const MACHINES: [&str; 15] = [
        "mailerdaemon",
        "postmaster",
        "noreply",
        "donotreply",
        "nepasrepondre",
        "noresponder",
        "noreplies",
        "bounce",
        "bounces",
        "listserv",
        "majordomo",
        "owner",
        "root",
        "daemon",
        "autoreply",
    ];
    let local = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let plain: String = local.split('+').next().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    MACHINES.contains(&plain.as_str())
        || local.starts_with("owner-")
        || local.ends_with("-request")
        || local.starts_with("noreply")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inbound::Mailbox;

    fn read(from: &str, headers: &[(&str, &str)]) -> Read {
        Read {
            from: Some(Mailbox { name: String::new(), address: from.to_owned() }),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            ..Read::default()
        }
    }

    fn facts(read: &Read) -> Facts<'_> {
        Facts {
            class: Class::Inquiry,
            return_path: "jo@herald.example",
            read,
            addressed: true,
            from_ours: false,
            forged: false,
            stamped: false,
            slowed: false,
            answered: false,
        }
    }

    #[test]
    fn headers_of_machines_forbid_it_and_those_of_people_do_not() {
        let hops: Vec<_> = (0..31).map(|_| ("received", "from a by b")).collect();
        for (headers, expected) in [
            (&[][..], Ok(())),
            (&[("auto-submitted", "no")], Ok(())),
            (&[("precedence", "first-class")], Ok(())),
            (&[("x-auto-response-suppress", "DR, RN")], Ok(())),
            (&[("auto-submitted", "auto-replied")], Err(Why::AutoSubmitted)),
            (&[("auto-submitted", "Auto-Generated; owner=x")], Err(Why::AutoSubmitted)),
            (&[("precedence", " Bulk ")], Err(Why::Precedence)),
            (&[("precedence", "junk")], Err(Why::Precedence)),
            (&[("list-id", "<news.example>")], Err(Why::List)),
            (&[("list-unsubscribe", "<mailto:x>")], Err(Why::List)),
            (&[("x-auto-response-suppress", "DR, OOF")], Err(Why::AskedNotTo)),
            (&[("x-auto-response-suppress", "All")], Err(Why::AskedNotTo)),
            (&[("x-ms-exchange-inbox-rules-loop", "a@b")], Err(Why::AskedNotTo)),
            (&hops[..30], Ok(())),
            (&hops[..], Err(Why::Loop)),
        ] {
            assert_eq!(may_acknowledge(&facts(&read("jo@herald.example", headers))), expected, "{headers:?}");
        }
    }

    #[test]
    fn senders_that_are_machines_are_not_answered() {
        for (from, expected) in [
            ("jo@herald.example", Ok(())),
            ("jo+news@herald.example", Ok(())),
            ("bowner@herald.example", Ok(())),
            ("MAILER-DAEMON@herald.example", Err(Why::MachineSender)),
            ("postmaster@herald.example", Err(Why::MachineSender)),
            ("no-reply@herald.example", Err(Why::MachineSender)),
            ("noreply-17@herald.example", Err(Why::MachineSender)),
            ("do_not_reply+5@herald.example", Err(Why::MachineSender)),
            ("owner-news@lists.example", Err(Why::MachineSender)),
            ("news-request@lists.example", Err(Why::MachineSender)),
            ("nobody at all", Err(Why::NoSender)),
        ] {
            assert_eq!(may_acknowledge(&facts(&read(from, &[]))), expected, "{from}");
        }
    }

    #[test]
    fn every_other_fact_forbids_it_by_its_own_reason() {
        let jo = read("jo@herald.example", &[]);
        for (class, name) in Class::ALL.map(|class| (class, class.as_str())) {
            let expected = if class == Class::Inquiry { Ok(()) } else { Err(Why::NoInquiry) };
            assert_eq!(may_acknowledge(&Facts { class, ..facts(&jo) }), expected, "{name}");
        }
        for (facts, why) in [
            (Facts { return_path: "", ..facts(&jo) }, Why::NullReturnPath),
            (Facts { return_path: "<>", ..facts(&jo) }, Why::NullReturnPath),
            (Facts { from_ours: true, ..facts(&jo) }, Why::Ours),
            (Facts { stamped: true, ..facts(&jo) }, Why::Loop),
            (Facts { forged: true, ..facts(&jo) }, Why::Forged),
            (Facts { addressed: false, ..facts(&jo) }, Why::NotAddressed),
            (Facts { slowed: true, ..facts(&jo) }, Why::Slowed),
            (Facts { answered: true, ..facts(&jo) }, Why::Answered),
        ] {
            assert_eq!(may_acknowledge(&facts), Err(why));
        }
    }
}
