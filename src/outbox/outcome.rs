//! What a relay's reply means for this copy, and whose trouble it is. Rules are data, read from the top; the first
//! that fits decides. Nothing here sends, waits or writes anything down.

use crate::model::delivery::{Outcome, Phase};

/// Whose trouble a try met; it says what to slow down or stop, never what becomes of the recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blame {
    /// Nothing to slow: it went well, or it is about this one mailbox or message.
    Nobody,
    /// The receiving side of this traffic asks for patience.
    Lane,
    /// The relay itself: unreachable, busy, closing, out of step.
    Relay,
    /// Us: policy, reputation, protocol. Goes behind the breaker and raises an alert; nobody is burned for it.
    Us,
    /// The relay must not be used until a person has looked: credentials, certificate, TLS.
    Halt,
}

impl Blame {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Lane => "lane",
            Self::Relay => "relay",
            Self::Us => "us",
            Self::Halt => "halt",
        }
    }
}

/// An enhanced status code (RFC 3463): class, subject, detail.
pub type Enhanced = (u8, u16, u16);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub outcome: Outcome,
    pub blame: Blame,
}

/// The phases a rule speaks of.
#[derive(Clone, Copy, Debug)]
enum At {
    Any,
    /// Nobody was named yet: up to and with MAIL.
    BeforeRecipient,
    SignIn,
    Mail,
    Rcpt,
    Data,
    /// RCPT, DATA and after the dot.
    Recipient,
}

/// The replies a rule speaks of.
#[derive(Clone, Copy, Debug)]
enum Says {
    Any,
    Code(u16),
    Codes(u16, u16),
    /// Enhanced subject and detail.
    Is(u16, u16),
    /// Any detail of an enhanced subject.
    Subject(u16),
    /// One of these words, where no enhanced code says anything (none, or x.0.0).
    Words(&'static [&'static str]),
}

#[derive(Clone, Copy, Debug)]
enum Then {
    /// Not now, and the try counts towards the retry schedule.
    Later,
    /// Not now, and the try is not held against the delivery.
    LaterUncounted,
    /// Not this message; the address lives.
    Refuse,
    /// Not this address.
    Dead,
}

use At::{Any as Anywhere, BeforeRecipient, Data, Mail, Rcpt, Recipient, SignIn};
use Says::{Any, Code, Codes, Is, Subject, Words};
use Then::{Dead, Later, LaterUncounted, Refuse};

/// What a server says of a sender it will not have, when it has no enhanced code to say it with.
const ABOUT_US: &[&str] = &[
    "spam",
    "blocked",
    "block list",
    "blocklist",
    "blacklist",
    "black list",
    "denylist",
    "is listed",
    "listed at",
    "listed by",
    "listed on",
    "reputation",
    "policy",
    "dmarc",
    "spf",
    "dkim",
    "relay access denied",
    "relaying denied",
    "not permitted to relay",
    "sender address rejected",
    "sender rejected",
    "too many",
    "rate limit",
];
const GREYLISTED: &[&str] = &["greylist", "graylist", "grey-list", "gray-list"];

/// Transient replies (4yz), from the top.
const TRANSIENT: &[(At, Says, Then, Blame)] = &[
    (Anywhere, Code(421), LaterUncounted, Blame::Relay),
    (BeforeRecipient, Any, LaterUncounted, Blame::Relay),
    // One full or locked mailbox is no reason to slow its neighbours; greylisting is about one pair of addresses.
    (Recipient, Subject(2), Later, Blame::Nobody),
    (Recipient, Words(GREYLISTED), Later, Blame::Nobody),
    (Anywhere, Any, Later, Blame::Lane),
];

/// Permanent replies (5yz), from the top.
const PERMANENT: &[(At, Says, Then, Blame)] = &[
    // Credentials and TLS: 530 authentication or STARTTLS first, 534 too weak, 535 wrong, 538 needs encryption.
    (SignIn, Any, LaterUncounted, Blame::Halt),
    (Anywhere, Code(530), LaterUncounted, Blame::Halt),
    (Anywhere, Codes(534, 535), LaterUncounted, Blame::Halt),
    (Anywhere, Code(538), LaterUncounted, Blame::Halt),
    // Content: this message, whoever gets it. A 552 to a MAIL that declared its SIZE is the same (RFC 1870 §6.1).
    (Mail, Is(3, 4), Refuse, Blame::Nobody),
    (Mail, Code(552), Refuse, Blame::Nobody),
    (Mail, Is(6, 7), Refuse, Blame::Nobody),
    // RFC 5321 §4.5.4.1: nothing permanent is learned before a recipient is named.
    (BeforeRecipient, Any, LaterUncounted, Blame::Us),
    // 5.1.7 and 5.1.8 speak of the sender's address, not of the recipient's.
    (Recipient, Is(1, 7), Later, Blame::Us),
    (Recipient, Is(1, 8), Later, Blame::Us),
    // A domain's DNS may be gone for a day and come back.
    (Recipient, Is(1, 2), Refuse, Blame::Nobody),
    (Recipient, Is(1, 9), Refuse, Blame::Nobody),
    (Recipient, Subject(1), Dead, Blame::Nobody),
    (Recipient, Is(2, 1), Dead, Blame::Nobody),
    // A full mailbox empties, whatever digit it was said with.
    (Recipient, Is(2, 2), Later, Blame::Nobody),
    (Recipient, Is(3, 4), Refuse, Blame::Nobody),
    (Recipient, Subject(6), Refuse, Blame::Nobody),
    (Recipient, Subject(7), Later, Blame::Us),
    // Our protocol error: syntax, order, parameters.
    (Recipient, Subject(5), Later, Blame::Us),
    // RFC 5321 §4.5.3.1.10: some servers say 552 where they mean 452, too many recipients.
    (Rcpt, Code(552), Later, Blame::Lane),
    (Recipient, Words(ABOUT_US), Later, Blame::Us),
    (Recipient, Codes(500, 504), Later, Blame::Us),
    (Recipient, Code(555), Later, Blame::Us),
    (Data, Code(552), Refuse, Blame::Nobody),
    // A bare refusal of DATA is about who is talking.
    (Data, Any, Later, Blame::Us),
    // Unknown: this message failed, and that is all we know.
    (Anywhere, Any, Refuse, Blame::Nobody),
];

