//! Text that would like to be more than text.

use dateline::compose::letter::{Slots, compile};
use dateline::model::release::{Image, Release};
use dateline::secrets::Keyring;
use proptest::prelude::*;

use super::samples::*;

#[test]
fn no_text_can_add_a_field_or_end_the_message() {
    let evil = "x\r\nBcc: victim@y.example\r\n\r\n.\r\nMAIL FROM:<a@b.example>\n.\n";
    let mut office = office();
    for field in
        [&mut office.name, &mut office.from_name, &mut office.contact, &mut office.postal_address, &mut office.boilerplate]
    {
        field.push_str(evil);
    }
    let release = Release {
        title: evil.to_owned(),
        teaser: evil.to_owned(),
        body: format!("{evil}\n.\n\r.\r\n..\nFrom me"),
        dateline: evil.to_owned(),
        language: evil.to_owned(),
        contact: Some(evil.to_owned()),
        source_url: Some(format!("https://x.example/{evil}")),
        image: Some(Image { url: evil.to_owned(), alt: evil.to_owned(), caption: evil.to_owned(), credit: evil.to_owned() }),
        ..english()
    };
    let slots = Slots { name: evil.to_owned(), outlet: evil.to_owned(), reason: evil.to_owned(), ..slots() };
    let mail = compile(&office, &shipped(), &release, evil, &frame()).unwrap().copy(&Keyring::for_tests(), &slots).unwrap().bytes;
    assert_well_formed(&mail);
    let read = read_by_python(&mail);
    assert!(fields(&read, "Bcc").is_empty());
    assert_eq!(read["addresses"]["To"][0][1], "mara.ionescu@paper.example");
    assert_eq!(read["addresses"]["From"].as_array().unwrap().len(), 1);
    assert_eq!(read["parts"].as_array().unwrap().len(), 2);
    assert!(part(&read, "text/plain")["body"].as_str().unwrap().contains("\n.\n"));
}

#[test]
fn markup_in_any_field_stays_text() {
    let evil = "<script>alert(1)</script><img src=x onerror=y>\"'&{{words}}";
    let mut office = office();
    office.name = evil.to_owned();
    office.contact = evil.to_owned();
    let release = Release {
        title: evil.to_owned(),
        teaser: evil.to_owned(),
        body: format!("{evil}\n\n<iframe src=x></iframe>\n\n[a](javascript:alert(1)) [b](<https://x.example/\"onclick=\"y>)"),
        dateline: evil.to_owned(),
        ..english()
    };
    let slots = Slots { reason: evil.to_owned(), ..slots() };
    let mail = compile(&office, &shipped(), &release, "en", &frame()).unwrap().copy(&Keyring::for_tests(), &slots).unwrap().bytes;
    let read = read_by_python(&mail);
    let page = part(&read, "text/html")["page"].clone();
    for tag in page["tags"].as_array().unwrap() {
        let name = tag[0].as_str().unwrap();
        assert!(!["script", "iframe"].contains(&name), "{name}");
        let handlers = tag[1].as_object().unwrap().keys().filter(|key| key.starts_with("on")).count();
        assert_eq!(handlers, 0, "{tag}");
    }
    assert!(page["links"].as_array().unwrap().iter().all(|link| !link.as_str().unwrap().contains("javascript")));
    assert_eq!(fields(&read, "Subject"), [evil]);
    assert!(part(&read, "text/plain")["body"].as_str().unwrap().contains(evil));
}

#[test]
fn long_and_far_away_text_arrives_whole() {
    let urdu: String = "یہ ایک بہت طویل سرخی ہے ".chars().cycle().take(400).collect();
    let family = "👩‍👩‍👧‍👦 ".repeat(20);
    let long_line = "word".repeat(1_250);
    for (title, body, language) in [
        (urdu.as_str(), urdu.as_str(), "ur"),
        (family.as_str(), long_line.as_str(), "en"),
        (long_line.as_str(), family.as_str(), "en"),
    ] {
        let release = Release { title: title.to_owned(), body: body.to_owned(), language: language.to_owned(), ..english() };
        let mail = mail(&office(), &release, &slots());
        assert_well_formed(&mail);
        let read = read_by_python(&mail);
        assert_eq!(squeezed(&fields(&read, "Subject")[0]), squeezed(title));
        for kind in ["text/plain", "text/html"] {
            let body_read = squeezed(part(&read, kind)["body"].as_str().unwrap());
            assert!(body_read.contains(&squeezed(body)), "{kind}");
        }
    }
}

#[test]
fn an_address_outside_ascii_is_written_as_it_is() {
    let slots = Slots { address: address("用户@例え.example"), ..slots() };
    let mail = mail(&office(), &english(), &slots);
    assert_well_formed(&mail);
    assert!(String::from_utf8(mail).unwrap().contains("\r\nTo: Mara Ionescu <用户@xn--r8jz45g.example>\r\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_written_a_well_formed_mail_goes_out(
        title in any::<String>(),
        body in "(\\PC|[\r\n\t.#>*_`<&\\[\\]()!|-]){0,600}",
        name in any::<String>(),
        reason in any::<String>(),
        contact in "(.|\r|\n){0,80}",
        language in "en|ar|de|xx|[a-z]{0,3}",
    ) {
        let release = Release {
            title: title.clone(),
            teaser: title.clone(),
            body,
            dateline: name.clone(),
            contact: Some(contact),
            language: language.clone(),
            image: Some(Image { url: "https://x.example/i.jpg".to_owned(), alt: title.clone(), caption: name.clone(), credit: reason.clone() }),
            ..english()
        };
        let mut office = office();
        office.name = name.clone();
        office.from_name = title;
        let slots = Slots { name, reason, ..slots() };
        let letter = compile(&office, &shipped(), &release, &language, &frame());
        prop_assume!(letter.is_ok());
        let mail = letter.unwrap().copy(&Keyring::for_tests(), &slots).unwrap().bytes;
        assert_well_formed(&mail);
        let message = mail_parser::MessageParser::default().parse(&mail).unwrap();
        prop_assert_eq!(message.parts.len(), 3);
        prop_assert_eq!(message.to().unwrap().as_list().unwrap().len(), 1);
        prop_assert_eq!(message.to().unwrap().first().unwrap().address(), Some("mara.ionescu@paper.example"));
        let html = message.body_html(0).unwrap();
        let marked = html.contains('\u{FDD0}');
        prop_assert!(!marked, "a slot was left open");
    }
}
