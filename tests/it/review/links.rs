//! Links of a mail, looked at: where they lead, what they may not reach, and that nobody is asked again and again.

use dateline::fetch::PAGE;
use dateline::model::link::Verdict;
use dateline::model::release::Release;
use dateline::review::{self, Around, Level, Means};
use dateline::store::releases::{self, OnChange};
use reqwest::Url;

use super::house::{house, one, release};
use super::outside::{Page, Site, Zone};
use super::world::NOW;
use crate::support::both_databases;

const MINUTE: i64 = 60_000;

async fn verdict(site: &Site, zone: &Zone, url: &str) -> Verdict {
    site.looker(zone).look(&Url::parse(url).unwrap()).await.verdict
}

#[tokio::test]
async fn a_link_leads_somewhere_or_nowhere_or_nobody_can_tell() {
    let only_get = Page { to_head: Some("405 Method Not Allowed".to_owned()), ..Page::new("200 OK", "there") };
    let lies = Page { to_head: Some("404 Not Found".to_owned()), ..Page::new("200 OK", "there") };
    let site = Site::open([
        ("/there", Page::new("200 OK", "there")),
        ("/get", only_get),
        ("/lies", lies),
        ("/gone", Page::new("410 Gone", "")),
        ("/closed", Page::new("403 Forbidden", "")),
        ("/broken", Page::new("500 Internal Server Error", "")),
        ("/moved", Page::new("302 Found\r\nLocation: /there", "")),
        ("/round", Page::new("302 Found\r\nLocation: /round", "")),
    ])
    .await;
    for (path, expected) in [
        ("/there", Verdict::There),
        ("/get", Verdict::There),
        ("/lies", Verdict::There),
        ("/moved", Verdict::There),
        ("/gone", Verdict::Gone),
        ("/nowhere", Verdict::Gone),
        ("/closed", Verdict::Unclear),
        ("/broken", Verdict::Unclear),
        ("/round", Verdict::Unclear),
    ] {
        assert_eq!(verdict(&site, &Zone::default(), &site.url(path)).await, expected, "{path}");
    }
    let round = site.asked().iter().filter(|asked| asked.as_str() == "HEAD /round").count();
    assert_eq!(round, 6, "the first and five redirects");
    assert_eq!(site.asked().iter().filter(|asked| asked.as_str() == "GET /there").count(), 0, "HEAD was enough");
}

#[tokio::test]
async fn nothing_private_is_asked_by_whatever_way_it_is_named() {
    let secret = Site::open([("/", Page::new("200 OK", "secret"))]).await;
    let port = secret.address.port();
    let redirects = format!("302 Found\r\nLocation: http://127.0.0.1:{port}/");
    let site = Site::open([
        ("/to-secret", Page::new(&redirects, "")),
        ("/to-metadata", Page::new("302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/", "")),
        ("/to-file", Page::new("302 Found\r\nLocation: file:///etc/passwd", "")),
    ])
    .await;
    let zone = Zone::default()
        .at("sneaky.example", "127.0.0.1")
        .at("inside.example", "10.0.0.7")
        .at("six.example", "::1")
        .at("mapped.example", "::ffff:192.168.1.1");
    for url in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://sneaky.example:{port}/"),
        "http://inside.example/".to_owned(),
        "http://six.example/".to_owned(),
        "http://mapped.example/".to_owned(),
        site.url("/to-secret"),
        site.url("/to-metadata"),
    ] {
        assert_eq!(verdict(&site, &zone, &url).await, Verdict::Private, "{url}");
    }
    assert_eq!(verdict(&site, &zone, &site.url("/to-file")).await, Verdict::Unclear);
    assert_eq!(verdict(&site, &zone, "https://nobody.example/").await, Verdict::NoSuchHost);
    let silent = Zone { is_silent: true, ..Zone::default() };
    assert_eq!(verdict(&site, &silent, "https://nobody.example/").await, Verdict::Unclear);
    assert!(secret.asked().is_empty(), "{:?}", secret.asked());
}

#[tokio::test]
async fn a_page_is_read_as_text_and_not_past_its_bound() {
    let large = "x".repeat(usize::try_from(PAGE).unwrap() + 1);
    let site = Site::open([
        ("/text", Page::new("200 OK\r\nContent-Type: text/html", "<p>Hello")),
        ("/large", Page::new("200 OK\r\nContent-Type: text/html", &large)),
        ("/picture", Page::new("200 OK\r\nContent-Type: image/png", "png")),
    ])
    .await;
    let looker = site.looker(&Zone::default());
    let read = async |path| looker.read(&Url::parse(&site.url(path)).unwrap()).await;
    assert_eq!(read("/text").await.page.as_deref(), Some("<p>Hello"));
    let large = read("/large").await;
    assert_eq!((large.verdict, large.page), (Verdict::There, None));
    let picture = read("/picture").await;
    assert_eq!((picture.verdict, picture.size, picture.page), (Verdict::There, Some(3), None));
}

both_databases! {
    async fn a_link_is_not_asked_again_within_ten_minutes(db: TestDb) {
        let site = Site::open([("/there", Page::new("200 OK", "there"))]).await;
        let mut house = house(&db, &[one(1)]).await;
        house.around = Around { web: Some(site.looker(&Zone::default())), ..Around::default() };
        let body = format!("The harbour opens, see [the plan]({}) and [the map]({}).", site.url("/there"), site.url("/map"));
        let other = Release { body, source_id: Some("with links".to_owned()), ..release() };
        house.release = releases::insert(&db.store, &other, OnChange::Keep, NOW).await.unwrap().id();
        for (now, times) in [(NOW, 1), (NOW + 9 * MINUTE, 1), (NOW + 11 * MINUTE, 2)] {
            let means = Means { now, ..house.means(&db.store) };
            let seen = review::review(&means, &house.order()).await.unwrap();
            let dead: Vec<_> = seen.checks.iter().filter(|one| one.code == "content.link_dead").collect();
            assert_eq!(dead.len(), 1, "{:?}", seen.checks);
            assert!(dead[0].what.ends_with("/map") && dead[0].level == Level::Blocking);
            assert_eq!(site.asked().iter().filter(|asked| asked.as_str() == "HEAD /there").count(), times);
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM links_checked").await, 2);
    }

    async fn links_nobody_answers_for_are_one_warning(db: TestDb) {
        let site = Site::open([("/closed", Page::new("403 Forbidden", "")), ("/broken", Page::new("500 Oh", ""))]).await;
        let mut house = house(&db, &[one(1)]).await;
        house.around = Around { web: Some(site.looker(&Zone::default())), ..Around::default() };
        let body = format!("The harbour opens, see [the plan]({}) and [the map]({}).", site.url("/closed"), site.url("/broken"));
        let other = Release { body, source_id: Some("with links".to_owned()), ..release() };
        house.release = releases::insert(&db.store, &other, OnChange::Keep, NOW).await.unwrap().id();
        let seen = review::review(&house.means(&db.store), &house.order()).await.unwrap();
        let unsure: Vec<_> = seen.checks.iter().filter(|one| one.code == "content.link_uncheckable").collect();
        assert_eq!((unsure.len(), unsure[0].n, unsure[0].level), (1, 2, Level::Warning));
        assert!(!seen.is_blocked(), "{:?}", seen.checks);
    }
}
