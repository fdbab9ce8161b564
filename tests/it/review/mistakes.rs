//! Mistakes people make before they send. Each is put into a release that could go out as it is, and is stopped (it
//! blocks, or has to be ticked) by one check, the one that names it.

use std::collections::BTreeSet;

use dateline::compose::dkim::{Folder, SigningKeys, Signs};
use dateline::model::hours::QuietHours;
use dateline::model::ids::{IssueId, MailingId, RegionId};
use dateline::model::release::{Image, Placement, Release};
use dateline::outbox::plan;
use dateline::review::{self, Around, Level, Means, Order, Sent};
use dateline::secrets::Keyring;
use dateline::store::releases::{self, OnChange};
use jiff::tz::TimeZone;

use super::house::{DAY, House, house, office, release};
use super::outside::{Page, Site, Zone};
use super::world::{I, NOW, Person, R, store_people};
use crate::support::{TestDb, both_databases};

const MINUTE: i64 = 60_000;
const TEXT: &str = "The harbour opens at midnight on Monday 21 September 2026, and the first ferry leaves at one.\n\n\
    Tickets cost three euros for everybody, and children under six travel free of charge all night long.\n\n\
    The office expects some four hundred passengers in the first week and will add a second ship when they come.";

/// Everything a mistake can be made in.
struct Case<'a> {
    release: Release,
    house: House,
    at: Option<i64>,
    site: &'a Site,
    /// What happens to the database before the review; `ID` is the release.
    sql: &'static str,
    dkim: tempfile::TempDir,
}

impl Case<'_> {
    fn link(&mut self, words: &str, url: &str) {
        self.release.body.push_str(&format!("\n\nAll about it: [{words}]({url})."));
    }

    fn zone(&mut self, zone: Zone) {
        self.house.around.names = Some(std::sync::Arc::new(zone));
    }

    fn keys(&mut self, is_published: bool) {
        let folder = Folder::new(&self.dkim.path().join("dkim"), &self.dkim.path().join("key"));
        let mut zone = zone();
        folder.make("harbour.example", NOW).unwrap();
        for key in folder.start("harbour.example", &[], NOW).unwrap().unwrap() {
            let record = folder.record("harbour.example", &key).unwrap().unwrap();
            let (start, end) = record.value.split_at(record.value.len() - 8);
            zone =
                zone.says(&record.name, &if is_published { record.value.clone() } else { format!("{start}AAAA{}", &end[4..]) });
        }
        self.house.keys = Keyring::for_tests().with_dkim(SigningKeys::open(folder, Signs::Both).unwrap());
        self.zone(zone);
    }
}

