//! A spreadsheet comes in by the desk: every row is accounted for before and after, what is wrong can be put right where
//! it stands, and all of it can be taken back.

use std::io::{Cursor, Write as _};

use axum::http::StatusCode;
use dateline::clock::{DAY, HOUR, MINUTE};
use dateline::directory::staged;
use dateline::model::contact::Consent;
use dateline::store::imports::{self, State};
use dateline::store::officers::Role;
use dateline::store::suppressions::{self, Leave, Reason, Scope};
use dateline::store::{directory, journal, profile};

use super::world::{Answer, Browser, World};
use crate::support::both_databases;

const BRING: &str = "/reporters/import";

/// Brings a file; on success leads to its columns.
async fn bring(world: &World, browser: &Browser, ground: &str, name: &str, bytes: &[u8]) -> Answer {
    let page = world.get(browser, BRING).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let once = page.field("once");
    let answer = world.upload(browser, BRING, &[("once", &once), ("ground", ground)], (name, bytes)).await;
    if !answer.leads_to().is_empty() {
        settled(world, id(&answer)).await;
    }
    answer
}

/// Waits until nothing is under way in the background.
async fn settled(world: &World, import: i64) {
    loop {
        let state = imports::find(&world.db.store, import).await.unwrap().unwrap().state;
        if !matches!(state, State::Reading | State::Judging | State::Running | State::Undoing) {
            return;
        }
        tokio::task::yield_now().await;
    }
}

fn id(answer: &Answer) -> i64 {
    let path = answer.leads_to().strip_prefix("/reporters/import/").unwrap_or_else(|| panic!("{}", answer.text()));
    path.split('/').next().unwrap().parse().unwrap()
}

/// The select fields of a page with what is chosen in them.
fn chosen(page: &Answer) -> Vec<(String, String)> {
    let selects = page.body.split("<select ").skip(1).map(|select| {
        let (name, rest) = select.split_once("name=\"").unwrap().1.split_once('"').unwrap();
        let options = rest.split("</select>").next().unwrap();
        let option = options.split("<option ").find(|option| option.contains(" selected")).unwrap();
        (name.to_owned(), option.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
    });
    selects.collect()
}

/// Agrees to the columns as they were guessed, but for what is said here; leads to the check.
async fn agree(world: &World, browser: &Browser, import: i64, said: &[(&str, &str)]) -> Answer {
    let path = format!("{BRING}/{import}/columns");
    let page = world.get(browser, &path).await;
    let guessed = chosen(&page);
    let mut fields: Vec<(&str, &str)> = guessed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| !said.iter().any(|(other, _)| other == name));
    fields.extend_from_slice(said);
    let answer = world.press(browser, &page, &path, &fields).await;
    settled(world, import).await;
    answer
}

