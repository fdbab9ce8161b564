//! The office's rules: who may change them, and that every review obeys them at once.

use std::process::Command;

use axum::http::StatusCode;
use dateline::model::ids::{IssueId, RegionId, ReleaseId};
use dateline::model::mailing::Urgency;
use dateline::model::release::{Placement, Release, ReleaseKind};
use dateline::review::{self, Level, Order, Policy, Review};
use dateline::store::officers::Role;
use dateline::store::releases::{self, OnChange};
use dateline::web::desk::Settings;

use super::world::{Browser, NOW, World, settings};
use crate::support::both_databases;

/// A release about everything, and so many reporters who cover it.
pub async fn stocked(world: &World, people: i64) -> ReleaseId {
    let place = |id| Placement { id, proposed: false, reason: String::new() };
    let release = Release {
        id: ReleaseId(0),
        version: 1,
        kind: ReleaseKind::Release,
        title: "Ferries run at night again".to_owned(),
        teaser: "From Monday the night ferries sail.".to_owned(),
        body: "The harbour opens at midnight, and the first ferry leaves at one.".to_owned(),
        language: "en".to_owned(),
        dateline: String::new(),
        dated: jiff::civil::date(2026, 11, 26),
        published: None,
        embargo: None,
        event: None,
        image: None,
        contact: Some("Mia Ode, press@harbour.example".to_owned()),
        source_url: None,
        source_id: None,
        withdrawn: None,
        follows: None,
        regions: vec![],
        issues: vec![Placement { id: IssueId(1), proposed: false, reason: String::new() }],
    };
    let world_region = world.db.number("SELECT id FROM regions WHERE code = '001'").await;
    let release = Release { regions: vec![place(RegionId(world_region))], ..release };
    let mut text = String::new();
    for n in 1..=people {
        let uid = world.db.uuid(u64::try_from(n).unwrap());
        text += &format!(
            "INSERT INTO contacts (id, uid, address, address_key, name, language, created_ms, updated_ms) \
             VALUES ({n}, {uid}, 'p{n}@paper.example', 'p{n}@paper.example', 'Person {n}', 'en', 0, 0); \
             INSERT INTO contact_regions (region_id, contact_id) VALUES ({world_region}, {n}); \
             INSERT INTO contact_issues (issue_id, contact_id) VALUES (1, {n});"
        );
    }
    if people > 0 {
        world.db.sql(&text).await;
    }
    releases::insert(&world.db.store, &release, OnChange::Keep, NOW).await.unwrap().id()
}

pub fn order(release: ReleaseId) -> Order {
    Order { release, segment: None, down: true, at: None, morning: false, again: false, urgency: Urgency::Normal }
}

async fn look(world: &World, order: &Order) -> Review {
    review::review(&world.desk.means().unwrap(), order).await.unwrap()
}

fn level(found: &Review, code: &str) -> Option<Level> {
    found.checks.iter().find(|finding| finding.code == code).map(|finding| finding.level)
}

const PLAIN: [(&str, &str); 7] =
    [("policy", "never"), ("over", ""), ("hold", "60"), ("usual", ""), ("cap", ""), ("quiet_from", ""), ("quiet_to", "")];

/// The plain rules with some of them otherwise.
fn with<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    PLAIN.iter().map(|(name, value)| *changed.iter().find(|(other, _)| other == name).unwrap_or(&(name, value))).collect()
}

async fn save(world: &World, browser: &Browser, changed: &[(&str, &str)]) -> super::world::Answer {
    let page = world.get(browser, "/settings/rules").await;
    world.press(browser, &page, "/settings/rules", &with(changed)).await
}