type Mistake = (&'static str, &'static str, Level, fn(&mut Case<'_>));

use Level::{Blocking, Warning};

const MISTAKES: &[Mistake] = &[
    ("a region nobody covers", "audience.empty", Blocking, |case| case.release.regions = vec![place(RegionId(R + 3))]),
    ("a region three times as large", "audience.too_big", Warning, |case| case.release.regions = vec![place(RegionId(R + 4))]),
    ("nobody was placed", "audience.not_placed", Blocking, |case| case.release.issues.clear()),
    ("places nobody accepted", "audience.proposed", Warning, |case| case.release.regions[0].proposed = true),
    ("more people than allowed", "audience.over_cap", Blocking, |case| case.house.cap = Some(3)),
    ("no subject", "content.subject_missing", Blocking, |case| case.release.title.clear()),
    ("a subject as long as a paragraph", "content.subject_too_long", Blocking, |case| case.release.title = "Ferry ".repeat(26)),
    ("a subject nobody sees the end of", "content.subject_too_long", Warning, |case| {
        case.release.title = format!("Ferries run at night again{}", " and again".repeat(6));
    }),
    ("TK was left", "content.placeholder", Blocking, |case| case.release.body.push_str("\n\nThe mayor said: TK.")),
    ("a variable was left", "content.placeholder", Blocking, |case| case.release.teaser = "Dear {{name}}, they sail.".to_owned()),
    ("no text", "content.empty_text", Blocking, |case| case.release.body = "Soon.".to_owned()),
    ("a dead link", "content.link_dead", Blocking, |case| case.link("the timetable", &case.site.url("/nowhere"))),
    ("a link to a host that is not there", "content.link_dead", Blocking, |case| {
        case.link("the map", "https://gone.example/map");
    }),
    ("a link to the office's own network", "content.link_private", Blocking, |case| {
        case.link("the draft", "http://cms.local/draft");
    }),
    ("a link whose name leads inside", "content.link_private", Blocking, |case| {
        case.link("the draft", "https://inside.example/draft");
    }),
    ("a link that may or may not work", "content.link_uncheckable", Warning, |case| {
        case.link("the map", &case.site.url("/closed"));
    }),
    ("a link called here", "content.link_text_generic", Warning, |case| case.link("Click here", &case.site.url("/plan"))),
    ("a picture nobody describes", "content.image_alt_missing", Blocking, |case| picture(case, "")),
    ("a picture in the text nobody describes", "content.image_alt_missing", Blocking, |case| {
        let url = case.site.url("/other.jpg");
        case.release.body.push_str(&format!("\n\n![]({url})"));
    }),
    ("a huge picture", "content.image_too_big", Warning, |case| {
        case.release.image = Some(Image {
            url: case.site.url("/large.jpg"),
            alt: "A ferry".to_owned(),
            caption: String::new(),
            credit: String::new(),
        });
    }),
    ("a mail too long to be shown", "content.mail_too_big", Blocking, |case| {
        case.release.body = format!("{TEXT}\n\n").repeat(400);
    }),
    ("no contact", "content.contact_missing", Blocking, |case| case.release.contact = Some("Ask somebody".to_owned())),
    ("another language", "content.language_mismatch", Warning, |case| case.release.language = "de".to_owned()),
    ("a wrong weekday", "content.date_weekday", Warning, |case| {
        case.release.body.push_str("\n\nIt ends on Tuesday 25 November 2026.");
    }),
    ("a version that was withdrawn", "content.withdrawn", Blocking, |case| {
        case.sql = "UPDATE release_versions SET withdrawn_ms = 5 WHERE release_id = ID";
    }),
    ("the page is gone", "source.unpublished", Blocking, |case| case.release.source_url = Some(case.site.url("/news/gone"))),
    ("the page says something else", "source.changed", Warning, |case| {
        case.release.source_url = Some(case.site.url("/news/changed"));
    }),
    ("an embargo that is over", "embargo.past", Blocking, |case| case.release.embargo = Some(NOW - DAY)),
    ("before the embargo", "embargo.before_send", Blocking, |case| {
        (case.release.embargo, case.release.source_url) = (Some(NOW + DAY), None);
    }),
    ("a page that is public before the embargo", "embargo.public_page_visible", Blocking, |case| {
        (case.release.embargo, case.at) = (Some(NOW + DAY), Some(NOW + DAY));
    }),
    ("a time in the past", "time.past", Blocking, |case| case.at = Some(NOW - 5 * MINUTE)),
    ("after the event", "time.after_event", Blocking, |case| {
        case.release.kind = dateline::model::release::ReleaseKind::MediaAdvisory;
        (case.release.event, case.at) = (Some(NOW + DAY), Some(NOW + 2 * DAY));
    }),
    ("at night", "time.quiet_hours", Warning, |case| case.at = Some(NOW + 12 * 60 * MINUTE)),
    ("on a Saturday", "time.weekend", Warning, |case| case.at = Some(NOW + 5 * DAY)),
    ("no postal address", "compliance.postal_missing", Blocking, |case| case.house.office.postal_address.clear()),
    ("no way to leave with one click", "compliance.one_click_header", Blocking, |case| {
        case.house.office.public_url = "http://news.harbour.example".to_owned();
    }),
    ("no relay", "infra.no_relay", Blocking, |case| case.house.relays.clear()),
    ("the kill switch is on", "infra.killed", Warning, |case| case.sql = "UPDATE instance SET killed_ms = 5, killed_by = 'Ana'"),
    ("a moved database", "infra.quarantine", Warning, |case| case.sql = "UPDATE instance SET quarantined_ms = 5"),
    ("the relay is down", "infra.relay_down", Warning, |case| {
        case.sql = "INSERT INTO relay_levels (relay, lane, arrival_us, halted_ms) VALUES ('out', '', 0, 5)";
    }),
    ("more than the day allows", "infra.quota", Warning, |case| case.house.around.cap_per_day = Some(4)),
    ("no key to sign with", "sender.dkim_key", Blocking, |case| {
        let folder = Folder::new(&case.dkim.path().join("dkim"), &case.dkim.path().join("key"));
        case.house.keys = Keyring::for_tests().with_dkim(SigningKeys::open(folder, Signs::Both).unwrap());
    }),
    ("a key DNS does not have", "sender.dkim_missing", Blocking, |case| case.keys(false)),
    ("a sender nobody may be", "sender.spf_fail", Blocking, |case| {
        case.zone(zone_without_spf().says("harbour.example", "v=spf1 -all"));
    }),
    ("two words on who may send", "sender.spf_fail", Blocking, |case| case.zone(zone().says("harbour.example", "v=spf1 a ~all"))),
    ("no word on who may send", "sender.spf_missing", Warning, |case| case.zone(zone_without_spf())),
    ("no word on what to do with fakes", "sender.dmarc_missing", Warning, |case| {
        let mut zone = zone();
        zone.texts.remove("_dmarc.harbour.example");
        case.zone(zone);
    }),
];

fn place<Id>(id: Id) -> Placement<Id> {
    Placement::chosen(id)
}

fn picture(case: &mut Case<'_>, alt: &str) {
    let url = case.site.url("/picture.jpg");
    case.release.image = Some(Image { url, alt: alt.to_owned(), caption: String::new(), credit: String::new() });
}

fn zone_without_spf() -> Zone {
    Zone::default().says("_dmarc.harbour.example", "v=DMARC1; p=reject").at("inside.example", "10.0.0.7")
}

fn zone() -> Zone {
    zone_without_spf().says("harbour.example", "v=spf1 include:out.example -all")
}

async fn site() -> Site {
    let page =
        |text: &str| Page::new("200 OK\r\nContent-Type: text/html", &format!("<h1>Ferries run at night again</h1><p>{text}</p>"));
    let text = format!("{TEXT}\n\nSee the plan of the harbour.").replace("\n\n", "</p><p>");
    Site::open([
        ("/plan", page("The plan of the harbour.")),
        ("/closed", Page::new("403 Forbidden", "")),
        ("/picture.jpg", Page::new("200 OK\r\nContent-Type: image/jpeg", "jpeg")),
        ("/other.jpg", Page::new("200 OK\r\nContent-Type: image/jpeg", "jpeg")),
        ("/large.jpg", Page::new("200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 3145728", "")),
        ("/news/ferries", page(&text)),
        ("/news/changed", page(&text.replace("three euros", "four euros"))),
    ])
    .await
}

/// Ten people, to whom something was sent before; three times as many next door; nobody on the islands.
fn people() -> Vec<Person> {
    let one = |id, regions: &[i64]| Person {
        id,
        regions: regions.to_vec(),
        issues: vec![I + 1],
        language: "en",
        outlet: "Paper",
        person: None,
    };
    (1..=10).map(|id| one(id, &[R + 1])).chain((11..=40).map(|id| one(id, &[R + 4]))).collect()
}

async fn good<'a>(db: &TestDb, site: &'a Site) -> Case<'a> {
    let house = house(db, &[]).await;
    db.sql(&format!(
        "INSERT INTO regions (id, code, name, parent_id, shipped) VALUES ({0}, 'T{0}', 'Islands', {R}, {2}), ({1}, 'T{1}', 'Next door', {R}, {2})",
        R + 3,
        R + 4,
        if db.is_sqlite() { "0" } else { "FALSE" }
    ))
    .await;
    store_people(db, &people()).await;
    let case = anew(house, site);
    // How large a mailing is here.
    let earlier = Release { body: "Something else altogether, a month ago.".to_owned(), ..case.release.clone() };
    sent(db, &case, &earlier, NOW - 30 * DAY).await;
    case
}

