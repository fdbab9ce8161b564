//! Statements a test writes itself, to put rows where no function of the store would, or to tamper with them.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use super::TestDb;

impl TestDb {
    /// Runs one or more statements.
    pub async fn sql(&self, text: &str) {
        if self.is_sqlite() {
            let mut conn = SqliteConnection::connect(&self.url).await.unwrap();
            conn.execute(AssertSqlSafe(text.to_owned())).await.unwrap();
        } else {
            let mut conn = PgConnection::connect(&self.url).await.unwrap();
            conn.execute(AssertSqlSafe(text.to_owned())).await.unwrap();
        }
    }

    /// One number.
    pub async fn number(&self, text: &str) -> i64 {
        if self.is_sqlite() {
            let mut conn = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(AssertSqlSafe(text.to_owned())).fetch_one(&mut conn).await.unwrap()
        } else {
            let mut conn = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(AssertSqlSafe(text.to_owned())).fetch_one(&mut conn).await.unwrap()
        }
    }

    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// A UUID made of a number, as this database writes one.
    pub fn uuid(&self, number: u64) -> String {
        if self.is_sqlite() { format!("X'{number:032x}'") } else { format!("'{:08x}-0000-0000-0000-{:012x}'::uuid", 7, number) }
    }
}
