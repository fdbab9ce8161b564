//! What the database knows that a message could belong to: what its ids and tokens lead to, what its sender asked before, and
//! which releases it may be about. A handful of set-based queries, whatever the mail names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use sqlx::FromRow;

use super::backend::{Tx, on_tx};
use super::error::StoreError;
use crate::clock::{DAY, Millis};
use crate::model::ids::{ContactId, DeliveryId, InquiryId, MailingId, ReleaseId};
use crate::model::inquiry::State;
use crate::model::thread::Named;

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// What tokens in the mail say.
    pub named: &'a [Named],
    /// Digests of the ids it names.
    pub refs: &'a [String],
    /// Of ids that are not ours: the digest, and what stands before the `@`. A relay that gives messages ids of its own tells
    /// that part when it takes them.
    pub left: &'a [(String, String)],
    /// Empty = nobody knows who wrote.
    pub sender_key: &'a str,
    /// Pages it links to, without a final `/`.
    pub urls: &'a [String],
    pub mailings: &'a [MailingId],
    pub now: Millis,
}

/// An inquiry the message could belong to. Where one was merged into another, this is the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub id: InquiryId,
    pub state: State,
    pub closed_ms: Option<Millis>,
    pub release: Option<ReleaseId>,
    pub reporter_key: String,
    /// Of what was said last, newest first; the inquiry's own when nothing was.
    pub subjects: Vec<String>,
    pub last_ms: Millis,
    pub participants: BTreeSet<String>,
    /// What was said last, newest first.
    pub texts: Vec<String>,
}

/// A copy that went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyOf {
    pub release: Option<ReleaseId>,
    pub contact: Option<ContactId>,
    pub address_key: String,
}

/// A release that went out lately, or that the mail links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    pub id: ReleaseId,
    pub title: String,
    pub url: Option<String>,
    pub mailings: Vec<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The sender's entry in the directory.
    pub contact: Option<ContactId>,
    /// The address keys of the same person.
    pub person: BTreeSet<String>,
    /// What each id leads to.
    pub refs: BTreeMap<String, Vec<Named>>,
    pub copies: BTreeMap<i64, CopyOf>,
    /// This sender's, newest first.
    pub by_sender: Vec<InquiryId>,
    /// Those linked to first, then the newest.
    pub releases: Vec<Released>,
    /// By number; read through [`Evidence::inquiry`].
    pub inquiries: BTreeMap<i64, Known>,
    /// What was merged, into what.
    pub merged: BTreeMap<i64, i64>,
}

impl Evidence {
    /// The inquiry of that number, or the one it became part of.
    pub fn inquiry(&self, id: InquiryId) -> Option<&Known> {
        let mut at = id.0;
        for _ in 0..=MERGES {
            match self.merged.get(&at) {
                Some(into) => at = *into,
                None => return self.inquiries.get(&at),
            }
        }
        None
    }

    /// Whether an address is the sender's, under any of their addresses.
    pub fn is_sender(&self, address_key: &str) -> bool {
        self.person.contains(address_key)
    }

    /// As if the database had said so.
    #[must_use]
    pub fn with_inquiries(mut self, known: impl IntoIterator<Item = Known>) -> Self {
        self.inquiries.extend(known.into_iter().map(|known| (known.id.0, known)));
        self
    }
}

/// How often an inquiry that was merged may have been merged again.
const MERGES: usize = 8;
/// A title says something about a release that went out within this.
const LATELY: Millis = 60 * DAY;

