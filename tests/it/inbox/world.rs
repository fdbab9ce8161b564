//! An office with officers, and inquiries put where the router would.

use dateline::compose::{Office, OpensMode};
use dateline::model::address::EmailAddress;
use dateline::model::ids::{DeskId, InquiryId, OfficerId};
use dateline::store::desks::{self, Terms};
use dateline::store::officers::{self, Role};

use crate::support::TestDb;

pub fn office() -> Office {
    Office {
        name: "Press Office".to_owned(),
        postal_address: "1 Road".to_owned(),
        contact: "Desk".to_owned(),
        boilerplate: String::new(),
        from_name: "Press Office".to_owned(),
        from: EmailAddress::parse("press@office.example").unwrap(),
        reply_to: EmailAddress::parse("press@office.example").unwrap(),
        bounce_domain: None,
        public_url: "https://office.example".to_owned(),
        opens: OpensMode::Off,
    }
}

pub async fn officer(db: &TestDb, name: &str) -> OfficerId {
    let address = EmailAddress::parse(&format!("{}@office.example", name.to_lowercase())).unwrap();
    officers::add(&db.store, name, &address, Role::Writer, "Sam", 1).await.unwrap().unwrap()
}

/// Open at all hours, with these people.
pub async fn desk(db: &TestDb, name: &str, members: &[OfficerId]) -> DeskId {
    let terms = Terms { telephone: "+1 212 555 0100".to_owned(), ..Terms::new(name, "America/New_York") };
    let id = desks::add(&db.store, &terms, "Sam", 1).await.unwrap().unwrap();
    let hours: Vec<_> = (1..=7).map(|day| (day, 0, 1440)).collect();
    desks::set_hours(&db.store, id, &hours, "Sam", 1).await.unwrap();
    desks::set_members(&db.store, id, members, "Sam", 1).await.unwrap();
    id
}

/// A new inquiry at a desk, with a deadline (`i64::pow(2, 53)` = none).
pub async fn inquiry(db: &TestDb, number: i64, desk: Option<DeskId>, deadline: i64) -> InquiryId {
    let uid = db.uuid(u64::try_from(number).unwrap());
    let desk = desk.map_or("NULL".to_owned(), |desk| desk.to_string());
    db.sql(&format!(
        "INSERT INTO inquiries (id, uid, subject, reporter_address, reporter_key, reporter_name, desk_id, state, sender_check, \
         deadline_ms, opened_ms, last_inbound_ms) VALUES ({number}, {uid}, 'A question', 'jo@herald.example', 'jo@herald.example', \
         'Jo', {desk}, 'new', 'new', {deadline}, 1, 1)"
    ))
    .await;
    InquiryId(number)
}

pub const NO_DEADLINE: i64 = 1 << 53;
