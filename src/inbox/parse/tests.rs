//! What is read of messages as they are, and of those made to break a reader.

use proptest::prelude::*;

use super::*;

fn of(raw: &str) -> Read {
    read(raw.as_bytes()).unwrap()
}

const MIXED: &str = "From: \"Lind, Ada\" <ada@paper.example>\r\nTo: Press <media@press.example>, b@x.example\r\nSubject: =?utf-8?Q?Caf=C3=A9?= and\r\n more\r\n\
     Date: Tue, 24 Nov 2026 15:04:00 -0500\r\nMessage-ID: <a1@paper.example>\r\nReferences: <r1@x> <r2@x>\r\n\
     Thread-Index: AdxcAbCdEfGhIjKlMnOpQrStUvWxYzAAAQID\r\nContent-Type: multipart/mixed; boundary=\"q\"\r\n\r\npreamble\r\n--q\r\n\
     Content-Type: multipart/alternative; boundary=qq\r\n\r\n--qq\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
     Where is the caf=E9? The people of the town would like to know it soon.\r\n--qq\r\nContent-Type: text/html\r\n\r\n<p>Where</p>\r\n--qq--\r\n--q\r\nContent-Type: application/pdf\r\n\
     Content-Disposition: attachment; filename=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjc=\r\n--q--\r\nepilogue\r\n";

#[test]
fn a_message_is_read_with_all_its_parts() {
    let read = of(MIXED);
    assert_eq!(
        read.from.as_ref().map(|from| (from.name.as_str(), from.address.as_str())),
        Some(("Lind, Ada", "ada@paper.example"))
    );
    assert_eq!(read.to.len(), 2);
    assert_eq!(read.subject, "Café and more");
    assert_eq!((read.date, read.offset), (Some(1_795_550_640_000), Some(-300)));
    assert_eq!((read.message_id.as_deref(), read.references.len()), (Some("a1@paper.example"), 2));
    assert_eq!(read.thread_index.as_ref().map(String::len), Some(44));
    assert_eq!(read.text, "Where is the café? The people of the town would like to know it soon.");
    assert_eq!(read.html.as_deref().map(str::trim), Some("<p>Where</p>"));
    assert_eq!(read.language.as_deref(), Some("en"));
    let [pdf] = read.parts.as_slice() else { panic!("{:?}", read.parts) };
    assert_eq!((pdf.name.as_str(), pdf.declared.as_str()), ("a.pdf", "application/pdf"));
    assert_eq!(decode::bytes(MIXED.as_bytes(), pdf).as_ref(), b"%PDF-1.7");
    assert!(!read.encrypted && !read.cut);
}

