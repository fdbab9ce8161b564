//! A fresh, migrated database per test: a file for SQLite, a copy of a template for PostgreSQL.

use dateline::store::Store;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::sync::OnceCell;

/// A database of this test's own; gone when the test ends.
pub struct TestDb {
    pub store: Store,
    pub url: String,
    _dir: tempfile::TempDir,
}

impl TestDb {
    pub async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("test.db").display());
        Self { store: Store::open(&url).await.unwrap(), url, _dir: dir }
    }

    pub async fn postgres() -> Self {
        let server = server();
        let template = template(&server).await;
        let name = format!("t_{}", unique());
        // Two tests may not copy the template at the same moment.
        let mut admin = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
        admin.execute("SELECT pg_advisory_lock(4217)").await.unwrap();
        admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template}"))).await.unwrap();
        admin.execute("SELECT pg_advisory_unlock(4217)").await.unwrap();
        let url = format!("{server}/{name}");
        Self { store: Store::open(&url).await.unwrap(), url, _dir: tempfile::tempdir().unwrap() }
    }
}

/// Without a server a PostgreSQL test fails; it is never skipped.
fn server() -> String {
    std::env::var("DATELINE_TEST_POSTGRES").expect(
        "PostgreSQL tests need DATELINE_TEST_POSTGRES=postgres://user@host:port (no database name). \
         `tests/run` starts a throw-away server and sets it; `eval \"$(tests/postgres)\"` does so for one shell.",
    )
}

fn unique() -> String {
    format!("{}_{}", std::process::id(), dateline::model::ids::new_uid(0).simple())
}

async fn template(server: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(|| async {
            let name = format!("template_{}", unique());
            let mut admin = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
            admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
            let store = Store::connect(&format!("{server}/{name}")).await.unwrap();
            store.migrate().await.unwrap();
            store.close().await;
            name
        })
        .await
}

/// Makes two tests of each function: one on SQLite, one on PostgreSQL.
macro_rules! both_databases {
    ($($(#[$attr:meta])* async fn $name:ident($db:ident: TestDb) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "some bodies need nothing of their module, most do")]
            use super::*;

            async fn promise($db: crate::support::TestDb) $body

            $(#[$attr])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                promise(crate::support::TestDb::sqlite().await).await;
            }

            $(#[$attr])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                promise(crate::support::TestDb::postgres().await).await;
            }
        }
    )+};
}
pub(crate) use both_databases;