/// Reads all of it in the transaction that will write the place down.
pub(crate) async fn gather(tx: &mut Tx, wanted: Wanted<'_>) -> Result<Evidence, StoreError> {
    let mut evidence = Evidence::default();
    person(tx, wanted.sender_key, &mut evidence).await?;
    refs(tx, wanted.refs, &mut evidence).await?;
    relays_ids(tx, wanted.left, &mut evidence).await?;
    let led = || evidence.refs.values().flatten().chain(wanted.named);
    let mut inquiries: BTreeSet<i64> =
        led().filter_map(|named| if let Named::Inquiry(id) = named { Some(id.0) } else { None }).collect();
    let copies: BTreeSet<i64> =
        led().filter_map(|named| if let Named::Delivery(id) = named { Some(id.0) } else { None }).collect();
    evidence.copies = copies_of(tx, &copies).await?;
    evidence.by_sender = by_sender(tx, &evidence.person).await?;
    inquiries.extend(evidence.by_sender.iter().map(|id| id.0));
    known(tx, inquiries, &mut evidence).await?;
    evidence.releases = releases(tx, wanted).await?;
    Ok(evidence)
}

async fn person(tx: &mut Tx, sender_key: &str, evidence: &mut Evidence) -> Result<(), StoreError> {
    // An entry that was merged away still tells whose address it was.
    const CONTACT: &str = "SELECT COALESCE(merged_into, id) FROM contacts WHERE address_key = $1";
    const PERSON: &str = "SELECT address_key FROM contacts WHERE id = $1 \
         UNION SELECT address_key FROM contacts WHERE merged_into = $1 \
         UNION SELECT o.address_key FROM contacts c JOIN contacts o ON o.person = c.person WHERE c.id = $1 AND c.person IS NOT NULL";
    if sender_key.is_empty() {
        return Ok(());
    }
    evidence.person.insert(sender_key.to_owned());
    let contact: Option<i64> = on_tx!(tx, |c| sqlx::query_scalar(CONTACT).bind(sender_key).fetch_optional(c).await)?;
    if let Some(contact) = contact {
        let keys: Vec<String> = on_tx!(tx, |c| sqlx::query_scalar(PERSON).bind(contact).fetch_all(c).await)?;
        evidence.contact = Some(ContactId(contact));
        evidence.person.extend(keys);
    }
    Ok(())
}

async fn refs(tx: &mut Tx, refs: &[String], evidence: &mut Evidence) -> Result<(), StoreError> {
    const REFS: &str = "SELECT sha256, inquiry_id, delivery_id FROM message_refs \
         WHERE sha256 IN (SELECT value ->> 'sha256' FROM json_each($1)) ORDER BY sha256, inquiry_id, delivery_id";
    let rows = Value::from_iter(refs.iter().map(|sha256| json!({ "sha256": sha256 }))).to_string();
    let rows: Vec<(String, i64, i64)> = on_tx!(tx, |c| sqlx::query_as(REFS).bind(&rows).fetch_all(c).await)?;
    for (sha256, inquiry, delivery) in rows {
        let named = if inquiry > 0 { Named::Inquiry(InquiryId(inquiry)) } else { Named::Delivery(DeliveryId(delivery)) };
        evidence.refs.entry(sha256).or_default().push(named);
    }
    Ok(())
}

/// Ids by which a relay took messages to this sender.
async fn relays_ids(tx: &mut Tx, left: &[(String, String)], evidence: &mut Evidence) -> Result<(), StoreError> {
    const TAKEN: &str = "SELECT j.value ->> 'sha256', d.id, m.inquiry_id FROM json_each($1) AS j \
         JOIN deliveries d ON d.address_key IN (SELECT k.value ->> 'key' FROM json_each($2) AS k) \
         LEFT JOIN messages m ON m.delivery_id = d.id AND m.direction = 'out' \
         WHERE d.state = 'accepted' AND d.reply LIKE '%' || (j.value ->> 'left') || '%' ORDER BY d.id DESC LIMIT 20";
    let unknown = left.iter().filter(|(sha256, _)| !evidence.refs.contains_key(sha256));
    let rows: Vec<Value> = unknown.map(|(sha256, left)| json!({"sha256": sha256, "left": left})).collect();
    if rows.is_empty() || evidence.person.is_empty() {
        return Ok(());
    }
    let keys = Value::from_iter(evidence.person.iter().map(|key| json!({ "key": key }))).to_string();
    let rows = Value::from(rows).to_string();
    let found: Vec<(String, i64, Option<i64>)> =
        on_tx!(tx, |c| sqlx::query_as(TAKEN).bind(&rows).bind(&keys).fetch_all(c).await)?;
    for (sha256, delivery, inquiry) in found {
        let named = inquiry.map_or(Named::Delivery(DeliveryId(delivery)), |inquiry| Named::Inquiry(InquiryId(inquiry)));
        evidence.refs.entry(sha256).or_default().push(named);
    }
    Ok(())
}

