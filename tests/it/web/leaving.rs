//! Leaving is leaving: by one click or on the page, at once, for good, and only by a POST.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use dateline::compose::links::Purpose;

use super::world::{AMAL, ANA, NED, NOW, World};
use crate::support::both_databases;

const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

both_databases! {
    async fn one_click_takes_the_copy_out_of_the_queue_before_it_answers(db: TestDb) {
        let world = World::new(db).await;

        let answer = world.post(&world.out(ANA), ONE_CLICK).await;

        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.headers.get("set-cookie").is_none());
        assert_eq!(world.suppressions("ana@paper.example").await, 1);
        assert!(world.state(ANA, "left_out").await);
        assert!(world.state(AMAL, "pending").await, "nobody else is touched");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM events WHERE kind = 'unsubscribed' AND delivery_id = 11").await, 1);
    }

    async fn both_encodings_and_a_chunked_body_are_taken(db: TestDb) {
        let world = World::new(db).await;
        let multipart = "--q\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--q--\r\n";

        assert_eq!(world.post_as(&world.out(ANA), "multipart/form-data; boundary=q", multipart).await.status, StatusCode::OK);
        let pieces = ["List-Unsub", "scribe=One", "-Click"].map(|piece| Ok::<_, std::io::Error>(piece.to_owned()));
        let chunked = Request::post(world.out(AMAL)).header("content-type", "application/x-www-form-urlencoded");
        let chunked = chunked.body(Body::from_stream(futures_util::stream::iter(pieces))).unwrap();
        assert_eq!(world.request(chunked).await.status, StatusCode::OK);

        assert_eq!(world.suppressions("ana@paper.example").await + world.suppressions("amal@sahifa.example").await, 2);
    }

    async fn a_body_that_asks_for_nothing_changes_nothing(db: TestDb) {
        let world = World::new(db).await;
        let before = world.db.dump().await;

        for (media_type, body) in [
            ("application/x-www-form-urlencoded", ""),
            ("application/x-www-form-urlencoded", "List-Unsubscribe=Two-Click"),
            ("application/x-www-form-urlencoded", "list=all"),
            ("application/x-www-form-urlencoded", "choice=planet"),
            ("application/x-www-form-urlencoded", "choice=issue&undo=issue"),
            ("application/json", "{\"List-Unsubscribe\":\"One-Click\"}"),
            ("multipart/form-data; boundary=q", "--q--"),
            ("multipart/form-data", "x"),
        ] {
            let answer = world.post_as(&world.out(ANA), media_type, body).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{media_type} {body}");
        }
        assert_eq!(world.post(&world.out(ANA), &"x".repeat(20_000)).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(world.post(&world.out(NED), "choice=issue").await.status, StatusCode::BAD_REQUEST, "there is no issue to stop");

        assert_eq!(world.db.dump().await, before);
    }

    async fn a_hundred_replays_are_one(db: TestDb) {
        let world = World::new(db).await;
        world.post(&world.out(ANA), ONE_CLICK).await;
        let once = world.db.dump().await;

        for _ in 0..99 {
            world.clock.advance(1_000);
            assert_eq!(world.post(&world.out(ANA), ONE_CLICK).await.status, StatusCode::OK);
        }

        assert_eq!(world.db.dump().await, once);
    }

    async fn cookies_and_credentials_make_no_difference_and_nothing_is_ever_redirected(db: TestDb) {
        let world = World::new(db).await;
        let request = Request::post(format!("{}/", world.out(ANA)))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", "session=somebody")
            .header("authorization", "Bearer wrong")
            .header("origin", "https://mail.example")
            .header("sec-fetch-site", "cross-site")
            .body(Body::from(ONE_CLICK))
            .unwrap();

        let answer = world.request(request).await;

        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(world.suppressions("ana@paper.example").await, 1);
        for path in [world.out(ANA), format!("{}/", world.out(ANA)), "/u/nothing".to_owned(), "/u/nothing/".to_owned(), "/u/".to_owned()] {
            for method in ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE"] {
                assert!(!world.ask(method, &path).await.status.is_redirection(), "{method} {path}");
            }
        }
    }

    async fn a_token_in_capitals_works_and_a_damaged_one_is_refused_without_a_hint(db: TestDb) {
        let world = World::new(db).await;
        let token = world.token(Purpose::Unsubscribe, ANA);
        let before = world.db.dump().await;
        let nobody = world.token(Purpose::Unsubscribe, 4_711);
        let other_purpose = world.token(Purpose::Reply, ANA);
        let flipped = if token.ends_with('a') { format!("{}b", &token[..token.len() - 1]) } else { format!("{}a", &token[..token.len() - 1]) };

        let mut said = Vec::new();
        for damaged in [&token[..token.len() - 1], &token[1..], "x", &nobody, &other_purpose, &flipped, &format!("{token}a")] {
            let answer = world.post(&format!("/u/{damaged}"), ONE_CLICK).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{damaged}");
            said.push(answer.body);
        }
        said.dedup();
        assert_eq!(said.len(), 1, "one answer for whatever is wrong");
        assert_eq!(world.db.dump().await, before);

        assert_eq!(world.post(&format!("/u/{}", token.to_uppercase()), ONE_CLICK).await.status, StatusCode::OK);
        assert_eq!(world.suppressions("ana@paper.example").await, 1);
    }

    async fn the_way_out_outlives_contact_and_slots(db: TestDb) {
        let world = World::new(db).await;
        world.db.sql(&format!("DELETE FROM delivery_slots WHERE delivery_id = {ANA}; DELETE FROM contacts WHERE id = {ANA}")).await;
        world.clock.advance(3 * 365 * 86_400_000);

        assert_eq!(world.get(&world.out(ANA)).await.status, StatusCode::OK);
        assert_eq!(world.post(&world.out(ANA), ONE_CLICK).await.status, StatusCode::OK);

        assert_eq!(world.suppressions("ana@paper.example").await, 1);
    }

    async fn each_choice_stops_what_it_says_and_no_more(db: TestDb) {
        let world = World::new(db).await;

        for (choice, scope, reason) in [("issue", "issue", "unsubscribed"), ("region", "region", "unsubscribed"), ("pause", "office", "paused"), ("everything", "office", "unsubscribed")] {
            let answer = world.post(&world.out(ANA), &format!("choice={choice}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{choice}");
            assert!(answer.body.contains("a•••@paper.example") || answer.body.contains("A•••@paper.example"));
            assert!(!answer.body.contains("Ana@paper.example"));
            let found = format!("SELECT COUNT(*) FROM suppressions WHERE scope = '{scope}' AND reason = '{reason}' AND lifted_ms IS NULL AND created_ms = {NOW}");
            assert_eq!(world.db.number(&found).await, 1, "{choice}");
        }
        let until = world.db.number("SELECT until_ms FROM suppressions WHERE reason = 'paused'").await;
        assert_eq!(until - NOW, 30 * 86_400_000);
    }

    async fn undo_brings_back_what_this_link_stopped(db: TestDb) {
        let world = World::new(db).await;
        world.post(&world.out(ANA), "choice=everything").await;

        let page = world.get(&world.out(ANA)).await;
        assert!(page.body.contains("You have already left") && page.body.contains("name=\"undo\" value=\"everything\""));
        let answer = world.post(&world.out(ANA), "undo=everything").await;

        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("Taken back"));
        assert_eq!(world.suppressions("ana@paper.example").await, 0);
        assert!(world.state(ANA, "left_out").await, "what was left out is not sent later");
        assert!(world.post(&world.out(ANA), "undo=everything").await.body.contains("Nothing to take back"));
    }

    async fn a_forwarded_mail_cannot_bring_back_who_left_elsewhere(db: TestDb) {
        let world = World::new(db).await;
        world.db.sql(&format!("INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, state, due_ms) \
            SELECT 21, 2, contact_id, address, address_key, 'accepted', due_ms FROM deliveries WHERE id = {ANA}")).await;
        world.post(&world.out(ANA), ONE_CLICK).await;

        let answer = world.post(&world.out(21), "undo=everything").await;

        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(world.suppressions("ana@paper.example").await, 1);
        assert!(!world.get(&world.out(21)).await.body.contains("name=\"undo\""));
    }

    async fn a_copy_already_being_handed_over_is_owned_up_to(db: TestDb) {
        let world = World::new(db).await;
        world.db.sql(&format!("UPDATE deliveries SET state = 'attempting', owner = 1 WHERE id = {ANA}")).await;

        let answer = world.post(&world.out(ANA), "choice=everything").await;

        assert!(answer.body.contains("It may still arrive"), "{}", answer.body);
        assert!(world.state(ANA, "attempting").await);
    }
}
