//! What was reviewed is what is sent, to those it was approved for, once.

use dateline::compose::Office;
use dateline::compose::dkim::{Folder, SigningKeys, Signs};
use dateline::model::address::EmailAddress;
use dateline::model::ids::{DeliveryId, MailingId};
use dateline::model::mailing::{MailingState, Urgency};
use dateline::model::release::{Release, ReleaseKind};
use dateline::model::segment::Rule;
use dateline::outbox::again::{Again, again};
use dateline::outbox::approval;
use dateline::outbox::plan::{self, Opened, Outcome, Planner};
use dateline::review::{self, Level, Order, Policy, Sent};
use dateline::secrets::Keyring;
use dateline::store::audience::WINDOW;
use dateline::store::officers::{self, Role};
use dateline::store::releases::{self, OnChange};
use dateline::store::{Store, domains, mailings};

use super::house::{DAY, House, house, one, release};
use super::world::{I, NOW, Out, Person, R, store_outs, store_people};
use crate::support::{TestDb, both_databases};

async fn rows(db: &TestDb, mailing: MailingId, condition: &str) -> i64 {
    db.number(&format!("SELECT COUNT(*) FROM deliveries WHERE mailing_id = {mailing} AND {condition}")).await
}

async fn planner<'a>(store: &'a Store, house: &'a House, mailing: MailingId) -> Planner<'a> {
    match Planner::open(store, &house.keys, mailing, NOW).await.unwrap() {
        Opened::Planner(planner) => *planner,
        _ => panic!("the mailing is there to be planned"),
    }
}