/// Judges a negative reply. Positive replies are judged by the conversation, which knows what it asked.
pub fn judge(phase: Phase, code: u16, enhanced: Option<Enhanced>, text: &str) -> Judgement {
    // Wild servers say `550 4.x.y`: the three digits are right, and the enhanced code then says nothing.
    let enhanced = enhanced.filter(|(class, ..)| u16::from(*class) == code / 100);
    let rules = if code / 100 == 4 { TRANSIENT } else { PERMANENT };
    let text = text.to_lowercase();
    let found = rules.iter().find(|(at, says, ..)| at.fits(phase) && says.fits(code, enhanced, &text));
    // The last rule of both tables fits everything.
    let (then, blame) = found.map_or((Refuse, Blame::Nobody), |(_, _, then, blame)| (*then, *blame));
    let outcome = match then {
        Later => Outcome::Deferred { counts: true, not_before: None },
        LaterUncounted => Outcome::Deferred { counts: false, not_before: None },
        Refuse => Outcome::Refused { dead_address: false },
        Dead => Outcome::Refused { dead_address: true },
    };
    Judgement { outcome, blame }
}

/// Judges silence, a closed connection and nonsense: no valid reply came to what was asked in `phase`. A relay that
/// falls over each time one recipient is named moves that delivery's schedule, so that it cannot be tried for ever.
pub fn judge_no_reply(phase: Phase) -> Judgement {
    let outcome = match phase {
        Phase::Dot => Outcome::InDoubt,
        _ => Outcome::Deferred { counts: !phase.is_before_recipient(), not_before: None },
    };
    Judgement { outcome, blame: Blame::Relay }
}

impl At {
    fn fits(self, phase: Phase) -> bool {
        match self {
            Self::Any => true,
            Self::BeforeRecipient => phase.is_before_recipient(),
            Self::SignIn => matches!(phase, Phase::Auth | Phase::StartTls),
            Self::Mail => phase == Phase::Mail,
            Self::Rcpt => phase == Phase::Rcpt,
            Self::Data => phase == Phase::Data,
            Self::Recipient => !phase.is_before_recipient(),
        }
    }
}

