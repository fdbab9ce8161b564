//! A spreadsheet comes in: every row is accounted for, and nobody is brought back.

use std::io::{Cursor, Write};
use std::sync::{Arc, Mutex};

use dateline::clock::{Clock, DAY};
use dateline::directory::table::TableError;
use dateline::directory::workbook::WorkbookError;
use dateline::directory::{Event, ImportError, Options, Outcome, import, staged};
use dateline::model::contact::Contact;
use dateline::store::suppressions::{Leave, Reason, Scope, leave};
use dateline::store::{Store, directory, imports, vocabulary};
use proptest::prelude::*;

use crate::support::{TestDb, both_databases};

const NOW: i64 = 1_790_000_000_000;

/// The outcome, and each problem as `row code`.
async fn bring(store: &Store, table: impl AsRef<[u8]>, options: Options) -> Result<(Outcome, Vec<String>), ImportError> {
    let mut problems = Vec::new();
    let file = Cursor::new(table.as_ref().to_vec());
    let outcome = import(store, file, options, NOW, &mut |event| {
        if let Event::Problem(problem) = event {
            problems.push(format!("{} {}", problem.row, problem.code.as_str()));
        }
    })
    .await?;
    let rejected: u64 = outcome.rejected.values().sum();
    assert_eq!(outcome.rows, outcome.added + outcome.updated + outcome.merged + rejected, "{outcome:?}");
    Ok((outcome, problems))
}

fn creating() -> Options {
    Options { create_issues: true, ..Options::default() }
}

async fn person(store: &Store, address: &str) -> Option<Contact> {
    directory::find(store, address).await.unwrap()
}

fn counts(outcome: &Outcome) -> [u64; 5] {
    [outcome.rows, outcome.added, outcome.updated, outcome.merged, outcome.rejected.values().sum()]
}

