//! Signatures, verified by dkimpy, which shares no code with us; and the folder of keys they are made with.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use data_encoding::BASE64;
use dateline::compose::ComposeError;
use dateline::compose::dkim::{DkimError, Folder, Made, Refused, SigningKeys, Signs, State, domain};
use dateline::compose::letter::{Frame, Letter, Slots, compile};
use dateline::compose::single::{self, Origin, Single};
use dateline::model::ids::new_uid;
use dateline::model::release::Release;
use dateline::secrets::Keyring;
use serde_json::{Map, Value, json};

use super::samples::*;

const DOMAIN: &str = "harbour.example";

/// Keys that sign for [`DOMAIN`], made once, since RSA keys take their time.
static SIGNING: LazyLock<(tempfile::TempDir, Keyring)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    folder(dir.path()).make(DOMAIN, NOW).unwrap();
    folder(dir.path()).start(DOMAIN, &[], NOW).unwrap().unwrap();
    let keys = keyring(dir.path());
    (dir, keys)
});

fn folder(dir: &Path) -> Folder {
    Folder::new(&dir.join("dkim"), &dir.join("key"))
}

fn keyring(dir: &Path) -> Keyring {
    Keyring::for_tests().with_dkim(SigningKeys::open(folder(dir), Signs::Both).unwrap())
}

pub fn signing_keys() -> &'static Keyring {
    &SIGNING.1
}

pub fn signing_frame() -> Frame {
    Frame { signing: signing_keys().dkim().signing(DOMAIN, NOW).unwrap(), ..frame() }
}

fn signed(release: &Release, slots: &Slots) -> Vec<u8> {
    let letter = compile(&office(), &shipped(), release, &release.language, &signing_frame()).unwrap();
    letter.copy(signing_keys(), slots).unwrap().bytes
}

/// Every signature of every mail, as `tests/dkim_verify.py` finds them.
fn verified(mails: &[Vec<u8>]) -> Vec<Vec<Value>> {
    let folder = folder(SIGNING.0.path());
    let mut records = Map::new();
    for key in folder.keys(DOMAIN).unwrap() {
        let record = folder.record(DOMAIN, &key).unwrap().unwrap();
        records.insert(record.name, record.value.into());
    }
    let mails: Vec<String> = mails.iter().map(|mail| BASE64.encode(mail)).collect();
    let mut reader = Command::new("/usr/bin/python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dkim_verify.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Debian's python3 verifies signatures; `tests/run` installs it and python3-dkim");
    serde_json::to_writer(reader.stdin.as_ref().unwrap(), &json!({ "records": records, "mails": mails })).unwrap();
    reader.stdin.take().unwrap().flush().unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn valid(signatures: &[Value]) -> Vec<bool> {
    signatures.iter().map(|one| one["valid"].as_bool().unwrap()).collect()
}

fn nasty() -> Vec<Release> {
    let body = |text: &str| Release { body: text.to_owned(), ..english() };
    vec![
        english(),
        arabic(),
        Release {
            title: "港口诊所拒绝治疗五分之一的海员".to_owned(),
            language: "zh".to_owned(),
            ..body("医生被要求治疗没有登岸许可的海员。\n\n十一家拒绝了。")
        },
        Release { title: "👩‍👩‍👧‍👦 ".repeat(20), ..body(&"👩🏽‍🚒 ".repeat(300)) },
        body("Blanks at the end   \nof lines\t\n\nand  two  in\ta  row. \n\n    indented code \n"),
        body(".\n\n..\n\n. lone dots .\n\n.\n"),
        body("From me\n\nFrom you, as a mailbox file would have it.\n\n>From them\n"),
        body(&"word".repeat(1_250)),
        body("x"),
        Release { title: "A very long subject that goes on. ".repeat(12), ..body("Short.\n\n\n\n") },
    ]
}

#[test]
fn both_signatures_of_every_mail_verify() {
    let answering = Slots { in_reply_to: Some(format!("<d.{}@harbour.example>", "a".repeat(22))), ..slots() };
    let mails: Vec<Vec<u8>> = nasty().iter().map(|release| signed(release, &answering)).collect();
    for (mail, signatures) in mails.iter().zip(verified(&mails)) {
        assert_eq!(valid(&signatures), [true, true], "{signatures:?}\n{}", String::from_utf8_lossy(mail));
        let algorithms: Vec<&str> = signatures.iter().map(|one| one["a"].as_str().unwrap()).collect();
        assert_eq!(algorithms, ["rsa-sha256", "ed25519-sha256"]);
        for one in &signatures {
            assert_eq!((one["d"].as_str(), one["t"].as_str()), (Some(DOMAIN), Some("1795514400")));
            assert_eq!(one["tags"], json!(["a", "b", "bh", "c", "d", "h", "s", "t", "v"]));
        }
        let head = String::from_utf8_lossy(mail).split("\r\n\r\n").next().unwrap().to_owned();
        assert!(head.lines().all(|line| line.len() <= 78), "{head}");
        let named = signatures[0]["h"].as_str().unwrap().to_lowercase();
        let count = |name: &str| named.split(':').filter(|other| *other == name).count();
        for line in head.lines().filter(|line| !line.starts_with([' ', '\t']) && !line.starts_with("DKIM-Signature")) {
            let name = line.split(':').next().unwrap().to_lowercase();
            assert!(count(&name) >= 1, "{name} is not signed");
        }
        for name in OVERSIGNED {
            let present =
                head.lines().filter(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase()))).count();
            assert_eq!(count(&name.to_lowercase()), present + 1, "{name}");
        }
    }
}

