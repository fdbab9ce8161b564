//! Versions saved by themselves grow fewer with age, and nothing a person did goes.

use dateline::clock::{DAY, HOUR, MINUTE};
use dateline::model::release::{Release, ReleaseKind};
use dateline::store::releases::{self, OnChange};
use dateline::store::thinning::thin;

use crate::support::both_databases;

/// A whole day (UTC), so that hours and days begin with it.
const NOW: i64 = 20_000 * DAY;

both_databases! {
    async fn the_last_day_stays_then_one_an_hour_then_one_a_day(db: TestDb) {
        let draft = Release::draft(ReleaseKind::Release, "Ferries", jiff::civil::date(2024, 10, 4));
        let id = releases::insert(&db.store, &draft, OnChange::Keep, 0).await.unwrap().id().0;
        // Each with what it was made by and when; the first version is the insert's own.
        let day = NOW - 20 * DAY;
        let hour = NOW - 3 * DAY;
        let made = [
            ("autosaved", day + MINUTE),              // 2: goes
            ("autosaved", day + 5 * HOUR),            // 3: goes, but was sent
            ("edited", day + 6 * HOUR),               // 4
            ("autosaved", day + 7 * HOUR),            // 5: goes, but was taken up again
            ("autosaved", day + 20 * HOUR),           // 6: the day's last
            ("autosaved", hour + MINUTE),             // 7: goes
            ("autosaved", hour + 59 * MINUTE),        // 8: the hour's last
            ("autosaved", hour + HOUR),               // 9: another hour
            ("autosaved", NOW - 23 * HOUR),           // 10
            ("autosaved", NOW - 23 * HOUR + MINUTE),  // 11
            ("restored", NOW - HOUR),                 // 12: the newest
        ];
        for (at, (act, when)) in made.iter().enumerate() {
            let version = at + 2;
            let restored = if *act == "restored" { "5" } else { "NULL" };
            db.sql(&format!(
                "INSERT INTO release_versions (release_id, version, title, teaser, body, language, dateline, dated, sha256, created_ms, act, restored) \
                 VALUES ({id}, {version}, 'T', '', '', 'en', '', '2024-10-04', '', {when}, '{act}', {restored}); \
                 UPDATE releases SET version = {version} WHERE id = {id};"
            ))
            .await;
        }
        let uid = db.uuid(1);
        let no = if db.is_sqlite() { "0" } else { "FALSE" };
        db.sql(&format!(
            "INSERT INTO mailings (uid, release_id, version, state, priority, rule, again, audience_digest, approved_count, approval_digest, \
             not_before_ms, useful_until_ms, doubt_policy, date_ms, key_id, created_ms) \
             VALUES ({uid}, {id}, 3, 'done', 5, '', {no}, '', 0, '', 0, 0, 'wait', 0, '', 0)"
        ))
        .await;
        while thin(&db.store, NOW).await.unwrap() {}
        let mut left = Vec::new();
        for version in 1..=12 {
            if db.number(&format!("SELECT COUNT(*) FROM release_versions WHERE version = {version}")).await > 0 {
                left.push(version);
            }
        }
        assert_eq!(left, [1, 3, 4, 5, 6, 8, 9, 10, 11, 12]);
        assert!(!thin(&db.store, NOW).await.unwrap());
        assert_eq!(db.number("SELECT COUNT(*) FROM release_versions").await, 10, "once more changes nothing");
    }
}