#[test]
fn the_bounds_hold() {
    let head =
        format!("Subject: x\r\n{}\r\nbody", "X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(20_000));
    assert!(of(&head).cut && of(&head).headers.len() < 6_000);
    let one_line = format!("Subject: {}\r\n\r\nbody", "a".repeat(1_000_000));
    assert!(of(&one_line).cut && of(&one_line).subject.len() <= 2_000);
    let parts = format!(
        "Content-Type: multipart/mixed; boundary=q\r\n\r\n{}--q--\r\n",
        "--q\r\nContent-Type: application/x\r\n\r\nx\r\n".repeat(10_000)
    );
    let read_parts = of(&parts);
    assert!(read_parts.cut && read_parts.parts.len() <= PARTS);
    let mut nested = String::new();
    for depth in 0..200 {
        nested.push_str(&format!("Content-Type: multipart/mixed; boundary=b{depth}x\r\n\r\n--b{depth}x\r\n"));
    }
    assert!(of(&nested).cut);
    let endless = format!("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{}", "QUJD".repeat(1_000_000));
    let text = of(&endless);
    assert!(text.cut && text.text.len() <= TEXT);
}

#[test]
fn a_forwarded_message_within_ten_thousand_others_is_not_gone_into() {
    let raw = "Content-Type: message/rfc822\r\n\r\n".repeat(10_000);
    assert_eq!(of(&raw).parts.len(), 1);
}

#[test]
fn a_boundary_that_begins_another_is_another() {
    let raw = "Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Type: multipart/alternative; boundary=qq\r\n\r\n--qq\r\n\r\none\r\n--qq--\r\n--q\r\n\r\ntwo\r\n--q--\r\n";
    assert_eq!(of(raw).text, "one\n\ntwo");
}

#[test]
fn what_claims_to_be_multipart_and_is_not_is_text() {
    assert_eq!(of("Content-Type: multipart/mixed; boundary=q\r\n\r\nJust words").text, "Just words");
    assert_eq!(
        of("Content-Type: multipart/mixed\r\n\r\nJust words").parts.len() + of("Subject: x\n\nJust words").text.len(),
        1 + 10
    );
}

#[test]
fn charsets_are_read_as_they_are_and_not_as_they_claim() {
    for (label, bytes, expected) in [
        ("windows-1256", &b"\xe3\xd1\xcd\xc8\xc7"[..], "مرحبا"),
        ("windows-1255", b"\xf9\xec\xe5\xed", "שלום"),
        ("gb18030", b"\xc4\xe3\xba\xc3", "你好"),
        ("shift_jis", b"\x8d\x60\x82\xcc\x95\xc2\x8d\xbd", "港の閉鎖"),
        ("koi8-r", b"\xd0\xcf\xd2\xd4", "порт"),
        ("utf-8", "café".as_bytes(), "café"),
        ("us-ascii", "café".as_bytes(), "café"),
        ("utf-8", b"caf\xe9 cr\xe8me \xe0 la carte", "café crème à la carte"),
    ] {
        let raw = [format!("Content-Type: text/plain; charset={label}\r\n\r\n").as_bytes(), bytes].concat();
        assert_eq!(read(&raw).unwrap().text, expected, "{label}");
    }
    assert_eq!(of("Subject: a\0b\r\n\r\nc\0d").subject, "ab");
    assert_eq!(of("Subject: a\r\n\r\nc\0d").text, "cd");
}

#[test]
fn ids_are_found_in_any_shape() {
    for (value, ids) in [
        ("<a@x>\r\n <b@x>", &["a@x", "b@x"][..]),
        ("a@x", &["a@x"]),
        ("Your mail of Tuesday <a@x>", &["a@x"]),
        ("<a@\r\n x>", &["a@x"]),
        ("nothing", &[]),
        ("<>", &[]),
    ] {
        assert_eq!(of(&format!("References: {value}\r\n\r\n")).references, ids, "{value:?}");
    }
}

#[test]
fn a_field_nobody_can_read_takes_no_other_with_it() {
    for strange in [
        "Date: Sat, 22 Apr 2006 17:14:50 UT",
        "Date: =",
        "To: \"never closed",
        "To: a <b",
        "Cc: (((",
        "Content-Type: text/plain; x=\"",
        "Received: \t",
    ] {
        let read = of(&format!("{strange}\r\nFrom: Ada <ada@paper.example>\r\nSubject: Port\r\n\r\nWho?"));
        assert_eq!(read.from.map(|from| from.address).as_deref(), Some("ada@paper.example"), "{strange}");
        assert_eq!((read.subject.as_str(), read.text.as_str()), ("Port", "Who?"), "{strange}");
    }
}

#[test]
fn nothing_at_all_is_no_message() {
    assert_eq!(read(b""), Err(Unreadable::Empty));
    assert_eq!(read(b"\r\n \0"), Err(Unreadable::Empty));
}

#[test]
fn fifty_megabytes_are_not_copied() {
    let mut raw = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nSee the film.\r\n--q\r\nContent-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n".to_vec();
    while raw.len() < 49_900_000 {
        raw.extend_from_slice(b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3ODkr\r\n");
    }
    let read = read(&raw).unwrap();
    assert_eq!(read.text, "See the film.");
    let kept = read.text.len()
        + read.html.map_or(0, |html| html.len())
        + read.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    assert!(kept < 1_000 && read.parts[0].end - read.parts[0].start > 49_000_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_message_makes_the_reader_fall_over(
        cuts in prop::collection::vec((0usize..1_600, 0usize..40, prop::collection::vec(any::<u8>(), 0..12)), 0..12),
        pieces in prop::collection::vec("(?s)\r\n|--q|--qq--|Content-Type: multipart/[a-z]{3}; boundary=q+\r\n|=\\?utf-8\\?[BQ]\\?.{0,6}|[\\x00-\\xff]{0,9}|<[a-z@>]{0,9}", 0..12),
    ) {
        let mut raw = MIXED.as_bytes().to_vec();
        for (at, length, put) in cuts {
            let at = at.min(raw.len());
            let end = (at + length).min(raw.len());
            raw.splice(at..end, put);
        }
        for (place, piece) in pieces.iter().enumerate() {
            let at = (place * 137) % (raw.len() + 1);
            raw.splice(at..at, piece.bytes());
        }
        let found = read(&raw);
        prop_assert!(found != Err(Unreadable::Panicked));
        if let Ok(found) = found {
            prop_assert!(!found.text.contains('\0') && !found.subject.contains('\0') && found.headers.iter().all(|(_, value)| !value.contains('\0')));
            for part in &found.parts {
                prop_assert!(part.start <= part.end && part.end <= raw.len());
                attachment::look(&raw, part);
            }
        }
    }
}