const OVERSIGNED: [&str; 12] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Reply-To",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "In-Reply-To",
    "References",
];

#[test]
fn a_changed_byte_or_an_added_field_breaks_both_signatures() {
    let mail = signed(&english(), &Slots { in_reply_to: Some("<d.abc@harbour.example>".to_owned()), ..slots() });
    let text = String::from_utf8(mail.clone()).unwrap();
    let body = text.find("\r\n\r\n").unwrap() + 4;
    let start = text.find("\r\nDate: ").unwrap() + 2;
    let mut changed = Vec::new();
    let mut at = start;
    while at < body - 2 {
        let end = at + text[at..].find("\r\n").unwrap();
        if !text[at..].starts_with(' ') {
            let mut other = mail.clone();
            other[end - 1] ^= 1;
            changed.push((text[at..end].to_owned(), other));
        }
        at = end + 2;
    }
    assert!(changed.len() >= 16, "{}", changed.len());
    for place in [body, body + (mail.len() - body) / 2, mail.len() - 3] {
        let mut other = mail.clone();
        other[place] ^= 1;
        changed.push((format!("body at {place}"), other));
    }
    for name in OVERSIGNED {
        for place in [0, start, body - 2] {
            let mut other = text.clone();
            other.insert_str(place, &format!("{name}: <https://evil.example/>\r\n"));
            changed.push((format!("{name} at {place}"), other.into_bytes()));
        }
    }
    let mails: Vec<Vec<u8>> = changed.iter().map(|(_, mail)| mail.clone()).collect();
    for ((what, _), signatures) in changed.iter().zip(verified(&mails)) {
        assert_eq!(valid(&signatures), [false, false], "{what}: {signatures:?}");
    }
}

#[test]
fn what_relays_do_on_the_way_breaks_nothing() {
    let text = String::from_utf8(signed(&arabic(), &slots())).unwrap();
    let received = format!("Received: from a by b;\r\n Tue, 24 Nov 2026 10:00:01 +0000\r\nX-Spam: no\r\n{text}");
    let refolded = text.replace("\r\n <mailto:", " \t<mailto:").replace("\r\nSubject:", "\r\nSUBJECT:  ");
    let padded = format!("{}\r\n\r\n", text.replace("==\r\n", "== \t\r\n"));
    assert!(refolded != text && padded.len() > text.len() + 4);
    for signatures in verified(&[received.into_bytes(), refolded.into_bytes(), padded.into_bytes()]) {
        assert_eq!(valid(&signatures), [true, true], "{signatures:?}");
    }
}

#[test]
fn bodies_as_no_letter_has_them_verify_too() {
    let head = "From: <press@harbour.example>\r\nTo: <a@b.example>\r\nSubject: x\r\n\ty \r\n";
    let bodies =
        ["", "\r\n", "\r\n\r\n\r\n", "a", " \r\n", "a  b\tc \r\n \r\n\t\r\n", "\r\n\r\n lead\r\n", "tab\t\r\n.\r\nFrom x\r\n"];
    let signing = signing_frame().signing;
    let sign = |body: &str| signing_keys().dkim().sign(format!("{head}\r\n{body}").into_bytes(), signing.as_ref()).unwrap();
    let mails: Vec<Vec<u8>> = bodies.iter().map(|body| sign(body)).collect();
    for (body, signatures) in bodies.iter().zip(verified(&mails)) {
        assert_eq!(valid(&signatures), [true, true], "{body:?} {signatures:?}");
    }
}

