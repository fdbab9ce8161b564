//! What a report does: to the one copy it surely belongs to, once, and no more than its code says.

use dateline::clock::DAY;
use dateline::feedback::leaving::{self, ByWords, Choice, Way};
use dateline::feedback::returned::{self, Effect, Named};
use dateline::model::address::EmailAddress;
use dateline::model::ids::{ContactId, DeliveryId};
use dateline::model::returned::Verdict;
use dateline::store::suggestions::{self, New};
use dateline::store::{feedback, returned as rows};
use uuid::Uuid;

use crate::support::{TestDb, both_databases};

const NOW: i64 = 1_795_000_000_000;
const ANA: Named = Named::Delivery(DeliveryId(11));
const BEN: Named = Named::Delivery(DeliveryId(12));
/// An officer's answer to a reporter, and a notice to an officer.
const ANSWER: u128 = 0x0190_a1b2_c3d4_7e5f_8a9b_0c1d_2e3f_4a5b;
const NOTICE: u128 = 0x0190_a1b2_c3d4_7e5f_8a9b_0c1d_2e3f_4a5c;

fn uid(db: &TestDb, number: u128) -> String {
    if db.is_sqlite() { format!("X'{number:032x}'") } else { format!("'{}'::uuid", Uuid::from_u128(number)) }
}

async fn settle(db: &TestDb) {
    for (id, address, state) in
        [(11, "ana@paper.example", "accepted"), (12, "ben@wire.example", "in_doubt"), (13, "cy@post.example", "pending")]
    {
        let contact = uid(db, id);
        db.sql(&format!(
            "INSERT INTO contacts (id, uid, address, address_key, created_ms, updated_ms) VALUES ({id}, {contact}, '{address}', '{address}', {NOW}, {NOW});
             INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, state, due_ms, settled_ms)
             VALUES ({id}, 1, {id}, '{address}', '{address}', '{state}', {NOW}, {NOW});"
        ))
        .await;
    }
    for (id, number, purpose) in [(21, ANSWER, "answer"), (22, NOTICE, "notice")] {
        let uid = uid(db, number);
        let nothing = if db.is_sqlite() { "X''" } else { "''::bytea" };
        db.sql(&format!(
            "INSERT INTO singles (id, uid, purpose, author, sender, message, created_ms) VALUES ({id}, {uid}, '{purpose}', 'Dana', 'media@press.example', {nothing}, {NOW});
             INSERT INTO deliveries (id, mailing_id, single_id, contact_id, address, address_key, state, due_ms, settled_ms)
             VALUES ({id}, 0, {id}, 0, 'jana@zeitung.example', 'jana@zeitung.example', 'accepted', {NOW}, {NOW});"
        ))
        .await;
    }
}

async fn suppressed(db: &TestDb, address: &str) -> i64 {
    db.number(&format!("SELECT COUNT(*) FROM suppressions WHERE address_key = '{address}' AND lifted_ms IS NULL")).await
}

async fn events(db: &TestDb, kind: &str) -> i64 {
    db.number(&format!("SELECT COUNT(*) FROM events WHERE kind = '{kind}'")).await
}

