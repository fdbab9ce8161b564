//! The way from a message to its place, step by step: what each kind of evidence leads to, and what it does not.

use std::collections::BTreeSet;

use dateline::clock::{DAY, HOUR, Millis};
use dateline::compose::links::{Purpose, anchor, answer_id, token};
use dateline::inbox::thread::clues::{self, Clues};
use dateline::inbox::thread::sentence::words;
use dateline::inbox::thread::{Asking, Candidate, Decision, Link, Opening, Place, Step, Verdict, decide};
use dateline::model::ids::{ContactId, DeliveryId, InquiryId, ReleaseId};
use dateline::model::inbound::{Envelope, Read};
use dateline::model::inquiry::State;
use dateline::model::thread::Named;
use dateline::secrets::Keyring;
use dateline::store::evidence::{CopyOf, Evidence, Known, Released};

const NOW: Millis = 1_795_446_000_000;
const JANE: &str = "jane@courier.example";

fn known(id: i64, subject: &str) -> Known {
    Known {
        id: InquiryId(id),
        state: State::Open,
        closed_ms: None,
        release: None,
        reporter_key: JANE.to_owned(),
        subjects: vec![subject.to_owned()],
        last_ms: NOW - HOUR,
        participants: BTreeSet::from([JANE.to_owned()]),
        texts: vec!["Our researcher is free at three o'clock tomorrow.".to_owned()],
    }
}

fn evidence(known: impl IntoIterator<Item = Known>) -> Evidence {
    let mut evidence = Evidence { person: BTreeSet::from([JANE.to_owned()]), ..Evidence::default() }.with_inquiries(known);
    evidence.copies.insert(7, CopyOf { release: Some(ReleaseId(3)), contact: Some(ContactId(70)), address_key: JANE.to_owned() });
    evidence
}

struct Case {
    read: Read,
    recipients: Vec<String>,
    from: &'static str,
}

fn case(from: &'static str, subject: &str) -> Case {
    let read = Read { subject: subject.to_owned(), ..Read::default() };
    Case { read, recipients: vec!["press@o.example".to_owned()], from }
}

impl Case {
    fn decide(&self, evidence: &Evidence) -> Decision {
        let envelope = Envelope { return_path: String::new(), recipients: self.recipients.clone() };
        let clues: Clues = clues::of(&Keyring::for_tests(), &envelope, &self.read);
        let asking = Asking { sender_key: self.from, subject: &self.read.subject, quoted: &self.read.quoted, received: NOW };
        let decision = decide(asking, &clues, evidence);
        is_told(&decision);
        decision
    }

    fn naming_inquiry(mut self, id: i64) -> Self {
        self.recipients = vec![format!("media+{}@o.example", token(&Keyring::for_tests(), "k2", Purpose::Inquiry, id))];
        self
    }

    fn naming_copy(mut self, id: i64) -> Self {
        self.recipients = vec![format!("media+{}@o.example", token(&Keyring::for_tests(), "k2", Purpose::Reply, id))];
        self
    }

    fn replying(mut self, id: &str) -> Self {
        self.read.in_reply_to = vec![id.to_owned()];
        self
    }

    fn quoting(mut self) -> Self {
        self.read.quoted = "> Our researcher is free at three\n> o'clock tomorrow.".to_owned();
        self
    }
}

fn opening(decision: &Decision) -> &Opening {
    match &decision.place {
        Place::New(opening) => opening,
        Place::Join { .. } => panic!("{decision:?}"),
    }
}

fn joined(decision: &Decision) -> Option<(i64, bool)> {
    match decision.place {
        Place::Join { inquiry, colleague } => Some((inquiry.0, colleague)),
        Place::New(_) => None,
    }
}

/// Every candidate can be told in every language, with what was found in it.
fn is_told(decision: &Decision) {
    for language in ["en", "es", "ar"] {
        for one in &decision.trace {
            let said = words(one, language);
            assert!(said.contains(&one.found) && !said.contains("thread-") && !said.contains('{'), "{said}");
        }
    }
}

fn taken(decision: &Decision) -> Vec<(Step, &Verdict)> {
    decision.trace.iter().filter(|one| one.taken).map(|one| (one.step, &one.verdict)).collect()
}