#[test]
fn single_messages_are_signed_when_they_are_written() {
    let to = Single {
        uid: new_uid(NOW),
        date: NOW,
        to: address("praxis@x.example"),
        to_name: "Praxis".to_owned(),
        language: "de".to_owned(),
        in_reply_to: None,
    };
    let keys = signing_keys();
    let plain = |origin| single::plain(&office(), keys, &to, "Ihre Änderung", "Erledigt.", origin).unwrap().bytes;
    let test = single::test(&office(), keys, &letter(&english()), &to).unwrap().bytes;
    for signatures in verified(&[plain(Origin::Person), plain(Origin::Reply), test]) {
        assert_eq!(valid(&signatures), [true, true], "{signatures:?}");
    }
    let unsigned = single::plain(&office(), &Keyring::for_tests(), &to, "x", "x", Origin::Person).unwrap().bytes;
    assert!(unsigned.starts_with(b"Date: "));
}

#[test]
fn a_letter_is_signed_as_it_was_frozen_and_one_from_before_is_not() {
    let keys = signing_keys();
    let release = english();
    let letter = compile(&office(), &shipped(), &release, "en", &signing_frame()).unwrap();
    let stored = serde_json::to_value(&letter).unwrap();
    let again: Letter = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(letter.copy(keys, &slots()).unwrap(), again.copy(keys, &slots()).unwrap());

    let mut before = stored;
    before.as_object_mut().unwrap().remove("signing").unwrap();
    let before: Letter = serde_json::from_value(before).unwrap();
    assert_eq!(before.copy(keys, &slots()).unwrap().bytes, mail(&office(), &release, &slots()));
    assert!(!serde_json::to_string(&before).unwrap().contains("signing"));

    let lost = letter.copy(&Keyring::for_tests(), &slots()).unwrap_err();
    assert!(matches!(lost, ComposeError::LostSigningKey { .. }));
    assert!(lost.to_string().contains("`r202611a` of harbour.example"), "{lost}");
}

#[test]
fn nothing_is_signed_before_a_key_signs_and_the_next_step_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let says = |part: &str| {
        let error = keyring(dir.path()).dkim().signing(DOMAIN, NOW).unwrap_err().to_string();
        assert!(error.contains(part) && error.contains(DOMAIN), "{error}");
    };
    says("dateline dkim make");
    let Made::New(made) = folder(dir.path()).make(DOMAIN, NOW).unwrap() else { panic!("there were none") };
    says("dateline dkim records");
    folder(dir.path()).start(DOMAIN, &["e202611a".to_owned()], NOW).unwrap().unwrap();
    says("no RSA key");
    let Made::Waiting(waiting) = folder(dir.path()).make(DOMAIN, NOW + 1).unwrap() else { panic!("one waits") };
    assert_eq!((made.len(), waiting.len()), (2, 1));
    folder(dir.path()).start(DOMAIN, &[], NOW).unwrap().unwrap();
    assert!(keyring(dir.path()).dkim().signing(DOMAIN, NOW).unwrap().is_some());
    assert!(keyring(dir.path()).dkim().signing("other.example", NOW).is_err());
    let relay = SigningKeys::open(folder(dir.path()), Signs::Nothing).unwrap();
    assert_eq!(relay.signing(DOMAIN, NOW).unwrap(), None);
    // Beside a relay that adds RSA itself.
    let alone = SigningKeys::open(folder(dir.path()), Signs::Ed25519).unwrap();
    let signing = alone.signing(DOMAIN, NOW).unwrap().unwrap();
    assert!(
        signing.uses(DOMAIN, "e202611a")
            && !made.iter().any(|key| key.selector.starts_with('r') && signing.uses(DOMAIN, &key.selector))
    );
}

