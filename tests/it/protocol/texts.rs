//! The product's own SQL, read from its source and run in its order, with one guard taken out. Every cut names the
//! words it removes and fails when they are not there exactly once.

use dateline::model::ids::DeliveryId;
use dateline::store::StoreError;
use dateline::store::deliveries::Claim;
use dateline::store::gate::{Intent, Settled};
use dateline::store::mailings::Mailing;
use dateline::store::planning::Planned;
use sqlx::sqlite::SqliteQueryResult;
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};

const GATE: &str = include_str!("../../../src/store/gate.rs");
const DELIVERIES: &str = include_str!("../../../src/store/deliveries.rs");
const PLANNING: &str = include_str!("../../../src/store/planning.rs");
const SQLITE: &str = include_str!("../../../src/store/sqlite.rs");

/// One change to one statement.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    pub statement: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

#[derive(Clone, Debug)]
pub struct Texts {
    all: std::collections::BTreeMap<&'static str, String>,
    schema: Option<Cut>,
}

impl Texts {
    /// The name `table deliveries` stands for the table itself.
    pub fn with(cuts: &[Cut]) -> Self {
        let sources: [(&str, &[&str]); 3] = [
            (DELIVERIES, &["FREE", "DOUBT_ATTEMPTS", "DOUBT", "RESEND"]),
            (PLANNING, &["ADVANCE", "OTHERS", "ROWS"]),
            (SQLITE, &["CLAIM"]),
        ];
        let mut all = std::collections::BTreeMap::new();
        for (source, names) in sources {
            for &name in names {
                all.insert(name, constant(source, name));
            }
        }
        let gate = |parts: [&str; 3]| parts.map(|part| constant(GATE, part)).concat();
        all.insert("intent", gate(["begin", "asked_on_sqlite", "may_begin"]));
        all.insert("settle", gate(["settle", "told_on_sqlite", "may_settle"]));
        all.insert("ended", gate(["ended", "told_on_sqlite", "once"]));
        let mut schema = None;
        for cut in cuts {
            match all.get_mut(cut.statement) {
                Some(text) => *text = replace_once(text, *cut),
                None => schema = Some(*cut),
            }
        }
        Self { all, schema }
    }

    pub async fn change_schema(&self, raw: &mut SqliteConnection) {
        let Some(cut) = self.schema else { return };
        assert_eq!(cut.statement, "table deliveries");
        let table: String =
            sqlx::query_scalar("SELECT sql FROM sqlite_master WHERE name = 'deliveries'").fetch_one(&mut *raw).await.unwrap();
        let table = replace_once(&table, cut);
        let rebuilt = format!("PRAGMA foreign_keys = OFF; DROP TABLE deliveries; {table};");
        raw.execute(AssertSqlSafe(rebuilt)).await.unwrap();
    }

    fn text(&self, name: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(self.all[name].clone())
    }
}

/// The value of a string constant, or of a macro that stands for a string, in a source file.
fn constant(source: &str, name: &str) -> String {
    let by_constant = source.split_once(&format!("const {name}: &str ="));
    let by_macro = || source.split_once(&format!("macro_rules! {name} {{\n    () => {{"));
    let (_, rest) = by_constant.or_else(by_macro).unwrap_or_else(|| panic!("no statement {name}"));
    let (text, _) = rest.trim_start().strip_prefix('"').unwrap().split_once('"').unwrap();
    // As the compiler reads it: a line that goes on takes the next one's indentation away.
    text.split("\\\n").enumerate().map(|(n, line)| if n == 0 { line } else { line.trim_start() }).collect()
}

fn replace_once(text: &str, cut: Cut) -> String {
    assert_eq!(text.matches(cut.from).count(), 1, "{} must hold these words once: {}\n{text}", cut.statement, cut.from);
    text.replace(cut.from, cut.to)
}

pub async fn claim(texts: &Texts, raw: &mut SqliteConnection, claim: Claim<'_>, now: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    const STARTED: &str = "UPDATE mailings SET started_ms = $2 WHERE id = $1 AND started_ms IS NULL";
    type Columns = (i64, i64, i64, i64, i64, String, i64, Option<String>);
    let rows: Vec<Columns> = sqlx::query_as(texts.text("CLAIM"))
        .bind(claim.mailing.0)
        .bind(now)
        .bind(claim.at_most)
        .bind(claim.worker.0)
        .bind(claim.lease_until)
        .bind(claim.relay)
        .bind(claim.lane)
        .fetch_all(&mut *raw)
        .await?;
    if !rows.is_empty() {
        sqlx::query(STARTED).bind(claim.mailing.0).bind(now).execute(raw).await?;
    }
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}

pub async fn commit_group(
    texts: &Texts,
    raw: &mut SqliteConnection,
    outcomes: &[Settled],
    intents: &[Intent],
    now: i64,
    reply_by: i64,
) -> Result<Vec<DeliveryId>, StoreError> {
    let mut tx = raw.begin().await?;
    let (told, asked) = (serde_json::to_string(outcomes).unwrap(), serde_json::to_string(intents).unwrap());
    sqlx::query(texts.text("settle")).bind(&told).execute(&mut *tx).await?;
    sqlx::query(texts.text("ended")).bind(&told).execute(&mut *tx).await?;
    let intents = sqlx::query_as(texts.text("intent")).bind(&told).bind(now).bind(&asked).bind(reply_by);
    let granted: Vec<(i64,)> = intents.fetch_all(&mut *tx).await?;
    tx.commit().await?;
    Ok(granted.into_iter().map(|(id,)| DeliveryId(id)).collect())
}

pub async fn reap(texts: &Texts, raw: &mut SqliteConnection, owner: Option<i64>, now: i64) -> Result<(), StoreError> {
    let mut tx = raw.begin().await?;
    for name in ["FREE", "DOUBT_ATTEMPTS", "DOUBT"] {
        sqlx::query(texts.text(name)).bind(now).bind(owner.unwrap_or(-1)).execute(&mut *tx).await?;
    }
    sqlx::query(texts.text("RESEND")).bind(now).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

pub async fn plan(
    texts: &Texts,
    raw: &mut SqliteConnection,
    mailing: &Mailing,
    cursor: (i64, i64),
    rows: &[Planned],
    now: i64,
) -> Result<bool, StoreError> {
    let mut tx = raw.begin().await?;
    let moved: SqliteQueryResult =
        sqlx::query(texts.text("ADVANCE")).bind(mailing.id.0).bind(cursor.0).bind(cursor.1).execute(&mut *tx).await?;
    if moved.rows_affected() == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    let others: Vec<i64> = match mailing.again {
        true => Vec::new(),
        false => {
            let others = sqlx::query_scalar(texts.text("OTHERS")).bind(mailing.release.0).bind(mailing.version);
            others.bind(mailing.id.0).fetch_all(&mut *tx).await?
        }
    };
    let others = serde_json::Value::from_iter(others.iter().map(|id| serde_json::json!({ "id": id }))).to_string();
    sqlx::query(texts.text("ROWS"))
        .bind(mailing.id.0)
        .bind(serde_json::to_string(rows).unwrap())
        .bind(others)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(true)
}
