//! The decision itself: the first candidate that the sender may have wins, the others say what they would have been.

use std::collections::BTreeSet;

use super::clues::{Clue, Clues};
use super::{Asking, Candidate, Decision, Link, Opening, Place, Step, Verdict, quotes, subject};
use crate::clock::{DAY, HOUR, Millis};
use crate::compose::links::Named;
use crate::model::freemail::is_freemail;
use crate::model::ids::{DeliveryId, InquiryId};
use crate::model::inquiry::State;
use crate::store::evidence::{Evidence, Known};

/// An inquiry closed longer ago is not opened again: what comes then is a new one that follows it.
pub const REOPENED_WITHIN: Millis = 14 * DAY;
/// The same sender under the same subject goes on with what they said this recently.
const GOES_ON: Millis = 72 * HOUR;

/// Where it belongs.
pub fn decide(asking: Asking<'_>, clues: &Clues, evidence: &Evidence) -> Decision {
    let mut search =
        Search { asking, evidence, opening: Opening { contact: evidence.contact, ..Opening::default() }, trace: Vec::new() };
    for clue in &clues.ordered {
        if let Some(place) = search.follow(clue) {
            return search.done(place);
        }
    }
    if let Some(place) = search.same_subject() {
        return search.done(place);
    }
    search.release_only(clues);
    if search.trace.iter().all(|candidate| !candidate.taken) {
        search.note(Step::T7, "", Verdict::Nothing, true);
    }
    let opening = std::mem::take(&mut search.opening);
    search.done(Place::New(opening))
}

struct Search<'a> {
    asking: Asking<'a>,
    evidence: &'a Evidence,
    /// What a new inquiry would be, as it adds up.
    opening: Opening,
    trace: Vec<Candidate>,
}