#[test]
fn private_keys_are_their_owners_and_never_shown() {
    let dir = tempfile::tempdir().unwrap();
    folder(dir.path()).make(DOMAIN, NOW).unwrap();
    let home = dir.path().join("dkim/harbour.example");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let pem = home.join("e202611a.pem");
    assert_eq!((mode(&home), mode(&pem), mode(&home.join("index"))), (0o700, 0o600, 0o600));
    let secret = fs::read_to_string(&pem).unwrap().lines().nth(1).unwrap().to_owned();
    let shown = format!("{:?}", keyring(dir.path()));
    assert!(shown.contains("e202611a._domainkey.harbour.example") && !shown.contains(&secret), "{shown}");

    fs::set_permissions(&pem, fs::Permissions::from_mode(0o644)).unwrap();
    let open = SigningKeys::open(folder(dir.path()), Signs::Both).unwrap_err();
    assert!(matches!(&open, DkimError::OpenToAll(file) if *file == pem), "{open}");
    assert!(open.to_string().contains("chmod 600"));
    fs::set_permissions(&pem, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&pem, format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", secret.to_lowercase())).unwrap();
    let broken = SigningKeys::open(folder(dir.path()), Signs::Both).unwrap_err().to_string();
    assert!(broken.contains("e202611a.pem") && !broken.contains(&secret.to_lowercase()), "{broken}");
}

#[test]
fn keys_are_made_by_the_user_who_sends() {
    let dir = tempfile::tempdir().unwrap();
    let key_file = dir.path().join("key");
    fs::write(&key_file, "").unwrap();
    // Only root can give a file away; to others the sender's files are out of reach anyway.
    if std::os::unix::fs::chown(&key_file, Some(65_534), None).is_err() {
        return;
    }
    let error = folder(dir.path()).make(DOMAIN, NOW).unwrap_err();
    assert!(matches!(&error, DkimError::OtherOwner(file) if *file == key_file), "{error}");
    assert!(!dir.path().join("dkim").exists());
}

#[test]
fn a_wrong_line_of_the_list_is_named_with_its_file() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("dkim/harbour.example");
    fs::create_dir_all(&home).unwrap();
    fs::write(home.join("index"), "# mine\nr1 rsa singing 2026-11-24T10:00:00Z\n").unwrap();
    let error = SigningKeys::open(folder(dir.path()), Signs::Both).unwrap_err().to_string();
    assert!(error.starts_with("line 2 of ") && error.contains("harbour.example/index names a state"), "{error}");
}

#[test]
fn commands_at_the_same_time_make_one_set_of_keys() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_owned();
    let made: Vec<_> = (0..4)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || matches!(folder(&path).make(DOMAIN, NOW).unwrap(), Made::New(_)))
        })
        .collect();
    assert_eq!(made.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum::<usize>(), 1);
    assert_eq!(folder(dir.path()).keys(DOMAIN).unwrap().len(), 2);
    let mut files: Vec<_> =
        fs::read_dir(path.join("dkim/harbour.example")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["e202611a.pem", "index", "lock", "r202611a.pem"]);
}

#[test]
fn a_removed_key_is_gone_and_its_name_is_not_used_again() {
    let dir = tempfile::tempdir().unwrap();
    let keys = folder(dir.path());
    assert_eq!(keys.start(DOMAIN, &[], NOW).unwrap().unwrap_err(), Refused::NoSuchKey);
    assert!(!dir.path().join("dkim").exists(), "looking makes nothing");
    keys.make(DOMAIN, NOW).unwrap();
    assert_eq!(keys.remove(DOMAIN, "r202611a", false, NOW).unwrap(), Err(Refused::InUse));
    keys.remove(DOMAIN, "r202611a", true, NOW).unwrap().unwrap();
    keys.remove(DOMAIN, "e202611a", true, NOW).unwrap().unwrap();
    assert!(!dir.path().join("dkim/harbour.example/r202611a.pem").exists());
    let Made::New(made) = keys.make(DOMAIN, NOW).unwrap() else { panic!("nothing waits") };
    assert_eq!(made.iter().map(|key| key.selector.as_str()).collect::<Vec<_>>(), ["r202611b", "e202611b"]);
    assert!(made.iter().all(|key| key.state == State::Waiting));
    // What a crash left behind is nobody's.
    fs::write(dir.path().join("dkim/harbour.example/stray.txt"), "x").unwrap();
    fs::create_dir(dir.path().join("dkim/not a domain")).unwrap();
    assert_eq!(keys.domains().unwrap(), [DOMAIN]);
}

#[test]
fn a_domain_is_written_as_dns_has_it() {
    assert_eq!(domain("Bücher.Example.").as_deref(), Some("xn--bcher-kva.example"));
    for text in ["", "..", "../x", "a b.example", "localhost", "x/y.example", "a@b.example"] {
        assert_eq!(domain(text), None, "{text}");
    }
}