both_databases! {
    async fn what_cannot_be_signed_is_not_sent_and_a_change_of_keys_is_no_change_of_what_was_reviewed(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(&dir.path().join("dkim"), &dir.path().join("key"));
        let mut house = house(&db, &[one(1)]).await;
        let relay_signs = review::review(&house.means(&db.store), &house.order()).await.unwrap();
        house.keys = Keyring::for_tests().with_dkim(SigningKeys::open(folder.clone(), Signs::Both).unwrap());

        let seen = review::review(&house.means(&db.store), &house.order()).await.unwrap();
        let finding = seen.checks.iter().find(|one| one.code == "sender.dkim_key").unwrap();
        assert_eq!(finding.level, Level::Blocking);
        assert!(finding.text.contains("harbour.example") && finding.text.contains("`dateline dkim make`"), "{finding:?}");
        let sent = review::send(&house.means(&db.store), &house.order(), &seen.seal.groups(), 1, "Ana", None).await.unwrap();
        assert!(matches!(sent, Sent::Blocked(_)));

        folder.make("harbour.example", NOW).unwrap();
        folder.start("harbour.example", &[], NOW).unwrap().unwrap();
        let means = house.means(&db.store);
        let Sent::New { mailing, review } =
            review::send(&means, &house.order(), &relay_signs.seal.groups(), 1, "Ana", None).await.unwrap()
        else {
            panic!("keys are no part of what a person reads");
        };
        assert!(!review.is_blocked() && approval::holds(&db.store, &house.keys, mailing).await.unwrap());
        assert_eq!(db.number("SELECT COUNT(*) FROM letters WHERE letter LIKE '%\"domain\":\"harbour.example\",\"at\":%'").await, 1);
    }

    async fn what_is_sent_is_what_was_reviewed(db: TestDb) {
        let house = house(&db, &[one(1), one(2)]).await;
        let means = house.means(&db.store);
        let seen = review::review(&means, &house.order()).await.unwrap();
        assert!(!seen.is_blocked(), "{:?}", seen.checks);
        assert_eq!(seen.count, 2);

        let Sent::New { mailing, .. } =
            review::send(&means, &house.order(), &seen.seal.groups().to_lowercase(), 2, "Ana", None).await.unwrap()
        else {
            panic!("what was reviewed is sent");
        };
        assert!(approval::holds(&db.store, &house.keys, mailing).await.unwrap());
        assert_eq!(plan::run(&db.store, &house.keys, mailing, NOW).await.unwrap(), Outcome::Sending { approved: 2 });
        assert_eq!(rows(&db, mailing, "state = 'pending'").await, 2);
        let slots = format!("SELECT COUNT(*) FROM delivery_slots s JOIN deliveries d ON d.id = s.delivery_id \
             WHERE d.mailing_id = {mailing} AND s.reason <> '' AND s.language = 'en' AND s.name LIKE 'Person %'");
        assert_eq!(db.number(&slots).await, 2);
        let again = review::send(&means, &house.order(), &seen.seal.groups(), 2, "Ana", None).await.unwrap();
        assert!(matches!(again, Sent::Known(known) if known == mailing));
        assert_eq!(db.number("SELECT COUNT(*) FROM mailings").await, 1);
    }

    async fn nobody_sends_past_the_cap(db: TestDb) {
        let mut house = house(&db, &[one(1), one(2), one(3)]).await;
        house.cap = Some(2);
        let seen = review::review(&house.means(&db.store), &house.order()).await.unwrap();
        assert!(seen.checks.iter().any(|found| found.code == "audience.over_cap" && found.level == Level::Blocking));
        let sent = review::send(&house.means(&db.store), &house.order(), &seen.seal.groups(), 3, "Ana", None).await.unwrap();
        assert!(matches!(sent, Sent::Blocked(_)));

        house.cap = Some(3);
        house.send(&db.store, &house.order()).await;
    }

    async fn two_clicks_at_once_are_one_mailing(db: TestDb) {
        let house = house(&db, &[one(1)]).await;
        let means = house.means(&db.store);
        let (order, seen) = (house.order(), review::review(&means, &house.order()).await.unwrap());
        let seal = seen.seal.groups();

        let both = tokio::join!(
            review::send(&means, &order, &seal, 1, "Ana", None),
            review::send(&means, &order, &seal, 1, "Ana", None)
        );

        let new = [both.0.unwrap(), both.1.unwrap()].iter().filter(|sent| matches!(sent, Sent::New { .. })).count();
        assert_eq!((new, db.number("SELECT COUNT(*) FROM mailings").await), (1, 1));
    }

    async fn whatever_differs_from_the_review_is_not_sent(db: TestDb) {
        let mut house = house(&db, &[one(1), one(2), Person { regions: vec![R + 1], ..one(3) }]).await;
        let seal = review::review(&house.means(&db.store), &house.order()).await.unwrap().seal.groups();
        let order = house.order();
        let rule = Rule { regions: vec![R], issues: vec![I], without: vec![2], down: true, ..Rule::default() };
        let orders = [
            Order { at: Some(NOW + DAY), ..order.clone() },
            Order { again: true, ..order.clone() },
            Order { urgency: Urgency::Urgent, ..order.clone() },
            Order { down: false, ..order.clone() },
            Order { segment: Some(rule), ..order.clone() },
        ];
        for other in orders {
            let seen = review::review(&house.means(&db.store), &other).await.unwrap();
            let sent = review::send(&house.means(&db.store), &other, &seal, seen.count, "Ana", None).await.unwrap();
            assert!(matches!(sent, Sent::Changed(_)), "{other:?}");
        }
        let was = house.office.clone();
        let offices: [fn(&mut Office); 6] = [
            |office| office.name.push('!'),
            |office| office.postal_address.push('!'),
            |office| office.boilerplate.push('!'),
            |office| office.from = EmailAddress::parse("other@harbour.example").unwrap(),
            |office| office.reply_to = EmailAddress::parse("other@harbour.example").unwrap(),
            |office| office.bounce_domain = Some("bounce.harbour.example".to_owned()),
        ];
        for change in offices {
            change(&mut house.office);
            let sent = review::send(&house.means(&db.store), &order, &seal, 3, "Ana", None).await.unwrap();
            assert!(matches!(sent, Sent::Changed(_)), "{:?}", house.office);
            house.office = was.clone();
        }
        house.relays.push("another".to_owned());
        assert!(matches!(review::send(&house.means(&db.store), &order, &seal, 3, "Ana", None).await.unwrap(), Sent::Changed(_)));
        house.relays.pop();
        assert!(matches!(review::send(&house.means(&db.store), &order, &seal, 2, "Ana", None).await.unwrap(), Sent::Changed(_)));
        for change in ["UPDATE contacts SET address_key = 'other@paper.example' WHERE id = 1", "UPDATE release_versions SET title = 'Other'"] {
            db.sql(change).await;
            let sent = review::send(&house.means(&db.store), &order, &seal, 3, "Ana", None).await.unwrap();
            assert!(matches!(sent, Sent::Changed(_)), "{change}");
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM mailings").await, 0);
    }

    async fn an_approval_does_not_hold_for_anything_else(db: TestDb) {
        let house = house(&db, &[one(1), one(2)]).await;
        let mailing = house.send(&db.store, &house.order()).await;
        let changes = [
            ("mailings", "not_before_ms", "not_before_ms - 1", "not_before_ms + 1"),
            ("mailings", "useful_until_ms", "useful_until_ms + 1", "useful_until_ms - 1"),
            ("mailings", "approved_count", "approved_count + 1", "approved_count - 1"),
            ("mailings", "rule", "rule || ' '", "trim(rule)"),
            ("mailings", "audience_digest", "audience_digest || 'x'", "substr(audience_digest, 1, 64)"),
            ("mailings", "doubt_policy", "'resend_once'", "'wait'"),
            ("mailings", "priority", "0", "4"),
            ("mailings", "date_ms", "date_ms + 1", "date_ms - 1"),
            ("mailings", "approval_digest", "approval_digest || 'x'", "substr(approval_digest, 1, 64)"),
            ("approvals", "submitter", "'Somebody'", "'Ana'"),
            ("approvals", "approver", "'Somebody'", "NULL"),
            ("approvals", "alone", "'It cannot wait'", "NULL"),
            ("mailings", "morning", "'08:30 UTC'", "NULL"),
            ("approvals", "sentence", "sentence || 'x'", "substr(sentence, 1, length(sentence) - 1)"),
            ("approvals", "created_ms", "created_ms + 1", "created_ms - 1"),
            ("approvals", "voided_ms", "1", "NULL"),
            ("letters", "letter", "letter || ' '", "trim(letter)"),
        ];
        for (table, column, wrong, right) in changes {
            db.sql(&format!("UPDATE {table} SET {column} = {wrong}")).await;
            assert!(!approval::holds(&db.store, &house.keys, mailing).await.unwrap(), "{table}.{column}");
            db.sql(&format!("UPDATE {table} SET {column} = {right}")).await;
            assert!(approval::holds(&db.store, &house.keys, mailing).await.unwrap(), "{table}.{column} put back");
        }
        assert!(!approval::holds(&db.store, &house.keys, MailingId(99)).await.unwrap());
    }

    async fn two_mailings_of_one_release_reach_everybody_once(db: TestDb) {
        let house = house(&db, &[one(1), one(2), one(3)]).await;
        let part = Rule { regions: vec![R], issues: vec![I], without: vec![3], down: true, ..Rule::default() };
        let first = house.send(&db.store, &Order { segment: Some(part), ..house.order() }).await;
        let second = house.send(&db.store, &house.order()).await;

        // The later one is asked first, and waits for its elder.
        assert_eq!(plan::run(&db.store, &house.keys, second, NOW).await.unwrap(), Outcome::Sending { approved: 3 });
        let planned_by_itself = plan::run(&db.store, &house.keys, first, NOW).await.unwrap();

        let pending = rows(&db, first, "state = 'pending'").await + rows(&db, second, "state = 'pending'").await;
        let left_out = rows(&db, first, "left_out = 'already_has_it'").await + rows(&db, second, "left_out = 'already_has_it'").await;
        assert_eq!((pending, left_out), (3, 2), "{planned_by_itself:?}");
        assert_eq!(db.number("SELECT COUNT(DISTINCT address_key) FROM deliveries WHERE state = 'pending'").await, 3);
        let third = house.send(&db.store, &Order { again: true, ..house.order() }).await;
        plan::run(&db.store, &house.keys, third, NOW).await.unwrap();
        assert_eq!(rows(&db, third, "state = 'pending'").await, 3);
    }

    async fn a_copy_is_planned_into_the_lane_its_mail_server_is_known_for_by_then(db: TestDb) {
        let house = house(&db, &[one(1), one(2)]).await;
        db.sql("UPDATE contacts SET address = 'p2@gmail.com', address_key = 'p2@gmail.com' WHERE id = 2").await;
        let lanes = async |mailing, lane: &str| rows(&db, mailing, &format!("lane = '{lane}'")).await;
        let before = house.send(&db.store, &house.order()).await;
        plan::run(&db.store, &house.keys, before, NOW).await.unwrap();
        assert_eq!((lanes(before, "other").await, lanes(before, "google").await), (1, 1), "nothing is known of paper.example");

        for (lane, now) in [("microsoft", NOW), ("a group of another version", NOW + 1)] {
            domains::want(&db.store, &["paper.example"].into(), now).await.unwrap();
            let asked = domains::Asked { domain: "paper.example", lane: Some(lane), due: NOW };
            domains::record(&db.store, &[asked], now).await.unwrap();
            let mailing = house.send(&db.store, &Order { again: true, at: Some(NOW + now), ..house.order() }).await;
            plan::run(&db.store, &house.keys, mailing, NOW).await.unwrap();
            let expected = if lane == "microsoft" { lane } else { "other" };
            assert_eq!((lanes(mailing, expected).await, lanes(mailing, "google").await), (1, 1));
            assert_eq!(db.number(&format!("SELECT COUNT(*) FROM mailing_lanes WHERE mailing_id = {mailing}")).await, 2);
        }
    }

    async fn a_follow_up_answers_each_readers_own_copy_and_nobody_elses(db: TestDb) {
        let house = house(&db, &[one(1), one(2), one(3)]).await;
        let part = Rule { regions: vec![R], issues: vec![I], without: vec![3], down: true, ..Rule::default() };
        let first = house.send(&db.store, &Order { segment: Some(part), ..house.order() }).await;
        plan::run(&db.store, &house.keys, first, NOW).await.unwrap();
        db.sql("UPDATE deliveries SET state = CASE WHEN contact_id = 1 THEN 'accepted' ELSE 'refused' END").await;
        let follow_up = Release {
            kind: ReleaseKind::Statement,
            title: "Ferries run at night again, from Tuesday".to_owned(),
            source_id: None,
            follows: Some(house.release),
            ..release()
        };
        let release = releases::insert(&db.store, &follow_up, OnChange::Keep, NOW).await.unwrap().id();
        let second = house.send(&db.store, &Order { release, ..house.order() }).await;
        assert_eq!(plan::run(&db.store, &house.keys, second, NOW).await.unwrap(), Outcome::Sending { approved: 3 });

        let copy = async |mailing, contact| {
            let id = db.number(&format!("SELECT id FROM deliveries WHERE mailing_id = {mailing} AND contact_id = {contact}")).await;
            let Again::Copy { bytes, .. } = again(&db.store, &house.keys, DeliveryId(id)).await.unwrap() else { panic!("a copy") };
            let mail = mail_parser::MessageParser::default().parse(&bytes).unwrap();
            let answers = mail.in_reply_to().as_text().map(str::to_owned);
            assert_eq!(mail.references().as_text().map(str::to_owned), answers);
            (mail.message_id().unwrap().to_owned(), answers)
        };

        let got = copy(first, 1).await.0;
        assert_eq!(copy(second, 1).await.1, Some(got), "who has it reads the follow-up below it");
        assert_eq!(copy(second, 2).await.1, None, "who was refused never got it");
        assert_eq!(copy(second, 3).await.1, None, "who was not meant never got it");
    }

    async fn a_planner_that_dies_anywhere_is_taken_over(db: TestDb) {
        let people: Vec<Person> = (0..5).flat_map(|w| [one(w * WINDOW + 1), one(w * WINDOW + 2)]).collect();
        let house = house(&db, &people).await;
        for steps in 0..7 {
            let mailing = house.send(&db.store, &Order { again: true, ..house.order() }).await;
            let mut dying = planner(&db.store, &house, mailing).await;
            for _ in 0..steps {
                dying.step().await.unwrap();
            }
            drop(dying);

            plan::resume_all(&db.store, &house.keys, NOW).await.unwrap();

            let found = mailings::find(&db.store, mailing).await.unwrap().unwrap();
            assert_eq!(found.state, MailingState::Sending, "after {steps} steps");
            assert_eq!(rows(&db, mailing, "state = 'pending'").await, 10, "after {steps} steps");
        }
    }

    async fn two_planners_make_one_set_of_rows(db: TestDb) {
        let people: Vec<Person> = (0..6).flat_map(|w| [one(w * WINDOW + 1), one(w * WINDOW + 2)]).collect();
        let house = house(&db, &people).await;
        let mailing = house.send(&db.store, &house.order()).await;

        let both = tokio::join!(plan::run(&db.store, &house.keys, mailing, NOW), plan::run(&db.store, &house.keys, mailing, NOW));

        let ends = [both.0.unwrap(), both.1.unwrap()];
        assert!(ends.contains(&Outcome::Sending { approved: 12 }), "{ends:?}");
        assert_eq!(rows(&db, mailing, "state = 'pending'").await, 12);
    }

    async fn a_directory_that_changed_under_the_planner_voids_the_mailing(db: TestDb) {
        let house = house(&db, &[one(1), one(2)]).await;
        let mailing = house.send(&db.store, &house.order()).await;
        store_people(&db, &[one(3)]).await;

        let Outcome::Void { reason } = plan::run(&db.store, &house.keys, mailing, NOW).await.unwrap() else { panic!("not what was approved") };

        assert!(reason.contains('3') && reason.contains('2'), "{reason}");
        assert_eq!(rows(&db, mailing, "1 = 1").await, 0);
        assert!(!approval::holds(&db.store, &house.keys, mailing).await.unwrap());
        let next = house.send(&db.store, &house.order()).await;
        assert_eq!(plan::run(&db.store, &house.keys, next, NOW).await.unwrap(), Outcome::Sending { approved: 3 });
    }

    async fn somebody_who_leaves_while_it_is_planned_does_not_void_it(db: TestDb) {
        let house = house(&db, &[one(1), one(2)]).await;
        let mailing = house.send(&db.store, &house.order()).await;
        let out = Out { key: one(1).key(), scope: "office", scope_id: 0, reason: "unsubscribed", until: None, created: NOW + 5, lifted: None };
        store_outs(&db, &[out]).await;

        // Their row is there, and the gate keeps it in.
        assert_eq!(plan::run(&db.store, &house.keys, mailing, NOW + 10).await.unwrap(), Outcome::Sending { approved: 2 });
    }

    async fn a_mailing_stopped_while_planned_gets_no_more_rows(db: TestDb) {
        let people: Vec<Person> = (0..3).map(|w| one(w * WINDOW + 1)).collect();
        let house = house(&db, &people).await;
        let mailing = house.send(&db.store, &house.order()).await;
        let mut planner = planner(&db.store, &house, mailing).await;
        assert_eq!(planner.step().await.unwrap(), None);
        dateline::store::control::stop(&db.store, mailing, "Ana", "wrong", NOW).await.unwrap();

        assert_eq!(planner.step().await.unwrap(), Some(Outcome::Closed(MailingState::Stopped)));
        assert_eq!(rows(&db, mailing, "1 = 1").await, 1);
        assert_eq!(rows(&db, mailing, "state = 'pending'").await, 0);
    }

    async fn where_the_policy_wants_two_people_one_is_not_enough(db: TestDb) {
        let mut house = house(&db, &[one(1)]).await;
        house.policy = Policy::Always;
        for (name, role) in [("Ana", Role::Writer), ("Ben", Role::Approver)] {
            let address = EmailAddress::parse(&format!("{name}@harbour.example")).unwrap();
            assert!(officers::add(&db.store, name, &address, role, "operator", NOW).await.unwrap().is_some());
            assert!(officers::add(&db.store, &name.to_uppercase(), &address, role, "operator", NOW).await.unwrap().is_none());
        }
        let means = house.means(&db.store);
        let seen = review::review(&means, &house.order()).await.unwrap();
        let (seal, word) = (seen.seal.groups(), review::request(&means, &seen, "Ana").unwrap());
        let other = Order { at: Some(NOW + DAY), ..house.order() };
        let later = review::review(&means, &other).await.unwrap();

        for (actor, requested) in [("Ana", None), ("Ana", Some(("Ana", word.as_str()))), ("Ben", Some(("Cy", word.as_str()))), ("Ben", Some(("Ana", "0000")))] {
            let sent = review::send(&means, &house.order(), &seal, 1, actor, requested).await.unwrap();
            assert!(matches!(sent, Sent::NeedsSecond(_)), "{actor} {requested:?}");
        }
        let sent = review::send(&means, &other, &later.seal.groups(), 1, "Ben", Some(("Ana", &word))).await.unwrap();
        assert!(matches!(sent, Sent::NeedsSecond(_)), "a word is for one seal");
        let Sent::New { mailing, .. } = review::send(&means, &house.order(), &seal, 1, "Ben", Some(("Ana", &word))).await.unwrap() else {
            panic!("two people agreed");
        };
        let kept = mailings::approved(&db.store, mailing).await.unwrap().unwrap().terms;
        assert_eq!((kept.submitter.as_str(), kept.approver.as_deref()), ("Ana", Some("Ben")));
        assert!(approval::holds(&db.store, &house.keys, mailing).await.unwrap());
    }

    async fn what_must_be_mended_is_named_by_its_code(db: TestDb) {
        let mut house = house(&db, &[one(1)]).await;
        let cases: [(&str, &str, Option<i64>); 9] = [
            ("title = ''", "content.subject_missing", None),
            ("body = 'Call TK for the numbers of the day.'", "content.placeholder", None),
            ("body = 'Look at http://cms.local/draft for the text.'", "content.link_private", None),
            ("body = ''", "content.empty_text", None),
            ("contact = 'Somebody'", "content.contact_missing", None),
            ("image_url = 'https://a.example/i.png'", "content.image_alt_missing", None),
            ("embargo_ms = 1", "embargo.past", None),
            ("embargo_ms = 1990000000000", "embargo.before_send", None),
            ("title = 'Fine'", "time.past", Some(NOW - DAY)),
        ];
        for (change, code, at) in cases {
            let other = Release { source_id: Some(code.to_owned()), ..release() };
            let id = releases::insert(&db.store, &other, OnChange::Keep, NOW).await.unwrap().id();
            db.sql(&format!("UPDATE release_versions SET {change} WHERE release_id = {id}")).await;
            let order = Order { release: id, at, ..house.order() };
            let seen = review::review(&house.means(&db.store), &order).await.unwrap();
            let blocking: Vec<_> = seen.checks.iter().filter(|one| one.level == Level::Blocking).map(|one| one.code).collect();
            assert!(blocking.contains(&code), "{change}: {blocking:?}");
            let sent = review::send(&house.means(&db.store), &order, &seen.seal.groups(), seen.count, "Ana", None).await.unwrap();
            assert!(matches!(sent, Sent::Blocked(_)), "{change}");
        }
        house.relays.clear();
        house.office.postal_address.clear();
        let nobody = Order { segment: Some(Rule::default()), ..house.order() };
        let seen = review::review(&house.means(&db.store), &nobody).await.unwrap();
        for code in ["infra.no_relay", "compliance.postal_missing", "audience.empty"] {
            assert!(seen.checks.iter().any(|one| one.code == code), "{code}");
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM mailings").await, 0);
    }
}
