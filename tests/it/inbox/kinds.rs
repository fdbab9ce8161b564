//! Nasty messages, one by one: what each is found to be and what decided it. Messages are files beside this one; tokens of
//! ours in them are made here.

use std::path::Path;

use dateline::clock::SECOND;
use dateline::compose::links::{self, Purpose, token};
use dateline::inbox::classify::{Known, classify};
use dateline::inbox::parse::attachment::{Flag, look};
use dateline::inbox::parse::{self, invitation};
use dateline::inbox::sender::author::{Own, Recovered};
use dateline::inbox::sender::check::Familiar;
use dateline::inbox::sender::results::{self, Standing};
use dateline::inbox::sender::{author, check};
use dateline::inbox::{absence, dedupe, returns, shown};
use dateline::model::inbound::{Class, Envelope, Finding, Read};
use dateline::model::inquiry::SenderCheck;
use dateline::model::returned::Verdict;
use dateline::secrets::Keyring;

struct Mail {
    raw: Vec<u8>,
    read: Read,
    envelope: Envelope,
}

fn mail(name: &str) -> Mail {
    let keys = Keyring::for_tests();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/inbox/messages/{name}.eml"));
    let mut raw = std::fs::read(path).unwrap();
    let made = |purpose| token(&keys, "k2", purpose, 11);
    for (mark, value) in [
        ("{{message_id}}", format!("d.{}@press.example", made(Purpose::Message))),
        ("{{reply}}", made(Purpose::Reply)),
        ("{{notice}}", made(Purpose::Notice)),
    ] {
        while let Some(at) = raw.windows(mark.len()).position(|piece| piece == mark.as_bytes()) {
            raw.splice(at..at + mark.len(), value.bytes());
        }
    }
    let read = parse::read(&raw).unwrap();
    let return_path = match read.header("return-path") {
        Some(path) => path.trim_matches(['<', '>']).to_owned(),
        None => read.from.as_ref().map(|from| from.address.clone()).unwrap_or_default(),
    };
    let recipients = read.to.iter().map(|to| to.address.clone()).collect();
    Mail { raw, envelope: Envelope { return_path, recipients }, read }
}

fn known(mail: &Mail) -> Known {
    let keys = Keyring::for_tests();
    let returned = returns::read(&mail.raw, &mail.envelope, &mail.read);
    Known {
        tokens: mail.envelope.recipients.iter().filter_map(|to| links::read_address(&keys, to)).collect(),
        returns_ours: returned
            .is_some_and(|r| r.embedded.message_ids.iter().any(|id| links::read_message_id(&keys, id).is_some())),
        own_lists: vec!["media.press.example".to_owned()],
        authserv_id: Some("mx.press.example".to_owned()),
        query_feeds: vec!["helpareporter.net".to_owned()],
        ..Known::default()
    }
}

fn found_with(mail: &Mail, known: &Known) -> Finding {
    let returned = returns::read(&mail.raw, &mail.envelope, &mail.read);
    classify(&mail.envelope, &mail.read, returned.as_ref(), known)
}

fn found(name: &str) -> Finding {
    let mail = mail(name);
    found_with(&mail, &known(&mail))
}

fn decisive(finding: &Finding) -> &str {
    finding.evidence.iter().find(|sign| sign.decides).map_or("", |sign| sign.sign.as_str())
}

const PERSON: &str = "Nothing speaks against a person";

