//! The audit trail: only added to, whole or found to be broken, and read as sentences.

use std::process::{Command, Output};

use axum::http::StatusCode;
use dateline::model::address::EmailAddress;
use dateline::store::audit::{self, Verdict};
use dateline::store::officers::{self, Role};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use super::world::{NOW, World};
use crate::support::{TestDb, both_databases};

const LINES: i64 = 5;

async fn write_lines(db: &TestDb) {
    for n in 1..=LINES {
        let address = EmailAddress::parse(&format!("o{n}@harbour.example")).unwrap();
        officers::add(&db.store, &format!("Officer {n}"), &address, Role::Writer, "Maria", NOW + n).await.unwrap();
    }
}

async fn without_triggers(db: &TestDb) {
    db.sql(if db.is_sqlite() {
        "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened"
    } else {
        "DROP TRIGGER audit_is_not_changed ON audit; DROP TRIGGER audit_is_not_emptied ON audit"
    })
    .await;
    db.sql("CREATE TABLE kept AS SELECT * FROM audit").await;
}

async fn put_back(db: &TestDb) {
    db.sql(
        "DELETE FROM audit; INSERT INTO audit (id, at_ms, actor, act, subject, detail, digest) \
         SELECT id, at_ms, actor, act, subject, detail, digest FROM kept ORDER BY id",
    )
    .await;
}

/// What the database says to a statement, if it refuses it.
async fn refusal(db: &TestDb, text: &str) -> Option<String> {
    let text = AssertSqlSafe(text.to_owned());
    let done = if db.is_sqlite() {
        SqliteConnection::connect(&db.url).await.unwrap().execute(text).await.map(drop)
    } else {
        PgConnection::connect(&db.url).await.unwrap().execute(text).await.map(drop)
    };
    done.err().map(|problem| problem.to_string())
}

async fn head(db: &TestDb) -> String {
    match audit::verify(&db.store, "").await.unwrap() {
        Verdict::Whole { head, .. } => head,
        broken => panic!("{broken:?}"),
    }
}

fn command(db: &TestDb, line: &str) -> Output {
    let dir = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(line.split(' '))
        .current_dir(dir.path())
        .env("DATELINE_DATABASE__URL", &db.url)
        .output()
        .unwrap()
}

