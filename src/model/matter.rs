//! What an alert is about, in the form in which it is stored and shown; one alert about each is open at a time.

use std::fmt;

use crate::model::ids::MailingId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter<'a> {
    Relay(&'a str),
    /// A relay's traffic to one provider group.
    Lane {
        relay: &'a str,
        group: &'a str,
    },
    Mailing(MailingId),
    /// No more copies are begun today.
    DayCap,
}

impl<'a> Matter<'a> {
    /// `None`: about something else.
    pub fn parse(text: &'a str) -> Option<Self> {
        match text.split_once(':')? {
            ("relay", relay) => Some(Self::Relay(relay)),
            ("lane", lane) => lane.split_once('/').map(|(relay, group)| Self::Lane { relay, group }),
            ("mailing", id) => id.parse().ok().map(|id| Self::Mailing(MailingId(id))),
            ("cap", "day") => Some(Self::DayCap),
            _ => None,
        }
    }
}

impl fmt::Display for Matter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relay(relay) => write!(f, "relay:{relay}"),
            Self::Lane { relay, group } => write!(f, "lane:{relay}/{group}"),
            Self::Mailing(id) => write!(f, "mailing:{id}"),
            Self::DayCap => f.write_str("cap:day"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matter_is_read_back_as_it_was_written() {
        for text in ["relay:office", "lane:office/google", "mailing:12", "cap:day"] {
            assert_eq!(Matter::parse(text).map(|matter| matter.to_string()).as_deref(), Some(text));
        }
        for text in ["", "relay", "mailing:x", "lane:office", "cap:week", "disk:full"] {
            assert_eq!(Matter::parse(text), None, "{text}");
        }
    }
}
