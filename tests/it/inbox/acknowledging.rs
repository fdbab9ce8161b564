//! A reporter gets one automatic word, and a machine none: ticket systems, other press offices, and floods.

use dateline::clock::{DAY, HOUR, MINUTE};
use dateline::inbox::acknowledge::{self, About, Acknowledger, Facts, Why, may_acknowledge, stamp};
use dateline::model::address::EmailAddress;
use dateline::model::ids::{DeskId, InquiryId};
use dateline::model::inbound::{Class, Mailbox, Read};
use dateline::secrets::Keyring;
use dateline::store::acknowledged::{BREAKER, Limit, Outcome, Pace};
use dateline::store::alerts;

use super::world::{NO_DEADLINE, desk, inquiry, office};
use crate::support::{TestDb, both_databases};

const NOON: i64 = 1_795_521_600_000;

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

/// Acknowledges inquiry `number`, opened just now.
async fn answer(db: &TestDb, number: i64, from: &str, subject: &str, text: &str, now: i64) -> Outcome {
    let id = inquiry(db, number, None, NO_DEADLINE).await;
    acknowledge_it(db, id, None, from, subject, text, now).await
}

async fn acknowledge_it(
    db: &TestDb,
    id: InquiryId,
    desk: Option<DeskId>,
    from: &str,
    subject: &str,
    text: &str,
    now: i64,
) -> Outcome {
    let (keys, office, to) = (Keyring::for_tests(), office(), address(from));
    let writer = Acknowledger { store: &db.store, keys: &keys, office: &office };
    let about = About {
        inquiry: id,
        desk,
        to: &to,
        to_name: "Jo",
        language: "fr",
        subject,
        message_id: Some("<1@herald.example>"),
        fresh: text,
        deadline: None,
        on_duty: true,
    };
    writer.acknowledge(about, now).await.unwrap()
}

/// What was queued last, as the other side reads it: envelope sender, text, header.
async fn last_mail(db: &TestDb) -> (String, String, Read) {
    let id = db.number("SELECT MAX(id) FROM singles").await;
    let (sender, bytes) = dateline::store::queue::single(&db.store, dateline::model::ids::SingleId(id)).await.unwrap().unwrap();
    let body = mail_parser::MessageParser::default().parse(&bytes).unwrap().body_text(0).unwrap().into_owned();
    let mail = String::from_utf8(bytes).unwrap();
    let (head, _) = mail.split_once("\r\n\r\n").unwrap();
    let headers: Vec<(String, String)> = head
        .replace("\r\n ", " ")
        .split("\r\n")
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let from = Some(Mailbox { name: String::new(), address: "press@office.example".to_owned() });
    (sender, body, Read { headers, from, ..Read::default() })
}

fn facts<'a>(read: &'a Read, return_path: &'a str) -> Facts<'a> {
    Facts {
        class: Class::Inquiry,
        return_path,
        read,
        addressed: true,
        from_ours: false,
        forged: false,
        stamped: false,
        slowed: false,
        answered: false,
    }
}

