//! The way out when nobody answers: an approver's own word, at once, with a reason, told to the others; and who may not
//! make the change they asked for.

use axum::http::StatusCode;
use dateline::clock::{DAY, HOUR};
use dateline::model::release::Release;
use dateline::review::Policy;
use dateline::store::officers::Role;
use dateline::store::releases::{self, OnChange};
use dateline::web::desk::Settings;

use super::sending::Office;
use super::world::{Answer, Browser, settings};
use crate::support::{TestDb, both_databases};

const REASON: &str = "The minister has resigned, nobody answers";

async fn office(db: TestDb) -> Office {
    Office::with(db, Settings { policy: Policy::Always, ..settings() }).await
}

/// Presses the button that sends without a second person, with all the page's form holds.
async fn alone(office: &Office, browser: &Browser, page: &Answer, reason: &str) -> Answer {
    let (seal, was, once) = (page.field("seal"), page.field("was"), page.field("once"));
    let fields = [("once", once.as_str()), ("seal", &seal), ("count", "3"), ("at", "now"), ("was", &was), ("reason", reason)];
    office.world.post(browser, &office.path("alone"), &fields).await
}

both_databases! {
    async fn an_approver_sends_alone_with_a_reason_that_everybody_can_read(db: TestDb) {
        let office = office(db).await;
        let maria = office.world.officer("Maria", Role::Approver).await;
        for (name, role) in [("Tom", Role::Admin), ("Ana", Role::Writer)] {
            office.world.officer(name, role).await;
        }
        let page = office.page(&maria, "send").await;
        assert!(page.text().contains("Send to 3 reporters without a second person") && page.text().contains("Tom is told"), "{}", page.text());
        let bare = alone(&office, &maria, &page, "  ").await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.text().contains("Say in a sentence why it cannot wait"), "{}", bare.text());
        assert_eq!(office.count("mailings").await, 0);

        let sent = alone(&office, &maria, &bare, &format!(" {REASON}\r\n")).await;
        assert_eq!(sent.leads_to(), "/releases/1/hold", "{}", sent.text());
        let hold = office.page(&maria, "hold").await;
        assert!(hold.text().contains(&format!("Without a second person: “{REASON}”")) && hold.text().contains("5:00"), "{}", hold.text());
        assert_eq!(office.count(&format!("approvals WHERE submitter = 'Maria' AND approver IS NULL AND alone = '{REASON}'")).await, 1);
        assert_eq!(office.count(&format!("audit WHERE act = 'mailing.alone' AND actor = 'Maria' AND detail = '{REASON}'")).await, 1);

        // The other approvers are told in the same moment, before the first copy.
        assert_eq!(office.count("deliveries WHERE mailing_id = 0 AND address = 'tom@harbour.example'").await, 1);
        assert_eq!(office.count("singles").await, 1, "neither who sent it nor who could not stop it");
        let text = if office.world.db.is_sqlite() { "CAST(message AS TEXT)" } else { "convert_from(message, 'UTF8')" };
        assert_eq!(office.count(&format!("singles WHERE {text} LIKE '%/releases/1/hold%'")).await, 1);

        office.planned().await;
        office.world.clock.advance(299_000);
        assert_eq!(office.deliver().await, 1, "five minutes belong to whoever wants to stop it");
        office.world.clock.advance(2_000);
        assert_eq!(office.deliver().await, 3);
        let report = office.page(&maria, "report").await;
        assert!(report.text().contains(&format!("nobody else, because: “{REASON}”")), "{}", report.text());
    }

    async fn only_who_may_approve_and_only_where_a_second_word_is_needed(db: TestDb) {
        let office = office(db).await;
        let maria = office.world.officer("Maria", Role::Approver).await;
        let ana = office.world.officer("Ana", Role::Writer).await;
        let theirs = office.page(&ana, "send").await;
        assert!(!theirs.body.contains("/alone"), "{}", theirs.text());
        assert_eq!(alone(&office, &ana, &theirs, REASON).await.status, StatusCode::FORBIDDEN);
        office.world.db.sql("INSERT INTO rules (name, value, changed_by, changed_ms) VALUES ('policy', 'never', 'Maria', 1)").await;
        let page = office.page(&maria, "send").await;
        assert!(page.text().contains("Send to 3 reporters") && !page.body.contains("/alone"), "{}", page.text());
        assert_eq!(alone(&office, &maria, &page, REASON).await.status, StatusCode::FORBIDDEN);
        assert_eq!(office.count("mailings").await, 0);
    }

    async fn never_under_embargo_and_never_for_later(db: TestDb) {
        let office = office(db).await;
        let maria = office.world.officer("Maria", Role::Admin).await;
        office.world.officer("Tom", Role::Approver).await;
        let later = office.world.clock.now() + 2 * HOUR;
        let at = jiff::Timestamp::from_millisecond(later).unwrap().to_string();
        let page = office.look(&maria, &format!("/releases/1/send?at={at}")).await;
        assert!(!page.body.contains("/alone"), "{}", page.text());
        office.write(&Release { embargo: Some(later), ..office.draft() }).await;
        let early = office.look(&maria, "/releases/1/send").await;
        assert!(!early.body.contains("/alone") && early.text().contains("Ask Tom to approve 3"), "{}", early.text());
        let (seal, was) = (early.field("seal"), early.field("was"));
        let fields = [("once", "a"), ("seal", seal.as_str()), ("count", "3"), ("at", &early.field("at")), ("was", &was), ("reason", REASON), ("typed", "3")];
        assert_eq!(office.world.post(&maria, &office.path("alone"), &fields).await.status, StatusCode::FORBIDDEN);
        assert_eq!(office.count("mailings").await, 0);
    }

    async fn an_office_of_one_is_not_locked_out_but_says_why_and_waits(db: TestDb) {
        let office = office(db).await;
        let maria = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&maria, "send").await;
        assert!(page.text().contains("nobody else may give it") && page.text().contains("There is nobody else who could be told."), "{}", page.text());
        let sent = alone(&office, &maria, &page, REASON).await;
        assert_eq!(sent.leads_to(), "/releases/1/hold", "{}", sent.text());
        assert_eq!((office.count("singles").await, office.count("audit WHERE act = 'mailing.alone'").await), (0, 1));
        let mailing = "mailings WHERE not_before_ms - created_ms = 300000";
        assert_eq!(office.count(mailing).await, 1);
    }

    async fn a_request_that_nobody_answers_is_void_and_its_words_are_what_was_seen(db: TestDb) {
        let office = office(db).await;
        let maria = office.world.officer("Maria", Role::Approver).await;
        office.world.officer("Tom", Role::Approver).await;
        let page = office.page(&maria, "send").await;
        office.press(&maria, &page, "ask", &[]).await;
        let waits = office.page(&maria, "send").await;
        assert!(waits.text().contains("Waits for approval") && waits.body.contains("/releases/1/alone"), "{}", waits.text());
        office.add_reporters(4..=4).await;
        let changed = alone(&office, &maria, &waits, REASON).await;
        assert_eq!(changed.status, StatusCode::CONFLICT);
        assert!(changed.text().contains("From 3 to 4 reporters"), "{}", changed.text());
        assert_eq!(office.count("mailings").await, 0);
        office.world.db.sql("DELETE FROM contact_issues WHERE contact_id = 4").await;
        let waits = office.page(&maria, "send").await;
        assert_eq!(alone(&office, &maria, &waits, REASON).await.leads_to(), "/releases/1/hold");
        assert_eq!(office.count("requests WHERE state = 'void'").await, 1);
    }

    async fn it_needs_a_fresh_proof_and_is_one_mailing_however_often_it_is_pressed(db: TestDb) {
        let office = office(db).await;
        let maria = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&maria, "send").await;
        office.world.clock.advance(11 * HOUR);
        office.page(&maria, "send").await;
        office.world.clock.advance(2 * HOUR);
        assert_eq!(alone(&office, &maria, &page, REASON).await.leads_to(), "/sign-in/again?next=%2Freleases%2F1%2Fsend");
        office.world.db.sql(&format!("UPDATE sessions SET proof_ms = {}", office.world.clock.now())).await;
        let page = office.page(&maria, "send").await;
        let all = (0..5).map(|_| alone(&office, &maria, &page, REASON));
        futures_util::future::join_all(all).await;
        assert_eq!((office.count("mailings").await, office.count("audit WHERE act = 'mailing.alone'").await), (1, 1));
    }

    async fn a_forged_reason_stops_the_mailing(db: TestDb) {
        let office = office(db).await;
        let maria = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&maria, "send").await;
        alone(&office, &maria, &page, REASON).await;
        office.planned().await;
        assert!(office.world.db.refuses("UPDATE approvals SET approver = 'Tom'").await);
        office.world.db.sql("UPDATE approvals SET alone = NULL").await;
        office.world.clock.advance(301_000);
        assert_eq!(office.deliver().await, 0, "the word was another one");
    }

    async fn whoever_returned_it_reads_but_does_not_write(db: TestDb) {
        let office = office(db).await;
        let ana = office.world.officer("Ana", Role::Writer).await;
        let maria = office.world.officer("Maria", Role::Approver).await;
        office.world.officer("Tom", Role::Approver).await;
        let page = office.page(&ana, "send").await;
        office.press(&ana, &page, "ask", &[]).await;
        let page = office.page(&maria, "approve").await;
        office.press(&maria, &page, "return", &[("return-note", "Name the clinics.")]).await;

        let text = office.world.get(&maria, "/releases/1").await;
        assert!(text.text().contains("You returned it, so somebody else makes the change") && !text.body.contains("data-autosave"), "{}", text.text());
        let send = office.page(&maria, "send").await;
        assert!(!send.body.contains("id=\"send\"") && send.text().contains("You returned it"), "{}", send.text());
        let theirs = office.page(&ana, "send").await;
        let (seal, was) = (theirs.field("seal"), theirs.field("was"));
        for (n, path) in ["", "/save", "/audience", "/versions/1/restore", "/take", "/send", "/ask", "/alone"].iter().enumerate() {
            let once = n.to_string();
            let fields = [
                ("once", once.as_str()), ("version", "1"), ("title", "Mine"), ("set", "1"), ("seal", &seal), ("count", "3"), ("at", "now"), ("was", &was),
                ("reason", REASON),
            ];
            let refused = office.world.post(&maria, &format!("/releases/1{path}"), &fields).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}: {} {}", refused.leads_to(), refused.text());
            assert!(refused.text().contains("You returned this"), "{path}: {}", refused.text());
        }
        assert_eq!((office.count("release_versions").await, office.count("mailings").await), (1, 0));

        // Somebody else makes the change and asks; then the first may approve, and the next change is open to all.
        office.write(&Release { title: "Two clinics open at night".to_owned(), ..office.draft() }).await;
        let page = office.page(&ana, "send").await;
        office.press(&ana, &page, "ask", &[]).await;
        assert!(!office.world.get(&maria, "/releases/1").await.text().contains("You returned it"));
        let page = office.page(&maria, "approve").await;
        assert_eq!(office.press(&maria, &page, "approve", &[]).await.leads_to(), "/releases/1/hold");
    }

    async fn where_nobody_else_could_write_the_returner_may(db: TestDb) {
        let office = office(db).await;
        let ana = office.world.officer("Ana", Role::Writer).await;
        let maria = office.world.officer("Maria", Role::Approver).await;
        let page = office.page(&ana, "send").await;
        office.press(&ana, &page, "ask", &[]).await;
        let page = office.page(&maria, "approve").await;
        office.press(&maria, &page, "return", &[("return-note", "Name the clinics.")]).await;
        office.world.db.sql("UPDATE officers SET removed_ms = 1 WHERE name = 'Ana'").await;
        assert!(!office.world.get(&maria, "/releases/1").await.text().contains("You returned it"));
        let edited = Release { title: "Clinics open".to_owned(), ..office.draft() };
        releases::insert(&office.world.db.store, &edited, OnChange::NewVersion, office.world.clock.now() + DAY).await.unwrap();
    }
}