/// Brings a file up to the check of its rows.
async fn to_check(world: &World, browser: &Browser, ground: &str, text: impl AsRef<[u8]>) -> (i64, Answer) {
    let import = id(&bring(world, browser, ground, "people.csv", text.as_ref()).await);
    let answer = agree(world, browser, import, &[("create", "yes")]).await;
    assert_eq!(answer.leads_to(), format!("{BRING}/{import}/check"), "{}", answer.text());
    let page = world.get(browser, answer.leads_to()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    (import, page)
}

/// Presses the button of the check, and follows to the result.
async fn go(world: &World, browser: &Browser, import: i64) -> Answer {
    let page = world.get(browser, &format!("{BRING}/{import}/check")).await;
    let answer = world.press(browser, &page, &format!("{BRING}/{import}/go"), &[]).await;
    assert_eq!(answer.leads_to(), format!("{BRING}/{import}"), "{}", answer.text());
    settled(world, import).await;
    world.get(browser, answer.leads_to()).await
}

async fn take_back(world: &World, browser: &Browser, import: i64) -> Answer {
    let path = format!("{BRING}/{import}/undo");
    let page = world.get(browser, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let answer = world.press(browser, &page, &path, &[]).await;
    settled(world, import).await;
    world.get(browser, answer.leads_to()).await
}

/// rows, added, updated, merged, rejected; they always close.
async fn sums(world: &World, import: i64) -> [i64; 5] {
    let tally = imports::find(&world.db.store, import).await.unwrap().unwrap().tally;
    assert_eq!(tally.rows, tally.added + tally.updated + tally.merged + tally.rejected, "{tally:?}");
    [tally.rows, tally.added, tally.updated, tally.merged, tally.rejected]
}

async fn contacts(world: &World) -> String {
    let dump = world.db.dump().await;
    dump.split("== ").filter(|table| table.starts_with("contact")).collect()
}

async fn leave(world: &World, address_key: &str, reason: Reason) {
    let leave = Leave { address_key, scope: Scope::Office, reason, source: "test", until: None, delivery: None };
    suppressions::leave(&world.db.store, &leave, world.clock.now()).await.unwrap();
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The smallest workbook that programs open. An empty row is left out, as programs do.
fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = String::new();
    for (row, cells) in (1..).zip(rows).filter(|(_, cells)| !cells.is_empty()) {
        sheet += &format!("<row r=\"{row}\">");
        for (column, cell) in ('A'..).zip(*cells) {
            sheet += &format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>");
        }
        sheet += "</row>";
    }
    let spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let link = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{spreadsheet}\" xmlns:r=\"{office}\"><sheets><sheet name=\"People\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let types =
        format!("<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
    packed(&[
        ("[Content_Types].xml", &types),
        ("_rels/.rels", &link("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &link("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns=\"{spreadsheet}\"><sheetData>{sheet}</sheetData></worksheet>")),
    ])
}

fn ods(rows: &str) -> Vec<u8> {
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        "<office:document-content xmlns:office=\"{names}:office:1.0\" xmlns:table=\"{names}:table:1.0\" xmlns:text=\"{names}:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"People\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        "<manifest:manifest xmlns:manifest=\"{names}:manifest:1.0\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/></manifest:manifest>"
    );
    packed(&[("mimetype", kind), ("content.xml", &content), ("META-INF/manifest.xml", &manifest)])
}

fn ods_row(cells: &[&str]) -> String {
    let cell = |cell: &&str| format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>");
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}

both_databases! {
    async fn a_row_is_put_right_where_it_stands_and_comes_in(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let table = "Name,Email,Covers,Regions\n\
            Ana,ana courier.example,Policing,Peru\n\
            Bo,,Policing,Peru\n\
            Cy,cy@x.example,Policing,Peru\n\
            Cy,CY@x.example,Policing,Mexico\n\
            Di,info@x.example,Policing,Peru\n";
        let (import, page) = to_check(&world, &tom, "role", table).await;
        assert_eq!(sums(&world, import).await, [5, 2, 0, 1, 2]);
        let text = page.text();
        assert!(text.contains("5 rows = 2 new + 0 updated + 1 twice in the file + 2 not importable"), "{text}");
        assert!(text.contains("Did you mean ana@courier.example?") && text.contains("There is no address."), "{text}");
        assert!(text.contains("The same person as in row 4"), "{text}");
        assert!(text.contains("Import 2 and skip 2"), "{text}");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts").await, 0, "nothing is stored yet");

        let path = format!("{BRING}/{import}/check");
        // One row alone, then the rest; the desk's mailbox is left out.
        let one = [("only", "2"), ("cell-2-1", "ana@courier.example"), ("cell-3-1", "bo@x.example")];
        assert_eq!(world.post(&tom, &path, &one).await.leads_to(), path);
        assert_eq!(sums(&world, import).await, [5, 3, 0, 1, 1], "only that row");
        let rest = [("row", "3"), ("row", "5"), ("row", "6"), ("cell-3-1", "cy@x.example"), ("skip-6", "yes")];
        world.post(&tom, &path, &rest).await;
        // Row 3 is now the first about Cy, and rows 4 and 5 are its twins.
        assert_eq!(sums(&world, import).await, [5, 2, 0, 2, 1]);
        let foretold = world.get(&tom, &path).await.text();
        assert!(foretold.contains("5 rows = 2 new + 0 updated + 2 twice in the file + 1 not importable"), "{foretold}");

        let result = go(&world, &tom, import).await.text();
        assert!(result.contains("5 rows: 2 new, 0 updated, 2 twice in the file, 1 left out."), "{result}");
        assert_eq!(sums(&world, import).await, [5, 2, 0, 2, 1]);
        let cy = directory::find(&world.db.store, "cy@x.example").await.unwrap().unwrap();
        assert_eq!((cy.name.as_str(), cy.regions.len()), ("Bo", 2));
        assert!(directory::find(&world.db.store, "info@x.example").await.unwrap().is_none());
    }

    async fn every_reason_is_shown_in_words_with_its_row(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        leave(&world, "gone@x.example", Reason::Unsubscribed).await;
        leave(&world, "dead@x.example", Reason::Bounced).await;
        let long = "x".repeat(201);
        let table = format!(
            "Name,Email,Covers,Regions,Language,Time zone\n\
             A,,All issues,Peru,,\nB,not an address,All issues,Peru,,\n{long},c@x.example,All issues,Peru,,\n\
             M\u{FFFD}ller,d@x.example,All issues,Peru,,\nE,gone@x.example,All issues,Peru,,\nF,dead@x.example,All issues,Peru,,\n\
             G,g@gmial.com,All issues,Peru,,\nH,info@x.example,All issues,Peru,,\nI,g@gmial.com,All issues,Peru,,\n\
             J,j@x.example,All issues,Ruritania; Peru,,\nK,k@x.example,Quantum gravity; All issues,Peru,,\nL,l@x.example,,Peru,,\n\
             M,m@x.example,All issues,Peru,Klingon please,\nN,n@x.example,All issues,Peru,,Mars/Base\n"
        );
        let import = id(&bring(&world, &tom, "agreed", "people.csv", table.as_bytes()).await);
        agree(&world, &tom, import, &[]).await;
        let page = world.get(&tom, &format!("{BRING}/{import}/check")).await;
        let found = imports::find(&world.db.store, import).await.unwrap().unwrap();
        for code in [
            "email.missing", "email.invalid", "too_long", "encoding", "exists.opted_out", "exists.bounced", "email.typo_domain",
            "role_address", "duplicate.in_file", "region.unknown", "issue.unknown", "not_placed", "language.unknown", "time_zone.unknown",
        ] {
            assert!(found.tally.codes.contains_key(code), "{code}: {:?}", found.tally.codes);
        }
        let text = page.text();
        for words in [
            "There is no address.", "This is not an address: not an address", "Too long: name: 201 characters, at most 200",
            "A character could not be read.", "Opted out on Thu 26 Nov 2026.", "Mail to this address came back on Thu 26 Nov 2026",
            "gmial.com looks mistyped.", "info@x.example is a desk, not a person.", "The same person as in row 8.",
            "Not a region the office knows: Ruritania", "Not an issue the office knows: Quantum gravity", "No issue or no region",
            "Not a language: Klingon please", "Not a time zone: Mars/Base",
        ] {
            assert!(text.contains(words), "{words:?} in {text}");
        }
        assert_eq!(sums(&world, import).await, [14, 7, 0, 1, 6]);
        let csv = world.get(&tom, &format!("{BRING}/{import}/problems.csv")).await;
        assert!(csv.header("content-disposition").starts_with("attachment"));
        assert!(csv.body.starts_with("\u{FEFF}Name,Email,Covers,Regions,Language,Time zone,problem\n"), "{}", csv.body);
        assert!(csv.body.contains("\"row 3, email.invalid: this is not one e-mail address (from character 4)\""), "{}", csv.body);
        assert_eq!(csv.body.lines().count(), 15);
    }

    async fn however_a_table_is_saved_its_people_come_in(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let plain = "Name;E-Mail;Notizen\r\nJürgen Müller;j@x.example;\"sagt: \"\"ja\"\"\r\nund kommt\"\r\n\r\nÅsa Öberg;a@x.example;\r\n";
        let utf16: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let book = xlsx(&[&["Name", "E-Mail", "Notizen"], &["Jürgen Müller", "j@x.example", "x"], &[], &["Åsa Öberg", "a@x.example", ""]]);
        let sheet = [
            ods_row(&["Name", "E-Mail", "Notizen"]), ods_row(&["Jürgen Müller", "j@x.example", "x"]),
            "<table:table-row table:number-rows-repeated=\"1\"><table:table-cell/></table:table-row>".to_owned(),
            ods_row(&["Åsa Öberg", "a@x.example"]),
            "<table:table-row table:number-rows-repeated=\"1048571\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
        ];
        for (how, name, bytes) in [
            ("UTF-8", "a.csv", [&b"\xEF\xBB\xBF"[..], plain.as_bytes()].concat()),
            ("windows-1252", "b.csv", encoding_rs::WINDOWS_1252.encode(plain).0.into_owned()),
            ("UTF-16LE", "c.txt", utf16),
            ("UTF-8", "d.tsv", plain.replace(';', "\t").into_bytes()),
            ("XLSX", "e.xlsx", book),
            ("ODS", "f.ods", ods(&sheet.concat())),
        ] {
            let import = id(&bring(&world, &tom, "role", name, &bytes).await);
            let page = world.get(&tom, &format!("{BRING}/{import}/columns")).await.text();
            assert!(page.contains(&format!("2 rows, read as {how}")), "{name}: {page}");
            let found = imports::find(&world.db.store, import).await.unwrap().unwrap();
            assert_eq!(found.fields, ["name", "email", "notes"], "{name}");
            agree(&world, &tom, import, &[]).await;
            assert_eq!(sums(&world, import).await[0], 2, "{name}");
            let rows = dateline::store::import_rows::after(&world.db.store, import, 0, 9).await.unwrap();
            // A line break in a cell is no row of its own; an empty row is one.
            assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 4], "{name}");
            assert_eq!((rows[0].cells[0].as_str(), rows[1].cells[0].as_str()), ("Jürgen Müller", "Åsa Öberg"), "{name}");
        }
    }

    async fn what_is_no_list_of_people_is_refused_in_words(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let row = |attribute: &str| format!("<table:table-row><table:table-cell {attribute} office:value-type=\"string\"><text:p>a@x.example</text:p></table:table-cell></table:table-row>");
        let wide = ods(&row("table:number-columns-repeated=\"16384\"").repeat(400));
        let locked = packed(&[("META-INF/manifest.xml", "<m:encryption-data/>"), ("content.xml", "x")]);
        for (name, bytes, words) in [
            ("a.csv", Vec::new(), "a.csv is empty."),
            ("b.csv", b"Name,Outlet\nAna,Courier\n".to_vec(), "Found: Name, Outlet."),
            ("c.xlsx", b"PK\x03\x04 something".to_vec(), "c.xlsx is damaged"),
            ("d.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old".to_vec(), "d.xls is damaged, or of an old kind"),
            ("e.ods", locked, "e.ods is protected with a password"),
            ("f.ods", wide, "f.ods unpacks to more than 200 MB"),
            ("g.csv", vec![b'x'; 25 * 1024 * 1024 + 1], "g.csv is larger than 25 MB."),
            ("h.csv", b"Email\n".to_vec(), "No column looks like e-mail addresses"),
        ] {
            let answer = bring(&world, &tom, "role", name, &bytes).await;
            if name == "h.csv" {
                assert!(answer.text().contains("h.csv is empty."), "headers and nobody: {}", answer.text());
                continue;
            }
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.text());
            assert!(answer.text().contains(words), "{name}: {}", answer.text());
        }
        let page = world.get(&tom, BRING).await;
        let nothing = world.upload(&tom, BRING, &[("once", &page.field("once"))], ("", b"")).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.text().contains("Choose one.") && nothing.text().contains("Choose a file or paste the cells."), "{}", nothing.text());
        assert_eq!(world.db.number("SELECT COUNT(*) FROM imports").await, 0, "nothing is left of them");
    }

    async fn pasted_cells_without_headers_are_a_list_too(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let page = world.get(&tom, BRING).await;
        let fields = [("once", page.field("once")), ("ground", "agreed".to_owned()), ("paste", "Ana\tana@x.example\nBo\tbo@x.example".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let import = id(&world.upload(&tom, BRING, &fields, ("", b"")).await);
        settled(&world, import).await;
        let answer = agree(&world, &tom, import, &[("col-0", "name")]).await;
        assert_eq!(answer.leads_to(), format!("{BRING}/{import}/check"));
        go(&world, &tom, import).await;
        assert_eq!(directory::find(&world.db.store, "ana@x.example").await.unwrap().unwrap().name, "Ana");
        let none = agree_again(&world, &tom, "Kürzel,Kennung\nx,a@x.example\n", &[("col-1", "ignore")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.text().contains("Say which column holds the e-mail addresses."), "{}", none.text());
    }

    async fn a_name_nobody_knows_is_asked_about_once(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let table = "Email,Regions,Covers\na@x.example,El Norte,Strikes\nb@x.example,El Norte; Peru,Strikes\n";
        let import = id(&bring(&world, &tom, "role", "people.csv", table.as_bytes()).await);
        let page = world.get(&tom, &format!("{BRING}/{import}/columns")).await;
        assert_eq!((page.field("term-0"), page.field("kind-0")), ("El Norte".to_owned(), "region".to_owned()));
        let wrong = agree(&world, &tom, import, &[("map-0", "Nowhere")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("Nowhere is neither a name nor a code"), "{}", wrong.text());
        agree(&world, &tom, import, &[("map-0", "MX"), ("create", "yes")]).await;
        let found = imports::find(&world.db.store, import).await.unwrap().unwrap();
        assert_eq!((found.unknown, found.tally.codes.len()), (Vec::new(), 0));
        // The next file is understood at once.
        let again = id(&bring(&world, &tom, "role", "people.csv", table.as_bytes()).await);
        assert!(imports::find(&world.db.store, again).await.unwrap().unwrap().unknown.is_empty());
    }

    async fn a_second_press_imports_once_and_only_what_was_seen(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let (import, page) = to_check(&world, &tom, "role", "Email\na@x.example\nwho@\n").await;
        let path = format!("{BRING}/{import}/go");
        // Somebody puts a row right meanwhile: the first page is about something else now.
        let fields = [("only", "3"), ("cell-3-0", "b@x.example")];
        world.post(&tom, &format!("{BRING}/{import}/check"), &fields).await;
        assert_eq!(world.press(&tom, &page, &path, &[]).await.status, StatusCode::CONFLICT);
        let page = world.get(&tom, &format!("{BRING}/{import}/check")).await;
        let first = world.press(&tom, &page, &path, &[]).await;
        let second = world.press(&tom, &page, &path, &[]).await;
        settled(&world, import).await;
        assert_eq!((first.leads_to(), second.leads_to()), (format!("{BRING}/{import}").as_str(), format!("{BRING}/{import}").as_str()));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts").await, 2);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM audit WHERE act = 'contact.import'").await, 1);
    }

    async fn taking_it_back_restores_everything_but_what_happened_since(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let (first, _) = to_check(&world, &tom, "role", "Name,Email,Outlet,Covers,Regions\nAna,a@x.example,Courier,Policing,Peru\nBo,b@x.example,,,Chile\n").await;
        go(&world, &tom, first).await;
        world.clock.advance(HOUR);
        let before = contacts(&world).await;
        let table = "Name,Email,Outlet,Phone,Covers,Regions\n\
            Ana Ruiz,A@x.example,Post,+1 555,Labour,Mexico; US-NV\nBo,b@x.example,Wire,,Labour,\nBo,B@x.example,,+2,,Peru\nCy,c@x.example,,,Labour,Peru\n";
        let (import, page) = to_check(&world, &tom, "role", table).await;
        let text = page.text();
        assert!(text.contains("Courier Post") && text.contains("Peru Mexico; Nevada"), "old and new: {text}");
        let result = go(&world, &tom, import).await;
        assert!(result.text().contains("You can undo this import until Thu 3 Dec 2026"), "{}", result.text());
        assert_eq!(sums(&world, import).await, [4, 1, 2, 1, 0]);
        assert_ne!(before, contacts(&world).await);
        let undone = take_back(&world, &tom, import).await;
        assert!(undone.text().contains("Removed: 1. Given their old values back: 2."), "{}", undone.text());
        assert_eq!(before, contacts(&world).await);
        assert_eq!(world.get(&tom, &format!("{BRING}/{import}/undo")).await.leads_to(), format!("{BRING}/{import}"), "once");
    }

    async fn whoever_was_written_to_or_changed_since_stays(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let (old, _) = to_check(&world, &tom, "role", "Name,Email,Phone\nAna,a@x.example,1\n").await;
        go(&world, &tom, old).await;
        world.clock.advance(HOUR);
        let (import, _) = to_check(&world, &tom, "role", "Name,Email,Phone\nAnna,a@x.example,2\nBo,b@x.example,\nCy,c@x.example,\nDi,d@x.example,\n").await;
        go(&world, &tom, import).await;
        world.db.sql("INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, state, due_ms) \
            SELECT 1, 7, id, address, address_key, 'accepted', 0 FROM contacts WHERE address_key = 'b@x.example'").await;
        world.clock.advance(HOUR);
        let (later, _) = to_check(&world, &tom, "role", "Name,Email,Phone\nCyril,c@x.example,\nAnna Ruiz,a@x.example,\n").await;
        go(&world, &tom, later).await;
        leave(&world, "d@x.example", Reason::Unsubscribed).await;
        let confirm = world.get(&tom, &format!("{BRING}/{import}/undo")).await.text();
        assert!(confirm.contains("1 person who came with it stays") && confirm.contains("Whoever opted out meanwhile stays out."), "{confirm}");
        let found = imports::find(&world.db.store, import).await.unwrap().unwrap();
        assert_eq!(journal::foretell(&world.db.store, &found).await.unwrap(), (2, 1, 1));
        let undone = take_back(&world, &tom, import).await.text();
        assert!(undone.contains("Removed: 1. Given their old values back: 1."), "{undone}");
        assert!(undone.contains("1 stays: mail has gone to them") && undone.contains("1 stays: somebody has changed"), "{undone}");
        let person = async |key| directory::find(&world.db.store, key).await.unwrap();
        // The name was changed by a later import and is left; the telephone was not and is as it was.
        let ana = person("a@x.example").await.unwrap();
        assert_eq!((ana.name.as_str(), ana.phone.as_str()), ("Anna Ruiz", "1"));
        assert!(person("b@x.example").await.is_some() && person("c@x.example").await.is_some() && person("d@x.example").await.is_none());
        let out = suppressions::list(&world.db.store, "d@x.example", world.clock.now()).await.unwrap();
        assert_eq!(out.len(), 1, "undoing lifts nothing");
    }

    async fn why_people_may_be_written_to_comes_in_with_them_and_goes_with_the_undo(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let ground = async |key: &str| {
            let id = directory::find(&world.db.store, key).await.unwrap().unwrap().id;
            let found = profile::find(&world.db.store, id).await.unwrap().unwrap();
            (found.consent, found.consent_at, found.consent_source, id)
        };
        let (first, _) = to_check(&world, &tom, "role", "Name,Email\nAna,a@x.example\n").await;
        go(&world, &tom, first).await;
        let at_first = world.clock.now();
        let role = (Consent::PressRole, Some(at_first), "Tom (people.csv)".to_owned());
        let (consent, at, source, ana) = ground("a@x.example").await;
        assert_eq!((consent, at, source), role);
        let page = world.get(&tom, &format!("/reporters/{ana}")).await.text();
        assert!(page.contains("Press role; recorded"), "{page}");

        world.clock.advance(HOUR);
        let (agreed, _) = to_check(&world, &tom, "agreed", "Name,Email\nAna,a@x.example\nBo,b@x.example\n").await;
        go(&world, &tom, agreed).await;
        for key in ["a@x.example", "b@x.example"] {
            let (consent, at, ..) = ground(key).await;
            assert_eq!((consent, at), (Consent::Agreed, Some(world.clock.now())), "{key}");
        }
        let page = world.get(&tom, &format!("/reporters/{ana}")).await.text();
        assert!(page.contains("Agreed on") && page.contains("Tom (people.csv)"), "{page}");

        // What was agreed to is not taken for less by a later list.
        world.clock.advance(HOUR);
        let (later, _) = to_check(&world, &tom, "role", "Name,Email\nAna,a@x.example\n").await;
        go(&world, &tom, later).await;
        assert_eq!(ground("a@x.example").await.0, Consent::Agreed);

        take_back(&world, &tom, agreed).await;
        let (consent, at, source, _) = ground("a@x.example").await;
        assert_eq!((consent, at, source), role, "as it was before");
        assert!(directory::find(&world.db.store, "b@x.example").await.unwrap().is_none());
    }

    async fn a_list_of_those_who_opted_out_adds_nobody_and_stays(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        leave(&world, "b@x.example", Reason::Unsubscribed).await;
        world.db.sql("INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, state, due_ms) \
            VALUES (1, 7, 1, 'a@x.example', 'a@x.example', 'pending', 0)").await;
        let (import, page) = to_check(&world, &tom, "opt_out", "Email\na@x.example\nb@x.example\nA@x.example\nwho@\n").await;
        let text = page.text();
        assert!(text.contains("4 rows = 1 to be kept out + 1 kept out already + 1 twice in the file + 1 not readable"), "{text}");
        assert!(text.contains("Keep 1 out and skip 1"), "{text}");
        let result = go(&world, &tom, import).await.text();
        assert!(result.contains("1 are kept out from now on") && !result.contains("You can undo"), "{result}");
        assert_eq!(sums(&world, import).await, [4, 1, 1, 1, 1]);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts").await, 0);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM suppressions WHERE source = 'import' AND reason = 'unsubscribed'").await, 1);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE left_out = 'unsubscribed'").await, 1);
        assert_eq!(world.get(&tom, &format!("{BRING}/{import}/undo")).await.status, StatusCode::SEE_OTHER);
        // And they stay out of any list of people that follows.
        let (next, _) = to_check(&world, &tom, "agreed", "Email\na@x.example\n").await;
        assert_eq!(sums(&world, next).await, [1, 0, 0, 0, 1]);
    }

    async fn an_import_cut_off_in_the_middle_is_gone_on_with(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let rows: String = (0..1_000).map(|n| format!("P,p{}@x.example,Peru\n", n % 900)).collect();
        let (import, _) = to_check(&world, &tom, "role", format!("Name,Email,Regions\n{rows}")).await;
        let found = imports::find(&world.db.store, import).await.unwrap().unwrap();
        let step = imports::start(&world.db.store, &found, "Tom", world.clock.now()).await.unwrap().unwrap();
        let pass = staged::set_off(&world.db.store, &world.clock, step.clone());
        while imports::find(&world.db.store, import).await.unwrap().unwrap().progress == 0 {
            tokio::task::yield_now().await;
        }
        pass.abort();
        let _ = pass.await;
        let state = world.get(&tom, &format!("{BRING}/{import}/state")).await;
        assert!(state.body.starts_with("<section") && state.body.contains("id=\"import-state\""), "{}", state.body);
        // While somebody may still be at it nobody else is.
        let early = imports::find(&world.db.store, import).await.unwrap().unwrap();
        staged::look_after(&world.db.store, &world.clock).await.unwrap();
        assert_eq!(imports::find(&world.db.store, import).await.unwrap().unwrap().turn, early.turn);
        world.clock.advance(2 * MINUTE);
        staged::look_after(&world.db.store, &world.clock).await.unwrap();
        assert_eq!(imports::find(&world.db.store, import).await.unwrap().unwrap().state, State::Done);
        assert_eq!(sums(&world, import).await, [1_000, 900, 0, 100, 0]);
        // Whoever comes back late with an old step does nothing more.
        staged::go_on(&world.db.store, &world.clock, step).await.unwrap();
        assert_eq!(sums(&world, import).await, [1_000, 900, 0, 100, 0]);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts").await, 900);
        take_back(&world, &tom, import).await;
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts").await, 0);
    }

    async fn rows_are_kept_for_seven_days_and_no_longer(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let (left, _) = to_check(&world, &tom, "role", "Email\na@x.example\nwho@\n").await;
        let (done, _) = to_check(&world, &tom, "role", "Email\nb@x.example\n").await;
        go(&world, &tom, done).await;
        let listed = world.get(&tom, BRING).await.text();
        assert!(listed.contains("2 rows, by Tom: not imported yet") && listed.contains("1 row, by Tom"), "{listed}");
        world.clock.advance(7 * DAY - HOUR);
        staged::look_after(&world.db.store, &world.clock).await.unwrap();
        assert_eq!(world.db.number("SELECT COUNT(*) FROM import_rows").await, 3);
        world.clock.advance(2 * HOUR);
        staged::look_after(&world.db.store, &world.clock).await.unwrap();
        assert_eq!(world.db.number("SELECT COUNT(*) FROM import_rows").await, 0);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM import_changes").await, 0);
        assert!(imports::find(&world.db.store, left).await.unwrap().is_none());
        assert!(imports::find(&world.db.store, done).await.unwrap().is_some(), "that it was is still told");
    }

    async fn hostile_cells_are_text_everywhere(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let table = "\"<script>alert(1)</script>\",Email,Covers\n\"=HYPERLINK(\"\"x\"\")\",\"\"\"><img src=x onerror=alert(1)>\",<b>x</b>\n\
            =1+1,a@x.example,\"<svg onload=alert(2)>\"\n";
        let import = id(&bring(&world, &tom, "role", "<i>evil</i>.csv", table.as_bytes()).await);
        let columns = world.get(&tom, &format!("{BRING}/{import}/columns")).await;
        agree(&world, &tom, import, &[("col-0", "name")]).await;
        let check = world.get(&tom, &format!("{BRING}/{import}/check")).await;
        for page in [&columns, &check, &world.get(&tom, BRING).await] {
            for raw in ["<script>alert", "<img src=x", "<svg onload", "<b>x", "<i>evil"] {
                assert!(!page.body.contains(raw), "{raw} in {}", page.body);
            }
        }
        let csv = world.get(&tom, &format!("{BRING}/{import}/problems.csv")).await.body;
        assert!(csv.contains("'=HYPERLINK") && csv.contains("'=1+1"), "{csv}");
        assert!(csv.lines().all(|line| !line.trim_start_matches('"').starts_with('=')), "{csv}");
    }

    async fn whoever_may_only_look_brings_nothing(db: TestDb) {
        let world = World::new(db);
        let (tom, vera) = (world.officer("Tom", Role::Writer).await, world.officer("Vera", Role::Viewer).await);
        let (import, page) = to_check(&world, &tom, "role", "Email\na@x.example\n").await;
        assert_eq!(world.get(&vera, BRING).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.upload(&vera, BRING, &[("once", "x"), ("ground", "role")], ("a.csv", b"Email\na@x.example\n")).await.status, StatusCode::FORBIDDEN);
        for part in ["go", "undo", "columns", "check"] {
            assert_eq!(world.post(&vera, &format!("{BRING}/{import}/{part}"), &[("once", "y")]).await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(world.press(&vera, &page, &format!("{BRING}/{import}/go"), &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.get(&vera, &format!("{BRING}/{import}/problems.csv")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts").await, 0);
    }
}

async fn agree_again(world: &World, browser: &Browser, table: &str, said: &[(&str, &str)]) -> Answer {
    let import = id(&bring(world, browser, "role", "people.csv", table.as_bytes()).await);
    agree(world, browser, import, said).await
}
