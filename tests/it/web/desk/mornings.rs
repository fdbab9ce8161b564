//! "In each reporter's morning" on the send page: chosen, said, approved and sent as one mailing with many times.

use axum::http::StatusCode;
use dateline::clock::HOUR;
use dateline::store::officers::Role;

use super::sending::{Office, sentence};
use crate::support::both_databases;

const PAGE: &str = "/releases/1/send?at=now&morning=yes";

both_databases! {
    async fn it_is_chosen_said_and_sent_to_each_at_their_own_time(db: TestDb) {
        let office = Office::new(db).await;
        // Thu 26 Nov 2026, 09:00 UTC: half past eight is past in Qatar, and to come in New York.
        office.world.db.sql("UPDATE contacts SET time_zone = 'America/New_York' WHERE id = 1").await;
        let maria = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&maria, "send").await;
        assert!(page.text().contains("In each reporter’s morning (08:30 their time)"), "{}", page.text());
        let chosen = office.press(&maria, &page, "send/time", &[("when", "morning")]).await;
        assert_eq!(chosen.leads_to(), PAGE, "{}", chosen.text());
        let echo = office.world.post(&maria, "/releases/1/send/echo", &[("at", "now"), ("when", "morning")]).await;
        assert!(echo.text().contains("else the office’s (Berlin)"), "{}", echo.text());

        let page = office.look(&maria, PAGE).await;
        let said = sentence(&page);
        assert!(
            said.starts_with("In each reporter’s morning, at 08:30 by their own clock, the first on Thu 26 Nov 2026, 14:30 (Berlin, UTC+1), 3 reporters"),
            "{said}"
        );
        assert!(page.text().contains("Schedule for 3 reporters") && page.body.contains("value=\"morning\" checked"), "{}", page.text());
        let sent = office.press(&maria, &page, "send", &[]).await;
        assert_eq!(sent.leads_to(), "/releases/1/progress", "{}", sent.text());
        office.planned().await;

        office.world.clock.advance(4 * HOUR + 29 * 60_000);
        assert_eq!(office.deliver().await, 0);
        office.world.clock.advance(2 * 60_000);
        assert_eq!(office.deliver().await, 1, "New York first");
        assert_eq!(office.count("mailings WHERE state = 'sending'").await, 1, "and the mailing goes on");
        office.world.clock.advance(16 * HOUR);
        assert_eq!(office.deliver().await, 2);
        assert_eq!(office.count("mailings WHERE state = 'done'").await, 1);
    }

    async fn another_time_than_was_seen_is_not_sent(db: TestDb) {
        let office = Office::new(db).await;
        let maria = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&maria, "send").await;
        let other = office.press(&maria, &page, "send", &[("morning", "yes")]).await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        assert!(other.text().contains("Now in each reporter’s morning"), "{}", other.text());
        let back = office.look(&maria, PAGE).await;
        let now = office.press(&maria, &back, "send/time", &[("when", "now")]).await;
        assert_eq!(now.leads_to(), "/releases/1/send?at=now");
        assert_eq!(office.count("mailings").await, 0);
    }

    async fn a_second_person_approves_the_mornings_that_were_asked_for(db: TestDb) {
        let office = Office::new(db).await;
        let ana = office.world.officer("Ana", Role::Writer).await;
        let tom = office.world.officer("Tom", Role::Approver).await;
        let page = office.look(&ana, PAGE).await;
        assert_eq!(office.press(&ana, &page, "ask", &[]).await.leads_to(), PAGE);
        let page = office.page(&tom, "approve").await;
        assert!(page.text().contains("Approve for 3, at that time") && sentence(&page).contains("In each reporter’s morning"), "{}", page.text());
        assert_eq!(office.press(&tom, &page, "approve", &[]).await.leads_to(), "/releases/1/progress");
        assert_eq!(office.count("mailings WHERE morning = '08:30 UTC'").await, 1, "of the office this desk was set up with");
    }
}
