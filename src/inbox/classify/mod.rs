//! What a message is. The rules are asked in their order and the first that is sure decides; what the others noticed is
//! kept as evidence. A hidden reporter is the worst mistake, so what nothing decides is an inquiry.

mod auto_reply;
pub mod leaving;
mod machines;

use super::returns::{Action, Returned, What};
use super::sender::results::{self, Standing};
use crate::clock::Millis;
use crate::compose::links::Purpose;
use crate::model::inbound::{Class, Envelope, Finding, Read, Sign};

/// What others know about a message that its bytes cannot tell.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What the tokens in its recipients stand for ([`crate::compose::links::read_address`]).
    pub tokens: Vec<(Purpose, i64)>,
    /// Its Message-ID is one that we made, and its content is what we sent.
    pub has_our_id: bool,
    pub is_our_content: bool,
    /// A sign of life of this inbox, its seal verified.
    pub is_canary: bool,
    /// An id or address in what it returns is one that we made.
    pub returns_ours: bool,
    /// Our groups' List-Ids, lower case, without brackets.
    pub own_lists: Vec<String>,
    /// Whose `Authentication-Results` are believed (RFC 8601 `authserv-id`).
    pub authserv_id: Option<String>,
    /// The header in which the trusted relay gives its verdict, lower case: `x-spam-flag`.
    pub spam_header: Option<String>,
    /// Domains of journalists' request services.
    pub query_feeds: Vec<String>,
    /// Time since our last mail to this sender.
    pub since_ours: Option<Millis>,
    /// The sender takes part in an inquiry.
    pub is_participant: bool,
    pub is_contact: bool,
    /// A deadline was found in it.
    pub has_deadline: bool,
}

impl Known {
    fn token(&self, purpose: Purpose) -> bool {
        self.tokens.iter().any(|(found, _)| *found == purpose)
    }

    /// It answers something of ours: not to be hidden by a guess.
    fn is_answer(&self) -> bool {
        self.is_participant || self.token(Purpose::Reply)
    }
}

struct Look<'a> {
    envelope: &'a Envelope,
    read: &'a Read,
    returned: Option<&'a Returned>,
    known: &'a Known,
    evidence: Vec<Sign>,
}

