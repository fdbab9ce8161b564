//! Three kinds of feed, read as a press officer would read them.

use dateline::clock::Clock;
use dateline::model::release::{Release, ReleaseKind};
use dateline::model::tree::Node;
use dateline::model::vocabulary::Vocabulary;
use dateline::newsroom::feed;
use dateline::newsroom::fetch::Fetched;
use dateline::newsroom::import::{self, ItemProblem};
use dateline::store::releases::{self, Inserted, OnChange};
use dateline::store::vocabulary;
use jiff::civil::{Date, date};

use crate::support::both_databases;

const NEWSROOM: &str = include_str!("fixtures/newsroom.xml");
const ATOM: &str = include_str!("fixtures/atom.xml");
const JSON: &str = include_str!("fixtures/feed.json");
const TODAY: Date = date(2026, 3, 10);

fn fetched(bytes: impl Into<Vec<u8>>) -> Fetched {
    Fetched { bytes: bytes.into(), charset: None, url: None }
}

fn words() -> Vocabulary {
    let mut vocabulary = Vocabulary::shipped();
    vocabulary.add_issue(Node { id: 2, parent: Some(1), code: String::new(), name: "Ferry safety".to_owned() });
    vocabulary
}

fn drafts(bytes: impl Into<Vec<u8>>) -> Vec<Result<Release, ItemProblem>> {
    let feed = feed::read(&fetched(bytes)).unwrap();
    import::rehearse(&feed, &words(), TODAY).into_iter().map(|item| item.outcome.map(|(_, release)| release)).collect()
}

fn releases(bytes: impl Into<Vec<u8>>) -> Vec<Release> {
    drafts(bytes).into_iter().map(Result::unwrap).collect()
}

#[test]
fn a_newsroom_feed_keeps_kinds_captions_and_credits() {
    let found = releases(NEWSROOM);

    assert_eq!(
        found.iter().map(|r| r.kind).collect::<Vec<_>>(),
        [ReleaseKind::Release, ReleaseKind::MediaAdvisory, ReleaseKind::Report]
    );
    let image = found[0].image.as_ref().unwrap();
    assert_eq!(image.url, "https://harbour.example/media/peru.jpg");
    assert_eq!(image.alt, "Dockworkers at a locked gate");
    assert_eq!(
        image.caption,
        "PIURA, PERU - FEBRUARY 20: Dockworkers wait at a locked gate. The port has been closed since January."
    );
    assert_eq!(image.credit, "Photo by Ana Nobody/Harbour Pictures");
    let image = found[1].image.as_ref().unwrap();
    assert_eq!(
        (image.alt.as_str(), image.caption.as_str(), image.credit.as_str()),
        ("A ferry at dusk", "", "Photo by Ben Nobody/Harbour Pictures")
    );
    assert_eq!(found[2].image, None);
}

#[test]
fn the_body_is_markdown_without_its_lead_image_and_dateline() {
    let found = releases(NEWSROOM);

    assert_eq!(
        found[0].body,
        "Two ports in the north have been shut for a month. Dockworkers say they were never told why.\n\n\
         “We want to **work**,” said one. Read [the report](https://harbour.example/reports/ports)."
    );
    // The place of a photograph is not where the news comes from.
    assert_eq!(found[0].dateline, "");
    assert_eq!(found[1].title, "Media advisory: Briefing on ferry safety & night crossings");
    assert_eq!(found[2].dateline, "Reno, NV");
    assert_eq!(found[2].body, "On Friday, Harbour Watch published its study of inland harbours.");
    assert_eq!(found[2].teaser, found[2].body);
    assert_eq!((found[2].dated, found[2].published), (date(2026, 3, 1), Some(1_772_425_800_000)));
    assert_eq!((found[0].language.as_str(), found[0].source_id.as_deref()), ("en-US", Some("harbour:peru-ports")));
}

#[test]
fn places_are_proposed_with_their_reason() {
    let found = releases(NEWSROOM);
    let vocabulary = words();

    let regions = |release: &Release| {
        release.regions.iter().map(|p| format!("{}: {}", vocabulary.regions.name(p.id.0), p.reason)).collect::<Vec<_>>()
    };
    assert_eq!(regions(&found[0]), ["Peru: “Peru” in the title"]);
    assert_eq!(regions(&found[1]), ["Philippines: “Philippines” in the teaser"]);
    assert_eq!(found[1].issues[0].reason, "“ferry safety” in the title, named 2 times");
    assert!(found[0].issues.is_empty());
    assert!(found.iter().flat_map(|release| &release.regions).all(|place| place.proposed));
}

#[test]
fn atom_resolves_addresses_and_keeps_the_writers_day() {
    let found = releases(ATOM);

    let first = &found[0];
    assert_eq!((first.title.as_str(), first.kind), ("Déclaration : le canal doit rouvrir", ReleaseKind::Statement));
    assert_eq!(first.dated, date(2026, 3, 5));
    assert_eq!((first.dateline.as_str(), first.language.as_str()), ("LYON, France", "fr"));
    assert_eq!(first.source_url.as_deref(), Some("https://quai.example/presse/canal"));
    assert_eq!(first.image.as_ref().unwrap().url, "https://quai.example/images/canal.jpg");
    assert_eq!(first.body, "Le canal est fermé depuis un mois.\n\nVoir [le plan](https://quai.example/presse/plan) et ceci.");
    assert_eq!((found[1].dated, found[1].body.as_str()), (date(2026, 3, 4), "Un texte court."));
    assert_eq!(found[1].source_id.as_deref(), Some("https://quai.example/presse/sans"));
}

