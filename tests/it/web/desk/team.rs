//! Who works here: inviting, changing what somebody may do, ways back in, and leaving.

use axum::http::StatusCode;
use dateline::clock::{HOUR, MINUTE};
use dateline::model::ids::{OfficerId, SingleId};
use dateline::store::officers::{self, Role};
use dateline::store::queue;
use dateline::store::{audit, credentials, team};
use dateline::web::desk::door::{factor, link};

use super::world::{Answer, Browser, URL, World, settings};
use crate::support::both_databases;

pub const PASSWORD: &str = "three brass lanterns";
pub const KEY: &[u8] = b"12345678901234567890";

/// An officer who took their invitation and is signed in.
pub async fn joined(world: &World, name: &str, role: Role) -> Browser {
    world.officer(name, role).await;
    let made = link::make(&world.db.store, URL, Some(id(world, name).await), world.clock.now()).await.unwrap().unwrap();
    let mut browser = Browser::default();
    let answer = world.post(&browser, made.strip_prefix(URL).unwrap(), &[("password", PASSWORD)]).await;
    assert_eq!(answer.leads_to(), "/", "{}", answer.text());
    browser.take(&answer);
    browser
}

pub async fn id(world: &World, name: &str) -> OfficerId {
    officers::find(&world.db.store, name).await.unwrap().unwrap().id
}

/// Switches the second step of an officer on, by the key every test knows.
pub async fn with_factor(world: &World, name: &str, codes: &[&str]) {
    let sealed = world.keys.seal(factor::PURPOSE, KEY).unwrap();
    let codes: Vec<String> = codes.iter().map(|code| factor::code_digest(code)).collect();
    let officer = id(world, name).await;
    credentials::set_factor(&world.db.store, officer, (&sealed, 0), &codes, name, world.clock.now()).await.unwrap();
}

pub fn code_now(world: &World) -> String {
    factor::digits(KEY, factor::step(world.clock.now()))
}

/// The text of every single message that is queued, oldest first.
pub async fn mails(world: &World) -> Vec<String> {
    world.desk.afterwards.close();
    world.desk.afterwards.wait().await;
    world.desk.afterwards.reopen();
    let mut found = Vec::new();
    while let Some((_, bytes)) = queue::single(&world.db.store, SingleId(i64::try_from(found.len()).unwrap() + 1)).await.unwrap()
    {
        found.push(String::from_utf8(bytes).unwrap().replace("=\r\n", "").replace("=3D", "="));
    }
    found
}

/// The link in a text that starts so, without our scheme and host.
pub fn link_in(text: &str, start: &str) -> String {
    let at = text.find(&format!("{URL}{start}")).unwrap_or_else(|| panic!("no {start} in {text}"));
    let link = text[at + URL.len()..].split(|c: char| c.is_whitespace() || c == '<').next().unwrap();
    link.to_owned()
}

pub async fn sign_in(world: &World, address: &str, password: &str) -> (Browser, Answer) {
    let mut browser = Browser::default();
    let answer = world.post(&browser, "/sign-in", &[("address", address), ("password", password)]).await;
    browser.take(&answer);
    (browser, answer)
}

pub async fn is_in(world: &World, browser: &Browser) -> bool {
    world.get(browser, "/account").await.status == StatusCode::OK
}

async fn role_of(world: &World, name: &str) -> Role {
    officers::find(&world.db.store, name).await.unwrap().unwrap().role
}

async fn acts(world: &World, act: &str) -> i64 {
    world.db.number(&format!("SELECT COUNT(*) FROM audit WHERE act = '{act}'")).await
}

