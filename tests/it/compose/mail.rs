//! An ordinary mail as it arrives, read by Python's parser.

use dateline::compose::letter::{Letter, because, view};
use dateline::compose::links::{Purpose, read, read_view};
use dateline::compose::notice::{self, Facts};
use dateline::compose::single::{self, Origin, Single};
use dateline::compose::{ComposeError, OpensMode};
use dateline::model::ids::{MailingId, new_uid};
use dateline::model::release::{Release, ReleaseKind};
use dateline::secrets::Keyring;

use super::samples::*;

const FIELDS: [&str; 15] = [
    "Date",
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Language",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Feedback-ID",
    "X-Auto-Response-Suppress",
    "",
];

#[test]
fn a_mail_has_exactly_our_fields_each_once() {
    let mail = mail(&office(), &english(), &slots());
    assert_well_formed(&mail);
    let read = read_by_python(&mail);
    let names: Vec<&str> = read["headers"].as_array().unwrap().iter().map(|field| field[0].as_str().unwrap()).collect();
    assert_eq!(names, FIELDS[..14]);
    assert_eq!(read["defects"], serde_json::json!([]));
    assert_eq!(fields(&read, "Date"), ["Tue, 24 Nov 2026 10:00:00 +0000"]);
    assert_eq!(fields(&read, "Subject"), [english().title]);
    assert_eq!(read["addresses"]["From"], serde_json::json!([["Harbour Rights Watch", "press@harbour.example"]]));
    assert_eq!(read["addresses"]["To"], serde_json::json!([["Mara Ionescu", "mara.ionescu@paper.example"]]));
    assert_eq!(fields(&read, "MIME-Version"), ["1.0"]);
    assert_eq!(fields(&read, "Content-Language"), ["en"]);
    assert_eq!(fields(&read, "List-Id"), ["Harbour Rights Watch <releases.harbour.example>"]);
    assert_eq!(fields(&read, "List-Unsubscribe-Post"), ["List-Unsubscribe=One-Click"]);
    assert_eq!(fields(&read, "X-Auto-Response-Suppress"), ["OOF, AutoReply"]);
    let feedback = fields(&read, "Feedback-ID");
    assert!(feedback[0].starts_with("m42:release:releases:dl"), "{feedback:?}");
    let kinds: Vec<&str> = read["parts"].as_array().unwrap().iter().map(|part| part["type"].as_str().unwrap()).collect();
    assert_eq!((read["type"].as_str(), kinds.as_slice()), (Some("multipart/alternative"), &["text/plain", "text/html"][..]));
}

#[test]
fn every_address_and_link_of_a_copy_leads_back_to_it() {
    let keys = Keyring::for_tests();
    let mut office = office();
    office.bounce_domain = Some("bounce.harbour.example".to_owned());
    let copy = dateline::compose::letter::compile(&office, &shipped(), &english(), "en", &frame())
        .unwrap()
        .copy(&keys, &slots())
        .unwrap();
    let mail = read_by_python(&copy.bytes);
    let between = |text: &str, start: &str, end: &str| {
        let rest = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}")).1;
        rest.split_once(end).unwrap().0.to_owned()
    };
    let delivery = Some(slots().delivery.0);
    let reply_to = mail["addresses"]["Reply-To"][0][1].as_str().unwrap().to_owned();
    assert!(reply_to.split('@').next().unwrap().len() <= 64);
    assert_eq!(read(&keys, Purpose::Reply, &between(&reply_to.to_uppercase(), "MEDIA+", "@")), delivery);
    assert_eq!(read(&keys, Purpose::Message, &between(&fields(&mail, "Message-ID")[0], "<d.", "@harbour.example>")), delivery);
    let leave = fields(&mail, "List-Unsubscribe").remove(0);
    assert_eq!(read(&keys, Purpose::Unsubscribe, &between(&leave, "<https://press.harbour.example/u/", ">,")), delivery);
    let by_mail = between(&leave, "<mailto:media+", "@harbour.example?subject=unsubscribe>");
    assert_eq!(read(&keys, Purpose::Unsubscribe, &by_mail), delivery);
    assert_eq!(read(&keys, Purpose::Bounce, &between(&copy.envelope_from, "b+", "@bounce.harbour.example")), delivery);
    let text = part(&mail, "text/plain")["body"].as_str().unwrap().to_owned();
    assert_eq!(
        read_view(&keys, &between(&text, "https://press.harbour.example/v/", "\n")),
        Some((MailingId(42), "en".to_owned()))
    );
    let html = part(&mail, "text/html");
    let image = html["page"]["images"].as_array().unwrap().last().unwrap()["src"].as_str().unwrap().to_owned();
    assert_eq!(read(&keys, Purpose::OpenCounted, image.rsplit_once('/').unwrap().1), Some(42));
}

