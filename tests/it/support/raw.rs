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

    /// Whether the database's own rules stand against a statement.
    pub async fn refuses(&self, text: &str) -> bool {
        if self.is_sqlite() {
            let mut conn = SqliteConnection::connect(&self.url).await.unwrap();
            conn.execute(AssertSqlSafe(text.to_owned())).await.is_err()
        } else {
            let mut conn = PgConnection::connect(&self.url).await.unwrap();
            conn.execute(AssertSqlSafe(text.to_owned())).await.is_err()
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

impl TestDb {
    /// Every row of every table, as text: two equal dumps mean that nothing changed.
    pub async fn dump(&self) -> String {
        if self.is_sqlite() {
            let mut conn = SqliteConnection::connect(&self.url).await.unwrap();
            let columns: Vec<(String, String)> = sqlx::query_as(
                "SELECT m.name, group_concat('quote(' || c.name || ')', '||''|''||') FROM sqlite_master m \
                 JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' GROUP BY m.name ORDER BY m.name",
            )
            .fetch_all(&mut conn)
            .await
            .unwrap();
            let mut dump = String::new();
            for (table, columns) in columns {
                let rows = format!(
                    "SELECT COALESCE(group_concat(row, char(10)), '') FROM (SELECT {columns} AS row FROM {table} ORDER BY 1)"
                );
                let rows: String = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&mut conn).await.unwrap();
                dump.push_str(&format!("== {table}\n{rows}\n"));
            }
            dump
        } else {
            let mut conn = PgConnection::connect(&self.url).await.unwrap();
            let tables: Vec<String> =
                sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
                    .fetch_all(&mut conn)
                    .await
                    .unwrap();
            let mut dump = String::new();
            for table in tables {
                let rows = format!("SELECT COALESCE(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM {table} t");
                let rows: String = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&mut conn).await.unwrap();
                dump.push_str(&format!("== {table}\n{rows}\n"));
            }
            dump
        }
    }
}