/// Contacts and what they cover, as text.
async fn people_of(db: &TestDb) -> String {
    let dump = db.dump().await;
    let tables = dump.split("== ").filter(|table| table.starts_with("contact"));
    tables.collect()
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

both_databases! {
    async fn every_row_is_accounted_for_and_every_problem_named(db: TestDb) {
        let table = "\u{FEFF}Name;E-Mail;Medium;Themen;Regionen\r\n\
            Ana;ana@courier.example;Courier;Policing;Peru, MX\r\n\
            Bo;;Courier;Policing;Peru\r\n\
            Cy;not an address;Courier;Policing;Peru\r\n\
            \r\n\
            Di;di@gmial.com;Post;Policing;Ruritania\r\n\
            Ana;\" ANA@COURIER.example \";Other;Labour;US-NV\r\n\
            Info;info@post.example;\"two\nlines\";Policing;Bayern\r\n";
        let (outcome, problems) = bring(&db.store, table, creating()).await.unwrap();
        assert_eq!(counts(&outcome), [6, 3, 0, 1, 2]);
        assert_eq!(
            problems,
            [
                "3 email.missing", "4 email.invalid", "6 email.typo_domain", "6 region.unknown", "6 not_placed", "7 duplicate.in_file",
                "8 role_address"
            ]
        );
        assert_eq!(
            serde_json::to_string(&outcome).unwrap(),
            r#"{"rows":6,"added":3,"updated":0,"merged":1,"rejected":{"email.invalid":1,"email.missing":1},"warnings":{"duplicate.in_file":1,"email.typo_domain":1,"not_placed":1,"region.unknown":1,"role_address":1}}"#
        );
        let ana = person(&db.store, "ana@courier.example").await.unwrap();
        assert_eq!((ana.outlet.as_str(), ana.regions.len(), ana.issues.len()), ("Courier", 3, 2));
        assert_eq!(person(&db.store, "info@post.example").await.unwrap().outlet, "two lines");
    }

    async fn importing_again_updates_and_an_empty_cell_blanks_nothing(db: TestDb) {
        bring(&db.store, "Name,Email,Phone,Regions\nAna,a@x.example,+49 30,Peru; Chile\nBo,b@x.example,,\n", creating()).await.unwrap();
        let (outcome, _) = bring(&db.store, "Name,Email,Phone,Regions\nAna Ruiz,A@x.example,,Mexico\nBo,b@x.example,,\n", creating()).await.unwrap();
        assert_eq!(counts(&outcome), [2, 0, 2, 0, 0]);
        let ana = person(&db.store, "a@x.example").await.unwrap();
        let words = vocabulary::load(&db.store).await.unwrap();
        assert_eq!((ana.name.as_str(), ana.phone.as_str(), ana.regions.as_slice()), ("Ana Ruiz", "+49 30", &[words.region("MX").unwrap()][..]));
    }

    async fn twins_far_apart_in_a_file_are_one_person_with_everything_said_of_them(db: TestDb) {
        let mut table = "Name,Email,Outlet,Regions\nAna,ana@x.example,,Peru\n".to_owned();
        for number in 0..1_200 {
            table += &format!("P,p{number}@x.example,,MX\n");
        }
        table += "Anna,ANA@X.example,Courier,Chile\n";
        let (outcome, _) = bring(&db.store, &table, Options::default()).await.unwrap();
        assert_eq!(counts(&outcome), [1_202, 1_201, 0, 1, 0]);
        let ana = person(&db.store, "ana@x.example").await.unwrap();
        assert_eq!((ana.name.as_str(), ana.outlet.as_str(), ana.regions.len()), ("Ana", "Courier", 2));
        let (checked, _) = bring(&db.store, &table, Options { check: true, ..Options::default() }).await.unwrap();
        assert_eq!(counts(&checked), [1_202, 0, 1_201, 1, 0]);
    }

    async fn whoever_left_is_not_brought_back(db: TestDb) {
        let gone = Leave { address_key: "gone@x.example", scope: Scope::Office, reason: Reason::Unsubscribed, source: "test", until: None, delivery: None };
        leave(&db.store, &gone, NOW).await.unwrap();
        let away = Leave { address_key: "away@x.example", reason: Reason::Paused, until: Some(NOW + 1_000_000), ..gone };
        leave(&db.store, &away, NOW).await.unwrap();
        let kept = Kept::default();
        let options = Options { errors_to: Some(Box::new(kept.clone())), ..Options::default() };
        let (outcome, problems) = bring(&db.store, "Email,Name\nGone@x.example,=Gone\naway@x.example,Away\n", options).await.unwrap();
        assert_eq!(counts(&outcome), [2, 1, 0, 0, 1]);
        assert_eq!(problems[0], "2 exists.opted_out");
        assert!(person(&db.store, "gone@x.example").await.is_none());
        let rejected = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert!(rejected.starts_with("\u{FEFF}Email,Name,problem\nGone@x.example,'=Gone,\"row 2, exists.opted_out"), "{rejected}");
    }

    async fn a_check_stores_nothing_and_foretells_the_import(db: TestDb) {
        let table = "Email,Issues,Regions\na@x.example,Policing,Bavaria land\nA@x.example,Labour,\nb@x.example,Labour,El Norte\n";
        let options = |check| Options { check, create_issues: true, map: vec![("El Norte".to_owned(), "MX".to_owned())], ..Options::default() };
        let foretold = bring(&db.store, table, options(true)).await.unwrap();
        assert!(person(&db.store, "a@x.example").await.is_none());
        let words = vocabulary::load(&db.store).await.unwrap();
        assert_eq!((words.issue("Policing"), words.region("El Norte")), (None, None));
        assert_eq!(foretold, bring(&db.store, table, options(false)).await.unwrap());
    }

    async fn whose_mailbox_is_gone_stays_out_and_is_told_apart(db: TestDb) {
        let gone = Leave { address_key: "gone@x.example", scope: Scope::Office, reason: Reason::Bounced, source: "test", until: None, delivery: None };
        leave(&db.store, &gone, NOW).await.unwrap();
        let both = Leave { address_key: "both@x.example", ..gone };
        leave(&db.store, &both, NOW).await.unwrap();
        leave(&db.store, &Leave { reason: Reason::Unsubscribed, ..both }, NOW).await.unwrap();
        let (outcome, problems) = bring(&db.store, "Email\ngone@x.example\nboth@x.example\n", Options::default()).await.unwrap();
        assert_eq!((counts(&outcome), problems), ([2, 0, 0, 0, 2], vec!["2 exists.bounced".to_owned(), "3 exists.opted_out".to_owned()]));
    }

    async fn an_import_from_the_command_line_can_be_taken_back(db: TestDb) {
        let clock = Clock::standing_at(NOW);
        bring(&db.store, "Name,Email,Regions\nAna,a@x.example,Peru\nBo,b@x.example,Chile\n", creating()).await.unwrap();
        let tables = || people_of(&db);
        let before = tables().await;
        clock.advance(DAY);
        let table = "Name,Email,Regions,Issues\nAna Ruiz,a@x.example,Mexico,Policing\nCy,c@x.example,Peru,Policing\nCy,C@x.example,MX,\n";
        let (outcome, _) = bring(&db.store, table, creating()).await.unwrap();
        assert_eq!(counts(&outcome), [3, 1, 1, 1, 0]);
        assert_ne!(before, tables().await);
        let last = imports::list(&db.store, 1).await.unwrap().pop().unwrap();
        assert_eq!((last.tally.rows, last.tally.added, last.tally.updated, last.tally.merged), (3, 1, 1, 1));
        let step = imports::undo(&db.store, &last, "operator", clock.now()).await.unwrap().unwrap();
        assert_eq!(imports::undo(&db.store, &last, "operator", clock.now()).await.unwrap(), None, "once");
        staged::go_on(&db.store, &clock, step).await.unwrap();
        assert_eq!(before, tables().await);
        let first = imports::list(&db.store, 9).await.unwrap().pop().unwrap();
        assert_eq!(imports::undo(&db.store, &first, "operator", NOW + 7 * DAY).await.unwrap(), None, "seven days are over");
    }

    async fn a_name_settled_once_is_known_the_next_time(db: TestDb) {
        let table = "Email,Regions\na@x.example,Freistaat\n";
        let map = |target: &str| Options { map: vec![("Freistaat".to_owned(), target.to_owned())], ..Options::default() };
        assert!(matches!(bring(&db.store, table, map("Nowhere")).await, Err(ImportError::UnknownTarget(_))));
        let (outcome, _) = bring(&db.store, table, map("DE-BY")).await.unwrap();
        assert!(!outcome.warnings.contains_key("region.unknown"));
        let (again, _) = bring(&db.store, table, Options::default()).await.unwrap();
        assert!(!again.warnings.contains_key("region.unknown"));
    }

    async fn what_goes_out_comes_back_the_same(db: TestDb) {
        let table = "Name,Email,Outlet,Covers,Regions,Language,Time zone,Phone,Notes\n\
            \"=HYPERLINK(\"\"http://bad.example\"\",\"\"A\"\")\",a@bücher.example,\"A, B; C\",Policing; Labour rights,US-GA; GE; MENA; World,de,Europe/Berlin,+1 555,\"one\ntwo \"\"x\"\"\"\n\
            'quoted',b@x.example,@at,Policing,US-NV,,,-5,\n";
        bring(&db.store, table, creating()).await.unwrap();
        let mut first = Vec::new();
        dateline::directory::export::export(&db.store, &Default::default(), &mut first).await.unwrap();
        let text = String::from_utf8(first.clone()).unwrap();
        assert!(text.contains("'+1 555") && text.contains("\"'=HYPERLINK"), "{text}");
        let fresh = TestDb::sqlite().await;
        let (outcome, problems) = bring(&fresh.store, &first, creating()).await.unwrap();
        assert_eq!((counts(&outcome), problems), ([2, 2, 0, 0, 0], Vec::<String>::new()));
        let mut second = Vec::new();
        dateline::directory::export::export(&fresh.store, &Default::default(), &mut second).await.unwrap();
        assert_eq!(text, String::from_utf8(second).unwrap());
    }

    async fn a_file_that_is_no_table_of_people_is_refused_in_words(db: TestDb) {
        let refused = |table: &'static [u8]| bring(&db.store, table, Options::default());
        assert!(matches!(refused(b"").await, Err(ImportError::File(TableError::Empty))));
        let broken = refused(b"PK\x03\x04 something").await;
        assert!(matches!(broken, Err(ImportError::File(TableError::Workbook(WorkbookError::Broken)))), "{broken:?}");
        let error = refused(b"Name,Outlet\nAna,Courier\n").await.unwrap_err();
        assert!(error.to_string().contains("found Name, Outlet"), "{error}");
        let named = Options { columns: vec![("Kennung".to_owned(), "email".to_owned())], ..Options::default() };
        let (outcome, _) = bring(&db.store, "Kennung\na@x.example\n", named).await.unwrap();
        assert_eq!(outcome.added, 1);
    }
}

#[test]
fn no_file_whatever_makes_an_import_fall_over() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let db = runtime.block_on(TestDb::sqlite());
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40),
        proptest::sample::select(vec![
            ",",
            ";",
            "\t",
            "\n",
            "\r\n",
            "\"",
            "\"\"",
            "@x.example",
            "a@x.example",
            "ü",
            "\u{FEFF}",
            "=1",
            "Peru"
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    let file = (any::<bool>(), proptest::collection::vec(piece, 0..40));
    proptest!(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }, |((headed, pieces) in file)| {
        let mut bytes = if headed { b"Name,Email,Regions,Notes\n".to_vec() } else { Vec::new() };
        bytes.extend(pieces.concat());
        // Any answer will do; the arithmetic is checked inside.
        let _ = runtime.block_on(bring(&db.store, bytes, Options { check: true, create_issues: true, ..Options::default() }));
    });
}