#[test]
fn t1_a_token_leads_its_participant_in_and_nobody_else() {
    let evidence = evidence([known(5, "Texas execution tonight")]);
    let own = case(JANE, "Re: Texas execution tonight").naming_inquiry(5).decide(&evidence);
    assert_eq!(joined(&own), Some((5, false)));
    assert_eq!(taken(&own), [(Step::T1, &Verdict::Joined { inquiry: InquiryId(5) })]);

    let colleague = case("tom@courier.example", "Re: Texas execution tonight").naming_inquiry(5).decide(&evidence);
    assert_eq!(joined(&colleague), Some((5, true)));

    let stranger = case("who@gmail.com", "Re: Texas execution tonight").naming_inquiry(5).decide(&evidence);
    let opened = opening(&stranger);
    assert!(opened.unverified);
    assert_eq!(opened.links, [(Link::Claims, InquiryId(5))]);
}

#[test]
fn t1_a_free_mail_provider_makes_nobody_a_colleague() {
    let at_gmail =
        Known { reporter_key: "jane@gmail.com".to_owned(), participants: BTreeSet::new(), ..known(5, "Texas execution tonight") };
    let decision = case("mallory@gmail.com", "Re: Texas execution tonight").naming_inquiry(5).decide(&evidence([at_gmail]));
    assert!(opening(&decision).unverified);
}

#[test]
fn t1_a_copys_token_gives_the_release_and_the_copy() {
    let decision = case(JANE, "Re: Clinics open").naming_copy(7).decide(&evidence([]));
    let opened = opening(&decision);
    assert_eq!((opened.release, opened.delivery, opened.via), (Some(ReleaseId(3)), Some(DeliveryId(7)), None));

    // Somebody else answers the same copy: the release, and whose copy it was.
    let other = Evidence { person: BTreeSet::from(["tom@gazette.example".to_owned()]), ..evidence([]) };
    let decision = case("tom@gazette.example", "Re: Clinics open").naming_copy(7).decide(&other);
    let opened = opening(&decision);
    assert_eq!((opened.release, opened.via), (Some(ReleaseId(3)), Some(ContactId(70))));
}

#[test]
fn t1_a_second_question_about_a_release_goes_where_the_first_is() {
    let first = Known { release: Some(ReleaseId(3)), ..known(9, "Re: Clinics open") };
    let evidence = Evidence { by_sender: vec![InquiryId(9)], ..evidence([first]) };
    assert_eq!(joined(&case(JANE, "Re: Clinics open").naming_copy(7).decide(&evidence)), Some((9, false)));
}

#[test]
fn t2_ids_of_ours_of_theirs_and_of_the_provider_lead_home() {
    let keys = Keyring::for_tests();
    let mut evidence = evidence([known(5, "Texas execution tonight")]);
    let ses = "0100018f-1234@us-east-1.amazonses.com";
    evidence.refs.insert(clues::of_id(ses), vec![Named::Inquiry(InquiryId(5))]);
    evidence.refs.insert(clues::of_id("theirs@mail.example"), vec![Named::Inquiry(InquiryId(5))]);
    let ours = answer_id(&keys, "k2", InquiryId(5), 1, "o.example");
    for id in [ses, "THEIRS@mail.example", &ours] {
        let decision = case(JANE, "Re: Texas execution tonight").replying(id).decide(&evidence);
        assert_eq!(joined(&decision), Some((5, false)), "{id}");
    }
    // A relay that gave our answer another id left the anchor alone.
    let mut anchored = case(JANE, "Re: Texas execution tonight").replying("unknown@relay.example");
    anchored.read.references = vec![anchor(&keys, "k2", InquiryId(5), "o.example"), "unknown@relay.example".to_owned()];
    let decision = anchored.decide(&evidence);
    assert_eq!(joined(&decision), Some((5, false)));
    assert!(matches!(decision.trace[0], Candidate { step: Step::T2, verdict: Verdict::Unknown, taken: false, .. }));
}

#[test]
fn t2_a_forged_thread_stays_outside_but_says_what_it_claims() {
    let keys = Keyring::for_tests();
    let evidence = Evidence { person: BTreeSet::new(), ..evidence([known(5, "Texas execution tonight")]) };
    let forged = case("attacker@gmail.com", "Re: Texas execution tonight")
        .replying(&anchor(&keys, "k2", InquiryId(5), "o.example"))
        .quoting();
    let decision = forged.decide(&evidence);
    assert_eq!(opening(&decision).links, [(Link::Claims, InquiryId(5))]);
    assert_eq!(taken(&decision), [(Step::T2, &Verdict::Stranger { inquiry: InquiryId(5) })]);
}

