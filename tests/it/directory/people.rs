//! Finding people, linking their addresses, and saved rules.

use std::io::Cursor;

use dateline::directory::{Options, import};
use dateline::model::ids::ContactId;
use dateline::model::segment::Rule;
use dateline::store::directory::{Filter, find, link, page, same_person};
use dateline::store::{Store, segments, vocabulary};

use crate::support::both_databases;

async fn fill(store: &Store) {
    let table = "Name,Email,Outlet,Covers,Regions\nŁukasz Zhang,lz@x.example,100% Post,Policing,US-NV\nAna,ana@x.example,Courier,Labour,Peru\nBo,bo@x.example,,,\n";
    let options = Options { create_issues: true, ..Options::default() };
    import(store, Cursor::new(table), options, 5, &mut |_| ()).await.unwrap();
}

async fn found(store: &Store, filter: Filter) -> Vec<String> {
    page(store, &filter, ContactId(0), 100).await.unwrap().into_iter().map(|contact| contact.address).collect()
}

both_databases! {
    async fn people_are_found_by_what_is_known_of_them(db: TestDb) {
        fill(&db.store).await;
        let words = vocabulary::load(&db.store).await.unwrap();
        let text = |text: &str| Filter { text: text.to_owned(), ..Filter::default() };
        assert_eq!(found(&db.store, text("zhang")).await, ["lz@x.example"]);
        assert_eq!(found(&db.store, text("Łukasz")).await, ["lz@x.example"]);
        assert_eq!(found(&db.store, text("COURIER")).await, ["ana@x.example"]);
        assert_eq!(found(&db.store, text("0%")).await, ["lz@x.example"]);
        assert_eq!(found(&db.store, text("_")).await, Vec::<String>::new());
        let peru = words.region("Peru").unwrap().0;
        assert_eq!(found(&db.store, Filter { regions: vec![peru], ..Filter::default() }).await, ["ana@x.example"]);
        assert_eq!(found(&db.store, Filter { not_placed: true, ..Filter::default() }).await, ["bo@x.example"]);
        assert_eq!(found(&db.store, Filter::default()).await.len(), 3);
    }

    async fn linked_addresses_are_one_person_and_links_join(db: TestDb) {
        fill(&db.store).await;
        let load = async |address: &str| find(&db.store, address).await.unwrap().unwrap();
        assert!(link(&db.store, &load("ana@x.example").await, &load("bo@x.example").await, "operator", 9).await.unwrap());
        assert!(link(&db.store, &load("lz@x.example").await, &load("bo@x.example").await, "operator", 9).await.unwrap());
        assert!(!link(&db.store, &load("lz@x.example").await, &load("ana@x.example").await, "operator", 9).await.unwrap());
        let others = same_person(&db.store, &load("lz@x.example").await).await.unwrap();
        assert_eq!(others.iter().map(|other| other.address.as_str()).collect::<Vec<_>>(), ["ana@x.example", "bo@x.example"]);
    }

    async fn a_segment_keeps_its_rule_and_its_name_to_itself(db: TestDb) {
        let rule = Rule { regions: vec![1], issues: vec![1], languages: vec!["de".to_owned()], down: true, ..Rule::default() };
        assert!(segments::insert(&db.store, "German desk", &rule, 5).await.unwrap().is_some());
        assert!(segments::insert(&db.store, "german  Desk", &rule, 5).await.unwrap().is_none());
        assert_eq!(segments::find(&db.store, "GERMAN DESK").await.unwrap().unwrap().rule, rule);
        assert_eq!(segments::list(&db.store).await.unwrap().len(), 1);
    }
}
