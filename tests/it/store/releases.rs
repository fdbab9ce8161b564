//! A release is stored once, with its versions and places.

use dateline::model::ids::{ALL_ISSUES, ReleaseId, WORLD};
use dateline::model::release::{Image, Placement, Release, ReleaseKind};
use dateline::store::releases::{self, Inserted, OnChange, Places};
use jiff::civil::date;

use crate::support::both_databases;

fn sample(source: Option<&str>) -> Release {
    Release {
        teaser: "Two bridges open again.".to_owned(),
        body: "First line.\n\nSecond *line*.".to_owned(),
        language: "de".to_owned(),
        dateline: "BERN, Switzerland".to_owned(),
        published: Some(1_700_000_000_000),
        embargo: Some(1_800_000_000_000),
        event: Some(1_900_000_000_000),
        image: Some(Image {
            url: "https://a.example/1.jpg".to_owned(),
            alt: "A bridge".to_owned(),
            caption: "The bridge at dawn".to_owned(),
            credit: "Photo by A. Nobody".to_owned(),
        }),
        contact: Some("Desk\n+41 00".to_owned()),
        source_url: Some("https://a.example/1".to_owned()),
        source_id: source.map(str::to_owned),
        ..Release::draft(ReleaseKind::Statement, "Bridges open", date(2026, 11, 23))
    }
}

both_databases! {
    async fn what_is_stored_is_what_is_read(db: TestDb) {
        let mut release = sample(Some("guid-1"));
        release.issues = vec![Placement::proposed(ALL_ISSUES, "“bridges” in the title")];

        let stored = releases::insert(&db.store, &release, OnChange::Keep, 5).await.unwrap();

        let Inserted::New(id) = stored else { panic!("{stored:?}") };
        let read = releases::load(&db.store, id, None).await.unwrap().unwrap();
        assert_eq!(read, Release { id, version: 1, ..release });
        assert_eq!(releases::load(&db.store, id, Some(2)).await.unwrap(), None);
        assert_eq!(releases::load(&db.store, ReleaseId(id.0 + 1), None).await.unwrap(), None);
    }

    async fn the_same_source_twice_is_one_release(db: TestDb) {
        let release = sample(Some("guid-1"));
        let first = releases::insert(&db.store, &release, OnChange::Keep, 5).await.unwrap();
        let again = releases::insert(&db.store, &release, OnChange::NewVersion, 6).await.unwrap();
        assert_eq!(again, Inserted::Known { id: first.id(), changed: false });

        let edited = Release { title: "Bridges open late".to_owned(), ..release };
        let kept = releases::insert(&db.store, &edited, OnChange::Keep, 7).await.unwrap();
        assert_eq!(kept, Inserted::Known { id: first.id(), changed: true });
        assert_eq!(releases::load(&db.store, first.id(), None).await.unwrap().unwrap().title, "Bridges open");
        assert_eq!(releases::count(&db.store).await.unwrap(), 1);
    }

    async fn releases_without_a_source_are_all_new(db: TestDb) {
        releases::insert(&db.store, &sample(None), OnChange::Keep, 5).await.unwrap();
        releases::insert(&db.store, &sample(None), OnChange::Keep, 5).await.unwrap();
        assert_eq!(releases::count(&db.store).await.unwrap(), 2);
    }

    async fn a_new_version_keeps_what_a_person_chose_and_the_old_text(db: TestDb) {
        let mut release = sample(Some("guid-1"));
        release.issues = vec![Placement::chosen(ALL_ISSUES)];
        release.regions = vec![Placement::proposed(WORLD, "old")];
        let id = releases::insert(&db.store, &release, OnChange::Keep, 5).await.unwrap().id();

        let mut edited = Release { title: "Bridges open late".to_owned(), ..release };
        edited.issues = vec![Placement::proposed(ALL_ISSUES, "new")];
        edited.regions = vec![Placement::proposed(WORLD, "new")];
        let next = releases::insert(&db.store, &edited, OnChange::NewVersion, 6).await.unwrap();

        assert_eq!(next, Inserted::NewVersion { id, version: 2 });
        let read = releases::load(&db.store, id, None).await.unwrap().unwrap();
        assert_eq!((read.version, read.title.as_str()), (2, "Bridges open late"));
        assert_eq!(read.issues, [Placement::chosen(ALL_ISSUES)]);
        assert_eq!(read.regions, [Placement::proposed(WORLD, "new")]);
        assert_eq!(releases::load(&db.store, id, Some(1)).await.unwrap().unwrap().title, "Bridges open");
    }

    async fn places_are_replaced_side_by_side(db: TestDb) {
        let mut release = sample(None);
        release.regions = vec![Placement::proposed(WORLD, "r")];
        release.issues = vec![Placement::proposed(ALL_ISSUES, "i")];
        let id = releases::insert(&db.store, &release, OnChange::Keep, 5).await.unwrap().id();

        let places = Places { regions: Some(vec![Placement::chosen(WORLD)]), issues: None };
        assert!(releases::place(&db.store, id, &places, "operator", 6).await.unwrap());

        let read = releases::load(&db.store, id, None).await.unwrap().unwrap();
        assert_eq!(read.regions, [Placement::chosen(WORLD)]);
        assert_eq!(read.issues, [Placement::proposed(ALL_ISSUES, "i")]);
        assert!(!releases::place(&db.store, ReleaseId(id.0 + 1), &places, "operator", 6).await.unwrap());
    }

    async fn the_list_is_newest_first_and_counts_places(db: TestDb) {
        let old = Release::draft(ReleaseKind::Release, "old", date(2020, 1, 1));
        let mut new = Release::draft(ReleaseKind::Report, "new", date(2021, 1, 1));
        new.issues = vec![Placement::proposed(ALL_ISSUES, "i")];
        releases::insert(&db.store, &new, OnChange::Keep, 5).await.unwrap();
        releases::insert(&db.store, &old, OnChange::Keep, 5).await.unwrap();

        let all = releases::list(&db.store, 10, 0).await.unwrap();

        assert_eq!(all.iter().map(|r| r.title.as_str()).collect::<Vec<_>>(), ["new", "old"]);
        assert_eq!((all[0].kind, all[0].issues, all[0].regions, all[0].proposed), (ReleaseKind::Report, 1, 0, true));
        assert!(!all[1].proposed);
        assert_eq!(releases::list(&db.store, 10, 1).await.unwrap().len(), 1);
    }

    async fn two_imports_at_once_store_one_release(db: TestDb) {
        let release = sample(Some("guid-1"));
        let (a, b) = tokio::join!(
            releases::insert(&db.store, &release, OnChange::Keep, 5),
            releases::insert(&db.store, &release, OnChange::Keep, 5),
        );
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!(a.id(), b.id());
        assert_eq!([a, b].iter().filter(|i| matches!(i, Inserted::New(_))).count(), 1);
    }
}
