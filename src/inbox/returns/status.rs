//! What a status code means for the address, by the rules of design §5: only codes about the address speak against it,
//! policy is about us, and what is unknown burns nobody. Codes are read where codes stand, never anywhere in the bytes.

use std::sync::LazyLock;

use regex::Regex;

use super::Action;
use crate::model::returned::Verdict;

/// An enhanced status code (RFC 3463).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    pub class: u8,
    pub subject: u16,
    pub detail: u16,
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl Status {
    /// `5.1.1`, also with a comment behind.
    pub fn parse(text: &str) -> Option<Self> {
        let word: String = text.trim().chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let mut parts = word.split('.');
        let class: u8 = parts.next()?.parse().ok()?;
        let subject = parts.next()?.parse().ok()?;
        let detail = parts.next()?.parse().ok()?;
        (matches!(class, 2 | 4 | 5) && parts.next().is_none_or(str::is_empty)).then_some(Self { class, subject, detail })
    }

    pub(super) fn action(self) -> Option<Action> {
        match self.class {
            2 => Some(Action::Delivered),
            4 => Some(Action::Delayed),
            5 => Some(Action::Failed),
            _ => None,
        }
    }

    fn says_nothing(self) -> bool {
        self.subject == 0
    }
}

static REPLY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|\D)([45])\d\d[ \-]#?([245])\.(\d{1,3})\.(\d{1,3})(?:\D|$)|^\s*#?([245])\.(\d{1,3})\.(\d{1,3})(?:\s|$)|\(?#([245])\.(\d{1,3})\.(\d{1,3})\)?").ok()
});

/// By the status, or where that says nothing (x.0.0) by the code in the reply that caused it.
pub(super) fn judge(status: Option<Status>, diagnostic: &str) -> Verdict {
    let told = status.filter(|status| !status.says_nothing()).or_else(|| in_reply(diagnostic)).or(status);
    let Some(told) = told else { return Verdict::NotTaken };
    if told.class == 4 {
        return Verdict::Soft;
    }
    match (told.subject, told.detail) {
        // The sender's address, not the recipient's.
        (1, 7 | 8) => Verdict::Policy,
        // A domain may be gone for a day and come back.
        (1, 2 | 9) => Verdict::NotTaken,
        (1, _) | (2, 1) => Verdict::Dead,
        (2, 2) | (4, _) => Verdict::Soft,
        (7, _) => Verdict::Policy,
        _ => Verdict::NotTaken,
    }
}

/// The enhanced code that stands behind the three digits of a reply, or in front of its words.
pub(super) fn in_reply(text: &str) -> Option<Status> {
    let found = REPLY.as_ref()?.captures(text)?;
    let at = |index: usize| found.get(index).and_then(|one| one.as_str().parse::<u16>().ok());
    let [class, subject, detail] = [[2, 3, 4], [5, 6, 7], [8, 9, 10]].into_iter().find(|[class, ..]| at(*class).is_some())?;
    Some(Status { class: u8::try_from(at(class)?).ok()?, subject: at(subject)?, detail: at(detail)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_about_the_address_speak_against_it() {
        for (status, diagnostic, verdict) in [
            ("5.1.1", "", Verdict::Dead),
            ("5.1.10 (null mx)", "", Verdict::Dead),
            ("5.2.1", "", Verdict::Dead),
            ("5.0.0", "550 5.1.1 <a@b.example>: no such user", Verdict::Dead),
            ("5.0.0", "Sorry, no mailbox here by that name. (#5.1.1)", Verdict::Dead),
            ("5.0.0", "550 user unknown", Verdict::NotTaken),
            ("5.0.0", "release 5.1.1 of the mail server at 10.5.1.1 said no", Verdict::NotTaken),
            ("5.1.2", "", Verdict::NotTaken),
            ("5.1.8", "", Verdict::Policy),
            ("5.2.2", "", Verdict::Soft),
            ("4.2.2", "", Verdict::Soft),
            ("4.4.7", "", Verdict::Soft),
            ("5.4.4", "", Verdict::Soft),
            ("5.7.1", "550 5.1.1 in the reply does not count", Verdict::Policy),
            ("5.3.4", "", Verdict::NotTaken),
            ("rubbish", "", Verdict::NotTaken),
        ] {
            assert_eq!(judge(Status::parse(status), diagnostic), verdict, "{status} {diagnostic}");
        }
    }
}