impl Says {
    fn fits(self, code: u16, enhanced: Option<Enhanced>, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Code(wanted) => code == wanted,
            Self::Codes(first, last) => (first..=last).contains(&code),
            Self::Is(subject, detail) => enhanced.is_some_and(|(_, s, d)| (s, d) == (subject, detail)),
            Self::Subject(subject) => enhanced.is_some_and(|(_, s, _)| s == subject),
            Self::Words(words) => enhanced.is_none_or(|(_, s, _)| s == 0) && words.iter().any(|word| text.contains(word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATER: Outcome = Outcome::Deferred { counts: true, not_before: None };
    const UNCOUNTED: Outcome = Outcome::Deferred { counts: false, not_before: None };
    const REFUSED: Outcome = Outcome::Refused { dead_address: false };
    const DEAD: Outcome = Outcome::Refused { dead_address: true };

    fn verdict(phase: Phase, code: u16, text: &str) -> (Outcome, Blame) {
        let enhanced = text.split(' ').next().and_then(|word| {
            let mut parts = word.split('.').map(|part| part.parse::<u16>().ok());
            Some((u8::try_from(parts.next()??).ok()?, parts.next()??, parts.next()??))
        });
        let judged = judge(phase, code, enhanced, text);
        (judged.outcome, judged.blame)
    }

    #[test]
    fn replies_mean_what_the_standards_and_the_wild_say() {
        use Phase::{Auth, Data, Dot, Ehlo, Greeting, Mail, Rcpt, StartTls};
        for (phase, code, text, outcome, blame) in [
            (Greeting, 421, "too busy", UNCOUNTED, Blame::Relay),
            (Greeting, 554, "no SMTP service here", UNCOUNTED, Blame::Us),
            (Ehlo, 550, "5.7.1 go away", UNCOUNTED, Blame::Us),
            (StartTls, 454, "4.7.0 TLS not available", UNCOUNTED, Blame::Relay),
            (StartTls, 502, "no", UNCOUNTED, Blame::Halt),
            (Auth, 535, "5.7.8 wrong", UNCOUNTED, Blame::Halt),
            (Auth, 504, "mechanism", UNCOUNTED, Blame::Halt),
            (Auth, 454, "4.7.0 temporary", UNCOUNTED, Blame::Relay),
            (Mail, 530, "5.7.0 authentication required", UNCOUNTED, Blame::Halt),
            (Mail, 451, "4.3.0 later", UNCOUNTED, Blame::Relay),
            (Mail, 550, "5.7.1 sender blocked", UNCOUNTED, Blame::Us),
            (Mail, 552, "too big", REFUSED, Blame::Nobody),
            (Mail, 552, "5.3.4 message size exceeds limit", REFUSED, Blame::Nobody),
            (Mail, 550, "5.1.1 no", UNCOUNTED, Blame::Us),
            (Rcpt, 421, "4.7.0 slow down", UNCOUNTED, Blame::Relay),
            (Rcpt, 450, "4.7.1 not now", LATER, Blame::Lane),
            (Rcpt, 451, "Greylisted, please come back", LATER, Blame::Nobody),
            (Rcpt, 452, "4.2.2 mailbox full", LATER, Blame::Nobody),
            (Rcpt, 452, "4.5.3 too many recipients", LATER, Blame::Lane),
            (Rcpt, 550, "5.1.1 no such user", DEAD, Blame::Nobody),
            (Rcpt, 501, "5.1.3 bad syntax", DEAD, Blame::Nobody),
            (Rcpt, 556, "5.1.10 null MX", DEAD, Blame::Nobody),
            (Rcpt, 550, "5.1.2 no such domain", REFUSED, Blame::Nobody),
            (Rcpt, 550, "5.1.8 sender's domain does not resolve", LATER, Blame::Us),
            (Rcpt, 550, "5.2.1 disabled", DEAD, Blame::Nobody),
            (Rcpt, 552, "5.2.2 over quota", LATER, Blame::Nobody),
            (Rcpt, 552, "try later", LATER, Blame::Lane),
            (Rcpt, 550, "5.7.1 blocked", LATER, Blame::Us),
            (Rcpt, 550, "blocked by our blocklist", LATER, Blame::Us),
            (Rcpt, 554, "5.7.1 relay access denied", LATER, Blame::Us),
            (Rcpt, 550, "whatever", REFUSED, Blame::Nobody),
            (Rcpt, 550, "4.1.1 the classes disagree", REFUSED, Blame::Nobody),
            (Rcpt, 501, "syntax", LATER, Blame::Us),
            (Data, 554, "no valid recipients", LATER, Blame::Us),
            (Data, 550, "5.1.1 no such user", DEAD, Blame::Nobody),
            (Data, 451, "4.3.0 queue file", LATER, Blame::Lane),
            (Dot, 554, "5.7.1 looks like spam", LATER, Blame::Us),
            (Dot, 554, "looks like spam", LATER, Blame::Us),
            (Dot, 554, "transaction failed", REFUSED, Blame::Nobody),
            (Dot, 552, "too big", REFUSED, Blame::Nobody),
            (Dot, 552, "5.3.4 too big", REFUSED, Blame::Nobody),
            (Dot, 554, "5.6.0 malformed", REFUSED, Blame::Nobody),
            (Dot, 550, "5.1.1 found out late", DEAD, Blame::Nobody),
            (Dot, 451, "4.3.1 disk full", LATER, Blame::Lane),
            (Dot, 421, "4.4.2 closing", UNCOUNTED, Blame::Relay),
        ] {
            assert_eq!(verdict(phase, code, text), (outcome, blame), "{phase:?} {code} {text}");
        }
    }

    #[test]
    fn only_a_recipient_that_was_named_can_be_given_up() {
        for phase in [Phase::Connect, Phase::Greeting, Phase::Ehlo, Phase::StartTls, Phase::Auth, Phase::Mail] {
            for code in 400..600 {
                for detail in 0..30 {
                    let judged = judge(phase, code, Some((u8::try_from(code / 100).unwrap(), 1, detail)), "");
                    assert_ne!(judged.outcome, DEAD, "{phase:?} {code}");
                }
            }
        }
    }

    #[test]
    fn a_lost_reply_is_a_doubt_after_the_dot_and_a_delay_before() {
        assert_eq!(judge_no_reply(Phase::Dot).outcome, Outcome::InDoubt);
        assert_eq!(judge_no_reply(Phase::Mail).outcome, UNCOUNTED);
        assert_eq!(judge_no_reply(Phase::Rcpt).outcome, LATER);
    }
}