#[test]
fn json_feed_is_read_item_by_item() {
    let found = drafts(JSON);

    let first = found[0].as_ref().unwrap();
    assert_eq!((first.title.as_str(), first.dated, first.language.as_str()), ("El muelle < la ciudad", date(2026, 3, 5), "es"));
    assert_eq!(first.source_id.as_deref(), Some("muelle.example#17"));
    assert_eq!(first.image.as_ref().unwrap().url, "https://muelle.example/17.jpg");
    assert_eq!(first.body, "El muelle de **Lima** cierra hoy.");
    assert_eq!(found[1], Err(ItemProblem::NoTitle));
    let third = found[2].as_ref().unwrap();
    assert_eq!(
        (third.kind, third.body.as_str(), third.language.as_str()),
        (ReleaseKind::Report, "Primer párrafo.\n\nSegundo & último.", "es-PE")
    );
    assert_eq!(third.dated, TODAY);
}

#[test]
fn other_encodings_give_the_same_text() {
    let text = "<rss version='2.0'><channel><item><title>Ménage à “trois” – œuvre</title><description>Ça va</description></item></channel></rss>";
    let western = format!("<?xml version='1.0' encoding='windows-1252'?>{text}");
    let western: Vec<u8> = western
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            '–' => 0x96,
            'œ' => 0x9c,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    let wide: Vec<u8> = std::iter::once(0xfeffu16).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let plain = format!("\u{feff}<?xml version=\"1.0\"?>\n{text}");

    for bytes in [western, wide, plain.into_bytes()] {
        let found = releases(bytes);
        assert_eq!((found[0].title.as_str(), found[0].body.as_str()), ("Ménage à “trois” – œuvre", "Ça va"));
    }
}

#[test]
fn an_item_without_id_and_link_is_known_by_what_it_says() {
    let item = "<rss version='2.0'><channel><item><title>T</title><description>x</description><pubDate>Tue, 03 Mar 2026 16:00:00 GMT</pubDate></item></channel></rss>";
    let (one, two) = (releases(item), releases(item.replace("<title>T<", "<title>U<")));
    assert!(one[0].source_id.as_ref().unwrap().starts_with("sha256:"));
    assert_eq!(one[0].source_id, releases(item)[0].source_id);
    assert_ne!(one[0].source_id, two[0].source_id);
}

both_databases! {
    async fn the_same_feed_twice_is_stored_once(db: TestDb) {
        let vocabulary = vocabulary::load(&db.store).await.unwrap();
        let now = Clock::standing_at(1_773_000_000_000).now();
        let feed = feed::read(&fetched(NEWSROOM)).unwrap();

        let first = import::run(&db.store, &feed, &vocabulary, OnChange::Keep, TODAY, now).await.unwrap();
        let again = import::run(&db.store, &feed, &vocabulary, OnChange::Keep, TODAY, now).await.unwrap();

        assert_eq!(releases::count(&db.store).await.unwrap(), 3);
        assert!(first.iter().all(|item| matches!(item.outcome, Ok((Some(Inserted::New(_)), _)))));
        assert!(again.iter().all(|item| matches!(item.outcome, Ok((Some(Inserted::Known { changed: false, .. }), _)))));
        let listed = releases::list(&db.store, 10, 0).await.unwrap();
        assert_eq!(listed[0].title, "Peru must reopen its northern ports, says Harbour Watch");
        let stored = releases::load(&db.store, listed[0].id, None).await.unwrap().unwrap();
        assert_eq!(stored.image, first[0].outcome.as_ref().unwrap().1.image);
        assert_eq!(stored.regions.len(), 1);
    }

    async fn a_changed_item_becomes_a_version_only_when_asked(db: TestDb) {
        let vocabulary = vocabulary::load(&db.store).await.unwrap();
        let feed = feed::read(&fetched(NEWSROOM)).unwrap();
        import::run(&db.store, &feed, &vocabulary, OnChange::Keep, TODAY, 1).await.unwrap();
        let changed = feed::read(&fetched(NEWSROOM.replace("shut for a month", "shut for two months"))).unwrap();

        let told = import::run(&db.store, &changed, &vocabulary, OnChange::Keep, TODAY, 2).await.unwrap();
        assert!(matches!(told[0].outcome, Ok((Some(Inserted::Known { changed: true, .. }), _))));
        let updated = import::run(&db.store, &changed, &vocabulary, OnChange::NewVersion, TODAY, 3).await.unwrap();
        assert!(matches!(updated[0].outcome, Ok((Some(Inserted::NewVersion { version: 2, .. }), _))));
        assert!(matches!(updated[1].outcome, Ok((Some(Inserted::Known { changed: false, .. }), _))));
    }
}
