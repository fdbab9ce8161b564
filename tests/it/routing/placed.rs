//! Messages on their way into inquiries, on both databases.

use dateline::clock::DAY;
use dateline::compose::links::anchor;
use dateline::inbox::thread::clues::of_id;
use dateline::model::duty::Mode;
use dateline::model::ids::{DeliveryId, ReleaseId};
use dateline::model::inquiry::{SenderCheck, State};
use dateline::model::routing::Ruleset;
use dateline::model::thread::{Link, RefKind};
use dateline::store::inquiry_messages::{self, Ref};
use dateline::store::{inquiry_ties, outlets};

use super::kit::{DANA, NOW, Office, mail};
use crate::support::both_databases;

fn fallback() -> Ruleset {
    Ruleset { fallback: vec![DANA], ..Ruleset::default() }
}

both_databases! {
    async fn five_hundred_reporters_answer_one_release_and_each_has_an_inquiry(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        let addresses: Vec<String> = (1..=500).map(|n| format!("reporter{n}@paper{n}.example")).collect();
        let to: Vec<&str> = addresses.iter().map(String::as_str).collect();
        office.released("New clinics open", &to).await;
        office.rules(&fallback()).await;

        let mut bursts = 0;
        for (at, address) in addresses.iter().enumerate() {
            let id = office.copy_id(i64::try_from(at).unwrap() + 1);
            let placed = office.placed(&mail(address, "Re: New clinics open", "May I call you?").replying(&id)).await;
            assert!(placed.opened);
            bursts += usize::from(placed.burst);
        }

        assert_eq!(office.count("inquiries WHERE release_id = 1 AND state = 'new'").await, 500);
        assert_eq!(office.db.number("SELECT COUNT(DISTINCT reporter_key) FROM inquiries").await, 500);
        assert_eq!(office.db.number("SELECT COUNT(DISTINCT contact_id) FROM inquiries").await, 500);
        // From the 21st on they are told of together.
        assert_eq!(bursts, 480);
    }

    async fn two_papers_answer_one_copy_and_are_two_inquiries(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        office.released("New clinics open", &["newsroom@courier.example"]).await;
        office.rules(&fallback()).await;
        let id = office.copy_id(1);

        let first = office.placed(&mail("newsroom@courier.example", "Re: New clinics open", "One.").to(&office.copy_address(1))).await;
        let second = office.placed(&mail("tom@gazette.example", "Re: New clinics open", "Two.").replying(&id)).await;
        let again = office.placed(&mail("tom@gazette.example", "Re: New clinics open", "Three.").replying(&id)).await;

        assert_ne!(first.inquiry, second.inquiry);
        assert_eq!((again.inquiry, again.opened), (second.inquiry, false));
        let (first, second) = (office.inquiry(first.inquiry).await, office.inquiry(second.inquiry).await);
        assert_eq!((first.release, second.release), (Some(ReleaseId(1)), Some(ReleaseId(1))));
        assert_eq!((first.contact.is_some(), second.contact), (true, None));
        assert_eq!(second.delivery, Some(DeliveryId(1)));
        // It says whose copy it came by.
        assert_eq!(office.count("inquiry_events WHERE kind = 'opened' AND detail LIKE '%\"via\":1%'").await, 1);
    }

    async fn an_answer_by_the_providers_id_alone_finds_its_inquiry(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        office.rules(&fallback()).await;
        let first = office.placed(&mail("jane@bignews.example", "Texas execution tonight", "Are you free?").id("a@bignews.example")).await;
        let ses = "0100018f2a3b-77@us-east-1.amazonses.com";
        let known = Ref { sha256: of_id(ses), kind: RefKind::Provider, inquiry: Some(first.inquiry), delivery: None };
        inquiry_messages::remember(&office.db.store, &[known]).await.unwrap();

        let typed_by_hand = office.placed(&mail("jane@bignews.example", "Re: Texas execution tonight", "Yes.").replying(ses)).await;

        assert_eq!((typed_by_hand.inquiry, typed_by_hand.opened), (first.inquiry, false));
    }

    async fn what_a_relay_called_a_copy_when_it_took_it_finds_that_copy(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        office.released("New clinics open", &["jane@courier.example", "tom@gazette.example"]).await;
        office.rules(&fallback()).await;
        office.db.sql("UPDATE deliveries SET reply = '250 Ok 0100018f2a3b4c5d-7f3e' WHERE id = 1").await;
        let ses = "0100018f2a3b4c5d-7f3e@us-east-1.amazonses.com";

        let jane = office.placed(&mail("jane@courier.example", "A call?", "Hi").replying(ses)).await;
        let stranger = office.placed(&mail("x@elsewhere.example", "A call?", "Hi").replying(ses)).await;

        assert_eq!(office.inquiry(jane.inquiry).await.delivery, Some(DeliveryId(1)));
        assert_eq!(office.inquiry(stranger.inquiry).await.release, None);
    }

    async fn a_forged_thread_leaves_its_target_as_it_was(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        office.rules(&fallback()).await;
        let target = office.placed(&mail("jane@bignews.example", "Texas execution tonight", "Are you free?").id("a@bignews.example")).await;
        let of_target = |table: &str| format!("{table} WHERE inquiry_id = {}", target.inquiry);
        let before = (office.inquiry(target.inquiry).await, office.count(&of_target("messages")).await, office.count(&of_target("inquiry_participants")).await);

        let mut forged = mail("attacker@gmail.com", "Re: Texas execution tonight", "Statement attached.");
        forged.references = vec![anchor(&office.keys, "k2", target.inquiry, "office.example"), "a@bignews.example".to_owned()];
        forged.in_reply_to = vec!["a@bignews.example".to_owned()];
        forged.to = vec![office.inquiry_address(target.inquiry), "attacker2@gmail.com".to_owned()];
        let placed = office.placed(&forged).await;

        assert!(placed.opened && placed.inquiry != target.inquiry);
        let opened = office.inquiry(placed.inquiry).await;
        assert_eq!((opened.sender_check, opened.release), (SenderCheck::Unverified, None));
        let after = (office.inquiry(target.inquiry).await, office.count(&of_target("messages")).await, office.count(&of_target("inquiry_participants")).await);
        assert_eq!(before, after);
        let links = inquiry_ties::links(&office.db.store, placed.inquiry).await.unwrap();
        assert_eq!(links, [(target.inquiry, Link::Claims, true)]);
        // Writing again does not bring them in either.
        let again = office.placed(&forged).await;
        assert_ne!(again.inquiry, target.inquiry);
    }

    async fn a_new_topic_in_an_old_thread_follows_under_its_own_subject(db: TestDb) {
        let mut office = Office::new(db, Mode::Pick).await;
        office.rules(&fallback()).await;
        let old = office.placed(&mail("jane@bignews.example", "Clinics in Gaza", "A question.").id("a@bignews.example")).await;
        office.db.sql(&format!("UPDATE inquiries SET state = 'closed', outcome = 'answered', closed_ms = {} WHERE id = {}",
            NOW, old.inquiry)).await;
        office.clock = dateline::clock::Clock::standing_at(NOW + 240 * DAY);

        let new = office.placed(&mail("jane@bignews.example", "Texas execution tonight – need by 4:30p CT", "Please.")
            .to(&office.inquiry_address(old.inquiry))).await;

        assert!(new.opened);
        let opened = office.inquiry(new.inquiry).await;
        assert_eq!(opened.subject, "Texas execution tonight – need by 4:30p CT");
        assert_eq!(office.inquiry(old.inquiry).await.state, State::Closed);
        assert_eq!(inquiry_ties::links(&office.db.store, new.inquiry).await.unwrap(), [(old.inquiry, Link::Follows, true)]);
    }

    async fn a_person_opens_a_closed_inquiry_again_and_a_machine_does_not(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        office.rules(&fallback()).await;
        let first = office.placed(&mail("jane@bignews.example", "Clinics in Gaza", "A question.")).await;
        office.db.sql(&format!("UPDATE inquiries SET state = 'closed', outcome = 'answered', closed_ms = {NOW}")).await;
        let mut auto = mail("jane@bignews.example", "Re: Clinics in Gaza", "I am out of office.").to(&office.inquiry_address(first.inquiry));
        auto.machine = true;

        let attached = office.placed(&auto).await;
        assert_eq!((attached.inquiry, attached.reopened, attached.decision.is_none()), (first.inquiry, false, true));
        assert_eq!(office.inquiry(first.inquiry).await.state, State::Closed);

        let human = office.placed(&mail("jane@bignews.example", "Re: Clinics in Gaza", "One more.").to(&office.inquiry_address(first.inquiry))).await;
        assert!(human.reopened);
        assert_ne!(office.inquiry(first.inquiry).await.state, State::Closed);

        // A machine that belongs nowhere opens nothing.
        auto.to = vec!["press@office.example".to_owned()];
        auto.address = "robot@shop.example".to_owned();
        auto.subject = "Automatic reply".to_owned();
        assert!(office.take(&auto).await.is_none());
        assert_eq!(office.count("inquiries").await, 1);
    }

    async fn an_outlet_follows_from_its_domain_and_never_from_a_free_mailbox(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        office.released("New clinics open", &["jane@courier.example", "ann@gmail.com"]).await;
        office.rules(&fallback()).await;

        let new_there = office.placed(&mail("tom@courier.example", "A question on Nevada", "Hello")).await;
        let at_gmail = office.placed(&mail("ann@gmail.com", "Another one on Nevada", "Hello")).await;
        let unknown = office.placed(&mail("who@nowhere.example", "A third one on Nevada", "Hello")).await;

        let outlet = office.inquiry(new_there.inquiry).await.outlet.unwrap();
        assert_eq!(outlets::list(&office.db.store).await.unwrap().iter().map(|one| (one.id, one.name.as_str())).collect::<Vec<_>>(), [(outlet, "The Courier")]);
        assert_eq!(office.inquiry(at_gmail.inquiry).await.outlet, None);
        assert!(office.inquiry(at_gmail.inquiry).await.contact.is_some());
        assert_eq!(office.inquiry(unknown.inquiry).await.outlet, None);
        assert!(!outlets::settle(&office.db.store, "Gmail News", "gmail.com").await.unwrap());
        // The new person at a known outlet is proposed, once; nobody is added.
        office.placed(&mail("tom@courier.example", "A question on Utah", "Hello")).await;
        assert_eq!(office.count("suggestions WHERE contact_id = 0 AND detail LIKE '%tom@courier.example%'").await, 1);
        assert_eq!((office.count("suggestions").await, office.count("contacts").await), (1, 2));
    }

    async fn a_mail_from_nobody_is_an_inquiry_all_the_same(db: TestDb) {
        let office = Office::new(db, Mode::Pick).await;
        office.rules(&fallback()).await;
        let placed = office.placed(&mail("", "", "")).await;
        let inquiry = office.inquiry(placed.inquiry).await;
        assert_eq!((inquiry.reporter_key.as_str(), inquiry.state), ("", State::New));
        // Two of them are two.
        assert_ne!(office.placed(&mail("", "", "")).await.inquiry, placed.inquiry);
    }
}
