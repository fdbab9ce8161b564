//! What people do with inquiries, on both databases.

use dateline::clock::{DAY, HOUR};
use dateline::inbox::inquiry::{
    By, Changed, Refused, assign, call, claim, close, merge, move_desk, note, relink, reopen, restrict, snooze, split, state,
    unmerge,
};
use dateline::model::address::EmailAddress;
use dateline::model::duty::Mode;
use dateline::model::ids::{InquiryId, MessageId, ReleaseId};
use dateline::model::inquiry::{Outcome, State};
use dateline::model::routing::Ruleset;
use dateline::store::inquiries::{self, Inquiry};
use dateline::store::inquiry_lists::{self, Viewer, Wanted, Which};
use dateline::store::inquiry_messages;

use super::kit::{DANA, MENA, NOW, Office, SAM, mail};
use crate::support::both_databases;

fn dana() -> By<'static> {
    By { actor: "Dana", officer: Some(DANA), seen: None, now: NOW }
}

fn done(changed: Changed<Refused>) -> Inquiry {
    match changed {
        Changed::Done(inquiry) => inquiry,
        other => panic!("{other:?}"),
    }
}

fn refused(changed: Changed<Refused>) -> Refused {
    match changed {
        Changed::Refused(why, _) => why,
        other => panic!("{other:?}"),
    }
}

async fn office(db: crate::support::TestDb) -> Office {
    let office = Office::new(db, Mode::Pick).await;
    office.rules(&Ruleset { fallback: vec![DANA, SAM], ..Ruleset::default() }).await;
    office
}

async fn ask(office: &Office, from: &str, subject: &str) -> InquiryId {
    office.placed(&mail(from, subject, "A question.").id(&format!("{subject}@mail.example"))).await.inquiry
}