/// A mailing of another release, sent at that moment.
async fn sent(db: &TestDb, case: &Case<'_>, other: &Release, now: i64) -> MailingId {
    let other =
        Release { source_id: Some(format!("sent at {now}: {}", other.title)), source_url: None, image: None, ..other.clone() };
    let id = releases::insert(&db.store, &other, OnChange::Keep, now).await.unwrap().id();
    let around = Around { web: Some(case.site.looker(&zone())), ..Around::default() };
    let means = Means { now, around: &around, ..case.house.means(&db.store) };
    let order = Order { release: id, ..case.house.order() };
    let seen = review::review(&means, &order).await.unwrap();
    let Sent::New { mailing, .. } = review::send(&means, &order, &seen.seal.groups(), seen.count, "Ana", None).await.unwrap()
    else {
        panic!("{:?}", seen.checks);
    };
    plan::run(&db.store, &case.house.keys, mailing, now).await.unwrap();
    mailing
}

/// What blocks or has to be ticked.
async fn stops(db: &TestDb, case: &Case<'_>, name: &str) -> BTreeSet<(Level, &'static str)> {
    let release = Release { source_id: Some(name.to_owned()), ..case.release.clone() };
    // The text came from the newsroom first; what a person makes of it is the next version.
    let good = anew(office(case.house.release), case.site).release;
    let (source_id, source_url) = (release.source_id.clone(), release.source_url.clone());
    let (regions, issues) = (release.regions.clone(), release.issues.clone());
    let taken = Release { source_id, source_url, regions, issues, ..good };
    releases::insert(&db.store, &taken, OnChange::Keep, NOW).await.unwrap();
    let id = releases::insert(&db.store, &release, OnChange::NewVersion, NOW).await.unwrap().id();
    if !case.sql.is_empty() {
        db.sql(&case.sql.replace("ID", &id.to_string())).await;
    }
    let order = Order { release: id, at: case.at, ..case.house.order() };
    let seen = review::review(&case.house.means(&db.store), &order).await.unwrap();
    let stops = seen.checks.iter().filter(|one| one.level != Level::Info);
    stops.map(|one| (one.level, one.code)).collect()
}