fn numbers(ids: impl IntoIterator<Item = i64>) -> String {
    Value::from_iter(ids.into_iter().map(|id| json!([id]))).to_string()
}

async fn copies_of(tx: &mut Tx, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, CopyOf>, StoreError> {
    const COPIES: &str = "SELECT d.id, m.release_id, d.contact_id, d.address_key FROM deliveries d LEFT JOIN mailings m ON m.id = d.mailing_id \
         WHERE d.id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))";
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(i64, Option<i64>, i64, String)> =
        on_tx!(tx, |c| sqlx::query_as(COPIES).bind(numbers(ids.iter().copied())).fetch_all(c).await)?;
    let copy = |(id, release, contact, address_key): (i64, Option<i64>, i64, String)| {
        let contact = Some(contact).filter(|id| *id > 0).map(ContactId);
        (id, CopyOf { release: release.map(ReleaseId), contact, address_key })
    };
    Ok(rows.into_iter().map(copy).collect())
}

async fn by_sender(tx: &mut Tx, keys: &BTreeSet<String>) -> Result<Vec<InquiryId>, StoreError> {
    const BY_SENDER: &str =
        "SELECT id FROM inquiries WHERE reporter_key IN (SELECT value ->> 'key' FROM json_each($1)) ORDER BY id DESC LIMIT 50";
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let keys = Value::from_iter(keys.iter().map(|key| json!({ "key": key }))).to_string();
    let ids: Vec<i64> = on_tx!(tx, |c| sqlx::query_scalar(BY_SENDER).bind(&keys).fetch_all(c).await)?;
    Ok(ids.into_iter().map(InquiryId).collect())
}

#[derive(FromRow)]
struct KnownRow {
    id: i64,
    subject: String,
    state: String,
    closed_ms: Option<Millis>,
    release_id: Option<i64>,
    reporter_key: String,
    last_inbound_ms: Millis,
    merged_into: Option<i64>,
}

async fn known(tx: &mut Tx, ids: BTreeSet<i64>, evidence: &mut Evidence) -> Result<(), StoreError> {
    const KNOWN: &str = "SELECT id, subject, state, closed_ms, release_id, reporter_key, last_inbound_ms, merged_into FROM inquiries \
         WHERE id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))";
    let mut wanted = ids;
    for _ in 0..=MERGES {
        if wanted.is_empty() {
            break;
        }
        let rows: Vec<KnownRow> =
            on_tx!(tx, |c| sqlx::query_as(KNOWN).bind(numbers(std::mem::take(&mut wanted))).fetch_all(c).await)?;
        for row in rows {
            if let Some(into) = row.merged_into {
                evidence.merged.insert(row.id, into);
                if !evidence.inquiries.contains_key(&into) {
                    wanted.insert(into);
                }
                continue;
            }
            let state = State::parse(&row.state).ok_or_else(|| StoreError::Corrupt {
                table: "inquiries",
                column: "state",
                row: row.id.to_string(),
            })?;
            let known = Known {
                id: InquiryId(row.id),
                state,
                closed_ms: row.closed_ms,
                release: row.release_id.map(ReleaseId),
                reporter_key: row.reporter_key,
                subjects: vec![row.subject],
                last_ms: row.last_inbound_ms,
                participants: BTreeSet::new(),
                texts: Vec::new(),
            };
            evidence.inquiries.insert(row.id, known);
        }
    }
    people_and_texts(tx, evidence).await
}

/// Of what was merged into an inquiry too: it is all one conversation.
async fn people_and_texts(tx: &mut Tx, evidence: &mut Evidence) -> Result<(), StoreError> {
    macro_rules! family {
        () => {
            "WITH RECURSIVE family (id, root) AS (SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 0 AS BIGINT) FROM json_each($1) \
             UNION SELECT i.id, f.root FROM inquiries i JOIN family f ON i.merged_into = f.id) "
        };
    }
    const PEOPLE: &str =
        concat!(family!(), "SELECT f.root, p.address_key FROM family f JOIN inquiry_participants p ON p.inquiry_id = f.id");
    const TEXTS: &str = concat!(
        family!(),
        "SELECT root, subject, text_new, at_ms FROM (SELECT f.root, m.subject, substr(m.text_new, 1, 4000) AS text_new, m.at_ms, \
           ROW_NUMBER() OVER (PARTITION BY f.root ORDER BY m.at_ms DESC, m.id DESC) AS place \
         FROM family f JOIN messages m ON m.inquiry_id = f.id WHERE m.direction <> 'note' AND m.machine = 0) AS latest \
         WHERE place <= 12 ORDER BY root, place"
    );
    if evidence.inquiries.is_empty() {
        return Ok(());
    }
    let ids = numbers(evidence.inquiries.keys().copied());
    let people: Vec<(i64, String)> = on_tx!(tx, |c| sqlx::query_as(PEOPLE).bind(&ids).fetch_all(c).await)?;
    let texts: Vec<(i64, String, String, Millis)> = on_tx!(tx, |c| sqlx::query_as(TEXTS).bind(&ids).fetch_all(c).await)?;
    for (id, address_key) in people {
        if let Some(known) = evidence.inquiries.get_mut(&id) {
            known.participants.insert(address_key);
        }
    }
    for (id, subject, text, at) in texts {
        if let Some(known) = evidence.inquiries.get_mut(&id) {
            if known.texts.is_empty() {
                known.subjects.clear();
            }
            known.subjects.push(subject);
            known.last_ms = known.last_ms.max(at);
            known.texts.push(text);
        }
    }
    Ok(())
}

async fn releases(tx: &mut Tx, wanted: Wanted<'_>) -> Result<Vec<Released>, StoreError> {
    // What a mail links to, and what went out lately. A version's own title, since that is what its readers saw.
    const LINKED: &str = "SELECT r.id, v.title, r.source_url FROM releases r JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
         WHERE r.source_url IN (SELECT value ->> 'url' FROM json_each($1)) ORDER BY r.id";
    const LATEST: &str = "SELECT m.release_id, v.title, m.id FROM mailings m \
         JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
         WHERE (m.started_ms IS NOT NULL AND m.started_ms >= $1) OR m.id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($2)) \
         ORDER BY m.id DESC LIMIT 1000";
    let both = wanted.urls.iter().flat_map(|url| [url.clone(), format!("{url}/")]);
    let urls = Value::from_iter(both.map(|url| json!({ "url": url }))).to_string();
    let linked: Vec<(i64, String, Option<String>)> = on_tx!(tx, |c| sqlx::query_as(LINKED).bind(&urls).fetch_all(c).await)?;
    let mut found: Vec<Released> =
        linked.into_iter().map(|(id, title, url)| Released { id: ReleaseId(id), title, url, mailings: Vec::new() }).collect();
    let viewed = numbers(wanted.mailings.iter().map(|id| id.0));
    let latest: Vec<(i64, String, i64)> =
        on_tx!(tx, |c| sqlx::query_as(LATEST).bind(wanted.now - LATELY).bind(&viewed).fetch_all(c).await)?;
    for (id, title, mailing) in latest {
        match found.iter_mut().find(|one| one.id.0 == id && one.title == title) {
            Some(one) => one.mailings.push(mailing),
            None => found.push(Released { id: ReleaseId(id), title, url: None, mailings: vec![mailing] }),
        }
    }
    Ok(found)
}
