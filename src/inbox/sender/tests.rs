//! Who wrote, who only says so, and what looks alike.

use super::look_alike;
use super::results::{self, Standing};
use crate::inbox::parse;
use crate::inbox::sender::check::{Familiar, check};
use crate::model::inbound::Mailbox;
use crate::model::inquiry::SenderCheck;

#[test]
fn a_domain_made_to_look_like_another_is_seen() {
    let known: Vec<String> =
        ["nytimes.com", "reuters.com", "bbc.co.uk", "washingtonpost.com", "afp.com", "elpais.com"].map(str::to_owned).to_vec();
    for (domain, like) in [
        ("nytirnes.com", Some("nytimes.com")),
        ("reuters-news.co", Some("reuters.com")),
        ("reuters.co", Some("reuters.com")),
        ("rеuters.com", Some("reuters.com")),
        ("xn--ruters-4of.com", Some("reuters.com")),
        ("reuter5.com", Some("reuters.com")),
        ("washingtonposl.com", Some("washingtonpost.com")),
        ("mail.washngtonpost.com", Some("washingtonpost.com")),
        ("e1pais.com", Some("elpais.com")),
        ("reuters.com", None),
        ("mail.reuters.com", None),
        ("news.bbc.co.uk", None),
        ("abc.com", None),
        ("ap.org", None),
        ("paper.example", None),
        ("gmail.com", None),
        ("", None),
    ] {
        assert_eq!(look_alike::of(domain, &known), like, "{domain}");
    }
}

fn badge(head: &str, is_contact: bool) -> (SenderCheck, bool) {
    let raw = format!("{head}From: Ada <ada@paper.example>\r\nSubject: x\r\n\r\ny");
    let read = parse::read(raw.as_bytes()).unwrap();
    let who = Mailbox { name: "Ada".to_owned(), address: "ada@paper.example".to_owned() };
    let found = results::of(&read, Some("mx.press.example"));
    let badge = check(&read, &who, &found, Familiar { is_contact, outlets: &["paper.example".to_owned()] });
    (badge.check, badge.answers_elsewhere)
}

#[test]
fn only_the_server_that_is_configured_is_believed() {
    let pass = "Authentication-Results: mx.press.example;\r\n spf=pass smtp.mailfrom=paper.example; dmarc=pass (p=reject) header.from=paper.example\r\n";
    assert_eq!(badge(pass, true).0, SenderCheck::Verified);
    assert_eq!(badge(pass, false).0, SenderCheck::KnownOutlet);
    assert_eq!(badge(&pass.replace("mx.press.example", "mx.evil.example"), true).0, SenderCheck::Unverified);
    let below = format!("Authentication-Results: mx.other.example; dmarc=none\r\n{pass}");
    assert_eq!(badge(&below, true).0, SenderCheck::Unverified, "what stands below another's field may be anybody's");
    assert_eq!(badge(&pass.replace("dmarc=pass", "dmarc=fail"), true).0, SenderCheck::Unverified);
    assert_eq!(
        badge("Authentication-Results: mx.press.example; dkim=pass header.d=paper.example\r\n", true).0,
        SenderCheck::Verified
    );
    assert_eq!(
        badge("Authentication-Results: mx.press.example; dkim=pass header.d=other.example\r\n", true).0,
        SenderCheck::Unverified
    );
    assert_eq!(badge("Authentication-Results: mx.press.example (dmarc=pass); dmarc=none\r\n", true).0, SenderCheck::Unverified);
    assert_eq!(badge("", true).0, SenderCheck::Unverified);
    let twice = format!("{pass}From: Dana <dana@press.example>\r\n");
    assert_eq!(badge(&twice, true).0, SenderCheck::Unverified, "two From fields: nobody knows which was proven");
}

#[test]
fn answers_that_go_elsewhere_are_seen() {
    assert!(badge("Reply-To: a@freemail.example\r\n", true).1);
    assert!(!badge("Reply-To: news@paper.example\r\n", true).1);
    assert_eq!(Standing::Unknown, results::Results::default().standing("nonsense"));
}
