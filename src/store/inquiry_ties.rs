//! What ties inquiries together: links, and one being part of another.

use super::Store;
use super::backend::{Tx, on_driver, on_tx};
use super::error::StoreError;
use crate::model::ids::InquiryId;
use crate::model::thread::Link;

/// Says that two belong together; once is enough.
pub(crate) async fn link(tx: &mut Tx, id: InquiryId, other: InquiryId, link: Link) -> Result<(), StoreError> {
    const LINK: &str = "INSERT INTO inquiry_links (inquiry_id, other_id, kind) VALUES ($1, $2, $3) \
         ON CONFLICT (inquiry_id, other_id, kind) DO NOTHING";
    on_tx!(tx, |c| sqlx::query(LINK).bind(id.0).bind(other.0).bind(link.as_str()).execute(c).await.map(drop))?;
    Ok(())
}

pub(crate) async fn unlink(tx: &mut Tx, id: InquiryId, other: InquiryId, link: Link) -> Result<(), StoreError> {
    const UNLINK: &str = "DELETE FROM inquiry_links WHERE inquiry_id = $1 AND other_id = $2 AND kind = $3";
    on_tx!(tx, |c| sqlx::query(UNLINK).bind(id.0).bind(other.0).bind(link.as_str()).execute(c).await.map(drop))?;
    Ok(())
}

/// What it is linked to: which, how, and whether the link is said of it (`true`) or of the other.
pub async fn links(store: &Store, id: InquiryId) -> Result<Vec<(InquiryId, Link, bool)>, StoreError> {
    const LINKS: &str = "SELECT other_id, kind, 1 AS own FROM inquiry_links WHERE inquiry_id = $1 \
         UNION ALL SELECT inquiry_id, kind, 0 FROM inquiry_links WHERE other_id = $1 ORDER BY 1, 2";
    let rows: Vec<(i64, String, i32)> = on_driver!(store.reader(), |c| sqlx::query_as(LINKS).bind(id.0).fetch_all(c).await)?;
    rows.into_iter()
        .map(|(other, kind, own)| {
            let link = Link::parse(&kind).ok_or_else(|| StoreError::Corrupt {
                table: "inquiry_links",
                column: "kind",
                row: id.to_string(),
            })?;
            Ok((InquiryId(other), link, own != 0))
        })
        .collect()
}