both_databases! {
    async fn every_review_obeys_the_rules_as_soon_as_they_are_saved(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let order = order(stocked(&world, 4).await);
        let before = look(&world, &order).await;
        assert!(!before.needs_second && before.not_before == NOW + 60_000 && !before.is_blocked(), "{:?}", before.checks);

        for (policy, over, second) in [("always", "", true), ("over", "3", true), ("over", "4", false), ("auto", "", false)] {
            assert_eq!(save(&world, &maria, &[("policy", policy), ("over", over)]).await.leads_to(), "/settings/rules");
            assert_eq!(look(&world, &order).await.needs_second, second, "{policy} {over}");
        }
        save(&world, &maria, &[("hold", "900")]).await;
        assert_eq!(look(&world, &order).await.not_before, NOW + 900_000);
        save(&world, &maria, &[("hold", "0")]).await;
        assert_eq!(look(&world, &order).await.not_before, NOW);
        save(&world, &maria, &[("cap", "3")]).await;
        assert_eq!(level(&look(&world, &order).await, "audience.over_cap"), Some(Level::Blocking));
        save(&world, &maria, &[("usual", "2")]).await;
        let found = look(&world, &order).await;
        assert_eq!((level(&found, "audience.too_big"), level(&found, "audience.over_cap")), (Some(Level::Warning), None));
        // 10:00 in Berlin, where the office lives.
        save(&world, &maria, &[("quiet_from", "9:30"), ("quiet_to", "10.30")]).await;
        assert_eq!(level(&look(&world, &order).await, "time.quiet_hours"), Some(Level::Warning));
        let later = look(&world, &Order { at: Some(NOW + 3_600_000), ..order.clone() }).await;
        assert_eq!(level(&later, "time.quiet_hours"), None);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM audit WHERE act = 'rules.change' AND actor = 'Maria'").await, 9);
        let page = world.get(&maria, "/settings/rules").await;
        assert!(page.text().contains("Last changed by Maria"), "{}", page.text());
        assert_eq!((page.field("quiet_from"), page.field("quiet_to"), page.field("cap")), ("09:30".into(), "10:30".into(), String::new()));
    }

    async fn a_rule_nobody_touched_follows_the_configuration(db: TestDb) {
        let configured = Settings { policy: Policy::Always, cap: Some(9_000), hold: 45_000, ..settings() };
        let world = World::with(db, configured);
        let maria = world.officer("Maria", Role::Admin).await;
        let page = world.get(&maria, "/settings/rules").await;
        assert_eq!(page.field("cap"), "9000");
        assert!(page.body.contains("<option value=\"45\" selected>45 seconds</option>"), "{}", page.body);
        let fields = with(&[("policy", "always"), ("hold", "45"), ("cap", "9,000"), ("usual", "300")]);
        world.press(&maria, &page, "/settings/rules", &fields).await;
        assert_eq!(world.db.number("SELECT COUNT(*) FROM rules").await, 1, "only what was changed");
        let world = World::with(world.db, Settings { policy: Policy::Never, ..settings() });
        let rules = world.desk.rules().await.unwrap();
        assert_eq!((rules.policy, rules.cap, rules.usual, rules.hold), (Policy::Never, None, Some(300), 60_000));
    }

    async fn wrong_rules_are_answered_by_field_and_others_only_look(db: TestDb) {
        let world = World::new(db);
        let (maria, tom) = (world.officer("Maria", Role::Admin).await, world.officer("Tom", Role::Approver).await);
        for (field, value, said) in [
            ("policy", "sometimes", "Choose one"),
            ("hold", "901", "Choose one"),
            ("hold", "-1", "Choose one"),
            ("cap", "many", "whole number"),
            ("cap", "0", "whole number"),
            ("usual", "-3", "whole number"),
            ("quiet_from", "21:00", "Write a time"),
            ("quiet_to", "25:00", "Write a time"),
        ] {
            let answer = save(&world, &maria, &[(field, value)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
            assert!(answer.text().contains(said), "{field} {value}: {}", answer.text());
        }
        assert_eq!(save(&world, &maria, &[("policy", "over")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "over what?");
        let page = world.get(&tom, "/settings/rules").await;
        assert!(page.text().contains("Admins change the rules") && !page.text().contains("Save the rules"), "{}", page.text());
        let fields: Vec<_> = with(&[]).into_iter().chain([("once", "toms")]).collect();
        assert_eq!(world.post(&tom, "/settings/rules", &fields).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM rules").await, 0);
    }

    async fn the_command_line_obeys_them_too(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let release = stocked(&world, 2).await;
        let dir = tempfile::tempdir().unwrap();
        let text = "[office]\nname = 'Harbour'\npostal_address = '1 Quay'\n[sender]\nfrom = 'press@harbour.example'\n\
                    [relay.out]\nurl = 'discard:'\n[approval]\npolicy = 'never'\n";
        std::fs::write(dir.path().join("dateline.toml"), text).unwrap();
        let needs_second = || {
            let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
                .args(["release", "review", &release.to_string(), "--json"])
                .current_dir(dir.path())
                .env("DATELINE_DATABASE__URL", &world.db.url)
                .output()
                .unwrap();
            let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
            found["needs_second"].as_bool().unwrap()
        };
        assert!(!needs_second());
        save(&world, &maria, &[("policy", "always")]).await;
        assert!(needs_second());
    }
}