both_databases! {
    async fn a_line_cannot_be_changed_or_taken_out(db: TestDb) {
        write_lines(&db).await;
        let before = db.dump().await;
        for text in [
            "UPDATE audit SET actor = 'Eve' WHERE id = 2",
            "UPDATE audit SET digest = NULL",
            "DELETE FROM audit WHERE id = 3",
            "DELETE FROM audit",
        ] {
            let said = refusal(&db, text).await.unwrap_or_else(|| panic!("{text} was let through"));
            assert!(said.contains("the audit trail is only added to"), "{text}: {said}");
        }
        if !db.is_sqlite() {
            assert!(refusal(&db, "TRUNCATE audit").await.unwrap().contains("only added to"));
        }
        assert_eq!(db.dump().await, before);
        assert!(matches!(audit::verify(&db.store, "").await.unwrap(), Verdict::Whole { lines: LINES, before: 0, .. }));
    }

    async fn a_change_of_any_column_of_any_line_is_found(db: TestDb) {
        write_lines(&db).await;
        without_triggers(&db).await;
        for line in 1..=LINES {
            for (column, change) in [
                ("at_ms", "at_ms + 1"),
                ("actor", "'Eve'"),
                ("act", "'officer.remove'"),
                ("subject", "subject || ' '"),
                ("detail", "''"),
                ("digest", "substr(digest, 2) || '0'"),
            ] {
                db.sql(&format!("UPDATE audit SET {column} = {change} WHERE id = {line}")).await;
                assert_eq!(audit::verify(&db.store, "").await.unwrap(), Verdict::Broken { id: line }, "{column} of {line}");
                put_back(&db).await;
            }
            // The line takes another place; but for the last, which keeps its own.
            db.sql(&format!("UPDATE audit SET id = {} WHERE id = {line}", LINES + 10)).await;
            let moved = audit::verify(&db.store, "").await.unwrap();
            assert_eq!(matches!(moved, Verdict::Broken { .. }), line != LINES, "{moved:?}");
            put_back(&db).await;
        }
        // Words pushed from one column into the next.
        db.sql("UPDATE audit SET actor = 'Mari', act = 'aofficer.add' WHERE id = 2").await;
        assert_eq!(audit::verify(&db.store, "").await.unwrap(), Verdict::Broken { id: 2 });
    }

    async fn a_line_taken_out_is_found_and_from_the_end_by_a_digest_kept_elsewhere(db: TestDb) {
        write_lines(&db).await;
        let noted = head(&db).await;
        without_triggers(&db).await;
        for line in 1..LINES {
            db.sql(&format!("DELETE FROM audit WHERE id = {line}")).await;
            assert_eq!(audit::verify(&db.store, "").await.unwrap(), Verdict::Broken { id: line + 1 }, "{line}");
            put_back(&db).await;
        }
        db.sql(&format!("DELETE FROM audit WHERE id = {LINES}")).await;
        assert!(matches!(audit::verify(&db.store, &noted).await.unwrap(), Verdict::Whole { since: None, .. }));
        put_back(&db).await;
        assert!(matches!(audit::verify(&db.store, &noted).await.unwrap(), Verdict::Whole { since: Some(0), .. }));
        // A line put in between.
        db.sql(&format!("UPDATE audit SET id = id + 10 WHERE id = {LINES}; INSERT INTO audit (id, at_ms, actor, act, subject, detail, digest) \
            SELECT 7, at_ms, actor, act, subject, detail, digest FROM kept WHERE id = 1")).await;
        assert_eq!(audit::verify(&db.store, "").await.unwrap(), Verdict::Broken { id: 7 });
    }

    async fn the_command_line_lists_and_verifies(db: TestDb) {
        write_lines(&db).await;
        let listed = String::from_utf8(command(&db, "audit list --limit 2 --quiet").stdout).unwrap();
        assert_eq!(listed.lines().map(|line| line.split('\t').nth(4).unwrap()).collect::<Vec<_>>(), ["officer 5", "officer 4"]);
        let none = command(&db, "audit list --act mailing");
        assert!(none.status.success() && none.stdout.is_empty());
        let whole = command(&db, "audit verify");
        let noted = String::from_utf8(whole.stdout).unwrap().trim().to_owned();
        assert_eq!((whole.status.code(), noted.clone()), (Some(0), head(&db).await));
        officers::set_role(&db.store, dateline::model::ids::OfficerId(1), Role::Viewer, "Maria", NOW).await.unwrap();
        let later = command(&db, &format!("audit verify --head {noted}"));
        assert!(later.status.success() && String::from_utf8_lossy(&later.stderr).contains("1 since the digest"), "{later:?}");
        assert_eq!(command(&db, &format!("audit verify --head {}", "0".repeat(64))).status.code(), Some(1));
        assert_eq!(command(&db, "audit verify --head xyz").status.code(), Some(2));
        without_triggers(&db).await;
        db.sql("UPDATE audit SET actor = 'Eve' WHERE id = 3").await;
        let broken = command(&db, "audit verify");
        assert_eq!(broken.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&broken.stderr).contains("line 3"), "{broken:?}");
    }

    async fn the_trail_reads_as_sentences_and_is_narrowed_by_person_kind_and_day(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let tom = world.officer("Tom", Role::Viewer).await;
        let store = &world.db.store;
        dateline::store::control::kill(store, "Tom", NOW + 86_400_000).await.unwrap();
        let address = EmailAddress::parse("eve@harbour.example").unwrap();
        officers::add(store, "<b>Eve</b>", &address, Role::Approver, "operator", NOW).await.unwrap();
        world.db.sql("INSERT INTO audit (at_ms, actor, act, subject, detail) VALUES (1, 'Tom', 'thing.new', 'thing 4', 'of its kind')").await;
        let returned = "INSERT INTO audit (at_ms, actor, act, subject, detail) VALUES (2, 'Maria', 'release.return', 'release 7 request 1', 'Name the basin.')";
        world.db.sql(returned).await;
        let page = world.get(&tom, "/settings/audit").await;
        for said in [
            "Maria · returned release 7: Name the basin.",
            "Tom · stopped all sending",
            "The operator · added <b>Eve</b> to the team, who may write and approve",
            "Tom · thing.new (thing 4) of its kind",
            "Maria · signed in",
        ] {
            assert!(page.text().contains(said), "{said}: {}", page.text());
        }
        assert!(!page.body.contains("<b>Eve"));
        assert!(!page.body.contains("/settings/team/") && world.get(&maria, "/settings/audit").await.body.contains("/settings/team/"));
        for (query, there, away) in [
            ("?who=Tom", "stopped all sending", "Maria · signed in"),
            ("?what=session", "Maria · signed in", "stopped all sending"),
            ("?what=sending&who=Maria", "Nothing in this time", "stopped all sending"),
            ("?from=2026-11-27", "stopped all sending", "Maria · signed in"),
            ("?from=2026-11-26&to=2026-11-26", "Maria · signed in", "stopped all sending"),
        ] {
            let text = world.get(&tom, &format!("/settings/audit{query}")).await.text();
            assert!(text.contains(there) && !text.contains(away), "{query}: {text}");
        }
        let wrong = world.get(&tom, "/settings/audit?from=tomorrow").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let spanish = dateline::store::credentials::Own { language: "es", time_zone: "", signature: "", shortcuts: false };
        let officer = officers::find(store, "Tom").await.unwrap().unwrap().id;
        dateline::store::credentials::set_own(store, officer, spanish).await.unwrap();
        assert!(world.get(&tom, "/settings/audit").await.text().contains("Tom · detuvo todos los envíos"));
    }

    async fn the_trail_leaves_as_a_spreadsheet_whole_and_without_formulas(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Viewer).await;
        world.db.sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) \
             INSERT INTO audit (at_ms, actor, act, subject, detail) SELECT i, 'Nour', 'thing.done', 'thing 1', '=HYPERLINK(\"x\")' FROM n",
        ).await;
        let page = world.get(&tom, "/settings/audit?who=Nour").await;
        assert!(page.body.contains("/settings/audit.csv?who&#x3D;Nour") && page.text().contains("2500"), "{}", page.text());
        let file = world.get(&tom, "/settings/audit.csv?who=Nour").await;
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"audit.csv\"");
        let mut reader = csv::Reader::from_reader(file.body.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2500);
        assert!(rows.iter().all(|row| &row[5] == "'=HYPERLINK(\"x\")"));
        let ids: std::collections::BTreeSet<String> = rows.iter().map(|row| row[0].to_owned()).collect();
        assert_eq!(ids.len(), 2500, "each line once");
        let last = world.get(&tom, "/settings/audit?who=Nour&after=2450").await;
        assert!(last.body.contains("rel=\"prev\"") && !last.body.contains("rel=\"next\""), "{}", last.text());
        assert_eq!(world.get(&tom, "/settings/audit.csv?from=x").await.status, StatusCode::BAD_REQUEST);
    }
}
