//! After it went out: withdrawn, corrected or updated, to exactly those who have it.

use axum::http::StatusCode;
use dateline::store::officers::Role;

use super::sending::{Office, sentence};
use super::world::Browser;
use crate::support::{TestDb, both_databases};

/// Three reporters have it.
async fn sent(db: TestDb) -> (Office, Browser) {
    let office = Office::new(db).await;
    let officer = office.world.officer("Maria", Role::Admin).await;
    let page = office.page(&officer, "send").await;
    office.press(&officer, &page, "send", &[]).await;
    office.planned().await;
    office.world.clock.advance(61_000);
    assert_eq!(office.deliver().await, 3);
    (office, officer)
}

both_databases! {
    async fn a_correction_goes_to_exactly_those_who_have_it_and_answers_their_own_copy(db: TestDb) {
        let (office, officer) = sent(db).await;
        office.add_reporters(4..=5).await;
        let page = office.page(&officer, "withdraw").await;
        assert!(page.text().contains("3 people who have it, or may have it, get a correction"), "{}", page.text());
        let empty = office.press(&officer, &page, "withdraw", &[("note", "")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(office.count("releases").await, 1);
        let made = office.press(&officer, &page, "withdraw", &[("note", "It is two clinics, not three.")]).await;
        assert_eq!(made.leads_to(), "/releases/2");
        assert_eq!(office.count("releases WHERE id = 2 AND kind = 'correction' AND follows_id = 1").await, 1);
        assert_eq!(office.count("release_versions WHERE release_id = 2 AND body LIKE 'It is two clinics, not three.%harbour%'").await, 1);

        let page = office.look(&officer, "/releases/2/send").await;
        let expected = "3 reporters who have “Clinics open at night”, or may have it, will receive “Clinics open at night” from";
        assert!(sentence(&page).contains(expected), "{}", sentence(&page));
        let answer = office.world.press(&officer, &page, "/releases/2/send", &[]).await;
        assert_eq!(answer.leads_to(), "/releases/2/hold", "{}", answer.text());
        let mailing = office.planned().await;
        assert_eq!(office.count(&format!("deliveries WHERE mailing_id = {mailing} AND contact_id IN (1, 2, 3)")).await, 3);
        assert_eq!(office.count(&format!("deliveries WHERE mailing_id = {mailing}")).await, 3);
        let threaded = "delivery_slots s JOIN deliveries d ON d.id = s.delivery_id WHERE s.in_reply_to LIKE '<d.%' AND d.mailing_id";
        assert_eq!(office.count(&format!("{threaded} = {mailing}")).await, 3);
    }

    async fn a_withdrawal_stops_at_once_what_waits_and_is_for_nobody_who_never_had_it(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        assert_eq!(office.world.get(&officer, "/releases/1/withdraw").await.status, StatusCode::NOT_FOUND, "it never went out");
        let page = office.page(&officer, "send").await;
        office.press(&officer, &page, "send", &[]).await;
        office.planned().await;
        let page = office.page(&officer, "withdraw?kind=withdrawal").await;
        assert!(page.text().contains("No further copy is begun: 3 who wait do not get it."), "{}", page.text());
        let made = office.press(&officer, &page, "withdraw", &[("note", "It is not true.")]).await;
        assert_eq!(made.leads_to(), "/releases/2");
        office.world.clock.advance(61_000);
        assert_eq!(office.deliver().await, 0);
        assert_eq!(office.count("deliveries WHERE left_out = 'withdrawn'").await, 3);
        let page = office.look(&officer, "/releases/2/send").await;
        assert!(page.text().contains("Nobody would receive this."), "{}", page.text());
    }

    async fn a_correction_is_also_for_those_who_were_waiting_for_what_it_corrects(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&officer, "send").await;
        office.press(&officer, &page, "send", &[]).await;
        office.planned().await;
        office.world.db.sql("UPDATE deliveries SET state = 'accepted' WHERE contact_id = 1").await;
        let page = office.page(&officer, "withdraw?kind=correction").await;
        assert!(page.text().contains("2 who wait get the corrected version instead of both."), "{}", page.text());
        office.press(&officer, &page, "withdraw", &[("note", "It is two clinics.")]).await;
        let page = office.look(&officer, "/releases/2/send").await;
        assert!(sentence(&page).contains("3 reporters who have"), "{}", sentence(&page));
    }

    async fn an_update_stops_nothing(db: TestDb) {
        let (office, officer) = sent(db).await;
        let page = office.page(&officer, "withdraw?kind=update").await;
        let made = office.press(&officer, &page, "withdraw", &[("note", "A third clinic opens.")]).await;
        assert_eq!(made.leads_to(), "/releases/2");
        assert_eq!(office.count("release_versions WHERE withdrawn_ms IS NOT NULL").await, 0);
        let page = office.look(&officer, "/releases/2/send").await;
        assert!(page.text().contains("Send to 3 reporters"), "{}", page.text());
    }
}
