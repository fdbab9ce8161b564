//! The office's own look of its mails: only an admin changes it, only what passed is used, what was approved with another
//! look does not go out, and there is always a way back.

use std::process::Command;

use axum::http::StatusCode;
use dateline::clock::{DAY, HOUR, MINUTE};
use dateline::compose::own::{self, Change, Files};
use dateline::model::rate::Rate;
use dateline::outbox::transport::Target;
use dateline::review::{self, Order, Review, Sent};
use dateline::store::mail_templates::{self, Saved};
use dateline::store::officers::Role;
use dateline::store::{StoreError, mailings};
use dateline::web::desk::sending::{RelaySet, Sending};

use super::rules::{order, stocked};
use super::world::{Answer, Browser, NOW, World, settings};
use crate::support::both_databases;
use crate::support::sink::Sink;

const HERE: &str = "/settings/templates/release";

/// The shipped look with a line of one's own.
fn own(line: &str) -> Files {
    let shipped = Files::shipped();
    Files {
        text: shipped.text.replace("{{status}}", &format!("{{{{status}}}}\n{line}")),
        html: shipped.html.replace("{{> contact}}", &format!("<p>{line}</p>\n{{{{> contact}}}}")),
        ..shipped
    }
}

async fn press(world: &World, browser: &Browser, path: &str, files: &Files, more: &[(&str, &str)]) -> Answer {
    let page = world.get(browser, HERE).await;
    let once = page.field("once");
    let read = page.field("read");
    let mut fields = vec![
        ("once", once.as_str()),
        ("read", read.as_str()),
        ("subject", files.subject.as_str()),
        ("text", files.text.as_str()),
        ("html", files.html.as_str()),
    ];
    fields.extend_from_slice(more);
    world.post(browser, path, &fields).await
}

async fn look(world: &World, order: &Order) -> Review {
    review::review(&world.desk.means().unwrap(), order).await.unwrap()
}

async fn letters(world: &World) -> String {
    world.db.dump().await.split("== ").filter(|table| table.starts_with("letters")).collect()
}