both_databases! {
    async fn an_invitation_is_shown_once_goes_out_by_mail_and_makes_an_officer(db: TestDb) {
        let world = World::new(db);
        let maria = joined(&world, "Maria", Role::Admin).await;
        let page = world.get(&maria, "/settings/team").await;
        assert!(page.text().contains("fewer than two approvers"), "{}", page.text());
        let fields = [("name", "Tom Brandt"), ("address", "tom@harbour.example"), ("role", "approver")];
        let made = world.press(&maria, &page, "/settings/team", &fields).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text());
        let path = link_in(&made.text(), "/set-up/");
        assert!(!made.text().contains("fewer than two approvers"));

        let again = world.press(&maria, &page, "/settings/team", &fields).await;
        assert_eq!(again.leads_to(), "/settings/team", "the same press");
        assert_eq!((officers::list(&world.db.store).await.unwrap().len(), acts(&world, "officer.add").await), (2, 2));
        let mails = mails(&world).await;
        assert_eq!((mails.len(), link_in(&mails[0], "/set-up/")), (1, path.clone()));
        assert!(mails[0].contains("To: Tom Brandt <tom@harbour.example>") && mails[0].contains("Auto-Submitted"), "{}", mails[0]);
        assert!(!world.get(&maria, "/settings/team").await.body.contains(&path));

        let mut tom = Browser::default();
        let answer = world.post(&tom, &path, &[("password", PASSWORD)]).await;
        tom.take(&answer);
        assert!(is_in(&world, &tom).await);
        assert_eq!(world.post(&tom, "/settings/team", &[("once", "x")]).await.status, StatusCode::FORBIDDEN);
        let seen = world.get(&tom, "/settings/team").await;
        assert!(seen.text().contains("Maria") && !seen.body.contains("action=\"/settings/team\"") && !seen.body.contains("/settings/team/"));
    }

    async fn an_invitation_needs_a_name_of_its_own_an_address_and_a_role(db: TestDb) {
        let world = World::new(db);
        let maria = joined(&world, "Maria", Role::Admin).await;
        joined(&world, "Tom", Role::Writer).await;
        let by = team::By { officer: id(&world, "Maria").await, name: "Maria" };
        team::remove(&world.db.store, id(&world, "Tom").await, by, world.clock.now()).await.unwrap();
        let good = [("name", "Nour"), ("address", "nour@harbour.example"), ("role", "writer")];
        for (field, value, said) in [
            ("name", "", "Fill this in"),
            ("name", " maria ", "There is already one called"),
            ("name", "TOM", "was in the team before"),
            ("address", "nobody", "like name@example.org"),
            ("role", "owner", "Choose one"),
        ] {
            let fields: Vec<_> = good.iter().map(|(name, known)| (*name, if *name == field { value } else { *known })).collect();
            let page = world.get(&maria, "/settings/team").await;
            let answer = world.press(&maria, &page, "/settings/team", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
            assert!(answer.text().contains(said), "{field} {value}: {}", answer.text());
        }
        assert_eq!(officers::list(&world.db.store).await.unwrap().len(), 1);
    }

    async fn the_last_admin_stays_one(db: TestDb) {
        let world = World::new(db);
        let maria = joined(&world, "Maria", Role::Admin).await;
        // Somebody invited who has not come yet could not help.
        world.officer("Nour", Role::Admin).await;
        let home = format!("/settings/team/{}", id(&world, "Maria").await);
        let page = world.get(&maria, &home).await;
        assert!(!page.body.contains("/remove\"") && page.text().contains("(you)"), "{}", page.text());
        let lowered = world.press(&maria, &page, &format!("{home}/role"), &[("role", "viewer")]).await;
        assert_eq!(lowered.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(lowered.text().contains("Make somebody else an admin first"), "{}", lowered.text());
        let remove = format!("{home}/remove");
        let removed = world.post(&maria, &remove, &[("once", "remove-me")]).await;
        assert_eq!((removed.status, role_of(&world, "Maria").await), (StatusCode::CONFLICT, Role::Admin));
        assert_eq!((acts(&world, "officer.role").await, acts(&world, "officer.remove").await), (0, 0));

        joined(&world, "Tom", Role::Admin).await;
        let page = world.get(&maria, &home).await;
        let lowered = world.press(&maria, &page, &format!("{home}/role"), &[("role", "viewer")]).await;
        assert_eq!((lowered.leads_to(), role_of(&world, "Maria").await), ("/settings/team", Role::Viewer), "{}", lowered.text());
        assert_eq!(world.get(&maria, &home).await.status, StatusCode::FORBIDDEN);
    }

    async fn two_admins_who_lower_each_other_at_once_leave_one(db: TestDb) {
        let world = World::new(db);
        let (maria, tom) = (joined(&world, "Maria", Role::Admin).await, joined(&world, "Tom", Role::Admin).await);
        let (of_maria, of_tom) = (id(&world, "Maria").await, id(&world, "Tom").await);
        let (to_maria, to_tom) = (format!("/settings/team/{of_maria}/role"), format!("/settings/team/{of_tom}/role"));
        let (by_tom, by_maria) = ([("role", "viewer"), ("once", "by-tom")], [("role", "viewer"), ("once", "by-maria")]);
        futures_util::join!(world.post(&tom, &to_maria, &by_tom), world.post(&maria, &to_tom, &by_maria));
        let roles = [role_of(&world, "Maria").await, role_of(&world, "Tom").await];
        assert_eq!(roles.iter().filter(|role| **role == Role::Admin).count(), 1, "{roles:?}");
    }

    async fn a_role_counts_from_the_next_request_on(db: TestDb) {
        let world = World::new(db);
        let (maria, tom) = (joined(&world, "Maria", Role::Admin).await, joined(&world, "Tom", Role::Writer).await);
        let home = format!("/settings/team/{}", id(&world, "Tom").await);
        for (role, status) in [("admin", StatusCode::OK), ("approver", StatusCode::FORBIDDEN), ("admin", StatusCode::OK)] {
            let page = world.get(&maria, &home).await;
            let answer = world.press(&maria, &page, &format!("{home}/role"), &[("role", role)]).await;
            assert_eq!(answer.leads_to(), home, "{}", answer.text());
            assert_eq!(world.get(&tom, &home).await.status, status, "{role}");
        }
        assert_eq!(acts(&world, "officer.role").await, 3);
        let page = world.get(&maria, &home).await;
        let made_up = world.press(&maria, &page, &format!("{home}/role"), &[("role", "owner")]).await;
        assert_eq!((made_up.status, role_of(&world, "Tom").await), (StatusCode::UNPROCESSABLE_ENTITY, Role::Admin));
    }

    async fn whoever_is_removed_is_out_at_once_and_stays_in_the_audit(db: TestDb) {
        let world = World::new(db);
        let (maria, tom) = (joined(&world, "Maria", Role::Admin).await, joined(&world, "Tom", Role::Admin).await);
        let officer = id(&world, "Tom").await;
        let page = world.get(&tom, "/settings/api").await;
        world.press(&tom, &page, "/settings/api", &[("name", "bot"), ("scopes", "read"), ("until", "30")]).await;
        let pending = link::make(&world.db.store, URL, Some(officer), world.clock.now()).await.unwrap().unwrap();
        let confirm = world.get(&maria, &format!("/settings/team/{officer}/remove")).await;
        assert!(confirm.text().contains("Remove Tom from the team?") && confirm.text().contains("1 API token"), "{}", confirm.text());
        assert!(is_in(&world, &tom).await, "looking removes nobody");
        let action = format!("/settings/team/{officer}/remove");
        assert_eq!(world.press(&maria, &confirm, &action, &[]).await.leads_to(), "/settings/team");
        assert_eq!(world.press(&maria, &confirm, &action, &[]).await.leads_to(), "/settings/team", "a second press");
        assert!(!is_in(&world, &tom).await);
        assert_eq!(sign_in(&world, "tom@harbour.example", PASSWORD).await.1.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.get(&Browser::default(), pending.strip_prefix(URL).unwrap()).await.status, StatusCode::NOT_FOUND);
        let trail = world.get(&maria, "/settings/audit").await.text();
        assert!(trail.contains("Maria · removed Tom from the team") && trail.contains("Tom · made the API token bot"), "{trail}");
        assert_eq!(acts(&world, "officer.remove").await, 1);
        assert!(!world.get(&maria, "/settings/team").await.text().contains("tom@"));
    }

    async fn an_admin_ends_the_sessions_of_an_officer(db: TestDb) {
        let world = World::new(db);
        let (maria, tom) = (joined(&world, "Maria", Role::Admin).await, joined(&world, "Tom", Role::Writer).await);
        let officer = id(&world, "Tom").await;
        let other = world.signed_in(officer, "Tom").await;
        let home = format!("/settings/team/{officer}");
        let page = world.get(&maria, &format!("/settings/team?sessions={officer}")).await;
        assert!(page.text().contains("Where Tom is signed in"), "{}", page.text());
        assert!(!world.get(&tom, &format!("/settings/team?sessions={officer}")).await.text().contains("Where Tom is signed in"));
        let newest = world.db.number(&format!("SELECT MAX(id) FROM sessions WHERE officer_id = {officer}")).await;
        world.press(&maria, &page, &format!("{home}/sessions/{newest}/end"), &[]).await;
        assert!(!is_in(&world, &other).await && is_in(&world, &tom).await);
        let mine = world.db.number(&format!("SELECT MAX(id) FROM sessions WHERE officer_id <> {officer}")).await;
        let wrong = world.post(&maria, &format!("{home}/sessions/{mine}/end"), &[("once", "not-his")]).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND, "a session belongs to its officer");
        let page = world.get(&maria, &home).await;
        world.press(&maria, &page, &format!("{home}/sessions/end"), &[]).await;
        assert!(!is_in(&world, &tom).await && is_in(&world, &maria).await);
    }

    async fn a_second_step_is_reset_by_a_fresh_admin_signs_nobody_in_and_is_told(db: TestDb) {
        let world = World::new(db);
        let (maria, tom) = (joined(&world, "Maria", Role::Admin).await, joined(&world, "Tom", Role::Writer).await);
        joined(&world, "Nour", Role::Admin).await;
        with_factor(&world, "Tom", &[]).await;
        let path = format!("/settings/team/{}/factor", id(&world, "Tom").await);
        let confirm = world.get(&maria, &path).await;
        let answer = world.press(&maria, &confirm, &path, &[]).await;
        assert_eq!(answer.leads_to(), path.trim_end_matches("/factor"), "{}", answer.text());
        assert!(answer.headers.get_all("set-cookie").iter().all(|line| !line.to_str().unwrap().contains("session=")));
        assert!(!is_in(&world, &tom).await, "wherever he was signed in");
        let mut to: Vec<String> = mails(&world).await.iter().map(|mail| mail.split("To: ").nth(1).unwrap()[..4].to_owned()).collect();
        to.sort();
        assert_eq!(to, ["Mari", "Nour", "Tom "]);
        let (browser, _) = sign_in(&world, "tom@harbour.example", PASSWORD).await;
        assert!(is_in(&world, &browser).await, "the password is asked, and enough");
        let again = world.post(&maria, &path, &[("once", "again")]).await;
        assert_eq!((again.status, acts(&world, "officer.factor").await), (StatusCode::CONFLICT, 2));
    }

    async fn what_changes_who_may_do_what_needs_a_fresh_proof(db: TestDb) {
        let world = World::new(db);
        let (maria, tom) = (joined(&world, "Maria", Role::Admin).await, joined(&world, "Tom", Role::Writer).await);
        with_factor(&world, "Tom", &[]).await;
        for _ in 0..2 {
            world.clock.advance(7 * HOUR);
            assert!(is_in(&world, &maria).await && is_in(&world, &tom).await);
        }
        let home = format!("/settings/team/{}", id(&world, "Tom").await);
        let before = world.db.dump().await;
        for path in [format!("{home}/remove"), format!("{home}/factor")] {
            assert!(world.get(&maria, &path).await.leads_to().starts_with("/sign-in/again?next="), "{path}");
        }
        for (path, fields) in [
            ("/settings/team".to_owned(), vec![("name", "Eve"), ("address", "eve@x.example"), ("role", "admin")]),
            (format!("{home}/role"), vec![("role", "admin")]),
            (format!("{home}/link"), vec![]),
            (format!("{home}/factor"), vec![]),
            (format!("{home}/remove"), vec![]),
            ("/settings/rules".to_owned(), vec![("policy", "never"), ("hold", "0")]),
            ("/settings/api".to_owned(), vec![("name", "bot"), ("scopes", "read"), ("until", "30")]),
        ] {
            let fields: Vec<_> = fields.into_iter().chain([("once", path.as_str())]).collect();
            let answer = world.post(&maria, &path, &fields).await;
            assert!(answer.leads_to().starts_with("/sign-in/again?next="), "{path}: {} {}", answer.status, answer.text());
        }
        assert_eq!(world.db.dump().await, before, "nothing was changed");
    }

    async fn a_link_for_a_new_password_is_no_way_around_the_second_step(db: TestDb) {
        let world = World::new(db);
        let (maria, tom) = (joined(&world, "Maria", Role::Admin).await, joined(&world, "Tom", Role::Writer).await);
        with_factor(&world, "Tom", &[]).await;
        let home = format!("/settings/team/{}", id(&world, "Tom").await);
        let page = world.get(&maria, &home).await;
        let made = world.press(&maria, &page, &format!("{home}/link"), &[]).await;
        let path = link_in(&made.text(), "/set-up/");
        let mut stranger = Browser::default();
        let answer = world.post(&stranger, &path, &[("password", "a wholly other one")]).await;
        stranger.take(&answer);
        assert_eq!(answer.leads_to(), "/sign-in?why=password");
        assert!(!is_in(&world, &stranger).await && !is_in(&world, &tom).await);
        assert_eq!(world.post(&stranger, &path, &[("password", "a wholly other one")]).await.status, StatusCode::NOT_FOUND, "once");
        assert_eq!(sign_in(&world, "tom@harbour.example", PASSWORD).await.1.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (_, answer) = sign_in(&world, "tom@harbour.example", "a wholly other one").await;
        assert!(answer.leads_to().starts_with("/sign-in/code"), "{}", answer.leads_to());
    }

    async fn a_mail_that_cannot_leave_leaves_the_link(db: TestDb) {
        let settings = dateline::web::desk::Settings { relays: Vec::new(), ..settings() };
        let world = World::with(db, settings);
        let maria = joined(&world, "Maria", Role::Admin).await;
        world.clock.advance(MINUTE);
        let page = world.get(&maria, "/settings/team").await;
        let fields = [("name", "Tom"), ("address", "tom@harbour.example"), ("role", "writer")];
        let made = world.press(&maria, &page, "/settings/team", &fields).await;
        assert!(made.text().contains("No mail leaves this office yet") && made.text().contains("/set-up/"), "{}", made.text());
        assert!(mails(&world).await.is_empty());
        let wanted = audit::Wanted { act: "officer.add", ..audit::Wanted::default() };
        assert_eq!(audit::list(&world.db.store, &wanted, 10, 0).await.unwrap().0[0].actor, "Maria");
    }

    async fn a_press_that_was_refused_may_be_sent_again_and_does_not_lead_on_as_if_it_had_been_done(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        world.officer("Tom", Role::Writer).await;
        let path = format!("/settings/team/{}/factor", id(&world, "Tom").await);
        // Tom has no second step to take away.
        assert_eq!(world.post(&maria, &path, &[("once", "same")]).await.status, StatusCode::CONFLICT);
        while world.db.number("SELECT COUNT(*) FROM presses").await > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(world.post(&maria, &path, &[("once", "same")]).await.status, StatusCode::CONFLICT);
        with_factor(&world, "Tom", &[]).await;
        while world.db.number("SELECT COUNT(*) FROM presses").await > 0 {
            tokio::task::yield_now().await;
        }
        let done = world.post(&maria, &path, &[("once", "same")]).await;
        assert!(done.leads_to().starts_with("/settings/team/"), "{} {}", done.status, done.text());
        assert_eq!(world.post(&maria, &path, &[("once", "same")]).await.leads_to(), done.leads_to(), "and then it is done once");
    }
}