/// Decides what a message is. `returned` is what [`super::returns::read`] found in it.
pub fn classify(envelope: &Envelope, read: &Read, returned: Option<&Returned>, known: &Known) -> Finding {
    let mut look = Look { envelope, read, returned, known, evidence: Vec::new() };
    let rules: [fn(&mut Look<'_>) -> Option<Class>; 13] = [
        |look| look.own_copy(),
        |look| look.canary(),
        |look| look.bounce(),
        |look| look.report(),
        |look| look.leaving_by_token(),
        |look| look.officer(),
        auto_reply::strong,
        auto_reply::weak,
        machines::challenge,
        machines::query_feed,
        |look| look.bulk(),
        |look| look.spam(),
        |look| look.leaving_by_words(),
    ];
    let decided = rules.into_iter().find_map(|rule| rule(&mut look));
    let class = decided.unwrap_or_else(|| look.inquiry());
    Finding { class, evidence: look.evidence }
}

impl Look<'_> {
    fn notice(&mut self, sign: impl Into<String>) {
        self.evidence.push(Sign { sign: clip(sign.into()), decides: false });
    }

    fn decide(&mut self, class: Class, sign: impl Into<String>) -> Option<Class> {
        self.evidence.push(Sign { sign: clip(sign.into()), decides: true });
        Some(class)
    }

    fn is_null(&self) -> bool {
        self.envelope.return_path.trim_matches(['<', '>', ' ']).is_empty()
    }

    fn own_copy(&mut self) -> Option<Class> {
        if !self.known.has_our_id {
            return None;
        }
        if self.known.is_our_content {
            return self.decide(Class::OwnCopy, "Our own message, come back unchanged");
        }
        self.notice("Message-ID is one of ours, the text is not");
        None
    }

    fn canary(&mut self) -> Option<Class> {
        if self.known.is_canary { self.decide(Class::Canary, "The inbox's own sign of life") } else { None }
    }

    fn bounce(&mut self) -> Option<Class> {
        let by_address = self.known.token(Purpose::Bounce);
        if let Some(What::Delivery { recipients, structured }) = self.returned.map(|returned| &returned.what) {
            let said = recipients.first().map_or("", |one| action_word(one.action));
            if *structured {
                return self.decide(Class::Bounce, format!("Delivery report (RFC 3464), Action: {said}"));
            }
            if by_address {
                return self.decide(Class::Bounce, "Written to a copy's bounce address, in the words of a delivery report");
            }
            if self.known.returns_ours {
                return self.decide(Class::Bounce, "The words of a delivery report, with an id of ours in it");
            }
            self.notice("Reads like a delivery report, but nothing in it is ours");
        }
        if by_address && self.is_null() && !auto_reply::is_likely(self) {
            return self.decide(Class::Bounce, "Written to a copy's bounce address with an empty return path");
        }
        None
    }

    fn report(&mut self) -> Option<Class> {
        match self.returned.map(|returned| &returned.what)? {
            What::Complaint(complaint) => {
                self.decide(Class::Complaint, format!("Complaint report (RFC 5965), Feedback-Type: {}", complaint.kind))
            }
            What::Receipt { disposition } => self.decide(Class::Receipt, format!("Receipt (RFC 8098): {disposition}")),
            What::Delivery { .. } => None,
        }
    }

    fn leaving_by_token(&mut self) -> Option<Class> {
        if self.known.token(Purpose::Unsubscribe) {
            return self.decide(Class::Unsubscribe, "Written to a copy's unsubscribe address");
        }
        None
    }

    fn officer(&mut self) -> Option<Class> {
        if self.known.token(Purpose::Notice) || self.known.token(Purpose::Note) {
            return self.decide(Class::OfficerReply, "Written to the address of a notice to an officer");
        }
        None
    }

    fn bulk(&mut self) -> Option<Class> {
        let own = self
            .read
            .all_headers("list-id")
            .any(|id| self.known.own_lists.iter().any(|list| id.to_lowercase().contains(list.as_str())));
        if own {
            self.notice("Came through our own group");
            return None;
        }
        let named = ["list-id", "list-unsubscribe", "list-post"]
            .into_iter()
            .find_map(|name| self.read.header(name).map(|value| format!("{}: {value}", title(name))));
        let precedence = self.read.header("precedence").map(str::to_lowercase);
        let precedence = precedence
            .filter(|value| matches!(value.trim(), "bulk" | "list" | "junk"))
            .map(|value| format!("Precedence: {value}"));
        let sign = named.or(precedence)?;
        if self.known.is_answer() {
            self.notice(format!("{sign}, but it answers us"));
            return None;
        }
        self.decide(Class::Bulk, sign)
    }

    fn spam(&mut self) -> Option<Class> {
        let name = self.known.spam_header.clone()?;
        // Only a "yes" counts: who adds a "no" of their own gains nothing, who adds a "yes" hides only themselves.
        let verdict = self.read.all_headers(&name).find(|value| {
            let value = value.trim().to_lowercase();
            value.starts_with("yes") || value.starts_with("true") || value.starts_with("spam")
        })?;
        let sign = format!("{}: {verdict}", title(&name));
        let from = self.read.from.as_ref().map(|from| from.address.as_str()).unwrap_or_default();
        let verified = results::of(self.read, self.known.authserv_id.as_deref()).standing(from) == Standing::Passed;
        if self.known.is_answer() || !self.known.tokens.is_empty() {
            self.notice(format!("{sign}, but it answers us"));
            return None;
        }
        if self.known.is_contact && verified {
            self.notice(format!("{sign}, but it is surely from a reporter we know"));
            return None;
        }
        self.decide(Class::Spam, sign)
    }

    fn leaving_by_words(&mut self) -> Option<Class> {
        match leaving::wish(self.read) {
            leaving::Wish::Bare(words) => self.decide(Class::Unsubscribe, format!("Nothing but the wish to leave: “{words}”")),
            leaving::Wish::Among(word) => {
                self.notice(format!("Asks to be taken off the list (“{word}”), among other things"));
                None
            }
            leaving::Wish::None => None,
        }
    }

    fn inquiry(&mut self) -> Class {
        let sign = if self.read.encrypted {
            "Encrypted: it can only be opened in a mail program"
        } else if self.read.from.is_none() {
            "Nobody knows who wrote it"
        } else if self.read.text.trim().is_empty() {
            "It has no text"
        } else {
            "Nothing speaks against a person"
        };
        self.evidence.push(Sign { sign: sign.to_owned(), decides: true });
        Class::Inquiry
    }
}

fn action_word(action: Action) -> &'static str {
    match action {
        Action::Failed => "failed",
        Action::Delayed => "delayed",
        Action::Delivered => "delivered",
        Action::Relayed => "relayed",
        Action::Expanded => "expanded",
    }
}

/// `list-id` → `List-Id`.
fn title(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
    });
    words.collect::<Vec<_>>().join("-")
}

/// Evidence is a line, not a text.
fn clip(sign: String) -> String {
    const LONG: usize = 200;
    if sign.chars().count() <= LONG { sign } else { sign.chars().take(LONG - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests;