both_databases! {
    async fn a_dead_address_is_suppressed_and_the_copy_says_so_once(db: TestDb) {
        settle(&db).await;
        let first = returned::reported(&db.store, &ANA, Verdict::Dead, "5.1.1  no\nsuch user", NOW + 1).await.unwrap();
        assert_eq!(first, Effect::Bounced { delivery: DeliveryId(11), suppressed: true });
        let dump = db.dump().await;
        assert_eq!(returned::reported(&db.store, &ANA, Verdict::Dead, "5.1.1", NOW + 2).await.unwrap(), Effect::Again);
        assert_eq!(db.dump().await, dump);
        assert_eq!((suppressed(&db, "ana@paper.example").await, events(&db, "bounced").await), (1, 1));
        assert_eq!(db.number("SELECT COUNT(*) FROM events WHERE detail = '5.1.1 no such user'").await, 1);
    }

    async fn only_codes_about_the_address_suppress(db: TestDb) {
        settle(&db).await;
        for (verdict, bounced) in [(Verdict::NotTaken, true), (Verdict::Policy, true), (Verdict::Soft, true), (Verdict::Waiting, false), (Verdict::Arrived, false)] {
            db.sql("DELETE FROM events").await;
            let effect = returned::reported(&db.store, &ANA, verdict, "4.2.2", NOW + 1).await.unwrap();
            assert_eq!(matches!(effect, Effect::Bounced { suppressed: false, .. }), bounced, "{verdict:?} {effect:?}");
            assert_eq!((suppressed(&db, "ana@paper.example").await, events(&db, "bounced").await), (0, i64::from(bounced)), "{verdict:?}");
        }
        assert_eq!(rows::soft_bounces(&db.store, "ana@paper.example", NOW).await.unwrap(), 1);
        assert_eq!(rows::soft_bounces(&db.store, "ana@paper.example", NOW + DAY).await.unwrap(), 0);
    }

    async fn a_doubt_is_settled_by_whatever_comes_back(db: TestDb) {
        settle(&db).await;
        assert_eq!(returned::reported(&db.store, &BEN, Verdict::Waiting, "4.4.1", NOW + 1).await.unwrap(), Effect::Waiting);
        assert_eq!(db.number("SELECT COUNT(*) FROM deliveries WHERE id = 12 AND state = 'accepted'").await, 1);
        assert_eq!((events(&db, "settled").await, suppressed(&db, "ben@wire.example").await), (1, 0));
    }

    async fn what_was_never_sent_or_long_ago_is_not_believed(db: TestDb) {
        settle(&db).await;
        let before = db.dump().await;
        for (named, at) in [(Named::Delivery(DeliveryId(13)), NOW + 1), (Named::Delivery(DeliveryId(99)), NOW + 1), (ANA, NOW + 31 * DAY), (Named::Single(Uuid::from_u128(5)), NOW)] {
            assert_eq!(returned::reported(&db.store, &named, Verdict::Dead, "5.1.1", at).await.unwrap(), Effect::NotOurs);
            assert_eq!(returned::complained(&db.store, &named, "abuse", at).await.unwrap(), Effect::NotOurs);
        }
        assert_eq!(db.dump().await, before);
    }

    async fn an_answer_that_came_back_is_a_value_and_a_notice_is_nothing(db: TestDb) {
        settle(&db).await;
        let answer = returned::reported(&db.store, &Named::Single(Uuid::from_u128(ANSWER)), Verdict::Soft, "5.2.2 full", NOW + 1).await.unwrap();
        assert_eq!(answer, Effect::AnswerFailed { delivery: DeliveryId(21), author: "Dana".to_owned(), suppressed: false });
        let notice = returned::reported(&db.store, &Named::Single(Uuid::from_u128(NOTICE)), Verdict::NotTaken, "5.7.1", NOW + 1).await.unwrap();
        assert_eq!(notice, Effect::Internal { delivery: DeliveryId(22) });
    }

    async fn who_wrote_since_is_looked_at_before_anything_is_stopped(db: TestDb) {
        settle(&db).await;
        db.sql(&format!(
            "INSERT INTO inquiries (id, uid, subject, reporter_address, reporter_key, reporter_name, state, sender_check, opened_ms, last_inbound_ms)
             VALUES (1, {}, 's', 'a', 'a', 'a', 'new', 'verified', {NOW}, {NOW});
             INSERT INTO messages (inquiry_id, direction, channel, at_ms, from_name, from_address, text_all, text_new)
             VALUES (1, 'in', 'mail', {NOW} + 5, 'Ana', 'Ana@paper.example', 't', 't');",
            uid(&db, 77)
        ))
        .await;
        let effect = returned::reported(&db.store, &ANA, Verdict::Dead, "5.1.1", NOW + 9).await.unwrap();
        assert_eq!(effect, Effect::Review { delivery: DeliveryId(11) });
        assert_eq!((suppressed(&db, "ana@paper.example").await, events(&db, "bounced").await), (0, 1));
    }

    async fn a_complaint_stops_everything_at_once(db: TestDb) {
        settle(&db).await;
        assert_eq!(returned::complained(&db.store, &ANA, "abuse", NOW + 1).await.unwrap(), Effect::Complained { delivery: DeliveryId(11) });
        assert_eq!(returned::complained(&db.store, &ANA, "abuse", NOW + 2).await.unwrap(), Effect::Again);
        assert_eq!((suppressed(&db, "ana@paper.example").await, events(&db, "complained").await), (1, 1));
    }

    async fn leaving_by_mail_is_leaving(db: TestDb) {
        settle(&db).await;
        let copy = feedback::find_copy(&db.store, DeliveryId(12)).await.unwrap().unwrap();
        let left = leaving::leave(&db.store, &copy, Choice::Everything, Way::Mail, NOW + 1).await.unwrap().unwrap();
        assert!(!left.already);
        assert_eq!(suppressed(&db, "ben@wire.example").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM deliveries WHERE id = 12 AND state = 'accepted'").await, 1, "the copy was with them");
        let address = |text| EmailAddress::parse(text).unwrap();
        let by_words = leaving::leave_by_words(&db.store, &address("CY@post.example"), NOW + 1).await.unwrap();
        assert!(matches!(by_words, ByWords::Left(left) if left.stopped == 1), "{by_words:?}");
        assert_eq!(leaving::leave_by_words(&db.store, &address("x@nowhere.example"), NOW + 1).await.unwrap(), ByWords::Stranger);
        assert_eq!(suppressed(&db, "x@nowhere.example").await, 0);
    }

    async fn a_suggestion_waits_for_a_person(db: TestDb) {
        settle(&db).await;
        let new = |contact, detail| New { contact: ContactId(contact), inbound: None, kind: "away_until", detail, words: "Back on the seventh" };
        assert!(suggestions::propose(&db.store, new(11, "2026-12-07"), NOW).await.unwrap());
        assert!(!suggestions::propose(&db.store, new(11, "2026-12-07"), NOW + 1).await.unwrap(), "an absence answers every mail");
        assert!(suggestions::propose(&db.store, new(12, "2026-12-08"), NOW + 2).await.unwrap());
        assert!(!suggestions::propose(&db.store, new(404, "2026-12-08"), NOW + 2).await.unwrap());
        let open = suggestions::open(&db.store, 0, 10).await.unwrap();
        assert_eq!(open.iter().map(|one| one.contact_id).collect::<Vec<_>>(), [11, 12]);
        assert!(suggestions::settle(&db.store, open[0].id, true, "Dana", NOW + 3).await.unwrap());
        assert!(!suggestions::settle(&db.store, open[0].id, false, "Sam", NOW + 4).await.unwrap());
        assert!(suggestions::settle(&db.store, open[1].id, false, "Sam", NOW + 4).await.unwrap());
        assert_eq!(suggestions::of_contact(&db.store, ContactId(11)).await.unwrap(), []);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit WHERE act IN ('suggestion.take', 'suggestion.dismiss')").await, 2);
        assert_eq!(db.number("SELECT taken FROM suggestions WHERE settled_by = 'Dana'").await, 1);
    }
}