#[test]
fn each_message_is_what_it_is_and_says_why() {
    for (name, class, why) in [
        ("01-shared-in-reply-to-a", Class::Inquiry, PERSON),
        ("01-shared-in-reply-to-b", Class::Inquiry, PERSON),
        ("02-provider-id", Class::Inquiry, PERSON),
        ("04-human-looks-automatic", Class::Inquiry, PERSON),
        ("05-bounce-of-answer", Class::Bounce, "Action: failed"),
        ("06-qmail", Class::Bounce, "with an id of ours"),
        ("06-delayed", Class::Bounce, "Action: delayed"),
        ("06-person-at-postmaster", Class::Inquiry, PERSON),
        ("07-complaint", Class::Complaint, "Feedback-Type: abuse"),
        ("08-unsubscribe-and-question", Class::Inquiry, PERSON),
        ("09-id-a", Class::Inquiry, PERSON),
        ("09-id-b", Class::Inquiry, PERSON),
        ("10-nearly-nothing", Class::Inquiry, "Nobody knows who wrote it"),
        ("11-torture-koi8", Class::Inquiry, PERSON),
        ("11-torture-received", Class::Inquiry, "It has no text"),
        ("12-google-group", Class::Inquiry, PERSON),
        ("13-spoofed-officer", Class::OfficerReply, "notice to an officer"),
        ("14-forged-thread", Class::Inquiry, PERSON),
        ("15-officer-on-phone", Class::OfficerReply, "notice to an officer"),
        ("16-race", Class::OfficerReply, "notice to an officer"),
        ("17-ticket-war", Class::Inquiry, PERSON),
        ("18-new-topic", Class::Inquiry, PERSON),
        ("19-deadline", Class::Inquiry, PERSON),
        ("20-hostile-arabic", Class::Inquiry, PERSON),
        ("21-pgp", Class::Inquiry, "Encrypted"),
        ("21-smime", Class::Inquiry, "Encrypted"),
        ("22-query-alias", Class::Opportunity, "Request service helpareporter.net"),
        ("23-staff-forward", Class::Inquiry, PERSON),
        ("24-invitation", Class::Inquiry, PERSON),
        ("25-clock-change", Class::Inquiry, PERSON),
        ("26-split-name", Class::Inquiry, PERSON),
        ("27-winmail", Class::Inquiry, "It has no text"),
        ("28-one-of-three-thousand", Class::Inquiry, PERSON),
    ] {
        let finding = found(name);
        assert_eq!(finding.class, class, "{name}: {finding:?}");
        assert!(decisive(&finding).contains(why), "{name}: {finding:?}");
    }
}

#[test]
fn an_absence_without_headers_needs_two_signs_or_haste() {
    let absent = mail("03-french-absence");
    let finding = found_with(&absent, &Known { since_ours: Some(20 * SECOND), ..known(&absent) });
    assert_eq!(finding.class, Class::AutoReply);
    assert!(decisive(&finding).contains("absence du bureau") && decisive(&finding).contains("ne travaille plus"), "{finding:?}");
    let facts = absence::facts(&absent.read, jiff::civil::date(2026, 11, 24));
    assert_eq!(facts.iter().map(|fact| fact.kind.as_str()).collect::<Vec<_>>(), ["left", "write_to"]);
    assert_eq!(facts[1].detail, "ines.petit@agence.example");
}

#[test]
fn only_a_report_that_is_ours_counts() {
    let qmail = mail("06-qmail");
    let returned = returns::read(&qmail.raw, &qmail.envelope, &qmail.read).unwrap();
    let returns::What::Delivery { recipients, structured } = returned.what else { panic!("{returned:?}") };
    assert_eq!(
        (recipients[0].recipient.as_deref(), recipients[0].verdict(), structured),
        (Some("ed@smallpaper.example"), Verdict::Dead, false)
    );
    let finding = found_with(&qmail, &Known { returns_ours: false, ..known(&qmail) });
    assert_ne!(finding.class, Class::Bounce, "nothing in it is ours: {finding:?}");
    let late = mail("06-delayed");
    let returned = returns::read(&late.raw, &late.envelope, &late.read).unwrap();
    let returns::What::Delivery { recipients, .. } = returned.what else { panic!("{returned:?}") };
    assert_eq!(recipients[0].verdict(), Verdict::Waiting);
}

#[test]
fn a_wish_to_leave_among_other_things_is_a_chip() {
    let finding = found("08-unsubscribe-and-question");
    assert!(finding.evidence.iter().any(|sign| !sign.decides && sign.sign.contains("“unsubscribe”")), "{finding:?}");
}

#[test]
fn one_id_on_two_messages_makes_two() {
    let (first, second) = (mail("09-id-a"), mail("09-id-b"));
    let digest = |mail: &Mail| dedupe::digest(&mail.raw, &mail.read);
    let earlier = dedupe::Earlier { inbound: 1, message_id: "same@ship.example".to_owned(), digest: digest(&first), received: 0 };
    let same = |mail: &Mail| dedupe::compare("same@ship.example", &digest(mail), 0, std::slice::from_ref(&earlier));
    assert_eq!(same(&first), dedupe::Same::Duplicate(1));
    assert!(matches!(same(&second), dedupe::Same::IdReused { inbound: 1, .. }));
}

