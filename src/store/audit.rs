//! Every act that matters: who did what to which thing, written in the transaction that does it.

use super::backend::{Tx, on_tx};
use super::error::StoreError;
use crate::clock::Millis;

/// Writes one line. `detail` holds no address and no name of a reporter.
pub(crate) async fn note(tx: &mut Tx, at: Millis, actor: &str, act: &str, subject: &str, detail: &str) -> Result<(), StoreError> {
    const NOTE: &str = "INSERT INTO audit (at_ms, actor, act, subject, detail) VALUES ($1, $2, $3, $4, $5)";
    on_tx!(tx, |c| sqlx::query(NOTE).bind(at).bind(actor).bind(act).bind(subject).bind(detail).execute(c).await.map(drop))?;
    Ok(())
}
