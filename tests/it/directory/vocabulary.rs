//! Regions, issues and their names survive the database.

use dateline::model::ids::{ALL_ISSUES, RegionId, WORLD};
use dateline::model::vocabulary::{Place, Synonym, term_key};
use dateline::store::vocabulary::Origin;
use dateline::store::{issues, regions, vocabulary};

use crate::support::both_databases;

both_databases! {
    async fn a_fresh_database_knows_the_world(db: TestDb) {
        let nodes = regions::list(&db.store).await.unwrap();
        assert_eq!(nodes.len(), dateline::model::regions::shipped().len());
        let words = vocabulary::load(&db.store).await.unwrap();
        assert_eq!(words.region("World"), Some(WORLD));
        assert_eq!(words.issue("All issues"), Some(ALL_ISSUES));
        let (egypt, mena) = (words.region("EG").unwrap(), words.region("MENA").unwrap());
        assert!(words.regions.ancestors(egypt.0).contains(&mena.0));
    }

    async fn an_issue_is_added_once_whatever_its_spelling(db: TestDb) {
        let (first, new) = issues::insert(&db.store, "Death Penalty", ALL_ISSUES, Some("medtop:20000106"), 5).await.unwrap();
        let (second, again) = issues::insert(&db.store, " death  penalty ", ALL_ISSUES, None, 6).await.unwrap();
        assert_eq!((first, new, again), (second, true, false));
        assert_eq!(vocabulary::load(&db.store).await.unwrap().issue("DEATH PENALTY"), Some(first));
        assert_eq!(issues::list(&db.store).await.unwrap().len(), 2);
    }

    async fn a_settled_name_is_remembered_and_can_be_settled_anew(db: TestDb) {
        let words = vocabulary::load(&db.store).await.unwrap();
        let settle = |id: RegionId| [Synonym { term_key: term_key("El Norte"), what: Place::Region(id) }];
        for code in ["MX", "US"] {
            let id = words.region(code).unwrap();
            vocabulary::settle(&db.store, &settle(id), Origin::Import).await.unwrap();
            assert_eq!(vocabulary::load(&db.store).await.unwrap().region("el norte"), Some(id));
        }
    }
}
