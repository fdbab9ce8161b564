//! From release to MIME message. A release is compiled once per version and language into a [`letter::Letter`] of
//! encoded text with slots; a copy of it costs microseconds and has the same bytes whenever it is made.

mod clean;
mod context;
pub mod dkim;
mod encode;
mod header;
pub mod letter;
pub mod links;
mod markdown;
mod message;
pub mod notice;
pub mod single;
mod templates;
mod words;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::templates::TemplateError;
use crate::model::address::{EmailAddress, InvalidAddress};

/// Who is writing: all that a mail needs to know of the office.
#[derive(Clone, Debug)]
pub struct Office {
    pub name: String,
    pub postal_address: String,
    /// Press contact lines, for releases that name none.
    pub contact: String,
    pub boilerplate: String,
    pub from_name: String,
    pub from: EmailAddress,
    /// The media inbox; every copy carries a token in it.
    pub reply_to: EmailAddress,
    /// `None` = the envelope sender is the From address.
    pub bounce_domain: Option<String>,
    /// What readers' links start with, without a slash at the end.
    pub public_url: String,
    pub opens: OpensMode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpensMode {
    Off,
    /// One image per mailing; nobody is identified.
    Counted,
    /// An image of their own for those whose consent is recorded; the counted one for all others.
    Individual,
}

/// `Name <address>` or a bare address, as in `sender.from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    pub name: String,
    pub address: EmailAddress,
}

impl Mailbox {
    pub fn parse(text: &str) -> Result<Self, InvalidAddress> {
        let text = text.trim();
        let Some((name, rest)) = text.rsplit_once('<') else {
            return Ok(Self { name: String::new(), address: EmailAddress::parse(text)? });
        };
        let address = EmailAddress::parse(rest.strip_suffix('>').ok_or(InvalidAddress::Malformed)?)?;
        let name = name.trim();
        let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
        if name.contains(['<', '>', '@']) || name.chars().any(char::is_control) {
            return Err(InvalidAddress::Malformed);
        }
        Ok(Self { name: name.replace("\\\"", "\""), address })
    }
}

/// A day as this language writes it: `November 24, 2026`.
pub fn date_in(language: &str, day: jiff::civil::Date) -> String {
    words::of(language).date(day)
}

/// Why a mail could not be made. All but `TooBig` and `TooDeep` are the operator's to mend.
#[derive(Debug, Error)]
pub enum ComposeError {
    /// Some mail programs cut longer ones, and the way out is at the end.
    #[error("the mail has {bytes} bytes of HTML; more than {limit} are cut off by mail programs: shorten it or link to the rest")]
    TooBig { bytes: usize, limit: usize },
    #[error("the text nests quotes or lists more than {limit} deep")]
    TooDeep { limit: usize },
    #[error("the local part of {} is too long to carry a token; give the media inbox a shorter name", .0.masked())]
    ReplyToTooLong(EmailAddress),
    #[error("the key `{0}` this mailing was planned with is not in the key file")]
    UnknownKey(String),
    /// Without one nothing goes out; `waiting` = there is one that has not been let sign.
    #[error("no {} key signs for {domain} yet; {}", .algorithm.name(), dkim_step(*.waiting))]
    NoSigningKey { domain: String, algorithm: dkim::Algorithm, waiting: bool },
    #[error("the private DKIM key `{selector}` of {domain} is not in the folder of keys")]
    LostSigningKey { domain: String, selector: String },
    #[error("the private DKIM key `{selector}` of {domain} cannot sign")]
    CannotSign { domain: String, selector: String },
    #[error(transparent)]
    Dkim(#[from] dkim::DkimError),
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error("the time {0} is not one a calendar knows")]
    BadTime(i64),
}

/// What comes next on the way to signed mail.
fn dkim_step(waiting: bool) -> &'static str {
    if waiting {
        "publish what `dateline dkim records` prints, then run `dateline dkim rotate`"
    } else {
        "run `dateline dkim make`, publish what it prints, then run `dateline dkim rotate`"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_a_name_and_an_address() {
        for (text, name) in [
            ("Press <press@office.example>", "Press"),
            ("\"Press, \\\"the\\\" Office\" <press@office.example>", "Press, \"the\" Office"),
            (" press@office.example ", ""),
            ("Büro für Presse <press@office.example>", "Büro für Presse"),
        ] {
            let found = Mailbox::parse(text).unwrap();
            assert_eq!((found.name.as_str(), found.address.as_str()), (name, "press@office.example"), "{text}");
        }
        for text in [
            "",
            "Press",
            "Press <press@office.example",
            "a <b@x.example> <c@x.example>",
            "a@x.example <b@x.example>",
            "A\r\nBcc: x <b@x.example>",
        ] {
            assert!(Mailbox::parse(text).is_err(), "{text:?}");
        }
    }
}
