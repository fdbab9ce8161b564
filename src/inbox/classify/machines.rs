//! Other machines: filters that want a proof of humanity, and services through which journalists ask everybody.

use super::Look;
use crate::clock::HOUR;
use crate::model::inbound::Class;

const CHALLENGES: &[&str] = &[
    "confirm that you are human",
    "confirm you are human",
    "confirm you're human",
    "prove that you are human",
    "prove you are human",
    "verify that you are human",
    "verify you are a human",
    "verify you are human",
    "please verify your email address to deliver",
    "to deliver your message, please",
    "your message has been held",
    "message is being held until",
    "is protected by",
    "added to the guest list",
    "requires that you verify",
    "click the link below to have your message delivered",
    "challenge-response",
    "sender verification required",
    "confirmez que vous êtes",
    "confirme que es humano",
    "confirme que usted es",
    "bestätigen sie, dass sie ein mensch",
];

/// A challenge is shown, never answered. Its words alone could be anybody's: it must also come in answer to us, or from a
/// product that is known for them.
pub(super) fn challenge(look: &mut Look<'_>) -> Option<Class> {
    let text = format!("{}\n{}", look.read.subject, look.read.fresh).to_lowercase();
    let found = CHALLENGES.iter().find(|known| text.contains(**known))?;
    let by_product = ["x-boxbe-challenge", "x-spamarrest-noauth", "x-tmda-confirm", "x-challenge-response"]
        .into_iter()
        .find(|name| look.read.header(name).is_some());
    let answers = look.known.since_ours.is_some_and(|since| (0..=HOUR).contains(&since));
    let has_link = text.contains("http://") || text.contains("https://");
    let sign = format!("Wants a proof that we are human: “{found}”");
    if by_product.is_some() || (answers && has_link) {
        return look.decide(Class::Challenge, sign);
    }
    look.notice(sign);
    None
}

pub(super) fn query_feed(look: &mut Look<'_>) -> Option<Class> {
    let domain = look.read.from.as_ref()?.address.rsplit_once('@')?.1.to_lowercase();
    let feed = look.known.query_feeds.iter().find(|feed| domain == **feed || domain.ends_with(&format!(".{feed}")))?;
    if look.known.is_answer() {
        let sign = format!("From {feed}, but it answers us");
        look.notice(sign);
        return None;
    }
    let sign = format!("Request service {feed}");
    look.decide(Class::Opportunity, sign)
}