#[test]
fn text_and_html_carry_the_same_facts() {
    let embargoed =
        Release { embargo: Some(NOW + 3_600_000), event: Some(NOW + 90_000_000), kind: ReleaseKind::MediaAdvisory, ..english() };
    for release in [english(), arabic(), embargoed] {
        let read = read_by_python(&mail(&office(), &release, &slots()));
        let text = part(&read, "text/plain")["body"].as_str().unwrap().to_owned();
        let page = part(&read, "text/html")["page"].clone();
        let html_words = squeezed(page["text"].as_str().unwrap());
        let links: Vec<&str> = page["links"].as_array().unwrap().iter().map(|link| link.as_str().unwrap()).collect();
        // Every paragraph, caption, contact line … of the text part stands in the HTML part, in the same order but
        // for the addresses of links.
        let mut rest = html_words.as_str();
        for line in text.lines().filter(|line| !line.is_empty()) {
            let bare = line.trim_start_matches(['-', '>', ' ']);
            let address = bare.split_once("] ").map_or(bare, |(_, address)| address);
            if address.starts_with("https://") {
                let is_image = release.image.as_ref().is_some_and(|image| image.url == address);
                assert!(links.contains(&address) || is_image, "{address} is not linked");
                continue;
            }
            let Some(words) = words_of(bare, &release) else { continue };
            let at = rest.find(&words).unwrap_or_else(|| panic!("“{words}” is not in the HTML, or earlier: {rest}"));
            rest = &rest[at..];
        }
        for needed in [
            &release.title,
            &release.dateline,
            "Harbour Rights Watch",
            "press@harbour.example",
            &slots().reason,
            "14 Quay Street",
        ] {
            assert!(text.contains(needed) && html_words.contains(needed), "{needed}");
        }
        for link in links.iter().filter(|link| link.starts_with("https://")) {
            assert!(text.contains(link), "{link} is not in the text");
        }
        assert!(links.iter().any(|link| link.contains("/u/")) && links.iter().any(|link| link.contains("/v/")));
        assert!(page["images"].as_array().unwrap().iter().all(|image| image["alt"].is_string()));
    }
}

/// A line of the text part as HTML has it; nothing for what HTML says by other means.
fn words_of(line: &str, release: &Release) -> Option<String> {
    let mut line = squeezed(line);
    while let Some((before, after)) = line.split_once(" [").and_then(|(before, after)| Some((before, after.split_once(']')?.1))) {
        line = format!("{before}{after}");
    }
    let is_alt = release.image.as_ref().is_some_and(|image| line.ends_with(&image.alt));
    let is_label = line.ends_with(':');
    (!is_alt).then(|| if is_label { line.trim_end_matches(':').to_owned() } else { line })
}

#[test]
fn two_renders_of_a_copy_are_byte_identical_also_from_a_stored_letter() {
    let keys = Keyring::for_tests();
    for release in [english(), arabic()] {
        let first = letter(&release);
        let stored: Letter = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
        let copy = first.copy(&keys, &slots()).unwrap();
        assert_eq!(copy, stored.copy(&keys, &slots()).unwrap());
        assert_eq!(copy, letter(&release).copy(&keys, &slots()).unwrap());
    }
}

#[test]
fn who_may_be_counted_follows_the_mode_and_the_consent() {
    let image = |mode, consented| {
        let mut office = office();
        office.opens = mode;
        let mut slots = slots();
        slots.consented = consented;
        let html = part(&read_by_python(&mail(&office, &english(), &slots)), "text/html");
        let images = html["page"]["images"].as_array().unwrap().clone();
        let counting = images.iter().map(|image| image["src"].as_str().unwrap()).find(|src| src.contains("/o/"));
        counting.map(|src| src.rsplit_once('/').unwrap().1.to_owned())
    };
    let keys = Keyring::for_tests();
    assert_eq!(image(OpensMode::Off, true), None);
    for (mode, consented) in [(OpensMode::Counted, true), (OpensMode::Individual, false)] {
        assert_eq!(read(&keys, Purpose::OpenCounted, &image(mode, consented).unwrap()), Some(42));
    }
    let own = image(OpensMode::Individual, true).unwrap();
    assert_eq!(read(&keys, Purpose::OpenIndividual, &own), Some(slots().delivery.0));
}