both_databases! {
    async fn one_of_two_who_claim_has_it_and_the_other_is_told_who(db: TestDb) {
        let office = office(db).await;
        let id = ask(&office, "jane@bignews.example", "Clinics in Gaza").await;
        let store = &office.db.store;

        let first = done(claim::claim(store, id, DANA, dana()).await.unwrap());
        assert_eq!((first.owner, first.state, first.claimed), (Some(DANA), State::Open, Some(NOW)));
        assert_eq!(refused(claim::claim(store, id, SAM, dana()).await.unwrap()), Refused::Taken(DANA));
        assert_eq!(refused(claim::claim(store, id, DANA, dana()).await.unwrap()), Refused::Same);
        // Whoever looked before something changed is told so.
        let stale = By { seen: Some(first.seen - 1), ..dana() };
        assert_eq!(refused(close::close(store, id, Outcome::Answered, stale).await.unwrap()), Refused::Moved);
        assert!(matches!(claim::claim(store, InquiryId(99), DANA, dana()).await.unwrap(), Changed::Gone));
        let history: Vec<String> = inquiries::history(store, id, 50).await.unwrap().into_iter().map(|line| line.kind).collect();
        assert_eq!(history, ["opened", "routed", "claimed"]);
    }

    async fn every_act_moves_seen_on_and_leaves_a_line(db: TestDb) {
        let office = office(db).await;
        office.released("New clinics open", &["x@courier.example"]).await;
        let id = ask(&office, "jane@bignews.example", "Clinics in Gaza").await;
        let store = &office.db.store;
        let mut seen = office.inquiry(id).await.seen;
        macro_rules! act {
            ($call:expr) => {{
                let changed = done($call.await.unwrap());
                assert_eq!(changed, office.inquiry(id).await, "what is returned is what is stored");
                assert_eq!(changed.seen, seen + 1);
                seen = changed.seen;
                changed
            }};
        }
        assert_eq!(act!(assign::assign(store, id, Some(SAM), dana())).owner, Some(SAM));
        assert_eq!(act!(move_desk::move_desk(store, id, MENA, dana())).desk, Some(MENA));
        assert_eq!(act!(state::set(store, id, State::WaitingUs, "the researcher", dana())).state, State::WaitingUs);
        assert_eq!(act!(snooze::snooze(store, id, Some(NOW + DAY), dana())).snoozed, Some(NOW + DAY));
        assert!(act!(restrict::restrict(store, id, true, dana())).restricted);
        assert_eq!(act!(relink::relink(store, id, Some(ReleaseId(1)), dana())).release, Some(ReleaseId(1)));
        act!(note::note(store, id, "Ask the researcher.", dana()));
        let closed = act!(close::close(store, id, Outcome::StatementSent, dana()));
        assert_eq!((closed.state, closed.outcome, closed.closed), (State::Closed, Some(Outcome::StatementSent), Some(NOW)));
        let open = act!(reopen::reopen(store, id, dana()));
        assert_eq!((open.outcome, open.closed), (None, None));
        let _ = seen;

        assert_eq!(refused(relink::relink(store, id, Some(ReleaseId(7)), dana()).await.unwrap()), Refused::Unknown);
        assert_eq!(refused(reopen::reopen(store, id, dana()).await.unwrap()), Refused::NotClosed);
        assert_eq!(refused(state::set(store, id, State::Closed, "", dana()).await.unwrap()), Refused::Unknown);
        assert_eq!(refused(note::note(store, id, " \n", dana()).await.unwrap()), Refused::Unknown);
        assert_eq!(office.count("inquiry_events").await, 11);
        assert_eq!(office.count("messages WHERE direction = 'note'").await, 1);
    }

    async fn after_a_merge_replies_land_in_the_whole_and_after_its_undoing_in_the_part(db: TestDb) {
        let office = office(db).await;
        let a = ask(&office, "jane@bignews.example", "Clinics in Gaza").await;
        let b = ask(&office, "tom@bignews.example", "Hospitals in Gaza").await;
        let store = &office.db.store;
        let reply = || mail("jane@bignews.example", "Re: Clinics in Gaza", "One more.").replying("Clinics in Gaza@mail.example");

        let whole = done(merge::merge(store, a, b, dana()).await.unwrap());
        assert_eq!(whole.id, b);
        assert_eq!(office.placed(&reply()).await.inquiry, b);
        // All of it is one conversation there, and no act fits the part any more.
        assert_eq!(inquiry_messages::said(store, b, (0, 0), 50).await.unwrap().len(), 3);
        assert_eq!(refused(claim::claim(store, a, DANA, dana()).await.unwrap()), Refused::Merged(b));
        assert_eq!(refused(merge::merge(store, b, b, dana()).await.unwrap()), Refused::SameInquiry);
        assert_eq!(refused(merge::merge(store, b, a, dana()).await.unwrap()), Refused::Merged(b));

        done(unmerge::unmerge(store, a, dana()).await.unwrap());
        assert_eq!(office.placed(&reply()).await.inquiry, a);
        assert_eq!(refused(unmerge::unmerge(store, a, dana()).await.unwrap()), Refused::Same);
        assert_eq!(office.count("inquiry_links").await, 0);
    }

    async fn a_merge_lends_deadline_and_urgency_and_its_undoing_takes_them_back(db: TestDb) {
        let office = office(db).await;
        let a = ask(&office, "jane@bignews.example", "Clinics in Gaza").await;
        let b = ask(&office, "tom@bignews.example", "Hospitals in Gaza").await;
        office.db.sql(&format!("UPDATE inquiries SET deadline_ms = {}, urgent = 1 WHERE id = {a}", NOW + HOUR)).await;
        office.db.sql(&format!("UPDATE inquiries SET deadline_ms = {} WHERE id = {b}", NOW + DAY)).await;
        let store = &office.db.store;

        let whole = done(merge::merge(store, a, b, dana()).await.unwrap());
        assert_eq!((whole.deadline, whole.urgent), (Some(NOW + HOUR), true));
        done(unmerge::unmerge(store, a, dana()).await.unwrap());
        let whole = office.inquiry(b).await;
        assert_eq!((whole.deadline, whole.urgent), (Some(NOW + DAY), false));

        done(close::close(store, b, Outcome::Answered, dana()).await.unwrap());
        assert_eq!(refused(merge::merge(store, a, b, dana()).await.unwrap()), Refused::Closed);
    }

    async fn what_is_split_off_takes_its_replies_along_and_merging_undoes_it(db: TestDb) {
        let office = office(db).await;
        let whole = ask(&office, "jane@bignews.example", "Clinics in Gaza").await;
        let second = mail("jane@bignews.example", "Re: Clinics in Gaza", "And Texas?").id("second@mail.example").replying("Clinics in Gaza@mail.example");
        assert_eq!(office.placed(&second).await.inquiry, whole);
        let store = &office.db.store;
        let said = inquiry_messages::said(store, whole, (0, 0), 50).await.unwrap();

        let split::Split::Into(part) = split::split(store, whole, &[MessageId(said[1].id)], "Texas", dana()).await.unwrap() else { panic!() };
        let reply = mail("jane@bignews.example", "Re: Clinics in Gaza", "Thanks.").replying("second@mail.example").quoting("> And Texas?");
        assert_eq!(inquiry_messages::said(store, whole, (0, 0), 50).await.unwrap().len(), 1);
        assert_eq!(office.placed(&reply).await.inquiry, part);
        let nothing = split::split(store, whole, &[MessageId(said[1].id)], "Again", dana()).await.unwrap();
        assert_eq!(nothing, split::Split::Refused(Refused::Unknown));
        assert_eq!(office.count("inquiries").await, 2);

        done(merge::merge(store, part, whole, dana()).await.unwrap());
        assert_eq!(inquiry_messages::said(store, whole, (0, 0), 50).await.unwrap().len(), 3);
    }

    async fn a_call_is_an_inquiry_too_and_its_officer_has_it(db: TestDb) {
        let office = office(db).await;
        let store = &office.db.store;
        let address = EmailAddress::parse("jane@bignews.example").unwrap();
        let asked = call::Call {
            subject: "Texas",
            reporter_name: "Jane Roe",
            reporter: Some(&address),
            release: None,
            text: "Wants a researcher at three.",
            at: NOW - HOUR,
            incoming: true,
        };
        let id = call::open(store, &asked, dana()).await.unwrap();
        let inquiry = office.inquiry(id).await;
        assert_eq!((inquiry.owner, inquiry.state, inquiry.opened), (Some(DANA), State::Open, NOW - HOUR));
        // What she writes afterwards under it belongs to it.
        let written = office.placed(&mail("jane@bignews.example", "Re: Texas", "As I said.").to(&office.inquiry_address(id))).await;
        assert_eq!(written.inquiry, id);
        done(close::close(store, id, Outcome::InterviewDone, dana()).await.unwrap());
        assert_eq!(done(call::add(store, id, &asked, dana()).await.unwrap()).state, State::Open);
        assert_eq!(office.count("messages WHERE channel = 'telephone'").await, 2);
    }

    async fn the_list_stands_by_deadline_and_passed_ones_stay_on_top_until_answered(db: TestDb) {
        let office = office(db).await;
        let mut ids = Vec::new();
        for n in 0..6 {
            ids.push(ask(&office, &format!("r{n}@paper{n}.example"), &format!("Question {n} on Nevada law")).await);
        }
        let store = &office.db.store;
        for (at, deadline) in [(0, NOW + DAY), (1, NOW - HOUR), (2, NOW + HOUR), (4, NOW - DAY)] {
            office.db.sql(&format!("UPDATE inquiries SET deadline_ms = {deadline} WHERE id = {}", ids[at])).await;
        }
        done(state::set(store, ids[4], State::Answered, "", dana()).await.unwrap());
        done(claim::claim(store, ids[0], DANA, dana()).await.unwrap());
        done(restrict::restrict(store, ids[0], true, dana()).await.unwrap());
        done(close::close(store, ids[5], Outcome::NotMedia, dana()).await.unwrap());
        done(move_desk::move_desk(store, ids[3], MENA, dana()).await.unwrap());
        let wanted = |which, viewer| Wanted { which, viewer, text: "", release: None, awake: true, now: NOW };
        let list = async |wanted: Wanted<'static>| -> Vec<InquiryId> {
            let n = inquiry_lists::count(store, &wanted).await.unwrap();
            let found: Vec<_> = inquiry_lists::list(store, &wanted, 50, 0).await.unwrap().into_iter().map(|one| one.id).collect();
            assert_eq!(i64::try_from(found.len()).unwrap(), n);
            found
        };
        let (all, sam) = (Viewer::Everything, Viewer::Officer(SAM));
        assert_eq!(list(wanted(Which::Open, all)).await, [ids[1], ids[2], ids[0], ids[3], ids[4]]);
        assert_eq!(list(wanted(Which::Open, sam)).await, [ids[1], ids[2], ids[3], ids[4]], "restricted is for its owner");
        assert_eq!(list(wanted(Which::Mine(DANA), Viewer::Officer(DANA))).await, [ids[0]]);
        assert_eq!(list(wanted(Which::Desks(vec![MENA]), all)).await, [ids[3]]);
        assert_eq!(list(wanted(Which::Unclaimed, all)).await, [ids[1], ids[2], ids[3], ids[4]]);
        assert_eq!(list(wanted(Which::Closed, all)).await, [ids[5]]);
        assert_eq!(list(Wanted { text: "question 2", ..wanted(Which::Open, all) }).await, [ids[2]]);
        assert_eq!(list(Wanted { text: "50%", ..wanted(Which::Open, all) }).await, []);
        done(snooze::snooze(store, ids[2], Some(NOW + HOUR), dana()).await.unwrap());
        assert_eq!(list(wanted(Which::Unclaimed, all)).await, [ids[1], ids[3], ids[4]]);
        let counts = inquiry_lists::counts(store, Viewer::Officer(DANA), DANA, &[MENA], NOW).await.unwrap();
        assert_eq!((counts.open, counts.mine, counts.desks, counts.unclaimed, counts.passed, counts.closed), (5, 1, 1, 4, 1, 1));
    }
}
