//! What a case begins with: an empty database, one release, its approved mailings and two single messages.

use std::fmt::Write as _;

use dateline::model::address::EmailAddress;
use dateline::store::{Store, queue};

use super::facts::{AGAIN, FIRST, Facts, Mailing, SECOND, START, approved, key_of, seal_of};

/// Who gets a single message.
pub const WRITTEN_TO: [usize; 2] = [0, 3];

/// Empties every table the protocol touches, and writes the release and the mailings that are approved already.
pub fn sql(facts: &Facts, is_sqlite: bool) -> String {
    let mut text = String::new();
    let tables = [
        "attempts",
        "delivery_slots",
        "deliveries",
        "events",
        "suppressions",
        "letters",
        "approvals",
        "mailings",
        "singles",
        "release_versions",
        "releases",
    ];
    for table in tables {
        writeln!(text, "DELETE FROM {table};").unwrap();
    }
    text.push_str("UPDATE instance SET killed_ms = NULL, killed_by = NULL, quarantined_ms = NULL, place = 'place 0';");
    write!(
        text,
        "INSERT INTO releases (id, uid, kind, version, created_ms, updated_ms) VALUES (1, {uid}, 'release', 1, {START}, {START});
         INSERT INTO release_versions (release_id, version, title, teaser, body, language, dateline, dated, sha256, created_ms)
         VALUES (1, 1, 'T', '', 'B', 'en', '', '2027-01-15', 'S', {START});",
        uid = uid(1, is_sqlite)
    )
    .unwrap();
    for number in [FIRST, SECOND, AGAIN] {
        if facts.mailings[number].is_there {
            text.push_str(&mailing(number, &facts.mailings[number], is_sqlite));
        }
    }
    text
}

pub fn mailing(number: usize, terms: &Mailing, is_sqlite: bool) -> String {
    let policy = if terms.resend_once { "resend_once" } else { "wait" };
    let seal = seal_of(number);
    format!(
        "INSERT INTO mailings (id, uid, release_id, version, state, priority, rule, again, audience_digest, approved_count,
             approval_digest, not_before_ms, useful_until_ms, doubt_policy, date_ms, key_id, created_ms)
         VALUES ({number}, {uid}, 1, 1, 'planning', 4, '{{}}', {again}, '', {count}, '{seal}', {not_before}, {useful_until},
             '{policy}', {START}, 'k', {START}) ON CONFLICT (id) DO NOTHING;
         INSERT INTO approvals (mailing_id, digest, mac, key_id, submitter, sentence, created_ms)
         VALUES ({number}, '{seal}', '', 'k', 'operator', '', {START}) ON CONFLICT (mailing_id) DO NOTHING;",
        uid = uid(number, is_sqlite),
        again = if terms.again { "TRUE" } else { "FALSE" },
        count = approved(number),
        not_before = terms.not_before,
        useful_until = terms.useful_until,
    )
}

fn uid(number: usize, is_sqlite: bool) -> String {
    if is_sqlite { format!("X'{number:032x}'") } else { format!("'00000000-0000-0000-0000-{number:012x}'::uuid") }
}

pub async fn queue_singles(store: &Store) {
    for person in WRITTEN_TO {
        let to = EmailAddress::parse(&key_of(person)).unwrap();
        let single = queue::NewSingle {
            purpose: queue::Purpose::Notice,
            author: "operator",
            to: &to,
            sender: "press@office.example",
            message: b"Hello.\r\n",
        };
        queue::queue_single(store, &single, START).await.unwrap();
    }
}