#[test]
fn t2_a_new_topic_is_a_new_inquiry_that_follows() {
    let open = evidence([known(5, "Clinics in Gaza")]);
    let other = case(JANE, "Texas execution tonight – need by 4:30p CT").naming_inquiry(5);
    assert_eq!(opening(&other.decide(&open)).links, [(Link::Follows, InquiryId(5))]);
    // With what was said before under it, it is the same conversation under another name.
    let quoting = case(JANE, "One more thing on the clinics").naming_inquiry(5).quoting();
    assert_eq!(joined(&quoting.decide(&open)), Some((5, false)));
}

#[test]
fn t2_closed_within_two_weeks_opens_again_and_later_it_follows() {
    let closed = |days: i64| Known { state: State::Closed, closed_ms: Some(NOW - days * DAY), ..known(5, "Clinics in Gaza") };
    let reply = case(JANE, "Re: Clinics in Gaza").naming_inquiry(5).quoting();
    assert_eq!(joined(&reply.decide(&evidence([closed(14)]))), Some((5, false)));
    let late = reply.decide(&evidence([closed(15)]));
    assert_eq!(opening(&late).links, [(Link::Follows, InquiryId(5))]);
    assert_eq!(taken(&late), [(Step::T1, &Verdict::LongClosed { inquiry: InquiryId(5) })]);
}

#[test]
fn t3_outlooks_conversation_counts_for_participants_only() {
    let mut evidence = evidence([known(5, "Clinics in Gaza")]);
    evidence.refs.insert(clues::of_id("01d8c0ffee"), vec![Named::Inquiry(InquiryId(5))]);
    let with = |from| {
        let mut case = case(from, "Re: Clinics in Gaza");
        case.read.thread_index = Some("01d8c0ffee".to_owned());
        case.decide(&evidence)
    };
    assert_eq!(joined(&with(JANE)), Some((5, false)));
    let colleague = with("tom@courier.example");
    assert_eq!((opening(&colleague).links.len(), opening(&colleague).unverified), (0, false));
}

#[test]
fn t4_and_t6_say_which_release_it_is_about_and_nothing_else() {
    let release = |id, title: &str, url: Option<&str>| Released {
        id: ReleaseId(id),
        title: title.to_owned(),
        url: url.map(str::to_owned),
        mailings: vec![],
    };
    let evidence = Evidence {
        releases: vec![release(3, "New clinics open", None), release(4, "Old bridges close", Some("https://o.example/news/4/"))],
        ..evidence([])
    };
    let mut linked = case(JANE, "New clinics open");
    linked.read.text = "About https://o.example/news/4?utm_source=mail".to_owned();
    let decision = linked.decide(&evidence);
    assert_eq!(opening(&decision).release, Some(ReleaseId(4)), "a link says more than a title");
    assert_eq!((opening(&decision).delivery, opening(&decision).links.len()), (None, 0));
    let titled = case(JANE, "FW: Embargoed until noon: New Clinics Open").decide(&evidence);
    assert_eq!(opening(&titled).release, Some(ReleaseId(3)));
    assert_eq!(taken(&titled), [(Step::T6, &Verdict::Release { release: ReleaseId(3) })]);
    assert_eq!(opening(&case(JANE, "Clinics open").decide(&evidence)).release, None);
}

#[test]
fn t5_the_same_person_goes_on_under_a_telling_subject_for_three_days() {
    let with = |hours: i64, state, subject: &str| {
        let last = Known { last_ms: NOW - hours * HOUR, state, ..known(5, "Clinics in northern Gaza") };
        let evidence = Evidence { by_sender: vec![InquiryId(5)], ..evidence([last]) };
        joined(&case(JANE, subject).decide(&evidence))
    };
    assert_eq!(with(72, State::Open, "Fwd: clinics in northern gaza"), Some((5, false)));
    assert_eq!(with(73, State::Open, "Clinics in northern Gaza"), None);
    assert_eq!(with(1, State::Closed, "Clinics in northern Gaza"), None);
    let generic = Evidence { by_sender: vec![InquiryId(5)], ..evidence([known(5, "Interview request please")]) };
    assert_eq!(joined(&case(JANE, "Interview request please").decide(&generic)), None);
}

#[test]
fn t7_nothing_is_a_question_of_its_own() {
    let decision = case("new@paper.example", "Hello").decide(&Evidence::default());
    assert_eq!(opening(&decision), &Opening::default());
    assert_eq!(taken(&decision), [(Step::T7, &Verdict::Nothing)]);
    // Nobody knows who wrote: never anybody's, whatever it names.
    let nobody =
        case("", "Re: Texas execution tonight").naming_inquiry(5).decide(&evidence([known(5, "Texas execution tonight")]));
    assert!(opening(&nobody).unverified);
}
