//! A second person: asked, told, deciding once, on what is there when they decide; never the one who asked.

use axum::http::StatusCode;
use dateline::clock::HOUR;
use dateline::model::ids::OfficerId;
use dateline::model::release::Release;
use dateline::review::Policy;
use dateline::store::officers::{self, Role};
use dateline::store::requests;
use dateline::web::desk::Settings;

use super::sending::{Office, sentence};
use super::world::{Browser, settings};
use crate::support::{TestDb, both_databases};

struct Two {
    office: Office,
    /// Writes and asks.
    ana: Browser,
    /// Approves.
    maria: Browser,
}

impl Two {
    async fn new(db: TestDb) -> Self {
        let office = Office::new(db).await;
        let (ana, maria) = (office.world.officer("Ana", Role::Writer).await, office.world.officer("Maria", Role::Approver).await);
        Self { office, ana, maria }
    }

    async fn ask(&self) {
        let page = self.office.page(&self.ana, "send").await;
        assert!(page.text().contains("Ask Maria to approve 3"), "{}", page.text());
        let asked = self.office.press(&self.ana, &page, "ask", &[]).await;
        assert_eq!(asked.leads_to(), "/releases/1/send?at=now", "{}", asked.text());
    }

    async fn state(&self, state: &str) -> i64 {
        self.office.count(&format!("requests WHERE state = '{state}'")).await
    }

    async fn officer(&self, name: &str) -> OfficerId {
        officers::find(&self.office.world.db.store, name).await.unwrap().unwrap().id
    }
}