#[test]
fn the_page_in_the_browser_holds_nothing_personal() {
    let page = view(&letter(&english()));
    for personal in ["/u/", "/o/", "/v/", "Mara", "paper.example", "You get this", "\u{FDD0}"] {
        assert!(!page.contains(personal), "{personal}");
    }
    for needed in ["Port clinics turn away", "NEWHAVEN, November 24, 2026", "press@harbour.example", "14 Quay Street"] {
        assert!(page.contains(needed), "{needed}");
    }
}

#[test]
fn the_status_comes_first_and_the_subject_has_one_tag() {
    for (kind, embargo, status, subject) in [
        (ReleaseKind::Release, None, "FOR IMMEDIATE RELEASE", ""),
        (ReleaseKind::MediaAdvisory, None, "MEDIA ADVISORY", "MEDIA ADVISORY: "),
        (ReleaseKind::Correction, None, "CORRECTION", "CORRECTED: "),
        (ReleaseKind::Withdrawal, None, "WITHDRAWN – DO NOT USE", "WITHDRAWN: "),
        (
            ReleaseKind::Release,
            Some(NOW + 3_600_000),
            "EMBARGOED UNTIL 11:00 UTC, Tuesday, November 24, 2026",
            "EMBARGOED UNTIL 11:00 UTC, Tuesday, November 24, 2026: ",
        ),
        (ReleaseKind::Release, Some(NOW - 1), "FOR IMMEDIATE RELEASE", ""),
    ] {
        let read = read_by_python(&mail(&office(), &Release { kind, embargo, ..english() }, &slots()));
        let text = part(&read, "text/plain")["body"].as_str().unwrap().to_owned();
        assert_eq!(text.lines().nth(1), Some(status));
        assert_eq!(fields(&read, "Subject"), [format!("{subject}{}", english().title)]);
    }
}

#[test]
fn a_correction_answers_the_copy_it_corrects() {
    let slots = dateline::compose::letter::Slots { in_reply_to: Some("<d.abc@harbour.example>".to_owned()), ..slots() };
    let read = read_by_python(&mail(&office(), &english(), &slots));
    assert_eq!(fields(&read, "In-Reply-To"), ["<d.abc@harbour.example>"]);
    assert_eq!(fields(&read, "References"), ["<d.abc@harbour.example>"]);
    let forged = dateline::compose::letter::Slots { in_reply_to: Some("<a>\r\nBcc: x@y.example".to_owned()), ..slots };
    assert!(fields(&read_by_python(&mail(&office(), &english(), &forged)), "In-Reply-To").is_empty());
}

#[test]
fn one_click_is_offered_over_https_and_on_this_machine_only() {
    for (url, offered) in
        [("https://p.example", 1), ("http://127.0.0.1:8025", 1), ("http://[::1]:80", 1), ("http://p.example", 0)]
    {
        let mut office = office();
        office.public_url = url.to_owned();
        let read = read_by_python(&mail(&office, &english(), &slots()));
        assert_eq!(fields(&read, "List-Unsubscribe-Post").len(), offered, "{url}");
        assert!(fields(&read, "List-Unsubscribe")[0].starts_with(&format!("<{url}/u/")));
    }
}

#[test]
fn right_to_left_text_says_so_on_every_wrapper() {
    let read = read_by_python(&mail(&office(), &arabic(), &slots()));
    let html = part(&read, "text/html");
    assert_eq!(fields(&read, "Content-Language"), ["ar"]);
    let tags = html["page"]["tags"].as_array().unwrap();
    for name in ["html", "div", "table"] {
        let first = tags.iter().find(|tag| tag[0] == name).unwrap();
        assert_eq!((first[1]["lang"].as_str(), first[1]["dir"].as_str()), (Some("ar"), Some("rtl")), "{name}");
    }
    assert!(html["body"].as_str().unwrap().contains("<bdi>Harbour Rights Watch</bdi>"));
    assert!(because("ar", "Health", "Nevada").contains("Health"));
    // A language without words of ours: the frame is English and says so, inside a page that runs the other way.
    let urdu = Release { language: "ur".to_owned(), ..arabic() };
    let html = part(&read_by_python(&mail(&office(), &urdu, &slots())), "text/html");
    assert!(html["body"].as_str().unwrap().contains("lang=\"en\" dir=\"ltr\""));
}

#[test]
fn what_would_be_cut_off_is_refused_with_its_size() {
    let long = Release { body: "Forty words of text make a paragraph. ".repeat(2_600), ..english() };
    let error = dateline::compose::letter::compile(&office(), &shipped(), &long, "en", &frame()).unwrap_err();
    assert!(matches!(error, ComposeError::TooBig { bytes, limit: 92_160 } if bytes > 98_000), "{error}");
}

