//! What of the directory has changed, block by block of contact ids. The database counts by itself (migration 0024), so
//! a change is seen whoever made it, in whichever process.

use super::backend::{Db, on_driver};
use super::{Store, StoreError};

/// Contact ids a block spans: block 0 holds 0 to 1,023.
pub const BLOCK: i64 = 1_024;

/// Rows the database may keep beyond one a block before a reader folds them.
const ROWS: i64 = 2_048;

/// Every block that ever held a contact, ascending, with its number: equal numbers, equal contacts, places and
/// suppressions. A number only grows.
pub async fn blocks(store: &Store) -> Result<Vec<(i64, i64)>, StoreError> {
    const BLOCKS: &str = "SELECT block, CAST(SUM(n) AS BIGINT), COUNT(*) FROM directory_changes GROUP BY block ORDER BY block";
    let rows: Vec<(i64, i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(BLOCKS).fetch_all(c).await)?;
    let all: i64 = rows.iter().map(|row| row.2).sum();
    if all > ROWS + i64::try_from(rows.len()).unwrap_or(0) {
        fold(store).await?;
    }
    Ok(rows.into_iter().map(|(block, n, _)| (block, n)).collect())
}

/// Puts the rows of each block together; its number stays. On SQLite there never is more than one.
async fn fold(store: &Store) -> Result<(), StoreError> {
    const FOLD: &str = "WITH gone AS (DELETE FROM directory_changes RETURNING block, n) \
         INSERT INTO directory_changes (block, n) SELECT block, SUM(n) FROM gone GROUP BY block";
    if let Db::Postgres(pool) = store.writer() {
        sqlx::query(FOLD).execute(pool).await?;
    }
    Ok(())
}