both_databases! {
    async fn asked_approved_held_planned_and_sent(db: TestDb) {
        let two = Two::new(db).await;
        two.ask().await;
        let office = &two.office;
        assert_eq!((two.state("waiting").await, office.count("mailings").await), (1, 0));
        let waits = office.page(&two.ana, "send").await;
        assert!(waits.text().contains("Waits for approval since Thu 26 Nov 2026, 10:00, asked by Ana."), "{}", waits.text());
        assert!(waits.text().contains("Waiting for approval"), "the head says so too: {}", waits.text());
        assert_eq!(requests::waiting_for(&office.world.db.store, two.officer("Maria").await, 9).await.unwrap().len(), 1);
        assert_eq!(requests::waiting_for(&office.world.db.store, two.officer("Ana").await, 9).await.unwrap().len(), 0);

        let page = office.page(&two.maria, "approve").await;
        assert!(page.text().contains("Ana asks you to approve this, since Thu 26 Nov 2026, 10:00."), "{}", page.text());
        assert!(!page.text().contains("Changed since you were asked"));
        assert!(sentence(&page).contains("3 reporters covering Health in Qatar will receive “Clinics open at night”"));
        assert!(!page.body.contains("type=\"checkbox\""), "looking is no tick: {}", page.text());
        let approved = office.press(&two.maria, &page, "approve", &[]).await;
        assert_eq!(approved.leads_to(), "/releases/1/hold", "{}", approved.text());
        assert!(office.page(&two.maria, "hold").await.text().contains("Sending to 3 reporters"));

        office.planned().await;
        office.world.clock.advance(61_000);
        // Three copies; the notice was called back when it was decided.
        assert_eq!(office.deliver().await, 3);
        assert_eq!(office.count("mailings WHERE state = 'done'").await, 1);
        assert_eq!(office.count("approvals WHERE submitter = 'Ana' AND approver = 'Maria'").await, 1);
        assert_eq!(office.count("requests WHERE state = 'approved' AND mailing_id IS NOT NULL").await, 1);
        for act in ["release.ask", "mailing.send", "mailing.approve"] {
            assert_eq!(office.count(&format!("audit WHERE act = '{act}'")).await, 1, "{act}");
        }
    }

    async fn whoever_asked_cannot_approve_by_page_by_press_or_in_the_database(db: TestDb) {
        let office = Office::with(db, Settings { policy: Policy::Always, ..settings() }).await;
        let maria = office.world.officer("Maria", Role::Admin).await;
        let tom = office.world.officer("Tom", Role::Approver).await;
        let page = office.page(&maria, "send").await;
        assert_eq!(office.press(&maria, &page, "ask", &[]).await.status, StatusCode::SEE_OTHER);
        let own = office.page(&maria, "approve").await;
        assert!(own.text().contains("You asked for it, so somebody else approves it.") && own.text().contains("Tom"), "{}", own.text());
        assert!(!own.body.contains("id=\"send\""));
        let theirs = office.page(&tom, "approve").await;
        let fields = [("once", "mine"), ("seal", &theirs.field("seal")), ("count", "3")];
        assert_eq!(office.world.post(&maria, "/releases/1/approve", &fields).await.status, StatusCode::FORBIDDEN);
        assert_eq!(office.world.post(&maria, "/releases/1/return", &[("once", "r"), ("return-note", "x")]).await.status, StatusCode::FORBIDDEN);
        // By the send page neither: an approver's press where two are wanted only asks.
        let fields = [("once", "again"), ("seal", &theirs.field("seal")), ("count", "3"), ("at", "now")];
        office.world.post(&maria, "/releases/1/send", &fields).await;
        assert_eq!(office.count("mailings").await, 0);

        assert_eq!(office.press(&tom, &theirs, "approve", &[]).await.leads_to(), "/releases/1/hold");
        let db = &office.world.db;
        for forged in [
            "UPDATE requests SET decided_by = submitter",
            "UPDATE approvals SET approver = submitter",
            "UPDATE requests SET mailing_id = NULL",
        ] {
            assert!(db.refuses(forged).await, "{forged}");
        }
    }

    async fn a_writer_asks_wherever_there_is_an_approver_and_an_office_of_one_sends_alone(db: TestDb) {
        let office = Office::new(db).await;
        let ana = office.world.officer("Ana", Role::Writer).await;
        let page = office.page(&ana, "send").await;
        assert!(page.text().contains("there is nobody else who may give it"), "{}", page.text());
        let maria = office.world.officer("Maria", Role::Approver).await;
        let page = office.page(&ana, "send").await;
        let fields = [("once", "mine"), ("seal", &page.field("seal")), ("count", "3"), ("at", "now")];
        assert_eq!(office.world.post(&ana, "/releases/1/send", &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!((office.count("mailings").await, office.count("requests").await), (0, 1), "also by the other door");
        office.world.db.sql("DELETE FROM request_notices; DELETE FROM requests;").await;
        let alone = office.page(&maria, "send").await;
        assert!(alone.text().contains("Send to 3 reporters"), "{}", alone.text());
        assert_eq!(office.press(&maria, &alone, "send", &[]).await.leads_to(), "/releases/1/hold");
    }

    async fn what_is_returned_is_on_the_draft_with_its_note_and_somebody_else_makes_the_change(db: TestDb) {
        let two = Two::new(db).await;
        two.ask().await;
        let office = &two.office;
        let page = office.page(&two.maria, "approve").await;
        let empty = office.press(&two.maria, &page, "return", &[("return-note", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text().contains("Say why, in a sentence."), "{}", empty.text());
        let note = "Name the <clinics> & their hours";
        let returned = office.press(&two.maria, &page, "return", &[("return-note", note)]).await;
        assert_eq!(returned.leads_to(), "/releases/1/send");
        let draft = office.page(&two.ana, "send").await;
        assert!(draft.text().contains(&format!("Maria returned it on Thu 26 Nov 2026, 10:00: “{note}”")), "{}", draft.text());
        let maria = two.officer("Maria").await;
        let store = &office.world.db.store;
        assert_eq!(requests::returned_by(store, office.id).await.unwrap(), Some(maria));
        office.write(&Release { title: "Two clinics open at night".to_owned(), ..office.draft() }).await;
        assert_eq!(requests::returned_by(store, office.id).await.unwrap(), None, "the change was made");
        assert_eq!(office.press(&two.maria, &page, "approve", &[]).await.status, StatusCode::CONFLICT);
        assert_eq!(office.count("mailings").await, 0);
    }

    async fn what_is_rejected_stays_and_says_why(db: TestDb) {
        let two = Two::new(db).await;
        two.ask().await;
        let page = two.office.page(&two.maria, "approve").await;
        two.office.press(&two.maria, &page, "reject", &[("reject-note", "Not our news.")]).await;
        assert_eq!(two.state("rejected").await, 1);
        assert!(two.office.page(&two.ana, "send").await.text().contains("Maria rejected it on Thu 26 Nov 2026, 10:00: “Not our news.”"));
        assert_eq!(two.office.world.get(&two.maria, "/releases/1/approve").await.leads_to(), "/releases/1/send");
    }

    async fn an_edit_makes_a_request_void(db: TestDb) {
        let two = Two::new(db).await;
        two.ask().await;
        let office = &two.office;
        let page = office.page(&two.maria, "approve").await;
        office.write(&Release { title: "Clinics open at dawn".to_owned(), ..office.draft() }).await;
        let draft = office.page(&two.ana, "send").await;
        assert!(draft.text().contains("The text was changed since, so ask again."), "{}", draft.text());
        let changed = office.press(&two.maria, &page, "approve", &[]).await;
        assert_eq!(changed.status, StatusCode::CONFLICT);
        assert!(changed.text().contains("Nothing was approved.") && changed.body.contains("<del>night</del><ins>dawn</ins>"));
        assert_eq!((two.state("void").await, office.count("mailings").await), (1, 0));
        let again = office.page(&two.ana, "send").await;
        office.press(&two.ana, &again, "ask", &[]).await;
        assert_eq!(two.state("waiting").await, 1);
    }

    async fn the_approver_sees_what_changed_and_approves_only_what_they_saw(db: TestDb) {
        let two = Two::new(db).await;
        two.ask().await;
        let office = &two.office;
        let before = office.page(&two.maria, "approve").await;
        office.add_reporters(4..=4).await;
        let stale = office.press(&two.maria, &before, "approve", &[]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.text().contains("From 3 to 4 reporters"), "{}", stale.text());
        assert_eq!((two.state("waiting").await, office.count("mailings").await), (1, 0));
        let now = office.page(&two.maria, "approve").await;
        assert!(now.text().contains("Changed since you were asked") && now.text().contains("From 3 to 4 reporters"), "{}", now.text());
        assert_eq!(office.press(&two.maria, &now, "approve", &[]).await.leads_to(), "/releases/1/hold");
        assert_eq!(office.count("mailings WHERE approved_count = 4").await, 1);
    }

    async fn approving_needs_a_fresh_proof(db: TestDb) {
        let two = Two::new(db).await;
        two.ask().await;
        let office = &two.office;
        let page = office.page(&two.maria, "approve").await;
        office.world.clock.advance(11 * HOUR);
        office.page(&two.maria, "send").await;
        office.world.clock.advance(2 * HOUR);
        let again = "/sign-in/again?next=%2Freleases%2F1%2Fapprove";
        assert_eq!(office.world.get(&two.maria, "/releases/1/approve").await.leads_to(), again);
        assert_eq!(office.press(&two.maria, &page, "approve", &[]).await.leads_to(), again);
        assert_eq!(office.count("mailings").await, 0);
    }

    async fn approvers_are_told_by_mail_once_in_their_language(db: TestDb) {
        let two = Two::new(db).await;
        let office = &two.office;
        office.world.db.sql("UPDATE officers SET language = 'es' WHERE name = 'Maria'").await;
        let page = office.page(&two.ana, "send").await;
        let asks = (0..5).map(|_| office.press(&two.ana, &page, "ask", &[]));
        futures_util::future::join_all(asks).await;
        let again = office.press(&two.ana, &page, "ask", &[("once", "another")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        assert_eq!((office.count("requests").await, office.count("singles WHERE purpose = 'notice'").await), (1, 1));
        assert_eq!(office.count("deliveries WHERE address = 'maria@harbour.example' AND state = 'pending'").await, 1);
        assert_eq!(office.deliver().await, 1, "it goes out by the queue of everything else");
        let text = if office.world.db.is_sqlite() { "CAST(message AS TEXT)" } else { "convert_from(message, 'UTF8')" };
        for said in ["Content-Language: es", "Auto-Submitted: auto-generated", "https://press.harbour.example/releases/1/approve"] {
            assert_eq!(office.count(&format!("singles WHERE {text} LIKE '%{said}%'")).await, 1, "{said}");
        }
    }

    async fn ten_approvals_at_once_make_one_mailing(db: TestDb) {
        let two = Two::new(db).await;
        two.ask().await;
        let office = &two.office;
        let page = office.page(&two.maria, "approve").await;
        let onces: Vec<String> = (0..10).map(|n| format!("press-{n}")).collect();
        let all = onces.iter().map(|once| async { office.press(&two.maria, &page, "approve", &[("once", once)]).await });
        let answers = futures_util::future::join_all(all).await;
        assert!(answers.iter().any(|answer| answer.leads_to() == "/releases/1/hold"), "{answers:?}");
        assert_eq!((office.count("mailings").await, two.state("approved").await), (1, 1));
    }

    async fn a_no_and_a_yes_at_once_are_one_of_them(db: TestDb) {
        let two = Two::new(db).await;
        let tom = two.office.world.officer("Tom", Role::Approver).await;
        let page = two.office.page(&two.ana, "send").await;
        two.office.press(&two.ana, &page, "ask", &[]).await;
        let (yes, no) = (two.office.page(&two.maria, "approve").await, two.office.page(&tom, "approve").await);
        let reason = [("return-note", "Wait.")];
        tokio::join!(
            two.office.press(&two.maria, &yes, "approve", &[]),
            two.office.press(&tom, &no, "return", &reason)
        );
        let (sent, returned) = (two.office.count("mailings").await, two.state("returned").await);
        assert_eq!(sent + returned, 1, "sent {sent}, returned {returned}");
        assert_eq!(two.state("approved").await, sent);
    }
}
