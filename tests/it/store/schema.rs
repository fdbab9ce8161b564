//! The two schemas are one schema.

use dateline::store::Store;

use crate::support::both_databases;

both_databases! {
    async fn opening_twice_migrates_once(db: TestDb) {
        let (found, known) = Store::schema(&db.store).await.unwrap();
        assert_eq!(found, known);
        db.store.migrate().await.unwrap();
    }
}

#[test]
fn every_migration_exists_for_both_databases_under_the_same_name() {
    let names = |folder: &str| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let mut names: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}