impl Search<'_> {
    fn done(self, place: Place) -> Decision {
        Decision { place, trace: self.trace }
    }

    fn note(&mut self, step: Step, found: &str, verdict: Verdict, taken: bool) {
        self.trace.push(Candidate { step, found: found.to_owned(), verdict, taken });
    }

    /// T1, T2, T3: what the clue leads to.
    fn follow(&mut self, clue: &Clue) -> Option<Place> {
        let mut led: Vec<Named> = clue.named.into_iter().collect();
        led.extend(self.evidence.refs.get(&clue.sha256).into_iter().flatten().filter(|named| Some(**named) != clue.named));
        let known = led.iter().any(|named| match named {
            Named::Inquiry(id) => self.evidence.inquiry(*id).is_some(),
            Named::Delivery(id) => self.evidence.copies.contains_key(&id.0),
        });
        if !known {
            self.note(clue.step, &clue.text, Verdict::Unknown, false);
            return None;
        }
        // An id that both an inquiry and a copy carry: the inquiry is nearer.
        led.sort();
        for named in led {
            let place = match named {
                Named::Inquiry(id) => self.inquiry(clue, id),
                Named::Delivery(id) => self.copy(clue, id),
            };
            if place.is_some() {
                return place;
            }
        }
        None
    }

    fn inquiry(&mut self, clue: &Clue, id: InquiryId) -> Option<Place> {
        let known = self.evidence.inquiry(id)?;
        let inquiry = known.id;
        let takes_part = known.participants.contains(self.asking.sender_key);
        let domain = shared_domain(self.asking.sender_key, known);
        // Outlook gives one conversation to everybody who got a mail: only a participant is believed.
        if !takes_part && (domain.is_none() || clue.step == Step::T3) {
            let guard = clue.step != Step::T3;
            self.note(clue.step, &clue.text, Verdict::Stranger { inquiry }, guard && !self.opening.unverified);
            if guard {
                self.opening.unverified = true;
                self.link(Link::Claims, inquiry);
            }
            return None;
        }
        if let Some(verdict) = self.turns_away(known) {
            self.note(clue.step, &clue.text, verdict, true);
            self.link(Link::Follows, inquiry);
            self.opening.release = self.opening.release.or(known.release);
            let opening = std::mem::take(&mut self.opening);
            return Some(Place::New(Opening { unverified: false, ..opening }));
        }
        let verdict = match domain {
            Some(domain) if !takes_part => Verdict::Colleague { inquiry, domain },
            _ => Verdict::Joined { inquiry },
        };
        self.note(clue.step, &clue.text, verdict, true);
        Some(Place::Join { inquiry, colleague: !takes_part })
    }

    /// Closed long ago, or about something else without quoting it.
    fn turns_away(&self, known: &Known) -> Option<Verdict> {
        let inquiry = known.id;
        if is_long_closed(known, self.asking.received) {
            return Some(Verdict::LongClosed { inquiry });
        }
        // Two that were merged go on under both their subjects.
        let wanted = subject::key(self.asking.subject);
        let other = known.subjects.iter().all(|said| subject::key(said) != wanted);
        let quoted = quotes(self.asking.quoted, known.texts.iter().map(String::as_str));
        (other && !quoted).then_some(Verdict::NewTopic { inquiry })
    }

    /// A copy of a release. Whoever answers it has a question of their own about that release.
    fn copy(&mut self, clue: &Clue, id: DeliveryId) -> Option<Place> {
        let copy = self.evidence.copies.get(&id.0)?;
        let (release, holder) = (copy.release, copy.contact);
        let own = self.evidence.is_sender(&copy.address_key) || copy.address_key == self.asking.sender_key;
        let inquiry = release.and_then(|release| {
            let mine = self.evidence.by_sender.iter().filter_map(|id| self.evidence.inquiry(*id));
            let mut fits = mine.filter(|known| known.release == Some(release) && !is_long_closed(known, self.asking.received));
            fits.next().map(|known| known.id)
        });
        self.note(clue.step, &clue.text, Verdict::Copy { delivery: id, release, own, inquiry }, true);
        if let Some(inquiry) = inquiry {
            return Some(Place::Join { inquiry, colleague: false });
        }
        let opening = std::mem::take(&mut self.opening);
        Some(Place::New(Opening { delivery: Some(id), release, via: holder.filter(|_| !own), ..opening }))
    }

    /// T5.
    fn same_subject(&mut self) -> Option<Place> {
        if self.asking.sender_key.is_empty() || !subject::is_telling(self.asking.subject) {
            return None;
        }
        let wanted = subject::key(self.asking.subject);
        let fits = self.evidence.by_sender.iter().filter_map(|id| self.evidence.inquiry(*id)).find(|known| {
            known.state != State::Closed
                && known.last_ms >= self.asking.received - GOES_ON
                && known.subjects.first().is_some_and(|last| subject::key(last) == wanted)
        })?;
        let inquiry = fits.id;
        self.note(Step::T5, &subject::base(self.asking.subject), Verdict::Joined { inquiry }, true);
        Some(Place::Join { inquiry, colleague: false })
    }

    /// T4 and T6: which release it is about, if nothing said so yet.
    fn release_only(&mut self, clues: &Clues) {
        let wanted = subject::key(self.asking.subject);
        let mut seen = BTreeSet::new();
        // A link says more than a title.
        let both = [Step::T4, Step::T6].into_iter().flat_map(|step| self.evidence.releases.iter().map(move |one| (step, one)));
        for (wanted_step, released) in both {
            let viewed = clues.viewed.iter().any(|mailing| released.mailings.contains(&mailing.0));
            let linked = released.url.as_ref().filter(|url| clues.urls.iter().any(|one| one == url.trim_end_matches('/')));
            let title = subject::key(&released.title);
            let titled = !title.is_empty() && (wanted == title || wanted.ends_with(&format!(": {title}")));
            let (step, found) = match (linked, viewed, titled) {
                (Some(url), _, _) => (Step::T4, url.clone()),
                (None, true, _) => (Step::T4, "/v/".to_owned()),
                (None, false, true) => (Step::T6, released.title.clone()),
                (None, false, false) => continue,
            };
            if step == wanted_step && seen.insert(released.id) {
                let taken = self.opening.release.is_none();
                self.note(step, &found, Verdict::Release { release: released.id }, taken);
                self.opening.release = self.opening.release.or(Some(released.id));
            }
        }
    }

    fn link(&mut self, link: Link, inquiry: InquiryId) {
        if !self.opening.links.iter().any(|(_, known)| *known == inquiry) {
            self.opening.links.push((link, inquiry));
        }
    }
}

fn is_long_closed(known: &Known, now: Millis) -> bool {
    known.state == State::Closed && known.closed_ms.is_some_and(|closed| closed < now - REOPENED_WITHIN)
}

/// The domain a sender shares with the reporter, where it is an outlet's and not a provider's.
fn shared_domain(sender_key: &str, known: &Known) -> Option<String> {
    let (_, sender) = sender_key.rsplit_once('@')?;
    let (_, reporter) = known.reporter_key.rsplit_once('@')?;
    (sender == reporter && !is_freemail(sender)).then(|| sender.to_owned())
}
