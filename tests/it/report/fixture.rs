//! A mailing written straight into the tables, so that a test says which rows there are and nothing else.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::support::TestDb;

pub const NOW: i64 = 1_795_000_000_000;
pub const HOUR: i64 = 3_600_000;

pub async fn execute(db: &TestDb, sql: &str) {
    if let Some(path) = db.url.strip_prefix("sqlite:") {
        let mut conn = SqliteConnection::connect(path).await.unwrap();
        conn.execute("PRAGMA busy_timeout = 10000").await.unwrap();
        conn.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
    } else {
        let mut conn = PgConnection::connect(&db.url).await.unwrap();
        conn.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
    }
}

/// A public id made of `n`, as this database writes one down.
fn uid(db: &TestDb, n: i64) -> String {
    if db.url.starts_with("sqlite:") { format!("X'{n:032x}'") } else { format!("'{n:032x}'") }
}

/// Release `n` and mailing `n` of it, with `approved` people.
pub async fn mailing(db: &TestDb, n: i64, state: &str, approved: i64) {
    let uid = uid(db, n);
    execute(
        db,
        &format!(
            "INSERT INTO releases (id, uid, kind, version, created_ms, updated_ms) VALUES ({n}, {uid}, 'release', 1, {NOW}, {NOW});
             INSERT INTO release_versions (release_id, version, title, teaser, body, language, dateline, dated, sha256, created_ms)
             VALUES ({n}, 1, 'Title {n}', '', '', 'en', '', '2026-11-23', '', {NOW});
             INSERT INTO mailings (id, uid, release_id, version, state, priority, rule, again, audience_digest, approved_count,
                 approval_digest, not_before_ms, useful_until_ms, doubt_policy, date_ms, key_id, created_ms)
             VALUES ({n}, {uid}, {n}, 1, '{state}', 4, '{{}}', {again}, '', {approved}, '', {NOW}, {NOW} + {HOUR}, 'wait', {NOW}, 'k', {NOW});",
            again = if db.url.starts_with("sqlite:") { "0" } else { "false" },
        ),
    )
    .await;
}

/// One delivery of a mailing. `more` sets further columns: `"left_out = 'stopped'"`.
pub async fn delivery(db: &TestDb, mailing: i64, id: i64, state: &str, more: &str) {
    let held = matches!(state, "claimed" | "attempting");
    let left_out = if state == "left_out" { "'stopped'" } else { "NULL" };
    let owner = if held { "1" } else { "NULL" };
    let set = if more.is_empty() { String::new() } else { format!("UPDATE deliveries SET {more} WHERE id = {id};") };
    execute(
        db,
        &format!(
            "INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, state, left_out, owner, due_ms)
             VALUES ({id}, {mailing}, {id}, 'Person{id:04}@paper.example', 'person{id:04}@paper.example', '{state}', {left_out}, {owner}, {NOW});
             {set}"
        ),
    )
    .await;
}
