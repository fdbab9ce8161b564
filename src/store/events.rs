//! Image loads: counted per mailing and hour, or as an event of a person who agreed. Both come in batches.

use serde_json::json;

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::{DeliveryId, MailingId};

/// So many loads of one mailing's image in one hour, of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageLoads {
    pub mailing: MailingId,
    pub hour: Millis,
    /// `human_likely`, `proxy_unknown` or `machine_likely`.
    pub class: &'static str,
    pub loads: i64,
}

/// Adds to the counters. Loads of a mailing that is unknown or was withdrawn are dropped.
pub async fn add_image_loads(store: &Store, loads: &[ImageLoads]) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO image_loads (mailing_id, hour_ms, class, loads) \
         SELECT CAST(j.value ->> 'mailing' AS BIGINT), CAST(j.value ->> 'hour' AS BIGINT), j.value ->> 'class', \
             CAST(j.value ->> 'loads' AS BIGINT) \
         FROM json_each($1) AS j JOIN mailings m ON m.id = CAST(j.value ->> 'mailing' AS BIGINT) \
         WHERE m.state <> 'withdrawn' \
         ON CONFLICT (mailing_id, hour_ms, class) DO UPDATE SET loads = image_loads.loads + excluded.loads";
    if loads.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        loads.iter().map(|l| json!({ "mailing": l.mailing, "hour": l.hour, "class": l.class, "loads": l.loads })).collect();
    let rows = serde_json::Value::from(rows).to_string();
    on_driver!(store.writer(), |c| sqlx::query(ADD).bind(&rows).execute(c).await.map(drop))?;
    Ok(())
}

/// One person's image, loaded on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Opened {
    pub delivery: DeliveryId,
    /// Midnight UTC: the hour of reading is nobody's business.
    pub day: Millis,
    pub class: &'static str,
}

/// An event for each copy and class, once, and only while the contact's consent is recorded: taken back, an old
/// image records nothing.
pub async fn record_opened(store: &Store, opened: &[Opened]) -> Result<(), StoreError> {
    const RECORD: &str = "INSERT INTO events (at_ms, kind, mailing_id, delivery_id, detail) \
         SELECT CAST(j.value ->> 'day' AS BIGINT), 'opened', d.mailing_id, d.id, j.value ->> 'class' \
         FROM json_each($1) AS j JOIN deliveries d ON d.id = CAST(j.value ->> 'delivery' AS BIGINT) \
         JOIN mailings m ON m.id = d.mailing_id JOIN contacts c ON c.id = d.contact_id \
         WHERE c.opens_consent_ms IS NOT NULL AND m.state <> 'withdrawn' AND NOT EXISTS \
             (SELECT 1 FROM events e WHERE e.delivery_id = d.id AND e.kind = 'opened' AND e.detail = j.value ->> 'class')";
    if opened.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = opened.iter().map(|o| json!({ "delivery": o.delivery, "day": o.day, "class": o.class })).collect();
    let rows = serde_json::Value::from(rows).to_string();
    on_driver!(store.writer(), |c| sqlx::query(RECORD).bind(&rows).execute(c).await.map(drop))?;
    Ok(())
}