#[test]
fn a_letter_of_a_lost_key_makes_no_copies() {
    let frame = dateline::compose::letter::Frame { key_id: "k9".to_owned(), ..frame() };
    let letter = dateline::compose::letter::compile(&office(), &shipped(), &english(), "en", &frame).unwrap();
    assert!(matches!(letter.copy(&Keyring::for_tests(), &slots()), Err(ComposeError::UnknownKey(key)) if key == "k9"));
}

#[test]
fn a_test_is_the_real_letter_without_anything_that_counts() {
    let to = single("boss@harbour.example");
    let copy = single::test(&office(), &Keyring::for_tests(), &letter(&english()), &to).unwrap();
    assert_well_formed(&copy.bytes);
    let read = read_by_python(&copy.bytes);
    assert_eq!(fields(&read, "Subject"), [format!("[TEST] {}", english().title)]);
    for absent in ["List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Feedback-ID"] {
        assert!(fields(&read, absent).is_empty(), "{absent}");
    }
    let html = part(&read, "text/html")["body"].as_str().unwrap().to_owned();
    assert!(html.contains("This is a test") && html.contains("Port clinics turn away") && !html.contains("/o/"));
}

#[test]
fn a_notice_says_that_a_machine_wrote_it_and_an_answer_does_not() {
    let plain = |origin| {
        let to = single("praxis@x.example");
        single::plain(&office(), &Keyring::for_tests(), &to, "Ihre Änderung", "Erledigt.\r\n.\r\nGruß", origin).unwrap()
    };
    for (origin, automatic, sender) in [
        (Origin::Person, None, "press@harbour.example"),
        (Origin::Machine, Some("auto-generated"), "press@harbour.example"),
        (Origin::Reply, Some("auto-replied"), ""),
    ] {
        let copy = plain(origin);
        assert_well_formed(&copy.bytes);
        let read = read_by_python(&copy.bytes);
        assert_eq!(fields(&read, "Auto-Submitted").first().map(String::as_str), automatic);
        assert_eq!(copy.envelope_from, sender);
        assert_eq!(fields(&read, "Subject"), ["Ihre Änderung"]);
        assert_eq!(part(&read, "text/plain")["body"], "Erledigt.\n.\nGruß\n");
    }
}

fn single(to: &str) -> Single {
    Single { uid: new_uid(NOW), date: NOW, to: address(to), to_name: String::new(), language: "de".to_owned(), in_reply_to: None }
}

#[test]
fn the_notice_of_an_alert_says_what_is_wrong_what_it_means_and_what_comes_next() {
    let to = single("ana@harbour.example");
    let mail = |matter, waiting, others| {
        let facts = Facts { matter, message: "it says:\r\n535 5.7.8 no {{{x}}} & so on", raised: NOW, waiting, others };
        let copy = notice::compose(&office(), &Keyring::for_tests(), &to, &facts).unwrap();
        assert_eq!(copy.envelope_from, "press@harbour.example");
        assert_well_formed(&copy.bytes);
        read_by_python(&copy.bytes)
    };
    for (matter, waiting, others, subject, said) in [
        (
            "relay:office",
            1,
            false,
            "Dateline alert: relay office",
            "no reporter is struck off; 1 copy waits. There is no other relay",
        ),
        ("relay:office", 0, true, "Dateline alert: relay office", "no copy waits. The other relays carry on."),
        ("relay:office", 9, true, "Dateline alert: relay office", "Once it is mended: dateline relay resume office"),
        ("lane:office/google", 9, true, "Dateline alert: google, through relay office", "to this group, 9 copies wait."),
        ("mailing:12", 300, true, "Dateline alert: mailing 12 is paused", "300 copies wait, and none is lost."),
        ("mailing:12", 300, true, "Dateline alert: mailing 12 is paused", "dateline mailing resume 12 dateline mailing stop 12"),
        ("cap:day", 300, true, "Dateline alert: the day's cap is reached", "300 copies wait until after midnight UTC"),
        ("disk:full", 3, true, "Dateline alert: disk:full", "nothing is lost; 3 copies wait."),
    ] {
        let read = mail(matter, waiting, others);
        assert_eq!(fields(&read, "Subject"), [subject]);
        assert_eq!(fields(&read, "Auto-Submitted"), ["auto-generated"]);
        assert_eq!((read["type"].as_str(), fields(&read, "List-Unsubscribe").len()), (Some("text/plain"), 0));
        let text = squeezed(part(&read, "text/plain")["body"].as_str().unwrap());
        for words in
            ["What is wrong: it says: 535 5.7.8 no {{{x}}} & so on", said, "Since: 10:00 UTC, Tuesday, November 24, 2026"]
        {
            assert!(text.contains(words), "{matter}: {words:?} is not in {text}");
        }
    }
}
