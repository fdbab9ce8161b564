//! What a mail names that could be ours, in the order in which it counts: tokens in its addresses, ids in its headers, links
//! in what it quotes. Reading it asks nobody.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

use super::Step;
use crate::compose::links::{self, Named};
use crate::model::ids::MailingId;
use crate::model::inbound::{Envelope, Read};
use crate::secrets::Keyring;

/// One thing named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    pub step: Step,
    /// As it stands in the mail.
    pub text: String,
    /// What our own token in it says.
    pub named: Option<Named>,
    /// What it is looked up by when it is not ours.
    pub sha256: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clues {
    pub ordered: Vec<Clue>,
    /// Addresses of pages in the text, without what follows `?` or `#`.
    pub urls: Vec<String>,
    /// Mailings whose "view in browser" is quoted.
    pub viewed: Vec<MailingId>,
}

impl Clues {
    /// What stands before the `@` of ids that are not ours, with their digests: long enough to be nobody else's, and made of
    /// what relays make such names of.
    pub fn left(&self) -> Vec<(String, String)> {
        let theirs = self.ordered.iter().filter(|clue| clue.step == Step::T2 && clue.named.is_none());
        let parts = theirs.filter_map(|clue| clue.text.split_once('@').map(|(left, _)| (clue.sha256.clone(), left.to_owned())));
        parts
            .filter(|(_, left)| left.len() >= 16 && left.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)))
            .collect()
    }
}

/// So many ids and pages are looked at; more is no mail of a person.
const MOST: usize = 60;

/// Reads them off a message.
pub fn of(keys: &Keyring, envelope: &Envelope, read: &Read) -> Clues {
    let mut clues = Clues::default();
    let visible = read.to.iter().chain(&read.cc).map(|one| one.address.as_str());
    for address in envelope.recipients.iter().map(String::as_str).chain(visible).take(MOST) {
        if let Some(named) = links::named_by_address(keys, address)
            && !clues.ordered.iter().any(|clue| clue.named == Some(named))
        {
            clues.ordered.push(Clue { step: Step::T1, text: address.to_owned(), named: Some(named), sha256: String::new() });
        }
    }
    // The one answered first; of those before it the newest first, which stand last.
    for id in read.in_reply_to.iter().chain(read.references.iter().rev()).take(MOST) {
        let sha256 = of_id(id);
        if !clues.ordered.iter().any(|clue| clue.sha256 == sha256) {
            clues.ordered.push(Clue { step: Step::T2, text: id.clone(), named: links::named_by_id(keys, id), sha256 });
        }
    }
    if let Some(index) = &read.thread_index {
        clues.ordered.push(Clue { step: Step::T3, text: index.clone(), named: None, sha256: of_id(index) });
    }
    for url in urls(&read.text) {
        if let Some((mailing, _)) =
            url.rsplit_once("/v/").and_then(|(_, token)| links::read_view(keys, token.trim_end_matches('/')))
        {
            clues.viewed.push(mailing);
        } else {
            clues.urls.push(url);
        }
    }
    clues
}

/// The digest ids are kept under: of the lower-cased text, without angle brackets.
pub fn of_id(id: &str) -> String {
    let id = id.trim().trim_start_matches('<').trim_end_matches('>').to_lowercase();
    HEXLOWER.encode(digest(&SHA256, id.as_bytes()).as_ref())
}

fn urls(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in text.match_indices("http").take(MOST) {
        let rest = &text[at..];
        if !(rest.starts_with("https://") || rest.starts_with("http://")) {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "<>\"'()[]{}|\\^`".contains(c)).unwrap_or(rest.len());
        let url = rest[..end].split(['?', '#']).next().unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '/']);
        if url.len() <= 2_000 && !found.iter().any(|known| known == url) {
            found.push(url.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::links::{Purpose, token, view_token};
    use crate::model::ids::{DeliveryId, InquiryId};

    #[test]
    fn tokens_come_before_ids_and_the_newest_id_first() {
        let keys = Keyring::for_tests();
        let reply = token(&keys, "k2", Purpose::Reply, 7);
        let envelope = Envelope { recipients: vec![format!("media+{reply}@o.example")], ..Envelope::default() };
        let read = Read {
            in_reply_to: vec!["b@x".to_owned()],
            references: vec![links::anchor(&keys, "k2", InquiryId(3), "o.example"), "a@x".to_owned(), "B@X".to_owned()],
            thread_index: Some("01".to_owned()),
            text: format!(
                "See https://o.example/v/{}. and <https://news.example/a?utm=1>",
                view_token(&keys, "k2", MailingId(5), "en")
            ),
            ..Read::default()
        };
        let clues = of(&keys, &envelope, &read);
        let steps: Vec<_> = clues.ordered.iter().map(|clue| (clue.step, clue.named)).collect();
        assert_eq!(
            steps,
            [
                (Step::T1, Some(Named::Delivery(DeliveryId(7)))),
                (Step::T2, None),
                (Step::T2, None),
                (Step::T2, Some(Named::Inquiry(InquiryId(3)))),
                (Step::T3, None),
            ]
        );
        assert_eq!((clues.ordered[1].text.as_str(), clues.ordered[2].text.as_str()), ("b@x", "a@x"));
        assert_eq!((clues.viewed, clues.urls), (vec![MailingId(5)], vec!["https://news.example/a".to_owned()]));
    }
}
