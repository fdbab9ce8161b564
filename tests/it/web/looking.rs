//! Looking changes nothing: scanners follow every link of a mail, with every method that only asks.

use axum::http::StatusCode;
use dateline::compose::links::Purpose;

use super::world::{AMAL, ANA, NED, World};
use crate::support::both_databases;

both_databases! {
    async fn ten_thousand_looks_at_every_link_of_a_mail_change_nothing(db: TestDb) {
        let world = World::new(db).await;
        world.db.sql("INSERT INTO letters (mailing_id, language, letter) VALUES (1, 'en', '{}')").await;
        // A stop of Amal's own, so that there is something to be undone by mistake.
        world.post(&world.out(AMAL), "choice=issue").await;
        let mut links = vec![world.view("en"), world.view("ar"), "/".to_owned(), "/healthz".to_owned(), "/readyz".to_owned()];
        for delivery in [ANA, AMAL, NED] {
            links.push(world.out(delivery));
            links.push(format!("{}/", world.out(delivery)));
            links.push(format!("{}?choice=everything&List-Unsubscribe=One-Click", world.out(delivery)));
        }
        let before = world.db.dump().await;

        for look in 0..10_000 {
            let method = ["GET", "HEAD", "OPTIONS"][look % 3];
            let answer = world.ask(method, &links[look / 3 % links.len()]).await;
            assert!(!answer.status.is_redirection());
        }

        assert_eq!(world.db.dump().await, before);
    }

    async fn a_look_at_the_image_adds_to_its_counter_and_to_nothing_else(db: TestDb) {
        let mut world = World::new(db).await;
        let image = format!("/o/{}", world.token(Purpose::OpenCounted, 1));
        let before = world.db.dump().await;

        for method in ["HEAD", "OPTIONS", "POST"] {
            world.ask(method, &image).await;
        }
        world.counter.flush().await.unwrap();
        assert_eq!(world.db.dump().await, before);

        assert_eq!(world.get(&image).await.status, StatusCode::OK);
        world.counter.flush().await.unwrap();
        let changed: Vec<_> = before.lines().zip(world.db.dump().await.lines()).filter(|(was, is)| was != is).map(|(was, _)| was.to_owned()).collect();
        assert_eq!(world.db.number("SELECT CAST(SUM(loads) AS BIGINT) FROM image_loads").await, 1, "{changed:?}");
    }
}