#[test]
fn what_little_there_is_can_be_opened() {
    let bare = mail("10-nearly-nothing");
    assert_eq!((bare.read.parts.len(), bare.read.parts[0].name.as_str()), (1, "request.pdf"));
    assert_eq!(look(&bare.raw, &bare.read.parts[0]).sniffed, Some("application/pdf"));
    let split = mail("26-split-name");
    assert_eq!(split.read.subject, "港の閉鎖について");
    assert_eq!(split.read.text, "資料を送ります。");
    assert_eq!(split.read.parts[0].name, "photogpj.exe");
    assert!(look(&split.raw, &split.read.parts[0]).flags.contains(&Flag::Program));
    let wrapped = mail("27-winmail");
    assert_eq!(look(&wrapped.raw, &wrapped.read.parts[0]).flags, [Flag::Tnef]);
    let forged = mail("14-forged-thread");
    assert_eq!(look(&forged.raw, &forged.read.parts[0]).flags, [Flag::Macros]);
}

#[test]
fn raw_letters_of_an_old_charset_are_read() {
    let read = mail("11-torture-koi8").read;
    assert_eq!(read.from.unwrap().name, "Иван Петров");
    assert_eq!((read.subject.as_str(), read.text.trim()), ("Вопрос о закрытии порта", "Кто подписал приказ?"));
}

fn own() -> Own {
    Own {
        addresses: vec!["media@press.example".to_owned()],
        lists: vec!["media.press.example".to_owned()],
        staff: vec!["rae@press.example".to_owned(), "dana@press.example".to_owned()],
        aliases: vec!["helpareporter.net".to_owned()],
    }
}

#[test]
fn who_wrote_is_found_behind_groups_colleagues_and_aliases() {
    for (name, who, recovered) in [
        ("12-google-group", "jane@bignews.example", Recovered::Group),
        ("22-query-alias", "query-9f2@helpareporter.net", Recovered::Alias),
        ("23-staff-forward", "kim@worldtv.example", Recovered::Forward),
        ("08-unsubscribe-and-question", "fay@metro.example", Recovered::No),
    ] {
        let mail = mail(name);
        let from = mail.read.from.as_ref().unwrap().address.clone();
        let verified = results::of(&mail.read, Some("mx.press.example")).standing(&from) == Standing::Passed;
        let author = author::find(&mail.raw, &mail.envelope, &mail.read, &own(), verified).unwrap();
        assert_eq!((author.who.address.as_str(), author.recovered), (who, recovered), "{name}");
    }
    let group = mail("12-google-group");
    assert_eq!(author::find(&group.raw, &group.envelope, &group.read, &own(), false).unwrap().who.name, "Jane Roe");
    let forward = mail("23-staff-forward");
    let unproven = author::find(&forward.raw, &forward.envelope, &forward.read, &own(), false).unwrap();
    assert_eq!(unproven.recovered, Recovered::No, "anybody can write under a colleague's address");
    let nobody = mail("10-nearly-nothing");
    assert_eq!(author::find(&nobody.raw, &nobody.envelope, &nobody.read, &own(), false), None);
}

#[test]
fn a_hostile_page_is_shown_without_its_teeth_and_its_sender_is_flagged() {
    let mail = mail("20-hostile-arabic");
    assert_eq!(mail.read.language.as_deref(), Some("ar"));
    let page = shown::clean(&mail.raw, &mail.read, |place| format!("/part/{place}")).unwrap();
    for word in ["evil", "javascript", "svg", "<form", "style", "<base", "<meta"] {
        assert!(!page.html.contains(word), "{word}: {}", page.html);
    }
    assert!(page.html.contains("[nytirnes.com]") && page.remote_images == 1, "{page:?}");
    let outlets = ["nytimes.com".to_owned()];
    let who = mail.read.from.clone().unwrap();
    let badge = check::check(&mail.read, &who, &results::of(&mail.read, None), Familiar { is_contact: false, outlets: &outlets });
    assert_eq!((badge.check, badge.looks_like.as_deref()), (SenderCheck::LookAlike, Some("nytimes.com")));
}

#[test]
fn a_phones_answer_below_the_quotation_is_all_that_is_left() {
    assert_eq!(mail("15-officer-on-phone").read.fresh, "Bonjour Jane, oui, ce soir à 18 heures.");
    let race = mail("16-race").read;
    assert_eq!(race.fresh, "Yes, at six this evening.");
    let late = mail("19-deadline").read;
    assert_eq!(late.fresh, "I need a comment by 5pm ET today.");
    assert!(late.quoted.contains("Embargoed"));
}

#[test]
fn an_invitation_says_when() {
    let mail = mail("24-invitation");
    let found = invitation::find(&mail.raw, &mail.read).unwrap();
    assert_eq!(found.begins, invitation::Begins::At(1_795_705_200_000));
    assert_eq!((found.method.as_str(), found.summary.as_str()), ("REQUEST", "Live interview"));
}
