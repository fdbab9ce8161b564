//! Reports as mail systems write them.

use super::*;
use crate::inbox::parse;

fn of(raw: &str) -> Option<Returned> {
    let message = parse::read(raw.as_bytes()).unwrap();
    super::read(raw.as_bytes(), &Envelope::default(), &message)
}

fn recipients(raw: &str) -> Vec<(String, Action, Verdict)> {
    match of(raw).map(|returned| returned.what) {
        Some(What::Delivery { recipients, .. }) => recipients
            .iter()
            .map(|one| (one.recipient.clone().or_else(|| one.original.clone()).unwrap_or_default(), one.action, one.verdict()))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn report(status: &str) -> String {
    format!(
        "From: postmaster@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=q\r\n\r\n--q\r\n\r\nSorry\r\n--q\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{status}\r\n--q\r\nContent-Type: text/rfc822-headers\r\n\r\nReply-To: x <media+abc@press.example>\r\nMessage-ID:\r\n <d.abc@press.example>\r\n--q--\r\n"
    )
}

#[test]
fn a_report_says_what_became_of_each_recipient() {
    let two = report(
        "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\nOriginal-Recipient: rfc822;c@d.example\r\nFinal-Recipient: utf-8; e@f.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n",
    );
    assert_eq!(
        recipients(&two),
        [
            ("a@b.example".to_owned(), Action::Failed, Verdict::Dead),
            ("e@f.example".to_owned(), Action::Delayed, Verdict::Waiting)
        ]
    );
    for (status, verdict) in [
        ("Final-Recipient: rfc822; a@b.example\r\nAction: relayed\r\nStatus: 2.0.0", Verdict::Arrived),
        ("Final-Recipient: rfc822; a@b.example\r\nAction: failed (mailbox full)\r\nStatus: 5.2.2 (over quota)", Verdict::Soft),
        (
            "Final-Recipient: rfc822; <a@b.example>\r\nAction: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 550 5.7.26\r\n  unauthenticated",
            Verdict::Policy,
        ),
        ("Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.4.7", Verdict::Soft),
        ("Final-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1", Verdict::Dead),
    ] {
        assert_eq!(recipients(&report(status))[0].2, verdict, "{status}");
    }
    let embedded = of(&two).unwrap().embedded;
    assert_eq!(embedded.message_ids, ["d.abc@press.example"]);
    assert_eq!(embedded.addresses, ["media+abc@press.example"]);
}

#[test]
fn reports_in_words_are_read_in_many_languages() {
    for (words, address) in [
        (
            "This message was created automatically by mail delivery software.\r\nA message that you sent could not be delivered to one or more of its recipients.\r\n\r\n  a@b.example\r\n    Unrouteable address",
            "a@b.example",
        ),
        (
            "This is the mail system at host mx.example.\r\nI'm sorry to have to inform you that your message could not be delivered.\r\n\r\n<a@b.example>: host mx said: 550 5.1.1 no",
            "a@b.example",
        ),
        ("Your message did not reach some or all of the intended recipients.\r\n\r\na@b.example on 24/11/2026", "a@b.example"),
        ("Your message to a@b.example couldn't be delivered.", "a@b.example"),
        (
            "Message from yahoo.example.\r\nUnable to deliver message to the following address(es).\r\n\r\n<a@b.example>:\r\nThis user doesn't have an account",
            "a@b.example",
        ),
        ("Ihre Nachricht hat einige Empfänger nicht erreicht:\r\na@b.example", "a@b.example"),
        ("Votre message n'est pas parvenu à certains destinataires :\r\na@b.example", "a@b.example"),
        ("El mensaje no se pudo entregar a:\r\na@b.example", "a@b.example"),
        ("Impossibile recapitare il messaggio a:\r\na@b.example", "a@b.example"),
        ("Сообщение не было доставлено:\r\na@b.example", "a@b.example"),
        ("تعذر تسليم رسالتك إلى:\r\na@b.example", "a@b.example"),
        ("メールを配信できませんでした\r\na@b.example", "a@b.example"),
    ] {
        let raw = format!(
            "From: Mail Delivery Subsystem <mailer-daemon@mx.example>\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
        );
        let found = recipients(&raw);
        assert_eq!((found[0].0.as_str(), found[0].1), (address, Action::Failed), "{words}");
    }
    let late = "From: mailer-daemon@mx.example\r\nSubject: x\r\n\r\nDelivery to the following recipient has been delayed:\r\n\r\n  a@b.example\r\n\r\nMessage will be retried\r\n";
    assert_eq!(recipients(late)[0].1, Action::Delayed);
}

#[test]
fn a_complaint_and_a_receipt_are_no_bounces() {
    let complaint = "From: fbl@x.example\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=q\r\n\r\n--q\r\n\r\nx\r\n--q\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: not-spam\r\nOriginal-Rcpt-To: <a@b.example>\r\n\r\n--q\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <d.abc@press.example>\r\n\r\nx\r\n--q--\r\n";
    let found = of(complaint).unwrap();
    let What::Complaint(said) = found.what else { panic!("{found:?}") };
    assert!(!said.is_objection());
    assert_eq!(
        (said.recipients, found.embedded.message_ids),
        (vec!["a@b.example".to_owned()], vec!["d.abc@press.example".to_owned()])
    );
    let receipt = "From: a@b.example\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=q\r\n\r\n--q\r\n\r\nRead\r\n--q\r\nContent-Type: message/disposition-notification\r\n\r\nOriginal-Message-ID: <d.abc@press.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--q--\r\n";
    let found = of(receipt).unwrap();
    assert!(matches!(found.what, What::Receipt { ref disposition } if disposition.ends_with("displayed")));
    assert_eq!(found.embedded.message_ids, ["d.abc@press.example"]);
}

#[test]
fn a_person_who_writes_of_bounces_is_a_person() {
    let message = parse::read(b"From: Ada <ada@paper.example>\r\nSubject: Question\r\n\r\nMy mail to jo@press.example could not be delivered. Who else can I ask?\r\n").unwrap();
    let envelope = Envelope { return_path: "ada@paper.example".to_owned(), recipients: Vec::new() };
    assert_eq!(super::read(b"", &envelope, &message), None);
}