both_databases! {
    async fn each_mistake_is_stopped_by_the_check_that_names_it(db: TestDb) {
        let site = site().await;
        let good = good(&db, &site).await;
        let before = stops(&db, &good, "good").await;
        // The test's own server speaks no TLS.
        assert_eq!(before, BTreeSet::from([(Warning, "content.link_http")]), "the good release can go out");
        let mut wrong = Vec::new();
        for (name, code, level, make) in MISTAKES {
            let mut case = anew(office(good.house.release), &site);
            make(&mut case);
            let mut found = stops(&db, &case, name).await;
            found.retain(|stop| !before.contains(stop));
            if found != BTreeSet::from([(*level, *code)]) {
                wrong.push(format!("{name}: {found:?}, not {code}"));
            }
            db.sql("UPDATE instance SET killed_ms = NULL, killed_by = NULL, quarantined_ms = NULL; DELETE FROM relay_levels;").await;
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(MISTAKES.len() >= 20);
    }

    async fn a_second_copy_of_the_same_news_is_noticed(db: TestDb) {
        let site = site().await;
        let case = good(&db, &site).await;
        let before = stops(&db, &case, "good").await;
        let news = |stops: BTreeSet<(Level, &'static str)>| stops.difference(&before).copied().collect::<Vec<_>>();

        let far = Release { regions: vec![place(RegionId(R + 4))], ..case.release.clone() };
        sent(&db, &case, &far, NOW - DAY).await;
        assert_eq!(news(stops(&db, &case, "to others").await), [], "others got it; these have not");

        let nearly = Release { body: case.release.body.replace("three euros", "four euros"), ..case.release.clone() };
        sent(&db, &case, &nearly, NOW - 2 * DAY).await;
        assert_eq!(news(stops(&db, &case, "nearly").await), [(Warning, "content.similar_sent")]);

        sent(&db, &case, &case.release, NOW - 3 * DAY).await;
        assert_eq!(news(stops(&db, &case, "the same").await), [(Blocking, "content.similar_sent")]);
    }

    async fn reporters_who_had_enough_are_counted(db: TestDb) {
        let site = site().await;
        let case = good(&db, &site).await;
        let before = stops(&db, &case, "good").await;
        for (at, title) in ["Buses", "Trains", "Trams"].into_iter().enumerate() {
            let other = Release { title: title.to_owned(), body: format!("{title} run late tonight."), ..case.release.clone() };
            let mailing = sent(&db, &case, &other, NOW - (1 + at as i64) * DAY).await;
            assert_eq!(stops(&db, &case, title).await, before, "{title} alone wear nobody out");
            db.sql(&format!("UPDATE deliveries SET state = 'accepted' WHERE mailing_id = {mailing} AND contact_id <= 4")).await;
        }
        let seen = stops(&db, &case, "one more").await;
        assert_eq!(seen.difference(&before).copied().collect::<Vec<_>>(), [(Warning, "audience.fatigue")]);
    }

    async fn two_releases_at_once_are_noticed(db: TestDb) {
        let site = site().await;
        let case = good(&db, &site).await;
        let before = stops(&db, &case, "good").await;
        let other = Release { title: "Buses".to_owned(), body: "Buses run late tonight.".to_owned(), ..case.release.clone() };
        sent(&db, &case, &other, NOW - 32 * MINUTE).await;
        assert_eq!(stops(&db, &case, "in time").await, before);
        sent(&db, &case, &Release { title: "Trains".to_owned(), ..other }, NOW - 20 * MINUTE).await;
        let seen = stops(&db, &case, "too near").await;
        assert_eq!(seen.difference(&before).copied().collect::<Vec<_>>(), [(Warning, "time.clash")]);
    }

    async fn everybody_is_a_choice_that_is_said(db: TestDb) {
        let site = site().await;
        let mut case = good(&db, &site).await;
        let more: Vec<Person> = (41..=60).map(|id| Person { id, ..people()[0].clone() }).collect();
        store_people(&db, &more).await;
        (case.release.regions, case.release.issues) = (vec![place(RegionId(R))], vec![place(IssueId(I))]);
        let seen = stops(&db, &case, "everybody").await;
        assert!(seen.contains(&(Warning, "audience.everyone")), "{seen:?}");
    }

    async fn keys_that_dns_has_stop_nothing_and_silence_is_no_answer(db: TestDb) {
        let site = site().await;
        let mut case = good(&db, &site).await;
        let before = stops(&db, &case, "good").await;
        case.keys(true);
        assert_eq!(stops(&db, &case, "signed").await, before);
        case.zone(Zone { is_silent: true, ..Zone::default() });
        assert_eq!(stops(&db, &case, "silent").await, before);
    }
}

/// The good release once more, in a world that is there already.
fn anew(mut house: House, site: &Site) -> Case<'_> {
    house.around = Around {
        web: Some(site.looker(&zone())),
        names: Some(std::sync::Arc::new(zone())),
        zone: TimeZone::UTC,
        quiet: QuietHours::parse("21:00-07:00").unwrap(),
        cap_per_day: None,
    };
    let release = Release {
        body: format!("{TEXT}\n\nSee [the plan of the harbour]({}).", site.url("/plan")),
        teaser: String::new(),
        source_url: Some(site.url("/news/ferries")),
        regions: vec![place(RegionId(R + 1))],
        issues: vec![place(IssueId(I + 1))],
        ..release()
    };
    let mut case = Case { release, house, at: None, site, sql: "", dkim: tempfile::tempdir().unwrap() };
    picture(&mut case, "A ferry at night");
    case
}
