//! Segments: saved rules, the people they mean now, and what uses them.

use axum::http::StatusCode;
use dateline::store::suppressions::Reason;
use dateline::store::vocabulary;

use super::people::{add, leave, rows, writer};
use super::world::World;
use crate::support::both_databases;

both_databases! {
    async fn a_segment_is_saved_counted_and_leads_to_its_people(db: TestDb) {
        let world = World::new(db);
        let who = writer(&world).await;
        for n in 0..4 {
            add(&world, &format!("r{n}@courier.example"), &format!("Reporter {n}"), &["Peru"], &["Policing"]).await;
        }
        add(&world, "far@courier.example", "Far <b>Away</b>", &["Japan"], &["Policing"]).await;
        leave(&world, "r0@courier.example", Reason::Unsubscribed, None).await;
        let words = vocabulary::load(&world.db.store).await.unwrap();
        let (peru, policing) = (words.region("Peru").unwrap().to_string(), words.issue("Policing").unwrap().to_string());
        let form = world.get(&who, "/reporters/segments/new").await;
        let once = form.field("once");
        let rule = [("regions", peru.as_str()), ("issues", policing.as_str()), ("down", "yes"), ("more", "far@courier.example")];
        let live = world.post(&who, "/reporters/segments/count", &rule).await;
        assert!(live.body.contains("id=\"segment-count\"") && live.text().contains("5 reporters fit"), "{}", live.text());
        let nothing = world.post(&who, "/reporters/segments/new", &[("once", &once), ("name", "Peru")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "a segment of nobody is none");
        let mut fields = vec![("once", once.as_str()), ("name", "Police <i>in</i> Peru")];
        fields.extend(rule);
        assert_eq!(world.post(&who, "/reporters/segments/new", &fields).await.leads_to(), "/reporters/segments");
        let list = world.get(&who, "/reporters/segments").await;
        assert!(list.text().contains("5 reporters") && !list.body.contains("<i>in</i>"), "{}", list.text());
        assert!(list.text().contains("Reporters who cover Policing in Peru and also Far <b>Away</b>"), "{}", list.text());
        let people = world.get(&who, "/reporters?segment=1").await;
        assert_eq!(people.body.matches("name=\"who\"").count(), 5, "{}", people.text());
        assert_eq!(rows(&world.get(&who, "/reporters.csv?segment=1").await).len(), 5);
        let once = world.get(&who, "/reporters/segments/new").await.field("once");
        let mut fields = vec![("once", once.as_str()), ("name", "police <i>in</i> PERU")];
        fields.extend(rule);
        assert_eq!(world.post(&who, "/reporters/segments/new", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "taken");
    }

    async fn two_who_edit_a_segment_lose_nothing(db: TestDb) {
        let world = World::new(db);
        let who = writer(&world).await;
        add(&world, "r@courier.example", "Reporter", &["Peru"], &["Policing"]).await;
        let words = vocabulary::load(&world.db.store).await.unwrap();
        let (peru, policing) = (words.region("Peru").unwrap().to_string(), words.issue("Policing").unwrap().to_string());
        let once = world.get(&who, "/reporters/segments/new").await.field("once");
        let rule = [("regions", peru.as_str()), ("issues", policing.as_str()), ("down", "yes")];
        let save = async |path: &str, once: &str, version: &str, name: &str| {
            let mut fields = vec![("once", once), ("version", version), ("name", name)];
            fields.extend(rule);
            world.post(&who, path, &fields).await
        };
        save("/reporters/segments/new", &once, "", "First").await;
        let path = "/reporters/segments/1";
        let (one, other) = (world.get(&who, path).await, world.get(&who, path).await);
        assert_eq!(save(path, &one.field("once"), &one.field("version"), "Second").await.leads_to(), "/reporters/segments");
        let refused = save(path, &other.field("once"), &other.field("version"), "Third").await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.body.contains("value=\"Third\""), "what was typed still stands");
        assert!(world.get(&who, "/reporters/segments").await.text().contains("Second"));
        assert_eq!(save(path, &refused.field("once"), &refused.field("version"), "Third").await.leads_to(), "/reporters/segments");
    }

    async fn a_segment_that_a_mailing_uses_stays_until_it_is_over(db: TestDb) {
        let world = World::new(db);
        let who = writer(&world).await;
        add(&world, "r@courier.example", "Reporter", &["Peru"], &["Policing"]).await;
        let uid = world.db.uuid(7);
        world.db.sql(&format!(
            "INSERT INTO segments (id, uid, name, name_key, rule, created_ms, updated_ms) VALUES (1, {uid}, 'Peru', 'peru', '{{}}', 0, 0); \
             INSERT INTO releases (id, uid, kind, version, segment_id, created_ms, updated_ms) VALUES (5, {uid}, 'release', 1, 1, 0, 0); \
             INSERT INTO release_versions (release_id, version, title, teaser, body, language, dateline, dated, sha256, created_ms) \
               VALUES (5, 1, 'Water', '', '', 'en', '', '2026-11-26', 'x', 0); \
             INSERT INTO mailings (id, uid, release_id, version, state, priority, rule, again, audience_digest, approved_count, \
               approval_digest, not_before_ms, useful_until_ms, doubt_policy, date_ms, key_id, created_ms) \
               VALUES (5, {uid}, 5, 1, 'sending', 4, '{{}}', FALSE, 'x', 1, 'x', 0, 0, 'wait', 0, 'k', 0)"
        )).await;
        let path = "/reporters/segments/1/delete";
        let page = world.get(&who, path).await;
        assert!(page.text().contains("1 mailing that is not over uses it"), "{}", page.text());
        assert_eq!(world.press(&who, &page, path, &[]).await.leads_to(), "/reporters/segments/1");
        world.db.sql("UPDATE mailings SET state = 'done'").await;
        let page = world.get(&who, path).await;
        assert_eq!(world.press(&who, &page, path, &[]).await.leads_to(), "/reporters/segments");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM segments").await, 0);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM releases WHERE segment_id IS NULL").await, 1);
    }
}
