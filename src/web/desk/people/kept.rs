//! Numbers that take a pass over the whole directory and need not be of this second: kept for a minute.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::clock::{DAY, MINUTE, Millis};
use crate::store::tidying;
use crate::web::desk::Desk;
use crate::web::desk::problem::Problem;

/// Nobody looked at an entry for so long: it is to be looked at.
pub const STALE: Millis = 365 * DAY;

/// What was counted, and when.
type Counted<T> = Arc<Mutex<Option<(Millis, T)>>>;

#[derive(Clone, Debug, Default)]
pub struct Kept {
    tidy: Counted<i64>,
}

/// How many entries there are to tidy.
pub async fn to_tidy(desk: &Desk) -> Result<i64, Problem> {
    let mut kept = desk.kept.tidy.lock().await;
    let now = desk.now();
    if let Some((at, n)) = *kept
        && now - at < MINUTE
    {
        return Ok(n);
    }
    let store = &desk.store;
    let n =
        tidying::count_alike(store).await? + tidying::count_left(store).await? + tidying::count_stale(store, now - STALE).await?;
    *kept = Some((now, n));
    Ok(n)
}

/// Something was tidied: the number is counted anew.
pub async fn tidied(desk: &Desk) {
    *desk.kept.tidy.lock().await = None;
}