both_databases! {
    async fn what_passed_is_used_from_the_next_mailing_on_and_there_is_a_way_back(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let order = order(stocked(&world, 2).await);
        let list = world.get(&maria, "/settings/templates").await;
        assert!(list.text().contains("As shipped"), "{}", list.text());
        let before = look(&world, &order).await.seal;

        assert_eq!(press(&world, &maria, HERE, &own("Seen from the quay"), &[]).await.leads_to(), HERE);
        let list = world.get(&maria, "/settings/templates").await.text();
        assert!(list.contains("The office’s own") && list.contains("last changed by Maria"), "{list}");
        let page = world.get(&maria, HERE).await;
        assert!(page.text().contains("What differs from the shipped one") && page.body.contains("<ins>"), "{}", page.text());
        let found = look(&world, &order).await;
        assert_ne!(found.seal, before, "the look is part of the seal");
        assert_eq!(found.templates.digest(), own("Seen from the quay").digest());
        let sent = review::send(&world.desk.means().unwrap(), &order, &found.seal.groups(), 2, "Maria", None).await.unwrap();
        assert!(matches!(sent, Sent::New { .. }), "{sent:?}");
        assert!(letters(&world).await.contains("Seen from the quay"));

        world.clock.advance(MINUTE + 1);
        let page = world.get(&maria, HERE).await;
        let reset = world.press(&maria, &page, "/settings/templates/release/reset", &[]).await;
        assert_eq!(reset.leads_to(), HERE, "what has begun is not touched: {}", reset.text());
        assert_eq!(own::in_force(&world.db.store).await.unwrap().stored(), "");
        let page = world.get(&maria, HERE).await;
        let again = world.press(&maria, &page, "/settings/templates/release/versions/1", &[]).await;
        assert_eq!(again.leads_to(), HERE, "{}", again.text());
        assert_eq!(own::in_force(&world.db.store).await.unwrap().stored(), own("Seen from the quay").digest());
        let history = mail_templates::history(&world.db.store, "release", 10).await.unwrap();
        let told: Vec<_> = history.iter().map(|one| (one.version, one.restored, one.sha256.is_empty())).collect();
        assert_eq!(told, [(3, Some(1), false), (2, None, true), (1, None, false)]);
        for act in ["template.use", "template.reset"] {
            assert!(world.db.number(&format!("SELECT COUNT(*) FROM audit WHERE act = '{act}'")).await > 0, "{act}");
        }
    }

    async fn what_did_not_pass_is_told_line_by_line_and_never_used(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let bad = Files {
            html: own("x").html.replace("<p>x</p>", "<p>\n{{lookup office}}</p><script>x</script><img src=\"https://x.example/i.png\" alt=\"\">"),
            text: own("x").text.replace("{{> footer}}", ""),
            ..Files::shipped()
        };
        for path in [HERE.to_owned(), format!("{HERE}/check")] {
            let answer = press(&world, &maria, &path, &bad, &[]).await;
            let text = answer.text();
            assert!(text.contains("“lookup office” is not a helper that may be used") && text.contains("<script> has no place in a mail"), "{text}");
            assert!(text.contains("HTML, line ") && text.contains("https://x.example/i.png"), "{text}");
            assert!(answer.body.contains("{{lookup office}}"), "what was typed is still there");
        }
        let frame = world.get(&maria, &format!("{HERE}/mail?of=typed")).await;
        assert!(!frame.body.contains("<script") && frame.text().contains("It can be shown once"), "{}", frame.body);
        assert_eq!(own::in_force(&world.db.store).await.unwrap().stored(), "");
        let lacks = Files { text: Files::shipped().text.replace("{{> footer}}", "{{office}}"), ..Files::shipped() };
        let answer = press(&world, &maria, HERE, &lacks, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("lacks the unsubscribe link") && answer.text().contains("in the finished mail"), "{}", answer.text());
        assert_eq!(world.db.number("SELECT COUNT(*) FROM mail_template_versions").await, 0);
    }

    async fn only_an_admin_changes_it_and_with_a_fresh_proof(db: TestDb) {
        let world = World::new(db);
        let (viewer, approver) = (world.officer("Vera", Role::Viewer).await, world.officer("Ada", Role::Approver).await);
        let maria = world.officer("Maria", Role::Admin).await;
        for browser in [&viewer, &approver] {
            assert!(!world.get(browser, HERE).await.body.contains("data-key=\"save\""));
            for path in [HERE.to_owned(), format!("{HERE}/check"), format!("{HERE}/reset"), format!("{HERE}/versions/1")] {
                assert_eq!(world.post(browser, &path, &[("once", "x")]).await.status, StatusCode::FORBIDDEN, "{path}");
            }
        }
        // Never idle for long, and yet too long since they proved who they are.
        world.clock.advance(7 * HOUR);
        world.get(&maria, HERE).await;
        world.clock.advance(6 * HOUR);
        let answer = press(&world, &maria, HERE, &own("x"), &[]).await;
        assert!(answer.leads_to().starts_with("/sign-in/again?"), "{}", answer.text());
        assert_eq!(own::in_force(&world.db.store).await.unwrap().stored(), "");
        let kept = world.get(&maria, &format!("{HERE}?of=typed")).await;
        assert!(kept.body.contains("&lt;p&gt;x&lt;/p&gt;"), "nothing typed is lost");
    }

    async fn what_was_approved_with_another_look_does_not_go_out(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let order = Order { at: Some(NOW + DAY), ..order(stocked(&world, 2).await) };
        let found = look(&world, &order).await;
        let means = world.desk.means().unwrap();
        let sent = review::send(&means, &order, &found.seal.groups(), 2, "Maria", None).await.unwrap();
        let Sent::New { mailing, .. } = sent else { panic!("{sent:?}") };

        let page = world.get(&maria, HERE).await;
        assert!(page.text().contains("One mailing is approved and has not begun"), "{}", page.text());
        let asked = press(&world, &maria, HERE, &own("New look"), &[]).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(mailings::find(&world.db.store, mailing).await.unwrap().unwrap().state.as_str(), "planning");
        assert_eq!(own::in_force(&world.db.store).await.unwrap().stored(), "", "not before it was said");
        assert_eq!(press(&world, &maria, HERE, &own("New look"), &[("voids", "yes")]).await.leads_to(), HERE);
        assert_eq!(mailings::find(&world.db.store, mailing).await.unwrap().unwrap().state.as_str(), "stopped");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM approvals WHERE voided_ms IS NOT NULL").await, 1);
    }

    async fn a_word_given_on_a_look_that_changed_is_not_taken(db: TestDb) {
        let world = World::new(db);
        let order = order(stocked(&world, 2).await);
        let found = Box::new(look(&world, &order).await);
        let seal = found.seal.groups();
        let vetted = own::vet(own("New look")).unwrap();
        let change = Change { read: 0, author: "Maria", restored: None, may_void: false };
        assert_eq!(own::put_in_force(&world.db.store, Some(&vetted), change, NOW).await.unwrap(), Saved::Next(1));
        let stale = own::put_in_force(&world.db.store, None, change, NOW).await.unwrap();
        assert_eq!(stale, Saved::Overtaken);
        let means = world.desk.means().unwrap();
        // Seen before, sent after: the review itself notices, and so does the transaction.
        let changed = review::send(&means, &order, &seal, 2, "Maria", None).await.unwrap();
        assert!(matches!(changed, Sent::Changed(_)), "{changed:?}");
        let given = review::give(&means, found, "Maria", None, review::Word::default()).await;
        assert!(matches!(given, Err(review::ReviewError::Store(StoreError::Stale { .. }))), "{given:?}");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM mailings").await, 0);
    }

    async fn what_another_program_stored_and_we_cannot_fill_in_stops_nothing(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let order = order(stocked(&world, 1).await);
        for (version, html) in [(1, "{{#if}"), (2, "{{a_field_of_later}}")] {
            world.db.sql(&format!(
                "INSERT INTO mail_template_versions (mail, version, subject, text, html, sha256, author, created_ms) \
                 VALUES ('release', {version}, '{{{{title}}}}', 't', '{html}', 'x{version}', 'Maria', 0); \
                 UPDATE mail_templates SET version = {version}, sha256 = 'x{version}'"
            )).await;
            let found = look(&world, &order).await;
            let told: Vec<_> = found.checks.iter().map(|finding| finding.code).collect();
            assert!(told.contains(&"compliance.template_left_aside") && !found.is_blocked(), "{told:?}");
        }
        let page = world.get(&maria, HERE).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    }

    async fn every_sample_is_shown_in_every_language_and_loads_nothing(db: TestDb) {
        let world = World::new(db);
        let vera = world.officer("Vera", Role::Viewer).await;
        for language in ["en", "es", "fr", "de", "ar", "pt"] {
            for sample in ["full", "bare", "correction"] {
                let page = world.get(&vera, &format!("{HERE}?language={language}&sample={sample}")).await;
                assert_eq!(page.status, StatusCode::OK, "{}", page.text());
                let frame = world.get(&vera, &format!("{HERE}/mail?language={language}&sample={sample}")).await;
                assert!(frame.body.contains(&format!("lang=\"{language}\"")) && !frame.body.contains("src="), "{}", frame.body);
                assert_eq!(frame.body.contains("dir=\"rtl\""), language == "ar");
                assert!(frame.header("content-security-policy").starts_with("sandbox;"));
            }
        }
    }

    async fn a_relay_is_tested_and_a_test_sent_by_admins_only(db: TestDb) {
        let sink = Sink::offering("auth", "").await;
        let target = |url: &str| Target::parse(url).ok();
        let set = |name: &str, target| RelaySet {
            name: name.to_owned(),
            host: "smtp://127.0.0.1".to_owned(),
            rate: Rate { messages: 300, window: 60_000 },
            connections: 1,
            lanes: Vec::new(),
            target,
        };
        let relays = vec![set("north", target(&sink.url_with_login())), set("south", target("smtp://no-such-host.invalid:25"))];
        let sending = Sending { relays, hello: "harbour.example".to_owned(), ..Sending::default() };
        let world = World::with(db, dateline::web::desk::Settings { sending, ..settings() });
        let (maria, wim) = (world.officer("Maria", Role::Admin).await, world.officer("Wim", Role::Writer).await);
        let page = world.get(&maria, "/settings/sending").await;
        assert!(page.text().contains("Test the connection to north"), "{}", page.text());
        assert!(!world.get(&wim, "/settings/sending").await.body.contains("/settings/sending/test"));
        let test = async |once: &str, relay: &str| world.post(&maria, "/settings/sending/test", &[("once", once), ("relay", relay)]).await;
        let well = test("a", "north").await.text();
        assert!(well.contains("The connection to north works.") && well.contains("220 sink.example") && well.contains("Signing in"), "{well}");
        assert!(sink.ledger().is_empty());
        let failed = test("b", "south").await.text();
        assert!(failed.contains("The connection to south does not work yet.") && failed.contains("Check the host"), "{failed}");
        assert_eq!(test("c", "east").await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM audit WHERE act = 'relay.test'").await, 2);

        let page = world.get(&maria, "/settings/sending").await;
        let sent = world.press(&maria, &page, "/settings/sending/trial", &[]).await;
        assert_eq!(sent.leads_to(), "/settings/sending");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM singles WHERE purpose = 'test'").await, 1);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE address = 'maria@harbour.example'").await, 1);
    }
}