both_databases! {
    async fn a_reporter_is_told_who_has_it_and_where_to_call(db: TestDb) {
        let news = desk(&db, "News", &[]).await;
        let id = inquiry(&db, 1, Some(news), NO_DEADLINE).await;
        let outcome = acknowledge_it(&db, id, Some(news), "jo@herald.example", "Une question", "Bonjour", NOON).await;
        assert!(matches!(outcome, Outcome::Queued(_)));
        let (sender, mail, read) = last_mail(&db).await;
        assert_eq!(sender, "", "its return path is null");
        assert_eq!(read.header("auto-submitted"), Some("auto-replied"));
        assert_eq!(read.header("in-reply-to"), Some("<1@herald.example>"));
        assert_eq!(read.header("content-language"), Some("fr"));
        assert!(mail.contains("212 555 0100") && mail.contains("permanence"), "{mail}");
        let (keys, office) = (Keyring::for_tests(), office());
        let value = read.header(stamp::FIELD).unwrap();
        assert!(stamp::is_ours(&keys, &office, value));
        assert!(!stamp::is_ours(&keys, &office, &value.replace("v1;", "v2;")));
        assert!(!stamp::is_ours(&keys, &office, &format!("{}0", &value[..value.len() - 1])) || value.ends_with('0'));
        let again = acknowledge_it(&db, id, Some(news), "jo@herald.example", "Une question", "Bonjour", NOON + 9 * DAY).await;
        assert_eq!(again, Outcome::Refused(Limit::Inquiry));
    }

    async fn the_budget_names_the_limit_that_has_no_room(db: TestDb) {
        let mut number = 0;
        let mut ask = async |from: &str, subject: &str, text: &str, now: i64| {
            number += 1;
            answer(&db, number, from, subject, text, now).await
        };
        let is_queued = |outcome| matches!(outcome, Outcome::Queued(_));
        assert!(is_queued(ask("jo@herald.example", "One", "first words", NOON).await));
        assert_eq!(ask("jo@herald.example", "Two", "other words", NOON + HOUR).await, Outcome::Refused(Limit::Sender));
        assert_eq!(ask("ann@herald.example", "RE: One", "new words", NOON + HOUR).await, Outcome::Refused(Limit::Subject));
        assert_eq!(ask("ann@wire.example", "Six", "First words 17", NOON + HOUR).await, Outcome::Refused(Limit::Text));
        assert!(is_queued(ask("jo@herald.example", "Three", "third", NOON + DAY).await));
        assert!(is_queued(ask("jo@herald.example", "Four", "fourth", NOON + 2 * DAY).await));
        assert_eq!(ask("jo@herald.example", "Five", "fifth", NOON + 3 * DAY).await, Outcome::Refused(Limit::SenderWeek));
        let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u"];
        for (n, letter) in letters.iter().enumerate() {
            let outcome = ask(&format!("{letter}@busy.example"), letter, &format!("text {letter}"), NOON + 4 * DAY).await;
            assert_eq!(is_queued(outcome), n < 20);
        }
        db.sql("UPDATE inquiries SET first_answer_ms = 5").await;
        let id = InquiryId(3);
        let outcome = acknowledge_it(&db, id, None, "new@paper.example", "Seven", "seventh", NOON + 5 * DAY).await;
        assert_eq!(outcome, Outcome::Refused(Limit::Inquiry), "an officer has answered");
    }

    async fn sixty_at_once_switch_it_off_until_somebody_looks(db: TestDb) {
        let words = |n: usize| (0..=n / 26).map(|_| char::from(b'a' + u8::try_from(n % 26).unwrap())).collect::<String>();
        let mut last = Outcome::Refused(Limit::Text);
        for n in 0..61 {
            let word = words(n);
            last = answer(&db, i64::try_from(n).unwrap() + 1, &format!("jo@{word}.example"), &word, &word, NOON).await;
        }
        assert_eq!(last, Outcome::Refused(Limit::Breaker));
        assert_eq!(db.number("SELECT COUNT(*) FROM acknowledged").await, 60);
        let off = answer(&db, 70, "jo@later.example", "later", "later", NOON + HOUR).await;
        assert_eq!(off, Outcome::Refused(Limit::Breaker), "time alone does not switch it on");
        assert!(alerts::clear(&db.store, BREAKER, "Sam", NOON + 2 * HOUR).await.unwrap());
        assert!(matches!(answer(&db, 71, "jo@later.example", "later", "later", NOON + 2 * HOUR).await, Outcome::Queued(_)));
    }

    async fn without_the_budget_nothing_is_acknowledged_and_the_inquiry_stays(db: TestDb) {
        let id = inquiry(&db, 1, None, NO_DEADLINE).await;
        db.sql("ALTER TABLE acknowledged RENAME TO gone").await;
        let (keys, office, to) = (Keyring::for_tests(), office(), address("jo@herald.example"));
        let writer = Acknowledger { store: &db.store, keys: &keys, office: &office };
        let about = About {
            inquiry: id, desk: None, to: &to, to_name: "Jo", language: "en", subject: "A", message_id: None, fresh: "b",
            deadline: None, on_duty: false,
        };
        assert!(writer.acknowledge(about, NOON).await.is_err());
        assert_eq!(db.number("SELECT COUNT(*) FROM singles").await, 0);
        assert_eq!(db.number("SELECT COUNT(*) FROM inquiries WHERE state = 'new'").await, 1);
    }

    /// A ticket system answers each word of ours with a new number in subject, address and Message-ID, and says nowhere
    /// that it is one.
    async fn two_hundred_rounds_with_a_ticket_system_are_one_word_one_row_and_one_alert(db: TestDb) {
        let (mut queued, mut number, mut slowed) = (0, 0, 0);
        for round in 0..200 {
            let now = NOON + round * MINUTE;
            let from = format!("help+{round:05}@desk.example");
            let text = format!("Your request has been received as ticket {round}. An agent will look at it.");
            let pace = acknowledge::pace(&db.store, &address(&from), &text, false, now).await.unwrap();
            let from_box = Some(Mailbox { name: String::new(), address: from.clone() });
            let read = Read { from: from_box, ..Read::default() };
            let is_slowed = pace != Pace::Human;
            slowed += i32::from(is_slowed);
            let may = may_acknowledge(&Facts { slowed: is_slowed, ..facts(&read, &from) });
            if may == Err(Why::Slowed) {
                continue;
            }
            assert_eq!(may, Ok(()));
            number += 1;
            let subject = format!("[Ticket #{round}] Re: your message");
            queued += i32::from(matches!(answer(&db, number, &from, &subject, &text, now).await, Outcome::Queued(_)));
        }
        assert_eq!((queued, slowed), (1, 198));
        assert_eq!(db.number("SELECT COUNT(*) FROM slowed_senders WHERE until_ms IS NOT NULL").await, 1);
        let open = alerts::open(&db.store).await.unwrap();
        assert_eq!(open.len(), 1);
        assert!(open[0].message.contains("help@desk.example") && open[0].message.contains("same text"), "{}", open[0].message);
        assert_eq!(db.number("SELECT COUNT(*) FROM singles").await, 1);
    }

    async fn two_offices_that_acknowledge_do_not_answer_each_other(db: TestDb) {
        assert!(matches!(answer(&db, 1, "press@other.example", "Hello", "hello", NOON).await, Outcome::Queued(_)));
        let (sender, _, read) = last_mail(&db).await;
        assert_eq!(may_acknowledge(&facts(&read, &sender)), Err(Why::NullReturnPath));
        // Also where a relay on the way has put something into the empty return path.
        assert_eq!(may_acknowledge(&facts(&read, "press@office.example")), Err(Why::AutoSubmitted));
    }

    async fn a_fast_sender_is_a_person_after_all_when_somebody_known_says_a_deadline(db: TestDb) {
        let from = address("jo@herald.example");
        let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"];
        let mut paces = Vec::new();
        for (n, word) in (0..).zip(words) {
            paces.push(acknowledge::pace(&db.store, &from, word, false, NOON + n).await.unwrap());
        }
        assert!(paces[..10].iter().all(|pace| *pace == Pace::Human) && matches!(paces[10], Pace::SlowedNow(_)));
        assert_eq!(acknowledge::pace(&db.store, &from, "again", false, NOON + MINUTE).await.unwrap(), Pace::Slowed);
        assert_eq!(acknowledge::pace(&db.store, &from, "by 5pm", true, NOON + MINUTE).await.unwrap(), Pace::Human);
        assert_eq!(acknowledge::pace(&db.store, &from, "thanks", false, NOON + 2 * MINUTE).await.unwrap(), Pace::Human);
    }
}