#[test]
fn the_command_vets_uses_and_goes_back() {
    let folder = tempfile::tempdir().unwrap();
    let dateline = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .current_dir(folder.path())
            .env("DATELINE_DATABASE__URL", "sqlite:d.db")
            .env("DATELINE_OFFICE__NAME", "Harbour Press Office")
            .args(words)
            .output()
            .unwrap();
        let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code(), said(&output.stdout), said(&output.stderr))
    };
    assert_eq!(dateline(&["template", "list"]).1, "release  shipped\n");
    let shown = dateline(&["template", "show", "--to", "look"]);
    assert_eq!(shown.0, Some(0), "{}", shown.2);
    assert_eq!(dateline(&["template", "check", "look"]).0, Some(0), "what is shipped passes");
    assert_ne!(dateline(&["template", "show", "--to", "look"]).0, Some(0), "files are not written over");
    let html = folder.path().join("look/html.hbs");
    let shipped = std::fs::read_to_string(&html).unwrap();
    std::fs::write(&html, shipped.replace("{{> footer}}", "\n{{env \"HOME\"}}")).unwrap();
    let (code, out, _) = dateline(&["template", "use", "look"]);
    assert_eq!(code, Some(3));
    assert!(out.contains("html.hbs, line ") && out.contains("`env \"HOME\"` is nothing a mail template knows"), "{out}");
    std::fs::write(&html, shipped.replace("{{> footer}}", "<p>From the quay</p>{{> footer}}")).unwrap();
    assert_eq!(dateline(&["template", "use", "look"]).1, "version 1\n");
    assert!(dateline(&["template", "list"]).1.starts_with("release  yours, changed by operator on "));
    assert!(dateline(&["template", "show"]).1.contains("From the quay"));
    assert!(!dateline(&["template", "show", "--shipped"]).1.contains("From the quay"));
    assert!(dateline(&["template", "show", "--fields"]).1.contains("image.url\n"));
    assert_eq!(dateline(&["template", "reset"]).1, "version 2\n");
    assert!(dateline(&["template", "list"]).1.starts_with("release  shipped, since "));
}
